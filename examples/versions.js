#!/usr/bin/gjs
// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Keeps every version of a JSON document: edits, branches, merges, and reads the versions again.
// usage: versions.js [FILE.json [EDITS]]

imports.gi.versions.Trove = '1.0';
const {GLib, Trove} = imports.gi;
const System = imports.system;

// A leaf is a string of JSON. An object or an array is a GVariant: whether it is an array, its keys, and a ref to each
// child, so that two versions share all but what changed.
const NODE = '(basa(tt))';

function makeNode(isArray, keys, refs) {
    return new GLib.Variant(NODE, [isArray, keys, refs.map(ref => [ref.sub_arena, ref.offset])]);
}

function readNode(version, ref) {
    const value = version.get(ref);
    if (typeof value === 'string')
        return {leaf: value};
    const [isArray, keys, refs] = value.deepUnpack();
    return {isArray, keys, refs: refs.map(([sub_arena, offset]) => new Trove.Ref({sub_arena, offset}))};
}

function load(arena, value) {
    if (typeof value !== 'object' || value === null)
        return arena.append(JSON.stringify(value));
    const isArray = Array.isArray(value);
    return arena.append(makeNode(isArray, isArray ? [] : Object.keys(value),
        Object.values(value).map(child => load(arena, child))));
}

// The document below a ref, from an arena or a snapshot.
function dump(version, ref) {
    const node = readNode(version, ref);
    if (node.leaf !== undefined)
        return JSON.parse(node.leaf);
    const children = node.refs.map(child => dump(version, child));
    return node.isArray ? children : Object.fromEntries(node.keys.map((key, i) => [key, children[i]]));
}

// Changes some leaf. Where a node is frozen, its copy has another ref, and so has what holds that.
function changeSomething(arena, ref, value) {
    const node = readNode(arena, ref);
    if (node.leaf !== undefined || node.refs.length === 0)
        return arena.set(ref, node.leaf !== undefined ? JSON.stringify(value) : arena.get(ref));
    const place = GLib.random_int_range(0, node.refs.length);
    const child = changeSomething(arena, node.refs[place], value);
    if (child.equals(node.refs[place]))
        return ref;
    node.refs[place] = child;
    return arena.set(ref, makeNode(node.isArray, node.keys, node.refs));
}

// Edits and keeps a snapshot of each version; of some, what it read when it was current.
function edit(arena, times, versions) {
    for (let i = 0; i < times; i++) {
        arena.root = changeSomething(arena, arena.root, `edit ${GLib.random_int()}`);
        const note = versions.length % 50 === 0 ? JSON.stringify(dump(arena, arena.root)) : null;
        versions.push({snapshot: arena.snapshot(), note});
    }
}

function main([path = '/usr/share/iso-codes/json/iso_3166-1.json', number = '200']) {
    const edits = Number(number), part = Math.floor(edits / 4);
    const document = JSON.parse(new TextDecoder().decode(GLib.file_get_contents(path)[1]));

    const first = new Trove.Arena([String, GLib.Variant]);
    first.root = load(first, document);
    const nodes = first.get_n_elements();
    const versions = [{snapshot: first.snapshot(), note: JSON.stringify(document)}];

    const start = GLib.get_monotonic_time();
    edit(first, part, versions);
    const second = first.clone();
    edit(first, part, versions);
    edit(second, part, versions);

    // The merged arena reads what both do. What becomes of the two roots is the application's: here, both are kept.
    const merged = first.merge(second);
    merged.root = merged.append(makeNode(false, ['first', 'second'], [first.root, second.root]));
    edit(merged, edits - 3 * part, versions);
    const milliseconds = (GLib.get_monotonic_time() - start) / 1000;

    const noted = versions.filter(version => version.note !== null);
    const wrong = noted.filter(({snapshot, note}) => JSON.stringify(dump(snapshot, snapshot.root)) !== note);

    const subs = [...merged.dup_sub_arenas()];
    for (const [label, value] of [
        ['nodes', nodes],
        ['versions kept', versions.length],
        ['sub-arenas', subs.length],
        ['elements in all', merged.get_n_elements()],
        ['ms per version', (milliseconds / Math.max(1, edits)).toFixed(3)],
        ['versions read again', noted.length],
        ['of these wrong', wrong.length],
    ])
        print(label.padEnd(30), String(value).padStart(10));
    return wrong.length === 0 ? 0 : 1;
}

System.exit(main(ARGV));
