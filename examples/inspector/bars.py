# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Widgets that draw: the lanes of a version, and a bar of several parts. Their colors are for light and dark windows."""

import math

from gi.repository import Gdk, Graphene, Gsk, Gtk

LANE_WIDTH, LINE_WIDTH, DOT = 14, 2, 9      # pixels
MOST_LANES = 16


def _color(text):
    color = Gdk.RGBA()
    color.parse(text)
    return color


COLORS = [_color(text) for text in ('#3584e4', '#2ea56a', '#e0711e', '#a45ec2', '#e0424f', '#2197a6')]
WHITE, BLACK = _color('#ffffff'), _color('#1e1e1e')


def _text_color(widget):
    if hasattr(widget, 'get_color'):    # since GTK 4.10
        return widget.get_color()
    return widget.get_style_context().get_color()


def _is_dark(color):
    return 0.3 * color.red + 0.6 * color.green + 0.1 * color.blue < 0.7


def _rectangle(x, y, width, height):
    return Graphene.Rect().init(x, y, width, height)


def _fill(snapshot, x, y, width, height, color, radius=0):
    rectangle = _rectangle(x, y, width, height)
    if radius > 0:
        rounded = Gsk.RoundedRect()
        rounded.init_from_rect(rectangle, radius)
        snapshot.push_rounded_clip(rounded)
    snapshot.append_color(color, rectangle)
    if radius > 0:
        snapshot.pop()


def _line(snapshot, x, y, to_x, to_y, color):
    snapshot.save()
    snapshot.translate(Graphene.Point().init(x, y))
    snapshot.rotate(math.degrees(math.atan2(to_y - y, to_x - x)))
    length = math.hypot(to_x - x, to_y - y)
    _fill(snapshot, -LINE_WIDTH / 4, -LINE_WIDTH / 2, length + LINE_WIDTH / 2, LINE_WIDTH, color)
    snapshot.restore()


class Lanes(Gtk.Widget):
    """What the graph has in the row of a version: the lanes that pass, and the dot of the version, which is a ring for the
    current one."""

    def __init__(self):
        super().__init__(accessible_role=Gtk.AccessibleRole.PRESENTATION)
        self.row, self.n_lanes, self.is_current = None, 1, False

    def show_row(self, row, n_lanes, is_current):
        if min(n_lanes, MOST_LANES) != self.n_lanes:
            self.n_lanes = min(n_lanes, MOST_LANES)
            self.queue_resize()
        self.row, self.is_current = row, is_current
        self.queue_draw()

    def do_measure(self, orientation, _for_size):
        size = LANE_WIDTH * self.n_lanes if orientation == Gtk.Orientation.HORIZONTAL else 2 * DOT
        return size, size, -1, -1

    def _color(self, lane):
        """The color of a lane, which is that of text in a row that is selected."""
        row = self.get_parent()
        while row is not None and not row.get_state_flags() & Gtk.StateFlags.SELECTED:
            row = row.get_parent()
        return COLORS[lane % len(COLORS)] if row is None else _text_color(self)

    def do_snapshot(self, snapshot):
        row = self.row
        if row is None:
            return
        # The cell has a margin above and below, which lines have to cross.
        height, over = self.get_height(), 12
        middle = height / 2
        snapshot.push_clip(_rectangle(0, -over, self.get_width(), height + 2 * over))
        for lines, end, border in ((row.up, 0, -over), (row.down, height, height + over)):
            for lane, at_border in lines:
                color = self._color(at_border)
                x, to_x = (LANE_WIDTH * (number + 0.5) for number in (lane, at_border))
                _line(snapshot, x, middle, to_x, end, color)
                _line(snapshot, to_x, end, to_x, border, color)
        self._draw_dot(snapshot, LANE_WIDTH * (row.lane + 0.5), middle, self._color(row.lane))
        snapshot.pop()

    def _draw_dot(self, snapshot, x, y, color):
        size = DOT + 4 if self.is_current else DOT
        _fill(snapshot, x - size / 2, y - size / 2, size, size, color, size / 2)
        if self.is_current:
            _fill(snapshot, x - 2.5, y - 2.5, 5, 5, WHITE if _is_dark(color) else BLACK, 2.5)


class Bar(Gtk.Widget):
    """Parts of a whole, one beside the other."""

    def __init__(self, **properties):
        super().__init__(hexpand=True, height_request=12, width_request=60, valign=Gtk.Align.CENTER,
                         accessible_role=Gtk.AccessibleRole.PRESENTATION, **properties)
        self.parts, self.whole = (), 1

    def show_parts(self, parts, whole):
        self.parts, self.whole = parts, max(whole, 1)
        self.queue_draw()

    def do_snapshot(self, snapshot):
        width, height = self.get_width(), self.get_height()
        rounded, x = Gsk.RoundedRect(), 0
        rounded.init_from_rect(_rectangle(0, 0, width, height), 3)
        snapshot.push_rounded_clip(rounded)
        ground = _text_color(self)
        ground.alpha = 0.08
        _fill(snapshot, 0, 0, width, height, ground)
        for part, color in zip(self.parts, COLORS):
            _fill(snapshot, x, 0, width * part / self.whole, height, color)
            x += width * part / self.whole
        snapshot.pop()


class Swatch(Bar):
    """The color of a part, for a legend."""

    def __init__(self, number):
        super().__init__()
        self.set_hexpand(False)
        self.set_size_request(12, 12)
        self.show_parts([0] * number + [1], 1)
