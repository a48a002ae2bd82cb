/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Counting element: a struct whose copies and clears are counted, each exactly once.
 *
 * Every copy gets a ticket of its own, which the clear of that copy hands back: a clear of what was never copied, or was
 * cleared already, fails the test. A value that no arena made, such as what is given to an append, has ticket 0. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "test-support.h"

typedef struct
{
  gint64 value;
  guint64 ticket; /* 0: not a copy */
} CountingElement;

typedef struct _Counting Counting;

/* Called before or after a copy, or after a clear. It may call anything. */
typedef void (*CountingHook) (Counting *counting, const CountingElement *element, gpointer data);

/* What elements of one type share; any thread may copy and clear them. */
struct _Counting
{
  TestLock lock;
  GByteArray *tickets; /* by ticket: whether the copy lives */
  guint64 n_live;
  guint64 n_copies; /* that succeeded */
  guint64 n_clears;
  guint64 fail_after; /* copies that still succeed before one fails; G_MAXUINT64: none fails */
  CountingHook before_copy_hook, copy_hook, clear_hook;
  gpointer hook_data;
};

void counting_init (Counting *counting);

/* Fails where a copy still lives. */
void counting_finish (Counting *counting);

/* An element type; trace is NULL. */
TroveElementInfo counting_info (Counting *counting);

/* The n-th copy from now fails, from 0, and no other. */
void counting_fail_copy (Counting *counting, guint64 n);

/* Whether an element is a copy that lives. */
gboolean counting_lives (Counting *counting, const CountingElement *element);

/* Fails where an element is not a copy that lives, with that value. */
void counting_check (Counting *counting, const CountingElement *element, gint64 value);

/* Boxed types of the element: CountingBox is stored as a pointer, CountingPoint is registered and stored inline. Both are
 * counted in counting_boxed, which the test initializes. GObject's copies on the heap cannot fail. */
extern Counting counting_boxed;
#define COUNTING_TYPE_BOX (counting_box_get_type ())
#define COUNTING_TYPE_POINT (counting_point_get_type ())
GType counting_box_get_type (void);
GType counting_point_get_type (void);

/* Counted as a copy, for which no hook is called; of either type. */
CountingElement *counting_box_new (gint64 value);
void counting_box_free (CountingElement *box);
