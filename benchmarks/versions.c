/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Versions: the time and bytes of one more version while many are kept; the same for edits of a large document; reading
 * over many sub-arenas. */

#include <string.h>

#include "bench.h"
#include "node.h"

#define ROUNDS 1000 /* of a run */

static GType object_type; /* an empty class, which clones are compared with */

/* One more version, while others are kept */

typedef struct
{
  gsize n_kept;
  TroveArena *arena;
  GPtrArray *kept;
} History;

static guint64
keep_snapshots (gpointer user_data)
{
  History *history = user_data;

  for (guint i = 0; i < ROUNDS; i++)
    {
      node_append (history->arena);
      g_ptr_array_add (history->kept, trove_arena_snapshot (history->arena, NULL));
    }
  return history->kept->len;
}

static guint64
keep_clones (gpointer user_data)
{
  History *history = user_data;

  for (guint i = 0; i < ROUNDS; i++)
    {
      node_append (history->arena);
      g_ptr_array_add (history->kept, trove_arena_clone (history->arena, NULL));
    }
  return history->kept->len;
}

static guint64
make_history (gpointer user_data)
{
  History *history = user_data;

  history->arena = node_arena_new ();
  history->kept =
      g_ptr_array_new_full ((guint) history->n_kept + ROUNDS, (GDestroyNotify) trove_snapshot_unref);
  for (gsize i = 0; i < history->n_kept; i++)
    {
      node_append (history->arena);
      g_ptr_array_add (history->kept, trove_arena_snapshot (history->arena, NULL));
    }
  return history->n_kept;
}

static guint64
drop_history (gpointer user_data)
{
  History *history = user_data;

  g_ptr_array_unref (history->kept);
  g_object_unref (history->arena);
  return 0;
}

static guint64
append_snapshot_drop (gpointer user_data)
{
  History *history = user_data;

  for (guint i = 0; i < ROUNDS; i++)
    {
      node_append (history->arena);
      trove_snapshot_unref (trove_arena_snapshot (history->arena, NULL));
    }
  return 0;
}

static guint64
snapshot_drop (gpointer user_data)
{
  History *history = user_data;

  for (guint i = 0; i < ROUNDS; i++)
    trove_snapshot_unref (trove_arena_snapshot (history->arena, NULL));
  return 0;
}

static guint64
append_clone_drop (gpointer user_data)
{
  History *history = user_data;

  for (guint i = 0; i < ROUNDS; i++)
    {
      node_append (history->arena);
      g_object_unref (trove_arena_clone (history->arena, NULL));
    }
  return 0;
}

static guint64
clone_drop (gpointer user_data)
{
  History *history = user_data;

  for (guint i = 0; i < ROUNDS; i++)
    g_object_unref (trove_arena_clone (history->arena, NULL));
  return 0;
}

static guint64
object_drop (gpointer user_data)
{
  for (guint i = 0; i < ROUNDS; i++)
    g_object_unref (g_object_new (object_type, NULL));
  return 0;
}

static const BenchContender one_more[] = {
  { "append, snapshot, drop", make_history, append_snapshot_drop, drop_history },
  { "snapshot, drop", make_history, snapshot_drop, drop_history },
  { "append, clone, drop", make_history, append_clone_drop, drop_history },
  { "clone, drop", make_history, clone_drop, drop_history },
  { "g_object_new and unref", NULL, object_drop, NULL },
};

static const BenchContender keeping[] = {
  { "append, snapshot", make_history, keep_snapshots, NULL },
  { "append, clone", make_history, keep_clones, NULL },
};

/* Edits of a document, every version kept */

typedef struct
{
  gsize n;              /* nodes */
  gsize n_versions;     /* after the run */
  const guint32 *order; /* order in which nodes are edited */
  TroveRef *refs;
  TroveArena *arena;
  TroveSnapshot **kept;
  Node *raw;
} Document;

static void
edit_and_keep (Document *document, gsize first, gsize end)
{
  for (gsize i = first; i < end; i++)
    {
      node_edit (document->arena, &document->refs[document->order[i]]);
      document->kept[i] = trove_arena_snapshot (document->arena, NULL);
    }
}

static guint64
make_document (gpointer user_data)
{
  Document *document = user_data;

  document->arena = node_arena_new_filled (document->refs, document->n);
  document->kept = g_new (TroveSnapshot *, document->n_versions);
  edit_and_keep (document, 0, document->n_versions - ROUNDS);
  return 0;
}

static guint64
edit_document (gpointer user_data)
{
  Document *document = user_data;

  edit_and_keep (document, document->n_versions - ROUNDS, document->n_versions);
  return 0;
}

static guint64
drop_document (gpointer user_data)
{
  Document *document = user_data;

  for (gsize i = 0; i < document->n_versions; i++)
    trove_snapshot_unref (document->kept[i]);
  g_free (document->kept);
  g_object_unref (document->arena);
  return 0;
}

static void
edit_raw_between (Document *document, gsize first, gsize end)
{
  for (gsize i = first; i < end; i++)
    document->raw[document->refs[document->order[i]].offset].words[0]++;
}

static guint64
make_raw (gpointer user_data)
{
  Document *document = user_data;

  document->raw = g_new (Node, document->n);
  memset (document->raw, 1, document->n * sizeof (Node));
  edit_raw_between (document, 0, document->n_versions - ROUNDS);
  return 0;
}

static guint64
edit_raw (gpointer user_data)
{
  Document *document = user_data;

  edit_raw_between (document, document->n_versions - ROUNDS, document->n_versions);
  return 0;
}

static guint64
drop_raw (gpointer user_data)
{
  g_free (((Document *) user_data)->raw);
  return 0;
}

static const BenchContender editing[] = {
  { "edit, snapshot", make_document, edit_document, drop_document },
  { "raw array, the edit alone", make_raw, edit_raw, drop_raw },
};

/* Reading at random over sub-arenas of one element each */

typedef struct
{
  gsize n;           /* reads */
  TroveRef *visited; /* refs in the order of reading */
  guint64 first_id;  /* of the sub-arenas, whose ids have no gaps */
  TroveArena *arena;
  TroveSnapshot *snapshot;
  GHashTable *table; /* by the ids */
  Node *raw;
} Spread;

static guint64
get_raw_array (gpointer user_data)
{
  const Spread spread = *(const Spread *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < spread.n; i++)
    sum += spread.raw[spread.visited[i].sub_arena - spread.first_id].words[0];
  return sum;
}

static guint64
get_g_hash_table (gpointer user_data)
{
  const Spread spread = *(const Spread *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < spread.n; i++)
    {
      gpointer id = GSIZE_TO_POINTER (spread.visited[i].sub_arena);

      sum += ((const Node *) g_hash_table_lookup (spread.table, id))->words[0];
    }
  return sum;
}

static guint64
get_arena (gpointer user_data)
{
  const Spread spread = *(const Spread *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < spread.n; i++)
    sum += ((const Node *) trove_arena_get_raw (spread.arena, 0, &spread.visited[i], NULL))->words[0];
  return sum;
}

static guint64
get_snapshot (gpointer user_data)
{
  const Spread spread = *(const Spread *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < spread.n; i++)
    sum += ((const Node *) trove_snapshot_get_raw (spread.snapshot, 0, &spread.visited[i], NULL))->words[0];
  return sum;
}

static guint64
get_reader (gpointer user_data)
{
  const Spread spread = *(const Spread *) user_data;
  TroveReader reader;
  guint64 sum = 0;

  trove_reader_init (&reader, spread.arena, 0);
  for (gsize i = 0; i < spread.n; i++)
    sum += ((const Node *) trove_reader_get (&reader, &spread.visited[i], NULL))->words[0];
  trove_reader_clear (&reader);
  return sum;
}

static const BenchContender getting[] = {
  { "raw array", .run = get_raw_array },
  { "GHashTable of ids", .run = get_g_hash_table },
  { "trove get_raw", .run = get_arena },
  { "trove reader", .run = get_reader },
  { "trove snapshot get_raw", .run = get_snapshot },
};

static void
spread_init (Spread *spread, gsize n, gsize n_sub_arenas)
{
  g_autofree TroveRef *refs = g_new (TroveRef, n_sub_arenas);
  g_autofree guint32 *order = bench_permutation (n, 3);

  *spread = (Spread){ .n = n, .arena = node_arena_new (), .table = g_hash_table_new (NULL, NULL) };
  spread->raw = g_new0 (Node, n_sub_arenas);
  for (gsize i = 0; i < n_sub_arenas; i++)
    {
      refs[i] = node_append (spread->arena);
      node_freeze (spread->arena);
      g_hash_table_insert (spread->table, GSIZE_TO_POINTER (refs[i].sub_arena), &spread->raw[i]);
    }
  spread->first_id = refs[0].sub_arena;
  g_assert (refs[n_sub_arenas - 1].sub_arena == refs[0].sub_arena + n_sub_arenas - 1);
  spread->snapshot = trove_arena_snapshot (spread->arena, NULL);
  spread->visited = g_new (TroveRef, n);
  for (gsize i = 0; i < n; i++)
    spread->visited[i] = refs[order[i] % n_sub_arenas];
}

static void
spread_clear (Spread *spread)
{
  trove_snapshot_unref (spread->snapshot);
  g_object_unref (spread->arena);
  g_hash_table_unref (spread->table);
  g_free (spread->visited);
  g_free (spread->raw);
}

/* Runs all columns of a table in turns. */

static void
bench_histories (Bench *bench, gsize most)
{
  static const gsize kept[] = { 1, 100, 1000, 10000, 100000 };
  History histories[G_N_ELEMENTS (kept)];

  for (guint i = 0; i < G_N_ELEMENTS (kept) && kept[i] <= most; i++)
    {
      g_autofree char *column = g_strdup_printf ("%" G_GSIZE_FORMAT, kept[i]);

      histories[i] = (History){ .n_kept = kept[i] };
      bench_bytes (bench, BENCH_ALLOCATED, "bytes of one version more", column, ROUNDS, keeping,
                   G_N_ELEMENTS (keeping), &histories[i]);
      bench_add (bench, "one version more", column, ROUNDS, one_more, G_N_ELEMENTS (one_more), &histories[i]);
    }
  bench_run (bench, BENCH_WARM);
}

static void
bench_documents (Bench *bench, gsize n)
{
  static const gsize numbers[] = { ROUNDS, 10000, 20000, 50000, 100000 };
  Document documents[G_N_ELEMENTS (numbers)];
  Document document = { .n = n, .order = bench_permutation (n, 2), .refs = g_new (TroveRef, n) };

  for (guint i = 0; i < G_N_ELEMENTS (numbers) && numbers[i] <= n / 10; i++)
    {
      g_autofree char *column = g_strdup_printf ("%" G_GSIZE_FORMAT, numbers[i]);

      documents[i] = document;
      documents[i].n_versions = numbers[i];
      bench_bytes (bench, BENCH_ALLOCATED, "bytes of an edit and its version", column, ROUNDS, editing, 1,
                   &documents[i]);
      bench_add (bench, "edit and keep", column, ROUNDS, editing, G_N_ELEMENTS (editing), &documents[i]);
    }
  bench_run (bench, BENCH_WARM);

  g_free (document.refs);
  g_free ((gpointer) document.order);
}

static void
bench_sub_arenas (Bench *bench, gsize n)
{
  static const gsize numbers[] = { 1, 10, 100, 1000, 10000, 100000 };
  Spread spreads[G_N_ELEMENTS (numbers)];
  guint n_spreads = 0;

  while (n_spreads < G_N_ELEMENTS (numbers) && numbers[n_spreads] <= n)
    {
      g_autofree char *column = g_strdup_printf ("%" G_GSIZE_FORMAT, numbers[n_spreads]);
      Spread *spread = &spreads[n_spreads];

      spread_init (spread, n, numbers[n_spreads++]);
      bench_add (bench, "get over sub-arenas", column, n, getting, G_N_ELEMENTS (getting), spread);
    }
  bench_run (bench, BENCH_WARM);

  while (n_spreads > 0)
    spread_clear (&spreads[--n_spreads]);
}

int
main (int argc, char **argv)
{
  Bench bench;

  bench_init (&bench, &argc, &argv, "versions");
  object_type = bench_object_type ("BenchObject", sizeof (GObject));
  bench_documents (&bench, bench.n);
  bench_histories (&bench, bench.n / 10);
  bench_sub_arenas (&bench, bench.n / 10);
  return 0;
}
