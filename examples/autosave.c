/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* autosave [FILE]
 *
 * Saves a document in the background while it is edited: a thread writes a snapshot to the file. An edit
 * writes the same number to the title and to the text. Two different numbers in a file would show that the
 * file has parts of two versions. */

#include <trove-glib/trove-glib.h>

#include <stdio.h>
#include <string.h>

#define EDIT_DELAY 1   /* ms */
#define SAVE_DELAY 20  /* ms, from the first edit that is not saved; later edits are saved with it */
#define WRITE_DELAY 10 /* ms; stands for a slow disk */

enum
{
  DOCUMENTS,
  STRINGS,
};

typedef struct
{
  TroveRef title;
  TroveRef text;
} Document;

typedef struct
{
  GMainLoop *loop;
  GFile *file;
  TroveArena *arena; /* the root is the document */
  guint edit_source;
  guint save_source; /* 0: every edit is saved, or is being saved */
  gboolean saving;
  gboolean edited_while_saving;
  gboolean mixed; /* a file had parts of two versions */
  guint n_edits;
  guint last_saved; /* the number in the file */
  GError *error;    /* an error ends the program */
} Editor;

/* A snapshot that is being saved keeps the old strings. */
static gboolean
set_number (TroveArena *arena, guint number, GError **error)
{
  g_autofree char *title = g_strdup_printf ("Title %u", number);
  g_autofree char *text = g_strdup_printf ("Text %u", number);
  Document *document;
  TroveRef root;

  return trove_arena_get_root_raw (arena, &root, error) &&
         (document = trove_arena_get_mut_raw (arena, DOCUMENTS, &root, error)) != NULL &&
         trove_arena_set_string (arena, &document->title, title, -1, error) &&
         trove_arena_set_string (arena, &document->text, text, -1, error) &&
         trove_arena_set_root (arena, &root, error);
}

/* Writes a snapshot to the file. Runs in another thread. */
static void
save_thread (GTask *task, gpointer file, gpointer snapshot, GCancellable *cancellable)
{
  g_autofree char *contents = NULL;
  const Document *document;
  GError *error = NULL;
  TroveRef root;

  trove_snapshot_get_root_raw (snapshot, &root);
  document = trove_snapshot_get_raw (snapshot, DOCUMENTS, &root, &error);
  if (document != NULL)
    contents =
        g_strdup_printf ("%s\n%s\n", trove_snapshot_get_string (snapshot, &document->title, NULL, NULL),
                         trove_snapshot_get_string (snapshot, &document->text, NULL, NULL));
  g_usleep (WRITE_DELAY * 1000);
  if (contents != NULL && g_file_replace_contents (file, contents, strlen (contents), NULL, FALSE,
                                                   G_FILE_CREATE_NONE, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Checks the file. Runs in the main thread. */
static void
save_done (GObject *file, GAsyncResult *result, gpointer data)
{
  Editor *editor = data;
  g_autofree char *contents = NULL;
  guint text_number;

  editor->saving = FALSE;
  if (g_task_propagate_boolean (G_TASK (result), &editor->error) &&
      g_file_load_contents (G_FILE (file), NULL, &contents, NULL, NULL, &editor->error))
    editor->mixed |= sscanf (contents, "Title %u\nText %u\n", &editor->last_saved, &text_number) != 2 ||
                     editor->last_saved != text_number;
  if (editor->error != NULL || (editor->edit_source == 0 && editor->save_source == 0))
    g_main_loop_quit (editor->loop);
}

/* The arena keeps the versions that were saved. An editor that runs for hours calls trove_arena_collect(),
 * as undo.c does. */
static gboolean
save (gpointer data)
{
  Editor *editor = data;
  g_autoptr (GTask) task = NULL;
  TroveSnapshot *snapshot;

  if (editor->saving)
    return G_SOURCE_CONTINUE;

  editor->save_source = 0;
  snapshot = trove_arena_snapshot (editor->arena, &editor->error);
  if (snapshot == NULL)
    {
      g_main_loop_quit (editor->loop);
      return G_SOURCE_REMOVE;
    }
  editor->saving = TRUE;
  task = g_task_new (editor->file, NULL, save_done, editor);
  g_task_set_task_data (task, snapshot, (GDestroyNotify) trove_snapshot_unref);
  g_task_run_in_thread (task, save_thread);
  return G_SOURCE_REMOVE;
}

/* Stands for the edits of a user, which go on until a file was written between two edits. */
static gboolean
edit (gpointer data)
{
  Editor *editor = data;

  if (!set_number (editor->arena, ++editor->n_edits, &editor->error))
    {
      g_main_loop_quit (editor->loop);
      return G_SOURCE_REMOVE;
    }
  editor->edited_while_saving |= editor->saving;
  if (editor->save_source == 0)
    editor->save_source = g_timeout_add (SAVE_DELAY, save, editor);
  if (editor->last_saved == 0 || !editor->edited_while_saving)
    return G_SOURCE_CONTINUE;

  editor->edit_source = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
make_document (TroveArena *arena, GError **error)
{
  Document document;
  TroveRef root;

  return trove_arena_append_string (arena, STRINGS, "", -1, &document.title, error) &&
         trove_arena_append_string (arena, STRINGS, "", -1, &document.text, error) &&
         trove_arena_append_raw (arena, DOCUMENTS, &document, &root, error) &&
         trove_arena_set_root (arena, &root, error);
}

int
main (int argc, char *argv[])
{
  const TroveElementInfo infos[] = {
    [DOCUMENTS] = TROVE_ELEMENT (Document),
    [STRINGS] = TROVE_ELEMENT_TYPE (G_TYPE_STRING),
  };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (argc > 1 ? argv[1] : "autosave.txt");
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, G_N_ELEMENTS (infos));
  Editor editor = { .loop = loop, .file = file, .arena = arena };

  if (make_document (arena, &editor.error))
    {
      editor.edit_source = g_timeout_add (EDIT_DELAY, edit, &editor);
      g_main_loop_run (loop);
    }
  if (editor.error != NULL)
    {
      g_printerr ("%s\n", editor.error->message);
      g_error_free (editor.error);
      return 1;
    }
  g_print ("edits went on while a file was written: %s\n", editor.edited_while_saving ? "yes" : "no");
  g_print ("each file is of one moment: %s\n", editor.mixed ? "no" : "yes");
  g_print ("the last file has the last edit: %s\n", editor.last_saved == editor.n_edits ? "yes" : "no");
  return 0;
}
