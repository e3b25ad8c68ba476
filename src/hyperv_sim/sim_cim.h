/* sim_cim.h: what WMI shows of a simulated host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One row per class that has instances and one per method that can be called;
 * each provider file exports its rows.  Instances are built from the world's
 * data when somebody asks, so they are never stale.
 */

#pragma once

#include "sim_world.h"
#include "wmi_path.h"

G_BEGIN_DECLS

/** HvsCimList: append fresh objects (HvrWmiObject, transfer full) of exactly the row's class */
typedef void (*HvsCimList)(HvsHost *host, GPtrArray *objects);

typedef struct {
    const HvrWmiClass *type;
    const char *wmi_namespace;
    HvsCimList list;
} HvsCimClass;

/**
 * HvsCall:
 * @target: the instance the method was called on; it exists
 * @input: the METHOD_INPUT object
 * @output: the METHOD_OUTPUT object to fill, ReturnValue excepted
 */
typedef struct {
    HvsHost *host;
    const HvrWmiMethod *method;
    const HvrWmiPath *target;
    gconstpointer input;
    gpointer output;
} HvsCall;

/** HvsCimInvoke: runs the method; returns its ReturnValue */
typedef guint32 (*HvsCimInvoke)(HvsCall *call);

typedef struct {
    const HvrWmiMethod *method;
    HvsCimInvoke invoke;
} HvsCimMethod;

/* The providers' rows, each list ended by a row of zeros.  A class stands before
 * those derived from it: libvirt's driver takes the first instance of another
 * class for the end. */
extern const HvsCimClass hvs_system_classes[];  /* sim_system.c: the host, Win32_* */
extern const HvsCimClass hvs_vm_classes[];      /* sim_vm_cim.c: VMs, their settings and devices */
extern const HvsCimClass hvs_vm_part_classes[]; /* sim_vm_part_cim.c: their lesser parts */
extern const HvsCimMethod hvs_vm_methods[];     /* sim_vm_method.c: power, definition */
extern const HvsCimClass hvs_console_classes[]; /* sim_console.c: keyboards, screens */
extern const HvsCimMethod hvs_console_methods[];
extern const HvsCimClass hvs_snapshot_classes[]; /* sim_snapshot.c: checkpoints and points */
extern const HvsCimMethod hvs_snapshot_methods[];
extern const HvsCimClass hvs_job_classes[]; /* sim_job.c */
extern const HvsCimMethod hvs_job_methods[];
extern const HvsCimClass hvs_replication_classes[];  /* sim_replication_cim.c */
extern const HvsCimMethod hvs_replication_methods[]; /* sim_replication_method.c */
extern const HvsCimClass hvs_ethernet_classes[];     /* sim_ethernet.c */
extern const HvsCimClass hvs_guest_classes[];        /* sim_guest.c */
extern const HvsCimClass hvs_hardware_classes[];     /* sim_hardware.c */
extern const HvsCimClass hvs_perf_classes[];         /* sim_perf.c */
extern const HvsCimClass hvs_image_classes[];        /* sim_image.c */
extern const HvsCimMethod hvs_image_methods[];

/** hvs_cim_has_namespace: any case, with slashes */
gboolean hvs_cim_has_namespace(const char *wmi_namespace);

/** hvs_cim_find_class: (nullable): a class by name, any case, if that namespace and that Windows
 * have it */
const HvrWmiClass *
hvs_cim_find_class(const HvsHost *host, const char *wmi_namespace, const char *name);

/**
 * hvs_cim_list_rows:
 * @type: (nullable): only it and its derived classes
 *
 * Returns: (transfer container) (element-type HvsCimClass)
 */
GPtrArray *
hvs_cim_list_rows(const HvsHost *host, const char *wmi_namespace, const HvrWmiClass *type);

/**
 * hvs_cim_list:
 * @type: a class; instances of derived classes are included
 *
 * Returns: (transfer full) (element-type HvrWmiObject)
 */
GPtrArray *hvs_cim_list(HvsHost *host, const char *wmi_namespace, const HvrWmiClass *type);

/**
 * hvs_cim_find:
 * @path: class and keys; a missing namespace is HVR_WMI_NAMESPACE.  A subset of
 *   the keys is enough if it hits one instance, as Windows allows (libvirt's
 *   driver relies on it)
 *
 * Returns: (transfer full) (nullable): the instance; %NULL also if several fit
 */
gpointer hvs_cim_find(HvsHost *host, const HvrWmiPath *path);

/** hvs_cim_new_path: (transfer full): an instance's full path, the keys sorted by name as WMI does
 */
HvrWmiPath *hvs_cim_new_path(HvsHost *host, const char *wmi_namespace, gconstpointer object);

/** hvs_cim_sort_keys: by name, as WMI writes them */
void hvs_cim_sort_keys(HvrWmiPath *path);

/** hvs_cim_dup_path: (transfer full): the same as text, "\\HOST\root\..." */
char *hvs_cim_dup_path(HvsHost *host, const char *wmi_namespace, gconstpointer object);

/** hvs_cim_dup_key_path: (transfer full): the full path of a class with one key */
char *
hvs_cim_dup_key_path(HvsHost *host, const char *class_name, const char *key, const char *value);

/** hvs_cim_dup_vm_path: (transfer full): the full path of a VM's Msvm_ComputerSystem */
char *hvs_cim_dup_vm_path(const HvsVm *vm);

/** hvs_cim_find_method: (nullable): the row that runs it */
const HvsCimMethod *hvs_cim_find_method(const HvrWmiMethod *method);

G_END_DECLS
