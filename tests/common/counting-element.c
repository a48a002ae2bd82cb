/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "counting-element.h"

static gboolean
lives (Counting *counting, guint64 ticket)
{
  return ticket > 0 && ticket < counting->tickets->len && counting->tickets->data[ticket] != 0;
}

static gboolean
counting_copy (gpointer dest, gconstpointer src, gpointer data)
{
  const CountingElement *from = src;
  CountingElement *to = dest;
  Counting *counting = data;
  const guint8 alive = 1;
  gboolean fails;

  test_lock (&counting->lock);
  if (from->ticket != 0)
    g_assert_true (lives (counting, from->ticket));
  fails = counting->fail_after == 0;
  if (counting->fail_after != G_MAXUINT64)
    counting->fail_after--; /* after 0 comes G_MAXUINT64: no other copy fails */
  if (!fails)
    {
      to->value = from->value;
      to->ticket = counting->tickets->len;
      g_byte_array_append (counting->tickets, &alive, 1);
      counting->n_live++;
      counting->n_copies++;
    }
  test_unlock (&counting->lock);

  if (!fails && counting->copy_hook != NULL)
    counting->copy_hook (counting, to, counting->hook_data);
  return !fails;
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

void
counting_check (Counting *counting, const CountingElement *element, gint64 value)
{
  gboolean alive;

  test_lock (&counting->lock);
  alive = lives (counting, element->ticket);
  test_unlock (&counting->lock);
  g_assert_true (alive);
  g_assert_cmpint (element->value, ==, value);
}
