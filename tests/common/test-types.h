/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Types whose instances have a number and are counted, one for every way in which a pool stores values. */

#pragma once

#include <trove-glib/trove-glib.h>

G_BEGIN_DECLS

/* Copies and clears since reset_counts (), of boxed types and elements: atomic, any thread. */
typedef struct
{
  int copies;
  int clears;
} Counts;

Counts test_counts (void);
void reset_counts (void);

/* Instances of all the types below that are alive; live = made + copied - freed. */
int test_live (void);

/* A boxed type that is stored as a pointer. */
#define TEST_TYPE_BOX (test_box_get_type ())
typedef struct
{
  gint64 number;
} TestBox;
GType test_box_get_type (void);
TestBox *test_box_new (gint64 number);
TestBox *test_box_copy (TestBox *box);
void test_box_free (TestBox *box);

/* A boxed type that is registered and stored inline, aligned to 16. It holds a block of memory, so that a missing
 * copy or a second clear is noticed. */
#define TEST_TYPE_POINT (test_point_get_type ())
typedef struct
{
  gint64 number;
  gint64 *held;
  guint8 padding[8 - sizeof (gpointer)]; /* the size must be a multiple of the alignment */
} TestPoint;
GType test_point_get_type (void);
TestPoint *test_point_new (gint64 number);
TestPoint *test_point_copy (TestPoint *point);
void test_point_free (TestPoint *point);

/* The same as an anonymous element. From the fail_copy_at-th copy on, counted from the call, copies fail. */
extern const TroveElementInfo test_point_info;
void fail_copy_at (int n);

/* Objects: one that implements an interface, one derived from it, and one that is floating at first. */
#define TEST_TYPE_THING (test_thing_get_type ())
G_DECLARE_INTERFACE (TestThing, test_thing, TEST, THING, GObject)
struct _TestThingInterface
{
  GTypeInterface parent_iface;
};

#define TEST_TYPE_OBJECT (test_object_get_type ())
typedef struct
{
  GObject parent_instance;
  gint64 number;
} TestObject;
typedef GObjectClass TestObjectClass;
GType test_object_get_type (void);
TestObject *test_object_new (gint64 number);

#define TEST_TYPE_DERIVED (test_derived_get_type ())
typedef TestObject TestDerived;
typedef TestObjectClass TestDerivedClass;
GType test_derived_get_type (void);
TestObject *test_derived_new (gint64 number);

#define TEST_TYPE_FLOATING (test_floating_get_type ())
typedef struct
{
  GInitiallyUnowned parent_instance;
  gint64 number;
} TestFloating;
typedef GInitiallyUnownedClass TestFloatingClass;
GType test_floating_get_type (void);
TestFloating *test_floating_new (gint64 number);

/* Another library's fundamental type: counted, with a value table of its own. */
#define TEST_TYPE_ATOM (test_atom_get_type ())
typedef struct
{
  GTypeInstance parent_instance;
  gint count;
  gint64 number;
} TestAtom;
GType test_atom_get_type (void);
TestAtom *test_atom_new (gint64 number);
TestAtom *test_atom_ref (TestAtom *atom);
void test_atom_unref (TestAtom *atom);
GValue test_atom_value (gint64 number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPoint, test_point_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestBox, test_box_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestAtom, test_atom_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestObject, g_object_unref)

G_END_DECLS
