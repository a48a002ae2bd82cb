/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "class-limits.h"

#include <math.h>

#include "class-value.h"

/* Finding. The functions return FALSE for a param spec that allows all values of the type. */

static gboolean
set_signed (TroveClassLimit *self, gint64 least, gint64 most)
{
  const gint64 type_most = (gint64) (G_MAXUINT64 >> (65 - 8 * self->size));

  self->kind = TROVE_LIMIT_SIGNED;
  self->least.number = least;
  self->most.number = most;
  return least > -type_most - 1 || most < type_most;
}

static gboolean
set_unsigned (TroveClassLimit *self, guint64 least, guint64 most)
{
  self->kind = TROVE_LIMIT_UNSIGNED;
  self->least.natural = least;
  self->most.natural = most;
  return least > 0 || most < G_MAXUINT64 >> (64 - 8 * self->size);
}

static gboolean
set_real (TroveClassLimit *self, double least, double most)
{
  self->kind = TROVE_LIMIT_REAL;
  self->least.real = least;
  self->most.real = most;
  return least > -INFINITY || most < INFINITY;
}

static gboolean
set_mask (TroveClassLimit *self, guint mask)
{
  self->kind = TROVE_LIMIT_MASK;
  self->most.natural = mask;
  return mask != G_MAXUINT;
}

static gboolean
ask (TroveClassLimit *self)
{
  self->kind = TROVE_LIMIT_ASK;
  return TRUE;
}

/* TRUE if there are all values from the least to the most. */
static gboolean
is_dense (GEnumClass *klass)
{
  gint64 n = (gint64) klass->maximum - klass->minimum + 1;

  if (n > klass->n_values)
    return FALSE;
  for (gint64 i = 0; i < n; i++)
    if (g_enum_get_value (klass, (int) (klass->minimum + i)) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
find_integer (TroveClassLimit *self, GParamSpec *pspec)
{
  GType type = G_PARAM_SPEC_TYPE (pspec);

#define RANGE(NAME, sign)                                                                                    \
  if (type == G_TYPE_PARAM_##NAME)                                                                           \
  return set_##sign (self, G_PARAM_SPEC_##NAME (pspec)->minimum, G_PARAM_SPEC_##NAME (pspec)->maximum)

  RANGE (CHAR, signed);
  RANGE (UCHAR, unsigned);
  RANGE (INT, signed);
  RANGE (UINT, unsigned);
  RANGE (LONG, signed);
  RANGE (ULONG, unsigned);
  RANGE (INT64, signed);
  RANGE (UINT64, unsigned);
#undef RANGE
  return ask (self);
}

static gboolean
find_text (TroveClassLimit *self, GParamSpecString *pspec)
{
  return (pspec->cset_first != NULL || pspec->cset_nth != NULL || pspec->null_fold_if_empty ||
          pspec->ensure_non_null) &&
         ask (self);
}

static gboolean
find_variant (TroveClassLimit *self, GParamSpecVariant *pspec)
{
  return (pspec->default_value != NULL || !g_variant_type_equal (pspec->type, G_VARIANT_TYPE_ANY)) &&
         ask (self);
}

/* By the very type of the param spec: one that is derived from it may allow less. */
static gboolean
find (TroveClassLimit *self, GParamSpec *pspec)
{
  GType type = G_PARAM_SPEC_TYPE (pspec);
  GEnumClass *values;

  if (type == G_TYPE_PARAM_BOOLEAN || type == G_TYPE_PARAM_BOXED || type == G_TYPE_PARAM_OBJECT)
    return FALSE;
  if (type == G_TYPE_PARAM_DOUBLE)
    return set_real (self, G_PARAM_SPEC_DOUBLE (pspec)->minimum, G_PARAM_SPEC_DOUBLE (pspec)->maximum);
  if (type == G_TYPE_PARAM_FLOAT)
    return set_real (self, G_PARAM_SPEC_FLOAT (pspec)->minimum, G_PARAM_SPEC_FLOAT (pspec)->maximum);
  if (type == G_TYPE_PARAM_STRING)
    return find_text (self, G_PARAM_SPEC_STRING (pspec));
  if (type == G_TYPE_PARAM_VARIANT)
    return find_variant (self, G_PARAM_SPEC_VARIANT (pspec));
  if (type == G_TYPE_PARAM_FLAGS)
    return set_mask (self, G_PARAM_SPEC_FLAGS (pspec)->flags_class->mask);
  if (type != G_TYPE_PARAM_ENUM)
    return find_integer (self, pspec);
  values = G_PARAM_SPEC_ENUM (pspec)->enum_class;
  return is_dense (values) ? set_signed (self, values->minimum, values->maximum) : ask (self);
}

static gboolean
find_limit (TroveClassLimit *self, const TroveClassField *field)
{
  GParamSpec *target = g_param_spec_get_redirect_target (field->pspec);

  if (trove_class_field_is_list (field) || trove_class_field_is_key (field) ||
      trove_class_field_is_unknown (field))
    return FALSE;
  *self = (TroveClassLimit){ .offset = field->offset, .field = field->index, .size = (guint8) field->size };
  return find (self, target != NULL ? target : field->pspec);
}

TroveClassLimit *
trove_class_limits_new (const TroveClassField *fields, guint n_fields, guint *n)
{
  TroveClassLimit *limits = g_new (TroveClassLimit, n_fields);

  *n = 0;
  for (guint i = 0; i < n_fields; i++)
    if (find_limit (&limits[*n], &fields[i]))
      ++*n;
  return g_renew (TroveClassLimit, limits, *n);
}

/* Checking */

static gint64
read_signed (gconstpointer at, guint size)
{
  switch (size)
    {
    case 1:
      return *(const gint8 *) at;
    case 4:
      return *(const gint32 *) at;
    default:
      return *(const gint64 *) at;
    }
}

static guint64
read_unsigned (gconstpointer at, guint size)
{
  switch (size)
    {
    case 1:
      return *(const guint8 *) at;
    case 4:
      return *(const guint32 *) at;
    default:
      return *(const guint64 *) at;
    }
}

static double
read_real (gconstpointer at, guint size)
{
  return size == sizeof (float) ? (double) *(const float *) at : *(const double *) at;
}

static inline gboolean
is_within (const TroveClassLimit *self, gconstpointer at)
{
  gint64 number;
  guint64 natural;
  double real;

  switch ((TroveLimitKind) self->kind)
    {
    case TROVE_LIMIT_REAL:
      real = read_real (at, self->size);
      return real >= self->least.real && real <= self->most.real;
    case TROVE_LIMIT_SIGNED:
      number = read_signed (at, self->size);
      return number >= self->least.number && number <= self->most.number;
    case TROVE_LIMIT_UNSIGNED:
      natural = read_unsigned (at, self->size);
      return natural >= self->least.natural && natural <= self->most.natural;
    case TROVE_LIMIT_MASK:
      return (read_unsigned (at, self->size) & ~self->most.natural) == 0;
    default:
      return FALSE;
    }
}

gboolean
trove_class_limits_check (const TroveClassLimit *limits, guint n, const TroveClassField *fields,
                          gconstpointer data, gconstpointer before, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      const TroveClassField *field = &fields[limits[i].field];

      if (!is_within (&limits[i], (const char *) data + limits[i].offset) &&
          (before == NULL || !trove_class_field_equal (field, before, data)) &&
          !trove_class_value_check (field, data, error))
        return FALSE;
    }
  return TRUE;
}
