# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The list of versions: the graph, the label, the time and the bytes of each."""

from gi.repository import GLib, Gtk, Pango

from inspector import text
from inspector.bars import Lanes
from inspector.columns import Columns
from inspector.update import weakly


class Step(Gtk.Box):
    """The label of a version, and what is special in it."""

    def __init__(self):
        super().__init__(spacing=6, has_tooltip=True)
        self.history = self.row = None
        self.connect('query-tooltip', Step.on_query_tooltip)
        self.label = Gtk.Label(xalign=0, ellipsize=Pango.EllipsizeMode.END, width_chars=12, hexpand=True)
        self.marks = Gtk.Label(css_classes=['dim-label', 'caption'])
        self.append(self.label)
        self.append(self.marks)

    def show_version(self, history, row, version, marks):
        self.history, self.row = history, row
        label = GLib.markup_escape_text(text.step_text(version))
        self.label.set_markup('<b>%s</b>' % label if 'current' in marks else label)
        self.marks.set_label(' · '.join(marks))

    def on_query_tooltip(self, _x, _y, _keyboard, tooltip):
        version = self.history.version_of(self.row)
        if version is None:
            return False
        lines = [text.step_text(version), text.full_time_text(version), 'id ' + version.dup_id()]
        if version.name is not None and version.label is not None:
            lines.insert(1, version.label)
        lines += ['from “%s”' % text.step_text(parent) for parent in version.parents]
        tooltip.set_text('\n'.join(lines))
        return True


class VersionsView:

    def __init__(self, document, history):
        self.document, self.history = document, history
        self.current = self.saved = None        # ids
        self.on_selected = self.on_activated = lambda: None
        self.is_updating = False
        self.drawn_selected = None      # the row whose lanes have the color of text
        self.selection = Gtk.SingleSelection(model=history.store, autoselect=False)
        self.selection.connect('notify::selected', weakly(self._on_selected))
        self.widget = Gtk.ColumnView(model=self.selection)
        self.widget.add_css_class('data-table')
        self.widget.connect('activate', weakly(self._on_activate))
        self.widget.update_property([Gtk.AccessibleProperty.LABEL], ['Versions'])
        self.columns = Columns(self.widget)
        self.columns.add('', Lanes, self._show_lanes)
        self.columns.add('Step', Step, self._show_step, True)
        self.columns.add('Time', lambda: Gtk.Label(css_classes=['numeric']), self._show_time)
        self.columns.add('Bytes', lambda: Gtk.Label(css_classes=['numeric'], xalign=1, width_chars=8), self._show_bytes)

    def close(self):
        self.on_selected = self.on_activated = lambda: None
        self.columns.close()
        self.selection.set_model(None)

    def _show_lanes(self, lanes, row):
        lanes.show_row(row, self.history.graph.n_lanes, row.id == self.current)

    def _show_step(self, step, row):
        version = self.history.version_of(row)
        if version is not None:
            row.marks = version.kept, version.name
            marks = (('merge', len(version.parents) > 1), ('kept', version.kept), ('saved', row.id == self.saved),
                     ('current', row.id == self.current))
            step.show_version(self.history, row, version, [mark for mark, is_set in marks if is_set])

    def _show_time(self, label, row):
        version = self.history.version_of(row)
        if version is not None:
            label.set_label(text.time_text(version))

    def _show_bytes(self, label, row):
        version = self.history.version_of(row)
        if version is not None:
            label.set_label(text.bytes_text(version.n_bytes) if version.n_bytes else '–')

    def _on_selected(self, *_):
        row = self.selection.get_selected_item()
        self.columns.refresh({row, self.drawn_selected})
        self.drawn_selected = row
        if not self.is_updating:
            self.on_selected()

    def _on_activate(self, _view, position):
        self.selection.set_selected(position)
        self.on_activated()

    def selected_version(self):
        row = self.selection.get_selected_item()
        return self.history.version_of(row) if row is not None else None

    def update(self):
        """Follows the document. If the current version is selected, or none, the current one is selected afterwards."""
        row = self.selection.get_selected_item()
        follows = row is None or row.id == self.current
        current, saved = self.document.current, self.document.saved
        before = {self.current, self.saved}
        self.current, self.saved = current.dup_id(), saved.dup_id() if saved is not None else None
        self.is_updating = True
        self.history.update()
        position = self.history.position_of(current)
        if position is not None and (follows or self.selection.get_selected_item() is None):
            self.selection.set_selected(position)
            if self.current not in before:
                # The action is that of the list in the column view.
                self.widget.get_last_child().activate_action('list.scroll-to-item', GLib.Variant('u', position))
        self.is_updating = False
        self._refresh(before ^ {self.current, self.saved})

    def _refresh(self, ids):
        """Shows the rows anew that look another way: those of versions, and those with other lines or bytes."""
        changed = self.history.graph.redrawn
        changed.update(self.history.by_id[id] for id in ids if id in self.history.by_id)
        for row in self.columns.items():
            version = self.history.version_of(row)
            if version is not None and (version.kept, version.name) != row.marks:   # only who holds a version is told of that
                changed.add(row)
        self.columns.refresh(changed)
        changed.clear()
