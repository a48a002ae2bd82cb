# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Runs trove-tree, which edits a document and compares the digests of all versions with those that it noted.

    tree.py PROGRAM FIXTURES

The numbers in its table must fit the document and the options, and a damaged version must be found. Prints TAP.
TROVE_TEST_QUICK=1 in the environment means fewer edits.
"""

import glob
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

MIME_DATABASE = '/usr/share/mime/packages/freedesktop.org.xml'
ICONS = '/usr/share/icons/*/scalable/**/*.svg'
QUICK = os.environ.get('TROVE_TEST_QUICK') == '1'
KINDS = 9

program = sys.argv[1]
fixtures = sys.argv[2]
icon = os.path.join(fixtures, 'icon.svg')


class Skip(Exception):
    pass


def run(*args):
    """Runs the program with a time limit, which only ends a program that hangs."""
    return subprocess.run([program, *args], capture_output=True, text=True,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (600, 600)))


def numbers(pattern, output):
    match = re.search(pattern, output, re.MULTILINE)
    assert match is not None, f'{pattern!r} is not in:\n{output}'
    return [int(number) for number in match.groups()]


def digests(output):
    """The numbers of the last line: digests that are as noted, and all digests."""
    return numbers(r'^Digests +(\d+) of (\d+) are as noted$', output.splitlines()[-1])


def check(path, edits, seed=1):
    """Edits a document, and returns the output."""
    result = run(f'--edits={edits}', f'--seed={seed}', f'--file={path}')
    assert result.returncode == 0, f'status {result.returncode}: {result.stderr}{result.stdout}'
    assert result.stderr == '', result.stderr
    held, noted = digests(result.stdout)
    assert held == noted, result.stdout
    assert numbers(r'^Read +(\d+) versions, by 4 threads', result.stdout) == [noted], result.stdout
    made, = numbers(r'^Edits +(\d+):', result.stdout)
    assert edits <= made <= edits + 10, f'{made} edits instead of {edits}'
    assert noted >= 1 + edits / 3, f'{noted} versions of {edits} edits'
    return result.stdout


def check_elements(path, output):
    elements, = numbers(r'^Document +(\d+) elements', output)
    wanted = sum(1 for _ in ElementTree.parse(path).iter())
    assert elements == wanted, f'{elements} elements instead of {wanted}'


def references(output):
    return numbers(r', (\d+) of them with a reference$', output)[0]


def counts(output):
    """The lines that the seed determines: kinds of edits and of steps."""
    return [line for line in output.splitlines() if re.match(r'Edits| +\d+  [A-Z]', line)]


def write(scratch, name, contents):
    path = os.path.join(scratch, name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(contents)
    return path


def refused(path):
    result = run('--edits=10', f'--file={path}')
    assert result.returncode == 1, f'status {result.returncode}: {result.stdout}'
    assert result.stdout == '' and result.stderr.count('\n') == 1, result.stderr
    assert path in result.stderr, result.stderr
    return result.stderr


# Documents that are edited

def test_mime_database(scratch):
    if not os.path.exists(MIME_DATABASE):
        raise Skip('shared-mime-info is not installed')
    output = check(MIME_DATABASE, 4 if QUICK else 40)
    check_elements(MIME_DATABASE, output)
    # The default document is the same one.
    result = run('--edits=0')
    assert references(result.stdout) == references(output) > 100, result.stdout


def test_icon_of_a_theme(scratch):
    icons = [path for path in glob.glob(ICONS, recursive=True) if 'url(#' in open(path, encoding='utf-8').read()]
    if not icons:
        raise Skip('no icon theme with links is installed')
    output = check(max(icons, key=os.path.getsize), 20 if QUICK else 1000)
    assert references(output) > 0, output


def test_icon(scratch):
    output = check(icon, 100 if QUICK else 2000)
    check_elements(icon, output)
    assert references(output) == 5, output
    kinds = [int(line.split()[0]) for line in counts(output)[1:]]
    assert len(kinds) == KINDS + 3 and min(kinds) > 0, f'a kind of edit or step was not made: {output}'


def test_icon_seeds(scratch):
    for seed in range(2 if QUICK else 20):
        check(icon, 60 if QUICK else 300, seed)


def test_fixtures(scratch):
    for name in sorted(os.listdir(fixtures)):
        check(os.path.join(fixtures, name), 20 if QUICK else 100)


def test_small_documents(scratch):
    for contents in ['<a/>', '<a b="c"/>', '<a>text</a>', '<!--1--><a/><?two 3?>']:
        for edits in range(0, 20, 3):
            check(write(scratch, 'small.xml', contents), edits)


def test_seed(scratch):
    assert counts(check(icon, 50, 3)) == counts(check(icon, 50, 3)), 'two runs with one seed differ'
    assert counts(check(icon, 50, 3)) != counts(check(icon, 50, 4)), 'two seeds do not differ'


# Documents that are edited apart, and merged

def merge(path, edits, seed=1):
    """The lines of a merge but for those of the load, and the number of conflicts."""
    result = run('--merge', f'--edits={edits}', f'--seed={seed}', f'--file={path}')
    assert result.returncode == 0, f'status {result.returncode}: {result.stderr}{result.stdout}'
    assert result.stderr == '', result.stderr
    made, conflicts = numbers(r'^Merge +(\d+) edits on either side, (\d+) conflicts$', result.stdout)
    assert made == edits, result.stdout
    assert re.search(r'^Checked +all objects', result.stdout, re.MULTILINE), result.stdout
    lines = result.stdout.splitlines()[2:]
    assert sum(line.startswith('Conflict ') for line in lines) == conflicts, result.stdout
    for side in 'ours', 'theirs', 'base':
        assert sum(line.startswith(f'           {side:<6} ') for line in lines) == conflicts, result.stdout
    return lines, conflicts


def test_merge(scratch):
    found = 0
    for seed in range(5 if QUICK else 40):
        for edits in 0, 10, 100:
            lines, conflicts = merge(icon, edits, seed)
            digests_found = {line.split()[-1] for line in lines if re.match('Ours|Theirs|Merged', line)}
            assert edits > 0 or (conflicts == 0 and len(digests_found) == 1), lines
            found += conflicts
    assert found > 0, 'no merge has a conflict'


def test_merge_again(scratch):
    assert merge(icon, 50, 3) == merge(icon, 50, 3), 'two runs with one seed differ'
    assert merge(icon, 50, 3) != merge(icon, 50, 4), 'two seeds do not differ'


def test_merge_fixtures(scratch):
    for name in sorted(os.listdir(fixtures)):
        merge(os.path.join(fixtures, name), 20)


def test_merge_mime_database(scratch):
    if not os.path.exists(MIME_DATABASE):
        raise Skip('shared-mime-info is not installed')
    _, conflicts = merge(MIME_DATABASE, 50 if QUICK else 500)
    assert QUICK or conflicts > 0, 'the merge has no conflict'


# Documents that are stored in files

def store(path, *args):
    """Edits a document, and stores it. Returns the number of versions."""
    result = run(f'--file={icon}', f'--store={path}', *args)
    if 'without SQLite' in result.stderr:
        raise Skip('the library was built without SQLite')
    assert result.returncode == 0 and result.stderr == '', f'status {result.returncode}: {result.stderr}{result.stdout}'
    return numbers(r'^Stored +(\d+) versions', result.stdout)[0]


def load(path):
    """Loads a document, all of whose versions are as they were. Returns their number."""
    result = run(f'--load={path}')
    assert result.returncode == 0 and result.stderr == '', f'status {result.returncode}: {result.stderr}{result.stdout}'
    return numbers(r'; (\d+) versions, all as they were$', result.stdout)[0]


def test_store(scratch):
    path = os.path.join(scratch, 'stored')
    for args in ['--edits=0'], ['--edits=100'], ['--edits=60', '--autosave']:
        stored = store(path, *args)
        assert load(path) == stored, args
        assert sorted(os.listdir(scratch)) == ['stored', 'stored.digests'], os.listdir(scratch)
        os.remove(path)


def test_stored_version_that_differs(scratch):
    path = os.path.join(scratch, 'stored')
    store(path, '--edits=20')
    with open(path + '.digests', encoding='utf-8') as file:
        lines = file.read().splitlines()
    lines[-1] = lines[-1][:-8] + lines[0][-8:]
    write(scratch, 'stored.digests', '\n'.join(lines))
    result = run(f'--load={path}')
    assert result.returncode == 2 and 'is not as it was' in result.stderr, result.stderr


def test_killed(scratch):
    """The program is killed while it edits, and while automatic saves write: the file has whole versions."""
    store(os.path.join(scratch, 'first'), '--edits=0')
    found = set()
    for turn in range(2 if QUICK else 6):
        path = os.path.join(scratch, f'stored-{turn}')
        with subprocess.Popen([program, f'--store={path}', '--autosave', '--edits=1000000', f'--seed={turn}',
                               f'--file={icon}'], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            while not os.path.exists(path) and process.poll() is None:
                time.sleep(0.01)
            time.sleep(0.071 * turn)
            process.send_signal(signal.SIGKILL)
            errors = process.communicate()[1]
        assert process.returncode == -signal.SIGKILL, f'status {process.returncode}: {errors}'
        found.add(load(path))
    assert len(found) > 1 or QUICK, f'the program was killed with {found} versions each time'


def test_copies(scratch):
    """Two processes edit copies of one file, and a third merges them. The result, and the conflicts, are those of the same edits
    in one process. With this seed, no two objects are added at one place, whose order would depend on random keys."""
    if not os.path.exists(MIME_DATABASE):
        raise Skip('shared-mime-info is not installed')
    base, ours, theirs = (os.path.join(scratch, name) for name in ('base', 'ours', 'theirs'))
    edits = f'--edits={50 if QUICK else 500}'
    store(base, '--edits=0', f'--file={MIME_DATABASE}')
    editing = [subprocess.Popen([program, f'--load={base}', f'--store={copy}', edits, f'--seed={seed}'],
                                stdout=subprocess.DEVNULL) for seed, copy in ((1, ours), (2, theirs))]
    assert [process.wait() for process in editing] == [0, 0]
    apart = run(f'--load={ours}', f'--with={theirs}')
    together = run(f'--load={base}', '--merge', edits, '--seed=1')
    assert apart.returncode == 0 and together.returncode == 0, apart.stderr + together.stderr
    contents = [re.findall('^Content .*$', output, re.MULTILINE) for output in (apart.stdout, together.stdout)]
    conflicts = [output.count('chosen: ours') for output in (apart.stdout, together.stdout)]
    assert len(contents[0]) == 1 and contents[0] == contents[1], contents
    assert conflicts[0] == conflicts[1], conflicts


# Versions that are damaged

def test_damage(scratch):
    for seed in range(5):
        result = run('--edits=50', f'--seed={seed}', '--damage', f'--file={icon}')
        held, noted = digests(result.stdout)
        assert result.returncode == 2, f'status {result.returncode}: {result.stdout}'
        assert held < noted, result.stdout


# Files and options that are refused

def test_not_a_document(scratch):
    assert 'line 3' in refused(write(scratch, 'a.xml', '<a>\n<b>\n</a>')), 'the message has no line'
    refused(write(scratch, 'b.xml', ''))
    refused(write(scratch, 'c.xml', 'just some text'))
    refused(write(scratch, 'd.xml', '<a>&nothing;</a>'))
    refused(os.path.join(scratch, 'missing.xml'))
    refused(scratch)


def test_other_files_are_not_read(scratch):
    other = write(scratch, 'other.txt', 'secret')
    result = run('--edits=0', '--file=' + write(
        scratch, 'a.xml', f'<!DOCTYPE a SYSTEM "{other}" [<!ENTITY b SYSTEM "{other}">]><a>&b;</a>'))
    assert result.returncode == 1 or numbers(r' (\d+) texts', result.stdout) == [0], result.stdout


def test_entities_that_grow(scratch):
    declarations = '<!ENTITY e0 "lolz">' + ''.join(
        f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    for root in ['<a>&e9;</a>', '<a b="&e9;"/>']:
        refused(write(scratch, 'bomb.xml', f'<!DOCTYPE a [{declarations}]>\n{root}'))


def test_bad_options(scratch):
    for args in [['--nothing'], ['--edits=x'], ['--edits=-1'], ['--edits=1000001'], ['--seed=-1'],
                 ['--seed=4294967296'], [icon]]:
        result = run(*args)
        assert result.returncode == 1, f'{args}: status {result.returncode}'
        assert result.stdout == '' and result.stderr != '', f'{args}: {result.stderr}'


def main():
    tests = [(name[len('test_'):].replace('_', ' '), function) for name, function in globals().items()
             if name.startswith('test_')]
    print(f'1..{len(tests)}')
    failed = 0
    for number, (name, test) in enumerate(tests, 1):
        with tempfile.TemporaryDirectory() as scratch:
            try:
                test(scratch)
                print(f'ok {number} - {name}', flush=True)
            except Skip as reason:
                print(f'ok {number} - {name} # SKIP {reason}', flush=True)
            except Exception as error:
                failed += 1
                print(f'not ok {number} - {name}', flush=True)
                for line in f'{type(error).__name__}: {error}'.splitlines():
                    print('# ' + line)
    return 1 if failed else 0


sys.exit(main())
