/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The functions of one tool, and what the tools share. For edit/tool*.c alone.
 *
 *   press ──┬──▶ click                            the pointer has not moved
 *           └──▶ drag ──▶ drag ──▶ … ──▶ end      or the gesture is cancelled
 *
 * Before each drag, the document is as it was at the press: a drag makes the whole edit, from where the pointer was pressed to where it is.
 * That is what a group of edits that is cancelled and begun again gives. */

#pragma once

#include "edit/handles.h"
#include "edit/tools.h"

typedef struct _SketchTool SketchTool;
typedef struct _SketchTextEditor SketchTextEditor;

struct _SketchTool
{
  const char *name;
  const char *cursor;
  SketchKind kind;   /* of the shapes that it adds */
  gboolean adds;     /* it adds shapes to the layer, which must not be locked */
  const char *label; /* of the step; NULL: it edits nothing while the pointer moves */
  gsize state_size;  /* of what it notes in a gesture, which is zero at first */

  /* All may be NULL. */
  void (*press) (SketchTools *tools);
  void (*click) (SketchTools *tools);
  void (*double_click) (SketchTools *tools);
  gboolean (*drag) (SketchTools *tools, GError **error);
  gboolean (*end) (SketchTools *tools, GError **error);
  void (*clear) (gpointer state);
  const char *(*get_label) (SketchTools *tools);  /* instead of the label */
  const char *(*get_cursor) (SketchTools *tools); /* under the pointer, instead of the cursor */
  void (*draw) (SketchTools *tools, cairo_t *cr);
};

extern const SketchTool sketch_tool_select, sketch_tool_rectangle, sketch_tool_ellipse, sketch_tool_line,
    sketch_tool_stroke, sketch_tool_connector, sketch_tool_text, sketch_tool_pan;

typedef struct
{
  double x, y, start_x, start_y; /* of the drawing */
  double widget_x, widget_y;
  GdkModifierType modifiers;
} SketchPointer;

struct _SketchTools
{
  GObject parent_instance;
  SketchCanvas *canvas;
  TroveDocument *document;
  SketchSelection *selection;
  GPtrArray *controllers; /* of the canvas */
  SketchTextEditor *text_editor;

  const SketchTool *tool;
  SketchShapeData style;
  TroveKey layer;

  /* The gesture. */
  SketchPointer pointer;
  gpointer state; /* NULL: no button is pressed */
  gboolean dragging;
  const char *label; /* of the group of edits that is open; NULL: none is */
  TroveKey target;   /* the shape that a connector would end at */

  /* The selection: its frame in a version. */
  SketchFrame frame;
  gboolean has_frame;
  TroveVersion *frame_version; /* NULL: it is not known */
  guint n_selections;          /* how often it has changed: steps of keys are merged while it stays */
};

/* NULL: nothing is selected. */
const SketchFrame *sketch_tools_get_frame (SketchTools *self);

gboolean sketch_tools_has_modifier (SketchTools *self, GdkModifierType modifier);

/* To the grid, unless Ctrl is pressed. */
void sketch_tools_snap (SketchTools *self, double *x, double *y);

/* Turns a line to the nearest multiple of 45°. */
void sketch_constrain_line (double *dx, double *dy);

gboolean sketch_tools_add (SketchTools *self, const SketchShapeData *shape, TroveKey *key, GError **error);

/* Cancels the gesture. FALSE: there is none. */
gboolean sketch_tools_cancel (SketchTools *self);

/* Commits edits that no gesture has made, or rolls back and tells. Takes over the error, which may be NULL. */
void sketch_tools_commit (SketchTools *self, const char *label, const char *merge_id, GError *error);
void sketch_tools_fail (SketchTools *self, const GError *error);

/* The controllers of the canvas. */
void sketch_tools_connect (SketchTools *self);
void sketch_tools_disconnect (SketchTools *self);
void sketch_tools_update_cursor (SketchTools *self);
gboolean sketch_tools_press_key (SketchTools *self, guint key, GdkModifierType modifiers);

/* Moves an end of a line or a connector to the pointer, and to the shape there. ends: where the ends were at first. */
void sketch_tools_set_end (SketchTools *self, SketchShapeData *shape, const double ends[4], gboolean to);

/* Draws the frame of the shape that a connector would end at. */
void sketch_tools_draw_target (SketchTools *self, cairo_t *cr);

/* Opens a text of the drawing for editing; 0: a new one at the pointer. */
void sketch_tools_edit_text (SketchTools *self, TroveKey key);
void sketch_text_editor_finish (SketchTextEditor *editor);
void sketch_text_editor_free (SketchTextEditor *editor);
