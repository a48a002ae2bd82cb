/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The document of the task list: a list that owns tasks, each with a title. */

#pragma once

#include <trove-glib/trove-glib.h>

/* The values of a task that have versions. */
typedef struct
{
  const char *title;
  gboolean done;
} TaskData;

#define TYPE_TASK (task_get_type ())
G_DECLARE_FINAL_TYPE (Task, task, TASKS, TASK, TroveObject)

#define TYPE_TASK_LIST (task_list_get_type ())
G_DECLARE_FINAL_TYPE (TaskList, task_list, TASKS, TASK_LIST, TroveObject)
