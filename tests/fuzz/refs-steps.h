/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The steps of the target `refs` that take a ref. Each step calls the library and compares the result with the
 * verdict. */

#pragma once

#include "refs-world.h"

/* refs-values.c: one element */
void step_get (World *world, FuzzInput *input);
void step_set (World *world, FuzzInput *input);
void step_borrow (World *world, FuzzInput *input);
void step_borrow_mut (World *world, FuzzInput *input);
void step_use_guard (World *world, FuzzInput *input);
void step_contains (World *world, FuzzInput *input);
void step_root (World *world, FuzzInput *input);

/* refs-raw.c: addresses, and many elements */
void step_get_raw (World *world, FuzzInput *input);
void step_get_mut_raw (World *world, FuzzInput *input);
void step_get_many (World *world, FuzzInput *input);
void step_get_string (World *world, FuzzInput *input);
void step_reader (World *world, FuzzInput *input);
void step_read (World *world, FuzzInput *input);

/* refs-text.c: texts of refs, sub-arenas */
void step_map (World *world, FuzzInput *input);
void step_sub_arena (World *world, FuzzInput *input);
void step_row (World *world, FuzzInput *input);
void step_parse (World *world, FuzzInput *input);
void step_equal (World *world, FuzzInput *input);
