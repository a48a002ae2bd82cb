/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A row of the list of versions: lanes, picture, label, time, and a menu with the actions of the panel. */

#pragma once

#include <gtk/gtk.h>

#include "ui/history-model.h"
#include "ui/thumbnails.h"

/* Shared by all rows. */
typedef struct
{
  SketchHistoryModel *model;
  TroveVersion *current;
  TroveVersion *saved; /* NULL: none in the history */
} SketchHistoryView;

#define SKETCH_TYPE_HISTORY_ROW (sketch_history_row_get_type ())
G_DECLARE_FINAL_TYPE (SketchHistoryRow, sketch_history_row, SKETCH, HISTORY_ROW, GtkWidget)

GtkWidget *sketch_history_row_new (void);

/* version: NULL: the row shows nothing. */
void sketch_history_row_set_version (SketchHistoryRow *self, TroveVersion *version);
TroveVersion *sketch_history_row_get_version (SketchHistoryRow *self);
void sketch_history_row_update (SketchHistoryRow *self, const SketchHistoryView *view);

/* Asks for the picture if a list shows the row, and does without it if not. */
void sketch_history_row_update_picture (SketchHistoryRow *self, GtkWidget *list,
                                        SketchThumbnails *thumbnails);

/* The name of a version, or the label of its step. */
char *sketch_dup_version_title (TroveVersion *version);

/* How long ago a time was, such as "2 min ago". In microseconds since 1970. */
char *sketch_format_ago (gint64 time, gint64 now);
