/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "canvas/tile-job.h"

#include "draw/worker.h"

struct _SketchTileJob
{
  SketchTilePicture picture; /* the worker's until it is done */
  SketchTileJobFunc done;
  gpointer data;
  gint cancelled; /* atomic */
};

/* One processor is left to the main thread. */
static guint
get_n_workers (void)
{
  return CLAMP (g_get_num_processors (), 2, 9) - 1;
}

guint
sketch_tile_job_get_n_wanted (void)
{
  return 2 * get_n_workers ();
}

static gboolean
finish (gpointer data)
{
  SketchTileJob *job = data;

  if (!g_atomic_int_get (&job->cancelled))
    job->done (job, job->data);
  sketch_tile_picture_clear (&job->picture);
  g_free (job);
  return G_SOURCE_REMOVE;
}

static void
work (gpointer data, gpointer unused)
{
  SketchTileJob *job = data;

  sketch_worker_go_behind ();
  if (!g_atomic_int_get (&job->cancelled))
    sketch_tile_picture_draw (&job->picture);
  g_idle_add_full (G_PRIORITY_DEFAULT, finish, job, NULL);
}

SketchTileJob *
sketch_tile_job_new (const SketchTilePicture *picture, SketchTileJobFunc done, gpointer data)
{
  static GThreadPool *workers;
  SketchTileJob *job = g_new0 (SketchTileJob, 1);

  if (workers == NULL)
    workers = g_thread_pool_new (work, NULL, (int) get_n_workers (), FALSE, NULL);
  job->picture = *picture;
  job->done = done;
  job->data = data;
  g_thread_pool_push (workers, job, NULL);
  return job;
}

void
sketch_tile_job_cancel (SketchTileJob *job)
{
  g_atomic_int_set (&job->cancelled, TRUE);
}

SketchTilePicture *
sketch_tile_job_get_picture (SketchTileJob *job)
{
  return &job->picture;
}
