/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The versions of a document from the newest one to the oldest, with their lanes. A list of TroveVersion. */

#pragma once

#include "model/drawing.h"
#include "ui/history-graph.h"

#define SKETCH_TYPE_HISTORY_MODEL (sketch_history_model_get_type ())
G_DECLARE_FINAL_TYPE (SketchHistoryModel, sketch_history_model, SKETCH, HISTORY_MODEL, GObject)

/* The lanes are right when "items-changed" is emitted. */
SketchHistoryModel *sketch_history_model_new (TroveDocument *document);
SketchHistoryGraph *sketch_history_model_get_graph (SketchHistoryModel *self);

/* FALSE: it is not in the history. */
gboolean sketch_history_model_find (SketchHistoryModel *self, TroveVersion *version, guint *position);
