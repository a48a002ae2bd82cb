// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Documents in JavaScript: steps, versions, properties, live objects and lists. Prints TAP.

imports.gi.versions.Trove = '1.0';
const {Gio, GLib, GObject, Trove} = imports.gi;
const System = imports.system;
imports.searchPath.unshift(GLib.path_get_dirname(System.programPath));
const {assert, equal, refused, run} = imports.tap;

const E = Trove.Error;
const PAGE = Trove.Object.register_type('JsPage', Trove.Object, [
    GObject.ParamSpec.int('n', '', '', GObject.ParamFlags.READWRITE, 0, 9, 3),
]);

const NODE = Trove.Object.register_type('JsNode', Trove.Object, [
    GObject.ParamSpec.double('x', '', '', GObject.ParamFlags.READWRITE, 0, 1000, 0),
    GObject.ParamSpec.object('target', '', '', GObject.ParamFlags.READWRITE, Trove.Object.$gtype),
    Trove.param_spec_list('links', '', '', Trove.Object.$gtype, GObject.ParamFlags.READABLE),
]);

const items = list => Array.from({length: list.get_n_items()}, (_, i) => list.get_item(i));

const tests = {
    'a new document'() {
        const document = Trove.Document.new(PAGE, []);
        equal(GObject.type_name(document.root_type), 'JsPage');
        equal([document.get_root_key(), document.get_n_objects()], [1, 1]);
        equal([document.saved, document.file], [null, null]);
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
        const document = Trove.Document.new(PAGE, []), version = document.dup_current();
        equal([version.dup_id().length, version.label, version.dup_parents().length], [32, null, 0]);
        equal([version.get_root_key(), version.get_n_objects(), version.get_next_key(0)], [1, 1, 1]);
        equal(version.read(), true);
        version.kept = true;
        equal([version.get_kept(), document.modified], [true, true]);
        equal(version.name, null);
        version.name = 'Größe';
        equal(document.dup_version(version.dup_id()).dup_name(), 'Größe');
        version.set_name(null);
        equal([version.name, document.dup_version('none')], [null, null]);
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

    'live objects'() {
        const document = Trove.Document.new(NODE, []);
        const root = document.get_root();
        assert(document.root === root && document.lookup(root.key) === root && document.lookup(77) === null);
        const node = GObject.Object.new(NODE, {document, x: 5, target: root});
        equal([node.x, node.owner, node.removed], [5, null, false]);
        assert(node.target === root && node.document === document && root.dup_referrers()[0] === node);
        document.commit('Drop what has no owner');
        equal([node.removed, node.x], [true, 5]);
        refused(E.REMOVED, () => node.set_field('x', 6));
        refused(E.INVALID_REF, () => root.remove());
    },

    'undo notifies'() {
        const document = Trove.Document.new(NODE, []);
        const root = document.root;
        const heard = [];
        root.connect('notify::x', () => heard.push(root.x));
        root.get_list('links').connect('items-changed', (_list, ...run) => heard.push(run));
        document.connect('changed', (_document, changes) => heard.push(changes.get_n_items()));
        root.x = 7;
        root.get_list('links').append(root);
        document.commit('Both');
        document.undo();
        equal(JSON.stringify(heard), '[7,[0,0,1],[0,1,0],0,2]');
    },

    'edited'() {
        const document = Trove.Document.new(NODE, []);
        const runLoop = () => {
            while (GLib.MainContext.default().iteration(false))
                ;
        };
        let n = 0;
        document.connect('edited', () => n++);
        document.root.x = 7;
        document.root.x = 8;
        equal(n, 0);
        runLoop();
        equal(n, 1);
        document.commit('Set');
        runLoop();
        equal(n, 1);
        document.undo();
        runLoop();
        equal(n, 2);
    },

    'changes by position'() {
        const document = Trove.Document.new(NODE, []);
        const before = document.dup_current();
        document.root.x = 7;
        document.root.get_list('links').append(document.root);
        document.commit('Both');
        const changes = before.compare(document.dup_current());
        equal(changes.read(), true);
        for (let i = 0; i < changes.get_n_items(); i++) {
            const change = changes.get_item(i);
            equal([changes.get_kind(i), changes.get_key(i), changes.get_property_name(i)],
                [change.kind, change.key, change.get_property_name()]);
            assert(changes.get_object_type(i) === change.get_object_type());
        }
        equal(changes.dup_keys(), [1]);
        equal(['ADDED', 'SET', 'LIST'].map(kind => changes.count_kind(Trove.ChangeKind[kind])), [0, 1, 1]);
    },

    'lists'() {
        const document = Trove.Document.new(NODE, []);
        const links = document.root.get_list('links');
        const node = GObject.Object.new(NODE, {document});
        assert(links instanceof Gio.ListModel && document.root.links === links);
        links.append(document.root);
        links.insert(0, node);
        links.move(0, 1);
        links.splice(0, 0, [node]);
        equal(items(links).map(item => item.key), [node.key, document.root.key, node.key]);
        equal(links.find(document.root), [true, 1]);
        links.remove(1);
        equal([links.find(document.root)[0], links.n_items], [false, 2]);
        refused(E.INVALID_REF, () => links.remove(2));
        refused(E.FOREIGN, () => links.append(Trove.Document.new(NODE, []).root));
    },

    'objects of versions'() {
        const document = Trove.Document.new(NODE, []);
        document.root.x = 5;
        document.commit('Set');
        const version = document.dup_current();
        document.root.x = 6;
        const frozen = version.dup_root();
        equal([frozen.x, frozen.document], [5, null]);
        assert(frozen.get_version() === version && document.root.dup_at(version) === frozen);
        refused(E.READ_ONLY, () => frozen.set_field('x', 1));
        refused(E.READ_ONLY, () => frozen.get_list('links').append(frozen));
    },
};

run(tests);
