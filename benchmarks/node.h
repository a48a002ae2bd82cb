/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Node: the documents of the benchmarks about versions, nodes of 32 bytes in one pool. */

#pragma once

#include <trove-glib/trove-glib.h>

typedef struct
{
  guint64 words[4];
} Node;

static inline TroveArena *
node_arena_new (void)
{
  const TroveElementInfo info = TROVE_ELEMENT (Node);

  return trove_arena_new_with_infos (&info, 1);
}

static inline TroveRef
node_append (TroveArena *arena)
{
  const Node node = { { 1, 2, 3, 4 } };
  TroveRef ref;

  trove_arena_append_raw (arena, 0, &node, &ref, NULL);
  return ref;
}

/* Makes an arena with n nodes in one sub-arena, and sets refs to their refs. */
static inline TroveArena *
node_arena_new_filled (TroveRef *refs, gsize n)
{
  TroveArena *arena = node_arena_new ();

  for (gsize i = 0; i < n; i++)
    refs[i] = node_append (arena);
  return arena;
}

/* Freezes the own sub-arena. */
static inline void
node_freeze (TroveArena *arena)
{
  trove_snapshot_unref (trove_arena_snapshot (arena, NULL));
}

static inline void
node_edit (TroveArena *arena, const TroveRef *ref)
{
  TroveRef now = *ref;

  ((Node *) trove_arena_get_mut_raw (arena, 0, &now, NULL))->words[0]++;
}
