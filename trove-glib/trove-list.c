/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-list-private.h"

#include "state/sequence.h"

#include "object-handle.h"

/**
 * TroveList:
 *
 * A list of an object of a document: a list model, to be given to widgets.
 *
 * [method@Trove.Object.get_list] returns it. The list follows the current state of the document, or shows that of a version
 * for an object of a version. Its items are [class@Trove.Object], made when they are asked for. So a list of a million
 * objects costs no more than one of ten, until it is read.
 *
 * An *owned* list, with [const@Trove.PARAM_OWNED], owns its objects: an object that is inserted leaves its place before,
 * and one that is removed has no owner. The next commit drops objects without an owner. Another list refers to its
 * objects, and may have one more than once.
 *
 * ## Emissions
 *
 * An edit emits [signal@Gio.ListModel::items-changed] before it returns. Undo, [method@Trove.Document.go_to] and other
 * changes of the whole document change all objects first. Then each list emits the runs of items that differ, from the last
 * one to the first, and no others: at most 16, or else one that has them all. Until its turn, a list shows the items that
 * it had, and between two of its emissions what has been told.
 *
 * A list cannot be edited while it emits, and neither can one whose turn is still to come: %TROVE_ERROR_BUSY.
 *
 * The list of a removed object is empty.
 *
 * ## In widgets
 *
 * A list is given to a `GtkListView`, or to another list model such as `GtkTreeListModel`, whose function returns the list
 * of the row's object.
 *
 * - A widget must hold the object that it shows. A `GtkListItem` does. A `GtkTreeListRow` asks the list for its item each
 *   time, and neither a [class@GObject.Binding] nor the watch of a `GtkExpression` holds the objects that it reads. So keep
 *   a reference for each row of a tree that is bound, until it is unbound. Without it nothing follows the object: the
 *   handle is gone, with all that is connected to it.
 * - `GtkListView` and `GtkMultiSelection` take an item for the same wherever the list has it. Do not give them a list of
 *   references that has an object twice.
 *
 * ## Threads and cost
 *
 * A list of a document is for the document's thread. Any thread reads the list of a version, and drops any list. Getting an
 * item takes about log32 of the length of the list, and makes the item's handle if there is none.
 *
 * Since: 1.0
 */

enum
{
  PROP_ITEM_TYPE = 1,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TroveList, trove_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static guint64
get_name (const TroveList *self)
{
  return trove_handles_list_name (self->key, self->field->offset);
}

/* The items in the state; NULL: none. */
static const TroveSequenceNode *
find_items (TroveList *self)
{
  const TroveHandles *handles = self->handles;
  const TroveRecord *record;

  if (handles == NULL || handles->state == NULL || !trove_handles_may_read (handles))
    return NULL;
  record = trove_handles_peek (handles, self->key, &self->place);
  return record != NULL ? record->lists[self->field->offset] : NULL;
}

static guint
count_items (TroveList *self)
{
  guint n = trove_sequence_length (find_items (self));

  for (guint i = self->n_told; self->steps != NULL && i < self->steps->len; i++)
    {
      const TroveListStep *step = &g_array_index (self->steps, TroveListStep, i);

      n += step->n_removed - step->n_added;
    }
  return n;
}

/* The key of an item; 0: past the end. */
static TroveKey
key_at (TroveList *self, guint position)
{
  const TroveSequenceNode *items = find_items (self);

  for (guint i = self->n_told; self->steps != NULL && i < self->steps->len; i++)
    {
      const TroveListStep *step = &g_array_index (self->steps, TroveListStep, i);

      if (position < step->position)
        continue;
      if (position - step->position < step->n_removed)
        return g_array_index (self->keys, TroveKey, step->first_key + (position - step->position));
      position += step->n_added - step->n_removed;
    }
  return position < trove_sequence_length (items) ? trove_sequence_get (items, position) : 0;
}

static void
trove_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TroveList *self = TROVE_LIST (object);

  switch (id)
    {
    case PROP_ITEM_TYPE:
      g_value_set_gtype (value, g_list_model_get_item_type (G_LIST_MODEL (self)));
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, count_items (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
trove_list_finalize (GObject *object)
{
  TroveList *self = TROVE_LIST (object);

  if (self->handles != NULL)
    trove_handles_remove (self->handles, get_name (self), self);
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_pointer (&self->handles, trove_handles_unref);
  g_clear_object (&self->version); /* last: the handles are its own */

  G_OBJECT_CLASS (trove_list_parent_class)->finalize (object);
}

static void
trove_list_class_init (TroveListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = trove_list_get_property;
  object_class->finalize = trove_list_finalize;

  /**
   * TroveList:item-type:
   *
   * The type of the items: that of the param spec of the list's property.
   *
   * Since: 1.0
   */
  properties[PROP_ITEM_TYPE] =
      g_param_spec_gtype ("item-type", NULL, NULL, G_TYPE_OBJECT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * TroveList:n-items:
   *
   * The number of items. It is notified after each emission that changes it.
   *
   * Since: 1.0
   */
  properties[PROP_N_ITEMS] =
      g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
trove_list_init (TroveList *self)
{
}

TroveList *
trove_list_ensure (TroveHandles *handles, TroveKey key, const TroveClassField *field)
{
  const guint64 name = trove_handles_list_name (key, field->offset);
  TroveList *self = trove_handles_dup (handles, name), *other;

  if (self != NULL)
    return self;

  self = g_object_new (TROVE_TYPE_LIST, NULL);
  self->handles = trove_handles_ref (handles);
  self->key = key;
  self->field = field;
  if (handles->version != NULL)
    {
      self->version = g_object_ref (handles->version);
      trove_handles_peek (handles, key, &self->place); /* threads only read it */
    }
  other = trove_handles_add (handles, name, self);
  if (other == NULL)
    return self;
  g_object_unref (self); /* another thread was faster */
  return other;
}

gboolean
trove_list_check_editable (TroveList *self, GError **error)
{
  if (self->version != NULL)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_READ_ONLY,
                 "The list \342\200\234%s\342\200\235 of object %" G_GUINT64_FORMAT
                 " is of a version, which does not change",
                 self->field->pspec->name, self->key);
  else if (self->handles->document == NULL)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
                 "The document of the list \342\200\234%s\342\200\235 of object %" G_GUINT64_FORMAT
                 " is gone",
                 self->field->pspec->name, self->key);
  else
    return TRUE;
  return FALSE;
}

/* List model */

/* An object that the state has lost is read from the state before, while the lists emit. */
static gpointer
trove_list_get_item (GListModel *model, guint position)
{
  TroveList *self = TROVE_LIST (model);
  TroveKey key = key_at (self, position);
  const TroveRecord *record;
  TroveObject *item;

  if (key == 0)
    return NULL;
  item = trove_object_handle_ensure (self->handles, key);
  if (item != NULL || self->handles->before == NULL)
    return item;
  record = trove_state_peek (self->handles->before, key);
  return record != NULL ? trove_object_handle_ensure_removed (self->handles, record) : NULL;
}

static GType
trove_list_get_item_type (GListModel *model)
{
  const TroveList *self = TROVE_LIST (model);

  return self->field != NULL ? self->field->type : G_TYPE_OBJECT;
}

static guint
trove_list_get_n_items (GListModel *model)
{
  return count_items (TROVE_LIST (model));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item = trove_list_get_item;
  iface->get_item_type = trove_list_get_item_type;
  iface->get_n_items = trove_list_get_n_items;
}

/**
 * trove_list_dup_object:
 * @self: a list of a version, or of a document of the calling thread
 *
 * Returns the object that the list belongs to.
 *
 * Returns: (transfer full) (nullable): the object, or %NULL if it was removed and nobody holds its handle
 *
 * Since: 1.0
 */
TroveObject *
trove_list_dup_object (TroveList *self)
{
  g_return_val_if_fail (trove_list_is_made (self), NULL);

  return trove_handles_may_read (self->handles) ? trove_object_handle_ensure (self->handles, self->key) :
                                                  NULL;
}

/* The first position of a key; FALSE: none. */
static gboolean
search (TroveList *self, TroveKey key, guint *position)
{
  const TroveSequenceNode *items = find_items (self);
  guint32 length = trove_sequence_length (items), n;

  for (guint32 at = 0; at < length; at += n)
    {
      const TroveKey *keys = trove_sequence_run (items, at, &n);

      for (guint32 i = 0; i < n; i++)
        if (keys[i] == key)
          {
            *position = at + i;
            return TRUE;
          }
    }
  return FALSE;
}

/* The same while changes are not emitted yet. */
static gboolean
search_shown (TroveList *self, TroveKey key, guint *position)
{
  guint n = count_items (self);

  for (guint i = 0; i < n; i++)
    if (key_at (self, i) == key)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
find (TroveList *self, TroveKey key, guint *position)
{
  const TroveRecord *record;

  if (self->steps != NULL)
    return search_shown (self, key, position);
  if (self->field->kind == TROVE_KIND_REFERENCE_LIST)
    return search (self, key, position);

  if (find_items (self) == NULL)
    return FALSE;
  record = trove_state_peek (self->handles->state, key);
  if (record == NULL || record->owner != self->key || record->owner_field != self->field->index)
    return FALSE;
  *position = trove_state_position (self->handles->state, record);
  return TRUE;
}

/**
 * trove_list_find:
 * @self: a list of a version, or of a document of the calling thread
 * @item: an object of the same version or document
 * @position: (out) (optional): return location for the position of the item, the first one if there are several
 *
 * Looks for an object in the list.
 *
 * Cost: in an owned list about log2 of its length look-ups. In a list of references, and while the list emits, the items
 * are read one by one.
 *
 * Returns: whether the list has the object
 *
 * Since: 1.0
 */
gboolean
trove_list_find (TroveList *self, TroveObject *item, guint *position)
{
  guint found;

  g_return_val_if_fail (trove_list_is_made (self), FALSE);
  g_return_val_if_fail (TROVE_IS_OBJECT (item), FALSE);

  if (trove_object_private (item)->handles != self->handles ||
      !find (self, trove_object_private (item)->key, &found))
    return FALSE;
  if (position != NULL)
    *position = found;
  return TRUE;
}

/* Changes */

/* Adds to the last step, if the change is one with it: more items removed at its place, or inserted behind those that were. */
static gboolean
extend (TroveList *self, guint32 position, guint32 n_removed, guint32 n_added)
{
  TroveListStep *last;

  if (self->steps->len == 0)
    return FALSE;
  last = &g_array_index (self->steps, TroveListStep, self->steps->len - 1);
  if (position != last->position + last->n_added)
    return FALSE;
  last->n_removed += n_removed;
  last->n_added += n_added;
  return TRUE;
}

void
trove_list_add_change (TroveList *self, guint32 position, const TroveKey *keys, guint32 n_removed,
                       guint32 n_added)
{
  TroveListStep step = { position, n_removed, n_added, 0 };

  if (self->steps == NULL)
    {
      self->steps = g_array_new (FALSE, FALSE, sizeof (TroveListStep));
      self->keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
      self->n_told = 0;
    }
  step.first_key = self->keys->len;
  if (n_removed > 0)
    g_array_append_vals (self->keys, keys, n_removed);
  if (!extend (self, position, n_removed, n_added))
    g_array_append_val (self->steps, step);
}

void
trove_list_emit (TroveList *self)
{
  GArray *steps = self->steps;

  while (self->n_told < steps->len)
    {
      const TroveListStep step = g_array_index (steps, TroveListStep, self->n_told++);

      g_list_model_items_changed (G_LIST_MODEL (self), step.position, step.n_removed, step.n_added);
      if (step.n_removed != step.n_added)
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
    }
  self->steps = NULL;
  g_array_unref (steps);
  g_clear_pointer (&self->keys, g_array_unref);
}
