// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Objects of documents in JavaScript: classes, lists and documents. Only Trove.js uses this file.
//
// The library registers the type of a class, not GObject.registerClass(), which would run _init() for each handle of an
// object that is there already. GJS makes a prototype for such a type. The prototypes of an object of a class Circle that is
// derived from Shape are
//
//     the one that GJS made for the type of Circle: has the accessors of all fields
//     Circle.prototype: has the accessors of its own fields, for `super`
//     Shape.prototype
//     guard: refuses attributes that no class has
//     Trove.Object.prototype

/* exported init */

const {Gio, GObject} = imports.gi;
const Gi = imports._gi;
const System = imports.system;
const Changes = imports.overrides._troveChanges;
const Fields = imports.overrides._troveFields;
const {addAccessor, readAsArray} = imports.overrides._troveArrays;
const {Field, guarded, propertyName} = Fields;

let Trove, NativeObject;

// Classes

// A class -> {Native, fields, spelled, methods, table, signals}. Native: the constructor that GJS made for the type. fields:
// the fields of the class and of those above it, by name. spelled: [name, field] by each spelling of the name. methods: the
// names of those that the library calls while an object is made. table, signals: the fields and signals of the class alone,
// as they were given.
const classes = new WeakMap();

// The name of a type -> its class. A type lasts until the program ends.
const classOfType = new Map();

// Documents with an edit() that runs, the last one last.
const edits = [];

function typeNameOf(klass) {
    return Object.hasOwn(klass, GObject.GTypeName) ? klass[GObject.GTypeName] : Fields.classType(klass.name);
}

// Refuses what GObject.registerClass() takes, and what a type of fields alone cannot have.
function checkMetadata(klass) {
    const refused = new Map([
        [GObject.properties, 'other properties: keep state that is in no document in attributes with an underscore'],
        [GObject.interfaces, 'interfaces'],
        [GObject.requires, 'requirements of an interface'],
        [GObject.GTypeFlags, 'flags of a type'],
    ]);
    for (const symbol of Object.getOwnPropertySymbols(klass)) {
        if (refused.has(symbol))
            throw new TypeError(`${klass.name} has fields alone, and cannot have ${refused.get(symbol)}`);
        if (symbol.description?.startsWith('GTK widget'))
            throw new TypeError(`${klass.name} is no widget, and cannot have a template or children of a template`);
    }
}

function versionOf(klass) {
    return Object.hasOwn(klass, 'schemaVersion') ? klass.schemaVersion : null;
}

function checkClass(klass) {
    if (typeof klass !== 'function' || !klass.prototype) {
        throw new TypeError('Trove.registerClass() expects a class: a table such as {GTypeName, Signals} is ' +
            'static [GObject.GTypeName] and static [GObject.signals] of the class');
    }
    if (classes.has(klass))
        throw new TypeError(`${klass.name} is registered already`);
    if (klass.name === '' && !Object.hasOwn(klass, GObject.GTypeName))
        throw new TypeError('a class needs a name, which its type has: Trove.registerClass(class Shape extends …)');
    const parent = Object.getPrototypeOf(klass);
    if (parent !== Trove.Object && !classes.has(parent)) {
        throw new TypeError(`${klass.name} must be derived from Trove.Object, or from a class of ` +
            `Trove.registerClass(), not from ${parent?.name || 'no class'}`);
    }
    checkMetadata(klass);
    const version = versionOf(klass);
    if (version !== null && !(Number.isInteger(version) && version > 0 && version < 2 ** 32))
        throw new TypeError(`${klass.name}.schemaVersion is an integer from 1 to 2³² − 1, not ${version}`);
    const fields = Object.hasOwn(klass, 'fields') ? klass.fields : {};
    for (const [name, field] of Object.entries(fields)) {
        if (!(field instanceof Field))
            throw new TypeError(`${klass.name}.fields.${name} must be a field, as Trove.field.double() is`);
        if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
            throw new TypeError(`${klass.name} cannot have a field “${name}”: GObject's names begin with a letter from A ` +
                'to Z, and have such letters, digits and _');
        }
        // The class has the $gtype of its parent until it is registered.
        if (typeof field.kind === 'function' && !Object.hasOwn(field.kind, '$gtype')) {
            if (field.kind !== klass) {
                throw new TypeError(`${klass.name}.fields.${name} names ${field.kind.name}, which is not registered: ` +
                    'name it by a string, or register it before');
            }
            field.kind = klass.name;
        }
        if (Object.hasOwn(klass.prototype, name))
            throw new TypeError(`${klass.name} has a field ${name} and a method or an accessor of that name`);
    }
    return [parent, fields];
}

// A `static { Trove.registerClass(this); }` above the fields and signals registers a class without them.
function checkTable(klass) {
    const {table, signals} = classes.get(klass);
    if (Object.hasOwn(klass, 'fields') && klass.fields !== table ||
        Object.hasOwn(klass, GObject.signals) && klass[GObject.signals] !== signals) {
        throw new TypeError(`${klass.name} has other fields or signals than when it was registered: ` +
            'write static fields and signals above the call of Trove.registerClass()');
    }
}

function fieldsOf(klass) {
    return classes.get(klass)?.fields ?? new Map();
}

// As of other properties in GJS: lineWidth, line_width and 'line-width'.
function spellings(name) {
    const property = propertyName(name);
    return new Set([name, property, property.replace(/-/g, '_'),
        property.replace(/-(.)/g, (_match, letter) => letter.toUpperCase())]);
}

function findDescriptor(prototype, name) {
    while (!Object.hasOwn(prototype, name))
        prototype = Object.getPrototypeOf(prototype);
    return Object.getOwnPropertyDescriptor(prototype, name);
}

function addAccessors(klass, Native, own, spelled) {
    const native = Native.prototype;
    for (const [name, field] of Object.entries(own)) {
        const property = propertyName(name);
        Reflect.has(native, property);      // makes GJS define its accessors
        const accessors = field.accessors(property, Object.getOwnPropertyDescriptor(native, property).get);
        for (const spelling of spellings(name))
            Object.defineProperty(klass.prototype, spelling, {...accessors, enumerable: spelling === name});
    }
    Object.setPrototypeOf(native, klass.prototype);
    // Otherwise GJS would define its accessors here, which warn where these throw.
    for (const spelling of spelled.keys())
        Object.defineProperty(native, spelling, findDescriptor(klass.prototype, spelling));
    Object.defineProperty(native, 'constructor', {configurable: true, writable: true, value: klass});
}

// The type has the virtual functions of its parent, so a class that only inherits a method needs no call of its own.
function connectMethod(klass, Native, name, vfunc, call) {
    if (Object.hasOwn(klass.prototype, name))
        Native.prototype[Gi.hook_up_vfunc_symbol](vfunc, call);
}

function connectMethods(klass, Native) {
    connectMethod(klass, Native, 'validate', 'validate', function (pspec, value) {
        const [name, field] = classes.get(this.constructor).spelled.get(pspec.get_name());
        Fields.validating(() => this.validate(name, field.load === null ? value : field.load(value)));
        return true;
    });
    connectMethod(klass, Native, 'upgrade', 'upgrade', function (fromVersion, oldValues) {
        this.upgrade(fromVersion, oldValues.recursiveUnpack());
    });
    for (const name of ['added', 'attached']) {
        connectMethod(klass, Native, `vfunc_${name}`, name, function () {
            seen?.push([this, `vfunc_${name}`]);
            this[`vfunc_${name}`]();
        });
    }
}

function ownSignals(klass) {
    return Object.hasOwn(klass, GObject.signals) ? klass[GObject.signals] : {};
}

// Signals as GObject.registerClass() takes them.
function addSignals(klass, gtype) {
    for (const [name, signal] of Object.entries(ownSignals(klass))) {
        Gi.signal_new(gtype, name, signal.flags ?? GObject.SignalFlags.RUN_FIRST,
            signal.accumulator ?? GObject.AccumulatorType.NONE, signal.return_type ?? GObject.TYPE_NONE,
            signal.param_types ?? []);
    }
}

// Registers a class that is derived from Trove.Object, and returns it.
function registerClass(klass) {
    const [parent, own] = checkClass(klass);
    const typeName = typeNameOf(klass);
    const named = name => name === klass.name ? typeName : Fields.classType(name);
    const specs = Object.entries(own).map(([name, field]) => field.spec(propertyName(name), named));
    const gtype = guarded(NativeObject.register_type, NativeObject, typeName, parent.$gtype, specs);

    if (versionOf(klass) !== null)
        NativeObject.type_set_schema_version(gtype, versionOf(klass));

    const Native = Gi.lookupConstructor(gtype);
    const fields = new Map([...fieldsOf(parent), ...Object.entries(own)]);
    if (parent === Trove.Object)
        Object.setPrototypeOf(klass.prototype, guard);
    const spelled = new Map();
    for (const entry of fields)
        spellings(entry[0]).forEach(spelling => spelled.set(spelling, entry));
    addAccessors(klass, Native, own, spelled);
    connectMethods(klass, Native);
    addSignals(klass, gtype);
    Object.defineProperty(klass, '$gtype', {configurable: true, value: gtype});
    const methods = ['vfunc_added', 'vfunc_attached'].filter(name => Object.hasOwn(klass.prototype, name) ||
        classes.get(parent)?.methods.includes(name));
    classes.set(klass, {Native, fields, spelled, methods, table: own, signals: ownSignals(klass)});
    classOfType.set(typeName, klass);
    return klass;
}

// The class that a field names, or undefined.
function targetOf({kind}) {
    return typeof kind === 'string' ? classOfType.get(Fields.classType(kind)) : kind;
}

// The classes that a class names, and those that they name.
function classesNamed(root) {
    const found = new Set(), left = [root];
    while (left.length > 0) {
        const klass = left.pop();
        if (found.has(klass) || !classes.has(klass))
            continue;
        found.add(klass);
        for (const field of classes.get(klass).fields.values())
            left.push(targetOf(field));
    }
    return found;
}

// Objects

function hasNo(klass, name) {
    const names = [...fieldsOf(klass).keys()];
    return new TypeError(`${klass.name} has no field ${name}: its fields are ${names.join(', ') || 'none'}`);
}

// The last of the prototypes of JavaScript. An assignment comes here if no class has an accessor of that name.
let guard = null;

function makeGuard() {
    return new Proxy(Object.create(NativeObject.prototype), {
        set(target, name, value, receiver) {
            if (typeof name !== 'symbol' && !name.startsWith('_') && !Reflect.has(target, name))
                throw hasNo(receiver.constructor, name);
            return Reflect.set(target, name, value, receiver);
        },
    });
}

// Whether GJS keeps a reference to an object that JavaScript saw before the constructor of GObject returned, so that the object
// is never freed: GJS 1.74 to 1.89 do. undefined: not known yet.
let keepsSeen;

// Makes an object of a class with vfunc_attached(), drops it, and looks whether its handle is there still.
function findKeepsSeen() {
    const Probe = registerClass(class TroveProbe extends Trove.Object {
        vfunc_attached() {
        }
    });
    const document = makeDocument(Probe);
    const make = () => {
        const probe = new (classes.get(Probe).Native)({document});
        probe._isFirst = true;
        return probe.get_key();
    };
    const key = make();
    System.gc();
    return document.lookup(key)._isFirst === true;
}

// The objects that the library gives to methods while an object is made, and the names of the methods.
let seen = null;

// Makes an object. Returns the object and the names of the methods that the library has called for it.
function makeSeen(Native, document) {
    const before = seen;
    seen = [];
    try {
        const made = new Native({document});
        return [made, seen.filter(([object]) => object === made).map(([, name]) => name)];
    } finally {
        seen = before;
    }
}

function create(klass, document) {
    const {Native, methods} = classes.get(klass);
    if (methods.length === 0)
        return new Native({document});
    const [made, called] = makeSeen(Native, document);
    if (called.length < methods.length && made.get_key() !== 0) {
        System.gc();    // as in setAgain() of _troveFields.js
        methods.filter(name => !called.includes(name)).forEach(name => made[name]());
    }
    if (called.length > 0 && (keepsSeen ??= findKeepsSeen()))
        made.unref();
    return made;
}

// new Shape({document, x: 10}); in an edit() of a document, new Shape({x: 10}).
function construct(klass, values = {}) {
    if (!classes.has(klass)) {
        throw new TypeError(klass === Trove.Object ? 'Trove.Object is abstract: derive a class from it'
            : `${klass.name} is not registered: call Trove.registerClass(${klass.name})`);
    }
    checkTable(klass);
    const {document = edits.at(-1), ...rest} = values;
    if (!(document instanceof Trove.Document)) {
        throw new TypeError(`new ${klass.name}() needs a document: new ${klass.name}({document}), or a call in ` +
            'document.edit()');
    }
    const {spelled} = classes.get(klass);
    for (const name of Object.keys(rest)) {
        if (!spelled.has(name))
            throw hasNo(klass, name);
    }
    if (document.restoring) {       // the constructor of GObject has no errors
        const message = `no ${klass.name} can be made while handlers are told of a change of the whole document`;
        throw new Trove.Error({code: Trove.Error.BUSY, message});
    }
    return Object.assign(create(klass, document), rest);
}

function overrideObject() {
    const {prototype} = NativeObject;
    const {copy} = prototype;

    prototype.set_field = function (name, value) {
        const known = classes.get(this.constructor);
        if (known === undefined)    // a class that another language registered
            return Fields.setField(this, name, value);
        if (!known.spelled.has(name))
            throw hasNo(this.constructor, name);
        const [key, field] = known.spelled.get(name);
        field.assign(this, propertyName(key), value);
        return true;
    };
    // Returns a copy of the object and of all that it owns. The copy has no owner yet.
    prototype.copy = function (document = this.document) {
        return copy.call(this, document);
    };
    // Returns the object as it is in a version, or null.
    prototype.at = function (version) {
        return this.dup_at(version);
    };
    addAccessor(prototype, 'version', function () {
        return this.get_version();
    });
    addAccessor(prototype, 'referrers', function () {
        return this.dup_referrers();
    });
    prototype.toString = function () {
        const state = this.get_removed() ? ', removed' : this.get_version() !== null ? ', frozen' : '';
        return `[${this.constructor.name} ${this.get_key()}${state}]`;
    };
    NativeObject._classInit = () => {
        throw new TypeError('A class of objects is registered by Trove.registerClass(), not by GObject.registerClass()');
    };
    return new Proxy(NativeObject, {
        construct: (_target, [values], klass) => construct(klass, values),
    });
}

// Lists

function checkItem(item) {
    if (!(item instanceof NativeObject))
        throw new TypeError(`expected an object of a document, not ${item === null ? 'null' : typeof item}`);
    return item;
}

// An index as Array's methods take it.
function position(index, n) {
    index = Math.trunc(index) || 0;
    return index < 0 ? Math.max(index + n, 0) : Math.min(index, n);
}

function store(list, index, item) {
    if (index > list.length)
        throw new RangeError(`expected an index up to ${list.length}, not ${index}`);
    list.splice(index, 1, checkItem(item));
}

function resize(list, length) {
    if (!Number.isInteger(length) || length < 0 || length > list.length)
        throw new RangeError(`expected a length up to ${list.length}, not ${String(length)}`);
    list.splice(length);
}

// Removes objects, which are old, and inserts others. Leaves those at both ends alone that stay, so that an edit that changes
// nothing makes no step.
function replaceItems(splice, list, start, old, items) {
    const n = Math.min(old.length, items.length), longest = Math.max(old.length, items.length);
    let first = 0, last = 0;
    while (first < n && old[first] === items[first])
        first++;
    if (first < longest && new Set(items).size < items.length) {
        first = 0;      // the library checks that a list of children has nothing twice
    } else {
        while (last < n - first && old[old.length - last - 1] === items[items.length - last - 1])
            last++;
    }
    guarded(splice, list, start + first, old.length - first - last, items.slice(first, items.length - last));
}

function overrideList(prototype) {
    const {append, find, insert, remove, splice} = prototype;

    readAsArray(prototype, store, resize);
    prototype.indexOf = function (item) {
        const [found, index] = item instanceof NativeObject ? find.call(this, item) : [false];
        return found ? index : -1;
    };
    prototype.includes = function (item) {
        return this.indexOf(item) >= 0;
    };
    prototype.append = function (item) {
        return guarded(append, this, checkItem(item));
    };
    prototype.insert = function (index, item) {
        return guarded(insert, this, index, checkItem(item));
    };
    // Appends items, all of them or none.
    prototype.push = function (...items) {
        this.splice(this.length, 0, ...items);
        return this.length;
    };
    // As Array's: removes n items from a position on, and inserts others there, in one edit. Returns the removed items. As in
    // other languages, the items to insert can be one array.
    prototype.splice = function (start, n = Infinity, ...items) {
        items = items.flat().map(checkItem);
        const length = this.get_n_items();
        start = position(start, length);
        n = Math.max(Math.min(Math.trunc(n) || 0, length - start), 0);
        const removed = Array.from({length: n}, (_, i) => this.get_item(start + i));
        replaceItems(splice, this, start, removed, items);
        return removed;
    };
    prototype.pop = function () {
        return this.length > 0 ? this.splice(this.length - 1, 1)[0] : undefined;
    };
    prototype.shift = function () {
        return this.length > 0 ? this.splice(0, 1)[0] : undefined;
    };
    prototype.unshift = function (...items) {
        this.splice(0, 0, ...items);
        return this.length;
    };
    prototype.reverse = function () {
        this.splice(0, this.length, ...[...this].reverse());
        return this;
    };
    // Removes the first item that is an object, or the item at a position. Returns whether there was one.
    prototype.remove = function (item) {
        const index = typeof item === 'number' ? item : this.indexOf(item);
        return index >= 0 && remove.call(this, index);
    };
    prototype.sort = function (compare = undefined) {
        this.splice(0, this.length, ...[...this].sort(compare));
        return this;
    };
    prototype.toString = function () {
        return `[Trove.List of ${this.length} objects]`;
    };
}

// Documents

// Calls a function, whose edits are one step. An exception takes them back. Returns the result of the function.
function edit(label, callback) {
    if (typeof callback !== 'function')
        throw new TypeError('edit() expects a label and a function');
    this.begin(label);
    edits.push(this);
    try {
        const result = callback();
        if (typeof result?.then === 'function')
            throw new TypeError('The function must not be async: the step ends when the function returns');
        this.end();
        return result;
    } catch (error) {
        this.cancel();
        throw error;
    } finally {
        edits.pop();
    }
}

function makeDocument(root, ...types) {
    for (const klass of [root, ...types]) {
        if (!classes.has(klass))
            throw new TypeError(`expected a class of Trove.registerClass(), not ${klass?.name ?? String(klass)}`);
    }
    const known = new Set([root, ...types].flatMap(klass => [...classesNamed(klass)]));
    known.forEach(checkTable);
    return Trove.Document.new(root.$gtype, [...known].map(klass => klass.$gtype));
}

function overrideDocument(prototype) {
    const {branch, commit, compare, set_saved: setSaved} = prototype;

    prototype.edit = edit;
    prototype.commit = function (label = null) {
        return commit.call(this, label);
    };
    // The changes from a version, or from the current one, to the current state.
    prototype.compare = function (version = null) {
        return compare.call(this, version);
    };
    prototype.set_saved = function (version = null) {
        return setSaved.call(this, version);
    };
    // A second document, from a version or from the current state.
    prototype.branch = function (version = null) {
        return branch.call(this, version);
    };
    // new Trove.Document(Page) finds the classes that Page names. Further ones are given after it.
    prototype._init = function (...args) {
        return makeDocument(...args);
    };
}

// Files

const toFile = file => file === null || file instanceof Gio.File ? file : Gio.File.new_for_path(file);

// await document.save(path), await Trove.Document.load(path, Page), await document.merge_file(path). A file is a path or a Gio.File;
// null is the file that the document has.
function overrideFiles(klass) {
    const {prototype} = klass;
    const {set_autosave: setAutosave} = prototype;
    const {load_finish: loadFinish} = klass;

    klass.load_finish = function (result) {
        System.gc();    // as in setAgain() of _troveFields.js: upgrade() is called here
        return loadFinish.call(this, result);
    };
    Gio._promisify(prototype, 'save_async', 'save_finish');
    Gio._promisify(prototype, 'merge_file_async', 'merge_file_finish');
    Gio._promisify(klass, 'load_async', 'load_finish');
    prototype.save = function (file = null, flags = Trove.SaveFlags.NONE, cancellable = null, progress = null) {
        return this.save_async(toFile(file), flags, cancellable, progress);
    };
    prototype.merge_file = function (file, cancellable = null) {
        return this.merge_file_async(toFile(file), cancellable);
    };
    prototype.set_autosave = function (file, interval = 2000) {
        setAutosave.call(this, toFile(file), interval);
    };
    klass.load = function (file, ...types) {
        const known = new Set(types.flatMap(type => [...classesNamed(type)]));
        known.forEach(checkTable);
        return klass.load_async(toFile(file), [...known].map(type => type.$gtype), null, null);
    };
}

// Versions

// The arrays that have the items of columns as they are in memory.
const ARRAYS = {
    b: Uint8Array, y: Uint8Array, i: Int32Array, u: Uint32Array, x: BigInt64Array, t: BigUint64Array, d: Float64Array,
};

function overrideVersion(prototype) {
    const {dup_column: dupColumn, dup_object_counts: dupObjectCounts} = prototype;

    addAccessor(prototype, 'root', function () {
        return this.dup_root();
    });
    addAccessor(prototype, 'parents', function () {
        return this.dup_parents();
    });
    // Reads one field of all objects of a class, and of the classes derived from it, in the order of their keys: an array, or
    // a typed array of numbers. Fields named key and owner have the keys of the objects and of their owners.
    prototype.column = function (klass, name) {
        if (!klass?.$gtype)
            throw new TypeError(`expected a class of objects, not ${typeof klass}`);
        if (typeof name !== 'string')
            throw new TypeError(`expected the name of a field, not ${typeof name}`);
        const column = guarded(dupColumn, this, klass.$gtype, propertyName(name));
        const items = column.get_type_string().slice(1);
        if (items === 's')
            return column.deepUnpack();
        const bytes = column.get_data_as_bytes().toArray().slice();
        const values = new ARRAYS[items](bytes.buffer);
        if (items === 'b')
            return Array.from(values, value => value !== 0);
        // Keys are below 2^53, and a field of such integers is read as a number too.
        return items === 'x' || items === 't' ? Float64Array.from(values, Number) : values;
    };
    // Counts the objects of each class: a Map of numbers by the names of the types, in their order.
    prototype.objectCounts = function () {
        return new Map(Object.entries(guarded(dupObjectCounts, this).deepUnpack()).map(([name, n]) => [name, Number(n)]));
    };
}

// Fragments

function overrideFragment(klass) {
    const {new: make} = klass;
    const {insert, assign} = klass.prototype;

    // Copies objects of a version, given by themselves or by their keys.
    klass.new = function (version, objects) {
        return guarded(make, this, version, Array.from(objects, one => one instanceof NativeObject ? one.get_key() : one));
    };
    // Inserts copies in a list, at a position or at the end. Returns those that the list has got.
    klass.prototype.insert = function (list, index = undefined) {
        if (!(list instanceof Trove.List))
            throw new TypeError(`expected a Trove.List, not ${typeof list}`);
        index = index === undefined ? list.get_n_items() : position(index, list.get_n_items());
        guarded(insert, this, list, index);
        return Array.from({length: this.get_n_roots()}, (_, i) => list.get_item(index + i));
    };
    // Sets a field that owns an object to a copy. Returns the copy.
    klass.prototype.assign = function (owner, field) {
        guarded(assign, this, owner, propertyName(field));
        return owner[field];
    };
    klass.prototype.toString = function () {
        return `[Trove.Fragment of ${this.get_n_objects()} objects]`;
    };
}

function init(namespace) {
    Trove = namespace;
    NativeObject = Trove.Object;
    Fields.init(namespace);
    guard = makeGuard();
    Trove.Object = overrideObject();
    overrideList(Trove.List.prototype);
    overrideDocument(Trove.Document.prototype);
    overrideFiles(Trove.Document);
    overrideVersion(Trove.Version.prototype);
    overrideFragment(Trove.Fragment);
    Changes.init(Trove, gtype => {
        const klass = classOfType.get(gtype.name);
        return klass && {klass, spelled: classes.get(klass).spelled};
    });
    Trove.field = Fields.functions;
    Trove.registerClass = registerClass;
}
