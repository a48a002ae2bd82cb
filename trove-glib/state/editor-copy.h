/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copies: an object with all that it owns, made anew. */

#pragma once

#include "editor.h"

/* Makes a key that no object has. 0 with FULL. */
typedef TroveKey (*TroveMakeKeyFunc) (gpointer data, GError **error);

/* Copies an object of a frozen state, or of the edited one, with all that it owns. The copy has no owner. References among the objects
 * that are copied lead to the copies. Others stay if keeps is TRUE and the edited state has their objects; else they are dropped.
 *
 * key: of the object, which is there, and set to that of the copy. FALSE with the errors of trove_editor_create () and of make_key. */
gboolean trove_editor_copy (TroveEditor *self, const TroveState *source, TroveKey *key, gboolean keeps,
                            TroveMakeKeyFunc make_key, gpointer data, GError **error);
