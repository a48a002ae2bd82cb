/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "replace-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define NEW_MODE 0666 /* less the umask */
#define MOST_LINKS 40 /* from one to the next */

/* Of errno. Returns FALSE. */
static gboolean
fail (const char *path, const char *what, GError **error)
{
  int code = errno;
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), "The file %s cannot be %s: %s", name,
               what, g_strerror (code));
  return FALSE;
}

/* Where a link leads to; NULL: it is none. */
static char *
read_link (const char *path)
{
  g_autofree char *link = g_file_read_link (path, NULL), *folder = NULL;

  if (link == NULL || g_path_is_absolute (link))
    return g_steal_pointer (&link);
  folder = g_path_get_dirname (path);
  return g_build_filename (folder, link, NULL);
}

/* The same, also of links one after the other; those that lead to themselves are left. */
static char *
follow_links (const char *path)
{
  char *at = g_strdup (path), *next;

  for (guint i = 0; i < MOST_LINKS && (next = read_link (at)) != NULL; i++)
    {
      g_free (at);
      at = next;
    }
  return at;
}

/* The file that a path leads to; a link to nothing is followed too. */
static char *
resolve (const char *path)
{
  g_autofree char *end = NULL, *folder = NULL, *name = NULL, *real_folder = NULL;
  char *real = realpath (path, NULL), *copy;

  if (real != NULL)
    {
      copy = g_strdup (real);
      free (real);
      return copy;
    }
  end = follow_links (path);
  folder = g_path_get_dirname (end);
  name = g_path_get_basename (end);
  real = realpath (folder, NULL);
  real_folder = g_strdup (real != NULL ? real : folder);
  free (real);
  return g_build_filename (real_folder, name, NULL);
}

/* The new file gets the mode of the one that it replaces. */
static gboolean
copy_mode (const TroveReplaceFile *self, int file)
{
  struct stat old;

  return stat (self->target, &old) != 0 || fchmod (file, old.st_mode & 07777) == 0;
}

gboolean
trove_replace_file_begin (TroveReplaceFile *self, const char *path, GError **error)
{
  g_autofree char *folder = NULL, *name = NULL, *hidden = NULL;
  gboolean done;
  int file;

  self->target = resolve (path);
  if (g_access (self->target, F_OK) == 0 && g_access (self->target, W_OK) != 0)
    {
      fail (path, "written", error);
      g_free (self->target);
      return FALSE;
    }
  folder = g_path_get_dirname (self->target);
  name = g_path_get_basename (self->target);
  hidden = g_strconcat (".", name, ".XXXXXX", NULL);
  self->temporary = g_build_filename (folder, hidden, NULL);
  file = g_mkstemp_full (self->temporary, O_RDWR | O_CLOEXEC, NEW_MODE);
  done = file >= 0 && copy_mode (self, file);
  if (!done)
    fail (path, "written", error);
  if (file >= 0)
    close (file);
  if (done)
    return TRUE;
  if (file >= 0)
    g_unlink (self->temporary);
  g_free (self->target);
  g_free (self->temporary);
  return FALSE;
}

static gboolean
sync_path (const char *path, int flags)
{
  int file = open (path, flags | O_CLOEXEC);
  gboolean done = file >= 0 && fsync (file) == 0;

  if (file >= 0)
    {
      int code = errno;

      close (file);
      errno = code;
    }
  return done;
}

static gboolean
put_in_place (const TroveReplaceFile *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->target);

  if (!sync_path (self->temporary, O_RDWR) || g_rename (self->temporary, self->target) != 0)
    return fail (self->target, "replaced", error);
  /* Some file systems do not sync folders. */
  return sync_path (folder, O_RDONLY | O_DIRECTORY) || errno == EINVAL || errno == ENOTSUP ||
         fail (folder, "written to the disk", error);
}

gboolean
trove_replace_file_end (TroveReplaceFile *self, gboolean done, GError **error)
{
  done = done && put_in_place (self, error);
  if (!done)
    g_unlink (self->temporary);
  g_free (self->target);
  g_free (self->temporary);
  return done;
}
