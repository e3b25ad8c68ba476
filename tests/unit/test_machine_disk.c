/* test_machine_disk.c: names and places of drives
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_disk.h"

typedef struct {
    const char *target; /* also the test's name */
    HvrBus bus;
    guint controller;
    guint unit;
} PlaceCase;

/* As libvirt's own driver names them: two IDE channels of two, SCSI controllers of 64. */
/* clang-format off */
static const PlaceCase places[] = {
    { "hda",   HVR_BUS_IDE,    0, 0 },
    { "hdb",   HVR_BUS_IDE,    0, 1 },
    { "hdc",   HVR_BUS_IDE,    1, 0 },
    { "hdd",   HVR_BUS_IDE,    1, 1 },
    { "sda",   HVR_BUS_SCSI,   0, 0 },
    { "sdz",   HVR_BUS_SCSI,   0, 25 },
    { "sdaa",  HVR_BUS_SCSI,   0, 26 },
    { "sdbm",  HVR_BUS_SCSI,   1, 0 },
    { "sdiv",  HVR_BUS_SCSI,   3, 63 },
    { "fda",   HVR_BUS_FLOPPY, 0, 0 },
};

static const char *const no_targets[] = {
    "", "h", "hd", "hde", "sd", "sdiw", "sdaaaa", "sdA", "sd1", "fdb", "vda", "hda ", " hda", "xhda",
};
/* clang-format on */

static void
test_place(gconstpointer data)
{
    const PlaceCase *c = data;
    g_autoptr(HvrMachineDisk)
        disk = hvr_machine_disk_new(HVR_DRIVE_DISK, c->bus, c->controller, c->unit);
    g_autoptr(HvrMachineDisk) parsed = hvr_machine_disk_new(HVR_DRIVE_DISK, HVR_BUS_FLOPPY, 9, 9);
    g_autofree char *target = hvr_machine_disk_format_target(disk);

    g_assert_cmpstr(target, ==, c->target);
    g_assert_true(hvr_machine_disk_parse_target(parsed, c->target));
    g_assert_cmpuint(parsed->bus, ==, c->bus);
    g_assert_cmpuint(parsed->controller, ==, c->controller);
    g_assert_cmpuint(parsed->unit, ==, c->unit);
}

static void
test_no_place(void)
{
    g_autoptr(HvrMachineDisk) disk = hvr_machine_disk_new(HVR_DRIVE_DISK, HVR_BUS_SCSI, 2, 3);

    for (gsize i = 0; i < G_N_ELEMENTS(no_targets); i++) {
        g_assert_false(hvr_machine_disk_parse_target(disk, no_targets[i]));
        g_assert_cmpuint(disk->bus, ==, HVR_BUS_SCSI);
        g_assert_cmpuint(disk->controller, ==, 2);
    }
}

typedef struct {
    const char *name;
    const char *path;
    const char *text; /* in a document */
    gboolean is_differencing;
} PathCase;

/* clang-format off */
static const PathCase paths[] = {
    { "drive",         "C:\\VMs\\a.vhdx",         "C:\\VMs\\a.vhdx",      FALSE },
    { "share",         "\\\\files\\vm\\a.vhdx",   "//files/vm/a.vhdx",    FALSE },
    { "checkpoint",    "C:\\VMs\\a_12.AVHDX",     "C:\\VMs\\a_12.AVHDX",  TRUE },
    { "old",           "C:\\VMs\\a_12.avhd",      "C:\\VMs\\a_12.avhd",   TRUE },
    { "no-extension",  "C:\\VMs\\avhdx",          "C:\\VMs\\avhdx",       FALSE },
    { "slashes-inside", "C:/VMs/a.vhdx",          "C:/VMs/a.vhdx",        FALSE },
};
/* clang-format on */

static void
test_path(gconstpointer data)
{
    const PathCase *c = data;
    g_autoptr(HvrMachineDisk) disk = hvr_machine_disk_new(HVR_DRIVE_DISK, HVR_BUS_SCSI, 0, 0);
    g_autofree char *text = NULL;

    g_assert_null(hvr_machine_disk_format_path(disk));
    g_assert_false(hvr_machine_disk_is_differencing(disk));
    hvr_machine_disk_parse_path(disk, c->text);
    disk->medium = HVR_MEDIUM_FILE;
    g_assert_cmpstr(disk->path, ==, c->path);
    text = hvr_machine_disk_format_path(disk);
    g_assert_cmpstr(text, ==, c->text);
    g_assert_cmpint(hvr_machine_disk_is_differencing(disk), ==, c->is_differencing);
}

static void
test_words(void)
{
    HvrDriveKind kind = HVR_DRIVE_DISK;
    HvrBus bus = HVR_BUS_IDE;

    g_assert_true(hvr_bus_parse("fdc", &bus));
    g_assert_cmpuint(bus, ==, HVR_BUS_FLOPPY);
    g_assert_false(hvr_bus_parse("virtio", &bus));
    g_assert_false(hvr_bus_parse(NULL, &bus));
    g_assert_true(hvr_drive_kind_parse("cdrom", &kind));
    g_assert_cmpuint(kind, ==, HVR_DRIVE_CDROM);
    g_assert_false(hvr_drive_kind_parse("lun", &kind));
    g_assert_cmpstr(hvr_bus_get_name(HVR_BUS_SCSI), ==, "scsi");
    g_assert_cmpstr(hvr_drive_kind_get_name(HVR_DRIVE_FLOPPY), ==, "floppy");
    g_assert_cmpuint(hvr_bus_get_n_slots(HVR_BUS_SCSI), ==, 64);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = g_strconcat("/machine/disk/place/", places[i].target, NULL);

        g_test_add_data_func(path, &places[i], test_place);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autofree char *path = g_strconcat("/machine/disk/path/", paths[i].name, NULL);

        g_test_add_data_func(path, &paths[i], test_path);
    }
    g_test_add_func("/machine/disk/no-place", test_no_place);
    g_test_add_func("/machine/disk/words", test_words);

    return g_test_run();
}
