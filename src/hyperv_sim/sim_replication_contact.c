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

/* What stands in the way of a certificate; its wording is inferred.  The hosts
 * trust each other's roots and do not compare names. */
typedef struct {
    const char *missing;
    const char *early;
    const char *expired;
} CertificateWords;

/* clang-format off */
static const CertificateWords own_words = {
    "The certificate for replication to '%s' is not in the personal store of the local computer.",
    "The certificate for replication to '%s' is not valid yet.",
    "The certificate for replication to '%s' has expired.",
};
static const CertificateWords listener_words = {
    "The certificate of the Replica server '%s' is not in its personal store.",
    "The certificate of the Replica server '%s' is not valid yet.",
    "The certificate of the Replica server '%s' has expired.",
};
/* clang-format on */

static const char *
refuse_certificate(const HvsHost *host, const char *thumbprint, const CertificateWords *words)
{
    const HvsCertificate *certificate = hvs_certificate_find(host, thumbprint);

    if (certificate == NULL)
        return words->missing;
    if (host->world->now < certificate->not_before)
        return words->early;

    return host->world->now > certificate->not_after ? words->expired : NULL;
}

static const char *
refuse_sender(const HvsHost *from, const HvsHost *to, const Msvm_ReplicationSettingData *settings)
{
    if (to == from)
        return "The Replica server '%s' is the primary server itself.";
    if (settings->AuthenticationType != AUTHENTICATION_CERTIFICATE)
        return NULL;

    return refuse_certificate(from, settings->CertificateThumbPrint, &own_words);
}

static const char *
refuse_listener(const HvsHost *to, const Msvm_ReplicationSettingData *settings)
{
    const Msvm_ReplicationServiceSettingData *service = to->service_settings;

    if (!service->RecoveryServerEnabled)
        return "The server '%s' is not configured to receive replication.";
    if ((service->AllowedAuthenticationType & settings->AuthenticationType) == 0)
        return "The Replica server '%s' does not accept this authentication type.";
    if (get_port(to, settings->AuthenticationType) != get_wanted_port(settings))
        return "The Replica server '%s' does not listen on the specified port.";
    if (settings->AuthenticationType != AUTHENTICATION_CERTIFICATE)
        return NULL;

    return refuse_certificate(to, service->CertificateThumbPrint, &listener_words);
}

static const char *
refuse_connection(const HvsHost *from,
                  const HvsHost *to,
                  const Msvm_ReplicationSettingData *settings)
{
    const char *refusal = refuse_sender(from, to, settings);

    if (refusal != NULL)
        return refusal;
    if (!hvs_world_is_linked(from->world, from, to))
        return "The connection to the Replica server '%s' could not be established. The server "
               "did not answer.";
    refusal = refuse_listener(to, settings);
    if (refusal == NULL && hvs_contact_find_authorization(to, from) == NULL)
        refusal = "The primary server is not authorized by the Replica server '%s'.";

    return refusal;
}

HvsHost *
hvs_contact_find_host(HvsHost *from, const Msvm_ReplicationSettingData *settings, char **out_reason)
{
    const char *name = settings->RecoveryConnectionPoint;
    HvsHost *to = hvs_world_resolve_host(from->world, name);
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

/* "Upgrade the Replica server first" (Microsoft's blog 2013-10): a server of 2012
 * replicates to one of 2012 R2 and not back.  That later releases go by the
 * configuration versions they support is inferred. */
gboolean
hvs_contact_takes(const HvsHost *to, const HvsVm *vm, char **out_reason)
{
    if (hvs_version_takes_vm(to->version, vm->config_version))
        return TRUE;
    *out_reason = g_strdup_printf("The virtual machine '%s' has a configuration version that the "
                                  "Replica server '%s' does not support.",
                                  vm->name, to->fqdn);

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
