/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Stress of documents: four threads read versions, keep them and drop them, while two others edit, undo, save, limit, branch, merge and
 * drop documents, which they hand over to each other. A version has the digest that was taken when it was made. In the end no memory may be
 * left.
 *
 * Now and then a document is loaded anew: its versions are then read when owners and readers ask for them, several threads the same ones.
 *
 * The library is built with an eager hand: the hand moves blocks at nearly each commit of a document with a limit. Readers get
 * versions that nobody held, whose blocks may have been moved, as parents of others. They also get the changes that a document
 * has told of, which none has read: two threads may be the first ones at once.
 *
 * TROVE_STRESS_SECONDS: the seconds that the test takes.
 */

#include <trove-glib/trove-glib.h>

#include <string.h>

#include "reload.h"
#include "stress-support.h"
#include "thing.h"

#define N_OWNERS 2
#define N_READERS 4
#define N_DOCUMENTS 3
#define N_COMMON 2
#define N_VERSIONS 12
#define N_CHANGES 3
#define N_KNOWN 4096
#define MOST_KEPT 6   /* versions of a document */
#define MAX_STEPS 120 /* of a document; then another takes its place, and now and then before */
#define MAX_OBJECTS 200

/* Places */

typedef struct
{
  TroveVersion *version;
  guint64 digest;
} Digested;

static Place documents[N_DOCUMENTS];    /* TroveDocument without an owner */
static TroveDocument *common[N_COMMON]; /* an owner adopts one, uses it and transfers it */
static Place versions[N_VERSIONS];      /* Digested */
static Place changes[N_CHANGES];        /* TroveChanges */
static atomic_int done;
static atomic_uint n_read;  /* versions */
static atomic_uint n_known; /* parents */
static atomic_uint n_merged;
static atomic_uint n_loaded; /* documents */
static atomic_uint n_compared;

static void
digested_free (Digested *digested)
{
  g_object_unref (digested->version);
  g_free (digested);
}

static void
publish (TestRandom *random, TroveVersion *version, guint64 digest)
{
  Digested *digested = g_new (Digested, 1), *old;

  *digested = (Digested){ version, digest };
  old = place_put (versions, N_VERSIONS, random, digested);
  if (old != NULL)
    digested_free (old);
}

/* Digests by the ids of versions; later ones take the places of others. */

typedef struct
{
  char id[40];
  guint64 digest;
} Known;

static Known known[N_KNOWN];
static TestLock known_lock = ATOMIC_FLAG_INIT;

static void
note_digest (TroveVersion *version, guint64 digest)
{
  g_autofree char *id = trove_version_dup_id (version);
  Known *at = &known[g_str_hash (id) % N_KNOWN];

  test_lock (&known_lock);
  g_strlcpy (at->id, id, sizeof at->id);
  at->digest = digest;
  test_unlock (&known_lock);
}

static gboolean
find_digest (const char *id, guint64 *digest)
{
  const Known *at = &known[g_str_hash (id) % N_KNOWN];
  gboolean is_known;

  test_lock (&known_lock);
  is_known = strcmp (at->id, id) == 0;
  *digest = at->digest;
  test_unlock (&known_lock);
  return is_known;
}

static void
check_if_known (TroveVersion *version)
{
  g_autofree char *id = trove_version_dup_id (version);
  guint64 found = thing_digest (version), digest;

  if (!find_digest (id, &digest))
    return;
  g_assert_cmphex (found, ==, digest);
  atomic_fetch_add_explicit (&n_known, 1, memory_order_relaxed);
}

/* Readers */

static void
look_around (TroveVersion *version, TestRandom *random)
{
  g_autoptr (GPtrArray) parents = trove_version_dup_parents (version);
  g_autofree char *id = trove_version_dup_id (version), *name = trove_version_dup_name (version);

  g_assert_cmpuint (parents->len, <=, 2);
  g_assert_cmpuint (strlen (id), ==, 32);
  g_assert_true (trove_version_get_label (version) == NULL ||
                 g_str_has_prefix (trove_version_get_label (version), "Step"));
  if (test_random_below (random, 8) == 0)
    trove_version_set_kept (version, !trove_version_get_kept (version));
  if (test_random_below (random, 8) == 0)
    trove_version_set_name (version, name == NULL ? "A name" : NULL);
  for (guint i = 0; i < parents->len; i++)
    check_if_known (g_ptr_array_index (parents, i));
}

static void
put_changes (TestRandom *random, TroveChanges *one)
{
  TroveChanges *old = place_put (changes, N_CHANGES, random, g_object_ref (one));

  g_clear_object (&old);
}

static void
read_changes (TestRandom *random)
{
  g_autoptr (TroveChanges) one = place_take (changes, N_CHANGES, random);
  g_autoptr (TroveChanges) inverse = NULL;
  g_autofree TroveKey *keys = NULL;
  guint n = 0;
  gsize n_keys;

  if (one == NULL)
    return;
  if (test_random_below (random, 2) == 0)
    put_changes (random, one);
  keys = trove_changes_dup_keys (one, &n_keys);
  for (TroveChangeKind kind = TROVE_CHANGE_ADDED; kind <= TROVE_CHANGE_LIST; kind++)
    n += trove_changes_count_kind (one, kind);
  g_assert_cmpuint (n, ==, g_list_model_get_n_items (G_LIST_MODEL (one)));
  g_assert_cmpuint (n, >=, n_keys);
  g_assert_cmpuint (n_keys, >, 0);
  inverse = trove_changes_inverse (one);
  g_assert_cmpuint (trove_changes_count_kind (inverse, TROVE_CHANGE_ADDED), ==,
                    trove_changes_count_kind (one, TROVE_CHANGE_REMOVED));
  atomic_fetch_add_explicit (&n_compared, 1, memory_order_relaxed);
}

static gpointer
run_reader (gpointer data)
{
  TestRandom *random = data;

  while (!atomic_load_explicit (&done, memory_order_relaxed))
    {
      Digested *digested = place_take (versions, N_VERSIONS, random);

      read_changes (random);
      if (digested == NULL)
        {
          g_thread_yield ();
          continue;
        }
      /* Another thread may read it at the same time. */
      if (test_random_below (random, 2) == 0)
        publish (random, g_object_ref (digested->version), digested->digest);
      g_assert_cmphex (thing_digest (digested->version), ==, digested->digest);
      look_around (digested->version, random);
      atomic_fetch_add_explicit (&n_read, 1, memory_order_relaxed);
      digested_free (digested);
    }
  return NULL;
}

/* Owners */

typedef struct
{
  TestRandom *random;
  TroveDocument *document;
} Owner;

static guint
below (Owner *self, guint n)
{
  return (guint) test_random_below (self->random, n);
}

/* The root or one of its children, or their children. */
static TroveKey
choose_key (Owner *self)
{
  TroveKey key = trove_document_get_root_key (self->document), child;
  guint n;

  for (guint depth = below (self, 3); depth > 0; depth--)
    {
      n = trove_document_get_n_children (self->document, key, "children");
      if (n == 0 ||
          trove_document_get_children (self->document, key, "children", below (self, n), &child, 1) == 0)
        break;
      key = child;
    }
  return key;
}

/* Errors are those of edits that make no sense, as a circle. */
static void
add (Owner *self)
{
  static const char *const labels[] = { NULL, "short", "a label that does not lie in its record" };
  const ThingData data = { test_random_next (self->random), labels[below (self, 3)],
                           below (self, 2) == 0 ? choose_key (self) : 0 };

  if (trove_document_get_n_objects (self->document) < MAX_OBJECTS)
    trove_document_add (self->document, thing_get_type (), &data, choose_key (self), "children", G_MAXUINT,
                        NULL, NULL);
}

static void
set (Owner *self)
{
  TroveKey key = choose_key (self);
  ThingData data = *(const ThingData *) trove_document_peek (self->document, key, NULL);
  char label[40];

  data.value = test_random_next (self->random);
  if (below (self, 2) == 0)
    data.target = below (self, 2) == 0 ? choose_key (self) : 0;
  if (below (self, 2) == 0)
    {
      g_snprintf (label, sizeof label, "%.*s", (int) below (self, 39),
                  "0123456789012345678901234567890123456789");
      data.label = label;
    }
  trove_document_set (self->document, key, &data, NULL);
}

static void
link_some (Owner *self)
{
  TroveKey key = choose_key (self), keys[3];
  guint n = trove_document_get_n_children (self->document, key, "links");

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    keys[i] = choose_key (self);
  trove_document_splice (self->document, key, "links", below (self, n + 1), 0, keys, below (self, 4), NULL);
  if (n > 6)
    trove_document_splice (self->document, key, "links", 0, n / 2, NULL, 0, NULL);
}

static void
edit (Owner *self)
{
  switch (below (self, 8))
    {
    case 0:
    case 1:
      add (self);
      break;
    case 2:
      trove_document_move (self->document, choose_key (self), choose_key (self), "children", G_MAXUINT, NULL);
      break;
    case 3:
      trove_document_remove (self->document, choose_key (self), NULL);
      break;
    case 4:
      link_some (self);
      break;
    default:
      set (self);
      break;
    }
}

static void
commit (Owner *self)
{
  g_autoptr (GError) error = NULL;
  TroveVersion *version;
  guint64 digest;

  trove_document_commit_full (self->document, "Step", below (self, 4) == 0 ? "same" : NULL, &error);
  g_assert_no_error (error);
  version = trove_document_dup_current (self->document);
  digest = thing_digest (version);
  note_digest (version, digest);
  if (below (self, 3) == 0)
    publish (self->random, version, digest);
  else
    g_object_unref (version); /* a reader may get it as a parent */
}

/* Keeps the current version, and no more than a few. */
static void
keep (Owner *self)
{
  g_autoptr (TroveVersion) current = trove_document_dup_current (self->document);
  g_autoptr (GPtrArray) steps = trove_document_dup_versions (self->document);
  guint n_kept = 0;

  for (guint i = steps->len; i-- > 0;)
    {
      n_kept += trove_version_get_kept (g_ptr_array_index (steps, i));
      if (n_kept >= MOST_KEPT)
        trove_version_set_kept (g_ptr_array_index (steps, i), FALSE);
    }
  trove_version_set_kept (current, TRUE);
}

/* Gives a version to readers, without reading it. */
static void
give_if_known (Owner *self, TroveVersion *version)
{
  g_autofree char *id = trove_version_dup_id (version);
  guint64 digest;

  if (find_digest (id, &digest))
    publish (self->random, g_object_ref (version), digest);
}

/* Reads a version that the document alone may have had. */
static void
look_back (Owner *self)
{
  g_autoptr (GPtrArray) steps = trove_document_dup_versions (self->document);

  check_if_known (g_ptr_array_index (steps, below (self, steps->len)));
}

/* Makes the document one whose versions are unread, and gives some of them to readers. */
static void
load (Owner *self)
{
  TroveDocument *loaded;

  commit (self);
  loaded = reload_document (self->document, below (self, N_RELOADS));
  g_object_unref (self->document);
  self->document = loaded;
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GPtrArray) steps = trove_document_dup_versions (loaded);

      give_if_known (self, g_ptr_array_index (steps, below (self, steps->len)));
    }
  atomic_fetch_add_explicit (&n_loaded, 1, memory_order_relaxed);
}

static void
freeze (Owner *self)
{
  g_autoptr (GError) error = NULL;
  TroveVersion *version = trove_document_freeze (self->document, &error);

  g_assert_no_error (error);
  publish (self->random, version, thing_digest (version));
}

static void
group (Owner *self)
{
  g_assert_true (trove_document_begin (self->document, "Step of a group", NULL));
  edit (self);
  edit (self);
  if (below (self, 2) == 0)
    g_assert_true (trove_document_cancel (self->document, NULL));
  else
    g_assert_true (trove_document_end (self->document, NULL));
}

static void
give_changes (TroveDocument *document, TroveChanges *one, Owner *self)
{
  put_changes (self->random, one);
  put_changes (self->random, one);
}

static void
go_to (Owner *self)
{
  g_autoptr (GPtrArray) steps = trove_document_dup_versions (self->document);
  gulong id = g_signal_connect (self->document, "changed", G_CALLBACK (give_changes), self);

  g_assert_true (
      trove_document_go_to (self->document, g_ptr_array_index (steps, below (self, steps->len)), NULL));
  g_signal_handler_disconnect (self->document, id);
}

/* Nearly all documents have a limit. */
static void
limit (Owner *self)
{
  static const guint limits[] = { 1, 3, 5, 8, 20 };
  guint most = below (self, 12) == 0 ? 0 : limits[below (self, G_N_ELEMENTS (limits))];

  trove_document_set_max_versions (self->document, most);
  trove_document_set_max_history_bytes (self->document, below (self, 2) == 0 ? 2000 * most : 0);
}

/* Gives a document away, which another thread takes or finds in its place. */
static void
hand_over (TestRandom *random, TroveDocument *document)
{
  TroveDocument *old;

  g_assert_true (trove_document_transfer (document, NULL));
  old = place_put (documents, N_DOCUMENTS, random, document);
  g_clear_object (&old);
}

static void
branch (Owner *self)
{
  TroveDocument *made = trove_document_branch (self->document, NULL, NULL);

  g_assert_nonnull (made);
  hand_over (self->random, made);
}

/* Merges a version of any document, most often one of a branch that another thread edits. */
static void
merge (Owner *self)
{
  Digested *digested = place_take (versions, N_VERSIONS, self->random);
  g_autoptr (TroveMerge) merged = NULL;
  g_autoptr (GError) error = NULL;

  if (digested == NULL)
    return;
  merged = trove_document_merge (self->document, digested->version, &error);
  g_assert_true (merged != NULL || g_error_matches (error, TROVE_ERROR, TROVE_ERROR_FOREIGN));
  if (merged != NULL)
    atomic_fetch_add_explicit (&n_merged, 1, memory_order_relaxed);
  publish (self->random, g_steal_pointer (&digested->version), digested->digest);
  g_free (digested);
  if (below (self, 4) == 0)
    g_assert_true (trove_document_rollback (self->document, NULL));
  else
    commit (self);
}

static void
act (Owner *self)
{
  switch (below (self, 23))
    {
    case 0:
    case 1:
    case 2:
    case 3:
    case 17:
      commit (self);
      break;
    case 4:
      trove_document_undo (self->document, NULL);
      break;
    case 5:
      trove_document_redo (self->document, NULL);
      break;
    case 6:
      go_to (self);
      break;
    case 7:
      freeze (self);
      break;
    case 8:
      group (self);
      break;
    case 9:
      if (below (self, 4) == 0)
        branch (self);
      break;
    case 10:
      if (below (self, 8) == 0)
        limit (self);
      break;
    case 11:
      keep (self);
      break;
    case 12:
      g_assert_true (trove_document_set_saved (self->document, NULL, NULL));
      break;
    case 13:
      look_back (self);
      break;
    case 20:
    case 21:
      merge (self);
      break;
    case 22:
      if (below (self, 4) == 0)
        load (self);
      break;
    default:
      edit (self);
      break;
    }
}

/* Uses a document that all owners have, if no other owner does, and transfers it: nothing else orders their accesses. */
static void
use_common (TestRandom *random)
{
  Owner self = { .random = random, .document = common[test_random_below (random, N_COMMON)] };
  GError *error = NULL;

  if (!trove_document_begin (self.document, NULL, &error))
    {
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_WRONG_THREAD);
      g_clear_error (&error);
      return;
    }
  edit (&self);
  g_assert_true (trove_document_cancel (self.document, NULL));
  g_assert_true (trove_document_transfer (self.document, NULL));
}

static gboolean
is_old (const Owner *self)
{
  g_autoptr (GPtrArray) steps = trove_document_dup_versions (self->document);

  return steps->len > MAX_STEPS || test_random_below (self->random, 40) == 0;
}

static gpointer
run_owner (gpointer data)
{
  Owner self = { .random = data };

  while (!atomic_load_explicit (&done, memory_order_relaxed))
    {
      self.document = place_take (documents, N_DOCUMENTS, self.random);
      if (self.document == NULL)
        self.document = trove_document_new (thing_get_type (), NULL, 0);
      if (trove_document_get_max_versions (self.document) == 0)
        limit (&self);
      for (guint i = 0; i < 30; i++)
        act (&self);
      use_common (self.random);
      if (is_old (&self))
        {
          branch (&self); /* most documents are branches, which can be merged */
          g_object_unref (self.document);
        }
      else
        hand_over (self.random, self.document);
    }
  return NULL;
}

/* The whole */

static void
make_common (void)
{
  for (guint i = 0; i < N_COMMON; i++)
    {
      common[i] = trove_document_new (thing_get_type (), NULL, 0);
      g_assert_true (trove_document_transfer (common[i], NULL));
    }
}

static void
drop_all (void)
{
  for (guint i = 0; i < N_COMMON; i++)
    g_clear_object (&common[i]);
  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      TroveDocument *document = atomic_exchange_explicit (&documents[i], NULL, memory_order_acquire);

      g_clear_object (&document);
    }
  for (guint i = 0; i < N_CHANGES; i++)
    {
      TroveChanges *one = atomic_exchange_explicit (&changes[i], NULL, memory_order_acquire);

      g_clear_object (&one);
    }
  for (guint i = 0; i < N_VERSIONS; i++)
    {
      Digested *digested = atomic_exchange_explicit (&versions[i], NULL, memory_order_acquire);

      if (digested != NULL)
        digested_free (digested);
    }
}

static void
test_documents (void)
{
  GThread *threads[N_OWNERS + N_READERS];
  TestRandom random, randoms[G_N_ELEMENTS (threads)];
#ifdef STRESS_HOOKS
  long long n_blocks;

  g_object_unref (trove_document_new (thing_get_type (), NULL, 0)); /* makes the class */
  n_blocks = atomic_load (&stress_n_blocks);
#endif

  test_random_init (&random);
  make_common ();
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      randoms[i] = (TestRandom){ test_random_next (&random) };
      threads[i] = g_thread_new ("stress", i < N_OWNERS ? run_owner : run_reader, &randoms[i]);
    }
  g_usleep ((gulong) (stress_seconds () * G_USEC_PER_SEC));
  atomic_store (&done, 1);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  drop_all ();

  g_test_message ("%u versions and %u known parents were read, %u were merged, %u documents were loaded, "
                  "%u lists of changes were read, with %u sources applied",
                  atomic_load (&n_read), atomic_load (&n_known), atomic_load (&n_merged),
                  atomic_load (&n_loaded), atomic_load (&n_compared), atomic_load (&reload_hooks.n_applied));
  g_assert_cmpuint (atomic_load (&n_read), >, 0);
  g_assert_cmpuint (atomic_load (&n_known), >, 0);
  g_assert_cmpuint (atomic_load (&n_merged), >, 0);
  g_assert_cmpuint (atomic_load (&n_loaded), >, 0);
  g_assert_cmpuint (atomic_load (&n_compared), >, 0);
#ifdef STRESS_HOOKS
  g_assert_cmpint (atomic_load (&stress_n_blocks), ==, n_blocks);
#endif
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  stress_make_class (TROVE_TYPE_CHANGES);
  stress_make_class (TROVE_TYPE_DOCUMENT);
  stress_make_class (TROVE_TYPE_MERGE);
  stress_make_class (TROVE_TYPE_VERSION);
  stress_make_class (thing_get_type ());
  trove_error_quark ();
  g_test_add_func ("/stress/documents", test_documents);
  return g_test_run ();
}
