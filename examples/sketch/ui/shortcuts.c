/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/shortcuts.h"

typedef struct
{
  const char *keys, *action;
} Shortcut;

static const Shortcut accels[] = {
  { "<Control>n", "app.new-window" },     { "<Control>q", "app.quit" },
  { "<Control>o", "win.open" },           { "<Control>s", "win.save" },
  { "<Control><Shift>s", "win.save-as" }, { "<Control><Shift>e", "win.export" },
  { "<Control>w", "win.close" },          { "<Control>plus", "win.zoom-in" },
  { "<Control>minus", "win.zoom-out" },   { "<Control>0", "win.zoom-100" },
  { "<Control>9", "win.zoom-fit" },       { "<Control>apostrophe", "win.show-grid" },
};

static const Shortcut shortcuts[] = {
  { "<Control>z", "document.undo" },
  { "<Control><Shift>z", "document.redo" },
  { "<Control>x", "win.cut" },
  { "<Control>c", "win.copy" },
  { "<Control>v", "win.paste" },
  { "<Control>a", "win.select-all" },
  { "<Control>d", "win.duplicate" },
  { "<Control>g", "win.group" },
  { "<Control><Shift>g", "win.ungroup" },
  { "Delete|BackSpace", "win.delete" },
  { "<Shift>Page_Up", "win.to-front" },
  { "Page_Up", "win.forward" },
  { "Page_Down", "win.backward" },
  { "<Shift>Page_Down", "win.to-back" },
  { "Escape", "win.done" },
  { "v", "win.tool::select" },
  { "r", "win.tool::rectangle" },
  { "e", "win.tool::ellipse" },
  { "l", "win.tool::line" },
  { "p", "win.tool::stroke" },
  { "c", "win.tool::connector" },
  { "t", "win.tool::text" },
  { "h", "win.tool::pan" },
};

void
sketch_add_accels (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    {
      const char *const keys[] = { accels[i].keys, NULL };

      gtk_application_set_accels_for_action (application, accels[i].action, keys);
    }
}

void
sketch_add_shortcuts (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;
      GtkShortcut *shortcut;

      g_action_parse_detailed_name (shortcuts[i].action, &name, &target, NULL);
      shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcuts[i].keys),
                                   gtk_named_action_new (name));
      gtk_shortcut_set_arguments (shortcut, target);
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (window, controller);
}

static gboolean
do_nothing (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  return GDK_EVENT_STOP;
}

void
sketch_keep_delete_keys (GtkWidgetClass *klass)
{
  gtk_widget_class_add_binding (klass, GDK_KEY_Delete, 0, do_nothing, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_BackSpace, 0, do_nothing, NULL);
}
