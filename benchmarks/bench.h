/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the benchmarks share: medians, a stream of numbers that all contenders share, a table on stdout.
 *
 * Each line of the output is a figure: subject, table, row, column, value and unit, separated by tabs. Figures of one
 * run compare; those of two runs, or two machines, do not. */

#pragma once

#include <trove-glib/trove-glib.h>

typedef struct
{
  const char *subject;
  guint runs; /* of which the median is taken */
  gsize n;    /* elements */
} Bench;

/* Reads --quick, --smoke and --pin from the arguments. */
void bench_init (Bench *bench, int *argc, char ***argv, const char *subject);

/* A number of its own for each index below n, in random order; the same in every run. */
guint32 *bench_permutation (gsize n, guint32 seed);

gint64 bench_now (void); /* ns */

/* Does what is to be measured once and returns its ns; data is the contender's. */
typedef gint64 (*BenchFunc) (gpointer data);

/* The median of the runs, by operation; printed as one figure, and returned. */
double bench_time (Bench *bench, const char *table, const char *row, const char *column, gsize n_operations,
                   BenchFunc func, gpointer data);

void bench_figure (Bench *bench, const char *table, const char *row, const char *column, double value,
                   const char *unit);

/* Bytes that the allocator has given out. */
gsize bench_heap (void);

/* What was computed is used, so that it is computed. */
extern volatile guint64 bench_sink;
