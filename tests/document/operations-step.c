/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "operations.h"

/* Steps */

void
call_plain (World *world, Seat *seat, CallKind kind, const char *name)
{
  Call call = { .kind = kind };

  say (world, "%s", name);
  world_call (world, seat, &call);
}

void
op_commit (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_COMMIT, .label = choose_label (op) };

  say (world, "commit \"%s\"", call.label != NULL ? call.label : "");
  world_call (world, seat, &call);
}

void
op_commit_full (World *world, Seat *seat, const Operation *op)
{
  static const char *const ids[] = { "typing", NULL, "moving" };
  Call call = { .kind = CALL_COMMIT_FULL,
                .label = choose_label (op),
                .merge_id = ids[op->extra % G_N_ELEMENTS (ids)] };

  say (world, "commit \"%s\" with id %s", call.label != NULL ? call.label : "",
       call.merge_id != NULL ? call.merge_id : "none");
  world_call (world, seat, &call);
}

void
op_rollback (World *world, Seat *seat, const Operation *op)
{
  call_plain (world, seat, CALL_ROLLBACK, "rollback");
}

void
op_begin (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_BEGIN, .label = choose_label (op) };

  if (seat->model->groups->len >= 5)
    return;
  say (world, "begin");
  world_call (world, seat, &call);
}

/* end and cancel need a group. */
void
op_end (World *world, Seat *seat, const Operation *op)
{
  if (seat->model->groups->len > 0)
    call_plain (world, seat, CALL_END, "end");
}

void
op_cancel (World *world, Seat *seat, const Operation *op)
{
  if (seat->model->groups->len > 0)
    call_plain (world, seat, CALL_CANCEL, "cancel");
}

void
op_undo (World *world, Seat *seat, const Operation *op)
{
  call_plain (world, seat, CALL_UNDO, "undo");
}

void
op_redo (World *world, Seat *seat, const Operation *op)
{
  call_plain (world, seat, CALL_REDO, "redo");
}

void
call_with_version (World *world, Seat *seat, const Operation *op, Call *call, const char *name)
{
  Held version = choose_version (world, seat, op);

  /* The model's version may leave its history in the call. */
  version_model_ref (version.model);
  call->version = version;
  say (world, "%s a version with %u objects%s", name, object_model_n (&version.model->objects),
       version.model->document == seat->model ? "" : ", which is not in the history");
  world_call (world, seat, call);
  held_clear (&version);
}

void
op_go_to (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_GO_TO };

  call_with_version (world, seat, op, &call, "go to");
}

void
op_set_saved (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_SET_SAVED };

  if (op->extra % 8 == 0)
    call_plain (world, seat, CALL_SET_SAVED, "set the current version as saved");
  else
    call_with_version (world, seat, op, &call, "set as saved");
}

void
op_set_view_state (World *world, Seat *seat, const Operation *op)
{
  g_autoptr (GVariant) view_state = choose_view_state (op->value);
  Call call = { .kind = CALL_SET_VIEW_STATE, .view_state = view_state };

  say (world, "set view state");
  world_call (world, seat, &call);
}

void
op_set_max_versions (World *world, Seat *seat, const Operation *op)
{
  static const guint limits[] = { 0, 1, 10, 3, 100, 30 };
  Call call = { .kind = CALL_SET_MAX_VERSIONS, .max_versions = limits[op->value % G_N_ELEMENTS (limits)] };

  say (world, "set max-versions to %u", call.max_versions);
  world_call (world, seat, &call);
}
