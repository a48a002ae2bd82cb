# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The promises on cost: each has a value, computed from figures, and a limit of the value.

The figures of one round were measured in turns. So ratios are computed for each round, and their median is the value.
"""

import dataclasses
import statistics
from collections.abc import Callable


class Rounds(list):
    """The figures of all rounds. Two lists are combined round by round."""

    def combined(self, other, operation):
        return Rounds(operation(a, b) for a, b in zip(self, other))

    def __sub__(self, other):
        return self.combined(other, lambda a, b: a - b)

    def __truediv__(self, other):
        return self.combined(other, lambda a, b: a / b)

    def median(self):
        return statistics.median(self)

    def lowest_quartile(self):
        return statistics.quantiles(self, n=4, method='inclusive')[0] if len(self) > 1 else self[0]


@dataclasses.dataclass
class Promise:
    group: str
    text: str
    value: Callable  # its argument is a function of table, row and column that returns the figures
    unit: str
    limit: float = None  # None: the value is shown for comparison
    ambition: float = None
    at_least: bool = False

    def kept(self, value):
        if self.limit is None:
            return None
        return value >= self.limit if self.at_least else value <= self.limit


PROMISES = []
RAW = 'raw array'


def promise(*arguments, **keywords):
    PROMISES.append(Promise(*arguments, **keywords))


def figure(group, text, unit, table, row, column, limit=None, ambition=None):
    promise(group, text, lambda f: f(table, row, column), unit, limit, ambition)


def ratio(group, text, table, row, other, column, limit=None, ambition=None):
    promise(group, text, lambda f: f(table, row, column) / f(table, other, column), f'× {other}', limit, ambition)


def beside(group, text, table, row, other, column, limit, ambition=None):
    """A cost without that of making an object."""
    promise(group, f'{text}, beside the object', lambda f: f(table, row, column) - f(table, other, column), 'ns',
            limit, ambition)
    figure(group, f'{text}: the object', 'ns', table, other, column)


def flat(group, text, table, row, first, last):
    promise(group, text, lambda f: f(table, row, last) / f(table, row, first), f'× with {first}', 1.3)


# Elements

for column in 'u64', '32 bytes':
    ratio('append', f'{column}, a call each', 'append', 'trove append_raw', 'g_array_append_vals', column, 1, 0.8)
for column in 'u64', '32 bytes':
    ratio('append', f'{column}, all in one call, fresh memory', 'append all at once, fresh memory',
          'trove append_many_raw', 'memcpy', column, 1.5)
ratio('append', 'a string of 16 bytes', 'append a string', 'trove append_string', 'g_string_chunk_insert', '16 bytes',
      1)

READS = [('trove get_raw', 'a call each', 5, 5), ('trove reader', 'reader', 2, 1.4),
         ('trove get_many_raw, 64 refs', 'batches of 64', None, 2)]
for column in 'u64', '32 bytes':
    for row, text, sequential, at_random in READS:
        ratio('get', f'{column}, sequential, {text}', 'get, sequential', row, RAW, column, sequential)
        ratio('get', f'{column}, random, {text}', 'get, random', row, RAW, column, at_random)
        ratio('get', f'{column}, random of 10^5, {text}', 'get, random of 10^5', row, RAW, column)

BORROWS = {'u64': 4, '32 bytes': 3}
for column, limit in BORROWS.items():
    ratio('get', f'{column}, random, borrow and release', 'get, random', 'trove borrow and release', RAW, column, limit)
    ratio('get', f'{column}, random of 10^5, borrow and release', 'get, random of 10^5', 'trove borrow and release', RAW,
          column)

CHANGES = [('trove get_mut_raw', 'get_mut_raw', 5), ('trove borrow_mut and release', 'borrow_mut and release', 6),
           ('trove first touch after a clone', 'first touch after a clone', 7)]
for column in 'u64', '32 bytes':
    for row, text, limit in CHANGES:
        limit = limit if column == 'u64' else None
        ratio('change', f'{column}, random, {text}', 'change, random', row, RAW, column, limit)
        ratio('change', f'{column}, random of 10^5, {text}', 'change, random of 10^5', row, RAW, column)

for column, limit in ('u64', 8.9), ('i32', 4.5), ('32 bytes', 33):
    figure('memory', f'of an element, {column}', 'bytes', 'bytes of an element', 'trove append_raw', column, limit)
for column in 'u64', '32 bytes':
    ratio('memory', f'drop of 10^6, {column}', 'drop of all, fresh memory', 'trove', 'free() of such rows', column,
          1.2)

# Versions

ONE_MORE = 'one version more'
for row, text, limit in (('append, snapshot, drop', 'append, snapshot, drop', 200),
                         ('snapshot, drop', 'snapshot, drop, nothing appended', 60)):
    for column in '1', '1000', '100000':
        figure(ONE_MORE, f'{text}, {int(column):,} kept', 'ns', ONE_MORE, row, column, limit)
    flat(ONE_MORE, f'{text}, 100,000 kept', ONE_MORE, row, '1', '100000')
for column in '1', '1000', '100000':
    ratio(ONE_MORE, f'clone, drop, {int(column):,} kept', ONE_MORE, 'clone, drop', 'g_object_new and unref', column,
          1.5)
flat(ONE_MORE, 'clone, drop, 100,000 kept', ONE_MORE, 'clone, drop', '1', '100000')

EDITS, EDIT_BYTES = 'edit and keep', 'bytes of an edit and its version'
for column in '1000', '100000':
    text = f'edit of 10^6 nodes, snapshot, {int(column):,} kept'
    figure(EDITS, text, 'ns', EDITS, 'edit, snapshot', column, 400)
    figure(EDITS, f'{text}: the edit in a raw array', 'ns', EDITS, 'raw array, the edit alone', column)
    figure(EDITS, f'{text}: memory', 'bytes', EDIT_BYTES, 'edit, snapshot', column, 280)

SPREAD = 'get over sub-arenas'
for column, limit, ambition in ('10000', 29, 20), ('100000', 160, 100):
    figure(SPREAD, f'random, {int(column):,} of one element', 'ns', SPREAD, 'trove get_raw', column, limit, ambition)

# Branches and merges

NESTED, MERGED = '1,000 nested branches, a round', '4,000 branches merged back, a round'
beside('branches', NESTED, NESTED, 'append, clone', 'g_object_new', 'all', 800, 500)
flat('branches', f'{NESTED}, last half', NESTED, 'append, clone', 'first half', 'last half')
beside('branches', MERGED, MERGED, 'clone, two appends, absorb, drop', 'g_object_new and unref', 'all', 2900, 1500)
flat('branches', f'{MERGED}, last half', MERGED, 'clone, two appends, absorb, drop', 'first half', 'last half')

BRANCH_BYTES = 'bytes of a version, in branches'
for column in '1 of 32', '1 of 256', '5 of 32', '5 of 256', '4 of 64, a string', '16 of 8':
    figure('branches', f'a version of {column}: memory', 'bytes', BRANCH_BYTES, 'no branch', column)
    for row in ('a branch every version', 'a branch every fifth version', 'back to the last snapshot every version'):
        ratio('branches', f'a version of {column}, {row}: memory', BRANCH_BYTES, row, 'no branch', column, 1.5)
for column in 'the first of 30,000', 'spread over 30,000':
    figure('branches', f'letting go of 64 sub-arenas, {column}', 'ns', 'let go', '64 sub-arenas', column, 100000)

DIFFER, APART = 'merge of two that differ in ten', 'merge of two that share nothing'
beside('merges', '10,000 sub-arenas shared, ten not', DIFFER, 'trove_arena_merge', 'g_object_new', '10000', 5300, 2000)
flat('merges', '100,000 sub-arenas shared, ten not', DIFFER, 'trove_arena_merge', '1000', '100000')
figure('merges', 'the first 100 look-ups, 10,000 shared', 'ns', DIFFER, 'the first 100 look-ups after it', '10000',
       6000, 4000)
beside('merges', '2 x 1,001 sub-arenas, none shared', APART, 'trove_arena_merge', 'g_object_new', '2 x 1,001', 3000)

# Documents

STORE = 'GListStore, without a version'
for column, limit in ('no label', 140), ('a label of 13 bytes', None), ('a label of 29 bytes', None), ('a target', 140):
    figure('documents', f'an object of 10^6, {column}: memory', 'bytes', 'bytes of an object', 'document', column,
           limit)
    figure('documents', f'an object of 10^6, {column}: a GObject in a GListStore', 'bytes', 'bytes of an object',
           'GListStore of GObject', column)
for row in 'trove_document_peek', 'trove_version_peek':
    ratio('documents', f'{row}, random of 10^6', 'data by key', row, 'GHashTable', 'at random', 1.5)
ratio('documents', 'TroveVersionReader, in the order of the list', 'data by key', 'TroveVersionReader', 'GHashTable',
      'in the order of the list')

PROPERTY, PROPERTY_BYTES = 'a property set and committed', 'bytes of a property set and committed'
for column, time, limit in (('at first', 2000, 1300), ('after 100,000 versions', 2000, 1300),
                            ('objects of 400 bytes', None, 1700), ('1,000 replicas', None, 1800)):
    figure('documents', f'{PROPERTY}, {column}', 'ns', PROPERTY, 'document', column, time)
    figure('documents', f'{PROPERTY}, {column}: memory', 'bytes', PROPERTY_BYTES, 'document', column, limit)
promise('documents', f'{PROPERTY}, after 100,000 versions',
        lambda f: f(PROPERTY, 'document', 'after 100,000 versions') / f(PROPERTY, 'document', 'at first'),
        '× at first', 1.3)
figure('documents', 'g_node_copy_deep of 10^5', 'ns', 'a copy of a document', 'g_node_copy_deep of 10^5', 'time')

STEP, STEP_BYTES = 'an edit that is committed and kept', 'bytes of an edit that is committed and kept'
for column, limit in (('set a reference', 3500), ('insert', 4000), ('remove at a position', 4000),
                      ('remove by key', 4000), ('move to another owner', 6000)):
    figure('documents', f'{column}, committed', 'ns', STEP, 'document', column, 6000)
    figure('documents', f'{column}, committed: memory', 'bytes', STEP_BYTES, 'document', column, limit)
for column in 'insert', 'remove at a position':
    figure('documents', f'{column}: {STORE}', 'ns', STEP, STORE, column)

figure('documents', 'the position in a list of 10^6', 'ns', 'position in a list', 'trove_document_get_owner',
       'at random', 5000)
figure('documents', 'the position in a list of 10^6: g_list_store_find', 'ns', 'position in a list',
       'g_list_store_find', 'at random')
for row in 'undo', 'redo', 'go_to':
    figure('documents', f'{row} of a property', 'ns', 'going to a version', row, 'a property', 3000)
for column, limit in ('neighbours', 1000), ('1,000 edits apart', 500000):
    figure('documents', f'comparing two versions, {column}', 'ns', 'comparing two versions', 'trove_version_compare',
           column, limit)
for column in 'in one list', 'lists of ten':
    figure('documents', f'removal of 10^5 objects, {column}, an object', 'ns', 'removal of 10^5 objects', 'document',
           column, 200)
    figure('documents', f'removal of 10^5 objects, {column}, an object: {STORE}', 'ns', 'removal of 10^5 objects',
           STORE, column)
LIMIT, LIMIT_BYTES = 'a commit with a limit', 'bytes of an object with a limit'
MANY = 'after as many commits as objects'
for column, most, ambition in ('nothing saved', 1.5, 1.35), ('the first version is saved', 3.2, None):
    promise('documents', f'10^6 commits with a limit, {column}: memory',
            lambda f, column=column: f(LIMIT_BYTES, MANY, column) / f(LIMIT_BYTES, 'fresh', column),
            '× a fresh document', most, ambition)
    promise('documents', f'a commit with a limit, {column}: more than without',
            lambda f, column=column: f(LIMIT, 'commit', column) - f(LIMIT, 'commit', 'no limit'), 'ns', 3000)
    figure('documents', f'a commit with a limit, {column}: the longest', 'ns', LIMIT, 'the longest of all', column,
           1000000)
CLASSES = 'bytes where three classes are used'
figure('documents', 'a document with 200 classes: memory', 'bytes', CLASSES, 'a document', '200 registered', 16384)
promise('documents', 'a version with 200 classes: memory',
        lambda f: f(CLASSES, 'a version', '200 registered') / f(CLASSES, 'a version', '3 registered'),
        '× with 3 classes', 1.01)

# Live objects

HANDLES = 'handles and lists'
for row, limit in (('get a property', 1.3), ('set a property', 2), ('set a property, watched', None),
                   ('get an item, no handle', None), ('make and insert in the middle', None)):
    promise('objects', row, lambda f, row=row: f(HANDLES, row, 'TroveObject') / f(HANDLES, row, 'GObject'),
            '× GObject', limit)
for row, limit in (('a getter in C', 6), ('undo of a property, watched', 20000), ('undo of a removal, watched', 20000)):
    figure('objects', row, 'ns', HANDLES, row, 'TroveObject', limit)
figure('objects', 'a handle: memory', 'bytes', 'bytes of an object and its handle', 'document', 'the handle alone')

# Files: 4 s to save 10^6 shapes, and 3 s to load them

SAVING, CHANGE, SIZE = 'saving shapes, a shape', 'one change more, saved', 'bytes of a file, an object'
figure('files', 'first save, with the versions, a shape', 'ns', SAVING, 'trove_document_save, with the versions', 'time',
       4000)
figure('files', 'load, a shape', 'ns', 'loading shapes, a shape', 'trove_document_load', 'time', 3000)
figure('files', 'one change more', 'ns', CHANGE, 'trove_document_save', 'time', 10000000)
figure('files', 'one change more: written', 'bytes', CHANGE, 'bytes that are written', 'bytes', 16384)
figure('files', 'one change more: the file grows', 'bytes', CHANGE, 'bytes that the file grows', 'bytes', 300)
figure('files', "one change more: the document's thread", 'ns', CHANGE,
       "trove_document_save_async, the document's thread", 'time', 50000)
promise('files', 'the file, the current version alone',
        lambda f: f(SIZE, 'the current version alone', 'bytes') / f(SIZE, 'GVariant', 'bytes'), '× GVariant', 1.5)

# Threads: the speed-up by a second thread, compared with the speed-up of reading a raw array.

for table, text in ('random get', 'writer idle'), ('random get while edited', 'writer active'):
    promise('threads', f'speed-up by a second reader, {text}',
            lambda f, table=table: (f(table, 'trove reader', '1') / f(table, 'trove reader', '2')) /
                                   (f(table, RAW, '1') / f(table, RAW, '2')), f'× {RAW}', 0.85, at_least=True)

# Python

for table, row, limit in (('in', 'trove, from bytes', 5), ('out', 'trove, to bytes', 5),
                          ('in', 'trove, from a list', 40), ('out', 'trove, to a list', 40)):
    figure('Python', f'one of 10^6 int64 {table}, {row[len("trove, "):]}', 'ns', table, row, 'int64', limit)
ratio('Python', 'a frozen row as a buffer', 'a frozen row', 'memoryview without a copy', 'bytes, copied',
      '262144 elements', 0.1)

# Objects in Python

IN_PYTHON = 'objects in Python'
for row in 'read a number', 'set a number', 'read a text', 'set a text':
    promise(IN_PYTHON, row,
            lambda f, row=row: f(IN_PYTHON, row, 'Trove.Object') / f(IN_PYTHON, row, 'GObject.Property'),
            '× GObject.Property', 1.5)
