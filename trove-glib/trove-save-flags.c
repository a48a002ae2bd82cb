/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <trove-glib/trove-glib.h>

GType
trove_save_flags_get_type (void)
{
  static gsize type;
  static const GFlagsValue values[] = {
    { TROVE_SAVE_NONE, "TROVE_SAVE_NONE", "none" },
    { TROVE_SAVE_CURRENT_ONLY, "TROVE_SAVE_CURRENT_ONLY", "current-only" },
    { TROVE_SAVE_COPY, "TROVE_SAVE_COPY", "copy" },
    { TROVE_SAVE_REPLACE, "TROVE_SAVE_REPLACE", "replace" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_flags_register_static ("TroveSaveFlags", values));
  return type;
}
