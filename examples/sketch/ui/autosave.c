/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "autosave.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define INTERVAL 500 /* milliseconds without an edit */

/* Of a document. */
typedef struct
{
  TroveDocument *document; /* not owned: it owns this */
  GFile *file;             /* NULL: nothing is to be saved */
  GFile *origin;           /* the file that the user has saved; NULL: none */
  int lock;
  gboolean failed; /* the user was told */
} Autosave;

static GQuark
quark (void)
{
  return g_quark_from_static_string ("sketch-autosave");
}

/* Files */

static char *
get_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "trove-sketch", "unsaved", NULL);
}

static char *
get_path (const char *uuid, const char *suffix)
{
  g_autofree char *folder = get_folder ();
  g_autofree char *name = g_strconcat (uuid, suffix, NULL);

  return g_build_filename (folder, name, NULL);
}

static char *
dup_uuid (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return g_strndup (name, strlen (name) - strlen (".trove"));
}

gboolean
sketch_is_unsaved_file (GFile *file)
{
  g_autofree char *path = get_folder ();
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autofree char *name = g_file_get_basename (file);

  return g_file_has_parent (file, folder) && g_str_has_suffix (name, ".trove");
}

/* -1: another program, or another window, has it. */
static int
lock (const char *path, int flags)
{
  int fd = g_open (path, flags | O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      close (fd);
      fd = -1;
    }
  return fd;
}

/* Beginning and ending */

static void
release (Autosave *self)
{
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
  g_clear_object (&self->file);
  g_clear_object (&self->origin);
}

static void
autosave_free (gpointer data)
{
  release (data);
  g_free (data);
}

/* Names the file that the user has saved. */
static gboolean
write_origin (Autosave *self)
{
  g_autofree char *uri = self->origin != NULL ? g_file_get_uri (self->origin) : g_strdup ("");
  gssize length = (gssize) strlen (uri);

  return ftruncate (self->lock, 0) == 0 && pwrite (self->lock, uri, (gsize) length, 0) == length;
}

/* Says it once, where it does not disturb. */
static void
note_failure (Autosave *self, const GError *error)
{
  GApplication *application = g_application_get_default ();
  GList *windows =
      GTK_IS_APPLICATION (application) ? gtk_application_get_windows (GTK_APPLICATION (application)) : NULL;

  for (; windows != NULL && !self->failed; windows = windows->next)
    if (SKETCH_IS_WINDOW (windows->data) && sketch_window_get_document (windows->data) == self->document)
      {
        g_autofree char *text = g_strdup_printf ("Not saved automatically: %s", error->message);

        sketch_window_say (windows->data, text);
        self->failed = TRUE;
      }
}

static void
begin (Autosave *self)
{
  g_autofree char *folder = get_folder ();
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *lock_path = get_path (uuid, ".lock");
  g_autofree char *path = get_path (uuid, ".trove");
  GFile *origin = trove_document_get_file (self->document);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    self->lock = lock (lock_path, O_CREAT);
  g_set_object (&self->origin, origin);
  if (self->lock < 0 || !write_origin (self))
    {
      g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "%s cannot be written", folder);

      note_failure (self, error);
      release (self);
      return;
    }
  self->file = g_file_new_for_path (path);
  trove_document_set_autosave (self->document, self->file, INTERVAL);
}

/* Goes on with the file that a drawing was restored from. */
static void
resume (Autosave *self)
{
  GFile *file = trove_document_get_file (self->document);
  g_autofree char *uuid = dup_uuid (file);
  g_autofree char *lock_path = get_path (uuid, ".lock");
  g_autofree char *uri = NULL;

  self->lock = lock (lock_path, O_CREAT);
  if (self->lock < 0)
    return;
  if (g_file_get_contents (lock_path, &uri, NULL, NULL) && *uri != '\0')
    self->origin = g_file_new_for_uri (uri);
  self->file = g_object_ref (file);
  trove_document_set_autosave (self->document, self->file, INTERVAL);
}

static void
begin_if_modified (Autosave *self)
{
  if (self->file == NULL && trove_document_get_modified (self->document))
    begin (self);
}

/* The lock goes first: without it, the next start removes what is left, such as the file of a save that is under way. */
static void
end (Autosave *self)
{
  g_autofree char *uuid = NULL, *lock_path = NULL;

  if (self->file == NULL)
    return;
  trove_document_set_autosave (self->document, NULL, 0);
  uuid = dup_uuid (self->file);
  lock_path = get_path (uuid, ".lock");
  g_unlink (lock_path);
  g_file_delete (self->file, NULL, NULL);
  release (self);
}

void
sketch_start_autosave (TroveDocument *document)
{
  Autosave *self = g_object_get_qdata (G_OBJECT (document), quark ());
  GFile *file = trove_document_get_file (document);

  if (self != NULL)
    return;
  self = g_new0 (Autosave, 1);
  self->document = document;
  self->lock = -1;
  g_object_set_qdata_full (G_OBJECT (document), quark (), self, autosave_free);
  g_signal_connect_swapped (document, "notify::modified", G_CALLBACK (begin_if_modified), self);
  g_signal_connect_swapped (document, "autosave-failed", G_CALLBACK (note_failure), self);
  if (file != NULL && sketch_is_unsaved_file (file))
    resume (self);
  else
    begin_if_modified (self);
}

void
sketch_end_autosave (TroveDocument *document)
{
  Autosave *self = g_object_get_qdata (G_OBJECT (document), quark ());

  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (document, self);
  end (self);
  g_object_set_qdata (G_OBJECT (document), quark (), NULL);
}

void
sketch_autosave_clear (TroveDocument *document)
{
  Autosave *self = g_object_get_qdata (G_OBJECT (document), quark ());

  if (self == NULL)
    return;
  end (self);
  self->failed = FALSE;
  begin_if_modified (self);
}

GFile *
sketch_dup_file (TroveDocument *document)
{
  Autosave *self = g_object_get_qdata (G_OBJECT (document), quark ());
  GFile *file = trove_document_get_file (document);

  if (file != NULL && sketch_is_unsaved_file (file))
    file = self != NULL ? self->origin : NULL;
  return file != NULL ? g_object_ref (file) : NULL;
}

/* Finding what was not saved */

/* FALSE: the lock is not there, or a program that runs has it. */
static gboolean
has_free_lock (const char *path)
{
  int fd = lock (path, 0);

  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

/* Looks at a file of the folder: one that is to be restored is added to those that were found; one that is not needed is deleted. */
static void
look (const char *name, GPtrArray *found)
{
  g_autofree char *uuid = g_strndup (name + (*name == '.'), 36);
  g_autofree char *lock_path = get_path (uuid, ".lock");
  g_autofree char *file_path = get_path (uuid, ".trove");
  g_autofree char *path = get_path (name, "");

  if (!g_uuid_string_is_valid (uuid))
    return;
  if (has_free_lock (lock_path))
    {
      if (g_str_equal (path, file_path))
        g_ptr_array_add (found, g_file_new_for_path (path));
      else if (*name == '.' ||
               (g_str_equal (path, lock_path) && !g_file_test (file_path, G_FILE_TEST_EXISTS)))
        g_unlink (path); /* what a save has left that did not end */
    }
  else if (!g_file_test (lock_path, G_FILE_TEST_EXISTS))
    g_unlink (path);
}

GPtrArray *
sketch_find_unsaved (void)
{
  g_autofree char *folder = get_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    look (name, found);
  return found;
}
