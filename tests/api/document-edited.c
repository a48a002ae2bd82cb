/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The signal "edited": when it is emitted, how often, by which main loop. */

#include "document-classes.h"
#include "failing-memory.h"

/* A document with two children of the root, 1, which are committed, and the emissions that were heard. */
typedef struct
{
  TroveDocument *document;
  TroveKey a, b;
  gulong handler;
  guint n;
  void (*on_edited) (gpointer fixture); /* NULL: nothing is done */
} Fixture;

static void
hear (Fixture *self)
{
  self->n++;
  if (self->on_edited != NULL)
    self->on_edited (self);
}

static void
hear_of_edits (Fixture *self)
{
  self->handler = g_signal_connect_swapped (self->document, "edited", G_CALLBACK (hear), self);
}

static void
run_loop (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
fixture_init (Fixture *self)
{
  *self = (Fixture){ .document = node_document_new () };
  self->a = add_node (self->document, 1, 1);
  self->b = add_node (self->document, 1, 2);
  commit (self->document, "Begin");
  run_loop ();
  hear_of_edits (self);
}

static void
fixture_clear (Fixture *self)
{
  g_assert_finalize_object (self->document);
  run_loop ();
}

/* The emissions since the last call, of which none comes before the main loop runs. */
static void
assert_heard (Fixture *self, guint expected)
{
  g_assert_cmpuint (self->n, ==, 0);
  run_loop ();
  g_assert_cmpuint (self->n, ==, expected);
  self->n = 0;
}

/* Each way to edit */

static void
test_edits (void)
{
  Fixture f;
  TroveObject *root;
  TroveList *children;
  g_autoptr (TroveObject) made = NULL;
  TroveKey key;

  fixture_init (&f);
  assert_heard (&f, 0);
  set_x (f.document, f.a, 3);
  assert_heard (&f, 1);
  for (guint i = 0; i < 100; i++)
    set_x (f.document, f.a, i);
  assert_heard (&f, 1);
  key = add_node (f.document, 0, 1);
  assert_heard (&f, 1);
  g_assert_true (trove_document_move (f.document, key, 1, "children", 0, NULL));
  assert_heard (&f, 1);
  g_assert_true (trove_document_move_item (f.document, 1, "children", 0, 1, NULL));
  assert_heard (&f, 1);
  g_assert_true (trove_document_splice (f.document, 1, "links", 0, 0, &f.a, 1, NULL));
  assert_heard (&f, 1);
  g_assert_true (trove_document_remove (f.document, key, NULL));
  assert_heard (&f, 1);

  root = trove_document_get_root (f.document);
  children = trove_object_get_list (root, "children");
  assert_heard (&f, 0);
  g_object_set (root, "x", 5., NULL);
  assert_heard (&f, 1);
  g_object_set (root, "label", "root", NULL);
  assert_heard (&f, 1);
  g_object_set (root, "x", 6., NULL);
  g_object_set (root, "x", 7., NULL); /* in place */
  assert_heard (&f, 1);
  g_object_set (root, "x", 8., NULL);
  assert_heard (&f, 1);
  made = g_object_new (TEST_TYPE_NODE, "document", f.document, NULL);
  assert_heard (&f, 1);
  g_assert_true (trove_list_append (children, made, NULL));
  assert_heard (&f, 1);
  fixture_clear (&f);
}

/* The state is as it was at the last emission. */
static void
test_nothing_new (void)
{
  Fixture f;
  g_autoptr (TroveVersion) version = NULL;

  fixture_init (&f);
  set_x (f.document, f.a, 3);
  assert_heard (&f, 1);
  set_x (f.document, f.a, 3);
  g_object_set (trove_document_get_root (f.document), "x", 0., NULL);
  trove_document_set_view_state (f.document, g_variant_new_int32 (1));
  assert_heard (&f, 0);
  commit (f.document, "Edit");
  assert_heard (&f, 0);
  g_assert_true (trove_document_begin (f.document, NULL, NULL));
  set_x (f.document, f.a, 4);
  g_assert_true (trove_document_cancel (f.document, NULL));
  assert_heard (&f, 0);
  undo (f.document);
  redo (f.document);
  assert_heard (&f, 0);
  g_assert_false (trove_document_remove (f.document, 1, NULL));
  assert_heard (&f, 0);

  /* A version that others take meanwhile hides nothing. */
  set_x (f.document, f.a, 5);
  version = trove_document_freeze (f.document, NULL);
  assert_heard (&f, 1);
  set_x (f.document, f.a, 6);
  commit (f.document, "Edit");
  assert_heard (&f, 1);
  fixture_clear (&f);
}

static void
test_groups (void)
{
  Fixture f;

  fixture_init (&f);
  g_assert_true (trove_document_begin (f.document, "Drag", NULL));
  assert_heard (&f, 0);
  set_x (f.document, f.a, 3);
  assert_heard (&f, 1);
  set_x (f.document, f.a, 4);
  assert_heard (&f, 1);
  g_assert_true (trove_document_restart_group (f.document, NULL));
  assert_heard (&f, 1);
  set_x (f.document, f.a, 4);
  g_assert_true (trove_document_restart_group (f.document, NULL));
  assert_heard (&f, 0);
  set_x (f.document, f.a, 4);
  assert_heard (&f, 1);
  g_assert_true (trove_document_begin (f.document, NULL, NULL));
  set_x (f.document, f.a, 5);
  assert_heard (&f, 1);
  g_assert_true (trove_document_cancel (f.document, NULL));
  assert_heard (&f, 1);
  g_assert_true (trove_document_end (f.document, NULL));
  assert_heard (&f, 0);
  fixture_clear (&f);
}

/* Changes of the whole document, with and without handles and handlers of "changed" */

static void
ignore (void)
{
}

static void
take_their_choice (Fixture *self, TroveMerge *merge)
{
  g_autoptr (TroveConflict) conflict = g_list_model_get_item (G_LIST_MODEL (merge), 0);

  g_assert_true (trove_conflict_set_choice (conflict, TROVE_CHOICE_THEIRS, NULL));
  assert_heard (self, 1);
}

static void
check_merge (Fixture *self)
{
  g_autoptr (TroveDocument) branch = trove_document_branch (self->document, NULL, NULL);
  g_autoptr (TroveVersion) theirs = NULL;
  g_autoptr (TroveMerge) merge = NULL;

  set_x (branch, self->a, 10);
  set_x (branch, self->b, 11);
  commit (branch, "Theirs");
  theirs = trove_document_dup_current (branch);
  set_x (self->document, self->a, 12);
  assert_heard (self, 1);
  merge = trove_document_merge (self->document, theirs, NULL);
  assert_heard (self, 1);
  take_their_choice (self, merge);
  g_assert_true (trove_document_rollback (self->document, NULL));
  assert_heard (self, 1);
}

static void
check_apply (Fixture *self)
{
  g_autoptr (TroveVersion) before = trove_document_dup_current (self->document), after = NULL;
  g_autoptr (TroveChanges) changes = NULL, inverse = NULL;
  g_autoptr (TroveMerge) merge = NULL;

  set_x (self->document, self->a, 20);
  commit (self->document, "Edit");
  assert_heard (self, 1);
  after = trove_document_dup_current (self->document);
  changes = trove_version_compare (before, after, NULL);
  inverse = trove_changes_inverse (changes);
  merge = trove_document_apply (self->document, inverse, NULL);
  g_assert_nonnull (merge);
  assert_heard (self, 1);
  commit (self->document, "Apply");
  assert_heard (self, 0);
  g_assert_true (trove_document_go_to (self->document, before, NULL));
  assert_heard (self, 1);
}

static void
check_whole (gboolean with_handle, gboolean with_changed)
{
  Fixture f;

  fixture_init (&f);
  if (with_handle)
    trove_document_get_root (f.document);
  if (with_changed)
    g_signal_connect (f.document, "changed", G_CALLBACK (ignore), NULL);
  set_x (f.document, f.a, 3);
  assert_heard (&f, 1);
  commit (f.document, "Edit");
  assert_heard (&f, 0);
  undo (f.document);
  assert_heard (&f, 1);
  redo (f.document);
  assert_heard (&f, 1);
  check_merge (&f);
  check_apply (&f);
  add_node (f.document, 0, 3);
  assert_heard (&f, 1);
  commit (f.document, "Drop");
  assert_heard (&f, 1);
  fixture_clear (&f);
}

static void
test_whole (void)
{
  for (guint i = 0; i < 4; i++)
    check_whole ((i & 1) != 0, (i & 2) != 0);
}

/* The main loop */

static gboolean
count (gpointer n)
{
  return ++*(guint *) n, G_SOURCE_REMOVE;
}

/* Widgets are laid out 10 below, in the same iteration. */
static void
test_priority (void)
{
  Fixture f;
  guint n_above = 0, n_layouts = 0;

  fixture_init (&f);
  set_x (f.document, f.a, 2); /* the next emission is of a document that somebody listens to */
  assert_heard (&f, 1);
  g_idle_add_full (G_PRIORITY_HIGH_IDLE + 10, count, &n_layouts, NULL);
  set_x (f.document, f.a, 3);
  g_idle_add_full (G_PRIORITY_DEFAULT, count, &n_above, NULL);
  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (n_above, ==, 1);
  g_assert_cmpuint (f.n, ==, 0);
  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (f.n, ==, 1);
  g_assert_cmpuint (n_layouts, ==, 0);
  f.n = 0;
  assert_heard (&f, 0);
  g_assert_cmpuint (n_layouts, ==, 1);
  fixture_clear (&f);
}

/* A loop that edits before each iteration runs its other sources, and the first emission after connecting comes all the same. */
static void
test_unheard (void)
{
  Fixture f;
  guint n = 0;

  fixture_init (&f);
  g_signal_handler_disconnect (f.document, f.handler);
  g_idle_add (count, &n);
  for (guint i = 0; i < 3; i++)
    {
      set_x (f.document, f.a, 3 + i);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpuint (n, ==, 1);
  hear_of_edits (&f);
  set_x (f.document, f.a, 10);
  assert_heard (&f, 1);
  fixture_clear (&f);
}

/* Handlers come and go; the edits before are those of the iteration. */
static void
test_connecting (void)
{
  Fixture f;

  fixture_init (&f);
  g_signal_handler_disconnect (f.document, f.handler);
  set_x (f.document, f.a, 3);
  run_loop ();
  hear_of_edits (&f);
  assert_heard (&f, 0);
  set_x (f.document, f.a, 4); /* of an object that is edited already */
  assert_heard (&f, 1);

  g_signal_handler_disconnect (f.document, f.handler);
  set_x (f.document, f.a, 5);
  hear_of_edits (&f);
  assert_heard (&f, 1);

  g_signal_handler_block (f.document, f.handler);
  set_x (f.document, f.a, 6);
  assert_heard (&f, 0);
  g_signal_handler_unblock (f.document, f.handler);
  assert_heard (&f, 0);
  fixture_clear (&f);
}

/* The state at the last emission with a handler is not the one to compare with. */
static void
test_connecting_later (void)
{
  Fixture f;
  guint n = 0;

  fixture_init (&f);
  set_x (f.document, f.a, 3);
  assert_heard (&f, 1);
  g_signal_handler_disconnect (f.document, f.handler);
  commit (f.document, "Edit");
  undo (f.document);
  run_loop ();
  hear_of_edits (&f);
  redo (f.document);
  assert_heard (&f, 1);
  g_signal_connect_swapped (f.document, "edited", G_CALLBACK (count), &n);
  undo (f.document);
  assert_heard (&f, 1);
  g_assert_cmpuint (n, ==, 1);
  fixture_clear (&f);
}

/* Handlers that edit */

static void
edit_again (gpointer fixture)
{
  Fixture *self = fixture;

  if (get_node (self->document, self->b).x < 5)
    set_x (self->document, self->b, get_node (self->document, self->b).x + 1);
  else
    set_x (self->document, self->b, 5); /* no edit: this comes to an end */
}

static void
test_handlers_edit (void)
{
  Fixture f;

  fixture_init (&f);
  f.on_edited = edit_again;
  set_x (f.document, f.a, 3);
  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (f.n, ==, 1);
  g_assert_cmpfloat (get_node (f.document, f.b).x, ==, 3);
  run_loop ();
  g_assert_cmpuint (f.n, ==, 4);
  g_assert_cmpfloat (get_node (f.document, f.b).x, ==, 5);
  fixture_clear (&f);
}

static void
undo_in_handler (gpointer fixture)
{
  Fixture *self = fixture;

  self->on_edited = NULL;
  g_assert_false (trove_document_get_restoring (self->document));
  commit (self->document, "Edit");
  undo (self->document);
}

static void
test_handlers_undo (void)
{
  Fixture f;

  fixture_init (&f);
  f.on_edited = undo_in_handler;
  set_x (f.document, f.a, 3);
  assert_heard (&f, 2);
  fixture_clear (&f);
}

/* Handlers of other signals run the main loop: nothing is emitted until they have returned. */

static void
run_loop_in_handler (Fixture *self)
{
  run_loop ();
  g_assert_cmpuint (self->n, ==, 0);
}

static void
test_emitting (void)
{
  Fixture f;
  TroveObject *root;
  gulong handler;

  fixture_init (&f);
  root = trove_document_get_root (f.document);
  handler = g_signal_connect_swapped (trove_object_get_list (root, "children"), "items-changed",
                                      G_CALLBACK (run_loop_in_handler), &f);
  set_x (f.document, f.a, 3);
  add_node (f.document, 1, 3);
  assert_heard (&f, 1);
  g_signal_handler_disconnect (trove_object_get_list (root, "children"), handler);

  g_signal_connect_swapped (f.document, "changed", G_CALLBACK (run_loop_in_handler), &f);
  set_x (f.document, f.a, 4);
  g_assert_true (trove_document_rollback (f.document, NULL));
  assert_heard (&f, 1);
  fixture_clear (&f);
}

/* The end */

static void
drop_document (gpointer fixture)
{
  g_object_unref (((Fixture *) fixture)->document);
}

static void
test_gone (void)
{
  Fixture f;

  fixture_init (&f);
  set_x (f.document, f.a, 3);
  fixture_clear (&f); /* with an emission that is due */
  g_assert_cmpuint (f.n, ==, 0);

  fixture_init (&f);
  set_x (f.document, f.a, 3);
  g_object_run_dispose (G_OBJECT (f.document)); /* ends the handlers */
  run_loop ();
  g_assert_cmpuint (f.n, ==, 0);
  hear_of_edits (&f);
  set_x (f.document, f.a, 4);
  assert_heard (&f, 1);
  fixture_clear (&f);

  fixture_init (&f);
  f.on_edited = drop_document;
  g_object_add_weak_pointer (G_OBJECT (f.document), (gpointer *) &f.document);
  set_x (f.document, f.a, 3);
  assert_heard (&f, 1);
  g_assert_null (f.document);
}

/* Other contexts */

static void
edit_in (Fixture *self, GMainContext *context)
{
  g_main_context_push_thread_default (context);
  set_x (self->document, self->a, get_node (self->document, self->a).x + 1);
  g_main_context_pop_thread_default (context);
}

/* A context that is pushed for a while and then dropped, or that nobody runs, is not that of the document. */
static void
test_pushed (void)
{
  g_autoptr (GMainContext) kept = g_main_context_new ();
  GMainContext *dropped = g_main_context_new ();
  Fixture f;

  fixture_init (&f);
  edit_in (&f, dropped);
  g_main_context_unref (dropped);
  assert_heard (&f, 1);
  edit_in (&f, kept);
  assert_heard (&f, 1);
  edit_in (&f, kept);
  set_x (f.document, f.a, 100);
  assert_heard (&f, 1);
  g_assert_false (g_main_context_pending (kept));
  fixture_clear (&f);
}

/* The context that is there when the document is made may be dropped, too. */
static void
test_made_in_pushed (void)
{
  GMainContext *context = g_main_context_new (), *second = g_main_context_new ();
  Fixture f = { 0 };

  g_main_context_push_thread_default (context);
  f.document = node_document_new ();
  f.a = add_node (f.document, 1, 1);
  hear_of_edits (&f);
  g_main_context_pop_thread_default (context);
  g_main_context_unref (context);
  edit_in (&f, second); /* runs, and is dropped with the next emission that is due */
  g_assert_true (g_main_context_iteration (second, FALSE));
  g_assert_cmpuint (f.n, ==, 1);
  f.n = 0;
  edit_in (&f, second);
  g_main_context_unref (second);
  assert_heard (&f, 0);
  set_x (f.document, f.a, 100);
  assert_heard (&f, 1);
  fixture_clear (&f);
}

static gboolean
edit_in_loop (gpointer data)
{
  GMainContext *context = g_main_context_new ();

  edit_in (data, context);
  g_main_context_unref (context);
  return G_SOURCE_REMOVE;
}

static gboolean
make_in_loop (gpointer data)
{
  GMainContext *context = g_main_context_new ();
  Fixture *self = data;

  g_main_context_push_thread_default (context);
  self->document = node_document_new ();
  self->a = add_node (self->document, 1, 1);
  hear_of_edits (self);
  g_main_context_pop_thread_default (context);
  g_main_context_unref (context);
  return G_SOURCE_REMOVE;
}

/* A thread that runs the default context has it as its own, whatever is pushed. */
static void
test_made_in_loop (void)
{
  Fixture f = { 0 };

  g_idle_add_full (G_PRIORITY_DEFAULT, make_in_loop, &f, NULL);
  g_main_context_iteration (NULL, FALSE);
  assert_heard (&f, 1);
  g_idle_add_full (G_PRIORITY_DEFAULT, edit_in_loop, &f, NULL);
  assert_heard (&f, 1);
  fixture_clear (&f);
}

/* Threads */

static gpointer
use_in_context (gpointer fixture)
{
  Fixture *self = fixture;
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  set_x (self->document, self->a, 4);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_assert_cmpuint (self->n, ==, 1);
  set_x (self->document, self->a, 5); /* an emission is due when the thread ends */
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
check_transfer (gboolean by_call)
{
  Fixture f;

  fixture_init (&f);
  set_x (f.document, f.a, 3);
  g_assert_true (trove_document_transfer (f.document, NULL));
  assert_heard (&f, 0);
  g_thread_join (g_thread_new ("other", use_in_context, &f));
  f.n = 0;
  if (by_call)
    commit (f.document, "Edit");
  assert_heard (&f, by_call ? 1 : 0);
  set_x (f.document, f.a, 6);
  assert_heard (&f, 1);
  fixture_clear (&f);
}

/* A thread that ends gives up the document, with the sources in its context. */
static void
test_transfer (void)
{
  check_transfer (FALSE);
  check_transfer (TRUE);
}

typedef struct
{
  Fixture *fixture;
  gint was_edited, may_end;
} Worker;

/* Without a context of its own: the default one is that of the main thread. */
static gpointer
use_without_context (gpointer data)
{
  Worker *self = data;

  set_x (self->fixture->document, self->fixture->a, 4);
  g_atomic_int_set (&self->was_edited, TRUE);
  while (!g_atomic_int_get (&self->may_end))
    g_thread_yield ();
  g_assert_cmpuint (self->fixture->n, ==, 0);
  g_object_unref (self->fixture->document);
  return NULL;
}

/* The first emission that is due is lost: the thread has pushed no context yet. */
static gpointer
push_later (gpointer data)
{
  Worker *self = data;
  g_autoptr (GMainContext) context = g_main_context_new ();

  set_x (self->fixture->document, self->fixture->a, 4);
  g_atomic_int_set (&self->was_edited, TRUE);
  while (!g_atomic_int_get (&self->may_end))
    g_thread_yield ();
  g_assert_cmpuint (self->fixture->n, ==, 0);
  g_main_context_push_thread_default (context);
  set_x (self->fixture->document, self->fixture->a, 5);
  g_assert_true (g_main_context_iteration (context, FALSE));
  g_assert_cmpuint (self->fixture->n, ==, 1);
  g_object_unref (self->fixture->document);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
check_other_threads_context (GThreadFunc use)
{
  Fixture f;
  Worker worker = { .fixture = &f };
  GThread *thread;

  fixture_init (&f);
  g_assert_true (trove_document_transfer (f.document, NULL));
  thread = g_thread_new ("worker", use, &worker);
  while (!g_atomic_int_get (&worker.was_edited))
    g_thread_yield ();
  assert_heard (&f, 0);
  g_atomic_int_set (&worker.may_end, TRUE);
  g_thread_join (thread);
  run_loop ();
}

static void
test_other_threads_context (void)
{
  check_other_threads_context (use_without_context);
  check_other_threads_context (push_later);
}

/* Without memory to tell the states apart, each note of an edit leads to an emission. */
static void
test_no_memory (void)
{
  guint n_failures = 0;
  Fixture f;

  fixture_init (&f);
  for (guint i = 0; n_failures < 3; i++) /* the log of the view has room for some versions */
    {
      set_x (f.document, f.a, 5 + i);
      failing_memory_start (FAILING_REST, 0);
      assert_heard (&f, 1);
      n_failures += failing_memory_has_failed ();
      failing_memory_stop ();
    }
  set_x (f.document, f.a, 0);
  assert_heard (&f, 1);
  fixture_clear (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-edited/edits", test_edits);
  g_test_add_func ("/document-edited/nothing-new", test_nothing_new);
  g_test_add_func ("/document-edited/groups", test_groups);
  g_test_add_func ("/document-edited/whole", test_whole);
  g_test_add_func ("/document-edited/priority", test_priority);
  g_test_add_func ("/document-edited/unheard", test_unheard);
  g_test_add_func ("/document-edited/connecting", test_connecting);
  g_test_add_func ("/document-edited/connecting-later", test_connecting_later);
  g_test_add_func ("/document-edited/handlers-edit", test_handlers_edit);
  g_test_add_func ("/document-edited/handlers-undo", test_handlers_undo);
  g_test_add_func ("/document-edited/emitting", test_emitting);
  g_test_add_func ("/document-edited/gone", test_gone);
  g_test_add_func ("/document-edited/pushed", test_pushed);
  g_test_add_func ("/document-edited/made-in-pushed", test_made_in_pushed);
  g_test_add_func ("/document-edited/made-in-loop", test_made_in_loop);
  g_test_add_func ("/document-edited/transfer", test_transfer);
  g_test_add_func ("/document-edited/other-threads-context", test_other_threads_context);
  g_test_add_func ("/document-edited/no-memory", test_no_memory);
  return g_test_run ();
}
