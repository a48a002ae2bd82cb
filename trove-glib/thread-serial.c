/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "thread-serial.h"

#include <pthread.h>
#include <trove-glib/trove-glib.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

typedef struct
{
  guint64 serial;
  gint64
      process; /* the process of the thread; in the child of a fork, only the thread that forked continues */
  gint64 id;   /* the thread id of the kernel, for the main thread that of the process; 0: not known */
  char name[16]; /* "": not known */
} Thread;

TROVE_TLS guint64 trove_thread_serial = 0;

static _Atomic (guint64) last_serial = 0;

/* No callback is called and no other lock is taken under this lock. */
static GMutex lock;
static GHashTable *threads; /* threads that have a serial and have not ended: serial -> Thread, owned */

static void forget (gpointer data);
static GPrivate this_thread = G_PRIVATE_INIT (forget);

static void
look_at_this (Thread *self)
{
  self->process = getpid ();
#ifdef __linux__
  self->id = syscall (SYS_gettid);
  prctl (PR_GET_NAME, self->name, 0, 0, 0);
#endif
}

/* The lock is held during fork(), so that the child never gets a table that is half changed. */

static void
lock_to_fork (void)
{
  g_mutex_lock (&lock);
}

static void
unlock_in_parent (void)
{
  g_mutex_unlock (&lock);
}

static void
unlock_in_child (void)
{
  Thread *self = g_private_get (&this_thread);

  if (self != NULL)
    look_at_this (self);
  g_mutex_unlock (&lock);
}

static void
remember (Thread *self)
{
  g_mutex_lock (&lock);
  if (threads == NULL)
    {
      threads = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
      pthread_atfork (lock_to_fork, unlock_in_parent, unlock_in_child);
    }
  g_hash_table_insert (threads, &self->serial, self);
  g_mutex_unlock (&lock);
}

/* Called when the thread ends. If a later destructor uses an arena, the thread draws a new serial, which
 * the next round of destructors forgets. */
static void
forget (gpointer data)
{
  Thread *self = data;

  trove_thread_serial = 0;
  g_mutex_lock (&lock);
  g_hash_table_remove (threads, &self->serial);
  g_mutex_unlock (&lock);
}

guint64
trove_thread_draw (void)
{
  Thread *self = g_new0 (Thread, 1);

  self->serial = atomic_fetch_add_explicit (&last_serial, 1, memory_order_relaxed) + 1;
  look_at_this (self);
  remember (self);
  g_private_set (&this_thread, self);
  trove_thread_serial = self->serial;
  return trove_thread_serial;
}

void
trove_thread_forget (void)
{
  g_private_replace (&this_thread, NULL);
}

gboolean
trove_thread_has_ended (guint64 serial)
{
  gboolean there;

  g_mutex_lock (&lock);
  there = g_hash_table_lookup (threads, &serial) != NULL;
  g_mutex_unlock (&lock);
  return !there;
}

char *
trove_thread_describe (guint64 serial)
{
  g_autofree char *name = NULL;
  const Thread *there;
  Thread found = { 0 };

  g_mutex_lock (&lock);
  there = g_hash_table_lookup (threads, &serial);
  if (there != NULL)
    found = *there;
  g_mutex_unlock (&lock);

  if (found.serial == 0)
    return g_strdup ("a thread that has ended");
  if (found.process != getpid ())
    return g_strdup ("a thread of the process that this one was forked from");
  if (found.id == found.process)
    return g_strdup ("the main thread");
  if (found.id == 0)
    return g_strdup_printf ("thread number %" G_GUINT64_FORMAT, serial);

  name = g_utf8_make_valid (found.name, -1);
  return g_strdup_printf ("thread \342\200\234%s\342\200\235 (id %" G_GINT64_FORMAT ")", name, found.id);
}

gboolean
trove_thread_adopt (_Atomic (guint64) *owner, const char *what, const char *advice, GError **error)
{
  guint64 me = trove_thread_self ();
  guint64 found = TROVE_THREAD_NONE;

  while (!atomic_compare_exchange_strong_explicit (owner, &found, me, memory_order_acquire,
                                                   memory_order_relaxed))
    {
      g_autofree char *theirs = NULL;
      g_autofree char *mine = NULL;

      if (found == me)
        return TRUE;
      if (trove_thread_has_ended (found))
        continue; /* and replace that owner */

      theirs = trove_thread_describe (found);
      mine = trove_thread_describe (me);
      g_set_error (error, TROVE_ERROR, TROVE_ERROR_WRONG_THREAD, "The %s belongs to %s, not to %s: %s", what,
                   theirs, mine, advice);
      return FALSE;
    }
  return TRUE;
}
