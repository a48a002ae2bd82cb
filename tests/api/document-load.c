/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Documents made from descriptions of their versions. */

#include "document-load.h"

#include "document-classes.h"
#include "reload.h"
#include "test-util.h"
#include "trove-version-private.h"

#define NONE TROVE_LOADED_NONE
#define N 4

static gboolean
apply_nothing (TroveEditor *editor, gpointer data, GError **error)
{
  return TRUE;
}

static guint n_freed;

static void
free_data (gpointer data)
{
  n_freed++;
}

static const TroveStepSourceFuncs funcs = { apply_nothing, free_data };

typedef struct
{
  TroveDocument *document; /* has the state */
  TroveLoadedVersion versions[N];
  TroveLoaded loaded;
  GVariant *view_states[2]; /* of version 2 */
} Fixture;

/* 0 ── 1 ── 2       3 has merged 2, is current, and read
 *      └─── 3 */
static void
fixture_init (Fixture *self)
{
  static const guint from[N] = { 1, 2, 3, 0 };
  static const TroveReplica replicas[] = { { 0, { 0, 0 } } };

  *self = (Fixture){ .document = node_document_new () };
  for (guint i = 0; i < N; i++)
    self->versions[i] = (TroveLoadedVersion){
      .id = { 5, i },
      .time = 100 + i,
      .parents = { i == 0 ? NONE : MIN (i, 2) - 1, i == 3 ? 2 : NONE },
      .redo = i == 1 ? 3 :
              i == 0 ? 1 :
                       NONE,
      .from = from[i],
      .label = i > 0 ? "label" : NULL,
      .n_bytes = 10 * i,
      .kept = i == 1,
    };
  self->versions[2].view_state_before = self->view_states[0] = g_variant_ref_sink (g_variant_new_uint32 (1));
  self->versions[2].view_state = self->view_states[1] = g_variant_ref_sink (g_variant_new_uint32 (2));
  self->loaded = (TroveLoaded){
    .view = &self->document->history.current->view,
    .state = &self->document->history.current->state,
    .versions = self->versions,
    .n_versions = N,
    .current = 3,
    .saved = 2,
    .funcs = &funcs,
    .replicas = replicas,
    .n_replicas = G_N_ELEMENTS (replicas),
  };
  n_freed = 0;
}

static void
fixture_clear (Fixture *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->view_states); i++)
    g_variant_unref (self->view_states[i]);
  g_object_unref (self->document);
}

static void
test_links (void)
{
  TroveDocument *document;
  const TroveHistory *history;
  TroveStep *steps[N];
  GError *error = NULL;
  Fixture self;

  fixture_init (&self);
  document = trove_document_new_loaded (&self.loaded, &error);
  g_assert_no_error (error);
  fixture_clear (&self);
  history = &document->history;
  g_assert_cmpuint (history->n_steps, ==, N);
  for (guint i = 0; i < N; i++)
    {
      steps[i] = trove_history_nth (history, i);
      g_assert_cmpuint (steps[i]->lineage->id[0], ==, 5);
      g_assert_cmpuint (steps[i]->lineage->id[1], ==, i);
      g_assert_cmpint (steps[i]->lineage->time, ==, 100 + i);
      g_assert_cmpstr (steps[i]->label, ==, i > 0 ? "label" : NULL);
      g_assert_cmpint (trove_step_is_read (steps[i]), ==, i == 3);
      g_assert_cmpint (trove_step_is_kept (steps[i]), ==, i == 1);
      g_assert_true (trove_history_has (history, steps[i]));
    }
  g_assert_cmpuint (g_variant_get_uint32 (steps[2]->view_state_before), ==, 1);
  g_assert_cmpuint (g_variant_get_uint32 (steps[2]->view_state), ==, 2);
  g_assert_null (steps[3]->view_state);
  g_assert_true (steps[1]->parents[0] == steps[0]);
  g_assert_true (steps[2]->parents[0] == steps[1]);
  g_assert_true (steps[3]->parents[0] == steps[1]);
  g_assert_true (steps[3]->parents[1] == steps[2]);
  g_assert_true (steps[3]->lineage->parents[1] == steps[2]->lineage);
  g_assert_true (steps[0]->redo == steps[1]);
  g_assert_true (steps[1]->redo == steps[3]);
  g_assert_true (history->current == steps[3]);
  g_assert_true (history->saved == steps[2]);
  g_assert_cmpuint (history->n_bytes, ==, 60);
  g_assert_false (history->is_due);
  g_assert_true (trove_document_get_can_undo (document));
  g_assert_true (trove_document_get_modified (document));
  g_object_unref (document);
  g_assert_cmpuint (n_freed, ==, N - 1);
}

/* The current version need not be the last one. Properties are notified when they change after loading. */
static void
test_current (void)
{
  g_autoptr (TroveDocument) document = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  TroveStep *steps[N];
  Fixture self;

  fixture_init (&self);
  self.loaded.current = 2;
  self.loaded.saved = NONE;
  self.versions[3].from = 2;
  document = trove_document_new_loaded (&self.loaded, NULL);
  fixture_clear (&self);
  for (guint i = 0; i < N; i++)
    steps[i] = trove_history_nth (&document->history, i);
  g_assert_true (document->history.current == steps[2]);
  g_assert_null (document->history.saved);
  g_assert_true (steps[1]->redo == steps[2]);
  g_assert_cmpuint (g_variant_get_uint32 (trove_document_get_view_state (document)), ==, 2);

  notes = note_properties (document);
  g_assert_true (trove_document_set_saved (document, NULL, NULL));
  assert_notified (notes, "modified saved");
  g_signal_handlers_disconnect_by_data (document, notes);
}

/* As many versions as the limit allows stay, the kept one among them. */
static void
test_limit (void)
{
  g_autoptr (TroveDocument) document = NULL;
  Fixture self;

  fixture_init (&self);
  document = trove_document_new_loaded (&self.loaded, NULL);
  fixture_clear (&self);
  g_assert_true (trove_document_set_saved (document, NULL, NULL));
  trove_document_set_max_versions (document, 2);
  g_assert_cmpuint (document->history.n_steps, ==, 2);
  g_assert_cmpuint (trove_history_nth (&document->history, 0)->lineage->id[1], ==, 1);
  g_assert_cmpuint (document->history.n_bytes, ==, 40);
  g_assert_cmpuint (document->history.n_bytes_kept, ==, 10);
}

#define assert_damaged(change, text)                                                                         \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    GError *error = NULL;                                                                                    \
    Fixture self;                                                                                            \
                                                                                                             \
    fixture_init (&self);                                                                                    \
    self.change;                                                                                             \
    g_assert_null (trove_document_new_loaded (&self.loaded, &error));                                        \
    assert_trove_error (error, TROVE_ERROR_DAMAGED, "The versions are damaged: " text);                      \
    g_assert_cmpuint (n_freed, ==, N - (self.loaded.current < N));                                           \
    fixture_clear (&self);                                                                                   \
  }                                                                                                          \
  G_STMT_END

static void
test_damaged (void)
{
  assert_damaged (loaded.current = N, "the current version is 4, of 4");
  assert_damaged (loaded.saved = N, "the saved version is 4, of 4");
  assert_damaged (versions[1].from = N, "version 1 is read from 4, of 4");
  assert_damaged (versions[2].parents[0] = 2, "version 2 has the parent 2, which is not before it");
  assert_damaged (versions[1].parents[1] = 7, "version 1 has the parent 7, which is not before it");
  assert_damaged (versions[3].time = 102, "the time of version 3 is not later than that of its parent 2");
  assert_damaged (versions[1].time = 99, "the time of version 1 is not later than that of its parent 0");
  assert_damaged (versions[1].redo = 0,
                  "redo leads from version 1 to 0, which does not have it as its first parent");
  assert_damaged (versions[2].redo = 3, "redo leads from version 2 to 3, which");
  assert_damaged (versions[2].redo = 1000000, "redo leads from version 2 to 1000000, which");
  assert_damaged (versions[2].from = 2, "version 2 is read from itself");
  assert_damaged (versions[2].from = 0, "version 0 is read from itself");
}

/* New objects get other keys than those that were there. */
static void
test_keys (void)
{
  g_autoptr (TroveDocument) made = node_document_new ();
  g_autoptr (TroveDocument) loaded = NULL;
  TroveKey root = trove_document_get_root_key (made), old = add_node (made, root, 1), new;

  commit (made, NULL);
  loaded = reload_document (made, RELOAD_LINE);
  new = add_node (loaded, root, 2);
  g_assert_cmpuint (new, !=, old);
  g_assert_cmpuint (new >> TROVE_KEY_NUMBER_BITS, !=, 0);
}

/* Two copies of one file: the common version is found by its id, although nothing else is shared. */
static void
test_two_copies (void)
{
  g_autoptr (TroveDocument) made = node_document_new ();
  g_autoptr (TroveDocument) a = NULL, b = NULL;
  TroveKey root = trove_document_get_root_key (made);
  TroveStep *base, *common;

  for (guint i = 0; i < 3; i++)
    {
      set_x (made, root, i + 1);
      commit (made, NULL);
    }
  a = reload_document (made, RELOAD_LINE);
  b = reload_document (made, RELOAD_LINE);
  undo (b); /* the version before the last one is the common one of what follows */
  for (guint i = 0; i < 2; i++)
    {
      set_x (a, root, 10 + i);
      commit (a, NULL);
      set_x (b, root, 20 + i);
      commit (b, NULL);
    }
  common = trove_history_nth (&a->history, 2);
  base = trove_step_find_base (a->history.current, b->history.current);
  g_assert_nonnull (base);
  g_assert_cmpmem (base->lineage->id, 16, common->lineage->id, 16);
  trove_step_unref (base);
  g_assert_true (trove_lineage_is_in (common->lineage, b->history.current->lineage));
  g_assert_true (
      trove_lineage_is_in (trove_history_nth (&b->history, 2)->lineage, a->history.current->lineage));
  g_assert_false (
      trove_lineage_is_in (trove_history_nth (&a->history, 3)->lineage, b->history.current->lineage));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-load/links", test_links);
  g_test_add_func ("/document-load/current", test_current);
  g_test_add_func ("/document-load/limit", test_limit);
  g_test_add_func ("/document-load/damaged", test_damaged);
  g_test_add_func ("/document-load/keys", test_keys);
  g_test_add_func ("/document-load/two-copies", test_two_copies);
  return g_test_run ();
}
