/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-key.h"
#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_VERSION (trove_version_get_type ())

TROVE_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (TroveVersion, trove_version, TROVE, VERSION, GObject)

TROVE_AVAILABLE_IN_1_0
gboolean trove_version_read (TroveVersion *self, GError **error);

TROVE_AVAILABLE_IN_1_0
char *trove_version_dup_id (TroveVersion *self);
TROVE_AVAILABLE_IN_1_0
const char *trove_version_get_label (TroveVersion *self);
TROVE_AVAILABLE_IN_1_0
gint64 trove_version_get_time (TroveVersion *self);
TROVE_AVAILABLE_IN_1_0
GPtrArray *trove_version_dup_parents (TroveVersion *self);
TROVE_AVAILABLE_IN_1_0
gboolean trove_version_get_kept (TroveVersion *self);
TROVE_AVAILABLE_IN_1_0
void trove_version_set_kept (TroveVersion *self, gboolean kept);
TROVE_AVAILABLE_IN_1_0
char *trove_version_dup_name (TroveVersion *self);
TROVE_AVAILABLE_IN_1_0
void trove_version_set_name (TroveVersion *self, const char *name);
TROVE_AVAILABLE_IN_1_0
GVariant *trove_version_get_view_state (TroveVersion *self);
TROVE_AVAILABLE_IN_1_0
guint64 trove_version_get_n_bytes (TroveVersion *self);
TROVE_AVAILABLE_IN_1_0
TroveChanges *trove_version_compare (TroveVersion *self, TroveVersion *other, GError **error);

/* Objects */

TROVE_AVAILABLE_IN_1_0
TroveObject *trove_version_dup_root (TroveVersion *self);
TROVE_AVAILABLE_IN_1_0
TroveObject *trove_version_lookup (TroveVersion *self, TroveKey key);

TROVE_AVAILABLE_IN_1_0
GVariant *trove_version_dup_column (TroveVersion *self, GType type, const char *property, GError **error);
TROVE_AVAILABLE_IN_1_0
GVariant *trove_version_dup_object_counts (TroveVersion *self, GError **error);

/* Reading, by key */

TROVE_AVAILABLE_IN_1_0
TroveKey trove_version_get_root_key (TroveVersion *self);
TROVE_AVAILABLE_IN_1_0
guint64 trove_version_get_n_objects (TroveVersion *self);
TROVE_AVAILABLE_IN_1_0
TroveKey trove_version_get_next_key (TroveVersion *self, TroveKey key);
TROVE_AVAILABLE_IN_1_0
gconstpointer trove_version_peek (TroveVersion *self, TroveKey key, GType *type);
TROVE_AVAILABLE_IN_1_0
guint trove_version_get_n_children (TroveVersion *self, TroveKey key, const char *list);
TROVE_AVAILABLE_IN_1_0
guint trove_version_get_children (TroveVersion *self, TroveKey key, const char *list, guint first,
                                  TroveKey *keys, guint n);
TROVE_AVAILABLE_IN_1_0
const TroveKey *trove_version_peek_children (TroveVersion *self, TroveKey key, const char *list, guint first,
                                             guint *n);
TROVE_AVAILABLE_IN_1_0
TroveKey trove_version_get_owner (TroveVersion *self, TroveKey key, const char **property, guint *position);
TROVE_AVAILABLE_IN_1_0
TroveKey *trove_version_dup_referrers (TroveVersion *self, TroveKey key, gsize *n);

/**
 * TroveVersionReader: (skip)
 *
 * Reads the objects of a version, and remembers its way: an object with a key near that of the one before is found
 * faster. It lives on the stack, and is used by one thread.
 *
 * ```c
 * TroveVersionReader reader;
 *
 * trove_version_reader_init (&reader, version);
 * data = trove_version_reader_peek (&reader, key, &type);
 * ```
 *
 * The version must outlive the reader. A reader needs no clearing.
 *
 * Since: 1.0
 */
typedef struct
{
  /*< private >*/
  gconstpointer words[4];
} TroveVersionReader;

TROVE_AVAILABLE_IN_1_0
void trove_version_reader_init (TroveVersionReader *reader, TroveVersion *version);
TROVE_AVAILABLE_IN_1_0
gconstpointer trove_version_reader_peek (TroveVersionReader *reader, TroveKey key, GType *type);
TROVE_AVAILABLE_IN_1_0
const TroveKey *trove_version_reader_peek_children (TroveVersionReader *reader, TroveKey key,
                                                    const char *list, guint first, guint *n);

TROVE_AVAILABLE_IN_1_0
char *trove_version_to_json (TroveVersion *self, GError **error);

G_END_DECLS
