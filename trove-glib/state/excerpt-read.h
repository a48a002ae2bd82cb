/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reading the objects of an excerpt that was written (excerpt-write.h), in a process that may have other classes, and of bytes that
 * may be damaged or forged.
 *
 *   bytes ─► classes, with the columns of the fields that they have by name
 *         ─► objects, one after the other: owners first, each put at the end of its owner's list
 *         ─► references, when all objects are made
 *
 * All that bytes can say wrong is found: owners and references are indices that are compared with those of objects, and the editor
 * checks types. Nothing is recursive. An object takes 12 bytes at least, and a class is listed once. */

#pragma once

#include "editor.h"

/* Makes the objects of a variant of the type TROVE_EXCERPT_TYPE, in normal form and the machine's byte order. The editor has a state
 * without objects. The object with index i gets the key i + 1, for the errors too.
 *
 * A property that the class does not have is skipped, with the objects that it owns. One that is not written has its default. Appends
 * the keys of the roots to roots.
 *
 * FALSE with DAMAGED, TYPE_MISMATCH for a class that is not registered or a property of another type, COPY_FAILED, or the errors of
 * trove_editor_touch (). */
gboolean trove_excerpt_read (TroveEditor *editor, GVariant *variant, GArray *roots, GError **error);
