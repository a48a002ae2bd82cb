// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Values in JavaScript: each goes to the pool in the table for all languages (tests/common/pool-choice.tsv), and is read
// as it was stored.

imports.gi.versions.Trove = '1.0';
const {GLib, GObject, Gio, Trove} = imports.gi;
imports.searchPath.unshift(GLib.path_get_dirname(imports.system.programPath));
const {assert, equal, refused, throws, run} = imports.tap;

const E = Trove.Error;

function gvalue(gtype, setter, contents) {
    const value = new GObject.Value();
    value.init(gtype);
    value[setter](contents);
    return value;
}

// The JavaScript values that a row of the table stands for.
const MAKE = {
    int: text => Number.isSafeInteger(Number(text)) ? [Number(text), BigInt(text)] : [BigInt(text)],
    // JavaScript does not distinguish a whole number from an integer.
    double: text => Number.isSafeInteger(Number(text)) && text[0] !== '-' ? [gvalue(GObject.TYPE_DOUBLE, 'set_double', Number(text))]
        : [Number(text === 'inf' ? Infinity : text)],
    string: text => [text],
    bool: text => [text === 'true'],
    enum: text => [gvalue(Gio.FileType.$gtype, 'set_enum', Number(text))],
    flags: text => [gvalue(Gio.FileQueryInfoFlags.$gtype, 'set_flags', Number(text))],
    object: text => [new Gio[text.slice(1)]()],
    variant: text => [new GLib.Variant('s', text)],
    null: () => [null],
};

function doublesAndIntegers() {
    return new Trove.Arena([BigInt, Number, GObject.Value]);
}

run({
    'the table of all languages'() {
        const path = GLib.build_filenamev([GLib.path_get_dirname(imports.system.programPath), '..', 'common', 'pool-choice.tsv']);
        const types = [Gio.FileType, Gio.FileQueryInfoFlags, Gio.FileMonitorEvent, Gio.ListStore, Gio.ListModel];
        types.forEach(type => type.$gtype.name);
        let n = 0;
        for (const line of new TextDecoder().decode(GLib.file_get_contents(path)[1]).split('\n')) {
            if (line === '' || line.startsWith('#'))
                continue;
            const [kind, text, pools, expected] = line.split('\t');
            const arena = new Trove.Arena(pools.split(',').map(name => GObject.type_from_name(name)));
            for (const value of MAKE[kind](text)) {
                n++;
                try {
                    if (expected === '-') {
                        refused(E.TYPE_MISMATCH, () => arena.find_pool(value));
                        refused(E.TYPE_MISMATCH, () => arena.append(value));
                        continue;
                    }
                    const pool = Number(expected);
                    equal(arena.find_pool(value), pool);
                    // JavaScript cannot read such a value again.
                    if (typeof value === 'bigint' && !Number.isSafeInteger(Number(value)) && pools.split(',')[pool] === 'GValue')
                        refused(E.TYPE_MISMATCH, () => arena.append(value), 'read again');
                    else
                        equal(arena.append(value).pool, pool);
                } catch (error) {
                    throw new Error(`${line}: ${error.message}`);
                }
            }
        }
        assert(n > 70);
    },

    'the sign of zero'() {
        const arena = doublesAndIntegers();
        for (const [value, pool] of [[-0, 1], [0, 0]]) {
            const ref = arena.append(value);
            equal(ref.pool, pool);
            equal(arena.get(ref), value);
            equal(arena.snapshot().get(ref), value);
        }
        equal(arena.get(arena.append(-0, GObject.Value)), -0);
        refused(E.TYPE_MISMATCH, () => arena.append(-0, BigInt));
        refused(E.TYPE_MISMATCH, () => arena.append_int64s(0, [1, -0]));
    },

    'numbers in bulk are as those alone'() {
        const arena = doublesAndIntegers();
        for (const bad of ['x', 1.5, NaN, Infinity, 2 ** 64, 2 ** 53, 2n ** 63n, -(2n ** 63n) - 1n, null, undefined, true, {}, [1]]) {
            refused(E.TYPE_MISMATCH, () => arena.append_int64s(0, [1, bad]));
            refused(E.TYPE_MISMATCH, () => arena.append_int64s(0, [2n, bad]));
        }
        for (const bad of ['x', 1n, null, undefined, true, {}, [1]])
            refused(E.TYPE_MISMATCH, () => arena.append_doubles(1, [1, bad]));
        equal(arena.length, 0);

        const values = [1, -1, 2n ** 62n, -(2n ** 63n), 2n ** 63n - 1n, Number.MAX_SAFE_INTEGER, 2n ** 53n];
        const first = arena.append_int64s(0, values);
        for (const holder of [arena, arena.snapshot()]) {
            equal(holder.read_int64s(first, values.length), values);
            equal(holder.read_many(first, values.length), values);
        }
        const wide = new Trove.Arena(GObject.TYPE_UINT64);
        const large = wide.append_many([5, 2n ** 64n - 1n]);
        equal(wide.read_many(large, 2), [5, 2n ** 64n - 1n]);
        equal(wide.read_int64s(large, 1), [5]);
        refused(E.TYPE_MISMATCH, () => wide.read_int64s(large, 2));
        const numbers = [0.1, -0, NaN, Infinity, 2 ** 60];
        equal(arena.read_many(arena.append_doubles(1, numbers), 5), numbers);
    },

    'floats of 32 bits'() {
        const arena = new Trove.Arena(GObject.TYPE_FLOAT);
        for (const value of [0.1, -0, 16777216, 1e30, NaN, Infinity])
            equal(arena.get(arena.append(value)), Math.fround(value));
        for (const bad of [16777217, 1e39, -16777219, 2n ** 53n - 1n])
            refused(E.TYPE_MISMATCH, () => arena.append(bad), 'gfloat');
    },

    'many or none'() {
        const arena = doublesAndIntegers();
        for (const [values, pool] of [[[1, 2, 3.5], 0], [[1, 'x'], 1], [[1, {}], 2], [['a\0b'], 2], [[1, new GObject.Value()], 2],
            [['x'.repeat(10)].concat(undefined), 2]])
            refused(E.TYPE_MISMATCH, () => arena.append_many(values, pool));
        const strings = new Trove.Arena(String);
        strings.max_bytes = 20000;
        refused(E.NO_MEMORY, () => strings.append_many(Array(100).fill('z'.repeat(1000))), 20000);
        equal([arena.length, strings.length], [0, 0]);

        const store = new Gio.ListStore();
        const first = arena.append_many([1, 'x', null, store, 0.5, true], GObject.Value);
        for (const holder of [arena, arena.snapshot()])
            equal(holder.read_many(first, 6), [1, 'x', null, store, 0.5, true]);
        equal(arena.append_many(new Set([1, 2])).pool, 0);
        assert(arena.append_many([]).is_null());
        equal(arena.read_many(first, 0), []);
        refused(E.INVALID_REF, () => arena.read_many(first, 7));
        throws(TypeError, () => arena.read_many(first, -1));
    },

    'what is no value'() {
        for (const arena of [new Trove.Arena(), doublesAndIntegers(), new Trove.Arena(BigInt)]) {
            const ref = arena.append(1);
            for (const call of [() => arena.append(new GObject.Value()), () => arena.find_pool(new GObject.Value()),
                () => arena.set(ref, new GObject.Value()), () => arena.append_many([new GObject.Value()])])
                refused(E.TYPE_MISMATCH, call, 'not initialized');
        }
    },

    'enumerations'() {
        const arena = new Trove.Arena(Gio.FileType);
        equal(arena.get(arena.append(Gio.FileType.DIRECTORY)), Gio.FileType.DIRECTORY);
        for (const bad of [99, -1, 2.5, gvalue(Gio.FileQueryInfoFlags.$gtype, 'set_flags', 1), 'x', null])
            refused(E.TYPE_MISMATCH, () => arena.append(bad));
    },

    'fields of JSON and of a GVariant are replaced'() {
        const arena = new Trove.Arena([String, GLib.Variant]);
        let json = arena.append(JSON.stringify({name: 'x', n: 1}));
        let variant = arena.append(new GLib.Variant('a{sv}', {name: new GLib.Variant('s', 'x')}));
        const before = arena.snapshot();
        json = arena.replace(json, {n: 2});
        variant = arena.replace(variant, {n: new GLib.Variant('i', 5)});
        equal(arena.get(json), '{"name":"x","n":2}');
        equal(JSON.stringify(arena.get(variant).recursiveUnpack()), '{"name":"x","n":5}');
        assert(!before.contains(json));
        throws(TypeError, () => arena.replace(arena.append('5'), {n: 1}));
        throws(SyntaxError, () => arena.replace(arena.append('no JSON'), {n: 1}));
    },
});
