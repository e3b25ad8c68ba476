/* wsman_auth.h: how a connection is authorised
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The transport asks before each request and tells each answer; it knows no
 * scheme by name.  A scheme belongs to one transport and its connection.
 */

#pragma once

#include <curl/curl.h>
#include <glib.h>

#include "wsman_curl.h"

G_BEGIN_DECLS

typedef struct _HvrWsmanAuth HvrWsmanAuth;

/**
 * HvrWsmanAuthClass:
 * @prepare: puts what the next request needs on the handle
 * @on_response: looks at the answer's HTTP status; %FALSE with %HVR_ERROR_AUTH
 *   if the host refuses
 * @free: releases the scheme
 */
typedef struct {
    gboolean (*prepare)(HvrWsmanAuth *auth, CURL *easy, GError **error);
    gboolean (*on_response)(HvrWsmanAuth *auth, CURL *easy, long status, GError **error);
    void (*free)(HvrWsmanAuth *auth);
} HvrWsmanAuthClass;

/** A scheme starts with this. */
struct _HvrWsmanAuth {
    const HvrWsmanAuthClass *type;
};

/**
 * hvr_wsman_auth_new:
 *
 * Basic if @endpoint names a user, otherwise nothing at all.
 *
 * Returns: (transfer full): a scheme, or %NULL with %HVR_ERROR_CONFIG if
 *   @endpoint asks for what may not or cannot be sent
 */
HvrWsmanAuth *hvr_wsman_auth_new(const HvrEndpoint *endpoint, GError **error);

gboolean hvr_wsman_auth_prepare(HvrWsmanAuth *auth, CURL *easy, GError **error);
gboolean hvr_wsman_auth_on_response(HvrWsmanAuth *auth, CURL *easy, long status, GError **error);

/** hvr_wsman_auth_free: takes %NULL, too */
void hvr_wsman_auth_free(HvrWsmanAuth *auth);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanAuth, hvr_wsman_auth_free)

G_END_DECLS
