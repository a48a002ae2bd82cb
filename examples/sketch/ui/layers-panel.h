/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The layers in a list: names, visibility, locks, and drag and drop. The selected layer is the one that new shapes go to. */

#pragma once

#include "edit/tools.h"

#define SKETCH_TYPE_LAYERS_PANEL (sketch_layers_panel_get_type ())
G_DECLARE_FINAL_TYPE (SketchLayersPanel, sketch_layers_panel, SKETCH, LAYERS_PANEL, GtkWidget)

GtkWidget *sketch_layers_panel_new (void);
void sketch_layers_panel_set_document (SketchLayersPanel *self, TroveDocument *document, SketchTools *tools);
