# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Drives and looks at the window of an example in Python. The picture of the window is the first argument of the test;
TROVE_TEST_DRAW in the environment makes it anew."""

import ctypes
import os
import pathlib
import sys
import tempfile
import time
import traceback

from tap import TroveCase
import gi
gi.require_version('Gtk', '4.0')
gi.require_version('GdkPixbuf', '2.0')
from gi.overrides._trove_native import address_of  # noqa: E402
from gi.repository import GdkPixbuf, GLib, Gtk  # noqa: E402

PICTURE = pathlib.Path(sys.argv.pop(1))
COLUMNS, ROWS, MOST_DIFFERENCE = 12, 24, 16     # as tests/examples/window.c has them
MOST_SECONDS = 60                               # until something that is waited for


def all_widgets(widget):
    yield widget
    child = widget.get_first_child()
    while child is not None:
        yield from all_widgets(child)
        child = child.get_next_sibling()


def draw(window, path):
    """Writes a picture of a window. PyGObject has no render nodes, so these functions are called by address."""
    paintable, snapshot = Gtk.WidgetPaintable.new(window), Gtk.Snapshot()
    paintable.snapshot(snapshot, paintable.get_intrinsic_width(), paintable.get_intrinsic_height())
    library = ctypes.CDLL('libgtk-4.so.1')
    library.gtk_snapshot_to_node.restype = library.gsk_renderer_render_texture.restype = ctypes.c_void_p
    node = library.gtk_snapshot_to_node(ctypes.c_void_p(address_of(snapshot)))
    texture = library.gsk_renderer_render_texture(ctypes.c_void_p(address_of(window.get_renderer())),
                                                  ctypes.c_void_p(node), None)
    assert library.gdk_texture_save_to_png(ctypes.c_void_p(texture), str(path).encode())
    library.gsk_render_node_unref(ctypes.c_void_p(node))
    library.g_object_unref(ctypes.c_void_p(texture))


def measure(picture):
    """The mean brightness of each cell."""
    data, stride, n = picture.get_pixels(), picture.get_rowstride(), picture.get_n_channels()
    width, height = picture.get_width(), picture.get_height()
    cells = []
    for row in range(ROWS):
        for column in range(COLUMNS):
            first, last = (c * width // COLUMNS * n for c in (column, column + 1))
            values = [data[y * stride + x] for y in range(row * height // ROWS, (row + 1) * height // ROWS)
                      for x in range(first, last) if n < 4 or x % n < 3]
            cells.append(sum(values) / len(values))
    return cells


class WindowCase(TroveCase):
    """A test whose setUp() sets self.window."""

    def init(self):
        """Sets GTK up, without animations. An exception in a handler fails the test."""
        Gtk.init()
        exceptions = []
        self.addCleanup(lambda: self.assertEqual(exceptions, []))
        self.addCleanup(setattr, sys, 'excepthook', sys.excepthook)
        sys.excepthook = lambda kind, error, trace: exceptions.append(traceback.format_exception(kind, error, trace))
        settings = Gtk.Settings.get_default()
        settings.props.gtk_enable_animations = settings.props.gtk_cursor_blink = False
        settings.props.gtk_font_name = 'Sans 10'

    def settle(self):
        """Runs the main loop until the window has drawn all that was changed."""
        frames = []

        def count(widget, clock):
            widget.queue_draw()
            frames.append(clock)
            return len(frames) < 3

        self.window.add_tick_callback(count)
        context = GLib.MainContext.default()
        while len(frames) < 3 or context.pending():
            context.iteration(True)

    def wait(self, is_reached, what=''):
        """Runs the main loop until something is so."""
        until = time.monotonic() + MOST_SECONDS
        wake = GLib.timeout_add(20, lambda: True)
        while not is_reached():
            self.assertLess(time.monotonic(), until, what)
            GLib.MainContext.default().iteration(True)
        GLib.source_remove(wake)

    def button(self, words):
        """The button with a tooltip of these words, but for the keys in parentheses."""
        return next(widget for widget in all_widgets(self.window) if isinstance(widget, Gtk.Button)
                    and (widget.get_tooltip_text() or '').partition(' (')[0] == words)

    def press(self, words):
        button = self.button(words)
        self.assertTrue(button.get_sensitive(), words)
        button.emit('clicked')
        self.settle()

    def check_picture(self):
        """Compares the window with its picture in docs/, which the manual shows."""
        with tempfile.TemporaryDirectory() as folder:
            path = PICTURE if 'TROVE_TEST_DRAW' in os.environ else pathlib.Path(folder, 'window.png')
            draw(self.window, path)
            found, expected = (GdkPixbuf.Pixbuf.new_from_file(str(name)) for name in (path, PICTURE))
        self.assertEqual((found.get_width(), found.get_height()), (expected.get_width(), expected.get_height()))
        for one, other in zip(measure(found), measure(expected)):
            self.assertLess(abs(one - other), MOST_DIFFERENCE)
