# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""A window that shows a Trove.Document while the application edits it: its versions, what each step has changed, the objects by
class, and memory.

    import inspector
    inspector.open(document, window)

The folder above this one must be in sys.path. The window holds the document until it is closed. Of the versions, it holds the
two that are compared."""

import gi
gi.require_version('Gtk', '4.0')
gi.require_version('Trove', '1.0')

from inspector.window import Inspector, open  # noqa: E402

__all__ = ['Inspector', 'open']
