/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Support of the stress tests of documents: places, which are the only way in which threads exchange objects. Putting an object
 * releases, and taking it acquires. */

#pragma once

#include <glib-object.h>
#include <stdatomic.h>

#include "test-support.h"

typedef _Atomic (gpointer) Place;

/* Takes what a random place has: NULL for nothing. */
static inline gpointer
place_take (Place *places, guint n, TestRandom *random)
{
  return atomic_exchange_explicit (&places[test_random_below (random, n)], NULL, memory_order_acquire);
}

/* Puts an object in a random place. Returns the object that was there, or NULL. */
static inline gpointer
place_put (Place *places, guint n, TestRandom *random, gpointer thing)
{
  return atomic_exchange_explicit (&places[test_random_below (random, n)], thing, memory_order_acq_rel);
}

/* Half of the time that the test takes. */
double stress_seconds (void);

/* Makes a class that is not a parent of another one. With hooks, disposing of an instance acquires: dropping a reference releases
 * (hooks.h). To be called before there are threads, since ThreadSanitizer does not see GLib's threads wait for a class. */
void stress_make_class (GType type);
