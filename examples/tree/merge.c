/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/*   base ─┬─ edits ─ ours ───┬─ merged          theirs is merged into ours, and ours into theirs
 *         └─ edits ─ theirs ─┘
 *
 * What is checked: an object that neither side has removed is there; the exchanged merge is the same but for objects that
 * a conflict names; the undo of the merge gives back ours; a second merge changes nothing. */

#include "merge.h"

#include "digest.h"
#include "editor.h"

#include <gio/gio.h>

typedef struct
{
  TroveVersion *base, *ours, *theirs, *merged;
  GListModel *conflicts; /* TroveMerge */
  GHashTable *named;     /* TroveKey * of all objects that conflicts name */
} TreeMerge;

static gboolean
fail (const char *message, TroveKey key, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "merging, object %" G_GUINT64_FORMAT ": %s", key,
               message);
  return FALSE;
}

static void
tree_merge_clear (TreeMerge *self)
{
  g_clear_object (&self->base);
  g_clear_object (&self->ours);
  g_clear_object (&self->theirs);
  g_clear_object (&self->merged);
  g_clear_object (&self->conflicts);
  g_clear_pointer (&self->named, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TreeMerge, tree_merge_clear)

/* Edits a document, and returns its version. */
static TroveVersion *
edit (TroveDocument *document, guint n_edits, guint32 seed, GError **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (TreeEditor) editor = tree_editor_new (document, random);

  for (guint i = 0; i < n_edits; i++)
    if (!tree_editor_edit (editor, error) ||
        !trove_document_commit (document, tree_edit_get_label (editor->edit), error))
      return NULL;
  return trove_document_dup_current (document);
}

/* Conflicts */

static void
name_object (GHashTable *named, TroveKey key)
{
  if (key != 0)
    g_hash_table_add (named, g_memdup2 (&key, sizeof key));
}

static void
name_objects (GHashTable *named, GListModel *conflicts)
{
  for (guint i = 0; i < g_list_model_get_n_items (conflicts); i++)
    {
      g_autoptr (TroveConflict) conflict = g_list_model_get_item (conflicts, i);

      name_object (named, trove_conflict_get_key (conflict));
      name_object (named, trove_conflict_get_other_key (conflict));
    }
}

static void
print_conflict (TroveConflict *conflict)
{
  static const char *const choices[] = { "ours", "theirs", "base" };
  const char *property = trove_conflict_get_property_name (conflict);

  g_print ("Conflict   %s %" G_GUINT64_FORMAT "%s%s\n",
           g_type_name (trove_conflict_get_object_type (conflict)), trove_conflict_get_key (conflict),
           property != NULL ? ", " : "", property != NULL ? property : "");
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *text = trove_conflict_dup_text (conflict, (TroveChoice) i);

      g_print ("           %-6s %s\n", choices[i], g_strdelimit (text, "\n\r\t", ' '));
    }
  g_print ("           %s\n           chosen: %s\n", trove_conflict_get_message (conflict),
           choices[trove_conflict_get_choice (conflict)]);
}

/* Checks */

static gboolean
has (TroveVersion *version, TroveKey key)
{
  return trove_version_peek (version, key, NULL) != NULL;
}

static gboolean
check_objects_of (const TreeMerge *self, TroveVersion *side, TroveVersion *other, GError **error)
{
  for (TroveKey key = 0; (key = trove_version_get_next_key (side, key)) != 0;)
    if ((has (other, key) || !has (self->base, key)) && !has (self->merged, key) &&
        !g_hash_table_contains (self->named, &key))
      return fail ("no side has removed it, and it is gone", key, error);
  return TRUE;
}

/* The owners of all objects that are named, in a version. */
static void
add_owners (const TreeMerge *self, TroveVersion *version, GHashTable *owners)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->named);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    name_object (owners, trove_version_get_owner (version, *(TroveKey *) key, NULL, NULL));
}

/* The order of a list depends on the objects that are named: those around them may be the ones that are called moved. */
static gboolean
is_explained (const TreeMerge *self, TroveChange *change, GHashTable *owners)
{
  TroveKey key = trove_change_get_key (change);
  TroveKey owner = trove_version_get_owner (self->merged, key, NULL, NULL);

  if (g_hash_table_contains (self->named, &key))
    return TRUE;
  if (trove_change_get_kind (change) == TROVE_CHANGE_MOVED)
    return g_hash_table_contains (owners, &owner);
  return trove_change_get_kind (change) == TROVE_CHANGE_LIST && g_hash_table_contains (owners, &key);
}

/* All changes are explained. */
static gboolean
check_changes (const TreeMerge *self, TroveVersion *exchanged, GError **error)
{
  g_autoptr (TroveChanges) changes = trove_version_compare (self->merged, exchanged, error);
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (changes == NULL)
    return FALSE;
  add_owners (self, self->merged, owners);
  add_owners (self, exchanged, owners);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (changes)); i++)
    {
      g_autoptr (TroveChange) change = g_list_model_get_item (G_LIST_MODEL (changes), i);

      if (!is_explained (self, change, owners))
        return fail ("the sides differ, and no conflict says so", trove_change_get_key (change), error);
    }
  return TRUE;
}

/* The other side merges ours. */
static gboolean
check_exchanged (TreeMerge *self, TroveDocument *branch, GError **error)
{
  g_autoptr (TroveMerge) merge = trove_document_merge (branch, self->ours, error);
  g_autoptr (TroveVersion) version = NULL;

  if (merge == NULL || !trove_document_commit (branch, "Merge", error))
    return FALSE;
  version = trove_document_dup_current (branch);
  name_objects (self->named, G_LIST_MODEL (merge));
  return check_changes (self, version, error);
}

static gboolean
check_current (TroveDocument *document, TroveVersion *expected, const char *message, GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (document, error);
  TreeDigest found, wanted;

  if (version == NULL)
    return FALSE;
  tree_digest_version (&found, version);
  tree_digest_version (&wanted, expected);
  return tree_digest_equal (&found, &wanted) || fail (message, 0, error);
}

/* Merges again, and takes back the merge, and makes it again. */
static gboolean
check_steps (const TreeMerge *self, TroveDocument *document, GError **error)
{
  g_autoptr (TroveMerge) again = trove_document_merge (document, self->theirs, error);

  if (again == NULL)
    return FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (again)) > 0)
    return fail ("a second merge has conflicts", 0, error);
  if (self->merged == self->ours) /* there was nothing to merge */
    return TRUE;
  return check_current (document, self->merged, "a second merge has changed something", error) &&
         trove_document_undo (document, error) &&
         check_current (document, self->ours, "undo does not give back ours", error) &&
         trove_document_redo (document, error) &&
         check_current (document, self->merged, "redo does not give back the merge", error);
}

/* Output */

static void
print_bytes (const char *title, const TreeDigest *digest)
{
  g_print ("%-10s ", title);
  for (guint i = 0; i < sizeof digest->bytes; i++)
    g_print ("%02x", digest->bytes[i]);
  g_print ("\n");
}

static void
print_digest (const char *title, TroveVersion *version)
{
  TreeDigest digest;

  tree_digest_version (&digest, version);
  print_bytes (title, &digest);
}

/* Two processes that make the same edits give new objects other keys. */
static void
print_content (TroveVersion *version)
{
  TreeDigest digest;

  tree_digest_content (&digest, version);
  print_bytes ("Content", &digest);
}

static guint
print_conflicts (const TreeMerge *self)
{
  guint n = g_list_model_get_n_items (self->conflicts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TroveConflict) conflict = g_list_model_get_item (self->conflicts, i);

      print_conflict (conflict);
    }
  return n;
}

static void
print_merge (const TreeMerge *self, guint n_edits)
{
  guint n = print_conflicts (self);

  g_print ("Merge      %u edits on either side, %u conflicts\n", n_edits, n);
  print_digest ("Ours", self->ours);
  print_digest ("Theirs", self->theirs);
  print_digest ("Merged", self->merged);
  print_content (self->merged);
}

/* Decides all conflicts for theirs. One that another one is in the way of stays. */
static gboolean
choose_theirs (const TreeMerge *self, TroveDocument *document, GError **error)
{
  g_autoptr (TroveVersion) version = NULL;
  guint n_chosen = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->conflicts); i++)
    {
      g_autoptr (TroveConflict) conflict = g_list_model_get_item (self->conflicts, i);

      n_chosen += trove_conflict_set_choice (conflict, TROVE_CHOICE_THEIRS, NULL);
    }
  if (!trove_document_commit (document, "As theirs", error))
    return FALSE;
  version = trove_document_dup_current (document);
  g_print ("Chosen     %u conflicts as theirs\n", n_chosen);
  print_digest ("As theirs", version);
  return TRUE;
}

/* Commits a merge, which is owned from now on. NULL: it failed. */
static gboolean
commit_merge (TreeMerge *self, TroveDocument *document, TroveMerge *result, GError **error)
{
  if (result == NULL)
    return FALSE;
  self->conflicts = G_LIST_MODEL (result);
  self->named = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  name_objects (self->named, self->conflicts);
  if (!trove_document_commit (document, "Merge", error))
    return FALSE;
  self->merged = trove_document_dup_current (document);
  return TRUE;
}

gboolean
tree_merge_run (TroveDocument *document, guint n_edits, guint32 seed, GError **error)
{
  g_autoptr (TroveDocument) branch = trove_document_branch (document, NULL, error);
  g_auto (TreeMerge) self = { .base = trove_document_dup_current (document) };

  if (branch == NULL)
    return FALSE;
  self.ours = edit (document, n_edits, seed, error);
  if (self.ours == NULL)
    return FALSE;
  self.theirs = edit (branch, n_edits, seed + 1, error);
  if (self.theirs == NULL ||
      !commit_merge (&self, document, trove_document_merge (document, self.theirs, error), error))
    return FALSE;
  print_merge (&self, n_edits);
  if (!check_objects_of (&self, self.ours, self.theirs, error) ||
      !check_objects_of (&self, self.theirs, self.ours, error) || !check_steps (&self, document, error) ||
      !check_exchanged (&self, branch, error))
    return FALSE;
  g_print ("Checked    all objects, undo, a second merge and the merge of the other side\n");
  return choose_theirs (&self, document, error);
}

gboolean
tree_merge_file (TroveDocument *document, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_auto (TreeMerge) self = { 0 };

  if (!commit_merge (&self, document, trove_document_merge_file (document, file, NULL, error), error))
    return FALSE;
  g_print ("Merge      %s, %u conflicts\n", path, print_conflicts (&self));
  print_content (self.merged);
  return TRUE;
}
