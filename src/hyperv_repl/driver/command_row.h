/* command_row.h: what the table of commands is made of
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the command files.
 */

#pragma once

#include <json-glib/json-glib.h>

#include "host.h"
#include "hvr_access.h"
#include "repl_settings.h"
#include "repl_verb.h"

G_BEGIN_DECLS

typedef enum {
    HVR_ARGUMENT_BOOLEAN,
    HVR_ARGUMENT_NUMBER,
    HVR_ARGUMENT_STRING,
    HVR_ARGUMENT_LIST, /* strings, at least one */
    HVR_ARGUMENT_CHOICE,
    HVR_ARGUMENT_TIME,     /* RFC 3339 with offset */
    HVR_ARGUMENT_POINT,    /* name of a recovery point, as snapshot-list shows it */
    HVR_ARGUMENT_DOCUMENT, /* XML as in schemas/ */
} HvrArgumentType;

/**
 * HvrArgument:
 * @minimum: of a number
 * @maximum: of a number
 * @unit: (nullable): of a number
 * @choices: (nullable): the words of a choice
 * @get_choice: (nullable): the same where another table has them, by number
 * @n_choices: for @get_choice
 */
typedef struct {
    const char *name;
    HvrArgumentType type;
    gboolean required;
    const char *summary;
    guint minimum;
    guint maximum;
    const char *unit;
    const char *const *choices;
    const char *(*get_choice)(guint number);
    guint n_choices;
} HvrArgument;

/** hvr_argument_get_choice: (nullable): a choice's word by index; %NULL behind the last */
const char *hvr_argument_get_choice(const HvrArgument *argument, guint index);

/**
 * HvrAnswerField:
 * @always: whether every answer has it
 * @get: (transfer full) (nullable): %NULL for an answer without it
 *
 * One member of an answer that is an object.
 */
typedef struct {
    const char *name;
    HvrArgumentType type;
    gboolean always;
    JsonNode *(*get)(HvrHost *host);
    const char *summary;
} HvrAnswerField;

/** hvr_command_host_fields: all that query-host answers, in that order; ended by a row of zeros */
extern const HvrAnswerField hvr_command_host_fields[]; /* command_host.c */

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
    GTask *task;
} HvrCommandCall;

typedef void (*HvrCommandRun)(HvrCommandCall *call);

/* Whom a command is addressed to. */
typedef enum {
    HVR_COMMAND_ANY,
    HVR_COMMAND_VM,
    HVR_COMMAND_HOST, /* the domain that is the host itself */
} HvrCommandScope;

/* Nothing in the table of verbs stands behind it. */
#define HVR_COMMAND_NO_VERB HVR_N_VERBS

/**
 * HvrCommandRow:
 * @run: what runs it
 * @verb: (type HvrReplVerb): or %HVR_COMMAND_NO_VERB
 * @settings: (nullable): the settings it takes as arguments, too
 * @arguments: ended by a row of zeros
 * @answer: (nullable): what its answer has; ended by a row of zeros
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
    const HvrAnswerField *answer;
};

/** hvr_command_row_list: the table */
const HvrCommandRow *hvr_command_row_list(guint *out_n_rows);

/** hvr_command_row_find_argument: (nullable): by name, settings left out */
const HvrArgument *hvr_command_row_find_argument(const HvrCommandRow *row, const char *name);

/** hvr_command_row_has_setting: whether the setting may be given as an argument */
gboolean hvr_command_row_has_setting(const HvrCommandRow *row, const HvrReplSetting *setting);

/** hvr_command_row_check: %HVR_ERROR_INVALID naming command and argument */
gboolean hvr_command_row_check(const HvrCommandRow *row, JsonObject *arguments, GError **error);

/** hvr_command_call_return: @value: (transfer full) */
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

/** hvr_command_call_get_cancellable: (nullable): of the caller */
GCancellable *hvr_command_call_get_cancellable(HvrCommandCall *call);

/* The functions in the rows. */
void hvr_command_query_commands(HvrCommandCall *call); /* command_query.c */
void hvr_command_query_replication(HvrCommandCall *call);
void hvr_command_query_points(HvrCommandCall *call);
void hvr_command_query_job(HvrCommandCall *call);
void hvr_command_query_operations(HvrCommandCall *call); /* command_operations.c */
void hvr_command_refresh(HvrCommandCall *call);
void hvr_command_query_host(HvrCommandCall *call);         /* command_host.c */
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
void hvr_command_failover(HvrCommandCall *call); /* command_failover.c */
void hvr_command_verb(HvrCommandCall *call);     /* command_verb.c */
void hvr_command_modify(HvrCommandCall *call);
void hvr_command_test_failover(HvrCommandCall *call); /* command_test.c */
void hvr_command_test_cleanup(HvrCommandCall *call);

G_END_DECLS
