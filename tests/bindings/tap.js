// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Assertions for the tests in JavaScript, and run(), which runs the tests and prints TAP.

/* exported assert, equal, refused, throws, collect, makeChance, run, folder */

imports.gi.versions.Trove = '1.0';
const {GLib, Gio, Trove} = imports.gi;
const System = imports.system;

// The folder of this file.
var folder = Gio.File.new_for_path(/@(.+):\d+:\d+/.exec(new Error().stack)[1]).get_parent();

function show(value) {
    return typeof value === 'bigint' ? `${value}n` : Array.isArray(value) ? `[${value.map(show)}]` : String(value);
}

function assert(condition, message = 'not true') {
    if (!condition)
        throw new Error(message);
}

function equal(got, expected) {
    const same = Array.isArray(expected)
        ? Array.isArray(got) && got.length === expected.length && got.every((item, i) => Object.is(item, expected[i]))
        : Object.is(got, expected);
    assert(same, `got ${show(got)} (${typeof got}), expected ${show(expected)} (${typeof expected})`);
}

// Checks that the call throws the library's error of that code, with these words in its message.
function refused(code, call, ...words) {
    let error = null;
    try {
        call();
    } catch (e) {
        error = e;
    }
    assert(error !== null, `nothing was thrown by ${call}`);
    assert(error instanceof GLib.Error && error.matches(Trove.Error, code), `${call} threw ${error}`);
    for (const word of words)
        assert(error.message.includes(String(word)), `no ${word} in: ${error.message}`);
}

function throws(kind, call) {
    try {
        call();
    } catch (e) {
        assert(e instanceof kind, `${call} threw ${e}`);
        return;
    }
    throw new Error(`nothing was thrown by ${call}`);
}

function collect() {
    for (let i = 0; i < 3; i++)
        System.gc();
}

// Numbers below n, the same for the same seed.
function makeChance(seed) {
    return n => {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        return Math.floor(seed / 2 ** 32 * n);
    };
}

// Runs functions by name.
function run(tests) {
    let failed = 0;
    const names = Object.keys(tests);
    print(`1..${names.length}`);
    names.forEach((name, i) => {
        try {
            tests[name]();
            print(`ok ${i + 1} - ${name}`);
        } catch (e) {
            failed++;
            print(`not ok ${i + 1} - ${name}`);
            print(`${e}\n${e.stack ?? ''}`.replace(/^/gm, '# '));
        }
    });
    System.exit(failed > 0 ? 1 : 0);
}
