/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* In place of trove-version-json.c, in a library that was built without json-glib. */

#include "trove-version-private.h"

char *
trove_version_to_json (TroveVersion *self, GError **error)
{
  g_return_val_if_fail (trove_version_is_made (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                       "The library was built without json-glib");
  return NULL;
}
