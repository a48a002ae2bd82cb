/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* usage: api-unload LIBRARY: a thread that used the library ends after dlclose (). */

#include <dlfcn.h>
#include <glib-object.h>

typedef GObject *(*NewArena) (GType element_type);

static const char *library;

static gpointer
use_and_close (gpointer data)
{
  void *handle = dlopen (library, RTLD_NOW | RTLD_LOCAL);
  NewArena new_arena;

  if (handle == NULL)
    g_error ("%s", dlerror ());
  new_arena = (NewArena) dlsym (handle, "trove_arena_new");
  g_assert_nonnull (new_arena);
  g_object_unref (new_arena (G_TYPE_INT64));
  g_assert_cmpint (dlclose (handle), ==, 0);
  return NULL;
}

static void
test_closed (void)
{
  g_thread_join (g_thread_new ("closes", use_and_close, NULL));
  g_thread_join (g_thread_new ("again", use_and_close, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  library = argv[1];

  g_test_add_func ("/unload/closed", test_closed);

  return g_test_run ();
}
