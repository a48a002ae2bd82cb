/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "archive.h"

#include "state/delta-apply.h"

struct _TroveArchive
{
  TroveCount count;
  TroveDictionary dictionary;
};

/* How a version is read from another one. */
typedef struct
{
  TroveArchive *archive; /* a reference */
  GVariant *changes;
  gboolean backwards;
} Source;

TroveArchive *
trove_archive_new (void)
{
  TroveArchive *self = g_new0 (TroveArchive, 1);

  atomic_init (&self->count, 1);
  trove_dictionary_init (&self->dictionary);
  return self;
}

void
trove_archive_unref (TroveArchive *self)
{
  if (!trove_count_drop (&self->count))
    return;
  trove_dictionary_clear (&self->dictionary);
  g_free (self);
}

TroveDictionary *
trove_archive_dictionary (TroveArchive *self)
{
  return &self->dictionary;
}

static gboolean
apply (TroveEditor *editor, gpointer data, GError **error)
{
  const Source *source = data;

  return trove_delta_apply (&source->archive->dictionary.layouts, source->changes, source->backwards, editor,
                            error);
}

gpointer
trove_archive_source_new (TroveArchive *self, GVariant *changes, gboolean backwards)
{
  Source *source = g_new (Source, 1);

  trove_count_add (&self->count);
  *source = (Source){ self, g_variant_ref (changes), backwards };
  return source;
}

void
trove_archive_source_free (gpointer data)
{
  Source *source = data;

  trove_archive_unref (source->archive);
  g_variant_unref (source->changes);
  g_free (source);
}

const TroveStepSourceFuncs trove_archive_funcs = { apply, trove_archive_source_free };
