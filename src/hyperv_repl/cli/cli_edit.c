/* cli_edit.c: documents changed in an editor
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_edit.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli_editor.h"
#include "cli_verb.h"
#include "libvirt-hyperv-repl.h"

static const HvrCliVerb machine_verb = { .name = "replication-modify",
                                         .on_machine = virDomainHypervReplModify };
static const HvrCliVerb network_verb = { .name = "replication-set-failover-network",
                                         .on_machine = virDomainHypervReplSetNetwork };
static const HvrCliVerb service_verb = { .name = "replication-service-modify",
                                         .on_host = virConnectHypervReplModifyService };

/* What a person typed is not thrown away because of a slip. */
static gboolean
wants_again(const HvrCliCall *call, const GError *refusal)
{
    char answer[16] = "";

    if (!call->session->asks)
        return FALSE;

    hvr_cli_complain(call->session, refusal);
    fprintf(stderr, "%s ", _("Edit it again? [y/N]"));
    fflush(stderr);

    return fgets(answer, sizeof(answer), stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

static gboolean
send(HvrCliCall *call, const HvrCliVerb *verb, const char *document, GError **error)
{
    g_autoptr(HvrCliErrand) errand = hvr_cli_verb_prepare(call, error);
    int maximum;

    if (errand == NULL)
        return FALSE;

    maximum = errand->n_params;
    virTypedParamsAddString(&errand->params, &errand->n_params, &maximum,
                            VIR_HYPERV_REPL_PARAM_DOCUMENT, document);

    return hvr_cli_verb_finish(call, verb, errand, error);
}

static gboolean
edit(HvrCliCall *call, const HvrCliVerb *verb, const char *document, GError **error)
{
    g_autofree char *text = g_strdup(document);

    for (;;) {
        g_autofree char *left = hvr_cli_editor_run(text, ".xml", error);
        g_autoptr(GError) refusal = NULL;

        if (left == NULL)
            return FALSE;
        if (g_str_equal(left, document)) {
            hvr_cli_call_set_result(call, "unchanged", NULL, NULL);
            return TRUE;
        }
        if (send(call, verb, left, &refusal))
            return TRUE;
        if (!wants_again(call, refusal)) {
            g_propagate_error(error, g_steal_pointer(&refusal));
            return FALSE;
        }
        g_free(text);
        text = g_steal_pointer(&left);
    }
}

/* @document is libvirt's, which is freed with free(). */
static gboolean
edit_document(HvrCliCall *call, const HvrCliVerb *verb, char *document, GError **error)
{
    gboolean ok = document != NULL ? edit(call, verb, document, error)
                                   : hvr_cli_fail_libvirt(error);

    free(document);

    return ok;
}

gboolean
hvr_cli_edit_run(HvrCliCall *call, GError **error)
{
    if (hvr_cli_options_is_set(call->options, "network"))
        return edit_document(call, &network_verb,
                             virDomainHypervReplGetNetworkXMLDesc(call->domain, 0), error);

    return edit_document(call, &machine_verb, virDomainHypervReplGetXMLDesc(call->domain, 0),
                         error);
}

gboolean
hvr_cli_edit_run_service(HvrCliCall *call, GError **error)
{
    if (call->n_hosts > 1)
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("one host at a time can be edited; name it alone after --hosts"));

    return edit_document(call, &service_verb, virConnectHypervReplGetServiceXMLDesc(call->conn, 0),
                         error);
}
