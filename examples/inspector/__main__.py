# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Shows the inspector on a file that a program has saved, or on a small live document. The classes of a file need not be known.

usage: python3 examples/inspector [FILE]
"""

import os
import sys

sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))    # the folder of the package, not the package

import inspector  # noqa: E402
from gi.repository import GLib, Gtk, Trove  # noqa: E402
from inspector.demo import Demo, make_document  # noqa: E402


def activate(application):
    if len(sys.argv) > 1:
        try:
            document = Trove.Document.load(sys.argv[1]).wait()
        except GLib.Error as error:
            sys.exit('%s: %s' % (sys.argv[1], error.message))
        inspector.open(document).set_application(application)
    else:
        document = make_document()
        window = Demo(document, application=application)
        window.present()
        arena = Trove.Arena([int, str])
        for number in range(5):
            arena.append_many(range(50 * 4 ** number), pool=int)
            arena.append('version %d' % number)
            arena.snapshot()
        inspector.open(document, window, {'An arena': arena})


def main():
    application = Gtk.Application(application_id='org.example.TroveInspector')
    application.connect('activate', activate)
    sys.exit(application.run(sys.argv[:1]))


if __name__ == '__main__':
    main()
