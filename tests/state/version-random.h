/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Version random: versions of a state program that differ by random edits, of which many are in the way of each other. */

#pragma once

#include "state-random.h"

/* Drops what has no owner, and freezes the state. */
ProgramVersion *version_random_commit (StateProgram *program);

/* A few edits of the state, and of a version. */
ProgramVersion *version_random_edit (StateRandom *random, guint n);
ProgramVersion *version_random_edit_version (StateRandom *random, const ProgramVersion *version, guint n);

/* A version with so many objects, which has some edits behind it. The program is new. */
ProgramVersion *version_random_make (StateRandom *random, guint n_objects);

/* TRUE if a list names an object twice. Which of the two references a change takes away cannot be told a second time. */
gboolean version_random_repeats (const StateModel *model);
