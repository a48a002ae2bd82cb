# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Figures of the crate trove 1.0 (Rust) and of immer::vector (C++), measured in one session on another machine.

They are compared as multiples of the raw array, which was measured there too. An entry has the operation; the ns of the
raw array there, of the crate and of immer, where a pair is a range; the same operation here as table, column and rows;
and the table and column of the raw array here.
"""

READS = ['trove get_raw', 'trove reader', 'trove get_many_raw, 64 refs']

OTHERS = [
    ('append u64', 0.37, 7.2, (4.3, 78), 'append', 'u64', ['trove append_raw'], 'append', 'u64'),
    ('append 32 bytes', 1.8, 10.3, None, 'append', '32 bytes', ['trove append_raw'], 'append', '32 bytes'),
    ('get u64, sequential', 0.86, 4.6, 2.8, 'get, sequential', 'u64', READS, 'get, sequential', 'u64'),
    ('get u64, random', 2.55, 16, 6.5, 'get, random', 'u64', READS, 'get, random', 'u64'),
    ('get 32 bytes, sequential', 1.7, 6.9, None, 'get, sequential', '32 bytes', READS, 'get, sequential', '32 bytes'),
    ('get 32 bytes, random', 6.4, 32, None, 'get, random', '32 bytes', READS, 'get, random', '32 bytes'),
    ('change u64 in place, sequential', 0.93, 5.8, None, 'change, sequential', 'u64', ['trove get_mut_raw'],
     'change, sequential', 'u64'),
    ('change u64 in place, random', 2.98, 18, 31, 'change, random', 'u64', ['trove get_mut_raw'],
     'change, random', 'u64'),
    ('first touch after a clone, u64, random', 2.97, 76, None, 'change, random', 'u64',
     ['trove first touch after a clone'], 'change, random', 'u64'),
    # Operations that access no element, as multiples of a random read of 32 bytes.
    ('a version and an edit, 1,000 kept', 6.4, 9600, (300, 1600), 'edit and keep', '1000', ['edit, snapshot'],
     'get, random', '32 bytes'),
    ('a version and an edit, 50,000 kept', 6.4, 493000, (300, 1600), 'edit and keep', '50000', ['edit, snapshot'],
     'get, random', '32 bytes'),
    ('merge of 2 x 1,001 sub-arenas', 6.4, 17000, None, 'merge of two that share nothing', '2 x 1,001',
     ['trove_arena_merge'], 'get, random', '32 bytes'),
]
