// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// The last three ids in JavaScript, whose numbers are exact up to these ids. Prints TAP.

imports.gi.versions.Trove = '1.0';
const {GObject, Trove} = imports.gi;
const System = imports.system;

const LAST = Number.MAX_SAFE_INTEGER;

function equal(got, expected) {
    if (!Object.is(got, expected))
        throw new Error(`got ${got} (${typeof got}), expected ${expected} (${typeof expected})`);
}

function full(call) {
    try {
        call();
    } catch (e) {
        if (e.matches(Trove.Error, Trove.Error.FULL))
            return;
        throw e;
    }
    throw new Error(`nothing was thrown by ${call}`);
}

function test() {
    const arena = new Trove.Arena({element_type: GObject.TYPE_INT64});
    const a = arena.append(1);
    equal(a.sub_arena, LAST - 2);

    const clone = arena.clone();
    const b = clone.append(2);
    equal(b.sub_arena, LAST - 1);
    equal(b.toString(), `${LAST - 1}:0:0`);

    const merged = arena.merge(clone);
    equal(merged.reserve_id(), LAST);
    const c = merged.append(3);
    equal(c.sub_arena, LAST);
    for (const ref of [a, b, c]) {
        const parsed = Trove.Ref.parse(ref.toString());
        equal(parsed.equals(ref), true);
        equal(merged.get(parsed), merged.get(ref));
        const made = new Trove.Ref({sub_arena: ref.sub_arena, offset: ref.offset});
        equal(merged.get(made), merged.get(ref));
    }
    equal([a, b, c].map(ref => merged.get(ref)).join(), '1,2,3');
    equal(merged.dup_sub_arenas().dup_ids().map(Number).join(), [LAST - 2, LAST - 1, LAST].join());
    equal(merged.dup_sub_arenas().contains(LAST), true);

    // No id is left: calls that draw one fail, all others succeed.
    for (const spent of [arena, clone, merged.clone(), merged.snapshot().branch(), new Trove.Arena()]) {
        full(() => spent.append(4));
        full(() => spent.reserve_id());
    }
    full(() => clone.set(b, 5));
    equal(clone.get(b), 2);
    equal(merged.get(c), 3);
    equal(merged.snapshot().get(c), 3);
}

print('1..1');
try {
    test();
    print('ok 1 - the last ids');
} catch (e) {
    print('not ok 1 - the last ids');
    print(`${e}\n${e.stack ?? ''}`.replace(/^/gm, '# '));
    System.exit(1);
}
