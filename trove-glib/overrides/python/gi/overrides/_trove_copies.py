# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Private copies of Python values, so that no version changes through an object that a program holds.

A value that can change is stored as a deep copy and copied again when it is read, so no program ever holds the stored
object. A value that cannot change is stored inside a _Frozen, so that it is not searched again each time it is read.
Copies are those of copy.deepcopy(). GLib values are copied as GLib copies them."""

import copyreg
import dataclasses
import enum
import functools
import types
import weakref

from gi import _gi
from gi.repository import GLib, GObject

from gi.overrides._trove_native import address_of, copy_boxed, copy_value, make_value

# Classes whose instances never change, nor do their parts.
ATOMIC = {type(None), type(Ellipsis), type(NotImplemented), bool, int, float, complex, str, bytes, range, GObject.GType,
          _gi.GParamSpec, GLib.Variant, GLib.Bytes, GLib.DateTime}

# Classes whose instances are not copied, as in copy.deepcopy().
_SINGLE = (type, types.FunctionType, types.BuiltinFunctionType, types.CodeType, property, weakref.ref)

# Types of objects that are documented as immutable.
_IMMUTABLE_OBJECTS = ('GFile', 'GIcon', 'GdkTexture')


def _is_immutable_object(kind):
    return any(type_name in _IMMUTABLE_OBJECTS for type_name in _type_names(kind.__gtype__))


def _type_names(gtype):
    names = {interface.name for interface in gtype.interfaces}
    while gtype.name not in (None, 'invalid', 'void'):
        names.add(gtype.name)
        gtype = gtype.parent
    return names


def is_introspected(kind):
    """Checks whether a class wraps a type of GLib."""
    return hasattr(kind, '__gtype__')


# Values that cannot change

class _Frozen:
    __slots__ = ('value',)

    def __init__(self, value):
        self.value = value


def _no_parts(value):
    return ()


def _slots_of(kind):
    for base in kind.__mro__:
        slots = base.__dict__.get('__slots__', ())
        yield from (slots,) if isinstance(slots, str) else slots


@functools.lru_cache(maxsize=1024)
def _parts_of(kind):
    """Returns a function that lists the parts of an instance, if an instance changes only when one of its parts does.
    Returns None for other classes."""
    if kind in ATOMIC or issubclass(kind, enum.Enum):
        return _no_parts
    if is_introspected(kind):
        if issubclass(kind, (_gi.GEnum, _gi.GFlags)) or _is_immutable_object(kind):
            return _no_parts
        return None
    # An instance with a __dict__ can be changed without its class noticing, as functools.cached_property does.
    if kind.__dictoffset__ != 0:
        return None
    if kind is frozenset or kind is tuple:
        return iter
    if issubclass(kind, tuple):
        return tuple.__iter__
    # The parameters of this class itself: a class that is derived from a frozen dataclass need not be frozen.
    parameters = kind.__dict__.get('__dataclass_params__')
    if parameters is None or not parameters.frozen:
        return None
    names = [field.name for field in dataclasses.fields(kind)]
    if not set(_slots_of(kind)) <= {*names, '__weakref__'}:
        return None
    return lambda value: [getattr(value, name, None) for name in names]


def is_frozen(value):
    kind = type(value)
    if kind in ATOMIC:
        return True
    parts = _parts_of(kind)
    return parts is not None and all(map(is_frozen, parts(value)))


# Copying

_MISSING = object()


def _copy(value, memo):
    kind = type(value)
    if kind in ATOMIC:
        return value
    found = memo.get(id(value), _MISSING)
    if found is not _MISSING:
        return found
    memo[id(value)] = result = _how(kind)(value, memo)
    return result


def _copy_list(value, memo):
    memo[id(value)] = result = []
    result.extend([item if type(item) in ATOMIC else _copy(item, memo) for item in value])
    return result


def _copy_dict(value, memo):
    memo[id(value)] = result = {}
    for key, item in list(value.items()):
        result[_copy(key, memo)] = item if type(item) in ATOMIC else _copy(item, memo)
    return result


def _copy_tuple(value, memo):
    items = [_copy(item, memo) for item in value]
    # The tuple may contain a list that contains the tuple, which is then copied already.
    if id(value) in memo:
        return memo[id(value)]
    return value if all(map(lambda a, b: a is b, items, value)) else tuple(items)


def _copy_set(value, memo):
    return {_copy(item, memo) for item in value}


def _copy_method(value, memo):
    return types.MethodType(value.__func__, _copy(value.__self__, memo))


def _itself(value, memo):
    return value


def _copy_plain(value, memo):
    memo[id(value)] = result = object.__new__(type(value))
    attributes = result.__dict__
    for name, item in list(value.__dict__.items()):
        attributes[name] = item if type(item) in ATOMIC else _copy(item, memo)
    return result


def _copy_by_own_method(value, memo):
    return value.__deepcopy__(memo)


def _copy_by_reduction(value, memo):
    reduce = copyreg.dispatch_table.get(type(value))
    parts = value.__reduce_ex__(4) if reduce is None else reduce(value)
    if isinstance(parts, str):
        return value
    # The parts are kept in the memo, as by copy.deepcopy(), so that no other object gets one of their ids.
    memo.setdefault(id(memo), []).append(parts)
    make, arguments, state, items, pairs = (*parts, None, None, None)[:5]
    memo[id(value)] = result = make(*[_copy(argument, memo) for argument in arguments])
    if state is not None:
        _set_state(result, _copy(state, memo))
    for item in items or ():
        result.append(_copy(item, memo))
    for key, item in pairs or ():
        result[_copy(key, memo)] = _copy(item, memo)
    return result


def _set_state(result, state):
    if hasattr(result, '__setstate__'):
        result.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state is not None:
        result.__dict__.update(state)
    for name, value in (slots or {}).items():
        # A frozen class refuses setattr().
        object.__setattr__(result, name, value)


def _refuse(value, memo):
    raise TypeError('%s in a value cannot be copied, so a change of it would change all versions: give it a pool of '
                    'its own and store its ref, or give its class a __deepcopy__()' % type(value).__qualname__)


def _copy_boxed(value, memo):
    return copy_boxed(value)


def _copy_value(value, memo):
    # GLib would copy the reference to the Python object, not the object.
    if value.g_type == GObject.TYPE_PYOBJECT:
        return make_value(value.g_type, _copy(value.get_boxed(), memo))
    if value.g_type == GObject.TYPE_VALUE:
        return _refuse(value, memo)
    return copy_value(address_of(value))


def _how_introspected(kind):
    if issubclass(kind, (_gi.GEnum, _gi.GFlags)):
        return _itself
    if kind is GObject.Value:
        return _copy_value
    if issubclass(kind, _gi.GBoxed):
        return _copy_boxed
    if issubclass(kind, (_gi.GObject, _gi.GInterface)):
        if _is_immutable_object(kind):
            return _itself
        if getattr(kind, '__deepcopy__', None) is not getattr(GObject.Object, '__deepcopy__', None):
            return _copy_by_own_method
    return _refuse


def _is_plain(kind):
    """Checks whether the state of an instance is its __dict__ only, also for copy.deepcopy()."""
    changed = ('__reduce_ex__', '__reduce__', '__getstate__', '__setstate__', '__getnewargs__', '__getnewargs_ex__')
    return (kind.__dictoffset__ != 0 and kind.__new__ is object.__new__ and kind not in copyreg.dispatch_table
            and not any(_slots_of(kind))
            and all(getattr(kind, name, None) is getattr(object, name, None) for name in changed))


_BUILT_IN = {list: _copy_list, dict: _copy_dict, tuple: _copy_tuple, set: _copy_set,
             bytearray: lambda value, memo: value[:], types.MethodType: _copy_method}


@functools.lru_cache(maxsize=1024)
def _how(kind):
    """Returns the function that copies instances of a class."""
    if kind in _BUILT_IN:
        return _BUILT_IN[kind]
    if issubclass(kind, _SINGLE) or issubclass(kind, enum.Enum):
        return _itself
    if is_introspected(kind):
        return _how_introspected(kind)
    if hasattr(kind, '__deepcopy__'):
        return _copy_by_own_method
    return _copy_plain if _is_plain(kind) else _copy_by_reduction


def deep_copy(value):
    """Copies a value as copy.deepcopy() does. GLib values in it are copied as GLib copies them."""
    return _copy(value, {})


# Into an arena and out of it

def seal(value):
    """Returns the object that is stored for a Python value."""
    if type(value) in ATOMIC:
        return value
    return _Frozen(value) if is_frozen(value) else deep_copy(value)


def opened(stored):
    """Returns the value of a stored object. This is a copy, unless the object cannot change."""
    kind = type(stored)
    if kind in ATOMIC:
        return stored
    if kind is _Frozen:
        return stored.value
    # GLib values were copied when the GValue was read.
    return stored if is_introspected(kind) else deep_copy(stored)


def is_changeable(value):
    """Checks whether a value that was read can be changed in place and stored again."""
    kind = type(value)
    if is_introspected(kind) and not issubclass(kind, _gi.GBoxed):
        return False
    return not is_frozen(value)
