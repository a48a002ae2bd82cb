/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-record.h"

#include <string.h>

void
check_record (const CheckHolder *holder, const TroveRecord *record)
{
  const char *start = (const char *) record, *end = start + (gsize) record->size * 8;
  const TroveClass *klass = record->klass;
  gboolean owns = klass->has_owned_memory;

  check_place (holder, record->place, record, (gsize) record->size * 8);
  g_assert_cmpuint (record->content, <=, record->place);
  for (guint i = 0; i < klass->strings.n; i++)
    {
      const char *string =
          *(const char **) ((char *) trove_record_data (record) + klass->strings.at[i].offset);
      gboolean interned = klass->fields[klass->strings.at[i].field].interned;

      if (string == NULL)
        continue;
      g_assert_true ((string >= start && string < end) ==
                     (!interned && strlen (string) < TROVE_RECORD_SHORT));
      if (interned)
        g_assert_true (string == g_intern_string (string));
      owns = owns || (!interned && strlen (string) >= TROVE_RECORD_SHORT);
    }
  g_assert_true (record->has_link == owns);
}
