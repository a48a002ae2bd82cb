/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The memory of versions that are edited in branches is at most half as much again as without branches. */

#ifdef HAVE_MALLINFO2
#include <malloc.h>
#endif

#include "check-arena.h"
#include "test-util.h"

#define MAX_POOLS 16
#define TEXT "something to do, number 12345"

typedef struct
{
  guint pools;
  gsize size; /* of an element */
  gboolean string;
} Kind;

static const Kind kinds[] = {
  { 1, 32, FALSE },  { 1, 32, TRUE },  { 1, 256, FALSE }, { 1, 256, TRUE }, { 5, 32, FALSE }, { 5, 32, TRUE },
  { 5, 256, FALSE }, { 5, 256, TRUE }, { 4, 64, FALSE },  { 4, 64, TRUE },  { 16, 8, FALSE }, { 16, 8, TRUE },
};

typedef enum
{
  NO_BRANCH,
  DROPPED,  /* each branch's arena is dropped when the next is made */
  KEPT,     /* the arenas are kept, with an empty own sub-arena */
  REVERTED, /* one arena that goes back to its last snapshot */
  N_WAYS,
} Way;

/* An arena whose versions each change one element of each pool, and may append a string. */
typedef struct
{
  const Kind *kind;
  TroveArena *arena;
  TroveSnapshot *snapshot;
  TroveRef refs[MAX_POOLS];
  GPtrArray *kept; /* TroveArena */
} Document;

static void
document_init (Document *document, const Kind *kind)
{
  TroveElementInfo infos[MAX_POOLS + 1] = { { 0 } };
  g_autofree char *zeros = g_malloc0 (kind->size);

  for (guint i = 0; i < kind->pools; i++)
    infos[i] = (TroveElementInfo){ .size = kind->size, .alignment = 8 };
  infos[kind->pools] = (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  *document = (Document){ .kind = kind, .kept = g_ptr_array_new_with_free_func (g_object_unref) };
  document->arena = trove_arena_new_with_infos (infos, kind->pools + (kind->string ? 1 : 0));
  for (guint i = 0; i < kind->pools; i++)
    g_assert_true (trove_arena_append_raw (document->arena, i, zeros, &document->refs[i], NULL));
  document->snapshot = trove_arena_snapshot (document->arena, NULL);
}

static void
document_clear (Document *document)
{
  trove_snapshot_unref (document->snapshot);
  g_object_unref (document->arena);
  g_ptr_array_unref (document->kept);
}

static void
document_branch (Document *document, Way way)
{
  if (way == REVERTED)
    {
      g_assert_true (trove_arena_revert (document->arena, document->snapshot, NULL));
      return;
    }

  if (way == KEPT)
    g_ptr_array_add (document->kept, document->arena);
  else
    g_object_unref (document->arena);
  document->arena = trove_snapshot_branch (document->snapshot);
}

static void
document_edit (Document *document)
{
  const Kind *kind = document->kind;

  for (guint i = 0; i < kind->pools; i++)
    g_assert_nonnull (trove_arena_get_mut_raw (document->arena, i, &document->refs[i], NULL));
  if (kind->string)
    g_assert_true (trove_arena_append_string (document->arena, kind->pools, TEXT, -1, NULL, NULL));
  trove_snapshot_unref (document->snapshot);
  document->snapshot = trove_arena_snapshot (document->arena, NULL);
}

/* The bytes of so many versions, as the arena measures them. */
static guint64
bytes_of (const Kind *kind, Way way, guint every, guint n)
{
  Document document;
  guint64 bytes;

  document_init (&document, kind);
  bytes = usage_of (document.arena).total;
  for (guint i = 0; i < n; i++)
    {
      if (way != NO_BRANCH && i % every == 0)
        document_branch (&document, way);
      document_edit (&document);
    }
  bytes = usage_of (document.arena).total - bytes;
  check_arena (document.arena);
  document_clear (&document);
  return bytes;
}

static void
test_usage (void)
{
  guint n = test_quick () ? 100 : 1000;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      guint64 alone = bytes_of (&kinds[i], NO_BRANCH, 1, n);

      for (Way way = DROPPED; way < N_WAYS; way++)
        for (guint every = 1; every <= 50; every *= 5)
          {
            guint64 bytes = bytes_of (&kinds[i], way, every, n);

            g_test_message ("%u pools of %u bytes%s, way %u, a branch every %u: %.2f times the bytes",
                            kinds[i].pools, (guint) kinds[i].size, kinds[i].string ? ", a string" : "", way,
                            every, (double) bytes / (double) alone);
            g_assert_cmpuint (2 * bytes, <=, 3 * alone);
          }
    }
}

/* The same as counted by the allocator, with all arenas kept, without the arenas themselves. */

static guint64
given_out (void)
{
#ifdef HAVE_MALLINFO2
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

/* The bytes of branches to which nothing is appended. */
static guint64
bytes_of_idle (const Kind *kind, guint n)
{
  Document document;
  guint64 bytes;

  document_init (&document, kind);
  bytes = given_out ();
  for (guint i = 0; i < n; i++)
    document_branch (&document, KEPT);
  bytes = given_out () - bytes;
  document_clear (&document);
  return bytes;
}

static guint64
bytes_given_out (const Kind *kind, Way way, guint n)
{
  Document document;
  guint64 bytes;

  document_init (&document, kind);
  bytes = given_out ();
  for (guint i = 0; i < n; i++)
    {
      if (way != NO_BRANCH)
        document_branch (&document, way);
      document_edit (&document);
    }
  bytes = given_out () - bytes;
  document_clear (&document);
  return bytes;
}

static void
test_given_out (void)
{
  const guint n = 1000;

  if (test_quick () || given_out () == 0)
    {
      g_test_skip ("the allocator does not say what it has given out");
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      guint64 alone = bytes_given_out (&kinds[i], NO_BRANCH, n);
      guint64 idle = bytes_of_idle (&kinds[i], n);
      guint64 kept = bytes_given_out (&kinds[i], KEPT, n);

      g_test_message ("%u pools of %u bytes%s: %.2f times the bytes, and %u for each arena that is kept",
                      kinds[i].pools, (guint) kinds[i].size, kinds[i].string ? ", a string" : "",
                      (double) (kept - idle) / (double) alone, (guint) (idle / n));
      g_assert_cmpuint (2 * (kept - idle), <=, 3 * alone);
      g_assert_cmpuint (2 * bytes_given_out (&kinds[i], DROPPED, n), <=, 3 * alone);
    }
}

/* Arenas that are edited by turns have a chunk each, which their next version goes on with. */
static void
test_at_once (void)
{
  TroveArena *arenas[20];
  Document document;
  guint64 before, after;

  document_init (&document, &kinds[2]);
  for (guint i = 0; i < G_N_ELEMENTS (arenas); i++)
    {
      arenas[i] = trove_snapshot_branch (document.snapshot);
      g_assert_true (trove_arena_append_raw (arenas[i], 0, (guint8[256]){ 0 }, NULL, NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (arenas); i++)
    freeze (arenas[i]);
  before = given_out ();
  for (guint round = 0; round < 5; round++)
    for (guint i = 0; i < G_N_ELEMENTS (arenas); i++)
      {
        g_assert_true (trove_arena_append_raw (arenas[i], 0, (guint8[256]){ 0 }, NULL, NULL));
        freeze (arenas[i]);
      }
  after = given_out ();
  if (!test_quick () && before != 0)
    g_assert_cmpuint (after - before, <, 100 * 500 + 80000); /* and one chunk */
  for (guint i = 0; i < G_N_ELEMENTS (arenas); i++)
    {
      check_arena (arenas[i]);
      g_object_unref (arenas[i]);
    }
  document_clear (&document);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/branches/usage", test_usage);
  g_test_add_func ("/branches/given-out", test_given_out);
  g_test_add_func ("/branches/at-once", test_at_once);
  return g_test_run ();
}
