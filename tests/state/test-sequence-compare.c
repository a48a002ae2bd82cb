/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Comparing sequences: the script makes one version of the other, is no longer than the edits between them, and visits few
 * nodes. The source is included, so that visits are counted. Compiled a second time with four slots a node. */

#include <glib.h>

static guint64 n_visits;

#define TROVE_SEQUENCE_VISIT(node) n_visits++

#include "state/sequence-compare.c"

#include "check-sequence.h"
#include "failing-memory.h"
#include "test-support.h"

#define FULL_LEAF ((guint32) TROVE_SEQUENCE_LEAF)

typedef struct
{
  const GArray *a, *b;
  guint32 at_a, at_b; /* behind the last run */
  guint32 n_calls;
  guint64 n_keys; /* removed and inserted */
  guint32 stop;   /* the call that returns FALSE */
} Check;

/* Keys that no run has are equal. */
static void
pass_equal (Check *check, guint32 a, guint32 b)
{
  g_assert_cmpuint (a, >=, check->at_a);
  g_assert_cmpuint (a - check->at_a, ==, b - check->at_b);
  if (a > check->at_a)
    g_assert_cmpmem (&g_array_index (check->a, TroveKey, check->at_a), (a - check->at_a) * sizeof (TroveKey),
                     &g_array_index (check->b, TroveKey, check->at_b), (b - check->at_b) * sizeof (TroveKey));
}

static gboolean
check_edit (guint32 a, guint32 n_removed, guint32 b, guint32 n_inserted, gpointer data)
{
  Check *check = data;

  g_assert_cmpuint (n_removed + n_inserted, >, 0);
  if (check->n_calls > 0)
    g_assert_cmpuint (a, >, check->at_a);
  pass_equal (check, a, b);
  check->at_a = a + n_removed;
  check->at_b = b + n_inserted;
  check->n_keys += n_removed + n_inserted;
  return ++check->n_calls != check->stop;
}

static Check
check_compare (const Version *a, const Version *b)
{
  Check check = { .a = a->keys, .b = b->keys };

  n_visits = 0;
  g_assert_true (trove_sequence_compare (a->sequence, b->sequence, check_edit, &check));
  pass_equal (&check, a->keys->len, b->keys->len);
  return check;
}

/* Random programs */

typedef struct
{
  Version version;
  guint64 n_edits; /* keys that were removed and inserted so far */
  guint branch;    /* how often the document went back */
} Point;

typedef struct
{
  Document document;
  Point points[6];
  guint64 n_edits;
  guint branch;
  TestRandom *random;
  guint64 n_keys; /* different ones, 0: each is there once */
  guint64 next_key;
  guint grow;
} Program;

static guint32
below (Program *program, guint32 n)
{
  return (guint32) test_random_below (program->random, n);
}

static TroveKey
new_key (Program *program)
{
  return program->n_keys > 0 ? 1 + test_random_below (program->random, program->n_keys) : program->next_key++;
}

static void
change (Program *program)
{
  Document *document = &program->document;
  guint32 length = document->keys->len;
  guint kind = below (program, 100);

  if (length > 0 && kind < 10)
    {
      document_set (document, below (program, length), new_key (program));
      program->n_edits += 2;
    }
  else if (length > 0 && kind < 25)
    {
      document_move (document, below (program, length), below (program, length));
      program->n_edits += 2;
    }
  else if (length == 0 || below (program, 100) < program->grow)
    {
      document_insert (document, below (program, length + 1), new_key (program));
      program->n_edits++;
    }
  else
    {
      document_remove (document, below (program, length));
      program->n_edits++;
    }
}

static void
compare_point (const Program *program, const Point *point, const Version *now)
{
  Check forth, back;

  if (point->version.keys == NULL)
    return;

  forth = check_compare (&point->version, now);
  back = check_compare (now, &point->version);
  if (program->n_keys == 0 && point->branch == program->branch)
    {
      g_assert_cmpuint (forth.n_keys, <=, program->n_edits - point->n_edits);
      g_assert_cmpuint (back.n_keys, <=, program->n_edits - point->n_edits);
    }
}

static void
take_version (Program *program)
{
  Point *point = &program->points[below (program, G_N_ELEMENTS (program->points))];
  Version now;

  document_take_version (&program->document, &now);
  g_assert_cmpuint (check_compare (&now, &now).n_calls, ==, 0);
  g_assert_cmpuint (n_visits, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (program->points); i++)
    compare_point (program, &program->points[i], &now);

  if (point->version.keys != NULL && below (program, 5) == 0)
    {
      document_revert (&program->document, &point->version);
      version_clear (&now);
      program->branch++;
      return;
    }
  version_clear (&point->version);
  *point = (Point){ now, program->n_edits, program->branch };
}

static void
run_program (TestRandom *random, guint n_steps, guint64 n_keys)
{
  Program program = { .random = random, .n_keys = n_keys, .next_key = 1, .grow = 70 };
  guint own = 1 + (guint) test_random_below (random, 20);

  document_init (&program.document);
  for (guint step = 0; step < n_steps; step++)
    {
      if (below (&program, 100) == 0)
        program.grow = 20 + below (&program, 70);
      change (&program);
      if (below (&program, own) == 0)
        take_version (&program);
    }
  document_check (&program.document);

  for (guint i = 0; i < G_N_ELEMENTS (program.points); i++)
    version_clear (&program.points[i].version);
  document_clear (&program.document);
}

static void
test_random_programs (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint n_steps = 8; n_steps <= 4096; n_steps *= 8)
    for (guint i = 0; i < test_count (32 * 4096 / n_steps, 4096 / n_steps); i++)
      run_program (&random, n_steps, i % 3 == 0 ? 1 + i % 30 : 0);
}

/* Visits */

/* n keys in a tree that was built, frozen. */
static void
init_built (Document *document, guint32 n, Version *version)
{
  document_init (document);
  document_build (document, 1, n);
  document_take_version (document, version);
}

/* Of each level, the children of one node are looked at. */
static void
test_neighbours (void)
{
  const guint32 n = FULL_LEAF == 4 ? 10000 : 200000;
  Version a, b;
  Document document;
  TestRandom random;
  Check check;

  test_random_init (&random);
  init_built (&document, n, &a);
  for (guint i = 0; i < test_count (300, 30); i++)
    {
      guint32 index = (guint32) test_random_below (&random, document.keys->len);

      if (i % 3 == 0)
        document_insert (&document, index, n + 1 + i);
      else if (i % 3 == 1)
        document_remove (&document, index);
      else
        document_set (&document, index, n + 1 + i);
      document_take_version (&document, &b);
      check = check_compare (&a, &b);
      g_assert_cmpuint (check.n_calls, ==, 1);
      g_assert_cmpuint (check.n_keys, ==, i % 3 == 2 ? 2 : 1);
      g_assert_cmpuint (n_visits, <=, 8 * (guint64) (b.sequence->level + 1));
      version_clear (&a);
      a = b;
    }
  version_clear (&a);
  document_clear (&document);
}

/* Far apart, nodes that did not change are not visited. */
static void
test_apart (void)
{
  const guint32 n = test_count (1000000, 50000), n_edits = 1000;
  Version a, b;
  Document document;
  TestRandom random;
  Check check;

  test_random_init (&random);
  init_built (&document, n, &a);
  for (guint32 i = 0; i < n_edits; i++)
    {
      guint32 index = (guint32) test_random_below (&random, document.keys->len);

      if (i % 2 == 0)
        document_insert (&document, index, n + 1 + i);
      else
        document_remove (&document, index);
      g_assert_true (trove_core_freeze (&document.core, NULL));
    }
  document_take_version (&document, &b);
  check = check_compare (&a, &b);
  g_assert_cmpuint (check.n_keys, <=, n_edits);
  g_assert_cmpuint (n_visits, <=, (FULL_LEAF == 4 ? 40 : 20) * n_edits);
  version_clear (&a);
  version_clear (&b);
  document_clear (&document);
}

/* A row of leaves that all changed is between those that did not. */
static void
test_far (void)
{
  const guint32 n = FULL_LEAF * TROVE_SEQUENCE_INNER * 40, n_changed = FULL_LEAF * 10;
  Version a, b;
  Document document;
  Check check;

  init_built (&document, n, &a);
  for (guint32 i = 0; i < n_changed; i += FULL_LEAF)
    {
      document_set (&document, n / 2 + i, n + 1 + i);
      document_set (&document, n / 2 + n_changed * 2 + i, n + 1 + n_changed + i);
    }
  document_take_version (&document, &b);
  check = check_compare (&a, &b);
  g_assert_cmpuint (check.n_calls, ==, 20);
  g_assert_cmpuint (check.n_keys, ==, 40);
  g_assert_cmpuint (n_visits, <=, 300);
  version_clear (&a);
  version_clear (&b);
  document_clear (&document);
}

/* Moved nodes */

/* Moves all nodes to the own sub-arena. */
static TroveSequenceNode *
move_nodes (TroveCore *core, TroveSequenceNode *node)
{
  TroveSequenceNode *moved = trove_sequence_node_move (core, node, NULL);

  g_assert_true (moved != node && moved->place == trove_core_own_id (core));
  g_assert_true (trove_sequence_node_move (core, moved, NULL) == moved);
  g_assert_true (trove_sequence_same (moved, node));
  g_assert_cmpuint (moved->capacity, ==, node->n);
  for (guint i = 0; node->level > 0 && i < node->n; i++)
    trove_sequence_children (moved)[i] = move_nodes (core, trove_sequence_children (node)[i]);
  return moved;
}

static void
test_moved (void)
{
  const guint32 n = FULL_LEAF * TROVE_SEQUENCE_INNER * 3;
  Version a, b, c;
  Document document;

  init_built (&document, n, &a);
  document.sequence = move_nodes (&document.core, document.sequence);
  document_check (&document);
  document_take_version (&document, &b);
  g_assert_cmpuint (check_compare (&a, &b).n_calls, ==, 0);
  g_assert_cmpuint (n_visits, ==, 2);

  /* Moved and changed in one version. */
  document.sequence = move_nodes (&document.core, document.sequence);
  document_insert (&document, n / 2, n + 1);
  document_remove (&document, n - 1);
  document_check (&document);
  document_take_version (&document, &c);
  g_assert_cmpuint (check_compare (&a, &c).n_keys, ==, 2);
  g_assert_cmpuint (check_compare (&b, &c).n_keys, ==, 2);
  g_assert_cmpuint (check_compare (&c, &a).n_keys, ==, 2);
  version_clear (&a);
  version_clear (&b);
  version_clear (&c);
  document_clear (&document);
}

/* Different trees */

/* Many keys are put into the place of others: wherever the run begins, whole nodes go and come. */
static void
test_runs (void)
{
  const guint32 n = FULL_LEAF * TROVE_SEQUENCE_INNER * 2, n_run = FULL_LEAF * TROVE_SEQUENCE_INNER;

  for (guint32 start = 0; start <= n - n_run; start += test_count (FULL_LEAF / 4 * 3, n_run / 3))
    {
      Version a, b;
      Document document;
      Check check;

      init_built (&document, n, &a);
      for (guint32 i = 0; i < n_run; i++)
        document_remove (&document, start);
      document_take_version (&document, &b);
      check = check_compare (&a, &b);
      g_assert_cmpuint (check.n_calls, ==, 1);
      g_assert_cmpuint (check.n_keys, ==, n_run);
      g_assert_cmpuint (check_compare (&b, &a).n_keys, ==, n_run);
      version_clear (&b);

      for (guint32 i = 0; i < n_run; i++)
        document_insert (&document, start + i, n + 1 + i);
      document_take_version (&document, &b);
      check = check_compare (&a, &b);
      g_assert_cmpuint (check.n_calls, ==, 1);
      g_assert_cmpuint (check.n_keys, ==, 2 * n_run);
      version_clear (&a);
      version_clear (&b);
      document_clear (&document);
    }
}

/* Trees of all heights, which have no node in common. */
static void
test_heights (void)
{
  const guint32 lengths[] = { 0,
                              1,
                              FULL_LEAF,
                              FULL_LEAF + 1,
                              FULL_LEAF * TROVE_SEQUENCE_INNER + 1,
                              FULL_LEAF * TROVE_SEQUENCE_INNER * TROVE_SEQUENCE_INNER + 1 };
  Version versions[G_N_ELEMENTS (lengths)];
  Document document;

  document_init (&document);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      document_build (&document, 1, lengths[i]);
      document_take_version (&document, &versions[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (guint j = 0; j < G_N_ELEMENTS (lengths); j++)
      {
        Check check = check_compare (&versions[i], &versions[j]);

        g_assert_cmpuint (check.n_keys, ==, MAX (lengths[i], lengths[j]) - MIN (lengths[i], lengths[j]));
        g_assert_cmpuint (check.n_calls, ==, i == j ? 0 : 1);
      }
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    version_clear (&versions[i]);
  document_clear (&document);
}

/* A version with changes all over, and some keys moved far. */
static void
scatter (Document *document, TestRandom *random, guint n_edits, Version *version)
{
  for (guint i = 0; i < n_edits; i++)
    document_move (document, (guint32) test_random_below (random, document->keys->len),
                   (guint32) test_random_below (random, document->keys->len));
  document_take_version (document, version);
}

static void
test_stop (void)
{
  Version a, b;
  Document document;
  TestRandom random;
  guint32 n_calls;

  test_random_init (&random);
  init_built (&document, FULL_LEAF * TROVE_SEQUENCE_INNER * 3, &a);
  scatter (&document, &random, 50, &b);
  n_calls = check_compare (&a, &b).n_calls;
  for (guint32 stop = 1; stop <= n_calls; stop++)
    {
      Check check = { .a = a.keys, .b = b.keys, .stop = stop };

      g_assert_false (trove_sequence_compare (a.sequence, b.sequence, check_edit, &check));
      g_assert_cmpuint (check.n_calls, ==, stop);
    }
  version_clear (&a);
  version_clear (&b);
  document_clear (&document);
}

/* A list of one key loses nodes at its start and gets others at its end. */
static void
test_repeated (void)
{
  const guint32 n = FULL_LEAF * 6;
  Document document;
  Version a, b, c;

  document_init (&document);
  for (guint32 i = 0; i < n; i++)
    document_insert (&document, i, 7);
  document_take_version (&document, &a);
  for (guint32 i = 0; i < 2 * FULL_LEAF; i++)
    document_remove (&document, 0);
  for (guint32 i = 0; i < 2 * FULL_LEAF; i++)
    document_insert (&document, document.keys->len, 7);
  document_take_version (&document, &b);
  document_set (&document, n - 1, 8);
  document_take_version (&document, &c);

  g_assert_cmpuint (check_compare (&a, &b).n_calls, ==, 0);
  g_assert_cmpuint (check_compare (&b, &a).n_calls, ==, 0);
  g_assert_cmpuint (check_compare (&a, &c).n_calls, >, 0);
  g_assert_true (trove_sequence_equal (a.sequence, b.sequence));
  g_assert_false (trove_sequence_equal (a.sequence, c.sequence));
  version_clear (&a);
  version_clear (&b);
  version_clear (&c);
  document_clear (&document);
}

/* Each allocation fails in turn. */
static void
test_no_memory (void)
{
  Version a, b;
  Document document;
  TestRandom random;
  gboolean ok = FALSE;
  guint i;

  test_random_init (&random);
  init_built (&document, FULL_LEAF * TROVE_SEQUENCE_INNER * 3, &a);
  scatter (&document, &random, 100, &b);
  for (i = 0; !ok; i++)
    {
      Check check = { .a = a.keys, .b = b.keys };

      failing_memory_start (FAILING_ONE, i);
      ok = trove_sequence_compare (a.sequence, b.sequence, check_edit, &check);
      failing_memory_stop ();
      g_assert_true (ok != failing_memory_has_failed ());
    }
  g_assert_cmpuint (i, >, 4);
  version_clear (&a);
  version_clear (&b);
  document_clear (&document);
}

/* Other nodes with the same keys. */
static void
write_anew (Document *document, Version *between)
{
  for (guint32 i = 0; i < document->keys->len; i++)
    document_set (document, i, 1000000 + i);
  document_take_version (document, between);
  for (guint32 i = 0; i < document->keys->len; i++)
    document_set (document, i, 1 + i);
}

/* Without memory for nodes, keys are compared: a list is not equal to one that begins with it. */
static void
test_equal_without_memory (void)
{
  const guint32 n = FULL_LEAF * TROVE_SEQUENCE_INNER * 3;
  Version a, between, b, c;
  Document document;

  init_built (&document, n, &a);
  write_anew (&document, &between);
  document_take_version (&document, &b);
  document_insert (&document, n, 7);
  document_take_version (&document, &c);
  failing_memory_start (FAILING_REST, 0);
  g_assert_true (trove_sequence_equal (a.sequence, b.sequence));
  g_assert_true (failing_memory_has_failed ());
  g_assert_false (trove_sequence_equal (a.sequence, c.sequence));
  g_assert_false (trove_sequence_equal (c.sequence, a.sequence));
  g_assert_false (trove_sequence_equal (a.sequence, between.sequence));
  failing_memory_stop ();
  version_clear (&a);
  version_clear (&between);
  version_clear (&b);
  version_clear (&c);
  document_clear (&document);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sequence-compare/heights", test_heights);
  g_test_add_func ("/sequence-compare/runs", test_runs);
  g_test_add_func ("/sequence-compare/neighbours", test_neighbours);
  g_test_add_func ("/sequence-compare/moved", test_moved);
  g_test_add_func ("/sequence-compare/far", test_far);
  g_test_add_func ("/sequence-compare/stop", test_stop);
  g_test_add_func ("/sequence-compare/repeated", test_repeated);
  g_test_add_func ("/sequence-compare/no-memory", test_no_memory);
  g_test_add_func ("/sequence-compare/equal-without-memory", test_equal_without_memory);
  g_test_add_func ("/sequence-compare/random", test_random_programs);
  g_test_add_func ("/sequence-compare/apart", test_apart);
  return g_test_run ();
}
