/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveChange, for the sources of other types. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "comparison.h"

/* The change with that index among those of the comparison, seen in a direction. */
TroveChange *trove_change_new (const TroveDirection *direction, guint index);
