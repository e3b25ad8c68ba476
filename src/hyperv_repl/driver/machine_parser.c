/* machine_parser.c: what a libvirt document wants a virtual machine to be
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_parser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "machine_firmware_reader.h"
#include "machine_note_reader.h"
#include "machine_reader.h"

#define MAX_VCPUS 2048

/* As machine_xml.c writes them. */
#define PERIOD    100000
#define MIN_QUOTA 1000

#define RECOVERY_NOTHING 2
#define RECOVERY_RESTART 3

static gboolean
read_name(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    g_autofree char *name = hvr_xml_dup_text(node);

    if (name[0] == '\0' || strchr(name, '\n') != NULL)
        return hvr_fail(error, HVR_ERROR_XML, _("element 'name' (line %ld) is no name"),
                        xmlGetLineNo(node));
    g_free(self->machine->name);
    self->machine->name = g_steal_pointer(&name);

    return TRUE;
}

static gboolean
read_title(HvrMachineReader *self G_GNUC_UNUSED, const xmlNode *node, GError **error)
{
    g_autofree char *title = hvr_xml_dup_text(node);

    return title[0] == '\0' || hvr_machine_reader_refuse(node, error);
}

static gboolean
read_memory(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    HvrMachineMemory *memory = &self->machine->memory;
    guint64 shown = MAX(memory->maximum, memory->startup);
    guint64 mib;

    if (!hvr_machine_reader_parse_mib(node, &mib, error))
        return FALSE;
    if (!memory->is_dynamic)
        memory->startup = mib;
    else if (mib != shown)
        memory->maximum = mib;

    return TRUE;
}

/* Comes after the other, and of static memory there is only one size. */
static gboolean
read_current_memory(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    HvrMachineMemory *memory = &self->machine->memory;
    guint64 mib;

    if (!hvr_machine_reader_parse_mib(node, &mib, error))
        return FALSE;
    if (!memory->is_dynamic && mib != memory->startup)
        return hvr_fail(error, HVR_ERROR_UNFIT,
                        _("elements 'memory' and 'currentMemory' differ, which takes dynamic "
                          "memory: switch that on by dynamic='yes' in element 'memory' of the "
                          "driver's own metadata, or make the two equal"));
    memory->startup = mib;

    return TRUE;
}

static gboolean
read_guarantee(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    if (!self->machine->memory.is_dynamic)
        return hvr_machine_reader_refuse(node, error);

    return hvr_machine_reader_parse_mib(node, &self->machine->memory.minimum, error);
}

static gboolean
read_memory_tune(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    static const HvrMachineElement elements[] = { { "min_guarantee", read_guarantee }, { NULL } };

    return hvr_machine_reader_read(self, node, elements, error);
}

static gboolean
read_huge_pages(HvrMachineReader *self,
                const xmlNode *node G_GNUC_UNUSED,
                GError **error G_GNUC_UNUSED)
{
    self->machine->memory.huge_pages = TRUE;

    return TRUE;
}

static gboolean
read_memory_backing(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    static const HvrMachineElement elements[] = { { "hugepages", read_huge_pages }, { NULL } };

    return hvr_machine_reader_read(self, node, elements, error);
}

static gboolean
read_vcpu(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    static const char *const placements[] = { "static", NULL };
    g_autofree char *text = hvr_xml_dup_text(node);
    const char *const all[] = { g_strstrip(text), NULL };
    static const char *const no_set[] = { NULL };
    guint64 count;

    if (!hvr_machine_reader_parse_number(node, NULL, MAX_VCPUS, &count, error) ||
        !hvr_machine_reader_check(node, "placement", placements, error) ||
        !hvr_machine_reader_check(node, "current", all, error) ||
        !hvr_machine_reader_check(node, "cpuset", no_set, error))
        return FALSE;
    if (count == 0)
        return hvr_fail(error, HVR_ERROR_XML, _("invalid number of vCPUs: 0"));
    self->machine->cpu.count = (guint)count;

    return TRUE;
}

static gboolean
read_shares(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    guint64 weight;

    if (!hvr_machine_reader_parse_number(node, NULL, 10000, &weight, error))
        return FALSE;
    self->machine->cpu.weight = (guint)weight;

    return TRUE;
}

static gboolean
read_quota(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    const xmlNode *other = hvr_xml_find(node->parent, NULL, "period");
    guint64 period = PERIOD;
    guint64 quota;

    if (!hvr_machine_reader_parse_number(node, NULL, G_MAXUINT32, &quota, error) ||
        (other != NULL &&
         !hvr_machine_reader_parse_number(other, NULL, 10 * PERIOD, &period, error)))
        return FALSE;
    if (period == 0 || quota < MIN_QUOTA)
        return hvr_fail(error, HVR_ERROR_XML,
                        _("element '%1$s' (line %2$ld): a quota is %3$d microseconds or more, of a "
                          "period that is not 0"),
                        "quota", xmlGetLineNo(node), MIN_QUOTA);
    self->machine->cpu.limit = (guint)MIN(quota * PERIOD / period, PERIOD);

    return TRUE;
}

/* No quota is no limit, but a limit that libvirt cannot say stays. */
static gboolean
read_cpu_tune(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    static const HvrMachineElement elements[] = {
        { "shares", read_shares }, { "period", NULL }, { "quota", read_quota }, { NULL }
    };
    HvrMachineCpu *cpu = &self->machine->cpu;

    if (cpu->limit >= MIN_QUOTA)
        cpu->limit = PERIOD;

    return hvr_machine_reader_read(self, node, elements, error);
}

static gboolean
read_features(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    static const HvrMachineElement elements[] = { { "acpi", NULL }, { "apic", NULL }, { NULL } };

    return hvr_machine_reader_read(self, node, elements, error);
}

/* Guests get the host's own processor. */
static gboolean
read_cpu(HvrMachineReader *self G_GNUC_UNUSED, const xmlNode *node, GError **error)
{
    static const char *const modes[] = { "host-passthrough", "host-model", NULL };
    const xmlNode *child = hvr_xml_first_element(node);

    return child != NULL ? hvr_machine_reader_refuse(child, error)
                         : hvr_machine_reader_check(node, "mode", modes, error);
}

static gboolean
read_clock(HvrMachineReader *self G_GNUC_UNUSED, const xmlNode *node, GError **error)
{
    static const char *const offsets[] = { "localtime", NULL };
    const xmlNode *child = hvr_xml_first_element(node);

    return child != NULL ? hvr_machine_reader_refuse(child, error)
                         : hvr_machine_reader_check(node, "offset", offsets, error);
}

static gboolean
check_text(const xmlNode *node, const char *expected, GError **error)
{
    g_autofree char *text = hvr_xml_dup_text(node);

    return strcmp(text, expected) == 0 || hvr_machine_reader_refuse_value(node, NULL, text, error);
}

static gboolean
read_on_poweroff(HvrMachineReader *self G_GNUC_UNUSED, const xmlNode *node, GError **error)
{
    return check_text(node, "destroy", error);
}

static gboolean
read_on_reboot(HvrMachineReader *self G_GNUC_UNUSED, const xmlNode *node, GError **error)
{
    return check_text(node, "restart", error);
}

static gboolean
read_on_crash(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    guint *recovery = &self->machine->actions.recovery;
    g_autofree char *text = hvr_xml_dup_text(node);

    if (strcmp(text, "restart") == 0)
        *recovery = RECOVERY_RESTART;
    else if (strcmp(text, "destroy") != 0)
        return hvr_machine_reader_refuse_value(node, NULL, text, error);
    else if (*recovery == RECOVERY_RESTART)
        *recovery = RECOVERY_NOTHING;

    return TRUE;
}

/* Who it is about was read before, notes and what the driver itself wrote elsewhere. */
/* clang-format off */
static const HvrMachineElement domain_elements[] = {
    { "name",          read_name },
    { "uuid",          NULL },
    { "title",         read_title },
    { "description",   NULL },
    { "metadata",      NULL },
    { "memory",        read_memory },
    { "currentMemory", read_current_memory },
    { "memtune",       read_memory_tune },
    { "memoryBacking", read_memory_backing },
    { "vcpu",          read_vcpu },
    { "cputune",       read_cpu_tune },
    { "sysinfo",       hvr_machine_reader_read_sysinfo },
    { "os",            hvr_machine_reader_read_os },
    { "features",      read_features },
    { "cpu",           read_cpu },
    { "clock",         read_clock },
    { "on_poweroff",   read_on_poweroff },
    { "on_reboot",     read_on_reboot },
    { "on_crash",      read_on_crash },
    { "devices",       hvr_machine_reader_read_devices },
    { NULL }
};
/* clang-format on */

static xmlDoc *
parse(const char *xml, GError **error)
{
    g_autoptr(xmlDoc) doc = hvr_xml_parse_text(xml, error);
    const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;

    if (root != NULL && !hvr_xml_is(root, NULL, "domain"))
        return hvr_fail_null(error, HVR_ERROR_XML,
                             _("unexpected root element <%1$s>, expecting <%2$s>"),
                             (const char *)root->name, "domain");

    return g_steal_pointer(&doc);
}

void
hvr_machine_head_clear(HvrMachineHead *head)
{
    g_clear_pointer(&head->name, g_free);
    g_clear_pointer(&head->uuid, g_free);
}

static gboolean
read_uuid(const xmlNode *root, HvrMachineHead *out_head, GError **error)
{
    const xmlNode *node = hvr_xml_find(root, NULL, "uuid");
    g_autofree char *text = node != NULL ? hvr_xml_dup_text(node) : NULL;

    if (text == NULL)
        return TRUE;
    out_head->uuid = g_ascii_strup(g_strstrip(text), -1);
    if (!g_uuid_string_is_valid(text))
        return hvr_fail(error, HVR_ERROR_XML, _("malformed uuid element"));

    return TRUE;
}

static gboolean
read_head(const xmlNode *root, HvrMachineHead *out_head, GError **error)
{
    static const char *const types[] = { "hyperv", NULL };
    const xmlNode *name = hvr_xml_find(root, NULL, "name");

    if (!hvr_machine_reader_check(root, "type", types, error) || !read_uuid(root, out_head, error))
        return FALSE;
    if (name == NULL)
        return hvr_fail(error, HVR_ERROR_XML, _("missing domain name information"));
    out_head->name = hvr_xml_dup_text(name);

    return hvr_machine_reader_read_generation(root, &out_head->generation, error);
}

gboolean
hvr_machine_parse_head(const char *xml, HvrMachineHead *out_head, GError **error)
{
    g_autoptr(xmlDoc) doc = parse(xml, error);

    return doc != NULL && read_head(xmlDocGetRootElement(doc), out_head, error);
}

/* Of what a host makes by itself, as far as documents refer to it. */
HvrMachine *
hvr_machine_new_blank(guint generation)
{
    HvrMachine *machine = hvr_machine_new();

    machine->generation = generation;
    machine->memory.startup = 1024;
    machine->cpu.count = 1;
    machine->cpu.limit = PERIOD;
    for (guint i = 0; generation == 1 && i < 2; i++)
        g_ptr_array_add(machine->controllers, hvr_machine_controller_new(HVR_BUS_IDE, i));
    if (generation == 1)
        g_ptr_array_add(machine->controllers, hvr_machine_controller_new(HVR_BUS_FLOPPY, 0));
    for (guint i = 0; i < 2; i++)
        g_ptr_array_add(machine->serial_ports, hvr_serial_port_new(i));

    return machine;
}

static void
read_notes(const xmlNode *root, HvrMachine *machine)
{
    const xmlNode *node = hvr_xml_find(root, NULL, "description");

    g_free(machine->notes);
    machine->notes = g_strdup("");
    if (node != NULL) {
        g_free(machine->notes);
        machine->notes = hvr_xml_dup_text(node);
    }
}

/* Which of two would count is anybody's guess: heads are read from the first. */
static gboolean
check_single(const xmlNode *root, GError **error)
{
    for (const xmlNode *node = hvr_xml_first_element(root); node != NULL;
         node = hvr_xml_next_element(node)) {
        const xmlNode *other = hvr_xml_next(node, NULL, (const char *)node->name);

        if (other != NULL)
            return hvr_fail(error, HVR_ERROR_XML, _("element '%1$s' (line %2$ld) is there twice"),
                            (const char *)other->name, xmlGetLineNo(other));
    }

    return TRUE;
}

/* Of a machine that is there either word may have been changed.  A new one never was
 * otherwise, so that libvirt's words win. */
static gboolean
read_domain(HvrMachineReader *self, const xmlNode *root, HvrMachine *noted, GError **error)
{
    /* What libvirt's words mean depends on it. */
    self->machine->memory.is_dynamic = noted->memory.is_dynamic;
    self->machine->memory.huge_pages = FALSE;
    read_notes(root, self->machine);

    return hvr_machine_reader_read(self, root, domain_elements, error) && check_single(root, error);
}

HvrMachine *
hvr_machine_parse(const char *xml, const HvrMachine *base, gboolean is_new, GError **error)
{
    g_autoptr(xmlDoc) doc = parse(xml, error);
    g_autoptr(HvrMachine) noted = hvr_machine_copy(base);
    g_autoptr(HvrMachine) machine = NULL;
    xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    HvrMachineReader self = { base, NULL };

    if (root == NULL || !hvr_machine_reader_read_notes(root, noted, error))
        return NULL;

    machine = hvr_machine_copy(is_new ? noted : base);
    self.machine = machine;
    if (!read_domain(&self, root, noted, error) ||
        !hvr_machine_reader_merge_notes(&self, root, is_new ? NULL : noted, error))
        return NULL;

    return g_steal_pointer(&machine);
}
