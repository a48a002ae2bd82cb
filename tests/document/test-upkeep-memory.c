/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The hand without memory: in a document with a limit, a saved and a kept version, long lists and many referrers, each request for
 * memory of a commit, undo, redo or go_to fails in turn. The call is done all the same, or nothing has changed and the call
 * succeeds when it is made again. All versions read as in a run without failures, and the accounts equal their recount. */

#include <string.h>

#include "check-upkeep.h"
#include "document-classes.h"
#include "failing-memory.h"
#include "test-support.h"
#include "document.h"

#define N_NODES 24
#define MAX_VERSIONS 9
#define MAX_CALLS 64

/* c: commit, m: commit that is merged with the one before, u: undo, U: undo of edits, r: redo, s: go to the saved version, k: go to
 * the kept one, S: the current version is the saved one from now on, n: another version is kept. */
static const char calls[] = "ccmuurcksccSccUnckcusccccurccmmkccuuccSccccUnccccccurcc";

typedef struct
{
  TroveDocument *document;
  TroveKey root, nodes[N_NODES];
  TroveVersion *kept;
  TroveVersion *held; /* stays where it was when the hand moves blocks */
  GHashTable *texts;  /* of the versions, by id */
  guint n_edits;
} World;

static void
note_text (World *world, TroveVersion *version)
{
  g_hash_table_insert (world->texts, trove_version_dup_id (version), version_text (version));
}

static void
note_current (World *world)
{
  g_autoptr (TroveVersion) current = trove_document_dup_current (world->document);

  note_text (world, current);
}

static void
note_last (World *world)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (world->document);

  note_text (world, g_ptr_array_index (versions, versions->len - 1));
}

static void
check_one (World *world, TroveVersion *version)
{
  g_autofree char *id = trove_version_dup_id (version), *text = version_text (version);

  g_assert_cmpstr (text, ==, g_hash_table_lookup (world->texts, id));
}

static void
check_versions (World *world)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (world->document);

  for (guint i = 0; i < versions->len; i++)
    check_one (world, g_ptr_array_index (versions, i));
  check_one (world, world->held);
}

/* Edits */

static TroveKey
choose (const World *world, guint n)
{
  return world->nodes[n * 7 % N_NODES];
}

/* Gives the root a part that all nodes refer to, or takes the part away: then the commit drops the part, and changes all nodes. */
static void
give_part (World *world, guint n)
{
  NodeData data = get_node (world->document, world->root);

  if (n % 2 == 0)
    return;
  data.part = data.part == 0 ? add_node (world->document, 0, n) : 0;
  set_node (world->document, world->root, &data);
  for (guint i = 0; data.part != 0 && i < N_NODES; i++)
    set_target (world->document, world->nodes[i], data.part);
}

/* Changes values, a long list and many referrers, and makes and removes objects. */
static void
edit (World *world)
{
  guint n = world->n_edits++;
  NodeData data;

  set_x (world->document, choose (world, n), n);
  data = get_node (world->document, choose (world, n + 3));
  data.label = n % 2 == 0 ? "short" : "a label that does not lie in its record";
  data.target = choose (world, n % 3 == 0 ? 5 : 0);
  set_node (world->document, choose (world, n + 3), &data);
  add_link (world->document, world->root, choose (world, n + 1));
  if (n % 2 == 0)
    g_assert_true (trove_document_splice (world->document, world->root, "links", n % 9, 1, NULL, 0, NULL));
  if (n % 3 == 0)
    g_assert_true (trove_document_move (world->document, choose (world, n + 2), world->root, "children",
                                        n % N_NODES, NULL));
  if (n % 4 == 1)
    g_assert_true (trove_document_remove (world->document, add_node (world->document, world->root, n), NULL));
  if (n % 4 == 2)
    add_node (world->document, choose (world, n), n);
  give_part (world, n);
}

static void
edit_and_commit (World *world)
{
  edit (world);
  commit (world->document, "Edit");
  note_current (world);
}

static void
world_init (World *world)
{
  *world = (World){ .document = node_document_new () };
  world->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  world->root = trove_document_get_root_key (world->document);
  note_current (world);
  for (guint i = 0; i < N_NODES; i++)
    {
      world->nodes[i] = add_node (world->document, world->root, i);
      add_link (world->document, world->root, world->nodes[i]);
      set_target (world->document, world->nodes[i], world->nodes[0]);
    }
  trove_document_set_max_versions (world->document, MAX_VERSIONS);
  edit_and_commit (world);
  edit_and_commit (world);
  trove_document_set_saved (world->document, NULL, NULL);
  edit_and_commit (world);
  world->kept = trove_document_dup_current (world->document);
  trove_version_set_kept (world->kept, TRUE);
  edit_and_commit (world);
  world->held = trove_document_dup_current (world->document);
  for (guint i = 0; i < 3; i++)
    edit_and_commit (world);
  /* Nobody has a reference on the kept version, so that its blocks are moved. */
  g_object_unref (world->kept);
}

static void
world_clear (World *world)
{
  g_object_unref (world->held);
  g_object_unref (world->document);
  g_hash_table_unref (world->texts);
}

/* Calls */

static gboolean
go_to_kept (World *world, GError **error)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (world->document);

  for (guint i = 0; i < versions->len; i++)
    if (trove_version_get_kept (g_ptr_array_index (versions, i)))
      return trove_document_go_to (world->document, g_ptr_array_index (versions, i), error);
  g_assert_not_reached ();
}

static gboolean
go_to_saved (World *world, GError **error)
{
  g_autoptr (TroveVersion) saved = trove_document_dup_saved (world->document);

  return trove_document_go_to (world->document, saved, error);
}

static void
keep_another (World *world)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (world->document);

  for (guint i = 0; i < versions->len; i++)
    trove_version_set_kept (g_ptr_array_index (versions, i), i == versions->len - 2);
}

/* Makes a call; its edits were made. */
static gboolean
make_call (World *world, char call, GError **error)
{
  switch (call)
    {
    case 'c':
      return trove_document_commit (world->document, "Edit", error);
    case 'm':
      return trove_document_commit_full (world->document, "Edit", "same", error);
    case 'u':
    case 'U':
      return trove_document_undo (world->document, error);
    case 'r':
      return trove_document_redo (world->document, error);
    case 's':
      return go_to_saved (world, error);
    case 'k':
      return go_to_kept (world, error);
    case 'S':
      return trove_document_set_saved (world->document, NULL, error);
    case 'n':
      keep_another (world);
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

/* FALSE: the call failed, and was made again. */
static gboolean
call_twice (World *world, char call)
{
  g_autofree char *before = document_text (world->document), *after = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  failing_memory_pause (FALSE);
  done = make_call (world, call, &error);
  failing_memory_pause (TRUE);
  if (done)
    return TRUE;

  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
  after = document_text (world->document);
  g_assert_cmpstr (after, ==, before);
  check_upkeep (world->document, TRUE);
  check_versions (world);
  failing_memory_recover ();
  g_clear_error (&error);
  make_call (world, call, &error);
  g_assert_no_error (error);
  return FALSE;
}

typedef struct
{
  char *texts[MAX_CALLS]; /* after each call of a run without failures */
  guint n_rounds;         /* of the hand */
  guint n_refused;        /* calls that failed */
  guint n_unseen;         /* runs in which a request failed and no call did */
} Expected;

/* FALSE: there are fewer requests. mode NONE: notes the texts, else compares with them. */
static gboolean
run (Expected *expected, FailingMode mode, guint64 number)
{
  guint n_refused = 0;
  gboolean failed;
  World world;

  world_init (&world);
  failing_memory_start (mode, number);
  failing_memory_pause (TRUE);
  for (guint i = 0; calls[i] != '\0'; i++)
    {
      gboolean had_failed = failing_memory_has_failed ();
      g_autofree char *text = NULL;

      if (strchr ("cmU", calls[i]) != NULL)
        edit (&world);
      n_refused += !call_twice (&world, calls[i]);
      if (failing_memory_has_failed ())
        failing_memory_recover ();

      if (strchr ("cm", calls[i]) != NULL)
        note_current (&world);
      else if (calls[i] == 'U')
        note_last (&world); /* of the edits that were undone */
      text = document_text (world.document);
      if (mode == FAILING_NONE)
        expected->texts[i] = g_steal_pointer (&text);
      else
        g_assert_cmpstr (text, ==, expected->texts[i]);
      if (failing_memory_has_failed () && !had_failed)
        {
          check_upkeep (world.document, TRUE);
          check_versions (&world);
        }
    }
  failing_memory_stop ();

  failed = failing_memory_has_failed ();
  check_upkeep (world.document, TRUE);
  check_versions (&world);
  expected->n_rounds = world.document->upkeep.hand.n_rounds;
  expected->n_refused += n_refused;
  expected->n_unseen += failed && n_refused == 0;
  world_clear (&world);
  return failed;
}

static void
test_each_request (gconstpointer data)
{
  const FailingMode mode = GPOINTER_TO_UINT (data);
  guint step = test_count (1, 11), n_failed = 0;
  Expected expected = { 0 };

  G_STATIC_ASSERT (sizeof calls <= MAX_CALLS);
  run (&expected, FAILING_NONE, 0);
  g_assert_cmpuint (expected.n_rounds, >, 0);
  while (run (&expected, mode, (guint64) n_failed * step))
    n_failed++;

  g_test_message (
      "%u requests failed: %u calls were refused, and %u runs went on; the hand went %u times round",
      n_failed, expected.n_refused, expected.n_unseen, expected.n_rounds);
  if (step == 1)
    g_assert_cmpuint (expected.n_refused, >, 0);
  g_assert_cmpuint (expected.n_unseen, >, 0);
  g_assert_cmpuint (expected.n_refused + expected.n_unseen, >=, n_failed);
  for (guint i = 0; i < MAX_CALLS; i++)
    g_free (expected.texts[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/document/upkeep-memory/one", GUINT_TO_POINTER (FAILING_ONE), test_each_request);
  g_test_add_data_func ("/document/upkeep-memory/rest", GUINT_TO_POINTER (FAILING_REST), test_each_request);
  return g_test_run ();
}
