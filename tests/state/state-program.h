/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* State program: an editor beside a model, and operations that are done on both. After each operation both are equal, and all
 * invariants hold. An operation that fails must have changed nothing. */

#pragma once

#include "check-state.h"
#include "state-model.h"
#include "test-support.h"

typedef enum
{
  OPERATION_CREATE,
  OPERATION_SET_DATA,
  OPERATION_PUT,
  OPERATION_TAKE,
  OPERATION_INSERT_REFERENCE,
  OPERATION_REMOVE_REFERENCE,
  OPERATION_MOVE_REFERENCE,
  OPERATION_SPLICE,
  OPERATION_DROP,
  N_OPERATIONS,
} OperationKind;

#define OPERATION_MAX_KEYS 6

typedef struct
{
  OperationKind kind;
  TroveKey key;                     /* the object that is changed, or put */
  const TroveClass *klass;          /* of create and set_data */
  guint64 values[MODEL_MAX_FIELDS]; /* of create and set_data */
  TroveKey owner;                   /* of put */
  const TroveClassField *field;     /* of the slot, or the list */
  guint32 position, to, n_removed;
  TroveKey keys[OPERATION_MAX_KEYS]; /* inserted; the first is the target of a reference */
  guint32 n_keys;
} Operation;

/* A state that was frozen. */
typedef struct
{
  StateModel model;
  TroveState state;
  TroveView view;
  gboolean committed;
} ProgramVersion;

typedef struct
{
  TroveSavepoint savepoint;
  StateModel model;
} ProgramSavepoint;

typedef struct
{
  TroveCore core;
  TroveEditor editor;
  StateModel model;
  TroveKey next_key;
  GPtrArray *versions; /* ProgramVersion */
  GArray *savepoints;  /* ProgramSavepoint */
  gboolean committed;  /* nothing was changed since objects without an owner were dropped */
  gboolean failing;    /* requests for memory and copies fail, each in turn, before an operation succeeds */
} StateProgram;

/* The state has a root, a group. */
void state_program_init (StateProgram *self);

/* Reads all versions once more. */
void state_program_clear (StateProgram *self);

/* Runs an operation. Returns the error's code, or -1. */
int state_program_run (StateProgram *self, const Operation *operation);

/* The same, which must succeed. */
void state_program_do (StateProgram *self, const Operation *operation);

/* The same, which must fail with the error code, and the words in its message. */
void state_program_refuse (StateProgram *self, const Operation *operation, TroveError code,
                           const char *words);

/* The model and the state are equal, and all invariants hold. */
void state_program_check (const StateProgram *self);

/* A new object of a class with no values. Returns the key. */
TroveKey state_program_create (StateProgram *self, ModelClass which);

/* The same, put at the end of a list of an owner. */
TroveKey state_program_create_in (StateProgram *self, ModelClass which, TroveKey owner, ModelField list);

/* Versions and savepoints */

ProgramVersion *state_program_freeze (StateProgram *self);
void state_program_go_to (StateProgram *self, const ProgramVersion *version);
void state_program_save (StateProgram *self);

/* Goes back to the last savepoint, or keeps all that was changed. */
void state_program_finish (StateProgram *self, gboolean done);

/* Comparing two versions tells the objects that differ in their models. */
void state_program_compare (const ProgramVersion *a, const ProgramVersion *b);
