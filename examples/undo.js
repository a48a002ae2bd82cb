#!/usr/bin/env -S gjs -m
// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// A list of tasks with undo and redo. Each edit ends with a snapshot, and undo reverts the arena to the snapshot
// before. The number of steps is limited: the memory of older versions is freed.

import Trove from 'gi://Trove?version=1.0';
import System from 'system';

const MAX_STEPS = 50;

class Document {
    constructor() {
        this.arena = new Trove.Arena(String);       // the root is the first task
        this.versions = [this.arena.snapshot()];    // the versions after the current one can be redone
        this.current = 0;
    }

    // A task is a string of JSON. The ref of the next task is text in it.
    read(ref) {
        const task = JSON.parse(this.arena.get(ref));
        return {...task, next: task.next && Trove.Ref.parse(task.next)};
    }

    // Makes a list the current version. Before this, an edit is not visible to readers of the current version.
    commit(ref) {
        this.arena.root = ref;
        this.versions.splice(++this.current, Infinity, this.arena.snapshot());
        if (this.current === 2 * MAX_STEPS) {
            // Collecting visits the whole list, so it is done once in MAX_STEPS edits. collect() does not find refs in
            // text, so it gets the refs of all tasks. GJS drops snapshots when it collects garbage.
            this.versions.splice(0, MAX_STEPS);
            this.current -= MAX_STEPS;
            this.arena.collect(Array.from(this.tasks(), task => task.ref));
            System.gc();
        }
    }

    add(text) {
        this.commit(this.arena.append(JSON.stringify({text, done: false, next: this.arena.root})));
    }

    toggle(position) {
        this.commit(this.toggled(this.arena.root, position));
    }

    // Toggles the task at a position and copies the tasks up to it. Returns the ref of the first copy.
    toggled(ref, position) {
        const {done, next} = this.read(ref);
        if (position === 0)
            return this.arena.replace(ref, {done: !done});
        return this.arena.replace(ref, {next: this.toggled(next, position - 1)});
    }

    // Undoes (-1) or redoes (+1) a step, if there is one.
    step(direction) {
        const version = this.versions[this.current + direction];
        if (version) {
            this.arena.revert(version);
            this.current += direction;
        }
    }

    * tasks() {
        for (let ref = this.arena.root; ref !== null;) {
            const task = this.read(ref);
            yield {ref, ...task};
            ref = task.next;
        }
    }

    print(title) {
        const tasks = Array.from(this.tasks(), ({done, text}) => ` [${done ? 'x' : ' '}] ${text}`);
        print(`${title}:${tasks.join('')}`);
    }
}

const document = new Document();
document.add('milk');
document.add('tea');
document.toggle(1);
document.print('edited');
document.step(-1);
document.print('undone');
document.step(-1);
document.print('undone');
document.step(+1);
document.print('redone');
document.add('rice');
document.print('edited');
document.step(+1);
document.print('nothing to redo');

for (let i = 0; i < 1000; i++)
    document.toggle(i % 3);
const freed = document.arena.dup_sub_arenas().length < 2 * MAX_STEPS ? 'yes' : 'no';
print(`1000 edits later, ${document.current} can be undone, and older versions are freed: ${freed}`);
