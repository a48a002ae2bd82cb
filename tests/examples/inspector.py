# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The inspector: its window follows documents with branches, and is drawn. usage: inspector.py PICTURE"""

import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import weakref

HERE = pathlib.Path(__file__).resolve().parent
sys.path.remove(str(HERE))      # where this file has the name of the package
sys.path[:0] = [str(HERE.parent / 'bindings'), str(HERE.parent.parent / 'examples')]

import tap  # noqa: E402
from tap import TroveCase, collect  # noqa: E402
import inspector  # noqa: E402
sys.path.append(str(HERE))
from window import WindowCase, all_widgets  # noqa: E402
from gi.repository import Trove  # noqa: E402
from inspector import text  # noqa: E402
from inspector.bars import Bar  # noqa: E402
from inspector.columns import TextCell  # noqa: E402
from inspector.demo import Box, Page, make_document  # noqa: E402
from inspector.lanes import Graph, Row  # noqa: E402
from inspector.versions import Step  # noqa: E402

# Saves a document of classes that this program does not have.
SAVE = '''
import sys
import gi
gi.require_version('Trove', '1.0')
from gi.repository import Trove
class Star(Trove.Object):
    n = Trove.Field(int)
class Sky(Trove.Object):
    stars = Trove.Children(Star)
document = Trove.Document(Sky)
with document.edit('Shine'):
    document.root.stars.extend([Star(n=5), Star(n=7)])
document.root.stars[1].n = 9
document.commit('More')
document.save(sys.argv[1]).wait()
'''


def table(view):
    """The text of the cells of a column view, by rows."""
    rows = []
    for row in all_widgets(view.get_last_child()):
        if row.get_css_name() == 'row':
            rows.append([cell.get_label() for cell in all_widgets(row) if isinstance(cell, TextCell)])
    return rows


class Lanes(TroveCase):
    """The graph alone."""

    def check(self, graph):
        """No line lacks its other half in the next row, and no two edges are in one place."""
        rows = graph.rows
        for below, above in zip(rows, rows[1:]):
            up, down = (sorted(lane for _, lane in lines) for lines in (below.up, above.down))
            self.assertEqual(up, down)
            self.assertEqual(len(set(up)), len(up))
        for row in rows:
            passing = {lane for lane, other in row.up if (lane, other) in row.down and lane != row.lane}
            self.assertNotIn(row.lane, passing)
            ends = [edge for edge in row.edges]
            self.assertEqual(len(row.up) + len(row.down), len(ends) + 2 * self.count_passing(graph, row))
        if rows:
            self.assertEqual((rows[0].down, rows[-1].up), ([], []))

    @staticmethod
    def count_passing(graph, row):
        return sum(parent.number < row.number < child.number for other in graph.rows
                   for parent, child, _ in other.edges if other is child)

    def test_one_line(self):
        graph, rows = Graph(), [Row(str(i)) for i in range(3)]
        for i, row in enumerate(rows):
            graph.add(row, rows[i - 1:i])
        self.assertEqual([(row.lane, row.up, row.down) for row in rows],
                         [(0, [(0, 0)], []), (0, [(0, 0)], [(0, 0)]), (0, [], [(0, 0)])])

    def test_lanes_are_used_again(self):
        graph, trunk = Graph(), [Row('begin')]
        graph.add(trunk[0], [])
        for i in range(20):     # each step is undone once, and made in another way
            for _ in range(2):
                row = Row(str(i))
                graph.add(row, [trunk[-1]])
            trunk.append(row)
        self.check(graph)
        self.assertLessEqual(graph.n_lanes, 3)

    def test_any_graph(self):
        choose = random.Random(1)
        for _ in range(30):
            graph = Graph()
            for _ in range(60):
                if graph.rows and choose.random() < 0.3:
                    graph.remove(choose.choice(graph.rows))
                else:
                    n = min(choose.choice((0, 1, 1, 1, 1, 2)), len(graph.rows))
                    near = graph.rows[-4:] if n < 2 else graph.rows
                    graph.add(Row('x'), choose.sample(near, n))
                self.check(graph)
            while graph.rows:
                graph.remove(choose.choice(graph.rows))
                self.check(graph)


class Windows(WindowCase):

    def setUp(self):
        self.init()
        self.document = make_document()
        self.window = inspector.open(self.document)
        self.settle()

    def tearDown(self):
        self.window.destroy()
        del self.window, self.document
        collect()

    def steps(self):
        """The labels of the versions that are shown, and their marks."""
        found = [widget for widget in all_widgets(self.window) if isinstance(widget, Step)]
        return [(step.label.get_text(), step.marks.get_text()) for step in found]

    def labels(self):
        return [label for label, _ in self.steps()]

    def current(self):
        return [label for label, marks in self.steps() if 'current' in marks]

    def select(self, label):
        self.window.versions.selection.set_selected(self.labels().index(label))

    def show(self, page):
        self.window.pages.set_visible_child_name(page)
        self.settle()

    def changes(self):
        return table(self.window.changes.view)

    def wait_for_labels(self, *labels):
        self.wait(lambda: tuple(self.labels()[:len(labels)]) == labels, labels)

    def test_versions(self):
        self.assertEqual(self.steps(), [
            ('Merge', 'merge · current'), ('Add a box', ''), ('Remove right', ''), ('Dash the line', ''), ('Rename', ''),
            ('Move left', 'kept'), ('Connect', 'saved'), ('Draw two boxes', ''), ('First version', '')])
        self.assertEqual([row.lane for row in self.window.history.store], [0, 0, 1, 1, 0, 0, 0, 0, 0])
        self.assertEqual(self.window.versions.selection.get_selected(), 0)
        self.assertEqual(self.window.status.get_label(), '9 versions, 5 objects, modified since it was saved')
        self.assertEqual(self.window.subtitle.get_label(), 'Page')

    def test_changes(self):
        self.select('Draw two boxes')
        self.assertEqual(self.changes(), [
            ['list', 'Page', '1', 'shapes', '', '2 at 0'],
            ['added', 'Box', '2', 'shapes[0] of 1', '', 'label: left'],
            ['added', 'Box', '3', 'shapes[1] of 1', '', 'x: 100.0, label: right, tags: new']])
        self.assertEqual(self.window.changes.summary.get_label(), '2 added, 1 in lists')
        self.select('Dash the line')
        self.assertEqual(self.changes(), [['changed', 'Connection', '4', 'style', 'PLAIN', 'DASHED']])
        self.select('Remove right')
        self.assertEqual(self.changes()[2], ['changed', 'Connection', '4', 'end', 'object 3', 'none'])
        self.select('First version')
        self.assertEqual(self.changes(), [])
        self.assertIn('Nothing to compare', self.window.changes.nothing.get_label())

    def test_other_comparisons(self):
        self.select('Rename')
        for choice, expected in ((1, 'Rename → Merge'), (2, 'Connect → Rename')):
            self.window.changes.against.set_selected(choice)
            self.assertEqual(self.window.changes.title.get_label(), expected)
        self.select('Merge')
        self.window.changes.against.set_selected(3)
        self.assertIn('No differences', self.window.changes.nothing.get_label())
        self.document.root.shapes[0].label = 'open'     # an edit that is not committed
        self.wait(lambda: [row[4:] for row in self.changes()] == [['left', 'open']])

    def test_objects(self):
        self.show('objects')
        summary = self.window.objects.summary
        self.wait(lambda: summary.get_label() == '5 objects, 3 classes')
        self.assertEqual(table(self.window.objects.view), [['Box', '3'], ['Connection', '1'], ['Page', '1']])
        self.select('Connect')      # is counted while the next one is selected
        self.select('Draw two boxes')
        self.wait(lambda: summary.get_label() == '3 objects, 2 classes')
        self.assertEqual(table(self.window.objects.view), [['Box', '2'], ['Page', '1']])

    def test_following(self):
        with self.document.edit('More'):
            self.document.root.shapes.append(Box(label='more'))
        self.wait_for_labels('More', 'Merge')
        self.assertEqual((self.current(), self.window.versions.selection.get_selected()), (['More'], 0))
        self.assertIn('added', [row[0] for row in self.changes()])
        self.press('Undo')
        self.wait(lambda: self.current() == ['Merge'])
        self.assertEqual(self.window.versions.selection.get_selected(), 1)
        self.press('Redo')
        self.wait(lambda: self.current() == ['More'])
        self.select('Rename')                           # it stays selected
        self.document.set_saved(None)
        self.document.current.kept = True
        self.document.history[3].kept = False           # Move left, which has nothing to do with the step
        self.document.history[2].name = 'Before the move'       # Connect
        self.document.root.shapes[0].x = 99
        self.document.commit('Last')
        self.wait_for_labels('Last', 'More')
        self.assertEqual(self.steps()[:2], [('Last', 'current'), ('More', 'kept · saved')])
        self.assertIn(('Move left', ''), self.steps())
        self.assertIn('Before the move', self.labels())
        self.assertEqual(self.window.versions.selected_version().label, 'Rename')

    def test_going_to_a_version(self):
        self.assertFalse(self.window.go_button.get_sensitive())
        self.select('Rename')
        self.assertTrue(self.window.go_button.get_sensitive())
        self.window.go_button.emit('clicked')
        self.assertEqual(self.document.current.label, 'Rename')
        self.wait(lambda: self.current() == ['Rename'])
        self.window.versions.widget.emit('activate', self.labels().index('Connect'))
        self.assertEqual(self.document.current.label, 'Connect')
        with self.document.edit('Branch'):
            self.document.root.shapes[0].y = 3
        self.wait_for_labels('Branch', 'Merge')
        self.assertEqual(self.window.history.store[0].lane, 2)

    def test_a_limit_drops_versions(self):
        self.select('Draw two boxes')
        self.document.max_versions = 4
        with self.document.edit('Limited'):
            self.document.root.shapes[0].x = 1
        self.wait_for_labels('Limited')
        self.assertEqual(self.labels(), ['Limited', 'Merge', 'Move left', 'Connect'])
        self.assertEqual([row.down for row in self.window.history.store], [[(0, 0)], [], [(0, 0)], []])
        self.assertEqual(self.window.versions.selected_version().label, 'Limited')
        self.assertEqual(len(self.window.history.by_id), 4)

    def test_many_edits_are_shown_at_once(self):
        calls, update = [], self.window.updater.call
        self.window.updater.call = lambda: calls.append(update())
        for i in range(300):
            self.document.root.shapes[0].x = i + 1
            self.document.commit('Step %d' % i)
        self.assertEqual(calls, [])
        self.wait_for_labels('Step 299', 'Step 298')
        self.assertEqual(len(calls), 1)
        self.assertEqual(len(self.window.history.store), 309)

    def test_a_replaced_step(self):
        for i in range(3):
            self.document.root.shapes[0].x = i + 1000
            self.document.commit_full('Drag %d' % i, 'drag')
            self.wait_for_labels('Drag %d' % i, 'Merge')

    def test_memory(self):
        self.show('memory')
        rows = table(self.window.memory.view)
        self.assertEqual([row[0] for row in rows], self.labels())
        self.assertEqual(rows[5][2], 'kept')
        self.assertEqual(self.window.memory.values['Versions'].get_label(), '9 of 500')
        self.assertFalse(self.window.memory.subject.get_sensitive())
        usage, whole = self.document.get_usage(), self.window.memory.whole
        self.assertEqual((whole.parts[0], whole.whole), (usage.current, usage.total))
        self.assertEqual(self.window.memory.values['History'].get_label(), text.bytes_text(usage.history))
        with self.document.edit('More'):
            self.document.root.shapes[0].x = 5
        self.wait(lambda: [row[0] for row in table(self.window.memory.view)][:2] == ['More', 'Merge'])
        with self.document.edit('Many'):
            self.document.root.shapes.extend(Box(label='many') for _ in range(100))
        self.wait(lambda: table(self.window.memory.view)[0][0] == 'Many')
        bars = [bar for bar in all_widgets(self.window.memory.view) if isinstance(bar, Bar)]
        self.assertEqual({bar.whole for bar in bars}, {self.document.current.n_bytes})
        self.document.max_versions = 0
        self.press('Measure again')
        self.assertTrue(self.window.memory.hint.get_visible())

    def test_arenas(self):
        self.window.destroy()
        arena = Trove.Arena(int)
        arena.append_many(range(1000))
        arena.snapshot()
        arena.append(1)
        self.window = inspector.open(self.document, None, {'Numbers': arena})
        self.show('memory')
        self.window.memory.subject.set_selected(1)
        rows = table(self.window.memory.view)
        self.assertEqual([row[2] for row in rows], ['1 element, own', '1,000 elements'])
        self.assertEqual(self.window.memory.values['Elements'].get_label(), '1,001')
        self.assertEqual(self.window.memory.whole.whole, arena.get_usage().total)
        arena.snapshot()
        arena.append(2)
        self.press('Measure again')
        self.assertEqual(len(table(self.window.memory.view)), 3)

    def test_one_window_for_a_document(self):
        self.assertIs(inspector.open(self.document), self.window)
        errors = []

        def run():
            try:
                inspector.open(self.document)
            except Trove.WrongThreadError as error:
                errors.append(error)
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        self.assertEqual(len(errors), 1)

    def test_a_document_that_goes_to_another_thread(self):
        def run():
            with self.document.edit('There'):
                self.document.root.shapes[0].x = 5
        self.document.transfer()
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        self.wait(lambda: 'another thread' in self.window.status.get_label())
        self.assertEqual(self.labels(), [])
        self.show('memory')
        self.assertFalse(self.window.go_button.get_sensitive())

    def test_classes_that_are_unknown(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'sky')
            saving = subprocess.run([sys.executable, '-c', SAVE, path], stderr=subprocess.PIPE, text=True)
            if 'without SQLite' in saving.stderr:
                self.skipTest('the library was built without SQLite')
            self.assertEqual(saving.returncode, 0, saving.stderr)
            document = Trove.Document.load(path).wait()
        self.window.destroy()
        self.window = inspector.open(document)
        self.settle()
        self.assertEqual(self.labels(), ['More', 'Shine', 'First version'])
        self.assertEqual(self.changes(), [['changed', 'Star (unknown)', '3', 'n', '7', '9']])
        self.select('Shine')
        self.assertEqual(self.changes()[1], ['added', 'Star (unknown)', '2', 'stars[0] of 1', '', 'n: 5'])
        self.show('objects')
        self.wait(lambda: table(self.window.objects.view) == [['Star (unknown)', '2'], ['Sky (unknown)', '1']])

    def open_and_close(self):
        """Uses another document in a window of its own. Returns weak references to what there was."""
        document = Trove.Document(Page)
        window = inspector.open(document)
        with document.edit('Draw'):
            document.root.shapes.append(Box())
        for page in ('objects', 'memory', 'changes'):
            window.pages.set_visible_child_name(page)
            self.settle()
        self.wait(lambda: len(window.history.store) == 2 and window.objects.thread is None)
        gone = [item.weak_ref() for item in (document, window, window.changes, window.objects, window.memory,
                                             document.current, document.root)]
        gone += map(weakref.ref, (window.history, window.versions))
        updater = window.updater
        document.root.shapes[0].x = 5
        document.commit('Close')
        self.assertNotEqual(updater.source, 0)
        window.close()
        self.assertEqual(updater.source, 0)
        return gone

    def test_closing_lets_go_of_everything(self):
        gone = self.open_and_close()
        self.settle()
        collect()
        self.assertEqual([ref() for ref in gone], [None] * len(gone))
        self.assertEqual(self.labels()[0], 'Merge')     # the other window stays

    def test_versions_that_are_not_shown_are_not_held(self):
        self.select('Rename')
        gone = [self.window.changes.changes.weak_ref(), self.document.history[4].weak_ref()]
        self.select('First version')
        collect()
        self.assertEqual([ref() for ref in gone], [None, None])
        self.assertEqual((self.window.changes.last, self.window.changes.columns.shown), ((None, None), {}))

    def test_picture(self):
        self.window.versions.selection.set_selected(self.labels().index('Draw two boxes'))
        self.settle()
        self.check_picture()


if __name__ == '__main__':
    tap.main()
