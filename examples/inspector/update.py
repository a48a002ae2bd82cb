# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""When to show what has changed: after the application has drawn its frame, and seldom enough that it has its time."""

import time
import weakref

from gi.repository import GLib

SHARE = 10          # one part in so many of the time is for updates
SHORTEST = 0.25     # seconds between two updates


def weakly(method):
    """A handler that does not keep the object of its method. Python's collector does not see the handlers of a widget that
    has a parent, so a window with a handler of a widget in it would stay for ever."""
    reference = weakref.WeakMethod(method)

    def call(*arguments):
        method = reference()
        return method(*arguments) if method is not None else None
    return call


class Updater:
    """Calls a function once, when the main loop is idle, for any number of requests. After a call that took long, the next one
    comes later, so that all calls take a tenth of the time at most."""

    def __init__(self, call):
        self.call, self.source, self.due = call, 0, 0

    def request(self):
        if self.source == 0:
            wait = max(0, self.due - time.monotonic())
            self.source = GLib.timeout_add(int(wait * 1000), self._run, priority=GLib.PRIORITY_LOW)

    def _run(self):
        self.source = 0
        begin = time.monotonic()
        self.call()
        end = time.monotonic()
        self.due = end + max(SHORTEST, (SHARE - 1) * (end - begin))
        return GLib.SOURCE_REMOVE

    def stop(self):
        if self.source != 0:
            GLib.source_remove(self.source)
        self.source, self.call = 0, None
