/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "class-together.h"

guint16
trove_class_find_together (const TroveClassField *fields, guint n, const TroveClassField *field)
{
  const char *name = trove_class_field_together_name (field);

  if (name == NULL)
    return 0;
  for (guint i = 0; i < n; i++)
    if (fields[i].together != 0 && trove_class_field_together_name (&fields[i]) == name)
      return fields[i].together;
  return (guint16) (n + 1);
}

const TroveClassField *
trove_class_first_together (const TroveClass *klass, const TroveClassField *field)
{
  return &klass->fields[field->together - 1];
}

const TroveClassField *
trove_class_next_together (const TroveClass *klass, const TroveClassField *field)
{
  for (guint i = field->index + 1; i < klass->n_fields; i++)
    if (klass->fields[i].together == field->together)
      return &klass->fields[i];
  return NULL;
}
