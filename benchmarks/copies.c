/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copies: a snapshot compared with other ways to keep a version of a document. Measures making a version, an edit
 * after that, and dropping the version. */

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef HAVE_LIBXML
#include <libxml/tree.h>
#endif

#include "bench.h"
#include "node.h"

#define EDITS 1000     /* edits of a run; also versions, for contenders with cheap versions */
#define SLOW_ROUNDS 3u /* rounds of a contender that takes a tenth of a second or more */

typedef struct
{
  gsize n;
  const guint32 *order; /* order in which nodes are edited */
  gsize n_edited;
  gpointer copy;    /* the version of the last run */
  gpointer *copies; /* the versions of the last run, if it made several */

  /* The document, in each form. */
  TroveArena *arena;
  TroveRef *refs;
  Node *raw;
  GNode *tree;
  GPtrArray *tree_nodes; /* the tree's nodes, by number */
#ifdef HAVE_LIBXML
  xmlDocPtr xml;
#endif

  int child_waits[2]; /* a pipe: the child exits when it is closed */
  pid_t child;
} Document;

static gsize
next_edit (Document *document)
{
  return document->order[document->n_edited++ % document->n];
}

/* Snapshots: one for each edit */

static guint64
edit_and_snapshot (gpointer user_data)
{
  Document *document = user_data;

  document->copies = g_new (gpointer, EDITS);
  for (guint i = 0; i < EDITS; i++)
    {
      node_edit (document->arena, &document->refs[next_edit (document)]);
      document->copies[i] = trove_arena_snapshot (document->arena, NULL);
    }
  return 0;
}

static guint64
drop_snapshots (gpointer user_data)
{
  Document *document = user_data;

  for (guint i = 0; i < EDITS; i++)
    trove_snapshot_unref (document->copies[i]);
  g_free (document->copies);
  return 0;
}

static guint64
snapshot (gpointer user_data)
{
  Document *document = user_data;

  document->copy = trove_arena_snapshot (document->arena, NULL);
  return 0;
}

static guint64
drop_snapshot (gpointer user_data)
{
  trove_snapshot_unref (((Document *) user_data)->copy);
  return 0;
}

static guint64
edit_arena (gpointer user_data)
{
  Document *document = user_data;

  for (guint i = 0; i < EDITS; i++)
    node_edit (document->arena, &document->refs[next_edit (document)]);
  return 0;
}

/* memcpy() */

static guint64
copy_memory (gpointer user_data)
{
  Document *document = user_data;

  document->copy = g_memdup2 (document->raw, document->n * sizeof (Node));
  return *(const guint64 *) document->copy;
}

static guint64
free_memory (gpointer user_data)
{
  g_free (((Document *) user_data)->copy);
  return 0;
}

static guint64
edit_memory (gpointer user_data)
{
  Document *document = user_data;

  for (guint i = 0; i < EDITS; i++)
    document->raw[next_edit (document)].words[0]++;
  return 0;
}

/* fork() */

static guint64
fork_process (gpointer user_data)
{
  Document *document = user_data;

  document->child = fork ();
  if (document->child == 0)
    {
      char byte;

      close (document->child_waits[1]);
      if (read (document->child_waits[0], &byte, 1) < 0)
        _exit (1);
      _exit (0);
    }
  return 0;
}

static guint64
make_pipe (gpointer user_data)
{
  if (pipe (((Document *) user_data)->child_waits) != 0)
    g_error ("no pipe");
  return 0;
}

static guint64
make_pipe_and_fork (gpointer user_data)
{
  make_pipe (user_data);
  return fork_process (user_data);
}

static guint64
end_process (gpointer user_data)
{
  Document *document = user_data;

  close (document->child_waits[0]);
  close (document->child_waits[1]);
  return (guint64) waitpid (document->child, NULL, 0);
}

/* g_node_copy_deep() */

static gpointer
copy_node (gconstpointer node, gpointer data)
{
  return g_memdup2 (node, sizeof (Node));
}

static guint64
copy_tree (gpointer user_data)
{
  Document *document = user_data;

  document->copy = g_node_copy_deep (document->tree, copy_node, NULL);
  return 0;
}

static gboolean
free_node (GNode *node, gpointer data)
{
  g_free (node->data);
  return FALSE;
}

static guint64
free_tree (gpointer user_data)
{
  GNode *copy = ((Document *) user_data)->copy;

  g_node_traverse (copy, G_PRE_ORDER, G_TRAVERSE_ALL, -1, free_node, NULL);
  g_node_destroy (copy);
  return 0;
}

static guint64
edit_tree (gpointer user_data)
{
  Document *document = user_data;

  for (guint i = 0; i < EDITS; i++)
    {
      GNode *node = g_ptr_array_index (document->tree_nodes, next_edit (document));

      ((Node *) node->data)->words[0]++;
    }
  return 0;
}

/* xmlCopyDoc() */

#ifdef HAVE_LIBXML
static guint64
copy_xml (gpointer user_data)
{
  Document *document = user_data;

  document->copy = xmlCopyDoc (document->xml, 1);
  return 0;
}

static guint64
free_xml (gpointer user_data)
{
  xmlFreeDoc (((Document *) user_data)->copy);
  return 0;
}
#endif

/* GVariant */

static guint64
build_variant (gpointer user_data)
{
  Document *document = user_data;
  GVariantBuilder builder;
  GVariant *variant;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(tttt)"));
  for (gsize i = 0; i < document->n; i++)
    {
      const guint64 *words = document->raw[i].words;

      g_variant_builder_add (&builder, "(tttt)", words[0], words[1], words[2], words[3]);
    }
  variant = g_variant_ref_sink (g_variant_builder_end (&builder));
  document->copy = variant;
  return *(const guint64 *) g_variant_get_data (variant); /* serializes the variant */
}

static guint64
unref_variant (gpointer user_data)
{
  g_variant_unref (((Document *) user_data)->copy);
  return 0;
}

static guint64
no_op (gpointer user_data)
{
  return 0;
}

static const BenchContender forking[] = { { "fork", make_pipe, fork_process, end_process } };
static const BenchContender ending[] = { { "fork", make_pipe_and_fork, end_process, no_op } };
static const BenchContender editing_forked[] = { { "fork", make_pipe_and_fork, edit_memory, end_process } };

static const BenchContender snapshots[] = {
  { "trove, an edit and a snapshot", NULL, edit_and_snapshot, drop_snapshots },
};
static const BenchContender dropping_snapshots[] = {
  { "trove, an edit and a snapshot", edit_and_snapshot, drop_snapshots, no_op },
};
static const BenchContender editing[] = {
  { "trove, an edit and a snapshot", snapshot, edit_arena, drop_snapshot },
  { "memcpy", copy_memory, edit_memory, free_memory },
  { "g_node_copy_deep", NULL, edit_tree, NULL },
};

static const BenchContender copying_memory[] = { { "memcpy", NULL, copy_memory, free_memory } };
static const BenchContender freeing_memory[] = { { "memcpy", copy_memory, free_memory, no_op } };

static const BenchContender copying[] = {
  { "g_node_copy_deep", NULL, copy_tree, free_tree },
#ifdef HAVE_LIBXML
  { "xmlCopyDoc", NULL, copy_xml, free_xml },
#endif
  { "GVariant, built and serialized", NULL, build_variant, unref_variant },
};
static const BenchContender dropping[] = {
  { "g_node_copy_deep", copy_tree, free_tree, no_op },
#ifdef HAVE_LIBXML
  { "xmlCopyDoc", copy_xml, free_xml, no_op },
#endif
  { "GVariant, built and serialized", build_variant, unref_variant, no_op },
};

/* Builds trees whose nodes have ten children. */
static gsize
parent_of (gsize node)
{
  return (node - 1) / 10;
}

static void
make_tree (Document *document)
{
  GPtrArray *nodes = g_ptr_array_new_full ((guint) document->n, NULL);

  for (gsize i = 0; i < document->n; i++)
    g_ptr_array_add (nodes, g_node_new (g_memdup2 (&document->raw[i], sizeof (Node))));
  for (gsize i = document->n - 1; i > 0; i--)
    g_node_prepend (g_ptr_array_index (nodes, parent_of (i)), g_ptr_array_index (nodes, i));
  document->tree = g_ptr_array_index (nodes, 0);
  document->tree_nodes = nodes;
}

#ifdef HAVE_LIBXML
static void
make_xml (Document *document)
{
  g_autofree xmlNodePtr *nodes = g_new (xmlNodePtr, document->n);

  document->xml = xmlNewDoc (BAD_CAST "1.0");
  nodes[0] = xmlNewDocNode (document->xml, NULL, BAD_CAST "node", NULL);
  xmlDocSetRootElement (document->xml, nodes[0]);
  for (gsize i = 1; i < document->n; i++)
    nodes[i] = xmlAddChild (nodes[parent_of (i)], xmlNewDocNode (document->xml, NULL, BAD_CAST "node", NULL));
}
#endif

static void
document_init (Document *document)
{
  gsize n = document->n;

  document->refs = g_new (TroveRef, n);
  document->arena = node_arena_new_filled (document->refs, n);
  make_tree (document);
#ifdef HAVE_LIBXML
  make_xml (document);
#endif
}

static void
document_clear (Document *document)
{
  document->copy = document->tree;
  free_tree (document);
  g_ptr_array_unref (document->tree_nodes);
#ifdef HAVE_LIBXML
  xmlFreeDoc (document->xml);
#endif
  g_object_unref (document->arena);
  g_free (document->refs);
}

#define TABLE "a version of a document"
#define ADD(column, n, contenders)                                                                           \
  bench_add (&bench, TABLE, column, n, contenders, G_N_ELEMENTS (contenders), &document)
#define BYTES(n, contenders)                                                                                 \
  bench_bytes (&bench, BENCH_ALLOCATED, TABLE, "bytes", n, contenders, G_N_ELEMENTS (contenders), &document)

int
main (int argc, char **argv)
{
  Bench bench;
  Document document = { 0 };

  bench_init (&bench, &argc, &argv, "copies");
#ifndef HAVE_LIBXML
  g_printerr ("Built without libxml2: xmlCopyDoc() is left out\n");
#endif
  document.n = bench.n;
  document.order = bench_permutation (document.n, 7);
  document.raw = g_new (Node, document.n);
  memset (document.raw, 1, document.n * sizeof (Node));

  /* First, while the process has no other memory. */
  ADD ("copy", 1, copying_memory);
  bench_run (&bench, BENCH_FRESH);
  ADD ("copy", 1, forking);
  ADD ("drop", 1, ending);
  ADD ("an edit after it", EDITS, editing_forked);
  bench_run (&bench, BENCH_WARM);

  document_init (&document);
  BYTES (EDITS, snapshots);
  BYTES (1, copying_memory);
  BYTES (1, copying);
  document_clear (&document);

  /* Writes memory that was shared with a forked process, so that no page is copied while measuring. */
  memset (document.raw, 1, document.n * sizeof (Node));
  document_init (&document);
  ADD ("copy", EDITS, snapshots);
  ADD ("copy", 1, copying_memory);
  ADD ("drop", EDITS, dropping_snapshots);
  ADD ("drop", 1, freeing_memory);
  ADD ("an edit after it", EDITS, editing);
  bench_run (&bench, BENCH_WARM);
  bench.rounds = MIN (bench.rounds, SLOW_ROUNDS);
  ADD ("copy", 1, copying);
  ADD ("drop", 1, dropping);
  bench_run (&bench, BENCH_WARM);

  document_clear (&document);
  g_free (document.raw);
  g_free ((gpointer) document.order);
  return 0;
}
