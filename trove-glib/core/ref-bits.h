/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Ref bits: the fields of a TroveRef's offset.
 *
 *   bit 63 … 48  0      bits 47 … 40  pool      bits 39 … 0  index */

#pragma once

#include "trove-glib/trove-ref.h"

#define TROVE_POOL_SHIFT 40
#define TROVE_POOL_MASK 255
#define TROVE_OFFSET_BITS (TROVE_POOL_SHIFT + 8)

static inline guint
trove_offset_pool (guint64 offset)
{
  return (guint) (offset >> TROVE_POOL_SHIFT) & TROVE_POOL_MASK;
}

static inline guint64
trove_offset_index (guint64 offset)
{
  return offset & (((guint64) 1 << TROVE_POOL_SHIFT) - 1);
}
