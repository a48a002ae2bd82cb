/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects of documents with fields, or of classes, that the program does not know. */

#include "state/class-extended.h"
#include "state/class-unknown.h"
#include "state/delta-apply.h"
#include "state/delta-write.h"
#include "state/editor-class.h"
#include "state/editor-data.h"
#include "state/editor-reference.h"
#include "state/row-description.h"
#include "state/state-apply.h"
#include "state/state-choose.h"
#include "state/state-merge.h"

#include "document.h"
#include "list-fixture.h"
#include "trove-document-edit-private.h"
#include "trove-version-private.h"

/* Classes of a file */

static const TroveRowField fields[] = {
  { "x", TROVE_ROW_KIND_VALUE, "d", NULL },
  { "label", TROVE_ROW_KIND_VALUE, "d", NULL }, /* of another type than here */
  { "glow", TROVE_ROW_KIND_VALUE, "ms", NULL },
  { "shadow", TROVE_ROW_KIND_REFERENCE, NULL, "TestMoon" },
  { "core", TROVE_ROW_KIND_OWNED, NULL, "TestMoon" },
  { "orbits", TROVE_ROW_KIND_REFERENCE_LIST, NULL, "TestMoon" },
  { "moons", TROVE_ROW_KIND_OWNED_LIST, NULL, "TestMoon" },
};

typedef enum
{
  LABEL,
  GLOW,
  SHADOW,
  CORE,
  ORBITS,
  MOONS,
} Unknown;

static const TroveClass *
resolve (const char *name, const char *const *ancestors, guint version)
{
  const TroveRowDescription description = { 1, name, ancestors, version, fields, G_N_ELEMENTS (fields) };
  g_autoptr (GError) error = NULL;
  TroveRowLayout *layout = trove_row_layout_resolve (&description, &error);
  const TroveClass *klass;

  g_assert_no_error (error);
  klass = layout->klass;
  trove_row_layout_free (layout);
  return klass;
}

/* Nodes with more fields. */
static const TroveClass *
node_class_of_version (guint version)
{
  static const char *const ancestors[] = { "TroveObject", NULL };

  g_type_class_unref (g_type_class_ref (TEST_TYPE_NODE));
  return resolve ("TestNode", ancestors, version);
}

static const TroveClass *
node_class (void)
{
  return node_class_of_version (0);
}

/* Nodes of a class that is not there. */
static const TroveClass *
star_class (void)
{
  static const char *const ancestors[] = { "TestRound", "TestNode", "TroveObject", NULL };

  g_type_class_unref (g_type_class_ref (TEST_TYPE_NODE));
  return resolve ("TestStar", ancestors, 0);
}

static const TroveClassField *
unknown_field (const TroveClass *klass, Unknown field)
{
  return &klass->fields[klass->plain->n_fields + field];
}

/* Edits as loading makes them */

/* slot: NULL is none. */
static TroveKey
make_object (TroveDocument *document, const TroveClass *klass, const TroveSlot *slot, double x,
             const char *glow)
{
  g_autofree NodeData *data = g_malloc0 (klass->data_size);
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new ("ms", glow));
  g_autoptr (GError) error = NULL;
  TroveKey key;
  TroveEdit edit;

  data->x = x;
  if (klass != klass->plain)
    *(GVariant **) trove_class_field_at (unknown_field (klass, GLOW), data) = value;
  g_assert_true (trove_document_begin_edit (&edit, document, &error));
  key = trove_document_make_key (document, &error);
  g_assert_true (trove_document_end_edit (
      &edit, trove_editor_create (&document->editor, klass, key, data, slot, &error)));
  g_assert_no_error (error);
  return key;
}

/* In the list "children". */
static TroveKey
make_child (TroveDocument *document, const TroveClass *klass, TroveKey owner, double x, const char *glow)
{
  const TroveRecord *record = trove_state_get (&document->editor.state, owner);
  const TroveSlot slot = { .owner = owner,
                           .field = trove_class_find_name (record->klass, "children"),
                           .position = TROVE_POSITION_END };

  return make_object (document, klass, &slot, x, glow);
}

/* A node in an unknown field. */
static TroveKey
make_part (TroveDocument *document, TroveKey owner, Unknown field, double x)
{
  const TroveClass *klass = trove_state_get (&document->editor.state, owner)->klass;
  const TroveSlot slot = { .owner = owner,
                           .field = unknown_field (klass, field),
                           .position = field == CORE ? 0 : TROVE_POSITION_END };

  return make_object (document, klass->plain, &slot, x, NULL);
}

static void
set_glow (TroveDocument *document, TroveKey key, const char *glow)
{
  const TroveRecord *record = trove_state_get (&document->editor.state, key);
  g_autofree gpointer data = g_memdup2 (trove_record_data (record), record->klass->data_size);
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new ("ms", glow));
  g_autoptr (GError) error = NULL;
  TroveEdit edit;

  *(GVariant **) trove_class_field_at (unknown_field (record->klass, GLOW), data) = value;
  g_assert_true (trove_document_begin_edit (&edit, document, &error));
  g_assert_true (
      trove_document_end_edit (&edit, trove_editor_set_data (&document->editor, key, data, &error)));
  g_assert_no_error (error);
}

static void
set_shadow (TroveDocument *document, TroveKey key, TroveKey target)
{
  const TroveRecord *record = trove_state_get (&document->editor.state, key);
  g_autofree gpointer data = g_memdup2 (trove_record_data (record), record->klass->data_size);
  g_autoptr (GError) error = NULL;
  TroveEdit edit;

  *(TroveKey *) trove_class_field_at (unknown_field (record->klass, SHADOW), data) = target;
  g_assert_true (trove_document_begin_edit (&edit, document, &error));
  g_assert_true (
      trove_document_end_edit (&edit, trove_editor_set_data (&document->editor, key, data, &error)));
  g_assert_no_error (error);
}

static void
add_orbit (TroveDocument *document, TroveKey key, TroveKey target)
{
  const TroveClass *klass = trove_state_get (&document->editor.state, key)->klass;
  g_autoptr (GError) error = NULL;
  TroveEdit edit;

  g_assert_true (trove_document_begin_edit (&edit, document, &error));
  g_assert_true (trove_document_end_edit (
      &edit, trove_editor_insert_reference (&document->editor, key, unknown_field (klass, ORBITS),
                                            TROVE_POSITION_END, target, &error)));
  g_assert_no_error (error);
}

/* Looking */

/* The unknown values of all objects, with all that state_text () has. */
typedef struct
{
  const TroveState *state;
  GString *text;
} Text;

static gboolean
append_unknown (guint64 key, guintptr value, gpointer data)
{
  const TroveRecord *record = (const TroveRecord *) value;
  const TroveClass *klass = record->klass;
  Text *text = data;
  GVariant *glow;
  g_autofree char *printed = NULL;

  if (klass == klass->plain)
    return TRUE;
  glow = *(GVariant **) trove_class_field_at (unknown_field (klass, GLOW), trove_record_data (record));
  printed = glow != NULL ? g_variant_print (glow, FALSE) : NULL;
  g_string_append_printf (
      text->text, "%" G_GUINT64_FORMAT " glow %s shadow %" G_GUINT64_FORMAT " core %" G_GUINT64_FORMAT "\n",
      key, printed, *trove_record_key_at (record, unknown_field (klass, SHADOW)),
      *trove_record_key_at (record, unknown_field (klass, CORE)));
  return TRUE;
}

static char *
whole_text (const TroveState *state)
{
  Text text = { state, g_string_new (NULL) };
  g_autofree char *known = state_text (state);

  g_string_append (text.text, known);
  trove_key_map_foreach (state->objects, append_unknown, &text);
  return g_string_free (text.text, FALSE);
}

static char *
text_of (TroveDocument *document)
{
  return whole_text (&document->editor.state);
}

static char *
glow_of (TroveDocument *document, TroveKey key)
{
  const TroveRecord *record = trove_state_get (&document->editor.state, key);
  GVariant *glow =
      *(GVariant **) trove_class_field_at (unknown_field (record->klass, GLOW), trove_record_data (record));

  return glow != NULL ? g_variant_print (glow, FALSE) : g_strdup ("-");
}

#define assert_glow(document, key, expected)                                                                 \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *found_glow = glow_of ((document), (key));                                               \
    g_assert_cmpstr (found_glow, ==, (expected));                                                            \
  }                                                                                                          \
  G_STMT_END

#define assert_text(document, expected)                                                                      \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *found_whole = text_of (document);                                                       \
    g_assert_cmpstr (found_whole, ==, (expected));                                                           \
  }                                                                                                          \
  G_STMT_END

/* A document with an object of a class, which names and owns others by unknown fields. */
typedef struct
{
  TroveDocument *document;
  TroveKey root, plain, object, core, moon, other_moon;
} Sky;

static void
sky_init (Sky *self, const TroveClass *klass)
{
  self->document = node_document_new ();
  self->root = trove_object_get_key (trove_document_get_root (self->document));
  self->plain = add_node (self->document, self->root, 1);
  self->object = make_child (self->document, klass, self->root, 2, "red");
  self->core = make_part (self->document, self->object, CORE, 3);
  self->moon = make_part (self->document, self->object, MOONS, 4);
  self->other_moon = make_part (self->document, self->object, MOONS, 5);
  set_shadow (self->document, self->object, self->plain);
  add_orbit (self->document, self->object, self->moon);
  add_orbit (self->document, self->object, self->plain);
  add_orbit (self->document, self->object, self->moon);
  commit (self->document, "Make");
}

static const TroveClass *(*const classes[]) (void) = { node_class, star_class };

/* Tests: each for both classes */

/* All ways to set what is known. */
static void
check_edits (const TroveClass *klass)
{
  g_autoptr (TroveObject) object = NULL;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  NodeData data;
  Sky sky;

  sky_init (&sky, klass);
  before = text_of (sky.document);
  object = trove_document_lookup (sky.document, sky.object);
  g_object_set (object, "x", 7., "label", "text", NULL);
  commit (sky.document, "Properties");
  g_object_set (object, "x", 8., NULL);
  g_object_set (object, "x", 9., NULL); /* in place */
  assert_glow (sky.document, sky.object, "'red'");

  data = get_node (sky.document, sky.object);
  g_assert_cmpfloat (data.x, ==, 9);
  g_assert_cmpstr (data.label, ==, "text");
  data.x = 10;
  data.target = sky.plain;
  data.part = sky.plain;
  set_node (sky.document, sky.object, &data);
  assert_glow (sky.document, sky.object, "'red'");
  data.label = "a text that is longer than those in the record";
  g_assert_true (trove_object_set_data (object, &data, &error));
  g_assert_no_error (error);
  assert_glow (sky.document, sky.object, "'red'");
  commit (sky.document, "Data");
  after = text_of (sky.document);
  g_assert_cmpstr (after, !=, before);

  undo (sky.document);
  undo (sky.document);
  assert_text (sky.document, before);
  redo (sky.document);
  redo (sky.document);
  assert_text (sky.document, after);
  g_clear_object (&object);
  g_object_unref (sky.document);
}

/* A later field of the file changes: no property does. */
static void
check_changes (const TroveClass *klass)
{
  g_autoptr (EventLog) log = event_log_new ();
  g_autoptr (TroveVersion) before = NULL;
  g_autoptr (TroveChanges) changes = NULL;
  g_autoptr (TroveChange) set = NULL, list = NULL;
  g_autoptr (TroveObject) object = NULL;
  g_autofree char *text = NULL;
  GValue *value;
  Sky sky;

  sky_init (&sky, klass);
  text = text_of (sky.document);
  before = trove_document_dup_current (sky.document);
  object = trove_document_lookup (sky.document, sky.object);
  event_log_watch (log, object, "o");
  set_glow (sky.document, sky.object, "blue");
  add_orbit (sky.document, sky.object, sky.core);
  assert_events (log, "");
  commit (sky.document, "Glow");

  changes = trove_document_compare (sky.document, before, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (changes)), ==, 2);
  set = g_list_model_get_item (G_LIST_MODEL (changes), 0);
  g_assert_cmpint (trove_change_get_kind (set), ==, TROVE_CHANGE_SET);
  g_assert_cmpstr (trove_change_get_property_name (set), ==, "glow");
  g_assert_cmpuint (trove_change_get_object_type (set), ==, klass->type);
  value = trove_change_dup_old_value (set);
  g_assert_true (G_VALUE_HOLDS_VARIANT (value));
  g_value_unset (value);
  g_free (value);
  list = g_list_model_get_item (G_LIST_MODEL (changes), 1);
  g_assert_cmpint (trove_change_get_kind (list), ==, TROVE_CHANGE_LIST);
  g_assert_cmpstr (trove_change_get_property_name (list), ==, "orbits");

  undo (sky.document);
  assert_events (log, "");
  assert_text (sky.document, text);
  set_glow (sky.document, sky.object, "green");
  trove_document_rollback (sky.document, NULL);
  assert_events (log, "");
  assert_text (sky.document, text);

  /* The only note of an edit, and one of several. */
  g_object_set (object, "x", 12., NULL);
  assert_events (log, "o:x");
  undo (sky.document);
  assert_events (log, "o:x");
  g_object_unref (sky.document);
}

/* Objects that unknown fields own come and go with their owner. References of unknown fields are cleared, and come back. */
static void
check_removal (const TroveClass *klass)
{
  g_autoptr (TroveObject) object = NULL, moon = NULL;
  g_autoptr (GPtrArray) referrers = NULL;
  g_autofree char *before = NULL;
  Sky sky;

  sky_init (&sky, klass);
  before = text_of (sky.document);
  object = trove_document_lookup (sky.document, sky.object);
  moon = trove_document_lookup (sky.document, sky.moon);
  referrers = trove_object_dup_referrers (moon);
  g_assert_cmpuint (referrers->len, ==, 1);
  g_assert_true (referrers->pdata[0] == object);

  g_assert_true (trove_object_remove (object, NULL));
  commit (sky.document, "Remove");
  g_assert_true (trove_object_get_removed (object));
  g_assert_true (trove_object_get_removed (moon));
  g_assert_null (trove_document_lookup (sky.document, sky.core));
  undo (sky.document);
  g_assert_false (trove_object_get_removed (moon));
  assert_text (sky.document, before);

  trove_document_remove (sky.document, sky.plain, NULL);
  trove_document_remove (sky.document, sky.core, NULL);
  trove_document_remove (sky.document, sky.moon, NULL);
  commit (sky.document, "Remove others");
  g_assert_cmpuint (trove_document_get_n_objects (sky.document), ==, 3);
  undo (sky.document);
  assert_text (sky.document, before);
  g_object_unref (sky.document);
}

/* Handles of removed objects have copies of what is known. */
static void
check_removed_handles (const TroveClass *klass)
{
  TroveObject *object;
  double x;
  Sky sky;

  sky_init (&sky, klass);
  object = trove_document_lookup (sky.document, sky.object);
  trove_object_remove (object, NULL);
  commit (sky.document, "Remove");
  g_object_get (object, "x", &x, NULL);
  g_assert_cmpfloat (x, ==, 2);
  undo (sky.document);
  g_object_set (object, "x", 6., NULL);
  g_object_unref (sky.document);
  g_assert_true (trove_object_get_removed (object));
  g_object_get (object, "x", &x, NULL);
  g_assert_cmpfloat (x, ==, 6);
  g_object_unref (object);
}

/* A handle of a removed object that is made while a list tells that it is gone, and another one still shows it. */
static void
look_at_other (GListModel *list, guint position, guint removed, guint added, GListModel *other)
{
  g_autoptr (TroveObject) item = g_list_model_get_item (other, 0);
  double x;

  if (item == NULL)
    return;
  g_assert_true (trove_object_get_removed (item));
  g_object_get (item, "x", &x, NULL);
  g_assert_cmpfloat (x, ==, 2);
  g_object_set_data (G_OBJECT (list), "looked", item);
}

static void
check_removed_items (const TroveClass *klass)
{
  g_autoptr (TroveObject) plain = NULL;
  TroveList *one, *two;
  Sky sky;

  sky_init (&sky, klass);
  plain = trove_document_lookup (sky.document, sky.plain);
  one = trove_object_get_list (trove_document_get_root (sky.document), "links");
  two = trove_object_get_list (plain, "links");
  add_link (sky.document, sky.root, sky.object);
  add_link (sky.document, sky.plain, sky.object);
  commit (sky.document, "Link");
  g_signal_connect (one, "items-changed", G_CALLBACK (look_at_other), two);
  g_signal_connect (two, "items-changed", G_CALLBACK (look_at_other), one);
  trove_document_remove (sky.document, sky.object, NULL);
  commit (sky.document, "Remove");
  g_assert_true (g_object_get_data (G_OBJECT (one), "looked") != NULL ||
                 g_object_get_data (G_OBJECT (two), "looked") != NULL);
  g_object_unref (sky.document);
}

/* No name finds them. */
static void
check_names (const TroveClass *klass)
{
  static const char *const names[] = { "glow", "shadow", "core", "orbits", "moons" };
  g_autoptr (TroveObject) object = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  const char *property;
  Sky sky;
  guint n;

  sky_init (&sky, klass);
  object = trove_document_lookup (sky.document, sky.object);
  g_value_init (&value, G_TYPE_STRING);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_null (g_object_class_find_property (G_OBJECT_GET_CLASS (object), names[i]));
      expect_critical ("*has no list*");
      g_assert_null (trove_object_get_list (object, names[i]));
      expect_critical ("*has no field*");
      g_assert_false (trove_object_set_field (object, names[i], &value, NULL));
      expect_critical ("*has no list*");
      g_assert_cmpuint (trove_document_get_n_children (sky.document, sky.object, names[i]), ==, 0);
      expect_critical ("*has no list*");
      g_assert_false (trove_document_splice (sky.document, sky.object, names[i], 0, 0, NULL, 0, NULL));
      expect_critical ("*has no owned field or list*");
      g_assert_false (trove_document_move (sky.document, sky.plain, sky.object, names[i], G_MAXUINT, NULL));
    }
  g_test_assert_expected_messages ();
  g_assert_cmpuint (trove_document_get_owner (sky.document, sky.moon, &property, &n), ==, sky.object);
  g_assert_cmpstr (property, ==, "moons");
  g_object_unref (sky.document);
}

/* An object can leave an unknown list for one that is known. */
static void
check_moves (const TroveClass *klass)
{
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;
  Sky sky;

  sky_init (&sky, klass);
  before = text_of (sky.document);
  g_assert_true (trove_document_move (sky.document, sky.moon, sky.root, "children", 0, &error));
  g_assert_true (trove_document_move (sky.document, sky.core, sky.root, "part", 0, &error));
  g_assert_no_error (error);
  commit (sky.document, "Move");
  assert_list (sky.document, sky.root, "children", keys (sky.moon, sky.plain, sky.object));
  undo (sky.document);
  assert_text (sky.document, before);
  g_object_unref (sky.document);
}

/* The copies have all that the objects have. */
static void
check_copies (const TroveClass *klass)
{
  g_autoptr (TroveDocument) other = node_document_new ();
  g_autoptr (TroveObject) object = NULL, copy = NULL;
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (TroveFragment) fragment = NULL;
  g_autoptr (GError) error = NULL;
  TroveObject *root = trove_document_get_root (other);
  TroveKey pasted;
  Sky sky;

  sky_init (&sky, klass);
  object = trove_document_lookup (sky.document, sky.object);
  copy = trove_object_copy (object, sky.document, &error);
  g_assert_no_error (error);
  assert_glow (sky.document, trove_object_get_key (copy), "'red'");
  g_assert_cmpuint (trove_document_get_n_objects (sky.document), ==, 10);

  version = trove_document_dup_current (sky.document);
  fragment = trove_fragment_new (version, &sky.object, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trove_fragment_get_n_objects (fragment), ==, 4);
  g_assert_true (trove_fragment_insert (fragment, trove_object_get_list (root, "children"), 0, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (trove_document_get_n_objects (other), ==, 5);
  g_assert_cmpuint (
      trove_document_get_children (other, trove_object_get_key (root), "children", 0, &pasted, 1), ==, 1);
  assert_glow (other, pasted, "'red'");
  g_object_unref (sky.document);
}

/* Merging counts unknown fields like others. */
static void
check_merge (const TroveClass *klass)
{
  g_autoptr (TroveVersion) base = NULL, theirs = NULL;
  g_autoptr (TroveDocument) branch = NULL;
  g_autoptr (TroveMerge) merge = NULL, second = NULL;
  g_autoptr (TroveConflict) conflict = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  Sky sky;

  sky_init (&sky, klass);
  base = trove_document_dup_current (sky.document);
  branch = trove_document_branch (sky.document, base, &error);
  g_assert_no_error (error);
  set_glow (branch, sky.object, "blue");
  add_orbit (branch, sky.object, sky.core);
  make_part (branch, sky.object, MOONS, 6);
  commit (branch, "Blue");
  theirs = trove_document_dup_current (branch);
  set_x (sky.document, sky.object, 77);
  make_part (sky.document, sky.object, MOONS, 7);
  commit (sky.document, "Move");
  merge = trove_document_merge (sky.document, theirs, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (merge)), ==, 0);
  assert_glow (sky.document, sky.object, "'blue'");
  g_assert_cmpfloat (get_node (sky.document, sky.object).x, ==, 77);
  g_assert_cmpuint (trove_document_get_n_objects (sky.document), ==, 8);
  commit (sky.document, "Merge");

  set_glow (branch, sky.object, "green");
  commit (branch, "Green");
  g_clear_object (&theirs);
  theirs = trove_document_dup_current (branch);
  set_glow (sky.document, sky.object, "white");
  commit (sky.document, "White");
  second = trove_document_merge (sky.document, theirs, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (second)), ==, 1);
  conflict = g_list_model_get_item (G_LIST_MODEL (second), 0);
  g_assert_cmpstr (trove_conflict_get_property_name (conflict), ==, "glow");
  text = trove_conflict_dup_text (conflict, TROVE_CHOICE_THEIRS);
  g_assert_cmpstr (text, ==, "'green'");
  assert_glow (sky.document, sky.object, "'white'");
  g_assert_true (trove_conflict_set_choice (conflict, TROVE_CHOICE_THEIRS, &error));
  g_assert_no_error (error);
  assert_glow (sky.document, sky.object, "'green'");
  g_object_unref (sky.document);
}

/* Taking back one step, and not those after it. */
static void
check_apply (const TroveClass *klass)
{
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveChanges) changes = NULL, inverse = NULL;
  g_autoptr (TroveMerge) merge = NULL;
  g_autoptr (GError) error = NULL;
  TroveKey moon;
  Sky sky;

  sky_init (&sky, klass);
  before = trove_document_dup_current (sky.document);
  set_glow (sky.document, sky.object, "blue");
  moon = make_part (sky.document, sky.object, MOONS, 6);
  commit (sky.document, "Blue");
  after = trove_document_dup_current (sky.document);
  set_x (sky.document, sky.object, 77);
  commit (sky.document, "Move");
  changes = trove_version_compare (before, after, &error);
  g_assert_no_error (error);
  inverse = trove_changes_inverse (changes);
  merge = trove_document_apply (sky.document, inverse, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (merge)), ==, 0);
  commit (sky.document, "Apply");
  assert_glow (sky.document, sky.object, "'red'");
  g_assert_cmpfloat (get_node (sky.document, sky.object).x, ==, 77);
  g_assert_null (trove_document_peek (sky.document, moon, NULL));
  g_object_unref (sky.document);
}

/* The hand moves their records. */
static void
check_limit (const TroveClass *klass)
{
  Sky sky;

  sky_init (&sky, klass);
  trove_document_set_max_versions (sky.document, 3);
  for (guint i = 0; i < 300; i++)
    {
      make_child (sky.document, klass, sky.plain, i, "gray");
      commit (sky.document, "Add");
    }
  for (guint i = 0; i < 3000; i++)
    {
      set_x (sky.document, sky.plain, i);
      commit (sky.document, "Edit");
    }
  assert_glow (sky.document, sky.object, "'red'");
  g_assert_cmpuint (trove_document_get_n_children (sky.document, sky.plain, "children"), ==, 300);
  g_object_unref (sky.document);
}

static void
check_versions (const TroveClass *klass)
{
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (TroveObject) frozen = NULL, live = NULL;
  g_autoptr (GVariant) column = NULL;
  g_autoptr (GError) error = NULL;
  double x;
  Sky sky;

  sky_init (&sky, klass);
  version = trove_document_dup_current (sky.document);
  live = trove_document_lookup (sky.document, sky.object);
  frozen = trove_object_dup_at (live, version);
  set_x (sky.document, sky.object, 9);
  g_object_get (frozen, "x", &x, NULL);
  g_assert_cmpfloat (x, ==, 2);
  column = trove_version_dup_column (version, TEST_TYPE_NODE, "x", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_variant_n_children (column), ==, 6);
  g_assert_null (trove_version_dup_column (version, klass->type, "glow", &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_object_unref (sky.document);
}

#define FOR_BOTH(name)                                                                                       \
  static void test_##name (void)                                                                             \
  {                                                                                                          \
    for (guint i = 0; i < G_N_ELEMENTS (classes); i++)                                                       \
      check_##name (classes[i]());                                                                           \
  }

FOR_BOTH (edits)
FOR_BOTH (changes)
FOR_BOTH (removal)
FOR_BOTH (removed_handles)
FOR_BOTH (removed_items)
FOR_BOTH (names)
FOR_BOTH (moves)
FOR_BOTH (copies)
FOR_BOTH (merge)
FOR_BOTH (apply)
FOR_BOTH (limit)
FOR_BOTH (versions)

/* Objects count for the class that they have in the file. */
static void
check_counts (TroveDocument *document, guint64 n_stars)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);
  g_autoptr (GVariant) counts = trove_version_dup_object_counts (version, NULL);
  guint64 n = 0, n_nodes = 0;

  g_variant_lookup (counts, "TestStar", "t", &n);
  g_variant_lookup (counts, "TestNode", "t", &n_nodes);
  g_assert_cmpuint (n, ==, n_stars);
  g_assert_cmpuint (n_nodes, >, 0);
}

/* A class that the program does not have. */
static void
test_class_name (void)
{
  g_autoptr (TroveObject) star = NULL, plain = NULL, item = NULL;
  TroveObject *root;
  Sky sky;

  sky_init (&sky, star_class ());
  root = trove_document_get_root (sky.document);
  star = trove_document_lookup (sky.document, sky.object);
  plain = trove_document_lookup (sky.document, sky.plain);
  g_assert_cmpstr (trove_object_get_unknown_class (star), ==, "TestStar");
  g_assert_null (trove_object_get_unknown_class (plain));
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (star), ==, "TroveUnknown-TestStar");
  g_assert_true (g_type_is_a (G_OBJECT_TYPE (star), TEST_TYPE_NODE));
  item = g_list_model_get_item (G_LIST_MODEL (trove_object_get_list (root, "children")), 1);
  g_assert_true (item == star);
  check_counts (sky.document, 4);

  /* An object of a known class with more fields is no such object. */
  g_clear_object (&sky.document);
  g_clear_object (&star);
  sky_init (&sky, node_class ());
  star = trove_document_lookup (sky.document, sky.object);
  g_assert_null (trove_object_get_unknown_class (star));
  check_counts (sky.document, 0);
  g_object_unref (sky.document);
}

/* No object is made of such a type. */
static void
test_no_new_object (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  const GType type = star_class ()->type;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) object = NULL;

  g_assert_false (trove_document_add (document, type, NULL, 0, NULL, 0, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_assert_cmpstr (
      error->message, ==,
      "No object can be made of type TroveUnknown-TestStar, which stands for the class TestStar: "
      "this program does not have it");
  expect_critical ("No object of type TroveUnknown-TestStar was made: *");
  object = g_object_new (type, "document", document, NULL);
  g_test_assert_expected_messages ();
}

/* Fragments as bytes */

static TroveFragment *
copy_by_bytes (const Sky *sky, TroveKey key, GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (sky->document);
  g_autoptr (TroveFragment) fragment = trove_fragment_new (version, &key, 1, NULL);
  g_autoptr (GBytes) bytes = trove_fragment_to_bytes (fragment, error);

  return bytes != NULL ? trove_fragment_new_from_bytes (bytes, error) : NULL;
}

/* Known fields, and the objects in them. */
static void
test_bytes (void)
{
  g_autoptr (TroveFragment) copy = NULL, star = NULL;
  g_autoptr (GError) error = NULL;
  TroveList *children;
  TroveKey pasted;
  Sky sky;

  sky_init (&sky, node_class ());
  make_child (sky.document, node_class (), sky.object, 8, "blue");
  commit (sky.document, "Child");
  copy = copy_by_bytes (&sky, sky.object, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trove_fragment_get_n_objects (copy), ==, 2);
  children = trove_object_get_list (trove_document_get_root (sky.document), "children");
  g_assert_true (trove_fragment_insert (copy, children, 0, &error));
  g_assert_no_error (error);
  trove_document_get_children (sky.document, sky.root, "children", 0, &pasted, 1);
  g_assert_cmpfloat (get_node (sky.document, pasted).x, ==, 2);
  g_assert_true (trove_state_get (&sky.document->editor.state, pasted)->klass ==
                 trove_class_lookup (TEST_TYPE_NODE));
  g_clear_object (&sky.document);

  sky_init (&sky, star_class ());
  star = copy_by_bytes (&sky, sky.object, &error);
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_assert_cmpstr (error->message, ==,
                   "The fragment has objects of the class TestStar, which is not registered in this program");
  g_object_unref (sky.document);
}

/* The same object with other fields */

/* An object of a document in which it has the given class. The keys are the same in each. */
static void
make_alone (Sky *sky, const TroveClass *klass)
{
  sky->document = node_document_new ();
  sky->root = trove_object_get_key (trove_document_get_root (sky->document));
  sky->plain = add_node (sky->document, sky->root, 1);
  sky->object = make_child (sky->document, klass, sky->root, 2, "red");
  commit (sky->document, "Make");
}

/* The same fields, by another version of the class. */
static void
test_other_version (void)
{
  const TroveClass *klass = node_class (), *later = node_class_of_version (7);
  g_autoptr (GArray) obstacles = trove_obstacles_new ();
  g_autoptr (GError) error = NULL;
  Sky a, b;

  g_assert_true (later != klass);
  make_alone (&a, klass);
  make_alone (&b, later);
  set_x (b.document, b.object, 9);
  g_assert_true (trove_state_merge (&a.document->editor, &a.document->editor.state, &b.document->editor.state,
                                    obstacles, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (obstacles->len, ==, 0);
  g_object_unref (a.document);
  g_object_unref (b.document);
}

static void
test_other_class (void)
{
  const TroveClass *all[] = { trove_class_ensure (TEST_TYPE_NODE, NULL), node_class (), star_class () };

  for (guint i = 0; i < G_N_ELEMENTS (all) * G_N_ELEMENTS (all); i++)
    {
      const TroveClass *first = all[i / G_N_ELEMENTS (all)], *second = all[i % G_N_ELEMENTS (all)];
      g_autoptr (GArray) obstacles = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *before = NULL;
      TroveObstacle conflict = { .kind = TROVE_OBSTACLE_LATER_VALUE };
      TroveStateChanges changes;
      TroveChangeSet set;
      Sky a, b;

      if (first == second)
        continue;
      make_alone (&a, first);
      make_alone (&b, second);
      set_x (b.document, b.object, 9);
      before = text_of (a.document);
      obstacles = trove_obstacles_new ();
      g_assert_true (
          trove_state_changes_init (&changes, &a.document->editor.state, &b.document->editor.state));
      g_assert_cmpuint (trove_state_changes_n (&changes), ==, 1);
      set = (TroveChangeSet){ .from = &a.document->editor.state,
                              .to = &b.document->editor.state,
                              .changes = &changes };
      g_assert_false (trove_state_apply (&a.document->editor, &set, obstacles, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
      g_clear_error (&error);
      g_assert_false (trove_state_merge (&a.document->editor, &a.document->editor.state,
                                         &b.document->editor.state, obstacles, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
      g_clear_error (&error);
      conflict.entry = a.object << TROVE_ENTRY_CODE_BITS | TROVE_ENTRY_FIRST_FIELD;
      conflict.klass = first;
      conflict.field = &first->fields[0];
      g_assert_false (trove_state_choose (&a.document->editor, &b.document->editor.state, &conflict, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
      assert_text (a.document, before);
      trove_state_changes_clear (&changes);
      g_object_unref (a.document);
      g_object_unref (b.document);
    }
}

/* Objects that get fields */

static gboolean
extend (TroveDocument *document, TroveKey key, const TroveClass *klass, GError **error)
{
  TroveEdit edit;

  g_assert_true (trove_document_begin_edit (&edit, document, NULL));
  return trove_document_end_edit (&edit, trove_editor_extend (&document->editor, key, klass, error));
}

/* All that the object has stays: values, lists, what it owns, and who owns it and refers to it. */
static void
test_extend (void)
{
  const TroveClass *klass = node_class ();
  g_autoptr (EventLog) log = event_log_new ();
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (TroveObject) handle = NULL;
  g_autofree char *text = NULL, *before = NULL, *extended = NULL;
  g_autoptr (GError) error = NULL;
  NodeData data = { .label = "a text that is longer than those in the record" };
  TroveKey child, other;
  Sky sky;

  for (guint committed = 0; committed < 2; committed++)
    {
      make_alone (&sky, klass->plain);
      child = add_node (sky.document, sky.object, 5);
      other = add_node (sky.document, sky.object, 6);
      add_link (sky.document, sky.object, other);
      add_link (sky.document, child, sky.object);
      data.target = child;
      set_node (sky.document, sky.object, &data);
      if (committed)
        commit (sky.document, "Children");
      g_free (text);
      text = document_text (sky.document);
      before = g_strdup (text);
      g_clear_object (&handle);
      handle = trove_document_lookup (sky.document, sky.object);
      g_free (event_log_take (log)); /* of the round before */
      event_log_watch (log, handle, "o");

      g_assert_true (extend (sky.document, sky.object, klass, &error));
      g_assert_no_error (error);
      g_assert_true (trove_state_get (&sky.document->editor.state, sky.object)->klass == klass);
      g_assert_true (trove_state_get (&sky.document->editor.state, child)->klass == klass->plain);
      assert_glow (sky.document, sky.object, "-");
      assert_events (log, "");
      commit (sky.document, "Extend");
      version = trove_document_dup_current (sky.document);
      set_glow (sky.document, sky.object, "blue");
      make_part (sky.document, sky.object, MOONS, 8);
      add_orbit (sky.document, sky.object, child);
      set_x (sky.document, sky.object, 9);
      commit (sky.document, "Glow");
      extended = text_of (sky.document);
      undo (sky.document);
      undo (sky.document);
      g_free (text);
      text = document_text (sky.document);
      if (committed)
        g_assert_cmpstr (text, ==, before);
      redo (sky.document);
      redo (sky.document);
      assert_text (sky.document, extended);
      g_clear_object (&version);
      g_clear_pointer (&before, g_free);
      g_clear_pointer (&extended, g_free);
      g_object_unref (sky.document);
    }
}

/* An object that has the fields. */
static void
test_extend_nothing (void)
{
  const TroveClass *klass = node_class ();
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;
  Sky sky;

  sky_init (&sky, klass);
  before = text_of (sky.document);
  g_assert_true (extend (sky.document, sky.object, klass, &error));
  g_assert_true (extend (sky.document, sky.object, klass->plain, &error));
  g_assert_true (extend (sky.document, sky.plain, klass->plain, &error));
  g_assert_no_error (error);
  assert_text (sky.document, before);
  g_object_unref (sky.document);
}

static void
test_extend_refused (void)
{
  static const TroveExtraField others[] = { { "other", TROVE_KIND_VARIANT, "d" } };
  const TroveClass *klass = node_class ();
  const TroveClass *all[] = { trove_class_extend (klass->plain, others, 1, 0, NULL), star_class (),
                              trove_class_ensure (TEST_TYPE_LEAF, NULL), star_class ()->plain };
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;
  Sky sky;

  sky_init (&sky, klass);
  before = text_of (sky.document);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *message =
          g_strdup_printf ("TestNode %" G_GUINT64_FORMAT " has other fields than the %s that is expected",
                           sky.object, all[i]->name);

      g_assert_false (extend (sky.document, sky.object, all[i], &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
      g_assert_cmpstr (error->message, ==, message);
      g_clear_error (&error);
    }
  g_assert_false (extend (sky.document, 99, klass, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED);
  assert_text (sky.document, before);
  g_object_unref (sky.document);
}

/* A value that cannot be copied: the object is as before. */
static void
test_extend_fails (void)
{
  static const TroveExtraField others[] = { { "other", TROVE_KIND_VARIANT, "d" } };
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;
  TroveDocument *document = node_document_new ();
  TroveKey key = add_leaf (document, trove_document_get_root_key (document), 7);
  const TroveClass *klass = trove_class_extend (trove_class_lookup (TEST_TYPE_LEAF), others, 1, 0, NULL);

  commit (document, "Leaf");
  before = document_text (document);
  test_hooks.fail_copy = TRUE;
  g_assert_false (extend (document, key, klass, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
  g_clear_error (&error);
  g_assert_false (test_hooks.fail_copy);
  g_assert_true (trove_state_get (&document->editor.state, key)->klass == klass->plain);
  g_assert_true (extend (document, key, klass, &error));
  g_assert_no_error (error);
  g_object_unref (document);
  g_assert_cmpint (g_atomic_int_get (&test_hooks.n_live), ==, 0);
}

/* Versions of several programs */

static void
apply_delta (TroveDocument *document, const TroveRowLayouts *layouts, GVariant *delta, gboolean backwards)
{
  g_autoptr (GError) error = NULL;
  TroveEdit edit;

  g_assert_true (trove_document_begin_edit (&edit, document, &error));
  g_assert_true (trove_document_end_edit (
      &edit, trove_delta_apply (layouts, delta, backwards, &document->editor, &error)));
  g_assert_no_error (error);
  commit (document, backwards ? "Back" : "Forth");
}

/* The changes of the last step. */
static GVariant *
last_delta (TroveDocument *document, TroveRowLayouts *layouts)
{
  g_autoptr (TroveVersion) to = trove_document_dup_current (document);
  g_autoptr (TroveVersion) from = NULL;
  g_autoptr (GError) error = NULL;
  GVariant *delta;

  undo (document);
  from = trove_document_dup_current (document);
  redo (document);
  delta = trove_delta_new (layouts, &from->step->state, &to->step->state, &error);
  g_assert_no_error (error);
  return delta;
}

/* A change that was made when the object had not the fields, and one of a program that has them. */
static void
check_delta (const TroveClass *klass)
{
  const TroveClass *narrow = klass->plain;
  TroveRowLayouts layouts;
  g_autoptr (GVariant) of_narrow = NULL, of_wide = NULL, removal = NULL;
  g_autofree char *wide_text = NULL, *narrow_text = NULL;
  Sky a, b;

  trove_row_layouts_init (&layouts);
  make_alone (&a, narrow);
  set_x (a.document, a.object, 5);
  add_link (a.document, a.object, a.plain);
  commit (a.document, "Narrow");
  of_narrow = last_delta (a.document, &layouts);
  make_alone (&b, klass);
  set_glow (b.document, b.object, NULL);
  commit (b.document, "No glow");
  apply_delta (b.document, &layouts, of_narrow, FALSE);
  g_assert_cmpfloat (get_node (b.document, b.object).x, ==, 5);
  set_glow (b.document, b.object, "blue");
  set_x (b.document, b.object, 6);
  add_orbit (b.document, b.object, b.plain);
  make_part (b.document, b.object, MOONS, 7);
  commit (b.document, "Wide");
  wide_text = text_of (b.document);
  of_wide = last_delta (b.document, &layouts);

  /* The object of the first document gets the fields. */
  apply_delta (a.document, &layouts, of_wide, FALSE);
  assert_text (a.document, wide_text);
  apply_delta (a.document, &layouts, of_wide, TRUE);
  assert_glow (a.document, a.object, "nothing");
  g_assert_cmpfloat (get_node (a.document, a.object).x, ==, 5);
  apply_delta (a.document, &layouts, of_narrow, TRUE);
  g_assert_cmpfloat (get_node (a.document, a.object).x, ==, 2);
  g_object_unref (a.document);
  g_object_unref (b.document);

  /* Removed as an object with the fields, and without. */
  make_alone (&a, narrow);
  make_alone (&b, klass);
  set_glow (b.document, b.object, NULL);
  commit (b.document, "No glow");
  narrow_text = text_of (b.document);
  trove_document_remove (b.document, b.object, NULL);
  commit (b.document, "Remove");
  removal = last_delta (b.document, &layouts);
  apply_delta (a.document, &layouts, removal, FALSE);
  g_assert_null (trove_document_peek (a.document, a.object, NULL));
  apply_delta (a.document, &layouts, removal, TRUE);
  assert_text (a.document, narrow_text);
  g_object_unref (a.document);
  g_object_unref (b.document);
  trove_row_layouts_clear (&layouts);
}

FOR_BOTH (delta)

/* As JSON, what is not known has the names of the file, in a place of its own. */
static void
test_json (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  make_child (document, star_class (), 1, 2, "bright");
  commit (document, "Add");
  version = trove_document_dup_current (document);
  text = trove_version_to_json (version, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      g_test_skip ("The library was built without json-glib");
      return;
    }
  g_assert_no_error (error);
  parts = g_strsplit (text, "\"unknown\"", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 2); /* the root has no such values */
  g_assert_nonnull (strstr (parts[0], "\"class\" : \"TestStar\""));
  g_assert_nonnull (strstr (parts[1], "\"glow\" : \"bright\""));
  g_assert_nonnull (strstr (parts[1], "\"shadow\" : null"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object-unknown/edits", test_edits);
  g_test_add_func ("/object-unknown/changes", test_changes);
  g_test_add_func ("/object-unknown/removal", test_removal);
  g_test_add_func ("/object-unknown/removed-handles", test_removed_handles);
  g_test_add_func ("/object-unknown/removed-items", test_removed_items);
  g_test_add_func ("/object-unknown/names", test_names);
  g_test_add_func ("/object-unknown/moves", test_moves);
  g_test_add_func ("/object-unknown/copies", test_copies);
  g_test_add_func ("/object-unknown/merge", test_merge);
  g_test_add_func ("/object-unknown/apply", test_apply);
  g_test_add_func ("/object-unknown/limit", test_limit);
  g_test_add_func ("/object-unknown/versions", test_versions);
  g_test_add_func ("/object-unknown/class-name", test_class_name);
  g_test_add_func ("/object-unknown/no-new-object", test_no_new_object);
  g_test_add_func ("/object-unknown/bytes", test_bytes);
  g_test_add_func ("/object-unknown/other-class", test_other_class);
  g_test_add_func ("/object-unknown/other-version", test_other_version);
  g_test_add_func ("/object-unknown/extend", test_extend);
  g_test_add_func ("/object-unknown/extend/nothing", test_extend_nothing);
  g_test_add_func ("/object-unknown/extend/refused", test_extend_refused);
  g_test_add_func ("/object-unknown/extend/fails", test_extend_fails);
  g_test_add_func ("/object-unknown/delta", test_delta);
  g_test_add_func ("/object-unknown/json", test_json);
  return g_test_run ();
}
