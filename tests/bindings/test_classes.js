// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Classes of objects in JavaScript: fields, references, lists and steps. Prints TAP.

imports.gi.versions.Trove = '1.0';
const {Gio, GLib, GObject, Trove} = imports.gi;
const System = imports.system;
imports.searchPath.unshift(GLib.path_get_dirname(System.programPath));
const {assert, equal, refused, throws, collect, makeChance, run} = imports.tap;

const E = Trove.Error;
const {field} = Trove;

const Shape = Trove.registerClass(class Shape extends Trove.Object {
    static fields = {
        x: field.double(),
        label: field.string(),
        target: field.reference('Shape'),
        part: field.child('Shape'),
        children: field.children('Shape'),
        links: field.references('Shape'),
    };

    twice() {
        return 2 * this.x;
    }
});

class Circle extends Shape {
    static fields = {radius: field.double(1, {minimum: 0})};

    static {
        Trove.registerClass(this);
    }

    twice() {
        return super.twice() + 1;
    }

    get label() {
        return `round ${super.label}`;
    }

    set label(label) {
        super.label = label;
    }
}

const Values = Trove.registerClass(class Values extends Trove.Object {
    static [GObject.GTypeName] = 'TestValues';

    static fields = {
        number: field.int(5, {minimum: -9, maximum: 2 ** 40, nick: 'Number', blurb: 'A number'}),
        real: field.double(0.5),
        on: field.boolean(true),
        text: field.string(),
        name: field.string('div', {interned: true}),
        maybe: field.string(null),
        data: field.bytes(),
        tags: field.strings(),
        fileType: field.enum(Gio.FileType),
        some_flags: field.flags(Gio.FileCopyFlags),
        variant: field.variant(),
        file: field.object(Gio.File),
        date: field.boxed(GLib.DateTime),
    };
});

const Page = Trove.registerClass(class Page extends Trove.Object {
    static fields = {
        shapes: field.children(Shape),
        values: field.child(Values),
        pages: field.children('Page'),
        notes: field.children('Note'),
    };
});

const Note = Trove.registerClass(class Note extends Trove.Object {
    static fields = {text: field.string()};
});

function show(value) {
    if (value instanceof Uint8Array)
        return `bytes ${[...value]}`;
    if (value instanceof GLib.Variant)
        return value.print(true);
    if (value instanceof GLib.DateTime)
        return value.format_iso8601();
    return value instanceof Gio.File ? value.get_path() : JSON.stringify(value);
}

// Checks that the call throws an error of that class, with these words in its message.
function fails(kind, call, words = '') {
    let error = null;
    try {
        call();
    } catch (e) {
        error = e;
    }
    assert(error?.constructor === kind && error.message.includes(words), `${call} threw ${error}, expected ${words}`);
}

// The document of the test that runs, which its objects do not keep.
let held = null;

function newPage() {
    held = new Trove.Document(Page);
    return held;
}

function makeValues() {
    const document = newPage();
    document.edit('Set up', () => {
        document.root.values = new Values();
    });
    return [document, document.root.values];
}

function makeShapes(n) {
    const document = newPage();
    const all = Array.from({length: n}, (_, x) => new Shape({document, x}));
    return [document, document.root.shapes, all];
}

const keys = list => [...list].map(item => item.key);

const tests = {
    'defaults'() {
        const [, values] = makeValues();
        equal([values.number, values.real, values.on, values.text, values.name], [5, 0.5, true, '', 'div']);
        equal([values.maybe, values.variant, values.file, values.date], [null, null, null, null]);
        equal([values.fileType, values.some_flags, values.tags.length], [Gio.FileType.UNKNOWN, 0, 0]);
        equal(show(values.data), 'bytes ');
    },

    'every type of value'() {
        const [document, values] = makeValues();
        for (const [name, value] of [
            ['number', -3], ['number', 2 ** 40], ['real', 3], ['real', -1.5], ['real', -0], ['on', false],
            ['text', 'a\u00e9\u{1f600}'], ['name', 'p'], ['maybe', ''], ['maybe', 'a'], ['data', new Uint8Array([0, 255])],
            ['tags', ['a', '', '\u00e9']], ['fileType', Gio.FileType.REGULAR],
            ['some_flags', Gio.FileCopyFlags.BACKUP | Gio.FileCopyFlags.OVERWRITE],
            ['variant', new GLib.Variant('(si)', ['a', 1])], ['file', Gio.File.new_for_path('/a')],
            ['date', GLib.DateTime.new_utc(2026, 1, 2, 3, 4, 5)],
        ]) {
            const before = show(values[name]);
            values[name] = value;
            document.commit('Set');
            collect();
            equal(show(values[name]), show(value));
            document.undo();
            equal(show(values[name]), before);
            document.redo();
            equal(show(values[name]), show(value));
        }
    },

    'no value'() {
        const [, values] = makeValues();
        values.maybe = 'a';
        values.file = Gio.File.new_for_path('/a');
        values.variant = new GLib.Variant('s', 'a');
        values.date = GLib.DateTime.new_now_utc();
        values.maybe = values.file = values.variant = values.date = null;
        equal([values.maybe, values.file, values.variant, values.date], [null, null, null, null]);
    },

    'refused values'() {
        const [, values] = makeValues();
        for (const [kind, name, value] of [
            [TypeError, 'number', 1.5], [TypeError, 'number', '1'], [TypeError, 'number', null], [TypeError, 'number', 5n],
            [RangeError, 'number', -10], [TypeError, 'number', 2 ** 70], [TypeError, 'real', '1'],
            [TypeError, 'real', undefined], [RangeError, 'real', Infinity], [TypeError, 'on', 1], [TypeError, 'text', 5],
            [TypeError, 'text', null], [TypeError, 'text', 'a\0'], [TypeError, 'text', '\ud800'], [TypeError, 'maybe', 5],
            [TypeError, 'data', 'a'], [TypeError, 'data', [1]], [TypeError, 'tags', 'ab'], [TypeError, 'tags', [1]],
            [TypeError, 'fileType', 77], [TypeError, 'fileType', 'a'], [TypeError, 'some_flags', 1 << 30],
            [TypeError, 'variant', 1], [TypeError, 'file', values], [TypeError, 'date', {}],
        ]) {
            const before = show(values[name]);
            fails(kind, () => {
                values[name] = value;
            }, `${name.replace('_', '-').replace('fileType', 'file-type')}: `);
            equal(show(values[name]), before);
        }
    },

    'refused fields'() {
        for (const call of [
            () => field.int('a'), () => field.string(5), () => field.double('1'), () => field.double(5, {least: 1}),
            () => field.boolean(1), () => field.enum(Gio.FileCopyFlags), () => field.flags(Gio.FileType),
            () => field.enum(5), () => field.boxed(Gio.File), () => field.object(Shape), () => field.object(5),
            () => field.reference(GObject.Object), () => field.children(5), () => field.enum(Gio.FileType, 77),
        ])
            fails(TypeError, call);
        fails(RangeError, () => field.int(5, {maximum: 4}));
    },

    'refused classes'() {
        const register = Trove.registerClass;
        fails(TypeError, () => register(class Other extends GObject.Object {}), 'derived from Trove.Object');
        fails(TypeError, () => register(class extends Trove.Object {}), 'a class needs a name');
        fails(TypeError, () => register(class Plain {}), 'derived from Trove.Object');
        fails(TypeError, () => register({}), 'expects a class');
        fails(TypeError, () => register(Shape), 'registered already');
        fails(TypeError, () => register(class Shape extends Trove.Object {}), 'choose another name');
        for (const name of ['1x', '_x', 'größe', 'a b', 'a-b', '']) {
            fails(TypeError, () => register(class Wrong extends Trove.Object {
                static fields = {[name]: field.int()};
            }), `cannot have a field “${name}”`);
        }
        class Later extends Shape {}
        fails(TypeError, () => register(class Wrong extends Trove.Object {
            static fields = {later: field.child(Later)};
        }), 'names Later, which is not registered');
        fails(TypeError, () => register(class Wrong extends Trove.Object {
            static fields = {x: 5};
        }), 'Wrong.fields.x');
        fails(TypeError, () => register(class Wrong extends Trove.Object {
            static [GObject.properties] = {x: GObject.ParamSpec.boolean('x', '', '', 3, true)};
        }), 'cannot have other properties');
        fails(TypeError, () => register(class Wrong extends Trove.Object {
            static [GObject.interfaces] = [Gio.ListModel];
        }), 'cannot have interfaces');
        fails(TypeError, () => register(class Wrong extends Trove.Object {
            static [GObject.requires] = [Gio.ListModel];
        }), 'cannot have requirements');
        if (GObject.GTypeFlags !== undefined) {     // not in GJS 1.74
            fails(TypeError, () => register(class Wrong extends Trove.Object {
                static [GObject.GTypeFlags] = GObject.TypeFlags.ABSTRACT;
            }), 'cannot have flags');
        }
        // The symbols of GTK, which is not loaded here.
        for (const name of ['GTK widget template', 'GTK widget template children', 'GTK widget CSS name']) {
            fails(TypeError, () => register(class Wrong extends Trove.Object {
                static [Symbol(name)] = 'a';
            }), 'no widget');
        }
        fails(TypeError, () => register({GTypeName: 'Wrong'}, class Wrong extends Trove.Object {}), 'static [GObject.signals]');
        fails(TypeError, () => register(class Wrong extends Trove.Object {
            static fields = {x: field.int()};

            x() {
            }
        }), 'a field x and a method');
        fails(TypeError, () => register(class Wrong extends Trove.Object {
            static fields = {owner: field.int()};
        }), 'owner');
        fails(TypeError, () => register(class Wrong extends Trove.Object {
            static fields = {action: field.object(Gio.SimpleAction)};
        }), 'never change');
        fails(TypeError, () => GObject.registerClass(class Wrong extends Trove.Object {}), 'Trove.registerClass()');
        fails(TypeError, () => GObject.registerClass(class Wrong extends Shape {}), 'Trove.registerClass()');
        class Wrong extends Shape {}
        fails(TypeError, () => new Wrong(), 'is not registered');
        fails(TypeError, () => new Trove.Object(), 'abstract');
    },

    'attributes'() {
        const [document, values] = makeValues();
        fails(TypeError, () => {
            values.colur = 5;
        }, 'Values has no field colur: its fields are number, real');
        fails(TypeError, () => new Values({document: values.document, colur: 5}), 'has no field colur');
        fails(TypeError, () => values.set_field('colur', 5), 'has no field colur');
        const n = values.document.get_n_objects();
        for (const name of ['connect', 'key', '_cache'])
            fails(TypeError, () => new Values({document: values.document, [name]: 5}), `has no field ${name}`);
        equal(values.document.get_n_objects(), n);
        throws(Error, () => {
            values.key = 5;
        });
        values._cache = 5;
        equal([values._cache, 'colur' in values, values.colur], [5, false, undefined]);
        equal(Object.keys(values), ['_cache']);
    },

    'names of properties'() {
        const [document, values] = makeValues(), heard = [];
        values.connect('notify', (_values, pspec) => heard.push(pspec.get_name()));
        values.fileType = 1;
        values.file_type = 1;
        equal([values.file_type, values['file-type'], values.fileType], [1, 1, 1]);
        values.file_type = 2;
        values.someFlags = 1;
        values.set_field('some-flags', 2);
        equal([values.fileType, values.some_flags], [2, 2]);
        equal(heard, ['file-type', 'file-type', 'some-flags', 'some-flags']);
        fails(TypeError, () => {
            values.file_type = 'a';
        });
        const spec = GObject.Object.find_property.call(Values, 'number');
        equal([spec.get_nick(), spec.get_blurb()], ['Number', 'A number']);
        const flags = name => GObject.Object.find_property.call(Values, name).flags;
        equal([flags('name') & Trove.PARAM_INTERNED, flags('text') & Trove.PARAM_INTERNED], [Trove.PARAM_INTERNED, 0]);
        document.run_dispose();
    },

    'sets and dictionaries are merged by element'() {
        const Merged = Trove.registerClass(class MergedValues extends Trove.Object {
            static fields = {
                tags: field.strings({byElement: true}),
                values: field.variant({byElement: true}),
            };
        });
        const document = new Trove.Document(Merged);
        const {root} = document;
        const set = (tags, values) => {
            root.tags = tags;
            root.values = new GLib.Variant('a{sv}', values);
            document.commit(null);
            return document.current;
        };
        const n = value => GLib.Variant.new_int32(value);
        equal(root.tags, []);
        const before = set(new Set(['\u{10000}', '\uffff', 'a']), {x: n(1), y: n(1)});
        equal(root.tags, ['a', '\uffff', '\u{10000}']);
        const after = set(['b', 'a'], {x: n(2), y: n(1)});
        document.undo();
        set(['c', 'a', 'c', '\uffff'], {x: n(1), y: n(3)});
        equal(document.apply(before.compare(after)).get_n_items(), 0);
        equal(root.tags, ['a', 'b', 'c']);
        const {x, y} = root.values.recursiveUnpack();
        equal([x, y], [2, 3]);
        for (const value of ['ab', [1], null, 5]) {
            fails(TypeError, () => {
                root.tags = value;
            });
        }
        fails(TypeError, () => {
            root.values = new GLib.Variant('s', 'no dictionary');
        });
        document.run_dispose();
    },

    'arrays and bytes are copies'() {
        const [, values] = makeValues();
        const bytes = new Uint8Array([1, 2]), tags = ['a'];
        values.data = bytes;
        values.tags = tags;
        bytes[0] = 9;
        tags.push('b');
        values.data[1] = 9;
        equal([show(values.data), show(values.tags)], ['bytes 1,2', '["a"]']);
        fails(TypeError, () => values.tags.push('c'));

        // Before GJS 1.81.2, a script can write to the memory of a GLib.Bytes and of a GVariant.
        const given = new GLib.Bytes([3, 4]), variant = new GLib.Variant('y', 1);
        values.data = given;
        values.variant = variant;
        given.toArray()[0] = 9;
        variant.get_data_as_bytes().toArray()[0] = 9;
        values.variant.get_data_as_bytes().toArray()[0] = 9;
        equal([show(values.data), show(values.variant)], ['bytes 3,4', 'byte 0x01']);
    },

    'the program of the documentation'() {
        const document = new Trove.Document(Page);
        const box = new Shape({document, x: 10, label: 'a box'});
        const other = new Shape({document});
        document.root.shapes.push(box, other);
        document.commit('Add box');
        const result = document.edit('Move box', () => {
            box.x = 20;
            box.target = other;
            return 'moved';
        });
        equal([result, document.current.label], ['moved', 'Move box']);
        document.undo();
        equal([box.x, box.target, box.label], [10, null, 'a box']);
        document.redo();
        equal([box.x, box.target, box.twice()], [20, other, 40]);
        equal(other.referrers, [box]);
    },

    'an exception takes a step back'() {
        const [document, shapes, [shape]] = makeShapes(1);
        shapes.push(shape);
        document.commit('Add');
        const version = document.current;
        fails(RangeError, () => document.edit('Fail', () => {
            shape.x = 2;
            shapes.push(new Shape({x: 1}));
            throw new RangeError('so');
        }), 'so');
        equal([shape.x, shapes.length, document.current], [0, 1, version]);
        fails(TypeError, () => new Shape({x: 1}), 'needs a document');
        fails(TypeError, () => document.edit('Label'), 'a label and a function');
        fails(TypeError, () => document.edit(() => {}));
        document.begin('The group is closed');
        document.cancel();
    },

    'a promise is refused'() {
        const [document, shapes, [shape]] = makeShapes(1);
        shapes.push(shape);
        document.commit('Add');
        // The function does not await anything: GJS 1.74 crashes in System.exit() while a promise has work to do.
        fails(TypeError, () => document.edit('Wait', async () => {
            shape.x = 2;
        }), 'must not be async');
        fails(TypeError, () => document.edit('Wait', () => ({then() {}})), 'must not be async');
        equal([shape.x, document.modified, document.undo_label], [0, true, 'Add']);
    },

    'a step inside a step'() {
        const [document, shapes] = makeShapes(0);
        document.edit('Outer', () => {
            shapes.push(new Shape({x: 1}));
            fails(RangeError, () => document.edit('Inner', () => {
                shapes.push(new Shape({x: 2}));
                throw new RangeError();
            }));
            document.edit('Inner', () => shapes.push(new Shape({x: 3})));
        });
        equal([...shapes].map(shape => shape.x), [1, 3]);
        equal([document.undo_label, document.history.get_n_items()], ['Outer', 2]);
        document.edit(null, () => {});
        equal(document.history.get_n_items(), 2);
    },

    'steps of two documents'() {
        const [document, shapes] = makeShapes(0), other = new Trove.Document(Page);
        document.edit('One', () => other.edit('Two', () => assert(new Shape().document === other)));
        document.edit('One', () => refused(E.FOREIGN, () => shapes.push(new Shape({document: other}))));
    },

    'a failing end takes the step back'() {
        const [document, shapes, [shape]] = makeShapes(1);
        shapes.push(shape);
        document.commit('Add');
        refused(E.BUSY, () => document.edit('Outer', () => {
            shape.x = 5;
            document.commit('Inside');
        }));
        equal(shape.x, 0);
    },

    'no constructor for a handle'() {
        let made = 0;
        const Named = Trove.registerClass(class Named extends Trove.Object {
            static fields = {name: field.string()};

            _cache = [];

            constructor(document, name) {
                super({document, name});
                made++;
            }
        });
        const Book = Trove.registerClass(class Book extends Trove.Object {
            static fields = {names: field.children(Named)};
        });
        const document = new Trove.Document(Book);
        document.root.names.push(new Named(document, 'a'));
        document.commit('Add');
        collect();
        equal([...document.root.names].map(named => named.name), ['a']);
        document.undo();
        collect();
        document.redo();
        collect();
        const [named] = document.root.names;
        assert(named instanceof Named && named instanceof Trove.Object && named.constructor === Named);
        assert(document.current.dup_root().names.at(0) instanceof Named);
        equal([named.name, made], ['a', 1]);
    },

    'an attribute stays with a handle that is held'() {
        const [document, shapes, [shape]] = makeShapes(1);
        shapes.push(shape);
        document.commit('Add');
        shape._mine = {a: 1};
        shape.connect('notify::x', () => {});
        collect();
        document.undo();
        document.redo();
        collect();
        assert(shapes.at(0) === shape && shapes.at(0)._mine.a === 1);
    },

    'derived classes'() {
        const [document, shapes] = makeShapes(0);
        const circle = new Circle({document, x: 3, radius: 2, label: 'a'});
        shapes.push(circle);
        equal([circle.x, circle.radius, circle.twice(), circle.label], [3, 2, 7, 'round a']);
        circle.label = 'b';
        equal([circle.label, circle.get_property], ['round b', Trove.Object.prototype.get_property]);
        fails(RangeError, () => {
            circle.radius = -1;
        });
        assert(shapes.at(0) instanceof Circle && circle instanceof Shape);
        assert(!(new Shape({document}) instanceof Circle));
        equal([Circle.$gtype.name, GObject.type_is_a(Circle.$gtype, Shape.$gtype)], ['Gjs_Circle', true]);
        assert(Gio.ListStore.new(Circle.$gtype).get_item_type().name === 'Gjs_Circle');
    },

    'classes by name'() {
        const document = new Trove.Document(Page);
        const page = new Page({document}), shape = new Shape({document}), circle = new Circle({document});
        for (const call of [
            () => {
                shape.target = page;
            },
            () => {
                shape.part = page;
            },
            () => shape.children.push(page), () => shape.links.push(page), () => document.root.shapes.push(page),
        ])
            fails(TypeError, call, 'Gjs_Shape');
        for (const value of [5, null, undefined, new Gio.ListStore(), {}])
            fails(TypeError, () => document.root.shapes.push(value), 'an object of a document');
        fails(TypeError, () => {
            shape.target = 5;
        });
        document.root.pages.push(page);
        page.notes.push(new Note({document, text: 'later'}));
        shape.target = circle;
        assert(shape.target === circle);
        shape.part = circle;
        assert(circle.owner === shape);
        shape.part = null;
        assert(circle.owner === null);
    },

    'a class that names itself, not by a string'() {
        const Leaf = Trove.registerClass(class Leaf extends Trove.Object {
            static fields = {leaves: field.children(Leaf), any: field.reference(Trove.Object)};
        });
        const document = new Trove.Document(Leaf, Note), {root} = document;
        root.leaves.push(new Leaf({document}));
        root.any = root.leaves[0];
        fails(TypeError, () => root.leaves.push(new Note({document})), 'takes objects of type Gjs_Leaf');
    },

    'a class that has the name of its type given, and names itself'() {
        const Tree = Trove.registerClass(class Tree extends Trove.Object {
            static [GObject.GTypeName] = 'TestTree';

            static fields = {trees: field.children('Tree')};
        });
        const document = new Trove.Document(Tree);
        document.root.trees.push(new Tree({document}));
        equal(document.root.trees.length, 1);
    },

    // A property that is not set through the override, as by a binding, warns and throws nothing.
    'an error of validate() is not thrown later'() {
        const Strict = Trove.registerClass(class Strict extends Trove.Object {
            static fields = {n: field.int(), strict: field.child('Strict')};

            validate(name) {
                if (name === 'n')
                    throw new RangeError('never');
                throws(RangeError, () => {
                    this.n = 5;
                });
            }
        });
        const document = new Trove.Document(Strict), {root} = document;
        refused(E.CYCLE, () => {
            root.strict = root;
        });
        GLib.test_expect_message('Trove', GLib.LogLevelFlags.LEVEL_WARNING, '*never*');
        root.set_property('n', 5);
        GLib.test_assert_expected_messages_internal('Trove', 'test_classes.js', 0, '');
        document.run_dispose();
        refused(E.REMOVED, () => {
            root.n = 5;
        });
    },

    'validate()'() {
        class Refusal extends Error {}
        const Small = Trove.registerClass(class Small extends Trove.Object {
            static fields = {number: field.int(), data: field.bytes(), lineWidth: field.int()};

            validate(name, value) {
                if (value > 9 || value.length > 2)
                    throw new Refusal(`${name} is too large: ${value}`);
            }
        });
        const Smaller = Trove.registerClass(class Smaller extends Small {
            static fields = {other: field.int()};

            validate(name, value) {
                super.validate(name, value);
                if (name === 'other' && value > 5)
                    throw new Refusal('other');
            }
        });
        const document = new Trove.Document(Small), small = document.root;
        small.number = 9;
        fails(Refusal, () => {
            small.number = 10;
        }, 'number is too large: 10');
        fails(Refusal, () => {
            small.data = new Uint8Array(3);
        }, 'data is too large: 0,0,0');
        fails(Refusal, () => {
            small.line_width = 10;
        }, 'lineWidth is too large');
        equal([small.number, small.data.length, small.lineWidth], [9, 0, 0]);
        fails(TypeError, () => {
            small.number = 'a';
        });
        const other = new Trove.Document(Smaller), smaller = other.root;
        fails(Refusal, () => smaller.set_field('other', 6), 'other');
        fails(Refusal, () => smaller.set_field('number', 10), 'too large');
        smaller.other = 5;
        collect();
        smaller.other = 4;
        equal([smaller.other, smaller.document, small.document], [4, other, document]);
    },

    'added and attached'() {
        const calls = [];
        const Told = Trove.registerClass(class Told extends Trove.Object {
            static fields = {n: field.int(1), told: field.children('Told')};

            vfunc_added() {
                calls.push('added');
                this.n = 7;
            }

            vfunc_attached() {
                calls.push(`attached ${this.n}`);
            }
        });
        const document = new Trove.Document(Told);
        document.root.told.push(new Told({document, n: 8}));
        document.commit('Add');
        equal(calls, ['attached 1', 'added', 'attached 7']);
        equal(document.root.told.at(0).n, 8);
    },

    'signals'() {
        const Poked = Trove.registerClass(class Poked extends Trove.Object {
            static [GObject.signals] = {poked: {param_types: [GObject.TYPE_INT]}};
        });
        const document = new Trove.Document(Poked), {root} = document, heard = [];
        root.connect('poked', (object, n) => heard.push(object === root, n));
        root.emit('poked', 5);
        equal([...heard, document.modified], [true, 5, false]);
    },

    'removed and frozen objects'() {
        const [document, shapes, [shape]] = makeShapes(1);
        shape.x = 1;
        shapes.push(shape);
        document.commit('Add');
        const version = document.current, frozen = shape.at(version);
        shape.x = 2;
        equal([frozen.x, frozen.version, frozen.document, shape.version], [1, version, null, null]);
        refused(E.READ_ONLY, () => {
            frozen.x = 5;
        });
        refused(E.READ_ONLY, () => frozen.remove());
        refused(E.READ_ONLY, () => frozen.children.push(shape));
        assert(shapes.remove(shape));
        document.commit('Remove');
        assert(shape.removed);
        refused(E.REMOVED, () => {
            shape.x = 5;
        });
        refused(E.REMOVED, () => shapes.push(shape));
        equal([shape.x, String(shape), String(frozen)],
            [2, `[Shape ${shape.key}, removed]`, `[Shape ${shape.key}, frozen]`]);
        equal(String(document.root), '[Page 1]');
    },

    'object counts and usage'() {
        const [document, shapes] = makeShapes(0), before = document.get_usage();
        document.edit('Add', () => {
            for (let x = 0; x < 4; x++)
                shapes.push(x === 1 ? new Circle() : new Shape());
        });
        const counts = document.current.objectCounts();
        equal([...counts.keys()], [Circle, Shape, document.root.constructor].map(klass => klass.$gtype.name).sort());
        equal([Circle, Shape, document.root.constructor].map(klass => counts.get(klass.$gtype.name)), [1, 3, 1]);
        const usage = document.get_usage();
        assert(usage.current > before.current && usage.total > before.total);
        equal(usage.total, usage.current + usage.history + usage.waste + usage.overhead);
    },

    'columns'() {
        const [document, shapes] = makeShapes(0);
        document.edit('Add', () => {
            for (let x = 0; x < 4; x++)
                shapes.push(x % 2 ? new Circle({x, label: `${x}`}) : new Shape({x, label: `${x}`}));
        });
        shapes.at(1).target = shapes.at(0);
        document.commit('Refer');
        const version = document.current, keys = [...shapes].map(shape => shape.key);
        shapes.splice(0);
        assert(version.column(Shape, 'x') instanceof Float64Array);
        equal([...version.column(Shape, 'x')], [0, 1, 2, 3]);
        equal(version.column(Shape, 'label'), ['0', '1', '2', '3']);
        equal([...version.column(Circle, 'radius')], [1, 1]);
        equal([...version.column(Shape, 'key')], keys);
        equal([...version.column(Shape, 'target')], [0, keys[0], 0, 0]);
        equal([...version.column(Trove.Object, 'owner')], [0, 1, 1, 1, 1]);
        fails(TypeError, () => version.column(Shape, 'lost'), 'lost');
        fails(TypeError, () => version.column(Shape, 'children'), 'children');
    },

    'changes'() {
        const [document, values] = makeValues(), start = document.history.at(0), before = document.current;
        document.edit('Set', () => {
            values.fileType = 2;
            values.tags = ['a'];
            values.data = new Uint8Array([7]);
            values.maybe = 'b';
            document.root.shapes.push(new Shape());
        });
        const after = document.current, changes = before.compare(after), {SET, LIST, ADDED} = Trove.ChangeKind;
        const told = change => [change.kind, change.type, change.field, show(change.old), show(change.new)].join();
        equal([...changes].map(told).sort(), [
            [ADDED, Shape, null, null, null], [LIST, Page, 'shapes', null, null], [SET, Values, 'fileType', 0, 2],
            [SET, Values, 'tags', '[]', '["a"]'], [SET, Values, 'data', 'bytes ', 'bytes 7'],
            [SET, Values, 'maybe', null, '"b"'],
        ].map(([kind, type, name, ...rest]) => [kind, type, name, ...rest.map(text => text === null ? 'null' : text)].join())
            .sort());
        const picked = changes.pick(changes.filter(change => change.kind === SET && change.field !== 'data'));
        equal(picked.map(change => change.field).sort(), ['fileType', 'maybe', 'tags']);
        equal(String(changes.pick([0, 1])), String(changes.pick([changes[0], changes[1]])));
        for (const wrong of ['data', {}, -1, 1.5, start.compare(before)[0], undefined])
            fails(TypeError, () => changes.pick([wrong]), 'expected changes of this list, or their positions');
        const added = [...changes].find(change => change.kind === ADDED);
        const list = [...changes].find(change => change.kind === LIST);
        equal([...added.newOwner, added.oldOwner, ...added.new_owner], [1, 'shapes', 0, null, 1, 'shapes', 0]);
        equal([...list.runs[0], list.runs.length, added.runs.length], [0, 0, 0, 1, 1, 0]);
        equal([String(added), String(list)], [`[Trove.Change added Shape ${added.key}]`, '[Trove.Change list Page 1 shapes]']);
        equal([changes.length, changes.at(-1).key, changes.at(6), changes.at(-7)],
            [6, changes.get_item(5).key, undefined, undefined]);
        const reference = start.compare(before).at(0);
        equal([reference.field, reference.old, reference.new], ['values', 0, values.key]);
    },

    'a history and the root of a version'() {
        const [document, values] = makeValues(), {history} = document;
        values.number = 6;
        document.commit('Six');
        assert(history === document.get_history() && history instanceof Gio.ListModel);
        equal([...history].map(version => version.label), [null, 'Set up', 'Six']);
        equal([history.length, history.at(-1), history.at(3), history[2]], [3, document.current, undefined, document.current]);
        fails(TypeError, () => {
            history[0] = document.current;
        }, 'read only');
        equal(history.find(version => version.label === 'Six'), document.current);
        equal([...history.at(2).parents, ...history.at(0).parents], [history.at(1)]);
        equal([history.at(1).root.values.number, document.current.root.values.number], [5, 6]);
        equal([history.at(1).root.version, history.at(1).root], [history.at(1), history.at(1).dup_root()]);
    },

    'conflicts'() {
        const [document, values] = makeValues(), before = document.current;
        values.data = new Uint8Array([1]);
        document.commit('One');
        const changes = before.compare(document.current);
        values.data = new Uint8Array([2]);
        document.commit('Two');
        const merge = document.apply(changes), [conflict] = merge;
        equal([merge.length, merge.at(0), conflict.type, conflict.field], [1, conflict, Values, 'data']);
        equal(['base', 'ours', 'theirs'].map(name => show(conflict[name])), ['bytes ', 'bytes 2', 'bytes 1']);
        equal(conflict.kind, Trove.ConflictKind.LATER_VALUE);
    },

    'choices'() {
        const {Choice} = Trove, [document, values] = makeValues(), branch = document.branch();
        branch.root.values.data = new Uint8Array([1]);
        branch.commit('One');
        values.data = new Uint8Array([2]);
        const merge = document.merge(branch.current), [conflict] = merge;
        equal([merge.length, conflict.type, conflict.field, conflict.choice], [1, Values, 'data', Choice.OURS]);
        equal(['base', 'ours', 'theirs'].map(name => show(conflict[name])), ['bytes ', 'bytes 2', 'bytes 1']);
        equal([conflict.base_text, conflict.ourText, conflict.their_text],
            [Choice.BASE, Choice.OURS, Choice.THEIRS].map(choice => conflict.dup_text(choice)));
        equal([conflict.baseObject, conflict.our_object, conflict.theirObject].map(one => show(one.data)),
            ['bytes ', 'bytes 2', 'bytes 1']);
        assert(conflict.theirObject instanceof Values);
        const told = [];
        conflict.connect('notify::choice', () => told.push(conflict.choice));
        for (const [choice, bytes] of [[Choice.THEIRS, 'bytes 1'], [Choice.BASE, 'bytes '], [Choice.OURS, 'bytes 2']]) {
            conflict.choice = choice;
            equal([conflict.choice, show(values.data)], [choice, bytes]);
        }
        equal(told, [Choice.THEIRS, Choice.BASE, Choice.OURS]);
        for (const wrong of [3, -1, '1', null, undefined, 'THEIRS', true]) {
            fails(TypeError, () => {
                conflict.choice = wrong;
            }, 'Trove.Choice');
        }
        equal([conflict.choice, show(values.data)], [Choice.OURS, 'bytes 2']);

        document.rollback();
        refused(Trove.Error.REMOVED, () => {
            conflict.choice = Choice.THEIRS;
        }, 'rolled back');
        equal([conflict.choice, show(values.data)], [Choice.OURS, 'bytes 2']);
        refused(Trove.Error.FOREIGN, () => document.merge(new Trove.Document(Page).current));
    },

    'fields that belong together'() {
        const {Choice} = Trove;
        const Frame = Trove.registerClass(class Frame extends Trove.Object {
            static fields = {
                frame: field.reference('Frame', {together: 'box'}),
                leftEdge: field.double(1, {together: 'box'}),
                width: field.double(1, {together: 'box'}),
                name: field.string(),
            };
        });
        const document = new Trove.Document(Frame), base = document.current, branch = document.branch(), {root} = document;
        branch.root.width = 3;
        branch.root.name = 'theirs';
        branch.commit(null);
        root.leftEdge = 2;
        root.frame = root;
        document.commit(null);
        const ours = document.current, merge = document.merge(branch.current), [conflict] = merge;
        equal([merge.length, root.leftEdge, root.width, root.name], [1, 2, 1, 'theirs']);
        equal([conflict.field, ...conflict.fields], ['frame', 'frame', 'leftEdge', 'width']);
        conflict.choice = Choice.THEIRS;
        equal([root.leftEdge, root.width, root.frame], [1, 3, null]);
        equal([merge.base.dup_id(), merge.ours, merge.theirs], [base.dup_id(), ours, branch.current]);
        for (const together of [5, true, ['box']])
            fails(TypeError, () => field.int(0, {together}), 'together');
        fails(TypeError, () => field.child('Frame', {together: 'box'}), 'together');
    },

    'copies'() {
        const [document, shapes, [shape]] = makeShapes(1), other = new Trove.Document(Page);
        shape.children.push(new Shape({document, x: 2}));
        shapes.push(shape, shape.copy());
        other.root.shapes.push(shape.copy(other));
        equal([...shapes, ...other.root.shapes].map(one => one.children.at(0).x), [2, 2, 2]);
        assert(shapes.at(0).key !== shapes.at(1).key);
    },

    'documents'() {
        for (const root of [5, 'Page', GObject.Object, Trove.Object, Trove.Object.$gtype, undefined])
            fails(TypeError, () => new Trove.Document(root), 'Trove.registerClass()');
        fails(TypeError, () => new Trove.Document(Page, 5), 'Trove.registerClass()');
        assert(new Trove.Document(Page, Circle, Note) instanceof Trove.Document);
        fails(TypeError, () => GObject.registerClass(class extends Trove.Document {}), 'final');
        fails(TypeError, () => GObject.registerClass(class extends Trove.List {}), 'final');
    },

    'a list as an array'() {
        const [document, shapes, all] = makeShapes(6), [a, b, c, d] = all;
        assert(shapes instanceof Gio.ListModel);
        equal([shapes.length, shapes.at(0), shapes.pop()], [0, undefined, undefined]);
        equal(shapes.push(a, b, c), 3);
        equal([...shapes], [a, b, c]);
        equal([shapes.at(0), shapes.at(-1), shapes.at(3), shapes.at(-4), shapes.at('1')], [a, c, undefined, undefined, b]);
        equal([shapes.indexOf(b), shapes.indexOf(d), shapes.indexOf(5), shapes.indexOf(null)], [1, -1, -1, -1]);
        equal([shapes.includes(c), shapes.includes(d), shapes.includes()], [true, false, false]);
        equal(shapes.splice(1, 1, d, b), [b]);
        equal(keys(shapes), keys([a, d, b, c]));
        equal(shapes.splice(-1), [c]);
        equal([shapes.remove(d), shapes.remove(d), shapes.remove(null), shapes.length], [true, false, false, 2]);
        equal([shapes.pop(), shapes.length], [b, 1]);
        document.root.shapes = all;
        equal([...shapes], all);
        document.root.set_field('shapes', [a]);
        equal([...shapes], [a]);
        document.root.shapes = [];
        equal(shapes.length, 0);
        equal(String(shapes), '[Trove.List of 0 objects]');
        fails(TypeError, () => {
            document.root.shapes = 5;
        });
    },

    'items by their index'() {
        const [document, shapes, [a, b, c]] = makeShapes(3);
        shapes[0] = a;
        shapes[1] = b;
        equal([shapes[0], shapes[1], shapes[2], shapes['1'], shapes['01']], [a, b, undefined, b, undefined]);
        shapes[0] = c;
        equal([...shapes], [c, b]);
        equal([a.owner, shapes[-1]], [null, undefined]);
        fails(RangeError, () => {
            shapes[3] = a;
        }, 'an index up to 2, not 3');
        fails(TypeError, () => {
            shapes[0] = 5;
        }, 'an object of a document');
        equal([...shapes], [c, b]);
        equal(Object.keys(shapes), []);
        shapes._mine = 5;
        equal(shapes._mine, 5);
        for (const name of ['-1', 'lenght', '01']) {
            fails(TypeError, () => {
                shapes[name] = a;
            }, `no ${name} that can be set`);
        }
        assert(shapes instanceof GObject.Object && shapes instanceof Trove.List);
        refused(E.READ_ONLY, () => {
            document.freeze().root.shapes[0] = a;
        });
    },

    'the length of a list'() {
        const [document, shapes, [a, b, c]] = makeShapes(3);
        shapes.push(a, b, c);
        for (const length of [4, -1, 0.5, '1', null]) {
            fails(RangeError, () => {
                shapes.length = length;
            }, 'a length up to 3');
        }
        shapes.length = 1;
        equal([...shapes], [a]);
        shapes.length = 0;
        equal([shapes.length, shapes[0]], [0, undefined]);
        fails(TypeError, () => {
            document.history.length = 0;
        }, 'read only');
    },

    'an edit leaves the items at both ends alone that stay'() {
        const [document, shapes, [a, b, c]] = makeShapes(3), {links} = a;
        shapes.push(a, b, c);
        links.push(a, b, b, c);
        document.commit('Add');
        document.set_saved(document.current);
        document.root.shapes = [a, b, c];
        a.links = [a, b, b, c];
        shapes.sort();
        shapes.sort((one, other) => one.x - other.x);
        equal(document.modified, false);
        const heard = [], d = new Shape({document});
        shapes.connect('items-changed', (_shapes, ...run) => heard.push(String(run)));
        links.connect('items-changed', (_shapes, ...run) => heard.push(String(run)));
        document.root.shapes = [a, d, c];
        equal(heard.splice(0), ['1,1,1']);
        shapes.splice(0, 2, a);
        equal(heard.splice(0), ['1,1,0']);
        a.links = [a, b, c];
        equal(heard.splice(0), ['2,1,0']);
        a.links = [a, a, c];
        equal([...links], [a, a, c]);
        refused(E.CYCLE, () => shapes.splice(0, 2, a, a));
        equal([...shapes], [a, c]);
        document.run_dispose();
    },

    // The results are those of an array of the same objects.
    'methods of arrays'() {
        const [, shapes, all] = makeShapes(4), even = shape => shape.x % 2 === 0;
        shapes.push(...all);
        for (const read of [
            list => list.map(shape => shape.x), list => list.filter(even), list => list.find(even),
            list => list.find(() => false), list => list.findIndex(shape => shape.x === 2), list => list.some(even),
            list => list.every(even), list => list.reduce((sum, shape) => sum + shape.x, 5), list => list.slice(1, -1),
            list => list.concat([5]), list => list.join(), list => [...list.keys()], list => [...list.values()],
            list => [...list.entries()].flat(), list => list.flatMap(shape => [shape, shape.x]),
            list => list.lastIndexOf(all[1]), list => list.reduceRight((text, shape) => `${text}${shape.x}`, ''),
        ])
            equal(read(shapes), read(all));
        const seen = [];
        shapes.forEach((shape, i) => seen.push(shape, i));
        equal(seen, [...all.entries()].flatMap(([i, shape]) => [shape, i]));
        equal(shapes.find(all[2]), [true, 2]);
        const [a, b, c, d] = all;
        assert(shapes.reverse() === shapes);
        equal([...shapes], [d, c, b, a]);
        equal([shapes.shift(), shapes.unshift(a, d), ...shapes], [d, 4, a, d, c, b]);
        shapes.splice(0);
        equal([shapes.shift(), shapes.pop(), shapes.unshift()], [undefined, undefined, 0]);
    },

    'arguments that can be left out'() {
        const [document, shapes, [shape]] = makeShapes(1);
        shapes.push(shape);
        document.commit();
        equal(document.current.label, null);
        equal([document.compare().length, document.modified], [0, true]);
        document.set_saved();
        equal(document.modified, false);
        equal(document.branch().root.shapes.length, 1);
        equal(document.branch(document.history[0]).root.shapes.length, 0);
    },

    'fields that come after the class is registered'() {
        class Late extends Trove.Object {
            static {
                Trove.registerClass(this);
            }

            static fields = {x: field.int()};
        }
        fails(TypeError, () => new Trove.Document(Late), 'write static fields and signals above');
        fails(TypeError, () => new Late({document: newPage()}), 'write static fields and signals above');
        class Silent extends Trove.Object {
            static {
                Trove.registerClass(this);
            }

            static [GObject.signals] = {told: {}};
        }
        fails(TypeError, () => new Trove.Document(Silent), 'write static fields and signals above');
        fails(TypeError, () => field.strings(['a']), 'expected options');
        fails(TypeError, () => field.reference(Shape, null), 'expected options');
        fails(TypeError, () => newPage().current.column('Shape', 'x'), 'expected a class of objects');
        fails(TypeError, () => newPage().current.column(Shape), 'expected the name of a field');
    },

    // As docs/javascript.md has it, "What JavaScript cannot do".
    'limits of the language'() {
        const Limited = Trove.registerClass(class Limited extends Trove.Object {
            #secret = 5;

            static fields = {x: field.int(), date: field.boxed(GLib.DateTime), all: field.children('Limited')};

            get secret() {
                return this.#secret;
            }

            get twice() {
                return 2 * this.x;
            }
        });
        const document = new Trove.Document(Limited), {all} = document.root;
        document.edit('Add', () => {
            const limited = new Limited({date: GLib.DateTime.new_now_utc()});
            equal(limited.secret, 5);
            all.push(limited);
        });
        collect();
        const [limited] = all, heard = [];
        fails(TypeError, () => limited.secret);
        equal([JSON.stringify(limited), Object.keys({...limited}).length, String(Object.keys(Limited.fields))],
            ['{}', 0, 'x,date,all']);
        assert(limited.date !== limited.date && limited.date.equal(limited.date));
        limited.connect('notify', (_limited, pspec) => heard.push(pspec.get_name()));
        limited.x = 5;
        equal([...heard, limited.twice], ['x', 10]);
        fails(TypeError, () => {
            limited.x = 2 ** 60;
        });
        Object.defineProperty(limited, 'colour', {value: 5});
        equal(limited.colour, 5);
        document.run_dispose();
    },

    // GJS keeps a reference to an object that a method saw while it was made.
    'an object with vfunc_added() or vfunc_attached() is freed'() {
        const Seen = Trove.registerClass(class Seen extends Trove.Object {
            static fields = {all: field.children('Seen'), n: field.int()};

            vfunc_added() {
                if (this.n === 0 && this.document.get_n_objects() < 30)
                    this.all.push(new SeenToo({document: this.document, n: 1}));
            }
        });
        const SeenToo = Trove.registerClass(class SeenToo extends Seen {
            vfunc_attached() {
                SeenToo.n++;
            }
        });
        const SeenByParent = Trove.registerClass(class SeenByParent extends SeenToo {});
        SeenToo.n = 0;
        const document = new Trove.Document(Seen, SeenToo, SeenByParent), keys = [];
        const make = () => {
            for (const kind of [Seen, SeenToo, SeenByParent, Seen, SeenToo, SeenByParent]) {
                const made = new kind({document});
                made._isFirst = true;
                keys.push(made.key);
                document.root.all.push(made);
            }
        };
        make();
        collect();
        equal(keys.map(key => document.lookup(key)._isFirst), keys.map(() => undefined));
        collect();
        const before = SeenToo.n;
        assert(keys.every(key => document.lookup(key).all.length >= 0));
        equal(SeenToo.n - before, 4);
    },

    'push() appends all items or none'() {
        const [document, shapes, [a, b]] = makeShapes(2);
        const heard = [];
        shapes.connect('items-changed', (_shapes, ...run) => heard.push(String(run)));
        fails(TypeError, () => shapes.push(a, 5, b));
        fails(TypeError, () => shapes.push(a, document.root));
        equal(shapes.length, 0);
        shapes.push(a, b);
        equal(heard, ['0,0,2']);
        document.run_dispose();
        equal(heard, ['0,0,2', '0,2,0']);
    },

    // A document that the collector frees would tell its objects while GJS runs no handlers, and writes a critical message.
    'a document that is disposed of'() {
        const [document, shapes, [shape]] = makeShapes(1), heard = [];
        shapes.push(shape);
        shape.connect('notify', (_shape, pspec) => heard.push(pspec.get_name()));
        shapes.connect('items-changed', (_shapes, ...run) => heard.push(String(run)));
        document.run_dispose();
        equal([shape.removed, shape.document, shapes.length], [true, null, 0]);
        equal(heard.sort(), ['0,1,0', 'owner', 'removed']);
        collect();
    },

    'an iterator sees the list as it was'() {
        const [, shapes, all] = makeShapes(8), seen = [];
        shapes.push(...all);
        for (const shape of shapes) {
            shapes.remove(shape);
            collect();
            seen.push(shape);
        }
        equal(seen, all);
        equal(shapes.length, 0);
    },

    'sorting moves objects'() {
        const [document, shapes, all] = makeShapes(8);
        shapes.push(...all);
        const before = keys(shapes);
        document.commit('Add');
        assert(shapes.sort((a, b) => b.x - a.x) === shapes);
        equal([...shapes].map(shape => shape.x), [7, 6, 5, 4, 3, 2, 1, 0]);
        equal(keys(shapes), before.reverse());
        document.commit('Sort');
        document.undo();
        equal(keys(shapes), before.reverse());
    },

    // A random program on the list of references and on an array: the results are the same.
    'a random program'() {
        const [, , all] = makeShapes(8), seed = Math.floor(Math.random() * 2 ** 31);
        const links = all[0].links, mirror = [];
        const below = makeChance(seed);
        const item = () => all[below(all.length)];
        const index = () => below(2 * mirror.length + 3) - mirror.length - 1;
        const items = () => Array.from({length: below(4)}, item);
        const programs = [
            () => ['push', items()], () => ['pop', []], () => ['at', [index()]], () => ['indexOf', [item()]],
            () => ['includes', [item()]], () => ['splice', [index()]], () => ['splice', [index(), index()]],
            () => ['splice', [index(), below(3), ...items()]], () => ['shift', []], () => ['unshift', items()],
        ];
        for (let i = 0; i < 600; i++) {
            const [name, args] = programs[below(programs.length)]();
            const place = `seed ${seed}, ${name} (${args})`;
            const got = links[name](...args), expected = mirror[name](...args);
            const same = Array.isArray(expected) ? got.length === expected.length && got.every((x, k) => x === expected[k])
                : got === expected;
            assert(same, place);
            assert(mirror.length === links.length && mirror.every((x, k) => x === links.get_item(k)), place);
            if (i % 100 === 0)
                collect();
        }
    },

    'values of changes'() {
        const document = new Trove.Document(Values), before = document.current;
        const file = Gio.File.new_for_path('/a');
        const values = {number: 7, on: false, text: 'x', maybe: 'y', data: new Uint8Array([1, 2]), tags: ['a', 'b']};
        Object.assign(document.root, values);
        document.commit('Set');
        const changes = before.compare(document.current);
        equal([changes.length, [...changes].length], [6, 6]);
        equal([changes.at(0), changes.at(-1), changes.at(6)], [changes.get_item(0), changes.get_item(5), undefined]);
        for (const change of changes) {
            equal([change.type, change.key], [Values, document.root.key]);
            equal(String(change.new), String(values[change.field]));
            equal(String(change.old), String(before.root[change.field]));
        }
        const find = name => [...changes].find(change => change.field === name);
        equal(find('maybe').old, null);
        assert(find('data').new instanceof Uint8Array && find('data').old instanceof Uint8Array);
        assert(Object.isFrozen(find('tags').new));

        // A field is named as its class spells it. An object is its key.
        const lineClass = Trove.registerClass(class ChangedLine extends Trove.Object {
            static fields = {lineWidth: field.int(), file: field.object(Gio.File), next: field.reference('ChangedLine'),
                below: field.children('ChangedLine')};
        });
        const lines = new Trove.Document(lineClass), empty = lines.current;
        Object.assign(lines.root, {lineWidth: 3, file, next: lines.root, below: [new lineClass({document: lines})]});
        lines.commit('Set');
        const found = new Map([...empty.compare(lines.current)].map(change => [change.field, change]));
        equal([found.get('lineWidth').old, found.get('lineWidth').new, found.get('file').new], [0, 3, file]);
        equal([found.get('next').new, found.get('below').kind], [lines.root.key, Trove.ChangeKind.LIST]);
        equal([found.get(null).kind, found.get(null).new, found.get(null).type], [Trove.ChangeKind.ADDED, null, lineClass]);

        const merge = document.apply(changes.inverse());
        equal([merge.length, [...merge].length], [0, 0]);
        equal(document.root.text, '');
    },

    // Closures and cycles of handles, with a collection at each step.
    'collections at each step'() {
        const [document, shapes] = makeShapes(0);
        for (let x = 0; x < 40; x++) {
            document.edit('Add', () => {
                const shape = new Shape({x});
                System.gc();
                shape._me = [shape];
                shape.connect('notify::x', () => shape._me);
                shapes.push(shape);
                System.gc();
                shape.x++;
            });
            System.gc();
            document.undo();
            System.gc();
            document.redo();
        }
        collect();
        equal([...shapes].map(shape => shape.x), Array.from({length: 40}, (_, x) => x + 1));
        equal([...shapes].every(shape => shape instanceof Shape && shape.twice() === 2 * shape.x), true);
    },
};

run(tests);
