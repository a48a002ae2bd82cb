/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks the accounts of a document with a limit: each number equals its recount. */

#pragma once

#include <trove-glib/trove-glib.h>

/* steps: also checks what all steps of the history have noted, which costs time by all their objects. */
void check_upkeep (TroveDocument *document, gboolean steps);

/* Lets the hand go round, if it runs, and checks that no block lies where it lay before. commit: commits an edit. */
void check_round (TroveDocument *document, void (*commit) (gpointer data), gpointer data);
