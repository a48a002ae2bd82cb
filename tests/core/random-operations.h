/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The operations of the random program: each does one thing to the library and to the model beside it. */

#pragma once

#include "random-world.h"

/* Random choices */

guint64 world_new_value (World *world);
gboolean world_one_in (World *world, guint n);

/* An arena that is there, or else a new one. */
Slot *world_random_arena (World *world);

gboolean world_is_mutably_borrowed (World *world, const Slot *slot);

/* random-values.c */

void random_append_one (World *world);
void random_append_many (World *world);
void random_get (World *world);
void random_set (World *world);
void random_get_mut (World *world);
void random_set_root (World *world);
void random_reserve_id (World *world);

void random_append (World *world, Slot *slot);

/* What stands in the way of a change, −1: nothing does. */
int random_expected_error (World *world, const Slot *slot, guint ref);

/* The arena changed a value, in place or in a copy: the number of the ref from now on. */
guint random_changed (World *world, Slot *slot, guint ref, const TroveRef *result, guint64 value);

void random_make_gvalue (GValue *gvalue, guint pool, guint64 value);
void random_write_element (gpointer address, guint pool, guint64 value);

/* random-borrows.c */

void random_borrow (World *world);
void random_borrow_mut (World *world);
void random_write_borrowed (World *world);
void random_release (World *world);
void random_transfer (World *world);
