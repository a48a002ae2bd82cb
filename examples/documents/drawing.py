#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The model of a drawing program: shapes, groups and connectors, undo, branches, and autosave in a thread.

usage: drawing.py [FILE]
"""

import concurrent.futures
import json
import os
import pathlib
import sys
import threading

import gi
gi.require_version('Trove', '1.0')
from gi.repository import GLib, Trove  # noqa: E402

SAVE_DELAY = 50     # ms, from the last step


class Shape(Trove.Object):
    """Something on a page. Its box is (left, top, right, bottom)."""

    @Trove.Computed(object, depends=())
    def box(self):
        return (0, 0, 0, 0)

    @property
    def center(self):
        left, top, right, bottom = self.box
        return ((left + right) / 2, (top + bottom) / 2)


class Box(Shape):
    x = Trove.Field(float)
    y = Trove.Field(float)
    width = Trove.Field(float, 10, minimum=0)
    height = Trove.Field(float, 10, minimum=0)

    @Trove.Computed(object, depends=('x', 'y', 'width', 'height'))
    def box(self):
        return (self.x, self.y, self.x + self.width, self.y + self.height)

    def move(self, dx, dy):
        self.x, self.y = self.x + dx, self.y + dy


class Rectangle(Box):
    radius = Trove.Field(float, minimum=0)


class Ellipse(Box):
    pass


class Text(Box):
    text = Trove.Field(str)


class Group(Shape):
    shapes = Trove.Children(Shape)

    @Trove.Computed(object, depends=('shapes.box',))
    def box(self):
        boxes = [shape.box for shape in self.shapes]
        if not boxes:
            return (0, 0, 0, 0)
        left, top, right, bottom = zip(*boxes)
        return (min(left), min(top), max(right), max(bottom))

    def move(self, dx, dy):
        for shape in self.shapes:
            shape.move(dx, dy)


class Connector(Shape):
    """A line between the centers of two shapes."""

    start = Trove.Reference(Shape)
    end = Trove.Reference(Shape)

    @Trove.Computed(object, depends=('start.box', 'end.box'))
    def line(self):
        return tuple(shape and shape.center for shape in (self.start, self.end))

    def move(self, dx, dy):
        pass    # the line moves with the shapes


class Page(Trove.Object):
    shapes = Trove.Children(Shape)      # from the back to the front


class Drawing:
    def __init__(self, document=None):
        self.document = document or Trove.Document(Page)
        self.n_drags = 0

    @property
    def shapes(self):
        return self.document.root.shapes

    def add(self, kind, **fields):
        """Adds a new shape in front of the others."""
        with self.document.edit('Add'):
            shape = kind(**fields)
            self.shapes.append(shape)
        return shape

    def connect(self, start, end):
        return self.add(Connector, start=start, end=end)

    def remove(self, shapes):
        with self.document.edit('Remove'):
            for shape in shapes:
                shape.remove()

    def place(self, shape, position):
        """Moves a shape in the order from the back to the front: 0 is the back, -1 the front."""
        siblings = shape.owner.shapes
        with self.document.edit('Order'):
            siblings.move(siblings.index(shape), position % len(siblings))

    def group(self, shapes):
        """Puts shapes of one owner in a group, at the place of the front one."""
        siblings = shapes[0].owner.shapes
        ordered = [shape for shape in siblings if shape in shapes]
        with self.document.edit('Group'):
            group = Group()
            siblings.insert(siblings.index(ordered[-1]) + 1, group)
            group.shapes.extend(ordered)
        return group

    def ungroup(self, group):
        """Puts the shapes of a group in its place."""
        siblings = group.owner.shapes
        position = siblings.index(group)
        with self.document.edit('Ungroup'):
            siblings[position:position + 1] = group.shapes

    def drag(self, shapes, places):
        """Moves shapes by each offset in turn. The steps of one drag are one for undo."""
        self.n_drags += 1
        for dx, dy in places:
            for shape in shapes:
                shape.move(dx, dy)
            self.document.commit_full('Drag', f'drag {self.n_drags}')

    @classmethod
    def load(cls, path):
        """Loads a file. The branch has no version before, so undo does not take the shapes away."""
        document = Trove.Document(Page)
        shapes, references = {}, []
        with document.edit('Load'):
            fill(document.root, json.loads(path.read_text(encoding='utf-8')), shapes, references)
            for shape, name, key in references:
                setattr(shape, name, shapes[key])
        return cls(document.branch(None))


KINDS = {kind.__name__: kind for kind in (Rectangle, Ellipse, Text, Group, Connector)}


def as_values(shape):
    """A shape of a document or of a version as values for JSON. References are saved as keys."""
    values = {'type': type(shape).__name__, 'key': shape.key}
    for name in type(shape).fields():
        value = getattr(shape, name)
        if isinstance(value, Trove.List):
            value = [as_values(child) for child in value]
        elif isinstance(value, Trove.Object):
            value = value.key
        values[name] = value
    return values


def fill(shape, values, shapes, references):
    """Sets the fields of a shape to saved values, and collects references, which may name shapes that come later."""
    shapes[values['key']] = shape
    for name in type(shape).fields():
        value = values[name]
        if isinstance(value, list):
            for child in value:
                getattr(shape, name).append(fill(KINDS[child['type']](), child, shapes, references))
        elif name in ('start', 'end'):
            if value is not None:
                references.append((shape, name, value))
        else:
            setattr(shape, name, value)
    return shape


def write(version, path):
    """Writes a version. Runs on any thread. A reader of the file sees the old one or the new one."""
    temporary = path.with_name(path.name + '.new')
    with temporary.open('w', encoding='utf-8') as file:
        json.dump(as_values(version.root), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


class Autosave:
    """Writes the current version in a thread, some time after the last step."""

    def __init__(self, document, path, write=write, delay=SAVE_DELAY):
        self.document, self.path, self.write, self.delay = document, path, write, delay
        self.pool = concurrent.futures.ThreadPoolExecutor(1)
        self.source = self.writing = None
        self.n_saves = 0
        self.error = None       # of the last file
        self.handler = document.connect('notify::current', self.arm)

    def arm(self, *_):
        if self.source:
            GLib.source_remove(self.source)
        self.source = GLib.timeout_add(self.delay, self.save)

    def save(self):
        if self.writing:
            return GLib.SOURCE_CONTINUE
        version = self.document.current
        self.source, self.writing = None, self.pool.submit(self.write, version, self.path)
        self.writing.add_done_callback(lambda writing: GLib.idle_add(self.done, writing, version))
        return GLib.SOURCE_REMOVE

    def done(self, writing, version):
        """Notes that a version was saved. Runs in the main thread."""
        if writing is self.writing:     # not after close()
            self.writing, self.error = None, writing.exception()
            if self.error is None:
                self.n_saves += 1
                try:
                    self.document.set_saved(version)
                except Trove.RemovedError:
                    pass    # a later step of the same drag took its place
        return GLib.SOURCE_REMOVE

    def close(self):
        """Waits for the thread, and writes the steps that are not saved."""
        self.document.disconnect(self.handler)
        if self.source:
            GLib.source_remove(self.source)
        self.pool.shutdown()
        self.source = self.writing = None
        if self.document.modified:
            self.document.commit('Edit')
            self.write(self.document.current, self.path)
            self.document.set_saved(None)


def outline(owner, depth=1):
    for shape in owner.shapes:
        label = getattr(shape, 'text', '')
        detail = shape.line if isinstance(shape, Connector) else shape.box
        print('  ' * depth + ' '.join(filter(None, [type(shape).__name__, label, str(detail)])))
        if isinstance(shape, Group):
            outline(shape, depth + 1)


def show(title, drawing):
    print(f'{title}:')
    outline(drawing.document.root)


def wait_until(condition):
    while not condition():
        GLib.MainContext.default().iteration(True)


def main():
    path = pathlib.Path((sys.argv + ['drawing.json'])[1])
    drawing = Drawing()
    document = drawing.document

    sheet = drawing.add(Rectangle, width=40, height=20)
    oval = drawing.add(Ellipse, x=100)
    title = drawing.add(Text, x=5, y=5, text='Sheet')
    connector = drawing.connect(sheet, oval)
    show('drawn', drawing)

    connector.connect('notify::line', lambda connector, spec: print('  the line is', connector.line))
    print('group:')
    group = drawing.group([title, sheet])
    print('drag the group:')
    drawing.drag([group], [(1, 0), (2, 5), (7, 5)])
    print('one undo:')
    document.undo()
    document.redo()

    print('remove the ellipse:')
    drawing.remove([oval])
    document.undo()
    drawing.ungroup(group)
    drawing.place(sheet, -1)
    show('ungrouped, the sheet in front', drawing)

    red = document.current
    document.undo()
    document.undo()
    drawing.drag([oval], [(0, 50)])
    print('branches:', [version.label for version in document.history if version in (red, document.current)])
    document.go_to(red)
    show('back on the first branch', drawing)

    # The thread waits for the event, so that steps are made while it writes.
    allowed = threading.Event()

    def write_slowly(version, path):
        allowed.wait()
        write(version, path)

    autosave = Autosave(document, path, write_slowly)
    drawing.drag([title], [(1, 1)] * 20)
    wait_until(lambda: autosave.writing)
    drawing.add(Text, text='Later')
    allowed.set()
    wait_until(lambda: not autosave.writing)
    print('files:', autosave.n_saves, 'modified:', document.modified)
    loaded = Drawing.load(path)
    print('in the file:', [shape.text for shape in loaded.shapes if isinstance(shape, Text)])
    wait_until(lambda: not document.modified)
    print('files:', autosave.n_saves, 'modified:', document.modified)
    autosave.close()

    loaded = Drawing.load(path)
    show('loaded', loaded)
    print('can undo:', loaded.document.can_undo)


if __name__ == '__main__':
    main()
