/* wsman_gss.h: the client's end of a GSS context
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * SPNEGO with exactly one mechanism inside, mutual authentication,
 * confidentiality, and the channel's binding where there is TLS.  Acquiring
 * credentials and the first step may ask a KDC, which blocks for as long as
 * krb5.conf says; see wsman_auth.c for how that is bounded.
 */

#pragma once

#include <gssapi/gssapi.h>

#include "hvr_endpoint.h"

G_BEGIN_DECLS

typedef struct _HvrWsmanGss HvrWsmanGss;

/**
 * hvr_wsman_gss_new:
 * @scheme: %HVR_AUTH_KERBEROS or %HVR_AUTH_NTLM
 * @binding: (nullable): the channel's, see wsman_binding.h
 *
 * Takes the first step, too, so that whatever can be lacking here is known: with
 * Kerberos the host's ticket has been got.  A password has been read and wiped.
 *
 * Returns: (transfer full): a context not yet established, or %NULL with
 *   %HVR_ERROR_CONFIG if something is missing here or named wrong,
 *   %HVR_ERROR_UNREACHABLE if no KDC answers, %HVR_ERROR_AUTH if the KDC refuses
 *   or there are no valid tickets or keys; what to do is the error's remedy
 */
HvrWsmanGss *hvr_wsman_gss_new(const HvrEndpoint *endpoint,
                               HvrAuthScheme scheme,
                               GBytes *binding,
                               GError **error);
void hvr_wsman_gss_free(HvrWsmanGss *gss);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanGss, hvr_wsman_gss_free)

/**
 * hvr_wsman_gss_step:
 * @challenge: (nullable): the host's token; %NULL in the beginning
 * @out_token: (transfer full) (nullable): what to send; %NULL if nothing is left
 *   to say
 *
 * Returns: %FALSE with %HVR_ERROR_AUTH, also where the host did not prove who it is
 */
gboolean
hvr_wsman_gss_step(HvrWsmanGss *gss, GBytes *challenge, GBytes **out_token, GError **error);

/**
 * hvr_wsman_gss_is_local_failure:
 * @error: from hvr_wsman_gss_new()
 *
 * Tells that there are no credentials for this scheme from that somebody judged
 * them.  Trying the next scheme after the latter would count as one more attempt
 * against the account.  What hvr_wsman_gss_step() fails with is never local: it is
 * what a host answered.
 */
gboolean hvr_wsman_gss_is_local_failure(const GError *error);

/** hvr_wsman_gss_is_complete: established, with all that was asked of it */
gboolean hvr_wsman_gss_is_complete(const HvrWsmanGss *gss);

/** hvr_wsman_gss_is_expired: whether the ticket has run out that a complete context was made of */
gboolean hvr_wsman_gss_is_expired(const HvrWsmanGss *gss);

/** hvr_wsman_gss_get_context: for wsman_seal.h, once complete */
gss_ctx_id_t hvr_wsman_gss_get_context(const HvrWsmanGss *gss);

G_END_DECLS
