// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Trove as JavaScript knows values: numbers, BigInts, strings and booleans go to pools of their kind, refs compare, print
// and do not change, guards end with a function. The library chooses the pool of a value, and knows what fits it.

/* exported _init */

const {GLib, GObject} = imports.gi;
const System = imports.system;

let Trove;

// Before that version, the Uint8Array of a GLib.Bytes is its memory, and can be written.
const BYTES_ARE_SHARED = System.version < 18102;

const MIN_INT64 = -(2n ** 63n), MAX_INT64 = 2n ** 63n - 1n, MAX_UINT64 = 2n ** 64n - 1n;
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

// Types of integers that a number may not hold; whether they are signed.
const WIDE = new Map([['gint64', true], ['guint64', false]]);
if (GLib.SIZEOF_LONG === 8) {
    WIDE.set('glong', true);
    WIDE.set('gulong', false);
}

const TYPES = new Map([
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

// where: the pool or the pools.
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
    // -0 is no integer.
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
    return Number.isFinite(number) && BigInt(number) === big ? makeValue(GObject.TYPE_DOUBLE, 'set_double', number) : null;
}

// What a string keeps on its way to UTF-8 and back.
function isText(string) {
    return !string.includes('\0') && !/\p{Surrogate}/u.test(string);
}

function isGType(value) {
    return typeof value === 'object' && Object.prototype.toString.call(value) === '[object GIRepositoryGType]';
}

function gtypeOf(type) {
    const gtype = TYPES.get(type) ?? type?.$gtype ?? type;
    if (!isGType(gtype) || gtype.name === 'void' || gtype.name === 'JSObject')
        throw new TypeError(`${String(type)} is no type of elements`);
    return gtype;
}

// Instances of types that GJS makes a GValue of by itself. A plain object has the type of those that C must not keep.
function isIntrospected(value) {
    if (typeof value !== 'object' || value === null || isGType(value))
        return false;
    const gtype = value.constructor?.$gtype;
    return Boolean(gtype) && gtype.name !== 'JSObject';
}

function copyBytes(bytes) {
    return new GLib.Bytes(bytes.toArray());
}

// What shares no memory with the value that a script can write.
function unshared(value) {
    if (!BYTES_ARE_SHARED)
        return value;
    if (value instanceof GLib.Bytes)
        return copyBytes(value);
    if (value instanceof GLib.Variant)
        return GLib.Variant.new_from_bytes(value.get_type(), copyBytes(value.get_data_as_bytes()), value.is_normal_form());
    return value;
}

function givenValue(value) {
    if (!value.g_type)
        throw typeMismatch('The GObject.Value was not initialized');
    return value.g_type.name === 'GVariant' ? unshared(value.get_variant()) ?? value : value;
}

// What a value is to the library: a GValue of the type that it has by nature, or what GJS makes one of; null: nothing.
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

    // JavaScript has no floats of 32 bits: a fraction is rounded to the nearest. A whole number is meant exactly.
    round(number) {
        const rounded = Math.fround(number);
        if (Number.isSafeInteger(number) || (Number.isFinite(number) && !Number.isFinite(rounded)))
            return number;
        return rounded;
    }

    // What is stored of a value. Whether it fits is the library's to say.
    store(value) {
        if (value === null && this.name !== 'GValue') {
            if (!this.holdsNull)
                throw doesNotFit(value, this);
            return makeValue(this.gtype);
        }
        // GJS reads the integers of a pool of GValues as numbers.
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

// By its index, or by its type where one pool alone has that.
function getPool(pools, pool) {
    if (typeof pool !== 'number') {
        const gtype = gtypeOf(pool);
        const found = pools.filter(({name}) => name === gtype.name);
        if (found.length !== 1)
            throw typeMismatch(`${found.length} pools are of type ${gtype.name}: there are ${pools.map(({name}) => name)}`);
        return found[0];
    }
    if (!Number.isInteger(pool) || pool < 0 || pool >= pools.length)
        throw new RangeError(`There is no pool ${pool}: there are ${pools.length}`);
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

function integersOf(bytes, signed) {
    const array = bytes.toArray();
    const view = new DataView(array.buffer, array.byteOffset, array.byteLength);
    const result = [];
    for (let at = 0; at < array.byteLength; at += 8) {
        const big = signed ? view.getBigInt64(at, LITTLE_ENDIAN) : view.getBigUint64(at, LITTLE_ENDIAN);
        result.push(big >= -MAX_SAFE && big <= MAX_SAFE ? Number(big) : big);
    }
    return result;
}

// GJS reads a 64-bit integer as a double. Where that is not the number, it is read again as a BigInt.
function opened(owner, pool, ref, value) {
    if (typeof value === 'number') {
        return pool?.wide && !Number.isSafeInteger(value)
            ? integersOf(owner.read_bytes(ref, 1), WIDE.get(pool.name))[0] : value;
    }
    if (typeof value !== 'object' || value === null)
        return value;
    return value instanceof Trove.Ref ? fixed(value) : unshared(value);
}

function* refsOf(owner) {
    const nPools = owner.get_n_pools();
    for (const [, sub] of owner.dup_sub_arenas()) {
        for (let pool = 0; pool < nPools; pool++) {
            const n = sub.get_pool_n_elements(pool);
            for (let i = 0; i < n; i++)
                yield sub.get_ref(pool, i);
        }
    }
}

function show(value) {
    if (typeof value === 'string')
        return JSON.stringify(value);
    return typeof value === 'bigint' ? `${value}n` : String(value);
}

// As the library's text of an arena.
function textOf(owner) {
    const nPools = owner.get_n_pools();
    const subs = [...owner.dup_sub_arenas()].map(([id, sub]) => {
        const pools = [];
        for (let pool = 0; pool < nPools; pool++) {
            const values = [];
            for (let i = 0; i < sub.get_pool_n_elements(pool); i++)
                values.push(show(owner.get(sub.get_ref(pool, i))));
            if (nPools === 1)
                pools.push(`[${values.join(', ')}]`);
            else if (values.length > 0)
                pools.push(`${pool}: [${values.join(', ')}]`);
        }
        return `${id}: ${nPools === 1 ? pools[0] : `{${pools.join(', ')}}`}`;
    });
    return `{${subs.join(', ')}}`;
}

// The classes

function addAccessor(prototype, name, get, set) {
    Object.defineProperty(prototype, name, {configurable: true, enumerable: false, get, set});
}

function replaceMethods(prototype, names, wrap) {
    for (const name of names)
        prototype[name] = wrap(prototype[name]);
}

// The fields of a ref that cannot be written: set by overrideRef().
let fields = null;

function fixed(ref) {
    return ref === null || Object.hasOwn(ref, 'offset') ? ref : Object.defineProperties(ref, fields);
}

const givesRef = method => function (...args) {
    return fixed(method.apply(this, args));
};

function overrideRef(Ref) {
    const prototype = Ref.prototype;

    fields = {};
    for (const name of ['sub_arena', 'offset']) {
        const {get} = Object.getOwnPropertyDescriptor(prototype, name);
        fields[name] = {
            enumerable: true,
            get() {
                return get.call(this);
            },
            set() {
                throw new TypeError(`A ref does not change: ${name} cannot be set`);
            },
        };
    }
    prototype.equals = function (other) {
        return other instanceof Trove.Ref && this.equal(other);
    };
    // Equal refs are different objects: a Map takes this string as its key.
    prototype.toString = prototype.toJSON = function () {
        return this.to_string();
    };
    addAccessor(prototype, 'pool', function () {
        return this.get_pool();
    });
    addAccessor(prototype, 'index', function () {
        return this.get_index();
    });

    const {parse} = Ref;
    Ref.parse = text => fixed(parse(text));
    const result = new Proxy(Ref, {
        construct: (target, args) => fixed(Reflect.construct(target, args)),
    });
    prototype.constructor = result;
    return result;
}

// What arenas and snapshots have in common

function overrideReading(prototype) {
    const {get, read_int64s, read_doubles} = prototype;

    replaceMethods(prototype, ['get_root'], givesRef);
    prototype.get = function (ref) {
        const value = get.call(this, ref);
        return opened(this, poolOfRef(getPools(this), ref), ref, value);
    };
    // GJS 1.74 frees an array that was never returned when an argument before it is of a wrong type.
    const check = (name, first, n) => {
        if (!(first instanceof Trove.Ref) || !Number.isSafeInteger(n) || n < 0)
            throw new TypeError(`${name} takes the ref of the first element and how many there are`);
    };
    prototype.read_int64s = function (first, n) {
        check('read_int64s', first, n);
        const pool = poolOfRef(getPools(this), first);
        if (!pool?.wide || n === 0)
            return read_int64s.call(this, first, n);
        const numbers = integersOf(this.read_bytes(first, n), WIDE.get(pool.name));
        if (numbers.some(number => number > MAX_INT64))
            return read_int64s.call(this, first, n); // refused by the library
        return numbers;
    };
    prototype.read_doubles = function (first, n) {
        check('read_doubles', first, n);
        return read_doubles.call(this, first, n);
    };
    // The values of n elements, one after the other from the first.
    prototype.read_many = function (first, n) {
        check('read_many', first, n);
        if (n === 0)
            return [];
        const pool = getPools(this)[first.get_pool()];
        if (pool?.wide)
            return integersOf(this.read_bytes(first, n), WIDE.get(pool.name));
        if (pool?.name === 'gdouble' || pool?.name === 'gfloat')
            return this.read_doubles(first, n);
        const {sub_arena, offset} = first;
        return Array.from({length: n}, (_, i) => this.get(new Trove.Ref({sub_arena, offset: offset + i})));
    };
    addAccessor(prototype, 'length', function () {
        return this.get_n_elements();
    });
    prototype[Symbol.iterator] = function () {
        return refsOf(this);
    };
}

// Changes fields of what a string has as JSON, or of a GVariant of type a{sv}.
function replaced(value, changes) {
    if (typeof value === 'string') {
        const object = JSON.parse(value);
        if (typeof object === 'object' && object !== null)
            return JSON.stringify(Object.assign(object, changes));
    } else if (value instanceof GLib.Variant && value.get_type_string() === 'a{sv}') {
        return new GLib.Variant('a{sv}', {...value.unpack(), ...changes});
    }
    throw new TypeError('replace() knows strings of JSON and GVariants of type a{sv}');
}

function checkIntegers(values) {
    for (const value of values) {
        const ok = typeof value === 'bigint' ? value >= MIN_INT64 && value <= MAX_INT64
            : Number.isSafeInteger(value) && !Object.is(value, -0);
        if (!ok)
            throw typeMismatch(`A value of JavaScript type ${nameOf(value)} is no integer of 64 bits`);
    }
}

function checkDoubles(values) {
    for (const value of values) {
        if (typeof value !== 'number')
            throw typeMismatch(`A value of JavaScript type ${nameOf(value)} is no number`);
    }
}

function overrideAppending(prototype) {
    const {append_to, append_many, append_int64s, append_doubles, find_pool, set} = prototype;

    prototype.find_pool = function (value) {
        return choosePool(this, find_pool, value).index;
    };
    prototype.append = function (value, pool = undefined) {
        const pools = getPools(this);
        if (pool !== undefined)
            pool = getPool(pools, pool);
        else
            pool = pools.length > 1 ? choosePool(this, find_pool, value) : pools[0];
        return fixed(append_to.call(this, pool.index, pool.store(value)));
    };
    prototype.append_to = function (pool, value) {
        return this.append(value, pool);
    };
    // All of them, or none; the ref of the first.
    prototype.append_many = function (values, pool = undefined) {
        const pools = getPools(this);
        values = [...values];
        if (pool !== undefined)
            pool = getPool(pools, pool);
        else
            pool = pools.length > 1 && values.length > 0 ? choosePool(this, find_pool, values[0]) : pools[0];
        return fixed(append_many.call(this, pool.index, values.map(value => pool.store(value))));
    };
    prototype.append_int64s = function (pool, values) {
        checkIntegers(values);
        if (values.every(value => typeof value === 'number'))
            return fixed(append_int64s.call(this, getPool(getPools(this), pool).index, values));
        return this.append_many(values, pool);
    };
    prototype.append_doubles = function (pool, values) {
        checkDoubles(values);
        return fixed(append_doubles.call(this, getPool(getPools(this), pool).index, values));
    };
    replaceMethods(prototype, ['append_bytes'], givesRef);
    prototype.set = function (ref, value) {
        const pool = poolOfRef(getPools(this), ref);
        // A pool that is not there is for the library to refuse.
        return fixed(set.call(this, ref, pool === undefined ? value : pool.store(value)));
    };
    prototype.replace = function (ref, changes) {
        return this.set(ref, replaced(this.get(ref), changes));
    };
}

function checkNoPromise(result) {
    if (typeof result?.then === 'function')
        throw new TypeError('The function gave a promise: the guard ends when the function returns, so it cannot be async');
    return result;
}

function overrideBorrowing(prototype) {
    const {borrow, borrow_mut} = prototype;

    const guard = method => function (ref) {
        const result = method.call(this, ref);
        states.set(result, {arena: this, pool: poolOfRef(getPools(this), ref)});
        return result;
    };
    prototype.borrow = guard(borrow);
    prototype.borrow_mut = guard(borrow_mut);

    // Calls back with a guard, and gives what the function returned.
    prototype.with_borrow = function (ref, callback) {
        const result = this.borrow(ref);
        try {
            return checkNoPromise(callback(result));
        } finally {
            result.release();
        }
    };
    // Calls back with a guard to change the value through, and gives the ref to use from now on. An exception leaves the
    // element as it was.
    prototype.with_borrow_mut = function (ref, callback) {
        const result = this.borrow_mut(ref);
        const state = states.get(result);
        try {
            const now = refOf(result, state);
            checkNoPromise(callback(result));
            return now;
        } catch (error) {
            undo(result, state);
            throw error;
        } finally {
            result.release();
        }
    };
}

function overrideArena(prototype) {
    overrideReading(prototype);
    overrideAppending(prototype);
    overrideBorrowing(prototype);

    addAccessor(prototype, 'root', function () {
        return this.get_root();
    }, function (ref) {
        this.set_root(ref);
    });
    prototype.toString = function () {
        return this.to_string();
    };

    // A pool each: GTypes, classes with one, Number (double), BigInt (int64), String or Boolean.
    const for_types = types => {
        if (types.length < 1 || types.length > Trove.MAX_POOLS)
            throw new TypeError(`An arena has 1 to ${Trove.MAX_POOLS} pools, not ${types.length}`);
        return Trove.Arena.new_for_types(types.map(gtypeOf));
    };
    Trove.Arena.for_types = for_types;

    const _init = prototype._init;
    prototype._init = function (...args) {
        if (Array.isArray(args[0]))
            return for_types(args[0]);
        if (TYPES.has(args[0]) || isGType(args[0]) || args[0]?.$gtype)
            return for_types([args[0]]);
        const {elementType, element_type = elementType, ...properties} = args[0] ?? {};
        const gtype = element_type === undefined ? null : gtypeOf(element_type);
        // GJS 1.74 crashes when a property of a GType is to be that of GValues: for an arena, it is the default.
        _init.call(this, gtype === null || gtype.name === 'GValue' ? properties : {...properties, element_type: gtype});
        return undefined;
    };
}

// Guards: the arena and the pool; handed: a boxed value that was given out to be changed; before: what was there, in an
// array, before something else was set; ref: that of the element, once it was asked for.
const states = new WeakMap();

function refOf(guard, state) {
    state.ref ??= guard.dup_ref();
    return state.ref;
}

function undo(guard, state) {
    state.handed = undefined;
    if (state.before === undefined || guard.is_released())
        return;
    const [before] = state.before;
    state.before = undefined;
    guard.set_value(before);
}

function overrideBorrow(prototype) {
    const {get_value, set_value, release} = prototype;

    replaceMethods(prototype, ['dup_ref'], givesRef);
    prototype.get_value = function () {
        const state = states.get(this);
        if (state?.handed !== undefined)
            return state.handed;
        const value = get_value.call(this);
        if (state === undefined)
            return value;
        const result = opened(state.arena, state.pool, refOf(this, state), value);
        if (isChangeable(result) && this.is_mutable())
            state.handed = result;
        return result;
    };
    prototype.set_value = function (value) {
        const state = states.get(this);
        if (state === undefined)
            return set_value.call(this, value);
        const stored = state.pool.store(value);
        if (state.before === undefined && this.is_mutable() && !this.is_released()) {
            state.handed = undefined;
            state.before = [opened(state.arena, state.pool, refOf(this, state), get_value.call(this))];
        }
        const result = set_value.call(this, stored);
        state.handed = undefined;
        return result;
    };
    // Keeps what was changed of a boxed value.
    prototype.release = function () {
        const state = states.get(this);
        try {
            if (state?.handed !== undefined && !this.is_released())
                this.set_value(state.handed);
        } finally {
            if (state !== undefined)
                state.handed = state.before = undefined;
            release.call(this);
        }
    };
    addAccessor(prototype, 'value', function () {
        return this.get_value();
    }, function (value) {
        this.set_value(value);
    });
    addAccessor(prototype, 'ref', function () {
        return this.dup_ref();
    });
    prototype.toString = function () {
        if (this.is_released())
            return '[Trove.Borrow, released]';
        return `[Trove.Borrow of ${this.dup_ref()}${this.is_mutable() ? ', mutable' : ''}]`;
    };
}

function overrideSnapshot(prototype) {
    overrideReading(prototype);
    addAccessor(prototype, 'root', function () {
        return this.get_root();
    });
    prototype.toString = function () {
        return textOf(this);
    };
}

// A map of ids to sub-arenas.
function overrideVecMap(prototype) {
    prototype.entries = prototype[Symbol.iterator] = function* () {
        const n = this.get_n_items();
        for (let i = 0; i < n; i++) {
            const sub = this.get_item(i);
            yield [sub.get_id(), sub];
        }
    };
    prototype.keys = function* () {
        for (const [id] of this)
            yield id;
    };
    prototype.values = function* () {
        for (const [, sub] of this)
            yield sub;
    };
    addAccessor(prototype, 'length', function () {
        return this.get_n_items();
    });
    prototype.toString = function () {
        return `[Trove.VecMap of ${[...this.keys()].join(', ')}]`;
    };
}

function overrideSubArena(prototype) {
    const {get, get_row} = prototype;

    replaceMethods(prototype, ['get_ref'], givesRef);
    prototype.get = function (pool, index) {
        const value = get.call(this, pool, index);
        if (typeof value === 'object' && value !== null)
            return value instanceof Trove.Ref ? fixed(value) : unshared(value);
        return value;
    };
    prototype.get_row = function (pool, row) {
        return unshared(get_row.call(this, pool, row));
    };
    addAccessor(prototype, 'length', function () {
        return this.get_n_elements();
    });
    prototype.toString = function () {
        return `[Trove.SubArena ${this.get_id()} of ${this.get_n_elements()} elements]`;
    };
}

// GJS 1.74 ends the process when a class is derived from one that is final.
function makeFinal(klass, name) {
    klass._classInit = () => {
        throw new TypeError(`Trove.${name} is final: no class can be derived from it`);
    };
}

function _init() {
    Trove = this;

    Trove.Ref = overrideRef(Trove.Ref);
    overrideArena(Trove.Arena.prototype);
    overrideBorrow(Trove.Borrow.prototype);
    overrideSnapshot(Trove.Snapshot.prototype);
    overrideVecMap(Trove.VecMap.prototype);
    overrideSubArena(Trove.SubArena.prototype);
    Trove.Usage.prototype.toString = function () {
        return `[Trove.Usage of ${this.total} bytes]`;
    };
    for (const name of ['Arena', 'VecMap', 'SubArena'])
        makeFinal(Trove[name], name);
}
