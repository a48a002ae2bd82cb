# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Objects of documents in Python: classes, lists and documents."""

import collections.abc
import functools
import itertools
import operator
import re
import threading
import types

from gi.module import get_introspection_module
from gi.overrides._trove_computed import attaching, check_depends, hint
from gi.overrides._trove_errors import BusyError, ReadOnlyError, checked
from gi.overrides._trove_fields import Computed, Declared, Field, Property, is_param_spec, restrict, set_field, upgrading, validating
from gi.overrides._trove_files import add_to as add_files
from gi.overrides._trove_native import (
    address_of, change_dup_new_value, change_dup_old_value, conflict_dup_base_value, conflict_dup_our_value,
    conflict_dup_their_value, register_type, take_or_none)
from gi.overrides._trove_threads import noting, this_thread
from gi.repository import GLib, GObject

_Trove = get_introspection_module('Trove')


def _checked(function):
    return noting(checked(function))

_register_type = checked(register_type)


# Classes

def _type_name(module, name):
    letters = ('%s+%s' % (module, name)).replace('.', '-')
    return ''.join(letter if letter.isascii() and (letter.isalnum() or letter in '-_+') else '_' for letter in letters)


def _is_taken(type_name):
    try:
        GObject.type_from_name(type_name)
    except RuntimeError:
        return False
    return True


def _free_name(module, name):
    """A class that is defined again has another name, since a type lasts until the program ends."""
    type_name, number = _type_name(module, name), 1
    while _is_taken(type_name):
        number += 1
        type_name = '%s-%d' % (_type_name(module, name), number)
    return type_name


def _is_pygobject(key, value):
    """TRUE for a part of a class statement that PyGObject makes a property or a signal of."""
    return isinstance(value, (GObject.Property, GObject.Signal)) or key in ('__gproperties__', '__gsignals__')


def _guarded(init):
    """PyGObject calls __init__ without arguments for a handle whose class is derived from one that it registered."""
    @functools.wraps(init)
    def call(self, *arguments, **named):
        if address_of(self) is None:
            init(self, *arguments, **named)
    return call


def _make_between(cls, module, name, bases, others):
    """A class that PyGObject registers, as it does with a class whose namespace has no type."""
    self = type.__new__(cls, name, bases, {**others, '__module__': module, '__qualname__': name + '.properties'})
    cls.__init__(self, name, bases, vars(self))
    return self


def _find_function(kind, name):
    """The method of that name that is written in Python, or None."""
    return next((vars(base)[name] for base in kind.__mro__ if isinstance(vars(base).get(name), types.FunctionType)), None)


class ObjectMeta(type(_Trove.Object)):
    """Registers the type of a class of objects. The type is made by the library, not by PyGObject, which would call
    __init__() for each handle of an object that is there already. Properties and signals of PyGObject, which are in no
    document, become those of a class in between."""

    def __new__(cls, name, bases, namespace, **named):
        parents = [base for base in bases if isinstance(base, ObjectMeta)]
        if '__gtype__' in namespace or not parents:     # a type that is registered, or Trove.Object itself
            return super().__new__(cls, name, bases, namespace, **named)
        if len(parents) > 1:
            raise TypeError('a class of objects has one base class of objects, not %d' % len(parents))
        interfaces = [base for base in bases if issubclass(base, GObject.GInterface)]
        if interfaces:      # the type has none, so that the library would not call the methods
            raise TypeError('a class of objects has no interfaces: %s' % interfaces[0].__name__)

        module = namespace.get('__module__', '__main__')
        if '__init__' in namespace:
            namespace['__init__'] = _guarded(namespace['__init__'])
        if 'validate' in namespace:
            namespace['do_validate'] = validating(namespace['validate'])
        if isinstance(namespace.get('upgrade'), types.FunctionType):
            namespace['do_upgrade'] = upgrading(namespace['upgrade'])
        version = namespace.get('schema_version')
        if isinstance(version, int) and not 0 < version < 2**32:
            raise ValueError('%s: schema_version is from 1 to 2**32 - 1, not %d' % (name, version))
        others = {key: value for key, value in namespace.items() if _is_pygobject(key, value)}
        computed = {key: value for key, value in namespace.items() if isinstance(value, Computed)}
        others.update((key, value.property()) for key, value in computed.items())
        if others:
            parents = bases = (_make_between(cls, module, name, bases, others),)
            for key in others:
                del namespace[key]

        declared = {key: value for key, value in namespace.items() if isinstance(value, Declared)}
        names = {key: key.replace('_', '-') for key in declared}
        for key in names:
            if not re.fullmatch('[A-Za-z][A-Za-z0-9_]*', key):
                raise TypeError('%s cannot have a field %r: names of GObject begin with a letter from A to Z, and have such '
                                'letters, digits and _' % (name, key))

        if computed:
            fields = {key: field.declared for key, field in parents[0].fields().items()} | declared
            check_depends(name, computed, fields)
            namespace['do_attached'] = attaching(
                computed, fields, namespace.get('do_attached') or _find_function(parents[0], 'do_attached'))
        type_name = namespace.get('__gtype_name__') or _free_name(module, name)
        specs = [field.spec(names[key]) for key, field in declared.items()]
        for field, spec in zip(declared.values(), specs):
            target = getattr(field, 'kind', None)
            if isinstance(target, str):     # a class of the same module
                restrict(spec, type_name if target == name else _type_name(module, target))
        gtype = _register_type(type_name, parents[0].__gtype__, specs)
        if isinstance(version, int):
            _Trove.Object.type_set_schema_version(gtype, version)
        namespace.update((key, field.bind(names[key])) for key, field in declared.items())
        namespace.update((key, property(value.function, doc=value.blurb or None)) for key, value in computed.items())
        namespace['__gtype__'] = gtype
        inherited = getattr(parents[0], '__match_args__', ())
        namespace.setdefault('__match_args__', (*inherited, *declared))
        self = super().__new__(cls, name, bases, namespace, **named)
        gtype.pytype = self
        return self

    def fields(cls):
        """The fields of a class, as a dict of names and properties."""
        return {name: value for base in reversed(cls.__mro__) for name, value in vars(base).items()
                if isinstance(value, Property)}


def _classes_named(root):
    """The classes that a class names, and those that they name."""
    found, left = {}, [root]
    while left:
        kind = left.pop()
        if kind in found or not isinstance(kind, ObjectMeta):
            continue
        found[kind] = None
        for field in kind.fields().values():
            target = getattr(field.declared, 'kind', None)
            if isinstance(target, str):
                target = _find_class(kind, target)
            if isinstance(target, ObjectMeta):
                left.append(target)
    return list(found)


def _find_class(kind, name):
    try:
        return GObject.type_from_name(_type_name(kind.__module__, name)).pytype
    except RuntimeError:
        return None


# Objects

class _ThisThread(threading.local):

    def __init__(self):
        self.edits = []     # documents with an open `with document.edit ()`, the last one last


_this_thread = _ThisThread()

# super() would look for the method in each class at each call.
_setattr = _Trove.Object.__setattr__


class Object(_Trove.Object, metaclass=ObjectMeta):
    """The base class of the objects of a document.

    Shape(document, x=10) makes an object, and so does Shape(x=10) in a `with document.edit():` block. Insert it into a list
    of another object: a commit drops an object that nobody owns. __init__() does not run for an object that is there
    already, as after undo."""

    @_guarded
    def __init__(self, document=None, **values):
        if document is None:
            if not _this_thread.edits:
                raise TypeError('%s() needs a document as its first argument, or a `with document.edit():` block around '
                                'it' % type(self).__qualname__)
            document = _this_thread.edits[-1]
        fields = type(self).fields()
        for name in values:
            if name not in fields:
                raise TypeError('%s() has no field %r%s' % (type(self).__qualname__, name, hint(name, fields)))
        if document.props.restoring:    # the constructor of GObject has no errors
            raise BusyError('No %s can be made while handlers are told of a change of the whole document'
                            % type(self).__qualname__)
        super().__init__(document=document)
        for name, value in values.items():
            setattr(self, name, value)

    def __setattr__(self, name, value):
        # A name that begins with an underscore is an attribute of the wrapper alone.
        if name[:1] != '_' and not hasattr(type(self), name):
            raise AttributeError('%s has no field %r%s' % (
                type(self).__qualname__, name, hint(name, type(self).fields())))
        # PyGObject has a toggle reference for a wrapper with attributes. In GLib 2.74, two threads that get and drop
        # one object with a toggle reference wait for each other for ever.
        if name[:1] == '_' and address_of(self) is not None and self.get_version() is not None:
            raise ReadOnlyError('%r is of a version, which threads share: it has no attributes of its own' % self)
        _setattr(self, name, value)

    document = property(lambda self: self.get_document(), doc='The document, or None for an object of a version.')
    key = property(lambda self: self.get_key(), doc='The number that names the object in all versions.')
    owner = property(lambda self: self.dup_owner(), doc='The object that owns this one, or None.')
    removed = property(lambda self: self.get_removed(), doc='True if the current version has no such object.')
    version = property(lambda self: self.get_version(), doc='The version of an object that does not change, or None.')
    referrers = property(lambda self: self.dup_referrers(), doc='The objects that refer to this one.')

    def at(self, version):
        """Returns the object as it is in a version, or None."""
        return self.dup_at(version)

    def copy(self, document=None):
        """Returns a copy of the object and of all that it owns. The copy has no owner yet."""
        return _copy(self, document if document is not None else self.get_document())

    def remove(self):
        """Takes the object from its owner. The next commit drops it, if nobody owns it by then."""
        return _remove(self)

    def set_field(self, name, value):
        """Sets a property. Raises the error where `props` would write a warning."""
        return set_field(self, name, value)

    def __copy__(self):
        return self.copy()

    def __repr__(self):
        values = ['%s=%r' % (name, getattr(self, name)) for name, field in type(self).fields().items()
                  if hasattr(field.declared, 'default')]
        state = 'removed ' if self.removed else 'frozen ' if self.version is not None else ''
        return '<%s%s %d%s>' % (state, type(self).__name__, self.key, ''.join(' ' + value for value in values))

    @staticmethod
    def register_type(name, parent, pspecs=()):
        """Registers a type of objects. The param specs describe the fields that it adds to those of its parent, which
        is a class or a GType. Returns the GType."""
        if not isinstance(name, str):
            raise TypeError('the name of a type is a str, not %s' % type(name).__qualname__)
        if '\0' in name:
            raise ValueError('the name of a type cannot have a NUL: %r' % name)
        pspecs = list(pspecs or ())
        for pspec in pspecs:
            if not is_param_spec(pspec):
                raise TypeError('expected a GObject.ParamSpec, not %s' % type(pspec).__qualname__)
        gtype = parent if isinstance(parent, GObject.GType) else GObject.GType(parent)
        return _register_type(name, gtype, pspecs)


_copy, _remove = map(_checked, (_Trove.Object.copy, _Trove.Object.remove))


# Lists

class List(_Trove.List):
    """A list of objects: a mutable sequence of Python, and a Gio.ListModel.

    An iterator goes through the items that the list had when the iteration began, so that a loop can change the list."""

    def __new__(cls, *arguments, **named):
        raise TypeError('a Trove.List cannot be constructed: read a property of an object')

    def __len__(self):
        return self.get_n_items()

    def __bool__(self):
        return self.get_n_items() > 0

    def __iter__(self):
        return iter([self.get_item(i) for i in range(self.get_n_items())])

    def __contains__(self, item):
        return isinstance(item, _Trove.Object) and self.find(item)[0]

    def _position(self, index, what='list index'):
        n = self.get_n_items()
        index = operator.index(index)
        if not -n <= index < n:
            raise IndexError('%s out of range: %d of a list of %d' % (what, index, n))
        return index + n if index < 0 else index

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self.get_item(i) for i in range(*index.indices(self.get_n_items()))]
        return self.get_item(self._position(index))

    def __setitem__(self, index, value):
        if not isinstance(index, slice):
            _replace(self, self._position(index), 1, [_item(value)])
            return
        items = [_item(item) for item in value]
        start, stop, step = index.indices(self.get_n_items())
        if step == 1:
            _replace(self, start, max(stop - start, 0), items)
            return
        places = range(start, stop, step)
        if len(places) != len(items):
            raise ValueError('attempt to assign sequence of size %d to extended slice of size %d'
                             % (len(items), len(places)))
        result = list(self)
        result[index] = items
        _replace(self, 0, len(result), result)

    def __delitem__(self, index):
        if not isinstance(index, slice):
            _remove_at(self, self._position(index))
            return
        start, stop, step = index.indices(self.get_n_items())
        if step == 1:
            _splice(self, start, max(stop - start, 0), [])
            return
        result = list(self)
        del result[index]
        _replace(self, 0, self.get_n_items(), result)

    def insert(self, index, item):
        """Inserts an object in front of an index."""
        n, index = self.get_n_items(), operator.index(index)
        _insert(self, max(index + n, 0) if index < 0 else min(index, n), _item(item))

    def append(self, item):
        """Appends an object."""
        _append(self, _item(item))

    def extend(self, items):
        """Appends objects, all of them or none."""
        _splice(self, self.get_n_items(), 0, [_item(item) for item in items])

    def __iadd__(self, items):
        self.extend(items)
        return self

    def remove(self, item):
        """Removes the first item that is an object."""
        _remove_at(self, self.index(item))

    def pop(self, index=-1):
        """Removes an item, and returns it."""
        position = self._position(index, 'pop index')
        item = self.get_item(position)
        _remove_at(self, position)
        return item

    def clear(self):
        """Removes all items."""
        _splice(self, 0, self.get_n_items(), [])

    def index(self, item, start=0, stop=None):
        """Returns the first index of an object. Raises ValueError if there is none."""
        n = self.get_n_items()
        if isinstance(item, _Trove.Object):
            found, position = self.find(item)
            if found and start == 0 and stop is None:
                return position
            for i in range(*slice(start, stop).indices(n)) if found else ():
                if self.get_item(i) is item:
                    return i
        raise ValueError('%r is not in the list' % (item,))

    def count(self, item):
        """Returns how often an object is in the list."""
        return sum(other is item for other in self)

    def reverse(self):
        """Puts the items in the other order."""
        self[:] = self[::-1]

    def sort(self, *, key=None, reverse=False):
        """Sorts the items by a key."""
        self[:] = sorted(self, key=key, reverse=reverse)

    def move(self, index, to):
        """Moves an item to another index, which is the one that it has afterwards."""
        _move(self, self._position(index), self._position(to))

    def splice(self, position, n_removals, additions):
        """Removes items from a position on, and inserts others there, in one edit."""
        _replace(self, position, n_removals, [_item(item) for item in additions])

    def __repr__(self):
        return 'Trove.List(%r)' % list(self)


collections.abc.MutableSequence.register(List)

_insert, _append, _remove_at, _move, _splice = map(_checked, (
    _Trove.List.insert, _Trove.List.append, _Trove.List.remove, _Trove.List.move, _Trove.List.splice))


def _count_same(one, other):
    """The number of items at the beginning of both lists that are the same ones."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] is pair[1], zip(one, other)))


def _replace(self, position, n_removals, items):
    """Removes items and inserts others. Leaves those at both ends alone that stay, so that nobody is told of them."""
    old, first, last = self[position:position + n_removals], 0, 0
    if len(old) == n_removals:      # otherwise the library raises the error of the range
        first = _count_same(old, items)
        if first < max(len(old), len(items)):
            if len(set(map(id, items))) < len(items):
                first = 0           # the library checks that a list of children has nothing twice
            else:
                last = _count_same(reversed(old[first:]), reversed(items[first:]))
    _splice(self, position + first, n_removals - first - last, items[first:len(items) - last])


def _item(item):
    if not isinstance(item, _Trove.Object):
        raise TypeError('expected an object of a document, not %s' % type(item).__qualname__)
    return item


# Documents

class Edit:
    """A group of edits: `with document.edit('Move box') as step:`. The end of the block makes a step; an exception takes all
    edits of the block back. Afterwards step.version is the version of the outermost block, or None if nothing changed."""

    def __init__(self, document, label):
        self.document, self.label, self.version = document, label, None

    def __enter__(self):
        _begin(self.document, self.label)
        _this_thread.edits.append(self.document)
        self._before = self.document.dup_current()
        return self

    def __exit__(self, kind, error, traceback):
        edits = _this_thread.edits
        del edits[max(i for i, document in enumerate(edits) if document is self.document)]
        if kind is not None:
            _cancel(self.document)
            return
        try:
            _end(self.document)
        except BaseException:
            _cancel(self.document)      # the group is still open
            raise
        version = self.document.dup_current()
        self.version = version if version is not self._before else None


class Document(_Trove.Document):
    """A document: objects with identity, and its versions. Document(Page) makes one whose root is a Page. The classes that
    Page names are found; further ones are given after it."""

    def __new__(cls, root, *types):
        for kind in (root, *types):
            if not (isinstance(kind, type) and issubclass(kind, _Trove.Object)):
                raise TypeError('expected classes of objects, as in Document(Page, Shape, Circle), not %r' % (kind,))
        this_thread.owns
        known = dict.fromkeys(kind for given in (root, *types) for kind in _classes_named(given))
        return _Trove.Document.new(root.__gtype__, [kind.__gtype__ for kind in (*known, *types)])

    def __init__(self, root, *types):
        # __new__() has made the document. GObject.__init__() would make another one.
        pass

    def edit(self, label=None):
        """Begins a step, for a `with` block. New objects need no document in it."""
        return Edit(self, label)

    root = property(noting(lambda self: self.get_root()), doc='The root object.')
    history = property(lambda self: self.get_history(), doc='The versions, in the order of time: a Gio.ListModel.')
    current = property(lambda self: self.dup_current(), doc='The current version.')
    saved = property(lambda self: self.dup_saved(), lambda self, version: self.set_saved(version),
                     doc='The version that was saved last.')
    modified = property(lambda self: self.get_modified(), doc='True if something differs from what was saved.')
    can_undo = property(lambda self: self.get_can_undo(), doc='True if undo() can be called.')
    can_redo = property(lambda self: self.get_can_redo(), doc='True if redo() can be called.')
    undo_label = property(lambda self: self.get_undo_label(), doc='The label of the step that undo() takes back, or None.')
    redo_label = property(lambda self: self.get_redo_label(), doc='The label of the step that redo() makes again, or None.')
    restoring = property(lambda self: self.get_restoring(), doc='True while handlers are told of an undo and such.')
    max_versions = property(lambda self: self.get_max_versions(), lambda self, n: self.set_max_versions(n),
                            doc='The number of versions that the history keeps, or 0 for all.')
    max_history_bytes = property(lambda self: self.get_max_history_bytes(), lambda self, n: self.set_max_history_bytes(n),
                                 doc='The number of bytes that the history keeps, or 0 for all.')
    auto_commit = property(lambda self: self.get_auto_commit(), lambda self, on: self.set_auto_commit(on),
                           doc='True if edits become a step when the main loop is idle.')
    view_state = property(lambda self: self.get_view_state(), lambda self, state: self.set_view_state(state),
                          doc='A GLib.Variant of the view, such as the selection, that undo brings back; or None.')


_begin, _end, _cancel = map(_checked, (_Trove.Document.begin, _Trove.Document.end, _Trove.Document.cancel))
add_files(Document, _Trove.Document, lambda types: dict.fromkeys(kind for given in types for kind in _classes_named(given)))


# Versions and changes

class Version(_Trove.Version):
    """A version of a document, which does not change. Any thread can read it."""

    root = property(lambda self: self.dup_root(), doc='The root object, as it is in the version; None if that cannot be read.')
    label = property(lambda self: self.get_label(), doc='What was done, for the user; or None.')
    parents = property(lambda self: self.dup_parents(), doc='The versions that the version was made from.')
    time = property(lambda self: self.get_time(), doc='When the step was made, in microseconds since 1970.')
    kept = property(lambda self: self.get_kept(), lambda self, kept: self.set_kept(kept),
                    doc='True if the version stays in the history at any limit.')
    name = property(lambda self: self.dup_name(), lambda self, name: self.set_name(name),
                    doc='The name that the user has given to the version, or None.')
    n_bytes = property(lambda self: self.get_n_bytes(), doc='About the number of bytes that the version alone keeps.')
    view_state = property(lambda self: self.get_view_state(), doc='The view state when the step was made, or None.')

    def __repr__(self):
        return '<Trove.Version %r>' % self.label

    def column(self, kind, name):
        """Reads one field of all objects of a class, and of the classes derived from it, in the order of their keys. Numbers
        and keys of objects are a memoryview, text is a list. Fields named key and owner have the keys of the objects and
        of their owners."""
        column = _dup_column(self, kind.__gtype__, name)
        items = column.get_type_string()[1:]
        if items != 's':
            return memoryview(column.get_data_as_bytes().get_data()).cast(_FORMATS[items])
        field = getattr(kind, name, None)
        load = field.declared.kind.load if isinstance(field, Property) else None
        return [load(text) for text in column.get_strv()] if load is not None else column.get_strv()

    def object_counts(self):
        """Counts the objects of each class: a dict by the names of the types. Any thread can count."""
        return _dup_object_counts(self).unpack()


_KEY = property(lambda self: self.get_key(), doc='The key of the object.')
_TYPE = property(lambda self: self.get_object_type().pytype,
                 doc='The class of the object, or None for a type without a class of Python.')


def _field_of(difference):
    name = difference.get_property_name()
    return name.replace('-', '_') if name is not None else None


def _fields_of(conflict):
    return [name.replace('-', '_') for name in conflict.dup_property_names()]


_FIELD = property(_field_of, doc='The name of the field that was set, or of the list; else None.')


def _load(difference, dup):
    """A value of a change or a conflict, as the field of the object has it."""
    value = take_or_none(dup(address_of(difference)))
    field = getattr(difference.type, difference.field or '', None)
    declared = field.declared if isinstance(field, Property) else None
    if not isinstance(declared, Field):
        return value
    if value is None:
        return None if declared.is_optional else declared.kind.default
    return declared.kind.load(value) if declared.kind.load is not None else value


class Change(_Trove.Change):
    """One difference between two versions: an object that was added, removed or moved, or a field that was set."""

    def __new__(cls, *arguments, **named):
        raise TypeError('a Trove.Change cannot be constructed: compare two versions')

    def dup_old_value(self):
        """Returns the value before the change, or None. Of an object, it is the key."""
        return take_or_none(change_dup_old_value(address_of(self)))

    def dup_new_value(self):
        """Returns the value after the change, or None. Of an object, it is the key."""
        return take_or_none(change_dup_new_value(address_of(self)))

    kind = property(lambda self: self.get_kind(), doc='A Trove.ChangeKind.')
    key, type, field = _KEY, _TYPE, _FIELD
    old = property(lambda self: _load(self, change_dup_old_value),
                   doc='The value of the field before. An object is its key.')
    new = property(lambda self: _load(self, change_dup_new_value),
                   doc='The value of the field afterwards. An object is its key.')
    old_owner = property(lambda self: _place(self.get_old_owner()),
                         doc='The key of the owner before, its field, and the position in it; or None.')
    new_owner = property(lambda self: _place(self.get_new_owner()),
                         doc='The key of the owner afterwards, its field, and the position in it; or None.')

    @property
    def runs(self):
        """The runs of a list that differ: position before, number of items removed, position afterwards, number inserted."""
        return [tuple(self.get_run(i)) for i in range(self.get_n_runs())]

    def __repr__(self):
        gtype = self.get_object_type()
        text = '%s %s %d' % (self.kind.value_nick, gtype.pytype.__name__ if gtype.pytype else gtype.name, self.key)
        if self.kind == _Trove.ChangeKind.SET:
            text += ' %s: %r to %r' % (self.field, self.old, self.new)
        elif self.field is not None:
            text += ' %s: %r' % (self.field, self.runs)
        return '<Trove.Change %s>' % text


def _place(place):
    owner, field, position = place
    return (owner, field.replace('-', '_'), position) if owner != 0 else None


_FORMATS = {'b': '?', 'y': 'B', 'i': 'i', 'u': 'I', 'x': 'q', 't': 'Q', 'd': 'd'}
_dup_column = checked(_Trove.Version.dup_column)
_dup_object_counts = checked(_Trove.Version.dup_object_counts)


class Changes(_Trove.Changes):
    """The differences between two versions, a Gio.ListModel of Trove.Change."""

    def pick(self, picked):
        """Returns some of the changes, given by themselves or by their positions."""
        changes = list(self)
        try:
            positions = [changes.index(one) if isinstance(one, _Trove.Change) else operator.index(one) for one in picked]
        except ValueError:
            raise ValueError('expected changes of this list, or their positions') from None
        return _pick(self, positions)


_pick = checked(_Trove.Changes.pick)


_Choice = _Trove.Choice
_set_choice = checked(_Trove.Conflict.set_choice)


def _conflict_text(choice):
    return property(lambda self: self.dup_text(choice),
                    doc='The value or the place that is %s, as text in English.' % choice.value_nick)


def _conflict_object(choice):
    return property(lambda self: self.dup_object(choice), doc='The object as %s has it, or None.' % choice.value_nick)


class Conflict(_Trove.Conflict):
    """A change, or a part of one, that was not applied. A merge says what base, ours and theirs are: the version that both
    sides come from, the document before the merge, and the version that was merged."""

    kind = property(lambda self: self.get_kind(), doc='A Trove.ConflictKind.')
    message = property(lambda self: self.get_message(), doc='The conflict, for programmers, in English.')
    key, type, field = _KEY, _TYPE, _FIELD
    fields = property(_fields_of, doc='The names of the fields that it is about: of those that belong together, the ones that '
                                      'a side has changed.')
    base = property(lambda self: _load(self, conflict_dup_base_value), doc='The value of the field before the change.')
    ours = property(lambda self: _load(self, conflict_dup_our_value), doc='The value of the field in the document.')
    theirs = property(lambda self: _load(self, conflict_dup_their_value), doc='The value of the field after the change.')
    base_text, our_text, their_text = (_conflict_text(choice) for choice in (_Choice.BASE, _Choice.OURS, _Choice.THEIRS))
    base_object, our_object, their_object = (
        _conflict_object(choice) for choice in (_Choice.BASE, _Choice.OURS, _Choice.THEIRS))
    choice = property(lambda self: self.get_choice(), lambda self, choice: self.set_choice(choice),
                      doc='The Trove.Choice that the document was made like last. Setting it edits the document at once.')

    def set_choice(self, choice):
        """Makes the document as it is in one of the versions, where the conflict is. Returns True."""
        if not isinstance(choice, _Choice):
            raise TypeError('expected a Trove.Choice, not %r' % (choice,))
        return _set_choice(self, choice)

    def dup_base_value(self):
        """Returns the value before the change, or None. Of an object, it is the key."""
        return take_or_none(conflict_dup_base_value(address_of(self)))

    def dup_our_value(self):
        """Returns the value of the document, or None. Of an object, it is the key."""
        return take_or_none(conflict_dup_our_value(address_of(self)))

    def dup_their_value(self):
        """Returns the value after the change, or None. Of an object, it is the key."""
        return take_or_none(conflict_dup_their_value(address_of(self)))


class Merge(_Trove.Merge):
    """The result of a merge, or of changes that were applied: a Gio.ListModel of Trove.Conflict. It keeps the three versions."""

    base, ours, theirs = (property(lambda self, choice=choice: self.dup_version(choice),
                                   doc='The version that is %s.' % choice.value_nick)
                          for choice in (_Choice.BASE, _Choice.OURS, _Choice.THEIRS))


# Fragments

class Fragment(_Trove.Fragment):
    """Objects that were copied from a version, with all that they own, to be pasted. It does not change."""

    def __new__(cls, *arguments, **named):
        raise TypeError('a Trove.Fragment is made by Trove.Fragment.new(version, objects) or from_bytes()')

    @staticmethod
    def new(version, objects):
        """Copies objects of a version, which are given by themselves or by their keys."""
        return _new_fragment(version, [one.get_key() if isinstance(one, _Trove.Object) else operator.index(one)
                                       for one in objects])

    @staticmethod
    def from_bytes(data):
        """Reads what bytes() has made of a fragment, in any process: bytes or a GLib.Bytes."""
        return _read_fragment(data if isinstance(data, GLib.Bytes) else GLib.Bytes.new(data))

    new_from_bytes = from_bytes

    def __bytes__(self):
        return self.to_bytes().get_data() or b''

    n_objects = property(lambda self: self.get_n_objects(), doc='The number of objects, with those that others own.')
    types = property(lambda self: [_class_of(self.get_root_type(i)) for i in range(self.get_n_roots())],
                     doc='The classes of the objects that a list would get, in their order.')

    def insert(self, list, index=None):
        """Makes copies of the objects, and inserts them in a list that owns its objects: in front of an index, or at the
        end. Returns the copies."""
        if not isinstance(list, _Trove.List):
            raise TypeError('expected a Trove.List, not %s' % type(list).__name__)
        n = list.get_n_items()
        index = n if index is None else operator.index(index)
        index = max(index + n, 0) if index < 0 else min(index, n)
        _insert_fragment(self, list, index)
        return list[index:index + self.get_n_roots()]

    def assign(self, owner, field):
        """Makes copies of the objects, and sets a field that owns an object to the one that the fragment was made of.
        Returns it."""
        _assign_fragment(self, owner, field)
        return getattr(owner, field)

    def __repr__(self):
        return '<Trove.Fragment of %d objects>' % self.n_objects


def _class_of(gtype):
    return gtype.pytype or gtype


_new_fragment, _read_fragment = checked(_Trove.Fragment.new), checked(_Trove.Fragment.new_from_bytes)
_insert_fragment, _assign_fragment = _checked(_Trove.Fragment.insert), _checked(_Trove.Fragment.assign)


CLASSES = (Object, List, Document, Version, Change, Changes, Conflict, Merge, Fragment)
