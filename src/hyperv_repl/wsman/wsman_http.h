/* wsman_http.h: what libcurl and HTTP say, in our words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <curl/curl.h>
#include <glib.h>

G_BEGIN_DECLS

/** HvrHttpStatus: those that mean something here, called as in RFC 9110 15 */
typedef enum {
    HVR_HTTP_OK = 200,
    HVR_HTTP_BAD_REQUEST = 400,
    HVR_HTTP_UNAUTHORIZED = 401,
    HVR_HTTP_FORBIDDEN = 403,
    HVR_HTTP_NOT_FOUND = 404,
    HVR_HTTP_METHOD_NOT_ALLOWED = 405,
    HVR_HTTP_CONTENT_TOO_LARGE = 413,
    HVR_HTTP_UNSUPPORTED_MEDIA_TYPE = 415,
    HVR_HTTP_INTERNAL_SERVER_ERROR = 500,
    HVR_HTTP_SERVICE_UNAVAILABLE = 503,
} HvrHttpStatus;

/**
 * hvr_wsman_http_fail:
 * @code: why there is no answer; not %CURLE_OK
 * @was_sent: the host may have read a request that changes something
 * @reason: (nullable): what libcurl says about it
 *
 * Before that nothing can have happened; after that the outcome is unknown.
 *
 * Returns: always %FALSE
 */
gboolean hvr_wsman_http_fail(CURLcode code, gboolean was_sent, const char *reason, GError **error);

/** hvr_wsman_http_fail_connecting: no connection stood after @waited; always %FALSE */
gboolean hvr_wsman_http_fail_connecting(GTimeSpan waited, GError **error);

/** hvr_wsman_http_fail_answering: the connection stood, but no answer came in @waited; always
 * %FALSE
 */
gboolean hvr_wsman_http_fail_answering(gboolean was_sent, GTimeSpan waited, GError **error);

/**
 * hvr_wsman_http_fail_status:
 * @status: the HTTP status of an answer that has nothing else to say
 * @was_sent: see hvr_wsman_http_fail()
 *
 * Returns: always %FALSE
 */
gboolean hvr_wsman_http_fail_status(long status, gboolean was_sent, GError **error);

/** hvr_wsman_http_is_envelope: whether the answer is one, which a 400 or 500 may carry as well */
gboolean hvr_wsman_http_is_envelope(long status, const char *content_type, gsize length);

G_END_DECLS
