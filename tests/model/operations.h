/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Operations: each does one thing to the library and to the model beside it. */

#pragma once

#include "world.h"

/* As it lies in a program. What a member means is up to the operation; 0 is the simplest choice of all. */
typedef struct
{
  guint8 code;
  guint8 slot;
  guint8 ref;
  guint8 other;
  guint8 value;
  guint8 extra;
} Operation;

/* Choices */

/* An arena: that of the slot or the next that has one, or else a new one. */
Slot *choose_arena (World *world, const Operation *op);
Slot *choose_snapshot (World *world, const Operation *op); /* NULL: there is none */
Slot *choose_source (World *world, const Operation *op);   /* either */

/* A slot that is none of these two, emptied. */
Slot *choose_place (World *world, const Operation *op, const Slot *not_a, const Slot *not_b);
guint choose_pool (const Slot *slot, const Operation *op);

/* A ref that was given out, or one that was not; the null ref where there is none yet. */
TroveRef choose_ref (World *world, const Operation *op);
TroveRef choose_real_ref (World *world, guint8 which);

/* The pool of a ref in an arena, or sometimes another. */
guint choose_pool_of (const Slot *slot, const Operation *op, const TroveRef *ref);

Value choose_value (World *world, const Operation *op, ElementType type);
Value choose_gvalue (World *world, const Operation *op); /* of a type that a GValue holds */
gboolean is_full (World *world);

/* operations-append.c */
void op_new (World *world, const Operation *op);
void op_append (World *world, const Operation *op);
void op_append_to (World *world, const Operation *op);
void op_append_raw (World *world, const Operation *op);
void op_append_many (World *world, const Operation *op);
void op_append_string (World *world, const Operation *op);
void op_append_values (World *world, const Operation *op);
void op_append_numbers (World *world, const Operation *op);
void op_append_bytes (World *world, const Operation *op);
void op_append_again (World *world, const Operation *op);

/* operations-read.c: in arenas and snapshots */
void op_get (World *world, const Operation *op);
void op_get_raw (World *world, const Operation *op);
void op_get_string (World *world, const Operation *op);
void op_get_many (World *world, const Operation *op);
void op_read_numbers (World *world, const Operation *op);
void op_read_bytes (World *world, const Operation *op);
void op_open_reader (World *world, const Operation *op);
void op_read (World *world, const Operation *op);

/* operations-change.c */
void op_set (World *world, const Operation *op);
void op_set_again (World *world, const Operation *op);
void op_set_string (World *world, const Operation *op);
void op_get_mut (World *world, const Operation *op);
void op_walk (World *world, const Operation *op);
void op_append_into (World *world, const Operation *op);
void op_arm (World *world, const Operation *op);

/* operations-borrow.c */
void op_borrow (World *world, const Operation *op);
void op_borrow_mut (World *world, const Operation *op);
void op_borrow_many (World *world, const Operation *op);
void op_borrow_ref (World *world, const Operation *op);
void op_borrow_get (World *world, const Operation *op);
void op_borrow_set (World *world, const Operation *op);
void op_release (World *world, const Operation *op);

/* operations-version.c */
void op_clone (World *world, const Operation *op);
void op_snapshot (World *world, const Operation *op);
void op_branch (World *world, const Operation *op);
void op_merge (World *world, const Operation *op);
void op_absorb (World *world, const Operation *op);
void op_revert (World *world, const Operation *op);
void op_collect (World *world, const Operation *op);
void op_drop (World *world, const Operation *op);
void op_set_root (World *world, const Operation *op);
void op_transfer (World *world, const Operation *op);
void op_limit (World *world, const Operation *op);
void op_clear_context (World *world, const Operation *op);
void op_skip_ids (World *world, const Operation *op);

/* operations-look.c */
void op_reserve_id (World *world, const Operation *op);
void op_look (World *world, const Operation *op);
void op_look_at_sub (World *world, const Operation *op);
void op_hold_sub (World *world, const Operation *op);
void op_hold_row (World *world, const Operation *op);
void op_usage (World *world, const Operation *op);
void op_ref_functions (World *world, const Operation *op);
void op_to_string (World *world, const Operation *op);
