/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The properties of the selected shape, bound to it by GBinding; of several shapes, those that all have; of none, the style of new shapes. */

#pragma once

#include "edit/tools.h"

#define SKETCH_TYPE_PROPERTIES_PANEL (sketch_properties_panel_get_type ())
G_DECLARE_FINAL_TYPE (SketchPropertiesPanel, sketch_properties_panel, SKETCH, PROPERTIES_PANEL, GtkWidget)

GtkWidget *sketch_properties_panel_new (void);
void sketch_properties_panel_set_selection (SketchPropertiesPanel *self, TroveDocument *document,
                                            SketchSelection *selection, SketchTools *tools);
