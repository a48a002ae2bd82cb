/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "window.h"

/* Pictures are compared in cells, by mean brightness. Machines draw the same window with other fonts and other edges, but a row
 * or a button that is missing or at another place shows. */
#define N_COLUMNS 12
#define N_ROWS 24
#define MOST_DIFFERENCE 16 /* of 255 */

void
window_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  gtk_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE,
                "gtk-font-name", "Sans 10", NULL);
}

static gboolean
count_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer n)
{
  gtk_widget_queue_draw (widget);
  return ++*(guint *) n < 3 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
window_settle (GtkWidget *window)
{
  guint n = 0;

  gtk_widget_add_tick_callback (window, count_frame, &n, NULL);
  while (n < 3 || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
}

static void
find (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find (child, type, found);
}

GPtrArray *
window_find_all (GtkWidget *widget, GType type)
{
  GPtrArray *found = g_ptr_array_new ();

  find (widget, type, found);
  return found;
}

GtkWidget *
window_find (GtkWidget *widget, GType type, guint number)
{
  g_autoptr (GPtrArray) found = window_find_all (widget, type);

  g_assert_cmpuint (number, <, found->len);
  return g_ptr_array_index (found, number);
}

GtkWidget *
window_find_button (GtkWidget *widget, const char *tooltip, guint number)
{
  g_autoptr (GPtrArray) found = window_find_all (widget, GTK_TYPE_BUTTON);

  for (guint i = 0; i < found->len; i++)
    {
      const char *text = gtk_widget_get_tooltip_text (g_ptr_array_index (found, i));

      if (text != NULL && g_str_has_prefix (text, tooltip) && number-- == 0)
        return g_ptr_array_index (found, i);
    }
  g_error ("No button \342\200\234%s\342\200\235", tooltip);
}

void
window_click (GtkWidget *button)
{
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/* Pictures */

static GdkTexture *
draw (GtkWidget *window)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  return gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
}

/* The mean brightness of each cell, from 0 to 255. */
static void
measure (GdkTexture *texture, guint cells[N_ROWS][N_COLUMNS])
{
  const int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  g_autofree guchar *pixels = g_malloc ((gsize) width * height * 4);
  guint n[N_ROWS][N_COLUMNS] = { 0 };

  gdk_texture_download (texture, pixels, (gsize) width * 4);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guchar *pixel = pixels + ((gsize) y * width + x) * 4;
        const int row = y * N_ROWS / height, column = x * N_COLUMNS / width;

        cells[row][column] += (pixel[0] + pixel[1] + pixel[2]) / 3;
        n[row][column]++;
      }
  for (int row = 0; row < N_ROWS; row++)
    for (int column = 0; column < N_COLUMNS; column++)
      cells[row][column] /= n[row][column];
}

static guint
compare (GdkTexture *texture, GdkTexture *expected)
{
  guint cells[N_ROWS][N_COLUMNS] = { 0 }, expected_cells[N_ROWS][N_COLUMNS] = { 0 };
  guint most = 0;

  measure (texture, cells);
  measure (expected, expected_cells);
  for (int row = 0; row < N_ROWS; row++)
    for (int column = 0; column < N_COLUMNS; column++)
      most = MAX (most, (guint) ABS ((int) cells[row][column] - (int) expected_cells[row][column]));
  return most;
}

void
window_check_picture (GtkWidget *window, const char *name)
{
  g_autofree char *expected_file = g_test_build_filename (G_TEST_DIST, "..", "docs", name, NULL);
  g_autofree char *file = g_test_build_filename (G_TEST_BUILT, "examples", name, NULL);
  g_autoptr (GdkTexture) texture = NULL, expected = NULL;
  g_autoptr (GError) error = NULL;
  guint difference;

  window_settle (window);
  texture = draw (window);
  g_assert_true (gdk_texture_save_to_png (texture, file));
  expected = gdk_texture_new_from_filename (expected_file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, gdk_texture_get_width (expected));
  g_assert_cmpint (gdk_texture_get_height (texture), ==, gdk_texture_get_height (expected));
  difference = compare (texture, expected);
  g_test_message ("%s differs by %u of 255 at most from %s", file, difference, expected_file);
  g_assert_cmpuint (difference, <=, MOST_DIFFERENCE);
}
