// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// A model of documents in plain JavaScript: a state is a Map of keys and values, which each version copies.

/* exported Thing, ROOT, SINGLE, LISTS, VALUES, State, Mirror, keyOf, keysOf, read, readAll, show */

const {Gio, Trove} = imports.gi;

const {field} = Trove;

var Thing = Trove.registerClass(class Thing extends Trove.Object {
    static fields = {
        x: field.double(),
        n: field.int(7),
        label: field.string(null),
        on: field.boolean(),
        tags: field.strings(),
        data: field.bytes(),
        fileType: field.enum(Gio.FileType),
        target: field.reference('Thing'),
        part: field.child('Thing'),
        children: field.children('Thing'),
        links: field.references('Thing'),
    };
});

var ROOT = 1;
var SINGLE = ['target', 'part'];
var LISTS = ['children', 'links'];

// Values that each field can have. The first one is the default.
var VALUES = {
    x: [0, -0, 1.5, NaN, -1e300],
    n: [7, 0, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 2 ** 31],
    label: [null, '', 'a', 'a text that is too long to be kept in a record'],
    on: [false, true],
    tags: [[], ['a'], ['', 'b']],
    data: [new Uint8Array(), new Uint8Array([0, 255])],
    fileType: [Gio.FileType.UNKNOWN, Gio.FileType.REGULAR, Gio.FileType.DIRECTORY],
};
const DEFAULTS = Object.fromEntries(Object.entries(VALUES).map(([name, values]) => [name, values[0]]));

var keyOf = thing => thing === null ? null : thing.key;
var keysOf = list => Array.from({length: list.get_n_items()}, (_, i) => list.get_item(i).key);

// The values of an object of a document, with keys for objects.
function read(thing) {
    const values = {};
    for (const name of Object.keys(DEFAULTS))
        values[name] = thing[name];
    for (const name of SINGLE)
        values[name] = keyOf(thing[name]);
    for (const name of LISTS)
        values[name] = keysOf(thing[name]);
    return values;
}

// The same for equal values. NaN equals itself, and -0 does not equal 0.
function show(value) {
    if (value instanceof Uint8Array)
        return `<${value}>`;
    if (Array.isArray(value))
        return `[${value.map(show)}]`;
    if (value instanceof Map)
        return [...value].sort(([a], [b]) => a - b).map(([key, values]) => `${key}: ${show(values)}`).join('\n');
    if (typeof value === 'object' && value !== null)
        return Object.entries(value).map(([name, one]) => `${name}=${show(one)}`).join(' ');
    return Object.is(value, -0) ? '-0' : typeof value === 'string' ? JSON.stringify(value) : String(value);
}

// The values of all objects by key.
var State = class State extends Map {
    add(key) {
        if (this.has(key))
            throw new Error(`${key} is there already`);
        this.set(key, {...DEFAULTS, target: null, part: null, children: [], links: []});
    }

    copied() {
        const copy = new State();
        for (const [key, values] of this)
            copy.set(key, {...values, children: [...values.children], links: [...values.links]});
        return copy;
    }

    // The keys that an object owns itself.
    owned(key) {
        const {children, part} = this.get(key);
        return part === null ? children : [...children, part];
    }

    // The keys of an object and of all that it owns.
    below(key) {
        return [key, ...this.owned(key).flatMap(child => this.below(child))];
    }

    owner(key) {
        return [...this.keys()].find(owner => this.owned(owner).includes(key)) ?? null;
    }

    take(key) {
        for (const values of this.values()) {
            if (values.part === key)
                values.part = null;
            values.children = values.children.filter(child => child !== key);
        }
    }

    isCircle(owner, key) {
        return this.below(key).includes(owner);
    }

    setPart(owner, key) {
        if (key !== null)
            this.take(key);
        this.get(owner).part = key;
    }

    // Returns false if the list would have something twice.
    splice(owner, name, position, n, keys) {
        const values = this.get(owner), old = values[name];
        let head = old.slice(0, position), tail = old.slice(position + n);
        if (name === 'children') {
            if (new Set(keys).size < keys.length)
                return false;
            head = head.filter(key => !keys.includes(key));
            tail = tail.filter(key => !keys.includes(key));
            values.children = [];       // so that take() leaves the list alone
            keys.forEach(key => this.take(key));
        }
        values[name] = [...head, ...keys, ...tail];
        return true;
    }

    dropUnowned() {
        const stay = new Set(this.below(ROOT));
        for (const key of [...this.keys()]) {
            if (!stay.has(key))
                this.delete(key);
        }
        for (const values of this.values()) {
            values.links = values.links.filter(key => stay.has(key));
            if (!stay.has(values.target))
                values.target = null;
        }
    }
};

// The state of a document, from its root.
function readAll(root) {
    const state = new State(), add = thing => {
        if (state.has(thing.key))
            throw new Error(`${thing} has two owners`);
        state.set(thing.key, read(thing));
        [...thing.children, ...thing.part === null ? [] : [thing.part]].forEach(add);
    };
    add(root);
    return state;
}

// The values of one object as its signals tell them. It does not hold the object.
var Mirror = class Mirror {
    constructor(thing) {
        this.values = {...read(thing), owner: keyOf(thing.owner), removed: thing.removed};
        this.notified = [];
        this.errors = [];
        thing.connect('notify', (from, pspec) => this._try(() => this._notify(from, pspec.get_name())));
        for (const name of LISTS)
            thing[name].connect('items-changed', (...args) => this._try(() => this._itemsChanged(name, ...args)));
    }

    // GJS prints an error of a handler, and goes on.
    _try(handler) {
        try {
            handler();
        } catch (error) {
            this.errors.push(`${error}\n${error.stack}`);
        }
    }

    _notify(thing, property) {
        const name = property === 'file-type' ? 'fileType' : property;
        const value = SINGLE.includes(name) || name === 'owner' ? keyOf(thing[name]) : thing[name];
        if (!(name in this.values))
            throw new Error(`${thing} told of ${name}`);
        if (show(value) === show(this.values[name]))
            throw new Error(`${thing} told of ${name}, which did not change`);
        this.values[name] = value;
        this.notified.push(name);
    }

    _itemsChanged(name, list, position, removed, added) {
        const keys = keysOf(list);
        this.values[name].splice(position, removed, ...keys.slice(position, position + added));
        if (show(keys) !== show(this.values[name]))
            throw new Error(`${list} is ${keys} after it told ${this.values[name]}`);
    }
};
