# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The window: the versions at the left, the pages of the selected one at the right."""

import os

from gi.repository import GLib, Gtk

from inspector import changes, memory, objects, text  # noqa: F401: window.ui names the pages
from inspector.history import History
from inspector.update import Updater, weakly
from inspector.versions import VersionsView

HERE = os.path.dirname(__file__)


def open(document, parent=None, arenas=None):
    """Opens the window of a document, or shows the one that there is. The calling thread is that of GTK and of the document;
    Trove.WrongThreadError is raised on another one. The window closes with its parent, which may be None. arenas is a dict of
    other arenas to measure, by their names."""
    document.freeze()       # raises the error of the thread
    for window in Gtk.Window.get_toplevels():
        if isinstance(window, Inspector) and window.document is document:
            window.present()
            return window
    window = Inspector(document, arenas or {})
    if parent is not None:
        window.set_transient_for(parent)
        window.set_destroy_with_parent(True)
    window.versions.widget.grab_focus()
    window.present()
    return window


@Gtk.Template(filename=os.path.join(HERE, 'window.ui'))
class Inspector(Gtk.Window):
    __gtype_name__ = 'TroveInspectorWindow'

    subtitle = Gtk.Template.Child()
    go_button = Gtk.Template.Child()
    list_scroll = Gtk.Template.Child()
    pages = Gtk.Template.Child()
    changes = Gtk.Template.Child()
    objects = Gtk.Template.Child()
    memory = Gtk.Template.Child()
    status = Gtk.Template.Child()

    def __init__(self, document, arenas):
        super().__init__()
        self.document = document
        self.updater = Updater(self.update)
        self.history = History(document, self.updater.request)
        self.versions = VersionsView(document, self.history)
        self.list_scroll.set_child(self.versions.widget)
        self.versions.on_selected, self.versions.on_activated = self.show_page, self.go_to_selected
        self.insert_action_group('document', document.create_actions())
        self.memory.open(document, arenas)
        self.go_button.connect('clicked', weakly(self.on_go))
        self.pages.connect('notify::visible-child', weakly(self.on_page))
        self.connect('unrealize', Inspector.on_unrealize)      # 'destroy' comes only when nothing holds the window
        self.update()

    def on_unrealize(self):
        """Lets go of the document."""
        if self.document is None:
            return
        self.updater.stop()
        self.insert_action_group('document', None)
        for part in (self.versions, self.history, self.changes, self.objects, self.memory):
            part.close()
        self.document = self.history = self.versions = self.updater = None

    def update(self):
        """Shows the document as it is now."""
        if self.history.is_elsewhere:
            self.on_unrealize()
            self.go_button.set_sensitive(False)
            self.status.set_label('The document belongs to another thread now')
            return
        self.versions.update()
        self.show_page()
        document = self.document
        root = text.class_name(document.get_root_type())
        self.subtitle.set_label('%s – %s' % (root, document.file.get_basename()) if document.file is not None else root)
        self.status.set_label(', '.join((
            text.count_text(len(document.history), 'version'), text.count_text(document.get_n_objects(), 'object'),
            'not saved' if document.saved is None else 'modified since it was saved' if document.modified else 'saved')))

    def on_page(self, *_):
        if self.document is not None:
            self.show_page()

    def show_page(self):
        """Shows the selected version on the page that is seen."""
        version = self.versions.selected_version()
        self.go_button.set_sensitive(version is not None and version is not self.document.current)
        page = self.pages.get_visible_child()
        if page is self.memory:
            self.memory.refresh()
        elif version is None:
            pass
        elif page is self.changes:
            self.changes.show_version(self.document, version)
        else:
            self.objects.show_version(version)

    def on_go(self, *_):
        self.go_to_selected()

    def go_to_selected(self):
        """Makes the selected version the current one."""
        version = self.versions.selected_version() if self.document is not None else None
        if version is None:
            return
        try:
            self.document.go_to(version)
        except GLib.Error as error:
            self.status.set_label(error.message)
