/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "debug.h"

static GMutex lock;        /* over the table; a leaf */
static GHashTable *frozen; /* key -> GArray of guint64: a checksum for each run of elements */

gsize trove_debug_parsed = 0;

/* Needs no lock: two threads that parse at the same time store the same flags. */
gsize
trove_debug_parse (void)
{
  static const GDebugKey keys[] = { { "frozen", TROVE_DEBUG_FROZEN }, { "cycles", TROVE_DEBUG_CYCLES } };
  gsize parsed =
      TROVE_DEBUG_PARSED | g_parse_debug_string (g_getenv ("TROVE_DEBUG"), keys, G_N_ELEMENTS (keys));

  __atomic_store_n (&trove_debug_parsed, parsed, __ATOMIC_RELAXED);
  return parsed;
}

typedef struct
{
  gsize stride;
  GArray *sums;
} SumData;

static void
sum_run (gpointer first, guint64 n, gpointer data)
{
  SumData *sum = data;
  const guint8 *bytes = first;
  guint64 hash = 0xcbf29ce484222325; /* FNV-1a, 64 bits */

  for (guint64 i = 0; i < n * sum->stride; i++)
    hash = (hash ^ bytes[i]) * 0x100000001b3;
  g_array_append_val (sum->sums, hash);
}

static GArray *
checksum (const TroveSchema *schema, const TrovePool *pools)
{
  GArray *sums = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (const TrovePool *p = pools; p != NULL; p = p->next)
    {
      SumData data = { schema->pools[p->index].stride, sums };

      trove_pool_foreach_run (p, data.stride, sum_run, &data);
    }
  return sums;
}

void
trove_debug_remember (gconstpointer key, const TroveSchema *schema, const TrovePool *pools)
{
  GArray *sums;

  sums = checksum (schema, pools);
  g_mutex_lock (&lock);
  if (frozen == NULL)
    frozen = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  g_hash_table_insert (frozen, (gpointer) key, sums);
  g_mutex_unlock (&lock);
}

static void
report (guint64 id, const TrovePool *pools, GArray *then, GArray *now)
{
  guint i = 0;

  for (const TrovePool *p = pools; p != NULL; p = p->next)
    {
      for (guint row = 0; row < p->n_rows && trove_row_start (row) < p->length; row++, i++)
        if (g_array_index (now, guint64, i) != g_array_index (then, guint64, i))
          g_critical (
              "Sub-arena %" G_GUINT64_FORMAT " was written after it was frozen: pool %u, row %u (indices "
              "%" G_GUINT64_FORMAT
              " and up). Do not write through an address after the next clone, merge, snapshot or transfer",
              id, p->index, row, trove_row_start (row));
    }
}

void
trove_debug_verify (gconstpointer key, guint64 id, const TroveSchema *schema, const TrovePool *pools)
{
  g_autoptr (GArray) then = NULL;
  g_autoptr (GArray) now = NULL;

  g_mutex_lock (&lock);
  if (frozen != NULL)
    then = g_hash_table_lookup (frozen, key);
  if (then != NULL)
    g_array_ref (then);
  g_mutex_unlock (&lock);

  if (then == NULL)
    return;

  now = checksum (schema, pools);
  report (id, pools, then, now);
}

void
trove_debug_forget (gconstpointer key)
{
  g_mutex_lock (&lock);
  if (frozen != NULL)
    g_hash_table_remove (frozen, key);
  g_mutex_unlock (&lock);
}
