# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Lifetimes of documents in Python: garbage collectors, cycles, threads, forks, the end of the program, and leaks."""

import contextlib
import gc
import os
import random
import signal
import subprocess
import sys
import threading
import weakref

import tap
from tap import TroveCase, collect
from gi.repository import GLib, GObject, Trove

E = Trove.Error
# Each operation is done that often. Once, a longer run: TROVE_LEAK_COUNT=100000.
N = int(os.environ.get('TROVE_LEAK_COUNT', 2000 if os.environ.get('TROVE_TEST_QUICK') else 10000))


class Node(Trove.Object):
    x = Trove.Field(float)
    label = Trove.Field(str)
    tags = Trove.Field(list[str])
    data = Trove.Field(bytes)
    target = Trove.Reference('Node')
    part = Trove.Child('Node')
    children = Trove.Children('Node')
    links = Trove.References('Node')

    def validate(self, name, value):
        if name == 'x' and value < 0:
            raise ValueError(value)


class Styled(Node):
    """A class that PyGObject registers a part of."""

    selected = GObject.Property(type=bool, default=False)
    width = Trove.Field(float)


def resident():
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1]) * os.sysconf('SC_PAGESIZE')


@contextlib.contextmanager
def collecting_always():
    threshold = gc.get_threshold()
    gc.set_threshold(1)
    try:
        yield
    finally:
        gc.set_threshold(*threshold)


class Collectors(TroveCase):

    def setUp(self):
        self.document = Trove.Document(Node, Styled)
        self.children = self.document.root.children

    def test_a_random_program(self):
        """The collector runs at each allocation, while wrappers in cycles come and go."""
        seed = random.randrange(1 << 32)
        chance, document, heard = random.Random(seed), self.document, []
        expected = []       # the keys and values of the children
        past, future = [], []
        with self.subTest(seed=seed), collecting_always():
            for i in range(150):
                before = list(expected)
                how = chance.choice(['make', 'make', 'set', 'remove', 'fail', 'undo', 'redo'])
                if how == 'make':
                    with document.edit():
                        node = chance.choice((Node, Styled))(x=i)
                        node._me = [node, document, lambda node=node: node]
                        node.connect('notify', lambda *_, node=node: heard.append(node.key))
                        self.children.append(node)
                        node.label = 'a'
                    expected.append((node.key, i))
                    del node
                elif how == 'set' and expected:
                    n = chance.randrange(len(expected))
                    self.children[n].x = i
                    document.commit(None)
                    expected[n] = expected[n][0], i
                elif how == 'remove' and expected:
                    n = chance.randrange(len(expected))
                    self.children.pop(n)._me = self
                    document.commit(None)
                    del expected[n]
                elif how == 'fail':
                    with self.assertRaises(ValueError), document.edit():
                        made = Node(x=1)
                        made._me = made
                        self.children.append(made)
                        made.x = -1
                    del made
                elif how == 'undo' and past:
                    document.undo()
                    future.append(expected)
                    expected = past.pop()
                    before = expected
                elif how == 'redo' and future:
                    document.redo()
                    past.append(expected)
                    expected = future.pop()
                    before = expected
                if before != expected:
                    past.append(before)
                    future.clear()
                self.assertEqual([(node.key, node.x) for node in self.children], expected)
        self.assertTrue(heard)

    def test_cycles_through_signal_handlers(self):
        """A wrapper that its own handler holds is collected with the handler. A document too. The library holds the root and
        all lists for the document: their handlers must not hold the document."""
        gone = []
        for i in range(5):
            document = Trove.Document(Node)
            node = Node(document, x=i)
            document.root.children.append(node)
            node._document = document
            node._versions = [document.current]
            node.connect('notify', lambda *_, node=node, document=document: None)
            node.children.connect('items-changed', lambda *_: gone.append(None))
            document.connect('changed', lambda *_, document=document: None)
            gone += [weakref.ref(node), weakref.ref(document)]
            node.x += 1
            document.commit(None)
            document.undo()
        del document, node
        collect()
        self.assertEqual([ref() for ref in gone if ref is not None], [None] * 10)

    def test_a_handler_that_holds_its_handle(self):
        """A closure is of the handle in the eyes of the collector of Python: a cycle through it is collected."""
        node = Node(self.document, x=1)
        self.children.append(node)
        key, gone, heard = node.key, weakref.ref(node), []
        node.connect('notify::x', lambda *_, node=node: heard.append(node.x))
        node.x = 2
        del node
        collect()
        self.assertIsNone(gone())
        self.document.lookup(key).x = 3
        self.assertEqual(heard, [2.0])

    def test_collected_in_handlers(self):
        nodes = [Node(self.document, x=x) for x in range(20)]
        self.children.extend(nodes)
        self.document.commit(None)
        for node in nodes:
            node.x += 1
        self.document.commit(None)

        def drop(*_):
            if nodes:
                nodes.pop()._me = object()
            gc.collect()

        for node in nodes:
            node._me = node
            node.connect('notify', drop)
        self.children.connect('items-changed', drop)
        del node
        self.document.undo()
        self.document.undo()
        self.assertEqual((len(nodes), len(self.children)), (0, 0))
        self.document.redo()
        self.assertEqual([node.x for node in self.children], list(range(20)))

    def test_a_finalizer_that_edits(self):
        """__del__() of what a wrapper holds may edit, and does not while the document is being changed."""
        document, children, done = self.document, self.children, []

        class Finalizer:
            def __del__(self):
                try:
                    children.append(Node(document, x=100))
                    done.append(True)
                except Trove.BusyError:
                    done.append(False)

        for i in range(20):
            node = Node(document, x=i)
            node._me, node._finalizer = node, Finalizer()
            children.append(node)
            del node
            with collecting_always():
                document.commit(None)
                document.undo()
                document.redo()
        collect()
        self.assertEqual(len(done), 20)
        self.assertEqual(sum(node.x == 100 for node in children), done.count(True))


class Threads(TroveCase):

    def setUp(self):
        self.document = Trove.Document(Node, Styled)
        self.children = self.document.root.children

    def test_frozen_objects_in_threads(self):
        """Threads read and drop the objects of versions while the main thread edits and the collectors run. With attributes
        on the wrappers, which are refused, GLib 2.74 would stop the program for ever."""
        self.children.extend([Styled(self.document, x=x, label=str(x), tags=['a'] * x) for x in range(10)])
        self.children[3].target = self.children[4]
        self.document.commit(None)
        errors, ends, versions = [], threading.Event(), [self.document.current]

        def read():
            try:
                while not ends.is_set():
                    version = versions[-1]
                    root = version.dup_root()
                    for i, node in enumerate(root.children):
                        assert node.label == str(i) and node.tags == ('a',) * i, node
                        try:
                            node._me = node
                        except Trove.ReadOnlyError:
                            pass
                        assert node.version is version and node.owner is root and isinstance(node, Styled)
                    assert root.children[3].target is root.children[4]
                    assert len({node.x for node in root.children}) == 10
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=read) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            for i in range(60):
                with self.document.edit():
                    for n, node in enumerate(self.children):
                        node.x = 100 * (i + 1) + n
                versions.append(self.document.current)
                if i % 3 == 0:
                    self.document.undo()
                if i % 10 == 0:
                    gc.collect()
                    del versions[:-1]
        finally:
            ends.set()
            for thread in threads:
                thread.join()
        self.assertEqual(errors, [])

    def test_edits_on_another_thread(self):
        node, = nodes = [Node(self.document, x=1)]
        self.children.extend(nodes)
        errors = []

        def edit():
            for call in (lambda: setattr(node, 'x', 5), lambda: self.children.append(node), self.document.undo,
                         node.remove, node.copy, lambda: self.document.commit(None)):
                try:
                    call()
                except Trove.WrongThreadError:
                    errors.append('refused')
                except BaseException as error:
                    errors.append(error)

        thread = threading.Thread(target=edit)
        thread.start()
        thread.join()
        self.assertEqual(errors, ['refused'] * 6)
        self.assertEqual((node.x, len(self.children)), (1, 1))

    def test_a_document_made_elsewhere(self):
        """A thread that was joined has given its document up."""
        for _ in range(30):
            made = []

            def make():
                document = Trove.Document(Node)
                document.root.children.append(Node(document, x=1))
                made.append(document)

            thread = threading.Thread(target=make)
            thread.start()
            thread.join()
            made[0].root.children[0].x = 2
            made[0].commit('Here')

    def test_blocks_are_of_a_thread(self):
        """An open block gives no document to the objects of another thread."""
        errors = []

        def make():
            try:
                Node()
            except TypeError as error:
                errors.append(error)

        with self.document.edit():
            thread = threading.Thread(target=make)
            thread.start()
            thread.join()
        self.assertEqual(len(errors), 1)

    def test_handles_dropped_by_another_thread(self):
        """The collector of another thread drops the last references, of handles and of a document."""
        for i in range(20):
            document = Trove.Document(Node)
            nodes = [Node(document, x=x) for x in range(10)]
            document.root.children.extend(nodes)
            document.commit(None)
            for node in nodes:
                node._me = [node]
            del node, nodes
            if i % 2 == 0:
                del document
            thread = threading.Thread(target=gc.collect)
            thread.start()
            thread.join()
            if i % 2 == 1:
                self.assertEqual([node.x for node in document.root.children], list(range(10)))


class Forks(TroveCase):

    def test_a_child_reads_and_edits(self):
        document = Trove.Document(Node)
        nodes = [Node(document, x=x) for x in range(20)]
        document.root.children.extend(nodes)
        document.commit('Add')
        version = document.current
        nodes[0].x = 50
        for _ in range(5):
            child = os.fork()
            if child == 0:
                status = 1
                with contextlib.suppress(BaseException):
                    signal.alarm(20)
                    heard = []
                    nodes[0].connect('notify::x', lambda node, _spec: heard.append(node.x))
                    with document.edit('In the child'):
                        nodes[0].x = 60
                        document.root.children.append(Node(x=100))
                    document.undo()
                    document.undo()
                    document.redo()
                    document.redo()
                    nodes[1]._me = nodes
                    collect()
                    ok = heard == [60, 0, 60] and len(document.root.children) == 21 and \
                        [node.x for node in version.dup_root().children] == list(range(20))
                    status = 0 if ok else 2
                os._exit(status)
            nodes[0].x += 1     # the parent edits on
            self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        document.commit(None)
        self.assertEqual((nodes[0].x, len(document.root.children)), (55, 20))

    def test_a_child_of_a_program_with_threads(self):
        document = Trove.Document(Node)
        document.root.children.extend([Node(document, x=x) for x in range(20)])
        document.commit('Add')
        version, ends = document.current, threading.Event()

        def read():
            while not ends.is_set():
                sum(node.x for node in version.dup_root().children)

        threads = [threading.Thread(target=read) for _ in range(2)]
        for thread in threads:
            thread.start()
        codes = []
        try:
            for _ in range(20):
                child = os.fork()
                if child == 0:
                    signal.alarm(5)
                    document.root.x = 5
                    document.commit(None)
                    found = sum(node.x for node in document.current.dup_root().children)
                    os._exit(7 if found == 190 else 8)
                codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        finally:
            ends.set()
            for thread in threads:
                thread.join()
        # GObject's locks may be held when the process forks.
        self.assertGreaterEqual(codes.count(7), 16, codes)
        self.assertLessEqual(set(codes), {7, -signal.SIGALRM})


PROGRAM = '''
import atexit, gc, sys, threading
import gi
gi.require_version('Trove', '1.0')
from gi.repository import GLib, GObject, Trove

class Node(Trove.Object):
    x = Trove.Field(float)
    children = Trove.Children('Node')
    selected = GObject.Property(type=bool, default=False)

document = Trove.Document(Node)
node = Node(document, x=1)
document.root.children.append(node)
document.commit('Add')
node.x = 5
node._me = [node, document]
heard = []
node.connect('notify::x', lambda node, _spec: heard.append(node.x))
document.connect('changed', lambda document, _changes: document.root)
frozen = node.at(document.current)
'''

ENDS = {
    'with edits that are not committed': '',
    'with a group that is open': 'document.begin("Open"); node.x = 6',
    'in a block': 'with document.edit():\n    node.x = 6\n    sys.exit()',
    'with a block that was not left': 'block = document.edit(); block.__enter__(); node.x = 7',
    'in a handler of an edit': 'node.connect("notify::x", lambda *_: sys.exit()); node.x = 6; sys.exit(3)',
    'in a handler of undo': 'node.connect("notify::x", lambda *_: sys.exit()); document.undo(); sys.exit(3)',
    'in an iteration': 'iterator = iter(document.root.children); next(iterator)',
    'in a generator': 'def run():\n    with document.edit():\n        yield Node(x=1)\ngenerator = run(); next(generator)',
    'with a commit that is due': 'document.props.auto_commit = True; node.x = 8',
    'with an edit at the end': 'atexit.register(lambda: (setattr(node, "x", 9), document.commit(None), document.undo()))',
    'with a thread that reads': '''
version = document.current
def read():
    while True:
        version.dup_root().children[0].x
for _ in range(2):
    threading.Thread(target=read, daemon=True).start()''',
    'on another thread': '''
document.transfer()
thread = threading.Thread(target=lambda: (setattr(node, 'x', 9), document.commit(None)))
thread.start()''',
    'with documents in a cycle': 'other = document.branch(None); other._me = [other, node]; document._me = other; del other',
    'with a version alone': 'version = document.current; del document, node, frozen; gc.collect()',
    'without the names of the module': 'keep = [globals()]; keep.append(keep)',
}


class Ends(TroveCase):
    """The interpreter ends while documents live: without a crash, a warning or a message."""


def make_test(end):
    def test(self):
        result = subprocess.run([sys.executable, '-X', 'dev', '-W', 'ignore', '-c', PROGRAM + end + '\n'], text=True, timeout=60,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, '', ''))
    return test


for _name, _end in ENDS.items():
    setattr(Ends, 'test_' + _name.replace(' ', '_'), make_test(_end))


class Leaks(TroveCase):
    """Memory is flat over many of each operation."""

    def setUp(self):
        self.document = Trove.Document(Node, Styled)
        self.document.props.max_versions = 20
        self.root = self.document.root
        with self.document.edit():
            self.root.children.extend([Styled(x=x, label='x' * 200, tags=['y' * 100] * 3, data=b'z' * 300) for x in range(10)])

    def assert_flat(self, operation):
        """N of an operation, after N / 4 in which caches and the history of the document fill. A leak grows each time: the
        heap of the process grows by itself once, as when a collection comes late."""
        for i in range(N // 4):
            operation(i)
        found = []
        for _ in range(3):
            collect()
            before = resident()
            for i in range(N):
                operation(i)
            collect()
            found.append(resident() - before)
            # The smallest leak is a float or a tuple, of 48 bytes in memory. The heap of the process varies by some pages.
            if found[-1] < max(N * 40, 400 << 10):
                return
        self.fail('%s bytes each' % [grown / N for grown in found])

    def test_fields_read(self):
        node = self.root.children[3]
        self.assert_flat(lambda i: (node.x, node.label, node.tags, node.data, node.target, node.part, node.owner, node.key))

    def test_fields_set(self):
        node, other = self.root.children[3], self.root.children[4]

        def operation(i):
            node.x, node.label, node.tags, node.data = i, 'a' * (100 + i % 100), [str(i)] * 5, bytes(200 + i % 50)
            node.target = other if i % 2 else None
        self.assert_flat(operation)

    def test_values_refused(self):
        node = self.root.children[3]

        def operation(i):
            for name, value in (('x', -1), ('x', 'a'), ('label', 5), ('nothing', 1)):
                try:
                    setattr(node, name, value)
                except (ValueError, TypeError, AttributeError):
                    pass
        self.assert_flat(operation)

    def test_lists(self):
        children, links = self.root.children, self.root.links

        def operation(i):
            child = children[0]
            children.remove(child)
            children.append(child)
            children.reverse()
            links.append(child)
            links.pop()
            len(children), children[1:3], child in children
            self.document.commit(None)
        self.assert_flat(operation)

    def test_objects_made_and_dropped(self):
        def operation(i):
            with self.document.edit():
                node = Styled(x=i, label='x' * 100) if i % 2 else Node(x=i)
                self.root.children.append(node)
                if i % 3 == 0:
                    node._me = node
            node.remove()
            self.document.commit(None)
        self.assert_flat(operation)

    def test_steps(self):
        node = self.root.children[3]

        def operation(i):
            with self.document.edit('Step %d' % i) as step:
                node.x = i + 1
                node.label = 'x' * (100 + i % 50)
            step.version
        self.assert_flat(operation)

    def test_steps_that_fail(self):
        def operation(i):
            try:
                with self.document.edit('Step'):
                    self.root.children.append(Node(x=1))
                    self.root.x = -1
            except ValueError:
                pass
        self.assert_flat(operation)

    def test_commits_and_undo(self):
        node = self.root.children[3]

        def operation(i):
            node.x = i + 100
            self.document.commit('Step')
            self.document.undo()
            self.document.redo()
            self.document.undo()
            node.x = i + 200
            self.document.rollback()
        self.assert_flat(operation)

    def test_handles(self):
        keys = [node.key for node in self.root.children]
        self.assert_flat(lambda i: (self.document.lookup(keys[i % 10]), self.root.children[i % 10].x, self.document.root))

    def test_handles_with_attributes_and_handlers(self):
        def operation(i):
            node = self.root.children[i % 10]
            node._me = [node]
            node.connect('notify::x', lambda *_, node=node: None)
            node.x = i
            if i % 100 == 0:
                gc.collect()
        self.assert_flat(operation)

    def test_objects_of_versions(self):
        node = self.root.children[3]

        def operation(i):
            node.x = i + 1
            self.document.commit(None)
            version = self.document.current
            frozen = node.at(version)
            frozen.x, frozen.children, version.dup_root().children[2].label
        self.assert_flat(operation)

    def test_copies(self):
        def operation(i):
            self.root.children[i % 10].copy()
            self.document.rollback()
        self.assert_flat(operation)

    def test_changes(self):
        node, first = self.root.children[3], self.document.current
        node.label, node.x = 'y' * 10000, 5
        self.document.commit(None)

        def operation(i):
            changes = self.document.compare(first)
            for change in changes:
                change.dup_old_value(), change.dup_new_value(), change.get_property_name()
            changes.inverse()
        self.assert_flat(operation)

    def test_conflicts(self):
        node, first = self.root.children[3], self.document.current
        node.label = 'y' * 10000
        self.document.commit(None)
        inverse = self.document.compare(first).inverse()
        node.label = 'z' * 10000
        self.document.commit(None)

        def operation(i):
            conflict, = self.document.apply(inverse)
            conflict.dup_base_value(), conflict.dup_our_value(), conflict.dup_their_value()
        self.assert_flat(operation)

    def test_documents(self):
        def operation(i):
            if i % 10 == 0:
                document = Trove.Document(Node)
                document.root.children.append(Node(document, x=1))
                document.commit(None)
                document._me = [document, document.root]
                document.connect('changed', lambda *_: document)
            if i % 500 == 0:
                gc.collect()
        self.assert_flat(operation)


if __name__ == '__main__':
    tap.main()
