/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core-fixture.h"

#include "check-core.h"

const guint64 core_zeros[64 * 1024 / 8];

void
core_init (TroveCore *core, const TroveElementInfo *infos, guint n)
{
  TroveSchema *schema;

  g_assert_null (trove_schema_new (infos, n, &schema));
  trove_core_init (core, schema);
}

void
core_init_type (TroveCore *core, GType type)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (type);

  core_init (core, &info, 1);
}

void
core_init_size (TroveCore *core, gsize size)
{
  const TroveElementInfo info = { .size = size, .alignment = MIN (size & -size, 16) };

  core_init (core, &info, 1);
}

void
core_init_clone (TroveCore *core, TroveCore *other)
{
  core_freeze (other);
  trove_core_init (core, trove_schema_ref (other->schema));
  atomic_store (&core->schema->branched, TRUE);
  trove_view_copy (&other->view, &core->view);
}

void
core_freeze (TroveCore *core)
{
  g_assert_true (trove_core_freeze (core, NULL));
  check_core (core);
}

TroveRef
core_append_int (TroveCore *core, gint64 value)
{
  TroveRef ref;

  g_assert_true (trove_core_append (core, 0, &value, &ref, NULL));
  return ref;
}

void
core_assert_int (TroveCore *core, const TroveRef *ref, gint64 value)
{
  const gint64 *element = trove_core_get (core, 0, ref, NULL);

  g_assert_nonnull (element);
  g_assert_cmpint (*element, ==, value);
}

TroveRef
core_append_zeros (TroveCore *core, guint pool, guint64 n)
{
  TroveRef ref = TROVE_REF_INIT;

  for (guint64 i = 0; i < n; i++)
    g_assert_true (trove_core_append (core, pool, core_zeros, &ref, NULL));
  return ref;
}

guint64
core_append_string (TroveCore *core, const char *bytes, gsize length)
{
  g_assert_true (trove_core_append_string (core, 0, bytes, length, NULL, NULL));
  return sizeof (char *) + sizeof (TroveStringHeader) + trove_string_capacity (length);
}
