/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Programs: bytes that are decoded into calls. A code that is larger by the number of codes makes the same edit by handles. */

#include "document-program.h"

#include "operations.h"

#include <string.h>

const guint program_operation_size = sizeof (Operation);

/* Running */

typedef struct
{
  const char *name;
  void (*run) (World *world, Seat *seat, const Operation *op);
  guint weight; /* in random programs */
} Code;

/* In this order, since a program that is made smaller has lower codes if that makes no difference. */
static const Code codes[] = {
  { "add", op_add, 40 },
  { "commit", op_commit, 10 },
  { "undo", op_undo, 5 },
  { "set", op_set, 20 },
  { "remove", op_remove, 7 },
  { "move", op_move, 12 },
  { "splice", op_splice, 12 },
  { "move_item", op_move_item, 6 },
  { "redo", op_redo, 7 },
  { "go_to", op_go_to, 4 },
  { "begin", op_begin, 4 },
  { "end", op_end, 5 },
  { "cancel", op_cancel, 3 },
  { "rollback", op_rollback, 2 },
  { "commit_full", op_commit_full, 8 },
  { "set_view_state", op_set_view_state, 5 },
  { "set_saved", op_set_saved, 3 },
  { "freeze", op_freeze, 4 },
  { "hold", op_hold, 3 },
  { "let_go", op_let_go, 3 },
  { "read_held", op_read_held, 2 },
  { "keep", op_keep, 2 },
  { "branch", op_branch, 3 },
  { "new_document", op_new_document, 1 },
  { "drop_document", op_drop_document, 1 },
  { "set_same", op_set_same, 2 },
  { "transfer", op_transfer, 2 },
  { "fail_copy", op_fail_copy, 4 },
  { "compare", op_compare, 5 },
  { "set_max_versions", op_set_max_versions, 2 },
  { "apply", op_apply, 6 },
  { "lengthen", op_lengthen, 3 },
  { "watch", op_watch, 6 },
  { "copy", op_copy, 4 },
  { "reload", op_reload, 3 },
  { "save", op_save, 3 },
};

guint
program_n_codes (void)
{
  return G_N_ELEMENTS (codes);
}

const char *
program_code_name (guint code)
{
  return codes[code % G_N_ELEMENTS (codes)].name;
}

guint
program_code_weight (guint code)
{
  return codes[code].weight;
}

void
document_program_run (World *world, const guint8 *bytes, gsize size)
{
  Operation op;

  for (gsize i = 0; i + sizeof op <= size; i += sizeof op)
    {
      const Code *code;
      Seat *seat;

      memcpy (&op, bytes + i, sizeof op);
      code = &codes[op.code % G_N_ELEMENTS (codes)];
      seat = choose_seat (world, &op);
      world->by_handles = op.code / G_N_ELEMENTS (codes) % 2 != 0;
      if (world->options->trace != NULL)
        fprintf (world->options->trace, "document %u, %u objects%s: ", (guint) (seat - world->seats),
                 object_model_n (&seat->model->objects), world->by_handles ? ", by handles" : "");
      code->run (world, seat, &op);
      if (code->run != op_fail_copy)
        world->copy_fails = FALSE;
      if (world->options->careful)
        world_check (world);
    }
}

char *
program_run (const guint8 *bytes, gsize size, const ProgramOptions *options)
{
  World world;

  world_init (&world, options);
  document_program_run (&world, bytes, size);
  world_check (&world);
  world_clear (&world);
  return NULL;
}
