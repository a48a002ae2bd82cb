# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Uses arenas, snapshots, refs and borrows at random, and compares them with a model in plain Python: after each step,
every version must read the values of the model.

TROVE_TEST_SEED chooses the steps; the same seed gives the same steps. With TROVE_MODEL_SECONDS the test goes on with
other seeds for that time. A failing sequence of steps is shortened, and printed as a program."""

import array
import copy
import os
import pickle
import time

import tap
from tap import TroveCase
from gi.repository import GLib, Trove

try:
    import hypothesis
    from hypothesis import strategies as st
    from hypothesis.stateful import (Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple,
                                     precondition, rule, run_state_machine_as_test)
except ImportError:
    print('1..0 # SKIP python3-hypothesis is not installed')
    raise SystemExit(0)

from model import E, KINDS, Branch, Guard, Holder, Leaf, Point, Refused, choose, fit, same
from model_values import FITTING, LAYOUTS, PLAIN, VALUES, change

MAX_HOLDERS = 7


class Model(RuleBasedStateMachine):
    arenas = Bundle('arenas')
    snapshots = Bundle('snapshots')
    refs = Bundle('refs')
    guards = Bundle('guards')
    some = st.one_of(st.integers(0, 999), st.integers(0, 999), st.integers(0, 999), refs)

    def __init__(self):
        super().__init__()
        self.holders = []
        self.held = []  # guards that have not been released

    def pick(self, holder, which):
        """A ref: a number chooses one of the holder's refs."""
        if isinstance(which, Trove.Ref):
            return which
        refs = holder.refs()
        return refs[which % len(refs)] if refs else Trove.Ref()

    # Expected results

    def call(self, codes, function, *arguments, kind=None, **more):
        """The result of a call, or None if it fails with one of codes. codes: the errors that apply; if there are
        several, the call may fail with any of them."""
        codes = set(codes)
        try:
            result = function(*arguments, **more)
        except GLib.Error as error:
            assert any(error.matches(Trove.error_quark(), code) for code in codes), (error, codes)
            assert kind is None or len(codes) > 1 or isinstance(error, kind), (error, kind)
            return None
        assert not codes - {E.NO_MEMORY}, ('no error, though there must be', codes)
        return result

    def borrowed(self, holder, ref, changing):
        codes = set()
        for guard in self.held:
            if guard.record is holder.own and guard.record is not None and guard.ref == ref:
                if guard.mutable or changing:
                    codes.add(E.BORROWED_MUT if guard.mutable else E.BORROWED)
        return codes

    def reading(self, holder, ref):
        if holder.find(ref) is None:
            return {E.INVALID_REF}
        return self.borrowed(holder, ref, False) if holder.is_arena else set()

    def freezing(self, holder):
        mutable = any(guard.mutable and guard.record is holder.own for guard in self.held)
        return {E.BORROWED_MUT} if mutable else set()

    def limit(self, holder):
        return {E.NO_MEMORY} if holder.limited else set()

    def add(self, real, *sources, root=None, limited=False):
        frozen = [record for source in sources for record in source.frozen.values()]
        holder = Holder(real, sources[0].kinds, frozen, root, limited)
        self.holders.append(holder)
        return holder

    @property
    def is_full(self):
        return len(self.holders) >= MAX_HOLDERS

    # Making

    @initialize(target=arenas, kinds=LAYOUTS, data=st.data())
    def begin(self, kinds, data):
        return self.new_arena(kinds, data)

    @precondition(lambda self: not self.is_full)
    @rule(target=arenas, kinds=LAYOUTS, data=st.data())
    def new(self, kinds, data):
        return self.new_arena(kinds, data)

    def new_arena(self, kinds, data):
        real = Trove.Arena([KINDS[kind] for kind in kinds])
        holder = Holder(real, kinds)
        self.holders.append(holder)
        for pool, kind in enumerate(kinds):
            for value in data.draw(st.lists(FITTING[kind], max_size=3), kind):
                self.append_value(holder, pool, value)
        return holder

    @precondition(lambda self: not self.is_full)
    @rule(target=arenas, arena=arenas, by_copy=st.booleans())
    def clone(self, arena, by_copy):
        codes = self.freezing(arena)
        real = self.call(codes, copy.copy if by_copy else type(arena.real).clone, arena.real)
        if real is None:
            return multiple()
        arena.freeze()
        return self.add(real, arena, root=arena.root, limited=arena.limited)

    @precondition(lambda self: not self.is_full)
    @rule(target=snapshots, arena=arenas)
    def snapshot(self, arena):
        real = self.call(self.freezing(arena), arena.real.snapshot)
        if real is None:
            return multiple()
        arena.freeze()
        return self.add(real, arena, root=arena.root, limited=arena.limited)

    @precondition(lambda self: not self.is_full)
    @rule(target=arenas, snapshot=snapshots)
    def branch(self, snapshot):
        return self.add(snapshot.real.branch(), snapshot, root=snapshot.root, limited=snapshot.limited)

    @rule(arena=arenas, snapshot=snapshots)
    def revert(self, arena, snapshot):
        codes = {E.TYPE_MISMATCH} if arena.kinds != snapshot.kinds else self.freezing(arena)
        if self.call(codes, arena.real.revert, snapshot.real):
            arena.own = arena.drawn = None
            arena.frozen = dict(snapshot.frozen)
            arena.root = snapshot.root

    @rule(arena=arenas, which=some)
    def collect(self, arena, which):
        """Sub-arenas other than the root's and the own one are let go of: no value here has a valid ref."""
        if self.freezing(arena):
            return  # a mutably borrowed value cannot be read
        roots = [self.pick(arena, which)]
        self.call((), arena.real.collect, roots)
        kept = {ref.sub_arena for ref in [*roots, arena.root] if ref is not None and arena.find(ref) is not None}
        arena.frozen = {id: record for id, record in arena.frozen.items() if id in kept}

    def combining(self, a, b):
        if a.kinds != b.kinds:
            return {E.TYPE_MISMATCH}
        # Both arenas are checked before one is frozen.
        codes = self.freezing(a) or self.freezing(b)
        if not codes:
            a.freeze()
            b.freeze()
        return codes

    @precondition(lambda self: not self.is_full)
    @rule(target=arenas, a=arenas, b=arenas)
    def merge(self, a, b):
        codes = self.combining(a, b)
        real = self.call(codes, a.real.merge, b.real)
        if real is None:
            return multiple()
        return self.add(real, a, b, root=a.root, limited=a.limited)

    @rule(a=arenas, b=arenas)
    def absorb(self, a, b):
        codes = self.combining(a, b)
        if self.call(codes, a.real.absorb, b.real):
            a.frozen.update(b.frozen)

    @rule(holder=st.one_of(consumes(arenas), consumes(snapshots)))
    def drop(self, holder):
        self.holders.remove(holder)
        holder.real = None

    # Appending

    @rule(target=refs, arena=arenas, data=st.data())
    def append(self, arena, data):
        pool = data.draw(st.one_of(st.none(), st.integers(0, len(arena.kinds) - 1)), 'pool')
        kind = arena.kinds[pool or 0]
        value = data.draw(st.one_of(VALUES, FITTING[kind], st.builds(Trove.Ref, st.integers(0, 9), st.integers(0, 9))),
                          'value')
        return self.append_value(arena, pool, value)

    def append_value(self, arena, pool, value):
        codes, kind, expected, chosen = self.limit(arena), None, None, pool
        try:
            chosen, expected = choose(arena.kinds, value) if pool is None else (pool, fit(arena.kinds[pool], value))
        except Refused as error:
            codes, kind = codes | {E.TYPE_MISMATCH}, error.kind
        ref = self.call(codes, arena.real.append, value, pool, kind=kind)
        if ref is None:
            return multiple()
        arena.append(chosen, [expected], ref)
        change(value)  # the stored value is a copy
        return ref

    @rule(target=refs, arena=arenas, data=st.data())
    def append_many(self, arena, data):
        pool = data.draw(st.integers(0, len(arena.kinds) - 1), 'pool')
        kind = arena.kinds[pool]
        values = data.draw(st.lists(FITTING[kind], max_size=5), 'values')
        values *= data.draw(st.sampled_from([1, 1, 20]), 'times')
        if data.draw(st.booleans(), 'in a buffer') and kind in ('int', 'float'):
            values = array.array('q' if kind == 'int' else 'd', values)
        expected = [fit(kind, value) for value in values]
        # With a limit, the values before the one without room stay.
        if arena.limited:
            return multiple()
        first = self.call((), arena.real.append_many, values, pool)
        if not expected:
            assert first.is_null()
            return multiple()
        arena.append(pool, expected, first)
        return first

    @rule(target=refs, arena=arenas, data=st.data())
    def append_numbers(self, arena, data):
        pool = data.draw(st.integers(0, len(arena.kinds) - 1), 'pool')
        integers = data.draw(st.booleans(), 'integers')
        values = data.draw(st.lists(st.integers(-2**63, 2**63 - 1) | st.integers(-3, 3) if integers else st.floats(),
                                    max_size=4), 'values')
        codes, expected = self.limit(arena), []
        try:
            for value in values:
                expected.append(fit(arena.kinds[pool], value))
        except Refused:
            codes = codes | {E.TYPE_MISMATCH}
        function = arena.real.append_int64s if integers else arena.real.append_doubles
        first = self.call(codes, function, pool, values)
        if first is None:
            return multiple()
        if not expected:
            assert first.is_null()
            return multiple()
        arena.append(pool, expected, first)
        return first

    @rule(target=refs, arena=arenas, data=st.data())
    def append_bytes(self, arena, data):
        pool = data.draw(st.integers(0, len(arena.kinds) - 1), 'pool')
        kind = arena.kinds[pool]
        values = array.array({'float': 'd', 'int32': 'i'}.get(kind, 'q'), data.draw(
            st.lists(FITTING[kind if kind in ('float', 'int32') else 'int'], max_size=4), 'values'))
        odd = data.draw(st.sampled_from([b'', b'', b'x']), 'more')
        refused = kind in ('str', 'object') or odd
        if kind == 'bool':
            values, refused = array.array('i', [0, 1]), odd
        codes = self.limit(arena) | ({E.TYPE_MISMATCH} if refused else set())
        first = self.call(codes, arena.real.append_bytes, pool, GLib.Bytes.new(values.tobytes() + odd))
        if first is None:
            return multiple()
        if not values:
            assert first.is_null()
            return multiple()
        arena.append(pool, [bool(value) for value in values] if kind == 'bool' else list(values), first)
        return first

    # Refs

    @rule(target=refs, ref=refs, how=st.integers(0, 5), by=st.integers(-2, 2))
    def near(self, ref, how, by):
        """A ref to another element, or to none."""
        number, offset = ref.sub_arena, ref.offset
        if how < 3:
            offset = max(0, offset + by)
        elif how == 3:
            number = max(0, number + by)
        elif how == 4:
            offset ^= 1 << 40
        else:
            offset |= 1 << (48 + by)
        return Trove.Ref(number, offset)

    @rule(ref=refs, other=refs)
    def compare(self, ref, other):
        equal = (ref.sub_arena, ref.offset) == (other.sub_arena, other.offset)
        assert (ref == other) is equal and (ref != other) is not equal
        if equal:
            assert hash(ref) == hash(other)
        for twin in (pickle.loads(pickle.dumps(ref)), copy.copy(ref), copy.deepcopy([ref])[0]):
            assert twin == ref and hash(twin) == hash(ref)
        assert bool(ref) is (ref.sub_arena != 0)
        text = '%d:%d:%d' % (ref.sub_arena, ref.offset >> 40 & 255, ref.offset & 2**40 - 1)
        assert str(ref) == text
        codes = {E.INVALID_REF} if ref.sub_arena >= 2**53 else set()
        parsed = self.call(codes, Trove.Ref.parse, text)
        assert parsed is None or parsed == Trove.Ref(ref.sub_arena, ref.offset & 2**48 - 1)
        try:
            ref.offset = 1
        except AttributeError:
            return
        raise AssertionError('a ref changed')

    @rule(text=st.text(st.sampled_from('0123456789: -é'), max_size=12))
    def parse(self, text):
        parts = text.split(':')
        good = len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts)
        good = good and all(int(part) < limit for part, limit in zip(parts, (2**53, 256, 2**40)))
        parsed = self.call(() if good else {E.INVALID_REF}, Trove.Ref.parse, text)
        assert not good or str(parsed) == ':'.join(str(int(part)) for part in parts)

    # Reading

    @rule(holder=st.one_of(arenas, snapshots), ref=some)
    def get(self, holder, ref):
        ref = self.pick(holder, ref)
        there = holder.find(ref) is not None
        assert (ref in holder.real) is there and holder.real.contains(ref) is there
        value = self.call(self.reading(holder, ref), lambda: [holder.real[ref]])
        if value is not None:
            assert same(value[0], holder.find(ref)[ref.index])
            change(value[0])  # the invariant fails if that was the stored value

    @rule(holder=st.one_of(arenas, snapshots), ref=some, n=st.integers(0, 70))
    def read_many(self, holder, ref, n):
        ref = self.pick(holder, ref)
        there = holder.find(ref)
        wanted = there[ref.index:ref.index + n] if there is not None else []
        missing = n > 0 and len(wanted) < n
        kind = holder.kinds[ref.pool] if ref.pool < len(holder.kinds) else None
        for function, fits in ((holder.real.read_int64s, 'int'), (holder.real.read_doubles, 'float')):
            try:
                expected = [fit(fits, value) for value in wanted]
                if n > 0 and any(isinstance(value, (bool, str, type(None))) for value in wanted):
                    raise Refused
                codes = set()
            except Refused:
                codes = {E.TYPE_MISMATCH}
            values = self.call({E.INVALID_REF} if missing else codes, function, ref, n)
            assert values is None or same(list(values), expected)

        plain = kind in ('int', 'float', 'int32', 'bool')
        codes = {E.INVALID_REF} if missing else set() if plain or n == 0 else {E.TYPE_MISMATCH}
        data = self.call(codes, holder.real.read_bytes, ref, n)
        if data is not None and n > 0:
            code = {'int': 'q', 'float': 'd', 'int32': 'i', 'bool': 'i'}[kind]
            assert data.get_data() == array.array(code, wanted).tobytes()

        if any(self.borrowed(holder, Trove.Ref(ref.sub_arena, ref.offset + i), False) for i in range(n)):
            return
        values = self.call({E.INVALID_REF} if missing else (), holder.real.read_many, ref, n)
        assert values is None or same(values, wanted)

    @rule(holder=st.one_of(arenas, snapshots), data=st.data())
    def look_at_map(self, holder, data):
        mapped = holder.real.dup_sub_arenas()
        records = [record for record in holder.records if len(record)]
        assert list(mapped.dup_ids()) == [record.id for record in records]
        assert len(mapped) == len(records)
        assert list(holder.real) == holder.refs()
        assert mapped.lookup(2**53) is None and not mapped.contains(2**53)
        if not records:
            return
        record = data.draw(st.sampled_from(records), 'sub-arena')
        sub = mapped.lookup(record.id)
        assert (sub.props.id, len(sub), sub.props.frozen) == (record.id, len(record), record is not holder.own)
        pool = data.draw(st.integers(0, len(holder.kinds)), 'pool')
        index = data.draw(st.integers(0, 70), 'index')
        length = len(record.pools[pool]) if pool < len(holder.kinds) else 0
        codes = {E.INVALID_REF} if index >= length else set()
        value = self.call(codes, lambda: [sub.get(pool, index)])
        ref = self.call(codes, sub.get_ref, pool, index)
        if value is not None:
            assert same(value[0], record.pools[pool][index])
            assert ref == Trove.Ref(record.id, pool << 40 | index)
            change(value[0])
        self.look_at_row(holder, record, sub, pool, data.draw(st.integers(0, 2), 'row'))

    def look_at_row(self, holder, record, sub, pool, row):
        start, end = 32 * (2**row - 1), 32 * (2**(row + 1) - 1)
        codes = set()
        if pool >= len(holder.kinds) or start >= len(record.pools[pool]):
            codes = {E.INVALID_REF}
        elif record is holder.own or holder.kinds[pool] in ('str', 'object'):
            codes = {E.TYPE_MISMATCH}
        code = {'int': 'q', 'float': 'd'}.get(holder.kinds[pool] if pool < len(holder.kinds) else None, 'i')
        view = self.call(codes, sub.view_row, pool, row, code)
        assert view is None or view.tobytes() == array.array(code, record.pools[pool][start:end]).tobytes()

    @rule(holder=st.one_of(arenas, snapshots))
    def print(self, holder):
        text = str(holder.real) if holder.is_arena else None
        if text is None or not ('object' in holder.kinds or set(holder.kinds) <= {'int', 'int32'}):
            return
        subs = []
        for record in holder.records:
            lists = ['[%s]' % ', '.join(map(repr, values)) for values in record.pools]
            if len(lists) > 1:
                lists = ['{%s}' % ', '.join('%d: %s' % pair for pair in enumerate(lists) if pair[1] != '[]')]
            if len(record):
                subs.append('%d: %s' % (record.id, lists[0]))
        assert text == '{%s}' % ', '.join(subs), text

    @rule(holder=st.one_of(arenas, snapshots))
    def measure(self, holder):
        usage = holder.real.get_usage()
        assert usage.total == usage.own + usage.shared
        assert usage.total == usage.elements + usage.room + usage.waste + usage.overhead

    @rule(arena=arenas)
    def draw_id(self, arena):
        number = arena.real.reserve_id()
        assert number > max(arena.frozen, default=0)
        assert number == (arena.own.id if arena.own is not None else arena.drawn or number)
        arena.drawn = number

    # Changing

    def changing(self, holder, ref):
        codes = self.reading(holder, ref)
        return codes | self.borrowed(holder, ref, True) if E.INVALID_REF not in codes else codes

    def changed(self, arena, ref, now, value):
        """Records a changed value, in place or appended."""
        if arena.is_own(ref):
            assert now == ref
            arena.find(ref)[ref.index] = value
        else:
            arena.append(ref.pool, [value], now)

    @rule(target=refs, arena=arenas, ref=some, data=st.data())
    def set(self, arena, ref, data):
        ref = self.pick(arena, ref)
        kind = arena.kinds[ref.pool] if ref.pool < len(arena.kinds) else 'object'
        value = data.draw(st.one_of(VALUES, FITTING[kind]), 'value')
        codes, expected, error_kind = self.changing(arena, ref) | self.limit(arena), None, None
        try:
            expected = fit(arena.kinds[0] if len(arena.kinds) == 1 else kind, value)
        except Refused as error:
            codes, error_kind = codes | {E.TYPE_MISMATCH}, error.kind
        now = self.call(codes, arena.real.set, ref, value, kind=error_kind)
        if now is None:
            return multiple()
        self.changed(arena, ref, now, expected)
        change(value)
        return now

    @rule(target=refs, arena=arenas, ref=some, value=PLAIN)
    def replace(self, arena, ref, value):
        ref = self.pick(arena, ref)
        there = arena.find(ref)
        old = there[ref.index] if there is not None else None
        codes = self.changing(arena, ref) | self.limit(arena)
        if isinstance(old, dict):
            fields, expected = {'x': value}, {**old, 'x': value}
        elif isinstance(old, Point):
            fields, expected = {'x': value}, Point(value, old.y)
        elif isinstance(old, (Leaf, Branch)):
            fields, expected = {'name': value}, type(old)(value, old.more)
        else:
            fields, expected = {}, None
        if expected is None and not self.reading(arena, ref):
            try:
                arena.real.replace(ref, x=value)
            except TypeError:
                return multiple()
            raise AssertionError('replaced a field of %r' % old)
        now = self.call(codes, arena.real.replace, ref, **fields)
        if now is None:
            return multiple()
        self.changed(arena, ref, now, copy.deepcopy(expected))
        return now

    @rule(holder=arenas, ref=st.one_of(some, st.none()))
    def set_root(self, holder, ref):
        ref = self.pick(holder, ref) if ref is not None else None
        codes = {E.INVALID_REF} if ref is not None and holder.find(ref) is None else set()
        if self.call(codes, holder.real.set_root, ref):
            holder.root = ref

    @rule(arena=arenas, limited=st.booleans())
    def set_limit(self, arena, limited):
        """Sets a limit below the used bytes: calls that take memory may fail then, and all else stays the same."""
        arena.real.props.max_bytes = 1 if limited else 0
        assert arena.real.get_max_bytes() == limited
        arena.limited = limited

    @rule(arena=arenas)
    def transfer(self, arena):
        codes = {E.BORROWED_MUT if guard.mutable else E.BORROWED for guard in self.held
                 if guard.record is arena.own and arena.own is not None}
        self.call(codes, arena.real.transfer)

    # Borrowing

    @rule(target=guards, arena=arenas, ref=some)
    def borrow(self, arena, ref):
        ref = self.pick(arena, ref)
        borrow = self.call(self.reading(arena, ref) | self.limit(arena), arena.real.borrow, ref)
        if borrow is None:
            return multiple()
        guard = Guard(borrow, arena.record(ref), ref, arena.kinds[ref.pool], False)
        self.held.append(guard)
        return guard

    @rule(target=guards, arena=arenas, ref=some)
    def borrow_mut(self, arena, ref):
        ref = self.pick(arena, ref)
        codes = self.changing(arena, ref) | self.limit(arena)
        borrow = self.call(codes, arena.real.borrow_mut, ref)
        if borrow is None:
            return multiple()
        if not arena.is_own(ref):
            arena.append(ref.pool, [copy.deepcopy(arena.find(ref)[ref.index])], borrow.ref)
        guard = Guard(borrow, arena.own, borrow.ref, arena.kinds[ref.pool], True)
        self.held.append(guard)
        return guard

    @rule(arena=arenas, ref=some, kept=st.booleans())
    def edit(self, arena, ref, kept):
        """A `with` block changes the stored object itself. After the block, a kept reference is not the stored object."""
        ref = self.pick(arena, ref)
        borrow = self.call(self.changing(arena, ref) | self.limit(arena), arena.real.borrow_mut, ref)
        if borrow is None:
            return
        value = copy.deepcopy(arena.find(ref)[ref.index])
        with borrow as guard:
            assert same(guard.value, value)
            if change(guard.value):
                change(value)
            stored = guard.value
            self.changed(arena, ref, guard.ref, value)
            if not kept:
                del stored
        if kept:
            change(stored)

    @rule(guard=guards, data=st.data())
    def set_guard(self, guard, data):
        values = guard.record.pools[guard.ref.pool]
        value = data.draw(VALUES, 'value')
        if guard.released:
            self.call({E.INVALID_REF, E.TYPE_MISMATCH}, guard.borrow.set_value, value)
            return
        codes, expected = set(), None
        if not guard.mutable:
            codes.add(E.BORROWED)
        try:
            expected = fit(guard.kind, value)
        except Refused:
            codes.add(E.TYPE_MISMATCH)
        if self.call(codes, guard.borrow.set_value, value):
            values[guard.ref.index] = expected
            guard.pending = None
            change(value)

    @rule(guard=guards, how=st.sampled_from(['look', 'change', 'release', 'change and keep']))
    def use_guard(self, guard, how):
        values = guard.record.pools[guard.ref.pool]
        if guard.released:
            self.call({E.INVALID_REF}, guard.borrow.get_value)
            guard.borrow.release()
            return
        value = guard.borrow.value
        assert guard.borrow.ref == guard.ref and guard.borrow.is_mutable() is guard.mutable
        assert same(value, guard.pending[0] if guard.pending else values[guard.ref.index])
        if how.startswith('change') and change(value) and guard.mutable:
            guard.pending = [copy.deepcopy(value)]
        if how in ('release', 'change and keep'):
            if guard.pending:
                values[guard.ref.index] = guard.pending[0]
            guard.borrow.release()
            assert guard.borrow.is_released()
            guard.released = True
            self.held.remove(guard)
            change(value)  # not the stored object any more

    # After each step

    @invariant()
    def every_version_is_what_it_was(self):
        for holder in self.holders:
            assert len(holder.real) == len(holder)
            assert holder.real.root == holder.root
            for ref in holder.refs():
                self.check(holder, ref, holder.find(ref)[ref.index])

    def check(self, holder, ref, value):
        codes = self.borrowed(holder, ref, False) if self.held else ()
        if codes:
            self.call(codes, holder.real.get, ref)
        else:
            assert same(holder.real[ref], value), (ref, value)

    def teardown(self):
        for guard in self.held:
            guard.borrow.release()


class Versions(TroveCase):

    def test_model(self):
        """Runs some examples, or as many as fit in TROVE_MODEL_SECONDS."""
        seconds = float(os.environ.get('TROVE_MODEL_SECONDS', 0))
        seed = int(os.environ.get('TROVE_TEST_SEED', 0))
        quick = os.environ.get('TROVE_TEST_QUICK')
        settings = hypothesis.settings(
            max_examples=20 if quick else 80, stateful_step_count=30 if quick else 50, database=None, deadline=None,
            print_blob=False, suppress_health_check=list(hypothesis.HealthCheck))
        end = time.monotonic() + seconds
        n_rounds = 0
        while n_rounds == 0 or time.monotonic() < end:
            print('# TROVE_TEST_SEED=%d' % (seed + n_rounds), flush=True)
            hypothesis.seed(seed + n_rounds)(Model)
            run_state_machine_as_test(Model, settings=settings)
            n_rounds += 1


if __name__ == '__main__':
    tap.main()
