# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Classes of objects in Python: fields, references, lists and steps."""

import collections.abc
import contextlib
import copy
import enum
import gc
import io
import random
import threading
import typing

import tap
from tap import TroveCase, collect
from gi.repository import Gio, GLib, GObject, Trove

E = Trove.Error


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Shape(Trove.Object):
    """An object with all that a drawing needs."""

    x = Trove.Field(float)
    label = Trove.Field(str)
    target = Trove.Reference('Shape')
    part = Trove.Child('Shape')
    children = Trove.Children('Shape')
    links = Trove.References('Shape')

    heard = ()

    def twice(self):
        return 2 * self.x


class Circle(Shape):
    radius = Trove.Field(float, 1, minimum=0)


class Frame(Trove.Object):
    frame = Trove.Reference('Frame', together='box')
    left_edge = Trove.Field(float, together='box')
    width = Trove.Field(float, together='box')
    name = Trove.Field(str)


class Values(Trove.Object):
    number = Trove.Field(int, 5, minimum=-9, maximum=2**40, nick='Number', blurb='A number')
    real = Trove.Field(float, 0.5)
    on = Trove.Field(bool, True)
    text = Trove.Field(str)
    name = Trove.Field(str, 'div', interned=True)
    maybe = Trove.Field(str | None)
    also_maybe = Trove.Field(typing.Optional[str], 'here')
    data = Trove.Field(bytes)
    tags = Trove.Field(list[str])
    maybe_data = Trove.Field(bytes | None)
    colour = Trove.Field(Colour)
    no_colour = Trove.Field(Colour | None)
    file_type = Trove.Field(Gio.FileType)
    flags = Trove.Field(Gio.FileCopyFlags)
    variant = Trove.Field(GLib.Variant)
    file = Trove.Field(Gio.File)
    date = Trove.Field(GLib.DateTime)


class Page(Trove.Object):
    shapes = Trove.Children(Shape)
    values = Trove.Child(Values)
    pages = Trove.Children('Page')


class Fields(TroveCase):

    def setUp(self):
        self.document = Trove.Document(Page)
        with self.document.edit('Set up'):
            self.values = self.document.root.values = Values()

    def test_defaults(self):
        values = self.values
        self.assertEqual((values.number, values.real, values.on, values.text, values.name), (5, 0.5, True, '', 'div'))
        self.assertEqual((values.maybe, values.also_maybe, values.data, values.tags), (None, 'here', b'', ()))
        self.assertEqual((values.colour, values.no_colour), (Colour.RED, None))
        self.assertEqual((values.variant, values.file, values.date), (None, None, None))
        self.assertEqual((values.file_type, values.flags), (Gio.FileType.UNKNOWN, 0))

    def test_every_type(self):
        document, values = self.document, self.values
        date = GLib.DateTime.new_utc(2026, 1, 2, 3, 4, 5)
        for name, value in (('number', -3), ('number', 2**40), ('real', 3), ('real', float('-inf')), ('on', False), ('text', 'a\u00e9\U0001f600'),
                            ('name', 'p'), ('maybe', ''), ('also_maybe', None), ('data', b'\0\xff'),
                            ('tags', ('a', '')), ('colour', Colour.BLUE), ('no_colour', Colour.BLUE),
                            ('file_type', Gio.FileType.REGULAR), ('flags', Gio.FileCopyFlags.BACKUP),
                            ('variant', GLib.Variant('(si)', ('a', 1))), ('file', Gio.File.new_for_path('/a')),
                            ('date', date)):
            with self.subTest(name):
                before = getattr(values, name)
                setattr(values, name, value)
                document.commit('Set')
                is_same = value.equal if isinstance(value, (GLib.Variant, Gio.File, GLib.DateTime)) else value.__eq__
                self.assertTrue(is_same(getattr(values, name)), getattr(values, name))
                document.undo()
                self.assertEqual(getattr(values, name), before)
                document.redo()
                self.assertTrue(is_same(getattr(values, name)))

    def test_no_value(self):
        values = self.values
        values.maybe, values.no_colour, values.file = 'a', Colour.RED, Gio.File.new_for_path('/a')
        values.maybe = values.no_colour = values.file = None
        self.assertEqual((values.maybe, values.no_colour, values.file), (None, None, None))

    def test_empty_is_the_default(self):
        values, document = self.values, self.document
        document.saved = document.current
        values.tags, values.data = [], bytearray()
        self.assertFalse(document.modified)
        values.tags, values.data = ['a'], b'a'
        values.tags, values.data = (), GLib.Bytes.new(b'')
        self.assertEqual((values.tags, values.data), ((), b''))
        document.commit(None)
        self.assertFalse(document.modified)
        self.assertIsNone(values.maybe_data)
        values.maybe_data = b''
        self.assertEqual(values.maybe_data, b'')

    def test_refused(self):
        values = self.values
        for name, value, kind in (('number', 1.5, TypeError), ('number', '1', TypeError), ('number', None, TypeError),
                                  ('number', -10, TypeError), ('number', 2**70, (TypeError, OverflowError)),
                                  ('real', '1', TypeError), ('on', 1, TypeError), ('text', 5, TypeError),
                                  ('text', None, TypeError), ('text', 'a\0', ValueError), ('data', 'a', TypeError),
                                  ('tags', 'ab', TypeError), ('tags', [1], TypeError), ('colour', 1, TypeError),
                                  ('colour', None, TypeError), ('file_type', 'a', TypeError), ('file', 1, TypeError),
                                  ('variant', 1, TypeError)):
            with self.subTest('%s = %r' % (name, value)):
                before = getattr(values, name)
                with self.assertRaises(kind):
                    setattr(values, name, value)
                self.assertEqual(getattr(values, name), before)
        for kind in (object, list, dict, list[int], list[str] | None, int | None, int | str, 5):
            with self.subTest(kind), self.assertRaises(TypeError):
                Trove.Field(kind)
        for kind, default in ((int, 'a'), (str, 5), (float, '1')):
            with self.assertRaises(TypeError):
                Trove.Field(kind, default)
        for kind, given in ((int, {'minimum': 3}), (float, {'minimum': 3}), (int, {'default': 10, 'maximum': 9}),
                            (float, {'default': float('nan')}), (int, {'maximum': 2**70})):
            with self.subTest(kind, given=given), self.assertRaises((ValueError, OverflowError)):
                class Limited(Trove.Object):
                    number = Trove.Field(kind, **given)
        for kind, given in ((bytes, {'default': b'a'}), (list[str], {'default': ['a']}), (str, {'maximum': 9}),
                            (GLib.Variant, {'default': GLib.Variant('s', 'a')}), (int, {'interned': True}),
                            (int, {'default': None}), (float, {'minimum': 'a'})):
            with self.subTest(kind, given=given), self.assertRaises(TypeError):
                Trove.Field(kind, **given)
        with self.assertRaises(TypeError):
            Trove.Reference(GObject.Object)
        with self.refused(E.TYPE_MISMATCH, 'never change', kind=TypeError):
            class Changing(Trove.Object):
                arena = Trove.Field(Trove.Arena)

    def test_sets(self):
        class Sets(Trove.Object):
            tags = Trove.Field(frozenset[str])
            more = Trove.Field(set[str])

        document = Trove.Document(Sets)
        root = document.root
        self.assertEqual((root.tags, root.more), (frozenset(), frozenset()))
        root.tags = {'b', 'é', 'a'}
        root.more = ['a', 'a']
        root.more |= {'c'}
        self.assertEqual((root.tags, root.more), ({'a', 'b', 'é'}, {'a', 'c'}))
        self.assertIs(type(root.tags), frozenset)
        self.assertEqual(root.get_property('tags'), ['a', 'b', 'é'])
        document.commit('before')
        before = document.current
        root.tags = ['é', 'a', 'b']
        root.more = ()
        root.more = {'c', 'a'}
        document.commit(None)
        self.assertIs(document.current, before)     # the order is no change

        root.tags -= {'a'}
        root.tags |= {'x'}
        document.commit('after')
        after = document.current
        document.undo()
        root.tags |= {'y'}
        self.assertEqual(len(document.apply(before.compare(after))), 0)
        self.assertEqual(root.tags, {'b', 'x', 'y', 'é'})
        change = next(iter(before.compare(after)))
        self.assertEqual((change.old, change.new), ({'a', 'b', 'é'}, {'b', 'x', 'é'}))
        for value in ('ab', [1], None, 5):
            with self.assertRaises(TypeError):
                root.tags = value
        for kind in (set, frozenset, set[int], frozenset[str] | None):
            with self.subTest(kind), self.assertRaises(TypeError):
                Trove.Field(kind)
        with self.assertRaises(TypeError):
            Trove.Field(frozenset[str], {'a'})

    def test_dictionaries(self):
        class Dictionaries(Trove.Object):
            numbers = Trove.Field(dict[str, int])
            names = Trove.Field(dict[int, str])
            sizes = Trove.Field(dict[str, float])
            switches = Trove.Field(dict[str, bool])
            values = Trove.Field(dict[str, GLib.Variant])

        document = Trove.Document(Dictionaries)
        root = document.root
        for name in Dictionaries.fields():
            self.assertEqual(getattr(root, name), {})
        root.numbers = {'b': 2, 'a': 2**40}
        root.names = {5: 'five', -1: 'minus one'}
        root.sizes = {'a': 1}
        root.switches = {'on': True}
        root.values = {'a': GLib.Variant('v', GLib.Variant('s', 'text'))}
        self.assertEqual(list(root.numbers.items()), [('a', 2**40), ('b', 2)])
        self.assertEqual((root.names, root.sizes, root.switches), ({-1: 'minus one', 5: 'five'}, {'a': 1.0}, {'on': True}))
        self.assertEqual(root.values['a'].print_(True), "<'text'>")
        with self.assertRaises(TypeError):
            root.numbers['c'] = 3       # the mapping is a copy
        document.commit('before')
        before = document.current
        root.numbers = {'a': 2**40, 'b': 2}
        document.commit(None)
        self.assertIs(document.current, before)

        root.numbers = root.numbers | {'b': 3, 'c': 3}
        document.commit('after')
        after = document.current
        document.undo()
        root.numbers = {'b': 4, 'd': 4}
        conflicts = list(document.apply(before.compare(after)))
        self.assertEqual(root.numbers, {'b': 4, 'c': 3, 'd': 4})
        self.assertEqual([(conflict.props.property_name, conflict.props.kind) for conflict in conflicts],
                         [('numbers', Trove.ConflictKind.LATER_VALUE)])
        change = next(iter(before.compare(after)))
        self.assertEqual((change.old, change.new), ({'a': 2**40, 'b': 2}, {'a': 2**40, 'b': 3, 'c': 3}))
        root.numbers = {}
        self.assertEqual(root.numbers, {})
        for value in ({'a': 'b'}, {1: 1}, {None: 1}, ['a'], None, 5):
            with self.subTest(value), self.assertRaises(TypeError):
                root.numbers = value
        with self.assertRaises(OverflowError):
            root.numbers = {'a': 2**63}
        for kind in (dict, dict[float, str], dict[str, list], dict[str, int] | None):
            with self.subTest(kind), self.assertRaises(TypeError):
                Trove.Field(kind)

    def test_attributes(self):
        values = self.values
        with self.assertRaisesRegex(AttributeError, "no field 'colur': did you mean 'colour'"):
            values.colur = Colour.BLUE
        with self.assertRaisesRegex(TypeError, "no field 'colur': did you mean 'colour'"):
            Values(self.document, colur=Colour.BLUE)
        with self.assertRaises(AttributeError):
            values.key = 5
        values._cache = 5
        self.assertEqual(values._cache, 5)
        self.assertEqual((Values.number.name, Values.number.declared.blurb), ('number', 'A number'))
        self.assertEqual((Values.number.__doc__, Values.real.__doc__), ('A number', None))
        self.assertEqual(values.find_property('number').nick, 'Number')
        self.assertEqual(list(Circle.fields()),
                         ['x', 'label', 'target', 'part', 'children', 'links', 'radius'])

    def test_notified(self):
        heard = []
        self.values.connect('notify', lambda values, pspec: heard.append(pspec.name))
        self.values.also_maybe = 'there'
        self.values.also_maybe = 'there'
        self.assertEqual(heard, ['also-maybe'])


class Objects(TroveCase):

    def setUp(self):
        self.document = Trove.Document(Page)
        self.shapes = self.document.root.shapes

    def test_a_first_program(self):
        class Shape(Trove.Object):
            x = Trove.Field(float)
            label = Trove.Field(str)
            target = Trove.Reference('Shape')
            children = Trove.Children('Shape')

        class Page(Trove.Object):
            shapes = Trove.Children(Shape)

        document = Trove.Document(Page)
        other = Shape(document)
        document.root.shapes.append(other)
        box = Shape(document, x=10, label='a box')
        document.root.shapes.append(box)
        document.commit('Add box')
        with document.edit('Move box'):
            box.x, box.target = 20, other
        self.assertEqual((box.x, box.target), (20, other))
        document.undo()
        self.assertEqual((box.x, box.target, box.label, len(box.children)), (10, None, 'a box', 0))

    def test_steps(self):
        document = self.document
        box = Shape(document, x=10, label='a box')
        other = Shape(document)
        document.root.shapes.append(box)
        document.root.shapes.append(other)
        document.commit('Add box')
        with document.edit('Move box') as step:
            box.x, box.target = 20, other
        self.assertIs(step.version, document.current)
        self.assertEqual(step.version.props.label, 'Move box')
        document.undo()
        self.assertEqual((box.x, box.target, box.label), (10, None, 'a box'))
        document.redo()
        self.assertEqual((box.x, box.target, box.twice()), (20, other, 40))
        self.assertEqual(other.referrers, [box])

    def test_an_exception_takes_a_step_back(self):
        shape = Shape(self.document, x=1)
        self.shapes.append(shape)
        self.document.commit('Add')
        with self.assertRaises(ZeroDivisionError), self.document.edit('Fail') as step:
            shape.x = 2
            self.shapes.append(Shape(x=1 / 0))
        self.assertEqual((shape.x, len(self.shapes), step.version), (1, 1, None))
        self.assertFalse(self.document.modified is False and self.document.can_redo)
        with self.assertRaises(TypeError):
            Shape(x=1)

    def test_nested_steps(self):
        with self.document.edit('Outer') as outer:
            self.shapes.append(Shape(x=1))
            with self.assertRaises(KeyError), self.document.edit('Inner'):
                self.shapes.append(Shape(x=2))
                raise KeyError
            with self.document.edit('Inner') as inner:
                self.shapes.append(Shape(x=3))
            self.assertIsNone(inner.version)
        self.assertEqual([shape.x for shape in self.shapes], [1, 3])
        self.assertEqual(outer.version.props.label, 'Outer')
        with self.document.edit('Nothing') as nothing:
            pass
        self.assertIsNone(nothing.version)
        self.assertEqual(len(self.document.history), 2)

    def test_steps_of_two_documents(self):
        other = Trove.Document(Page)
        with self.document.edit(), other.edit():
            self.assertIs(Shape().document, other)
        with self.document.edit(), self.refused(E.FOREIGN):
            self.shapes.append(Shape(other))
        with self.document.edit(), other.edit():
            with self.document.edit():
                self.assertIs(Shape().document, self.document)
            self.assertIs(Shape().document, other)

    def test_errors_are_exceptions_of_python(self):
        document = self.document
        version = Trove.Document(Page).current
        for call, kind in ((document.undo, KeyError), (document.redo, KeyError), (lambda: document.go_to(version), ValueError),
                           (lambda: version.compare(document.current), ValueError),
                           (lambda: document.compare(version), ValueError)):
            with self.assertRaises(kind) as caught:
                call()
            self.assertIsInstance(caught.exception, GLib.Error)
        with document.edit():
            for call in (document.undo, lambda: document.commit(None), lambda: document.commit_full(None, 'a'),
                         document.rollback, document.transfer, lambda: document.branch(None)):
                with self.refused(E.BUSY, kind=Trove.BusyError):
                    call()

    def test_no_init_for_a_handle(self):
        class Named(Trove.Object):
            name = Trove.Field(str)
            made = 0

            def __init__(self, document, name):
                Named.made += 1
                super().__init__(document, name=name)

        class Book(Trove.Object):
            names = Trove.Children(Named)

        document = Trove.Document(Book)
        document.root.names.append(Named(document, 'a'))
        document.commit('Add')
        collect()
        self.assertEqual([named.name for named in document.root.names], ['a'])
        document.undo()
        document.redo()
        version = document.current
        self.assertIsInstance(version.dup_root().names[0], Named)
        self.assertEqual((document.root.names[0].name, Named.made), ('a', 1))

    def test_properties_that_are_in_no_document(self):
        class Item(Trove.Object):
            __gsignals__ = {'poked': (GObject.SignalFlags.RUN_FIRST, None, ())}
            name = Trove.Field(str)
            selected = GObject.Property(type=bool, default=False)

            def __init__(self, name):
                super().__init__(name=name)

        document = Trove.Document(Item)
        heard = []
        document.root.connect('poked', lambda item: heard.append('poked'))
        document.root.connect('notify', lambda item, pspec: heard.append(pspec.name))
        document.root.selected = True
        document.root.emit('poked')
        self.assertFalse(document.modified)
        document.root.name = 'a'
        self.assertEqual(heard, ['selected', 'poked', 'name'])
        with document.edit():
            self.assertEqual(Item('b').name, 'b')

    def test_computed(self):
        class Box(Trove.Object):
            x = Trove.Field(float)
            width = Trove.Field(float, 10)
            made = []

            @Trove.Computed(float, depends=('x', 'width'), blurb='The right side')
            def right(self):
                return self.x + self.width

            def do_attached(self):
                self.made.append(self.version)

        class Solid(Box):
            made = []
            very_high = Trove.Field(int)

            @Trove.Computed(int, depends=['very_high', 'width'])
            def area_of_it(self):
                return self.very_high * int(self.width)

        class Alone(Trove.Object):
            text = Trove.Field(str)
            length = Trove.Computed(int, depends=['text'])(lambda self: len(self.text))

        self.assertEqual(Trove.Document(Alone).root.length, 0)
        document = Trove.Document(Solid)
        solid, heard = document.root, []
        solid.connect('notify', lambda solid, pspec: heard.append((pspec.name, solid.get_property(pspec.name))))
        solid.x = 5
        solid.very_high = 2
        self.assertEqual((solid.right, solid.area_of_it), (15, 20))
        self.assertEqual(sorted(heard), [('area-of-it', 20), ('right', 15), ('very-high', 2), ('x', 5)])
        document.commit('Set')
        heard.clear()
        document.undo()
        self.assertEqual(sorted(heard), [('area-of-it', 0), ('right', 10), ('very-high', 0), ('x', 0)])
        frozen = solid.at(document.current)
        self.assertEqual((frozen.right, frozen.area_of_it), (10, 0))
        self.assertEqual(Solid.made, [None, document.current])
        with self.assertRaises(AttributeError):
            solid.right = 5
        self.assertEqual(solid.find_property('right').blurb, 'The right side')
        with self.assertRaisesRegex(TypeError, "depends on 'widht', which is no field: did you mean 'width'"):
            class Wrong(Box):
                wrong = Trove.Computed(int, depends=['widht'])(len)
        with self.assertRaises(TypeError):
            Trove.Computed(int, depends='x')

    def test_computed_of_lists_and_of_other_objects(self):
        class Box(Trove.Object):
            line_width = Trove.Field(int)
            boxes = Trove.Children('Box')
            to = Trove.Reference('Box')
            part = Trove.Child('Box')
            links = Trove.References('Box')

            @Trove.Computed(int, depends=('boxes',))
            def n_boxes(self):
                return len(self.boxes)

            @Trove.Computed(int, depends=('line_width', 'boxes.total', 'part.total'))
            def total(self):
                return self.line_width + sum(box.total for box in [*self.boxes, *filter(None, [self.part])])

            @Trove.Computed(int, depends=('to.total', 'links.line_width'))
            def linked(self):
                return (self.to.total if self.to else 0) + sum(box.line_width for box in self.links)

        class Special(Box):
            @Trove.Computed(int, depends=('boxes.n_boxes',))
            def n_below(self):
                return sum(box.n_boxes for box in self.boxes)

        document = Trove.Document(Box, Special)
        with document.edit('Add'):
            outer, link = Special(), Box()
            document.root.boxes += [outer, link]
        inner = Box(document, line_width=1)
        # What handlers are told must always be what the method computes.
        told = {(box, name): getattr(box, name) for box in (document.root, outer, inner, link)
                for name in ('n_boxes', 'total', 'linked', *(['n_below'] if box is outer else []))}

        def check():
            self.assertEqual(told, {(box, name): getattr(box, name) for box, name in told})

        for box, name in told:
            box.connect('notify::' + name.replace('_', '-'),
                        lambda box, pspec, name: told.update({(box, name): getattr(box, name)}), name)
        link.to = outer
        link.links = [inner, outer, inner]
        outer.boxes.append(inner)
        check()
        self.assertEqual((document.root.total, link.linked), (1, 3))
        inner.line_width = 5
        inner.boxes.append(Box(document, line_width=2))
        inner.part = Box(document, line_width=8)
        check()
        self.assertEqual((document.root.total, outer.n_below, link.linked), (15, 1, 25))
        document.commit('Edit')
        last = document.current
        outer.line_width = 3
        inner.part.line_width = 1
        del link.links[0]
        document.commit('Edit more')
        check()
        outer.remove()
        document.commit('Remove')
        check()
        self.assertEqual((document.root.total, link.linked), (0, 0))
        for _ in range(4):
            document.undo()
            check()
        self.assertEqual(document.root.total, 0)
        document.go_to(last)
        check()
        self.assertEqual((document.root.total, link.linked), (15, 25))
        self.assertEqual(link.at(last).linked, 25)

        # An object that is followed keeps no handler of one that was freed, or that refers to another object by then.
        target = Box(document)

        def is_followed():
            return GObject.signal_has_handler_pending(target, GObject.signal_lookup('notify', target),
                                                      GLib.quark_from_string('total'), True)

        self.assertFalse(is_followed())
        other = Box(document, to=target)
        self.assertTrue(is_followed())
        other.to = outer
        self.assertFalse(is_followed())
        other.to = target
        gone = other.weak_ref()
        del other
        collect()
        self.assertIsNone(gone())
        self.assertFalse(is_followed())

        # Two objects that follow each other, one through a list, are freed.
        one, two = Box(document), Box(document)
        one.links, two.to = [two], one
        gone = one.weak_ref(), two.weak_ref()
        del one, two
        collect()
        self.assertEqual([ref() for ref in gone], [None, None])

        for depends, words in [(['box.widht'], "Box has no 'widht'"), (['number.x'], 'names no objects'),
                               (['box.'], 'expected a field and a property'), (['two'], 'no field'),
                               (['box.to.total'], 'expected a field and a property')]:
            with self.subTest(depends), self.assertRaisesRegex(TypeError, words):
                class Wrong(Trove.Object):
                    number = Trove.Field(int)
                    box = Trove.Reference(Box)
                    wrong = Trove.Computed(int, depends=depends)(len)

        # The name of a class may be that of one that is defined later, so its properties are not known until then.
        class Late(Trove.Object):
            lates = Trove.Children('Late')
            wrong = Trove.Computed(int, depends=['lates.lats'])(len)

        printed = io.StringIO()
        with contextlib.redirect_stderr(printed):
            document = Trove.Document(Late)
            document.root.lates.append(Late(document))
        self.assertIn("depends on 'lates.lats', but Late has no 'lats': did you mean 'lates'?", printed.getvalue())

    def test_properties_of_documents_and_versions(self):
        for types in ((Shape, [Circle]), (Shape, int), (Shape, 'Circle'), ([Shape],), (Shape, None)):
            with self.subTest(types), self.assertRaisesRegex(TypeError, 'expected classes of objects, as in Document'):
                Trove.Document(*types)
        document = Trove.Document(Shape)
        document.root.x = 1
        document.commit('Set x')
        self.assertEqual((document.undo_label, document.redo_label), ('Set x', None))
        document.undo()
        self.assertEqual((document.undo_label, document.redo_label), (None, 'Set x'))
        self.assertFalse(document.restoring)
        for name, value in [('max_versions', 2), ('max_history_bytes', 10**6), ('auto_commit', True),
                            ('view_state', GLib.Variant('s', 'selected'))]:
            setattr(document, name, value)
            self.assertEqual((getattr(document, name), document.get_property(name)), (value, value))
        document.auto_commit, document.view_state = False, None
        self.assertIsNone(document.get_view_state())

        version = document.current
        self.assertEqual([repr(version) for version in document.history], ['<Trove.Version None>', "<Trove.Version 'Set x'>"])
        self.assertFalse(version.kept)
        version.kept = True
        self.assertEqual((version.kept, version.get_kept()), (True, True))
        self.assertIsNone(version.name)
        version.name = 'First'
        self.assertEqual((version.name, version.dup_name()), ('First', 'First'))
        self.assertEqual((version.time, version.n_bytes), (version.get_time(), version.get_n_bytes()))
        self.assertIsNone(version.view_state)
        for owner, name in ((version, 'time'), (version, 'n_bytes'), (version, 'view_state'), (version, 'label'),
                            (document, 'undo_label'), (document, 'restoring')):
            with self.assertRaises(AttributeError):
                setattr(owner, name, 0)

    def test_no_init_for_a_handle_with_properties_of_pygobject(self):
        class Item(Trove.Object):
            name = Trove.Field(str)
            items = Trove.Children('Item')
            selected = GObject.Property(type=bool, default=False)

        class Special(Item):
            size = Trove.Field(int)

        document = Trove.Document(Item, Special)
        printed = io.StringIO()
        with contextlib.redirect_stderr(printed):
            with document.edit():
                document.root.items.extend([Item(name='a'), Special(name='b', size=3)])
            collect()
            document.undo()
            document.redo()
            self.assertEqual([item.name for item in document.root.items], ['a', 'b'])
            collect()
            with document.edit():
                self.assertEqual([item.selected for item in document.root.items], [False, False])
            self.assertEqual(document.root.items[1].at(document.current).size, 3)
        self.assertEqual(printed.getvalue(), '')
        self.assertEqual(document.get_n_objects(), 3)

    def test_inherited(self):
        circle = Circle(self.document, x=3, radius=2)
        self.shapes.append(circle)
        self.assertEqual((circle.x, circle.radius, circle.twice()), (3, 2, 6))
        with self.refused(E.TYPE_MISMATCH, kind=TypeError):
            circle.radius = -1
        self.assertIsInstance(self.shapes[0], Circle)

    def test_types_by_name(self):
        page = Page(self.document)
        shape = Shape(self.document)
        for call in (lambda: setattr(shape, 'target', page), lambda: setattr(shape, 'part', page),
                     lambda: shape.children.append(page), lambda: shape.links.append(page),
                     lambda: self.shapes.append(page)):
            with self.refused(E.TYPE_MISMATCH, 'Shape', kind=TypeError):
                call()
        for value in (5, Gio.ListStore(), None):
            with self.assertRaises(TypeError):
                self.shapes.append(value)
        with self.assertRaises(TypeError):
            shape.target = 5
        self.document.root.pages.append(page)
        shape.target = circle = Circle(self.document)
        self.assertIs(shape.target, circle)

    def test_validation(self):
        class Small(Trove.Object):
            number = Trove.Field(int)

            def validate(self, name, value):
                if value > 9:
                    raise ValueError('%s is too large: %d' % (name, value))

        document = Trove.Document(Small)
        small = document.root
        small.number = 9
        with self.assertRaisesRegex(ValueError, 'number is too large: 10'):
            small.number = 10
        self.assertEqual(small.number, 9)
        with self.assertRaises(TypeError):
            small.number = 'a'
        with self.assertRaisesRegex(ValueError, 'number is too large: 11'):
            small.set_field('number', 11)

        # A setter of GObject writes a warning. No later error has the exception.
        GLib.test_expect_message('Trove', GLib.LogLevelFlags.LEVEL_WARNING, '*number is too large: 12*')
        small.props.number = 12
        GLib.test_assert_expected_messages_internal('Trove', __file__, 0, 'test_validation')
        lost = Small(document)
        document.commit(None)
        with self.refused(E.REMOVED, kind=KeyError):
            lost.number = 1

    def test_removed_and_frozen(self):
        shape = Shape(self.document, x=1)
        self.shapes.append(shape)
        self.document.commit('Add')
        version = self.document.current
        frozen = shape.at(version)
        shape.x = 2
        self.assertEqual((frozen.x, frozen.version, frozen.document), (1, version, None))
        for call in (lambda: setattr(frozen, 'x', 5), lambda: setattr(frozen, '_cache', 5), frozen.remove, lambda: frozen.children.append(shape)):
            with self.refused(E.READ_ONLY, kind=AttributeError):
                call()
        self.shapes.remove(shape)
        self.document.commit('Remove')
        self.assertTrue(shape.removed)
        with self.refused(E.REMOVED, kind=KeyError):
            shape.x = 5
        with self.refused(E.REMOVED):
            self.shapes.append(shape)
        self.assertEqual(shape.x, 2)
        self.assertRegex(repr(shape), r"^<removed Shape \d+ x=2.0 label=''>$")
        self.assertRegex(repr(frozen), r"^<frozen Shape \d+ x=1.0 label=''>$")

    def test_copies(self):
        shape = Shape(self.document, x=1, label='a')
        shape.children.append(Shape(self.document, x=2))
        self.shapes.extend([shape, copy.copy(shape), shape.copy()])
        self.assertEqual([(one.x, one.children[0].x) for one in self.shapes], [(1, 2)] * 3)
        self.assertEqual(len({one.key for one in self.shapes}), 3)

    def test_patterns(self):
        match Shape(self.document, x=3, label='a'):
            case Shape(x, 'a', target=None):
                self.assertEqual(x, 3)
            case _:
                self.fail()

    def test_a_class_that_is_defined_again(self):
        kinds = []
        for field in (Trove.Field(int, 1), Trove.Field(str, 'a')):
            class Again(Trove.Object):
                value = field
            kinds.append(Again)
        self.assertEqual([Trove.Document(kind).root.value for kind in kinds], [1, 'a'])
        with self.refused(E.TYPE_MISMATCH):
            class Given(Trove.Object):
                __gtype_name__ = 'PyGiven'

            class Given(Trove.Object):  # noqa: F811
                __gtype_name__ = 'PyGiven'
        with self.assertRaises(TypeError):
            class Two(Shape, Page):
                pass

    def test_documents(self):
        for root in (5, 'Page', GObject.Object, Trove.Object.__gtype__):
            with self.assertRaises(TypeError):
                Trove.Document(root)

    def test_threads(self):
        shapes = [Shape(self.document, x=x) for x in range(50)]
        self.shapes.extend(shapes)
        self.document.commit('Add')
        version = self.document.current
        found, errors = [], []

        def read():
            try:
                found.append(sum(shape.x for shape in version.dup_root().shapes))
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for shape in shapes:
            shape.x = 0
        self.document.commit('Set')
        for thread in threads:
            thread.join()
        self.assertEqual((found, errors), ([sum(range(50))] * 4, []))

    def test_changes(self):
        document, K = self.document, Trove.ChangeKind
        versions = [document.current]
        with document.edit() as step:
            shape, circle = Shape(x=1), Circle(x=2)
            self.shapes += [shape, circle]
            values = document.root.values = Values()
        versions.append(step.version)
        with document.edit() as step:
            shape.x, shape.target = 5, circle
            values.data, values.tags, values.colour, values.maybe = b'a', ['a'], Colour.BLUE, 'a'
            self.shapes.move(0, 1)
        versions.append(step.version)
        first, second = versions[0].compare(versions[1]), versions[1].compare(versions[2])
        self.assertEqual([(change.kind, change.key, change.type) for change in first if change.kind != K.LIST],
                         [(K.SET, 1, Page), (K.ADDED, shape.key, Shape), (K.ADDED, circle.key, Circle),
                          (K.ADDED, values.key, Values)])
        self.assertEqual([(change.field, change.runs) for change in first if change.kind == K.LIST],
                         [('shapes', [(0, 0, 0, 2)])])
        self.assertEqual([(change.old_owner, change.new_owner) for change in first if change.kind == K.ADDED],
                         [(None, (1, 'shapes', 0)), (None, (1, 'shapes', 1)), (None, (1, 'values', 0))])
        self.assertEqual({change.field: (change.old, change.new) for change in second if change.kind == K.SET},
                         {'x': (1, 5), 'target': (0, circle.key), 'data': (b'', b'a'), 'tags': ((), ('a',)),
                          'colour': (Colour.RED, Colour.BLUE), 'maybe': (None, 'a')})
        moved = [change for change in second if change.kind == K.MOVED]
        self.assertEqual(len(moved), 1)
        self.assertRegex(repr(list(second)), r'<Trove.Change set Shape \d+ x: 1.0 to 5.0>')
        self.assertEqual([change.field for change in first.inverse() if change.kind == K.REMOVED], [None] * 3)
        picked = second.pick([change for change in second if change.field in ('x', 'tags')])
        self.assertEqual({change.field for change in picked}, {'x', 'tags'})
        self.assertEqual([change.key for change in second.pick([1, 0])], [change.key for change in list(second)[:2]])
        with self.assertRaisesRegex(ValueError, 'of this list'):
            second.pick([first[0]])
        with self.assertRaises(TypeError):
            second.pick(['x'])
        with self.assertRaises(TypeError):
            Trove.Change()

    def test_conflicts(self):
        with self.document.edit():
            shape = Shape(x=1)
            self.shapes.append(shape)
        before = self.document.current
        for x in 2, 3:
            shape.x = x
            self.document.commit()
        (conflict,) = self.document.apply(before.compare(self.document.history[2]))
        self.assertEqual((conflict.kind, conflict.key, conflict.type, conflict.field),
                         (Trove.ConflictKind.LATER_VALUE, shape.key, Shape, 'x'))
        self.assertEqual((conflict.base, conflict.ours, conflict.theirs), (1, 3, 2))
        self.assertIn('has a later value', conflict.message)

    def make_conflict(self):
        """Values whose tags have a conflict of a merge."""
        values = self.document.root.values = Values(self.document, tags=['base'])
        self.document.commit()
        branch = self.document.branch(None)
        branch.root.values.tags = ['theirs']
        branch.commit()
        values.tags = ['ours']
        conflict, = self.document.merge(branch.current)
        return values, conflict

    def test_choices(self):
        values, conflict = self.make_conflict()
        self.assertEqual((conflict.type, conflict.field, conflict.choice), (Values, 'tags', Trove.Choice.OURS))
        self.assertEqual((conflict.base, conflict.ours, conflict.theirs), (('base',), ('ours',), ('theirs',)))
        self.assertEqual((conflict.base_text, conflict.our_text, conflict.their_text),
                         tuple(map(conflict.dup_text, (Trove.Choice.BASE, Trove.Choice.OURS, Trove.Choice.THEIRS))))
        self.assertIn('theirs', conflict.their_text)
        objects = conflict.base_object, conflict.our_object, conflict.their_object
        self.assertEqual([(type(one), one.tags) for one in objects],
                         [(Values, ('base',)), (Values, ('ours',)), (Values, ('theirs',))])
        told = []
        conflict.connect('notify::choice', lambda conflict, _spec: told.append(conflict.choice.value_nick))
        for choice, tags in (Trove.Choice.THEIRS, 'theirs'), (Trove.Choice.BASE, 'base'), (Trove.Choice.OURS, 'ours'):
            conflict.choice = choice
            self.assertEqual((conflict.choice, values.tags), (choice, (tags,)))
        self.assertEqual(told, ['theirs', 'base', 'ours'])
        self.assertIs(conflict.set_choice(Trove.Choice.THEIRS), True)
        for wrong in (0, 1, 'theirs', None, Trove.ConflictKind.CYCLE):
            with self.subTest(wrong), self.assertRaisesRegex(TypeError, 'expected a Trove.Choice'):
                conflict.choice = wrong
        self.assertEqual((conflict.choice, values.tags), (Trove.Choice.THEIRS, ('theirs',)))

    def test_fields_that_belong_together(self):
        document = Trove.Document(Frame)
        root = document.root
        root.left_edge = root.width = 1
        document.commit()
        base = document.current
        branch = document.branch(None)
        branch.root.width, branch.root.name = 3, 'theirs'
        branch.commit()
        root.left_edge, root.frame = 2, root
        document.commit()
        ours = document.current
        merge = document.merge(branch.current)
        conflict, = merge
        self.assertEqual((root.left_edge, root.width, root.name), (2, 1, 'theirs'))
        self.assertEqual((conflict.field, conflict.fields), ('frame', ['frame', 'left_edge', 'width']))
        self.assertEqual((conflict.our_object.left_edge, conflict.their_object.width), (2, 3))
        conflict.choice = Trove.Choice.THEIRS
        self.assertEqual((root.left_edge, root.width, root.frame, root.name), (1, 3, None, 'theirs'))
        self.assertEqual([merge.base.dup_id(), merge.ours, merge.theirs], [base.dup_id(), ours, branch.current])
        for together in 5, True, ['box']:
            with self.subTest(together), self.assertRaises(TypeError):
                Trove.Field(int, together=together)
            with self.subTest(together), self.assertRaises(TypeError):
                Trove.Reference(Frame, together=together)
        with self.assertRaises(TypeError):
            Trove.Child(Frame, together='box')
        with self.refused(E.TYPE_MISMATCH, 'merged by element', kind=TypeError):
            class Sets(Trove.Object):
                names = Trove.Field(frozenset[str], together='box')

    def test_choices_that_come_too_late(self):
        values, conflict = self.make_conflict()
        self.document.rollback()
        with self.assertRaisesRegex(Trove.RemovedError, 'rolled back'):
            conflict.choice = Trove.Choice.THEIRS
        self.assertEqual((conflict.choice, values.tags), (Trove.Choice.OURS, ('ours',)))
        with self.assertRaises(Trove.ForeignError):
            self.document.merge(Trove.Document(Page).current)

    def test_names_of_fields(self):
        for name in 'gr\u00f6\u00dfe', '_x', '':
            with self.subTest(name), self.assertRaisesRegex(TypeError, 'cannot have a field'):
                type('Named', (Trove.Object,), {name: Trove.Field(float)})
        type('Named', (Trove.Object,), {'X_1': Trove.Field(float)})

    def test_a_class_has_no_interfaces(self):
        with self.assertRaisesRegex(TypeError, 'no interfaces: ListModel'):
            class Model(Trove.Object, Gio.ListModel):
                x = Trove.Field(float)

    def test_object_counts(self):
        self.shapes.extend([Shape(self.document), Circle(self.document), Shape(self.document)])
        self.document.commit()
        counts = self.document.current.object_counts()
        expected = {type(self.document.root): 1, Shape: 2, Circle: 1}
        self.assertEqual(counts, {kind.__gtype__.name: n for kind, n in expected.items()})
        self.assertEqual(list(counts), sorted(counts))

    def test_usage(self):
        usage = self.document.get_usage()
        self.assertEqual(usage.total, usage.current + usage.history + usage.waste + usage.overhead)
        with self.document.edit():
            self.shapes.extend(Shape(self.document, label='x' * 1000) for _ in range(100))
        self.assertGreater(self.document.get_usage().current, usage.current + 100000)
        self.document.undo()
        undone = self.document.get_usage()
        self.assertEqual(undone.current, usage.current)
        self.assertGreater(undone.history, 100000)

    def test_columns(self):
        with self.document.edit():
            for x in range(5):
                self.shapes.append((Circle if x % 2 else Shape)(x=x, label=str(x)))
            self.document.root.values = Values(colour=Colour.BLUE, number=2**40)
        self.shapes[1].target = self.shapes[0]
        self.document.commit('Refer')
        version = self.document.current
        self.shapes.clear()
        self.assertEqual(version.column(Shape, 'x').tolist(), [0, 1, 2, 3, 4])
        self.assertEqual(version.column(Shape, 'label'), ['0', '1', '2', '3', '4'])
        self.assertEqual(version.column(Circle, 'radius').tolist(), [1, 1])
        keys = version.column(Shape, 'key').tolist()
        self.assertEqual(keys, [shape.key for shape in version.root.shapes])
        self.assertEqual(version.column(Shape, 'target').tolist(), [0, keys[0], 0, 0, 0])
        self.assertEqual(set(version.column(Shape, 'owner')), {self.document.root.key})
        self.assertEqual((version.column(Values, 'colour'), version.column(Values, 'on').tolist()), ([Colour.BLUE], [True]))
        self.assertEqual((version.column(Values, 'also_maybe'), list(version.column(Values, 'number'))), (['here'], [2**40]))
        for kind, name in ((Values, 'data'), (Values, 'lost'), (Shape, 'children')):
            with self.refused(E.TYPE_MISMATCH, name, kind=TypeError):
                version.column(kind, name)

    def test_cycles_of_python(self):
        """A wrapper in a cycle is collected; its object stays in the document."""
        threshold = gc.get_threshold()
        gc.set_threshold(1)
        try:
            for x in range(50):
                with self.document.edit():
                    shape = Shape(x=x)
                    shape._me = [shape]
                    self.shapes.append(shape)
                    shape.connect('notify::x', lambda *_, shape=shape: None)
                    shape.x += 1
                self.document.undo()
                self.document.redo()
        finally:
            gc.set_threshold(*threshold)
        self.assertEqual([shape.x for shape in self.shapes], [x + 1 for x in range(50)])


class Lists(TroveCase):

    def setUp(self):
        self.document = Trove.Document(Page)
        self.shapes = self.document.root.shapes
        self.all = [Shape(self.document, x=x) for x in range(8)]

    def test_a_mutable_sequence(self):
        self.assertIsInstance(self.shapes, collections.abc.MutableSequence)
        self.assertIsInstance(self.shapes, Gio.ListModel)
        self.assertFalse(self.shapes)
        a, b, c = self.all[:3]
        self.document.root.shapes = [a, b]
        self.document.root.shapes += [c]
        self.assertEqual(list(self.shapes), [a, b, c])
        self.assertEqual((self.shapes[-1], self.shapes[:2], self.shapes.index(b), self.shapes.count(c)), (c, [a, b], 1, 1))
        self.assertTrue(b in self.shapes and self.all[4] not in self.shapes and 5 not in self.shapes)
        self.assertIs(self.shapes.pop(), c)
        for call in (lambda: self.shapes[2], lambda: self.shapes.pop(5), lambda: self.shapes.__delitem__(-3)):
            with self.assertRaises(IndexError):
                call()
        for call in (lambda: self.shapes.remove(c), lambda: self.shapes.index(c), lambda: self.shapes.remove(1)):
            with self.assertRaises(ValueError):
                call()
        with self.assertRaises(TypeError):
            Trove.List()
        self.shapes.clear()
        self.assertEqual(len(self.shapes), 0)

    def test_an_iterator_sees_the_list_as_it_was(self):
        self.shapes[:] = self.all
        seen = []
        for shape in self.shapes:
            self.shapes.remove(shape)
            seen.append(shape)
        self.assertEqual((seen, len(self.shapes)), (self.all, 0))

    def test_sorted(self):
        self.shapes[:] = reversed(self.all)
        keys = [shape.key for shape in self.shapes]
        self.document.commit('Add')
        self.shapes[:] = sorted(self.shapes, key=lambda shape: shape.x)
        self.assertEqual([shape.x for shape in self.shapes], list(range(8)))
        self.assertEqual([shape.key for shape in self.shapes], keys[::-1])
        self.shapes.sort(key=lambda shape: shape.x, reverse=True)
        self.shapes.reverse()
        self.shapes.move(0, -1)
        self.assertEqual([shape.x for shape in self.shapes], [1, 2, 3, 4, 5, 6, 7, 0])
        self.document.commit('Sort')
        self.document.undo()
        self.assertEqual([shape.key for shape in self.shapes], keys)

    def test_only_what_differs_is_told(self):
        heard = []
        self.shapes[:] = self.all
        self.shapes.connect('items-changed', lambda _list, *run: heard.append(run))
        for edit, run in ((lambda: self.shapes.sort(key=lambda shape: shape.x), None),
                          (lambda: self.shapes.__setitem__(3, self.all[3]), None),
                          (lambda: self.shapes.splice(2, 3, self.all[2:5]), None),
                          (lambda: self.shapes.__setitem__(slice(None), self.all[:3] + self.all[5:]), (3, 2, 0)),
                          (lambda: self.shapes.splice(3, 1, self.all[3:6]), (3, 0, 2)),
                          (lambda: self.shapes.__setitem__(slice(2, 4), [self.all[3], self.all[2]]), (2, 2, 2))):
            edit()
            self.assertEqual([heard.pop()] if heard else [], [run] if run else [])
            self.assertEqual(heard, [])
        for items in (self.all[:2] + self.all[:1], self.all[:1] * 2):
            with self.refused(E.CYCLE):
                self.shapes[:] = items
        with self.refused(E.INVALID_REF):
            self.shapes.splice(7, 2, self.all[7:])

    def test_as_a_list_of_python(self):
        """A random program on the list of references and on a list of Python: results and errors are the same."""
        seed = random.randrange(1 << 32)
        chance = random.Random(seed)
        links, mirror = self.all[0].links, []

        def any_index():
            return chance.randint(-len(mirror) - 1, len(mirror) + 1)

        def any_slice():
            return slice(chance.choice([None, any_index()]), chance.choice([None, any_index()]),
                         chance.choice([None, None, 1, 2, -1, -2]))

        def do(target, name, arguments):
            try:
                return getattr(target, name)(*arguments)
            except (IndexError, ValueError) as error:
                return type(error)

        for _ in range(500):
            items = [chance.choice(self.all) for _ in range(chance.randint(0, 3))]
            name, arguments = chance.choice([
                ('append', [chance.choice(self.all)]), ('extend', [items]), ('insert', [any_index(), self.all[1]]),
                ('pop', []), ('pop', [any_index()]), ('remove', [chance.choice(self.all)]), ('reverse', []),
                ('__setitem__', [any_index(), self.all[2]]), ('__setitem__', [any_slice(), items]),
                ('__delitem__', [any_index()]), ('__delitem__', [any_slice()]), ('__getitem__', [any_index()]),
                ('__getitem__', [any_slice()]), ('index', [chance.choice(self.all)]),
                ('index', [chance.choice(self.all), any_index(), any_index()]), ('count', [chance.choice(self.all)]),
                ('__contains__', [chance.choice(self.all)])])
            with self.subTest(seed=seed, name=name, arguments=arguments):
                self.assertEqual(do(links, name, arguments), do(mirror, name, arguments))
                self.assertEqual(list(links), mirror)
            if chance.random() < 0.1:
                links.clear()
                mirror.clear()


if __name__ == '__main__':
    tap.main()
