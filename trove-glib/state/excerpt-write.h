/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Writing an excerpt as a GVariant, by columns:
 *
 *   a(sasa(sv))   classes: name; properties and lists that own objects; the values of all others (column.h)
 *   a(uuu)        objects: class; index of the owner + 1, 0: a root; which of the owner's owning properties and lists
 *
 * Objects have indices in the order of the excerpt, so that an owner stands before what it owns: neither circles of owners nor two
 * owners of an object can be written down, and an owned list is the objects that name it, in their order. The columns of a class have
 * a row for each of its objects, in the same order. A class is there several times if its objects have different fields that the
 * program does not know. A reference is the index of an object + 1; 0: none, or one that is not in the excerpt. Single references are
 * a column of the type au, lists of references one of aau. */

#pragma once

#include "excerpt.h"

#define TROVE_EXCERPT_TYPE "(a(sasa(sv))a(uuu))"

/* Objects have these three numbers. */
typedef struct
{
  guint32 klass, owner, property;
} TroveExcerptObject;

/* NULL with TYPE_MISMATCH for a value that cannot be written. The reference is floating. In the machine's byte order, but for variants
 * in columns. */
GVariant *trove_excerpt_write (const TroveExcerpt *self, GError **error);
