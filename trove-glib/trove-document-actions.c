/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: actions for menus and shortcuts. */

#include <trove-glib/trove-glib.h>

typedef struct
{
  const char *name, *enabled, *label; /* of the action, and the document's properties */
  gboolean (*run) (TroveDocument *document, GError **error);
} Kind;

static const Kind kinds[] = {
  { "undo", "can-undo", "undo-label", trove_document_undo },
  { "redo", "can-redo", "redo-label", trove_document_redo },
};

typedef struct
{
  const Kind *kind;
  GWeakRef document;
} Target;

static void
free_target (gpointer data, GClosure *closure)
{
  Target *target = data;

  g_weak_ref_clear (&target->document);
  g_free (target);
}

/* While a group is open, as in a drag, nothing can be undone: the user tries again. */
static void
activate (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Target *target = data;
  g_autoptr (TroveDocument) document = g_weak_ref_get (&target->document);
  g_autoptr (GError) error = NULL;

  if (document != NULL && !target->kind->run (document, &error) &&
      !g_error_matches (error, TROVE_ERROR, TROVE_ERROR_BUSY))
    g_warning ("The action \342\200\234%s\342\200\235 failed: %s", target->kind->name, error->message);
}

static GVariant *
get_label (TroveDocument *document, const Kind *kind)
{
  g_autofree char *label = NULL;

  g_object_get (document, kind->label, &label, NULL);
  return g_variant_new_string (label != NULL ? label : "");
}

static void
update_label (TroveDocument *document, GParamSpec *pspec, GSimpleAction *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, g_action_get_name (G_ACTION (action))))
      g_simple_action_set_state (action, get_label (document, &kinds[i]));
}

static void
add_action (GSimpleActionGroup *group, TroveDocument *document, const Kind *kind)
{
  g_autoptr (GSimpleAction) action =
      g_simple_action_new_stateful (kind->name, NULL, get_label (document, kind));
  g_autofree char *signal = g_strconcat ("notify::", kind->label, NULL);
  Target *target = g_new (Target, 1);

  target->kind = kind;
  g_weak_ref_init (&target->document, document);
  g_signal_connect_data (action, "activate", G_CALLBACK (activate), target, free_target, 0);
  g_signal_connect_object (document, signal, G_CALLBACK (update_label), action, 0);
  g_object_bind_property (document, kind->enabled, action, "enabled", G_BINDING_SYNC_CREATE);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
}

/**
 * trove_document_create_actions:
 * @self: a document of the calling thread
 *
 * Makes the actions `undo` and `redo`, for menus, buttons and shortcuts:
 *
 * ```c
 * GActionGroup *actions = trove_document_create_actions (document);
 *
 * gtk_widget_insert_action_group (window, "document", actions);
 * gtk_actionable_set_action_name (GTK_ACTIONABLE (undo_button), "document.undo");
 * g_object_unref (actions);
 * ```
 *
 * An action is enabled while there is something to undo or redo. Its state is a string: the label of the step, or "" if it has
 * none. The actions do not keep the document. When the document is gone, and while a group of edits is open, they do nothing.
 *
 * Returns: (transfer full): a new group of the two actions
 *
 * Since: 1.0
 */
GActionGroup *
trove_document_create_actions (TroveDocument *self)
{
  GSimpleActionGroup *group;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);

  group = g_simple_action_group_new ();
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    add_action (group, self, &kinds[i]);
  return G_ACTION_GROUP (group);
}
