# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Computed properties of objects of documents: the notifications of the fields that they depend on."""

import difflib
import weakref

from gi.overrides._trove_fields import Reference, References


def hint(name, names):
    close = difflib.get_close_matches(name, names, 1)
    return ': did you mean %r?' % close[0] if close else ''


def check_depends(class_name, computed, fields):
    """Checks the names that the computed properties of a class depend on. fields: what each field was declared as."""
    for name, one in computed.items():
        for path in one.depends:
            field, dot, rest = path.partition('.')
            if field not in fields:
                raise TypeError('%s.%s depends on %r, which is no field%s'
                                % (class_name, name, field, hint(field, fields)))
            if not dot:
                continue
            if not isinstance(fields[field], (Reference, References)):
                raise TypeError('%s.%s depends on %r, but %r names no objects' % (class_name, name, path, field))
            kind = fields[field].kind
            if not rest.isidentifier():
                raise TypeError('%s.%s depends on %r: expected a field and a property of its objects'
                                % (class_name, name, path))
            if isinstance(kind, type):      # a str may name a class that is defined later
                _check_watched(kind, rest, path)


def _check_watched(kind, name, path):
    if not hasattr(kind, name):
        raise TypeError('a computed property depends on %r, but %s has no %r%s'
                        % (path, kind.__name__, name, hint(name, dir(kind))))


def attaching(computed, fields, attached):
    """The virtual function of a class with computed properties, which are notified when what they depend on changes."""
    def do_attached(self):
        if self.get_version() is None:
            for name, one in computed.items():
                name = name.replace('_', '-')
                for path in one.depends:
                    field, _, rest = path.partition('.')
                    if rest or isinstance(fields[field], References):
                        # The attribute keeps the wrapper, and so what follows for it, as long as the handle.
                        self._trove_following = [*getattr(self, '_trove_following', ()),
                                                 _Following(self, name, field, rest)]
                    else:
                        self.connect('notify::' + field.replace('_', '-'), _notify, name)
        if attached is not None:
            attached(self)
    return do_attached


def _notify(self, _pspec, name):
    self.notify(name)


class _Following:
    """Notifies a property of an object when a field of the object that names other objects changes, and when a property of
    these objects does. Python's collector cannot see the handlers of lists, so handlers have weak references."""

    def __init__(self, source, name, field, watched):
        # watched is empty if the properties of the objects do not matter.
        self.source, self.name, self.field, self.watched = weakref.ref(source), name, field, watched
        self.targets = []       # the objects and their handlers, in the order of the list
        this, named = weakref.ref(self), field.replace('_', '-')
        if isinstance(getattr(type(source), field).declared, References):
            model = source.get_list(named)
            model.connect('items-changed', _items_changed, this)
            self.replace(0, 0, model)
        else:
            source.connect('notify::' + named, _target_changed, this)
            self.replace(0, 0, [getattr(source, field)])

    def __del__(self):
        self.replace(0, len(self.targets), ())

    def replace(self, position, n_removals, objects):
        if not self.watched:
            return
        gone = self.targets[position:position + n_removals]
        self.targets[position:position + n_removals] = [(target, target and self.watch(target)) for target in objects]
        for target, handler in gone:
            if target is not None:
                target.disconnect(handler)

    def watch(self, target):
        _check_watched(type(target), self.watched, '%s.%s' % (self.field, self.watched))
        return target.connect('notify::' + self.watched.replace('_', '-'), _watched_changed, weakref.ref(self))

    def notify(self):
        source = self.source()
        if source is not None:
            source.notify(self.name)


def _items_changed(model, position, n_removed, n_added, this):
    following = this()
    if following is not None:
        following.replace(position, n_removed, [model.get_item(i) for i in range(position, position + n_added)])
        following.notify()


def _target_changed(source, _pspec, this):
    following = this()
    if following is not None:
        following.replace(0, 1, [getattr(source, following.field)])
        following.notify()


def _watched_changed(_target, _pspec, this):
    following = this()
    if following is not None:
        following.notify()
