/* wsman_negotiation.c: the legs of the scheme Negotiate
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_negotiation.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "wsman_challenge.h"
#include "wsman_http.h"
#include "wsman_names.h"
#include "wsman_refusal.h"

/* Two for Kerberos, three for NTLM; more are for an extra round of SPNEGO. */
#define MAX_LEGS 8

/* Only the first leg may open a connection, the others belong to that one. */
static HvrWsmanAnswer *
post_token(const HvrWsmanNegotiation *self,
           GBytes *token,
           gboolean is_first,
           GCancellable *cancellable,
           GError **error)
{
    gsize length;
    const guint8 *bytes = g_bytes_get_data(token, &length);
    g_autofree char *encoded = g_base64_encode(bytes, length);
    g_autofree char *authorization = g_strconcat("Authorization: Negotiate ", encoded, NULL);
    HvrWsmanPost post = {
        .authorization = authorization,
        .content_type = HVR_WSMAN_CONTENT_TYPE,
        .same_connection = !is_first,
        .deadline = self->deadline,
    };

    return hvr_wsman_connection_post(self->connection, &post, NULL, cancellable, error);
}

/* Returns: (transfer full) (nullable): what the host says next, if anything. */
static GBytes *
decode_token(const HvrWsmanAnswer *answer)
{
    const HvrWsmanChallenge *challenge = hvr_wsman_challenge_find(answer->challenges, "Negotiate");
    g_autofree guchar *bytes = NULL;
    gsize length = 0;

    if (challenge == NULL || challenge->token == NULL)
        return NULL;

    bytes = g_base64_decode(challenge->token, &length);

    return length > 0 ? g_bytes_new_take(g_steal_pointer(&bytes), length) : NULL;
}

static gboolean
check_complete(HvrWsmanGss *gss, GError **error)
{
    HvrErrorDetail detail = { .remedy = N_("find out what answers at the host's address") };

    if (hvr_wsman_gss_is_complete(gss))
        return TRUE;

    hvr_fail(error, HVR_ERROR_AUTH, _("the host let us in without proving who it is"));
    if (error != NULL)
        hvr_error_set_detail(*error, &detail);

    return FALSE;
}

gboolean
hvr_wsman_negotiation_run(const HvrWsmanNegotiation *negotiation,
                          HvrWsmanGss *gss,
                          GBytes *token,
                          GCancellable *cancellable,
                          GError **error)
{
    g_autoptr(GBytes) next = g_bytes_ref(token);

    for (guint leg = 0; leg < MAX_LEGS && next != NULL; leg++) {
        g_autoptr(HvrWsmanAnswer)
            answer = post_token(negotiation, next, leg == 0, cancellable, error);
        g_autoptr(GBytes) challenge = answer != NULL ? decode_token(answer) : NULL;

        if (answer == NULL)
            return FALSE;
        if (answer->status != HVR_HTTP_OK && answer->status != HVR_HTTP_UNAUTHORIZED)
            return hvr_wsman_http_fail_status(answer->status, FALSE, error);
        if (answer->status == HVR_HTTP_UNAUTHORIZED && challenge == NULL)
            return hvr_wsman_refusal_fail(negotiation->endpoint, negotiation->scheme,
                                          answer->challenges, error);

        g_clear_pointer(&next, g_bytes_unref);
        if (challenge != NULL && !hvr_wsman_gss_step(gss, challenge, &next, error))
            return FALSE;
        if (answer->status == HVR_HTTP_OK)
            return check_complete(gss, error);
    }

    return hvr_fail(error, HVR_ERROR_PROTOCOL,
                    _("the host does not come to an end with authentication"));
}
