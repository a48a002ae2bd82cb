# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Functions that are called by address: those that make and read GValues, and one that takes param specs.

PyGObject unpacks a GValue that a function returns, but never frees it, so every read would leak the value. Therefore
functions that return a GValue are called through ctypes, and the GValue is freed here. PyGObject passes no param specs
to functions either. pygobject.h, the interface of PyGObject for C modules, defines the table of functions and the
layout of a wrapper, whose pointer comes right after the head of the object."""

import ctypes

from gi import _gi
from gi.repository import GLib, GObject

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

# The three libraries are loaded already. PyDLL keeps the GIL: none of the functions used here waits for another thread.
_trove = ctypes.PyDLL('libtrove-glib-1.0.so.0')
_gobject = ctypes.PyDLL('libgobject-2.0.so.0')
_glib = ctypes.PyDLL('libglib-2.0.so.0')

_value_as_pyobject = _load_table()
find_pool = _function(_trove, 'trove_arena_find_pool', ctypes.c_int, _pointer, _pointer, _pointer)
arena_get = _function(_trove, 'trove_arena_get', _pointer, _pointer, _pointer, _pointer)
snapshot_get = _function(_trove, 'trove_snapshot_get', _pointer, _pointer, _pointer, _pointer)
borrow_get_value = _function(_trove, 'trove_borrow_get_value', _pointer, _pointer, _pointer)
sub_arena_get = _function(_trove, 'trove_sub_arena_get', _pointer, _pointer, _uint, _uint64, _pointer)
change_dup_old_value, change_dup_new_value = (
    _function(_trove, 'trove_change_dup_%s_value' % name, _pointer, _pointer) for name in ('old', 'new'))
conflict_dup_base_value, conflict_dup_our_value, conflict_dup_their_value = (
    _function(_trove, 'trove_conflict_dup_%s_value' % name, _pointer, _pointer) for name in ('base', 'our', 'their'))
bytes_get_data = _function(_glib, 'g_bytes_get_data', _pointer, _pointer, _pointer)
_boxed_free = _function(_gobject, 'g_boxed_free', None, ctypes.c_size_t, _pointer)
_value_init = _function(_gobject, 'g_value_init', _pointer, _pointer, ctypes.c_size_t)
_value_copy = _function(_gobject, 'g_value_copy', None, _pointer, _pointer)
_value_get_schar = _function(_gobject, 'g_value_get_schar', ctypes.c_int8, _pointer)
_value_get_uchar = _function(_gobject, 'g_value_get_uchar', ctypes.c_uint8, _pointer)

_G_TYPE_VALUE = _function(_gobject, 'g_value_get_type', ctypes.c_size_t)()
_G_TYPE_CHAR, _G_TYPE_UCHAR = hash(GObject.TYPE_CHAR), hash(GObject.TYPE_UCHAR)
_G_TYPE_STRV = hash(GObject.TYPE_STRV)
# The offset of the contents in a GValue: its type comes first, then a union of 64 bits.
_CONTENTS = 8


def _as_python(value):
    """Converts the GValue at an address to a Python value. Boxed values are copied."""
    try:
        result = _value_as_pyobject(value, True)
    except UnicodeDecodeError:
        if _word(value).value == _G_TYPE_CHAR:
            return _value_get_schar(value)
        raise
    kind = type(result)
    # PyGObject converts integers of 8 bits to text, and a NULL list of strings to an empty list.
    if (kind is str or kind is bytes) and len(result) <= 1:
        gtype = _word(value).value
        if gtype == _G_TYPE_CHAR:
            return _value_get_schar(value)
        if gtype == _G_TYPE_UCHAR:
            return _value_get_uchar(value)
    elif kind is list and not result and _word(value).value == _G_TYPE_STRV:
        return result if _word(value + _CONTENTS).value else None
    return result


def take(value):
    """Converts the GValue at an address to a Python value, and frees the GValue."""
    try:
        return _as_python(value)
    finally:
        _boxed_free(_G_TYPE_VALUE, value)


def take_or_none(value):
    """Does the same for an address that may be NULL."""
    return take(value) if value else None


def copy_value(value):
    """Copies the GValue at an address to a GObject.Value."""
    result = GObject.Value()
    gtype = _word(value).value
    if gtype:
        _value_init(address_of(result), gtype)
        _value_copy(value, address_of(result))
    return result


def take_value(value):
    """Copies the GValue at an address to a GObject.Value, and frees the GValue."""
    try:
        return copy_value(value)
    finally:
        _boxed_free(_G_TYPE_VALUE, value)


def make_value(gtype, value):
    """Makes a GObject.Value of a type. None makes the default value of the type."""
    result = GObject.Value()
    _value_init(address_of(result), hash(gtype))
    if value is not None:
        _gi._gvalue_set(result, value)
    return result


def copy_boxed(value):
    holder = make_value(type(value).__gtype__, value)
    return _as_python(address_of(holder))


# Types

class _Error(ctypes.Structure):
    _fields_ = [('domain', ctypes.c_uint32), ('code', ctypes.c_int), ('message', ctypes.c_char_p)]


# CDLL lets go of the GIL: the call may wait for a lock of GLib while another thread, which has the lock, waits for the
# GIL.
_register_type = _function(ctypes.CDLL('libtrove-glib-1.0.so.0'), 'trove_object_register_type', ctypes.c_size_t,
                           ctypes.c_char_p, ctypes.c_size_t, _pointer, _uint, _pointer)
_error_free = _function(_glib, 'g_error_free', None, _pointer)
_set_type_name = _function(_trove, 'trove_param_spec_set_type_name', None, _pointer, ctypes.c_char_p)
_set_together = _function(_trove, 'trove_param_spec_set_together', None, _pointer, ctypes.c_char_p)


def register_type(name, parent, pspecs):
    """Calls trove_object_register_type() with a GType and a list of param specs. Returns a GType."""
    addresses = (_pointer * len(pspecs))(*map(address_of, pspecs))
    error = ctypes.POINTER(_Error)()
    if not _register_type(name.encode(), hash(parent), addresses, len(pspecs), ctypes.byref(error)):
        try:
            domain = GLib.quark_to_string(error.contents.domain)
            raise GLib.Error(error.contents.message.decode(), domain, error.contents.code)
        finally:
            _error_free(error)
    return GObject.type_from_name(name)


def param_spec_set_type_name(pspec, name):
    """Calls trove_param_spec_set_type_name()."""
    _set_type_name(address_of(pspec), name.encode())


def param_spec_set_together(pspec, name):
    """Calls trove_param_spec_set_together()."""
    _set_together(address_of(pspec), name.encode())
