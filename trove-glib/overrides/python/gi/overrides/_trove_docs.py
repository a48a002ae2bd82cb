# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Docstrings for the functions of the library that the override does not replace. add_documented() adds these functions
to the classes, with errors of the library as exceptions of Python."""

from gi.overrides._trove_errors import checked

_ARENA = {
    'absorb': 'Merges another arena into this one, which then also reads the elements of the other. Returns True.',
    'append_bytes': 'Appends many elements that are given as a GLib.Bytes. Returns the ref of the first element.',
    'append_doubles': 'Appends many floats to a pool of numbers. Returns the ref of the first element.',
    'append_int64s': 'Appends many ints to a pool of numbers. Returns the ref of the first element.',
    'collect': 'Drops every version in which no element is reachable from the given refs or the root. Returns True.',
    'clone': 'Makes a second arena with the same contents. Later changes in one arena are not seen by the other.',
    'contains': 'Checks whether a ref names an element that can be read here.',
    'dup_sub_arenas': 'Lists the sub-arenas of this moment, as a Trove.VecMap.',
    'find_pool': 'Returns the index of the pool that append() uses for a value.',
    'get_max_bytes': 'Returns the maximum number of bytes that the arena may hold, or 0 for no limit.',
    'get_n_elements': 'Returns the number of elements that can be read here, including those of older versions.',
    'get_n_pools': 'Returns the number of pools.',
    'get_pool_type': 'Returns the GType of the elements of a pool.',
    'get_root': 'Returns the root of the document, or None.',
    'get_usage': 'Measures the bytes that are kept allocated. Python objects are not counted.',
    'merge': 'Makes an arena that reads the elements that either of the two arenas reads now.',
    'read_bytes': 'Reads many elements as they are in memory. Returns a GLib.Bytes.',
    'read_doubles': 'Reads many numbers as floats.',
    'read_int64s': 'Reads many numbers as ints.',
    'reserve_id': 'Returns the id of the sub-arena that the next element is appended to.',
    'revert': 'Reverts the arena to a snapshot. Returns True.',
    'set_clear_context': 'Sets the GLib.MainContext in which elements are cleared.',
    'set_max_bytes': 'Limits the number of bytes that the arena may hold. 0 means no limit.',
    'set_root': 'Sets the root of the document; None for no root. Returns True.',
    'snapshot': 'Takes a snapshot: an immutable version, for all threads.',
    'to_string': 'Describes the contents as text.',
    'transfer': 'Gives up the ownership of the arena. The next thread that uses it becomes its owner. Returns True.',
}

DOCS = {
    'Arena': _ARENA,
    'Snapshot': {
        **{name: _ARENA[name] for name in (
            'contains', 'dup_sub_arenas', 'get_n_elements', 'get_n_pools', 'get_pool_type', 'get_root', 'get_usage',
            'read_bytes', 'read_doubles', 'read_int64s')},
    },
    'Borrow': {
        'dup_ref': 'Returns the ref of the element. Use this ref from now on.',
        'is_mutable': 'Checks whether the element can be changed through the guard.',
        'is_released': 'Checks whether the guard was released.',
    },
    'Ref': {
        'equal': 'Checks whether two refs name the same element.',
        'get_nth': 'Returns the ref of the element whose index is n higher.',
        'get_index': 'Returns the index of the element in its pool of the sub-arena.',
        'get_pool': 'Returns the index of the pool of the element.',
        'hash': 'Computes a hash. Equal refs have the same hash.',
        'is_null': 'Checks whether the ref is the null ref, which names no element.',
        'to_string': 'Describes the ref as text, "id:pool:index".',
    },
    'Object': {},
    'List': {},
    'Document': {
        'apply': 'Applies changes between two versions to the current state. Returns a Trove.Merge with the conflicts.',
        'begin': 'Begins a group of edits, which is one step. Returns True. edit() is the same for a `with` block.',
        'branch': 'Makes a second document, which starts from a version of this one; None for the current one.',
        'cancel': 'Takes back the edits of the innermost group that is open. Returns True.',
        'restart_group': 'Takes back the edits of the innermost group, which stays open. Returns True.',
        'commit': 'Makes a step of the edits since the last one, if anything differs. Returns True.',
        'commit_full': 'Makes a step, or adds to the last step if that one has the same merge id. Returns True.',
        'compare': 'Finds the changes from a version to the current state; None for the current version.',
        'end': 'Ends the innermost group of edits that is open. Returns True.',
        'freeze': 'Returns the current state as a version, with the edits that are not committed. It is no step.',
        'get_usage': 'Measures the bytes of the current state and of the history: a Trove.DocumentUsage. Takes time by their sizes.',
        'go_to': 'Goes to a version. Edits that are not committed become a step before. Returns True.',
        'merge': 'Brings all changes of a version of a branch into the current state. Returns a Trove.Merge, as apply() does.',
        'redo': 'Does the step again that was undone last. Returns True.',
        'rollback': 'Takes back all edits that are not committed. Returns True.',
        'set_saved': 'Notes that a version was saved; None for the current one. Returns True.',
        'transfer': 'Gives up the ownership of the document. The next thread that uses it becomes its owner. Returns True.',
        'undo': 'Goes to the version before. Edits that are not committed become a step first. Returns True.',
    },
    'Version': {
        'compare': 'Finds the changes from this version to another one. Any thread can compare.',
        'to_json': 'Writes all objects as JSON, for other programs.',
        'read': 'Reads the objects of the version from the file, if they are not in memory. Any thread can read. Returns True.',
    },
    'Change': {},
    'Changes': {
        'inverse': 'Returns the changes in the other direction.',
    },
    'Conflict': {
        'dup_property_names': 'Returns the names of the properties that the conflict is about, as GObject has them.',
        'dup_object': 'Returns the object as it is in one of the versions, which a Trove.Choice names; or None.',
        'dup_text': 'Describes the value or the place in one of the versions, which a Trove.Choice names, in English.',
    },
    'Merge': {
        'dup_version': 'Returns one of the three versions of the merge, which a Trove.Choice names.',
    },
    'Fragment': {
        'get_n_objects': 'Returns the number of objects, with those that others own.',
        'get_n_roots': 'Returns the number of objects that a list would get.',
        'get_root_type': 'Returns the type of an object that a list would get.',
        'to_bytes': 'Writes the fragment as a GLib.Bytes, for from_bytes() in another process.',
    },
    'SubArena': {
        'get_frozen': 'Checks whether the sub-arena was frozen when it was looked up.',
        'get_id': 'Returns the id of the sub-arena.',
        'get_n_bytes': 'Returns the number of bytes of the elements and of their strings.',
        'get_n_elements': 'Returns the number of elements of all pools.',
        'get_n_rows': 'Returns the number of rows of all pools.',
        'get_pool_n_elements': 'Returns the number of elements of a pool.',
        'get_ref': 'Returns the ref of an element.',
        'get_row': 'Returns the elements of a frozen row as they are in memory, as a GLib.Bytes.',
        'get_usage': 'Measures the bytes that the sub-arena alone keeps allocated.',
    },
}


def add_documented(owner, base):
    """Adds the functions of the library for which the class defines no method."""
    for name, text in DOCS[base.__name__].items():
        if name in vars(base) and name not in vars(owner):
            function = checked(getattr(base, name))
            function.__doc__ = text
            setattr(owner, name, function)
