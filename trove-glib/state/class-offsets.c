/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "class-offsets.h"

/* Refusals */

gboolean
trove_class_refuse_class (const TroveClass *self, TroveError code, char *why, GError **error)
{
  g_set_error (error, TROVE_ERROR, code, "The class %s cannot be stored: %s", self->name, why);
  g_free (why);
  return FALSE;
}

gboolean
trove_class_refuse_field (const TroveClass *self, const GParamSpec *pspec, char *why, GError **error)
{
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "The property \342\200\234%s\342\200\235 of %s cannot be stored: %s", pspec->name, self->name,
               why);
  g_free (why);
  return FALSE;
}

/* Offsets that are given */

/* The reason why the field cannot be there, or NULL. */
static char *
check_offset (const TroveClass *self, const TroveClassField *field, const TroveField *spec)
{
  gsize offset = (gsize) spec->offset;
  const TroveClass *parent = self->parent;

  if (spec->size != field->size)
    return g_strdup_printf ("the member of the struct has %" G_GSIZE_FORMAT
                            " bytes, and values of type %s have %u",
                            spec->size, g_type_name (field->type), field->size);
  if (offset % field->alignment != 0)
    return g_strdup_printf ("its offset %" G_GSIZE_FORMAT " is not a multiple of %u", offset,
                            field->alignment);
  if (parent != NULL && offset < parent->data_size)
    return g_strdup_printf ("its offset %" G_GSIZE_FORMAT
                            " is in the struct of %s, which has %" G_GSIZE_FORMAT " bytes",
                            offset, g_type_name (parent->type), parent->data_size);
  if (offset + field->size > self->data_size)
    return g_strdup_printf ("it ends at byte %" G_GSIZE_FORMAT ", and the struct has %" G_GSIZE_FORMAT,
                            offset + field->size, self->data_size);
  return NULL;
}

static int
compare_offsets (gconstpointer a, gconstpointer b)
{
  const TroveClassField *first = *(const TroveClassField *const *) a;
  const TroveClassField *second = *(const TroveClassField *const *) b;

  return first->offset - second->offset;
}

static gboolean
check_overlap (const TroveClass *self, GError **error)
{
  g_autoptr (GPtrArray) ordered = g_ptr_array_new ();

  for (guint i = self->n_inherited; i < self->n_fields; i++)
    if (!trove_class_field_is_list (&self->fields[i]))
      g_ptr_array_add (ordered, (gpointer) &self->fields[i]);
  g_ptr_array_sort (ordered, compare_offsets);

  for (guint i = 1; i < ordered->len; i++)
    {
      const TroveClassField *before = ordered->pdata[i - 1], *field = ordered->pdata[i];

      if (before->offset + before->size > field->offset)
        return trove_class_refuse_field (
            self, field->pspec,
            g_strdup_printf ("it begins at byte %u, and \342\200\234%s\342\200\235 ends at byte %u",
                             field->offset, before->pspec->name, before->offset + before->size),
            error);
    }
  return TRUE;
}

static gboolean
set_given_offsets (TroveClass *self, TroveClassField *own, const TroveField *specs, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!trove_class_field_is_list (&own[i]))
      {
        char *why = check_offset (self, &own[i], &specs[i]);

        if (why != NULL)
          return trove_class_refuse_field (self, own[i].pspec, why, error);
        own[i].offset = (guint16) specs[i].offset;
      }

  return check_overlap (self, error);
}

/* Offsets that the class chooses */

/* The next field from *i on that is aligned so. */
static TroveClassField *
next_aligned (TroveClassField *own, guint n, guint *i, guint alignment)
{
  for (; *i < n; ++*i)
    if (!trove_class_field_is_list (&own[*i]) && own[*i].alignment == alignment)
      return &own[*i];
  return NULL;
}

/* The field of the largest alignment that leaves no hole behind end. NULL: each leaves one, or all are placed; *smallest is then
 * the smallest alignment of those that are left, or 0. */
static TroveClassField *
choose_field (TroveClassField *own, guint n, guint *next, gsize end, guint *smallest)
{
  *smallest = 0;
  for (guint alignment = TROVE_FIELD_MAX_ALIGNMENT; alignment > 0; alignment /= 2)
    {
      TroveClassField *field = next_aligned (own, n, &next[alignment], alignment);

      if (field != NULL && end % alignment == 0)
        return field;
      if (field != NULL)
        *smallest = alignment;
    }
  return NULL;
}

/* Places the fields behind the parent's. */
static gboolean
choose_offsets (TroveClass *self, TroveClassField *own, guint n, GError **error)
{
  guint next[TROVE_FIELD_MAX_ALIGNMENT + 1] = { 0 }; /* by alignment: where to look on */
  gsize end = self->data_size;
  TroveClassField *field;
  guint smallest;

  while ((field = choose_field (own, n, next, end, &smallest)) != NULL || smallest > 0)
    if (field == NULL)
      end += smallest - end % smallest;
    else if (end + field->size > TROVE_CLASS_MAX_DATA_SIZE)
      return trove_class_refuse_class (
          self, TROVE_ERROR_FULL,
          g_strdup_printf ("the fields of its objects take more than %d bytes", TROVE_CLASS_MAX_DATA_SIZE),
          error);
    else
      {
        field->offset = (guint16) end;
        end += field->size;
        next[field->alignment]++;
      }

  self->data_size = end;
  return TRUE;
}

/* Layout */

/* How the offsets of the own fields are given: fields with and without are one of either, or NULL. */
static gboolean
look_at_offsets (const TroveClass *self, const TroveClassField *own, const TroveField *specs, guint n,
                 const TroveClassField **with, const TroveClassField **without, GError **error)
{
  *with = *without = NULL;
  for (guint i = 0; i < n; i++)
    if (!trove_class_field_is_list (&own[i]))
      *(specs[i].offset >= 0 ? with : without) = &own[i];
    else if (specs[i].offset >= 0)
      return trove_class_refuse_field (
          self, own[i].pspec, g_strdup ("a list is not in the struct: its offset must be -1"), error);

  if (*with != NULL && *without != NULL)
    return trove_class_refuse_field (
        self, (*without)->pspec,
        g_strdup_printf ("it has no offset, and \342\200\234%s\342\200\235 has one: give all or none",
                         (*with)->pspec->name),
        error);
  return TRUE;
}

/* Of the class, its fields and the struct that an application gives. */
static gboolean
check_struct (const TroveClass *self, gsize data_size, const TroveClassField *without, GError **error)
{
  const TroveClass *parent = self->parent;

  if (data_size > TROVE_CLASS_MAX_DATA_SIZE)
    return trove_class_refuse_class (self, TROVE_ERROR_FULL,
                                     g_strdup_printf ("its struct has %" G_GSIZE_FORMAT
                                                      " bytes, and may have %d",
                                                      data_size, TROVE_CLASS_MAX_DATA_SIZE),
                                     error);
  if (without != NULL)
    return trove_class_refuse_field (
        self, without->pspec,
        g_strdup_printf ("it has no offset in the struct of %" G_GSIZE_FORMAT " bytes", data_size), error);
  if (parent != NULL && data_size < parent->data_size)
    return trove_class_refuse_class (
        self, TROVE_ERROR_TYPE_MISMATCH,
        g_strdup_printf ("its struct has %" G_GSIZE_FORMAT
                         " bytes, and must begin with that of %s, which has %" G_GSIZE_FORMAT,
                         data_size, g_type_name (parent->type), parent->data_size),
        error);
  if (data_size % self->data_alignment != 0)
    return trove_class_refuse_class (
        self, TROVE_ERROR_TYPE_MISMATCH,
        g_strdup_printf ("its struct has %" G_GSIZE_FORMAT
                         " bytes, which is no multiple of its alignment %" G_GSIZE_FORMAT,
                         data_size, self->data_alignment),
        error);
  return TRUE;
}

gboolean
trove_class_lay_out (TroveClass *self, gsize data_size, const TroveField *specs, guint n_specs,
                     GError **error)
{
  /* A class without fields has no array to add an offset to. */
  TroveClassField *own = n_specs > 0 ? (TroveClassField *) self->fields + self->n_inherited : NULL;
  const TroveClassField *with, *without;

  self->data_size = self->parent != NULL ? self->parent->data_size : 0;
  self->data_alignment = self->parent != NULL ? self->parent->data_alignment : 1;
  for (guint i = 0; i < n_specs; i++)
    self->data_alignment = MAX (self->data_alignment, own[i].alignment);

  if (!look_at_offsets (self, own, specs, n_specs, &with, &without, error))
    return FALSE;
  if (data_size == 0 && with == NULL)
    return choose_offsets (self, own, n_specs, error);
  if (!check_struct (self, data_size, without, error))
    return FALSE;

  self->data_size = data_size;
  return set_given_offsets (self, own, specs, n_specs, error);
}
