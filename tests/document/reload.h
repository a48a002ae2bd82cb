/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reloading: a second document with the history of a first one, whose versions are unread but for the current one. */

#pragma once

#include "document-load.h"

typedef struct
{
  guint n_applied; /* sources, since this was set to 0; any thread */
  guint fail_at;   /* number of the source that fails next; 0: none */
  int code;        /* of its error */
} ReloadCounts;

extern ReloadCounts reload_counts;

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
