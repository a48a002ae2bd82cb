/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What versions cost, and that the cost does not grow with their number: asserted of bytes and allocations, which are
 * the same on every machine. Times are printed. */

#include <malloc.h>

#include "trove-snapshot-private.h"
#include "check-core.h"
#include "failing-memory.h"
#include "test-support.h"

typedef struct
{
  guint64 words[4];
} Element; /* 32 bytes */

/* Bytes that the allocator has given out, with what it needs itself. */
static guint64
bytes_in_use (void)
{
#ifdef HAVE_MALLINFO2
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

/* What a part of a run asked for. */
typedef struct
{
  guint64 n_requests, n_bytes;
  gint64 time; /* µs */
} Part;

static void
part_begin (Part *part)
{
  part->time = g_get_monotonic_time ();
  failing_memory_start (FAILING_NONE, 0);
}

static void
part_end (Part *part, const char *what, guint n)
{
  part->n_requests = failing_memory_n_requests ();
  part->n_bytes = failing_memory_n_bytes ();
  failing_memory_stop ();
  part->time = g_get_monotonic_time () - part->time;
  g_test_message ("%s: %.2f allocations, %.0f bytes, %.0f ns each", what, (double) part->n_requests / n,
                  (double) part->n_bytes / n, (double) part->time * 1000 / n);
}

/* A later part takes no more than one and a half times what an earlier one took. */
static void
assert_no_growth (const Part *earlier, const Part *later)
{
  g_assert_cmpuint (earlier->n_requests, >, 0);
  g_assert_cmpuint (2 * later->n_requests, <=, 3 * earlier->n_requests);
  g_assert_cmpuint (2 * later->n_bytes, <=, 3 * earlier->n_bytes);
}

static TroveArena *
new_arena (void)
{
  const TroveElementInfo info = TROVE_ELEMENT (Element);

  return trove_arena_new_with_infos (&info, 1);
}

/* Kept snapshots, each after one edit */

typedef struct
{
  TroveArena *arena;
  TestRandom random;
  TroveRef *refs;
  guint n_refs;
  TroveSnapshot **snapshots;
  guint n_snapshots;
} Document;

static void
document_load (Document *document, guint n, guint most_snapshots)
{
  test_random_init (&document->random);
  document->arena = new_arena ();
  document->refs = g_new (TroveRef, n);
  document->n_refs = n;
  document->snapshots = g_new (TroveSnapshot *, most_snapshots);
  document->n_snapshots = 0;
  for (guint i = 0; i < n; i++)
    {
      const Element element = { { i } };

      g_assert_true (trove_arena_append_raw (document->arena, 0, &element, &document->refs[i], NULL));
    }
}

static void
document_edit (Document *document, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint at = (guint) test_random_below (&document->random, document->n_refs);
      Element *element = trove_arena_get_mut_raw (document->arena, 0, &document->refs[at], NULL);

      g_assert_nonnull (element);
      element->words[3]++;
      document->snapshots[document->n_snapshots++] = trove_arena_snapshot (document->arena, NULL);
    }
}

static void
document_clear (Document *document)
{
  gint64 start;

  check_core (&document->arena->core);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < document->n_snapshots; i++)
    trove_snapshot_unref (document->snapshots[i]);
  g_object_unref (document->arena);
  g_test_message ("dropped in %.1f ms", (double) (g_get_monotonic_time () - start) / 1000);
  g_free (document->refs);
  g_free (document->snapshots);
}

static void
test_snapshots (void)
{
  const guint n = test_count (100000, 10000), part = 1000;
  Document document;
  Part middle, last;
  guint64 before, bytes;

  document_load (&document, test_count (1000000, 20000), n);
  before = bytes_in_use ();
  document_edit (&document, n / 2 - part); /* the first lie in what the document's last row left */
  part_begin (&middle);
  document_edit (&document, part);
  part_end (&middle, "a thousand in the middle", part);
  document_edit (&document, n - n / 2 - part);
  part_begin (&last);
  document_edit (&document, part);
  part_end (&last, "last thousand", part);
  bytes = bytes_in_use () - before;

  g_test_message ("%u snapshots kept: %.1f bytes each", n, (double) bytes / n);
  assert_no_growth (&middle, &last);
  if (before > 0 && !test_is_watched ())
    g_assert_cmpuint (bytes, <=, (guint64) 320 * n);
  document_clear (&document);
}

/* Dropping each snapshot before the next is taken: the versions that nobody holds go. */
static void
test_dropped_snapshots (void)
{
  const guint n = test_count (100000, 5000);
  Document document;
  guint64 before, bytes;

  document_load (&document, 1000, 1);
  document_edit (&document, 1);
  before = bytes_in_use ();
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TroveArena) branch = trove_snapshot_branch (document.snapshots[0]);
      TroveRef ref = document.refs[i % 1000];

      g_assert_nonnull (trove_arena_get_mut_raw (branch, 0, &ref, NULL));
      trove_snapshot_unref (trove_arena_snapshot (branch, NULL));
    }
  bytes = bytes_in_use ();
  bytes = bytes > before ? bytes - before : 0;
  g_test_message ("%u branches dropped: %" G_GUINT64_FORMAT " bytes left", n, bytes);
  if (!test_is_watched ())
    g_assert_cmpuint (bytes, <=, 64 * 1024);
  document_clear (&document);
}

/* Branches */

static void
append_one (TroveArena *arena, TroveRef *ref)
{
  const Element element = { { 1, 2, 3, 4 } };

  g_assert_true (trove_arena_append_raw (arena, 0, &element, ref, NULL));
}

/* Each the branch of the one before, which goes on as well. */
static void
nest (TroveArena **arenas, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    {
      g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (arenas[i - 1], NULL);

      arenas[i] = trove_snapshot_branch (snapshot);
      append_one (arenas[i], NULL);
      append_one (arenas[i - 1], NULL);
      trove_snapshot_unref (trove_arena_snapshot (arenas[i - 1], NULL));
    }
}

static void
test_nested_branches (void)
{
  const guint n = 1000, quarter = n / 4;
  TroveArena *arenas[1001];
  Part second, last;

  arenas[0] = new_arena ();
  append_one (arenas[0], NULL);
  nest (arenas, 1, quarter);
  part_begin (&second);
  nest (arenas, quarter, 2 * quarter);
  part_end (&second, "second quarter", quarter);
  nest (arenas, 2 * quarter, 3 * quarter);
  part_begin (&last);
  nest (arenas, 3 * quarter, n);
  part_end (&last, "last quarter", quarter);
  assert_no_growth (&second, &last);

  for (guint i = 0; i < n; i++)
    {
      /* What an arena wrote after it was branched off is its alone. */
      g_assert_cmpuint (trove_arena_get_n_elements (arenas[i], NULL), ==, i + (i < n - 1 ? 2 : 1));
      if (i % 100 == 0)
        check_core (&arenas[i]->core);
    }
  for (guint i = 0; i < n; i++)
    g_object_unref (arenas[i]);
}

/* Branch, write on both sides, merge back. */
static TroveArena *
round_trips (TroveArena *trunk, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      TroveArena *branch = trove_arena_clone (trunk, NULL);

      append_one (trunk, NULL);
      append_one (branch, NULL);
      if (i % 2)
        g_assert_true (trove_arena_absorb (trunk, branch, NULL));
      else
        {
          TroveArena *merged = trove_arena_merge (trunk, branch, NULL);

          g_object_unref (trunk);
          trunk = merged;
        }
      g_object_unref (branch);
    }
  return trunk;
}

static void
test_merge_back (void)
{
  const guint n = test_count (4000, 1000), quarter = n / 4;
  TroveArena *trunk = new_arena ();
  Part second, last;

  append_one (trunk, NULL);
  trunk = round_trips (trunk, quarter);
  part_begin (&second);
  trunk = round_trips (trunk, quarter);
  part_end (&second, "second quarter", quarter);
  trunk = round_trips (trunk, quarter);
  part_begin (&last);
  trunk = round_trips (trunk, quarter);
  part_end (&last, "last quarter", quarter);

  assert_no_growth (&second, &last);
  g_assert_cmpuint (trove_arena_get_n_elements (trunk, NULL), ==, 1 + 2 * n);
  check_core (&trunk->core);
  g_object_unref (trunk);
}

/* 512 branches of one arena, each written to in turn, then merged one after the other. */
static void
test_interleaved (void)
{
  const guint n = 512, n_rounds = test_count (8, 3);
  g_autoptr (TroveArena) trunk = new_arena ();
  TroveArena *branches[512];
  Part first, second;

  append_one (trunk, NULL);
  for (guint i = 0; i < n; i++)
    branches[i] = trove_arena_clone (trunk, NULL);
  for (guint round = 0; round < n_rounds; round++)
    for (guint i = 0; i < n; i++)
      {
        append_one (branches[i], NULL);
        trove_snapshot_unref (trove_arena_snapshot (branches[i], NULL));
      }

  part_begin (&first);
  for (guint i = 0; i < n / 2; i++)
    g_assert_true (trove_arena_absorb (trunk, branches[i], NULL));
  part_end (&first, "first half", n / 2);
  part_begin (&second);
  for (guint i = n / 2; i < n; i++)
    g_assert_true (trove_arena_absorb (trunk, branches[i], NULL));
  part_end (&second, "second half", n / 2);

  /* Each merge copies the paths to what it brings, in nodes that have filled up. */
  g_assert_cmpuint (second.n_bytes, <=, 2 * first.n_bytes);
  g_assert_cmpuint (trove_arena_get_n_elements (trunk, NULL), ==, 1 + n * n_rounds);
  check_core (&trunk->core);
  for (guint i = 0; i < n; i++)
    g_object_unref (branches[i]);
}

/* No per-element overhead: an element takes its size, but for the unused part of the last row. */
static void
test_elements (void)
{
  const guint n = trove_row_start (test_count (15, 10)); /* rows filled to the end */
  g_autoptr (TroveArena) arena = new_arena ();
  guint64 before = bytes_in_use (), bytes;

  for (guint i = 0; i < n; i++)
    append_one (arena, NULL);
  bytes = bytes_in_use () - before;
  g_test_message ("%u elements of 32 bytes: %.2f bytes each", n, (double) bytes / n);
  if (before > 0 && !test_is_watched ())
    g_assert_cmpuint (bytes, <=, 32 * n + n / 4 + 8192);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shape/snapshots", test_snapshots);
  g_test_add_func ("/shape/dropped-snapshots", test_dropped_snapshots);
  g_test_add_func ("/shape/nested-branches", test_nested_branches);
  g_test_add_func ("/shape/merge-back", test_merge_back);
  g_test_add_func ("/shape/interleaved", test_interleaved);
  g_test_add_func ("/shape/elements", test_elements);
  return g_test_run ();
}
