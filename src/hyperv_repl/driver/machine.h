/* machine.h: the whole configuration of a virtual machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A value: filled once, by whoever read it from a host or from a document, then
 * const and shared by reference count.  Units are the host's, so that nothing is
 * lost on the way there and back.  What names a part on the host, its InstanceID,
 * is @id; %NULL in a machine that was read from a document.
 */

#pragma once

#include <glib.h>

#include "machine_disk.h"
#include "machine_nic.h"

G_BEGIN_DECLS

/**
 * HvrMachineFirmware:
 * @secure_boot_template: (nullable): a GUID; %NULL for none
 * @boot_classes: generation 1: HvrBootClass in order, %HVR_BOOT_NONE ends it
 * @boot_files: (element-type HvrBootFile): generation 2: entries that are no device
 * @network_protocol: NetworkBootPreferredProtocol, 4096 IPv4 or 4097 IPv6; 0: unknown
 * @console: ConsoleMode: 0 default, 1 COM1, 2 COM2, 3 none
 */
typedef enum {
    HVR_BOOT_NONE,
    HVR_BOOT_FLOPPY,
    HVR_BOOT_CDROM,
    HVR_BOOT_DISK,
    HVR_BOOT_NETWORK,
    HVR_N_BOOT_CLASSES,
} HvrBootClass;

typedef struct {
    char *id;          /* (nullable): of the boot source */
    char *description; /* (nullable): e.g. "Windows Boot Manager" */
    char *path;        /* (nullable): the firmware's device path */
    guint boot_order;  /* among all entries, from 1 */
} HvrBootFile;

typedef struct {
    gboolean secure_boot;
    char *secure_boot_template;
    HvrBootClass boot_classes[HVR_N_BOOT_CLASSES];
    GPtrArray *boot_files;
    guint network_protocol;
    gboolean pause_after_boot_failure;
    gboolean num_lock;
    guint console;
    char *bios_guid; /* (nullable): without braces */
    char *bios_serial, *board_serial, *chassis_serial, *chassis_tag;
} HvrMachineFirmware;

/**
 * HvrMachineCpu:
 * @limit: of the time of its processors, in thousandths of a percent: 100000 is all
 * @reservation: likewise
 * @weight: relative, 100 is usual
 * @threads_per_core: 0: as the host
 */
typedef struct {
    char *id;
    guint count;
    guint limit;
    guint reservation;
    guint weight;
    gboolean nested;
    gboolean hide_hypervisor;
    gboolean compatible;   /* LimitProcessorFeatures: can move to another processor model */
    gboolean old_os;       /* LimitCPUID */
    gboolean protect_host; /* EnableHostResourceProtection */
    guint threads_per_core;
    guint max_per_numa_node;
    guint max_numa_nodes_per_socket;
    char *group; /* (nullable): GUID */
} HvrMachineCpu;

/**
 * HvrMachineMemory:
 * @startup: MiB, likewise the others; without @is_dynamic it is all there is to say
 * @buffer: percent, of dynamic memory
 * @priority: the host's weight, 0 to 10000; 5000 is usual
 */
typedef struct {
    char *id;
    gboolean is_dynamic;
    guint64 startup, minimum, maximum;
    guint buffer;
    guint priority;
    guint64 max_per_numa_node;
    gboolean huge_pages;
    guint64 sgx; /* MiB; 0: without */
} HvrMachineMemory;

/** HvrSerialPort: @number: 0 is COM1, as libvirt counts; @pipe: (nullable): "\\.\pipe\NAME" */
typedef struct {
    char *id;
    guint number;
    char *pipe;
    gboolean debugger;
} HvrSerialPort;

/** HvrMachineVideo: @resolution_kind: 2 up to, 3 exactly, 4 default; 0: the host does not say */
typedef struct {
    char *id;
    guint resolution_kind;
    guint width, height;
} HvrMachineVideo;

typedef enum {
    HVR_SERVICE_SHUTDOWN,
    HVR_SERVICE_TIME,
    HVR_SERVICE_KVP,
    HVR_SERVICE_HEARTBEAT,
    HVR_SERVICE_VSS,
    HVR_SERVICE_FILES,
    HVR_N_SERVICES,
} HvrIntegrationService;

/** HvrMachineService: @is_known: the machine has it, switched on or off */
typedef struct {
    char *id;
    gboolean is_known;
    gboolean is_enabled;
} HvrMachineService;

/** HvrMachineSecurity: as Msvm_SecuritySettingData; @is_known: Windows Server 2016 and later */
typedef struct {
    char *id;
    gboolean is_known;
    gboolean tpm;
    gboolean shielded;
    gboolean encrypt_traffic;
    gboolean protect_state;       /* DataProtectionRequested */
    gboolean key_storage;         /* KsdEnabled */
    gboolean no_virtual_security; /* VirtualizationBasedSecurityOptOut */
} HvrMachineSecurity;

/** HvrMachineActions: what the host does by itself; numbers are the host's, 0: it does not say */
typedef struct {
    guint start; /* 2 nothing, 3 if it ran, 4 always */
    GTimeSpan start_delay;
    guint start_sequence;
    guint stop;           /* 2 turn off, 3 save, 4 shut down */
    guint recovery;       /* 2 nothing, 3 restart, 4 back to a snapshot */
    guint critical_error; /* 0 nothing, 1 pause */
    GTimeSpan critical_error_timeout;
    guint checkpoint; /* 2 none, 3 production or else test, 4 production, 5 test */
    gboolean automatic_checkpoints;
} HvrMachineActions;

/**
 * HvrMachine:
 * @id: (nullable): of its Msvm_VirtualSystemSettingData
 * @guid: (nullable): upper case; %NULL where a document names none
 * @generation: 1 or 2
 * @version: (nullable): of the configuration, e.g. "10.0"
 * @numa: VirtualNumaEnabled
 * @controllers: (element-type HvrMachineController): IDE first, then SCSI, by index
 * @disks: (element-type HvrMachineDisk): drives, with what is in them; by bus, controller, unit
 * @nics: (element-type HvrMachineNic)
 * @serial_ports: (element-type HvrSerialPort): by number
 */
typedef struct {
    char *id, *guid, *name;
    char *notes; /* (nullable) */
    guint generation;
    char *version;
    char *data_root, *snapshot_root, *paging_root; /* (nullable): folders on the host */
    gboolean numa, lock_on_disconnect;
    guint64 low_mmio_gap, high_mmio_gap; /* MiB */
    HvrMachineFirmware firmware;
    HvrMachineCpu cpu;
    HvrMachineMemory memory;
    GPtrArray *controllers, *disks, *nics, *serial_ports;
    HvrMachineVideo video;
    HvrMachineService services[HVR_N_SERVICES];
    HvrMachineSecurity security;
    HvrMachineActions actions;
} HvrMachine;

/** hvr_machine_new: empty; the caller fills it before anybody else sees it */
HvrMachine *hvr_machine_new(void);

/** hvr_machine_copy: (transfer full): one that the caller may change */
HvrMachine *hvr_machine_copy(const HvrMachine *machine);
HvrMachine *hvr_machine_ref(HvrMachine *machine);
void hvr_machine_unref(HvrMachine *machine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrMachine, hvr_machine_unref)

/* For the arrays, which own them. */
HvrBootFile *hvr_boot_file_new(void);
HvrSerialPort *hvr_serial_port_new(guint number);

G_END_DECLS
