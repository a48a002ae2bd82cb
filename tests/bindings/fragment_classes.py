# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Classes of two programs that exchange fragments: a module gives its types the same names in each."""

import enum

import gi
gi.require_version('Trove', '1.0')
from gi.repository import Gio, GLib, Trove  # noqa: E402


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Shape(Trove.Object):
    x = Trove.Field(float, maximum=1000)
    label = Trove.Field(str)
    tags = Trove.Field(list[str])
    data = Trove.Field(bytes | None)
    colour = Trove.Field(Colour)
    date = Trove.Field(GLib.DateTime)
    file = Trove.Field(Gio.File)
    target = Trove.Reference('Shape')
    part = Trove.Child('Shape')
    children = Trove.Children('Shape')
    links = Trove.References('Shape')


class Page(Trove.Object):
    shapes = Trove.Children(Shape)
    front = Trove.Child(Shape)
