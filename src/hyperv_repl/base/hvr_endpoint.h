/* hvr_endpoint.h: how to reach a host, and who to be there
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Written once, by the host file; read by every floor down to the wire.
 */

#pragma once

#include "hvr_secret_source.h"

G_BEGIN_DECLS

/**
 * HvrAuthScheme:
 * @HVR_AUTH_NONE: no credentials at all; ends a list
 * @HVR_AUTH_KERBEROS: Negotiate with Kerberos inside, nothing else
 * @HVR_AUTH_NTLM: Negotiate with NTLM inside, nothing else
 * @HVR_AUTH_CERTIFICATE: a TLS client certificate, HTTPS only
 * @HVR_AUTH_BASIC: user and password as they are
 *
 * How a connection is authorised.  Over HTTP the first two seal every message.
 */
typedef enum {
    HVR_AUTH_NONE,
    HVR_AUTH_KERBEROS,
    HVR_AUTH_NTLM,
    HVR_AUTH_CERTIFICATE,
    HVR_AUTH_BASIC,
} HvrAuthScheme;

#define HVR_N_AUTH_SCHEMES (HVR_AUTH_BASIC + 1)

/**
 * HvrEndpoint:
 * @name: how clients and messages call the host
 * @address: name or address to dial
 * @port: 0 for 5986 with TLS, 5985 without
 * @use_tls: HTTPS rather than HTTP
 * @schemes: those allowed, in order of preference, each at most once; an empty
 *   list sends no credentials.  The next one is used only where the host does
 *   not offer this one or its credentials cannot be had here, never after a
 *   refusal
 * @user: (nullable): account on the host: "user@REALM" for Kerberos,
 *   "DOMAIN\user" or "user" for NTLM and Basic
 * @password: (nullable): its password; read anew for each connection
 * @keytab: (nullable): keys of @user, file
 * @ccache: (nullable): tickets of somebody, as krb5 names credential caches;
 *   without this, @keytab and @password Kerberos uses the daemon's own default
 * @spn: (nullable): service class ("HTTP", "WSMAN", "HOST") or a whole
 *   principal ("HTTP/hv01.example.com"); %NULL for HTTP at @address
 * @client_certificate: (nullable): PEM file
 * @client_key: (nullable): PEM file; %NULL if it stands in @client_certificate
 * @ca_file: (nullable): PEM bundle to trust instead of the system's
 * @crl_file: (nullable): PEM file of what the CAs have revoked
 * @pin: (nullable): SHA-256 of the host's certificate (DER), 64 lower-case
 *   hexadecimal digits.  Without @ca_file it is all that issuer and name are
 *   checked against, with @ca_file both must hold
 * @allow_plain_basic: the host file allows Basic over HTTP in words
 * @connect_timeout: microseconds
 * @request_timeout: microseconds that one operation may take
 */
typedef struct {
    const char *name;
    const char *address;
    guint16 port;
    gboolean use_tls;
    HvrAuthScheme schemes[HVR_N_AUTH_SCHEMES];
    const char *user;
    HvrSecretSource *password;
    const char *keytab;
    const char *ccache;
    const char *spn;
    const char *client_certificate;
    const char *client_key;
    const char *ca_file;
    const char *crl_file;
    const char *pin;
    gboolean allow_plain_basic;
    GTimeSpan connect_timeout;
    GTimeSpan request_timeout;
} HvrEndpoint;

/** hvr_endpoint_copy: make @endpoint, a plain copy, own what it points to */
void hvr_endpoint_copy(HvrEndpoint *endpoint);

/** hvr_endpoint_clear: free what a copy owns */
void hvr_endpoint_clear(HvrEndpoint *endpoint);

/** hvr_endpoint_has_scheme: whether it is one of those allowed */
gboolean hvr_endpoint_has_scheme(const HvrEndpoint *endpoint, HvrAuthScheme scheme);

/** hvr_auth_scheme_find: the scheme that the host file calls @name; %HVR_AUTH_NONE if there is none
 */
HvrAuthScheme hvr_auth_scheme_find(const char *name);

/** hvr_auth_scheme_get_name: as the host file and messages call it, e.g. "kerberos" */
const char *hvr_auth_scheme_get_name(HvrAuthScheme scheme);

G_END_DECLS
