/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Referrers: the objects that refer to one object, and how often each does. Most objects have at most one reference:
 *
 *   0                    no references
 *   key × 2 + 1          one reference, by the object of that key
 *   address of a map     keys of the objects → number of their references
 *
 * Invariant: a map has two keys, or a number above 1. So the form follows from the references alone. */

#pragma once

#include "key-map.h"

typedef guint64 TroveReferrers;

static inline TroveKeyMap *
trove_referrers_map (TroveReferrers self)
{
  return (self & 1) == 0 ? (TroveKeyMap *) (guintptr) self : NULL;
}

/* Bytes of the blocks that adding or removing one reference takes. */
static inline gsize
trove_referrers_bytes (TroveReferrers self)
{
  return self == 0 ? 0 : trove_key_map_bytes (trove_referrers_map (self));
}

/* The number of references by an object. */
guint trove_referrers_count (TroveReferrers self, TroveKey key);

/* Adds or removes one reference by an object. The bytes are prepared. */
void trove_referrers_add (TroveCore *core, TroveReferrers *self, TroveKey key);
void trove_referrers_remove (TroveCore *core, TroveReferrers *self, TroveKey key);

/* Calls func with each object and the number of its references, in increasing order of the keys. func returns FALSE to stop;
 * then the function returns FALSE. */
gboolean trove_referrers_foreach (TroveReferrers self, TroveKeyMapFunc func, gpointer data);
