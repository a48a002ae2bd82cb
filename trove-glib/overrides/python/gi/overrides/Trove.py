# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Trove as Python knows values: numbers, text, objects of its own, none of them shared between versions.

A Python value is stored as a private copy and handed out as one, so that no version changes through a
reference somebody kept. What cannot change is neither copied on the way in nor on the way out.
"""

import copy
import ctypes
import dataclasses
import functools
import operator
import threading

from gi.module import get_introspection_module
from gi.overrides import override
from gi.overrides._trove_values import (
    ATOMIC, MAX_INT64, MAX_UINT64, NUMBERS, PYOBJECT, REALS, address_of, arena_get, borrow_get_value, bytes_get_data,
    gtype_of, is_frozen, is_shared, make_value, opened, out_of_range, peek, pools_of, seal, snapshot_get,
    sub_arena_get, take)
from gi.repository import GLib, GObject

_Trove = get_introspection_module('Trove')

__all__ = []


# Threads

class _Leaving:
    """Lets go of a thread's arenas when Python is done with the thread. The library sees the thread end only after its
    join() has returned."""

    def __init__(self):
        self.ident = threading.get_ident()

    def __del__(self, get_ident=threading.get_ident, leave=_Trove.thread_leave):
        # After a fork and when Python ends, the main thread clears the others.
        if get_ident() == self.ident:
            leave()


class _ThisThread(threading.local):

    def __init__(self):
        self.owns = _Leaving()


# Its `owns` is read by what may make the calling thread an arena's owner.
_this_thread = _ThisThread()


# What arenas and snapshots have in common

def _check_ref(ref):
    if type(ref) is not Ref:
        raise TypeError('a Trove.Ref is needed, not %s' % type(ref).__qualname__)


class _Reading:

    @functools.cached_property
    def _pools(self):
        return pools_of(tuple(self.get_pool_type(pool) for pool in range(self.get_n_pools())))

    def get(self, ref):
        """A copy of the value."""
        stored = self._get_stored(ref)
        if self._pools.any_chars:
            stored = self._pools.to_number(stored, ref.pool)
        return opened(stored)

    def __getitem__(self, ref):
        return self.get(ref)

    def __contains__(self, ref):
        _check_ref(ref)
        return self.contains(ref)

    def __len__(self):
        return self.get_n_elements()

    def __bool__(self):
        # An empty one is not nothing.
        return True

    def __iter__(self):
        n_pools = self.get_n_pools()
        for sub in self.dup_sub_arenas():
            for pool in range(n_pools):
                for index in range(sub.get_pool_n_elements(pool)):
                    yield sub.get_ref(pool, index)

    def __str__(self):
        """As trove_arena_to_string(), with Python's objects in Python's own words."""
        n_pools = self.get_n_pools()
        subs = []
        for sub in self.dup_sub_arenas():
            pools = []
            for pool in range(n_pools):
                values = ', '.join(repr(peek(sub._get_stored(pool, index)))
                                   for index in range(sub.get_pool_n_elements(pool)))
                if n_pools == 1:
                    pools.append('[%s]' % values)
                elif values:
                    pools.append('%d: [%s]' % (pool, values))
            subs.append('%d: %s' % (sub.props.id, pools[0] if n_pools == 1 else '{%s}' % ', '.join(pools)))
        return '{%s}' % ', '.join(subs)

    def read_many(self, first, n):
        """The values of n elements, one after the other from the first."""
        _check_ref(first)
        n = operator.index(n)
        if n < 0:
            raise ValueError('a number of elements is not negative')
        if n == 0:
            return []
        # By way of the first, so that a ref that names nothing is refused as everywhere.
        values = [self.get(first)]
        gtype = self._pools.gtypes[first.pool]
        if gtype in NUMBERS and gtype not in (GObject.TYPE_UINT64, GObject.TYPE_ULONG):
            return list(self.read_int64s(first, n))
        if gtype in REALS:
            return list(self.read_doubles(first, n))
        values.extend(self.get(Ref(first.sub_arena, first.offset + i)) for i in range(1, n))
        return values

    def view_row(self, ref):
        """The row of frozen numbers that an element is in, as a read-only memoryview without a copy."""
        if ref not in self:
            self.get(ref)
        sub = self.dup_sub_arenas().lookup(ref.sub_arena)
        row = (ref.index // 32 + 1).bit_length() - 1
        return sub.view_row(ref.pool, row, self._pools.formats[ref.pool] or 'B')


class Ref(_Trove.Ref):
    """A handle on one element: an immutable pair of numbers."""

    def __new__(cls, sub_arena=0, offset=0):
        return super().__new__(cls)

    def __init__(self, sub_arena=0, offset=0):
        super().__init__()
        object.__setattr__(self, 'sub_arena', sub_arena)
        object.__setattr__(self, 'offset', offset)

    # A ref is a key of dicts and stored inside values: it must not change.
    def __setattr__(self, name, value):
        raise AttributeError('a ref does not change: %r cannot be set' % name)

    def __delattr__(self, name):
        raise AttributeError('a ref does not change: %r cannot be deleted' % name)

    @property
    def pool(self):
        return self.get_pool()

    @property
    def index(self):
        return self.get_index()

    def __eq__(self, other):
        return NotImplemented if type(other) is not Ref else self.equal(other)

    def __ne__(self, other):
        return NotImplemented if type(other) is not Ref else not self.equal(other)

    # The order of two addresses, which wrappers have, means nothing.
    def __lt__(self, other):
        return NotImplemented

    __le__ = __gt__ = __ge__ = __lt__

    def __hash__(self):
        return self.hash()

    def __bool__(self):
        return not self.is_null()

    def __str__(self):
        return self.to_string()

    def __repr__(self):
        return '<Trove.Ref %s>' % self.to_string()

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return Ref, (self.sub_arena, self.offset)


Ref = override(Ref)
# Where pickle finds it again: the override's own module cannot be imported first.
Ref.__module__ = 'gi.repository.Trove'
__all__.append('Ref')


class Borrow(_Trove.Borrow):
    """A guard on one element, for `with`. Its `value` can be set where the borrow is mutable."""

    _pools = None
    # Whether the stored object itself was handed out: then somebody may have kept it.
    _handed_out = False

    def __new__(cls, *args, **kwargs):
        raise TypeError('a borrow comes from Trove.Arena.borrow() or borrow_mut()')

    def _get_stored(self):
        if not isinstance(self, Borrow):
            raise TypeError('a Trove.Borrow is needed')
        value = borrow_get_value(address_of(self), None)
        return take(value) if value is not None else _Trove.Borrow.get_value(self)

    def get_value(self):
        stored = self._get_stored()
        pools = self._pools
        if pools is not None and pools.any_chars:
            stored = pools.to_number(stored, self.ref.pool)
        if not is_shared(stored):
            return peek(stored)
        if not self.is_mutable():
            return copy.deepcopy(stored)
        self._handed_out = True
        return stored

    def set_value(self, value):
        if self._handed_out and value is self._get_stored():
            return True
        if self._pools is not None:
            value = self._pools.store[self.ref.pool](value)
        result = super().set_value(value)
        self._handed_out = False
        return result

    value = property(get_value, lambda self, value: self.set_value(value))

    @property
    def ref(self):
        return self.dup_ref()

    def _sever(self):
        """Stores a copy of what was handed out, which whoever kept that cannot reach."""
        self._handed_out = False
        super().set_value(make_value(PYOBJECT, seal(self._get_stored())))

    def release(self):
        try:
            if self._handed_out and not self.is_released():
                self._sever()
        finally:
            super().release()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.release()

    def __del__(self):
        if self._handed_out:
            try:
                self.release()
            except GLib.Error:
                # On another thread than the arena's nothing can be stored any more.
                pass


Borrow = override(Borrow)
Borrow.__module__ = 'gi.repository.Trove'
__all__.append('Borrow')


class Arena(_Reading, _Trove.Arena):
    """Arena(int), Arena(float), Arena(str), Arena(bool), Arena(object), Arena(a GObject type), or
    Arena([int, str, object]) for several pools. Arena() is Arena(object)."""

    def __new__(cls, *types, element_type=None):
        if element_type is not None:
            types += (element_type,)
        if len(types) == 1 and isinstance(types[0], (list, tuple)):
            types = tuple(types[0])
            if not types:
                raise TypeError('an arena has a pool at least')
        gtypes = [gtype_of(kind) for kind in types or (object,)]
        if len(gtypes) > _Trove.MAX_POOLS:
            raise ValueError('an arena has %d pools at most' % _Trove.MAX_POOLS)
        _this_thread.owns
        arena = _Trove.Arena.new(gtypes[0]) if len(gtypes) == 1 else _Trove.Arena.new_for_types(gtypes)
        if arena is None:
            raise TypeError('an arena cannot have elements of %s' % ', '.join(gtype.name for gtype in gtypes))
        return arena

    def __init__(self, *types, element_type=None):
        # It is made by now, and GObject would make another.
        pass

    def append(self, value, pool=None):
        _this_thread.owns
        pools = self._pools
        if pool is None:
            if pools.store_only is not None:
                return _append_to(self, 0, pools.store_only(value))
            pool, stored = pools.choose(value)
            return _append_to(self, pool, stored) if pool is not None else _append(self, stored)
        pool = pools.check(pool)
        return _append_to(self, pool, pools.store[pool](value))

    def append_to(self, pool, value):
        return self.append(value, pool)

    def _get_stored(self, ref):
        if type(ref) is not Ref or not isinstance(self, Arena):
            _check_ref(ref)
            raise TypeError('a Trove.Arena is needed')
        _this_thread.owns
        value = arena_get(address_of(self), address_of(ref), None)
        return take(value) if value is not None else _Trove.Arena.get(self, ref)

    def __setitem__(self, ref, value):
        raise TypeError('a change may give another ref: use `ref = arena.set(ref, value)`')

    def set(self, ref, value):
        """Changes a value; the result is the ref to use from now on."""
        _check_ref(ref)
        _this_thread.owns
        pools = self._pools
        if pools.store_only is not None:
            return _set(self, ref, pools.store_only(value))
        pool = ref.pool
        if pool >= len(pools.store):
            self.get(ref)
        return _set(self, ref, pools.store[pool](value))

    def replace(self, ref, **fields):
        """Changes fields of a dataclass, a named tuple or a dict; the result is the ref to use from now on."""
        return self.set(ref, _replaced(peek(self._get_stored(ref)), fields))

    def borrow(self, ref):
        _this_thread.owns
        guard = _borrow(self, ref)
        guard._pools = self._pools
        return guard

    def borrow_mut(self, ref):
        _check_ref(ref)
        _this_thread.owns
        pools = self._pools
        guard = _borrow_mut(self, ref)
        guard._pools = pools
        # The library's copy of a frozen element is another reference to the same Python object.
        if pools.any_python and guard.ref != ref:
            stored = guard._get_stored()
            if is_shared(stored):
                try:
                    private = copy.deepcopy(stored)
                except BaseException:
                    _Trove.Borrow.set_value(guard, make_value(PYOBJECT, None))
                    guard.release()
                    raise
                _Trove.Borrow.set_value(guard, make_value(PYOBJECT, private))
        return guard

    def __copy__(self):
        return self.clone()

    def __deepcopy__(self, memo):
        return self.clone()

    def __str__(self):
        return super().__str__() if self._pools.any_python else self.to_string()

    root = property(lambda self: self.get_root(), lambda self, ref: self.set_root(ref),
                    lambda self: self.set_root(None))
    # That of `props` warns on another thread, where this one raises.
    max_bytes = property(lambda self: self.get_max_bytes(), lambda self, n: self.set_max_bytes(n))

    # Many at once

    def append_many(self, values, pool=None):
        """Appends what is in a list, an array or a buffer to one pool; the result is the ref of the first. The bytes
        of a `bytes` are elements as they lie in memory."""
        pools = self._pools
        if pool is not None:
            pool = pools.check(pool)
        elif len(pools.gtypes) == 1:
            pool = 0

        if isinstance(values, (bytes, bytearray)):
            if pool is None:
                raise TypeError('the pool of elements given as bytes must be said')
            return self.append_bytes(pool, GLib.Bytes.new(bytes(values)))
        if not isinstance(values, (list, tuple)):
            try:
                view = memoryview(values)
            except TypeError:
                values = list(values)
            else:
                kind = _native_format(view)
                if pool is None and kind in pools.buffers and kind is not None:
                    pool = pools.buffers.index(kind)
                if pool is not None and kind is not None and kind == pools.buffers[pool]:
                    return self.append_bytes(pool, GLib.Bytes.new(view.tobytes()))
                values = view.tolist()

        if not values:
            return Ref()
        if pool is None:
            pool = pools.choose(values[0])[0]
            if pool is None:
                raise TypeError('the pool of many %s must be said' % type(values[0]).__qualname__)
        gtype = pools.gtypes[pool]
        if gtype in NUMBERS and set(map(type, values)) == {int}:
            least, greatest = NUMBERS[gtype][1:]
            for value in (min(values), max(values)):
                if not least <= value <= greatest:
                    raise out_of_range(value, gtype, pool)
            if max(values) <= MAX_INT64:
                return self.append_int64s(pool, values)
        if gtype == GObject.TYPE_DOUBLE and set(map(type, values)) == {float}:
            return self.append_doubles(pool, values)

        # All are made before the first is appended: one that does not fit leaves the arena as it was.
        store = pools.store[pool]
        refs = [_append_to(self, pool, stored) for stored in [store(value) for value in values]]
        return refs[0]


_append, _append_to, _set = _Trove.Arena.append, _Trove.Arena.append_to, _Trove.Arena.set
_borrow, _borrow_mut = _Trove.Arena.borrow, _Trove.Arena.borrow_mut

def _noting(method):
    @functools.wraps(method)
    def call(*args, **kwargs):
        _this_thread.owns
        return method(*args, **kwargs)
    return call


# All others that a thread may begin to own an arena by.
for _name, _method in list(vars(_Trove.Arena).items()):
    if _name not in {*vars(Arena), *vars(_Reading)} and getattr(_method, 'can_throw_gerror', bool)():
        setattr(Arena, _name, _noting(_method))

Arena = override(Arena)
Arena.__module__ = 'gi.repository.Trove'
__all__.append('Arena')


def _native_format(view):
    """The format of a buffer in this machine's byte order, as one of the formats of pools."""
    if view.ndim != 1 or not view.c_contiguous:
        return None
    kind = view.format.lstrip('@=<') if memoryview(b'\1\0').cast('H')[0] == 1 else view.format.lstrip('@=>')
    # Formats with the same meaning and size are the same to a pool.
    for group in ('bhilqn', 'BHILQN', 'fd'):
        if kind in group:
            sizes = {1: 'b', 4: 'i', 8: 'q'} if group[0] == 'b' else {1: 'B', 4: 'I', 8: 'Q'}
            return kind if group == 'fd' else sizes.get(view.itemsize)
    return None


def _replaced(value, fields):
    if type(value) is dict:
        return {**value, **fields}
    if isinstance(value, dict):
        value = copy.deepcopy(value)
        value.update(fields)
        return value
    if dataclasses.is_dataclass(value):
        # A copy, since __post_init__() may do what it likes with what it is given.
        return dataclasses.replace(value if is_frozen(value) else copy.deepcopy(value), **fields)
    if isinstance(value, tuple) and hasattr(value, '_replace'):
        return value._replace(**fields)
    raise TypeError('replace() knows dataclasses, named tuples and dicts, not %s' % type(value).__qualname__)


class Snapshot(_Reading, _Trove.Snapshot):
    """An immutable version, which all threads can read at once."""

    def _get_stored(self, ref):
        if type(ref) is not Ref or not isinstance(self, Snapshot):
            _check_ref(ref)
            raise TypeError('a Trove.Snapshot is needed')
        value = snapshot_get(address_of(self), address_of(ref), None)
        return take(value) if value is not None else _Trove.Snapshot.get(self, ref)

    def branch(self):
        _this_thread.owns
        return super().branch()

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    root = property(lambda self: self.get_root())


Snapshot = override(Snapshot)
Snapshot.__module__ = 'gi.repository.Trove'
__all__.append('Snapshot')

# Both are immutable, inside a tuple as well.
ATOMIC.update((Ref, Snapshot))


class SubArena(_Trove.SubArena):

    def _get_stored(self, pool, index):
        if not isinstance(self, SubArena):
            raise TypeError('a Trove.SubArena is needed')
        # The library says what is wrong with a number; C would cut it off.
        value = None
        if 0 <= pool < 2**32 and 0 <= index <= MAX_UINT64:
            value = sub_arena_get(address_of(self), pool, index, None)
        return take(value) if value is not None else _Trove.SubArena.get(self, pool, index)

    def get(self, pool, index):
        """A copy of a value."""
        return opened(self._get_stored(pool, index))

    def view_row(self, pool, row, format='B'):
        """A row of frozen numbers as a read-only memoryview without a copy."""
        data = self.get_row(pool, row)
        size = ctypes.c_size_t()
        address = bytes_get_data(address_of(data), ctypes.addressof(size))
        buffer = (ctypes.c_ubyte * size.value).from_address(address)
        # The view holds the buffer, and that the bytes, which hold the sub-arena.
        buffer.bytes = data
        return memoryview(buffer).toreadonly().cast('B').cast(format)

    def __len__(self):
        return self.props.n_elements

    def __bool__(self):
        return True


SubArena = override(SubArena)
SubArena.__module__ = 'gi.repository.Trove'
__all__.append('SubArena')
