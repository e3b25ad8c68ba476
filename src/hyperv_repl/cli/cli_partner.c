/* cli_partner.c: the host at the other end of a machine's replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_partner.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli_answer.h"
#include "libvirt-hyperv-repl.h"

/* By what a relationship may call a host that hosts.conf has under another name. */
static const char *const known_by[] = { "name", "hostname", "address" };

static gboolean
is_named(JsonObject *host, const char *server)
{
    for (gsize i = 0; i < G_N_ELEMENTS(known_by); i++) {
        const char *name = hvr_cli_answer_get_text(host, known_by[i]);

        if (g_ascii_strcasecmp(name, server) == 0)
            return TRUE;
    }

    return FALSE;
}

/* A host that nobody has asked for yet tells no DNS name; its first label is what most call it. */
static char *
find_host(JsonArray *hosts, const char *server)
{
    g_autofree char *label = g_strndup(server, strcspn(server, "."));
    const char *wanted[] = { server, label };

    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        for (guint j = 0; j < json_array_get_length(hosts); j++) {
            JsonObject *host = json_array_get_object_element(hosts, j);

            if (is_named(host, wanted[i]))
                return g_strdup(json_object_get_string_member(host, "name"));
        }
    }

    return NULL;
}

char *
hvr_cli_partner_find_host(virConnectPtr conn, const char *server)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virConnectHypervReplGetHosts(conn, &params, &n_params, 0);
    g_autoptr(JsonObject) answer = hvr_cli_answer_take(status, params, n_params, NULL);
    JsonArray *hosts = answer != NULL ? hvr_cli_answer_get_array(answer, "host") : NULL;

    return hosts != NULL ? find_host(hosts, server) : NULL;
}

static char *
lookup_host(const HvrCliCall *call, const char *server, GError **error)
{
    char *name = hvr_cli_partner_find_host(call->conn, server);

    if (name == NULL)
        hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                     _("this daemon does not know which host '%1$s' is; name the one that has the "
                       "replica of '%2$s' with '--to'"),
                     server, call->machine);

    return name;
}

char *
hvr_cli_partner_lookup(const HvrCliCall *call, GError **error)
{
    virTypedParameterPtr params = NULL;
    const char *host = NULL;
    const char *server = NULL;
    int n_params = 0;
    char *name = NULL;

    if (virDomainHypervReplGetState(call->domain, &params, &n_params, 0) < 0) {
        hvr_cli_fail_libvirt(error);
        return NULL;
    }

    (void)virTypedParamsGetString(params, n_params, "relationships.0.partner.host", &host);
    (void)virTypedParamsGetString(params, n_params, "relationships.0.partner.server", &server);
    if (host != NULL)
        name = g_strdup(host);
    else if (server != NULL)
        name = lookup_host(call, server, error);
    else
        hvr_cli_fail(error, HVR_CLI_EXIT_REFUSED,
                     _("'%1$s' is not replicated; 'virt-replica enable %1$s' begins that"),
                     call->machine);
    virTypedParamsFree(params, n_params);

    return name;
}
