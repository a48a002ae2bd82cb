# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Values in Python: numbers and types are read as they were stored, and versions share no mutable value."""

import collections
import copy
import dataclasses
import enum
import fractions
import os
import pathlib
import random
import sys
import typing

import tap
from tap import TroveCase, collect
from gi.repository import GLib, GObject, Gio, Trove

E = Trove.Error


@dataclasses.dataclass(frozen=True)
class Frozen:
    name: str
    children: tuple = ()
    extra: typing.Any = None


@dataclasses.dataclass(frozen=True)
class Slots:
    __slots__ = ('name', 'more')
    name: str
    more: typing.Any


@dataclasses.dataclass
class Open:
    name: str
    children: list


class Derived(Frozen):
    """A subclass of a frozen dataclass that is not frozen itself: it takes further attributes."""


Point = collections.namedtuple('Point', 'x y')


class Colour(enum.Enum):
    RED = 1


class Level(enum.IntEnum):
    LOW = 1


class Named(str):
    pass


class NoAliasing(TroveCase):
    """Mutable values, each with a function that changes it."""

    CASES = [
        ([1, [2]], lambda v: v[1].append(3)),
        ({'a': {'b': 1}}, lambda v: v['a'].update(c=2)),
        ({1, 2}, lambda v: v.add(3)),
        (bytearray(b'ab'), lambda v: v.append(99)),
        (Open('x', [1]), lambda v: v.children.append(2)),
        (Frozen('x', (), [1]), lambda v: v.extra.append(2)),
        (Frozen('x', ((1, [2]),)), lambda v: v.children[0][1].append(3)),
        ((1, [2]), lambda v: v[1].append(3)),
        (Point(1, [2]), lambda v: v.y.append(3)),
        (collections.OrderedDict(a=[1]), lambda v: v['a'].append(2)),
        (collections.deque([1]), lambda v: v.append(2)),
        (Derived('x'), lambda v: v.__dict__.setdefault('more', []).append(1)),
    ]

    def test_nothing_changes_a_version(self):
        for make_pool in (lambda: Trove.Arena(object), lambda: Trove.Arena(GObject.TYPE_PYOBJECT),
                          lambda: Trove.Arena([int, object])):
            for value, change in self.CASES:
                with self.subTest(repr(value)):
                    self.check(make_pool(), copy.deepcopy(value), change)

    def check(self, arena, value, change):
        original = copy.deepcopy(value)
        changed = copy.deepcopy(value)
        change(changed)
        self.assertNotEqual(self.state(original), self.state(changed))

        ref = arena.append(value)
        change(value)
        self.expect(arena[ref], original)
        change(arena[ref])
        self.expect(arena[ref], original)
        with arena.borrow(ref) as guard:
            change(guard.value)
        self.expect(arena[ref], original)
        snapshot = arena.snapshot()
        change(snapshot[ref])
        change(arena.dup_sub_arenas()[0].get(ref.pool, 0))
        self.expect(snapshot[ref], original)

        value = copy.deepcopy(original)
        other = arena.set(ref, value)
        change(value)
        self.expect(arena[other], original)
        branch = arena.clone()
        with branch.borrow_mut(other) as guard:
            change(guard.value)
            kept, newest = guard.value, guard.ref
        change(kept)
        self.expect(branch[newest], changed)
        self.expect(arena[other], original)
        self.expect(branch[other], original)
        value = copy.deepcopy(original)
        with branch.borrow_mut(newest) as guard:
            guard.value = value
            change(value)
        self.expect(branch[newest], original)
        for holder in (arena, snapshot, branch):
            self.expect(holder[ref], original)

    def state(self, value):
        return (value, getattr(value, '__dict__', None))

    def expect(self, got, value):
        self.assertEqual(self.state(got), self.state(value))
        self.assertIs(type(got), type(value))

    def test_what_cannot_change_is_not_copied(self):
        arena = Trove.Arena(object)
        ref = arena.append(1)
        values = [b'abc', (1, 'x', (ref,)), Slots('x', (Slots('y', None), ref)), Point(1, 2), frozenset((1, 2)),
                  (Gio.File.new_for_path('/x'), Gio.ThemedIcon.new('x'), GLib.Variant('s', 'x')),
                  Colour.RED, Level.LOW, (Colour.RED, None), 2**70, 1j, arena.snapshot()]
        for value in values:
            with self.subTest(repr(value)):
                name = arena.append(value)
                if not isinstance(value, Trove.Snapshot):
                    self.assertIs(arena[name], value)
                    self.assertIs(arena.snapshot()[name], value)
                    with arena.borrow_mut(name) as guard:
                        self.assertIs(guard.value, value)

    def test_what_cannot_be_copied_is_refused(self):
        arena = Trove.Arena(object)
        ref = arena.append(1)
        for bad in ((i for i in ()), [Gio.ListStore()], sys, [sys.stdout]):
            with self.assertRaises(TypeError):
                arena.append(bad)
            with self.assertRaises(TypeError):
                arena.set(ref, bad)
        self.assertEqual((len(arena), arena[ref]), (1, 1))

    def test_replace(self):
        arena = Trove.Arena(object)
        cases = [(Frozen('x', (1,)), Frozen('y', (1,))), (Open('x', [1]), Open('y', [1])),
                 ({'name': 'x', 'a': [1]}, {'name': 'y', 'a': [1]}),
                 (collections.OrderedDict(name='x'), collections.OrderedDict(name='y')),
                 (collections.namedtuple('Named', 'name n')('x', [1]), None)]
        for old, new in cases:
            with self.subTest(repr(old)):
                ref = arena.append(old)
                arena.snapshot()
                changed = arena.replace(ref, name='y')
                self.assertNotEqual(changed, ref)
                self.assertEqual(arena[ref], old)
                self.assertEqual(arena[changed], new or old._replace(name='y'))
                self.assertIs(type(arena[changed]), type(old))
        shared = [1]
        ref = arena.replace(arena.append({}), a=shared)
        shared.append(2)
        self.assertEqual(arena[ref], {'a': [1]})
        for bad in (5, 'x', [1], (1, 2)):
            with self.assertRaises(TypeError):
                arena.replace(arena.append(bad), name='y')
        with self.assertRaises(TypeError):
            arena.replace(arena.append(Frozen('x')), no_such_field=1)

    def test_replace_shares_nothing_with_the_old_value(self):
        @dataclasses.dataclass
        class Busy:
            n: int
            items: list

            def __post_init__(self):
                self.items.append(self.n)

        arena = Trove.Arena(object)
        ref = arena.append(Busy(1, []))
        snapshot = arena.snapshot()
        changed = arena.replace(ref, n=2)
        self.assertEqual((snapshot[ref].items, arena[changed].items), ([1], [1, 2]))

    def test_random_edits_against_deep_copies(self):
        seed = int(os.environ.get('TROVE_TEST_SEED', random.randrange(2**32)))
        print('# TROVE_TEST_SEED=%d' % seed)
        rng = random.Random(seed)
        arena, model, kept = Trove.Arena(object), {}, []
        for step in range(3000):
            action = rng.randrange(6)
            if action == 0 or not model:
                value = {'n': step, 'list': [step]}
                model[arena.append(value)] = copy.deepcopy(value)
                value['list'].append('late')
                continue
            ref = rng.choice(list(model))
            if action == 1:
                value = arena[ref]
                self.assertEqual(value, model[ref])
                value['list'].append('mine')
            elif action == 2:
                changed = arena.replace(ref, n=step)
                model[changed] = {**copy.deepcopy(model[ref]), 'n': step}
            elif action == 3:
                with arena.borrow_mut(ref) as guard:
                    guard.value['list'].append(step)
                    changed, leaked = guard.ref, guard.value
                if changed != ref:
                    model[changed] = copy.deepcopy(model[ref])
                model[changed]['list'].append(step)
                leaked['list'].append('leaked')
            elif action == 4 and step % 7 == 0:
                kept.append((arena.snapshot(), copy.deepcopy(model)))
            elif step % 11 == 0:
                kept.append((arena, copy.deepcopy(model)))
                arena.snapshot()
                arena = arena.clone()
            if len(kept) > 20:
                kept.pop(rng.randrange(20))
        for holder, state in kept + [(arena, model)]:
            self.assertEqual({ref: holder[ref] for ref in state}, state)


class Numbers(TroveCase):

    RANGES = {'gchar': (-2**7, 2**7 - 1), 'guchar': (0, 2**8 - 1), 'gint': (-2**31, 2**31 - 1),
              'guint': (0, 2**32 - 1), 'gint64': (-2**63, 2**63 - 1), 'guint64': (0, 2**64 - 1)}

    def test_integers_at_their_edges(self):
        for name, (least, greatest) in self.RANGES.items():
            arena = Trove.Arena(GObject.type_from_name(name))
            for value in {least, least + 1, -1, 0, 1, 127, 128, 255, 2**31 - 1, 2**31, 2**53 + 1, 2**63 - 1,
                          2**63, greatest}:
                with self.subTest(name, value=value):
                    if least <= value <= greatest:
                        ref = arena.append(value)
                        self.assertEqual(arena[ref], value)
                        self.assertIs(type(arena[ref]), int)
                        self.assertEqual(arena.snapshot()[ref], value)
                        self.assertEqual(arena.dup_sub_arenas()[-1].get(0, ref.index), value)
                        anything = Trove.Arena(object)
                        self.assertEqual(anything[anything.append(GObject.Value(arena.get_pool_type(0), value))], value)
                        with arena.borrow_mut(ref) as guard:
                            self.assertEqual(guard.value, value)
                            guard.value = greatest
                            self.assertEqual(guard.value, greatest)
                        self.assertEqual(arena.set(guard.ref, value), guard.ref)
                    else:
                        with self.refused(E.TYPE_MISMATCH, value, name, kind=OverflowError):
                            arena.append(value)
            for value in (least - 1, greatest + 1, 2**70, -2**70):
                n = len(arena)
                with self.refused(E.TYPE_MISMATCH, value, name, kind=OverflowError):
                    arena.append(value)
                with self.assertRaises(OverflowError):
                    arena.set(ref, value)
                with self.assertRaises(OverflowError), arena.borrow_mut(ref) as guard:
                    n = len(arena)
                    guard.value = value
                self.assertEqual(len(arena), n)

    def test_what_is_no_integer(self):
        arena = Trove.Arena(int)
        for bad in ('1', b'1', None, [1], 1j, object(), True):
            with self.subTest(repr(bad)), self.refused(E.TYPE_MISMATCH, 'gint64', kind=TypeError):
                arena.append(bad)
        with self.refused(E.TYPE_MISMATCH, 2.5):
            arena.append(2.5)
        self.assertEqual(arena[arena.append(2.0)], 2)
        self.assertEqual(arena[arena.append(Level.LOW)], 1)

        class Index:
            def __index__(self):
                return 7

        self.assertEqual(arena[arena.append(Index())], 7)

    def test_floats(self):
        arena = Trove.Arena(float)
        for value in (0.0, 0.1, -1.5, 1e300, 5e-324, float('inf'), 3, 2**53, -2**40, 2**1000):
            got = arena[arena.append(value)]
            self.assertEqual(got, value)
            self.assertIs(type(got), float)
        self.assertNotEqual(arena[arena.append(float('nan'))], 0)
        for bad in (2**53 + 1, 2**2000, -2**2000):
            with self.refused(E.TYPE_MISMATCH, kind=OverflowError):
                arena.append(bad)
        for bad in ('1', None, True):
            with self.refused(E.TYPE_MISMATCH):
                arena.append(bad)
        single = Trove.Arena(GObject.TYPE_FLOAT)
        self.assertAlmostEqual(single[single.append(0.1)], 0.1, 6)
        for bad in (1e300, 1e39, -1e39, 16777217, 16777217.0, -2**53 + 1, 2**64 + 1):
            with self.subTest(bad), self.refused(E.TYPE_MISMATCH, 'gfloat', kind=OverflowError):
                single.append(bad)
        for value in (16777216, -2**30, 0.5, -0.0, float('inf'), 2.0**100):
            self.assertEqual(repr(single[single.append(value)]), repr(float(value)))
        self.assertNotEqual(single[single.append(float('nan'))], 0)
        with self.refused(E.TYPE_MISMATCH):
            Trove.Arena(int).append(-0.0)

    def test_booleans(self):
        arena = Trove.Arena(bool)
        self.assertIs(arena[arena.append(True)], True)
        self.assertIs(arena[arena.append(False)], False)
        for bad in (1, None, 'x', 0.0):
            with self.refused(E.TYPE_MISMATCH):
                arena.append(bad)


class Text(TroveCase):

    def test_strings(self):
        arena = Trove.Arena(str)
        for value in ('', 'x', 'ä€😀', 'x' * 100000, None):
            ref = arena.append(value)
            self.assertEqual(arena[ref], value)
            self.assertEqual(arena.snapshot()[ref], value)
        ref = arena.append('one')
        for value in ('two', 'a longer one', None, ''):
            with arena.borrow_mut(ref) as guard:
                guard.value = value
                self.assertEqual(guard.value, value)
        self.assertIs(type(arena[arena.append(Named('x'))]), str)

    def test_what_c_would_cut_off_is_refused(self):
        arena = Trove.Arena(str)
        with self.refused(E.TYPE_MISMATCH, 'NUL', kind=ValueError):
            arena.append('a\0b')
        with self.assertRaises(ValueError):
            arena.append('\udc80')
        for bad in (1, b'x', ['x'], True):
            with self.refused(E.TYPE_MISMATCH, kind=TypeError):
                arena.append(bad)
        self.assertEqual(len(arena), 0)


class Anything(TroveCase):

    def test_all_comes_back_as_it_was(self):
        arena = Trove.Arena(object)
        for value in (None, True, 1, -1, 2**31, 2**63 - 1, -2**63, 2**63, 2**64, 2**200, 0.5, 'x', 'a\0b', '\udc80',
                      b'', b'x', 1j, (), (1,), [], {}, Ellipsis, Colour.RED, Level.LOW, Named('x'), int,
                      GObject.TYPE_INT, Gio.BusType.SESSION, Gio.FileAttributeInfoFlags.COPY_WITH_FILE):
            with self.subTest(repr(value)):
                got = arena[arena.append(value)]
                self.assertEqual(got, value)
                self.assertIs(type(got), type(value))

    def test_numbers_are_what_other_languages_expect(self):
        arena = Trove.Arena(object)
        for value, name in ((1, 'gint64'), (0.5, 'gdouble'), ('x', 'gchararray'), (True, 'gboolean')):
            ref = arena.append(value)
            # A pool stores the value unchanged only if the types are the same.
            typed = Trove.Arena(GObject.type_from_name(name))
            self.assertEqual(typed[typed.append(arena[ref])], value)
        with self.assertRaises(TypeError):
            arena.append(GObject.Value())
        given = GObject.Value(GObject.TYPE_UINT, 7)
        self.assertEqual(arena[arena.append(given)], 7)
        inner = arena[arena.append([given])][0]
        self.assertEqual((inner.g_type, inner.get_value()), (GObject.TYPE_UINT, 7))
        inside = [1]
        ref = arena.append(GObject.Value(GObject.TYPE_PYOBJECT, inside))
        inside.append(2)
        self.assertEqual(arena[ref], [1])

    def test_values_of_other_gtypes(self):
        store, data, time = Gio.ListStore(), GLib.Bytes.new(b'abc'), GLib.DateTime.new_utc(2026, 1, 2, 3, 4, 5)
        kinds = [Gio.ListModel, GLib.Bytes, GLib.DateTime, GLib.Variant, Trove.Ref]
        for arena in (Trove.Arena(object), Trove.Arena(kinds)):
            refs = [arena.append(value) for value in
                    (store, data, time, GLib.Variant('(is)', (5, 'x')), Trove.Ref(3, 4))]
            snapshot = arena.snapshot()
            for holder in (arena, snapshot):
                got = [holder[ref] for ref in refs]
                collect()
                self.assertIs(got[0], store)
                self.assertEqual(got[1].get_data(), b'abc')
                self.assertEqual(got[2].format_iso8601(), '2026-01-02T03:04:05Z')
                self.assertEqual(got[3].unpack(), (5, 'x'))
                self.assertEqual(got[4], Trove.Ref(3, 4))

    def test_what_is_read_is_not_freed_with_the_arena(self):
        arena = Trove.Arena(Trove.Ref)
        refs = [arena.append(Trove.Ref(i + 1, i)) for i in range(1000)]
        got = [arena[ref] for ref in refs]
        del arena
        collect()
        other = Trove.Arena(Trove.Ref)
        other.append_many([Trove.Ref(7, 7)] * 1000)
        self.assertEqual(got, [Trove.Ref(i + 1, i) for i in range(1000)])

    def test_values_of_glib_inside_of_python(self):
        date = GLib.Date.new_dmy(1, GLib.DateMonth.MAY, 2026)
        file, icon = Gio.File.new_for_path('/x'), Gio.ThemedIcon.new('x')
        arena = Trove.Arena(object)
        for make in (lambda v: [v], lambda v: {'a': v}, lambda v: Frozen('x', (), v), lambda v: Open('x', [v]),
                     lambda v: (v, 1), lambda v: Slots('x', v)):
            for value in (date, GLib.Bytes.new(b'x'), GLib.Variant('s', 'x'), GLib.DateTime.new_utc(2026, 1, 2, 3, 4, 5),
                          file, icon, Gio.FileType.DIRECTORY, GObject.TYPE_INT):
                with self.subTest(type(value).__name__, inside=type(make(0)).__name__):
                    got = arena[arena.append(make(value))]
                    self.assertIs(type(got), type(make(value)))
                    inner = next(iter(self.parts(got)))
                    self.assertIs(type(inner), type(value))
                    if value is date:
                        self.assertEqual((inner.get_day(), inner.get_month()), (1, GLib.DateMonth.MAY))
                    elif isinstance(value, GLib.Bytes):
                        self.assertEqual(inner.get_data(), b'x')
                    elif isinstance(value, GObject.Object):
                        self.assertIs(inner, value)
                    else:
                        self.assertEqual(inner, value)
        # Mutable GObjects are refused.
        for bad in (Gio.ListStore(), Gio.SimpleAction.new('x')):
            with self.refused(E.TYPE_MISMATCH, type(bad).__name__, kind=TypeError):
                arena.append([bad])

    def parts(self, value):
        if isinstance(value, (Frozen, Open, Slots)):
            value = getattr(value, 'extra', None) or getattr(value, 'children', None) or getattr(value, 'more', None)
        if isinstance(value, dict):
            return value.values()
        return value if isinstance(value, (list, tuple)) else [value]

    def test_boxed_values_are_changed_through_guards(self):
        for arena in (Trove.Arena(GLib.Date), Trove.Arena(object)):
            for make in (lambda date: date, lambda date: [date]) if arena.get_pool_type(0).name == 'GValue' else (
                    lambda date: date,):
                ref = arena.append(make(GLib.Date.new_dmy(1, GLib.DateMonth.MAY, 2026)))
                before = arena.snapshot()
                with arena.borrow_mut(ref) as guard:
                    date = guard.value[0] if type(guard.value) is list else guard.value
                    date.set_day(20)
                    self.assertIs(guard.value, guard.value)
                    now = guard.ref
                date.set_day(25)
                days = [value[0].get_day() if type(value) is list else value.get_day()
                        for value in (before[ref], arena[ref], arena[now])]
                self.assertEqual(days, [1, 1, 20])
        strings = Trove.Arena(GObject.TYPE_STRV)
        ref = strings.append(['a'])
        with strings.borrow_mut(ref) as guard:
            guard.value.append('b')
        self.assertEqual(strings[ref], ['a', 'b'])

    def test_lists_of_strings(self):
        arena = Trove.Arena(GObject.TYPE_STRV)
        for value in ([], ['a'], ['a', '', 'ä€😀'], None):
            for holder in (arena, Trove.Arena([GObject.TYPE_STRV, int])):
                self.assertEqual(holder[holder.append(value, 0)], value)
        for bad, kind in ((['a\0b'], ValueError), (['\ud800'], ValueError), (['a', 1], TypeError), (['a', None], TypeError),
                          ('a', TypeError), ({'a'}, TypeError)):
            with self.subTest(repr(bad)), self.refused(E.TYPE_MISMATCH, kind=kind):
                arena.append(bad)
        self.assertEqual(len(arena), 4)

    def test_enumerations(self):
        arena = Trove.Arena(Gio.FileType)
        for value in (Gio.FileType.DIRECTORY, 2, 2.0, Level.LOW):
            self.assertEqual(arena[arena.append(value)], int(value))
            self.assertIs(type(arena[arena.append(value)]), Gio.FileType)
        for bad in (99, -1, 2**40, 2.5, Gio.FileQueryInfoFlags.NOFOLLOW_SYMLINKS, Gio.BusType.SYSTEM, True, 'x', None):
            with self.subTest(repr(bad)), self.refused(E.TYPE_MISMATCH):
                arena.append(bad)
        flags = Trove.Arena(Gio.FileAttributeInfoFlags)
        self.assertEqual(flags[flags.append(3)], 3)
        for bad in (4, -1, Gio.FileType.DIRECTORY):
            with self.subTest(repr(bad)), self.refused(E.TYPE_MISMATCH):
                flags.append(bad)

    def test_wrong_types(self):
        for kind, values in ((Gio.ListModel, (1, 'x', [1], GLib.Bytes.new(b''))), (GLib.Bytes, (b'x', 1)),
                             (Trove.Ref, (None, 1, (1, 2))), (GLib.Variant, (1, {})),
                             (Gio.BusType, ('x', None, 2**31))):
            arena = Trove.Arena(kind)
            for value in values:
                with self.subTest(str(kind), value=repr(value)), self.refused(E.TYPE_MISMATCH):
                    arena.append(value)
        self.assertIsNone(arena.root)

    def test_null_where_a_pool_stores_pointers(self):
        for kind in (Gio.ListModel, GLib.Bytes, GLib.Variant, str):
            arena = Trove.Arena(kind)
            self.assertIsNone(arena[arena.append(None)])


class SeveralPools(TroveCase):

    MAKE = {'int': int, 'double': float, 'string': str, 'bool': lambda text: text == 'true',
            'enum': lambda text: Gio.FileType(int(text)), 'flags': lambda text: Gio.FileQueryInfoFlags(int(text)),
            'object': lambda text: GObject.new(text), 'variant': lambda text: GLib.Variant('s', text),
            'null': lambda text: None}

    def test_the_table_of_all_languages(self):
        table = pathlib.Path(__file__).parent.parent / 'common' / 'pool-choice.tsv'
        types = {type.__gtype__.name: type for type in (Gio.FileType, Gio.FileQueryInfoFlags, Gio.FileMonitorEvent,
                                                        Gio.ListStore, Gio.ListModel)}
        n = 0
        for line in table.read_text().splitlines():
            if not line or line.startswith('#'):
                continue
            with self.subTest(line):
                kind, text, pools, expected = line.split('\t')
                arena = Trove.Arena([GObject.type_from_name(name) for name in pools.split(',')])
                value = self.MAKE[kind](text)
                if expected == '-':
                    with self.refused(E.TYPE_MISMATCH, kind=TypeError):
                        arena.find_pool(value)
                    with self.refused(E.TYPE_MISMATCH, kind=TypeError):
                        arena.append(value)
                    self.assertEqual(len(arena), 0)
                else:
                    self.assertEqual(arena.find_pool(value), int(expected))
                    try:
                        self.assertEqual(arena.append(value).pool, int(expected))
                    except Trove.OutOfRangeError:
                        raise AssertionError('the pool that was found does not take the value')
            n += 1
        self.assertGreater(n, len(types) + 50)

    def test_what_stands_for_a_number(self):
        class Index:
            def __index__(self):
                return 7

        class Real(float):
            pass

        class Truth:
            """A type like numpy.bool_."""
            dtype, shape = type('dtype', (), {'kind': 'b'}), ()

            def __index__(self):
                return 1

        for value, pools, pool in (
                (Index(), [float, int, object], 2), (Index(), [float, int], 1), (Index(), [float, str], 0),
                (Truth(), [int, bool], 1), (Real(0.5), [int, float], 1), (Real(0.5), [int, object, float], 1),
                (fractions.Fraction(1, 2), [int, float], 1), (fractions.Fraction(1, 2), [int, float, object], 2),
                (2**70, [int, float, object], 1), (2**70 + 1, [int, float, object], 2), (2**64 - 1, [int, float, object], 2),
                (Named('x'), [int, str], 1), (['a', 'b'], [str, GObject.TYPE_STRV], 1), (['a', 1], [object, GObject.TYPE_STRV], 0),
                ('a\0b', [str, object], 1), ('\ud800', [str, object], 1), (None, [str, object], 1),
                (Level.LOW, [int, object], 1), (Gio.FileType.DIRECTORY, [int, object], 1)):
            with self.subTest(repr(value), pools=pools):
                arena = Trove.Arena(pools)
                ref = arena.append(value)
                self.assertEqual(ref.pool, pool)
                if isinstance(value, Truth):
                    self.assertIs(arena[ref], True)
                elif not isinstance(value, Index):
                    self.assertEqual(arena[ref], value)
        for value, pools in ((fractions.Fraction(1, 3), [int, float]), (2**70 + 1, [int, float]), ('a\0b', [str, int]),
                             ('\ud800', [str, int]), (True, [int, float]), (['a\0b'], [str, GObject.TYPE_STRV]),
                             (1j, [int, float]), (b'x', [str, int])):
            with self.subTest(repr(value), pools=pools), self.refused(E.TYPE_MISMATCH, kind=TypeError):
                Trove.Arena(pools).append(value)

    def test_a_pool_given_by_its_type(self):
        arena = Trove.Arena([int, float, object, Gio.ListModel, int])
        self.assertEqual(arena.append(1, pool=object).pool, 2)
        self.assertEqual(arena.append(1, pool=GObject.TYPE_DOUBLE).pool, 1)
        self.assertEqual(arena.append(Gio.ListStore(), pool=Gio.ListModel).pool, 3)
        self.assertEqual(arena.append_many([1, 2], pool=float).pool, 1)
        for bad in (int, str, Gio.ListStore):
            with self.refused(E.TYPE_MISMATCH, kind=TypeError):
                arena.append(1, pool=bad)

    def test_the_pool_that_fits_best(self):
        arena = Trove.Arena([float, int, str, object, bool, Gio.ListStore])
        for value, pool in ((1, 1), (2**40, 1), (1.0, 0), ('x', 2), ('a\0b', 3), ([1], 3), (None, 3), (True, 4),
                            (2**70 + 1, 3), (Level.LOW, 3), (Named('x'), 3), (Gio.ListStore(), 5), (Gio.ListStore, 3)):
            with self.subTest(repr(value)):
                self.assertEqual(arena.find_pool(value), pool)
                ref = arena.append(value)
                self.assertEqual(ref.pool, pool)
                self.assertEqual(arena[ref], value)
                self.assertIs(type(arena[ref]), type(value))

    def test_without_a_pool_for_anything(self):
        arena = Trove.Arena([int, str])
        self.assertEqual(arena.append(Level.LOW).pool, 0)
        self.assertEqual(arena.append(Named('x')).pool, 1)
        for bad in ([1], None, b'x', 0.5, True):
            with self.subTest(repr(bad)), self.refused(E.TYPE_MISMATCH):
                arena.append(bad)

    def test_a_given_pool(self):
        arena = Trove.Arena([int, float, object])
        self.assertEqual(arena[arena.append(1, 1)], 1.0)
        self.assertEqual(arena[arena.append_to(2, 1)], 1)
        self.assertEqual(arena.append(1, pool=2).pool, 2)
        with self.refused(E.TYPE_MISMATCH, 'pool 0'):
            arena.append('x', 0)
        for bad in (3, -1, 2**40):
            with self.assertRaises(IndexError):
                arena.append(1, bad)
        with self.assertRaises(TypeError):
            arena.append(1, 'x')

    def test_set_goes_by_the_pool_of_the_ref(self):
        arena = Trove.Arena([int, float, object])
        ref = arena.append(0.5)
        self.assertEqual(arena.set(ref, 2), ref)
        self.assertIs(type(arena[ref]), float)
        with self.refused(E.TYPE_MISMATCH):
            arena.set(ref, 'x')
        with arena.borrow_mut(ref) as guard:
            guard.value = 3
            self.assertIs(type(guard.value), float)
            with self.refused(E.TYPE_MISMATCH):
                guard.value = 'x'


if __name__ == '__main__':
    tap.main()
