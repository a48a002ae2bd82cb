#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Keeps every version of a JSON document: edits, branches, merges, and reads the versions again in four threads."""

import argparse
import concurrent.futures
import copy
import dataclasses
import json
import random
import sys
import time

import gi
gi.require_version('Trove', '1.0')
from gi.repository import Trove  # noqa: E402


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """An object, or an array, which has no keys. Children are refs: two versions share all but what changed."""
    keys: tuple
    children: tuple


def load(arena, value):
    if isinstance(value, dict):
        return arena.append(Node(tuple(value), tuple(load(arena, child) for child in value.values())))
    if isinstance(value, list):
        return arena.append(Node(None, tuple(load(arena, child) for child in value)))
    return arena.append(value)


def dump(version, ref):
    """The document below a ref, from an arena or a snapshot."""
    node = version[ref]
    if not isinstance(node, Node):
        return node
    children = [dump(version, child) for child in node.children]
    return children if node.keys is None else dict(zip(node.keys, children))


def change_something(arena, ref, value, rng):
    """Changes some leaf. Where a node is frozen, its copy has another ref, and so has what holds that."""
    node = arena[ref]
    if not isinstance(node, Node) or not node.children:
        return arena.set(ref, value)
    place = rng.randrange(len(node.children))
    child = change_something(arena, node.children[place], value, rng)
    if child == node.children[place]:
        return ref
    return arena.replace(ref, children=node.children[:place] + (child,) + node.children[place + 1:])


class Editor:
    """Somebody who edits an arena, and what it read when each kept version was current."""

    def __init__(self, arena, rng, versions):
        self.arena, self.rng, self.versions = arena, rng, versions

    def edit(self, times):
        for _ in range(times):
            text = 'edit %d' % self.rng.randrange(10**6)
            self.arena.root = change_something(self.arena, self.arena.root, text, self.rng)
            note = dump(self.arena, self.arena.root) if len(self.versions) % 50 == 0 else None
            self.versions.append((self.arena.snapshot(), note))


def is_as_noted(version):
    snapshot, note = version
    return dump(snapshot, snapshot.root) == note


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('file', nargs='?', default='/usr/share/iso-codes/json/iso_3166-1.json')
    parser.add_argument('--edits', type=int, default=600)
    parser.add_argument('--seed', type=int, default=random.randrange(2**32))
    arguments = parser.parse_args()
    with open(arguments.file, encoding='utf-8') as file:
        document = json.load(file)

    rng, arena = random.Random(arguments.seed), Trove.Arena([str, object])
    arena.root = load(arena, document)
    nodes, part = len(arena), arguments.edits // 4
    first = Editor(arena, rng, [(arena.snapshot(), document)])

    start = time.perf_counter()
    first.edit(part)
    second = Editor(first.arena.clone(), rng, first.versions)
    first.edit(part)
    second.edit(part)

    # The merged arena reads what both do. What becomes of the two roots is the application's: here, both are kept.
    merged = first.arena.merge(second.arena)
    merged.root = merged.append(Node(('first', 'second'), (first.arena.root, second.arena.root)))
    third = Editor(merged, rng, first.versions)
    third.edit(arguments.edits - 3 * part)
    seconds = time.perf_counter() - start

    versions = first.versions
    noted = [version for version in versions if version[1] is not None]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        wrong = list(pool.map(is_as_noted, noted)).count(False)
    wrong += json.dumps(dump(versions[0][0], versions[0][0].root)) != json.dumps(document)

    start = time.perf_counter()
    copy.deepcopy(document)
    deep = time.perf_counter() - start
    size = sum(sub.props.n_bytes for sub in merged.dup_sub_arenas())
    for label, value in (('nodes', nodes), ('versions kept', len(versions)),
                         ('sub-arenas', len(merged.dup_sub_arenas())),
                         ('elements in all', len(merged)), ('bytes of elements per version', size // len(versions)),
                         ('ms per version', '%.3f' % (1000 * seconds / max(1, arguments.edits))),
                         ('ms per deep copy', '%.3f' % (1000 * deep)),
                         ('versions read again', len(noted)), ('of these wrong', wrong)):
        print('%-30s %10s' % (label, value))
    if wrong:
        sys.exit('seed %d: a version changed' % arguments.seed)


main()
