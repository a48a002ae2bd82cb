/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"

/* To whom an arena belongs: another thread's call is refused, until the arena is transferred and adopted. */

typedef struct
{
  TroveArena *arena, *other; /* of the same owner */
  TroveRef ref;              /* a number, own */
  TroveRef text;
  GError *error;
  gboolean ok;
} Scene;

typedef gboolean (*Call) (Scene *scene);

/* Each of them tells whether it worked, and leaves nothing behind. */

static gboolean
freed (gpointer object)
{
  if (object != NULL)
    g_object_unref (object);
  return object != NULL;
}

static gboolean
freed_ref (TroveRef *ref)
{
  g_free (ref);
  return ref != NULL;
}

static gboolean
freed_block (gpointer block)
{
  g_free (block);
  return block != NULL;
}

static gboolean
call_append (Scene *s)
{
  GValue value = int64_value (1);

  return freed_ref (trove_arena_append (s->arena, &value, &s->error));
}

static gboolean
call_append_to (Scene *s)
{
  GValue value = int64_value (1);

  return freed_ref (trove_arena_append_to (s->arena, 0, &value, &s->error));
}

static gboolean
call_get (Scene *s)
{
  g_autoptr (TestValue) value = trove_arena_get (s->arena, &s->ref, &s->error);

  return value != NULL;
}

static gboolean
call_set (Scene *s)
{
  GValue value = int64_value (1);

  return freed_ref (trove_arena_set (s->arena, &s->ref, &value, &s->error));
}

static gboolean
call_borrow (Scene *s)
{
  g_autoptr (TroveBorrow) guard = trove_arena_borrow (s->arena, &s->ref, &s->error);

  return guard != NULL;
}

static gboolean
call_borrow_mut (Scene *s)
{
  g_autoptr (TroveBorrow) guard = trove_arena_borrow_mut (s->arena, &s->ref, &s->error);

  return guard != NULL;
}

static gboolean
call_init (Scene *s)
{
  g_auto (TroveBorrow) guard;

  return trove_borrow_init (&guard, s->arena, &s->ref, &s->error);
}

static gboolean
call_init_mut (Scene *s)
{
  g_auto (TroveBorrow) guard;

  return trove_borrow_init_mut (&guard, s->arena, &s->ref, &s->error);
}

static gboolean
call_clone (Scene *s)
{
  return freed (trove_arena_clone (s->arena, &s->error));
}

static gboolean
call_merge (Scene *s)
{
  return freed (trove_arena_merge (s->arena, s->other, &s->error));
}

static gboolean
call_merge_other (Scene *s)
{
  g_autoptr (TroveArena) mine = trove_arena_new_for_types ((GType[]){ G_TYPE_INT64, G_TYPE_STRING }, 2);

  return freed (trove_arena_merge (mine, s->arena, &s->error));
}

static gboolean
call_absorb (Scene *s)
{
  return trove_arena_absorb (s->arena, s->other, &s->error);
}

static gboolean
call_absorb_other (Scene *s)
{
  g_autoptr (TroveArena) mine = trove_arena_new_for_types ((GType[]){ G_TYPE_INT64, G_TYPE_STRING }, 2);

  return trove_arena_absorb (mine, s->arena, &s->error);
}

static gboolean
call_snapshot (Scene *s)
{
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (s->arena, &s->error);

  return snapshot != NULL;
}

static gboolean
call_set_root (Scene *s)
{
  return trove_arena_set_root (s->arena, &s->ref, &s->error);
}

static gboolean
call_get_root (Scene *s)
{
  freed_ref (trove_arena_get_root (s->arena, &s->error));
  return s->error == NULL;
}

static gboolean
call_get_root_raw (Scene *s)
{
  TroveRef root;

  return trove_arena_get_root_raw (s->arena, &root, &s->error);
}

static gboolean
call_set_string (Scene *s)
{
  return trove_arena_set_string (s->arena, &s->text, "five", -1, &s->error);
}

static gboolean
call_set_clear_context (Scene *s)
{
  return trove_arena_set_clear_context (s->arena, NULL, &s->error);
}

static gboolean
call_set_max_bytes (Scene *s)
{
  return trove_arena_set_max_bytes (s->arena, (guint64) 1 << 40, &s->error);
}

static gboolean
call_contains (Scene *s)
{
  return trove_arena_contains (s->arena, &s->ref, &s->error);
}

static gboolean
call_dup_sub_arenas (Scene *s)
{
  return freed (trove_arena_dup_sub_arenas (s->arena, &s->error));
}

static gboolean
call_reserve_id (Scene *s)
{
  return trove_arena_reserve_id (s->arena, &s->error) != 0;
}

static gboolean
call_get_n_elements (Scene *s)
{
  return trove_arena_get_n_elements (s->arena, &s->error) != 0;
}

static gboolean
call_to_string (Scene *s)
{
  return freed_block (trove_arena_to_string (s->arena, &s->error));
}

static gboolean
call_transfer (Scene *s)
{
  return trove_arena_transfer (s->arena, &s->error);
}

static gboolean
call_append_many (Scene *s)
{
  g_auto (GValue) value = int64_value (1);

  return freed_ref (trove_arena_append_many (s->arena, 0, &value, 1, &s->error));
}

static gboolean
call_append_int64s (Scene *s)
{
  const gint64 numbers[] = { 1, 2 };

  return freed_ref (trove_arena_append_int64s (s->arena, 0, numbers, 2, &s->error));
}

static gboolean
call_append_doubles (Scene *s)
{
  const double numbers[] = { 1, 2 };

  return freed_ref (trove_arena_append_doubles (s->arena, 0, numbers, 2, &s->error));
}

static gboolean
call_append_bytes (Scene *s)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("01234567", 8);

  return freed_ref (trove_arena_append_bytes (s->arena, 0, bytes, &s->error));
}

static gboolean
call_read_int64s (Scene *s)
{
  gsize n;

  return freed_block (trove_arena_read_int64s (s->arena, &s->ref, 1, &n, &s->error));
}

static gboolean
call_read_doubles (Scene *s)
{
  gsize n;

  return freed_block (trove_arena_read_doubles (s->arena, &s->ref, 1, &n, &s->error));
}

static gboolean
call_read_bytes (Scene *s)
{
  g_autoptr (GBytes) bytes = trove_arena_read_bytes (s->arena, &s->ref, 1, &s->error);

  return bytes != NULL;
}

static gboolean
call_append_raw (Scene *s)
{
  const gint64 number = 1;
  TroveRef ref;

  return trove_arena_append_raw (s->arena, 0, &number, &ref, &s->error);
}

static gboolean
call_append_many_raw (Scene *s)
{
  const gint64 number = 1;
  TroveRef ref;

  return trove_arena_append_many_raw (s->arena, 0, &number, 1, &ref, &s->error);
}

static gboolean
call_append_string (Scene *s)
{
  return trove_arena_append_string (s->arena, 1, "x", -1, NULL, &s->error);
}

static gboolean
call_get_raw (Scene *s)
{
  return trove_arena_get_raw (s->arena, 0, &s->ref, &s->error) != NULL;
}

static gboolean
call_get_string (Scene *s)
{
  return trove_arena_get_string (s->arena, &s->text, NULL, &s->error) != NULL;
}

static gboolean
call_get_many_raw (Scene *s)
{
  gconstpointer out;

  return trove_arena_get_many_raw (s->arena, 0, &s->ref, 1, &out, &s->error);
}

static gboolean
call_get_mut_raw (Scene *s)
{
  TroveRef ref = s->ref;

  return trove_arena_get_mut_raw (s->arena, 0, &ref, &s->error) != NULL;
}

static gboolean
call_reader (Scene *s)
{
  g_auto (TroveReader) reader;

  trove_reader_init (&reader, s->arena, 0);
  return trove_reader_get (&reader, &s->ref, &s->error) != NULL;
}

#define CALL(name)                                                                                           \
  {                                                                                                          \
    .text = #name, .call = call_##name                                                                       \
  }

static const struct
{
  const char *text;
  Call call;
} calls[] = {
  CALL (append),
  CALL (append_to),
  CALL (get),
  CALL (set),
  CALL (borrow),
  CALL (borrow_mut),
  CALL (init),
  CALL (init_mut),
  CALL (clone),
  CALL (merge),
  CALL (merge_other),
  CALL (absorb),
  CALL (absorb_other),
  CALL (snapshot),
  CALL (set_root),
  CALL (get_root),
  CALL (get_root_raw),
  CALL (set_string),
  CALL (set_clear_context),
  CALL (set_max_bytes),
  CALL (contains),
  CALL (dup_sub_arenas),
  CALL (reserve_id),
  CALL (get_n_elements),
  CALL (to_string),
  CALL (transfer),
  CALL (append_many),
  CALL (append_int64s),
  CALL (append_doubles),
  CALL (append_bytes),
  CALL (read_int64s),
  CALL (read_doubles),
  CALL (read_bytes),
  CALL (append_raw),
  CALL (append_many_raw),
  CALL (append_string),
  CALL (get_raw),
  CALL (get_string),
  CALL (get_many_raw),
  CALL (get_mut_raw),
  CALL (reader),
};

static void
scene_init (Scene *scene)
{
  const GType types[] = { G_TYPE_INT64, G_TYPE_STRING };

  *scene =
      (Scene){ .arena = trove_arena_new_for_types (types, 2), .other = trove_arena_new_for_types (types, 2) };
  scene->ref = put_int (scene->arena, 0, 5);
  g_assert_true (trove_arena_append_string (scene->arena, 1, "five", -1, &scene->text, NULL));
}

static void
scene_clear (Scene *scene)
{
  g_object_unref (scene->arena);
  g_object_unref (scene->other);
}

/* Every call from another thread is refused and changes nothing. */
static void
refuse_all (gpointer data)
{
  Scene *scene = data;
  g_auto (GValue) value = int64_value (1);

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_test_message ("%s", calls[i].text);
      g_assert_false (calls[i].call (scene));
      assert_trove_error (scene->error, TROVE_ERROR_WRONG_THREAD, "belongs to the main thread", "transfer");
    }
  g_assert_cmpuint (trove_arena_get_n_pools (scene->arena), ==, 2);
  g_assert_true (trove_arena_get_pool_type (scene->arena, 1) == G_TYPE_STRING);
  g_assert_cmpint (trove_arena_find_pool (scene->arena, &value, NULL), ==, 0);
}

static void
test_refused (void)
{
  Scene scene;

  scene_init (&scene);
  on_other_thread (refuse_all, &scene);
  check_arena (scene.arena);
  g_assert_cmpuint (trove_arena_get_n_elements (scene.arena, NULL), ==, 2);
  g_assert_cmpuint (trove_arena_reserve_id (scene.arena, NULL), ==, scene.ref.sub_arena);
  g_assert_cmpint (get_int (scene.arena, &scene.ref), ==, 5);
  g_assert_null (trove_arena_get_root (scene.arena, NULL));
  g_assert_cmpuint (trove_arena_get_max_bytes (scene.arena), ==, 0);
  scene_clear (&scene);
}

/* Transferred, each of them adopts. */
static void
adopt_by_call (gpointer data)
{
  Scene *scene = ((gpointer *) data)[0];
  guint i = GPOINTER_TO_UINT (((gpointer *) data)[1]);

  g_assert_true (calls[i].call (scene));
  g_assert_no_error (scene->error);
  if (calls[i].call != call_transfer)
    {
      check_arena (scene->arena);
      g_assert_true (trove_arena_transfer (scene->arena, &scene->error));
      g_assert_no_error (scene->error);
    }
}

static void
refuse_one (gpointer data)
{
  Scene *scene = data;

  g_assert_false (call_get (scene));
  assert_trove_error (scene->error, TROVE_ERROR_WRONG_THREAD, "thread");
}

static void
test_adopted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      gpointer data[2];
      Scene scene;

      g_test_message ("%s", calls[i].text);
      scene_init (&scene);
      data[0] = &scene;
      data[1] = GUINT_TO_POINTER (i);
      g_assert_true (trove_arena_transfer (scene.arena, NULL));
      g_assert_true (trove_arena_transfer (scene.other, NULL));
      on_other_thread (adopt_by_call, data);

      /* And back again. */
      g_assert_cmpuint (trove_arena_get_n_elements (scene.arena, &scene.error), >=, 2);
      g_assert_no_error (scene.error);
      on_other_thread (refuse_one, &scene);
      check_arena (scene.arena);
      scene_clear (&scene);
    }
}

/* Of threads that adopt at once, exactly one wins, and it is the owner. */
typedef struct
{
  Scene scene;
  gint ready; /* atomic */
  gint won, lost;
} Race;

static gpointer
race (gpointer data)
{
  Race *r = data;
  Scene mine = r->scene;

  g_atomic_int_inc (&r->ready);
  while (g_atomic_int_get (&r->ready) < 2)
    ;
  if (call_get (&mine))
    {
      g_atomic_int_inc (&r->won);
      for (guint i = 0; i < 10; i++)
        g_assert_true (call_append (&mine));
    }
  else
    {
      assert_trove_error (mine.error, TROVE_ERROR_WRONG_THREAD, "thread");
      g_atomic_int_inc (&r->lost);
    }

  /* The one that has it lives until the other has tried. */
  while (g_atomic_int_get (&r->won) + g_atomic_int_get (&r->lost) < 2)
    g_usleep (100);
  return NULL;
}

static void
test_race (void)
{
  for (guint round = 0; round < (test_quick () ? 20 : 500); round++)
    {
      GThread *threads[2];
      Race r = { .ready = 0 };

      scene_init (&r.scene);
      g_assert_true (trove_arena_transfer (r.scene.arena, NULL));
      for (guint i = 0; i < 2; i++)
        threads[i] = g_thread_new ("race", race, &r);
      for (guint i = 0; i < 2; i++)
        g_thread_join (threads[i]);
      g_assert_cmpint (r.won, ==, 1);
      g_assert_cmpint (r.lost, ==, 1);
      scene_clear (&r.scene);
    }
}

/* After the owner's end each of them adopts, and so does the next thread, once that one has ended. */
static void
make_arena (gpointer data)
{
  scene_init (data);
}

static void
adopt_and_end (gpointer data)
{
  Scene *scene = ((gpointer *) data)[0];
  guint i = GPOINTER_TO_UINT (((gpointer *) data)[1]);

  g_assert_true (calls[i].call (scene));
  g_assert_no_error (scene->error);
  check_arena (scene->arena);
}

static void
test_ended_owner (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      gpointer data[2];
      Scene scene;

      g_test_message ("%s", calls[i].text);
      on_other_thread (make_arena, &scene);
      data[0] = &scene;
      data[1] = GUINT_TO_POINTER (i);
      on_other_thread (adopt_and_end, data);
      g_assert_true (calls[i].call (&scene));
      g_assert_no_error (scene.error);
      if (calls[i].call != call_transfer)
        on_other_thread (refuse_one, &scene);
      scene_clear (&scene);
    }
}

/* What a transferred arena's old owner has left: versions, but no arena. */
static void
edit (gpointer data)
{
  Scene *scene = data;

  scene->text = set_int (scene->arena, &scene->ref, 6);
  put_int (scene->arena, 0, 7);
  g_assert_true (trove_arena_transfer (scene->arena, NULL));
}

static void
test_handed_on (void)
{
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_autoptr (TroveArena) clone = NULL;
  Scene scene;

  scene_init (&scene);
  snapshot = trove_arena_snapshot (scene.arena, NULL);
  clone = trove_arena_clone (scene.arena, NULL);
  g_assert_true (trove_arena_transfer (scene.arena, NULL));
  on_other_thread (edit, &scene);
  g_assert_cmpint (get_int (scene.arena, &scene.text), ==, 6);
  g_assert_cmpint (get_int (scene.arena, &scene.ref), ==, 5);
  g_assert_cmpint (snapshot_get_int (snapshot, &scene.ref), ==, 5);
  g_assert_false (trove_arena_contains (clone, &scene.text, NULL));
  check_arena (scene.arena);
  check_arena (clone);
  scene_clear (&scene);
}

/* The first call after a transfer adopts, whichever it is. */
static void
test_adopted_by_a_string (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  TroveRef text = put_string (arena, "text"), none = put_string (arena, NULL);
  gsize length = 77;

  g_assert_true (trove_arena_transfer (arena, NULL));
  g_assert_cmpstr (trove_arena_get_string (arena, &text, &length, NULL), ==, "text");
  g_assert_cmpuint (length, ==, 4);
  g_assert_true (trove_arena_transfer (arena, NULL));
  g_assert_null (trove_arena_get_string (arena, &none, &length, NULL));
  g_assert_cmpuint (length, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arena/owner/refused", test_refused);
  g_test_add_func ("/arena/owner/adopted", test_adopted);
  g_test_add_func ("/arena/owner/adopted-by-a-string", test_adopted_by_a_string);
  g_test_add_func ("/arena/owner/race", test_race);
  g_test_add_func ("/arena/owner/ended", test_ended_owner);
  g_test_add_func ("/arena/owner/handed-on", test_handed_on);

  return g_test_run ();
}
