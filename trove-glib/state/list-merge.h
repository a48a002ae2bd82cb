/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* List merge: finds the edits that bring the changes of their list into ours, item by item.
 *
 *   base      a b c d e
 *   ours      a b X c e           X inserted, d removed
 *   theirs    e a b Y c d         e moved, Y inserted
 *   merged    e a b X Y c         and the same from the other side
 *
 * An item that one side has removed, inserted or moved is so in the merged list. An item stands in a gap of the base's list: in front
 * of the item of base at which its side inserted it. What both sides have inserted into one gap stays together: the items of that
 * side come first whose keys are less, compared from the first one on. So both sides get the same list, without a clock.
 *
 * Where both sides have inserted the same item, or have moved it, into the same gap, it is there once. In two gaps, or if one side has
 * moved the item and the other has removed it, that is a conflict, and the item is as in our list.
 *
 * Time: of the items that differ. */

#pragma once

#include "sequence.h"

/* An item of our list that is removed, or one that is put in front of an item of our list. */
typedef struct
{
  guint32 position; /* in our list */
  guint32 order;    /* among the insertions at one position */
  TroveKey key;     /* to be inserted; 0: the item is removed */
} TroveListEdit;

/* The caller's part: which objects may come and go. Each function is called for changes of their list alone. */
typedef struct
{
  gboolean (*leaves) (TroveKey key, gpointer data);  /* the item was removed, or moved */
  gboolean (*arrives) (TroveKey key, gpointer data); /* the item was inserted, or moved */
  gboolean (*returns) (TroveKey key,
                       gpointer data); /* the item is in base and theirs, and ours has lost it; NULL: none */
  void (*conflict) (TroveKey key, gpointer data);
  gpointer data;
} TroveListMergeFuncs;

/* Returns the edits (TroveListEdit), in the order of our list, or NULL: no memory. */
GArray *trove_list_merge (const TroveSequenceNode *base, const TroveSequenceNode *ours,
                          const TroveSequenceNode *theirs, const TroveListMergeFuncs *funcs);

/* Returns the edits that put the items of base back into a list that has lost them, for which is_back () is TRUE, or NULL: no memory. */
GArray *trove_list_merge_back (const TroveSequenceNode *base, const TroveSequenceNode *list,
                               gboolean (*is_back) (TroveKey key, gpointer data), gpointer data);
