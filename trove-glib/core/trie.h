/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Trie: a persistent map from id to sub-arena, 32-way, popcount- and path-compressed.
 *
 *   key 1024·level 1 ─ bitmap ─┬─ 32·level 0 ─ bitmap ─┬─ sub-arena 33      A trie is a tagged pointer: NULL, a node,
 *                              │                       └─ sub-arena 40      or (lowest bit set) a sub-arena alone.
 *                              └─ sub-arena 97 (alone in its 32)
 *
 * Nodes are counted, shared between versions and never changed once made; they own their children. Invariants: a node
 * has at least two children; its key is the first id it could hold, a multiple of 32^(level+1), with the level in the
 * lowest five bits; the child in slot s has its id's bits 5·level … 5·level+4 equal to s. */

#pragma once

#include "sub.h"

typedef gpointer TroveTrie;

TroveTrie trove_trie_ref (TroveTrie trie);
void trove_trie_unref (TroveTrie trie); /* may clear elements */

/* NULL when the id is not in it. */
TroveSub *trove_trie_lookup (TroveTrie trie, guint64 id);

/* Both give a new reference in *result; FALSE: no memory. The subs are in increasing order of id. */
gboolean trove_trie_build (TroveSub **subs, guint n, TroveTrie *result);
gboolean trove_trie_union (TroveTrie a, TroveTrie b, TroveTrie *result);

/* The trie without some ids, which are in increasing order and need not be in it. FALSE: no memory. */
gboolean trove_trie_subtract (TroveTrie trie, const guint64 *ids, guint n, TroveTrie *result);

/* The first of n ids in increasing order that is not below id; n where there is none. */
guint trove_ids_search (const guint64 *ids, guint n, guint64 id);

gsize trove_trie_n_overhead (TroveTrie trie); /* bytes of its nodes */

typedef void (*TroveSubFunc) (TroveSub *sub, gpointer data);

/* In increasing order of id. */
void trove_trie_foreach (TroveTrie trie, TroveSubFunc func, gpointer data);
