/* test_sim_version.c: what clients see of each Windows Server on the wire
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The tables are written down from what-s-new-in-hyper-v.md and the notes of
 * the pages, not from schemas/: one column a release, '+' where it has it.
 */

#include <config.h>

#include "service_fixture.h"

#define RS          V2 "Msvm_ReplicationService"
#define WQL_CLASSES V2 "*"

/* clang-format off */
static const struct {
    const char *name;
    const char *os_version;
    const char *build;
    const char *caption;
    const char *vm;
} releases[] = {
    { "2012",    "6.2.9200",   "9200",  "Microsoft Windows Server 2012 Datacenter",    "4.0"  },
    { "2012 R2", "6.3.9600",   "9600",  "Microsoft Windows Server 2012 R2 Datacenter", "5.0"  },
    { "2016",    "10.0.14393", "14393", "Microsoft Windows Server 2016 Datacenter",    "8.0"  },
    { "2019",    "10.0.17763", "17763", "Microsoft Windows Server 2019 Datacenter",    "9.0"  },
    { "2022",    "10.0.20348", "20348", "Microsoft Windows Server 2022 Datacenter",    "10.0" },
    { "2025",    "10.0.26100", "26100", "Microsoft Windows Server 2025 Datacenter",    "12.0" },
};

typedef struct {
    const char *name;
    const char *has;
} ClassCase;

static const ClassCase classes[] = {
    { "Msvm_ComputerSystem",                          "++++++" },
    { "Msvm_ConcreteJob",                             "++++++" },
    { "Msvm_VirtualSystemSettingData",                "++++++" },
    { "Msvm_SummaryInformation",                      "++++++" },
    { "Msvm_SummaryInformationBase",                  "--++++" },
    { "Msvm_ReplicationService",                      "++++++" },
    { "Msvm_ReplicationServiceSettingData",           "++++++" },
    { "Msvm_ReplicationAuthorizationSettingData",     "++++++" },
    { "Msvm_ReplicationSettingData",                  "++++++" },
    { "Msvm_ReplicationStatistics",                   "++++++" },
    { "Msvm_FailoverNetworkAdapterSettingData",       "++++++" },
    { "Msvm_ReplicationRelationship",                 "-+++++" },
    { "Msvm_SystemReplicationRelationship",           "-+++++" },
    { "Msvm_ReplicationProvider",                     "-+++++" },
    { "Msvm_SettingsDefineState",                     "++++++" },
    { "Msvm_ReplicaSystemDependency",                 "++++++" },
    { "Msvm_VirtualSystemCollection",                 "--++++" },
    { "Msvm_SnapshotCollection",                      "--++++" },
    { "Msvm_CollectedVirtualSystems",                 "--++++" },
    { "Msvm_SerialPortSettingData",                   "--++++" },
    { "CIM_CollectionOfMSEs",                         "--++++" },
    { "CIM_View",                                     "--++++" },
    { "CIM_ManagedElement",                           "++++++" },
};

typedef struct {
    const char *name;
    const char *uri;
    const char *keys;
    const char *has;
} MethodCase;

#define ON_RS(name, has) { name, RS, KEYS(KEY("Name", "replicasvc")), has }
#define ON_VM(name, has) { name, CS, VM_KEYS, has }

static const MethodCase methods[] = {
    ON_RS("AddAuthorizationEntry",             "++++++"),
    ON_RS("ChangeReplicationModeToPrimary",    "-+++++"),
    ON_RS("CommitFailover",                    "++++++"),
    ON_RS("CreateReplicationRelationship",     "++++++"),
    ON_RS("GetReplicationStatistics",          "++++++"),
    ON_RS("GetReplicationStatisticsEx",        "-+++++"),
    ON_RS("GetSystemCertificates",             "++++++"),
    ON_RS("ImportInitialReplica",              "++++++"),
    ON_RS("InitiateFailback",                  "-+++++"),
    ON_RS("InitiateFailover",                  "++++++"),
    ON_RS("ModifyAuthorizationEntry",          "++++++"),
    ON_RS("ModifyReplicationSettings",         "++++++"),
    ON_RS("ModifyServiceSettings",             "++++++"),
    ON_RS("RemoveAuthorizationEntry",          "++++++"),
    ON_RS("RemoveReplicationRelationship",     "++++++"),
    ON_RS("RemoveReplicationRelationshipEx",   "-+++++"),
    ON_RS("RequestStateChange",                "-+++++"),
    ON_RS("ResetReplicationStatistics",        "++++++"),
    ON_RS("ResetReplicationStatisticsEx",      "-+++++"),
    ON_RS("Resynchronize",                     "++++++"),
    ON_RS("ReverseReplicationRelationship",    "++++++"),
    ON_RS("RevertFailover",                    "++++++"),
    ON_RS("SetAuthorizationEntry",             "++++++"),
    ON_RS("SetFailoverNetworkAdapterSettings", "++++++"),
    ON_RS("StartReplication",                  "++++++"),
    ON_RS("StartService",                      "-+++++"),
    ON_RS("StopService",                       "-+++++"),
    ON_RS("TestReplicaSystem",                 "++++++"),
    ON_RS("TestReplicationConnection",         "++++++"),
    ON_VM("RequestReplicationStateChange",     "++++++"),
    ON_VM("RequestReplicationStateChangeEx",   "-+++++"),
};

typedef struct {
    const char *name;
    const char *type;
    const char *has;
} PropertyCase;

static const PropertyCase properties[] = {
    { "ReplicationInterval",                     "Msvm_ReplicationSettingData",           "-+++++" },
    { "ReplicationProvider",                     "Msvm_ReplicationSettingData",           "-+++++" },
    { "AdditionalSettings",                      "Msvm_ReplicationSettingData",           "-+++++" },
    { "EnableWriteOrderPreservationAcrossDisks", "Msvm_ReplicationSettingData",           "++++++" },
    { "RecoveryHistory",                         "Msvm_ReplicationSettingData",           "++++++" },
    { "ReplicationMode",                         "Msvm_ComputerSystem",                   "++++++" },
    { "ReplicationState",                        "Msvm_ComputerSystem",                   "++++++" },
    { "EnhancedSessionModeState",                "Msvm_ComputerSystem",                   "-+++++" },
    { "VirtualSystemSubType",                    "Msvm_VirtualSystemSettingData",         "-+++++" },
    { "SecureBootEnabled",                       "Msvm_VirtualSystemSettingData",         "-+++++" },
    { "ConsoleMode",                             "Msvm_VirtualSystemSettingData",         "--++++" },
    { "UserSnapshotType",                        "Msvm_VirtualSystemSettingData",         "--++++" },
    { "AutomaticSnapshotsEnabled",               "Msvm_VirtualSystemSettingData",         "---+++" },
    { "GuestStateFile",                          "Msvm_VirtualSystemSettingData",         "---+++" },
    { "Version",                                 "Msvm_VirtualSystemSettingData",         "++++++" },
    { "IOPSLimit",                               "Msvm_StorageAllocationSettingData",     "-+++++" },
    { "CachingMode",                             "Msvm_StorageAllocationSettingData",     "--++++" },
    { "ClusterMonitored",                        "Msvm_SyntheticEthernetPortSettingData", "-+++++" },
    { "DeviceNamingEnabled",                     "Msvm_SyntheticEthernetPortSettingData", "--++++" },
    { "ExposeVirtualizationExtensions",          "Msvm_ProcessorSettingData",             "--++++" },
    { "SgxEnabled",                              "Msvm_MemorySettingData",                "---+++" },
    { "ReplicationStateEx",                      "Msvm_SummaryInformation",               "-+++++" },
    { "ReplicationHealthEx",                     "Msvm_SummaryInformation",               "-+++++" },
    { "ReplicationProviderId",                   "Msvm_SummaryInformation",               "-+++++" },
    { "ReplicationHealth",                       "Msvm_SummaryInformation",               "++++++" },
    { "HostComputerSystemName",                  "Msvm_SummaryInformation",               "--++++" },
};
/* clang-format on */

static gboolean
has(const char *flags, gsize release)
{
    g_assert_cmpuint(strlen(flags), ==, G_N_ELEMENTS(releases));

    return flags[release] == '+';
}

static void
become(Fixture *f, gsize release)
{
    g_test_message("Windows Server %s", releases[release].name);
    hvs_host_set_version(f->host, releases[release].name);
}

static Answer
ask_wql(Fixture *f, const char *wql)
{
    g_autofree char *text = g_markup_escape_text(wql, -1);
    g_autofree char *body = g_strdup_printf(QUERY("%s"), text);

    return ask(f, ENUMERATE, WQL_CLASSES, "", body);
}

/* A query on what is not there: WBEM_E_INVALID_CLASS, which WinRM does not map. */
static void
test_class(Fixture *f, gconstpointer data)
{
    const ClassCase *c = data;
    g_autofree char *uri = g_strconcat(V2, c->name, NULL);
    g_autofree char *wql = g_strdup_printf("SELECT * FROM %s", c->name);

    for (gsize i = 0; i < G_N_ELEMENTS(releases); i++) {
        g_auto(Answer) enumerated = { 0 };
        g_auto(Answer) queried = { 0 };
        g_auto(Answer) got = { 0 };

        become(f, i);
        enumerated = ask(f, ENUMERATE, uri, "", "<n:Enumerate/>");
        queried = ask_wql(f, wql);
        g_assert_cmpint(!enumerated.is_fault, ==, has(c->has, i));
        g_assert_cmpint(!queried.is_fault, ==, has(c->has, i));
        if (has(c->has, i))
            continue;
        assert_fault(&enumerated, "a:DestinationUnreachable", "2150858752");
        assert_fault(&queried, "w:InternalError", "2147749904");
        got = ask(f, GET, uri, KEYS(KEY("InstanceID", "1")), "");
        assert_fault(&got, "a:DestinationUnreachable", "2150858752");
    }
}

static void
test_method(Fixture *f, gconstpointer data)
{
    const MethodCase *c = data;
    g_autofree char *action = g_strconcat(c->uri, "/", c->name, NULL);
    g_autofree char *output = g_strconcat(c->name, "_OUTPUT", NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(releases); i++) {
        g_auto(Answer) answer = { 0 };

        become(f, i);
        answer = ask(f, action, c->uri, c->keys, "");
        if (has(c->has, i))
            assert_response(&answer, c->uri, output);
        else
            assert_fault(&answer, "a:ActionNotSupported", "2150858868");
    }
}

/* The items of a whole enumeration, all in one page. */
static const xmlNode *
find_items(const Answer *answer)
{
    const xmlNode *response = assert_response(answer, HVR_NS_N, "EnumerateResponse");

    return hvr_xml_find(response, HVR_NS_W, "Items");
}

static void
check_instances(Fixture *f, const PropertyCase *c, gboolean expect)
{
    g_autofree char *uri = g_strconcat(V2, c->type, NULL);
    g_auto(Answer) answer = ask(f, ENUMERATE, uri, "",
                                "<n:Enumerate><w:OptimizeEnumeration/>"
                                "<w:MaxElements>100</w:MaxElements></n:Enumerate>");
    const xmlNode *items = find_items(&answer);

    for (const xmlNode *node = hvr_xml_first_element(items); node != NULL;
         node = hvr_xml_next_element(node))
        g_assert_cmpint(hvr_xml_find(node, uri, c->name) != NULL, ==, expect);
}

static void
check_query(Fixture *f, const char *wql, gboolean expect)
{
    g_auto(Answer) answer = ask_wql(f, wql);

    if (expect)
        assert_response(&answer, HVR_NS_N, "EnumerateResponse");
    else
        assert_fault(&answer, "n:CannotProcessFilter", "2150858778");
}

static gboolean
is_array(const char *name)
{
    return g_str_has_suffix(name, "Ex") || g_str_has_suffix(name, "Id");
}

/* Not there at all where the class has it not, nil ones included; a query that
 * names it is refused as a whole. */
static void
test_property(Fixture *f, gconstpointer data)
{
    const PropertyCase *c = data;
    g_autofree char *select = g_strdup_printf("SELECT %s FROM %s", c->name, c->type);
    g_autofree char *where = g_strdup_printf("SELECT * FROM %s WHERE %s = NULL", c->type, c->name);

    hvs_vm_add_disk(f->vm, "C:\\VMs\\web.vhdx", 1);
    hvs_vm_add_nic(f->vm, "Network Adapter", "Production");
    for (gsize i = 0; i < G_N_ELEMENTS(releases); i++) {
        become(f, i);
        check_instances(f, c, has(c->has, i));
        check_query(f, select, has(c->has, i));
        if (!is_array(c->name))
            check_query(f, where, has(c->has, i));
    }
}

#define SUMMARY_INPUT                                                                              \
    "<q:GetSummaryInformation_INPUT xmlns:q=\"" V2 "Msvm_VirtualSystemManagementService\">"        \
    "<q:RequestedInformation>0</q:RequestedInformation>"                                           \
    "<q:RequestedInformation>115</q:RequestedInformation>"                                         \
    "<q:RequestedInformation>118</q:RequestedInformation>"                                         \
    "<q:RequestedInformation>122</q:RequestedInformation></q:GetSummaryInformation_INPUT>"

/* Objects inside an answer are those of the release, too. */
static void
test_summary(Fixture *f, gconstpointer data)
{
    static const char uri[] = V2 "Msvm_VirtualSystemManagementService";
    static const char type[] = V2 "Msvm_SummaryInformation";

    for (gsize i = 0; i < G_N_ELEMENTS(releases); i++) {
        g_auto(Answer) answer = { 0 };
        const xmlNode *summary;

        become(f, i);
        answer = ask(f, V2 "Msvm_VirtualSystemManagementService/GetSummaryInformation", uri,
                     KEYS(KEY("Name", "vmms")), SUMMARY_INPUT);
        summary = hvr_xml_find(assert_response(&answer, uri, "GetSummaryInformation_OUTPUT"), uri,
                               "SummaryInformation");
        assert_text(summary, type, "Name", GUID);
        assert_text(summary, type, "ReplicationState", "0");
        g_assert_cmpint(hvr_xml_find(summary, type, "Shielded") != NULL, ==, i >= 2);
        g_assert_cmpint(hvr_xml_find(summary, type, "EnhancedSessionModeState") != NULL, ==,
                        i >= 1);
        g_assert_cmpint(hvr_xml_find(summary, type, "ReplicationStateEx") != NULL, ==, i >= 1);
    }
}

#define IDENTIFY                                                                                   \
    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "                             \
    "xmlns:wsmid=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\">"             \
    "<s:Header/><s:Body><wsmid:Identify/></s:Body></s:Envelope>"

static void
check_windows(Fixture *f, gsize i)
{
    static const char uri[] = WIN "Win32_OperatingSystem";
    g_auto(Answer) answer = ask(f, ENUMERATE, uri, "",
                                "<n:Enumerate><w:OptimizeEnumeration/>"
                                "<w:MaxElements>10</w:MaxElements></n:Enumerate>");
    const xmlNode *os = hvr_xml_find(find_items(&answer), uri, "Win32_OperatingSystem");

    assert_text(os, uri, "Version", releases[i].os_version);
    assert_text(os, uri, "BuildNumber", releases[i].build);
    assert_text(os, uri, "Caption", releases[i].caption);
}

static void
check_machine(Fixture *f, gsize i)
{
    g_auto(Answer) answer = ask(f, GET, SETTINGS, KEYS(KEY("InstanceID", "Microsoft:" GUID)), "");

    assert_text(assert_response(&answer, SETTINGS, "Msvm_VirtualSystemSettingData"), SETTINGS,
                "Version", releases[i].vm);
}

static void
test_names(Fixture *f, gconstpointer data)
{
    for (gsize i = 0; i < G_N_ELEMENTS(releases); i++) {
        g_autofree char *product =
            g_strdup_printf("OS: %s SP: 0.0 Stack: 3.0", releases[i].os_version);
        g_auto(Answer) answer = { 0 };

        become(f, i);
        answer = ask_text(f, IDENTIFY);
        assert_text(assert_response(&answer, HVR_NS_WSMID, "IdentifyResponse"), HVR_NS_WSMID,
                    "ProductVersion", product);
        check_windows(f, i);
        check_machine(f, i);
    }
}

static void
test_find(Fixture *f, gconstpointer data)
{
    static const char *const wrong[] = { "", "2008 R2", "2012R2", "10.0", "10.0.19041", "6.2" };
    guint n_versions;
    const HvsVersion *versions = hvs_version_list(&n_versions);

    g_assert_cmpuint(n_versions, ==, G_N_ELEMENTS(releases));
    for (gsize i = 0; i < n_versions; i++) {
        g_assert_cmpstr(versions[i].name, ==, releases[i].name);
        g_assert_true(hvs_version_find(releases[i].name) == &versions[i]);
        g_assert_true(hvs_version_find(releases[i].os_version) == &versions[i]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
        g_assert_null(hvs_version_find(wrong[i]));
    /* Who does not say is of 2022. */
    g_assert_cmpstr(f->host->version->name, ==, "2022");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_cases("/sim/version/class/", classes, test_class);
    add_cases("/sim/version/method/", methods, test_method);
    for (gsize i = 0; i < G_N_ELEMENTS(properties); i++) {
        g_autofree char *path = g_strconcat("/sim/version/property/", properties[i].type, "/",
                                            properties[i].name, NULL);

        g_test_add(path, Fixture, &properties[i], set_up, test_property, tear_down);
    }
    add_story("/sim/version/summary", test_summary);
    add_story("/sim/version/names", test_names);
    add_story("/sim/version/find", test_find);

    return g_test_run();
}
