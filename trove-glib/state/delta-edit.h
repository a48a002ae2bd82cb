/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Delta edit: a delta that is being applied to a state, and what its parts share (delta-apply.h).
 *
 * The sources, from the bottom up; each has a header of its name:
 *
 *   delta-edit      finding objects, errors, the runs of lists
 *   delta-set       making objects, values and references
 *   delta-place     the places of objects in lists and owned fields
 *   delta-apply     comparing, and the order of all */

#pragma once

#include "delta-read.h"
#include "editor.h"
#include "id-map.h"

typedef struct
{
  TroveEditor *editor;
  const TroveDelta *delta;
  TroveIdMap removed;    /* the keys of objects that are removed; the values are no matter */
  GArray *references;    /* TroveDeltaReference: of objects that are added */
  TroveIdMap owners;     /* key → TroveDeltaOwner: the objects that others are put into */
  GArray *queue;         /* TroveKey: those of them that have their own place */
  guint first_ownerless; /* of the editor's, that has become so by the delta */
} TroveDeltaEdit;

/* An object that the delta adds, or that changes; the other one is NULL. */
typedef struct
{
  const TroveDeltaObject *object;
  const TroveDeltaChange *change;
} TroveDeltaOwner;

/* A single reference of an object. */
typedef struct
{
  TroveKey key;
  const TroveClassField *field;
  TroveKey target;
} TroveDeltaReference;

/* An object of the delta, for the functions that its lists are passed to. */
typedef struct
{
  TroveDeltaEdit *edit;
  TroveKey key;
} TroveDeltaItem;

static inline TroveRecord *
trove_delta_peek (const TroveDeltaEdit *self, TroveKey key)
{
  return trove_state_peek (&self->editor->state, key);
}

static inline gboolean
trove_delta_is_removed (const TroveDeltaEdit *self, TroveKey key)
{
  return trove_id_map_get (&self->removed, key) != NULL;
}

static inline gboolean
trove_delta_is_owned (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_OWNED || field->kind == TROVE_KIND_OWNED_LIST;
}

/* A list, or an owned field as one of no or one object. */

guint32 trove_delta_length (const TroveRecord *record, const TroveClassField *field);
TroveKey trove_delta_item (const TroveRecord *record, const TroveClassField *field, guint32 index);

/* Errors. Return FALSE. */

/* Errors that the delta is the cause of become DAMAGED; cause is taken over. field: NULL is none of them. */
gboolean trove_delta_say_where (TroveKey key, const TroveClassField *field, GError *cause, GError **error);
gboolean trove_delta_differs (TroveKey key, const TroveClassField *field, GError **error);

/* The record of an object, which has all fields of a layout, and gets those that its own row did not have. NULL with DAMAGED, or with the
 * errors of trove_editor_touch (). */
TroveRecord *trove_delta_find (const TroveDeltaEdit *self, TroveKey key, const TroveRowLayout *layout,
                               GError **error);

/* FALSE with DAMAGED: the list does not have the items from an index on that a run removes. */
gboolean trove_delta_compare_run (const TroveDeltaEdit *self, TroveKey key, const TroveClassField *field,
                                  const TroveDeltaRun *run, guint32 at, GError **error);

/* Calls func with the lists of a change, those that own objects or the others. FALSE: func returned FALSE, or DAMAGED. */
typedef gboolean (*TroveDeltaRunsFunc) (TroveDeltaEdit *self, TroveKey key, const TroveClassField *field,
                                        const GArray *runs, GError **error);
gboolean trove_delta_foreach_list (TroveDeltaEdit *self, const TroveDeltaChange *change, gboolean owned,
                                   TroveDeltaRunsFunc func, GError **error);
