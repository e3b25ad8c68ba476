/* sim_replication_contact.c: the channel between two hosts' vmms
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_contact.h"

#include <string.h>

#include "sim_replication_certificate.h"
#include "sim_vm_method.h"

#define AUTHENTICATION_KERBEROS    1
#define AUTHENTICATION_CERTIFICATE 2

/* What this host's listener has for a kind of authentication. */
static guint16
get_port(const HvsHost *host, guint16 authentication)
{
    return authentication == AUTHENTICATION_CERTIFICATE ? host->service_settings->HttpsPort
                                                        : host->service_settings->HttpPort;
}

/* 0 stands for the usual port (default 14 of the fact sheet, inferred). */
static guint16
get_wanted_port(const Msvm_ReplicationSettingData *settings)
{
    if (settings->RecoveryServerPortNumber != 0)
        return settings->RecoveryServerPortNumber;

    return settings->AuthenticationType == AUTHENTICATION_CERTIFICATE ? 443 : 80;
}

static gboolean
has_certificate(const Msvm_ReplicationSettingData *settings)
{
    g_autofree char *thumbprint = hvs_certificate_dup_thumbprint();

    return settings->AuthenticationType != AUTHENTICATION_CERTIFICATE ||
           (settings->CertificateThumbPrint != NULL &&
            g_ascii_strcasecmp(settings->CertificateThumbPrint, thumbprint) == 0);
}

static const char *
refuse_connection(const HvsHost *from,
                  const HvsHost *to,
                  const Msvm_ReplicationSettingData *settings)
{
    if (to == from)
        return "The Replica server '%s' is the primary server itself.";
    if (!has_certificate(settings))
        return "The certificate for replication to '%s' is not in the personal store of the local "
               "computer.";
    if (!hvs_world_is_linked(from->world, from, to))
        return "The connection to the Replica server '%s' could not be established. The server "
               "did not answer.";
    if (!to->service_settings->RecoveryServerEnabled)
        return "The server '%s' is not configured to receive replication.";
    if ((to->service_settings->AllowedAuthenticationType & settings->AuthenticationType) == 0)
        return "The Replica server '%s' does not accept this authentication type.";
    if (get_port(to, settings->AuthenticationType) != get_wanted_port(settings))
        return "The Replica server '%s' does not listen on the specified port.";
    if (hvs_contact_find_authorization(to, from) == NULL)
        return "The primary server is not authorized by the Replica server '%s'.";

    return NULL;
}

HvsHost *
hvs_contact_find_host(HvsHost *from, const Msvm_ReplicationSettingData *settings, char **out_reason)
{
    const char *name = settings->RecoveryConnectionPoint;
    HvsHost *to = hvs_world_find_host(from->world, name);
    const char *refusal = to != NULL ? refuse_connection(from, to, settings)
                                     : "The name of the Replica server '%s' could not be resolved.";

    if (refusal == NULL)
        return to;
    *out_reason = g_strdup_printf(refusal, name != NULL ? name : "");

    return NULL;
}

/* "*" is any server, "*.contoso.com" any of a domain (Set-VMReplicationServer,
 * New-VMReplicationAuthorizationEntry). */
static gboolean
matches(const HvsAuthorization *authorization, const HvsHost *host)
{
    const char *allowed = authorization->allowed_primary;
    gsize length = strlen(host->fqdn);
    gsize tail = strlen(allowed) - 1;

    if (strcmp(allowed, "*") == 0)
        return TRUE;
    if (allowed[0] == '*')
        return tail < length && g_ascii_strcasecmp(host->fqdn + length - tail, allowed + 1) == 0;

    return g_ascii_strcasecmp(allowed, host->fqdn) == 0;
}

/* The longest name is the most special one (inferred). */
HvsAuthorization *
hvs_contact_find_authorization(const HvsHost *host, const HvsHost *from)
{
    HvsAuthorization *best = NULL;

    for (guint i = 0; i < host->authorizations->len; i++) {
        HvsAuthorization *entry = g_ptr_array_index(host->authorizations, i);

        if (matches(entry, from) &&
            (best == NULL || strlen(entry->allowed_primary) > strlen(best->allowed_primary)))
            best = entry;
    }

    return best;
}

/* "Servers of that entry or of its trust group" (Set-VMReplication). */
gboolean
hvs_contact_is_authorized(const HvsVm *vm, const HvsHost *from)
{
    const HvsAuthorization *bound = vm->authorization;
    const GPtrArray *entries = vm->host->authorizations;

    if (vm->relationships[0] != NULL && vm->relationships[0]->unauthorized)
        return FALSE;
    if (bound == NULL)
        return hvs_contact_find_authorization(vm->host, from) != NULL;

    for (guint i = 0; i < entries->len; i++) {
        const HvsAuthorization *entry = g_ptr_array_index(entries, i);
        gboolean is_trusted = entry == bound ||
                              g_ascii_strcasecmp(entry->trust_group, bound->trust_group) == 0;

        if (is_trusted && matches(entry, from))
            return TRUE;
    }

    return FALSE;
}

HvsRelationship *
hvs_contact_reach_peer(const HvsRelationship *sender, char **out_reason)
{
    HvsHost *from = sender->vm->host;
    HvsHost *to = hvs_contact_find_host(from, sender->settings, out_reason);
    HvsRelationship *peer = to != NULL ? hvs_relationship_find_peer(sender) : NULL;
    const char *refusal = NULL;

    if (to == NULL)
        return NULL;
    if (peer == NULL)
        refusal = "The Replica server '%s' does not have the replica of this virtual machine.";
    else if (!hvs_contact_is_authorized(peer->vm, from))
        refusal = "The primary server is not authorized by the Replica server '%s'.";
    if (refusal == NULL)
        return peer;
    *out_reason = g_strdup_printf(refusal, sender->settings->RecoveryConnectionPoint);

    return NULL;
}

void
hvs_contact_fail(HvsJob *job, char *reason)
{
    job->error_code = HVS_RESULT_FAILED;
    g_free(job->error_text);
    job->error_text = reason;
}
