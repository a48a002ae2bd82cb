# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The errors of the library as exceptions of Python. Each is a GLib.Error and a matching built-in exception."""

import functools

from gi.module import get_introspection_module
from gi.repository import GLib

_Trove = get_introspection_module('Trove')
_DOMAIN = GLib.quark_to_string(_Trove.error_quark())


class _TroveError(GLib.Error):
    """An error of the library. Its code is one of Trove.Error."""

    _CODE = None

    def __init__(self, message=''):
        super().__init__(message, _DOMAIN, int(self._CODE))


class InvalidRefError(_TroveError, KeyError):
    """The ref is null, its sub-arena is not held by the arena or snapshot, or its index is past the end."""

    _CODE = _Trove.Error.INVALID_REF


class BorrowedError(_TroveError, RuntimeError):
    """A shared borrow forbids the call. For a mutable borrow, see the derived class BorrowedMutError."""

    _CODE = _Trove.Error.BORROWED


class BorrowedMutError(BorrowedError):
    """A mutable borrow forbids the call."""

    _CODE = _Trove.Error.BORROWED_MUT


class TypeMismatchError(_TroveError, TypeError):
    """The value, the pool or the other arena has another type."""

    _CODE = _Trove.Error.TYPE_MISMATCH


class OutOfRangeError(TypeMismatchError, OverflowError):
    """The value is a number, but the type of the pool does not hold it exactly."""


class BadTextError(TypeMismatchError, ValueError):
    """The str has a NUL or half a surrogate pair, which GLib strings cannot hold."""


class WrongThreadError(_TroveError, RuntimeError):
    """The arena belongs to another thread."""

    _CODE = _Trove.Error.WRONG_THREAD


class CopyFailedError(_TroveError, RuntimeError):
    """The copy function of an element failed."""

    _CODE = _Trove.Error.COPY_FAILED


class FullError(_TroveError, OverflowError):
    """The pool has no room left, or no id is left."""

    _CODE = _Trove.Error.FULL


class NoMemoryError(_TroveError, MemoryError):
    """Memory could not be allocated, or the max_bytes of the arena is reached. Nothing was changed."""

    _CODE = _Trove.Error.NO_MEMORY


class RemovedError(_TroveError, KeyError):
    """The document's current state has no such object, or its history no such version."""

    _CODE = _Trove.Error.REMOVED


class CycleError(_TroveError, ValueError):
    """An object would own itself, directly or by others, or have two owners."""

    _CODE = _Trove.Error.CYCLE


class ForeignError(_TroveError, ValueError):
    """The object, version or changes come from another document."""

    _CODE = _Trove.Error.FOREIGN


class BusyError(_TroveError, RuntimeError):
    """A group of edits is open, the document is being changed, or handlers are told of a change."""

    _CODE = _Trove.Error.BUSY


class ReadOnlyError(_TroveError, AttributeError):
    """The object or list is of a version, which does not change."""

    _CODE = _Trove.Error.READ_ONLY


class DamagedError(_TroveError, ValueError):
    """The bytes are not those that the library writes, or have values that a property does not take."""

    _CODE = _Trove.Error.DAMAGED


class ChangedError(_TroveError, RuntimeError):
    """Another program has written the file since the document was loaded or saved."""

    _CODE = _Trove.Error.CHANGED


PUBLIC = (InvalidRefError, BorrowedError, BorrowedMutError, TypeMismatchError, OutOfRangeError, BadTextError,
          WrongThreadError, CopyFailedError, FullError, NoMemoryError, RemovedError, CycleError, ForeignError, BusyError,
          ReadOnlyError, DamagedError, ChangedError)

for _error in PUBLIC:
    _error.__module__ = 'gi.repository.Trove'

_BY_CODE = {int(error._CODE): error for error in reversed(PUBLIC)}
_BY_CODE[int(_Trove.Error.TYPE_MISMATCH)] = TypeMismatchError


def translated(error):
    """The exception of this module for a GLib.Error, or the same GLib.Error if it is not one of the library."""
    if error.domain != _DOMAIN or isinstance(error, _TroveError) or error.code not in _BY_CODE:
        return error
    return _BY_CODE[error.code](error.message)


def checked(function):
    """Wraps a function of the library, so that it raises the exceptions of this module."""
    @functools.wraps(function, assigned=('__name__', '__doc__'), updated=())
    def call(*arguments, **named):
        try:
            return function(*arguments, **named)
        except GLib.Error as error:
            raise translated(error) from None
    return call
