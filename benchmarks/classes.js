// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// JavaScript: objects of documents, compared with plain objects, with properties of GJS, and with properties that are
// written in C. Prints the same lines as the programs in C.
//
// usage: gjs benchmarks/classes.js [--quick | --smoke] [--pin=CPU]
//
// benchmarks/run sets the paths of the library.

imports.gi.versions.Trove = '1.0';
const {Gio, GLib, GObject, Trove} = imports.gi;
const System = imports.system;

const TABLE = 'objects in JavaScript';
const HELD = 1000;  // objects with a handle

// An object without versions and notifications.
class PlainShape {
    constructor() {
        this.x = 1;
        this.label = '';
    }
}

// The same with properties of GJS, which makes the accessors.
const GShape = GObject.registerClass({
    Properties: {
        x: GObject.ParamSpec.double('x', '', '', GObject.ParamFlags.READWRITE, 0, 1e9, 1),
        label: GObject.ParamSpec.string('label', '', '', GObject.ParamFlags.READWRITE, ''),
    },
}, class GShape extends GObject.Object {
});

// The same with fields of a document.
const Shape = Trove.registerClass(class Shape extends Trove.Object {
    static fields = {x: Trove.field.double(1), label: Trove.field.string()};
});

const Page = Trove.registerClass(class Page extends Trove.Object {
    static fields = {shapes: Trove.field.children(Shape)};
});

// The objects of one column. number, text: the names of their properties.
class Contender {
    constructor(column, held, nPasses, number = 'x', text = 'label') {
        Object.assign(this, {column, held, nPasses, number, text, start: 1, undo: []});
    }

    // Returns the sum of the numbers.
    get() {
        const {held, number} = this;
        let total = 0;
        for (let pass = 0; pass < this.nPasses; pass++) {
            for (const shape of held)
                total += shape[number];
        }
        return total;
    }

    // Sets the number of each object to another value.
    set() {
        const {held, number} = this;
        for (let pass = 0; pass < this.nPasses; pass++) {
            this.start++;
            for (const shape of held)
                shape[number] = this.start;
        }
    }

    // Returns the last of the texts.
    getText() {
        const {held, text} = this;
        let label = null;
        for (let pass = 0; pass < this.nPasses; pass++) {
            for (const shape of held)
                label = shape[text];
        }
        return label;
    }

    // Sets the text of each object to another one.
    setText() {
        const {held, text} = this;
        for (let pass = 0; pass < this.nPasses; pass++) {
            this.start++;
            const label = `shape ${this.start}`;
            for (const shape of held)
                shape[text] = label;
        }
    }

    // Sets the number of each object in a step of its own, which can be undone.
    edit() {
        this.start++;
        for (const shape of this.held) {
            this.undo.push([shape, 'x', shape.x]);
            shape.x = this.start;
        }
    }
}

// A contender with a list of all its objects.
class ListContender extends Contender {
    constructor(column, list, nPasses) {
        super(column, Array.from({length: HELD}, (_, i) => list.get_item(i)), nPasses);
        this.list = list;
    }

    // The sum of the numbers of the objects in the list.
    walk() {
        let total = 0;
        const {list} = this, n = list.get_n_items();
        for (let i = 0; i < n; i++)
            total += list.get_item(i).x;
        return total;
    }

    // The same sum, as the contender computes it at best.
    total() {
        return this.walk();
    }
}

class ArrayContender extends ListContender {
    constructor(column, array, nPasses) {
        super(column, {get_item: i => array[i]}, nPasses);
        this.array = array;
    }

    walk() {
        let total = 0;
        for (const shape of this.array)
            total += shape.x;
        return total;
    }
}

class DocumentContender extends ListContender {
    constructor(column, document, nPasses) {
        super(column, document.root.shapes, nPasses);
        this.document = document;
        this.version = document.current;
    }

    walk() {
        let total = 0;
        for (const shape of this.list)
            total += shape.x;
        return total;
    }

    edit() {
        this.start++;
        for (const shape of this.held) {
            this.document.edit('Move', () => {
                shape.x = this.start;
            });
        }
    }

    // Of the version, not of the current state.
    total() {
        return this.version.column(Shape, 'x').reduce((total, x) => total + x, 0);
    }
}

// Cases that run in turns in every round.
class Bench {
    constructor(args) {
        this.isSmoke = args.includes('--smoke');
        this.rounds = this.isSmoke ? 1 : args.includes('--quick') ? 5 : 21;
        this.cases = [];
        const pin = args.find(arg => arg.startsWith('--pin='));
        if (pin !== undefined)
            this.pin(pin.slice('--pin='.length));
    }

    pin(cpu) {
        const pid = new Gio.Credentials().get_unix_pid();
        const [, , , status] = GLib.spawn_command_line_sync(`taskset --cpu-list --pid ${cpu} ${pid}`);
        GLib.spawn_check_wait_status(status);
    }

    // run() does the operation n times, and check() is given its result.
    add(row, column, n, run, check = () => true) {
        this.cases.push({row, column, n, run, check, times: []});
    }

    // Runs all cases that were added, prints their times, and forgets them.
    run() {
        for (let round = 0; round <= this.rounds; round++) {
            for (const {row, column, n, run, check, times} of this.cases) {
                System.gc();
                const start = GLib.get_monotonic_time();
                const result = run();
                const time = GLib.get_monotonic_time() - start;
                if (!check(result))
                    throw new Error(`${row}, ${column}: unexpected result ${result}`);
                if (round > 0)
                    times.push(time * 1000 / n);
            }
        }
        for (const {row, column, n, times} of this.cases) {
            const sorted = times.slice().sort((a, b) => a - b);
            const values = [sorted[Math.floor(sorted.length / 2)], ...times].map(time => time.toPrecision(6));
            print(['gjs-classes', TABLE, row, column, 'ns', n, ...values].join('\t'));
        }
        this.cases = [];
    }
}

function makeDocument(n) {
    const document = new Trove.Document(Page);
    document.edit('Add shapes', () => {
        document.root.shapes.splice(0, 0, Array.from({length: n}, () => new Shape()));
    });
    return document;
}

function makeStore(n) {
    const store = Gio.ListStore.new(GShape);
    for (let i = 0; i < n; i++)
        store.append(new GShape());
    return store;
}

// GLib has no object with a number and a text, so one class has the number and another one the text.
class ContenderInC extends Contender {
    constructor(column, nPasses) {
        super(column, Array.from({length: HELD}, () => new Gio.SocketClient({timeout: 1})), nPasses, 'timeout');
        this.texts = new Contender(column, Array.from({length: HELD}, () => new Gio.TlsPassword()), nPasses, 'x',
            'description');
    }
}

function measure(bench, n, nPasses) {
    const lists = [
        new ArrayContender('plain class', Array.from({length: n}, () => new PlainShape()), nPasses),
        new ListContender('GJS property', makeStore(n), nPasses),
        new DocumentContender('Trove.Object', makeDocument(n), nPasses),
    ];
    const inC = new ContenderInC('property in C', nPasses);
    const nCalls = HELD * nPasses;

    for (const one of [...lists.slice(0, 2), inC, lists[2]]) {
        const {column} = one;
        bench.add('read a number', column, nCalls, () => one.get(), total => total === one.start * nCalls);
        bench.add('set a number', column, nCalls, () => one.set());
    }
    // All held objects have the same number, and all others have 1, as the objects of the version.
    for (const one of lists) {
        const ofAll = total => total === one.start * HELD + n - HELD;
        bench.add('walk over a list', one.column, n, () => one.walk(), ofAll);
        bench.add('sum of all', one.column, n, () => one.total(),
            one instanceof DocumentContender ? total => total === n : ofAll);
    }
    bench.run();
    for (const one of [...lists.slice(0, 2), inC.texts, lists[2]]) {
        bench.add('set a text', one.column, nCalls, () => one.setText());
        bench.add('read a text', one.column, nCalls, () => one.getText(), label => label === `shape ${one.start}`);
    }
    bench.run();
    for (const one of lists)
        bench.add('edit, and a step that is kept', one.column, HELD, () => one.edit());
    bench.run();
}

const bench = new Bench(ARGV);
if (bench.isSmoke)
    measure(bench, 2 * HELD, 1);
else
    measure(bench, 10000, 10);  // not more: GJS takes longer to wrap an object, the more wrappers there are
