/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "operations.h"

static void
ignore (gboolean begins)
{
}

void (*fault_window) (gboolean begins) = ignore;

guint
n_operations (void)
{
  return n_value_operations + n_version_operations + n_object_operations;
}

const Operation *
get_operation (guint i)
{
  if (i < n_value_operations)
    return &value_operations[i];
  i -= n_value_operations;
  if (i < n_version_operations)
    return &version_operations[i];
  return &object_operations[i - n_version_operations];
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
