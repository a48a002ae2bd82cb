/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "bench.h"

#include <malloc.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FULL_ROUNDS 21
#define QUICK_ROUNDS 5

typedef struct
{
  char *table, *column;
  gsize n;
  BenchContender contender;
  gpointer data;
  double values[FULL_ROUNDS]; /* ns, or bytes, of an operation */
} Case;

static volatile guint64 sink;

void bench_timed (const BenchContender *contender, gpointer data);

static void
pin (int cpu)
{
  cpu_set_t set;

  CPU_ZERO (&set);
  CPU_SET (cpu, &set);
  if (sched_setaffinity (0, sizeof set, &set) != 0)
    g_warning ("Cannot run on processor %d alone", cpu);
}

static void
clear_case (gpointer user_data)
{
  Case *one = user_data;

  g_free (one->table);
  g_free (one->column);
}

void
bench_init (Bench *bench, int *argc, char ***argv, const char *subject)
{
  gboolean quick = FALSE, smoke = FALSE, counting = FALSE;
  int cpu = -1;
  const GOptionEntry entries[] = {
    { "quick", 0, 0, G_OPTION_ARG_NONE, &quick, "Fewer rounds", NULL },
    { "smoke", 0, 0, G_OPTION_ARG_NONE, &smoke, "One round over few elements: figures mean nothing", NULL },
    { "count", 0, 0, G_OPTION_ARG_NONE, &counting, "The same, of what can be counted by callgrind", NULL },
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
  if (cpu >= 0)
    pin (cpu);

  bench->subject = subject;
  bench->rounds = smoke || counting ? 1 : quick ? QUICK_ROUNDS : FULL_ROUNDS;
  bench->n = smoke || counting ? 10000 : 1000000;
  bench->counting = counting;
  bench->cases = g_array_new (FALSE, FALSE, sizeof (Case));
  g_array_set_clear_func (bench->cases, clear_case);
}

/* Measuring */

static void
set_heap (BenchHeap heap)
{
  mallopt (M_MMAP_MAX, heap == BENCH_WARM ? 0 : 65536);
  mallopt (M_MMAP_THRESHOLD, 128 << 10);
  mallopt (M_TRIM_THRESHOLD, heap == BENCH_WARM ? G_MAXINT : 128 << 10);
  mallopt (M_TOP_PAD, heap == BENCH_WARM ? 64 << 20 : 128 << 10);
}

gint64
bench_now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

/* Not inlined: benchmarks/run counts the instructions below this function. */
__attribute__ ((noinline)) void
bench_timed (const BenchContender *contender, gpointer data)
{
  sink += contender->run (data);
}

static double
run_case (Case *one, BenchHeap heap, gboolean timed)
{
  const BenchContender *contender = &one->contender;
  gint64 start, time;

  if (heap == BENCH_FRESH)
    malloc_trim (0);
  if (contender->prepare != NULL)
    sink += contender->prepare (one->data);
  if (contender->finish == NULL)
    sink += contender->run (one->data);

  start = bench_now ();
  if (timed)
    bench_timed (contender, one->data);
  else
    sink += contender->run (one->data);
  time = bench_now () - start;

  if (contender->finish != NULL)
    sink += contender->finish (one->data);
  return (double) time / (double) one->n;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (const double *values, guint n)
{
  double sorted[FULL_ROUNDS];

  for (guint i = 0; i < n; i++)
    sorted[i] = values[i];
  qsort (sorted, n, sizeof *sorted, compare);
  return sorted[n / 2];
}

static void
print_figure (const Bench *bench, const Case *one, const char *table, const char *unit, guint rounds)
{
  g_print ("%s\t%s\t%s\t%s\t%s\t%" G_GSIZE_FORMAT "\t%.6g", bench->subject, table, one->contender.row,
           one->column, unit, one->n, median (one->values, rounds));
  for (guint i = 0; i < rounds; i++)
    g_print ("\t%.6g", one->values[i]);
  g_print ("\n");
}

void
bench_add (Bench *bench, const char *table, const char *column, gsize n, const BenchContender *contenders,
           gsize n_contenders, gpointer data)
{
  for (gsize i = 0; i < n_contenders; i++)
    {
      Case one = { .n = n, .contender = contenders[i], .data = data };

      one.table = g_strdup (table);
      one.column = g_strdup (column);
      g_array_append_val (bench->cases, one);
    }
}

void
bench_run (Bench *bench, BenchHeap heap)
{
  GArray *cases = bench->cases;

  set_heap (heap);
  for (guint i = 0; i < cases->len; i++)
    run_case (&g_array_index (cases, Case, i), heap, FALSE); /* warms the heap and the code */
  for (guint round = 0; round < bench->rounds; round++)
    for (guint i = 0; i < cases->len; i++)
      {
        Case *one = &g_array_index (cases, Case, i);

        one->values[round] = run_case (one, heap, TRUE);
      }

  for (guint i = 0; i < cases->len; i++)
    {
      const Case *one = &g_array_index (cases, Case, i);
      g_autofree char *table = g_strconcat (one->table, heap == BENCH_FRESH ? ", fresh memory" : NULL, NULL);

      print_figure (bench, one, table, "ns", bench->rounds);
    }
  g_array_set_size (cases, 0);
}

/* Bytes */

static gsize
count_bytes (BenchBytes what)
{
  g_autofree char *contents = NULL;
  const char *line = NULL;

  if (what == BENCH_ALLOCATED)
    {
      struct mallinfo2 info = mallinfo2 ();

      return info.uordblks + info.hblkhd;
    }

  if (g_file_get_contents ("/proc/self/smaps_rollup", &contents, NULL, NULL))
    line = strstr (contents, "\nAnonymous:");
  return line != NULL ? (gsize) g_ascii_strtoull (line + strlen ("\nAnonymous:"), NULL, 10) << 10 : 0;
}

static double
measure_bytes (BenchBytes what, const BenchContender *contender, gpointer data)
{
  gsize before;

  if (contender->prepare != NULL)
    sink += contender->prepare (data);
  before = count_bytes (what);
  sink += contender->run (data);
  return (double) count_bytes (what) - (double) before;
}

void
bench_bytes (Bench *bench, BenchBytes what, const char *table, const char *column, gsize n,
             const BenchContender *contenders, gsize n_contenders, gpointer data)
{
  for (gsize i = 0; i < n_contenders && !bench->counting; i++)
    {
      pid_t child;

      fflush (stdout);
      child = fork ();
      if (child == 0)
        {
          Case one = { .column = (char *) column, .n = n, .contender = contenders[i] };

          one.values[0] = measure_bytes (what, &contenders[i], data) / (double) n;
          print_figure (bench, &one, table, "bytes", 1);
          fflush (stdout);
          _exit (0);
        }
      waitpid (child, NULL, 0);
    }
}

void
bench_figure (Bench *bench, const char *table, const char *row, const char *column, const char *unit,
              double value)
{
  Case one = { .column = (char *) column, .n = 1, .contender = { .row = row }, .values = { value } };

  print_figure (bench, &one, table, unit, 1);
}

/* Data of several contenders */

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

GType
bench_object_type (const char *name, gsize instance_size)
{
  return g_type_register_static_simple (G_TYPE_OBJECT, name, sizeof (GObjectClass), NULL,
                                        (guint) instance_size, NULL, G_TYPE_FLAG_FINAL);
}
