# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Documents in Python: steps, versions, properties, live objects and their lists."""

import threading

import tap
from tap import TroveCase, collect
from gi.repository import Gio, GLib, GObject, Trove

E = Trove.Error
K = Trove.ChangeKind
RW = GObject.ParamFlags.READWRITE
OWNED = GObject.ParamFlags(GObject.ParamFlags.READABLE | Trove.PARAM_OWNED)
PAGE = Trove.Object.register_type('PyPage', Trove.Object, [
    GObject.param_spec_int('n', None, None, 0, 9, 3, RW)])
SHAPE = Trove.Object.register_type('PyLiveShape', Trove.Object, [
    GObject.param_spec_double('x', None, None, 0, 1000, 0, RW),
    GObject.param_spec_string('label', None, None, None, RW),
    GObject.param_spec_object('target', None, None, Trove.Object, RW),
    Trove.param_spec_list('children', None, None, Trove.Object, OWNED),
    Trove.param_spec_list('links', None, None, Trove.Object, GObject.ParamFlags.READABLE)])


class Documents(TroveCase):

    def setUp(self):
        self.document = Trove.Document.new(PAGE, [])

    def assert_fails(self, code, call, *arguments):
        with self.assertRaises(GLib.Error) as caught:
            call(*arguments)
        self.assertTrue(caught.exception.matches(Trove.error_quark(), code), caught.exception)

    def test_a_new_document(self):
        document = self.document
        self.assertEqual(document.props.root_type, PAGE)
        self.assertEqual((document.get_root_key(), document.get_n_objects()), (1, 1))
        self.assertEqual((document.props.saved, document.props.file), (None, None))
        self.assertFalse(document.props.modified or document.props.can_undo or document.props.can_redo)
        self.assertEqual((document.props.undo_label, document.props.redo_label), (None, None))
        self.assertEqual(document.dup_versions(), [document.props.current])

    def test_steps(self):
        document = self.document
        document.begin('Outer')
        document.begin(None)
        self.assert_fails(E.BUSY, document.commit, 'Step')
        self.assert_fails(E.BUSY, document.undo)
        document.cancel()
        document.end()
        document.commit('Nothing differs')
        document.commit_full(None, 'typing')
        document.rollback()
        self.assertEqual(len(document.dup_versions()), 1)
        self.assert_fails(E.REMOVED, document.undo)
        self.assert_fails(E.REMOVED, document.redo)
        document.go_to(document.dup_current())
        document.set_saved(None)

    def test_versions(self):
        version = self.document.dup_current()
        self.assertIs(self.document.freeze(), version)
        self.assertEqual((len(version.dup_id()), version.props.label, version.dup_parents()), (32, None, []))
        self.assertLess(abs(version.props.time - GLib.get_real_time()), 60_000_000)
        self.assertEqual((version.get_root_key(), version.get_n_objects(), version.get_next_key(0)), (1, 1, 1))
        self.assertEqual(version.get_next_key(1), 0)
        self.assertTrue(version.read())
        self.assertFalse(self.document.props.modified)
        version.props.kept = True
        self.assertTrue(self.document.dup_current().get_kept())
        self.assertTrue(self.document.props.modified)
        self.assertIsNone(version.props.name)
        version.props.name = 'Größe'
        self.assertEqual(self.document.dup_version(version.dup_id()).dup_name(), 'Größe')
        version.set_name(None)
        self.assertIsNone(version.dup_name())
        self.assertIsNone(self.document.dup_version('none'))
        del self.document
        self.assertEqual(version.get_n_objects(), 1)

    def test_branches(self):
        branch = self.document.branch(None)
        other = Trove.Document.new(PAGE, [])
        self.assertEqual(branch.dup_current().dup_id(), self.document.dup_current().dup_id())
        self.assert_fails(E.FOREIGN, branch.go_to, self.document.dup_current())
        self.assert_fails(E.FOREIGN, other.branch, self.document.dup_current())

    def test_applying(self):
        version = self.document.dup_current()
        changes = version.compare(version)
        for some in (changes, changes.inverse(), changes.pick([])):
            merge = self.document.apply(some)
            self.assertEqual((len(merge), merge.props.item_type), (0, Trove.Conflict.__gtype__))
        self.assert_fails(E.FOREIGN, Trove.Document.new(PAGE, []).apply, changes)
        self.document.begin(None)
        self.assert_fails(E.BUSY, self.document.apply, changes)
        self.assertEqual(Trove.ConflictKind.LATER_VALUE.value_nick, 'later-value')

    def test_the_view_state(self):
        notified = []
        self.document.connect('notify::view-state', lambda *_: notified.append(1))
        for state in (GLib.Variant('s', 'here'), GLib.Variant('s', 'here'), None):
            self.document.props.view_state = state
        self.assertEqual(len(notified), 2)
        self.assertFalse(self.document.props.modified)

    def test_limits(self):
        notified = []
        self.document.connect('notify', lambda _document, spec: notified.append(spec.name))
        self.document.props.max_versions = 3
        self.document.props.max_history_bytes = 2**64 - 1
        self.document.set_max_versions(3)
        self.assertEqual(notified, ['max-versions', 'max-history-bytes'])
        self.assertEqual((self.document.get_max_versions(), self.document.get_max_history_bytes()), (3, 2**64 - 1))
        self.assertEqual(self.document.dup_current().props.n_bytes, 0)
        self.assertEqual(len(self.document.dup_versions()), 1)

    def test_threads(self):
        errors = []

        def commit():
            try:
                self.document.commit(None)
            except GLib.Error as error:
                errors.append(error)

        for transferred in (False, True):
            if transferred:
                self.document.transfer()
            thread = threading.Thread(target=commit)
            thread.start()
            thread.join()
        self.assertEqual([error.matches(Trove.error_quark(), E.WRONG_THREAD) for error in errors], [True])


class LiveObjects(TroveCase):

    def setUp(self):
        self.document = Trove.Document.new(SHAPE, [])
        self.root = self.document.props.root
        self.children = self.root.get_list('children')

    def add(self, **values):
        shape = GObject.new(SHAPE, document=self.document, **values)
        self.children.append(shape)
        return shape

    def test_one_handle(self):
        shape = self.add(x=5, label='a shape')
        self.assertIs(self.document.get_root(), self.root)
        self.assertIs(self.document.lookup(shape.props.key), shape)
        self.assertIs(self.children[0], shape)
        self.assertIs(shape.props.owner, self.root)
        self.assertIs(shape.props.document, self.document)
        self.assertEqual((shape.props.x, shape.props.label, shape.props.removed), (5, 'a shape', False))
        self.assertIsNone(self.document.lookup(77))

    def test_a_handle_that_was_dropped(self):
        key = self.add(x=5).props.key
        collect()
        self.assertEqual(self.document.lookup(key).props.x, 5)

    def test_undo_notifies(self):
        shape = self.add()
        self.document.commit('Add')
        heard = []
        shape.connect('notify', lambda _shape, spec: heard.append((spec.name, shape.get_property(spec.name))))
        self.children.connect('items-changed', lambda _list, *run: heard.append(run))
        self.document.connect('changed', lambda _document, changes: heard.append(len(changes)))
        shape.props.x = 7
        self.document.commit('Move')
        self.document.undo()
        self.assertEqual(heard, [('x', 7), ('x', 0), 1])
        heard.clear()
        self.document.undo()
        self.assertEqual(heard, [(0, 1, 0), ('owner', None), ('removed', True), 2])
        heard.clear()
        self.document.redo()
        self.assertEqual(heard, [(0, 0, 1), ('owner', self.root), ('removed', False), 2])

    def test_edited(self):
        def run_loop():
            while GLib.MainContext.default().iteration(False):
                pass
        heard = []
        self.document.connect('edited', heard.append)
        shape = self.add()
        shape.props.x = 7
        self.assertEqual(heard, [])
        run_loop()
        self.assertEqual(heard, [self.document])
        self.document.commit('Add')
        run_loop()
        self.assertEqual(len(heard), 1)
        self.document.undo()
        run_loop()
        self.assertEqual(len(heard), 2)

    def test_changes_by_position(self):
        shape, gone = self.add(), self.add()
        self.document.commit('Add')
        before = self.document.dup_current()
        shape.props.x = 7
        shape.props.label = 'seven'
        gone.remove()
        self.document.commit('Change')
        changes = before.compare(self.document.dup_current())
        for i, change in enumerate(changes):
            self.assertEqual((changes.get_kind(i), changes.get_key(i), changes.get_object_type(i), changes.get_property_name(i)),
                             (change.get_kind(), change.get_key(), change.get_object_type(), change.get_property_name()))
        self.assertEqual([changes.get_property_name(i) for i in range(len(changes))], ['children', 'x', 'label', None])
        self.assertEqual(changes.dup_keys(), [1, shape.props.key, gone.props.key])
        self.assertEqual([changes.count_kind(kind) for kind in (K.ADDED, K.REMOVED, K.MOVED, K.SET, K.LIST)], [0, 1, 0, 2, 1])
        self.assertEqual(changes.inverse().count_kind(K.ADDED), 1)
        self.assertEqual(before.compare(before).dup_keys(), [])

    def test_changes_that_are_read_later(self):
        """On another thread, when the document is gone."""
        shapes = [self.add() for _ in range(100)]
        self.document.commit('Add')
        for shape in shapes:
            shape.props.x = 7
        self.document.commit('Change')
        heard = []
        self.document.connect('changed', lambda _document, changes: heard.append(changes))
        self.document.undo()
        expected = [shape.props.key for shape in shapes]
        del self.document, self.root, self.children, shapes, shape
        collect()
        found = []
        thread = threading.Thread(target=lambda: found.append((heard[0].read(), len(heard[0]), heard[0].dup_keys())))
        thread.start()
        thread.join()
        self.assertEqual(found, [(True, 100, expected)])

    def test_a_list_is_a_list_model(self):
        shapes = [self.add(x=x) for x in range(3)]
        self.assertIsInstance(self.children, Gio.ListModel)
        self.assertEqual((len(self.children), list(self.children)), (3, shapes))
        self.assertEqual(self.children.props.item_type, Trove.Object.__gtype__)
        self.assertIn(shapes[1], self.children)
        self.assertEqual(tuple(self.children.find(shapes[2])), (True, 2))
        self.children.move(0, 2)
        self.children.splice(0, 2, [shapes[2], shapes[1]])
        self.assertEqual(list(self.children), [shapes[2], shapes[1], shapes[0]])
        self.children.remove(shapes[1])
        self.assertEqual((list(self.children), shapes[1].props.owner), ([shapes[2], shapes[0]], None))

    def test_references(self):
        shape = self.add()
        shape.props.target = self.root
        self.root.get_list('links').insert(0, shape)
        self.assertIs(shape.props.target, self.root)
        self.assertEqual((self.root.dup_referrers(), shape.dup_referrers()), ([shape], [self.root]))
        shape.remove()
        self.document.commit('Remove')
        self.assertEqual((len(self.root.get_list('links')), self.root.dup_referrers()), (0, []))
        self.assertTrue(shape.props.removed)

    def test_refused(self):
        shape = self.add()
        for code, call in ((E.INVALID_REF, lambda: self.children.splice(1, 1, [])),
                           (E.INVALID_REF, self.root.remove),
                           (E.CYCLE, lambda: self.children.append(self.root)),
                           (E.FOREIGN, lambda: self.children.append(Trove.Document.new(SHAPE, []).get_root())),
                           (E.TYPE_MISMATCH, lambda: shape.set_field('x', Gio.ListStore()))):
            with self.subTest(str(code)), self.refused(code):
                call()
        shape.set_field('x', 4)
        self.assertEqual(shape.props.x, 4)

    def test_objects_of_versions(self):
        shape = self.add(x=5)
        self.document.commit('Add')
        version = self.document.dup_current()
        shape.props.x = 6
        frozen = shape.dup_at(version)
        self.assertEqual((frozen.props.x, frozen.props.key, frozen.props.document), (5, shape.props.key, None))
        self.assertIs(frozen.get_version(), version)
        self.assertIs(version.lookup(shape.props.key), frozen)
        self.assertEqual(list(version.dup_root().get_list('children')), [frozen])
        for call in (frozen.remove, lambda: frozen.set_field('x', 1), lambda: frozen.get_list('children').append(frozen)):
            with self.refused(E.READ_ONLY, 'of a version'):
                call()
        found = []
        thread = threading.Thread(target=lambda: found.append(version.lookup(shape.props.key).props.x))
        thread.start()
        thread.join()
        self.assertEqual(found, [5])

    def test_a_class_of_python_below(self):
        class Validated(Trove.Object):
            heard = []

            def do_added(self):
                self.heard.append('added')

            def do_attached(self):
                self.heard.append('attached')

            def do_validate(self, pspec, value):
                self.heard.append((pspec.name, value))
                return True

        kind = Trove.Object.register_type('PyValidated', Validated, [
            GObject.param_spec_int('n', None, None, 0, 9, 3, RW)])
        document = Trove.Document.new(kind, [])
        document.get_root().props.n = 5
        self.assertEqual((document.get_root().props.n, Validated.heard), (5, ['attached', ('n', 5)]))
        GObject.new(kind, document=document)
        self.assertEqual(Validated.heard[2:], ['added', 'attached'])


if __name__ == '__main__':
    tap.main()
