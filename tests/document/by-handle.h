/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Edits by handles: the calls of a world that TroveObject and TroveList have functions for. */

#pragma once

#include "world.h"

/* Makes an edit by handles. FALSE: no function of handles makes this call, or an object has no handle. done: what the function
 * returned. */
gboolean by_handle_call (World *world, Seat *seat, Call *call, gboolean *done, GError **error);

/* TRUE if the next call makes new objects by g_object_new (), which cannot fail. */
gboolean by_handle_makes (const World *world, GType type);

/* TRUE if an object has a handle, which may be a removed one that is held. */
gboolean by_handle_is_there (const Seat *seat, TroveKey key);
