/* wmi_session.h: one conversation with the WMI of one host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Blocking and confined to one thread, like the WS-Man client it owns.  Speaks
 * in objects of the schema; every error it returns names the host.
 */

#pragma once

#include <gio/gio.h>

#include "hvr_clock.h"
#include "hvr_endpoint.h"
#include "wmi_object.h"

G_BEGIN_DECLS

typedef struct _HvrWmiSession HvrWmiSession;

/* A floor's headers name only its own types: wsman_client.h has this one. */
typedef struct _HvrWsmanClient HvrWsmanClient;

/**
 * hvr_wmi_session_open:
 *
 * Does not connect yet.
 *
 * Returns: (transfer full): a session, or %NULL with %HVR_ERROR_CONFIG
 */
HvrWmiSession *hvr_wmi_session_open(const HvrEndpoint *endpoint, HvrClock *clock, GError **error);

/**
 * hvr_wmi_session_new:
 * @client: (transfer full): to the host
 * @host: how to call it in messages
 * @clock: for those who wait
 */
HvrWmiSession *hvr_wmi_session_new(HvrWsmanClient *client, const char *host, HvrClock *clock);
void hvr_wmi_session_free(HvrWmiSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWmiSession, hvr_wmi_session_free)

const char *hvr_wmi_session_get_host(const HvrWmiSession *session);

/** hvr_wmi_session_get_scheme: how the last call was authorised, and whether its messages were
 * sealed */
HvrAuthScheme hvr_wmi_session_get_scheme(HvrWmiSession *session, gboolean *out_is_sealed);

/** hvr_wmi_session_get_date: when the host says that it sent its last answer, seconds since 1970
 * UTC; not positive if it does not.  Nothing seals that: a hint, not a fact. */
gint64 hvr_wmi_session_get_date(const HvrWmiSession *session);

HvrClock *hvr_wmi_session_get_clock(const HvrWmiSession *session);

/** hvr_wmi_session_get_n_requests: WS-Man envelopes sent so far */
guint hvr_wmi_session_get_n_requests(const HvrWmiSession *session);

/** hvr_wmi_session_identify: (transfer full): the product version, e.g. "OS: 10.0.17763 SP: 0.0
 * Stack: 3.0" */
char *hvr_wmi_session_identify(HvrWmiSession *session, GCancellable *cancellable, GError **error);

/**
 * hvr_wmi_session_fetch:
 * @type: the class
 * @path: the object's path
 *
 * Returns: (transfer full): the object, or %NULL with an error;
 *   %HVR_ERROR_NO_DOMAIN if there is no such object (any class)
 */
gpointer hvr_wmi_session_fetch(HvrWmiSession *session,
                               const HvrWmiClass *type,
                               const char *path,
                               GCancellable *cancellable,
                               GError **error);

/**
 * hvr_wmi_session_list:
 * @wmi_namespace: HVR_WMI_NAMESPACE or HVR_WMI_CIMV2
 * @type: what the items are read as
 * @wql: the query
 *
 * Returns: (transfer full) (element-type HvrWmiObject): owns its objects
 */
GPtrArray *hvr_wmi_session_list(HvrWmiSession *session,
                                const char *wmi_namespace,
                                const HvrWmiClass *type,
                                const char *wql,
                                GCancellable *cancellable,
                                GError **error);

/**
 * hvr_wmi_session_fetch_service:
 * @type: a class of which a host has one instance, e.g. Msvm_ReplicationService
 *
 * One of a service's keys is the host's own name, which only the host knows for
 * sure; it is asked once per session.
 *
 * Returns: (transfer full): the instance's path; %HVR_ERROR_UNSUPPORTED if the
 *   host has none
 */
char *hvr_wmi_session_fetch_service(HvrWmiSession *session,
                                    const HvrWmiClass *type,
                                    GCancellable *cancellable,
                                    GError **error);

/**
 * HvrWmiWitness:
 *
 * Called before a method is sent.
 *
 * Returns: %FALSE with an error if it must not be sent
 */
typedef gboolean (*HvrWmiWitness)(const HvrWmiMethod *method, gpointer user_data, GError **error);

/** hvr_wmi_session_set_witness: (nullable): of what is invoked from now on */
void hvr_wmi_session_set_witness(HvrWmiSession *session, HvrWmiWitness witness, gpointer user_data);

/**
 * HvrWmiUnderstudy:
 *
 * Called in place of a method that would change something.
 *
 * Returns: (transfer full): the METHOD_OUTPUT object that the host is taken to have answered
 */
typedef gpointer (*HvrWmiUnderstudy)(HvrWmiSession *session,
                                     const HvrWmiMethod *method,
                                     const char *path,
                                     gconstpointer input,
                                     gpointer user_data);

/** hvr_wmi_session_set_understudy: (nullable): from now on nothing is sent but what reads */
void hvr_wmi_session_set_understudy(HvrWmiSession *session,
                                    HvrWmiUnderstudy understudy,
                                    gpointer user_data);

/**
 * hvr_wmi_session_invoke:
 * @method: one of the schema
 * @path: the instance
 * @input: (nullable): a METHOD_INPUT object
 *
 * Transport only: the ReturnValue is for the caller to judge, see
 * hvr_wmi_result_check().
 *
 * Returns: (transfer full): the METHOD_OUTPUT object
 */
gpointer hvr_wmi_session_invoke(HvrWmiSession *session,
                                const HvrWmiMethod *method,
                                const char *path,
                                gconstpointer input,
                                GCancellable *cancellable,
                                GError **error);

/**
 * hvr_wmi_session_has_moved:
 * @method: what failed
 * @path: of the service it was called on
 * @failure: how
 *
 * A host that was renamed has its services under other paths, and says that those
 * of before lead nowhere.  Such a call had no effect: it may be made anew, with
 * another path and whatever of its input was made with the old name.
 *
 * Returns: whether that is so, as the host says when asked again
 */
gboolean hvr_wmi_session_has_moved(HvrWmiSession *session,
                                   const HvrWmiMethod *method,
                                   const char *path,
                                   const GError *failure,
                                   GCancellable *cancellable);

G_END_DECLS
