/* sim_replication_trust.c: which hosts may send to which
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_trust.h"

#include <string.h>

#include "sim_embedded.h"
#include "sim_replication_method.h"

/* "*" is any server; a wildcard may stand in the first label (blog 2012-04-09). */
static gboolean
covers(const char *allowed, const HvsHost *primary)
{
    if (strcmp(allowed, "*") == 0)
        return TRUE;
    if (g_str_has_prefix(allowed, "*."))
        return g_str_has_suffix(primary->fqdn, allowed + 1);

    return g_ascii_strcasecmp(allowed, primary->fqdn) == 0;
}

HvsAuthorization *
hvs_trust_find_entry(const HvsHost *host, const HvsHost *primary)
{
    for (guint i = 0; i < host->authorizations->len; i++) {
        HvsAuthorization *entry = g_ptr_array_index(host->authorizations, i);

        if (covers(entry->allowed_primary, primary))
            return entry;
    }

    return NULL;
}

const char *
hvs_trust_find_folder(const HvsHost *host, const HvsHost *primary)
{
    return hvs_trust_find_entry(host, primary)->storage_location;
}

static const char *
find_refusal(HvsHost *primary, const HvsHost *host, const Msvm_ReplicationSettingData *settings)
{
    const Msvm_ReplicationServiceSettingData *service;
    guint port;

    if (host == NULL || host == primary || !hvs_world_is_linked(primary->world, primary, host))
        return "the connection with the server could not be established";

    service = host->service_settings;
    if (!service->RecoveryServerEnabled)
        return "the server is not configured to accept replication";
    if ((service->AllowedAuthenticationType & settings->AuthenticationType) == 0)
        return "the server does not accept this authentication type";
    port = settings->AuthenticationType == 2 ? service->HttpsPort : service->HttpPort;
    if (settings->RecoveryServerPortNumber != 0 && settings->RecoveryServerPortNumber != port)
        return "nothing listens on that port of the server";
    if (hvs_trust_find_entry(host, primary) == NULL)
        return "this host is not authorized to replicate to the server";

    return NULL;
}

HvsHost *
hvs_trust_find_receiver(HvsHost *primary,
                        const Msvm_ReplicationSettingData *settings,
                        char **out_refusal)
{
    HvsHost *host = hvs_world_find_host(primary->world, settings->RecoveryConnectionPoint);
    const char *refusal = find_refusal(primary, host, settings);

    if (refusal == NULL)
        return host;
    *out_refusal = g_strdup_printf("Hyper-V could not use the Replica server '%s': %s",
                                   settings->RecoveryConnectionPoint, refusal);

    return NULL;
}

void
hvs_trust_add(HvsHost *host, const char *primary, const char *folder, const char *group)
{
    HvsAuthorization *entry = g_new0(HvsAuthorization, 1);

    entry->allowed_primary = g_strdup(primary);
    entry->storage_location = g_strdup(folder);
    entry->trust_group = g_strdup(group);
    g_ptr_array_add(host->authorizations, entry);
}

static HvsAuthorization *
find_exact(const HvsHost *host, const char *primary)
{
    for (guint i = 0; primary != NULL && i < host->authorizations->len; i++) {
        HvsAuthorization *entry = g_ptr_array_index(host->authorizations, i);

        if (g_ascii_strcasecmp(entry->allowed_primary, primary) == 0)
            return entry;
    }

    return NULL;
}

static guint32
parse_entry(const HvsCall *call,
            const char *text,
            Msvm_ReplicationAuthorizationSettingData **out_entry)
{
    gpointer parsed = NULL;
    guint32 result = hvs_embedded_parse(
        call->host, &hvr_wmi_class_Msvm_ReplicationAuthorizationSettingData, text, &parsed);

    *out_entry = parsed;
    if (result == HVS_RESULT_DONE && (*out_entry)->AllowedPrimaryHostSystem == NULL)
        return HVS_RESULT_INVALID_PARAMETER;

    return result;
}

/* A second entry for a server, or one without a folder, is refused; inferred. */
guint32
hvs_replication_add_entry(HvsCall *call)
{
    const Msvm_ReplicationService_AddAuthorizationEntry_INPUT *input = call->input;
    g_autoptr(Msvm_ReplicationAuthorizationSettingData) entry = NULL;
    guint32 result = parse_entry(call, input->AuthorizationEntry, &entry);

    if (result != HVS_RESULT_DONE)
        return result;
    if (entry->ReplicaStorageLocation == NULL ||
        find_exact(call->host, entry->AllowedPrimaryHostSystem) != NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    hvs_trust_add(call->host, entry->AllowedPrimaryHostSystem, entry->ReplicaStorageLocation,
                  entry->TrustGroup);

    return HVS_RESULT_DONE;
}

guint32
hvs_replication_modify_entry(HvsCall *call)
{
    const Msvm_ReplicationService_ModifyAuthorizationEntry_INPUT *input = call->input;
    g_autoptr(Msvm_ReplicationAuthorizationSettingData) given = NULL;
    HvsAuthorization *entry;
    guint32 result = parse_entry(call, input->AuthorizationEntry, &given);

    if (result != HVS_RESULT_DONE)
        return result;
    entry = find_exact(call->host, given->AllowedPrimaryHostSystem);
    if (entry == NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    if (given->ReplicaStorageLocation != NULL) {
        g_free(entry->storage_location);
        entry->storage_location = g_strdup(given->ReplicaStorageLocation);
    }
    if (given->TrustGroup != NULL) {
        g_free(entry->trust_group);
        entry->trust_group = g_strdup(given->TrustGroup);
    }

    return HVS_RESULT_DONE;
}

guint32
hvs_replication_remove_entry(HvsCall *call)
{
    const Msvm_ReplicationService_RemoveAuthorizationEntry_INPUT *input = call->input;
    HvsAuthorization *entry = find_exact(call->host, input->AllowedPrimaryHostSystem);

    if (entry == NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    for (guint i = 0; i < call->host->vms->len; i++) {
        HvsVm *vm = g_ptr_array_index(call->host->vms, i);

        if (vm->authorization == entry)
            vm->authorization = NULL;
    }
    g_ptr_array_remove(call->host->authorizations, entry);

    return HVS_RESULT_DONE;
}

guint32
hvs_replication_set_entry(HvsCall *call)
{
    const Msvm_ReplicationService_SetAuthorizationEntry_INPUT *input = call->input;
    HvsVm *vm = hvs_replication_get_vm(call, input->ComputerSystem);
    g_autoptr(Msvm_ReplicationAuthorizationSettingData) given = NULL;
    HvsAuthorization *entry;
    guint32 result = parse_entry(call, input->AuthorizationEntry, &given);

    if (result != HVS_RESULT_DONE)
        return result;
    if (vm == NULL)
        return HVS_RESULT_NOT_AVAILABLE;
    entry = find_exact(call->host, given->AllowedPrimaryHostSystem);
    if (entry == NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    if (vm->replication_mode != HVS_MODE_REPLICA && vm->replication_mode != HVS_MODE_EXTENDED)
        return HVS_RESULT_INVALID_STATE;
    vm->authorization = entry;

    return HVS_RESULT_DONE;
}
