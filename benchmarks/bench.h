/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bench: functions for all benchmarks. They run the contenders in turns, on warm or fresh memory, and print lines of
 * figures, of which benchmarks/run makes tables.
 *
 * A line is a figure: subject, table, row, column, unit, number of operations of a run, median of all rounds, and the
 * figure of each round, separated by tabs. The figures of one table were measured in turns and can be compared. Figures
 * of two runs or two machines cannot. */

#pragma once

#include <trove-glib/trove-glib.h>

typedef struct
{
  const char *subject;
  guint rounds;
  gsize n;           /* elements */
  gboolean counting; /* TRUE: callgrind counts instructions, so there is one round over few elements */
  GArray *cases;     /* the contenders of the next bench_run() */
} Bench;

/* Returns a result that is used, so that the compiler does not remove the computation. */
typedef guint64 (*BenchFunc) (gpointer data);

/* One row of a table. A contender without finish allocates nothing: it runs twice in each round, and the second run
 * counts, so that its data are in the processor's caches. */
typedef struct
{
  const char *row;
  BenchFunc prepare; /* prepare and finish are not measured, and may be NULL */
  BenchFunc run;
  BenchFunc finish;
} BenchContender;

typedef enum
{
  BENCH_WARM,  /* the heap keeps freed memory: after the first round all pages were touched before */
  BENCH_FRESH, /* the heap has glibc's settings and is empty: pages are touched for the first time */
} BenchHeap;

typedef enum
{
  BENCH_ALLOCATED, /* allocated bytes, counted by the allocator */
  BENCH_RESIDENT,  /* bytes of touched pages, counted by the system */
} BenchBytes;

/* Reads --quick, --smoke, --count and --pin from the arguments. */
void bench_init (Bench *bench, int *argc, char ***argv, const char *subject);

/* Adds contenders with the same data to the next bench_run(). Each does n operations in a run. */
void bench_add (Bench *bench, const char *table, const char *column, gsize n,
                const BenchContender *contenders, gsize n_contenders, gpointer data);

/* Runs all contenders that were added, in turns, and prints the ns of an operation. With BENCH_FRESH, ", fresh memory"
 * is added to the table's name. */
void bench_run (Bench *bench, BenchHeap heap);

/* Runs each contender once and prints the bytes that an operation leaves allocated. Each contender runs in a new
 * process, since GLib's slices are never freed. Call it before bench_run(). */
void bench_bytes (Bench *bench, BenchBytes what, const char *table, const char *column, gsize n,
                  const BenchContender *contenders, gsize n_contenders, gpointer data);

/* Prints a figure that the benchmark measured itself. */
void bench_figure (Bench *bench, const char *table, const char *row, const char *column, const char *unit,
                   double value);

/* The time, in ns. */
gint64 bench_now (void);

/* The numbers below n in random order, which is the same in every run. */
guint32 *bench_permutation (gsize n, guint32 seed);

/* A class like TroveArena, final and without properties, whose instances have this size. */
GType bench_object_type (const char *name, gsize instance_size);
