/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects: the costs of TroveObject and TroveList, beside GObjects with the same properties in a GListStore. Both sides
 * of a row make the same change at the same positions, and call the same handlers. The GObjects have no versions. */

#include "shapes.h"

#define TABLE "handles and lists"
#define N_CALLS 10000 /* of a run that changes one object, or none */
#define N_STEPS 1000  /* of a run that edits a list or commits */
#define N_HELD 1000   /* objects whose handles are held */

/* A document and a GListStore with as many objects. A handler is connected to both lists, and to the second object that
 * is held of each. */
typedef struct
{
  Shapes shapes;
  TroveList *list;
  TroveObject
      *held[N_HELD]; /* handles of the first N_HELD of the shuffled keys; the other objects have none */

  GListStore *store;
  GHashTable *by_key; /* shuffled keys -> items of the store */
  BenchItem *items[N_HELD];

  guint *positions; /* of the shuffled keys */
  GPtrArray *kept;  /* objects that are held during a run */
  GValue value;     /* the one that was set last: each is greater than the one before */
  GValue read;
  guint n_heard; /* signals */
} Objects;

static gpointer
lookup_item (Objects *self, gsize i)
{
  return g_object_ref (g_hash_table_lookup (self->by_key, &self->shapes.shuffled[i]));
}

static void
hear (Objects *self)
{
  self->n_heard++;
}

static void
objects_init (Objects *self, gsize n)
{
  *self = (Objects){ 0 };
  shapes_init (&self->shapes, BENCH_TYPE_SHAPE, n);
  self->list =
      g_object_ref (trove_object_get_list (trove_document_get_root (self->shapes.document), "shapes"));
  self->store = shapes_list_store_new (n, NULL);
  self->by_key = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_object_unref);
  self->positions = g_new (guint, n);
  self->kept = g_ptr_array_new_with_free_func (g_object_unref);
  g_value_init (&self->value, G_TYPE_DOUBLE);
  g_value_init (&self->read, G_TYPE_DOUBLE);

  for (gsize i = 0; i < n; i++)
    {
      TroveKey *key = &self->shapes.shuffled[i];

      trove_document_get_owner (self->shapes.document, *key, NULL, &self->positions[i]);
      g_hash_table_insert (self->by_key, key,
                           g_list_model_get_item (G_LIST_MODEL (self->store), self->positions[i]));
    }
  for (guint i = 0; i < N_HELD; i++)
    {
      self->held[i] = trove_document_lookup (self->shapes.document, self->shapes.shuffled[i]);
      self->items[i] = lookup_item (self, i);
    }
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (hear), self);
  g_signal_connect_swapped (self->store, "items-changed", G_CALLBACK (hear), self);
  g_signal_connect_swapped (self->held[1], "notify::x", G_CALLBACK (hear), self);
  g_signal_connect_swapped (self->items[1], "notify::x", G_CALLBACK (hear), self);
}

static void
objects_clear (Objects *self)
{
  for (guint i = 0; i < N_HELD; i++)
    {
      g_object_unref (self->held[i]);
      g_object_unref (self->items[i]);
    }
  g_ptr_array_unref (self->kept);
  g_hash_table_unref (self->by_key);
  g_object_unref (self->store);
  g_object_unref (self->list);
  shapes_clear (&self->shapes);
  g_free (self->positions);
}

/* A run that does an operation n times. The operation uses self and i, and may add to sum. */
#define RUN(name, n, operation)                                                                              \
  static guint64 name (gpointer data)                                                                        \
  {                                                                                                          \
    Objects *self = data;                                                                                    \
    guint64 sum = 0;                                                                                         \
                                                                                                             \
    for (guint i = 0; i < (n); i++)                                                                          \
      operation;                                                                                             \
    return sum;                                                                                              \
  }

/* A property */

static void
set_property (Objects *self, gpointer object)
{
  g_value_set_double (&self->value, g_value_get_double (&self->value) + 1);
  g_object_set_property (object, "x", &self->value);
}

/* Getters of a class. Each checks the type of its object once. */

__attribute__ ((noinline)) static double
shape_get_x (TroveObject *self)
{
  const ShapeData *data = trove_object_peek_data (self);

  return data->x;
}

__attribute__ ((noinline)) static double
item_get_x (BenchItem *self)
{
  g_return_val_if_fail (BENCH_IS_ITEM (self), 0);
  return self->x;
}

RUN (get_shape, N_CALLS, g_object_get_property (G_OBJECT (self->held[0]), "x", &self->read))
RUN (get_item, N_CALLS, g_object_get_property (G_OBJECT (self->items[0]), "x", &self->read))
RUN (read_shape, N_CALLS, sum += (guint64) shape_get_x (self->held[0]))
RUN (read_item, N_CALLS, sum += (guint64) item_get_x (self->items[0]))
RUN (set_shape, N_CALLS, set_property (self, self->held[0]))
RUN (set_item, N_CALLS, set_property (self, self->items[0]))
RUN (set_watched_shape, N_CALLS, set_property (self, self->held[1]))
RUN (set_watched_item, N_CALLS, set_property (self, self->items[1]))

/* Finding objects */

static void
ask (gpointer list, guint position)
{
  g_object_unref (g_list_model_get_item (list, position));
}

#define WALKED (self->shapes.n / 10)
#define HELD (i % N_HELD)
#define OTHER (N_HELD + i % (self->shapes.n - N_HELD))

RUN (find_held_shapes, N_CALLS,
     g_object_unref (trove_document_lookup (self->shapes.document, self->shapes.shuffled[HELD])))
RUN (find_held_items, N_CALLS, g_object_unref (lookup_item (self, HELD)))
RUN (find_shapes, N_CALLS,
     g_object_unref (trove_document_lookup (self->shapes.document, self->shapes.shuffled[OTHER])))
RUN (find_items, N_CALLS, g_object_unref (lookup_item (self, OTHER)))
RUN (ask_for_held_shapes, N_CALLS, ask (self->list, self->positions[HELD]))
RUN (ask_for_held_items, N_CALLS, ask (self->store, self->positions[HELD]))
RUN (ask_for_shapes, N_CALLS, ask (self->list, self->positions[OTHER]))
RUN (ask_for_items, N_CALLS, ask (self->store, self->positions[OTHER]))
RUN (walk_list, WALKED, ask (self->list, i))
RUN (walk_store, WALKED, ask (self->store, i))

static void
keep (Objects *self, gpointer object)
{
  g_ptr_array_add (self->kept, object);
}

/* The large allocation makes glibc join the small blocks that were freed. Otherwise the next row would pay for that. */
static guint64
drop_kept (gpointer data)
{
  g_ptr_array_set_size (((Objects *) data)->kept, 0);
  g_free (g_malloc (1 << 16));
  return 0;
}

RUN (hold_walked, WALKED, keep (self, g_list_model_get_item (G_LIST_MODEL (self->list), i)))

/* Lists. restore() takes the edits back after a run. */

#define END ((guint) self->shapes.n + i)
#define MIDDLE ((guint) self->shapes.n / 2)

static gpointer
shape_new (Objects *self)
{
  return g_object_new (BENCH_TYPE_SHAPE, "document", self->shapes.document, NULL);
}

static void
insert_shape (Objects *self, guint position)
{
  g_autoptr (TroveObject) shape = shape_new (self);

  shapes_must (trove_list_insert (self->list, position, shape, NULL));
}

static void
insert_item (Objects *self, guint position)
{
  g_autoptr (BenchItem) item = bench_item_new (NULL);

  g_list_store_insert (self->store, position, item);
}

static void
splice_list (Objects *self)
{
  for (guint i = 0; i < N_STEPS; i++)
    keep (self, shape_new (self));
  shapes_must (trove_list_splice (self->list, MIDDLE, N_STEPS, (TroveObject *const *) self->kept->pdata,
                                  N_STEPS, NULL));
}

static void
splice_store (Objects *self, guint n_removals, guint n_additions)
{
  for (guint i = 0; i < n_additions; i++)
    keep (self, bench_item_new (NULL));
  g_list_store_splice (self->store, MIDDLE, n_removals, self->kept->pdata, n_additions);
}

RUN (append_shapes, N_STEPS, insert_shape (self, END))
RUN (append_items, N_STEPS, insert_item (self, END))
RUN (insert_shapes, N_STEPS, insert_shape (self, MIDDLE))
RUN (insert_items, N_STEPS, insert_item (self, MIDDLE))
RUN (remove_shapes, N_STEPS, shapes_must (trove_list_remove (self->list, MIDDLE, NULL)))
RUN (remove_items, N_STEPS, g_list_store_remove (self->store, MIDDLE))
RUN (replace_shapes, 1, splice_list (self))
RUN (replace_items, 1, splice_store (self, N_STEPS, N_STEPS))

static guint64
restore (gpointer data)
{
  Objects *self = data;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  shapes_must (trove_document_rollback (self->shapes.document, NULL));
  drop_kept (self);
  splice_store (self, n > self->shapes.n ? N_STEPS : 0, n < self->shapes.n ? N_STEPS : 0);
  return drop_kept (self);
}

/* Steps. Without the library, the same change is made by hand. */

static void
commit_shape (Objects *self, guint i)
{
  set_property (self, self->held[i]);
  shapes_commit (self->shapes.document);
}

static void
undo_or_redo (Objects *self, guint i)
{
  TroveDocument *document = self->shapes.document;

  shapes_must (i % 2 == 0 ? trove_document_undo (document, NULL) : trove_document_redo (document, NULL));
}

RUN (commit_shapes, N_STEPS, commit_shape (self, i))
RUN (set_items, N_STEPS, set_property (self, self->items[i]))
RUN (undo, N_CALLS, undo_or_redo (self, i))
RUN (undo_by_hand, N_CALLS,
     i % 2 == 0 ? g_list_store_remove (self->store, MIDDLE) : insert_item (self, MIDDLE))
RUN (commit_property, 1, commit_shape (self, 1))
RUN (commit_removal, 1,
     shapes_must (trove_list_remove (self->list, MIDDLE, NULL) &&
                  trove_document_commit (self->shapes.document, "a step", NULL)))
RUN (undo_last, 1, undo_or_redo (self, 0))

/* Measuring */

static const struct
{
  const char *name;
  guint n; /* operations of a run; 0: a tenth of the number of objects */
  BenchFunc object, item;
  BenchFunc prepare, finish; /* of both */
} rows[] = {
  { "get a property", N_CALLS, get_shape, get_item, NULL, NULL },
  { "a getter in C", N_CALLS, read_shape, read_item, NULL, NULL },
  { "set a property", N_CALLS, set_shape, set_item, NULL, NULL },
  { "set a property, watched", N_CALLS, set_watched_shape, set_watched_item, NULL, NULL },
  { "look up a key, with a handle", N_CALLS, find_held_shapes, find_held_items, NULL, NULL },
  { "look up a key, no handle", N_CALLS, find_shapes, find_items, NULL, NULL },
  { "get an item, with a handle", N_CALLS, ask_for_held_shapes, ask_for_held_items, NULL, NULL },
  { "get an item, no handle", N_CALLS, ask_for_shapes, ask_for_items, NULL, NULL },
  { "walk, an item, with handles", 0, walk_list, walk_store, hold_walked, drop_kept },
  { "walk, an item, no handles", 0, walk_list, walk_store, NULL, NULL },
  { "make and append", N_STEPS, append_shapes, append_items, NULL, restore },
  { "make and insert in the middle", N_STEPS, insert_shapes, insert_items, NULL, restore },
  { "remove in the middle", N_STEPS, remove_shapes, remove_items, NULL, restore },
  { "make 1,000 and replace 1,000, each", N_STEPS, replace_shapes, replace_items, NULL, restore },
  { "set a property, commit", N_STEPS, commit_shapes, set_items, NULL, NULL },
  { "undo of a property, watched", N_CALLS, undo, set_watched_item, commit_property, undo_last },
  { "undo of a removal, watched", N_CALLS, undo, undo_by_hand, commit_removal, undo_last },
};

static void
measure (Bench *bench, Objects *objects)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize n = rows[i].n != 0 ? rows[i].n : objects->shapes.n / 10;
      BenchContender object = { rows[i].name, rows[i].prepare, rows[i].object, rows[i].finish };
      BenchContender item = { rows[i].name, rows[i].prepare, rows[i].item, rows[i].finish };

      bench_add (bench, TABLE, "TroveObject", n, &object, 1, objects);
      bench_add (bench, TABLE, "GObject", n, &item, 1, objects);
    }
  bench_run (bench, BENCH_WARM);
}

int
main (int argc, char **argv)
{
  Objects objects;
  Bench bench;

  bench_init (&bench, &argc, &argv, "objects");
  objects_init (&objects, bench.n);
  measure (&bench, &objects);
  g_assert_cmpuint (objects.n_heard, >, 0);
  objects_clear (&objects);
  return 0;
}
