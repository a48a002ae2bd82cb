// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// List models that are read as arrays, and addAccessor(), which all files of the override use.

/* exported addAccessor, readAsArray */

// Methods of arrays that change nothing.
const METHODS = [
    'concat', 'entries', 'every', 'filter', 'findIndex', 'flatMap', 'forEach', 'join', 'keys', 'lastIndexOf', 'map',
    'reduce', 'reduceRight', 'slice', 'some', 'values',
];

const isIndex = name => typeof name === 'string' && /^(0|[1-9][0-9]*)$/.test(name);

function addAccessor(prototype, name, get, set = undefined) {
    Object.defineProperty(prototype, name, {configurable: true, enumerable: false, get, set});
}

function itemsOf(model) {
    return Array.from({length: model.get_n_items()}, (_, i) => model.get_item(i));
}

// The prototype above that of a model. It is asked for a name that the model does not have: an index, or a mistake.
function makeIndices(prototype, store) {
    return new Proxy(Object.create(Object.getPrototypeOf(prototype)), {
        get: (target, name, model) => isIndex(name) ? model.at(Number(name)) : Reflect.get(target, name, model),
        set(target, name, item, model) {
            if (isIndex(name)) {
                store(model, Number(name), item);
                return true;
            }
            if (model !== prototype && typeof name === 'string' && !name.startsWith('_') && !Reflect.has(target, name))
                throw new TypeError(`a list has no ${name} that can be set`);
            return Reflect.set(target, name, item, model);
        },
    });
}

function refuse() {
    throw new TypeError('this list is read only');
}

// Adds the methods to the prototype of a GListModel. store (model, index, item) sets an item, and resize (model, length) the
// length.
function readAsArray(prototype, store = refuse, resize = refuse) {
    Object.setPrototypeOf(prototype, makeIndices(prototype, store));
    addAccessor(prototype, 'length', function () {
        return this.get_n_items();
    }, function (length) {
        resize(this, length);
    });
    // Goes through the items that the model had when the iteration began.
    prototype[Symbol.iterator] = function () {
        return itemsOf(this)[Symbol.iterator]();
    };
    prototype.at = function (index) {
        const n = this.get_n_items();
        index = Math.trunc(index) || 0;
        if (index < 0)
            index += n;
        return index >= 0 && index < n ? this.get_item(index) : undefined;
    };
    for (const name of METHODS) {
        prototype[name] = function (...args) {
            return itemsOf(this)[name](...args);
        };
    }
    // As Array's with a function. With an item, as in other languages: whether the item is in a Trove.List, and where.
    const {find} = prototype;
    prototype.find = function (what, self = undefined) {
        return typeof what === 'function' ? itemsOf(this).find(what, self) : find.call(this, what);
    };
}
