// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Trove as JavaScript knows values: numbers, BigInts, strings and booleans go to pools of their kind, refs compare,
// print and can be iterated, guards end with a function.

/* exported _init */

const {GLib, GObject} = imports.gi;

let Trove;

const LONG_BITS = BigInt(GLib.SIZEOF_LONG * 8);

// The integer types, by their least and greatest number.
const INTEGERS = new Map([
    ['gchar', [-(2n ** 7n), 2n ** 7n - 1n]],
    ['guchar', [0n, 2n ** 8n - 1n]],
    ['gint', [-(2n ** 31n), 2n ** 31n - 1n]],
    ['guint', [0n, 2n ** 32n - 1n]],
    ['glong', [-(2n ** (LONG_BITS - 1n)), 2n ** (LONG_BITS - 1n) - 1n]],
    ['gulong', [0n, 2n ** LONG_BITS - 1n]],
    ['gint64', [-(2n ** 63n), 2n ** 63n - 1n]],
    ['guint64', [0n, 2n ** 64n - 1n]],
]);
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

const NATURAL = new Map([
    [Number, GObject.TYPE_DOUBLE],
    [BigInt, GObject.TYPE_INT64],
    [String, GObject.TYPE_STRING],
    [Boolean, GObject.TYPE_BOOLEAN],
]);

function typeMismatch(message) {
    return new Trove.Error({code: Trove.Error.TYPE_MISMATCH, message});
}

function doesNotFit(value, pool) {
    const where = `pool ${pool.index} (${pool.name})`;
    let what = typeof value;

    if (value === null) {
        what = 'null';
    } else if (what === 'object' || what === 'function' || what === 'symbol') {
        if (Array.isArray(value))
            what = 'array';
        return typeMismatch(`A JavaScript ${what} cannot be stored in ${where}: the collector would free it; ` +
            'store a string, a number, a GObject or a GVariant');
    } else if (what !== 'undefined') {
        what += ` (${what === 'string' ? JSON.stringify(value) : value})`;
    }
    return typeMismatch(`A value of JavaScript type ${what} does not fit ${where}`);
}

function makeValue(gtype, setter, contents) {
    const value = new GObject.Value();
    value.init(gtype);
    if (setter)
        value[setter](contents);
    return value;
}

// The library takes these to the pool's own size.
function bigValue(big, least, greatest) {
    if (big < least || big > greatest)
        return null;
    return big < 2n ** 63n
        ? makeValue(GObject.TYPE_INT64, 'set_int64', big)
        : makeValue(GObject.TYPE_UINT64, 'set_uint64', big);
}

// What a string keeps on its way to UTF-8 and back.
function isText(string) {
    return !string.includes('\0') && !/\p{Surrogate}/u.test(string);
}

function isGType(value) {
    return typeof value === 'object' && Object.prototype.toString.call(value) === '[object GIRepositoryGType]';
}

function gtypeOf(type) {
    const gtype = NATURAL.get(type) ?? type?.$gtype ?? type;
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

// Whatever a pool of GValues takes, each element its own type. A number is what GJS makes of it: a gint or a double.
function anyValue(value) {
    switch (typeof value) {
    case 'number':
    case 'boolean':
        return value;
    case 'bigint':
        // What is more could not be read again.
        return bigValue(value, -MAX_SAFE, MAX_SAFE);
    case 'string':
        return isText(value) ? value : null;
    default:
        if (isGType(value))
            return makeValue(GObject.type_from_name('GType'), 'set_gtype', value);
        return isIntrospected(value) ? value : null;
    }
}

// One pool of an arena: what it makes of a JavaScript value, or null for one that does not fit.
class Pool {
    constructor(gtype, index) {
        this.gtype = gtype;
        this.index = index;
        this.name = gtype.name;
        this.range = INTEGERS.get(this.name) ?? null;
        // Numbers that a double may not hold.
        this.wide = this.range !== null && this.range[1] > MAX_SAFE;
        this.enumeration = GObject.type_is_a(gtype, GObject.TYPE_ENUM) || GObject.type_is_a(gtype, GObject.TYPE_FLAGS);
        this.signed = this.range !== null && this.range[0] < 0n;
    }

    convert(value) {
        const type = typeof value;

        if (this.name === 'GValue')
            return anyValue(value);
        if (type === 'bigint')
            return bigValue(value, ...this.range ?? [-MAX_SAFE, MAX_SAFE]);
        if (isIntrospected(value))
            return value;
        if (this.range !== null) {
            // A number beyond 2^53 is no longer sure to be the one that was meant.
            return type === 'number' && Number.isSafeInteger(value) ? value : null;
        }
        switch (this.name) {
        case 'gdouble':
            return type === 'number' ? value : null;
        case 'gfloat':
            // JavaScript has no other numbers: one that is to go to a pool of 32-bit floats is rounded.
            if (type !== 'number' || (Number.isFinite(value) && !Number.isFinite(Math.fround(value))))
                return null;
            return Math.fround(value);
        case 'gboolean':
            return type === 'boolean' ? value : null;
        case 'gchararray':
            if (type === 'string')
                return isText(value) ? value : null;
            break;
        case 'GType':
            return isGType(value) ? makeValue(this.gtype, 'set_gtype', value) : null;
        }
        // Enumerations: the library knows whether it is the number of one.
        if (this.enumeration)
            return type === 'number' ? value : null;
        return value === null ? makeValue(this.gtype) : null;
    }

    store(value) {
        const converted = this.convert(value);
        if (converted === null && !(value === null && this.name === 'GValue'))
            throw doesNotFit(value, this);
        return converted;
    }
}

// Which pools a value without a GType of its own is offered to, the best first.
function inOrder(pools, value) {
    const named = (...names) => names.flatMap(name => pools.filter(pool => pool.name === name));
    const integers = [...named('gint64'), ...pools.filter(pool => pool.range !== null && pool.name !== 'gint64')];

    switch (typeof value) {
    case 'number':
        return Number.isSafeInteger(value)
            ? [...integers, ...named('gdouble', 'GValue', 'gfloat')] : named('gdouble', 'GValue', 'gfloat');
    case 'bigint':
        return [...integers, ...named('GValue', 'gdouble')];
    case 'boolean':
        return named('gboolean', 'GValue');
    case 'string':
        return named('gchararray', 'GValue');
    default:
        return named('GValue');
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

function getPool(pools, index) {
    if (!Number.isInteger(index) || index < 0 || index >= pools.length)
        throw new RangeError(`There is no pool ${index}: there are ${pools.length}`);
    return pools[index];
}

function choosePool(pools, value) {
    const candidates = inOrder(pools, value);
    const fitting = candidates.find(pool => pool.convert(value) !== null || value === null);
    if (fitting === undefined)
        throw doesNotFit(value, candidates[0] ?? pools[0]);
    return fitting;
}

// GJS reads a 64-bit integer as a double. Where that is not the number, it is read again as a BigInt.
function exactly(owner, pools, ref, value) {
    if (typeof value !== 'number' || Number.isSafeInteger(value))
        return value;
    const pool = pools[pools.length === 1 ? 0 : ref.get_pool()];
    if (!pool.wide)
        return value;
    const bytes = owner.read_bytes(ref, 1).toArray();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const little = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
    return pool.signed ? view.getBigInt64(0, little) : view.getBigUint64(0, little);
}

function* refsOf(owner) {
    const nPools = owner.get_n_pools();
    for (const sub of owner.dup_sub_arenas()) {
        for (let pool = 0; pool < nPools; pool++) {
            const n = sub.get_pool_n_elements(pool);
            for (let i = 0; i < n; i++)
                yield sub.get_ref(pool, i);
        }
    }
}

// GJS 1.74 frees an array that was never returned when an argument before it is of a wrong type.
function checkReading(prototype) {
    for (const name of ['read_int64s', 'read_doubles']) {
        const method = prototype[name];
        prototype[name] = function (first, n) {
            if (!(first instanceof Trove.Ref) || !Number.isSafeInteger(n) || n < 0)
                throw new TypeError(`${name} takes the ref of the first element and how many there are`);
            return method.call(this, first, n);
        };
    }
}

function addAccessor(prototype, name, get, set) {
    Object.defineProperty(prototype, name, {configurable: true, enumerable: false, get, set});
}

function overrideRef(prototype) {
    prototype.equals = function (other) {
        return other instanceof Trove.Ref && this.equal(other);
    };
    // Equal refs are different objects: a Map takes this string as its key.
    prototype.toString = function () {
        return this.to_string();
    };
    addAccessor(prototype, 'pool', function () {
        return this.get_pool();
    });
    addAccessor(prototype, 'index', function () {
        return this.get_index();
    });
}

function overrideArena(prototype) {
    const {append, append_to, get, set, borrow, borrow_mut} = prototype;

    checkReading(prototype);
    prototype.append = function (value, pool = undefined) {
        const pools = getPools(this);
        if (pool === undefined && pools.length > 1 && isIntrospected(value))
            return append.call(this, value);
        if (pool === undefined)
            pool = pools.length > 1 ? choosePool(pools, value).index : 0;
        return append_to.call(this, pool, getPool(pools, pool).store(value));
    };
    prototype.append_to = function (pool, value) {
        return append_to.call(this, pool, getPool(getPools(this), pool).store(value));
    };
    prototype.get = function (ref) {
        return exactly(this, getPools(this), ref, get.call(this, ref));
    };
    prototype.set = function (ref, value) {
        const pools = getPools(this);
        const index = pools.length === 1 ? 0 : ref.get_pool();
        // A pool that is not there is for the library to refuse.
        return set.call(this, ref, index < pools.length ? pools[index].store(value) : value);
    };

    const guard = method => function (ref) {
        const result = method.call(this, ref);
        arenaOf.set(result, this);
        return result;
    };
    prototype.borrow = guard(borrow);
    prototype.borrow_mut = guard(borrow_mut);

    // Calls back with a guard, and gives what the function returned.
    prototype.with_borrow = function (ref, callback) {
        const result = this.borrow(ref);
        try {
            return callback(result);
        } finally {
            result.release();
        }
    };
    // Calls back with a guard to change the value through, and gives the ref to use from now on.
    prototype.with_borrow_mut = function (ref, callback) {
        const result = this.borrow_mut(ref);
        try {
            callback(result);
            return result.dup_ref();
        } finally {
            result.release();
        }
    };

    addAccessor(prototype, 'root', function () {
        return this.get_root();
    }, function (ref) {
        this.set_root(ref);
    });
    prototype.toString = function () {
        return this.to_string();
    };
    prototype[Symbol.iterator] = function () {
        return refsOf(this);
    };

    // GJS 1.74 crashes when a property of a GType is to be that of GValues: for an arena, it is the default.
    const _init = prototype._init;
    prototype._init = function ({elementType, element_type = elementType, ...properties} = {}) {
        const gtype = element_type === undefined ? null : gtypeOf(element_type);
        _init.call(this, gtype === null || gtype.name === 'GValue' ? properties : {...properties, element_type: gtype});
    };

    // A pool each: GTypes, classes with one, Number (double), BigInt (int64), String or Boolean.
    Trove.Arena.for_types = function (types) {
        if (types.length < 1 || types.length > Trove.MAX_POOLS)
            throw new TypeError(`An arena has 1 to ${Trove.MAX_POOLS} pools, not ${types.length}`);
        return Trove.Arena.new_for_types(types.map(gtypeOf));
    };
}

const arenaOf = new WeakMap();

function overrideBorrow(prototype) {
    const {get_value, set_value} = prototype;

    prototype.get_value = function () {
        const arena = arenaOf.get(this), value = get_value.call(this);
        if (!arena || typeof value !== 'number' || Number.isSafeInteger(value))
            return value;
        return exactly(arena, getPools(arena), this.dup_ref(), value);
    };
    prototype.set_value = function (value) {
        const arena = arenaOf.get(this);
        if (!arena)
            return set_value.call(this, value);
        const pools = getPools(arena);
        return set_value.call(this, pools[pools.length === 1 ? 0 : this.dup_ref().get_pool()].store(value));
    };
    addAccessor(prototype, 'value', function () {
        return this.get_value();
    }, function (value) {
        this.set_value(value);
    });
    addAccessor(prototype, 'ref', function () {
        return this.dup_ref();
    });
}

function overrideSnapshot(prototype) {
    const {get} = prototype;

    checkReading(prototype);
    prototype.get = function (ref) {
        return exactly(this, getPools(this), ref, get.call(this, ref));
    };
    addAccessor(prototype, 'root', function () {
        return this.get_root();
    });
    prototype[Symbol.iterator] = function () {
        return refsOf(this);
    };
}

function overrideVecMap(prototype) {
    prototype[Symbol.iterator] = function* () {
        const n = this.get_n_items();
        for (let i = 0; i < n; i++)
            yield this.get_item(i);
    };
}

function _init() {
    Trove = this;

    overrideRef(Trove.Ref.prototype);
    overrideArena(Trove.Arena.prototype);
    overrideBorrow(Trove.Borrow.prototype);
    overrideSnapshot(Trove.Snapshot.prototype);
    overrideVecMap(Trove.VecMap.prototype);
}
