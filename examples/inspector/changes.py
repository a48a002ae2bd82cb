# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The page of what a step has changed. The list model is the Trove.Changes, so text is made for the rows that are seen."""

import os

from gi.repository import GLib, Gtk, Trove

from inspector import text
from inspector.columns import Columns
from inspector.update import weakly

HERE = os.path.dirname(__file__)

# The title of a column, the attribute of a line, characters, and whether the column takes room that is left.
COLUMNS = (('Change', 'kind', 7, False), ('Class', 'type', 13, False), ('Key', 'key', 5, False),
           ('Field', 'field', 14, False), ('Before', 'old', 12, True), ('After', 'new', 12, True))

# The choices of the drop-down.
BEFORE, CURRENT, SAVED, NOW = range(4)


class Line:
    """A change as text."""

    def __init__(self, change, later, earlier):
        kinds = Trove.ChangeKind
        self.kind = text.CHANGE_KINDS[change.kind]
        self.type, self.key = text.class_name(change.get_object_type()), str(change.key)
        self.field, self.old, self.new = change.field or '', '', ''
        if change.kind == kinds.SET:
            self.old, self.new = self._value(change, change.old), self._value(change, change.new)
        elif change.kind == kinds.LIST:
            self.old, self.new = self._runs(change)
        elif change.kind == kinds.ADDED:
            self.field, self.new = self._place(change.new_owner), text.object_text(later, change.key)
        elif change.kind == kinds.REMOVED:
            self.field, self.old = self._place(change.old_owner), text.object_text(earlier, change.key)
        else:
            self.old, self.new = self._place(change.old_owner), self._place(change.new_owner)

    @staticmethod
    def _value(change, value):
        field = getattr(change.type, change.field, None) if change.type is not None else None
        is_object = isinstance(getattr(field, 'declared', None), (Trove.Reference, Trove.Child))
        return ('object %d' % value if value else 'none') if is_object else text.value_text(value)

    @staticmethod
    def _place(place):
        return '%s[%d] of %d' % (place[1], place[2], place[0]) if place is not None else 'no owner'

    @staticmethod
    def _runs(change):
        removed = ['%d at %d' % (n, at) for at, n, _, _ in change.runs if n > 0]
        added = ['%d at %d' % (n, at) for _, _, at, n in change.runs if n > 0]
        return text.shorten(', '.join(removed)), text.shorten(', '.join(added))


@Gtk.Template(filename=os.path.join(HERE, 'changes.ui'))
class ChangesPage(Gtk.Box):
    __gtype_name__ = 'TroveInspectorChanges'

    title = Gtk.Template.Child()
    summary = Gtk.Template.Child()
    against = Gtk.Template.Child()
    stack = Gtk.Template.Child()
    view = Gtk.Template.Child()
    nothing = Gtk.Template.Child()

    def __init__(self):
        super().__init__()
        self.document = self.version = None
        self._set_changes(None, None)
        self.columns = Columns(self.view)
        self.against.connect('notify::selected', weakly(self.on_against))
        for title, name, width, expands in COLUMNS:
            self.columns.add_text(title, lambda line, name=name: getattr(line, name), self._line, width=width, expands=expands)

    def close(self):
        self.document = self.version = None
        self._set_changes(None, None)
        self.columns.close()

    def _set_changes(self, changes, ids):
        self.changes, self.shown = changes, ids
        self.last = None, None      # a change and its line: the cells of a row are filled one after the other

    def _line(self, change):
        if change is not self.last[0]:
            self.last = change, Line(change, self.changes.dup_to(), self.changes.dup_from())
        return self.last[1]

    def show_version(self, document, version):
        """Shows what leads to a version, of the document as it is now."""
        self.document, self.version = document, version
        self.refresh()

    def on_against(self, *_):
        if self.version is not None:
            self.refresh()

    def refresh(self):
        """Compares again, if one of the versions is another one than before."""
        try:
            pair = self._pair()
            if pair is None:
                return self._say('Nothing to compare with', 'There is no such version, or a limit has dropped it.')
            ids = [version.dup_id() for version in pair]
            if ids == self.shown:
                return None
            self._set_changes(pair[0].compare(pair[1]), ids)
        except GLib.Error as error:
            return self._say('The versions cannot be compared', error.message)
        self.title.set_label('%s → %s' % tuple(map(text.step_text, pair)))
        self._show_summary()
        if len(self.changes) == 0:
            return self._say('No differences', 'Both versions have the same objects and values.', True)
        self.columns.set_model(self.changes)
        self.stack.set_visible_child_name('changes')
        return None

    def _pair(self):
        """The earlier and the later version to compare, or None."""
        choice = self.against.get_selected()
        if choice == BEFORE:
            parents = self.version.parents
            return (parents[0], self.version) if parents else None
        if choice == SAVED:
            saved = self.document.saved
            return (saved, self.version) if saved is not None else None
        return self.version, self.document.current if choice == CURRENT else self.document.freeze()

    def _show_summary(self):
        names = {'list': 'in lists'}
        counts = [(self.changes.count_kind(kind), name) for kind, name in text.CHANGE_KINDS.items()]
        self.summary.set_label(', '.join('%d %s' % (n, names.get(name, name)) for n, name in counts if n))

    def _say(self, title, why, is_shown=False):
        if not is_shown:
            self._set_changes(None, None)
            self.title.set_label(text.step_text(self.version))
        self.summary.set_label('')
        self.columns.set_model(None)
        self.nothing.set_label('%s\n%s' % (title, why))
        self.stack.set_visible_child_name('nothing')
