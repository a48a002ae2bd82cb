/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sequences: random programs against an array, over versions that are read again, with every invariant checked after every
 * step. Compiled a second time with four slots a node. */

#include "check-sequence.h"
#include "test-support.h"

#define FULL_LEAF ((guint32) TROVE_SEQUENCE_LEAF)

/* Reading */

static void
check_reads (const Document *document, guint32 index)
{
  const TroveKey *run;
  guint32 n;

  if (document->keys->len == 0)
    return;

  g_assert_cmpuint (trove_sequence_get (document->sequence, index), ==,
                    g_array_index (document->keys, TroveKey, index));
  run = trove_sequence_run (document->sequence, index, &n);
  g_assert_cmpuint (n, >=, 1);
  g_assert_cmpuint (n, <=, document->keys->len - index);
  g_assert_cmpmem (run, n * sizeof *run, &g_array_index (document->keys, TroveKey, index), n * sizeof *run);
}

/* From run to run, all keys are passed. */
static void
check_runs (const Document *document)
{
  guint32 n_runs = 0;

  for (guint32 i = 0, n; i < document->keys->len; i += n)
    {
      check_reads (document, i);
      trove_sequence_run (document->sequence, i, &n);
      n_runs++;
    }
  g_assert_cmpuint (n_runs, <=, document->keys->len / (FULL_LEAF / 2) + 1);
}

/* Random programs */

typedef struct
{
  Document document;
  Version versions[12];
  TestRandom *random;
  guint64 next_key;
  guint grow;  /* of 100 changes of the length, the insertions */
  guint where; /* of 4 changes, those at the place of the last one, and the next behind it */
  guint32 last;
} Program;

static guint32
below (Program *program, guint32 n)
{
  return (guint32) test_random_below (program->random, n);
}

/* An index that is at most limit: often an end, or near the last one. */
static guint32
random_index (Program *program, guint32 limit)
{
  if (below (program, 4) < program->where)
    program->last = MIN (program->last + 1, limit);
  else if (below (program, 5) == 0)
    program->last = below (program, 2) * limit;
  else
    program->last = below (program, limit + 1);
  return program->last;
}

static void
change (Program *program)
{
  Document *document = &program->document;
  guint32 length = document->keys->len;
  guint kind = below (program, 100);

  if (length > 0 && kind < 10)
    document_set (document, random_index (program, length - 1), program->next_key++);
  else if (length > 0 && kind < 20)
    document_move (document, random_index (program, length - 1), random_index (program, length - 1));
  else if (length == 0 || below (program, 100) < program->grow)
    document_insert (document, random_index (program, length), program->next_key++);
  else
    document_remove (document, random_index (program, length - 1));
}

static void
take_or_revert (Program *program)
{
  Version *version = &program->versions[below (program, G_N_ELEMENTS (program->versions))];

  if (version->keys != NULL && below (program, 4) == 0)
    {
      document_revert (&program->document, version);
      return;
    }
  version_clear (version);
  document_take_version (&program->document, version);
}

static void
check_versions (const Program *program)
{
  for (guint i = 0; i < G_N_ELEMENTS (program->versions); i++)
    if (program->versions[i].keys != NULL)
      version_check (&program->versions[i]);
}

/* own: of 10 steps, those after which no version is taken. */
static void
run_program (TestRandom *random, guint n_steps, guint own)
{
  Program program = { .random = random, .next_key = 1, .grow = 70 };

  document_init (&program.document);
  for (guint step = 0; step < n_steps; step++)
    {
      if (below (&program, 150) == 0)
        {
          program.grow = 20 + below (&program, 70);
          program.where = below (&program, 5);
        }
      if (below (&program, 300) == 0)
        document_build (&program.document, program.next_key, below (&program, 20 * FULL_LEAF));

      change (&program);
      document_check (&program.document);
      if (program.document.keys->len > 0)
        check_reads (&program.document, below (&program, program.document.keys->len));
      if (below (&program, 10) >= own)
        take_or_revert (&program);
      if (step % 32 == 0)
        check_versions (&program);
    }

  check_runs (&program.document);
  check_versions (&program);
  for (guint i = 0; i < G_N_ELEMENTS (program.versions); i++)
    version_clear (&program.versions[i]);
  document_clear (&program.document);
}

/* Short programs first, so that a mistake is found in a short one. */
static void
test_random_programs (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint n_steps = 8; n_steps <= 4096; n_steps *= 8)
    for (guint i = 0; i < test_count (32 * 4096 / n_steps, 2 * 4096 / n_steps); i++)
      run_program (&random, n_steps, i % 11);
}

/* Shapes */

static void
test_empty (void)
{
  Document document;

  document_init (&document);
  g_assert_cmpuint (trove_sequence_length (NULL), ==, 0);
  g_assert_cmpuint (trove_sequence_build_bytes (0), ==, 0);
  g_assert_null (trove_sequence_build (&document.core, NULL, 0));

  document_insert (&document, 0, 7);
  document_check (&document);
  g_assert_cmpuint (document_n_bytes (&document), ==, 32);
  g_assert_cmpuint (document_remove (&document, 0), ==, 7);
  g_assert_null (document.sequence);
  document_clear (&document);
}

/* Every length to three levels, built, and in a small list without a slot too many. */
static void
test_build (void)
{
  const guint32 two_levels = FULL_LEAF * TROVE_SEQUENCE_INNER;
  Document document;

  document_init (&document);
  for (guint32 n = 0; n <= two_levels + 3 * FULL_LEAF; n++)
    {
      guint64 used = document_n_bytes (&document);

      document_build (&document, 1, n);
      document_check (&document);
      used = document_n_bytes (&document) - used;
      if (n > 0 && n <= FULL_LEAF)
        g_assert_cmpuint (used, ==, 24 + 8 * n);
    }
  g_assert_cmpuint (document.sequence->level, ==, 2);
  check_runs (&document);

  document_build (&document, 1, two_levels);
  g_assert_cmpuint (document.sequence->level, ==, 1);
  document_clear (&document);
}

/* A list that grows at its end by a version each has the nodes of one that was built, and removing goes back. */
static void
test_append (void)
{
  const guint32 n = 4 * FULL_LEAF * TROVE_SEQUENCE_INNER;
  Document document;

  document_init (&document);
  for (guint32 i = 0; i < n; i++)
    {
      document_insert (&document, i, i + 1);
      document_check (&document);
      if (i % 3 == 0)
        g_assert_true (trove_core_freeze (&document.core, NULL));
    }
  for (guint32 i = 0; i < n; i += FULL_LEAF)
    {
      guint32 n_run;

      trove_sequence_run (document.sequence, i, &n_run);
      g_assert_cmpuint (n_run, ==, FULL_LEAF);
    }

  while (document.keys->len > 0)
    {
      document_remove (&document, document.keys->len - 1);
      document_check (&document);
    }
  document_clear (&document);
}

/* Removing from the front joins nodes on every level. */
static void
test_remove_front (void)
{
  Document document;

  document_init (&document);
  document_build (&document, 1, 3 * FULL_LEAF * TROVE_SEQUENCE_INNER);
  while (document.keys->len > 0)
    {
      document_remove (&document, 0);
      document_check (&document);
    }
  document_clear (&document);
}

/* A version of a short list costs a node of just its keys; keys that follow in the same version are in place. */
static void
test_short (void)
{
  Document document;

  document_init (&document);
  for (guint32 i = 0; i < FULL_LEAF; i++)
    {
      document_insert (&document, i / 2, i + 1);
      g_assert_cmpuint (document_n_bytes (&document), ==, 24 + 8 * (i + 1));
      g_assert_cmpuint (document.sequence->capacity, ==, i + 1);
      document_set (&document, i, i + 2);
      g_assert_cmpuint (document_n_bytes (&document), ==, 24 + 8 * (i + 1));
      g_assert_true (trove_core_freeze (&document.core, NULL));
    }
  g_assert_cmpuint (document.sequence->level, ==, 0);
  document_insert (&document, 1, 1000);
  g_assert_cmpuint (document.sequence->level, ==, 1);
  g_assert_cmpuint (document.sequence->capacity, ==, 2);
  document_check (&document);
  document_clear (&document);

  /* All in one version: the blocks that grew are no more than three times as large as the last one. */
  document_init (&document);
  for (guint32 i = 0; i < FULL_LEAF; i++)
    document_insert (&document, i, i + 1);
  g_assert_cmpuint (document_n_bytes (&document), <=, 3 * (24 + 8 * FULL_LEAF));
  document_clear (&document);
}

/* A change copies the way to a leaf and shares all other nodes. */
static void
test_sharing (void)
{
  const guint32 n = FULL_LEAF * TROVE_SEQUENCE_INNER;
  TroveSequenceNode *before, *after;
  Document document;

  document_init (&document);
  document_build (&document, 1, n);
  g_assert_true (trove_core_freeze (&document.core, NULL));
  before = document.sequence;

  document_set (&document, n / 2, 77);
  after = document.sequence;
  g_assert_false (trove_sequence_same (before, after));
  for (guint i = 0; i < before->n; i++)
    g_assert_true ((trove_sequence_children (before)[i] == trove_sequence_children (after)[i]) ==
                   (i != before->n / 2));
  document_set (&document, n / 2, 78);
  g_assert_true (document.sequence == after);
  document_clear (&document);
}

/* The halves of a node have the same content, but are not the same; a node that only moved is. */
static void
test_same (void)
{
  TroveSequenceNode *left, *right;
  TroveSequenceNode moved;
  Document document;

  document_init (&document);
  document_build (&document, 1, FULL_LEAF);
  document_insert (&document, 1, 1000);
  left = trove_sequence_children (document.sequence)[0];
  right = trove_sequence_children (document.sequence)[1];
  g_assert_cmpuint (left->content, ==, right->content);
  g_assert_false (trove_sequence_same (left, right));
  moved = *left;
  moved.place++;
  g_assert_true (trove_sequence_same (left, &moved));
  document_clear (&document);
}

/* Many keys */

static void
test_million (void)
{
  const guint32 n = test_count (FULL_LEAF == 4 ? 50000 : 1000000, 20000);
  const guint n_versions = test_count (2000, 200);
  g_autofree Version *versions = g_new0 (Version, n_versions / 100);
  Document document;
  TestRandom random;

  test_random_init (&random);
  document_init (&document);
  document_build (&document, 1, n);
  g_assert_cmpuint (document_n_bytes (&document), <=, (FULL_LEAF == 4 ? 21 : 10) * (guint64) n);
  g_assert_true (trove_core_freeze (&document.core, NULL));
  for (guint i = 0; i < n_versions; i++)
    {
      if (i % 2 == 0)
        document_insert (&document, (guint32) test_random_below (&random, document.keys->len), n + 1 + i);
      else
        document_remove (&document, (guint32) test_random_below (&random, document.keys->len));
      /* The way to a leaf, with at most as many nodes as there are levels. */
      g_assert_cmpuint (document_n_bytes (&document), <=, 2500);
      if (i % 100 == 99)
        document_take_version (&document, &versions[i / 100]);
      else
        g_assert_true (trove_core_freeze (&document.core, NULL));
    }

  document_check (&document);
  check_runs (&document);
  for (guint i = 0; i < n_versions / 100; i++)
    {
      version_check (&versions[i]);
      version_clear (&versions[i]);
    }
  document_clear (&document);
}

/* Keys that come one at a time take hardly more than those that are built. */
static void
test_grow (void)
{
  const guint32 n = test_count (FULL_LEAF == 4 ? 50000 : 1000000, 20000);
  Document document;

  document_init (&document);
  for (guint32 i = 0; i < n; i++)
    document_insert (&document, i, i + 1);
  g_assert_cmpuint (document_n_bytes (&document), <=, trove_sequence_build_bytes (n) + 3000);
  document_check (&document);
  document_clear (&document);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sequence/empty", test_empty);
  g_test_add_func ("/sequence/build", test_build);
  g_test_add_func ("/sequence/append", test_append);
  g_test_add_func ("/sequence/remove-front", test_remove_front);
  g_test_add_func ("/sequence/short", test_short);
  g_test_add_func ("/sequence/sharing", test_sharing);
  g_test_add_func ("/sequence/same", test_same);
  g_test_add_func ("/sequence/random", test_random_programs);
  g_test_add_func ("/sequence/million", test_million);
  g_test_add_func ("/sequence/grow", test_grow);
  return g_test_run ();
}
