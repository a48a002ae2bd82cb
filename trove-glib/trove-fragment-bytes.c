/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveFragment: as bytes.
 *
 *   ├ "TroveFr" 7 │ version of the format 1 │ a variant of the type TROVE_EXCERPT_TYPE, in little endian ┤
 */

#include "trove-fragment-private.h"

#include <string.h>

#include "state/editor-field.h"
#include "state/excerpt-class.h"
#include "state/excerpt-read.h"
#include "state/excerpt-write.h"

#include "object-handle.h"
#include "trove-version-private.h"

#define MAGIC "TroveFr"
#define FORMAT 1
#define HEADER 8 /* bytes; a multiple of the alignment of variants */

G_STATIC_ASSERT (sizeof (TroveExcerptObject) == 12);

#if G_BYTE_ORDER == G_BIG_ENDIAN
#define SWAPPED(variant) g_variant_byteswap (variant)
#else
#define SWAPPED(variant) g_variant_ref (variant)
#endif

/* Writing */

/**
 * trove_fragment_to_bytes:
 * @self: a fragment
 * @error: return location for an error
 *
 * Writes a fragment as bytes, for [ctor@Trove.Fragment.new_from_bytes] in another process.
 *
 * The bytes have the names of the classes and of the properties with their values. So the program that reads them may be of
 * another version, whose classes have other properties. References to objects outside of the fragment are not written.
 * Values that this program does not know, see [method@Trove.Object.get_unknown_class], are written for programs that know them.
 *
 * Numbers, strings, arrays of strings, bytes, variants, dates, files and icons are written. A value of another type is written as the
 * `GVariant` that g_value_transform() makes of it. Register the functions for that with g_value_register_transform_func(), from
 * the type to `G_TYPE_VARIANT` and back:
 *
 * ```c
 * g_value_register_transform_func (GDK_TYPE_RGBA, G_TYPE_VARIANT, color_to_variant);
 * g_value_register_transform_func (G_TYPE_VARIANT, GDK_TYPE_RGBA, variant_to_color);
 * ```
 *
 * Any thread may call the function.
 *
 * Cost: of the objects and the bytes.
 *
 * Returns: (transfer full): the bytes, or %NULL with %TROVE_ERROR_TYPE_MISMATCH for a value that cannot be written: its type
 *   has no such functions, or a string is not in UTF-8
 *
 * Since: 1.0
 */
GBytes *
trove_fragment_to_bytes (TroveFragment *self, GError **error)
{
  g_autoptr (GVariant) variant = NULL, swapped = NULL;
  gsize size;
  char *data;

  g_return_val_if_fail (trove_fragment_is_made (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  variant = trove_excerpt_write (&self->excerpt, error);
  if (variant == NULL)
    return NULL;
  g_variant_ref_sink (variant);
  swapped = SWAPPED (variant);
  size = HEADER + g_variant_get_size (swapped);
  data = g_malloc (size);
  memcpy (data, MAGIC, HEADER - 1);
  data[HEADER - 1] = FORMAT;
  g_variant_store (swapped, data + HEADER);
  return g_bytes_new_take (data, size);
}

/* Reading */

/* FALSE with DAMAGED. */
static gboolean
check_header (const char *data, gsize size, GError **error)
{
  if (size <= HEADER || memcmp (data, MAGIC, HEADER - 1) != 0)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED,
                 "The bytes are no fragment: they do not begin with \342\200\234%s\342\200\235 and a version",
                 MAGIC);
  else if (data[HEADER - 1] != FORMAT)
    g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_DAMAGED,
                         "The fragment was written in a format that this version of the library cannot read");
  else
    return TRUE;
  return FALSE;
}

/* NULL with DAMAGED. */
static GVariant *
parse (GBytes *bytes, GError **error)
{
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GBytes) rest = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (!check_header (data, size, error))
    return NULL;
  rest = g_bytes_new_from_bytes (bytes, HEADER, size - HEADER);
  variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (TROVE_EXCERPT_TYPE), rest, FALSE));
  if (g_variant_is_normal_form (variant))
    return SWAPPED (variant);
  trove_excerpt_damaged (error, "its variant is not in normal form");
  return NULL;
}

/* A step of the edited state, which is frozen. */
static TroveStep *
make_step (TroveEditor *editor, GError **error)
{
  TroveOrigin *origin;
  TroveStep *step;
  TroveStepInfo info;
  guint64 id[2];

  if (!trove_core_freeze (editor->core, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (id); i++)
    id[i] = (guint64) g_random_int () << 32 | g_random_int ();
  origin = trove_origin_new (TROVE_TYPE_OBJECT);
  info = (TroveStepInfo){
    .origin = origin,
    .view = trove_core_view (editor->core),
    .state = &editor->state,
    .lineage = trove_lineage_new (id, NULL, NULL),
  };
  step = trove_step_new (&info);
  trove_origin_unref (origin);
  return step;
}

/* Validation: by frozen objects, and what it changes by the editor */

/* Returns FALSE. */
static gboolean
refuse (const TroveRecord *record, const TroveClassField *field, GError *cause, GError **error)
{
  g_set_error (
      error, TROVE_ERROR, TROVE_ERROR_DAMAGED,
      "The fragment is damaged: object %u: %s does not take the value of \342\200\234%s\342\200\235: %s",
      (guint) record->key - 1, record->klass->name, field->pspec->name,
      cause != NULL ? cause->message : "it gives another object");
  g_clear_error (&cause);
  return FALSE;
}

static gboolean
validate_field (TroveEditor *editor, TroveObject *object, const TroveRecord *record,
                const TroveClassField *field, GError **error)
{
  const TroveObjectClass *klass = TROVE_OBJECT_GET_CLASS (object);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GObject) before = NULL;
  GError *cause = NULL;
  gboolean is_key = trove_class_field_is_key (field);

  g_value_init (&value, G_PARAM_SPEC_VALUE_TYPE (field->pspec));
  g_object_get_property (G_OBJECT (object), field->pspec->name, &value);
  if (is_key)
    before = g_value_dup_object (&value);
  if (!klass->validate (object, field->pspec, &value, &cause))
    return refuse (record, field, cause, error);
  if (is_key)
    return g_value_get_object (&value) == (gpointer) before || refuse (record, field, NULL, error);
  return trove_editor_set_field (editor, record->key, field, &value, &cause) ||
         refuse (record, field, cause, error);
}

static gboolean
validate_object (TroveEditor *editor, TroveVersion *version, const TroveRecord *record, GError **error)
{
  g_autoptr (TroveObject) object = trove_version_lookup (version, record->key);

  for (guint i = 0; i < record->klass->n_fields; i++)
    if (!trove_class_field_is_list (&record->klass->fields[i]) &&
        !validate_field (editor, object, record, &record->klass->fields[i], error))
      return FALSE;
  return TRUE;
}

typedef struct
{
  TroveEditor *editor;
  TroveVersion *version;
  GError **error;
} Validation;

static gboolean
has_validation (const TroveRecord *record)
{
  const TroveObjectClass *klass = g_type_class_peek (record->klass->type);

  return klass->validate != NULL;
}

static gboolean
validate (guint64 key, guintptr record, gpointer data)
{
  const Validation *self = data;

  return !has_validation ((const TroveRecord *) record) ||
         validate_object (self->editor, self->version, (const TroveRecord *) record, self->error);
}

static gboolean
needs_none (guint64 key, guintptr record, gpointer data)
{
  return !has_validation ((const TroveRecord *) record);
}

/* Takes over the step. Returns one with the values as the classes have them, or NULL with DAMAGED. */
static TroveStep *
validate_all (TroveEditor *editor, TroveStep *step, GError **error)
{
  g_autoptr (TroveVersion) version = NULL;
  TroveStep *valid = NULL;

  if (trove_key_map_foreach (step->state.objects, needs_none, NULL))
    return step;
  version = trove_version_of (step);
  if (trove_key_map_foreach (step->state.objects, validate, &(Validation){ editor, version, error }))
    valid = make_step (editor, error);
  trove_step_unref (step);
  return valid;
}

static TroveFragment *
read_fragment (TroveEditor *editor, GVariant *variant, GError **error)
{
  g_autoptr (GArray) roots = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  TroveFragment *self;
  TroveStep *step;

  if (!trove_excerpt_read (editor, variant, roots, error))
    return NULL;
  if (roots->len > 0)
    editor->state.root = g_array_index (roots, TroveKey, 0);
  step = make_step (editor, error);
  if (step != NULL)
    step = validate_all (editor, step, error);
  if (step == NULL)
    return NULL;
  self = trove_fragment_of_step (step, (const TroveKey *) roots->data, roots->len, error);
  trove_step_unref (step);
  return self;
}

/**
 * trove_fragment_new_from_bytes: (constructor)
 * @bytes: bytes that [method@Trove.Fragment.to_bytes] has made, in any process
 * @error: return location for an error
 *
 * Reads a fragment from bytes. They may come from anywhere: damaged or forged ones give an error.
 *
 * The classes of the objects are found by their names, which must be registered: call g_type_ensure() for each, or make a
 * document with these types first. Properties are found by their names too. One that the class does not have is skipped, with
 * the objects that it owns, and one that the bytes do not have gets its default.
 *
 * Values are checked as those of properties that are set: against the param spec, and by the class's `validate` function. That
 * is called on this thread, for each value and with an object that cannot be changed.
 *
 * Any thread may call the function.
 *
 * Cost: of the objects and the bytes. The memory is that of the objects as their classes lay them out, and bytes take 12 for an
 * object at least.
 *
 * Returns: (transfer full): the fragment, or %NULL with %TROVE_ERROR_DAMAGED for bytes that are no fragment or have a value
 *   that a property does not take, %TROVE_ERROR_TYPE_MISMATCH for a class that is not registered or values of another type
 *   than the property's, %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_NO_MEMORY or %TROVE_ERROR_FULL
 *
 * Since: 1.0
 */
TroveFragment *
trove_fragment_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (GVariant) variant = NULL;
  TroveFragment *self;
  TroveEditor editor;
  TroveCore core;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  variant = parse (bytes, error);
  if (variant == NULL)
    return NULL;
  trove_class_ensure (TROVE_TYPE_OBJECT, NULL); /* the class above all, by which others are known */
  trove_core_init (&core, trove_schema_new_of_blocks (trove_record_clear_linked));
  trove_editor_init (&editor, &core);
  self = read_fragment (&editor, variant, error);
  trove_editor_clear (&editor);
  trove_core_clear (&core);
  return self;
}
