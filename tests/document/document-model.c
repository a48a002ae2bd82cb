/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-model.h"

/* View states */

static GVariant *
ref_variant (GVariant *variant)
{
  return variant != NULL ? g_variant_ref (variant) : NULL;
}

static void
set_variant (GVariant **at, GVariant *variant)
{
  GVariant *old = *at;

  *at = ref_variant (variant);
  if (old != NULL)
    g_variant_unref (old);
}

/* Versions */

static VersionModel *
version_new (const DocumentModel *document, const char *label, GVariant *before)
{
  VersionModel *self = g_new0 (VersionModel, 1);

  self->count = 1;
  self->objects = object_model_copy (&document->objects);
  self->origin = document->origin;
  self->label = g_strdup (label);
  self->view_state_before = ref_variant (before);
  self->view_state = ref_variant (document->view_state);
  return self;
}

VersionModel *
version_model_ref (VersionModel *self)
{
  self->count++;
  return self;
}

void
version_model_unref (VersionModel *self)
{
  if (--self->count > 0)
    return;

  object_model_clear (&self->objects);
  g_free (self->id);
  g_free (self->label);
  g_clear_pointer (&self->view_state_before, g_variant_unref);
  g_clear_pointer (&self->view_state, g_variant_unref);
  g_free (self);
}

static void
leave_history (gpointer data)
{
  VersionModel *self = data;

  self->document = NULL;
  self->parent = self->redo = NULL;
  self->n_children = 0;
  version_model_unref (self);
}

/* Documents */

static void
clear_group (gpointer data)
{
  object_model_clear (&((GroupModel *) data)->objects);
}

static void
add_first (DocumentModel *self, VersionModel *first)
{
  first->is_step = TRUE;
  self->versions = g_ptr_array_new_with_free_func (leave_history);
  self->groups = g_array_new (FALSE, FALSE, sizeof (GroupModel));
  g_array_set_clear_func (self->groups, clear_group);
  first->document = self;
  g_ptr_array_add (self->versions, first);
  self->current = self->saved = first;
  self->is_new = TRUE;
}

DocumentModel *
document_model_new (guint origin, const TroveClass *root_class, TroveKey root)
{
  DocumentModel *self = g_new0 (DocumentModel, 1);

  self->origin = origin;
  object_model_init (&self->objects, root_class, root);
  add_first (self, version_new (self, NULL, NULL));
  return self;
}

DocumentModel *
document_model_branch (DocumentModel *self, VersionModel *version, guint *errors)
{
  DocumentModel *branch;
  VersionModel *first;

  *errors = 0;
  if (self->groups->len > 0)
    *errors |= ERROR_BIT (BUSY);
  if (version->origin != self->origin)
    *errors |= ERROR_BIT (FOREIGN);
  else if (version->document == NULL)
    *errors |= ERROR_BIT (REMOVED);
  if (*errors != 0)
    return NULL;

  version->is_branched = TRUE;
  branch = g_new0 (DocumentModel, 1);
  branch->origin = self->origin;
  branch->objects = object_model_copy (&version->objects);
  branch->view_state = ref_variant (version->view_state);
  first = version_new (branch, version->label, NULL);
  first->id = g_strdup (version->id);
  add_first (branch, first);
  return branch;
}

void
document_model_reload (DocumentModel *self, guint origin)
{
  self->origin = origin;
  self->is_new = FALSE;
  self->has_unsaved_marks = FALSE;
  g_clear_pointer (&self->merge_id, g_free);
  for (guint i = 0; i < self->versions->len; i++)
    {
      VersionModel *version = g_ptr_array_index (self->versions, i);

      version->origin = origin;
      version->is_branched = FALSE;
    }
}

void
document_model_free (DocumentModel *self)
{
  g_ptr_array_unref (self->versions);
  g_array_unref (self->groups);
  object_model_clear (&self->objects);
  g_free (self->merge_id);
  g_free (self->group_label);
  g_clear_pointer (&self->view_state, g_variant_unref);
  g_clear_pointer (&self->first_view_state, g_variant_unref);
  g_clear_pointer (&self->group_view_state, g_variant_unref);
  g_free (self);
}

void
document_model_get_status (const DocumentModel *self, DocumentStatus *status)
{
  const VersionModel *current = self->current;

  *status = (DocumentStatus){
    .current = current,
    .saved = self->is_new ? NULL : self->saved,
    .modified = self->is_edited || current != self->saved || self->has_unsaved_marks,
    .can_undo = self->is_edited || current->parent != NULL,
    .can_redo = !self->is_edited && current->redo != NULL,
    .view_state = ref_variant (self->view_state),
    .max_versions = self->max_versions,
  };
  if (!self->is_edited && current->parent != NULL)
    status->undo_label = g_strdup (current->label);
  if (status->can_redo)
    status->redo_label = g_strdup (current->redo->label);
}

void
document_status_clear (DocumentStatus *status)
{
  g_free (status->undo_label);
  g_free (status->redo_label);
  g_clear_pointer (&status->view_state, g_variant_unref);
}

/* Steps */

void
document_model_begin_edit (DocumentModel *self)
{
  if (!self->is_edited)
    set_variant (&self->first_view_state, self->view_state);
  if (self->groups->len > 0 && g_array_index (self->groups, GroupModel, 0).n_edits == self->n_edits)
    set_variant (&self->group_view_state, self->view_state);
}

void
document_model_end_edit (DocumentModel *self, gboolean is_edit)
{
  if (!is_edit)
    return;
  self->is_edited = TRUE;
  self->n_edits++;
}

static void
set_objects (DocumentModel *self, const ObjectModel *objects)
{
  ObjectModel copy = object_model_copy (objects);

  object_model_clear (&self->objects);
  self->objects = copy;
}

static void
drop_edits (DocumentModel *self)
{
  set_objects (self, &self->current->objects);
  self->is_edited = FALSE;
}

static void
set_merge_id (DocumentModel *self, const char *merge_id)
{
  char *copy = g_strdup (merge_id);

  g_free (self->merge_id);
  self->merge_id = copy;
}

static void
add_version (DocumentModel *self, VersionModel *version, VersionModel *parent)
{
  version->is_step = TRUE;
  version->document = self;
  version->parent = parent;
  if (parent != NULL)
    {
      parent->n_children++;
      parent->redo = version;
    }
  g_ptr_array_add (self->versions, version);
  self->current = version;
  self->is_edited = FALSE;
}

static void
replace_current (DocumentModel *self, const char *label)
{
  VersionModel *old = self->current, *parent = old->parent;
  VersionModel *version = version_new (self, label, old->view_state_before);

  if (parent != NULL)
    parent->n_children--;
  if (self->saved == old)
    self->saved = NULL;
  g_ptr_array_remove (self->versions, old);
  add_version (self, version, parent);
}

/* Returns TRUE if a version was made. */
static gboolean
commit (DocumentModel *self, const char *label, const char *merge_id)
{
  VersionModel *current = self->current;

  if (!self->is_edited)
    return FALSE;
  object_model_drop (&self->objects);
  if (object_model_equal (&self->objects, &current->objects))
    {
      drop_edits (self);
      return FALSE;
    }

  if (merge_id != NULL && g_strcmp0 (merge_id, self->merge_id) == 0 && current->n_children == 0 &&
      !current->kept && !current->is_branched)
    replace_current (self, label);
  else
    {
      add_version (self, version_new (self, label, self->first_view_state), current);
      set_merge_id (self, merge_id);
    }
  return TRUE;
}

/* Limits */

static gboolean
is_ancestor (const VersionModel *version, const VersionModel *of)
{
  while (of != NULL && of != version)
    of = of->parent;
  return of == version;
}

static gboolean
is_redone (const VersionModel *version, const VersionModel *from)
{
  while (from != NULL && from != version)
    from = from->redo;
  return from == version;
}

/* 0: the first versions to be dropped; -1: stays. */
static int
rank_version (const DocumentModel *self, const VersionModel *version)
{
  if (version == self->current || version == self->saved || version->kept)
    return -1;
  return is_ancestor (version, self->current) ? 1 : is_redone (version, self->current) ? 2 : 0;
}

/* The next version to be dropped; NULL: none. Of rank 2 the newest, else the oldest. */
static VersionModel *
find_droppable (const DocumentModel *self)
{
  VersionModel *found = NULL;
  int least = 3;

  for (guint i = 0; i < self->versions->len; i++)
    {
      VersionModel *version = g_ptr_array_index (self->versions, i);
      int rank = rank_version (self, version);

      if (rank >= 0 && (rank < least || (rank == 2 && least == 2)))
        {
          found = version;
          least = rank;
        }
    }
  return found;
}

static void
drop_version (DocumentModel *self, VersionModel *version)
{
  if (version->parent != NULL)
    version->parent->n_children--;
  for (guint i = 0; i < self->versions->len; i++)
    {
      VersionModel *other = g_ptr_array_index (self->versions, i);

      if (other->parent == version)
        other->parent = NULL;
      if (other->redo == version)
        other->redo = NULL;
    }
  g_ptr_array_remove (self->versions, version);
}

static void
trim (DocumentModel *self)
{
  VersionModel *version;

  while (self->max_versions != 0 && self->versions->len > self->max_versions &&
         (version = find_droppable (self)) != NULL)
    drop_version (self, version);
}

static guint
check_busy (const DocumentModel *self)
{
  return self->groups->len > 0 ? ERROR_BIT (BUSY) : 0;
}

guint
document_model_commit (DocumentModel *self, const char *label, const char *merge_id)
{
  guint errors = check_busy (self);

  if (errors == 0 && commit (self, label, merge_id))
    trim (self);
  return errors;
}

guint
document_model_rollback (DocumentModel *self)
{
  guint errors = check_busy (self);

  if (errors == 0 && self->is_edited)
    {
      drop_edits (self);
      set_variant (&self->view_state, self->first_view_state);
    }
  return errors;
}

void
document_model_begin (DocumentModel *self, const char *label)
{
  GroupModel group = { object_model_copy (&self->objects), self->is_edited, self->n_edits };

  if (self->groups->len == 0)
    {
      g_free (self->group_label);
      self->group_label = g_strdup (label);
    }
  g_array_append_val (self->groups, group);
}

void
document_model_end (DocumentModel *self)
{
  if (self->groups->len == 1 && commit (self, self->group_label, NULL))
    trim (self);
  g_array_set_size (self->groups, self->groups->len - 1);
}

void
document_model_cancel (DocumentModel *self)
{
  const GroupModel *group = &g_array_index (self->groups, GroupModel, self->groups->len - 1);

  if (self->n_edits != group->n_edits)
    {
      set_objects (self, &group->objects);
      self->is_edited = group->is_edited;
      self->n_edits = group->n_edits;
      if (self->groups->len == 1)
        set_variant (&self->view_state, self->group_view_state);
    }
  g_array_set_size (self->groups, self->groups->len - 1);
}

/* Going from version to version */

static void
go_to (DocumentModel *self, VersionModel *version, GVariant *view_state)
{
  if (version == self->current->parent)
    version->redo = self->current;
  if (version->parent != NULL)
    version->parent->redo = version;
  self->current = version;
  set_objects (self, &version->objects);
  set_merge_id (self, NULL);
  set_variant (&self->view_state, view_state);
}

guint
document_model_undo (DocumentModel *self)
{
  guint errors = check_busy (self);
  gboolean made;

  if (errors != 0)
    return errors;
  made = commit (self, NULL, NULL);
  if (self->current->parent == NULL)
    errors = ERROR_BIT (REMOVED);
  else
    go_to (self, self->current->parent, self->current->view_state_before);
  if (made)
    trim (self);
  return errors;
}

guint
document_model_redo (DocumentModel *self)
{
  guint errors = check_busy (self);
  gboolean made;

  if (errors != 0)
    return errors;
  made = commit (self, NULL, NULL);
  if (self->current->redo == NULL)
    errors = ERROR_BIT (REMOVED);
  else
    go_to (self, self->current->redo, self->current->redo->view_state);
  if (made)
    trim (self);
  return errors;
}

static guint
check_in_history (const DocumentModel *self, const VersionModel *version)
{
  if (version->document == self)
    return 0;
  return version->document == NULL && version->origin == self->origin ? ERROR_BIT (REMOVED) :
                                                                        ERROR_BIT (FOREIGN);
}

guint
document_model_go_to (DocumentModel *self, VersionModel *version)
{
  guint errors = check_busy (self) | check_in_history (self, version);
  gboolean made;

  if (errors != 0)
    return errors;
  made = commit (self, NULL, NULL);
  if (version != self->current)
    go_to (self, version, version->view_state);
  set_merge_id (self, NULL);
  if (made)
    trim (self);
  return 0;
}

guint
document_model_set_saved (DocumentModel *self, VersionModel *version)
{
  guint errors = check_in_history (self, version);

  if (errors == 0)
    {
      self->saved = version;
      self->is_new = FALSE;
      self->has_unsaved_marks = FALSE;
    }
  return errors;
}

guint
document_model_transfer (const DocumentModel *self)
{
  return check_busy (self);
}

void
document_model_set_view_state (DocumentModel *self, GVariant *view_state)
{
  set_variant (&self->view_state, view_state);
}

void
document_model_set_max_versions (DocumentModel *self, guint max_versions)
{
  if (max_versions == self->max_versions)
    return;
  self->max_versions = max_versions;
  if (self->groups->len == 0)
    trim (self);
}

VersionModel *
document_model_freeze (DocumentModel *self)
{
  return self->is_edited ? version_new (self, NULL, NULL) : version_model_ref (self->current);
}
