/* client_row.c: which command each function of the library is
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "client_row.h"

#include <string.h>

#include "client_metadata.h"
#include "libvirt-hyperv-repl.h"

/* clang-format off */
#define NONE     0
#define EXTENDED VIR_HYPERV_REPL_EXTENDED
#define NO_WAIT  VIR_HYPERV_REPL_NO_WAIT
#define SHUTDOWN VIR_HYPERV_REPL_SHUTDOWN
#define BEFORE   VIR_HYPERV_REPL_BEFORE

static const HvrClientRow rows[] = {
    /* function                                  command                              flags               word             read-only */
    { "virDomainHypervReplGetState",             "query-replication",                 NONE,               NULL,            hvr_client_metadata_fetch_state },
    { "virDomainHypervReplGetXMLDesc",           "query-replication",                 NONE,               NULL,            hvr_client_metadata_fetch_document },
    { "virDomainHypervReplGetPoints",            "query-recovery-points",             NONE,               "point",         hvr_client_metadata_fetch_points },
    { "virDomainHypervReplListPoints",           "query-recovery-points",             NONE,               NULL,            hvr_client_metadata_fetch_points },
    { "virDomainHypervReplPointLookupByTime",    "query-recovery-points",             BEFORE,             NULL,            hvr_client_metadata_fetch_points },
    { "virDomainHypervReplGetStatistics",        "query-replication-statistics",      EXTENDED,           "statistics",    NULL },
    { "virDomainHypervReplGetNetwork",           "query-failover-network",            NONE,               "adapter",       NULL },
    { "virDomainHypervReplGetNetworkXMLDesc",    "query-failover-network",            NONE,               NULL,            NULL },
    { "virDomainHypervReplGetJob",               "query-job",                         NONE,               NULL,            NULL },
    { "virDomainHypervReplEnable",               "replication-enable",                NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplStart",                "replication-start",                 EXTENDED | NO_WAIT, NULL,            NULL },
    { "virDomainHypervReplImport",               "replication-import",                NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplCancelInitial",        "replication-cancel-initial",        EXTENDED | NO_WAIT, NULL,            NULL },
    { "virDomainHypervReplSuspend",              "replication-suspend",               EXTENDED | NO_WAIT, NULL,            NULL },
    { "virDomainHypervReplResume",               "replication-resume",                EXTENDED | NO_WAIT, NULL,            NULL },
    { "virDomainHypervReplResynchronize",        "replication-resynchronize",         EXTENDED | NO_WAIT, NULL,            NULL },
    { "virDomainHypervReplCancelResynchronize",  "replication-cancel-resynchronize",  EXTENDED | NO_WAIT, NULL,            NULL },
    { "virDomainHypervReplPrepare",              "replication-prepare",               NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplCancelPrepare",        "replication-cancel-prepare",        NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplFailover",             "replication-failover",              NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplRevert",               "replication-revert",                NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplCommit",               "replication-commit",                NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplBecomeReplica",        "replication-become-replica",        NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplBecomePrimary",        "replication-become-primary",        NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplReverse",              "replication-reverse",               NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplFailback",             "replication-failback",              NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplModify",               "replication-modify",                EXTENDED | NO_WAIT, NULL,            NULL },
    { "virDomainHypervReplRemove",               "replication-remove",                EXTENDED | NO_WAIT, NULL,            NULL },
    { "virDomainHypervReplTestFailover",         "replication-test-failover",         NONE,               NULL,            NULL },
    { "virDomainHypervReplTestCleanup",          "replication-test-cleanup",          NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplAuthorize",            "replication-authorize",             NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplSetNetwork",           "replication-set-failover-network",  NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplSetTestSwitch",        "replication-set-test-switch",       NO_WAIT,            NULL,            NULL },
    { "virDomainHypervReplResetStatistics",      "replication-reset-statistics",      EXTENDED | NO_WAIT, NULL,            NULL },
    { "virDomainHypervReplGetPlan",              NULL,                                EXTENDED,           NULL,            NULL },
    { "virDomainHypervReplGetPlannedFailover",   "query-planned-failover",            SHUTDOWN,           NULL,            NULL },
    { "virDomainHypervReplPlannedFailover",      NULL,                                SHUTDOWN,           NULL,            NULL },

    { "virConnectHypervReplGetService",          "query-replication-service",         NONE,               NULL,            NULL },
    { "virConnectHypervReplGetServiceXMLDesc",   "query-replication-service",         NONE,               NULL,            NULL },
    { "virConnectHypervReplGetAuthorization",    "query-replication-authorization",   NONE,               "entry",         NULL },
    { "virConnectHypervReplGetReplications",     "query-replications",                NONE,               "replication",   NULL },
    { "virConnectHypervReplGetStatistics",       "query-replication-statistics",      NONE,               "statistics",    NULL },
    { "virConnectHypervReplGetCertificates",     "query-system-certificates",         NONE,               "certificate",   NULL },
    { "virConnectHypervReplGetHost",             "query-host",                        NONE,               NULL,            NULL },
    { "virConnectHypervReplGetHosts",            "query-hosts",                       NONE,               "host",          NULL },
    { "virConnectHypervReplGetOperations",       "query-operations",                  NONE,               "operation",     NULL },
    { "virConnectHypervReplGetCommands",         "query-commands",                    NONE,               "command",       NULL },
    { "virConnectHypervReplModifyService",       "replication-service-modify",        NO_WAIT,            NULL,            NULL },
    { "virConnectHypervReplAddAuthorization",    "replication-authorization-add",     NO_WAIT,            NULL,            NULL },
    { "virConnectHypervReplModifyAuthorization", "replication-authorization-modify",  NO_WAIT,            NULL,            NULL },
    { "virConnectHypervReplRemoveAuthorization", "replication-authorization-remove",  NO_WAIT,            NULL,            NULL },
    { "virConnectHypervReplTestConnection",      "replication-test-connection",       NO_WAIT,            NULL,            NULL },
    { "virConnectHypervReplStartService",        "replication-service-start",         NO_WAIT,            NULL,            NULL },
    { "virConnectHypervReplStopService",         "replication-service-stop",          NO_WAIT,            NULL,            NULL },
    { "virConnectHypervReplRequestServiceState", "replication-service-request-state", NO_WAIT,            NULL,            NULL },
    { "virConnectHypervReplRefresh",             "refresh",                           NONE,               NULL,            NULL },
    { "virConnectHypervReplGetPlan",             NULL,                                NONE,               NULL,            NULL },
    { "virConnectHypervReplEventRegister",       NULL,                                NONE,               NULL,            NULL },
};
/* clang-format on */

const HvrClientRow *
hvr_client_row_get(const char *function)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].function, function) == 0)
            return &rows[i];
    }

    g_return_val_if_reached(NULL);
}
