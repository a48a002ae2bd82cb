# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Classes, values, places, times and bytes as text."""

import datetime
import enum

from gi.repository import GLib, GObject, Trove

UNKNOWN = 'TroveUnknown-'   # begins the name of the type of an object whose class the program does not have
LONGEST = 200               # characters of a value


def class_name(gtype):
    """The name of a class without its module."""
    name = gtype.name
    if name.startswith(UNKNOWN):
        return name[len(UNKNOWN):].rpartition('+')[2] + ' (unknown)'
    return gtype.pytype.__name__ if gtype.pytype is not None else name.rpartition('+')[2]


def type_name(name):
    """The same by the name of its type, which the program may not have."""
    try:
        return class_name(GObject.GType.from_name(name))
    except RuntimeError:
        return name.rpartition('+')[2] + ' (unknown)'


def shorten(text):
    return text if len(text) <= LONGEST else text[:LONGEST - 1] + '…'


def value_text(value):
    if isinstance(value, str):
        return shorten(value)
    if isinstance(value, GLib.Variant):
        return shorten(value.print_(False))
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, (GObject.GEnum, GObject.GFlags)):
        return getattr(value, 'value_nick', None) or ' '.join(value.value_nicks)
    if isinstance(value, (tuple, frozenset)):
        return shorten(', '.join(sorted(map(value_text, value)) if isinstance(value, frozenset) else map(value_text, value)))
    return '' if value is None else shorten(str(value))


def object_text(version, key):
    """The values of an object in a version that are not the default ones. References and lists are not among them."""
    item = version.lookup(key)
    if item is None:
        return ''
    if item.get_unknown_class() is not None:
        values = [(name, value) for name, value in item.dup_unknown_values().unpack().items()]
    else:
        values = [(name, getattr(item, name)) for name, field in type(item).fields().items()
                  if isinstance(field.declared, Trove.Field) and getattr(item, name) != field.declared.default]
    return shorten(', '.join('%s: %s' % (name, value_text(value)) for name, value in values))


def step_text(version):
    """The name of a version, its label, or what stands for it."""
    if version.name is not None:
        return version.name
    if version.label is not None:
        return version.label
    return 'No label' if version.parents else 'First version'


def time_text(version):
    return datetime.datetime.fromtimestamp(version.time / 1e6).strftime('%H:%M:%S')


def full_time_text(version):
    return datetime.datetime.fromtimestamp(version.time / 1e6).strftime('%c')


def bytes_text(n):
    return GLib.format_size_full(n, GLib.FormatSizeFlags.IEC_UNITS)


def count_text(n, noun):
    return f'{n:,} {noun}' if n == 1 else f'{n:,} {noun}s'


CHANGE_KINDS = {
    Trove.ChangeKind.ADDED: 'added',
    Trove.ChangeKind.REMOVED: 'removed',
    Trove.ChangeKind.MOVED: 'moved',
    Trove.ChangeKind.SET: 'changed',
    Trove.ChangeKind.LIST: 'list',
}
