/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "row-description.h"

#include <string.h>

#include "trove-glib/trove-error.h"

#include "class-extended.h"
#include "class-unknown.h"
#include "class-version.h"
#include "value.h"

#define MAX_TEXT 1000 /* bytes of a name, or of a type string */

#define LETTERS G_CSET_A_2_Z G_CSET_a_2_z "_"

static gboolean damaged (const TroveRowDescription *self, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* Returns FALSE. */
static gboolean
damaged (const TroveRowDescription *self, GError **error, const char *format, ...)
{
  g_autofree char *why = NULL;
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED, "The file is damaged: layout %u %s", self->id, why);
  return FALSE;
}

/* Names of types */

/* A text for messages: short, and in ASCII. To be freed. */
static char *
quote (const char *text)
{
  g_autofree char *start = g_strndup (text != NULL ? text : "", 50);

  return g_strescape (start, NULL);
}

static gboolean
is_type_name (const char *name)
{
  gsize n = name != NULL ? strlen (name) : 0;

  return n >= 3 && n <= MAX_TEXT && strchr (LETTERS, name[0]) != NULL &&
         strspn (name, LETTERS G_CSET_DIGITS "-+") == n &&
         !g_str_has_prefix (name, TROVE_CLASS_UNKNOWN_PREFIX);
}

/* A class may be unknown, but not be that of other objects. */
static gboolean
check_class_name (const TroveRowDescription *self, const char *name, const char *what, GError **error)
{
  g_autofree char *quoted = quote (name);
  GType type;

  if (!is_type_name (name))
    return damaged (self, error, "has the %s \342\200\234%s\342\200\235, which is no name of a type", what,
                    quoted);
  type = g_type_from_name (name);
  if (type == G_TYPE_INVALID || trove_class_is_storable (type))
    return TRUE;
  return damaged (self, error, "has the %s %s, which is no class of objects of documents here", what, name);
}

static gboolean
check_class (const TroveRowDescription *self, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (self->id == 0)
    return damaged (self, error, "has no id");
  if (!check_class_name (self, self->name, "class", error))
    return FALSE;
  g_hash_table_add (seen, (gpointer) self->name);
  for (guint i = 0; self->ancestors[i] != NULL; i++)
    {
      if (!check_class_name (self, self->ancestors[i], "ancestor", error))
        return FALSE;
      if (!g_hash_table_add (seen, (gpointer) self->ancestors[i]))
        return damaged (self, error, "of the class %s has the class %s twice among its ancestors", self->name,
                        self->ancestors[i]);
    }
  return TRUE;
}

/* Fields */

static gboolean
is_field_name (const char *name)
{
  return name != NULL && strlen (name) <= MAX_TEXT && g_param_spec_is_valid_name (name) &&
         strchr (name, '_') == NULL && !trove_class_is_reserved (name);
}

/* Rows put a type into a tuple, and files may put rows into others. */
static gboolean
is_value_type (const char *type)
{
  g_autofree char *nested = NULL;

  if (type == NULL || strlen (type) > MAX_TEXT)
    return FALSE;
  nested = g_strdup_printf ("((((%s))))", type);
  return g_variant_type_string_is_valid (type) && g_variant_type_string_is_valid (nested) &&
         g_variant_type_is_definite (G_VARIANT_TYPE (type));
}

static gboolean
check_field (const TroveRowDescription *self, const TroveRowField *field, GError **error)
{
  g_autofree char *name = quote (field->name);
  g_autofree char *type = quote (field->type);
  g_autofree char *target = quote (field->target);

  if (!is_field_name (field->name))
    return damaged (self, error,
                    "of the class %s has a field \342\200\234%s\342\200\235, which is no name of a field",
                    self->name, name);
  if (field->kind >= TROVE_ROW_N_KINDS)
    return damaged (self, error, "of the class %s has the field \342\200\234%s\342\200\235 of the kind %u",
                    self->name, name, field->kind);
  if (field->kind == TROVE_ROW_KIND_VALUE ? !is_value_type (field->type) : field->type != NULL)
    return damaged (
        self, error,
        "of the class %s has the field \342\200\234%s\342\200\235 of the kind %u with values of the type "
        "\342\200\234%s\342\200\235",
        self->name, name, field->kind, type);
  if (field->kind != TROVE_ROW_KIND_VALUE ? !is_type_name (field->target) : field->target != NULL)
    return damaged (
        self, error,
        "of the class %s has the field \342\200\234%s\342\200\235 of the kind %u with objects of the type "
        "\342\200\234%s\342\200\235",
        self->name, name, field->kind, target);
  return TRUE;
}

/* Two fields of a name are there where a program did not know one of them, and had another one: they differ. */
static gboolean
check_fields (const TroveRowDescription *self, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (self->n_fields > TROVE_CLASS_MAX_FIELDS)
    return damaged (self, error, "of the class %s has %u fields, and may have %d", self->name, self->n_fields,
                    TROVE_CLASS_MAX_FIELDS);
  for (guint i = 0; i < self->n_fields; i++)
    {
      const TroveRowField *field = &self->fields[i];

      if (!check_field (self, field, error))
        return FALSE;
      if (!g_hash_table_add (seen, g_strdup_printf ("%s\n%u\n%s", field->name, field->kind,
                                                    field->type != NULL ? field->type : field->target)))
        return damaged (self, error, "of the class %s has the field \342\200\234%s\342\200\235 twice",
                        self->name, field->name);
    }
  return TRUE;
}

/* Kinds */

static const TroveFieldKind kinds[TROVE_ROW_N_KINDS] = {
  [TROVE_ROW_KIND_VALUE] = TROVE_KIND_VARIANT,
  [TROVE_ROW_KIND_REFERENCE] = TROVE_KIND_REFERENCE,
  [TROVE_ROW_KIND_OWNED] = TROVE_KIND_OWNED,
  [TROVE_ROW_KIND_REFERENCE_LIST] = TROVE_KIND_REFERENCE_LIST,
  [TROVE_ROW_KIND_OWNED_LIST] = TROVE_KIND_OWNED_LIST,
};

static TroveRowKind
kind_of (const TroveClassField *field)
{
  for (guint i = TROVE_ROW_KIND_REFERENCE; i < TROVE_ROW_N_KINDS; i++)
    if (kinds[i] == field->kind)
      return i;
  return TROVE_ROW_KIND_VALUE;
}

/* Fields of the class */

/* Types that are not known here may become known later. */
static gboolean
targets_fit (const TroveClassField *field, const char *target)
{
  const GType theirs = g_type_from_name (target),
              own = g_type_from_name (trove_class_field_type_name (field));

  return theirs == G_TYPE_INVALID || own == G_TYPE_INVALID || g_type_is_a (theirs, own) ||
         g_type_is_a (own, theirs);
}

/* TRUE if the field of the class takes what the file has. exactly: numbers are not widened. */
static gboolean
fits (const TroveClassField *field, const TroveRowField *column, gboolean exactly)
{
  if (kind_of (field) != column->kind)
    return FALSE;
  if (column->kind != TROVE_ROW_KIND_VALUE)
    return targets_fit (field, column->target);
  return exactly ? g_str_equal (trove_value_type (field), column->type) :
                   trove_value_takes (field, column->type);
}

/* Finds a field of the class for each column without one, if it takes what the file has and is of no other column. */
static void
find_known (const TroveRowDescription *self, const TroveClass *klass, const TroveClassField **known,
            gboolean exactly)
{
  g_autofree gboolean *taken = g_new0 (gboolean, klass->n_fields + 1);

  for (guint i = 0; i < self->n_fields; i++)
    if (known[i] != NULL)
      taken[known[i]->index] = TRUE;
  for (guint i = 0; i < self->n_fields; i++)
    {
      const TroveClassField *field = trove_class_find_name (klass, self->fields[i].name);

      if (known[i] != NULL || field == NULL || taken[field->index] ||
          !fits (field, &self->fields[i], exactly))
        continue;
      known[i] = field;
      taken[field->index] = TRUE;
    }
}

/* Classes */

/* That of the type of the name, or of one that stands for it. An abstract class was none when the file was written. */
static const TroveClass *
find_class (const TroveRowDescription *self, GError **error)
{
  const TroveUnknownClass unknown = { self->name, self->ancestors, self->schema_version };
  GType type = g_type_from_name (self->name);

  if (type != G_TYPE_INVALID && !G_TYPE_IS_ABSTRACT (type))
    return trove_class_ensure (type, error);
  return trove_class_ensure_unknown (&unknown, error);
}

/* Adds the fields that are not known to the class. */
static const TroveClass *
extend (const TroveRowDescription *self, const TroveClass *klass, const TroveClassField *const *known,
        guint schema_version, GError **error)
{
  g_autofree TroveExtraField *extra = g_new (TroveExtraField, self->n_fields);
  guint n = 0;

  for (guint i = 0; i < self->n_fields; i++)
    {
      const TroveRowField *field = &self->fields[i];

      if (known[i] == NULL)
        extra[n++] = (TroveExtraField){ field->name, kinds[field->kind],
                                        field->type != NULL ? field->type : field->target };
    }
  return trove_class_extend (klass, extra, n, schema_version, error);
}

/* Columns of values have the types of the file. */
static TroveRowLayout *
make_layout (const TroveRowDescription *self, const TroveClass *klass, const TroveClassField *const *known)
{
  TroveRowColumn *columns = g_new (TroveRowColumn, self->n_fields);
  guint next = klass->plain->n_fields;

  for (guint i = 0; i < self->n_fields; i++)
    {
      const guint kind = self->fields[i].kind;

      columns[i].field = &klass->fields[known[i] != NULL ? known[i]->index : next++];
      columns[i].type = kind == TROVE_ROW_KIND_REFERENCE ? "t" : g_intern_string (self->fields[i].type);
    }
  return trove_row_layout_new_for_columns (self->id, klass, columns, self->n_fields);
}

TroveRowLayout *
trove_row_layout_resolve (const TroveRowDescription *description, GError **error)
{
  g_autofree const TroveClassField **known = NULL;
  const TroveClass *klass, *upgraded;
  TroveRowLayout *layout;
  guint version;

  if (!check_class (description, error) || !check_fields (description, error))
    return NULL;
  klass = find_class (description, error);
  if (klass == NULL)
    return NULL;

  known = g_new0 (const TroveClassField *, description->n_fields + 1);
  find_known (description, klass, known, TRUE);
  find_known (description, klass, known, FALSE);
  version = MAX (trove_class_get_version (klass), description->schema_version);
  upgraded = extend (description, klass, known, version, error);
  klass = upgraded != NULL ? extend (description, klass, known, description->schema_version, error) : NULL;
  if (klass == NULL)
    return NULL;
  layout = make_layout (description, klass, known);
  layout->upgraded = upgraded;
  return layout;
}

gboolean
trove_row_layout_is_whole (const TroveRowLayout *layout)
{
  if (layout->n_columns != layout->klass->n_fields)
    return FALSE;
  for (guint i = 0; i < layout->n_columns; i++)
    if (g_strcmp0 (layout->columns[i].type, trove_value_type (layout->columns[i].field)) != 0)
      return FALSE;
  return TRUE;
}

/* Describing */

static const char *const *
list_ancestors (const TroveClass *klass)
{
  GPtrArray *names = g_ptr_array_new ();
  GType type = klass->type;

  while (type != klass->root->type)
    {
      type = g_type_parent (type);
      g_ptr_array_add (names, (gpointer) g_type_name (type));
    }
  g_ptr_array_add (names, NULL);
  return (const char *const *) g_ptr_array_free (names, FALSE);
}

static const char *const *
copy_names (const char *const *names)
{
  return g_memdup2 (names, (g_strv_length ((char **) names) + 1) * sizeof *names);
}

static TroveRowField
describe_column (const TroveRowColumn *column)
{
  const TroveClassField *field = column->field;
  TroveRowField described = { .name = field->pspec->name, .kind = kind_of (field) };

  if (described.kind == TROVE_ROW_KIND_VALUE)
    described.type = column->type;
  else
    described.target = field->raw_target != NULL ? field->raw_target : trove_class_field_type_name (field);
  return described;
}

void
trove_row_layout_describe (const TroveRowLayout *layout, TroveRowDescription *description)
{
  const TroveUnknownClass *unknown = trove_class_get_unknown (layout->klass->type);
  TroveRowField *fields = g_new (TroveRowField, layout->n_columns + 1);

  for (guint i = 0; i < layout->n_columns; i++)
    fields[i] = describe_column (&layout->columns[i]);
  *description = (TroveRowDescription){
    .id = layout->id,
    .name = unknown != NULL ? unknown->name : layout->klass->name,
    .ancestors = unknown != NULL ? copy_names (unknown->ancestors) : list_ancestors (layout->klass),
    .schema_version = layout->schema_version,
    .fields = fields,
    .n_fields = layout->n_columns,
  };
}

void
trove_row_description_clear (TroveRowDescription *self)
{
  g_clear_pointer ((gpointer *) &self->ancestors, g_free);
  g_clear_pointer ((gpointer *) &self->fields, g_free);
}
