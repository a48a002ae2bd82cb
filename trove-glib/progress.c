/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "progress.h"

#include "core/count.h"

struct _TroveProgress
{
  TroveCount count; /* the owner, and the source that is pending */
  GMainContext *context;
  gpointer data;
  GMutex lock;                    /* over all that follows */
  GFileProgressCallback callback; /* NULL: none, or it has ended */
  GDestroyNotify destroy;         /* of the data; the same */
  goffset n_done, n;
  gboolean is_pending;
};

TroveProgress *
trove_progress_new (GFileProgressCallback callback, gpointer data, GDestroyNotify destroy)
{
  TroveProgress *self;

  if (callback == NULL && destroy == NULL)
    return NULL;
  self = g_new0 (TroveProgress, 1);
  atomic_init (&self->count, 1);
  self->context = g_main_context_ref_thread_default ();
  self->callback = callback;
  self->data = data;
  self->destroy = destroy;
  g_mutex_init (&self->lock);
  return self;
}

static void
unref (gpointer data)
{
  TroveProgress *self = data;

  if (!trove_count_drop (&self->count))
    return;
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
tell (gpointer data)
{
  TroveProgress *self = data;
  GFileProgressCallback callback;
  goffset n_done, n;

  g_mutex_lock (&self->lock);
  self->is_pending = FALSE;
  callback = self->callback;
  n_done = self->n_done;
  n = self->n;
  g_mutex_unlock (&self->lock);
  if (callback != NULL)
    callback (n_done, n, self->data);
  return G_SOURCE_REMOVE;
}

void
trove_progress_note (guint64 n_done, guint64 n, gpointer data)
{
  TroveProgress *self = data;
  gboolean is_pending;
  GSource *source;

  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->n_done = (goffset) n_done;
  self->n = (goffset) n;
  is_pending = self->is_pending;
  self->is_pending = TRUE;
  g_mutex_unlock (&self->lock);
  if (is_pending)
    return;
  trove_count_add (&self->count);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell, self, unref);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

void
trove_progress_stop (TroveProgress *self)
{
  GDestroyNotify destroy;

  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->callback = NULL;
  destroy = self->destroy;
  self->destroy = NULL;
  g_mutex_unlock (&self->lock);
  if (destroy != NULL)
    destroy (self->data);
}

static gboolean
stop (gpointer data)
{
  trove_progress_stop (data);
  return G_SOURCE_REMOVE;
}

void
trove_progress_end (TroveProgress *self)
{
  gboolean has_ended;

  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->callback = NULL;
  has_ended = self->destroy == NULL;
  g_mutex_unlock (&self->lock);
  if (has_ended)
    unref (self);
  else
    g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, stop, self, unref);
}
