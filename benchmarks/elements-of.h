/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Elements of: the contenders of elements.c for one type of element. Each loop is compiled for the type, as in a user's
 * program. Included once for each type, with
 *
 *   ELEMENT    the type; its first member is a number, word
 *   VALUE_TYPE, VALUE_SET (value, element), VALUE_GET (value)   how a GValue holds it */

#define NAME(name) G_PASTE (name##_, ELEMENT)

typedef struct
{
  GObject parent;
  ELEMENT element;
} NAME (Object);

/* Appending. Each contender stores its container in data->made */

static guint64
NAME (append_raw_array) (gpointer user_data)
{
  Data *data = user_data;
  ELEMENT *elements = g_new (ELEMENT, data->n);

  for (gsize i = 0, n = data->n; i < n; i++)
    {
      elements[i] = (ELEMENT){ .word = i };
      __asm__ volatile("" ::: "memory");
    }

  data->made = elements;
  return (guint64) elements[data->n - 1].word;
}

static guint64
NAME (append_bump) (gpointer user_data)
{
  Data *data = user_data;
  Bump *bump = g_new0 (Bump, 1);

  bump->addresses = g_new (gpointer, data->n);
  for (gsize i = 0, n = data->n; i < n; i++)
    {
      ELEMENT *element = bump_alloc (bump, sizeof (ELEMENT));

      *element = (ELEMENT){ .word = i };
      bump->addresses[i] = element;
    }

  data->made = bump;
  return data->n;
}

static guint64
NAME (append_g_array) (gpointer user_data)
{
  Data *data = user_data;
  GArray *array = g_array_new (FALSE, FALSE, sizeof (ELEMENT));

  for (gsize i = 0, n = data->n; i < n; i++)
    {
      ELEMENT element = { .word = i };

      g_array_append_vals (array, &element, 1);
    }

  data->made = array;
  return array->len;
}

static guint64
NAME (append_g_ptr_array) (gpointer user_data)
{
  Data *data = user_data;
  GPtrArray *pointers = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0, n = data->n; i < n; i++)
    {
      ELEMENT *element = g_new (ELEMENT, 1);

      *element = (ELEMENT){ .word = i };
      g_ptr_array_add (pointers, element);
    }

  data->made = pointers;
  return pointers->len;
}

static void
NAME (slice_free) (gpointer element)
{
  g_slice_free (ELEMENT, element);
}

static guint64
NAME (append_g_slice) (gpointer user_data)
{
  Data *data = user_data;
  GPtrArray *pointers = g_ptr_array_new_full ((guint) data->n, NAME (slice_free));

  for (gsize i = 0, n = data->n; i < n; i++)
    {
      ELEMENT *element = g_slice_new (ELEMENT);

      *element = (ELEMENT){ .word = i };
      pointers->pdata[i] = element;
    }

  pointers->len = (guint) data->n;
  data->made = pointers;
  return pointers->len;
}

static guint64
NAME (append_g_value) (gpointer user_data)
{
  Data *data = user_data;
  GArray *values = g_array_new (FALSE, FALSE, sizeof (GValue));

  g_array_set_clear_func (values, (GDestroyNotify) g_value_unset);
  for (gsize i = 0, n = data->n; i < n; i++)
    {
      ELEMENT element = { .word = i };
      GValue value = G_VALUE_INIT;

      g_value_init (&value, VALUE_TYPE);
      VALUE_SET (&value, &element);
      g_array_append_val (values, value);
    }

  data->made = values;
  return values->len;
}

static guint64
NAME (append_g_object) (gpointer user_data)
{
  Data *data = user_data;
  GPtrArray *objects = g_ptr_array_new_with_free_func (g_object_unref);
  static GType type;

  if (type == 0)
    type = bench_object_type ("BenchObject" G_STRINGIFY (ELEMENT), sizeof (NAME (Object)));
  for (gsize i = 0, n = data->n; i < n; i++)
    {
      NAME (Object) *object = g_object_new (type, NULL);

      object->element = (ELEMENT){ .word = i };
      g_ptr_array_add (objects, object);
    }

  data->made = objects;
  return objects->len;
}

static guint64
NAME (append_g_hash_table) (gpointer user_data)
{
  Data *data = user_data;
  GHashTable *table = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  for (gsize i = 0, n = data->n; i < n; i++)
    {
      ELEMENT *element = g_new (ELEMENT, 1);

      *element = (ELEMENT){ .word = i };
      g_hash_table_insert (table, GSIZE_TO_POINTER (i + 1), element);
    }

  data->made = table;
  return g_hash_table_size (table);
}

static guint64
NAME (append_trove) (gpointer user_data)
{
  Data *data = user_data;
  const TroveElementInfo info = TROVE_ELEMENT (ELEMENT);
  TroveArena *arena = trove_arena_new_with_infos (&info, 1);
  TroveRef *refs = data->refs;

  for (gsize i = 0, n = data->n; i < n; i++)
    {
      ELEMENT element = { .word = i };

      trove_arena_append_raw (arena, 0, &element, &refs[i], NULL);
    }

  data->made = arena;
  return data->refs[data->n - 1].offset;
}

static const BenchContender NAME (appending)[] = {
  { "raw array", NULL, NAME (append_raw_array), free_made },
  { "bump allocator", NULL, NAME (append_bump), free_bump },
  { "g_array_append_vals", NULL, NAME (append_g_array), unref_array },
  { "trove append_raw", NULL, NAME (append_trove), unref_object },
  { "g_slice_new", NULL, NAME (append_g_slice), unref_ptr_array },
  { "g_ptr_array_add (g_new)", NULL, NAME (append_g_ptr_array), unref_ptr_array },
  { "GArray of GValue", NULL, NAME (append_g_value), unref_array },
  { "GHashTable of g_new", NULL, NAME (append_g_hash_table), unref_table },
  { "g_object_new", NULL, NAME (append_g_object), unref_ptr_array },
};

/* Appending all elements of data->raw in one call */

static guint64
NAME (copy_memory) (gpointer user_data)
{
  Data *data = user_data;

  data->made = g_memdup2 (data->raw, data->n * sizeof (ELEMENT));
  return (guint64) ((const ELEMENT *) data->made)[data->n - 1].word;
}

static guint64
NAME (append_many_g_array) (gpointer user_data)
{
  Data *data = user_data;
  GArray *array = g_array_new (FALSE, FALSE, sizeof (ELEMENT));

  g_array_append_vals (array, data->raw, (guint) data->n);
  data->made = array;
  return array->len;
}

static guint64
NAME (append_many_trove) (gpointer user_data)
{
  Data *data = user_data;
  const TroveElementInfo info = TROVE_ELEMENT (ELEMENT);
  TroveArena *arena = trove_arena_new_with_infos (&info, 1);
  TroveRef first;

  trove_arena_append_many_raw (arena, 0, data->raw, data->n, &first, NULL);
  data->made = arena;
  return first.offset;
}

static const BenchContender NAME (appending_many)[] = {
  { "memcpy", NULL, NAME (copy_memory), free_made },
  { "g_array_append_vals", NULL, NAME (append_many_g_array), unref_array },
  { "trove append_many_raw", NULL, NAME (append_many_trove), unref_object },
};

/* Reading. Each contender adds up the words, in the order of data->visited. All take the index from a ref, and keep
 * values that a loop needs in local variables, as in a user's program. */

static guint64
NAME (get_raw_array) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  const ELEMENT *elements = data.raw;
  guint64 sum = 0;

  for (gsize i = 0; i < data.n; i++)
    sum += (guint64) elements[data.visited[i].offset].word;
  return sum;
}

static guint64
NAME (get_g_array) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < data.n; i++)
    sum += (guint64) g_array_index (data.array, ELEMENT, data.visited[i].offset).word;
  return sum;
}

static guint64
NAME (get_g_ptr_array) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < data.n; i++)
    sum += (guint64) ((const ELEMENT *) g_ptr_array_index (data.pointers, data.visited[i].offset))->word;
  return sum;
}

static guint64
NAME (get_g_value) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < data.n; i++)
    sum += (guint64) VALUE_GET (&g_array_index (data.values, GValue, data.visited[i].offset));
  return sum;
}

static guint64
NAME (get_g_hash_table) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < data.n; i++)
    {
      gpointer key = GSIZE_TO_POINTER (data.visited[i].offset + 1);

      sum += (guint64) ((const ELEMENT *) g_hash_table_lookup (data.table, key))->word;
    }
  return sum;
}

static guint64
NAME (get_g_object) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < data.n; i++)
    {
      const NAME (Object) *object = g_ptr_array_index (data.objects, data.visited[i].offset);

      sum += (guint64) object->element.word;
    }
  return sum;
}

static guint64
NAME (get_trove) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < data.n; i++)
    sum += (guint64) ((const ELEMENT *) trove_arena_get_raw (data.arena, 0, &data.visited[i], NULL))->word;
  return sum;
}

static guint64
NAME (get_reader) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  TroveReader reader;
  guint64 sum = 0;

  trove_reader_init (&reader, data.arena, 0);
  for (gsize i = 0; i < data.n; i++)
    sum += (guint64) ((const ELEMENT *) trove_reader_get (&reader, &data.visited[i], NULL))->word;
  trove_reader_clear (&reader);
  return sum;
}

static guint64
NAME (get_batches) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  gconstpointer batch[BATCH];
  guint64 sum = 0;

  for (gsize i = 0; i < data.n; i += BATCH)
    {
      gsize n = MIN (BATCH, data.n - i);

      trove_arena_get_many_raw (data.arena, 0, &data.visited[i], n, batch, NULL);
      for (gsize j = 0; j < n; j++)
        sum += (guint64) ((const ELEMENT *) batch[j])->word;
    }
  return sum;
}

/* A get that checks borrows, as in the Rust crate. */

static guint64
NAME (get_borrowed) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < data.n; i++)
    {
      TroveBorrow borrow;

      trove_borrow_init (&borrow, data.arena, &data.visited[i], NULL);
      sum += (guint64) ((const ELEMENT *) trove_borrow_get_raw (&borrow))->word;
      trove_borrow_clear (&borrow);
    }
  return sum;
}

static guint64
NAME (get_borrowed_frozen) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < data.n; i++)
    {
      TroveRef ref = { data.frozen_id, data.visited[i].offset };
      TroveBorrow borrow;

      trove_borrow_init (&borrow, data.frozen, &ref, NULL);
      sum += (guint64) ((const ELEMENT *) trove_borrow_get_raw (&borrow))->word;
      trove_borrow_clear (&borrow);
    }
  return sum;
}

static const BenchContender NAME (getting)[] = {
  { "raw array", .run = NAME (get_raw_array) },
  { "g_array_index", .run = NAME (get_g_array) },
  { "trove reader", .run = NAME (get_reader) },
  { "trove get_many_raw, 64 refs", .run = NAME (get_batches) },
  { "trove get_raw", .run = NAME (get_trove) },
  { "trove borrow and release", .run = NAME (get_borrowed) },
  { "trove borrow and release, frozen", .run = NAME (get_borrowed_frozen) },
  { "g_ptr_array_index", .run = NAME (get_g_ptr_array) },
  { "GArray of GValue", .run = NAME (get_g_value) },
  { "GPtrArray of GObject", .run = NAME (get_g_object) },
  { "g_hash_table_lookup", .run = NAME (get_g_hash_table) },
};

/* Changing */

static guint64
NAME (change_raw_array) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;
  ELEMENT *elements = data.raw;

  for (gsize i = 0; i < data.n; i++)
    elements[data.visited[i].offset].word ^= i;
  return 0;
}

static guint64
NAME (change_g_ptr_array) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;

  for (gsize i = 0; i < data.n; i++)
    ((ELEMENT *) g_ptr_array_index (data.pointers, data.visited[i].offset))->word ^= i;
  return 0;
}

static guint64
NAME (change_trove) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;

  for (gsize i = 0; i < data.n; i++)
    ((ELEMENT *) trove_arena_get_mut_raw (data.arena, 0, &data.visited[i], NULL))->word ^= i;
  return 0;
}

static guint64
NAME (change_borrowed) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;

  for (gsize i = 0; i < data.n; i++)
    {
      TroveRef ref = { data.borrowed_id, data.visited[i].offset };
      TroveBorrow borrow;

      trove_borrow_init_mut (&borrow, data.borrowed, &ref, NULL);
      ((ELEMENT *) trove_borrow_get_mut_raw (&borrow))->word ^= i;
      trove_borrow_clear (&borrow);
    }
  return 0;
}

static guint64
NAME (change_frozen) (gpointer user_data)
{
  const Data data = *(const Data *) user_data;

  for (gsize i = 0; i < data.n; i++)
    {
      TroveRef ref = { data.frozen_id, data.visited[i].offset };

      ((ELEMENT *) trove_arena_get_mut_raw (data.made, 0, &ref, NULL))->word ^= i;
    }
  return 0;
}

static const BenchContender NAME (changing)[] = {
  { "raw array", .run = NAME (change_raw_array) },
  { "g_ptr_array_index", .run = NAME (change_g_ptr_array) },
  { "trove get_mut_raw", .run = NAME (change_trove) },
  { "trove borrow_mut and release", .run = NAME (change_borrowed) },
  { "trove first touch after a clone", clone_frozen, NAME (change_frozen), unref_object },
};

/* Running */

static void
NAME (bench_appending) (Bench *bench, Data *data, const char *column, BenchHeap heap)
{
  gsize n_appending = heap == BENCH_WARM ? G_N_ELEMENTS (NAME (appending)) : N_FLAT;
  gsize n = data->n;

  NAME (append_raw_array) (data);
  data->raw = data->made;

  bench_add (bench, "append", column, n, NAME (appending), n_appending, data);
  bench_add (bench, "append all at once", column, n, NAME (appending_many),
             G_N_ELEMENTS (NAME (appending_many)), data);
  bench_run (bench, heap);

  g_free (data->raw);
}

static void
NAME (bench_dropping) (Bench *bench, Data *data, const char *column, BenchHeap heap)
{
  const BenchContender dropping[] = {
    { "free() of such rows", make_rows, free_rows, no_op },
    { "raw array", NAME (append_raw_array), free_made, no_op },
    { "GArray", NAME (append_g_array), unref_array, no_op },
    { "trove", NAME (append_trove), unref_object, no_op },
    { "GPtrArray of g_new", NAME (append_g_ptr_array), unref_ptr_array, no_op },
    { "GPtrArray of GObject", NAME (append_g_object), unref_ptr_array, no_op },
  };

  data->size = sizeof (ELEMENT);
  bench_add (bench, "drop of all", column, 1, dropping, heap == BENCH_WARM ? G_N_ELEMENTS (dropping) : N_FLAT,
             data);
  bench_run (bench, heap);
}

static void
NAME (bench_size) (Bench *bench, Data *data, const char *column)
{
  bench_bytes (bench, BENCH_RESIDENT, "bytes of an element", column, data->n, NAME (appending),
               G_N_ELEMENTS (NAME (appending)), data);
  bench_bytes (bench, BENCH_ALLOCATED, "bytes allocated for an element", column, data->n, NAME (appending),
               G_N_ELEMENTS (NAME (appending)), data);
}

#define APPENDED(how) (NAME (append_##how) (data), g_steal_pointer (&data->made))

static void
NAME (bench_access) (Bench *bench, Data *data, const char *column, const char *get, const char *change,
                     gboolean at_random)
{
  data->frozen = APPENDED (trove);
  data->frozen_id = data->refs[0].sub_arena;
  g_object_unref (trove_arena_clone (data->frozen, NULL));
  data->borrowed = APPENDED (trove);
  data->borrowed_id = data->refs[0].sub_arena;
  data->arena = APPENDED (trove);
  data->raw = APPENDED (raw_array);
  data->array = APPENDED (g_array);
  data->pointers = APPENDED (g_ptr_array);
  data->values = APPENDED (g_value);
  data->objects = APPENDED (g_object);
  data->table = APPENDED (g_hash_table);
  for (gsize i = 0; i < data->n; i++)
    data->visited[i] = data->refs[at_random ? data->order[i] : i];

  bench_add (bench, get, column, data->n, NAME (getting), G_N_ELEMENTS (NAME (getting)), data);
  bench_add (bench, change, column, data->n, NAME (changing), G_N_ELEMENTS (NAME (changing)), data);
  bench_run (bench, BENCH_WARM);

  g_object_unref (data->frozen);
  g_object_unref (data->borrowed);
  g_object_unref (data->arena);
  g_free (data->raw);
  g_array_unref (data->array);
  g_ptr_array_unref (data->pointers);
  g_array_unref (data->values);
  g_ptr_array_unref (data->objects);
  g_hash_table_unref (data->table);
}

#undef APPENDED

/* Runs the contenders that need a heap in which nothing was allocated before. */
static void
NAME (bench_fresh) (Bench *bench, Data *data, const char *column)
{
  NAME (bench_appending) (bench, data, column, BENCH_FRESH);
  NAME (bench_dropping) (bench, data, column, BENCH_FRESH);
}

/* Runs the contenders on warm memory. */
static void
NAME (bench_warm) (Bench *bench, Data *large, Data *small, const char *column)
{
  NAME (bench_appending) (bench, large, column, BENCH_WARM);
  NAME (bench_dropping) (bench, large, column, BENCH_WARM);
  NAME (bench_access) (bench, large, column, "get, sequential", "change, sequential", FALSE);
  NAME (bench_access) (bench, large, column, "get, random", "change, random", TRUE);
  NAME (bench_access) (bench, small, column, "get, random of 10^5", "change, random of 10^5", TRUE);
}

#undef NAME
#undef ELEMENT
#undef VALUE_TYPE
#undef VALUE_SET
#undef VALUE_GET
