/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Automatic commits: a step of the edits that no group has, when the main loop is idle. */

#pragma once

#include "document.h"

/* To be called after an edit. field: the one that was edited; NULL: several, or the object. */
void trove_document_schedule_commit (TroveDocument *self, const TroveClassField *field);
void trove_document_cancel_commit (TroveDocument *self);
