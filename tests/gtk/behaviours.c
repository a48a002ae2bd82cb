/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Behaviours that applications expect of documents in widgets, one test each. The numbers are those of a list that also has
 * behaviours of documents without widgets. */

#include "row.h"
#include "test-support.h"
#include "view.h"

#define assert_done(call)                                                                                    \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    GError *error = NULL;                                                                                    \
    gboolean is_done = (call);                                                                               \
                                                                                                             \
    g_assert_no_error (error);                                                                               \
    g_assert_true (is_done);                                                                                 \
  }                                                                                                          \
  G_STMT_END

static void
commit (TroveDocument *document)
{
  assert_done (trove_document_commit (document, "Step", &error));
}

static void
undo (TroveDocument *document)
{
  assert_done (trove_document_undo (document, &error));
}

static void
redo (TroveDocument *document)
{
  assert_done (trove_document_redo (document, &error));
}

static GListModel *
children_of_root (TroveDocument *document)
{
  return row_list (trove_document_get_root (document), "children");
}

/* 14: an undo that reorders one row touches nothing but that row. */

#define N_EXPANDED 3
#define N_INNER 4

typedef struct
{
  guint n_emissions, n_removed, n_added;
} Told;

static void
tell (GListModel *model, guint position, guint n_removed, guint n_added, gpointer data)
{
  Told *told = data;

  told->n_emissions++;
  told->n_removed += n_removed;
  told->n_added += n_added;
}

typedef struct
{
  TroveDocument *document;
  GListModel *children;
  GtkTreeListModel *tree;
  GtkMultiSelection *selection;
  GtkTreeListRow *expanded[N_EXPANDED];     /* owned */
  GtkTreeListRow *selected[N_EXPANDED + 2]; /* owned: an inner row of each, one before and one behind all */
  Told list_told, tree_told;
  View view;
} Rows;

static GListModel *
create_model (gpointer item, gpointer data)
{
  return g_object_ref (row_list (item, "children"));
}

static GtkTreeListRow *
select_row (Rows *self, guint position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, FALSE);
  return gtk_tree_list_model_get_row (self->tree, position);
}

/* Some rows have children and are expanded. */
static void
rows_init (Rows *self, guint n)
{
  *self = (Rows){ .document = row_document_new (n) };
  self->children = children_of_root (self->document);
  for (guint i = 0; i < N_EXPANDED; i++)
    {
      g_autoptr (TroveObject) row = row_child (self->document, (i + 1) * n / (N_EXPANDED + 1));

      for (guint j = 0; j < N_INNER; j++)
        {
          g_autoptr (TroveObject) inner = row_new (self->document, "inner", j);

          assert_done (trove_list_append (TROVE_LIST (row_list (row, "children")), inner, &error));
        }
    }
  commit (self->document);

  self->tree =
      gtk_tree_list_model_new (g_object_ref (self->children), FALSE, FALSE, create_model, NULL, NULL);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->tree)));
  for (guint i = 0; i < N_EXPANDED; i++)
    {
      const guint position = (i + 1) * n / (N_EXPANDED + 1) + i * N_INNER;

      self->expanded[i] = gtk_tree_list_model_get_row (self->tree, position);
      gtk_tree_list_row_set_expanded (self->expanded[i], TRUE);
      self->selected[i] = select_row (self, position + 2);
    }
  self->selected[N_EXPANDED] = select_row (self, 0);
  self->selected[N_EXPANDED + 1] = select_row (self, n + N_EXPANDED * N_INNER - 1);
  view_init (&self->view, GTK_SELECTION_MODEL (self->selection));
  view_scroll (&self->view, 0.5);
  g_signal_connect (self->children, "items-changed", G_CALLBACK (tell), &self->list_told);
  g_signal_connect (self->tree, "items-changed", G_CALLBACK (tell), &self->tree_told);
}

static void
rows_clear (Rows *self)
{
  view_clear (&self->view);
  g_signal_handlers_disconnect_by_data (self->children, &self->list_told);
  for (guint i = 0; i < G_N_ELEMENTS (self->expanded); i++)
    g_object_unref (self->expanded[i]);
  for (guint i = 0; i < G_N_ELEMENTS (self->selected); i++)
    g_object_unref (self->selected[i]);
  g_object_unref (self->selection);
  g_object_unref (self->tree);
  g_object_unref (self->document);
}

static void
check_is_there (Rows *self, GtkTreeListRow *row)
{
  g_autoptr (GtkTreeListRow) found =
      gtk_tree_list_model_get_row (self->tree, gtk_tree_list_row_get_position (row));

  g_assert_true (found == row);
}

/* One row was told of as removed and added. All others are the same, expanded and selected as before. */
static void
check_one_moved (Rows *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  const Told told[] = { self->list_told, self->tree_told };

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      g_assert_cmpuint (told[i].n_emissions, ==, 2);
      g_assert_cmpuint (told[i].n_removed, ==, 1);
      g_assert_cmpuint (told[i].n_added, ==, 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->expanded); i++)
    {
      check_is_there (self, self->expanded[i]);
      g_assert_true (gtk_tree_list_row_get_expanded (self->expanded[i]));
    }
  g_assert_cmpuint (gtk_bitset_get_size (selected), ==, G_N_ELEMENTS (self->selected));
  for (guint i = 0; i < G_N_ELEMENTS (self->selected); i++)
    {
      check_is_there (self, self->selected[i]);
      g_assert_true (gtk_bitset_contains (selected, gtk_tree_list_row_get_position (self->selected[i])));
    }
}

static void
run_step (Rows *self, void (*step) (TroveDocument *document))
{
  guint n_attached = row_count.n_attached, n_bound = self->view.n_bound;

  self->list_told = self->tree_told = (Told){ 0 };
  step (self->document);
  check_one_moved (self);
  view_draw (&self->view);
  /* A row more at either end of those that are shown. */
  g_assert_cmpuint (row_count.n_attached - n_attached, <=, 8);
  g_assert_cmpuint (self->view.n_bound - n_bound, <=, 8);
}

static void
test_14_one_row_of_many (void)
{
  guint n = test_count (100000, 2000);
  Rows rows;

  rows_init (&rows, n);
  assert_done (trove_list_move (TROVE_LIST (rows.children), n / 8, n - n / 8, &error));
  commit (rows.document);
  check_one_moved (&rows);
  run_step (&rows, undo);
  run_step (&rows, redo);
  run_step (&rows, undo);
  rows_clear (&rows);
}

/* 17: a list that is read while it is edited gives the items that it had at the start. */

static void
test_17_reading_while_edited (void)
{
  const guint n = 500;
  g_autoptr (TroveDocument) document = row_document_new (n);
  g_autoptr (TroveVersion) version = trove_document_freeze (document, NULL);
  g_autoptr (TroveObject) frozen = trove_version_dup_root (version);
  GListModel *live = children_of_root (document), *items = row_list (frozen, "children");
  g_autoptr (GtkNoSelection) live_selection = gtk_no_selection_new (g_object_ref (live));
  g_autoptr (GtkNoSelection) frozen_selection = gtk_no_selection_new (g_object_ref (items));
  Told told = { 0 };
  View live_view, frozen_view;

  view_init (&live_view, GTK_SELECTION_MODEL (live_selection));
  view_init (&frozen_view, GTK_SELECTION_MODEL (frozen_selection));
  g_signal_connect (items, "items-changed", G_CALLBACK (tell), &told);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TroveObject) item = g_list_model_get_item (items, i);
      g_autoptr (TroveObject) row = trove_document_lookup (document, trove_object_get_key (item));
      g_autoptr (TroveObject) made = row_new (document, "made", n + i);

      g_assert_cmpuint (row_value (item), ==, i);
      if (i % 3 == 0)
        assert_done (trove_object_remove (row, &error));
      assert_done (trove_list_insert (TROVE_LIST (live), 0, made, &error));
      if (i % 50 == 0)
        view_draw (&live_view);
    }
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, n);
  g_assert_null (g_list_model_get_item (items, n));
  g_assert_cmpuint (g_list_model_get_n_items (live), ==, n + n - (n + 2) / 3);
  g_assert_cmpuint (told.n_emissions, ==, 0);
  g_signal_handlers_disconnect_by_data (items, &told);
  view_draw (&frozen_view);
  view_clear (&frozen_view);
  view_clear (&live_view);
}

/* 29: scrolling a million objects makes handles for the rows in view alone, and lets them go. */

#define MOST_SHOWN 500 /* a GtkListView has some 200 rows */

static void
test_29_million_rows (void)
{
  guint n = test_count (1000000, 10000), n_attached;
  g_autoptr (TroveDocument) document = row_document_new (n);
  g_autoptr (GtkMultiSelection) selection =
      gtk_multi_selection_new (g_object_ref (children_of_root (document)));
  View view;

  g_assert_cmpuint (row_count.n_alive, ==, 1); /* the root */
  n_attached = row_count.n_attached;
  view_init (&view, GTK_SELECTION_MODEL (selection));
  g_assert_cmpuint (row_count.n_alive, >, 10);
  for (guint i = 0; i <= 20; i++)
    {
      view_scroll (&view, i / 20.0);
      g_assert_cmpuint (row_count.n_alive, <=, MOST_SHOWN);
    }
  g_test_message ("%u handles made, %u alive at the end", row_count.n_attached - n_attached,
                  row_count.n_alive);
  g_assert_cmpuint (row_count.n_attached - n_attached, <=, 21 * MOST_SHOWN);
  view_clear (&view);
  g_clear_object (&selection);
  g_assert_cmpuint (row_count.n_alive, ==, 1);
}

/* 31: properties that are bound both ways survive undo without a loop, and the watches of expressions follow. */

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

static void
check_bound (TroveObject *row, GtkEditable *entry, const char *text)
{
  g_autofree char *label = NULL;

  g_object_get (row, "label", &label, NULL);
  g_assert_cmpstr (label, ==, text);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, text);
}

static void
test_31_bindings (void)
{
  g_autoptr (TroveDocument) document = row_document_new (1);
  g_autoptr (TroveObject) row = row_child (document, 0);
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *entry = gtk_entry_new ();
  guint n_notified = 0;

  g_object_bind_property (row, "label", entry, "text", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect (row, "notify::label", G_CALLBACK (count_notify), &n_notified);
  gtk_window_set_child (window, entry);
  gtk_window_present (window);
  view_wait_for_frame (window);
  g_assert_cmpuint (n_notified, ==, 0);

  gtk_editable_set_text (GTK_EDITABLE (entry), "typed");
  commit (document);
  g_object_set (row, "label", "set", NULL);
  commit (document);
  check_bound (row, GTK_EDITABLE (entry), "set");
  n_notified = 0;
  for (guint i = 0; i < 3; i++)
    {
      undo (document);
      g_assert_true (trove_document_get_can_redo (document));
      check_bound (row, GTK_EDITABLE (entry), "typed");
      undo (document);
      check_bound (row, GTK_EDITABLE (entry), "row 0");
      redo (document);
      check_bound (row, GTK_EDITABLE (entry), "typed");
      redo (document);
      check_bound (row, GTK_EDITABLE (entry), "set");
      view_wait_for_frame (window);
    }
  g_assert_cmpuint (n_notified, ==, 12);
  g_assert_cmpuint (g_list_model_get_n_items (trove_document_get_history (document)), ==, 4);
  g_signal_handlers_disconnect_by_data (row, &n_notified);
  gtk_window_destroy (window);
}

/* A spin button has no values above 10, and writes 10 back for them. While the document is restored, that is no edit. */
static void
test_31_rounding (void)
{
  g_autoptr (TroveDocument) document = row_document_new (1);
  g_autoptr (TroveObject) row = row_child (document, 0);
  GtkAdjustment *adjustment = gtk_adjustment_new (0, 0, 10, 1, 1, 0);
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkSpinButton *button = GTK_SPIN_BUTTON (gtk_spin_button_new (adjustment, 1, 0));

  gtk_window_set_child (window, GTK_WIDGET (button));
  gtk_window_present (window);
  g_object_set (row, "value", (guint64) 13, NULL);
  commit (document);
  g_object_set (row, "value", (guint64) 5, NULL);
  commit (document);
  g_object_bind_property (row, "value", button, "value", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  view_wait_for_frame (window);
  for (guint i = 0; i < 3; i++)
    {
      undo (document);
      view_wait_for_frame (window);
      g_assert_cmpuint (row_value (row), ==, 13);
      g_assert_cmpfloat (gtk_spin_button_get_value (button), ==, 10);
      g_assert_true (trove_document_get_can_redo (document));
      redo (document);
      view_wait_for_frame (window);
      g_assert_cmpuint (row_value (row), ==, 5);
      g_assert_cmpfloat (gtk_spin_button_get_value (button), ==, 5);
    }
  gtk_spin_button_set_value (button, 7);
  g_assert_cmpuint (row_value (row), ==, 7);
  gtk_window_destroy (window);
}

static void
test_31_expressions (void)
{
  g_autoptr (TroveDocument) document = row_document_new (3);
  g_autoptr (TroveObject) row = row_child (document, 0), first = row_child (document, 1);
  g_autoptr (TroveObject) second = row_child (document, 2); /* held: a watch does not hold what it reads */
  GtkExpression *target = gtk_property_expression_new (thing_get_type (), NULL, "target");
  GtkLabel *label = GTK_LABEL (g_object_ref_sink (gtk_label_new (NULL)));

  g_object_set (row, "target", first, NULL);
  commit (document);
  gtk_expression_bind (gtk_property_expression_new (thing_get_type (), target, "label"), label, "label", row);
  g_assert_cmpstr (gtk_label_get_label (label), ==, "row 1");
  g_object_set (first, "label", "another", NULL);
  commit (document);
  g_assert_cmpstr (gtk_label_get_label (label), ==, "another");
  g_object_set (row, "target", second, NULL);
  g_object_set (second, "label", "the second", NULL);
  commit (document);
  g_assert_cmpstr (gtk_label_get_label (label), ==, "the second");
  for (guint i = 0; i < 3; i++)
    {
      undo (document);
      g_assert_cmpstr (gtk_label_get_label (label), ==, "another");
      undo (document);
      g_assert_cmpstr (gtk_label_get_label (label), ==, "row 1");
      redo (document);
      redo (document);
      g_assert_cmpstr (gtk_label_get_label (label), ==, "the second");
    }
  g_object_unref (label);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gtk/behaviours/14-one-row-of-many", test_14_one_row_of_many);
  g_test_add_func ("/gtk/behaviours/17-reading-while-edited", test_17_reading_while_edited);
  g_test_add_func ("/gtk/behaviours/29-million-rows", test_29_million_rows);
  g_test_add_func ("/gtk/behaviours/31-bindings", test_31_bindings);
  g_test_add_func ("/gtk/behaviours/31-rounding", test_31_rounding);
  g_test_add_func ("/gtk/behaviours/31-expressions", test_31_expressions);
  return g_test_run ();
}
