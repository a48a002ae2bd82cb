# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""A model of arenas and snapshots in plain Python: lists, which each version copies."""

import collections
import copy
import dataclasses
import math

import tap  # noqa: F401  (says which Trove)
from gi.repository import GObject, Trove

E = Trove.Error


@dataclasses.dataclass(frozen=True)
class Leaf:
    name: object
    more: tuple = ()


@dataclasses.dataclass
class Branch:
    name: object
    more: list


Point = collections.namedtuple('Point', 'x y')

# The kinds of pools, with the argument of Trove.Arena() for each.
KINDS = {'int': int, 'float': float, 'str': str, 'bool': bool, 'object': object, 'int32': GObject.TYPE_INT}
INTEGERS = {'int': (-2**63, 2**63 - 1), 'int32': (-2**31, 2**31 - 1)}


def same(a, b):
    """True if types and printed texts are equal: NaN equals NaN, and -0.0 does not equal 0."""
    return type(a) is type(b) and repr(a) == repr(b)


class Refused(Exception):
    """A value does not fit. kind: Python's exception if the override refuses the value."""

    def __init__(self, kind=None):
        super().__init__(kind)
        self.kind = kind


def fit(kind, value):
    """The value that is read after a value was stored in a pool. Raises Refused."""
    is_int = isinstance(value, int) and not isinstance(value, bool)
    foreign = isinstance(value, Trove.Ref)  # the library checks it
    if kind == 'object':
        return copy.deepcopy(value)
    if foreign:
        raise Refused
    if kind in INTEGERS:
        least, greatest = INTEGERS[kind]
        if isinstance(value, float):
            if math.isfinite(value) and value == int(value) and least <= int(value) <= greatest:
                if repr(value) != '-0.0':
                    return int(value)
            raise Refused
        if not is_int:
            raise Refused(TypeError)
        if not least <= value <= greatest:
            raise Refused(OverflowError)
        return value
    if kind == 'float':
        if isinstance(value, float):
            return value
        if not is_int:
            raise Refused(TypeError)
        try:
            number = float(value)
        except OverflowError:
            raise Refused(OverflowError) from None
        if int(number) != value:
            raise Refused(OverflowError)
        return number
    if kind == 'str':
        if value is not None and not isinstance(value, str):
            raise Refused(TypeError)
        if value is not None and '\0' in value:
            raise Refused(ValueError)
        return value
    if not isinstance(value, bool):
        raise Refused(TypeError)
    return value


def natural(value):
    """The kind of a value by its own type, and its number if it is one."""
    if isinstance(value, bool):
        return 'bool', None
    if isinstance(value, float):
        return 'float', value
    if isinstance(value, int):
        least, greatest = INTEGERS['int']
        if least <= value <= greatest:
            return 'int', value
        if value < 2**64 and value > 0:
            return 'unsigned', value
        try:
            return 'float', float(fit('float', value))
        except Refused:
            return 'object', None
    if isinstance(value, str) and '\0' not in value:
        return 'str', None
    return 'object', None


def choose(kinds, value):
    """The pool that append() chooses, and the value that is read from it."""
    if len(kinds) == 1:
        return 0, fit(kinds[0], value)
    kind, number = natural(value)
    pools = [pool for pool, there in enumerate(kinds) if there == kind and kind != 'object']
    if number is not None:
        for pool, there in enumerate(kinds):
            try:
                if there in ('int', 'int32', 'float'):
                    fit(there, number)
                    pools.append(pool)
            except Refused:
                pass
    pools += [pool for pool, there in enumerate(kinds) if there == 'object']
    if not pools:
        raise Refused(TypeError)
    return pools[0], fit(kinds[pools[0]], value)


class Record:
    """A sub-arena: an id, and a list for each pool."""

    def __init__(self, number, n_pools):
        self.id = number
        self.pools = [[] for _ in range(n_pools)]

    def __len__(self):
        return sum(map(len, self.pools))

    def find(self, ref):
        """The list that has the element, or None."""
        if ref.offset >> 48 or ref.pool >= len(self.pools) or ref.index >= len(self.pools[ref.pool]):
            return None
        return self.pools[ref.pool]


class Guard:

    def __init__(self, borrow, record, ref, kind, mutable):
        self.borrow, self.record, self.ref, self.kind, self.mutable = borrow, record, ref, kind, mutable
        self.released = False
        self.pending = None  # a list with the value that the guard stores when it is released


class Holder:
    """An arena or a snapshot, and its expected contents."""

    def __init__(self, real, kinds, frozen=(), root=None, limited=False):
        self.real = real
        self.kinds = kinds
        self.frozen = {record.id: record for record in frozen}
        self.own = None
        self.drawn = None
        self.root = root
        self.limited = limited

    @property
    def is_arena(self):
        return isinstance(self.real, Trove.Arena)

    @property
    def records(self):
        """The sub-arenas in increasing order of id."""
        records = sorted(self.frozen.values(), key=lambda record: record.id)
        return records + [self.own] if self.own is not None else records

    def __len__(self):
        return sum(map(len, self.records))

    def refs(self):
        """The refs of all elements, in order of sub-arena, pool and index."""
        return [Trove.Ref(record.id, pool << 40 | index) for record in self.records
                for pool, values in enumerate(record.pools) for index in range(len(values))]

    def record(self, ref):
        if self.own is not None and self.own.id == ref.sub_arena:
            return self.own
        return self.frozen.get(ref.sub_arena)

    def find(self, ref):
        record = self.record(ref)
        return record.find(ref) if record is not None else None

    def is_own(self, ref):
        return self.own is not None and self.own.id == ref.sub_arena

    def freeze(self):
        if self.own is not None:
            self.frozen[self.own.id] = self.own
        self.own = self.drawn = None

    def append(self, pool, values, first):
        """Records appended values. first: the ref that the library returned."""
        if self.own is None:
            assert first.sub_arena > max(self.frozen, default=0), 'an own id is above all in the map'
            assert self.drawn in (None, first.sub_arena), 'an id was drawn twice'
            self.own = Record(first.sub_arena, len(self.kinds))
        there = self.own.pools[pool]
        assert (first.sub_arena, first.pool, first.index) == (self.own.id, pool, len(there)), first
        there.extend(values)
