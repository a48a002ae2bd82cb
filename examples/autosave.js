#!/usr/bin/env -S gjs -m
// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// usage: autosave.js [FILE]
//
// Saves a document in the background while it is edited. GJS has no threads: the main loop makes the text from a
// snapshot, a string at a time, and GIO writes the text to the file. An edit writes the same number to the title and to
// the text. Two different numbers in a file would show that the file has parts of two versions.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Trove from 'gi://Trove?version=1.0';
import System from 'system';

const EDIT_DELAY = 1;   // ms
const SAVE_DELAY = 20;  // ms, from the first edit that is not saved; later edits are saved with it
const WRITE_DELAY = 10; // ms between two strings; stands for a slow disk

// The document is a string of JSON, in which refs are text.
function readDocument(version) {
    return JSON.parse(version.get(version.root)).map(text => Trove.Ref.parse(text));
}

class Editor {
    constructor(file, loop) {
        this.file = file;
        this.loop = loop;
        this.arena = new Trove.Arena(String);       // the root has the refs of the title and of the text
        this.arena.root = this.arena.append(JSON.stringify([this.arena.append(''), this.arena.append('')]));
        this.saveSource = 0;                        // 0: every edit is saved, or is being saved
        this.editing = true;
        this.saving = this.editedWhileSaving = this.mixed = false;
        this.nEdits = this.lastSaved = 0;
        this.error = null;                          // an error ends the program
        GLib.timeout_add(GLib.PRIORITY_DEFAULT, EDIT_DELAY, () => this.edit());
    }

    // Changes the title and the text. A snapshot that is being saved keeps the old strings.
    setNumber(number) {
        const [title, text] = readDocument(this.arena);
        const refs = [this.arena.set(title, `Title ${number}`), this.arena.set(text, `Text ${number}`)];
        this.arena.root = this.arena.set(this.arena.root, JSON.stringify(refs));
    }

    // Stands for the edits of a user, which go on until a file was written between two edits.
    edit() {
        try {
            this.setNumber(++this.nEdits);
        } catch (error) {
            this.stop(error);
        }
        this.editedWhileSaving ||= this.saving;
        this.saveSource ||= GLib.timeout_add(GLib.PRIORITY_DEFAULT, SAVE_DELAY, () => this.save());
        this.editing = this.lastSaved === 0 || !this.editedWhileSaving;
        return this.editing;
    }

    save() {
        if (this.saving)
            return GLib.SOURCE_CONTINUE;
        this.saveSource = 0;
        this.saving = true;
        try {
            this.write(this.arena.snapshot());
        } catch (error) {
            this.stop(error);
        }
        return GLib.SOURCE_REMOVE;
    }

    write(snapshot) {
        const refs = readDocument(snapshot);
        let contents = '';
        GLib.timeout_add(GLib.PRIORITY_DEFAULT, WRITE_DELAY, () => {
            contents += `${snapshot.get(refs.shift())}\n`;
            if (refs.length > 0)
                return GLib.SOURCE_CONTINUE;
            this.file.replace_contents_bytes_async(new GLib.Bytes(new TextEncoder().encode(contents)), null, false,
                Gio.FileCreateFlags.NONE, null, (_file, result) => this.saveDone(result));
            return GLib.SOURCE_REMOVE;
        });
    }

    // Checks the file.
    saveDone(result) {
        this.saving = false;
        try {
            this.file.replace_contents_finish(result);
            const contents = new TextDecoder().decode(this.file.load_contents(null)[1]);
            this.lastSaved = parseInt(contents.slice('Title '.length));
            this.mixed ||= contents !== `Title ${this.lastSaved}\nText ${this.lastSaved}\n`;
        } catch (error) {
            this.stop(error);
        }
        if (!this.editing && this.saveSource === 0)
            this.loop.quit();
    }

    stop(error) {
        this.error = error;
        this.loop.quit();
    }
}

const loop = new GLib.MainLoop(null, false);
const editor = new Editor(Gio.File.new_for_commandline_arg(ARGV[0] ?? 'autosave.txt'), loop);
loop.run();
if (editor.error) {
    printerr(editor.error.message);
    System.exit(1);
}
print(`edits went on while a file was written: ${editor.editedWhileSaving ? 'yes' : 'no'}`);
print(`each file is of one moment: ${editor.mixed ? 'no' : 'yes'}`);
print(`the last file has the last edit: ${editor.lastSaved === editor.nEdits ? 'yes' : 'no'}`);
