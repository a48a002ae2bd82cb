# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Runs an example in an empty folder, and compares its output with the expected one.

usage: check-output.py EXPECTED COMMAND...
"""

import difflib
import os
import pathlib
import subprocess
import sys
import tempfile


def main():
    path, *command = sys.argv[1:]
    expected = pathlib.Path(path).read_text(encoding='utf-8')
    # Paths of programs may be relative to the folder in which the test was started.
    command = [os.path.abspath(word) if os.path.exists(word) else word for word in command]
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                encoding='utf-8')

    faults = [*difflib.unified_diff(expected.splitlines(), result.stdout.splitlines(), 'expected', 'printed', lineterm=''),
              *result.stderr.splitlines()]
    if result.returncode != 0:
        faults.append(f'The exit status is {result.returncode}.')
    print('\n'.join(faults))
    sys.exit(1 if faults else 0)


main()
