/* sim_vm_edit.c: what methods on parts of virtual machines have in common
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_vm_edit.h"

#include <string.h>

#include "sim_values.h"
#include "sim_vm.h"

/* Never part of XML, so texts can be joined by it. */
#define SEPARATOR "\x1f"

#define PREFIX "Microsoft:"

/* Of an image that somebody else has open, which only the job finds out. */
#define FILE_IN_USE                                                                                \
    "The process cannot access the file because it is being used by another process. (0x80070020)"

/* A connection is called like its adapter, and one more step (recorded hosts). */
#define CONNECTION "\\C"

char *
hvs_vm_edit_dup_id(const char *path)
{
    return path != NULL ? hvr_wmi_path_dup_key(path, "InstanceID") : NULL;
}

HvsVm *
hvs_vm_edit_find_vm(const HvsHost *host, const char *instance_id)
{
    g_autofree char *guid = NULL;

    if (instance_id == NULL || g_ascii_strncasecmp(instance_id, PREFIX, strlen(PREFIX)) != 0)
        return NULL;
    guid = g_strndup(instance_id + strlen(PREFIX), 36);

    return hvs_host_find_vm((HvsHost *)host, guid);
}

HvsNic *
hvs_vm_edit_find_nic(const HvsVm *vm, const char *instance_id)
{
    for (guint i = 0; instance_id != NULL && i < vm->nics->len; i++) {
        HvsNic *nic = g_ptr_array_index(vm->nics, i);
        g_autofree char *connection = g_strconcat(nic->instance_id, CONNECTION, NULL);

        if (g_ascii_strcasecmp(nic->instance_id, instance_id) == 0 ||
            g_ascii_strcasecmp(connection, instance_id) == 0)
            return nic;
    }

    return NULL;
}

HvsDisk *
hvs_vm_edit_find_disk(const HvsVm *vm, const char *instance_id)
{
    for (guint i = 0; instance_id != NULL && i < vm->disks->len; i++) {
        HvsDisk *disk = g_ptr_array_index(vm->disks, i);

        if (g_ascii_strcasecmp(disk->instance_id, instance_id) == 0)
            return disk;
    }

    return NULL;
}

static gboolean
has_disk(const HvsVm *vm, const char *path)
{
    for (guint i = 0; i < vm->disks->len; i++) {
        const HvsDisk *disk = g_ptr_array_index(vm->disks, i);

        if (g_ascii_strcasecmp(disk->path, path) == 0)
            return TRUE;
    }

    return FALSE;
}

/* One that is open in a machine that runs cannot be opened once more (inferred). */
gboolean
hvs_vm_edit_is_free(const HvsVm *vm, const char *path)
{
    for (guint i = 0; i < vm->host->vms->len; i++) {
        const HvsVm *other = g_ptr_array_index(vm->host->vms, i);

        if ((other == vm || hvs_vm_has_process(other)) && has_disk(other, path))
            return FALSE;
    }

    return TRUE;
}

gboolean
hvs_vm_edit_set_switch(HvsVm *vm, HvsNic *nic, GStrv resources, gboolean is_real)
{
    g_autofree char *id = resources != NULL && resources[0] != NULL
                              ? hvr_wmi_path_dup_key(resources[0], "Name")
                              : NULL;
    g_autoptr(GPtrArray) switches =
        hvs_cim_list(vm->host, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_VirtualEthernetSwitch);

    for (guint i = 0; id != NULL && i < switches->len; i++) {
        const Msvm_VirtualEthernetSwitch *ether = g_ptr_array_index(switches, i);

        if (g_ascii_strcasecmp(ether->Name, id) != 0)
            continue;
        if (is_real) {
            g_free(nic->switch_name);
            nic->switch_name = g_strdup(ether->ElementName);
        }
        return TRUE;
    }

    return FALSE;
}

void
hvs_vm_edit_on_done(HvsJob *job, gpointer data)
{
    const HvsVmEdit *edit = data;
    HvsVm *vm = hvs_host_find_vm(job->host, job->vm_guid);
    g_auto(GStrv) texts = g_strsplit(job->target, SEPARATOR, -1);

    for (guint i = 0; texts[i] != NULL; i++) {
        guint32 result = edit->step(vm, texts[i], TRUE);

        if (result == HVS_RESULT_DONE)
            continue;
        if (result == HVS_RESULT_IN_USE) {
            result = HVS_RESULT_FAILED;
            job->error_text = g_strdup(FILE_IN_USE);
        }
        job->error_code =
            (guint16)(result >= HVS_RESULT_FAILED ? result : HVS_RESULT_NOT_AVAILABLE);
        return;
    }
    hvs_vm_touch(vm);
}

guint32
hvs_vm_edit_run(HvsCall *call, const HvsVmEdit *edit, HvsVm *vm, GStrv texts)
{
    g_autofree char *target = NULL;

    if (vm == NULL || texts == NULL || texts[0] == NULL)
        return HVS_CIM_INVALID_PARAMETER;
    for (guint i = 0; texts[i] != NULL; i++) {
        guint32 result = edit->step(vm, texts[i], FALSE);

        if (result != HVS_RESULT_DONE && result != HVS_RESULT_IN_USE)
            return result;
    }
    if (hvs_vm_is_busy(vm))
        return HVS_RESULT_IN_USE;
    target = g_strjoinv(SEPARATOR, texts);

    return hvs_job_run(call, &edit->job, vm, (gpointer)edit, target);
}
