/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-loop.h"

typedef struct
{
  GWeakRef document;
  guint64 thread; /* the serial of the document's */
  TroveDocumentCall call;
} Later;

static void
later_free (gpointer data)
{
  Later *self = data;

  g_weak_ref_clear (&self->document);
  g_free (self);
}

/* The document is not even referenced on another thread, where the reference could be the last one. */
static gboolean
dispatch (gpointer data)
{
  const Later *self = data;
  g_autoptr (TroveDocument) document = NULL;

  if (self->thread != trove_thread_serial)
    return G_SOURCE_REMOVE;
  document = g_weak_ref_get ((GWeakRef *) &self->document);
  return document != NULL ? self->call (document) : G_SOURCE_REMOVE;
}

GSource *
trove_document_attach (TroveDocument *self, GSource *source, const char *name, TroveDocumentCall call)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  Later *later = g_new (Later, 1);

  g_weak_ref_init (&later->document, self);
  later->thread = trove_thread_self ();
  later->call = call;
  g_source_set_static_name (source, name);
  g_source_set_callback (source, dispatch, later, later_free);
  g_source_attach (source, context);
  return source;
}
