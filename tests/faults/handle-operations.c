/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Operations on the handles and lists of a document and a version. Where a change of the whole document has no memory to find what
 * differs, all handles are told. */

#include "document-call.h"

#define ROOT ((TroveKey) 1)
#define A ((TroveKey) 2)
#define B ((TroveKey) 3)
#define LONG_LABEL "a label that is too long to be in its object"

typedef struct
{
  TroveObject parent_instance;
} FaultNode;

typedef struct
{
  TroveObjectClass parent_class;
} FaultNodeClass;

GType fault_node_get_type (void);
G_DEFINE_TYPE (FaultNode, fault_node, TROVE_TYPE_OBJECT)

static GParamSpec *
new_reference (const char *name, GParamFlags flags)
{
  return g_param_spec_object (name, NULL, NULL, fault_node_get_type (), G_PARAM_READWRITE | flags);
}

static GParamSpec *
new_list (const char *name, GParamFlags flags)
{
  return trove_param_spec_list (name, NULL, NULL, fault_node_get_type (), G_PARAM_READABLE | flags);
}

static void
fault_node_class_init (FaultNodeClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (NodeData, x,
                 g_param_spec_double ("x", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, G_PARAM_READWRITE)),
    TROVE_FIELD (NodeData, label, g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE)),
    TROVE_FIELD (NodeData, target, new_reference ("target", 0)),
    TROVE_FIELD (NodeData, part, new_reference ("part", TROVE_PARAM_OWNED)),
    TROVE_FIELD (NodeData, spare, new_reference ("spare", TROVE_PARAM_OWNED)),
    TROVE_FIELD_LIST (new_list ("children", TROVE_PARAM_OWNED)),
    TROVE_FIELD_LIST (new_list ("links", 0)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (NodeData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
fault_node_init (FaultNode *self)
{
}

/* The stage. The document keeps what the operations use, as its data. */

static gpointer
get (Stage *stage, const char *name)
{
  return g_object_get_data (stage->object, name);
}

static void
keep (Stage *stage, const char *name, gpointer owned)
{
  g_object_set_data_full (stage->object, name, owned, g_object_unref);
}

static void
add (TroveDocument *document, TroveKey owner, const char *list)
{
  g_assert_true (
      trove_document_add (document, fault_node_get_type (), NULL, owner, list, G_MAXUINT, NULL, NULL));
}

/* Variants: numbers of objects, for which maps and lists have other nodes; the odd ones have edits that are not committed. */
static void
prepare_document (Stage *stage, guint variant)
{
  TroveDocument *document = trove_document_new (fault_node_get_type (), NULL, 0);

  stage->object = G_OBJECT (document);
  for (guint i = 0; i < 3 + variant / 2 * 150; i++)
    add (document, ROOT, "children");
  add_link (document, B, A);
  set_target (document, B, A);
  commit (document, "First");
  keep (stage, "version", trove_document_dup_current (document));
  set_x (document, A, 5);
  g_assert_true (trove_document_move (document, B, ROOT, "part", 0, NULL));
  commit (document, "Second");
  if (variant % 2 == 1)
    set_x (document, ROOT, 7);
}

static void
ignore_notify (GObject *object, GParamSpec *pspec, gpointer data)
{
}

static void
ignore_items (GListModel *list, guint position, guint removed, guint added, gpointer data)
{
}

/* With a handler, a notification allocates. */
static void
keep_watched (Stage *stage, const char *name, gpointer owned)
{
  keep (stage, name, owned);
  g_signal_connect (owned, "notify", G_CALLBACK (ignore_notify), NULL);
  if (TROVE_IS_LIST (owned))
    g_signal_connect (owned, "items-changed", G_CALLBACK (ignore_items), NULL);
}

static void
hold_handles (Stage *stage)
{
  TroveDocument *document = document_of (stage);

  keep_watched (stage, "root", g_object_ref (trove_document_get_root (document)));
  keep_watched (stage, "a", trove_document_lookup (document, A));
  keep_watched (stage, "b", trove_document_lookup (document, B));
  keep_watched (stage, "children", g_object_ref (trove_object_get_list (get (stage, "root"), "children")));
  keep_watched (stage, "links", g_object_ref (trove_object_get_list (get (stage, "b"), "links")));
}

/* Handles and lists that somebody holds, and is told of. */
static void
prepare_handles (Stage *stage, guint variant)
{
  prepare_document (stage, variant);
  hold_handles (stage);
}

/* The same in a document that has no memory of its own yet. */
static void
prepare_branch (Stage *stage, guint variant)
{
  TroveDocument *branch;

  prepare_document (stage, variant);
  branch = trove_document_branch (document_of (stage), NULL, NULL);
  g_object_unref (stage->object);
  stage->object = G_OBJECT (branch);
  hold_handles (stage);
}

/* The same, and an object that the next commit drops. */
static void
prepare_dropped (Stage *stage, guint variant)
{
  prepare_handles (stage, variant);
  g_assert_true (trove_object_remove (get (stage, "a"), NULL));
}

static void
prepare_group (Stage *stage, guint variant)
{
  prepare_handles (stage, variant);
  g_assert_true (trove_document_begin (document_of (stage), "Group", NULL));
  g_assert_true (trove_object_remove (get (stage, "a"), NULL));
}

/* Changes that lead back to the version "version". */
static void
prepare_changes (Stage *stage, guint variant)
{
  g_autoptr (TroveChanges) changes = NULL;
  g_autoptr (TroveVersion) current = NULL;

  prepare_handles (stage, variant);
  current = trove_document_dup_current (document_of (stage));
  changes = trove_version_compare (get (stage, "version"), current, NULL);
  keep (stage, "changes", trove_changes_inverse (changes));
}

/* A version of a branch from "version", which changes A and removes nothing. */
static void
prepare_merge (Stage *stage, guint variant)
{
  const NodeData data = { .x = 7 };
  TroveDocument *branch;

  prepare_handles (stage, variant);
  branch = trove_document_branch (document_of (stage), get (stage, "version"), NULL);
  g_assert_true (trove_document_set (branch, A, &data, NULL));
  g_assert_true (trove_document_commit (branch, NULL, NULL));
  keep (stage, "theirs", trove_document_dup_current (branch));
  keep (stage, "branch", branch);
}

/* A fragment, and its bytes. */
static void
prepare_fragment (Stage *stage, guint variant)
{
  g_autoptr (GBytes) bytes = NULL;

  prepare_branch (stage, variant);
  keep (stage, "version", trove_document_dup_current (document_of (stage)));
  keep (stage, "fragment", trove_fragment_new (get (stage, "version"), &(TroveKey){ A }, 1, NULL));
  bytes = trove_fragment_to_bytes (get (stage, "fragment"), NULL);
  g_object_set_data_full (stage->object, "bytes", g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
}

static gboolean
is_written (TroveFragment *fragment, GError **error)
{
  g_autoptr (GBytes) bytes = trove_fragment_to_bytes (fragment, error);

  return bytes != NULL;
}

/* Nobody holds the object of the list. */
static void
prepare_list (Stage *stage, guint variant)
{
  g_autoptr (TroveObject) a = NULL;

  prepare_document (stage, variant);
  a = trove_document_lookup (document_of (stage), A);
  keep (stage, "list", g_object_ref (trove_object_get_list (a, "children")));
}

/* The handles show what the document has. */
static void
check_shown (Stage *stage)
{
  TroveDocument *document = document_of (stage);
  static const char *const names[] = { "root", "a", "b" };
  static const TroveKey keys[] = { ROOT, A, B };
  gpointer children = get (stage, "children");
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      TroveObject *object = get (stage, names[i]);
      const NodeData *data = trove_document_peek (document, keys[i], NULL);

      g_assert_true (trove_object_get_removed (object) == (data == NULL));
      if (data != NULL)
        g_assert_cmpfloat (((const NodeData *) trove_object_peek_data (object))->x, ==, data->x);
    }
  n = g_list_model_get_n_items (children);
  g_assert_cmpuint (n, ==, trove_document_get_n_children (document, ROOT, "children"));
}

/* Calls */

CALL_FOR_OBJECT (lookup, trove_document_lookup (document, A))
CALL_FOR_OBJECT (list_dup_object, trove_list_dup_object (get (stage, "list")))
CALL_FOR_OBJECT (version_dup_root, trove_version_dup_root (get (stage, "version")))
CALL_FOR_OBJECT (version_lookup, trove_version_lookup (get (stage, "version"), A))
CALL_FOR_OBJECT (object_dup_at, trove_object_dup_at (get (stage, "a"), get (stage, "version")))
CALL_FOR_OBJECT (copy_object, trove_object_copy (get (stage, "a"), document, error))
CALL_FOR_OBJECT (new_fragment, trove_fragment_new (get (stage, "version"), &(TroveKey){ A }, 1, error))
CALL_FOR_OBJECT (read_fragment, trove_fragment_new_from_bytes (get (stage, "bytes"), error))
CALL (write_fragment, is_written (get (stage, "fragment"), error))
CALL (insert_fragment, trove_fragment_insert (get (stage, "fragment"), get (stage, "children"), 1, error))
CALL (assign_fragment, trove_fragment_assign (get (stage, "fragment"), get (stage, "b"), "part", error))
CALL (insert_fragment_by_key,
      trove_fragment_insert_by_key (get (stage, "fragment"), document, B, "children", 0, NULL, error))
CALL_FOR_OBJECT (get_history, g_object_ref (trove_document_get_history (document)))
CALL_FOR_OBJECT (create_actions, trove_document_create_actions (document))
CALL (set_data, trove_object_set_data (get (stage, "a"), &(NodeData){ .x = 9, .label = LONG_LABEL }, error))
CALL (remove_object, trove_object_remove (get (stage, "a"), error))
CALL (list_append, trove_list_append (get (stage, "children"), get (stage, "b"), error))
CALL (list_insert, trove_list_insert (get (stage, "links"), 0, get (stage, "a"), error))
CALL (list_remove, trove_list_remove (get (stage, "children"), 0, error))
CALL (list_move, trove_list_move (get (stage, "children"), 0, 1, error))
CALL (list_splice, trove_list_splice (get (stage, "children"), 0, 1,
                                      (TroveObject *[]){ get (stage, "b"), get (stage, "a") }, 2, error))
CALL (undo_step, trove_document_undo (document, error))
CALL (go_to_version, trove_document_go_to (document, get (stage, "version"), error))
CALL (commit_drop, trove_document_commit (document, LONG_LABEL, error))
CALL (end_group, trove_document_end (document, error))
CALL (cancel_group, trove_document_cancel (document, error))
CALL (restart_group, trove_document_restart_group (document, error))
CALL (roll_back, trove_document_rollback (document, error))
CALL_FOR_OBJECT (apply, trove_document_apply (document, get (stage, "changes"), error))
CALL_FOR_OBJECT (merge, trove_document_merge (document, get (stage, "theirs"), error))

static gboolean
set_field (Stage *stage, const char *name, const GValue *value, GError **error)
{
  g_autofree char *before = document_text (document_of (stage));
  TroveObject *a = get (stage, "a");

  return check_call (stage, before, FAULTY (trove_object_set_field (a, name, value, error)));
}

static gboolean
set_label (Stage *stage, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, LONG_LABEL);
  return set_field (stage, "label", &value, error);
}

/* The number is converted to a double. */
static gboolean
set_number (Stage *stage, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT);
  g_value_set_int (&value, 12);
  return set_field (stage, "x", &value, error);
}

static gboolean
set_reference (Stage *stage, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, TROVE_TYPE_OBJECT);
  g_value_set_object (&value, get (stage, "b"));
  return set_field (stage, "target", &value, error);
}

static gboolean
get_root (Stage *stage, GError **error)
{
  TroveDocument *document = document_of (stage);

  return FAULTY (trove_document_get_root (document)) != NULL;
}

/* B has an owner without a handle. */
static void
prepare_part (Stage *stage, guint variant)
{
  prepare_document (stage, variant);
  keep (stage, "b", trove_document_lookup (document_of (stage), B));
}

static gboolean
dup_owner (Stage *stage, GError **error)
{
  TroveObject *b = get (stage, "b");

  stage->item = (GObject *) FAULTY (trove_object_dup_owner (b));
  return stage->item != NULL;
}

static gboolean
dup_unknown_values (Stage *stage, GError **error)
{
  TroveObject *a = get (stage, "a");
  g_autoptr (GVariant) values = FAULTY (trove_object_dup_unknown_values (a));

  return g_variant_n_children (values) == 0;
}

static gboolean
dup_referrers (Stage *stage, GError **error)
{
  TroveObject *a = get (stage, "a");
  g_autoptr (GPtrArray) referrers = FAULTY (trove_object_dup_referrers (a));

  return referrers->len == 1;
}

static gboolean
get_list (Stage *stage, GError **error)
{
  TroveObject *a = get (stage, "a");

  return FAULTY (trove_object_get_list (a, "links")) != NULL;
}

/* Calls all functions that only look. */
static gboolean
look (Stage *stage, GError **error)
{
  TroveObject *a = get (stage, "a"), *b = get (stage, "b");
  TroveList *children = get (stage, "children"), *links = get (stage, "links");
  guint position = 77;

  return FAULTY ((trove_document_set_auto_commit (document_of (stage), FALSE), TRUE) &&
                 !trove_document_get_auto_commit (document_of (stage)) &&
                 !trove_document_get_restoring (document_of (stage)) &&
                 trove_object_get_document (a) == document_of (stage) &&
                 trove_object_get_version (a) == NULL && trove_object_get_key (a) == A &&
                 !trove_object_get_removed (a) && trove_object_get_unknown_class (a) == NULL &&
                 trove_object_peek_data (a) != NULL && trove_list_find (children, a, &position) &&
                 position == 0 && trove_list_find (links, a, &position) &&
                 !trove_list_find (children, b, NULL));
}

static gboolean
types (Stage *stage, GError **error)
{
  return FAULTY (trove_list_get_type () != 0 && trove_fragment_get_type () != 0);
}

static gboolean
look_at_fragment (Stage *stage, GError **error)
{
  TroveFragment *fragment = get (stage, "fragment");

  return FAULTY (trove_fragment_get_n_objects (fragment) == 1 && trove_fragment_get_n_roots (fragment) == 1 &&
                 trove_fragment_get_root_type (fragment, 0) == fault_node_get_type ());
}

#define DOCUMENT prepare_document, 4
#define HANDLES prepare_handles, 4
#define BRANCH prepare_branch, 4
#define DROPPED prepare_dropped, 4
#define GROUP prepare_group, 4
#define FRAGMENT prepare_fragment, 4
#define EDIT ALLOCATES_GLIB, "No memory"
#define LOOKS(symbol)                                                                                        \
  {                                                                                                          \
    symbol, NULL, look, HANDLES, ALLOCATES_OURS, NULL                                                        \
  }

const Operation handle_operations[] = {
  { "trove_document_get_root", NULL, get_root, DOCUMENT, ALLOCATES_GLIB, NULL },
  { "trove_document_lookup", NULL, lookup, DOCUMENT, ALLOCATES_GLIB, NULL },
  { "trove_version_dup_root", NULL, version_dup_root, DOCUMENT, ALLOCATES_GLIB, NULL },
  { "trove_version_lookup", NULL, version_lookup, DOCUMENT, ALLOCATES_GLIB, NULL },
  { "trove_object_dup_at", NULL, object_dup_at, HANDLES, ALLOCATES_GLIB, NULL },
  { "trove_object_dup_owner", NULL, dup_owner, prepare_part, 4, ALLOCATES_GLIB, NULL },
  { "trove_object_dup_unknown_values", NULL, dup_unknown_values, HANDLES, ALLOCATES_GLIB, NULL },
  { "trove_object_dup_referrers", NULL, dup_referrers, HANDLES, ALLOCATES_GLIB, NULL },
  { "trove_object_get_list", NULL, get_list, HANDLES, ALLOCATES_GLIB, NULL },
  { "trove_object_set_field", "string", set_label, BRANCH, EDIT },
  { "trove_object_set_field", "number", set_number, BRANCH, EDIT },
  { "trove_object_set_field", "reference", set_reference, BRANCH, EDIT },
  { "trove_object_set_data", NULL, set_data, BRANCH, EDIT, check_shown },
  { "trove_object_copy", NULL, copy_object, BRANCH, EDIT, check_shown },
  { "trove_fragment_new", NULL, new_fragment, FRAGMENT, ALLOCATES_GLIB, NULL },
  { "trove_fragment_new_from_bytes", NULL, read_fragment, FRAGMENT, EDIT },
  { "trove_fragment_to_bytes", NULL, write_fragment, FRAGMENT, ALLOCATES_GLIB, NULL },
  { "trove_fragment_insert", NULL, insert_fragment, FRAGMENT, EDIT, check_shown },
  { "trove_fragment_assign", NULL, assign_fragment, FRAGMENT, EDIT, check_shown },
  { "trove_fragment_insert_by_key", NULL, insert_fragment_by_key, FRAGMENT, EDIT, check_shown },
  { "trove_fragment_get_n_objects", NULL, look_at_fragment, FRAGMENT, ALLOCATES_OURS, NULL },
  { "trove_fragment_get_n_roots", NULL, look_at_fragment, FRAGMENT, ALLOCATES_OURS, NULL },
  { "trove_fragment_get_root_type", NULL, look_at_fragment, FRAGMENT, ALLOCATES_OURS, NULL },
  { "trove_fragment_get_type", NULL, types, FRAGMENT, ALLOCATES_OURS, NULL },
  { "trove_document_get_history", NULL, get_history, DOCUMENT, ALLOCATES_GLIB, NULL },
  { "trove_document_create_actions", NULL, create_actions, DOCUMENT, ALLOCATES_GLIB, NULL },
  LOOKS ("trove_document_get_auto_commit"),
  LOOKS ("trove_document_get_restoring"),
  LOOKS ("trove_document_set_auto_commit"),
  { "trove_object_remove", NULL, remove_object, BRANCH, EDIT, check_shown },
  LOOKS ("trove_object_get_document"),
  LOOKS ("trove_object_get_version"),
  LOOKS ("trove_object_get_key"),
  LOOKS ("trove_object_get_removed"),
  LOOKS ("trove_object_get_unknown_class"),
  LOOKS ("trove_object_peek_data"),
  LOOKS ("trove_list_find"),
  { "trove_list_dup_object", NULL, list_dup_object, prepare_list, 4, ALLOCATES_GLIB, NULL },
  { "trove_list_append", NULL, list_append, BRANCH, EDIT, check_shown },
  { "trove_list_insert", NULL, list_insert, BRANCH, EDIT, check_shown },
  { "trove_list_remove", NULL, list_remove, BRANCH, EDIT, check_shown },
  { "trove_list_move", NULL, list_move, BRANCH, EDIT, check_shown },
  { "trove_list_splice", NULL, list_splice, BRANCH, EDIT, check_shown },
  { "trove_list_get_type", NULL, types, HANDLES, ALLOCATES_OURS, NULL },

  /* Changes of the whole document, with handles. */
  { "trove_document_undo", "handles", undo_step, HANDLES, EDIT, check_shown, .tells_all = TRUE },
  { "trove_document_go_to", "handles", go_to_version, HANDLES, EDIT, check_shown, .tells_all = TRUE },
  { "trove_document_commit", "handles", commit_drop, DROPPED, EDIT, check_shown, .tells_all = TRUE },
  { "trove_document_end", "handles", end_group, GROUP, EDIT, check_shown, .tells_all = TRUE },
  { "trove_document_cancel", "handles", cancel_group, GROUP, EDIT, check_shown, .tells_all = TRUE },
  { "trove_document_restart_group", "handles", restart_group, GROUP, EDIT, check_shown, .tells_all = TRUE },
  { "trove_document_rollback", "handles", roll_back, DROPPED, EDIT, check_shown, .tells_all = TRUE },
  { "trove_document_apply", "handles", apply, prepare_changes, 4, ALLOCATES_GLIB, "No memory|compare",
    check_shown, .tells_all = TRUE },
  { "trove_document_merge", "handles", merge, prepare_merge, 4, ALLOCATES_GLIB, "No memory|compare",
    check_shown, .tells_all = TRUE },
};
const guint n_handle_operations = G_N_ELEMENTS (handle_operations);
