#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Compiles and runs the complete programs that the README and the manual's pages show.

A C block is complete when it has a main(), a Python or JavaScript block when it loads the library. A comment behind a
line that prints says what it prints, and all of those must appear in the output.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile

INTERPRETERS = {'python': ['/usr/bin/python3'], 'js': ['gjs', '-m'], 'javascript': ['gjs', '-m']}
COMMENTS = {'c': r'/\* (.*?) \*/', 'python': r'# (.*)', 'js': r'// (.*)', 'javascript': r'// (.*)'}


def blocks(path):
    with open(path, encoding='utf-8') as page:
        return re.findall(r'^```(\w+)\n(.*?)^```$', page.read(), re.M | re.S)


def is_complete(language, code):
    if language == 'c':
        return '\nmain (' in code
    return language in INTERPRETERS and ('gi.require_version' in code or 'imports.gi' in code or 'gi://' in code)


def expected(language, code):
    lines = [line for line in code.splitlines() if re.search(r'\b(g_print|print)\s*\(', line)]
    found = [re.search(COMMENTS[language] + '$', line) for line in lines]
    return [match.group(1).strip() for match in found if match]


def command(language, code, folder):
    source = os.path.join(folder, 'example.' + {'c': 'c', 'python': 'py'}.get(language, 'js'))
    with open(source, 'w', encoding='utf-8') as file:
        file.write(code)
    if language != 'c':
        return INTERPRETERS[language] + [source]

    program = os.path.join(folder, 'example')
    flags = shlex.split(os.environ['EXAMPLE_CFLAGS'])
    subprocess.run(shlex.split(os.environ['EXAMPLE_CC']) + [source, '-o', program] + flags, check=True)
    return [program]


def run(path, number, language, code):
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(command(language, code, folder), capture_output=True, text=True, timeout=60)
    missing = [text for text in expected(language, code) if text not in ran.stdout]
    ok = ran.returncode == 0 and not missing
    print(f'{"ok" if ok else "not ok"} {number} {os.path.basename(path)} {language}')
    if not ok:
        print(f'# exit {ran.returncode}, not printed: {missing}\n# ' +
              (ran.stdout + ran.stderr).replace('\n', '\n# '))


def main():
    examples = [(path, language, code) for path in sys.argv[1:] for language, code in blocks(path)
                if is_complete(language, code)]
    print(f'1..{len(examples)}')
    for number, (path, language, code) in enumerate(examples, 1):
        run(path, number, language, code)


main()
