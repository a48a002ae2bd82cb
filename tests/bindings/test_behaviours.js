// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Behaviours that applications expect of documents, one test each. test_behaviours.py has the same ones in Python, and
// tests/api/document-behaviours.c and object-behaviours.c in C, with the same numbers. Prints TAP.

imports.gi.versions.Trove = '1.0';
const {Gio, GLib, GObject, Trove} = imports.gi;
const System = imports.system;
imports.searchPath.unshift(GLib.path_get_dirname(System.programPath));
const {assert, equal, refused, throws, collect, run} = imports.tap;

const E = Trove.Error;
const QUICK = GLib.getenv('TROVE_TEST_QUICK') !== null;
const {field} = Trove;

const Node = Trove.registerClass(class Node extends Trove.Object {
    static fields = {
        x: field.double(),
        label: field.string(null),
        tags: field.strings(),
        data: field.bytes(),
        target: field.reference('Node'),
        part: field.child('Node'),
        children: field.children('Node'),
        links: field.references('Node'),
    };
});

// A class that counts its handles.
let nAttached = 0;

const Counted = Trove.registerClass(class Counted extends Trove.Object {
    static fields = {x: field.double(), children: field.children('Counted')};

    vfunc_attached() {
        nAttached++;
    }
});

// The documents of the test that runs. An object does not keep its document.
const documents = [];

function newDocument(kind = Node) {
    documents.push(new Trove.Document(kind));
    return documents.at(-1);
}

function newBranch(document, version = null) {
    documents.push(document.branch(version));
    return documents.at(-1);
}

// A document can be disposed of once.
function dispose(document) {
    documents.splice(documents.indexOf(document), 1);
    document.run_dispose();
}

// The document, the root, and its lists.
function setUp() {
    const document = newDocument(), {root} = document;
    return {document, root, children: root.children, links: root.links};
}

// Appends n new objects to a list. The first one has the x first.
function add(document, list, first, n) {
    const nodes = Array.from({length: n}, (_, i) => new Node({document, x: first + i}));
    list.push(...nodes);
    return nodes;
}

function commitX(document, x) {
    document.root.x = x;
    document.commit(null);
}

const xs = nodes => [...nodes].map(node => node.x);
const keyOf = node => node === null ? null : node.key;
const nVersions = document => document.history.length;

// An object and all that it owns, with keys.
function text(node) {
    return JSON.stringify([node.key, node.x, node.label, keyOf(node.target), node.part === null ? null : text(node.part),
        [...node.children].map(text), [...node.links].map(keyOf)]);
}

// Signals in the order in which they come: 'name:property', 'name 2-1+0', and 'name!' for a change of the document.
class Log {
    constructor() {
        this.told = [];
    }

    watch(thing, name) {
        thing.connect('notify', (_thing, pspec) => {
            if (pspec.get_name() !== 'n-items')
                this.told.push(`${name}:${pspec.get_name()}`);
        });
        if (thing instanceof Trove.List)
            thing.connect('items-changed', (_list, at, removed, added) => this.told.push(`${name} ${at}-${removed}+${added}`));
        if (thing instanceof Trove.Document)
            thing.connect('changed', () => this.told.push(`${name}!`));
    }

    take() {
        return this.told.splice(0).join(', ');
    }
}

const tests = {
    '1. one handle'() {
        const {document, root, children, links} = setUp(), [node] = add(document, children, 1, 1);
        root.target = node;
        links.push(node);
        node._note = 'kept';
        document.commit('Add');
        document.undo();
        document.redo();
        collect();
        for (const found of [document.lookup(node.key), root.target, children.at(0), links.at(-1), [...children][0]]) {
            assert(found === node);
            equal(found._note, 'kept');
        }
        assert(node.owner === root && root.children === children && document.root === root);
        equal(node.referrers, [root]);
    },

    // Another thread cannot drop a handle: GJS runs in one thread.
    '2. a handle that nobody holds is finalized'() {
        const document = newDocument(Counted), {children} = document.root, n = 20;
        const keys = [];
        const make = () => {
            for (let x = 0; x < n; x++) {
                const node = new Counted({document, x});
                node._me = [node];
                children.push(node);
                keys.push(node.key);
            }
        };
        make();
        collect();
        const before = nAttached;
        for (const [x, key] of keys.entries()) {
            const node = document.lookup(key);
            equal([node.x, node._me], [x, undefined]);
        }
        equal(nAttached - before, n);
    },

    // Without files.
    '3. keys are final, and not used again'() {
        const {document} = setUp(), seen = new Set();
        let branch = null;
        for (let i = 0; i < 60; i++) {
            const edited = branch !== null && i % 2 === 0 ? branch : document;
            if (i % 6 === 3)
                edited.begin(null);
            const node = new Node({document: edited, x: i});
            edited.root.children.push(node);
            assert(!seen.has(node.key) && Number.isSafeInteger(node.key));
            throws(Error, () => {
                node.key = 5;
            });
            seen.add(node.key);
            if (i % 6 === 0) {
                edited.commit(null);
                edited.undo();
            } else if (i % 6 === 1) {
                edited.rollback();
            } else if (i % 6 === 3) {
                edited.cancel();
            } else if (i % 6 === 4) {
                branch = newBranch(document);
            } else {
                edited.commit(null);
            }
        }
        equal(seen.size, 60);
    },

    '4. a removed object'() {
        const {document, root, children} = setUp(), [node] = add(document, children, 5, 1), log = new Log();
        add(document, node.children, 6, 1);
        log.watch(children, 'children');
        log.watch(node, 'node');
        node.remove();
        equal(log.take(), 'children 0-1+0, node:owner');
        document.commit(null);
        equal(log.take(), 'node:removed');
        equal([node.removed, node.x, node.owner, node.children.length], [true, 5, null, 0]);
        for (const call of [
            () => {
                node.x = 9;
            },
            () => children.push(node), () => node.remove(), () => node.children.push(root),
            () => {
                root.target = node;
            },
        ])
            refused(E.REMOVED, call);
        equal([node.x, root.target], [5, null]);
    },

    '5. undo of a removal makes the same handle live again'() {
        const {document, children} = setUp(), [node] = add(document, children, 5, 1), log = new Log();
        add(document, node.children, 6, 2);
        log.watch(node, 'node');
        log.watch(node.children, 'inner');
        document.commit(null);
        children.remove(node);
        document.commit(null);
        collect();
        document.undo();
        assert(children.at(0) === node && !node.removed);
        log.take();
        node.x = 7;
        node.children.splice(0, 1);
        equal(log.take(), 'node:x, inner 0-1+0');
    },

    '6. one undo restores each reference and place'() {
        const {document, root, children} = setUp(), [a, b, c] = add(document, children, 1, 3);
        const [inner] = add(document, b.children, 4, 1);
        [a.target, c.target, inner.target, b.target] = [b, inner, inner, c];
        c.links = Array.from({length: 50}, (_, i) => [b, a, inner][i % 3]);
        document.commit(null);
        const before = text(root);
        b.remove();
        document.commit(null);
        equal([children.length, c.links.length, a.target, c.target], [2, 17, null, null]);
        document.undo();
        equal(text(root), before);
    },

    '7. no reference to nothing'() {
        const {document, root, children, links} = setUp(), [a] = add(document, children, 1, 1);
        const lost = new Node({document, x: 2}), [below] = add(document, lost.children, 3, 1);
        a.target = below;
        a.links = [lost, a];
        root.links = [below];
        document.commit(null);
        equal([a.target, links.length, lost.removed, below.removed], [null, 0, true, true]);
        equal([...a.links], [a]);
    },

    // An object that one side removed and the other one refers to stays, and the merge lists it.
    '7. no reference to nothing after a merge'() {
        const {document, root, children, links} = setUp(), [a, lost] = add(document, children, 1, 2);
        const [below] = add(document, lost.children, 3, 1);
        root.links = [lost];
        document.commit(null);
        const branch = newBranch(document);
        lost.remove();
        document.commit('Remove');
        branch.lookup(a.key).target = branch.lookup(below.key);
        branch.commit('Refer');
        const conflicts = [...document.merge(branch.current)], [conflict] = conflicts;
        equal(conflicts.map(one => one.key), [lost.key, below.key]);
        equal(conflicts.map(one => one.kind), [Trove.ConflictKind.RETURNED, Trove.ConflictKind.RETURNED]);
        equal(conflicts.map(one => one.choice), [Trove.Choice.THEIRS, Trove.Choice.THEIRS]);
        equal([a.target, below.owner, links.length, links[0], lost.removed], [below, lost, 1, lost, false]);
        equal([conflict.ourObject, conflict.theirObject.x], [null, 2]);
        conflict.choice = Trove.Choice.OURS;
        document.commit('Merge');
        equal([a.target, links.length, lost.removed, below.removed], [null, 0, true, true]);
        equal(document.current.parents.length, 2);
    },

    '8. whole states in handlers'() {
        const {document, children} = setUp(), nodes = add(document, children, 10, 3);
        const lists = nodes.map(node => node.children), keys = () => lists.map(list => [...list].map(keyOf).join());
        lists.forEach((list, i) => add(document, list, 20 + i, 2));
        document.commit(null);
        const after = keys();
        nodes.forEach((node, i) => {
            node.x = 50 + i;
            lists[i].push(lists[(i + 1) % 3].at(0));
            lists[i].splice(0, 1);
        });
        document.commit(null);
        const before = keys(), turned = new Set(), wrong = [];
        let n = 0;
        const check = () => {
            n++;
            const expected = lists.map((_, i) => (turned.has(i) ? after : before)[i]);
            if (xs(nodes).join() !== '10,11,12' || keys().join('|') !== expected.join('|'))
                wrong.push(`${xs(nodes)} ${keys().join('|')}`);
        };
        nodes.forEach((node, i) => {
            node.connect('notify', check);
            lists[i].connect('items-changed', () => {
                turned.add(i);      // each list has one run
                check();
            });
        });
        document.undo();
        assert(n >= 6, `${n} signals`);
        equal(wrong, []);
    },

    '9. each property notifies once'() {
        const {document, root} = setUp(), log = new Log();
        log.watch(root, 'root');
        for (let x = 1; x < 10; x++)
            root.x = x;
        root.label = 'a';
        root.label = null;
        root.target = root;
        document.commit(null);
        log.take();
        document.undo();
        equal(log.take(), 'root:x, root:target');
        document.redo();
        equal(log.take(), 'root:x, root:target');
    },

    '10. an exception takes a step back'() {
        const {document, root, children} = setUp(), [node] = add(document, children, 1, 2), log = new Log();
        document.commit('Add');
        commitX(document, 5);
        document.undo();
        const before = text(root);
        let made;
        throws(RangeError, () => document.edit('Fail', () => {
            [made] = add(document, children, 3, 1);
            node.x = 5;
            node.label = 'a';
            node.label = null;
            log.watch(children, 'children');
            log.watch(node, 'node');
            log.watch(made, 'made');
            throw new RangeError();
        }));
        equal(log.take(), 'children 2-1+0, node:x, made:owner, made:removed');
        equal([made.removed, document.lookup(made.key), text(root)], [true, null, before]);
        equal([document.can_redo, nVersions(document)], [true, 3]);
    },

    '11. edits by handlers of undo'() {
        const {document, root, children} = setUp(), [child] = add(document, children, 1, 1);
        let nBusy = 0;
        document.commit(null);
        commitX(document, 5);
        const handler = root.connect('notify::x', () => {
            root.set_property('label', 'by a handler');
            root.label = 'by a handler';
            root.x = 77;
            root.x = Math.round(root.x);
            root.children = [];
            throws(TypeError, () => {
                root.x = 'a';
            });
            for (const call of [
                () => document.undo(), () => document.commit(null), () => children.push(root),
                () => document.edit('a', () => {}), () => root.set_field('label', 'by a handler'), () => new Node({document}),
                () => root.set_field('children', []), () => root.copy(),
            ]) {
                refused(E.BUSY, call);
                nBusy++;
            }
        });
        document.undo();
        equal([root.x, root.label, ...children, document.can_redo, nBusy], [0, null, child, true, 8]);
        document.redo();
        equal([root.x, nBusy], [5, 16]);
        root.disconnect(handler);

        // A commit that drops an object tells of a change of the whole document too.
        const [dropped] = add(document, children, 8, 1);
        document.commit(null);
        dropped.connect('notify::removed', () => {
            root.label = 'by a handler';
            refused(E.BUSY, () => root.set_field('label', 'by a handler'));
            nBusy++;
        });
        dropped.remove();
        document.commit(null);
        equal([root.label, nBusy], [null, 17]);

        // A handler of an edit may edit.
        root.connect('notify::x', () => {
            root.label = 'by a handler';
        });
        root.x = 6;
        equal(root.label, 'by a handler');

        // A list that emits is busy, though the document is not.
        const emits = children.connect('items-changed', () => {
            refused(E.BUSY, () => {
                root.children = [];
            });
            nBusy++;
        });
        children.push(new Node({document}));
        children.disconnect(emits);
        equal([children.length, nBusy], [2, 18]);
    },

    // A handler in GJS cannot drop the last reference to a document. The handler disposes of the document instead, which
    // disconnects the handlers of the document itself.
    '12. restless handlers'() {
        const {document, root, children} = setUp(), nodes = add(document, children, 1, 2), log = new Log(), [zero, one] = nodes;
        document.commit(null);
        for (const node of nodes) {
            node.x = 5;
            node.label = 'a';
        }
        root.x = 6;
        document.commit(null);
        let nLate = 0;
        const handler = zero.connect('notify::x', () => {
            zero.disconnect(handler);
            root.connect('notify', () => nLate++);
            collect();
            dispose(document);
            collect();
        });
        log.watch(zero, 'zero');
        log.watch(one, 'one');
        document.undo();
        const told = log.take().split(', ');
        for (const part of ['zero:x', 'zero:label', 'one:x', 'one:label'])
            assert(told.includes(part), `${part} is not in ${told}`);
        assert(nLate > 0);
        assert(zero.removed && root.removed);
    },

    '13. edit scripts'() {
        const {document, children} = setUp(), nodes = add(document, children, 0, 10), log = new Log();
        document.commit(null);
        children.splice(8, 1);
        children.splice(2, 1);
        nodes[4].x = 45;
        document.commit(null);
        log.watch(children, 'children');
        document.undo();
        equal(log.take(), 'children 7-0+1, children 2-0+1');
        nodes[4].x = 46;
        document.commit(null);
        document.undo();
        equal(log.take(), '');
    },

    '14. one row of many'() {
        const {document, children} = setUp(), n = QUICK ? 500 : 2000, log = new Log();
        add(document, children, 0, n);
        document.commit(null);
        children.move(10, n - 10);
        document.commit(null);
        log.watch(children, 'children');
        document.undo();
        equal(log.take(), `children ${n - 10}-1+0, children 10-0+1`);
    },

    '15. moves'() {
        const {document, root, children} = setUp(), [node, owner] = add(document, children, 1, 2), {key} = node;
        root.target = node;
        document.commit(null);
        const before = document.current;
        owner.children.push(node);
        document.commit(null);
        equal([node.key, node.owner, root.target, children.length, children.at(0)], [key, owner, node, 1, owner]);
        const moves = [...document.compare(before)].filter(change => change.key === key), kinds = moves.map(move => move.kind);
        assert(kinds.length > 0 && kinds.every(kind => kind === Trove.ChangeKind.MOVED), String(kinds));
        owner.part = node;
        equal([owner.part, owner.children.length], [node, 0]);
        document.undo();
        document.undo();
        equal([...children], [node, owner]);
        equal([node.owner, node.removed], [root, false]);
    },

    // An object that one side moves and the other one edits is moved and edited, with one key.
    '15. moves are merged'() {
        const {document, root, children} = setUp(), [node, owner] = add(document, children, 1, 2);
        root.target = node;
        document.commit(null);
        const branch = newBranch(document);
        Object.assign(branch.lookup(node.key), {x: 5, label: 'edited'});
        branch.commit('Edit');
        owner.children.push(node);
        document.commit('Move');
        const ours = document.current;
        equal(document.merge(branch.current).length, 0);
        document.commit('Merge');
        equal([node.owner, node.x, node.label, root.target], [owner, 5, 'edited', node]);
        equal(branch.merge(ours).length, 0);
        equal(text(branch.root), text(root));
    },

    '16. circles'() {
        const {document, root, children} = setUp(), [a] = add(document, children, 0, 1);
        let last = a;
        for (let i = 0; i < 20; i++) {
            [last] = add(document, last.children, i, 1);
            for (const call of [
                () => last.children.push(a), () => last.children.push(last),
                () => {
                    last.part = a;
                },
            ])
                refused(E.CYCLE, call);
            last.links.push(a);     // a reference is no owner
        }
        assert(a.owner === root);
    },

    // Two moves that make a circle together end the same way on both sides, and are listed.
    '16. circles of two sides'() {
        const {document, root, children} = setUp(), [a, b] = add(document, children, 1, 2);
        document.commit(null);
        const branch = newBranch(document);
        a.children.push(b);
        branch.lookup(b.key).children.push(branch.lookup(a.key));
        document.commit('Move');
        branch.commit('Move');
        const ours = document.current, theirs = branch.current;
        for (const [merging, version] of [[document, theirs], [branch, ours]]) {
            const conflicts = [...merging.merge(version)];
            equal(conflicts.map(conflict => conflict.kind), [Trove.ConflictKind.CYCLE]);
            equal(conflicts[0].key, b.key);
        }
        equal(text(branch.root), text(root));
        equal([...children, ...b.children], [b, a]);
        refused(E.CYCLE, () => a.children.push(b));
    },

    '17. a list that is edited while a loop goes through it'() {
        const {document, children} = setUp(), nodes = add(document, children, 0, 20), seen = [];
        for (const node of children) {
            seen.push(node);
            node.remove();
            children.insert(0, new Node({document, x: 100}));
            if (node.x % 5 === 0)
                collect();
        }
        equal(seen, nodes);
        equal(xs(children), Array(20).fill(100));
    },

    '18. changes between versions'() {
        const {document, root, children} = setUp(), versions = [], texts = [], [a, b, c] = add(document, children, 1, 3);
        for (const edit of [
            () => {},
            () => {
                a.target = b;
            },
            () => b.children.push(c), () => b.remove(), () => add(document, children, 7, 2),
            () => children.sort((one, other) => other.key - one.key),
        ]) {
            edit();
            document.commit(null);
            versions.push(document.current);
            texts.push(text(root));
        }
        versions.forEach((older, i) => versions.forEach((newer, j) => {
            for (const changes of [older.compare(newer), newer.compare(older).inverse()]) {
                document.go_to(older);
                equal(text(root), texts[i]);
                equal(document.apply(changes).length, 0);
                equal(text(root), texts[j]);
                document.rollback();
            }
        }));
        equal(versions[0].compare(versions[0]).length, 0);
    },

    '19. typing'() {
        const {document, root} = setUp();
        for (let x = 1; x <= 100; x++) {
            root.x = x;
            document.commit_full('Type', 'word-1');
            if (x === 50)
                document.set_saved(document.current);
        }
        equal(nVersions(document), 2);
        root.x = 200;
        document.commit_full('Type', 'word-2');
        equal(nVersions(document), 3);
        document.undo();
        equal(root.x, 100);
        root.x = 300;
        document.commit_full('Type', 'word-1');     // undo has ended the run
        equal(nVersions(document), 4);
    },

    '20. groups'() {
        const {document, root, children, links} = setUp();
        const nest = depth => document.edit(`Nested ${depth}`, () => {
            root.x += 1;
            if (depth > 0)
                nest(depth - 1);
        });
        nest(10);
        equal([nVersions(document), document.undo_label], [2, 'Nested 10']);
        document.undo();
        document.edit('Empty', () => {});
        document.edit('Nothing differs', () => {
            const [made] = add(document, children, 2, 1);
            links.push(made);
            made.remove();
            links.length = 0;
            root.x = 7;
            root.x = 0;
        });
        equal([nVersions(document), document.can_redo], [2, true]);
        document.redo();
        equal(root.x, 11);
    },

    '21. a drag is one step'() {
        const {document, root, children} = setUp(), [a] = add(document, children, 1, 1);
        document.commit(null);
        const before = text(root);
        const drag = fails => document.edit('Drag', () => {
            for (let x = 10; x < 1010; x++)
                a.x = x;
            if (fails)
                throw new RangeError();
        });
        throws(RangeError, () => drag(true));
        equal([text(root), nVersions(document), document.can_redo], [before, 2, false]);
        drag(false);
        equal([a.x, nVersions(document)], [1009, 3]);
        document.undo();
        equal(text(root), before);
    },

    '22. the view state'() {
        const {document, root} = setUp(), order = [];
        document.view_state = new GLib.Variant('s', 'before');
        document.commit(null);
        equal(nVersions(document), 1);
        root.x = 1;
        document.view_state = new GLib.Variant('s', 'after');
        document.commit(null);
        document.connect('notify', (_document, pspec) => order.push(pspec.get_name()));
        document.undo();
        equal([document.view_state.unpack(), order.at(-1)], ['before', 'view-state']);
        document.redo();
        equal([document.view_state.unpack(), order.at(-1)], ['after', 'view-state']);
    },

    // Without saving: the versions are marked as saved.
    '23. modified'() {
        const {document, root} = setUp();
        commitX(document, 1);
        root.x = 2;
        document.commit_full(null, 'id');
        const {current: saved} = document;
        document.set_saved(saved);
        assert(!document.modified);
        for (const [step, modified] of [
            [() => document.undo(), true], [() => document.redo(), false], [() => document.undo(), true],
            [() => commitX(document, 3), true], [() => document.go_to(saved), false],
            [() => {
                root.x = 4;
            }, true],
            [() => commitX(document, 2), false],
        ]) {
            step();
            equal(document.modified, modified);
        }
        root.x = 6;
        document.commit_full(null, 'id');
        document.set_saved(document.current);
        root.x = 7;
        document.commit_full(null, 'id');   // replaces the saved version
        equal([document.modified, document.saved], [true, null]);

        // A limit keeps the saved version.
        const {current: last} = document;
        document.set_saved(last);
        document.max_versions = 1;
        for (let x = 10; x < 20; x++) {
            commitX(document, x);
            assert(document.modified);
        }
        document.go_to(last);
        equal([document.modified, root.x], [false, 7]);
    },

    '24. branches'() {
        const {document, root} = setUp();
        commitX(document, 1);
        const {current: one} = document;
        document.undo();
        commitX(document, 2);
        document.undo();
        document.redo();
        equal(root.x, 2);
        document.go_to(one);
        document.undo();
        document.redo();
        equal(root.x, 1);
        equal([...document.history].map(version => version.dup_root().x), [0, 1, 2]);
    },

    '25. one step taken back'() {
        const {document, children} = setUp(), [a, b] = add(document, children, 1, 2);
        document.commit(null);
        const {current: first} = document;
        a.x = 10;
        b.x = 20;
        document.commit('Move both');
        const changes = document.compare(first);
        b.x = 30;
        document.commit('Move one');
        const conflicts = [...document.apply(changes.inverse())];
        equal([a.x, b.x, document.modified], [1, 30, true]);
        equal(conflicts.map(conflict => conflict.kind), [Trove.ConflictKind.LATER_VALUE]);
    },

    // By the inverse of one's own step, which says what stays.
    '25. own step taken back after a merge'() {
        const {document, root, children} = setUp(), [a, b] = add(document, children, 1, 2);
        document.commit(null);
        const branch = newBranch(document), before = document.current, theirs = branch.lookup(b.key);
        Object.assign(a, {x: 10, target: b});
        b.x = 20;
        document.commit('Own');
        const own = document.current;
        Object.assign(theirs, {x: 200, label: 'theirs'});
        branch.root.children.push(new Node({document: branch, x: 3}));
        branch.commit('Theirs');
        const [conflict] = document.merge(branch.current);
        equal([conflict.base, conflict.ours, conflict.theirs, b.x], [2, 20, 200, 20]);
        conflict.choice = Trove.Choice.THEIRS;
        document.commit('Merge');

        const [left] = document.apply(before.compare(own).inverse());
        document.commit('Take back');
        equal([left.kind, left.key, left.field, left.ours], [Trove.ConflictKind.LATER_VALUE, b.key, 'x', 200]);
        equal([a.x, a.target, b.x, b.label], [1, null, 200, 'theirs']);
        equal(xs(children), [1, 200, 3]);
        document.undo();
        equal([a.x, a.target, b.x, root.children], [10, b, 200, children]);
    },

    '26. the same value'() {
        const {document, root, children} = setUp();
        commitX(document, 1);
        document.undo();
        document.set_saved(document.current);
        root.x = 0;
        root.label = root.target = root.part = null;
        root.children = root.links = [];
        children.push();
        children.splice(0, 0);
        root.tags = [];
        root.data = new Uint8Array();
        root.data = new GLib.Bytes([]);
        equal([document.can_redo, document.modified], [true, false]);
        document.redo();
        const nodes = add(document, children, 0, 3);
        document.commit(null);
        document.set_saved(document.current);
        root.children = nodes;
        children.sort((a, b) => a.x - b.x);
        equal(document.modified, false);
        root.x = NaN;
        document.commit(null);
        document.set_saved(document.current);
        root.x = NaN;
        equal(document.modified, false);
    },

    '27. limits'() {
        const {document, children} = setUp(), n = QUICK ? 200 : 2000;
        document.max_versions = 2;
        document.edit('Paste', () => children.push(...Array.from({length: n}, (_, x) => new Node({x}))));
        const {current: paste} = document;
        equal(nVersions(document), 2);
        assert(paste.n_bytes > n * 8, `${paste.n_bytes} bytes`);
        document.set_saved(paste);
        document.max_history_bytes = 1;
        commitX(document, 1);
        document.set_saved(document.current);
        document.max_versions = 1;
        equal(nVersions(document), 1);
        document.max_versions = 0;
        commitX(document, 2);
        equal(xs(children), Array.from({length: n}, (_, x) => x));
        equal(paste.dup_root().children.length, n);
    },

    // A version is read on the thread of GJS alone, between the edits.
    '28. a version while the document is edited'() {
        const {document, root, children} = setUp(), nodes = add(document, children, 1, 20);
        document.commit(null);
        const {current: version} = document, expected = text(root);
        for (let i = 0; i < 100; i++) {
            const node = nodes[i % nodes.length];
            if (node.removed)
                document.go_to(version);
            node.x = 100 + i;
            if (i % 3 === 0)
                document.commit(null);
            if (i % 5 === 0)
                document.undo();
            if (i % 7 === 0 && !node.removed)
                node.remove();
            if (i % 7 === 1)
                document.rollback();
            equal(text(version.dup_root()), expected);
            if (i % 20 === 0)
                collect();
        }
        document.max_versions = 1;
        commitX(document, 5);
        dispose(document);
        collect();
        equal(text(version.dup_root()), expected);
    },

    '29. handles for the rows in view alone'() {
        const document = newDocument(Counted), {children} = document.root, n = 2000;
        document.edit('Fill', () => {
            for (let x = 0; x < n; x++)
                children.push(new Counted({x}));
        });
        collect();
        for (let first = 0; first < n - 40; first += n / 5) {
            const view = () => {
                for (let i = first; i < first + 40; i++)
                    equal(children.at(i).x, i);
            };
            for (let again = 0; again < 2; again++) {
                const before = nAttached;
                view();
                equal(nAttached - before, 40);
                collect();
            }
        }
    },

    '30. a document that is dropped'() {
        let node, children;
        const drop = () => {
            const document = new Trove.Document(Node);
            ({children} = document.root);
            [, , node] = add(document, children, 1, 3);
        };
        drop();
        collect();
        equal([node.removed, node.document, node.owner, node.x, children.length], [true, null, null, 3, 0]);
        refused(E.REMOVED, () => {
            node.x = 5;
        });
    },

    // GtkExpression needs GTK: tests/gtk has this line.
    '31. bindings'() {
        const {document, children} = setUp(), [a, b] = add(document, children, 1, 2), log = new Log();
        a.bind_property('x', b, 'x', GObject.BindingFlags.BIDIRECTIONAL | GObject.BindingFlags.SYNC_CREATE);
        equal(b.x, 1);
        document.commit(null);
        log.watch(a, 'a');
        log.watch(b, 'b');
        for (const [i, [node, before]] of [[a, 1], [b, 10], [a, 11]].entries()) {
            log.take();
            node.x = 10 + i;
            equal(log.take().split(', ').sort().join(), 'a:x,b:x');
            document.commit(null);
            document.undo();
            equal([a.x, b.x, document.can_redo], [before, before, true]);
            document.redo();
            equal([a.x, b.x], [10 + i, 10 + i]);
        }
    },

    '32. two documents'() {
        const {document, root, children, links} = setUp(), other = newDocument(), node = new Node({document: other, x: 1});
        const branch = newBranch(document), twin = branch.lookup(1), {current: version} = other;
        assert(twin !== root);
        for (const foreign of [node, twin]) {
            for (const call of [
                () => children.push(foreign), () => links.push(root, foreign),
                () => {
                    root.target = foreign;
                },
                () => {
                    root.part = foreign;
                },
                () => {
                    root.children = [foreign];
                },
            ])
                refused(E.FOREIGN, call);
        }
        refused(E.FOREIGN, () => document.go_to(version));
        refused(E.FOREIGN, () => document.set_saved(version));
        refused(E.FOREIGN, () => document.branch(version));
        refused(E.FOREIGN, () => document.compare(version));
        equal(links.length, 0);
        children.push(node.copy(document));
        equal(xs(children), [1]);
    },
};

// A document that the collector frees while handlers are connected writes a critical message.
function closing(test) {
    return () => {
        try {
            test();
        } finally {
            [...documents].forEach(dispose);
        }
    };
}

run(Object.fromEntries(Object.entries(tests).map(([name, test]) => [name, closing(test)])));
