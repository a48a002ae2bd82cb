/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Edits of one side. Each is a step for undo. */

#pragma once

#include <gtk/gtk.h>

/* Adds the handlers of pane.ui and row.ui. */
void add_edits (GtkBuilderScope *scope);
