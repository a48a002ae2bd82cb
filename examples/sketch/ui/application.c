/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/application.h"

#include "files/clipboard.h"
#include "ui/file-actions.h"
#include "sketch-resources.h"
#include "ui/screenshot.h"
#include "ui/shortcuts.h"

struct _SketchApplication
{
  AdwApplication parent_instance;
  char *screenshot; /* the name of a file, or NULL */
  gboolean dark;
};

G_DEFINE_FINAL_TYPE (SketchApplication, sketch_application, ADW_TYPE_APPLICATION)

/* Windows */

static SketchWindow *
add_window (SketchApplication *self)
{
  g_autoptr (TroveDocument) document = sketch_document_new ();
  GtkWidget *window = sketch_window_new (ADW_APPLICATION (self), document);

  gtk_window_present (GTK_WINDOW (window));
  return SKETCH_WINDOW (window);
}

static void
open_in_window (SketchApplication *self, SketchWindow *window, GFile *file)
{
  if (self->screenshot != NULL)
    sketch_take_screenshot (window, TRUE, self->screenshot);
  sketch_open_file (window, file);
}

/* Each drawing that was not saved comes back in a window of its own. */
static gboolean
open_unsaved (SketchApplication *self)
{
  g_autoptr (GPtrArray) files = self->screenshot == NULL ? sketch_find_unsaved () : NULL;

  for (guint i = 0; files != NULL && i < files->len; i++)
    open_in_window (self, add_window (self), g_ptr_array_index (files, i));
  return files != NULL && files->len > 0;
}

static void
sketch_application_activate (GApplication *application)
{
  SketchApplication *self = SKETCH_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL)
    gtk_window_present (window);
  else if (!open_unsaved (self))
    {
      SketchWindow *first = add_window (self);

      if (self->screenshot != NULL)
        sketch_take_screenshot (first, FALSE, self->screenshot);
    }
}

/* The window that was used last; a new one if there is none. */
static SketchWindow *
find_window (SketchApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (; windows != NULL; windows = windows->next)
    if (SKETCH_IS_WINDOW (windows->data))
      return windows->data;
  return add_window (self);
}

/* A drawing takes the place of one that nobody has touched. */
static void
sketch_application_open (GApplication *application, GFile **files, int n, const char *hint)
{
  SketchApplication *self = SKETCH_APPLICATION (application);

  if (gtk_application_get_active_window (GTK_APPLICATION (self)) == NULL)
    open_unsaved (self);
  for (int i = 0; i < n; i++)
    open_in_window (self, find_window (self), files[i]);
}

/* Actions */

static void
new_window (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  add_window (application);
}

static void
about (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  static const char *const developers[] = { "The Trove-GLib authors", NULL };

  adw_show_about_window (gtk_application_get_active_window (application), "application-name", "Trove Sketch",
                         "application-icon", "org.trove_glib.Sketch", "version", SKETCH_VERSION, "comments",
                         "Draws shapes, and keeps all that was drawn.", "developers", developers,
                         "developer-name", "The Trove-GLib authors", "license-type", GTK_LICENSE_LGPL_2_1,
                         "copyright", "\302\251 2026 The Trove-GLib authors", NULL);
}

/* Each window asks for its drawing. */
static void
quit (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (application));

  for (GList *link = windows; link != NULL; link = link->next)
    gtk_window_close (link->data);
}

static const GActionEntry actions[] = {
  { .name = "new-window", .activate = new_window },
  { .name = "about", .activate = about },
  { .name = "quit", .activate = quit },
};

/* Starting */

static void
sketch_application_startup (GApplication *application)
{
  sketch_get_resource (); /* so that the linker keeps the resources, which register themselves */
  G_APPLICATION_CLASS (sketch_application_parent_class)->startup (application);
  sketch_register_classes ();
  sketch_clipboard_register ();
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  sketch_add_accels (GTK_APPLICATION (application));
  if (SKETCH_APPLICATION (application)->dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
}

/* A picture is taken by a process of its own. */
static int
sketch_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  SketchApplication *self = SKETCH_APPLICATION (application);

  self->dark = g_variant_dict_contains (options, "dark");
  if (g_variant_dict_lookup (options, "screenshot", "^ay", &self->screenshot))
    g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
sketch_application_finalize (GObject *object)
{
  g_free (SKETCH_APPLICATION (object)->screenshot);
  G_OBJECT_CLASS (sketch_application_parent_class)->finalize (object);
}

static void
sketch_application_class_init (SketchApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sketch_application_finalize;
  application_class->activate = sketch_application_activate;
  application_class->open = sketch_application_open;
  application_class->startup = sketch_application_startup;
  application_class->handle_local_options = sketch_application_handle_local_options;
}

static void
sketch_application_init (SketchApplication *self)
{
  const GOptionEntry options[] = {
    { "dark", 0, 0, G_OPTION_ARG_NONE, NULL, "Dark colors", NULL },
    { "screenshot", 0, 0, G_OPTION_ARG_FILENAME, NULL, "Write a picture of the window, and quit",
      "FILE.png" },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), "[FILE\342\200\246]");
}

SketchApplication *
sketch_application_new (GApplicationFlags flags)
{
  return g_object_new (SKETCH_TYPE_APPLICATION, "application-id", "org.trove_glib.Sketch", "flags",
                       G_APPLICATION_HANDLES_OPEN | flags, NULL);
}
