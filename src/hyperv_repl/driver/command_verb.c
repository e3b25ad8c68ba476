/* command_verb.c: the commands that are one replication verb each
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "command_request.h"
#include "command_settings.h"
#include "host_document.h"

void
hvr_command_verb(HvrCommandCall *call)
{
    GError *error = NULL;
    HvrReplRequest *request = hvr_command_request_new(call, &error);

    if (request != NULL)
        hvr_command_request_run(call, request);
    else
        hvr_command_call_fail(call, error);
}

/* A document says for itself which relationships it is about. */
static gboolean
is_document_alone(HvrCommandCall *call)
{
    return !hvr_command_settings_are_given(call) &&
           !json_object_has_member(call->arguments, "excluded-disks") &&
           !json_object_has_member(call->arguments, "extended");
}

void
hvr_command_modify(HvrCommandCall *call)
{
    const char *document = hvr_command_call_get_string(call, "document");
    GError *error = NULL;
    GPtrArray *requests;

    if (document == NULL) {
        hvr_command_verb(call);
        return;
    }
    if (!is_document_alone(call)) {
        hvr_command_request_fail(call, _("'%s' takes either a document or settings, not both"));
        return;
    }

    requests = hvr_host_list_document_requests(call->domain, document, &error);
    if (requests != NULL)
        hvr_command_request_run_all(call, requests);
    else
        hvr_command_call_fail(call, error);
}
