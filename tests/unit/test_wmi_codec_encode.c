/* test_wmi_codec_encode.c: objects into WS-Man XML, byte for byte
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_codec.h"

#include <string.h>

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

#define JOB_EPR                                                                                    \
    "<a:Address>" ANON "</a:Address><a:ReferenceParameters>"                                       \
    "<w:ResourceURI>" V2 "Msvm_ConcreteJob</w:ResourceURI><w:SelectorSet>"                         \
    "<w:Selector Name=\"InstanceID\">7C\\5B</w:Selector></w:SelectorSet></a:ReferenceParameters>"
#define JOB_PATH "\\\\HOST\\root\\virtualization\\v2:Msvm_ConcreteJob.InstanceID=\"7C\\\\5B\""

/* An element that stands where a method's body does. */
static xmlNode *
new_element(xmlDoc *doc, const char *name, const char *uri)
{
    xmlNode *element = xmlNewDocNode(doc, NULL, BAD_CAST name, NULL);

    xmlDocSetRootElement(doc, element);
    xmlSetNs(element, xmlNewNs(element, BAD_CAST uri, BAD_CAST "p"));

    return element;
}

static void
assert_element(xmlNode *element, const char *expect)
{
    g_autofree char *text = hvr_xml_format_flat(element);

    g_assert_cmpstr(text, ==, expect);
}

static void
test_encode_input(void)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *element;
    g_autoptr(Msvm_ReplicationService_StartReplication_INPUT) input = NULL;

    element = new_element(doc, "StartReplication_INPUT", V2 "Msvm_ReplicationService");
    input = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationService_StartReplication_INPUT);
    hvr_wmi_object_set_time(input, "StartTime", 1777604400 * G_TIME_SPAN_SECOND);
    hvr_wmi_object_set_uint(input, "InitialReplicationType", 1);
    hvr_wmi_object_set_string(input, "ComputerSystem",
                              "\\\\HOST\\root\\virtualization\\v2:Msvm_ComputerSystem."
                              "CreationClassName=\"Msvm_ComputerSystem\",Name=\"6DDC\"");
    hvr_wmi_codec_encode_input(input, element);

    assert_element(element,
                   "<p:StartReplication_INPUT xmlns:p=\"" V2 "Msvm_ReplicationService\">"
                   "<p:ComputerSystem " A " " W "><a:Address>" ANON
                   "</a:Address><a:ReferenceParameters>"
                   "<w:ResourceURI>" V2 "Msvm_ComputerSystem</w:ResourceURI><w:SelectorSet>"
                   "<w:Selector Name=\"CreationClassName\">Msvm_ComputerSystem</w:Selector>"
                   "<w:Selector Name=\"Name\">6DDC</w:Selector>"
                   "</w:SelectorSet></a:ReferenceParameters></p:ComputerSystem>"
                   "<p:InitialReplicationType>1</p:InitialReplicationType>"
                   "<p:StartTime " CIM "><cim:Datetime>2026-05-01T03:00:00Z</cim:Datetime>"
                   "</p:StartTime></p:StartReplication_INPUT>");
}

static void
test_encode_input_arrays(void)
{
    static const char *const settings[] = { "<INSTANCE CLASSNAME=\"A\"/>", "]]> & co", NULL };
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *element;
    g_autoptr(Msvm_ReplicationService_SetFailoverNetworkAdapterSettings_INPUT) input = NULL;

    element = new_element(doc, "X_INPUT", V2 "Msvm_ReplicationService");
    input = hvr_wmi_object_new(
        &hvr_wmi_class_Msvm_ReplicationService_SetFailoverNetworkAdapterSettings_INPUT);
    hvr_wmi_object_set_strv(input, "NetworkSettings", settings);
    /* No path at all: the host shall say what it thinks of it. */
    hvr_wmi_object_set_string(input, "ComputerSystem", "not a path");
    hvr_wmi_codec_encode_input(input, element);

    assert_element(element,
                   "<p:X_INPUT xmlns:p=\"" V2 "Msvm_ReplicationService\">"
                   "<p:ComputerSystem>not a path</p:ComputerSystem>"
                   "<p:NetworkSettings>&lt;INSTANCE CLASSNAME=\"A\"/&gt;</p:NetworkSettings>"
                   "<p:NetworkSettings>]]&gt; &amp; co</p:NetworkSettings></p:X_INPUT>");
}

static void
test_encode_output(void)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *element;
    g_autoptr(Msvm_ReplicationService_CommitFailover_OUTPUT) output = NULL;

    element = new_element(doc, "CommitFailover_OUTPUT", V2 "Msvm_ReplicationService");
    output = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationService_CommitFailover_OUTPUT);
    hvr_wmi_object_set_uint(output, "ReturnValue", 4096);
    hvr_wmi_object_set_string(output, "Job", JOB_PATH);
    hvr_wmi_codec_encode_output(output, element);

    assert_element(element,
                   "<p:CommitFailover_OUTPUT xmlns:p=\"" V2 "Msvm_ReplicationService\" " XSI " " CIM
                   "><p:Job " A " " W ">" JOB_EPR "</p:Job>"
                   "<p:ReturnValue>4096</p:ReturnValue></p:CommitFailover_OUTPUT>");
}

static void
test_encode_output_objects(void)
{
    static const guint64 bytes[] = { 0, 1, 255, 254 };
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *element;
    g_autoptr(HvrWmiObject) output = NULL;
    g_autoptr(HvrWmiObject) again = NULL;
    Msvm_SummaryInformation *summary = hvr_wmi_object_new(&hvr_wmi_class_Msvm_SummaryInformation);
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    element =
        new_element(doc, "GetSummaryInformation_OUTPUT", V2 "Msvm_VirtualSystemManagementService");
    output = hvr_wmi_object_new(
        &hvr_wmi_class_Msvm_VirtualSystemManagementService_GetSummaryInformation_OUTPUT);
    hvr_wmi_object_set_string(summary, "Name", "6DDC");
    hvr_wmi_object_set_uints(summary, "ThumbnailImage", bytes, 4);
    hvr_wmi_object_set_object(output, "SummaryInformation", summary);
    hvr_wmi_object_set_uint(output, "ReturnValue", 0);
    hvr_wmi_codec_encode_output(output, element);

    text = hvr_xml_format_flat(element);
    g_assert_nonnull(strstr(text, "<p:SummaryInformation xmlns:p1=\"" V2 "Msvm_SummaryInformation\""
                                  " xsi:type=\"p1:Msvm_SummaryInformation_Type\"><p1:"));
    g_assert_nonnull(strstr(text, "<p1:ThumbnailImage>AAH//g==</p1:ThumbnailImage>"));
    g_assert_nonnull(strstr(text, "<p1:Shielded xsi:nil=\"true\"/>"));

    again = hvr_wmi_codec_decode(output->type, element, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(hvr_wmi_object_equal(output, again));
}

/* As Windows writes it: declarations on the element, names sorted without regard
 * to case, NULL scalars as nil, NULL arrays absent. */
static void
test_encode_instance(void)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *body = xmlNewDocNode(doc, NULL, BAD_CAST "body", NULL);
    g_autoptr(Msvm_ReplicationAuthorizationSettingData) entry = NULL;
    g_autoptr(Msvm_KvpExchangeDataItem) item = NULL;

    xmlDocSetRootElement(doc, body);
    xmlNewNs(body, BAD_CAST "http://www.w3.org/2001/XMLSchema-instance", BAD_CAST "xsi");
    entry = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationAuthorizationSettingData);
    hvr_wmi_object_set_string(entry, "AllowedPrimaryHostSystem", "*.contoso.com");
    hvr_wmi_object_set_string(entry, "TrustGroup", "");
    assert_element(
        hvr_wmi_codec_encode_instance(entry, "root/virtualization/v2", body),
        INSTANCE(
            "Msvm_ReplicationAuthorizationSettingData") "<p:AllowedPrimaryHostSystem>*.contoso.com<"
                                                        "/p:AllowedPrimaryHostSystem>"
                                                        "<p:Caption "
                                                        "xsi:nil=\"true\"/><p:Description "
                                                        "xsi:nil=\"true\"/>"
                                                        "<p:ElementName "
                                                        "xsi:nil=\"true\"/><p:InstanceID "
                                                        "xsi:nil=\"true\"/>"
                                                        "<p:ReplicaStorageLocation "
                                                        "xsi:nil=\"true\"/><p:TrustGroup></"
                                                        "p:TrustGroup>"
                                                        "</"
                                                        "p:Msvm_"
                                                        "ReplicationAuthorizationSettingData>");
}

static void
test_encode_instance_values(void)
{
    static const guint64 status[] = { 2, 11 };
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *body = xmlNewDocNode(doc, NULL, BAD_CAST "body", NULL);
    g_autoptr(Msvm_ConcreteJob) job = NULL;
    g_autoptr(Msvm_ConcreteJob) again = NULL;
    xmlNode *element;
    g_autofree char *text = NULL;

    xmlDocSetRootElement(doc, body);
    job = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob);
    hvr_wmi_object_set_uints(job, "OperationalStatus", status, 2);
    hvr_wmi_object_set_interval(job, "ElapsedTime", 1004170);
    hvr_wmi_object_set_time(job, "StartTime", HVR_CIM_NEVER);
    hvr_wmi_object_set_boolean(job, "Cancellable", FALSE);
    element = hvr_wmi_codec_encode_instance(job, "root/virtualization/v2", body);
    text = hvr_xml_format_flat(element);

    g_assert_nonnull(strstr(text, "<p:ElapsedTime><cim:Interval>P0DT0H0M1.00417S</cim:Interval>"
                                  "</p:ElapsedTime><p:ElementName xsi:nil"));
    g_assert_nonnull(
        strstr(text, "<p:StartTime><cim:Datetime>1601-01-01T00:00:00Z</cim:Datetime>"));
    g_assert_nonnull(strstr(text, "<p:OperationalStatus>2</p:OperationalStatus>"
                                  "<p:OperationalStatus>11</p:OperationalStatus>"));
    g_assert_nonnull(strstr(text, "<p:Cancellable>false</p:Cancellable>"));
    g_assert_null(strstr(text, "StatusDescriptions"));

    again = hvr_wmi_codec_decode(&hvr_wmi_class_Msvm_ConcreteJob, element, NULL, NULL);
    g_assert_true(hvr_wmi_object_equal(job, again));
}

static void
test_encode_cimv2(void)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *body = xmlNewDocNode(doc, NULL, BAD_CAST "body", NULL);
    g_autoptr(Win32_ComputerSystemProduct)
        product = hvr_wmi_object_new(&hvr_wmi_class_Win32_ComputerSystemProduct);

    xmlDocSetRootElement(doc, body);
    hvr_wmi_object_set_string(product, "UUID", "X");
    assert_element(hvr_wmi_codec_encode_instance(product, "root/cimv2", body),
                   "<p:Win32_ComputerSystemProduct " XSI " xmlns:p=\"" WMI
                   "root/cimv2/Win32_ComputerSystemProduct\" " CIM
                   " xsi:type=\"p:Win32_ComputerSystemProduct_Type\">"
                   "<p:Caption xsi:nil=\"true\"/><p:Description xsi:nil=\"true\"/>"
                   "<p:IdentifyingNumber xsi:nil=\"true\"/><p:Name xsi:nil=\"true\"/>"
                   "<p:SKUNumber xsi:nil=\"true\"/><p:UUID>X</p:UUID>"
                   "<p:Vendor xsi:nil=\"true\"/><p:Version xsi:nil=\"true\"/>"
                   "</p:Win32_ComputerSystemProduct>");
}

static void
test_encode_fragment(void)
{
    static const char *const names[] = { "name",   "EnabledState",      "InstallDate", "ProcessID",
                                         "__PATH", "OperationalStatus", "NAME",        NULL };
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *items = new_element(doc, "Items", "urn:items");
    g_autoptr(Msvm_ComputerSystem) system = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ComputerSystem);

    hvr_wmi_object_set_string(system, "Name", "6DDC");
    hvr_wmi_object_set_uint(system, "EnabledState", 3);
    hvr_wmi_object_set_uint(system, "HealthState", 5);
    hvr_wmi_object_set_time(system, "InstallDate", 1338552000 * G_TIME_SPAN_SECOND);
    assert_element(hvr_wmi_codec_encode_fragment(system, names, items),
                   "<w:XmlFragment " XSI " " W "><EnabledState>3</EnabledState>"
                   "<InstallDate><Datetime>2012-06-01T12:00:00Z</Datetime></InstallDate>"
                   "<Name>6DDC</Name><ProcessID xsi:nil=\"true\"/></w:XmlFragment>");
}

/* Every class of the schema, empty, there and back. */
static void
test_every_class(void)
{
    guint n_classes;
    const HvrWmiClass *const *classes = hvr_wmi_schema_list(&n_classes);

    for (guint i = 0; i < n_classes; i++) {
        g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
        xmlNode *body = xmlNewDocNode(doc, NULL, BAD_CAST "body", NULL);
        g_autoptr(HvrWmiObject) object = hvr_wmi_object_new(classes[i]);
        g_autoptr(HvrWmiObject) again = NULL;
        xmlNode *element;

        xmlDocSetRootElement(doc, body);
        element = hvr_wmi_codec_encode_instance(object, "root/virtualization/v2", body);
        again = hvr_wmi_codec_decode(classes[i], element, NULL, NULL);
        g_assert_nonnull(again);
        g_assert_true(hvr_wmi_object_equal(object, again));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wmi/codec/encode/input", test_encode_input);
    g_test_add_func("/wmi/codec/encode/input/arrays", test_encode_input_arrays);
    g_test_add_func("/wmi/codec/encode/output", test_encode_output);
    g_test_add_func("/wmi/codec/encode/output/objects", test_encode_output_objects);
    g_test_add_func("/wmi/codec/encode/instance", test_encode_instance);
    g_test_add_func("/wmi/codec/encode/instance/values", test_encode_instance_values);
    g_test_add_func("/wmi/codec/encode/instance/cimv2", test_encode_cimv2);
    g_test_add_func("/wmi/codec/encode/fragment", test_encode_fragment);
    g_test_add_func("/wmi/codec/every-class", test_every_class);

    return g_test_run();
}
