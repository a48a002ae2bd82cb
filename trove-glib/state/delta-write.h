/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Writing a delta: all that is different between two states, with the values of both, so that either state is made of the other.
 *
 *   a(tuayaat)                  added     key; layout; row; the keys in each column that is not in rows
 *   a(tuayaat)                  removed   the same
 *   a(tua(uayay)a(ua(uatat)))   changed   key; layout;
 *                                         values: column, before, after;
 *                                         lists: column, runs: index before, keys removed, keys inserted
 *
 *   Shape 7 got another x and lost the first of its children:
 *   (7, 3, [(0, 12.5, 13.5)], [(4, [(0, [9], [])])])
 *
 * Objects stand in increasing order of their keys. Rows and values are the bytes of variants (packed-variant.h), of the type that the
 * layout has. An owned single field is a list of no or one object here. Runs are in increasing order, and their indices are those in
 * the list before; those in the list afterwards follow from them. An object that moved is in the runs of both lists. Derived data is
 * not written.
 *
 * The whole is in little endian. */

#pragma once

#include "row-layout.h"
#include "state.h"

#define TROVE_DELTA_TYPE "(a(tuayaat)a(tuayaat)a(tua(uayay)a(ua(uatat))))"

/* The delta from one state to another one of the same origin, a full reference. Both are committed. Layouts are made for classes that
 * have none. Time and memory depend on the changes. NULL with TYPE_MISMATCH for a value that cannot be written, or NO_MEMORY. */
GVariant *trove_delta_new (TroveRowLayouts *layouts, const TroveState *from, const TroveState *to,
                           GError **error);
