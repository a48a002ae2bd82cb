/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Applying: the changes between two versions, whole, inverted or picked, to a branch of a third one. All invariants hold after it
 * and after a commit. Applied to the first version, they give the second one. */

#include "operations.h"

#include "check-state.h"
#include "failing-memory.h"
#include "document.h"

typedef struct
{
  World *world;
  TroveDocument *branch;
  TroveChanges *changes;
  const VersionModel *from, *to, *later; /* to NULL: the result is not known */
} Applying;

/* Some of the changes, as the bits say. */
static TroveChanges *
pick (TroveChanges *changes, guint8 bits)
{
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (changes)); i++)
    if ((bits >> i % 7 & 1) != 0)
      g_array_append_val (positions, i);
  return trove_changes_pick (changes, (const guint *) positions->data, positions->len);
}

/* TRUE if a call has failed since memory or a copy did. Then it is made again. */
static gboolean
is_injected (const Applying *self, GError **error)
{
  if (!(self->world->counts && g_error_matches (*error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY)) &&
      !g_error_matches (*error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED))
    return FALSE;
  g_clear_error (error);
  failing_memory_recover ();
  return TRUE;
}

static void
check_branch (const Applying *self, const ObjectModel *objects)
{
  if (self->world->counts)
    failing_memory_pause (TRUE);
  if (objects != NULL)
    check_document_objects (self->branch, objects, self->world->keys);
  else
    check_editor (&self->branch->editor);
  if (self->world->counts)
    failing_memory_pause (FALSE);
}

static TroveMerge *
apply (const Applying *self, GError **error)
{
  TroveMerge *merge;

  if (self->world->copy_fails)
    class_fail_copy_after = self->world->copy;
  merge = trove_document_apply (self->branch, self->changes, error);
  class_fail_copy_after = G_MAXUINT64;
  if (merge != NULL || !is_injected (self, error))
    return merge;

  check_branch (self, &self->later->objects);
  g_assert_false (trove_document_get_can_undo (self->branch));
  return trove_document_apply (self->branch, self->changes, error);
}

static void
commit (const Applying *self)
{
  g_autoptr (GError) error = NULL;

  while (!trove_document_commit (self->branch, NULL, &error))
    g_assert_true (is_injected (self, &error));
}

/* The state can be committed, and is the second version, if that is known. */
static void
check_committed (const Applying *self)
{
  const TroveDocument *branch = self->branch;
  const CheckHolder holder = check_holder_of_core (&branch->core);

  if (self->world->counts)
    failing_memory_pause (TRUE);
  check_state (&holder, &branch->editor.state, TRUE);
  if (self->world->counts)
    failing_memory_pause (FALSE);
  if (self->to != NULL)
    check_branch (self, &self->to->objects);
}

static void
apply_to_branch (const Applying *self, gboolean foreign)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveMerge) merge = apply (self, &error);

  if (foreign)
    {
      g_assert_null (merge);
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FOREIGN);
      check_branch (self, &self->later->objects);
      return;
    }

  g_assert_no_error (error);
  check_branch (self, NULL);
  if (self->to != NULL)
    g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (merge)), ==, 0);
  commit (self);
  check_committed (self);
}

/* Inverts the changes, or picks some of them, as the operation says. */
static void
vary (Applying *self, const Operation *op)
{
  TroveChanges *varied;

  if ((op->extra & 1) != 0)
    {
      const VersionModel *from = self->from;

      varied = trove_changes_inverse (self->changes);
      g_object_unref (self->changes);
      self->changes = varied;
      self->from = self->to;
      self->to = from;
    }
  if (!self->to->is_step || !object_model_equal (&self->from->objects, &self->later->objects))
    self->to = NULL;
  if ((op->extra & 6) == 6)
    {
      varied = pick (self->changes, op->position);
      g_object_unref (self->changes);
      self->changes = varied;
      self->to = NULL;
    }
}

static void
apply_to_version (Applying *self, Seat *seat, const Held *later, const Operation *op)
{
  g_autoptr (GError) error = NULL;
  gboolean foreign = self->from->origin != seat->model->origin;

  say (self->world, "apply %u changes to a version with %u objects",
       g_list_model_get_n_items (G_LIST_MODEL (self->changes)), object_model_n (&later->model->objects));
  vary (self, op);
  later->model->is_branched = TRUE;
  self->branch = trove_document_branch (seat->document, later->version, &error);
  g_assert_no_error (error);
  apply_to_branch (self, foreign);
  g_assert_finalize_object (self->branch);
  world_check_seat (self->world, seat);
}

void
op_apply (World *world, Seat *seat, const Operation *op)
{
  const Operation second = { .key = op->value, .other = op->position, .extra = op->property };
  const Operation third = { .key = op->extra, .other = op->value, .extra = op->other };
  Held from = choose_version (world, seat, op), to = choose_version (world, seat, &second);
  Held later = choose_version (world, seat, (op->extra & 8) != 0 ? op : &third);
  Applying self = { .world = world, .from = from.model, .to = to.model, .later = later.model };
  g_autoptr (GError) error = NULL;

  self.changes = compare_versions (world, seat, from.version, to.version, &error);
  if (self.changes != NULL && seat->model->groups->len == 0 && later.model->document != NULL &&
      later.model->origin == seat->model->origin)
    apply_to_version (&self, seat, &later, op);
  g_clear_object (&self.changes);
  g_object_unref (from.version);
  g_object_unref (to.version);
  g_object_unref (later.version);
}
