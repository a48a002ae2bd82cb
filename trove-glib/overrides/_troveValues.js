// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Conversion of JavaScript values to values of a pool, and back. Only Trove.js uses this file.

/* exported init, TYPES, typeMismatch, makeValue, isText, isGType, gtypeOf, unshared, getPools, getPool, poolOfRef,
   choosePool, isChangeable, integersOf, opened, fixed, setFields, checkIntegers, checkDoubles, isTooLarge */

const {GLib, GObject} = imports.gi;
const System = imports.system;

let Trove;

function init(namespace) {
    Trove = namespace;
}

// Before this version of GJS, the Uint8Array of a GLib.Bytes shares its memory, and can be written.
const BYTES_ARE_SHARED = System.version < 18102;

const MIN_INT64 = -(2n ** 63n), MAX_INT64 = 2n ** 63n - 1n, MAX_UINT64 = 2n ** 64n - 1n;
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

// Types of integers that do not all fit a JavaScript number -> whether the type is signed.
const WIDE = new Map([['gint64', true], ['guint64', false]]);
if (GLib.SIZEOF_LONG === 8) {
    WIDE.set('glong', true);
    WIDE.set('gulong', false);
}

var TYPES = new Map([
    [Number, GObject.TYPE_DOUBLE],
    [BigInt, GObject.TYPE_INT64],
    [String, GObject.TYPE_STRING],
    [Boolean, GObject.TYPE_BOOLEAN],
]);

// Errors

function typeMismatch(message) {
    return new Trove.Error({code: Trove.Error.TYPE_MISMATCH, message});
}

function nameOf(value) {
    const type = typeof value;
    if (value === null)
        return 'null';
    if (Array.isArray(value))
        return 'array';
    if (type === 'object' || type === 'function' || type === 'symbol' || type === 'undefined')
        return type;
    return `${type} (${type === 'string' ? JSON.stringify(value) : value})`;
}

// where: names the pool or the pools.
function doesNotFit(value, where) {
    const what = nameOf(value);
    if (['array', 'object', 'function', 'symbol'].includes(what)) {
        return typeMismatch(`A JavaScript ${what} cannot be stored in ${where}: the collector would free it; ` +
            'store a string (JSON, for one), a number, a GObject or a GVariant');
    }
    return typeMismatch(`A value of JavaScript type ${what} does not fit ${where}`);
}

// From JavaScript to GValues

function makeValue(gtype, setter, contents) {
    const value = new GObject.Value();
    value.init(gtype);
    if (setter)
        value[setter](contents);
    return value;
}

function numberValue(number) {
    // As an integer, -0 would lose its sign.
    return Number.isSafeInteger(number) && !Object.is(number, -0)
        ? makeValue(GObject.TYPE_INT64, 'set_int64', number)
        : makeValue(GObject.TYPE_DOUBLE, 'set_double', number);
}

function bigValue(big) {
    if (big >= MIN_INT64 && big <= MAX_INT64)
        return makeValue(GObject.TYPE_INT64, 'set_int64', big);
    if (big > 0n && big <= MAX_UINT64)
        return makeValue(GObject.TYPE_UINT64, 'set_uint64', big);
    const number = Number(big);
    const exact = Number.isFinite(number) && BigInt(number) === big;
    return exact ? makeValue(GObject.TYPE_DOUBLE, 'set_double', number) : null;
}

// Whether a string is unchanged by a conversion to UTF-8 and back.
function isText(string) {
    return !string.includes('\0') && !/\p{Surrogate}/u.test(string);
}

function isGType(value) {
    return typeof value === 'object' && Object.prototype.toString.call(value) === '[object GIRepositoryGType]';
}

function gtypeOf(type) {
    const gtype = TYPES.get(type) ?? type?.$gtype ?? type;
    if (!isGType(gtype) || gtype.name === 'void' || gtype.name === 'JSObject')
        throw new TypeError(`${String(type)} cannot be the type of elements: use Number, BigInt, String, Boolean, ` +
            'a GType or a class that has one');
    return gtype;
}

// Whether GJS can make a GValue of a value by itself. A plain object has the type JSObject, which C must not store.
function isIntrospected(value) {
    if (typeof value !== 'object' || value === null || isGType(value))
        return false;
    // GJS would convert each Boolean object to true, and each String object to text.
    if (value instanceof Boolean || value instanceof Number || value instanceof String)
        return false;
    const gtype = value.constructor?.$gtype;
    return Boolean(gtype) && gtype.name !== 'JSObject';
}

function copyBytes(bytes) {
    return new GLib.Bytes(bytes.toArray());
}

// Copies a value if it shares memory that a script can write.
function unshared(value) {
    if (!BYTES_ARE_SHARED)
        return value;
    if (value instanceof GLib.Bytes)
        return copyBytes(value);
    if (value instanceof GLib.Variant) {
        const bytes = copyBytes(value.get_data_as_bytes());
        return GLib.Variant.new_from_bytes(value.get_type(), bytes, value.is_normal_form());
    }
    return value;
}

function givenValue(value) {
    if (!value.g_type)
        throw typeMismatch('A GObject.Value that is not initialized cannot be stored: initialize it with init()');
    return value.g_type.name === 'GVariant' ? unshared(value.get_variant()) ?? value : value;
}

// Converts a value to a GValue of its natural type, or to a value that GJS converts so. null: this is not possible.
function natural(value) {
    switch (typeof value) {
    case 'number':
        return numberValue(value);
    case 'bigint':
        return bigValue(value);
    case 'boolean':
        return value;
    case 'string':
        return isText(value) ? value : null;
    }
    if (value === null)
        return makeValue(GObject.TYPE_POINTER);
    if (isGType(value))
        return makeValue(GObject.type_from_name('GType'), 'set_gtype', value);
    if (value instanceof GObject.Value)
        return givenValue(value);
    return isIntrospected(value) ? unshared(value) : null;
}

const SCALARS = [GObject.TYPE_ENUM, GObject.TYPE_FLAGS];
const SCALAR_NAMES = ['gchar', 'guchar', 'gint', 'guint', 'glong', 'gulong', 'gint64', 'guint64', 'gfloat', 'gdouble',
    'gboolean', 'GType', 'TroveRef'];

// One pool of an arena.
class Pool {
    constructor(gtype, index) {
        this.gtype = gtype;
        this.index = index;
        this.name = gtype.name;
        this.wide = WIDE.has(this.name);
        this.holdsNull = !SCALAR_NAMES.includes(this.name) && !SCALARS.some(type => GObject.type_is_a(gtype, type));
    }

    toString() {
        return `pool ${this.index} (${this.name})`;
    }

    // JavaScript has no floats of 32 bits, so a fraction is rounded to the nearest. A whole number must be exact.
    round(number) {
        const rounded = Math.fround(number);
        if (Number.isSafeInteger(number) || (Number.isFinite(number) && !Number.isFinite(rounded)))
            return number;
        return rounded;
    }

    // Returns the value to store. The library checks whether it fits.
    store(value) {
        if (value === null && this.name !== 'GValue') {
            if (!this.holdsNull)
                throw doesNotFit(value, this);
            return makeValue(this.gtype);
        }
        // GJS reads integers of a pool of GValues as numbers, which would round this one.
        if (typeof value === 'bigint' && this.name === 'GValue' && (value > MAX_SAFE || value < -MAX_SAFE))
            throw doesNotFit(value, `${this}, from which it could not be read again`);
        const result = natural(typeof value === 'number' && this.name === 'gfloat' ? this.round(value) : value);
        if (result === null)
            throw doesNotFit(value, this);
        return result;
    }
}

const poolsOf = new WeakMap();

function getPools(owner) {
    let pools = poolsOf.get(owner);
    if (pools === undefined) {
        pools = [];
        for (let i = 0; i < owner.get_n_pools(); i++)
            pools.push(new Pool(owner.get_pool_type(i), i));
        poolsOf.set(owner, pools);
    }
    return pools;
}

// Finds a pool by its index, or by its type if exactly one pool has that type.
function getPool(pools, pool) {
    if (typeof pool !== 'number') {
        const gtype = gtypeOf(pool);
        const found = pools.filter(({name}) => name === gtype.name);
        if (found.length !== 1) {
            const names = pools.map(({name}) => name);
            throw typeMismatch(`Exactly one pool must have the type ${gtype.name}, but ${found.length} of the pools ` +
                `(${names.join(', ')}) have it`);
        }
        return found[0];
    }
    if (!Number.isInteger(pool) || pool < 0 || pool >= pools.length)
        throw new RangeError(`There is no pool ${pool}: the arena has ${pools.length}, from 0`);
    return pools[pool];
}

function poolOfRef(pools, ref) {
    return pools[pools.length === 1 ? 0 : ref.get_pool()];
}

function choosePool(arena, find_pool, value) {
    const pools = getPools(arena);
    const given = natural(value);
    if (given === null)
        throw doesNotFit(value, pools.length === 1 ? pools[0] : `any of the pools (${pools.map(({name}) => name)})`);
    return pools[find_pool.call(arena, given)];
}

// From GValues to JavaScript

function isChangeable(value) {
    return isIntrospected(value) && GObject.type_is_a(value.constructor.$gtype, GObject.TYPE_BOXED) &&
        !(value instanceof Trove.Ref) && !(value instanceof GLib.Bytes);
}

// Reads the integers of a wide pool: as numbers, or as BigInts if a number would not be exact.
function integersOf(bytes, pool) {
    const signed = WIDE.get(pool.name);
    const array = bytes.toArray();
    const view = new DataView(array.buffer, array.byteOffset, array.byteLength);
    const result = [];
    for (let at = 0; at < array.byteLength; at += 8) {
        const big = signed ? view.getBigInt64(at, LITTLE_ENDIAN) : view.getBigUint64(at, LITTLE_ENDIAN);
        result.push(big >= -MAX_SAFE && big <= MAX_SAFE ? Number(big) : big);
    }
    return result;
}

// Converts a value that GJS read. GJS reads a 64-bit integer as a double. If this is not exact, the integer is read
// again as a BigInt.
function opened(owner, pool, ref, value) {
    if (typeof value === 'number') {
        return pool?.wide && !Number.isSafeInteger(value)
            ? integersOf(owner.read_bytes(ref, 1), pool)[0] : value;
    }
    if (typeof value !== 'object' || value === null)
        return value;
    return value instanceof Trove.Ref ? fixed(value) : unshared(value);
}

// The accessors of the fields of a ref, which cannot be set. overrideRef() makes them.
let fields = null;

function setFields(descriptors) {
    fields = descriptors;
}

// Makes the fields of a ref unchangeable.
function fixed(ref) {
    return ref === null || Object.hasOwn(ref, 'offset') ? ref : Object.defineProperties(ref, fields);
}

// Whether an integer does not fit a gint64.
function isTooLarge(number) {
    return number > MAX_INT64;
}

function checkIntegers(values) {
    for (const value of values) {
        const ok = typeof value === 'bigint' ? value >= MIN_INT64 && value <= MAX_INT64
            : Number.isSafeInteger(value) && !Object.is(value, -0);
        if (!ok)
            throw typeMismatch(`A value of JavaScript type ${nameOf(value)} is not an integer of 64 bits`);
    }
}

function checkDoubles(values) {
    for (const value of values) {
        if (typeof value !== 'number')
            throw typeMismatch(`A value of JavaScript type ${nameOf(value)} is not a number`);
    }
}
