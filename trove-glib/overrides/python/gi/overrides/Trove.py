# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Trove as Python knows values: numbers, text, objects of its own, none of them shared between versions.

A Python value is stored as a private copy and handed out as one, so that no version changes through a
reference somebody kept. What cannot change is neither copied on the way in nor on the way out.
"""

import copy
import ctypes
import dataclasses
import enum
import functools
import operator

from gi import _gi
from gi.module import get_introspection_module
from gi.overrides import override
from gi.repository import GLib, GObject

_Trove = get_introspection_module('Trove')

__all__ = []


# Errors: what the override refuses by itself can be caught as the library's error and as Python's own.

_DOMAIN = GLib.quark_to_string(_Trove.error_quark())


class _Refused(GLib.Error):
    def __init__(self, message):
        super().__init__(message, _DOMAIN, int(_Trove.Error.TYPE_MISMATCH))


class _WrongType(_Refused, TypeError):
    pass


class _OutOfRange(_Refused, OverflowError):
    pass


class _BadText(_Refused, ValueError):
    pass


def _wrong_type(value, gtype, pool):
    return _WrongType('A value of Python type %s does not fit pool %d (%s)'
                      % (type(value).__qualname__, pool, gtype.name))


# Reading a value
#
# PyGObject unpacks a GValue that a function returns and never frees it: every read would leak the value.
# So the four functions that return one are called by address, and the GValue is freed here. The layout
# of a wrapper (the pointer comes right after the object's head) and of the table of functions is
# that of pygobject.h, the interface PyGObject keeps for C modules.

_word = ctypes.c_void_p.from_address
_HEAD = object.__basicsize__
_VALUE_AS_PYOBJECT = 13


def _address(wrapper):
    return _word(id(wrapper) + _HEAD).value


def _load_table():
    get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
    get_pointer.restype = ctypes.c_void_p
    get_pointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    table = get_pointer(_gi._PyGObject_API, b'gobject._PyGObject_API')
    function = _word(table + _VALUE_AS_PYOBJECT * ctypes.sizeof(ctypes.c_void_p)).value
    return ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_int)(function)


def _function(library, name, result, *arguments):
    function = getattr(library, name)
    function.restype = result
    function.argtypes = arguments
    return function


_pointer, _uint, _uint64 = ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint64

# All three are loaded by now. The GIL stays taken: none of their functions used here waits for another thread.
_trove = ctypes.PyDLL('libtrove-glib-1.0.so.0')
_gobject = ctypes.PyDLL('libgobject-2.0.so.0')
_glib = ctypes.PyDLL('libglib-2.0.so.0')

_value_as_pyobject = _load_table()
_arena_get = _function(_trove, 'trove_arena_get', _pointer, _pointer, _pointer, _pointer)
_snapshot_get = _function(_trove, 'trove_snapshot_get', _pointer, _pointer, _pointer, _pointer)
_borrow_get_value = _function(_trove, 'trove_borrow_get_value', _pointer, _pointer, _pointer)
_sub_arena_get = _function(_trove, 'trove_sub_arena_get', _pointer, _pointer, _uint, _uint64, _pointer)
_boxed_free = _function(_gobject, 'g_boxed_free', None, ctypes.c_size_t, _pointer)
_value_init = _function(_gobject, 'g_value_init', _pointer, _pointer, ctypes.c_size_t)
_value_get_schar = _function(_gobject, 'g_value_get_schar', ctypes.c_int8, _pointer)
_bytes_get_data = _function(_glib, 'g_bytes_get_data', _pointer, _pointer, _pointer)

_G_TYPE_VALUE = _function(_gobject, 'g_value_get_type', ctypes.c_size_t)()
_G_TYPE_CHAR = hash(GObject.TYPE_CHAR)


def _take(value):
    try:
        return _value_as_pyobject(value, True)
    except UnicodeDecodeError:
        # A gchar below 0: PyGObject takes it for text.
        if _word(value).value == _G_TYPE_CHAR:
            return chr(_value_get_schar(value) % 256)
        raise
    finally:
        _boxed_free(_G_TYPE_VALUE, value)


# The private copies
#
# A value that can change is stored as a deep copy, and copied again on its way out. One that cannot is stored inside
# a _Frozen, which spares looking through it again each time it is read.

class _Frozen:
    __slots__ = ('value',)

    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return repr(self.value)


_ATOMIC = {type(None), type(Ellipsis), bool, int, float, complex, str, bytes, GObject.GType, _gi.GParamSpec}


def _is_frozen(value):
    kind = type(value)
    if kind in _ATOMIC or isinstance(value, enum.Enum):
        return True
    if kind is tuple or kind is frozenset or (issubclass(kind, tuple) and not hasattr(value, '__dict__')):
        return _ATOMIC.issuperset(map(type, value)) or all(map(_is_frozen, value))
    # The parameters of this very class: one derived from a frozen dataclass is not frozen by that.
    parameters = kind.__dict__.get('__dataclass_params__')
    if parameters is None or not parameters.frozen:
        return False
    members = [getattr(value, field.name, None) for field in dataclasses.fields(value)]
    members.extend(getattr(value, '__dict__', {}).values())
    return all(map(_is_frozen, members))


def _seal(value):
    """What is stored of a Python value."""
    if type(value) in _ATOMIC:
        return value
    return _Frozen(value) if _is_frozen(value) else copy.deepcopy(value)


def _is_shared(stored):
    """Whether a stored value is a Python object that could change under another version."""
    kind = type(stored)
    return kind not in _ATOMIC and kind is not _Frozen and not hasattr(kind, '__gtype__')


def _open(stored):
    """What a stored value is read as."""
    kind = type(stored)
    if kind in _ATOMIC:
        return stored
    if kind is _Frozen:
        return stored.value
    return copy.deepcopy(stored) if not hasattr(kind, '__gtype__') else stored


def _peek(stored):
    return stored.value if type(stored) is _Frozen else stored


# From Python values to those of a pool
#
# PyGObject takes every int for a 32-bit one. Those that are more than that need a GValue made for them.

def _value(gtype, value):
    result = GObject.Value()
    _value_init(_address(result), hash(gtype))
    if value is not None:
        _gi._gvalue_set(result, value)
    return result


_PYOBJECT = GObject.TYPE_PYOBJECT
_MIN_INT, _MAX_INT = -2**31, 2**31 - 1
_MIN_INT64, _MAX_INT64, _MAX_UINT64 = -2**63, 2**63 - 1, 2**64 - 1
_LONG_BITS = 8 * ctypes.sizeof(ctypes.c_long)
_LONG = 'qQ' if _LONG_BITS == 64 else 'iI'

# Type -> the format of memoryview and, for integers, the least and the greatest.
_NUMBERS = {
    GObject.TYPE_CHAR: ('b', -2**7, 2**7 - 1),
    GObject.TYPE_UCHAR: ('B', 0, 2**8 - 1),
    GObject.TYPE_INT: ('i', _MIN_INT, _MAX_INT),
    GObject.TYPE_UINT: ('I', 0, 2**32 - 1),
    GObject.TYPE_LONG: (_LONG[0], -2**(_LONG_BITS - 1), 2**(_LONG_BITS - 1) - 1),
    GObject.TYPE_ULONG: (_LONG[1], 0, 2**_LONG_BITS - 1),
    GObject.TYPE_INT64: ('q', _MIN_INT64, _MAX_INT64),
    GObject.TYPE_UINT64: ('Q', 0, _MAX_UINT64),
}
_REALS = {GObject.TYPE_FLOAT: 'f', GObject.TYPE_DOUBLE: 'd'}

_NATURAL = {int: GObject.TYPE_INT64, float: GObject.TYPE_DOUBLE, str: GObject.TYPE_STRING,
            bool: GObject.TYPE_BOOLEAN, object: GObject.TYPE_VALUE}


def _gtype_of(kind):
    if isinstance(kind, GObject.GType):
        gtype = kind
    elif isinstance(kind, type) and kind in _NATURAL:
        gtype = _NATURAL[kind]
    else:
        try:
            gtype = GObject.GType(kind)
        except (TypeError, RuntimeError):
            gtype = GObject.TYPE_INVALID
    if gtype in (GObject.TYPE_INVALID, GObject.TYPE_NONE) or not gtype.is_value_type():
        raise TypeError('%r is no type of elements: use int, float, str, bool, a GObject type, '
                        'or object, which takes anything' % (kind,))
    return gtype


def _small(value):
    if _MIN_INT <= value <= _MAX_INT:
        return value
    return _value(GObject.TYPE_INT64 if value <= _MAX_INT64 else GObject.TYPE_UINT64, value)


def _out_of_range(value, gtype, pool):
    return _OutOfRange('%d does not fit pool %d (%s)' % (value, pool, gtype.name))


def _given(value, gtype, pool):
    """A value of a GType of its own, which the library knows to judge."""
    kind = type(value)
    if kind is GObject.Value:
        if value.g_type == GObject.TYPE_INVALID:
            raise _WrongType('The GValue was not initialized')
    elif not hasattr(kind, '__gtype__') or kind.__gtype__ == GObject.TYPE_NONE:
        raise _wrong_type(value, gtype, pool)
    return value


def _index(value, gtype, pool):
    """The int that a value is, where Python takes it for one."""
    if isinstance(value, bool) or not hasattr(type(value), '__index__'):
        raise _wrong_type(value, gtype, pool)
    return operator.index(value)


def _integers(gtype, pool, least, greatest):
    def store(value):
        kind = type(value)
        if kind is not int:
            # The library knows whether a number, or the value of an enumeration, fits.
            if kind is float:
                return value
            if hasattr(kind, '__gtype__'):
                return _given(value, gtype, pool)
            value = _index(value, gtype, pool)
        if not least <= value <= greatest:
            raise _out_of_range(value, gtype, pool)
        return _small(value)
    return store


def _reals(gtype, pool):
    def store(value):
        kind = type(value)
        if kind is not float:
            if hasattr(kind, '__gtype__'):
                return _given(value, gtype, pool)
            if isinstance(value, float):
                value = float(value)
            else:
                number = _index(value, gtype, pool)
                try:
                    value = float(number)
                except OverflowError:
                    raise _out_of_range(number, gtype, pool) from None
                if int(value) != number:
                    raise _out_of_range(number, gtype, pool)
        # Python has no other floats: one that is to go to a pool of 32-bit ones is rounded.
        return value if gtype == GObject.TYPE_DOUBLE else _value(gtype, value)
    return store


def _strings(gtype, pool):
    def store(value):
        if value is None:
            return _value(gtype, None)
        if not isinstance(value, str):
            return _given(value, gtype, pool)
        value = str.__str__(value)
        if '\0' in value:
            raise _BadText('A string with a NUL in it does not fit pool %d (%s)' % (pool, gtype.name))
        return value
    return store


def _is_clean(text):
    if '\0' in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _anything(gtype, pool):
    def store(value):
        kind = type(value)
        if kind is float or kind is bool:
            return value
        if kind is str:
            return value if _is_clean(value) else _value(_PYOBJECT, value)
        if kind is int:
            if _MIN_INT64 <= value <= _MAX_INT64:
                return _value(GObject.TYPE_INT64, value)
            return _value(_PYOBJECT, value)
        if hasattr(kind, '__gtype__'):
            value = _given(value, gtype, pool)
            if kind is not GObject.Value or value.g_type != _PYOBJECT:
                return value
            value = value.get_boxed()
        return _value(_PYOBJECT, _seal(value))
    return store


def _python_objects(gtype, pool):
    def store(value):
        return _value(_PYOBJECT, _seal(value))
    return store


def _gtypes(gtype, pool):
    def store(value):
        if not isinstance(value, (type, GObject.GType)):
            return _given(value, gtype, pool)
        result = GObject.Value(gtype)
        result.set_gtype(_gtype_of(value))
        return result
    return store


def _others(gtype, pool):
    is_pointer = gtype not in (GObject.TYPE_BOOLEAN, GObject.TYPE_PARAM)

    def store(value):
        kind = type(value)
        if kind is bool:
            return value
        if (value is None and is_pointer) or (kind is _gi.GParamSpec and gtype.is_a(GObject.TYPE_PARAM)):
            return _value(gtype, value)
        if kind is list and gtype == GObject.TYPE_STRV:
            return _value(gtype, value)
        return _given(value, gtype, pool)
    return store


def _make_store(gtype, pool):
    if gtype in _NUMBERS:
        return _integers(gtype, pool, *_NUMBERS[gtype][1:])
    if gtype in _REALS:
        return _reals(gtype, pool)
    if gtype.is_a(GObject.TYPE_ENUM):
        return _integers(gtype, pool, _MIN_INT, _MAX_INT)
    if gtype.is_a(GObject.TYPE_FLAGS):
        return _integers(gtype, pool, 0, 2**32 - 1)
    special = {GObject.TYPE_STRING: _strings, GObject.TYPE_VALUE: _anything,
               _PYOBJECT: _python_objects, GObject.TYPE_GTYPE: _gtypes}
    return special.get(gtype, _others)(gtype, pool)


def _format_of(gtype):
    """The format of memoryview for the elements of a pool, as far as there is one."""
    if gtype in _NUMBERS:
        return _NUMBERS[gtype][0]
    if gtype == GObject.TYPE_BOOLEAN or gtype.is_a(GObject.TYPE_ENUM):
        return 'i'
    return 'I' if gtype.is_a(GObject.TYPE_FLAGS) else _REALS.get(gtype)


class _Pools:
    """How the values of an arena's pools are stored; arenas of the same types share one."""

    def __init__(self, gtypes):
        self.gtypes = gtypes
        self.store = [_make_store(gtype, pool) for pool, gtype in enumerate(gtypes)]
        self.formats = [_format_of(gtype) for gtype in gtypes]
        self.python = [gtype in (GObject.TYPE_VALUE, _PYOBJECT) for gtype in gtypes]
        # PyGObject reads these as text.
        self.chars = [gtype in (GObject.TYPE_CHAR, GObject.TYPE_UCHAR) for gtype in gtypes]
        self.any_python, self.any_chars = any(self.python), any(self.chars)
        self.store_only = self.store[0] if len(gtypes) == 1 else None

        of = {}
        for pool, gtype in enumerate(gtypes):
            of.setdefault(gtype, []).append(pool)
        whatever = of.get(GObject.TYPE_VALUE, []) + of.get(_PYOBJECT, [])
        integers = of.get(GObject.TYPE_INT64, []) + [
            pool for pool, gtype in enumerate(gtypes) if gtype in _NUMBERS and gtype != GObject.TYPE_INT64]
        reals = of.get(GObject.TYPE_DOUBLE, []) + of.get(GObject.TYPE_FLOAT, [])
        self.by_kind = {
            bool: of.get(GObject.TYPE_BOOLEAN, []) + whatever,
            int: integers + whatever + reals,
            float: reals + whatever + integers,
            str: of.get(GObject.TYPE_STRING, []) + whatever,
        }
        # Before the pools of their base, those that keep what they are.
        self.by_base = [(int, whatever + integers), (float, whatever + reals), (str, whatever + self.by_kind[str])]
        self.whatever = whatever

    def choose(self, value):
        """The pool that fits best and what it stores; None for the pool where the library knows it."""
        kind = type(value)
        candidates = self.by_kind.get(kind)
        if candidates is None:
            if hasattr(kind, '__gtype__'):
                return None, _given(value, self.gtypes[0], 0)
            candidates = next((pools for base, pools in self.by_base if isinstance(value, base)), self.whatever)
        refused = None
        for pool in candidates:
            try:
                return pool, self.store[pool](value)
            except _Refused as error:
                refused = error
        raise refused or _WrongType('A value of Python type %s fits none of the pools (%s)' % (
            kind.__qualname__, ', '.join(gtype.name for gtype in self.gtypes)))

    def to_number(self, stored, pool):
        """The number that PyGObject made text of, where the pool is one of small integers."""
        if not self.chars[pool]:
            return stored
        code = ord(stored or b'\0')
        return code - 256 if code > 127 and self.gtypes[pool] == GObject.TYPE_CHAR else code

    def check(self, pool):
        pool = operator.index(pool)
        if not 0 <= pool < len(self.gtypes):
            raise IndexError('there is no pool %d: there are %d' % (pool, len(self.gtypes)))
        return pool


@functools.lru_cache(maxsize=256)
def _pools_of(gtypes):
    return _Pools(gtypes)


# What arenas and snapshots have in common

def _check_ref(ref):
    if type(ref) is not Ref:
        raise TypeError('a Trove.Ref is needed, not %s' % type(ref).__qualname__)


class _Reading:

    @functools.cached_property
    def _pools(self):
        return _pools_of(tuple(self.get_pool_type(pool) for pool in range(self.get_n_pools())))

    def get(self, ref):
        """A copy of the value."""
        stored = self._get_stored(ref)
        if self._pools.any_chars:
            stored = self._pools.to_number(stored, ref.pool)
        return _open(stored)

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
                values = ', '.join(repr(_peek(sub._get_stored(pool, index)))
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
        if gtype in _NUMBERS and gtype not in (GObject.TYPE_UINT64, GObject.TYPE_ULONG):
            return list(self.read_int64s(first, n))
        if gtype in _REALS:
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
        value = _borrow_get_value(_address(self), None)
        return _take(value) if value is not None else _Trove.Borrow.get_value(self)

    def get_value(self):
        stored = self._get_stored()
        pools = self._pools
        if pools is not None and pools.any_chars:
            stored = pools.to_number(stored, self.ref.pool)
        if not _is_shared(stored):
            return _peek(stored)
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
        super().set_value(_value(_PYOBJECT, _seal(self._get_stored())))

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
        gtypes = [_gtype_of(kind) for kind in types or (object,)]
        if len(gtypes) > _Trove.MAX_POOLS:
            raise ValueError('an arena has %d pools at most' % _Trove.MAX_POOLS)
        arena = _Trove.Arena.new(gtypes[0]) if len(gtypes) == 1 else _Trove.Arena.new_for_types(gtypes)
        if arena is None:
            raise TypeError('an arena cannot have elements of %s' % ', '.join(gtype.name for gtype in gtypes))
        return arena

    def __init__(self, *types, element_type=None):
        # It is made by now, and GObject would make another.
        pass

    def append(self, value, pool=None):
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
        value = _arena_get(_address(self), _address(ref), None)
        return _take(value) if value is not None else _Trove.Arena.get(self, ref)

    def __setitem__(self, ref, value):
        raise TypeError('a change may give another ref: use `ref = arena.set(ref, value)`')

    def set(self, ref, value):
        """Changes a value; the result is the ref to use from now on."""
        _check_ref(ref)
        pools = self._pools
        if pools.store_only is not None:
            return _set(self, ref, pools.store_only(value))
        pool = ref.pool
        if pool >= len(pools.store):
            self.get(ref)
        return _set(self, ref, pools.store[pool](value))

    def replace(self, ref, **fields):
        """Changes fields of a dataclass, a named tuple or a dict; the result is the ref to use from now on."""
        return self.set(ref, _replaced(_peek(self._get_stored(ref)), fields))

    def borrow(self, ref):
        guard = _borrow(self, ref)
        guard._pools = self._pools
        return guard

    def borrow_mut(self, ref):
        _check_ref(ref)
        pools = self._pools
        guard = _borrow_mut(self, ref)
        guard._pools = pools
        # The library's copy of a frozen element is another reference to the same Python object.
        if pools.any_python and guard.ref != ref:
            stored = guard._get_stored()
            if _is_shared(stored):
                private = None
                try:
                    private = copy.deepcopy(stored)
                finally:
                    _Trove.Borrow.set_value(guard, _value(_PYOBJECT, private))
                    if private is None:
                        guard.release()
        return guard

    def __copy__(self):
        return self.clone()

    def __deepcopy__(self, memo):
        return self.clone()

    def __str__(self):
        return super().__str__() if self._pools.any_python else self.to_string()

    root = property(lambda self: self.get_root(), lambda self, ref: self.set_root(ref),
                    lambda self: self.set_root(None))

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
                if pool is None and kind in pools.formats:
                    pool = pools.formats.index(kind)
                if pool is not None and kind is not None and kind == pools.formats[pool]:
                    return self.append_bytes(pool, GLib.Bytes.new(view.tobytes()))
                values = view.tolist()

        if not values:
            return Ref()
        if pool is None:
            pool = pools.choose(values[0])[0]
            if pool is None:
                raise TypeError('the pool of many %s must be said' % type(values[0]).__qualname__)
        gtype = pools.gtypes[pool]
        if gtype in _NUMBERS and set(map(type, values)) == {int}:
            least, greatest = _NUMBERS[gtype][1:]
            for value in (min(values), max(values)):
                if not least <= value <= greatest:
                    raise _out_of_range(value, gtype, pool)
            if max(values) <= _MAX_INT64:
                return self.append_int64s(pool, values)
        if gtype == GObject.TYPE_DOUBLE and set(map(type, values)) == {float}:
            return self.append_doubles(pool, values)

        # All are made before the first is appended: one that does not fit leaves the arena as it was.
        store = pools.store[pool]
        refs = [_append_to(self, pool, stored) for stored in [store(value) for value in values]]
        return refs[0]


_append, _append_to, _set = _Trove.Arena.append, _Trove.Arena.append_to, _Trove.Arena.set
_borrow, _borrow_mut = _Trove.Arena.borrow, _Trove.Arena.borrow_mut

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
        return dataclasses.replace(value if _is_frozen(value) else copy.deepcopy(value), **fields)
    if isinstance(value, tuple) and hasattr(value, '_replace'):
        return value._replace(**fields)
    raise TypeError('replace() knows dataclasses, named tuples and dicts, not %s' % type(value).__qualname__)


class Snapshot(_Reading, _Trove.Snapshot):
    """An immutable version, which all threads can read at once."""

    def _get_stored(self, ref):
        if type(ref) is not Ref or not isinstance(self, Snapshot):
            _check_ref(ref)
            raise TypeError('a Trove.Snapshot is needed')
        value = _snapshot_get(_address(self), _address(ref), None)
        return _take(value) if value is not None else _Trove.Snapshot.get(self, ref)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    root = property(lambda self: self.get_root())


Snapshot = override(Snapshot)
Snapshot.__module__ = 'gi.repository.Trove'
__all__.append('Snapshot')

# Both are immutable, inside a tuple as well.
_ATOMIC.update((Ref, Snapshot))


class SubArena(_Trove.SubArena):

    def _get_stored(self, pool, index):
        if not isinstance(self, SubArena):
            raise TypeError('a Trove.SubArena is needed')
        # The library says what is wrong with a number; C would cut it off.
        value = None
        if 0 <= pool < 2**32 and 0 <= index <= _MAX_UINT64:
            value = _sub_arena_get(_address(self), pool, index, None)
        return _take(value) if value is not None else _Trove.SubArena.get(self, pool, index)

    def get(self, pool, index):
        """A copy of a value."""
        return _open(self._get_stored(pool, index))

    def view_row(self, pool, row, format='B'):
        """A row of frozen numbers as a read-only memoryview without a copy."""
        data = self.get_row(pool, row)
        size = ctypes.c_size_t()
        address = _bytes_get_data(_address(data), ctypes.addressof(size))
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
