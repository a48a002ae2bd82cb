# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The library's functions as they are, with their errors as exceptions and a line of documentation."""

from gi.overrides._trove_errors import checked

_ARENA = {
    'absorb': 'Reads from now on what the other arena reads too. True.',
    'append_bytes': 'Appends the elements that a GLib.Bytes is, as they lie in memory. The ref of the first.',
    'append_doubles': 'Appends many floats to a pool of numbers. The ref of the first.',
    'append_int64s': 'Appends many ints to a pool of numbers. The ref of the first.',
    'collect': 'Lets go of every version in which nothing is reached from the refs that are given and from the root. True.',
    'clone': 'A second arena that starts from now; neither sees what the other does later.',
    'contains': 'Whether the ref names an element here.',
    'dup_sub_arenas': 'The sub-arenas by id, as a Trove.VecMap of this moment.',
    'find_pool': 'The pool that a value goes to.',
    'get_max_bytes': 'The most bytes that the arena may keep allocated, 0: no limit.',
    'get_n_elements': 'How many elements can be read here, those of older versions too.',
    'get_n_pools': 'How many pools there are.',
    'get_pool_type': "The GType of a pool's elements.",
    'get_root': "The document's root, or None.",
    'get_usage': "The bytes that are kept allocated. Python's own objects are not counted.",
    'merge': 'A new arena that reads what either of the two reads now.',
    'read_bytes': 'Many elements as they lie in memory, as a GLib.Bytes.',
    'read_doubles': 'Many numbers as floats.',
    'read_int64s': 'Many numbers as ints.',
    'reserve_id': 'The id that the next new elements have.',
    'revert': 'Goes back to a snapshot. True.',
    'set_clear_context': 'Sets the GLib.MainContext in which elements are freed.',
    'set_max_bytes': 'Limits the bytes that the arena may keep allocated, 0: no limit.',
    'set_root': "Sets the document's root, None for none. True.",
    'snapshot': 'An immutable version of now, for any thread.',
    'to_string': 'The contents as text.',
    'transfer': 'Lets go of the arena: the next thread that uses it owns it. True.',
}

DOCS = {
    'Arena': _ARENA,
    'Snapshot': {
        **{name: _ARENA[name] for name in (
            'contains', 'dup_sub_arenas', 'get_n_elements', 'get_n_pools', 'get_pool_type', 'get_root', 'get_usage',
            'read_bytes', 'read_doubles', 'read_int64s')},
    },
    'Borrow': {
        'dup_ref': 'The ref of the element: the one to use from now on.',
        'is_mutable': 'Whether the element can be changed through the guard.',
        'is_released': 'Whether the guard has ended.',
    },
    'Ref': {
        'equal': 'Whether both name the same element.',
        'get_nth': 'The ref of a later element of a run.',
        'get_index': 'The index of the element in its pool.',
        'get_pool': 'The pool of the element.',
        'hash': 'A number that is the same for equal refs.',
        'is_null': 'Whether the ref names nothing.',
        'to_string': 'The ref as text, "id:pool:index".',
    },
    'SubArena': {
        'get_frozen': 'Whether nothing in it can change any more.',
        'get_id': 'Its id.',
        'get_n_bytes': 'The bytes of a row.',
        'get_n_elements': 'How many elements it has.',
        'get_n_rows': 'How many rows a pool has.',
        'get_pool_n_elements': 'How many elements a pool has.',
        'get_ref': 'The ref of an element.',
        'get_row': 'The bytes of a row of frozen elements, as a GLib.Bytes.',
        'get_usage': 'The bytes that it keeps allocated.',
    },
}


def add_documented(owner, base):
    """Gives a class the library's functions that it has no method of its own for."""
    for name, text in DOCS[base.__name__].items():
        if name in vars(base) and name not in vars(owner):
            function = checked(getattr(base, name))
            function.__doc__ = text
            setattr(owner, name, function)
