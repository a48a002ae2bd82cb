/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Version of a class: a number that a program counts up when the fields of a class mean something else than before.
 *
 *   file      layout 1  Shape 1 (x)     ──►  Shape 1, an extended class     as the objects of old versions have it
 *             layout 2  Shape 2 (left)  ──►  Shape, the class of the type
 *   program             Shape 2 (left)
 *
 * A class of objects has the version by which their fields are to be understood. That of a type has the program's. Objects that other
 * programs have written, with a lower version or a later one, have a class of their own (class-extended.h), even if it has the same
 * fields: so their version is kept, and is that of their layout when they are written. */

#pragma once

#include "class.h"

/* Sets the version of a type, before it has objects; more than 0. Types that are derived from it have it too, if they have none. */
void trove_class_set_version (GType type, guint version);

/* 0: none. */
guint trove_class_get_version (const TroveClass *klass);
