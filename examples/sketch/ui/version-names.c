/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "version-names.h"

#include <glib/gstdio.h>

#define GROUP "Versions"

static char *
get_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "trove-sketch", "names.ini", NULL);
}

/* Read once. */
static GKeyFile *
get_names (void)
{
  static GKeyFile *names;

  if (names == NULL)
    {
      g_autofree char *path = get_path ();

      names = g_key_file_new ();
      g_key_file_load_from_file (names, path, G_KEY_FILE_NONE, NULL); /* it may not be there */
    }
  return names;
}

char *
sketch_dup_version_name (const char *id)
{
  return g_key_file_get_string (get_names (), GROUP, id, NULL);
}

gboolean
sketch_set_version_name (const char *id, const char *name, GError **error)
{
  g_autofree char *path = get_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  if (name != NULL && *name != '\0')
    g_key_file_set_string (get_names (), GROUP, id, name);
  else
    g_key_file_remove_key (get_names (), GROUP, id, NULL);
  g_mkdir_with_parents (folder, 0700); /* an error shows when the file is written */
  return g_key_file_save_to_file (get_names (), path, error);
}
