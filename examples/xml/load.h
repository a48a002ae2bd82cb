/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Makes a TroveDocument of a document that libxml2 has parsed. */

#pragma once

#include "parse.h"
#include "document.h"

TroveDocument *document_load (const DocumentSource *source, guint *n_nodes, GError **error);
