// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Files in JavaScript: saving, loading and merging documents. Prints TAP.

imports.gi.versions.Trove = '1.0';
const {Gio, GLib, Trove} = imports.gi;
const System = imports.system;
imports.searchPath.unshift(GLib.path_get_dirname(System.programPath));
const {assert, equal, run} = imports.tap;

const E = Trove.Error;
const {field} = Trove;

const Shape = Trove.registerClass(class Shape extends Trove.Object {
    static fields = {x: field.double(), label: field.string(), children: field.children('Shape')};
});

const Page = Trove.registerClass(class Page extends Trove.Object {
    static fields = {shapes: field.children(Shape)};
});

// Runs an async function to its end.
function settle(promise) {
    const loop = new GLib.MainLoop(null, false);
    let result, error = null;
    promise.then(value => {
        result = value;
    }, e => {
        error = e;
    }).finally(() => loop.quit());
    loop.run();
    if (error !== null)
        throw error;
    return result;
}

function draw(n) {
    const document = new Trove.Document(Page);
    document.edit('Draw', () => {
        for (let i = 0; i < n; i++)
            document.root.shapes.push(new Shape({x: i, label: `shape ${i}`}));
    });
    return document;
}

async function inFolder(callback) {
    const folder = Gio.File.new_for_path(GLib.Dir.make_tmp('trove-XXXXXX'));
    try {
        await callback(folder.get_child('drawing'), folder);
    } finally {
        for (const name of ['drawing', 'copy']) {
            const child = folder.get_child(name);
            if (child.query_exists(null))
                child.delete(null);
        }
        folder.delete(null);
    }
}

async function refusedLater(code, promise) {
    let error = null;
    try {
        await promise;
    } catch (e) {
        error = e;
    }
    assert(error instanceof GLib.Error && error.matches(Trove.Error, code), `threw ${error}`);
}

const tests = {
    'save and load'() {
        settle(inFolder(async file => {
            const document = draw(5000), told = [];
            await document.save(file, Trove.SaveFlags.NONE, null, (done, n) => told.push(done, n));
            equal([document.modified, told.length, told[1]], [false, 2, 5001]);
            const loaded = await Trove.Document.load(file.get_path(), Page);
            equal([loaded.root.shapes.length, loaded.root.shapes[7].label], [5000, 'shape 7']);
            loaded.undo();
            equal(loaded.root.shapes.length, 0);
            await loaded.save();
        }));
    },

    'upgrade()'() {
        settle(inFolder(async file => {
            const OldThing = Trove.registerClass(class OldThing extends Trove.Object {
                static fields = {x: field.int(), things: field.children('OldThing')};
            });
            const asked = [];
            const NewThing = Trove.registerClass(class NewThing extends Trove.Object {
                static schemaVersion = 2;
                static fields = {left: field.double()};

                upgrade(fromVersion, oldValues) {
                    asked.push([this.get_key(), fromVersion, oldValues]);
                    this.left = oldValues.x;
                }
            });
            const document = new Trove.Document(OldThing);
            document.edit('Draw', () => {
                document.root.x = 7;
            });
            await document.save(file);
            const bytes = file.load_contents(null)[1];
            for (let i = 0; i + 8 < bytes.length; i++) {
                if (String.fromCharCode(...bytes.subarray(i, i + 8)) === 'OldThing')
                    bytes.set([78, 101, 119], i);
            }
            file.replace_contents(bytes, null, false, Gio.FileCreateFlags.NONE, null);
            let loaded = await Trove.Document.load(file, NewThing);
            equal([loaded.root.left, JSON.stringify(asked), loaded.undo_label], [7, '[[1,0,{"x":7,"things":[]}]]', 'Upgrade']);
            asked.length = 0;
            await loaded.save();
            loaded = await Trove.Document.load(file, NewThing);
            equal([loaded.root.left, asked.length], [7, 0]);
            equal(JSON.stringify(loaded.root.dup_unknown_values().recursiveUnpack()), '{"x":7,"things":[]}');
        }));
    },

    'a schemaVersion is a positive integer'() {
        for (const version of [0, -1, 1.5, '2', 2 ** 32]) {
            const Bad = class Bad extends Trove.Object {
                static schemaVersion = version;
            };
            let error = null;
            try {
                Trove.registerClass(Bad);
            } catch (e) {
                error = e;
            }
            assert(error instanceof TypeError && /Bad.schemaVersion is an integer/.test(error.message), `threw ${error}`);
        }
    },

    'a file that was changed'() {
        settle(inFolder(async file => {
            const document = draw(2);
            await document.save(file);
            const other = await Trove.Document.load(file, Page);
            other.root.shapes[0].x = 9;
            await other.save();
            document.root.shapes[1].x = 8;
            await refusedLater(E.CHANGED, document.save());
            const merge = await document.merge_file(file);
            equal([merge.get_n_items(), document.root.shapes[0].x, document.root.shapes[1].x], [0, 9, 8]);
        }));
    },

    'automatic saves'() {
        settle(inFolder(async file => {
            const document = draw(2);
            document.set_autosave(file, 10);
            document.root.shapes[0].x = 5;
            while (!file.query_exists(null))
                GLib.MainContext.default().iteration(true);
            document.set_autosave(null);
            const loaded = await Trove.Document.load(file, Page);
            equal(loaded.root.shapes[0].x, 5);
        }));
    },

    'damaged files'() {
        settle(inFolder(async file => {
            file.replace_contents('a text', null, false, Gio.FileCreateFlags.NONE, null);
            await refusedLater(E.DAMAGED, Trove.Document.load(file, Page));
        }));
    },

    'JSON'() {
        const made = JSON.parse(draw(2).dup_current().to_json());
        equal(made.objects.map(one => one.values.label ?? null), [null, 'shape 0', 'shape 1']);
    },
};

run(tests);
