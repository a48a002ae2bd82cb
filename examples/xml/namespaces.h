/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Keeps the namespaces of an element that is moved. */

#pragma once

#include "document.h"

gboolean document_keep_namespaces (TroveDocument *document, TroveKey element, TroveKey owner, GError **error);
