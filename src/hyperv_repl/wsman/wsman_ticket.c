/* wsman_ticket.c: a Kerberos ticket for one host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_ticket.h"

#include <glib/gi18n-lib.h>
#include <krb5.h>
#include <string.h>

#include "hvr_error.h"
#include "wsman_gss_error.h"
#include "wsman_spn.h"

struct _HvrWsmanTicket {
    krb5_context context;
    krb5_principal client; /* (nullable): until the cache says who */
    krb5_principal server;
    krb5_ccache ccache;
    gboolean is_private; /* the cache is nobody else's */
    char *ccache_name;
    char *service;
};

static gboolean
fail(HvrWsmanTicket *ticket, krb5_error_code number, GError **error)
{
    return hvr_wsman_gss_error_fail_krb5(error, ticket->context, number);
}

/* An unescaped backslash is NTLM's form of a name. */
static gboolean
is_principal(const char *user)
{
    return user != NULL && strchr(user, '@') != NULL && strchr(user, '\\') == NULL;
}

static gboolean
set_client(HvrWsmanTicket *ticket, const char *user, GError **error)
{
    krb5_error_code number;

    if (user == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("Kerberos needs a 'user' for that"));
    if (strchr(user, '\\') != NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("Kerberos needs the user as user@REALM"));

    number = krb5_parse_name(ticket->context, user, &ticket->client);

    return number == 0 || fail(ticket, number, error);
}

/* Only what stands in krb5.conf, or what the KDC refers to, says which realm a
 * host is in: a name that came from DNS would be anybody's. */
static gboolean
set_server(HvrWsmanTicket *ticket, const HvrEndpoint *endpoint, GError **error)
{
    g_autoptr(HvrWsmanSpn) spn = hvr_wsman_spn_new(endpoint);
    char *name = NULL;
    krb5_error_code number;

    if (!spn->is_whole && g_hostname_is_ip_address(spn->host))
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("Kerberos needs a name, and '%s' is an address: name the host in "
                          "'address', or in 'service-principal' as HTTP/name"),
                        spn->host);

    if (spn->realm != NULL)
        number = krb5_parse_name(ticket->context, endpoint->spn, &ticket->server);
    else
        number = krb5_sname_to_principal(ticket->context, spn->host, spn->service, KRB5_NT_UNKNOWN,
                                         &ticket->server);
    if (number == 0)
        number = krb5_unparse_name(ticket->context, ticket->server, &name);
    if (number != 0)
        return fail(ticket, number, error);

    ticket->service = g_strdup(name);
    krb5_free_unparsed_name(ticket->context, name);

    return TRUE;
}

/* Into a cache that ends with @ticket. */
static krb5_error_code
store(HvrWsmanTicket *ticket, krb5_creds *credentials)
{
    krb5_error_code number = krb5_cc_new_unique(ticket->context, "MEMORY", NULL, &ticket->ccache);

    if (number != 0)
        return number;

    ticket->is_private = TRUE;
    /* The KDC may know the user by another name. */
    number = krb5_cc_initialize(ticket->context, ticket->ccache, credentials->client);
    if (number == 0)
        number = krb5_cc_store_cred(ticket->context, ticket->ccache, credentials);

    return number;
}

static gboolean
take(HvrWsmanTicket *ticket, krb5_error_code number, krb5_creds *credentials, GError **error)
{
    if (number == 0)
        number = store(ticket, credentials);
    krb5_free_cred_contents(ticket->context, credentials);

    return number == 0 || fail(ticket, number, error);
}

/* libkrb5 asks the KDC before it finds out that a keytab is none; that a key is
 * lacking it says by itself. */
static krb5_error_code
check_keytab(HvrWsmanTicket *ticket, krb5_keytab keytab)
{
    krb5_keytab_entry entry;
    krb5_error_code number =
        krb5_kt_get_entry(ticket->context, keytab, ticket->client, 0, 0, &entry);

    if (number == 0)
        krb5_free_keytab_entry_contents(ticket->context, &entry);

    return number == KRB5_KT_NOTFOUND ? 0 : number;
}

static gboolean
log_on_with_keytab(HvrWsmanTicket *ticket, const HvrEndpoint *endpoint, GError **error)
{
    g_autofree char *name = g_strconcat("FILE:", endpoint->keytab, NULL);
    krb5_creds credentials = { 0 };
    krb5_keytab keytab = NULL;
    krb5_error_code number;
    gboolean ok;

    if (!set_client(ticket, endpoint->user, error) ||
        !hvr_secret_check_file(endpoint->keytab, error))
        return FALSE;

    number = krb5_kt_resolve(ticket->context, name, &keytab);
    if (number == 0)
        number = check_keytab(ticket, keytab);
    if (number == 0)
        number = krb5_get_init_creds_keytab(ticket->context, &credentials, ticket->client, keytab,
                                            0, NULL, NULL);
    ok = take(ticket, number, &credentials, error);
    if (keytab != NULL)
        krb5_kt_close(ticket->context, keytab);

    return ok;
}

static gboolean
log_on_with_password(HvrWsmanTicket *ticket, const HvrEndpoint *endpoint, GError **error)
{
    g_autoptr(HvrSecret) password = NULL;
    krb5_creds credentials = { 0 };
    krb5_error_code number;

    if (!set_client(ticket, endpoint->user, error))
        return FALSE;
    password = hvr_secret_source_read(endpoint->password, error);
    if (password == NULL)
        return FALSE;

    /* Nobody to prompt: an expired password is an error, and not two questions. */
    number = krb5_get_init_creds_password(ticket->context, &credentials, ticket->client,
                                          hvr_secret_get_text(password), NULL, NULL, 0, NULL, NULL);

    return take(ticket, number, &credentials, error);
}

/* The cache's tickets have to be those of @user, where it is a principal at all. */
static gboolean
check_owner(HvrWsmanTicket *ticket, const char *user, GError **error)
{
    g_autofree char *owner = NULL;
    krb5_principal wanted = NULL;
    char *name = NULL;
    krb5_error_code number;
    gboolean is_same;

    if (!is_principal(user))
        return TRUE;
    number = krb5_parse_name(ticket->context, user, &wanted);
    if (number == 0)
        number = krb5_unparse_name(ticket->context, ticket->client, &name);
    if (number != 0) {
        krb5_free_principal(ticket->context, wanted);
        return fail(ticket, number, error);
    }
    is_same = krb5_principal_compare(ticket->context, wanted, ticket->client);
    owner = g_strdup(name);
    krb5_free_unparsed_name(ticket->context, name);
    krb5_free_principal(ticket->context, wanted);
    if (!is_same)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("the tickets are those of '%1$s', and 'user' is '%2$s'"), owner, user);

    return TRUE;
}

static gboolean
use_ccache(HvrWsmanTicket *ticket, const HvrEndpoint *endpoint, GError **error)
{
    krb5_error_code number = krb5_cc_resolve(ticket->context, endpoint->ccache, &ticket->ccache);

    if (number == 0)
        number = krb5_cc_get_principal(ticket->context, ticket->ccache, &ticket->client);
    if (number != 0) {
        fail(ticket, number, error);
        g_prefix_error(error, _("credential cache '%s': "), endpoint->ccache);
        return FALSE;
    }

    return check_owner(ticket, endpoint->user, error);
}

/* Of a collection, the cache that is the user's. */
static gboolean
use_default(HvrWsmanTicket *ticket, const HvrEndpoint *endpoint, GError **error)
{
    krb5_error_code number;

    if (is_principal(endpoint->user)) {
        if (!set_client(ticket, endpoint->user, error))
            return FALSE;
        number = krb5_cc_cache_match(ticket->context, ticket->client, &ticket->ccache);
    } else {
        number = krb5_cc_default(ticket->context, &ticket->ccache);
        if (number == 0)
            number = krb5_cc_get_principal(ticket->context, ticket->ccache, &ticket->client);
    }

    return number == 0 || fail(ticket, number, error);
}

static gboolean
log_on(HvrWsmanTicket *ticket, const HvrEndpoint *endpoint, GError **error)
{
    gboolean ok;

    if (endpoint->keytab != NULL)
        ok = log_on_with_keytab(ticket, endpoint, error);
    else if (endpoint->ccache != NULL)
        ok = use_ccache(ticket, endpoint, error);
    else if (endpoint->password != NULL)
        ok = log_on_with_password(ticket, endpoint, error);
    else
        ok = use_default(ticket, endpoint, error);
    if (!ok && endpoint->user != NULL)
        g_prefix_error(error, _("cannot log on to Kerberos as '%s': "), endpoint->user);
    else if (!ok)
        g_prefix_error(error, _("cannot log on to Kerberos: "));

    return ok;
}

/* It stays in the cache, where GSSAPI finds it. */
static gboolean
get_service_ticket(HvrWsmanTicket *ticket, GError **error)
{
    krb5_creds wanted = { .server = ticket->server };
    krb5_creds *credentials = NULL;
    krb5_error_code number = krb5_cc_get_principal(ticket->context, ticket->ccache, &wanted.client);

    if (number == 0)
        number = krb5_get_credentials(ticket->context, 0, ticket->ccache, &wanted, &credentials);
    krb5_free_principal(ticket->context, wanted.client);
    if (number != 0) {
        fail(ticket, number, error);
        g_prefix_error(error, _("cannot get a Kerberos ticket for '%s': "), ticket->service);
        return FALSE;
    }
    krb5_free_creds(ticket->context, credentials);

    return TRUE;
}

static gboolean
set_ccache_name(HvrWsmanTicket *ticket, GError **error)
{
    char *name = NULL;
    krb5_error_code number = krb5_cc_get_full_name(ticket->context, ticket->ccache, &name);

    if (number != 0)
        return fail(ticket, number, error);

    ticket->ccache_name = g_strdup(name);
    krb5_free_string(ticket->context, name);

    return TRUE;
}

HvrWsmanTicket *
hvr_wsman_ticket_new(const HvrEndpoint *endpoint, GError **error)
{
    g_autoptr(HvrWsmanTicket) ticket = g_new0(HvrWsmanTicket, 1);
    krb5_error_code number = krb5_init_context(&ticket->context);

    if (number != 0) {
        fail(ticket, number, error);
        return NULL;
    }
    if (!set_server(ticket, endpoint, error) || !log_on(ticket, endpoint, error) ||
        !get_service_ticket(ticket, error) || !set_ccache_name(ticket, error))
        return NULL;

    return g_steal_pointer(&ticket);
}

void
hvr_wsman_ticket_free(HvrWsmanTicket *ticket)
{
    if (ticket == NULL)
        return;

    if (ticket->is_private)
        krb5_cc_destroy(ticket->context, ticket->ccache);
    else if (ticket->ccache != NULL)
        krb5_cc_close(ticket->context, ticket->ccache);
    if (ticket->context != NULL) {
        krb5_free_principal(ticket->context, ticket->client);
        krb5_free_principal(ticket->context, ticket->server);
        krb5_free_context(ticket->context);
    }
    g_free(ticket->ccache_name);
    g_free(ticket->service);
    g_free(ticket);
}

const char *
hvr_wsman_ticket_get_ccache(const HvrWsmanTicket *ticket)
{
    return ticket->ccache_name;
}

const char *
hvr_wsman_ticket_get_service(const HvrWsmanTicket *ticket)
{
    return ticket->service;
}
