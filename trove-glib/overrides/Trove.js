// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// The JavaScript override of Trove. Arenas take numbers, BigInts, strings and booleans. Refs can be compared and
// printed, and cannot be changed. with_borrow() and with_borrow_mut() release a guard when a function returns. The
// library chooses the pool of a value, and checks whether the value fits. _troveObjects.js has the objects of documents.

/* exported _init */

const {GLib, GObject} = imports.gi;
const {
    init, TYPES, isGType, gtypeOf, unshared, getPools, getPool, poolOfRef, choosePool, isChangeable, integersOf,
    opened, fixed, setFields, checkIntegers, checkDoubles, isTooLarge,
} = imports.overrides._troveValues;
const {addAccessor} = imports.overrides._troveArrays;
const Objects = imports.overrides._troveObjects;

let Trove;

// Iteration and text

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

// The text of an arena or snapshot, in the form of trove_arena_to_string().
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

function replaceMethods(prototype, names, wrap) {
    for (const name of names)
        prototype[name] = wrap(prototype[name]);
}

const givesRef = method => function (...args) {
    return fixed(method.apply(this, args));
};

function overrideRef(Ref) {
    const prototype = Ref.prototype;

    const fields = {};
    for (const name of ['sub_arena', 'offset']) {
        const {get} = Object.getOwnPropertyDescriptor(prototype, name);
        fields[name] = {
            enumerable: true,
            get() {
                return get.call(this);
            },
            set() {
                throw new TypeError(`A ref cannot be changed: ${name} cannot be set`);
            },
        };
    }
    setFields(fields);
    prototype.equals = function (other) {
        return other instanceof Trove.Ref && this.equal(other);
    };
    // Equal refs are different objects, so a Map needs this string as the key.
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

// Reading: arenas and snapshots alike

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
            throw new TypeError(`${name}() expects a Trove.Ref and a number of elements, 0 or more`);
    };
    prototype.read_int64s = function (first, n) {
        check('read_int64s', first, n);
        const pool = poolOfRef(getPools(this), first);
        if (!pool?.wide || n === 0)
            return read_int64s.call(this, first, n);
        const numbers = integersOf(this.read_bytes(first, n), pool);
        // The library fails for numbers that are too large, and its error names them.
        return numbers.some(isTooLarge) ? read_int64s.call(this, first, n) : numbers;
    };
    prototype.read_doubles = function (first, n) {
        check('read_doubles', first, n);
        return read_doubles.call(this, first, n);
    };
    // Returns the values of n elements whose indices follow one another, from the first.
    prototype.read_many = function (first, n) {
        check('read_many', first, n);
        if (n === 0)
            return [];
        const pool = getPools(this)[first.get_pool()];
        if (pool?.wide)
            return integersOf(this.read_bytes(first, n), pool);
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

// Returns a value with other fields. The value is a string of JSON, or a GVariant of type a{sv}.
function replaced(value, changes) {
    if (typeof value === 'string') {
        const object = JSON.parse(value);
        if (typeof object === 'object' && object !== null)
            return JSON.stringify(Object.assign(object, changes));
    } else if (value instanceof GLib.Variant && value.get_type_string() === 'a{sv}') {
        return new GLib.Variant('a{sv}', {...value.unpack(), ...changes});
    }
    throw new TypeError('replace() expects a string of JSON that is an object, or a GVariant of type a{sv}');
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
    // Appends all values, or none. Returns the ref of the first element.
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
        // If the pool does not exist, the library returns an error.
        return fixed(set.call(this, ref, pool === undefined ? value : pool.store(value)));
    };
    prototype.replace = function (ref, changes) {
        return this.set(ref, replaced(this.get(ref), changes));
    };
}

function checkNoPromise(result) {
    if (typeof result?.then === 'function')
        throw new TypeError('The function must not be async: the guard is released when the function returns');
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

    // Calls a function with a shared guard. Returns the result of the function.
    prototype.with_borrow = function (ref, callback) {
        const result = this.borrow(ref);
        try {
            return checkNoPromise(callback(result));
        } finally {
            result.release();
        }
    };
    // Calls a function with a mutable guard. Returns the ref to use from now on. After an exception, the element has
    // the value that it had before.
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
    // GJS converts a value that is not a number to 0, which would remove the limit.
    const {set_max_bytes} = prototype;
    prototype.set_max_bytes = function (bytes) {
        if (!Number.isSafeInteger(bytes) || bytes < 0)
            throw new TypeError(`max_bytes must be a number of bytes, or 0 for no limit, not ${String(bytes)}`);
        return set_max_bytes.call(this, bytes);
    };
    for (const name of ['max_bytes', 'maxBytes']) {
        addAccessor(prototype, name, function () {
            return this.get_max_bytes();
        }, function (bytes) {
            this.set_max_bytes(bytes);
        });
    }
    prototype.toString = function () {
        return this.to_string();
    };

    // Makes an arena with a pool for each type: GTypes, classes that have a GType, Number (double), BigInt (int64),
    // String or Boolean.
    const for_types = types => {
        if (types.length < 1 || types.length > Trove.MAX_POOLS)
            throw new TypeError(`An arena must have 1 to ${Trove.MAX_POOLS} pools, not ${types.length}`);
        return Trove.Arena.new_for_types(types.map(gtypeOf));
    };
    Trove.Arena.for_types = for_types;

    const _init = prototype._init;
    prototype._init = function (...args) {
        if (Array.isArray(args[0]))
            return for_types(args[0]);
        if (args.length > 1 || TYPES.has(args[0]) || isGType(args[0]) || args[0]?.$gtype)
            return for_types(args);
        const {elementType, element_type = elementType, ...properties} = args[0] ?? {};
        const gtype = element_type === undefined ? null : gtypeOf(element_type);
        // GJS 1.74 crashes when a property of type GType is set to the type of GValues, which is the default here.
        _init.call(this, gtype === null || gtype.name === 'GValue' ? properties : {...properties, element_type: gtype});
        return undefined;
    };
}

// The state of each guard. arena, pool: those of the element. handed: the boxed value that `value` returned, which may
// be changed and is not stored yet. before: an array of the value before another one was set. ref: the ref of the
// element, after refOf() was called.
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
    // Stores a boxed value that was changed, and releases the guard.
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

// Makes a list of sub-arenas iterable as pairs of id and sub-arena.
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
    init(this);

    Trove.Ref = overrideRef(Trove.Ref);
    overrideArena(Trove.Arena.prototype);
    overrideBorrow(Trove.Borrow.prototype);
    overrideSnapshot(Trove.Snapshot.prototype);
    overrideVecMap(Trove.VecMap.prototype);
    overrideSubArena(Trove.SubArena.prototype);
    Trove.Usage.prototype.toString = function () {
        return `[Trove.Usage of ${this.total} bytes]`;
    };
    Objects.init(this);
    for (const name of ['Arena', 'VecMap', 'SubArena', 'List', 'Document'])
        makeFinal(Trove[name], name);
}
