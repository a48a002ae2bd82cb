#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Compiles and runs the programs that the README and the manual's pages show.

Each block in C, Python or JavaScript is part of a program. A page may show a program in parts, with text between them:
in C, the program ends with the block that has main(); in Python and JavaScript, a block that loads the library begins a
program, and the blocks after it go on with it.

A comment with the path of an example's source, on the line before a block, says that the block is quoted from there. It
must be in the source as it stands, but may be indented less.

A comment behind a line that prints has the output of that line. A `text` block after a part of a program has the output
of the program. The output must have all of these lines, and those of the `text` blocks in their order.

In Python and JavaScript, an exception in a handler and a critical message are failures as well.

A program with GTK runs in a display without a screen. Its test is skipped without xvfb-run.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap

EXTENSIONS = {'c': 'c', 'python': 'py', 'js': 'js'}
INTERPRETERS = {'python': ['/usr/bin/python3'], 'js': ['gjs', '-m']}
TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BLOCK = re.compile(r'(?:^<!-- (examples/\S+) -->\n)?^```(\w+)\n(.*?)^```$', re.M | re.S)
DISPLAY = ['xvfb-run', '-a', '-s', '-screen 0 1024x768x24']
REPORTS = re.compile(r'^.*(JS ERROR|-CRITICAL \*\*|Traceback \(most recent call last\)).*$', re.M)
COMMENTS = {'c': r'/\* (.*?) \*/$', 'python': r'# (.*)$', 'js': r'// (.*)$'}


class Program:
    def __init__(self, language):
        self.language, self.code, self.output = language, '', []

    def is_complete(self):
        return self.language != 'c' or '\nmain (' in self.code

    def goes_on_with(self, language, code):
        if language != self.language:
            return False
        return not self.is_complete() if language == 'c' else not loads_library(code)

    def expected_lines(self):
        lines = [line for line in self.code.splitlines() if re.search(r'\b(g_print|print)\s*\(', line)]
        found = [re.search(COMMENTS[self.language], line) for line in lines]
        return [match.group(1).strip() for match in found if match]

    def missing_program(self):
        """The name of a program that the test needs and that is not installed, or None."""
        return DISPLAY[0] if uses_gtk(self.code) and shutil.which(DISPLAY[0]) is None else None

    def command(self, folder):
        source = os.path.join(folder, 'example.' + EXTENSIONS[self.language])
        with open(source, 'w', encoding='utf-8') as file:
            file.write(self.code)
        if self.language != 'c':
            return (DISPLAY if uses_gtk(self.code) else []) + INTERPRETERS[self.language] + [source]

        program = os.path.join(folder, 'example')
        flags = shlex.split(os.environ['EXAMPLE_CFLAGS'])
        subprocess.run(shlex.split(os.environ['EXAMPLE_CC']) + ['-Wall', '-Werror', source, '-o', program] + flags,
                       check=True)
        return [program]

    def run(self):
        """Runs the program in a new folder. Returns the failure as lines of text, or an empty text."""
        if not self.is_complete():
            return ['The C program has no main()']
        if self.language != 'c' and not loads_library(self.code):
            return ['The program does not load the library']
        with tempfile.TemporaryDirectory() as folder:
            ran = subprocess.run(self.command(folder), cwd=folder, capture_output=True, text=True, timeout=60)
        printed = ran.stdout + ran.stderr
        wrong = [f'Not printed: {text}' for text in self.expected_lines() if text not in printed]
        wrong += [f'Not printed in this place: {text}' for text in missing(self.output, printed.splitlines())]
        # An exception in a handler is reported, but does not end the program.
        if self.language != 'c':
            wrong += [f'Reported: {match.group(0)}' for match in REPORTS.finditer(printed)]
        if ran.returncode != 0:
            wrong.append(f'Exit status {ran.returncode}')
        return wrong + printed.splitlines() if wrong else []


class Quotation:
    def __init__(self, language, path, code):
        self.language, self.path, self.code = language, path, code

    def goes_on_with(self, language, code):
        return False

    def missing_program(self):
        return None

    def run(self):
        """Compares the block with the source. Returns the failure as lines of text."""
        with open(os.path.join(TOP, self.path), encoding='utf-8') as source:
            text = source.read()
        indented = (textwrap.indent(self.code, ' ' * width) for width in range(24))
        return [] if any(code in text for code in indented) else [f'Not in {self.path}:'] + self.code.splitlines()


def loads_library(code):
    return 'gi.require_version' in code or 'imports.gi' in code or 'gi://' in code


def uses_gtk(code):
    return 'gi://Gtk' in code or "require_version('Gtk'" in code


def missing(expected, lines):
    """The expected lines that are not parts of the lines, in the same order."""
    rest = iter(lines)
    return [text for text in expected if not any(text in line for line in rest)]


def programs(path):
    with open(path, encoding='utf-8') as page:
        blocks = BLOCK.findall(page.read())
    found = []
    for source, language, code in blocks:
        if source:
            found.append(Quotation(language, source, code))
        elif language == 'text' and found:
            found[-1].output += code.splitlines()
        elif language in EXTENSIONS:
            if not found or not found[-1].goes_on_with(language, code):
                found.append(Program(language))
            found[-1].code += code
    return found


def main():
    found = [(os.path.basename(path), program) for path in sys.argv[1:] for program in programs(path)]
    print(f'1..{len(found)}')
    for number, (page, program) in enumerate(found, 1):
        absent = program.missing_program()
        if absent is not None:
            print(f'ok {number} {page} {program.language} # SKIP {absent} is not installed')
            continue
        wrong = program.run()
        print(f'{"not ok" if wrong else "ok"} {number} {page} {program.language}')
        for line in wrong:
            print(f'# {line}')


main()
