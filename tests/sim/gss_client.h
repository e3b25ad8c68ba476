/* gss_client.h: somebody who logs on by NTLM
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * By gss-ntlmssp's initiator; Kerberos, which needs a KDC, is tested elsewhere.
 */

#pragma once

#include <gssapi/gssapi.h>

#include "http_client.h"

/* All zero is the right user by SPNEGO under Negotiate. */
typedef struct {
    const char *scheme;
    const char *user; /* perhaps with a domain and a backslash before it */
    const char *password;
    gboolean raw;        /* without SPNEGO */
    const char *binding; /* (nullable): the channel's application data */
    gsize n_binding;
    gboolean keeps_last; /* the last token is not sent but left in GssClient.token */
} GssUser;

typedef struct {
    gss_ctx_id_t context;
    char *token; /* (nullable): base64 */
} GssClient;

void gss_client_clear(GssClient *gss);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GssClient, gss_client_clear)

/* To be called first: whoever runs the test may have a realm, which is not asked. */
void gss_client_isolate(void);

/* Leg by leg with empty bodies; returns the last answer. */
HttpAnswer gss_client_log_in(GssClient *gss, HttpClient *client, const GssUser *user);

/* A sealed request and its answer, which is opened if it is sealed. */
HttpAnswer gss_client_say(GssClient *gss, HttpClient *client, const char *envelope);
