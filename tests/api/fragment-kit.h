/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fragment kit: a class of objects with a property of each type of values, for tests of fragments as bytes. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "document-classes.h"

/* A class with the owned list "children", the owned "part", the reference "target", the references "links", and a property of each
 * type of values. TEST_TYPE_HOOK has functions that make variants of its values. */
GType kit_object_get_type (void);

/* A class with a property "x" from 0 to 100 and the reference "other". Its validate function refuses 13, makes 99 of 100, and
 * refuses an object with x 1 for "other". */
GType picky_object_get_type (void);

/* A document with the root 1 of the kit class, which owns objects with all sorts of values: 2 and 3 in its list. */
TroveDocument *kit_document_new (void);

/* A fragment of the current state. */
TroveFragment *kit_fragment_new (TroveDocument *document, const TroveKey *objects, gsize n);

/* The bytes of a fragment; the fragment of bytes. They succeed. */
GBytes *kit_write (TroveFragment *fragment);
TroveFragment *kit_read (GBytes *bytes);

/* The bytes of a variant in GVariant's text format, behind a header. */
GBytes *kit_parse (const char *text);
