# recorder.py: a road to a host on which every call that changes something is written down
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A call is (host, class, object, method, arguments), in a form in which what a
# dry run announces and what a host receives can be compared: paths are classes
# and keys, instances are dictionaries, everything else is text.

import re
import xml.etree.ElementTree as ElementTree

from killer import READS, Road, receive

SOAP = "{http://www.w3.org/2003/05/soap-envelope}"
ADDRESSING = "{http://schemas.xmlsoap.org/ws/2004/08/addressing}"
MANAGEMENT = "{http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd}"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
PATH = re.compile(r'(?:(?:\\\\[^\\]+\\)?[\w\\]+:)?(\w+)\.(\w+=".*")', re.S)
KEY = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


def plain_text(text):
    """Text as it is, or an object's class and keys if it is a path."""
    match = PATH.fullmatch(text)
    if not match:
        return text
    return match[1], {key: re.sub(r"\\(.)", r"\1", value) for key, value in KEY.findall(match[2])}


def plain(value):
    """A value of a dry run's answer."""
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    return str(value).lower() if isinstance(value, bool) else plain_text(str(value))


def announced(call):
    return call["host"], call["class"], plain(call["object"]), call["method"], plain(call["arguments"])


def read_reference(element):
    """The class and the keys in an endpoint reference, or in a header."""
    uri = element.findtext(f".//{MANAGEMENT}ResourceURI").strip()
    keys = {selector.get("Name"): selector.text or "" for selector in element.iter(f"{MANAGEMENT}Selector")
            if not selector.get("Name").startswith("__")}
    return uri.rsplit("/", 1)[-1], keys


def read_instance(text):
    """An instance in CIM-XML."""
    root = next(ElementTree.fromstring(text).iter("INSTANCE"))
    members = {"__CLASS": root.get("CLASSNAME")}
    for each in root:
        values = [plain_text(value.text or "") for value in each.iter("VALUE")]
        values = [value.lower() if each.get("TYPE") == "boolean" else value for value in values]
        members[each.get("NAME")] = values if each.tag == "PROPERTY.ARRAY" else values[0]
    return members


def read_argument(element):
    if element.find(f"{ADDRESSING}Address") is not None:
        return read_reference(element)
    if len(element) and element[0].tag.endswith("}Datetime"):
        return re.sub(r"[-:TZ]", "", element[0].text) + ".000000+000"
    text = element.text or ""
    if text.lstrip().startswith("<"):
        return read_instance(text)
    return plain_text(text)


def read_call(host, body):
    """(call, names of arguments that came several times) or None if nothing is changed."""
    envelope = ElementTree.fromstring(body)
    action = envelope.findtext(f"{SOAP}Header/{ADDRESSING}Action").strip().rsplit("/", 1)[-1]
    sent = envelope.find(f"{SOAP}Body")
    if READS.match(action) or not len(sent) or not sent[0].tag.endswith("_INPUT"):
        return None
    arguments = {}
    for element in sent[0]:
        if element.get(NIL) != "true":
            arguments.setdefault(element.tag.rpartition("}")[2], []).append(read_argument(element))
    return (host, *read_reference(envelope.find(f"{SOAP}Header")), action, arguments)


def is_same(announcement, received):
    """A list of one travels as one."""
    host, class_name, reference, method, arguments = announcement
    listed = {name: value if isinstance(value, list) else [value] for name, value in arguments.items() if value != []}
    return (host, class_name, reference, method, listed) == \
        (received[0], received[1], (received[1], received[2]), received[3], received[4])


class Recorder(Road):
    def __init__(self, host, upstream, calls):
        self.calls = calls
        super().__init__(host, upstream, None)

    def serve(self, caller):
        try:
            super().serve(caller)
        except OSError:  # the host is down
            caller.close()

    def relay(self, question, caller, upstream, answers):
        head, body = question
        call = read_call(self.host, body) if body else None
        if call is not None:
            self.calls.append(call)
        upstream.sendall(head + body)
        answer = receive(answers)
        if answer is None:
            return False
        caller.sendall(answer[0] + answer[1])
        return True
