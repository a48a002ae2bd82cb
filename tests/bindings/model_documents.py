# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""A model of documents in plain Python: a state is a dict of keys and values, which each version copies."""

import copy
import enum

import tap  # noqa: F401  (says which Trove)
from gi.repository import Trove


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Thing(Trove.Object):
    x = Trove.Field(float)
    n = Trove.Field(int, 7)
    label = Trove.Field(str | None)
    on = Trove.Field(bool)
    tags = Trove.Field(list[str])
    data = Trove.Field(bytes)
    colour = Trove.Field(Colour)
    target = Trove.Reference('Thing')
    part = Trove.Child('Thing')
    children = Trove.Children('Thing')
    links = Trove.References('Thing')


ROOT = 1
DEFAULTS = {'x': 0.0, 'n': 7, 'label': None, 'on': False, 'tags': (), 'data': b'', 'colour': Colour.RED}
SINGLE, LISTS = ('target', 'part'), ('children', 'links')


def key_of(thing):
    return thing.key if thing is not None else None


def read(thing):
    """The values of an object of a document, with keys for objects."""
    return {**{name: getattr(thing, name) for name in DEFAULTS}, **{name: key_of(getattr(thing, name)) for name in SINGLE},
            **{name: [item.key for item in getattr(thing, name)] for name in LISTS}}


def text(state):
    """The same for equal states. NaN equals itself, and -0.0 does not equal 0."""
    return repr(sorted(state.items()))


class State(dict):
    """The values of all objects by key."""

    def add(self, key):
        assert key not in self
        self[key] = {**DEFAULTS, 'target': None, 'part': None, 'children': [], 'links': []}

    def copied(self):
        return copy.deepcopy(self)

    def owned(self, key):
        """The keys that an object owns itself."""
        return [*self[key]['children'], *([self[key]['part']] if self[key]['part'] else [])]

    def below(self, key):
        """The keys of an object and of all that it owns."""
        return [key, *(each for child in self.owned(key) for each in self.below(child))]

    def owner(self, key):
        return next((owner for owner in self if key in self.owned(owner)), None)

    def take(self, key):
        for values in self.values():
            if values['part'] == key:
                values['part'] = None
            if key in values['children']:
                values['children'].remove(key)

    def is_circle(self, owner, key):
        return owner in self.below(key)

    def set_part(self, owner, key):
        if key is not None:
            self.take(key)
        self[owner]['part'] = key

    def splice(self, owner, name, position, n_removals, keys):
        """False: the list would have something twice."""
        old = self[owner][name]
        head, tail = old[:position], old[position + n_removals:]
        if name == 'children':
            if len(set(keys)) < len(keys):
                return False
            head, tail = ([key for key in part if key not in keys] for part in (head, tail))
            self[owner][name] = []      # so that take() leaves the list alone
            for key in keys:
                self.take(key)
        self[owner][name] = head + keys + tail
        return True

    def drop_unowned(self):
        stay = set(self.below(ROOT))
        for key in set(self) - stay:
            del self[key]
        for values in self.values():
            values['links'] = [key for key in values['links'] if key in stay]
            if values['target'] not in stay:
                values['target'] = None


def read_all(root):
    """The state of a document, from its root."""
    state, left = State(), [root]
    while left:
        thing = left.pop()
        assert thing.key not in state, 'an object has one owner'
        state[thing.key] = read(thing)
        left += [*thing.children, *([thing.part] if thing.part is not None else [])]
    return state


class Mirror:
    """The values of one object as its signals tell them. It does not hold the object."""

    def __init__(self, thing):
        self.values = {**read(thing), 'owner': key_of(thing.owner), 'removed': thing.removed}
        self.notified, self.errors = [], []
        thing.connect('notify', self._notify)
        for name in LISTS:
            getattr(thing, name).connect('items-changed', self._items_changed, name)

    def _notify(self, thing, spec):
        value = getattr(thing, spec.name)
        if spec.name in (*SINGLE, 'owner'):
            value = key_of(value)
        if repr(value) == repr(self.values[spec.name]):
            self.errors.append('told without a change: %s of %r' % (spec.name, thing))
        self.values[spec.name] = value
        self.notified.append(spec.name)

    def _items_changed(self, model, position, n_removed, n_added, name):
        self.values[name][position:position + n_removed] = [item.key for item in model[position:position + n_added]]
        found = [item.key for item in model]
        if found != self.values[name]:
            self.errors.append('the list is %r after it told %r' % (found, self.values[name]))
