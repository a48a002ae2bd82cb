/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "object-read.h"

#include <string.h>

#include "state/class-unknown.h"
#include "state/editor-data.h"
#include "state/editor-drop.h"
#include "state/editor-field.h"
#include "state/editor-reference.h"
#include "state/packed-variant.h"
#include "state/row.h"

#include "trove-glib/trove-error.h"

#define N_BETWEEN 4096 /* objects between two calls of progress */

/* Fields that the program does not know take memory, and lists among them no bytes of rows. So a forged file might take any memory. */
#define UNKNOWN_BYTES (16 << 20)
#define UNKNOWN_A_BYTE 64 /* of a row */
#define LEAST_ROW 16      /* bytes */

/* An object with an owner. */
typedef struct
{
  TroveKey key, owner;
  gint64 place;
  guint32 property;
  guint32 depth; /* 0: not known yet; 1: the owner is the root */
} Placed;

typedef struct
{
  TroveKey key, target;
  const TroveClassField *field;
} Reference;

typedef struct
{
  TroveDb *db;
  const TroveDictionary *dictionary;
  const GArray *replicas; /* TroveReplica, in the order of numbers */
  TroveEditor *editor;
  GArray *placed;     /* Placed, in the order of keys */
  GArray *references; /* Reference */
  GArray *older;      /* TroveOlderObject */
  gint64 n_left;      /* bytes of memory for fields that the program does not know */
  TroveKey last;      /* of the rows that were read: keys increase */
  GByteArray *data;   /* of the object that is read */
  GArray *targets;    /* TroveKey: of its references, by column */
  TroveFileProgress progress;
  gpointer progress_data;
  guint64 n_done, n; /* objects */
} Reading;

/* An error of the editor: the rows do not fit together. Others say what the program lacks. Returns FALSE. */
static gboolean
refuse (const Reading *self, TroveKey key, GError *why, GError **error)
{
  static const gint damages[] = { TROVE_ERROR_REMOVED, TROVE_ERROR_CYCLE, TROVE_ERROR_INVALID_REF,
                                  TROVE_ERROR_TYPE_MISMATCH };

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    if (g_error_matches (why, TROVE_ERROR, damages[i]))
      {
        trove_db_damaged (self->db, error, "object %" G_GUINT64_FORMAT ": %s", key, why->message);
        g_error_free (why);
        return FALSE;
      }
  g_propagate_error (error, why);
  return FALSE;
}

/* Rows */

static GVariant *
row_of (const Reading *self, sqlite3_stmt *row, const TroveRowLayout *layout, TroveKey key, GError **error)
{
  g_autoptr (GBytes) bytes =
      g_bytes_new (sqlite3_column_blob (row, 5), (gsize) sqlite3_column_bytes (row, 5));
  g_autoptr (GVariant) variant =
      g_variant_ref_sink (g_variant_new_from_bytes (layout->row_type, bytes, FALSE));

  if (g_variant_is_normal_form (variant))
    return trove_packed_swap (variant);
  trove_db_damaged (self->db, error, "the values of object %" G_GUINT64_FORMAT " are not those of its layout",
                    key);
  return NULL;
}

static void
note_references (Reading *self, const TroveRowLayout *layout, TroveKey key)
{
  for (guint i = 0; i < layout->n_columns; i++)
    {
      const Reference reference = { key, g_array_index (self->targets, TroveKey, i),
                                    layout->columns[i].field };

      if (reference.target != 0)
        g_array_append_val (self->references, reference);
    }
}

static void
note_older (Reading *self, const TroveRowLayout *layout, TroveKey key)
{
  const TroveOlderObject older = { key, layout->schema_version };

  g_array_append_val (self->older, older);
}

/* Bytes of an object. NULL: none. */
static gint64
size_of (const TroveClass *klass)
{
  return klass != NULL ? (gint64) (klass->data_size + klass->lists.n * sizeof (gpointer)) : 0;
}

static gboolean
take_unknown (Reading *self, const TroveClass *klass, TroveKey key, GVariant *row, GError **error)
{
  const TroveClass *known = klass->plain;

  while (known != NULL && trove_class_get_unknown (known->type) != NULL)
    known = known->parent;
  self->n_left += UNKNOWN_A_BYTE * (LEAST_ROW + (gint64) g_variant_get_size (row));
  self->n_left -= size_of (klass) - size_of (known);
  return self->n_left >= 0 ||
         trove_db_damaged (self->db, error,
                           "object %" G_GUINT64_FORMAT " is of a class with very many fields", key);
}

static gboolean
create (Reading *self, const TroveRowLayout *layout, TroveKey key, GVariant *row, GError **error)
{
  const TroveClass *klass = layout->upgraded;
  GError *why = NULL;
  gboolean done;

  if (!take_unknown (self, klass, key, row, error))
    return FALSE;
  g_byte_array_set_size (self->data, (guint) MAX (klass->data_size, 1));
  memset (self->data->data, 0, klass->data_size);
  g_array_set_size (self->targets, 0);
  g_array_set_size (self->targets, layout->n_columns); /* all 0 */
  done = trove_row_read (layout, row, self->data->data, (TroveKey *) self->targets->data, &why) &&
         trove_editor_create (self->editor, klass, key, self->data->data, NULL, &why);
  trove_class_clear (klass, self->data->data);
  if (!done)
    return refuse (self, key, why, error);
  note_references (self, layout, key);
  if (klass != layout->klass)
    note_older (self, layout, key);
  return TRUE;
}

static gboolean
is_place (gint64 place)
{
  return place > -TROVE_PLACE_LIMIT && place < TROVE_PLACE_LIMIT;
}

static gboolean
note_place (Reading *self, sqlite3_stmt *row, TroveKey key, GError **error)
{
  const Placed placed = { key, (TroveKey) sqlite3_column_int64 (row, 2), sqlite3_column_int64 (row, 4),
                          (guint32) sqlite3_column_int64 (row, 3), 0 };

  if (sqlite3_column_type (row, 2) == SQLITE_NULL)
    {
      if (key == self->editor->state.root)
        return TRUE;
      return trove_db_damaged (self->db, error, "object %" G_GUINT64_FORMAT " has no owner", key);
    }
  if (key == self->editor->state.root)
    return trove_db_damaged (self->db, error, "the root %" G_GUINT64_FORMAT " has an owner", key);
  if (!is_place (placed.place))
    return trove_db_damaged (self->db, error, "object %" G_GUINT64_FORMAT " has a place beyond all", key);
  g_array_append_val (self->placed, placed);
  return TRUE;
}

static gint
compare_replicas (gconstpointer a, gconstpointer b)
{
  guint32 first = ((const TroveReplica *) a)->number, second = ((const TroveReplica *) b)->number;

  return (first > second) - (first < second);
}

/* A number that the file does not have would be drawn once more, and keys be made twice. */
static gboolean
check_replica (const Reading *self, TroveKey key, GError **error)
{
  const TroveReplica wanted = { .number = (guint32) (key >> TROVE_KEY_NUMBER_BITS) };

  return (self->last != 0 && wanted.number == self->last >> TROVE_KEY_NUMBER_BITS) ||
         g_array_binary_search ((GArray *) self->replicas, &wanted, compare_replicas, NULL) ||
         trove_db_damaged (self->db, error, "the replica number of object %" G_GUINT64_FORMAT " is missing",
                           key);
}

static gboolean
read_row (Reading *self, sqlite3_stmt *row, GError **error)
{
  gint64 key = sqlite3_column_int64 (row, 0), id = sqlite3_column_int64 (row, 1);
  const TroveRowLayout *layout =
      id > 0 && id <= G_MAXUINT32 ? trove_row_layouts_get (&self->dictionary->layouts, (guint32) id) : NULL;
  g_autoptr (GVariant) values = NULL;

  if (key < 1 || key >= (gint64) TROVE_KEY_LIMIT)
    return trove_db_damaged (self->db, error, "%" G_GINT64_FORMAT " is no key of an object", key);
  if ((TroveKey) key <= self->last)
    return trove_db_damaged (self->db, error, "object %" G_GINT64_FORMAT " is there twice", key);
  if (!check_replica (self, (TroveKey) key, error))
    return FALSE;
  self->last = (TroveKey) key;
  if (layout == NULL)
    return trove_db_damaged (self->db, error, "object %" G_GINT64_FORMAT " has no layout", key);
  values = row_of (self, row, layout, (TroveKey) key, error);
  if (values == NULL || !create (self, layout, (TroveKey) key, values, error) ||
      !note_place (self, row, (TroveKey) key, error))
    return FALSE;
  if (++self->n_done % N_BETWEEN == 0 && self->progress != NULL)
    self->progress (self->n_done, self->n, self->progress_data);
  return TRUE;
}

static gboolean
read_rows (Reading *self, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = trove_db_prepare (
      self->db, "SELECT key, layout, owner, property, place, data FROM object ORDER BY key", error);
  int code = SQLITE_ERROR;

  while (rows != NULL && (code = trove_db_step (self->db, rows, error)) == SQLITE_ROW)
    if (!read_row (self, rows, error))
      return FALSE;
  return code == SQLITE_DONE;
}

/* Depths */

static gint
compare_keys (gconstpointer a, gconstpointer b)
{
  TroveKey first = ((const Placed *) a)->key, second = ((const Placed *) b)->key;

  return (first > second) - (first < second);
}

/* NULL: the root, or no object of the file. */
static Placed *
find_placed (const Reading *self, TroveKey key)
{
  const Placed wanted = { .key = key };
  guint index;

  return g_array_binary_search (self->placed, &wanted, compare_keys, &index) ?
             &g_array_index (self->placed, Placed, index) :
             NULL;
}

/* The depth of an object and of all its owners, for which it is not known: they are numbered on the way up, which ends at the root or at
 * one that has a depth. More steps than there are objects are a circle. */
static gboolean
find_depth (Reading *self, Placed *placed, GError **error)
{
  guint32 n_steps = 0, above = 0;

  for (Placed *at = placed; at->depth == 0; n_steps++)
    {
      Placed *owner = find_placed (self, at->owner);

      if (n_steps > self->placed->len)
        return trove_db_damaged (self->db, error, "object %" G_GUINT64_FORMAT " owns itself by others",
                                 placed->key);
      if (owner == NULL)
        {
          if (at->owner != self->editor->state.root)
            return trove_db_damaged (self->db, error,
                                     "object %" G_GUINT64_FORMAT " has the owner %" G_GUINT64_FORMAT
                                     ", which is not there",
                                     at->key, at->owner);
          n_steps++;
          break;
        }
      at = owner;
      above = at->depth;
    }
  for (Placed *at = placed; at != NULL && at->depth == 0; at = find_placed (self, at->owner))
    at->depth = above + n_steps--;
  return TRUE;
}

static gint
compare_places (gconstpointer a, gconstpointer b)
{
  const Placed *first = a, *second = b;

  if (first->depth != second->depth)
    return first->depth > second->depth ? -1 : 1; /* the deepest first */
  if (first->owner != second->owner)
    return first->owner < second->owner ? -1 : 1;
  if (first->property != second->property)
    return first->property < second->property ? -1 : 1;
  if (first->place != second->place)
    return first->place < second->place ? -1 : 1;
  return compare_keys (a, b);
}

/* Places */

/* The field of a class that owns objects, by the name that the file has for it. A field that the program does not know comes after one of
 * its own of the same name, and is the one that the file means. NULL: none. */
static const TroveClassField *
owning_field (const TroveClass *klass, const char *name)
{
  for (guint i = klass->n_fields; name != NULL && i > 0; i--)
    {
      const TroveClassField *field = &klass->fields[i - 1];

      if ((field->kind == TROVE_KIND_OWNED || field->kind == TROVE_KIND_OWNED_LIST) &&
          g_str_equal (field->pspec->name, name))
        return field;
    }
  return NULL;
}

static gboolean
put (Reading *self, const Placed *placed, const Placed *before, TroveSlot *slot, GError **error)
{
  GError *why = NULL;

  if (before == NULL || before->owner != placed->owner || before->property != placed->property)
    {
      const TroveRecord *owner = trove_state_get (&self->editor->state, placed->owner);

      *slot = (TroveSlot){
        .owner = placed->owner,
        .field = owning_field (owner->klass, trove_dictionary_name (self->dictionary, placed->property)),
        .position = TROVE_POSITION_END,
      };
    }
  else if (slot->field->kind == TROVE_KIND_OWNED)
    return trove_db_damaged (self->db, error,
                             "object %" G_GUINT64_FORMAT " is in a place that has another one", placed->key);
  if (slot->field == NULL)
    return trove_db_damaged (self->db, error,
                             "object %" G_GUINT64_FORMAT " stands in no property of its owner", placed->key);
  return trove_editor_put (self->editor, placed->key, slot, &why) || refuse (self, placed->key, why, error);
}

static gboolean
put_all (Reading *self, GError **error)
{
  TroveSlot slot;

  for (guint i = 0; i < self->placed->len; i++)
    if (!find_depth (self, &g_array_index (self->placed, Placed, i), error))
      return FALSE;
  g_array_sort (self->placed, compare_places);
  for (guint i = 0; i < self->placed->len; i++)
    {
      const Placed *placed = &g_array_index (self->placed, Placed, i);

      if (!put (self, placed, i > 0 ? placed - 1 : NULL, &slot, error))
        return FALSE;
    }
  return TRUE;
}

/* References */

static gboolean
refer_all (Reading *self, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_UINT64);
  for (guint i = 0; i < self->references->len; i++)
    {
      const Reference *reference = &g_array_index (self->references, Reference, i);
      GError *why = NULL;

      g_value_set_uint64 (&value, reference->target);
      if (!trove_editor_set_field (self->editor, reference->key, reference->field, &value, &why))
        return refuse (self, reference->key, why, error);
    }
  return TRUE;
}

static const TroveClassField *
reference_list (const Reading *self, TroveKey key, gint64 property)
{
  const TroveRecord *record = trove_state_peek (&self->editor->state, key);
  const char *name = trove_dictionary_name (self->dictionary, property);

  for (guint i = record != NULL && name != NULL ? record->klass->n_fields : 0; i > 0; i--)
    if (record->klass->fields[i - 1].kind == TROVE_KIND_REFERENCE_LIST &&
        g_str_equal (record->klass->fields[i - 1].pspec->name, name))
      return &record->klass->fields[i - 1];
  return NULL;
}

static gboolean
read_item (Reading *self, sqlite3_stmt *row, GError **error)
{
  TroveKey key = (TroveKey) sqlite3_column_int64 (row, 0), target = (TroveKey) sqlite3_column_int64 (row, 2);
  const TroveClassField *list = reference_list (self, key, sqlite3_column_int64 (row, 1));
  GError *why = NULL;

  if (!is_place (sqlite3_column_int64 (row, 3)))
    return trove_db_damaged (self->db, error,
                             "a reference to object %" G_GUINT64_FORMAT " has a place beyond all", target);
  if (list == NULL)
    return trove_db_damaged (self->db, error,
                             "a reference to object %" G_GUINT64_FORMAT " stands in no list of an object",
                             target);
  return trove_editor_insert_reference (self->editor, key, list, TROVE_POSITION_END, target, &why) ||
         refuse (self, key, why, error);
}

static gboolean
read_items (Reading *self, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = trove_db_prepare (
      self->db, "SELECT key, property, target, place FROM reference ORDER BY key, property, place", error);
  int code = SQLITE_ERROR;

  while (rows != NULL && (code = trove_db_step (self->db, rows, error)) == SQLITE_ROW)
    if (!read_item (self, rows, error))
      return FALSE;
  return code == SQLITE_DONE;
}

/* All */

/* The limit is none. With it SQLite counts row by row, which the connection ends where a forged table has no end. */
#define COUNT "SELECT count (*) FROM (SELECT 1 FROM object LIMIT 9223372036854775807)"

static gboolean
read_root (Reading *self, GError **error)
{
  gint64 root, n = 0;

  if (!trove_db_get_number (self->db, "SELECT root FROM document", &root, error) ||
      (self->progress != NULL && !trove_db_get_number (self->db, COUNT, &n, error)))
    return FALSE;
  self->editor->state.root = (TroveKey) root;
  self->n = (guint64) n;
  return TRUE;
}

static gboolean
read_all (Reading *self, GError **error)
{
  if (!read_root (self, error) || !read_rows (self, error))
    return FALSE;
  if (trove_state_peek (&self->editor->state, self->editor->state.root) == NULL)
    return trove_db_damaged (self->db, error, "it has no root");
  return put_all (self, error) && refer_all (self, error) && read_items (self, error) &&
         trove_editor_drop_and_freeze (self->editor, error);
}

gboolean
trove_object_table_read (TroveDb *db, const TroveDictionary *dictionary, const GArray *replicas,
                         TroveEditor *editor, GArray *older, TroveFileProgress progress,
                         gpointer progress_data, GError **error)
{
  Reading self = {
    .db = db,
    .dictionary = dictionary,
    .replicas = replicas,
    .editor = editor,
    .older = older,
    .progress = progress,
    .progress_data = progress_data,
    .n_left = UNKNOWN_BYTES,
  };
  gboolean done;

  self.placed = g_array_new (FALSE, FALSE, sizeof (Placed));
  self.references = g_array_new (FALSE, FALSE, sizeof (Reference));
  self.data = g_byte_array_new ();
  self.targets = g_array_new (FALSE, TRUE, sizeof (TroveKey));
  done = read_all (&self, error);
  g_array_unref (self.placed);
  g_array_unref (self.references);
  g_byte_array_unref (self.data);
  g_array_unref (self.targets);
  return done;
}
