/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "hand.h"

#include "id-map.h"

#ifndef TROVE_HAND_LONG_LIST
#define TROVE_HAND_LONG_LIST 64 /* keys: a longer list is moved in pieces */
#endif
#ifndef TROVE_HAND_PIECE
#define TROVE_HAND_PIECE 256 /* keys of a list that a step moves */
#endif

typedef struct
{
  TroveCore *core;
  TroveHandState *states;
  guint n_states;
  TroveIdMap *moved; /* old → new address of blocks that were moved in this step; NULL: of one state only */
  GHashTable
      *leaves; /* TroveSequenceNode of level 0 that were moved in this step, by content; NULL: as above */
  TroveIdMap *movers; /* inner nodes of sequences that were moved in this run → state + 1, as pointers */
  TroveKeyMap **of_states; /* a map of each state */
  TroveRecord **records;   /* a record of each state, or NULL */
  gboolean *any_long;      /* a record of the leaf has a long part */
  TroveBlockFunc func;     /* for blocks of the first state */
  gpointer data;
  GError **error;
} Move;

/* Blocks that several states have stay one block. So does what lies below them, moved or not. */

static void
begin_step (const Move *move)
{
  if (move->moved == NULL)
    return;
  trove_id_map_empty (move->moved);
  g_hash_table_remove_all (move->leaves);
}

static gpointer
find_moved (const Move *move, gconstpointer block)
{
  return move->moved != NULL ? trove_id_map_get (move->moved, (guintptr) block) : NULL;
}

static void
note_moved (const Move *move, gconstpointer block, gpointer moved)
{
  if (move->moved != NULL && block != moved)
    trove_id_map_set (move->moved, (guintptr) block, moved);
}

/* Tells that a block of the first state has taken the place of another one. */
static inline void
tell_moved (const Move *move, guint state, guint64 place, guint64 content, gsize size, gsize new_size)
{
  if (state > 0)
    return;
  move->func (place, content, size, -1, move->data);
  move->func (trove_core_own_id (move->core), content, new_size, 1, move->data);
}

/* Maps */

static TroveKeyMap *
move_node (const Move *move, guint state, TroveKeyMap *node)
{
  TroveKeyMap *moved = trove_key_map_move_node (move->core, node, move->error);

  if (moved == NULL || moved == node)
    return moved;
  note_moved (move, node, moved);
  tell_moved (move, state, node->place, node->content, trove_key_map_node_size (node->capacity),
              trove_key_map_node_size (moved->capacity));
  return moved;
}

/* Moves the nodes on the way to a key, as far as they were not moved for another state. leaf: the node of level 0, if it was
 * reached, or NULL. */
static gboolean
move_way (const Move *move, guint state, TroveKeyMap **map, TroveKey key, TroveKeyMap **leaf)
{
  TroveKeyMap *node = *map;
  guintptr *link = NULL;
  guint level = 0; /* of the node that has the link */

  *leaf = NULL;
  while (node != NULL && trove_key_map_prefix (key, node->level) == node->key)
    {
      TroveKeyMap *found = find_moved (move, node);
      guint slot = trove_key_map_slot (key, node->level);

      node = found != NULL ? found : move_node (move, state, node);
      if (node == NULL)
        return FALSE;
      if (link != NULL)
        *link = trove_key_map_link (node, level);
      else
        *map = node;
      if (found != NULL)
        return TRUE;

      if (node->level == 0)
        *leaf = node;
      if (node->level == 0 || (node->bitmap >> slot & 1) == 0)
        return TRUE;
      level = node->level;
      link = &node->slots[trove_key_map_rank (node, slot)];
      node = trove_key_map_follow (*link);
    }
  return TRUE;
}

/* The least key from a key on that one of the maps has; 0: there is none. */
static TroveKey
next_key (TroveKeyMap *const *maps, guint n, TroveKey key)
{
  TroveKey least = 0;

  for (guint i = 0; i < n; i++)
    {
      TroveKey next = trove_key_map_next (maps[i], key, NULL);

      if (next != 0 && (least == 0 || next < least))
        least = next;
    }
  return least;
}

static TroveKey
after_leaf (TroveKey key)
{
  return (key | (TROVE_KEY_MAP_SLOTS - 1)) + 1;
}

/* Sequences */

/* A node that was moved for another state, or NULL. */
static TroveSequenceNode *
find_moved_sequence (const Move *move, const TroveSequenceNode *node)
{
  TroveSequenceNode *moved = find_moved (move, node);

  if (moved == NULL && node->level == 0 && move->leaves != NULL)
    moved = g_hash_table_lookup (move->leaves, node);
  return moved;
}

static TroveSequenceNode *
move_sequence_node (const Move *move, guint state, TroveSequenceNode *node)
{
  TroveSequenceNode *moved = trove_sequence_node_move (move->core, node, move->error);

  if (moved == NULL || moved == node)
    return moved;
  note_moved (move, node, moved);
  tell_moved (move, state, node->place, node->content, trove_sequence_node_size (node->level, node->capacity),
              trove_sequence_node_size (moved->level, moved->capacity));
  if (node->level == 0 && move->leaves != NULL)
    g_hash_table_add (move->leaves, moved);
  if (node->level > 0 && move->moved != NULL)
    trove_id_map_set (move->movers, (guintptr) moved, GUINT_TO_POINTER (state + 1));
  return moved;
}

/* The state for which the children of a node are moved: an earlier one, for which the node was moved and which has it as well, or this
 * one. The piece of the earlier one may begin at other keys, and the next run replaces the node in one of the two only. So each
 * state moves the children in its own piece. */
static guint
find_mover (const Move *move, guint state, const TroveSequenceNode *node)
{
  gpointer mover = trove_id_map_get (move->movers, (guintptr) node);

  return mover != NULL ? MIN (GPOINTER_TO_UINT (mover) - 1, state) : state;
}

/* Moves the nodes of a sequence that have one of n keys from an index on. The first state is told of each node that is moved for it,
 * and takes none that was moved for a later one. */
static gboolean
move_sequence (const Move *move, guint state, TroveSequenceNode **at, guint64 from, guint64 n)
{
  TroveSequenceNode *node = *at, *found;
  guint64 first = 0;

  if (node == NULL)
    return TRUE;
  found = state > 0 ? find_moved_sequence (move, node) : NULL;
  node = found != NULL ? found : move_sequence_node (move, state, node);
  if (node == NULL)
    return FALSE;

  *at = node;
  state = find_mover (move, state, node);
  for (guint i = 0; node->level > 0 && i < node->n; i++)
    {
      guint64 end = first + trove_sequence_counts (node)[i];

      if (end > from && first < from + n &&
          !move_sequence (move, state, &trove_sequence_children (node)[i], from > first ? from - first : 0,
                          from + n - MAX (from, first)))
        return FALSE;
      first = end;
    }
  return TRUE;
}

/* Parts of records */

static gboolean
is_own (const Move *move, const TroveRecord *record)
{
  return record != NULL && record->place == trove_core_own_id (move->core);
}

static guint
n_parts (const TroveRecord *record)
{
  return record->klass->lists.n + 1;
}

static gboolean
is_long (const TroveRecord *record, guint part)
{
  const TroveKeyMap *map = trove_referrers_map (record->referrers);

  if (part < record->klass->lists.n)
    return trove_sequence_length (record->lists[part]) > TROVE_HAND_LONG_LIST;
  return map != NULL && map->level > 0;
}

/* Moves the parts of a record that are not long. */
static gboolean
move_short_parts (const Move *move, guint state, TroveRecord *record)
{
  TroveKeyMap *map = trove_referrers_map (record->referrers);

  for (guint i = 0; i < record->klass->lists.n; i++)
    if (is_long (record, i))
      *move->any_long = TRUE;
    else if (!move_sequence (move, state, trove_record_list (record, i), 0, TROVE_HAND_LONG_LIST))
      return FALSE;

  if (is_long (record, record->klass->lists.n))
    *move->any_long = TRUE;
  else if (map != NULL)
    {
      TroveKeyMap *found = find_moved (move, map);

      map = found != NULL ? found : move_node (move, state, map);
      if (map == NULL)
        return FALSE;
      record->referrers = (guintptr) map;
    }
  return TRUE;
}

static gboolean
has_long_part (const TroveRecord *record)
{
  for (guint i = 0; i < n_parts (record); i++)
    if (is_long (record, i))
      return TRUE;
  return FALSE;
}

/* A record that was moved for an earlier state: the same one, or one of equal content that was moved with all its parts. NULL:
 * there is none. */
static TroveRecord *
find_moved_record (const Move *move, guint n_states, const TroveRecord *record)
{
  TroveRecord *moved = find_moved (move, record);

  for (guint i = 0; moved == NULL && i < n_states; i++)
    {
      TroveRecord *other = (TroveRecord *) trove_key_map_get (move->states[i].objects, record->key);

      if (is_own (move, other) && other->content == record->content && !has_long_part (record))
        moved = other;
    }
  return moved;
}

static gboolean
move_record (const Move *move, guint state, guintptr *at)
{
  g_autoptr (GError) error = NULL;
  TroveRecord *record;

  /* A record that was moved earlier in this run, with the last long part before the round began anew. */
  if (is_own (move, (TroveRecord *) *at))
    {
      *move->any_long = *move->any_long || has_long_part ((TroveRecord *) *at);
      return TRUE;
    }
  record = find_moved_record (move, state, (TroveRecord *) *at);
  if (record != NULL)
    {
      *at = (guintptr) record;
      return TRUE;
    }

  record = trove_record_move (move->core, (TroveRecord *) *at, &error);
  if (record != NULL)
    {
      const TroveRecord *old = (const TroveRecord *) *at;

      note_moved (move, old, record);
      tell_moved (move, state, old->place, old->content, trove_record_size (old), trove_record_size (record));
      *at = (guintptr) record;
      return move_short_parts (move, state, record);
    }
  /* A value that cannot be copied stays in its sub-arena, for all states that have it: a leaf that they share is one. */
  if (g_error_matches (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED))
    {
      if (move->moved != NULL)
        trove_id_map_set (move->moved, *at, (gpointer) *at);
      return TRUE;
    }
  g_propagate_error (move->error, g_steal_pointer (&error));
  return FALSE;
}

/* The record of a key in a state, with the nodes on the way to it moved. NULL: none, or one that cannot be moved. */
static gboolean
own_record (const Move *move, guint state, TroveKey key, TroveRecord **record)
{
  TroveKeyMap **map = &move->states[state].objects, *leaf;
  guintptr *at = trove_key_map_find (*map, key);

  *record = NULL;
  if (at == NULL)
    return TRUE;
  if (!is_own (move, (TroveRecord *) *at))
    {
      if (!move_way (move, state, map, key, &leaf))
        return FALSE;
      at = trove_key_map_find (*map, key);
      if (!move_record (move, state, at))
        return FALSE;
    }
  if (is_own (move, (TroveRecord *) *at))
    *record = (TroveRecord *) *at;
  return TRUE;
}

/* Sets the records of an object in all states. A list may be short in a later state, and is moved then: a piece of a long one begins
 * anew, since the first state must not find what was moved for another. */
static gboolean
own_records (const Move *move, TroveKey key)
{
  begin_step (move);
  for (guint i = 0; i < move->n_states; i++)
    if (!own_record (move, i, key, &move->records[i]))
      return FALSE;
  begin_step (move);
  return TRUE;
}

/* Moves a piece of the maps of referrers of an object in all states, from *at on. Sets *at to where the next piece begins, 0: at the
 * end. */
static gboolean
move_referrers (const Move *move, guint64 *at)
{
  TroveKeyMap **maps = move->of_states;

  for (guint i = 0; i < move->n_states; i++)
    maps[i] = move->records[i] != NULL ? trove_referrers_map (move->records[i]->referrers) : NULL;
  for (guint n = 0; n < TROVE_HAND_PIECE / TROVE_KEY_MAP_SLOTS; n++)
    {
      TroveKey key = next_key (maps, move->n_states, *at);

      for (guint i = 0; key != 0 && i < move->n_states; i++)
        {
          TroveKeyMap *leaf;

          if (!move_way (move, i, &maps[i], key, &leaf))
            return FALSE;
          if (maps[i] != NULL)
            move->records[i]->referrers = (guintptr) maps[i];
        }
      *at = key == 0 ? 0 : after_leaf (key);
      if (key == 0)
        return TRUE;
    }
  return TRUE;
}

/* The same for a list. */
static gboolean
move_list (const Move *move, guint list, guint64 *at)
{
  gboolean more = FALSE;

  for (guint i = 0; i < move->n_states; i++)
    {
      TroveRecord *record = move->records[i];

      if (record == NULL)
        continue;
      if (!move_sequence (move, i, trove_record_list (record, list), *at, TROVE_HAND_PIECE))
        return FALSE;
      more = more || trove_sequence_length (record->lists[list]) > *at + TROVE_HAND_PIECE;
    }
  *at = more ? *at + TROVE_HAND_PIECE : 0;
  return TRUE;
}

static gboolean
move_part (const Move *move, guint part, guint64 *at)
{
  for (guint i = 0; i < move->n_states; i++)
    if (move->records[i] != NULL)
      return part < move->records[i]->klass->lists.n ? move_list (move, part, at) : move_referrers (move, at);
  *at = 0;
  return TRUE;
}

/* Steps */

static gboolean
move_leaf (const Move *move, TroveKey key)
{
  begin_step (move);
  for (guint i = 0; i < move->n_states; i++)
    {
      TroveKeyMap *leaf;

      if (!move_way (move, i, &move->states[i].objects, key, &leaf))
        return FALSE;
      for (guint j = 0; leaf != NULL && j < trove_key_map_count (leaf->bitmap); j++)
        if (!move_record (move, i, &leaf->slots[j]))
          return FALSE;
    }
  return TRUE;
}

/* Finds the next long part of an object in one of the states. */
static gboolean
find_long_part (const Move *move, TroveKey key, guint *part)
{
  guint first = *part;
  gboolean any = FALSE;

  for (guint i = 0; i < move->n_states; i++)
    {
      const TroveRecord *record = (const TroveRecord *) trove_key_map_get (move->states[i].objects, key);

      for (guint j = first; record != NULL && j < n_parts (record) && (!any || j < *part); j++)
        if (is_long (record, j))
          {
            *part = j;
            any = TRUE;
          }
    }
  return any;
}

/* Finds the next long part of the leaf's records. */
static gboolean
find_part (TroveHandPlace *place, const Move *move)
{
  for (; place->in_leaf; place->key++)
    {
      if (find_long_part (move, place->key, &place->part))
        return TRUE;
      place->part = 0;
      place->at = 0;
      place->in_leaf = trove_key_map_slot (place->key, 0) < TROVE_KEY_MAP_SLOTS - 1;
    }
  return FALSE;
}

static gboolean
step (TroveHand *self, const Move *move)
{
  TroveHandPlace *place = &self->place;
  TroveKey key;

  if (find_part (place, move))
    {
      if (!own_records (move, place->key) || !move_part (move, place->part, &place->at))
        return FALSE;
      place->part += place->at == 0;
      return TRUE;
    }

  for (guint i = 0; i < move->n_states; i++)
    move->of_states[i] = move->states[i].objects;
  key = next_key (move->of_states, move->n_states, place->key);
  if (key == 0)
    {
      self->n_rounds++;
      key = next_key (move->of_states, move->n_states, 0);
    }
  *move->any_long = FALSE;
  if (!move_leaf (move, key))
    return FALSE;
  place->in_leaf = *move->any_long;
  place->key = place->in_leaf ? key & ~(guint64) (TROVE_KEY_MAP_SLOTS - 1) : after_leaf (key);
  return TRUE;
}

/* Runs */

static guint
leaf_hash (gconstpointer data)
{
  const TroveSequenceNode *node = data;

  return (guint) node->content * 31 + node->origin;
}

static gboolean
leaf_equal (gconstpointer a, gconstpointer b)
{
  return trove_sequence_same (a, b);
}

/* Adds the sub-arena that is being frozen to the views of the other states. Returns the number of the states that have it. */
static guint
push_views (TroveCore *core, TroveHandState *states, guint n_states)
{
  for (guint i = 1; i < n_states; i++)
    {
      if (!trove_view_push (states[i].view, core->own))
        return i;
      trove_sub_ref (core->own);
    }
  return n_states;
}

static gboolean
run_steps (TroveHand *self, const Move *move, gsize n_bytes)
{
  const TroveSub *own = move->core->own;
  guint n_rounds = self->n_rounds;

  /* After a whole round, all blocks lie in the new sub-arena. */
  do
    if (!step (self, move))
      return FALSE;
  while (own->blocks.n_bytes < n_bytes && self->n_rounds - n_rounds < 2);
  return TRUE;
}

gboolean
trove_hand_run (TroveHand *self, TroveCore *core, TroveHandState *states, guint n_states, gsize n_bytes,
                TroveBlockFunc func, gpointer data, GError **error)
{
  Move move = { .core = core, .states = states, .func = func, .data = data, .error = error };
  TroveIdMap moved = TROVE_ID_MAP_INIT, movers = TROVE_ID_MAP_INIT;
  gboolean any_long;
  TroveView view;
  gboolean done;

  g_assert (trove_core_own (core) == NULL && states[0].objects != NULL);
  /* The first node that is moved has room, so that the sub-arena is not empty. */
  if (!trove_core_prepare_blocks (core, trove_key_map_bytes (states[0].objects), error) ||
      !trove_core_begin_freeze (core, &view, error))
    return FALSE;

  move.any_long = &any_long;
  move.movers = &movers;
  move.n_states = push_views (core, states, n_states);
  if (move.n_states > 1)
    {
      move.moved = &moved;
      move.leaves = g_hash_table_new (leaf_hash, leaf_equal);
    }
  move.of_states = g_new (TroveKeyMap *, move.n_states);
  move.records = g_new (TroveRecord *, move.n_states);
  done = run_steps (self, &move, n_bytes);
  g_free (move.records);
  g_free (move.of_states);
  g_clear_pointer (&move.leaves, g_hash_table_unref);
  trove_id_map_clear (&moved);
  trove_id_map_clear (&movers);
  trove_core_end_freeze (core, view);
  return done;
}
