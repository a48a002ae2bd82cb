// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// The model of examples/documents/settings.js: faults that its output would not show. Prints TAP.

import Gio from 'gi://Gio';

const here = Gio.File.new_for_uri(import.meta.url).get_parent();
imports.searchPath.unshift(here.get_parent().get_child('bindings').get_path());
const {assert, equal, throws, run} = imports.tap;
const {Profile, choice, formatTable, quantity, text, toggle} = await import('../../examples/documents/settings.js');

// The settings in the order of the tree. Values that each setting takes, and some that it does not.
const PATHS = ['a.on', 'a.size', 'a.b.style', 'c.name', 'c.code'];
const GOOD = {'a.on': [true, false], 'a.size': [-1, 0, 0.5, 2], 'a.b.style': ['x', 'y'], 'c.name': ['', 'n', 'ä\nb'],
    'c.code': ['ab', 'cd']};
const BAD = {'a.on': [1, null, 'true'], 'a.size': [-1.01, 2.01, NaN, '1', null], 'a.b.style': ['', 'z', 1],
    'c.name': [1, undefined], 'c.code': ['', 'abc', 'ab\n', 'a']};

function makeProfile() {
    return Profile.create({
        a: {on: toggle('On', true), size: quantity('Size', 1, -1, 2), b: {style: choice('Style', 'x', 'x', 'y', 'w')}},
        c: {name: text('Name', 'n'), code: text('Code', 'ab', '[a-z]{2}')},
    });
}

function values(profile) {
    return PATHS.map(path => profile.get(path));
}

// A small generator, so that each run makes the same steps.
let seed = 1;

function random(n) {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
}

const some = array => array[random(array.length)];

const tests = {
    'values that are refused leave all as it was'() {
        const profile = makeProfile(), before = values(profile), {current} = profile.document;
        for (const path of PATHS) {
            for (const value of BAD[path]) {
                let error = null;
                try {
                    profile.set({'a.b.style': 'y', 'c.code': 'cd', [path]: value});
                } catch (e) {
                    error = e;
                }
                assert(error instanceof TypeError || error instanceof RangeError, `${path}: ${value}: ${error}`);
                equal(values(profile), before);
            }
        }
        throws(RangeError, () => profile.set({'a.b.style': 'y', 'a.b': true}));
        equal(values(profile), before);
        equal(profile.document.current, current);
        equal([profile.document.modified, profile.document.can_undo], [false, false]);
    },

    'a default that is out of range is refused'() {
        throws(RangeError, () => Profile.create({a: {size: quantity('Size', 3, 0, 2)}}));
        throws(RangeError, () => Profile.create({a: {style: choice('Style', 'x', 'y')}}));
    },

    // The table is compared with the values of all settings, which are read one by one.
    'random steps in four profiles'() {
        const profiles = [makeProfile()];
        while (profiles.length < 4)
            profiles.push(some(profiles).branch());
        const counts = {taken: 0, undone: 0, reset: 0};
        for (let i = 0; i < 600; i++) {
            const [one, other] = [some(profiles), some(profiles)], before = values(one), {current} = one.document;
            const different = PATHS.filter(path => one.get(path) !== other.get(path));
            equal(one.compare(other).map(({path}) => path), different);
            for (const {path, ours, theirs} of one.compare(other))
                equal([ours, theirs], [one.get(path), other.get(path)]);

            const theirs = values(other);
            switch (random(4)) {
            case 0: {
                const path = some(PATHS), value = some(GOOD[path]);
                one.set({[path]: value});
                equal(one.get(path), value);
                break;
            }
            case 1: {
                const paths = different.filter(() => random(2) === 0);
                one.take(other, paths);
                equal(values(one), PATHS.map((path, j) => paths.includes(path) ? theirs[j] : before[j]));
                counts.taken += paths.length;
                break;
            }
            case 2:
                one.reset(random(2) === 0 ? 'a' : null);
                equal(values(one).slice(0, 3), [true, 1, 'x']);
                counts.reset++;
                break;
            default:
                if (one.document.can_undo) {
                    one.document.undo();
                    counts.undone++;
                }
                continue;
            }
            if (one !== other)
                equal(values(other), theirs);
            const after = values(one), changed = after.some((value, j) => value !== before[j]);
            equal(one.document.current === current, !changed);
            if (changed) {
                one.document.undo();
                equal(values(one), before);
                one.document.redo();
                equal(values(one), after);
            }
        }
        assert(Object.values(counts).every(n => n > 20), JSON.stringify(counts));
        profiles.forEach(({document}) => document.run_dispose());
    },

    'a table has its columns under their heads'() {
        equal(formatTable([{path: 'a.b', ours: true, theirs: 'long'}, {path: 'c', ours: 1.5, theirs: ''}], ['x', 'y', 'z']),
            '  x    y     z\n  a.b  true  long\n  c    1.5');
    },
};

run(tests);
