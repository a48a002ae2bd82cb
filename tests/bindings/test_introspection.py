# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Checks the API for other languages in the GIR, the first argument: the parts that must be there, and that must not."""

import sys
import xml.etree.ElementTree as ElementTree

import tap
from tap import TroveCase

CORE = '{http://www.gtk.org/introspection/core/1.0}'
C = '{http://www.gtk.org/introspection/c/1.0}'
CALLABLES = {CORE + name for name in ('function', 'method', 'constructor', 'virtual-method', 'callback')}

# The methods that scripts can rely on, by class.
PROMISED = {
    'Arena': '''new new_for_types append append_to append_many find_pool get set borrow borrow_mut clone merge absorb
        snapshot revert collect set_root
        get_root contains dup_sub_arenas reserve_id get_n_elements to_string get_n_pools get_pool_type transfer
        set_clear_context set_max_bytes get_max_bytes get_usage append_int64s append_doubles append_bytes read_int64s
        read_doubles read_bytes''',
    'Object': '''register_type get_document get_version get_key get_removed get_unknown_class dup_unknown_values type_set_schema_version dup_owner get_list dup_referrers dup_at
        copy set_field remove added attached validate upgrade''',
    'List': 'dup_object find append insert remove move splice',
    'Change': '''get_kind get_key get_object_type get_property_name dup_old_value dup_new_value get_old_owner get_new_owner
        get_n_runs get_run''',
    'Changes': '''dup_from dup_to inverse pick read get_kind get_key get_object_type get_property_name count_kind
        dup_keys''',
    'Conflict': '''get_kind get_key get_object_type get_property_name dup_property_names get_other_key get_message
        dup_base_value dup_our_value dup_their_value dup_text dup_object get_choice set_choice''',
    'Merge': 'dup_version',
    'Fragment': 'new new_from_bytes to_bytes get_n_objects get_n_roots get_root_type insert assign',
    'Document': '''new transfer get_root_type get_root_key get_n_objects begin end cancel restart_group commit commit_full rollback
        undo redo go_to freeze apply merge branch compare dup_current dup_saved set_saved dup_versions dup_version get_history
        get_restoring get_auto_commit set_auto_commit create_actions get_root lookup get_modified get_can_undo
        get_can_redo get_undo_label get_redo_label get_view_state set_view_state get_max_versions set_max_versions
        get_max_history_bytes set_max_history_bytes get_usage get_file save save_async save_finish load load_async load_finish
        merge_file merge_file_async merge_file_finish set_autosave''',
    'Version': '''read dup_id get_label get_time dup_parents get_kept set_kept dup_name set_name get_view_state get_n_bytes dup_column dup_object_counts
        get_root_key get_n_objects get_next_key compare dup_root lookup to_json''',
    'ParamSpecList': '',
    'Ref': 'equal hash is_null get_pool get_index get_nth to_string parse',
    'Borrow': 'get_value set_value dup_ref release is_mutable is_released',
    'Snapshot': '''get contains get_root dup_sub_arenas get_n_elements get_usage branch get_n_pools get_pool_type
        read_int64s read_doubles read_bytes''',
    'VecMap': 'lookup contains dup_ids',
    'SubArena': '''get_id get_n_elements get_pool_n_elements get_frozen get_n_rows get_n_bytes get_usage get_ref get
        get_row''',
    'Usage': '',
    'DocumentUsage': '',
}
ERRORS = '''invalid_ref borrowed borrowed_mut type_mismatch wrong_thread copy_failed full no_memory removed cycle foreign
    busy read_only damaged changed'''
# Calls that end later, with callbacks of GIO. What a callback gets is passed by address.
CALLBACKS = ('Gio.AsyncReadyCallback', 'Gio.FileProgressCallback')
DATA = ('user_data', 'progress_data')


def is_shown(node):
    return node.get('introspectable') != '0' and node.get('moved-to') is None


class Introspection(TroveCase):

    def setUp(self):
        namespace = ElementTree.parse(sys.argv[1]).getroot().find(CORE + 'namespace')
        self.classes = {node.get('name'): node for node in namespace
                        if node.tag in (CORE + 'class', CORE + 'record') and is_shown(node)
                        and not node.get(CORE.replace('core', 'glib') + 'is-gtype-struct-for')}
        self.namespace = namespace
        self.calls = [(name, node) for name, owner in [('', namespace), *self.classes.items()]
                      for node in owner if node.tag in CALLABLES and is_shown(node)]

    def each_type(self):
        """Checks every parameter and return value of the visible functions."""
        for owner, call in self.calls:
            for part in call.iter():
                if part.tag in (CORE + 'parameter', CORE + 'return-value', CORE + 'instance-parameter'):
                    yield '%s.%s' % (owner, call.get('name')), part

    def test_what_is_promised_is_there_and_nothing_else(self):
        shown = {name for name in self.classes if not name.endswith('Class')}
        self.assertEqual(shown, set(PROMISED))
        for name, promised in PROMISED.items():
            with self.subTest(name):
                calls = {call.get('name') for owner, call in self.calls if owner == name}
                self.assertEqual(calls, set(promised.split()))
        functions = {call.get('name') for owner, call in self.calls if owner == ''}
        # Bindings look for the function of an error domain.
        self.assertLessEqual(functions, {'error_quark', 'param_spec_add_flags', 'param_spec_list',
                                          'param_spec_set_together', 'param_spec_set_type_name', 'thread_leave'})
        self.assertLessEqual({'param_spec_list', 'thread_leave'}, functions)

    def test_elements_by_address_are_for_c_alone(self):
        for name, part in self.each_type():
            if name.endswith('_async') and part.get('name') in DATA:
                continue
            for kind in part.iter(CORE + 'type'):
                with self.subTest(name):
                    self.assertNotIn(kind.get('name'), ('gpointer', 'gconstpointer', 'va_list'))

    def test_no_callbacks(self):
        names = {node.get('name') for node in self.namespace.iter(CORE + 'callback') if is_shown(node)
                 and node in list(self.namespace)}
        self.assertEqual(names, set())
        for name, part in self.each_type():
            kind = part.find(CORE + 'type')
            if not (name.endswith('_async') and kind is not None and kind.get('name') in CALLBACKS):
                self.assertIsNone(part.get('closure'), name)
                self.assertIsNone(part.get('destroy'), name)
            self.assertIsNone(part.find(CORE + 'varargs'), name)

    def test_counts_and_copies_are_the_bindings_own(self):
        # With such a function a script could free an object that the language frees too.
        for owner, call in self.calls:
            if (owner, call.get('name')) == ('Object', 'copy'):  # makes an object of a document
                continue
            self.assertNotIn(call.get('name'), ('ref', 'unref', 'copy', 'free', 'init', 'init_mut', 'clear'), owner)
        for kind in ('ElementInfo', 'Field', 'Reader'):
            self.assertNotIn(kind, self.classes)

    def test_values_and_refs_are_returned_whole(self):
        for name, part in self.each_type():
            kind = part.find(CORE + 'type')
            if kind is None or kind.get('name') not in ('GObject.Value', 'Ref', 'Borrow', 'Snapshot',
                                                               'Usage'):
                continue
            with self.subTest(name):
                if part.tag == CORE + 'return-value':
                    self.assertEqual(part.get('transfer-ownership'), 'full')
                    self.assertTrue(kind.get(C + 'type').endswith('*'))
                else:
                    # With the other directions, some languages lose the error or the change.
                    self.assertIn(part.get('direction'), (None, 'in'))
                    self.assertEqual(part.get('transfer-ownership'), 'none')

    def test_arrays_have_a_length_or_an_end(self):
        for name, part in self.each_type():
            array = part.find(CORE + 'array')
            if array is not None:
                with self.subTest(name):
                    kind = array.find(CORE + 'type').get('name')
                    if array.get('name') == 'GLib.PtrArray':
                        self.assertIn(kind, ('Version', 'Object'))
                        continue
                    if kind == 'utf8':
                        self.assertEqual(array.get('zero-terminated', '1'), '1')
                        continue
                    self.assertIn(kind,
                                  ('guint', 'gint64', 'guint64', 'gdouble', 'GType', 'GObject.Value', 'GObject.ParamSpec',
                                   'Key', 'Ref', 'Object'))
                    self.assertIsNotNone(array.get('length'))

    def test_what_can_fail_says_so(self):
        never = ('get_n_pools', 'get_pool_type', 'get_max_bytes')
        edits = {('Object', 'register_type'), ('Object', 'set_field'), ('Object', 'remove'), ('Object', 'validate')}
        edits.update(('List', name) for name in ('append', 'insert', 'remove', 'move', 'splice'))
        self.assertLessEqual(edits, {(owner, call.get('name')) for owner, call in self.calls})
        for owner, call in self.calls:
            if owner == 'Arena' and call.tag == CORE + 'method' and call.get('name') not in never:
                self.assertEqual(call.get('throws'), '1', call.get('name'))
            if (owner, call.get('name')) in edits:
                self.assertEqual(call.get('throws'), '1', call.get('name'))

    def test_the_fields_of_a_ref(self):
        fields = [field.get('name') for field in self.classes['Ref'].iter(CORE + 'field')]
        self.assertEqual(fields, ['sub_arena', 'offset'])
        for name in ('Borrow', 'Snapshot'):
            for field in self.classes[name].iter(CORE + 'field'):
                self.assertEqual(field.get('readable'), '0')

    def test_the_fields_of_a_usage(self):
        fields = list(self.classes['Usage'].iter(CORE + 'field'))
        self.assertEqual([field.get('name') for field in fields],
                         ['total', 'own', 'shared', 'elements', 'room', 'waste', 'overhead'])
        for field in fields:
            self.assertEqual(field.find(CORE + 'type').get('name'), 'guint64')
            self.assertNotEqual(field.get('readable'), '0')

    def test_the_properties_of_an_arena(self):
        found = {node.get('name'): node for node in self.classes['Arena'].iter(CORE + 'property')}
        self.assertEqual(set(found), {'element-type', 'max-bytes'})
        self.assertEqual(found['max-bytes'].find(CORE + 'type').get('name'), 'guint64')
        self.assertEqual((found['max-bytes'].get('setter'), found['max-bytes'].get('getter')),
                         ('set_max_bytes', 'get_max_bytes'))

    def test_the_properties_of_an_object(self):
        found = {node.get('name'): node for node in self.classes['Object'].iter(CORE + 'property')}
        self.assertEqual(set(found), {'document', 'key', 'owner', 'removed'})
        self.assertEqual(found['document'].get('construct-only'), '1')
        for name in ('key', 'owner', 'removed'):
            self.assertIn(found[name].get('writable'), (None, '0'))

    def test_the_names_of_a_conflict(self):
        found = {node.get('name'): node for node in self.classes['Conflict'].iter(CORE + 'property')}
        self.assertEqual(found['property-names'].get('getter'), 'dup_property_names')

    def test_keys_are_freed(self):
        dup_keys, = (node for node in self.classes['Changes'].iter(CORE + 'method') if node.get('name') == 'dup_keys')
        keys = dup_keys.find(CORE + 'return-value')
        self.assertEqual(keys.get('transfer-ownership'), 'container')
        self.assertEqual(keys.find(CORE + 'array').find(CORE + 'type').get('name'), 'Key')

    def test_a_list_is_a_list_model(self):
        found = [node.get('name') for node in self.classes['List'].iter(CORE + 'implements')]
        self.assertEqual(found, ['Gio.ListModel'])

    def test_the_errors(self):
        errors = next(node for node in self.namespace.iter(CORE + 'enumeration') if node.get('name') == 'Error')
        self.assertEqual([member.get('name') for member in errors.iter(CORE + 'member')], ERRORS.split())
        self.assertIsNotNone(errors.get(CORE.replace('core', 'glib') + 'error-domain'))

    def test_all_is_dated(self):
        for owner, call in self.calls:
            if owner and call.get('name') != 'quark':
                self.assertIsNotNone(call.get('version'), '%s.%s' % (owner, call.get('name')))


if __name__ == '__main__':
    tap.main()
