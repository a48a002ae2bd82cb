# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Replays the reference traces: programs that use arenas of integers, with the expected value of every get."""

import glob
import os

import tap
from tap import TroveCase
from gi.repository import Trove

TRACES = sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'traces', '*.txt')))


def add(arena, ref, amount):
    with arena.borrow_mut(ref) as guard:
        guard.value += amount
        return guard.ref


class Replay:
    """The state of one program. After a merge, both inputs and the result can append: each has an own sub-arena."""

    def __init__(self):
        self.arenas, self.refs, self.gets = {}, {}, 0

    def run(self, operation, *numbers):
        arenas, refs = self.arenas, self.refs
        if operation == 'new':
            arenas[numbers[0]] = Trove.Arena(int)
        elif operation == 'drop':
            del arenas[numbers[0]]
        elif operation == 'copy':
            refs[numbers[1]] = Trove.Ref(refs[numbers[0]].sub_arena, refs[numbers[0]].offset)
        elif operation == 'clone':
            arenas[numbers[1]] = arenas[numbers[0]].clone()
        elif operation == 'merge':
            arenas[numbers[2]] = arenas[numbers[0]].merge(arenas[numbers[1]])
        elif operation == 'append':
            refs[numbers[1]] = arenas[numbers[0]].append(numbers[2])
        elif operation == 'set':
            refs[numbers[1]] = arenas[numbers[0]].set(refs[numbers[1]], numbers[2])
        elif operation == 'add':
            refs[numbers[1]] = add(arenas[numbers[0]], refs[numbers[1]], numbers[2])
        elif operation == 'get':
            self.gets += 1
            return arenas[numbers[0]][refs[numbers[1]]] == numbers[2]
        else:
            raise ValueError('what is %r?' % operation)
        return True


class Traces(TroveCase):
    pass


def make_test(path):
    def test(self):
        replay = Replay()
        with open(path, encoding='ascii') as lines:
            for number, line in enumerate(lines, 1):
                operation, *numbers = line.split()
                if not replay.run(operation, *map(int, numbers)):
                    self.fail('%s:%d: %s' % (path, number, line))
        self.assertGreater(replay.gets, 100)
    return test


for trace in TRACES:
    setattr(Traces, 'test_' + os.path.basename(trace).partition('.')[0].replace('-', '_'), make_test(trace))


class AllThere(TroveCase):

    def test_there_are_traces(self):
        self.assertGreaterEqual(len(TRACES), 12)


if __name__ == '__main__':
    tap.main()
