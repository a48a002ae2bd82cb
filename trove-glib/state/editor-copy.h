/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copies: objects with all that they own, made anew. */

#pragma once

#include "editor-owner.h"
#include "excerpt.h"

/* Makes a key that no object has. 0 with FULL. */
typedef TroveKey (*TroveMakeKeyFunc) (gpointer data, GError **error);

/* Copies the objects of an excerpt, of a frozen state or of the edited one. References among the objects that are copied lead to the
 * copies. Others stay if keeps is TRUE and the edited state has their objects; else they are dropped.
 *
 * slot: where the copy of the first root is put, with those of the others behind it; NULL: they have no owner. A single field takes
 * one root. keys: room for those of the roots' copies; NULL: not asked for. FALSE with the errors of trove_editor_create () and of
 * make_key. */
gboolean trove_editor_copy (TroveEditor *self, const TroveExcerpt *source, gboolean keeps,
                            const TroveSlot *slot, TroveMakeKeyFunc make_key, gpointer data, TroveKey *keys,
                            GError **error);
