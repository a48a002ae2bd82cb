/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Opens the text at the pointer, or a new one. */

#include "edit/tool.h"

static void
click (SketchTools *tools)
{
  TroveKey key = sketch_canvas_pick (tools->canvas, tools->pointer.x, tools->pointer.y);
  const SketchShapeData *shape = trove_document_peek (tools->document, key, NULL);

  sketch_tools_edit_text (tools, shape != NULL && shape->kind == SKETCH_TEXT ? key : 0);
}

const SketchTool sketch_tool_text = {
  .name = "text",
  .cursor = "text",
  .kind = SKETCH_TEXT,
  .adds = TRUE,
  .state_size = 1,
  .click = click,
};
