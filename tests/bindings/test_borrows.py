# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Guards in Python: the calls that they forbid, the values that they store when they end, and exceptions in a block."""

import sys
import threading

import tap
from tap import TroveCase, collect
from gi.repository import Gio, Trove

E = Trove.Error


class Borrows(TroveCase):

    def setUp(self):
        self.arena = Trove.Arena(object)
        self.ref = self.arena.append([1])

    def test_the_value_in_a_mutable_borrow_is_one_object(self):
        with self.arena.borrow_mut(self.ref) as guard:
            self.assertIs(guard.value, guard.value)
            guard.value.append(2)
            guard.value += [3]
            guard.value = guard.value + [4]
        self.assertEqual(self.arena[self.ref], [1, 2, 3, 4])

    def test_what_was_kept_of_it_changes_nothing_later(self):
        with self.arena.borrow_mut(self.ref) as guard:
            kept = guard.value
            kept.append([2])
            inside = kept[1]
        kept.append(3)
        inside.append(4)
        self.assertEqual(self.arena[self.ref], [1, [2]])
        with self.arena.borrow_mut(self.ref) as guard:
            guard.value = kept
        kept.append(5)
        self.assertEqual(self.arena[self.ref], [1, [2, 4], 3])

    def test_a_shared_borrow_gives_copies(self):
        with self.arena.borrow(self.ref) as guard:
            guard.value.append(2)
            self.assertEqual(guard.value, [1])
            with self.refused(E.BORROWED):
                guard.value = [5]

    def test_copy_on_write(self):
        before = self.arena.snapshot()
        with self.arena.borrow_mut(self.ref) as guard:
            guard.value.append(2)
            changed = guard.ref
        self.assertNotEqual(changed, self.ref)
        self.assertEqual((before[self.ref], self.arena[self.ref], self.arena[changed]), ([1], [1], [1, 2]))
        # The same if the value was not read in the first borrow.
        self.arena.snapshot()
        with self.arena.borrow_mut(changed) as guard:
            later = guard.ref
        with self.arena.borrow_mut(later) as guard:
            guard.value.append(3)
        self.assertEqual((self.arena[changed], self.arena[later]), ([1, 2], [1, 2, 3]))

    def test_a_copy_that_cannot_be_made(self):
        class Stubborn(list):
            copies = 0

            def __deepcopy__(self, memo):
                Stubborn.copies += 1
                if Stubborn.copies > 1:
                    raise RuntimeError('no')
                return Stubborn(self)

        ref = self.arena.append(Stubborn([1]))
        self.arena.snapshot()
        with self.assertRaises(RuntimeError), self.arena.borrow_mut(ref) as guard:
            guard.value
        with self.assertRaises(RuntimeError):
            self.arena[ref]
        self.arena.clone()

    def test_release(self):
        guard = self.arena.borrow_mut(self.ref)
        with self.refused(E.BORROWED_MUT):
            self.arena.clone()
        guard.release()
        guard.release()
        self.assertTrue(guard.is_released())
        with self.refused(E.INVALID_REF, self.ref):
            guard.value
        with self.refused(E.INVALID_REF):
            guard.value = 1
        self.arena.clone()

    def test_an_exception_leaves_the_element_as_it_was(self):
        cases = [(object, [1], lambda guard: guard.value.append(2)), (object, [1], lambda guard: guard.set_value('x')),
                 (object, [1], lambda guard: guard.set_value({}) and guard.value.update(a=1)),
                 (int, 5, lambda guard: guard.set_value(6)), (str, 'x', lambda guard: guard.set_value('y' * 1000)),
                 (str, None, lambda guard: guard.set_value('y')), (Trove.Ref, self.ref, lambda guard: guard.set_value(Trove.Ref()))]
        for frozen in (False, True):
            for kind, value, change in cases:
                for error in (ZeroDivisionError, KeyboardInterrupt, GeneratorExit):
                    with self.subTest(kind, value=value, frozen=frozen):
                        arena = Trove.Arena(kind)
                        ref = arena.append(value)
                        if frozen:
                            arena.snapshot()
                        with self.assertRaises(error):
                            with arena.borrow_mut(ref) as guard:
                                now = guard.ref
                                change(guard)
                                self.assertNotEqual(guard.value, value)
                                raise error
                        self.assertTrue(guard.is_released())
                        self.assertEqual((arena[ref], arena[now]), (value, value))
                        arena.snapshot()

    def test_a_value_that_cannot_be_stored_leaves_the_element_as_it_was(self):
        for bad in (threading.Lock(), Gio.ListStore(), sys, (i for i in ())):
            for first in (None, [7]):
                with self.refused(E.TYPE_MISMATCH, kind=TypeError):
                    with self.arena.borrow_mut(self.ref) as guard:
                        if first is not None:
                            guard.value = first
                        kept = guard.value
                        kept.append(bad)
                kept[:] = ['later']
                self.assertEqual(self.arena[self.ref], [1])
                self.assertEqual(self.arena.snapshot()[self.ref], [1])

    def test_what_others_see_meanwhile(self):
        with self.arena.borrow_mut(self.ref) as guard:
            guard.value.append(2)
            self.assertEqual(self.arena.dup_sub_arenas()[0].get(0, 0), [1])
            self.assertEqual(guard.value, [1, 2])
        self.assertEqual(self.arena[self.ref], [1, 2])

    def test_release_by_the_collector(self):
        guard = self.arena.borrow_mut(self.ref)
        kept = guard.value
        kept.append(2)
        del guard
        collect()
        kept.append(3)
        self.assertEqual(self.arena[self.ref], [1, 2])
        self.arena.clone()

    def test_a_borrow_outlives_its_arena(self):
        guard = self.arena.borrow(self.ref)
        self.arena = None
        collect()
        self.assertEqual(guard.value, [1])

    def test_all_stands_in_the_way_that_should(self):
        other = self.arena.clone()
        ref = self.arena.append(1)
        with self.arena.borrow_mut(ref):
            for call in (self.arena.clone, self.arena.snapshot, self.arena.transfer,
                         lambda: self.arena.merge(other), lambda: other.merge(self.arena),
                         lambda: self.arena.absorb(other)):
                with self.refused(E.BORROWED_MUT):
                    call()
        with self.arena.borrow(ref):
            with self.refused(E.BORROWED):
                self.arena.set(ref, 2)
            with self.refused(E.BORROWED):
                self.arena.transfer()
            self.arena.snapshot()

    def test_many_borrows_of_one_value(self):
        guards = [self.arena.borrow(self.ref) for _ in range(1000)]
        for guard in guards[:-1]:
            guard.release()
        with self.refused(E.BORROWED):
            self.arena.borrow_mut(self.ref)
        guards[-1].release()
        self.arena.borrow_mut(self.ref).release()

    def test_a_borrow_comes_from_an_arena(self):
        with self.assertRaises(TypeError):
            Trove.Borrow()


if __name__ == '__main__':
    tap.main()
