/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveVersion: comparing two versions. */

#include "trove-version-private.h"

#include "trove-changes-private.h"

/**
 * trove_version_compare:
 * @self: a version: the earlier one
 * @other: a version of the same document, or of one that was branched from it: the later one
 * @error: return location for an error
 *
 * Finds all differences between two versions, which need not be neighbours, nor the first be the older one.
 *
 * Any thread can compare versions, while the document is edited.
 *
 * Cost: of the objects that were changed between the versions, not of the number of objects.
 *
 * Returns: (transfer full): the changes from @self to @other, or %NULL with %TROVE_ERROR_FOREIGN for versions of
 *   documents that were not branched from one another, %TROVE_ERROR_NO_MEMORY, or an error as of [method@Trove.Version.read]
 *
 * Since: 1.0
 */
TroveChanges *
trove_version_compare (TroveVersion *self, TroveVersion *other, GError **error)
{
  g_return_val_if_fail (trove_version_is_made (self), NULL);
  g_return_val_if_fail (trove_version_is_made (other), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return trove_changes_new (self->step, other->step, error);
}
