/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A tree of shapes, and a panel with the properties of the selected one. */

#include "shape.h"
#include "window.h"

static void
activate (GtkApplication *application)
{
  g_autoptr (TroveDocument) document = trove_document_new (TYPE_SHAPE, NULL, 0);

  gtk_window_present (GTK_WINDOW (panel_window_new (application, document)));
}

int
main (int argc, char **argv)
{
  g_autoptr (GtkApplication) application =
      gtk_application_new ("org.example.Panel", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (application, "activate", G_CALLBACK (activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
