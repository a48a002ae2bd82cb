/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-types.h"

#include <gobject/gvaluecollector.h>

static gint n_copies, n_clears, n_live;
static gint copies_left = G_MAXINT; /* until one fails */

Counts
test_counts (void)
{
  return (Counts){ g_atomic_int_get (&n_copies), g_atomic_int_get (&n_clears) };
}

void
reset_counts (void)
{
  g_atomic_int_set (&n_copies, 0);
  g_atomic_int_set (&n_clears, 0);
}

int
test_live (void)
{
  return g_atomic_int_get (&n_live);
}

static void
count_new (void)
{
  g_atomic_int_inc (&n_live);
}

static void
count_copy (void)
{
  g_atomic_int_inc (&n_copies);
  g_atomic_int_inc (&n_live);
}

static void
count_free (void)
{
  g_atomic_int_inc (&n_clears);
  g_atomic_int_add (&n_live, -1);
}

/* Boxed, behind a pointer */

G_DEFINE_BOXED_TYPE (TestBox, test_box, test_box_copy, test_box_free)

TestBox *
test_box_new (gint64 number)
{
  TestBox *box = g_new (TestBox, 1);

  box->number = number;
  count_new ();
  return box;
}

TestBox *
test_box_copy (TestBox *box)
{
  count_copy ();
  return g_memdup2 (box, sizeof *box);
}

void
test_box_free (TestBox *box)
{
  count_free ();
  g_free (box);
}

/* Boxed, inline */

void
fail_copy_at (int n)
{
  copies_left = n;
}

static gboolean
copy_point (gpointer dest, gconstpointer src, gpointer data)
{
  const TestPoint *from = src;
  TestPoint *to = dest;

  if (copies_left != G_MAXINT && --copies_left < 0)
    return FALSE;

  to->number = from->number;
  to->held = g_memdup2 (from->held, sizeof *from->held);
  count_copy ();
  return TRUE;
}

static void
clear_point (gpointer element, gpointer data)
{
  TestPoint *point = element;

  g_assert_cmpint (*point->held, ==, point->number);
  g_free (point->held);
  count_free ();
}

const TroveElementInfo test_point_info = TROVE_ELEMENT (TestPoint, .copy = copy_point, .clear = clear_point);

static void
register_point (GType type)
{
  const TroveElementInfo info = {
    .type = type, .size = sizeof (TestPoint), .alignment = 16, .copy = copy_point, .clear = clear_point
  };

  trove_element_register (type, &info);
}

G_DEFINE_BOXED_TYPE_WITH_CODE (TestPoint, test_point, test_point_copy, test_point_free,
                               register_point (g_define_type_id))

TestPoint *
test_point_new (gint64 number)
{
  TestPoint *point = g_new (TestPoint, 1);

  *point = (TestPoint){ number, g_memdup2 (&number, sizeof number) };
  count_new ();
  return point;
}

TestPoint *
test_point_copy (TestPoint *point)
{
  TestPoint *copy = g_new (TestPoint, 1);

  *copy = (TestPoint){ point->number, g_memdup2 (point->held, sizeof *point->held) };
  count_copy ();
  return copy;
}

void
test_point_free (TestPoint *point)
{
  clear_point (point, NULL);
  g_free (point);
}

/* Objects */

G_DEFINE_INTERFACE (TestThing, test_thing, G_TYPE_OBJECT)

static void
test_thing_default_init (TestThingInterface *iface)
{
}

G_DEFINE_TYPE_WITH_CODE (TestObject, test_object, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (TEST_TYPE_THING, NULL))
G_DEFINE_TYPE (TestDerived, test_derived, TEST_TYPE_OBJECT)
G_DEFINE_TYPE (TestFloating, test_floating, G_TYPE_INITIALLY_UNOWNED)

static void
test_object_finalize (GObject *object)
{
  count_free ();
  G_OBJECT_CLASS (test_object_parent_class)->finalize (object);
}

static void
test_object_class_init (TestObjectClass *klass)
{
  klass->finalize = test_object_finalize;
}

static void
test_object_init (TestObject *self)
{
  count_new ();
}

static void
test_derived_class_init (TestDerivedClass *klass)
{
}

static void
test_derived_init (TestDerived *self)
{
}

static void
test_floating_finalize (GObject *object)
{
  count_free ();
  G_OBJECT_CLASS (test_floating_parent_class)->finalize (object);
}

static void
test_floating_class_init (TestFloatingClass *klass)
{
  klass->finalize = test_floating_finalize;
}

static void
test_floating_init (TestFloating *self)
{
  count_new ();
}

TestObject *
test_object_new (gint64 number)
{
  TestObject *object = g_object_new (TEST_TYPE_OBJECT, NULL);

  object->number = number;
  return object;
}

TestObject *
test_derived_new (gint64 number)
{
  TestObject *object = g_object_new (TEST_TYPE_DERIVED, NULL);

  object->number = number;
  return object;
}

TestFloating *
test_floating_new (gint64 number)
{
  TestFloating *object = g_object_new (TEST_TYPE_FLOATING, NULL);

  object->number = number;
  return object;
}

/* A fundamental type */

static void
atom_value_init (GValue *value)
{
  value->data[0].v_pointer = NULL;
}

static void
atom_value_free (GValue *value)
{
  if (value->data[0].v_pointer != NULL)
    test_atom_unref (value->data[0].v_pointer);
}

static void
atom_value_copy (const GValue *src, GValue *dest)
{
  dest->data[0].v_pointer = src->data[0].v_pointer != NULL ? test_atom_ref (src->data[0].v_pointer) : NULL;
}

static gpointer
atom_value_peek (const GValue *value)
{
  return value->data[0].v_pointer;
}

static char *
atom_value_collect (GValue *value, guint n_values, GTypeCValue *values, guint flags)
{
  value->data[0].v_pointer = values[0].v_pointer != NULL ? test_atom_ref (values[0].v_pointer) : NULL;
  return NULL;
}

static char *
atom_value_lcopy (const GValue *value, guint n_values, GTypeCValue *values, guint flags)
{
  *(gpointer *) values[0].v_pointer = value->data[0].v_pointer;
  return NULL;
}

GType
test_atom_get_type (void)
{
  static gsize type;
  static const GTypeValueTable table = {
    atom_value_init,  atom_value_free, atom_value_copy, atom_value_peek, "p", atom_value_collect, "p",
    atom_value_lcopy,
  };
  static const GTypeInfo info = {
    .class_size = sizeof (GTypeClass),
    .instance_size = sizeof (TestAtom),
    .value_table = &table,
  };
  static const GTypeFundamentalInfo fundamental = {
    G_TYPE_FLAG_CLASSED | G_TYPE_FLAG_INSTANTIATABLE | G_TYPE_FLAG_DERIVABLE,
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (
        &type, g_type_register_fundamental (g_type_fundamental_next (), "TestAtom", &info, &fundamental, 0));
  return type;
}

TestAtom *
test_atom_new (gint64 number)
{
  TestAtom *atom = (TestAtom *) g_type_create_instance (TEST_TYPE_ATOM);

  atom->count = 1;
  atom->number = number;
  count_new ();
  return atom;
}

TestAtom *
test_atom_ref (TestAtom *atom)
{
  g_atomic_int_inc (&atom->count);
  return atom;
}

void
test_atom_unref (TestAtom *atom)
{
  if (!g_atomic_int_dec_and_test (&atom->count))
    return;
  count_free ();
  g_type_free_instance ((GTypeInstance *) atom);
}

GValue
test_atom_value (gint64 number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, TEST_TYPE_ATOM);
  value.data[0].v_pointer = test_atom_new (number);
  return value;
}
