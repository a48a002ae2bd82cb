/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The shortest program with all parts: a class with fields of each kind, a list, steps and undo. Its signals are recorded. */

#include <gdk/gdk.h>
#include <trove-glib/trove-glib.h>

#define TYPE_SHAPE (shape_get_type ())
G_DECLARE_FINAL_TYPE (Shape, shape, TEST, SHAPE, TroveObject)

#define TYPE_PAGE (page_get_type ())
G_DECLARE_FINAL_TYPE (Page, page, TEST, PAGE, TroveObject)

typedef struct
{
  double x, y, width, height;
  GdkRGBA fill;
  const char *label;
  TroveKey target;
} ShapeData; /* what is versioned of a shape */

struct _Shape
{
  TroveObject parent_instance;
};

G_DEFINE_FINAL_TYPE (Shape, shape, TROVE_TYPE_OBJECT)

static GParamSpec *
new_number (const char *name)
{
  return g_param_spec_double (name, NULL, NULL, -1e6, 1e6, 0, G_PARAM_READWRITE);
}

static void
shape_class_init (ShapeClass *klass)
{
  const TroveElementInfo color = TROVE_ELEMENT (GdkRGBA);
  TroveField fields[] = {
    TROVE_FIELD (ShapeData, x, new_number ("x")),
    TROVE_FIELD (ShapeData, y, new_number ("y")),
    TROVE_FIELD (ShapeData, width, new_number ("width")),
    TROVE_FIELD (ShapeData, height, new_number ("height")),
    TROVE_FIELD (ShapeData, fill, g_param_spec_boxed ("fill", NULL, NULL, GDK_TYPE_RGBA, G_PARAM_READWRITE)),
    TROVE_FIELD (ShapeData, label, g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE)),
    TROVE_FIELD (ShapeData, target,
                 g_param_spec_object ("target", NULL, NULL, TYPE_SHAPE, G_PARAM_READWRITE)), /* a reference */
    TROVE_FIELD_LIST (trove_param_spec_list ("children", NULL, NULL, TYPE_SHAPE,
                                             G_PARAM_READABLE | TROVE_PARAM_OWNED)), /* owns them */
  };

  trove_element_register (GDK_TYPE_RGBA, &color); /* its values are in the struct, and not behind a pointer */
  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (ShapeData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
shape_init (Shape *self)
{
}

struct _Page
{
  TroveObject parent_instance;
};

G_DEFINE_FINAL_TYPE (Page, page, TROVE_TYPE_OBJECT)

static void
page_class_init (PageClass *klass)
{
  TroveField fields[] = {
    TROVE_FIELD_LIST (
        trove_param_spec_list ("shapes", NULL, NULL, TYPE_SHAPE, G_PARAM_READABLE | TROVE_PARAM_OWNED)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), 0, fields, G_N_ELEMENTS (fields));
}

static void
page_init (Page *self)
{
}

/* Signals */

static void
record_notify (GObject *object, GParamSpec *pspec, GString *signals)
{
  g_string_append_printf (signals, "%s ", pspec->name);
}

static void
record_x (GObject *object, GParamSpec *pspec, GString *signals)
{
  double x;

  g_object_get (object, "x", &x, NULL);
  g_string_append_printf (signals, "x=%g ", x);
}

static void
record_items (GListModel *list, guint position, guint n_removed, guint n_added, GString *signals)
{
  g_string_append_printf (signals, "%u-%u+%u ", position, n_removed, n_added);
}

static void
expect (GString *signals, const char *expected)
{
  g_assert_cmpstr (signals->str, ==, expected);
  g_string_truncate (signals, 0);
}

static void
test_program (void)
{
  const GType types[] = { TYPE_SHAPE };
  g_autoptr (GString) signals = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_autoptr (TroveDocument) document = trove_document_new (TYPE_PAGE, types, G_N_ELEMENTS (types));
  TroveList *shapes = trove_object_get_list (trove_document_get_root (document), "shapes");
  g_signal_connect (shapes, "items-changed", G_CALLBACK (record_items), signals);

  g_autoptr (Shape) box = g_object_new (TYPE_SHAPE, "document", document, "x", 10., "label", "a box", NULL);
  g_signal_connect (box, "notify::x", G_CALLBACK (record_x), signals);
  g_signal_connect (box, "notify::label", G_CALLBACK (record_notify), signals);
  g_signal_connect (box, "notify::owner", G_CALLBACK (record_notify), signals);
  g_signal_connect (box, "notify::removed", G_CALLBACK (record_notify), signals);

  trove_list_append (shapes, TROVE_OBJECT (box), &error);
  g_assert_no_error (error);
  expect (signals, "0-0+1 owner ");
  trove_document_commit (document, "Add box", &error);
  g_assert_no_error (error);
  expect (signals, "");
  g_object_set (box, "x", 20., NULL);
  expect (signals, "x=20 ");
  trove_document_commit (document, "Move box", &error);
  g_assert_no_error (error);
  expect (signals, "");
  trove_document_undo (document, &error);
  g_assert_no_error (error);
  expect (signals, "x=10 ");

  g_assert_cmpstr (trove_document_get_undo_label (document), ==, "Add box");
  g_assert_cmpstr (trove_document_get_redo_label (document), ==, "Move box");
  trove_document_undo (document, &error);
  g_assert_no_error (error);
  expect (signals, "0-1+0 owner removed ");
  g_assert_true (trove_object_get_removed (TROVE_OBJECT (box)));
  trove_document_redo (document, &error);
  g_assert_no_error (error);
  expect (signals, "0-0+1 owner removed ");
  trove_document_redo (document, &error);
  g_assert_no_error (error);
  expect (signals, "x=20 ");
}

/* The other kinds of fields of the class. */
static void
test_fields (void)
{
  g_autoptr (TroveDocument) document = trove_document_new (TYPE_PAGE, NULL, 0);
  TroveList *shapes = trove_object_get_list (trove_document_get_root (document), "shapes");
  g_autoptr (Shape) box = g_object_new (TYPE_SHAPE, "document", document, NULL);
  g_autoptr (Shape) other = g_object_new (TYPE_SHAPE, "document", document, NULL);
  g_autoptr (GString) signals = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const GdkRGBA red = { 1, 0, 0, 1 };
  const ShapeData *data;

  g_assert_true (trove_list_append (shapes, TROVE_OBJECT (box), &error));
  g_assert_true (trove_list_append (shapes, TROVE_OBJECT (other), &error));
  g_assert_true (trove_document_commit (document, "Add shapes", &error));
  g_signal_connect (box, "notify", G_CALLBACK (record_notify), signals);
  g_object_set (box, "fill", &red, NULL);
  g_object_set (box, "target", other, NULL);
  g_object_set (box, "width", 0., NULL); /* it is there */
  expect (signals, "fill target ");
  g_object_set (box, "fill", &red, NULL); /* it is there */
  expect (signals, "");
  data = trove_object_peek_data (TROVE_OBJECT (box));
  g_assert_cmpfloat (data->fill.red, ==, 1);
  g_assert_cmpuint (data->target, ==, trove_object_get_key (TROVE_OBJECT (other)));
  g_assert_true (trove_document_commit (document, "Fill box", &error));

  g_assert_true (trove_object_remove (TROVE_OBJECT (other), &error));
  expect (signals, "");
  g_assert_true (trove_document_commit (document, "Remove", &error));
  expect (signals, "target ");
  g_assert_true (trove_document_undo (document, &error));
  expect (signals, "target ");
  g_assert_true (trove_document_undo (document, &error));
  expect (signals, "fill target ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/examples/shapes/program", test_program);
  g_test_add_func ("/examples/shapes/fields", test_fields);
  return g_test_run ();
}
