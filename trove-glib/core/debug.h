/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Debug: TROVE_DEBUG=frozen checksums what is frozen and reports what was written too late. */

#pragma once

#include "rows.h"

/* key stands for the sub-arena whose pools these are. */

/* Notes the checksums of what is about to be frozen. */
void trove_debug_remember (gconstpointer key, const TroveSchema *schema, const TrovePool *pools);

/* Compares them and reports a difference with g_critical(). */
void trove_debug_verify (gconstpointer key, guint64 id, const TroveSchema *schema, const TrovePool *pools);

/* They are of no more use. */
void trove_debug_forget (gconstpointer key);
