// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Arenas in JavaScript: the eight tests of the Rust crate, then the additions of the override. Prints TAP.

imports.gi.versions.Trove = '1.0';
const {GLib, GObject, Gio, Trove} = imports.gi;
const System = imports.system;
imports.searchPath.unshift(GLib.path_get_dirname(System.programPath));
const {assert, equal, refused, throws, collect, run} = imports.tap;

const E = Trove.Error;

function int64s() {
    return new Trove.Arena({element_type: GObject.TYPE_INT64});
}

const tests = {
    // The eight tests of the crate

    'append and change'() {
        const arena = int64s();
        const a = arena.append(1), b = arena.append(2);
        equal([arena.get(a), arena.get(b)], [1, 2]);
        assert(a.equals(arena.with_borrow_mut(a, guard => {
            guard.value += 41;
        })));
        equal([arena.get(a), arena.get(b)], [42, 2]);
        assert(arena.set(b, 3).equals(b));
        equal(arena.get(b), 3);
    },

    'aliased mutable access is refused'() {
        const arena = int64s(), ref = arena.append(0);
        const alias = Trove.Ref.parse(ref.toString());
        const guard = arena.borrow_mut(ref);
        refused(E.BORROWED_MUT, () => arena.borrow_mut(alias), ref);
        guard.release();
        arena.borrow_mut(alias).release();
    },

    'try aliasing'() {
        const arena = int64s(), ref = arena.append(0);
        arena.with_borrow_mut(ref, guard => {
            assert(guard.is_mutable());
            refused(E.BORROWED_MUT, () => arena.borrow_mut(ref), ref);
            refused(E.BORROWED_MUT, () => arena.borrow(ref), ref);
            refused(E.BORROWED_MUT, () => arena.get(ref), ref);
            refused(E.BORROWED_MUT, () => arena.set(ref, 1), ref);
        });
        const first = arena.borrow(ref), second = arena.borrow(ref);
        equal([first.value, second.value], [0, 0]);
        refused(E.BORROWED, () => arena.borrow_mut(ref), ref);
        first.release();
        second.release();
        arena.borrow_mut(ref).release();
    },

    'counted objects are held once'() {
        const actions = [];
        for (let i = 0; i < 1024; i++)
            actions.push(new Gio.SimpleAction({name: `n${i}`}));
        const count = System.refcount(actions[0]);
        const expectHeld = n => actions.forEach(action => equal(System.refcount(action), count + n));

        // A function, so that no object is left on the stack when the collector runs.
        let snapshot = (() => {
            const arena = new Trove.Arena({element_type: Gio.SimpleAction.$gtype});
            const refs = actions.map(action => arena.append(action));
            expectHeld(1);
            const clone = arena.clone(), version = arena.snapshot();
            refs.forEach((ref, i) => {
                for (const holder of [arena, clone, version])
                    assert(holder.get(ref) === actions[i]);
            });
            collect();
            expectHeld(1);
            return version;
        })();
        collect();
        expectHeld(1);
        equal([...snapshot].length, 1024);
        snapshot = null;
        collect();
        expectHeld(0);
    },

    'the example of the README'() {
        const arena = int64s();
        const a = arena.append(1), before = arena.snapshot(), b = arena.set(a, 2);
        assert(!a.equals(b));
        equal([arena.get(a), arena.get(b), before.get(a)], [1, 2, 1]);
        assert(before.contains(a) && !before.contains(b));
        refused(E.INVALID_REF, () => before.get(b), b.sub_arena);
    },

    'clone'() {
        const arena = int64s(), a = arena.append(1), other = arena.clone();
        const b = arena.set(a, 2), c = other.set(a, 3);
        equal([arena.get(a), arena.get(b), other.get(a), other.get(c)], [1, 2, 1, 3]);
        refused(E.INVALID_REF, () => other.get(b));
        refused(E.INVALID_REF, () => arena.get(c));
    },

    'objects around a value are refused'() {
        for (const value of [new Boolean(false), new Number(1), new String('x')]) {
            refused(E.TYPE_MISMATCH, () => new Trove.Arena().append(value));
            for (const types of [[Boolean], [Number], [String], [Number, String, Boolean]])
                refused(E.TYPE_MISMATCH, () => new Trove.Arena(types).append(value));
        }
    },

    'a limit is a number'() {
        const arena = new Trove.Arena({max_bytes: 20000});
        for (const bad of ['8 MB', Infinity, NaN, null, undefined, 1.5, -1, {}, 2 ** 53]) {
            for (const name of ['max_bytes', 'maxBytes']) {
                try {
                    arena[name] = bad;
                } catch (e) {
                    assert(e instanceof TypeError && e.message.includes('a number of bytes'), e.message);
                }
                equal(arena.max_bytes, 20000);
            }
        }
    },

    'going back and letting go'() {
        const arena = int64s();
        const first = arena.append(1);
        arena.root = first;
        const snapshot = arena.snapshot();
        const second = arena.set(first, 2);
        arena.snapshot();
        assert(arena.collect([second]));
        equal([arena.contains(first), arena.contains(second)], [true, true]); // the root stays
        arena.root = second;
        assert(arena.collect([]));
        equal([arena.contains(first), arena.get(second)], [false, 2]);
        assert(arena.revert(snapshot));
        equal([arena.get(first), arena.contains(second)], [1, false]);
        assert(arena.root.equals(first));
        refused(E.TYPE_MISMATCH, () => arena.revert(new Trove.Arena({element_type: String}).snapshot()), 'cannot go back');
    },

    'merge'() {
        const arena = int64s(), base = arena.append(0), other = arena.clone();
        const a = arena.append(1), b = other.append(2), merged = arena.merge(other);
        equal([base, a, b].map(ref => merged.get(ref)), [0, 1, 2]);
        const c = merged.append(3);
        equal(merged.get(c), 3);
        assert(!arena.contains(c));
        assert(!merged.contains(arena.append(4)));
        equal([merged.get(merged.set(a, 5)), arena.get(a)], [5, 1]);
        assert(arena.absorb(other));
        equal(arena.get(b), 2);
        refused(E.TYPE_MISMATCH, () => arena.merge(new Trove.Arena()), 'gint64', 'GValue');
    },

    'text while borrowed'() {
        const arena = int64s(), ref = arena.append(0);
        arena.append(1);
        arena.with_borrow_mut(ref, () => equal(String(arena), `{${ref.sub_arena}: [0, 1]}`));
        equal(`${arena}`, arena.to_string());
    },

    // Refs

    'refs compare and print'() {
        const arena = int64s(), a = arena.append(1), b = arena.append(2);
        const again = new Trove.Ref({sub_arena: b.sub_arena, offset: b.offset});
        assert(b !== again && b.equals(again) && again.equals(b));
        assert(!a.equals(b) && !a.equals(null) && !a.equals({}) && !a.equals('x') && !a.equals(undefined));
        equal(String(b), `${b.sub_arena}:0:1`);
        equal([b.pool, b.index], [0, 1]);
        assert(Trove.Ref.parse(String(b)).equals(b));
        refused(E.INVALID_REF, () => Trove.Ref.parse('not a ref'));
        assert(a.get_nth(1).equals(b));
        refused(E.INVALID_REF, () => a.get_nth(2 ** 40));
        const map = new Map([[String(b), 'found']]);
        equal(map.get(String(again)), 'found');
    },

    'refs that name nothing'() {
        const arena = int64s(), ref = arena.append(1), foreign = int64s().append(2);
        const snapshot = arena.snapshot();
        const past = new Trove.Ref({sub_arena: ref.sub_arena, offset: 1});
        const pool = new Trove.Ref({sub_arena: ref.sub_arena, offset: 2 ** 40});
        for (const bad of [new Trove.Ref(), foreign, past, pool]) {
            assert(!arena.contains(bad));
            for (const call of [() => arena.get(bad), () => arena.set(bad, 1), () => arena.borrow(bad),
                () => arena.borrow_mut(bad), () => snapshot.get(bad), () => arena.set_root(bad),
                () => arena.with_borrow(bad, () => 0), () => arena.read_int64s(bad, 1)])
                refused(E.INVALID_REF, call);
        }
        for (const bad of [null, undefined, 5, 'x', {}, arena])
            throws(Error, () => arena.get(bad));
    },

    // Values

    'numbers at their edges'() {
        const ranges = {
            gchar: [-128, 127], guchar: [0, 255], gint: [-(2 ** 31), 2 ** 31 - 1], guint: [0, 2 ** 32 - 1],
            gint64: [-(2n ** 63n), 2n ** 63n - 1n], guint64: [0n, 2n ** 64n - 1n],
        };
        for (const [name, [least, greatest]] of Object.entries(ranges)) {
            const arena = new Trove.Arena({element_type: GObject.type_from_name(name)});
            for (const value of [least, greatest, 0, 1, 100, 5n]) {
                const ref = arena.append(value);
                const expected = typeof value === 'bigint' && value === BigInt(Number(value)) &&
                    Number.isSafeInteger(Number(value)) ? Number(value) : value;
                equal(arena.get(ref), expected);
                equal(arena.snapshot().get(ref), expected);
                equal(arena.with_borrow(ref, guard => guard.value), expected);
                const changed = arena.with_borrow_mut(ref, guard => {
                    guard.value = greatest;
                    equal(guard.value, greatest);
                });
                equal(arena.get(arena.set(changed, value)), expected);
            }
            const one = typeof least === 'bigint' ? 1n : 1;
            for (const bad of [least - one, greatest + one, 0.5, -0, NaN, Infinity, 2 ** 70, 2n ** 70n, '1', true, null,
                undefined])
                refused(E.TYPE_MISMATCH, () => arena.append(bad), name);
        }
    },

    'beyond 2^53 a number is a BigInt'() {
        const arena = int64s();
        const ref = arena.append(2n ** 53n + 1n);
        equal(arena.get(ref), 2n ** 53n + 1n);
        equal(arena.get(arena.append(2 ** 53 - 1)), 2 ** 53 - 1);
        equal(arena.get(arena.append(-(2n ** 62n))), -(2n ** 62n));
        equal(arena.get(arena.append(2 ** 60)), 2n ** 60n);
        refused(E.TYPE_MISMATCH, () => arena.append(2 ** 63), 'gint64');
        const doubles = new Trove.Arena({element_type: GObject.TYPE_DOUBLE});
        equal(doubles.get(doubles.append(2 ** 60)), 2 ** 60);
        refused(E.TYPE_MISMATCH, () => doubles.append(2n ** 53n + 1n));
        refused(E.TYPE_MISMATCH, () => new Trove.Arena().append(2n ** 53n));
    },

    'doubles, floats, booleans and strings'() {
        const doubles = new Trove.Arena({element_type: GObject.TYPE_DOUBLE});
        for (const value of [0, -0, 0.1, -5, 1e300, Infinity, NaN, 2 ** 40])
            equal(doubles.get(doubles.append(value)), value);
        const floats = new Trove.Arena({element_type: GObject.TYPE_FLOAT});
        equal(floats.get(floats.append(0.1)), Math.fround(0.1));
        refused(E.TYPE_MISMATCH, () => floats.append(1e300));
        const booleans = new Trove.Arena({element_type: GObject.TYPE_BOOLEAN});
        equal([true, false].map(value => booleans.get(booleans.append(value))), [true, false]);
        refused(E.TYPE_MISMATCH, () => booleans.append(1));
        const strings = new Trove.Arena({element_type: GObject.TYPE_STRING});
        for (const value of ['', 'x', 'ä€😀', 'x'.repeat(100000), null]) {
            const ref = strings.append(value);
            equal(strings.get(ref), value);
            equal(strings.snapshot().get(ref), value);
        }
        for (const bad of ['a\0b', '\ud800', 1, true, undefined, {}])
            refused(E.TYPE_MISMATCH, () => strings.append(bad), 'gchararray');
    },

    'a JavaScript object is refused'() {
        for (const arena of [new Trove.Arena(), int64s(), Trove.Arena.for_types([Number, GObject.Value])]) {
            const ref = arena.append(1);
            for (const bad of [{a: 1}, [1, 2], () => 1, new Date(), Object.create(null), Symbol('x'), new Map()]) {
                refused(E.TYPE_MISMATCH, () => arena.append(bad), 'the collector would free it');
                refused(E.TYPE_MISMATCH, () => arena.set(ref, bad));
                refused(E.TYPE_MISMATCH, () => arena.with_borrow_mut(ref, guard => {
                    guard.value = bad;
                }));
            }
            refused(E.TYPE_MISMATCH, () => arena.append(undefined), 'undefined');
            equal(arena.get(ref), 1);
        }
    },

    'anything else comes back as it was'() {
        const arena = new Trove.Arena(), store = new Gio.ListStore();
        for (const value of [1, -0, 0.5, 2 ** 40, 2 ** 60, 'x', '', true, null, store, NaN])
            equal(arena.get(arena.append(value)), value);
        const inner = arena.get(arena.append(new Trove.Ref({sub_arena: 7, offset: 8})));
        equal([inner.sub_arena, inner.offset], [7, 8]);
        equal(arena.get(arena.append(new GLib.Variant('(is)', [5, 'x']))).deepUnpack(), [5, 'x']);
        equal(arena.get(arena.append(new GLib.Bytes('abc'))).get_size(), 3);
        equal(arena.get(arena.append(GObject.TYPE_STRING)).name, 'gchararray');
        const given = new GObject.Value();
        given.init(GObject.TYPE_UINT);
        given.set_uint(7);
        equal(arena.get(arena.append(given)), 7);
        refused(E.TYPE_MISMATCH, () => int64s().append(store), 'GListStore');
        refused(E.TYPE_MISMATCH, () => int64s().append(GObject.TYPE_STRING));
    },

    'what is read survives its arena'() {
        let arena = new Trove.Arena({element_type: Trove.Ref.$gtype});
        const refs = [];
        for (let i = 0; i < 500; i++)
            refs.push(arena.append(new Trove.Ref({sub_arena: i + 1, offset: i})));
        const got = refs.map(ref => arena.get(ref));
        arena = null;
        collect();
        const other = new Trove.Arena({element_type: Trove.Ref.$gtype});
        for (let i = 0; i < 500; i++)
            other.append(new Trove.Ref({sub_arena: 9, offset: 9}));
        got.forEach((ref, i) => equal([ref.sub_arena, ref.offset], [i + 1, i]));
    },

    'arenas are made of types'() {
        const names = new Map([[Number, 'gdouble'], [BigInt, 'gint64'], [String, 'gchararray'], [Boolean, 'gboolean'],
            [GObject.Value, 'GValue'], [GObject.TYPE_UINT, 'guint'], [Gio.ListStore, 'GListStore'],
            [Gio.ListModel, 'GListModel'], [Trove.Ref, 'TroveRef'], [GObject.Value.$gtype, 'GValue']]);
        for (const [element_type, name] of names) {
            for (const arena of [new Trove.Arena({element_type}), new Trove.Arena({elementType: element_type}),
                Trove.Arena.for_types([element_type])]) {
                equal(arena.get_pool_type(0).name, name);
                equal(arena.get_n_pools(), 1);
            }
        }
        for (const arena of [new Trove.Arena(), new Trove.Arena({}), Trove.Arena.new(GObject.Value.$gtype)])
            equal(arena.get(arena.append('x')), 'x');
        for (const arena of [new Trove.Arena([BigInt, String]), new Trove.Arena(BigInt, String)]) {
            assert(arena instanceof Trove.Arena);
            equal([0, 1].map(i => arena.get_pool_type(i).name), ['gint64', 'gchararray']);
        }
        equal(new Trove.Arena(String).get_pool_type(0).name, 'gchararray');
        equal(new Trove.Arena({element_type: String, max_bytes: 5000}).max_bytes, 5000);
        for (const types of [[], [Object], [BigInt, 'x'], Array(257).fill(BigInt)])
            throws(TypeError, () => new Trove.Arena(types));
        for (const element_type of [Object, null, 5, 'x', GObject.TYPE_NONE])
            throws(TypeError, () => new Trove.Arena({element_type}));
        throws(Error, () => new Trove.Arena({no_such_property: 1}));
    },

    // Several pools

    'the pool that fits best'() {
        const arena = Trove.Arena.for_types([Number, BigInt, String, GObject.Value, Boolean, Gio.ListStore]);
        equal([0, 1, 2, 3, 4, 5].map(i => arena.get_pool_type(i).name),
            ['gdouble', 'gint64', 'gchararray', 'GValue', 'gboolean', 'GListStore']);
        for (const [value, pool] of [[1, 1], [2 ** 40, 1], [0.5, 0], [2 ** 60, 0], ['x', 2], [true, 4], [null, 3],
            [new Gio.ListStore(), 5], [new GLib.Bytes('x'), 3], [2n ** 60n, 1]]) {
            const ref = arena.append(value);
            equal(ref.pool, pool);
            if (!(value instanceof GLib.Bytes))
                equal(arena.get(ref), value);
        }
        equal(arena.append(1, 0).pool, 0);
        equal(arena.append_to(3, 1).pool, 3);
        refused(E.TYPE_MISMATCH, () => arena.append('x', 0), 'pool 0');
        for (const bad of [6, -1, 0.5])
            throws(RangeError, () => arena.append(1, bad));
        for (const bad of ['x', null, {}])
            throws(TypeError, () => arena.append(1, bad));
        equal(arena.append(1, Number).pool, 0);
        equal(arena.append(new Gio.ListStore(), Gio.ListStore).pool, 5);
        equal(arena.append(1, GObject.Value).pool, 3);
        for (const bad of [Gio.ListModel, GObject.TYPE_UINT])
            refused(E.TYPE_MISMATCH, () => arena.append(1, bad));
        refused(E.TYPE_MISMATCH, () => Trove.Arena.for_types([BigInt, Boolean]).append('x'));
        for (const bad of [Object, null, undefined, 5, 'x', GObject.TYPE_NONE])
            throws(TypeError, () => Trove.Arena.for_types([bad]));
        throws(TypeError, () => Trove.Arena.for_types([]));
    },

    // Borrows

    'a guard ends with its function'() {
        const arena = int64s(), ref = arena.append(1);
        equal(arena.with_borrow(ref, guard => guard.value + 1), 2);
        throws(SyntaxError, () => arena.with_borrow_mut(ref, () => {
            throw new SyntaxError('x');
        }));
        throws(SyntaxError, () => arena.with_borrow(ref, () => {
            throw new SyntaxError('x');
        }));
        assert(arena.set(ref, 1).equals(ref));
        const snapshot = arena.snapshot();
        const changed = arena.with_borrow_mut(ref, guard => {
            guard.value = 5;
            assert(!guard.ref.equals(ref));
        });
        equal([snapshot.get(ref), arena.get(ref), arena.get(changed)], [1, 1, 5]);
        let kept;
        arena.with_borrow_mut(changed, guard => {
            kept = guard;
        });
        assert(kept.is_released());
        refused(E.INVALID_REF, () => kept.value, changed);
        refused(E.INVALID_REF, () => {
            kept.value = 1;
        });
        refused(E.BORROWED, () => arena.with_borrow(changed, guard => {
            guard.value = 1;
        }));
        arena.clone();
    },

    'what stands in the way'() {
        const arena = int64s(), other = arena.clone(), ref = arena.append(1);
        arena.with_borrow_mut(ref, () => {
            for (const call of [() => arena.clone(), () => arena.snapshot(), () => arena.transfer(),
                () => arena.merge(other), () => other.merge(arena), () => arena.absorb(other)])
                refused(E.BORROWED_MUT, call);
        });
        arena.clone();
    },

    'guards dropped by the collector'() {
        const arena = int64s(), ref = arena.append(1);
        (() => {
            for (let i = 0; i < 100; i++)
                arena.borrow(ref);
        })();
        // Overwrites references that are left on the stack.
        (() => [1, 2, 3].map(String).join())();
        collect();
        for (let i = 0; i < 50 && isBorrowed(arena, ref); i++)
            collect();
        arena.borrow_mut(ref).release();
    },

    'nothing is lost in collections'() {
        const arena = new Trove.Arena(), refs = [], snapshots = [];
        for (let i = 0; i < 300; i++) {
            refs.push(arena.append(`text ${i}`), arena.append(new Gio.SimpleAction({name: `n${i}`})),
                arena.append(new GLib.Variant('s', `v${i}`)), arena.append(arena.append(i)));
            if (i % 10 === 0) {
                snapshots.push(arena.snapshot());
                arena.clone();
                System.gc();
            }
        }
        collect();
        for (let i = 0; i < 300; i++) {
            const [text, action, variant, ref] = refs.slice(4 * i, 4 * i + 4);
            equal(arena.get(text), `text ${i}`);
            equal(arena.get(action).name, `n${i}`);
            equal(arena.get(variant).deepUnpack(), `v${i}`);
            equal(arena.get(arena.get(ref)), i);
        }
        equal(snapshots[29].get(refs[0]), 'text 0');
    },

    // Inspecting

    'contents and root'() {
        const arena = Trove.Arena.for_types([BigInt, String]);
        equal([...arena].length, 0);
        const refs = [];
        for (let i = 0; i < 40; i++)
            refs.push(arena.append(i));
        const snapshot = arena.snapshot();
        refs.push(arena.append('x'));
        const seen = [...arena];
        assert(seen.length === 41 && seen.every((ref, i) => ref.equals(refs[i])));
        equal([...snapshot].length, 40);
        equal(arena.root, null);
        arena.root = refs[3];
        for (const holder of [arena, arena.clone(), arena.snapshot(), arena.snapshot().branch()])
            assert(holder.root.equals(refs[3]));
        arena.root = null;
        equal(arena.snapshot().root, null);
    },

    'the map is a list model and can be iterated'() {
        const arena = int64s(), ids = [];
        for (let i = 0; i < 5; i++) {
            ids.push(arena.append(i).sub_arena);
            arena.snapshot();
        }
        const map = arena.dup_sub_arenas();
        assert(map instanceof Gio.ListModel);
        equal([...map].map(([id]) => id), ids);
        equal([...map].map(([, sub]) => sub.id), ids);
        equal([...map.keys()], ids);
        equal(map.length, 5);
        assert(String(map).includes(ids.join(', ')));
        equal([...map.values()].map(sub => sub.frozen), Array(5).fill(true));
        equal(map.n_items, 5);
        equal(map.dup_ids(), ids);
        assert(map.get_item(2) === map.get_item(2));
        equal(map.get_item(5), null);
        equal(map.lookup(ids[3]).get(0, 0), 3);
        equal(map.lookup(ids[4] + 1000), null);
    },

    'many values in one call'() {
        const arena = int64s();
        const first = arena.append_int64s(0, [1, 2, 3]);
        equal(arena.read_int64s(first, 3), [1, 2, 3]);
        const sub = arena.snapshot().dup_sub_arenas().get_item(0);
        equal([...new BigInt64Array(sub.get_row(0, 0).toArray().slice().buffer)].map(Number), [1, 2, 3]);
        for (const holder of [arena, arena.snapshot()]) {
            refused(E.INVALID_REF, () => holder.read_int64s(first, 4));
            for (const bad of [[5, 1], [null, 1], [first, -1], [first, 'x'], [first, 0.5], [first], []]) {
                throws(TypeError, () => holder.read_int64s(...bad));
                throws(TypeError, () => holder.read_doubles(...bad));
            }
        }
        const doubles = new Trove.Arena({element_type: GObject.TYPE_DOUBLE});
        equal(doubles.read_doubles(doubles.append_doubles(0, [0.5, 1]), 2), [0.5, 1]);
    },

    // Memory

    'where bytes went'() {
        const arena = Trove.Arena.for_types([BigInt, String]);
        const check = usage => {
            assert(usage instanceof Trove.Usage);
            equal(usage.own + usage.shared, usage.total);
            equal(usage.elements + usage.room + usage.waste + usage.overhead, usage.total);
            return usage;
        };
        equal(check(arena.get_usage()).elements, 0);
        for (let i = 0; i < 1000; i++)
            arena.append(i);
        const full = check(arena.get_usage());
        equal([full.elements, full.room], [8000, 8 * 1016]);
        assert(full.own >= 16000);
        arena.append('some text');
        const sub = arena.dup_sub_arenas().get_item(0);
        equal(check(sub.get_usage()).elements, sub.n_bytes);
        const snapshot = arena.snapshot();
        const frozen = check(arena.get_usage()), ofSnapshot = check(snapshot.get_usage());
        equal([frozen.shared, frozen.elements, frozen.room], [ofSnapshot.shared, ofSnapshot.elements, 0]);
        equal(frozen.elements, sub.n_bytes);
        collect();
        equal(full.elements, 8000);
    },

    'a limit on bytes'() {
        const arena = new Trove.Arena({element_type: GObject.TYPE_INT64, max_bytes: 20000});
        equal([arena.max_bytes, arena.maxBytes, arena.get_max_bytes()], [20000, 20000, 20000]);
        equal(int64s().max_bytes, 0);
        const fill = call => {
            let n = 0;
            try {
                for (; n < 1e6; n++)
                    call();
            } catch (e) {
                assert(e instanceof Trove.Error && e.matches(Trove.Error, E.NO_MEMORY), e);
                assert(e.message.includes(`${arena.max_bytes} (max-bytes)`), e.message);
            }
            return n;
        };
        const n = fill(() => arena.append(7));
        assert(n > 500 && n < 2500);
        const refs = [...arena];
        equal(refs.map(ref => arena.get(ref)), Array(n).fill(7));
        for (const call of [() => arena.append(1), () => arena.append_int64s(0, Array(1000).fill(1))])
            refused(E.NO_MEMORY, call, 20000, 'max-bytes');

        assert(arena.set(refs[0], 8).equals(refs[0]));
        arena.with_borrow_mut(refs[0], guard => {
            guard.value += 1;
        });
        const snapshot = arena.snapshot();
        equal([snapshot.get(refs[0]), arena.clone().max_bytes, snapshot.branch().max_bytes], [9, 20000, 20000]);
        fill(() => arena.set(refs[0], 1));
        refused(E.NO_MEMORY, () => arena.with_borrow_mut(refs[0], () => 0), 20000);
        equal([arena.get(refs[0]), [...snapshot].length], [9, n]);

        let notified = 0;
        arena.connect('notify::max-bytes', () => notified++);
        arena.max_bytes = 40000;
        assert(fill(() => arena.append(7)) > 500);
        arena.maxBytes = 0;
        equal(notified, 2);
        arena.append_int64s(0, Array(10000).fill(1));
    },

    'errors say which they are'() {
        try {
            int64s().get(new Trove.Ref());
            assert(false);
        } catch (e) {
            assert(e.matches(Trove.Error, E.INVALID_REF) && !e.matches(Trove.Error, E.BORROWED));
            assert(!e.matches(Gio.IOErrorEnum, E.INVALID_REF));
            assert(e instanceof Trove.Error);
            equal(e.code, E.INVALID_REF);
        }
    },
};

function isBorrowed(arena, ref) {
    try {
        arena.borrow_mut(ref).release();
        return false;
    } catch (e) {
        return true;
    }
}

run(tests);
