/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Forging files: changes of a document's file that the input chooses, in its rows or in its bytes. */

#pragma once

#include "fuzz.h"

/* Forges a file that is there, by decisions up to the end of the input. */
void fuzz_forge (const char *path, FuzzInput *input);
