// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// List models that are read as arrays. Only _troveObjects.js and _troveChanges.js use this file.

/* exported addAccessor, readAsArray */

// Methods of arrays that change nothing.
const METHODS = [
    'concat', 'entries', 'every', 'filter', 'findIndex', 'flatMap', 'forEach', 'join', 'keys', 'lastIndexOf', 'map',
    'reduce', 'reduceRight', 'slice', 'some', 'values',
];

const isIndex = name => typeof name === 'string' && /^(0|[1-9][0-9]*)$/.test(name);

function addAccessor(prototype, name, get) {
    Object.defineProperty(prototype, name, {configurable: true, enumerable: false, get});
}

function itemsOf(model) {
    return Array.from({length: model.get_n_items()}, (_, i) => model.get_item(i));
}

// The last prototype of a model. model[0] comes here, since no prototype before has such a name.
function makeIndices(prototype, store) {
    return new Proxy(Object.create(prototype), {
        get: (target, name, model) => isIndex(name) ? model.at(Number(name)) : Reflect.get(target, name, model),
        set(target, name, item, model) {
            if (!isIndex(name))
                return Reflect.set(target, name, item, model);
            store(model, Number(name), item);
            return true;
        },
    });
}

function refuse() {
    throw new TypeError('this list is read only');
}

// Adds the methods to the prototype of a GListModel. store (model, index, item): sets an item.
function readAsArray(prototype, store = refuse) {
    Object.setPrototypeOf(prototype, makeIndices(Object.getPrototypeOf(prototype), store));
    addAccessor(prototype, 'length', function () {
        return this.get_n_items();
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
