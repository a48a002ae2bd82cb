/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Mirror: the items of a list model, kept from its signal items-changed alone. At each signal the model is read whole, and must
 * equal the mirror. The items are objects of a document, lists of them that mirror_note_list() was called for, versions, or rows of
 * a GtkTreeListModel.
 *
 * The mirror of a selection model also keeps the selected items: an item stays selected where it stays, and if one emission removes
 * and adds it. The mirror of rows keeps which of them are expanded. */

#pragma once

#include <gtk/gtk.h>

#include <trove-glib/trove-glib.h>

typedef struct
{
  guint64 name; /* the key of the object, that of the list's object, or a hash of the version's id */
  guint depth;  /* of a row, from 1; 0: no row */
  gboolean is_selected, is_expanded;
} MirrorItem;

typedef struct
{
  GListModel *model; /* owned */
  const char *name;
  GArray *items;     /* MirrorItem */
  guint n_emissions; /* of the model */
  guint n_removed;   /* items that the emissions have removed */
} Mirror;

Mirror *mirror_new (const char *name, GListModel *model);
void mirror_free (Mirror *self);

/* Reads the model whole: it has the items of the mirror, and no NULL. */
void mirror_check (const Mirror *self);

static inline MirrorItem *
mirror_at (const Mirror *self, guint i)
{
  return &g_array_index (self->items, MirrorItem, i);
}

/* Names a list by its object. */
void mirror_note_list (TroveList *list, TroveKey key);
