/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Nodes: the elements of the stress test. The value of a node is made of the values of the nodes that it refers to. So
 * a reader sees whether a node is the right one, and whether it was cleared. */

#pragma once

#include "test-support.h"

#include <trove-glib/trove-glib.h>

enum
{
  POOL_NODES,
  POOL_TEXTS,
  POOL_NUMBERS,
  N_POOLS,
};

typedef struct
{
  guint64 state; /* a mark, until the node is cleared */
  guint64 value; /* made of all other members, and of the values of previous and other */
  guint64 seal;  /* made of the value */
  guint64 changes, depth;
  TroveRef previous, other, text; /* null, or refs to nodes and to a string */
} Node;

/* An arena of this thread or a snapshot, to be read. */
typedef struct
{
  TroveArena *arena;
  TroveSnapshot *snapshot;
} Source;

/* Registers the type. Called first before threads are started, then at any time. */
void nodes_register (void);

/* Makes one in so many copies of nodes, and one in so many requests for memory, fail from now on; 0: none. */
void nodes_set_failing (guint one_in);

/* The number of nodes that are not cleared. */
gint64 nodes_count (void);

TroveArena *nodes_new_arena (void);

/* Checks the result of a call: ok, or an expected error, which is freed. Returns ok. */
gboolean nodes_worked (gboolean ok, GError **error);

/* Appends a new root, which refers to the old root and may refer to another node. Returns its depth. */
guint64 nodes_extend (TroveArena *arena, const TroveRef *other);

/* Changes the root, in place or as a copy of a frozen one. */
void nodes_change (TroveArena *arena);

/* Changes a node of the arena at its address. */
void nodes_change_at (TroveArena *arena, Node *node);

/* Checks the root and some of the nodes that it refers to. */
void nodes_check (const Source *source, TestRandom *random);

/* Checks a node, but not the nodes that it refers to, which may be freed. */
void nodes_check_one (const Node *node);
