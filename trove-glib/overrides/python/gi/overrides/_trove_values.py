# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""How Python's values become those of a pool, and back: for the override beside this file alone."""

import copy
import ctypes
import dataclasses
import enum
import functools
import operator

from gi import _gi
from gi.module import get_introspection_module
from gi.repository import GLib, GObject

_Trove = get_introspection_module('Trove')

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


def address_of(wrapper):
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
arena_get = _function(_trove, 'trove_arena_get', _pointer, _pointer, _pointer, _pointer)
snapshot_get = _function(_trove, 'trove_snapshot_get', _pointer, _pointer, _pointer, _pointer)
borrow_get_value = _function(_trove, 'trove_borrow_get_value', _pointer, _pointer, _pointer)
sub_arena_get = _function(_trove, 'trove_sub_arena_get', _pointer, _pointer, _uint, _uint64, _pointer)
_boxed_free = _function(_gobject, 'g_boxed_free', None, ctypes.c_size_t, _pointer)
_value_init = _function(_gobject, 'g_value_init', _pointer, _pointer, ctypes.c_size_t)
_value_get_schar = _function(_gobject, 'g_value_get_schar', ctypes.c_int8, _pointer)
bytes_get_data = _function(_glib, 'g_bytes_get_data', _pointer, _pointer, _pointer)

_G_TYPE_VALUE = _function(_gobject, 'g_value_get_type', ctypes.c_size_t)()
_G_TYPE_CHAR = hash(GObject.TYPE_CHAR)


def take(value):
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


ATOMIC = {type(None), type(Ellipsis), bool, int, float, complex, str, bytes, GObject.GType, _gi.GParamSpec}


def is_frozen(value):
    kind = type(value)
    if kind in ATOMIC or isinstance(value, enum.Enum):
        return True
    if kind is tuple or kind is frozenset or (issubclass(kind, tuple) and not hasattr(value, '__dict__')):
        return ATOMIC.issuperset(map(type, value)) or all(map(is_frozen, value))
    # The parameters of this very class: one derived from a frozen dataclass is not frozen by that.
    parameters = kind.__dict__.get('__dataclass_params__')
    if parameters is None or not parameters.frozen:
        return False
    members = [getattr(value, field.name, None) for field in dataclasses.fields(value)]
    members.extend(getattr(value, '__dict__', {}).values())
    return all(map(is_frozen, members))


def seal(value):
    """What is stored of a Python value."""
    if type(value) in ATOMIC:
        return value
    return _Frozen(value) if is_frozen(value) else copy.deepcopy(value)


def is_shared(stored):
    """Whether a stored value is a Python object that could change under another version."""
    kind = type(stored)
    return kind not in ATOMIC and kind is not _Frozen and not hasattr(kind, '__gtype__')


def opened(stored):
    """What a stored value is read as."""
    kind = type(stored)
    if kind in ATOMIC:
        return stored
    if kind is _Frozen:
        return stored.value
    return copy.deepcopy(stored) if not hasattr(kind, '__gtype__') else stored


def peek(stored):
    return stored.value if type(stored) is _Frozen else stored


# From Python values to those of a pool
#
# PyGObject takes every int for a 32-bit one. Those that are more than that need a GValue made for them.

def make_value(gtype, value):
    result = GObject.Value()
    _value_init(address_of(result), hash(gtype))
    if value is not None:
        _gi._gvalue_set(result, value)
    return result


PYOBJECT = GObject.TYPE_PYOBJECT
_MIN_INT, _MAX_INT = -2**31, 2**31 - 1
_MIN_INT64, MAX_INT64, MAX_UINT64 = -2**63, 2**63 - 1, 2**64 - 1
_LONG_BITS = 8 * ctypes.sizeof(ctypes.c_long)
_LONG = 'qQ' if _LONG_BITS == 64 else 'iI'

# Type -> the format of memoryview and, for integers, the least and the greatest.
NUMBERS = {
    GObject.TYPE_CHAR: ('b', -2**7, 2**7 - 1),
    GObject.TYPE_UCHAR: ('B', 0, 2**8 - 1),
    GObject.TYPE_INT: ('i', _MIN_INT, _MAX_INT),
    GObject.TYPE_UINT: ('I', 0, 2**32 - 1),
    GObject.TYPE_LONG: (_LONG[0], -2**(_LONG_BITS - 1), 2**(_LONG_BITS - 1) - 1),
    GObject.TYPE_ULONG: (_LONG[1], 0, 2**_LONG_BITS - 1),
    GObject.TYPE_INT64: ('q', _MIN_INT64, MAX_INT64),
    GObject.TYPE_UINT64: ('Q', 0, MAX_UINT64),
}
REALS = {GObject.TYPE_FLOAT: 'f', GObject.TYPE_DOUBLE: 'd'}

_NATURAL = {int: GObject.TYPE_INT64, float: GObject.TYPE_DOUBLE, str: GObject.TYPE_STRING,
            bool: GObject.TYPE_BOOLEAN, object: GObject.TYPE_VALUE}


def gtype_of(kind):
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
    return make_value(GObject.TYPE_INT64 if value <= MAX_INT64 else GObject.TYPE_UINT64, value)


def out_of_range(value, gtype, pool):
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
            raise out_of_range(value, gtype, pool)
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
                    raise out_of_range(number, gtype, pool) from None
                if int(value) != number:
                    raise out_of_range(number, gtype, pool)
        # Python has no other floats: one that is to go to a pool of 32-bit ones is rounded.
        return value if gtype == GObject.TYPE_DOUBLE else make_value(gtype, value)
    return store


def _strings(gtype, pool):
    def store(value):
        if value is None:
            return make_value(gtype, None)
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
            return value if _is_clean(value) else make_value(PYOBJECT, value)
        if kind is int:
            if _MIN_INT64 <= value <= MAX_INT64:
                return make_value(GObject.TYPE_INT64, value)
            return make_value(PYOBJECT, value)
        if hasattr(kind, '__gtype__'):
            value = _given(value, gtype, pool)
            if kind is not GObject.Value or value.g_type != PYOBJECT:
                return value
            value = value.get_boxed()
        return make_value(PYOBJECT, seal(value))
    return store


def _python_objects(gtype, pool):
    def store(value):
        return make_value(PYOBJECT, seal(value))
    return store


def _gtypes(gtype, pool):
    def store(value):
        if not isinstance(value, (type, GObject.GType)):
            return _given(value, gtype, pool)
        result = GObject.Value(gtype)
        result.set_gtype(gtype_of(value))
        return result
    return store


def _others(gtype, pool):
    is_pointer = gtype not in (GObject.TYPE_BOOLEAN, GObject.TYPE_PARAM)

    def store(value):
        kind = type(value)
        if kind is bool:
            return value
        if (value is None and is_pointer) or (kind is _gi.GParamSpec and gtype.is_a(GObject.TYPE_PARAM)):
            return make_value(gtype, value)
        if kind is list and gtype == GObject.TYPE_STRV:
            return make_value(gtype, value)
        return _given(value, gtype, pool)
    return store


def _make_store(gtype, pool):
    if gtype in NUMBERS:
        return _integers(gtype, pool, *NUMBERS[gtype][1:])
    if gtype in REALS:
        return _reals(gtype, pool)
    if gtype.is_a(GObject.TYPE_ENUM):
        return _integers(gtype, pool, _MIN_INT, _MAX_INT)
    if gtype.is_a(GObject.TYPE_FLAGS):
        return _integers(gtype, pool, 0, 2**32 - 1)
    special = {GObject.TYPE_STRING: _strings, GObject.TYPE_VALUE: _anything,
               PYOBJECT: _python_objects, GObject.TYPE_GTYPE: _gtypes}
    return special.get(gtype, _others)(gtype, pool)


def _format_of(gtype):
    """The format of memoryview for the elements of a pool, as far as there is one."""
    if gtype in NUMBERS:
        return NUMBERS[gtype][0]
    if gtype == GObject.TYPE_BOOLEAN or gtype.is_a(GObject.TYPE_ENUM):
        return 'i'
    return 'I' if gtype.is_a(GObject.TYPE_FLAGS) else REALS.get(gtype)


class _Pools:
    """How the values of an arena's pools are stored; arenas of the same types share one."""

    def __init__(self, gtypes):
        self.gtypes = gtypes
        self.store = [_make_store(gtype, pool) for pool, gtype in enumerate(gtypes)]
        self.formats = [_format_of(gtype) for gtype in gtypes]
        # A number is no boolean, nor the value of an enumeration, though it may be as large.
        self.buffers = [_format_of(gtype) if gtype in NUMBERS or gtype in REALS else None for gtype in gtypes]
        self.python = [gtype in (GObject.TYPE_VALUE, PYOBJECT) for gtype in gtypes]
        # PyGObject reads these as text.
        self.chars = [gtype in (GObject.TYPE_CHAR, GObject.TYPE_UCHAR) for gtype in gtypes]
        self.any_python, self.any_chars = any(self.python), any(self.chars)
        self.store_only = self.store[0] if len(gtypes) == 1 else None

        of = {}
        for pool, gtype in enumerate(gtypes):
            of.setdefault(gtype, []).append(pool)
        whatever = of.get(GObject.TYPE_VALUE, []) + of.get(PYOBJECT, [])
        integers = of.get(GObject.TYPE_INT64, []) + [
            pool for pool, gtype in enumerate(gtypes) if gtype in NUMBERS and gtype != GObject.TYPE_INT64]
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
def pools_of(gtypes):
    return _Pools(gtypes)
