/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fragment-fixture.h"

TroveFragment *
copy_n (TroveDocument *document, const TroveKey *objects, gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveVersion) version = trove_document_freeze (document, &error);
  TroveFragment *fragment;

  g_assert_no_error (error);
  fragment = trove_fragment_new (version, objects, n, &error);
  g_assert_no_error (error);
  g_assert_nonnull (fragment);
  return fragment;
}

void
paste (TroveFragment *fragment, TroveList *list, guint position)
{
  g_autoptr (GError) error = NULL;
  gboolean done = trove_fragment_insert (fragment, list, position, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

void
make (Fixture *f)
{
  fixture_init (f);
  append_nodes (f, f->children, 1, 3);
  g_assert_cmpuint (add_node (f->document, 2, 5), ==, 5);
  g_assert_cmpuint (add_node (f->document, 5, 6), ==, 6);
  g_assert_true (trove_document_add (f->document, TEST_TYPE_NODE, &(NodeData){ .x = 7, .label = "part" }, 3,
                                     "part", 0, NULL, NULL));
  set_target (f->document, 3, 6);
  set_target (f->document, 6, 4);
  add_link (f->document, 6, 2);
  add_link (f->document, 6, 4);
  add_link (f->document, 6, 2);
  commit (f->document, "made");
  g_free (event_log_take (f->log));
}
