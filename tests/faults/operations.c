/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "operations.h"

static void
ignore (gboolean begins)
{
}

void (*fault_window) (gboolean begins) = ignore;

typedef struct
{
  const Operation *operations;
  const guint *n;
} Table;

static const Table tables[] = {
  { value_operations, &n_value_operations },       { version_operations, &n_version_operations },
  { object_operations, &n_object_operations },     { change_operations, &n_change_operations },
  { document_operations, &n_document_operations }, { handle_operations, &n_handle_operations },
  { file_operations, &n_file_operations },
};

guint
n_operations (void)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    n += *tables[i].n;
  return n;
}

const Operation *
get_operation (guint i)
{
  const Table *table = tables;

  for (; i >= *table->n; table++)
    i -= *table->n;
  return &table->operations[i];
}

char *
operation_name (const Operation *operation)
{
  return g_strjoin ("/", operation->symbol, operation->what, NULL);
}

void
operation_check_error (const Operation *operation, const GError *error)
{
  g_auto (GStrv) wanted = g_strsplit (operation->wanted != NULL ? operation->wanted : "", "|", 0);

  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
  g_assert_nonnull (error->message);
  for (guint i = 0; wanted[i] != NULL; i++)
    if (strstr (error->message, wanted[i]) != NULL)
      return;
  g_error ("%s: the message “%s” names none of “%s”", operation->symbol, error->message,
           operation->wanted != NULL ? operation->wanted : "");
}
