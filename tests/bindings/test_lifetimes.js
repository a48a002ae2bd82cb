// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Lifetimes of documents in JavaScript: the collector, cycles, the end of the program, and leaks. Prints TAP.
//
// TROVE_LEAK_COUNT is the number of times that each operation is done. More find smaller leaks: TROVE_LEAK_COUNT=100000 takes
// minutes, and finds 24 bytes each.

imports.gi.versions.Trove = '1.0';
const {Gio, GLib, Trove} = imports.gi;
const System = imports.system;
imports.searchPath.unshift(GLib.path_get_dirname(System.programPath));
const {assert, equal, throws, collect, makeChance, run} = imports.tap;

const QUICK = GLib.getenv('TROVE_TEST_QUICK') !== null;
const SEED = Number(GLib.getenv('TROVE_TEST_SEED') ?? GLib.random_int());
const N = Number(GLib.getenv('TROVE_LEAK_COUNT') ?? (QUICK ? 1000 : 3000));
const {field} = Trove;

class Node extends Trove.Object {
    static fields = {
        x: field.double(0, {minimum: 0}),
        label: field.string(),
        tags: field.strings(),
        data: field.bytes(),
        maybe: field.variant(),
        target: field.reference('Node'),
        part: field.child('Node'),
        children: field.children('Node'),
        links: field.references('Node'),
    };

    static {
        Trove.registerClass(this);
    }

    validate(name, value) {
        if (name === 'label' && value === 'refused')
            throw new RangeError(value);
    }
}

class Told extends Node {
    static fields = {width: field.int()};

    static {
        Trove.registerClass(this);
    }

    vfunc_added() {
        this._added = [this];
    }

    vfunc_attached() {
        this._attached = [this];
    }
}

// The document of the test that runs, which its objects do not keep.
let document = null;

function setUp() {
    document = new Trove.Document(Node, Told);
    document.max_versions = 20;
    document.edit('Fill', () => {
        for (let x = 0; x < 10; x++) {
            document.root.children.push(new Told({
                x, label: 'x'.repeat(200), tags: Array(3).fill('y'.repeat(100)), data: new Uint8Array(300),
            }));
        }
    });
    return document.root;
}

// Leaks

function resident() {
    const [, bytes] = GLib.file_get_contents('/proc/self/statm');
    return Number(new TextDecoder().decode(bytes).split(' ')[1]) * 4096;
}

// Does an operation n times. A whole collection in between keeps the collector from working in steps, during which GJS before 1.82
// calls no methods and no handlers.
function repeat(n, operation) {
    for (let i = 0; i < n; i++) {
        operation(i);
        if (i % 1000 === 999)
            System.gc();
    }
}

// Does N of an operation, after N / 4 in which caches and the history of the document fill. A leak grows each time: the heap of
// the process grows by itself once or twice, as when a collection comes late.
function isFlat(operation) {
    repeat(N / 4, operation);
    const found = [];
    for (let round = 0; round < 6; round++) {
        collect();
        const before = resident();
        repeat(N, operation);
        collect();
        found.push(resident() - before);
        // The smallest leak is a number or a list of one, of 32 bytes. The heap of the process varies by some pages.
        if (found.at(-1) < Math.max(N * 24, 400 << 10)) {
            if (N > 10000)
                print(`# ${found.map(grown => Math.round(grown / N * 10) / 10)} bytes each`);
            return;
        }
    }
    throw new Error(`${found.map(grown => grown / N)} bytes each`);
}

const leaks = {
    'fields that are read'(root) {
        const node = root.children.at(3);
        return () => [node.x, node.label, node.tags, node.data, node.target, node.part, node.owner, node.key,
            node.removed, node.document, node.version, node.referrers];
    },

    'fields that are set'(root) {
        const [node, other] = root.children;
        return i => {
            node.x = i;
            node.label = 'a'.repeat(100 + i % 100);
            node.tags = Array(5).fill(`tag ${i}`);
            node.data = new Uint8Array(200 + i % 50);
            node.target = i % 2 ? other : null;
            node.set_field('width', i);
        };
    },

    'variants'(root) {
        const node = root.children.at(3);
        return i => {
            node.maybe = new GLib.Variant('(is)', [i, 'a']);
            return node.maybe;
        };
    },

    'values that are refused'(root) {
        const node = root.children.at(3);
        return () => {
            for (const [name, value] of [['x', -1], ['x', 'a'], ['label', 5], ['label', 'refused'], ['nothing', 1],
                ['children', [5]]]) {
                throws(Error, () => {
                    node[name] = value;
                });
            }
            throws(GLib.Error, () => {
                node.part = node;
            });
        };
    },

    'lists'(root) {
        const {children, links} = root;
        return i => {
            const child = children.at(0);
            children.remove(child);
            children.push(child);
            children.splice(2, 1, children[2]);
            links.push(child, children.at(-2));
            links[0] = children[5];
            links.pop();
            links.length = 0;
            [...children].map(one => one.x).includes(i);
            children.indexOf(child);
            if (i % 10 === 0)
                children.sort((a, b) => b.x - a.x);
            document.commit(null);
        };
    },

    'objects that are made and removed'(root) {
        return i => {
            const made = document.edit(null, () => {
                const node = i % 2 ? new Told({x: i, label: 'x'.repeat(100)}) : new Node({x: i});
                root.children.push(node);
                if (i % 3 === 0)
                    node._me = node;
                return node;
            });
            made.remove();
            document.commit(null);
        };
    },

    'steps'(root) {
        const node = root.children.at(3);
        return i => {
            document.edit(`Step ${i}`, () => {
                node.x = i + 1;
                node.label = 'x'.repeat(100 + i % 50);
            });
            assert(document.current.label !== null);
        };
    },

    'steps that fail'(root) {
        return () => throws(RangeError, () => document.edit('Fail', () => {
            root.children.push(new Node({x: 1}), new Told());
            root.x = -1;
        }));
    },

    'commits, undo and redo'(root) {
        const node = root.children.at(3);
        return i => {
            node.x = i + 100;
            document.commit('Step');
            document.undo();
            document.redo();
            document.go_to(document.current);
            document.undo();
            node.x = i + 200;
            document.rollback();
        };
    },

    'handles that are dropped'(root) {
        const keys = [...root.children].map(node => node.key);
        return i => [document.lookup(keys[i % 10]), root.children.at(i % 10).x, document.root, root.children.at(i % 10).links];
    },

    'handles with attributes and handlers'(root) {
        return i => {
            const node = root.children.at(i % 10);
            node._me = [node];
            const id = node.connect('notify::x', () => node._me);
            node.x = i;
            node.disconnect(id);
            if (i % 100 === 0)
                System.gc();
        };
    },

    // A handler of a list that refers to the object of the list keeps the object, since the object holds the list.
    'handles in cycles of closures'(root) {
        const heard = list => list.length;
        return i => {
            const node = root.children.at(i % 10);
            node.connect('notify::label', () => node._closure);
            node._closure = () => node;
            node.children.connect('items-changed', heard);
            if (i % 50 === 0)
                System.gc();
        };
    },

    'objects of versions'(root) {
        const node = root.children.at(3);
        return i => {
            node.x = i + 1;
            document.commit(null);
            const version = document.current, frozen = node.at(version);
            return [frozen.x, frozen.children, version.dup_root().children.at(2).label, version.lookup(node.key).tags];
        };
    },

    'columns'() {
        const version = document.current;
        return () => ['x', 'label', 'key', 'target'].map(name => version.column(Node, name));
    },

    'copies'(root) {
        return i => {
            root.children.at(i % 10).copy();
            document.rollback();
        };
    },

    'changes'(root) {
        const node = root.children.at(3), first = document.current;
        node.label = 'y'.repeat(10000);
        node.x = 5;
        document.commit(null);
        return () => {
            const changes = document.compare(first);
            changes.inverse();
            return [...changes].map(change => [change.dup_old_value(), change.dup_new_value(), change.key]);
        };
    },

    'conflicts'(root) {
        const node = root.children.at(3), first = document.current;
        node.label = 'y'.repeat(10000);
        document.commit(null);
        const inverse = document.compare(first).inverse();
        node.label = 'z'.repeat(10000);
        document.commit(null);
        return () => {
            const [conflict] = document.apply(inverse);
            return [conflict.dup_base_value(), conflict.dup_our_value(), conflict.dup_their_value()];
        };
    },

    'documents'() {
        return i => {
            if (i % 10)
                return;
            const other = new Trove.Document(Node, Told), child = new Told({document: other, x: 1});
            other.root.children.push(child);
            other.commit(null);
            other._me = [other, other.root];
            child.connect('notify::x', () => other);
            other.connect('changed', () => child);
            other.run_dispose();
            if (i % 500 === 0)
                System.gc();
        };
    },
};

// The end of a program

const PROGRAM = `
imports.gi.versions.Trove = '1.0';
const {GLib, GObject, Trove} = imports.gi;
const System = imports.system;

class Node extends Trove.Object {
    static fields = {x: Trove.field.double(), children: Trove.field.children('Node')};

    static {
        Trove.registerClass(this);
    }
}

class Told extends Node {
    static {
        Trove.registerClass(this);
    }

    vfunc_attached() {
        this._me = this;
    }
}

let document = new Trove.Document(Node, Told);
let node = new Node({document, x: 1}), told = new Told({document});
document.root.children.push(node, told);
document.commit('Add');
node.x = 5;
node._me = [node, document];
let frozen = node.at(document.current);
`;

const HANDLERS = `
const heard = [];
node.connect('notify::x', () => heard.push(node.x));
node.connect('notify', () => heard.push(node.x));
document.root.connect('notify', () => heard.push(document));
document.root.children.connect('items-changed', () => heard.push(told));
document.connect('changed', () => heard.push(document.root));
document.connect('notify', () => heard.push(document.root));
`;

const ENDS = {
    'with edits that are not committed': '',
    'with a group that is open': 'document.begin("Open"); node.x = 6;',
    'in edit()': 'document.edit("Edit", () => { node.x = 6; System.exit(0); });',
    'in a loop': 'for (const one of document.root.children) { one.x++; System.exit(0); }',
    'with an iterator': 'const iterator = document.root.children[Symbol.iterator](); iterator.next();',
    'with a commit that is due': 'document.auto_commit = true; node.x = 8;',
    'with documents in a cycle': `
let other = document.branch(null);
other._me = [other, node];
document._me = other;
other = null;`,
    'with a version alone': 'const version = document.current; document = node = frozen = told = null; System.gc();',
    'with a document that was disposed of': `${HANDLERS} document.run_dispose(); document = null; System.gc();`,
    'in a main loop': `
const loop = new GLib.MainLoop(null, false);
GLib.idle_add(GLib.PRIORITY_DEFAULT, () => {
    node.x++;
    loop.quit();
});
loop.run();`,
    'with objects alone': 'const list = document.root.children; document = null; node._me = null; System.gc(); list.length;',
    'with a removed object': 'node.remove(); document.commit("Remove"); document.undo(); document.redo();',
    'in a handler of an edit': `${HANDLERS} node.connect('notify::x', () => System.exit(0)); node.x = 6; System.exit(3);`,
    'in a handler of undo': `${HANDLERS} node.connect('notify::x', () => System.exit(0)); document.undo(); System.exit(3);`,
    'with handlers that are disconnected': `
const id = node.connect('notify::x', () => node);
document.commit('Set');
node.disconnect(id);`,
};

// Runs a program, whose critical messages do not end it. Returns the exit status, the output and the messages.
function outcome(text) {
    const launcher = Gio.SubprocessLauncher.new(Gio.SubprocessFlags.STDOUT_PIPE | Gio.SubprocessFlags.STDERR_PIPE);
    launcher.unsetenv('G_DEBUG');
    const program = launcher.spawnv([GLib.file_read_link('/proc/self/exe'), '-c', `${PROGRAM}${text}; undefined;`]);
    const [, output, messages] = program.communicate_utf8(null, null);
    return [program.get_if_exited() ? program.get_exit_status() : 'a signal', output, messages];
}

const tests = {
    // The collector runs in steps at random, while handles in cycles come and go.
    'collections at random'() {
        const root = setUp(), below = makeChance(SEED), {children} = root;
        let expected = [...children].map(node => [node.key, node.x]);
        const past = [], next = () => {
            past.push(expected);
            expected = [...expected];
        };
        for (let i = 0; i < 200; i++) {
            const how = ['make', 'make', 'set', 'remove', 'fail', 'undo'][below(6)], place = below(expected.length);
            if (how === 'make') {
                next();
                document.edit(how, () => {
                    const node = i % 2 ? new Node({x: i}) : new Told({x: i});
                    if (below(2))
                        System.gc();
                    node._me = [node, () => node];
                    children.push(node);
                    expected.push([node.key, i]);
                });
            } else if (how === 'set' && expected.length > 0 && expected[place][1] !== i) {
                next();
                expected[place] = [expected[place][0], i];
                children[place]._me = children[place];
                children[place].x = i;
            } else if (how === 'remove' && expected.length > 0) {
                next();
                expected.splice(place, 1);
                children.splice(place, 1);
            } else if (how === 'fail') {
                throws(RangeError, () => document.edit(how, () => {
                    children.push(new Told());
                    System.gc();
                    root.x = -1;
                }));
            } else if (how === 'undo' && past.length > 0 && document.can_undo) {
                document.undo();
                expected = past.pop();
            }
            document.commit(how);
            if (below(2))
                System.gc();
            equal([...children].map(node => `${node.key} ${node.x}`).join(), expected.map(([key, x]) => `${key} ${x}`).join());
            past.splice(0, Math.max(past.length - 15, 0));      // the document keeps 20 versions
        }
    },

    // GJS before 1.82 does not let C call methods while the collector works in steps, and says so each time.
    'methods while the collector works in steps'() {
        const [status, output, messages] = outcome(`
let nHeard = 0, nLost = 0, nMissed = 0, nAdded = 0, nAttached = 0;
class Strict extends Trove.Object {
    static fields = {x: Trove.field.double()};

    static {
        Trove.registerClass(this);
    }

    validate() {
    }
}

class Seen extends Trove.Object {
    static {
        Trove.registerClass(this);
    }

    vfunc_added() {
        nAdded++;
    }

    vfunc_attached() {
        nAttached++;
    }
}

const other = new Trove.Document(Strict, Seen, Node), kept = [], made = [];
function use(i) {
    other._note = Array(20).fill(i);
    kept.push(Array.from({length: 300}, (_, k) => ({k})));
    if (kept.length > 1000)
        kept.splice(0, 200);
}

// Goes on until a handler was not called, which shows that the collector worked in steps.
const plain = new Node({document: other});
plain.connect('notify::x', () => nHeard++);
for (let i = 1; i < 10000 || System.version < 18200 && nHeard === i - 1 && i < 200000; i++) {
    use(i);
    plain.x = i;
    other.root.x = i;
    if (other.root.x !== i)
        nLost++;
}
for (let i = 0; i < 10000; i++) {
    use(i);
    const before = [nAdded, nAttached];
    made.push(new Seen({document: other}));
    if (nAdded !== before[0] + 1 || nAttached !== before[1] + 1)
        nMissed++;
    if (made.length > 50 && !(made.shift().key > 1))
        nMissed++;
}
print(nLost, nMissed);
other.run_dispose();
`);
        equal([status, output], [0, '0 0\n']);
        assert(System.version < 18200 || messages === '', messages);
    },

    // A limit: the collector of the end frees the document, which tells of it. GJS runs no handlers then, and says so.
    'the program ends with handlers'() {
        for (const end of ['', 'document.begin("Open"); node.x = 6; told.remove();']) {
            const [status, output, messages] = outcome(HANDLERS + end);
            equal([status, output], [0, '']);
            for (const line of messages.split('\n')) {
                assert(line === '' || /sweeping phase of GC|The offending signal was notify on|Stack trace for/.test(line),
                    messages);
            }
        }
    },
};

// GJS before 1.76.1 leaks each GVariant that JavaScript makes.
if (System.version < 17601) {
    print('# variants leak in this version of GJS');
    delete leaks.variants;
}
for (const [name, make] of Object.entries(leaks))
    tests[`no leak: ${name}`] = () => isFlat(make(setUp()));
for (const [name, end] of Object.entries(ENDS))
    tests[`the program ends ${name}`] = () => equal(outcome(end), [0, '', '']);

print(`# TROVE_TEST_SEED=${SEED}`);
run(tests);
