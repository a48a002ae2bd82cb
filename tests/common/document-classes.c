/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-classes.h"

#include <math.h>
#include <string.h>

#include "document.h"
#include "trove-version-private.h"

/* Types */

typedef struct
{
  TroveObject parent_instance;
} TestNode, TestLeaf, TestBox, TestAbstractNode;

typedef struct
{
  TroveObjectClass parent_class;
} TestNodeClass, TestLeafClass, TestBoxClass, TestAbstractNodeClass;

typedef struct
{
  GObject parent_instance;
} TestStranger;

typedef struct
{
  GObjectClass parent_class;
} TestStrangerClass;

TestHooks test_hooks;

static void
run_once (void (**func) (void))
{
  void (*run) (void) = *func;

  if (run == NULL)
    return;
  *func = NULL;
  run ();
}

static gboolean
hook_copy (gpointer dest, gconstpointer src, gpointer data)
{
  run_once (&test_hooks.on_copy);
  if (test_hooks.fail_copy && test_hooks.skip_copies > 0)
    test_hooks.skip_copies--;
  else if (test_hooks.fail_copy)
    {
      test_hooks.fail_copy = FALSE;
      return FALSE;
    }
  *(TestHook *) dest = *(const TestHook *) src;
  g_atomic_int_inc (&test_hooks.n_live);
  return TRUE;
}

static void
hook_clear (gpointer element, gpointer data)
{
  g_atomic_int_add (&test_hooks.n_live, -1);
  g_assert_cmpint (((TestHook *) element)->value, !=, 0);
  run_once (&test_hooks.on_clear);
}

static gpointer
hook_box_copy (gpointer hook)
{
  return g_memdup2 (hook, sizeof (TestHook));
}

static void
register_hook (GType type)
{
  static const TroveElementInfo info = TROVE_ELEMENT (TestHook, .copy = hook_copy, .clear = hook_clear);

  trove_element_register (type, &info);
}

G_DEFINE_BOXED_TYPE_WITH_CODE (TestHook, test_hook, hook_box_copy, g_free, register_hook (g_define_type_id))

#define MEMBER(type, name) G_STRUCT_OFFSET (type, name), sizeof (((type *) NULL)->name)
#define IS_LIST -1, 0

G_DEFINE_TYPE (TestNode, test_node, TROVE_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (TestLeaf, test_leaf, TEST_TYPE_NODE)
G_DEFINE_FINAL_TYPE (TestBox, test_box, TEST_TYPE_NODE)
G_DEFINE_ABSTRACT_TYPE (TestAbstractNode, test_abstract_node, TEST_TYPE_NODE)
G_DEFINE_FINAL_TYPE (TestStranger, test_stranger, G_TYPE_OBJECT)

static void
test_node_class_init (TestNodeClass *klass)
{
  const GParamFlags plain = G_PARAM_READWRITE;
  const GParamFlags owned = G_PARAM_READWRITE | TROVE_PARAM_OWNED;
  const TroveField specs[] = {
    { g_param_spec_double ("x", NULL, NULL, -INFINITY, INFINITY, 0, plain), MEMBER (NodeData, x) },
    { g_param_spec_string ("label", NULL, NULL, NULL, plain), MEMBER (NodeData, label) },
    { g_param_spec_object ("target", NULL, NULL, TEST_TYPE_NODE, plain), MEMBER (NodeData, target) },
    { g_param_spec_object ("part", NULL, NULL, TEST_TYPE_NODE, owned), MEMBER (NodeData, part) },
    { g_param_spec_object ("spare", NULL, NULL, TEST_TYPE_NODE, owned), MEMBER (NodeData, spare) },
    { trove_param_spec_list ("children", NULL, NULL, TEST_TYPE_NODE, G_PARAM_READABLE | TROVE_PARAM_OWNED),
      IS_LIST },
    { trove_param_spec_list ("leaves", NULL, NULL, TEST_TYPE_LEAF, G_PARAM_READABLE | TROVE_PARAM_OWNED),
      IS_LIST },
    { trove_param_spec_list ("links", NULL, NULL, TEST_TYPE_NODE, G_PARAM_READABLE), IS_LIST },
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (NodeData), specs,
                                     G_N_ELEMENTS (specs));
}

static void
test_node_init (TestNode *self)
{
}

static void
test_leaf_class_init (TestLeafClass *klass)
{
  const TroveField specs[] = {
    { g_param_spec_boxed ("hook", NULL, NULL, TEST_TYPE_HOOK, G_PARAM_READWRITE), MEMBER (LeafData, hook) },
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (LeafData), specs,
                                     G_N_ELEMENTS (specs));
}

static void
test_leaf_init (TestLeaf *self)
{
}

static GParamSpec *
together (GParamSpec *pspec)
{
  trove_param_spec_set_together (pspec, "box");
  return pspec;
}

static void
test_box_class_init (TestBoxClass *klass)
{
  const double most = G_MAXDOUBLE;
  const TroveField specs[] = {
    { together (g_param_spec_double ("left", NULL, NULL, -most, most, 0, G_PARAM_READWRITE)),
      MEMBER (BoxData, left) },
    { together (g_param_spec_double ("width", NULL, NULL, -most, most, 0, G_PARAM_READWRITE)),
      MEMBER (BoxData, width) },
    { together (g_param_spec_string ("unit", NULL, NULL, NULL, G_PARAM_READWRITE)), MEMBER (BoxData, unit) },
    { together (g_param_spec_object ("anchor", NULL, NULL, TEST_TYPE_NODE, G_PARAM_READWRITE)),
      MEMBER (BoxData, anchor) },
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (BoxData), specs,
                                     G_N_ELEMENTS (specs));
}

static void
test_box_init (TestBox *self)
{
}

static void
test_abstract_node_class_init (TestAbstractNodeClass *klass)
{
}

static void
test_abstract_node_init (TestAbstractNode *self)
{
}

static void
test_stranger_class_init (TestStrangerClass *klass)
{
}

static void
test_stranger_init (TestStranger *self)
{
}

/* Documents */

TroveDocument *
node_document_new (void)
{
  return trove_document_new (TEST_TYPE_NODE, NULL, 0);
}

static TroveKey
add (TroveDocument *document, GType type, gconstpointer data, TroveKey owner)
{
  g_autoptr (GError) error = NULL;
  TroveKey key = 0;

  trove_document_add (document, type, data, owner, owner != 0 ? "children" : NULL, G_MAXUINT, &key, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (key, !=, 0);
  return key;
}

TroveKey
add_node (TroveDocument *document, TroveKey owner, double x)
{
  const NodeData data = { .x = x };

  return add (document, TEST_TYPE_NODE, &data, owner);
}

TroveKey
add_leaf (TroveDocument *document, TroveKey owner, gint64 value)
{
  const LeafData data = { .hook = { value } };

  return add (document, TEST_TYPE_LEAF, &data, owner);
}

NodeData
get_node (TroveDocument *document, TroveKey key)
{
  const NodeData *data = trove_document_peek (document, key, NULL);

  g_assert_nonnull (data);
  return *data;
}

BoxData
get_box (TroveDocument *document, TroveKey key)
{
  GType type = G_TYPE_INVALID;
  const BoxData *data = trove_document_peek (document, key, &type);

  g_assert_nonnull (data);
  return type == TEST_TYPE_BOX ? *data : (BoxData){ .node = data->node };
}

static void
set (TroveDocument *document, TroveKey key, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  trove_document_set (document, key, data, &error);
  g_assert_no_error (error);
}

void
set_node (TroveDocument *document, TroveKey key, const NodeData *data)
{
  set (document, key, data);
}

/* The whole data of a node or leaf. */
static LeafData
get_data (TroveDocument *document, TroveKey key)
{
  GType type = G_TYPE_INVALID;
  const LeafData *data = trove_document_peek (document, key, &type);

  g_assert_nonnull (data);
  return type == TEST_TYPE_LEAF ? *data : (LeafData){ .node = data->node };
}

void
set_x (TroveDocument *document, TroveKey key, double x)
{
  LeafData data = get_data (document, key);

  data.node.x = x;
  set (document, key, &data);
}

void
set_target (TroveDocument *document, TroveKey key, TroveKey target)
{
  LeafData data = get_data (document, key);

  data.node.target = target;
  set (document, key, &data);
}

void
set_leaf (TroveDocument *document, TroveKey key, gint64 value)
{
  LeafData data = get_data (document, key);

  data.hook.value = value;
  set (document, key, &data);
}

void
add_link (TroveDocument *document, TroveKey key, TroveKey target)
{
  g_autoptr (GError) error = NULL;

  trove_document_splice (document, key, "links", G_MAXUINT, 0, &target, 1, &error);
  g_assert_no_error (error);
}

void
commit (TroveDocument *document, const char *label)
{
  g_autoptr (GError) error = NULL;
  gboolean done = trove_document_commit (document, label, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

void
undo (TroveDocument *document)
{
  g_autoptr (GError) error = NULL;
  gboolean done = trove_document_undo (document, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

void
redo (TroveDocument *document)
{
  g_autoptr (GError) error = NULL;
  gboolean done = trove_document_redo (document, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

/* Texts */

char *
current_label (TroveDocument *document)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);

  return g_strdup (trove_version_get_label (version));
}

char *
all_labels (TroveDocument *document)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < versions->len; i++)
    {
      const char *label = trove_version_get_label (versions->pdata[i]);

      g_string_append_printf (text, i == 0 ? "%s" : " %s", label != NULL ? label : "-");
    }
  return g_string_free (text, FALSE);
}

static void
append_list (GString *text, const TroveState *state, const TroveRecord *record, const TroveClassField *field)
{
  const TroveSequenceNode *list = record->lists[field->offset];

  for (guint i = 0; i < trove_sequence_length (list); i++)
    {
      TroveKey key = trove_sequence_get (list, i);
      const TroveRecord *child = trove_state_peek (state, key);

      g_assert_nonnull (child);
      if (field->kind == TROVE_KIND_OWNED_LIST)
        {
          g_assert_cmpuint (child->owner, ==, record->key);
          g_assert_true (trove_state_owner_field (state, child) == field);
          g_assert_cmpuint (trove_state_position (state, child), ==, i);
        }
      g_string_append_printf (text, " %" G_GUINT64_FORMAT, key);
    }
}

static gboolean
append_referrer (TroveKey key, guintptr count, gpointer text)
{
  g_string_append_printf (text, " %" G_GUINT64_FORMAT "*%u", key, (guint) count);
  return TRUE;
}

static void
append_record (GString *text, const TroveState *state, const TroveRecord *record)
{
  const NodeData *data = trove_record_data (record);

  g_string_append_printf (text,
                          "%" G_GUINT64_FORMAT " %s %g %s target %" G_GUINT64_FORMAT
                          " part %" G_GUINT64_FORMAT " spare %" G_GUINT64_FORMAT,
                          record->key, g_type_name (record->klass->type), data->x,
                          data->label != NULL ? data->label : "-", data->target, data->part, data->spare);
  if (record->klass->type == TEST_TYPE_LEAF)
    g_string_append_printf (text, " hook %" G_GINT64_FORMAT,
                            ((const LeafData *) trove_record_data (record))->hook.value);
  for (guint i = 0; i < record->klass->lists.n; i++)
    {
      const TroveClassField *field = &record->klass->fields[record->klass->lists.at[i].field];

      g_string_append_printf (text, "; %s", field->pspec->name);
      append_list (text, state, record, field);
    }
  g_string_append_printf (text, "; owner %" G_GUINT64_FORMAT "; referrers", record->owner);
  trove_referrers_foreach (record->referrers, append_referrer, text);
  g_string_append_c (text, '\n');
}

typedef struct
{
  GString *text;
  const TroveState *state;
  guint64 n;
} Text;

static gboolean
append_object (guint64 key, guintptr record, gpointer data)
{
  Text *text = data;

  g_assert_cmpuint (((const TroveRecord *) record)->key, ==, key);
  append_record (text->text, text->state, (const TroveRecord *) record);
  text->n++;
  return TRUE;
}

char *
state_text (const TroveState *state)
{
  Text text = { g_string_new (NULL), state, 0 };

  trove_key_map_foreach (state->objects, append_object, &text);
  g_assert_cmpuint (text.n, ==, state->n_objects);
  return g_string_free (text.text, FALSE);
}

char *
document_text (TroveDocument *document)
{
  return state_text (&document->editor.state);
}

char *
version_text (TroveVersion *version)
{
  return state_text (trove_version_state (version));
}

static void
append_key (GString *text, TroveKey key)
{
  g_string_append_printf (text, text->len == 0 ? "%" G_GUINT64_FORMAT : " %" G_GUINT64_FORMAT, key);
}

char *
list_text (TroveDocument *document, TroveKey key, const char *list)
{
  guint n = trove_document_get_n_children (document, key, list);
  g_autofree TroveKey *keys = g_new (TroveKey, n);
  GString *text = g_string_new (NULL);

  g_assert_cmpuint (trove_document_get_children (document, key, list, 0, keys, n), ==, n);
  for (guint i = 0; i < n; i++)
    append_key (text, keys[i]);
  return g_string_free (text, FALSE);
}

char *
keys_text (const TroveKey keys[], gsize n)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    append_key (text, keys[i]);
  return g_string_free (text, FALSE);
}

/* Notifications */

static void
note_name (GObject *document, GParamSpec *pspec, gpointer notes)
{
  g_ptr_array_add (notes, (gpointer) pspec->name);
}

GPtrArray *
note_properties (TroveDocument *document)
{
  GPtrArray *notes = g_ptr_array_new ();

  g_signal_connect (document, "notify", G_CALLBACK (note_name), notes);
  return notes;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
take_names (GPtrArray *notes)
{
  char *text;

  g_ptr_array_sort (notes, compare_names);
  g_ptr_array_add (notes, NULL);
  text = g_strjoinv (" ", (char **) notes->pdata);
  g_ptr_array_set_size (notes, 0);
  return text;
}
