/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "merge-laws.h"

#include <string.h>

#include "document-classes.h"
#include "document.h"
#include "trove-version-private.h"

void
merge_laws_check_same (const Picture *a, const Picture *b, const char *where)
{
  g_autofree char *difference = picture_compare (a, b);

  if (difference != NULL)
    g_error ("In %s %s", where, difference);
}

/* Bases */

/* Marks a version and its ancestors with a number; those that have another one already get both. */
static void
mark (MergeVersion *version, guint number, guint both)
{
  if (version == NULL || version->mark == number || version->mark == both)
    return;
  version->mark = version->mark + 1 == number ? both : number;
  mark (version->parents[0], number, both);
  mark (version->parents[1], number, both);
}

static gboolean
descends_from (const MergeVersion *version, const MergeVersion *ancestor)
{
  return version != NULL && (version == ancestor || descends_from (version->parents[0], ancestor) ||
                             descends_from (version->parents[1], ancestor));
}

static gboolean
is_step_of (const TroveStep *step, const MergeVersion *version)
{
  return step != NULL && memcmp (step->lineage->id, version->id, sizeof version->id) == 0;
}

/* TRUE if a history has the version, or holds it for later merges. */
static gboolean
is_in_history (const TroveHistory *history, const MergeVersion *version)
{
  for (guint i = 0; i < history->steps->len; i++)
    {
      const TroveStep *step = g_ptr_array_index (history->steps, i);

      if (is_step_of (step, version) || (step != NULL && is_step_of (step->parents[1], version)))
        return TRUE;
    }
  for (guint i = 0; i < history->bases->len; i++)
    if (is_step_of (g_ptr_array_index (history->bases, i), version))
      return TRUE;
  return FALSE;
}

/* TRUE if a document or the world has it. */
static gboolean
is_held (const MergeWorld *world, const MergeVersion *version)
{
  for (guint i = 0; i < MERGE_N_HELD; i++)
    if (world->held[i] != NULL && is_step_of (world->held[i]->step, version))
      return TRUE;
  for (guint i = 0; i < MERGE_N_SEATS; i++)
    if (world->seats[i].document != NULL && is_in_history (&world->seats[i].document->history, version))
      return TRUE;
  return FALSE;
}

/* Returns the version that the library merges from, or NULL. */
static const MergeVersion *
check_base (MergeWorld *world, const TroveStep *base, MergeVersion *ours, MergeVersion *theirs)
{
  guint both = world->n_walks + 5; /* no version is marked with the number before the first one of a walk */
  const MergeVersion *found = NULL;
  gboolean is_older = FALSE;

  world->n_walks += 4;
  mark (ours, both - 2, both);
  mark (theirs, both - 1, both);
  for (guint i = 0; base != NULL && i < world->versions->len; i++)
    if (memcmp (((MergeVersion *) g_ptr_array_index (world->versions, i))->id, base->lineage->id,
                sizeof base->lineage->id) == 0)
      found = g_ptr_array_index (world->versions, i);
  if (base != NULL && (found == NULL || found->mark != both))
    g_error ("The base is no common version");
  for (guint i = 0; i < world->versions->len; i++)
    {
      const MergeVersion *version = g_ptr_array_index (world->versions, i);

      if (version->mark != both || (found != NULL && (version == found || !descends_from (version, found))))
        continue;
      if (is_held (world, version))
        g_error ("A document has a later common version than the base");
      is_older = TRUE;
    }
  merge_counts->n_none += found == NULL;
  merge_counts->n_older += found != NULL && is_older;
  return found;
}

/* Documents for one merge */

typedef struct
{
  MergeWorld *world;
  TroveDocument *document;
  MergeVersion *at;
  TroveMerge *merge;
  TroveVersion *merged; /* the version that was made */
  MergeVersion *version;
} Trial;

static TroveMerge *
merge (TroveDocument *document, TroveVersion *theirs)
{
  g_autoptr (GError) error = NULL;
  TroveMerge *result = trove_document_merge (document, theirs, &error);

  g_assert_no_error (error);
  return result;
}

static guint
count_conflicts (TroveMerge *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self));
}

static void
commit_trial (TroveDocument *document)
{
  g_autoptr (GError) error = NULL;

  trove_document_commit (document, NULL, &error);
  g_assert_no_error (error);
}

static void
say_merge (const Trial *self, const MergeVersion *theirs)
{
  const MergeVersion *const all[] = { self->at, theirs, self->version };

  for (guint i = 0; i < 3 && self->world->options->trace != NULL; i++)
    {
      g_autofree char *text = picture_text (all[i]->picture);

      merge_world_say (self->world, "  %s: %s", i == 0 ? "ours" : i == 1 ? "theirs" : "merged", text);
    }
  for (guint i = 0; i < count_conflicts (self->merge); i++)
    {
      g_autoptr (TroveConflict) conflict = g_list_model_get_item (G_LIST_MODEL (self->merge), i);

      merge_world_say (self->world, "  %s", trove_conflict_get_message (conflict));
    }
}

static void
trial_init (Trial *self, MergeWorld *world, TroveDocument *from, TroveVersion *at, TroveVersion *theirs)
{
  g_autoptr (GError) error = NULL;
  MergeVersion *their_version = merge_world_note (world, theirs, NULL, NULL);

  *self = (Trial){ .world = world, .at = merge_world_note (world, at, NULL, NULL) };
  self->document = trove_document_branch (from, at, &error);
  g_assert_no_error (error);
  self->merge = merge (self->document, theirs);
  commit_trial (self->document);
  self->merged = trove_document_dup_current (self->document);
  merge_world_check_state (self->merged);
  self->version = merge_world_note (world, self->merged, self->at, their_version);
  say_merge (self, their_version);
}

static void
trial_clear (Trial *self)
{
  g_clear_object (&self->merge);
  g_clear_object (&self->merged);
  g_clear_object (&self->document);
}

static MergeCase
trial_case (const Trial *self, const MergeVersion *base, const MergeVersion *theirs)
{
  return (MergeCase){
    .base = base->picture,
    .ours = self->at->picture,
    .theirs = theirs->picture,
    .merged = self->version->picture,
    .conflicts = G_LIST_MODEL (self->merge),
    .is_wrong = self->world->options->is_wrong,
  };
}

static void
check_current (const Trial *self, const Picture *expected, const char *where)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (self->document);
  g_autoptr (Picture) picture = picture_new (version);

  merge_laws_check_same (picture, expected, where);
}

/* Laws */

static void
check_parents (const Trial *self, TroveVersion *theirs)
{
  g_autoptr (GPtrArray) parents = trove_version_dup_parents (self->merged);

  if (self->version == self->at) /* it has theirs already */
    return;
  g_assert_cmpuint (parents->len, ==, 2);
  g_assert_true (g_ptr_array_index (parents, 1) == theirs);
}

static void
check_again (const Trial *self, TroveVersion *version)
{
  g_autoptr (TroveMerge) again = merge (self->document, version);

  g_assert_cmpuint (count_conflicts (again), ==, 0);
  g_assert_false (trove_document_has_edits (self->document));
}

static void
check_undo (const Trial *self)
{
  g_autoptr (GError) error = NULL;

  if (self->version == self->at)
    return;
  trove_document_undo (self->document, &error);
  g_assert_no_error (error);
  check_current (self, self->at->picture, "ours after undo");
  trove_document_redo (self->document, &error);
  g_assert_no_error (error);
  check_current (self, self->version->picture, "the merge after redo");
}

/* The other side gets the merge, where it was before it merged itself. */
static void
check_forward (Trial *mirrored, const Trial *merged)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveMerge) forward = NULL;

  if (mirrored->version != mirrored->at)
    trove_document_undo (mirrored->document, &error);
  g_assert_no_error (error);
  forward = merge (mirrored->document, merged->merged);
  g_assert_cmpuint (count_conflicts (forward), ==, 0);
  commit_trial (mirrored->document);
  check_current (mirrored, merged->version->picture, "the side that goes to the merge");
}

/* Decides all conflicts. strict: none is refused. */
static void
choose_all (const Trial *self, TroveChoice choice, gboolean strict)
{
  g_autoptr (TroveVersion) version = NULL;

  for (guint i = 0; i < count_conflicts (self->merge); i++)
    {
      g_autoptr (TroveConflict) conflict = g_list_model_get_item (G_LIST_MODEL (self->merge), i);
      g_autofree char *text = trove_conflict_dup_text (conflict, choice);
      g_autoptr (GError) error = NULL;

      g_assert_cmpstr (text, !=, "");
      g_assert_cmpstr (trove_conflict_get_message (conflict), !=, "");
      if (trove_conflict_set_choice (conflict, choice, &error))
        g_assert_cmpint (trove_conflict_get_choice (conflict), ==, choice);
      else if (strict || (error->code != TROVE_ERROR_REMOVED && error->code != TROVE_ERROR_CYCLE))
        g_error ("A choice is refused: %s", error->message);
    }
  commit_trial (self->document);
  version = trove_document_dup_current (self->document);
  merge_world_check_state (version);
}

/* Where others than values have conflicts, the state has to be whole alone. */
static void
check_choices (const Trial *self, const MergeCase *merge_case, const Picture *other)
{
  gboolean strict = merge_oracle_has_values_alone (merge_case);

  choose_all (self, TROVE_CHOICE_THEIRS, strict);
  if (strict && other != NULL)
    check_current (self, other, "a merge whose conflicts are all as theirs");
  choose_all (self, TROVE_CHOICE_BASE, FALSE); /* the value of base may be an object that is gone */
  choose_all (self, TROVE_CHOICE_OURS, strict);
  if (strict)
    check_current (self, self->version->picture, "a merge whose conflicts are as ours again");
}

static void
check_mirrored (Trial *self, const MergeCase *merge_case, const MergeVersion *base, TroveVersion *ours,
                TroveVersion *theirs)
{
  Trial mirrored;
  MergeCase other;
  gboolean repeats = merge_oracle_repeats (merge_case);

  trial_init (&mirrored, self->world, self->document, theirs, ours);
  other = trial_case (&mirrored, base, self->at);
  merge_oracle_check (&other);
  if (!repeats)
    merge_oracle_check_mirrored (merge_case, &other);
  check_choices (self, merge_case, repeats ? NULL : mirrored.version->picture);
  if (self->version != self->at)
    check_forward (&mirrored, self);
  trial_clear (&mirrored);
  merge_counts->n_mirrored++;
}

Picture *
merge_laws_check (MergeWorld *world, MergeSeat *seat, TroveVersion *ours, TroveVersion *theirs)
{
  MergeVersion *our_version = merge_world_note (world, ours, NULL, NULL);
  MergeVersion *their_version = merge_world_note (world, theirs, NULL, NULL);
  TroveStep *step = trove_step_find_base (ours->step, theirs->step);
  const MergeVersion *base = check_base (world, step, our_version, their_version);
  MergeCase merge_case;
  Picture *result;
  Trial trial;

  g_clear_pointer (&step, trove_step_unref);
  if (base == NULL)
    return NULL;
  trial_init (&trial, world, seat->document, ours, theirs);
  merge_case = trial_case (&trial, base, their_version);
  merge_oracle_check (&merge_case);
  check_parents (&trial, theirs);
  check_again (&trial, theirs);
  check_again (&trial, ours);
  check_undo (&trial);
  merge_counts->n_merges++;
  merge_counts->n_conflicts += count_conflicts (trial.merge) > 0;
  result = picture_new (trial.merged);
  if (!trove_history_has (NULL, theirs->step))
    check_mirrored (&trial, &merge_case, base, ours, theirs);
  trial_clear (&trial);
  return result;
}

void
merge_laws_check_refused (const MergeSeat *seat, const GError *error)
{
  gboolean stands = seat->merge_version == NULL || descends_from (seat->current, seat->merge_version);

  g_assert_true (error->code == TROVE_ERROR_REMOVED || error->code == TROVE_ERROR_CYCLE);
  if (stands && strstr (error->message, "rolled back") != NULL)
    g_error ("The merge stands: %s", error->message);
}

/* Edits of different properties */

static void
edit_values (TroveDocument *document, const Picture *picture, PictureValue value, guint choice)
{
  for (guint i = 0; i < picture->objects->len; i++)
    {
      TroveKey key = picture_nth (picture, i)->key;
      BoxData data = get_box (document, key);

      if ((choice >> i % 8 & 1) == 0)
        continue;
      if (value == PICTURE_X)
        data.node.x += 1;
      else if (value == PICTURE_LABEL)
        data.node.label = data.node.label == NULL ? "independent" : NULL;
      else
        data.left = data.width += 1;
      g_assert_true (trove_document_set (document, key, &data, NULL));
    }
}

#define N_PARTS 4

/* The parts of the edits have nothing in common: values, labels, boxes, and new objects. */
static TroveDocument *
edit_branch (const Trial *from, guint part, guint choice)
{
  static const PictureValue values[] = { PICTURE_X, PICTURE_LABEL, PICTURE_LEFT };
  TroveDocument *branch = trove_document_branch (from->document, NULL, NULL);
  const Picture *picture = from->at->picture;

  if (part < G_N_ELEMENTS (values))
    edit_values (branch, picture, values[part], choice);
  else
    add_node (branch, picture_nth (picture, choice % picture->objects->len)->key, choice);
  commit_trial (branch);
  return branch;
}

static Picture *
merge_parts (const Trial *self, TroveDocument *const parts[N_PARTS], const guint order[N_PARTS])
{
  g_autoptr (TroveDocument) document = trove_document_branch (self->document, NULL, NULL);
  g_autoptr (TroveVersion) result = NULL;

  for (guint i = 0; i < N_PARTS; i++)
    {
      g_autoptr (TroveVersion) part = trove_document_dup_current (parts[order[i]]);
      g_autoptr (TroveMerge) merged = merge (document, part);

      g_assert_cmpuint (count_conflicts (merged), ==, 0);
      commit_trial (document);
    }
  result = trove_document_dup_current (document);
  return picture_new (result);
}

void
merge_laws_check_independent (MergeWorld *world, MergeSeat *seat, guint choice)
{
  static const guint orders[][N_PARTS] = { { 0, 1, 2, 3 }, { 3, 2, 1, 0 }, { 1, 3, 0, 2 } };
  const Trial trial = { .world = world, .document = seat->document, .at = seat->current };
  TroveDocument *parts[N_PARTS];
  g_autoptr (Picture) first = NULL;

  for (guint i = 0; i < N_PARTS; i++)
    parts[i] = edit_branch (&trial, i, choice);
  first = merge_parts (&trial, parts, orders[0]);
  for (guint i = 1; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (Picture) other = merge_parts (&trial, parts, orders[i]);

      merge_laws_check_same (first, other, "another order of merges");
    }
  for (guint i = 0; i < N_PARTS; i++)
    g_object_unref (parts[i]);
  merge_counts->n_merges += N_PARTS * G_N_ELEMENTS (orders);
}
