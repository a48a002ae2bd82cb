/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A document whose root has lists that are watched, and edits of lists that succeed. */

#pragma once

#include "document-classes.h"
#include "event-log.h"
#include "test-support.h"
#include "test-util.h"

#define END G_MAXUINT

typedef struct
{
  TroveDocument *document;
  TroveObject *root;   /* borrowed */
  TroveList *children; /* of the root; borrowed */
  TroveList *links;    /* the same */
  EventLog *log;       /* watches the lists of the root as "children" and "links" */
} Fixture;

void fixture_init (Fixture *self);
void fixture_clear (Fixture *self);

/* An object without an owner. */
TroveObject *new_node (const Fixture *self, double x);

/* Edits that succeed. */
void splice (TroveList *list, guint position, guint n_removals, TroveObject *const *items, guint n_items);
void insert (TroveList *list, guint position, TroveObject *item);
void append (TroveList *list, TroveObject *item);
void remove_at (TroveList *list, guint position);
void move (TroveList *list, guint from, guint to);

/* Appends nodes with x from first to first + n − 1, and forgets their events. */
void append_nodes (const Fixture *self, TroveList *list, guint first, guint n);

/* A reference on an item, or NULL. */
TroveObject *get_item (TroveList *list, guint position);
guint count (TroveList *list);
