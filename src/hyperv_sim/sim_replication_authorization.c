/* sim_replication_authorization.c: who may replicate to a host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * No JobType exists for these methods, so they answer at once (inferred).
 */

#include <config.h>

#include "sim_replication_method.h"

#include <string.h>

#include "sim_embedded.h"
#include "sim_replication_call.h"
#include "wmi_object.h"

#define ANY_SERVER "*"

static HvsAuthorization *
find_entry(const HvsHost *host, const char *allowed)
{
    for (guint i = 0; allowed != NULL && i < host->authorizations->len; i++) {
        HvsAuthorization *entry = g_ptr_array_index(host->authorizations, i);

        if (g_ascii_strcasecmp(entry->allowed_primary, allowed) == 0)
            return entry;
    }

    return NULL;
}

/* "A fully qualified name; a wildcard only as its first label"
 * (New-VMReplicationAuthorizationEntry). */
static gboolean
is_valid_name(const char *name)
{
    const char *rest = name != NULL && name[0] == '*' ? name + 1 : name;

    if (name == NULL || *name == '\0')
        return FALSE;
    if (strcmp(name, ANY_SERVER) == 0)
        return TRUE;
    if (strchr(rest, '*') != NULL || strchr(rest, '.') == NULL)
        return FALSE;

    return rest == name || rest[0] == '.';
}

static gboolean
is_text(const char *text)
{
    return text != NULL && *text != '\0';
}

/* "Any server" and entries for some exclude each other (Set-VMReplicationServer). */
static gboolean
excludes(const HvsHost *host, const char *name)
{
    gboolean is_any = strcmp(name, ANY_SERVER) == 0;

    return is_any ? host->authorizations->len > 0 : find_entry(host, ANY_SERVER) != NULL;
}

static void
take_over(char **field, const char *value)
{
    if (value == NULL)
        return;
    g_free(*field);
    *field = g_strdup(value);
}

static guint32
parse_entry(HvsCall *call, Msvm_ReplicationAuthorizationSettingData **out_given)
{
    gpointer parsed = NULL;
    guint32 result = hvs_embedded_parse(call->host,
                                        &hvr_wmi_class_Msvm_ReplicationAuthorizationSettingData,
                                        hvs_call_get_text(call, "AuthorizationEntry"), &parsed);

    *out_given = parsed;

    return result;
}

guint32
hvs_replication_add_authorization(HvsCall *call)
{
    g_autoptr(Msvm_ReplicationAuthorizationSettingData) given = NULL;
    HvsAuthorization *entry;
    guint32 result = parse_entry(call, &given);

    if (result != HVS_RESULT_DONE)
        return result;
    if (!is_valid_name(given->AllowedPrimaryHostSystem) || !is_text(given->TrustGroup) ||
        !hvs_call_is_path(given->ReplicaStorageLocation) ||
        find_entry(call->host, given->AllowedPrimaryHostSystem) != NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    if (excludes(call->host, given->AllowedPrimaryHostSystem))
        return HVS_RESULT_INVALID_STATE;

    entry = g_new0(HvsAuthorization, 1);
    entry->allowed_primary = g_strdup(given->AllowedPrimaryHostSystem);
    entry->trust_group = g_strdup(given->TrustGroup);
    entry->storage_location = g_strdup(given->ReplicaStorageLocation);
    g_ptr_array_add(call->host->authorizations, entry);

    return HVS_RESULT_DONE;
}

/* Changing where replicas go "affects later virtual machines only". */
guint32
hvs_replication_modify_authorization(HvsCall *call)
{
    g_autoptr(Msvm_ReplicationAuthorizationSettingData) given = NULL;
    HvsAuthorization *entry;
    guint32 result = parse_entry(call, &given);

    if (result != HVS_RESULT_DONE)
        return result;
    entry = find_entry(call->host, given->AllowedPrimaryHostSystem);
    if (entry == NULL || (given->TrustGroup != NULL && !is_text(given->TrustGroup)) ||
        (given->ReplicaStorageLocation != NULL && !hvs_call_is_path(given->ReplicaStorageLocation)))
        return HVS_RESULT_INVALID_PARAMETER;

    take_over(&entry->trust_group, given->TrustGroup);
    take_over(&entry->storage_location, given->ReplicaStorageLocation);

    return HVS_RESULT_DONE;
}

/* "Virtual machines authorized by the entry stop replicating." */
guint32
hvs_replication_remove_authorization(HvsCall *call)
{
    HvsHost *host = call->host;
    HvsAuthorization *entry = find_entry(host, hvs_call_get_text(call, "AllowedPrimaryHostSystem"));

    if (entry == NULL)
        return HVS_RESULT_INVALID_PARAMETER;

    for (guint i = 0; i < host->vms->len; i++) {
        HvsVm *vm = g_ptr_array_index(host->vms, i);

        if (vm->authorization != entry)
            continue;
        vm->authorization = NULL;
        if (vm->relationships[0] != NULL)
            vm->relationships[0]->unauthorized = TRUE;
    }
    g_ptr_array_remove(host->authorizations, entry);

    return HVS_RESULT_DONE;
}

guint32
hvs_replication_set_authorization(HvsCall *call)
{
    g_autoptr(Msvm_ReplicationAuthorizationSettingData) given = NULL;
    HvsAuthorization *entry;
    gpointer parsed = NULL;
    HvsVm *vm = NULL;
    guint32 result = hvs_call_read(call, &vm,
                                   &hvr_wmi_class_Msvm_ReplicationAuthorizationSettingData,
                                   "AuthorizationEntry", &parsed);

    given = parsed;
    if (result != HVS_RESULT_DONE)
        return result;
    entry = find_entry(call->host, given->AllowedPrimaryHostSystem);
    if (entry == NULL)
        return HVS_RESULT_INVALID_PARAMETER;
    if (hvs_replication_judge(HVS_OPERATION_AUTHORIZE, vm->relationships[0]) == HVS_VERDICT_REFUSED)
        return HVS_RESULT_INVALID_STATE;

    vm->authorization = entry;
    vm->relationships[0]->unauthorized = FALSE;

    return HVS_RESULT_DONE;
}
