/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Updating the tables of objects from one state to another one. */

#pragma once

#include "object-table.h"

/* The tables have the objects of from. Writes the rows that differ in to, a state of the same origin. Both are committed. Time depends
 * on what differs. */
gboolean trove_object_table_update (TroveObjectTable *self, const TroveState *from, const TroveState *to,
                                    GError **error);
