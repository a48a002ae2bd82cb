/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Drawing: a document of shapes for the tests of changes, short functions to edit it, and changes as text. No edit may fail. */

#pragma once

#include <trove-glib/trove-glib.h>

typedef struct
{
  gint64 x;
  const char *label;
  GVariant *style;
  TroveKey target; /* a reference */
  TroveKey icon;   /* an owned shape */
} ShapeData;

/* The lists of a shape: "children" and "extras" own shapes, "links" has references. */

typedef struct
{
  ShapeData shape;
  double radius;
} CircleData;

/* A circle, which is a shape, also has the list "marks", which owns shapes. */

G_DECLARE_DERIVABLE_TYPE (Shape, shape, DRAWING, SHAPE, TroveObject)
struct _ShapeClass
{
  TroveObjectClass parent_class;
};

G_DECLARE_FINAL_TYPE (Circle, circle, DRAWING, CIRCLE, Shape)

/* A document whose root is a shape. Its key is 1; keys of new shapes go on from there. */
TroveDocument *drawing_new (void);

#define DRAWING_ROOT ((TroveKey) 1)

/* position: G_MAXUINT is the end. Owner 0: none. */
TroveKey add_shape (TroveDocument *self, TroveKey owner, const char *property, guint position);
TroveKey add_circle (TroveDocument *self, TroveKey owner, const char *property, guint position);

ShapeData get_data (TroveDocument *self, TroveKey key);
void set_x (TroveDocument *self, TroveKey key, gint64 x);
void set_label (TroveDocument *self, TroveKey key, const char *label);
void set_target (TroveDocument *self, TroveKey key, TroveKey target);
void set_radius (TroveDocument *self, TroveKey key, double radius);

void move_shape (TroveDocument *self, TroveKey key, TroveKey owner, const char *property, guint position);
void remove_shape (TroveDocument *self, TroveKey key);
void insert_link (TroveDocument *self, TroveKey key, guint position, TroveKey target);
void remove_link (TroveDocument *self, TroveKey key, guint position);

/* Commits, and returns the current version. */
TroveVersion *commit (TroveDocument *self);
TroveVersion *freeze_drawing (TroveDocument *self);
void undo (TroveDocument *self);

/* Compares; nothing may fail. */
TroveChanges *compare (TroveVersion *from, TroveVersion *to);

/* A line for each change:
 *
 *   3 Shape added at 1.children[0]
 *   3 Shape removed from 1.icon
 *   3 Shape moved from 1.children[0] to 0
 *   3 Shape x: 1 to 2
 *   1 Shape children: 0-2 0+1, 5-0 4+1
 *
 * A run is the old position, the number of items removed, the new position and the number of items added. */
char *describe_changes (TroveChanges *changes);

/* The changes between two versions are these lines; and inverted they are those in the other direction. */
#define assert_changes(from, to, ...) assert_changes_at (G_STRLOC, from, to, __VA_ARGS__, NULL)
void assert_changes_at (const char *where, TroveVersion *from, TroveVersion *to, ...) G_GNUC_NULL_TERMINATED;
