/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects of files that an older program has written, which the function upgrade of their class changes. */

#include <trove-glib/trove-glib.h>

#include "document-classes.h"
#include "file-kit.h"
#include "test-util.h"

#define RW G_PARAM_READWRITE

/* The classes of the older program. The file has the names of the newer ones: as_new (). */

static GType old_box, old_page, old_plain;

static GType
register_type (const char *name, GParamSpec **pspecs, guint n)
{
  GError *error = NULL;
  GType type = trove_object_register_type (name, TROVE_TYPE_OBJECT, pspecs, n, &error);

  g_assert_no_error (error);
  return type;
}

static void
make_old_types (void)
{
  GParamSpec *box[] = {
    g_param_spec_int ("x", NULL, NULL, -999, 999, 0, RW),
    g_param_spec_string ("label", NULL, NULL, NULL, RW),
    g_param_spec_boxed ("date", NULL, NULL, G_TYPE_DATE_TIME, RW),
    g_param_spec_float ("ratio", NULL, NULL, 0, 1, 0, RW),
    g_param_spec_object ("target", NULL, NULL, TROVE_TYPE_OBJECT, RW),
    g_param_spec_int ("size", NULL, NULL, 0, 999, 0, RW),
  };
  GParamSpec *page[] = {
    trove_param_spec_list ("boxes", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE | TROVE_PARAM_OWNED),
    trove_param_spec_list ("picked", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE),
    g_param_spec_object ("front", NULL, NULL, TROVE_TYPE_OBJECT, RW | TROVE_PARAM_OWNED),
  };

  old_box = register_type ("OldBox", box, G_N_ELEMENTS (box));
  old_page = register_type ("OldPage", page, G_N_ELEMENTS (page));
  old_plain = register_type ("OldPlain", NULL, 0);
}

/* The newer program. Boxes: x is left now, and size is a double. */

typedef struct
{
  double left, size;
  const char *label;
} NewBoxData;

typedef TroveObject NewBox;
typedef TroveObjectClass NewBoxClass;
typedef TroveObject NewPage;
typedef TroveObjectClass NewPageClass;

static GType new_box_get_type (void);
static GType new_page_get_type (void);

G_DEFINE_TYPE (NewBox, new_box, TROVE_TYPE_OBJECT)
G_DEFINE_TYPE (NewPage, new_page, TROVE_TYPE_OBJECT)

/* What the functions were called with: "key from-version old-values" on a line each. */
static GString *asked;
static gboolean edits = TRUE;
static void (*on_upgrade) (TroveObject *self); /* in place of setting a box */

static void
note (TroveObject *self, guint from_version, GVariant *old_values)
{
  g_autofree char *text = g_variant_print (old_values, FALSE);

  g_assert_true (g_variant_is_of_type (old_values, G_VARIANT_TYPE_VARDICT));
  g_string_append_printf (asked, "%" G_GUINT64_FORMAT " %u %s\n", trove_object_get_key (self), from_version,
                          text);
}

static void
new_box_upgrade (TroveObject *self, guint from_version, GVariant *old_values)
{
  gint32 x;

  note (self, from_version, old_values);
  if (on_upgrade != NULL)
    on_upgrade (self);
  else if (edits && g_variant_lookup (old_values, "x", "i", &x))
    g_object_set (self, "left", (double) x, NULL);
}

static void
new_box_init (NewBox *self)
{
}

static void
new_box_class_init (NewBoxClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (NewBoxData, left, g_param_spec_double ("left", NULL, NULL, -999, 999, 0, RW)),
    TROVE_FIELD (NewBoxData, size, g_param_spec_double ("size", NULL, NULL, 0, 999, 0, RW)),
    TROVE_FIELD (NewBoxData, label, g_param_spec_string ("label", NULL, NULL, NULL, RW)),
  };

  trove_object_class_install_fields (klass, sizeof (NewBoxData), fields, G_N_ELEMENTS (fields));
  trove_object_class_set_schema_version (klass, 3);
  klass->upgrade = new_box_upgrade;
}

/* Pages: boxes are children now. */

static void
new_page_upgrade (TroveObject *self, guint from_version, GVariant *old_values)
{
  g_autoptr (GVariant) boxes = g_variant_lookup_value (old_values, "boxes", G_VARIANT_TYPE ("at"));
  TroveDocument *document = trove_object_get_document (self);
  g_autoptr (GError) error = NULL;

  note (self, from_version, old_values);
  for (gsize i = 0; edits && i < g_variant_n_children (boxes); i++)
    {
      TroveKey key;

      g_variant_get_child (boxes, i, "t", &key);
      trove_document_move (document, key, trove_object_get_key (self), "children", G_MAXUINT, &error);
      g_assert_no_error (error);
    }
}

static void
new_page_init (NewPage *self)
{
}

static void
new_page_class_init (NewPageClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD_LIST (trove_param_spec_list ("children", NULL, NULL, TROVE_TYPE_OBJECT,
                                             G_PARAM_READABLE | TROVE_PARAM_OWNED)),
  };

  trove_object_class_install_fields (klass, 0, fields, G_N_ELEMENTS (fields));
  trove_object_class_set_schema_version (klass, 1);
  klass->upgrade = new_page_upgrade;
}

/* Files */

static void
as_new (GFile *file)
{
  file_kit_run (file, "UPDATE layout SET class = replace (class, 'Old', 'New')");
}

static void
as_old (GFile *file)
{
  file_kit_run (file, "UPDATE layout SET class = replace (class, 'New', 'Old')");
}

static TroveObject *
add (TroveDocument *document, TroveList *list, GType type)
{
  TroveObject *object = g_object_new (type, "document", document, NULL);
  GError *error = NULL;

  trove_list_append (list, object, &error);
  g_assert_no_error (error);
  return object;
}

/* A page with two boxes and an object without properties, keys 1 to 4; the first box, and then both, were moved. */
static GFile *
write_file (void)
{
  g_autoptr (TroveDocument) document = trove_document_new (old_page, NULL, 0);
  g_autoptr (GDateTime) date = g_date_time_new_utc (2026, 1, 2, 3, 4, 5);
  TroveObject *page = trove_document_get_root (document);
  TroveList *boxes = trove_object_get_list (page, "boxes");
  g_autoptr (TroveObject) first = add (document, boxes, old_box), second = add (document, boxes, old_box);
  GFile *file = file_kit_new ("drawing");

  g_object_unref (add (document, boxes, old_plain));
  g_object_set (first, "x", 10, "label", "first", "size", 5, NULL);
  g_object_set (second, "x", 20, "target", first, "ratio", 0.5, "date", date, NULL);
  g_assert_true (trove_list_append (trove_object_get_list (page, "picked"), second, NULL));
  commit (document, "Draw");
  g_object_set (first, "x", 11, NULL);
  commit (document, "Move");
  file_kit_save (document, file);
  as_new (file);
  return file;
}

static void
assert_asked (const char *expected)
{
  g_assert_cmpstr (asked->str, ==, expected);
  g_string_truncate (asked, 0);
}

static TroveDocument *
load (GFile *file)
{
  g_string_truncate (asked, 0);
  return file_kit_load (file);
}

static double
left_of (TroveDocument *document, TroveKey key)
{
  g_autoptr (TroveObject) box = trove_document_lookup (document, key);
  double left;

  g_assert_true (G_OBJECT_TYPE (box) == new_box_get_type ());
  g_object_get (box, "left", &left, NULL);
  return left;
}

static void
set_left (TroveDocument *document, TroveKey key, double left)
{
  g_autoptr (TroveObject) box = trove_document_lookup (document, key);

  g_object_set (box, "left", left, NULL);
}

static guint
n_children (TroveDocument *document)
{
  return g_list_model_get_n_items (
      G_LIST_MODEL (trove_object_get_list (trove_document_get_root (document), "children")));
}

static guint
n_versions (TroveDocument *document)
{
  return g_list_model_get_n_items (trove_document_get_history (document));
}

#define ASKED_PAGE "1 0 {'boxes': <[uint64 2, 3, 4]>, 'picked': <[uint64 3]>, 'front': <uint64 0>}\n"
#define ASKED_FIRST "2 0 {'x': <11>, 'ratio': <0.0>, 'target': <uint64 0>}\n"
#define ASKED_SECOND                                                                                         \
  "3 0 {'x': <20>, 'date': <'2026-01-02T03:04:05Z'>, 'ratio': <0.5>, 'target': <uint64 2>}\n"

/* The functions get the old values, and their edits are one step. */
static void
test_rename (void)
{
  GFile *file = write_file ();
  g_autoptr (TroveDocument) document = load (file);

  assert_asked (ASKED_PAGE ASKED_FIRST ASKED_SECOND);
  g_assert_cmpfloat (left_of (document, 2), ==, 11);
  g_assert_cmpfloat (left_of (document, 3), ==, 20);
  g_assert_cmpuint (n_children (document), ==, 3);
  g_assert_true (trove_document_get_modified (document));
  g_assert_cmpstr (trove_document_get_undo_label (document), ==, "Upgrade");
  g_assert_cmpuint (n_versions (document), ==, 4);

  undo (document);
  g_assert_cmpfloat (left_of (document, 2), ==, 0);
  g_assert_cmpuint (n_children (document), ==, 0);
  g_assert_false (trove_document_get_modified (document));
  undo (document);
  g_assert_cmpfloat (left_of (document, 2), ==, 0);
  redo (document);
  redo (document);
  g_assert_cmpfloat (left_of (document, 2), ==, 11);
  g_assert_cmpuint (asked->len, ==, 0);
  file_kit_remove (file);
}

/* Objects that were upgraded and saved are not asked again, and neither are new ones. Old values are still there. */
static void
test_once (void)
{
  GFile *file = write_file ();
  g_autoptr (TroveDocument) document = load (file), again = NULL, old = NULL;
  g_autoptr (TroveObject) box = NULL;
  g_autoptr (GVariant) values = NULL;
  TroveKey added;
  int x;

  box = add (document, trove_object_get_list (trove_document_get_root (document), "children"),
             new_box_get_type ());
  added = trove_object_get_key (box);
  commit (document, "Add");
  file_kit_save (document, NULL);

  again = load (file);
  assert_asked ("");
  g_assert_false (trove_document_get_modified (again));
  g_assert_cmpfloat (left_of (again, 2), ==, 11);
  g_assert_cmpfloat (left_of (again, added), ==, 0);
  g_clear_object (&box);
  box = trove_document_lookup (again, 2);
  values = trove_object_dup_unknown_values (box);
  g_assert_true (g_variant_lookup (values, "x", "i", &x));
  g_assert_cmpint (x, ==, 11);

  /* Versions before the upgrade are as they were. */
  undo (again);
  undo (again);
  g_assert_cmpfloat (left_of (again, 2), ==, 0);
  g_assert_cmpuint (n_children (again), ==, 0);
  undo (again);
  undo (again);
  redo (again);
  assert_asked ("");

  as_old (file);
  old = load (file);
  g_clear_object (&box);
  box = trove_document_lookup (old, 2);
  g_object_get (box, "x", &x, NULL);
  g_assert_cmpint (x, ==, 11);
  file_kit_remove (file);
}

/* Where nothing is changed, there is no step, and the objects are asked again: until they are changed by anything. */
static void
test_no_edits (void)
{
  GFile *file = write_file (), *copy = file_kit_new ("copy");
  g_autoptr (TroveDocument) document = NULL;

  edits = FALSE;
  for (guint i = 0; i < 2; i++)
    {
      g_clear_object (&document);
      document = load (file);
      assert_asked (ASKED_PAGE ASKED_FIRST ASKED_SECOND);
      g_assert_false (trove_document_get_modified (document));
      g_assert_cmpuint (n_versions (document), ==, 3);
      file_kit_save (document, NULL);
    }
  set_left (document, 3, 5);
  commit (document, "Move");
  file_kit_save (document, NULL);

  edits = TRUE;
  g_clear_object (&document);
  document = load (file);
  assert_asked (ASKED_PAGE ASKED_FIRST);
  g_assert_cmpfloat (left_of (document, 3), ==, 5);
  g_assert_cmpfloat (left_of (document, 2), ==, 11);

  /* A file that is written anew has the objects as they are. */
  file_kit_save (document, copy);
  g_clear_object (&document);
  document = load (copy);
  assert_asked ("");
  file_kit_remove (file);
  file_kit_remove (copy);
}

/* Objects that undo brings back were not asked. They are at the next load. */
static void
test_brought_back (void)
{
  GFile *file = write_file ();
  g_autoptr (TroveDocument) document = load (file);

  g_clear_object (&document);
  as_old (file);
  document = file_kit_load (file);
  {
    g_autoptr (TroveObject) first = trove_document_lookup (document, 2);

    g_assert_true (trove_object_remove (first, NULL));
  }
  commit (document, "Remove");
  file_kit_save (document, NULL);
  as_new (file);

  g_clear_object (&document);
  document = load (file);
  g_assert_null (strstr (asked->str, "\n2 "));
  undo (document);
  undo (document);
  g_assert_cmpfloat (left_of (document, 2), ==, 0);
  file_kit_save (document, NULL);
  g_clear_object (&document);
  document = load (file);
  g_assert_nonnull (strstr (asked->str, "2 0 {'x': <11>, 'ratio': <0.0>, 'target': <uint64 0>}\n"));
  g_assert_cmpfloat (left_of (document, 2), ==, 11);
  file_kit_remove (file);
}

static void
set_version (GFile *file, const char *version)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE layout SET schema_version = %s", version);

  file_kit_run (file, sql);
}

/* The versions that objects were written by, and those that no program has. */
static void
test_versions (void)
{
  const struct
  {
    const char *version;
    guint from; /* of boxes; 3: they are not asked */
  } cases[] = { { "1", 1 },  { "2", 2 },          { "3", 3 },          { "4", 3 },
                { "-1", 0 }, { "4294967295", 3 }, { "4294967299", 3 }, { "-9223372036854775808", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GFile *file = write_file ();
      g_autoptr (TroveDocument) document = NULL;
      g_autofree char *line = g_strdup_printf ("2 %u {", cases[i].from);

      set_version (file, cases[i].version);
      document = load (file);
      g_assert_true ((strstr (asked->str, line) != NULL) == (cases[i].from < 3));
      g_assert_cmpfloat (left_of (document, 2), ==, cases[i].from < 3 ? 11 : 0);
      g_assert_true (trove_document_get_modified (document) == (cases[i].from < 3));
      file_kit_remove (file);
    }
}

/* A program that is older than the file: the objects keep their version. Its new objects have its own. */
static void
test_later (void)
{
  GFile *file = write_file ();
  g_autoptr (TroveDocument) document = NULL;
  g_autofree char *versions = NULL;

  set_version (file, "9");
  document = load (file);
  assert_asked ("");
  set_left (document, 2, 7);
  g_object_unref (add (document, trove_object_get_list (trove_document_get_root (document), "children"),
                       new_box_get_type ()));
  commit (document, "Move");
  file_kit_save (document, NULL);
  versions = file_kit_query (file, "SELECT group_concat (schema_version) FROM (SELECT schema_version FROM "
                                   "object JOIN layout ON layout.id = layout ORDER BY key)");
  g_assert_cmpstr (versions, ==, "9,9,9,9,3");
  g_clear_object (&document);
  document = load (file);
  assert_asked ("");
  g_assert_cmpfloat (left_of (document, 2), ==, 7);
  file_kit_remove (file);
}

/* A class whose objects have the version of the class above, and one that is not there. */
static void
test_derived (void)
{
  GFile *file = write_file ();
  g_autoptr (TroveDocument) document = NULL;
  GType type = trove_object_register_type ("NewStar", new_box_get_type (), NULL, 0, NULL);

  file_kit_run (
      file, "UPDATE layout SET class = 'NewStar', ancestors = 'NewBox TroveObject' WHERE class = 'NewBox'");
  document = load (file);
  assert_asked (ASKED_PAGE ASKED_FIRST ASKED_SECOND);
  g_clear_object (&document);

  trove_object_type_set_schema_version (type, 4);
  file_kit_run (file, "UPDATE layout SET schema_version = 3 WHERE class = 'NewStar'");
  document = load (file);
  g_assert_nonnull (strstr (asked->str, "\n2 3 "));
  g_clear_object (&document);

  /* The class above is asked for no object of a class that is not there. */
  file_kit_run (file, "UPDATE layout SET class = 'NewMoon', schema_version = 0 WHERE class = 'NewStar'");
  document = load (file);
  assert_asked (ASKED_PAGE);
  file_kit_remove (file);
}

/* Functions that do more than to set their object. */

static void
remove_next (TroveObject *self)
{
  TroveDocument *document = trove_object_get_document (self);

  if (trove_object_get_key (self) == 2)
    {
      g_autoptr (GError) error = NULL;

      trove_document_remove (document, 3, &error);
      g_assert_no_error (error);
      g_assert_false (trove_document_commit (document, NULL, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BUSY);
    }
}

static void
leave_open (TroveObject *self)
{
  g_assert_true (trove_document_begin (trove_object_get_document (self), "Inner", NULL));
  g_object_set (self, "left", 1., NULL);
}

static void
end_early (TroveObject *self)
{
  g_object_set (self, "left", 1., NULL);
  if (trove_object_get_key (self) == 2)
    g_assert_true (trove_document_end (trove_object_get_document (self), NULL));
}

static void
commit_removal (TroveObject *self)
{
  TroveDocument *document = trove_object_get_document (self);

  if (trove_object_get_key (self) == 2)
    {
      g_assert_true (trove_document_remove (document, 3, NULL));
      g_assert_true (trove_document_end (document, NULL));
    }
}

static void
test_functions (void)
{
  void (*const functions[]) (TroveObject * self) = { remove_next, commit_removal, leave_open, end_early };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      GFile *file = write_file ();
      g_autoptr (TroveDocument) document = NULL;
      g_autoptr (GError) error = NULL;

      on_upgrade = functions[i];
      document = load (file);
      g_assert_true ((strstr (asked->str, "\n3 ") != NULL) == (i >= 2));
      g_assert_true (trove_document_commit (document, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (trove_document_get_modified (document));
      on_upgrade = NULL;
      file_kit_remove (file);
    }
}

/* Handles of all kinds. */
static void
assert_unknown (TroveObject *object, const char *expected)
{
  g_autoptr (GVariant) values = trove_object_dup_unknown_values (object);
  g_autofree char *text = g_variant_print (values, FALSE);

  g_assert_false (g_variant_is_floating (values));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_unknown_values (void)
{
  GFile *file = write_file ();
  g_autoptr (TroveDocument) document = load (file);
  g_autoptr (TroveObject) live = trove_document_lookup (document, 2), frozen = NULL, without = NULL;
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);
  g_autoptr (GError) error = NULL;

  assert_unknown (live, "{'x': <11>, 'ratio': <0.0>, 'target': <uint64 0>}");
  frozen = trove_version_lookup (version, 3);
  assert_unknown (frozen,
                  "{'x': <20>, 'date': <'2026-01-02T03:04:05Z'>, 'ratio': <0.5>, 'target': <uint64 2>}");
  g_assert_true (trove_object_remove (live, &error));
  commit (document, "Remove");
  assert_unknown (live, "{}");
  without = g_object_new (new_box_get_type (), NULL);
  assert_unknown (without, "{}");
  assert_unknown (trove_document_get_root (document),
                  "{'boxes': <@at []>, 'picked': <[uint64 3]>, 'front': <uint64 0>}");
  file_kit_remove (file);
}

/* A file of a program that did not know one of two properties of a name: the value is that of the other one. */
static void
test_same_name (void)
{
  GFile *file = write_file ();
  g_autoptr (TroveDocument) document = NULL;

  file_kit_run (file, "UPDATE field SET property = (SELECT id FROM property WHERE name = 'x') "
                      "WHERE property = (SELECT id FROM property WHERE name = 'ratio')");
  document = load (file);
  g_assert_nonnull (strstr (asked->str, "\n2 0 {'x': <11>, 'target': <uint64 0>}\n"));
  file_kit_remove (file);
}

/* The functions run on the thread that asked, before the document is handed out. */

static GThread *upgrade_thread;

static void
note_thread (TroveObject *self)
{
  upgrade_thread = g_thread_self ();
  g_object_set (self, "left", 4., NULL);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;

  *(TroveDocument **) data = trove_document_load_finish (result, &error);
  g_assert_no_error (error);
}

static void
test_async (void)
{
  GFile *file = write_file ();
  g_autoptr (TroveDocument) document = NULL;

  on_upgrade = note_thread;
  g_string_truncate (asked, 0);
  trove_document_load_async (file, NULL, 0, NULL, NULL, NULL, NULL, on_loaded, &document);
  g_assert_cmpuint (asked->len, ==, 0);
  while (document == NULL)
    g_main_context_iteration (NULL, TRUE);
  on_upgrade = NULL;
  assert_asked (ASKED_PAGE ASKED_FIRST ASKED_SECOND);
  g_assert_true (upgrade_thread == g_thread_self ());
  g_assert_cmpfloat (left_of (document, 2), ==, 4);
  g_assert_cmpstr (trove_document_get_undo_label (document), ==, "Upgrade");
  file_kit_remove (file);
}

/* A document that nobody takes is freed with what was noted. */
static void
on_dropped (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
test_async_dropped (void)
{
  GFile *file = write_file ();
  gboolean done = FALSE;

  trove_document_load_async (file, NULL, 0, NULL, NULL, NULL, NULL, on_dropped, &done);
  g_string_truncate (asked, 0);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (asked->len, ==, 0);
  file_kit_remove (file);
}

/* A copy that the older program has edited is merged. What it has added is upgraded at the next load. */
static void
test_merge_file (void)
{
  GFile *file = write_file (), *copy = file_kit_new ("copy");
  g_autoptr (TroveDocument) document = NULL, old = NULL;
  g_autoptr (TroveMerge) merge = NULL;
  g_autoptr (GError) error = NULL;
  TroveKey key;

  as_old (file);
  old = file_kit_load (file);
  as_new (file);
  document = load (file);
  file_kit_save (document, NULL);
  {
    g_autoptr (TroveObject) first = trove_document_lookup (old, 2), added = NULL;

    g_object_set (first, "label", "of the old", NULL);
    added = add (old, trove_object_get_list (trove_document_get_root (old), "boxes"), old_box);
    g_object_set (added, "x", 77, NULL);
    key = trove_object_get_key (added);
  }
  commit (old, "Add");
  file_kit_save (old, copy);
  as_new (copy);

  merge = trove_document_merge_file (document, copy, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (merge)), ==, 0);
  {
    g_autoptr (TroveObject) first = trove_document_lookup (document, 2);
    g_autofree char *label = NULL;

    g_object_get (first, "label", &label, NULL);
    g_assert_cmpstr (label, ==, "of the old");
  }
  g_assert_cmpfloat (left_of (document, 2), ==, 11);
  g_assert_cmpfloat (left_of (document, key), ==, 0);
  commit (document, "Merge");
  file_kit_save (document, NULL);
  g_clear_object (&document);
  document = load (file);
  g_assert_cmpfloat (left_of (document, key), ==, 77);
  g_assert_null (strstr (asked->str, "2 0"));
  file_kit_remove (file);
  file_kit_remove (copy);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  asked = g_string_new (NULL);
  make_old_types ();
  g_type_class_unref (g_type_class_ref (new_box_get_type ()));
  g_type_class_unref (g_type_class_ref (new_page_get_type ()));
  trove_object_type_set_schema_version (register_type ("NewPlain", NULL, 0), 1); /* without a function */
  g_test_add_func ("/document-upgrade/rename", test_rename);
  g_test_add_func ("/document-upgrade/once", test_once);
  g_test_add_func ("/document-upgrade/no-edits", test_no_edits);
  g_test_add_func ("/document-upgrade/brought-back", test_brought_back);
  g_test_add_func ("/document-upgrade/versions", test_versions);
  g_test_add_func ("/document-upgrade/later", test_later);
  g_test_add_func ("/document-upgrade/derived", test_derived);
  g_test_add_func ("/document-upgrade/functions", test_functions);
  g_test_add_func ("/document-upgrade/same-name", test_same_name);
  g_test_add_func ("/document-upgrade/unknown-values", test_unknown_values);
  g_test_add_func ("/document-upgrade/async", test_async);
  g_test_add_func ("/document-upgrade/async-dropped", test_async_dropped);
  g_test_add_func ("/document-upgrade/merge-file", test_merge_file);
  status = g_test_run ();
  g_string_free (asked, TRUE);
  return status;
}
