/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Hand: moves blocks of states forward, from the sub-arenas that they lie in to a new one. It goes round the map of objects in the
 * order of their keys. A sub-arena that the hand has passed has no blocks left that a state needs.
 *
 *   sub-arena 12   ├ leaf │ record │ (replaced) │ (replaced) ┤ ─ freed when no version has it
 *                     ▼       ▼
 *   sub-arena 97   ├ leaf │ record │ …  ┤
 *
 * A move changes the places of blocks, not their contents. All states are moved at once. Blocks of equal content that lie in
 * two states at the same key are one block afterwards.
 *
 * A step moves a leaf of the map: the nodes on the way to it, its records, and their lists and maps of referrers. Long lists and
 * maps are moved in pieces, one a step. */

#pragma once

#include "core/core-version.h"

#include "state-blocks.h"

/* Where the next step begins. */
typedef struct
{
  TroveKey key;
  guint64 at;    /* in the part: an index, or a key */
  guint part;    /* of the record of that key: its lists, then its referrers */
  guint in_leaf; /* TRUE: long parts of that record, or later ones of the leaf, follow */
} TroveHandPlace;

typedef struct
{
  TroveHandPlace place;
  guint n_rounds; /* that were completed */
} TroveHand;

typedef struct
{
  TroveKeyMap *objects; /* is replaced */
  TroveView *view;      /* the new sub-arena is added; NULL: that of the core */
} TroveHandState;

/* Moves blocks of at least that many bytes to a new sub-arena, which is frozen. The core has no own sub-arena. The first state is
 * that of the core. func: is called for blocks of the first state that are gone, and for those in their place. After an error,
 * some are moved. FALSE with NO_MEMORY or FULL. */
gboolean trove_hand_run (TroveHand *self, TroveCore *core, TroveHandState *states, guint n_states,
                         gsize n_bytes, TroveBlockFunc func, gpointer data, GError **error);
