/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The clipboard example: its windows are used as by a user. A second process pastes what this one has copied. */

#include "window.h"

#include "clipboard/clipboard.h"
#include "clipboard/shape.h"
#include "clipboard/window.h"

static const char *program; /* this one */

typedef struct
{
  TroveDocument *document;
  GtkWidget *window;
  GtkWidget *list;
  GtkSelectionModel *selection;
} View;

static void
view_init (View *self)
{
  self->document = trove_document_new (TYPE_PAGE, NULL, 0);
  self->window = clipboard_window_new (NULL, self->document);
  self->list = window_find (self->window, GTK_TYPE_LIST_VIEW, 0);
  self->selection = gtk_list_view_get_model (GTK_LIST_VIEW (self->list));
  gtk_window_present (GTK_WINDOW (self->window));
  window_settle (self->window);
}

static void
view_clear (View *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->document);
}

static void
click (View *self, const char *tooltip)
{
  window_click (window_find_button (self->window, tooltip, 0));
}

static gboolean
can_paste (View *self)
{
  return gtk_widget_is_sensitive (window_find_button (self->window, "Paste", 0));
}

static guint
count (View *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

/* The shapes of the document, the selected ones in brackets: "A [B>A]". */
static char *
describe (View *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < count (self); i++)
    {
      g_autoptr (TroveObject) shape = g_list_model_get_item (G_LIST_MODEL (self->selection), i);
      g_autoptr (TroveObject) target = NULL;
      g_autofree char *name = NULL, *target_name = NULL;
      gboolean selected = gtk_selection_model_is_selected (self->selection, i);

      g_object_get (shape, "name", &name, "target", &target, NULL);
      if (target != NULL)
        g_object_get (target, "name", &target_name, NULL);
      g_string_append_printf (text, "%s%s%s%s%s%s", i > 0 ? " " : "", selected ? "[" : "",
                              name + strlen ("Shape "), target != NULL ? ">" : "",
                              target != NULL ? target_name + strlen ("Shape ") : "", selected ? "]" : "");
    }
  return g_string_free (text, FALSE);
}

#define check(view, expected)                                                                                \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *found_ = NULL;                                                                          \
                                                                                                             \
    window_settle ((view)->window);                                                                          \
    found_ = describe (view);                                                                                \
    g_assert_cmpstr (found_, ==, (expected));                                                                \
  }                                                                                                          \
  G_STMT_END

/* Pastes, and waits for the shapes. */
static void
paste (View *self, guint n)
{
  guint before = count (self);

  click (self, "Paste");
  while (count (self) < before + n)
    g_main_context_iteration (NULL, TRUE);
}

/* Shapes 1 to 3, of which 2 has the target 1; the last two are selected. */
static void
fill (View *self)
{
  g_autoptr (TroveObject) first = NULL, second = NULL;

  for (guint i = 0; i < 3; i++)
    click (self, "Add");
  first = g_list_model_get_item (G_LIST_MODEL (self->selection), 0);
  second = g_list_model_get_item (G_LIST_MODEL (self->selection), 1);
  g_object_set (second, "target", first, NULL);
  g_assert_true (trove_document_commit (self->document, "Connect", NULL));
  gtk_selection_model_select_range (self->selection, 1, 2, TRUE);
  check (self, "1 [2>1] [3]");
}

static void
test_windows (void)
{
  View one, other;

  view_init (&one);
  view_init (&other);
  fill (&one);
  click (&one, "Copy");
  g_assert_true (can_paste (&one) && can_paste (&other));

  /* In the same document the target stays. */
  paste (&one, 2);
  check (&one, "1 2>1 3 [2>1] [3]");
  click (&one, "Undo");
  check (&one, "1 2>1 3");
  paste (&other, 2);
  check (&other, "[2] [3]");

  /* With its target, a copy has the target's copy. */
  gtk_selection_model_select_all (one.selection);
  click (&one, "Cut");
  check (&one, "");
  paste (&other, 3);
  check (&other, "2 3 [1] [2>1] [3]");
  paste (&one, 3);
  check (&one, "[1] [2>1] [3]");
  view_clear (&one);
  view_clear (&other);
}

/* Nothing is selected, so nothing is copied. */
static void
test_nothing (void)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  View view;

  gdk_clipboard_set_text (clipboard, "some text");
  view_init (&view);
  click (&view, "Add");
  g_assert_false (can_paste (&view));
  click (&view, "Copy");
  g_assert_false (can_paste (&view));
  view_clear (&view);
}

/* Drops */

static GtkEventController *
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller; /* the widget has it */
    }
  g_error ("No %s", g_type_name (type));
}

static void
test_drag (void)
{
  g_autoptr (GdkContentProvider) provider = NULL;
  g_autoptr (GdkContentFormats) formats = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean dropped = FALSE;
  View one, other;

  view_init (&one);
  view_init (&other);
  fill (&one);
  g_signal_emit_by_name (find_controller (one.list, GTK_TYPE_DRAG_SOURCE), "prepare", 1., 1., &provider);
  g_assert_nonnull (provider);
  formats = gdk_content_formats_union_serialize_mime_types (gdk_content_provider_ref_formats (provider));
  g_assert_true (gdk_content_formats_contain_mime_type (formats, CLIPBOARD_CONTENT_TYPE));
  g_value_init (&value, TROVE_TYPE_FRAGMENT);
  g_assert_true (gdk_content_provider_get_value (provider, &value, NULL));
  g_signal_emit_by_name (find_controller (other.list, GTK_TYPE_DROP_TARGET), "drop", &value, 1., 1.,
                         &dropped);
  g_assert_true (dropped);
  check (&other, "[2] [3]");
  view_clear (&one);
  view_clear (&other);
}

/* Another process */

/* Pastes two shapes, and prints them. */
static int
paste_and_print (void)
{
  g_autofree char *text = NULL;
  View view;

  view_init (&view);
  while (!can_paste (&view))
    g_main_context_iteration (NULL, TRUE);
  paste (&view, 2);
  text = describe (&view);
  g_print ("%s\n", text);
  view_clear (&view);
  return 0;
}

static void
has_ended (GObject *process, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (process), result, data, NULL, &error);
  g_assert_no_error (error);
}

static void
test_process (void)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  View view;

  view_init (&view);
  fill (&view);
  gtk_selection_model_select_range (view.selection, 0, 2, TRUE);
  click (&view, "Copy");
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--paste", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, has_ended, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (text, ==, "[1] [2>1]\n");
  view_clear (&view);
}

/* The bytes of another program, which may have the same content type. */
static void
has_failed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, TROVE_TYPE_FRAGMENT);
  g_assert_false (gdk_content_deserialize_finish (result, &value, data));
}

static void
test_damaged (void)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("no fragment", -1, NULL);
  g_autoptr (GError) error = NULL;

  gdk_content_deserialize_async (stream, CLIPBOARD_CONTENT_TYPE, TROVE_TYPE_FRAGMENT, G_PRIORITY_DEFAULT,
                                 NULL, has_failed, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc > 1 && g_str_equal (argv[1], "--paste"))
    {
      gtk_init ();
      clipboard_register ();
      return paste_and_print ();
    }
  window_init (&argc, &argv);
  clipboard_register ();
  g_test_add_func ("/clipboard/windows", test_windows);
  g_test_add_func ("/clipboard/nothing", test_nothing);
  g_test_add_func ("/clipboard/drag", test_drag);
  g_test_add_func ("/clipboard/process", test_process);
  g_test_add_func ("/clipboard/damaged", test_damaged);
  return g_test_run ();
}
