/* daemon_tls.c: certificates, ours and those of clients
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_tls.h"

#include <glib/gi18n-lib.h>
#include <gnutls/x509.h>

#include "hvr_error.h"

struct _HvrDaemonTls {
    gnutls_certificate_credentials_t credentials;
    gnutls_priority_t priorities;
    GStrv allowed; /* %NULL for all */
};

static void
tls_clear(HvrDaemonTls *self)
{
    if (self->credentials != NULL)
        gnutls_certificate_free_credentials(self->credentials);
    if (self->priorities != NULL)
        gnutls_priority_deinit(self->priorities);
    g_strfreev(self->allowed);
}

HvrDaemonTls *
hvr_daemon_tls_ref(HvrDaemonTls *self)
{
    return g_rc_box_acquire(self);
}

void
hvr_daemon_tls_unref(HvrDaemonTls *self)
{
    g_rc_box_release_full(self, (GDestroyNotify)tls_clear);
}

static gboolean
fail_file(const char *key, const char *path, int code, GError **error)
{
    return hvr_fail(error, HVR_ERROR_CONFIG, _("cannot use '%1$s' as %2$s: %3$s"), path, key,
                    gnutls_strerror(code));
}

static gboolean
load_files(HvrDaemonTls *self, const HvrDaemonSettings *settings, GError **error)
{
    int code = gnutls_certificate_set_x509_trust_file(self->credentials, settings->ca_file,
                                                      GNUTLS_X509_FMT_PEM);

    /* These two tell how many they found. */
    if (code <= 0)
        return fail_file("ca_file", settings->ca_file,
                         code < 0 ? code : GNUTLS_E_NO_CERTIFICATE_FOUND, error);
    if (settings->crl_file != NULL) {
        code = gnutls_certificate_set_x509_crl_file(self->credentials, settings->crl_file,
                                                    GNUTLS_X509_FMT_PEM);
        if (code <= 0)
            return fail_file("crl_file", settings->crl_file,
                             code < 0 ? code : GNUTLS_E_NO_CERTIFICATE_FOUND, error);
    }
    code = gnutls_certificate_set_x509_key_file(self->credentials, settings->cert_file,
                                                settings->key_file, GNUTLS_X509_FMT_PEM);
    if (code < 0)
        return fail_file("cert_file, key_file", settings->cert_file, code, error);

    return TRUE;
}

HvrDaemonTls *
hvr_daemon_tls_new(const HvrDaemonSettings *settings, GError **error)
{
    g_autoptr(HvrDaemonTls) self = g_rc_box_new0(HvrDaemonTls);
    const char *wish = settings->tls_priority != NULL ? settings->tls_priority : "NORMAL";
    int code = gnutls_priority_init(&self->priorities, wish, NULL);

    if (code < 0)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("tls_priority = \"%1$s\": %2$s"), wish,
                             gnutls_strerror(code));

    gnutls_certificate_allocate_credentials(&self->credentials);
    self->allowed = g_strdupv(settings->tls_allowed_dn_list);

    return load_files(self, settings, error) ? g_steal_pointer(&self) : NULL;
}

gnutls_session_t
hvr_daemon_tls_open(HvrDaemonTls *self, int fd)
{
    gnutls_session_t session;

    gnutls_init(&session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
    gnutls_priority_set(session, self->priorities);
    gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, self->credentials);
    gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
    gnutls_transport_set_int(session, fd);

    return session;
}

gboolean
hvr_daemon_tls_allows(const char *const *patterns, const char *name)
{
    if (patterns == NULL)
        return TRUE;

    for (gsize i = 0; patterns[i] != NULL; i++) {
        if (g_pattern_match_simple(patterns[i], name))
            return TRUE;
    }

    return FALSE;
}

static char *
get_name(gnutls_session_t session)
{
    const gnutls_datum_t *chain = gnutls_certificate_get_peers(session, NULL);
    g_autofree char *name = NULL;
    gnutls_x509_crt_t certificate;
    size_t n_name = 0;

    if (chain == NULL || gnutls_x509_crt_init(&certificate) < 0)
        return NULL;

    if (gnutls_x509_crt_import(certificate, chain, GNUTLS_X509_FMT_DER) >= 0 &&
        gnutls_x509_crt_get_dn(certificate, NULL, &n_name) == GNUTLS_E_SHORT_MEMORY_BUFFER) {
        name = g_malloc0(n_name + 1);
        if (gnutls_x509_crt_get_dn(certificate, name, &n_name) < 0)
            g_clear_pointer(&name, g_free);
    }
    gnutls_x509_crt_deinit(certificate);

    return g_steal_pointer(&name);
}

static gboolean
verify(gnutls_session_t session, GError **error)
{
    gnutls_typed_vdata_st purpose = {
        .type = GNUTLS_DT_KEY_PURPOSE_OID,
        .data = (void *)GNUTLS_KP_TLS_WWW_CLIENT,
    };
    gnutls_datum_t reason = { 0 };
    unsigned int status = 0;
    int code = gnutls_certificate_verify_peers(session, &purpose, 1, &status);

    if (code < 0)
        return hvr_fail(error, HVR_ERROR_AUTH, _("its certificate cannot be verified: %s"),
                        gnutls_strerror(code));
    if (status == 0)
        return TRUE;

    gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &reason, 0);
    hvr_fail(error, HVR_ERROR_AUTH, _("its certificate is not trusted: %s"),
             reason.data != NULL ? (const char *)reason.data : "");
    gnutls_free(reason.data);

    return FALSE;
}

gboolean
hvr_daemon_tls_check(HvrDaemonTls *self, gnutls_session_t session, char **out_name, GError **error)
{
    g_autofree char *name = NULL;

    if (!verify(session, error))
        return FALSE;

    name = get_name(session);
    if (name == NULL)
        return hvr_fail(error, HVR_ERROR_AUTH, _("its certificate has no name"));
    if (!hvr_daemon_tls_allows((const char *const *)self->allowed, name))
        return hvr_fail(error, HVR_ERROR_AUTH, _("'%s' is not in tls_allowed_dn_list"), name);
    *out_name = g_steal_pointer(&name);

    return TRUE;
}
