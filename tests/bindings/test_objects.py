# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Objects of documents in Python: types that are registered with Trove.Object.register_type()."""

import threading

import tap
from tap import TroveCase, collect
from gi.repository import GLib, GObject, Gio, Trove

E = Trove.Error
RW = GObject.ParamFlags.READWRITE
OWNED_LIST = GObject.ParamFlags(GObject.ParamFlags.READABLE | Trove.PARAM_OWNED)


def number(name, default=3):
    return GObject.param_spec_int(name, None, None, 0, 9, default, RW)


def expect_unset(name, kind):
    GLib.test_expect_message('Trove', GLib.LogLevelFlags.LEVEL_WARNING,
                             'The property “%s” of %s was not set: An object of type %s has no document' % (name, kind, kind))


def assert_expected():
    GLib.test_assert_expected_messages_internal('Trove', __file__, 0, 'assert_expected')


class RegisterType(TroveCase):

    def test_fields(self):
        kind = Trove.Object.register_type('PyShape', Trove.Object, [
            GObject.param_spec_double('x', None, None, 0, 1000, 1.5, RW),
            GObject.param_spec_string('label', None, None, 'none', RW),
            GObject.param_spec_boolean('open', None, None, True, RW),
            GObject.param_spec_boxed('tags', None, None, GObject.TYPE_STRV, RW),
            GObject.param_spec_object('file', None, None, Gio.File, RW),
            GObject.param_spec_object('target', None, None, Trove.Object, RW),
            Trove.param_spec_list('children', None, None, Trove.Object, OWNED_LIST)])
        self.assertEqual(kind, GObject.type_from_name('PyShape'))
        self.assertTrue(kind.is_a(Trove.Object))
        shape = GObject.new(kind)
        self.assertIsInstance(shape, Trove.Object)
        self.assertEqual((shape.props.x, shape.props.label, shape.props.open), (1.5, 'none', True))
        self.assertEqual((shape.props.file, shape.props.target, shape.props.children), (None, None, None))
        self.assertIn(shape.props.tags, (None, []))

    def test_no_document(self):
        shape = GObject.new(Trove.Object.register_type('PyUnset', Trove.Object, [number('n')]))
        heard = []
        shape.connect('notify', lambda *given: heard.append(given))
        expect_unset('n', 'PyUnset')
        shape.props.n = 4
        assert_expected()
        self.assertEqual((shape.props.n, heard), (3, []))

    def test_derived(self):
        base = Trove.Object.register_type('PyBase', Trove.Object, [number('a', 1)])
        none = Trove.Object.register_type('PyNone', base)
        derived = Trove.Object.register_type('PyDerived', none, iter([number('b', 2)]))
        shape = GObject.new(derived)
        self.assertEqual((shape.props.a, shape.props.b), (1, 2))
        self.assertEqual([kind.parent for kind in (base, none, derived)], [Trove.Object.__gtype__, base, none])

    def test_below_a_class_of_python(self):
        class Selectable(Trove.Object):
            selected = GObject.Property(type=bool, default=False)

        shape = GObject.new(Trove.Object.register_type('PyBelow', Selectable, [number('n')]))
        shape.selected = True
        self.assertEqual((shape.selected, shape.props.n), (True, 3))

    def test_refused_types(self):
        with self.refused(E.TYPE_MISMATCH, '“PyTwice”', 'choose another name', kind=Trove.TypeMismatchError):
            Trove.Object.register_type('PyTwice', Trove.Object)
            Trove.Object.register_type('PyTwice', Trove.Object)
        with self.refused(E.TYPE_MISMATCH, '“1st”'):
            Trove.Object.register_type('1st', Trove.Object)
        for parent, name in ((GObject.Object, 'GObject'), (int, 'gint'), (GObject.TYPE_INVALID, 'an invalid type')):
            with self.refused(E.TYPE_MISMATCH, 'PyParent cannot be derived from %s: expected TroveObject' % name):
                Trove.Object.register_type('PyParent', parent)

    def test_refused_fields(self):
        for pspec, words in (
                (GObject.param_spec_pointer('p', None, None, RW), 'values of type gpointer cannot be stored'),
                (GObject.param_spec_boxed('p', None, None, GObject.TYPE_PYOBJECT, RW), 'neither compared nor saved'),
                (GObject.param_spec_object('p', None, None, Gio.SimpleAction, RW), 'objects that never change'),
                (number('owner'), 'the name is one of')):
            with self.refused(E.TYPE_MISMATCH, words):
                Trove.Object.register_type('PyRefused', Trove.Object, [number('n'), pspec])
            # The param spec is still Python's.
            collect()
            self.assertIn(pspec.name, ('p', 'owner'))
        with self.refused(E.FULL, '1001 fields', kind=Trove.FullError):
            Trove.Object.register_type('PyRefused', Trove.Object, [number('n%d' % i) for i in range(1001)])
        # The name is free after all these.
        Trove.Object.register_type('PyRefused', Trove.Object, [number('n')])

    def test_a_param_spec_is_of_one_class(self):
        pspec = number('n')
        Trove.Object.register_type('PyFirst', Trove.Object, [pspec])
        with self.refused(E.TYPE_MISMATCH, 'belongs to PyFirst'):
            Trove.Object.register_type('PySecond', Trove.Object, [pspec])
        del pspec
        collect()
        self.assertEqual(GObject.new(GObject.type_from_name('PyFirst')).props.n, 3)

    def test_wrong_arguments(self):
        for name in (5, None, b'PyBytes'):
            with self.assertRaises(TypeError):
                Trove.Object.register_type(name, Trove.Object)
        with self.assertRaises(ValueError):
            Trove.Object.register_type('Py\0Nul', Trove.Object)
        for pspecs in ([5], [None], [number('n'), 'x'], 5):
            with self.assertRaises(TypeError):
                Trove.Object.register_type('PyWrong', Trove.Object, pspecs)
        with self.assertRaises(TypeError):
            Trove.Object.register_type('PyWrong', 'no class')

    def test_threads(self):
        registered = []

        def register(thread):
            for i in range(20):
                kind = Trove.Object.register_type('PyThread%d_%d' % (thread, i), Trove.Object, [number('n')])
                registered.append(GObject.new(kind).props.n)
                try:
                    Trove.Object.register_type('PyShared%d' % i, Trove.Object, [number('n')])
                    registered.append('shared')
                except Trove.TypeMismatchError:
                    pass

        threads = [threading.Thread(target=register, args=(i,)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((registered.count(3), registered.count('shared')), (80, 20))


if __name__ == '__main__':
    tap.main()
