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
    """Fills a column view. The functions that say what a cell shows are let go by close()."""

    def __init__(self, view):
        self.view = view
        self.cells = {}     # those that show something: the list item, and the function that shows it

    def add(self, title, make, show, expands=False):
        """Adds a column. make() makes a widget, and show(widget, item) shows an item of the model in it."""
        factory = Gtk.SignalListItemFactory()
        factory.connect('setup', lambda _, cell: cell.set_child(make()))
        factory.connect('bind', self._on_bind, show)
        factory.connect('unbind', lambda _, cell: self.cells.pop(cell, None))
        self.view.append_column(Gtk.ColumnViewColumn(title=title, factory=factory, expand=expands, resizable=True))

    def add_text(self, title, text, prepare=lambda item: item, width=8, xalign=0, expands=False):
        """Adds a column of text, which text() makes of prepare(item)."""
        self.add(title, lambda: TextCell(width, xalign), lambda label, item: label.set_label(text(prepare(item))), expands)

    def _on_bind(self, _factory, cell, show):
        self.cells[cell] = show
        show(cell.get_child(), cell.get_item())

    def set_model(self, model):
        """Shows the items of a list model, which need no selection."""
        self.view.set_model(Gtk.NoSelection.new(model) if model is not None else None)

    def refresh(self):
        """Shows all items anew that are seen."""
        for cell, show in list(self.cells.items()):
            show(cell.get_child(), cell.get_item())

    def close(self):
        self.view.set_model(None)
        for column in list(self.view.get_columns()):
            self.view.remove_column(column)
        self.cells.clear()
