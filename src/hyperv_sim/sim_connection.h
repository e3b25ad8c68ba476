/* sim_connection.h: one TCP connection to a simulated host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Who logs on logs on to one of these, and quotas count them.
 */

#pragma once

#include "sim_login.h"

G_BEGIN_DECLS

/**
 * HvsConnection:
 * @host: whose traffic it is
 * @login: who is at the other end
 * @over_tls: it came in by HTTPS
 * @certificate: (nullable): the client's
 * @is_trusted: @certificate is by one of the host's client-ca, and valid
 * @is_surplus: it was one more than MaxConnections
 * @is_stolen: libsoup has let go of it; whoever has got it frees it
 * @is_busy: a request is under way
 * @is_over: whoever serves it has been told that it ends
 * @last_used: monotonic time at which the last one ended
 * @witness: (nullable): an object that has handlers with this as their data
 */
typedef struct {
    HvsHost *host;
    GSocket *socket;
    HvsLogin *login;
    gboolean over_tls;
    GTlsCertificate *certificate;
    gboolean is_trusted;
    gboolean is_surplus;
    gboolean is_stolen;
    gboolean is_busy;
    gboolean is_over;
    gint64 last_used;
    GObject *witness;
    GHashTable *all;
} HvsConnection;

/** hvs_connection_new_set: (transfer full): the connections of a host, which it owns */
GHashTable *hvs_connection_new_set(void);

/** hvs_connection_new: (transfer none): @all has it until hvs_connection_free() */
HvsConnection *hvs_connection_new(
    HvsHost *host, GSocket *socket, HvsLoginKeys *keys, gboolean over_tls, GHashTable *all);
void hvs_connection_free(HvsConnection *connection);

/** hvs_connection_find: (nullable): of a socket, which may be %NULL */
HvsConnection *hvs_connection_find(GSocket *socket);

/** hvs_connection_begin: a request comes in */
void hvs_connection_begin(HvsConnection *connection);

/** hvs_connection_end: it has its answer, or never will */
void hvs_connection_end(HvsConnection *connection);

/** hvs_connection_sweep: end all that have been idle for @idle_ms, without a word, and those that
 * the other end has closed */
void hvs_connection_sweep(GHashTable *all, guint idle_ms);

/** hvs_connection_has_left: whether the other end has closed it */
gboolean hvs_connection_has_left(const HvsConnection *connection);

G_END_DECLS
