/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Target `xml`: takes arbitrary bytes as the document of the XML example, which reads, edits, versions and writes it.
 *
 * Bytes that are not a document are an error. A written document must read as the same document again. Every version
 * must stay unchanged while two editors edit it, separately and merged.
 *
 * libxml2 takes "xmlns:" as the name of an attribute with a default value, and makes another name of it each time. So a
 * document with such a name is not read again after it was written. */

#define _GNU_SOURCE /* memfd_create (), memmem () */
#include "fuzz.h"

#include <libxml/parser.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "xml/editor.h"
#include "xml/load.h"
#include "xml/write.h"

#define N_EDITS 6
#define MAX_VERSIONS (4 * N_EDITS)

typedef struct
{
  TroveVersion *version;
  char *text;
} Version;

typedef struct
{
  Version versions[MAX_VERSIONS];
  guint n_versions;
} History;

/* The file that the example reads; it is in memory. */
static int file = -1;
static char *path;

/* Fails on a message of libxml2 that the example did not handle: such messages would go to standard error. */
static void
on_unheard (void *context, const char *format, ...)
{
  g_error ("libxml2 reports past the example: %s", format);
}

static void
open_file (void)
{
  if (file >= 0)
    return;
  xmlSetGenericErrorFunc (NULL, on_unheard);
  file = memfd_create ("fuzz-xml", 0);
  g_assert_true (file >= 0);
  path = g_strdup_printf ("/proc/self/fd/%d", file);
}

static void
write_file (const char *text, gsize size)
{
  g_assert_true (ftruncate (file, 0) == 0);
  g_assert_true (pwrite (file, text, size, 0) == (gssize) size);
}

/* TRUE if the bytes have "xmlns:" without a prefix after it. */
static gboolean
has_empty_prefix (const char *text, gsize size)
{
  const char name[] = "xmlns:";

  for (const char *at = text, *end = text + size;; at++)
    {
      at = memmem (at, (gsize) (end - at), name, strlen (name));
      if (at == NULL)
        return FALSE;
      if (at + strlen (name) == end || strchr (": \t\r\n=", at[strlen (name)]) != NULL)
        return TRUE;
    }
}

/* Reads a document. NULL with an error if the bytes are not a document. */
static TroveDocument *
read_document (const char *text, gsize size, GError **error)
{
  g_auto (DocumentSource) source = { 0 };
  guint n_nodes;

  write_file (text, size);
  return document_parse (&source, path, error) ? document_load (&source, &n_nodes, error) : NULL;
}

static gboolean
append_text (const char *data, gsize length, gpointer text, GError **error)
{
  g_string_append_len (text, data, (gssize) length);
  return TRUE;
}

static char *
write_version (TroveVersion *version)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  document_write (version, append_text, text, &error);
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static void
keep (History *history, const DocumentEditor *editor)
{
  Version *version = &history->versions[history->n_versions++];

  version->version = trove_document_dup_current (editor->document);
  version->text = write_version (version->version);
}

static void
edit (History *history, DocumentEditor *editor)
{
  g_autoptr (GError) error = NULL;

  document_editor_edit (editor, &error);
  g_assert_no_error (error);
  trove_document_commit (editor->document, "Edit", &error);
  g_assert_no_error (error);
  keep (history, editor);
}

static void
undo (History *history, DocumentEditor *editor)
{
  g_autoptr (GError) error = NULL;

  if (!trove_document_get_can_undo (editor->document))
    return;
  trove_document_undo (editor->document, &error);
  g_assert_no_error (error);
  keep (history, editor);
}

/* Each version reads as the same text again, also after the older versions are dropped. */
static void
check_history (History *history)
{
  for (guint i = 0; i < history->n_versions; i++)
    {
      Version *version = &history->versions[i];
      g_autofree char *text = write_version (version->version);

      g_assert_cmpstr (text, ==, version->text);
      g_object_unref (version->version);
      g_free (version->text);
    }
}

/* Joins adjacent CDATA sections, as libxml2 does. An edit may make sections adjacent. */
static char *
join_sections (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "]]><![CDATA[", -1);

  return g_strjoinv ("", parts);
}

/* TRUE if an element or attribute has a prefix without a declaration. That is so where changes are applied to a document in which
 * the declaration was removed meanwhile, since objects know nothing of prefixes. */
static gboolean
lacks_declaration (const GError *error)
{
  return error != NULL && strstr (error->message, "Namespace prefix ") != NULL;
}

/* The text is a document. Reading and writing it gives the same text, but for adjacent CDATA sections of an edit. */
static void
check_written (const char *text, gboolean edited)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveDocument) document = NULL;
  g_autoptr (TroveVersion) version = NULL;
  g_autofree char *again = NULL;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  document = read_document (text, strlen (text), &error);
  if (edited && lacks_declaration (error))
    return;
  g_assert_no_error (error);
  version = trove_document_dup_current (document);
  again = write_version (version);
  if (edited)
    {
      g_autofree char *joined = join_sections (text);
      g_autofree char *joined_again = join_sections (again);

      g_assert_cmpstr (joined_again, ==, joined);
    }
  else
    g_assert_cmpstr (again, ==, text);
}

static void
edit_apart (History *history, DocumentEditor *first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveDocument) branch = trove_document_branch (first->document, NULL, &error);
  g_autoptr (TroveVersion) base = trove_document_dup_current (first->document);
  g_autoptr (TroveVersion) last = NULL;
  g_autoptr (TroveChanges) changes = NULL;
  g_autoptr (TroveMerge) conflicts = NULL;
  g_autoptr (DocumentEditor) second = NULL;

  g_assert_no_error (error);
  second = document_editor_branch (first, branch);
  for (guint i = 0; i < N_EDITS; i++)
    {
      edit (history, first);
      edit (history, second);
    }
  undo (history, first);
  last = trove_document_dup_current (branch);
  changes = trove_version_compare (base, last, &error);
  g_assert_no_error (error);
  conflicts = trove_document_apply (first->document, changes, &error);
  g_assert_no_error (error);
  trove_document_commit (first->document, "Merge", &error);
  g_assert_no_error (error);
  keep (history, first);
}

static void
edit_document (TroveDocument *document, gboolean is_read_again, guint32 seed)
{
  g_autoptr (DocumentEditor) editor = document_editor_new (document, seed);
  History history = { .n_versions = 0 };

  keep (&history, editor);
  if (is_read_again)
    check_written (history.versions[0].text, FALSE);
  edit (&history, editor);
  edit_apart (&history, editor);
  if (is_read_again)
    check_written (history.versions[history.n_versions - 1].text, TRUE);
  check_history (&history);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (TroveDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  guint32 seed = 5381;

  fuzz_begin ();
  open_file ();
  document = read_document ((const char *) data, size, &error);
  g_assert_true ((document != NULL) == (error == NULL));
  if (error != NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }

  for (size_t i = 0; i < size; i++)
    seed = seed * 33 + data[i];
  edit_document (document, !has_empty_prefix ((const char *) data, size), seed);
  return 0;
}
