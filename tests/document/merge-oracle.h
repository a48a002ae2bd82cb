/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merge oracle: what the merge of two versions is, told from the base and both sides object by object, property by property. A
 * difference aborts.
 *
 * The rules are those of trove_document_merge (). Where several of them meet, such as an object that returns and is moved, the
 * oracle asks for a conflict that names the object, and not which value it has. */

#pragma once

#include "picture.h"

typedef struct
{
  const Picture *base, *ours, *theirs;
  const Picture *merged;
  GListModel *conflicts; /* TroveMerge */
  gboolean is_wrong;     /* the rule for values is wrong on purpose */
} MergeCase;

void merge_oracle_check (const MergeCase *self);

/* TRUE if a list of references names an object twice: which of the two a side has removed cannot be told. */
gboolean merge_oracle_repeats (const MergeCase *self);

/* TRUE if all conflicts are of properties with one value, of objects that are in all three versions. */
gboolean merge_oracle_has_values_alone (const MergeCase *self);

/* The merge of the exchanged sides has the same conflicts of values, and none if this one has none. */
void merge_oracle_check_mirrored (const MergeCase *self, const MergeCase *mirrored);
