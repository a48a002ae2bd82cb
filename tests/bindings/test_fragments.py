# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Fragments in Python: copying and pasting objects, within documents, between them and as bytes."""

import os
import subprocess
import sys
import threading

import tap
from tap import TroveCase
from fragment_classes import Colour, Page, Shape
from gi.repository import Gio, GLib, Trove

E = Trove.Error


# A program that has the same classes under the same names.
OTHER = '''
import sys
sys.path.insert(0, %r)
from fragment_classes import Page
from gi.repository import Trove
fragment = Trove.Fragment.from_bytes(sys.stdin.buffer.read())
document = Trove.Document(Page)
shapes = fragment.insert(document.root.shapes)
print([(shape.label, shape.x, shape.colour.name) for shape in shapes], shapes[0].target.label)
'''


class Fragments(TroveCase):

    def setUp(self):
        self.document = Trove.Document(Page)
        self.shapes = self.document.root.shapes
        with self.document.edit('Draw'):
            self.a, self.b, self.c = Shape(label='a', x=1), Shape(label='b', colour=Colour.BLUE), Shape(label='c')
            self.shapes += [self.a, self.b, self.c]
            self.a.children.append(Shape(label='inner'))
            self.a.part = Shape(label='part')
            self.a.target, self.b.target = self.b, self.c
            self.b.links += [self.a, self.c, self.a]

    def labels(self, shapes=None):
        return [shape.label for shape in (self.shapes if shapes is None else shapes)]

    def test_insert(self):
        fragment = Trove.Fragment.new(self.document.current, [self.a, self.b.key, self.a.children[0]])
        self.assertEqual((fragment.n_objects, fragment.types), (4, [Shape, Shape]))
        self.assertEqual(repr(fragment), '<Trove.Fragment of 4 objects>')
        heard = []
        self.shapes.connect('items-changed', lambda _list, *what: heard.append(what))
        with self.document.edit('Paste'):
            a, b = fragment.insert(self.shapes, 1)
        self.assertEqual((self.labels(), heard), (['a', 'a', 'b', 'b', 'c'], [(1, 0, 2)]))
        self.assertEqual((a.target, b.target, list(b.links)), (b, self.c, [a, self.c, a]))
        self.assertEqual((self.labels(a.children), a.part.label), (['inner'], 'part'))
        self.assertIsNot(a.children[0], self.a.children[0])
        self.document.undo()
        self.assertEqual(self.labels(), ['a', 'b', 'c'])

    def test_positions(self):
        fragment = Trove.Fragment.new(self.document.current, [self.c])
        for index, labels in ((None, 'abcc'), (0, 'cabc'), (-1, 'abcc'), (-9, 'cabc'), (99, 'abcc')):
            with self.subTest(index):
                self.assertEqual(self.labels(fragment.insert(self.shapes, index)), ['c'])
                self.assertEqual(''.join(self.labels()), labels)
                self.document.rollback()

    def test_assign(self):
        fragment = Trove.Fragment.new(self.document.current, [self.a])
        front = fragment.assign(self.document.root, 'front')
        self.assertEqual((front, front.label), (self.document.root.front, 'a'))
        for field in ('shapes', 'nothing', 'get_key'):
            with self.assertRaises(TypeError):
                fragment.assign(self.document.root, field)
        for field in ('x', 'target'):
            with self.assertRaises(TypeError):
                fragment.assign(self.a, field)

    def test_refused(self):
        current = self.document.current
        with self.refused(E.REMOVED):
            Trove.Fragment.new(current, [999])
        with self.assertRaises(TypeError):
            Trove.Fragment.new(current, ['a'])
        with self.assertRaises(TypeError):
            Trove.Fragment()
        fragment = Trove.Fragment.new(current, [self.document.root])
        with self.refused(E.TYPE_MISMATCH):
            fragment.insert(self.shapes)
        with self.refused(E.READ_ONLY):
            fragment.insert(current.root.shapes)
        with self.refused(E.TYPE_MISMATCH):
            fragment.insert(self.b.links)
        with self.assertRaises(TypeError):
            fragment.insert([])
        self.assertEqual(self.labels(), ['a', 'b', 'c'])

    def test_other_document(self):
        other = Trove.Document(Page)
        a, b = Trove.Fragment.new(self.document.current, [self.a, self.b]).insert(other.root.shapes)
        self.assertEqual((a.target, b.target, list(b.links)), (b, None, [a, a]))

    def test_bytes(self):
        self.a.tags, self.a.data = ('one', ''), b'\0\xff'
        self.a.date, self.a.file = GLib.DateTime.new_utc(2026, 1, 2, 3, 4, 5.25), Gio.File.new_for_path('/a b')
        self.document.commit('Set')
        fragment = Trove.Fragment.new(self.document.current, [self.a, self.b])
        data = bytes(fragment)
        self.assertEqual(data, fragment.to_bytes().get_data())
        for again in (Trove.Fragment.from_bytes(data), Trove.Fragment.from_bytes(GLib.Bytes.new(data)),
                      Trove.Fragment.new_from_bytes(bytearray(data))):
            self.assertEqual(bytes(again), data)
            a, b = again.insert(self.shapes)
            self.assertEqual((a.x, a.tags, a.data, b.colour), (1, ('one', ''), b'\0\xff', Colour.BLUE))
            self.assertTrue(a.date.equal(self.a.date) and a.file.equal(self.a.file))
            self.assertEqual((a.target, b.target), (b, None))
            self.document.rollback()

    def test_damaged(self):
        data = bytes(Trove.Fragment.new(self.document.current, [self.a]))
        for bad in (b'', b'x' * 40, data[:-1], data + b'\0'):
            with self.refused(E.DAMAGED, kind=ValueError):
                Trove.Fragment.from_bytes(bad)
        with self.assertRaises(Trove.DamagedError):
            Trove.Fragment.from_bytes(b'')
        with self.refused(E.TYPE_MISMATCH):
            Trove.Fragment.from_bytes(data.replace(b'+Shape\0', b'+Shapy\0'))

    def test_another_process(self):
        data = bytes(Trove.Fragment.new(self.document.current, [self.a, self.b]))
        program = OTHER % os.path.dirname(os.path.abspath(__file__))
        done = subprocess.run([sys.executable, '-c', program], input=data, stdout=subprocess.PIPE, check=True)
        self.assertEqual(done.stdout.decode(), "[('a', 1.0, 'RED'), ('b', 0.0, 'BLUE')] b\n")

    def test_threads(self):
        fragment = Trove.Fragment.new(self.document.current, [self.a])
        found = []

        def use():
            document = Trove.Document(Page)
            found.append(self.labels(Trove.Fragment.from_bytes(bytes(fragment)).insert(document.root.shapes)))

        threads = [threading.Thread(target=use) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(found, [['a']] * 4)


if __name__ == '__main__':
    tap.main()
