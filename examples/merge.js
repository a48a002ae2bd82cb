#!/usr/bin/env -S gjs -m
// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Two people edit copies of a shopping list. Then the arenas are merged, and the lists are reconciled by the ids of
// their items. An item that has the same ref as in the common version was not changed. GJS has no threads, so both
// people edit in one thread.

import Trove from 'gi://Trove?version=1.0';

// The root is a string of JSON: an object that maps ids to refs, which are text in it.
function readItems(arena, root) {
    return JSON.parse(arena.get(root));
}

// Adds an item or changes its text. Removes the item if the text is null.
function setItem(arena, id, text) {
    const items = readItems(arena, arena.root);
    delete items[id];
    if (text !== null)
        items[id] = arena.append(text);
    arena.root = arena.set(arena.root, JSON.stringify(items));
}

function getText(arena, ref) {
    return ref === undefined ? 'removed' : arena.get(Trove.Ref.parse(ref));
}

function printList(arena, title) {
    // Object.entries() returns keys that are numbers in increasing order.
    const items = Object.entries(readItems(arena, arena.root));
    print(`${title}: ${items.map(([id, ref]) => `[${id}] ${getText(arena, ref)}`).join(' ')}`);
}

// Applies the changes of the second list to the merged arena, whose root is the first list.
function reconcile(merged, commonRoot, secondRoot) {
    const [common, first, second] = [commonRoot, merged.root, secondRoot].map(root => readItems(merged, root));
    for (const id in {...common, ...second}) {
        if (second[id] === common[id])
            continue; // the second person did not change the item
        if (first[id] !== common[id]) {
            print(`conflict: [${id}] ${getText(merged, first[id])} or ${getText(merged, second[id])}, ` +
                'the first is taken');
        } else if (second[id] === undefined) {
            delete first[id];
        } else {
            first[id] = second[id];
        }
    }
    merged.root = merged.set(merged.root, JSON.stringify(first));
}

const first = new Trove.Arena(String);
first.root = first.append('{}');
setItem(first, 0, 'milk');
setItem(first, 1, 'bread');
setItem(first, 2, 'tea');
setItem(first, 3, 'soap');
printList(first, 'common');

// New items have odd ids in the second arena and even ids in the first, so that the ids differ.
const commonRoot = first.root;
const second = first.clone();
setItem(second, 1, 'white bread');
setItem(second, 2, 'green tea');
setItem(second, 3, null);
setItem(second, 5, 'jam');
setItem(first, 0, null);
setItem(first, 1, 'rye bread');
setItem(first, 4, 'rice');
printList(first, 'first');
printList(second, 'second');

const merged = first.merge(second);
reconcile(merged, commonRoot, second.root);
printList(merged, 'merged');
