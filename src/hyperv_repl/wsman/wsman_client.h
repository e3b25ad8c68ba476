/* wsman_client.h: the WS-Management operations
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Identify, Get, Enumerate with Pull, Invoke: each one straight line, blocking,
 * confined to one thread like the transport below.  Faults become errors here.
 * What the XML inside a body means is the next floor's business.
 */

#pragma once

#include <gio/gio.h>

#include "wsman_epr.h"
#include "wsman_transport.h"

G_BEGIN_DECLS

typedef struct _HvrWsmanClient HvrWsmanClient;

/**
 * hvr_wsman_client_new:
 * @transport: (transfer full): to one host
 * @timeout: microseconds that one operation may take, all told
 */
HvrWsmanClient *hvr_wsman_client_new(HvrWsmanTransport *transport, GTimeSpan timeout);
void hvr_wsman_client_free(HvrWsmanClient *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanClient, hvr_wsman_client_free)

/**
 * hvr_wsman_client_set_deadline:
 * @deadline: g_get_monotonic_time() at which whatever comes must have ended, however often it
 *   is tried; 0: each operation has its own @timeout again
 */
void hvr_wsman_client_set_deadline(HvrWsmanClient *client, gint64 deadline);

/** hvr_wsman_client_get_n_requests: how many envelopes were sent so far */
guint hvr_wsman_client_get_n_requests(const HvrWsmanClient *client);

/** hvr_wsman_client_get_date: when the host says that it sent its last answer, seconds since 1970
 * UTC; not positive if it does not.  Nothing seals that: a hint, not a fact. */
gint64 hvr_wsman_client_get_date(const HvrWsmanClient *client);

/** hvr_wsman_client_get_transport: (transfer none): for the operations that stand in other files */
HvrWsmanTransport *hvr_wsman_client_get_transport(HvrWsmanClient *client);

/** hvr_wsman_client_get_timeout: as given to hvr_wsman_client_new() */
GTimeSpan hvr_wsman_client_get_timeout(const HvrWsmanClient *client);

/**
 * HvrWsmanIdentity:
 * @vendor: e.g. "Microsoft Corporation"
 * @version: e.g. "OS: 10.0.17763 SP: 0.0 Stack: 3.0"
 */
typedef struct {
    char *vendor;
    char *version;
} HvrWsmanIdentity;

void hvr_wsman_identity_free(HvrWsmanIdentity *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanIdentity, hvr_wsman_identity_free)

/** hvr_wsman_client_identify: (transfer full): who answers there */
HvrWsmanIdentity *
hvr_wsman_client_identify(HvrWsmanClient *client, GCancellable *cancellable, GError **error);

/**
 * HvrWsmanVisit:
 * @item: one instance, or one w:XmlFragment; valid during the call
 *
 * Returns: %FALSE with @error set to stop
 */
typedef gboolean (*HvrWsmanVisit)(const xmlNode *item, gpointer user_data, GError **error);

/**
 * hvr_wsman_client_get:
 * @target: class and keys
 * @visit: (scope call): told the instance
 *
 * Returns: %FALSE with the mapped fault; see wsman_fault.h
 */
gboolean hvr_wsman_client_get(HvrWsmanClient *client,
                              const HvrWsmanEpr *target,
                              HvrWsmanVisit visit,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error);

/**
 * hvr_wsman_client_enumerate:
 * @resource_uri: a class URI, or a namespace's "*" together with @wql
 * @wql: (nullable): the query
 * @visit: (scope call): told each item in turn
 *
 * Asks for OptimizeEnumeration and big pages, pulls until the end, and releases
 * the context when it stops early.
 */
gboolean hvr_wsman_client_enumerate(HvrWsmanClient *client,
                                    const char *resource_uri,
                                    const char *wql,
                                    HvrWsmanVisit visit,
                                    gpointer user_data,
                                    GCancellable *cancellable,
                                    GError **error);

/**
 * HvrWsmanFill:
 * @input: the empty METHOD_INPUT element, in the class's namespace
 */
typedef void (*HvrWsmanFill)(xmlNode *input, gpointer user_data);

/**
 * hvr_wsman_client_invoke:
 * @target: the instance whose method it is
 * @method: its name
 * @fill: (scope call) (nullable): adds the parameters
 * @visit: (scope call): told the METHOD_OUTPUT element
 * @user_data: for both
 *
 * Mutating calls are never repeated here, whatever happens to the connection.
 */
gboolean hvr_wsman_client_invoke(HvrWsmanClient *client,
                                 const HvrWsmanEpr *target,
                                 const char *method,
                                 HvrWsmanFill fill,
                                 HvrWsmanVisit visit,
                                 gpointer user_data,
                                 GCancellable *cancellable,
                                 GError **error);

/** hvr_wsman_client_get_scheme: see hvr_wsman_transport_get_scheme() */
HvrAuthScheme hvr_wsman_client_get_scheme(HvrWsmanClient *client, gboolean *out_is_sealed);

G_END_DECLS
