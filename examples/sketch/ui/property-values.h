/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values of shapes as editors show them, and back. The functions are for bindings. */

#pragma once

#include <gtk/gtk.h>

gboolean sketch_copy_value (GBinding *binding, const GValue *from, GValue *to, gpointer data);

/* Rounds a length to a tenth, which a spin button shows. */
gboolean sketch_round (GBinding *binding, const GValue *from, GValue *to, gpointer data);

/* 0xRRGGBBAA, and GdkRGBA. */
gboolean sketch_color_to_rgba (GBinding *binding, const GValue *from, GValue *to, gpointer data);
gboolean sketch_rgba_to_color (GBinding *binding, const GValue *from, GValue *to, gpointer data);

/* From 0 to 1, and from 0 to 100. */
gboolean sketch_to_percent (GBinding *binding, const GValue *from, GValue *to, gpointer data);
gboolean sketch_from_percent (GBinding *binding, const GValue *from, GValue *to, gpointer data);
