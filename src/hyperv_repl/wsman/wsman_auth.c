/* wsman_auth.c: how a connection is authorised
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_auth.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"

#define HTTP_UNAUTHORIZED 401

typedef struct {
    HvrWsmanAuth base;
    char *user;
    HvrSecret *password;
} Basic;

static gboolean
fail_like_status(GError **error)
{
    HvrErrorDetail detail = { .http_status = HTTP_UNAUTHORIZED };

    if (error != NULL)
        hvr_error_set_detail(*error, &detail);

    return FALSE;
}

static gboolean
basic_prepare(HvrWsmanAuth *auth, CURL *easy, GError **error)
{
    Basic *basic = (Basic *)auth;

    curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    curl_easy_setopt(easy, CURLOPT_USERNAME, basic->user);
    curl_easy_setopt(easy, CURLOPT_PASSWORD,
                     basic->password != NULL ? hvr_secret_get_text(basic->password) : "");

    return TRUE;
}

static gboolean
basic_on_response(HvrWsmanAuth *auth, CURL *easy, long status, GError **error)
{
    Basic *basic = (Basic *)auth;

    if (status != HTTP_UNAUTHORIZED)
        return TRUE;

    hvr_fail(error, HVR_ERROR_AUTH,
             _("the host refused the user '%s' and the password, or Basic authentication"),
             basic->user);

    return fail_like_status(error);
}

static void
basic_free(HvrWsmanAuth *auth)
{
    Basic *basic = (Basic *)auth;

    g_free(basic->user);
    g_clear_pointer(&basic->password, hvr_secret_unref);
    g_free(basic);
}

static const HvrWsmanAuthClass basic_class = {
    .prepare = basic_prepare,
    .on_response = basic_on_response,
    .free = basic_free,
};

static gboolean
none_prepare(HvrWsmanAuth *auth, CURL *easy, GError **error)
{
    return TRUE;
}

static gboolean
none_on_response(HvrWsmanAuth *auth, CURL *easy, long status, GError **error)
{
    if (status != HTTP_UNAUTHORIZED)
        return TRUE;

    hvr_fail(error, HVR_ERROR_AUTH, _("the host asks for a user and a password"));

    return fail_like_status(error);
}

static void
none_free(HvrWsmanAuth *auth)
{
    g_free(auth);
}

static const HvrWsmanAuthClass none_class = {
    .prepare = none_prepare,
    .on_response = none_on_response,
    .free = none_free,
};

HvrWsmanAuth *
hvr_wsman_auth_new(const HvrEndpoint *endpoint, GError **error)
{
    Basic *basic;

    if (endpoint->user == NULL) {
        HvrWsmanAuth *none = g_new0(HvrWsmanAuth, 1);

        none->type = &none_class;
        return none;
    }

    if (!endpoint->use_tls && !endpoint->allow_plain_basic)
        return hvr_fail_null(error, HVR_ERROR_CONFIG,
                             _("Basic authentication over plain HTTP would show the password to "
                               "the network; use HTTPS, or allow it with "
                               "'allow-basic-over-http = yes' in the host file"));
    /* The first colon ends the user's name on the wire (RFC 7617 2). */
    if (strchr(endpoint->user, ':') != NULL)
        return hvr_fail_null(error, HVR_ERROR_CONFIG,
                             _("the user '%s' cannot be used with Basic authentication, "
                               "its name has a colon"),
                             endpoint->user);

    basic = g_new0(Basic, 1);
    basic->base.type = &basic_class;
    basic->user = g_strdup(endpoint->user);
    if (endpoint->password != NULL)
        basic->password = hvr_secret_ref(endpoint->password);

    return &basic->base;
}

gboolean
hvr_wsman_auth_prepare(HvrWsmanAuth *auth, CURL *easy, GError **error)
{
    return auth->type->prepare(auth, easy, error);
}

gboolean
hvr_wsman_auth_on_response(HvrWsmanAuth *auth, CURL *easy, long status, GError **error)
{
    return auth->type->on_response(auth, easy, status, error);
}

void
hvr_wsman_auth_free(HvrWsmanAuth *auth)
{
    if (auth != NULL)
        auth->type->free(auth);
}
