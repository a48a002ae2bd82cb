# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Files in Python: saving, loading and merging documents, awaited and waited for, and automatic saves."""

import asyncio
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import tap
from tap import TroveCase
from fragment_classes import Colour, Page, Shape
from gi.repository import Gio, GLib, Trove

E = Trove.Error

# A program that has the same classes, edits the file and saves it.
OTHER = '''
import sys
sys.path.insert(0, %r)
from fragment_classes import Page, Shape
from gi.repository import Trove
document = Trove.Document.load(sys.argv[1], Page).wait()
document.root.shapes[1].label = 'by another program'
document.root.shapes.append(Shape(document, label='new'))
document.save().wait()
'''


class Files(TroveCase):

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.path = self.folder / 'drawing'
        self.document = Trove.Document(Page)
        with self.document.edit('Draw'):
            self.shapes = self.document.root.shapes
            self.shapes += [Shape(label='a', x=1), Shape(label='b', colour=Colour.BLUE, tags=['x', 'y'])]
            self.shapes[0].target = self.shapes[1]

    def tearDown(self):
        shutil.rmtree(self.folder)

    def load(self):
        return Trove.Document.load(self.path, Page).wait()

    def test_waited_for(self):
        self.assertIsNone(self.document.file)
        operation = self.document.save(self.path)
        self.assertTrue(operation.wait())
        self.assertTrue(operation.done())
        self.assertFalse(self.document.modified)
        self.assertEqual(self.document.file.get_path(), str(self.path))
        loaded = self.load()
        shapes = loaded.root.shapes
        self.assertEqual([(one.label, one.x, one.colour, one.tags) for one in shapes],
                         [('a', 1, Colour.RED, ()), ('b', 0, Colour.BLUE, ('x', 'y'))])
        self.assertIs(shapes[0].target, shapes[1])
        loaded.undo()
        self.assertEqual(len(loaded.root.shapes), 0)
        self.assertEqual([one.label for one in loaded.history], [None, 'Draw'])

    def test_upgrade(self):
        class OldThing(Trove.Object):
            __gtype_name__ = 'OldThing'
            x = Trove.Field(int, minimum=-100, maximum=100)
            things = Trove.Children('OldThing')

        asked = []

        class NewThing(Trove.Object):
            __gtype_name__ = 'NewThing'
            schema_version = 2
            left = Trove.Field(float)

            def upgrade(self, from_version, old_values):
                asked.append((self.key, from_version, old_values))
                self.left = old_values['x']

        class NewerThing(NewThing):
            __gtype_name__ = 'NewerThing'

            def upgrade(self, from_version, old_values):
                super().upgrade(from_version, old_values)
                self.left *= 2

        document = Trove.Document(OldThing)
        document.root.x = 7
        document.commit('Draw')
        document.save(self.path).wait()
        for name, left in ('NewThing', 7), ('NewerThing', 14):
            self.sql('UPDATE layout SET class = %r' % name)
            document = Trove.Document.load(self.path, NewThing).wait()
            self.assertEqual(document.root.left, left)
            self.assertEqual(asked, [(1, 0, {'x': 7, 'things': []})])
            self.assertEqual(document.undo_label, 'Upgrade')
            asked.clear()
        document.save().wait()
        document = Trove.Document.load(self.path, NewThing).wait()
        self.assertEqual(document.root.left, 14)
        self.assertEqual(asked, [])
        self.assertEqual(document.root.dup_unknown_values().unpack(), {'x': 7, 'things': []})

    def test_bad_schema_version(self):
        for version in 0, -1, 2**32:
            with self.assertRaisesRegex(ValueError, 'BadVersion: schema_version is from 1'):
                type(Trove.Object)('BadVersion', (Trove.Object,), {'schema_version': version})

    def sql(self, text):
        connection = sqlite3.connect(self.path)
        with connection:
            connection.execute(text)
        connection.close()

    def test_awaited(self):
        async def main():
            told = []
            await self.document.save(Gio.File.new_for_path(str(self.path)))
            loaded = await Trove.Document.load(str(self.path), Page)
            loaded.root.shapes[0].x = 5
            both = await asyncio.gather(loaded.save(), loaded.save(progress=lambda *n: told.append(n)))
            self.assertEqual(both, [True, True])
            merge = await self.document.merge_file(self.path)
            self.assertEqual(len(merge), 0)
            self.assertEqual(self.shapes[0].x, 5)

        asyncio.run(main())

    def test_progress(self):
        told = []
        with self.document.edit('Many'):
            self.shapes += [Shape(label=str(i)) for i in range(5000)]
        self.document.save(self.path, progress=lambda n_done, n: told.append((n_done, n))).wait()
        self.assertEqual(told, [(4096, 5003)])

    def test_two_programs(self):
        self.document.save(self.path).wait()
        copy = self.folder / 'copy'
        shutil.copy(self.path, copy)
        folder = os.path.dirname(os.path.abspath(__file__))
        subprocess.run([sys.executable, '-c', OTHER % folder, copy], check=True)
        self.shapes[0].x = 9
        self.document.merge_file(copy).wait()
        self.assertEqual([(one.label, one.x) for one in self.shapes], [('a', 9), ('by another program', 0), ('new', 0)])

    def test_errors(self):
        with self.assertRaises(GLib.Error) as caught:
            Trove.Document.load(self.folder / 'none').wait()
        self.assertTrue(caught.exception.matches(Gio.io_error_quark(), Gio.IOErrorEnum.NOT_FOUND))
        self.path.write_text('a text')
        with self.refused(E.DAMAGED, self.path, kind=Trove.DamagedError):
            self.load()
        self.document.save(self.path).wait()
        other = self.load()
        other.root.shapes[0].x = 2
        other.save().wait()
        self.shapes[0].x = 3
        with self.refused(E.CHANGED, self.path, kind=Trove.ChangedError):
            self.document.save().wait()
        self.document.save(flags=Trove.SaveFlags.REPLACE).wait()
        loaded = self.load()
        self.assertEqual(loaded.root.shapes[0].x, 3)

    def test_autosave(self):
        self.document.set_autosave(self.path, 10)
        self.shapes[0].x = 4
        context = GLib.MainContext.default()
        while not self.path.exists():
            context.iteration(True)
        self.document.set_autosave(None)
        loaded = self.load()
        self.assertEqual(loaded.root.shapes[0].x, 4)
        self.assertTrue(self.document.modified)

    def test_json(self):
        self.document.commit()
        made = json.loads(self.document.current.to_json())
        self.assertEqual([one['values'].get('label') for one in made['objects']], [None, 'a', 'b'])
        self.assertEqual(made['objects'][1]['values']['target'], self.shapes[1].key)


if __name__ == '__main__':
    tap.main()
