/* sim_host.c: one Hyper-V host: what it has, and its restart
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_world.h"

#include <string.h>

#include "sim_ethernet.h"
#include "sim_job.h"
#include "sim_replication.h"
#include "sim_replication_certificate.h"
#include "sim_upset.h"
#include "sim_vm.h"
#include "wmi_object.h"

#define GIB (G_GUINT64_CONSTANT(1) << 30)

/* Of NetBIOS. */
#define MAX_NAME 15

static void
authorization_free(gpointer data)
{
    HvsAuthorization *authorization = data;

    g_free(authorization->allowed_primary);
    g_free(authorization->storage_location);
    g_free(authorization->trust_group);
    g_free(authorization);
}

HvsHost *
hvs_host_new(HvsWorld *world, const char *name)
{
    HvsHost *host = g_new0(HvsHost, 1);
    g_autofree char *lower = g_ascii_strdown(name, -1);

    host->world = world;
    host->name = g_strdup(name);
    host->netbios = g_strdup(name);
    host->fqdn = g_strconcat(lower, ".sim.test", NULL);
    host->version = hvs_version_find(HVS_VERSION_DEFAULT);
    host->n_processors = 16;
    host->memory = 64 * GIB;
    host->user = g_strdup("Administrator");
    host->password = g_strdup("");
    hvs_winrm_init(&host->winrm);
    host->up = TRUE;
    host->installed = world->now;
    host->booted = world->now;
    host->former_names = g_ptr_array_new_with_free_func(g_free);
    host->vms = g_ptr_array_new_with_free_func((GDestroyNotify)hvs_vm_free);
    host->jobs = g_ptr_array_new_with_free_func((GDestroyNotify)hvs_job_free);
    host->authorizations = g_ptr_array_new_with_free_func(authorization_free);
    host->certificates = g_ptr_array_new_with_free_func(hvs_certificate_free);
    host->switches = g_ptr_array_new_with_free_func(hvs_switch_free);
    host->initial_rate = GIB;
    host->delta_rate = GIB;
    host->storage_free = G_MAXUINT64;
    host->quick_job = 300 * G_TIME_SPAN_MILLISECOND;
    g_ptr_array_add(world->hosts, host);
    hvs_replication_init_host(host);

    return host;
}

void
hvs_host_free(HvsHost *host)
{
    if (host == NULL)
        return;

    g_ptr_array_unref(host->vms);
    g_ptr_array_unref(host->jobs);
    g_ptr_array_unref(host->authorizations);
    g_ptr_array_unref(host->certificates);
    g_ptr_array_unref(host->switches);
    hvr_wmi_object_free(host->service_settings);
    g_free(host->name);
    g_free(host->netbios);
    g_free(host->new_name);
    g_ptr_array_unref(host->former_names);
    g_free(host->fqdn);
    g_free(host->user);
    g_free(host->password);
    hvs_upset_clear(host);
    hvs_winrm_clear(&host->winrm);
    g_free(host);
}

void
hvs_host_set_version(HvsHost *host, const char *text)
{
    host->version = hvs_version_find(text);
    g_return_if_fail(host->version != NULL);

    for (guint i = 0; i < host->vms->len; i++)
        hvs_vm_set_version(g_ptr_array_index(host->vms, i), host->version);
}

HvsVm *
hvs_host_find_vm(HvsHost *host, const char *guid)
{
    for (guint i = 0; guid != NULL && i < host->vms->len; i++) {
        HvsVm *vm = g_ptr_array_index(host->vms, i);

        if (g_ascii_strcasecmp(vm->guid, guid) == 0)
            return vm;
    }

    return NULL;
}

HvsVm *
hvs_host_find_vm_by_path(HvsHost *host, const char *path)
{
    g_autoptr(HvrWmiPath) parsed = path != NULL ? hvr_wmi_path_parse(path, NULL) : NULL;

    if (parsed == NULL || g_ascii_strcasecmp(parsed->class_name, "Msvm_ComputerSystem") != 0)
        return NULL;

    return hvs_host_find_vm(host, hvr_wmi_path_get(parsed, "Name"));
}

/* Msvm_VirtualSystemSettingData.AutomaticStartupAction: 2 none, 3 restart if
 * previously active, 4 always start. */
static gboolean
starts_with_host(const HvsVm *vm, gboolean was_running)
{
    return hvs_vm_can_start(vm) &&
           (vm->automatic_start_action == 4 || (vm->automatic_start_action == 3 && was_running));
}

gboolean
hvs_host_is_name(const char *name)
{
    gsize length = strlen(name);

    return length > 0 && length <= MAX_NAME &&
           strspn(name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-") == length;
}

gboolean
hvs_host_has_name(const HvsHost *host, const char *name)
{
    return g_ascii_strcasecmp(host->netbios, name) == 0 ||
           g_ascii_strcasecmp(host->fqdn, name) == 0;
}

void
hvs_host_rename(HvsHost *host, const char *new_name)
{
    g_free(host->new_name);
    host->new_name = g_strdup(new_name);
}

/* The primary DNS suffix stays (Rename-Computer). */
static void
take_new_name(HvsHost *host)
{
    g_autofree char *lower = NULL;
    const char *suffix = strchr(host->fqdn, '.');

    if (host->new_name == NULL)
        return;

    lower = g_ascii_strdown(host->new_name, -1);
    g_ptr_array_add(host->former_names, host->netbios);
    g_ptr_array_add(host->former_names, g_steal_pointer(&host->fqdn));
    host->fqdn = g_strconcat(lower, suffix, NULL);
    host->netbios = g_steal_pointer(&host->new_name);
    hvs_replication_follow_name(host);
}

void
hvs_host_restart(HvsHost *host)
{
    hvs_job_forget(host);
    take_new_name(host);
    host->up = TRUE;
    host->booted = host->world->now;
    host->n_restarts++;
    for (guint i = 0; i < host->vms->len; i++) {
        HvsVm *vm = g_ptr_array_index(host->vms, i);
        gboolean was_running = hvs_vm_has_process(vm);

        if (was_running)
            hvs_vm_set_state(vm, HVS_VM_OFF);
        if (starts_with_host(vm, was_running))
            hvs_vm_set_state(vm, HVS_VM_RUNNING);
    }
}
