/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Blocks: of every size, over versions, branches and failing memory; and the sub-arenas that clear them. */

#include "check-core.h"
#include "failing-memory.h"
#include "test-support.h"

/* A block of the tests: its size, and a byte that fills it. */
typedef struct
{
  guint64 size;
  guint8 bytes[];
} Block;

static guint n_cleared;

/* A block that is to be cleared begins with the address of the next one. */
static void
clear_blocks (gpointer block)
{
  for (; block != NULL; block = *(gpointer *) block)
    n_cleared++;
}

static void
clear_later (TroveCore *core, gpointer block)
{
  *(gpointer *) block = trove_core_clear_later (core, block);
}

static void
core_init_blocks (TroveCore *core)
{
  trove_core_init (core, trove_schema_new_of_blocks (clear_blocks));
}

static Block *
carve (TroveCore *core, gsize size, guint8 fill)
{
  Block *block = trove_core_carve_block (core, size);

  g_assert_cmpuint ((guintptr) block % 8, ==, 0);
  block->size = size;
  memset (block->bytes, fill, size - sizeof *block);
  return block;
}

static void
check_block (const Block *block, gsize size, guint8 fill)
{
  g_assert_cmpuint (block->size, ==, size);
  for (gsize i = 0; i < size - sizeof *block; i++)
    g_assert_cmpuint (block->bytes[i], ==, fill);
}

static void
freeze (TroveCore *core)
{
  g_assert_true (trove_core_freeze (core, NULL));
  g_assert_cmpuint (trove_core_own_id (core), ==, 0);
  check_core (core);
}

/* Blocks of 8 bytes to 64 KiB, each prepared alone. */
static void
test_sizes (void)
{
  TroveCore core;

  core_init_blocks (&core);
  for (gsize size = 8; size <= 65536; size += size < 512 ? 8 : 1016)
    {
      Block *block;

      g_assert_true (trove_core_prepare_blocks (&core, size, NULL));
      block = carve (&core, size, (guint8) size);
      check_block (block, size, (guint8) size);
      check_core (&core);
    }
  trove_core_clear (&core);
}

/* Several blocks of one preparation: together they are as large as it, in whatever pieces. */
static void
test_prepared (void)
{
  TestRandom random;
  TroveCore core;

  test_random_init (&random);
  core_init_blocks (&core);
  for (guint round = 0; round < test_count (20000, 500); round++)
    {
      gsize left = 8 * (1 + test_random_below (&random, 700));

      g_assert_true (trove_core_prepare_blocks (&core, left, NULL));
      failing_memory_start (FAILING_REST, 0); /* carving asks for none */
      while (left > 0)
        {
          gsize size = 8 * (1 + test_random_below (&random, left / 8));

          carve (&core, size, 1);
          left -= size;
          if (test_random_below (&random, 4) == 0)
            break;
        }
      failing_memory_stop ();
      if (round % 16 == 0)
        check_core (&core);
      if (test_random_below (&random, 8) == 0)
        freeze (&core);
    }
  trove_core_clear (&core);
}

/* Versions and clones share blocks, which stay as they were and go with the last holder. */
static void
test_versions (void)
{
  enum
  {
    N = 64
  };
  g_autofree const Block **blocks = g_new (const Block *, N *N);
  TroveCore cores[N];
  TestRandom random;
  guint n = 0;

  test_random_init (&random);
  core_init_blocks (&cores[0]);
  for (guint i = 0; i < N; i++)
    {
      for (guint j = 0; j < N; j++, n++)
        {
          gsize size = 8 * (1 + (i * N + j) % 97);

          g_assert_true (trove_core_prepare_blocks (&cores[i], size, NULL));
          blocks[n] = carve (&cores[i], size, (guint8) n);
          if (j % 7 == i % 7)
            freeze (&cores[i]);
        }
      freeze (&cores[i]);
      if (i + 1 < N)
        {
          trove_core_init (&cores[i + 1], trove_schema_ref (cores[i].schema));
          trove_core_start_clone (&cores[i + 1], &cores[i]);
        }
    }

  /* The last core holds the blocks of all. */
  for (guint i = 0; i + 1 < N; i++)
    trove_core_clear (&cores[i]);
  check_core (&cores[N - 1]);
  for (n = 0; n < N * N; n++)
    check_block (blocks[n], 8 * (1 + n % 97), (guint8) n);
  trove_core_clear (&cores[N - 1]);
}

/* The blocks that ask for it are cleared, each once. */
static void
test_clear (void)
{
  TroveCore core;

  n_cleared = 0;
  core_init_blocks (&core);
  for (guint version = 0; version < 20; version++)
    {
      for (guint i = 0; i < 300; i++)
        {
          g_assert_true (trove_core_prepare_blocks (&core, 72, NULL));
          carve (&core, 64, 0);
          if (version % 2 == 0 && i % 3 == 0)
            clear_later (&core, trove_core_carve_block (&core, 8));
        }
      freeze (&core);
    }
  g_assert_cmpuint (n_cleared, ==, 0);
  trove_core_clear (&core);
  g_assert_cmpuint (n_cleared, ==, 10 * 100);
}

/* An own sub-arena that is dropped, and one without a block. */
static void
test_revert (void)
{
  TroveView before;
  TroveCore core;

  n_cleared = 0;
  core_init_blocks (&core);
  g_assert_true (trove_core_prepare_blocks (&core, 64, NULL));
  freeze (&core);
  g_assert_null (trove_view_last (&core.view));

  g_assert_true (trove_core_prepare_blocks (&core, 64, NULL));
  carve (&core, 64, 1);
  freeze (&core);
  trove_view_copy (&core.view, &before);
  for (guint i = 0; i < 1000; i++)
    {
      g_assert_true (trove_core_prepare_blocks (&core, 4096, NULL));
      clear_later (&core, carve (&core, 4096, 1));
      g_assert_true (trove_core_revert (&core, &before, NULL));
      check_core (&core);
      g_assert_cmpuint (n_cleared, ==, i + 1);
    }
  trove_view_clear (&before);
  trove_core_clear (&core);
}

/* The last block gives its end back. */
static void
test_shrink (void)
{
  Block *first, *second;
  TroveCore core;

  core_init_blocks (&core);
  g_assert_true (trove_core_prepare_blocks (&core, 256, NULL));
  first = carve (&core, 128, 1);
  trove_core_shrink_block (&core, first, 128, 64);
  second = carve (&core, 64, 2);
  g_assert_true ((char *) second == (char *) first + 64);
  trove_core_shrink_block (&core, first, 64, 32); /* it is not the last */
  g_assert_true ((char *) carve (&core, 64, 3) == (char *) second + 64);
  first->size = 64;
  g_assert_cmpuint (core.own->blocks.n_bytes, ==, 192);
  check_core (&core);
  trove_core_clear (&core);
}

/* Each allocation of a preparation fails in turn: nothing is changed, and the next one succeeds. */
static void
test_no_memory (void)
{
  for (FailingMode mode = FAILING_ONE; mode <= FAILING_REST; mode++)
    {
      TroveCore core;

      core_init_blocks (&core);
      for (gsize size = 8; size < 40000; size = size * 3 / 8 * 8)
        for (guint number = 0;; number++)
          {
            g_autoptr (GError) error = NULL;
            guint64 n_bytes = core.own != NULL ? core.own->blocks.n_bytes : 0;
            gboolean done;

            failing_memory_start (mode, number);
            done = trove_core_prepare_blocks (&core, size, &error);
            failing_memory_stop ();
            check_core (&core);
            if (done)
              {
                carve (&core, size, 1);
                break;
              }
            g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
            g_assert_cmpuint (core.own != NULL ? core.own->blocks.n_bytes : 0, ==, n_bytes);
          }
      trove_core_clear (&core);
    }
}

/* Blocks are measured as elements, each once. */
static void
test_usage (void)
{
  TroveUsage usage = { 0 };
  TroveCore core;

  core_init_blocks (&core);
  for (guint i = 0; i < 1000; i++)
    {
      g_assert_true (trove_core_prepare_blocks (&core, 240, NULL));
      carve (&core, 240, 1);
      if (i % 10 == 0)
        freeze (&core);
    }
  trove_core_measure (&core, &usage);
  check_sums (&usage);
  g_assert_cmpuint (usage.elements, ==, 240 * 1000);
  g_assert_cmpuint (usage.room, ==, 0);
  g_assert_cmpuint (usage.total, <, 300 * 1000);
  trove_core_clear (&core);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blocks/sizes", test_sizes);
  g_test_add_func ("/blocks/prepared", test_prepared);
  g_test_add_func ("/blocks/versions", test_versions);
  g_test_add_func ("/blocks/clear", test_clear);
  g_test_add_func ("/blocks/revert", test_revert);
  g_test_add_func ("/blocks/shrink", test_shrink);
  g_test_add_func ("/blocks/no-memory", test_no_memory);
  g_test_add_func ("/blocks/usage", test_usage);
  return g_test_run ();
}
