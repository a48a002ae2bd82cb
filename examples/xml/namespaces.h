/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Keeps the namespaces of a subtree that is moved. */

#pragma once

#include "document.h"

gboolean document_keep_namespaces (DocumentReader *reader, TroveArena *arena, DocumentItem *subtree,
                                   GPtrArray *from, GPtrArray *to, GError **error);
