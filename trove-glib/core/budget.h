/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Budget: the bytes that an arena may hold (the property max-bytes) and the bytes that it holds. budget may be NULL,
 * for no limit. Owner's thread, but for reading most. */

#pragma once

#include <glib.h>

typedef struct
{
  guint64 used; /* bytes; kept only where there is a limit */
  _Alignas(
      8) guint64 most; /* bytes, 0: no limit. Other threads read it, so it is aligned to 8 on 32 bits too */
} TroveBudget;

static inline gboolean
trove_budget_allows (const TroveBudget *budget, guint64 bytes)
{
  return budget == NULL || budget->most == 0 || bytes == 0 ||
         (budget->used <= budget->most && bytes <= budget->most - budget->used);
}

static inline void
trove_budget_take (TroveBudget *budget, guint64 bytes)
{
  if (budget != NULL && budget->most != 0)
    budget->used += bytes;
}
