/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Delta set: the objects that a delta adds, and the values and references that it sets. */

#pragma once

#include "delta-edit.h"

/* Makes an object without keys and without an owner, and notes its single references. FALSE with DAMAGED, or the errors of
 * trove_editor_create (), as the functions below. */
gboolean trove_delta_make (TroveDeltaEdit *self, const TroveDeltaObject *object, GError **error);

/* Sets the values of an object that changes, and its lists of references. */
gboolean trove_delta_set_changed (TroveDeltaEdit *self, const TroveDeltaChange *change, GError **error);

/* Sets the lists of references of an object that was made. */
gboolean trove_delta_set_added (TroveDeltaEdit *self, const TroveDeltaObject *object, GError **error);

/* Sets the single references of all objects that were made. */
gboolean trove_delta_refer (TroveDeltaEdit *self, GError **error);
