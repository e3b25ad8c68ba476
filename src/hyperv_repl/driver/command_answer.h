/* command_answer.h: what each command answers, member by member
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the command files.  query-commands and the documents read these
 * rows; tests hold real answers against them.
 */

#pragma once

#include <json-glib/json-glib.h>

#include "command_argument.h"
#include "host.h"
#include "repl_settings.h"

G_BEGIN_DECLS

/**
 * HvrAnswerPresence:
 * @HVR_ANSWER_SOMETIMES: not every answer has it
 * @HVR_ANSWER_ALWAYS: every answer has it
 * @HVR_ANSWER_NULLABLE: the same, but it may be null
 */
typedef enum {
    HVR_ANSWER_SOMETIMES,
    HVR_ANSWER_ALWAYS,
    HVR_ANSWER_NULLABLE,
} HvrAnswerPresence;

typedef struct _HvrAnswerField HvrAnswerField;

/**
 * HvrAnswerField:
 * @get: (transfer full) (nullable): for those that are made of the host alone; %NULL for an answer
 *   without it
 * @members: of %HVR_ARGUMENT_OBJECT and %HVR_ARGUMENT_OBJECTS; ended by a row of zeros
 * @subject: of %HVR_ARGUMENT_SETTINGS, and of objects without @members
 * @unit: (nullable): of a number
 *
 * One member of an answer.
 */
struct _HvrAnswerField {
    const char *name;
    HvrArgumentType type;
    HvrAnswerPresence presence;
    const char *summary;
    JsonNode *(*get)(HvrHost *host);
    const HvrAnswerField *members;
    HvrReplSubject subject;
    const char *unit;
};

/**
 * HvrAnswer:
 * @type: %HVR_ARGUMENT_OBJECT or %HVR_ARGUMENT_OBJECTS
 * @fields: (nullable): ended by a row of zeros; %NULL: settings of a subject
 * @subject: without @fields
 *
 * What a command answers; an answer in XML is described by its schema.
 */
typedef struct {
    HvrArgumentType type;
    const HvrAnswerField *fields;
    HvrReplSubject subject;
} HvrAnswer;

/** hvr_command_host_fields: all that query-host answers, in that order; ended by a row of zeros */
extern const HvrAnswerField hvr_command_host_fields[]; /* command_host.c */

/** hvr_command_hosts_fields: the same, of each host in query-hosts */
extern const HvrAnswerField hvr_command_hosts_fields[];

extern const HvrAnswer hvr_answer_commands;
extern const HvrAnswer hvr_answer_host;
extern const HvrAnswer hvr_answer_hosts;
extern const HvrAnswer hvr_answer_operations;
extern const HvrAnswer hvr_answer_jobs;
extern const HvrAnswer hvr_answer_replication;
extern const HvrAnswer hvr_answer_points;
extern const HvrAnswer hvr_answer_planned;
extern const HvrAnswer hvr_answer_statistics;
extern const HvrAnswer hvr_answer_network;
extern const HvrAnswer hvr_answer_verb;
extern const HvrAnswer hvr_answer_host_verb;
extern const HvrAnswer hvr_answer_test;
extern const HvrAnswer hvr_answer_cleanup;
extern const HvrAnswer hvr_answer_service;
extern const HvrAnswer hvr_answer_authorization;
extern const HvrAnswer hvr_answer_replications;
extern const HvrAnswer hvr_answer_measured;
extern const HvrAnswer hvr_answer_certificates;

/** hvr_answer_job_fields: of a job, in answers and events; ended by a row of zeros */
extern const HvrAnswerField hvr_answer_job_fields[];

/** hvr_answer_dry_run: whatever changes something, asked what it would do */
extern const HvrAnswer hvr_answer_dry_run;

G_END_DECLS
