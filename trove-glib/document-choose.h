/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Deciding a conflict of a document. */

#pragma once

#include "document.h"

#include "state/obstacle.h"

/* Makes what a conflict is about as it is in one of the versions. FALSE with REMOVED if the merge does not stand, the errors of
 * trove_state_choose (), or those of trove_document_apply (). */
gboolean trove_document_choose (TroveDocument *self, const TroveMergeContext *context,
                                const TroveObstacle *conflict, TroveChoice choice, GError **error);
