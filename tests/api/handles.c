/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Handles: the table of weak references, with objects of any type as handles. The source is included, so that another thread can
 * come between two of its steps. */

#include <glib-object.h>

/* Does what another thread does just then; once. */
static void (*interrupt) (gpointer data);
static gpointer interrupt_data;

static gpointer
get_and_interrupt (GWeakRef *ref)
{
  gpointer object = g_weak_ref_get (ref);
  void (*func) (gpointer data) = g_steal_pointer (&interrupt);

  if (func != NULL)
    func (interrupt_data);
  return object;
}

#define g_weak_ref_get get_and_interrupt
#include "../../trove-glib/handles.c"
#undef g_weak_ref_get

#include "test-support.h"
#include "test-util.h"

static GObject *
new_object (void)
{
  return g_object_new (G_TYPE_OBJECT, NULL);
}

static void
add (TroveHandles *handles, guint64 name, gpointer handle)
{
  g_assert_null (trove_handles_add (handles, name, handle));
}

/* The handle of a name, without its reference. */
static gpointer
find (TroveHandles *handles, guint64 name)
{
  gpointer handle = trove_handles_dup (handles, name);

  if (handle != NULL)
    g_object_unref (handle);
  return handle;
}

static void
test_one_of_a_name (void)
{
  TroveHandles *handles = trove_handles_new (NULL);
  g_autoptr (GObject) a = new_object (), b = new_object (), other = NULL;

  g_assert_false (trove_handles_any (handles));
  g_assert_null (find (handles, 1));
  add (handles, 1, a);
  g_assert_true (trove_handles_any (handles));
  g_assert_true (find (handles, 1) == a);
  g_assert_null (find (handles, 2));
  other = trove_handles_add (handles, 1, b);
  g_assert_true (other == a);
  g_assert_cmpuint (a->ref_count, ==, 2);
  add (handles, 2, b);
  g_assert_true (find (handles, 1) == a);
  g_assert_true (find (handles, 2) == b);

  /* Another handle is not removed. */
  trove_handles_remove (handles, 1, b);
  g_assert_true (find (handles, 1) == a);
  trove_handles_remove (handles, 1, a);
  g_assert_null (find (handles, 1));
  trove_handles_remove (handles, 1, a);
  g_assert_true (trove_handles_any (handles));
  trove_handles_remove (handles, 2, b);
  g_assert_false (trove_handles_any (handles));
  g_assert_false (trove_handles_any (NULL));
  trove_handles_unref (handles);
}

/* A handle that is gone, and did not remove itself yet, gives way. */
static void
test_gone (void)
{
  TroveHandles *handles = trove_handles_new (NULL);
  GObject *first = new_object ();
  g_autoptr (GObject) second = new_object ();

  add (handles, 1, first);
  g_object_unref (first);
  g_assert_null (find (handles, 1));
  add (handles, 1, second);
  g_assert_true (find (handles, 1) == second);
  trove_handles_remove (handles, 1, first); /* its address alone is read */
  g_assert_true (find (handles, 1) == second);
  trove_handles_remove (handles, 1, second);
  trove_handles_unref (handles);
}

static void
add_third (gpointer third)
{
  TroveHandles *handles = g_object_get_data (third, "handles");

  add (handles, 1, third);
}

/* A handle that another thread adds meanwhile is the one of the name. */
static void
test_added_meanwhile (void)
{
  TroveHandles *handles = trove_handles_new (NULL);
  GObject *first = new_object ();
  g_autoptr (GObject) second = new_object (), third = new_object (), other = NULL;

  add (handles, 1, first);
  g_object_unref (first);
  g_object_set_data (third, "handles", handles);
  interrupt_data = third;
  interrupt = add_third;
  other = trove_handles_add (handles, 1, second);
  g_assert_true (other == third);
  g_assert_true (find (handles, 1) == third);
  trove_handles_remove (handles, 1, second);
  g_assert_true (find (handles, 1) == third);
  trove_handles_remove (handles, 1, third);
  g_assert_false (trove_handles_any (handles));
  trove_handles_unref (handles);
}

typedef struct
{
  TroveHandles *handles;
  GObject *handle;
  guint n;
} Dying;

static void
look_up_dying (gpointer data, GObject *where)
{
  Dying *dying = data;

  g_assert_null (find (dying->handles, 1));
  dying->n++;
}

/* Functions that are called at a handle's end do not find the handle. */
static void
test_dying (void)
{
  TroveHandles *handles = trove_handles_new (NULL);
  Dying dying = { handles, new_object (), 0 };

  add (handles, 1, dying.handle);
  g_object_weak_ref (dying.handle, look_up_dying, &dying);
  g_object_unref (dying.handle);
  g_assert_cmpuint (dying.n, ==, 1);
  trove_handles_remove (handles, 1, dying.handle);
  trove_handles_unref (handles);
}

static void
test_all (void)
{
  TroveHandles *handles = trove_handles_new (NULL);
  GObject *objects[100];
  g_autoptr (GPtrArray) all = NULL;

  for (guint i = 0; i < 100; i++)
    {
      objects[i] = new_object ();
      add (handles, i + 1, objects[i]);
    }
  for (guint i = 0; i < 100; i += 2)
    g_clear_object (&objects[i]);
  all = trove_handles_dup_all (handles);
  g_assert_cmpuint (all->len, ==, 50);
  for (guint i = 1; i < 100; i += 2)
    {
      g_assert_true (g_ptr_array_find (all, objects[i], NULL));
      g_assert_cmpuint (objects[i]->ref_count, ==, 2);
    }
  for (guint i = 0; i < 100; i++)
    if (objects[i] != NULL)
      {
        trove_handles_remove (handles, i + 1, objects[i]);
        g_object_unref (objects[i]);
      }
  g_assert_true (trove_handles_any (handles)); /* names whose handles are gone without a word */
  for (guint i = 0; i < 100; i += 2)
    {
      g_autoptr (GObject) object = new_object ();

      add (handles, i + 1, object);
      trove_handles_remove (handles, i + 1, object);
    }
  g_assert_false (trove_handles_any (handles));
  trove_handles_unref (handles);
}

static void
test_names (void)
{
  const TroveKey last = TROVE_KEY_LIMIT - 1;

  g_assert_cmpuint (trove_handles_object_name (1), <, trove_handles_list_name (1, 0));
  g_assert_cmpuint (trove_handles_list_name (1, 0), <, trove_handles_list_name (1, 1));
  g_assert_cmpuint (trove_handles_list_name (1, 999), <, trove_handles_object_name (2));
  g_assert_cmpuint (trove_handles_object_name (last) >> 11, ==, last);
  g_assert_cmpuint (trove_handles_list_name (last, 999) >> 11, ==, last);
}

/* The table lives as long as one of its references. */
static void
test_references (void)
{
  TroveHandles *handles = trove_handles_new (NULL);
  g_autoptr (GObject) object = new_object ();

  g_assert_true (trove_handles_ref (handles) == handles);
  trove_handles_unref (handles);
  add (handles, 1, object);
  trove_handles_remove (handles, 1, object);
  trove_handles_unref (handles);
}

/* Threads */

#define N_NAMES 4

typedef struct
{
  TroveHandles *handles;
  gint ready;  /* atomic: threads that are to begin */
  gint n_made; /* atomic */
} Race;

/* A handle that removes itself at its end. */

typedef struct
{
  GObject parent_instance;
  Race *race;
  guint name;
  gboolean is_added;
} Racer;

typedef struct
{
  GObjectClass parent_class;
} RacerClass;

static GType racer_get_type (void);
G_DEFINE_TYPE (Racer, racer, G_TYPE_OBJECT)

static void
racer_finalize (GObject *object)
{
  Racer *self = (Racer *) object;

  if (self->is_added)
    trove_handles_remove (self->race->handles, self->name + 1, self);
  G_OBJECT_CLASS (racer_parent_class)->finalize (object);
}

static void
racer_class_init (RacerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = racer_finalize;
}

static void
racer_init (Racer *self)
{
}

/* Looks a handle up, or makes one, as the library does. */
static Racer *
ensure (Race *race, guint name)
{
  Racer *self = trove_handles_dup (race->handles, name + 1), *other;

  if (self != NULL)
    return self;
  self = g_object_new (racer_get_type (), NULL);
  self->race = race;
  self->name = name;
  other = trove_handles_add (race->handles, name + 1, self);
  if (other != NULL)
    {
      g_object_unref (self);
      return other;
    }
  self->is_added = TRUE;
  g_atomic_int_inc (&race->n_made);
  return self;
}

static gpointer
run_race (gpointer data)
{
  Race *race = data;

  g_atomic_int_add (&race->ready, -1);
  while (g_atomic_int_get (&race->ready) > 0)
    ;
  for (guint i = 0; i < test_count (200000, 20000); i++)
    {
      guint name = i % N_NAMES;
      Racer *a = ensure (race, name), *b = ensure (race, name);

      g_assert_true (a == b); /* while one is held, it is the only one */
      g_assert_cmpuint (a->name, ==, name);
      g_object_unref (b);
      g_object_unref (a);
    }
  return NULL;
}

/* Threads look up, make and drop the handles of a few names. */
static void
test_threads (void)
{
  Race race = { .handles = trove_handles_new (NULL), .ready = 4 };
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("races", run_race, &race);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_false (trove_handles_any (race.handles));
  g_assert_cmpint (race.n_made, >=, N_NAMES);
  trove_handles_unref (race.handles);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/handles/one-of-a-name", test_one_of_a_name);
  g_test_add_func ("/handles/gone", test_gone);
  g_test_add_func ("/handles/added-meanwhile", test_added_meanwhile);
  g_test_add_func ("/handles/dying", test_dying);
  g_test_add_func ("/handles/all", test_all);
  g_test_add_func ("/handles/names", test_names);
  g_test_add_func ("/handles/references", test_references);
  g_test_add_func ("/handles/threads", test_threads);
  return g_test_run ();
}
