/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Operations on a document and its versions. The object of the stage is the document. After a failure all its objects are as
 * before. */

#include "document-call.h"

#define ROOT ((TroveKey) 1)
#define A ((TroveKey) 2)
#define B ((TroveKey) 3)
#define LEAF ((TroveKey) 4)

/* With a handler, notifications allocate. */
static void
ignore_notify (GObject *object, GParamSpec *pspec, gpointer data)
{
}

static void
watch (gpointer object)
{
  g_signal_connect (object, "notify", G_CALLBACK (ignore_notify), NULL);
}

/* Variants: numbers of objects, for which maps and lists have other nodes; the odd ones have edits that are not committed. */
static void
prepare_document (Stage *stage, guint variant)
{
  TroveDocument *document = node_document_new ();

  stage->object = G_OBJECT (document);
  add_node (document, ROOT, 1);
  add_node (document, ROOT, 2);
  add_leaf (document, ROOT, 3);
  for (guint i = 0; i < variant / 2 * 150; i++)
    add_link (document, A, add_node (document, ROOT, i));
  add_link (document, B, A);
  set_target (document, B, A);
  commit (document, "First");
  set_x (document, A, 5);
  commit (document, "Second");
  set_x (document, A, 6);
  commit (document, "Third");
  undo (document);
  watch (document);
  if (variant % 2 == 0)
    return;
  set_x (document, ROOT, 7);
  g_assert_true (trove_document_remove (document, A, NULL));
  add_node (document, 0, 8);
}

/* A document that has no memory of its own yet. */
static void
prepare_branch (Stage *stage, guint variant)
{
  TroveDocument *branch;

  prepare_document (stage, variant);
  branch = trove_document_branch (document_of (stage), NULL, NULL);
  g_object_unref (stage->object);
  stage->object = G_OBJECT (branch);
  watch (branch);
}

static void
prepare_saved (Stage *stage, guint variant)
{
  prepare_document (stage, variant);
  g_assert_true (trove_document_set_saved (document_of (stage), NULL, NULL));
}

static void
prepare_group (Stage *stage, guint variant)
{
  prepare_document (stage, variant);
  g_assert_true (trove_document_begin (document_of (stage), "Group", NULL));
  set_x (document_of (stage), B, 9);
}

/* A document with versions that a limit of bytes drops. */
static void
prepare_limit (Stage *stage, guint variant)
{
  prepare_document (stage, variant);
  trove_document_set_max_versions (document_of (stage), 100);
  for (guint i = 0; i < 3; i++)
    {
      set_x (document_of (stage), B, 10 + i);
      commit (document_of (stage), "Step");
    }
}

static void
prepare_held_versions (Stage *stage, guint variant)
{
  g_autoptr (GPtrArray) versions = NULL;

  prepare_document (stage, variant);
  versions = trove_document_dup_versions (document_of (stage));
  g_object_set_data_full (stage->object, "version", g_object_ref (versions->pdata[1]), g_object_unref);
  g_object_set_data_full (stage->object, "first", g_object_ref (versions->pdata[0]), g_object_unref);
  watch (versions->pdata[1]);
}

static TroveVersion *
version_of (Stage *stage)
{
  return g_object_get_data (stage->object, "version");
}

#define NODE(...)                                                                                            \
  &(NodeData) { __VA_ARGS__ }
#define LONG_LABEL "a label that is too long to be in its object"

CALL (add_to_list, trove_document_add (document, TEST_TYPE_NODE, NODE (.label = LONG_LABEL, .target = B),
                                       ROOT, "children", 1, NULL, error))
CALL (add_owning,
      trove_document_add (document, TEST_TYPE_NODE, NODE (.part = B), ROOT, "part", 0, NULL, error))
CALL (add_alone, trove_document_add (document, TEST_TYPE_LEAF, NULL, 0, NULL, 0, NULL, error))
CALL (set_values, trove_document_set (document, B, NODE (.x = 9, .label = LONG_LABEL, .target = LEAF), error))
CALL (set_owned, trove_document_set (document, B, NODE (.x = 9, .part = LEAF), error))
CALL (remove_object, trove_document_remove (document, B, error))
CALL (move_object, trove_document_move (document, B, LEAF, "children", 0, error))
CALL (move_in_list, trove_document_move (document, LEAF, ROOT, "children", 0, error))
CALL (splice_owned,
      trove_document_splice (document, ROOT, "children", 0, 1, (TroveKey[]){ LEAF, B }, 2, error))
CALL (splice_references,
      trove_document_splice (document, B, "links", 0, 1, (TroveKey[]){ LEAF, B, B }, 3, error))
CALL (move_item, trove_document_move_item (document, ROOT, "children", 0, 1, error))
CALL (begin_group, trove_document_begin (document, LONG_LABEL, error))
CALL (end_group, trove_document_end (document, error))
CALL (cancel_group, trove_document_cancel (document, error))
CALL (restart_group, trove_document_restart_group (document, error))
CALL (commit_edits, trove_document_commit (document, LONG_LABEL, error))
CALL (commit_merging, trove_document_commit_full (document, NULL, "id", error))
CALL (roll_back, trove_document_rollback (document, error))
CALL (undo_step, trove_document_undo (document, error))
CALL (redo_step, trove_document_redo (document, error))
CALL (go_to_first, trove_document_go_to (document, g_object_get_data (stage->object, "first"), error))
CALL (save, trove_document_set_saved (document, NULL, error))
CALL (transfer, trove_document_transfer (document, error))
CALL_FOR_OBJECT (freeze, trove_document_freeze (document, error))
CALL_FOR_OBJECT (branch, trove_document_branch (document, NULL, error))
CALL_FOR_OBJECT (dup_current, trove_document_dup_current (document))
CALL_FOR_OBJECT (dup_saved, trove_document_dup_saved (document))

static gboolean
new_document (Stage *stage, GError **error)
{
  stage->item = (GObject *) FAULTY (trove_document_new (TEST_TYPE_NODE, NULL, 0));
  return stage->item != NULL;
}

static gboolean
dup_versions (Stage *stage, GError **error)
{
  g_autoptr (GPtrArray) versions = FAULTY (trove_document_dup_versions (document_of (stage)));

  return versions->len >= 4;
}

static gboolean
set_view_state (Stage *stage, GError **error)
{
  GVariant *state = g_variant_new_int32 (5);

  FAULTY_VOID (trove_document_set_view_state (document_of (stage), state));
  return TRUE;
}

/* Drops a version. */
static gboolean
set_max_versions (Stage *stage, GError **error)
{
  FAULTY_VOID (trove_document_set_max_versions (document_of (stage), 1));
  return trove_document_get_max_versions (document_of (stage)) == 1;
}

static gboolean
set_max_history_bytes (Stage *stage, GError **error)
{
  FAULTY_VOID (trove_document_set_max_history_bytes (document_of (stage), 1));
  return trove_document_get_max_history_bytes (document_of (stage)) == 1;
}

static gboolean
dup_referrers (Stage *stage, GError **error)
{
  gsize n;
  g_autofree TroveKey *keys = FAULTY (trove_document_dup_referrers (document_of (stage), B, &n));

  return keys != NULL;
}

/* All functions that only look. */
static gboolean
look (Stage *stage, GError **error)
{
  TroveDocument *document = document_of (stage);
  TroveKey keys[3];
  const char *property;
  guint position;
  GType type;

  return FAULTY (
      trove_document_get_root_type (document) == TEST_TYPE_NODE &&
      trove_document_get_root_key (document) == ROOT && trove_document_get_n_objects (document) >= 4 &&
      trove_document_peek (document, B, &type) != NULL && type == TEST_TYPE_NODE &&
      trove_document_get_n_children (document, ROOT, "children") >= 2 &&
      trove_document_get_children (document, ROOT, "children", 0, keys, 2) == 2 &&
      trove_document_get_owner (document, B, &property, &position) == ROOT &&
      trove_document_get_modified (document) && trove_document_get_can_undo (document) &&
      trove_document_get_can_redo (document) == (trove_document_get_redo_label (document) != NULL) &&
      trove_document_get_view_state (document) == NULL && trove_document_get_max_versions (document) == 0 &&
      trove_document_get_max_history_bytes (document) == 0 &&
      (trove_document_get_undo_label (document), TRUE));
}

/* Versions */

static gboolean
version_dup_id (Stage *stage, GError **error)
{
  stage->memory = FAULTY (trove_version_dup_id (version_of (stage)));
  return stage->memory != NULL;
}

static gboolean
version_read (Stage *stage, GError **error)
{
  return FAULTY (trove_version_read (version_of (stage), error));
}

static gboolean
version_dup_parents (Stage *stage, GError **error)
{
  g_autoptr (GPtrArray) parents = FAULTY (trove_version_dup_parents (version_of (stage)));

  return parents->len == 1;
}

static gboolean
version_dup_referrers (Stage *stage, GError **error)
{
  gsize n;
  g_autofree TroveKey *keys = FAULTY (trove_version_dup_referrers (version_of (stage), A, &n));

  return keys != NULL && n == 1;
}

static gboolean
version_dup_column (Stage *stage, GError **error)
{
  g_autoptr (GVariant) column =
      FAULTY (trove_version_dup_column (version_of (stage), test_node_get_type (), "key", error));

  return column != NULL && g_variant_n_children (column) > 0;
}

static gboolean
version_dup_object_counts (Stage *stage, GError **error)
{
  g_autoptr (GVariant) counts = FAULTY (trove_version_dup_object_counts (version_of (stage), error));

  return counts != NULL && g_variant_n_children (counts) > 0;
}

static gboolean
get_usage (Stage *stage, GError **error)
{
  g_autoptr (TroveDocumentUsage) usage = FAULTY (trove_document_get_usage (document_of (stage), error));

  return usage != NULL && usage->current > 0;
}

static gboolean
usage_copy (Stage *stage, GError **error)
{
  const TroveDocumentUsage usage = { .total = 7 };
  g_autoptr (TroveDocumentUsage) copy = FAULTY (trove_document_usage_copy (&usage));

  return copy->total == 7;
}

static gboolean
usage_free (Stage *stage, GError **error)
{
  const TroveDocumentUsage usage = { .total = 7 };
  TroveDocumentUsage *copy = trove_document_usage_copy (&usage);

  FAULTY_VOID (trove_document_usage_free (copy));
  return TRUE;
}

static gboolean
version_set_kept (Stage *stage, GError **error)
{
  FAULTY_VOID (trove_version_set_kept (version_of (stage), TRUE));
  return trove_version_get_kept (version_of (stage));
}

static gboolean
version_set_name (Stage *stage, GError **error)
{
  g_autofree char *name = NULL;

  FAULTY_VOID (trove_version_set_name (version_of (stage), LONG_LABEL));
  name = trove_version_dup_name (version_of (stage));
  return g_strcmp0 (name, LONG_LABEL) == 0;
}

static gboolean
version_dup_name (Stage *stage, GError **error)
{
  g_autofree char *name = NULL;

  trove_version_set_name (version_of (stage), LONG_LABEL);
  name = FAULTY (trove_version_dup_name (version_of (stage)));
  return name != NULL;
}

static gboolean
dup_version (Stage *stage, GError **error)
{
  g_autofree char *id = trove_version_dup_id (version_of (stage));
  g_autoptr (TroveVersion) version = FAULTY (trove_document_dup_version (document_of (stage), id));

  return version == version_of (stage);
}

static gboolean
version_look (Stage *stage, GError **error)
{
  TroveVersion *version = version_of (stage);
  TroveVersionReader reader;
  TroveKey keys[3];
  const char *property;
  guint n, position;
  GType type;

  FAULTY_VOID (trove_version_reader_init (&reader, version));
  return FAULTY (g_str_equal (trove_version_get_label (version), "First") &&
                 trove_version_get_time (version) > 0 && trove_version_get_view_state (version) == NULL &&
                 trove_version_get_n_bytes (version) < G_MAXUINT && !trove_version_get_kept (version) &&
                 trove_version_get_root_key (version) == ROOT && trove_version_get_n_objects (version) >= 4 &&
                 trove_version_get_next_key (version, ROOT) == A &&
                 trove_version_peek (version, A, &type) != NULL &&
                 trove_version_get_n_children (version, ROOT, "children") >= 3 &&
                 trove_version_get_children (version, ROOT, "children", 0, keys, 3) == 3 &&
                 trove_version_peek_children (version, ROOT, "children", 0, &n) != NULL &&
                 trove_version_get_owner (version, A, &property, &position) == ROOT &&
                 trove_version_reader_peek (&reader, A, &type) != NULL &&
                 trove_version_reader_peek_children (&reader, ROOT, "children", 0, &n) != NULL);
}

static gboolean
types (Stage *stage, GError **error)
{
  return FAULTY (trove_document_get_type () != 0 && trove_document_usage_get_type () != 0 &&
                 trove_version_get_type () != 0);
}

#define DOCUMENT prepare_document, 4
#define BRANCH prepare_branch, 4
#define GROUP prepare_group, 4
#define LIMIT prepare_limit, 4
#define VERSIONS prepare_held_versions, 4
#define EDIT ALLOCATES_GLIB, "No memory"
#define LOOKS(symbol)                                                                                        \
  {                                                                                                          \
    symbol, NULL, look, DOCUMENT, ALLOCATES_OURS, NULL                                                       \
  }
#define VERSION_LOOKS(symbol)                                                                                \
  {                                                                                                          \
    symbol, NULL, version_look, VERSIONS, ALLOCATES_OURS, NULL                                               \
  }

const Operation document_operations[] = {
  { "trove_document_new", NULL, new_document, DOCUMENT, ALLOCATES_SURE, NULL },
  { "trove_document_add", "list", add_to_list, DOCUMENT, EDIT },
  { "trove_document_add", "owning", add_owning, DOCUMENT, EDIT },
  { "trove_document_add", "alone", add_alone, BRANCH, EDIT },
  { "trove_document_set", "values", set_values, DOCUMENT, EDIT },
  { "trove_document_set", "owned", set_owned, DOCUMENT, EDIT },
  { "trove_document_remove", NULL, remove_object, BRANCH, EDIT },
  { "trove_document_move", "owner", move_object, DOCUMENT, EDIT },
  { "trove_document_move", "list", move_in_list, BRANCH, EDIT },
  { "trove_document_splice", "owned", splice_owned, DOCUMENT, EDIT },
  { "trove_document_splice", "references", splice_references, DOCUMENT, EDIT },
  { "trove_document_move_item", NULL, move_item, BRANCH, EDIT },
  { "trove_document_begin", NULL, begin_group, DOCUMENT, EDIT },
  { "trove_document_end", NULL, end_group, GROUP, EDIT },
  { "trove_document_cancel", NULL, cancel_group, GROUP, ALLOCATES_GLIB, NULL },
  { "trove_document_restart_group", NULL, restart_group, GROUP, ALLOCATES_GLIB, NULL },
  { "trove_document_commit", NULL, commit_edits, DOCUMENT, EDIT },
  { "trove_document_commit_full", NULL, commit_merging, DOCUMENT, EDIT },
  { "trove_document_rollback", NULL, roll_back, DOCUMENT, ALLOCATES_GLIB, NULL },
  { "trove_document_undo", NULL, undo_step, DOCUMENT, EDIT },
  { "trove_document_redo", NULL, redo_step, prepare_document, 1, ALLOCATES_GLIB, NULL },
  { "trove_document_go_to", NULL, go_to_first, VERSIONS, EDIT },
  { "trove_document_set_saved", NULL, save, DOCUMENT, ALLOCATES_GLIB, NULL },
  { "trove_document_transfer", NULL, transfer, DOCUMENT, ALLOCATES_OURS, NULL },
  { "trove_document_freeze", NULL, freeze, DOCUMENT, EDIT },
  { "trove_document_branch", NULL, branch, DOCUMENT, ALLOCATES_GLIB, NULL },
  { "trove_document_dup_current", NULL, dup_current, DOCUMENT, ALLOCATES_GLIB, NULL },
  { "trove_document_dup_saved", NULL, dup_saved, prepare_saved, 4, ALLOCATES_GLIB, NULL },
  { "trove_document_dup_versions", NULL, dup_versions, DOCUMENT, ALLOCATES_GLIB, NULL },
  { "trove_document_dup_version", NULL, dup_version, VERSIONS, ALLOCATES_OURS, NULL },
  { "trove_document_set_view_state", NULL, set_view_state, DOCUMENT, ALLOCATES_OURS, NULL },
  { "trove_document_set_max_versions", NULL, set_max_versions, DOCUMENT, ALLOCATES_GLIB, NULL },
  { "trove_document_set_max_history_bytes", NULL, set_max_history_bytes, LIMIT, ALLOCATES_GLIB, NULL },
  { "trove_document_dup_referrers", NULL, dup_referrers, DOCUMENT, ALLOCATES_GLIB, NULL },
  LOOKS ("trove_document_get_root_type"),
  LOOKS ("trove_document_get_root_key"),
  LOOKS ("trove_document_get_n_objects"),
  LOOKS ("trove_document_peek"),
  LOOKS ("trove_document_get_n_children"),
  LOOKS ("trove_document_get_children"),
  LOOKS ("trove_document_get_owner"),
  LOOKS ("trove_document_get_modified"),
  LOOKS ("trove_document_get_can_undo"),
  LOOKS ("trove_document_get_can_redo"),
  LOOKS ("trove_document_get_undo_label"),
  LOOKS ("trove_document_get_redo_label"),
  LOOKS ("trove_document_get_view_state"),
  LOOKS ("trove_document_get_max_versions"),
  LOOKS ("trove_document_get_max_history_bytes"),
  { "trove_document_get_usage", NULL, get_usage, VERSIONS, ALLOCATES_GLIB, NULL },
  { "trove_document_usage_copy", NULL, usage_copy, DOCUMENT, ALLOCATES_GLIB, NULL },
  { "trove_document_usage_free", NULL, usage_free, DOCUMENT, ALLOCATES_OURS, NULL },
  { "trove_document_usage_get_type", NULL, types, DOCUMENT, ALLOCATES_OURS, NULL },
  { "trove_document_get_type", NULL, types, DOCUMENT, ALLOCATES_OURS, NULL },
  { "trove_version_dup_id", NULL, version_dup_id, VERSIONS, ALLOCATES_GLIB, NULL },
  { "trove_version_read", NULL, version_read, VERSIONS, ALLOCATES_OURS, NULL },
  { "trove_version_dup_parents", NULL, version_dup_parents, VERSIONS, ALLOCATES_GLIB, NULL },
  { "trove_version_dup_referrers", NULL, version_dup_referrers, VERSIONS, ALLOCATES_GLIB, NULL },
  { "trove_version_dup_column", NULL, version_dup_column, VERSIONS, ALLOCATES_GLIB, NULL },
  { "trove_version_dup_object_counts", NULL, version_dup_object_counts, VERSIONS, ALLOCATES_GLIB, NULL },
  { "trove_version_set_kept", NULL, version_set_kept, VERSIONS, ALLOCATES_OURS, NULL },
  { "trove_version_set_name", NULL, version_set_name, VERSIONS, ALLOCATES_GLIB, NULL },
  { "trove_version_dup_name", NULL, version_dup_name, VERSIONS, ALLOCATES_GLIB, NULL },
  VERSION_LOOKS ("trove_version_get_label"),
  VERSION_LOOKS ("trove_version_get_time"),
  VERSION_LOOKS ("trove_version_get_view_state"),
  VERSION_LOOKS ("trove_version_get_kept"),
  VERSION_LOOKS ("trove_version_get_n_bytes"),
  VERSION_LOOKS ("trove_version_get_root_key"),
  VERSION_LOOKS ("trove_version_get_n_objects"),
  VERSION_LOOKS ("trove_version_get_next_key"),
  VERSION_LOOKS ("trove_version_peek"),
  VERSION_LOOKS ("trove_version_get_n_children"),
  VERSION_LOOKS ("trove_version_get_children"),
  VERSION_LOOKS ("trove_version_peek_children"),
  VERSION_LOOKS ("trove_version_get_owner"),
  VERSION_LOOKS ("trove_version_reader_init"),
  VERSION_LOOKS ("trove_version_reader_peek"),
  VERSION_LOOKS ("trove_version_reader_peek_children"),
  { "trove_version_get_type", NULL, types, DOCUMENT, ALLOCATES_OURS, NULL },
};
const guint n_document_operations = G_N_ELEMENTS (document_operations);
