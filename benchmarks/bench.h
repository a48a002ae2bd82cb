/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the benchmarks share: rounds in which every contender has its turn, memory that is warm or fresh, and
 * lines of figures for benchmarks/run, which makes tables of them.
 *
 * Each line is a figure: subject, table, row, column, unit, the operations of a run, the median of all
 * rounds and then each round's, separated by tabs. Figures of one table were measured in turns, and compare;
 * those of two runs, or two machines, do not. */

#pragma once

#include <trove-glib/trove-glib.h>

typedef struct
{
  const char *subject;
  guint rounds;
  gsize n;           /* elements */
  gboolean counting; /* instructions are counted: one round over few elements */
  GArray *cases;     /* what the next bench_run() measures */
} Bench;

/* What it returns is used, so that it is computed. */
typedef guint64 (*BenchFunc) (gpointer data);

/* One row of a table. What has no finish leaves nothing behind: it is run twice a round, and the second time
 * counts, so that it finds the processor's caches as it leaves them. */
typedef struct
{
  const char *row;
  BenchFunc prepare; /* not measured, nor is finish; both may be NULL */
  BenchFunc run;
  BenchFunc finish;
} BenchContender;

typedef enum
{
  BENCH_WARM,  /* the heap keeps what it was given: after the first round no page is new to anybody */
  BENCH_FRESH, /* the heap is as glibc sets it up, and empty: pages are touched for the first time */
} BenchHeap;

typedef enum
{
  BENCH_ALLOCATED, /* as the allocator counts */
  BENCH_RESIDENT,  /* as the system counts, in pages: what was never touched takes nothing */
} BenchBytes;

/* Reads --quick, --smoke, --count and --pin from the arguments. */
void bench_init (Bench *bench, int *argc, char ***argv, const char *subject);

/* Adds contenders, which have the same data, to what is run next; each does n operations in a run. */
void bench_add (Bench *bench, const char *table, const char *column, gsize n,
                const BenchContender *contenders, gsize n_contenders, gpointer data);

/* Runs all that was added, in turns, and prints the ns of an operation. What ran on fresh memory has ",
 * fresh memory" added to its table's name. */
void bench_run (Bench *bench, BenchHeap heap);

/* Runs each contender once and prints the bytes that an operation leaves. Each has a process of its own,
 * since GLib's slices are never given back: it is called before anything was run. */
void bench_bytes (Bench *bench, BenchBytes what, const char *table, const char *column, gsize n,
                  const BenchContender *contenders, gsize n_contenders, gpointer data);

/* A number of its own for each index below n, in random order; the same in every run. */
guint32 *bench_permutation (gsize n, guint32 seed);

/* A class like TroveArena's, final and without properties, whose instances have this size. */
GType bench_object_type (const char *name, gsize instance_size);
