/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "operations.h"

#include "class-types.h"

void
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
Seat *
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
TroveKey
choose_key (World *world, const Seat *seat, guint8 choice)
{
  guint n = object_model_n (&seat->model->objects);

  if (choice >= 0xe8)
    return choose_bad_key (world, choice - 0xe8);
  return object_model_at (&seat->model->objects, n - 1 - choice % n)->key;
}

/* The oldest first. */
TroveKey
choose_owner (World *world, const Seat *seat, guint8 choice)
{
  guint n = object_model_n (&seat->model->objects);

  if (choice >= 0xf0)
    return choose_bad_key (world, choice - 0xf0);
  return object_model_at (&seat->model->objects, choice % n)->key;
}

const TroveClassField *
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
guint
choose_position (guint8 choice, guint length)
{
  if (choice >= 0xf0)
    return G_MAXUINT;
  return choice >= 0xe0 ? length + (choice & 7) : choice % (length + 1);
}

/* FALSE: the owner can own nothing. A property of an owner that is not there has any name. */
gboolean
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

guint64
choose_value (World *world, const Seat *seat, const TroveClassField *field, const Operation *op)
{
  if (trove_class_field_is_key (field))
    return op->other % 4 == 3 ? 0 : choose_key (world, seat, op->other);
  if (field->type == kit_box_get_type () && op->value % VALUE_MOST != 0)
    return ++world->n_serials << 8 | op->value % VALUE_MOST;
  return class_choose_value (field, op->value);
}

const char *
choose_label (const Operation *op)
{
  static const char *const labels[] = { "Edit", NULL, "", "Paint", "Type" };

  return labels[op->value % G_N_ELEMENTS (labels)];
}

GVariant *
choose_view_state (guint8 choice)
{
  if (choice % 4 == 3)
    return NULL;
  return g_variant_ref_sink (choice % 4 == 2 ? g_variant_new_string ("selection") :
                                               g_variant_new_int32 (choice % 16));
}

/* A version of the seat's document, of another one, or one that is held. The version is a reference. */
Held
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
