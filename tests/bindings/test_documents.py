# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Documents in Python: steps, versions and properties. Objects are edited by key in C alone."""

import threading

import tap
from tap import TroveCase
from gi.repository import GLib, GObject, Trove

E = Trove.Error
PAGE = Trove.Object.register_type('PyPage', Trove.Object, [
    GObject.param_spec_int('n', None, None, 0, 9, 3, GObject.ParamFlags.READWRITE)])


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
        self.assertIs(document.props.current, document.props.saved)
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
        version.props.kept = True
        self.assertTrue(self.document.dup_current().get_kept())
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


if __name__ == '__main__':
    tap.main()
