/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The differences of versions, in words for users. Texts of objects and values are Pango markup, in which colors are shown. */

#pragma once

#include "model/drawing.h"

/* The name of an object of a version: "Rectangle", "Text “Hello”", "Layer “Back”". */
char *sketch_describe_object (TroveVersion *version, TroveKey key);

/* Such as "line width". NULL: the place of an object. */
const char *sketch_describe_property (const char *property);

/* version: has the object that the value is, or is the key of. value: NULL: there is none. */
char *sketch_describe_value (TroveVersion *version, const char *property, const GValue *value);

/* "Rectangle: fill #ff0000 → none" */
char *sketch_describe_change (TroveChange *change, TroveVersion *from, TroveVersion *to);
