/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "memory.h"

#include <stdlib.h>
#include <string.h>

#ifdef HAVE_MALLINFO2
#include <malloc.h>
#endif

#include "test-support.h"

gboolean
memory_is_there (guint64 bytes)
{
  g_autofree char *text = NULL, *message = NULL;
  const char *line;
  guint64 free_bytes;

  if (!g_file_get_contents ("/proc/meminfo", &text, NULL, NULL))
    return TRUE;
  line = strstr (text, "MemAvailable:");
  if (line == NULL)
    return TRUE;

  free_bytes = g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10) * 1024;
  if (free_bytes >= bytes)
    return TRUE;

  message = g_strdup_printf ("needs %" G_GUINT64_FORMAT " MiB of memory, %" G_GUINT64_FORMAT " MiB are free",
                             bytes >> 20, free_bytes >> 20);
  g_test_skip (message);
  return FALSE;
}

guint64
memory_given_out (void)
{
#ifdef HAVE_MALLINFO2
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

void
memory_check_back (guint64 before, guint64 slack)
{
  guint64 now = memory_given_out ();

  g_test_message ("given out: %" G_GUINT64_FORMAT " bytes before, %" G_GUINT64_FORMAT " after", before, now);
  if (!test_is_watched ())
    g_assert_cmpuint (now, <=, before + slack);
}
