# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The versions of a document as a list of rows, which follows the document's history."""

import threading

from gi.repository import Gio

from inspector.lanes import Graph, Row


class History:
    """The rows of all versions, the newest one first, as a list model. A handler notes at once what changed; update() brings it
    into the list."""

    def __init__(self, document, request):
        self.document, self.request = document, request
        self.thread, self.is_elsewhere = threading.get_ident(), False
        self.store = Gio.ListStore.new(Row)
        self.versions = document.history
        self.gone = []
        self.handlers = [(document, document.connect(signal, self._on_notify))
                         for signal in ('notify::current', 'notify::saved', 'notify::modified', 'edited')]
        self.handlers.append((self.versions, self.versions.connect('items-changed', self._on_items_changed)))
        self._begin()

    def close(self):
        for source, handler in self.handlers:
            source.disconnect(handler)
        self.handlers = ()

    def _begin(self):
        self.graph, self.by_id = Graph(), {}
        self.rows = [None] * len(self.versions)     # as the history is now; None: not in the list yet

    # A document may be given to another thread. Its handlers run there then.
    def _is_here(self):
        self.is_elsewhere = self.is_elsewhere or threading.get_ident() != self.thread
        return not self.is_elsewhere

    def _on_items_changed(self, versions, position, removed, added):
        if self._is_here():
            self.gone += [row for row in self.rows[position:position + removed] if row is not None]
            self.rows[position:position + removed] = [None] * added
        self.request()

    def _on_notify(self, *_):
        self._is_here()
        self.request()

    def update(self):
        """Brings the list up to date."""
        for row in self.gone:
            self.store.remove(len(self.graph.rows) - 1 - self.graph.position(row))
            self.graph.remove(row)
            del self.by_id[row.id]
        self.gone.clear()
        if len(self.graph.rows) < len(self.rows) and None in self.rows[:len(self.graph.rows)]:
            self.store.remove_all()     # a version in between: does not happen, as versions are told in the order of time
            self._begin()
        new = [self._add(position) for position in range(len(self.graph.rows), len(self.rows))]
        self.store.splice(0, 0, new[::-1])

    def _add(self, position):
        version = self.versions[position]
        row = self.rows[position] = Row(version.dup_id())
        parents = [self.by_id.get(parent.dup_id()) for parent in version.parents]
        self.graph.add(row, [parent for parent in parents if parent is not None])
        self.by_id[row.id] = row
        return row

    def version_of(self, row):
        """The version of a row, or None if it has left the history."""
        position = self.graph.position(row)
        if position < len(self.rows) and self.rows[position] is row:    # unless something was dropped since update()
            return self.versions[position]
        return self.versions[self.rows.index(row)] if row in self.rows else None

    def position_of(self, version):
        """The position of a version in the list, or None."""
        row = self.by_id.get(version.dup_id())
        return None if row is None else len(self.graph.rows) - 1 - self.graph.position(row)
