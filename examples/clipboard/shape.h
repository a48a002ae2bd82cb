/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The document of the clipboard example: a page of shapes, which have colors and may be connected. */

#pragma once

#include <gdk/gdk.h>
#include <trove-glib/trove-glib.h>

typedef struct
{
  const char *name;
  GdkRGBA fill;
  TroveKey target; /* a shape of the page, 0: none */
} ShapeData;

#define TYPE_SHAPE (shape_get_type ())
G_DECLARE_FINAL_TYPE (Shape, shape, CLIPBOARD, SHAPE, TroveObject)

/* Its list "shapes" owns the shapes. */
#define TYPE_PAGE (page_get_type ())
G_DECLARE_FINAL_TYPE (Page, page, CLIPBOARD, PAGE, TroveObject)
