/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Every function of an arena that can fail, behind one signature, so that a test can try all of them. */

#pragma once

#include "fixtures.h"

G_BEGIN_DECLS

/* Of G_TYPE_INT64: value i is i, which is an integer and a double. */
extern const Fixture small_numbers;

/* The pools of a subject's arenas. */
enum
{
  SUBJECT_VALUES, /* of the fixture's type */
  SUBJECT_STRINGS,
  SUBJECT_UNUSED, /* of G_TYPE_DOUBLE */
  SUBJECT_N_POOLS,
};

/* The arguments of the calls. */
typedef struct
{
  const Fixture *fixture;
  TroveArena *arena;
  TroveArena *other;       /* empty, with the same pools */
  TroveSnapshot *snapshot; /* of other */
  TroveRef ref, next;      /* the fixture's values 10 and 11, own */
  TroveRef text;           /* own, in the pool of strings; the value 10 where the fixture is of strings */
  guint pool;              /* for calls that take a ref and a pool */
} Subject;

void subject_init (Subject *subject, const Fixture *fixture);
void subject_clear (Subject *subject);

/* The borrows that are in the way of a call. */
typedef enum
{
  CALL_IGNORES_BORROWS,
  CALL_READS,     /* the element: a mutable borrow of it */
  CALL_WRITES,    /* the element: any borrow of it */
  CALL_FREEZES,   /* a mutable borrow of any own element */
  CALL_TRANSFERS, /* any borrow of any own element */
} CallBorrows;

/* The part of the subject that a call needs beside the arena. */
typedef enum
{
  CALL_TAKES_REF = 1 << 0,    /* of an element */
  CALL_TAKES_POOL = 1 << 1,   /* beside the ref: that of the element */
  CALL_TAKES_TEXT = 1 << 2,   /* the ref of a string */
  CALL_NO_STRINGS = 1 << 3,   /* refused for any string */
  CALL_NUMBERS_ONLY = 1 << 4, /* for a subject of small_numbers */
} CallTakes;

typedef struct
{
  const char *name;
  /* TRUE, or FALSE with an error; then the arguments that are written to are as the documentation says. */
  gboolean (*run) (Subject *subject, GError **error);
  CallBorrows borrows;
  CallTakes takes;
} Call;

extern const Call calls[];
extern const guint n_calls;

/* The same of the subject's snapshot. Each takes a ref. */
extern const Call snapshot_calls[];
extern const guint n_snapshot_calls;

G_END_DECLS
