/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "state-classes.h"

#include "trove-glib/trove-error.h"

/* Versions of the classes may differ. */
static gboolean
same_fields (const TroveClass *a, const TroveClass *b)
{
  return a->plain == b->plain && a->n_fields == b->n_fields && trove_class_n_common (a, b) == a->n_fields;
}

static gboolean
check_class (guint64 key, guintptr in_a, guintptr in_b, gpointer data)
{
  const TroveRecord *a = (const TroveRecord *) in_a, *b = (const TroveRecord *) in_b;

  if (a == NULL || b == NULL || same_fields (a->klass, b->klass))
    return TRUE;
  g_set_error (data, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "%s %" G_GUINT64_FORMAT
               " has fields in one version that it does not have in the other, and that this program does "
               "not know: a program that knows them is needed",
               a->klass->plain->name, key);
  return FALSE;
}

gboolean
trove_state_check_classes (const TroveState *a, const TroveState *b, GError **error)
{
  GError *found = NULL;

  if (!trove_class_any_unknown ())
    return TRUE;
  trove_key_map_compare (a->objects, b->objects, check_class, &found);
  if (found != NULL)
    g_propagate_error (error, found);
  return found == NULL;
}
