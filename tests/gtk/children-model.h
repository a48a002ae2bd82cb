/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Children model: the lists of the objects in a list, for a GtkFlattenListModel. GtkMapListModel of GTK 4.8 cannot be used: it
 * shows the wrong items after an insertion before an item that somebody holds. */

#pragma once

#include <trove-glib/trove-glib.h>

/* Returns a reference. */
typedef GListModel *(*ChildrenFunc) (TroveObject *object, gpointer data);

G_DECLARE_FINAL_TYPE (ChildrenModel, children_model, CHILDREN, MODEL, GObject)

ChildrenModel *children_model_new (GListModel *model, ChildrenFunc func, gpointer data);
