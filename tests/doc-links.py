#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""Checks the links of the manual and of the pages in the sources.

usage: doc-links.py MANUAL FILE…

MANUAL is the folder that gi-docgen wrote. The target of each link to another page, to a place in a page or to a picture
must exist, and the front page must have a link to each page of text.

A FILE that is a page (.md) is also read in a checkout and on a Git host. The target of each of its links to a file or to
a heading must exist, and gi-docgen's own links must not be in it. Links to other hosts are not checked.
"""

import html.parser
import os
import re
import sys
import urllib.parse


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.ids, self.links = set(), []
        with open(path, encoding='utf-8') as file:
            self.feed(file.read())

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == 'id':
                self.ids.add(value)
            elif name in ('href', 'src') and value:
                self.links.append(value)


def is_local(link):
    return not urllib.parse.urlsplit(link).scheme


def broken_links(name, pages, folder):
    """The links of a page of the manual whose target does not exist."""
    for link in filter(is_local, pages[name].links):
        target, _, place = link.partition('#')
        target = target or name
        if not os.path.exists(os.path.join(folder, target)) or \
                (place and target in pages and place not in pages[target].ids):
            yield link


def without_code(text):
    return re.sub(r'^```.*?^```$', '', text, flags=re.MULTILINE | re.DOTALL)


def places(path):
    """The anchors that a Git host gives to the headings of a page."""
    with open(path, encoding='utf-8') as file:
        headings = re.findall(r'^#+ (.*)$', without_code(file.read()), re.MULTILINE)
    return {re.sub(r'[^\w -]', '', heading).lower().replace(' ', '-') for heading in headings}


def broken_paths(path):
    """The links of a page in the sources whose target does not exist there, and links that only gi-docgen reads."""
    with open(path, encoding='utf-8') as file:
        text = without_code(file.read())
    yield from re.findall(r'\[\w+@[\w.:-]+\]', text)
    for link in filter(is_local, re.findall(r'\]\(([^)\s]+)\)', text)):
        name, _, place = link.partition('#')
        target = os.path.join(os.path.dirname(path), name) if name else path
        if not os.path.exists(target) or (place and place not in places(target)):
            yield link


def is_text(name):
    """The pages of text, whose names have no dot, unlike class.Arena.html. gi-docgen adds one page of its own."""
    return name.count('.') == 1 and name not in ('index.html', 'classes_hierarchy.html')


def main():
    folder, sources = sys.argv[1], [path for path in sys.argv[2:] if path.endswith('.md')]
    pages = {name: Page(os.path.join(folder, name)) for name in sorted(os.listdir(folder)) if name.endswith('.html')}
    results = [(f'links of {name}', list(broken_links(name, pages, folder))) for name in pages]
    top = os.path.commonpath(list(map(os.path.abspath, sources)))
    linked = set(pages['index.html'].links)
    results.append(('the front page has all pages', [name for name in pages if is_text(name) and name not in linked]))
    results += [(f'links of {os.path.relpath(path, top)}', list(broken_paths(path))) for path in sources]

    print(f'1..{len(results)}')
    for number, (what, wrong) in enumerate(results, 1):
        print(f'{"not ok" if wrong else "ok"} {number} {what}')
        for link in wrong:
            print(f'# {link}')


main()
