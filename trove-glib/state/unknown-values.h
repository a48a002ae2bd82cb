/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Unknown values: what an object has of a file and this program does not know (class-extended.h), as a GVariant for people.
 *
 *   in the file                    a{sv}
 *   x "d" 12.5                     'x': <12.5>
 *   label "ms" just 'a box'        'label': <'a box'>          nothing: it is left out
 *   date "m(say)"                  'date': <the variant>
 *   target, a reference            'target': <uint64 7>        none: 0
 *   children, a list               'children': <[uint64 8, 9]> */

#pragma once

#include "record.h"

/* A full reference. Of fields of one name, the first one counts, which the program has known that has written the object. */
GVariant *trove_unknown_values_new (const TroveRecord *record);
