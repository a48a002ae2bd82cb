/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The document type declaration, as text. */

#pragma once

#include <glib.h>

char *document_doctype_extract (const char *text, const char *directory);
