/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <trove-glib/trove-glib.h>

/**
 * trove_error_quark:
 *
 * Gets the error domain of the library. C code uses %TROVE_ERROR.
 *
 * Returns: a quark
 *
 * Since: 1.0
 */
/* clang-format off */
G_DEFINE_QUARK (trove-error-quark, trove_error)
/* clang-format on */

/* Other languages name the codes by their nicknames. */
GType
trove_error_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { TROVE_ERROR_INVALID_REF, "TROVE_ERROR_INVALID_REF", "invalid-ref" },
    { TROVE_ERROR_BORROWED, "TROVE_ERROR_BORROWED", "borrowed" },
    { TROVE_ERROR_BORROWED_MUT, "TROVE_ERROR_BORROWED_MUT", "borrowed-mut" },
    { TROVE_ERROR_TYPE_MISMATCH, "TROVE_ERROR_TYPE_MISMATCH", "type-mismatch" },
    { TROVE_ERROR_WRONG_THREAD, "TROVE_ERROR_WRONG_THREAD", "wrong-thread" },
    { TROVE_ERROR_COPY_FAILED, "TROVE_ERROR_COPY_FAILED", "copy-failed" },
    { TROVE_ERROR_FULL, "TROVE_ERROR_FULL", "full" },
    { TROVE_ERROR_NO_MEMORY, "TROVE_ERROR_NO_MEMORY", "no-memory" },
    { TROVE_ERROR_REMOVED, "TROVE_ERROR_REMOVED", "removed" },
    { TROVE_ERROR_CYCLE, "TROVE_ERROR_CYCLE", "cycle" },
    { TROVE_ERROR_FOREIGN, "TROVE_ERROR_FOREIGN", "foreign" },
    { TROVE_ERROR_BUSY, "TROVE_ERROR_BUSY", "busy" },
    { TROVE_ERROR_READ_ONLY, "TROVE_ERROR_READ_ONLY", "read-only" },
    { TROVE_ERROR_DAMAGED, "TROVE_ERROR_DAMAGED", "damaged" },
    { TROVE_ERROR_CHANGED, "TROVE_ERROR_CHANGED", "changed" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("TroveError", values));

  return type;
}
