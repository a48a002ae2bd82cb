/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: the limits of the history. */

#include "document.h"

#include "core/copying.h"

/* Starts or stops the upkeep, so that no commit counts all objects. Any edits do not matter: the upkeep begins with the current
 * version. */
static void
choose_upkeep (TroveDocument *self)
{
  trove_document_begin_change (self);
  trove_upkeep_choose (&self->upkeep, &self->history);
  trove_document_end_change (self);
}

/* Trims now if versions may be dropped, else when the next step is made. While the document is being changed or a value is copied,
 * the next commit chooses the upkeep too. */
static void
note_limit (TroveDocument *self, guint property)
{
  gboolean is_busy = self->is_changing || trove_copying_runs ();

  g_object_ref (self);
  if (!is_busy)
    choose_upkeep (self);
  if (!is_busy && self->groups->len == 0)
    {
      self->history.is_due = TRUE;
      trove_document_trim (self);
      trove_document_tell (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), trove_document_pspecs[property]);
  g_object_unref (self);
}

/**
 * trove_document_get_max_versions: (get-property max-versions)
 * @self: a document
 *
 * Returns the number of versions that the history may have. See [property@Trove.Document:max-versions].
 *
 * Returns: the number of versions; 0 for no limit
 *
 * Since: 1.0
 */
guint
trove_document_get_max_versions (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), 0);

  return trove_document_may_read (self) ? self->history.max_versions : 0;
}

/**
 * trove_document_set_max_versions: (set-property max-versions)
 * @self: a document of the calling thread
 * @max_versions: the number of versions that the history may have; 0 for no limit
 *
 * Limits the number of versions, and drops those beyond the limit at once: see
 * [property@Trove.Document:max-versions]. While a group of edits is open or a value is copied, they are dropped when
 * the next step is made.
 *
 * Cost: of the versions that are dropped, and once a walk over all versions. The first limit of the history also takes
 * time for all objects, which are counted. A step that is made at the limit then drops one version in constant time.
 *
 * Since: 1.0
 */
void
trove_document_set_max_versions (TroveDocument *self, guint max_versions)
{
  g_return_if_fail (TROVE_IS_DOCUMENT (self));

  if (!trove_document_may_read (self) || max_versions == self->history.max_versions)
    return;

  self->history.max_versions = max_versions;
  note_limit (self, TROVE_DOCUMENT_PROP_MAX_VERSIONS);
}

/**
 * trove_document_get_max_history_bytes: (get-property max-history-bytes)
 * @self: a document
 *
 * Returns the number of bytes that the history may keep. See [property@Trove.Document:max-history-bytes].
 *
 * Returns: the number of bytes; 0 for no limit
 *
 * Since: 1.0
 */
guint64
trove_document_get_max_history_bytes (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), 0);

  return trove_document_may_read (self) ? self->history.max_bytes : 0;
}

/**
 * trove_document_set_max_history_bytes: (set-property max-history-bytes)
 * @self: a document of the calling thread
 * @max_history_bytes: the number of bytes that the history may keep; 0 for no limit
 *
 * Limits the bytes of the history, and drops versions beyond the limit at once, as
 * [method@Trove.Document.set_max_versions] does.
 *
 * Cost: as of [method@Trove.Document.set_max_versions]. The first limit of the history takes time for all objects.
 *
 * Since: 1.0
 */
void
trove_document_set_max_history_bytes (TroveDocument *self, guint64 max_history_bytes)
{
  g_return_if_fail (TROVE_IS_DOCUMENT (self));

  if (!trove_document_may_read (self) || max_history_bytes == self->history.max_bytes)
    return;

  self->history.max_bytes = max_history_bytes;
  note_limit (self, TROVE_DOCUMENT_PROP_MAX_HISTORY_BYTES);
}
