/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "excerpt.h"

#include "trove-glib/trove-error.h"

/* Roots */

/* Notes each key. FALSE with REMOVED. */
static gboolean
note_keys (TroveExcerpt *self, const TroveKey *keys, gsize n_keys, GError **error)
{
  for (gsize i = 0; i < n_keys; i++)
    {
      if (trove_state_peek (&self->state, keys[i]) == NULL)
        {
          g_set_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
                       "No object has the key %" G_GUINT64_FORMAT " in the version that is copied from",
                       keys[i]);
          return FALSE;
        }
      trove_id_map_set (&self->indices, keys[i], self);
    }
  return TRUE;
}

#define FREE GUINT_TO_POINTER (1)   /* neither the object nor an owner of it is a key */
#define WITHIN GUINT_TO_POINTER (2) /* the object or an owner of it is one */

/* Whether an object is a key or within one. */
static gpointer
look_up (const TroveExcerpt *self, const TroveIdMap *known, TroveKey key)
{
  if (key == 0)
    return FREE;
  return trove_id_map_get (&self->indices, key) != NULL ? WITHIN : trove_id_map_get (known, key);
}

/* TRUE if an owner of the object is a key. known: what was found for owners; so each is visited once. */
static gboolean
is_within (const TroveExcerpt *self, TroveIdMap *known, TroveKey key)
{
  TroveKey first = trove_state_get (&self->state, key)->owner, end = first;
  gpointer found;

  while ((found = look_up (self, known, end)) == NULL)
    end = trove_state_get (&self->state, end)->owner;
  for (TroveKey at = first; at != end; at = trove_state_get (&self->state, at)->owner)
    trove_id_map_set (known, at, found);
  return found == WITHIN;
}

static void
add_roots (TroveExcerpt *self, const TroveKey *keys, gsize n_keys)
{
  TroveIdMap known = TROVE_ID_MAP_INIT, added = TROVE_ID_MAP_INIT;

  for (gsize i = 0; i < n_keys; i++)
    if (trove_id_map_get (&added, keys[i]) == NULL)
      {
        trove_id_map_set (&added, keys[i], self);
        if (!is_within (self, &known, keys[i]))
          g_ptr_array_add (self->records, trove_state_get (&self->state, keys[i]));
      }
  trove_id_map_clear (&known);
  trove_id_map_clear (&added);
  self->n_roots = self->records->len;
}

/* Owned objects */

static gboolean
add_owned (TroveKey key, gpointer data)
{
  TroveExcerpt *self = data;

  g_ptr_array_add (self->records, trove_state_get (&self->state, key));
  return TRUE;
}

/* Each object that was added is visited for what it owns. */
static void
add_all_owned (TroveExcerpt *self)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      const TroveRecord *record = trove_excerpt_get (self, i);

      trove_id_map_set (&self->indices, record->key, GUINT_TO_POINTER (i + 1));
      trove_record_foreach_owned (record, add_owned, self);
    }
}

gboolean
trove_excerpt_init (TroveExcerpt *self, const TroveState *state, const TroveKey *keys, gsize n_keys,
                    GError **error)
{
  *self = (TroveExcerpt){ .state = *state, .records = g_ptr_array_new (), .indices = TROVE_ID_MAP_INIT };
  if (!note_keys (self, keys, n_keys, error))
    {
      trove_excerpt_clear (self);
      return FALSE;
    }
  add_roots (self, keys, n_keys);
  add_all_owned (self);
  return TRUE;
}

void
trove_excerpt_clear (TroveExcerpt *self)
{
  g_ptr_array_unref (self->records);
  trove_id_map_clear (&self->indices);
}
