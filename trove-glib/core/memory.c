/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "memory.h"

gboolean (*trove_memory_hook) (gsize size) = NULL;
