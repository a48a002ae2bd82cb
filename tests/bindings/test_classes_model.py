# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Edits a document at random through classes of Python, and compares it with a model in plain Python and with mirrors that
are kept from signals alone, after each step.

TROVE_TEST_SEED chooses the steps; the same seed gives the same steps. With TROVE_MODEL_SECONDS the test goes on with
other seeds for that time. A failing sequence of steps is shortened, and printed as a program."""

import gc
import itertools
import os
import time

import tap
from tap import TroveCase
from gi.repository import GLib, Trove

try:
    import hypothesis
    from hypothesis import strategies as st
    from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
except ImportError:
    print('1..0 # SKIP python3-hypothesis is not installed')
    raise SystemExit(0)

from model_documents import DEFAULTS, ROOT, Colour, Mirror, State, Thing, key_of, read, read_all, text

E = Trove.Error
MAX_OBJECTS = 14

VALUES = st.one_of(
    st.tuples(st.just('x'), st.sampled_from([0.0, -0.0, 1.5, float('nan'), float('inf')])),
    st.tuples(st.just('n'), st.sampled_from([7, 0, -2**63, 2**63 - 1, 2**31])),
    st.tuples(st.just('label'), st.sampled_from([None, '', 'a', 'a text that is too long to be kept in a record'])),
    st.tuples(st.just('on'), st.booleans()),
    st.tuples(st.just('tags'), st.sampled_from([(), ('a',), ('', 'b')])),
    st.tuples(st.just('data'), st.sampled_from([b'', b'\0\xff'])),
    st.tuples(st.just('colour'), st.sampled_from(list(Colour))))
NUMBERS = st.integers(0, 99)
EDITS_OF_VALUES = st.lists(st.tuples(NUMBERS, VALUES), min_size=1, max_size=4)
KEYS = st.lists(NUMBERS, max_size=3)
INDICES = st.integers(-4, 4)
SLICES = st.builds(slice, st.none() | INDICES, st.none() | INDICES, st.sampled_from([None, 1, 2, -1]))


class Step:
    """A version and the state that it must have."""

    numbers = itertools.count()

    def __init__(self, version, parent, state):
        self.number = next(self.numbers)
        self.version, self.parent, self.state, self.redo, self.merged = version, parent, state, None, None

    def origins(self):
        """The steps that this one comes from, itself too."""
        found, left = set(), [self]
        while left:
            step = left.pop()
            if step is not None and step not in found:
                found.add(step)
                left += [step.parent, step.merged]
        return found


class Other:
    """A branch, and the steps that its version comes from."""

    def __init__(self, document, step):
        self.document, self.step = document, step


class Failed(Exception):
    pass


EDITS = ['append', 'insert', 'insert', 'set', 'set', 'del', 'pop', 'move', 'move', 'remove', 'set slice', 'set slice',
         'set slice', 'del slice', 'extend', 'add', 'clear', 'reverse', 'sort', 'get']


def edit_as(how, model, items, index, where, things):
    """Does one edit of a list of Python, or of a list of a document: things() gives the objects of keys."""
    is_plain = isinstance(model, list)
    if how == 'append':
        for item in things(items[:1]):
            model.append(item)
    elif how == 'insert':
        for item in things(items[:1]):
            model.insert(index, item)
    elif how == 'set':
        for item in things(items[:1]):
            model[index] = item
    elif how == 'del':
        del model[index]
    elif how == 'pop':
        return [model.pop(index)]
    elif how == 'remove':
        for item in things(items[:1]):
            model.remove(item)
    elif how == 'move' and not is_plain:
        model.move(0, index % max(len(model), 1))
    elif how == 'move':
        model.insert(index % max(len(model), 1), model.pop(0))
    elif how == 'set slice':
        model[where] = things(items)
    elif how == 'del slice':
        del model[where]
    elif how == 'extend':
        model.extend(things(items))
    elif how == 'add':
        model += things(items)
    elif how == 'clear':
        model.clear()
    elif how == 'reverse':
        model.reverse()
    elif how == 'sort' and is_plain:
        model.sort(key=lambda key: -key)
    elif how == 'sort':
        model.sort(key=lambda thing: -thing.key)
    else:
        return model[where]


class Machine(RuleBasedStateMachine):

    def __init__(self):
        super().__init__()
        self.document = Trove.Document(Thing)
        self.state = State()
        self.state.add(ROOT)
        self.current = Step(self.document.current, None, self.state.copied())
        self.steps = [self.current]
        self.groups = []        # pairs of a block and the state before it
        self.other = None       # a branch that is edited apart
        self.held, self.mirrors = {}, {}
        self.is_loose = False   # edits are not committed, though nothing may differ
        self.hold(ROOT)
        self.fill()

    def fill(self):
        """A first step, so that a program has objects to begin with."""
        with self.document.edit('Fill'):
            things = [Thing(n=n) for n in range(6)]
            self.held[ROOT].children = things[:3]
            self.held[ROOT].links = [things[0], things[3], things[0]]
            things[0].children = things[3:5]
            things[1].part, things[1].target = things[5], things[3]
        keys = [thing.key for thing in things]
        for n, key in enumerate(keys):
            self.state.add(key)
            self.state[key]['n'] = n
        self.state[ROOT].update(children=keys[:3], links=[keys[0], keys[3], keys[0]])
        self.state[keys[0]]['children'] = keys[3:5]
        self.state[keys[1]].update(part=keys[5], target=keys[3])
        self.note_step()
        self.note_version()
        for key in keys[::2]:
            self.hold(key)

    # Access

    def pick(self, number):
        return list(self.state)[number % len(self.state)]

    def picked(self, numbers):
        return [self.pick(number) for number in numbers]

    def get(self, key):
        thing = self.document.lookup(key)
        assert thing is not None and thing.key == key and not thing.removed
        if key in self.held:
            assert thing is self.held[key] and thing._mark == key, 'there is one handle'
        return thing

    def hold(self, key):
        thing = self.held[key] = self.get(key)
        thing._mark = key
        if key not in self.mirrors:
            self.mirrors[key] = Mirror(thing)

    def fails(self, codes, call, *arguments):
        """Calls a function that must fail with one of the errors."""
        try:
            call(*arguments)
        except GLib.Error as error:
            assert any(error.matches(Trove.error_quark(), code) for code in codes), (error, codes)
        else:
            assert False, ('no error, though there must be', codes)

    def change(self):
        self.is_loose = True

    # Single objects

    @precondition(lambda self: len(self.state) < MAX_OBJECTS)
    @rule(values=st.lists(VALUES, max_size=2), is_held=st.booleans(), owner=NUMBERS, is_owned=st.booleans())
    def make(self, values, is_held, owner, is_owned):
        owner = self.pick(owner)
        values = dict(values)
        thing = Thing(**values) if self.groups else Thing(self.document, **values)
        self.state.add(thing.key)
        self.state[thing.key].update(values)
        if is_owned:
            self.get(owner).children.append(thing)
            self.state[owner]['children'].append(thing.key)
        if is_held:
            self.hold(thing.key)
        self.change()

    @rule(edits=EDITS_OF_VALUES)
    def set(self, edits):
        for number, (name, value) in edits:
            key = self.pick(number)
            setattr(self.get(key), name, value)
            self.is_loose |= repr(self.state[key][name]) != repr(value)
            self.state[key][name] = value

    @rule(number=NUMBERS, other=st.none() | NUMBERS)
    def set_target(self, number, other):
        key, target = self.pick(number), self.pick(other) if other is not None else None
        self.get(key).target = self.get(target) if target is not None else None
        self.state[key]['target'] = target
        self.change()

    @rule(number=NUMBERS, part=st.none() | NUMBERS)
    def set_part(self, number, part):
        key, part = self.pick(number), self.pick(part) if part is not None else None
        thing, value = self.get(key), self.get(part) if part is not None else None
        if part == ROOT or part is not None and self.state.is_circle(key, part):
            self.fails({E.CYCLE, E.INVALID_REF} if part == ROOT else {E.CYCLE}, setattr, thing, 'part', value)
            return
        thing.part = value
        self.state.set_part(key, part)
        self.change()

    @rule(number=NUMBERS)
    def remove(self, number):
        key = self.pick(number)
        thing = self.get(key)
        if key == ROOT:
            self.fails({E.INVALID_REF}, thing.remove)
            return
        thing.remove()
        self.state.take(key)
        self.change()

    @precondition(lambda self: len(self.state) < MAX_OBJECTS)
    @rule(number=NUMBERS, version=NUMBERS, is_frozen=st.booleans(), is_held=st.booleans())
    def copy(self, number, version, is_frozen, is_held):
        step = self.steps[version % len(self.steps)]
        source = step.state if is_frozen else self.state
        key = list(source)[number % len(source)]
        thing = step.version.lookup(key) if is_frozen else self.get(key)
        copied = thing.copy(self.document)
        keys = {}

        def pair(old, new):
            keys[old] = new.key
            if source[old]['part'] is not None:
                pair(source[old]['part'], new.part)
            for child, other in zip(source[old]['children'], new.children, strict=True):
                pair(child, other)

        pair(key, copied)
        for old, new in keys.items():
            self.state.add(new)
        for old, new in keys.items():
            values = {name: list(value) if isinstance(value, list) else value for name, value in source[old].items()}
            there = {**{each: each for each in self.state}, **keys}
            values['target'], values['part'] = there.get(values['target']), keys.get(values['part'])
            values['children'] = [keys[child] for child in values['children']]
            values['links'] = [there[link] for link in values['links'] if link in there]
            self.state[new].update(values)
        if is_held:
            self.hold(copied.key)
        self.change()

    # Lists

    def edit_list(self, number, name, edit):
        """Compares an edit of a list with the same edit of a list of Python. An object that a list of children gets leaves
        the place where it is, which a list of Python does not know of."""
        key = self.pick(number)
        thing = self.get(key)
        model, mirror = getattr(thing, name), list(self.state[key][name])
        try:
            expected = edit(mirror, lambda keys: keys)
        except (IndexError, ValueError) as error:
            try:
                edit(model, lambda keys: [self.get(each) for each in keys])
            except type(error):
                return
            assert False, ('no error, though a list of Python has', error)

        old = self.state[key][name]
        if name == 'children' and len(set(mirror)) < len(mirror):
            return      # splice_children() has these
        for each in mirror if name == 'children' else ():
            if each == ROOT or each not in old and self.state.is_circle(key, each):
                self.fails({E.CYCLE, E.INVALID_REF} if each == ROOT else {E.CYCLE}, edit, model,
                           lambda keys: [self.get(each) for each in keys])
                return
        found = edit(model, lambda keys: [self.get(each) for each in keys])
        assert [key_of(each) for each in found or ()] == (expected or []), (found, expected)
        self.state.splice(key, name, 0, len(old), mirror)
        self.change()

    @rule(edits=st.lists(st.tuples(NUMBERS, st.sampled_from(['children', 'children', 'links']), st.sampled_from(EDITS), KEYS,
                                   INDICES, SLICES), min_size=1, max_size=5))
    def edit_lists(self, edits):
        for number, name, how, items, index, where in edits:
            items = self.picked(items)
            self.edit_list(number, name, lambda model, things: edit_as(how, model, items, index, where, things))

    @rule(number=NUMBERS, items=KEYS, position=NUMBERS, n_removals=NUMBERS,
          how=st.sampled_from(['splice', 'slice', 'insert', 'extend', 'set']))
    def splice_children(self, number, items, position, n_removals, how):
        """Objects that are in the list already move. Positions count without them."""
        key, items = self.pick(number), self.picked(items if how in ('splice', 'slice', 'extend') else items[:1])
        model = self.get(key).children
        n = len(model)
        position = n if how == 'extend' else position % (n + 1)
        n_removals = {'extend': 0, 'insert': 0, 'set': 1}.get(how, n_removals % (n - position + 1))
        if how in ('insert', 'set') and not items or position + n_removals > n:
            return

        def call():
            things = [self.get(each) for each in items]
            if how == 'splice':
                model.splice(position, n_removals, things)
            elif how == 'slice':
                model[position:position + n_removals] = things
            elif how == 'insert':
                model.insert(position, things[0])
            elif how == 'extend':
                model.extend(things)
            else:
                model[position] = things[0]

        if ROOT in items or any(self.state.is_circle(key, each) for each in items):
            self.fails({E.CYCLE, E.INVALID_REF}, call)
        elif not self.state.splice(key, 'children', position, n_removals, items):
            self.fails({E.CYCLE}, call)
        else:
            call()
            self.change()

    # Steps

    def note_step(self):
        """Expects the step that a commit makes, if anything differs."""
        self.state.drop_unowned()
        if text(self.state) != text(self.current.state):
            step = Step(None, self.current, self.state.copied())
            self.steps.append(step)
            self.go(step)

    def go(self, step):
        self.current, self.state = step, step.state.copied()
        if step.parent is not None:
            step.parent.redo = step

    def note_version(self):
        """Takes the versions that were made, in the order of time."""
        history = self.document.history
        assert len(history) == len(self.steps), (len(history), len(self.steps))
        for step, version in zip(self.steps, history):
            assert step.version in (None, version)
            step.version = version
        assert self.document.current is self.current.version

    def is_busy(self, *calls):
        for call in calls if self.groups else ():
            self.fails({E.BUSY}, call)
        return bool(self.groups)

    def turn(self, call, *arguments):
        """Goes to another state. Tells of each property once, if there was nothing to commit first."""
        was_loose = self.is_loose
        for mirror in self.mirrors.values():
            mirror.notified.clear()
        call(*arguments)
        for mirror in self.mirrors.values():
            assert was_loose or len(set(mirror.notified)) == len(mirror.notified), mirror.notified

    @rule()
    def commit(self):
        if not self.is_busy(lambda: self.document.commit('Step')):
            self.document.commit('Step')
            self.note_step()
            self.is_loose = False

    @rule()
    def undo(self):
        if not self.is_busy(self.document.undo):
            self.note_step()
            if self.current.parent is None:
                self.fails({E.REMOVED}, self.document.undo)
            else:
                self.turn(self.document.undo)
                self.go(self.current.parent)
            self.is_loose = False

    @rule()
    def redo(self):
        if not self.is_busy(self.document.redo):
            self.note_step()
            if self.current.redo is None:
                self.fails({E.REMOVED}, self.document.redo)
            else:
                self.turn(self.document.redo)
                self.go(self.current.redo)
            self.is_loose = False

    @rule(number=NUMBERS)
    def go_to(self, number):
        step = self.steps[number % len(self.steps)]
        if step.version is not None and not self.is_busy(lambda: self.document.go_to(step.version)):
            self.turn(self.document.go_to, step.version)
            self.note_step()
            self.go(step)
            self.is_loose = False

    @rule()
    def rollback(self):
        if not self.is_busy(self.document.rollback):
            self.is_loose = False
            self.turn(self.document.rollback)
            self.state = self.current.state.copied()

    @precondition(lambda self: len(self.groups) < 4)
    @rule()
    def begin(self):
        block = self.document.edit('Group %d' % len(self.groups))
        assert block.__enter__() is block
        self.groups.append((block, self.state.copied(), self.is_loose))

    @precondition(lambda self: self.groups)
    @rule(fails=st.sampled_from([False, False, True]))
    def end(self, fails):
        block, before, was_loose = self.groups.pop()
        if fails:
            self.is_loose = False
            self.turn(block.__exit__, Failed, Failed(), None)
            self.state, self.is_loose = before, was_loose
        else:
            n_steps = len(self.steps)
            block.__exit__(None, None, None)
            if not self.groups:
                self.note_step()
                self.is_loose = False
            assert block.version is (self.document.current if len(self.steps) > n_steps else None)

    # Branches. There is no model of merging, but rules: values one by one, and that the state is whole.

    @rule()
    def branch(self):
        if not self.is_busy(lambda: self.document.branch(self.current.version)):
            self.commit()
            self.note_version()
            self.other = Other(self.document.branch(self.current.version), self.current)

    @precondition(lambda self: self.other)
    @rule(edits=EDITS_OF_VALUES, moved=NUMBERS, owner=NUMBERS, removed=NUMBERS)
    def edit_branch(self, edits, moved, owner, removed):
        document, before = self.other.document, self.other.step
        things = [document.lookup(key) for key in before.state]
        for number, (name, value) in edits:
            setattr(things[number % len(things)], name, value)
        moved, owner, removed = (things[number % len(things)] for number in (moved, owner, removed))
        if moved.key != ROOT and not before.state.is_circle(owner.key, moved.key):
            owner.children.append(moved)
            document.root.links.append(moved)
        if removed.key % 3 == 0:
            removed.remove()
        document.commit('Branch')
        after = read_all(document.root)
        if text(after) != text(before.state):
            self.other.step = Step(document.current, before, after)

    def take_merged(self, base, theirs, conflicts):
        """Checks the values of a merge, and takes the state."""
        ours, found = self.state, read_all(self.document.root)
        differing = {(conflict.key, conflict.field) for conflict in conflicts}
        for key, name in ((key, name) for key in found for name in DEFAULTS):
            sides = [repr(side[key][name]) for side in (base, ours, theirs) if key in side]
            if len(sides) == 3:
                both = sides[0] not in sides[1:] and sides[1] != sides[2]
                assert ((key, name) in differing) == both, (key, name, sides)
                expected = sides[2] if sides[1] == sides[0] else sides[1]
                assert repr(found[key][name]) == expected, (key, name, sides, found[key])
        for key in set(ours) - set(found):      # the other side has removed it, and this one has not changed it
            assert key in base and key not in theirs, key
            assert all(repr(ours[key][name]) == repr(base[key][name]) for name in DEFAULTS), key
        for values in found.values():
            assert {values['target'], *values['links']} <= {None, *found}
        self.state = found

    def choose(self, conflicts, chosen):
        for conflict, number in zip(conflicts, chosen):
            try:
                conflict.choice = list(Trove.Choice.__enum_values__.values())[number % 3]
            except (Trove.RemovedError, Trove.CycleError):
                continue        # an object that is needed is gone by another choice
            is_value = conflict.field in DEFAULTS and None not in (conflict.our_object, conflict.their_object)
            if conflict.kind == Trove.ConflictKind.LATER_VALUE and is_value:
                thing, expected = self.document.lookup(conflict.key), (conflict.ours, conflict.theirs, conflict.base)
                assert repr(getattr(thing, conflict.field)) == repr(expected[number % 3]), (conflict.message, expected)
        self.state = read_all(self.document.root)

    @rule(edits=EDITS_OF_VALUES, moved=NUMBERS, owner=NUMBERS, removed=NUMBERS, ours=EDITS_OF_VALUES, chosen=KEYS,
          commits=st.sampled_from([True, True, False]))
    def merge(self, edits, moved, owner, removed, ours, chosen, commits):
        if self.is_busy(lambda: self.document.merge(self.current.version)):
            return
        if self.other is None:
            self.branch()
        self.edit_branch(edits, moved, owner, removed)
        self.set(ours)
        theirs = self.other.step
        self.note_step()
        self.is_loose = False
        base = max(self.current.origins() & theirs.origins(), key=lambda step: step.number)
        conflicts = list(self.document.merge(theirs.version))
        if theirs in self.current.origins():
            assert conflicts == []
            return
        self.take_merged(base.state, theirs.state, conflicts)
        if not commits:
            self.document.rollback()
            self.state = self.current.state.copied()
            return
        self.choose(conflicts, chosen)
        self.document.commit('Merge')
        self.state = read_all(self.document.root)
        step = Step(self.document.current, self.current, self.state.copied())
        step.merged = theirs
        self.steps.append(step)
        self.go(step)

    # Handles

    @rule(numbers=KEYS, collects=st.booleans())
    def drop(self, numbers, collects):
        for key in {list(self.held)[number % len(self.held)] for number in numbers} - {ROOT}:
            del self.held[key], self.mirrors[key]
        if collects:
            gc.collect()

    @rule(numbers=KEYS)
    def hold_some(self, numbers):
        for key in self.picked(numbers):
            self.hold(key)

    @rule()
    def use_removed(self):
        for key, thing in self.held.items():
            if key not in self.state:
                self.fails({E.REMOVED}, setattr, thing, 'x', 5)
                self.fails({E.REMOVED}, thing.remove)
                self.fails({E.REMOVED}, thing.children.append, self.held[ROOT])
                self.fails({E.REMOVED}, self.held[ROOT].links.append, thing)

    @rule(number=NUMBERS)
    def read_version(self, number):
        step = self.steps[number % len(self.steps)]
        for key in step.state:
            thing = step.version.lookup(key)
            assert text(read(thing)) == text(step.state[key]), (step.version, key)
            assert thing.version is step.version and key_of(thing.owner) == step.state.owner(key)
            self.fails({E.READ_ONLY}, setattr, thing, 'x', 5)
        for key, thing in self.held.items():
            assert key_of(thing.at(step.version)) == (key if key in step.state else None)

    # Checks

    @invariant()
    def is_as_expected(self):
        self.note_version()
        document = self.document
        assert document.get_n_objects() == len(self.state)
        for key, expected in self.state.items():
            assert text(read(self.get(key))) == text(expected), (key, read(self.get(key)), expected)
        for key, thing in self.held.items():
            assert self.mirrors[key].errors == []
            told = dict(self.mirrors[key].values)
            is_removed = key not in self.state
            assert (told.pop('removed'), thing.removed) == (is_removed, is_removed)
            assert told.pop('owner') == key_of(thing.owner) == (None if is_removed else self.state.owner(key))
            if is_removed:
                assert told['children'] == told['links'] == list(thing.children) == list(thing.links) == []
            else:
                assert text(told) == text(self.state[key]), (key, told, self.state[key])
        differs = text(self.state) != text(self.current.state)
        if differs or not self.is_loose:
            assert document.can_undo == (differs or self.current.parent is not None)
            assert document.can_redo == (not differs and self.current.redo is not None)
            assert document.modified == (differs or self.current is not self.steps[0])

    def teardown(self):
        while self.groups:
            self.groups.pop()[0].__exit__(None, None, None)


class Documents(TroveCase):

    def test_model(self):
        """Runs some examples, or as many as fit in TROVE_MODEL_SECONDS."""
        seconds = float(os.environ.get('TROVE_MODEL_SECONDS', 0))
        seed = int(os.environ.get('TROVE_TEST_SEED', 0))
        quick = os.environ.get('TROVE_TEST_QUICK')
        settings = hypothesis.settings(
            max_examples=40 if quick else 100, stateful_step_count=30, database=None, deadline=None,
            print_blob=False, suppress_health_check=list(hypothesis.HealthCheck))
        end = time.monotonic() + seconds
        n_rounds = 0
        while n_rounds == 0 or time.monotonic() < end:
            print('# TROVE_TEST_SEED=%d' % (seed + n_rounds), flush=True)
            hypothesis.seed(seed + n_rounds)(Machine)
            run_state_machine_as_test(Machine, settings=settings)
            n_rounds += 1


if __name__ == '__main__':
    tap.main()
