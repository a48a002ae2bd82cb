/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Excerpt: some objects of a state, with all that they own, in the order in which copies of them are made.
 *
 *   the state          1 owns 2, 5; 2 owns 3, 4; 5 owns 6
 *   keys               5, 2, 3             3 is a part of 2
 *   records            5, 2 │ 6, 3, 4      the roots in the order of the keys, then each object after its owner
 *
 * Objects with the same owner stand in the order of its fields and lists. So appending each object to its owner's list gives the
 * same lists again. An excerpt does not change, and any thread reads it. */

#pragma once

#include "id-map.h"
#include "state.h"

typedef struct
{
  TroveState state;
  GPtrArray *records; /* TroveRecord */
  TroveIdMap indices; /* of the records + 1, by key, as pointers */
  guint n_roots;
} TroveExcerpt;

/* The state is frozen, or nothing is edited in place while the excerpt is used. A key that another one owns is a part of that one; a
 * key that is there twice counts once. Takes time for the objects of the excerpt and the owners of the keys. FALSE with REMOVED, and
 * nothing is to be cleared. */
gboolean trove_excerpt_init (TroveExcerpt *self, const TroveState *state, const TroveKey *keys, gsize n_keys,
                             GError **error);
void trove_excerpt_clear (TroveExcerpt *self);

static inline guint
trove_excerpt_n (const TroveExcerpt *self)
{
  return self->records->len;
}

static inline const TroveRecord *
trove_excerpt_get (const TroveExcerpt *self, guint index)
{
  return g_ptr_array_index (self->records, index);
}

/* The index of an object + 1; 0: it is not in the excerpt, or key is 0. */
static inline guint
trove_excerpt_find (const TroveExcerpt *self, TroveKey key)
{
  return key != 0 ? GPOINTER_TO_UINT (trove_id_map_get (&self->indices, key)) : 0;
}
