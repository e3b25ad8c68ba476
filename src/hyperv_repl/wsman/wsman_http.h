/* wsman_http.h: what libcurl and HTTP say, in our words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <curl/curl.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * hvr_wsman_http_fail:
 * @code: why there is no answer; not %CURLE_OK
 * @was_sent: the connection stood, so the host may have read the request
 * @reason: (nullable): what libcurl says about it
 *
 * Before anything was sent nothing can have happened; after that the outcome is
 * unknown.
 *
 * Returns: always %FALSE
 */
gboolean hvr_wsman_http_fail(CURLcode code, gboolean was_sent, const char *reason, GError **error);

/**
 * hvr_wsman_http_check:
 * @status: the HTTP status
 * @content_type: (nullable): the answer's
 * @length: the body's, in bytes
 *
 * Returns: %TRUE if the body is an envelope to be parsed, which a 400 or 500
 *   may carry as well; otherwise %FALSE with what the status stands for
 */
gboolean hvr_wsman_http_check(long status, const char *content_type, gsize length, GError **error);

G_END_DECLS
