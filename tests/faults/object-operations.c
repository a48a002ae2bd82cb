/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Operations on borrows, readers, refs, vec maps, sub-arenas, classes of objects, and all others. */

#include "operations.h"

/* Borrowing */

static gboolean
borrow (Stage *stage, GError **error)
{
  stage->borrow = FAULTY (trove_arena_borrow (stage->arena, &stage->refs[POOL_BIG], error));
  return stage->borrow != NULL;
}

static gboolean
borrow_mut (Stage *stage, guint pool, GError **error)
{
  stage->borrow = FAULTY (trove_arena_borrow_mut (stage->arena, &stage->refs[pool], error));
  return stage->borrow != NULL;
}

static gboolean
borrow_mut_big (Stage *stage, GError **error)
{
  return borrow_mut (stage, POOL_BIG, error);
}

static gboolean
borrow_mut_string (Stage *stage, GError **error)
{
  return borrow_mut (stage, POOL_STRING, error);
}

static void
check_borrowed (Stage *stage)
{
  g_assert_nonnull (trove_borrow_get_raw (stage->borrow));
}

static gboolean
borrow_init (Stage *stage, GError **error)
{
  return FAULTY (trove_borrow_init (&stage->guard, stage->arena, &stage->refs[POOL_BIG], error));
}

static gboolean
borrow_init_mut (Stage *stage, guint pool, GError **error)
{
  return FAULTY (trove_borrow_init_mut (&stage->guard, stage->arena, &stage->refs[pool], error));
}

static gboolean
borrow_init_mut_big (Stage *stage, GError **error)
{
  return borrow_init_mut (stage, POOL_BIG, error);
}

static gboolean
borrow_init_mut_counting (Stage *stage, GError **error)
{
  return borrow_init_mut (stage, POOL_COUNTING, error);
}

static gboolean
borrow_init_mut_value (Stage *stage, GError **error)
{
  return borrow_init_mut (stage, POOL_VALUE, error);
}

static gboolean
borrow_init_mut_string (Stage *stage, GError **error)
{
  return borrow_init_mut (stage, POOL_STRING, error);
}

static void
check_guarded (Stage *stage)
{
  g_assert_nonnull (trove_borrow_get_raw (&stage->guard));
}

/* Borrows elements as often as a byte counts, or more often (core/borrows.h). */
static void
prepare_many_borrows (Stage *stage, guint variant)
{
  prepare_own (stage, 0);
  stage->borrows = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_borrow_unref);
  for (guint i = 0; i < 254 + variant * 2; i++)
    {
      g_ptr_array_add (stage->borrows, trove_arena_borrow (stage->arena, &stage->refs[POOL_BIG], NULL));
      if (variant > 1)
        g_ptr_array_add (stage->borrows, trove_arena_borrow (stage->arena, &stage->refs[POOL_INT64], NULL));
    }
}

/* Makes a mutable borrow on the heap and one on the stack, of own elements. */
static void
prepare_borrowed (Stage *stage, guint variant)
{
  prepare_own (stage, 0);
  stage->borrow = trove_arena_borrow_mut (stage->arena, &stage->refs[POOL_STRING], NULL);
  g_assert_true (trove_borrow_init_mut (&stage->guard, stage->arena, &stage->refs[POOL_BIG], NULL));
}

static gboolean
borrow_clear (Stage *stage, GError **error)
{
  FAULTY_VOID (trove_borrow_clear (&stage->guard));
  return TRUE;
}

static gboolean
borrow_release (Stage *stage, GError **error)
{
  FAULTY_VOID (trove_borrow_release (stage->borrow));
  return TRUE;
}

static gboolean
borrow_unref (Stage *stage, GError **error)
{
  TroveBorrow *last = g_steal_pointer (&stage->borrow);

  if (last != NULL)
    FAULTY_VOID (trove_borrow_unref (last));
  return TRUE;
}

/* Runs an operation as if on another thread: the library knows threads by trove_thread_serial. */
static gboolean
elsewhere (Stage *stage, gboolean (*act) (Stage *stage, GError **error))
{
  guint64 serial = trove_thread_serial;

  trove_thread_serial = G_MAXUINT64 - 1;
  act (stage, NULL);
  trove_thread_serial = serial;
  return TRUE;
}

static gboolean
borrow_release_elsewhere (Stage *stage, GError **error)
{
  return elsewhere (stage, borrow_release);
}

static gboolean
borrow_unref_elsewhere (Stage *stage, GError **error)
{
  return elsewhere (stage, borrow_unref);
}

static gboolean
borrow_clear_elsewhere (Stage *stage, GError **error)
{
  return elsewhere (stage, borrow_clear);
}

/* One of the two borrows was released. */
static void
check_returned (Stage *stage)
{
  g_assert_cmpint (trove_core_borrowed (&stage->arena->core), ==, TROVE_BORROWED_MUTABLY);
  trove_borrow_clear (&stage->guard);
  if (stage->borrow != NULL)
    trove_borrow_release (stage->borrow);
  g_assert_cmpint (trove_core_borrowed (&stage->arena->core), ==, TROVE_BORROWED_NOT);
}

static gboolean
borrow_ref (Stage *stage, GError **error)
{
  trove_borrow_unref (FAULTY (trove_borrow_ref (stage->borrow)));
  return TRUE;
}

static gboolean
borrow_is_mutable (Stage *stage, GError **error)
{
  return FAULTY (trove_borrow_is_mutable (stage->borrow));
}

static gboolean
borrow_is_released (Stage *stage, GError **error)
{
  return !FAULTY (trove_borrow_is_released (stage->borrow));
}

static gboolean
borrow_get_raw (Stage *stage, GError **error)
{
  return FAULTY (trove_borrow_get_raw (stage->borrow)) != NULL;
}

static gboolean
borrow_get_mut_raw (Stage *stage, GError **error)
{
  return FAULTY (trove_borrow_get_mut_raw (stage->borrow)) != NULL;
}

static gboolean
borrow_dup_ref (Stage *stage, GError **error)
{
  stage->ref = FAULTY (trove_borrow_dup_ref (stage->borrow));
  return trove_ref_equal (stage->ref, &stage->refs[POOL_STRING]);
}

static gboolean
borrow_get_value (Stage *stage, GError **error)
{
  stage->value = FAULTY (trove_borrow_get_value (stage->borrow, error));
  return stage->value != NULL;
}

static void
check_value (Stage *stage)
{
  g_assert_cmpstr (g_value_get_string (stage->value), ==, "the text of number 0");
}

static gboolean
borrow_set_string (Stage *stage, GError **error)
{
  g_auto (GValue) value = stage_value (POOL_STRING, G_MAXINT64);

  return FAULTY (trove_borrow_set_value (stage->borrow, &value, error));
}

static void
check_set_string (Stage *stage)
{
  stage_assert_reads (stage, stage->arena, POOL_STRING, &stage->refs[POOL_STRING], G_MAXINT64);
}

static gboolean
borrow_set_big (Stage *stage, GError **error)
{
  g_auto (GValue) value = stage_value (POOL_BIG, 5);

  return FAULTY (trove_borrow_set_value (&stage->guard, &value, error));
}

static void
check_set_big (Stage *stage)
{
  stage_assert_reads (stage, stage->arena, POOL_BIG, &stage->refs[POOL_BIG], 5);
}

static void
prepare_borrowed_value (Stage *stage, guint variant)
{
  prepare_own (stage, 0);
  g_assert_true (trove_borrow_init_mut (&stage->guard, stage->arena, &stage->refs[POOL_VALUE], NULL));
}

static gboolean
borrow_set_gvalue (Stage *stage, GError **error)
{
  g_auto (GValue) value = stage_value (POOL_VALUE, 5);

  return FAULTY (trove_borrow_set_value (&stage->guard, &value, error));
}

static void
check_set_gvalue (Stage *stage)
{
  stage_assert_reads (stage, stage->arena, POOL_VALUE, &stage->refs[POOL_VALUE], 5);
}

/* Readers */

static void
prepare_snapshot (Stage *stage, guint variant)
{
  prepare_frozen (stage, variant);
  stage->snapshot = trove_arena_snapshot (stage->arena, NULL);
}

static void
prepare_reader (Stage *stage, guint variant)
{
  prepare_snapshot (stage, 0);
  if (variant == 0)
    trove_reader_init (&stage->reader, stage->arena, POOL_INT64);
  else
    trove_reader_init_snapshot (&stage->reader, stage->snapshot, POOL_INT64);
}

static gboolean
reader_init (Stage *stage, GError **error)
{
  FAULTY_VOID (trove_reader_init (&stage->reader, stage->arena, POOL_INT64));
  return TRUE;
}

static gboolean
reader_init_snapshot (Stage *stage, GError **error)
{
  FAULTY_VOID (trove_reader_init_snapshot (&stage->reader, stage->snapshot, POOL_INT64));
  return TRUE;
}

static gboolean
reader_get (Stage *stage, GError **error)
{
  return FAULTY (trove_reader_get_slow (&stage->reader, &stage->refs[POOL_INT64], error)) != NULL;
}

static gboolean
reader_get_raw (Stage *stage, GError **error)
{
  return FAULTY (trove_reader_get_raw (&stage->reader, POOL_BIG, &stage->refs[POOL_BIG], error)) != NULL;
}

static gboolean
reader_get_string (Stage *stage, GError **error)
{
  return FAULTY (trove_reader_get_string (&stage->reader, &stage->refs[POOL_STRING], NULL, error)) != NULL;
}

static gboolean
reader_get_root (Stage *stage, GError **error)
{
  TroveRef root;

  return FAULTY (trove_reader_get_root (&stage->reader, &root, error)) && trove_ref_is_null (&root);
}

static gboolean
reader_clear (Stage *stage, GError **error)
{
  FAULTY_VOID (trove_reader_clear (&stage->reader));
  return TRUE;
}

/* The reader has the last reference on its arena. */
static void
prepare_last_reader (Stage *stage, guint variant)
{
  TroveArena *last = trove_arena_new (G_TYPE_STRING);

  trove_reader_init (&stage->reader, last, 0);
  g_object_unref (last);
}

/* Refs */

static gboolean
ref_copy (Stage *stage, GError **error)
{
  stage->ref = FAULTY (trove_ref_copy (&untouched));
  return trove_ref_equal (stage->ref, &untouched);
}

static gboolean
ref_free (Stage *stage, GError **error)
{
  TroveRef *ref = trove_ref_copy (&untouched);

  FAULTY_VOID (trove_ref_free (ref));
  return TRUE;
}

/* Calls all functions that only read a ref. */
static gboolean
ref_look (Stage *stage, GError **error)
{
  return FAULTY (trove_ref_equal (&untouched, &stage->out) && !trove_ref_is_null (&untouched) &&
                 trove_ref_hash (&untouched) == trove_ref_hash (&stage->out) &&
                 trove_ref_get_pool (&untouched) == 0 && trove_ref_get_index (&untouched) == 99 &&
                 trove_ref_nth (&untouched, 1).offset == 100);
}

static gboolean
ref_get_nth (Stage *stage, GError **error)
{
  stage->ref = FAULTY (trove_ref_get_nth (&untouched, 1, error));
  return stage->ref->offset == 100;
}

static gboolean
ref_to_string (Stage *stage, GError **error)
{
  stage->memory = FAULTY (trove_ref_to_string (&untouched));
  return g_str_equal (stage->memory, "77:0:99");
}

static gboolean
ref_parse (Stage *stage, GError **error)
{
  stage->ref = FAULTY (trove_ref_parse ("77:0:99", error));
  return trove_ref_equal (stage->ref, &untouched);
}

/* Vec maps and sub-arenas */

static void
prepare_map (Stage *stage, guint variant)
{
  prepare_frozen (stage, variant);
  stage->object = (GObject *) trove_arena_dup_sub_arenas (stage->arena, NULL);
}

static gboolean
map_lookup (Stage *stage, GError **error)
{
  stage->item = (GObject *) FAULTY (
      trove_vec_map_lookup (TROVE_VEC_MAP (stage->object), stage->refs[POOL_INT64].sub_arena));
  return stage->item != NULL;
}

static gboolean
map_contains (Stage *stage, GError **error)
{
  return FAULTY (trove_vec_map_contains (TROVE_VEC_MAP (stage->object), stage->refs[POOL_INT64].sub_arena));
}

static gboolean
map_dup_ids (Stage *stage, GError **error)
{
  gsize n = 0;

  stage->memory = FAULTY (trove_vec_map_dup_ids (TROVE_VEC_MAP (stage->object), &n));
  return stage->memory != NULL && n > 0;
}

/* Variants: a frozen sub-arena, an own one. */
static void
prepare_sub_arena (Stage *stage, guint variant)
{
  g_autoptr (TroveVecMap) map = NULL;

  if (variant == 0)
    prepare_frozen (stage, 0);
  else
    prepare_own (stage, 0);
  map = trove_arena_dup_sub_arenas (stage->arena, NULL);
  stage->object = (GObject *) trove_vec_map_lookup (map, stage->refs[POOL_INT64].sub_arena);
}

static TroveSubArena *
sub_of (Stage *stage)
{
  return TROVE_SUB_ARENA (stage->object);
}

static gboolean
sub_get (Stage *stage, GError **error)
{
  stage->value = FAULTY (trove_sub_arena_get (sub_of (stage), POOL_STRING, 0, error));
  return stage->value != NULL;
}

static gboolean
sub_get_ref (Stage *stage, GError **error)
{
  stage->ref = FAULTY (trove_sub_arena_get_ref (sub_of (stage), POOL_INT64, 0, error));
  return stage->ref != NULL;
}

static gboolean
sub_get_row (Stage *stage, GError **error)
{
  stage->bytes = FAULTY (trove_sub_arena_get_row (sub_of (stage), POOL_INT64, 0, error));
  return stage->bytes != NULL;
}

static gboolean
sub_get_usage (Stage *stage, GError **error)
{
  stage->usage = FAULTY (trove_sub_arena_get_usage (sub_of (stage), error));
  return stage->usage != NULL;
}

static gboolean
sub_get_frozen (Stage *stage, GError **error)
{
  FAULTY_VOID (trove_sub_arena_get_frozen (sub_of (stage)));
  return TRUE;
}

/* Reads the counts of a sub-arena. */
static gboolean
sub_look (Stage *stage, GError **error)
{
  TroveSubArena *sub = sub_of (stage);

  return FAULTY (trove_sub_arena_get_id (sub) == stage->refs[POOL_INT64].sub_arena &&
                 trove_sub_arena_get_n_bytes (sub) > 0 && trove_sub_arena_get_n_elements (sub) > 0 &&
                 trove_sub_arena_get_n_rows (sub) == N_POOLS &&
                 trove_sub_arena_get_pool_n_elements (sub, POOL_BIG) > 0);
}

/* The rest */

static gboolean
usage_copy (Stage *stage, GError **error)
{
  const TroveUsage usage = { .total = 7 };

  stage->usage = FAULTY (trove_usage_copy (&usage));
  return stage->usage->total == 7;
}

static gboolean
usage_free (Stage *stage, GError **error)
{
  const TroveUsage usage = { .total = 7 };
  TroveUsage *copy = trove_usage_copy (&usage);

  FAULTY_VOID (trove_usage_free (copy));
  return TRUE;
}

/* Registers a type a second time with the same info, which has no effect. */
static gboolean
element_register (Stage *stage, GError **error)
{
  static const TroveElementInfo info = TROVE_ELEMENT (Big);
  static GType type;

  if (type == 0)
    type = g_boxed_type_register_static ("FaultRegistered", (GBoxedCopyFunc) g_strdup, g_free);
  FAULTY_VOID (trove_element_register (type, &info));
  return TRUE;
}

static gboolean
param_spec_list (Stage *stage, GError **error)
{
  GParamSpec *pspec =
      FAULTY (trove_param_spec_list ("children", NULL, NULL, G_TYPE_OBJECT, G_PARAM_READABLE));

  g_param_spec_sink (pspec);
  return TRUE;
}

static gboolean
param_spec_add_flags (Stage *stage, GError **error)
{
  GParamSpec *pspec = g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READWRITE);

  FAULTY_VOID (trove_param_spec_add_flags (pspec, TROVE_PARAM_INTERNED));
  g_param_spec_sink (pspec);
  return TRUE;
}

static gboolean
param_spec_set_type_name (Stage *stage, GError **error)
{
  GParamSpec *pspec = g_param_spec_object ("target", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READWRITE);

  FAULTY_VOID (trove_param_spec_set_type_name (pspec, "Later"));
  g_param_spec_sink (pspec);
  return TRUE;
}

static gboolean
param_spec_set_together (Stage *stage, GError **error)
{
  GParamSpec *pspec = g_param_spec_int ("x", NULL, NULL, 0, 9, 0, G_PARAM_READWRITE);

  FAULTY_VOID (trove_param_spec_set_together (pspec, "box"));
  g_param_spec_sink (pspec);
  return TRUE;
}

/* Types stay registered, so each call makes another one. */

static guint n_types;

static GParamSpec *
new_pspec (void)
{
  return g_param_spec_string ("text", NULL, NULL, "default", G_PARAM_READWRITE);
}

static gboolean
object_register_type (Stage *stage, GError **error)
{
  g_autofree char *name = g_strdup_printf ("FaultObject%u", n_types++);
  GParamSpec *pspec = new_pspec ();

  return FAULTY (trove_object_register_type (name, TROVE_TYPE_OBJECT, &pspec, 1, error)) != G_TYPE_INVALID;
}

static void
object_class_init (gpointer klass, gpointer data)
{
  const TroveField field = { new_pspec (), 0, sizeof (char *) };

  FAULTY_VOID (trove_object_class_install_fields (klass, sizeof (char *), &field, 1));
}

static gboolean
object_install_fields (Stage *stage, GError **error)
{
  g_autofree char *name = g_strdup_printf ("FaultObject%u", n_types++);
  GType type = g_type_register_static_simple (TROVE_TYPE_OBJECT, name, sizeof (TroveObjectClass),
                                              object_class_init, sizeof (TroveObject), NULL, 0);

  return g_object_class_find_property (g_type_class_ref (type), "text") != NULL;
}

static void
version_class_init (gpointer klass, gpointer data)
{
  FAULTY_VOID (trove_object_class_set_schema_version (klass, 2));
}

static gboolean
object_class_set_version (Stage *stage, GError **error)
{
  g_autofree char *name = g_strdup_printf ("FaultObject%u", n_types++);
  GType type = g_type_register_static_simple (TROVE_TYPE_OBJECT, name, sizeof (TroveObjectClass),
                                              version_class_init, sizeof (TroveObject), NULL, 0);

  return g_type_class_ref (type) != NULL;
}

static gboolean
object_type_set_version (Stage *stage, GError **error)
{
  g_autofree char *name = g_strdup_printf ("FaultObject%u", n_types++);
  GType type = trove_object_register_type (name, TROVE_TYPE_OBJECT, NULL, 0, error);

  FAULTY_VOID (trove_object_type_set_schema_version (type, 2));
  return TRUE;
}

/* Registers a type a second time, which has no effect. */
static gboolean
object_register_immutable (Stage *stage, GError **error)
{
  FAULTY_VOID (trove_object_register_immutable (G_TYPE_SIMPLE_ACTION, NULL));
  return TRUE;
}

static gboolean
types (Stage *stage, GError **error)
{
  return FAULTY (trove_borrow_get_type () != 0 && trove_error_get_type () != 0 &&
                 trove_object_get_type () != 0 && trove_param_spec_list_get_type () != 0 &&
                 trove_ref_get_type () != 0 && trove_sub_arena_get_type () != 0 &&
                 trove_usage_get_type () != 0 && trove_vec_map_get_type () != 0 && trove_error_quark () != 0);
}

#define STRING "pool 1 (gchararray)|of gchararray"
#define COUNTING "pool 2 (struct of 16 bytes)|of struct of 16 bytes"
#define VALUE "pool 4 (GValue)|of GValue"
#define BIG "pool 6 (FaultBig)|of FaultBig"
#define FROZEN prepare_frozen, N_FROZEN_VARIANTS
#define OWN prepare_own, 1
#define BORROWED prepare_borrowed, 1
#define READER prepare_reader, 2
#define NOTHING prepare_nothing, 1
#define SUB prepare_sub_arena, 2

const Operation object_operations[] = {
  { "trove_arena_borrow", NULL, borrow, OWN, ALLOCATES_GLIB, BIG, check_borrowed },
  { "trove_arena_borrow", "frozen", borrow, FROZEN, ALLOCATES_GLIB, NULL, check_borrowed },
  { "trove_arena_borrow_mut", NULL, borrow_mut_big, OWN, ALLOCATES_GLIB, BIG, check_borrowed },
  { "trove_arena_borrow_mut", "frozen", borrow_mut_big, FROZEN, ALLOCATES_GLIB, BIG, check_borrowed },
  { "trove_arena_borrow_mut", "string", borrow_mut_string, FROZEN, ALLOCATES_GLIB, STRING, check_borrowed },
  { "trove_borrow_init", NULL, borrow_init, OWN, ALLOCATES_OURS, BIG, check_guarded },
  { "trove_borrow_init", "many", borrow_init, prepare_many_borrows, 3, ALLOCATES_OURS, BIG, check_guarded },
  { "trove_borrow_init_mut", NULL, borrow_init_mut_big, OWN, ALLOCATES_OURS, BIG, check_guarded },
  { "trove_borrow_init_mut", "frozen", borrow_init_mut_big, FROZEN, ALLOCATES_OURS, BIG, check_guarded },
  { "trove_borrow_init_mut", "counting", borrow_init_mut_counting, FROZEN, ALLOCATES_OURS, COUNTING,
    check_guarded },
  { "trove_borrow_init_mut", "string", borrow_init_mut_string, FROZEN, ALLOCATES_OURS, STRING,
    check_guarded },
  { "trove_borrow_init_mut", "value", borrow_init_mut_value, FROZEN, ALLOCATES_GLIB, VALUE, check_guarded,
    .aborts_where = ABORTS_COPIED_BY_GLIB },
  { "trove_borrow_clear", NULL, borrow_clear, BORROWED, ALLOCATES_OURS, NULL },
  { "trove_borrow_release", NULL, borrow_release, BORROWED, ALLOCATES_OURS, NULL },
  { "trove_borrow_release", "elsewhere", borrow_release_elsewhere, BORROWED, ALLOCATES_GLIB, NULL,
    check_returned, .aborts_where = ABORTS_ELSEWHERE },
  { "trove_borrow_unref", NULL, borrow_unref, BORROWED, ALLOCATES_OURS, NULL },
  { "trove_borrow_unref", "elsewhere", borrow_unref_elsewhere, BORROWED, ALLOCATES_GLIB, NULL, check_returned,
    .aborts_where = ABORTS_ELSEWHERE },
  { "trove_borrow_clear", "elsewhere", borrow_clear_elsewhere, BORROWED, ALLOCATES_GLIB, NULL, check_returned,
    .aborts_where = ABORTS_ELSEWHERE },
  { "trove_borrow_ref", NULL, borrow_ref, BORROWED, ALLOCATES_OURS, NULL },
  { "trove_borrow_is_mutable", NULL, borrow_is_mutable, BORROWED, ALLOCATES_OURS, NULL },
  { "trove_borrow_is_released", NULL, borrow_is_released, BORROWED, ALLOCATES_OURS, NULL },
  { "trove_borrow_get_raw", NULL, borrow_get_raw, BORROWED, ALLOCATES_OURS, NULL },
  { "trove_borrow_get_mut_raw", NULL, borrow_get_mut_raw, BORROWED, ALLOCATES_OURS, NULL },
  { "trove_borrow_dup_ref", NULL, borrow_dup_ref, BORROWED, ALLOCATES_GLIB, NULL },
  { "trove_borrow_get_value", NULL, borrow_get_value, BORROWED, ALLOCATES_GLIB, NULL, check_value },
  { "trove_borrow_set_value", NULL, borrow_set_string, BORROWED, ALLOCATES_OURS, STRING, check_set_string },
  { "trove_borrow_set_value", "big", borrow_set_big, BORROWED, ALLOCATES_OURS, BIG, check_set_big },
  { "trove_borrow_set_value", "value", borrow_set_gvalue, prepare_borrowed_value, 1, ALLOCATES_GLIB, NULL,
    check_set_gvalue, .aborts_where = ABORTS_COPIED_BY_GLIB },
  { "trove_reader_init", NULL, reader_init, OWN, ALLOCATES_OURS, NULL },
  { "trove_reader_init_snapshot", NULL, reader_init_snapshot, prepare_snapshot, 1, ALLOCATES_OURS, NULL },
  { "trove_reader_get_slow", NULL, reader_get, READER, ALLOCATES_OURS, NULL },
  { "trove_reader_get_raw", NULL, reader_get_raw, READER, ALLOCATES_OURS, NULL },
  { "trove_reader_get_string", NULL, reader_get_string, READER, ALLOCATES_OURS, NULL },
  { "trove_reader_get_root", NULL, reader_get_root, READER, ALLOCATES_OURS, NULL },
  { "trove_reader_clear", NULL, reader_clear, READER, ALLOCATES_OURS, NULL },
  { "trove_reader_clear", "last", reader_clear, prepare_last_reader, 1, ALLOCATES_GLIB, NULL,
    .aborts_where = ABORTS_LAST_ARENA },
  { "trove_ref_copy", NULL, ref_copy, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_ref_free", NULL, ref_free, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_ref_equal", NULL, ref_look, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_ref_hash", NULL, ref_look, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_ref_is_null", NULL, ref_look, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_ref_get_pool", NULL, ref_look, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_ref_get_index", NULL, ref_look, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_ref_nth", NULL, ref_look, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_ref_get_nth", NULL, ref_get_nth, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_ref_to_string", NULL, ref_to_string, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_ref_parse", NULL, ref_parse, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_vec_map_lookup", NULL, map_lookup, prepare_map, 3, ALLOCATES_GLIB, NULL },
  { "trove_vec_map_contains", NULL, map_contains, prepare_map, 3, ALLOCATES_OURS, NULL },
  { "trove_vec_map_dup_ids", NULL, map_dup_ids, prepare_map, 3, ALLOCATES_GLIB, NULL },
  { "trove_sub_arena_get", NULL, sub_get, SUB, ALLOCATES_GLIB, NULL, check_value },
  { "trove_sub_arena_get_ref", NULL, sub_get_ref, SUB, ALLOCATES_GLIB, NULL },
  { "trove_sub_arena_get_row", NULL, sub_get_row, prepare_sub_arena, 1, ALLOCATES_GLIB, NULL },
  { "trove_sub_arena_get_usage", NULL, sub_get_usage, SUB, ALLOCATES_GLIB, NULL },
  { "trove_sub_arena_get_frozen", NULL, sub_get_frozen, SUB, ALLOCATES_OURS, NULL },
  { "trove_sub_arena_get_id", NULL, sub_look, SUB, ALLOCATES_OURS, NULL },
  { "trove_sub_arena_get_n_bytes", NULL, sub_look, SUB, ALLOCATES_OURS, NULL },
  { "trove_sub_arena_get_n_elements", NULL, sub_look, SUB, ALLOCATES_OURS, NULL },
  { "trove_sub_arena_get_n_rows", NULL, sub_look, SUB, ALLOCATES_OURS, NULL },
  { "trove_sub_arena_get_pool_n_elements", NULL, sub_look, SUB, ALLOCATES_OURS, NULL },
  { "trove_usage_copy", NULL, usage_copy, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_usage_free", NULL, usage_free, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_element_register", NULL, element_register, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_param_spec_add_flags", NULL, param_spec_add_flags, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_param_spec_list", NULL, param_spec_list, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_param_spec_set_together", NULL, param_spec_set_together, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_param_spec_set_type_name", NULL, param_spec_set_type_name, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_object_class_install_fields", NULL, object_install_fields, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_object_class_set_schema_version", NULL, object_class_set_version, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_object_type_set_schema_version", NULL, object_type_set_version, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_object_register_immutable", NULL, object_register_immutable, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_object_register_type", NULL, object_register_type, NOTHING, ALLOCATES_GLIB, NULL },
  { "trove_borrow_get_type", NULL, types, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_error_get_type", NULL, types, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_error_quark", NULL, types, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_object_get_type", NULL, types, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_param_spec_list_get_type", NULL, types, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_ref_get_type", NULL, types, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_sub_arena_get_type", NULL, types, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_usage_get_type", NULL, types, NOTHING, ALLOCATES_OURS, NULL },
  { "trove_vec_map_get_type", NULL, types, NOTHING, ALLOCATES_OURS, NULL },
};
const guint n_object_operations = G_N_ELEMENTS (object_operations);
