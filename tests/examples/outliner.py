# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The outliner: a window is driven as a user does, and drawn. usage: outliner.py PICTURE"""

import os
import pathlib
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / 'bindings'), str(HERE.parent.parent / 'examples')]

import tap  # noqa: E402
from tap import collect  # noqa: E402
from window import WindowCase, all_widgets  # noqa: E402
from gi.repository import GLib, Trove  # noqa: E402
import outliner  # noqa: E402
from outliner import Item, Outline  # noqa: E402


class Outliner(WindowCase):

    def setUp(self):
        self.init()
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
        self.check_picture()


if __name__ == '__main__':
    tap.main()
