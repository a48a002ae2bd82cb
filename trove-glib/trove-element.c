/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <trove-glib/trove-glib.h>

#include "core/layout.h"

/**
 * trove_element_register: (skip)
 * @boxed_type: a boxed type
 * @info: the layout of its elements; @info->type may be 0
 *
 * Makes pools of a boxed type store the struct inline, instead of a pointer to a boxed copy.
 *
 * The struct must be one that `memcpy()` may move. Registering a type again with the same layout does
 * nothing. When an arena was made with the type, the type cannot be registered with another layout. Such a
 * call is a programming error and causes a critical message.
 *
 * Any thread may call this function.
 *
 * Since: 1.0
 */
void
trove_element_register (GType boxed_type, const TroveElementInfo *info)
{
  g_return_if_fail (G_TYPE_FUNDAMENTAL (boxed_type) == G_TYPE_BOXED && boxed_type != G_TYPE_VALUE);
  g_return_if_fail (info != NULL);
  g_return_if_fail (info->type == 0 || info->type == boxed_type);

  trove_layout_register (boxed_type, info);
}
