/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "excerpt-read.h"

#include <string.h>

#include "trove-glib/trove-error.h"

#include "column.h"
#include "editor-data.h"
#include "editor-reference.h"
#include "excerpt-write.h"

/* References of one property. */
typedef struct
{
  const TroveClassField *field;
  GVariant *values;       /* owned */
  const guint32 *targets; /* of single references; NULL: lists */
} References;

typedef struct
{
  const TroveClass *klass;
  GArray *columns;    /* TroveColumn */
  GArray *references; /* References */
  GPtrArray *owning;  /* const TroveClassField: those that own objects; NULL: the class does not have it */
  const guint8 *has_column; /* by the index of the field */
  gpointer data;            /* of the object that is read */
  guint n, n_read;          /* objects */
} Class;

typedef struct
{
  TroveEditor *editor;
  GPtrArray *classes; /* Class */
  GVariant *objects;
  const TroveExcerptObject *object;
  gsize n;
} Reading;

/* Returns FALSE. */
static gboolean G_GNUC_PRINTF (2, 3) damaged (GError **error, const char *format, ...)
{
  g_autofree char *why = NULL;
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED, "The fragment is damaged: %s", why);
  return FALSE;
}

/* Says of which object an error is. Those that are not of the bytes stay. Returns FALSE. */
static gboolean
say_where (guint i, GError *cause, GError **error)
{
  if (g_error_matches (cause, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH) ||
      g_error_matches (cause, TROVE_ERROR, TROVE_ERROR_CYCLE))
    {
      damaged (error, "object %u: %s", i, cause->message);
      g_error_free (cause);
    }
  else
    g_propagate_error (error, cause);
  return FALSE;
}

/* Classes */

static void
references_clear (gpointer data)
{
  g_variant_unref (((References *) data)->values);
}

static void
column_clear (gpointer data)
{
  trove_column_clear (data);
}

static void
class_free (gpointer data)
{
  Class *self = data;

  g_array_unref (self->columns);
  g_array_unref (self->references);
  g_ptr_array_unref (self->owning);
  g_free ((gpointer) self->has_column);
  g_free (self->data);
  g_free (self);
}

static Class *
class_new (const TroveClass *klass)
{
  Class *self = g_new0 (Class, 1);

  self->klass = klass;
  self->columns = g_array_new (FALSE, FALSE, sizeof (TroveColumn));
  g_array_set_clear_func (self->columns, column_clear);
  self->references = g_array_new (FALSE, FALSE, sizeof (References));
  g_array_set_clear_func (self->references, references_clear);
  self->owning = g_ptr_array_new ();
  self->has_column = g_new0 (guint8, klass->n_fields + 1);
  self->data = g_malloc0 (MAX (klass->data_size, 1));
  return self;
}

/* TRUE if a type above has fields: no other class is initialized for bytes. */
static gboolean
is_storable (GType type)
{
  while (type != G_TYPE_INVALID && trove_class_lookup (type) == NULL)
    type = g_type_parent (type);
  return type != G_TYPE_INVALID;
}

static const TroveClass *
find_class (const char *name, GError **error)
{
  GType type = g_type_from_name (name);

  if (type == G_TYPE_INVALID)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                 "The fragment has objects of the class %s, which is not registered in this program", name);
  else if (!is_storable (type) || G_TYPE_IS_ABSTRACT (type))
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                 "The fragment has objects of the class %s, which is no class of objects of documents here",
                 name);
  else
    return trove_class_ensure (type, error);
  return NULL;
}

/* FALSE with DAMAGED, or TYPE_MISMATCH for a property of another type. */
static gboolean
check_column (const Class *self, const TroveClassField *field, GVariant *values, const GVariantType *type,
              GError **error)
{
  if (!g_variant_is_of_type (values, type))
    {
      g_autofree char *expected = g_variant_type_dup_string (type);

      g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                   "The fragment has values of the type \342\200\234%s\342\200\235 for the property "
                   "\342\200\234%s\342\200\235 of %s, not \342\200\234%s\342\200\235",
                   g_variant_get_type_string (values), field->pspec->name, self->klass->name, expected);
      return FALSE;
    }
  if (self->has_column[field->index])
    return damaged (error, "the property \342\200\234%s\342\200\235 of %s is there twice", field->pspec->name,
                    self->klass->name);
  if (g_variant_n_children (values) != self->n)
    return damaged (
        error, "the property \342\200\234%s\342\200\235 of %s has %" G_GSIZE_FORMAT " values for %u objects",
        field->pspec->name, self->klass->name, g_variant_n_children (values), self->n);
  return TRUE;
}

static gboolean
add_references (Class *self, const TroveClassField *field, GVariant *values, GError **error)
{
  gboolean is_list = field->kind == TROVE_KIND_REFERENCE_LIST;
  References references = { field, values, NULL };
  gsize n;

  if (!check_column (self, field, values, G_VARIANT_TYPE (is_list ? "aau" : "au"), error))
    return FALSE;
  if (!is_list)
    references.targets = g_variant_get_fixed_array (values, &n, sizeof (guint32));
  g_variant_ref (values);
  g_array_append_val (self->references, references);
  return TRUE;
}

static gboolean
add_column (Class *self, const TroveClassField *field, GVariant *values, GError **error)
{
  TroveColumn column;

  if (!check_column (self, field, values, trove_column_type (field), error))
    return FALSE;
  trove_column_init (&column, field, values);
  g_array_append_val (self->columns, column);
  return TRUE;
}

/* A property of the class that is no owner of objects; others are skipped. */
static gboolean
add_property (Class *self, GVariant *property, GError **error)
{
  g_autoptr (GVariant) values = NULL;
  const TroveClassField *field;
  const char *name;
  gboolean done;

  g_variant_get (property, "(&sv)", &name, &values);
  field = trove_class_find_name (self->klass, name);
  if (field == NULL || field->kind == TROVE_KIND_OWNED || field->kind == TROVE_KIND_OWNED_LIST)
    return TRUE;
  if (field->kind == TROVE_KIND_REFERENCE || field->kind == TROVE_KIND_REFERENCE_LIST)
    done = add_references (self, field, values, error);
  else
    done = add_column (self, field, values, error);
  ((guint8 *) self->has_column)[field->index] = TRUE;
  return done;
}

static void
add_owning (Class *self, const char *name)
{
  const TroveClassField *field = trove_class_find_name (self->klass, name);

  if (field != NULL && field->kind != TROVE_KIND_OWNED && field->kind != TROVE_KIND_OWNED_LIST)
    field = NULL;
  g_ptr_array_add (self->owning, (gpointer) field);
}

static gboolean
has_class (const Reading *self, const TroveClass *klass)
{
  for (guint i = 0; i < self->classes->len; i++)
    if (((Class *) self->classes->pdata[i])->klass == klass)
      return TRUE;
  return FALSE;
}

/* The columns are read when the number of the objects is known. */
static gboolean
add_class (Reading *self, const char *name, GError **error)
{
  const TroveClass *klass = find_class (name, error);

  if (klass == NULL)
    return FALSE;
  if (has_class (self, klass))
    return damaged (error, "the class %s is there twice", name);
  g_ptr_array_add (self->classes, class_new (klass));
  return TRUE;
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
read_class (Class *self, GVariant *class, GError **error)
{
  g_autoptr (GVariant) owning = g_variant_get_child_value (class, 1);
  g_autoptr (GVariant) properties = g_variant_get_child_value (class, 2);

  for (gsize i = 0; i < g_variant_n_children (owning); i++)
    {
      const char *name;

      g_variant_get_child (owning, i, "&s", &name);
      add_owning (self, name);
    }
  for (gsize i = 0; i < g_variant_n_children (properties); i++)
    {
      g_autoptr (GVariant) property = g_variant_get_child_value (properties, i);

      if (!add_property (self, property, error))
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

      if (!read_class (self->classes->pdata[i], class, error))
        return FALSE;
    }
  return TRUE;
}

/* Objects */

static Class *
class_of (const Reading *self, guint i)
{
  return self->classes->pdata[self->object[i].klass];
}

static gboolean
check_objects (const Reading *self, GError **error)
{
  if (self->n >= G_MAXUINT32)
    return damaged (error, "it has %" G_GSIZE_FORMAT " objects", self->n);
  for (guint i = 0; i < self->n; i++)
    {
      const TroveExcerptObject *object = &self->object[i];

      if (object->klass >= self->classes->len)
        return damaged (error, "object %u is of class %u, and there are %u", i, object->klass,
                        self->classes->len);
      if (object->owner > i)
        return damaged (error, "object %u has the owner %u, which does not stand before it", i,
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
        return damaged (error, "object %u stands in property %u of its owner, which has %u", i,
                        object->property, class_of (self, object->owner - 1)->owning->len);
    }
  return TRUE;
}

static TroveKey
key_of (guint i)
{
  return (TroveKey) i + 1;
}

/* Fills in the data of the next object of a class. Values that cannot be read leave what is to be cleared. */
static gboolean
read_data (Class *self, GError **error)
{
  guint row = self->n_read++;

  memset (self->data, 0, self->klass->data_size);
  for (guint i = 0; i < self->klass->n_fields; i++)
    {
      const TroveClassField *field = &self->klass->fields[i];

      if (!trove_class_field_is_list (field) && !trove_class_field_is_key (field) && !self->has_column[i] &&
          !trove_class_field_copy (field, self->data, self->klass->defaults))
        {
          g_set_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED,
                       "The copy function of %s failed for the default of \342\200\234%s\342\200\235 of %s",
                       g_type_name (field->type), field->pspec->name, self->klass->name);
          return FALSE;
        }
    }
  for (guint i = 0; i < self->columns->len; i++)
    if (!trove_column_read (&g_array_index (self->columns, TroveColumn, i), row, self->data, error))
      return FALSE;
  return TRUE;
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
  return damaged (error, "object %u stands in \342\200\234%s\342\200\235 of object %u, which has another one",
                  i, slot->field->pspec->name, self->object[i].owner - 1);
}

static gboolean
make_object (const Reading *self, guint i, GError **error)
{
  Class *class = class_of (self, i);
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
  done = read_data (class, &cause) && trove_editor_create (self->editor, class->klass, key_of (i),
                                                           class->data, is_root ? NULL : &slot, &cause);
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
  return damaged (error, "object %u refers to object %u, and there are %" G_GSIZE_FORMAT, i, number - 1,
                  self->n);
}

static gboolean
read_reference_list (const Reading *self, guint i, const References *references, guint row, GError **error)
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
  const Class *class = class_of (self, i);
  g_autofree char *data = g_memdup2 (trove_record_data (trove_state_get (&self->editor->state, key_of (i))),
                                     class->klass->data_size);
  GError *cause = NULL;
  gboolean any = FALSE;

  for (guint j = 0; j < class->references->len; j++)
    {
      const References *references = &g_array_index (class->references, References, j);
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
  Class *class = class_of (self, i);
  guint row = class->n_read++;

  if (class->references->len == 0 || trove_state_peek (&self->editor->state, key_of (i)) == NULL)
    return TRUE;
  if (!read_single_references (self, i, row, error))
    return FALSE;
  for (guint j = 0; j < class->references->len; j++)
    {
      const References *references = &g_array_index (class->references, References, j);

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
    ((Class *) self->classes->pdata[i])->n_read = 0;
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
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (class_free);
  Reading reading = { editor, found, objects, NULL, 0 };

  reading.object = g_variant_get_fixed_array (objects, &reading.n, sizeof *reading.object);
  return read_class_names (&reading, classes, error) && check_objects (&reading, error) &&
         read_classes (&reading, classes, error) && check_owners (&reading, error) &&
         read_objects (&reading, roots, error);
}
