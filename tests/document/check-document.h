/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks that a document or a version reads as its model, through each function that reads, and that its state has all
 * invariants. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "document-model.h"

/* The objects that a document or a version has. keys: some that may not be there; TroveKey. */
void check_document_objects (TroveDocument *document, const ObjectModel *model, const GArray *keys);
void check_version_objects (TroveVersion *version, const VersionModel *model, const GArray *keys);

/* Label, view state, parents and the like. Notes the id and the time when they are seen first. */
void check_version (TroveVersion *version, VersionModel *model);

/* All versions of the history. */
void check_history (TroveDocument *document, const DocumentModel *model);

/* The values that the properties and their getters tell. */
void check_status (TroveDocument *document, const DocumentStatus *status);

gboolean view_states_equal (GVariant *a, GVariant *b);
