#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Python: objects of documents, compared with plain objects and with the properties of PyGObject.

usage: benchmarks/classes.py [--quick | --smoke] [--pin=CPU]

benchmarks/run sets the paths of the library.
"""

import gi
gi.require_version('Trove', '1.0')
from gi.repository import Gio, GObject, Trove

from bench import Bench

TABLE = 'objects in Python'
HELD = 1000  # objects with a handle


class PlainShape:
    """An object without versions and notifications."""

    def __init__(self):
        self.x = 1.0
        self.label = ''


class GShape(GObject.Object):
    """The same with properties of PyGObject."""

    x = GObject.Property(type=float, default=1.0)
    label = GObject.Property(type=str)


class Shape(Trove.Object):
    """The same with fields of a document."""

    x = Trove.Field(float, 1.0)
    label = Trove.Field(str)


class Page(Trove.Object):
    """The root of the document."""

    shapes = Trove.Children(Shape)


class Contender:
    """The objects of one column."""

    def __init__(self, column, shapes, n_passes):
        self.column, self.shapes, self.n_passes = column, shapes, n_passes
        self.held = [shapes[i] for i in range(HELD)]
        self.start = 1.0
        self.undo = []

    def get(self):
        """Returns the sum of the numbers."""
        total = 0.0
        for _ in range(self.n_passes):
            for shape in self.held:
                total += shape.x
        return total

    def set(self):
        """Sets the number of each object to another value."""
        for _ in range(self.n_passes):
            self.start += 1.0
            for shape in self.held:
                shape.x = self.start

    def get_text(self):
        """Returns the last of the texts."""
        label = None
        for _ in range(self.n_passes):
            for shape in self.held:
                label = shape.label
        return label

    def set_text(self):
        """Sets the text of each object to another one."""
        for _ in range(self.n_passes):
            self.start += 1.0
            label = 'shape %d' % self.start
            for shape in self.held:
                shape.label = label

    def edit(self):
        """Sets the number of each object in a step of its own, which can be undone."""
        self.start += 1.0
        for shape in self.held:
            self.undo.append((shape, 'x', shape.x))
            shape.x = self.start

    def walk(self):
        """Returns the sum of the numbers of the objects in the list."""
        total = 0.0
        for shape in self.shapes:
            total += shape.x
        return total

    def total(self):
        """The same sum, as the contender computes it at best."""
        return self.walk()


class DocumentContender(Contender):
    """The objects of a document."""

    def __init__(self, column, document, n_passes):
        super().__init__(column, document.root.shapes, n_passes)
        self.document = document
        self.version = document.current

    def edit(self):
        self.start += 1.0
        for shape in self.held:
            with self.document.edit('Move'):
                shape.x = self.start

    def total(self):
        return sum(self.version.column(Shape, 'x'))


def make_document(n):
    document = Trove.Document(Page)
    with document.edit('Add shapes'):
        document.root.shapes.extend(Shape() for _ in range(n))
    return document


def make_store(n):
    store = Gio.ListStore.new(GShape)
    for _ in range(n):
        store.append(GShape())
    return store


def measure(bench, n, n_passes):
    contenders = [
        Contender('plain class', [PlainShape() for _ in range(n)], n_passes),
        Contender('GObject.Property', make_store(n), n_passes),
        DocumentContender('Trove.Object', make_document(n), n_passes),
    ]
    n_calls = HELD * n_passes
    for one in contenders:
        # All held objects have the same number, and all others have 1.0, as the objects of the version.
        of_held = lambda total, one=one: total == one.start * n_calls
        of_all = lambda total, one=one: total == one.start * HELD + n - HELD
        of_version = lambda total: total == n
        bench.add(TABLE, 'read a number', one.column, n_calls, one.get, of_held)
        bench.add(TABLE, 'set a number', one.column, n_calls, one.set)
        bench.add(TABLE, 'walk over a list', one.column, n, one.walk, of_all)
        bench.add(TABLE, 'sum of all', one.column, n, one.total,
                  of_version if isinstance(one, DocumentContender) else of_all)
    bench.run()
    for one in contenders:
        bench.add(TABLE, 'set a text', one.column, n_calls, one.set_text)
        bench.add(TABLE, 'read a text', one.column, n_calls, one.get_text,
                  lambda label, one=one: label == 'shape %d' % one.start)
    bench.run()
    for one in contenders:
        bench.add(TABLE, 'edit, and a step that is kept', one.column, HELD, one.edit)
    bench.run()


def main():
    bench = Bench('python-classes', 'Objects of documents, in Python.')
    if bench.is_smoke:
        measure(bench, 2 * HELD, 1)
    else:
        measure(bench, 100000, 10)


if __name__ == '__main__':
    main()
