/* machine_disk.c: the drives of a virtual machine, what is in them, what they hang on
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_disk.h"

#include <string.h>

/* libvirt's names.  A target counts through all controllers of its bus, as
 * libvirt's own driver has it. */
/* clang-format off */
static const struct {
    const char *name;
    const char *prefix; /* of a target */
    guint n_controllers;
    guint n_slots;
} buses[HVR_N_BUSES] = {
    [HVR_BUS_IDE]    = { "ide",  "hd", 2, 2  },
    [HVR_BUS_SCSI]   = { "scsi", "sd", 4, 64 },
    [HVR_BUS_FLOPPY] = { "fdc",  "fd", 1, 1  },
};
/* clang-format on */

static const char *const drives[HVR_N_DRIVES] = { "disk", "cdrom", "floppy" };

HvrMachineController *
hvr_machine_controller_new(HvrBus bus, guint index)
{
    HvrMachineController *controller = g_new0(HvrMachineController, 1);

    controller->bus = bus;
    controller->index = index;

    return controller;
}

void
hvr_machine_controller_free(HvrMachineController *controller)
{
    if (controller == NULL)
        return;

    g_free(controller->id);
    g_free(controller);
}

HvrMachineDisk *
hvr_machine_disk_new(HvrDriveKind kind, HvrBus bus, guint controller, guint unit)
{
    HvrMachineDisk *disk = g_new0(HvrMachineDisk, 1);

    disk->kind = kind;
    disk->bus = bus;
    disk->controller = controller;
    disk->unit = unit;
    disk->host_number = -1;

    return disk;
}

void
hvr_machine_disk_free(HvrMachineDisk *disk)
{
    if (disk == NULL)
        return;

    g_free(disk->id);
    g_free(disk->medium_id);
    g_free(disk->path);
    g_free(disk->qos_policy);
    g_free(disk);
}

const char *
hvr_bus_get_name(HvrBus bus)
{
    return buses[bus].name;
}

gboolean
hvr_bus_parse(const char *name, HvrBus *out_bus)
{
    for (guint i = 0; name != NULL && i < HVR_N_BUSES; i++) {
        if (strcmp(buses[i].name, name) != 0)
            continue;
        *out_bus = (HvrBus)i;
        return TRUE;
    }

    return FALSE;
}

guint
hvr_bus_get_n_slots(HvrBus bus)
{
    return buses[bus].n_slots;
}

const char *
hvr_drive_kind_get_name(HvrDriveKind kind)
{
    return drives[kind];
}

gboolean
hvr_drive_kind_parse(const char *name, HvrDriveKind *out_kind)
{
    for (guint i = 0; name != NULL && i < HVR_N_DRIVES; i++) {
        if (strcmp(drives[i], name) != 0)
            continue;
        *out_kind = (HvrDriveKind)i;
        return TRUE;
    }

    return FALSE;
}

/* 0 is "a", 25 "z", 26 "aa", as libvirt counts. */
char *
hvr_machine_disk_format_target(const HvrMachineDisk *disk)
{
    char letters[8];
    guint at = sizeof letters;

    letters[--at] = '\0';
    for (guint n = disk->controller * buses[disk->bus].n_slots + disk->unit + 1; n > 0;
         n = (n - 1) / 26)
        letters[--at] = (char)('a' + (n - 1) % 26);

    return g_strconcat(buses[disk->bus].prefix, &letters[at], NULL);
}

static gboolean
parse_letters(const char *letters, guint *out_index)
{
    guint n = 0;

    if (letters[0] == '\0' || strlen(letters) > 3)
        return FALSE;
    for (; *letters != '\0'; letters++) {
        if (!g_ascii_islower(*letters))
            return FALSE;
        n = n * 26 + (guint)(*letters - 'a') + 1;
    }
    *out_index = n - 1;

    return TRUE;
}

gboolean
hvr_machine_disk_parse_target(HvrMachineDisk *disk, const char *target)
{
    for (guint i = 0; i < HVR_N_BUSES; i++) {
        guint index;

        if (!g_str_has_prefix(target, buses[i].prefix))
            continue;
        if (!parse_letters(target + strlen(buses[i].prefix), &index) ||
            index >= buses[i].n_controllers * buses[i].n_slots)
            return FALSE;
        disk->bus = (HvrBus)i;
        disk->controller = index / buses[i].n_slots;
        disk->unit = index % buses[i].n_slots;
        return TRUE;
    }

    return FALSE;
}

char *
hvr_machine_disk_format_path(const HvrMachineDisk *disk)
{
    if (disk->path == NULL || !g_str_has_prefix(disk->path, "\\\\"))
        return g_strdup(disk->path);

    return g_strdelimit(g_strdup(disk->path), "\\", '/');
}

char *
hvr_machine_disk_format_source(const HvrMachineDisk *disk)
{
    if (disk->medium == HVR_MEDIUM_FILE)
        return hvr_machine_disk_format_path(disk);
    if (disk->medium == HVR_MEDIUM_HOST && disk->host_number >= 0)
        return g_strdup_printf("%d", disk->host_number);

    return NULL;
}

void
hvr_machine_disk_parse_path(HvrMachineDisk *disk, const char *text)
{
    g_free(disk->path);
    disk->path = g_strdup(text);
    if (g_str_has_prefix(text, "//"))
        g_strdelimit(disk->path, "/", '\\');
}

gboolean
hvr_machine_disk_is_differencing(const HvrMachineDisk *disk)
{
    const char *dot = disk->path != NULL ? strrchr(disk->path, '.') : NULL;

    return disk->medium == HVR_MEDIUM_FILE && dot != NULL &&
           (g_ascii_strcasecmp(dot, ".avhd") == 0 || g_ascii_strcasecmp(dot, ".avhdx") == 0);
}
