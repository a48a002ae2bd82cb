// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// The fields of classes of objects: Trove.field.double() and others. Only _troveObjects.js uses this file.

/* exported init, functions, Field, classType, setField, validating, guarded, propertyName */

const {Gio, GLib, GObject} = imports.gi;
const System = imports.system;
const {isText, makeValue, unshared} = imports.overrides._troveValues;

let Trove, NativeObject, set_field;

function init(namespace) {
    Trove = namespace;
    NativeObject = namespace.Object;
    ({set_field} = NativeObject.prototype);
}

const READWRITE = GObject.ParamFlags.READWRITE;
const TYPE_STRV = GObject.type_from_name('GStrv');

// Errors

function nameOf(value) {
    if (value === null || value === undefined)
        return String(value);
    return typeof value === 'object' ? value.constructor?.name ?? 'object' : typeof value;
}

function expected(kind, value) {
    return new TypeError(`expected ${kind}, not ${nameOf(value)}`);
}

// The error that a method validate() threw. The library returns a GError in its place, which has its message alone.
let refusal = null;

function validating(validate) {
    try {
        validate();
    } catch (error) {
        refusal = error;
        throw error;
    }
}

// The error to throw for one of the library: that of validate(), or a TypeError for a value of a wrong type.
function translated(error) {
    const thrown = refusal;
    refusal = null;
    if (thrown !== null)
        return thrown;
    if (error instanceof GLib.Error && error.matches(Trove.Error, Trove.Error.TYPE_MISMATCH))
        return new TypeError(error.message, {cause: error});
    return error;
}

function isBusy(error) {
    return error instanceof GLib.Error && error.matches(Trove.Error, Trove.Error.BUSY);
}

// Calls a function of the library that edits or registers.
function guarded(method, object, ...args) {
    refusal = null;
    try {
        return method.apply(object, args);
    } catch (error) {
        throw translated(error);
    }
}

// value: as set_field() takes it.
function setField(object, name, value) {
    refusal = null;
    try {
        return set_field.call(object, name, value) || setAgain(object, name, value);
    } catch (error) {
        throw translated(error);
    }
}

// Before GJS 1.82, C cannot call JavaScript while the collector works in steps, among them validate(), which then returns
// FALSE without an error. A whole collection ends that.
function setAgain(object, name, value) {
    System.gc();
    if (!set_field.call(object, name, value))
        throw new Error(`${name}: validate() could not be called, so nothing was set`);
    return true;
}

// Names

// The name of the GObject property: line-width of lineWidth and of line_width.
function propertyName(name) {
    return name.replace(/_/g, '-').replace(/(?<=[a-z0-9])[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

// The name of the type of a class without a GObject.GTypeName.
function classType(name) {
    return `Gjs_${name}`;
}

// Fields

function checkOptions(options, ...names) {
    if (typeof options !== 'object' || options === null || Array.isArray(options))
        throw expected(`options such as {nick: 'Size'}`, options);
    for (const name of Object.keys(options)) {
        if (!names.includes(name))
            throw new TypeError(`unknown option ${name}: expected one of ${names.join(', ')}`);
    }
}

// One field of a class. store() converts a value to one that set_field() takes, load() a value that GJS has read; without
// load() the value is as GJS has read it.
var Field = class {
    constructor(options, ...names) {
        checkOptions(options, ...names, 'nick', 'blurb');
        this.nick = options.nick ?? null;
        this.blurb = options.blurb ?? null;
        this.together = options.together ?? null;
        if (this.together !== null && typeof this.together !== 'string')
            throw expected('a string as together', this.together);
        this.optional = false;
        this.load = null;
    }

    // A merge takes the fields of one name from one side.
    setTogether(spec) {
        if (this.together !== null)
            Trove.param_spec_set_together(spec, this.together);
    }

    // Each kind of field has spec(name, typeName): a new param spec for the class that has the GType of that name.

    // Sets the field of an object. null stands for no value, if the field is optional. setField() and a function that only
    // converts would be two more calls for each field that is set.
    assign(object, name, value) {
        let stored;
        if (value === null && this.optional) {
            this._null ??= makeValue(this.valueType);
            stored = this._null;
        } else {
            try {
                stored = this.store(value);
            } catch (error) {
                error.message = `${name}: ${error.message}`;
                throw error;
            }
        }
        refusal = null;
        try {
            if (!set_field.call(object, name, stored))
                setAgain(object, name, stored);
        } catch (error) {
            throw translated(error);
        }
    }

    // The accessors of the field. get: the one that GJS makes.
    accessors(name, get) {
        const field = this, {load} = this;
        return {
            configurable: true,
            get: load === null ? get : function () {
                return load(get.call(this));
            },
            // Does nothing while handlers are told of an undo and such, as setters of GObject do.
            set(value) {
                try {
                    field.assign(this, name, value);
                } catch (error) {
                    if (!isBusy(error) || !this.document?.restoring)
                        throw error;
                }
            },
        };
    }
};

class ValueField extends Field {
    // parts: spec (name, nick, blurb, default, field), store, load, optional, valueType. initial: the default.
    constructor(parts, initial, options = {}, ...names) {
        super(options, ...names, 'together');
        this.parts = parts;
        this.store = parts.store;
        this.load = parts.load ?? null;
        this.optional = parts.optional ?? false;
        this.valueType = parts.valueType;
        this.initial = initial;
        this.flags = (options.interned ? Trove.PARAM_INTERNED : 0) | (options.byElement ? Trove.PARAM_BY_ELEMENT : 0);
        if (initial !== null || !this.optional)
            this.store(initial);    // throws the error of a default of another type
    }

    spec(name) {
        const spec = this.parts.spec(name, this.nick, this.blurb, this.initial);
        Trove.param_spec_add_flags(spec, this.flags);
        this.setTogether(spec);
        return spec;
    }
}

function numberField(make, check, kind, initial, options, least, greatest) {
    const {minimum = least, maximum = greatest} = options;
    const store = value => {
        if (!check(value))
            throw expected(kind, value);
        if (value < minimum || value > maximum)
            throw new RangeError(`expected ${kind} from ${minimum} to ${maximum}, not ${value}`);
        return value;
    };
    const spec = (name, nick, blurb, value) => make(name, nick, blurb, READWRITE, minimum, maximum, value);
    return new ValueField({spec, store}, initial, options, 'minimum', 'maximum');
}

function storeString(value) {
    if (typeof value !== 'string')
        throw expected('a string', value);
    if (!isText(value))
        throw new TypeError('a string of a field cannot have a NUL or half a surrogate pair');
    return value;
}

// No bytes and no strings are stored as NULL, the default of their types, so that they equal the default.
function storeBytes(value) {
    if (!(value instanceof GLib.Bytes) && !(value instanceof Uint8Array))
        throw expected('a Uint8Array', value);
    if ((value.length ?? value.get_size()) === 0)
        return makeValue(GLib.Bytes.$gtype);
    return value instanceof GLib.Bytes ? unshared(value) : new GLib.Bytes(value);
}

// GJS makes a list of strings for a property alone, so a property of a stock object makes the GValue.
let carrier = null;

function storeStrings(value) {
    if (!Array.isArray(value))
        throw expected('an array of strings', value);
    carrier ??= new Gio.SimpleProxyResolver();
    const result = makeValue(TYPE_STRV);
    if (value.length === 0)
        return result;
    carrier.ignore_hosts = value.map(storeString);
    carrier.get_property('ignore-hosts', result);
    return result;
}

// The order of the bytes, which is that of a merged set.
function storeSet(value) {
    if (typeof value?.[Symbol.iterator] !== 'function' || typeof value === 'string')
        throw expected('an array or a Set of strings', value);
    return storeStrings([...new Set(value)].map(storeString).sort(GLib.strcmp0));
}

function instanceOf(kind, name) {
    return value => {
        if (!(value instanceof kind))
            throw expected(name, value);
        return unshared(value);
    };
}

function typeOf(kind, fundamental) {
    const gtype = kind?.$gtype;
    if (!gtype || !GObject.type_is_a(gtype, fundamental))
        throw new TypeError(`expected a type of ${fundamental.name}, not ${kind?.name ?? kind}`);
    return gtype;
}

function storeMember(kind, isFlags) {
    const members = Object.values(kind).filter(value => typeof value === 'number');
    const all = members.reduce((bits, value) => bits | value, 0);
    return value => {
        const fits = Number.isInteger(value) && (isFlags ? (value & ~all) === 0 : members.includes(value));
        if (!fits)
            throw new TypeError(`expected a value of ${kind.$gtype.name}, not ${String(value)}`);
        return value;
    };
}

// An object of a type that never changes, a boxed value, or another one without a default.
function instanceField(makeSpec, kind, gtype, options, ...names) {
    const spec = (name, nick, blurb) => makeSpec(name, nick, blurb, READWRITE, gtype);
    const store = instanceOf(kind, gtype.name);
    return new ValueField({spec, store, optional: true, valueType: gtype, load: unshared}, null, options,
        ...names);
}

// References

function isClass(kind) {
    return typeof kind === 'function' && kind.$gtype && GObject.type_is_a(kind.$gtype, NativeObject.$gtype);
}

class ReferenceField extends Field {
    constructor(kind, owned, options = {}, ...names) {
        super(options, ...names);
        if (typeof kind !== 'string' && !isClass(kind))
            throw new TypeError(`expected a class of objects or the name of one, not ${nameOf(kind)}`);
        this.kind = kind;
        this.owned = owned;
        this.optional = true;
        this.valueType = NativeObject.$gtype;
    }

    spec(name, typeName) {
        const isNamed = typeof this.kind === 'string';
        const spec = this.makeSpec(name, isNamed ? NativeObject.$gtype : this.kind.$gtype);
        if (isNamed)
            Trove.param_spec_set_type_name(spec, typeName(this.kind));
        if (this.owned)
            Trove.param_spec_add_flags(spec, Trove.PARAM_OWNED);
        this.setTogether(spec);
        return spec;
    }

    makeSpec(name, gtype) {
        return GObject.ParamSpec.object(name, this.nick, this.blurb, READWRITE, gtype);
    }

    store(value) {
        if (!(value instanceof NativeObject))
            throw expected('an object of a document', value);
        return value;
    }
}

class ListField extends ReferenceField {
    makeSpec(name, gtype) {
        return Trove.param_spec_list(name, this.nick, this.blurb, gtype, GObject.ParamFlags.READABLE);
    }

    assign(object, name, items) {
        const list = object.get_list(name);
        list.splice(0, list.length, ...items);
    }
}

// Trove.field

var functions = {
    double(initial = 0, options = {}) {
        return numberField(GObject.ParamSpec.double, value => typeof value === 'number', 'a number', initial, options,
            -Number.MAX_VALUE, Number.MAX_VALUE);
    },
    int(initial = 0, options = {}) {
        return numberField(GObject.ParamSpec.int64, Number.isSafeInteger, 'a safe integer', initial, options,
            Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    },
    boolean(initial = false, options = {}) {
        const store = value => {
            if (typeof value !== 'boolean')
                throw expected('a boolean', value);
            return value;
        };
        const spec = (name, nick, blurb, value) => GObject.ParamSpec.boolean(name, nick, blurb, READWRITE, value);
        return new ValueField({spec, store}, initial, options);
    },
    // A string. With null as the default, the value can be null.
    string(initial = '', options = {}) {
        const spec = (name, nick, blurb, value) => GObject.ParamSpec.string(name, nick, blurb, READWRITE, value);
        return new ValueField({spec, store: storeString, optional: initial === null, valueType: GObject.TYPE_STRING},
            initial, options, 'interned');
    },
    // Bytes, which are read as a new Uint8Array.
    bytes(options = {}) {
        const spec = (name, nick, blurb) => GObject.ParamSpec.boxed(name, nick, blurb, READWRITE, GLib.Bytes);
        const load = value => value === null ? new Uint8Array() : Uint8Array.from(value.toArray());
        return new ValueField({spec, store: storeBytes, load}, new Uint8Array(), options);
    },
    // An array of strings, which is read as a frozen array. byElement: it is a set, which is stored sorted.
    strings(options = {}) {
        const spec = (name, nick, blurb) => GObject.ParamSpec.boxed(name, nick, blurb, READWRITE, TYPE_STRV);
        const store = options.byElement ? storeSet : storeStrings;
        return new ValueField({spec, store, load: Object.freeze}, [], options, 'byElement');
    },
    enum(kind, initial = undefined, options = {}) {
        const gtype = typeOf(kind, GObject.TYPE_ENUM);
        const spec = (name, nick, blurb, value) => GObject.ParamSpec.enum(name, nick, blurb, READWRITE, gtype, value);
        const first = Object.values(kind).find(value => typeof value === 'number');
        return new ValueField({spec, store: storeMember(kind, false)}, initial ?? first, options);
    },
    flags(kind, initial = 0, options = {}) {
        const gtype = typeOf(kind, GObject.TYPE_FLAGS);
        const spec = (name, nick, blurb, value) => GObject.ParamSpec.flags(name, nick, blurb, READWRITE, gtype, value);
        return new ValueField({spec, store: storeMember(kind, true)}, initial, options);
    },
    boxed(kind, options = {}) {
        return instanceField(GObject.ParamSpec.boxed, kind, typeOf(kind, GObject.TYPE_BOXED), options);
    },
    // An object of a type that never changes: Gio.File, Gio.Icon.
    object(kind, options = {}) {
        const gtype = kind?.$gtype;
        if (!gtype || isClass(kind))
            throw new TypeError(`expected a type such as Gio.File, not ${kind?.name ?? kind}`);
        return instanceField(GObject.ParamSpec.object, kind, gtype, options);
    },
    // byElement: it is a dictionary.
    variant(options = {}) {
        const type = options.byElement ? 'a{?*}' : '*';
        const make = (name, nick, blurb, flags) =>
            GObject.param_spec_variant(name, nick, blurb, new GLib.VariantType(type), null, flags);
        return instanceField(make, GLib.Variant, GObject.TYPE_VARIANT, options, 'byElement');
    },
    // An object that belongs to another one, or null.
    reference(kind, options = {}) {
        return new ReferenceField(kind, false, options, 'together');
    },
    // A list of such objects.
    references(kind, options = {}) {
        return new ListField(kind, false, options);
    },
    // An object that belongs to this one, or null.
    child(kind, options = {}) {
        return new ReferenceField(kind, true, options);
    },
    // A list of objects that belong to this one.
    children(kind, options = {}) {
        return new ListField(kind, true, options);
    },
};
