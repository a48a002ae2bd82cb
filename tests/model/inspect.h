/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A look at the library's private structs after each operation.
 *
 * The model is built twice. `model` and the fuzzer use the shared library and link inspect-none.c, which does nothing.
 * `core-model` uses the static library and links inspect-core.c, which checks every invariant of the core. */

#pragma once

#include <trove-glib/trove-glib.h>

/* An invariant that does not hold aborts the program: the child's death is the complaint. */
void inspect_arena (TroveArena *arena);
void inspect_snapshot (TroveSnapshot *snapshot);
