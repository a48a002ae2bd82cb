# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Runs trove-document-versions on documents that are easy to get wrong.

    document-versions.py PROGRAM FIXTURES [FILE.xml...]

Every document is edited and saved: first.xml must be canonically equal to it, and all that is saved must be
well-formed. Then come files that are not XML, and options. The results are printed as TAP.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

DEFAULT_DOCUMENT = '/usr/share/mime/packages/freedesktop.org.xml'
SAVED = ['first.xml', 'last-a.xml', 'last-b.xml', 'merged.xml']

program = sys.argv[1]
fixtures = sys.argv[2]
more_files = sys.argv[3:]


class Skip(Exception):
    pass


def unlimited_stack():
    """xmllint --c14n recurses, once for every level of the document."""
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    resource.setrlimit(resource.RLIMIT_STACK, (hard, hard))


def xmllint(*args):
    result = subprocess.run(['xmllint', '--nonet', '--huge', *args], capture_output=True,
                            preexec_fn=unlimited_stack)
    if result.returncode != 0:
        raise AssertionError('xmllint ' + ' '.join(args) + ': ' + result.stderr.decode(errors='replace')[:500])
    return result.stdout


def run(*args):
    return subprocess.run([program, *args], capture_output=True)


def save(path, directory, edits, *args):
    """Runs the program and returns what it printed."""
    result = run(f'--edits={edits}', f'--save={directory}', *args, path)
    assert result.returncode == 0, f'status {result.returncode}: {result.stderr.decode()[:500]}'
    assert result.stderr == b'', f'stderr without a terminal: {result.stderr[:200]}'
    return result.stdout.decode()


def check_document(path, scratch, edits):
    directory = os.path.join(scratch, 'a', 'new', 'directory')
    output = save(path, directory, edits)
    assert sorted(os.listdir(directory)) == SAVED, f'saved: {os.listdir(directory)}'
    for name in SAVED:
        xmllint('--noout', os.path.join(directory, name))
    assert xmllint('--c14n', path) == xmllint('--c14n', os.path.join(directory, 'first.xml')), \
        'first.xml is not canonically equal to the document'
    assert 'Checked' in output and 'libxml2' in output, output
    return directory


def write(scratch, name, contents):
    path = os.path.join(scratch, name)
    with open(path, 'wb') as file:
        file.write(contents if isinstance(contents, bytes) else contents.encode())
    return path


# Documents that say more as code than as files: encodings, line ends, sizes

ENCODED = ('<?xml version="1.0" encoding="{}"?>\n<!DOCTYPE grüße [<!ENTITY ä "ÄÖÜ">]>\n'
           '<!--ß--><grüße größe="ü&ä;">Straße &ä;<![CDATA[é]]></grüße>\n')

GENERATED = {
    'line-ends': (40, '<?xml version="1.0"?>\r\n<!DOCTYPE d [\r\n<!ENTITY e "a\r\nb">\r\n'
                      '<!ATTLIST d x CDATA "1\r\n2">\r\n]>\r\n'
                      '<d a="x\r\ny\rz&#13;&#10;"\r\n  b="">\r\n one\rtwo\r\n\r\n&#13;\r\n'
                      '<![CDATA[a\r\nb]]><!-- c\r\nd --><?e f\r\ng?>&e;</d>\r\n'),
    'utf-8-with-mark': (40, b'\xef\xbb\xbf' + ENCODED.format('UTF-8').encode()),
    'utf-16': (40, ENCODED.format('UTF-16').encode('utf-16')),
    'utf-16-big-endian': (40, b'\xfe\xff' + ENCODED.format('UTF-16').encode('utf-16-be')),
    'iso-8859-1': (40, ENCODED.format('ISO-8859-1').encode('iso-8859-1')),
    'windows-1252': (40, ENCODED.format('windows-1252').encode('cp1252')),
    'us-ascii': (40, '<?xml version="1.0" encoding="US-ASCII"?><a b="&#228;">&#8364;</a>'),
    'deep': (50, '<a>' * 5000 + 'x' + '</a>' * 5000),
    'wide': (50, '<a>' + ''.join(f'<b n="{i}">{i}</b>' for i in range(200000)) + '</a>'),
    'many-attributes': (200, '<a ' + ' '.join(f'a{i}="{i}"' for i in range(5000)) + '/>'),
    'one-long-text': (20, '<a>' + ('text ' * 250000 + '&amp; ') * 10 + '</a>'),
    'many-edits': (20000, '<a><b c="d">e</b><b><c/>f</b></a>'),
}


def test_external_files(scratch):
    """What a relative system identifier names must be found from where the document is saved."""
    source = os.path.join(scratch, 'source')
    os.mkdir(source)
    write(source, 'ext&more.dtd', '<!ATTLIST d a CDATA "default"><!ENTITY e "entity">')
    write(source, 'chapter.xml', '<chapter>one</chapter>')
    write(source, 'more.ent', '<!ENTITY more "more">')
    path = write(source, 'document.xml',
                 '<!DOCTYPE d PUBLIC "-//Example//DTD//EN" \'ext&more.dtd\' [\n'
                 '<!ENTITY chapter SYSTEM "chapter.xml">\n<!ENTITY % more PUBLIC "x" "more.ent">\n%more;\n'
                 '<!ENTITY nothing SYSTEM "not-there.xml">\n]>\n<d>&chapter;&e;&more;</d>')
    directory = check_document(path, scratch, 20)
    with open(os.path.join(directory, 'first.xml')) as file:
        first = file.read()
    assert 'SYSTEM "not-there.xml"' in first, first
    assert b'one' in xmllint('--c14n', os.path.join(directory, 'merged.xml')), 'the entity is lost'


def test_very_deep(scratch):
    """The document is its own canonical form, for which xmllint would take its time."""
    document = '<a>' * 100000 + 'x' + '</a>' * 100000
    save(write(scratch, 'deep.xml', document), scratch, 50)
    for name in SAVED:
        xmllint('--noout', os.path.join(scratch, name))
    with open(os.path.join(scratch, 'first.xml')) as file:
        declaration, first = file.read().split('\n', 1)
    assert declaration.startswith('<?xml ') and first == document + '\n', 'first.xml is not the document'


def expanded_names(path):
    """Every name of an element or attribute, with its namespace."""
    names = set()
    for element in ElementTree.parse(path).iter():
        names.add(element.tag)
        names.update(element.attrib)
    return {name for name in names if not name.endswith(('}note', '}number')) and name not in ('note', 'number')}


def test_names_keep_namespaces(scratch):
    path = os.path.join(fixtures, 'namespaces.xml')
    allowed = expanded_names(path)
    for seed in range(20):
        save(path, scratch, 300, f'--seed={seed}')
        for name in SAVED[1:]:
            others = expanded_names(os.path.join(scratch, name)) - allowed
            assert not others, f'seed {seed}, {name}: {others}'


def test_seed(scratch):
    def merged(*args):
        save(os.path.join(fixtures, 'mixed.xml'), scratch, 100, *args)
        with open(os.path.join(scratch, 'merged.xml'), 'rb') as file:
            return file.read()

    assert merged() == merged(), 'two runs differ'
    assert merged('--seed=5') == merged('--seed=5'), 'two runs with one seed differ'
    assert merged('--seed=5') != merged('--seed=6'), 'two seeds do not differ'


def test_few_edits(scratch):
    path = os.path.join(fixtures, 'mixed.xml')
    for edits in range(14):
        save(path, scratch, edits)
        for name in SAVED:
            xmllint('--noout', os.path.join(scratch, name))
    save(path, scratch, 0)
    contents = {open(os.path.join(scratch, name), 'rb').read() for name in SAVED}
    assert len(contents) == 1, 'no edits, but versions that differ'


# What is not a document: a message with the line, status 1, nothing written

MALFORMED = {
    'tags-crossed': ('<a>\n<b>\n</a>\n</b>\n', 3),
    'not-closed': ('<a>\n<b/>\n', 3),
    'two-roots': ('<a/>\n<b/>\n', 2),
    'no-root': ('<?xml version="1.0"?>\n<!-- nothing -->\n', 3),
    'attribute-twice': ('<a>\n\n<b c="1" c="2"/></a>\n', 3),
    'ampersand': ('<a>\n&\n</a>\n', 2),
    'entity-not-declared': ('<a>\n<b/>\n&nothing;</a>\n', 3),
    'control-character': ('<a>\n\x01</a>\n', 2),
    'bad-utf-8': (b'<?xml version="1.0"?>\n<a>\n\xff\xfe</a>\n', 3),
    'bad-doctype': ('<!DOCTYPE a [\n<!ELEMENT a>\n]>\n<a/>\n', 2),
    'entity-loop': ('<!DOCTYPE a [\n<!ENTITY b "&c;"><!ENTITY c "&b;">\n]>\n<a>&b;</a>\n', None),
    'text': ('just some text\n', 1),
    'empty': ('', 1),
    'zeros': (b'\0' * 4096, 1),
    'binary': (bytes(range(256)) * 16, 1),
    'line-80000': ('<a>\n' + '<b/>\n' * 79998 + '</c>\n', 80000),
}


def check_refused(path, scratch, line):
    directory = os.path.join(scratch, 'saved')
    result = run(f'--save={directory}', path)
    message = result.stderr.decode()
    assert result.returncode == 1, f'status {result.returncode}: {message}'
    assert result.stdout == b'', result.stdout
    assert not os.path.exists(directory), 'the directory has been made'
    assert path in message and message.count('\n') == 1, message
    if line is not None:
        assert message.startswith(f'{path}:{line}: '), message


def test_not_a_file(scratch):
    check_refused(os.path.join(scratch, 'missing.xml'), scratch, None)
    check_refused(scratch, scratch, None)
    if os.geteuid() != 0:
        path = write(scratch, 'secret.xml', '<a/>')
        os.chmod(path, 0)
        check_refused(path, scratch, None)


def test_bad_options(scratch):
    path = write(scratch, 'a.xml', '<a/>')
    for args in [[], [path, path], ['--nothing', path], ['--edits=x', path], ['--edits=-1', path],
                 ['--edits=99999999999999999999', path], ['--seed=-1', path], ['--seed=4294967296', path],
                 ['--save=', path], ['--edits', path]]:
        result = run(*args)
        assert result.returncode == 1, f'{args}: status {result.returncode}'
        assert b'Usage:' in result.stderr and result.stdout == b'', f'{args}: {result.stderr.decode()}'
    result = run('--help')
    assert result.returncode == 0 and b'--save=DIR' in result.stdout, result.stdout


def test_cannot_save(scratch):
    path = write(scratch, 'a.xml', '<a/>')
    result = run('--edits=1', '--save=' + path, path)
    assert result.returncode == 1 and path.encode() in result.stderr, result.stderr
    assert open(path).read() == '<a/>', 'the file was written over'


def test_cannot_print(scratch):
    if not os.path.exists('/dev/full'):
        raise Skip('no /dev/full')
    path = write(scratch, 'a.xml', '<a/>')
    with open('/dev/full', 'wb') as full:
        result = subprocess.run([program, '--edits=1', path], stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 1, f'status {result.returncode}'


def test_default_document(scratch):
    if not os.path.exists(DEFAULT_DOCUMENT):
        raise Skip('shared-mime-info is not installed')
    check_document(DEFAULT_DOCUMENT, scratch, 2000)


def list_tests():
    """Pairs of a name and a function that takes an empty directory."""
    paths = [os.path.join(fixtures, name) for name in sorted(os.listdir(fixtures))]
    for path in paths + more_files:
        yield os.path.basename(path), lambda scratch, path=path: check_document(path, scratch, 200)
    for name, (edits, contents) in GENERATED.items():
        yield name, lambda scratch, edits=edits, contents=contents: \
            check_document(write(scratch, 'generated.xml', contents), scratch, edits)
    for name, (contents, line) in MALFORMED.items():
        yield 'malformed ' + name, lambda scratch, contents=contents, line=line: \
            check_refused(write(scratch, 'malformed.xml', contents), scratch, line)
    for test in [test_very_deep, test_external_files, test_names_keep_namespaces, test_seed, test_few_edits,
                 test_not_a_file, test_bad_options, test_cannot_save, test_cannot_print,
                 test_default_document]:
        yield test.__name__[len('test_'):].replace('_', ' '), test


def run_test(number, name, test):
    with tempfile.TemporaryDirectory() as scratch:
        try:
            test(scratch)
        except Skip as reason:
            print(f'ok {number} - {name} # SKIP {reason}')
        except Exception as error:
            print(f'not ok {number} - {name}')
            for line in f'{type(error).__name__}: {error}'.splitlines():
                print('# ' + line)
            return False
        else:
            print(f'ok {number} - {name}')
    return True


def main():
    if shutil.which('xmllint') is None:
        print('1..0 # SKIP xmllint is not installed')
        return 0

    tests = list(list_tests())
    print(f'1..{len(tests)}')
    results = [run_test(number, *test) for number, test in enumerate(tests, 1)]
    return 0 if all(results) else 1


sys.exit(main())
