/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "reload.h"

#include <glib/gstdio.h>

#include "state/state-apply.h"

#include "trove-changes-private.h"
#include "trove-version-private.h"

ReloadHooks reload_hooks;

/* Sources: the changes between two versions of the first document */

static gboolean
apply (TroveEditor *editor, gpointer data, GError **error)
{
  g_autoptr (GArray) obstacles = trove_obstacles_new ();
  TroveChangeSet set = trove_changes_get_set (data);

  if (atomic_fetch_add_explicit (&reload_hooks.n_applied, 1, memory_order_relaxed) + 1 ==
      reload_hooks.fail_at)
    {
      g_set_error_literal (error, TROVE_ERROR, reload_hooks.code, "its source is to fail");
      return FALSE;
    }
  if (reload_hooks.on_apply != NULL)
    {
      void (*call) (void) = reload_hooks.on_apply;

      reload_hooks.on_apply = NULL;
      call ();
    }
  if (!trove_state_apply (editor, &set, obstacles, error))
    return FALSE;
  g_assert_cmpuint (obstacles->len, ==, 0);
  return TRUE;
}

static void
free_source (gpointer data)
{
  atomic_fetch_add_explicit (&reload_hooks.n_freed, 1, memory_order_relaxed);
  g_object_unref (data);
}

static const TroveStepSourceFuncs funcs = { apply, free_source };

/* Descriptions */

static guint
choose_from (guint i, guint current, ReloadForm form)
{
  switch (form)
    {
    case RELOAD_LINE:
      return i < current ? i + 1 : i - 1;
    case RELOAD_STAR:
      return current;
    case RELOAD_HALVES:
    case N_RELOADS:
    default:
      return i < current ? i + (current - i + 1) / 2 : i - (i - current + 1) / 2;
    }
}

static guint
find (const TroveHistory *history, const TroveStep *step)
{
  for (guint i = 0; step != NULL && i < history->n_steps; i++)
    if (trove_history_nth (history, i) == step)
      return i;
  return TROVE_LOADED_NONE;
}

/* Lives as long as the program. */
static const char *
reload_name (TroveStep *step)
{
  g_autofree char *name = trove_step_dup_name (step);

  return g_intern_string (name);
}

static TroveLoadedVersion
describe (const TroveHistory *history, guint i)
{
  const TroveStep *step = trove_history_nth (history, i);

  return (TroveLoadedVersion){
    .id = { step->lineage->id[0], step->lineage->id[1] },
    .time = step->lineage->time,
    .parents = { find (history, step->parents[0]), find (history, step->parents[1]) },
    .redo = find (history, step->redo),
    .label = step->label,
    .name = reload_name (trove_history_nth (history, i)),
    .view_state_before = step->view_state_before,
    .view_state = step->view_state,
    .n_bytes = step->n_bytes,
    .kept = trove_step_is_kept (step),
  };
}

static gpointer
make_source (const TroveHistory *history, guint i, guint from)
{
  g_autoptr (GError) error = NULL;
  TroveChanges *changes =
      trove_changes_new (trove_history_nth (history, from), trove_history_nth (history, i), &error);

  g_assert_no_error (error);
  return changes;
}

static void
add_replicas (GArray *replicas, TroveStep *step)
{
  g_autoptr (TroveVersion) version = trove_version_of (step);

  for (TroveKey key = 0; (key = trove_version_get_next_key (version, key)) != 0;)
    {
      const TroveReplica replica = { .number = (guint32) (key >> TROVE_KEY_NUMBER_BITS) };

      g_array_append_val (replicas, replica);
    }
}

TroveDocument *
reload_document (TroveDocument *document, ReloadForm form)
{
  const TroveHistory *history = &document->history;
  const guint n = history->n_steps, current = find (history, history->current);
  g_autoptr (GArray) replicas = g_array_new (FALSE, FALSE, sizeof (TroveReplica));
  g_autofree TroveLoadedVersion *versions = g_new (TroveLoadedVersion, n);
  g_autoptr (GError) error = NULL;
  TroveDocument *loaded;

  g_assert_false (trove_document_has_edits (document));
  for (guint i = 0; i < n; i++)
    {
      versions[i] = describe (history, i);
      add_replicas (replicas, trove_history_nth (history, i));
      if (i == current)
        continue;
      versions[i].from = choose_from (i, current, form);
      versions[i].data = make_source (history, i, versions[i].from);
    }
  loaded = trove_document_new_loaded (
      &(TroveLoaded){
          .view = &history->current->view,
          .state = &history->current->state,
          .versions = versions,
          .n_versions = n,
          .current = current,
          .saved = find (history, history->saved),
          .funcs = &funcs,
          .replicas = (const TroveReplica *) replicas->data,
          .n_replicas = replicas->len,
      },
      &error);
  g_assert_no_error (error);
  loaded->history.max_versions = history->max_versions;
  loaded->history.max_bytes = history->max_bytes;
  return loaded;
}

/* By files */

static GFile *
file_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int descriptor = g_file_open_tmp ("trove-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (descriptor, NULL);
  return g_file_new_for_path (path);
}

TroveDocument *
reload_by_file (TroveDocument *document)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  TroveDocument *loaded;

  if (trove_document_get_file (document) == NULL)
    file = file_new ();
  if (!trove_document_save (document, file, TROVE_SAVE_NONE, NULL, &error))
    {
      g_assert_true (g_error_matches (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH) ||
                     g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED)); /* no SQLite */
      return NULL;
    }
  loaded = trove_document_load (trove_document_get_file (document), NULL, 0, NULL, &error);
  g_assert_no_error (error);
  loaded->history.max_versions = document->history.max_versions;
  loaded->history.max_bytes = document->history.max_bytes;
  return loaded;
}

void
reload_file_remove (TroveDocument *document)
{
  GFile *file = trove_document_get_file (document);

  if (file != NULL)
    g_file_delete (file, NULL, NULL);
}
