#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Saves a document in the background while it is edited: a thread writes a snapshot to the file.

usage: autosave.py [FILE]

An edit writes the same number to the title and to the text. Two different numbers in a file would show that the file
has parts of two versions.
"""

import concurrent.futures
import sys
import time

import gi
gi.require_version('Trove', '1.0')
from gi.repository import Gio, GLib, Trove  # noqa: E402

EDIT_DELAY = 1      # ms
SAVE_DELAY = 20     # ms, from the first edit that is not saved; later edits are saved with it
WRITE_DELAY = 10    # ms; stands for a slow disk


def write(file, snapshot):
    """Writes a snapshot to the file. Runs in another thread."""
    title, text = (snapshot[ref] for ref in snapshot[snapshot.root])
    time.sleep(WRITE_DELAY / 1000)
    file.replace_contents(f'{title}\n{text}\n'.encode(), None, False, Gio.FileCreateFlags.NONE, None)


class Editor:
    def __init__(self, file, loop, pool):
        self.file, self.loop, self.pool = file, loop, pool
        self.arena = Trove.Arena([str, object])     # the root: a tuple of the refs of the title and of the text
        self.arena.root = self.arena.append((self.arena.append(''), self.arena.append('')))
        self.save_source = None                     # None: every edit is saved, or is being saved
        self.editing = True
        self.saving = self.edited_while_saving = self.mixed = False
        self.n_edits = self.last_saved = 0
        self.error = None                           # an error ends the program
        GLib.timeout_add(EDIT_DELAY, self.edit)

    def set_number(self, number):
        """Changes the title and the text. A snapshot that is being saved keeps the old strings."""
        title, text = self.arena[self.arena.root]
        refs = self.arena.set(title, f'Title {number}'), self.arena.set(text, f'Text {number}')
        self.arena.root = self.arena.set(self.arena.root, refs)

    def edit(self):
        """Stands for the edits of a user, which go on until a file was written between two edits."""
        self.n_edits += 1
        try:
            self.set_number(self.n_edits)
        except GLib.Error as error:
            self.stop(error)
        self.edited_while_saving |= self.saving
        if self.save_source is None:
            self.save_source = GLib.timeout_add(SAVE_DELAY, self.save)
        self.editing = not self.last_saved or not self.edited_while_saving
        return self.editing

    def save(self):
        if self.saving:
            return GLib.SOURCE_CONTINUE
        self.save_source = None
        try:
            future = self.pool.submit(write, self.file, self.arena.snapshot())
        except GLib.Error as error:
            self.stop(error)
            return GLib.SOURCE_REMOVE
        self.saving = True
        future.add_done_callback(
            lambda future: GLib.idle_add(self.save_done, future, priority=GLib.PRIORITY_DEFAULT))
        return GLib.SOURCE_REMOVE

    def save_done(self, future):
        """Checks the file. Runs in the main thread."""
        self.saving = False
        try:
            future.result()
            lines = self.file.load_contents()[1].decode().splitlines()
        except GLib.Error as error:
            self.stop(error)
            return GLib.SOURCE_REMOVE
        self.last_saved = int(lines[0].removeprefix('Title '))
        self.mixed |= lines[1] != f'Text {self.last_saved}'
        if not self.editing and self.save_source is None:
            self.loop.quit()
        return GLib.SOURCE_REMOVE

    def stop(self, error):
        self.error = error
        self.loop.quit()


def main():
    loop = GLib.MainLoop()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        editor = Editor(Gio.File.new_for_commandline_arg((sys.argv + ['autosave.txt'])[1]), loop, pool)
        loop.run()
    if editor.error:
        sys.exit(editor.error.message)
    print('edits went on while a file was written:', 'yes' if editor.edited_while_saving else 'no')
    print('each file is of one moment:', 'no' if editor.mixed else 'yes')
    print('the last file has the last edit:', 'yes' if editor.last_saved == editor.n_edits else 'no')


main()
