/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Hooks: included before all other headers in the build of the library for the stress test under ThreadSanitizer.
 *
 * The hooks pause at random before atomic operations, so that rare orders of operations become common. GLib is not
 * built with ThreadSanitizer, so the hooks tell it how GLib synchronises threads: by locks, by the last reference to an
 * object, and by a source that a context runs. The test uses no other synchronisation of GLib. The hooks also count
 * blocks of memory, to find leaks. */

#pragma once

#include <gio/gio.h>
#include <malloc.h>
#include <sanitizer/tsan_interface.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

void __tsan_read1 (void *address);
void __tsan_write1 (void *address);

void stress_pause (void);
extern atomic_llong stress_n_blocks;

static inline void
stress_count (int n)
{
  atomic_fetch_add_explicit (&stress_n_blocks, n, memory_order_relaxed);
}

/* Atomic operations */

#undef atomic_load_explicit
#undef atomic_store_explicit
#undef atomic_exchange_explicit
#undef atomic_compare_exchange_strong_explicit
#undef atomic_compare_exchange_weak_explicit
#undef atomic_fetch_add_explicit
#undef atomic_fetch_sub_explicit
#undef atomic_flag_test_and_set_explicit
#undef atomic_flag_clear_explicit

#ifdef __clang__

#define atomic_load_explicit(p, o) (stress_pause (), __c11_atomic_load (p, o))
#define atomic_store_explicit(p, v, o) (stress_pause (), __c11_atomic_store (p, v, o))
#define atomic_exchange_explicit(p, v, o) (stress_pause (), __c11_atomic_exchange (p, v, o))
#define atomic_compare_exchange_strong_explicit(p, e, v, o, f)                                               \
  (stress_pause (), __c11_atomic_compare_exchange_strong (p, e, v, o, f))
#define atomic_compare_exchange_weak_explicit(p, e, v, o, f)                                                 \
  (stress_pause (), __c11_atomic_compare_exchange_weak (p, e, v, o, f))
#define atomic_fetch_add_explicit(p, v, o) (stress_pause (), __c11_atomic_fetch_add (p, v, o))
#define atomic_fetch_sub_explicit(p, v, o) (stress_pause (), __c11_atomic_fetch_sub (p, v, o))
#define atomic_flag_test_and_set_explicit(p, o) (stress_pause (), __c11_atomic_exchange (&(p)->_Value, 1, o))
#define atomic_flag_clear_explicit(p, o) (stress_pause (), __c11_atomic_store (&(p)->_Value, 0, o))

#else

/* The type that p points to, without _Atomic. */
#define STRESS_TYPE(p) __typeof__ ((void) 0, *(p))

#define atomic_load_explicit(p, o)                                                                           \
  __extension__({                                                                                            \
    STRESS_TYPE (p) stress_value;                                                                            \
    stress_pause ();                                                                                         \
    __atomic_load (p, &stress_value, o);                                                                     \
    stress_value;                                                                                            \
  })
#define atomic_store_explicit(p, v, o)                                                                       \
  __extension__({                                                                                            \
    STRESS_TYPE (p) stress_value = (v);                                                                      \
    stress_pause ();                                                                                         \
    __atomic_store (p, &stress_value, o);                                                                    \
  })
#define atomic_exchange_explicit(p, v, o)                                                                    \
  __extension__({                                                                                            \
    STRESS_TYPE (p) stress_value = (v), stress_old;                                                          \
    stress_pause ();                                                                                         \
    __atomic_exchange (p, &stress_value, &stress_old, o);                                                    \
    stress_old;                                                                                              \
  })
#define STRESS_COMPARE_EXCHANGE(p, e, v, weak, o, f)                                                         \
  __extension__({                                                                                            \
    STRESS_TYPE (p) stress_value = (v);                                                                      \
    stress_pause ();                                                                                         \
    __atomic_compare_exchange (p, e, &stress_value, weak, o, f);                                             \
  })
#define atomic_compare_exchange_strong_explicit(p, e, v, o, f) STRESS_COMPARE_EXCHANGE (p, e, v, 0, o, f)
#define atomic_compare_exchange_weak_explicit(p, e, v, o, f) STRESS_COMPARE_EXCHANGE (p, e, v, 1, o, f)
#define atomic_fetch_add_explicit(p, v, o) (stress_pause (), __atomic_fetch_add (p, v, o))
#define atomic_fetch_sub_explicit(p, v, o) (stress_pause (), __atomic_fetch_sub (p, v, o))
#define atomic_flag_test_and_set_explicit(p, o) (stress_pause (), __atomic_test_and_set (p, o))
#define atomic_flag_clear_explicit(p, o) (stress_pause (), __atomic_clear (p, o))

#endif

/* GLib's locks */

#define g_mutex_lock(m)                                                                                      \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    stress_pause ();                                                                                         \
    (g_mutex_lock) (m);                                                                                      \
    __tsan_acquire (m);                                                                                      \
  }                                                                                                          \
  G_STMT_END
#define g_mutex_unlock(m)                                                                                    \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    __tsan_release (m);                                                                                      \
    (g_mutex_unlock) (m);                                                                                    \
    stress_pause ();                                                                                         \
  }                                                                                                          \
  G_STMT_END

/* Hash tables, whose reads and writes in GLib ThreadSanitizer does not see. */
#define g_hash_table_lookup(table, key) (__tsan_read1 (table), g_hash_table_lookup (table, key))
#define g_hash_table_insert(table, key, value)                                                               \
  (__tsan_write1 (table), g_hash_table_insert (table, key, value))
#define g_hash_table_remove(table, key) (__tsan_write1 (table), g_hash_table_remove (table, key))

/* Dropping a reference on an object acquires and releases. */
static inline void
stress_object_unref (gpointer object)
{
  __tsan_release (object);
  __tsan_acquire (object);
  g_object_unref (object);
}
#define g_object_unref stress_object_unref

/* g_autoptr () of classes that are declared after this. */
static inline void
stress_autoptr_clear (GObject *object)
{
  if (object != NULL)
    stress_object_unref (object);
}
#define glib_autoptr_clear_GObject stress_autoptr_clear

/* Weak references. Setting one releases, and getting its object acquires. Both may be done at the same time, and neither while the
 * reference is made or cleared. */
static inline void
stress_weak_ref_init (GWeakRef *weak_ref, gpointer object)
{
  __tsan_write1 (weak_ref);
  g_weak_ref_init (weak_ref, object);
  __tsan_release (weak_ref);
}

static inline void
stress_weak_ref_set (GWeakRef *weak_ref, gpointer object)
{
  __tsan_read1 (weak_ref);
  __tsan_release (weak_ref);
  g_weak_ref_set (weak_ref, object);
}

static inline gpointer
stress_weak_ref_get (GWeakRef *weak_ref)
{
  gpointer object;

  stress_pause ();
  __tsan_read1 (weak_ref);
  object = g_weak_ref_get (weak_ref);
  __tsan_acquire (weak_ref);
  stress_pause ();
  return object;
}

static inline void
stress_weak_ref_clear (GWeakRef *weak_ref)
{
  __tsan_write1 (weak_ref);
  g_weak_ref_clear (weak_ref);
}
#define g_weak_ref_init stress_weak_ref_init
#define g_weak_ref_set stress_weak_ref_set
#define g_weak_ref_get stress_weak_ref_get
#define g_weak_ref_clear stress_weak_ref_clear

/* Arrays of pointers, for the same reason as hash tables. */
#define g_ptr_array_add(array, item) (__tsan_write1 (array), g_ptr_array_add (array, item))
#define g_ptr_array_find(array, item, index) (__tsan_read1 (array), g_ptr_array_find (array, item, index))

/* Sources. GLib accesses a context under its lock, which ThreadSanitizer does not see. */

typedef struct
{
  GSourceFunc func;
  gpointer data;
  GDestroyNotify notify;
} StressCall;

static inline gboolean
stress_call (gpointer data)
{
  StressCall *call = data;

  __tsan_acquire (data);
  return call->func (call->data);
}

static inline void
stress_end_call (gpointer data)
{
  StressCall *call = data;

  __tsan_acquire (data);
  if (call->notify != NULL)
    call->notify (call->data);
  free (call);
}

static inline void
stress_set_callback (GSource *source, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  StressCall *call = malloc (sizeof *call);

  *call = (StressCall){ func, data, notify };
  g_source_set_callback (source, stress_call, call, stress_end_call);
  __tsan_release (call);
}
#define g_source_set_callback(source, func, data, notify) stress_set_callback (source, func, data, notify)

static inline GMainContext *
stress_context_new (void)
{
  GMainContext *context = g_main_context_new ();

  __tsan_write1 (context);
  return context;
}
#define g_main_context_new() stress_context_new ()

static inline gboolean
stress_is_owner (GMainContext *context)
{
  __tsan_read1 (context);
  return g_main_context_is_owner (context);
}
#define g_main_context_is_owner(context) stress_is_owner (context)

/* Memory. Calling free() here, not in GLib, makes the stack of a report begin in the library. */

static inline gpointer
stress_counted (gpointer memory)
{
  if (memory != NULL)
    stress_count (1);
  return memory;
}

static inline void
stress_free (gpointer memory)
{
  if (memory != NULL)
    stress_count (-1);
  free (memory);
}

#define g_free(memory) (free) (memory)
#define malloc(size) stress_counted ((malloc) (size))
#define calloc(n, size) stress_counted ((calloc) (n, size))
#define free(memory) stress_free (memory)

/* Counted strings: GLib's have a reference count that ThreadSanitizer does not see. */

static inline char *
stress_ref_string_new (const char *string)
{
  gsize size = strlen (string) + 1;
  atomic_int *count = malloc (sizeof (guint64) + size);

  atomic_init (count, 1);
  return memcpy ((char *) count + sizeof (guint64), string, size);
}

static inline atomic_int *
stress_ref_string_count (char *string)
{
  return (atomic_int *) (gpointer) (string - sizeof (guint64));
}

static inline char *
stress_ref_string_acquire (char *string)
{
  atomic_fetch_add_explicit (stress_ref_string_count (string), 1, memory_order_relaxed);
  return string;
}

static inline void
stress_ref_string_release (char *string)
{
  if (atomic_fetch_sub_explicit (stress_ref_string_count (string), 1, memory_order_acq_rel) == 1)
    free (stress_ref_string_count (string));
}

#define g_ref_string_new stress_ref_string_new
#define g_ref_string_acquire stress_ref_string_acquire
#define g_ref_string_release stress_ref_string_release
