/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private functions of TroveObject, for its sources. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "state/class.h"

/* The property id of a field is its index and this. Other properties of a class have smaller ids. */
#define TROVE_OBJECT_FIRST_FIELD_ID 0x10000

/* FALSE with REMOVED, READ_ONLY or BUSY: the object cannot be edited through the handle. */
gboolean trove_object_check_settable (TroveObject *self, GError **error);

/* Sets a field that is no list through a handle. FALSE with REMOVED, READ_ONLY, BUSY, or an error of the document's function. */
gboolean trove_object_set_class_field (TroveObject *self, const TroveClassField *field, const GValue *value,
                                       GError **error);
