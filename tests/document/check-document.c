/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-document.h"

#include "check-state.h"
#include "document.h"
#include "trove-version-private.h"

/* The functions of documents and versions that have the same arguments. */
typedef struct
{
  gpointer source;
  gconstpointer (*peek) (gpointer source, TroveKey key, GType *type);
  guint (*get_n_children) (gpointer source, TroveKey key, const char *list);
  guint (*get_children) (gpointer source, TroveKey key, const char *list, guint first, TroveKey *keys,
                         guint n);
  TroveKey (*get_owner) (gpointer source, TroveKey key, const char **property, guint *position);
  TroveKey *(*dup_referrers) (gpointer source, TroveKey key, gsize *n);
} Source;

#define DEFINE_SOURCE(Type, prefix)                                                                          \
  static gconstpointer prefix##_source_peek (gpointer source, TroveKey key, GType *type)                     \
  {                                                                                                          \
    return prefix##_peek ((Type *) source, key, type);                                                       \
  }                                                                                                          \
  static guint prefix##_source_get_n_children (gpointer source, TroveKey key, const char *list)              \
  {                                                                                                          \
    return prefix##_get_n_children ((Type *) source, key, list);                                             \
  }                                                                                                          \
  static guint prefix##_source_get_children (gpointer source, TroveKey key, const char *list, guint first,   \
                                             TroveKey *keys, guint n)                                        \
  {                                                                                                          \
    return prefix##_get_children ((Type *) source, key, list, first, keys, n);                               \
  }                                                                                                          \
  static TroveKey prefix##_source_get_owner (gpointer source, TroveKey key, const char **property,           \
                                             guint *position)                                                \
  {                                                                                                          \
    return prefix##_get_owner ((Type *) source, key, property, position);                                    \
  }                                                                                                          \
  static TroveKey *prefix##_source_dup_referrers (gpointer source, TroveKey key, gsize *n)                   \
  {                                                                                                          \
    return prefix##_dup_referrers ((Type *) source, key, n);                                                 \
  }                                                                                                          \
  static Source prefix##_source (Type *source)                                                               \
  {                                                                                                          \
    return (Source){ source,                                                                                 \
                     prefix##_source_peek,                                                                   \
                     prefix##_source_get_n_children,                                                         \
                     prefix##_source_get_children,                                                           \
                     prefix##_source_get_owner,                                                              \
                     prefix##_source_dup_referrers };                                                        \
  }

DEFINE_SOURCE (TroveDocument, trove_document)
DEFINE_SOURCE (TroveVersion, trove_version)

/* Derived data of a model, by the index of the object. */
typedef struct
{
  const ObjectModel *model;
  ModelPlace *places;
  GArray **referrers; /* TroveKey; NULL: none */
} Derived;

static void
add_owned (const Derived *derived, TroveKey key, const ModelObject *owner, guint field, guint position)
{
  guint i;

  g_assert_true (object_model_find_index (derived->model, key, &i));
  g_assert_cmpuint (derived->places[i].owner, ==, 0);
  derived->places[i] = (ModelPlace){ owner->key, &owner->klass->fields[field], position };
}

static void
add_reference (const Derived *derived, TroveKey key, TroveKey from)
{
  GArray **at;
  guint i;

  if (key == 0)
    return;
  g_assert_true (object_model_find_index (derived->model, key, &i));
  at = &derived->referrers[i];
  if (*at == NULL)
    *at = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  if ((*at)->len == 0 || g_array_index (*at, TroveKey, (*at)->len - 1) != from)
    g_array_append_val (*at, from);
}

static void
derive_field (const Derived *derived, const ModelObject *object, guint i)
{
  const GArray *list = object->lists[i];

  switch (object->klass->fields[i].kind)
    {
    case TROVE_KIND_OWNED:
      if (object->values[i] != 0)
        add_owned (derived, object->values[i], object, i, 0);
      break;
    case TROVE_KIND_REFERENCE:
      add_reference (derived, object->values[i], object->key);
      break;
    case TROVE_KIND_OWNED_LIST:
      for (guint j = 0; j < list->len; j++)
        add_owned (derived, g_array_index (list, TroveKey, j), object, i, j);
      break;
    case TROVE_KIND_REFERENCE_LIST:
      for (guint j = 0; j < list->len; j++)
        add_reference (derived, g_array_index (list, TroveKey, j), object->key);
      break;
    default:
      break;
    }
}

static void
derive (Derived *derived, const ObjectModel *model)
{
  guint n = object_model_n (model);

  *derived = (Derived){ model, g_new0 (ModelPlace, n), g_new0 (GArray *, n) };
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < object_model_at (model, i)->klass->n_fields; j++)
      derive_field (derived, object_model_at (model, i), j);
}

static void
derived_clear (Derived *derived)
{
  for (guint i = 0; i < object_model_n (derived->model); i++)
    g_clear_pointer (&derived->referrers[i], g_array_unref);
  g_free (derived->places);
  g_free (derived->referrers);
}

/* Objects */

static void
check_keys (const TroveKey *keys, gsize n, const GArray *expected)
{
  g_assert_cmpuint (n, ==, expected != NULL ? expected->len : 0);
  if (n > 0)
    g_assert_cmpmem (keys, n * sizeof *keys, expected->data, expected->len * sizeof *keys);
}

static void
check_list (const Source *source, TroveKey key, const char *name, const GArray *expected)
{
  guint n = source->get_n_children (source->source, key, name);
  g_autofree TroveKey *keys = g_new (TroveKey, n + 1);

  g_assert_cmpuint (n, ==, expected->len);
  g_assert_cmpuint (source->get_children (source->source, key, name, 0, keys, n + 1), ==, n);
  check_keys (keys, n, expected);
  g_assert_cmpuint (source->get_children (source->source, key, name, n, keys, 1), ==, 0);
  if (n > 1)
    {
      g_assert_cmpuint (source->get_children (source->source, key, name, n / 2, keys, 1), ==, 1);
      g_assert_cmpuint (keys[0], ==, g_array_index (expected, TroveKey, n / 2));
    }
}

static void
check_owner_of (const Source *source, TroveKey key, const ModelPlace *place)
{
  const char *property = "?";
  guint position = 77;

  g_assert_cmpuint (source->get_owner (source->source, key, &property, &position), ==, place->owner);
  g_assert_cmpstr (property, ==, place->owner != 0 ? place->field->pspec->name : NULL);
  g_assert_cmpuint (position, ==, place->position);
  g_assert_cmpuint (source->get_owner (source->source, key, NULL, NULL), ==, place->owner);
}

static void
check_object (const Source *source, const Derived *derived, guint i)
{
  const ModelObject *object = object_model_at (derived->model, i);
  const TroveClass *klass = object->klass;
  g_autofree TroveKey *referrers = NULL;
  GType type = G_TYPE_INVALID;
  gconstpointer data = source->peek (source->source, object->key, &type);
  gsize n;

  g_assert_nonnull (data);
  g_assert_true (type == klass->type);
  for (guint j = 0; j < klass->n_fields; j++)
    if (object->lists[j] != NULL)
      check_list (source, object->key, klass->fields[j].pspec->name, object->lists[j]);
    else
      class_check_value (&klass->fields[j], data, object->values[j]);

  check_owner_of (source, object->key, &derived->places[i]);
  referrers = source->dup_referrers (source->source, object->key, &n);
  check_keys (referrers, n, derived->referrers[i]);
}

/* A key that no object has. */
static void
check_absent (const Source *source, TroveKey key)
{
  const ModelPlace none = { 0 };
  g_autofree TroveKey *referrers = NULL;
  TroveKey child;
  gsize n;

  g_assert_null (source->peek (source->source, key, NULL));
  g_assert_cmpuint (source->get_n_children (source->source, key, "children"), ==, 0);
  g_assert_cmpuint (source->get_children (source->source, key, "children", 0, &child, 1), ==, 0);
  check_owner_of (source, key, &none);
  referrers = source->dup_referrers (source->source, key, &n);
  g_assert_cmpuint (n, ==, 0);
}

static void
check_objects (const Source *source, const ObjectModel *model, const GArray *keys)
{
  Derived derived;

  derive (&derived, model);
  for (guint i = 0; i < object_model_n (model); i++)
    check_object (source, &derived, i);
  derived_clear (&derived);

  for (guint i = 0; i < keys->len; i++)
    if (object_model_find (model, g_array_index (keys, TroveKey, i)) == NULL)
      check_absent (source, g_array_index (keys, TroveKey, i));
  check_absent (source, 0);
  check_absent (source, TROVE_KEY_LIMIT - 1);
}

void
check_document_objects (TroveDocument *document, const ObjectModel *model, const GArray *keys)
{
  const Source source = trove_document_source (document);

  g_assert_cmpuint (trove_document_get_root_key (document), ==, model->root);
  g_assert_true (trove_document_get_root_type (document) ==
                 object_model_find (model, model->root)->klass->type);
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, object_model_n (model));
  check_objects (&source, model, keys);
  check_editor (&document->editor);
}

/* Versions */

static void
check_runs (TroveVersion *version, TroveVersionReader *reader, TroveKey key, const char *name,
            const GArray *expected)
{
  const TroveKey *run;
  guint n;

  for (guint first = 0; first < expected->len; first += n)
    {
      run = trove_version_peek_children (version, key, name, first, &n);
      g_assert_nonnull (run);
      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (n, <=, expected->len - first);
      g_assert_cmpmem (run, n * sizeof *run, &g_array_index (expected, TroveKey, first), n * sizeof *run);
      g_assert_true (trove_version_reader_peek_children (reader, key, name, first, &n) == run);
    }
  g_assert_null (trove_version_peek_children (version, key, name, expected->len, &n));
  g_assert_cmpuint (n, ==, 0);
}

static void
check_reader (TroveVersion *version, const ObjectModel *model)
{
  TroveVersionReader reader;
  TroveKey key = 0;
  GType type;

  trove_version_reader_init (&reader, version);
  for (guint i = 0; i < object_model_n (model); i++)
    {
      const ModelObject *object = object_model_at (model, i);

      key = trove_version_get_next_key (version, key);
      g_assert_cmpuint (key, ==, object->key);
      g_assert_true (trove_version_reader_peek (&reader, key, &type) ==
                     trove_version_peek (version, key, NULL));
      g_assert_true (type == object->klass->type);
      for (guint j = 0; j < object->klass->n_fields; j++)
        if (object->lists[j] != NULL)
          check_runs (version, &reader, key, object->klass->fields[j].pspec->name, object->lists[j]);
    }
  g_assert_cmpuint (trove_version_get_next_key (version, key), ==, 0);
  g_assert_null (trove_version_reader_peek (&reader, TROVE_KEY_LIMIT - 1, NULL));
}

void
check_version_objects (TroveVersion *version, const VersionModel *expected, const GArray *keys)
{
  const Source source = trove_version_source (version);
  const CheckHolder holder = { .view = &version->step->view };
  const ObjectModel *model = &expected->objects;

  g_assert_cmpuint (trove_version_get_root_key (version), ==, model->root);
  g_assert_cmpuint (trove_version_get_n_objects (version), ==, object_model_n (model));
  check_objects (&source, model, keys);
  check_reader (version, model);
  check_state (&holder, &version->step->state, expected->is_step);
}

gboolean
view_states_equal (GVariant *a, GVariant *b)
{
  return a == b || (a != NULL && b != NULL && g_variant_equal (a, b));
}

void
check_version (TroveVersion *version, VersionModel *model)
{
  g_autoptr (GPtrArray) parents = trove_version_dup_parents (version);
  g_autofree char *id = trove_version_dup_id (version);

  if (model->id == NULL)
    model->id = g_strdup (id);
  if (model->time == 0)
    model->time = trove_version_get_time (version);
  g_assert_cmpstr (id, ==, model->id);
  g_assert_cmpint (trove_version_get_time (version), ==, model->time);
  g_assert_cmpstr (trove_version_get_label (version), ==, model->label);
  g_assert_cmpint (trove_version_get_kept (version), ==, model->kept);
  g_assert_true (view_states_equal (trove_version_get_view_state (version), model->view_state));
  g_assert_cmpuint (trove_version_get_n_objects (version), ==, object_model_n (&model->objects));

  g_assert_cmpuint (parents->len, ==, model->parent != NULL);
  if (model->parent != NULL && model->parent->id != NULL)
    {
      g_autofree char *parent_id = trove_version_dup_id (g_ptr_array_index (parents, 0));

      g_assert_cmpstr (parent_id, ==, model->parent->id);
      g_assert_cmpstr (parent_id, !=, id);
    }
}

void
check_history (TroveDocument *document, const DocumentModel *model)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);

  g_assert_cmpuint (versions->len, ==, model->versions->len);
  for (guint i = 0; i < versions->len; i++)
    {
      VersionModel *expected = g_ptr_array_index (model->versions, i);
      TroveVersion *version = g_ptr_array_index (versions, i);

      check_version (version, expected);
      if (expected == model->current)
        {
          g_autoptr (TroveVersion) current = trove_document_dup_current (document);

          g_assert_true (current == version);
        }
      if (expected == model->saved && !model->is_new)
        {
          g_autoptr (TroveVersion) saved = trove_document_dup_saved (document);

          g_assert_true (saved == version);
        }
    }
}

/* Properties */

static void
check_id (TroveVersion *version, const VersionModel *model)
{
  g_autofree char *id = NULL;

  g_assert_cmpint (version != NULL, ==, model != NULL);
  if (version == NULL || model->id == NULL)
    return;
  id = trove_version_dup_id (version);
  g_assert_cmpstr (id, ==, model->id);
}

static void
check_getters (TroveDocument *document, const DocumentStatus *status)
{
  g_assert_cmpint (trove_document_get_modified (document), ==, status->modified);
  g_assert_cmpint (trove_document_get_can_undo (document), ==, status->can_undo);
  g_assert_cmpint (trove_document_get_can_redo (document), ==, status->can_redo);
  g_assert_cmpstr (trove_document_get_undo_label (document), ==, status->undo_label);
  g_assert_cmpstr (trove_document_get_redo_label (document), ==, status->redo_label);
  g_assert_true (view_states_equal (trove_document_get_view_state (document), status->view_state));
  g_assert_cmpuint (trove_document_get_max_versions (document), ==, status->max_versions);
}

void
check_status (TroveDocument *document, const DocumentStatus *status)
{
  g_autoptr (TroveVersion) current = NULL;
  g_autoptr (TroveVersion) saved = NULL;
  g_autoptr (GVariant) view_state = NULL;
  g_autofree char *undo_label = NULL;
  g_autofree char *redo_label = NULL;
  gboolean modified, can_undo, can_redo;
  guint max_versions;
  GType root_type;

  check_getters (document, status);
  g_object_get (document, "root-type", &root_type, "current", &current, "saved", &saved, "modified",
                &modified, "can-undo", &can_undo, "can-redo", &can_redo, "undo-label", &undo_label,
                "redo-label", &redo_label, "view-state", &view_state, "max-versions", &max_versions, NULL);
  g_assert_true (root_type == trove_document_get_root_type (document));
  check_id (current, status->current);
  check_id (saved, status->saved);
  g_assert_cmpint (modified, ==, status->modified);
  g_assert_cmpint (can_undo, ==, status->can_undo);
  g_assert_cmpint (can_redo, ==, status->can_redo);
  g_assert_cmpstr (undo_label, ==, status->undo_label);
  g_assert_cmpstr (redo_label, ==, status->redo_label);
  g_assert_true (view_states_equal (view_state, status->view_state));
  g_assert_cmpuint (max_versions, ==, status->max_versions);
}
