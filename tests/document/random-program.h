/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "test-support.h"

/* The bytes of a document program of up to some hundred operations, whose edits are made by key, by handles, or by either. */
GByteArray *random_program (TestRandom *random);

/* The same with edits by handles alone. */
GByteArray *random_program_by_handles (TestRandom *random);

/* The same, of n operations of all kinds. */
GByteArray *random_program_of (TestRandom *random, guint n);
