/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-state.h"

#include "check-key-map.h"
#include "check-record.h"
#include "check-sequence.h"

/* An object, and the derived data that it should have. */
typedef struct
{
  const TroveRecord *record;
  TroveKey owner; /* 0: none */
  guint owner_field;
  guint32 position;
} Object;

typedef struct
{
  TroveKey target, referrer;
} Reference;

typedef struct
{
  const CheckHolder *holder;
  const TroveState *state;
  GArray *objects;    /* Object, in increasing order of the keys */
  GArray *references; /* Reference */
} Check;

static Object *
find_object (const Check *check, TroveKey key)
{
  guint from = 0, to = check->objects->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (g_array_index (check->objects, Object, middle).record->key < key)
        from = middle + 1;
      else
        to = middle;
    }
  g_assert_cmpuint (from, <, check->objects->len);
  g_assert_cmpuint (g_array_index (check->objects, Object, from).record->key, ==, key);
  return &g_array_index (check->objects, Object, from);
}

/* Objects */

static void
find_objects (const Check *check)
{
  g_autoptr (GArray) entries = check_key_map (check->holder, check->state->objects);

  for (guint i = 0; i < entries->len; i++)
    {
      const CheckEntry *entry = &g_array_index (entries, CheckEntry, i);
      const Object object = { .record = (const TroveRecord *) entry->value };

      check_record (check->holder, object.record);
      g_assert_cmpuint (object.record->key, ==, entry->key);
      g_assert_cmpuint (entry->key, >, 0);
      g_assert_cmpuint (entry->key, <, TROVE_KEY_LIMIT);
      g_assert_true (trove_state_peek (check->state, entry->key) == object.record);
      g_assert_cmpuint (object.record->content, <=, entry->leaf->content);
      g_assert_cmpuint (object.record->place, <=, entry->leaf->place);
      g_array_append_val (check->objects, object);
    }
}

/* Fields and lists */

static void
note_key (const Check *check, const TroveRecord *record, const TroveClassField *field, TroveKey key,
          guint32 position)
{
  Object *named;

  if (key == 0)
    return;

  named = find_object (check, key);
  g_assert_true (g_type_is_a (named->record->klass->type, field->type));
  if (field->kind == TROVE_KIND_REFERENCE || field->kind == TROVE_KIND_REFERENCE_LIST)
    {
      const Reference reference = { key, record->key };

      g_array_append_val (check->references, reference);
      return;
    }

  g_assert_cmpuint (named->owner, ==, 0);
  named->owner = record->key;
  named->owner_field = field->index;
  named->position = position;
}

/* The keys of a list, to be freed. */
static GArray *
read_list (const TroveSequenceNode *list)
{
  guint32 length = trove_sequence_length (list), n;
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  for (guint32 at = 0; at < length; at += n)
    {
      const TroveKey *run = trove_sequence_run (list, at, &n);

      g_array_append_vals (keys, run, n);
    }
  return keys;
}

static void
check_list (const Check *check, const TroveRecord *record, const TroveClassField *field)
{
  const TroveSequenceNode *list = record->lists[field->offset];
  g_autoptr (GArray) keys = read_list (list);
  guint32 label = 0;

  check_sequence (check->holder, list, keys);
  if (list != NULL)
    {
      g_assert_cmpuint (list->content, <=, record->content);
      g_assert_cmpuint (list->place, <=, record->place);
    }

  for (guint32 i = 0; i < keys->len; i++)
    {
      TroveKey key = g_array_index (keys, TroveKey, i);

      g_assert_cmpuint (key, !=, 0);
      note_key (check, record, field, key, i);
      if (field->kind != TROVE_KIND_OWNED_LIST)
        continue;
      g_assert_cmpuint (find_object (check, key)->record->label, >=, label);
      label = find_object (check, key)->record->label;
    }
}

static void
check_fields (const Check *check, const TroveRecord *record)
{
  for (guint i = 0; i < record->klass->n_fields; i++)
    {
      const TroveClassField *field = &record->klass->fields[i];

      if (trove_class_field_is_list (field))
        check_list (check, record, field);
      else if (trove_class_field_is_key (field))
        note_key (check, record, field, *trove_record_key_at (record, field), 0);
    }
}

/* Owners */

/* No object is an owner of itself: the way up ends. */
static void
check_circle (const Check *check, const Object *object)
{
  for (guint n = 0; object->owner != 0; n++)
    {
      g_assert_cmpuint (n, <, check->objects->len);
      object = find_object (check, object->owner);
    }
}

static void
check_owner (const Check *check, const Object *object, gboolean committed)
{
  const TroveRecord *record = object->record;

  g_assert_cmpuint (record->owner, ==, object->owner);
  g_assert_cmpuint (record->owner_field, ==, object->owner_field);
  if (object->owner == 0)
    {
      g_assert_cmpuint (record->label, ==, 0);
      g_assert_null (trove_state_owner_field (check->state, record));
      g_assert_true (!committed || record->key == check->state->root);
      return;
    }

  g_assert_cmpuint (record->key, !=, check->state->root);
  g_assert_true (trove_state_owner_field (check->state, record) ==
                 &find_object (check, object->owner)->record->klass->fields[object->owner_field]);
  g_assert_cmpuint (trove_state_position (check->state, record), ==, object->position);
  check_circle (check, object);
}

/* Referrers */

static int
compare_references (gconstpointer a, gconstpointer b)
{
  const Reference *x = a, *y = b;

  if (x->target != y->target)
    return x->target < y->target ? -1 : 1;
  return x->referrer < y->referrer ? -1 : x->referrer > y->referrer;
}

/* The next references are those to one object. at: the first of them, then the one behind the last. */
typedef struct
{
  const Check *check;
  TroveKey target;
  guint at;
} Recount;

static gboolean
recount_one (TroveKey key, guintptr count, gpointer data)
{
  Recount *recount = data;

  g_assert_cmpuint (count, >, 0);
  g_assert_cmpuint (recount->check->references->len - recount->at, >=, count);
  for (guint i = 0; i < count; i++)
    {
      const Reference *reference = &g_array_index (recount->check->references, Reference, recount->at + i);

      g_assert_cmpuint (reference->target, ==, recount->target);
      g_assert_cmpuint (reference->referrer, ==, key);
    }
  recount->at += (guint) count;
  return TRUE;
}

/* A map has two keys, or a number above 1. */
static void
check_referrers_map (const Check *check, const TroveRecord *record)
{
  const TroveKeyMap *map = trove_referrers_map (record->referrers);
  g_autoptr (GArray) entries = check_key_map (check->holder, map);

  if (map == NULL)
    return;
  g_assert_true (entries->len > 1 || g_array_index (entries, CheckEntry, 0).value > 1);
  g_assert_cmpuint (map->content, <=, record->content);
  g_assert_cmpuint (map->place, <=, record->place);
}

static void
check_referrers (const Check *check)
{
  Recount recount = { .check = check };

  g_array_sort (check->references, compare_references);
  for (guint i = 0; i < check->objects->len; i++)
    {
      const TroveRecord *record = g_array_index (check->objects, Object, i).record;

      recount.target = record->key;
      check_referrers_map (check, record);
      g_assert_true (trove_referrers_foreach (record->referrers, recount_one, &recount));
      if (recount.at < check->references->len)
        g_assert_cmpuint (g_array_index (check->references, Reference, recount.at).target, >, record->key);
    }
  g_assert_cmpuint (recount.at, ==, check->references->len);
}

void
check_state (const CheckHolder *holder, const TroveState *state, gboolean committed)
{
  const Check check = {
    .holder = holder,
    .state = state,
    .objects = g_array_new (FALSE, FALSE, sizeof (Object)),
    .references = g_array_new (FALSE, FALSE, sizeof (Reference)),
  };

  find_objects (&check);
  if (state->root != 0)
    find_object (&check, state->root);
  for (guint i = 0; i < check.objects->len; i++)
    check_fields (&check, g_array_index (check.objects, Object, i).record);
  for (guint i = 0; i < check.objects->len; i++)
    check_owner (&check, &g_array_index (check.objects, Object, i), committed);
  check_referrers (&check);

  g_array_unref (check.objects);
  g_array_unref (check.references);
}

/* Editor */

static gboolean
check_listed (TroveKey key, guintptr value, gpointer data)
{
  const TroveRecord *record = (const TroveRecord *) value;
  const TroveEditor *editor = data;
  gboolean listed = record->owner != 0 || key == editor->state.root;

  for (guint i = 0; i < editor->ownerless->len && !listed; i++)
    listed = g_array_index (editor->ownerless, TroveKey, i) == key;
  g_assert_true (listed);
  return TRUE;
}

void
check_editor (const TroveEditor *editor)
{
  const CheckHolder holder = check_holder_of_core (editor->core);

  check_state (&holder, &editor->state, FALSE);
  g_assert_true (trove_key_map_foreach (editor->state.objects, check_listed, (gpointer) editor));
}
