# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Trove as Python knows values: numbers, text, objects of its own, none of them shared between versions.

A Python value is stored as a private copy and handed out as one, so that no version changes through a reference that
a program keeps. What cannot change is neither copied on the way in nor on the way out."""

import array
import ctypes
import dataclasses
import functools
import gc
import operator
import os
import threading
import types
import weakref

from gi.module import get_introspection_module
from gi.overrides import override
from gi.overrides._trove_copies import ATOMIC, is_changeable, opened
from gi.overrides._trove_docs import add_documented
from gi.overrides._trove_errors import PUBLIC, InvalidRefError, checked
from gi.overrides._trove_native import (
    address_of, arena_get, borrow_get_value, bytes_get_data, snapshot_get, sub_arena_get, take, take_value)
from gi.overrides._trove_values import MAX_UINT64, NUMBERS, PYOBJECT, REALS, gtype_of, out_of_range, pools_of
from gi.repository import GLib, GObject

_Trove = get_introspection_module('Trove')

__all__ = []

_NOTHING = object()

for _error in PUBLIC:
    globals()[_error.__name__] = _error
    __all__.append(_error.__name__)


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


def _publish(kind):
    """The class as a part of gi.repository.Trove, where pickle finds it: this module cannot be imported first."""
    base = next(base for base in kind.__mro__ if base.__module__ == 'gi.repository.Trove')
    add_documented(kind, base)
    kind = override(kind)
    kind.__module__ = 'gi.repository.Trove'
    __all__.append(kind.__name__)
    return kind


# Refs

# Refs mean something in the process that made them alone. A child that was forked goes its own way.
_stamp = os.urandom(16)


def _renew_stamp():
    global _stamp
    _stamp = os.urandom(16)


os.register_at_fork(after_in_child=_renew_stamp)


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
        """The pool of the element."""
        return self.get_pool()

    @property
    def index(self):
        """The index of the element in its pool of the sub-arena."""
        return self.get_index()

    @staticmethod
    def parse(text):
        """The ref that str() gave as text, in this process."""
        return _parse(text)

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
        return Ref._unpickled, (self.sub_arena, self.offset, _stamp)

    @staticmethod
    def _unpickled(sub_arena, offset, stamp):
        # The null ref names nothing anywhere.
        if stamp != _stamp and sub_arena != 0:
            raise InvalidRefError('The ref %d:%d:%d was pickled by another process: it names nothing in this one' % (
                sub_arena, offset >> 40 & 255, offset & 2**40 - 1))
        return Ref(sub_arena, offset)


_parse = checked(_Trove.Ref.parse)
Ref._unpickled.__qualname__ = 'Ref._unpickled'
Ref._unpickled.__module__ = 'gi.repository.Trove'
Ref = _publish(Ref)


def _check_ref(ref):
    if type(ref) is not Ref:
        raise TypeError('a Trove.Ref is needed, not %s' % type(ref).__qualname__)


# Reading: arenas and snapshots alike

# The pools of arenas and snapshots. An attribute of an arena would be kept by PyGObject's toggle reference, for which
# GObject has a lock: a child that was forked while another thread has it could not go on. Nor is there a lock here: two
# threads may both find out, and find the same.
_known_pools = weakref.WeakKeyDictionary()


class _Reading:

    @property
    def _pools(self):
        pools = _known_pools.get(self)
        if pools is None:
            pools = pools_of(tuple(self.get_pool_type(pool) for pool in range(self.get_n_pools())))
            _known_pools[self] = pools
        return pools

    def _get_stored(self, ref):
        _check_ref(ref)
        value = self._get_by_address(address_of(self), address_of(ref), None)
        return take(value) if value is not None else self._get_by_pygobject(self, ref)

    def get(self, ref, default=_NOTHING):
        """A copy of the value. A ref that names nothing here, or None, gives the default where there is one."""
        if default is not _NOTHING:
            if ref is None:
                return default
            try:
                return self.get(ref)
            except InvalidRefError:
                return default
        return opened(self._get_stored(ref))

    def __getitem__(self, ref):
        return self.get(ref)

    def __contains__(self, ref):
        return type(ref) is Ref and self.contains(ref)

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

    def keys(self):
        """The refs of all elements, those of older versions too."""
        return iter(self)

    def values(self):
        """Copies of the values of all elements."""
        return (self.get(ref) for ref in self)

    def items(self):
        """The refs and the values of all elements."""
        return ((ref, self.get(ref)) for ref in self)

    def __str__(self):
        """As trove_arena_to_string(), with Python's objects in Python's own words."""
        n_pools = self.get_n_pools()
        subs = []
        for sub in self.dup_sub_arenas():
            pools = []
            for pool in range(n_pools):
                values = ', '.join(repr(sub.get(pool, index)) for index in range(sub.get_pool_n_elements(pool)))
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
        value = self.get(first)
        gtype = self._pools.gtypes[first.pool]
        if gtype in NUMBERS or gtype in REALS:
            return array.array(self._pools.buffers[first.pool], self.read_bytes(first, n).get_data()).tolist()
        return [value, *self._read_rest(first, n)]

    def _read_rest(self, first, n):
        get, owner = self._get_by_address, address_of(self)
        # One ref for all of them, which the library reads at its address.
        ref = (ctypes.c_uint64 * 2)(first.sub_arena, first.offset)
        where = ctypes.addressof(ref)
        for offset in range(first.offset + 1, first.offset + n):
            ref[1] = offset
            value = get(owner, where, None)
            # It fails once more, for its error.
            yield opened(take(value)) if value is not None else self.get(Ref(first.sub_arena, offset))

    def view_row(self, ref):
        """The row of frozen numbers that an element is in, as a read-only memoryview without a copy."""
        if ref not in self:
            self.get(ref)
        sub = self.dup_sub_arenas().lookup(ref.sub_arena)
        row = (ref.index // 32 + 1).bit_length() - 1
        return sub.view_row(ref.pool, row, self._pools.formats[ref.pool] or 'B')

    root = property(lambda self: self.get_root(), doc="The document's root, or None.")


# Guards

class Borrow(_Trove.Borrow):
    """A guard on one element, for `with`.

    In a mutable one, `value` is a copy of the value that is the guard's own: it can be changed, or set. The end of the
    block stores it; an exception inside of the block, or one that is raised because it cannot be stored, leaves the
    element as it was."""

    _pools = None
    _copy = _NOTHING    # what was handed out to be changed, and is not stored yet
    _before = None      # a GObject.Value of what was there before something else was set

    def __new__(cls, *args, **kwargs):
        raise TypeError('a borrow comes from Trove.Arena.borrow() or borrow_mut()')

    def _get_stored(self):
        if not isinstance(self, Borrow):
            raise TypeError('a Trove.Borrow is needed')
        value = borrow_get_value(address_of(self), None)
        return take(value) if value is not None else _borrow_get_value(self)

    def _store(self, value):
        if self._pools is not None:
            value = self._pools.store[self.ref.pool](value)
        if self._before is None and self.is_mutable():
            before = borrow_get_value(address_of(self), None)
            self._before = take_value(before) if before is not None else None
        return _borrow_set_value(self, value)

    def get_value(self):
        """The value: a copy, which the end of a mutable guard stores."""
        if self._copy is not _NOTHING:
            return self._copy
        value = opened(self._get_stored())
        if self.is_mutable() and is_changeable(value):
            self._copy = value
        return value

    def set_value(self, value):
        """Changes the value."""
        if value is self._copy:
            return True
        result = self._store(value)
        self._copy = _NOTHING
        return result

    value = property(get_value, lambda self, value: self.set_value(value), doc=get_value.__doc__)

    @property
    def ref(self):
        """The ref to use from now on."""
        return self.dup_ref()

    def _end(self, keep):
        """Ends the guard. What was changed is kept whole, or not at all."""
        kept = False
        try:
            if keep and self._copy is not _NOTHING and not self.is_released():
                self._store(self._copy)
            kept = keep
        finally:
            try:
                if not kept and self._before is not None and not self.is_released():
                    _borrow_set_value(self, self._before)
            finally:
                self._copy, self._before = _NOTHING, None
                _borrow_release(self)

    def release(self):
        """Ends the guard, and keeps what was changed."""
        self._end(True)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self._end(kind is None)

    def __del__(self):
        # On another thread than the arena's nothing can be stored: Python reports the error.
        if self._copy is not _NOTHING:
            self._end(True)


_borrow_get_value, _borrow_set_value = checked(_Trove.Borrow.get_value), checked(_Trove.Borrow.set_value)
_borrow_release = _Trove.Borrow.release
Borrow = _publish(Borrow)


# Arenas

class Arena(_Reading, _Trove.Arena):
    """Arena(int), Arena(float), Arena(str), Arena(bool), Arena(object), Arena(a GObject type), or
    Arena([int, str, object]) for several pools. Arena() is Arena(object)."""

    _get_by_address = staticmethod(arena_get)
    _get_by_pygobject = staticmethod(checked(_Trove.Arena.get))

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
        """Appends a copy of a value to the pool that fits best, or to one that is given by its index or its type. The
        result is its ref."""
        _this_thread.owns
        pools = self._pools
        if pool is not None:
            pool = pools.check(pool)
        else:
            pool = 0 if pools.store_only is not None else pools.choose(self, value)
        return _append_to(self, pool, pools.store[pool](value))

    def append_to(self, pool, value):
        """Appends a copy of a value to a pool. The result is its ref."""
        return self.append(value, pool)

    def _get_stored(self, ref):
        _this_thread.owns
        return super()._get_stored(ref)

    def find_pool(self, value):
        """The index of the pool that append() puts a value in."""
        return self._pools.choose(self, value)

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
        return self.set(ref, _replaced(self.get(ref), fields))

    def borrow(self, ref):
        """A shared guard on an element, for `with`: nothing changes it meanwhile."""
        _this_thread.owns
        guard = _borrow(self, ref)
        guard._pools = self._pools
        return guard

    def borrow_mut(self, ref):
        """A guard on an element to change it through, for `with`: nothing else reads it meanwhile."""
        _check_ref(ref)
        _this_thread.owns
        pools = self._pools
        guard = _borrow_mut(self, ref)
        guard._pools = pools
        return guard

    def collect(self, roots=()):
        """Lets go of every version in which nothing is reached: not from the refs that are given nor from the root, through
        the refs that values hold, in lists, tuples, dicts, sets and objects. None among the refs is passed over. A value that is mutably borrowed
        cannot be looked into: it raises BorrowedMutError. True."""
        _this_thread.owns
        seen, stack = set(), [ref for ref in (*(roots or ()), self.root) if ref is not None]
        for ref in stack:
            _check_ref(ref)
        while stack:
            ref = stack.pop()
            if ref not in seen:
                seen.add(ref)
                # The library follows the refs of its own types.
                if ref in self and self._pools.gtypes[ref.pool] in (GObject.TYPE_VALUE, PYOBJECT):
                    stack.extend(_refs_in(self.get(ref)))
        return _collect(self, list(seen))

    def __copy__(self):
        return self.clone()

    def __deepcopy__(self, memo):
        return self.clone()

    def __str__(self):
        return super().__str__() if self._pools.any_python else self.to_string()

    root = property(lambda self: self.get_root(), lambda self, ref: self.set_root(ref),
                    lambda self: self.set_root(None), "The document's root, or None.")
    # The property of `props` warns on another thread, where this one raises.
    max_bytes = property(lambda self: self.get_max_bytes(), lambda self, n: self.set_max_bytes(n),
                         doc="The most bytes that the arena may keep allocated, 0: no limit. Python's own objects are "
                             'not counted.')

    # Many at once

    def append_many(self, values, pool=None):
        """Appends what is in a list, an array or a buffer to one pool, all or nothing; the result is the ref of the
        first. The bytes of a `bytes` are elements as they lie in memory."""
        _this_thread.owns
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
        return self._append_list(values, pools.choose(self, values[0]) if pool is None else pool)

    def _append_list(self, values, pool):
        pools = self._pools
        gtype = pools.gtypes[pool]
        # Numbers of Python's own go as they lie in memory: an array of them is made several times faster than a GValue.
        kind = int if gtype in NUMBERS else float if gtype == GObject.TYPE_DOUBLE else None
        if kind is not None and set(map(type, values)) == {kind}:
            try:
                packed = array.array(pools.buffers[pool], values)
            except OverflowError:
                least, greatest = NUMBERS[gtype][1:]
                raise out_of_range(next(value for value in values if not least <= value <= greatest), gtype,
                                   pool) from None
            return self.append_bytes(pool, GLib.Bytes.new(packed.tobytes()))
        store = pools.store[pool]
        return _append_many(self, pool, [store(value) for value in values])


def _refs_in(value):
    """The refs in a copy of a value, wherever it has them."""
    seen, stack = {}, [value]
    while stack:
        value = stack.pop()
        if isinstance(value, Ref):
            yield value
        elif id(value) not in seen and not isinstance(value, _SHARED):
            seen[id(value)] = value
            stack.extend(gc.get_referents(value))


# Values that hold no refs, or that a copy shares with the whole program: they are not looked into.
_SHARED = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, GObject.Object, _Trove.Snapshot, str,
           bytes, int, float)

_collect = checked(_Trove.Arena.collect)
_append_to, _append_many = checked(_Trove.Arena.append_to), checked(_Trove.Arena.append_many)
_set, _borrow, _borrow_mut = map(checked, (_Trove.Arena.set, _Trove.Arena.borrow, _Trove.Arena.borrow_mut))


def _noting(method):
    @functools.wraps(method)
    def call(*args, **kwargs):
        _this_thread.owns
        return method(*args, **kwargs)
    return call


# All others that a thread may begin to own an arena by.
_own = {*vars(Arena), *vars(_Reading)}
Arena = _publish(Arena)
for _name, _method in list(vars(_Trove.Arena).items()):
    if _name not in _own and getattr(_method, 'can_throw_gerror', bool)():
        setattr(Arena, _name, _noting(getattr(Arena, _name)))


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
    """The value, which is a copy already, with other fields."""
    if isinstance(value, dict):
        value.update(fields)
        return value
    if dataclasses.is_dataclass(value):
        return dataclasses.replace(value, **fields)
    if isinstance(value, tuple) and hasattr(value, '_replace'):
        return value._replace(**fields)
    raise TypeError('replace() knows dataclasses, named tuples and dicts, not %s' % type(value).__qualname__)


# Versions and their parts

class Snapshot(_Reading, _Trove.Snapshot):
    """An immutable version, which all threads can read at once."""

    _get_by_address = staticmethod(snapshot_get)
    _get_by_pygobject = staticmethod(checked(_Trove.Snapshot.get))

    def branch(self):
        """A new arena that starts from this version."""
        _this_thread.owns
        return super().branch()

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


Snapshot = _publish(Snapshot)

# Both are immutable, inside a tuple as well.
ATOMIC.update((Ref, Snapshot))


@functools.lru_cache(maxsize=64)
def _row_of(n):
    """A type of n bytes that cannot be written as a sequence can: memoryview.obj gives such a one."""
    def refuse(self, index, value):
        raise TypeError('a frozen row does not change')
    return type('Row', (ctypes.c_ubyte * n,), {'__setitem__': refuse})


class SubArena(_Trove.SubArena):
    """The elements that were appended between two versions, pool by pool."""

    def _get_stored(self, pool, index):
        if not isinstance(self, SubArena):
            raise TypeError('a Trove.SubArena is needed')
        # The library says what is wrong with a number; C would cut it off.
        value = None
        if 0 <= pool < 2**32 and 0 <= index <= MAX_UINT64:
            value = sub_arena_get(address_of(self), pool, index, None)
        return take(value) if value is not None else _sub_arena_get(self, pool, index)

    def get(self, pool, index):
        """A copy of a value."""
        return opened(self._get_stored(pool, index))

    def view_row(self, pool, row, format='B'):
        """A row of frozen numbers as a read-only memoryview without a copy."""
        data = self.get_row(pool, row)
        size = ctypes.c_size_t()
        address = bytes_get_data(address_of(data), ctypes.addressof(size))
        buffer = _row_of(size.value).from_address(address)
        # The view holds the buffer, and that the bytes, which hold the sub-arena.
        buffer.bytes = data
        return memoryview(buffer).toreadonly().cast('B').cast(format)

    def __len__(self):
        return self.props.n_elements

    def __bool__(self):
        return True

    def __str__(self):
        return '<Trove.SubArena %d: %d elements>' % (self.props.id, len(self))


_sub_arena_get = checked(_Trove.SubArena.get)
SubArena = _publish(SubArena)
