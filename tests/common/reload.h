/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reloading: a second document with the history of a first one, whose versions are unread but for the current one. */

#pragma once

#include "document-load.h"

typedef struct
{
  atomic_uint n_applied;   /* sources, since this was set to 0 */
  atomic_uint n_freed;     /* the same, of those that were let go of */
  guint fail_at;           /* number of the source that fails; 0: none */
  int code;                /* of its error */
  void (*on_apply) (void); /* called once, in the next source */
} ReloadHooks;

extern ReloadHooks reload_hooks;

/* The versions from which others are read. */
typedef enum
{
  RELOAD_LINE,   /* the neighbour in the order of time that is nearer to the current one */
  RELOAD_STAR,   /* the current one */
  RELOAD_HALVES, /* the one half way to the current one */
  N_RELOADS,
} ReloadForm;

/* Makes a document with the history of one that has no edits. All replica numbers of its keys are noted. The limits of the history are as
 * they were, without trimming. */
TroveDocument *reload_document (TroveDocument *document, ReloadForm form);

/* Saves a document that has no edits, and loads it: from the file that it has, or one of its own, which is removed with
 * reload_file_remove (). */
TroveDocument *reload_by_file (TroveDocument *document);
void reload_file_remove (TroveDocument *document);
