# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The page of the objects of a version, counted by class. A thread counts them: a version can be read on any thread."""

import os
import threading

from gi.repository import Gio, GLib, GObject, Gtk

from inspector import text
from inspector.columns import Columns

HERE = os.path.dirname(__file__)


class ClassCount(GObject.Object):
    """A row of the list."""

    def __init__(self, name, n, total):
        super().__init__()
        self.name, self.n, self.total = name, n, total


@Gtk.Template(filename=os.path.join(HERE, 'objects.ui'))
class ObjectsPage(Gtk.Box):
    __gtype_name__ = 'TroveInspectorObjects'

    title = Gtk.Template.Child()
    summary = Gtk.Template.Child()
    view = Gtk.Template.Child()

    def __init__(self):
        super().__init__()
        self.store = Gio.ListStore.new(ClassCount)
        self.shown = self.wanted = self.thread = None
        self.columns = Columns(self.view)
        self.columns.add_text('Class', lambda row: row.name, width=20, expands=True)
        self.columns.add_text('Objects', lambda row: f'{row.n:,}', width=10, xalign=1)
        self.columns.add('Share', lambda: Gtk.LevelBar(width_request=120, valign=Gtk.Align.CENTER),
                         lambda bar, row: bar.set_value(row.n / row.total), True)
        self.columns.set_model(self.store)

    def close(self):
        self.wanted = self.columns.close()

    def show_version(self, version):
        """Shows the objects of a version. Of versions that come while others are counted, the last one is."""
        self.wanted = version
        if self.thread is None:
            self._begin()

    def _begin(self):
        version, self.wanted = self.wanted, None
        if version is None or version.dup_id() == self.shown:
            return
        self.thread = threading.Thread(target=self._count, args=(version,), daemon=True)
        self.thread.start()

    # In the thread.
    def _count(self, version):
        try:
            result = version.object_counts()
        except GLib.Error as error:
            result = error
        GLib.idle_add(self._on_counted, version, result)

    def _on_counted(self, version, result):
        self.thread = None
        if self.columns.view.get_model() is not None:   # not closed
            self._show(version, result)
            self._begin()
        return GLib.SOURCE_REMOVE

    def _show(self, version, result):
        self.shown = version.dup_id()
        self.title.set_label('Objects of “%s”' % text.step_text(version))
        if isinstance(result, GLib.Error):
            self.summary.set_label(result.message)
            result = {}
        else:
            self.summary.set_label('%s, %s' % (text.count_text(sum(result.values()), 'object'),
                                               '%d classes' % len(result) if len(result) != 1 else '1 class'))
        total = sum(result.values())
        rows = [ClassCount(text.type_name(name), n, total) for name, n in result.items()]
        rows.sort(key=lambda row: (-row.n, row.name))
        self.store.splice(0, len(self.store), rows)
