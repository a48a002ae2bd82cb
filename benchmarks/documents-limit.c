/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Documents whose history has a limit: the heap after many commits, the time of a commit, the longest one, and setting the limit. Each commit sets a
 * property of an object at random. After every tenth the program undoes up to five steps, so that the next commit begins a branch. */

#include "documents.h"
#include "shapes.h"

#define UNDO_EVERY 10
#define UNDO_MOST 5
#define TIMED 10000 /* commits */

typedef struct
{
  gsize n;         /* objects, and commits in all */
  gboolean limits; /* FALSE: no limit, and no undo */
  gboolean saves;  /* keeps the first state as the saved version */
  Shapes shapes;
  gsize n_commits;
  gint64 longest; /* ns, as below */
  gint64 setting; /* the limit */
} Limited;

/* A step that takes the place of the saved version leaves none saved. */
static void
forget_saved (Limited *limited)
{
  TroveDocument *document = limited->shapes.document;
  const TroveKey key = shapes_next_key (&limited->shapes);
  ShapeData data = { .label = SHAPES_LABEL };

  for (guint i = 1; i <= 2; i++)
    {
      data.x = -(double) i;
      shapes_must (trove_document_set (document, key, &data, NULL));
      shapes_must (trove_document_commit_full (document, NULL, "one", NULL));
      if (i == 1)
        shapes_must (trove_document_set_saved (document, NULL, NULL));
    }
}

static void
fill (Limited *limited)
{
  gint64 start;

  shapes_init (&limited->shapes, BENCH_TYPE_SHAPE, limited->n);
  start = bench_now ();
  if (limited->limits)
    trove_document_set_max_versions (limited->shapes.document, (guint) (limited->n / 1000));
  limited->setting = bench_now () - start;
  if (limited->saves)
    shapes_must (trove_document_set_saved (limited->shapes.document, NULL, NULL));
  else
    forget_saved (limited);
}

static void
commit_one (Limited *limited)
{
  TroveDocument *document = limited->shapes.document;
  const ShapeData data = { .x = (double) ++limited->n_commits, .label = SHAPES_LABEL };
  gint64 start = bench_now (), time;

  shapes_must (trove_document_set (document, shapes_next_key (&limited->shapes), &data, NULL));
  shapes_commit (document);
  time = bench_now () - start;
  if (limited->n_commits > limited->n / 10) /* after page faults */
    limited->longest = MAX (limited->longest, time);

  if (!limited->limits)
    return;
  for (gsize i = 0; limited->n_commits % UNDO_EVERY == 0 && i < limited->n_commits % UNDO_MOST + 1; i++)
    trove_document_undo (document, NULL);
}

static guint64
fill_fresh (gpointer user_data)
{
  fill (user_data);
  return 0;
}

static guint64
commit_many (gpointer user_data)
{
  Limited *limited = user_data;

  fill (limited);
  for (gsize i = 0; i < limited->n; i++)
    commit_one (limited);
  return 0;
}

static guint64
commit_some (gpointer user_data)
{
  for (guint i = 0; i < TIMED; i++)
    commit_one (user_data);
  return 0;
}

static guint64
no_op (gpointer user_data)
{
  return 0;
}

static const BenchContender filling[] = {
  { "fresh", NULL, fill_fresh, NULL },
  { "after as many commits as objects", NULL, commit_many, NULL },
};
static const BenchContender committing[] = { { "commit", NULL, commit_some, no_op } };

static void
measure_bytes (Bench *bench)
{
  Limited without = { .n = bench->n, .limits = TRUE };
  Limited with = { .n = bench->n, .limits = TRUE, .saves = TRUE };

  bench_bytes (bench, BENCH_ALLOCATED, "bytes of an object with a limit", "nothing saved", bench->n, filling,
               G_N_ELEMENTS (filling), &without);
  bench_bytes (bench, BENCH_ALLOCATED, "bytes of an object with a limit", "the first version is saved",
               bench->n, filling, G_N_ELEMENTS (filling), &with);
}

static void
measure_times (Bench *bench)
{
  Limited unlimited = { .n = bench->n }, without = { .n = bench->n, .limits = TRUE };
  Limited with = { .n = bench->n, .limits = TRUE, .saves = TRUE };

  fill (&unlimited);
  commit_many (&without);
  commit_many (&with);
  bench_add (bench, "a commit with a limit", "no limit", TIMED, committing, 1, &unlimited);
  bench_add (bench, "a commit with a limit", "nothing saved", TIMED, committing, 1, &without);
  bench_add (bench, "a commit with a limit", "the first version is saved", TIMED, committing, 1, &with);
  bench_run (bench, BENCH_WARM);
  bench_figure (bench, "a commit with a limit", "the longest of all", "no limit", "ns",
                (double) unlimited.longest);
  bench_figure (bench, "a commit with a limit", "the longest of all", "nothing saved", "ns",
                (double) without.longest);
  bench_figure (bench, "a commit with a limit", "the longest of all", "the first version is saved", "ns",
                (double) with.longest);
  bench_figure (bench, "a commit with a limit", "setting the limit", "the first one", "ns",
                (double) without.setting);
  shapes_clear (&unlimited.shapes);
  shapes_clear (&without.shapes);
  shapes_clear (&with.shapes);
}

void
documents_measure_limit (Bench *bench)
{
  measure_bytes (bench);
  measure_times (bench);
}
