#!/usr/bin/env -S gjs -m
// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// The model of a settings editor: groups of settings with defaults and ranges, profiles as branches that are compared, and
// undo.

import GLib from 'gi://GLib';
import Trove from 'gi://Trove?version=1.0';
import System from 'system';

const {field} = Trove;

class Setting extends Trove.Object {
    static fields = {name: field.string(), title: field.string()};

    static {
        Trove.registerClass(this);
    }

    get path() {
        return [...this.owner.path, this.name];
    }
}

// A class of settings has a value and its default.
class Toggle extends Setting {
    static fields = {value: field.boolean(), initial: field.boolean()};

    static {
        Trove.registerClass(this);
    }
}

class Quantity extends Setting {
    static fields = {minimum: field.double(), maximum: field.double(), value: field.double(), initial: field.double()};

    static {
        Trove.registerClass(this);
    }

    validate(name, value) {
        if (name === 'value' && !(value >= this.minimum && value <= this.maximum))
            throw new RangeError(`${this.title}: ${value} is not from ${this.minimum} to ${this.maximum}`);
    }
}

class Choice extends Setting {
    static fields = {choices: field.strings(), value: field.string(), initial: field.string()};

    static {
        Trove.registerClass(this);
    }

    validate(name, value) {
        if (name === 'value' && !this.choices.includes(value))
            throw new RangeError(`${this.title}: ${value} is none of ${this.choices.join(', ')}`);
    }
}

class Text extends Setting {
    static fields = {pattern: field.string(), value: field.string(), initial: field.string()};

    static {
        Trove.registerClass(this);
    }

    validate(name, value) {
        if (name === 'value' && !new RegExp(`^(${this.pattern})$`, 'su').test(value))
            throw new RangeError(`${this.title}: ${value} is not of the form ${this.pattern}`);
    }
}

class Group extends Trove.Object {
    static fields = {name: field.string(), groups: field.children('Group'), settings: field.children(Setting)};

    static {
        Trove.registerClass(this);
    }

    get path() {
        return this.owner ? [...this.owner.path, this.name] : [];
    }

    // All settings in the group and in those below it.
    *all() {
        yield* this.settings;
        for (const group of this.groups)
            yield* group.all();
    }
}

// Settings as Profile.create() takes them. The fields are set in this order: the range before the value.
export const toggle = (title, initial) => ({kind: Toggle, title, value: initial, initial});
export const quantity = (title, initial, minimum, maximum) => (
    {kind: Quantity, title, minimum, maximum, value: initial, initial});
export const choice = (title, initial, ...choices) => ({kind: Choice, title, choices, value: initial, initial});
export const text = (title, initial, pattern = '.*') => ({kind: Text, title, pattern, value: initial, initial});

// Fills a group: {name: setting, name: {name: setting, …}}.
function fill(group, tree) {
    for (const [name, {kind, ...values}] of Object.entries(tree)) {
        if (kind)
            group.settings.push(new kind({name, ...values}));
        else
            group.groups.push(fill(new Group({name}), tree[name]));
    }
    return group;
}

// The settings of a program in one profile.
export class Profile {
    constructor(document) {
        this.document = document;
    }

    // Makes the first profile. The branch has no version before, so undo does not take the settings away.
    static create(tree) {
        const document = new Trove.Document(Group, Toggle, Quantity, Choice, Text);
        document.edit('Create', () => fill(document.root, tree));
        return new Profile(document.branch(null));
    }

    // Makes another profile, which begins with the settings of this one.
    branch() {
        return new Profile(this.document.branch(null));
    }

    find(path) {
        for (const setting of this.document.root.all()) {
            if (setting.path.join('.') === path)
                return setting;
        }
        throw new RangeError(`there is no setting ${path}`);
    }

    get(path) {
        return this.find(path).value;
    }

    // Sets some settings, all of them or none, in one step: {path: value, …}.
    set(values) {
        this.document.edit('Set', () => {
            for (const [path, value] of Object.entries(values))
                this.find(path).value = value;
        });
    }

    // Sets all settings of a group, or of all groups, to their defaults.
    reset(name = null) {
        const {root} = this.document;
        const groups = name === null ? [root] : [...root.groups].filter(group => group.name === name);
        this.document.edit('Reset', () => {
            for (const group of groups) {
                for (const setting of group.all())
                    setting.value = setting.initial;
            }
        });
    }

    // The settings that differ: [{path, ours, theirs}, …], in the order of the tree.
    compare(other) {
        const keys = new Set(Array.from(this._changes(other), change => change.key));
        return [...this.document.root.all()].filter(setting => keys.has(setting.key)).map(setting => ({
            path: setting.path.join('.'),
            ours: setting.value,
            theirs: other.document.lookup(setting.key).value,
        }));
    }

    // Takes settings of another profile over, in one step.
    take(other, paths) {
        const changes = this._changes(other), keys = paths.map(path => this.find(path).key);
        const picked = [...changes].flatMap(({key}, i) => keys.includes(key) ? [i] : []);
        this.document.apply(changes.pick(picked));
        this.document.commit('Take over');
    }

    _changes(other) {
        return this.document.current.compare(other.document.current);
    }
}

export function formatTable(rows, heads) {
    const lines = [heads, ...rows.map(({path, ours, theirs}) => [path, ours, theirs])].map(line => line.map(String));
    const widths = heads.map((_head, i) => Math.max(...lines.map(line => line[i].length)));
    return lines.map(line => `  ${line.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd()}`).join('\n');
}

function main() {
    const desk = Profile.create({
        appearance: {
            style: choice('Style', 'light', 'light', 'dark'),
            scale: quantity('Scale', 1, 0.5, 4),
            fonts: {family: text('Font', 'Sans'), size: quantity('Font size', 11, 6, 72)},
        },
        editor: {wrap: toggle('Wrap lines', true), language: text('Language', 'en', '[a-z]{2}(_[A-Z]{2})?')},
    });
    for (const setting of desk.document.root.all())
        print(`${setting.path.join('.')} = ${setting.value}`);

    const travel = desk.branch();
    travel.set({'appearance.style': 'dark', 'appearance.scale': 1.5, 'editor.language': 'de_AT'});
    desk.set({'appearance.fonts.size': 13, 'editor.wrap': false});
    const show = title => print(`${title}:\n${formatTable(desk.compare(travel), ['setting', 'desk', 'travel'])}`);
    show('profiles');

    for (const values of [{'appearance.scale': 9}, {'appearance.style': 'dark', 'editor.language': 'German'},
        {'editor.wrap': 'yes'}, {'editor.color': 'red'}]) {
        try {
            desk.set(values);
        } catch (error) {
            print(`refused: ${error.message}`);
        }
    }
    print(`all or none: the style is ${desk.get('appearance.style')}`);

    // The variable keeps the handle, and so the handler.
    const style = desk.find('appearance.style');
    const handler = style.connect('notify::value', () => print(`the style is now ${style.value}`));
    desk.take(travel, ['appearance.style', 'editor.language']);
    show('style and language taken over');
    desk.document.undo();
    show('undone');
    desk.document.redo();
    style.disconnect(handler);

    travel.reset('appearance');
    show('the appearance of travel reset');
    travel.document.undo();
    print(`undone: the scale of travel is ${travel.get('appearance.scale')}`);
    while (desk.document.can_undo)
        desk.document.undo();
    print(`all undone: ${[...desk.document.root.all()].every(({value, initial}) => value === initial)}`);
    [desk, travel].forEach(profile => profile.document.run_dispose());
}

if (import.meta.url === GLib.filename_to_uri(System.programPath, null))     // not in a test
    main();
