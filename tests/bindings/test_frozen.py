# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""No frozen version changes, whatever a script does. The test stores, reads and edits mutable values through guards, with
exceptions, threads and collections between. After each step, it changes every object that the script ever had. A guard
that is not ended by the script leaves the element unchanged.

TROVE_TEST_SEED chooses the steps. A failing sequence of steps is shortened, and printed as a program."""

import collections
import copy
import dataclasses
import functools
import gc
import os
import sys
import threading
import types

import tap
from tap import TroveCase
from gi.repository import GLib, GObject, Gio, Trove

try:
    import hypothesis
    from hypothesis import strategies as st
    from hypothesis.stateful import (RuleBasedStateMachine, initialize, invariant, precondition, rule,
                                     run_state_machine_as_test)
except ImportError:
    print('1..0 # SKIP python3-hypothesis is not installed')
    raise SystemExit(0)


# Mutable values

@dataclasses.dataclass(frozen=True)
class Cached:
    """A frozen dataclass that is changed with object.__setattr__()."""
    text: str

    @functools.cached_property
    def words(self):
        return self.text.split()

    def letters(self):
        if 'memo' not in self.__dict__:
            object.__setattr__(self, 'memo', list(self.text))
        return self.__dict__['memo']


@dataclasses.dataclass(frozen=True)
class Slots:
    __slots__ = ('inner',)
    inner: object


@dataclasses.dataclass(frozen=True)
class Holed:
    """A frozen dataclass with a slot that is not a field."""
    __slots__ = ('text', 'memo')
    text: str

    def letters(self):
        if not hasattr(self, 'memo'):
            object.__setattr__(self, 'memo', list(self.text))
        return self.memo


class Node:
    def __init__(self, *items):
        self.items = list(items)


class Sly:
    """An object that changes itself when it is printed, and whose copy can be made to fail."""

    failure = None

    def __init__(self):
        self.items = []

    def __repr__(self):
        self.items.append('printed')
        return 'Sly'

    def __deepcopy__(self, memo):
        if Sly.failure is not None:
            raise Sly.failure
        other = Sly()
        other.items.extend(copy.deepcopy(self.items))
        return other


def a_date():
    return GLib.Date.new_dmy(1, GLib.DateMonth.MAY, 2026)


MAKERS = [
    lambda: [1, [2]],
    lambda: {'a': {'b': [1]}},
    lambda: bytearray(b'ab'),
    lambda: {1, 2},
    lambda: (1, [2]),
    lambda: Node(1, [2], {'a': Node()}),
    lambda: Cached('a b'),
    lambda: (Cached('a b'), 1),
    lambda: Slots([1]),
    lambda: Slots(Cached('c d')),
    lambda: Holed('ab'),
    lambda: Sly(),
    lambda: [Sly(), 1],
    lambda: a_date(),
    lambda: [a_date(), {'day': a_date()}],
    lambda: Slots(a_date()),
    lambda: [GLib.Bytes.new(b'x'), GLib.Variant('s', 'x'), Gio.File.new_for_path('/x')],
    lambda: Slots((1, 'x')),
    lambda: GObject.Value(GObject.TYPE_PYOBJECT, [1]),
    lambda: [GObject.Value(GObject.TYPE_PYOBJECT, [1]), a_date],
    lambda: collections.OrderedDict(a=[1]),
    lambda: types.SimpleNamespace(items=[1]),
]


def text_of(value):
    """A text of everything that can be read of a value."""
    kind = type(value)
    if isinstance(value, dict):
        return '{%s}' % ', '.join('%r: %s' % (key, text_of(item)) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return '%s(%s)' % (kind.__name__, ', '.join(map(text_of, value)))
    if isinstance(value, GLib.Date):
        return 'date(%d-%d)' % (value.get_month(), value.get_day())
    if isinstance(value, GLib.Bytes):
        return 'bytes(%r)' % value.get_data()
    if isinstance(value, Gio.File):
        return 'file(%s)' % value.get_path()
    if isinstance(value, GObject.Value):
        return text_of(value.get_value())
    if value is a_date:
        return 'function'
    if isinstance(value, (Node, Cached, Sly, types.SimpleNamespace)):
        return '%s(%s)' % (kind.__name__, text_of(value.__dict__))
    if isinstance(value, (Slots, Holed)):
        names = [name for name in kind.__slots__ if hasattr(value, name)]
        return '%s(%s)' % (kind.__name__, ', '.join(text_of(getattr(value, name)) for name in names))
    return repr(value)


def change(value):
    """Changes a value and all mutable values inside it."""
    if isinstance(value, (list, bytearray)):
        for item in list(value):
            change(item)
        if len(value) < 20:
            value.append(7)
        value[0] = 9
    elif isinstance(value, dict):
        for item in list(value.values()):
            change(item)
        value['z'] = 7
    elif isinstance(value, set):
        value.add(len(value))
    elif isinstance(value, tuple):
        for item in value:
            change(item)
    elif isinstance(value, GLib.Date):
        value.add_days(1)
    elif isinstance(value, GObject.Value):
        change(value.get_value())
    elif isinstance(value, (Node, Sly, types.SimpleNamespace)):
        change(value.items)
    elif isinstance(value, Cached):
        change(value.words)
        change(value.letters())
    elif isinstance(value, Slots):
        change(value.inner)
    elif isinstance(value, Holed):
        change(value.letters())


values = st.sampled_from(MAKERS).map(lambda make: make())
some = st.integers(0, 99)


class Frozen(RuleBasedStateMachine):

    def __init__(self):
        super().__init__()
        self.reached = []      # every object that the script has, or had
        self.versions = []     # snapshots, each with the text of all its values
        self.guards = []       # guards that have not ended, with the ref and the text of the stored value

    @initialize(several=st.booleans(), more=st.lists(values, min_size=1, max_size=4))
    def begin(self, several, more):
        self.arena = Trove.Arena([int, GLib.Date, object] if several else object)
        self.current = {}      # ref -> text of the value that the arena reads
        for value in more:
            self.append(value)

    def keep(self, value):
        self.reached.append(value)
        del self.reached[:-60]
        return value

    def pick(self, which):
        refs = list(self.current)
        return refs[which % len(refs)]

    def is_guarded(self, ref):
        return any(guarded == ref for _, guarded, _ in self.guards)

    @rule(value=values)
    def append(self, value):
        text = text_of(self.keep(value))
        self.current[self.arena.append(value)] = text

    @rule(which=some, value=values)
    def set(self, which, value):
        ref = self.pick(which)
        if self.is_guarded(ref) or type(value) is not type(self.arena[ref]) and ref.pool == 1:
            return
        text = text_of(self.keep(value))
        if ref.pool == 1 and not isinstance(value, GLib.Date):
            return
        self.current[self.arena.set(ref, value)] = text

    @rule(first=values, n=st.integers(1, 5))
    def append_many(self, first, n):
        many = [first] * n
        if isinstance(first, GLib.Date):
            return
        text = text_of(self.keep(first))
        ref = self.arena.append_many(many, pool=object)
        for i in range(n):
            self.current[Trove.Ref(ref.sub_arena, ref.offset + i)] = text

    @rule(which=some)
    def read(self, which):
        ref = self.pick(which)
        if self.is_guarded(ref):
            return
        for value in (self.arena[ref], self.arena.read_many(ref, 1)[0],
                      self.arena.dup_sub_arenas().lookup(ref.sub_arena).get(ref.pool, ref.index)):
            assert text_of(value) == self.current[ref]
            self.keep(value)
        with self.arena.borrow(ref) as guard:
            self.keep(guard.value)

    @rule(which=some)
    def read_version(self, which):
        if self.versions:
            snapshot, texts = self.versions[which % len(self.versions)]
            for ref in list(texts)[:5]:
                self.keep(snapshot[ref])
            for value in snapshot.values():
                self.keep(value)

    @rule()
    def print(self):
        str(self.arena)
        for snapshot, _ in self.versions:
            str(snapshot)

    @precondition(lambda self: len(self.versions) < 6)
    @rule()
    def snapshot(self):
        if not self.guards:
            self.versions.append((self.arena.snapshot(), dict(self.current)))

    @rule()
    def clone(self):
        if not self.guards:
            self.versions.append((self.arena, dict(self.current)))
            self.arena = self.arena.clone()
            self.versions[-1] = (self.versions[-1][0].snapshot(), self.versions[-1][1])
            del self.versions[:-6]

    @rule(which=some)
    def forget(self, which):
        if self.versions:
            del self.versions[which % len(self.versions)]

    # Guards

    @rule(which=some, value=values, steps=st.lists(st.sampled_from(
        ['change', 'set', 'raise', 'interrupt', 'uncopyable', 'object', 'fail']), max_size=4))
    def edit(self, which, value, steps):
        """A block stores all of its changes, or none."""
        ref = self.pick(which)
        if self.is_guarded(ref):
            return
        before, failed = self.current[ref], True
        self.keep(value)
        guard = None
        try:
            with self.arena.borrow_mut(ref) as guard:
                now = guard.ref
                for step in steps:
                    if step == 'change':
                        change(self.keep(guard.value))
                    elif step == 'set':
                        guard.value = value
                    elif step == 'uncopyable':
                        self.add_to(guard.value, threading.Lock())
                    elif step == 'object':
                        self.add_to(guard.value, Gio.ListStore())
                    elif step == 'fail':
                        Sly.failure = KeyboardInterrupt()
                    else:
                        raise {'raise': ValueError, 'interrupt': KeyboardInterrupt}[step]
                after = text_of(self.keep(guard.value))
            failed = False
        except (ValueError, KeyboardInterrupt, TypeError):
            pass
        finally:
            Sly.failure = None
        assert guard.is_released()
        self.current[now] = before if failed else after

    def add_to(self, value, what):
        self.keep(value)
        if isinstance(value, list):
            value.append(what)
        elif isinstance(value, Node):
            value.items.append(what)

    @precondition(lambda self: len(self.guards) < 3)
    @rule(which=some, look=st.booleans())
    def borrow_mut(self, which, look):
        ref = self.pick(which)
        if self.is_guarded(ref):
            return
        text = self.current[ref]
        guard = self.arena.borrow_mut(ref)
        self.current[guard.ref] = text
        if look:
            change(self.keep(guard.value))
        self.guards.append((guard, guard.ref, look))

    @precondition(lambda self: self.guards)
    @rule(which=some, how=st.sampled_from(['release', 'drop', 'thread', 'thread drop', 'thread collect']))
    def end(self, which, how):
        guard, ref, looked = self.guards.pop(which % len(self.guards))
        after = text_of(guard.value)
        hook, sys.unraisablehook = sys.unraisablehook, lambda event: None
        # Only the given thread may collect garbage.
        gc.disable()
        try:
            if how == 'release':
                guard.release()
            elif how == 'drop':
                del guard
            elif how == 'thread':
                self.in_thread(lambda: self.release(guard))
            elif how == 'thread drop':
                holder = [guard]
                del guard
                self.in_thread(holder.clear)
            else:
                cycle = [guard]
                cycle.append(cycle)
                del guard, cycle
                self.in_thread(gc.collect)
        finally:
            sys.unraisablehook = hook
            gc.enable()
        if how in ('release', 'drop'):
            self.current[ref] = after

    def release(self, guard):
        try:
            guard.release()
        except Trove.WrongThreadError:
            pass

    def in_thread(self, function):
        thread = threading.Thread(target=function)
        thread.start()
        thread.join()

    # After each step

    @invariant()
    def nothing_changed(self):
        for value in self.reached:
            change(value)
        for snapshot, texts in self.versions:
            for ref, text in texts.items():
                assert text_of(snapshot[ref]) == text, (ref, text)
        for ref, text in self.current.items():
            if not self.is_guarded(ref):
                assert text_of(self.arena[ref]) == text, (ref, text)

    def teardown(self):
        for guard, _, _ in self.guards:
            guard.release()


class NothingChanges(TroveCase):

    def test_no_frozen_version_changes(self):
        seed = int(os.environ.get('TROVE_TEST_SEED', 0))
        quick = os.environ.get('TROVE_TEST_QUICK')
        print('# TROVE_TEST_SEED=%d' % seed, flush=True)
        settings = hypothesis.settings(
            max_examples=20 if quick else 100, stateful_step_count=20 if quick else 30, database=None, deadline=None,
            print_blob=False, suppress_health_check=list(hypothesis.HealthCheck))
        hypothesis.seed(seed)(Frozen)
        run_state_machine_as_test(Frozen, settings=settings)


if __name__ == '__main__':
    tap.main()
