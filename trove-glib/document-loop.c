/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-loop.h"

typedef struct
{
  GWeakRef document;
  guint64 thread; /* the serial of the document's */
  TroveDocumentCall call;
  TroveLater *later;
} Call;

static void
call_free (gpointer data)
{
  Call *self = data;

  atomic_store_explicit (&self->later->is_lost, TRUE, memory_order_relaxed);
  g_atomic_rc_box_release (self->later);
  g_weak_ref_clear (&self->document);
  g_free (self);
}

/* The document is not even referenced on another thread, where the reference could be the last one. */
static gboolean
dispatch (gpointer data)
{
  const Call *self = data;
  g_autoptr (TroveDocument) document = NULL;

  if (self->thread != trove_thread_serial)
    return G_SOURCE_REMOVE;
  document = g_weak_ref_get ((GWeakRef *) &self->document);
  return document != NULL ? self->call (document) : G_SOURCE_REMOVE;
}

/* A context that is pushed for a while may never run. NULL: the default one. */
static GMainContext *
choose_context (TroveDocument *self, gboolean was_lost)
{
  GMainContext *pushed = g_main_context_get_thread_default ();

  if (was_lost || pushed == NULL)
    self->of_default_loop = pushed == NULL; /* lost: another thread may run the default one */
  return self->of_default_loop ? NULL : pushed;
}

void
trove_document_attach (TroveDocument *self, TroveLater **later, GSource *source, const char *name,
                       TroveDocumentCall call)
{
  gboolean was_lost = *later != NULL;
  Call *data = g_new (Call, 1);

  trove_document_detach (later);
  *later = g_atomic_rc_box_new0 (TroveLater);
  (*later)->source = source;
  g_weak_ref_init (&data->document, self);
  data->thread = trove_thread_self ();
  data->call = call;
  data->later = g_atomic_rc_box_acquire (*later);
  g_source_set_static_name (source, name);
  g_source_set_callback (source, dispatch, data, call_free);
  g_source_attach (source, choose_context (self, was_lost));
}
