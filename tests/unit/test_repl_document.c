/* test_repl_document.c: <replication> and <replicationservice>, as users edit them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_document.h"

#include "hvr_error.h"
#include "relaxng.h"
#include "repl_settings_object.h"

#define NS " xmlns=\"https://libvirt.org/schemas/domain/hyperv/replication/1.0\""

#define SERVICE(inner) "<replicationservice" NS ">\n" inner "</replicationservice>"

/* clang-format off */
static const char service_text[] =
    SERVICE("  <listening>yes</listening>\n"
            "  <settings>\n"
            "    <enabled>yes</enabled>\n"
            "    <authentication>both</authentication>\n"
            "    <certificate-thumbprint>AB01</certificate-thumbprint>\n"
            "    <http-port>80</http-port>\n"
            "    <https-port>443</https-port>\n"
            "    <monitoring-start>07:00</monitoring-start>\n"
            "    <monitoring-interval unit=\"s\">43200</monitoring-interval>\n"
            "  </settings>\n"
            "  <authorization>\n"
            "    <allowed-primary>*.example.com</allowed-primary>\n"
            "    <storage-location>D:\\Replica &amp; more</storage-location>\n"
            "    <trust-group>DEFAULT</trust-group>\n"
            "  </authorization>\n"
            "  <authorization>\n"
            "    <allowed-primary>hv-third.example.net</allowed-primary>\n"
            "  </authorization>\n");
/* clang-format on */

static void
test_service(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrReplService) service = hvr_repl_document_parse_service(service_text, &error);
    g_autofree char *again = NULL;
    const Msvm_ReplicationServiceSettingData *settings;
    const Msvm_ReplicationAuthorizationSettingData *entry;

    g_assert_no_error(error);
    g_assert_true(relaxng_accepts("replicationservice.rng", service_text));
    g_assert_true(service->listening);
    g_assert_cmpuint(service->entries->len, ==, 2);
    settings = hvr_repl_settings_get_object(service->settings);
    g_assert_cmpuint(settings->AllowedAuthenticationType, ==, 3);
    g_assert_cmpuint(settings->MonitoringInterval, ==, 43200);
    g_assert_cmpint(settings->MonitoringStartTime.usec, ==, 7 * G_TIME_SPAN_HOUR);
    entry = hvr_repl_settings_get_object(service->entries->pdata[0]);
    g_assert_cmpstr(entry->ReplicaStorageLocation, ==, "D:\\Replica & more");
    again = hvr_repl_document_format_service(service);
    g_assert_cmpstr(again, ==, service_text);
}

/* Of a host that says nothing but what no document allows; and it can be given back. */
static void
test_service_strange(void)
{
    g_autoptr(HvrReplService) service = g_new0(HvrReplService, 1);
    gpointer object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationServiceSettingData);
    g_autofree char *text = NULL;
    g_autoptr(HvrReplService) read = NULL;

    hvr_wmi_object_set_uint(object, "AllowedAuthenticationType", 4711);
    hvr_wmi_object_set_time(object, "MonitoringStartTime", 0);
    service->settings = hvr_repl_settings_new_from_object(HVR_REPL_SERVICE, object);
    service->entries = g_ptr_array_new();
    text = hvr_repl_document_format_service(service);
    g_assert_cmpstr(text, ==,
                    SERVICE("  <listening>no</listening>\n"
                            "  <settings>\n"
                            "    <authentication>unknown</authentication>\n"
                            "    <monitoring-start>unknown</monitoring-start>\n"
                            "  </settings>\n"));
    g_assert_true(relaxng_accepts("replicationservice.rng", text));
    read = hvr_repl_document_parse_service(text, NULL);
    g_assert_true(hvr_repl_settings_is_empty(read->settings));
    g_ptr_array_unref(g_steal_pointer(&service->entries));
}

typedef struct {
    const char *name;
    const char *text;
    const char *message;
} Wrong;

/* clang-format off */
static const Wrong wrong_services[] = {
    { "root",      "<replication" NS "/>",
      "element 'replication', line 1: the document should be a 'replicationservice'" },
    { "no-ns",     "<replicationservice/>",
      "element 'replicationservice', line 1: it is not in the namespace 'https://libvirt.org/schemas/domain/hyperv/replication/1.0'" },
    { "other-ns",  "<replicationservice xmlns=\"urn:x\"/>",
      "element 'replicationservice', line 1: it is not in the namespace 'https://libvirt.org/schemas/domain/hyperv/replication/1.0'" },
    { "attribute", SERVICE("<settings colour=\"red\"/>"),
      "element 'settings', line 2: it cannot have an attribute 'colour'" },
    { "element",   SERVICE("<settings/>\n<entries/>\n"),
      "element 'entries', line 3: it cannot stand inside 'replicationservice'" },
    { "setting",   SERVICE("<settings>\n<port>80</port>\n</settings>"),
      "element 'port', line 3: there is no such setting" },
    { "text",      SERVICE("\n\nhello\n"),
      "element 'replicationservice', line 1: it cannot have text" },
    { "nested",    SERVICE("<settings><enabled>\n<b>yes</b></enabled></settings>"),
      "element 'b', line 3: it cannot stand inside 'enabled'" },
    { "twice",     SERVICE("<settings>\n<enabled>yes</enabled>\n<http-port>80</http-port>\n<enabled>no</enabled></settings>"),
      "element 'enabled', line 5: it stands there twice, first in line 3" },
    { "settings",  SERVICE("<settings/>\n<settings/>"),
      "element 'settings', line 3: it stands there twice, first in line 2" },
    { "listening", SERVICE("<listening>maybe</listening>"),
      "element 'listening', line 2: it must be 'yes' or 'no'" },
    { "value",     SERVICE("<settings>\n\n<http-port>0</http-port></settings>"),
      "element 'http-port', line 4: setting 'http-port' cannot be '0', it must be a whole number from 1 to 65535" },
    { "unit",      SERVICE("<settings><monitoring-interval unit=\"h\">12</monitoring-interval></settings>"),
      "element 'monitoring-interval', line 2: its attribute 'unit' must be 's'" },
    { "no-unit",   SERVICE("<settings><monitoring-interval>43200</monitoring-interval></settings>"),
      "element 'monitoring-interval', line 2: its attribute 'unit' must be 's'" },
    { "nobody",    SERVICE("<authorization><trust-group>x</trust-group></authorization>"),
      "element 'authorization', line 2: it lacks an 'allowed-primary'" },
    { "same",      SERVICE("<authorization><allowed-primary>A.example</allowed-primary></authorization>\n"
                           "<authorization><allowed-primary>a.EXAMPLE</allowed-primary></authorization>\n"),
      "element 'authorization', line 3: there is one for 'a.EXAMPLE' already" },
    { "wildcard",  SERVICE("<authorization>\n<allowed-primary>hv.*.com</allowed-primary></authorization>"),
      "element 'allowed-primary', line 3: setting 'allowed-primary' cannot be 'hv.*.com', it must be a server's name, '*' instead of its first label, or '*' alone" },
};
/* clang-format on */

static void
test_service_wrong(gconstpointer data)
{
    const Wrong *c = data;
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_repl_document_parse_service(c->text, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_XML);
    g_assert_cmpstr(error->message, ==, c->message);
}

/* What a host has: some of it beyond what could be set. */
static HvrReplRelationship *
new_leg(void)
{
    HvrReplRelationship *leg = g_atomic_rc_box_new0(HvrReplRelationship);
    gpointer object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationSettingData);
    static const char *const disks[] = { "C:\\a.vhdx", "C:\\b.vhdx", NULL };

    hvr_wmi_object_set_string(object, "RecoveryConnectionPoint", "hv-replica");
    hvr_wmi_object_set_string(object, "PrimaryHostSystem", "hv-primary.example.com");
    hvr_wmi_object_set_uint(object, "RecoveryServerPortNumber", 0);
    hvr_wmi_object_set_uint(object, "AuthenticationType", 7);
    hvr_wmi_object_set_uint(object, "RecoveryHistory", 99);
    hvr_wmi_object_set_boolean(object, "CompressionEnabled", TRUE);
    hvr_wmi_object_set_time(object, "AutoResynchronizeIntervalEnd", 0);
    hvr_wmi_object_set_strv(object, "IncludedDisks", disks);

    leg->state = HVR_REPL_STATE_REPLICATING;
    leg->settings = hvr_repl_settings_new_from_object(HVR_REPL_RELATIONSHIP, object);

    return leg;
}

/* As the driver shows it in a machine's metadata. */
/* clang-format off */
#define LEG(kind, settings) \
    "<relationship kind=\"" kind "\">\n<state number=\"3\">replicating</state>\n" \
    "<health number=\"1\">ok</health>\n<settings>\n" settings "</settings>\n</relationship>\n"
#define REPLICATION(inner) \
    "<replication" NS ">\n<role number=\"1\">primary</role>\n" inner "</replication>"
#define SHOWN \
    "<replica-server>hv-replica</replica-server><primary-host>hv-primary.example.com</primary-host>" \
    "<port>0</port><authentication>unknown</authentication><compression>yes</compression>" \
    "<recovery-history>99</recovery-history><auto-resync-end>unknown</auto-resync-end>" \
    "<included-disks>C:\\a.vhdx</included-disks><included-disks>C:\\b.vhdx</included-disks>"
/* clang-format on */

/* As it was shown it changes nothing, and neither does what was left out. */
static void
test_replication_unchanged(void)
{
    static const char *const documents[] = {
        REPLICATION(LEG("primary", SHOWN) LEG("extended", SHOWN)),
        REPLICATION(LEG("primary", "")),
        REPLICATION(""),
        "<r:replication xmlns:r=\"https://libvirt.org/schemas/domain/hyperv/replication/1.0\">"
        "<r:relationship kind=\"primary\"><r:settings><r:port>0</r:port></r:settings>"
        "</r:relationship></r:replication>",
        "<replication><relationship kind='primary'><settings><port>0</port></settings>"
        "</relationship></replication>",
    };
    g_autoptr(HvrReplRelationship) leg = new_leg();
    HvrReplRelationship *const present[] = { leg, leg };

    g_assert_true(relaxng_accepts("replication.rng", documents[0]));
    for (guint i = 0; i < G_N_ELEMENTS(documents); i++) {
        g_autoptr(GError) error = NULL;
        HvrReplSettings *settings[] = { leg->settings, leg->settings };

        g_assert_true(hvr_repl_document_parse_replication(documents[i], HVR_REPL_MODE_PRIMARY,
                                                          present, settings, &error));
        g_assert_no_error(error);
        g_assert_null(settings[0]);
        g_assert_null(settings[1]);
    }
}

static void
test_replication_edited(void)
{
    g_autoptr(HvrReplRelationship) leg = new_leg();
    HvrReplRelationship *const present[] = { leg, leg };
    HvrReplSettings *settings[2];
    g_autoptr(HvrReplSettings) first = NULL;
    g_autoptr(HvrReplSettings) second = NULL;
    const Msvm_ReplicationSettingData *object;

    g_assert_true(hvr_repl_document_parse_replication(
        REPLICATION(LEG("primary", "<recovery-history> 4\n</recovery-history><port>0</port>"
                                   "<included-disks>C:\\b.vhdx</included-disks>")
                        LEG("extended", "<frequency unit=\"s\">900</frequency>")),
        HVR_REPL_MODE_PRIMARY, present, settings, NULL));
    first = settings[0];
    second = settings[1];
    object = hvr_repl_settings_get_object(first);
    g_assert_cmpuint(object->RecoveryHistory, ==, 4);
    g_assert_false(hvr_wmi_object_has(object, "RecoveryServerPortNumber"));
    g_assert_false(hvr_wmi_object_has(object, "CompressionEnabled"));
    g_assert_cmpstr(object->IncludedDisks[0], ==, "C:\\b.vhdx");
    g_assert_null(object->IncludedDisks[1]);
    object = hvr_repl_settings_get_object(second);
    g_assert_cmpuint(object->ReplicationInterval, ==, 900);
    g_assert_false(hvr_wmi_object_has(object, "RecoveryHistory"));
}

/* clang-format off */
static const Wrong wrong_replications[] = {
    { "empty",     "", "the XML document is empty" },
    { "cut-off",   "<replication" NS ">\n<role", NULL },
    { "root",      "<a/>", "element 'a', line 1: the document should be a 'replication'" },
    { "ns",        "<replication xmlns=\"urn:x\"/>",
      "element 'replication', line 1: it is not in the namespace 'https://libvirt.org/schemas/domain/hyperv/replication/1.0'" },
    { "ns-below",  REPLICATION("<role xmlns=\"urn:x\"/>"),
      "element 'role', line 3: it is not in the namespace 'https://libvirt.org/schemas/domain/hyperv/replication/1.0'" },
    { "ns-leg",    REPLICATION("<relationship kind=\"primary\">\n<state xmlns=\"\"/></relationship>"),
      "element 'state', line 4: it is not in the namespace 'https://libvirt.org/schemas/domain/hyperv/replication/1.0'" },
    { "role",      "<replication" NS "><role>\nreplica</role></replication>",
      "element 'role', line 1: it is only shown, never set, and is 'primary' now" },
    { "state",     REPLICATION("<relationship kind=\"primary\">\n<state number=\"3\">suspended</state></relationship>"),
      "element 'state', line 4: it is only shown, never set, and is 'replicating' now" },
    { "element",   REPLICATION("<colour/>"), "element 'colour', line 3: it cannot stand inside 'replication'" },
    { "leg",       REPLICATION("<relationship kind=\"primary\"><port>80</port></relationship>"),
      "element 'port', line 3: it cannot stand inside 'relationship'" },
    { "kind",      REPLICATION("<relationship kind=\"tertiary\"/>"),
      "element 'relationship', line 3: its attribute 'kind' must be 'primary' or 'extended'" },
    { "no-kind",   REPLICATION("<relationship/>"),
      "element 'relationship', line 3: its attribute 'kind' must be 'primary' or 'extended'" },
    { "attribute", REPLICATION("<relationship kind=\"primary\" index=\"0\"/>"),
      "element 'relationship', line 3: it cannot have an attribute 'index'" },
    { "second",    REPLICATION("<relationship kind=\"primary\"/>\n<relationship kind=\"primary\"/>"),
      "element 'relationship', line 4: it is the second of kind 'primary'" },
    { "absent",    REPLICATION("<relationship kind=\"extended\"/>"),
      "element 'relationship', line 3: the machine has none of kind 'extended'" },
    { "settings",  REPLICATION("<relationship kind=\"primary\"><settings/>\n<settings/></relationship>"),
      "element 'settings', line 4: it stands there twice, first in line 3" },
    { "read-only", REPLICATION(LEG("primary", "<primary-host>other</primary-host>")),
      "element 'primary-host', line 7: setting 'primary-host' is only shown, never set" },
    { "value",     REPLICATION(LEG("primary", "\n<frequency unit=\"s\">60</frequency>")),
      "element 'frequency', line 8: setting 'frequency' cannot be '60', it must be one of '30', '300', '900'" },
    { "unit",      REPLICATION(LEG("primary", "<consistent-interval unit=\"s\">1</consistent-interval>")),
      "element 'consistent-interval', line 7: its attribute 'unit' must be 'h'" },
    { "control",   REPLICATION(LEG("primary", "<replica-server>a&#9;b</replica-server>")),
      "element 'replica-server', line 7: setting 'replica-server' cannot be 'a?b', it must be one line of text, 1 to 256 characters" },
};
/* clang-format on */

static void
assert_wrong(const char *text, const char *message)
{
    g_autoptr(HvrReplRelationship) leg = new_leg();
    HvrReplRelationship *const present[] = { leg, NULL };
    HvrReplSettings *settings[] = { NULL, NULL };
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_repl_document_parse_replication(text, HVR_REPL_MODE_PRIMARY, present,
                                                       settings, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_XML);
    if (message != NULL)
        g_assert_cmpstr(error->message, ==, message);
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
    g_assert_null(strchr(error->message, '\n'));
    g_assert_cmpuint(strlen(error->message), <, 500);
    g_assert_null(settings[0]);
}

static void
test_replication_wrong(gconstpointer data)
{
    const Wrong *c = data;

    assert_wrong(c->text, c->message);
}

/* A wrong extended leg leaves nothing of the primary one. */
static void
test_replication_half(void)
{
    assert_wrong(REPLICATION(LEG("primary", "<port>81</port>") LEG("extended", "")), NULL);
}

/* Returns: (transfer full): @text, @n times over. */
static char *
repeat(const char *text, guint n)
{
    GString *all = g_string_new(NULL);

    for (guint i = 0; i < n; i++)
        g_string_append(all, text);

    return g_string_free(all, FALSE);
}

/* Entities that grow, elements without end, names and values without end, and bytes. */
static void
test_hostile(void)
{
    g_autofree char *deep = repeat("<replication>", 100000);
    g_autofree char *text = repeat("a", 20 * 1024 * 1024);
    g_autofree char *name = repeat("\xc3\xa4", 10000);
    g_autofree char *disks = repeat("<included-disks>C:\\a.vhdx</included-disks>", 1025);
    g_autofree char *huge = g_strdup_printf(REPLICATION("%s"), text);
    g_autofree char *named = g_strdup_printf(REPLICATION("<%s/>"), name);
    g_autofree char *attribute = g_strdup_printf("<replication" NS " %s=\"1\"/>", name);
    g_autofree char *many = g_strdup_printf(REPLICATION(LEG("primary", "%s")), disks);

    assert_wrong("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
                 "<replication" NS ">&b;</replication>",
                 "the XML document has a document type");
    assert_wrong("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><replication" NS "/>", NULL);
    assert_wrong(REPLICATION("&unknown;"), NULL);
    assert_wrong(deep, NULL);
    assert_wrong(huge, NULL);
    assert_wrong(named, NULL);
    assert_wrong(attribute, NULL);
    assert_wrong(many, NULL);
    assert_wrong("\xff\xfe\xff", NULL);
    assert_wrong("<replication" NS ">\xff</replication>", NULL);
    assert_wrong("hello", NULL);
    assert_wrong(" ", NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/repl/document/service", test_service);
    g_test_add_func("/repl/document/service/strange", test_service_strange);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong_services); i++) {
        g_autofree char *path =
            g_strconcat("/repl/document/service/wrong/", wrong_services[i].name, NULL);

        g_test_add_data_func(path, &wrong_services[i], test_service_wrong);
    }
    g_test_add_func("/repl/document/replication/unchanged", test_replication_unchanged);
    g_test_add_func("/repl/document/replication/edited", test_replication_edited);
    g_test_add_func("/repl/document/replication/half", test_replication_half);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong_replications); i++) {
        g_autofree char *path =
            g_strconcat("/repl/document/replication/wrong/", wrong_replications[i].name, NULL);

        g_test_add_data_func(path, &wrong_replications[i], test_replication_wrong);
    }
    g_test_add_func("/repl/document/hostile", test_hostile);

    return g_test_run();
}
