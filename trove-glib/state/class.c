/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "class.h"

#include <string.h>

#include "class-offsets.h"
#include "class-together.h"
#include "class-value.h"

/* Names of properties that every object of a document has. */
static const char *const reserved[] = { "document", "key", "owner", "removed" };

gboolean
trove_class_is_reserved (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (reserved); i++)
    if (g_str_equal (name, reserved[i]))
      return TRUE;
  return FALSE;
}

/* The classes by type */

static GMutex class_lock; /* over the registrations; a leaf */

static GQuark
class_quark (void)
{
  return g_quark_from_static_string ("trove-class");
}

const TroveClass *
trove_class_lookup (GType type)
{
  return g_type_get_qdata (type, class_quark ());
}

/* FALSE: the type has a class already. */
static gboolean
add_class (TroveClass *self)
{
  gboolean added;

  g_mutex_lock (&class_lock);
  added = trove_class_lookup (self->type) == NULL;
  if (added)
    g_type_set_qdata (self->type, class_quark (), self);
  g_mutex_unlock (&class_lock);
  return added;
}

/* Fields */

/* The reason why the property can be of no class, or NULL. */
static char *
check_pspec (const GParamSpec *pspec)
{
  if ((pspec->flags & (G_PARAM_CONSTRUCT | G_PARAM_CONSTRUCT_ONLY)) != 0)
    return g_strdup ("construct properties are set whenever a handle is made: drop G_PARAM_CONSTRUCT and "
                     "G_PARAM_CONSTRUCT_ONLY");
  if ((pspec->flags & G_PARAM_READABLE) == 0)
    return g_strdup ("it cannot be read: add G_PARAM_READABLE");
  if (pspec->owner_type != 0)
    return g_strdup_printf ("its param spec belongs to %s: make another one",
                            g_type_name (pspec->owner_type));
  if (trove_class_is_reserved (pspec->name))
    return g_strdup ("the name is one of document, key, owner and removed, which all objects have");
  return NULL;
}

/* The field of that name among the first n. */
static const TroveClassField *
find_among (const TroveClassField *fields, guint n, const GParamSpec *pspec)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (fields[i].pspec->name, pspec->name))
      return &fields[i];
  return NULL;
}

static gboolean
add_field (TroveClass *self, TroveClassField *fields, const TroveField *spec, GError **error)
{
  char *why = check_pspec (spec->pspec);
  const TroveClassField *same = find_among (fields, self->n_fields, spec->pspec);
  TroveClassField *field = &fields[self->n_fields];

  if (why == NULL && same != NULL && self->plain == self)
    why = g_strdup_printf ("%s has a property of that name",
                           same->index < self->n_inherited ? g_type_name (same->owner) : self->name);
  if (why == NULL)
    why = trove_class_field_init (field, spec->pspec, self->type, self->root->type);
  if (why != NULL)
    return trove_class_refuse_field (self, spec->pspec, why, error);

  field->together = trove_class_find_together (fields, self->n_fields, field);
  field->index = (guint16) self->n_fields++;
  return TRUE;
}

/* The fields of the parent, then those of the specs. */
static gboolean
add_fields (TroveClass *self, const TroveField *specs, guint n_specs, GError **error)
{
  const TroveClass *parent = self->parent;
  guint n_inherited = parent != NULL ? parent->n_fields : 0;
  TroveClassField *fields;

  if (n_specs > TROVE_CLASS_MAX_FIELDS - n_inherited)
    return trove_class_refuse_class (
        self, TROVE_ERROR_FULL,
        g_strdup_printf ("it has %u fields beside %u of its parent, and may have %d in all", n_specs,
                         n_inherited, TROVE_CLASS_MAX_FIELDS),
        error);

  self->fields = fields = g_new0 (TroveClassField, n_inherited + n_specs);
  if (n_inherited > 0)
    memcpy (fields, parent->fields, n_inherited * sizeof *fields);
  self->n_fields = self->n_inherited = n_inherited;

  for (guint i = 0; i < n_specs; i++)
    {
      if (specs[i].pspec == NULL)
        return trove_class_refuse_class (self, TROVE_ERROR_TYPE_MISMATCH,
                                         g_strdup_printf ("field %u has no param spec", i), error);
      if (!add_field (self, fields, &specs[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Walks and names */

static gboolean
is_string (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_STRING;
}

static gboolean
is_reference (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_REFERENCE;
}

static gboolean
is_owned (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_OWNED;
}

/* The fields that match, in order. Lists get their numbers. */
static TroveFieldOffsets
find_offsets (TroveClass *self, gboolean (*match) (const TroveClassField *field))
{
  TroveFieldOffset *at = g_new (TroveFieldOffset, self->n_fields);
  TroveFieldOffsets offsets = { .n = 0 };

  for (guint i = 0; i < self->n_fields; i++)
    if (match (&self->fields[i]))
      at[offsets.n++] = (TroveFieldOffset){ .offset = self->fields[i].offset, .field = (guint16) i };

  offsets.at = g_renew (TroveFieldOffset, at, offsets.n);
  return offsets;
}

static void
number_lists (TroveClass *self)
{
  TroveClassField *fields = (TroveClassField *) self->fields;
  guint16 n = 0;

  for (guint i = 0; i < self->n_fields; i++)
    if (trove_class_field_is_list (&fields[i]))
      fields[i].offset = n++;
}

static void
index_names (TroveClass *self)
{
  guint n_slots = 1;
  guint16 *slots;

  while (n_slots < 2 * self->n_fields)
    n_slots *= 2;
  self->slot_mask = n_slots - 1;
  self->slots = slots = g_new0 (guint16, n_slots);

  for (guint i = 0; i < self->n_fields; i++)
    {
      guint slot = g_param_spec_get_name_quark (self->fields[i].pspec) & self->slot_mask;

      while (slots[slot] != 0)
        slot = (slot + 1) & self->slot_mask;
      slots[slot] = (guint16) (i + 1);
    }
}

static void
set_defaults (TroveClass *self)
{
  gpointer data = g_malloc0 (MAX (self->data_size, 1));

  for (guint i = 0; i < self->n_fields; i++)
    if (!trove_class_field_is_list (&self->fields[i]))
      trove_class_value_set_default (&self->fields[i], data);
  self->defaults = data;
}

static void
complete (TroveClass *self)
{
  number_lists (self);
  self->strings = find_offsets (self, is_string);
  self->cleared = find_offsets (self, trove_class_field_owns);
  self->references = find_offsets (self, is_reference);
  self->owned = find_offsets (self, is_owned);
  self->lists = find_offsets (self, trove_class_field_is_list);
  self->has_owned_memory = self->cleared.n > 0;
  self->limits = trove_class_limits_new (self->fields, self->n_fields, &self->n_limits);
  index_names (self);
  set_defaults (self);
}

/* Making and finding */

void
trove_class_free (TroveClass *self)
{
  for (guint i = self->n_inherited; i < self->n_fields; i++)
    trove_class_field_finish ((TroveClassField *) &self->fields[i]);
  if (self->defaults != NULL)
    {
      trove_class_clear (self, (gpointer) self->defaults);
      g_free ((gpointer) self->defaults);
    }
  g_free ((gpointer) self->strings.at);
  g_free ((gpointer) self->cleared.at);
  g_free ((gpointer) self->references.at);
  g_free ((gpointer) self->owned.at);
  g_free ((gpointer) self->lists.at);
  g_free ((gpointer) self->limits);
  g_free ((gpointer) self->slots);
  g_free ((gpointer) self->fields);
  g_free (self);
}

/* A class that is not registered. type may be 0 where there is a parent. plain: NULL: itself. */
static TroveClass *
build (GType type, const char *name, const TroveClass *parent, const TroveClass *plain, gsize data_size,
       const TroveField *specs, guint n_specs, GError **error)
{
  TroveClass *self = g_new0 (TroveClass, 1);

  self->type = type;
  self->name = name;
  self->parent = parent;
  self->plain = plain != NULL ? plain : self;
  self->root = parent != NULL ? parent->root : self;

  if (add_fields (self, specs, n_specs, error) &&
      trove_class_lay_out (self, data_size, specs, n_specs, error))
    complete (self);
  else
    g_clear_pointer (&self, trove_class_free);
  return self;
}

static TroveClass *
make (GType type, const TroveClass *parent, gsize data_size, const TroveField *specs, guint n_specs,
      GError **error)
{
  TroveClass *self = build (type, g_type_name (type), parent, NULL, data_size, specs, n_specs, error);

  if (self != NULL && !trove_class_register (self, type))
    {
      trove_class_refuse_class (self, TROVE_ERROR_TYPE_MISMATCH,
                                g_strdup ("its fields were registered before"), error);
      g_clear_pointer (&self, trove_class_free);
    }
  return self;
}

const TroveClass *
trove_class_new (GType type, const TroveClass *parent, gsize data_size, const TroveField *specs,
                 guint n_specs, GError **error)
{
  const TroveClass *self;

  g_assert (parent == NULL || g_type_is_a (type, parent->type));

  for (guint i = 0; i < n_specs; i++)
    if (specs[i].pspec != NULL)
      g_param_spec_ref_sink (specs[i].pspec);
  self = make (type, parent, data_size, specs, n_specs, error);
  for (guint i = 0; i < n_specs; i++)
    if (specs[i].pspec != NULL)
      g_param_spec_unref (specs[i].pspec);
  return self;
}

TroveClass *
trove_class_prepare (const char *name, const TroveClass *parent, const TroveField *specs, guint n_specs,
                     GError **error)
{
  return build (0, name, parent, NULL, 0, specs, n_specs, error);
}

TroveClass *
trove_class_prepare_extended (const TroveClass *plain, const TroveField *specs, guint n_specs, GError **error)
{
  g_assert (plain->plain == plain);

  return build (plain->type, plain->name, plain, plain, 0, specs, n_specs, error);
}

static int any_unknown; /* atomic */

void
trove_class_note_unknown (void)
{
  g_atomic_int_set (&any_unknown, TRUE);
}

gboolean
trove_class_any_unknown (void)
{
  return g_atomic_int_get (&any_unknown);
}

gboolean
trove_class_register (TroveClass *self, GType type)
{
  TroveClassField *fields = (TroveClassField *) self->fields;

  g_assert (self->parent == NULL || g_type_is_a (type, self->parent->type));

  self->type = type;
  self->name = g_type_name (type);
  for (guint i = self->n_inherited; i < self->n_fields; i++)
    fields[i].owner = type;
  return add_class (self);
}

/* NULL: no type above has a class. */
static const TroveClass *
find_or_make (GType type)
{
  const TroveClass *self, *parent;

  if (g_type_fundamental (type) != G_TYPE_OBJECT)
    return NULL;

  self = trove_class_lookup (type);
  if (self != NULL)
    return self;

  g_type_class_ref (type); /* kept, as the class is */
  self = trove_class_lookup (type);
  if (self != NULL)
    return self;

  parent = find_or_make (g_type_parent (type));
  if (parent == NULL)
    return NULL;
  self = trove_class_new (type, parent, 0, NULL, 0, NULL);
  return self != NULL ? self : trove_class_lookup (type); /* another thread has made it */
}

const TroveClass *
trove_class_ensure (GType type, GError **error)
{
  const TroveClass *self = find_or_make (type);

  if (self == NULL)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                 "Objects of type %s cannot be stored: register the fields of the type first",
                 g_type_name (type));
  return self;
}

gboolean
trove_class_is_storable (GType type)
{
  while (type != G_TYPE_INVALID && trove_class_lookup (type) == NULL)
    type = g_type_parent (type);
  return type != G_TYPE_INVALID;
}

/* Names and types of unknown fields are interned. */
static gboolean
same_field (const TroveClassField *a, const TroveClassField *b)
{
  return a->pspec == b->pspec ||
         (trove_class_field_is_unknown (a) && a->pspec->name == b->pspec->name && a->kind == b->kind &&
          a->raw_type == b->raw_type && a->raw_target == b->raw_target);
}

guint
trove_class_n_common (const TroveClass *a, const TroveClass *b)
{
  guint n = 0;

  if (a == b)
    return a->n_fields;
  while (n < MIN (a->n_fields, b->n_fields) && same_field (&a->fields[n], &b->fields[n]))
    n++;
  return n;
}

const TroveClassField *
trove_class_find_name (const TroveClass *self, const char *name)
{
  g_autofree char *canonical = NULL;
  GQuark quark;

  if (strchr (name, '_') != NULL)
    name = canonical = g_strdelimit (g_strdup (name), "_", '-');
  quark = g_quark_try_string (name);
  return quark != 0 ? trove_class_find (self, quark) : NULL;
}

/* Whole data */

gboolean
trove_class_equal (const TroveClass *self, gconstpointer a, gconstpointer b)
{
  if (a == b)
    return TRUE;

  for (guint i = 0; i < self->n_fields; i++)
    if (!trove_class_field_is_list (&self->fields[i]) && !trove_class_field_equal (&self->fields[i], a, b))
      return FALSE;
  return TRUE;
}

gboolean
trove_class_copy (const TroveClass *self, gpointer dest, gconstpointer src)
{
  memcpy (dest, src, self->data_size);
  for (guint i = 0; i < self->cleared.n; i++)
    if (!trove_class_field_copy (&self->fields[self->cleared.at[i].field], dest, src))
      {
        while (i-- > 0)
          trove_class_field_clear (&self->fields[self->cleared.at[i].field], dest);
        memset (dest, 0, self->data_size);
        return FALSE;
      }
  return TRUE;
}

gboolean
trove_class_import (const TroveClass *self, gpointer dest, gconstpointer src)
{
  memset (dest, 0, self->data_size);
  for (guint i = 0; i < self->n_fields; i++)
    if (!trove_class_field_is_list (&self->fields[i]) &&
        !trove_class_field_copy (&self->fields[i], dest, src))
      {
        trove_class_clear (self, dest);
        memset (dest, 0, self->data_size);
        return FALSE;
      }
  return TRUE;
}

void
trove_class_clear (const TroveClass *self, gpointer data)
{
  for (guint i = 0; i < self->cleared.n; i++)
    trove_class_field_clear (&self->fields[self->cleared.at[i].field], data);
}
