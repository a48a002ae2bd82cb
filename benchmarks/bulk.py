#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Python: stores and reads a million integers, in one call and one by one, compared with Python's own containers.

usage: benchmarks/bulk.py [--quick | --smoke] [--pin=CPU]

Prints the same lines as the programs in C. benchmarks/run sets the paths of the library.
"""

import argparse
import array
import gc
import os
import statistics
import time

import gi
gi.require_version('Trove', '1.0')
from gi.repository import GLib, Trove

SINGLE = 100  # calls for single values take one in so many of the integers
VIEWS = 1000  # views that a run makes


class Bench:
    """Cases that run in turns in every round."""

    def __init__(self, rounds):
        self.rounds = rounds
        self.cases = []

    def add(self, table, row, n, run, column='int64', check=None):
        self.cases.append((table, row, column, n, run, check, []))

    def run(self):
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
            print('bulk', table, row, column, 'ns', n, f'{statistics.median(times):.6g}',
                  *(f'{value:.6g}' for value in times), sep='\t')
        self.cases = []
        gc.enable()


def measure(bench, n):
    numbers = list(range(n))
    packed = array.array('q', numbers)
    data = packed.tobytes()
    few = numbers[::SINGLE]
    some = numbers[:n // 10]  # for GLib.Variant, which takes microseconds for each

    def appended(values):
        arena = Trove.Arena(int)
        arena.append_many(values)
        return arena

    def appended_singly():
        arena = Trove.Arena(int)
        for number in few:
            arena.append(number)
        return arena

    def listed_singly():
        result = []
        for number in few:
            result.append(number)
        return result

    full = lambda arena: len(arena) == n

    bench.add('in', 'list', n, lambda: list(numbers))
    bench.add('in', 'array from a list', n, lambda: array.array('q', numbers))
    bench.add('in', 'GLib.Variant of a list', len(some), lambda: GLib.Variant('ax', some))
    bench.add('in', 'trove, from a list', n, lambda: appended(numbers), check=full)
    bench.add('in', 'array from bytes', n, lambda: array.array('q', data))
    bench.add('in', 'trove, from bytes', n, lambda: appended(data), check=full)
    bench.add('in', 'trove, from an array', n, lambda: appended(packed), check=full)
    bench.add('in, one by one', 'list', len(few), listed_singly)
    bench.add('in, one by one', 'trove', len(few), appended_singly)

    arena = Trove.Arena(int)
    first = arena.append_many(data)
    refs = list(arena)[::SINGLE]
    variant = GLib.Variant('ax', some)
    same = lambda values: values == numbers

    bench.add('out', 'list from an array', n, lambda: packed.tolist(), check=same)
    bench.add('out', 'list from a GLib.Variant', len(some), lambda: variant.unpack(),
              check=lambda result: result == some)
    bench.add('out', 'trove, to a list', n, lambda: arena.read_many(first, n), check=same)
    bench.add('out', 'bytes from an array', n, lambda: packed.tobytes(), check=lambda result: result == data)
    bench.add('out', 'trove, to bytes', n, lambda: arena.read_bytes(first, n).get_data(),
              check=lambda result: result == data)
    bench.add('out, one by one', 'list', len(few), lambda: [numbers[i] for i in range(0, n, SINGLE)],
              check=lambda result: result == few)
    bench.add('out, one by one', 'trove', len(few), lambda: [arena[ref] for ref in refs],
              check=lambda result: result == few)
    bench.run()

    # The longest full row of a frozen pool, compared with copying as many bytes.
    snapshot = arena.snapshot()
    n_before, length = 0, 32
    while n_before + length * 3 <= n:
        n_before, length = n_before + length, length * 2
    ref = Trove.Ref(first.sub_arena, first.offset + n_before)
    row = snapshot.view_row(ref)
    assert row.readonly and row.tolist() == numbers[n_before:n_before + length]

    column = f'{length} elements'
    bench.add('a frozen row', 'memoryview without a copy', VIEWS,
              lambda: [snapshot.view_row(ref) for _ in range(VIEWS)], column,
              check=lambda views: all(view.nbytes == length * 8 for view in views))
    bench.add('a frozen row', 'bytes, copied', 1, lambda: bytes(row), column)
    bench.add('sum of a frozen row', 'memoryview', length, lambda: sum(row))
    bench.add('sum of a frozen row', 'array', length, lambda: sum(packed[n_before:n_before + length]))
    bench.add('sum of a frozen row', 'list', length, lambda: sum(numbers[n_before:n_before + length]))
    bench.run()


def main():
    parser = argparse.ArgumentParser(description='Many values in one call, in Python.')
    parser.add_argument('--quick', action='store_true', help='fewer rounds')
    parser.add_argument('--smoke', action='store_true', help='one round over few elements: figures mean nothing')
    parser.add_argument('--pin', type=int, metavar='CPU', help='run on one processor')
    options = parser.parse_args()

    if options.pin is not None:
        os.sched_setaffinity(0, {options.pin})
    measure(Bench(1 if options.smoke else 5 if options.quick else 21), 10000 if options.smoke else 1000000)


if __name__ == '__main__':
    main()
