/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Class data: the data of an object outside of any core, with strings of its own. */

#pragma once

#include "class.h"

/* A copy of the data. A field whose copy function fails is all 0. */
gpointer trove_class_data_dup (const TroveClass *klass, gconstpointer data);
void trove_class_data_free (const TroveClass *klass, gpointer data);
