/* test_sim_wql.c: the part of WQL that WMI clients send
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm.h"
#include "sim_wbem.h"
#include "sim_wql.h"

#define GUID  "6DDC63C1-0135-40CA-B998-A606D91080E9"
#define OTHER "0A1B2C3D-0000-4000-8000-000000000002"

/* 2026-05-01T03:00:00Z */
#define START (G_GINT64_CONSTANT(1777604400) * G_USEC_PER_SEC)

typedef struct {
    const char *name;
    const char *query;
    gboolean expect;
} ParseCase;

/* What libvirt 9.0.0 sends is spelled as its source has it, blanks included. */
/* clang-format off */
static const ParseCase parse_cases[] = {
    { "all",                "SELECT * FROM Msvm_ComputerSystem",                                  TRUE },
    { "trailing-blank",     "SELECT * FROM Msvm_ComputerSystem ",                                 TRUE },
    { "any-case",           "select * from msvm_computersystem where NAME = 'x'",                 TRUE },
    { "projection",         "SELECT Name, EnabledState FROM Msvm_ComputerSystem",                 TRUE },
    { "libvirt-list",       "SELECT * FROM Msvm_ComputerSystem WHERE Name != __SERVER AND (EnabledState != 0 and EnabledState != 3 and EnabledState != 32769) ", TRUE },
    { "libvirt-inactive",   "SELECT * FROM Msvm_ComputerSystem WHERE Name != __SERVER AND (EnabledState = 0 or EnabledState = 3 or EnabledState = 32769) ",      TRUE },
    { "libvirt-by-name",    "SELECT * FROM Msvm_ComputerSystem WHERE Name != __SERVER AND ElementName = 'it\\'s'",                                             TRUE },
    { "libvirt-default",    "SELECT * FROM Msvm_ResourceAllocationSettingData WHERE ResourceSubType = 'Microsoft:Hyper-V:Physical Disk Drive' AND InstanceID LIKE '%%Default%%'", TRUE },
    { "libvirt-switch",     "SELECT * FROM Msvm_VirtualEthernetSwitch WHERE HealthState = 5",     TRUE },
    { "libvirt-path",       "SELECT * FROM Msvm_DiskDrive WHERE __PATH='\\\\\\\\HOST\\\\root\\\\virtualization\\\\v2:Msvm_DiskDrive.DeviceID=\"a\"'", TRUE },
    { "libvirt-processors", "ASSOCIATORS OF {Win32_ComputerSystem.Name='HV'} WHERE AssocClass = Win32_ComputerSystemProcessor ResultClass = Win32_Processor", TRUE },
    { "libvirt-settings",   "ASSOCIATORS OF {Msvm_ComputerSystem.CreationClassName='Msvm_ComputerSystem',Name='6ddc'} WHERE AssocClass = Msvm_SettingsDefineState ResultClass = Msvm_VirtualSystemSettingData", TRUE },
    { "libvirt-components", "ASSOCIATORS OF {Msvm_VirtualSystemSettingData.InstanceID='Microsoft:6DDC'} WHERE AssocClass = Msvm_VirtualSystemSettingDataComponent ResultClass = Msvm_ProcessorSettingData", TRUE },
    { "brace-in-a-key",     "ASSOCIATORS OF {Msvm_ConcreteJob.InstanceID='}\\''}",                TRUE },
    { "roles",              "ASSOCIATORS OF {A.B='c'} WHERE Role = Antecedent ResultRole = Dependent KeysOnly", TRUE },
    { "references",         "REFERENCES OF {A.B='c'} WHERE ResultClass = D Role = E",             TRUE },
    { "literal-first",      "SELECT * FROM A WHERE 2 = EnabledState",                             TRUE },
    { "is-not-null",        "SELECT * FROM A WHERE B IS NOT NULL",                                TRUE },
    { "negative",           "SELECT * FROM A WHERE B > -5",                                       TRUE },
    { "depth-ok",           "SELECT * FROM A WHERE ((((((((((B = 1))))))))))",                    TRUE },
    { "empty",              "",                                                                   FALSE },
    { "no-class",           "SELECT * FROM",                                                      FALSE },
    { "no-properties",      "SELECT FROM A",                                                      FALSE },
    { "open-list",          "SELECT A, FROM B",                                                   FALSE },
    { "open-string",        "SELECT * FROM A WHERE B = 'c",                                       FALSE },
    { "open-string-escape", "SELECT * FROM A WHERE B = 'c\\'",                                    FALSE },
    { "open-path",          "ASSOCIATORS OF {A.B='c'",                                            FALSE },
    { "open-parenthesis",   "SELECT * FROM A WHERE (B = 1",                                       FALSE },
    { "no-value",           "SELECT * FROM A WHERE B =",                                          FALSE },
    { "no-condition",       "SELECT * FROM A WHERE ",                                             FALSE },
    { "two-literals",       "SELECT * FROM A WHERE 1 = 1",                                        FALSE },
    { "like-a-number",      "SELECT * FROM A WHERE B LIKE 5",                                     FALSE },
    { "trailing-word",      "SELECT * FROM A WHERE B = 1 C",                                      FALSE },
    { "order-by",           "SELECT * FROM A ORDER BY B",                                         FALSE },
    { "clauses-with-and",   "ASSOCIATORS OF {A.B='c'} WHERE AssocClass = D AND ResultClass = E",  FALSE },
    { "clause-twice",       "ASSOCIATORS OF {A.B='c'} WHERE Role = D Role = E",                   FALSE },
    { "clause-missing",     "ASSOCIATORS OF {A.B='c'} WHERE ",                                    FALSE },
    { "clause-of-others",   "REFERENCES OF {A.B='c'} WHERE AssocClass = D",                       FALSE },
    { "schema-only",        "ASSOCIATORS OF {A.B='c'} WHERE ClassDefsOnly",                       FALSE },
    { "event-query",        "SELECT * FROM __InstanceModificationEvent WITHIN 5",                 FALSE },
    { "other-language",     "DELETE FROM A",                                                      FALSE },
    { "stray-character",    "SELECT * FROM A; SELECT * FROM B",                                   FALSE },
};
/* clang-format on */

static void
test_parse(gconstpointer data)
{
    const ParseCase *c = data;
    g_autoptr(HvsWql) wql = hvs_wql_parse(c->query);

    g_assert_cmpint(wql != NULL, ==, c->expect);
}

/* clang-format off */
static const ParseCase event_cases[] = {
    { "within",        "SELECT * FROM __InstanceModificationEvent WITHIN 5",                        TRUE  },
    { "fraction",      "SELECT * FROM __InstanceModificationEvent WITHIN 0.25",                     TRUE  },
    { "condition",     "SELECT * FROM A WITHIN 5 WHERE TargetInstance ISA 'B' AND TargetInstance.C = PreviousInstance.C", TRUE },
    { "without",       "SELECT * FROM A WHERE TargetInstance ISA 'B'",                              TRUE  },
    { "mirrored",      "SELECT * FROM A WHERE 2 = TargetInstance.B",                                TRUE  },
    { "no-time",       "SELECT * FROM A WITHIN",                                                    FALSE },
    { "no-fraction",   "SELECT * FROM A WITHIN 2.",                                                 FALSE },
    { "zero",          "SELECT * FROM A WITHIN 0",                                                  FALSE },
    { "zero-fraction", "SELECT * FROM A WITHIN 0.0",                                                FALSE },
    { "negative",      "SELECT * FROM A WITHIN -1",                                                 FALSE },
    { "unit",          "SELECT * FROM A WITHIN 5s",                                                 FALSE },
    { "huge",          "SELECT * FROM A WITHIN 99999999999999999999",                               FALSE },
    { "behind-where",  "SELECT * FROM A WHERE B = 1 WITHIN 5",                                      FALSE },
    { "open-dot",      "SELECT * FROM A WHERE B. = 1",                                              FALSE },
    { "leading-dot",   "SELECT * FROM A WHERE .B = 1",                                              FALSE },
    { "dotted-class",  "SELECT * FROM A.B",                                                         FALSE },
    { "grouped",       "SELECT * FROM A GROUP WITHIN 5",                                            FALSE },
    { "associators",   "ASSOCIATORS OF {A.B='c'}",                                                  FALSE },
};
/* clang-format on */

static void
test_parse_events(gconstpointer data)
{
    const ParseCase *c = data;
    g_autoptr(HvsWql) wql = hvs_wql_parse_events(c->query);

    g_assert_cmpint(wql != NULL, ==, c->expect);
}

static void
test_parse_within(void)
{
    g_autoptr(HvsWql) wql = hvs_wql_parse_events("SELECT * FROM A WITHIN 2.5");
    g_autoptr(HvsWql) none = hvs_wql_parse_events("SELECT * FROM A");

    g_assert_cmpint(wql->within, ==, 2500000);
    g_assert_cmpint(none->within, ==, 0);
}

/* Nested a thousand times it is refused, a thousand in a row are not. */
static void
test_parse_size(void)
{
    g_autoptr(GString) deep = g_string_new("SELECT * FROM A WHERE ");
    g_autoptr(GString) wide = g_string_new("SELECT * FROM A WHERE B = 0");
    g_autoptr(HvsWql) refused = NULL;
    g_autoptr(HvsWql) accepted = NULL;

    for (guint i = 0; i < 1000; i++) {
        g_string_append(deep, i % 2 == 0 ? "NOT " : "(");
        g_string_append_printf(wide, " OR B = %u", i);
    }
    g_string_append(deep, "B = 1");
    for (guint i = 0; i < 500; i++)
        g_string_append_c(deep, ')');

    refused = hvs_wql_parse(deep->str);
    g_assert_null(refused);
    accepted = hvs_wql_parse(wide->str);
    g_assert_nonnull(accepted);
    g_assert_cmpuint(accepted->where->children->len, ==, 1001);
}

typedef struct {
    const char *name;
    const char *pattern;
    const char *text;
    gboolean expect;
} LikeCase;

/* clang-format off */
static const LikeCase like_cases[] = {
    { "libvirt-maximum",   "Microsoft:Definition%Maximum", "Microsoft:Definition\\B637F346-6A0E-4DEC-AF52-BD70CB80A21D\\Maximum", TRUE  },
    { "two-percents",      "%%Default%%",   "Microsoft:Definition\\x\\Default", TRUE  },
    { "any-case",          "MICRO%",        "microsoft",     TRUE  },
    { "whole-text",        "soft",          "microsoft",     FALSE },
    { "percent-is-none",   "a%b",           "ab",            TRUE  },
    { "underscore-is-one", "a_c",           "abc",           TRUE  },
    { "underscore-not-0",  "a_c",           "ac",            FALSE },
    { "underscore-utf8",   "_",             "\xc3\xa4",      TRUE  },
    { "set",               "[abc]x",        "bx",            TRUE  },
    { "set-misses",        "[abc]x",        "dx",            FALSE },
    { "range",             "[a-f]1",        "e1",            TRUE  },
    { "range-misses",      "[a-f]1",        "g1",            FALSE },
    { "negated",           "[^a-f]1",       "g1",            TRUE  },
    { "negated-misses",    "[^a-f]1",       "a1",            FALSE },
    { "escaped-percent",   "100[%]",        "100%",          TRUE  },
    { "escaped-percent-2", "100[%]",        "1000",          FALSE },
    { "escaped-bracket",   "a[[]b",         "a[b",           TRUE  },
    { "closing-member",    "a[]]b",         "a]b",           TRUE  },
    { "open-bracket",      "a[b",           "a[b",           TRUE  },
    { "goes-back",         "%ab%abc",       "xababc",        TRUE  },
    { "empty-pattern",     "",              "",              TRUE  },
    { "empty-text",        "%",             "",              TRUE  },
    { "many-percents",     "%a%a%a%a%a%a%a%a%b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", FALSE },
};
/* clang-format on */

static void
test_like(gconstpointer data)
{
    const LikeCase *c = data;

    g_assert_cmpint(hvs_wql_like(c->pattern, c->text), ==, c->expect);
}

typedef enum {
    REFUSED,
    NO,
    YES
} Outcome;

typedef struct {
    const char *name;
    const char *condition;
    Outcome expect;
} MatchCase;

/* The object is built in new_subject(). */
/* clang-format off */
static const MatchCase match_cases[] = {
    { "number",               "EnabledState = 2",                                 YES     },
    { "number-as-text",       "EnabledState = '2'",                               YES     },
    { "number-not-text",      "OnTimeInMilliseconds > 9",                         YES     }, /* 1000: "1000" < "9" as text */
    { "number-biggest",       "OnTimeInMilliseconds <= 18446744073709551615",     YES     },
    { "number-negative",      "EnabledState > -1",                                YES     },
    { "number-zero",          "NumberOfNumaNodes > '-0'", NO },
    { "number-less",          "ProcessID < 4712",                                 YES     },
    { "number-less-equal",    "ProcessID <= 4711",                                YES     },
    { "number-greater-not",   "ProcessID > 4711",                                 NO      },
    { "number-word",          "EnabledState = 'two'",                             REFUSED },
    { "number-too-big",       "EnabledState = 18446744073709551616",              REFUSED },
    { "mirrored",             "4712 > ProcessID",                                 YES     },
    { "mirrored-not",         "4711 > ProcessID",                                 NO      },
    { "string-any-case",      "Name = '6ddc63c1-0135-40ca-b998-a606d91080e9'",     YES     },
    { "string-not",           "Name <> '6ddc63c1-0135-40ca-b998-a606d91080e9'",    NO      },
    { "string-utf8",          "ElementName = \"\xc3\xa4'b\\\"c\"",                YES     },
    { "string-order",         "Name >= '6d'",                                     YES     },
    { "string-and-number",    "ElementName = 5",                                  NO      },
    { "like",                 "Name LIKE '6DDC%'",                                YES     },
    { "not-like",             "NOT Name LIKE '6DDC%'",                            NO      },
    { "like-number",          "EnabledState LIKE '2'",                            REFUSED },
    { "datetime-zones",       "InstallDate = '20260501050000.000000+120'",        YES     },
    { "datetime-later",       "InstallDate < '20260501030000.000001+000'",        YES     },
    { "datetime-interval",    "InstallDate = '00000001000000.000000:000'",        NO      },
    { "datetime-of-kinds",    "InstallDate > '00000001000000.000000:000'", NO },
    { "datetime-bad",         "InstallDate = 'yesterday'",                        REFUSED },
    { "null",                 "Caption IS NULL",                                  YES     },
    { "not-null",             "Caption IS NOT NULL",                              NO      },
    { "is-null-not",          "EnabledState IS NULL",                             NO      },
    { "equals-null",          "Caption = NULL",                                   YES     },
    { "null-differs",         "Caption <> 'x'",                                   YES     },
    { "null-not-equal",       "Caption = ''",                                     NO      },
    { "null-not-less",        "Caption < 'x'",                                    NO      },
    { "null-in-order",        "Caption < NULL",                                   REFUSED },
    { "array",                "OperationalStatus = 2",                            REFUSED },
    { "unknown",              "NoSuchProperty = 2",                               REFUSED },
    { "unknown-deep",         "EnabledState = 2 OR (Name = 'x' AND NOT Nope = 1)", REFUSED },
    { "server",               "Name != __SERVER",                                 YES     },
    { "server-is",            "__SERVER = 'hv-primary'",                          YES     },
    { "class",                "__CLASS = 'msvm_computersystem'",                  YES     },
    { "isa",                  "__THIS ISA 'CIM_ComputerSystem'",                  YES     },
    { "isa-not",              "__THIS ISA 'Msvm_ConcreteJob'",                    NO      },
    { "isa-unknown",          "__CLASS ISA Nothing",                              NO      },
    { "isa-property",         "Name ISA 'CIM_ComputerSystem'",                    REFUSED },
    { "path",                 "__PATH = '\\\\\\\\hv-primary\\\\ROOT\\\\virtualization\\\\v2:Msvm_ComputerSystem.Name=\"" GUID "\",CreationClassName=\"Msvm_ComputerSystem\"'", YES },
    { "path-other",           "__PATH = '\\\\\\\\HV-REPLICA\\\\root\\\\virtualization\\\\v2:Msvm_ComputerSystem.CreationClassName=\"Msvm_ComputerSystem\",Name=\"" GUID "\"'", NO },
    { "path-nonsense",        "__PATH = 'NODRIVE'",                               NO      },
    { "and-before-or",        "EnabledState = 2 OR EnabledState = 3 AND Name = 'x'", YES  },
    { "parentheses",          "(EnabledState = 2 OR EnabledState = 3) AND Name = 'x'", NO },
    { "not-binds-tight",      "NOT EnabledState = 3 AND EnabledState = 2",        YES     },
    { "not-parentheses",      "NOT (EnabledState = 3 OR EnabledState = 2)",       NO      },
    { "libvirt-active",       "Name != __SERVER AND (EnabledState != 0 and EnabledState != 3 and EnabledState != 32769) ", YES },
    { "libvirt-inactive",     "Name != __SERVER AND (EnabledState = 0 or EnabledState = 3 or EnabledState = 32769) ", NO },
};
/* clang-format on */

static gpointer
new_subject(void)
{
    gpointer object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ComputerSystem);

    hvr_wmi_object_set_string(object, "CreationClassName", "Msvm_ComputerSystem");
    hvr_wmi_object_set_string(object, "Name", GUID);
    hvr_wmi_object_set_string(object, "ElementName", "\xc3\x84'b\"c");
    hvr_wmi_object_set_uint(object, "EnabledState", 2);
    hvr_wmi_object_set_uint(object, "ProcessID", 4711);
    hvr_wmi_object_set_uint(object, "NumberOfNumaNodes", 0);
    hvr_wmi_object_set_uint(object, "OnTimeInMilliseconds", 1000);
    hvr_wmi_object_set_time(object, "InstallDate", START);

    return object;
}

static void
test_match(gconstpointer data)
{
    const MatchCase *c = data;
    HvsHost host = { .netbios = (char *)"HV-PRIMARY" };
    g_autoptr(HvrWmiObject) object = new_subject();
    g_autofree char *query = g_strconcat("SELECT * FROM A WHERE ", c->condition, NULL);
    g_autoptr(HvsWql) wql = hvs_wql_parse(query);

    g_assert_nonnull(wql);
    if (c->expect == REFUSED) {
        g_assert_false(hvs_wql_node_fits(wql->where, hvs_version_find("2022"), object->type));
        return;
    }
    g_assert_true(hvs_wql_node_fits(wql->where, hvs_version_find("2022"), object->type));
    g_assert_cmpint(hvs_wql_node_match(wql->where, &host, HVR_WMI_NAMESPACE, object), ==,
                    c->expect == YES);
}

typedef struct {
    const char *name;
    const char *wmi_namespace;
    const char *query;
    guint32 status;
    guint n_objects;
} RunCase;

#define VM_PATH "Msvm_ComputerSystem.CreationClassName='Msvm_ComputerSystem',Name='" GUID "'"

/* Two VMs, one with a disk and a NIC; see new_world(). */
/* clang-format off */
static const RunCase run_cases[] = {
    { "class",             HVR_WMI_NAMESPACE, "SELECT * FROM Msvm_ComputerSystem WHERE Caption = 'Virtual Machine'",   HVS_WBEM_OK, 2 },
    { "base-class",        HVR_WMI_NAMESPACE, "SELECT * FROM CIM_ComputerSystem WHERE ElementName = 'web'",           HVS_WBEM_OK, 1 },
    { "namespace-in-caps", "ROOT/CIMV2",      "SELECT * FROM Win32_OperatingSystem",                                  HVS_WBEM_OK, 1 },
    { "nothing-found",     HVR_WMI_NAMESPACE, "SELECT * FROM Msvm_ComputerSystem WHERE Name = 'x'",                   HVS_WBEM_OK, 0 },
    { "nothing-there",     HVR_WMI_NAMESPACE, "SELECT * FROM Msvm_DiskDrive",                                         HVS_WBEM_OK, 0 },
    { "projection",        HVR_WMI_NAMESPACE, "SELECT name, __PATH FROM Msvm_ComputerSystem WHERE Name = '" OTHER "'", HVS_WBEM_OK, 1 },
    { "unknown-class",     HVR_WMI_NAMESPACE, "SELECT * FROM Msvm_NoSuchThing",                                       HVS_WBEM_E_INVALID_CLASS, 0 },
    { "class-elsewhere",   HVR_WMI_NAMESPACE, "SELECT * FROM Win32_OperatingSystem",                                  HVS_WBEM_E_INVALID_CLASS, 0 },
    { "hyperv-elsewhere",  HVR_WMI_CIMV2,     "SELECT * FROM Msvm_ComputerSystem",                                    HVS_WBEM_E_INVALID_CLASS, 0 },
    { "parameter-list",    HVR_WMI_NAMESPACE, "SELECT * FROM CommitFailover_INPUT",                                   HVS_WBEM_E_INVALID_CLASS, 0 },
    { "unknown-property",  HVR_WMI_NAMESPACE, "SELECT Nope FROM Msvm_ComputerSystem",                                 HVS_WBEM_E_INVALID_QUERY, 0 },
    { "unknown-in-where",  HVR_WMI_NAMESPACE, "SELECT * FROM Msvm_ComputerSystem WHERE Nope = 1",                     HVS_WBEM_E_INVALID_QUERY, 0 },
    { "derived-property",  HVR_WMI_NAMESPACE, "SELECT * FROM CIM_ComputerSystem WHERE ProcessID = 0",                 HVS_WBEM_E_INVALID_QUERY, 0 },
    { "settings",          HVR_WMI_NAMESPACE, "ASSOCIATORS OF {" VM_PATH "} WHERE AssocClass = Msvm_SettingsDefineState ResultClass = Msvm_VirtualSystemSettingData", HVS_WBEM_OK, 1 },
    { "settings-any-way",  HVR_WMI_NAMESPACE, "ASSOCIATORS OF {" VM_PATH "} WHERE ResultClass = Msvm_VirtualSystemSettingData", HVS_WBEM_OK, 1 },
    { "settings-base",     HVR_WMI_NAMESPACE, "ASSOCIATORS OF {" VM_PATH "} WHERE AssocClass = CIM_SettingsDefineState", HVS_WBEM_OK, 1 },
    { "settings-backward", HVR_WMI_NAMESPACE, "ASSOCIATORS OF {Msvm_VirtualSystemSettingData.InstanceID='Microsoft:" GUID "'} WHERE AssocClass = Msvm_SettingsDefineState ResultClass = CIM_ComputerSystem", HVS_WBEM_OK, 1 },
    { "role",              HVR_WMI_NAMESPACE, "ASSOCIATORS OF {" VM_PATH "} WHERE AssocClass = Msvm_SettingsDefineState Role = ManagedElement ResultRole = SettingData", HVS_WBEM_OK, 1 },
    { "role-wrong",        HVR_WMI_NAMESPACE, "ASSOCIATORS OF {" VM_PATH "} WHERE AssocClass = Msvm_SettingsDefineState Role = SettingData", HVS_WBEM_OK, 0 },
    { "result-role-wrong", HVR_WMI_NAMESPACE, "ASSOCIATORS OF {" VM_PATH "} WHERE AssocClass = Msvm_SettingsDefineState ResultRole = ManagedElement", HVS_WBEM_OK, 0 },
    { "references",        HVR_WMI_NAMESPACE, "REFERENCES OF {" VM_PATH "} WHERE ResultClass = Msvm_SettingsDefineState", HVS_WBEM_OK, 1 },
    { "references-role",   HVR_WMI_NAMESPACE, "REFERENCES OF {" VM_PATH "} WHERE ResultClass = Msvm_SettingsDefineState Role = SettingData", HVS_WBEM_OK, 0 },
    { "some-keys",         HVR_WMI_NAMESPACE, "ASSOCIATORS OF {Msvm_ComputerSystem.Name='" GUID "'} WHERE ResultClass = Msvm_VirtualSystemSettingData", HVS_WBEM_OK, 1 },
    { "whole-path",        HVR_WMI_CIMV2,     "ASSOCIATORS OF {\\\\HV-PRIMARY\\root\\cimv2:Win32_ComputerSystem.Name=\"HV-PRIMARY\"} WHERE AssocClass = Win32_ComputerSystemProcessor ResultClass = Win32_Processor", HVS_WBEM_OK, 1 },
    { "other-host",        HVR_WMI_CIMV2,     "ASSOCIATORS OF {\\\\ELSEWHERE\\root\\cimv2:Win32_ComputerSystem.Name=\"HV-PRIMARY\"}", HVS_WBEM_E_NOT_FOUND, 0 },
    { "absent-source",     HVR_WMI_NAMESPACE, "ASSOCIATORS OF {Msvm_ComputerSystem.Name='x'}",                        HVS_WBEM_E_NOT_FOUND, 0 },
    { "no-keys",           HVR_WMI_NAMESPACE, "ASSOCIATORS OF {Msvm_ComputerSystem}",                                 HVS_WBEM_E_NOT_FOUND, 0 },
    { "bad-path",          HVR_WMI_NAMESPACE, "ASSOCIATORS OF {Msvm_ComputerSystem.Name}",                            HVS_WBEM_E_INVALID_QUERY, 0 },
    { "unknown-source",    HVR_WMI_NAMESPACE, "ASSOCIATORS OF {Msvm_NoSuchThing.Name='x'}",                           HVS_WBEM_E_INVALID_CLASS, 0 },
    { "unknown-result",    HVR_WMI_NAMESPACE, "ASSOCIATORS OF {" VM_PATH "} WHERE ResultClass = Msvm_NoSuchThing",    HVS_WBEM_E_INVALID_CLASS, 0 },
    { "unknown-through",   HVR_WMI_NAMESPACE, "ASSOCIATORS OF {" VM_PATH "} WHERE AssocClass = Msvm_NoSuchThing",     HVS_WBEM_E_INVALID_CLASS, 0 },
    { "no-association",    HVR_WMI_NAMESPACE, "ASSOCIATORS OF {" VM_PATH "} WHERE AssocClass = Msvm_ComputerSystem",  HVS_WBEM_OK, 0 },
};
/* clang-format on */

static HvsWorld *
new_world(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(START);
    HvsWorld *world = hvs_world_new(clock, START, 0, 1);
    HvsHost *host = hvs_host_new(world, "HV-PRIMARY");
    HvsVm *vm = hvs_vm_new(host, "web", GUID);

    hvs_vm_add_disk(vm, "C:\\VHDs\\web.vhdx", 1 << 30);
    hvs_vm_add_nic(vm, "nic", "LAN");
    hvs_vm_new(host, "db", OTHER);

    return world;
}

static void
test_run(gconstpointer data)
{
    const RunCase *c = data;
    g_autoptr(HvsWorld) world = new_world();
    HvsHost *host = hvs_world_find_host(world, "HV-PRIMARY");
    g_autoptr(HvsWql) wql = hvs_wql_parse(c->query);
    g_autoptr(GPtrArray) objects = NULL;

    g_assert_nonnull(wql);
    g_assert_cmphex(hvs_wql_run(wql, host, c->wmi_namespace, &objects), ==, c->status);
    g_assert_cmpint(objects != NULL, ==, c->status == HVS_WBEM_OK);
    if (objects != NULL)
        g_assert_cmpuint(objects->len, ==, c->n_objects);
}

/* A checkpoint hangs on its VM by three associations, but is one object. */
static void
test_run_once(void)
{
    g_autoptr(HvsWorld) world = new_world();
    HvsHost *host = hvs_world_find_host(world, "HV-PRIMARY");
    g_autoptr(HvsWql) objects_query = hvs_wql_parse(
        "ASSOCIATORS OF {" VM_PATH "} WHERE ResultClass = Msvm_VirtualSystemSettingData");
    g_autoptr(HvsWql) links_query = hvs_wql_parse("REFERENCES OF {" VM_PATH "}");
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GPtrArray) links = NULL;

    hvs_vm_add_snapshot(hvs_host_find_vm(host, GUID), "Microsoft:Hyper-V:Snapshot:Realized", "one");
    g_assert_cmphex(hvs_wql_run(objects_query, host, HVR_WMI_NAMESPACE, &objects), ==, HVS_WBEM_OK);
    g_assert_cmphex(hvs_wql_run(links_query, host, HVR_WMI_NAMESPACE, &links), ==, HVS_WBEM_OK);
    g_assert_cmpuint(objects->len, ==, 2);
    g_assert_cmpuint(links->len, >=, 4);
}

#define add_cases(prefix, cases, func)                                                             \
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {                                              \
        g_autofree char *path = g_strconcat(prefix, cases[i].name, NULL);                          \
                                                                                                   \
        g_test_add_data_func(path, &cases[i], func);                                               \
    }

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_cases("/sim/wql/parse/", parse_cases, test_parse);
    g_test_add_func("/sim/wql/parse/size", test_parse_size);
    add_cases("/sim/wql/parse-events/", event_cases, test_parse_events);
    g_test_add_func("/sim/wql/within", test_parse_within);
    add_cases("/sim/wql/like/", like_cases, test_like);
    add_cases("/sim/wql/match/", match_cases, test_match);
    add_cases("/sim/wql/run/", run_cases, test_run);
    g_test_add_func("/sim/wql/run/once", test_run_once);

    return g_test_run();
}
