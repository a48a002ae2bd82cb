/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "merge-world.h"

#include <string.h>
#include <sys/mman.h>

#include "check-state.h"
#include "document-classes.h"
#include "document.h"
#include "merge-laws.h"
#include "trove-version-private.h"

MergeCounts *merge_counts;

void
merge_counts_init (void)
{
  merge_counts = mmap (NULL, sizeof *merge_counts, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert_true (merge_counts != MAP_FAILED);
}

void
merge_world_say (MergeWorld *self, const char *format, ...)
{
  va_list args;

  if (self->options->trace == NULL)
    return;
  va_start (args, format);
  vfprintf (self->options->trace, format, args);
  va_end (args);
  putc ('\n', self->options->trace);
  fflush (self->options->trace);
}

/* Versions */

static void
version_free (gpointer data)
{
  MergeVersion *self = data;

  picture_free (self->picture);
  g_free (self);
}

static MergeVersion *
find_version (const MergeWorld *self, const guint64 id[2])
{
  for (guint i = self->versions->len; i-- > 0;)
    {
      MergeVersion *version = g_ptr_array_index (self->versions, i);

      if (memcmp (version->id, id, sizeof version->id) == 0)
        return version;
    }
  return NULL;
}

MergeVersion *
merge_world_note (MergeWorld *self, TroveVersion *version, MergeVersion *parent, MergeVersion *merged)
{
  const guint64 *id = version->step->lineage->id;
  MergeVersion *noted = find_version (self, id);

  if (noted != NULL)
    return noted;
  noted = g_new0 (MergeVersion, 1);
  memcpy (noted->id, id, sizeof noted->id);
  noted->picture = picture_new (version);
  noted->parents[0] = parent;
  noted->parents[1] = merged;
  g_ptr_array_add (self->versions, noted);
  return noted;
}

void
merge_world_check_state (TroveVersion *version)
{
  const CheckHolder holder = { .view = &version->step->view };

  check_state (&holder, &version->step->state, TRUE);
}

void
merge_world_step (MergeWorld *self, MergeSeat *seat)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (seat->document);

  seat->current = merge_world_note (self, version, seat->current, seat->merged);
  if (seat->merged != NULL)
    seat->merge_version = seat->current;
  seat->merged = NULL;
  if (self->options->careful || self->versions->len % 8 == 0)
    merge_world_check_state (version);
}

void
merge_world_commit (MergeWorld *self, MergeSeat *seat, const char *merge_id)
{
  g_autoptr (GError) error = NULL;

  trove_document_commit_full (seat->document, NULL, merge_id, &error);
  g_assert_no_error (error);
  merge_world_step (self, seat);
}

TroveVersion *
merge_world_freeze (MergeWorld *self, MergeSeat *seat)
{
  g_autoptr (GError) error = NULL;
  TroveVersion *version = trove_document_freeze (seat->document, &error);

  g_assert_no_error (error);
  merge_world_note (self, version, seat->current, seat->merged);
  return version;
}

/* Seats */

void
merge_world_seat (MergeWorld *self, MergeSeat *seat, TroveDocument *document, TroveVersion *version)
{
  g_autoptr (GError) error = NULL;

  *seat = (MergeSeat){ NULL };
  seat->document =
      document != NULL ? trove_document_branch (document, version, &error) : node_document_new ();
  g_assert_no_error (error);
  merge_world_step (self, seat);
}

void
merge_world_drop (MergeSeat *seat)
{
  g_clear_object (&seat->merge);
  g_clear_object (&seat->document);
}

void
merge_world_init (MergeWorld *self, const ProgramOptions *options)
{
  *self = (MergeWorld){ .options = options, .versions = g_ptr_array_new_with_free_func (version_free) };
  g_random_set_seed (1); /* replica numbers of keys: a program does the same each time */
  merge_world_seat (self, &self->seats[0], NULL, NULL);
}

void
merge_world_clear (MergeWorld *self)
{
  for (guint i = 0; i < MERGE_N_SEATS; i++)
    merge_world_drop (&self->seats[i]);
  for (guint i = 0; i < MERGE_N_HELD; i++)
    g_clear_object (&self->held[i]);
  g_ptr_array_unref (self->versions);
}

/* Merging */

void
merge_world_merge (MergeWorld *self, MergeSeat *seat, TroveVersion *theirs)
{
  MergeVersion *their_version = find_version (self, theirs->step->lineage->id);
  g_autoptr (TroveVersion) ours = NULL, frozen = NULL;
  g_autoptr (TroveMerge) merge = NULL;
  g_autoptr (Picture) expected = NULL;
  g_autoptr (GError) error = NULL;

  if (trove_version_get_n_objects (theirs) != their_version->picture->objects->len)
    return; /* it has objects without an owner */
  merge_world_commit (self, seat, NULL);
  ours = trove_document_dup_current (seat->document);
  expected = merge_laws_check (self, seat, ours, theirs);
  merge = trove_document_merge (seat->document, theirs, &error);
  if (expected == NULL)
    {
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FOREIGN);
      return;
    }
  g_assert_no_error (error);
  g_set_object (&seat->merge, merge);
  seat->merge_version = NULL;
  if (trove_document_has_edits (seat->document))
    seat->merged = their_version;
  frozen = merge_world_freeze (self, seat);
  merge_laws_check_same (find_version (self, frozen->step->lineage->id)->picture, expected, "the document");
}
