/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Document editor: counts how often the editor of the XML example looks up a node of the document. */

#include "xml/editor.h"
#include "xml/load.h"

#include <glib/gstdio.h>

#define N_NODES 20000
#define N_EDITS 100

/* An edit tries 32 nodes to move, and 32 targets for each of 32 times, and counts up to 65 nodes below an element; however
 * large the document is. */
#define MAX_PEEKS_OF_EDIT (32 * 66 + 32 * 32 + 32 + 10)

gconstpointer __real_trove_document_peek (TroveDocument *document, TroveKey key, GType *type);
gconstpointer __wrap_trove_document_peek (TroveDocument *document, TroveKey key, GType *type);

static guint n_peeks;

/* The linker replaces trove_document_peek() by this function. */
gconstpointer
__wrap_trove_document_peek (TroveDocument *document, TroveKey key, GType *type)
{
  n_peeks++;
  return __real_trove_document_peek (document, key, type);
}

static TroveDocument *
load (const char *text)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (DocumentSource) source = { 0 };
  TroveDocument *document;
  guint n_nodes;
  int fd = g_file_open_tmp ("document-XXXXXX.xml", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  document_parse (&source, path, &error);
  g_unlink (path);
  g_assert_no_error (error);
  document = document_load (&source, &n_nodes, &error);
  g_assert_no_error (error);
  return document;
}

/* The number of look-ups while an editor is made, and for its edits. */
static guint
count_finds (const char *before, const char *after)
{
  g_autoptr (GString) text = g_string_new (before);
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveDocument) document = NULL;
  g_autoptr (DocumentEditor) editor = NULL;

  for (guint i = 0; i < N_NODES; i++)
    g_string_append (text, "<!--c-->");
  g_string_append (text, after);

  document = load (text->str);
  n_peeks = 0;
  editor = document_editor_new (document, 1);
  for (guint i = 0; i < N_EDITS; i++)
    {
      document_editor_edit (editor, &error);
      g_assert_no_error (error);
      trove_document_commit (document, "Edit", &error);
      g_assert_no_error (error);
    }
  return n_peeks;
}

static void
test_inside_root (void)
{
  g_assert_cmpuint (count_finds ("<a>", "</a>"), <=, N_EDITS * MAX_PEEKS_OF_EDIT);
}

static void
test_before_root (void)
{
  g_assert_cmpuint (count_finds ("", "<a/>"), <=, N_EDITS * MAX_PEEKS_OF_EDIT);
}

static void
test_behind_root (void)
{
  g_assert_cmpuint (count_finds ("<a/>", ""), <=, N_EDITS * MAX_PEEKS_OF_EDIT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-editor/finds/inside-root", test_inside_root);
  g_test_add_func ("/document-editor/finds/before-root", test_before_root);
  g_test_add_func ("/document-editor/finds/behind-root", test_behind_root);
  return g_test_run ();
}
