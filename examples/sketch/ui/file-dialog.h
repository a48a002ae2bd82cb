/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Asks the user for a file. */

#pragma once

#include "ui/window.h"

typedef void (*SketchFileFunc) (SketchWindow *window, GFile *file, gpointer data);

typedef struct
{
  const char *title;
  const char *kind;            /* what the files are, such as "Drawings" */
  const char *const *suffixes; /* their endings, without dots; NULL-terminated */
  gboolean save; /* a new file; the dialog has asked whether it may take the place of an old one */
} SketchFileDialog;

extern const char *const sketch_drawing_suffixes[];

/* The name of the drawing's file, or of the picture that it was made from, with another ending. suffix: NULL: with none. */
char *sketch_suggest_name (TroveDocument *document, const char *suffix);

/* Calls func when a file was chosen, and not if the user has cancelled. The dialog begins in the folder of the drawing.
 * name: (nullable): offered for a new file. A name without one of the endings gets the first one. dialog must be static. data is
 * freed with destroy, which may be NULL. */
void sketch_choose_file (SketchWindow *window, const SketchFileDialog *dialog, const char *name,
                         SketchFileFunc func, gpointer data, GDestroyNotify destroy);
