/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Trie: a persistent map from id to sub-arena. A node has up to 32 slots; empty slots take no memory, and a node with
 * one child is left out.
 *
 *   key 1024·level 1 ─ bitmap ─┬─ 32·level 0 ─ bitmap ─┬─ sub-arena 33      A trie is a tagged pointer: NULL, a node,
 *                              │                       └─ sub-arena 40      or (lowest bit set) a sub-arena alone.
 *                              └─ sub-arena 97 (alone in its 32)
 *
 * Nodes are reference-counted, shared between versions and never changed. A node owns references on its children.
 *
 * Invariants: a node has at least two children. Its key is the first id of its range, a multiple of 32^(level+1), with
 * the level in the lowest five bits. In the ids below slot s, bits 5·level … 5·level+4 are s. */

#pragma once

#include "sub.h"

typedef gpointer TroveTrie;

TroveTrie trove_trie_ref (TroveTrie trie);
void trove_trie_unref (TroveTrie trie); /* may clear elements */

/* The sub-arena of that id, or NULL. The trie keeps the sub-arena alive. Any thread. */
TroveSub *trove_trie_lookup (TroveTrie trie, guint64 id);

/* The functions with a result set *result to a new reference. FALSE: no memory. */

/* subs are in increasing order of id. */
gboolean trove_trie_build (TroveSub **subs, guint n, TroveTrie *result);
gboolean trove_trie_union (TroveTrie a, TroveTrie b, TroveTrie *result);

/* Makes a trie of all sub-arenas but those of n ids. The ids are in increasing order; ids that are not in the trie are
 * ignored. */
gboolean trove_trie_subtract (TroveTrie trie, const guint64 *ids, guint n, TroveTrie *result);

/* The position of the first of n ids, which are in increasing order, that is not below id; n if there is none. */
guint trove_ids_search (const guint64 *ids, guint n, guint64 id);

gsize trove_trie_n_overhead (TroveTrie trie); /* bytes of its nodes */

typedef void (*TroveSubFunc) (TroveSub *sub, gpointer data);

/* Walks what a set does not have: adds nodes and sub-arenas to it, and calls func for these sub-arenas. Returns the bytes of these nodes.
 * So several tries are walked once where they share nodes. */
gsize trove_trie_foreach_new (TroveTrie trie, GHashTable *seen, TroveSubFunc func, gpointer data);

/* Calls func in increasing order of id. */
void trove_trie_foreach (TroveTrie trie, TroveSubFunc func, gpointer data);

/* The same for the sub-arenas whose id is at least first. */
void trove_trie_foreach_from (TroveTrie trie, guint64 first, TroveSubFunc func, gpointer data);
