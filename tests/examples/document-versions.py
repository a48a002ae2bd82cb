# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Runs trove-document-versions on documents that are easy to get wrong.

    document-versions.py PROGRAM FIXTURES [FILE.xml...]

Every document is edited and saved: first.xml must be canonically equal to the document, and all saved files must be
well-formed. The histories are limited, too. Documents with a tricky declaration must be saved byte for byte. Further tests are about files that are
refused, encodings and options. Prints TAP.
"""

import os
import re
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


def xmllint(*args):
    result = subprocess.run(['xmllint', '--nonet', *args], capture_output=True)
    if result.returncode != 0:
        raise AssertionError('xmllint ' + ' '.join(args) + ': ' + result.stderr.decode(errors='replace')[:500])
    return result.stdout


def run(*args):
    return subprocess.run([program, *args], capture_output=True)


def save(path, directory, edits, *args):
    """Runs the program and returns its output."""
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


# Documents that are clearer as code than as files: encodings, line ends, sizes

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
    'deep': (50, '<a>' * 250 + 'x' + '</a>' * 250),
    'wide': (50, '<a>' + ''.join(f'<b n="{i}">{i}</b>' for i in range(200000)) + '</a>'),
    'many-attributes': (200, '<a ' + ' '.join(f'a{i}="{i}"' for i in range(5000)) + '/>'),
    'one-long-text': (20, '<a>' + ('text ' * 190000 + '&amp; ') * 10 + '</a>'),
    'many-edits': (20000, '<a><b c="d">e</b><b><c/>f</b></a>'),
}


def test_external_files(scratch):
    """A relative system identifier in a saved document must name the same file."""
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


# Documents that must be saved byte for byte, after a declaration of the encoding.

KEPT = {
    # "<!-->" begins a comment, and does not end it.
    'comment-in-doctype': '<!DOCTYPE a [<!-->]-->]>\n<a/>\n',
    'comment-like-doctype': '<!--><!DOCTYPE a [<!ENTITY e "wrong">]>-->\n<!DOCTYPE a [<!ENTITY e "right">]>\n<a>&e;</a>\n',
    'instruction-like-doctype': '<?p ?<!DOCTYPE b>?>\n<!DOCTYPE a [<?q ?]>?>]>\n<a/>\n',
    'doctype-in-literals': '<!DOCTYPE a PUBLIC "-" "<!DOCTYPE b []>" [<!ENTITY c "<!DOCTYPE d>"><!ENTITY SYSTEM \'"]>\'>]>\n<a/>\n',
    'doctype-spaces': '<!DOCTYPE  a\tSYSTEM\n\'x"y.dtd\'  [ ]  >\n<a/>\n',
    'doctype-after-comments': '<!--1-->\n<?two 3?>\n<!---->\n<!DOCTYPE a>\n<!--4-->\n<a/>\n<!--5-->\n',
    # Entities that may be declared in an external subset or in a parameter entity, which are not read.
    'entity-in-attribute': '<!DOCTYPE a SYSTEM "a.dtd">\n<a><b c="1&d;2"/></a>\n',
    'entity-in-attributes': '<!DOCTYPE a SYSTEM "a.dtd">\n<a b="&d;" c="&d;&e;"><b d="&e;x">&d;</b>&d;</a>\n',
    'entity-in-namespace': '<!DOCTYPE a SYSTEM "a.dtd">\n<a xmlns="urn:&d;"><b xmlns:c="&d;" c:d=""/></a>\n',
    'entity-in-default': '<!DOCTYPE a SYSTEM "a.dtd" [<!ATTLIST a b CDATA "&d;">]>\n<a b="1">&d;</a>\n',
    'predefined-entity': '<!DOCTYPE a [<!ENTITY lt "<"><!ENTITY amp "&#38;#38;">]>\n<a b="&lt;&amp;">&lt;&amp;</a>\n',
    'system-id-no-uri': '<!DOCTYPE a [<!ENTITY b SYSTEM "c d.xml"><!ENTITY n SYSTEM "e" NDATA o><!NOTATION o SYSTEM "p q">]>\n'
                        '<a>&b;</a>\n',
    'namespace-no-uri': '<a xmlns="b c" xmlns:d="[">\n<d:e/></a>\n',
    'xml-namespace': '<a xml:lang="en" xml:space="preserve"> </a>\n',
}

# The same, for documents that xmllint 2.9 does not read.
KEPT_ALONE = {
    'entity-in-entity': '<!DOCTYPE a SYSTEM "a.dtd" [<!ENTITY b "1&d;2"><!ENTITY c "&b;<x y=\'&d;\'/>">]>\n<a>&c;</a>\n',
    'entity-after-unread': '<!DOCTYPE a [<!ENTITY % p SYSTEM "p.ent"> %p;]>\n<a>&e;</a>\n',
    'entity-after-unread-in-attribute': '<!DOCTYPE a [<!ENTITY % p SYSTEM "p.ent">%p;]>\n<a b="&e;">&e;<c d="&f;"/></a>\n',
    'entity-after-unread-in-entity': '<!DOCTYPE a [<!ENTITY % p SYSTEM "p.ent">%p;<!ENTITY b "&e;">]>\n<a>&b;</a>\n',
}


def check_kept(contents, scratch, others_read):
    save(write(scratch, 'kept.xml', contents), scratch, 50)
    with open(os.path.join(scratch, 'first.xml'), encoding='utf-8', newline='') as file:
        first = file.read()
    wanted = '<?xml version="1.0" encoding="UTF-8"?>\n' + contents
    assert first == wanted, f'{first!r} instead of {wanted!r}'
    for name in SAVED if others_read else []:
        xmllint('--noout', os.path.join(scratch, name))


def expanded_names(path):
    """The names of all elements and attributes, with their namespaces."""
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


def numbers(pattern, output):
    match = re.search(pattern, output, re.MULTILINE)
    assert match is not None, f'{pattern!r} is not in:\n{output}'
    return [int(number.replace(',', '')) for number in match.groups()]


def test_wandering(scratch):
    output = save(os.path.join(fixtures, 'mixed.xml'), scratch, 2000)
    wandered = numbers(r'^ +(\d+) undone, (\d+) redone, (\d+) versions gone to at random, (\d+) branches '
                       r'after an undo\n +(\d+) conflicts of the two editors$', output)
    assert all(number > 0 for number in wandered), output
    edits, *kinds = numbers(r'^Edits +([\d,]+), seed \d+: ([\d,]+) texts, ([\d,]+) attributes, ([\d,]+) inserted, '
                            r'([\d,]+) removed, ([\d,]+) moved$', output)
    assert edits == sum(kinds) == 2000, output


def check_limit(path, scratch, edits, limit, *args):
    """All versions that are left must be read, and be as they were."""
    output = save(path, scratch, edits, f'--history-limit={limit}', *args)
    left, = numbers(r'^Versions +([\d,]+), the others have left the history$', output)
    checked, = numbers(r'^Checked +(\d+) versions, read by 4 threads at once', output)
    assert checked == left <= limit + 1, output
    assert numbers(r'^Limit +([\d,]+) versions', output) == [limit], output
    assert (', with the first' in output) == ('--saved' in args or edits < limit), output
    assert re.search(r'^Heap .* after [\d,]+ edits, .*\n +.* at the end, .* a fresh document$', output, re.MULTILINE), output
    assert re.search(r'^Longest +commit ', output, re.MULTILINE), output
    for name in SAVED:
        xmllint('--noout', os.path.join(scratch, name))
    return left


def test_history_limit(scratch):
    path = os.path.join(fixtures, 'mixed.xml')
    for limit in 1, 2, 10, 100:
        for args in (), ('--saved',):
            left = check_limit(path, scratch, 1000, limit, *args)
            assert left >= limit, f'{left} versions are left, although {limit} are allowed'
    check_limit(path, scratch, 20, 1000)
    assert xmllint('--c14n', path) == xmllint('--c14n', os.path.join(scratch, 'first.xml'))


def test_few_edits(scratch):
    path = os.path.join(fixtures, 'mixed.xml')
    for edits in range(14):
        save(path, scratch, edits)
        for name in SAVED:
            xmllint('--noout', os.path.join(scratch, name))
    save(path, scratch, 0)
    contents = {open(os.path.join(scratch, name), 'rb').read() for name in SAVED}
    assert len(contents) == 1, 'no edits, but versions that differ'


# Files that are not documents: a message with the line, status 1, and nothing is written

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
    'nul-after-root': ('<a/>\n\0<lost/>\n', 2),
    'nul-in-text': ('<a>\n\n\0</a>\n', 3),
    'nul-in-comment': ('<a/>\n<!--\0-->\n', 2),
    'nul-in-utf-16': ('<a/>\n\0<lost/>\n'.encode('utf-16'), 2),
    'empty-namespace': ('<a xmlns:p="u">\n<b xmlns:p=""/></a>\n', 2),
    'empty-default-namespace-prefix': ('<a>\n<b xmlns:="u"/></a>\n', 2),
    'xml-as-namespace': ('<a>\n<c xmlns:q="http://www.w3.org/XML/1998/namespace" q:d=""/></a>\n', 2),
    'xml-as-default-namespace': ('<a>\n<c xmlns="http://www.w3.org/XML/1998/namespace"/></a>\n', 2),
    'xmlns-as-namespace': ('<a>\n<c xmlns:q="http://www.w3.org/2000/xmlns/"/></a>\n', 2),
    'xmlns-as-prefix': ('<a>\n<c xmlns:xmlns="u"/></a>\n', 2),
    'xml-is-another-namespace': ('<a>\n<c xmlns:xml="u"/></a>\n', 2),
    'prefix-not-declared': ('<a>\n<p:b/></a>\n', 2),
    'attribute-prefix-not-declared': ('<a>\n<b p:c=""/></a>\n', 2),
    'attribute-twice-by-namespace': ('<a xmlns:p="u" xmlns:q="u">\n<b p:c="" q:c=""/></a>\n', 2),
    'standalone-entity': ('<?xml version="1.0" standalone="yes"?>\n<!DOCTYPE a SYSTEM "a.dtd">\n<a b="&d;"/>\n', 3),
    'too-deep': ('<a>' * 300 + '</a>' * 300, 1),
    'too-long-text': ('<a>' + ('text ' * 250000 + '&amp; ') * 10 + '</a>', 1),
    'line-80000': ('<a>\n' + '<b/>\n' * 79998 + '</c>\n', 80000),
}


# Documents that grow when entities are expanded, in each place where libxml2 expands entities

def nested(kind, innermost, reference):
    """Ten declarations, each with ten references to the one before."""
    return f'<!ENTITY {kind}e0 "{innermost}">\n' + ''.join(
        f'<!ENTITY {kind}e{i} "{reference.format(i - 1) * 10}">\n' for i in range(1, 10))


GENERAL = nested('', 'lolz', '&e{};')
BOMBS = {
    'attribute': f'<!DOCTYPE a [{GENERAL}]>\n<a b="&e9;"/>\n',
    'namespace': f'<!DOCTYPE a [{GENERAL}]>\n<a xmlns="urn:&e9;"/>\n',
    'prefix': f'<!DOCTYPE a [{GENERAL}]>\n<a xmlns:b="&e9;"/>\n',
    'default': f'<!DOCTYPE a [{GENERAL}<!ATTLIST a b CDATA "&e9;">]>\n<a/>\n',
    'id': f'<!DOCTYPE a [{GENERAL}<!ATTLIST a b ID #IMPLIED>]>\n<a b="&e9;"/>\n',
    'text': f'<!DOCTYPE a [{GENERAL}]>\n<a>&e9;</a>\n',
    'parameter': f'<!DOCTYPE a [{nested("% ", " ", "&#37;e{};")}%e9;]>\n<a/>\n',
    'parameter-comment': f'<!DOCTYPE a [{nested("% ", "<!---->", "&#37;e{};")}%e9;]>\n<a/>\n',
    'parameter-external': f'<!DOCTYPE a SYSTEM "b" [{nested("% ", "", "&#37;e{};")}%e9;]>\n<a/>\n',
}


def check_bomb(path, scratch):
    """Runs the program with a time limit, which only ends a program that hangs."""
    limit = (20, 20)
    result = subprocess.run([program, path], capture_output=True,
                            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, limit))
    assert result.returncode in (0, 1), f'status {result.returncode}: {result.stderr[:200]}'
    assert result.stderr.count(b'\n') == result.returncode, result.stderr[:500]


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


# Encodings, with and without a document type declaration

def variants():
    """Documents whose encoding is declared, or known by the first bytes. %s stands for a DOCTYPE."""
    for name, codec in [('x-sjis', 'shift_jis'), ('Shift_JIS', 'shift_jis'), ('EUC-JP', 'euc_jp'), ('eucjp', 'euc_jp'),
                        ('ISO-2022-JP', 'iso2022_jp'), ('GB18030', 'gb18030'), ('Big5', 'big5'), ('latin1', 'latin_1'),
                        ('l2', 'iso8859_2'), ('ISO-8859-15', 'iso8859_15'), ('KOI8-R', 'koi8_r'), ('cp1251', 'cp1251'),
                        ('ASCII', 'ascii'), ('utf8', 'utf_8'), ('UTF-7', 'utf_7'), ('IBM037', 'cp037'),
                        ('UTF-16', 'utf_16'), ('UTF-16LE', 'utf_16_le'), ('UTF-16BE', 'utf_16_be'),
                        ('UTF-32', 'utf_32'), ('UCS-4', 'utf_32_be'), ('ISO-10646-UCS-4', 'utf_32_le'),
                        ('UTF-16', 'utf_8'), ('UTF-8', 'utf_16'), ('no-such', 'utf_8')]:
        text = '<?xml version="1.0" encoding="' + name + '"?>{}<a>' + text_in(codec) + '</a>'
        yield f'{name} as {codec}', lambda doctype, text=text, codec=codec: text.format(doctype).encode(codec)
    for mark, codec in [(b'\xff\xfe', 'utf_16_le'), (b'\xfe\xff', 'utf_16_be'), (b'\xef\xbb\xbf', 'utf_8'),
                        (b'\xff\xfe\0\0', 'utf_32_le'), (b'\0\0\xfe\xff', 'utf_32_be')]:
        yield f'mark {mark.hex()}', lambda doctype, mark=mark, codec=codec: mark + f'{doctype}<a>é</a>'.encode(codec)
    yield 'cut', lambda doctype: f'<?xml version="1.0" encoding="EUC-JP"?>{doctype}<a/>'.encode() + b'\xa4'
    yield 'bad', lambda doctype: f'<?xml version="1.0" encoding="EUC-JP"?>{doctype}<a>\xff</a>'.encode('latin_1')


def text_in(codec):
    return next(text for text in ['ааа', 'あいう', 'éèê', 'abc'] if can_encode(text, codec))


def can_encode(text, codec):
    try:
        return bool(text.encode(codec))
    except UnicodeEncodeError:
        return False


def test_encodings(scratch):
    n_read = 0
    for name, document in variants():
        answers = []
        for doctype in ['', '<!DOCTYPE a>']:
            result = run('--edits=0', f'--save={scratch}', write(scratch, 'encoded.xml', document(doctype)))
            assert result.returncode in (0, 1), f'{name}: status {result.returncode}'
            assert result.stderr.count(b'\n') == result.returncode, f'{name}: {result.stderr}'
            answers.append(result.returncode)
            if result.returncode == 0:
                with open(os.path.join(scratch, 'first.xml'), encoding='utf-8') as file:
                    answers[-1] = file.read().replace('<!DOCTYPE a>\n', '')
        assert answers[0] == answers[1], f'{name}: {answers}'
        n_read += answers[0] != 1
    assert n_read >= 20, f'only {n_read} are read'


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
                 ['--save=', path], ['--edits', path], ['--history-limit=-1', path],
                 ['--history-limit=4294967296', path], ['--history-limit=x', path]]:
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
    for name, contents in KEPT.items():
        yield 'kept ' + name, lambda scratch, contents=contents: check_kept(contents, scratch, True)
    for name, contents in KEPT_ALONE.items():
        yield 'kept ' + name, lambda scratch, contents=contents: check_kept(contents, scratch, False)
    for name, contents in BOMBS.items():
        yield 'bomb ' + name, lambda scratch, contents=contents: \
            check_bomb(write(scratch, 'bomb.xml', contents), scratch)
    for test in [test_external_files, test_encodings, test_names_keep_namespaces, test_seed, test_wandering,
                 test_history_limit, test_few_edits, test_not_a_file, test_bad_options, test_cannot_save,
                 test_cannot_print, test_default_document]:
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
