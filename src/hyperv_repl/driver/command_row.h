/* command_row.h: what the table of commands is made of
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the command files.
 */

#pragma once

#include "command_answer.h"
#include "hvr_access.h"
#include "rehearsal.h"
#include "repl_verb.h"

G_BEGIN_DECLS

/**
 * HvrCommandSettings:
 * @only: (nullable): these; %NULL: every one that can be written
 * @required: (nullable): these must be given
 *
 * The settings that a command takes as arguments.
 */
typedef struct {
    HvrReplSubject subject;
    const char *const *only;
    const char *const *required;
} HvrCommandSettings;

typedef struct _HvrCommandRow HvrCommandRow;

/**
 * HvrCommandCall:
 * @arguments: checked against the row
 * @id: (nullable): to be echoed
 * @rehearsal: (nullable): it only wants to know what would be done
 * @purpose: (nullable): somebody said why, see purpose.h
 *
 * One command under way; ended by hvr_command_call_return() or
 * hvr_command_call_fail(), which free it.
 */
typedef struct {
    const HvrCommandRow *row;
    HvrHost *host;
    HvrDomain *domain;
    JsonObject *arguments;
    JsonNode *id;
    HvrRehearsal *rehearsal;
    GCancellable *purpose;
    GTask *task;
} HvrCommandCall;

typedef void (*HvrCommandRun)(HvrCommandCall *call);

/* Whom a command is addressed to. */
typedef enum {
    HVR_COMMAND_ANY,
    HVR_COMMAND_VM,
    HVR_COMMAND_HOST, /* the domain that is the host itself */
} HvrCommandScope;

/* What every command that changes something may be given. */
#define HVR_COMMAND_DRY_RUN "dry-run"

/* Nothing in the table of verbs stands behind it. */
#define HVR_COMMAND_NO_VERB HVR_N_VERBS

/**
 * HvrCommandRow:
 * @run: what runs it
 * @verb: (type HvrReplVerb): or %HVR_COMMAND_NO_VERB
 * @settings: (nullable): the settings it takes as arguments, too
 * @arguments: ended by a row of zeros
 * @answer: (nullable): what it answers; %NULL: null
 *
 * A name may have one row for machines and one for the host.
 */
struct _HvrCommandRow {
    const char *name;
    HvrCommandScope scope;
    HvrAccess access;
    HvrCommandRun run;
    guint verb;
    const HvrCommandSettings *settings;
    const HvrArgument *arguments;
    const char *summary;
    const HvrAnswer *answer;
};

/** hvr_command_row_list: the table */
const HvrCommandRow *hvr_command_row_list(guint *out_n_rows);

/** hvr_command_row_find_argument: (nullable): by name, settings left out */
const HvrArgument *hvr_command_row_find_argument(const HvrCommandRow *row, const char *name);

/** hvr_command_row_has_setting: whether the setting may be given as an argument */
gboolean hvr_command_row_has_setting(const HvrCommandRow *row, const HvrReplSetting *setting);

/** hvr_command_row_check: %HVR_ERROR_INVALID naming command and argument */
gboolean hvr_command_row_check(const HvrCommandRow *row, JsonObject *arguments, GError **error);

/** hvr_command_call_return: @value: (transfer full); of a dry run the calls are answered instead */
void hvr_command_call_return(HvrCommandCall *call, JsonNode *value);

/** hvr_command_call_fail: @error: (transfer full) */
void hvr_command_call_fail(HvrCommandCall *call, GError *error);

/** hvr_command_call_get_string: (nullable): an argument's text, or %NULL if it is not given or is a
 * setting */
const char *hvr_command_call_get_string(HvrCommandCall *call, const char *name);

/** hvr_command_call_get_boolean: an argument, or what is meant if it is not given */
gboolean hvr_command_call_get_boolean(HvrCommandCall *call, const char *name, gboolean otherwise);

/** hvr_command_call_wants_xml: whether its "format" says so */
gboolean hvr_command_call_wants_xml(HvrCommandCall *call);

/** hvr_command_call_get_cancellable: (nullable): of the caller, or what keeps the call from
 * changing anything, or says why somebody wants it to */
GCancellable *hvr_command_call_get_cancellable(HvrCommandCall *call);

/* The functions in the rows. */
void hvr_command_query_commands(HvrCommandCall *call); /* command_query.c */
void hvr_command_query_replication(HvrCommandCall *call);
void hvr_command_query_points(HvrCommandCall *call);
void hvr_command_query_job(HvrCommandCall *call);
void hvr_command_query_operations(HvrCommandCall *call); /* command_operations.c */
void hvr_command_refresh(HvrCommandCall *call);
void hvr_command_query_host(HvrCommandCall *call); /* command_host.c */
void hvr_command_query_hosts(HvrCommandCall *call);
void hvr_command_query_replications(HvrCommandCall *call); /* command_replications.c */
void hvr_command_query_statistics(HvrCommandCall *call);   /* command_statistics.c */
void hvr_command_query_all_statistics(HvrCommandCall *call);
void hvr_command_query_service(HvrCommandCall *call); /* command_service.c */
void hvr_command_query_authorization(HvrCommandCall *call);
void hvr_command_modify_service(HvrCommandCall *call);
void hvr_command_remove_authorization(HvrCommandCall *call);
void hvr_command_query_certificates(HvrCommandCall *call); /* command_certificate.c */
void hvr_command_query_network(HvrCommandCall *call);      /* command_network.c */
void hvr_command_set_network(HvrCommandCall *call);
void hvr_command_set_test_switch(HvrCommandCall *call);
void hvr_command_query_planned_failover(HvrCommandCall *call); /* command_planned_failover.c */
void hvr_command_failover(HvrCommandCall *call);               /* command_failover.c */
void hvr_command_verb(HvrCommandCall *call);                   /* command_verb.c */
void hvr_command_modify(HvrCommandCall *call);
void hvr_command_test_failover(HvrCommandCall *call); /* command_test.c */
void hvr_command_test_cleanup(HvrCommandCall *call);

G_END_DECLS
