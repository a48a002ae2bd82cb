/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "excerpt-write.h"

#include "class-unknown.h"
#include "column.h"

/* The objects of one class. */
typedef struct
{
  const TroveClass *klass;
  guint index;
  GPtrArray *records;
} Group;

typedef struct
{
  const TroveExcerpt *excerpt;
  GPtrArray *groups;   /* Group, in the order of their first objects */
  TroveIdMap by_class; /* to groups */
} Groups;

static void
group_free (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->records);
  g_free (group);
}

static Group *
find_group (Groups *groups, const TroveClass *klass)
{
  gpointer *at = trove_id_map_add (&groups->by_class, (guintptr) klass);
  Group *group = *at;

  if (group == NULL)
    {
      *at = group = g_new (Group, 1);
      *group = (Group){ klass, groups->groups->len, g_ptr_array_new () };
      g_ptr_array_add (groups->groups, group);
    }
  return group;
}

static void
groups_init (Groups *self, const TroveExcerpt *excerpt)
{
  *self = (Groups){ excerpt, g_ptr_array_new_with_free_func (group_free), TROVE_ID_MAP_INIT };
  for (guint i = 0; i < trove_excerpt_n (excerpt); i++)
    {
      const TroveRecord *record = trove_excerpt_get (excerpt, i);

      g_ptr_array_add (find_group (self, record->klass)->records, (gpointer) record);
    }
}

static void
groups_clear (Groups *self)
{
  g_ptr_array_unref (self->groups);
  trove_id_map_clear (&self->by_class);
}

/* Columns */

static gboolean
is_owning (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_OWNED || field->kind == TROVE_KIND_OWNED_LIST;
}

/* TRUE for a field that the program does not know, if it knows another one of the name. */
static gboolean
is_hidden (const TroveClass *klass, const TroveClassField *field)
{
  return trove_class_field_is_unknown (field) && trove_class_find_name (klass, field->pspec->name) != field;
}

static GVariant *
write_references (const Groups *self, const Group *group, const TroveClassField *field)
{
  g_autofree guint32 *targets = g_new (guint32, group->records->len);

  for (guint i = 0; i < group->records->len; i++)
    targets[i] = trove_excerpt_find (self->excerpt, *trove_record_key_at (group->records->pdata[i], field));
  return g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, targets, group->records->len, sizeof *targets);
}

static GVariant *
write_reference_list (const Groups *self, const TroveRecord *record, const TroveClassField *list)
{
  const TroveSequenceNode *items = record->lists[list->offset];
  guint32 length = trove_sequence_length (items), n, n_targets = 0;
  g_autofree guint32 *targets = g_new (guint32, length);

  for (guint32 at = 0; at < length; at += n)
    {
      const TroveKey *keys = trove_sequence_run (items, at, &n);

      for (guint32 i = 0; i < n; i++)
        {
          guint32 target = trove_excerpt_find (self->excerpt, keys[i]);

          if (target != 0)
            targets[n_targets++] = target;
        }
    }
  return g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, targets, n_targets, sizeof *targets);
}

static GVariant *
write_reference_lists (const Groups *self, const Group *group, const TroveClassField *list)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aau"));
  for (guint i = 0; i < group->records->len; i++)
    g_variant_builder_add_value (&builder, write_reference_list (self, group->records->pdata[i], list));
  return g_variant_builder_end (&builder);
}

static GVariant *
write_column (const Groups *self, const Group *group, const TroveClassField *field, GError **error)
{
  if (field->kind == TROVE_KIND_REFERENCE)
    return write_references (self, group, field);
  if (field->kind == TROVE_KIND_REFERENCE_LIST)
    return write_reference_lists (self, group, field);
  return trove_column_write (field, (TroveRecord **) group->records->pdata, group->records->len, error);
}

/* a(sv) */
static gboolean
add_columns (const Groups *self, const Group *group, GVariantBuilder *builder, GError **error)
{
  for (guint i = 0; i < group->klass->n_fields; i++)
    {
      const TroveClassField *field = &group->klass->fields[i];
      GVariant *column;

      if (is_owning (field) || is_hidden (group->klass, field))
        continue;
      column = write_column (self, group, field, error);
      if (column == NULL)
        return FALSE;
      g_variant_builder_add (builder, "(sv)", field->pspec->name, column);
    }
  return TRUE;
}

static gboolean
add_class (const Groups *self, const Group *group, GVariantBuilder *builder, GError **error)
{
  const TroveClass *klass = group->klass;
  const TroveUnknownClass *unknown = trove_class_get_unknown (klass->type);
  gboolean done;

  g_variant_builder_open (builder, G_VARIANT_TYPE ("(sasa(sv))"));
  g_variant_builder_add (builder, "s", unknown != NULL ? unknown->name : klass->name);
  g_variant_builder_open (builder, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < klass->n_fields; i++)
    if (is_owning (&klass->fields[i]))
      g_variant_builder_add (builder, "s", klass->fields[i].pspec->name);
  g_variant_builder_close (builder);
  g_variant_builder_open (builder, G_VARIANT_TYPE ("a(sv)"));
  done = add_columns (self, group, builder, error);
  g_variant_builder_close (builder);
  g_variant_builder_close (builder);
  return done;
}

static GVariant *
write_classes (const Groups *self, GError **error)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sasa(sv))"));
  for (guint i = 0; i < self->groups->len; i++)
    if (!add_class (self, self->groups->pdata[i], &builder, error))
      {
        g_variant_builder_clear (&builder);
        return NULL;
      }
  return g_variant_builder_end (&builder);
}

/* Objects */

/* The number of a property among those of the class that own objects. */
static guint32
number_of (const TroveClass *klass, guint index)
{
  guint32 number = 0;

  for (guint i = 0; i < index; i++)
    number += is_owning (&klass->fields[i]);
  return number;
}

static GVariant *
write_objects (Groups *self)
{
  guint n = trove_excerpt_n (self->excerpt);
  g_autofree TroveExcerptObject *objects = g_new (TroveExcerptObject, n);

  for (guint i = 0; i < n; i++)
    {
      const TroveRecord *record = trove_excerpt_get (self->excerpt, i);
      guint owner =
          trove_excerpt_find (self->excerpt, record->owner); /* that of a root is not in the excerpt */

      objects[i] = (TroveExcerptObject){ find_group (self, record->klass)->index, owner, 0 };
      if (owner > 0)
        objects[i].property =
            number_of (trove_excerpt_get (self->excerpt, owner - 1)->klass, record->owner_field);
    }
  return g_variant_new_fixed_array (G_VARIANT_TYPE ("(uuu)"), objects, n, sizeof *objects);
}

GVariant *
trove_excerpt_write (const TroveExcerpt *self, GError **error)
{
  GVariant *classes, *children[2];
  Groups groups;

  groups_init (&groups, self);
  classes = write_classes (&groups, error);
  if (classes != NULL)
    {
      children[0] = classes;
      children[1] = write_objects (&groups);
      classes = g_variant_new_tuple (children, G_N_ELEMENTS (children));
    }
  groups_clear (&groups);
  return classes;
}
