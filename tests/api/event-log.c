/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "event-log.h"

typedef struct
{
  EventLog *log;
  GObject *object; /* NULL: it was finalized */
  const char *name;
} Watched;

static void
unwatch (gpointer data)
{
  Watched *watched = data;

  if (watched->object != NULL)
    {
      g_signal_handlers_disconnect_by_data (watched->object, watched);
      g_object_remove_weak_pointer (watched->object, (gpointer *) &watched->object);
    }
  g_free (watched);
}

EventLog *
event_log_new (void)
{
  EventLog *self = g_new0 (EventLog, 1);

  self->text = g_string_new (NULL);
  self->watched = g_ptr_array_new_with_free_func (unwatch);
  return self;
}

void
event_log_free (EventLog *self)
{
  g_ptr_array_unref (self->watched);
  g_string_free (self->text, TRUE);
  g_free (self);
}

static void G_GNUC_PRINTF (2, 3) add (EventLog *self, const char *format, ...)
{
  va_list args;

  if (self->text->len > 0)
    g_string_append_c (self->text, ' ');
  va_start (args, format);
  g_string_append_vprintf (self->text, format, args);
  va_end (args);
}

static void
add_shown (EventLog *self)
{
  const char *before = " (";

  for (guint i = 0; i < self->watched->len; i++)
    {
      const Watched *watched = g_ptr_array_index (self->watched, i);
      g_autofree char *items = NULL;

      if (!G_IS_LIST_MODEL (watched->object))
        continue;
      items = list_items (watched->object);
      g_string_append_printf (self->text, "%s%s: %s", before, watched->name, items);
      before = ", ";
    }
  g_string_append_c (self->text, ')');
}

static void
note_property (GObject *object, GParamSpec *pspec, gpointer data)
{
  Watched *watched = data;

  if (!g_str_equal (pspec->name, "n-items"))
    add (watched->log, "%s:%s", watched->name, pspec->name);
}

static void
note_items (GListModel *list, guint position, guint n_removed, guint n_added, gpointer data)
{
  Watched *watched = data;

  add (watched->log, "%s %u-%u+%u", watched->name, position, n_removed, n_added);
  if (watched->log->shows)
    add_shown (watched->log);
}

static void
note_changed (TroveDocument *document, TroveChanges *changes, gpointer data)
{
  Watched *watched = data;

  add (watched->log, changes != NULL ? "%s!" : "%s?", watched->name);
}

void
event_log_watch (EventLog *self, gpointer object, const char *name)
{
  Watched *watched = g_new0 (Watched, 1);

  watched->log = self;
  watched->name = name;
  g_set_weak_pointer (&watched->object, object);
  g_signal_connect (object, "notify", G_CALLBACK (note_property), watched);
  if (G_IS_LIST_MODEL (object))
    g_signal_connect (object, "items-changed", G_CALLBACK (note_items), watched);
  if (TROVE_IS_DOCUMENT (object))
    g_signal_connect (object, "changed", G_CALLBACK (note_changed), watched);
  g_ptr_array_add (self->watched, watched);
}

char *
event_log_take (EventLog *self)
{
  char *text = g_strdup (self->text->str);

  g_string_set_size (self->text, 0);
  return text;
}

char *
list_items (gpointer list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (TroveObject) item = g_list_model_get_item (list, i);
      double x;

      g_assert_true (TROVE_IS_OBJECT (item));
      g_object_get (item, "x", &x, NULL);
      g_string_append_printf (text, i == 0 ? "%g" : " %g", x);
    }
  return g_string_free (text, FALSE);
}
