# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The end of threads that own arenas or documents."""

import functools
import threading

from gi.module import get_introspection_module

_Trove = get_introspection_module('Trove')


class _Leaving:
    """Gives up the arenas of a thread when Python deletes the data of the thread. The library notices the end of a
    thread only after join() has returned."""

    def __init__(self):
        self.ident = threading.get_ident()

    def __del__(self, get_ident=threading.get_ident, leave=_Trove.thread_leave):
        # After a fork, and when Python ends, the main thread deletes the data of the other threads.
        if get_ident() == self.ident:
            leave()


class _ThisThread(threading.local):

    def __init__(self):
        self.owns = _Leaving()


# Each method that may make the calling thread the owner of an arena reads `owns`, which makes its _Leaving.
this_thread = _ThisThread()


def noting(method):
    """Wraps a method that may make the calling thread an owner."""
    @functools.wraps(method)
    def call(*args, **kwargs):
        this_thread.owns
        return method(*args, **kwargs)
    return call
