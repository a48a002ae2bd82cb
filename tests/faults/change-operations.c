/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Operations on the changes between two versions of a document. The object of the stage is a TroveChanges, which holds all that
 * the operations need. */

#include "operations.h"

#define SHAPE_TYPE (shape_get_type ())

static GType
shape_get_type (void)
{
  static GType type;
  GParamSpec *pspecs[2];

  if (type == 0)
    {
      pspecs[0] = g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE);
      pspecs[1] = trove_param_spec_list ("children", NULL, NULL, TROVE_TYPE_OBJECT,
                                         (GParamFlags) (G_PARAM_READABLE | TROVE_PARAM_OWNED));
      type =
          trove_object_register_type ("FaultShape", TROVE_TYPE_OBJECT, pspecs, G_N_ELEMENTS (pspecs), NULL);
    }
  return type;
}

static void
add_shapes (TroveDocument *document, guint n)
{
  TroveKey root = trove_document_get_root_key (document);

  for (guint i = 0; i < n; i++)
    g_assert_true (trove_document_add (document, SHAPE_TYPE, NULL, root, "children", 0, NULL, NULL));
}

/* The changes of the object of the stage, in its order. */
enum
{
  CHANGE_SET,   /* the label of the root */
  CHANGE_LIST,  /* its children */
  CHANGE_MOVED, /* the first child of before */
  N_CHANGES,
};

/* Two versions, the second one not committed. Variants: numbers of objects before, in which a list has other nodes. */
static void
prepare_changes (Stage *stage, guint variant)
{
  const char *label = "changed";
  TroveDocument *document = trove_document_new (SHAPE_TYPE, NULL, 0);
  TroveKey root = trove_document_get_root_key (document), child = root + 1;

  add_shapes (document, 2 + variant * 200);
  g_assert_true (trove_document_commit (document, NULL, NULL));
  g_assert_true (trove_document_move (document, child, root, "children", 0, NULL));
  add_shapes (document, 2);
  g_assert_true (trove_document_set (document, root, &label, NULL));
  stage->object = (GObject *) trove_document_compare (document, NULL, NULL);
  g_object_set_data_full (stage->object, "document", document, g_object_unref);
  g_object_set_data_full (stage->object, "from", trove_changes_dup_from (TROVE_CHANGES (stage->object)),
                          g_object_unref);
  g_object_set_data_full (stage->object, "to", trove_changes_dup_to (TROVE_CHANGES (stage->object)),
                          g_object_unref);
  for (guint i = 0; i < N_CHANGES; i++)
    {
      g_autofree char *name = g_strdup_printf ("change-%u", i);

      g_object_set_data_full (stage->object, name, g_list_model_get_item (G_LIST_MODEL (stage->object), i),
                              g_object_unref);
    }
}

static void
keep_changes (TroveDocument *document, TroveChanges *changes, Stage *stage)
{
  stage->object = (GObject *) g_object_ref (changes);
}

#define N_UNREAD 100

/* The changes of a signal, which nobody has read. */
static void
prepare_unread (Stage *stage, guint variant)
{
  g_autoptr (TroveDocument) document = trove_document_new (SHAPE_TYPE, NULL, 0);

  add_shapes (document, N_UNREAD);
  g_assert_true (trove_document_commit (document, NULL, NULL));
  g_signal_connect (document, "changed", G_CALLBACK (keep_changes), stage);
  g_assert_true (trove_document_undo (document, NULL));
}

/* Nobody holds the versions. */
static void
prepare_unheld (Stage *stage, guint variant)
{
  prepare_changes (stage, variant);
  g_object_set_data (stage->object, "from", NULL);
  g_object_set_data (stage->object, "to", NULL);
}

static TroveChanges *
changes_of (Stage *stage)
{
  return TROVE_CHANGES (stage->object);
}

static TroveChange *
change_of (Stage *stage, guint i)
{
  g_autofree char *name = g_strdup_printf ("change-%u", i);

  return g_object_get_data (stage->object, name);
}

static gboolean
version_compare (Stage *stage, GError **error)
{
  TroveVersion *from = g_object_get_data (stage->object, "from");
  TroveVersion *to = g_object_get_data (stage->object, "to");

  stage->item = (GObject *) FAULTY (trove_version_compare (from, to, error));
  return stage->item != NULL;
}

static gboolean
document_compare (Stage *stage, GError **error)
{
  TroveDocument *document = g_object_get_data (stage->object, "document");

  stage->item = (GObject *) FAULTY (trove_document_compare (document, NULL, error));
  return stage->item != NULL;
}

static void
check_compared (Stage *stage)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (stage->item)), ==,
                    g_list_model_get_n_items (G_LIST_MODEL (stage->object)));
}

static gboolean
changes_inverse (Stage *stage, GError **error)
{
  stage->item = (GObject *) FAULTY (trove_changes_inverse (changes_of (stage)));
  return stage->item != NULL;
}

static gboolean
changes_read (Stage *stage, GError **error)
{
  TroveChanges *changes = changes_of (stage);

  return FAULTY (trove_changes_read (changes, error));
}

static void
check_read (Stage *stage)
{
  g_assert_cmpuint (trove_changes_count_kind (changes_of (stage), TROVE_CHANGE_REMOVED), ==, N_UNREAD);
}

/* Calls all functions that look at a change by its position. */
static gboolean
changes_look (Stage *stage, GError **error)
{
  TroveChanges *changes = changes_of (stage);

  return FAULTY (trove_changes_get_kind (changes, CHANGE_SET) == TROVE_CHANGE_SET &&
                 g_str_equal (trove_changes_get_property_name (changes, CHANGE_SET), "label") &&
                 trove_changes_get_key (changes, CHANGE_SET) == 1 &&
                 trove_changes_get_object_type (changes, CHANGE_SET) == SHAPE_TYPE &&
                 trove_changes_count_kind (changes, TROVE_CHANGE_MOVED) == 1);
}

static gboolean
changes_dup_keys (Stage *stage, GError **error)
{
  TroveChanges *changes = changes_of (stage);
  gsize n;
  TroveKey *keys = FAULTY (trove_changes_dup_keys (changes, &n));

  g_assert_cmpuint (keys[n - 1], ==,
                    trove_changes_get_key (changes, g_list_model_get_n_items (G_LIST_MODEL (changes)) - 1));
  g_free (keys);
  return TRUE;
}

static gboolean
changes_dup_from (Stage *stage, GError **error)
{
  stage->item = (GObject *) FAULTY (trove_changes_dup_from (changes_of (stage)));
  return stage->item != NULL;
}

static gboolean
changes_dup_to (Stage *stage, GError **error)
{
  stage->item = (GObject *) FAULTY (trove_changes_dup_to (changes_of (stage)));
  return stage->item != NULL;
}

static gboolean
change_dup_old_value (Stage *stage, GError **error)
{
  TroveChange *change = change_of (stage, CHANGE_SET);

  stage->value = FAULTY (trove_change_dup_old_value (change));
  return g_value_get_string (stage->value) == NULL;
}

static gboolean
change_dup_new_value (Stage *stage, GError **error)
{
  TroveChange *change = change_of (stage, CHANGE_SET);

  stage->value = FAULTY (trove_change_dup_new_value (change));
  return g_str_equal (g_value_get_string (stage->value), "changed");
}

/* Calls all functions that only look at a change. */
static gboolean
change_look (Stage *stage, GError **error)
{
  TroveChange *set = change_of (stage, CHANGE_SET), *list = change_of (stage, CHANGE_LIST);
  TroveChange *moved = change_of (stage, CHANGE_MOVED);

  FAULTY_VOID (trove_change_get_run (list, 0, NULL, NULL, NULL, NULL));
  return FAULTY (trove_change_get_kind (set) == TROVE_CHANGE_SET &&
                 g_str_equal (trove_change_get_property_name (set), "label") &&
                 trove_change_get_key (set) == 1 && trove_change_get_object_type (set) == SHAPE_TYPE &&
                 trove_change_get_kind (list) == TROVE_CHANGE_LIST && trove_change_get_n_runs (list) == 2 &&
                 trove_change_get_kind (moved) == TROVE_CHANGE_MOVED &&
                 trove_change_get_old_owner (moved, NULL, NULL) == 1 &&
                 trove_change_get_new_owner (moved, NULL, NULL) == 1);
}

static gboolean
types (Stage *stage, GError **error)
{
  return FAULTY (trove_change_get_type () != 0 && trove_change_kind_get_type () != 0 &&
                 trove_changes_get_type () != 0 && trove_conflict_get_type () != 0 &&
                 trove_conflict_kind_get_type () != 0 && trove_choice_get_type () != 0 &&
                 trove_merge_get_type () != 0);
}

/* Applying. The document is at a version of the changes, and has got a conflict since. */

static TroveDocument *
document_of (Stage *stage)
{
  return g_object_get_data (stage->object, "document");
}

static void
prepare_apply (Stage *stage, guint variant)
{
  const char *label = "later";
  TroveDocument *document;
  TroveKey root;

  prepare_changes (stage, variant);
  document = document_of (stage);
  root = trove_document_get_root_key (document);
  g_assert_true (trove_document_commit (document, NULL, NULL));
  g_assert_true (trove_document_undo (document, NULL));
  g_assert_true (trove_document_set (document, root, &label, NULL));
  g_assert_true (trove_document_commit (document, NULL, NULL));
}

static void
prepare_conflict (Stage *stage, guint variant)
{
  TroveMerge *merge;

  prepare_apply (stage, variant);
  merge = trove_document_apply (document_of (stage), changes_of (stage), NULL);
  g_object_set_data_full (stage->object, "conflict", g_list_model_get_item (G_LIST_MODEL (merge), 0),
                          g_object_unref);
  g_object_set_data_full (stage->object, "merge", merge, g_object_unref);
}

static TroveConflict *
conflict_of (Stage *stage)
{
  return g_object_get_data (stage->object, "conflict");
}

static gboolean
document_apply (Stage *stage, GError **error)
{
  TroveDocument *document = document_of (stage);
  TroveChanges *changes = changes_of (stage);

  stage->item = (GObject *) FAULTY (trove_document_apply (document, changes, error));
  return stage->item != NULL;
}

/* All changes are made but that of the label. */
static void
check_applied (Stage *stage)
{
  TroveDocument *document = document_of (stage);
  TroveKey root = trove_document_get_root_key (document);
  TroveVersion *to = g_object_get_data (stage->object, "to");

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (stage->item)), ==, 1);
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, trove_version_get_n_objects (to));
  g_assert_cmpuint (trove_document_get_n_children (document, root, "children"), ==,
                    trove_version_get_n_children (to, root, "children"));
}

static gboolean
changes_pick (Stage *stage, GError **error)
{
  const guint positions[] = { CHANGE_MOVED, CHANGE_SET };
  TroveChanges *changes = changes_of (stage);

  stage->item = (GObject *) FAULTY (trove_changes_pick (changes, positions, G_N_ELEMENTS (positions)));
  return stage->item != NULL;
}

static void
check_picked (Stage *stage)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (stage->item)), ==, 2);
}

static gboolean
conflict_dup_base_value (Stage *stage, GError **error)
{
  TroveConflict *conflict = conflict_of (stage);

  stage->value = FAULTY (trove_conflict_dup_base_value (conflict));
  return g_value_get_string (stage->value) == NULL;
}

static gboolean
conflict_dup_our_value (Stage *stage, GError **error)
{
  TroveConflict *conflict = conflict_of (stage);

  stage->value = FAULTY (trove_conflict_dup_our_value (conflict));
  return g_str_equal (g_value_get_string (stage->value), "later");
}

static gboolean
conflict_dup_their_value (Stage *stage, GError **error)
{
  TroveConflict *conflict = conflict_of (stage);

  stage->value = FAULTY (trove_conflict_dup_their_value (conflict));
  return g_str_equal (g_value_get_string (stage->value), "changed");
}

/* Calls all functions that only look at a conflict. */
static gboolean
conflict_look (Stage *stage, GError **error)
{
  TroveConflict *conflict = conflict_of (stage);

  return FAULTY (
      trove_conflict_get_kind (conflict) == TROVE_CONFLICT_LATER_VALUE &&
      trove_conflict_get_key (conflict) == 1 && trove_conflict_get_object_type (conflict) == SHAPE_TYPE &&
      g_str_equal (trove_conflict_get_property_name (conflict), "label") &&
      trove_conflict_get_other_key (conflict) == 0 && trove_conflict_get_message (conflict) != NULL &&
      trove_conflict_get_choice (conflict) == TROVE_CHOICE_OURS);
}

static gboolean
conflict_dup_text (Stage *stage, GError **error)
{
  TroveConflict *conflict = conflict_of (stage);
  char *text = FAULTY (trove_conflict_dup_text (conflict, TROVE_CHOICE_OURS));
  gboolean is_text = g_str_equal (text, "later");

  g_free (text);
  return is_text;
}

static gboolean
conflict_dup_property_names (Stage *stage, GError **error)
{
  TroveConflict *conflict = conflict_of (stage);
  char **names = FAULTY (trove_conflict_dup_property_names (conflict));
  gboolean is_label = g_strv_length (names) == 1 && g_str_equal (names[0], "label");

  g_strfreev (names);
  return is_label;
}

static gboolean
merge_dup_version (Stage *stage, GError **error)
{
  TroveMerge *merge = g_object_get_data (stage->object, "merge");

  stage->item = (GObject *) FAULTY (trove_merge_dup_version (merge, TROVE_CHOICE_OURS));
  return stage->item != NULL;
}

static gboolean
conflict_dup_object (Stage *stage, GError **error)
{
  TroveConflict *conflict = conflict_of (stage);

  stage->item = (GObject *) FAULTY (trove_conflict_dup_object (conflict, TROVE_CHOICE_BASE));
  return stage->item != NULL;
}

static gboolean
conflict_set_choice (Stage *stage, GError **error)
{
  TroveConflict *conflict = conflict_of (stage);

  return FAULTY (trove_conflict_set_choice (conflict, TROVE_CHOICE_THEIRS, error));
}

static void
check_chosen (Stage *stage)
{
  TroveDocument *document = document_of (stage);
  const char *const *label = trove_document_peek (document, trove_document_get_root_key (document), NULL);

  g_assert_cmpstr (*label, ==, "changed");
  g_assert_cmpint (trove_conflict_get_choice (conflict_of (stage)), ==, TROVE_CHOICE_THEIRS);
}

/* Merging. A branch of the document has the changes. */

static void
prepare_merge (Stage *stage, guint variant)
{
  TroveDocument *document, *branch;

  prepare_apply (stage, variant);
  document = document_of (stage);
  g_assert_true (trove_document_undo (document, NULL));
  branch = trove_document_branch (document, NULL, NULL);
  g_assert_true (trove_document_redo (document, NULL));
  g_object_unref (trove_document_apply (branch, changes_of (stage), NULL));
  g_assert_true (trove_document_commit (branch, NULL, NULL));
  g_object_set_data_full (stage->object, "theirs", trove_document_dup_current (branch), g_object_unref);
  g_object_set_data_full (stage->object, "branch", branch, g_object_unref);
}

static gboolean
document_merge (Stage *stage, GError **error)
{
  TroveDocument *document = document_of (stage);
  TroveVersion *theirs = g_object_get_data (stage->object, "theirs");

  stage->item = (GObject *) FAULTY (trove_document_merge (document, theirs, error));
  return stage->item != NULL;
}

#define CHANGES prepare_changes, 2
#define UNHELD prepare_unheld, 1
#define APPLY prepare_apply, 2
#define CONFLICT prepare_conflict, 1

const Operation change_operations[] = {
  { "trove_version_compare", NULL, version_compare, CHANGES, ALLOCATES_GLIB, "changes", check_compared },
  { "trove_document_compare", NULL, document_compare, CHANGES, ALLOCATES_GLIB, "changes", check_compared },
  { "trove_document_apply", NULL, document_apply, APPLY, ALLOCATES_GLIB, "No memory|compare", check_applied },
  { "trove_document_merge", NULL, document_merge, prepare_merge, 2, ALLOCATES_GLIB, "No memory|compare",
    check_applied },
  { "trove_changes_pick", NULL, changes_pick, CHANGES, ALLOCATES_GLIB, NULL, check_picked },
  { "trove_conflict_dup_base_value", NULL, conflict_dup_base_value, CONFLICT, ALLOCATES_GLIB, NULL },
  { "trove_conflict_dup_our_value", NULL, conflict_dup_our_value, CONFLICT, ALLOCATES_GLIB, NULL },
  { "trove_conflict_dup_their_value", NULL, conflict_dup_their_value, CONFLICT, ALLOCATES_GLIB, NULL },
  { "trove_conflict_dup_property_names", NULL, conflict_dup_property_names, CONFLICT, ALLOCATES_GLIB, NULL },
  { "trove_merge_dup_version", NULL, merge_dup_version, CONFLICT, ALLOCATES_GLIB, NULL },
  { "trove_conflict_dup_object", NULL, conflict_dup_object, CONFLICT, ALLOCATES_GLIB, NULL },
  { "trove_conflict_dup_text", NULL, conflict_dup_text, CONFLICT, ALLOCATES_GLIB, NULL },
  { "trove_conflict_set_choice", NULL, conflict_set_choice, CONFLICT, ALLOCATES_GLIB, NULL, check_chosen },
  { "trove_conflict_get_choice", NULL, conflict_look, CONFLICT, ALLOCATES_OURS, NULL },
  { "trove_choice_get_type", NULL, types, CONFLICT, ALLOCATES_OURS, NULL },
  { "trove_conflict_get_key", NULL, conflict_look, CONFLICT, ALLOCATES_OURS, NULL },
  { "trove_conflict_get_kind", NULL, conflict_look, CONFLICT, ALLOCATES_OURS, NULL },
  { "trove_conflict_get_message", NULL, conflict_look, CONFLICT, ALLOCATES_OURS, NULL },
  { "trove_conflict_get_object_type", NULL, conflict_look, CONFLICT, ALLOCATES_OURS, NULL },
  { "trove_conflict_get_other_key", NULL, conflict_look, CONFLICT, ALLOCATES_OURS, NULL },
  { "trove_conflict_get_property_name", NULL, conflict_look, CONFLICT, ALLOCATES_OURS, NULL },
  { "trove_conflict_get_type", NULL, types, CONFLICT, ALLOCATES_OURS, NULL },
  { "trove_conflict_kind_get_type", NULL, types, CONFLICT, ALLOCATES_OURS, NULL },
  { "trove_merge_get_type", NULL, types, CONFLICT, ALLOCATES_OURS, NULL },
  { "trove_changes_inverse", NULL, changes_inverse, CHANGES, ALLOCATES_GLIB, NULL, check_compared },
  { "trove_changes_read", NULL, changes_read, prepare_unread, 1, ALLOCATES_OURS, "changes", check_read },
  { "trove_changes_dup_keys", NULL, changes_dup_keys, CHANGES, ALLOCATES_GLIB, NULL },
  { "trove_changes_count_kind", NULL, changes_look, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_changes_get_key", NULL, changes_look, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_changes_get_kind", NULL, changes_look, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_changes_get_object_type", NULL, changes_look, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_changes_get_property_name", NULL, changes_look, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_changes_dup_from", NULL, changes_dup_from, UNHELD, ALLOCATES_GLIB, NULL },
  { "trove_changes_dup_to", NULL, changes_dup_to, UNHELD, ALLOCATES_GLIB, NULL },
  { "trove_change_dup_old_value", NULL, change_dup_old_value, CHANGES, ALLOCATES_GLIB, NULL },
  { "trove_change_dup_new_value", NULL, change_dup_new_value, CHANGES, ALLOCATES_GLIB, NULL },
  { "trove_change_get_key", NULL, change_look, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_change_get_kind", NULL, change_look, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_change_get_n_runs", NULL, change_look, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_change_get_new_owner", NULL, change_look, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_change_get_object_type", NULL, change_look, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_change_get_old_owner", NULL, change_look, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_change_get_property_name", NULL, change_look, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_change_get_run", NULL, change_look, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_change_get_type", NULL, types, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_change_kind_get_type", NULL, types, CHANGES, ALLOCATES_OURS, NULL },
  { "trove_changes_get_type", NULL, types, CHANGES, ALLOCATES_OURS, NULL },
};
const guint n_change_operations = G_N_ELEMENTS (change_operations);
