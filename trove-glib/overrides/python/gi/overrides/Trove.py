# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The Python override of Trove. Arenas store and return Python values: numbers, text and Python objects.

A Python value is copied when it is stored and copied again when it is read, so that no version changes through a
reference that a program keeps. A value that cannot change is not copied."""

import array
import ctypes
import dataclasses
import functools
import gc
import operator
import os
import types
import weakref

from gi.module import get_introspection_module
from gi.overrides import override
from gi.overrides._trove_copies import ATOMIC, is_changeable, opened
from gi.overrides._trove_docs import add_documented
from gi.overrides._trove_errors import PUBLIC, InvalidRefError, checked
from gi.overrides._trove_fields import Child, Children, Computed, Field, Reference, References
from gi.overrides._trove_native import (
    address_of, arena_get, borrow_get_value, bytes_get_data, snapshot_get, sub_arena_get, take, take_value)
from gi.overrides._trove_objects import CLASSES
from gi.overrides._trove_threads import noting, this_thread
from gi.overrides._trove_values import MAX_UINT64, NUMBERS, PYOBJECT, REALS, gtype_of, out_of_range, pools_of
from gi.repository import GLib, GObject

_Trove = get_introspection_module('Trove')

__all__ = []

_NOTHING = object()

for _error in PUBLIC:
    globals()[_error.__name__] = _error
    __all__.append(_error.__name__)

for _field in (Field, Reference, Child, References, Children, Computed):
    _field.__module__ = 'gi.repository.Trove'
    globals()[_field.__name__] = _field
    __all__.append(_field.__name__)


def _publish(kind):
    """Makes a class a part of gi.repository.Trove, where pickle finds it. It cannot import this module."""
    base = next(base for base in kind.__mro__ if base.__module__ == 'gi.repository.Trove')
    add_documented(kind, base)
    kind.__module__ = __name__      # override() finds the namespace in the name of the module
    kind = override(kind)
    kind.__module__ = 'gi.repository.Trove'
    __all__.append(kind.__name__)
    return kind


# Refs

# A ref is valid only in the process that made it. Parent and child of a fork have different refs from then on.
_stamp = os.urandom(16)


def _renew_stamp():
    global _stamp
    _stamp = os.urandom(16)


os.register_at_fork(after_in_child=_renew_stamp)


class Ref(_Trove.Ref):
    """A handle on one element: two numbers, which do not change."""

    def __new__(cls, sub_arena=0, offset=0):
        return super().__new__(cls)

    def __init__(self, sub_arena=0, offset=0):
        super().__init__()
        object.__setattr__(self, 'sub_arena', sub_arena)
        object.__setattr__(self, 'offset', offset)

    # A ref can be a key of a dict and a part of a value, so it must not change.
    def __setattr__(self, name, value):
        raise AttributeError('a ref does not change: %r cannot be set' % name)

    def __delattr__(self, name):
        raise AttributeError('a ref does not change: %r cannot be deleted' % name)

    @property
    def pool(self):
        """The index of the pool of the element."""
        return self.get_pool()

    @property
    def index(self):
        """The index of the element in its pool of the sub-arena."""
        return self.get_index()

    @staticmethod
    def parse(text):
        """Parses a ref from the text that str() returned in this process."""
        return _parse(text)

    def __eq__(self, other):
        return NotImplemented if type(other) is not Ref else self.equal(other)

    def __ne__(self, other):
        return NotImplemented if type(other) is not Ref else not self.equal(other)

    # PyGObject orders wrappers by address, which means nothing for refs.
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
        # The null ref means the same in every process.
        if stamp != _stamp and sub_arena != 0:
            raise InvalidRefError('The ref %d:%d:%d was pickled by another process: a ref is valid only in the process '
                                  'that made it' % (sub_arena, offset >> 40 & 255, offset & 2**40 - 1))
        return Ref(sub_arena, offset)


_parse = checked(_Trove.Ref.parse)
Ref._unpickled.__qualname__ = 'Ref._unpickled'
Ref._unpickled.__module__ = 'gi.repository.Trove'
Ref = _publish(Ref)


def _check_ref(ref):
    if type(ref) is not Ref:
        raise TypeError('expected a Trove.Ref, not %s' % type(ref).__qualname__)


# Reading: arenas and snapshots alike

# The pools of arenas and snapshots. They are not attributes: PyGObject would take a toggle reference for an attribute
# of an arena, and GObject has a lock for these, which a thread may hold while another forks. This cache needs no lock:
# two threads that fill it at once find the same pools.
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
        """Returns a copy of the value. With a default, a ref that names no element here, or None, gives the default."""
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
        # An empty arena is true as well.
        return True

    def __iter__(self):
        n_pools = self.get_n_pools()
        for sub in self.dup_sub_arenas():
            for pool in range(n_pools):
                for index in range(sub.get_pool_n_elements(pool)):
                    yield sub.get_ref(pool, index)

    def keys(self):
        """Iterates over the refs of all elements, including those of older versions."""
        return iter(self)

    def values(self):
        """Iterates over copies of the values of all elements."""
        return (self.get(ref) for ref in self)

    def items(self):
        """Iterates over pairs of the ref and a copy of the value of all elements."""
        return ((ref, self.get(ref)) for ref in self)

    def __str__(self):
        """Describes the contents as to_string() does, with the repr() of each value."""
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
        """Returns a list of copies of the values of n elements whose indices follow one another, from the first."""
        _check_ref(first)
        n = operator.index(n)
        if n < 0:
            raise ValueError('the number of elements must not be negative: %d' % n)
        if n == 0:
            return []
        # Reading the first element raises the usual error for an invalid ref.
        value = self.get(first)
        gtype = self._pools.gtypes[first.pool]
        if gtype in NUMBERS or gtype in REALS:
            return array.array(self._pools.buffers[first.pool], self.read_bytes(first, n).get_data()).tolist()
        return [value, *self._read_rest(first, n)]

    def _read_rest(self, first, n):
        get, owner = self._get_by_address, address_of(self)
        # One ref in memory, changed for each element: the library reads it at its address.
        ref = (ctypes.c_uint64 * 2)(first.sub_arena, first.offset)
        where = ctypes.addressof(ref)
        for offset in range(first.offset + 1, first.offset + n):
            ref[1] = offset
            value = get(owner, where, None)
            # After a failure, get() fails again and raises the error.
            yield opened(take(value)) if value is not None else self.get(Ref(first.sub_arena, offset))

    def view_row(self, ref):
        """Returns a read-only memoryview of the row of frozen numbers that an element is in, without a copy."""
        if ref not in self:
            self.get(ref)
        sub = self.dup_sub_arenas().lookup(ref.sub_arena)
        row = (ref.index // 32 + 1).bit_length() - 1
        return sub.view_row(ref.pool, row, self._pools.formats[ref.pool] or 'B')

    root = property(lambda self: self.get_root(), doc='The root of the document, or None.')


# Guards

class Borrow(_Trove.Borrow):
    """A guard: the borrow of one element, for a `with` block.

    In a mutable guard, `value` is a copy, the same object until the block ends. It can be changed in place, or set. The
    end of the block stores it. After an exception in the block, or if the value cannot be stored, the element has the
    value that it had before the block."""

    _pools = None
    _copy = _NOTHING    # the copy that `value` returned, which may be changed and is not stored yet
    _before = None      # a GObject.Value: the value before the guard stored another one

    def __new__(cls, *args, **kwargs):
        raise TypeError('Trove.Borrow cannot be constructed: call Trove.Arena.borrow() or borrow_mut()')

    def _get_stored(self):
        if not isinstance(self, Borrow):
            raise TypeError('expected a Trove.Borrow, not %s' % type(self).__qualname__)
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
        """Returns a copy of the value. The end of a mutable guard stores this copy."""
        if self._copy is not _NOTHING:
            return self._copy
        value = opened(self._get_stored())
        if self.is_mutable() and is_changeable(value):
            self._copy = value
        return value

    def set_value(self, value):
        """Changes the value of the element."""
        if value is self._copy:
            return True
        result = self._store(value)
        self._copy = _NOTHING
        return result

    value = property(get_value, lambda self, value: self.set_value(value), doc=get_value.__doc__)

    @property
    def ref(self):
        """The ref of the element. Use this ref from now on."""
        return self.dup_ref()

    def _end(self, keep):
        """Releases the guard. Either all changes of the value are kept, or none."""
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
        """Stores a value that was changed, and releases the guard."""
        self._end(True)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self._end(kind is None)

    def __del__(self):
        # On a thread that does not own the arena, the value cannot be stored. Python reports the error.
        if self._copy is not _NOTHING:
            self._end(True)


_borrow_get_value, _borrow_set_value = checked(_Trove.Borrow.get_value), checked(_Trove.Borrow.set_value)
_borrow_release = _Trove.Borrow.release
Borrow = _publish(Borrow)


# Arenas

class Arena(_Reading, _Trove.Arena):
    """A document that is edited: values, and the versions that were kept of the document.

    Arena(int), Arena(float), Arena(str), Arena(bool), Arena(object) and Arena(a GObject type) make an arena of one
    pool. Arena([int, str, object]) makes an arena of several pools. Arena() is Arena(object)."""

    _get_by_address = staticmethod(arena_get)
    _get_by_pygobject = staticmethod(checked(_Trove.Arena.get))

    def __new__(cls, *types, element_type=None):
        if element_type is not None:
            types += (element_type,)
        if len(types) == 1 and isinstance(types[0], (list, tuple)):
            types = tuple(types[0])
            if not types:
                raise TypeError('an arena must have at least one pool: the list of types is empty')
        gtypes = [gtype_of(kind) for kind in types or (object,)]
        if len(gtypes) > _Trove.MAX_POOLS:
            raise ValueError('an arena can have at most %d pools, not %d' % (_Trove.MAX_POOLS, len(gtypes)))
        this_thread.owns
        arena = _Trove.Arena.new(gtypes[0]) if len(gtypes) == 1 else _Trove.Arena.new_for_types(gtypes)
        if arena is None:
            raise TypeError('an arena cannot have elements of %s' % ', '.join(gtype.name for gtype in gtypes))
        return arena

    def __init__(self, *types, element_type=None):
        # __new__() has made the arena. GObject.__init__() would make another one.
        pass

    def append(self, value, pool=None):
        """Appends a copy of a value to the pool that fits best, or to a pool that is given by its index or its type.
        Returns the ref of the value."""
        this_thread.owns
        pools = self._pools
        if pool is not None:
            pool = pools.check(pool)
        else:
            pool = 0 if pools.store_only is not None else pools.choose(self, value)
        return _append_to(self, pool, pools.store[pool](value))

    def append_to(self, pool, value):
        """Appends a copy of a value to a pool. Returns the ref of the value."""
        return self.append(value, pool)

    def _get_stored(self, ref):
        this_thread.owns
        return super()._get_stored(ref)

    def find_pool(self, value):
        """Returns the index of the pool that append() uses for a value."""
        return self._pools.choose(self, value)

    def __setitem__(self, ref, value):
        raise TypeError('arena[ref] cannot be assigned, since a change may give another ref: use '
                        '`ref = arena.set(ref, value)`')

    def set(self, ref, value):
        """Changes a value. Returns the ref to use from now on."""
        _check_ref(ref)
        this_thread.owns
        pools = self._pools
        if pools.store_only is not None:
            return _set(self, ref, pools.store_only(value))
        pool = ref.pool
        if pool >= len(pools.store):
            self.get(ref)
        return _set(self, ref, pools.store[pool](value))

    def replace(self, ref, **fields):
        """Changes fields of a dataclass, a named tuple or a dict. Returns the ref to use from now on."""
        return self.set(ref, _replaced(self.get(ref), fields))

    def borrow(self, ref):
        """Borrows an element for reading, for a `with` block: its value does not change until the guard is released."""
        this_thread.owns
        guard = _borrow(self, ref)
        guard._pools = self._pools
        return guard

    def borrow_mut(self, ref):
        """Borrows an element for changing it, for a `with` block: until the guard is released, no other call reads or
        changes its value."""
        _check_ref(ref)
        this_thread.owns
        pools = self._pools
        guard = _borrow_mut(self, ref)
        guard._pools = pools
        return guard

    def collect(self, roots=()):
        """Drops every version in which no element is reachable from the given refs or from the root. Refs are followed
        in values: in lists, tuples, dicts, sets and objects. None among the given refs is ignored. If a reachable value
        is mutably borrowed, BorrowedMutError is raised. Returns True."""
        this_thread.owns
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
                    lambda self: self.set_root(None), 'The root of the document, or None.')
    # On a thread that does not own the arena, setting `props.max_bytes` only warns. Setting this property raises.
    max_bytes = property(lambda self: self.get_max_bytes(), lambda self, n: self.set_max_bytes(n),
                         doc='The maximum number of bytes that the arena may hold, or 0 for no limit. Python objects '
                             'are not counted.')

    # Many at once

    def append_many(self, values, pool=None):
        """Appends copies of the items of a list, an array or a buffer to one pool: all of them, or none. A `bytes` has
        the elements as they are in memory. Returns the ref of the first element."""
        this_thread.owns
        pools = self._pools
        if pool is not None:
            pool = pools.check(pool)
        elif len(pools.gtypes) == 1:
            pool = 0

        if isinstance(values, (bytes, bytearray)):
            if pool is None:
                raise TypeError('append_many() needs a pool for elements that are given as bytes')
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
        # Ints and floats are passed as bytes: packing them in an array is several times faster than making GValues.
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
    """Finds all refs in a copy of a value."""
    seen, stack = {}, [value]
    while stack:
        value = stack.pop()
        if isinstance(value, Ref):
            yield value
        elif id(value) not in seen and not isinstance(value, _SHARED):
            seen[id(value)] = value
            stack.extend(gc.get_referents(value))


# Values that hold no refs, and values that a copy shares with the whole program: _refs_in() does not search them.
_SHARED = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, GObject.Object, _Trove.Snapshot, str,
           bytes, int, float)

_collect = checked(_Trove.Arena.collect)
_append_to, _append_many = checked(_Trove.Arena.append_to), checked(_Trove.Arena.append_many)
_set, _borrow, _borrow_mut = map(checked, (_Trove.Arena.set, _Trove.Arena.borrow, _Trove.Arena.borrow_mut))


# The remaining methods that may make the calling thread the owner of an arena read `owns`, too.
_own = {*vars(Arena), *vars(_Reading)}
Arena = _publish(Arena)
for _name, _method in list(vars(_Trove.Arena).items()):
    if _name not in _own and getattr(_method, 'can_throw_gerror', bool)():
        setattr(Arena, _name, noting(getattr(Arena, _name)))


def _native_format(view):
    """Returns the format of a buffer in the byte order of the machine, as one of the formats of pools, or None."""
    if view.ndim != 1 or not view.c_contiguous:
        return None
    kind = view.format.lstrip('@=<') if memoryview(b'\1\0').cast('H')[0] == 1 else view.format.lstrip('@=>')
    # Formats with the same meaning and size are equal for a pool.
    for group in ('bhilqn', 'BHILQN', 'fd'):
        if kind in group:
            sizes = {1: 'b', 4: 'i', 8: 'q'} if group[0] == 'b' else {1: 'B', 4: 'I', 8: 'Q'}
            return kind if group == 'fd' else sizes.get(view.itemsize)
    return None


def _replaced(value, fields):
    """Returns the value with other fields. The value is a private copy, which may be changed."""
    if isinstance(value, dict):
        value.update(fields)
        return value
    if dataclasses.is_dataclass(value):
        return dataclasses.replace(value, **fields)
    if isinstance(value, tuple) and hasattr(value, '_replace'):
        return value._replace(**fields)
    raise TypeError('replace() expects a dataclass, a named tuple or a dict, not %s' % type(value).__qualname__)


# Versions and their parts

class Snapshot(_Reading, _Trove.Snapshot):
    """An immutable version of an arena. Any number of threads can read it at once."""

    _get_by_address = staticmethod(snapshot_get)
    _get_by_pygobject = staticmethod(checked(_Trove.Snapshot.get))

    def branch(self):
        """Makes an arena that starts from this snapshot."""
        this_thread.owns
        return super().branch()

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


Snapshot = _publish(Snapshot)

# Refs and snapshots do not change, so copies of values share them.
ATOMIC.update((Ref, Snapshot))


@functools.lru_cache(maxsize=64)
def _row_of(n):
    """Makes a type of n bytes whose items cannot be set: a program gets the object as memoryview.obj."""
    def refuse(self, index, value):
        raise TypeError('the items of a frozen row cannot be set')
    return type('Row', (ctypes.c_ubyte * n,), {'__setitem__': refuse})


class SubArena(_Trove.SubArena):
    """The elements that were appended between two versions, pool by pool."""

    def _get_stored(self, pool, index):
        if not isinstance(self, SubArena):
            raise TypeError('expected a Trove.SubArena, not %s' % type(self).__qualname__)
        # ctypes would truncate a number that is out of range. PyGObject refuses the number with an error.
        value = None
        if 0 <= pool < 2**32 and 0 <= index <= MAX_UINT64:
            value = sub_arena_get(address_of(self), pool, index, None)
        return take(value) if value is not None else _sub_arena_get(self, pool, index)

    def get(self, pool, index):
        """Returns a copy of a value."""
        return opened(self._get_stored(pool, index))

    def view_row(self, pool, row, format='B'):
        """Returns a read-only memoryview of a row of frozen numbers, without a copy."""
        data = self.get_row(pool, row)
        size = ctypes.c_size_t()
        address = bytes_get_data(address_of(data), ctypes.addressof(size))
        buffer = _row_of(size.value).from_address(address)
        # The view holds the buffer, the buffer holds the bytes, and the bytes hold the sub-arena.
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


# Objects of documents

for _kind in CLASSES:
    globals()[_kind.__name__] = _publish(_kind)

# A thread that edits a document which was transferred becomes its owner.
for _name in ('lookup', 'begin', 'commit', 'commit_full', 'rollback', 'undo', 'redo', 'go_to', 'freeze', 'compare', 'apply',
              'merge', 'branch'):
    setattr(Document, _name, noting(getattr(Document, _name)))     # noqa: F821
