#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Python: stores and reads a million integers, in one call and one by one, compared with Python's own containers.

usage: benchmarks/bulk.py [--quick | --smoke] [--pin=CPU]

Prints the same lines as the programs in C. benchmarks/run sets the paths of the library.
"""

import array

import gi
gi.require_version('Trove', '1.0')
from gi.repository import GLib, Trove

from bench import Bench

SINGLE = 100  # calls for single values take one in so many of the integers
VIEWS = 1000  # views that a run makes


def measure(bench, n):
    def add(table, row, count, run, column='int64', check=None):
        bench.add(table, row, column, count, run, check)

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

    add('in', 'list', n, lambda: list(numbers))
    add('in', 'array from a list', n, lambda: array.array('q', numbers))
    add('in', 'GLib.Variant of a list', len(some), lambda: GLib.Variant('ax', some))
    add('in', 'trove, from a list', n, lambda: appended(numbers), check=full)
    add('in', 'array from bytes', n, lambda: array.array('q', data))
    add('in', 'trove, from bytes', n, lambda: appended(data), check=full)
    add('in', 'trove, from an array', n, lambda: appended(packed), check=full)
    add('in, one by one', 'list', len(few), listed_singly)
    add('in, one by one', 'trove', len(few), appended_singly)

    arena = Trove.Arena(int)
    first = arena.append_many(data)
    refs = list(arena)[::SINGLE]
    variant = GLib.Variant('ax', some)
    same = lambda values: values == numbers

    add('out', 'list from an array', n, lambda: packed.tolist(), check=same)
    add('out', 'list from a GLib.Variant', len(some), lambda: variant.unpack(),
              check=lambda result: result == some)
    add('out', 'trove, to a list', n, lambda: arena.read_many(first, n), check=same)
    add('out', 'bytes from an array', n, lambda: packed.tobytes(), check=lambda result: result == data)
    add('out', 'trove, to bytes', n, lambda: arena.read_bytes(first, n).get_data(),
              check=lambda result: result == data)
    add('out, one by one', 'list', len(few), lambda: [numbers[i] for i in range(0, n, SINGLE)],
              check=lambda result: result == few)
    add('out, one by one', 'trove', len(few), lambda: [arena[ref] for ref in refs],
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
    add('a frozen row', 'memoryview without a copy', VIEWS,
              lambda: [snapshot.view_row(ref) for _ in range(VIEWS)], column,
              check=lambda views: all(view.nbytes == length * 8 for view in views))
    add('a frozen row', 'bytes, copied', 1, lambda: bytes(row), column)
    add('sum of a frozen row', 'memoryview', length, lambda: sum(row))
    add('sum of a frozen row', 'array', length, lambda: sum(packed[n_before:n_before + length]))
    add('sum of a frozen row', 'list', length, lambda: sum(numbers[n_before:n_before + length]))
    bench.run()


def main():
    bench = Bench('bulk', 'Many values in one call, in Python.')
    measure(bench, 10000 if bench.is_smoke else 1000000)


if __name__ == '__main__':
    main()
