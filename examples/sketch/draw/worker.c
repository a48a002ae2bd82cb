/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "draw/worker.h"

#ifdef __linux__
#include <sys/resource.h>
#endif

void
sketch_worker_go_behind (void)
{
#ifdef __linux__
  /* Linux has a priority for each thread, of which 0 is this one. A little behind is enough: far behind, a worker would hold locks that
   * the main thread needs, such as that of its GMainContext, without running. */
  setpriority (PRIO_PROCESS, 0, 5);
#endif
}
