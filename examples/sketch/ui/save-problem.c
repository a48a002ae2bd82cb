/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "save-problem.h"

typedef struct
{
  int code;
  const char *heading, *body;
  SketchSolution solutions[3]; /* to SKETCH_NOTHING; the first one is suggested */
} Problem;

static const Problem of_trove[] = {
  { TROVE_ERROR_CHANGED,
    "Somebody Else Has Changed the File",
    "Merging keeps what both of you have drawn.",
    { SKETCH_MERGE, SKETCH_REPLACE } },
  { TROVE_ERROR_FOREIGN,
    "Another Drawing Is in the File",
    "It is not a copy of this one, so they cannot be merged.",
    { SKETCH_SAVE_AS, SKETCH_REPLACE } },
  { TROVE_ERROR_READ_ONLY,
    "A Later Version Has Written the File",
    "This version of the program can read it, but not change it.",
    { SKETCH_SAVE_AS } },
  { TROVE_ERROR_DAMAGED,
    "The File Is Damaged",
    "The drawing in this window is whole, and can be saved.",
    { SKETCH_SAVE_AS, SKETCH_REPLACE } },
};

static const Problem of_files[] = {
  { G_IO_ERROR_NOT_FOUND,
    "The Folder Is Not There Any More",
    "It was deleted or moved since.",
    { SKETCH_SAVE_AS } },
};

/* All others, such as a disk that is full: the body is the error's message. */
static const Problem other = { 0, "The Drawing Was Not Saved", NULL, { SKETCH_SAVE_AS } };

static const struct
{
  const char *name, *label;
} responses[] = {
  [SKETCH_NOTHING] = { "cancel", "_Cancel" },
  [SKETCH_MERGE] = { "merge", "_Merge" },
  [SKETCH_REPLACE] = { "replace", "_Replace" },
  [SKETCH_SAVE_AS] = { "save-as", "Save _As…" },
};

static const Problem *
find_problem (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (of_trove); i++)
    if (g_error_matches (error, TROVE_ERROR, of_trove[i].code))
      return &of_trove[i];
  for (guint i = 0; i < G_N_ELEMENTS (of_files); i++)
    if (g_error_matches (error, G_IO_ERROR, of_files[i].code))
      return &of_files[i];
  return &other;
}

typedef struct
{
  SketchWindow *window;
  SketchSolutionFunc func;
  gpointer data;
} Question;

static void
answer (AdwMessageDialog *dialog, const char *response, Question *question)
{
  SketchSolution solution = SKETCH_NOTHING;

  for (guint i = 0; i < G_N_ELEMENTS (responses); i++)
    if (g_str_equal (response, responses[i].name))
      solution = i;
  question->func (question->window, solution, question->data);
  g_object_unref (question->window);
  g_free (question);
}

void
sketch_ask_about_problem (SketchWindow *window, const GError *error, SketchSolutionFunc func, gpointer data)
{
  const Problem *problem = find_problem (error);
  GtkWidget *widget = adw_message_dialog_new (GTK_WINDOW (window), problem->heading,
                                              problem->body != NULL ? problem->body : error->message);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  Question *question = g_new (Question, 1);

  *question = (Question){ g_object_ref (window), func, data };
  adw_message_dialog_add_response (dialog, responses[SKETCH_NOTHING].name, responses[SKETCH_NOTHING].label);
  for (const SketchSolution *solution = problem->solutions; *solution != SKETCH_NOTHING; solution++)
    {
      adw_message_dialog_add_response (dialog, responses[*solution].name, responses[*solution].label);
      if (*solution == SKETCH_REPLACE && problem->solutions[0] != SKETCH_REPLACE)
        adw_message_dialog_set_response_appearance (dialog, responses[*solution].name,
                                                    ADW_RESPONSE_DESTRUCTIVE);
    }
  adw_message_dialog_set_response_appearance (dialog, responses[problem->solutions[0]].name,
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, responses[problem->solutions[0]].name);
  adw_message_dialog_set_close_response (dialog, responses[SKETCH_NOTHING].name);
  g_signal_connect (dialog, "response", G_CALLBACK (answer), question);
  gtk_window_present (GTK_WINDOW (dialog));
}
