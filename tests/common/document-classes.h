/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Document classes: types of objects for tests of documents, and short ways to make and describe documents of them. Functions
 * without a return location for an error fail the test where there is an error. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "state/state.h"

/* Node: a property of each kind that names objects. */
typedef struct
{
  double x;
  const char *label;
  TroveKey target;      /* a reference to a node */
  TroveKey part, spare; /* owned nodes */
} NodeData;

/* Lists of a node: "children" owns nodes, "leaves" owns leaves, "links" refers to nodes. */
#define TEST_TYPE_NODE (test_node_get_type ())
GType test_node_get_type (void);

/* A boxed type that is stored inline. Its functions are counted, and may be made to fail or to call something. */
typedef struct
{
  gint64 value;
} TestHook;

typedef struct
{
  gboolean fail_copy;      /* the next copy, after those that are skipped */
  guint skip_copies;       /* these succeed */
  void (*on_copy) (void);  /* called once, in the next copy */
  void (*on_clear) (void); /* called once, in the next clear */
  gint n_live;             /* copies that were not cleared; atomic, since threads copy and clear as well */
} TestHooks;

extern TestHooks test_hooks;

#define TEST_TYPE_HOOK (test_hook_get_type ())
GType test_hook_get_type (void);

/* Leaf: a node that has values with functions. */
typedef struct
{
  NodeData node;
  TestHook hook;
} LeafData;

#define TEST_TYPE_LEAF (test_leaf_get_type ())
GType test_leaf_get_type (void);

/* Box: a node that has values which belong together. */
typedef struct
{
  NodeData node;
  double left, width;
  const char *unit;
  TroveKey anchor; /* a reference to a node */
} BoxData;

#define TEST_TYPE_BOX (test_box_get_type ())
GType test_box_get_type (void);

/* A node without further fields, of which there are no objects. */
#define TEST_TYPE_ABSTRACT_NODE (test_abstract_node_get_type ())
GType test_abstract_node_get_type (void);

/* No class has its fields. */
#define TEST_TYPE_STRANGER (test_stranger_get_type ())
GType test_stranger_get_type (void);

/* Documents */

/* Its root is a node. */
TroveDocument *node_document_new (void);

/* Adds a node with an x at the end of "children" of the owner; 0: without an owner. */
TroveKey add_node (TroveDocument *document, TroveKey owner, double x);

/* The same, a leaf with a value. */
TroveKey add_leaf (TroveDocument *document, TroveKey owner, gint64 value);

NodeData get_node (TroveDocument *document, TroveKey key);
BoxData get_box (TroveDocument *document, TroveKey key); /* of a node, the fields of boxes are 0 */
void set_node (TroveDocument *document, TroveKey key, const NodeData *data); /* of no leaf */
void set_x (TroveDocument *document, TroveKey key, double x);
void set_target (TroveDocument *document, TroveKey key, TroveKey target);
void set_leaf (TroveDocument *document, TroveKey key, gint64 value);
void add_link (TroveDocument *document, TroveKey key, TroveKey target);

void commit (TroveDocument *document, const char *label);
void undo (TroveDocument *document);
void redo (TroveDocument *document);

/* The label of the current version, to be freed. */
char *current_label (TroveDocument *document);

/* The labels of all versions in the order of time, with spaces between; "-" is none. To be freed. */
char *all_labels (TroveDocument *document);

/* All objects of a state, with their values, lists, owners and referrers; to be freed. Fails where an owner or position is not
 * that of the list. */
char *state_text (const TroveState *state);
char *document_text (TroveDocument *document);
char *version_text (TroveVersion *version);

/* The keys of a list, as "3 5"; to be freed. */
char *list_text (TroveDocument *document, TroveKey key, const char *list);

#define assert_list(document, key, list, expected)                                                           \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *found_text = list_text ((document), (key), (list));                                     \
    g_autofree char *expected_text = (expected);                                                             \
    g_assert_cmpstr (found_text, ==, expected_text);                                                         \
  }                                                                                                          \
  G_STMT_END

/* The keys as text; to be freed. */
#define keys(...)                                                                                            \
  keys_text ((const TroveKey[]){ __VA_ARGS__ },                                                              \
             sizeof ((const TroveKey[]){ __VA_ARGS__ }) / sizeof (TroveKey))
char *keys_text (const TroveKey keys[], gsize n);

/* Notes the names of the properties that the document notifies, in this order. Freed by the caller after the document. */
GPtrArray *note_properties (TroveDocument *document);

/* The names that were noted since the last call, sorted, with spaces between. */
#define assert_notified(notes, expected)                                                                     \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *found_text = take_names (notes);                                                        \
    g_assert_cmpstr (found_text, ==, (expected));                                                            \
  }                                                                                                          \
  G_STMT_END
char *take_names (GPtrArray *notes);
