# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The models of examples/documents in Python: faults that their output would not show."""

import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parent.parent / 'examples' / 'documents'
sys.path[:0] = [str(HERE.parent / 'bindings'), str(FOLDER)]

import tap  # noqa: E402
from tap import TroveCase  # noqa: E402
from gi.repository import GLib, Trove  # noqa: E402
from drawing import (  # noqa: E402
    Autosave, Connector, Drawing, Ellipse, Group, Rectangle, Text, as_values, wait_until, write)
from outline import Outline, to_markdown, walk  # noqa: E402

# Writes a version over a file, and is killed when all of the new file is written and before it takes the other's place.
KILLED = '''
import os, pathlib, signal, sys
import drawing

def kill(_file):
    os.kill(os.getpid(), signal.SIGKILL)

os.fsync = kill
one = drawing.Drawing()
one.add(drawing.Text, text='new')
drawing.write(one.document.current, pathlib.Path(sys.argv[1]))
'''


def all_shapes(owner):
    for shape in owner.shapes:
        yield shape
        if isinstance(shape, Group):
            yield from all_shapes(shape)


def without_keys(values):
    """Saved values with the position of each shape in the place of its key: a document that is loaded has other keys."""
    positions = {}

    def number(value):
        positions[value['key']] = len(positions)
        for child in value.get('shapes', ()):
            number(child)

    def convert(name, value):
        if name in ('key', 'start', 'end'):
            return value if value is None else positions[value]
        return [replace(child) for child in value] if name == 'shapes' else value

    def replace(value):
        return {name: convert(name, one) for name, one in value.items()}

    number(values)
    return replace(values)


class Drawings(TroveCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name, 'drawing.json')
        self.drawing = Drawing()
        self.document = self.drawing.document
        # Exceptions of handlers, which PyGObject prints and does not raise.
        self.uncaught = []
        self.addCleanup(setattr, sys, 'excepthook', sys.excepthook)
        sys.excepthook = lambda *error: self.uncaught.append(error)

    def tearDown(self):
        self.assertEqual(self.uncaught, [])

    def read(self):
        return json.loads(self.path.read_text(encoding='utf-8'))

    def edit_at_random(self, random, n):
        """Makes n random steps, and yields after each."""
        drawing = self.drawing
        for _ in range(n):
            shapes = list(all_shapes(self.document.root))
            some = random.sample(shapes, min(len(shapes), random.randint(1, 3)))
            if len(some) < 2 or random.random() < 0.2:
                drawing.add(random.choice((Rectangle, Ellipse, Text)), x=random.randrange(100), width=5)
            else:
                siblings = [shape for shape in some if shape.owner is some[0].owner]
                group = next((shape for shape in shapes if isinstance(shape, Group)), None)
                random.choice((
                    lambda: drawing.connect(*some[:2]), lambda: drawing.remove(some[:1]), lambda: drawing.group(siblings),
                    lambda: drawing.place(some[0], random.randint(-1, 0)), lambda: group and drawing.ungroup(group),
                    lambda: drawing.drag(some, [(1, 0), (1, random.randrange(9))]),
                    lambda: self.document.can_undo and self.document.undo(),
                    lambda: self.document.can_redo and self.document.redo(),
                    lambda: self.document.go_to(random.choice(list(self.document.history)))))()
            yield

    def test_computed_values_are_notified(self):
        """What was told of each box and line is what they are, after every step of a random program."""
        told = {}

        def hear(shape, _pspec, name):
            told[shape, name] = getattr(shape, name)

        for _ in self.edit_at_random(random.Random(1), 600):
            for shape in all_shapes(self.document.root):
                names = ('box', 'line') if isinstance(shape, Connector) else ('box',)
                for name in names:
                    if (shape, name) not in told:
                        hear(shape, None, name)
                        shape.connect('notify::' + name, hear, name)
            for (shape, name), value in told.items():
                if not shape.removed:
                    self.assertEqual(value, getattr(shape, name), (shape, name))
        self.assertGreater(sum(isinstance(shape, Connector) for shape, _ in told), 20)
        self.assertGreater(sum(isinstance(shape, Group) for shape, _ in told), 5)

    def test_versions_and_files(self):
        """Each version reads the same later, and a file has all of it."""
        seen = {}
        for _ in self.edit_at_random(random.Random(2), 300):
            version = self.document.current
            seen.setdefault(version, as_values(version.root))
            self.assertEqual(as_values(self.document.root), seen[version])
        for version in list(seen)[::10]:
            self.assertEqual(as_values(version.root), seen[version])
            write(version, self.path)
            self.assertEqual(self.read(), seen[version])
            loaded = Drawing.load(self.path)
            self.assertEqual(without_keys(as_values(loaded.document.root)), without_keys(seen[version]))
            self.assertFalse(loaded.document.modified)
            self.assertFalse(loaded.document.can_undo)
            loaded.add(Text, text='more')
            self.assertTrue(loaded.document.modified)

    def test_autosave(self):
        """A file is of one version while steps go on, and the last one is written in the end."""
        allowed, started, calls = threading.Event(), threading.Event(), []

        def write_slowly(version, path):
            calls.append(version)
            started.set()
            allowed.wait()
            write(version, path)

        autosave = Autosave(self.document, self.path, write_slowly, delay=1)
        for _ in range(50):
            self.drawing.add(Text, text='a')
        wait_until(started.is_set)
        first = as_values(self.document.current.root)
        text = self.drawing.add(Text, text='b')
        self.drawing.drag([text], [(1, 1)] * 5)
        later = []
        GLib.timeout_add(20, later.append, True)
        wait_until(lambda: later)       # meanwhile, the next file was due, and waited for the thread
        self.assertEqual(len(calls), 1)
        allowed.set()
        wait_until(lambda: autosave.n_saves == 1)
        self.assertEqual(self.read(), first)
        self.assertTrue(self.document.modified)
        wait_until(lambda: not self.document.modified)
        self.assertEqual(self.read(), as_values(self.document.root))
        self.assertEqual(len(calls), 2)

        self.drawing.drag([text], [(1, 1)])
        text.text = 'not committed'
        autosave.close()
        self.assertEqual(self.read(), as_values(self.document.root))
        self.assertFalse(self.document.modified)
        n_steps = len(self.document.history)
        while GLib.MainContext.default().iteration(False):
            pass
        self.assertFalse(self.document.modified)
        self.assertEqual(len(self.document.history), n_steps)

    def test_close_while_a_file_is_written(self):
        started, allowed = threading.Event(), threading.Event()

        def write_slowly(version, path):
            started.set()
            allowed.wait()
            write(version, path)

        autosave = Autosave(self.document, self.path, write_slowly, delay=1)
        self.drawing.add(Text, text='a')
        wait_until(started.is_set)
        self.drawing.add(Text, text='b')
        threading.Timer(0.05, allowed.set).start()
        autosave.close()
        self.assertEqual(self.read(), as_values(self.document.root))
        while GLib.MainContext.default().iteration(False):
            pass
        self.assertFalse(self.document.modified)

    def test_step_that_is_replaced_while_it_is_written(self):
        autosave = Autosave(self.document, self.path, delay=1)
        text = self.drawing.add(Text, text='a')
        for _ in range(3):
            text.move(1, 1)
            self.document.commit_full('Drag', 'one drag')
            wait_until(lambda: autosave.writing)
            text.move(1, 1)
            self.document.commit_full('Drag', 'one drag')     # takes the place of the version that is written
            wait_until(lambda: not autosave.writing)
        wait_until(lambda: not self.document.modified)
        self.assertIsNone(autosave.error)
        self.assertEqual(self.read(), as_values(self.document.root))
        autosave.close()

    def test_write_that_fails(self):
        self.drawing.add(Text, text='old')
        write(self.document.current, self.path)
        old = self.path.read_bytes()

        def write_badly(version, path):
            raise OSError('no space')

        autosave = Autosave(self.document, self.path, write_badly, delay=1)
        self.drawing.add(Text, text='new')
        wait_until(lambda: autosave.error)
        self.assertEqual(self.path.read_bytes(), old)
        self.assertTrue(self.document.modified)
        autosave.write = write
        self.drawing.add(Text, text='newer')
        wait_until(lambda: autosave.n_saves)
        self.assertIsNone(autosave.error)
        self.assertEqual(self.read(), as_values(self.document.root))
        autosave.close()

    def test_kill_while_a_file_is_written(self):
        self.drawing.add(Text, text='old')
        write(self.document.current, self.path)
        old = self.path.read_bytes()
        result = subprocess.run([sys.executable, '-c', KILLED, self.path], cwd=FOLDER, stdin=subprocess.DEVNULL)
        self.assertEqual(result.returncode, -signal.SIGKILL)
        self.assertEqual(self.path.read_bytes(), old)
        left = [path for path in self.path.parent.iterdir() if path != self.path]
        self.assertEqual(len(left), 1)
        self.assertIn('new', left[0].read_text(encoding='utf-8'))
        write(self.document.current, self.path)
        self.assertEqual(list(self.path.parent.iterdir()), [self.path])


class Outlines(TroveCase):

    TITLES = ['a', '#b', 'c #d', '\\#', '', 'see: x', '> y', '- [ ] z', 'ä\u2028ö', 'e\tf', '[x]']
    NOTES = ['', 'one', 'two\nlines', '\n', 'end\n', '  indented\r', '- [x] no item', 'a\u2028b']
    TAGS = ['t', 'ü', 'see:', '\\']

    def setUp(self):
        self.outline = Outline()
        self.document = self.outline.document

    def test_random_steps(self):
        """Each operation is one step at most, and undo and redo lead to the same text."""
        chance, outline, root = random.Random(3), self.outline, self.outline.root
        done = [0] * 9
        for n in range(500):
            items = [item for item, _ in walk(root)]
            some = chance.sample(items, min(len(items), chance.randint(1, 4)))
            before, version = to_markdown(root), self.document.current
            kind = chance.randrange(9) if len(items) > 3 else 0
            try:
                [lambda: outline.add(chance.choice([root, *items]), f'item {n}', f'more {n}'),
                 lambda: outline.set(some, done=bool(n % 2), note=f'note {n}'), lambda: outline.tag(some, f't{n % 3}'),
                 lambda: outline.link(some[0], *some), lambda: outline.remove(some[:2]), lambda: outline.indent(some),
                 lambda: outline.outdent(some), lambda: (outline.move_up if n % 2 else outline.move_down)(some),
                 lambda: outline.move(some, chance.choice([root, *items]), chance.choice([None, 0]))][kind]()
            except Trove.CycleError:
                self.assertEqual(to_markdown(root), before)
            after = to_markdown(root)
            self.assertEqual(self.document.current is version, after == before)
            done[kind] += after != before
            if after != before:
                self.document.undo()
                self.assertIs(self.document.current, version)
                self.assertEqual(to_markdown(root), before)
                self.document.redo()
                self.assertEqual(to_markdown(root), after)
            for item, _ in walk(root):
                self.assertEqual({other.key for other in outline.back_links(item)},
                                 {other.key for other, _ in walk(root) if item in other.see})
        self.assertTrue(all(done), done)

    def test_markdown(self):
        chance = random.Random(4)
        for _ in range(50):
            source, copy = Outline(), Outline()
            owners = [source.root]
            for title in chance.sample(self.TITLES, 8):
                item, = source.add(chance.choice(owners), title)
                source.set([item], note=chance.choice(self.NOTES), done=chance.random() < 0.5,
                           tags=chance.sample(self.TAGS, 2))
                source.link(item, *chance.sample(owners[1:], min(2, len(owners) - 1)))
                owners.append(item)
            copy.read(to_markdown(source.document.current.root), copy.root)

            def values(outline):
                return [(item.title, item.note, item.done, item.tags, [other.title for other in item.see], depth)
                        for item, depth in walk(outline.root)]
            self.assertEqual(values(copy), values(source))

    def test_markdown_that_is_wrong(self):
        for text in ('words', '  - [ ] deep', '> note', 'see: a', '- [y] a', '- [ ] a\n    - [ ] b', '- [ ] a\n  see: b'):
            with self.subTest(text), self.assertRaises(ValueError):
                self.outline.read(text, self.outline.root)
            self.assertEqual((len(self.outline.root.children), self.document.can_undo), (0, False))
        self.outline.read('', self.outline.root)
        self.assertFalse(self.document.can_undo)

    def test_selection(self):
        """Items are moved in the order of the outline, and an item goes with the one that it is below."""
        a, b, c, d = self.outline.add(self.outline.root, *'abcd')
        e, f = self.outline.add(c, *'ef')
        self.outline.move([f, d, c, b], a)
        self.assertEqual([(item.title, depth) for item, depth in walk(self.outline.root)],
                         [('a', 0), ('b', 1), ('c', 1), ('e', 2), ('f', 2), ('d', 1)])
        self.outline.move([d, c], self.outline.root, 0)
        self.assertEqual([item.title for item in self.outline.root.children], ['c', 'd', 'a'])
        self.outline.move_up([d, a])
        self.outline.move_up([d, a])
        self.assertEqual([item.title for item in self.outline.root.children], ['d', 'a', 'c'])
        self.outline.outdent([f, b, e])
        self.assertEqual([item.title for item in self.outline.root.children], ['d', 'a', 'b', 'c', 'e', 'f'])
        self.outline.indent([f, e, a])
        self.assertEqual([(item.title, depth) for item, depth in walk(self.outline.root)],
                         [('d', 0), ('a', 1), ('b', 0), ('c', 0), ('e', 1), ('f', 1)])
        self.outline.move_down([d, b])
        self.assertEqual([item.title for item in self.outline.root.children], ['c', 'd', 'b'])

    def test_values_that_are_refused(self):
        item, = self.outline.add(self.outline.root, 'a')
        for values in ({'title': ' b'}, {'title': 'b\nc'}, {'tags': ['two words']}, {'tags': ['a#b']}, {'tags': ['']}):
            with self.subTest(values), self.assertRaises(ValueError):
                self.outline.set([item], done=True, **values)
            self.assertEqual((item.title, item.done, item.tags), ('a', False, ()))


if __name__ == '__main__':
    tap.main()
