#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Two people edit copies of a shopping list, each in a separate thread.

Then the arenas are merged, and the lists are reconciled by the ids of their items. An item that has the same ref as in
the common version was not changed.
"""

import concurrent.futures

import gi
gi.require_version('Trove', '1.0')
from gi.repository import Trove  # noqa: E402


def set_item(arena, item_id, text):
    """Adds an item or changes its text. Removes the item if the text is None. The root is a dict from ids to refs."""
    items = arena[arena.root]
    items.pop(item_id, None)
    if text is not None:
        items[item_id] = arena.append(text)
    arena.root = arena.set(arena.root, items)


def get_text(arena, ref):
    return 'removed' if ref is None else arena[ref]


def print_list(arena, title):
    items = sorted(arena[arena.root].items())
    print(f'{title}:', *(f'[{item_id}] {arena[ref]}' for item_id, ref in items))


def reconcile(merged, common_root, second_root):
    """Applies the changes of the second list to the merged arena, whose root is the first list."""
    common, first, second = merged[common_root], merged[merged.root], merged[second_root]
    for item_id in sorted(common.keys() | second.keys()):
        before, ours, theirs = (items.get(item_id) for items in (common, first, second))
        if theirs == before:
            continue                            # the second person did not change the item
        if ours != before:
            print(f'conflict: [{item_id}] {get_text(merged, ours)} or {get_text(merged, theirs)}, the first is taken')
        elif theirs is None:
            del first[item_id]
        else:
            first[item_id] = theirs
    merged.root = merged.set(merged.root, first)


def edit_second(arena):
    """Runs in another thread, which owns the arena from its first use on, and transfers it at the end.

    New items have odd ids in this thread and even ids in the main thread, so that the ids differ.
    """
    set_item(arena, 1, 'white bread')
    set_item(arena, 2, 'green tea')
    set_item(arena, 3, None)
    set_item(arena, 5, 'jam')
    arena.transfer()


def main():
    first = Trove.Arena([str, object])
    first.root = first.append({})
    set_item(first, 0, 'milk')
    set_item(first, 1, 'bread')
    set_item(first, 2, 'tea')
    set_item(first, 3, 'soap')
    print_list(first, 'common')

    common_root = first.root
    second = first.clone()
    second.transfer()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        edited = pool.submit(edit_second, second)
        set_item(first, 0, None)
        set_item(first, 1, 'rye bread')
        set_item(first, 4, 'rice')
        edited.result()                         # waits, and raises what the thread raised
    print_list(first, 'first')
    print_list(second, 'second')

    merged = first.merge(second)
    reconcile(merged, common_root, second.root)
    print_list(merged, 'merged')


main()
