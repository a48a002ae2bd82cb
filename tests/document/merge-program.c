/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Programs of documents that are branched, edited apart and merged. */

#include "merge-laws.h"

#include <string.h>

#include "document-classes.h"

#define MOST_OBJECTS 12
#define MOST_LINKS 8
#define MOST_VERSIONS 200 /* that are noted, before no more are made */

/* As it lies in a program. 0 is the simplest choice of all. */
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
} MergeOperation;

const guint program_operation_size = sizeof (MergeOperation);

typedef void (*MergeRun) (MergeWorld *world, MergeSeat *seat, const MergeOperation *op);

/* Choices */

static MergeSeat *
choose_seat (MergeWorld *world, guint8 choice)
{
  for (guint i = 0;; i++)
    if (world->seats[(choice + i) % MERGE_N_SEATS].document != NULL)
      return &world->seats[(choice + i) % MERGE_N_SEATS];
}

/* 0: the root. Objects without an owner may be chosen as well. */
static TroveKey
choose_key (MergeSeat *seat, guint8 choice)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (seat->document, NULL);
  guint64 n = trove_version_get_n_objects (version);
  TroveKey key = 0;

  for (guint i = 0; i <= choice % n; i++)
    key = trove_version_get_next_key (version, key);
  return key;
}

static const char *
choose_owned (guint8 choice)
{
  static const char *const names[] = { "children", "children", "children", "part", "children", "spare" };

  return names[choice % G_N_ELEMENTS (names)];
}

static TroveVersion *
choose_version (TroveDocument *document, guint8 choice)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);

  return g_object_ref (g_ptr_array_index (versions, versions->len - 1 - choice % versions->len));
}

/* Edits. Those that are refused are none. */

/* Of eight objects, five are boxes. */
static GType
choose_type (guint8 choice)
{
  return choice % 8 < 3 ? TEST_TYPE_NODE : TEST_TYPE_BOX;
}

static void
op_add (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  const BoxData data = { .node.x = op->value % 4 };
  TroveKey owner = choose_key (seat, op->key), key = 0;

  if (trove_document_get_n_objects (seat->document) < MOST_OBJECTS)
    trove_document_add (seat->document, choose_type (op->extra), &data, owner, choose_owned (op->property),
                        op->position % 4, &key, NULL);
  merge_world_say (world, "add %" G_GUINT64_FORMAT " to %s of %" G_GUINT64_FORMAT, key,
                   choose_owned (op->property), owner);
}

static void
op_set (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  static const char *const labels[] = { NULL, "a", "b", "a label that is longer than others" };
  TroveKey key = choose_key (seat, op->key), target = op->extra % 4 == 0 ? 0 : choose_key (seat, op->other);
  BoxData data = get_box (seat->document, key);
  NodeData *node = &data.node;

  switch (op->property % N_PICTURE_VALUES)
    {
    case PICTURE_X:
      node->x = op->value % 4;
      break;
    case PICTURE_LABEL:
      node->label = labels[op->value % G_N_ELEMENTS (labels)];
      break;
    case PICTURE_TARGET:
      node->target = target;
      break;
    case PICTURE_LEFT:
      data.left = op->value % 3;
      break;
    case PICTURE_WIDTH:
      data.width = op->value % 3;
      break;
    case PICTURE_ANCHOR:
      data.anchor = target;
      break;
    default:
      data.unit = labels[op->value % G_N_ELEMENTS (labels)];
    }
  trove_document_set (seat->document, key, &data, NULL);
  merge_world_say (world,
                   "set %s of %" G_GUINT64_FORMAT ": x %d, %s, target %" G_GUINT64_FORMAT
                   ", left %d, width %d, %s, anchor %" G_GUINT64_FORMAT,
                   picture_value_names[op->property % N_PICTURE_VALUES], key, (int) node->x, node->label,
                   node->target, (int) data.left, (int) data.width, data.unit, data.anchor);
}

static void
op_remove (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  TroveKey key = choose_key (seat, op->key);

  if (key != trove_document_get_root_key (seat->document))
    trove_document_remove (seat->document, key, NULL);
  merge_world_say (world, "remove %" G_GUINT64_FORMAT, key);
}

static void
op_move (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  TroveKey key = choose_key (seat, op->key), owner = choose_key (seat, op->other);
  const char *property = choose_owned (op->property);
  gboolean moved =
      key != trove_document_get_root_key (seat->document) &&
      trove_document_move (
          seat->document, key, owner, property,
          op->position % (trove_document_get_n_children (seat->document, owner, "children") + 1), NULL);

  merge_world_say (world, "%s %" G_GUINT64_FORMAT " to %s of %" G_GUINT64_FORMAT ", %u",
                   moved ? "move" : "cannot move", key, property, owner, op->position);
}

/* A target is seldom there twice. */
static void
op_link (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  TroveKey key = choose_key (seat, op->key), target = choose_key (seat, op->other);
  TroveKey links[MOST_LINKS];
  guint n = trove_document_get_children (seat->document, key, "links", 0, links, MOST_LINKS);

  for (guint i = 0; i < n; i++)
    if (links[i] == target && op->value % 32 != 31)
      return;
  if (n < MOST_LINKS)
    trove_document_splice (seat->document, key, "links", op->position % (n + 1), 0, &target, 1, NULL);
  merge_world_say (world, "link %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT ", %u", key, target,
                   op->position % (n + 1));
}

static void
op_unlink (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  TroveKey key = choose_key (seat, op->key);
  guint n = trove_document_get_n_children (seat->document, key, "links");

  if (n > 0 && op->extra % 2 == 0)
    trove_document_splice (seat->document, key, "links", op->position % n, 1, NULL, 0, NULL);
  else if (n > 0)
    trove_document_move_item (seat->document, key, "links", op->position % n, op->other % n, NULL);
  merge_world_say (world, "%s of %u links of %" G_GUINT64_FORMAT ", %u",
                   op->extra % 2 == 0 ? "remove" : "move", n, key, n > 0 ? op->position % n : 0);
}

/* Steps */

static void
op_commit (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  static const char *const ids[] = { NULL, NULL, "typing" };

  merge_world_say (world, "commit, %s", ids[op->value % G_N_ELEMENTS (ids)]);
  merge_world_commit (world, seat, ids[op->value % G_N_ELEMENTS (ids)]);
}

static void
op_undo (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  gboolean is_redo = op->value % 2 != 0;

  merge_world_say (world, "%s", is_redo ? "redo" : "undo");
  merge_world_commit (world, seat, NULL);
  if (is_redo && trove_document_get_can_redo (seat->document))
    g_assert_true (trove_document_redo (seat->document, NULL));
  else if (!is_redo && trove_document_get_can_undo (seat->document))
    g_assert_true (trove_document_undo (seat->document, NULL));
  merge_world_step (world, seat);
}

static void
op_go_to (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  g_autoptr (TroveVersion) version = NULL;

  merge_world_say (world, "go to the version before %u others", op->value);
  merge_world_commit (world, seat, NULL);
  version = choose_version (seat->document, op->value);
  g_assert_true (trove_document_go_to (seat->document, version, NULL));
  merge_world_step (world, seat);
}

static void
op_rollback (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  merge_world_say (world, "roll back");
  g_assert_true (trove_document_rollback (seat->document, NULL));
  if (seat->merged != NULL)
    g_clear_object (&seat->merge);
  seat->merged = NULL;
}

/* Documents */

static void
op_branch (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  MergeSeat *other = &world->seats[op->other % MERGE_N_SEATS];
  g_autoptr (TroveVersion) version = NULL;

  if (other == seat)
    return;
  merge_world_say (world, "branch to %u", op->other % MERGE_N_SEATS);
  merge_world_drop (other);
  version = choose_version (seat->document, op->extra % 2 == 0 ? 0 : op->value);
  merge_world_seat (world, other, seat->document, version);
}

static void
op_drop (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  guint n = 0;

  for (guint i = 0; i < MERGE_N_SEATS; i++)
    n += world->seats[i].document != NULL;
  if (n < 2)
    return;
  merge_world_say (world, "drop");
  merge_world_drop (seat);
}

static void
op_limit (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  merge_world_say (world, "at most %u versions", op->value % 5);
  merge_world_commit (world, seat, NULL);
  trove_document_set_max_versions (seat->document, op->value % 5);
  merge_world_step (world, seat);
}

static void
op_saved (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  merge_world_say (world, "saved");
  g_assert_true (trove_document_set_saved (seat->document, NULL, NULL));
}

static void
op_keep (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  g_autoptr (TroveVersion) version = choose_version (seat->document, op->value);

  merge_world_say (world, "keep");
  trove_version_set_kept (version, op->extra % 4 != 0);
}

static void
op_hold (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  TroveVersion **held = &world->held[op->other % MERGE_N_HELD];

  g_clear_object (held);
  merge_world_say (world, "hold in %u", op->other % MERGE_N_HELD);
  if (op->extra % 3 == 1)
    *held = merge_world_freeze (world, seat);
  else if (op->extra % 3 == 2)
    *held = choose_version (seat->document, op->value);
}

/* Merges */

static void
op_merge (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  MergeSeat *other = choose_seat (world, op->other);
  g_autoptr (TroveVersion) theirs = NULL;

  merge_world_say (world, "merge %u, %u", (guint) (other - world->seats), op->extra % 8);
  switch (op->extra % 8)
    {
    case 4:
      theirs = merge_world_freeze (world, other);
      break;
    case 5:
      theirs = choose_version (other->document, op->value);
      break;
    case 6:
      theirs = choose_version (seat->document, op->value);
      break;
    case 7:
      if (world->held[op->value % MERGE_N_HELD] == NULL)
        return;
      theirs = g_object_ref (world->held[op->value % MERGE_N_HELD]);
      break;
    default:
      merge_world_commit (world, other, NULL);
      theirs = trove_document_dup_current (other->document);
    }
  merge_world_merge (world, seat, theirs);
}

static void
op_choose (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  guint n = seat->merge != NULL ? g_list_model_get_n_items (G_LIST_MODEL (seat->merge)) : 0;
  g_autoptr (TroveConflict) conflict = NULL;
  g_autoptr (GError) error = NULL;

  if (n == 0)
    return;
  conflict = g_list_model_get_item (G_LIST_MODEL (seat->merge), op->position % n);
  merge_world_say (world, "choose %u for %s", op->value % 3, trove_conflict_get_message (conflict));
  if (!trove_conflict_set_choice (conflict, (TroveChoice) (op->value % 3), &error))
    merge_laws_check_refused (seat, error);
}

static void
op_independent (MergeWorld *world, MergeSeat *seat, const MergeOperation *op)
{
  merge_world_say (world, "independent edits");
  merge_world_commit (world, seat, NULL);
  merge_laws_check_independent (world, seat, op->value);
}

/* Running */

typedef struct
{
  const char *name;
  MergeRun run;
  guint weight; /* in random programs */
} Code;

/* In this order, since a program that is made smaller has lower codes if that makes no difference. */
static const Code codes[] = {
  { "add", op_add, 12 },
  { "commit", op_commit, 6 },
  { "branch", op_branch, 2 },
  { "merge", op_merge, 10 },
  { "set", op_set, 20 },
  { "remove", op_remove, 8 },
  { "move", op_move, 20 },
  { "link", op_link, 10 },
  { "unlink", op_unlink, 5 },
  { "choose", op_choose, 8 },
  { "undo", op_undo, 6 },
  { "go_to", op_go_to, 2 },
  { "limit", op_limit, 3 },
  { "saved", op_saved, 4 },
  { "drop", op_drop, 1 },
  { "rollback", op_rollback, 2 },
  { "keep", op_keep, 1 },
  { "hold", op_hold, 3 },
  { "independent", op_independent, 1 },
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

char *
program_run (const guint8 *bytes, gsize size, const ProgramOptions *options)
{
  MergeWorld world;
  MergeOperation op;

  merge_world_init (&world, options);
  for (gsize i = 0; i + sizeof op <= size && world.versions->len < MOST_VERSIONS; i += sizeof op)
    {
      MergeSeat *seat;

      memcpy (&op, bytes + i, sizeof op);
      seat = choose_seat (&world, op.seat);
      if (options->trace != NULL)
        fprintf (options->trace, "document %u: ", (guint) (seat - world.seats));
      codes[op.code % G_N_ELEMENTS (codes)].run (&world, seat, &op);
    }
  merge_world_clear (&world);
  return NULL;
}
