/* command_row.c: the table of commands
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command_row.h"

#include <glib/gi18n-lib.h>

#include "command.h"
#include "command_answer.h"
#include "repl_state.h"

static const char *const formats[] = { "json", "xml", NULL };
static const char *const transfers[] = { "network", "export", "seeded", NULL };
static const char *const families[] = { "ipv4", "ipv6", "all", NULL };
static const char *const relationships[] = { "primary", "extended", NULL };

/* clang-format off */
#define WAIT \
    { "wait",    HVR_ARGUMENT_BOOLEAN, FALSE, N_("answer when the job has ended (default), not when it was started") }, \
    { "timeout", HVR_ARGUMENT_NUMBER,  FALSE, N_("how long to wait; ends the waiting, not the job"), 1, 604800, "s" }, \
    { HVR_COMMAND_DRY_RUN, HVR_ARGUMENT_BOOLEAN, FALSE, N_("change nothing, and answer the calls that would be made, in order") }
#define EXTENDED \
    { "extended", HVR_ARGUMENT_BOOLEAN, FALSE, N_("the extended relationship instead of the primary one") }
#define FORMAT \
    { "format", HVR_ARGUMENT_CHOICE, FALSE, N_("how to answer; default: json"), .choices = formats }
#define START_TIME \
    { "start-time", HVR_ARGUMENT_TIME, FALSE, N_("when to begin, at most seven days ahead; default: now") }
#define POINT \
    { "point", HVR_ARGUMENT_POINT, FALSE, N_("recovery point; default: the latest state") }
#define ADAPTER \
    { "adapter", HVR_ARGUMENT_STRING, FALSE, N_("MAC address, id, or a name that only one adapter has; default: all") }
#define DOCUMENT(summary) \
    { "document", HVR_ARGUMENT_DOCUMENT, FALSE, summary }
#define CHOICE_OF(name, get, n, summary) \
    { name, HVR_ARGUMENT_CHOICE, FALSE, summary, .get_choice = get, .n_choices = n }
#define REASON \
    { HVR_COMMAND_REASON, HVR_ARGUMENT_STRING, FALSE, N_("why, in somebody's words; goes to log and journal") }
#define ENTRY(needed) \
    { "allowed-primary", HVR_ARGUMENT_STRING, needed, N_("host name of the entry, as query-replication-authorization shows it") }

static const HvrArgument no_arguments[] = { { 0 } };
static const HvrArgument operations_arguments[] = {
    { "limit", HVR_ARGUMENT_NUMBER, FALSE, N_("how many; default: 20"), 1, 1000 },
    { 0 }
};
static const HvrArgument planned_arguments[] = {
    { "destination", HVR_ARGUMENT_STRING,  FALSE, N_("host as hosts.conf or Windows calls it, or a URI of it; default: the one it is replicated to") },
    { "shutdown",    HVR_ARGUMENT_BOOLEAN, FALSE, N_("a guest that runs may be shut down") },
    { 0 }
};
static const HvrArgument format_arguments[] = { FORMAT, { 0 } };
static const HvrArgument extended_arguments[] = { EXTENDED, { 0 } };
static const HvrArgument wait_arguments[] = { WAIT, { 0 } };
static const HvrArgument leg_arguments[] = { WAIT, EXTENDED, { 0 } };
static const HvrArgument final_arguments[] = { WAIT, REASON, { 0 } };
static const HvrArgument remove_arguments[] = { WAIT, EXTENDED, REASON, { 0 } };
static const HvrArgument resynchronize_arguments[] = { WAIT, EXTENDED, START_TIME, REASON, { 0 } };
static const HvrArgument trial_arguments[] = { WAIT, POINT, { 0 } };
static const HvrArgument failover_arguments[] = {
    WAIT, POINT,
    { "acknowledge-primary-down", HVR_ARGUMENT_BOOLEAN, FALSE, N_("the primary's host does not answer, and somebody has made sure that the machine does not run there") },
    { "force",  HVR_ARGUMENT_BOOLEAN, FALSE, N_("although the primary is running, so that there are two; needs a reason") },
    { HVR_COMMAND_REASON, HVR_ARGUMENT_STRING, FALSE, N_("why, in somebody's words; goes to log and journal, and what is forced also to the job, the metadata and an event") },
    { 0 }
};

static const HvrArgument enable_arguments[] = {
    WAIT,
    { "excluded-disks", HVR_ARGUMENT_LIST, FALSE, N_("all disks but these; image paths as domblklist shows them") },
    { 0 }
};
static const HvrArgument modify_arguments[] = {
    WAIT, EXTENDED,
    { "excluded-disks", HVR_ARGUMENT_LIST, FALSE, N_("all disks but these; image paths as domblklist shows them") },
    DOCUMENT(N_("the <replication> element as metadata shows it, with its settings changed; instead of settings")),
    { 0 }
};
static const HvrArgument start_arguments[] = {
    WAIT, EXTENDED, START_TIME,
    { "transfer",        HVR_ARGUMENT_CHOICE, FALSE, N_("how the copy travels: by network (default), by export to a folder, or by comparing with a copy that the replica has already"), .choices = transfers },
    { "export-location", HVR_ARGUMENT_STRING, FALSE, N_("folder on the host to export to") },
    { 0 }
};
static const HvrArgument import_arguments[] = {
    WAIT,
    { "location", HVR_ARGUMENT_STRING, TRUE, N_("the machine's own folder in the exported one, on the host") },
    { 0 }
};
static const HvrArgument failback_arguments[] = {
    WAIT,
    { "recovery-point-identifier", HVR_ARGUMENT_STRING, FALSE, N_("handed to the replication provider as it is") },
    { 0 }
};
static const HvrArgument authorize_arguments[] = { WAIT, ENTRY(TRUE), { 0 } };
static const HvrArgument network_arguments[] = {
    WAIT, ADAPTER,
    DOCUMENT(N_("a <failovernetwork> element, for the adapters that it has; instead of settings")),
    { "clear", HVR_ARGUMENT_CHOICE, FALSE, N_("forget these settings, the guest keeps what it has"), .choices = families },
    { 0 }
};
static const HvrArgument switch_arguments[] = {
    WAIT, ADAPTER,
    { "switch", HVR_ARGUMENT_STRING, FALSE, N_("virtual switch that test replicas are connected to; neither switch nor pool: none") },
    { "pool",   HVR_ARGUMENT_STRING, FALSE, N_("resource pool instead of a switch") },
    { 0 }
};
static const HvrArgument filter_arguments[] = {
    { "replica-server", HVR_ARGUMENT_STRING, FALSE, N_("only relationships with this replica server") },
    { "primary-server", HVR_ARGUMENT_STRING, FALSE, N_("only relationships with this primary server") },
    CHOICE_OF("state",  hvr_repl_state_get_name,  HVR_REPL_N_STATES,            N_("only relationships in this state")),
    CHOICE_OF("health", hvr_repl_health_get_name, HVR_REPL_HEALTH_CRITICAL + 2, N_("only relationships of this health")),
    CHOICE_OF("role",   hvr_repl_mode_get_name,   HVR_REPL_N_MODES + 1,         N_("only machines in this role")),
    { "relationship",   HVR_ARGUMENT_CHOICE, FALSE, N_("only relationships of this kind"), .choices = relationships },
    { "trust-group",    HVR_ARGUMENT_STRING, FALSE, N_("only machines bound to an authorization entry of this trust group") },
    { 0 }
};
static const HvrArgument entry_filter_arguments[] = {
    { "allowed-primary",  HVR_ARGUMENT_STRING, FALSE, N_("only the entry of this host name") },
    { "storage-location", HVR_ARGUMENT_STRING, FALSE, N_("only entries with this folder") },
    { "trust-group",      HVR_ARGUMENT_STRING, FALSE, N_("only entries of this trust group") },
    { 0 }
};
static const HvrArgument service_arguments[] = {
    WAIT,
    DOCUMENT(N_("a <replicationservice> element, instead of settings; if it has entries, the host gets those and no others")),
    { 0 }
};
static const HvrArgument remove_entry_arguments[] = {
    WAIT, ENTRY(FALSE),
    { "trust-group", HVR_ARGUMENT_STRING, FALSE, N_("every entry of this trust group") },
    REASON,
    { 0 }
};
static const HvrArgument state_arguments[] = {
    WAIT,
    { "state", HVR_ARGUMENT_NUMBER, TRUE, N_("RequestedState of CIM_EnabledLogicalElement, 2 is enabled"), 1, G_MAXUINT16 },
    { 0 }
};

static const char *const replica_server[] = { "replica-server", NULL };
static const char *const connection[] = { "replica-server", "port", "authentication", "certificate-thumbprint", "bypass-proxy", NULL };
static const char *const allowed_primary[] = { "allowed-primary", NULL };
static const char *const whole_entry[] = { "allowed-primary", "storage-location", "trust-group", NULL };

static const HvrCommandSettings new_relationship = { HVR_REPL_RELATIONSHIP,  NULL,       replica_server  };
static const HvrCommandSettings relationship     = { HVR_REPL_RELATIONSHIP,  NULL,       NULL            };
static const HvrCommandSettings contact          = { HVR_REPL_RELATIONSHIP,  connection, replica_server  };
static const HvrCommandSettings service          = { HVR_REPL_SERVICE,       NULL,       NULL            };
static const HvrCommandSettings new_entry        = { HVR_REPL_AUTHORIZATION, NULL,       whole_entry     };
static const HvrCommandSettings entry            = { HVR_REPL_AUTHORIZATION, NULL,       allowed_primary };
static const HvrCommandSettings adapter          = { HVR_REPL_ADAPTER,       NULL,       NULL            };

#define ANY   HVR_COMMAND_ANY
#define VM    HVR_COMMAND_VM
#define HOST  HVR_COMMAND_HOST
#define READ  HVR_ACCESS_READ
#define WRITE HVR_ACCESS_MANAGE /* unless a finer one fits */
#define SETUP HVR_ACCESS_CONFIGURE
#define TRIAL HVR_ACCESS_TEST_FAILOVER
#define MOVE  HVR_ACCESS_FAILOVER
#define FINAL HVR_ACCESS_COMMIT
#define NONE  HVR_COMMAND_NO_VERB

/* Verbs on a replica with an extended relationship act on that one where
 * Microsoft's method does (CreateReplicationRelationship and kin). */
static const HvrCommandRow rows[] = {
    /* name                                  whom  access run                               verb                            settings           arguments               summary */
    { "query-commands",                      ANY,  READ,  hvr_command_query_commands,       NONE,                           NULL,              no_arguments,           N_("List these commands with their arguments"), &hvr_answer_commands },
    { "query-host",                          ANY,  READ,  hvr_command_query_host,           NONE,                           NULL,              no_arguments,           N_("Show the host, how it is watched, and how many requests it was sent"), &hvr_answer_host },
    { "query-hosts",                         ANY,  READ,  hvr_command_query_hosts,          NONE,                           NULL,              no_arguments,           N_("List the hosts that this daemon knows"), &hvr_answer_hosts },
    { "query-operations",                    ANY,  READ,  hvr_command_query_operations,     NONE,                           NULL,              operations_arguments,   N_("Show what was changed lately, the last first, and what became of it"), &hvr_answer_operations },
    { "query-job",                           ANY,  READ,  hvr_command_query_job,            NONE,                           NULL,              no_arguments,           N_("Show the running job and the one that ended last"), &hvr_answer_jobs },
    { "refresh",                             ANY,  READ,  hvr_command_refresh,              NONE,                           NULL,              no_arguments,           N_("Read everything from the host now") },

    { "query-replication",                   VM,   READ,  hvr_command_query_replication,    NONE,                           NULL,              format_arguments,       N_("Show role, state, health and settings of the machine's replication"), &hvr_answer_replication },
    { "query-recovery-points",               VM,   READ,  hvr_command_query_points,         NONE,                           NULL,              no_arguments,           N_("List the recovery points, oldest first"), &hvr_answer_points },
    { "query-planned-failover",              VM,   READ,  hvr_command_query_planned_failover, NONE,                         NULL,              planned_arguments,      N_("Show whether the machine can be moved to its replica, what stands in the way, and the calls that moving it would make"), &hvr_answer_planned },
    { "query-replication-statistics",        VM,   READ,  hvr_command_query_statistics,     HVR_VERB_GET_STATISTICS,        NULL,              extended_arguments,     N_("Show how replication went since the monitoring interval began"), &hvr_answer_statistics },
    { "query-failover-network",              VM,   READ,  hvr_command_query_network,        NONE,                           NULL,              format_arguments,       N_("Show the network adapters' settings after failover and in test failover"), &hvr_answer_network },
    { "replication-enable",                  VM,   SETUP, hvr_command_verb,                 HVR_VERB_ENABLE,                &new_relationship, enable_arguments,       N_("Create the relationship; nothing is copied yet"), &hvr_answer_verb },
    { "replication-start",                   VM,   WRITE, hvr_command_verb,                 HVR_VERB_START,                 NULL,              start_arguments,        N_("Start the initial replication"), &hvr_answer_verb },
    { "replication-import",                  VM,   WRITE, hvr_command_verb,                 HVR_VERB_IMPORT,                NULL,              import_arguments,       N_("On the replica: take in an initial copy that the primary exported"), &hvr_answer_verb },
    { "replication-cancel-initial",          VM,   WRITE, hvr_command_verb,                 HVR_VERB_CANCEL_INITIAL,        NULL,              leg_arguments,          N_("Cancel the initial replication, or its schedule"), &hvr_answer_verb },
    { "replication-suspend",                 VM,   WRITE, hvr_command_verb,                 HVR_VERB_SUSPEND,               NULL,              leg_arguments,          N_("Pause replication"), &hvr_answer_verb },
    { "replication-resume",                  VM,   WRITE, hvr_command_verb,                 HVR_VERB_RESUME,                NULL,              leg_arguments,          N_("Resume replication that is suspended or critical"), &hvr_answer_verb },
    { "replication-resynchronize",           VM,   WRITE, hvr_command_verb,                 HVR_VERB_RESYNCHRONIZE,         NULL,              resynchronize_arguments, N_("Compare all disks and send the differences; deletes the recovery points"), &hvr_answer_verb },
    { "replication-cancel-resynchronize",    VM,   WRITE, hvr_command_verb,                 HVR_VERB_CANCEL_RESYNCHRONIZE,  NULL,              leg_arguments,          N_("Cancel the resynchronization"), &hvr_answer_verb },
    { "replication-prepare",                 VM,   MOVE,  hvr_command_verb,                 HVR_VERB_PREPARE,               NULL,              wait_arguments,         N_("On the primary, machine off: send the last changes for a planned failover"), &hvr_answer_verb },
    { "replication-cancel-prepare",          VM,   MOVE,  hvr_command_verb,                 HVR_VERB_CANCEL_PREPARE,        NULL,              wait_arguments,         N_("On the primary: give up the planned failover"), &hvr_answer_verb },
    { "replication-failover",                VM,   MOVE,  hvr_command_failover,             HVR_VERB_FAILOVER,              NULL,              failover_arguments,     N_("On the replica: fail over; changes not yet received are lost"), &hvr_answer_verb },
    { "replication-revert",                  VM,   MOVE,  hvr_command_verb,                 HVR_VERB_REVERT,                NULL,              final_arguments,        N_("On the failed-over replica, machine off: undo the failover"), &hvr_answer_verb },
    { "replication-commit",                  VM,   FINAL, hvr_command_verb,                 HVR_VERB_COMMIT,                NULL,              final_arguments,        N_("On the failed-over replica: make the failover final; deletes the recovery points"), &hvr_answer_verb },
    { "replication-become-replica",          VM,   MOVE,  hvr_command_verb,                 HVR_VERB_BECOME_REPLICA,        NULL,              final_arguments,        N_("On the old primary: make it a replica, so that replication can be reversed"), &hvr_answer_verb },
    { "replication-become-primary",          VM,   MOVE,  hvr_command_verb,                 HVR_VERB_BECOME_PRIMARY,        NULL,              wait_arguments,         N_("On the replica whose failover was committed: go on replicating to the extended replica, as its primary"), &hvr_answer_verb },
    { "replication-reverse",                 VM,   MOVE,  hvr_command_verb,                 HVR_VERB_REVERSE,               &relationship,     wait_arguments,         N_("On the failed-over replica: replicate back to the old primary"), &hvr_answer_verb },
    { "replication-failback",                VM,   MOVE,  hvr_command_verb,                 HVR_VERB_FAILBACK,              &relationship,     failback_arguments,     N_("Ask the replication provider to fail back"), &hvr_answer_verb },
    { "replication-modify",                  VM,   SETUP, hvr_command_modify,               HVR_VERB_MODIFY,                &relationship,     modify_arguments,       N_("Change the settings that are given, keep the others"), &hvr_answer_verb },
    { "replication-remove",                  VM,   SETUP, hvr_command_verb,                 HVR_VERB_REMOVE,                NULL,              remove_arguments,       N_("Remove the relationship on this host; repeat it on the partner"), &hvr_answer_verb },
    { "replication-test-failover",           VM,   TRIAL, hvr_command_test_failover,        HVR_VERB_TEST_FAILOVER,         NULL,              trial_arguments,        N_("On the replica: make a test machine of it; replication goes on"), &hvr_answer_test },
    { "replication-test-cleanup",            VM,   TRIAL, hvr_command_test_cleanup,         NONE,                           NULL,              final_arguments,        N_("Turn off and delete the test machines of a replica, or the test machine it is sent to"), &hvr_answer_cleanup },
    { "replication-authorize",               VM,   SETUP, hvr_command_verb,                 HVR_VERB_AUTHORIZE,             NULL,              authorize_arguments,    N_("Bind the replica to an authorization entry: only its servers may replicate to it"), &hvr_answer_verb },
    { "replication-set-failover-network",    VM,   SETUP, hvr_command_set_network,          HVR_VERB_SET_NETWORK,           &adapter,          network_arguments,      N_("Set the addresses that the guest gets after failover"), &hvr_answer_verb },
    { "replication-set-test-switch",         VM,   SETUP, hvr_command_set_test_switch,      NONE,                           NULL,              switch_arguments,       N_("Choose what test machines are connected to"), &hvr_answer_verb },
    { "replication-reset-statistics",        VM,   WRITE, hvr_command_verb,                 HVR_VERB_RESET_STATISTICS,      NULL,              leg_arguments,          N_("Begin a new monitoring interval"), &hvr_answer_verb },

    { "query-replication-service",           HOST, READ,  hvr_command_query_service,        NONE,                           NULL,              format_arguments,       N_("Show the settings and the authorization entries of the host as replication server"), &hvr_answer_service },
    { "query-replication-authorization",     HOST, READ,  hvr_command_query_authorization,  NONE,                           NULL,              entry_filter_arguments, N_("List who may replicate to this host"), &hvr_answer_authorization },
    { "query-replications",                  HOST, READ,  hvr_command_query_replications,   NONE,                           NULL,              filter_arguments,       N_("List the relationships of all machines"), &hvr_answer_replications },
    { "query-replication-statistics",        HOST, READ,  hvr_command_query_all_statistics, HVR_VERB_GET_STATISTICS,        NULL,              filter_arguments,       N_("Show how replication went, for each relationship of all machines"), &hvr_answer_measured },
    { "query-system-certificates",           HOST, READ,  hvr_command_query_certificates,   HVR_VERB_GET_CERTIFICATES,      NULL,              no_arguments,           N_("List the certificates that replication could use"), &hvr_answer_certificates },
    { "replication-service-modify",          HOST, SETUP, hvr_command_modify_service,       HVR_VERB_MODIFY_SERVICE,        &service,          service_arguments,      N_("Change the host's settings as replication server"), &hvr_answer_host_verb },
    { "replication-authorization-add",       HOST, SETUP, hvr_command_verb,                 HVR_VERB_ADD_AUTHORIZATION,     &new_entry,        wait_arguments,         N_("Allow a server to replicate to this host"), &hvr_answer_host_verb },
    { "replication-authorization-modify",    HOST, SETUP, hvr_command_verb,                 HVR_VERB_MODIFY_AUTHORIZATION,  &entry,            wait_arguments,         N_("Change an authorization entry; disks that exist stay where they are"), &hvr_answer_host_verb },
    { "replication-authorization-remove",    HOST, SETUP, hvr_command_remove_authorization, HVR_VERB_REMOVE_AUTHORIZATION,  NULL,              remove_entry_arguments, N_("Remove an authorization entry, or all of a trust group; machines bound to it stop replicating"), &hvr_answer_host_verb },
    { "replication-test-connection",         HOST, WRITE, hvr_command_verb,                 HVR_VERB_TEST_CONNECTION,       &contact,          wait_arguments,         N_("Try whether this host could replicate to a replica server"), &hvr_answer_host_verb },
    { "replication-service-start",           HOST, SETUP, hvr_command_verb,                 HVR_VERB_START_SERVICE,         NULL,              wait_arguments,         N_("Start the replication service"), &hvr_answer_host_verb },
    { "replication-service-stop",            HOST, SETUP, hvr_command_verb,                 HVR_VERB_STOP_SERVICE,          NULL,              final_arguments,        N_("Stop the replication service"), &hvr_answer_host_verb },
    { "replication-service-request-state",   HOST, SETUP, hvr_command_verb,                 HVR_VERB_REQUEST_SERVICE_STATE, NULL,              state_arguments,        N_("Ask the replication service to change its state"), &hvr_answer_host_verb },
};
/* clang-format on */

const HvrCommandRow *
hvr_command_row_list(guint *out_n_rows)
{
    *out_n_rows = G_N_ELEMENTS(rows);

    return rows;
}

const char *
hvr_argument_get_choice(const HvrArgument *argument, guint index)
{
    if (argument->get_choice != NULL)
        return index < argument->n_choices ? argument->get_choice(index) : NULL;

    return argument->choices != NULL ? argument->choices[index] : NULL;
}

const HvrArgument *
hvr_command_row_find_argument(const HvrCommandRow *row, const char *name)
{
    for (const HvrArgument *argument = row->arguments; argument->name != NULL; argument++) {
        if (g_str_equal(argument->name, name))
            return argument;
    }

    return NULL;
}

gboolean
hvr_command_row_has_setting(const HvrCommandRow *row, const HvrReplSetting *setting)
{
    const HvrCommandSettings *takes = row->settings;

    if (takes == NULL || setting->read_only)
        return FALSE;

    return takes->only == NULL || g_strv_contains(takes->only, setting->name);
}
