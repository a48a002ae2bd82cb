/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

TROVE_AVAILABLE_IN_1_0
void trove_thread_leave (void);

G_END_DECLS
