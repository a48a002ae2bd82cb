/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Stress of handles: the TroveObjects and TroveLists of documents and versions.
 *
 * Two threads edit documents by handles, look the same keys up again and hand the documents over to each other, with the handles
 * that they hold and without them. Handlers are connected meanwhile. Four threads drop live handles that the owners have sent them.
 * They make the handles of versions, several threads those of the same version and key, compare these with the version by key, and
 * send them to each other. In the end no memory may be left.
 *
 * TROVE_STRESS_SECONDS: the seconds that the test takes. */

#include <trove-glib/trove-glib.h>

#include <string.h>

#include "stress-support.h"
#include "thing.h"

#define N_OWNERS 2
#define N_READERS 4
#define N_DOCUMENTS 3
#define N_VERSIONS 2 /* few, so that threads read the same one */
#define N_PLACES 6
#define MAX_HELD 8     /* handles of an owner */
#define MAX_STEPS 120  /* of a document; then another takes its place, and now and then before */
#define MAX_OBJECTS 60 /* few, so that handles of the same key are made again and again */

static Place parcels[N_DOCUMENTS];
static Place versions[N_VERSIONS]; /* TroveVersion */
static Place frozen[N_PLACES];     /* TroveObject of a version */
static Place live[N_PLACES];       /* TroveObject or TroveList of a document */
static atomic_int done;
static atomic_uint n_read;    /* frozen handles */
static atomic_uint n_dropped; /* live handles, by other threads */

/* A document without an owner, and handles of it. */
typedef struct
{
  TroveDocument *document;
  GPtrArray *handles;
} Parcel;

static void
parcel_free (Parcel *parcel)
{
  g_object_unref (parcel->document);
  g_ptr_array_unref (parcel->handles);
  g_free (parcel);
}

/* Takes over the reference on an object. */
static void
put_object (Place *places, guint n, TestRandom *random, gpointer object)
{
  gpointer old = place_put (places, n, random, object);

  g_clear_object (&old);
}

/* Readers */

static void
check_frozen_list (TroveObject *object, const char *name)
{
  TroveVersion *version = trove_object_get_version (object);
  TroveList *list = trove_object_get_list (object, name);
  TroveKey keys[MAX_OBJECTS + 1];
  guint n =
      trove_version_get_children (version, trove_object_get_key (object), name, 0, keys, G_N_ELEMENTS (keys));

  g_assert_true (trove_object_get_list (object, name) == list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), >=, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TroveObject) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_cmpuint (trove_object_get_key (item), ==, keys[i]);
      g_assert_true (trove_object_get_version (item) == version);
    }
}

/* The key of the object that a property names, or 0. */
static TroveKey
key_of_property (TroveObject *object, const char *name)
{
  TroveObject *other = NULL;
  TroveKey key;

  g_object_get (object, name, &other, NULL);
  key = other != NULL ? trove_object_get_key (other) : 0;
  g_clear_object (&other);
  return key;
}

/* A frozen handle is what its version has by key, and the only one. */
static void
check_frozen (TroveObject *object)
{
  TroveVersion *version = trove_object_get_version (object);
  const TroveKey key = trove_object_get_key (object);
  const ThingData *data = trove_version_peek (version, key, NULL);
  g_autoptr (TroveObject) again = trove_version_lookup (version, key);
  g_autofree char *label = NULL;
  guint64 value;

  g_assert_true (again == object);
  g_assert_true (trove_object_peek_data (object) == data);
  g_object_get (object, "value", &value, "label", &label, NULL);
  g_assert_cmpuint (value, ==, data->value);
  g_assert_cmpstr (label, ==, data->label);
  g_assert_cmpuint (key_of_property (object, "target"), ==, data->target);
  g_assert_cmpuint (key_of_property (object, "owner"), ==,
                    trove_version_get_owner (version, key, NULL, NULL));
  check_frozen_list (object, "children");
  check_frozen_list (object, "links");
  atomic_fetch_add_explicit (&n_read, 1, memory_order_relaxed);
}

/* A random object of a version, by its handle. */
static TroveObject *
choose_frozen (TroveVersion *version, TestRandom *random)
{
  TroveObject *object = trove_version_dup_root (version);

  for (guint depth = (guint) test_random_below (random, 4); depth > 0; depth--)
    {
      GListModel *list = G_LIST_MODEL (trove_object_get_list (object, "children"));
      guint n = g_list_model_get_n_items (list);
      TroveObject *child = n > 0 ? g_list_model_get_item (list, (guint) test_random_below (random, n)) : NULL;

      if (child == NULL)
        break;
      g_object_unref (object);
      object = child;
    }
  return object;
}

static void
read_version (TestRandom *random)
{
  TroveVersion *version = place_take (versions, N_VERSIONS, random);

  if (version == NULL)
    return;
  /* Others read it at the same time. */
  put_object (versions, N_VERSIONS, random, g_object_ref (version));
  for (guint i = 0; i < 4; i++)
    {
      TroveObject *object = choose_frozen (version, random);

      check_frozen (object);
      if (test_random_below (random, 4) == 0)
        put_object (frozen, N_PLACES, random, object);
      else
        g_object_unref (object);
    }
  g_object_unref (version);
}

/* Reads a handle that another thread has made. Its version may be held by handles alone. */
static void
read_frozen (TestRandom *random)
{
  TroveObject *object = place_take (frozen, N_PLACES, random);

  if (object == NULL)
    return;
  if (test_random_below (random, 2) == 0)
    put_object (frozen, N_PLACES, random, g_object_ref (object));
  check_frozen (object);
  g_object_unref (object);
}

/* Drops a live handle, whose document another thread may be editing. */
static void
drop_live (TestRandom *random)
{
  gpointer object = place_take (live, N_PLACES, random);

  if (object == NULL)
    return;
  g_object_unref (object);
  atomic_fetch_add_explicit (&n_dropped, 1, memory_order_relaxed);
}

/* The object of a version that has the key of a live handle. */
static void
read_at (TestRandom *random)
{
  TroveVersion *version = place_take (versions, N_VERSIONS, random);
  gpointer object = place_take (live, N_PLACES, random);

  if (version != NULL && object != NULL && TROVE_IS_OBJECT (object))
    {
      g_autoptr (TroveObject) found = trove_object_dup_at (object, version);

      if (found != NULL)
        check_frozen (found);
    }
  g_clear_object (&object);
  g_clear_object (&version);
}

static gpointer
run_reader (gpointer data)
{
  TestRandom *random = data;

  while (!atomic_load_explicit (&done, memory_order_relaxed))
    {
      read_version (random);
      read_frozen (random);
      for (guint i = 0; i < 6; i++)
        drop_live (random);
      if (test_random_below (random, 8) == 0)
        read_at (random);
    }
  return NULL;
}

/* Owners */

typedef struct
{
  TestRandom *random;
  TroveDocument *document;
  GPtrArray *handles; /* TroveObject */
} Owner;

static guint
below (Owner *self, guint n)
{
  return (guint) test_random_below (self->random, n);
}

static gboolean
is_there (Owner *self, TroveObject *object)
{
  return trove_document_peek (self->document, trove_object_get_key (object), NULL) != NULL;
}

/* A live handle is what the document has by key, and the only one. */
static void
check_live (Owner *self, TroveObject *object)
{
  const TroveKey key = trove_object_get_key (object);
  gconstpointer data = trove_document_peek (self->document, key, NULL);

  g_assert_true (trove_object_get_document (object) == self->document);
  g_assert_true (trove_object_get_removed (object) == (data == NULL));
  if (data != NULL)
    {
      g_autoptr (TroveObject) again = trove_document_lookup (self->document, key);

      g_assert_true (again == object);
      g_assert_true (trove_object_peek_data (object) == data);
    }
}

/* A handle that is held, which may be a removed one, or that of a random object. */
static TroveObject *
choose (Owner *self)
{
  TroveObject *object;

  if (self->handles->len > 0 && below (self, 4) == 0)
    return g_object_ref (g_ptr_array_index (self->handles, below (self, self->handles->len)));

  object = g_object_ref (trove_document_get_root (self->document));
  for (guint depth = below (self, 4); depth > 0; depth--)
    {
      GListModel *list = G_LIST_MODEL (trove_object_get_list (object, "children"));
      guint n = g_list_model_get_n_items (list);
      TroveObject *child = n > 0 ? g_list_model_get_item (list, below (self, n)) : NULL;

      if (child == NULL)
        break;
      g_object_unref (object);
      object = child;
    }
  return object;
}

/* Sends a handle to the threads that drop it, and keeps it now and then. Takes over the reference. */
static void
give (Owner *self, TroveObject *object)
{
  check_live (self, object);
  if (below (self, 8) == 0)
    {
      if (self->handles->len == MAX_HELD)
        g_ptr_array_remove_index_fast (self->handles, below (self, MAX_HELD));
      g_ptr_array_add (self->handles, g_object_ref (object));
    }
  if (below (self, 8) == 0)
    put_object (live, N_PLACES, self->random,
                g_object_ref (trove_object_get_list (object, below (self, 2) == 0 ? "children" : "links")));
  if (below (self, 2) == 0)
    put_object (live, N_PLACES, self->random, object);
  else
    g_object_unref (object);
}

/* Handlers are called on the thread that owns the document. While the document goes it is NULL. */
static _Thread_local const Owner *owner_here;

static void
note_property (TroveObject *object, GParamSpec *pspec, gpointer data)
{
  TroveDocument *document = trove_object_get_document (object);

  g_assert_true (document == NULL || document == owner_here->document);
  if (test_random_below (owner_here->random, 4) == 0)
    put_object (live, N_PLACES, owner_here->random, g_object_ref (object));
}

static void
note_items (GListModel *list, guint position, guint n_removed, guint n_added, gpointer data)
{
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (TroveObject) item = g_list_model_get_item (list, position + i);

      g_assert_true (TROVE_IS_OBJECT (item));
    }
}

static void
connect (TroveObject *object)
{
  g_signal_connect (object, "notify", G_CALLBACK (note_property), NULL);
  g_signal_connect (trove_object_get_list (object, "children"), "items-changed", G_CALLBACK (note_items),
                    NULL);
}

/* Errors are those of edits that make no sense, as a circle, or an object that was removed. */
static void
add (Owner *self, TroveObject *owner)
{
  TroveObject *object;

  if (trove_document_get_n_objects (self->document) >= MAX_OBJECTS)
    return;
  object = g_object_new (thing_get_type (), "document", self->document, "value",
                         test_random_next (self->random), "label", "a new thing", NULL);
  if (below (self, 4) == 0)
    connect (object);
  trove_list_append (trove_object_get_list (owner, "children"), object, NULL);
  give (self, object);
}

static void
set (Owner *self, TroveObject *object)
{
  TroveObject *target = choose (self);

  if (is_there (self, object))
    g_object_set (object, "value", test_random_next (self->random), "label",
                  below (self, 2) == 0 ? "short" : "a label that does not lie in its record", NULL);
  if (is_there (self, object) && is_there (self, target))
    g_object_set (object, "target", below (self, 4) == 0 ? NULL : target, NULL);
  give (self, target);
}

static void
link_one (Owner *self, TroveObject *object)
{
  TroveList *links = trove_object_get_list (object, "links");
  TroveObject *target = choose (self);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (links));

  trove_list_splice (links, below (self, n + 1), n > 6 ? n / 2 : 0, &target, 1, NULL);
  give (self, target);
}

static void
rearrange (Owner *self, TroveObject *object)
{
  TroveList *children = trove_object_get_list (object, "children");
  TroveObject *other = choose (self);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (children));

  if (n > 0 && below (self, 2) == 0)
    trove_list_move (children, below (self, n), below (self, n), NULL);
  else if (n > 0 && below (self, 4) == 0)
    trove_list_remove (children, below (self, n), NULL);
  else
    trove_list_insert (children, below (self, n + 1), other, NULL);
  give (self, other);
}

static void
edit (Owner *self)
{
  TroveObject *object = choose (self);

  switch (below (self, 8))
    {
    case 0:
    case 1:
    case 2:
      add (self, object);
      break;
    case 3:
      link_one (self, object);
      break;
    case 4:
      rearrange (self, object);
      break;
    case 5:
      if (below (self, 2) == 0)
        trove_object_remove (object, NULL);
      break;
    default:
      set (self, object);
      break;
    }
  give (self, object);
}

static void
publish (Owner *self)
{
  g_autoptr (GError) error = NULL;
  TroveVersion *version = trove_document_freeze (self->document, &error);

  g_assert_no_error (error);
  put_object (versions, N_VERSIONS, self->random, version);
}

static void
group (Owner *self)
{
  g_assert_true (trove_document_begin (self->document, NULL, NULL));
  edit (self);
  edit (self);
  if (below (self, 2) == 0)
    g_assert_true (trove_document_cancel (self->document, NULL));
  else
    g_assert_true (trove_document_end (self->document, NULL));
}

static void
act (Owner *self)
{
  switch (below (self, 16))
    {
    case 0:
    case 1:
      g_assert_true (trove_document_commit (self->document, NULL, NULL));
      break;
    case 2:
      trove_document_undo (self->document, NULL);
      break;
    case 3:
      trove_document_redo (self->document, NULL);
      break;
    case 4:
      publish (self);
      break;
    case 5:
      group (self);
      break;
    case 6:
      if (below (self, 4) == 0)
        g_assert_true (trove_document_rollback (self->document, NULL));
      break;
    case 7:
      give (self, choose (self));
      break;
    default:
      edit (self);
      break;
    }
  for (guint i = 0; i < self->handles->len; i++)
    check_live (self, g_ptr_array_index (self->handles, i));
}

static GPtrArray *
new_handles (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

/* Gives the document away, with its handles or without them. Then they are dropped while the next owner may be using it. */
static void
hand_over (Owner *self)
{
  Parcel *parcel = g_new (Parcel, 1), *old;
  gboolean all = below (self, 2) == 0;

  g_assert_true (trove_document_transfer (self->document, NULL));
  *parcel = (Parcel){ self->document, all ? self->handles : new_handles () };
  if (all)
    self->handles = new_handles ();
  old = place_put (parcels, N_DOCUMENTS, self->random, parcel);
  if (old != NULL)
    parcel_free (old);
  for (guint i = 0; i < self->handles->len; i++)
    put_object (live, N_PLACES, self->random, g_object_ref (g_ptr_array_index (self->handles, i)));
  g_ptr_array_set_size (self->handles, 0);
}

static void
begin (Owner *self)
{
  Parcel *parcel = place_take (parcels, N_DOCUMENTS, self->random);

  if (parcel == NULL)
    {
      self->document = trove_document_new (thing_get_type (), NULL, 0);
      trove_document_set_max_versions (self->document, 1 + below (self, 8));
      return;
    }
  self->document = parcel->document;
  g_ptr_array_unref (self->handles);
  self->handles = parcel->handles;
  g_free (parcel);
}

static gboolean
is_old (Owner *self)
{
  return g_list_model_get_n_items (trove_document_get_history (self->document)) > MAX_STEPS ||
         below (self, 20) == 0;
}

static gpointer
run_owner (gpointer data)
{
  Owner self = { .random = data, .handles = new_handles () };

  owner_here = &self;
  while (!atomic_load_explicit (&done, memory_order_relaxed))
    {
      begin (&self);
      for (guint i = 0; i < 30; i++)
        act (&self);
      if (is_old (&self))
        g_object_unref (self.document); /* before its handles */
      else
        hand_over (&self);
      g_ptr_array_set_size (self.handles, 0);
    }
  g_ptr_array_unref (self.handles);
  return NULL;
}

/* The whole */

static void
drop_objects (Place *places, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      gpointer object = atomic_exchange_explicit (&places[i], NULL, memory_order_acquire);

      g_clear_object (&object);
    }
}

static void
drop_all (void)
{
  TestRandom random = { 1 };
  const Owner nobody = { .random = &random };

  owner_here = &nobody;
  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      Parcel *parcel = atomic_exchange_explicit (&parcels[i], NULL, memory_order_acquire);

      if (parcel != NULL)
        parcel_free (parcel);
    }
  drop_objects (versions, N_VERSIONS);
  drop_objects (frozen, N_PLACES);
  drop_objects (live, N_PLACES);
}

static void
test_objects (void)
{
  GThread *threads[N_OWNERS + N_READERS];
  TestRandom random, randoms[G_N_ELEMENTS (threads)];
#ifdef STRESS_HOOKS
  TroveDocument *document = trove_document_new (thing_get_type (), NULL, 0);
  long long n_blocks;

  trove_document_get_history (document); /* makes its class, and that of the document's objects */
  g_object_unref (document);
  n_blocks = atomic_load (&stress_n_blocks);
#endif

  test_random_init (&random);
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

  g_test_message ("%u frozen handles were read, and %u live ones dropped", atomic_load (&n_read),
                  atomic_load (&n_dropped));
  g_assert_cmpuint (atomic_load (&n_read), >, 0);
  g_assert_cmpuint (atomic_load (&n_dropped), >, 0);
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
  stress_make_class (TROVE_TYPE_VERSION);
  stress_make_class (TROVE_TYPE_LIST);
  stress_make_class (thing_get_type ());
  trove_error_quark ();
  g_test_add_func ("/stress/objects", test_objects);
  return g_test_run ();
}
