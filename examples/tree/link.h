/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sets the references of attributes to the elements that their values name. */

#pragma once

#include "node.h"

gboolean tree_link (TroveDocument *document, const GArray *keys, GError **error);
