/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/edit-actions.h"

#include "edit/arrange.h"
#include "files/clipboard.h"
#include "ui/view-actions.h"

/* Copies are a bit away from what they are copies of. */
#define COPY_OFFSET 16

/* The subject of an action. */
typedef struct
{
  TroveDocument *document;
  const TroveKey *keys;
  gsize n;
} Selected;

static Selected
get_selected (SketchWindow *window)
{
  Selected selected = { .document = sketch_window_get_document (window) };

  selected.keys = sketch_selection_get_keys (sketch_window_get_selection (window), &selected.n);
  return selected;
}

/* The clipboard */

static gboolean
copy_selected (SketchWindow *window)
{
  const Selected selected = get_selected (window);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkContentProvider) provider =
      sketch_clipboard_provider_new (selected.document, selected.keys, selected.n, &error);

  if (provider != NULL)
    return gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (window)), provider);
  sketch_window_say (window, error->message);
  return FALSE;
}

static void
remove_selected (SketchWindow *window, const char *label)
{
  const Selected selected = get_selected (window);
  GError *error = NULL;

  sketch_remove (selected.document, selected.keys, selected.n, &error);
  sketch_window_commit (window, label, error);
}

static void
copy (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  copy_selected (window);
}

static void
cut (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  if (copy_selected (window))
    remove_selected (window, "Cut");
}

static void delete (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  remove_selected (window, "Delete");
}

/* The layer that copies go to; 0: with an error. What is drawn or written is finished before. */
static TroveKey
get_layer (SketchWindow *window, GError **error)
{
  SketchTools *tools = sketch_window_get_tools (window);

  sketch_window_finish_edit (window);
  return sketch_tools_check_layer (tools, error) ? sketch_tools_get_layer (tools) : 0;
}

static void
select_copies (SketchWindow *window, GArray *keys)
{
  if (keys == NULL)
    return;
  sketch_selection_set (sketch_window_get_selection (window), (const TroveKey *) keys->data, keys->len);
  sketch_show_selected (window);
}

static GArray *
insert_paste (SketchWindow *window, SketchPaste *paste, TroveKey layer, GError **error)
{
  const guint n = sketch_clipboard_count_paste (gtk_widget_get_clipboard (GTK_WIDGET (window)));

  return sketch_paste_insert (paste, sketch_window_get_document (window), layer, n * COPY_OFFSET,
                              n * COPY_OFFSET, error);
}

static void
was_read (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (SketchWindow) window = data;
  GError *error = NULL;
  g_autoptr (SketchPaste) paste = sketch_clipboard_read_finish (result, &error);
  g_autoptr (GArray) keys = NULL;
  TroveKey layer;

  if (!sketch_window_finish_edit (window)) /* it was closed */
    {
      g_clear_error (&error);
      return;
    }
  if (paste != NULL && (layer = get_layer (window, &error)) != 0)
    keys = insert_paste (window, paste, layer, &error);
  sketch_window_commit (window, "Paste", error);
  select_copies (window, keys);
}

static void
paste (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  sketch_clipboard_read_async (gtk_widget_get_clipboard (window), was_read, g_object_ref (window));
}

/* Copying and pasting without the clipboard. */
static GArray *
duplicate_keys (const Selected *selected, TroveKey layer, GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (selected->document, error);
  g_autoptr (TroveFragment) fragment =
      version != NULL ? trove_fragment_new (version, selected->keys, selected->n, error) : NULL;
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  if (fragment == NULL)
    return NULL;
  g_array_set_size (copies, trove_fragment_get_n_roots (fragment));
  if (!trove_fragment_insert_by_key (fragment, selected->document, layer, "shapes", G_MAXUINT,
                                     (TroveKey *) copies->data, error) ||
      !sketch_move (selected->document, (const TroveKey *) copies->data, copies->len, COPY_OFFSET,
                    COPY_OFFSET, error))
    return NULL;
  return g_steal_pointer (&copies);
}

static void
duplicate (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  GError *error = NULL;
  const TroveKey layer = get_layer (window, &error);
  const Selected selected = get_selected (window);
  g_autoptr (GArray) copies = layer != 0 ? duplicate_keys (&selected, layer, &error) : NULL;

  sketch_window_commit (window, "Duplicate", error);
  select_copies (window, copies);
}

static void
select_all (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  sketch_tools_select_all (sketch_window_get_tools (window));
}

/* Groups, order, alignment */

static void
group (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  const Selected selected = get_selected (window);
  TroveKey key = 0;
  GError *error = NULL;
  gboolean done = sketch_group (selected.document, selected.keys, selected.n, &key, &error);

  sketch_window_commit (window, "Group", error);
  if (done)
    sketch_selection_set (sketch_window_get_selection (window), &key, 1);
}

static void
ungroup (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  const Selected selected = get_selected (window);
  g_autoptr (GArray) children = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  GError *error = NULL;

  sketch_ungroup (selected.document, selected.keys, selected.n, children, &error);
  sketch_window_commit (window, "Ungroup", error);
  if (children->len > 0)
    sketch_selection_set (sketch_window_get_selection (window), (const TroveKey *) children->data,
                          children->len);
}

static void
reorder (SketchWindow *window, SketchOrder order, const char *label)
{
  const Selected selected = get_selected (window);
  GError *error = NULL;

  sketch_reorder (selected.document, selected.keys, selected.n, order, &error);
  sketch_window_commit (window, label, error);
}

static void
to_front (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  reorder (window, SKETCH_TO_FRONT, "Bring to Front");
}

static void
forward (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  reorder (window, SKETCH_FORWARD, "Bring Forward");
}

static void
backward (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  reorder (window, SKETCH_BACKWARD, "Send Backward");
}

static void
to_back (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  reorder (window, SKETCH_TO_BACK, "Send to Back");
}

static void
align (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  static const char *const names[] = { "left", "center", "right", "top", "middle", "bottom", NULL };
  const Selected selected = get_selected (window);
  const char *name = g_variant_get_string (parameter, NULL);
  GError *error = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      sketch_align (selected.document, selected.keys, selected.n, (SketchAlignment) i, &error);
  sketch_window_commit (window, "Align", error);
}

/* The actions */

static const struct
{
  GActionEntry entry;
  guint n_needed;       /* shapes that have to be selected */
  gboolean needs_group; /* among them */
} actions[] = {
  { { .name = "cut", .activate = cut }, 1 },
  { { .name = "copy", .activate = copy }, 1 },
  { { .name = "paste", .activate = paste }, 0 },
  { { .name = "duplicate", .activate = duplicate }, 1 },
  { { .name = "delete", .activate = delete }, 1 },
  { { .name = "select-all", .activate = select_all }, 0 },
  { { .name = "group", .activate = group }, 2 },
  { { .name = "ungroup", .activate = ungroup }, 1, TRUE },
  { { .name = "to-front", .activate = to_front }, 1 },
  { { .name = "forward", .activate = forward }, 1 },
  { { .name = "backward", .activate = backward }, 1 },
  { { .name = "to-back", .activate = to_back }, 1 },
  { { .name = "align", .activate = align, .parameter_type = "s" }, 2 },
};

void
sketch_add_edit_actions (SketchWindow *window)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_action_map_add_action_entries (G_ACTION_MAP (window), &actions[i].entry, 1, window);
}

static void
set_enabled (SketchWindow *window, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (window), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static gboolean
has_group (const Selected *selected)
{
  for (gsize i = 0; i < selected->n; i++)
    {
      const SketchShapeData *shape = trove_document_peek (selected->document, selected->keys[i], NULL);

      if (shape != NULL && shape->kind == SKETCH_GROUP)
        return TRUE;
    }
  return FALSE;
}

void
sketch_update_edit_actions (SketchWindow *window)
{
  const Selected selected = get_selected (window);
  const gboolean shown = sketch_window_shows_drawing (window);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    set_enabled (window, actions[i].entry.name,
                 shown && selected.n >= actions[i].n_needed &&
                     (!actions[i].needs_group || has_group (&selected)));
  set_enabled (window, "import", shown);
  set_enabled (window, "merge-file", shown);
  set_enabled (window, "done", !shown);
}
