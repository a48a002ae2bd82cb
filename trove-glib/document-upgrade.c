/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-upgrade.h"

#include "state/unknown-values.h"
#include "store/object-read.h"

/* NULL: the class has no function, or another object's function has taken this one from its owner. */
static const TroveObjectClass *
find_class (const TroveDocument *self, TroveKey key)
{
  const TroveRecord *record = trove_state_peek (&self->editor.state, key);
  const TroveObjectClass *klass;

  if (record == NULL || (record->owner == 0 && key != self->editor.state.root))
    return NULL;
  klass = g_type_class_peek (record->klass->type);
  return klass != NULL && klass->upgrade != NULL ? klass : NULL;
}

static void
upgrade (TroveDocument *self, const TroveOlderObject *older)
{
  const TroveObjectClass *klass = find_class (self, older->key);
  g_autoptr (TroveObject) object = klass != NULL ? trove_document_lookup (self, older->key) : NULL;
  g_autoptr (GVariant) values = NULL;

  if (object == NULL)
    return;
  values = trove_unknown_values_new (trove_state_peek (&self->editor.state, older->key));
  klass->upgrade (object, older->schema_version, values);
}

/* Groups that a function has left open are ended, too. */
static gboolean
end_all (TroveDocument *self, GError **error)
{
  while (self->groups->len > 0)
    if (!trove_document_end (self, error))
      return FALSE;
  return TRUE;
}

gboolean
trove_document_upgrade (TroveDocument *self, GError **error)
{
  g_autoptr (GArray) older = g_steal_pointer (&self->older);

  if (older == NULL)
    return TRUE;
  if (!trove_document_begin (self, "Upgrade", error))
    return FALSE;
  for (guint i = 0; i < older->len; i++)
    upgrade (self, &g_array_index (older, TroveOlderObject, i));
  return end_all (self, error);
}
