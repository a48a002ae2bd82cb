# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The page of memory: the bytes of a document and of its versions, and the sub-arenas of arenas that the application has besides."""

import os

from gi.repository import Gio, GLib, GObject, Gtk

from inspector import text
from inspector.bars import Bar, Swatch
from inspector.columns import Columns
from inspector.update import weakly

HERE = os.path.dirname(__file__)
MOST = 1000     # versions, or sub-arenas, that are measured: the newest ones
USES = ('elements', 'room', 'waste', 'overhead')        # of sub-arenas
PARTS = ('current', 'history', 'waste', 'overhead')     # of a document


class Measure(GObject.Object):
    """A row of bars: numbers alone, so that nothing stays in memory because it is shown."""

    def __init__(self, id, *values):
        super().__init__()
        self.id, self.values = id, values
        self.name, self.detail, self.parts = values


def measure_versions(document):
    """The bytes of the versions, the newest one first. They are of the history, which is the second part of a document."""
    versions = document.history
    rows = []
    for i in range(len(versions) - 1, max(len(versions) - 1 - MOST, -1), -1):
        version = versions[i]
        rows.append((version.dup_id(), text.step_text(version), 'kept' if version.kept else '', (0, version.n_bytes)))
    return rows


def measure_sub_arenas(arena):
    """The bytes of the sub-arenas of an arena by their use, the newest one first."""
    rows = []
    sub_arenas = list(arena.dup_sub_arenas())
    for sub_arena in sub_arenas[-MOST:][::-1]:
        usage = sub_arena.get_usage()
        detail = text.count_text(sub_arena.get_n_elements(), 'element')
        rows.append((sub_arena.get_id(), 'Sub-arena %d' % sub_arena.get_id(),
                     detail + ('' if sub_arena.get_frozen() else ', own'), tuple(getattr(usage, use) for use in USES)))
    return rows


def document_facts(document, usage, rows):
    """What a document tells of its memory, as pairs of text."""
    limit = document.max_versions
    most = document.max_history_bytes
    return [
        ('Objects', f'{document.get_n_objects():,}'),
        ('Versions', f'{len(document.history):,}' + (f' of {limit:,}' if limit else ', no limit')),
        ('Kept versions', str(sum(detail == 'kept' for _, _, detail, _ in rows))),
        ('Limit of bytes', text.bytes_text(most) if most else 'none'),
        ('All bytes', text.bytes_text(usage.total)),
        ('Current state', text.bytes_text(usage.current)),
        ('History', text.bytes_text(usage.history)),
    ]


def arena_facts(arena, usage):
    return [
        ('Elements', f'{arena.get_n_elements():,}'),
        ('All bytes', text.bytes_text(usage.total)),
        ('Own', text.bytes_text(usage.own)),
        ('Shared', text.bytes_text(usage.shared)),
        ('Limit', text.bytes_text(arena.get_max_bytes()) if arena.get_max_bytes() else 'none'),
    ]


@Gtk.Template(filename=os.path.join(HERE, 'memory.ui'))
class MemoryPage(Gtk.Box):
    __gtype_name__ = 'TroveInspectorMemory'

    subject = Gtk.Template.Child()
    facts = Gtk.Template.Child()
    legend = Gtk.Template.Child()
    hint = Gtk.Template.Child()
    again = Gtk.Template.Child()
    view = Gtk.Template.Child()

    def __init__(self):
        super().__init__()
        self.document, self.arenas, self.most = None, (), 1
        self.values = {}        # the labels of the facts
        self.store = Gio.ListStore.new(Measure)
        self.columns = Columns(self.view)
        self.subject.connect('notify::selected', weakly(self.on_refresh))
        self.again.connect('clicked', weakly(self.on_refresh))
        self.columns.add_text('Part', lambda row: row.name, width=16)
        self.columns.add('Use', Bar, lambda bar, row: bar.show_parts(row.parts, self.most), True)
        self.columns.add_text('Bytes', lambda row: text.bytes_text(sum(row.parts)), width=9, xalign=1)
        self.columns.add_text('', lambda row: row.detail, width=14)
        self.columns.set_model(self.store)
        self.whole = Bar(margin_start=12, margin_end=12, margin_bottom=6)
        self.insert_child_after(self.whole, self.get_first_child())
        self.names = [Gtk.Label(margin_end=6) for _ in USES]
        for number, name in enumerate(self.names):
            self.legend.append(Swatch(number))
            self.legend.append(name)

    def open(self, document, arenas):
        """Shows a document and arenas, a dict of them by name."""
        self.document, self.arenas = document, list(arenas.values())
        self.subject.get_model().splice(0, 1, ['Versions of the document', *arenas])
        self.subject.set_sensitive(bool(arenas))

    def close(self):
        self.document, self.arenas = None, ()
        self.columns.close()

    def on_refresh(self, *_):
        self.refresh()

    def refresh(self):
        """Measures again."""
        number = self.subject.get_selected()
        if self.document is None or number == Gtk.INVALID_LIST_POSITION:
            return
        arena = self.arenas[number - 1] if number > 0 else None
        names = USES if arena is not None else PARTS
        for label, name in zip(self.names, names):
            label.set_label(name.capitalize())
        try:
            usage = (arena if arena is not None else self.document).get_usage()
            rows = measure_sub_arenas(arena) if arena is not None else measure_versions(self.document)
            facts = arena_facts(arena, usage) if arena is not None else document_facts(self.document, usage, rows)
            self.whole.show_parts([getattr(usage, name) for name in names], usage.total)
            hint = '' if arena is not None or self.document.max_versions or self.document.max_history_bytes else \
                'Bytes of versions are counted while the document has a limit of its history: max_versions or max_history_bytes.'
        except GLib.Error as error:     # an arena of another thread
            rows, facts, hint = [], [], error.message
        self.hint.set_label(hint)
        self.hint.set_visible(bool(hint))
        self._show_facts(facts)
        self._show_rows(rows)

    def _show_facts(self, facts):
        if list(self.values) != [name for name, _ in facts]:
            while self.facts.get_first_child() is not None:
                self.facts.remove(self.facts.get_first_child())
            self.values = {name: Gtk.Label(xalign=0, selectable=True) for name, _ in facts}
            for number, (name, label) in enumerate(self.values.items()):
                self.facts.attach(Gtk.Label(label=name, xalign=0, css_classes=['dim-label']), number, 0, 1, 1)
                self.facts.attach(label, number, 1, 1, 1)
        for name, value in facts:
            self.values[name].set_label(value)

    def _show_rows(self, rows):
        """Shows measures, and leaves alone what is shown already: there is more at the top than before, as a rule."""
        most, self.most = self.most, max((sum(parts) for _, _, _, parts in rows), default=1)
        wanted = {id: values for id, *values in rows}
        for position in range(len(self.store) - 1, -1, -1):
            row = self.store[position]
            if wanted.get(row.id) != list(row.values):
                self.store.remove(position)
        shown = {row.id for row in self.store}
        n_new = next((i for i, row in enumerate(rows) if row[0] in shown), len(rows))
        self.store.splice(0, 0, [Measure(*row) for row in rows[:n_new]])
        for position in range(n_new, len(rows)):
            if rows[position][0] not in shown:
                self.store.insert(position, Measure(*rows[position]))
        if most != self.most:
            self.columns.refresh(self.columns.items())
