/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Data: making objects, and setting their fields but for lists. data is a struct of the class, as an application has it: its
 * strings and all else that it points to are copied. */

#pragma once

#include "editor-owner.h"

/* Makes an object with empty lists. key is new. data: NULL is the defaults of the class. slot: where it is put; NULL: it has no
 * owner. FALSE with REMOVED, TYPE_MISMATCH or CYCLE for a key in the data, the errors of trove_editor_put (), or those of
 * trove_editor_touch (). */
gboolean trove_editor_create (TroveEditor *self, const TroveClass *klass, TroveKey key, gconstpointer data,
                              const TroveSlot *slot, GError **error);

/* Sets all fields but the lists. An owned object that the data does not name any more loses its owner; one that it names moves
 * here. Errors as above. */
gboolean trove_editor_set_data (TroveEditor *self, TroveKey key, gconstpointer data, GError **error);

/* The same with the struct of the class of the object's type: fields that the program does not know keep their values. TYPE_MISMATCH also
 * for a new value that the field's param spec does not allow. */
gboolean trove_editor_set_struct (TroveEditor *self, TroveKey key, gconstpointer data, GError **error);
