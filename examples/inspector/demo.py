# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""A small application to inspect: boxes on a page, which buttons and a timer edit."""

import enum
import math

from gi.repository import Gtk, Trove


class Style(enum.Enum):
    PLAIN = 1
    DASHED = 2


class Shape(Trove.Object):
    x = Trove.Field(float)
    y = Trove.Field(float)
    label = Trove.Field(str)


class Box(Shape):
    width = Trove.Field(float, 40, minimum=0)
    tags = Trove.Field(frozenset[str])


class Connection(Shape):
    start = Trove.Reference(Shape)
    end = Trove.Reference(Shape)
    style = Trove.Field(Style)


class Page(Trove.Object):
    shapes = Trove.Children(Shape)


def make_document():
    """A document with a few steps, a branch and a merge."""
    document = Trove.Document(Page)
    document.max_versions = 500     # so that the bytes of versions are counted
    shapes = document.root.shapes
    with document.edit('Draw two boxes'):
        left, right = Box(label='left'), Box(x=100, label='right', tags={'new'})
        shapes.extend([left, right])
    with document.edit('Connect'):
        shapes.append(Connection(start=left, end=right))
    document.set_saved(None)
    begin = document.current
    with document.edit('Move left'):
        left.x, left.y = 20, 30
    document.current.kept = True
    with document.edit('Rename'):
        left.label = 'first'
    document.go_to(begin)
    with document.edit('Dash the line'):
        shapes[2].style = Style.DASHED
    other = document.branch(None)
    with other.edit('Widen (elsewhere)'):
        other.root.shapes[1].width = 80
    with document.edit('Remove right'):
        shapes.remove(right)
    document.undo()
    with document.edit('Add a box'):
        shapes.append(Box(x=50, y=50, label='third'))
    document.merge(other.current)
    document.commit('Merge')
    return document


class Demo(Gtk.ApplicationWindow):
    """Buttons that edit the document."""

    def __init__(self, document, **properties):
        super().__init__(title='Drawing', default_width=360, **properties)
        self.document, self.n_frames, self.tick = document, 0, 0
        self.insert_action_group('document', document.create_actions())
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6,
                      margin_top=12, margin_bottom=12, margin_start=12, margin_end=12)
        for label, call in (('Add a Box', self.add), ('Move All', self.move), ('Remove the Last', self.remove)):
            button = Gtk.Button(label=label)
            button.connect('clicked', lambda _, call=call: call())
            box.append(button)
        box.append(Gtk.Button(label='Undo', action_name='document.undo'))
        turn = Gtk.ToggleButton(label='An Edit at Each Frame')
        turn.connect('toggled', self.turn)
        box.append(turn)
        self.set_child(box)

    def add(self):
        shapes = self.document.root.shapes
        with self.document.edit('Add a box'):
            shapes.append(Box(x=10 * len(shapes), label='box %d' % len(shapes)))

    def move(self):
        with self.document.edit('Move all'):
            for shape in self.document.root.shapes:
                shape.x, shape.y = shape.x + 10, shape.y + 5

    def remove(self):
        shapes = self.document.root.shapes
        if shapes:
            with self.document.edit('Remove the last'):
                shapes.pop()

    def turn(self, button):
        if button.get_active():
            self.tick = self.add_tick_callback(self.on_frame)
        else:
            self.remove_tick_callback(self.tick)

    def on_frame(self, *_):
        self.n_frames += 1
        with self.document.edit('Turn'):
            for i, shape in enumerate(self.document.root.shapes):
                shape.x = 50 + 40 * math.sin(self.n_frames / 30 + i)
        return True
