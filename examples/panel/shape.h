/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The document of the property panel: a tree of shapes. */

#pragma once

#include <trove-glib/trove-glib.h>

typedef struct
{
  const char *name;
  double size;
  gboolean visible;
} ShapeData;

#define TYPE_SHAPE (shape_get_type ())
G_DECLARE_FINAL_TYPE (Shape, shape, PANEL, SHAPE, TroveObject)
