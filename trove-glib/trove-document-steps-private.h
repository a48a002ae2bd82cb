/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Turns that begin with a commit. */

#pragma once

#include "document-turn.h"

/* Begins a turn, and commits what is uncommitted. FALSE with the errors of a commit. */
gboolean trove_document_begin_going (TroveTurn *turn, TroveDocument *self, GError **error);

/* Ends a turn that has committed, and goes nowhere. */
void trove_document_end_going (TroveTurn *turn);
