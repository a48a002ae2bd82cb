// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Objects of documents in JavaScript: types that are registered with Trove.Object.register_type(). Prints TAP.

imports.gi.versions.Trove = '1.0';
const {GLib, GObject, Gio, Trove} = imports.gi;
const System = imports.system;
imports.searchPath.unshift(GLib.path_get_dirname(System.programPath));
const {assert, equal, refused, throws, collect, run} = imports.tap;

const E = Trove.Error;
const RW = GObject.ParamFlags.READWRITE;

function number(name, value = 3) {
    return GObject.ParamSpec.int(name, '', '', RW, 0, 9, value);
}

const tests = {
    'fields have defaults'() {
        const kind = Trove.Object.register_type('JsShape', Trove.Object, [
            GObject.ParamSpec.double('x', '', '', RW, 0, 1000, 1.5),
            GObject.ParamSpec.string('label', '', '', RW, 'none'),
            GObject.ParamSpec.boolean('open', '', '', RW, true),
            GObject.ParamSpec.object('file', '', '', RW, Gio.File),
            GObject.ParamSpec.object('target', '', '', RW, Trove.Object),
            Trove.param_spec_list('targets', null, null, Trove.Object, GObject.ParamFlags.READABLE),
        ]);
        equal(GObject.type_name(kind), 'JsShape');
        const shape = GObject.Object.new(kind, {});
        assert(shape instanceof Trove.Object);
        equal([shape.x, shape.label, shape.open], [1.5, 'none', true]);
        equal([shape.file, shape.target, shape.targets], [null, null, null]);
    },

    'without a document, nothing is set'() {
        const shape = GObject.Object.new(Trove.Object.register_type('JsUnset', Trove.Object, [number('n')]), {});
        let heard = 0;
        shape.connect('notify', () => heard++);
        GLib.test_expect_message('Trove', GLib.LogLevelFlags.LEVEL_WARNING,
            'The property “n” of JsUnset was not set: An object of type JsUnset has no document');
        shape.n = 4;
        GLib.test_assert_expected_messages_internal('Trove', 'test_objects.js', 0, '');
        equal([shape.n, heard], [3, 0]);
    },

    'a derived class has the fields of its parent'() {
        const base = Trove.Object.register_type('JsBase', Trove.Object, [number('a', 1)]);
        const none = Trove.Object.register_type('JsNone', base, null);
        const shape = GObject.Object.new(Trove.Object.register_type('JsDerived', none, [number('b', 2)]), {});
        equal([shape.a, shape.b], [1, 2]);
    },

    'refused types'() {
        Trove.Object.register_type('JsTwice', Trove.Object, []);
        refused(E.TYPE_MISMATCH, () => Trove.Object.register_type('JsTwice', Trove.Object, []), '“JsTwice”');
        refused(E.TYPE_MISMATCH, () => Trove.Object.register_type('1st', Trove.Object, []), '“1st”');
        refused(E.TYPE_MISMATCH, () => Trove.Object.register_type('JsParent', GObject.Object, []),
            'JsParent cannot be derived from GObject: expected TroveObject');
        throws(Error, () => Trove.Object.register_type('JsParent', Trove.Object, [5]));
    },

    'refused fields'() {
        const register = pspecs => Trove.Object.register_type('JsRefused', Trove.Object, pspecs);
        for (const [pspec, words] of [
            [GObject.ParamSpec.object('p', '', '', RW, Gio.SimpleAction), 'objects that never change'],
            [GObject.ParamSpec.jsobject('p', '', '', RW), 'JSObject'],
            [number('owner'), 'the name is one of'],
        ]) {
            refused(E.TYPE_MISMATCH, () => register([number('n'), pspec]), words);
            collect();
            assert(['p', 'owner'].includes(pspec.get_name()));
        }
        const many = Array.from({length: 1001}, (_, i) => number(`n${i}`));
        refused(E.FULL, () => register(many), '1001 fields');
        // The name is free after all these.
        register([number('n')]);
    },

    'the class keeps its param specs'() {
        let pspec = number('n');
        const kind = Trove.Object.register_type('JsKept', Trove.Object, [pspec]);
        refused(E.TYPE_MISMATCH, () => Trove.Object.register_type('JsOther', Trove.Object, [pspec]), 'JsKept');
        pspec = null;
        collect();
        equal(GObject.Object.new(kind, {}).n, 3);
    },
};

run(tests);
