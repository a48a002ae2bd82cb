/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Archive: what the changes of versions in a file are read with, shared by all of them. Any thread. */

#pragma once

#include "store/dictionary.h"

#include "step.h"

typedef struct _TroveArchive TroveArchive;

/* An archive with an empty dictionary, which the caller fills before it makes the first source. */
TroveArchive *trove_archive_new (void);
void trove_archive_unref (TroveArchive *self);

TroveDictionary *trove_archive_dictionary (TroveArchive *self);

/* The sources of steps whose data is made below. */
extern const TroveStepSourceFuncs trove_archive_funcs;

/* The data of a source: the changes between two versions, in little endian. backwards: they lead from the step to the one that it is read
 * from. */
gpointer trove_archive_source_new (TroveArchive *self, GVariant *changes, gboolean backwards);
void trove_archive_source_free (gpointer data);
