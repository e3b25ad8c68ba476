#!/usr/bin/env python3
# test-mof-tables.py: the MOF compiler refuses what is wrong and keeps what is right
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Each file of mof/ must fail; its first line says where and how.

import importlib.util
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SCRIPT = ROOT / 'scripts' / 'mof-tables.py'

# Msvm_ReplicationService as its 29 pages print it, written down apart from schemas/.
# "in" unless an arrow stands before the name; ReturnValue is understood.
VM = 'CIM_ComputerSystem REF ComputerSystem'
JOB = '-> CIM_ConcreteJob REF Job'
SETTINGS = 'string{Msvm_ReplicationSettingData} ReplicationSettingData'
RELATIONSHIP = 'string{Msvm_ReplicationRelationship} ReplicationRelationship'
POINT = 'CIM_VirtualSystemSettingData REF SnapshotSettingData'
ENTRY = 'string{Msvm_ReplicationAuthorizationSettingData} AuthorizationEntry'
STATISTICS = ('-> string{Msvm_ReplicationStatistics} ReplicationStatistics[]',
              '-> string{Msvm_Error} ReplicationHealthIssues[]')
STATE_CHANGE = ('uint16 RequestedState', JOB, 'datetime TimeoutPeriod')
METHODS = {
    'AddAuthorizationEntry': (ENTRY, JOB),
    'ChangeReplicationModeToPrimary': (VM, RELATIONSHIP, JOB),
    'CommitFailover': (VM, JOB),
    'CreateReplicationRelationship': (VM, SETTINGS, JOB),
    'GetReplicationStatistics': (VM, *STATISTICS, JOB),
    'GetReplicationStatisticsEx': (VM, RELATIONSHIP, *STATISTICS, JOB),
    'GetSystemCertificates': ('-> string EncodedCertificates[]',),
    'ImportInitialReplica': (VM, 'string InitialReplicationImportLocation', JOB),
    'InitiateFailback': (VM, SETTINGS, 'string RecoveryPointIdentifier', JOB),
    'InitiateFailover': (VM, POINT, JOB),
    'ModifyAuthorizationEntry': (ENTRY, JOB),
    'ModifyReplicationSettings': (VM, SETTINGS, JOB),
    'ModifyServiceSettings': ('string{Msvm_ReplicationServiceSettingData} SettingData', JOB),
    'RemoveAuthorizationEntry': ('string AllowedPrimaryHostSystem', JOB),
    'RemoveReplicationRelationship': (VM, JOB),
    'RemoveReplicationRelationshipEx': (VM, RELATIONSHIP, JOB),
    'RequestStateChange': STATE_CHANGE,
    'ResetReplicationStatistics': (VM, JOB),
    'ResetReplicationStatisticsEx': (VM, RELATIONSHIP, JOB),
    'Resynchronize': (VM, 'datetime StartTime', JOB),
    'ReverseReplicationRelationship': (VM, SETTINGS, JOB),
    'RevertFailover': (VM, JOB),
    'SetAuthorizationEntry': (VM, ENTRY, JOB),
    'SetFailoverNetworkAdapterSettings':
        (VM, 'string{Msvm_FailoverNetworkAdapterSettingData} NetworkSettings[]', JOB),
    'StartReplication': (VM, 'uint16 InitialReplicationType', 'string InitialReplicationExportLocation',
                         'datetime StartTime', JOB),
    'StartService': (),
    'StopService': (),
    'TestReplicaSystem': (VM, POINT, '-> CIM_ComputerSystem REF ResultingSystem', JOB),
    'TestReplicationConnection': ('string RecoveryConnectionPoint', 'uint16 RecoveryServerPortNumber',
                                  'uint16 AuthenticationType', 'string CertificateThumbPrint',
                                  'boolean BypassProxyServer', JOB),
}
VM_METHODS = {
    'RequestReplicationStateChange': STATE_CHANGE,
    'RequestReplicationStateChangeEx': (RELATIONSHIP, *STATE_CHANGE),
}

GOOD = '''
class A {
    [Key] string Name;
    [Since("2012 R2")] uint16 State[];
    uint32 Reset();
};
[Since("2016")]
class B : A
{
    uint16 State[];          // overrides in place, stays no key and as young
    string NAME;             // overrides in place, stays a key
    boolean default;         /* no name in C */
    [EmbeddedObject, Since("2025")] A Others[];
    A REF Next;
    [Since("2012 R2")]
    uint32 Start([in, EmbeddedInstance("A")] string Text, [in, out] datetime Time, [out, Since("2022")] uint8 Bytes[]);
};
'''


def load():
    spec = importlib.util.spec_from_file_location('mof_tables', SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules['mof_tables'] = module
    spec.loader.exec_module(module)
    return module


def run(*paths, cwd):
    """Its standard error, the header and the source."""
    with tempfile.TemporaryDirectory() as folder:
        outputs = [pathlib.Path(folder, name) for name in ('tables.h', 'tables.c')]
        done = subprocess.run([sys.executable, SCRIPT, *outputs, *paths], cwd=cwd, text=True,
                              capture_output=True, check=False)
        texts = [path.read_text() if path.exists() else None for path in outputs]
        return done.returncode, done.stderr, *texts


def spell(row):
    target = row.target.text if row.target else None
    kind = {'REF': f'{target} REF'}.get(row.type) or row.type + (f'{{{target}}}' if target else '')
    return ('-> ' if 'out' in row.qualifiers else '') + f'{kind} {row.name}' + '[]' * row.array


class Refusals(unittest.TestCase):
    def test_fixtures(self):
        fixtures = sorted((HERE / 'mof').glob('*.mof'))
        self.assertGreater(len(fixtures), 25)
        for path in fixtures:
            with self.subTest(path.name):
                expect = path.read_text().splitlines()[0].removeprefix('// ')
                status, message, header, source = run(path.name, cwd=path.parent)
                self.assertEqual(message, f'{path.name}:{expect}\n')
                self.assertEqual((status, header, source), (1, None, None))

    def test_every_refusal_has_a_fixture(self):
        # One fixture or more for each place that raises; add both together.
        self.assertEqual(SCRIPT.read_text().count('raise MofError('), 14)

    def generated(self, *texts):
        with tempfile.TemporaryDirectory() as folder:
            for number, text in enumerate(texts):
                pathlib.Path(folder, f'{number}.mof').write_text(text)
            return run(*(f'{number}.mof' for number in range(len(texts))), cwd=folder)

    def test_too_many_fields(self):
        body = ''.join(f'uint8 N{number};\n' for number in range(128))
        self.assertEqual(self.generated(f'class A {{\n{body}}};\n')[:2], (0, ''))
        self.assertEqual(self.generated(f'class B {{ uint8 M; }};\nclass A : B {{\n{body}}};\n')[:2],
                         (1, "0.mof:2: expected at most 128 fields, got '129'\n"))

    def test_duplicate_in_another_file(self):
        self.assertEqual(self.generated('class A { };', '\nclass A { };')[:2],
                         (1, "1.mof:2: expected a new class name, got 'A'\n"))

    def test_order_of_files_does_not_matter(self):
        self.assertEqual(self.generated('class A : B { };', 'class B { };')[:2], (0, ''))


class Tables(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, 'good.mof').write_text(GOOD)
            _, cls.message, cls.header, cls.source = run('good.mof', cwd=folder)

    def test_struct(self):
        self.assertEqual(self.message, '')
        self.assertIn('''typedef struct {
    HvrWmiObject object;
    char *NAME;
    GArray *State;
    gboolean default_;
    GPtrArray *Others;
    char *Next;
} B;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(B, hvr_wmi_object_free)
extern const HvrWmiClass hvr_wmi_class_B;
''', self.header)

    def test_rows(self):
        self.assertIn('''static const HvrWmiField fields_B[] = {
    { "NAME", HVR_CIM_STRING, HVR_CIM_KEY, NULL, offsetof(B, NAME), NULL },
    { "State", HVR_CIM_UINT16, HVR_CIM_ARRAY, NULL, offsetof(B, State), "2012 R2" },
    { "default", HVR_CIM_BOOLEAN, 0, NULL, offsetof(B, default_), NULL },
    { "Others", HVR_CIM_OBJECT, HVR_CIM_ARRAY, "A", offsetof(B, Others), "2025" },
    { "Next", HVR_CIM_REF, 0, "A", offsetof(B, Next), NULL },
};
static const HvrWmiMethod *const methods_B[] = {
    &hvr_wmi_method_A_Reset,
    &hvr_wmi_method_B_Start,
};
const HvrWmiClass hvr_wmi_class_B = {
    "B", &hvr_wmi_class_A, fields_B, 5, sizeof(B),
    methods_B, 2, "2016",
};
''', self.source)

    def test_parameters(self):
        self.assertIn('{ "Text", HVR_CIM_STRING, HVR_CIM_EMBEDDED, "A", offsetof(B_Start_INPUT, Text), NULL },\n'
                      '    { "Time", HVR_CIM_DATETIME, 0, NULL, offsetof(B_Start_INPUT, Time), NULL },\n}', self.source)
        self.assertIn('{ "Time", HVR_CIM_DATETIME, 0, NULL, offsetof(B_Start_OUTPUT, Time), NULL },\n'
                      '    { "Bytes", HVR_CIM_UINT8, HVR_CIM_ARRAY, NULL, offsetof(B_Start_OUTPUT, Bytes), "2022" },\n'
                      '    { "ReturnValue", HVR_CIM_UINT32, 0, NULL, offsetof(B_Start_OUTPUT, ReturnValue), NULL },\n}',
                      self.source)
        self.assertIn('''const HvrWmiClass hvr_wmi_class_A_Reset_INPUT = {
    "Reset_INPUT", NULL, NULL, 0, sizeof(A_Reset_INPUT),
    NULL, 0, NULL,
};
''', self.source)
        self.assertIn('''const HvrWmiMethod hvr_wmi_method_B_Start = {
    "Start", &hvr_wmi_class_B, &hvr_wmi_class_B_Start_INPUT,
    &hvr_wmi_class_B_Start_OUTPUT, "2012 R2",
};
''', self.source)

    def test_data_only(self):
        for line in self.source.splitlines():
            self.assertRegex(line, r'^($|/\*| \*|#include|static const |const |    |\};)')


class Schemas(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        paths = [str(path) for path in sorted((ROOT / 'schemas').glob('*.mof'))]
        cls.classes = {found.name: found for found in load().read(paths)}

    def methods(self, name):
        return {method.name: tuple(spell(row) for row in method.fields)
                for method in self.classes[name].methods if method.owner == name}

    def test_replication_service(self):
        self.assertEqual(len(METHODS), 29)
        self.assertEqual(self.methods('Msvm_ReplicationService'), METHODS)

    def test_virtual_machine(self):
        found = self.methods('Msvm_ComputerSystem')
        self.assertEqual({name: found.get(name) for name in VM_METHODS}, VM_METHODS)

    def test_associations(self):
        # (class, end point, its class): facts that queries are built from.
        for name, role, target in (
                ('Msvm_SystemReplicationRelationship', 'Antecedent', 'Msvm_ComputerSystem'),
                ('Msvm_SystemReplicationRelationship', 'Dependent', 'Msvm_ReplicationRelationship'),
                ('Msvm_SettingsDefineState', 'ManagedElement', 'Msvm_ComputerSystem'),
                ('Msvm_SettingsDefineState', 'SettingData', 'Msvm_VirtualSystemSettingData'),
                ('Msvm_ElementSettingData', 'ManagedElement', 'CIM_ManagedElement'),
                ('Msvm_ElementSettingData', 'SettingData', 'CIM_SettingData'),
                ('Msvm_ReplicaSystemDependency', 'Antecedent', 'CIM_ComputerSystem'),
                ('Msvm_ReplicaSystemDependency', 'Dependent', 'CIM_ComputerSystem'),
                ('Msvm_SnapshotOfVirtualSystem', 'Antecedent', 'Msvm_ComputerSystem'),
                ('Msvm_SnapshotOfVirtualSystem', 'Dependent', 'Msvm_VirtualSystemSettingData'),
                ('Msvm_LastAppliedSnapshot', 'Antecedent', 'CIM_VirtualSystemSettingData'),
                ('Msvm_LastAppliedSnapshot', 'Dependent', 'CIM_ComputerSystem'),
                ('Msvm_AffectedJobElement', 'AffectedElement', 'CIM_ManagedElement'),
                ('Msvm_AffectedJobElement', 'AffectingElement', 'Msvm_ConcreteJob'),
                ('Msvm_OwningJobElement', 'OwningElement', 'CIM_ManagedElement'),
                ('Msvm_OwningJobElement', 'OwnedElement', 'Msvm_ConcreteJob'),
                ('Msvm_VirtualSystemSettingDataComponent', 'GroupComponent', 'CIM_VirtualSystemSettingData'),
                ('Msvm_VirtualSystemSettingDataComponent', 'PartComponent', 'CIM_ResourceAllocationSettingData'),
                ('Msvm_EthernetPortFailoverSettingDataComponent', 'PartComponent',
                 'Msvm_FailoverNetworkAdapterSettingData'),
                ('Msvm_HostedService', 'Dependent', 'CIM_Service'),
                ('Msvm_HostedDependency', 'Dependent', 'CIM_ManagedElement'),
                ('Msvm_ServiceAffectsElement', 'AffectingElement', 'CIM_Service')):
            with self.subTest(name, role=role):
                row, = (row for row in self.classes[name].fields if row.name == role)
                self.assertEqual((row.type, row.target.text, row.key), ('REF', target, True))

    def test_since(self):
        # what-s-new-in-hyper-v.md and the notes of the pages: 1703 and 1709 came to
        # servers with 2016 or 2019; each row was seen so in dumps of the real builds.
        for name, version, properties in (
                ('Msvm_ComputerSystem', '2012 R2', 'EnhancedSessionModeState'),
                ('Msvm_ReplicationSettingData', '2012 R2',
                 'AdditionalSettings ReplicationInterval ReplicationProvider'),
                ('Msvm_SummaryInformation', '2012 R2',
                 'EnhancedSessionModeState ReplicationHealthEx ReplicationProviderId ReplicationStateEx'
                 ' VirtualSwitchNames VirtualSystemSubType'),
                ('Msvm_SummaryInformation', '2016',
                 'HostComputerSystemName InstanceID Shielded ThumbnailImageHeight ThumbnailImageWidth Version'),
                ('Msvm_StorageAllocationSettingData', '2012 R2',
                 'IOPSAllocationUnits IOPSLimit IOPSReservation PersistentReservationsSupported'),
                ('Msvm_SyntheticEthernetPortSettingData', '2012 R2', 'ClusterMonitored'),
                ('Msvm_EthernetPortAllocationSettingData', '2016', 'CompartmentGuid LastKnownSwitchName'),
                ('Msvm_VirtualSystemSettingData', '2012 R2',
                 'BootSourceOrder LowMmioGapSize NetworkBootPreferredProtocol PauseAfterBootFailure'
                 ' SecureBootEnabled VirtualSystemSubType'),
                ('Msvm_VirtualSystemSettingData', '2019',
                 'Architecture AutomaticSnapshotsEnabled EnhancedSessionTransportType GuestStateDataRoot'
                 ' GuestStateFile IsAutomaticSnapshot'),
                ('Msvm_VirtualSystemExportSettingData', '2019',
                 'DisableDifferentialOfIgnoredStorage ExcludedVirtualHardDisks')):
            with self.subTest(name, version=version):
                found = sorted(row.name for row in self.classes[name].fields if row.since == version)
                self.assertEqual(found, properties.split())
        for name in ('Msvm_ConcreteJob', 'Msvm_ReplicationService', 'Msvm_ReplicationServiceSettingData',
                     'Msvm_ReplicationAuthorizationSettingData', 'Msvm_ReplicationStatistics',
                     'Msvm_FailoverNetworkAdapterSettingData'):
            with self.subTest(name):
                self.assertEqual([row.name for row in self.classes[name].fields if row.since], [])

    def test_keys(self):
        for name, keys in (
                ('Msvm_ComputerSystem', {'CreationClassName', 'Name'}),
                ('Msvm_ReplicationService', {'CreationClassName', 'Name', 'SystemCreationClassName', 'SystemName'}),
                ('Msvm_ReplicationRelationship', {'InstanceID'}),
                ('Msvm_ReplicationSettingData', {'InstanceID'}),
                ('Msvm_VirtualSystemSettingData', {'InstanceID'}),
                ('Msvm_ConcreteJob', {'InstanceID'}),
                ('Msvm_Error', set()),
                ('Win32_ComputerSystem', {'Name'})):
            with self.subTest(name):
                self.assertEqual({row.name for row in self.classes[name].fields if row.key}, keys)

    def test_head(self):
        for path in (ROOT / 'schemas').glob('*.mof'):
            with self.subTest(path.name):
                first, _, third = path.read_text().splitlines()[:3]
                self.assertRegex(first, rf'^// {path.name}: ')
                self.assertEqual(third, '// SPDX-License-Identifier: LGPL-2.1-or-later')


if __name__ == '__main__':
    unittest.main()
