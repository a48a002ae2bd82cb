/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include <gio/gio.h>

#include "trove-key.h"
#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_DOCUMENT (trove_document_get_type ())

TROVE_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (TroveDocument, trove_document, TROVE, DOCUMENT, GObject)

TROVE_AVAILABLE_IN_1_0
TroveDocument *trove_document_new (GType root_type, const GType *types, guint n_types);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_transfer (TroveDocument *self, GError **error);

/* Objects */

TROVE_AVAILABLE_IN_1_0
TroveObject *trove_document_get_root (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
TroveObject *trove_document_lookup (TroveDocument *self, TroveKey key);

/* Reading, by key */

TROVE_AVAILABLE_IN_1_0
GType trove_document_get_root_type (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
TroveKey trove_document_get_root_key (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
guint64 trove_document_get_n_objects (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
gconstpointer trove_document_peek (TroveDocument *self, TroveKey key, GType *type);
TROVE_AVAILABLE_IN_1_0
guint trove_document_get_n_children (TroveDocument *self, TroveKey key, const char *list);
TROVE_AVAILABLE_IN_1_0
guint trove_document_get_children (TroveDocument *self, TroveKey key, const char *list, guint first,
                                   TroveKey *keys, guint n);
TROVE_AVAILABLE_IN_1_0
TroveKey trove_document_get_owner (TroveDocument *self, TroveKey key, const char **property, guint *position);
TROVE_AVAILABLE_IN_1_0
TroveKey *trove_document_dup_referrers (TroveDocument *self, TroveKey key, gsize *n);

/* Editing, by key */

TROVE_AVAILABLE_IN_1_0
gboolean trove_document_add (TroveDocument *self, GType type, gconstpointer data, TroveKey owner,
                             const char *property, guint position, TroveKey *key, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_set (TroveDocument *self, TroveKey key, gconstpointer data, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_remove (TroveDocument *self, TroveKey key, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_move (TroveDocument *self, TroveKey key, TroveKey owner, const char *property,
                              guint position, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_splice (TroveDocument *self, TroveKey key, const char *list, guint position,
                                guint n_removals, const TroveKey *additions, guint n_additions,
                                GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_move_item (TroveDocument *self, TroveKey key, const char *list, guint from, guint to,
                                   GError **error);

/* Steps */

TROVE_AVAILABLE_IN_1_0
gboolean trove_document_begin (TroveDocument *self, const char *label, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_end (TroveDocument *self, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_cancel (TroveDocument *self, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_restart_group (TroveDocument *self, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_commit (TroveDocument *self, const char *label, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_commit_full (TroveDocument *self, const char *label, const char *merge_id,
                                     GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_rollback (TroveDocument *self, GError **error);

/* Versions */

TROVE_AVAILABLE_IN_1_0
gboolean trove_document_undo (TroveDocument *self, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_redo (TroveDocument *self, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_go_to (TroveDocument *self, TroveVersion *version, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveVersion *trove_document_freeze (TroveDocument *self, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveChanges *trove_document_compare (TroveDocument *self, TroveVersion *version, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveMerge *trove_document_apply (TroveDocument *self, TroveChanges *changes, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveMerge *trove_document_merge (TroveDocument *self, TroveVersion *version, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveDocument *trove_document_branch (TroveDocument *self, TroveVersion *version, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveVersion *trove_document_dup_current (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
TroveVersion *trove_document_dup_saved (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_set_saved (TroveDocument *self, TroveVersion *version, GError **error);
TROVE_AVAILABLE_IN_1_0
GPtrArray *trove_document_dup_versions (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
TroveVersion *trove_document_dup_version (TroveDocument *self, const char *id);
TROVE_AVAILABLE_IN_1_0
GListModel *trove_document_get_history (TroveDocument *self);

TROVE_AVAILABLE_IN_1_0
guint trove_document_get_max_versions (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
void trove_document_set_max_versions (TroveDocument *self, guint max_versions);
TROVE_AVAILABLE_IN_1_0
guint64 trove_document_get_max_history_bytes (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
void trove_document_set_max_history_bytes (TroveDocument *self, guint64 max_history_bytes);
TROVE_AVAILABLE_IN_1_0
TroveDocumentUsage *trove_document_get_usage (TroveDocument *self, GError **error);

TROVE_AVAILABLE_IN_1_0
gboolean trove_document_get_restoring (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_get_auto_commit (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
void trove_document_set_auto_commit (TroveDocument *self, gboolean auto_commit);
TROVE_AVAILABLE_IN_1_0
GActionGroup *trove_document_create_actions (TroveDocument *self);

TROVE_AVAILABLE_IN_1_0
gboolean trove_document_get_modified (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_get_can_undo (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
gboolean trove_document_get_can_redo (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
const char *trove_document_get_undo_label (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
const char *trove_document_get_redo_label (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
GVariant *trove_document_get_view_state (TroveDocument *self);
TROVE_AVAILABLE_IN_1_0
void trove_document_set_view_state (TroveDocument *self, GVariant *view_state);

/* Files */

/**
 * TroveSaveFlags:
 * @TROVE_SAVE_NONE: with all versions of the history
 * @TROVE_SAVE_CURRENT_ONLY: the current version alone
 * @TROVE_SAVE_COPY: the document stays with its file, and what is saved is not noted
 * @TROVE_SAVE_REPLACE: the file is written anew, whatever is there
 *
 * How to save a document.
 *
 * Since: 1.0
 */
typedef enum /*< flags,prefix=TROVE_SAVE >*/
{
  TROVE_SAVE_NONE = 0,
  TROVE_SAVE_CURRENT_ONLY = 1 << 0,
  TROVE_SAVE_COPY = 1 << 1,
  TROVE_SAVE_REPLACE = 1 << 2,
} TroveSaveFlags;

#define TROVE_TYPE_SAVE_FLAGS (trove_save_flags_get_type ())

TROVE_AVAILABLE_IN_1_0
GType trove_save_flags_get_type (void) G_GNUC_CONST;

TROVE_AVAILABLE_IN_1_0
GFile *trove_document_get_file (TroveDocument *self);

TROVE_AVAILABLE_IN_1_0
gboolean trove_document_save (TroveDocument *self, GFile *file, TroveSaveFlags flags,
                              GCancellable *cancellable, GError **error);

TROVE_AVAILABLE_IN_1_0
void trove_document_save_async (TroveDocument *self, GFile *file, TroveSaveFlags flags,
                                GCancellable *cancellable, GFileProgressCallback progress,
                                gpointer progress_data, GDestroyNotify progress_destroy,
                                GAsyncReadyCallback callback, gpointer user_data);

TROVE_AVAILABLE_IN_1_0
gboolean trove_document_save_finish (TroveDocument *self, GAsyncResult *result, GError **error);

TROVE_AVAILABLE_IN_1_0
TroveMerge *trove_document_merge_file (TroveDocument *self, GFile *file, GCancellable *cancellable,
                                       GError **error);

TROVE_AVAILABLE_IN_1_0
void trove_document_merge_file_async (TroveDocument *self, GFile *file, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);

TROVE_AVAILABLE_IN_1_0
TroveMerge *trove_document_merge_file_finish (TroveDocument *self, GAsyncResult *result, GError **error);

TROVE_AVAILABLE_IN_1_0
void trove_document_set_autosave (TroveDocument *self, GFile *file, guint interval);

TROVE_AVAILABLE_IN_1_0
TroveDocument *trove_document_load (GFile *file, const GType *types, guint n_types, GCancellable *cancellable,
                                    GError **error);

TROVE_AVAILABLE_IN_1_0
void trove_document_load_async (GFile *file, const GType *types, guint n_types, GCancellable *cancellable,
                                GFileProgressCallback progress, gpointer progress_data,
                                GDestroyNotify progress_destroy, GAsyncReadyCallback callback,
                                gpointer user_data);

TROVE_AVAILABLE_IN_1_0
TroveDocument *trove_document_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
