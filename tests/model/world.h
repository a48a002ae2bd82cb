/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* World: arenas and snapshots, and beside each what it should read: every value that it has, copied wherever the library
 * shares.
 *
 * Every ref that was ever made has a number; what an arena should read is a table by that number. A difference is not
 * asserted but noted: the program ends then. */

#pragma once

#include "elements.h"
#include "program.h"

#define N_SLOTS 8
#define MAX_POOLS 12
#define MAX_BORROWS 16
#define MAX_READERS 4
#define MAX_HELD 4
#define MAX_REFS 3000 /* nothing is appended past them, or a little */

/* The pools of an arena. */
typedef struct
{
  guint n_pools;
  ElementType types[MAX_POOLS];
} Kind;

extern const Kind kinds[];
extern const guint n_kinds;

typedef struct
{
  const Kind *kind;
  TroveArena *arena; /* one of the two, or neither */
  TroveSnapshot *snapshot;
  GArray *values;             /* Value, by the number of the ref; what is behind its end is not there */
  guint64 own_id;             /* 0: not known to be drawn */
  guint64 lengths[MAX_POOLS]; /* of the own sub-arena */
  TroveRef root;
  guint64 max_bytes;  /* 0: nothing is refused */
  guint64 most_bytes; /* that it may hold: the limit, or what it held already; 0: not known */
} Slot;

typedef struct
{
  TroveBorrow *guard; /* on the heap, or stack below; NULL: none */
  TroveBorrow stack;
  guint n_refs; /* on a guard on the heap */
  TroveRef ref;
  ElementType type;
  gboolean mutable, released;
  Value value;
} Borrowed;

/* A reader, which reads on what its slot has. */
typedef struct
{
  TroveReader reader;
  Slot *slot; /* NULL: none */
  guint pool;
} Reading;

/* Bytes of a row, which outlive their arena. */
typedef struct
{
  GBytes *row; /* NULL: none */
  GBytes *copy;
} Held;

/* A frozen sub-arena, which outlives its arena, and all that it has. */
typedef struct
{
  TroveSubArena *sub; /* NULL: none */
  GArray *contents;   /* HeldValue */
} HeldSub;

typedef struct
{
  guint pool;
  guint64 index;
  gboolean typed; /* else it cannot be read */
  Value value;
} HeldValue;

typedef struct
{
  TroveRef ref;
  guint number;
  gconstpointer address; /* where it was first seen; NULL: not yet */
} NumberedRef;

typedef struct
{
  const ProgramOptions *options;
  char *complaint;     /* what differed; NULL: nothing so far */
  GPtrArray *refs;     /* NumberedRef, by number */
  GHashTable *numbers; /* the same, by ref */
  GHashTable *ids;     /* of all sub-arenas seen: guint64 */
  Slot slots[N_SLOTS];
  Borrowed borrows[MAX_BORROWS];
  Reading readings[MAX_READERS];
  Held held[MAX_HELD];
  HeldSub held_subs[MAX_HELD];
  guint n_skipped;       /* ids */
  GMainContext *context; /* where some arenas clear their elements */
  /* What is to happen in the next call that copies: */
  gboolean armed, fails; /* a copy fails, or else one calls back */
  gboolean begun;        /* the call is being made */
  guint64 fail_after;    /* copies that still succeed */
  guint hook_action;
  Slot *hook_slot; /* what is called back into; NULL: nothing */
  gboolean in_hook;
} World;

/* Calls a public function, and notes that it was. */
#define CALL(function)                                                                                       \
  (*({                                                                                                       \
    static gboolean noted;                                                                                   \
    if (G_UNLIKELY (!noted))                                                                                 \
      {                                                                                                      \
        noted = TRUE;                                                                                        \
        program_note_call (#function);                                                                       \
      }                                                                                                      \
    &function;                                                                                               \
  }))

void world_init (World *world, const ProgramOptions *options);

/* Drops everything: nothing may be left. */
void world_clear (World *world);

/* Notes what differed; the first is kept. FALSE. */
gboolean complain (World *world, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean complain_if (World *world, char *difference, const char *where,
                      const Value *expected); /* takes difference, if any */

/* Writes to the trace what is done. */
void say (World *world, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Before and after a call of the library on an arena, in which what is armed happens; world_expect() ends one too. */
void world_begin_call (World *world, Slot *slot);
void world_end_call (World *world);

/* Whether a call had the result that it should; expected: an error's code, −1: it succeeds. slot: whose limit may
 * make it fail all the same. TRUE: it should succeed and did. */
gboolean world_expect (World *world, const Slot *slot, int expected, gboolean done, const GError *error);

/* Slots */

guint slot_index (World *world, const Slot *slot);
void slot_drop (World *world, Slot *slot);
void slot_set_arena (Slot *slot, const Kind *kind, TroveArena *arena);
void slot_set_snapshot (Slot *slot, const Kind *kind, TroveSnapshot *snapshot);
void slot_copy_values (Slot *slot, const Slot *from);
void slot_add_values (Slot *slot, const Slot *from);
void slot_end_readings (World *world, const Slot *slot);
void slot_freeze (Slot *slot); /* it has no own sub-arena any more */
ElementType slot_type (const Slot *slot, guint pool);

/* What it should read through a ref; NULL: nothing. */
const Value *slot_value_at (const Slot *slot, guint number);
const Value *slot_value (World *world, const Slot *slot, const TroveRef *ref);
gboolean slot_is_own (const Slot *slot, const TroveRef *ref);
void slot_set_value (Slot *slot, guint number, const Value *value);

/* The arena appended a value, or changed one: in place, or else in a copy. */
void slot_appended (World *world, Slot *slot, const TroveRef *ref, guint pool, const Value *value);
void slot_changed (World *world, Slot *slot, const TroveRef *ref, const TroveRef *result, const Value *value);

/* What stands in the way: an error's code, −1: nothing does. */
int slot_read_error (World *world, const Slot *slot, guint pool, const TroveRef *ref);
int slot_get_error (World *world, const Slot *slot, const TroveRef *ref);
int slot_change_error (World *world, const Slot *slot, const TroveRef *ref);
int slot_freeze_error (World *world, const Slot *slot);

/* Borrows of the own sub-arena's elements; NULL: of any. */
guint slot_n_borrows (World *world, const Slot *slot, const TroveRef *ref, gboolean mutable);

/* The ref's number, −1: nobody made it. */
int world_number (World *world, const TroveRef *ref);
guint world_n_refs (World *world);
const TroveRef *world_ref (World *world, guint number);

void held_sub_clear (HeldSub *held);

/* An id that is the own sub-arena's from then on: it is new, and above all that the arena holds. */
void world_new_id (World *world, const Slot *slot, guint64 id);

/* Called from copy and clear functions, where that was armed; program.c. */
void world_call_back (World *world, Slot *slot, gboolean in_copy);

/* world-check.c: looks at everything through every arena and snapshot. */
void world_check_slot (World *world, Slot *slot);
void world_check (World *world);
