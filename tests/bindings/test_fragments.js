// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Fragments in JavaScript: copying and pasting objects, within documents, between them and as bytes. Prints TAP.

imports.gi.versions.Trove = '1.0';
const {Gio, GLib, Trove} = imports.gi;
const System = imports.system;
imports.searchPath.unshift(GLib.path_get_dirname(System.programPath));
const {equal, refused, throws, run} = imports.tap;

const E = Trove.Error;
const {field} = Trove;

const Shape = Trove.registerClass(class Shape extends Trove.Object {
    static fields = {
        x: field.double(),
        label: field.string(),
        file: field.object(Gio.File),
        target: field.reference('Shape'),
        part: field.child('Shape'),
        children: field.children('Shape'),
        links: field.references('Shape'),
    };
});

const Page = Trove.registerClass(class Page extends Trove.Object {
    static fields = {
        shapes: field.children(Shape),
        front: field.child(Shape),
    };
});

function draw() {
    const document = new Trove.Document(Page);
    const {shapes} = document.root;
    document.edit('Draw', () => {
        shapes.push(new Shape({label: 'a', x: 1}), new Shape({label: 'b'}), new Shape({label: 'c'}));
        const [a, b, c] = shapes;
        a.children.push(new Shape({label: 'inner'}));
        a.target = b;
        b.target = c;
        b.links.push(a, c, a);
    });
    return {document, shapes, all: [...shapes]};
}

function labels(shapes) {
    return Array.from(shapes, shape => shape.label).join('');
}

const tests = {
    'copies go where they are inserted'() {
        const {document, shapes, all: [a, b, c]} = draw();
        const fragment = Trove.Fragment.new(document.current, [a, b.key, a.children[0]]);
        equal([fragment.get_n_objects(), fragment.get_n_roots()], [3, 2]);
        equal(String(fragment), '[Trove.Fragment of 3 objects]');
        const [one, two] = document.edit('Paste', () => fragment.insert(shapes, 1));
        equal(labels(shapes), 'aabbc');
        equal([one.target === two, two.target === c, two.links.map(link => link.key).join()],
            [true, true, [one.key, c.key, one.key].join()]);
        equal([labels(one.children), one.children[0] !== a.children[0]], ['inner', true]);
        document.undo();
        equal(labels(shapes), 'abc');
    },

    'positions'() {
        const {document, shapes, all: [, , c]} = draw();
        const fragment = Trove.Fragment.new(document.current, [c]);
        for (const [index, expected] of [[undefined, 'abcc'], [0, 'cabc'], [-1, 'abcc'], [-9, 'cabc'], [99, 'abcc']]) {
            equal(labels(fragment.insert(shapes, index)), 'c');
            equal(labels(shapes), expected);
            document.rollback();
        }
    },

    'a field that owns an object'() {
        const {document, all: [a]} = draw();
        const fragment = Trove.Fragment.new(document.current, [a]);
        const front = fragment.assign(document.root, 'front');
        equal([front.label, document.root.front === front], ['a', true]);
        throws(TypeError, () => fragment.assign(document.root, 'shapes'));
        throws(TypeError, () => fragment.assign(document.root, 'nothing'));
        throws(TypeError, () => fragment.assign(a, 'target'));
    },

    'refused'() {
        const {document, shapes, all: [, b]} = draw();
        refused(E.REMOVED, () => Trove.Fragment.new(document.current, [999]));
        const fragment = Trove.Fragment.new(document.current, [document.root]);
        throws(TypeError, () => fragment.insert(shapes));
        refused(E.READ_ONLY, () => fragment.insert(document.current.root.shapes));
        throws(TypeError, () => fragment.insert(b.links));
        throws(TypeError, () => fragment.insert([]));
        equal(labels(shapes), 'abc');
    },

    'bytes'() {
        const {document, all: [a, b]} = draw();
        a.file = Gio.File.new_for_path('/a b');
        document.commit('Set');
        const bytes = Trove.Fragment.new(document.current, [a, b]).to_bytes();
        const other = new Trove.Document(Page);
        for (const data of [bytes, bytes.toArray()]) {
            const [one, two] = Trove.Fragment.new_from_bytes(data).insert(other.root.shapes);
            equal([one.label, one.x, one.file.get_path(), labels(one.children)], ['a', 1, '/a b', 'inner']);
            equal([one.target === two, two.target, two.links.map(link => link.label).join('')], [true, null, 'aa']);
        }
    },

    'damaged bytes'() {
        const {document, all: [a]} = draw();
        const data = Trove.Fragment.new(document.current, [a]).to_bytes().toArray();
        for (const bad of [new Uint8Array(40), data.slice(0, -1), new Uint8Array([...data, 0])])
            refused(E.DAMAGED, () => Trove.Fragment.new_from_bytes(bad));
    },
};

run(tests);
