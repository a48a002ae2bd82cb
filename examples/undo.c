/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A list of tasks with undo and redo. Each edit ends with a snapshot, and undo reverts the arena to the
 * snapshot before. The number of steps is limited: the memory of older versions is freed. */

#include <trove-glib/trove-glib.h>

#define MAX_STEPS 50

enum
{
  TASKS,
  TEXTS,
};

typedef struct
{
  TroveRef text;
  TroveRef next; /* the null ref ends the list */
  gboolean done;
} Task;

typedef struct
{
  TroveArena *arena;   /* the root is the first task */
  GPtrArray *versions; /* of TroveSnapshot; the versions after the current one can be redone */
  guint current;
} Document;

/* Visits the refs in a task, for trove_arena_collect(). */
static void
task_trace (gpointer element, TroveVisitFunc visit, gpointer visit_data, gpointer data)
{
  Task *task = element;

  visit (&task->text, visit_data);
  visit (&task->next, visit_data);
}

/* Makes a list the current version. Before this, an edit is not visible to readers of the current
 * version. */
static gboolean
document_commit (Document *self, const TroveRef *list, GError **error)
{
  TroveSnapshot *version;

  if (!trove_arena_set_root (self->arena, list, error) ||
      (version = trove_arena_snapshot (self->arena, error)) == NULL)
    return FALSE;
  g_ptr_array_set_size (self->versions, ++self->current);
  g_ptr_array_add (self->versions, version);
  if (self->current < 2 * MAX_STEPS)
    return TRUE;

  /* Collecting visits the whole list, so it is done once in MAX_STEPS edits. */
  g_ptr_array_remove_range (self->versions, 0, MAX_STEPS);
  self->current -= MAX_STEPS;
  return trove_arena_collect (self->arena, NULL, 0, error);
}

static gboolean
document_add (Document *self, const char *text, GError **error)
{
  Task task = { .done = FALSE };
  TroveRef list;

  return trove_arena_get_root_raw (self->arena, &task.next, error) &&
         trove_arena_append_string (self->arena, TEXTS, text, -1, &task.text, error) &&
         trove_arena_append_raw (self->arena, TASKS, &task, &list, error) &&
         document_commit (self, &list, error);
}

/* Toggles the task at a position. The tasks up to that position are copied, and their refs are replaced by
 * refs to the copies. */
static gboolean
document_toggle (Document *self, guint position, GError **error)
{
  TroveRef list;
  Task *task = NULL;

  if (trove_arena_get_root_raw (self->arena, &list, error))
    task = trove_arena_get_mut_raw (self->arena, TASKS, &list, error);
  for (; task != NULL && position > 0; position--)
    task = trove_arena_get_mut_raw (self->arena, TASKS, &task->next, error);
  if (task == NULL)
    return FALSE;
  task->done = !task->done;
  return document_commit (self, &list, error);
}

/* Undoes (-1) or redoes (+1) a step, if there is one. */
static gboolean
document_step (Document *self, int direction, GError **error)
{
  guint version = self->current + direction;

  if (version >= self->versions->len)
    return TRUE;
  if (!trove_arena_revert (self->arena, self->versions->pdata[version], error))
    return FALSE;
  self->current = version;
  return TRUE;
}

static gboolean
document_print (Document *self, const char *title, GError **error)
{
  const Task *task;
  TroveRef ref;

  if (!trove_arena_get_root_raw (self->arena, &ref, error))
    return FALSE;
  g_print ("%s:", title);
  for (; !trove_ref_is_null (&ref); ref = task->next)
    {
      if ((task = trove_arena_get_raw (self->arena, TASKS, &ref, error)) == NULL)
        return FALSE;
      g_print (" [%c] %s", task->done ? 'x' : ' ',
               trove_arena_get_string (self->arena, &task->text, NULL, NULL));
    }
  g_print ("\n");
  return TRUE;
}

int
main (void)
{
  const TroveElementInfo infos[] = {
    [TASKS] = TROVE_ELEMENT (Task, .trace = task_trace),
    [TEXTS] = TROVE_ELEMENT_TYPE (G_TYPE_STRING),
  };
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, G_N_ELEMENTS (infos));
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_snapshot_unref);
  g_autoptr (TroveVecMap) sub_arenas = NULL;
  g_autoptr (GError) error = NULL;
  TroveSnapshot *empty = trove_arena_snapshot (arena, &error);
  Document document = { arena, versions, 0 };
  gboolean ok;

  if (empty != NULL)
    g_ptr_array_add (versions, empty);
  ok = empty != NULL && document_add (&document, "milk", &error) && document_add (&document, "tea", &error) &&
       document_toggle (&document, 1, &error) && document_print (&document, "edited", &error) &&
       document_step (&document, -1, &error) && document_print (&document, "undone", &error) &&
       document_step (&document, -1, &error) && document_print (&document, "undone", &error) &&
       document_step (&document, +1, &error) && document_print (&document, "redone", &error) &&
       document_add (&document, "rice", &error) && document_print (&document, "edited", &error) &&
       document_step (&document, +1, &error) && document_print (&document, "nothing to redo", &error);
  for (guint i = 0; ok && i < 1000; i++)
    ok = document_toggle (&document, i % 3, &error);

  if (!ok || (sub_arenas = trove_arena_dup_sub_arenas (arena, &error)) == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_print ("1000 edits later, %u can be undone, and older versions are freed: %s\n", document.current,
           g_list_model_get_n_items (G_LIST_MODEL (sub_arenas)) < 2 * MAX_STEPS ? "yes" : "no");
  return 0;
}
