/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fragments: copying and pasting shapes with a label and a target, beside adding them one by one; fragments as bytes. */

#include "bench.h"
#include "shapes.h"

typedef struct
{
  Shapes shapes;  /* that are copied */
  TroveKey *keys; /* in the order of the list */
  gsize n;
  TroveFragment *fragment;
  GBytes *bytes;

  TroveDocument *document; /* of a run */
  TroveFragment *made;
  GBytes *written;
} Copying;

static void
refer (Copying *copying, gsize i)
{
  ShapeData data =
      *(const ShapeData *) trove_document_peek (copying->shapes.document, copying->keys[i], NULL);

  data.target = copying->keys[(i + 1) % copying->n];
  shapes_must (trove_document_set (copying->shapes.document, copying->keys[i], &data, NULL));
}

static TroveFragment *
copy (const Copying *copying)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (copying->shapes.document);

  return trove_fragment_new (version, copying->keys, copying->n, NULL);
}

/* every: which shapes have targets; 0: none. */
static void
copying_init (Copying *copying, gsize n, gsize every)
{
  *copying = (Copying){ .n = n, .keys = g_new (TroveKey, n) };
  shapes_init (&copying->shapes, BENCH_TYPE_SHAPE, n);
  trove_document_get_children (copying->shapes.document, copying->shapes.root, "shapes", 0, copying->keys,
                               (guint) n);
  for (gsize i = 0; every > 0 && i < n; i += every)
    refer (copying, i);
  shapes_commit (copying->shapes.document);
  copying->fragment = copy (copying);
  copying->bytes = trove_fragment_to_bytes (copying->fragment, NULL);
}

static void
copying_clear (Copying *copying)
{
  g_object_unref (copying->fragment);
  g_bytes_unref (copying->bytes);
  g_free (copying->keys);
  shapes_clear (&copying->shapes);
}

static guint64
make_empty (gpointer data)
{
  ((Copying *) data)->document = trove_document_new (BENCH_TYPE_PAGE, NULL, 0);
  return 0;
}

static guint64
drop_document (gpointer data)
{
  g_clear_object (&((Copying *) data)->document);
  return 0;
}

static guint64
make_fragment (gpointer data)
{
  ((Copying *) data)->made = copy (data);
  return 0;
}

static guint64
drop_fragment (gpointer data)
{
  g_clear_object (&((Copying *) data)->made);
  return 0;
}

static guint64
insert (gpointer data)
{
  Copying *copying = data;

  shapes_must (trove_fragment_insert_by_key (copying->fragment, copying->document,
                                             trove_document_get_root_key (copying->document), "shapes",
                                             G_MAXUINT, NULL, NULL));
  return 0;
}

static guint64
branch (gpointer data)
{
  Copying *copying = data;

  copying->document = shapes_branch (copying->shapes.document);
  return 0;
}

static guint64
insert_in_the_middle (gpointer data)
{
  Copying *copying = data;

  shapes_must (trove_fragment_insert_by_key (copying->fragment, copying->document,
                                             trove_document_get_root_key (copying->document), "shapes",
                                             (guint) (copying->n / 2), NULL, NULL));
  return 0;
}

static guint64
add_each (gpointer data)
{
  Copying *copying = data;
  TroveKey root = trove_document_get_root_key (copying->document);

  for (gsize i = 0; i < copying->n; i++)
    {
      ShapeData shape =
          *(const ShapeData *) trove_document_peek (copying->shapes.document, copying->keys[i], NULL);

      shape.target = 0;
      shapes_add (copying->document, BENCH_TYPE_SHAPE, &shape, root, "shapes");
    }
  return 0;
}

static guint64
write_bytes (gpointer data)
{
  Copying *copying = data;

  copying->written = trove_fragment_to_bytes (copying->fragment, NULL);
  return g_bytes_get_size (copying->written);
}

static guint64
drop_bytes (gpointer data)
{
  g_clear_pointer (&((Copying *) data)->written, g_bytes_unref);
  return 0;
}

static guint64
read_bytes (gpointer data)
{
  Copying *copying = data;

  copying->made = trove_fragment_new_from_bytes (copying->bytes, NULL);
  return trove_fragment_get_n_objects (copying->made);
}

static const BenchContender contenders[] = {
  { "trove_fragment_new", NULL, make_fragment, drop_fragment },
  { "insert at the end of an empty list", make_empty, insert, drop_document },
  { "insert in the middle of as many", branch, insert_in_the_middle, drop_document },
  { "trove_document_add, one by one, without targets", make_empty, add_each, drop_document },
  { "to_bytes", NULL, write_bytes, drop_bytes },
  { "new_from_bytes", NULL, read_bytes, drop_fragment },
};

int
main (int argc, char **argv)
{
  Bench bench;
  Copying plain, referring;
  gsize n;

  bench_init (&bench, &argc, &argv, "fragments");
  n = MAX (bench.n / 10, 10);
  copying_init (&plain, n, 0);
  copying_init (&referring, n, 1);
  bench_add (&bench, "copying shapes, a shape", "no targets", n, contenders, G_N_ELEMENTS (contenders),
             &plain);
  bench_add (&bench, "copying shapes, a shape", "each with a target", n, contenders,
             G_N_ELEMENTS (contenders), &referring);
  bench_run (&bench, BENCH_WARM);
  bench_figure (&bench, "copying shapes, a shape", "bytes", "no targets", "bytes",
                (double) g_bytes_get_size (plain.bytes) / (double) n);
  copying_clear (&plain);
  copying_clear (&referring);
  return 0;
}
