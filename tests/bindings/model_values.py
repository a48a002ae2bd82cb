# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The values that test_model.py stores: values that fit a pool, values that do not, and mutable values."""

from hypothesis import strategies as st

from model import INTEGERS, KINDS, Branch, Leaf, Point

INTS = st.one_of(st.integers(-3, 300), st.sampled_from([
    sign * 2**bits + more for bits in (31, 53, 63, 64, 1024) for sign in (-1, 1) for more in (-1, 0, 1)]))
TEXTS = st.one_of(st.text(max_size=8), st.sampled_from(['', '\0', 'é', '\U0001f642', 'a' * 300]))
SCALARS = st.one_of(INTS, st.floats(), TEXTS, st.booleans(), st.none())
PLAIN = st.one_of(SCALARS, st.binary(max_size=4))
FROZEN = st.one_of(PLAIN, st.tuples(PLAIN, PLAIN), st.builds(Leaf, PLAIN, st.tuples(PLAIN)),
                   st.builds(Point, PLAIN, PLAIN))
OPEN = st.one_of(st.lists(PLAIN, max_size=3), st.dictionaries(st.sampled_from('xy'), st.lists(PLAIN, max_size=2)),
                 st.builds(Branch, PLAIN, st.lists(PLAIN, max_size=2)),
                 st.builds(Point, PLAIN, st.lists(PLAIN, max_size=2)),
                 st.builds(Leaf, st.lists(PLAIN, max_size=2)), st.binary(max_size=3).map(bytearray))
VALUES = st.one_of(SCALARS, SCALARS, FROZEN, OPEN)
FITTING = {'int': st.integers(*INTEGERS['int']), 'int32': st.integers(*INTEGERS['int32']), 'float': st.floats(),
           'str': st.one_of(st.none(), TEXTS.filter(lambda text: '\0' not in text)), 'bool': st.booleans(),
           'object': st.one_of(OPEN, OPEN, FROZEN)}
LAYOUTS = st.one_of(st.just(('object',)), st.sampled_from(sorted(KINDS)).map(lambda kind: (kind,)),
                    st.lists(st.sampled_from(sorted(KINDS)), min_size=2, max_size=5).map(tuple))


def change(value):
    """Changes a mutable value. False: the value is immutable."""
    if isinstance(value, (list, bytearray)):
        value.append(7)
    elif isinstance(value, dict):
        value['z'] = [7]
    elif isinstance(value, Branch):
        value.more.append(7)
    elif isinstance(value, Point) and isinstance(value.y, list):
        value.y.append(7)
    elif isinstance(value, Leaf) and isinstance(value.name, list):
        value.name.append(7)
    else:
        return False
    return True
