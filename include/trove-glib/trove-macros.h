/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include <glib.h>

#include <trove-glib/trove-version-macros.h>

#ifndef _TROVE_EXTERN
#define _TROVE_EXTERN extern
#endif

/**
 * TROVE_VERSION_1_0:
 *
 * The version 1.0 of the library, for comparison in preprocessor conditions.
 *
 * Since: 1.0
 */
#define TROVE_VERSION_1_0 (G_ENCODE_VERSION (1, 0))

/**
 * TROVE_VERSION_MIN_REQUIRED:
 *
 * The oldest version of the API that the including code supports. Define it as one of the `TROVE_VERSION_x_y`
 * macros before including the header. Uses of functions that were deprecated after this version then cause no
 * warning.
 *
 * Since: 1.0
 */
#ifndef TROVE_VERSION_MIN_REQUIRED
#define TROVE_VERSION_MIN_REQUIRED TROVE_VERSION_1_0
#endif

/**
 * TROVE_VERSION_MAX_ALLOWED:
 *
 * The newest version of the API that the including code may use. Define it as one of the `TROVE_VERSION_x_y`
 * macros before including the header. Uses of functions that were added after this version then cause a
 * warning.
 *
 * Since: 1.0
 */
#ifndef TROVE_VERSION_MAX_ALLOWED
#define TROVE_VERSION_MAX_ALLOWED TROVE_VERSION_1_0
#endif

#if TROVE_VERSION_MAX_ALLOWED < TROVE_VERSION_MIN_REQUIRED
#error "TROVE_VERSION_MAX_ALLOWED must be at least TROVE_VERSION_MIN_REQUIRED"
#endif

#define TROVE_AVAILABLE_IN_1_0 _TROVE_EXTERN
