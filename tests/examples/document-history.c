/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Document history: the check of the XML example finds a version that has changed. */

#include "xml/session.h"

#include <gio/gio.h>

#include <string.h>

#define N_VERSIONS 20

typedef struct
{
  TroveDocument *document;
  TroveKey text;
  DocumentSession session;
} Fixture;

/* Makes versions with one text each, and samples them. */
static void
fixture_init (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  const DocumentLeafData data = { "0" };

  self->session = (DocumentSession){ .n_edits = N_VERSIONS };
  self->document = trove_document_new (DOCUMENT_TYPE_ROOT, NULL, 0);
  trove_document_add (self->document, DOCUMENT_TYPE_TEXT, &data, trove_document_get_root_key (self->document),
                      DOCUMENT_CHILDREN, 0, &self->text, &error);
  g_assert_no_error (error);
  trove_document_commit (self->document, NULL, &error);
  g_assert_no_error (error);
  document_session_begin (&self->session, self->document, &error);
  g_assert_no_error (error);
  for (guint i = 1; i < N_VERSIONS; i++)
    {
      g_autofree char *content = g_strdup_printf ("%u", i);
      const DocumentLeafData changed = { content };
      g_autoptr (TroveVersion) version = NULL;

      trove_document_set (self->document, self->text, &changed, &error);
      g_assert_no_error (error);
      trove_document_commit (self->document, NULL, &error);
      g_assert_no_error (error);
      version = trove_document_dup_current (self->document);
      document_session_sample (&self->session, version, &error);
      g_assert_no_error (error);
    }
}

static void
fixture_clear (Fixture *self)
{
  document_session_clear (&self->session);
  g_object_unref (self->document);
}

static guint
check (Fixture *self, GError **error)
{
  return document_session_check (&self->session, error) ? self->session.n_checked : 0;
}

static void
test_unchanged (void)
{
  g_autoptr (GError) error = NULL;
  Fixture fixture;

  fixture_init (&fixture);
  g_assert_cmpuint (check (&fixture, &error), ==, N_VERSIONS);
  g_assert_no_error (error);
  fixture_clear (&fixture);
}

/* Writes over a byte of a version, as a faulty program could: no function of the library does this. */
static void
test_damaged (void)
{
  for (guint i = 1; i <= N_VERSIONS; i++)
    {
      g_autoptr (GPtrArray) versions = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *id = NULL;
      const DocumentLeafData *data;
      Fixture fixture;

      fixture_init (&fixture);
      versions = trove_document_dup_versions (fixture.document);
      data = trove_version_peek (g_ptr_array_index (versions, i), fixture.text, NULL);
      ((char *) data->content)[0] ^= 1;
      g_assert_cmpuint (check (&fixture, &error), ==, 0);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
      id = trove_version_dup_id (g_ptr_array_index (versions, i));
      g_assert_nonnull (strstr (error->message, id));
      fixture_clear (&fixture);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-history/unchanged", test_unchanged);
  g_test_add_func ("/document-history/damaged", test_damaged);
  return g_test_run ();
}
