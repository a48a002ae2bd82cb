#!/usr/bin/env -S gjs -m
// SPDX-FileCopyrightText: 2026 The Trove-GLib authors
// SPDX-License-Identifier: LGPL-2.1-or-later

// A settings editor. A trial is a branch of the document, shown beside it: settings that differ are marked, and a click takes
// one over. The document and each trial have their own undo and redo.

import Gdk from 'gi://Gdk?version=4.0';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import System from 'system';
import Trove from 'gi://Trove?version=1.0';

const {field, registerClass} = Trove;

const STYLE = `
    page { padding: 12px 18px; }
    .settings { border: 1px solid @borders; border-radius: 8px; }
    .settings > row { padding: 6px 12px; min-height: 36px; }
    .settings > row:not(:last-child) { border-bottom: 1px solid alpha(@borders, 0.5); }
    .settings > row:first-child { border-radius: 7px 7px 0 0; }
    .settings > row:last-child { border-radius: 0 0 7px 7px; }
    .settings > row.differs { background: alpha(@theme_selected_bg_color, 0.15); }
    .settings > row.differs .title { font-weight: bold; }
`;

// The classes of the document. makeWidget() returns a widget and its property that has the value.
const Setting = registerClass(class Setting extends Trove.Object {
    static fields = {title: field.string()};

    differs(value) {
        return value !== this.value;
    }
});

const Toggle = registerClass(class Toggle extends Setting {
    static fields = {value: field.boolean()};

    makeWidget() {
        return [new Gtk.Switch({hexpand: true, halign: Gtk.Align.END}), 'active'];
    }
});

const Quantity = registerClass(class Quantity extends Setting {
    static fields = {value: field.double(), maximum: field.double(100), digits: field.int()};

    makeWidget() {
        const adjustment = new Gtk.Adjustment({upper: this.maximum, step_increment: 10 ** -this.digits});
        return [new Gtk.SpinButton({adjustment, digits: this.digits, hexpand: true}), 'value'];
    }

    // The widget rounds and clamps. The value that it shows for the value of the setting is no edit.
    differs(value) {
        return value.toFixed(this.digits) !== Math.min(this.value, this.maximum).toFixed(this.digits);
    }
});

const Text = registerClass(class Text extends Setting {
    static fields = {value: field.string()};

    makeWidget() {
        return [new Gtk.Entry({hexpand: true}), 'text'];
    }
});

const Choice = registerClass(class Choice extends Setting {
    static fields = {value: field.int(), choices: field.strings()};

    makeWidget() {
        return [new Gtk.DropDown({model: Gtk.StringList.new(this.choices), hexpand: true}), 'selected'];
    }
});

const Group = registerClass(class Group extends Trove.Object {
    static fields = {title: field.string(), settings: field.children(Setting)};
});

const Settings = registerClass(class Settings extends Trove.Object {
    static fields = {groups: field.children(Group)};
});

// In a widget, actions and keys undo and redo steps of a document.
function addUndo(widget, document, propagation_phase) {
    const controller = new Gtk.ShortcutController({propagation_phase});
    for (const [keys, action] of [['<Control>z', 'document.undo'], ['<Control><Shift>z', 'document.redo']]) {
        controller.add_shortcut(new Gtk.Shortcut(
            {trigger: Gtk.ShortcutTrigger.parse_string(keys), action: Gtk.NamedAction.new(action)}));
    }
    widget.insert_action_group('document', document.create_actions());
    widget.add_controller(controller);
}

function makeButton(properties, clicked) {
    const button = new Gtk.Button(properties);
    button.connect('clicked', clicked);
    return button;
}

function undoButtons(where = '') {
    return [['Undo', 'undo'], ['Redo', 'redo']].map(([label, action]) => new Gtk.Button(
        {icon_name: `edit-${action}-symbolic`, tooltip_text: label + where, action_name: `document.${action}`}));
}

// Returns a box with a widget that shows the value of a setting. Each value that the user gives it is a step.
function makeControl(document, setting) {
    const [widget, property] = setting.makeWidget();
    const mergeId = widget instanceof Gtk.Editable ? `set ${setting.key}` : null;  // all that is typed is one step
    setting.bind_property('value', widget, property, GObject.BindingFlags.SYNC_CREATE);
    widget.connect(`notify::${property}`, () => {
        if (setting.differs(widget[property])) {    // by the user, not by undo
            setting.value = widget[property];
            document.commit_full(`Set ${setting.title}`, mergeId);
        }
    });
    const box = new Gtk.Box({valign: Gtk.Align.CENTER, hexpand: false});
    box.append(widget);
    addUndo(box, document, Gtk.PropagationPhase.CAPTURE);   // before the widget, which may have an undo of its own
    return box;
}

// A setting of the document and, while a trial is shown, the same setting of the trial.
const Row = GObject.registerClass(class Row extends Gtk.ListBoxRow {
    constructor(window, setting) {
        super({activatable: false, focusable: false, child: new Gtk.Box({spacing: 12})});
        const take = `Take ${setting.title}`;
        Object.assign(this, {_window: window, _setting: setting});
        this._take = makeButton({icon_name: 'go-previous-symbolic', tooltip_text: take},
            () => window.take(take, [this._difference]));
        this.child.append(new Gtk.Label({label: setting.title, hexpand: true, xalign: 0, css_classes: ['title']}));
        this._append(makeControl(window.document, setting), 0);
        this._append(this._take, 1);
    }

    _append(widget, column) {
        this._window.columns[column].add_widget(widget);
        this.child.append(widget);
        return widget;
    }

    // A branch has the same settings, under the same keys.
    showTrial(trial) {
        if (this._control)
            this.child.remove(this._control);
        this._control = trial && this._append(makeControl(trial, trial.lookup(this._setting.key)), 2);
        this._take.visible = trial !== null;
    }

    // differences: the change of each setting that differs, by its key
    mark(differences) {
        this._difference = differences.get(this._setting.key);
        const differs = this._difference !== undefined;
        this.css_classes = differs ? ['differs'] : [];
        Object.assign(this._take, {opacity: differs ? 1 : 0, sensitive: differs});
    }
});

const Window = GObject.registerClass(class Window extends Gtk.ApplicationWindow {
    constructor(document, properties = {}) {
        super({title: 'Settings', default_width: 720, default_height: 640, titlebar: new Gtk.HeaderBar(), ...properties});
        Object.assign(this, {document, _trials: [], _names: new Gtk.StringList(), _nTrials: 0});
        this.columns = Array.from({length: 3}, () => new Gtk.SizeGroup({mode: Gtk.SizeGroupMode.HORIZONTAL}));
        undoButtons().forEach(button => this.titlebar.pack_start(button));
        this.titlebar.pack_end(makeButton({label: 'Try Something'}, () => this.tryOut()));

        this._chooser = new Gtk.DropDown({model: this._names, tooltip_text: 'Trial'});
        this._summary = new Gtk.Label({hexpand: true, xalign: 0, css_classes: ['dim-label']});
        this._heading = new Gtk.Box({spacing: 6});      // the line above the columns
        [
            this._summary, this._chooser, ...undoButtons(' in the trial'),
            makeButton({icon_name: 'object-select-symbolic', tooltip_text: 'Take all'}, () => this.take('Take All')),
            makeButton({icon_name: 'user-trash-symbolic', tooltip_text: 'Drop the trial'}, () => this.drop()),
        ].forEach(widget => this._heading.append(widget));

        const page = new Gtk.Box({orientation: Gtk.Orientation.VERTICAL, spacing: 6, css_name: 'page'});
        page.append(this._heading);
        this._rows = [...document.root.groups].flatMap(group => {
            const list = new Gtk.ListBox({selection_mode: Gtk.SelectionMode.NONE, css_classes: ['settings']});
            page.append(new Gtk.Label({label: group.title, xalign: 0, margin_top: 6, css_classes: ['heading']}));
            page.append(list);
            const rows = [...group.settings].map(setting => new Row(this, setting));
            rows.forEach(row => list.append(row));
            return rows;
        });
        this.child = new Gtk.ScrolledWindow({child: page, hscrollbar_policy: Gtk.PolicyType.NEVER});
        this._chooser.connect('notify::selected-item', () => this._showTrial());
        document.connect('notify::current', () => this._compare());
        addUndo(this, document, Gtk.PropagationPhase.BUBBLE);
        // The objects are told before the garbage collector frees their documents.
        this.connect('close-request', () => [document, ...this._trials].forEach(one => one.run_dispose()));
        this._showTrial();
    }

    get trial() {
        return this._trials[this._chooser.selected] ?? null;
    }

    // Begins a trial with the settings as they are.
    tryOut() {
        const trial = this.document.branch(null);
        trial.connect('notify::current', () => this._compare());
        this._trials.push(trial);
        this._names.append(`Trial ${++this._nTrials}`);
        this._chooser.selected = this._trials.length - 1;
    }

    drop() {
        const {selected} = this._chooser;
        const [trial] = this._trials.splice(selected, 1);
        this._names.remove(selected);       // shows another trial, or none
        trial.run_dispose();
    }

    _showTrial() {
        this._heading.insert_action_group('document', this.trial?.create_actions() ?? null);
        this._heading.visible = this.trial !== null;
        this._rows.forEach(row => row.showTrial(this.trial));
        this._compare();
    }

    // Marks the settings that differ in the trial.
    _compare() {
        const differences = new Map();
        this._changes = this.trial && this.document.current.compare(this.trial.current);
        for (const change of this._changes ?? [])
            differences.set(change.key, change);        // nothing but the value of a setting is edited
        this._rows.forEach(row => row.mark(differences));
        this._summary.label = `Settings that differ: ${differences.size}`;
    }

    // Takes settings of the trial over, in one step. changes: theirs, or null for all.
    take(label, changes = null) {
        this.document.apply(changes ? this._changes.pick(changes) : this._changes);
        this.document.commit(label);
    }
});

const makeGroup = (title, ...settings) => Object.assign(new Group({title}), {settings});

export function makeWindow(properties = {}) {
    const style = new Gtk.CssProvider();
    style.load_from_data(STYLE);
    Gtk.StyleContext.add_provider_for_display(Gdk.Display.get_default(), style, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION);
    const document = new Trove.Document(Settings, Toggle, Quantity, Text, Choice);
    document.edit('Start', () => document.root.groups.push(
        makeGroup('Appearance', new Choice({title: 'Style', choices: ['Light', 'Dark', 'As the system']}),
            new Quantity({title: 'Scale', value: 1, maximum: 4, digits: 2}), new Toggle({title: 'Animations', value: true})),
        makeGroup('Editor', new Text({title: 'Font', value: 'Monospace 11'}),
            new Quantity({title: 'Width of a tab', value: 4, maximum: 16}), new Toggle({title: 'Wrap lines'})),
        makeGroup('Files', new Toggle({title: 'Save automatically', value: true}),
            new Choice({title: 'End of lines', choices: ['Unix', 'Windows']}))));
    return new Window(document.branch(null), properties);   // a branch, whose history begins after this step
}

if (import.meta.url === GLib.filename_to_uri(System.programPath, null)) {     // not in a test
    const application = new Gtk.Application({application_id: 'org.example.Settings'});
    application.connect('activate', () => makeWindow({application}).present());
    application.run([]);
}
