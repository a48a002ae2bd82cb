/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Event log: the notifications of objects and the emissions of lists and documents, as a text in their order.
 *
 *   a:x              the property x of the object that is watched as "a" was notified
 *   list 2-1+3       the list emitted items-changed: at position 2, one item removed, three added
 *   list 2-1+3 (…)   the same, and all lists that are watched as they are then, where they are shown
 *   doc!             the document emitted changed; doc?: without the changes
 *
 * Notifications of the number of items are not logged. */

#pragma once

#include <trove-glib/trove-glib.h>

typedef struct
{
  GString *text;
  GPtrArray *watched; /* objects with their names, owned */
  gboolean shows;     /* the lists at each of their emissions */
} EventLog;

EventLog *event_log_new (void);
void event_log_free (EventLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EventLog, event_log_free)

/* Watches an object, a list or a document, which the log holds no reference on. The name is a literal. */
void event_log_watch (EventLog *self, gpointer object, const char *name);

/* The events since the last call, with a space between. */
#define assert_events(log, expected)                                                                         \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *found_events = event_log_take (log);                                                    \
    g_assert_cmpstr (found_events, ==, (expected));                                                          \
  }                                                                                                          \
  G_STMT_END
char *event_log_take (EventLog *self);

/* The items of a list by their property "x": "1 2 3". To be freed. */
char *list_items (gpointer list);

#define assert_items(list, expected)                                                                         \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *found_items = list_items (list);                                                        \
    g_assert_cmpstr (found_items, ==, (expected));                                                           \
  }                                                                                                          \
  G_STMT_END
