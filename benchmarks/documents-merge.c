/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merging two documents that have changed some objects each: in one commit, in a commit for each change, and after so many commits
 * with a limit of versions that the hand has moved all objects. Beside it what an application does that keeps each version as an
 * array of structs: it compares all objects of the three. */

#include <string.h>

#include "documents.h"
#include "shapes.h"

#define CHANGES 1000 /* of either side, of different objects */
#define VERSIONS 10  /* the limit */

typedef enum
{
  ONE_COMMIT,
  ONE_EACH,
  AFTER_HAND,
  N_WAYS,
} Way;

typedef struct
{
  Shapes shapes; /* ours */
  TroveDocument *theirs;
  TroveVersion *version; /* of theirs */
} Apart;

/* Changes objects of a document: those from the first one on in random order. */
static void
change (const Shapes *shapes, TroveDocument *document, gsize first, double x, gboolean commits)
{
  for (gsize i = first; i < MIN (first + CHANGES, shapes->n); i++)
    {
      const ShapeData data = { .x = x };

      shapes_must (trove_document_set (document, shapes->shuffled[i], &data, NULL));
      if (commits)
        shapes_commit (document);
    }
}

/* Changes the same objects again and again: about one commit for each object of the document. */
static void
change_for_hand (const Shapes *shapes, TroveDocument *document, gsize first)
{
  trove_document_set_max_versions (document, VERSIONS);
  for (gsize i = 0; i < shapes->n / CHANGES; i++)
    change (shapes, document, first, (double) i + 2, TRUE);
}

static void
apart_init (Apart *self, Way way, gsize n)
{
  shapes_init (&self->shapes, BENCH_TYPE_SHAPE, n);
  self->theirs = shapes_branch (self->shapes.document);
  for (guint i = 0; i < 2; i++)
    {
      TroveDocument *document = i == 0 ? self->shapes.document : self->theirs;

      if (way == AFTER_HAND)
        change_for_hand (&self->shapes, document, i * CHANGES);
      change (&self->shapes, document, i * CHANGES, 1, way != ONE_COMMIT);
      shapes_commit (document);
    }
  self->version = trove_document_dup_current (self->theirs);
}

static void
apart_clear (Apart *self)
{
  g_object_unref (self->version);
  g_object_unref (self->theirs);
  shapes_clear (&self->shapes);
}

static guint64
merge (gpointer user_data)
{
  const Apart *self = user_data;
  g_autoptr (TroveMerge) result = trove_document_merge (self->shapes.document, self->version, NULL);

  shapes_must (result != NULL && g_list_model_get_n_items (G_LIST_MODEL (result)) == 0);
  return 0;
}

static guint64
roll_back (gpointer user_data)
{
  const Apart *self = user_data;

  shapes_must (trove_document_rollback (self->shapes.document, NULL));
  return 0;
}

static const BenchContender merging[] = { { "trove_document_merge", NULL, merge, roll_back } };

/* Structs: base, ours, theirs, and the merged version. */
typedef struct
{
  gsize n;
  ShapeData *versions[4];
} Copies;

static guint64
merge_copies (gpointer user_data)
{
  const Copies *self = user_data;
  guint64 n_conflicts = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      gboolean ours = memcmp (&self->versions[0][i], &self->versions[1][i], sizeof (ShapeData)) != 0;
      gboolean theirs = memcmp (&self->versions[0][i], &self->versions[2][i], sizeof (ShapeData)) != 0;

      self->versions[3][i] = self->versions[theirs && !ours ? 2 : 1][i];
      n_conflicts += ours && theirs;
    }
  return n_conflicts;
}

static const BenchContender copying[] = { { "arrays of structs, all compared", NULL, merge_copies, NULL } };

static void
copies_init (Copies *self, gsize n)
{
  self->n = n;
  for (guint i = 0; i < G_N_ELEMENTS (self->versions); i++)
    self->versions[i] = g_new0 (ShapeData, n);
  for (guint i = 1; i <= 2; i++)
    for (gsize j = i * CHANGES; j < MIN ((i + 1) * CHANGES, n); j++)
      self->versions[i][j].x = 1;
}

void
documents_measure_merge (Bench *bench)
{
  static const char *const columns[] = { "one commit", "1,000 commits", "after the hand" };
  Apart apart[N_WAYS];
  Copies copies;

  copies_init (&copies, bench->n);
  bench_add (bench, "merging 1,000 changes", columns[0], 1, copying, 1, &copies);
  for (guint way = 0; way < N_WAYS; way++)
    {
      apart_init (&apart[way], (Way) way, bench->n);
      bench_add (bench, "merging 1,000 changes", columns[way], 1, merging, 1, &apart[way]);
    }
  bench_run (bench, BENCH_WARM);
  for (guint way = 0; way < N_WAYS; way++)
    apart_clear (&apart[way]);
  for (guint i = 0; i < G_N_ELEMENTS (copies.versions); i++)
    g_free (copies.versions[i]);
}
