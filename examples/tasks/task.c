/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "task.h"

struct _Task
{
  TroveObject parent_instance;
};

G_DEFINE_FINAL_TYPE (Task, task, TROVE_TYPE_OBJECT)

static void
task_class_init (TaskClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (TaskData, title, g_param_spec_string ("title", NULL, NULL, "", G_PARAM_READWRITE)),
    TROVE_FIELD (TaskData, done, g_param_spec_boolean ("done", NULL, NULL, FALSE, G_PARAM_READWRITE)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (TaskData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
task_init (Task *self)
{
}

struct _TaskList
{
  TroveObject parent_instance;
};

G_DEFINE_FINAL_TYPE (TaskList, task_list, TROVE_TYPE_OBJECT)

static void
task_list_class_init (TaskListClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD_LIST (
        trove_param_spec_list ("tasks", NULL, NULL, TYPE_TASK, G_PARAM_READABLE | TROVE_PARAM_OWNED)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), 0, fields, G_N_ELEMENTS (fields));
}

static void
task_list_init (TaskList *self)
{
}
