/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "schema.h"

#include <string.h>

#include "memory.h"

static gsize
schema_size (guint n_pools)
{
  return sizeof (TroveSchema) + n_pools * sizeof (TroveLayout) +
         (gsize) TROVE_N_PLACES (n_pools) * sizeof (TrovePlace);
}

/* Initializes a schema in schema_size (n_pools) zeroed bytes. */
static TroveSchema *
schema_init (gpointer memory, guint n_pools)
{
  TroveSchema *schema = memory;

  atomic_init (&schema->count, 1);
  atomic_init (&schema->clear_context, NULL);
  atomic_init (&schema->branched, FALSE);
  trove_parking_init (&schema->parking, (TrovePlace *) &schema->pools[n_pools]);
  schema->n_pools = n_pools;
  return schema;
}

const char *
trove_schema_new (const TroveElementInfo *infos, guint n_infos, TroveSchema **schema)
{
  TroveSchema *made = schema_init (trove_memory_alloc0_or_end (schema_size (n_infos)), n_infos);

  for (guint i = 0; i < n_infos; i++)
    {
      const char *why = trove_layout_init (&made->pools[i], &infos[i]);

      if (why != NULL)
        {
          trove_schema_unref (made);
          return why;
        }
    }

  *schema = made;
  return NULL;
}

TroveSchema *
trove_schema_new_of_blocks (TroveClearBlocksFunc clear_blocks)
{
  const TroveElementInfo info = { .size = sizeof (guint64), .alignment = sizeof (guint64) };
  TroveSchema *schema = schema_init (trove_memory_alloc0_or_end (schema_size (1)), 1);

  trove_layout_init (&schema->pools[0], &info);
  schema->clear_blocks = clear_blocks;
  return schema;
}

TroveSchema *
trove_schema_copy (const TroveSchema *schema)
{
  gpointer memory = trove_memory_alloc0 (schema_size (schema->n_pools));
  TroveSchema *copy;

  if (memory == NULL)
    return NULL;

  copy = schema_init (memory, schema->n_pools);
  copy->clear_blocks = schema->clear_blocks;
  memcpy (copy->pools, schema->pools, schema->n_pools * sizeof (TroveLayout));
  return copy;
}

static GMutex schema_lock; /* over the contexts of all schemas; a leaf */

static gboolean
has_context (TroveSchema *schema, GMainContext *context)
{
  gboolean has;

  g_mutex_lock (&schema_lock);
  has = g_slist_find (schema->contexts, context) != NULL;
  g_mutex_unlock (&schema_lock);
  return has;
}

/* A replaced context is kept until the schema is freed, since another thread may be about to use it. */
void
trove_schema_set_clear_context (TroveSchema *schema, GMainContext *context)
{
  if (context != NULL && !has_context (schema, context))
    {
      GSList *link = g_slist_prepend (NULL, g_main_context_ref (context));

      g_mutex_lock (&schema_lock);
      schema->contexts = g_slist_concat (link, schema->contexts);
      g_mutex_unlock (&schema_lock);
    }

  atomic_store_explicit (&schema->clear_context, context, memory_order_release);
}

/* An idle source rather than g_main_context_invoke(), which runs in any thread that can acquire the context. */
gboolean
trove_schema_defer_clear (TroveSchema *schema, GSourceFunc func, gpointer data)
{
  GMainContext *context = atomic_load_explicit (&schema->clear_context, memory_order_acquire);
  GSource *source;

  if (context == NULL || g_main_context_is_owner (context))
    return FALSE;

  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "trove: clear elements");
  g_source_set_callback (source, func, data, NULL);
  g_source_attach (source, context);
  g_source_unref (source);
  return TRUE;
}

/* Elements that wait to be cleared in the clear context. */
typedef struct
{
  TroveSchema *schema; /* owned, for the layout */
  guint pool;
  gsize n;
  guint64 elements[]; /* the elements start at the first aligned address */
} Deferred;

static gpointer
deferred_elements (Deferred *deferred)
{
  return trove_align (deferred->elements, deferred->schema->pools[deferred->pool].alignment);
}

static void
clear_elements (const TroveLayout *layout, char *elements, gsize n)
{
  for (gsize i = 0; i < n; i++)
    layout->clear (elements + i * layout->stride, layout->data);
}

static gboolean
clear_deferred (gpointer data)
{
  Deferred *deferred = data;

  clear_elements (&deferred->schema->pools[deferred->pool], deferred_elements (deferred), deferred->n);
  trove_schema_unref (deferred->schema);
  g_free (deferred);
  return G_SOURCE_REMOVE;
}

void
trove_schema_clear_elements (TroveSchema *schema, guint pool, gpointer elements, gsize n)
{
  const TroveLayout *layout = &schema->pools[pool];
  Deferred *deferred;

  if (layout->clear == NULL || n == 0)
    return;
  if (G_LIKELY (atomic_load_explicit (&schema->clear_context, memory_order_relaxed) == NULL))
    {
      clear_elements (layout, elements, n);
      return;
    }

  deferred = g_malloc (sizeof *deferred + n * layout->stride + layout->alignment);
  deferred->schema = trove_schema_ref (schema);
  deferred->pool = pool;
  deferred->n = n;
  memcpy (deferred_elements (deferred), elements, n * layout->stride);
  if (!trove_schema_defer_clear (schema, clear_deferred, deferred))
    clear_deferred (deferred);
}

TroveSchema *
trove_schema_ref (TroveSchema *schema)
{
  if (!schema->shared)
    trove_count_add (&schema->count);
  return schema;
}

gsize
trove_schema_n_bytes (const TroveSchema *schema)
{
  return trove_memory_size (schema, schema_size (schema->n_pools));
}

void
trove_schema_unref (TroveSchema *schema)
{
  if (schema->shared || !trove_count_drop (&schema->count))
    return;

  trove_parking_clear (&schema->parking, TROVE_N_PLACES (schema->n_pools));
  g_slist_free_full (schema->contexts, (GDestroyNotify) g_main_context_unref);
  trove_memory_free (schema);
}

gboolean
trove_schema_equal (const TroveSchema *a, const TroveSchema *b)
{
  if (a == b)
    return TRUE;
  if (a->n_pools != b->n_pools)
    return FALSE;

  for (guint i = 0; i < a->n_pools; i++)
    {
      if (!trove_layout_equal (&a->pools[i], &b->pools[i]))
        return FALSE;
    }

  return TRUE;
}

gboolean
trove_schema_check_equal (const TroveSchema *a, const TroveSchema *b, const char *cannot, GError **error)
{
  if (trove_schema_equal (a, b))
    return TRUE;
  if (a->n_pools != b->n_pools)
    {
      g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH, "%s: one has %u pools, the other %u",
                   cannot, a->n_pools, b->n_pools);
      return FALSE;
    }

  for (guint i = 0; i < a->n_pools; i++)
    {
      g_autofree char *name_a = trove_layout_name (&a->pools[i]);
      g_autofree char *name_b = trove_layout_name (&b->pools[i]);

      if (trove_layout_equal (&a->pools[i], &b->pools[i]))
        continue;
      g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                   "%s: pool %u is of %s in one and of %s%s in the other", cannot, i, name_a, name_b,
                   g_str_equal (name_a, name_b) ? ", with other copy, clear or trace functions," : "");
      break;
    }
  return FALSE;
}
