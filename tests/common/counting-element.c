/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "counting-element.h"

static gboolean
lives (Counting *counting, guint64 ticket)
{
  return ticket > 0 && ticket < counting->tickets->len && counting->tickets->data[ticket] != 0;
}

/* Under the lock. */
static void
give_ticket (Counting *counting, CountingElement *to, gint64 value)
{
  const guint8 alive = 1;

  to->value = value;
  to->ticket = counting->tickets->len;
  g_byte_array_append (counting->tickets, &alive, 1);
  counting->n_live++;
  counting->n_copies++;
}

static gboolean
may_copy (Counting *counting, const CountingElement *from)
{
  gboolean fails;

  test_lock (&counting->lock);
  if (from->ticket != 0)
    g_assert_true (lives (counting, from->ticket));
  fails = counting->fail_after == 0;
  if (counting->fail_after != G_MAXUINT64)
    counting->fail_after--; /* after 0 comes G_MAXUINT64: no other copy fails */
  test_unlock (&counting->lock);
  return !fails;
}

static void
copy_contents (Counting *counting, CountingElement *to, const CountingElement *from)
{
  if (counting->before_copy_hook != NULL)
    counting->before_copy_hook (counting, from, counting->hook_data);

  test_lock (&counting->lock);
  if (from->ticket != 0)
    g_assert_true (lives (counting, from->ticket)); /* the hook did not clear it */
  give_ticket (counting, to, from->value);
  test_unlock (&counting->lock);

  if (counting->copy_hook != NULL)
    counting->copy_hook (counting, to, counting->hook_data);
}

static gboolean
counting_copy (gpointer dest, gconstpointer src, gpointer data)
{
  if (!may_copy (data, src))
    return FALSE;

  copy_contents (data, dest, src);
  return TRUE;
}

static void
counting_clear (gpointer element, gpointer data)
{
  CountingElement *from = element;
  Counting *counting = data;

  test_lock (&counting->lock);
  g_assert_true (lives (counting, from->ticket));
  counting->tickets->data[from->ticket] = 0;
  counting->n_live--;
  counting->n_clears++;
  test_unlock (&counting->lock);

  if (counting->clear_hook != NULL)
    counting->clear_hook (counting, from, counting->hook_data);
}

void
counting_init (Counting *counting)
{
  const guint8 none = 0;

  *counting = (Counting){ .fail_after = G_MAXUINT64 };
  atomic_flag_clear (&counting->lock);
  counting->tickets = g_byte_array_new ();
  g_byte_array_append (counting->tickets, &none, 1);
}

void
counting_finish (Counting *counting)
{
  g_assert_cmpuint (counting->n_live, ==, 0);
  g_assert_cmpuint (counting->n_copies, ==, counting->n_clears);
  g_byte_array_unref (counting->tickets);
}

TroveElementInfo
counting_info (Counting *counting)
{
  return (TroveElementInfo) TROVE_ELEMENT (CountingElement, .copy = counting_copy, .clear = counting_clear,
                                           .data = counting);
}

void
counting_fail_copy (Counting *counting, guint64 n)
{
  counting->fail_after = n;
}

gboolean
counting_lives (Counting *counting, const CountingElement *element)
{
  gboolean alive;

  test_lock (&counting->lock);
  alive = lives (counting, element->ticket);
  test_unlock (&counting->lock);
  return alive;
}

void
counting_check (Counting *counting, const CountingElement *element, gint64 value)
{
  g_assert_true (counting_lives (counting, element));
  g_assert_cmpint (element->value, ==, value);
}

/* Boxed types */

Counting counting_boxed;

static CountingElement *
box_copy (CountingElement *box)
{
  CountingElement *copy = g_new (CountingElement, 1);

  copy_contents (&counting_boxed, copy, box);
  return copy;
}

CountingElement *
counting_box_new (gint64 value)
{
  CountingElement *box = g_new (CountingElement, 1);

  test_lock (&counting_boxed.lock);
  give_ticket (&counting_boxed, box, value);
  test_unlock (&counting_boxed.lock);
  return box;
}

void
counting_box_free (CountingElement *box)
{
  counting_clear (box, &counting_boxed);
  g_free (box);
}

static void
register_point (GType type)
{
  const TroveElementInfo info = counting_info (&counting_boxed);

  trove_element_register (type, &info);
}

typedef CountingElement CountingBox;
typedef CountingElement CountingPoint;

G_DEFINE_BOXED_TYPE (CountingBox, counting_box, box_copy, counting_box_free)
G_DEFINE_BOXED_TYPE_WITH_CODE (CountingPoint, counting_point, box_copy, counting_box_free,
                               register_point (g_define_type_id))
