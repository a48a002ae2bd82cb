/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Drawings for tests. */

#pragma once

#include "model/drawing.h"

/* A layer by its number, from the back. */
TroveKey sample_get_layer (TroveDocument *document, guint number);
TroveKey sample_add_layer (TroveDocument *document, const char *name);

/* Adds a shape in front of a layer; nothing is committed. */
TroveKey sample_add (TroveDocument *document, TroveKey layer, const SketchShapeData *shape);

/* The same, of a kind and a box, in the first layer. */
TroveKey sample_add_box (TroveDocument *document, SketchKind kind, double x, double y, double width,
                         double height);
TroveKey sample_connect (TroveDocument *document, TroveKey from, TroveKey to);

/* The data of a shape of the current state. */
const SketchShapeData *sample_peek (TroveDocument *document, TroveKey key);
void sample_check_box (TroveDocument *document, TroveKey key, double x, double y, double width,
                       double height);

/* The keys of a list, as text. */
char *sample_list (TroveDocument *document, TroveKey owner, const char *list);

/* The current state as text. */
char *sample_dup_text (TroveDocument *document);
void sample_commit (TroveDocument *document, const char *label);

/* Commits an edit, and checks that it is one step, which undo takes back wholly and redo makes again. text: of the state before. */
void sample_check_step (TroveDocument *document, const char *label, const char *text);

/* The number of versions that the history has. */
guint sample_count_versions (TroveDocument *document);
