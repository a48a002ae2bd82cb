/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Cores for tests of the layers. The caller clears each core with trove_core_clear(). */

#pragma once

#include "core/core.h"

void core_init (TroveCore *core, const TroveElementInfo *infos, guint n);
void core_init_type (TroveCore *core, GType type);

/* One pool of anonymous structs of that size. */
void core_init_size (TroveCore *core, gsize size);

/* A clone: freezes other, and shares its schema and its frozen sub-arenas. */
void core_init_clone (TroveCore *core, TroveCore *other);

/* Freezes the own sub-arena; the invariants hold afterwards. */
void core_freeze (TroveCore *core);

/* Pool 0 holds 64-bit integers. */
TroveRef core_append_int (TroveCore *core, gint64 value);
void core_assert_int (TroveCore *core, const TroveRef *ref, gint64 value);

/* Appends n elements whose bytes are 0. Returns the ref of the last one, or the null ref if n is 0. */
TroveRef core_append_zeros (TroveCore *core, guint pool, guint64 n);

/* Zeros, as many bytes as the largest element has: 64 KiB. */
extern const guint64 core_zeros[64 * 1024 / 8];

/* Appends a string to pool 0. Returns the bytes that it takes, with its pointer. */
guint64 core_append_string (TroveCore *core, const char *bytes, gsize length);
