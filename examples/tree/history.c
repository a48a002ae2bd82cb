/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "history.h"

#include <gio/gio.h>

static void
clear_note (gpointer note)
{
  g_object_unref (((TreeNote *) note)->version);
}

/* n_versions: as many as will be noted, about. */
void
tree_history_init (TreeHistory *self, guint n_versions)
{
  self->notes = g_array_sized_new (FALSE, FALSE, sizeof (TreeNote), n_versions);
  g_array_set_clear_func (self->notes, clear_note);
  self->places = g_hash_table_new (NULL, NULL);
}

void
tree_history_clear (TreeHistory *self)
{
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->notes, g_array_unref);
}

/* Keeps a version with its digest, unless it was noted before. */
void
tree_history_note (TreeHistory *self, TroveVersion *version)
{
  TreeNote note = { .version = version };

  if (g_hash_table_contains (self->places, version))
    return;

  tree_digest_version (&note.digest, version);
  g_object_ref (version);
  g_array_append_val (self->notes, note);
  g_hash_table_insert (self->places, version, GUINT_TO_POINTER (self->notes->len));
}

/* Checks that the state of a document without edits is that of its current version. */
gboolean
tree_history_check_state (TreeHistory *self, TroveDocument *document, GError **error)
{
  g_autoptr (TroveVersion) current = trove_document_dup_current (document);
  g_autoptr (TroveVersion) state = trove_document_freeze (document, error);
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, current));
  TreeDigest digest;

  if (state == NULL)
    return FALSE;
  g_assert (place > 0); /* all versions were noted */
  tree_digest_version (&digest, state);
  if (tree_digest_equal (&digest, &g_array_index (self->notes, TreeNote, place - 1).digest))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the state of the document is not that of version %u",
               place - 1);
  return FALSE;
}

/* Writes over a byte of a text of the last version, as a faulty program could: no function of the library does this. The
 * test of this program must find the damage. */
void
tree_history_damage (TreeHistory *self)
{
  TroveVersion *version = g_array_index (self->notes, TreeNote, self->notes->len - 1).version;
  GType type;

  for (TroveKey key = 0; (key = trove_version_get_next_key (version, key)) != 0;)
    {
      const TreeTextData *data = trove_version_peek (version, key, &type);

      if (type == TREE_TYPE_TEXT && data->content[0] != '\0')
        {
          ((char *) data->content)[0] ^= 1;
          return;
        }
    }
}

/* The check */

/* Takes versions from all, until none is left. */
static gpointer
read_versions (gpointer data)
{
  TreeCheck *self = data;
  const GArray *notes = self->history->notes;
  guint i;

  while ((i = (guint) g_atomic_int_add (&self->next, 1)) < notes->len)
    {
      const TreeNote *note = &g_array_index (notes, TreeNote, i);
      TreeDigest digest;

      tree_digest_version (&digest, note->version);
      if (!tree_digest_equal (&digest, &note->digest))
        g_atomic_int_inc (&self->n_broken);
    }
  g_atomic_int_add (&self->n_running, -1);
  return NULL;
}

/* Starts threads that read all versions and compare their digests. */
void
tree_check_start (TreeCheck *self, const TreeHistory *history)
{
  *self = (TreeCheck){
    .history = history,
    .start = g_get_monotonic_time (),
    .n_running = TREE_N_READERS,
  };
  for (guint i = 0; i < TREE_N_READERS; i++)
    self->threads[i] = g_thread_new ("reader", read_versions, self);
}

gboolean
tree_check_runs (TreeCheck *self)
{
  return g_atomic_int_get (&self->n_running) > 0;
}

/* Waits for the threads. Returns the number of versions whose digest differs. */
guint
tree_check_finish (TreeCheck *self, gint64 *microseconds)
{
  for (guint i = 0; i < TREE_N_READERS; i++)
    g_thread_join (self->threads[i]);
  *microseconds = g_get_monotonic_time () - self->start;
  return (guint) g_atomic_int_get (&self->n_broken);
}
