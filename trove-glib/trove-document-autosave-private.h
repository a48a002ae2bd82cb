/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of automatic saves, for the sources of other methods. */

#pragma once

#include "autosave.h"
#include "document.h"

/* Ends automatic saves. */
void trove_document_clear_autosave (TroveDocument *self);
