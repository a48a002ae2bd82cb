// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// Edits documents at random through classes of JavaScript, and compares them with a model in plain JavaScript and with mirrors
// that are kept from signals alone, after each step. Prints TAP.
//
// TROVE_TEST_SEED chooses the programs. With TROVE_MODEL_SECONDS the test goes on with other seeds for that time. A program
// that fails is shortened, and printed. TROVE_MODEL_PROGRAM, the text that was printed, runs that program alone.

imports.gi.versions.Trove = '1.0';
const {GLib, Trove} = imports.gi;
const System = imports.system;
imports.searchPath.unshift(GLib.path_get_dirname(System.programPath));
const {assert, makeChance, run} = imports.tap;
const {Thing, ROOT, VALUES, State, Mirror, keyOf, keysOf, read, readAll, show} = imports.model_documents;

const E = Trove.Error;
const QUICK = GLib.getenv('TROVE_TEST_QUICK') !== null;
const SEED = Number(GLib.getenv('TROVE_TEST_SEED') ?? GLib.random_int());
const SECONDS = Number(GLib.getenv('TROVE_MODEL_SECONDS') ?? 0);
const N_PROGRAMS = QUICK ? 30 : 60;
const N_STEPS = 40;
const N_NUMBERS = 9;      // of one edit
const MAX_OBJECTS = 14;

class Failed extends Error {}

let nSteps = 0;

// A version and the state that it must have.
class Step {
    constructor(parent, state, version = null) {
        this.number = nSteps++;
        this.version = version;
        this.merged = null;
        this.parent = parent;
        this.state = state;
        this.redo = null;
    }

    // The steps that this one comes from, itself too.
    origins() {
        const found = new Set(), left = [this];
        while (left.length > 0) {
            const step = left.pop();
            if (step !== null && !found.has(step)) {
                found.add(step);
                left.push(step.parent, step.merged);
            }
        }
        return found;
    }
}

// Does one edit of an array of keys, or of a list of a document: things() gives the objects of keys. Returns the keys of the
// items that the edit returns, or a number.
function editAs(how, model, items, index, n, things) {
    const isPlain = Array.isArray(model), {length} = model, place = index % (length + 1);
    const keys = result => isPlain ? result : result?.map?.(keyOf) ?? (result instanceof Trove.Object ? result.key : result);
    switch (how) {
    case 'push':
        return model.push(...things(items));
    case 'pop':
        return keys(model.pop());
    case 'splice':
        return keys(model.splice(index % (2 * length + 3) - length - 1, n, ...things(items)));
    case 'splice to the end':
        return keys(model.splice(index % (2 * length + 3) - length - 1));
    case 'splice an array':
        return keys(model.splice(place, n, ...isPlain ? items : [things(items)]));
    case 'set an index':
        for (const item of things(items.slice(0, 1)))
            model[place] = item;
        return undefined;
    case 'get':
        return keys([model[place], model.at(place - length)]
            .map((item, i) => item ?? (i === 0 ? null : model.at(-1) ?? null)));
    case 'set the length':
        model.length = place;
        return undefined;
    case 'sort':
        model.sort((a, b) => isPlain ? b - a : b.key - a.key);
        return undefined;
    case 'find':
        return [...things(items)].map(item => [model.indexOf(item), model.includes(item)]).flat();
    case 'iterate':
        return keys([...model]);
    case 'insert':
        for (const item of things(items.slice(0, 1))) {
            if (isPlain)
                model.splice(place, 0, item);
            else
                model.insert(place, item);
        }
        return undefined;
    case 'append':
        for (const item of things(items.slice(0, 1))) {
            if (isPlain)
                model.push(item);
            else
                model.append(item);
        }
        return undefined;
    case 'remove':
        return things(items.slice(0, 1)).map(item => {
            if (!isPlain)
                return model.remove(item);
            const found = model.indexOf(item);
            if (found >= 0)
                model.splice(found, 1);
            return found >= 0;
        });
    case 'remove at':
        if (place < length)
            isPlain ? model.splice(place, 1) : model.remove(place);
        return undefined;
    case 'move':
        if (place < length) {
            const to = n % length;
            isPlain ? model.splice(to, 0, ...model.splice(place, 1)) : model.move(place, to);
        }
        return undefined;
    default:
        throw new Error(how);
    }
}

const LIST_EDITS = ['push', 'push', 'pop', 'splice', 'splice', 'splice to the end', 'splice an array', 'set an index',
    'set an index', 'get', 'set the length', 'sort', 'find', 'iterate', 'insert', 'insert', 'append', 'remove', 'remove at',
    'move', 'move'];

class Machine {
    constructor() {
        this.document = new Trove.Document(Thing);
        this.state = new State();
        this.state.add(ROOT);
        this.current = new Step(null, this.state.copied());
        this.steps = [this.current];
        this.depth = 0;
        this.other = null;      // a branch that is edited apart, and the step of its version
        this.held = new Map();
        this.mirrors = new Map();
        this.isLoose = false;   // edits are not committed, though nothing may differ
        this.hold(ROOT);
        this.fill();
    }

    // A first step, so that a program has objects to begin with.
    fill() {
        const things = [];
        this.document.edit('Fill', () => {
            const {root} = this.document;
            for (let n = 0; n < 6; n++)
                things.push(new Thing({n}));
            root.children = things.slice(0, 3);
            root.links.push(things[0], things[3], things[0]);
            things[0].children.push(things[3], things[4]);
            things[1].part = things[5];
            things[1].target = things[3];
        });
        const keys = things.map(thing => thing.key);
        keys.forEach((key, n) => {
            this.state.add(key);
            this.state.get(key).n = n;
        });
        Object.assign(this.state.get(ROOT), {children: keys.slice(0, 3), links: [keys[0], keys[3], keys[0]]});
        this.state.get(keys[0]).children = [keys[3], keys[4]];
        Object.assign(this.state.get(keys[1]), {part: keys[5], target: keys[3]});
        this.noteStep();
        for (const i of [0, 2, 4])
            this.hold(keys[i]);
        this.check();
    }

    // Access

    pick(number) {
        return [...this.state.keys()][number % this.state.size];
    }

    picked(numbers) {
        return numbers.map(number => this.pick(number));
    }

    get(key) {
        const thing = this.document.lookup(key);
        assert(thing instanceof Thing && thing.key === key && !thing.removed, `look-up of ${key} gave ${thing}`);
        if (this.held.has(key))
            assert(thing === this.held.get(key) && thing._mark === key, `there are two handles of ${key}`);
        return thing;
    }

    hold(key) {
        const thing = this.get(key);
        thing._mark = key;
        this.held.set(key, thing);
        if (!this.mirrors.has(key))
            this.mirrors.set(key, new Mirror(thing));
    }

    // Calls a function that must fail with one of the errors.
    fails(codes, call) {
        try {
            call();
        } catch (error) {
            assert(codes.some(code => error.matches?.(Trove.Error, code)), `${call} threw ${error}\n${error.stack}`);
            return;
        }
        throw new Error(`no error, though there must be ${codes}: ${call}`);
    }

    // Single objects

    make({numbers: [owner, isHeld, isOwned, ...rest]}) {
        if (this.state.size >= MAX_OBJECTS)
            return;
        const values = Object.fromEntries(rest.slice(0, isHeld % 3).map(number => this.valueOf(number)));
        const thing = this.isInEdit ? new Thing(values) : new Thing({document: this.document, ...values});
        owner = this.pick(owner);
        this.state.add(thing.key);
        Object.assign(this.state.get(thing.key), values);
        if (isOwned % 3) {
            this.get(owner).children.push(thing);
            this.state.get(owner).children.push(thing.key);
        }
        if (isHeld % 2)
            this.hold(thing.key);
        this.isLoose = true;
    }

    valueOf(number) {
        const names = Object.keys(VALUES), name = names[number % names.length], values = VALUES[name];
        return [name, values[Math.floor(number / names.length) % values.length]];
    }

    set({numbers}) {
        for (let i = 0; i + 1 < numbers.length; i += 2) {
            const key = this.pick(numbers[i]), [name, value] = this.valueOf(numbers[i + 1]), thing = this.get(key);
            if (i % 4 === 0)
                thing[name] = value;
            else
                thing.set_field(name, value);
            this.isLoose ||= show(this.state.get(key)[name]) !== show(value);
            this.state.get(key)[name] = value;
        }
    }

    setWrongly({numbers: [number, which]}) {
        const thing = this.get(this.pick(number)), [name, value] = [['x', 'a'], ['n', 1.5], ['label', 5], ['on', null],
            ['tags', [1]], ['data', 'a'], ['fileType', 77], ['target', 5], ['children', 5], ['nothing', 5]][which % 10];
        try {
            thing[name] = value;
        } catch (error) {
            assert(error instanceof TypeError, String(error));
            return;
        }
        throw new Error(`${name} took ${value}`);
    }

    setTarget({numbers: [number, other]}) {
        const key = this.pick(number), target = other % 4 ? this.pick(other) : null;
        this.get(key).target = target === null ? null : this.get(target);
        this.state.get(key).target = target;
        this.isLoose = true;
    }

    setPart({numbers: [number, other]}) {
        const key = this.pick(number), part = other % 4 ? this.pick(other) : null;
        const thing = this.get(key), value = part === null ? null : this.get(part);
        const assign = () => {
            thing.part = value;
        };
        if (part === ROOT || part !== null && this.state.isCircle(key, part)) {
            this.fails(part === ROOT ? [E.CYCLE, E.INVALID_REF] : [E.CYCLE], assign);
            return;
        }
        assign();
        this.state.setPart(key, part);
        this.isLoose = true;
    }

    remove({numbers: [number]}) {
        const key = this.pick(number), thing = this.get(key);
        if (key === ROOT) {
            this.fails([E.INVALID_REF], () => thing.remove());
            return;
        }
        thing.remove();
        this.state.take(key);
        this.isLoose = true;
    }

    copy({numbers: [number, version, isFrozen, isHeld]}) {
        const step = this.steps[version % this.steps.length], source = isFrozen % 2 && step.version ? step.state : this.state;
        const key = [...source.keys()][number % source.size];
        if (this.state.size + source.below(key).length > MAX_OBJECTS + 4)
            return;
        const thing = source === this.state ? this.get(key) : step.version.lookup(key);
        const copied = source === this.state ? thing.copy() : thing.copy(this.document);
        const made = new Map();
        const pair = (old, one) => {
            made.set(old, one.key);
            if (source.get(old).part !== null)
                pair(source.get(old).part, one.part);
            assert(source.get(old).children.length === one.children.length);
            source.get(old).children.forEach((child, i) => pair(child, one.children.at(i)));
        };
        pair(key, copied);
        const there = new Map([...[...this.state.keys()].map(one => [one, one]), ...made]);
        for (const one of made.values())
            this.state.add(one);
        for (const [old, one] of made) {
            const values = source.get(old);
            this.state.set(one, {
                ...values,
                target: there.get(values.target) ?? null,
                part: made.get(values.part) ?? null,
                children: values.children.map(child => made.get(child)),
                links: values.links.filter(link => there.has(link)).map(link => there.get(link)),
            });
        }
        if (isHeld % 2)
            this.hold(copied.key);
        this.isLoose = true;
    }

    // Lists

    editLists({numbers}) {
        for (let i = 0; i < numbers.length; i += N_NUMBERS)
            this.editList(numbers.slice(i, i + N_NUMBERS));
    }

    // Compares an edit of a list with the same edit of an array. An object that a list of children gets leaves the place where
    // it is, which an array does not know of.
    editList([number, isLinks, which, index, n, nItems, ...items]) {
        const key = this.pick(number), name = isLinks % 2 ? 'links' : 'children', how = LIST_EDITS[which % LIST_EDITS.length];
        items = this.picked(items.slice(0, nItems % 4));
        const model = this.get(key)[name], array = [...this.state.get(key)[name]], old = [...array];
        const expected = editAs(how, array, items, index, n % 4, keys => keys);
        if (name === 'children' && new Set(array).size < array.length)
            return;     // spliceChildren() has these
        const call = () => editAs(how, model, items, index, n % 4, keys => keys.map(each => this.get(each)));
        for (const each of name === 'children' ? array : []) {
            if (each === ROOT || !old.includes(each) && this.state.isCircle(key, each)) {
                this.fails(array.includes(ROOT) ? [E.CYCLE, E.INVALID_REF] : [E.CYCLE], call);
                return;
            }
        }
        const found = call();
        assert(show(found) === show(expected), `${how} of ${old} returned ${show(found)}, not ${show(expected)}`);
        this.state.splice(key, name, 0, old.length, array);
        // An edit of a list that has an object twice can leave the list as it is, and is an edit.
        this.isLoose ||= show(old) !== show(array) || new Set(array).size < array.length;
    }

    // Objects that are in the list already move. Positions count without them.
    spliceChildren({numbers: [number, which, position, n, nItems, ...items]}) {
        const key = this.pick(number), model = this.get(key).children, {length} = model;
        const how = ['splice', 'splice', 'push', 'insert', 'index', 'assign', 'set_field'][which % 7];
        items = this.picked(items.slice(0, how === 'insert' || how === 'index' ? 1 : nItems % 4));
        const isWhole = how === 'assign' || how === 'set_field';
        position = how === 'push' ? length : isWhole ? 0 : position % (length + 1);
        n = how === 'push' || how === 'insert' ? 0 : how === 'index' ? Math.min(1, length - position)
            : isWhole ? length : n % (length - position + 1);
        const call = () => {
            const things = items.map(each => this.get(each));
            if (how === 'splice')
                model.splice(position, n, ...things);
            else if (how === 'push')
                model.push(...things);
            else if (how === 'insert')
                model.insert(position, things[0]);
            else if (how === 'index')
                model[position] = things[0];
            else if (how === 'assign')
                this.get(key).children = things;
            else
                this.get(key).set_field('children', things);
        };
        if (items.some(each => each === ROOT || this.state.isCircle(key, each))) {
            this.fails([E.CYCLE, E.INVALID_REF], call);
        } else if (new Set(items).size < items.length) {
            this.fails([E.CYCLE], call);
        } else {
            call();
            this.state.splice(key, 'children', position, n, items);
            this.isLoose = true;
        }
    }

    // Steps

    // Expects the step that a commit makes, if anything differs.
    noteStep() {
        this.state.dropUnowned();
        if (show(this.state) !== show(this.current.state)) {
            const step = new Step(this.current, this.state.copied());
            this.steps.push(step);
            this.go(step);
        }
        this.isLoose = false;
    }

    go(step) {
        this.current = step;
        this.state = step.state.copied();
        if (step.parent !== null)
            step.parent.redo = step;
    }

    // Goes to another state, which tells of each property once, if there was nothing to commit first.
    turn(call) {
        const wasLoose = this.isLoose;
        this.mirrors.forEach(mirror => mirror.notified.splice(0));
        call();
        for (const {notified} of wasLoose ? [] : this.mirrors.values())
            assert(new Set(notified).size === notified.length, `told of ${notified}`);
    }

    isBusy(call) {
        if (this.depth > 0)
            this.fails([E.BUSY], call);
        return this.depth > 0;
    }

    commit() {
        const call = () => this.document.commit('Step');
        if (!this.isBusy(call)) {
            call();
            this.noteStep();
        }
    }

    goAlong(call, next) {
        if (this.isBusy(call))
            return;
        const wasLoose = this.isLoose;
        this.noteStep();
        const step = next();
        if (step === null) {
            this.fails([E.REMOVED], call);
            return;
        }
        this.isLoose = wasLoose;
        this.turn(call);
        this.go(step);
        this.isLoose = false;
    }

    undo() {
        this.goAlong(() => this.document.undo(), () => this.current.parent);
    }

    redo() {
        this.goAlong(() => this.document.redo(), () => this.current.redo);
    }

    goTo({numbers: [number]}) {
        const step = this.steps[number % this.steps.length];
        if (step.version !== null)
            this.goAlong(() => this.document.go_to(step.version), () => step);
    }

    rollback() {
        const call = () => this.document.rollback();
        if (!this.isBusy(call)) {
            this.isLoose = false;
            this.turn(call);
            this.state = this.current.state.copied();
        }
    }

    // A step with steps inside, which are taken back if it fails.
    edit({numbers: [how, fails], body}) {
        const before = this.state.copied(), wasLoose = this.isLoose, wasInEdit = this.isInEdit, isOwn = how % 3 > 0;
        const isTakenBack = fails % 3 === 0;
        const inner = () => {
            this.depth++;
            this.isInEdit ||= isOwn;
            try {
                this.run(body);
            } finally {
                this.depth--;
                this.isInEdit = wasInEdit;
            }
            // What the end of the group tells.
            if (isTakenBack) {
                this.mirrors.forEach(mirror => mirror.notified.splice(0));
                throw new Failed();
            }
            return body.length;
        };
        try {
            if (isOwn) {
                assert(this.document.edit('Edit', inner) === body.length);
            } else {
                this.document.begin('Group');
                try {
                    inner();
                    this.document.end();
                } catch (error) {
                    this.document.cancel();
                    throw error;
                }
            }
        } catch (error) {
            if (!(error instanceof Failed))
                throw error;
            for (const {notified} of this.mirrors.values())
                assert(new Set(notified).size === notified.length, `told of ${notified}`);
            this.state = before;
            this.isLoose = wasLoose;
            return;
        }
        if (this.depth === 0)
            this.noteStep();
    }

    // Branches. There is no model of merging, but rules: values one by one, and that the state is whole.

    branch() {
        const call = () => this.document.branch(this.current.version);
        if (!this.isBusy(call)) {
            this.commit();
            this.checkVersions();
            this.other = {document: call(), step: this.current};
        }
    }

    editBranch({numbers: [first, value, second, otherValue, moved, owner, removed]}) {
        if (this.other === null)
            return;
        const {document, step} = this.other, things = [...step.state.keys()].map(key => document.lookup(key));
        const at = number => things[number % things.length];
        for (const [thing, [name, one]] of [[at(first), this.valueOf(value)], [at(second), this.valueOf(otherValue)]])
            thing[name] = one;
        if (at(moved).key !== ROOT && !step.state.isCircle(at(owner).key, at(moved).key)) {
            at(owner).children.push(at(moved));
            document.root.links.push(at(moved));
        }
        if (removed % 3 === 0 && at(removed).key !== ROOT)
            at(removed).remove();
        document.commit('Branch');
        const after = readAll(document.root);
        if (show(after) !== show(step.state))
            this.other.step = new Step(step, after, document.current);
    }

    // Checks the values of a merge, and takes the state.
    takeMerged(base, theirs, conflicts) {
        const ours = this.state, found = readAll(this.document.root);
        const differing = new Set(conflicts.map(conflict => `${conflict.key} ${conflict.field}`));
        for (const [key, values] of found) {
            for (const name of [base, ours, theirs].every(side => side.has(key)) ? Object.keys(VALUES) : []) {
                const [before, own, other] = [base, ours, theirs].map(side => show(side.get(key)[name]));
                const both = own !== before && other !== before && own !== other;
                assert(differing.has(`${key} ${name}`) === both, `${key} ${name}: ${before}, ${own}, ${other}`);
                assert(show(values[name]) === (own === before ? other : own), `${key} ${name} is ${show(values[name])}`);
            }
            for (const target of [...values.links, values.target])
                assert(target === null || found.has(target), `${key} refers to ${target}`);
        }
        // An object goes if the other side has removed it, and this one has not changed it.
        for (const [key, values] of ours) {
            assert(found.has(key) || base.has(key) && !theirs.has(key) &&
                Object.keys(VALUES).every(name => show(values[name]) === show(base.get(key)[name])), `lost ${key}`);
        }
        this.state = found;
    }

    choose(conflicts, number) {
        for (const conflict of conflicts.slice(0, number % 4)) {
            const choice = number % 3, sides = [conflict.ours, conflict.theirs, conflict.base];
            try {
                conflict.choice = choice;
            } catch (error) {
                if (!error.matches?.(Trove.Error, E.REMOVED) && !error.matches?.(Trove.Error, E.CYCLE))
                    throw error;
                continue;       // an object that is needed is gone by another choice
            }
            if (conflict.kind === Trove.ConflictKind.LATER_VALUE && conflict.field in VALUES && conflict.ourObject !== null &&
                conflict.theirObject !== null) {
                const now = this.document.lookup(conflict.key)[conflict.field];
                assert(show(now) === show(sides[choice]), `${conflict.message}: ${show(now)}`);
            }
        }
    }

    merge(step) {
        if (this.isBusy(() => this.document.merge(this.current.version)))
            return;
        if (this.other === null)
            this.branch();
        this.editBranch(step);
        this.set({numbers: step.numbers.slice(0, 6).reverse()});
        this.noteStep();
        const {step: theirs} = this.other, origins = this.current.origins(), others = theirs.origins();
        const base = [...origins].filter(one => others.has(one)).reduce((a, b) => a.number > b.number ? a : b);
        const conflicts = [...this.document.merge(theirs.version)], number = step.numbers.at(-1);
        if (origins.has(theirs)) {
            assert(conflicts.length === 0);
            return;
        }
        this.takeMerged(base.state, theirs.state, conflicts);
        if (number % 5 === 0) {
            this.document.rollback();
            this.state = this.current.state.copied();
            return;
        }
        this.choose(conflicts, number);
        this.document.commit('Merge');
        const merged = new Step(this.current, readAll(this.document.root));
        merged.merged = theirs;
        this.steps.push(merged);
        this.go(merged);
    }

    // Handles

    drop({numbers}) {
        for (const number of numbers.slice(0, 3)) {
            const key = [...this.held.keys()][number % this.held.size];
            if (key !== ROOT) {
                this.held.delete(key);
                this.mirrors.delete(key);
            }
        }
        if (numbers[3] % 2)
            System.gc();
    }

    holdSome({numbers}) {
        this.picked(numbers.slice(0, 2)).forEach(key => this.hold(key));
    }

    collect() {
        System.gc();
    }

    useRemoved() {
        for (const [key, thing] of this.held) {
            if (this.state.has(key))
                continue;
            this.fails([E.REMOVED], () => {
                thing.x = 5;
            });
            this.fails([E.REMOVED], () => thing.remove());
            this.fails([E.REMOVED], () => thing.children.push(this.held.get(ROOT)));
            this.fails([E.REMOVED], () => this.held.get(ROOT).links.push(thing));
        }
    }

    readVersion({numbers: [number, collects]}) {
        const {version, state} = this.steps[number % this.steps.length];
        if (version === null)
            return;
        for (const [key, values] of state) {
            const thing = version.lookup(key);
            assert(show(read(thing)) === show(values), `${key} of ${version} is ${show(read(thing))}`);
            assert(thing.version === version && thing.document === null && keyOf(thing.owner) === state.owner(key));
            this.fails([E.READ_ONLY], () => {
                thing.x = 5;
            });
            this.fails([E.READ_ONLY], () => thing.children.push(thing));
            if (collects % 4 === 0)
                System.gc();
        }
        for (const [key, thing] of this.held)
            assert((thing.at(version)?.key ?? null) === (state.has(key) ? key : null));
        assert([...version.column(Thing, 'key')].join() === [...state.keys()].sort((a, b) => a - b).join());
    }

    // Checks

    run(program) {
        for (const step of program) {
            this[step.name](step);
            this.check();
        }
    }

    // Takes the versions that were made, in the order of time.
    checkVersions() {
        const {history} = this.document, n = history.get_n_items();
        assert(n === this.steps.length, `there are ${n} versions, not ${this.steps.length}`);
        this.steps.forEach((step, i) => {
            const version = history.get_item(i);
            assert(step.version === null || step.version === version, `version ${i}`);
            step.version = version;
        });
        assert(this.document.current === this.current.version, 'another version is current');
    }

    checkMirror(key, thing, {values, errors}) {
        assert(errors.length === 0, errors.join('\n'));
        const {owner, removed, ...told} = values, isRemoved = !this.state.has(key);
        assert(removed === isRemoved && thing.removed === isRemoved, `${key} is removed: ${removed}, ${thing.removed}`);
        const expected = isRemoved ? null : this.state.owner(key);
        assert(owner === expected && keyOf(thing.owner) === expected, `the owner of ${key}: ${owner}, ${expected}`);
        if (isRemoved)
            assert(show([told.children, told.links, keysOf(thing.children), keysOf(thing.links)]) === '[[],[],[],[]]');
        else
            assert(show(told) === show(this.state.get(key)), `${key} told ${show(told)}, not ${show(this.state.get(key))}`);
    }

    check() {
        const {document, state, current} = this;
        if (this.depth === 0)
            this.checkVersions();
        assert(document.get_n_objects() === state.size, `${document.get_n_objects()} objects, not ${state.size}`);
        for (const [key, values] of state) {
            const found = read(this.get(key));
            assert(show(found) === show(values), `${key} is ${show(found)}, not ${show(values)}`);
        }
        for (const [key, thing] of this.held)
            this.checkMirror(key, thing, this.mirrors.get(key));
        const differs = show(state) !== show(current.state);
        if (this.depth === 0 && (differs || !this.isLoose)) {
            const found = [document.can_undo, document.can_redo, document.modified];
            const expected = [differs || current.parent !== null, !differs && current.redo !== null,
                differs || current !== this.steps[0]];
            assert(show(found) === show(expected), `can undo, can redo, modified: ${found}, not ${expected}`);
        }
    }

    close() {
        this.document.run_dispose();
        for (const [key, thing] of this.held)
            assert(thing.removed && this.mirrors.get(key).values.removed, `${key} of a document that is closed`);
    }
}

// Programs

const WEIGHTS = {
    make: 4, set: 5, setWrongly: 1, setTarget: 2, setPart: 2, remove: 2, copy: 1, editLists: 12, spliceChildren: 6, commit: 5,
    undo: 4, redo: 3, goTo: 2, rollback: 1, edit: 4, branch: 1, editBranch: 2, merge: 4, drop: 2, holdSome: 3,
    collect: 1, useRemoved: 1, readVersion: 1,
};
const NAMES = Object.entries(WEIGHTS).flatMap(([name, weight]) => Array(weight).fill(name));

const makeNumbers = (below, n) => Array.from({length: n * N_NUMBERS}, () => below(1000));

// The steps of a program: numbers choose among what there is when the step is done, so that any step can be left out.
function makeProgram(below, n, depth = 0) {
    return Array.from({length: n}, () => {
        const name = NAMES[below(NAMES.length)], numbers = makeNumbers(below, name === 'editLists' ? 1 + below(5) : 1);
        if (name !== 'edit')
            return {name, numbers};
        return {name, numbers, body: makeProgram(below, depth < 3 ? below(6) : 0, depth + 1)};
    });
}

// The error of a program, or null.
function errorOf(program) {
    let machine = null;
    try {
        machine = new Machine();
        machine.run(program);
        machine.close();
        return null;
    } catch (error) {
        machine?.document.run_dispose();
        return error;
    }
}

// Programs that leave steps or an edit out, or have the body of a step in its place.
function* shorter(program) {
    for (let n = program.length >> 1; n >= 1; n >>= 1) {
        for (let i = 0; i + n <= program.length; i += n)
            yield [...program.slice(0, i), ...program.slice(i + n)];
    }
    for (const [i, step] of program.entries()) {
        for (let n = 0; n < step.numbers.length && step.numbers.length > N_NUMBERS; n += N_NUMBERS) {
            const numbers = [...step.numbers.slice(0, n), ...step.numbers.slice(n + N_NUMBERS)];
            yield [...program.slice(0, i), {...step, numbers}, ...program.slice(i + 1)];
        }
        if (!step.body)
            continue;
        yield [...program.slice(0, i), ...step.body, ...program.slice(i + 1)];
        for (const body of shorter(step.body))
            yield [...program.slice(0, i), {...step, body}, ...program.slice(i + 1)];
    }
}

// Leaves steps out as long as the program fails, for a minute at most.
function shorten(program) {
    const end = GLib.get_monotonic_time() + 60e6;
    for (let found = true; found;) {
        found = false;
        for (const one of shorter(program)) {
            if (GLib.get_monotonic_time() > end)
                return program;
            if (errorOf(one) !== null) {
                program = one;
                found = true;
                break;
            }
        }
    }
    return program;
}

function check(program, seed) {
    if (errorOf(program) === null)
        return;
    const short = shorten(program), error = errorOf(short) ?? errorOf(program);
    throw new Error(`seed ${seed}: ${error}\n${error?.stack}\nTROVE_MODEL_PROGRAM='${JSON.stringify(short)}'`);
}

print(`# TROVE_TEST_SEED=${SEED}`);
run({
    'programs at random'() {
        const given = GLib.getenv('TROVE_MODEL_PROGRAM');
        if (given !== null) {
            check(JSON.parse(given), SEED);
            return;
        }
        const end = GLib.get_monotonic_time() + SECONDS * 1e6;
        let n = 0;
        for (; n < N_PROGRAMS || GLib.get_monotonic_time() < end; n++)
            check(makeProgram(makeChance(Math.imul(SEED + n, 0x9e3779b1)), N_STEPS), SEED + n);
        print(`# ${n} programs of ${N_STEPS} steps`);
    },

    'a program that fails is shortened'() {
        Machine.prototype.fail = function () {
            if (this.wasSet)
                throw new RangeError('so');
        };
        Machine.prototype.prepare = function () {
            this.wasSet = true;
        };
        const numbers = Array(N_NUMBERS).fill(1), program = makeProgram(makeChance(1), 8);
        program.splice(5, 0, {name: 'edit', numbers, body: [{name: 'set', numbers}, {name: 'fail', numbers}]});
        program.splice(2, 0, {name: 'prepare', numbers});
        const found = shorten(program).map(({name}) => name).join();
        assert(found === 'prepare,fail', found);
    },
});
