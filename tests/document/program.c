/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Programs: bytes that are decoded into calls. */

#include "document-program.h"

#include <string.h>

#include "check-changes.h"
#include "class-types.h"
#include "failing-memory.h"

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

const guint program_operation_size = sizeof (Operation);

static void say (World *world, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
say (World *world, const char *format, ...)
{
  va_list args;

  if (world->options->trace == NULL)
    return;
  va_start (args, format);
  vfprintf (world->options->trace, format, args);
  va_end (args);
  putc ('\n', world->options->trace);
  fflush (world->options->trace);
}

/* Choices */

/* The seat's document, or the next one; a new one if there is none. */
static Seat *
choose_seat (World *world, const Operation *op)
{
  for (guint i = 0; i < N_SEATS; i++)
    if (world->seats[(op->seat + i) % N_SEATS].document != NULL)
      return &world->seats[(op->seat + i) % N_SEATS];

  world_new_document (world, &world->seats[0], class_get (CLASS_NODE));
  return &world->seats[0];
}

/* Keys of no object, of removed ones and of other documents'. */
static TroveKey
choose_bad_key (World *world, guint8 choice)
{
  const TroveKey odd[] = { 0,           TROVE_KEY_LIMIT - 1, TROVE_KEY_LIMIT,
                           G_MAXUINT64, (TroveKey) 1 << 32,  (TroveKey) 1 << 63 | 1 };

  if (choice < G_N_ELEMENTS (odd))
    return odd[choice];
  return world->keys->len > 0 ? g_array_index (world->keys, TroveKey, choice * 7 % world->keys->len) : 77;
}

/* The newest first. */
static TroveKey
choose_key (World *world, const Seat *seat, guint8 choice)
{
  guint n = object_model_n (&seat->model->objects);

  if (choice >= 0xe8)
    return choose_bad_key (world, choice - 0xe8);
  return object_model_at (&seat->model->objects, n - 1 - choice % n)->key;
}

/* The oldest first. */
static TroveKey
choose_owner (World *world, const Seat *seat, guint8 choice)
{
  guint n = object_model_n (&seat->model->objects);

  if (choice >= 0xf0)
    return choose_bad_key (world, choice - 0xf0);
  return object_model_at (&seat->model->objects, choice % n)->key;
}

static const TroveClassField *
choose_field (const ModelObject *object, guint8 choice, TroveFieldKind first, TroveFieldKind second)
{
  const TroveClass *klass = object->klass;
  guint n = 0;

  for (guint i = 0; i < klass->n_fields; i++)
    n += klass->fields[i].kind == first || klass->fields[i].kind == second;
  if (n == 0)
    return NULL;

  choice = (guint8) (choice % n);
  for (guint i = 0;; i++)
    if ((klass->fields[i].kind == first || klass->fields[i].kind == second) && choice-- == 0)
      return &klass->fields[i];
}

/* In a list of so many items, or past its end. */
static guint
choose_position (guint8 choice, guint length)
{
  if (choice >= 0xf0)
    return G_MAXUINT;
  return choice >= 0xe0 ? length + (choice & 7) : choice % (length + 1);
}

/* FALSE: the owner can own nothing. A property of an owner that is not there has any name. */
static gboolean
choose_place (const Seat *seat, const Operation *op, TroveKey owner, Call *call)
{
  const ModelObject *object = object_model_find (&seat->model->objects, owner);

  call->place = (ModelPlace){ .owner = owner, .position = op->position };
  call->property = "children";
  if (object == NULL)
    return TRUE;

  call->place.field = choose_field (object, op->property, TROVE_KIND_OWNED_LIST, TROVE_KIND_OWNED);
  if (call->place.field == NULL)
    return FALSE;
  call->property = call->place.field->pspec->name;
  if (call->place.field->kind == TROVE_KIND_OWNED_LIST)
    call->place.position = choose_position (op->position, object->lists[call->place.field->index]->len);
  return TRUE;
}

static guint64
choose_value (World *world, const Seat *seat, const TroveClassField *field, const Operation *op)
{
  if (trove_class_field_is_key (field))
    return op->other % 4 == 3 ? 0 : choose_key (world, seat, op->other);
  if (field->type == kit_box_get_type () && op->value % VALUE_MOST != 0)
    return ++world->n_serials << 8 | op->value % VALUE_MOST;
  return class_choose_value (field, op->value);
}

static const char *
choose_label (const Operation *op)
{
  static const char *const labels[] = { "Edit", NULL, "", "Paint", "Type" };

  return labels[op->value % G_N_ELEMENTS (labels)];
}

static GVariant *
choose_view_state (guint8 choice)
{
  if (choice % 4 == 3)
    return NULL;
  return g_variant_ref_sink (choice % 4 == 2 ? g_variant_new_string ("selection") :
                                               g_variant_new_int32 (choice % 16));
}

/* A version of the seat's document, of another one, or one that is held. The version is a reference. */
static Held
choose_version (World *world, const Seat *seat, const Operation *op)
{
  const Held *held = &world->held[op->other % N_HELD];
  g_autoptr (GPtrArray) versions = NULL;
  guint n, i;

  if (op->extra % 4 == 3 && held->version != NULL)
    return (Held){ g_object_ref (held->version), held->model };
  if (op->extra % 16 == 1)
    seat = choose_seat (world, &(Operation){ .seat = op->other });

  versions = trove_document_dup_versions (seat->document);
  n = versions->len;
  g_assert_cmpuint (n, ==, seat->model->versions->len);
  i = n - 1 - op->key % n;
  return (Held){ g_object_ref (g_ptr_array_index (versions, i)),
                 g_ptr_array_index (seat->model->versions, i) };
}

/* Edits */

static gboolean
is_full (const Seat *seat)
{
  return object_model_n (&seat->model->objects) >= MAX_OBJECTS;
}

static GType
choose_type (const Operation *op)
{
  static const ClassNumber often[] = { CLASS_NODE, CLASS_NODE,  CLASS_GROUP, CLASS_TINY,
                                       CLASS_DOT,  CLASS_CRATE, CLASS_FULL };
  guint n = op->seat >> 2; /* the low bits choose the seat */

  if (n == 63)
    return class_none_type ();
  if (n == 62)
    return class_abstract_type ();
  if (n < 56)
    return class_get (often[n % G_N_ELEMENTS (often)])->type;
  return class_get (CLASS_MANY + op->value % N_MANY)->type;
}

/* Some values that differ from the defaults, and keys. */
static guint64 *
new_values (World *world, const Seat *seat, const TroveClass *klass, const Operation *op)
{
  guint64 *values = g_new (guint64, klass->n_fields);

  class_get_defaults (klass, values);
  for (guint i = 0; i < klass->n_fields; i++)
    {
      Operation varied = *op;

      varied.value = (guint8) (op->value + i);
      varied.other = (guint8) (op->key + 5 * i);
      if (!trove_class_field_is_list (&klass->fields[i]) && (op->extra >> i % 7 & 1) != 0)
        values[i] = choose_value (world, seat, &klass->fields[i], &varied);
    }
  return values;
}

static void
op_add (World *world, Seat *seat, const Operation *op)
{
  TroveKey owner = op->extra >= 0xe0 ? 0 : choose_owner (world, seat, op->other);
  Call call = { .kind = CALL_ADD, .type = choose_type (op) };
  const TroveClass *klass = trove_class_lookup (call.type);
  g_autofree guint64 *values = NULL;
  g_autofree gpointer data = NULL;

  if (is_full (seat))
    return;
  if (owner == 0)
    call.property = NULL;
  else if (!choose_place (seat, op, owner, &call))
    return;
  if (op->extra % 4 != 0 && klass != NULL)
    {
      call.values = values = new_values (world, seat, klass, op);
      call.data = data = class_new_data (klass, values);
    }
  say (world, "add %s to %" G_GUINT64_FORMAT " %s %u, %s", g_type_name (call.type), owner,
       call.property != NULL ? call.property : "", call.place.position,
       data != NULL ? "with values" : "with defaults");
  if (world_call (world, seat, &call))
    world_add_key (world, seat, call.made);
}

/* Changes one field of a copy of the struct, or all fields. */
static void
op_set (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_SET, .key = choose_key (world, seat, op->key) };
  const ModelObject *object = object_model_find (&seat->model->objects, call.key);
  const TroveClass *klass = object != NULL ? object->klass : class_get (CLASS_TINY);
  g_autofree guint64 *values = NULL;
  g_autofree gpointer data = NULL;
  const TroveClassField *field;

  if (klass->n_fields == 0)
    return;
  if (object == NULL || op->extra >= 0xe0)
    {
      values = new_values (world, seat, klass, op);
      data = class_new_data (klass, values);
      say (world, "set %" G_GUINT64_FORMAT ", all fields", call.key);
    }
  else
    {
      values = g_memdup2 (object->values, klass->n_fields * sizeof *values);
      data = g_memdup2 (trove_document_peek (seat->document, call.key, NULL), klass->data_size);
      for (guint i = 0; i < 1 + (guint) (op->extra & 1); i++)
        {
          field = &klass->fields[(op->property + i) % klass->n_fields];
          if (trove_class_field_is_list (field))
            continue;
          values[field->index] = choose_value (world, seat, field, op);
          class_write (field, data, values[field->index]);
          say (world, "set %" G_GUINT64_FORMAT " %s %" G_GUINT64_FORMAT, call.key, field->pspec->name,
               values[field->index]);
        }
    }
  call.values = values;
  call.data = data;
  world_call (world, seat, &call);
}

/* With the struct that peek returns, which is no edit. */
static void
op_set_same (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_SET, .key = choose_key (world, seat, op->key) };
  const ModelObject *object = object_model_find (&seat->model->objects, call.key);

  if (object == NULL)
    return;
  call.values = object->values;
  call.data = trove_document_peek (seat->document, call.key, NULL);
  say (world, "set %" G_GUINT64_FORMAT " as it is", call.key);
  world_call (world, seat, &call);
}

static void
op_remove (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_REMOVE, .key = choose_key (world, seat, op->key) };

  say (world, "remove %" G_GUINT64_FORMAT, call.key);
  world_call (world, seat, &call);
}

static void
op_move (World *world, Seat *seat, const Operation *op)
{
  TroveKey owner = choose_owner (world, seat, op->other);
  Call call = { .kind = CALL_MOVE, .key = choose_key (world, seat, op->key) };

  if (!choose_place (seat, op, owner, &call))
    return;
  say (world, "move %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT " %s %u", call.key, owner, call.property,
       call.place.position);
  world_call (world, seat, &call);
}

/* FALSE: the object has no list. */
static gboolean
choose_list (World *world, const Seat *seat, const Operation *op, Call *call, guint *length)
{
  const ModelObject *object;

  call->key = choose_owner (world, seat, op->other);
  call->property = "children";
  *length = 0;
  object = object_model_find (&seat->model->objects, call->key);
  if (object == NULL)
    return TRUE;

  call->list = choose_field (object, op->property, TROVE_KIND_OWNED_LIST, TROVE_KIND_REFERENCE_LIST);
  if (call->list == NULL)
    return FALSE;
  call->property = call->list->pspec->name;
  *length = object->lists[call->list->index]->len;
  return TRUE;
}

/* Items that are removed are often inserted again. */
static void
op_splice (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_SPLICE };
  const ModelObject *object;
  const GArray *list;
  guint length;

  if (!choose_list (world, seat, op, &call, &length))
    return;
  call.from = choose_position (op->position, length);
  call.n_removals = op->extra >= 0xf8 ? op->extra : op->extra & 3;
  call.n_keys = (op->extra >> 2) % (MAX_KEYS + 1);
  object = object_model_find (&seat->model->objects, call.key);
  list = call.list != NULL ? object->lists[call.list->index] : NULL;
  for (guint i = 0; i < call.n_keys; i++)
    if (list != NULL && list->len > 0 && (op->value >> i & 1) != 0)
      call.keys[i] = g_array_index (list, TroveKey, (call.from + call.n_keys - i) % list->len);
    else
      call.keys[i] = choose_key (world, seat, (guint8) (op->key + 3 * i));
  say (world, "splice %" G_GUINT64_FORMAT " %s at %u, -%u +%u", call.key, call.property, call.from,
       call.n_removals, call.n_keys);
  world_call (world, seat, &call);
}

static void
op_move_item (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_MOVE_ITEM };
  guint length;

  if (!choose_list (world, seat, op, &call, &length))
    return;
  call.from = choose_position (op->position, length);
  call.to = choose_position (op->value, length);
  say (world, "move item %" G_GUINT64_FORMAT " %s from %u to %u", call.key, call.property, call.from,
       call.to);
  world_call (world, seat, &call);
}

/* Steps */

static void
call_plain (World *world, Seat *seat, CallKind kind, const char *name)
{
  Call call = { .kind = kind };

  say (world, "%s", name);
  world_call (world, seat, &call);
}

static void
op_commit (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_COMMIT, .label = choose_label (op) };

  say (world, "commit \"%s\"", call.label != NULL ? call.label : "");
  world_call (world, seat, &call);
}

static void
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

static void
op_rollback (World *world, Seat *seat, const Operation *op)
{
  call_plain (world, seat, CALL_ROLLBACK, "rollback");
}

static void
op_begin (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_BEGIN, .label = choose_label (op) };

  if (seat->model->groups->len >= 5)
    return;
  say (world, "begin");
  world_call (world, seat, &call);
}

/* end and cancel need a group. */
static void
op_end (World *world, Seat *seat, const Operation *op)
{
  if (seat->model->groups->len > 0)
    call_plain (world, seat, CALL_END, "end");
}

static void
op_cancel (World *world, Seat *seat, const Operation *op)
{
  if (seat->model->groups->len > 0)
    call_plain (world, seat, CALL_CANCEL, "cancel");
}

static void
op_undo (World *world, Seat *seat, const Operation *op)
{
  call_plain (world, seat, CALL_UNDO, "undo");
}

static void
op_redo (World *world, Seat *seat, const Operation *op)
{
  call_plain (world, seat, CALL_REDO, "redo");
}

static void
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

static void
op_go_to (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_GO_TO };

  call_with_version (world, seat, op, &call, "go to");
}

static void
op_set_saved (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_SET_SAVED };

  if (op->extra % 8 == 0)
    call_plain (world, seat, CALL_SET_SAVED, "set the current version as saved");
  else
    call_with_version (world, seat, op, &call, "set as saved");
}

static void
op_set_view_state (World *world, Seat *seat, const Operation *op)
{
  g_autoptr (GVariant) view_state = choose_view_state (op->value);
  Call call = { .kind = CALL_SET_VIEW_STATE, .view_state = view_state };

  say (world, "set view state");
  world_call (world, seat, &call);
}

/* Versions */

static void
op_freeze (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_FREEZE };

  say (world, "freeze");
  world_call (world, seat, &call);
  world_check_held (world, &call.frozen);
  world_hold (world, op->other % N_HELD, call.frozen);
}

static void
op_hold (World *world, Seat *seat, const Operation *op)
{
  Held version = choose_version (world, seat, op);

  say (world, "hold a version");
  version_model_ref (version.model);
  world_hold (world, op->value % N_HELD, version);
}

static void
op_let_go (World *world, Seat *seat, const Operation *op)
{
  say (world, "let go of a version");
  held_clear (&world->held[op->other % N_HELD]);
}

static void
op_read_held (World *world, Seat *seat, const Operation *op)
{
  const Held *held = &world->held[op->other % N_HELD];

  say (world, "read a held version");
  if (held->version != NULL)
    world_check_held (world, held);
}

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

static void
op_keep (World *world, Seat *seat, const Operation *op)
{
  Held version = choose_version (world, seat, op);
  gboolean kept = op->value % 2 == 0;
  guint n_notified = 0;
  gulong handler;

  say (world, kept ? "keep a version" : "keep a version no more");
  handler = g_signal_connect (version.version, "notify::kept", G_CALLBACK (count_notify), &n_notified);
  trove_version_set_kept (version.version, kept);
  g_signal_handler_disconnect (version.version, handler);
  g_assert_cmpuint (n_notified, ==, version.model->kept != kept);
  version.model->kept = kept;
  check_version (version.version, version.model);
  g_object_unref (version.version);
}

/* foreign: the versions have different origins. */
static void
check_compared (TroveChanges *changes, const GError *error, const ObjectModel *from, const ObjectModel *to,
                gboolean foreign)
{
  g_autoptr (TroveChanges) inverse = NULL;

  if (foreign)
    {
      g_assert_null (changes);
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FOREIGN);
      return;
    }

  g_assert_no_error (error);
  check_changes (changes, from, to);
  inverse = trove_changes_inverse (changes);
  check_changes (inverse, to, from);
}

/* to NULL: the document. */
static TroveChanges *
compare (World *world, const Seat *seat, TroveVersion *from, TroveVersion *to, GError **error)
{
  for (;;)
    {
      TroveChanges *changes = to != NULL ? trove_version_compare (from, to, error) :
                                           trove_document_compare (seat->document, from, error);

      if (!world->counts || !g_error_matches (*error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY))
        return changes;
      g_assert_null (changes);
      g_clear_error (error);
      failing_memory_recover ();
    }
}

static void
op_compare (World *world, Seat *seat, const Operation *op)
{
  Operation second = { .key = op->value, .other = op->position, .extra = op->property };
  Held from = choose_version (world, seat, op), to = choose_version (world, seat, &second);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other_error = NULL;
  g_autoptr (TroveChanges) changes = NULL;
  g_autoptr (TroveChanges) with_current = NULL;

  say (world, "compare versions with %u and %u objects, and one with the document",
       object_model_n (&from.model->objects), object_model_n (&to.model->objects));
  changes = compare (world, seat, from.version, to.version, &error);
  with_current = compare (world, seat, from.version, NULL, &other_error);
  if (world->counts)
    failing_memory_pause (TRUE);
  check_compared (changes, error, &from.model->objects, &to.model->objects,
                  from.model->origin != to.model->origin);
  check_compared (with_current, other_error, &from.model->objects, &seat->model->objects,
                  from.model->origin != seat->model->origin);
  world_check_seat (world, seat);
  if (world->counts)
    failing_memory_pause (FALSE);
  g_object_unref (from.version);
  g_object_unref (to.version);
}

/* Documents */

static void
op_branch (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_BRANCH };
  gboolean is_room = FALSE;

  for (guint i = 0; i < N_SEATS; i++)
    is_room = is_room || world->seats[i].document == NULL;
  if (!is_room)
    return;
  if (op->extra % 8 == 0)
    call_plain (world, seat, CALL_BRANCH, "branch");
  else
    call_with_version (world, seat, op, &call, "branch");

  for (guint i = 0; i < N_SEATS; i++)
    if (world->seats[i].document != NULL)
      world_check_seat (world, &world->seats[i]);
}

static void
op_new_document (World *world, Seat *seat, const Operation *op)
{
  static const ClassNumber roots[] = { CLASS_NODE, CLASS_FULL, CLASS_GROUP, CLASS_TINY };

  for (guint i = 0; i < N_SEATS; i++)
    if (world->seats[i].document == NULL)
      {
        say (world, "new document");
        world_new_document (world, &world->seats[i], class_get (roots[op->value % G_N_ELEMENTS (roots)]));
        world_check_seat (world, &world->seats[i]);
        return;
      }
}

static void
op_drop_document (World *world, Seat *seat, const Operation *op)
{
  say (world, "drop the document");
  world_drop_document (seat);
}

/* In another thread, which owns the document until it ends. */
static gpointer
adopt (gpointer data)
{
  TroveDocument *document = data;
  g_autoptr (GError) error = NULL;

  g_assert_true (trove_document_begin (document, NULL, &error));
  g_assert_true (trove_document_cancel (document, &error));
  return NULL;
}

/* In another thread, which cannot use the document. */
static gpointer
be_refused (gpointer data)
{
  TroveDocument *document = data;
  g_autoptr (GError) error = NULL;

  g_assert_false (trove_document_undo (document, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_WRONG_THREAD);
  return NULL;
}

static void
op_transfer (World *world, Seat *seat, const Operation *op)
{
  gboolean threads = op->value % 8 == 1 && !world->counts;

  if (threads)
    g_thread_join (g_thread_new ("stranger", be_refused, seat->document));
  if (threads && seat->model->groups->len == 0)
    {
      say (world, "transfer to a thread that ends");
      g_assert_true (trove_document_transfer (seat->document, NULL));
      g_thread_join (g_thread_new ("owner", adopt, seat->document));
    }
  call_plain (world, seat, CALL_TRANSFER, "transfer");
}

static void
op_fail_copy (World *world, Seat *seat, const Operation *op)
{
  if (world->counts)
    return;
  say (world, "copy %u of the next call fails", op->value % 4);
  world->copy_fails = TRUE;
  world->copy = op->value % 4;
}

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
      if (world->options->trace != NULL)
        fprintf (world->options->trace, "document %u, %u objects: ", (guint) (seat - world->seats),
                 object_model_n (&seat->model->objects));
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
