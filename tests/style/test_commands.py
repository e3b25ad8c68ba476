#!/usr/bin/python3
# test_commands.py: every method, parameter and cmdlet has a command, every verb a source
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: test_commands.py SOURCE DUMP-TABLES
#
# Microsoft's side is read from schemas/*.mof and schemas/cmdlets.csv, ours from
# the tables as the program prints them.  What maps to what stands here once
# more, by hand.

import importlib.util
import os
import re
import sys

SOURCE, DUMP = sys.argv[1:3]
spec = importlib.util.spec_from_file_location("generate", os.path.join(SOURCE, "docs/generate.py"))
generate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generate)

# Parameters that no argument stands for, with the reason.
ADDRESSEE = "the machine that the command is addressed to"
NOT_ARGUMENTS = {
    "ComputerSystem": ADDRESSEE,
    "TimeoutPeriod": "not used, says the page",
    "RequestReplicationStateChange.RequestedState": "says which verb it is",
    "RequestReplicationStateChangeEx.RequestedState": "says which verb it is",
    "ChangeReplicationModeToPrimary.ReplicationRelationship": "always the extended one",
    "Msvm_ReplicationSettingData.RecoveryHostSystem": "the host fills it in",
    "Msvm_ReplicationSettingData.PrimaryConnectionPoint": "the host fills it in",
    "Msvm_ReplicationSettingData.PrimaryHostSystem": "the host fills it in",
    "Msvm_ReplicationSettingData.RootCertificateThumbPrint": "the host fills it in",
    "Msvm_FailoverNetworkAdapterSettingData.ProtocolIFType": "follows from the addresses",
}

# Method.parameter or parameter: argument; a class stands for its own properties below.
ARGUMENTS = {
    "ReplicationRelationship": "extended",
    "RequestStateChange.RequestedState": "state",
    "SnapshotSettingData": "point",
    "InitialReplicationType": "transfer",
    "InitialReplicationExportLocation": "export-location",
    "InitialReplicationImportLocation": "location",
    "StartTime": "start-time",
    "RecoveryPointIdentifier": "recovery-point-identifier",
    "AllowedPrimaryHostSystem": "allowed-primary",
    "SetAuthorizationEntry.AuthorizationEntry": "allowed-primary",  # names an entry that the host has
    "RecoveryConnectionPoint": "replica-server",
    "RecoveryServerPortNumber": "port",
    "AuthenticationType": "authentication",
    "CertificateThumbPrint": "certificate-thumbprint",
    "BypassProxyServer": "bypass-proxy",
    "Msvm_ReplicationSettingData.AuthenticationType": "authentication",
    "Msvm_ReplicationSettingData.CertificateThumbPrint": "certificate-thumbprint",
    "Msvm_ReplicationSettingData.CompressionEnabled": "compression",
    "Msvm_ReplicationSettingData.BypassProxyServer": "bypass-proxy",
    "Msvm_ReplicationSettingData.RecoveryConnectionPoint": "replica-server",
    "Msvm_ReplicationSettingData.RecoveryServerPortNumber": "port",
    "Msvm_ReplicationSettingData.ReplicateHostKvpItems": "replicate-kvp",
    "Msvm_ReplicationSettingData.ApplicationConsistentSnapshotInterval": "consistent-interval",
    "Msvm_ReplicationSettingData.RecoveryHistory": "recovery-history",
    "Msvm_ReplicationSettingData.IncludedDisks": "included-disks",
    "Msvm_ReplicationSettingData.AutoResynchronizeEnabled": "auto-resync",
    "Msvm_ReplicationSettingData.AutoResynchronizeIntervalStart": "auto-resync-start",
    "Msvm_ReplicationSettingData.AutoResynchronizeIntervalEnd": "auto-resync-end",
    "Msvm_ReplicationSettingData.EnableWriteOrderPreservationAcrossDisks": "write-order",
    "Msvm_ReplicationSettingData.ReplicationProvider": "provider",
    "Msvm_ReplicationSettingData.AdditionalSettings": "additional-settings",
    "Msvm_ReplicationSettingData.ReplicationInterval": "frequency",
    "Msvm_ReplicationServiceSettingData.RecoveryServerEnabled": "enabled",
    "Msvm_ReplicationServiceSettingData.AllowedAuthenticationType": "authentication",
    "Msvm_ReplicationServiceSettingData.CertificateThumbPrint": "certificate-thumbprint",
    "Msvm_ReplicationServiceSettingData.HttpsPort": "https-port",
    "Msvm_ReplicationServiceSettingData.HttpPort": "http-port",
    "Msvm_ReplicationServiceSettingData.MonitoringStartTime": "monitoring-start",
    "Msvm_ReplicationServiceSettingData.MonitoringInterval": "monitoring-interval",
    "Msvm_ReplicationAuthorizationSettingData.AllowedPrimaryHostSystem": "allowed-primary",
    "Msvm_ReplicationAuthorizationSettingData.TrustGroup": "trust-group",
    "Msvm_ReplicationAuthorizationSettingData.ReplicaStorageLocation": "storage-location",
    "Msvm_FailoverNetworkAdapterSettingData.DHCPEnabled": "dhcp",
    "Msvm_FailoverNetworkAdapterSettingData.IPAddresses": "addresses",
    "Msvm_FailoverNetworkAdapterSettingData.Subnets": "subnets",
    "Msvm_FailoverNetworkAdapterSettingData.DefaultGateways": "gateways",
    "Msvm_FailoverNetworkAdapterSettingData.DNSServers": "dns-servers",
}

# RequestReplicationStateChange takes exactly these (its page), each for one verb or more.
REQUESTED_STATES = {1, 2, 3, 4, 7, 9}

# Rows of schemas/cmdlets.csv, counted in Microsoft's pages; "(all)" stands for the common parameters.
N_PARAMETERS = {
    "(all)": 10,
    "Complete-VMFailover": 1,
    "Enable-VMReplication": 19,
    "Get-VM": 1,
    "Get-VMNetworkAdapterFailoverConfiguration": 3,
    "Get-VMReplication": 8,
    "Get-VMReplicationAuthorizationEntry": 4,
    "Get-VMReplicationServer": 1,
    "Get-VMSnapshot": 3,
    "Import-VMInitialReplication": 1,
    "Measure-VMReplication": 8,
    "New-VMReplicationAuthorizationEntry": 4,
    "Remove-VM": 1,
    "Remove-VMReplication": 2,
    "Remove-VMReplicationAuthorizationEntry": 2,
    "Reset-VMReplicationStatistics": 2,
    "Resume-VMReplication": 5,
    "Set-VMNetworkAdapter": 2,
    "Set-VMNetworkAdapterFailoverConfiguration": 16,
    "Set-VMReplication": 25,
    "Set-VMReplicationAuthorizationEntry": 4,
    "Set-VMReplicationServer": 13,
    "Start-VM": 1,
    "Start-VMFailover": 5,
    "Start-VMInitialReplication": 4,
    "Stop-VM": 1,
    "Stop-VMFailover": 3,
    "Stop-VMInitialReplication": 1,
    "Stop-VMReplication": 2,
    "Suspend-VMReplication": 2,
    "Test-VMReplicationConnection": 6,
}
N_MAPPED = 145

# What a source must say: a page, a cmdlet, another text of Microsoft's, or that nothing says it.
A_SOURCE = re.compile(r"inferred|\bpages?\b|\.md\b|\b[A-Z][a-z]+-VM[A-Za-z]+\b|\bblog\b|\bMOF\b|\bsample\b|\bguide\b")


def own_properties(classes, name):
    inherited = {row.name for row in classes[classes[name].parent.text].fields}
    return [row.name for row in classes[name].fields if row.name not in inherited]


def keys_of_parameter(classes, method, row):
    """What to look up for a parameter: itself, or each property of the instance it takes."""
    if f"{method.name}.{row.name}" in ARGUMENTS or row.target is None or row.type == "REF" or \
            row.target.text == "Msvm_ReplicationRelationship":
        return [row.name]
    return [f"{row.target.text}.{name}" for name in own_properties(classes, row.target.text)]


def check_methods(dump, classes):
    """each method of the schema is some command's"""
    found = generate.commands_by_method(dump)
    methods = generate.replication_methods(classes)
    problems = [f"no command calls {method.name}" for method in methods if not found.get(method.name)]
    if len(methods) != 31:
        problems.append(f"{len(methods)} methods, Microsoft documents 29 and 2")
    return problems


def check_parameters(dump, classes):
    """each parameter of each method is an argument of a command that calls it"""
    commands = generate.commands_by_method(dump)
    for method in generate.replication_methods(classes):
        having = {row["name"] for command in commands.get(method.name, []) for row in command["arguments"]}
        for row in (row for row in method.fields if "in" in row.qualifiers):
            for key in keys_of_parameter(classes, method, row):
                names = (f"{method.name}.{key}", key)
                if any(name in NOT_ARGUMENTS for name in names):
                    continue
                argument = next((ARGUMENTS[name] for name in names if name in ARGUMENTS), None)
                if argument not in having:
                    yield f"{method.name}: nothing stands for {key}, wanted argument {argument!r} of a command that calls it"


def check_exceptions(dump, classes):
    """no mapping here is of something that the schema does not have"""
    known = set()
    for method in generate.replication_methods(classes):
        for row in (row for row in method.fields if "in" in row.qualifiers):
            for key in (row.name, *keys_of_parameter(classes, method, row)):
                known |= {key, f"{method.name}.{key}"}
    return [f"{key} is no parameter" for key in {**NOT_ARGUMENTS, **ARGUMENTS} if key not in known]


def check_requested_states(dump, classes):
    """each RequestedState is some verb's, and that verb some command's"""
    served = {command["verb"] for command in dump["commands"]}
    found = {verb["requested-state"] for verb in dump["verbs"]
             if verb["method"] == "RequestReplicationStateChange" and verb["name"] in served}
    return [f"RequestedState {number}" for number in sorted(found ^ REQUESTED_STATES)]


def check_verbs(dump, classes):
    """each verb has a command"""
    served = {command["verb"] for command in dump["commands"]}
    return [f"verb '{verb['name']}' has none" for verb in dump["verbs"] if verb["name"] not in served]


def check_cmdlets(dump, classes):
    """each mapped parameter of the cmdlets has its command and arguments"""
    commands = {}
    for command in dump["commands"]:
        commands.setdefault(command["name"], set()).update(row["name"] for row in command["arguments"])
    jobs = [command["name"] for command in dump["commands"] if command["access"] == "write"]
    for row in generate.read_cmdlets():
        where = f"{row['cmdlet']} {row['parameter']}".strip()
        if not row["command"] and not row["remark"]:
            yield f"{where}: neither a command nor a reason"
        for name in jobs if row["command"] == "*" else filter(None, [row["command"]]):
            for lacking in sorted(set(row["arguments"].split()) - commands[name]) if name in commands else ["itself"]:
                yield f"{where}: command {name!r} lacks {lacking!r}"


def check_cmdlet_counts(dump, classes):
    """no cmdlet's parameter got lost"""
    rows = generate.read_cmdlets()
    counts = {}
    for row in rows:
        counts[row["cmdlet"]] = counts.get(row["cmdlet"], 0) + 1
    problems = [f"{name}: {counts.get(name, 0)} rows, wanted {N_PARAMETERS.get(name, 0)}"
                for name in sorted(N_PARAMETERS.keys() | counts.keys()) if counts.get(name) != N_PARAMETERS.get(name)]
    mapped = sum(1 for row in rows if row["command"])
    return problems + ([f"{mapped} rows are mapped, wanted {N_MAPPED}"] if mapped != N_MAPPED else [])


def check_sources(dump, classes):
    """each row of the state table names its document, or says inferred"""
    return [f"verb '{verb['name']}' says {verb['source']!r}" for verb in dump["verbs"] if not A_SOURCE.search(verb["source"] or "")]


def check_tests(dump, classes):
    """each method has a test, and so has each command that calls it"""
    for method, command, of_command, of_method in generate.rows_of_support(dump, classes):
        if not of_command:
            yield f"{command}: no test of tests/stories, tests/rpc or tests/sim sends it"
        if not of_method:
            yield f"{method.name}: no test of tests/sim asks the simulator for it"


def check_answers(dump, classes):
    """each member of an answer that the table names stands in commands.rst, and each command has said what it answers"""
    text = (generate.HERE / "commands.rst").read_text(encoding="utf-8")
    described = {heading: body for heading, body in re.findall(r"^([a-z-]+)\n~+\n(.*?)(?=^[^\n]+\n[-~]+\n|\Z)", text, re.M | re.S)}
    answers = {command["name"]: generate.own_answer(dump, command) for command in dump["commands"]}
    if "query-host" not in answers:
        yield "the table does not say what query-host answers"
    for command, members in answers.items():
        for member, _row in generate.list_members(members):
            if f"``{member}``" not in described.get(command, ""):
                yield f"commands.rst does not name {member!r} of {command}"
    for command in dump["commands"]:
        if command["answer-type"] == "null" and command["name"] != "refresh":
            yield f"the table does not say what {command['name']} answers"


def check_events(dump, classes):
    """each event, and each member of it, stands in events.rst"""
    text = (generate.HERE / "events.rst").read_text(encoding="utf-8")
    for event in dump["events"]:
        section = text.partition(f"\n{event['name']}\n---")[2].partition("\n---")[0]
        for member, _row in generate.list_members(event["members"]):
            if f"``{member}``" not in section:
                yield f"events.rst does not name {member!r} of {event['name']}"


def check_documents(dump, classes):
    """the documents say what the tables say"""
    return [stale for name, make in generate.DOCUMENTS.items()
            if (stale := generate.first_difference(generate.HERE / name, make(dump, classes).rstrip("\n") + "\n"))]


CHECKS = [check_methods, check_parameters, check_exceptions, check_requested_states, check_verbs, check_cmdlets,
          check_cmdlet_counts, check_sources, check_tests, check_answers, check_events, check_documents]


# What each check must find when the tables lose something.
def without_command(dump, name):
    return {**dump, "commands": [command for command in dump["commands"] if command["name"] != name]}


def without_argument(dump, name, argument):
    return {**dump, "commands": [
        {**command, "arguments": [row for row in command["arguments"] if row["name"] != argument]}
        if command["name"] == name else command for command in dump["commands"]]}


def with_member(dump, name, member):
    return {**dump, "commands": [{**command, "answer": [*command["answer"], {"name": member, "type": "string"}]} if command["name"] == name else command
                                 for command in dump["commands"]]}


def with_source(dump, name, source):
    return {**dump, "verbs": [{**verb, "source": source} if verb["name"] == name else verb for verb in dump["verbs"]]}


# title: (check, spoilt dump, the one line that must be found)
def spoilt(dump):
    return {
        "a method without a command is found":
            (check_methods, without_command(dump, "replication-commit"), "no command calls CommitFailover"),
        "a verb without a command is found":
            (check_verbs, without_command(dump, "replication-revert"), "verb 'revert' has none"),
        "a parameter without an argument is found":
            (check_parameters, without_argument(dump, "replication-import", "location"),
             "ImportInitialReplica: nothing stands for InitialReplicationImportLocation, wanted argument 'location' of a command that "
             "calls it"),
        "a property without an argument is found":
            (check_parameters, without_argument(dump, "replication-service-modify", "https-port"),
             "ModifyServiceSettings: nothing stands for Msvm_ReplicationServiceSettingData.HttpsPort, wanted argument 'https-port' of a "
             "command that calls it"),
        "a state nobody requests is found":
            (check_requested_states, without_command(dump, "replication-prepare"), "RequestedState 4"),
        "a cmdlet's parameter without an argument is found":
            (check_cmdlets, without_argument(dump, "replication-failover", "point"),
             "Start-VMFailover -VMRecoverySnapshot: command 'replication-failover' lacks 'point'"),
        "a cmdlet without a command is found":
            (check_cmdlets, without_command(dump, "replication-commit"),
             "Complete-VMFailover: command 'replication-commit' lacks 'itself'"),
        "a row without a source is found":
            (check_sources, with_source(dump, "commit", "everybody knows"), "verb 'commit' says 'everybody knows'"),
        "a member of an answer that is not described is found":
            (check_answers, with_member(dump, "query-host", "temperature"), "commands.rst does not name 'temperature' of query-host"),
        "an answer that the table does not describe is found":
            (check_answers, without_command(dump, "query-host"), "the table does not say what query-host answers"),
        "a member of an event that is not described is found":
            (check_events, {**dump, "events": [{**dump["events"][0], "members": [{"name": "colour", "type": "string"}]}]},
             f"events.rst does not name 'colour' of {dump['events'][0]['name']}"),
        "a stale document is found":
            (check_documents, without_command(dump, "refresh"), None),
    }


def main():
    dump, classes = generate.read_dump(DUMP), generate.read_classes()
    points = [(check.__doc__, list(check(dump, classes))) for check in CHECKS]
    for name, (check, bad, wanted) in spoilt(dump).items():
        found = list(check(bad, classes))
        points.append((name, [] if found and wanted in (None, *found) else [f"wanted {wanted!r}, found {found}"]))

    print(f"1..{len(points)}")
    for number, (title, problems) in enumerate(points, 1):
        print(f"{'not ok' if problems else 'ok'} {number} - {title}")
        for problem in problems[:40]:
            print(f"# {problem}")
    return 1 if any(problems for _, problems in points) else 0


if __name__ == "__main__":
    sys.exit(main())
