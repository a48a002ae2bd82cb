/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The table of element types: every operation is tried over every one of them. */

#pragma once

#include "test-types.h"
#include "test-util.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  GType (*type) (void);
  GValue (*make) (guint64 i); /* the i-th value of the type; the caller unsets it */
  gboolean cheap;             /* a test can afford 10^5 of them */
} Fixture;

extern const Fixture fixtures[];
extern const guint n_fixtures;

/* Numbers of elements at the edges of rows, ended by G_MAXUINT. The last number is for cheap types alone. */
extern const guint row_edges[];
gboolean fits_fixture (const Fixture *fixture, guint n);

/* Whether values are equal; objects, boxed values and params are compared by content. */
gboolean test_value_equal (const GValue *a, const GValue *b);

/* The value equals the fixture's i-th one. */
#define assert_fixture_value(fixture, value, i) assert_fixture_value_at (G_STRLOC, (fixture), (value), (i))
void assert_fixture_value_at (const char *where, const Fixture *fixture, const GValue *value, guint64 i);

/* Appends n of the fixture's values from first on. Returns the array of their refs, which the caller frees. */
TroveRef *append_fixture (TroveArena *arena, const Fixture *fixture, guint64 first, guint n);

/* Every ref reads its value. */
void assert_arena_reads (const char *where, TroveArena *arena, const Fixture *fixture, const TroveRef *refs,
                         guint64 first, guint n);
void assert_snapshot_reads (const char *where, TroveSnapshot *snapshot, const Fixture *fixture,
                            const TroveRef *refs, guint64 first, guint n);

/* Adds a test for each fixture, as PATH/NAME OF THE FIXTURE. */
void add_fixture_tests (const char *path, void (*test) (gconstpointer fixture));

G_END_DECLS
