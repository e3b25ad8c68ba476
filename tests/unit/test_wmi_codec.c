/* test_wmi_codec.c: objects out of WS-Man XML
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_codec.h"

#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "msvm_tables.h"

#define WMI  "http://schemas.microsoft.com/wbem/wsman/1/wmi/"
#define V2   WMI "root/virtualization/v2/"
#define XSI  "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
#define CIM  "xmlns:cim=\"http://schemas.dmtf.org/wbem/wscim/1/common\""
#define A    "xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
#define W    "xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\""
#define ANON "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"

#define INSTANCE(class_name)                                                                       \
    "<p:" class_name " " XSI " xmlns:p=\"" V2 class_name "\" " CIM " xsi:type=\"p:" class_name     \
    "_Type\">"

static gpointer
decode_with(const HvrWmiClass *type, const char *text, GError **error)
{
    g_autoptr(xmlDoc) doc = hvr_xml_parse(text, strlen(text), NULL);

    g_assert_nonnull(doc);

    return hvr_wmi_codec_decode(type, xmlDocGetRootElement(doc), "HOST", error);
}

static gpointer
decode(const HvrWmiClass *type, const char *text)
{
    g_autoptr(GError) error = NULL;
    gpointer object = decode_with(type, text, &error);

    g_assert_no_error(error);

    return object;
}

static void
test_instance(void)
{
    g_autoptr(Msvm_ConcreteJob) job = NULL;

    job = decode(&hvr_wmi_class_Msvm_ConcreteJob,
                 INSTANCE("Msvm_ConcreteJob") "<p:Caption></p:Caption>"
                                              "<p:Cancellable>true</p:Cancellable>"
                                              "<p:ElapsedTime><cim:Interval>P0DT0H0M1.00417S</"
                                              "cim:Interval></p:ElapsedTime>"
                                              "<p:ErrorCode xsi:nil=\"true\"/>"
                                              "<p:InstallDate xsi:nil=\"1\"/>"
                                              "<p:FutureProperty>7</p:FutureProperty>"
                                              "<p:InstanceID>7C5B &amp; co</p:InstanceID>"
                                              "<p:JobState>4</p:JobState>"
                                              "<p:OperationalStatus>2</p:OperationalStatus>"
                                              "<p:OperationalStatus>32768</p:OperationalStatus>"
                                              "<p:PercentComplete> 42 </p:PercentComplete>"
                                              "<p:RunDay>-7</p:RunDay>"
                                              "<p:StartTime><cim:Datetime>2025-12-17T09:55:22."
                                              "702341Z</cim:Datetime></p:StartTime>"
                                              "</p:Msvm_ConcreteJob>");
    g_assert_cmpstr(job->Caption, ==, "");
    g_assert_cmpint(job->Cancellable, ==, TRUE);
    g_assert_cmpint(job->ElapsedTime.usec, ==, 1004170);
    g_assert_true(job->ElapsedTime.is_interval);
    g_assert_false(hvr_wmi_object_has(job, "ErrorCode"));
    g_assert_false(hvr_wmi_object_has(job, "InstallDate"));
    g_assert_false(hvr_wmi_object_has(job, "ErrorDescription"));
    g_assert_cmpstr(job->InstanceID, ==, "7C5B & co");
    g_assert_cmpuint(job->JobState, ==, 4);
    g_assert_cmpuint(job->OperationalStatus->len, ==, 2);
    g_assert_cmpuint(g_array_index(job->OperationalStatus, guint16, 1), ==, 32768);
    g_assert_cmpuint(job->PercentComplete, ==, 42);
    g_assert_cmpint(job->RunDay, ==, -7);
    g_assert_cmpint(job->StartTime.usec, ==, 1765965322 * G_TIME_SPAN_SECOND + 702341);
}

typedef struct {
    const char *name;
    const char *text;
    gint64 usec;
} Time;

#define RELATIONSHIP(inside)                                                                       \
    "<p:Msvm_ReplicationRelationship " XSI " " CIM " xmlns:p=\"" V2                                \
    "Msvm_ReplicationRelationship\"><p:LastReplicationTime>" inside                                \
    "</p:LastReplicationTime></p:Msvm_ReplicationRelationship>"

/* clang-format off */
static const Time times[] = {
    { "datetime",       RELATIONSHIP("<cim:Datetime>2026-05-01T03:00:00Z</cim:Datetime>"),                     1777604400 },
    { "offset",         RELATIONSHIP("<cim:Datetime>2026-05-01T05:00:00+02:00</cim:Datetime>"),                1777604400 },
    { "un-namespaced",  RELATIONSHIP("<Datetime>2026-05-01T03:00:00Z</Datetime>"),                             1777604400 },
    { "dmtf-element",   RELATIONSHIP("<cim:CIM_DateTime>20260501030000.000000+000</cim:CIM_DateTime>"),        1777604400 },
    { "dmtf-text",      RELATIONSHIP("20260501030000.000000+000"),                                             1777604400 },
    { "iso-text",       RELATIONSHIP("2026-05-01T03:00:00Z"),                                                  1777604400 },
    { "white-space",    RELATIONSHIP("\n <cim:Datetime>\n2026-05-01T03:00:00Z </cim:Datetime>\n"),             1777604400 },
    { "never",          RELATIONSHIP("<cim:Datetime>1601-01-01T00:00:00Z</cim:Datetime>"),                     -11644473600 },
    { "interval",       RELATIONSHIP("<cim:Interval>P0DT0H5M0S</cim:Interval>"),                               300 },
    { "bare-interval",  RELATIONSHIP("<Interval>PT5M</Interval>"),                                             300 },
    { "dmtf-interval",  RELATIONSHIP("00000000000500.000000:000"),                                             300 },
};
/* clang-format on */

static void
test_time(gconstpointer data)
{
    const Time *c = data;
    g_autoptr(Msvm_ReplicationRelationship) relationship = NULL;

    relationship = decode(&hvr_wmi_class_Msvm_ReplicationRelationship, c->text);
    g_assert_cmpint(relationship->LastReplicationTime.usec, ==, c->usec * G_TIME_SPAN_SECOND);
}

#define JOB_EPR                                                                                    \
    "<a:Address>" ANON "</a:Address><a:ReferenceParameters>"                                       \
    "<w:ResourceURI>" V2 "Msvm_ConcreteJob</w:ResourceURI><w:SelectorSet>"                         \
    "<w:Selector Name=\"InstanceID\">7C\\5B</w:Selector></w:SelectorSet></a:ReferenceParameters>"
#define JOB_PATH "\\\\HOST\\root\\virtualization\\v2:Msvm_ConcreteJob.InstanceID=\"7C\\\\5B\""

#define OUTPUT(inside)                                                                             \
    "<p:TestReplicaSystem_OUTPUT " XSI " " A " " W " xmlns:p=\"" V2                                \
    "Msvm_ReplicationService\">" inside                                                            \
    "<p:ReturnValue>4096</p:ReturnValue></p:TestReplicaSystem_OUTPUT>"

typedef struct {
    const char *name;
    const char *text;
    const char *job;
} Ref;

/* clang-format off */
static const Ref refs[] = {
    { "inline",  OUTPUT("<p:Job>" JOB_EPR "</p:Job>"),                                                 JOB_PATH },
    { "wrapped", OUTPUT("<p:Job><a:EndpointReference>" JOB_EPR "</a:EndpointReference></p:Job>"),      JOB_PATH },
    { "text",    OUTPUT("<p:Job>\n\\\\X\\root\\cimv2:A.K=\"1\" </p:Job>"),                             "\\\\X\\root\\cimv2:A.K=\"1\"" },
    { "nil",     OUTPUT("<p:Job xsi:nil=\"true\"/>"),                                                  NULL },
    { "empty",   OUTPUT("<p:Job/>"),                                                                   NULL },
    { "missing", OUTPUT(""),                                                                           NULL },
};
/* clang-format on */

static void
test_ref(gconstpointer data)
{
    const Ref *c = data;
    g_autoptr(Msvm_ReplicationService_TestReplicaSystem_OUTPUT) output = NULL;

    output = decode(hvr_wmi_method_Msvm_ReplicationService_TestReplicaSystem.output, c->text);
    g_assert_cmpstr(output->Job, ==, c->job);
    g_assert_cmpuint(output->ReturnValue, ==, 4096);
    g_assert_false(hvr_wmi_object_has(output, "ResultingSystem"));
}

/* GetSummaryInformation: the declared class is a parent, xsi:type says what it is. */
static void
test_objects(void)
{
    g_autoptr(Msvm_VirtualSystemManagementService_GetSummaryInformation_OUTPUT) output = NULL;
    const Msvm_SummaryInformation *first;

    output = decode(
        hvr_wmi_method_Msvm_VirtualSystemManagementService_GetSummaryInformation.output,
        "<p:GetSummaryInformation_OUTPUT " XSI " xmlns:p=\"" V2
        "Msvm_VirtualSystemManagementService\">"
        "<p:SummaryInformation xmlns:p1=\"" V2 "Msvm_SummaryInformation\""
        " xsi:type=\"p1:Msvm_SummaryInformation_Type\">"
        "<p1:Name>6DDC</p1:Name><p1:ReplicationMode>2</p1:ReplicationMode>"
        "<p1:ReplicationStateEx>3</p1:ReplicationStateEx><p1:ReplicationStateEx>1</"
        "p1:ReplicationStateEx>"
        "</p:SummaryInformation>"
        "<p:SummaryInformation>&lt;INSTANCE CLASSNAME=\"Msvm_SummaryInformation\"&gt;&lt;PROPERTY "
        "NAME=\"Name\" TYPE=\"string\"&gt;&lt;VALUE&gt;83F8&lt;/VALUE&gt;&lt;/PROPERTY&gt;"
        "&lt;/INSTANCE&gt;</p:SummaryInformation>"
        "<p:ReturnValue>0</p:ReturnValue></p:GetSummaryInformation_OUTPUT>");
    g_assert_cmpuint(output->SummaryInformation->len, ==, 2);
    first = output->SummaryInformation->pdata[0];
    g_assert_true(first->object.type == &hvr_wmi_class_Msvm_SummaryInformation);
    g_assert_cmpstr(first->Name, ==, "6DDC");
    g_assert_cmpuint(first->ReplicationMode, ==, 2);
    g_assert_cmpuint(first->ReplicationStateEx->len, ==, 2);
    first = output->SummaryInformation->pdata[1];
    g_assert_cmpstr(first->Name, ==, "83F8");
}

/* A string parameter that holds CIM-XML is handed on as it is; were it sent as
 * elements, it becomes CIM-XML. */
static void
test_embedded_strings(void)
{
    static const char *const expect[] = {
        "<INSTANCE CLASSNAME=\"Msvm_Error\"/>",
        "<INSTANCE CLASSNAME=\"Msvm_Error\"><PROPERTY NAME=\"Message\" TYPE=\"string\">"
        "<VALUE>a &amp; b</VALUE></PROPERTY></INSTANCE>",
        NULL,
    };
    g_autoptr(Msvm_ConcreteJob_GetErrorEx_OUTPUT) output = NULL;

    output = decode(hvr_wmi_method_Msvm_ConcreteJob_GetErrorEx.output,
                    "<p:GetErrorEx_OUTPUT " XSI " xmlns:p=\"" V2 "Msvm_ConcreteJob\">"
                    "<p:Errors><![CDATA[<INSTANCE CLASSNAME=\"Msvm_Error\"/>]]></p:Errors>"
                    "<p:Errors xmlns:p1=\"" V2 "Msvm_Error\" xsi:type=\"p1:Msvm_Error_Type\">"
                    "<p1:Message>a &amp; b</p1:Message></p:Errors>"
                    "<p:ReturnValue>0</p:ReturnValue></p:GetErrorEx_OUTPUT>");
    g_assert_cmpstrv(output->Errors, expect);
}

static void
test_fragment(void)
{
    g_autoptr(Msvm_ComputerSystem) system = NULL;

    system = decode(&hvr_wmi_class_Msvm_ComputerSystem,
                    "<w:XmlFragment " XSI " " W ">"
                    "<EnabledState>2</EnabledState>"
                    "<InstallDate><Datetime>2012-06-01T12:00:00Z</Datetime></InstallDate>"
                    "<name>6DDC</name>"
                    "<ProcessID xsi:nil=\"true\"/></w:XmlFragment>");
    g_assert_true(system->object.type == &hvr_wmi_class_Msvm_ComputerSystem);
    g_assert_cmpuint(system->EnabledState, ==, 2);
    g_assert_cmpint(system->InstallDate.usec, ==, 1338552000 * G_TIME_SPAN_SECOND);
    /* Windows 2008 R2 spelled names otherwise than its pages do. */
    g_assert_cmpstr(system->Name, ==, "6DDC");
    g_assert_false(hvr_wmi_object_has(system, "ProcessID"));
}

static void
test_derived(void)
{
    g_autoptr(HvrWmiObject) derived = NULL;
    g_autoptr(HvrWmiObject) unknown = NULL;
    g_autoptr(HvrWmiObject) other = NULL;

    derived = decode(
        &hvr_wmi_class_CIM_ResourceAllocationSettingData,
        INSTANCE("Msvm_StorageAllocationSettingData") "<p:IOPSLimit>5</p:IOPSLimit></"
                                                      "p:Msvm_StorageAllocationSettingData>");
    g_assert_true(derived->type == &hvr_wmi_class_Msvm_StorageAllocationSettingData);
    g_assert_cmpuint(((Msvm_StorageAllocationSettingData *)derived)->IOPSLimit, ==, 5);

    unknown = decode(
        &hvr_wmi_class_CIM_ResourceAllocationSettingData,
        INSTANCE("Msvm_FutureSettingData") "<p:Address>5</p:Address></p:Msvm_FutureSettingData>");
    g_assert_true(unknown->type == &hvr_wmi_class_CIM_ResourceAllocationSettingData);
    g_assert_cmpstr(((CIM_ResourceAllocationSettingData *)unknown)->Address, ==, "5");

    /* No descendant of what was asked for: never read through the wrong struct. */
    other = decode(&hvr_wmi_class_Msvm_ConcreteJob,
                   INSTANCE("Msvm_ComputerSystem") "<p:Name>5</p:Name></p:Msvm_ComputerSystem>");
    g_assert_true(other->type == &hvr_wmi_class_Msvm_ConcreteJob);
}

#define SUMMARY(inside) INSTANCE("Msvm_SummaryInformation") inside "</p:Msvm_SummaryInformation>"

typedef struct {
    const char *name;
    const char *text;
    const char *bytes;
    guint n_bytes;
} Bytes;

/* clang-format off */
static const Bytes blobs[] = {
    { "base64",       SUMMARY("<p:ThumbnailImage>AAH/\n/g==</p:ThumbnailImage>"),                        "\x00\x01\xff\xfe", 4 },
    { "numbers",      SUMMARY("<p:ThumbnailImage>0</p:ThumbnailImage><p:ThumbnailImage>255</p:ThumbnailImage>"), "\x00\xff", 2 },
    { "digits",       SUMMARY("<p:ThumbnailImage>1234</p:ThumbnailImage>"),                              "\xd7\x6d\xf8", 3 },
    { "empty",        SUMMARY("<p:ThumbnailImage></p:ThumbnailImage>"),                                  "", 0 },
};
/* clang-format on */

static void
test_bytes(gconstpointer data)
{
    const Bytes *c = data;
    g_autoptr(Msvm_SummaryInformation) summary = NULL;

    summary = decode(&hvr_wmi_class_Msvm_SummaryInformation, c->text);
    g_assert_cmpmem(summary->ThumbnailImage->data, summary->ThumbnailImage->len, c->bytes,
                    c->n_bytes);
}

typedef struct {
    const char *name;
    const char *text;
    const char *property; /* what the message must name */
} Failure;

/* clang-format off */
static const Failure failures[] = {
    { "range",          SUMMARY("<p:ReplicationMode>65536</p:ReplicationMode>"),                      "ReplicationMode" },
    { "negative",       SUMMARY("<p:ReplicationMode>-1</p:ReplicationMode>"),                         "ReplicationMode" },
    { "empty-number",   SUMMARY("<p:ReplicationMode/>"),                                              "ReplicationMode" },
    { "boolean",        SUMMARY("<p:Shielded>maybe</p:Shielded>"),                                    "Shielded" },
    { "time",           SUMMARY("<p:CreationTime><cim:Datetime>soon</cim:Datetime></p:CreationTime>"), "CreationTime" },
    { "nil-false",      SUMMARY("<p:ReplicationMode xsi:nil=\"false\"/>"),                            "ReplicationMode" },
    { "epr-empty",      SUMMARY("<p:TestReplicaSystem><p:x/></p:TestReplicaSystem>"),                 "TestReplicaSystem" },
    { "epr-foreign",    SUMMARY("<p:TestReplicaSystem " A " " W "><a:ReferenceParameters><w:ResourceURI>http://x/y</w:ResourceURI></a:ReferenceParameters></p:TestReplicaSystem>"), "TestReplicaSystem" },
    { "object-text",    SUMMARY("<p:Snapshots>no XML</p:Snapshots>"),                                 "Snapshots" },
    { "object-class",   SUMMARY("<p:Snapshots>&lt;INSTANCE CLASSNAME=\"Msvm_Error\"/&gt;</p:Snapshots>"), "Snapshots" },
    { "object-inside",  SUMMARY("<p:Snapshots><p:AutomaticStartupAction>x</p:AutomaticStartupAction></p:Snapshots>"), "AutomaticStartupAction" },
    { "base64",         SUMMARY("<p:ThumbnailImage>A*==</p:ThumbnailImage>"),                         "ThumbnailImage" },
    { "base64-length",  SUMMARY("<p:ThumbnailImage>300</p:ThumbnailImage>"),                          "ThumbnailImage" },
    { "base64-later",   SUMMARY("<p:ThumbnailImage>1</p:ThumbnailImage><p:ThumbnailImage>AAAA</p:ThumbnailImage>"), "ThumbnailImage" },
};
/* clang-format on */

static void
test_failure(gconstpointer data)
{
    const Failure *c = data;
    g_autoptr(GError) error = NULL;

    g_assert_null(decode_with(&hvr_wmi_class_Msvm_SummaryInformation, c->text, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
    g_assert_nonnull(strstr(error->message, c->property));
}

#define ADD(prefix, rows, function)                                                                \
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {                                               \
        g_autofree char *path = g_strconcat("/wmi/codec/" prefix "/", rows[i].name, NULL);         \
                                                                                                   \
        g_test_add_data_func(path, &rows[i], function);                                            \
    }

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wmi/codec/decode/instance", test_instance);
    ADD("decode/time", times, test_time)
    ADD("decode/ref", refs, test_ref)
    g_test_add_func("/wmi/codec/decode/objects", test_objects);
    g_test_add_func("/wmi/codec/decode/embedded-strings", test_embedded_strings);
    g_test_add_func("/wmi/codec/decode/fragment", test_fragment);
    g_test_add_func("/wmi/codec/decode/derived", test_derived);
    ADD("decode/bytes", blobs, test_bytes)
    ADD("decode/failure", failures, test_failure)

    return g_test_run();
}
