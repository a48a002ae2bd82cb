/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Version list: the versions of a history as a list model, in the order of time.
 *
 * The list shows the steps that it has told. Those that have left the history are kept until their removal is told. Of the document's
 * thread. */

#pragma once

#include <gio/gio.h>

#include "history.h"

#define TROVE_TYPE_VERSION_LIST (trove_version_list_get_type ())

G_DECLARE_FINAL_TYPE (TroveVersionList, trove_version_list, TROVE, VERSION_LIST, GObject)

TroveVersionList *trove_version_list_new (const TroveHistory *history);

/* Keeps a step that has left the history. NULL: there is no list. */
void trove_version_list_keep (TroveVersionList *self, TroveStep *step);

/* Emits what has changed. NULL: there is no list. */
void trove_version_list_tell (TroveVersionList *self);

/* The history is going: the list becomes empty. */
void trove_version_list_end (TroveVersionList *self);
