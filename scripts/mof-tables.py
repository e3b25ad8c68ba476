#!/usr/bin/env python3
# mof-tables.py: turn the MOF files of schemas/ into constant C tables
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Usage: mof-tables.py HEADER SOURCE FILE.mof...
#
# Reads the subset of MOF in which Microsoft's pages print WMI classes, writes
# struct declarations and rows of wmi_schema.h.  Data only: no function comes out.
# Whatever it cannot read ends in one line, FILE:LINE: expected X, got 'Y'.

import re
import sys
from dataclasses import dataclass, field

TYPES = {
    'boolean': 'gboolean', 'string': 'char *', 'datetime': 'HvrCimDatetime',
    'uint8': 'guint8', 'uint16': 'guint16', 'uint32': 'guint32', 'uint64': 'guint64',
    'sint8': 'gint8', 'sint16': 'gint16', 'sint32': 'gint32', 'sint64': 'gint64',
}
ARRAYS = {'string': 'GStrv', 'REF': 'GStrv', 'OBJECT': 'GPtrArray *'}
QUALIFIERS = ('Association', 'Key', 'in', 'out', 'EmbeddedInstance', 'EmbeddedObject', 'Since')
VERSIONS = ('2012 R2', '2016', '2019', '2022', '2025')
MAX_FIELDS = 128  # HVR_WMI_MAX_FIELDS

# Names that a C struct cannot have; "object" is its first member.
RESERVED = set('''object auto break case char const continue default do double else enum extern
    float for goto if inline int long register restrict return short signed sizeof static struct
    switch typedef union unsigned void volatile while asm typeof TRUE FALSE NULL'''.split())

TOKEN = re.compile(r'''(?P<space>[ \t\r\n]+|//[^\n]*|/\*.*?\*/)|(?P<name>[A-Za-z_]\w*)
    |"(?P<string>[^"\n]*)"|(?P<mark>[][(){}:;,])|(?P<other>.)''', re.VERBOSE | re.DOTALL)


class MofError(Exception):
    def __init__(self, place, expected, got):
        super().__init__(f"{place[0]}:{place[1]}: expected {expected}, got '{got}'")


@dataclass
class Token:
    kind: str
    text: str
    place: tuple


@dataclass
class Field:
    name: str
    type: str            # a key of TYPES, REF or OBJECT
    target: str | None   # what a REF, OBJECT or embedded instance is
    qualifiers: dict
    place: tuple
    since: str | None = None
    array: bool = False
    key: bool = False

    @property
    def c_name(self):
        return self.name + '_' if self.name in RESERVED else self.name

    @property
    def c_type(self):
        if self.array:
            return ARRAYS.get(self.type, 'GArray *')
        return {'REF': 'char *', 'OBJECT': 'HvrWmiObject *'}.get(self.type) or TYPES[self.type]

    @property
    def spelling(self):
        return self.type + '[]' * self.array

    @property
    def flags(self):
        names = {'ARRAY': self.array, 'KEY': self.key, 'EMBEDDED': self.type == 'string' and self.target}
        return ' | '.join('HVR_CIM_' + name for name, is_set in names.items() if is_set) or '0'


@dataclass
class Method:
    name: str
    owner: str
    since: str | None
    place: tuple
    fields: list = field(default_factory=list)


@dataclass
class Class:
    name: str
    parent: str | None
    since: str | None
    place: tuple
    fields: list = field(default_factory=list)
    methods: list = field(default_factory=list)
    is_flat: bool = False


def tokenise(path):
    with open(path, encoding='utf-8') as file:
        text = file.read()
    line = 1
    for match in TOKEN.finditer(text):
        if match.lastgroup == 'other':
            raise MofError((path, line), 'a name, string or mark', match.group())
        if match.lastgroup != 'space':
            yield Token(match.lastgroup, match.group(match.lastgroup), (path, line))
        line += match.group().count('\n')
    yield Token('end', 'end of file', (path, line))


class Parser:
    def __init__(self, path):
        self.tokens = list(tokenise(path))

    def take(self, expected=None, kind='mark'):
        token = self.tokens[0]
        if token.kind != kind or kind == 'mark' and token.text != expected:
            raise MofError(token.place, f"'{expected}'" if kind == 'mark' else expected, token.text)
        return self.tokens.pop(0)

    def skip(self, text, kind='mark'):
        is_next = (self.tokens[0].kind, self.tokens[0].text) == (kind, text)
        if is_next:
            self.tokens.pop(0)
        return is_next

    def qualifiers(self):
        found = {}
        if not self.skip('['):
            return found
        while True:
            token = self.take('a qualifier', 'name')
            if token.text not in QUALIFIERS:
                raise MofError(token.place, 'a qualifier', token.text)
            found[token.text] = None
            if token.text in ('EmbeddedInstance', 'Since'):
                self.take('(')
                found[token.text] = self.take('a quoted string', 'string')
                self.take(')')
            if not self.skip(','):
                self.take(']')
                return found

    def field(self):
        """A property, a parameter, or a method up to its parenthesis."""
        qualifiers = self.qualifiers()
        type_token = self.take('a CIM type or REF', 'name')
        kind, target = type_token.text, type_token
        if self.skip('REF', 'name'):
            kind = 'REF'
        elif 'EmbeddedObject' in qualifiers:
            kind = 'OBJECT'
        elif kind in TYPES:
            target = qualifiers.get('EmbeddedInstance')
        else:
            raise MofError(type_token.place, 'a CIM type or REF', kind)
        name = self.take('a name', 'name')
        found = Field(name.text, kind, target, qualifiers, name.place, since(qualifiers), key='Key' in qualifiers)
        if self.skip('['):
            self.take(']')
            found.array = True
        return found

    def parameters(self, method):
        while not self.skip(')'):
            if method.fields:
                self.take(',')
            found = self.field()
            if not {'in', 'out'} & set(found.qualifiers):
                raise MofError(found.place, 'in or out before the parameter', found.name)
            add_new(method.fields, found)

    def member(self, owner):
        found = self.field()
        if self.skip('('):
            if found.type != 'uint32' or found.array:
                raise MofError(found.place, 'a method that returns uint32', found.name)
            method = Method(found.name, owner.name, found.since, found.place)
            self.parameters(method)
            add_new(owner.methods, method)
        else:
            add_new(owner.fields, found)
        self.take(';')

    def classes(self):
        while self.tokens[0].kind != 'end':
            qualifiers = self.qualifiers()
            if not self.skip('class', 'name'):
                raise MofError(self.tokens[0].place, "'class'", self.tokens[0].text)
            name = self.take('a class name', 'name')
            parent = self.take('a class name', 'name') if self.skip(':') else None
            found = Class(name.text, parent, since(qualifiers), name.place)
            self.take('{')
            while not self.skip('}'):
                self.member(found)
            self.take(';')
            yield found


def since(qualifiers):
    token = qualifiers.get('Since')
    if token and token.text not in VERSIONS:
        raise MofError(token.place, 'a Windows Server later than 2012', token.text)
    return token.text if token else None


def add_new(found, item):
    if any(item.name.lower() == other.name.lower() for other in found):
        raise MofError(item.place, 'a new name', item.name)
    found.append(item)


def override(inherited, own, name_of_parent):
    """The parent's rows in the parent's order, then the new ones."""
    merged = {item.name.lower(): item for item in inherited}
    for item in own:
        other = merged.get(item.name.lower())
        if isinstance(item, Field) and other:
            # A derived struct starts like its parent's, so that it can be read as that.
            if item.spelling != other.spelling:
                raise MofError(item.place, f'{other.spelling} as in {name_of_parent}', item.spelling)
            item.key |= other.key
            item.since = item.since or other.since
        merged[item.name.lower()] = item
    return list(merged.values())


def flatten(found, classes, below=()):
    """Add what a class inherits; Key is inherited too (DSP0004 5.6.3)."""
    if found.is_flat or found.parent is None:
        return
    parent = look_up(found.parent, classes)
    if parent.name in (found.name, *below):
        raise MofError(found.parent.place, 'a class that is no descendant', parent.name)
    flatten(parent, classes, (*below, found.name))
    found.fields = override(parent.fields, found.fields, parent.name)
    found.methods = override(parent.methods, found.methods, parent.name)
    found.is_flat = True


def look_up(token, classes):
    if token.text not in classes:
        raise MofError(token.place, 'a known class', token.text)
    return classes[token.text]


def read(paths):
    classes = {}
    for path in paths:
        for found in Parser(path).classes():
            if found.name.lower() in (name.lower() for name in classes):
                raise MofError(found.place, 'a new class name', found.name)
            classes[found.name] = found
    for found in classes.values():
        flatten(found, classes)
        for row in [*found.fields, *(row for method in found.methods for row in method.fields)]:
            if row.target:
                look_up(row.target, classes)
        if len(found.fields) > MAX_FIELDS:
            raise MofError(found.place, f'at most {MAX_FIELDS} fields', len(found.fields))
    return [classes[name] for name in sorted(classes, key=str.lower)]


def own_methods(found):
    return [method for method in found.methods if method.owner == found.name]


def parameter_lists(method):
    """Both lists of a method as (C name, name on the wire, fields)."""
    result = Field('ReturnValue', 'uint32', None, {}, method.place)
    for suffix, fields in (('INPUT', [row for row in method.fields if 'in' in row.qualifiers]),
                           ('OUTPUT', [row for row in method.fields if 'out' in row.qualifiers] + [result])):
        yield f'{method.owner}_{method.name}_{suffix}', f'{method.name}_{suffix}', fields


def declare(c_name, fields):
    members = ''.join(f'    {row.c_type}{"" if row.c_type.endswith("*") else " "}{row.c_name};\n' for row in fields)
    return (f'typedef struct {{\n    HvrWmiObject object;\n{members}}} {c_name};\n'
            f'G_DEFINE_AUTOPTR_CLEANUP_FUNC({c_name}, hvr_wmi_object_free)\n'
            f'extern const HvrWmiClass hvr_wmi_class_{c_name};\n\n')


def quote(text):
    return f'"{text}"' if text else 'NULL'


def array(declaration, rows):
    return f'static const {declaration}[] = {{\n' + ''.join(f'    {row},\n' for row in rows) + '};\n' if rows else ''


def define(c_name, name, fields, parent=None, methods=(), version=None):
    rows = [f'{{ {quote(row.name)}, HVR_CIM_{row.type.upper()}, {row.flags}, '
            f'{quote(row.target and row.target.text)}, offsetof({c_name}, {row.c_name}), {quote(row.since)} }}' for row in fields]
    links = [f'&hvr_wmi_method_{method.owner}_{method.name}' for method in methods]
    return (array(f'HvrWmiField fields_{c_name}', rows) + array(f'HvrWmiMethod *const methods_{c_name}', links)
            + f'const HvrWmiClass hvr_wmi_class_{c_name} = {{\n    {quote(name)}, '
            + (f'&hvr_wmi_class_{parent}' if parent else 'NULL')
            + f', {f"fields_{c_name}" if rows else "NULL"}, {len(rows)}, sizeof({c_name}),\n'
            + f'    {f"methods_{c_name}" if links else "NULL"}, {len(links)}, {quote(version)},\n}};\n\n')


def define_method(method):
    (c_input, _, _), (c_output, _, _) = parameter_lists(method)
    return (f'const HvrWmiMethod hvr_wmi_method_{method.owner}_{method.name} = {{\n'
            f'    "{method.name}", &hvr_wmi_class_{method.owner}, &hvr_wmi_class_{c_input},\n'
            f'    &hvr_wmi_class_{c_output}, {quote(method.since)},\n}};\n\n')


def emit(classes):
    note = ('/* Made by scripts/mof-tables.py from schemas/; change those.\n *\n'
            ' * SPDX-License-Identifier: LGPL-2.1-or-later\n */\n\n')
    header = [note, '#pragma once\n\n#include "wmi_object.h"\n\nG_BEGIN_DECLS\n\n',
              '/* All classes, sorted by name without regard to case. */\n',
              'extern const HvrWmiClass *const hvr_wmi_classes[];\nextern const guint hvr_wmi_n_classes;\n\n']
    source = [note, '#include "msvm_tables.h"\n\n#include <stddef.h>\n\n']
    for found in classes:
        header.append(declare(found.name, found.fields))
        source.append(define(found.name, found.name, found.fields, found.parent and found.parent.text,
                             found.methods, found.since))
        for method in own_methods(found):
            for c_name, name, fields in parameter_lists(method):
                header.append(declare(c_name, fields))
                source.append(define(c_name, name, fields))
            header.append(f'extern const HvrWmiMethod hvr_wmi_method_{method.owner}_{method.name};\n\n')
            source.append(define_method(method))
    header.append('G_END_DECLS\n')
    source.append('const HvrWmiClass *const hvr_wmi_classes[] = {\n'
                  + ''.join(f'    &hvr_wmi_class_{found.name},\n' for found in classes)
                  + '};\nconst guint hvr_wmi_n_classes = G_N_ELEMENTS(hvr_wmi_classes);\n')
    return ''.join(header), ''.join(source)


def main():
    try:
        texts = emit(read(sys.argv[3:]))
    except MofError as error:
        sys.exit(str(error))
    for path, text in zip(sys.argv[1:3], texts):
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)


if __name__ == '__main__':
    main()
