/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "frame-times.h"

#include <time.h>

/* In µs. */
typedef struct
{
  GArray *frames, *frames_cpu; /* gint64 */
  gint64 frame_begin, frame_cpu;
  gint64 turn_begin, turn_waited, turn_cpu;
  gint64 longest_turn, longest_own, longest_cpu;
} Times;

static Times times;

static gint64
get_cpu (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* How long this thread was ready to run, but did not. */
static gint64
get_waited (void)
{
  unsigned long long run, waited = 0;
  FILE *file = fopen ("/proc/thread-self/schedstat", "r");

  if (file == NULL)
    return 0;
  if (fscanf (file, "%llu %llu", &run, &waited) != 2)
    waited = 0;
  fclose (file);
  return (gint64) (waited / 1000);
}

static void
begin_turn (void)
{
  times.turn_begin = g_get_monotonic_time ();
  times.turn_waited = get_waited ();
  times.turn_cpu = get_cpu ();
}

static void
end_turn (void)
{
  gint64 turn = g_get_monotonic_time () - times.turn_begin;

  times.longest_turn = MAX (times.longest_turn, turn);
  times.longest_cpu = MAX (times.longest_cpu, get_cpu () - times.turn_cpu);
  if (turn > times.longest_own)
    times.longest_own = MAX (times.longest_own, turn - (get_waited () - times.turn_waited));
}

/* The main loop waits here, and only here. */
static gint
poll_and_note (GPollFD *fds, guint n_fds, gint timeout)
{
  gint n;

  end_turn ();
  n = g_poll (fds, n_fds, timeout);
  begin_turn ();
  return n;
}

static void
begin_frame (GdkFrameClock *clock, gpointer data)
{
  times.frame_begin = g_get_monotonic_time ();
  times.frame_cpu = get_cpu ();
}

static void
end_frame (GdkFrameClock *clock, gpointer data)
{
  gint64 time = g_get_monotonic_time () - times.frame_begin, cpu = get_cpu () - times.frame_cpu;

  g_array_append_val (times.frames, time);
  g_array_append_val (times.frames_cpu, cpu);
}

void
frame_times_init (void)
{
  times.frames = g_array_new (FALSE, FALSE, sizeof (gint64));
  times.frames_cpu = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_main_context_set_poll_func (NULL, poll_and_note);
  frame_times_forget ();
}

void
frame_times_watch (GdkFrameClock *clock)
{
  g_signal_connect (clock, "before-paint", G_CALLBACK (begin_frame), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (end_frame), NULL);
}

void
frame_times_forget (void)
{
  g_array_set_size (times.frames, 0);
  g_array_set_size (times.frames_cpu, 0);
  times.longest_turn = times.longest_own = times.longest_cpu = 0;
  begin_turn ();
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static void
print_percentiles (GArray *frames)
{
  static const guint percents[] = { 50, 99, 100 };

  g_array_sort (frames, compare_times);
  for (guint i = 0; i < G_N_ELEMENTS (percents); i++)
    {
      guint number = frames->len > 0 ? (frames->len - 1) * percents[i] / 100 : 0;

      g_print (" %7.1f", frames->len > 0 ? g_array_index (frames, gint64, number) / 1000.0 : 0);
    }
}

gint64
frame_times_print (const char *scene)
{
  g_print ("%-14s %6u ", scene, times.frames->len);
  print_percentiles (times.frames);
  g_print (" ");
  print_percentiles (times.frames_cpu);
  g_print ("  %7.1f %7.1f %7.1f\n", times.longest_turn / 1000.0, times.longest_own / 1000.0,
           times.longest_cpu / 1000.0);
  return times.longest_own;
}

void
frame_times_print_head (void)
{
  g_print ("%-14s %6s  %-23s  %-23s  %s\n", "", "", "frames, wall", "frames, processor", "longest turn");
  g_print ("%-14s %6s  %7s %7s %7s  %7s %7s %7s  %7s %7s %7s\n", "ms", "frames", "median", "99 %", "longest",
           "median", "99 %", "longest", "wall", "own", "cpu");
}
