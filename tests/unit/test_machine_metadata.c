/* test_machine_metadata.c: what libvirt has no word for, written and read back
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_metadata.h"

#include <string.h>

#include "hvr_error.h"
#include "relaxng.h"

#define HEAD "<machine xmlns=\"" HVR_MACHINE_NS "\">"
#define TAIL "</machine>"

/* Each value its own, so that no two can be mistaken for each other. */
static void
fill(const HvrMachineField *fields, gpointer value, guint first)
{
    for (const HvrMachineField *field = fields; field->element != NULL; field++) {
        gpointer place = (char *)value + field->offset;
        guint n = first + (guint)(field - fields);
        guint16 tag = (guint16)n;

        switch (field->type) {
        case HVR_FIELD_BOOLEAN:
            *(gboolean *)place = TRUE;
            break;
        case HVR_FIELD_NAME:
            *(guint *)place = 2;
            break;
        case HVR_FIELD_UINT:
            *(guint *)place = n;
            break;
        case HVR_FIELD_UINT64:
            *(guint64 *)place = n;
            break;
        case HVR_FIELD_TEXT:
            *(char **)place = g_strdup_printf("<%u>", n);
            break;
        case HVR_FIELD_SECONDS:
            *(GTimeSpan *)place = (GTimeSpan)n * G_TIME_SPAN_SECOND;
            break;
        case HVR_FIELD_TAGS:
            *(GArray **)place = g_array_new(FALSE, FALSE, sizeof(guint16));
            g_array_append_val(*(GArray **)place, tag);
            g_array_append_val(*(GArray **)place, tag);
            break;
        }
        if (field->known != 0 && field->type == HVR_FIELD_BOOLEAN)
            G_STRUCT_MEMBER(gboolean, value, field->known) = TRUE;
    }
}

static HvrMachine *
new_devices(void)
{
    HvrMachine *machine = hvr_machine_new();

    g_ptr_array_add(machine->disks, hvr_machine_disk_new(HVR_DRIVE_DISK, HVR_BUS_SCSI, 0, 0));
    g_ptr_array_add(machine->nics, hvr_machine_nic_new());
    g_ptr_array_add(machine->nics, hvr_machine_nic_new());
    g_ptr_array_add(machine->serial_ports, hvr_serial_port_new(0));
    g_ptr_array_add(machine->serial_ports, hvr_serial_port_new(1));

    return machine;
}

static HvrMachine *
new_machine(void)
{
    HvrMachine *machine = new_devices();
    HvrBootFile *file = hvr_boot_file_new();
    HvrSerialPort *port = machine->serial_ports->pdata[1];

    fill(hvr_machine_fields, machine, 3);
    fill(hvr_machine_disk_fields, machine->disks->pdata[0], 1000);
    fill(hvr_machine_nic_fields, machine->nics->pdata[0], 2000);
    fill(hvr_machine_nic_fields, machine->nics->pdata[1], 3000);
    port->debugger = TRUE;
    file->boot_order = 4;
    file->id = g_strdup("Microsoft:1");
    file->description = g_strdup("Windows Boot Manager");
    file->path = g_strdup("\\HD(1)\\bootmgfw.efi");
    g_ptr_array_add(machine->firmware.boot_files, file);

    return machine;
}

/* Every row of every table, there and back, and in the schema. */
static void
test_all(void)
{
    g_autoptr(HvrMachine) machine = new_machine();
    g_autoptr(HvrMachine) again = new_devices();
    g_autofree char *text = hvr_machine_metadata_format(machine);
    g_autoptr(xmlDoc) doc = hvr_xml_parse(text, strlen(text), NULL);
    g_autoptr(GError) error = NULL;
    g_autofree char *second = NULL;

    g_assert_true(relaxng_accepts("machine.rng", text));
    g_assert_true(hvr_machine_metadata_parse(xmlDocGetRootElement(doc), again, &error));
    g_assert_no_error(error);
    second = hvr_machine_metadata_format(again);
    g_assert_cmpstr(text, ==, second);
    g_assert_nonnull(strstr(text, "start=\"nothing\""));
    g_assert_nonnull(strstr(text, "stop=\"turn-off\""));
    g_assert_nonnull(strstr(text, "checkpoints kind=\"disabled\""));
    g_assert_nonnull(strstr(text, "vlan mode=\"trunk\""));
}

/* What a host does not have is not shown as switched off. */
static void
test_unknown(void)
{
    g_autoptr(HvrMachine) machine = hvr_machine_new();
    g_autofree char *text = NULL;

    machine->generation = 1;
    machine->actions.start = 77;
    text = hvr_machine_metadata_format(machine);
    g_assert_true(relaxng_accepts("machine.rng", text));
    g_assert_null(strstr(text, "services"));
    g_assert_null(strstr(text, "security"));
    g_assert_null(strstr(text, "resolution"));
    g_assert_null(strstr(text, "critical-error"));
    g_assert_null(strstr(text, "network-protocol"));
    g_assert_null(strstr(text, "version"));
    g_assert_nonnull(strstr(text, "start=\"77\""));
}

typedef struct {
    const char *name;
    const char *text;
    const char *message; /* %NULL: it is good */
} ReadCase;

/* clang-format off */
static const ReadCase reads[] = {
    { "empty",          HEAD TAIL, NULL },
    { "part",           HEAD "<cpu weight=\"7\"/>" TAIL, NULL },
    { "number-as-name", HEAD "<actions start=\"77\"/>" TAIL, NULL },
    { "no-attribute",   HEAD "<cpu colour=\"red\"/>" TAIL,         "element 'cpu' has no attribute 'colour'" },
    { "no-boolean",     HEAD "<cpu nested=\"true\"/>" TAIL,        "attribute 'nested' of element 'cpu' cannot be 'true'" },
    { "no-number",      HEAD "<cpu weight=\"-1\"/>" TAIL,          "attribute 'weight' of element 'cpu' cannot be '-1'" },
    { "empty-number",   HEAD "<cpu weight=\"\"/>" TAIL,            "attribute 'weight' of element 'cpu' cannot be ''" },
    { "huge-number",    HEAD "<cpu weight=\"4294967296\"/>" TAIL,  "attribute 'weight' of element 'cpu' cannot be '4294967296'" },
    { "no-name",        HEAD "<actions start=\"never\"/>" TAIL,    "attribute 'start' of element 'actions' cannot be 'never'" },
    { "empty-name",     HEAD "<actions start=\"\"/>" TAIL,         "attribute 'start' of element 'actions' cannot be ''" },
    { "huge-time",      HEAD "<actions start-delay=\"9223372036854775807\"/>" TAIL,
      "attribute 'start-delay' of element 'actions' cannot be '9223372036854775807'" },
    { "no-tag",         HEAD "<adapter><vlan secondaries=\"1,,2\"/></adapter>" TAIL,
      "attribute 'secondaries' of element 'vlan' cannot be '1,,2'" },
    { "huge-tag",       HEAD "<adapter><vlan secondaries=\"4096\"/></adapter>" TAIL,
      "attribute 'secondaries' of element 'vlan' cannot be '4096'" },
    { "no-such-drive",  HEAD "<drive/><drive/>" TAIL, "there are more elements 'drive' than the machine has such devices" },
    { "no-order",       HEAD "<bootfile id=\"x\"/>" TAIL, "attribute 'order' of element 'bootfile' cannot be ''" },
    { "no-such-port",   HEAD "<serial port=\"9\" debugger=\"yes\"/><serial/>" TAIL, NULL },
};
/* clang-format on */

static void
test_read(gconstpointer data)
{
    const ReadCase *c = data;
    g_autoptr(HvrMachine) machine = new_devices();
    g_autoptr(xmlDoc) doc = hvr_xml_parse(c->text, strlen(c->text), NULL);
    g_autoptr(GError) error = NULL;
    gboolean ok;

    machine->cpu.limit = 5;
    ok = hvr_machine_metadata_parse(xmlDocGetRootElement(doc), machine, &error);
    g_assert_cmpuint(machine->cpu.limit, ==, 5);
    if (c->message == NULL) {
        g_assert_no_error(error);
        g_assert_true(ok);
        return;
    }
    g_assert_error(error, HVR_ERROR, HVR_ERROR_XML);
    g_assert_cmpstr(error->message, ==, c->message);
    g_assert_false(ok);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/machine/metadata/all", test_all);
    g_test_add_func("/machine/metadata/unknown", test_unknown);
    for (gsize i = 0; i < G_N_ELEMENTS(reads); i++) {
        g_autofree char *path = g_strconcat("/machine/metadata/read/", reads[i].name, NULL);

        g_test_add_data_func(path, &reads[i], test_read);
    }

    return g_test_run();
}
