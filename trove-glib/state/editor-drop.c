/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor-drop.h"

/* Removing keys one by one from a list of that many keys for each costs more than building the list anew. */
#define REBUILD_BELOW 32

/* Few objects are removed, with few references: then the bytes of all blocks can be prepared at once, and no savepoint is needed. */
#define FEW 16

typedef struct
{
  TroveEditor *editor;
  GPtrArray *records; /* TroveRecord: to be removed, of the state before */
  GArray *referrers;  /* TroveKey: objects that refer to them, in order */
} Drop;

/* Which objects */

static gboolean
add_record (TroveKey key, gpointer data)
{
  Drop *drop = data;

  g_ptr_array_add (drop->records, trove_state_get (&drop->editor->state, key));
  return TRUE;
}

static gboolean
is_ownerless (const TroveEditor *self, TroveKey key)
{
  const TroveRecord *record = trove_state_peek (&self->state, key);

  return record != NULL && record->owner == 0 && key != self->state.root;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  TroveKey x = *(const TroveKey *) a, y = *(const TroveKey *) b;

  return x < y ? -1 : x > y;
}

/* Sorts keys, and keeps each once. */
static void
sort_once (GArray *keys)
{
  guint n = 0;

  g_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++)
    if (i == 0 || g_array_index (keys, TroveKey, i) != g_array_index (keys, TroveKey, i - 1))
      g_array_index (keys, TroveKey, n++) = g_array_index (keys, TroveKey, i);
  g_array_set_size (keys, n);
}

static gboolean
add_referrer (TroveKey key, guintptr count, gpointer data)
{
  g_array_append_val (((Drop *) data)->referrers, key);
  return TRUE;
}

/* References of others to the objects that are gone from the map */

static gboolean
is_gone (const Drop *drop, TroveKey key)
{
  return key != 0 && trove_state_peek (&drop->editor->state, key) == NULL;
}

/* The keys of a list that are not gone; NULL where all are there. */
static GArray *
keep_keys (const Drop *drop, const TroveSequenceNode *list)
{
  guint32 length = trove_sequence_length (list), n;
  GArray *kept = NULL;

  for (guint32 at = 0; at < length; at += n)
    {
      const TroveKey *keys = trove_sequence_run (list, at, &n);

      for (guint32 i = 0; i < n; i++)
        {
          gboolean gone = is_gone (drop, keys[i]);

          if (gone && kept == NULL)
            {
              kept = g_array_new (FALSE, FALSE, sizeof (TroveKey));
              for (guint32 j = 0; j < at + i; j++)
                {
                  TroveKey key = trove_sequence_get (list, j);

                  g_array_append_val (kept, key);
                }
            }
          if (!gone && kept != NULL)
            g_array_append_val (kept, keys[i]);
        }
    }
  return kept;
}

static gboolean
build_list (TroveEditor *self, TroveSequenceNode **list, const GArray *keys, GError **error)
{
  if (!trove_editor_prepare (self, trove_sequence_build_bytes (keys->len), error))
    return FALSE;
  *list = keys->len > 0 ? trove_sequence_build (self->core, (const TroveKey *) keys->data, keys->len) : NULL;
  return TRUE;
}

/* Removes keys from the end of a list to its start. */
static gboolean
remove_gone (const Drop *drop, TroveSequenceNode **list, GError **error)
{
  for (guint32 i = trove_sequence_length (*list); i-- > 0;)
    {
      if (!is_gone (drop, trove_sequence_get (*list, i)))
        continue;
      if (!trove_editor_prepare (drop->editor, trove_sequence_remove_bytes (drop->editor->core, *list, i),
                                 error))
        return FALSE;
      trove_sequence_remove (drop->editor->core, list, i);
    }
  return TRUE;
}

static gboolean
clean_list (const Drop *drop, TroveSequenceNode **list, GError **error)
{
  g_autoptr (GArray) kept = keep_keys (drop, *list);
  guint32 n_gone;

  if (kept == NULL)
    return TRUE;
  n_gone = trove_sequence_length (*list) - kept->len;
  if (n_gone < kept->len / REBUILD_BELOW)
    return remove_gone (drop, list, error);
  return build_list (drop->editor, list, kept, error);
}

/* Clears the references of an object that is still there to those that are gone. */
static gboolean
clean_referrer (const Drop *drop, TroveKey key, GError **error)
{
  TroveRecord *record = trove_editor_touch (drop->editor, key, error);
  const TroveClass *klass;

  if (record == NULL)
    return FALSE;
  klass = record->klass;
  for (guint i = 0; i < klass->references.n; i++)
    {
      TroveKey *at = trove_record_key_at (record, &klass->fields[klass->references.at[i].field]);

      if (is_gone (drop, *at))
        *at = 0;
    }
  for (guint i = 0; i < klass->lists.n; i++)
    if (klass->fields[klass->lists.at[i].field].kind == TROVE_KIND_REFERENCE_LIST &&
        !clean_list (drop, trove_record_list (record, i), error))
      return FALSE;
  return TRUE;
}

/* References of the objects that are gone to others */

static gboolean
forget_reference (const Drop *drop, TroveKey from, TroveKey target, GError **error)
{
  TroveEditor *self = drop->editor;
  TroveRecord *record;

  if (target == 0 || is_gone (drop, target))
    return TRUE;

  record = trove_editor_touch (self, target, error);
  if (record == NULL || !trove_editor_prepare (self, trove_referrers_bytes (record->referrers), error))
    return FALSE;
  trove_referrers_remove (self->core, &record->referrers, from);
  return TRUE;
}

static gboolean
forget_references (const Drop *drop, const TroveRecord *record, GError **error)
{
  const TroveClass *klass = record->klass;

  for (guint i = 0; i < klass->references.n; i++)
    if (!forget_reference (drop, record->key,
                           *trove_record_key_at (record, &klass->fields[klass->references.at[i].field]),
                           error))
      return FALSE;

  for (guint i = 0; i < klass->lists.n; i++)
    {
      guint32 length = trove_sequence_length (record->lists[i]), n;

      if (klass->fields[klass->lists.at[i].field].kind != TROVE_KIND_REFERENCE_LIST)
        continue;
      for (guint32 at = 0; at < length; at += n)
        {
          const TroveKey *keys = trove_sequence_run (record->lists[i], at, &n);

          for (guint32 j = 0; j < n; j++)
            if (!forget_reference (drop, record->key, keys[j], error))
              return FALSE;
        }
    }
  return TRUE;
}

/* Dropping */

/* The editor's array stays as it is until all is dropped, since savepoints know its length. */
static void
collect (Drop *drop)
{
  g_autoptr (GArray) ownerless = g_array_copy (drop->editor->ownerless);

  sort_once (ownerless);
  for (guint i = 0; i < ownerless->len; i++)
    if (is_ownerless (drop->editor, g_array_index (ownerless, TroveKey, i)))
      add_record (g_array_index (ownerless, TroveKey, i), drop);
  for (guint i = 0; i < drop->records->len; i++)
    {
      const TroveRecord *record = g_ptr_array_index (drop->records, i);

      trove_record_foreach_owned (record, add_record, drop);
      trove_referrers_foreach (record->referrers, add_referrer, drop);
    }
  sort_once (drop->referrers);
}

static gboolean
remove_keys (const Drop *drop, GError **error)
{
  TroveEditor *self = drop->editor;

  for (guint i = 0; i < drop->records->len; i++)
    {
      const TroveRecord *record = g_ptr_array_index (drop->records, i);

      if (!trove_editor_prepare (self, trove_key_map_bytes (self->state.objects), error))
        return FALSE;
      trove_key_map_remove (self->core, &self->state.objects, record->key);
      self->state.n_objects--;
    }
  return TRUE;
}

/* The records stay where they are: nothing is freed before the core is frozen. */
static gboolean
drop_all (const Drop *drop, GError **error)
{
  if (!remove_keys (drop, error))
    return FALSE;

  for (guint i = 0; i < drop->referrers->len; i++)
    {
      TroveKey key = g_array_index (drop->referrers, TroveKey, i);

      if (!is_gone (drop, key) && !clean_referrer (drop, key, error))
        return FALSE;
    }
  for (guint i = 0; i < drop->records->len; i++)
    if (!forget_references (drop, g_ptr_array_index (drop->records, i), error))
      return FALSE;
  return TRUE;
}

/* Few objects */

static gboolean
is_dropped (const Drop *drop, TroveKey key)
{
  for (guint i = 0; i < drop->records->len; i++)
    if (((const TroveRecord *) g_ptr_array_index (drop->records, i))->key == key)
      return TRUE;
  return FALSE;
}

/* The items of a record's reference lists; more than FEW: too many to be counted. */
static guint
count_list_items (const TroveRecord *record)
{
  const TroveClass *klass = record->klass;
  guint n = 0;

  for (guint i = 0; i < klass->lists.n && n <= FEW; i++)
    if (klass->fields[klass->lists.at[i].field].kind == TROVE_KIND_REFERENCE_LIST)
      n += MIN (trove_sequence_length (record->lists[i]), FEW + 1);
  return n;
}

static gboolean
are_few (const Drop *drop)
{
  guint n = 0;

  if (drop->records->len > FEW || drop->referrers->len > FEW)
    return FALSE;
  for (guint i = 0; i < drop->records->len && n <= FEW; i++)
    {
      const TroveRecord *record = g_ptr_array_index (drop->records, i);

      n += record->klass->references.n + count_list_items (record);
    }
  for (guint i = 0; i < drop->referrers->len && n <= FEW; i++)
    {
      TroveKey key = g_array_index (drop->referrers, TroveKey, i);

      if (!is_dropped (drop, key))
        n += count_list_items (trove_state_get (&drop->editor->state, key));
    }
  return n <= FEW;
}

/* Touches an object that stays, and adds the bytes that forgetting a reference of one that is removed takes. */
static gboolean
touch_target (const Drop *drop, TroveKey key, gsize *bytes, GError **error)
{
  const TroveRecord *record;

  if (key == 0 || is_dropped (drop, key))
    return TRUE;
  record = trove_editor_touch (drop->editor, key, error);
  if (record != NULL)
    *bytes += trove_referrers_bytes (record->referrers);
  return record != NULL;
}

static gboolean
touch_targets (const Drop *drop, const TroveRecord *record, gsize *bytes, GError **error)
{
  const TroveClass *klass = record->klass;

  for (guint i = 0; i < klass->references.n; i++)
    if (!touch_target (drop, *trove_record_key_at (record, &klass->fields[klass->references.at[i].field]),
                       bytes, error))
      return FALSE;
  for (guint i = 0; i < klass->lists.n; i++)
    {
      guint32 n = trove_sequence_length (record->lists[i]);

      if (klass->fields[klass->lists.at[i].field].kind != TROVE_KIND_REFERENCE_LIST)
        continue;
      for (guint32 j = 0; j < n; j++)
        if (!touch_target (drop, trove_sequence_get (record->lists[i], j), bytes, error))
          return FALSE;
    }
  return TRUE;
}

/* Touches an object that stays and refers to one that is removed, and adds the bytes of its lists. */
static gboolean
touch_referrer (const Drop *drop, TroveKey key, gsize *bytes, GError **error)
{
  const TroveRecord *record;

  if (is_dropped (drop, key))
    return TRUE;
  record = trove_editor_touch (drop->editor, key, error);
  if (record != NULL)
    *bytes += record->klass->lists.n * trove_sequence_build_bytes (FEW);
  return record != NULL;
}

/* Touches all that is written to, and prepares the bytes of all blocks. */
static gboolean
prepare_few (const Drop *drop, GError **error)
{
  gsize bytes = drop->records->len * trove_key_map_bytes (drop->editor->state.objects);

  for (guint i = 0; i < drop->records->len; i++)
    if (!touch_targets (drop, g_ptr_array_index (drop->records, i), &bytes, error))
      return FALSE;
  for (guint i = 0; i < drop->referrers->len; i++)
    if (!touch_referrer (drop, g_array_index (drop->referrers, TroveKey, i), &bytes, error))
      return FALSE;
  return trove_editor_prepare (drop->editor, bytes, error);
}

static gboolean
drop_few (const Drop *drop, gboolean freeze, GError **error)
{
  TroveCore *core = drop->editor->core;
  TroveView view;
  gboolean done;

  if (!prepare_few (drop, error) || (freeze && !trove_core_begin_freeze (core, &view, error)))
    return FALSE;

  done = drop_all (drop, NULL);
  g_assert (done); /* all bytes are prepared */
  if (freeze)
    trove_core_end_freeze (core, view);
  return TRUE;
}

static gboolean
drop_many (const Drop *drop, gboolean freeze, GError **error)
{
  TroveEditor *self = drop->editor;
  TroveSavepoint savepoint;

  return trove_editor_save (self, &savepoint, error) &&
         trove_editor_finish (self, &savepoint,
                              drop_all (drop, error) && (!freeze || trove_core_freeze (self->core, error)));
}

static gboolean
drop_ownerless (TroveEditor *self, gboolean freeze, GError **error)
{
  Drop drop = { .editor = self };
  gboolean done;

  if (self->ownerless->len == 0)
    return !freeze || trove_core_freeze (self->core, error);

  drop.records = g_ptr_array_new ();
  drop.referrers = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  collect (&drop);
  if (drop.records->len == 0)
    done = !freeze || trove_core_freeze (self->core, error);
  else
    done = are_few (&drop) ? drop_few (&drop, freeze, error) : drop_many (&drop, freeze, error);
  if (done)
    g_array_set_size (self->ownerless, 0);

  g_array_unref (drop.referrers);
  g_ptr_array_unref (drop.records);
  return done;
}

gboolean
trove_editor_drop (TroveEditor *self, GError **error)
{
  return drop_ownerless (self, FALSE, error);
}

gboolean
trove_editor_drop_and_freeze (TroveEditor *self, GError **error)
{
  return drop_ownerless (self, TRUE, error);
}
