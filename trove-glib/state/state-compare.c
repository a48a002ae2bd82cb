/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "state-compare.h"

#include "sequence-compare.h"

typedef struct
{
  TroveStateCompareFunc func;
  gpointer data;
} Compare;

static gboolean
all_lists_equal (const TroveRecord *a, const TroveRecord *b)
{
  for (guint i = 0; i < a->klass->lists.n; i++)
    if (!trove_sequence_equal (a->lists[i], b->lists[i]))
      return FALSE;
  return TRUE;
}

static gboolean
records_equal (const TroveRecord *a, const TroveRecord *b)
{
  return a->owner == b->owner && a->owner_field == b->owner_field && a->klass == b->klass &&
         trove_class_equal (a->klass, trove_record_data (a), trove_record_data (b)) && all_lists_equal (a, b);
}

static gboolean
compare_records (guint64 key, guintptr a, guintptr b, gpointer data)
{
  const Compare *compare = data;
  const TroveRecord *in_a = (const TroveRecord *) a, *in_b = (const TroveRecord *) b;

  if (in_a != NULL && in_b != NULL && (in_a->content == in_b->content || records_equal (in_a, in_b)))
    return TRUE;
  return compare->func (key, in_a, in_b, compare->data);
}

gboolean
trove_state_compare (const TroveState *a, const TroveState *b, TroveStateCompareFunc func, gpointer data)
{
  Compare compare = { func, data };

  return trove_key_map_compare (a->objects, b->objects, compare_records, &compare);
}

static gboolean
stop_at_object (TroveKey key, const TroveRecord *a, const TroveRecord *b, gpointer data)
{
  return FALSE;
}

gboolean
trove_state_equal (const TroveState *a, const TroveState *b)
{
  return a->root == b->root && trove_state_compare (a, b, stop_at_object, NULL);
}
