# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The outliner: a window is driven as a user does, and drawn. usage: outliner.py PICTURE"""

import ctypes
import os
import pathlib
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / 'bindings'), str(HERE.parent.parent / 'examples')]

import tap  # noqa: E402
from tap import TroveCase, collect  # noqa: E402
import gi  # noqa: E402
gi.require_version('Gtk', '4.0')
gi.require_version('GdkPixbuf', '2.0')
from gi.overrides._trove_native import address_of  # noqa: E402
from gi.repository import GdkPixbuf, GLib, Gtk, Trove  # noqa: E402
import outliner  # noqa: E402
from outliner import Item, Outline  # noqa: E402

PICTURE = pathlib.Path(sys.argv.pop(1))
COLUMNS, ROWS, MOST_DIFFERENCE = 12, 24, 16     # as tests/examples/window.c has them


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


class Outliner(TroveCase):

    def setUp(self):
        Gtk.init()
        settings = Gtk.Settings.get_default()
        settings.props.gtk_enable_animations = settings.props.gtk_cursor_blink = False
        settings.props.gtk_font_name = 'Sans 10'
        self.document = Trove.Document(Outline)
        with self.document.edit('Start'):
            plan = Item(title='Plan', tags=['work'])
            plan.children = [Item(title='Measure'), Item(title='Build')]
            self.document.root.items = [plan, Item(title='Shopping'), Item(title='Ideas')]
        self.window = outliner.Window(self.document)
        self.window.present()
        self.settle()

    def tearDown(self):
        self.window.destroy()
        del self.window
        collect()

    def settle(self):
        frames = []

        def count(widget, clock):
            widget.queue_draw()
            frames.append(clock)
            return len(frames) < 3

        self.window.add_tick_callback(count)
        context = GLib.MainContext.default()
        while len(frames) < 3 or context.pending():
            context.iteration(True)

    def rows(self):
        found = [widget for widget in all_widgets(self.window) if isinstance(widget, outliner.Row) and widget.item]
        return {row.text.get_text(): row for row in found}

    def titles(self):
        return ['%s%s' % ('  ' * depth, item.title) for item, depth in outliner.walk(self.document.root.items)]

    def select(self, *titles):
        self.window.selection.unselect_all()
        for position, row in enumerate(self.window.tree):
            if row.get_item().title in titles:
                self.window.selection.select_item(position, False)

    def press(self, tooltip):
        button = next(widget for widget in all_widgets(self.window)
                      if isinstance(widget, Gtk.Button) and (widget.get_tooltip_text() or '') == tooltip)
        self.assertTrue(button.get_sensitive(), tooltip)
        button.emit('clicked')
        self.settle()

    def test_rows(self):
        self.assertEqual(list(self.rows()), ['Plan', 'Measure', 'Build', 'Shopping', 'Ideas'])
        self.assertEqual(self.rows()['Plan'].tags.get_text(), '#work')

    def test_typing_is_one_step(self):
        row = self.rows()['Measure']
        row.text.set_text('')
        for letter in 'Ask':
            row.text.set_text(row.text.get_text() + letter)
        self.assertIn('  Ask', self.titles())
        self.assertEqual(len(self.document.history), 3)
        self.press('Undo')
        self.assertIn('Measure', self.rows())
        self.press('Redo')
        self.assertIn('Ask', self.rows())

    def test_many_items(self):
        before = self.titles()
        self.select('Measure', 'Build', 'Ideas')
        self.window.tag_entry.set_text('new')
        self.window.tag_entry.emit('activate')
        self.settle()
        self.assertEqual(self.rows()['Build'].tags.get_text(), '#new')
        self.window.search.set_text('#NEW')
        self.window.search.emit('search-changed')
        self.assertEqual([item.title for item in self.window.selected()], ['Measure', 'Build', 'Ideas'])
        self.press('Delete')
        self.assertEqual(self.titles(), ['Plan', 'Shopping'])
        self.assertEqual(len(self.document.history), 4)
        self.press('Undo')
        self.assertEqual(self.titles(), before)
        self.press('Undo')
        self.assertEqual(self.rows()['Build'].tags.get_text(), '')

    def test_adding(self):
        self.select('Measure')
        self.press('Add an item')
        self.select('Shopping')
        self.press('Add an item below')
        self.assertEqual(self.titles(), ['Plan', '  Measure', '  New', '  Build', 'Shopping', '  New', 'Ideas'])
        self.window.selection.unselect_all()
        self.press('Add an item')
        self.assertEqual(self.titles()[-1], 'New')

    def test_links(self):
        self.select('Plan', 'Ideas')
        self.press('Link')
        self.press('Link')
        self.assertEqual(self.window.status.get_text(), 'Plan → Ideas')
        self.select('Ideas')
        self.press('Delete')
        self.assertEqual(list(self.document.root.items[0].see_also), [])
        self.press('Undo')
        self.assertEqual([item.title for item in self.document.root.items[0].see_also], ['Ideas'])

    def test_exporting_while_typing(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'outline.txt')
            self.window.export(path)
            row = self.rows()['Plan']
            until = time.monotonic() + 60
            while 'Exported' not in self.window.status.get_text():
                self.assertLess(time.monotonic(), until)
                row.text.set_text('Plan %f' % time.monotonic())
                GLib.MainContext.default().iteration(False)
            with open(path, encoding='utf-8') as file:
                self.assertEqual(file.read().split('\n'),
                                 ['- Plan #work', '  - Measure ', '  - Build ', '- Shopping ', '- Ideas ', ''])

    def test_picture(self):
        self.select('Plan', 'Ideas')
        self.press('Link')
        with tempfile.TemporaryDirectory() as folder:
            path = PICTURE if 'TROVE_TEST_DRAW' in os.environ else pathlib.Path(folder, 'window.png')
            draw(self.window, path)
            found, expected = (GdkPixbuf.Pixbuf.new_from_file(str(name)) for name in (path, PICTURE))
        self.assertEqual((found.get_width(), found.get_height()), (expected.get_width(), expected.get_height()))
        for one, other in zip(measure(found), measure(expected)):
            self.assertLess(abs(one - other), MOST_DIFFERENCE)


if __name__ == '__main__':
    tap.main()
