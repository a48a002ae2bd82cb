/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "stress-support.h"

double
stress_seconds (void)
{
  const char *text = g_getenv ("TROVE_STRESS_SECONDS");

  if (text != NULL)
    return g_ascii_strtod (text, NULL) / 2;
  return g_getenv ("TROVE_TEST_QUICK") != NULL ? 2 : 8;
}

#ifdef STRESS_HOOKS

#define MOST_CLASSES 8

typedef struct
{
  GObjectClass *klass;
  void (*dispose) (GObject *object);
  void (*finalize) (GObject *object);
} Functions;

static Functions functions[MOST_CLASSES];
static guint n_functions;

static const Functions *
functions_of (GObject *object)
{
  const Functions *found = functions;

  while (found->klass != G_OBJECT_GET_CLASS (object))
    found++;
  return found;
}

static void
acquire_and_dispose (GObject *object)
{
  __tsan_acquire (object);
  functions_of (object)->dispose (object);
}

static void
acquire_and_finalize (GObject *object)
{
  __tsan_acquire (object);
  functions_of (object)->finalize (object);
}

#endif

void
stress_make_class (GType type)
{
  GObjectClass *klass = g_type_class_ref (type);

#ifdef STRESS_HOOKS
  g_assert (n_functions < MOST_CLASSES);
  functions[n_functions++] = (Functions){ klass, klass->dispose, klass->finalize };
  klass->dispose = acquire_and_dispose;
  klass->finalize = acquire_and_finalize;
#else
  (void) klass; /* kept for ever */
#endif
}
