/* repl_request_object.c: the instances that methods take
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_request_object.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "repl_disk.h"
#include "repl_leg.h"
#include "repl_request_check.h"
#include "repl_settings_object.h"
#include "repl_verb_row.h"
#include "repl_version.h"
#include "wmi_path.h"
#include "wmi_query.h"

/* msvm-replicationsettingdata.md: each way to authenticate has its usual port. */
#define KERBEROS      1
#define CERTIFICATE   2
#define KERBEROS_PORT 80
#define HTTPS_PORT    443

/* Enable-VMReplication's default, seconds. */
#define USUAL_INTERVAL 300

/* msvm-failovernetworkadaptersettingdata.md. */
#define PROTOCOL_UNKNOWN 0
#define PROTOCOL_IPV4    4096
#define PROTOCOL_IPV6    4097
#define PROTOCOL_BOTH    4098

/* Returns: (transfer full): all instances of a class of which there are few, or those of a VM. */
static GPtrArray *
list_objects(const HvrReplCall *call, const HvrWmiClass *type, const char *vm, GError **error)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(NULL, type->name);

    if (vm != NULL)
        hvr_wmi_query_where(query, "VirtualSystemIdentifier", "=", vm);

    return hvr_wmi_session_list(call->session, HVR_WMI_NAMESPACE, type,
                                hvr_wmi_query_get_text(query), call->cancellable, error);
}

/* Returns: (transfer none) (nullable): the settings of the leg as the host has them. */
static const Msvm_ReplicationSettingData *
find_leg(GPtrArray *objects, guint leg)
{
    for (guint i = 0; i < objects->len; i++) {
        const Msvm_ReplicationSettingData *object = objects->pdata[i];
        g_autofree char *vm = NULL;
        guint index;

        if (hvr_repl_leg_parse(object->InstanceID, &vm, &index) && index == leg)
            return object;
    }

    return NULL;
}

/* Returns: (transfer full): as the host writes it; 2012 knows of no second one. */
static char *
dup_leg_id(const HvrReplCall *call)
{
    if (!hvr_repl_version_is_at_least(call->request->windows, "2012 R2"))
        return hvr_repl_leg_format_single(call->request->vm);

    return hvr_repl_leg_format(call->request->vm, call->leg);
}

/* Returns: (transfer full): the leg's settings as they are, or as good as. */
static Msvm_ReplicationSettingData *
new_present(const HvrReplCall *call, GPtrArray *objects, GError **error)
{
    const Msvm_ReplicationSettingData *present = find_leg(objects, call->leg);
    g_autofree char *id = dup_leg_id(call);
    Msvm_ReplicationSettingData *object;

    if (present != NULL)
        return hvr_wmi_object_copy(present);
    if (call->request->verb != HVR_VERB_ENABLE)
        return hvr_fail_null(error, HVR_ERROR_STATE,
                             _("host '%1$s': has no replication settings '%2$s'"),
                             hvr_wmi_session_get_host(call->session), id);

    /* A default instance "is there before replication is enabled", shows
     * Microsoft's sample; for a second relationship nobody says so. */
    object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationSettingData);
    hvr_wmi_object_set_string(object, "InstanceID", id);
    hvr_wmi_object_set_string(object, "VirtualSystemIdentifier", call->request->vm);

    return object;
}

/* Replicating back means to where it came from (Microsoft's Replica sample). */
static gboolean
turn_round(Msvm_ReplicationSettingData *object, const HvrReplCall *call, GError **error)
{
    if (call->request->verb != HVR_VERB_REVERSE ||
        hvr_repl_request_has_setting(call->request, "replica-server"))
        return TRUE;
    if (object->PrimaryConnectionPoint == NULL || object->PrimaryConnectionPoint[0] == '\0')
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("the host does not say where it replicated from, give 'replica-server'"));
    hvr_wmi_object_set_string(object, "RecoveryConnectionPoint", object->PrimaryConnectionPoint);

    return TRUE;
}

/* Enable-VMReplication insists on both; who gives neither means the usual. */
static void
complete(Msvm_ReplicationSettingData *object)
{
    if (object->AuthenticationType == 0)
        hvr_wmi_object_set_uint(object, "AuthenticationType", KERBEROS);
    if (object->RecoveryServerPortNumber == 0)
        hvr_wmi_object_set_uint(object, "RecoveryServerPortNumber",
                                object->AuthenticationType == CERTIFICATE ? HTTPS_PORT
                                                                          : KERBEROS_PORT);
}

/* Nothing can be sent on more often than it comes in; who gives no frequency for
 * an extended replica means one that works (inferred). */
static gboolean
adapt_interval(Msvm_ReplicationSettingData *object,
               const HvrReplCall *call,
               const Msvm_ReplicationSettingData *first,
               GError **error)
{
    if (call->leg == 0 || first == NULL)
        return TRUE;
    if (!hvr_repl_request_check_frequency(call->request, first->ReplicationInterval, error))
        return FALSE;
    if (call->request->verb == HVR_VERB_ENABLE &&
        first->ReplicationInterval > MAX(object->ReplicationInterval, USUAL_INTERVAL))
        hvr_wmi_object_set_uint(object, "ReplicationInterval", first->ReplicationInterval);

    return TRUE;
}

static gboolean
choose_disks(Msvm_ReplicationSettingData *object, const HvrReplCall *call, GError **error)
{
    const HvrReplRequest *request = call->request;
    const char *const *included = NULL;
    g_auto(GStrv) paths = NULL;

    if (hvr_repl_request_has_setting(request, "included-disks"))
        included = hvr_repl_settings_get_list(
            request->settings, hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "included-disks"));
    else if (request->excluded_disks == NULL)
        return TRUE;

    paths = hvr_repl_disk_resolve(call->session, request->vm, included,
                                  (const char *const *)request->excluded_disks, call->cancellable,
                                  error);
    if (paths == NULL)
        return FALSE;
    hvr_wmi_object_set_strv(object, "IncludedDisks", (const char *const *)paths);

    return TRUE;
}

Msvm_ReplicationSettingData *
hvr_repl_request_fetch_settings(const HvrReplCall *call, GError **error)
{
    const HvrReplRequest *request = call->request;
    g_autoptr(GPtrArray) objects =
        list_objects(call, &hvr_wmi_class_Msvm_ReplicationSettingData, request->vm, error);
    g_autoptr(Msvm_ReplicationSettingData) object = NULL;

    if (objects == NULL)
        return NULL;
    object = new_present(call, objects, error);
    if (object == NULL || !turn_round(object, call, error))
        return NULL;
    if (request->settings != NULL)
        hvr_wmi_object_merge(object, hvr_repl_settings_get_object(request->settings));
    if (!adapt_interval(object, call, find_leg(objects, 0), error) ||
        !choose_disks(object, call, error))
        return NULL;
    if (request->verb == HVR_VERB_ENABLE)
        complete(object);

    return g_steal_pointer(&object);
}

Msvm_ReplicationSettingData *
hvr_repl_request_new_road(const HvrReplRequest *request)
{
    Msvm_ReplicationSettingData *road =
        hvr_wmi_object_copy(hvr_repl_settings_get_object(request->settings));

    complete(road);
    if (!hvr_wmi_object_has(road, "BypassProxyServer"))
        hvr_wmi_object_set_boolean(road, "BypassProxyServer", FALSE);

    return road;
}

Msvm_ReplicationServiceSettingData *
hvr_repl_request_fetch_service(const HvrReplCall *call, GError **error)
{
    g_autoptr(GPtrArray) objects =
        list_objects(call, &hvr_wmi_class_Msvm_ReplicationServiceSettingData, NULL, error);
    Msvm_ReplicationServiceSettingData *object;

    if (objects == NULL)
        return NULL;
    if (objects->len == 0)
        return hvr_fail_null(error, HVR_ERROR_UNSUPPORTED,
                             _("host '%s': has no settings of a replication service"),
                             hvr_wmi_session_get_host(call->session));
    object = hvr_wmi_object_copy(objects->pdata[0]);
    hvr_wmi_object_merge(object, hvr_repl_settings_get_object(call->request->settings));

    return object;
}

/* Returns: (transfer full): the entry as the host has it. */
static Msvm_ReplicationAuthorizationSettingData *
fetch_present_entry(const HvrReplCall *call, const char *primary, GError **error)
{
    g_autoptr(GPtrArray) objects =
        list_objects(call, &hvr_wmi_class_Msvm_ReplicationAuthorizationSettingData, NULL, error);
    g_autoptr(GString) names = g_string_new(NULL);

    if (objects == NULL)
        return NULL;

    for (guint i = 0; i < objects->len; i++) {
        const Msvm_ReplicationAuthorizationSettingData *object = objects->pdata[i];
        const char *name = object->AllowedPrimaryHostSystem;

        if (name != NULL && g_ascii_strcasecmp(name, primary) == 0)
            return hvr_wmi_object_copy(object);
        hvr_error_append_quoted(names, name != NULL ? name : "");
    }
    if (objects->len == 0)
        return hvr_fail_null(error, HVR_ERROR_INVALID,
                             _("host '%1$s' has no authorization entry '%2$s', nor any other"),
                             hvr_wmi_session_get_host(call->session), primary);

    return hvr_fail_null(error, HVR_ERROR_INVALID,
                         _("host '%1$s' has no authorization entry '%2$s', only %3$s"),
                         hvr_wmi_session_get_host(call->session), primary, names->str);
}

Msvm_ReplicationAuthorizationSettingData *
hvr_repl_request_fetch_entry(const HvrReplCall *call, GError **error)
{
    const HvrReplRequest *request = call->request;
    const Msvm_ReplicationAuthorizationSettingData *given = NULL;
    Msvm_ReplicationAuthorizationSettingData *object;

    if (request->settings != NULL)
        given = hvr_repl_settings_get_object(request->settings);
    if (request->verb == HVR_VERB_ADD_AUTHORIZATION)
        return hvr_wmi_object_copy(given);

    object = fetch_present_entry(
        call, given != NULL ? given->AllowedPrimaryHostSystem : request->allowed_primary, error);
    if (object != NULL && given != NULL)
        hvr_wmi_object_merge(object, given);

    return object;
}

/* Which interfaces the addresses are for; DHCP is a matter of IPv4. */
static guint16
get_protocol(const Msvm_FailoverNetworkAdapterSettingData *object, gboolean wants_dhcp)
{
    gboolean ipv4 = wants_dhcp;
    gboolean ipv6 = FALSE;

    for (guint i = 0; object->IPAddresses != NULL && object->IPAddresses[i] != NULL; i++) {
        if (strchr(object->IPAddresses[i], ':') != NULL)
            ipv6 = TRUE;
        else
            ipv4 = TRUE;
    }
    if (ipv4 && ipv6)
        return PROTOCOL_BOTH;
    if (ipv6)
        return PROTOCOL_IPV6;

    return ipv4 ? PROTOCOL_IPV4 : PROTOCOL_UNKNOWN;
}

Msvm_FailoverNetworkAdapterSettingData *
hvr_repl_request_new_adapter(const HvrReplAdapter *adapter, GError **error)
{
    static const char *const none[] = { NULL };
    Msvm_FailoverNetworkAdapterSettingData *object;
    guint16 protocol;

    if (adapter->failover_id == NULL)
        return hvr_fail_null(error, HVR_ERROR_INVALID,
                             _("the host has no failover settings for the network adapter '%s'"),
                             adapter->name);

    object = hvr_wmi_object_copy(hvr_repl_settings_get_object(adapter->settings));
    protocol = get_protocol(object, object->DHCPEnabled);
    hvr_wmi_object_set_string(object, "InstanceID", adapter->failover_id);
    hvr_wmi_object_set_uint(object, "ProtocolIFType", protocol);
    /* "DHCPEnabled and IPAddresses are required"; without an IPv4 address of its
     * own the guest asks for one (inferred). */
    if (!hvr_wmi_object_has(object, "DHCPEnabled"))
        hvr_wmi_object_set_boolean(object, "DHCPEnabled",
                                   protocol == PROTOCOL_UNKNOWN || protocol == PROTOCOL_IPV6);
    if (!hvr_wmi_object_has(object, "IPAddresses"))
        hvr_wmi_object_set_strv(object, "IPAddresses", none);

    return object;
}
