/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A window of Trove Sketch on a display, which a test uses as a user does. */

#pragma once

#include "../examples/window.h"

#include "ui/application.h"
#include "ui/window.h"

typedef struct
{
  SketchWindow *window;
  TroveDocument *document;
} Fixture;

/* Sets GTK and the application up. The folder of the user's data is a new one. */
SketchApplication *fixture_application_new (int *argc, char ***argv);

void fixture_init (Fixture *self, SketchApplication *application);

/* Closes the window, without questions. It and the document must be freed by this. */
void fixture_clear (Fixture *self);

/* The widget of that id in the templates. */
GtkWidget *fixture_find (Fixture *self, const char *id);

/* Activates an action, such as "win.group" or "win.align::left". */
void fixture_act (Fixture *self, const char *action);

/* Adds a shape of 100 by 60 to the layer of that number, as a step. */
TroveKey fixture_add (Fixture *self, guint layer, SketchKind kind, double x, double y);
const SketchShapeData *fixture_peek (Fixture *self, TroveKey key);
void fixture_select (Fixture *self, const TroveKey *keys, gsize n);

/* The keys that are selected, and the shapes of all layers. */
guint fixture_count_selected (Fixture *self);
guint fixture_count_shapes (Fixture *self);

/* Whether some of what is selected is in the part of the drawing that is shown. */
gboolean fixture_shows_selected (Fixture *self);

/* The key of the layer of that number, from the back. */
TroveKey fixture_get_layer (Fixture *self, guint number);

/* The text at the bottom of the window, or NULL. */
const char *fixture_get_toast (Fixture *self);
