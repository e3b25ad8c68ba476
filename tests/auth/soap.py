# soap.py: envelopes as other clients write them, and what is to be seen in the answers
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Written without a look at this project's own envelopes.

import uuid
import xml.etree.ElementTree as ET

SPACES = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "a": "http://schemas.xmlsoap.org/ws/2004/08/addressing",
    "w": "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd",
    "n": "http://schemas.xmlsoap.org/ws/2004/09/enumeration",
    "i": "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd",
    "f": "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault",
}
V2 = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/virtualization/v2/"
SYSTEM = V2 + "Msvm_ComputerSystem"
SERVICE = V2 + "Msvm_VirtualSystemManagementService"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer/"
ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/"

IDENTIFY = ('<?xml version="1.0" encoding="utf-8"?><env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" '
            'xmlns:id="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"><env:Header/><env:Body><id:Identify/>'
            '</env:Body></env:Envelope>')
ENVELOPE = """<?xml version="1.0" encoding="utf-8"?>
<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
  xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration">
 <env:Header>
  <a:To>http://windows-host:5985/wsman</a:To>
  <a:ReplyTo><a:Address env:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
  <w:MaxEnvelopeSize env:mustUnderstand="true">153600</w:MaxEnvelopeSize>
  <a:MessageID>uuid:{identity}</a:MessageID>
  <w:Locale env:mustUnderstand="false" xml:lang="en-US"/>
  <w:OperationTimeout>PT20S</w:OperationTimeout>
  <w:ResourceURI env:mustUnderstand="true">{resource}</w:ResourceURI>
  <a:Action env:mustUnderstand="true">{action}</a:Action>
  {selectors}
 </env:Header>
 <env:Body>{body}</env:Body>
</env:Envelope>
"""


def envelope(resource, action, body="", **selectors):
    chosen = "".join(f'<w:Selector Name="{name}">{value}</w:Selector>' for name, value in selectors.items())
    return ENVELOPE.format(identity=uuid.uuid4(), resource=resource, action=action, body=body,
                           selectors=chosen and f"<w:SelectorSet>{chosen}</w:SelectorSet>")


def enumerate_systems():
    return envelope(V2 + "*", ENUMERATION + "Enumerate",
                    '<n:Enumerate><w:Filter Dialect="http://schemas.microsoft.com/wbem/wsman/1/WQL">'
                    "SELECT Name, ElementName FROM Msvm_ComputerSystem</w:Filter></n:Enumerate>")


def pull(context):
    return envelope(V2 + "*", ENUMERATION + "Pull",
                    f"<n:Pull><n:EnumerationContext>{context}</n:EnumerationContext><n:MaxElements>2</n:MaxElements></n:Pull>")


def get_summary(host):
    """Asks for the names (0 and 1) of all machines."""
    return envelope(SERVICE, SERVICE + "/GetSummaryInformation",
                    f'<p:GetSummaryInformation_INPUT xmlns:p="{SERVICE}"><p:RequestedInformation>0</p:RequestedInformation>'
                    "<p:RequestedInformation>1</p:RequestedInformation></p:GetSummaryInformation_INPUT>",
                    CreationClassName="Msvm_VirtualSystemManagementService", Name="vmms", SystemCreationClassName="Msvm_ComputerSystem",
                    SystemName=host)


def get_system(name):
    return envelope(SYSTEM, TRANSFER + "Get", "", CreationClassName="Msvm_ComputerSystem", Name=name)


def parse(answer):
    return ET.fromstring(answer)


def local(element):
    return element.tag.rpartition("}")[2]


def texts_of(root, name):
    """Those of all elements with that name, in whatever namespace."""
    return [element.text for element in root.iter() if local(element) == name]


def items_of(root):
    """Names by ElementName of the instances in a page."""
    items = root.find(".//n:Items", SPACES)
    rows = [{local(child): child.text for child in item} for item in ([] if items is None else items)]
    return {row["ElementName"]: row["Name"] for row in rows}
