// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// The settings editor: a window is driven as a user does, and drawn. Prints TAP. usage: gjs -m settings.js PICTURE

import GdkPixbuf from 'gi://GdkPixbuf';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Gtk from 'gi://Gtk?version=4.0';
import System from 'system';

const here = Gio.File.new_for_uri(import.meta.url).get_parent();
imports.searchPath.unshift(here.get_parent().get_child('bindings').get_path());
const {assert, equal, collect, run} = imports.tap;
const {makeWindow} = await import('../../examples/settings.js');

const PICTURE = System.programArgs[0];
const COLUMNS = 12, ROWS = 24, MOST_DIFFERENCE = 16;    // as tests/examples/window.c has them

let document, window;

function items(list) {
    return Array.from({length: list.get_n_items()}, (_, i) => list.get_item(i));
}

function* allWidgets(widget) {
    yield widget;
    for (let child = widget.get_first_child(); child !== null; child = child.get_next_sibling())
        yield* allWidgets(child);
}

function settle() {
    const context = GLib.MainContext.default();
    let frames = 0;
    window.add_tick_callback(widget => {
        widget.queue_draw();
        return ++frames < 3;
    });
    while (frames < 3 || context.pending())
        context.iteration(true);
}

function press(name, number = 0) {
    const buttons = [...allWidgets(window)].filter(widget => widget instanceof Gtk.Button &&
        (widget.tooltip_text === name || widget.label === name));
    assert(buttons.length > number, `no button ${name}`);
    const {sensitive, opacity} = buttons[number];
    assert(sensitive && opacity === 1 && buttons[number].get_mapped(), `${name} cannot be pressed`);
    buttons[number].emit('clicked');
    settle();
}

// Activates a shortcut as GTK does for keys in a widget: from the window down to the widget, and up again.
function pressKeys(widget, keys) {
    const {CAPTURE, BUBBLE} = Gtk.PropagationPhase;
    const path = [];
    for (let from = widget; from !== null; from = from.get_parent())
        path.push(from);
    for (const [phase, widgets] of [[CAPTURE, [...path].reverse()], [BUBBLE, path]]) {
        const done = widgets.some(at => items(at.observe_controllers())
            .filter(one => one instanceof Gtk.ShortcutController && one.propagation_phase === phase).flatMap(items)
            .some(({trigger, action}) => trigger.to_string() === keys &&
                action.activate(Gtk.ShortcutActionFlags.EXCLUSIVE, at, null)));
        if (done) {
            settle();
            return;
        }
    }
    throw new Error(`nothing was done by ${keys}`);
}

function row(title) {
    return [...allWidgets(window)].find(widget => widget instanceof Gtk.ListBoxRow &&
        [...allWidgets(widget)].some(label => label instanceof Gtk.Label && label.label === title));
}

// The widgets that have the value of a setting: that of the document, and that of the trial.
function controls(title, type) {
    return [...allWidgets(row(title))].filter(widget => widget instanceof type && !(widget.parent instanceof type));
}

function setting(title, {root} = document) {
    return [...root.groups].flatMap(group => [...group.settings]).find(one => one.title === title);
}

function marked() {
    return [...allWidgets(window)].filter(widget => widget.has_css_class('differs')).map(widget =>
        [...allWidgets(widget)].find(label => label instanceof Gtk.Label).label);
}

function labels() {
    return items(document.history).map(version => version.label);
}

function draw(path) {
    const paintable = Gtk.WidgetPaintable.new(window), snapshot = new Gtk.Snapshot();
    paintable.snapshot(snapshot, paintable.get_intrinsic_width(), paintable.get_intrinsic_height());
    window.get_renderer().render_texture(snapshot.to_node(), null).save_to_png(path);
}

// The mean brightness of each cell.
function measure(picture) {
    const data = picture.get_pixels(), {width, height, rowstride, n_channels} = picture;
    const sums = new Float64Array(COLUMNS * ROWS), counts = new Float64Array(COLUMNS * ROWS);
    for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
            const at = y * rowstride + x * n_channels;
            const cell = Math.floor(y * ROWS / height) * COLUMNS + Math.floor(x * COLUMNS / width);
            sums[cell] += (data[at] + data[at + 1] + data[at + 2]) / 3;
            counts[cell]++;
        }
    }
    return [...sums].map((sum, i) => sum / counts[i]);
}

function open() {
    window = makeWindow();
    ({document} = window);
    window.present();
    settle();
}

function close() {
    const objects = [document, window.trial].filter(one => one !== null).map(one => setting('Font', one));
    window.close();
    assert(objects.every(object => object.removed), 'a document is open');
    window = document = null;
    collect();
}

const tests = {
    'each type of setting'() {
        assert(!document.can_undo);
        controls('Animations', Gtk.Switch)[0].active = false;
        controls('Scale', Gtk.SpinButton)[0].value = 1.25;
        controls('Font', Gtk.Entry)[0].text = 'Serif 12';
        controls('Style', Gtk.DropDown)[0].selected = 1;
        equal(['Animations', 'Scale', 'Font', 'Style'].map(title => setting(title).value), [false, 1.25, 'Serif 12', 1]);
        equal(labels().slice(-4), ['Set Animations', 'Set Scale', 'Set Font', 'Set Style']);
        for (let i = 0; i < 4; i++)
            press('Undo');
        equal([controls('Animations', Gtk.Switch)[0].active, controls('Scale', Gtk.SpinButton)[0].value,
            controls('Font', Gtk.Entry)[0].text, controls('Style', Gtk.DropDown)[0].selected], [true, 1, 'Monospace 11', 0]);
        for (let i = 0; i < 4; i++)
            press('Redo');
        equal(setting('Style').value, 1);
    },

    'typing is one step, a click of a switch is one each'() {
        const [entry] = controls('Font', Gtk.Entry), [toggle] = controls('Wrap lines', Gtk.Switch);
        const before = labels().length;
        for (const letter of ' bold')
            entry.text += letter;
        equal(labels().length, before + 1);
        toggle.active = true;
        toggle.active = false;
        equal(labels().length, before + 3);
        press('Undo');
        equal(toggle.active, true);
        equal(entry.text, 'Monospace 11 bold');
        const [text] = [...allWidgets(entry)].filter(widget => widget instanceof Gtk.Text);
        pressKeys(text, '<Control>z');
        pressKeys(text, '<Control>z');
        equal(entry.text, 'Monospace 11');
        pressKeys(window, '<Shift><Control>z');
        equal(entry.text, 'Monospace 11 bold');
    },

    'a spin button that rounds makes no step'() {
        const [spin] = controls('Scale', Gtk.SpinButton);
        for (const value of [1.234, 5])     // one is rounded, one is beyond the maximum
            document.edit('Import', () => (setting('Scale').value = value));
        spin.value = 2;
        const steps = labels().length;
        for (const [value, shown] of [[5, 4], [1.234, 1.234]]) {
            press('Undo');
            equal(setting('Scale').value, value);
            equal(spin.value, shown);
            spin.update();      // as when the focus leaves it
            equal(setting('Scale').value, value);
            assert(document.can_redo);
        }
        equal(labels().length, steps);
        press('Redo');
        press('Redo');
        equal(setting('Scale').value, 2);
    },

    'a trial is apart'() {
        equal(controls('Style', Gtk.DropDown).length, 1);
        press('Try Something');
        equal(marked(), []);
        controls('Style', Gtk.DropDown)[1].selected = 1;
        controls('Scale', Gtk.SpinButton)[1].value = 1.5;
        equal(marked(), ['Style', 'Scale']);
        equal([setting('Style').value, setting('Style', window.trial).value], [0, 1]);
        assert(!document.can_undo);
        controls('Style', Gtk.DropDown)[0].selected = 1;
        equal(marked(), ['Scale']);
        controls('Wrap lines', Gtk.Switch)[0].active = true;
        equal(marked(), ['Scale', 'Wrap lines']);
        pressKeys(controls('Scale', Gtk.SpinButton)[1], '<Control>z');
        equal(marked(), ['Wrap lines']);
        equal(controls('Scale', Gtk.SpinButton).map(spin => spin.value), [1, 1]);
    },

    'taking settings over'() {
        press('Try Something');
        controls('Style', Gtk.DropDown)[1].selected = 1;
        controls('Font', Gtk.Entry)[1].text = 'Serif 12';
        controls('Save automatically', Gtk.Switch)[1].active = false;
        press('Take Font');
        equal([setting('Font').value, setting('Style').value], ['Serif 12', 0]);
        equal(controls('Font', Gtk.Entry)[0].text, 'Serif 12');
        equal(labels().at(-1), 'Take Font');
        equal(marked(), ['Style', 'Save automatically']);
        press('Take all');
        equal(marked(), []);
        equal([setting('Style').value, setting('Save automatically').value], [1, false]);
        press('Undo');
        equal(marked(), ['Style', 'Save automatically']);
        press('Undo');
        equal(marked(), ['Style', 'Font', 'Save automatically']);
    },

    'several trials'() {
        press('Try Something');
        controls('Style', Gtk.DropDown)[1].selected = 1;
        press('Try Something');
        equal(marked(), []);
        controls('Wrap lines', Gtk.Switch)[1].active = true;
        const chooser = [...allWidgets(window)].find(widget => widget.tooltip_text === 'Trial');
        chooser.selected = 0;
        equal(marked(), ['Style']);
        equal(controls('Style', Gtk.DropDown).map(choice => choice.selected), [0, 1]);
        const font = setting('Font', window.trial);
        press('Drop the trial');
        assert(font.removed);
        equal(marked(), ['Wrap lines']);
        equal(controls('Style', Gtk.DropDown).map(choice => choice.selected), [0, 0]);
        press('Drop the trial');
        equal(marked(), []);
        equal(controls('Style', Gtk.DropDown).length, 1);
        controls('Style', Gtk.DropDown)[0].selected = 2;
        press('Undo');
        equal(setting('Style').value, 0);
    },

    'picture'() {
        press('Try Something');
        controls('Style', Gtk.DropDown)[1].selected = 1;
        controls('Width of a tab', Gtk.SpinButton)[1].value = 8;
        controls('Wrap lines', Gtk.Switch)[1].active = true;
        window.set_focus(null);
        settle();
        const [file] = Gio.File.new_tmp('settings-XXXXXX.png');
        const path = GLib.getenv('TROVE_TEST_DRAW') === null ? file.get_path() : PICTURE;
        draw(path);
        const [found, expected] = [path, PICTURE].map(name => GdkPixbuf.Pixbuf.new_from_file(name));
        file.delete(null);
        equal([found.width, found.height], [expected.width, expected.height]);
        const cells = measure(expected);
        measure(found).forEach((cell, i) =>
            assert(Math.abs(cell - cells[i]) < MOST_DIFFERENCE, `cell ${i}: ${cell}, expected ${cells[i]}`));
    },
};

Gtk.init();
Object.assign(Gtk.Settings.get_default(),
    {gtk_enable_animations: false, gtk_cursor_blink: false, gtk_font_name: 'Sans 10'});
run(Object.fromEntries(Object.entries(tests).map(([name, test]) => [name, () => {
    open();
    try {
        test();
    } finally {
        close();
    }
}])));
