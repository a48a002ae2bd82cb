/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Turns: the order in which handlers are told of a change of the whole document, and their edits meanwhile. */

#include "failing-memory.h"
#include "list-fixture.h"

#define assert_done(call)                                                                                    \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    gboolean was_done = (call);                                                                              \
                                                                                                             \
    g_assert_no_error (error);                                                                               \
    g_assert_true (was_done);                                                                                \
  }                                                                                                          \
  G_STMT_END

static double
get_x (gpointer object)
{
  double x;

  g_object_get (object, "x", &x, NULL);
  return x;
}

/* Order */

/* The root has the children 1 and 2, committed as "First". Child 1 is changed, 2 removed, and 3 added, committed as "Second". */
typedef struct
{
  Fixture f;
  TroveObject *one, *two, *three;
} Steps;

static void
steps_init (Steps *self)
{
  Fixture *f = &self->f;

  fixture_init (f);
  append_nodes (f, f->children, 1, 2);
  self->one = get_item (f->children, 0);
  self->two = get_item (f->children, 1);
  commit (f->document, "First");
  g_object_set (self->one, "x", 7., "label", "seven", "target", f->root, NULL);
  self->three = new_node (f, 3);
  append (f->children, self->three);
  remove_at (f->children, 1);
  append (f->links, self->one);
  trove_document_set_view_state (f->document, g_variant_new_int32 (2));
  commit (f->document, "Second");
  event_log_watch (f->log, self->one, "one");
  event_log_watch (f->log, self->two, "two");
  event_log_watch (f->log, self->three, "three");
  event_log_watch (f->log, f->root, "root");
  event_log_watch (f->log, f->document, "doc");
  g_free (event_log_take (f->log));
}

static void
steps_clear (Steps *self)
{
  g_object_unref (self->one);
  g_object_unref (self->two);
  g_object_unref (self->three);
  fixture_clear (&self->f);
}

/* The first place of a part in a text; G_MAXINT: none. */
static int
place (const char *text, const char *part)
{
  const char *found = strstr (text, part);

  return found != NULL ? (int) (found - text) : G_MAXINT;
}

/* The text has all parts, each behind those before. */
static void
check_order (const char *text, const char *const *parts)
{
  int last = -1;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      int at = place (text, parts[i]);

      if (at == G_MAXINT || at < last)
        g_error ("“%s” is not there, or out of order, in “%s”", parts[i], text);
      last = at;
    }
}

/* Lists, properties, removals, "changed", the document's properties, the view state. */
static void
test_order (void)
{
  static const char *const parts[] = {
    "children ", "one:x", "two:removed", "doc!", "doc:can-redo", "doc:view-state", NULL,
  };
  static const char *const others[] = {
    "links ", "three:owner", "three:removed", "doc!", "doc:current", NULL
  };
  Steps s;

  steps_init (&s);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *events = NULL;

      if (i == 0)
        undo (s.f.document);
      else
        redo (s.f.document);
      events = event_log_take (s.f.log);
      check_order (events, parts);
      check_order (events, others);
      g_assert_true (g_str_has_suffix (events, "doc:view-state"));
      /* No property is notified before the last list, and no removal before the last property. */
      g_assert_cmpint (place (events, "links "), <, place (events, "one:"));
      g_assert_cmpint (place (events, "links "), <, place (events, "two:"));
      g_assert_cmpint (place (events, "children "), <, place (events, "one:"));
      g_assert_cmpint (place (events, "one:target"), <, place (events, ":removed"));
      g_assert_cmpint (place (events, "two:owner"), <, place (events, ":removed"));
      g_assert_cmpint (place (events, "three:owner"), <, place (events, ":removed"));
    }
  steps_clear (&s);
}

/* Each property that differs is notified once, and no other one. */
static void
test_once (void)
{
  Steps s;
  g_autofree char *events = NULL;
  g_auto (GStrv) words = NULL;

  steps_init (&s);
  undo (s.f.document);
  events = event_log_take (s.f.log);
  words = g_strsplit (events, " ", 0);
  for (guint i = 0; words[i] != NULL; i++)
    for (guint j = 0; j < i; j++)
      if (strchr (words[i], ':') != NULL)
        g_assert_cmpstr (words[i], !=, words[j]);
  g_assert_cmpint (place (events, "root:"), ==, G_MAXINT);
  g_assert_cmpint (place (events, "one:part"), ==, G_MAXINT);
  g_assert_cmpint (place (events, "one:owner"), ==, G_MAXINT);
  g_assert_cmpint (place (events, "one:label"), !=, G_MAXINT);
  steps_clear (&s);
}

/* Kinds of changes */

static void
test_kinds (void)
{
  Fixture f;
  g_autoptr (TroveObject) one = NULL;
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (TroveChanges) changes = NULL;
  g_autoptr (TroveMerge) merge = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 1);
  one = get_item (f.children, 0);
  commit (f.document, NULL);
  event_log_watch (f.log, one, "one");

  g_object_set (one, "x", 2., NULL);
  assert_done (trove_document_rollback (f.document, &error));
  assert_events (f.log, "one:x one:x");
  assert_done (trove_document_rollback (f.document, &error));
  assert_events (f.log, "");

  assert_done (trove_document_begin (f.document, NULL, &error));
  assert_done (trove_document_begin (f.document, NULL, &error));
  g_object_set (one, "x", 3., NULL);
  assert_done (trove_document_cancel (f.document, &error));
  assert_events (f.log, "one:x one:x");
  assert_done (trove_document_cancel (f.document, &error));
  assert_events (f.log, "");

  /* A commit and the end of a group tell of what they drop. */
  for (guint group = 0; group < 2; group++)
    {
      g_autoptr (TroveObject) lone = NULL;

      if (group)
        assert_done (trove_document_begin (f.document, NULL, &error));
      lone = new_node (&f, 4);
      append (f.links, lone);
      event_log_watch (f.log, lone, "lone");
      assert_events (f.log, "links 0-0+1");
      assert_done (group ? trove_document_end (f.document, &error) :
                           trove_document_commit (f.document, NULL, &error));
      assert_events (f.log, "links 0-1+0 lone:removed");
    }

  /* So does undo where it has only edits to take back that differ in nothing but what a commit drops. */
  {
    g_autoptr (TroveDocument) fresh = node_document_new ();
    g_autoptr (TroveObject) lone = g_object_new (TEST_TYPE_NODE, "document", fresh, NULL);

    event_log_watch (f.log, lone, "lone");
    g_assert_false (trove_document_redo (fresh, &error));
    assert_trove_error (error, TROVE_ERROR_REMOVED, "nothing to redo");
    assert_events (f.log, "lone:removed");
  }

  version = trove_document_dup_current (f.document);
  g_object_set (one, "x", 5., NULL);
  commit (f.document, NULL);
  changes = trove_document_compare (f.document, version, &error);
  undo (f.document);
  g_free (event_log_take (f.log));
  merge = trove_document_apply (f.document, changes, &error);
  g_assert_no_error (error);
  assert_events (f.log, "one:x");
  g_assert_cmpfloat (get_x (one), ==, 5);
  g_object_set (one, "label", "next", NULL); /* which tells of nothing else */
  assert_events (f.log, "one:label");
  fixture_clear (&f);
}

static void
fail (void)
{
  g_assert_not_reached ();
}

/* A commit that drops nothing tells nothing. */
static void
test_commit (void)
{
  Fixture f;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 1);
  event_log_watch (f.log, f.root, "root");
  g_signal_connect_swapped (f.document, "changed", G_CALLBACK (fail), NULL);
  commit (f.document, NULL);
  set_x (f.document, 1, 0);
  commit (f.document, NULL);
  assert_events (f.log, "");
  fixture_clear (&f);
}

/* "changed" */

static void
count_changes (TroveDocument *document, TroveChanges *changes, guint *n)
{
  *n = 10 * *n + g_list_model_get_n_items (G_LIST_MODEL (changes));
}

/* Without any handle the signal is emitted, with the changes. */
static void
test_changed (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_signal_connect (document, "changed", G_CALLBACK (count_changes), &n);
  set_x (document, root, 1);
  set_target (document, root, root);
  g_assert_cmpuint (n, ==, 0);
  commit (document, NULL);
  g_assert_cmpuint (n, ==, 0);
  undo (document);
  g_assert_cmpuint (n, ==, 2);
  set_x (document, root, 5);
  undo (document); /* of the edit alone */
  g_assert_cmpuint (n, ==, 21);
  g_assert_true (trove_document_rollback (document, &error));
  g_assert_cmpuint (n, ==, 21);
  set_x (document, root, 5);
  set_x (document, root, 0);
  g_assert_true (trove_document_rollback (document, &error)); /* of nothing */
  g_assert_cmpuint (n, ==, 21);
}

/* Edits of handlers */

typedef struct
{
  Fixture *f;
  TroveObject *object;
  GString *results;
} Editing;

static void
note (Editing *editing, gboolean done, GError *error)
{
  g_assert_false (done);
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "Handlers are being told of a change of the whole document"));
  g_string_append_c (editing->results, '.');
  g_error_free (error);
}

/* All that a handler may and may not do. */
static void
edit_in_turn (Editing *editing)
{
  TroveDocument *document = editing->f->document;
  g_autoptr (TroveObject) none = NULL;
  g_autoptr (TroveVersion) frozen = NULL;
  g_autoptr (TroveChanges) changes = NULL;
  g_auto (GValue) value = double_value (99);
  GError *error = NULL;
  double before = get_x (editing->object);

  g_assert_true (trove_document_get_restoring (document));
  g_object_set (editing->object, "x", 99., NULL); /* silent */
  g_assert_cmpfloat (get_x (editing->object), ==, before);
#define REFUSED(call)                                                                                        \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    gboolean done;                                                                                           \
                                                                                                             \
    error = NULL;                                                                                            \
    done = (call);                                                                                           \
    note (editing, done, error);                                                                             \
  }                                                                                                          \
  G_STMT_END
  REFUSED (trove_object_set_field (editing->object, "x", &value, &error));
  REFUSED (trove_object_set_data (editing->object, trove_object_peek_data (editing->object), &error));
  REFUSED (trove_object_remove (editing->object, &error));
  REFUSED (trove_list_append (editing->f->links, editing->object, &error));
  REFUSED (trove_document_commit (document, NULL, &error));
  REFUSED (trove_document_begin (document, NULL, &error));
  REFUSED (trove_document_rollback (document, &error));
  REFUSED (trove_document_undo (document, &error));
  REFUSED (trove_document_redo (document, &error));
#undef REFUSED
  expect_critical ("No object of type TestNode was made: Handlers are being told*");
  none = g_object_new (TEST_TYPE_NODE, "document", document, NULL);
  g_test_assert_expected_messages ();
  g_assert_null (trove_object_get_document (none));
  g_assert_cmpuint (trove_object_get_key (none), ==, 0);

  /* Freezing and comparing are allowed. */
  error = NULL;
  frozen = trove_document_freeze (document, &error);
  g_assert_no_error (error);
  g_assert_nonnull (frozen);
  changes = trove_document_compare (document, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (changes)), ==, 0);
}

/* In a handler of each kind. Redo is still possible then. */
static void
test_edits (void)
{
  Steps s;
  Editing editing;
  gboolean restoring;

  steps_init (&s);
  editing = (Editing){ &s.f, s.one, g_string_new (NULL) };
  g_signal_connect_swapped (s.f.links, "items-changed", G_CALLBACK (edit_in_turn), &editing);
  g_signal_connect_swapped (s.one, "notify::label", G_CALLBACK (edit_in_turn), &editing);
  g_signal_connect_swapped (s.three, "notify::removed", G_CALLBACK (edit_in_turn), &editing);
  g_signal_connect_swapped (s.f.document, "changed", G_CALLBACK (edit_in_turn), &editing);
  undo (s.f.document);
  g_assert_cmpuint (editing.results->len, ==, 4 * 9);
  g_object_get (s.f.document, "restoring", &restoring, NULL);
  g_assert_false (restoring || trove_document_get_restoring (s.f.document));
  g_assert_true (trove_document_get_can_redo (s.f.document));
  redo (s.f.document);
  g_assert_cmpuint (editing.results->len, ==, 8 * 9);
  g_assert_cmpfloat (get_x (s.one), ==, 7);
  g_signal_handlers_disconnect_by_data (s.f.links, &editing);
  g_signal_handlers_disconnect_by_data (s.one, &editing);
  g_signal_handlers_disconnect_by_data (s.three, &editing);
  g_signal_handlers_disconnect_by_data (s.f.document, &editing);
  g_object_set (s.one, "x", 8., NULL); /* edits are allowed again */
  g_assert_cmpfloat (get_x (s.one), ==, 8);
  g_string_free (editing.results, TRUE);
  steps_clear (&s);
}

/* The handler of a property edits, when a setter tells it. */
static void
round_up (GObject *object, GParamSpec *pspec, gpointer data)
{
  double x = get_x (object), rounded = (double) (gint64) (x + .999);

  if (x != rounded)
    g_object_set (object, "x", rounded, NULL);
}

static void
test_rounding (void)
{
  Fixture f;
  g_autofree char *labels = NULL;

  fixture_init (&f);
  set_x (f.document, 1, 1.5); /* before anybody rounds */
  commit (f.document, "Half");
  g_signal_connect (f.root, "notify::x", G_CALLBACK (round_up), NULL);
  g_object_set (f.root, "x", 2.5, NULL);
  g_assert_cmpfloat (get_x (f.root), ==, 3);
  commit (f.document, "Three");
  undo (f.document);
  g_assert_cmpfloat (get_x (f.root), ==, 1.5);
  redo (f.document);
  g_assert_cmpfloat (get_x (f.root), ==, 3);
  labels = all_labels (f.document);
  g_assert_cmpstr (labels, ==, "- Half Three");
  fixture_clear (&f);
}

/* Without memory to find the changes, all is told as changed. */
static void
test_no_memory (void)
{
  Steps s;
  g_autoptr (TroveVersion) first = NULL;
  g_autoptr (TroveChanges) changes = NULL;
  gboolean ended = FALSE;
  guint n_untold = 0;

  steps_init (&s);
  undo (s.f.document);
  first = trove_document_dup_current (s.f.document);
  redo (s.f.document);
  changes = trove_document_compare (s.f.document, first, NULL);
  undo (s.f.document);
  for (guint number = 0; !ended; number++)
    {
      g_autoptr (TroveMerge) merge = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *before = list_items (s.f.children);
      g_autofree char *events = NULL;

      g_free (event_log_take (s.f.log));
      failing_memory_start (FAILING_REST, number);
      merge = trove_document_apply (s.f.document, changes, &error);
      failing_memory_stop ();
      ended = !failing_memory_has_failed ();
      events = event_log_take (s.f.log);
      if (merge == NULL)
        {
          g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
          g_assert_cmpint (place (events, "one:"), ==, G_MAXINT);
          assert_items (s.f.children, before);
          continue;
        }
      assert_items (s.f.children, "7 3");
      g_assert_false (trove_object_get_removed (s.two)); /* until the commit, without an owner */
      g_assert_false (trove_object_get_removed (s.three));
      g_assert_cmpint (place (events, "one:x"), !=, G_MAXINT);
      g_assert_cmpint (place (events, "two:owner"), !=, G_MAXINT);
      g_assert_cmpint (place (events, "three:removed"), !=, G_MAXINT);
      n_untold += place (events, "one:spare") != G_MAXINT;
      assert_done (trove_document_rollback (s.f.document, &error));
      assert_items (s.f.children, "1 2");
    }
  g_assert_cmpuint (n_untold, >, 0);
  steps_clear (&s);
}

/* Many changes: more than there are handles */

#define MANY 200

/* A document whose root had so many children, before nearly all of them were changed, some removed or moved, and one was added to
 * each of a few. */
static void
many_init (Fixture *f)
{
  TroveKey root;

  fixture_init (f);
  append_nodes (f, f->children, 1, MANY);
  root = trove_document_get_root_key (f->document);
  commit (f->document, "Before");
  for (TroveKey key = root + 1; key <= root + MANY; key++)
    if (key % 10 != 5)
      set_x (f->document, key, -1. * (double) key);
  for (TroveKey key = root + 10; key < root + MANY; key += 10)
    {
      g_assert_true (trove_document_move (f->document, key, key + 1, "children", 0, NULL));
      g_assert_true (trove_document_move (f->document, key - 2, root, "children", 0, NULL));
      g_assert_true (trove_document_remove (f->document, key - 4, NULL));
    }
  commit (f->document, "After");
  g_free (event_log_take (f->log));
}

/* The events of going back and forth, of lists and objects that are watched. all: there are handles of all others, too. */
static char *
log_many (gboolean all)
{
  static const char *const names[] = { "one",   "two",   "three", "four", "five",  "six",
                                       "seven", "eight", "nine",  "ten",  "eleven" };
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  GString *events = g_string_new (NULL);
  Fixture f;

  many_init (&f);
  undo (f.document);
  for (guint i = 0; i < MANY; i++)
    {
      TroveObject *object = get_item (f.children, i);

      if (i < G_N_ELEMENTS (names))
        event_log_watch (f.log, object, names[i]);
      if (i == 10)
        event_log_watch (f.log, trove_object_get_list (object, "children"), "children-of-eleven");
      if (i < G_N_ELEMENTS (names) || all)
        g_ptr_array_add (held, object);
      else
        g_object_unref (object);
    }
  event_log_watch (f.log, f.root, "root");
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *text = NULL;

      if (i % 2 == 0)
        redo (f.document);
      else
        undo (f.document);
      text = event_log_take (f.log);
      g_string_append_printf (events, "%s\n", text);
    }
  g_ptr_array_set_size (held, 0);
  fixture_clear (&f);
  return g_string_free (events, FALSE);
}

/* Few handles are told the same as those of all objects. */
static void
test_many (void)
{
  g_autofree char *few = log_many (FALSE), *all = log_many (TRUE);
  g_auto (GStrv) lines = g_strsplit (few, "\n", 0);
  static const char *const parts[] = { "children ", "one:x",       "two:x", "ten:owner",
                                       "ten:x",     "six:removed", NULL };
  static const char *const others[] = { "children-of-eleven 0-0+1", "one:x", NULL };

  g_assert_cmpstr (few, ==, all);
  check_order (lines[0], parts);
  check_order (lines[0], others);
  g_assert_cmpint (place (lines[0], "four:"), ==, G_MAXINT);
  g_assert_cmpint (place (lines[1], "children-of-eleven 0-1+0"), !=, G_MAXINT);
}

/* Without memory for the changes of the objects that have handles, they are all told. */
static void
test_many_no_memory (void)
{
  Fixture f;
  g_autoptr (TroveObject) one = NULL;
  gboolean ended = FALSE;
  guint n_untold = 0;

  many_init (&f);
  one = get_item (f.children, MANY / 4 + 1);
  g_assert_cmpfloat (get_x (one), <, 0); /* was changed */
  event_log_watch (f.log, one, "one");
  event_log_watch (f.log, f.document, "doc");
  for (guint number = 0; !ended; number++)
    {
      g_autofree char *events = NULL;
      gboolean done;

      failing_memory_start (FAILING_ONE, number);
      done = trove_document_undo (f.document, NULL);
      ended = !failing_memory_has_failed ();
      failing_memory_stop ();
      events = event_log_take (f.log);
      if (!done)
        continue;
      g_assert_cmpint (place (events, "one:x"), !=, G_MAXINT);
      g_assert_cmpint (MIN (place (events, "doc!"), place (events, "doc?")), !=, G_MAXINT);
      n_untold += place (events, "one:spare") != G_MAXINT;
      redo (f.document);
      g_free (event_log_take (f.log));
    }
  g_assert_cmpuint (n_untold, >, 1);
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-turn/order", test_order);
  g_test_add_func ("/document-turn/once", test_once);
  g_test_add_func ("/document-turn/kinds", test_kinds);
  g_test_add_func ("/document-turn/commit", test_commit);
  g_test_add_func ("/document-turn/changed", test_changed);
  g_test_add_func ("/document-turn/edits", test_edits);
  g_test_add_func ("/document-turn/rounding", test_rounding);
  g_test_add_func ("/document-turn/no-memory", test_no_memory);
  g_test_add_func ("/document-turn/many", test_many);
  g_test_add_func ("/document-turn/many-no-memory", test_many_no_memory);
  status = g_test_run ();
  g_assert_cmpint (test_hooks.n_live, ==, 0);
  return status;
}
