/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "program.h"

#include "row.h"
#include "view.h"

#define ERROR_BIT(name) (1u << TROVE_ERROR_##name)

/* The operation must succeed, or fail with one of the errors. */
static gboolean
allow (gboolean is_done, GError *error, guint errors)
{
  g_assert_true (is_done == (error == NULL));
  if (error != NULL && (error->domain != TROVE_ERROR || (errors & 1u << error->code) == 0))
    g_error ("the operation failed: %s", error->message);
  g_clear_error (&error);
  return is_done;
}

#define TRY(call, errors)                                                                                    \
  ({                                                                                                         \
    GError *error = NULL;                                                                                    \
    gboolean is_done = (call);                                                                               \
                                                                                                             \
    allow (is_done, error, (errors));                                                                        \
  })

/* Choosing */

static guint
below (Program *self, guint n)
{
  return (guint) test_random_below (&self->random, n);
}

static guint
n_children (Program *self, TroveKey key, const char *list)
{
  return trove_document_get_n_children (self->document, key, list);
}

static TroveKey
nth_child (Program *self, TroveKey key, const char *list, guint i)
{
  TroveKey child;

  g_assert_cmpuint (trove_document_get_children (self->document, key, list, i, &child, 1), ==, 1);
  return child;
}

/* An object, in one of four cases the root. */
static TroveKey
any_key (Program *self)
{
  TroveKey key = trove_document_get_root_key (self->document);
  guint n;

  while ((n = n_children (self, key, "children")) > 0 && below (self, 4) > 0)
    key = nth_child (self, key, "children", below (self, n));
  return key;
}

/* The same nearer to the root: an owner for others. */
static TroveKey
any_owner (Program *self)
{
  TroveKey key = trove_document_get_root_key (self->document);
  guint n;

  while ((n = n_children (self, key, "children")) > 0 && below (self, 2) > 0)
    key = nth_child (self, key, "children", below (self, n));
  return key;
}

/* A handle of an object, or one of those held, which may be removed. */
static TroveObject *
any_object (Program *self)
{
  TroveObject *object;

  if (self->held->len > 0 && below (self, 3) == 0)
    return g_object_ref (g_ptr_array_index (self->held, below (self, self->held->len)));
  object = trove_document_lookup (self->document, any_key (self));
  g_assert_nonnull (object);
  return object;
}

static TroveList *
dup_list (Program *self, TroveKey owner, const char *name)
{
  g_autoptr (TroveObject) object = trove_document_lookup (self->document, owner);

  return g_object_ref (trove_object_get_list (object, name));
}

static const char *
any_list (Program *self)
{
  return below (self, 3) == 0 ? "links" : "children";
}

static char *
any_label (Program *self)
{
  return g_strdup_printf (below (self, 4) == 0 ? "a label of some length %u" : "%u", below (self, 1000));
}

static guint
any_position (Program *self, guint n)
{
  return below (self, 8) == 0 ? G_MAXUINT : below (self, n + 1);
}

static gboolean
is_full (Program *self)
{
  return trove_document_get_n_objects (self->document) >= self->most;
}

/* Objects */

static gboolean
add (Program *self)
{
  TroveKey owner = any_owner (self);
  g_autoptr (TroveList) list = dup_list (self, owner, "children");
  g_autofree char *label = any_label (self);
  g_autoptr (TroveObject) row = NULL;

  if (is_full (self))
    return FALSE;
  row = row_new (self->document, label, below (self, 10));
  return TRY (
      trove_list_insert (list, below (self, g_list_model_get_n_items (G_LIST_MODEL (list)) + 1), row, &error),
      0);
}

static gboolean
add_by_key (Program *self)
{
  TroveKey owner = any_owner (self);
  g_autofree char *label = any_label (self);
  const ThingData data = { .value = below (self, 10), .label = label };

  if (is_full (self))
    return FALSE;
  return TRY (trove_document_add (self->document, row_get_type (), &data, owner, "children",
                                  any_position (self, n_children (self, owner, "children")), NULL, &error),
              0);
}

/* Objects that own objects, in one group. */
static gboolean
paste (Program *self)
{
  TroveKey owner = any_owner (self), key;

  if (is_full (self))
    return FALSE;
  TRY (trove_document_begin (self->document, "Paste", &error), 0);
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *label = any_label (self);
      const ThingData data = { .value = below (self, 10), .label = label };

      TRY (trove_document_add (self->document, row_get_type (), &data, owner, "children", G_MAXUINT, &key,
                               &error),
           0);
      if (i % 3 == 0)
        owner = key;
    }
  return TRY (trove_document_end (self->document, &error), 0);
}

static gboolean
remove_by_key (Program *self)
{
  TroveKey key = any_key (self);

  return key != trove_document_get_root_key (self->document) &&
         TRY (trove_document_remove (self->document, key, &error), 0);
}

static gboolean
remove_object (Program *self)
{
  g_autoptr (TroveObject) object = any_object (self);

  return trove_object_get_key (object) != trove_document_get_root_key (self->document) &&
         TRY (trove_object_remove (object, &error), ERROR_BIT (REMOVED));
}

static gboolean
set_by_handle (Program *self)
{
  g_autoptr (TroveObject) object = any_object (self), target = any_object (self);
  g_autofree char *label = any_label (self);

  if (trove_object_get_removed (object))
    return FALSE;
  if (below (self, 2) == 0)
    g_object_set (object, "label", label, NULL);
  if (below (self, 2) == 0)
    g_object_set (object, "value", (guint64) below (self, 10), NULL);
  if (below (self, 2) == 0 && !trove_object_get_removed (target))
    g_object_set (object, "target", target, NULL);
  return TRUE;
}

static gboolean
set_by_key (Program *self)
{
  g_autofree char *label = any_label (self);
  const ThingData data = { .value = below (self, 10), .label = label, .target = any_key (self) };

  return TRY (trove_document_set (self->document, any_key (self), &data, &error), 0);
}

static gboolean
move_by_key (Program *self)
{
  TroveKey key = any_key (self), owner = any_owner (self);

  return key != trove_document_get_root_key (self->document) &&
         TRY (trove_document_move (self->document, key, owner, "children", G_MAXUINT, &error),
              ERROR_BIT (CYCLE));
}

/* Lists */

static gboolean
insert (Program *self)
{
  const char *name = any_list (self);
  g_autoptr (TroveList) list =
      dup_list (self, below (self, 2) == 0 ? any_owner (self) : any_key (self), name);
  g_autoptr (TroveObject) object = any_object (self);

  if (trove_object_get_key (object) == trove_document_get_root_key (self->document))
    return FALSE;
  return TRY (trove_list_append (list, object, &error), ERROR_BIT (CYCLE) | ERROR_BIT (REMOVED));
}

static gboolean
link_root (Program *self)
{
  g_autoptr (TroveList) list = dup_list (self, trove_document_get_root_key (self->document), "links");
  g_autoptr (TroveObject) object = any_object (self);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  if (n > 30)
    return TRY (trove_list_splice (list, below (self, 20), 10, NULL, 0, &error), 0);
  return TRY (trove_list_insert (list, below (self, n + 1), object, &error), ERROR_BIT (REMOVED));
}

static gboolean
remove_item (Program *self)
{
  TroveKey owner = any_owner (self);
  const char *name = any_list (self);
  g_autoptr (TroveList) list = dup_list (self, owner, name);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  return n > 0 && TRY (trove_list_remove (list, below (self, n), &error), 0);
}

static gboolean
move_item (Program *self)
{
  TroveKey owner = any_owner (self);
  const char *name = any_list (self);
  g_autoptr (TroveList) list = dup_list (self, owner, name);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  return n > 0 && TRY (trove_list_move (list, below (self, n), below (self, n), &error), 0);
}

/* Puts the items of a part of a list in another order. Some may be left out. */
static gboolean
splice (Program *self)
{
  TroveKey owner = any_owner (self);
  const char *name = any_list (self);
  g_autoptr (TroveList) list = dup_list (self, owner, name);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list)), first, n_removed;

  if (n == 0)
    return FALSE;
  first = below (self, 2) == 0 ? 0 : below (self, n);
  n_removed = below (self, 2) == 0 ? n - first : below (self, n - first + 1);
  for (guint i = first; i < first + n_removed; i++)
    g_ptr_array_insert (items, (int) below (self, items->len + 1),
                        g_list_model_get_item (G_LIST_MODEL (list), i));
  if (items->len > 0 && below (self, 4) == 0)
    g_ptr_array_set_size (items, (int) below (self, items->len));
  return TRY (
      trove_list_splice (list, first, n_removed, (TroveObject *const *) items->pdata, items->len, &error), 0);
}

/* Steps */

static gboolean
commit (Program *self)
{
  return TRY (
      trove_document_commit_full (self->document, "Step", below (self, 3) == 0 ? "merge" : NULL, &error),
      self->n_groups > 0 ? ERROR_BIT (BUSY) : 0);
}

/* Edits that are not committed may cancel each other out: then there may be no version before. */
static gboolean
undo (Program *self)
{
  return trove_document_get_can_undo (self->document) &&
         TRY (trove_document_undo (self->document, &error),
              self->n_groups > 0 ? ERROR_BIT (BUSY) : ERROR_BIT (REMOVED));
}

static gboolean
redo (Program *self)
{
  return trove_document_get_can_redo (self->document) &&
         TRY (trove_document_redo (self->document, &error), self->n_groups > 0 ? ERROR_BIT (BUSY) : 0);
}

/* The commit of what is not committed may drop the version. */
static gboolean
go_to (Program *self)
{
  GListModel *history = trove_document_get_history (self->document);
  g_autoptr (TroveVersion) version =
      g_list_model_get_item (history, below (self, g_list_model_get_n_items (history)));

  return TRY (trove_document_go_to (self->document, version, &error),
              ERROR_BIT (REMOVED) | (self->n_groups > 0 ? ERROR_BIT (BUSY) : 0));
}

static gboolean
rollback (Program *self)
{
  return TRY (trove_document_rollback (self->document, &error), self->n_groups > 0 ? ERROR_BIT (BUSY) : 0);
}

static gboolean
begin (Program *self)
{
  if (self->n_groups == 3)
    return FALSE;
  self->n_groups++;
  return TRY (trove_document_begin (self->document, "Group", &error), 0);
}

static gboolean
end (Program *self)
{
  if (self->n_groups == 0)
    return FALSE;
  self->n_groups--;
  return TRY (trove_document_end (self->document, &error), 0);
}

static gboolean
cancel (Program *self)
{
  if (self->n_groups == 0)
    return FALSE;
  self->n_groups--;
  return TRY (trove_document_cancel (self->document, &error), 0);
}

static gboolean
limit (Program *self)
{
  static const guint limits[] = { 2, 5, 10, 20, 30 };

  trove_document_set_max_versions (self->document, limits[below (self, G_N_ELEMENTS (limits))]);
  return TRUE;
}

/* Widgets */

static gboolean
expand (Program *self)
{
  guint n = self->window->tree_mirror->items->len;

  if (n == 0)
    return FALSE;
  window_expand (self->window, below (self, n), below (self, 3) > 0);
  return TRUE;
}

static gboolean
select_item (Program *self)
{
  Mirror *mirror = below (self, 2) == 0 ? self->window->rows_mirror : self->window->selection_mirror;

  if (mirror->items->len == 0)
    return FALSE;
  window_select (self->window, mirror, below (self, mirror->items->len), below (self, 3) > 0);
  return TRUE;
}

static gboolean
hold (Program *self)
{
  if (self->held->len > 10)
    g_ptr_array_remove_index_fast (self->held, below (self, self->held->len));
  g_ptr_array_add (self->held, any_object (self));
  return TRUE;
}

static gboolean
run (Program *self)
{
  view_run_loop ();
  return TRUE;
}

static gboolean
change_most (Program *self)
{
  static const guint most[] = { 10, 25, 25, 40, 70 };

  self->most = most[below (self, G_N_ELEMENTS (most))];
  return TRUE;
}

/* Programs */

typedef struct
{
  gboolean (*run) (Program *self);
  guint weight;
} Operation;

static const Operation operations[] = {
  { add, 60 },           { add_by_key, 40 },
  { paste, 4 },          { remove_by_key, 12 },
  { remove_object, 12 }, { set_by_handle, 60 },
  { set_by_key, 30 },    { move_by_key, 20 },
  { insert, 20 },        { link_root, 30 },
  { remove_item, 15 },   { move_item, 25 },
  { splice, 12 },        { commit, 80 },
  { undo, 60 },          { redo, 30 },
  { go_to, 10 },         { rollback, 10 },
  { begin, 10 },         { end, 12 },
  { cancel, 6 },         { limit, 2 },
  { expand, 40 },        { select_item, 30 },
  { hold, 20 },          { run, 5 },
  { change_most, 1 },
};

G_STATIC_ASSERT (G_N_ELEMENTS (operations) <= G_N_ELEMENTS (((Program *) 0)->n_operations));

void
program_init (Program *self, guint64 seed)
{
  *self = (Program){ .random.state = seed, .most = 25 };
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->document = row_document_new (5);
  trove_document_set_max_versions (self->document, 20);
  self->window = window_new (self->document);
  view_wait_for_frame (self->window->window);
}

void
program_clear (Program *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    g_assert_true (self->n_steps < 10000 || self->n_operations[i] > 0);
  view_wait_for_frame (self->window->window);
  window_check (self->window);
  window_close_document (self->window);
  view_wait_for_frame (self->window->window);
  for (guint i = 0; i < self->held->len; i++)
    g_assert_true (trove_object_get_removed (g_ptr_array_index (self->held, i)));
  window_free (self->window);
  g_ptr_array_unref (self->held);
}

void
program_step (Program *self)
{
  guint total = 0, choice, i = 0;

  for (guint j = 0; j < G_N_ELEMENTS (operations); j++)
    total += operations[j].weight;
  choice = below (self, total);
  while (choice >= operations[i].weight)
    choice -= operations[i++].weight;
  self->n_operations[i] += operations[i].run (self);
  if (++self->n_steps % 5000 == 0)
    view_wait_for_frame (self->window->window);
  window_check (self->window);
}
