/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Functions that the tests of the public API share. */

#pragma once

#include <string.h>
#include <trove-glib/trove-glib.h>

G_BEGIN_DECLS

/* TROVE_TEST_QUICK is in the environment: valgrind or a sanitizer runs. */
gboolean test_quick (void);

/* The error is of TROVE_ERROR with that code, and its message has all of the texts. It is cleared. */
#define assert_trove_error(error, code, ...)                                                                 \
  assert_trove_error_at (G_STRLOC, &(error), (code), __VA_ARGS__, NULL)
void assert_trove_error_at (const char *where, GError **error, int code, ...) G_GNUC_NULL_TERMINATED;

#define assert_ref_equal(a, b) assert_ref_equal_at (G_STRLOC, (a), (b))
void assert_ref_equal_at (const char *where, const TroveRef *a, const TroveRef *b);

/* Frees the ref, which must not be NULL, and returns its value. */
TroveRef ref_of (TroveRef *ref);

/* Frees the ref and returns whether it was not NULL. */
gboolean freed_ref (TroveRef *ref);

/* {id, pool:index} */
TroveRef ref_at (guint64 id, guint pool, guint64 index);

/* "id:pool:index", in a buffer that the fourth call from here overwrites. */
const char *ref_text (const TroveRef *ref);

/* A number as text, likewise. */
const char *id_text (guint64 id);

/* Integers, in a pool of G_TYPE_INT64; nothing may fail. */
TroveRef put_int (TroveArena *arena, guint pool, gint64 number);
gint64 get_int (TroveArena *arena, const TroveRef *ref);
gint64 snapshot_get_int (TroveSnapshot *snapshot, const TroveRef *ref);
TroveRef set_int (TroveArena *arena, const TroveRef *ref, gint64 number);

/* Strings, in pool 0. */
TroveRef put_string (TroveArena *arena, const char *string);
TroveRef set_string (TroveArena *arena, const TroveRef *ref, const char *string);

/* Freezes the own sub-arena: the arena's elements do not change from then on. */
void freeze (TroveArena *arena);

/* The arena goes back to the snapshot; nothing may fail. */
void revert (TroveArena *arena, TroveSnapshot *snapshot);

/* Whether the arena reads the ref; nothing may fail. */
gboolean holds (TroveArena *arena, const TroveRef *ref);

/* The sub-arena of that id, which the arena must hold. */
TroveSubArena *sub_of (TroveArena *arena, guint64 id);

/* The memory of the arena. The numbers are checked against each other; take_usage () frees the usage. */
TroveUsage take_usage (TroveUsage *usage);
TroveUsage usage_of (TroveArena *arena);
#define assert_same_usage(a, b) g_assert_cmpmem (&(a), sizeof (a), &(b), sizeof (b))

/* TroveArena:max-bytes is the limit. */
void assert_max_bytes (TroveArena *arena, guint64 limit);

/* The chunks take no more than the limit, up to the allocator's rounding. Beside the chunks a version takes
 * little: its entry in the view, and the tables of its pools, rows and borrows. */
void assert_within (TroveArena *arena, guint64 limit, guint n_versions, guint n_pools);

/* Frees a value as trove_arena_get () gives it. */
typedef GValue TestValue;
void test_value_free (TestValue *value);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestValue, test_value_free)

GValue int64_value (gint64 number);
GValue int_value (int number);
GValue double_value (double number);
GValue string_value (const char *string);
GValue object_value (gpointer object);                /* of the object's own type */
GValue boxed_value (GType type, gconstpointer boxed); /* a copy */

/* Calls the function on a thread of its own and waits for it. */
void on_other_thread (void (*func) (gpointer data), gpointer data);

/* The next critical message of the library matches the pattern. */
#define expect_critical(pattern) g_test_expect_message ("Trove", G_LOG_LEVEL_CRITICAL, pattern)

G_END_DECLS
