#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""An outliner: items below items, with tags and links. Every operation is a step that is undone at once, on many items too. A
version is exported by a thread while the user goes on typing."""

import sys
import threading

import gi
gi.require_version('Gtk', '4.0')
gi.require_version('Trove', '1.0')
from gi.repository import GLib, GObject, Gtk, Trove  # noqa: E402


class Item(Trove.Object):
    title = Trove.Field(str)
    tags = Trove.Field(list[str])
    see_also = Trove.References('Item')
    children = Trove.Children('Item')

    @Trove.Computed(str, depends=('tags',))
    def tag_text(self):
        return ' '.join('#' + tag for tag in self.tags)


class Outline(Trove.Object):
    items = Trove.Children(Item)


def walk(items, depth=0):
    for item in items:
        yield item, depth
        yield from walk(item.children, depth + 1)


def export(version, path):
    """Writes a version as text. Any thread can read it: nothing that the user does meanwhile is in it."""
    with open(path, 'w', encoding='utf-8') as file:
        for item, depth in walk(version.root.items):
            links = ''.join(' → ' + other.title for other in item.see_also)
            print('  ' * depth + '-', item.title, item.tag_text + links, file=file)


class Row(Gtk.TreeExpander):
    """The widget of an item. It shows one item after another."""

    def __init__(self, document):
        super().__init__()
        self.document, self.item, self.bindings = document, None, ()
        self.text = Gtk.Text(hexpand=True, width_chars=20)
        self.text.connect('changed', self.type)
        self.tags = Gtk.Label(css_classes=['dim-label'])
        box = Gtk.Box(spacing=12)
        box.append(self.text)
        box.append(self.tags)
        self.set_child(box)

    def show_item(self, row):
        flags = GObject.BindingFlags.SYNC_CREATE
        for binding in self.bindings:
            binding.unbind()
        self.item = row.get_item() if row is not None else None     # held while it is shown
        self.set_list_row(row)
        self.bindings = () if row is None else (
            self.item.bind_property('title', self.text, 'text', flags),
            self.item.bind_property('tag-text', self.tags, 'label', flags))

    def type(self, text):
        if self.item is not None and self.item.title != text.get_text():
            self.item.title = text.get_text()
            self.document.commit_full('Type', 'type %d' % self.item.key)    # what is typed in a row is one step


class Window(Gtk.ApplicationWindow):

    def __init__(self, document, **properties):
        super().__init__(title='Outliner', default_width=560, default_height=420, **properties)
        self.document = document
        self.insert_action_group('document', document.create_actions())
        self.tree = Gtk.TreeListModel.new(document.root.items, False, True, lambda item: item.children)
        self.selection = Gtk.MultiSelection.new(self.tree)
        self.selection.connect('selection-changed', self.show_links)
        factory = Gtk.SignalListItemFactory()
        factory.connect('setup', lambda _, cell: cell.set_child(Row(document)))
        factory.connect('bind', lambda _, cell: cell.get_child().show_item(cell.get_item()))
        factory.connect('unbind', lambda _, cell: cell.get_child().show_item(None))

        header = Gtk.HeaderBar()
        for icon, tooltip, action in (('edit-undo', 'Undo', 'document.undo'), ('edit-redo', 'Redo', 'document.redo')):
            header.pack_start(Gtk.Button(icon_name=icon + '-symbolic', tooltip_text=tooltip, action_name=action))
        for icon, tooltip, call in (('list-add', 'Add an item', self.add), ('go-next', 'Add an item below', self.add_below),
                                    ('user-trash', 'Delete', self.delete), ('insert-link', 'Link', self.link),
                                    ('document-save', 'Export', self.export)):
            button = Gtk.Button(icon_name=icon + '-symbolic', tooltip_text=tooltip)
            button.connect('clicked', lambda _, call=call: call())
            header.pack_end(button)
        self.set_titlebar(header)

        self.search = Gtk.SearchEntry(placeholder_text='Search', hexpand=True)
        self.search.connect('search-changed', self.find)
        self.tag_entry = Gtk.Entry(placeholder_text='Tag the selected items')
        self.tag_entry.connect('activate', self.tag)
        self.status = Gtk.Label(xalign=0, margin_start=6, margin_end=6)
        bar = Gtk.Box(spacing=6, margin_top=6, margin_bottom=6, margin_start=6, margin_end=6)
        bar.append(self.search)
        bar.append(self.tag_entry)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        box.append(bar)
        box.append(Gtk.ScrolledWindow(child=Gtk.ListView.new(self.selection, factory), vexpand=True))
        box.append(self.status)
        self.set_child(box)

    def selected(self):
        """The selected items, in the order of the rows."""
        rows = self.selection.get_selection()
        return [self.tree.get_item(rows.get_nth(i)).get_item() for i in range(rows.get_size())]

    def add(self):
        chosen = self.selected()
        siblings = self.document.root.items
        with self.document.edit('Add'):
            if chosen and isinstance(chosen[-1].owner, Item):
                siblings = chosen[-1].owner.children
            siblings.insert(siblings.index(chosen[-1]) + 1 if chosen else len(siblings), Item(title='New'))

    def add_below(self):
        for item in self.selected()[-1:]:
            with self.document.edit('Add Below'):
                item.children.append(Item(title='New'))

    def delete(self):
        with self.document.edit('Delete'):
            for item in self.selected():
                item.remove()

    def link(self):
        """The first of the selected items refers to the others."""
        chosen = self.selected()
        if len(chosen) > 1:
            with self.document.edit('Link'):
                chosen[0].see_also.extend(item for item in chosen[1:] if item not in chosen[0].see_also)
            self.show_links()

    def tag(self, entry):
        with self.document.edit('Tag'):
            for item in self.selected():
                item.tags = dict.fromkeys((*item.tags, entry.get_text()))
        entry.set_text('')

    def find(self, entry):
        """Selects the items whose title or tag has the text."""
        text = entry.get_text().lower()
        self.selection.unselect_all()
        for position, row in enumerate(self.tree):
            item = row.get_item()
            if text and text in (item.title + ' ' + item.tag_text).lower():
                self.selection.select_item(position, False)

    def show_links(self, *_):
        lines = ['%s → %s' % (item.title, other.title) for item in self.selected() for other in item.see_also]
        self.status.set_text(', '.join(lines))

    def export(self, path='outline.txt'):
        def run(version):
            export(version, path)
            GLib.idle_add(self.status.set_text, 'Exported to ' + path)
        threading.Thread(target=run, args=(self.document.current,)).start()


def activate(application):
    document = Trove.Document(Outline)
    with document.edit('Start'):
        document.root.items.append(Item(title='Welcome'))
    Window(document, application=application).present()


if __name__ == '__main__':
    outliner = Gtk.Application(application_id='org.example.Outliner')
    outliner.connect('activate', activate)
    sys.exit(outliner.run(sys.argv))
