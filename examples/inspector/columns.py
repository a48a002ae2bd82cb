# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The columns of a Gtk.ColumnView, whose cells can be shown again when what they show has changed."""

from gi.repository import Gtk, Pango


class TextCell(Gtk.Label):
    """Text, which its tooltip has too where it is too long."""

    def __init__(self, width, xalign):
        super().__init__(xalign=xalign, ellipsize=Pango.EllipsizeMode.END, width_chars=width, max_width_chars=width)
        self.set_has_tooltip(True)
        self.connect('query-tooltip', TextCell.on_query_tooltip)

    def on_query_tooltip(self, _x, _y, _keyboard, tooltip):
        tooltip.set_text(self.get_label())
        return self.get_layout().is_ellipsized()


class Columns:
    """Fills a column view. The functions that say what a cell shows are let go by close().

    When rows are inserted, GTK takes the items of all cells below away and gives them back. So a cell remembers the item
    that it shows, and is left alone when it gets that one again."""

    def __init__(self, view):
        self.view = view
        self.shown = {}     # for each cell, the item that it shows and the function that shows it

    def add(self, title, make, show, expands=False):
        """Adds a column. make() makes a widget, and show(widget, item) shows an item of the model in it."""
        factory = Gtk.SignalListItemFactory()
        factory.connect('setup', lambda _, cell: cell.set_child(make()))
        factory.connect('bind', self._on_bind, show)
        factory.connect('teardown', lambda _, cell: self.shown.pop(cell, None))
        self.view.append_column(Gtk.ColumnViewColumn(title=title, factory=factory, expand=expands, resizable=True))

    def add_text(self, title, text, prepare=lambda item: item, width=8, xalign=0, expands=False):
        """Adds a column of text, which text() makes of prepare(item)."""
        self.add(title, lambda: TextCell(width, xalign), lambda label, item: label.set_label(text(prepare(item))), expands)

    def _on_bind(self, _factory, cell, show):
        item = cell.get_item()
        if self.shown.get(cell, (None,))[0] is not item:
            self.shown[cell] = item, show
            show(cell.get_child(), item)

    def set_model(self, model):
        """Shows the items of a list model, which need no selection."""
        self.view.set_model(Gtk.NoSelection.new(model) if model is not None else None)

    def items(self):
        """The items that have cells now: those that are seen, and some more."""
        return {item for item, _ in self.shown.values()}

    def refresh(self, items):
        """Shows some items anew, where they have cells."""
        for cell, (item, show) in list(self.shown.items()):
            if item in items:
                show(cell.get_child(), item)

    def close(self):
        self.set_model(None)
        for column in list(self.view.get_columns()):
            self.view.remove_column(column)
