/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fields that belong together: a merge takes all of them from one side.
 *
 *   fields      x │ y │ label │ width │ height │ depth, of a derived class
 *   names      box box    -      box     box     box
 *   together    1   1     0       1       1       1       the index of the first one + 1
 *
 * The param specs have the names. A derived class may add fields to those of its parent. */

#pragma once

#include "class.h"

/* The value of together for a field that is to be behind the first n. */
guint16 trove_class_find_together (const TroveClassField *fields, guint n, const TroveClassField *field);

/* The fields that belong together with one of them, in order; at the end NULL. */
const TroveClassField *trove_class_first_together (const TroveClass *klass, const TroveClassField *field);
const TroveClassField *trove_class_next_together (const TroveClass *klass, const TroveClassField *field);
