/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A progress bar on the terminal. */

#pragma once

#include <glib.h>

void progress_show (const char *title, guint64 done, guint64 all);
void progress_end (void);
