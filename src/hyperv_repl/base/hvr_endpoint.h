/* hvr_endpoint.h: how to reach a host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Written once, by the host file; read by every floor down to the wire.
 */

#pragma once

#include "hvr_secret.h"

G_BEGIN_DECLS

/**
 * HvrEndpoint:
 * @name: how clients and messages call the host
 * @address: name or address to dial
 * @port: 0 for 5986 with TLS, 5985 without
 * @use_tls: HTTPS rather than HTTP
 * @ca_file: (nullable): PEM bundle to trust instead of the system's
 * @user: (nullable): account on the host
 * @password: (nullable): its password
 * @allow_plain_basic: the host file allows Basic over HTTP in words
 * @connect_timeout: microseconds
 * @request_timeout: microseconds that one operation may take
 *
 * Whoever keeps one copies what it points to.
 */
typedef struct {
    const char *name;
    const char *address;
    guint16 port;
    gboolean use_tls;
    const char *ca_file;
    const char *user;
    HvrSecret *password;
    gboolean allow_plain_basic;
    GTimeSpan connect_timeout;
    GTimeSpan request_timeout;
} HvrEndpoint;

G_END_DECLS
