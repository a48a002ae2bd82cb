/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "class-version.h"

#include "class-unknown.h"

static GQuark
version_quark (void)
{
  return g_quark_from_static_string ("trove-version");
}

void
trove_class_set_version (GType type, guint version)
{
  g_assert (version > 0);
  g_type_set_qdata (type, version_quark (), GUINT_TO_POINTER (version));
}

guint
trove_class_get_version (const TroveClass *klass)
{
  const TroveUnknownClass *unknown = trove_class_get_unknown (klass->type);
  guint version = 0;

  if (klass != klass->plain)
    return klass->schema_version;
  if (unknown != NULL)
    return unknown->schema_version;
  for (GType type = klass->type; version == 0 && type != G_TYPE_INVALID; type = g_type_parent (type))
    version = GPOINTER_TO_UINT (g_type_get_qdata (type, version_quark ()));
  return version;
}
