/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Versions that are read when they are asked for. */

#include "step-read.h"

#include "document-classes.h"
#include "failing-memory.h"
#include "reload.h"
#include "test-support.h"
#include "test-util.h"
#include "trove-version-private.h"

#define N 40 /* versions after the first one */

static TroveVersion *
nth (TroveDocument *document, guint i)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);

  return g_object_ref (g_ptr_array_index (versions, i));
}

static gboolean
is_read (TroveDocument *document, guint i)
{
  return trove_step_is_read (trove_history_nth (&document->history, i));
}

static guint
count_read (TroveDocument *document)
{
  guint n = 0;

  for (guint i = 0; i < document->history.n_steps; i++)
    n += is_read (document, i);
  return n;
}

/* Adds, sets and removes leaves, whose values are copied by functions. */
static TroveDocument *
make (guint n)
{
  TroveDocument *document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), last = 0, middle = 0;

  for (guint i = 0; i < n; i++)
    {
      if (i % 4 == 3)
        g_assert_true (trove_document_remove (document, middle, NULL));
      else
        {
          middle = last;
          last = add_leaf (document, root, i);
          add_leaf (document, last, 2 * i);
        }
      if (i % 4 == 2)
        set_target (document, last, middle);
      set_x (document, root, i);
      commit (document, NULL);
    }
  return document;
}

static GPtrArray *
note_texts (TroveDocument *document)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < versions->len; i++)
    g_ptr_array_add (texts, version_text (g_ptr_array_index (versions, i)));
  return texts;
}

static TroveDocument *
load (TroveDocument *document, ReloadForm form)
{
  TroveDocument *loaded = reload_document (document, form);

  g_object_unref (document);
  reload_hooks = (ReloadHooks){ 0 };
  return loaded;
}

/* The texts are those of all versions. */
static TroveDocument *
make_loaded (guint n, ReloadForm form, GPtrArray **texts)
{
  TroveDocument *document = make (n);

  if (texts != NULL)
    *texts = note_texts (document);
  return load (document, form);
}

static void
check_text (TroveVersion *version, GPtrArray *texts, guint i)
{
  g_autofree char *text = version_text (version);

  g_assert_cmpstr (text, ==, g_ptr_array_index (texts, i));
}

/* Reading */

static void
test_each (void)
{
  for (ReloadForm form = 0; form < N_RELOADS; form++)
    for (guint backwards = 0; backwards < 2; backwards++)
      {
        g_autoptr (GPtrArray) texts = NULL;
        g_autoptr (TroveDocument) document = make_loaded (N, form, &texts);

        g_assert_cmpuint (count_read (document), ==, 1);
        for (guint i = 0; i <= N; i++)
          {
            guint at = backwards ? N - i : i;
            g_autoptr (TroveVersion) version = nth (document, at);

            check_text (version, texts, at);
            g_assert_true (is_read (document, at));
            g_assert_true (trove_version_read (version, NULL));
          }
        g_assert_cmpuint (reload_hooks.n_freed, ==, N);
        if (backwards || form == RELOAD_STAR)
          g_assert_cmpuint (reload_hooks.n_applied, ==, N);
        else
          g_assert_cmpuint (reload_hooks.n_applied, <=, 6 * N); /* log2 (N), rounded up */
      }
}

/* The steps at a distance of a power of two become read, and nothing else. */
static void
test_between (void)
{
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (TroveDocument) document = make_loaded (N, RELOAD_LINE, &texts);
  g_autoptr (TroveVersion) first = nth (document, 0), middle = nth (document, 7);

  g_assert_true (trove_version_read (first, NULL));
  g_assert_cmpuint (reload_hooks.n_applied, ==, N);
  g_assert_cmpuint (reload_hooks.n_freed, ==, 7);
  for (guint i = 0; i < N; i++)
    g_assert_cmpint (is_read (document, i), ==, (i & (i - 1)) == 0);
  g_assert_true (trove_version_read (middle, NULL));
  g_assert_cmpuint (reload_hooks.n_applied, ==, N + 1);
  check_text (middle, texts, 7);
  check_text (first, texts, 0);
}

static void
count_sub (TroveSub *sub, gpointer n)
{
  ++*(guint *) n;
}

/* Copies as many records as the data says. */
static gboolean
touch_some (TroveEditor *editor, gpointer data, GError **error)
{
  for (TroveKey key = 1; key <= GPOINTER_TO_UINT (data); key++)
    if (trove_editor_touch (editor, key, error) == NULL)
      return FALSE;
  return TRUE;
}

static const TroveStepSourceFuncs touch_funcs = { touch_some, NULL };

/* Takes over the reference on the step. */
static TroveStep *
add_touched (TroveStep *from, guint n)
{
  static const guint64 id[2] = { 0, 0 };
  const TroveStepSource source = { &touch_funcs, GUINT_TO_POINTER (n), from };
  const TroveStepInfo info = {
    .origin = from->origin,
    .source = &source,
    .lineage = trove_lineage_new (id, NULL, NULL),
  };

  return trove_step_new (&info);
}

static guint
count_subs (const TroveView *view)
{
  guint n = 0;

  trove_view_foreach (view, count_sub, &n);
  return n;
}

/* A version that stays unread, and that writes much, has a sub-arena of its own all the same. */
static void
test_large (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveStep *step;
  guint n;

  for (guint i = 0; i < 10000; i++)
    add_node (document, trove_document_get_root_key (document), i);
  commit (document, NULL);
  n = count_subs (&document->history.current->view);
  step = trove_step_ref (document->history.current);
  for (guint i = 4; i-- > 0;)
    step = add_touched (step, i == 3 ? 10000 : 1);
  g_assert_true (trove_step_read (step, NULL));
  g_assert_cmpuint (count_subs (&step->view), ==, n + 4);
  trove_step_unref (step);
}

/* Version functions read the version first. */
static void
test_functions (void)
{
  g_autoptr (TroveDocument) document = make_loaded (14, RELOAD_LINE, NULL);
  g_autoptr (GError) error = NULL;
  TroveVersionReader reader;
  guint n;

  for (guint i = 0; i < 14; i++)
    {
      g_autoptr (TroveVersion) version = nth (document, 13 - i);
      g_autoptr (TroveObject) object = NULL;
      g_autoptr (TroveChanges) changes = NULL;
      g_autoptr (TroveFragment) fragment = NULL;
      g_autoptr (GVariant) column = NULL;
      const TroveKey root = trove_document_get_root_key (document);
      TroveKey key;

      g_assert_false (is_read (document, 13 - i));
      g_assert_false (trove_version_get_kept (version));
      g_assert_cmpint (trove_version_get_time (version), >, 0);
      g_assert_false (is_read (document, 13 - i));
      switch (i)
        {
        case 0:
          object = trove_version_dup_root (version);
          g_assert_cmpuint (trove_object_get_key (object), ==, root);
          break;
        case 1:
          object = trove_version_lookup (version, root);
          g_assert_nonnull (object);
          break;
        case 2:
          g_assert_cmpuint (trove_version_get_root_key (version), ==, root);
          break;
        case 3:
          g_assert_cmpuint (trove_version_get_n_objects (version), >, 0);
          break;
        case 4:
          g_assert_cmpuint (trove_version_get_next_key (version, 0), ==, root);
          break;
        case 5:
          g_assert_nonnull (trove_version_peek (version, root, NULL));
          break;
        case 6:
          g_assert_cmpuint (trove_version_get_n_children (version, root, "children"), >, 0);
          break;
        case 7:
          g_assert_cmpuint (trove_version_get_children (version, root, "children", 0, &key, 1), ==, 1);
          break;
        case 8:
          g_assert_nonnull (trove_version_peek_children (version, root, "children", 0, &n));
          break;
        case 9:
          trove_version_reader_init (&reader, version);
          g_assert_nonnull (trove_version_reader_peek (&reader, root, NULL));
          break;
        case 10:
          column = trove_version_dup_column (version, TEST_TYPE_NODE, "key", &error);
          g_assert_cmpuint (g_variant_n_children (column), >, 0);
          break;
        case 11:
          changes = trove_document_compare (document, version, &error);
          g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (changes)), >, 0);
          break;
        case 12:
          fragment = trove_fragment_new (version, &root, 1, &error);
          g_assert_nonnull (fragment);
          break;
        case 13:
        default:
          g_assert_cmpuint (trove_version_get_owner (version, root, NULL, NULL), ==, 0);
          break;
        }
      g_assert_no_error (error);
      g_assert_true (is_read (document, 13 - i));
    }
}

/* Documents */

static void
test_steps (void)
{
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (TroveDocument) document = make_loaded (N, RELOAD_LINE, &texts);
  g_autoptr (TroveVersion) first = nth (document, 0), last = nth (document, N), tenth = nth (document, 10);
  g_autoptr (GError) error = NULL;

  for (guint i = N; i-- > 30;)
    {
      g_autofree char *text = NULL;

      undo (document);
      text = document_text (document);
      g_assert_cmpstr (text, ==, g_ptr_array_index (texts, i));
    }
  g_assert_cmpuint (count_read (document), ==, N - 30 + 1);
  for (guint i = 31; i <= N; i++)
    redo (document);
  g_assert_true (trove_document_go_to (document, first, &error));
  check_text (first, texts, 0);
  g_assert_true (trove_document_go_to (document, last, &error));
  check_text (last, texts, N);
  {
    g_autoptr (TroveDocument) branch = trove_document_branch (document, tenth, &error);
    g_autofree char *text = document_text (branch);

    g_assert_no_error (error);
    g_assert_cmpstr (text, ==, g_ptr_array_index (texts, 10));
  }
}

/* A line and another one beside it, whose common version is unread as well. */
static void
test_merge (void)
{
  TroveDocument *made = node_document_new ();
  TroveKey root = trove_document_get_root_key (made), a = add_node (made, root, 1),
           b = add_node (made, root, 2);
  g_autoptr (TroveDocument) document = NULL;
  g_autoptr (TroveVersion) theirs = NULL;
  g_autoptr (TroveMerge) merge = NULL;
  g_autoptr (GError) error = NULL;

  commit (made, "base");
  set_x (made, a, 10);
  commit (made, "theirs");
  undo (made);
  set_x (made, b, 20);
  commit (made, "ours");
  document = load (made, RELOAD_STAR);
  theirs = nth (document, 2);

  reload_hooks.fail_at = 2; /* of theirs, since the base is read first */
  reload_hooks.code = TROVE_ERROR_NO_MEMORY;
  g_assert_null (trove_document_merge (document, theirs, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
  g_clear_error (&error);
  g_assert_false (trove_document_get_modified (document) && trove_document_has_edits (document));

  merge = trove_document_merge (document, theirs, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (merge)), ==, 0);
  g_assert_cmpfloat (get_node (document, a).x, ==, 10);
  g_assert_cmpfloat (get_node (document, b).x, ==, 20);
}

/* Errors */

#define assert_unread(version, part)                                                                         \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    GError *read_error = NULL;                                                                               \
                                                                                                             \
    g_assert_false (trove_version_read ((version), &read_error));                                            \
    assert_trove_error (read_error, TROVE_ERROR_DAMAGED, (part));                                            \
  }                                                                                                          \
  G_STMT_END

static void
test_damaged (void)
{
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (TroveDocument) document = make_loaded (N, RELOAD_LINE, &texts);
  g_autoptr (TroveVersion) first = nth (document, 0), bad = nth (document, N - 10),
                           good = nth (document, N - 9);
  g_autoptr (TroveVersion) between = nth (document, 20);
  g_autofree char *id = trove_version_dup_id (bad);
  g_autofree char *text = g_strdup_printf ("The version %s cannot be read: its source is to fail", id);

  reload_hooks.fail_at = 10;
  reload_hooks.code = TROVE_ERROR_DAMAGED;
  assert_unread (first, text);
  g_assert_cmpuint (reload_hooks.n_applied, ==, 10);
  g_assert_cmpuint (reload_hooks.n_freed, ==, 3); /* of both, and of the version at a distance of 32 */
  assert_unread (first, text);
  assert_unread (bad, text);
  assert_unread (between, text);
  g_assert_cmpuint (reload_hooks.n_applied, ==, 10);
  check_text (good, texts, N - 9);
}

static void
test_damaged_functions (void)
{
  g_autoptr (TroveDocument) document = make_loaded (3, RELOAD_LINE, NULL);
  g_autoptr (TroveVersion) bad = nth (document, 2), last = nth (document, 3);
  g_autofree char *before = document_text (document), *after = NULL;
  TroveObject *listener = trove_document_get_root (document); /* so that undo keeps the state before */
  TroveKey root = trove_document_get_root_key (document), key;
  TroveVersionReader reader;
  guint n;

  reload_hooks.fail_at = 1;
  reload_hooks.code = TROVE_ERROR_DAMAGED;
  g_test_expect_message ("Trove", G_LOG_LEVEL_WARNING,
                         "A version reads as one without objects: The version * cannot be read: *");
  g_assert_null (trove_version_dup_root (bad));
  g_test_assert_expected_messages ();
  g_assert_null (trove_version_lookup (bad, root));
  g_assert_cmpuint (trove_version_get_root_key (bad), ==, 0);
  g_assert_cmpuint (trove_version_get_n_objects (bad), ==, 0);
  g_assert_cmpuint (trove_version_get_next_key (bad, 0), ==, 0);
  g_assert_null (trove_version_peek (bad, root, NULL));
  g_assert_cmpuint (trove_version_get_n_children (bad, root, "children"), ==, 0);
  g_assert_cmpuint (trove_version_get_children (bad, root, "children", 0, &key, 1), ==, 0);
  g_assert_null (trove_version_peek_children (bad, root, "children", 0, &n));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (trove_version_get_owner (bad, root, NULL, NULL), ==, 0);
  trove_version_reader_init (&reader, bad);
  g_assert_null (trove_version_reader_peek (&reader, root, NULL));
  g_assert_null (trove_version_reader_peek_children (&reader, root, "children", 0, &n));
  {
    gsize n_referrers;

    g_free (trove_version_dup_referrers (bad, root, &n_referrers));
    g_assert_cmpuint (n_referrers, ==, 0);
  }

#define assert_refused(call)                                                                                 \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    GError *error = NULL;                                                                                    \
                                                                                                             \
    g_assert_false ((call));                                                                                 \
    assert_trove_error (error, TROVE_ERROR_DAMAGED, "cannot be read");                                       \
  }                                                                                                          \
  G_STMT_END

  assert_refused (trove_document_undo (document, &error));
  assert_refused (trove_document_go_to (document, bad, &error));
  assert_refused (trove_document_branch (document, bad, &error) != NULL);
  assert_refused (trove_document_compare (document, bad, &error) != NULL);
  assert_refused (trove_version_compare (bad, last, &error) != NULL);
  assert_refused (trove_version_compare (last, bad, &error) != NULL);
  assert_refused (trove_version_dup_column (bad, TEST_TYPE_NODE, "key", &error) != NULL);
  assert_refused (trove_fragment_new (bad, &root, 1, &error) != NULL);
  g_assert_nonnull (listener);
  after = document_text (document);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (document->history.n_steps, ==, 4);
  g_assert_true (trove_document_get_can_undo (document));
}

/* An error that is no damage passes. */
static void
test_again (void)
{
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (TroveDocument) document = make_loaded (N, RELOAD_LINE, &texts);
  g_autoptr (TroveVersion) first = nth (document, 0);
  g_autoptr (GError) error = NULL;

  reload_hooks.fail_at = 10;
  reload_hooks.code = TROVE_ERROR_FULL;
  g_assert_false (trove_version_read (first, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FULL);
  g_assert_cmpuint (count_read (document), ==, 2); /* at a distance of 32 */
  check_text (first, texts, 0);
}

static void
test_no_memory (void)
{
  guint n_failed = 0;

  for (FailingMode mode = FAILING_ONE; mode <= FAILING_REST; mode++)
    for (gboolean failed = TRUE; failed;)
      {
        g_autoptr (GPtrArray) texts = NULL;
        g_autoptr (TroveDocument) document = make_loaded (N, RELOAD_LINE, &texts);
        g_autoptr (TroveVersion) first = nth (document, 0);
        g_autoptr (GError) error = NULL;
        gboolean done;

        failing_memory_start (mode, n_failed);
        done = trove_version_read (first, &error);
        failing_memory_stop ();
        failed = failing_memory_has_failed ();
        n_failed = failed ? n_failed + 1 : 0;
        if (!done)
          g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
        else
          g_assert_no_error (error);
        check_text (first, texts, 0);
        if (!failed)
          g_assert_cmpuint (count_read (document), ==, 8);
      }
}

/* Code of the application that runs while a version is read */

static TroveVersion *other;
static TroveDocument *busy;

static void
read_other (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (trove_version_read (other, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BUSY);
  if (busy == NULL)
    return;
  g_clear_error (&error);
  g_assert_false (trove_document_commit (busy, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BUSY);
}

static void
test_nested (void)
{
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (TroveDocument) document = make_loaded (6, RELOAD_LINE, &texts);
  g_autoptr (TroveVersion) second = nth (document, 1), fourth = nth (document, 3);

  other = second;
  busy = NULL;
  reload_hooks.on_apply = read_other;
  check_text (fourth, texts, 3);
  g_assert_null (reload_hooks.on_apply);

  busy = document;
  reload_hooks.on_apply = read_other;
  g_assert_true (trove_document_go_to (document, second, NULL));
  g_assert_null (reload_hooks.on_apply);
  check_text (second, texts, 1);
  commit (document, NULL);
}

/* References that sources and steps hold */

/* A version that left the history reads as long as it is held. */
static void
test_outlives (void)
{
  g_autoptr (GPtrArray) texts = NULL;
  TroveDocument *document = make_loaded (N, RELOAD_LINE, &texts);
  g_autoptr (TroveVersion) first = nth (document, 0), tenth = nth (document, 10);

  trove_document_set_max_versions (document, 3);
  g_assert_cmpuint (document->history.n_steps, ==, 3);
  g_assert_cmpuint (reload_hooks.n_freed, ==, 0);
  check_text (tenth, texts, 10);
  g_object_unref (document);
  check_text (first, texts, 0);
  g_clear_object (&first);
  g_clear_object (&tenth);
  g_assert_cmpuint (reload_hooks.n_freed, ==, N);
}

/* A saved or kept version is carried when it was read. */
static void
test_carried (void)
{
  g_autoptr (TroveDocument) document = make_loaded (4, RELOAD_LINE, NULL);
  g_autoptr (TroveVersion) kept = nth (document, 1), saved = nth (document, 0);
  const TroveUpkeep *upkeep = &document->upkeep;

  g_assert_true (trove_document_set_saved (document, saved, NULL));
  trove_document_set_max_versions (document, 100);
  trove_version_set_kept (kept, TRUE);
  set_x (document, trove_document_get_root_key (document), 100);
  commit (document, NULL);
  g_assert_cmpuint (upkeep->accounts.carried->len, ==, 0);

  g_assert_true (trove_version_read (kept, NULL));
  set_x (document, trove_document_get_root_key (document), 101);
  commit (document, NULL);
  g_assert_cmpuint (upkeep->accounts.carried->len, ==, 1);

  g_assert_true (trove_version_read (saved, NULL));
  set_x (document, trove_document_get_root_key (document), 102);
  commit (document, NULL);
  g_assert_cmpuint (upkeep->accounts.carried->len, ==, 2);
}

/* Very many */

static const TroveState some_state = { NULL, 7, 0 };
static const TroveView no_view = TROVE_VIEW_INIT;

static gboolean
add_one (TroveEditor *editor, gpointer data, GError **error)
{
  editor->state.n_objects += GPOINTER_TO_UINT (data);
  return TRUE;
}

static const TroveStepSourceFuncs add_funcs = { add_one, NULL };

/* Takes over the reference on the step. */
static TroveStep *
add_unread (TroveOrigin *origin, TroveStep *from)
{
  static const guint64 id[2] = { 0, 0 };
  const TroveStepSource source = { &add_funcs, GUINT_TO_POINTER (1), from };
  const TroveStepInfo info = {
    .origin = origin,
    .view = &no_view,
    .state = &some_state,
    .source = from != NULL ? &source : NULL,
    .lineage = trove_lineage_new (id, NULL, NULL),
  };

  return trove_step_new (&info);
}

static void
test_long (gconstpointer data)
{
  const guint n = (guint) test_count (1000000, 100000);
  const gboolean reads = GPOINTER_TO_INT (data);
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  TroveStep *last = NULL;

  for (guint i = 0; i <= n; i++)
    last = add_unread (origin, last);
  if (reads)
    {
      g_assert_true (trove_step_read (last, NULL));
      g_assert_cmpuint (last->state.root, ==, 7);
      g_assert_cmpuint (last->state.n_objects, ==, n);
    }
  trove_step_unref (last);
  trove_origin_unref (origin);
}

/* Threads */

#define N_THREADS 3

static gpointer
read_versions (gpointer data)
{
  GPtrArray *versions = data;
  guint64 n = 0;

  for (guint i = 0; i < versions->len; i++)
    n += trove_version_get_n_objects (g_ptr_array_index (versions, i));
  return GSIZE_TO_POINTER (n);
}

static void
test_threads (void)
{
  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (TroveDocument) document = make_loaded (N, round % N_RELOADS, NULL);
      g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);
      GThread *threads[N_THREADS];
      gpointer n[N_THREADS];

      for (guint i = 0; i < N_THREADS; i++)
        threads[i] = g_thread_new ("read", read_versions, versions);
      for (guint i = 0; i < N_THREADS; i++)
        n[i] = g_thread_join (threads[i]);
      for (guint i = 0; i < N_THREADS; i++)
        g_assert_true (n[i] == read_versions (versions));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/step-read/each", test_each);
  g_test_add_func ("/step-read/between", test_between);
  g_test_add_func ("/step-read/large", test_large);
  g_test_add_func ("/step-read/functions", test_functions);
  g_test_add_func ("/step-read/steps", test_steps);
  g_test_add_func ("/step-read/merge", test_merge);
  g_test_add_func ("/step-read/damaged", test_damaged);
  g_test_add_func ("/step-read/damaged-functions", test_damaged_functions);
  g_test_add_func ("/step-read/again", test_again);
  g_test_add_func ("/step-read/no-memory", test_no_memory);
  g_test_add_func ("/step-read/nested", test_nested);
  g_test_add_func ("/step-read/outlives", test_outlives);
  g_test_add_func ("/step-read/carried", test_carried);
  g_test_add_data_func ("/step-read/long/freed", GINT_TO_POINTER (FALSE), test_long);
  g_test_add_data_func ("/step-read/long/read", GINT_TO_POINTER (TRUE), test_long);
  g_test_add_func ("/step-read/threads", test_threads);
  return g_test_run ();
}
