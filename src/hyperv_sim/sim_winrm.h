/* sim_winrm.h: how a simulated host's WinRM service is configured
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of connections and requests, right now and at most at once so far. */
typedef struct {
    guint n_accepted; /* connections so far */
    guint n_connections, peak_connections;
    guint n_busy, peak_busy; /* HTTP requests under way */
    guint n_subscriptions;   /* as of the last request */
} HvsTraffic;

/** HvsBinding: CbtHardeningLevel */
typedef enum {
    HVS_BINDING_NONE,    /* ignored */
    HVS_BINDING_RELAXED, /* checked where a client sends one */
    HVS_BINDING_STRICT,  /* demanded on HTTPS */
} HvsBinding;

/**
 * HvsWinrm:
 *
 * winrm/config as far as it is simulated; the names in comments are Windows'.
 * The defaults are those of Windows Server 2012 and later (MS-WSMV notes 8 to
 * 22): hardened.
 */
typedef struct {
    gboolean basic;             /* Service/Auth/Basic, false */
    gboolean negotiate;         /* Service/Auth/Negotiate, true */
    gboolean kerberos;          /* Service/Auth/Kerberos, true; needs @keytab */
    gboolean certificate;       /* Service/Auth/Certificate, false */
    gboolean allow_unencrypted; /* Service/AllowUnencrypted, false */
    HvsBinding binding;         /* Service/Auth/CbtHardeningLevel, Relaxed */
    char *keytab;               /* (nullable): file with the keys of HTTP/ and WSMAN/ */
    char *client_ca;            /* (nullable): PEM file of those who issue client certificates */
    char *client_subject;       /* (nullable): common name of the one that maps to the user */
    gboolean password_expired;  /* the user's: refused whatever the scheme, but for certificates */
    guint max_envelope_kb;      /* MaxEnvelopeSizekb, 500 */
    guint max_items;            /* MaxBatchItems, 32000 */
    guint max_timeout_ms;       /* MaxTimeoutms, 60000 */
    guint max_user_operations;  /* Service/MaxConcurrentOperationsPerUser, 1500 */
    guint max_connections;      /* Service/MaxConnections, 300 */
    guint idle_ms;              /* http.sys closes connections idle for that long, 120000 */
    gboolean events;            /* Subscribe is granted, true */
} HvsWinrm;

/** hvs_winrm_parse_binding: "none", "relaxed" or "strict" */
gboolean hvs_winrm_parse_binding(const char *text, HvsBinding *out_binding);

void hvs_winrm_init(HvsWinrm *winrm);
void hvs_winrm_clear(HvsWinrm *winrm);

G_END_DECLS
