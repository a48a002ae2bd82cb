/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* How long the main thread is busy while a window is shown.
 *
 *   wait for events ─▶ handlers ─▶ before-paint ─▶ edits, layout, drawing ─▶ after-paint ─▶ wait for events
 *                                  └─────────────── a frame ──────────────┘
 *                    └──────────────────────────── a turn ──────────────────────────────┘
 *
 * Times are in milliseconds of a clock on the wall, and of the processor that the thread had. The processor's time does not depend on
 * what else the computer does. "own" is the wall's time of a turn without the time in which the thread waited for a processor that others
 * had; it is known on Linux. */

#pragma once

#include <gtk/gtk.h>

/* To be called once. The default main context is measured from here on. */
void frame_times_init (void);

/* Notes the frames of a window. */
void frame_times_watch (GdkFrameClock *clock);

/* Begins a scene. */
void frame_times_forget (void);

/* Prints what was measured since, as a line of a table. Returns the longest turn's own time, in µs. */
gint64 frame_times_print (const char *scene);
void frame_times_print_head (void);
