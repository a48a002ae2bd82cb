/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of saving, for the sources of other methods. */

#pragma once

#include "document.h"

/* Starts the save that has waited for another one. */
void trove_document_start_next_save (TroveDocument *self);
