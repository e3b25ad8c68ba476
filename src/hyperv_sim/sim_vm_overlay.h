/* sim_vm_overlay.h: what somebody set, added or took away of a virtual machine's parts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Most of a machine is made up when somebody asks for it.  The overlay holds
 * what differs from that: properties of parts that are made up, and whole parts.
 */

#pragma once

#include "sim_vm_part.h"

G_BEGIN_DECLS

/**
 * HvsVmPart:
 * @append: (nullable): makes up a machine's instances of the class
 * @is_component: hangs on the machine's Msvm_VirtualSystemSettingData
 */
typedef struct {
    const HvrWmiClass *type;
    HvsVmAppend append;
    gboolean is_component;
} HvsVmPart;

/** hvs_vm_parts: all classes that machines consist of, ended by a row of zeros; classes before
 * those derived from them */
extern const HvsVmPart hvs_vm_parts[];

/** hvs_vm_overlay_list: append the machine's instances of exactly that class, as they are now */
void hvs_vm_overlay_list(const HvsVm *vm, const HvrWmiClass *type, GPtrArray *objects);

/** hvs_vm_overlay_list_parts: (transfer full) (element-type HvrWmiObject): of all classes */
GPtrArray *hvs_vm_overlay_list_parts(const HvsVm *vm);

/** hvs_vm_overlay_find: (transfer full) (nullable): a part by its InstanceID, any case */
gpointer hvs_vm_overlay_find(const HvsVm *vm, const char *instance_id);

/** hvs_vm_overlay_peek: (transfer none) (nullable): what somebody set of that part */
gconstpointer hvs_vm_overlay_peek(const HvsVm *vm, const char *instance_id);

/**
 * hvs_vm_overlay_set:
 * @object: with an InstanceID; its properties that are not NULL hold from now on
 *
 * Adds the part if the machine has none that is called so.  The numbers of
 * processors and of megabytes, which others need, go to the machine itself.
 */
void hvs_vm_overlay_set(HvsVm *vm, gconstpointer object);

/** hvs_vm_overlay_remove: the part is there no more, whoever made it up */
void hvs_vm_overlay_remove(HvsVm *vm, const char *instance_id);

/** hvs_vm_overlay_dup_feature_id: (transfer full) (nullable): what the feature of an adapter's
 * connection is called; %NULL if @type is none */
char *hvs_vm_overlay_dup_feature_id(const HvsNic *nic, const HvrWmiClass *type);

G_END_DECLS
