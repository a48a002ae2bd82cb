# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Behaviours that applications expect of documents, one test each. tests/api/document-behaviours.c and object-behaviours.c
have the same ones, with the same numbers, in C."""

import gc
import os
import queue
import threading
import weakref

import tap
from tap import TroveCase, collect
from gi.repository import Gio, GLib, GObject, Trove

E = Trove.Error
QUICK = os.environ.get('TROVE_TEST_QUICK')


class Node(Trove.Object):
    x = Trove.Field(float)
    label = Trove.Field(str | None)
    target = Trove.Reference('Node')
    part = Trove.Child('Node')
    children = Trove.Children('Node')
    links = Trove.References('Node')


def xs(nodes):
    return [node.x for node in nodes]


def text(node):
    """All of an object and of what it owns, with keys."""
    def key(other):
        return other.key if other is not None else None

    return (node.key, node.x, node.label, key(node.target), text(node.part) if node.part is not None else None,
            [text(child) for child in node.children], [link.key for link in node.links])


class Log(list):
    """Signals in the order in which they come: 'name:property', 'name 2-1+0' and 'name!' for a change of the document."""

    def watch(self, thing, name):
        thing.connect('notify', lambda _thing, spec: spec.name != 'n-items' and self.append('%s:%s' % (name, spec.name)))
        if isinstance(thing, Gio.ListModel):
            thing.connect('items-changed', lambda _list, *run: self.append('%s %d-%d+%d' % (name, *run)))
        if isinstance(thing, Trove.Document):
            thing.connect('changed', lambda _document, _changes: self.append(name + '!'))

    def take(self):
        taken = ' '.join(self)
        self.clear()
        return taken


class Behaviours(TroveCase):

    def setUp(self):
        self.document = Trove.Document(Node)
        self.root = self.document.root
        self.children, self.links = self.root.children, self.root.links
        self.log = Log()

    def add(self, first, n, where=None):
        nodes = [Node(self.document, x=first + i) for i in range(n)]
        (where if where is not None else self.children).extend(nodes)
        return nodes

    def branch(self):
        """A second document, which is edited apart and merged."""
        self.document.commit(None)
        return self.document.branch(None)

    def commit_x(self, x):
        self.root.x = x
        self.document.commit(None)

    def test_01_one_handle(self):
        node, = self.add(1, 1)
        self.root.target = node
        self.links.append(node)
        node._note = 'kept'
        self.document.commit('Add')
        self.document.undo()
        self.document.redo()
        for found in (self.document.lookup(node.key), self.root.target, self.children[0], self.links[-1],
                      next(iter(self.children))):
            self.assertIs(found, node)
            self.assertEqual(found._note, 'kept')
        self.assertIs(node.owner, self.root)
        self.assertEqual(node.referrers, [self.root])
        self.assertIs(self.root.children, self.children)

    def test_02_dropped(self):
        """A handle that nobody holds is finalized. A look-up never revives one that another thread drops."""
        node, = self.add(1, 1)
        key, gone = node.key, weakref.ref(node)
        node._me = node
        del node
        collect()
        self.assertIsNone(gone())
        self.assertFalse(hasattr(self.document.lookup(key), '_me'))

        handles = queue.SimpleQueue()

        def drop():
            while handles.get() is not None:
                pass

        thread = threading.Thread(target=drop)
        thread.start()
        try:
            self.add(2, 2)
            for i in range(500 if QUICK else 5000):
                held = self.children[i % 3]
                self.assertIs(self.children[i % 3], held)
                self.assertEqual(held.x, 1 + i % 3)
                handles.put(held)
                del held
        finally:
            handles.put(None)
            thread.join()

    def test_03_keys(self):
        """Keys are final, and not used again over undo, rollback, cancel and branches."""
        seen, branch = set(), None
        for i in range(60):
            edited = branch if branch is not None and i % 2 == 0 else self.document
            if i % 6 == 3:
                edited.begin(None)
            node = Node(edited, x=i)
            edited.get_root().children.append(node)
            self.assertNotIn(node.key, seen)
            self.assertLess(node.key, 2**53)
            with self.assertRaises(AttributeError):
                node.key = 5
            seen.add(node.key)
            if i % 6 == 0:
                edited.commit(None)
                edited.undo()
            elif i % 6 == 1:
                edited.rollback()
            elif i % 6 == 3:
                edited.cancel()
            elif i % 6 == 4:
                branch = self.document.branch(None)
            else:
                edited.commit(None)
        self.assertEqual(len(seen), 60)

    def test_04_removed(self):
        node, = self.add(5, 1)
        self.add(6, 1, node.children)
        self.log.watch(self.children, 'children')
        self.log.watch(node, 'node')
        node.remove()
        self.assertEqual(self.log.take(), 'children 0-1+0 node:owner')
        self.document.commit(None)
        self.assertEqual(self.log.take(), 'node:removed')
        self.assertEqual((node.removed, node.x, node.owner, list(node.children)), (True, 5, None, []))
        for call in (lambda: setattr(node, 'x', 9), lambda: self.children.append(node), node.remove,
                     lambda: node.children.append(self.root), lambda: setattr(self.root, 'target', node)):
            with self.refused(E.REMOVED, kind=KeyError):
                call()
        self.assertEqual((node.x, self.root.target), (5, None))

    def test_05_undo_of_a_removal(self):
        node, = self.add(5, 1)
        self.add(6, 2, node.children)
        self.log.watch(node, 'node')
        self.log.watch(node.children, 'inner')
        self.document.commit(None)
        del self.children[0]
        self.document.commit(None)
        self.document.undo()
        self.assertIs(self.children[0], node)
        self.assertFalse(node.removed)
        self.log.clear()
        node.x = 7
        del node.children[0]
        self.assertEqual(self.log.take(), 'node:x inner 0-1+0')

    def test_06_one_undo_restores_all(self):
        a, b, c = self.add(1, 3)
        inner, = self.add(4, 1, b.children)
        a.target, c.target, inner.target, b.target = b, inner, inner, c
        c.links = [(b, a, inner)[i % 3] for i in range(50)]
        self.document.commit(None)
        before = text(self.root)
        b.remove()
        self.document.commit(None)
        self.assertEqual((list(self.children), len(c.links), a.target, c.target), ([a, c], 17, None, None))
        self.document.undo()
        self.assertEqual(text(self.root), before)

    def test_07_no_reference_to_nothing(self):
        a, = self.add(1, 1)
        lost = Node(self.document, x=2)
        below, = self.add(3, 1, lost.children)
        a.target, a.part = below, None
        a.links, self.root.links = [lost, a], [below]
        self.document.commit(None)
        self.assertEqual((a.target, list(a.links), list(self.links)), (None, [a], []))
        self.assertTrue(lost.removed and below.removed)

    def test_07_merged(self):
        """An object that one side removed and the other one refers to stays, and the merge lists it."""
        a, lost = self.add(1, 2)
        below, = self.add(3, 1, lost.children)
        self.root.links = [lost]
        branch = self.branch()
        lost.remove()
        self.document.commit('Remove')
        branch.lookup(a.key).target = branch.lookup(below.key)
        branch.commit('Refer')
        conflicts = list(self.document.merge(branch.current))
        self.assertEqual([(conflict.kind, conflict.key, conflict.choice) for conflict in conflicts],
                         [(Trove.ConflictKind.RETURNED, one.key, Trove.Choice.THEIRS) for one in (lost, below)])
        conflict = conflicts[0]
        self.assertEqual((a.target, below.owner, list(self.links), lost.removed), (below, lost, [lost], False))
        self.assertEqual((conflict.our_object, conflict.their_object.x), (None, 2))
        conflict.choice = Trove.Choice.OURS
        self.document.commit('Merge')
        self.assertEqual((a.target, list(self.links), lost.removed, below.removed), (None, [], True, True))
        self.assertEqual(len(self.document.current.parents), 2)

    def test_08_whole_states(self):
        """Inside every handler the getters show the new state, and a list whose turn has not come is as it was."""
        nodes = self.add(10, 3)
        lists = [node.children for node in nodes]
        for i, inner in enumerate(lists):
            self.add(20 + i, 2, inner)
        self.document.commit(None)
        after = [list(inner) for inner in lists]
        for i, node in enumerate(nodes):
            node.x = 50 + i
            lists[i].append(lists[(i + 1) % 3][0])
            del lists[i][0]
        self.document.commit(None)
        before, turned, found = [list(inner) for inner in lists], set(), []

        def check(*_):
            found.append((xs(nodes) == [10, 11, 12],
                          [list(inner) == (after if i in turned else before)[i] for i, inner in enumerate(lists)]))

        def turn(emitting, *_):
            turned.add(lists.index(emitting))   # each list has one run
            check()

        for node, inner in zip(nodes, lists):
            node.connect('notify', check)
            inner.connect('items-changed', turn)
        self.document.undo()
        self.assertGreaterEqual(len(found), 6)
        self.assertEqual([one for one in found if one != (True, [True] * 3)], [])

    def test_09_once(self):
        self.log.watch(self.root, 'root')
        for i in range(1, 10):
            self.root.x = i
        self.root.label = 'a'
        self.root.label = None
        self.root.target = self.root
        self.document.commit(None)
        self.log.clear()
        self.document.undo()
        self.assertEqual(self.log.take(), 'root:x root:target')
        self.document.redo()
        self.assertEqual(self.log.take(), 'root:x root:target')

    def test_10_cancel(self):
        """An exception in a block restores the state, tells only what changed, and leaves the tree of versions as it was."""
        node, other = self.add(1, 2)
        self.document.commit('Add')
        self.commit_x(5)
        self.document.undo()
        before = text(self.root)
        with self.assertRaises(KeyError), self.document.edit('Fail'):
            made, = self.add(3, 1)
            node.x, node.label = 5, 'a'
            node.label = None
            self.log.watch(self.children, 'children')
            self.log.watch(node, 'node')
            self.log.watch(made, 'made')
            raise KeyError
        self.assertEqual(self.log.take(), 'children 2-1+0 node:x made:owner made:removed')
        self.assertTrue(made.removed)
        self.assertIsNone(self.document.lookup(made.key))
        self.assertEqual(text(self.root), before)
        self.assertEqual((self.document.can_redo, len(self.document.history)), (True, 3))

    def test_11_edits_by_handlers_of_undo(self):
        errors = []

        def handle(root, _spec):
            root.props.label = 'by a handler'
            root.label = 'by a handler'
            root.x = 77
            root.x = root.x
            for call in (self.document.undo, lambda: self.document.commit(None), lambda: self.children.append(root),
                         lambda: self.document.edit().__enter__(), lambda: root.set_field('label', 'by a handler'),
                         lambda: Node(self.document)):
                try:
                    call()
                except Trove.BusyError:
                    errors.append('busy')

        self.commit_x(5)
        handler = self.root.connect('notify::x', handle)
        self.document.undo()
        self.assertEqual((self.root.x, self.root.label, self.document.can_redo, errors), (0, None, True, ['busy'] * 6))
        self.document.redo()
        self.assertEqual((self.root.x, errors), (5, ['busy'] * 12))
        self.root.disconnect(handler)

        # A handler of an edit may edit.
        self.root.connect('notify::x', lambda root, _spec: setattr(root, 'label', 'by a handler'))
        self.root.x = 6
        self.assertEqual(self.root.label, 'by a handler')

    def test_12_restless_handlers(self):
        """Handlers connect, disconnect and drop. No other handler misses its delivery."""
        nodes, late, root = self.add(1, 2), [], self.root
        self.document.commit(None)
        for node in nodes:
            node.x, node.label = 5, 'a'
        root.x = 6
        self.document.commit(None)
        self.log.watch(self.document, 'doc')
        document = [self.document]
        zero, one = nodes
        nodes.clear()
        del self.document, self.children, self.links, self.root, node

        def change(node, _spec):
            node.disconnect(handler)
            root.connect('notify', lambda *_: late.append(1))
            nodes.clear()
            document.clear()
            gc.collect()

        handler = zero.connect('notify::x', change)
        self.log.watch(zero, 'zero')
        self.log.watch(one, 'one')
        nodes.append(one)
        del one
        document[0].undo()
        told = self.log.take().split()
        for part in ('zero:x', 'zero:label', 'one:x', 'one:label', 'doc!', 'doc:can-redo'):
            self.assertIn(part, told)
        self.assertIn(len(late), (1, 2))    # of x, and of the removal
        self.assertEqual(document, [])
        collect()
        self.assertTrue(zero.removed and root.removed)

    def test_13_scripts(self):
        nodes = self.add(0, 10)
        self.document.commit(None)
        del self.children[8], self.children[2]
        nodes[4].x = 45
        self.document.commit(None)
        self.log.watch(self.children, 'children')
        self.document.undo()
        self.assertEqual(self.log.take(), 'children 7-0+1 children 2-0+1')
        nodes[4].x = 46
        self.document.commit(None)
        self.document.undo()
        self.assertEqual(self.log.take(), '')

    def test_14_one_row(self):
        """An undo that puts one row of many back tells nothing of the others."""
        n = 500 if QUICK else 2000
        self.add(0, n)
        self.document.commit(None)
        self.children.move(10, n - 10)
        self.document.commit(None)
        self.log.watch(self.children, 'children')
        self.document.undo()
        self.assertEqual(self.log.take(), 'children %d-1+0 children 10-0+1' % (n - 10))

    def test_15_moves(self):
        node, owner = self.add(1, 2)
        key, self.root.target = node.key, node
        self.document.commit(None)
        before = self.document.current
        owner.children.append(node)
        self.document.commit(None)
        self.assertEqual((node.key, node.owner, self.root.target, list(self.children)), (key, owner, node, [owner]))
        changes = self.document.compare(before)
        self.assertEqual({change.get_kind() for change in changes if change.get_key() == key}, {Trove.ChangeKind.MOVED})
        owner.part = node
        self.assertEqual((owner.part, list(owner.children)), (node, []))
        self.document.undo()
        self.document.undo()
        self.assertEqual((list(self.children), node.owner, node.removed), ([node, owner], self.root, False))

    def test_15_moves_are_merged(self):
        """An object that one side moves and the other one edits is moved and edited, with one key."""
        node, owner = self.add(1, 2)
        self.root.target = node
        branch = self.branch()
        twin = branch.lookup(node.key)
        twin.x = 5
        twin.label = 'edited'
        branch.commit('Edit')
        owner.children.append(node)
        self.document.commit('Move')
        ours = self.document.current
        self.assertEqual(len(self.document.merge(branch.current)), 0)
        self.document.commit('Merge')
        self.assertEqual((node.owner, node.x, node.label, self.root.target), (owner, 5, 'edited', node))
        self.assertEqual(len(branch.merge(ours)), 0)
        self.assertEqual(text(branch.root), text(self.root))

    def test_16_cycles(self):
        a, = self.add(0, 1)
        last = a
        for i in range(20):
            last, = self.add(i, 1, last.children)
            for call in (lambda: last.children.append(a), lambda: setattr(last, 'part', a),
                         lambda: last.children.append(last)):
                with self.refused(E.CYCLE, kind=ValueError):
                    call()
            last.links.append(a)    # a reference is no owner
        self.assertIs(a.owner, self.root)

    def test_16_circles_of_two_sides(self):
        """Two moves that make a circle together end the same way on both sides, and are listed."""
        a, b = self.add(1, 2)
        branch = self.branch()
        a.children.append(b)
        branch.lookup(b.key).children.append(branch.lookup(a.key))
        for document in (self.document, branch):
            document.commit('Move')
        ours, theirs = self.document.current, branch.current
        for document, version in ((self.document, theirs), (branch, ours)):
            conflict, = document.merge(version)
            self.assertEqual((conflict.kind, conflict.key), (Trove.ConflictKind.CYCLE, b.key))
        self.assertEqual(text(branch.root), text(self.root))
        self.assertEqual((list(self.children), list(b.children)), ([b], [a]))
        with self.refused(E.CYCLE, kind=ValueError):
            a.children.append(b)

    def test_17_iterated_while_edited(self):
        nodes, seen = self.add(0, 20), []
        for node in self.children:
            seen.append(node)
            node.remove()
            self.children.insert(0, Node(self.document, x=100))
        self.assertEqual((seen, xs(self.children)), (nodes, [100] * 20))

    def test_18_changes(self):
        """Changes between two versions invert exactly. Applied to the one they give the other."""
        document, versions, texts = self.document, [], []
        a, b, c = self.add(1, 3)
        for edit in (lambda: None, lambda: setattr(a, 'target', b), lambda: b.children.append(c), lambda: b.remove(),
                     lambda: self.add(7, 2), lambda: self.children.reverse()):
            edit()
            document.commit(None)
            versions.append(document.current)
            texts.append(text(self.root))
        for i, older in enumerate(versions):
            for j, newer in enumerate(versions):
                for changes, start, end in ((older.compare(newer), i, j), (newer.compare(older).inverse(), i, j)):
                    document.go_to(versions[start])
                    self.assertEqual(len(document.apply(changes)), 0)
                    self.assertEqual(text(self.root), texts[end])
                    document.rollback()
        self.assertEqual(len(newer.compare(newer)), 0)

    def test_19_typing(self):
        for i in range(1, 101):
            self.root.x = i
            self.document.commit_full('Type', 'word-1')
            if i == 50:
                self.document.saved = self.document.current
        self.assertEqual(len(self.document.history), 2)
        self.root.x = 200
        self.document.commit_full('Type', 'word-2')
        self.assertEqual(len(self.document.history), 3)
        self.document.undo()
        self.assertEqual(self.root.x, 100)
        self.root.x = 300
        self.document.commit_full('Type', 'word-1')     # undo has ended the run
        self.assertEqual(len(self.document.history), 4)

    def test_20_groups(self):
        document = self.document

        def nest(depth):
            with document.edit('Nested %d' % depth):
                self.root.x += 1
                if depth > 0:
                    nest(depth - 1)

        nest(10)
        self.assertEqual((len(document.history), document.props.undo_label), (2, 'Nested 10'))
        document.undo()
        with document.edit('Empty') as empty:
            pass
        with document.edit('Nothing differs') as nothing:
            made, = self.add(2, 1)
            self.links.append(made)
            made.remove()
            self.links.clear()
            self.root.x = 7
            self.root.x = 0
        self.assertEqual((empty.version, nothing.version, len(document.history)), (None, None, 2))
        document.redo()
        self.assertEqual(self.root.x, 11)

    def test_21_drag(self):
        a, = self.add(1, 1)
        self.document.commit(None)
        before = text(self.root)
        for fails in (True, False):
            try:
                with self.document.edit('Drag'):
                    for i in range(1000):
                        a.x = i + 10
                    if fails:
                        raise KeyboardInterrupt
            except KeyboardInterrupt:
                self.assertEqual(text(self.root), before)
                self.assertEqual((len(self.document.history), self.document.can_redo), (2, False))
        self.assertEqual((a.x, len(self.document.history)), (1009, 3))
        self.document.undo()
        self.assertEqual(text(self.root), before)

    def test_22_the_view_state(self):
        document, order = self.document, []
        document.props.view_state = GLib.Variant('s', 'before')
        document.commit(None)
        self.assertEqual(len(document.history), 1)
        self.root.x = 1
        document.props.view_state = GLib.Variant('s', 'after')
        document.commit(None)
        document.connect('notify', lambda _document, spec: order.append(spec.name))
        document.undo()
        self.assertEqual((document.props.view_state.unpack(), order.pop()), ('before', 'view-state'))
        document.redo()
        self.assertEqual((document.props.view_state.unpack(), order.pop()), ('after', 'view-state'))

    def test_23_modified(self):
        document = self.document
        self.commit_x(1)
        self.root.x = 2
        document.commit_full(None, 'id')
        document.saved = saved = document.current
        self.assertFalse(document.modified)
        for step, modified in ((document.undo, True), (document.redo, False), (document.undo, True),
                               (lambda: self.commit_x(3), True), (lambda: document.go_to(saved), False),
                               (lambda: setattr(self.root, 'x', 4), True), (lambda: self.commit_x(2), False)):
            step()
            self.assertEqual(document.modified, modified)
        self.root.x = 6
        document.commit_full(None, 'id')
        document.saved = document.current
        self.root.x = 7
        document.commit_full(None, 'id')    # replaces the saved version
        self.assertEqual((document.modified, document.saved), (True, None))

        # A limit keeps the saved version.
        document.saved = saved = document.current
        document.props.max_versions = 1
        for x in range(10, 20):
            self.commit_x(x)
            self.assertTrue(document.modified)
        document.go_to(saved)
        self.assertFalse(document.modified)
        self.assertEqual(self.root.x, 7)

    def test_24_branches(self):
        self.commit_x(1)
        one = self.document.current
        self.document.undo()
        self.commit_x(2)
        self.document.undo()
        self.document.redo()
        self.assertEqual(self.root.x, 2)
        self.document.go_to(one)
        self.document.undo()
        self.document.redo()
        self.assertEqual(self.root.x, 1)
        self.assertEqual([version.dup_root().x for version in self.document.history], [0, 1, 2])

    def test_25_one_step_taken_back(self):
        """The inverse of an older step takes that step back, and lists the values that are later."""
        a, b = self.add(1, 2)
        self.document.commit(None)
        first = self.document.current
        a.x, b.x = 10, 20
        self.document.commit('Move both')
        changes = self.document.compare(first)
        b.x = 30
        self.document.commit('Move one')
        merge = self.document.apply(changes.inverse())
        self.assertEqual((a.x, b.x), (1, 30))
        self.assertEqual([conflict.get_kind() for conflict in merge], [Trove.ConflictKind.LATER_VALUE])
        self.assertTrue(self.document.modified)

    def test_25_own_step_after_a_merge(self):
        """After a merge, one's own last step is taken back by its inverse, which says what stays."""
        a, b = self.add(1, 2)
        branch = self.branch()
        before = self.document.current
        a.x, b.x, a.target = 10, 20, b
        self.document.commit('Own')
        own = self.document.current
        theirs = branch.lookup(b.key)
        theirs.x, theirs.label = 200, 'theirs'
        branch.root.children.append(Node(branch, x=3))
        branch.commit('Theirs')
        conflict, = self.document.merge(branch.current)
        self.assertEqual((conflict.base, conflict.ours, conflict.theirs, b.x), (2, 20, 200, 20))
        conflict.choice = Trove.Choice.THEIRS
        self.document.commit('Merge')

        left, = self.document.apply(before.compare(own).inverse())
        self.document.commit('Take back')
        self.assertEqual((left.kind, left.key, left.field, left.ours),
                         (Trove.ConflictKind.LATER_VALUE, b.key, 'x', 200))
        self.assertEqual((a.x, a.target, b.x, b.label, xs(self.children)), (1, None, 200, 'theirs', [1, 200, 3]))
        self.document.undo()
        self.assertEqual((a.x, a.target, b.x), (10, b, 200))

    def test_26_the_same_value(self):
        self.commit_x(1)
        self.document.undo()
        self.document.saved = self.document.current
        node = self.root
        node.x, node.label, node.target, node.part = 0, None, None, None
        node.children, node.links = [], []
        node.children += []
        self.assertTrue(self.document.can_redo)
        self.assertFalse(self.document.modified)
        self.document.redo()
        nodes = self.add(0, 3)
        self.document.commit(None)
        self.document.undo()
        self.document.redo()
        self.document.saved = self.document.current
        self.root.children = nodes
        self.children.sort(key=lambda node: node.x)
        self.assertFalse(self.document.modified)
        self.root.x = float('nan')
        self.document.commit(None)
        self.document.saved = self.document.current
        self.root.x = float('nan')
        self.assertFalse(self.document.modified)

    def test_27_limits(self):
        document, n = self.document, 200 if QUICK else 2000
        document.props.max_versions = 2
        with document.edit('Paste') as paste:
            self.children.extend([Node(x=x) for x in range(n)])
        self.assertEqual(len(document.history), 2)
        self.assertIs(paste.version, document.current)
        self.assertGreater(paste.version.props.n_bytes, n * 8)
        document.saved = document.current
        document.props.max_history_bytes = 1
        self.commit_x(1)
        document.saved = document.current
        document.props.max_versions = 1
        self.assertEqual(len(document.history), 1)
        document.props.max_versions = 0
        self.commit_x(2)
        self.assertEqual(xs(self.children), list(range(n)))
        self.assertEqual(len(paste.version.dup_root().children), n)

    def test_28_readers(self):
        """Threads read versions while the main thread edits, undoes and drops versions."""
        nodes = self.add(1, 20)
        ends, errors, threads = threading.Event(), [], []

        def read(version, expected):
            try:
                while True:
                    if text(version.dup_root()) != expected:
                        errors.append(text(version.dup_root()))
                    if ends.is_set():
                        return
            except BaseException as error:
                errors.append(error)

        for i in range(2):
            self.root.x = i + 1
            self.document.commit_full(None, 'id')   # the first version leaves the history
            threads.append(threading.Thread(target=read, args=(self.document.current, text(self.root))))
            threads[-1].start()
        held = self.document.current
        try:
            for i in range(50 if QUICK else 300):
                node = nodes[i % len(nodes)]
                if node.removed:
                    self.document.go_to(held)
                node.x = 100 + i
                if i % 3 == 0:
                    self.document.commit(None)
                if i % 5 == 0:
                    self.document.undo()
                if i % 7 == 0 and not node.removed:
                    node.remove()
                if i % 7 == 1:
                    self.document.rollback()
            del held, self.document
        finally:
            ends.set()
            for thread in threads:
                thread.join()
        self.assertEqual(errors, [])

    def test_29_rows_in_view(self):
        """Reading some rows makes handles for those alone, and lets them go."""
        n = 2000
        with self.document.edit('Fill'):
            self.children.extend([Node(x=x) for x in range(n)])
        collect()
        made = sum(isinstance(thing, Node) for thing in gc.get_objects())
        for first in range(0, n - 40, n // 7):
            rows = self.children[first:first + 40]
            self.assertEqual(xs(rows), list(range(first, first + 40)))
            gone = [weakref.ref(row) for row in rows]
            del rows
            self.assertEqual([row() for row in gone], [None] * 40)
        self.assertLessEqual(sum(isinstance(thing, Node) for thing in gc.get_objects()), made)

    def test_30_a_document_that_is_dropped(self):
        nodes, children = self.add(1, 3), self.children
        gone = weakref.ref(self.document)
        del self.document
        collect()
        self.assertIsNone(gone())
        node = nodes[2]
        self.assertEqual((node.removed, node.document, node.owner, node.x, len(children)), (True, None, None, 3, 0))
        with self.refused(E.REMOVED, kind=KeyError):
            node.x = 5

    def test_31_bindings(self):
        a, b = self.add(1, 2)
        a.bind_property('x', b, 'x', GObject.BindingFlags.BIDIRECTIONAL | GObject.BindingFlags.SYNC_CREATE)
        self.assertEqual(b.x, 1)
        self.document.commit(None)
        self.log.watch(a, 'a')
        self.log.watch(b, 'b')
        for i, (node, before) in enumerate(((a, 1), (b, 10), (a, 11))):
            self.log.clear()
            node.x = 10 + i
            self.assertEqual(sorted(self.log.take().split()), ['a:x', 'b:x'])
            self.document.commit(None)
            self.document.undo()
            self.assertEqual((a.x, b.x, self.document.can_redo), (before, before, True))
            self.document.redo()
            self.assertEqual((a.x, b.x), (10 + i, 10 + i))

    def test_32_foreign(self):
        other = Trove.Document(Node)
        node = Node(other, x=1)
        branch = self.document.branch(None)
        twin = branch.lookup(1)
        self.assertIsNot(twin, self.root)
        for foreign in (node, twin):
            for call in (lambda: self.children.append(foreign), lambda: setattr(self.root, 'target', foreign),
                         lambda: setattr(self.root, 'part', foreign), lambda: self.links.extend([self.root, foreign]),
                         lambda: setattr(self.root, 'children', [foreign])):
                with self.refused(E.FOREIGN, kind=ValueError):
                    call()
        version = other.current
        for call in (lambda: self.document.go_to(version), lambda: setattr(self.document, 'saved', version),
                     lambda: self.document.branch(version), lambda: self.document.compare(version)):
            with self.refused(E.FOREIGN, kind=ValueError):
                call()
        self.children.append(node.copy(self.document))
        self.assertEqual(xs(self.children), [1])


if __name__ == '__main__':
    tap.main()
