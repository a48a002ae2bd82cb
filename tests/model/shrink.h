/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shrinking: the smallest program to be found that goes wrong as well. */

#pragma once

#include "program.h"

/* n_runs: how many programs were tried. */
GByteArray *shrink_program (const guint8 *bytes, gsize size, const ProgramOptions *options, guint *n_runs);
