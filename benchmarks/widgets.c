/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Widgets: the cost of undoing one change while widgets show the document, beside the same change of a GListStore by hand. It
 * needs a display: xvfb-run -a benchmark-widgets. benchmarks/run leaves it out. Drawing is not measured. */

#include <gtk/gtk.h>

#include "shapes.h"

#define N_OPERATIONS 100 /* of a run: half of them undo, half of them redo */
#define N_BOUND 1000

/* A list that widgets show. */
typedef struct
{
  Shapes shapes;     /* of a document; else unused */
  GListStore *store; /* NULL: of a document */
  GtkWindow *window;
  guint position; /* of the row that changes */
} Shown;

/* Widgets */

static void
set_up (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GBinding *binding = g_object_bind_property (gtk_list_item_get_item (item), "label",
                                              gtk_list_item_get_child (item), "label", G_BINDING_SYNC_CREATE);

  g_object_set_data (G_OBJECT (item), "binding", binding);
}

static void
unbind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  g_binding_unbind (g_object_get_data (G_OBJECT (item), "binding"));
}

static GtkWidget *
list_view_new (GListModel *model)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind), NULL);
  return gtk_list_view_new (GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (model))), factory);
}

/* The widget holds the item, which the binding does not. */
static GtkWidget *
create_row (gpointer item, gpointer data)
{
  GtkWidget *label = gtk_label_new (NULL);

  g_object_bind_property (item, "label", label, "label", G_BINDING_SYNC_CREATE);
  g_object_set_data_full (G_OBJECT (label), "item", g_object_ref (item), g_object_unref);
  return label;
}

static GtkWidget *
list_box_new (GListModel *model)
{
  GtkWidget *box = gtk_list_box_new ();

  gtk_list_box_bind_model (GTK_LIST_BOX (box), model, create_row, NULL, NULL);
  return box;
}

static void
note_paint (GdkFrameClock *clock, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
draw (GtkWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gboolean is_painted = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (note_paint), &is_painted);

  gtk_widget_queue_draw (GTK_WIDGET (window));
  while (!is_painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
}

static void
show (Shown *self, GListModel *model, GtkWidget *(*make) (GListModel *model))
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), make (model));
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (self->window, scrolled);
  gtk_window_set_default_size (self->window, 300, 400);
  gtk_window_present (self->window);
  draw (self->window);
  draw (self->window);
}

static GListModel *
list_of (Shapes *shapes)
{
  return G_LIST_MODEL (trove_object_get_list (trove_document_get_root (shapes->document), "shapes"));
}

static void
show_document (Shown *self, gsize n, GtkWidget *(*make) (GListModel *model))
{
  *self = (Shown){ 0 };
  shapes_init (&self->shapes, BENCH_TYPE_SHAPE, n);
  show (self, list_of (&self->shapes), make);
}

static void
show_store (Shown *self, gsize n, GtkWidget *(*make) (GListModel *model))
{
  *self = (Shown){ .store = shapes_list_store_new (n, SHAPES_LABEL) };
  show (self, G_LIST_MODEL (self->store), make);
}

static void
clear (Shown *self)
{
  gtk_window_destroy (self->window);
  if (self->store != NULL)
    g_object_unref (self->store);
  else
    shapes_clear (&self->shapes);
}

/* Undo */

static gpointer
dup_item (Shown *self)
{
  return g_list_model_get_item (self->store != NULL ? G_LIST_MODEL (self->store) : list_of (&self->shapes),
                                self->position);
}

static guint64
prepare_property (gpointer data)
{
  Shown *self = data;
  g_autoptr (GObject) item = dup_item (self);

  g_object_set (item, "label", "another label", NULL);
  if (self->store == NULL)
    shapes_commit (self->shapes.document);
  return 0;
}

static guint64
prepare_row (gpointer data)
{
  Shown *self = data;

  shapes_must (trove_list_remove (TROVE_LIST (list_of (&self->shapes)), self->position, NULL));
  shapes_commit (self->shapes.document);
  return 0;
}

static guint64
run_undo (gpointer data)
{
  TroveDocument *document = ((Shown *) data)->shapes.document;

  for (guint i = 0; i < N_OPERATIONS / 2; i++)
    {
      shapes_must (trove_document_undo (document, NULL));
      shapes_must (trove_document_redo (document, NULL));
    }
  return 0;
}

static guint64
finish_undo (gpointer data)
{
  Shown *self = data;

  shapes_must (trove_document_undo (self->shapes.document, NULL));
  draw (self->window);
  return 0;
}

/* By hand */

static guint64
run_store_property (gpointer data)
{
  g_autoptr (GObject) item = dup_item (data);

  for (guint i = 0; i < N_OPERATIONS / 2; i++)
    {
      g_object_set (item, "label", SHAPES_LABEL, NULL);
      g_object_set (item, "label", "another label", NULL);
    }
  return 0;
}

static guint64
run_store_row (gpointer data)
{
  Shown *self = data;
  g_autoptr (GObject) item = dup_item (self);

  for (guint i = 0; i < N_OPERATIONS / 2; i++)
    {
      g_list_store_remove (self->store, self->position);
      g_list_store_insert (self->store, self->position, item);
    }
  return 0;
}

static guint64
finish_store (gpointer data)
{
  draw (((Shown *) data)->window);
  return 0;
}

/* Measuring */

static const BenchContender undo_property = { "trove undo", prepare_property, run_undo, finish_undo };
static const BenchContender undo_row = { "trove undo", prepare_row, run_undo, finish_undo };
static const BenchContender store_property = { "GListStore by hand", prepare_property, run_store_property,
                                               finish_store };
static const BenchContender store_row = { "GListStore by hand", NULL, run_store_row, finish_store };

static void
measure (Bench *bench, const char *table, const char *where, Shown *document, Shown *store, guint position)
{
  g_autofree char *property = g_strconcat ("a property, ", where, NULL);
  g_autofree char *row = g_strconcat ("a row, ", where, NULL);

  document->position = store->position = position;
  bench_add (bench, table, property, N_OPERATIONS, &undo_property, 1, document);
  bench_add (bench, table, property, N_OPERATIONS, &store_property, 1, store);
  bench_add (bench, table, row, N_OPERATIONS, &undo_row, 1, document);
  bench_add (bench, table, row, N_OPERATIONS, &store_row, 1, store);
  bench_run (bench, BENCH_WARM);
}

int
main (int argc, char **argv)
{
  Shown document, store;
  Bench bench;

  bench_init (&bench, &argc, &argv, "widgets");
  gtk_init ();

  show_document (&document, bench.n, list_view_new);
  show_store (&store, bench.n, list_view_new);
  measure (&bench, "undo with a GtkListView of 10^6 rows", "in view", &document, &store, 5);
  measure (&bench, "undo with a GtkListView of 10^6 rows", "not in view", &document, &store,
           (guint) bench.n / 2);
  clear (&document);
  clear (&store);

  show_document (&document, N_BOUND, list_box_new);
  show_store (&store, N_BOUND, list_box_new);
  measure (&bench, "undo with 1,000 bound rows", "in view", &document, &store, 5);
  measure (&bench, "undo with 1,000 bound rows", "not in view", &document, &store, N_BOUND / 2);
  clear (&document);
  clear (&store);
  return 0;
}
