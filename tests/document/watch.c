/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "watch.h"

#include "state/class-data.h"

#include "object-handle.h"

struct _Watch
{
  TroveDocument *document; /* not owned */
  GPtrArray *objects;      /* Held */
  GPtrArray *lists;        /* Mirror */
  GPtrArray *lent;         /* TroveObject: handlers drop them */
  GListModel *history;     /* owned */
  guint n_versions;        /* of the history, kept from the signal */
};

typedef struct
{
  Watch *watch;
  TroveObject *object; /* owned */
  const TroveClass *klass;
  gpointer data;     /* the values at the last check */
  TroveKey owner;    /* the same */
  gboolean removed;  /* the same */
  guint *n_notified; /* by the index of the field */
  guint n_owner, n_removed;
} Held;

typedef struct
{
  Watch *watch;
  TroveList *list; /* owned */
  const char *name;
  Held *held;   /* of its object */
  GArray *keys; /* TroveKey, kept from the signal */
} Mirror;

/* Lists */

static TroveKey
key_at (TroveList *list, guint position)
{
  g_autoptr (TroveObject) item = g_list_model_get_item (G_LIST_MODEL (list), position);

  g_assert_true (TROVE_IS_OBJECT (item));
  return trove_object_get_key (item);
}

static void
check_mirror (const Mirror *mirror)
{
  GListModel *model = G_LIST_MODEL (mirror->list);

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, mirror->keys->len);
  for (guint i = 0; i < mirror->keys->len; i++)
    g_assert_cmpuint (key_at (mirror->list, i), ==, g_array_index (mirror->keys, TroveKey, i));
  g_assert_null (g_list_model_get_item (model, mirror->keys->len));
}

static void
check_lists (const Watch *self)
{
  for (guint i = 0; i < self->lists->len; i++)
    check_mirror (g_ptr_array_index (self->lists, i));
}

/* Drops a handle in a handler. */
static void
drop_lent (Watch *self)
{
  if (self->lent->len > 0)
    g_ptr_array_remove_index (self->lent, self->lent->len - 1);
}

/* A list that emits cannot be edited, and nothing can be committed. */
static void
check_busy (Watch *self, TroveList *list)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveObject) object = trove_list_dup_object (list);

  if (object == NULL || trove_object_get_removed (object))
    return;
  g_assert_false (trove_document_rollback (self->document, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BUSY);
  g_clear_error (&error);
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) == 0)
    return;
  g_assert_false (trove_list_remove (list, 0, &error));
  g_assert_nonnull (error);
}

static void
change_mirror (GListModel *model, guint position, guint n_removed, guint n_added, gpointer data)
{
  Mirror *mirror = data;

  g_assert_cmpuint (n_removed + n_added, >, 0);
  g_assert_cmpuint (position + n_removed, <=, mirror->keys->len);
  if (n_removed > 0)
    g_array_remove_range (mirror->keys, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    {
      TroveKey key = key_at (mirror->list, position + i);

      g_array_insert_val (mirror->keys, position + i, key);
    }
  check_lists (mirror->watch);
  drop_lent (mirror->watch);
  if (trove_object_get_document (mirror->held->object) != NULL)
    check_busy (mirror->watch, mirror->list);
}

static void
add_list (Held *held, const TroveClassField *field)
{
  Watch *watch = held->watch;
  Mirror *mirror = g_new0 (Mirror, 1);
  guint n;

  mirror->watch = watch;
  mirror->held = held;
  mirror->name = field->pspec->name;
  mirror->list = g_object_ref (trove_object_get_list (held->object, field->pspec->name));
  mirror->keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  n = g_list_model_get_n_items (G_LIST_MODEL (mirror->list));
  for (guint i = 0; i < n; i++)
    {
      TroveKey key = key_at (mirror->list, i);

      g_array_append_val (mirror->keys, key);
    }
  g_signal_connect (mirror->list, "items-changed", G_CALLBACK (change_mirror), mirror);
  g_ptr_array_add (watch->lists, mirror);
}

static void
free_mirror (gpointer data)
{
  Mirror *mirror = data;

  g_signal_handlers_disconnect_by_data (mirror->list, mirror);
  g_object_unref (mirror->list);
  g_array_unref (mirror->keys);
  g_free (mirror);
}

/* Objects */

static TroveKey
owner_of (TroveObject *object)
{
  g_autoptr (TroveObject) owner = trove_object_dup_owner (object);

  return owner != NULL ? trove_object_get_key (owner) : 0;
}

static void
note_property (GObject *object, GParamSpec *pspec, gpointer data)
{
  Held *held = data;
  const TroveClassField *field;

  check_lists (held->watch);
  drop_lent (held->watch);
  if (g_str_equal (pspec->name, "owner"))
    held->n_owner++;
  else if (g_str_equal (pspec->name, "removed"))
    held->n_removed++;
  else
    {
      field = trove_class_find_name (held->klass, pspec->name);
      g_assert_nonnull (field);
      held->n_notified[field->index]++;
    }
}

static void
note_values (Held *held)
{
  if (held->data != NULL)
    trove_class_data_free (held->klass, held->data);
  held->data = trove_class_data_dup (held->klass, trove_object_peek_data (held->object));
  g_assert_nonnull (held->data);
  held->owner = owner_of (held->object);
  held->removed = trove_object_get_removed (held->object);
  for (guint i = 0; i < held->klass->n_fields; i++)
    held->n_notified[i] = 0;
  held->n_owner = held->n_removed = 0;
}

static gboolean
held_is_removed (const Held *held)
{
  return trove_object_get_removed (held->object);
}

static void
check_count (const Held *held, const char *name, guint n, gboolean differs, gboolean relaxed)
{
  if (relaxed ? differs && n == 0 && !held_is_removed (held) : n != (guint) differs)
    g_error ("%s of %s %" G_GUINT64_FORMAT " %s, and was notified %u times", name, held->klass->name,
             trove_object_get_key (held->object), differs ? "has changed" : "has not changed", n);
}

/* The properties of a handle are those of its data. */
static void
check_properties (const Held *held)
{
  gconstpointer data = trove_object_peek_data (held->object);

  for (guint i = 0; i < held->klass->n_fields; i++)
    {
      const TroveClassField *field = &held->klass->fields[i];
      g_auto (GValue) value = G_VALUE_INIT;
      TroveObject *other;
      TroveKey key;

      g_object_get_property (G_OBJECT (held->object), field->pspec->name, &value);
      if (!trove_class_field_is_key (field))
        continue;
      other = g_value_get_object (&value);
      key = *(const TroveKey *) trove_class_field_at (field, data);
      if (other != NULL)
        g_assert_cmpuint (trove_object_get_key (other), ==, key);
      else
        g_assert_true (key == 0 || held->removed);
    }
}

static void
check_held (Held *held, gboolean relaxed)
{
  const Watch *watch = held->watch;
  const TroveKey key = trove_object_get_key (held->object);
  gconstpointer now = trove_object_peek_data (held->object);
  gconstpointer in_document =
      watch->document != NULL ? trove_document_peek (watch->document, key, NULL) : NULL;

  g_assert_true (trove_object_get_removed (held->object) == (in_document == NULL));
  if (in_document != NULL)
    g_assert_true (trove_class_equal (held->klass, in_document, now));
  else if (!relaxed)
    g_assert_true (trove_class_equal (held->klass, held->data, now) || !held->removed);

  for (guint i = 0; i < held->klass->n_fields; i++)
    {
      const TroveClassField *field = &held->klass->fields[i];

      if (trove_class_field_is_list (field))
        g_assert_cmpuint (held->n_notified[i], ==, 0);
      else
        check_count (held, field->pspec->name, held->n_notified[i],
                     !trove_class_field_equal (field, held->data, now), relaxed);
    }
  check_count (held, "owner", held->n_owner, held->owner != owner_of (held->object), relaxed);
  check_count (held, "removed", held->n_removed, held->removed != trove_object_get_removed (held->object),
               relaxed);
  note_values (held);
  check_properties (held);
}

static void
add_object (Watch *self, TroveKey key)
{
  TroveObject *object = trove_document_lookup (self->document, key);
  Held *held;

  if (object == NULL)
    {
      g_assert_null (trove_document_peek (self->document, key, NULL));
      return;
    }
  held = g_new0 (Held, 1);
  held->watch = self;
  held->object = object;
  held->klass = trove_class_lookup (G_OBJECT_TYPE (object));
  held->n_notified = g_new0 (guint, held->klass->n_fields);
  note_values (held);
  g_signal_connect (object, "notify", G_CALLBACK (note_property), held);
  g_ptr_array_add (self->objects, held);
  for (guint i = 0; i < held->klass->n_fields; i++)
    if (trove_class_field_is_list (&held->klass->fields[i]))
      add_list (held, &held->klass->fields[i]);
}

static void
free_held (gpointer data)
{
  Held *held = data;
  Watch *watch = held->watch;

  for (guint i = watch->lists->len; i-- > 0;)
    if (((Mirror *) g_ptr_array_index (watch->lists, i))->held == held)
      g_ptr_array_remove_index (watch->lists, i);
  g_signal_handlers_disconnect_by_data (held->object, held);
  if (held->data != NULL)
    trove_class_data_free (held->klass, held->data);
  g_free (held->n_notified);
  g_object_unref (held->object);
  g_free (held);
}

/* The history */

static void
note_versions (GListModel *model, guint position, guint n_removed, guint n_added, gpointer data)
{
  Watch *self = data;

  g_assert_cmpuint (n_removed + n_added, >, 0);
  g_assert_cmpuint (position + n_removed, <=, self->n_versions);
  self->n_versions += n_added - n_removed;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, self->n_versions);
  for (guint i = 0; i < self->n_versions && i < 20; i++)
    {
      g_autoptr (TroveVersion) version = g_list_model_get_item (model, i);

      g_assert_true (TROVE_IS_VERSION (version));
    }
}

static void
check_history_list (Watch *self)
{
  g_autoptr (GPtrArray) versions = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (self->history), ==, self->n_versions);
  if (self->document == NULL)
    {
      g_assert_cmpuint (self->n_versions, ==, 0);
      return;
    }
  versions = trove_document_dup_versions (self->document);
  g_assert_cmpuint (versions->len, ==, self->n_versions);
  for (guint i = 0; i < versions->len; i++)
    {
      g_autoptr (TroveVersion) version = g_list_model_get_item (self->history, i);

      g_assert_true (version == g_ptr_array_index (versions, i));
    }
}

/* Watches */

Watch *
watch_new (TroveDocument *document)
{
  Watch *self = g_new0 (Watch, 1);

  self->document = document;
  self->objects = g_ptr_array_new_with_free_func (free_held);
  self->lists = g_ptr_array_new_with_free_func (free_mirror);
  self->lent = g_ptr_array_new_with_free_func (g_object_unref);
  self->history = g_object_ref (trove_document_get_history (document));
  self->n_versions = g_list_model_get_n_items (self->history);
  g_signal_connect (self->history, "items-changed", G_CALLBACK (note_versions), self);
  return self;
}

void
watch_free (Watch *self)
{
  g_ptr_array_unref (self->objects);
  g_ptr_array_unref (self->lists);
  g_ptr_array_unref (self->lent);
  g_signal_handlers_disconnect_by_data (self->history, self);
  g_object_unref (self->history);
  g_free (self);
}

void
watch_lend (Watch *self, TroveKey key)
{
  TroveObject *object = trove_document_lookup (self->document, key);

  if (object != NULL)
    g_ptr_array_add (self->lent, object);
}

guint
watch_n_objects (const Watch *self)
{
  return self->objects->len;
}

void
watch_toggle (Watch *self, TroveKey key)
{
  for (guint i = 0; i < self->objects->len; i++)
    if (trove_object_get_key (((Held *) g_ptr_array_index (self->objects, i))->object) == key)
      {
        g_ptr_array_remove_index (self->objects, i);
        return;
      }
  add_object (self, key);
}

/* The mirror has the keys that the document has. */
static void
check_keys (const Watch *self, const Mirror *mirror, TroveKey key)
{
  g_autofree TroveKey *keys = g_new (TroveKey, mirror->keys->len + 1);
  guint n = trove_document_get_children (self->document, key, mirror->name, 0, keys, mirror->keys->len + 1);

  g_assert_cmpmem (keys, n * sizeof *keys, mirror->keys->data, mirror->keys->len * sizeof *keys);
}

void
watch_check (Watch *self, gboolean relaxed)
{
  check_lists (self);
  check_history_list (self);
  for (guint i = 0; i < self->objects->len; i++)
    check_held (g_ptr_array_index (self->objects, i), relaxed);
  for (guint i = 0; i < self->lists->len; i++)
    {
      const Mirror *mirror = g_ptr_array_index (self->lists, i);
      const TroveKey key = trove_object_get_key (mirror->held->object);

      if (self->document == NULL || mirror->held->removed)
        g_assert_cmpuint (mirror->keys->len, ==, 0);
      else
        check_keys (self, mirror, key);
    }
}

void
watch_check_gone (Watch *self)
{
  self->document = NULL;
  watch_check (self, FALSE);
}
