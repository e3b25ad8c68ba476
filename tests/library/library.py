# library.py: the C library's functions, called by name over a connection of their own
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import codecs
import os
import subprocess

BUILD = os.environ["BUILD"]
PROGRAM = os.path.join(BUILD, "tests/library/library_call")
EXTENDED, NO_WAIT, SHUTDOWN, BEFORE = 1, 2, 4, 8

# libvirt's numbers of what goes wrong.
NO_SUPPORT, INVALID_DOMAIN, INVALID_ARG, OPERATION_FAILED, XML_ERROR, OPERATION_DENIED = 3, 7, 8, 9, 27, 29
RPC, OPERATION_INVALID, NO_DOMAIN_SNAPSHOT, OPERATION_UNSUPPORTED = 39, 55, 72, 84


class Refused(Exception):
    def __init__(self, code, domain, message):
        super().__init__(message)
        self.code, self.domain = code, domain


def unescape(text):
    """What g_strescape() made of it."""
    return codecs.escape_decode(text.encode())[0].decode()


def typed(value):
    if isinstance(value, bool):
        return f"b:{int(value)}"
    return f"u:{value}" if isinstance(value, int) else f"s:{value}"


DECODERS = {"string": unescape, "boolean": lambda text: text == "1", "ullong": int, "llong": int, "double": float}


class Library:
    """One connection; call() as often as one likes."""

    ran = set()

    def __init__(self, uri, read_only=False):
        self.process = subprocess.Popen([PROGRAM] + (["-r"] if read_only else []) + [uri], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=dict(os.environ, LC_ALL="C.UTF-8"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        status = self.process.wait(20)
        self.process.stdout.close()
        if status != 0:
            raise AssertionError(f"library_call ended with {status}")

    def call(self, function, domain=None, flags=0, lists=(), **arguments):
        """The answer's parameters; upper-case arguments are no typed parameters, lists are pairs for a name that comes again."""
        words = [f"{name}={value}" if name.isupper() else f"{name.replace('_', '-')}={typed(value)}" for name, value in arguments.items()]
        words += [f"{name}={typed(value)}" for name, value in lists]
        self.process.stdin.write("\t".join([function, domain or "-", str(flags)] + words) + "\n")
        self.process.stdin.flush()
        Library.ran.add(function)
        answer = {}
        while True:
            words = self.process.stdout.readline().rstrip("\n").split("\t")
            if words[0] == "ok":
                return answer
            if words[0] == "error":
                raise Refused(int(words[1]), int(words[2]), words[3])
            if len(words) != 3:
                raise AssertionError(f"library_call printed {words}")
            name, kind, text = words
            value = DECODERS[kind](text)
            if name in answer:
                answer[name] = [answer[name], value] if not isinstance(answer[name], list) else answer[name] + [value]
            else:
                answer[name] = value

    def refused(self, code, *arguments, **named):
        """The message of a call that must fail with that code."""
        try:
            answer = self.call(*arguments, **named)
        except Refused as refused:
            if refused.code != code:
                raise AssertionError(f"code {refused.code}, wanted {code}: {refused}") from refused
            return str(refused)
        raise AssertionError(f"{arguments} was not refused: {answer}")
