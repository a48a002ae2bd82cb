/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Dead: the sub-arenas that the view of a state has, and the state does not need any more. A view lets go of many at once, so
 * each version notes those that its view still has:
 *
 *   ids  │ 7 │ 12 │ 9 │ 31 │ … capacity
 *          version 40 {ids, 2}   version 41 {ids, 2}   version 42 {ids, 4}
 *
 * Versions that follow each other share an array, to which ids are appended. Appending to a part of an array that has more ids
 * copies it. */

#pragma once

#include <glib.h>

typedef struct _TroveDeadIds TroveDeadIds;

typedef struct
{
  TroveDeadIds *ids; /* NULL: none */
  guint n;
} TroveDead;

#define TROVE_DEAD_INIT                                                                                      \
  {                                                                                                          \
    NULL, 0                                                                                                  \
  }

/* The thread of the document. */
void trove_dead_append (TroveDead *self, guint64 id);
const guint64 *trove_dead_ids (const TroveDead *self);

void trove_dead_copy (const TroveDead *self, TroveDead *dest);

/* Any thread. */
void trove_dead_clear (TroveDead *self);
