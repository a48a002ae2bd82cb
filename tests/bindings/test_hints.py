# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The type hints: mypy finds the mistakes of a program, and no others."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import tap
from tap import TroveCase

if shutil.which('mypy') is None:
    print('1..0 # SKIP mypy is not installed')
    raise SystemExit(0)

STUBS = pathlib.Path(__file__).resolve().parents[2] / 'trove-glib' / 'overrides' / 'python' / 'gi-stubs'

# A line that mypy refuses ends with the words of its message.
PROGRAM = '''
import enum
from collections.abc import MutableSequence
from typing import Optional
from gi.repository import Trove

class Colour(enum.Enum):
    RED = 1

class Shape(Trove.Object):
    x = Trove.Field(float, 1, minimum=0)
    n = Trove.Field(int, together='numbers')
    label = Trove.Field(str, interned=True)
    maybe = Trove.Field(str | None)
    tags = Trove.Field(list[str])
    marks = Trove.Field(frozenset[str])
    sizes = Trove.Field(dict[str, float])
    colour = Trove.Field(Colour)
    target: 'Trove.Reference[Shape]' = Trove.Reference('Shape')
    children: 'Trove.Children[Shape]' = Trove.Children('Shape')

class Circle(Shape):
    radius = Trove.Field(float)

    @Trove.Computed(float, depends=('x', 'radius'))
    def right(self) -> float:
        return self.x + self.radius

class Page(Trove.Object):
    shapes = Trove.Children(Shape)
    first = Trove.Child(Shape)

document = Trove.Document(Page)
with document.edit('Add') as step:
    shape = Shape(x=5)
    document.root.shapes.append(shape)
version: Optional[Trove.Version] = step.version
x: float = shape.x
shape.x = 5
shape.tags = ['a']
shape.marks |= {'a'}
shape.marks = {'a'}
marks: frozenset[str] = shape.marks
shape.sizes = {'a': 1.5}
size: float = shape.sizes['a']
shape.sizes = {1: 1.5}                  # incompatible type
tags: tuple[str, ...] = shape.tags
colour: Colour = shape.colour
children: MutableSequence[Shape] = shape.children
children.append(Circle(document))
document.root.shapes.extend([shape])
document.root.shapes[:] = sorted(document.root.shapes, key=lambda shape: shape.x)
copied: Shape = shape.copy()
if shape.target is not None:
    shape.target.x = 1
shape.maybe = None
right: float = Circle().right
if step.version is not None:
    keys: list[int] = [change.key for change in step.version.compare(document.current)]
    changes = step.version.compare(document.current)
    keys = [change.key for change in changes.pick([changes[0], 1]).inverse()]
    for conflict in document.merge(step.version):
        conflict.choice = Trove.Choice.THEIRS
        said: str = conflict.our_text
        names: list[str] = conflict.fields
        conflict.choice = 'theirs'      # incompatible type
document.commit()
document.max_versions = 5
label: Optional[str] = document.undo_label
time: int = document.current.time
arena = Trove.Arena(int)

changes.pick(['x'])                     # incompatible type
document.max_versions = 'a'             # incompatible type
document.undo_label = 'a'               # read-only
Circle().right = 5                      # incompatible type
Circle().sizes['a'] = 2.5               # unsupported target for indexed assignment
shape.x = 'a'                           # incompatible type
shape.n = 1.5                           # incompatible type
shape.label = None                      # incompatible type
shape.colour = 1                        # incompatible type
text: str = shape.tags                  # expression has type "tuple[str, ...]"
shape.target.x = 1                      # has no attribute "x"
shape.target = Page(document)           # incompatible type
shape.children.append(Page(document))   # incompatible type
document.root.shapes[0].nothing         # has no attribute "nothing"
document.root.label                     # has no attribute "label"
document.root.first = document          # incompatible type
page: Shape = document.root             # expression has type "page"
document.edit(5)                        # incompatible type
'''


class Hints(TroveCase):

    def test_a_program(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            shutil.copytree(STUBS, folder / 'gi')
            for package in ('gi', 'gi/repository'):
                (folder / package / '__init__.pyi').touch()
            (folder / 'program.py').write_text(PROGRAM, encoding='utf-8')
            result = subprocess.run([shutil.which('mypy'), '--cache-dir=' + os.devnull, 'program.py'], cwd=folder,
                                    env={**os.environ, 'MYPYPATH': name}, text=True, stdin=subprocess.DEVNULL,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        found = dict(re.findall(r'^program\.py:(\d+): error: (.*)$', result.stdout, re.MULTILINE))
        for number, line in enumerate(PROGRAM.splitlines(), 1):
            code, _, words = line.partition('  # ')
            with self.subTest(code.strip()):
                message = found.get(str(number), '')
                self.assertEqual(bool(message), bool(words), message)
                self.assertIn(words.strip(), message.lower())
        self.assertIn(result.returncode, (0, 1), result.stdout)


if __name__ == '__main__':
    tap.main()
