/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "file-dialog.h"

#include "autosave.h"

const char *const sketch_drawing_suffixes[] = { "trove", NULL };
static const char *const picture_suffixes[] = { "svg", NULL };

typedef struct
{
  SketchWindow *window;
  const SketchFileDialog *dialog;
  SketchFileFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Question;

static void
question_free (Question *question)
{
  if (question->destroy != NULL)
    question->destroy (question->data);
  g_object_unref (question->window);
  g_free (question);
}

static gboolean
has_suffix (const char *name, const char *const *suffixes)
{
  const char *dot = strrchr (name, '.');

  for (; dot != NULL && *suffixes != NULL; suffixes++)
    if (g_ascii_strcasecmp (dot + 1, *suffixes) == 0)
      return TRUE;
  return FALSE;
}

/* The file that was chosen. The dialog has not asked whether a file may be replaced whose name was completed here: such one is not
 * replaced. */
static GFile *
complete (GFile *file, const SketchFileDialog *dialog)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GFile) completed = NULL;

  if (!dialog->save || has_suffix (name, dialog->suffixes))
    return g_object_ref (file);
  for (guint i = 1; completed == NULL || g_file_query_exists (completed, NULL); i++)
    {
      g_autofree char *full = i == 1 ? g_strconcat (name, ".", dialog->suffixes[0], NULL) :
                                       g_strdup_printf ("%s %u.%s", name, i, dialog->suffixes[0]);

      g_clear_object (&completed);
      completed = g_file_get_child (folder, full);
    }
  return g_steal_pointer (&completed);
}

static void
answer (GtkNativeDialog *native, int response, Question *question)
{
  g_autoptr (GFile) chosen = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));

  if (response == GTK_RESPONSE_ACCEPT && chosen != NULL &&
      gtk_window_get_application (GTK_WINDOW (question->window)) != NULL) /* it was not closed */
    {
      g_autoptr (GFile) file = complete (chosen, question->dialog);

      question->func (question->window, file, question->data);
    }
  question_free (question);
  g_object_unref (native);
}

static void
add_filter (GtkFileChooser *chooser, const SketchFileDialog *dialog)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, dialog->kind);
  for (const char *const *suffix = dialog->suffixes; *suffix != NULL; suffix++)
    gtk_file_filter_add_suffix (filter, *suffix);
  gtk_file_chooser_add_filter (chooser, filter);
}

/* The file of a drawing, or the picture that it was made from. NULL: it is a new one. */
static GFile *
dup_origin (TroveDocument *document)
{
  GFile *file = sketch_dup_file (document), *picture = sketch_get_picture (document);

  return file == NULL && picture != NULL ? g_object_ref (picture) : file;
}

char *
sketch_suggest_name (TroveDocument *document, const char *suffix)
{
  g_autoptr (GFile) origin = dup_origin (document);
  g_autofree char *name = origin != NULL ? g_file_get_basename (origin) : g_strdup ("Drawing");

  if (has_suffix (name, sketch_drawing_suffixes) || has_suffix (name, picture_suffixes))
    *strrchr (name, '.') = '\0';
  return g_strconcat (name, suffix != NULL ? "." : NULL, suffix, NULL);
}

/* The folder of the drawing, unless somebody has removed it. */
static void
set_folder (GtkFileChooser *chooser, SketchWindow *window)
{
  g_autoptr (GFile) origin = dup_origin (sketch_window_get_document (window));
  g_autoptr (GFile) folder = origin != NULL ? g_file_get_parent (origin) : NULL;

  if (folder != NULL && g_file_query_exists (folder, NULL))
    gtk_file_chooser_set_current_folder (chooser, folder, NULL);
}

void
sketch_choose_file (SketchWindow *window, const SketchFileDialog *dialog, const char *name,
                    SketchFileFunc func, gpointer data, GDestroyNotify destroy)
{
  GtkFileChooserNative *native = gtk_file_chooser_native_new (
      dialog->title, GTK_WINDOW (window),
      dialog->save ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  Question *question = g_new (Question, 1);

  *question = (Question){ g_object_ref (window), dialog, func, data, destroy };
  add_filter (GTK_FILE_CHOOSER (native), dialog);
  set_folder (GTK_FILE_CHOOSER (native), window);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_signal_connect (native, "response", G_CALLBACK (answer), question);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}
