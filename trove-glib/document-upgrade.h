/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Upgrading: the objects of a loaded document that were written by an older version of their class are given to the function upgrade
 * of the class, one after the other.
 *
 *   loading, on any thread     objects get the class of the program's version; their keys are noted with the document
 *   the document's thread      the functions run, in one group, before the document is handed out
 */

#pragma once

#include "document.h"

/* FALSE with COPY_FAILED, FULL or NO_MEMORY: the document is of no use. */
gboolean trove_document_upgrade (TroveDocument *self, GError **error);
