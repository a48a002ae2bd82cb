/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveMerge, for the sources of other types. */

#pragma once

#include "document.h"

/* The result of changes that a document has just got. obstacles: TroveObstacle, which the caller does not change any more. base: the
 * version before the changes, theirs: the one after them, ours: the document's before it got them. */
TroveMerge *trove_merge_new (TroveDocument *document, GArray *obstacles, TroveStep *base, TroveStep *ours,
                             TroveStep *theirs);
