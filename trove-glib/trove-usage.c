/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <trove-glib/trove-glib.h>

G_DEFINE_BOXED_TYPE (TroveUsage, trove_usage, trove_usage_copy, trove_usage_free)

/**
 * trove_usage_copy: (skip)
 * @usage: a usage
 *
 * Copies a usage to the heap.
 *
 * Returns: (transfer full): a usage; free it with [method@Trove.Usage.free]
 *
 * Since: 1.0
 */
TroveUsage *
trove_usage_copy (const TroveUsage *usage)
{
  g_return_val_if_fail (usage != NULL, NULL);

  return g_memdup2 (usage, sizeof *usage);
}

/**
 * trove_usage_free: (skip)
 * @usage: (transfer full): a usage on the heap
 *
 * Frees a usage.
 *
 * Since: 1.0
 */
void
trove_usage_free (TroveUsage *usage)
{
  g_free (usage);
}
