/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The world of the target `refs`: arenas and snapshots with some history, and a record of the elements that each holds.
 * The record gives the verdict on every ref: the expected result of a call. */

#pragma once

#include "refs-elements.h"

#define MAX_HOLDERS 6
#define MAX_GUARDS 6

/* The record of a sub-arena. */
typedef struct
{
  guint64 id;
  GArray **tokens; /* by pool, guint32; NULL: empty */
  guint n_pools;
} Record;

/* An arena or a snapshot. */
typedef struct
{
  TroveArena *arena; /* either arena or snapshot is set */
  TroveSnapshot *snapshot;
  GPtrArray *frozen; /* of Record */
  Record *own;       /* NULL: no element was appended yet */
  guint64 drawn;     /* id of the next own sub-arena, if it is drawn already, or 0 */
  TroveRef root;
  TroveReader reader;
  guint reader_pool;
  gboolean has_reader;
} Holder;

/* A borrow that is held for a while. */
typedef struct
{
  TroveBorrow *borrow;
  Record *record;
  TroveRef ref;
  gboolean mutable;
} Guard;

typedef struct
{
  const Kind *kinds; /* by pool; repeated if there are more pools than kinds */
  guint n_kinds;
  guint n_pools;
  Holder holders[MAX_HOLDERS];
  guint n_holders;
  Guard guards[MAX_GUARDS];
  guint n_guards;
  GPtrArray *records; /* all, also those of sub-arenas that no holder has any more */
  guint32 next_token;
} World;

void world_init (World *world, FuzzInput *input);

/* Checks every element of every holder, drops all holders, and checks that no element is left. */
void world_finish (World *world);

Kind world_kind (const World *world, guint pool);
Holder *world_holder (World *world, FuzzInput *input);

/* The holder that the input chooses, or NULL if it is a snapshot. */
Holder *world_arena (World *world, FuzzInput *input);

/* A valid ref, an almost valid one, or random bits. */
TroveRef world_ref (World *world, FuzzInput *input);

/* A ref into a holder's pool, most of the time. */
TroveRef world_ref_into (World *world, const Holder *holder, FuzzInput *input);

/* Reading the record */

/* NULL: the holder has no sub-arena of that id. */
Record *holder_find_record (const Holder *holder, guint64 id);
guint32 *holder_find (const World *world, const Holder *holder, const TroveRef *ref);
guint record_length (const Record *record, guint pool);
guint32 record_get (const Record *record, guint pool, guint index);
guint ref_pool (const TroveRef *ref);
guint64 ref_index (const TroveRef *ref);

/* The verdict on a ref alone: FUZZ_OK and the token, or TROVE_ERROR_INVALID_REF. */
int verdict_ref (const World *world, const Holder *holder, const TroveRef *ref, guint32 *token);

/* For calls that name the pool. */
int verdict_pool (const World *world, const Holder *holder, guint pool, const TroveRef *ref, guint32 *token);

/* The verdict of borrows on reading or changing an element: FUZZ_OK, or the error of a borrow that forbids it. */
int verdict_borrow (const World *world, const Holder *holder, const TroveRef *ref, gboolean changing);
gboolean holder_is_mutably_borrowed (const World *world, const Holder *holder);

/* Recording */

/* A new token. */
guint32 world_token (World *world);

/* Records an appended element, and checks that its ref is the next one. */
void record_append (World *world, Holder *holder, guint pool, guint32 token, const TroveRef *ref);

/* Records that the own sub-arena was frozen. */
void record_freeze (Holder *holder);

/* Adds a holder that has the sub-arenas of a and b. Takes over the arena or the snapshot. */
void world_add (World *world, TroveArena *arena, TroveSnapshot *snapshot, const Holder *a, const Holder *b);
void world_drop (World *world, guint index);
void world_add_guard (World *world, TroveBorrow *borrow, Record *record, const TroveRef *ref,
                      gboolean mutable);
void world_drop_guard (World *world, guint index);

/* Appends an element by GValue or by address. */
void holder_append (World *world, Holder *holder, guint pool);
