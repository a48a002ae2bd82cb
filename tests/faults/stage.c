/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "stage.h"

#include "check-core.h"

const TroveRef untouched = { 77, 99 };

/* Big elements */

static int n_big; /* copies that are not freed */

static gboolean
big_copy_element (gpointer dest, gconstpointer src, gpointer data)
{
  memcpy (dest, src, sizeof (Big));
  n_big++;
  return TRUE;
}

static void
big_clear_element (gpointer element, gpointer data)
{
  n_big--;
}

static gpointer
big_copy (gpointer boxed)
{
  return g_memdup2 (boxed, sizeof (Big));
}

GType
big_get_type (void)
{
  static GType type;
  const TroveElementInfo info = TROVE_ELEMENT (Big, .copy = big_copy_element, .clear = big_clear_element);

  if (type == 0)
    {
      type = g_boxed_type_register_static ("FaultBig", big_copy, g_free);
      trove_element_register (type, &info);
    }
  return type;
}

/* Elements */

void
element_init (Element *element, guint pool, gint64 number)
{
  *element = (Element){ .pool = pool, .number = number, .string = element->text, .value = G_VALUE_INIT };
  element->counting.value = number;
  element->real = (double) number;
  element->integer = (int) number;
  g_snprintf (element->text, sizeof element->text, "the text of number %" G_GINT64_FORMAT, number);
  if (pool == POOL_LARGE)
    {
      element->large = g_new0 (Large, 1);
      element->large->words[0] = element->large->words[8191] = number;
    }
  element->big = g_new0 (Big, 1);
  element->big->number = element->big->rest[62] = number;
  element->variant = g_variant_ref_sink (g_variant_new_int64 (number));
  g_value_init (&element->value, G_TYPE_STRING);
  g_value_set_string (&element->value, element->text);
}

void
element_clear (Element *element)
{
  g_free (element->large);
  g_free (element->big);
  g_variant_unref (element->variant);
  g_value_unset (&element->value);
}

gconstpointer
element_address (const Element *element)
{
  const gconstpointer addresses[] = { &element->number, &element->string, &element->counting,
                                      element->large,   &element->value,  &element->variant,
                                      element->big,     &element->real,   &element->integer };

  return addresses[element->pool];
}

GValue
stage_value (guint pool, gint64 number)
{
  const GType types[] = { G_TYPE_INT64,   G_TYPE_STRING,   G_TYPE_NONE,   G_TYPE_NONE, G_TYPE_STRING,
                          G_TYPE_VARIANT, big_get_type (), G_TYPE_DOUBLE, G_TYPE_INT };
  GValue value = G_VALUE_INIT;
  Element element;

  element_init (&element, pool, number);
  g_value_init (&value, types[pool]);
  if (pool == POOL_INT64)
    g_value_set_int64 (&value, number);
  else if (pool == POOL_DOUBLE)
    g_value_set_double (&value, element.real);
  else if (pool == POOL_INT)
    g_value_set_int (&value, element.integer);
  else if (pool == POOL_VARIANT)
    g_value_set_variant (&value, element.variant);
  else if (pool == POOL_BIG)
    g_value_set_boxed (&value, element.big);
  else
    g_value_set_string (&value, element.text);
  element_clear (&element);
  return value;
}

TroveRef
stage_append (TroveArena *arena, guint pool, gint64 number)
{
  Element element;
  TroveRef ref;

  element_init (&element, pool, number);
  g_assert_true (trove_arena_append_raw (arena, pool, element_address (&element), &ref, NULL));
  element_clear (&element);
  return ref;
}

/* Contents */

static gint64
number_of (guint pool, gconstpointer element)
{
  const char *text;

  switch (pool)
    {
    case POOL_INT64:
      return *(const gint64 *) element;
    case POOL_STRING:
    case POOL_VALUE:
      text = pool == POOL_STRING ? *(const char *const *) element : g_value_get_string (element);
      return text != NULL ? (gint64) g_str_hash (text) : -1;
    case POOL_COUNTING:
      return ((const CountingElement *) element)->value;
    case POOL_LARGE:
      g_assert_cmpint (((const Large *) element)->words[0], ==, ((const Large *) element)->words[8191]);
      return ((const Large *) element)->words[0];
    case POOL_VARIANT:
      return g_variant_get_int64 (*(GVariant *const *) element);
    case POOL_BIG:
      g_assert_cmpint (((const Big *) element)->number, ==, ((const Big *) element)->rest[62]);
      return ((const Big *) element)->number;
    case POOL_DOUBLE:
      return (gint64) * (const double *) element;
    case POOL_INT:
      return *(const int *) element;
    default:
      g_assert_not_reached ();
    }
}

typedef struct
{
  GArray *numbers; /* gint64 */
  guint pool;
  gsize stride;
} Contents;

static void
add_number (Contents *contents, gint64 number)
{
  g_array_append_val (contents->numbers, number);
}

static void
note_run (gpointer first, guint64 n, gpointer data)
{
  Contents *contents = data;

  for (guint64 i = 0; i < n; i++)
    add_number (contents, number_of (contents->pool, (char *) first + i * contents->stride));
}

static void
note_sub (TroveSub *sub, gpointer data)
{
  Contents *contents = data;

  add_number (contents, (gint64) sub->id);
  for (contents->pool = 0; contents->pool < sub->schema->n_pools; contents->pool++)
    {
      const TrovePool *pool = trove_sub_lookup (sub, contents->pool);

      add_number (contents, pool != NULL ? (gint64) pool->length : 0);
      contents->stride = sub->schema->pools[contents->pool].stride;
      if (pool != NULL && sub->schema->n_pools == N_POOLS)
        trove_pool_foreach_run (pool, contents->stride, note_run, contents);
    }
}

static void
note_core (TroveCore *core, Contents *contents)
{
  const TroveBorrows *borrows = core->own != NULL ? core->own->borrows : NULL;

  trove_core_foreach (core, note_sub, contents);
  add_number (contents, borrows != NULL ? (gint64) trove_borrows_n (borrows) : 0);
  add_number (contents, borrows != NULL ? (gint64) borrows->n_mutable : 0);
}

GArray *
stage_contents (const Stage *stage)
{
  Contents contents = { g_array_new (FALSE, FALSE, sizeof (gint64)), 0, 0 };

  note_core (&stage->arena->core, &contents);
  note_core (&stage->other->core, &contents);
  add_number (&contents, (gint64) stage->arena->root.sub_arena);
  add_number (&contents, (gint64) stage->arena->root.offset);
  add_number (&contents, (gint64) stage->arena->core.budget.most);
  return contents.numbers;
}

void
stage_assert_reads (Stage *stage, TroveArena *arena, guint pool, const TroveRef *ref, gint64 number)
{
  gconstpointer there = trove_arena_get_raw (arena, pool, ref, NULL);
  Element element;

  g_assert_nonnull (there);
  element_init (&element, pool, number);
  g_assert_cmpint (number_of (pool, there), ==, number_of (pool, element_address (&element)));
  element_clear (&element);
}

/* Setting the stage */

void
stage_init (Stage *stage)
{
  *stage = (Stage){ .out = untouched };
  counting_init (&stage->counting);
  g_byte_array_set_size (stage->counting.tickets, 4096); /* so that a copy does not allocate */
  g_byte_array_set_size (stage->counting.tickets, 1);
  stage->infos[POOL_INT64].type = G_TYPE_INT64;
  stage->infos[POOL_STRING].type = G_TYPE_STRING;
  stage->infos[POOL_COUNTING] = counting_info (&stage->counting);
  stage->infos[POOL_LARGE] = (TroveElementInfo) TROVE_ELEMENT (Large);
  stage->infos[POOL_VALUE].type = G_TYPE_VALUE;
  stage->infos[POOL_VARIANT].type = G_TYPE_VARIANT;
  stage->infos[POOL_BIG].type = big_get_type ();
  stage->infos[POOL_DOUBLE].type = G_TYPE_DOUBLE;
  stage->infos[POOL_INT].type = G_TYPE_INT;
  stage->arena = trove_arena_new_with_infos (stage->infos, N_POOLS);
  stage->other = trove_arena_new_with_infos (stage->infos, N_POOLS);
}

void
stage_check (const Stage *stage)
{
  check_core (&stage->arena->core);
  check_core (&stage->other->core);
  if (stage->made != NULL)
    check_core (&stage->made->core);
}

void
stage_assert_none (const Stage *stage)
{
  g_assert_true (trove_ref_equal (&stage->out, &untouched));
  g_assert_null (stage->ref);
  g_assert_null (stage->value);
  g_assert_null (stage->bytes);
  g_assert_null (stage->usage);
  g_assert_null (stage->memory);
  g_assert_null (stage->item);
}

void
stage_clear (Stage *stage)
{
  TroveSchema *schema = trove_schema_ref (stage->arena->core.schema);

  g_free (stage->ref);
  if (stage->value != NULL)
    g_boxed_free (G_TYPE_VALUE, stage->value);
  g_clear_pointer (&stage->bytes, g_bytes_unref);
  g_clear_pointer (&stage->usage, trove_usage_free);
  g_free (stage->memory);
  g_clear_object (&stage->item);
  g_clear_object (&stage->object);
  g_clear_pointer (&stage->borrows, g_ptr_array_unref);
  g_clear_pointer (&stage->borrow, trove_borrow_unref);
  trove_borrow_clear (&stage->guard);
  trove_reader_clear (&stage->reader);
  g_clear_pointer (&stage->snapshot, trove_snapshot_unref);
  g_clear_object (&stage->made);
  g_clear_object (&stage->arena);
  g_clear_object (&stage->other);
  if (stage->context != NULL)
    while (g_main_context_iteration (stage->context, FALSE))
      ;
  counting_finish (&stage->counting);
  g_assert_cmpint (n_big, ==, 0);

  /* Every sub-arena has a reference on its schema: with one reference, no sub-arena is left. */
  if (!schema->shared)
    g_assert_cmpint (schema->count, ==, 1);
  trove_schema_unref (schema);
  g_clear_pointer (&stage->context, g_main_context_unref);
}

void
stage_freeze (TroveArena *arena)
{
  g_object_unref (trove_arena_clone (arena, NULL));
}

/* Preparing */

void
prepare_nothing (Stage *stage, guint variant)
{
}

static void
append_each (Stage *stage, guint n)
{
  for (guint pool = 0; pool < N_POOLS; pool++)
    for (guint i = 0; i < n; i++)
      if (pool != POOL_LARGE || i < 3)
        stage->refs[pool] = stage_append (stage->arena, pool, i);
}

static void
make_branch (Stage *stage)
{
  TroveSnapshot *snapshot = trove_arena_snapshot (stage->arena, NULL);

  g_object_unref (stage->arena);
  stage->arena = trove_snapshot_branch (snapshot);
  trove_snapshot_unref (snapshot);
}

void
prepare_elements (Stage *stage, guint variant)
{
  static const guint numbers[N_ELEMENTS_VARIANTS] = { 0, 1, 32, 96, 3, 32, 3 };
  static const guint n_used[] = { 1, 2, 4 };
  static const guint used[] = { POOL_INT, POOL_DOUBLE, POOL_VARIANT, POOL_INT64 };

  for (guint i = 0; variant >= 7 && i < n_used[variant - 7]; i++)
    stage->refs[used[i]] = stage_append (stage->arena, used[i], 1);
  append_each (stage, numbers[variant]);
  if (variant == 4)
    stage_freeze (stage->arena);
  if (variant == 5)
    g_assert_true (trove_arena_set_max_bytes (stage->arena, (guint64) 1 << 40, NULL));
  if (variant == 6)
    make_branch (stage);
}

void
prepare_own (Stage *stage, guint variant)
{
  append_each (stage, 1);
}

void
prepare_frozen (Stage *stage, guint variant)
{
  append_each (stage, 3);
  stage_freeze (stage->arena);
  if (variant == 1)
    stage_append (stage->arena, POOL_INT64, 1);
  if (variant == 2)
    for (guint pool = 0; pool < N_POOLS; pool++)
      stage_append (stage->arena, pool, 1);
}

void
prepare_versions (Stage *stage, guint variant)
{
  for (guint i = 0; i < variant; i++)
    {
      stage_append (stage->arena, POOL_INT64, i);
      if (i == variant / 2)
        {
          g_object_unref (stage->other);
          stage->other = trove_arena_clone (stage->arena, NULL);
        }
      else
        stage_freeze (stage->arena);
      stage_append (stage->other, POOL_COUNTING, i);
      if (i % 3 == 0)
        stage_freeze (stage->other);
    }
  stage->refs[POOL_COUNTING] = stage_append (stage->arena, POOL_COUNTING, -1);
  stage_append (stage->other, POOL_COUNTING, -2);
}
