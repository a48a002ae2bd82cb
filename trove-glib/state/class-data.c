/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "class-data.h"

static char **
string_at (const TroveClass *klass, guint i, gpointer data)
{
  return (char **) ((char *) data + klass->strings.at[i].offset);
}

gpointer
trove_class_data_dup (const TroveClass *klass, gconstpointer data)
{
  gpointer copy = g_malloc0 (klass->data_size);

  for (guint i = 0; i < klass->n_fields; i++)
    if (!trove_class_field_is_list (&klass->fields[i]))
      trove_class_field_copy (&klass->fields[i], copy, data); /* all 0 where the copy function fails */
  for (guint i = 0; i < klass->strings.n; i++)
    *string_at (klass, i, copy) = g_strdup (*string_at (klass, i, copy));
  return copy;
}

void
trove_class_data_free (const TroveClass *klass, gpointer data)
{
  for (guint i = 0; i < klass->strings.n; i++)
    g_free (*string_at (klass, i, data));
  trove_class_clear (klass, data);
  g_free (data);
}
