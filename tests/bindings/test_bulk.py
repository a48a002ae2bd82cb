# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Many values in one call, and the rows of frozen pools without a copy."""

import array
import ctypes
import struct
import sys

import tap
from tap import TroveCase, collect
from gi.repository import GLib, GObject, Gio, Trove

E = Trove.Error
EDGES = (1, 31, 32, 33, 95, 96, 97, 1000)


def count_calls(function):
    """How many functions a call runs, and what it returns."""
    n = 0

    def note(_frame, event, _argument):
        nonlocal n
        n += event in ('call', 'c_call')

    sys.setprofile(note)
    try:
        result = function()
    finally:
        sys.setprofile(None)
    return n, result


class Appending(TroveCase):

    def test_lists_at_the_edges_of_rows(self):
        for n in EDGES:
            for kind, values in ((int, list(range(-5, n - 5))), (float, [i / 4 for i in range(n)]),
                                 (str, ['s%d' % i for i in range(n)]), (object, [[i] for i in range(n)]),
                                 (GObject.TYPE_UINT, list(range(n))), (bool, [i % 3 == 0 for i in range(n)]),
                                 (Trove.Ref, [Trove.Ref(i + 1, i) for i in range(n)])):
                with self.subTest(kind, n=n):
                    arena = Trove.Arena(kind)
                    first = arena.append_many(values)
                    self.assertEqual((first.index, len(arena)), (0, n))
                    self.assertEqual(arena.read_many(first, n), values)
                    self.assertEqual(arena.snapshot().read_many(first, n), values)
                    self.assertEqual(arena[Trove.Ref(first.sub_arena, n - 1)], values[-1])
                    more = arena.append_many(values)
                    self.assertEqual(more.index, n if arena.reserve_id() == first.sub_arena else 0)

    def test_what_else_can_be_given(self):
        arena = Trove.Arena(int)
        for values in ((1, 2), array.array('q', [1, 2]), array.array('i', [1, 2]), array.array('B', [1, 2]),
                       memoryview(array.array('q', [0, 1, 2]))[1:], memoryview(array.array('q', [1, 0, 2]))[::2],
                       iter([1, 2]), range(1, 3), struct.pack('qq', 1, 2), bytearray(struct.pack('qq', 1, 2)),
                       (ctypes.c_int64 * 2)(1, 2), {1: 0, 2: 0}):
            with self.subTest(type(values)):
                self.assertEqual(arena.read_many(arena.append_many(values), 2), [1, 2])
        small = Trove.Arena(GObject.TYPE_UCHAR)
        self.assertEqual(small.read_many(small.append_many(b'\x01\xff'), 2), [1, 255])
        signed = Trove.Arena(GObject.TYPE_CHAR)
        self.assertEqual(signed.read_many(signed.append_many([-128, 127]), 2), [-128, 127])
        wide = Trove.Arena(GObject.TYPE_UINT64)
        self.assertEqual(wide.read_many(wide.append_many([0, 2**64 - 1]), 2), [0, 2**64 - 1])
        reals = Trove.Arena(float)
        self.assertEqual(reals.read_many(reals.append_many(array.array('f', [0.5])), 1), [0.5])
        self.assertEqual(reals.read_many(reals.append_many([1, 0.5]), 2), [1, 0.5])

    def test_all_or_nothing(self):
        for kind, values in ((int, [1, 2**63]), (int, [1, 'x']), (int, [1, None]), (GObject.TYPE_UCHAR, [1, 256]),
                             (str, ['x', 'a\0b']), (object, [1, (i for i in ())]), (int, b'abc'),
                             (object, b'12345678'), (int, [2.5]), (GObject.TYPE_UINT, array.array('i', [1, -1]))):
            with self.subTest(repr(values)):
                arena = Trove.Arena(kind)
                with self.assertRaises((TypeError, OverflowError, ValueError, GLib.Error)):
                    arena.append_many(values)
                self.assertEqual(len(arena), 0)

    def test_nothing_where_there_is_no_room(self):
        for kind, values in ((str, ['z' * 1000] * 100), (object, ['z' * 1000] * 2000), (int, list(range(10000))),
                             (GLib.Variant, [GLib.Variant('s', 'x')] * 10000)):
            with self.subTest(kind):
                arena = Trove.Arena(kind)
                arena.max_bytes = 20000
                with self.refused(E.NO_MEMORY, 20000, kind=MemoryError):
                    arena.append_many(values)
                self.assertEqual(len(arena), 0)

    def test_many_values_leak_nothing(self):
        store = Gio.ListStore()
        count = store.__grefcount__
        arena = Trove.Arena(object)
        for _ in range(20):
            first = arena.append_many([store, 'x' * 100, [1], None, 2**70, 0.5, True])
            self.assertEqual(arena.read_many(first, 7), [store, 'x' * 100, [1], None, 2**70, 0.5, True])
        self.assertEqual(store.__grefcount__, count + 20)
        del arena
        collect()
        self.assertEqual(store.__grefcount__, count)

    def test_nothing(self):
        arena = Trove.Arena(int)
        for nothing in ([], (), b'', array.array('q'), iter(())):
            self.assertFalse(arena.append_many(nothing))
        self.assertEqual((len(arena), arena.read_many(Trove.Ref(), 0)), (0, []))

    def test_the_pool(self):
        arena = Trove.Arena([int, float, str, object])
        self.assertEqual(arena.append_many([1, 2]).pool, 0)
        self.assertEqual(arena.append_many([0.5]).pool, 1)
        self.assertEqual(arena.append_many(array.array('d', [0.5])).pool, 1)
        self.assertEqual(arena.append_many(['x']).pool, 2)
        self.assertEqual(arena.append_many([[1]]).pool, 3)
        self.assertEqual(arena.append_many([1, 'x'], pool=3).pool, 3)
        self.assertEqual(arena.append_many(struct.pack('d', 0.5), 1).pool, 1)
        with self.assertRaises(IndexError):
            arena.append_many([1], 4)
        with self.assertRaises(TypeError):
            arena.append_many(b'12345678')

    def test_no_aliasing(self):
        arena = Trove.Arena(object)
        values = [[1], [2]]
        first = arena.append_many(values)
        values[0].append(9)
        arena.read_many(first, 2)[1].append(9)
        self.assertEqual(arena.read_many(first, 2), [[1], [2]])

    def test_what_is_not_there(self):
        for kind in (int, str):
            arena = Trove.Arena(kind)
            first = arena.append_many([kind(i) for i in range(40)])
            for holder in (arena, arena.snapshot()):
                for ref, n in ((first, 41), (Trove.Ref(first.sub_arena, 40), 1), (Trove.Ref(), 1), (first, 2**50)):
                    with self.subTest(str(ref), n=n), self.refused(E.INVALID_REF):
                        holder.read_many(ref, n)
                with self.assertRaises(ValueError):
                    holder.read_many(first, -1)

    def test_many_take_fewer_calls_than_one_by_one(self):
        for kind, values in ((str, ['s%d' % i for i in range(500)]), (object, [(i, 'x') for i in range(500)]),
                             (object, [{'x': i} for i in range(500)])):
            arena = Trove.Arena(kind)
            first = arena.append_many(values)
            refs = list(arena)
            for holder in (arena, arena.snapshot()):
                with self.subTest(repr(values[0]), holder=type(holder).__name__):
                    many, read = count_calls(lambda: holder.read_many(first, len(values)))
                    self.assertEqual(read, values)
                    self.assertLess(many, count_calls(lambda: [holder[ref] for ref in refs])[0])

    def test_the_calls_of_the_library(self):
        arena = Trove.Arena(int)
        first = arena.append_int64s(0, [1, 2**62])
        self.assertEqual(list(arena.read_int64s(first, 2)), [1, 2**62])
        self.assertEqual(arena.read_bytes(first, 2).get_data(), struct.pack('qq', 1, 2**62))
        with self.refused(E.TYPE_MISMATCH):
            arena.read_doubles(arena.append(2**53 + 1), 1)
        reals = Trove.Arena(float)
        self.assertEqual(list(reals.read_doubles(reals.append_doubles(0, [0.5]), 1)), [0.5])


class Rows(TroveCase):

    FORMATS = {int: 'q', float: 'd', GObject.TYPE_UINT: 'I', GObject.TYPE_CHAR: 'b', GObject.TYPE_UCHAR: 'B',
               GObject.TYPE_FLOAT: 'f', GObject.TYPE_UINT64: 'Q'}

    def test_rows_of_numbers(self):
        for kind, kind_format in self.FORMATS.items():
            with self.subTest(str(kind)):
                arena = Trove.Arena(kind)
                first = arena.append_many([i % 100 for i in range(120)])
                with self.refused(E.TYPE_MISMATCH, 'frozen'):
                    arena.view_row(first)
                snapshot = arena.snapshot()
                for holder in (arena, snapshot):
                    for index, start, length in ((0, 0, 32), (31, 0, 32), (32, 32, 64), (95, 32, 64), (96, 96, 24)):
                        view = holder.view_row(Trove.Ref(first.sub_arena, index))
                        self.assertEqual((view.format, len(view)), (kind_format, length))
                        self.assertEqual(view.tolist(), [i % 100 for i in range(start, start + length)])

    def test_a_view_cannot_be_written(self):
        arena = Trove.Arena(int)
        ref = arena.append(1)
        view = arena.snapshot().view_row(ref)
        self.assertTrue(view.readonly)
        with self.assertRaises(TypeError):
            view[0] = 2
        with self.assertRaises(TypeError):
            view.obj[0] = 2
        self.assertEqual(arena[ref], 1)

    def test_a_view_is_no_copy_and_holds_what_it_shows(self):
        arena = Trove.Arena(int)
        first = arena.append_many(range(100000))
        arena.snapshot()
        last = Trove.Ref(first.sub_arena, 99999)
        views = [arena.view_row(last) for _ in range(2)]
        self.assertEqual(self.address_of(views[0]), self.address_of(views[1]))
        expected = views[0].tolist()
        del arena, views[0]
        collect()
        # The row is still allocated: no new arena uses its memory.
        others = [Trove.Arena(int) for _ in range(20)]
        for other in others:
            other.append_many([7] * 100000)
        self.assertEqual(views[0].tolist(), expected)
        part = views[0][-3:]
        del views
        collect()
        self.assertEqual(part.tolist(), [99997, 99998, 99999])

    def address_of(self, view):
        class Buffer(ctypes.Structure):
            _fields_ = [('buf', ctypes.c_void_p), ('obj', ctypes.py_object), ('len', ctypes.c_ssize_t),
                        ('rest', ctypes.c_byte * 128)]
        buffer = Buffer()
        get, release = ctypes.pythonapi.PyObject_GetBuffer, ctypes.pythonapi.PyBuffer_Release
        get(ctypes.py_object(view), ctypes.byref(buffer), 0)
        address = buffer.buf
        release(ctypes.byref(buffer))
        return address

    def test_what_has_no_rows_of_numbers(self):
        for kind, value in ((str, 'x'), (object, [1])):
            arena = Trove.Arena(kind)
            ref = arena.append(value)
            with self.refused(E.TYPE_MISMATCH):
                arena.snapshot().view_row(ref)

    def test_refs_are_two_numbers(self):
        arena = Trove.Arena(Trove.Ref)
        ref = arena.append(Trove.Ref(3, 4))
        arena.append(ref)
        view = arena.snapshot().view_row(ref)
        self.assertEqual(view.cast('Q', (2, 2)).tolist(), [[3, 4], [ref.sub_arena, 0]])


if __name__ == '__main__':
    tap.main()
