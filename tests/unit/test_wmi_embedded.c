/* test_wmi_embedded.c: instances as CIM-XML text, in both directions
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_embedded.h"

#include <string.h>

#include "hvr_error.h"
#include "msvm_tables.h"

static void
test_format(void)
{
    static const char *const disks[] = { "\\\\HOST\\root:A.K=\"x\\\\y\"", "b & <c>", NULL };
    g_autoptr(Msvm_ReplicationSettingData)
        settings = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationSettingData);
    g_autofree char *text = NULL;

    hvr_wmi_object_set_string(settings, "InstanceID", "Microsoft:6DDC\\HVR\\0");
    hvr_wmi_object_set_uint(settings, "AuthenticationType", 1);
    hvr_wmi_object_set_boolean(settings, "CompressionEnabled", TRUE);
    hvr_wmi_object_set_boolean(settings, "BypassProxyServer", FALSE);
    hvr_wmi_object_set_string(settings, "RecoveryConnectionPoint", "");
    hvr_wmi_object_set_strv(settings, "IncludedDisks", disks);
    hvr_wmi_object_set_interval(settings, "AutoResynchronizeIntervalStart",
                                66600 * G_TIME_SPAN_SECOND);
    text = hvr_wmi_embedded_format(settings);

    g_assert_cmpstr(
        text, ==,
        "<INSTANCE CLASSNAME=\"Msvm_ReplicationSettingData\">"
        "<PROPERTY NAME=\"InstanceID\" "
        "TYPE=\"string\"><VALUE>Microsoft:6DDC\\HVR\\0</VALUE></PROPERTY>"
        "<PROPERTY NAME=\"AuthenticationType\" TYPE=\"uint16\"><VALUE>1</VALUE></PROPERTY>"
        "<PROPERTY NAME=\"CompressionEnabled\" TYPE=\"boolean\"><VALUE>TRUE</VALUE></PROPERTY>"
        "<PROPERTY NAME=\"BypassProxyServer\" TYPE=\"boolean\"><VALUE>FALSE</VALUE></PROPERTY>"
        "<PROPERTY NAME=\"RecoveryConnectionPoint\" TYPE=\"string\"><VALUE></VALUE></PROPERTY>"
        "<PROPERTY.ARRAY NAME=\"IncludedDisks\" TYPE=\"string\"><VALUE.ARRAY>"
        "<VALUE>\\\\HOST\\root:A.K=\"x\\\\y\"</VALUE><VALUE>b &amp; &lt;c&gt;</VALUE>"
        "</VALUE.ARRAY></PROPERTY.ARRAY>"
        "<PROPERTY NAME=\"AutoResynchronizeIntervalStart\" TYPE=\"datetime\">"
        "<VALUE>00000000183000.000000:000</VALUE></PROPERTY>"
        "</INSTANCE>");
}

/* "IPAddresses is required": an empty array is not the same as none. */
static void
test_empty_array(void)
{
    static const char *const none[] = { NULL };
    g_autoptr(Msvm_FailoverNetworkAdapterSettingData)
        settings = hvr_wmi_object_new(&hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData);
    g_autoptr(Msvm_FailoverNetworkAdapterSettingData) again = NULL;
    g_autofree char *text = NULL;

    hvr_wmi_object_set_strv(settings, "IPAddresses", none);
    hvr_wmi_object_set_strv(settings, "Subnets", NULL);
    text = hvr_wmi_embedded_format(settings);
    g_assert_cmpstr(text, ==,
                    "<INSTANCE CLASSNAME=\"Msvm_FailoverNetworkAdapterSettingData\">"
                    "<PROPERTY.ARRAY NAME=\"IPAddresses\" TYPE=\"string\"><VALUE.ARRAY/>"
                    "</PROPERTY.ARRAY></INSTANCE>");
    again =
        hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData, text, NULL);
    g_assert_nonnull(again);
}

/* What is formatted is parsed to the same, also where XML or UTF-8 makes it hard. */
static void
test_round_trip(void)
{
    static const guint64 status[] = { 2, 32768 };
    static const char *const notes[] = { "first\nsecond", " blank ", "]]>", "'\"<&>", NULL };
    g_autoptr(Msvm_SummaryInformation)
        summary = hvr_wmi_object_new(&hvr_wmi_class_Msvm_SummaryInformation);
    Msvm_VirtualSystemSettingData *point =
        hvr_wmi_object_new(&hvr_wmi_class_Msvm_VirtualSystemSettingData);
    g_autoptr(Msvm_SummaryInformation) again = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    hvr_wmi_object_set_strv(point, "Notes", notes);
    hvr_wmi_object_set_time(point, "CreationTime", -1);
    hvr_wmi_object_set_object(summary, "Snapshots", point);
    hvr_wmi_object_set_object(summary, "Snapshots", hvr_wmi_object_copy(point));
    hvr_wmi_object_set_string(summary, "Name", "\xf0\x9f\x92\xbe \xe4\xb8\xad\r\nx");
    hvr_wmi_object_set_uints(summary, "OperationalStatus", status, 2);
    hvr_wmi_object_set_uint(summary, "MemoryAvailable", (guint64)-2147483648);
    hvr_wmi_object_set_uint(summary, "UpTime", G_MAXUINT64);
    hvr_wmi_object_set_string(summary, "TestReplicaSystem",
                              "\\\\H\\root\\virtualization\\v2:Msvm_ComputerSystem.Name=\"a\"");

    text = hvr_wmi_embedded_format(summary);
    again = hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_SummaryInformation, text, &error);
    g_assert_no_error(error);
    g_assert_true(hvr_wmi_object_equal(summary, again));
}

/* An ESC in a note cannot be written in XML 1.0; the rest must still arrive. */
static void
test_control_characters(void)
{
    g_autoptr(Msvm_Error) given = hvr_wmi_object_new(&hvr_wmi_class_Msvm_Error);
    g_autoptr(Msvm_Error) again = NULL;
    g_autofree char *text = NULL;

    hvr_wmi_object_set_string(given, "Message", "a\x1b[1mb\tc");
    hvr_wmi_object_set_string(given, "OwningEntity", "not \xff UTF-8");
    text = hvr_wmi_embedded_format(given);
    again = hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_Error, text, NULL);
    g_assert_nonnull(again);
    g_assert_cmpstr(again->Message, ==, "a?[1mb\tc");
    g_assert_cmpstr(again->OwningEntity, ==, "not \xef\xbf\xbd UTF-8");
}

/* As WMI's own text looks: qualifiers, CLASSORIGIN, PROPAGATED, NULLs without VALUE. */
static void
test_windows_form(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Msvm_KvpExchangeDataItem) item = NULL;

    item = hvr_wmi_embedded_parse(
        &hvr_wmi_class_CIM_ManagedElement,
        "<?xml version=\"1.0\"?><INSTANCE CLASSNAME=\"msvm_kvpexchangedataitem\">"
        "<QUALIFIER NAME=\"dynamic\" TYPE=\"boolean\"><VALUE>TRUE</VALUE></QUALIFIER>"
        "<PROPERTY NAME=\"Caption\" PROPAGATED=\"true\" TYPE=\"string\"></PROPERTY>"
        "<PROPERTY NAME=\"Data\" CLASSORIGIN=\"Msvm_KvpExchangeDataItem\" TYPE=\"string\">"
        "<QUALIFIER NAME=\"read\" TYPE=\"boolean\"><VALUE>FALSE</VALUE></QUALIFIER>"
        "<VALUE>vm.contoso.com</VALUE></PROPERTY>"
        "<PROPERTY NAME=\"NAME\" TYPE=\"string\"><VALUE>FullyQualifiedDomainName</VALUE></PROPERTY>"
        "<PROPERTY NAME=\"Future\" TYPE=\"uint16\"><VALUE>not a number</VALUE></PROPERTY>"
        "<PROPERTY TYPE=\"string\"><VALUE>nameless</VALUE></PROPERTY>"
        "<PROPERTY NAME=\"Source\" TYPE=\"uint16\">\n <VALUE> 2 </VALUE>\n</PROPERTY>"
        "</INSTANCE>",
        &error);
    g_assert_no_error(error);
    /* Read as what it is, not as what was asked for. */
    g_assert_true(item->object.type == &hvr_wmi_class_Msvm_KvpExchangeDataItem);
    g_assert_false(hvr_wmi_object_has(item, "Caption"));
    g_assert_cmpstr(item->Data, ==, "vm.contoso.com");
    g_assert_cmpstr(item->Name, ==, "FullyQualifiedDomainName");
    g_assert_cmpuint(item->Source, ==, 2);
}

static void
test_wrapped(void)
{
    g_autoptr(Msvm_ReplicationRelationship) relationship = NULL;

    relationship = hvr_wmi_embedded_parse(
        &hvr_wmi_class_Msvm_ReplicationRelationship,
        "<CIM CIMVERSION=\"2.0\" DTDVERSION=\"2.0\"><DECLARATION><DECLGROUP><VALUE.OBJECT>"
        "<INSTANCE CLASSNAME=\"Msvm_ReplicationRelationship\">"
        "<PROPERTY NAME=\"InstanceID\" "
        "TYPE=\"string\"><VALUE><![CDATA[Microsoft:A\\HVR\\1]]></VALUE>"
        "</PROPERTY></INSTANCE></VALUE.OBJECT></DECLGROUP></DECLARATION></CIM>",
        NULL);
    g_assert_nonnull(relationship);
    g_assert_cmpstr(relationship->InstanceID, ==, "Microsoft:A\\HVR\\1");
}

static void
test_arrays(void)
{
    static const char *const expect[] = { "10.0.0.1", "", "fe80::1", NULL };
    g_autoptr(Msvm_FailoverNetworkAdapterSettingData) adapter = NULL;

    adapter =
        hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData,
                               "<INSTANCE CLASSNAME=\"Msvm_FailoverNetworkAdapterSettingData\">"
                               "<PROPERTY.ARRAY NAME=\"IPAddresses\" TYPE=\"string\"><VALUE.ARRAY>"
                               "<VALUE>10.0.0.1</VALUE><VALUE/><VALUE.NULL/><VALUE>fe80::1</VALUE>"
                               "</VALUE.ARRAY></PROPERTY.ARRAY>"
                               "<PROPERTY.ARRAY NAME=\"Subnets\" TYPE=\"string\"></PROPERTY.ARRAY>"
                               "</INSTANCE>",
                               NULL);
    g_assert_nonnull(adapter);
    g_assert_cmpstrv(adapter->IPAddresses, expect);
    g_assert_false(hvr_wmi_object_has(adapter, "Subnets"));
}

typedef struct {
    const char *name;
    const char *text;
    int expect;
} Failure;

/* clang-format off */
static const Failure failures[] = {
    { "empty",         "",                                                        HVR_ERROR_XML },
    { "text",          "instance of Msvm_Error { };",                             HVR_ERROR_XML },
    { "cut-off",       "<INSTANCE CLASSNAME=\"Msvm_Error\"><PROPERTY NAME=\"Mes", HVR_ERROR_XML },
    { "no-instance",   "<CIM><DECLGROUP/></CIM>",                                 HVR_ERROR_XML },
    { "document-type", "<!DOCTYPE x [<!ENTITY a \"b\">]><INSTANCE CLASSNAME=\"Msvm_Error\"/>", HVR_ERROR_XML },
    { "other-class",   "<INSTANCE CLASSNAME=\"Msvm_ConcreteJob\"/>",              HVR_ERROR_INVALID },
    { "parent-class",  "<INSTANCE CLASSNAME=\"CIM_Error\"/>",                     HVR_ERROR_INVALID },
    { "unknown-class", "<INSTANCE CLASSNAME=\"Msvm_Nothing\"/>",                  HVR_ERROR_INVALID },
    { "no-class",      "<INSTANCE/>",                                             HVR_ERROR_INVALID },
    { "range",         "<INSTANCE CLASSNAME=\"Msvm_Error\"><PROPERTY NAME=\"ErrorType\" TYPE=\"uint16\"><VALUE>65536</VALUE></PROPERTY></INSTANCE>", HVR_ERROR_PROTOCOL },
    { "not-a-number",  "<INSTANCE CLASSNAME=\"Msvm_Error\"><PROPERTY NAME=\"ErrorType\" TYPE=\"uint16\"><VALUE>two</VALUE></PROPERTY></INSTANCE>",   HVR_ERROR_PROTOCOL },
    { "no-number",     "<INSTANCE CLASSNAME=\"Msvm_Error\"><PROPERTY NAME=\"ErrorType\" TYPE=\"uint16\"><VALUE/></PROPERTY></INSTANCE>",             HVR_ERROR_PROTOCOL },
};
/* clang-format on */

static void
test_failure(gconstpointer data)
{
    const Failure *failure = data;
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_Error, failure->text, &error));
    g_assert_error(error, HVR_ERROR, failure->expect);
}

static void
test_deep(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < 100000; i++)
        g_string_append(text, "<x>");
    g_assert_null(hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_Error, text->str, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_XML);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wmi/embedded/format", test_format);
    g_test_add_func("/wmi/embedded/round-trip", test_round_trip);
    g_test_add_func("/wmi/embedded/control-characters", test_control_characters);
    g_test_add_func("/wmi/embedded/windows-form", test_windows_form);
    g_test_add_func("/wmi/embedded/wrapped", test_wrapped);
    g_test_add_func("/wmi/embedded/arrays", test_arrays);
    g_test_add_func("/wmi/embedded/empty-array", test_empty_array);
    for (gsize i = 0; i < G_N_ELEMENTS(failures); i++) {
        g_autofree char *path = g_strconcat("/wmi/embedded/failure/", failures[i].name, NULL);

        g_test_add_data_func(path, &failures[i], test_failure);
    }
    g_test_add_func("/wmi/embedded/deep", test_deep);

    return g_test_run();
}
