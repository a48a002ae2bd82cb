/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "change-set.h"

gboolean
trove_change_set_has (const TroveChangeSet *self, guint64 entry)
{
  guint from = 0, to = trove_change_set_n (self);

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (trove_change_set_get (self, middle) < entry)
        from = middle + 1;
      else
        to = middle;
    }
  return from < trove_change_set_n (self) && trove_change_set_get (self, from) == entry;
}

guint
trove_change_set_n_values (const TroveChangeSet *self, guint first)
{
  TroveKey key = trove_entry_key (trove_change_set_get (self, first));
  guint n = 1;

  while (first + n < trove_change_set_n (self) &&
         trove_entry_key (trove_change_set_get (self, first + n)) == key &&
         trove_entry_kind (trove_change_set_get (self, first + n)) == TROVE_ENTRY_SET)
    n++;
  return n;
}

TroveListRun
trove_change_set_run (const TroveChangeSet *self, guint64 entry, guint32 index, guint32 *n)
{
  TroveListRun run = trove_state_changes_runs (self->changes, entry, n)[index];

  return self->backwards ? (TroveListRun){ run.b, run.n_inserted, run.a, run.n_removed } : run;
}
