/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "bench.h"

#include <malloc.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>

#define FULL_RUNS 21
#define QUICK_RUNS 5

volatile guint64 bench_sink;

static void
pin (int cpu)
{
  cpu_set_t set;

  CPU_ZERO (&set);
  CPU_SET (cpu, &set);
  if (sched_setaffinity (0, sizeof set, &set) != 0)
    g_warning ("Cannot run on processor %d alone", cpu);
}

void
bench_init (Bench *bench, int *argc, char ***argv, const char *subject)
{
  gboolean quick = FALSE, smoke = FALSE;
  int cpu = -1;
  const GOptionEntry entries[] = {
    { "quick", 0, 0, G_OPTION_ARG_NONE, &quick, "Fewer runs", NULL },
    { "smoke", 0, 0, G_OPTION_ARG_NONE, &smoke, "One run over few elements: figures mean nothing", NULL },
    { "pin", 0, 0, G_OPTION_ARG_INT, &cpu, "Run on one processor", "CPU" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      g_printerr ("%s\n", error->message);
      exit (1);
    }

  /* The heap keeps what it was given, so that after the first run the pages are there for every contender. */
  mallopt (M_MMAP_THRESHOLD, 1 << 30);
  mallopt (M_TRIM_THRESHOLD, G_MAXINT);
  mallopt (M_TOP_PAD, 64 << 20);
  if (cpu >= 0)
    pin (cpu);

  bench->subject = subject;
  bench->runs = smoke ? 1 : quick ? QUICK_RUNS : FULL_RUNS;
  bench->n = smoke ? 10000 : 1000000;
}

guint32 *
bench_permutation (gsize n, guint32 seed)
{
  guint32 *numbers = g_new (guint32, n);
  GRand *rand = g_rand_new_with_seed (seed);

  for (gsize i = 0; i < n; i++)
    numbers[i] = (guint32) i;
  for (gsize i = n; i > 1; i--)
    {
      gsize j = (gsize) g_rand_int_range (rand, 0, (gint32) i);
      guint32 number = numbers[i - 1];

      numbers[i - 1] = numbers[j];
      numbers[j] = number;
    }

  g_rand_free (rand);
  return numbers;
}

gint64
bench_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

double
bench_time (Bench *bench, const char *table, const char *row, const char *column, gsize n_operations,
            BenchFunc func, gpointer data)
{
  gint64 times[FULL_RUNS];
  double median;

  func (data); /* warms the heap and the code */
  for (guint i = 0; i < bench->runs; i++)
    times[i] = func (data);

  qsort (times, bench->runs, sizeof *times, compare);
  median = (double) times[bench->runs / 2] / (double) n_operations;
  bench_figure (bench, table, row, column, median, "ns");
  return median;
}

void
bench_figure (Bench *bench, const char *table, const char *row, const char *column, double value,
              const char *unit)
{
  g_print ("%s\t%s\t%s\t%s\t%.6g\t%s\n", bench->subject, table, row, column, value, unit);
}

gsize
bench_heap (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}
