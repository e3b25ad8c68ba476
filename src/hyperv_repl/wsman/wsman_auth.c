/* wsman_auth.c: how a connection is authorised
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_auth.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "wsman_challenge.h"
#include "wsman_http.h"
#include "wsman_initiation.h"
#include "wsman_names.h"
#include "wsman_negotiation.h"
#include "wsman_refusal.h"

/* TLS has shown the certificate, this asks to look at it (MS-WSMV 2.2.9.1). */
#define CERTIFICATE_HEADER                                                                         \
    "Authorization: http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual"

struct _HvrWsmanAuth {
    HvrEndpoint endpoint;
    HvrAuthScheme scheme;
    gboolean is_open;
    HvrWsmanGss *gss; /* of the connection; %NULL without Negotiate */
};

/* What came of a scheme. */
typedef enum {
    FAILED,
    SKIPPED, /* nothing was said to the host */
    OPENED,
} Outcome;

typedef struct {
    HvrWsmanConnection *connection;
    gint64 deadline;
    GCancellable *cancellable;
    const HvrWsmanAnswer *offer; /* %NULL if nobody asked for it */
} Opening;

static gboolean
check_basic(const HvrEndpoint *endpoint, GError **error)
{
    if (!endpoint->use_tls && !endpoint->allow_plain_basic)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("Basic authentication over plain HTTP would show the password to "
                          "the network; use HTTPS, or allow it with "
                          "'allow-basic-over-http = yes' in the host file"));
    if (endpoint->user == NULL || endpoint->password == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("Basic authentication needs a user and a password"));
    /* The first colon ends the user's name on the wire (RFC 7617 2). */
    if (strchr(endpoint->user, ':') != NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("the user '%s' cannot be used with Basic authentication, "
                          "its name has a colon"),
                        endpoint->user);

    return TRUE;
}

static gboolean
check_endpoint(const HvrEndpoint *endpoint, GError **error)
{
    gboolean has_certificate = endpoint->use_tls && endpoint->client_certificate != NULL;

    if (hvr_endpoint_has_scheme(endpoint, HVR_AUTH_CERTIFICATE) && !has_certificate)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("authentication by certificate needs HTTPS and 'client-certificate'"));

    return !hvr_endpoint_has_scheme(endpoint, HVR_AUTH_BASIC) || check_basic(endpoint, error);
}

HvrWsmanAuth *
hvr_wsman_auth_new(const HvrEndpoint *endpoint, GError **error)
{
    HvrWsmanAuth *auth;

    if (!check_endpoint(endpoint, error))
        return NULL;

    auth = g_new0(HvrWsmanAuth, 1);
    auth->endpoint = *endpoint;
    hvr_endpoint_copy(&auth->endpoint);

    return auth;
}

void
hvr_wsman_auth_free(HvrWsmanAuth *auth)
{
    if (auth == NULL)
        return;

    hvr_wsman_auth_close(auth);
    hvr_endpoint_clear(&auth->endpoint);
    g_free(auth);
}

static gboolean
has_legs(HvrAuthScheme scheme)
{
    return scheme == HVR_AUTH_KERBEROS || scheme == HVR_AUTH_NTLM;
}

/* Kerberos and NTLM need to know the channel's binding before they begin, and
 * where there is a choice the host's offer decides. */
static gboolean
needs_offer(const HvrEndpoint *endpoint)
{
    const HvrAuthScheme *schemes = endpoint->schemes;

    return has_legs(schemes[0]) || (schemes[0] != HVR_AUTH_NONE && schemes[1] != HVR_AUTH_NONE);
}

/* A host that lets everybody in is not the one that was meant: it gets to see
 * nothing. */
static HvrWsmanAnswer *
fetch_offer(const Opening *opening, GError **error)
{
    HvrWsmanPost post = {
        .content_type = HVR_WSMAN_CONTENT_TYPE,
        .deadline = opening->deadline,
    };
    g_autoptr(HvrWsmanAnswer) answer =
        hvr_wsman_connection_post(opening->connection, &post, NULL, opening->cancellable, error);

    if (answer == NULL || answer->status == HVR_HTTP_UNAUTHORIZED)
        return g_steal_pointer(&answer);

    if (answer->status >= 200 && answer->status < 300)
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL,
                             _("the host asks for no authentication, so nothing is sent to it "
                               "(HTTP status %ld)"),
                             answer->status);
    hvr_wsman_http_fail_status(answer->status, FALSE, error);

    return NULL;
}

static Outcome
open_negotiated(HvrWsmanAuth *auth, const Opening *opening, HvrAuthScheme scheme, GError **error)
{
    HvrWsmanNegotiation negotiation = {
        .connection = opening->connection,
        .endpoint = &auth->endpoint,
        .scheme = scheme,
        .deadline = opening->deadline,
    };
    GBytes *binding = hvr_wsman_connection_get_binding(opening->connection);
    g_autoptr(HvrWsmanInitiation)
        initiation = hvr_wsman_initiation_start(&auth->endpoint, scheme, binding, error);
    g_autoptr(HvrWsmanGss) gss = NULL;
    g_autoptr(GBytes) token = NULL;

    if (initiation == NULL ||
        !hvr_wsman_initiation_wait(initiation, opening->deadline, opening->cancellable, error))
        return FAILED;

    gss = hvr_wsman_initiation_take(initiation, &token, error);
    /* What the KDC has refused the host is not asked, or the account gets locked. */
    if (gss == NULL)
        return hvr_wsman_gss_is_local_failure(*error) ? SKIPPED : FAILED;
    if (!hvr_wsman_negotiation_run(&negotiation, gss, token, opening->cancellable, error))
        return FAILED;
    auth->gss = g_steal_pointer(&gss);

    return OPENED;
}

static Outcome
open_scheme(HvrWsmanAuth *auth, const Opening *opening, HvrAuthScheme scheme, GError **error)
{
    g_autoptr(HvrSecret) password = NULL;
    const HvrWsmanAnswer *offer = opening->offer;

    if (offer != NULL && !hvr_wsman_refusal_is_offered(scheme, offer->challenges)) {
        hvr_wsman_refusal_fail(&auth->endpoint, scheme, offer->challenges, error);
        return SKIPPED;
    }
    if (has_legs(scheme))
        return open_negotiated(auth, opening, scheme, error);
    if (scheme == HVR_AUTH_BASIC) {
        password = hvr_secret_source_read(auth->endpoint.password, error);
        return password != NULL ? OPENED : SKIPPED;
    }

    return OPENED;
}

/* One reason stands for itself, several make one line. */
static gboolean
fail_skipped(const HvrWsmanAuth *auth, GPtrArray *reasons, GError **error)
{
    HvrErrorDetail detail = { .http_status = HVR_HTTP_UNAUTHORIZED };
    g_autoptr(GString) list = g_string_new(NULL);

    if (reasons->len == 1) {
        g_propagate_error(error, g_error_copy(g_ptr_array_index(reasons, 0)));
        return FALSE;
    }
    for (guint i = 0; i < reasons->len; i++) {
        const GError *reason = g_ptr_array_index(reasons, i);

        g_string_append_printf(list, "%s%s: %s", i > 0 ? "; " : "",
                               hvr_auth_scheme_get_name(auth->endpoint.schemes[i]),
                               reason->message);
    }
    hvr_fail(error, HVR_ERROR_AUTH, _("none of the ways to authenticate can be used: %s"),
             list->str);
    if (error != NULL)
        hvr_error_set_detail(*error, &detail);

    return FALSE;
}

static gboolean
open_any(HvrWsmanAuth *auth, const Opening *opening, GError **error)
{
    g_autoptr(GPtrArray) reasons = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    const HvrAuthScheme *schemes = auth->endpoint.schemes;

    for (gsize i = 0; i == 0 || schemes[i] != HVR_AUTH_NONE; i++) {
        GError *failure = NULL;
        Outcome outcome = open_scheme(auth, opening, schemes[i], &failure);

        if (outcome == FAILED) {
            g_propagate_error(error, failure);
            return FALSE;
        }
        if (outcome == OPENED) {
            auth->scheme = schemes[i];
            auth->is_open = TRUE;
            return TRUE;
        }
        g_ptr_array_add(reasons, failure);
    }

    return fail_skipped(auth, reasons, error);
}

gboolean
hvr_wsman_auth_open(HvrWsmanAuth *auth,
                    HvrWsmanConnection *connection,
                    gint64 deadline,
                    GCancellable *cancellable,
                    GError **error)
{
    Opening opening = {
        .connection = connection,
        .deadline = deadline,
        .cancellable = cancellable,
    };
    g_autoptr(HvrWsmanAnswer) offer = NULL;

    /* A host takes no message of a context that has expired; what is not sent is not lost. */
    if (auth->gss != NULL && hvr_wsman_gss_is_expired(auth->gss)) {
        hvr_wsman_auth_close(auth);
        hvr_wsman_connection_close(connection);
    }
    if (auth->is_open)
        return TRUE;

    if (needs_offer(&auth->endpoint)) {
        offer = fetch_offer(&opening, error);
        if (offer == NULL)
            return FALSE;
        opening.offer = offer;
    }

    return open_any(auth, &opening, error);
}

void
hvr_wsman_auth_close(HvrWsmanAuth *auth)
{
    auth->is_open = FALSE;
    g_clear_pointer(&auth->gss, hvr_wsman_gss_free);
}

gboolean
hvr_wsman_auth_is_open(const HvrWsmanAuth *auth)
{
    return auth->is_open;
}

HvrAuthScheme
hvr_wsman_auth_get_scheme(const HvrWsmanAuth *auth, gboolean *out_is_sealed)
{
    *out_is_sealed = has_legs(auth->scheme) && !auth->endpoint.use_tls;

    return auth->scheme;
}

gboolean
hvr_wsman_auth_is_bound(const HvrWsmanAuth *auth)
{
    return auth->gss != NULL;
}

gss_ctx_id_t
hvr_wsman_auth_find_seal(const HvrWsmanAuth *auth)
{
    return auth->gss != NULL && !auth->endpoint.use_tls ? hvr_wsman_gss_get_context(auth->gss)
                                                        : GSS_C_NO_CONTEXT;
}

/* RFC 7617 2.  Each piece that shows the password is wiped. */
static HvrSecret *
format_basic(const char *user, const char *password)
{
    g_autofree char *pair = g_strconcat(user, ":", password, NULL);
    g_autofree char *encoded = g_base64_encode((const guchar *)pair, strlen(pair));
    g_autofree char *line = g_strconcat("Authorization: Basic ", encoded, NULL);
    HvrSecret *header = hvr_secret_new(line, strlen(line));

    hvr_secret_wipe(pair, strlen(pair));
    hvr_secret_wipe(encoded, strlen(encoded));
    hvr_secret_wipe(line, strlen(line));

    return header;
}

gboolean
hvr_wsman_auth_read_header(const HvrWsmanAuth *auth, HvrSecret **out_header, GError **error)
{
    g_autoptr(HvrSecret) password = NULL;

    if (auth->scheme == HVR_AUTH_CERTIFICATE) {
        *out_header = hvr_secret_new(CERTIFICATE_HEADER, strlen(CERTIFICATE_HEADER));
        return TRUE;
    }
    if (auth->scheme != HVR_AUTH_BASIC) {
        *out_header = NULL;
        return TRUE;
    }

    password = hvr_secret_source_read(auth->endpoint.password, error);
    if (password == NULL)
        return FALSE;
    *out_header = format_basic(auth->endpoint.user, hvr_secret_get_text(password));

    return TRUE;
}

gboolean
hvr_wsman_auth_fail(const HvrWsmanAuth *auth, const HvrWsmanAnswer *answer, GError **error)
{
    return hvr_wsman_refusal_fail(&auth->endpoint, auth->scheme, answer->challenges, error);
}
