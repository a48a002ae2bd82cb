/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Classes of two states: whether their objects have the same ones.
 *
 *   loaded from a file of this program     7: Shape (x, label)
 *   loaded from one of a later program     7: Shape (x, label │ glow, which is not known)
 *
 * An object keeps its class in all versions that one document has made. Documents that were loaded from different files of one origin
 * may have an object with different fields that the program does not know. A function that takes values of one state to another needs the same
 * fields in both. */

#pragma once

#include "state.h"

/* FALSE with TYPE_MISMATCH if an object that both states have is of different classes in them. Takes no time in a program that has
 * loaded nothing unknown, else the time of comparing the two. */
gboolean trove_state_check_classes (const TroveState *a, const TroveState *b, GError **error);
