/* machine_disk.h: the drives of a virtual machine, what is in them, what they hang on
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A drive without a medium is there, too.  Hyper-V's two IDE controllers are what
 * libvirt calls the two channels of one.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    HVR_BUS_IDE,
    HVR_BUS_SCSI,
    HVR_BUS_FLOPPY,
    HVR_N_BUSES,
} HvrBus;

typedef enum {
    HVR_DRIVE_DISK,
    HVR_DRIVE_CDROM,
    HVR_DRIVE_FLOPPY,
    HVR_N_DRIVES,
} HvrDriveKind;

/**
 * HvrMedium:
 * @HVR_MEDIUM_NONE: the drive is empty
 * @HVR_MEDIUM_FILE: an image file on the host
 * @HVR_MEDIUM_HOST: a drive of the host (pass-through)
 */
typedef enum {
    HVR_MEDIUM_NONE,
    HVR_MEDIUM_FILE,
    HVR_MEDIUM_HOST,
} HvrMedium;

/** HvrMachineController: @bus: IDE or SCSI; @index: 0 or 1 of IDE, 0 to 3 of SCSI */
typedef struct {
    char *id; /* (nullable) */
    HvrBus bus;
    guint index;
} HvrMachineController;

/**
 * HvrMachineDisk:
 * @id: (nullable): of the drive
 * @medium_id: (nullable): of the image in it
 * @controller: index among those of its bus
 * @unit: slot of that controller
 * @path: (nullable): the image file; of %HVR_MEDIUM_HOST the WMI path of the host's drive,
 *   %NULL where a document names it by number only
 * @host_number: of %HVR_MEDIUM_HOST: Windows' number of the disk, -1 if unknown
 * @boot_order: generation 2: from 1; 0: not booted from
 * @iops_limit: 0 for none, in 8 KiB blocks per second; likewise @iops_reservation
 * @is_shared: persistent reservations, for clusters of guests
 * @write_hardening: WriteHardeningMethod
 */
typedef struct {
    char *id;
    char *medium_id;
    HvrDriveKind kind;
    HvrBus bus;
    guint controller;
    guint unit;
    HvrMedium medium;
    char *path;
    int host_number;
    guint boot_order;
    guint64 iops_limit;
    guint64 iops_reservation;
    char *qos_policy; /* (nullable): GUID of a storage QoS policy */
    gboolean is_shared;
    gboolean ignore_flushes;
    guint write_hardening;
} HvrMachineDisk;

HvrMachineController *hvr_machine_controller_new(HvrBus bus, guint index);
void hvr_machine_controller_free(HvrMachineController *controller);

/** hvr_machine_disk_new: empty, at that place */
HvrMachineDisk *hvr_machine_disk_new(HvrDriveKind kind, HvrBus bus, guint controller, guint unit);
HvrMachineDisk *hvr_machine_disk_copy(const HvrMachineDisk *disk);
void hvr_machine_disk_free(HvrMachineDisk *disk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrMachineDisk, hvr_machine_disk_free)

/** hvr_bus_get_name: "ide", "scsi" or "fdc", as libvirt says */
const char *hvr_bus_get_name(HvrBus bus);
gboolean hvr_bus_parse(const char *name, HvrBus *out_bus);

/** hvr_bus_get_n_slots: how many drives a controller of it takes */
guint hvr_bus_get_n_slots(HvrBus bus);

/** hvr_drive_kind_get_name: "disk", "cdrom" or "floppy", as libvirt says */
const char *hvr_drive_kind_get_name(HvrDriveKind kind);
gboolean hvr_drive_kind_parse(const char *name, HvrDriveKind *out_kind);

/** hvr_machine_disk_format_target: (transfer full): libvirt's device name, e.g. "sda" */
char *hvr_machine_disk_format_target(const HvrMachineDisk *disk);

/**
 * hvr_machine_disk_parse_target:
 * @target: e.g. "hdc"
 *
 * Sets @disk's bus, controller and unit; the other way round of hvr_machine_disk_format_target().
 *
 * Returns: %FALSE if no machine has such a device
 */
gboolean hvr_machine_disk_parse_target(HvrMachineDisk *disk, const char *target);

/**
 * hvr_machine_disk_format_path:
 *
 * libvirt's schema knows no \\SERVER\SHARE, so that is written with slashes, which
 * Windows takes as well.
 *
 * Returns: (transfer full) (nullable): the image's path
 */
char *hvr_machine_disk_format_path(const HvrMachineDisk *disk);

/** hvr_machine_disk_format_source: (transfer full) (nullable): what libvirt calls its source: an
 * image's path as above, or the host's number of its own disk; %NULL for an empty drive */
char *hvr_machine_disk_format_source(const HvrMachineDisk *disk);

/** hvr_machine_disk_parse_path: sets it, the other way round */
void hvr_machine_disk_parse_path(HvrMachineDisk *disk, const char *text);

/** hvr_machine_disk_is_differencing: by its name: an .avhd or .avhdx is what a checkpoint left */
gboolean hvr_machine_disk_is_differencing(const HvrMachineDisk *disk);

G_END_DECLS
