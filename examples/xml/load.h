/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copies a document that libxml2 has parsed into an arena. */

#pragma once

#include "parse.h"
#include "document.h"

gboolean document_load (TroveArena *arena, const DocumentSource *source, TroveRef *root, GError **error);
