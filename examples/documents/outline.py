#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""The model of an outliner: items with tags, notes and links, operations on many items, undo, Markdown."""

import re

import gi
gi.require_version('Trove', '1.0')
from gi.repository import Trove  # noqa: E402


class Item(Trove.Object):
    title = Trove.Field(str)
    note = Trove.Field(str)
    done = Trove.Field(bool)
    tags = Trove.Field(list[str])
    see = Trove.References('Item')
    children = Trove.Children('Item')

    def validate(self, name, value):
        if name == 'title' and (value != value.strip() or '\n' in value):
            raise ValueError('a title is one line without spaces around it')
        if name == 'tags' and not all(re.fullmatch(r'[^\s#]+', tag) for tag in value):
            raise ValueError('a tag is one word')


class Root(Trove.Object):
    children = Trove.Children(Item)


def walk(owner, depth=0):
    """All items below an owner, each with its depth."""
    for item in owner.children:
        yield item, depth
        yield from walk(item, depth + 1)


class Outline:
    """An outline. Each operation on items is one step, and takes them in the order of the outline."""

    def __init__(self):
        self.document = Trove.Document(Root)

    @property
    def root(self):
        return self.document.root

    def add(self, owner, *titles):
        with self.document.edit('Add'):
            items = [Item(title=title) for title in titles]
            owner.children.extend(items)
        return items

    def set(self, items, **values):
        """Sets fields of all items."""
        with self.document.edit('Edit'):
            for item in items:
                for name, value in values.items():
                    setattr(item, name, value)

    def tag(self, items, tag):
        with self.document.edit('Tag'):
            for item in items:
                if tag not in item.tags:
                    item.tags = [*item.tags, tag]

    def link(self, item, *others):
        with self.document.edit('Link'):
            item.see.extend(other for other in others if other not in item.see)

    def remove(self, items):
        with self.document.edit('Remove'):
            for item in items:
                item.remove()

    def topmost(self, items):
        """The items in the order of the outline, without those that are below another one of them."""
        chosen = set(items)

        def visit(owner):
            for item in owner.children:
                if item in chosen:
                    yield item
                else:
                    yield from visit(item)
        return list(visit(self.root))

    def indent(self, items):
        """Puts items below the one before."""
        with self.document.edit('Indent'):
            for item in self.topmost(items):
                siblings = item.owner.children
                position = siblings.index(item)
                if position > 0:
                    siblings[position - 1].children.append(item)

    def outdent(self, items):
        """Puts items behind their owner."""
        with self.document.edit('Outdent'):
            for item in reversed(self.topmost(items)):
                owner = item.owner
                if owner is not self.root:
                    siblings = owner.owner.children
                    siblings.insert(siblings.index(owner) + 1, item)

    def move_up(self, items):
        self._shift('Move up', self.topmost(items), -1)

    def move_down(self, items):
        self._shift('Move down', self.topmost(items)[::-1], 1)

    def _shift(self, label, items, by):
        """Moves items by one place among their siblings. Items that are moved together do not overtake each other."""
        with self.document.edit(label):
            for item in items:
                siblings = item.owner.children
                position = siblings.index(item)
                if 0 <= position + by < len(siblings) and siblings[position + by] not in items:
                    siblings.move(position, position + by)

    def move(self, items, owner, position=None):
        """Moves items to a position of an owner, or to its end."""
        with self.document.edit('Move'):
            items = self.topmost(items)
            if position is None:
                owner.children.extend(items)
            else:
                owner.children[position:position] = items

    def search(self, text):
        text = text.casefold()
        return [item for item, _ in walk(self.root)
                if any(text in words.casefold() for words in (item.title, item.note, *item.tags))]

    def back_links(self, item):
        return item.referrers

    def read(self, text, owner):
        """Adds the items of a text that to_markdown() writes. A link to an unknown title is an error."""
        with self.document.edit('Import'):
            owners, notes, links = [owner], {}, []
            for number, line in enumerate(text.removesuffix('\n').split('\n') if text else [], 1):
                indent, kind, rest = re.fullmatch(r'( *)(- \[[ x]\] ?|> ?|see: )?(.*)', line).groups()
                if not kind or len(indent) // 2 >= len(owners) or (kind[0] != '-' and len(owners) < 2):
                    raise ValueError(f'line {number} is no line of an outline: {line}')
                if kind[0] == '-':
                    title, *tags = rest.split(' #')
                    item = Item(title=title.replace(r'\#', '#'), tags=tags, done='x' in kind)
                    del owners[len(indent) // 2 + 1:]
                    owners[-1].children.append(item)
                    owners.append(item)
                elif kind[0] == '>':
                    notes.setdefault(item, []).append(rest)
                else:
                    links.append((item, rest))
            for item, lines in notes.items():
                item.note = '\n'.join(lines)
            titles = {item.title: item for item, _ in reversed(list(walk(self.root)))}
            for item, title in links:
                if title not in titles:
                    raise ValueError(f'there is no item {title!r}')
                item.see.append(titles[title])


def to_markdown(owner):
    """The items below an owner, which may be of a version."""
    lines = []
    for item, depth in walk(owner):
        indent = '  ' * depth
        lines.append(f'{indent}- [{"x" if item.done else " "}] '
                     + ' '.join([item.title.replace('#', r'\#'), *(f'#{tag}' for tag in item.tags)]))
        lines += [f'{indent}  > {line}' for line in item.note.split('\n') if item.note]
        lines += [f'{indent}  see: {other.title}' for other in item.see]
    return ''.join(line + '\n' for line in lines)


def show(title, outline):
    print(f'{title}:\n{to_markdown(outline.root)}', end='')


def titles(items):
    return ', '.join(item.title for item in items)


def main():
    outline = Outline()
    document = outline.document
    garden, kitchen, shop = outline.add(outline.root, 'Garden', 'Kitchen', 'Shop')
    beds, seeds, pot = outline.add(garden, 'Dig beds', 'Sow seeds', 'Buy a pot')
    outline.set([seeds], note='Not before May.\nWater them.', done=True)
    outline.tag([beds, seeds], 'spring')
    outline.link(pot, shop, seeds)
    show('written', outline)

    outline.move([seeds, pot], shop)
    outline.indent([kitchen, shop])
    show('moved and indented', outline)
    document.undo()
    document.undo()
    outline.indent([seeds, pot])
    outline.outdent([pot])
    outline.move_up([kitchen, shop])
    outline.move_down([beds])
    show('other steps', outline)

    print('search for "spring":', titles(outline.search('spring')))
    print('links to Shop:', titles(outline.back_links(shop)))
    try:
        outline.move([garden, kitchen], seeds)
    except Trove.CycleError:
        print('an item cannot be below itself; still at the top:', titles(outline.root.children))

    outline.remove([shop, seeds])
    print('removed:', titles(item for item, _ in walk(outline.root)), '- links of the pot:', titles(pot.see) or 'none')
    document.undo()
    print('undone:', titles(item for item, _ in walk(outline.root)), '- links of the pot:', titles(pot.see))

    exported = to_markdown(document.current.root)
    copy = Outline()
    copy.read(exported, copy.root)
    print('a copy from Markdown is equal:', to_markdown(copy.root) == exported)
    try:
        copy.read('- [ ] New\n  see: Nothing\n', copy.root)
    except ValueError as error:
        print(f'not imported, since {error}: {titles(copy.root.children)}')
    copy.document.undo()
    print('import undone:', len(copy.root.children))
    print('steps:', ', '.join(version.label for version in document.history if version.label))


if __name__ == '__main__':
    main()
