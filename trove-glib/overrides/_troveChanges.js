// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Changes, merges and the history in JavaScript. Only _troveObjects.js uses this file.

/* exported init */

const {addAccessor, readAsArray} = imports.overrides._troveArrays;

// The GType of a class of objects -> {klass, spelled}, or undefined; _troveObjects.js has the classes.
let lookup;

// Lists

// The type of the history is private, so only a history gives its prototype.
function overrideHistory(prototype) {
    addAccessor(prototype, 'history', function () {
        const history = this.get_history(), found = Object.getPrototypeOf(history);
        if (!Object.hasOwn(found, 'at'))
            readAsArray(found);
        return history;
    });
}

// Differences

// The name and the field of a property, or undefined for a property that no class of JavaScript has.
function findField(difference, property = difference.get_property_name()) {
    return lookup(difference.get_object_type())?.spelled.get(property);
}

function fieldName(difference, property = difference.get_property_name()) {
    return property === null ? null : findField(difference, property)?.[0] ?? property;
}

function loaded(difference, value) {
    const field = findField(difference)?.[1];
    return value === null && field?.optional || !field?.load ? value : field.load(value);
}

// The differences of changes, and those of merges. A reference is the key of an object, 0 for none.
function overrideDifference(prototype, values) {
    // The class of the object, or null for an object of a type without a class of JavaScript.
    addAccessor(prototype, 'type', function () {
        return lookup(this.get_object_type())?.klass ?? null;
    });
    addAccessor(prototype, 'field', function () {
        return fieldName(this);
    });
    for (const [name, dup] of Object.entries(values)) {
        addAccessor(prototype, name, function () {
            return loaded(this, this[dup]());
        });
    }
}

// An owner: [key, field, position], or null for none.
function place([key, property, position]) {
    return key === 0 ? null : [key, property.replace(/-(.)/g, (_match, letter) => letter.toUpperCase()), position];
}

function overrideChange(prototype, Kind) {
    const kinds = new Map(Object.entries(Kind).map(([name, value]) => [value, name.toLowerCase()]));

    overrideDifference(prototype, {old: 'dup_old_value', new: 'dup_new_value'});
    for (const spelling of ['oldOwner', 'old_owner']) {
        addAccessor(prototype, spelling, function () {
            return place(this.get_old_owner());
        });
    }
    for (const spelling of ['newOwner', 'new_owner']) {
        addAccessor(prototype, spelling, function () {
            return place(this.get_new_owner());
        });
    }
    // The runs of a list that differ: position before, number of items removed, position afterwards, number inserted.
    addAccessor(prototype, 'runs', function () {
        return Array.from({length: this.get_n_runs()}, (_, i) => this.get_run(i));
    });
    prototype.toString = function () {
        const gtype = this.get_object_type();
        const words = [kinds.get(this.get_kind()), lookup(gtype)?.klass.name ?? gtype.name, this.get_key(), this.field];
        return `[Trove.Change ${words.filter(word => word !== null).join(' ')}]`;
    };
}

// Texts and objects of a conflict, by the version. A choice edits the document, and so throws the errors of the library; as a
// property of GObject, it would write a warning.
function overrideConflict(prototype, Choice) {
    const {get_choice: getChoice, set_choice: setChoice} = prototype;
    const choices = new Set(Object.values(Choice).filter(value => typeof value === 'number'));

    overrideDifference(prototype, {base: 'dup_base_value', ours: 'dup_our_value', theirs: 'dup_their_value'});
    for (const [name, choice] of [['base', Choice.BASE], ['our', Choice.OURS], ['their', Choice.THEIRS]]) {
        for (const spelling of [`${name}Object`, `${name}_object`]) {
            addAccessor(prototype, spelling, function () {
                return this.dup_object(choice);
            });
        }
    }
    // All that belong together, as far as a side has changed them.
    addAccessor(prototype, 'fields', function () {
        return this.dup_property_names().map(property => fieldName(this, property));
    });
    prototype.set_choice = function (choice) {
        if (!choices.has(choice))
            throw new TypeError(`expected a Trove.Choice, not ${String(choice)}`);
        return setChoice.call(this, choice);
    };
    addAccessor(prototype, 'choice', function () {
        return getChoice.call(this);
    }, function (choice) {
        this.set_choice(choice);
    });
}

// The list of conflicts, and the three versions.
function overrideMerge(prototype, Choice) {
    readAsArray(prototype);
    for (const [name, choice] of [['base', Choice.BASE], ['ours', Choice.OURS], ['theirs', Choice.THEIRS]]) {
        addAccessor(prototype, name, function () {
            return this.dup_version(choice);
        });
    }
}

// Takes the positions of changes, or changes of this list.
function overrideChanges(prototype) {
    const {pick} = prototype;

    readAsArray(prototype);
    prototype.pick = function (picked) {
        const all = [...this];
        const positions = Array.from(picked, one => typeof one === 'number' ? one : all.indexOf(one));
        if (!positions.every(one => Number.isInteger(one) && one >= 0))
            throw new TypeError('expected changes of this list, or their positions');
        return pick.call(this, positions);
    };
    prototype.toString = function () {
        return `[Trove.Changes ${this.map(change => String(change)).join(', ')}]`;
    };
}

function init(Trove, lookupClass) {
    lookup = lookupClass;
    overrideHistory(Trove.Document.prototype);
    overrideChanges(Trove.Changes.prototype);
    overrideMerge(Trove.Merge.prototype, Trove.Choice);
    overrideChange(Trove.Change.prototype, Trove.ChangeKind);
    overrideConflict(Trove.Conflict.prototype, Trove.Choice);
}
