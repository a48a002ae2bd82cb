# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Runs the unittest cases of a module and prints TAP, so that each case counts as a test. Has functions for the cases."""

import contextlib
import gc
import sys
import traceback
import unittest

import gi
gi.require_version('Trove', '1.0')
from gi.repository import GLib, Trove  # noqa: E402


class TroveCase(unittest.TestCase):

    @contextlib.contextmanager
    def refused(self, code, *words, kind=GLib.Error):
        """The library's error of that code, with a message that says these words; Python's error too where a kind is
        given."""
        with self.assertRaises(GLib.Error) as caught:
            yield caught
        error = caught.exception
        self.assertIsInstance(error, kind)
        self.assertTrue(error.matches(Trove.error_quark(), code), error)
        for word in words:
            self.assertIn(str(word), error.message)


def collect():
    # Objects that a collection frees may leave more garbage.
    for _ in range(3):
        gc.collect()


class _Result(unittest.TestResult):
    """Prints a line for each test. Of subtests only failures are printed."""

    def __init__(self):
        super().__init__()
        self.number = 0

    def _say(self, ok, test, comment=''):
        self.number += 1
        print('%s %d - %s%s' % ('ok' if ok else 'not ok', self.number, test.id().partition('.')[2], comment))

    def _explain(self, error):
        for line in ''.join(traceback.format_exception(*error)).splitlines():
            print('#', line)

    def startTest(self, test):
        super().startTest(test)
        self.bad = False

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.bad = True
            print('#', subtest)
            self._explain(error)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.bad = True
        self._explain(error)

    addError = addFailure

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._say(True, test, ' # SKIP ' + reason)
        self.bad = None

    def stopTest(self, test):
        if self.bad is not None:
            self._say(not self.bad, test)
        sys.stdout.flush()
        super().stopTest(test)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__'])
    print('1..%d' % suite.countTestCases())
    result = _Result()
    suite.run(result)
    sys.exit(1 if result.failures or result.errors else 0)
