# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Documents in files: saving, loading and merging on another thread, to be awaited."""

import asyncio
import os

from gi.repository import Gio, GLib

from gi.overrides._trove_errors import checked

POLL = 0.002        # seconds, where asyncio does not run the main context


def file_of(file):
    """A Gio.File, from itself or from a path; None stays None."""
    return file if file is None or isinstance(file, Gio.File) else Gio.File.new_for_path(os.fspath(file))


class Operation:
    """A save, a load or a merge that is under way. `await` it, or call wait(). The result is of the main context of the thread that
    began it; asyncio iterates that context while the operation is awaited."""

    def __init__(self, start, finish, unpack=None):
        self._finish, self._unpack = checked(finish), unpack or (lambda value: value)
        self._is_done, self._value, self._error, self._futures = False, None, None, []
        self._context = GLib.MainContext.ref_thread_default()
        start(self._end)

    def _end(self, _source, result, *_data):
        try:
            self._value = self._unpack(self._finish(result))
        except Exception as error:      # raised where the operation is awaited
            self._error = error
        self._is_done = True
        for future in self._futures:
            if not future.done():
                future.set_result(None)

    def done(self):
        """True if the operation has ended."""
        return self._is_done

    def _result(self):
        if self._error is not None:
            raise self._error
        return self._value

    def wait(self):
        """Runs the main context until the operation has ended. Returns its result."""
        while not self._is_done:
            self._context.iteration(True)
        return self._result()

    def _poll(self, loop):
        while self._context.pending() and not self._is_done:
            self._context.iteration(False)
        if not self._is_done:
            loop.call_later(POLL, self._poll, loop)

    def __await__(self):
        if not self._is_done:
            loop = asyncio.get_running_loop()
            future = loop.create_future()
            self._futures.append(future)
            self._poll(loop)
            yield from future
        return self._result()


def _told(progress):
    return progress and (lambda n_done, n, *_data: progress(n_done, n))


def add_to(document, native, classes_of):
    """Adds what files have to do to the class of documents."""

    def save(self, file=None, flags=0, *, cancellable=None, progress=None):
        """Saves the document on another thread, with its versions, and makes the current one the saved one: `await` it, or call its
        wait(). file is a path or a Gio.File; None is the file that the document has. progress is called with the number of objects
        that are written, and of all."""
        return Operation(lambda end: native.save_async(self, file_of(file), flags, cancellable, _told(progress), (), end, None),
                         lambda result: native.save_finish(self, result))

    def load(file, *types, cancellable=None, progress=None):
        """Loads a document on another thread: `document = await Trove.Document.load(path, Page)`, or wait(). The classes that the
        given ones name are found."""
        gtypes = [kind.__gtype__ for kind in classes_of(types)]
        return Operation(lambda end: native.load_async(file_of(file), gtypes, cancellable, _told(progress), (), end, None),
                         native.load_finish)

    def merge_file(self, file, *, cancellable=None):
        """Brings all changes of another copy of the document's file into the current state, as merge() does with a version: `await` it,
        or call its wait(). The result is a Trove.Merge."""
        return Operation(lambda end: native.merge_file_async(self, file_of(file), cancellable, end, None),
                         lambda result: native.merge_file_finish(self, result))

    def set_autosave(self, file, interval=2000):
        """Saves the document by itself, in pauses of editing and at most once in so many milliseconds. None ends that."""
        native.set_autosave(self, file_of(file), interval)

    document.save, document.merge_file, document.set_autosave = save, merge_file, set_autosave
    document.load = staticmethod(load)
    document.file = property(lambda self: self.get_file(), doc='The Gio.File that the document was loaded from or saved to, or None.')
