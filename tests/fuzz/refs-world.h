/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The world of the target `refs`: arenas and snapshots with some history, and beside them a plain record of what each
 * holds, by which every ref is judged. */

#pragma once

#include "refs-elements.h"

#define MAX_HOLDERS 6
#define MAX_GUARDS 6

/* A sub-arena, on record. */
typedef struct
{
  guint64 id;
  GArray **tokens; /* by pool, guint32; NULL: empty */
  guint n_pools;
} Record;

/* An arena or a snapshot. */
typedef struct
{
  TroveArena *arena; /* one of the two */
  TroveSnapshot *snapshot;
  GPtrArray *frozen; /* Record */
  Record *own;       /* NULL: nothing was appended yet */
  guint64 drawn;     /* the id that the next own one must have, or 0 */
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
  const Kind *kinds; /* by pool, over and over where it has fewer than there are pools */
  guint n_kinds;
  guint n_pools;
  Holder holders[MAX_HOLDERS];
  guint n_holders;
  Guard guards[MAX_GUARDS];
  guint n_guards;
  GPtrArray *records; /* all there ever were, whether they are still held or not */
  guint32 next_token;
} World;

void world_init (World *world, FuzzInput *input);

/* Every element of every holder is what it should be; then all is dropped, and nothing is left. */
void world_finish (World *world);

Kind world_kind (const World *world, guint pool);
Holder *world_holder (World *world, FuzzInput *input);

/* NULL where the next holder is a snapshot. */
Holder *world_arena (World *world, FuzzInput *input);

/* A ref that is right, almost right, or anything. */
TroveRef world_ref (World *world, FuzzInput *input);

/* A ref into a holder's pool, most of the time. */
TroveRef world_ref_into (World *world, const Holder *holder, FuzzInput *input);

/* What the record says */
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

/* Whether a borrow stands in the way: of reading, or else of changing. */
int verdict_borrow (const World *world, const Holder *holder, const TroveRef *ref, gboolean changing);
gboolean holder_is_mutably_borrowed (const World *world, const Holder *holder);

/* What happened, put on record */
guint32 world_token (World *world);

/* An element was appended to the arena: the ref must be the next one. */
void record_append (World *world, Holder *holder, guint pool, guint32 token, const TroveRef *ref);

/* The arena's own sub-arena was frozen. */
void record_freeze (Holder *holder);

/* A holder more, that reads what the others read; arena or snapshot is taken over. */
void world_add (World *world, TroveArena *arena, TroveSnapshot *snapshot, const Holder *a, const Holder *b);
void world_drop (World *world, guint index);
void world_add_guard (World *world, TroveBorrow *borrow, Record *record, const TroveRef *ref,
                      gboolean mutable);
void world_drop_guard (World *world, guint index);

/* Appends an element by GValue or by address. */
void holder_append (World *world, Holder *holder, guint pool);
