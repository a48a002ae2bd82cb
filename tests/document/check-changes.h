/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks that changes are those between two models, each exactly once. */

#pragma once

#include "object-model.h"

void check_changes (TroveChanges *changes, const ObjectModel *from, const ObjectModel *to);
