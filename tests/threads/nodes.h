/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Nodes: what the stress keeps in arenas. Each says what the nodes that it refers to are to say, so that whoever reads
 * one sees whether it is the right one, and whether it lives. */

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
  guint64 state; /* a mark, until it is cleared */
  guint64 value; /* made of all the rest, and of what the nodes before it say */
  guint64 seal;  /* made of the value */
  guint64 changes, depth;
  TroveRef previous, other, text; /* null, or nodes and a text */
} Node;

/* What is read: an arena of this thread, or a snapshot. */
typedef struct
{
  TroveArena *arena;
  TroveSnapshot *snapshot;
} Source;

/* Before there are threads, and again at any time. */
void nodes_register (void);

/* One copy of a node in so many fails from now on, and one request for memory; 0: none does. */
void nodes_set_failing (guint one_in);

/* How many nodes live. */
gint64 nodes_count (void);

TroveArena *nodes_new_arena (void);

/* Whether it worked; if not, for a reason that is to be expected, and the error is gone. */
gboolean nodes_worked (gboolean ok, GError **error);

/* The root of an arena is followed by a new one, made of it and perhaps of another node. How deep that is. */
guint64 nodes_extend (TroveArena *arena, const TroveRef *other);

/* Changes the root, in place or as a copy of a frozen one. */
void nodes_change (TroveArena *arena);

/* Changes a node of the arena at its address. */
void nodes_change_at (TroveArena *arena, Node *node);

/* Checks the root, and some of what it was made of. */
void nodes_check (const Source *source, TestRandom *random);

/* Checks a node alone: what it refers to may be gone. */
void nodes_check_one (const Node *node);
