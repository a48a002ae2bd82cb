# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Arenas in Python: the eight tests of the Rust crate, then refs, errors, vec maps and sub-arenas."""

import copy
import os
import pickle
import subprocess
import sys

import tap
from tap import TroveCase, collect
from gi.repository import GLib, GObject, Gio, Trove

E = Trove.Error


class Counted:
    """An object whose living instances are counted, with copies."""

    alive = 0

    def __init__(self):
        Counted.alive += 1

    def __deepcopy__(self, memo):
        return Counted()

    def __del__(self):
        Counted.alive -= 1


class CountedObject(GObject.Object):
    alive = 0

    def __init__(self):
        super().__init__()
        CountedObject.alive += 1
        self.weak_ref(CountedObject.gone)

    @staticmethod
    def gone():
        CountedObject.alive -= 1


class TheEightOfTheCrate(TroveCase):

    def test_append_and_change(self):
        arena = Trove.Arena(int)
        a, b = arena.append(1), arena.append(2)
        self.assertEqual((arena[a], arena[b]), (1, 2))
        with arena.borrow_mut(a) as guard:
            guard.value += 41
        self.assertEqual((arena[a], arena[b]), (42, 2))
        self.assertEqual(arena.set(b, 3), b)
        self.assertEqual(arena[b], 3)

    def test_aliased_mutable_access_is_refused(self):
        arena = Trove.Arena(int)
        ref = arena.append(0)
        alias = Trove.Ref(ref.sub_arena, ref.offset)
        with arena.borrow_mut(ref):
            with self.refused(E.BORROWED_MUT, ref):
                arena.borrow_mut(alias)
        arena.borrow_mut(alias).release()

    def test_try_aliasing(self):
        arena = Trove.Arena(int)
        ref = arena.append(0)
        with arena.borrow_mut(ref) as guard:
            self.assertTrue(guard.is_mutable())
            with self.refused(E.BORROWED_MUT, ref):
                arena.borrow_mut(ref)
            with self.refused(E.BORROWED_MUT, ref):
                arena.borrow(ref)
            with self.refused(E.BORROWED_MUT, ref):
                arena[ref]
            with self.refused(E.BORROWED_MUT, ref):
                arena.set(ref, 1)
        with arena.borrow(ref) as first, arena.borrow(ref) as second:
            self.assertEqual((first.value, second.value), (0, 0))
            with self.refused(E.BORROWED, ref):
                arena.borrow_mut(ref)
        arena.borrow_mut(ref).release()

    def test_counted_objects_are_held_once(self):
        for kind, element_type in ((Counted, object), (CountedObject, CountedObject)):
            with self.subTest(kind):
                arena = Trove.Arena(element_type)
                refs = [arena.append(kind()) for _ in range(1024)]
                collect()
                self.assertEqual(kind.alive, 1024)
                branch = copy.copy(arena)
                snapshot = arena.snapshot()
                for ref in refs:
                    self.assertIsInstance(branch[ref], kind)
                    self.assertIsInstance(snapshot[ref], kind)
                    with arena.borrow(ref) as guard:
                        self.assertIsInstance(guard.value, kind)
                collect()
                self.assertEqual(kind.alive, 1024)
                del guard, arena, branch
                collect()
                self.assertEqual(kind.alive, 1024)
                del snapshot
                collect()
                self.assertEqual(kind.alive, 0)

    def test_the_example_of_the_readme(self):
        arena = Trove.Arena(int)
        a = arena.append(1)
        before = arena.snapshot()
        b = arena.set(a, 2)
        self.assertNotEqual(a, b)
        self.assertEqual((arena[a], arena[b]), (1, 2))
        self.assertEqual(before[a], 1)
        self.assertIn(a, before)
        self.assertNotIn(b, before)
        with self.refused(E.INVALID_REF, b.sub_arena):
            before[b]

    def test_clone(self):
        arena = Trove.Arena(int)
        a = arena.append(1)
        other = arena.clone()
        b, c = arena.set(a, 2), other.set(a, 3)
        self.assertEqual((arena[a], arena[b], other[a], other[c]), (1, 2, 1, 3))
        with self.refused(E.INVALID_REF):
            other[b]
        with self.refused(E.INVALID_REF):
            arena[c]
        for again in (copy.copy(arena), copy.deepcopy(arena)):
            self.assertIsNot(again, arena)
            self.assertEqual(again[b], 2)
            self.assertNotIn(again.set(b, 9), arena)
            self.assertEqual(arena[b], 2)

    def test_merge(self):
        arena = Trove.Arena(int)
        base = arena.append(0)
        other = arena.clone()
        a, b = arena.append(1), other.append(2)
        merged = arena.merge(other)
        self.assertEqual([merged[ref] for ref in (base, a, b)], [0, 1, 2])
        c = merged.append(3)
        self.assertEqual(merged[c], 3)
        self.assertNotIn(c, arena)
        d = arena.append(4)
        self.assertNotIn(d, merged)
        self.assertEqual(merged[merged.set(a, 5)], 5)
        self.assertEqual(arena[a], 1)
        self.assertTrue(arena.absorb(other))
        self.assertEqual((arena[b], arena[d]), (2, 4))

    def test_going_back(self):
        arena = Trove.Arena(object)
        arena.root = first = arena.append(['a'])
        snapshot = arena.snapshot()
        second = arena.set(first, ['b'])
        arena.root = second
        third = arena.append(['c'])
        with arena.borrow_mut(third):
            with self.refused(E.BORROWED_MUT, third.sub_arena):
                arena.revert(snapshot)
        self.assertTrue(arena.revert(snapshot))
        self.assertEqual((arena[first], arena.root), (['a'], first))
        self.assertNotIn(second, arena)
        self.assertNotIn(third, arena)
        with self.refused(E.TYPE_MISMATCH, 'cannot go back'):
            arena.revert(Trove.Arena(int).snapshot())
        with self.assertRaises(TypeError):
            arena.revert(None)

    def test_letting_go(self):
        arena = Trove.Arena([Trove.Ref, int])
        old, number = arena.append(1), arena.append(2)
        arena.snapshot()
        link = arena.append(number)
        snapshot = arena.snapshot()
        now = arena.set(old, 3)
        arena.snapshot()
        self.assertTrue(arena.collect([now]))
        self.assertEqual([ref in arena for ref in (old, link, now)], [False, False, True])
        self.assertIn(old, snapshot)
        arena.revert(snapshot)
        arena.root = link
        self.assertTrue(arena.collect([]))
        self.assertEqual(arena[arena[link]], 2)  # a stored ref can be followed
        arena.root = None
        self.assertTrue(arena.collect(None))
        self.assertEqual(arena.get_n_elements(), 0)

    def test_letting_go_of_what_objects_hold(self):
        """collect() follows the refs anywhere in a value."""
        class Node:
            __slots__ = ('child',)

            def __init__(self, child):
                self.child = child

        arena = Trove.Arena(object)

        def put(value):
            ref = arena.append(value)
            arena.snapshot()
            return ref

        holders = [lambda ref: [ref], lambda ref: {'a': (1, ref)}, lambda ref: frozenset([ref]), Node,
                   lambda ref: {ref: None}, lambda ref: [[Node({'a': [ref]})]]]
        leaf, loose = put('leaf'), put('loose')
        for hold in holders:
            top = put(hold(put(hold(leaf))))
            self.assertTrue(arena.collect([None, top]))
            self.assertIn(leaf, arena)
            self.assertNotIn(loose, arena)
            self.assertEqual(arena.get_n_elements(), 3)
        arena.root = top
        for roots in ((), {top}, iter([leaf]), [None]):
            self.assertTrue(arena.collect(roots))
            self.assertEqual(arena.get_n_elements(), 3)
        self.assertTrue(arena.collect())
        for bad in ([1], [leaf, 'x'], leaf):
            with self.assertRaises(TypeError):
                arena.collect(bad)
        with arena.borrow_mut(top) as guard, self.refused(E.BORROWED_MUT):
            arena.collect([guard.ref])
        circle = arena.append([])
        arena.root = arena.set(circle, [circle])
        self.assertTrue(arena.collect())

    def test_text_while_borrowed(self):
        arena = Trove.Arena(int)
        refs = [arena.append(i) for i in range(2)]
        with arena.borrow_mut(refs[0]):
            self.assertEqual(str(arena), '{%d: [0, 1]}' % refs[0].sub_arena)
        several = Trove.Arena([int, str, object])
        ref = several.append({'a': [1]})
        several.append('x')
        with several.borrow_mut(ref):
            self.assertEqual(str(several), "{%d: {1: ['x'], 2: [{'a': [1]}]}}" % ref.sub_arena)
        self.assertEqual(str(several.snapshot()), str(several))


class Refs(TroveCase):

    def setUp(self):
        arena = Trove.Arena([int, str])
        self.a, self.b = arena.append(1), arena.append('x')
        self.again = Trove.Ref(self.b.sub_arena, self.b.offset)

    def test_equality_and_hash(self):
        self.assertEqual(self.b, self.again)
        self.assertIsNot(self.b, self.again)
        self.assertNotEqual(self.a, self.b)
        self.assertFalse(self.b != self.again)
        self.assertEqual(hash(self.b), hash(self.again))
        self.assertEqual(len({self.a, self.b, self.again}), 2)
        self.assertEqual({self.b: 'x'}[self.again], 'x')
        self.assertFalse(self.a == 1 or self.a == 'x')
        self.assertTrue(self.a != 1)
        with self.assertRaises(TypeError):
            sorted([self.a, self.b])

    def test_parts_and_text(self):
        self.assertEqual((self.b.pool, self.b.index), (1, 0))
        self.assertEqual(str(self.b), '%d:1:0' % self.b.sub_arena)
        self.assertIn(str(self.b), repr(self.b))
        self.assertEqual(Trove.Ref.parse(str(self.b)), self.b)
        with self.refused(E.INVALID_REF):
            Trove.Ref.parse('not a ref')
        self.assertEqual(self.b.get_nth(0), self.b)
        self.assertEqual(self.b.get_nth(9), Trove.Ref(self.b.sub_arena, self.b.offset + 9))
        for n in (2**40, 2**64 - 1):
            with self.refused(E.INVALID_REF, n, self.b):
                self.b.get_nth(n)
        with self.refused(E.INVALID_REF):
            Trove.Ref().get_nth(1)
        self.assertFalse(Trove.Ref())
        self.assertTrue(self.a)

    def test_copies_and_pickles(self):
        for copied in (copy.copy(self.b), copy.deepcopy(self.b), copy.deepcopy([self.b])[0]):
            self.assertEqual(copied, self.b)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            self.assertEqual(pickle.loads(pickle.dumps(self.b, protocol)), self.b)

    def test_a_pickle_is_refused_in_another_process(self):
        script = ('import pickle, sys, gi; gi.require_version("Trove", "1.0"); from gi.repository import Trove\n'
                  'for text in sys.argv[1:]:\n'
                  '    try: print(pickle.loads(bytes.fromhex(text)))\n'
                  '    except Trove.InvalidRefError as error: print(error.message)')
        pickles = [pickle.dumps(value, protocol).hex() for value in (self.b, [self.b], Trove.Ref())
                   for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
        done = subprocess.run([sys.executable, '-c', script, *pickles], capture_output=True, timeout=60)
        lines = done.stdout.decode().splitlines()
        self.assertEqual(len(lines), len(pickles), done.stderr)
        n_null = pickle.HIGHEST_PROTOCOL + 1
        for line in lines[:-n_null]:
            self.assertIn(str(self.b), line)
            self.assertIn('another process', line)
        self.assertEqual(lines[-n_null:], ['0:0:0'] * n_null)

    def test_a_pickle_is_refused_in_a_child(self):
        saved = pickle.dumps(self.b)
        child = os.fork()
        if child == 0:
            try:
                pickle.loads(saved)
            except Trove.InvalidRefError:
                os._exit(7 if pickle.loads(pickle.dumps(self.b)) == self.b else 8)
            os._exit(9)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 7)
        self.assertEqual(pickle.loads(saved), self.b)

    def test_a_ref_does_not_change(self):
        for name in ('sub_arena', 'offset', 'other'):
            with self.assertRaises(AttributeError):
                setattr(self.a, name, 7)
            with self.assertRaises(AttributeError):
                delattr(self.a, name)
        with self.assertRaises(TypeError):
            Trove.Ref('x', 0)
        with self.assertRaises(OverflowError):
            Trove.Ref(-1, 0)


class Errors(TroveCase):

    def test_refs_that_name_nothing(self):
        arena, foreign = Trove.Arena(int), Trove.Arena(int)
        ref = arena.append(1)
        other = foreign.append(2)
        gone = Trove.Arena(int).append(3)
        bad = [Trove.Ref(), other, gone, Trove.Ref(ref.sub_arena, 1), Trove.Ref(ref.sub_arena, 1 << 40),
               Trove.Ref(2**64 - 1, 2**64 - 1)]
        snapshot = arena.snapshot()
        for name in bad:
            self.assertNotIn(name, arena)
            for call in (arena.get, arena.borrow, arena.borrow_mut, arena.set_root, snapshot.get,
                         lambda r: arena.set(r, 1), lambda r: arena.replace(r, a=1), lambda r: arena.read_many(r, 1),
                         arena.view_row, snapshot.view_row):
                with self.subTest(str(name)), self.refused(E.INVALID_REF):
                    call(name)

    def test_what_is_no_ref(self):
        arena = Trove.Arena(int)
        arena.append(1)
        snapshot = arena.snapshot()
        for bad in (None, 0, 'x', (1, 0), arena, snapshot):
            for call in (arena.get, snapshot.get, arena.borrow, arena.borrow_mut, lambda r: arena.set(r, 1),
                         lambda r: arena.read_many(r, 1)):
                with self.subTest(str(bad)), self.assertRaises(TypeError):
                    call(bad)
            self.assertFalse(bad in arena or bad in snapshot)

    def test_methods_of_another_class(self):
        arena = Trove.Arena(int)
        ref = arena.append(1)
        for call in (lambda: Trove.Arena.get(None, ref), lambda: Trove.Snapshot.get(7, ref),
                     lambda: Trove.Borrow._get_stored(arena), lambda: Trove.Arena.borrow(arena.snapshot(), ref),
                     lambda: Trove.SubArena._get_stored(arena, 0, 0), lambda: Trove.Arena.append(None, 1)):
            with self.assertRaises((TypeError, AttributeError)):
                call()

    def test_assignment_says_what_to_do(self):
        arena = Trove.Arena(int)
        ref = arena.append(1)
        with self.assertRaisesRegex(TypeError, r'arena\.set'):
            arena[ref] = 2

    def test_merge_of_different_types(self):
        with self.refused(E.TYPE_MISMATCH, 'gint64', 'gdouble'):
            Trove.Arena(int).merge(Trove.Arena(float))
        with self.refused(E.TYPE_MISMATCH):
            Trove.Arena(int).absorb(Trove.Arena([int, int]))

    def test_the_names_of_the_domain(self):
        self.assertEqual(GLib.quark_to_string(Trove.error_quark()), 'trove-error-quark')
        self.assertEqual(Trove.Error.INVALID_REF, 0)
        try:
            Trove.Arena(int).get(Trove.Ref())
        except GLib.Error as error:
            self.assertFalse(error.matches(Trove.error_quark(), E.BORROWED))
            self.assertFalse(error.matches(Gio.io_error_quark(), E.INVALID_REF))


    def test_each_error_is_an_exception_of_python_too(self):
        arena = Trove.Arena([int, str])
        ref = arena.append(1)
        other = Trove.Arena(int).append(1)
        guard = arena.borrow_mut(ref)
        with self.assertRaises(Trove.BorrowedMutError):
            arena.snapshot()
        with self.assertRaises(Trove.BorrowedError):
            arena[ref]
        guard.release()
        with arena.borrow(ref), self.assertRaises(Trove.BorrowedError) as caught:
            arena.set(ref, 2)
        self.assertNotIsInstance(caught.exception, Trove.BorrowedMutError)
        for kind, names, call in (
                (KeyError, 'InvalidRefError', lambda: arena[other]), (KeyError, 'InvalidRefError', lambda: arena.snapshot()[other]),
                (KeyError, 'InvalidRefError', lambda: Trove.Ref.parse('x')),
                (KeyError, 'InvalidRefError', lambda: arena.dup_sub_arenas()[0].get(5, 5)),
                (KeyError, 'InvalidRefError', lambda: arena.set_root(other)),
                (TypeError, 'TypeMismatchError', lambda: arena.append([1])), (TypeError, 'TypeMismatchError', lambda: arena.append('x', 0)),
                (TypeError, 'TypeMismatchError', lambda: arena.merge(Trove.Arena(int))),
                (OverflowError, 'OutOfRangeError', lambda: arena.append(2**64, 0)),
                (ValueError, 'BadTextError', lambda: arena.append('a\0b', 1))):
            with self.subTest(names), self.assertRaises(kind) as caught:
                call()
            self.assertIs(type(caught.exception), getattr(Trove, names))
            self.assertIsInstance(caught.exception, GLib.Error)
            self.assertEqual(str(caught.exception.domain), 'trove-error-quark')
        # No error of the library is raised as a plain GLib.Error.
        for code in E.__enum_values__.values():
            self.assertTrue(any(issubclass(getattr(Trove, name), GLib.Error) and getattr(Trove, name)('x').matches(
                Trove.error_quark(), code) for name in dir(Trove) if name.endswith('Error') and name != 'Error'), code)

    def test_a_default(self):
        arena = Trove.Arena(object)
        ref, gone = arena.append(None), Trove.Arena(int).append(1)
        for holder in (arena, arena.snapshot()):
            self.assertIsNone(holder.get(ref, 5))
            self.assertEqual([holder.get(name, 5) for name in (gone, None, Trove.Ref())], [5, 5, 5])
            self.assertIsNone(holder.get(gone, None))
            with self.assertRaises(TypeError):
                holder.get('x', 5)
        with arena.borrow_mut(arena.append(1)) as guard, self.assertRaises(Trove.BorrowedMutError):
            arena.get(guard.ref, 5)

    def test_all_is_documented(self):
        for kind in (Trove.Arena, Trove.Snapshot, Trove.Ref, Trove.Borrow, Trove.SubArena):
            # PyGObject makes a text for __doc__ of a class without one, so the class itself is checked.
            self.assertTrue(vars(kind)['__doc__'])
            for name in dir(kind):
                base = next(base for base in kind.__mro__ if name in vars(base))
                if name.startswith('_') or not base.__module__.startswith(('gi.repository.Trove', 'gi.overrides.Trove')):
                    continue
                with self.subTest(kind.__name__, name=name):
                    if name not in ('sub_arena', 'offset', 'priv', 'props', 'new', 'new_for_types'):
                        text = getattr(kind, name).__doc__
                        self.assertTrue(text and ' ' in text, text)
                        self.assertNotIn('->', text)


class Making(TroveCase):

    def test_by_types(self):
        names = {int: 'gint64', float: 'gdouble', str: 'gchararray', bool: 'gboolean', object: 'GValue',
                 Gio.ListStore: 'GListStore', Gio.ListModel: 'GListModel', GLib.Bytes: 'GBytes',
                 Trove.Ref: 'TroveRef', GObject.TYPE_UINT: 'guint', 'gfloat': 'gfloat', Gio.BusType: 'GBusType'}
        for kind, name in names.items():
            for arena in (Trove.Arena(kind), Trove.Arena([kind]), Trove.Arena(element_type=kind)):
                self.assertEqual(arena.get_pool_type(0).name, name)
                self.assertEqual(arena.props.element_type.name, name)
        several = Trove.Arena([int, str, object])
        self.assertEqual([several.get_pool_type(i).name for i in range(several.get_n_pools())],
                         ['gint64', 'gchararray', 'GValue'])
        self.assertEqual(Trove.Arena(int, str).get_n_pools(), 2)
        self.assertEqual(Trove.Arena([int] * 256).get_n_pools(), 256)

    def test_bare(self):
        for arena in (Trove.Arena(), GObject.new(Trove.Arena), Trove.Arena.new(GObject.TYPE_VALUE)):
            self.assertEqual(arena[arena.append({'a': 1})], {'a': 1})

    def test_what_is_no_type_of_elements(self):
        for bad in (dict, list, bytes, type, None, 5, 'no such type', GObject.TYPE_NONE, GObject.TYPE_INVALID, []):
            with self.subTest(str(bad)), self.assertRaises(TypeError):
                Trove.Arena(bad)
        with self.assertRaises(TypeError):
            Trove.Arena(int, size=5)
        with self.assertRaises(ValueError):
            Trove.Arena([int] * 257)

    def test_the_class_is_final(self):
        script = ('import gi; gi.require_version("Trove", "1.0"); from gi.repository import Trove\n'
                  'try:\n  class Mine(Trove.Arena): pass\nexcept RuntimeError: print("refused")')
        done = subprocess.run([sys.executable, '-W', 'ignore', '-c', script], capture_output=True, text=True,
                              env={**os.environ, 'G_DEBUG': ''})
        self.assertEqual(done.stdout.strip(), 'refused', done.stderr)


class Memory(TroveCase):

    def check(self, usage):
        self.assertIsInstance(usage, Trove.Usage)
        self.assertEqual(usage.own + usage.shared, usage.total)
        self.assertEqual(usage.elements + usage.room + usage.waste + usage.overhead, usage.total)
        return usage

    def limited(self, element_type, limit):
        arena = Trove.Arena(element_type)
        arena.props.max_bytes = limit
        return arena

    def fill(self, arena, append):
        """The number of values that can be appended before NO_MEMORY."""
        for n in range(10**6):
            try:
                append()
            except GLib.Error as error:
                self.assertIsInstance(error, GLib.Error)
                self.assertTrue(error.matches(Trove.error_quark(), E.NO_MEMORY), error)
                self.assertIn('%d (max-bytes)' % arena.props.max_bytes, error.message)
                return n

    def test_usage(self):
        arena = Trove.Arena([int, str])
        empty = self.check(arena.get_usage())
        self.assertEqual((empty.elements, empty.room, empty.waste), (0, 0, 0))
        refs = [arena.append(i) for i in range(1000)]
        full = self.check(arena.get_usage())
        self.assertEqual((full.elements, full.room), (8000, 8 * 1016))
        self.assertGreaterEqual(full.own, 16000)
        arena.append('some text')
        self.assertGreater(self.check(arena.get_usage()).elements, 8000 + len('some text'))

        sub = arena.dup_sub_arenas()[0]
        self.assertEqual(self.check(sub.get_usage()).elements, sub.props.n_bytes)
        snapshot = arena.snapshot()
        frozen, of_snapshot = self.check(arena.get_usage()), self.check(snapshot.get_usage())
        self.assertEqual((frozen.room, of_snapshot.room), (0, 0))
        self.assertEqual((frozen.shared, frozen.elements), (of_snapshot.shared, of_snapshot.elements))
        self.assertGreaterEqual(frozen.shared, 16000)
        self.assertEqual(self.check(sub.get_usage()).elements, sub.props.n_bytes)

        # A usage is plain numbers, which stay valid after the arena is freed.
        del arena, sub
        collect()
        self.assertEqual((full.elements, full.total), (8000, full.own + full.shared))
        self.assertEqual(self.check(snapshot.get_usage()).total, of_snapshot.total)
        self.assertEqual(snapshot[refs[999]], 999)

    def test_limit(self):
        arena = self.limited(int, 20000)
        self.assertEqual((arena.props.max_bytes, arena.get_max_bytes()), (20000, 20000))
        n = self.fill(arena, lambda: arena.append(7))
        self.assertGreater(n, 500)
        self.assertEqual([arena[ref] for ref in arena], [7] * n)
        self.assertLessEqual(self.check(arena.get_usage()).total, 20000 + 1000)

        # Elements can still be changed in place, and versions made.
        first = next(iter(arena))
        self.assertEqual(arena.set(first, 8), first)
        with arena.borrow_mut(first) as guard:
            guard.value += 1
        self.assertEqual(arena.snapshot()[first], 9)
        self.assertEqual(len(arena.clone()), n)
        arena.props.max_bytes = 40000
        self.assertGreater(self.fill(arena, lambda: arena.append(7)), 500)
        arena.set_max_bytes(0)
        arena.append_int64s(0, range(10000))

    def test_all_calls_are_limited(self):
        arena = self.limited([int, float, str, object], 20000)
        refs = [arena.append(value) for value in (1, 0.5, 'x', [1])]
        arena.snapshot()
        for call in (lambda: arena.append(1), lambda: arena.append('x' * 100), lambda: arena.append([1]),
                     lambda: arena.set(refs[0], 2), lambda: arena.set(refs[2], 'y' * 100),
                     lambda: arena.set(refs[3], [2]), lambda: arena.borrow_mut(refs[0]).release(),
                     lambda: arena.borrow_mut(refs[3]).release(), lambda: arena.append_int64s(0, range(100)),
                     lambda: arena.append_doubles(1, [0.5] * 100),
                     lambda: arena.append_bytes(0, GLib.Bytes.new(bytes(800)))):
            self.fill(arena, call)
            n, text = len(arena), str(arena)
            with self.refused(E.NO_MEMORY, 20000, 'max-bytes'):
                call()
            self.assertEqual((len(arena), str(arena)), (n, text))
        self.assertEqual([arena[ref] for ref in refs], [1, 0.5, 'x', [1]])

    def test_who_has_a_limit(self):
        arena = self.limited(int, 50000)
        arena.append(1)
        self.assertEqual([other.props.max_bytes for other in (
            Trove.Arena(int), arena.clone(), copy.copy(arena), arena.merge(Trove.Arena(int)),
            Trove.Arena(int).merge(arena), arena.snapshot().branch())], [0, 50000, 50000, 50000, 0, 50000])

    def test_the_property(self):
        arena, seen = Trove.Arena(int), []
        arena.connect('notify::max-bytes', lambda arena, pspec: seen.append(arena.props.max_bytes))
        for limit in (100000, 100000, 2**64 - 1, 0):
            arena.props.max_bytes = limit
        self.assertEqual(seen, [100000, 2**64 - 1, 0])
        arena.max_bytes = 7
        self.assertEqual((arena.max_bytes, arena.props.max_bytes), (7, 7))
        arena.max_bytes = 0
        for bad in (-1, 2**64):
            with self.assertRaises(OverflowError):
                arena.props.max_bytes = bad
            with self.assertRaises(OverflowError):
                arena.set_max_bytes(bad)
        for bad in ('x', None):
            with self.assertRaises(TypeError):
                arena.props.max_bytes = bad
        self.assertEqual(arena.props.max_bytes, 0)

    def test_objects_of_what_is_refused_are_let_go(self):
        arena = self.limited(object, 5000)
        before = Counted.alive
        n = self.fill(arena, lambda: arena.append(Counted()))
        collect()
        self.assertEqual(Counted.alive, before + n)
        del arena
        collect()
        self.assertEqual(Counted.alive, before)


class Looking(TroveCase):

    def test_contents(self):
        arena = Trove.Arena([int, str])
        self.assertTrue(arena)
        self.assertEqual((len(arena), list(arena)), (0, []))
        refs = [arena.append(i) for i in range(40)]
        arena.snapshot()
        refs += [arena.append('x'), arena.append(1)]
        self.assertEqual(len(arena), 42)
        # Refs are in order of pools, then of appending.
        self.assertEqual(list(arena), refs[:40] + [refs[41], refs[40]])
        self.assertEqual(list(arena.snapshot()), list(arena))
        self.assertEqual(len(arena.snapshot()), 42)
        self.assertTrue(Trove.Arena(int).snapshot())

    def test_as_a_mapping(self):
        arena = Trove.Arena([int, object])
        refs = [arena.append(value) for value in (1, [2], 3)]
        for holder in (arena, arena.snapshot()):
            self.assertEqual(dict(holder.items()), {refs[0]: 1, refs[1]: [2], refs[2]: 3})
            self.assertEqual(list(holder.values()), [1, 3, [2]])
            self.assertEqual(list(holder.keys()), list(holder))
            for value in holder.values():
                if type(value) is list:
                    value.append(5)
            self.assertEqual(holder[refs[1]], [2])
            self.assertNotIn(None, holder)

    def test_max_bytes(self):
        arena = Trove.Arena(int)
        self.assertEqual(arena.max_bytes, 0)
        arena.max_bytes = 100000
        self.assertEqual((arena.max_bytes, arena.props.max_bytes), (100000, 100000))
        with self.assertRaises(OverflowError):
            arena.max_bytes = -1

    def test_root(self):
        arena = Trove.Arena(int)
        self.assertIsNone(arena.root)
        ref = arena.append(1)
        arena.root = ref
        for holder in (arena, arena.clone(), arena.snapshot(), arena.snapshot().branch(),
                       arena.merge(Trove.Arena(int))):
            self.assertEqual(holder.root, ref)
        del arena.root
        self.assertIsNone(arena.root)
        arena.root = ref
        arena.root = None
        self.assertIsNone(arena.snapshot().root)
        with self.assertRaises(AttributeError):
            arena.snapshot().root = ref

    def test_branch(self):
        arena = Trove.Arena(object)
        ref = arena.append([1])
        snapshot = arena.snapshot()
        self.assertIs(copy.copy(snapshot), snapshot)
        self.assertIs(copy.deepcopy(snapshot), snapshot)
        branch = snapshot.branch()
        with branch.borrow_mut(ref) as guard:
            guard.value.append(2)
            changed = guard.ref
        self.assertEqual((branch[changed], snapshot[ref], arena[ref]), ([1, 2], [1], [1]))

    def test_the_map_is_a_list_model(self):
        arena = Trove.Arena(int)
        ids = []
        for i in range(5):
            ids.append(arena.append(i).sub_arena)
            arena.snapshot()
        own = arena.reserve_id()
        arena.append(5)
        subs = arena.dup_sub_arenas()
        self.assertIsInstance(subs, Gio.ListModel)
        self.assertEqual((len(subs), subs.props.n_items, subs.get_n_items()), (6, 6, 6))
        self.assertEqual(subs.props.item_type, Trove.SubArena.__gtype__)
        self.assertEqual([sub.props.id for sub in subs], ids + [own])
        self.assertEqual(list(subs.dup_ids()), sorted(ids + [own]))
        self.assertEqual([sub.props.frozen for sub in subs], [True] * 5 + [False])
        self.assertEqual(subs[-1].props.id, own)
        self.assertIs(subs[2], subs[2])
        self.assertEqual(subs.lookup(ids[3]).props.id, ids[3])
        self.assertIsNone(subs.lookup(own + 1))
        self.assertTrue(subs.contains(own))
        with self.assertRaises(IndexError):
            subs[6]
        # The counts do not change later.
        arena.append(6)
        self.assertEqual(subs[-1].props.n_elements, 1)
        self.assertEqual(arena.dup_sub_arenas()[-1].props.n_elements, 2)

    def test_sub_arenas(self):
        arena = Trove.Arena([int, object])
        refs = [arena.append(i) for i in range(33)] + [arena.append([7])]
        sub = arena.dup_sub_arenas()[0]
        self.assertEqual((len(sub), sub.props.n_elements, sub.get_pool_n_elements(0)), (34, 34, 33))
        self.assertEqual((sub.get(0, 32), sub.get(1, 0)), (32, [7]))
        self.assertEqual(sub.get_ref(1, 0), refs[-1])
        sub.get(1, 0).append(8)
        self.assertEqual(sub.get(1, 0), [7])
        for pool, index in ((0, 33), (1, 1), (2, 0), (0, 2**63)):
            with self.refused(E.INVALID_REF):
                sub.get(pool, index)
        for pool, index in ((-1, 0), (0, -1), (2**32, 0), (0, 2**64)):
            with self.assertRaises(OverflowError):
                sub.get(pool, index)

    def test_param_spec_list(self):
        flags = GObject.ParamFlags(GObject.ParamFlags.READABLE | Trove.PARAM_OWNED)
        pspec = Trove.param_spec_list('children', None, 'All of them', Gio.SimpleAction, flags)
        self.assertEqual((pspec.name, pspec.nick, pspec.blurb), ('children', 'children', 'All of them'))
        self.assertEqual(pspec.value_type, Gio.ListModel.__gtype__)
        self.assertEqual(pspec.flags & Trove.PARAM_OWNED, Trove.PARAM_OWNED)
        self.assertEqual(pspec.flags & Trove.PARAM_INTERNED, 0)


if __name__ == '__main__':
    tap.main()
