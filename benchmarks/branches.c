/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Branches: the bytes of a version that changes one element of each pool. The versions are made in one arena, in
 * branches, or in an arena that reverts. */

#include "bench.h"

#define MAX_POOLS 16
#define TEXT "something to do, number 12345"

typedef struct
{
  const char *column;
  guint pools;
  gsize size;
  gboolean string;
  gsize n; /* versions */
  TroveArena *arena;
  TroveSnapshot *snapshot;
  TroveRef refs[MAX_POOLS];
  GPtrArray *arenas;
} Document;

static guint64
make_document (gpointer data)
{
  Document *document = data;
  TroveElementInfo infos[MAX_POOLS + 1] = { { 0 } };
  g_autofree char *zeros = g_malloc0 (document->size);

  for (guint i = 0; i < document->pools; i++)
    infos[i] = (TroveElementInfo){ .size = document->size, .alignment = 8 };
  infos[document->pools] = (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  document->arena = trove_arena_new_with_infos (infos, document->pools + (document->string ? 1 : 0));
  for (guint i = 0; i < document->pools; i++)
    trove_arena_append_raw (document->arena, i, zeros, &document->refs[i], NULL);
  document->snapshot = trove_arena_snapshot (document->arena, NULL);
  document->arenas = g_ptr_array_new ();
  return document->pools;
}

static void
edit (Document *document)
{
  for (guint i = 0; i < document->pools; i++)
    trove_arena_get_mut_raw (document->arena, i, &document->refs[i], NULL);
  if (document->string)
    trove_arena_append_string (document->arena, document->pools, TEXT, -1, NULL, NULL);
  trove_snapshot_unref (document->snapshot);
  document->snapshot = trove_arena_snapshot (document->arena, NULL);
}

static guint64
edit_alone (gpointer data)
{
  Document *document = data;

  for (gsize i = 0; i < document->n; i++)
    edit (document);
  return document->n;
}

static void
edit_in_branches (Document *document, guint every, gboolean keep)
{
  for (gsize i = 0; i < document->n; i++)
    {
      if (i % every == 0)
        {
          if (keep)
            g_ptr_array_add (document->arenas, document->arena);
          else
            g_object_unref (document->arena);
          document->arena = trove_snapshot_branch (document->snapshot);
        }
      edit (document);
    }
}

static guint64
branch_each (gpointer data)
{
  edit_in_branches (data, 1, FALSE);
  return 1;
}

static guint64
branch_fifth (gpointer data)
{
  edit_in_branches (data, 5, FALSE);
  return 1;
}

static guint64
branch_fifth_kept (gpointer data)
{
  edit_in_branches (data, 5, TRUE);
  return 1;
}

static guint64
go_back_each (gpointer data)
{
  Document *document = data;

  for (gsize i = 0; i < document->n; i++)
    {
      trove_arena_revert (document->arena, document->snapshot, NULL);
      edit (document);
    }
  return document->n;
}

static const BenchContender ways[] = {
  { "no branch", make_document, edit_alone, NULL },
  { "a branch every version", make_document, branch_each, NULL },
  { "a branch every fifth version", make_document, branch_fifth, NULL },
  { "a branch every fifth, arenas kept", make_document, branch_fifth_kept, NULL },
  { "back to the last snapshot every version", make_document, go_back_each, NULL },
};

static void
measure_branches (Bench *bench)
{
  Document documents[] = {
    { "1 of 32", 1, 32, FALSE },   { "1 of 256", 1, 256, FALSE },        { "5 of 32", 5, 32, FALSE },
    { "5 of 256", 5, 256, FALSE }, { "4 of 64, a string", 4, 64, TRUE }, { "16 of 8", 16, 8, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      documents[i].n = MIN (bench->n, 20000);
      bench_bytes (bench, BENCH_RESIDENT, "bytes of a version, in branches", documents[i].column,
                   documents[i].n, ways, G_N_ELEMENTS (ways), &documents[i]);
    }
}

int
main (int argc, char **argv)
{
  Bench bench;

  bench_init (&bench, &argc, &argv, "branches");
  measure_branches (&bench);
  return 0;
}
