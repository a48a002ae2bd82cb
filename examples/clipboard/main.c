/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two windows with shapes, each with a document of its own. Shapes are copied and dragged from one to the other, and to a second run
 * of the program. */

#include "clipboard.h"
#include "shape.h"
#include "window.h"

static void
activate (GtkApplication *application)
{
  clipboard_register ();
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TroveDocument) document = trove_document_new (TYPE_PAGE, NULL, 0);

      gtk_window_present (GTK_WINDOW (clipboard_window_new (application, document)));
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GtkApplication) application =
      gtk_application_new ("org.example.Clipboard", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
