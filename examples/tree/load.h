/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reads an XML file into a new document. */

#pragma once

#include "node.h"

TroveDocument *tree_load (const char *path, GError **error);
