/* test_machine_change.c: what is asked of a host, call by call
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_change.h"

#include <libvirt/libvirt.h>
#include <string.h>

#include "hvr_error.h"
#include "machine_samples.h"

typedef void (*Change)(HvrMachine *machine);

static void
set_vcpus(HvrMachine *machine)
{
    machine->cpu.count = 8;
    machine->cpu.weight = 50;
}

static void
set_weight(HvrMachine *machine)
{
    machine->cpu.weight = 50;
}

static void
set_name(HvrMachine *machine)
{
    g_free(machine->name);
    machine->name = g_strdup("web");
}

static void
empty_disk(HvrMachine *machine)
{
    HvrMachineDisk *disk = machine->disks->pdata[0];

    disk->medium = HVR_MEDIUM_NONE;
    g_clear_pointer(&disk->path, g_free);
}

static void
add_dvd(HvrMachine *machine)
{
    g_ptr_array_add(machine->disks, hvr_machine_disk_new(HVR_DRIVE_CDROM, HVR_BUS_SCSI, 0, 3));
}

static void
pull_cable(HvrMachine *machine)
{
    ((HvrMachineNic *)machine->nics->pdata[0])->is_connected = FALSE;
}

static void
guard(HvrMachine *machine)
{
    ((HvrMachineNic *)machine->nics->pdata[0])->security.dhcp_guard = TRUE;
}

static void
boot_from_network(HvrMachine *machine)
{
    ((HvrMachineNic *)machine->nics->pdata[0])->boot_order = 1;
    ((HvrMachineDisk *)machine->disks->pdata[0])->boot_order = 2;
}

/* What hvr_machine_call_format() says has to have these words in it and not those. */
typedef struct {
    const char *name;
    Change change;
    HvrMachineVerb verb;
    HvrMachineWhen when;
    const char *const words[5];
    const char *without;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "vcpus",   set_vcpus,         HVR_MACHINE_MODIFY,        HVR_MACHINE_OFF,     { "Msvm_ProcessorSettingData", "Microsoft:G\\cpu", "VirtualQuantity", ">8<" }, "Limit" },
    { "weight",  set_weight,        HVR_MACHINE_MODIFY,        HVR_MACHINE_RUNNING, { "Weight", ">50<" }, "VirtualQuantity" },
    { "name",    set_name,          HVR_MACHINE_MODIFY_SYSTEM, HVR_MACHINE_ALWAYS,  { "Msvm_VirtualSystemSettingData", "Microsoft:G<", ">web<" }, "Notes" },
    { "eject",   empty_disk,        HVR_MACHINE_REMOVE,        HVR_MACHINE_RUNNING, { "Msvm_StorageAllocationSettingData", "\\\\0\\\\L" }, "PROPERTY" },
    { "add-dvd", add_dvd,           HVR_MACHINE_ADD,           HVR_MACHINE_RUNNING, { "Synthetic DVD Drive", "Microsoft:G\\\\S\\\\0", ">3<", ">16<" }, "HostResource" },
    { "cable",   pull_cable,        HVR_MACHINE_MODIFY,        HVR_MACHINE_ALWAYS,  { "Msvm_EthernetPortAllocationSettingData", "EnabledState", ">3<" }, "HostResource" },
    { "guard",   guard,             HVR_MACHINE_ADD_FEATURE,   HVR_MACHINE_ALWAYS,  { "EnableDhcpGuard", "Microsoft:G\\\\N\\\\C" }, "AllowMacSpoofing" },
    { "boot",    boot_from_network, HVR_MACHINE_MODIFY_SYSTEM, HVR_MACHINE_OFF,     { "BootSourceOrder", "N\\\\B", "D\\\\B" }, "BootOrder\"" },
};
/* clang-format on */

static void
test_call(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HvrMachine) base = machine_sample_new();
    g_autoptr(HvrMachine) wanted = hvr_machine_copy(base);
    g_autoptr(GPtrArray) calls = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    const HvrMachineCall *call;

    c->change(wanted);
    calls = hvr_machine_change_list(base, base, wanted, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(calls->len, ==, 1);
    call = calls->pdata[0];
    g_assert_cmpint(call->verb, ==, c->verb);
    g_assert_cmpint(call->when, ==, c->when);
    text = hvr_machine_call_format(call);
    for (guint i = 0; c->words[i] != NULL; i++) {
        g_test_message("'%s' in %s", c->words[i], text);
        g_assert_nonnull(strstr(text, c->words[i]));
    }
    g_assert_null(strstr(text, c->without));
}

typedef struct {
    const char *name;
    int state;
    gboolean is_saved;
    Change change;
    gboolean ok;
} StateCase;

/* clang-format off */
static const StateCase states[] = {
    { "off",            VIR_DOMAIN_SHUTOFF, FALSE, set_vcpus,  TRUE },
    { "running",        VIR_DOMAIN_RUNNING, FALSE, set_vcpus,  FALSE },
    { "running-weight", VIR_DOMAIN_RUNNING, FALSE, set_weight, TRUE },
    { "paused",         VIR_DOMAIN_PAUSED,  FALSE, set_vcpus,  FALSE },
    { "saved",          VIR_DOMAIN_SHUTOFF, TRUE,  set_weight, FALSE },
    { "saved-name",     VIR_DOMAIN_SHUTOFF, TRUE,  set_name,   TRUE },
};
/* clang-format on */

static void
test_state(gconstpointer data)
{
    const StateCase *c = data;
    g_autoptr(HvrDomain) domain = hvr_domain_new("7DDC63C1-0135-40CA-B998-A606D91080E9", "db01");
    g_autoptr(HvrMachine) base = machine_sample_new();
    g_autoptr(HvrMachine) wanted = hvr_machine_copy(base);
    g_autoptr(GPtrArray) calls = NULL;
    g_autoptr(GError) error = NULL;

    domain->state = c->state;
    domain->is_saved = c->is_saved;
    c->change(wanted);
    calls = hvr_machine_change_list(base, base, wanted, NULL);
    g_assert_true(hvr_machine_change_check(calls, domain, &error) == c->ok);
    if (!c->ok)
        g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
}

/* A new adapter is found by what was not there before, then connected, then its port is set. */
static void
test_rounds(void)
{
    g_autoptr(HvrMachine) base = machine_sample_new();
    g_autoptr(HvrMachine) wanted = hvr_machine_copy(base);
    g_autoptr(HvrMachine) now = hvr_machine_copy(base);
    HvrMachineNic *nic = hvr_machine_nic_new();
    HvrMachineNic *made = hvr_machine_nic_new();
    static const HvrMachineVerb verbs[] = { HVR_MACHINE_ADD, HVR_MACHINE_ADD,
                                            HVR_MACHINE_ADD_FEATURE };

    nic->name = g_strdup("New");
    nic->is_connected = TRUE;
    nic->switch_id = g_strdup("SWITCH");
    nic->vlan.mode = HVR_VLAN_ACCESS;
    nic->vlan.access = 7;
    g_ptr_array_add(wanted->nics, nic);
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
        g_autoptr(GPtrArray) calls = hvr_machine_change_list(base, now, wanted, NULL);

        g_assert_cmpuint(calls->len, ==, 1);
        g_assert_cmpint(((const HvrMachineCall *)calls->pdata[0])->verb, ==, verbs[i]);
        if (i == 0) {
            made->id = g_strdup("Microsoft:G\\X");
            made->name = g_strdup("New");
            made->mac = g_strdup("00155D0A0B0C");
            g_ptr_array_add(now->nics, made);
        } else if (i == 1) {
            made->connection_id = g_strdup("Microsoft:G\\X\\C");
            made->is_connected = TRUE;
            made->switch_id = g_strdup("SWITCH");
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/machine/change/call/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_call);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        g_autofree char *path = g_strconcat("/machine/change/state/", states[i].name, NULL);

        g_test_add_data_func(path, &states[i], test_state);
    }
    g_test_add_func("/machine/change/rounds", test_rounds);

    return g_test_run();
}
