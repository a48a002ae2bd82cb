# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The fields of classes of objects: Trove.Field, Reference, References, Child and Children. A class statement has them; the
metaclass of Trove.Object makes a param spec and a Python property of each."""

import collections.abc
import enum
import math
import operator
import threading
import types
import typing

from gi import _gi
from gi.module import get_introspection_module
from gi.overrides._trove_errors import BusyError, translated
from gi.overrides._trove_native import make_value, param_spec_set_together, param_spec_set_type_name
from gi.overrides._trove_threads import this_thread
from gi.repository import GLib, GObject

_Trove = get_introspection_module('Trove')

_FLAGS = GObject.ParamFlags.READWRITE
_BY_ELEMENT = GObject.ParamFlags(_FLAGS | _Trove.PARAM_BY_ELEMENT)
_LIST = GObject.ParamFlags.READABLE
_OWNED = _Trove.PARAM_OWNED
_INTS = -2**63, 2**63 - 1
_FLOATS = -math.inf, math.inf

_native_set_field = _Trove.Object.set_field
_get_list = _Trove.Object.get_list
_NOTHING = object()


class _ThisThread(threading.local):
    refusal = None      # the exception of a validate() method that has raised


_this_thread = _ThisThread()


def validating(validate):
    """The virtual function that calls a method validate (self, name, value), which raises an exception to refuse a value."""
    def do_validate(self, pspec, value):
        try:
            validate(self, pspec.name.replace('-', '_'), value)
        except GLib.Error:
            raise
        except Exception as error:
            _this_thread.refusal = error
            raise GLib.Error(str(error), GLib.quark_to_string(_Trove.error_quark()),
                             int(_Trove.Error.TYPE_MISMATCH)) from None
        return True
    return do_validate


def upgrading(upgrade):
    """The virtual function that calls a method upgrade (self, from_version, old_values), with a dict."""
    def do_upgrade(self, from_version, old_values):
        upgrade(self, from_version, old_values.unpack())
    return do_upgrade


def set_field(owner, name, value):
    """Sets a property. Raises the exception of a validate() method where there is one."""
    this_thread.owns
    _this_thread.refusal = None     # of a setter that wrote a warning
    # checked() would be one more call for each field that is set.
    try:
        return _native_set_field(owner, name, value)
    except GLib.Error as error:
        refusal, _this_thread.refusal = _this_thread.refusal, None
        raise (refusal if refusal is not None else translated(error)) from None


def _assign(owner, name, value):
    """Sets a property, and does nothing while handlers are told of an undo and such, as setters of GObject do."""
    try:
        set_field(owner, name, value)
    except BusyError:
        document = owner.get_document()
        if document is None or not document.get_restoring():
            raise


def _flags(flags, owned):
    return GObject.ParamFlags(flags | _OWNED) if owned else flags


# Types of values

def _expected(kind, value):
    name = kind if isinstance(kind, str) else kind.__qualname__
    return TypeError('expected %s, not %s' % (name, type(value).__qualname__))


def _to_int(value):
    if not isinstance(value, int):
        raise _expected('an int', value)
    # PyGObject passes an int as 32 bits.
    return int(value) if -2**31 <= value < 2**31 else make_value(GObject.TYPE_INT64, int(value))


def _to_float(value):
    if not isinstance(value, (int, float)):
        raise _expected('a float', value)
    return float(value)


def _to_bool(value):
    if not isinstance(value, bool):
        raise _expected('a bool', value)
    return value


def _to_str(value):
    if not isinstance(value, str):
        raise _expected('a str', value)
    if '\0' in value:
        raise ValueError('a str of a field cannot have a NUL: %r' % value)
    return value


def _to_bytes(value):
    if isinstance(value, GLib.Bytes):
        return value
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise _expected('bytes', value)
    return GLib.Bytes.new(bytes(value))


def _from_bytes(value):
    return value.get_data() if value is not None else b''


def _to_strings(value):
    if isinstance(value, str):
        raise _expected('a list of str', value)
    return make_value(GObject.TYPE_STRV, [_to_str(text) for text in value])


def _to_set(value):
    if isinstance(value, str):
        raise _expected('a set of str', value)
    return make_value(GObject.TYPE_STRV, sorted({_to_str(text) for text in value}))


def _to_instance(kind):
    def convert(value):
        if not isinstance(value, kind):
            raise _expected(kind, value)
        return value
    return convert


class _Kind:
    """How values of one Python type are stored.

    spec (name, nick, blurb, default, field) makes the param spec. store converts a value to one that set_field() takes, and
    load a value that get_property() returns; None stands for no conversion. has_default is False for a type whose param
    specs have no default. limits are the least and the greatest value of a number. is_empty (stored) tells of a type whose
    empty value is stored as NULL. has_none is False for a type whose fields cannot be optional."""

    def __init__(self, spec, default, store, load=None, has_default=True, limits=None, is_empty=None, has_none=True):
        self.spec, self.default, self.store, self.load = spec, default, store, load
        self.has_default, self.limits, self.is_empty, self.has_none = has_default, limits, is_empty, has_none


def _int_spec(name, nick, blurb, default, field):
    return GObject.param_spec_int64(name, nick, blurb, field.minimum, field.maximum, default, _FLAGS)


def _float_spec(name, nick, blurb, default, field):
    return GObject.param_spec_double(name, nick, blurb, field.minimum, field.maximum, default, _FLAGS)


def _str_spec(name, nick, blurb, default, field):
    flags = GObject.ParamFlags(_FLAGS | _Trove.PARAM_INTERNED) if field.interned else _FLAGS
    return GObject.param_spec_string(name, nick, blurb, default, flags)


def _bool_spec(name, nick, blurb, default, field):
    return GObject.param_spec_boolean(name, nick, blurb, default, _FLAGS)


def _boxed_spec(gtype, flags=_FLAGS):
    return lambda name, nick, blurb, default, field: GObject.param_spec_boxed(name, nick, blurb, gtype, flags)


def _object_spec(gtype):
    return lambda name, nick, blurb, default, field: GObject.param_spec_object(name, nick, blurb, gtype, _FLAGS)


def _enum_spec(gtype):
    return lambda name, nick, blurb, default, field: GObject.param_spec_enum(name, nick, blurb, gtype, int(default), _FLAGS)


def _flags_spec(gtype):
    return lambda name, nick, blurb, default, field: GObject.param_spec_flags(name, nick, blurb, gtype, int(default), _FLAGS)


def _variant_spec(name, nick, blurb, default, field):
    return GObject.param_spec_variant(name, nick, blurb, GLib.VariantType('*'), None, _FLAGS)


def _has_no_strings(stored):
    return not stored.get_boxed()


_SIMPLE = {
    int: _Kind(_int_spec, 0, _to_int, limits=_INTS, has_none=False),
    float: _Kind(_float_spec, 0.0, _to_float, limits=_FLOATS, has_none=False),
    bool: _Kind(_bool_spec, False, _to_bool, has_none=False),
    str: _Kind(_str_spec, '', _to_str),
    bytes: _Kind(_boxed_spec(GLib.Bytes), b'', _to_bytes, _from_bytes, has_default=False,
                 is_empty=lambda stored: not stored.get_size()),
    GLib.Variant: _Kind(_variant_spec, None, _to_instance(GLib.Variant), has_default=False),
}
# PyGObject reads an array of no strings as [], so that an optional one is not told from an empty one.
_STRINGS = _Kind(_boxed_spec(GObject.TYPE_STRV), (), _to_strings, tuple, has_default=False, is_empty=_has_no_strings,
                 has_none=False)


# Sets and dictionaries, which are merged by element

_SET = _Kind(_boxed_spec(GObject.TYPE_STRV, _BY_ELEMENT), frozenset(), _to_set, frozenset, has_default=False,
             is_empty=_has_no_strings, has_none=False)


def _to_int64(value):
    if not isinstance(value, int):
        raise _expected('an int', value)
    return int(value)


# The codes of GVariant, and functions that check a key or a value.
_CODES = {str: ('s', _to_str), int: ('x', _to_int64), float: ('d', _to_float), bool: ('b', _to_bool),
          GLib.Variant: ('v', _to_instance(GLib.Variant))}


def _dictionary(key, value):
    """The kind of dict[key, value], or None if it cannot be stored."""
    if key not in (str, int) or value not in _CODES:
        return None
    (key_code, check_key), (value_code, check_value) = _CODES[key], _CODES[value]
    code = 'a{%s%s}' % (key_code, value_code)

    def store(mapping):
        if not isinstance(mapping, collections.abc.Mapping):
            raise _expected('a mapping', mapping)
        elements = {check_key(name): check_value(element) for name, element in mapping.items()}
        return GLib.Variant(code, dict(sorted(elements.items(), key=operator.itemgetter(0))))

    def load(variant):
        if variant is None:
            return _NO_ELEMENTS
        if value_code != 'v':
            return types.MappingProxyType(variant.unpack())
        entries = (variant.get_child_value(i) for i in range(variant.n_children()))
        return types.MappingProxyType({entry.get_child_value(0).unpack(): entry.get_child_value(1).get_variant()
                                       for entry in entries})

    def spec(name, nick, blurb, default, field):
        return GObject.param_spec_variant(name, nick, blurb, GLib.VariantType(code), None, _BY_ELEMENT)

    return _Kind(spec, _NO_ELEMENTS, store, load, has_default=False,
                 is_empty=lambda stored: not stored.n_children(), has_none=False)


_NO_ELEMENTS = types.MappingProxyType({})


def _python_enum(kind):
    """An enum of Python is stored as the name of the member."""
    if any(not isinstance(name, str) for name in kind.__members__):
        raise TypeError('%s has members without names' % kind.__qualname__)

    def store(value):
        if not isinstance(value, kind):
            raise _expected(kind, value)
        return value.name

    def spec(name, nick, blurb, default, field):
        flags = GObject.ParamFlags(_FLAGS | _Trove.PARAM_INTERNED)
        return GObject.param_spec_string(name, nick, blurb, default.name if default is not None else None, flags)

    return _Kind(spec, next(iter(kind)), store, kind.__getitem__)


def _kind_of_gtype(kind):
    gtype = kind.__gtype__
    fundamental = gtype.fundamental
    if fundamental == GObject.TYPE_ENUM:
        return _Kind(_enum_spec(gtype), kind(0), _to_instance(kind), has_none=False)
    if fundamental == GObject.TYPE_FLAGS:
        return _Kind(_flags_spec(gtype), kind(0), _to_instance(kind), has_none=False)
    if fundamental == GObject.TYPE_BOXED:
        return _Kind(_boxed_spec(gtype), None, _to_instance(kind), has_default=False)
    return _Kind(_object_spec(gtype), None, _to_instance(kind), has_default=False)


def _optional(kind):
    """The type in a union with None, or None for any other type."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        rest = [part for part in typing.get_args(kind) if part is not type(None)]
        if len(rest) == 1 and len(typing.get_args(kind)) == 2:
            return rest[0]
    return None


def _kind_of_generic(origin, args):
    if origin in (list, tuple) and args in ((str,), (str, ...)):
        return _STRINGS
    if origin in (set, frozenset) and args == (str,):
        return _SET
    if origin in (dict, collections.abc.Mapping):
        return _dictionary(*args)
    return None


def _kind_of(kind):
    if isinstance(kind, typing.Hashable) and kind in _SIMPLE:
        return _SIMPLE[kind]
    generic = _kind_of_generic(typing.get_origin(kind), typing.get_args(kind))
    if generic is not None:
        return generic
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _python_enum(kind)
    if isinstance(kind, type) and hasattr(kind, '__gtype__'):
        return _kind_of_gtype(kind)
    raise TypeError('a field cannot have values of %r: expected int, float, bool, str, bytes, list[str], frozenset[str], '
                    'dict[str, int] and such, an enum, or a type of GObject' % (kind,))


# Fields

class Declared:
    """A field as a class statement has it. The metaclass replaces it with a property."""

    owned = False

    def __init__(self, nick=None, blurb=None):
        self.nick, self.blurb = nick, blurb

    def spec(self, name):
        """A new param spec."""
        raise NotImplementedError

    def bind(self, name):
        """The property of Python for the field of that name."""
        raise NotImplementedError


def _check_together(together):
    if together is not None and not isinstance(together, str):
        raise _expected('a str as together', together)


def _together(pspec, together):
    if together is not None:
        param_spec_set_together(pspec, together)
    return pspec


class Property(property):
    """A field of a class: a property that reads and sets the value in the document."""

    def __init__(self, declared, name, fget, fset):
        super().__init__(fget, fset)
        self.__doc__ = declared.blurb       # property() would take the documentation of fget instead of None
        self.declared, self.name = declared, name


class Field(Declared):
    """A value: Trove.Field(float), Trove.Field(str | None), Trove.Field(int, 5, minimum=0, maximum=9).

    default is the value of new objects. Without it a number is 0, a str is empty, and an optional value is None. interned
    is for a str of which there are few different ones. A merge takes the fields that have the same name as together from one
    side."""

    def __init__(self, kind, default=_NOTHING, *, minimum=None, maximum=None, interned=False, together=None, nick=None,
                 blurb=None):
        super().__init__(nick, blurb)
        optional = _optional(kind)
        self.kind = _kind_of(kind if optional is None else optional)
        self.is_optional = optional is not None or self.kind.default is None
        self.interned, self.together = interned, together
        self._set_limits(minimum, maximum)
        if interned and self.kind.spec is not _str_spec:
            raise TypeError('interned is for a field of str')
        _check_together(together)
        if optional is not None and not self.kind.has_none:
            raise TypeError('a field of %s cannot be None' % getattr(optional, '__qualname__', optional))
        self.default = default if default is not _NOTHING else None if optional is not None else self.kind.default
        if self.default is not None:
            self.kind.store(self.default)   # raises the error of a value of another type
        if default is not _NOTHING:
            self._check_default(kind)
        if self.kind.limits and not self.minimum <= self.default <= self.maximum:
            raise ValueError('the default of a field is %r: expected %r to %r' % (self.default, self.minimum, self.maximum))

    def _set_limits(self, minimum, maximum):
        limits = self.kind.limits
        if limits is None:
            if minimum is not None or maximum is not None:
                raise TypeError('minimum and maximum are for a field of int or float')
            limits = None, None
        for limit in (minimum, maximum):
            if limit is not None:
                self.kind.store(limit)
        self.minimum = limits[0] if minimum is None else minimum
        self.maximum = limits[1] if maximum is None else maximum

    def _check_default(self, kind):
        if self.default is None and not self.is_optional:
            raise TypeError('the default of a field of %s is not None' % kind.__qualname__)
        if not self.kind.has_default and self.default not in (None, self.kind.default):
            raise TypeError('a field of %s has no default: set the field of each new object'
                            % (kind.__qualname__ if type(kind) is type else kind))

    def spec(self, name):
        return _together(self.kind.spec(name, self.nick, self.blurb, self.default, self), self.together)

    def bind(self, name):
        read, load = operator.methodcaller('get_property', name), self.kind.load
        convert, is_optional = self.kind.store, self.is_optional
        is_empty = self.kind.is_empty if not is_optional else None
        if load is None:
            fget = read
        elif is_optional:
            def fget(self):
                value = read(self)
                return load(value) if value is not None else None
        else:
            def fget(self):
                return load(read(self))

        def fset(self, value):
            stored = convert(value) if value is not None or not is_optional else make_none(self, name)
            # NULL reads as empty, so that a field of which nothing was set equals one that was set to nothing.
            if is_empty is not None and is_empty(stored):
                stored = make_none(self, name)
            _assign(self, name, stored)
        return Property(self, name, fget, fset)


def make_none(owner, name):
    return make_value(owner.find_property(name).value_type, None)


class _Naming(Declared):
    """Names a class, or its name where it is defined later."""

    def __init__(self, kind, nick=None, blurb=None):
        super().__init__(nick, blurb)
        if not isinstance(kind, str) and not (isinstance(kind, type) and issubclass(kind, _Trove.Object)):
            raise TypeError('expected a class of objects or its name, not %r' % (kind,))
        self.kind = kind

    def gtype(self):
        return _Trove.Object.__gtype__ if isinstance(self.kind, str) else self.kind.__gtype__


class Reference(_Naming):
    """A reference to an object of the document, or None. together is as that of a Trove.Field."""

    def __init__(self, kind, nick=None, blurb=None, *, together=None):
        super().__init__(kind, nick, blurb)
        _check_together(together)
        self.together = together

    def spec(self, name):
        pspec = GObject.param_spec_object(name, self.nick, self.blurb, self.gtype(), _flags(_FLAGS, self.owned))
        return _together(pspec, self.together)

    def bind(self, name):
        def fset(self, value):
            if value is not None and not isinstance(value, _Trove.Object):
                raise _expected('an object of a document', value)
            _assign(self, name, value if value is not None else make_none(self, name))
        return Property(self, name, operator.methodcaller('get_property', name), fset)


class Child(Reference):
    """An object that belongs to this one, or None."""

    owned = True

    def __init__(self, kind, nick=None, blurb=None):
        super().__init__(kind, nick, blurb)


class References(_Naming):
    """A list of references to objects of the document."""

    def spec(self, name):
        return _Trove.param_spec_list(name, self.nick, self.blurb, self.gtype(), _flags(_LIST, self.owned))

    def bind(self, name):
        def fset(self, items):
            model = _get_list(self, name)
            if items is not model:      # as after +=
                model[:] = items
        return Property(self, name, operator.methodcaller('get_list', name), fset)


class Children(References):
    """A list of objects that belong to this one."""

    owned = True


class Computed:
    """A property that a function computes from fields: it is in no document, and is notified when one of the fields is.

        @Trove.Computed(float, depends=('x', 'width'))
        def right(self):
            return self.x + self.width
    """

    _GTYPES = {int: GObject.TYPE_INT64, float: GObject.TYPE_DOUBLE, str: GObject.TYPE_STRING, bool: GObject.TYPE_BOOLEAN}

    def __init__(self, kind, *, depends, nick='', blurb=''):
        if isinstance(depends, str):
            raise TypeError('depends is a sequence of names, not %r' % depends)
        self.gtype = self._GTYPES[kind] if isinstance(kind, type) and kind in self._GTYPES else GObject.GType(kind)
        self.depends, self.nick, self.blurb = tuple(depends), nick, blurb
        self.function = None

    def __call__(self, function):
        self.function = function
        return self

    def property(self):
        """The property of GObject."""
        limits = {}
        if self.gtype == GObject.TYPE_INT64:
            limits = dict(zip(('minimum', 'maximum'), _INTS))
        return GObject.Property(type=self.gtype, getter=self.function, flags=_LIST, nick=self.nick, blurb=self.blurb,
                                **limits)


def restrict(pspec, type_name):
    """Restricts a property to objects of a type that is registered later."""
    param_spec_set_type_name(pspec, type_name)


def is_param_spec(pspec):
    return isinstance(pspec, _gi.GParamSpec)
