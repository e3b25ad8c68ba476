/* command_row.h: what the table of commands is made of
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the command files.
 */

#pragma once

#include <json-glib/json-glib.h>

#include "host.h"
#include "repl_verb.h"

G_BEGIN_DECLS

typedef enum {
    HVR_ARGUMENT_BOOLEAN,
    HVR_ARGUMENT_NUMBER,
    HVR_ARGUMENT_STRING,
    HVR_ARGUMENT_TIME,  /* RFC 3339 with offset */
    HVR_ARGUMENT_POINT, /* name of a recovery point, as snapshot-list shows it */
} HvrArgumentType;

/**
 * HvrArgument:
 * @minimum: of a number
 * @maximum: of a number
 */
typedef struct {
    const char *name;
    HvrArgumentType type;
    gboolean required;
    guint minimum;
    guint maximum;
    const char *summary;
} HvrArgument;

typedef struct _HvrCommandRow HvrCommandRow;

/**
 * HvrCommandCall:
 * @arguments: (nullable): checked against the row
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

typedef enum {
    HVR_COMMAND_READ,
    HVR_COMMAND_WRITE,
} HvrCommandAccess;

/**
 * HvrCommandRow:
 * @run: what runs it
 * @verb: for the verbs
 * @settings: takes every setting that can be written as an argument, too
 * @required_setting: (nullable): one of them that must be given
 * @arguments: ended by a row of zeros
 */
struct _HvrCommandRow {
    const char *name;
    HvrCommandAccess access;
    HvrCommandRun run;
    HvrReplVerb verb;
    gboolean settings;
    const char *required_setting;
    const HvrArgument *arguments;
    const char *summary;
};

/** hvr_command_row_list: the table */
const HvrCommandRow *hvr_command_row_list(guint *out_n_rows);

/** hvr_command_call_return: @value: (transfer full) */
void hvr_command_call_return(HvrCommandCall *call, JsonNode *value);

/** hvr_command_call_fail: @error: (transfer full) */
void hvr_command_call_fail(HvrCommandCall *call, GError *error);

/* The functions in the rows. */
void hvr_command_query_commands(HvrCommandCall *call); /* command_query.c */
void hvr_command_query_replication(HvrCommandCall *call);
void hvr_command_query_points(HvrCommandCall *call);
void hvr_command_query_job(HvrCommandCall *call);
void hvr_command_query_host(HvrCommandCall *call);
void hvr_command_refresh(HvrCommandCall *call);
void hvr_command_verb(HvrCommandCall *call); /* command_verb.c */

G_END_DECLS
