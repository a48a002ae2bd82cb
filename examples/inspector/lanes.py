# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The graph of versions as lanes. Each version is a row, the oldest one first, with a dot in one lane. An edge leads up from a
version to one that was made from it, along one lane. It leaves and reaches the dots inside of their rows:

    row 3    o     up: [],                down: [(0, 0)]
             |
    row 2    | o   up: [(0, 0)],          down: [(0, 0), (1, 1)]
             |/
    row 1    o     up: [(0, 0), (0, 1)],  down: [(0, 0)]

A line of `up` leads from the middle of its row, in the first lane, to the upper border, in the second one. A line of `down`
leads from the lower border, in the second lane, to the middle, in the first one.

A row is added in a time that depends on the rows that its edges pass, and is removed so too: a step of a long history costs no
more than one of a short one."""

import bisect

from gi.repository import GObject


class Row(GObject.Object):
    """A version in the graph. It holds the version's id, not the version: nothing stays in memory because it is shown."""

    def __init__(self, id):
        super().__init__()
        self.id, self.number, self.lane = id, -1, 0
        self.up, self.down = [], []
        self.marks = False, None    # kept, name
        self.edges = []         # (parent, child, lane), of which the row is either


class Graph:

    def __init__(self):
        self.rows = []          # in the order of their numbers
        self.n_rows_ever = 0
        self.redrawn = set()    # rows whose lines were changed; the user of the graph clears the set
        self.last = []          # for each lane, the number of the last row that has something in it

    @property
    def n_lanes(self):
        return len(self.last)

    def position(self, row):
        """The position of a row among those that there are."""
        return bisect.bisect_left(self.rows, row.number, key=lambda other: other.number)

    def _free_lane(self, since, wanted=0):
        """A lane that has nothing above a row: the one that is wanted if possible, else the first."""
        if wanted < len(self.last) and self.last[wanted] <= since:
            return wanted
        for lane, last in enumerate(self.last):
            if last <= since:
                return lane
        self.last.append(-1)
        return len(self.last) - 1

    def add(self, row, parents):
        """Adds a row above all others. Its parents are rows below."""
        row.number = self.n_rows_ever
        self.n_rows_ever += 1
        row.lane = self._free_lane(parents[0].number, parents[0].lane) if parents else self._free_lane(row.number)
        self.last[row.lane] = row.number
        self.rows.append(row)
        for parent in parents:
            lane = row.lane if parent is parents[0] else self._free_lane(parent.number, parent.lane)
            self.last[lane] = row.number
            self._draw((parent, row, lane))

    def remove(self, row):
        """Removes a row with its edges."""
        for edge in list(row.edges):
            self._erase(edge)
        del self.rows[self.position(row)]

    def _lines(self, edge):
        """The lines of an edge: each as the list of a row that it is in, and the lanes that it joins."""
        parent, child, lane = edge
        between = self.rows[self.position(parent) + 1:self.position(child)]
        self.redrawn.update((parent, child), between)
        yield parent.up, (parent.lane, lane)
        for row in between:
            yield row.up, (lane, lane)
            yield row.down, (lane, lane)
        yield child.down, (child.lane, lane)

    def _draw(self, edge):
        for lines, line in self._lines(edge):
            lines.append(line)
        for row in edge[:2]:
            row.edges.append(edge)

    def _erase(self, edge):
        for lines, line in self._lines(edge):
            lines.remove(line)
        for row in edge[:2]:
            row.edges.remove(edge)
