/* machine_field.c: what libvirt has no word for, as attributes in the driver's own namespace
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"

#define MAX_TAG 4095

/* By the host's number; pages of the classes that have them.  Hosts that have a
 * kind of checkpoint have all that Windows Server 2016 added. */
/* clang-format off */
static const char *const console_names[] = { "default", "com1", "com2", "none", NULL };
static const char *const start_names[] = { "", "", "nothing", "restart-if-active", "always", NULL };
static const char *const stop_names[] = { "", "", "turn-off", "save", "shut-down", NULL };
static const char *const recovery_names[] = { "", "", "nothing", "restart", "revert", NULL };
static const char *const error_names[] = { "nothing", "pause", NULL };
static const char *const checkpoint_names[] = { "", "", "disabled", "production-or-standard", "production", "standard", NULL };
static const char *const resolution_names[] = { "", "other", "maximum", "single", "default", NULL };
static const char *const vlan_names[] = { "none", "access", "trunk", "private", NULL };
static const char *const private_names[] = { "none", "isolated", "community", "promiscuous", NULL };
static const char *const monitor_names[] = { "none", "destination", "source", NULL };

#define M(member) G_STRUCT_OFFSET(HvrMachine, member)
#define N(member) G_STRUCT_OFFSET(HvrMachineNic, member)
#define D(member) G_STRUCT_OFFSET(HvrMachineDisk, member)

const HvrMachineField hvr_machine_fields[] = {
    { "configuration", "generation",         HVR_FIELD_UINT,    M(generation) },
    { "configuration", "version",            HVR_FIELD_TEXT,    M(version) },
    { "configuration", "folder",             HVR_FIELD_TEXT,    M(data_root) },
    { "configuration", "checkpoint-folder",  HVR_FIELD_TEXT,    M(snapshot_root) },
    { "configuration", "paging-folder",      HVR_FIELD_TEXT,    M(paging_root) },
    { "configuration", "lock-on-disconnect", HVR_FIELD_BOOLEAN, M(lock_on_disconnect) },
    { "firmware", "guid",                     HVR_FIELD_TEXT,    M(firmware.bios_guid) },
    { "firmware", "secure-boot-template",     HVR_FIELD_TEXT,    M(firmware.secure_boot_template) },
    { "firmware", "network-protocol",         HVR_FIELD_UINT,    M(firmware.network_protocol), NULL, M(firmware.network_protocol) },
    { "firmware", "pause-after-boot-failure", HVR_FIELD_BOOLEAN, M(firmware.pause_after_boot_failure) },
    { "firmware", "num-lock",                 HVR_FIELD_BOOLEAN, M(firmware.num_lock) },
    { "firmware", "console",                  HVR_FIELD_NAME,    M(firmware.console), console_names, M(actions.checkpoint) },
    { "firmware", "low-mmio",                 HVR_FIELD_UINT64,  M(low_mmio_gap) },
    { "firmware", "high-mmio",                HVR_FIELD_UINT64,  M(high_mmio_gap) },
    { "cpu", "limit",                     HVR_FIELD_UINT,    M(cpu.limit) },
    { "cpu", "reservation",               HVR_FIELD_UINT,    M(cpu.reservation) },
    { "cpu", "weight",                    HVR_FIELD_UINT,    M(cpu.weight) },
    { "cpu", "nested",                    HVR_FIELD_BOOLEAN, M(cpu.nested) },
    { "cpu", "hide-hypervisor",           HVR_FIELD_BOOLEAN, M(cpu.hide_hypervisor) },
    { "cpu", "compatible",                HVR_FIELD_BOOLEAN, M(cpu.compatible) },
    { "cpu", "old-os",                    HVR_FIELD_BOOLEAN, M(cpu.old_os) },
    { "cpu", "protect-host",              HVR_FIELD_BOOLEAN, M(cpu.protect_host) },
    { "cpu", "threads-per-core",          HVR_FIELD_UINT,    M(cpu.threads_per_core) },
    { "cpu", "max-per-numa-node",         HVR_FIELD_UINT,    M(cpu.max_per_numa_node) },
    { "cpu", "max-numa-nodes-per-socket", HVR_FIELD_UINT,    M(cpu.max_numa_nodes_per_socket) },
    { "cpu", "group",                     HVR_FIELD_TEXT,    M(cpu.group) },
    { "memory", "dynamic",           HVR_FIELD_BOOLEAN, M(memory.is_dynamic) },
    { "memory", "startup",           HVR_FIELD_UINT64,  M(memory.startup) },
    { "memory", "minimum",           HVR_FIELD_UINT64,  M(memory.minimum) },
    { "memory", "maximum",           HVR_FIELD_UINT64,  M(memory.maximum) },
    { "memory", "buffer",            HVR_FIELD_UINT,    M(memory.buffer) },
    { "memory", "priority",          HVR_FIELD_UINT,    M(memory.priority) },
    { "memory", "max-per-numa-node", HVR_FIELD_UINT64,  M(memory.max_per_numa_node) },
    { "memory", "numa",              HVR_FIELD_BOOLEAN, M(numa) },
    { "memory", "huge-pages",        HVR_FIELD_BOOLEAN, M(memory.huge_pages) },
    { "memory", "sgx",               HVR_FIELD_UINT64,  M(memory.sgx) },
    { "video", "resolution", HVR_FIELD_NAME, M(video.resolution_kind), resolution_names, M(video.resolution_kind) },
    { "actions", "start",                  HVR_FIELD_NAME,    M(actions.start), start_names },
    { "actions", "start-delay",            HVR_FIELD_SECONDS, M(actions.start_delay) },
    { "actions", "start-sequence",         HVR_FIELD_UINT,    M(actions.start_sequence) },
    { "actions", "stop",                   HVR_FIELD_NAME,    M(actions.stop), stop_names },
    { "actions", "recovery",               HVR_FIELD_NAME,    M(actions.recovery), recovery_names },
    { "actions", "critical-error",         HVR_FIELD_NAME,    M(actions.critical_error), error_names, M(actions.checkpoint) },
    { "actions", "critical-error-timeout", HVR_FIELD_SECONDS, M(actions.critical_error_timeout), NULL, M(actions.checkpoint) },
    { "checkpoints", "kind",      HVR_FIELD_NAME,    M(actions.checkpoint), checkpoint_names, M(actions.checkpoint) },
    { "checkpoints", "automatic", HVR_FIELD_BOOLEAN, M(actions.automatic_checkpoints) },
    { "security", "shielded",            HVR_FIELD_BOOLEAN, M(security.shielded), NULL, M(security.is_known) },
    { "security", "encrypt-traffic",     HVR_FIELD_BOOLEAN, M(security.encrypt_traffic), NULL, M(security.is_known) },
    { "security", "protect-state",       HVR_FIELD_BOOLEAN, M(security.protect_state), NULL, M(security.is_known) },
    { "security", "key-storage",         HVR_FIELD_BOOLEAN, M(security.key_storage), NULL, M(security.is_known) },
    { "security", "no-virtual-security", HVR_FIELD_BOOLEAN, M(security.no_virtual_security), NULL, M(security.is_known) },
    { "services", "shutdown",  HVR_FIELD_BOOLEAN, M(services[HVR_SERVICE_SHUTDOWN].is_enabled), NULL, M(services[HVR_SERVICE_SHUTDOWN].is_known) },
    { "services", "time",      HVR_FIELD_BOOLEAN, M(services[HVR_SERVICE_TIME].is_enabled), NULL, M(services[HVR_SERVICE_TIME].is_known) },
    { "services", "exchange",  HVR_FIELD_BOOLEAN, M(services[HVR_SERVICE_KVP].is_enabled), NULL, M(services[HVR_SERVICE_KVP].is_known) },
    { "services", "heartbeat", HVR_FIELD_BOOLEAN, M(services[HVR_SERVICE_HEARTBEAT].is_enabled), NULL, M(services[HVR_SERVICE_HEARTBEAT].is_known) },
    { "services", "backup",    HVR_FIELD_BOOLEAN, M(services[HVR_SERVICE_VSS].is_enabled), NULL, M(services[HVR_SERVICE_VSS].is_known) },
    { "services", "files",     HVR_FIELD_BOOLEAN, M(services[HVR_SERVICE_FILES].is_enabled), NULL, M(services[HVR_SERVICE_FILES].is_known) },
    { 0 }
};

const HvrMachineField hvr_machine_nic_fields[] = {
    { "port", "name",          HVR_FIELD_TEXT,    N(name) },
    { "port", "static-mac",    HVR_FIELD_BOOLEAN, N(is_mac_static) },
    { "port", "switch",        HVR_FIELD_TEXT,    N(switch_id) },
    { "port", "pool",          HVR_FIELD_TEXT,    N(pool) },
    { "port", "test-switch",   HVR_FIELD_TEXT,    N(test_switch) },
    { "port", "test-pool",     HVR_FIELD_TEXT,    N(test_pool) },
    { "port", "device-naming", HVR_FIELD_BOOLEAN, N(device_naming) },
    { "port", "monitored",     HVR_FIELD_BOOLEAN, N(is_monitored) },
    { "vlan", "mode",      HVR_FIELD_NAME, N(vlan.mode), vlan_names },
    { "vlan", "private",   HVR_FIELD_NAME, N(vlan.private_mode), private_names },
    { "vlan", "primary",   HVR_FIELD_UINT, N(vlan.primary) },
    { "vlan", "secondary", HVR_FIELD_UINT, N(vlan.secondary) },
    { "vlan", "secondaries", HVR_FIELD_TAGS, N(vlan.secondaries) },
    { "bandwidth", "limit",       HVR_FIELD_UINT64, N(bandwidth.limit) },
    { "bandwidth", "reservation", HVR_FIELD_UINT64, N(bandwidth.reservation) },
    { "bandwidth", "weight",      HVR_FIELD_UINT64, N(bandwidth.weight) },
    { "bandwidth", "burst-limit", HVR_FIELD_UINT64, N(bandwidth.burst_limit) },
    { "bandwidth", "burst-size",  HVR_FIELD_UINT64, N(bandwidth.burst_size) },
    { "security", "mac-spoofing",   HVR_FIELD_BOOLEAN, N(security.spoofing) },
    { "security", "dhcp-guard",     HVR_FIELD_BOOLEAN, N(security.dhcp_guard) },
    { "security", "router-guard",   HVR_FIELD_BOOLEAN, N(security.router_guard) },
    { "security", "priority-tag",   HVR_FIELD_BOOLEAN, N(security.priority_tag) },
    { "security", "teaming",        HVR_FIELD_BOOLEAN, N(security.teaming) },
    { "security", "monitor",        HVR_FIELD_NAME,    N(security.monitor), monitor_names },
    { "security", "storm-limit",    HVR_FIELD_UINT,    N(security.storm_limit) },
    { "security", "virtual-subnet", HVR_FIELD_UINT,    N(security.virtual_subnet) },
    { "offload", "vmq-weight",  HVR_FIELD_UINT, N(offload.vmq_weight) },
    { "offload", "iov-weight",  HVR_FIELD_UINT, N(offload.iov_weight) },
    { "offload", "ipsec-limit", HVR_FIELD_UINT, N(offload.ipsec_limit) },
    { 0 }
};

const HvrMachineField hvr_machine_disk_fields[] = {
    { "storage", "iops-reservation", HVR_FIELD_UINT64,  D(iops_reservation) },
    { "storage", "qos-policy",       HVR_FIELD_TEXT,    D(qos_policy) },
    { "storage", "ignore-flushes",   HVR_FIELD_BOOLEAN, D(ignore_flushes) },
    { "storage", "write-hardening",  HVR_FIELD_UINT,    D(write_hardening) },
    { 0 }
};
/* clang-format on */

static const char *
find_name(const HvrMachineField *field, guint number)
{
    for (guint i = 0; field->names[i] != NULL; i++) {
        if (i == number && field->names[i][0] != '\0')
            return field->names[i];
    }

    return NULL;
}

static void
set_tags(xmlNode *node, const char *attribute, const GArray *tags)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; tags != NULL && i < tags->len; i++)
        g_string_append_printf(text, i > 0 ? ",%u" : "%u", g_array_index(tags, guint16, i));
    hvr_xml_set(node, attribute, text->len > 0 ? text->str : NULL);
}

static void
set_attribute(xmlNode *node, const HvrMachineField *field, gconstpointer value)
{
    gconstpointer place = (const char *)value + field->offset;
    const char *name;

    switch (field->type) {
    case HVR_FIELD_BOOLEAN:
        hvr_xml_set(node, field->attribute, *(const gboolean *)place ? "yes" : "no");
        break;
    case HVR_FIELD_UINT:
        hvr_xml_set_format(node, field->attribute, "%u", *(const guint *)place);
        break;
    case HVR_FIELD_UINT64:
        hvr_xml_set_format(node, field->attribute, "%" G_GUINT64_FORMAT, *(const guint64 *)place);
        break;
    case HVR_FIELD_NAME:
        name = find_name(field, *(const guint *)place);
        if (name != NULL)
            hvr_xml_set(node, field->attribute, name);
        else
            hvr_xml_set_format(node, field->attribute, "%u", *(const guint *)place);
        break;
    case HVR_FIELD_TEXT:
        hvr_xml_set(node, field->attribute, *(char *const *)place);
        break;
    case HVR_FIELD_SECONDS:
        hvr_xml_set_format(node, field->attribute, "%" G_GINT64_FORMAT,
                           *(const GTimeSpan *)place / G_TIME_SPAN_SECOND);
        break;
    case HVR_FIELD_TAGS:
        set_tags(node, field->attribute, *(GArray *const *)place);
        break;
    }
}

void
hvr_machine_field_add(xmlNode *parent,
                      xmlNs *ns,
                      const HvrMachineField *fields,
                      gconstpointer value)
{
    xmlNode *node = NULL;

    for (const HvrMachineField *field = fields; field->element != NULL; field++) {
        if (field->known != 0 && G_STRUCT_MEMBER(guint, value, field->known) == 0)
            continue;
        if (node == NULL || strcmp(field->element, (const char *)node->name) != 0)
            node = hvr_xml_add(parent, ns, field->element, NULL);
        set_attribute(node, field, value);
    }
}

static gboolean
parse_number(const char *text, guint64 max, guint64 *out_number)
{
    return g_ascii_string_to_unsigned(text, 10, 0, max, out_number, NULL);
}

static gboolean
parse_boolean(const char *text, gboolean *out_value)
{
    *out_value = strcmp(text, "yes") == 0;

    return *out_value || strcmp(text, "no") == 0;
}

static gboolean
parse_name(const HvrMachineField *field, const char *text, guint *out_number)
{
    guint64 number;

    for (guint i = 0; field->names[i] != NULL; i++) {
        if (text[0] == '\0' || strcmp(field->names[i], text) != 0)
            continue;
        *out_number = i;
        return TRUE;
    }
    if (!parse_number(text, G_MAXUINT, &number))
        return FALSE;
    *out_number = (guint)number;

    return TRUE;
}

static gboolean
parse_tags(const char *text, GArray **out_tags)
{
    g_autoptr(GArray) tags = g_array_new(FALSE, FALSE, sizeof(guint16));
    g_auto(GStrv) parts = g_strsplit(text, ",", -1);

    for (guint i = 0; parts[i] != NULL; i++) {
        guint64 number;
        guint16 tag;

        if (!parse_number(parts[i], MAX_TAG, &number))
            return FALSE;
        tag = (guint16)number;
        g_array_append_val(tags, tag);
    }
    g_clear_pointer(out_tags, g_array_unref);
    *out_tags = g_steal_pointer(&tags);

    return TRUE;
}

static gboolean
parse_value(const HvrMachineField *field, const char *text, gpointer value)
{
    gpointer place = (char *)value + field->offset;
    guint64 number = 0;

    switch (field->type) {
    case HVR_FIELD_BOOLEAN:
        return parse_boolean(text, place);
    case HVR_FIELD_NAME:
        return parse_name(field, text, place);
    case HVR_FIELD_TEXT:
        g_free(*(char **)place);
        *(char **)place = g_strdup(text);
        return TRUE;
    case HVR_FIELD_UINT:
        if (!parse_number(text, G_MAXUINT, &number))
            return FALSE;
        *(guint *)place = (guint)number;
        return TRUE;
    case HVR_FIELD_UINT64:
        return parse_number(text, G_MAXINT64, place);
    case HVR_FIELD_SECONDS:
        if (!parse_number(text, G_MAXINT64 / G_TIME_SPAN_SECOND, &number))
            return FALSE;
        *(GTimeSpan *)place = (GTimeSpan)number * G_TIME_SPAN_SECOND;
        return TRUE;
    case HVR_FIELD_TAGS:
        return parse_tags(text, place);
    }

    return FALSE;
}

static const HvrMachineField *
find_field(const HvrMachineField *fields, const char *element, const char *attribute)
{
    for (const HvrMachineField *field = fields; field->element != NULL; field++) {
        if (strcmp(field->element, element) == 0 &&
            (attribute == NULL || strcmp(field->attribute, attribute) == 0))
            return field;
    }

    return NULL;
}

static gboolean
parse_element(const xmlNode *node, const HvrMachineField *fields, gpointer value, GError **error)
{
    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next) {
        const char *name = (const char *)attribute->name;
        const HvrMachineField *field = find_field(fields, (const char *)node->name, name);
        g_autofree char *text = hvr_xml_dup_attribute(node, NULL, name);

        if (field == NULL || text == NULL)
            return hvr_fail(error, HVR_ERROR_XML, _("element '%1$s' has no attribute '%2$s'"),
                            (const char *)node->name, name);
        if (!parse_value(field, text, value))
            return hvr_fail(error, HVR_ERROR_XML,
                            _("attribute '%1$s' of element '%2$s' cannot be '%3$s'"), name,
                            (const char *)node->name, text);
        if (field->known != 0 && field->type == HVR_FIELD_BOOLEAN)
            G_STRUCT_MEMBER(gboolean, value, field->known) = TRUE;
    }

    return TRUE;
}

gboolean
hvr_machine_field_parse(const xmlNode *parent,
                        const HvrMachineField *fields,
                        gpointer value,
                        GError **error)
{
    for (const xmlNode *node = hvr_xml_first_element(parent); node != NULL;
         node = hvr_xml_next_element(node)) {
        if (hvr_xml_is(node, HVR_MACHINE_NS, (const char *)node->name) &&
            find_field(fields, (const char *)node->name, NULL) != NULL &&
            !parse_element(node, fields, value, error))
            return FALSE;
    }

    return TRUE;
}
