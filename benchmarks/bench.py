# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Times the cases of a benchmark in Python, and prints the same lines as the programs in C."""

import argparse
import gc
import os
import statistics
import time


class Bench:
    """Cases that run in turns in every round."""

    def __init__(self, subject, description):
        parser = argparse.ArgumentParser(description=description)
        parser.add_argument('--quick', action='store_true', help='fewer rounds')
        parser.add_argument('--smoke', action='store_true',
                            help='one round over few elements: figures mean nothing')
        parser.add_argument('--pin', type=int, metavar='CPU', help='run on one processor')
        options = parser.parse_args()
        if options.pin is not None:
            os.sched_setaffinity(0, {options.pin})
        self.subject, self.is_smoke = subject, options.smoke
        self.rounds = 1 if options.smoke else 5 if options.quick else 21
        self.cases = []

    def add(self, table, row, column, n, run, check=None):
        """Adds a case: run() does the operation n times, and check() is given its result."""
        self.cases.append((table, row, column, n, run, check, []))

    def run(self):
        """Runs all cases that were added, prints their times, and forgets them."""
        gc.disable()  # as timeit does
        for counted in [False] + [True] * self.rounds:
            for *_, n, run, check, times in self.cases:
                start = time.perf_counter_ns()
                result = run()
                end = time.perf_counter_ns()
                assert check is None or check(result)
                del result
                if counted:
                    times.append((end - start) / n)
        for table, row, column, n, _, _, times in self.cases:
            print(self.subject, table, row, column, 'ns', n, f'{statistics.median(times):.6g}',
                  *(f'{value:.6g}' for value in times), sep='\t')
        self.cases = []
        gc.enable()
