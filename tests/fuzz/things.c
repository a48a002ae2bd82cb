/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "things.h"

#define READWRITE (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)
#define OWNED (G_PARAM_STATIC_STRINGS | TROVE_PARAM_OWNED)

GType
fuzz_thing_get_type (void)
{
  static GType type;

  if (type == G_TYPE_INVALID)
    {
      GParamSpec *pspecs[] = {
        g_param_spec_char ("char", NULL, NULL, -100, 100, 0, READWRITE),
        g_param_spec_boolean ("boolean", NULL, NULL, TRUE, READWRITE),
        g_param_spec_int ("int", NULL, NULL, -5, 1000, 5, READWRITE),
        g_param_spec_long ("long", NULL, NULL, G_MINLONG, G_MAXLONG, 0, READWRITE),
        g_param_spec_uint64 ("uint64", NULL, NULL, 0, G_MAXUINT64, 0, READWRITE),
        g_param_spec_float ("float", NULL, NULL, -10, 10, 0, READWRITE),
        g_param_spec_double ("double", NULL, NULL, -1000, 1000, 0, READWRITE),
        g_param_spec_enum ("enum", NULL, NULL, G_TYPE_BUS_TYPE, G_BUS_TYPE_NONE, READWRITE),
        g_param_spec_flags ("flags", NULL, NULL, G_TYPE_APPLICATION_FLAGS, 0, READWRITE),
        g_param_spec_gtype ("gtype", NULL, NULL, G_TYPE_NONE, READWRITE),
        g_param_spec_string ("string", NULL, NULL, "a default", READWRITE),
        g_param_spec_boxed ("strv", NULL, NULL, G_TYPE_STRV, READWRITE),
        g_param_spec_boxed ("bytes", NULL, NULL, G_TYPE_BYTES, READWRITE),
        g_param_spec_variant ("variant", NULL, NULL, G_VARIANT_TYPE_ANY, NULL, READWRITE),
        g_param_spec_boxed ("date", NULL, NULL, G_TYPE_DATE_TIME, READWRITE),
        g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, READWRITE),
        g_param_spec_object ("icon", NULL, NULL, G_TYPE_ICON, READWRITE),
        g_param_spec_object ("target", NULL, NULL, TROVE_TYPE_OBJECT, READWRITE),
        g_param_spec_object ("part", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READWRITE | OWNED),
        trove_param_spec_list ("children", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE | OWNED),
        trove_param_spec_list ("links", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE),
      };

      type = trove_object_register_type ("FuzzThing", TROVE_TYPE_OBJECT, pspecs, G_N_ELEMENTS (pspecs), NULL);
      g_assert_true (type != G_TYPE_INVALID);
    }
  return type;
}
