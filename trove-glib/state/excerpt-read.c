/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "excerpt-read.h"

#include <string.h>

#include "trove-glib/trove-error.h"

#include "editor-data.h"
#include "editor-reference.h"
#include "excerpt-class.h"
#include "excerpt-write.h"

typedef struct
{
  TroveEditor *editor;
  GPtrArray *classes; /* TroveExcerptClass */
  GVariant *objects;
  const TroveExcerptObject *object;
  gsize n;
} Reading;

/* Says of which object an error is. Those that are not of the bytes stay. Returns FALSE. */
static gboolean
say_where (guint i, GError *cause, GError **error)
{
  if (g_error_matches (cause, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH))
    {
      trove_excerpt_damaged (error, "object %u: %s", i, cause->message);
      g_error_free (cause);
    }
  else
    g_propagate_error (error, cause);
  return FALSE;
}

/* Classes */

/* The columns are read when the number of the objects is known. */
static gboolean
add_class (Reading *self, const char *name, GError **error)
{
  TroveExcerptClass *class = trove_excerpt_class_new (name, error);

  if (class != NULL)
    g_ptr_array_add (self->classes, class);
  return class != NULL;
}

static gboolean
read_class_names (Reading *self, GVariant *classes, GError **error)
{
  for (gsize i = 0; i < g_variant_n_children (classes); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (classes, i);
      const char *name;

      g_variant_get_child (child, 0, "&s", &name);
      if (!add_class (self, name, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_classes (Reading *self, GVariant *classes, GError **error)
{
  for (guint i = 0; i < self->classes->len; i++)
    {
      g_autoptr (GVariant) class = g_variant_get_child_value (classes, i);

      if (!trove_excerpt_class_read (self->classes->pdata[i], class, error))
        return FALSE;
    }
  return TRUE;
}

/* Objects */

static TroveExcerptClass *
class_of (const Reading *self, guint i)
{
  return self->classes->pdata[self->object[i].klass];
}

static gboolean
check_objects (const Reading *self, GError **error)
{
  if (self->n >= G_MAXUINT32)
    return trove_excerpt_damaged (error, "it has %" G_GSIZE_FORMAT " objects", self->n);
  for (guint i = 0; i < self->n; i++)
    {
      const TroveExcerptObject *object = &self->object[i];

      if (object->klass >= self->classes->len)
        return trove_excerpt_damaged (error, "object %u is of class %u, and there are %u", i, object->klass,
                                      self->classes->len);
      if (object->owner > i)
        return trove_excerpt_damaged (error, "object %u has the owner %u, which does not stand before it", i,
                                      object->owner - 1);
      class_of (self, i)->n++;
    }
  return TRUE;
}

/* An owner's properties are known when all classes are read. */
static gboolean
check_owners (const Reading *self, GError **error)
{
  for (guint i = 0; i < self->n; i++)
    {
      const TroveExcerptObject *object = &self->object[i];

      if (object->owner > 0 && object->property >= class_of (self, object->owner - 1)->owning->len)
        return trove_excerpt_damaged (error, "object %u stands in property %u of its owner, which has %u", i,
                                      object->property, class_of (self, object->owner - 1)->owning->len);
    }
  return TRUE;
}

static TroveKey
key_of (guint i)
{
  return (TroveKey) i + 1;
}

/* The place of an object. FALSE: its owner was skipped, or does not have the property. */
static gboolean
find_slot (const Reading *self, guint i, TroveSlot *slot)
{
  const TroveExcerptObject *object = &self->object[i];

  *slot = (TroveSlot){ .owner = key_of (object->owner - 1), .position = TROVE_POSITION_END };
  slot->field = class_of (self, object->owner - 1)->owning->pdata[object->property];
  return slot->field != NULL && trove_state_peek (&self->editor->state, slot->owner) != NULL;
}

/* A single property has one object. */
static gboolean
check_free (const Reading *self, guint i, const TroveSlot *slot, GError **error)
{
  const TroveRecord *owner = trove_state_get (&self->editor->state, slot->owner);

  if (trove_class_field_is_list (slot->field) || *trove_record_key_at (owner, slot->field) == 0)
    return TRUE;
  return trove_excerpt_damaged (
      error, "object %u stands in \342\200\234%s\342\200\235 of object %u, which has another one", i,
      slot->field->pspec->name, self->object[i].owner - 1);
}

static gboolean
make_object (const Reading *self, guint i, GError **error)
{
  TroveExcerptClass *class = class_of (self, i);
  gboolean is_root = self->object[i].owner == 0, done;
  GError *cause = NULL;
  TroveSlot slot;

  if (!is_root && !find_slot (self, i, &slot))
    {
      class->n_read++;
      return TRUE;
    }
  if (!is_root && !check_free (self, i, &slot, error))
    return FALSE;
  done = trove_excerpt_class_read_data (class, &cause) &&
         trove_editor_create (self->editor, class->klass, key_of (i), class->data, is_root ? NULL : &slot,
                              &cause);
  trove_class_clear (class->klass, class->data);
  return done || say_where (i, cause, error);
}

/* References */

/* The key of a target; 0: there is none, or it was skipped. FALSE with DAMAGED. */
static gboolean
find_target (const Reading *self, guint i, guint32 number, TroveKey *target, GError **error)
{
  *target = number > 0 && number <= self->n ? key_of (number - 1) : 0;
  if (*target != 0 && trove_state_peek (&self->editor->state, *target) == NULL)
    *target = 0;
  if (number <= self->n)
    return TRUE;
  return trove_excerpt_damaged (error, "object %u refers to object %u, and there are %" G_GSIZE_FORMAT, i,
                                number - 1, self->n);
}

static gboolean
read_reference_list (const Reading *self, guint i, const TroveExcerptReferences *references, guint row,
                     GError **error)
{
  g_autoptr (GVariant) list = g_variant_get_child_value (references->values, row);
  GError *cause = NULL;
  gsize n;
  const guint32 *targets = g_variant_get_fixed_array (list, &n, sizeof *targets);

  for (gsize j = 0; j < n; j++)
    {
      TroveKey target;

      if (!find_target (self, i, targets[j], &target, error))
        return FALSE;
      if (target != 0 && !trove_editor_insert_reference (self->editor, key_of (i), references->field,
                                                         TROVE_POSITION_END, target, &cause))
        return say_where (i, cause, error);
    }
  return TRUE;
}

/* The single references of an object are set together. */
static gboolean
read_single_references (const Reading *self, guint i, guint row, GError **error)
{
  const TroveExcerptClass *class = class_of (self, i);
  g_autofree char *data = g_memdup2 (trove_record_data (trove_state_get (&self->editor->state, key_of (i))),
                                     class->klass->data_size);
  GError *cause = NULL;
  gboolean any = FALSE;

  for (guint j = 0; j < class->references->len; j++)
    {
      const TroveExcerptReferences *references =
          &g_array_index (class->references, TroveExcerptReferences, j);
      TroveKey target;

      if (references->targets == NULL)
        continue;
      if (!find_target (self, i, references->targets[row], &target, error))
        return FALSE;
      any = any || target != 0;
      memcpy (data + references->field->offset, &target, sizeof target);
    }
  return !any || trove_editor_set_data (self->editor, key_of (i), data, &cause) ||
         say_where (i, cause, error);
}

static gboolean
refer (const Reading *self, guint i, GError **error)
{
  TroveExcerptClass *class = class_of (self, i);
  guint row = class->n_read++;

  if (class->references->len == 0 || trove_state_peek (&self->editor->state, key_of (i)) == NULL)
    return TRUE;
  if (!read_single_references (self, i, row, error))
    return FALSE;
  for (guint j = 0; j < class->references->len; j++)
    {
      const TroveExcerptReferences *references =
          &g_array_index (class->references, TroveExcerptReferences, j);

      if (references->targets == NULL && !read_reference_list (self, i, references, row, error))
        return FALSE;
    }
  return TRUE;
}

/* Whole */

static gboolean
read_objects (const Reading *self, GArray *roots, GError **error)
{
  for (guint i = 0; i < self->n; i++)
    {
      TroveKey key = key_of (i);

      if (!make_object (self, i, error))
        return FALSE;
      if (self->object[i].owner == 0)
        g_array_append_val (roots, key);
    }
  for (guint i = 0; i < self->classes->len; i++)
    ((TroveExcerptClass *) self->classes->pdata[i])->n_read = 0;
  for (guint i = 0; i < self->n; i++)
    if (!refer (self, i, error))
      return FALSE;
  return TRUE;
}

gboolean
trove_excerpt_read (TroveEditor *editor, GVariant *variant, GArray *roots, GError **error)
{
  g_autoptr (GVariant) classes = g_variant_get_child_value (variant, 0);
  g_autoptr (GVariant) objects = g_variant_get_child_value (variant, 1);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (trove_excerpt_class_free);
  Reading reading = { editor, found, objects, NULL, 0 };

  reading.object = g_variant_get_fixed_array (objects, &reading.n, sizeof *reading.object);
  return read_class_names (&reading, classes, error) && check_objects (&reading, error) &&
         read_classes (&reading, classes, error) && check_owners (&reading, error) &&
         read_objects (&reading, roots, error);
}
