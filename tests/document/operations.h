/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Operations: each makes a call that its bytes choose. */

#pragma once

#include "world.h"

/* As it lies in a program. The meaning of a member is up to the operation; 0 is the simplest choice of all. */
typedef struct
{
  guint8 code;
  guint8 seat;
  guint8 key;
  guint8 other;
  guint8 property;
  guint8 position;
  guint8 value;
  guint8 extra;
} Operation;

/* Prints a line of the trace. */
void say (World *world, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Choices. A seat is the operation's, or the next one that has a document. Keys may be of no object. choose_key () has the newest
 * object first, choose_owner () the oldest. choose_place () returns FALSE for an owner that can own nothing. choose_version ()
 * returns a reference on the version, and none on its model. */
Seat *choose_seat (World *world, const Operation *op);
TroveKey choose_key (World *world, const Seat *seat, guint8 choice);
TroveKey choose_owner (World *world, const Seat *seat, guint8 choice);
const TroveClassField *choose_field (const ModelObject *object, guint8 choice, TroveFieldKind first,
                                     TroveFieldKind second);
guint choose_position (guint8 choice, guint length);
gboolean choose_place (const Seat *seat, const Operation *op, TroveKey owner, Call *call);
guint64 choose_value (World *world, const Seat *seat, const TroveClassField *field, const Operation *op);
const char *choose_label (const Operation *op);
GVariant *choose_view_state (guint8 choice);
Held choose_version (World *world, const Seat *seat, const Operation *op);

/* Calls without arguments, and with a version. */
void call_plain (World *world, Seat *seat, CallKind kind, const char *name);
void call_with_version (World *world, Seat *seat, const Operation *op, Call *call, const char *name);

/* to NULL: the document. Repeats the call if memory fails. */
TroveChanges *compare_versions (World *world, const Seat *seat, TroveVersion *from, TroveVersion *to,
                                GError **error);

void op_add (World *world, Seat *seat, const Operation *op);
void op_set (World *world, Seat *seat, const Operation *op);
void op_set_same (World *world, Seat *seat, const Operation *op);
void op_remove (World *world, Seat *seat, const Operation *op);
void op_move (World *world, Seat *seat, const Operation *op);
void op_splice (World *world, Seat *seat, const Operation *op);
void op_lengthen (World *world, Seat *seat, const Operation *op);
void op_move_item (World *world, Seat *seat, const Operation *op);
void op_copy (World *world, Seat *seat, const Operation *op);
void op_commit (World *world, Seat *seat, const Operation *op);
void op_commit_full (World *world, Seat *seat, const Operation *op);
void op_rollback (World *world, Seat *seat, const Operation *op);
void op_begin (World *world, Seat *seat, const Operation *op);
void op_end (World *world, Seat *seat, const Operation *op);
void op_cancel (World *world, Seat *seat, const Operation *op);
void op_undo (World *world, Seat *seat, const Operation *op);
void op_redo (World *world, Seat *seat, const Operation *op);
void op_go_to (World *world, Seat *seat, const Operation *op);
void op_set_saved (World *world, Seat *seat, const Operation *op);
void op_set_view_state (World *world, Seat *seat, const Operation *op);
void op_set_max_versions (World *world, Seat *seat, const Operation *op);
void op_freeze (World *world, Seat *seat, const Operation *op);
void op_hold (World *world, Seat *seat, const Operation *op);
void op_let_go (World *world, Seat *seat, const Operation *op);
void op_read_held (World *world, Seat *seat, const Operation *op);
void op_keep (World *world, Seat *seat, const Operation *op);
void op_compare (World *world, Seat *seat, const Operation *op);
void op_apply (World *world, Seat *seat, const Operation *op);
void op_branch (World *world, Seat *seat, const Operation *op);
void op_new_document (World *world, Seat *seat, const Operation *op);
void op_drop_document (World *world, Seat *seat, const Operation *op);
void op_reload (World *world, Seat *seat, const Operation *op);
void op_save (World *world, Seat *seat, const Operation *op);
void op_transfer (World *world, Seat *seat, const Operation *op);
void op_watch (World *world, Seat *seat, const Operation *op);
void op_fail_copy (World *world, Seat *seat, const Operation *op);
