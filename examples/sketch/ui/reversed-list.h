/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A list model from its end to its beginning: layers go from back to front in a drawing, and from front to back in a list. */

#pragma once

#include <gio/gio.h>

#define SKETCH_TYPE_REVERSED_LIST (sketch_reversed_list_get_type ())
G_DECLARE_FINAL_TYPE (SketchReversedList, sketch_reversed_list, SKETCH, REVERSED_LIST, GObject)

/* The list is held. */
GListModel *sketch_reversed_list_new (GListModel *list);
