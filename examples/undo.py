#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""A list of tasks with undo and redo.

Each edit ends with a snapshot, and undo reverts the arena to the snapshot before. The number of steps is limited: the
memory of older versions is freed.
"""

from __future__ import annotations

import dataclasses

import gi
gi.require_version('Trove', '1.0')
from gi.repository import Trove  # noqa: E402

MAX_STEPS = 50


@dataclasses.dataclass(frozen=True, slots=True)
class Task:
    text: str
    done: bool = False
    next: Trove.Ref | None = None


class Document:
    def __init__(self):
        self.arena = Trove.Arena(object)            # the root is the first task
        self.versions = [self.arena.snapshot()]     # the versions after the current one can be redone
        self.current = 0

    def commit(self, ref):
        """Makes a list the current version. Before this, an edit is not visible to readers of the current version."""
        self.arena.root = ref
        self.current += 1
        self.versions[self.current:] = [self.arena.snapshot()]
        if self.current == 2 * MAX_STEPS:
            # Collecting visits the whole list, so it is done once in MAX_STEPS edits.
            del self.versions[:MAX_STEPS]
            self.current -= MAX_STEPS
            self.arena.collect()

    def add(self, text):
        self.commit(self.arena.append(Task(text, next=self.arena.root)))

    def toggle(self, position):
        self.commit(self.toggled(self.arena.root, position))

    def toggled(self, ref, position):
        """Toggles the task at a position and copies the tasks up to it. Returns the ref of the first copy."""
        task = self.arena[ref]
        if position == 0:
            return self.arena.replace(ref, done=not task.done)
        return self.arena.replace(ref, next=self.toggled(task.next, position - 1))

    def step(self, direction):
        """Undoes (-1) or redoes (+1) a step, if there is one."""
        if 0 <= self.current + direction < len(self.versions):
            self.current += direction
            self.arena.revert(self.versions[self.current])

    def print(self, title):
        print(f'{title}:', end='')
        ref = self.arena.root
        while ref is not None:
            task = self.arena[ref]
            print(f' [{"x" if task.done else " "}] {task.text}', end='')
            ref = task.next
        print()


def main():
    document = Document()
    document.add('milk')
    document.add('tea')
    document.toggle(1)
    document.print('edited')
    document.step(-1)
    document.print('undone')
    document.step(-1)
    document.print('undone')
    document.step(+1)
    document.print('redone')
    document.add('rice')
    document.print('edited')
    document.step(+1)
    document.print('nothing to redo')

    for i in range(1000):
        document.toggle(i % 3)
    freed = 'yes' if len(document.arena.dup_sub_arenas()) < 2 * MAX_STEPS else 'no'
    print(f'1000 edits later, {document.current} can be undone, and older versions are freed: {freed}')


main()
