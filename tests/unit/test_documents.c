/* test_documents.c: the XML that libvirt clients read, byte by byte
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * That libvirt's schemas accept them is checked where stock tools are at hand, in tests/rpc.
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "domain_xml.h"
#include "hvr_error.h"
#include "metadata.h"
#include "relaxng.h"
#include "repl_document.h"
#include "repl_point.h"
#include "repl_relationship.h"
#include "repl_state.h"
#include "snapshot_xml.h"

static HvrDomain *
make_domain(void)
{
    HvrDomain *domain = hvr_domain_new("11111111-1111-4111-8111-11111111ABCD", "a<b>&\"c\"");
    HvrSnapshot *point =
        hvr_snapshot_new("Microsoft:22", "its <title>", HVR_POINT_STANDARD, 1777604400);

    domain->id = 7;
    domain->state = VIR_DOMAIN_RUNNING;
    domain->memory_kib = 1048576;
    domain->max_memory_kib = 2097152;
    domain->n_vcpus = 2;
    domain->generation = 2;
    domain->description = g_strdup("two\nlines");
    domain->mode = HVR_REPL_MODE_REPLICA;
    g_ptr_array_add(domain->snapshots, point);
    hvr_snapshot_assign_names(domain->snapshots);

    return domain;
}

#define REPLICATION "<replication:role number=\"2\">replica</replication:role>\n"

static void
test_domain(void)
{
    g_autoptr(HvrDomain) domain = make_domain();
    g_autofree char *active = hvr_domain_xml_format(domain, NULL, 0);
    g_autofree char *inactive = hvr_domain_xml_format(domain, NULL, VIR_DOMAIN_XML_INACTIVE);

    g_assert_cmpstr(
        active, ==,
        "<domain type=\"hyperv\" id=\"7\">\n"
        "  <name>a&lt;b&gt;&amp;\"c\"</name>\n"
        "  <uuid>11111111-1111-4111-8111-11111111abcd</uuid>\n"
        "  <description>two\nlines</description>\n"
        "  <metadata>\n"
        "    <replication:replication "
        "xmlns:replication=\"https://libvirt.org/schemas/domain/hyperv/replication/1.0\">\n"
        "      " REPLICATION
        "      <replication:recoverypoint name=\"rp-2026-05-01T03:00:00Z\" kind=\"standard\">\n"
        "        <replication:created>2026-05-01T03:00:00Z</replication:created>\n"
        "        <replication:title>its &lt;title&gt;</replication:title>\n"
        "      </replication:recoverypoint>\n"
        "    </replication:replication>\n"
        "  </metadata>\n"
        "  <memory unit=\"KiB\">2097152</memory>\n"
        "  <currentMemory unit=\"KiB\">1048576</currentMemory>\n"
        "  <vcpu placement=\"static\">2</vcpu>\n"
        "  <os firmware=\"efi\">\n"
        "    <type arch=\"x86_64\">hvm</type>\n"
        "  </os>\n"
        "  <features>\n"
        "    <acpi/>\n"
        "  </features>\n"
        "  <clock offset=\"localtime\"/>\n"
        "  <on_poweroff>destroy</on_poweroff>\n"
        "  <on_reboot>restart</on_reboot>\n"
        "  <on_crash>destroy</on_crash>\n"
        "</domain>");
    g_assert_true(g_str_has_prefix(inactive, "<domain type=\"hyperv\">\n"));
}

static void
test_metadata(void)
{
    g_autoptr(HvrDomain) domain = make_domain();
    g_autoptr(GError) no_title = NULL;
    g_autoptr(GError) no_element = NULL;
    g_autofree char *description =
        hvr_metadata_format(domain, VIR_DOMAIN_METADATA_DESCRIPTION, NULL, NULL);
    g_autofree char *element =
        hvr_metadata_format(domain, VIR_DOMAIN_METADATA_ELEMENT, HVR_REPL_NS, NULL);

    g_assert_cmpstr(description, ==, "two\nlines");
    g_assert_true(g_str_has_prefix(
        element,
        "<replication:replication "
        "xmlns:replication=\"https://libvirt.org/schemas/domain/hyperv/replication/1.0\">\n"
        "  " REPLICATION));

    g_assert_null(hvr_metadata_format(domain, VIR_DOMAIN_METADATA_TITLE, NULL, &no_title));
    g_assert_error(no_title, HVR_ERROR, HVR_ERROR_NO_METADATA);
    g_assert_null(hvr_metadata_format(domain, VIR_DOMAIN_METADATA_ELEMENT, "urn:x", &no_element));
    g_assert_error(no_element, HVR_ERROR, HVR_ERROR_NO_METADATA);
}

static HvrReplRelationship *
make_leg(guint index)
{
    HvrReplRelationship *leg = g_atomic_rc_box_new0(HvrReplRelationship);

    leg->vm = g_strdup("11111111-1111-4111-8111-11111111ABCD");
    leg->index = index;
    leg->state = HVR_REPL_STATE_REPLICATING;
    leg->health = HVR_REPL_HEALTH_OK;
    leg->settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    hvr_repl_settings_set(leg->settings, "replica-server", "hv & co", NULL);
    hvr_repl_settings_set(leg->settings, "frequency", "300", NULL);
    hvr_repl_settings_set(leg->settings, "auto-resync-start", "18:30", NULL);
    hvr_repl_settings_set(leg->settings, "included-disks", "C:\\a.vhdx", NULL);
    hvr_repl_settings_set(leg->settings, "included-disks", "C:\\b.vhdx", NULL);

    return leg;
}

static char *
format_replication(const HvrDomain *domain)
{
    return hvr_metadata_format(domain, VIR_DOMAIN_METADATA_ELEMENT, HVR_REPL_NS, NULL);
}

/* All of it, and read again it changes nothing. */
static void
test_replication(void)
{
    g_autoptr(HvrDomain) domain = make_domain();
    HvrReplRelationship *first = make_leg(0);
    g_autoptr(GError) error = NULL;
    g_autofree char *element = NULL;
    HvrReplSettings *settings[2] = { first->settings, first->settings };

    first->failed_over_kind = 3;
    first->last_kind = 2;
    first->last_replication = first->last_apply = G_GINT64_CONSTANT(1777604400) * G_USEC_PER_SEC;
    domain->legs[0] = first;
    domain->legs[1] = make_leg(1);
    element = format_replication(domain);

    g_assert_nonnull(strstr(
        element,
        "  <replication:relationship kind=\"primary\">\n"
        "    <replication:state number=\"3\">replicating</replication:state>\n"
        "    <replication:health number=\"1\">ok</replication:health>\n"
        "    <replication:failed-over>planned</replication:failed-over>\n"
        "    <replication:last-replication kind=\"application-consistent\">2026-05-01T03:00:00Z"
        "</replication:last-replication>\n"
        "    <replication:last-apply>2026-05-01T03:00:00Z</replication:last-apply>\n"
        "    <replication:settings>\n"
        "      <replication:replica-server>hv &amp; co</replication:replica-server>\n"
        "      <replication:frequency unit=\"s\">300</replication:frequency>\n"
        "      <replication:auto-resync-start>18:30</replication:auto-resync-start>\n"
        "      <replication:included-disks>C:\\a.vhdx</replication:included-disks>\n"
        "      <replication:included-disks>C:\\b.vhdx</replication:included-disks>\n"
        "    </replication:settings>\n"
        "  </replication:relationship>\n"
        "  <replication:relationship kind=\"extended\">\n"));
    g_assert_true(relaxng_accepts("replication.rng", element));
    g_assert_true(
        hvr_repl_document_parse_replication(element, domain->mode, domain->legs, settings, &error));
    g_assert_no_error(error);
    g_assert_null(settings[0]);
    g_assert_null(settings[1]);
}

/* Every role, state, health and kind has its place in the schema, and so have those
 * that nobody has heard of. */
static void
test_replication_words(void)
{
    for (guint number = 0; number < 30; number++) {
        g_autoptr(HvrDomain) domain = make_domain();
        HvrReplRelationship *leg = make_leg(0);
        g_autofree char *element = NULL;

        domain->mode = number;
        leg->state = number;
        leg->health = number;
        leg->failed_over_kind = number;
        leg->last_kind = number;
        leg->last_replication = G_USEC_PER_SEC;
        domain->legs[0] = leg;
        element = format_replication(domain);
        g_assert_true(relaxng_accepts("replication.rng", element));
    }
}

/* Every kind of point: the element by itself, and a checkpoint is none. */
static void
test_recovery_point(void)
{
    static const HvrReplPointKind kinds[] = { HVR_POINT_STANDARD, HVR_POINT_APPLICATION,
                                              HVR_POINT_PLANNED, HVR_POINT_CHECKPOINT };

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(HvrDomain) domain = make_domain();
        HvrSnapshot *point = domain->snapshots->pdata[0];
        g_autofree char *element = NULL;
        g_autofree char *alone = NULL;
        g_autoptr(xmlDoc) doc = NULL;
        xmlNode *node;

        point->kind = kinds[i];
        element = format_replication(domain);
        doc = hvr_xml_parse(element, strlen(element), NULL);
        node = hvr_xml_find(xmlDocGetRootElement(doc), HVR_REPL_NS, "recoverypoint");
        g_assert_true((node == NULL) == (kinds[i] == HVR_POINT_CHECKPOINT));
        if (node == NULL)
            continue;
        xmlNewNs(node, BAD_CAST HVR_REPL_NS, BAD_CAST "replication");
        alone = hvr_xml_format(node);
        g_assert_true(relaxng_accepts("recoverypoint.rng", alone));
    }
}

static void
test_snapshot(void)
{
    g_autoptr(HvrDomain) domain = make_domain();
    HvrSnapshot *point = domain->snapshots->pdata[0];
    g_autofree char *root = hvr_snapshot_xml_format(domain, point);
    g_autofree char *child = NULL;

    g_assert_cmpstr(root, ==,
                    "<domainsnapshot>\n"
                    "  <name>rp-2026-05-01T03:00:00Z</name>\n"
                    "  <description>Hyper-V Replica recovery point, crash-consistent: its "
                    "&lt;title&gt;</description>\n"
                    "  <state>shutoff</state>\n"
                    "  <creationTime>1777604400</creationTime>\n"
                    "  <memory snapshot=\"no\"/>\n"
                    "  <domain>\n"
                    "    <uuid>11111111-1111-4111-8111-11111111abcd</uuid>\n"
                    "  </domain>\n"
                    "</domainsnapshot>");

    point->parent = g_strdup("older");
    point->has_memory = TRUE;
    child = hvr_snapshot_xml_format(domain, point);
    g_assert_nonnull(strstr(child, "  <state>running</state>\n"));
    g_assert_nonnull(strstr(child, "  <parent>\n    <name>older</name>\n  </parent>\n"));
    g_assert_nonnull(strstr(child, "  <memory snapshot=\"internal\"/>\n"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/domain/xml/format", test_domain);
    g_test_add_func("/metadata/format", test_metadata);
    g_test_add_func("/metadata/replication", test_replication);
    g_test_add_func("/metadata/replication/words", test_replication_words);
    g_test_add_func("/metadata/recovery-point", test_recovery_point);
    g_test_add_func("/snapshot/xml/format", test_snapshot);

    return g_test_run();
}
