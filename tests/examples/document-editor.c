/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Document editor: counts how often the editor of the XML example looks for a place in the document. */

#include "xml/editor.h"
#include "xml/load.h"

#include <glib/gstdio.h>

#define N_NODES 20000
#define N_EDITS 100

/* An edit tries 32 places to move from, and 32 places for each of 32 targets, however large the document is. */
#define MAX_FINDS_OF_EDIT (32 + 32 * 32 + 32 + 1)

gboolean __real_document_find (DocumentReader *reader, const TroveRef *root, guint32 position,
                               guint max_depth, GPtrArray *ancestors, DocumentPlace *place, GError **error);
gboolean __wrap_document_find (DocumentReader *reader, const TroveRef *root, guint32 position,
                               guint max_depth, GPtrArray *ancestors, DocumentPlace *place, GError **error);

static guint n_finds;

/* The linker replaces document_find() by this function. */
gboolean
__wrap_document_find (DocumentReader *reader, const TroveRef *root, guint32 position, guint max_depth,
                      GPtrArray *ancestors, DocumentPlace *place, GError **error)
{
  n_finds++;
  return __real_document_find (reader, root, position, max_depth, ancestors, place, error);
}

static TroveArena *
load (const char *text, TroveRef *root)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveArena) arena = document_arena_new ();
  g_auto (DocumentSource) source = { 0 };
  int fd = g_file_open_tmp ("document-XXXXXX.xml", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  document_parse (&source, path, &error);
  g_unlink (path);
  g_assert_no_error (error);
  document_load (arena, &source, root, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&arena);
}

/* The number of look-ups while an editor is made, and for its edits. */
static guint
count_finds (const char *before, const char *after)
{
  g_autoptr (GString) text = g_string_new (before);
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveArena) arena = NULL;
  g_autoptr (DocumentEditor) editor = NULL;
  TroveRef root;

  for (guint i = 0; i < N_NODES; i++)
    g_string_append (text, "<!--c-->");
  g_string_append (text, after);

  arena = load (text->str, &root);
  n_finds = 0;
  editor = document_editor_new (arena, &root, 1, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_EDITS; i++)
    {
      document_editor_edit (editor, &error);
      g_assert_no_error (error);
    }
  return n_finds;
}

static void
test_inside_root (void)
{
  g_assert_cmpuint (count_finds ("<a>", "</a>"), <=, N_EDITS * MAX_FINDS_OF_EDIT);
}

static void
test_before_root (void)
{
  g_assert_cmpuint (count_finds ("", "<a/>"), <=, N_EDITS * MAX_FINDS_OF_EDIT);
}

static void
test_behind_root (void)
{
  g_assert_cmpuint (count_finds ("<a/>", ""), <=, N_EDITS * MAX_FINDS_OF_EDIT);
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
