// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Documents in JavaScript: steps, versions and properties. Objects are edited by key in C alone. Prints TAP.

imports.gi.versions.Trove = '1.0';
const {GLib, GObject, Trove} = imports.gi;
const System = imports.system;
imports.searchPath.unshift(GLib.path_get_dirname(System.programPath));
const {assert, equal, refused, run} = imports.tap;

const E = Trove.Error;
const PAGE = Trove.Object.register_type('JsPage', Trove.Object, [
    GObject.ParamSpec.int('n', '', '', GObject.ParamFlags.READWRITE, 0, 9, 3),
]);

const tests = {
    'a new document'() {
        const document = Trove.Document.new(PAGE, []);
        equal(GObject.type_name(document.root_type), 'JsPage');
        equal([document.get_root_key(), document.get_n_objects()], [1, 1]);
        assert(document.current === document.saved);
        equal([document.modified, document.can_undo, document.can_redo], [false, false, false]);
        equal([document.undo_label, document.redo_label], [null, null]);
        assert(document.dup_versions()[0] === document.current);
    },

    'steps'() {
        const document = Trove.Document.new(PAGE, []);
        document.begin('Outer');
        document.begin(null);
        refused(E.BUSY, () => document.commit('Step'));
        refused(E.BUSY, () => document.undo());
        document.cancel();
        document.end();
        document.commit('Nothing differs');
        document.commit_full(null, 'typing');
        document.rollback();
        equal(document.dup_versions().length, 1);
        refused(E.REMOVED, () => document.undo());
        refused(E.REMOVED, () => document.redo());
        document.go_to(document.dup_current());
        document.set_saved(null);
    },

    'versions'() {
        const version = Trove.Document.new(PAGE, []).dup_current();
        equal([version.dup_id().length, version.label, version.dup_parents().length], [32, null, 0]);
        equal([version.get_root_key(), version.get_n_objects(), version.get_next_key(0)], [1, 1, 1]);
        version.kept = true;
        equal(version.get_kept(), true);
    },

    'applying'() {
        const document = Trove.Document.new(PAGE, []);
        const version = document.dup_current();
        const changes = version.compare(version);
        for (const some of [changes, changes.inverse(), changes.pick([])])
            equal(document.apply(some).get_n_items(), 0);
        refused(E.FOREIGN, () => Trove.Document.new(PAGE, []).apply(changes));
    },

    'branches'() {
        const document = Trove.Document.new(PAGE, []);
        const branch = document.branch(null);
        equal(branch.dup_current().dup_id(), document.dup_current().dup_id());
        refused(E.FOREIGN, () => branch.go_to(document.dup_current()));
        refused(E.FOREIGN, () => Trove.Document.new(PAGE, []).branch(document.dup_current()));
    },

    'the view state'() {
        const document = Trove.Document.new(PAGE, []);
        let heard = 0;
        document.connect('notify::view-state', () => heard++);
        document.view_state = new GLib.Variant('s', 'here');
        document.view_state = new GLib.Variant('s', 'here');
        document.view_state = null;
        equal([heard, document.modified], [2, false]);
    },

    'limits'() {
        const document = Trove.Document.new(PAGE, []);
        const heard = [];
        document.connect('notify', (_document, spec) => heard.push(spec.name));
        document.max_versions = 3;
        document.max_history_bytes = 1e9;
        document.set_max_versions(3);
        equal(heard, ['max-versions', 'max-history-bytes']);
        equal([document.get_max_versions(), document.get_max_history_bytes()], [3, 1e9]);
        equal([document.dup_current().n_bytes, document.dup_versions().length], [0, 1]);
    },
};

run(tests);
