/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* NO_MEMORY: each allocation of each operation fails in turn, alone or with all that follow. Then the arena is as it
 * was, what was copied is cleared, nothing leaks, and the same operation succeeds. */

#include "arena-private.h"
#include "check-core.h"
#include "counting-element.h"
#include "failing-memory.h"
#include "test-support.h"

enum
{
  POOL_INT64,
  POOL_STRING,
  POOL_COUNTING,
  POOL_LARGE, /* 64 KiB each */
  POOL_VALUE,
  POOL_VARIANT,
  N_POOLS,
};

typedef struct
{
  gint64 words[64 * 1024 / 8];
} Large;

/* What an operation works on, made anew for each failure. */
typedef struct
{
  Counting counting;
  TroveArena *arena, *other;
  TroveRef refs[N_POOLS]; /* the last one appended to arena */
  TroveRef out;           /* of the operation, with the next three */
  TroveArena *made;
  TroveSnapshot *snapshot;
  TroveBorrow *borrow;
} Stage;

static const TroveRef untouched = { 77, 99 };

/* One element of a pool, of which the caller disposes. */
typedef struct
{
  guint pool;
  gint64 number;
  char text[80];
  const char *string;
  CountingElement counting;
  GValue value;
  GVariant *variant;
  Large *large;
} Element;

static void
element_init (Element *element, guint pool, gint64 number)
{
  *element = (Element){ .pool = pool, .number = number, .string = element->text, .value = G_VALUE_INIT };
  element->counting.value = number;
  g_snprintf (element->text, sizeof element->text, "the text of number %" G_GINT64_FORMAT, number);
  element->large = g_new0 (Large, 1);
  element->large->words[0] = element->large->words[8191] = number;
  element->variant = g_variant_ref_sink (g_variant_new_int64 (number));
  g_value_init (&element->value, G_TYPE_STRING);
  g_value_set_string (&element->value, element->text);
}

static void
element_clear (Element *element)
{
  g_free (element->large);
  g_variant_unref (element->variant);
  g_value_unset (&element->value);
}

static gconstpointer
element_address (const Element *element)
{
  const gconstpointer addresses[] = { &element->number, &element->string, &element->counting,
                                      element->large,   &element->value,  &element->variant };

  return addresses[element->pool];
}

static TroveRef
append (TroveArena *arena, guint pool, gint64 number)
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
    default:
      g_assert_not_reached ();
    }
}

typedef struct
{
  GArray *numbers; /* gint64 */
  guint pool;
} Contents;

static void
note_run (gpointer first, guint64 n, gpointer data)
{
  static const gsize sizes[] = {
    8, sizeof (char *), sizeof (CountingElement), sizeof (Large), sizeof (GValue), sizeof (GVariant *)
  };
  Contents *contents = data;

  for (guint64 i = 0; i < n; i++)
    {
      gint64 number = number_of (contents->pool, (char *) first + i * sizes[contents->pool]);

      g_array_append_val (contents->numbers, number);
    }
}

static void
note_sub (TroveSub *sub, gpointer data)
{
  Contents *contents = data;

  g_array_append_val (contents->numbers, sub->id);
  for (contents->pool = 0; contents->pool < N_POOLS; contents->pool++)
    {
      const TrovePool *pool = trove_sub_lookup (sub, contents->pool);
      gint64 length = pool != NULL ? (gint64) pool->length : 0;

      g_array_append_val (contents->numbers, length);
      if (pool != NULL)
        trove_pool_foreach_run (pool, sub->schema->pools[contents->pool].stride, note_run, contents);
    }
}

/* All that can be read, as numbers. */
static GArray *
contents_of (const Stage *stage)
{
  Contents contents = { g_array_new (FALSE, FALSE, sizeof (gint64)), 0 };

  trove_core_foreach (&stage->arena->core, note_sub, &contents);
  trove_core_foreach (&stage->other->core, note_sub, &contents);
  return contents.numbers;
}

/* Setting the stage */

static void
stage_init (Stage *stage)
{
  TroveElementInfo infos[N_POOLS] = {
    [POOL_INT64] = TROVE_ELEMENT_TYPE (G_TYPE_INT64),
    [POOL_STRING] = TROVE_ELEMENT_TYPE (G_TYPE_STRING),
    [POOL_LARGE] = TROVE_ELEMENT (Large),
    [POOL_VALUE] = TROVE_ELEMENT_TYPE (G_TYPE_VALUE),
    [POOL_VARIANT] = TROVE_ELEMENT_TYPE (G_TYPE_VARIANT),
  };

  *stage = (Stage){ .out = untouched };
  counting_init (&stage->counting);
  infos[POOL_COUNTING] = counting_info (&stage->counting);
  stage->arena = trove_arena_new_with_infos (infos, N_POOLS);
  stage->other = trove_arena_new_with_infos (infos, N_POOLS);
}

static void
stage_check (const Stage *stage)
{
  check_core (&stage->arena->core);
  check_core (&stage->other->core);
}

static void
stage_clear (Stage *stage)
{
  TroveSchema *schema = trove_schema_ref (stage->arena->core.schema);

  g_clear_pointer (&stage->borrow, trove_borrow_unref);
  g_clear_pointer (&stage->snapshot, trove_snapshot_unref);
  g_clear_object (&stage->made);
  g_clear_object (&stage->arena);
  g_clear_object (&stage->other);
  counting_finish (&stage->counting);

  /* Every chunk holds its schema: none is left. */
  g_assert_cmpint (schema->count, ==, 1);
  trove_schema_unref (schema);
}

/* Freezes what is own. */
static void
freeze (TroveArena *arena)
{
  g_object_unref (trove_arena_clone (arena, NULL));
}

/* Variants: how many elements are in each pool of the own sub-arena, up to the edges of rows and tables; then a frozen
 * one. */
static void
prepare_elements (Stage *stage, guint variant)
{
  static const guint numbers[] = { 0, 1, 32, 96, 3 };

  for (guint pool = 0; pool < N_POOLS; pool++)
    for (guint i = 0; i < numbers[variant]; i++)
      if (pool != POOL_LARGE || i < 3)
        stage->refs[pool] = append (stage->arena, pool, i);
  if (variant == 4)
    freeze (stage->arena);
}

static void
prepare_own (Stage *stage, guint variant)
{
  prepare_elements (stage, 1);
}

static void
prepare_frozen (Stage *stage, guint variant)
{
  prepare_elements (stage, 4);
  if (variant == 1) /* with an own sub-arena already there */
    append (stage->arena, POOL_INT64, 1);
}

/* Variants: how many versions there are. That is what fills a map's logs. */
static void
prepare_versions (Stage *stage, guint variant)
{
  for (guint i = 0; i < variant; i++)
    {
      append (stage->arena, POOL_INT64, i);
      if (i == variant / 2)
        {
          g_object_unref (stage->other);
          stage->other = trove_arena_clone (stage->arena, NULL);
        }
      else
        freeze (stage->arena);
      append (stage->other, POOL_COUNTING, i);
      if (i % 3 == 0)
        freeze (stage->other);
    }
  append (stage->arena, POOL_COUNTING, -1);
  append (stage->other, POOL_COUNTING, -2);
}

/* Operations */

static gboolean
append_to (Stage *stage, guint pool, GError **error)
{
  Element element;
  gboolean ok;

  element_init (&element, pool, 1000);
  ok = trove_arena_append_raw (stage->arena, pool, element_address (&element), &stage->out, error);
  element_clear (&element);
  return ok;
}

static gboolean
append_int64 (Stage *stage, GError **error)
{
  return append_to (stage, POOL_INT64, error);
}

static gboolean
append_string (Stage *stage, GError **error)
{
  return append_to (stage, POOL_STRING, error);
}

static gboolean
append_null_string (Stage *stage, GError **error)
{
  return trove_arena_append_string (stage->arena, POOL_STRING, NULL, -1, &stage->out, error);
}

static gboolean
append_counting (Stage *stage, GError **error)
{
  return append_to (stage, POOL_COUNTING, error);
}

static gboolean
append_large (Stage *stage, GError **error)
{
  return append_to (stage, POOL_LARGE, error);
}

static gboolean
append_value (Stage *stage, GError **error)
{
  return append_to (stage, POOL_VALUE, error);
}

static gboolean
append_variant (Stage *stage, GError **error)
{
  return append_to (stage, POOL_VARIANT, error);
}

static gboolean
append_many_int64s (Stage *stage, GError **error)
{
  gint64 numbers[2000] = { 1, 2, 3 };

  return trove_arena_append_many_raw (stage->arena, POOL_INT64, numbers, 2000, &stage->out, error);
}

static gboolean
append_many_strings (Stage *stage, GError **error)
{
  const char *strings[70] = { "a", NULL, "a text that needs more than the least room", "b" };

  return trove_arena_append_many_raw (stage->arena, POOL_STRING, strings, 70, &stage->out, error);
}

static gboolean
append_many_counting (Stage *stage, GError **error)
{
  CountingElement elements[70] = { { 1, 0 }, { 2, 0 } };

  return trove_arena_append_many_raw (stage->arena, POOL_COUNTING, elements, 70, &stage->out, error);
}

static gboolean
get_mut (Stage *stage, guint pool, GError **error)
{
  stage->out = stage->refs[pool];
  if (trove_arena_get_mut_raw (stage->arena, pool, &stage->out, error) != NULL)
    return TRUE;

  g_assert_true (trove_ref_equal (&stage->out, &stage->refs[pool]));
  stage->out = untouched;
  return FALSE;
}

static gboolean
get_mut_int64 (Stage *stage, GError **error)
{
  return get_mut (stage, POOL_INT64, error);
}

static gboolean
get_mut_counting (Stage *stage, GError **error)
{
  return get_mut (stage, POOL_COUNTING, error);
}

static gboolean
get_mut_large (Stage *stage, GError **error)
{
  return get_mut (stage, POOL_LARGE, error);
}

static gboolean
set_raw (Stage *stage, guint pool, GError **error)
{
  TroveRef ref = stage->refs[pool];
  Element element;
  gboolean ok;

  element_init (&element, pool, 123456789012345);
  ok = trove_core_set (&stage->arena->core, pool, &ref, element_address (&element), error);
  g_assert_true (ok || trove_ref_equal (&ref, &stage->refs[pool]));
  element_clear (&element);
  return ok;
}

static gboolean
set_string (Stage *stage, GError **error)
{
  return set_raw (stage, POOL_STRING, error);
}

static gboolean
set_counting (Stage *stage, GError **error)
{
  return set_raw (stage, POOL_COUNTING, error);
}

static gboolean
set_value (Stage *stage, GError **error)
{
  return set_raw (stage, POOL_VALUE, error);
}

static gboolean
do_clone (Stage *stage, GError **error)
{
  stage->made = trove_arena_clone (stage->arena, error);
  return stage->made != NULL;
}

static gboolean
do_snapshot (Stage *stage, GError **error)
{
  stage->snapshot = trove_arena_snapshot (stage->arena, error);
  return stage->snapshot != NULL;
}

static gboolean
do_merge (Stage *stage, GError **error)
{
  stage->made = trove_arena_merge (stage->arena, stage->other, error);
  return stage->made != NULL;
}

static gboolean
do_absorb (Stage *stage, GError **error)
{
  return trove_arena_absorb (stage->arena, stage->other, error);
}

static gboolean
do_borrow (Stage *stage, GError **error)
{
  stage->borrow = trove_arena_borrow (stage->arena, &stage->refs[POOL_COUNTING], error);
  return stage->borrow != NULL;
}

static gboolean
do_borrow_mut (Stage *stage, GError **error)
{
  stage->borrow = trove_arena_borrow_mut (stage->arena, &stage->refs[POOL_COUNTING], error);
  return stage->borrow != NULL;
}

static gboolean
set_borrowed (Stage *stage, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  if (stage->borrow == NULL)
    {
      stage->borrow = trove_arena_borrow_mut (stage->arena, &stage->refs[POOL_STRING], error);
      if (stage->borrow == NULL)
        return FALSE;
    }

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_static_string (&value, "a text that is longer than what was there before");
  return trove_borrow_set_value (stage->borrow, &value, error);
}

typedef struct
{
  const char *name;
  gboolean (*act) (Stage *stage, GError **error);
  void (*prepare) (Stage *stage, guint variant);
  guint n_variants;
} Operation;

static const Operation operations[] = {
  { "append-int64", append_int64, prepare_elements, 5 },
  { "append-string", append_string, prepare_elements, 5 },
  { "append-null-string", append_null_string, prepare_elements, 5 },
  { "append-counting", append_counting, prepare_elements, 5 },
  { "append-large", append_large, prepare_elements, 5 },
  { "append-value", append_value, prepare_elements, 5 },
  { "append-variant", append_variant, prepare_elements, 5 },
  { "append-many-int64s", append_many_int64s, prepare_elements, 5 },
  { "append-many-strings", append_many_strings, prepare_elements, 5 },
  { "append-many-counting", append_many_counting, prepare_elements, 5 },
  { "get-mut-int64", get_mut_int64, prepare_frozen, 2 },
  { "get-mut-counting", get_mut_counting, prepare_frozen, 2 },
  { "get-mut-large", get_mut_large, prepare_frozen, 2 },
  { "set-string", set_string, prepare_frozen, 2 },
  { "set-own-string", set_string, prepare_own, 1 },
  { "set-counting", set_counting, prepare_frozen, 2 },
  { "set-value", set_value, prepare_frozen, 2 },
  { "clone", do_clone, prepare_versions, 80 },
  { "snapshot", do_snapshot, prepare_versions, 80 },
  { "merge", do_merge, prepare_versions, 80 },
  { "absorb", do_absorb, prepare_versions, 80 },
  { "borrow", do_borrow, prepare_own, 1 },
  { "borrow-mut", do_borrow_mut, prepare_own, 1 },
  { "borrow-mut-frozen", do_borrow_mut, prepare_frozen, 2 },
  { "set-borrowed", set_borrowed, prepare_own, 1 },
};

static void
assert_same (GArray *before, GArray *after)
{
  g_assert_cmpmem (before->data, before->len * sizeof (gint64), after->data, after->len * sizeof (gint64));
}

/* FALSE: nothing was left to fail. */
static gboolean
check_failure (const Operation *operation, guint variant, FailingMode mode, guint64 number)
{
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok, failed;
  Stage stage;

  stage_init (&stage);
  operation->prepare (&stage, variant);
  stage_check (&stage);
  before = contents_of (&stage);

  failing_memory_start (mode, number);
  ok = operation->act (&stage, &error);
  failed = failing_memory_has_failed ();
  failing_memory_stop ();

  stage_check (&stage);
  if (!ok)
    {
      g_assert_true (failed);
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
      after = contents_of (&stage);
      assert_same (before, after);
      g_assert_true (trove_ref_equal (&stage.out, &untouched));
      g_clear_error (&error);

      /* And it goes on. */
      g_assert_true (operation->act (&stage, &error));
      stage_check (&stage);
    }
  else if (mode == FAILING_REST) /* one alone may be made good for by asking for less */
    g_assert_false (failed);

  g_assert_no_error (error);
  stage_clear (&stage);
  return failed;
}

static void
test_operation (gconstpointer data)
{
  const Operation *operation = data;
  guint step = operation->n_variants > 10 ? test_count (1, 7) : 1;
  guint64 most = 0;

  for (guint variant = 0; variant < operation->n_variants; variant += step)
    for (FailingMode mode = FAILING_ONE; mode <= FAILING_REST; mode++)
      {
        guint64 number = 0;

        while (check_failure (operation, variant, mode, number))
          number++;
        most = MAX (most, number);
      }

  g_assert_cmpuint (most, >=, 1);
  g_test_message ("up to %" G_GUINT64_FORMAT " allocations", most);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree char *path = g_strconcat ("/no-memory/", operations[i].name, NULL);

      g_test_add_data_func (path, &operations[i], test_operation);
    }
  return g_test_run ();
}
