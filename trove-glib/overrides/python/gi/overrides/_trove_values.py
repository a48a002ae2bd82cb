# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Conversion of Python values to values of a pool. The library chooses the pool, for a GValue of the natural type of
the Python value."""

import ctypes
import functools
import math
import numbers
import operator

from gi import _gi
from gi.repository import GObject

from gi.overrides._trove_copies import is_introspected, seal
from gi.overrides._trove_errors import BadTextError, OutOfRangeError, TypeMismatchError
from gi.overrides._trove_native import address_of, find_pool, make_value

PYOBJECT = GObject.TYPE_PYOBJECT
_MIN_INT, _MAX_INT = -2**31, 2**31 - 1
_MIN_INT64, MAX_INT64, MAX_UINT64 = -2**63, 2**63 - 1, 2**64 - 1
_MAX_EXACT = 2**53
_LONG_BITS = 8 * ctypes.sizeof(ctypes.c_long)
_LONG = 'qQ' if _LONG_BITS == 64 else 'iI'

# Types of integers: type -> format of memoryview, least value, greatest value.
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

_TYPES = {int: GObject.TYPE_INT64, float: GObject.TYPE_DOUBLE, str: GObject.TYPE_STRING,
          bool: GObject.TYPE_BOOLEAN, object: GObject.TYPE_VALUE}


def gtype_of(kind):
    if isinstance(kind, GObject.GType):
        gtype = kind
    elif isinstance(kind, type) and kind in _TYPES:
        gtype = _TYPES[kind]
    else:
        try:
            gtype = GObject.GType(kind)
        except (TypeError, RuntimeError):
            gtype = GObject.TYPE_INVALID
    if gtype in (GObject.TYPE_INVALID, GObject.TYPE_NONE) or not gtype.is_value_type():
        raise TypeError('%r cannot be the type of elements: use int, float, str, bool, a GObject type, '
                        'or object for values of any type' % (kind,))
    return gtype


# Conversion for each type of pool

def _wrong_type(value, gtype, pool):
    return TypeMismatchError('A value of Python type %s does not fit pool %d (%s)'
                             % (type(value).__qualname__, pool, gtype.name))


def out_of_range(value, gtype, pool):
    return OutOfRangeError('%s does not fit pool %d (%s)' % (value, pool, gtype.name))


def _int_value(value):
    """Makes a GValue of 64 bits for an int that does not fit 32 bits, which PyGObject would not do."""
    if _MIN_INT <= value <= _MAX_INT:
        return value
    return make_value(GObject.TYPE_INT64 if value <= MAX_INT64 else GObject.TYPE_UINT64, value)


def _given(value, gtype, pool):
    """Returns a value that has a GType. The library checks whether it fits."""
    kind = type(value)
    if kind is GObject.Value:
        if value.g_type == GObject.TYPE_INVALID:
            raise TypeMismatchError('A GObject.Value that is not initialized does not fit pool %d (%s): initialize it '
                                    'with init()' % (pool, gtype.name))
    elif not is_introspected(kind) or kind.__gtype__ == GObject.TYPE_NONE:
        raise _wrong_type(value, gtype, pool)
    return value


def _is_clean(text):
    """Checks whether a GLib string can hold the text."""
    if '\0' in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_truth(value):
    """Checks whether a value is a bool, or a bool of an array library, which may have __index__() as well."""
    return type(value) is bool or getattr(getattr(value, 'dtype', None), 'kind', None) == 'b' and not len(value.shape)


def _plain_number(value):
    """Converts an instance of another class to an int by __index__(), or to a float by __float__() if that is exact.
    Returns None for other values."""
    kind = type(value)
    if is_introspected(kind) or _is_truth(value):
        return None
    if hasattr(kind, '__index__'):
        try:
            return operator.index(value)
        except TypeError:
            # An array has the method, but is a number only if it has one element.
            return None
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, numbers.Number) and hasattr(kind, '__float__'):
        try:
            number = float(value)
        except OverflowError:
            return None
        return number if number == value or math.isnan(number) else None
    return None


def _integers(gtype, pool, least, greatest):
    def store(value):
        kind = type(value)
        if kind is not int and kind is not float:
            number = _plain_number(value)
            if number is None:
                return _given(value, gtype, pool)
            value = number
        # The library checks whether a float, or a value of an enumeration, fits.
        if type(value) is float:
            return value
        if not least <= value <= greatest:
            raise out_of_range(value, gtype, pool)
        return _int_value(value)
    return store


def _as_float(value, gtype, pool):
    if type(value) is float:
        return value
    try:
        number = float(value)
    except OverflowError:
        raise out_of_range(value, gtype, pool) from None
    if int(number) != value:
        raise out_of_range(value, gtype, pool)
    return number


def _doubles(gtype, pool):
    def store(value):
        if type(value) is float:
            return value
        number = _plain_number(value)
        return _given(value, gtype, pool) if number is None else _as_float(number, gtype, pool)
    return store


def _floats(gtype, pool):
    def store(value):
        number = _plain_number(value)
        if number is None:
            return _given(value, gtype, pool)
        number = _as_float(number, gtype, pool)
        # Python has no floats of 32 bits, so a fraction is rounded to the nearest. A whole number must be exact.
        single = ctypes.c_float(number).value
        if single != number and not math.isnan(number):
            if math.isinf(single) or (number.is_integer() and abs(number) <= _MAX_EXACT):
                raise out_of_range(number, gtype, pool)
        return make_value(gtype, single)
    return store


def _strings(gtype, pool):
    def store(value):
        if value is None:
            return make_value(gtype, None)
        if not isinstance(value, str):
            return _given(value, gtype, pool)
        value = str.__str__(value)
        if not _is_clean(value):
            raise BadTextError('A str with a NUL or half a surrogate pair does not fit pool %d (%s)'
                               % (pool, gtype.name))
        return value
    return store


def _string_lists(gtype, pool):
    def store(value):
        if value is None:
            return make_value(gtype, None)
        if type(value) not in (list, tuple):
            return _given(value, gtype, pool)
        for text in value:
            if not isinstance(text, str):
                raise _wrong_type(text, gtype, pool)
            if not _is_clean(text):
                raise BadTextError('A str with a NUL or half a surrogate pair does not fit pool %d (%s)'
                                   % (pool, gtype.name))
        return make_value(gtype, list(map(str.__str__, value)))
    return store


def _sealed(value, gtype, pool):
    try:
        return make_value(PYOBJECT, seal(value))
    except TypeError as error:
        if isinstance(error, TypeMismatchError):
            raise
        raise TypeMismatchError('A value of Python type %s cannot be copied, and so does not fit pool %d (%s): %s' % (
            type(value).__qualname__, pool, gtype.name, error)) from error


def _anything(gtype, pool):
    def store(value):
        kind = type(value)
        if kind is float or kind is bool:
            return value
        if kind is str and _is_clean(value):
            return value
        if kind is int and _MIN_INT64 <= value <= MAX_INT64:
            return make_value(GObject.TYPE_INT64, value)
        if kind is GObject.GType:
            return _gtype_value(value)
        if is_introspected(kind):
            value = _given(value, gtype, pool)
            if kind is not GObject.Value or value.g_type not in (PYOBJECT, GObject.TYPE_VALUE):
                return value
            return store(value.get_boxed())
        return _sealed(value, gtype, pool)
    return store


def _python_objects(gtype, pool):
    def store(value):
        if type(value) is GObject.Value and value.g_type == PYOBJECT:
            value = value.get_boxed()
        return _sealed(value, gtype, pool)
    return store


def _gtype_value(gtype):
    result = GObject.Value(GObject.TYPE_GTYPE)
    result.set_gtype(gtype)
    return result


def _gtypes(gtype, pool):
    def store(value):
        if not isinstance(value, (type, GObject.GType)):
            return _given(value, gtype, pool)
        return _gtype_value(gtype_of(value))
    return store


def _booleans(gtype, pool):
    def store(value):
        return bool(value) if _is_truth(value) else _given(value, gtype, pool)
    return store


def _params(gtype, pool):
    def store(value):
        return make_value(gtype, value) if type(value) is _gi.GParamSpec else _given(value, gtype, pool)
    return store


def _others(gtype, pool):
    def store(value):
        return make_value(gtype, None) if value is None else _given(value, gtype, pool)
    return store


_STORES = {GObject.TYPE_DOUBLE: _doubles, GObject.TYPE_FLOAT: _floats, GObject.TYPE_STRING: _strings,
           GObject.TYPE_STRV: _string_lists, GObject.TYPE_VALUE: _anything, PYOBJECT: _python_objects,
           GObject.TYPE_GTYPE: _gtypes, GObject.TYPE_BOOLEAN: _booleans}


def _make_store(gtype, pool):
    """Returns a function that converts a Python value to a value for which PyGObject makes the right GValue."""
    if gtype in NUMBERS:
        return _integers(gtype, pool, *NUMBERS[gtype][1:])
    if gtype.is_a(GObject.TYPE_ENUM):
        return _integers(gtype, pool, _MIN_INT, _MAX_INT)
    if gtype.is_a(GObject.TYPE_FLAGS):
        return _integers(gtype, pool, 0, 2**32 - 1)
    if gtype.is_a(GObject.TYPE_PARAM):
        return _params(gtype, pool)
    return _STORES.get(gtype, _others)(gtype, pool)


# Choosing a pool

def _natural_int(value):
    if _MIN_INT64 <= value <= MAX_INT64:
        return make_value(GObject.TYPE_INT64, value)
    if 0 <= value <= MAX_UINT64:
        return make_value(GObject.TYPE_UINT64, value)
    try:
        return make_value(GObject.TYPE_DOUBLE, _as_float(value, GObject.TYPE_DOUBLE, 0))
    except OutOfRangeError:
        return make_value(PYOBJECT, None)


_INT64, _DOUBLE, _STRING, _BOOLEAN = (
    GObject.TYPE_INT64, GObject.TYPE_DOUBLE, GObject.TYPE_STRING, GObject.TYPE_BOOLEAN)


def _type_of(value):
    """Returns the type of the first value of _naturals(), or None if that value must be made to find its type."""
    kind = type(value)
    if kind is int:
        return _INT64 if _MIN_INT64 <= value <= MAX_INT64 else None
    if kind is str:
        return _STRING if _is_clean(value) else PYOBJECT
    if kind is float:
        return _DOUBLE
    if kind is bool:
        return _BOOLEAN
    return None if value is None or is_introspected(kind) else PYOBJECT


def _naturals(value):
    """Yields the GValues by which the library finds a pool: first one of the type of the value, then, if no pool takes
    that, those that the value converts to. For all Python objects, the first one is an empty GValue of PyObject."""
    kind = type(value)
    if kind is str:
        yield make_value(GObject.TYPE_STRING, value) if _is_clean(value) else make_value(PYOBJECT, None)
    elif kind is int:
        yield _natural_int(value)
    elif kind is float:
        yield make_value(GObject.TYPE_DOUBLE, value)
    elif kind is bool:
        yield make_value(GObject.TYPE_BOOLEAN, value)
    elif kind is GObject.GType:
        yield _gtype_value(value)
    elif kind is _gi.GParamSpec:
        yield make_value(value.__gtype__, value)
    elif kind is GObject.Value:
        yield _given(value, GObject.TYPE_VALUE, 0)
    elif is_introspected(kind) and kind.__gtype__ != GObject.TYPE_NONE:
        yield make_value(kind.__gtype__, value)
    elif value is None:
        yield make_value(GObject.TYPE_POINTER, None)
        yield make_value(PYOBJECT, None)
    else:
        yield make_value(PYOBJECT, None)
        yield from _stand_ins(value)


def _stand_ins(value):
    number = _plain_number(value)
    if number is not None:
        yield from _naturals(number)
    elif _is_truth(value):
        yield from _naturals(bool(value))
    elif isinstance(value, str):
        yield from _naturals(str.__str__(value))
    elif isinstance(value, type):
        yield _gtype_value(gtype_of(value))
    elif type(value) in (list, tuple) and all(type(item) is str and _is_clean(item) for item in value):
        yield make_value(GObject.TYPE_STRV, list(value))


def _format_of(gtype):
    """Returns the format of memoryview for the elements of a pool, or None if they have none."""
    if gtype in NUMBERS:
        return NUMBERS[gtype][0]
    if gtype == GObject.TYPE_BOOLEAN or gtype.is_a(GObject.TYPE_ENUM):
        return 'i'
    return 'I' if gtype.is_a(GObject.TYPE_FLAGS) else REALS.get(gtype)


class _Pools:
    """The pools of an arena and the conversion of values for each. Arenas with the same types share one object."""

    def __init__(self, gtypes):
        self.gtypes = gtypes
        self.store = [_make_store(gtype, pool) for pool, gtype in enumerate(gtypes)]
        self.formats = [_format_of(gtype) for gtype in gtypes]
        # A buffer of numbers does not fit a pool of booleans or of an enumeration, although the sizes may be equal.
        self.buffers = [_format_of(gtype) if gtype in NUMBERS or gtype in REALS else None for gtype in gtypes]
        self.any_python = any(gtype in (GObject.TYPE_VALUE, PYOBJECT) for gtype in gtypes)
        self.store_only = self.store[0] if len(gtypes) == 1 else None
        self.known = {}  # type -> the pool that the library found

    def choose(self, arena, value):
        """Returns the index of the pool that the library finds for the value."""
        gtype = _type_of(value)
        pool = self.known.get(gtype)
        if pool is not None:
            return pool
        for n_refused, natural in enumerate(_naturals(value)):
            pool = find_pool(address_of(arena), address_of(natural), None)
            if pool >= 0:
                # All values of this type go to this pool, so it can be cached.
                if n_refused == 0 and gtype is not None and (gtype is PYOBJECT or self.gtypes[pool] == gtype):
                    self.known[gtype] = pool
                return pool
        kind, why = TypeMismatchError, ''
        if isinstance(value, int) and any(gtype in NUMBERS for gtype in self.gtypes):
            kind, why = OutOfRangeError, ': it is out of their range'
        elif isinstance(value, str) and GObject.TYPE_STRING in self.gtypes:
            kind, why = BadTextError, ': it has a NUL or half a surrogate pair'
        raise kind('A value of Python type %s fits none of the pools (%s)%s' % (
            type(value).__qualname__, ', '.join(gtype.name for gtype in self.gtypes), why))

    def check(self, pool):
        """Returns the index of a pool that is given by its index, or by its type if exactly one pool has that type."""
        if isinstance(pool, (type, GObject.GType)):
            gtype = gtype_of(pool)
            if self.gtypes.count(gtype) != 1:
                raise TypeMismatchError('Exactly one pool must have the type %s, but %d of the pools (%s) have it' % (
                    gtype.name, self.gtypes.count(gtype), ', '.join(gtype.name for gtype in self.gtypes)))
            return self.gtypes.index(gtype)
        pool = operator.index(pool)
        if not 0 <= pool < len(self.gtypes):
            raise IndexError('there is no pool %d: the arena has %d, from 0' % (pool, len(self.gtypes)))
        return pool


@functools.lru_cache(maxsize=256)
def pools_of(gtypes):
    return _Pools(gtypes)
