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
 * The oldest version of the interface that the including code wants to use. Define it to one of the
 * `TROVE_VERSION_x_y` macros before including the header: what was deprecated later stays quiet.
 *
 * Since: 1.0
 */
#ifndef TROVE_VERSION_MIN_REQUIRED
#define TROVE_VERSION_MIN_REQUIRED TROVE_VERSION_1_0
#endif

/**
 * TROVE_VERSION_MAX_ALLOWED:
 *
 * The newest version of the interface that the including code may use. Define it to one of the
 * `TROVE_VERSION_x_y` macros before including the header: the use of anything newer warns.
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
