/* host.h: one Hyper-V host as libvirt sees it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Owns all state of its host, on the main context only: domains, jobs, facts
 * of the machine.  A watcher thread refreshes it; a few workers run what talks
 * to the host.  Readers get answers from the state, without a round trip;
 * whoever changes something gets its answer only when the state shows it.
 *
 * Signals: "event" (const HvrEvent *).
 */

#pragma once

#include <gio/gio.h>

#include "domain.h"
#include "event.h"
#include "host_config.h"
#include "job.h"

G_BEGIN_DECLS

#define HVR_TYPE_HOST (hvr_host_get_type())
G_DECLARE_FINAL_TYPE(HvrHost, hvr_host, HVR, HOST, GObject)

/** hvr_host_new: idle until hvr_host_open_async() */
HvrHost *hvr_host_new(const HvrHostConfig *config, HvrClock *clock);

/**
 * hvr_host_close:
 *
 * Cancels everything under way; what waits gets %HVR_ERROR_CANCELLED.  Returns
 * at once; threads end within two seconds, and hold a reference until then.
 */
void hvr_host_close(HvrHost *host);

/** hvr_host_is_closed: closed, and every thread has ended */
gboolean hvr_host_is_closed(HvrHost *host);

/**
 * hvr_host_open_async:
 *
 * Ready when the state has been filled once.  A host that was filled before is
 * ready at once, even if it cannot be reached just now.
 */
void hvr_host_open_async(HvrHost *host,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean hvr_host_open_finish(HvrHost *host, GAsyncResult *result, GError **error);

/** hvr_host_get_name: as the host file calls it */
const char *hvr_host_get_name(HvrHost *host);

/** hvr_host_get_address: where it is reached: a name or an address */
const char *hvr_host_get_address(HvrHost *host);

/**
 * HvrHostFacts:
 * @hostname: DNS name
 * @uuid: of the machine
 * @version: major * 100000000 + minor * 1000000 + build, as libvirt's own driver packs it
 * @memory_kib: physical
 * @cpu_model: at most 31 characters
 * @clock_skew: by how much its clock is ahead of ours, microseconds
 *
 * What does not change while the host is up; asked again whenever it comes back, and when its
 * clock was set.
 */
typedef struct {
    char *hostname;
    guchar uuid[16];
    guint64 version;
    guint64 memory_kib;
    char *cpu_model;
    guint cpu_mhz;
    guint n_cpus; /* logical */
    guint n_sockets;
    guint n_cores;   /* per socket */
    guint n_threads; /* per core */
    GTimeSpan clock_skew;
} HvrHostFacts;

/** hvr_host_get_facts: valid once the host is open, until the main context goes on */
const HvrHostFacts *hvr_host_get_facts(HvrHost *host);

/** HVR_HOST_SKEW_MAX: Kerberos allows for no more (RFC 4120 8.2), and the times of a host that is
 * as wrong as that mislead whoever reads them here */
#define HVR_HOST_SKEW_MAX (5 * G_TIME_SPAN_MINUTE)

/** hvr_host_get_time: of now by its own clock, microseconds since 1970 UTC */
gint64 hvr_host_get_time(HvrHost *host);

/** hvr_host_is_reachable: whether the last refresh worked */
gboolean hvr_host_is_reachable(HvrHost *host);

/** hvr_host_get_lost_time: since when it is not, microseconds since 1970 UTC; 0 while it is */
gint64 hvr_host_get_lost_time(HvrHost *host);

/** hvr_host_get_lost_reason: (nullable): what the last refresh failed with; %NULL if it worked */
const char *hvr_host_get_lost_reason(HvrHost *host);

/**
 * hvr_host_has_events:
 * @out_why_not: (optional) (transfer full) (nullable): a line why it has none
 *
 * Whether the host tells what happens, so that it is asked only now and then.
 */
gboolean hvr_host_has_events(HvrHost *host, char **out_why_not);

/** hvr_host_get_domains: (element-type HvrDomain): in no order; without the host's own */
GPtrArray *hvr_host_get_domains(HvrHost *host);

/** hvr_host_get_own_domain: the host's own partition */
HvrDomain *hvr_host_get_own_domain(HvrHost *host);

/**
 * hvr_host_lookup_by_name:
 *
 * Returns: (transfer none): %NULL with %HVR_ERROR_NO_DOMAIN or %HVR_ERROR_AMBIGUOUS
 */
HvrDomain *hvr_host_lookup_by_name(HvrHost *host, const char *name, GError **error);
HvrDomain *hvr_host_lookup_by_uuid(HvrHost *host, const guchar *uuid, GError **error);
HvrDomain *hvr_host_lookup_by_id(HvrHost *host, int id, GError **error);

/** hvr_host_get_job: (nullable): the domain's running job */
HvrJob *hvr_host_get_job(HvrHost *host, const HvrDomain *domain);

/** hvr_host_get_shown_job: (nullable): the same, or the operation of ours that has the domain;
 * valid until the main context goes on */
HvrJob *hvr_host_get_shown_job(HvrHost *host, const HvrDomain *domain);

/** hvr_host_get_last_job: (nullable): the one that ended last; @forget as libvirt wants it after
 * reading */
HvrJob *hvr_host_get_last_job(HvrHost *host, const HvrDomain *domain);
void hvr_host_forget_last_job(HvrHost *host, const HvrDomain *domain);

/** hvr_host_get_scheme: how the last call that worked was authorised, and whether messages are
 * sealed; %HVR_AUTH_NONE if none did */
HvrAuthScheme hvr_host_get_scheme(HvrHost *host, gboolean *out_is_sealed);

/** hvr_host_get_n_requests: WS-Man envelopes sent to the host so far, by all threads */
guint hvr_host_get_n_requests(HvrHost *host);

typedef enum {
    HVR_POWER_START,
    HVR_POWER_SHUTDOWN,
    HVR_POWER_DESTROY,
    HVR_POWER_SUSPEND,
    HVR_POWER_RESUME,
    HVR_POWER_REBOOT,
    HVR_POWER_RESET,
    HVR_POWER_SAVE,    /* to the host's disk; the next start goes on from there */
    HVR_POWER_DISCARD, /* what was saved */
    HVR_POWER_BOOT,    /* start, but not from what was saved */
    HVR_POWER_INTERRUPT,
} HvrPower;

/**
 * hvr_host_power_async:
 *
 * Wrong states are refused before any I/O.  Ends when the state shows the
 * effect; HVR_POWER_SHUTDOWN and HVR_POWER_REBOOT once the guest was asked,
 * HVR_POWER_INTERRUPT once it got its non-maskable interrupt.
 */
void hvr_host_power_async(HvrHost *host,
                          HvrDomain *domain,
                          HvrPower power,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean hvr_host_power_finish(HvrHost *host, GAsyncResult *result, GError **error);

/** hvr_host_abort_job_async: %HVR_ERROR_STATE if there is none, or it cannot be cancelled */
void hvr_host_abort_job_async(HvrHost *host,
                              HvrDomain *domain,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean hvr_host_abort_job_finish(HvrHost *host, GAsyncResult *result, GError **error);

/** hvr_host_refresh_async: ends when a refresh that began after this call is in the state */
void hvr_host_refresh_async(HvrHost *host,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean hvr_host_refresh_finish(HvrHost *host, GAsyncResult *result, GError **error);

G_END_DECLS
