/* command_answer.c: what each command answers, member by member
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command_answer.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
#define SOMETIMES HVR_ANSWER_SOMETIMES
#define ALWAYS    HVR_ANSWER_ALWAYS
#define NULLABLE  HVR_ANSWER_NULLABLE

#define BOOLEAN(name, presence, summary)          { name, HVR_ARGUMENT_BOOLEAN,  presence, summary }
#define NUMBER(name, presence, summary)           { name, HVR_ARGUMENT_NUMBER,   presence, summary }
#define AMOUNT(name, presence, unit_name, text)   { name, HVR_ARGUMENT_NUMBER,   presence, text, .unit = unit_name }
#define STRING(name, presence, summary)           { name, HVR_ARGUMENT_STRING,   presence, summary }
#define TIME(name, presence, summary)             { name, HVR_ARGUMENT_TIME,     presence, summary }
#define STRINGS(name, presence, summary)          { name, HVR_ARGUMENT_LIST,     presence, summary }
#define OBJECT(name, presence, summary, fields)   { name, HVR_ARGUMENT_OBJECT,   presence, summary, .members = fields }
#define OBJECTS(name, presence, summary, fields)  { name, HVR_ARGUMENT_OBJECTS,  presence, summary, .members = fields }
#define SETTINGS(name, of, text)                  { name, HVR_ARGUMENT_SETTINGS, ALWAYS,   text, .subject = of }
#define VARIABLE(name, presence, summary)         { name, HVR_ARGUMENT_VARIABLE, presence, summary }

/* A word, and beside it the number that it stands for: of what nobody has heard of only that tells. */
#define NUMBERED(name, summary) \
    STRING(name, ALWAYS, summary), \
    NUMBER(name "-number", ALWAYS, N_("the same, as Hyper-V numbers it"))
#define ROLE   NUMBERED("role",   N_("what the machine is in its replication: none, primary, replica, test, extended, unknown"))
#define STATE  NUMBERED("state",  N_("of the relationship, see states.rst"))
#define HEALTH NUMBERED("health", N_("of the relationship: none, ok, warning, critical, unknown"))

const HvrAnswerField hvr_answer_job_fields[] = {
    STRING("id",                ALWAYS,          N_("the host's own, or the operation's")),
    STRING("kind",              ALWAYS,          N_("what it does, e.g. initial-replication")),
    STRING("phase",             SOMETIMES,       N_("the step that it is at, if it has several")),
    STRING("phase-title",       SOMETIMES,       N_("the same in words, in the daemon's language")),
    STRING("reason",            SOMETIMES,       N_("what somebody gave for forcing it")),
    STRING("status",            ALWAYS,          N_("running, completed, failed, cancelled, unknown")),
    AMOUNT("percent",           ALWAYS, "%",     N_("how far it is, as the host says")),
    AMOUNT("elapsed-ms",        ALWAYS, "ms",    N_("how long it has been running, or ran")),
    AMOUNT("remaining-ms",      ALWAYS, "ms",    N_("an estimate; 0 where there is none")),
    BOOLEAN("cancellable",      ALWAYS,          N_("whether it may be cancelled")),
    STRING("error",             SOMETIMES,       N_("why it failed")),
    { 0 }
};
static const HvrAnswerField machine_fields[] = {
    STRING("name", ALWAYS, N_("its name")),
    STRING("uuid", ALWAYS, N_("its UUID")),
    { 0 }
};
static const HvrAnswerField call_fields[] = {
    STRING("host",        ALWAYS, N_("what hosts.conf calls the host that is called")),
    STRING("class",       ALWAYS, N_("the WMI class that has the method")),
    STRING("object",      ALWAYS, N_("path of the instance")),
    STRING("method",      ALWAYS, N_("the method")),
    VARIABLE("arguments", ALWAYS, N_("what it is given, as Microsoft spells it; instances with their class as __CLASS")),
    { 0 }
};
static const HvrAnswerField partner_fields[] = {
    STRING("server",     ALWAYS,    N_("what the relationship calls it")),
    STRING("host",       SOMETIMES, N_("what hosts.conf calls it; only if this daemon has seen it")),
    BOOLEAN("reachable", SOMETIMES, N_("the same: whether it answered when it was asked last")),
    { 0 }
};
static const HvrAnswerField issue_fields[] = {
    STRING("text",   ALWAYS, N_("what is the matter")),
    STRING("remedy", ALWAYS, N_("what to do about it")),
    { 0 }
};

#define LEG \
    STATE, HEALTH, \
    STRING("failed-over-kind", ALWAYS,         N_("none, or what it was failed over to: standard, application-consistent, planned")), \
    STRING("last-kind",        ALWAYS,         N_("what the last replication was, in the same words")), \
    TIME("last-replication",   NULLABLE,       N_("when changes were last sent or received; null: never")), \
    TIME("last-apply",         NULLABLE,       N_("when they were last written to the replica's disks")), \
    TIME("last-consistent",    NULLABLE,       N_("when an application-consistent point was last made")), \
    AMOUNT("rpo-seconds",      SOMETIMES, "s", N_("how long ago the last replication was, by the host's clock; only if there was one")), \
    OBJECT("partner",          SOMETIMES,      N_("the host at the other end"), partner_fields), \
    SETTINGS("settings", HVR_REPL_RELATIONSHIP, N_("those of the relationship that are set"))

static const HvrAnswerField leg_fields[] = {
    NUMBER("index", ALWAYS, N_("0: the primary relationship, 1: the extended one")),
    LEG,
    { 0 }
};
static const HvrAnswerField replication_fields[] = {
    ROLE,
    STRING("forced",         SOMETIMES, N_("why its failover was forced, if it was")),
    OBJECTS("relationships", ALWAYS,    N_("none, one or two"), leg_fields),
    OBJECTS("issues",        ALWAYS,    N_("why all is not well, as far as the state shows it; query-replication-statistics has the host's own reasons"), issue_fields),
    BOOLEAN("reachable",     ALWAYS,    N_("whether the host answered when it was asked last")),
    { 0 }
};

#define ONE_OF_MANY \
    STRING("domain",       ALWAYS, N_("the machine's name")), \
    STRING("uuid",         ALWAYS, N_("the machine's UUID")), \
    ROLE, \
    STRING("relationship", ALWAYS, N_("primary or extended")), \
    LEG

static const HvrAnswerField relationship_fields[] = { ONE_OF_MANY, { 0 } };
static const HvrAnswerField statistics_fields[] = {
    TIME("start",                    NULLABLE,     N_("beginning of the monitoring interval")),
    TIME("end",                      NULLABLE,     N_("its end, or now")),
    NUMBER("successes",              ALWAYS,       N_("cycles that went well")),
    NUMBER("misses",                 ALWAYS,       N_("cycles that were missed")),
    NUMBER("network-failures",       ALWAYS,       N_("cycles that failed for the network")),
    NUMBER("replication-failures",   ALWAYS,       N_("cycles that failed otherwise")),
    NUMBER("consistent-failures",    ALWAYS,       N_("application-consistent points that could not be made")),
    AMOUNT("size",                   ALWAYS, "B",  N_("sent or received in all")),
    AMOUNT("average-size",           ALWAYS, "B",  N_("of a cycle")),
    AMOUNT("maximum-size",           ALWAYS, "B",  N_("of a cycle")),
    AMOUNT("pending-size",           ALWAYS, "B",  N_("still to be sent")),
    AMOUNT("average-latency",        ALWAYS, "s",  N_("of a cycle")),
    AMOUNT("maximum-latency",        ALWAYS, "s",  N_("of a cycle")),
    HEALTH,
    STRINGS("issues",                ALWAYS,       N_("why the health is what it is, in the host's words")),
    TIME("last-test-failover",       NULLABLE,     N_("null: never")),
    { 0 }
};
static const HvrAnswerField measured_fields[] = {
    ONE_OF_MANY,
    OBJECT("statistics", NULLABLE,  N_("null where they could not be had"), statistics_fields),
    STRING("error",      SOMETIMES, N_("why not")),
    { 0 }
};
static const HvrAnswerField point_fields[] = {
    STRING("name",  ALWAYS,   N_("as snapshot-list shows it")),
    STRING("kind",  ALWAYS,   N_("standard, application-consistent or planned")),
    TIME("created", NULLABLE, N_("the time that the machine would go back to")),
    STRING("title", ALWAYS,   N_("what the host calls it")),
    STRING("id",    ALWAYS,   N_("the host's own id of it")),
    { 0 }
};
static const HvrAnswerField both_jobs_fields[] = {
    OBJECT("running", NULLABLE, N_("the job that runs"), hvr_answer_job_fields),
    OBJECT("last",    NULLABLE, N_("the one that ended last"), hvr_answer_job_fields),
    { 0 }
};
static const HvrAnswerField adapter_fields[] = {
    STRING("name",        ALWAYS,   N_("what the machine calls it")),
    STRING("mac",         ALWAYS,   N_("its MAC address")),
    STRING("id",          ALWAYS,   N_("the host's own id of it")),
    SETTINGS("settings", HVR_REPL_ADAPTER, N_("the addresses after failover that are set")),
    STRING("test-switch", NULLABLE, N_("what test machines are connected to")),
    STRING("test-pool",   NULLABLE, N_("the same, a resource pool")),
    { 0 }
};
static const HvrAnswerField service_fields[] = {
    SETTINGS("settings", HVR_REPL_SERVICE, N_("of the host as replication server")),
    { "authorization", HVR_ARGUMENT_OBJECTS, ALWAYS, N_("who may replicate to it"), .subject = HVR_REPL_AUTHORIZATION },
    BOOLEAN("listening", ALWAYS, N_("whether it waits for primaries, as it says")),
    { 0 }
};
static const HvrAnswerField certificate_fields[] = {
    STRING("thumbprint", ALWAYS,   N_("SHA-1, as certificate-thumbprint takes it")),
    STRING("subject",    NULLABLE, N_("whose it is; null if it could not be read")),
    STRING("issuer",     NULLABLE, N_("who signed it")),
    TIME("not-before",   NULLABLE, N_("from when it is good")),
    TIME("not-after",    NULLABLE, N_("until when it is good")),
    STRING("encoded",    ALWAYS,   N_("the certificate, DER in base64")),
    { 0 }
};
static const HvrAnswerField operation_fields[] = {
    STRING("id",           ALWAYS,    N_("of the operation")),
    STRING("type",         ALWAYS,    N_("verb: one change; operation: several, done or undone as a whole")),
    STRING("name",         SOMETIMES, N_("what was asked for")),
    STRING("domain",       SOMETIMES, N_("the machine it was about")),
    STRING("host",         SOMETIMES, N_("where")),
    STRING("target",       SOMETIMES, N_("the other host, if there is one")),
    STRING("phase",        ALWAYS,    N_("what became of it, or where it is")),
    STRING("step",         SOMETIMES, N_("of an operation: the step of now, or the last")),
    STRING("request",      SOMETIMES, N_("the method that was sent last")),
    STRING("job",          SOMETIMES, N_("the job that the host started")),
    TIME("began",          NULLABLE,  N_("when it was asked for")),
    TIME("changed",        NULLABLE,  N_("when this was last written")),
    BOOLEAN("interrupted", ALWAYS,    N_("whether the daemon ended while it ran")),
    STRING("message",      SOMETIMES, N_("why it failed")),
    STRING("reason",       SOMETIMES, N_("what somebody gave for it")),
    { 0 }
};
static const HvrAnswerField finding_fields[] = {
    STRING("host",     ALWAYS,    N_("which host it is about")),
    STRING("severity", ALWAYS,    N_("ok, warning or blocking")),
    STRING("text",     ALWAYS,    N_("what is so")),
    STRING("remedy",   SOMETIMES, N_("what to do about it, if it is not ok")),
    { 0 }
};
static const HvrAnswerField planned_fields[] = {
    BOOLEAN("ready",    ALWAYS, N_("whether nothing blocks it")),
    OBJECTS("findings", ALWAYS, N_("what was looked at, in that order"), finding_fields),
    OBJECTS("calls",    ALWAYS, N_("what it would call, in order; none unless it is ready"), call_fields),
    { 0 }
};
static const HvrAnswerField argument_fields[] = {
    STRING("name",      ALWAYS,    N_("its name")),
    STRING("type",      ALWAYS,    N_("boolean, number, string, list, choice, time, time-of-day, point, document")),
    BOOLEAN("required", ALWAYS,    N_("whether it has to be given")),
    NUMBER("minimum",   SOMETIMES, N_("of a number")),
    NUMBER("maximum",   SOMETIMES, N_("of a number")),
    STRING("unit",      SOMETIMES, N_("of a number")),
    STRINGS("choices",  SOMETIMES, N_("the words that it may be")),
    STRING("summary",   SOMETIMES, N_("what it means")),
    { 0 }
};
static const HvrAnswerField command_fields[] = {
    STRING("name",            ALWAYS,    N_("its name")),
    STRING("scope",           ALWAYS,    N_("whom it is addressed to: vm, host or any")),
    STRING("access",          ALWAYS,    N_("read or write")),
    STRING("right",           ALWAYS,    N_("what one must be allowed to do; a dry run needs no more than read")),
    STRING("method",          SOMETIMES, N_("the WMI method behind it, if it is one")),
    STRING("extended-method", SOMETIMES, N_("the same, for the extended relationship")),
    STRING("summary",         ALWAYS,    N_("what it does")),
    OBJECTS("arguments",      ALWAYS,    N_("what it takes"), argument_fields),
    STRING("answer-type",     ALWAYS,    N_("object, objects: an array of them, or null")),
    STRING("answer-subject",  SOMETIMES, N_("whose settings it answers, if it answers nothing else")),
    VARIABLE("answer",        SOMETIMES, N_("an array of the members of what it answers: name, type, always, nullable, unit, summary, subject, and members of their own")),
    { 0 }
};

#define THEN ROLE, STATE, HEALTH, OBJECT("job", NULLABLE, N_("that the host started, if it started one"), hvr_answer_job_fields)
static const HvrAnswerField verb_fields[] = { THEN, { 0 } };
static const HvrAnswerField host_verb_fields[] = {
    OBJECT("job", NULLABLE, N_("that the host started, if it started one"), hvr_answer_job_fields),
    { 0 }
};
static const HvrAnswerField trial_fields[] = {
    THEN,
    OBJECT("test-machine", NULLABLE, N_("what it made; null if that is not seen yet"), machine_fields),
    { 0 }
};
static const HvrAnswerField cleanup_fields[] = {
    OBJECTS("removed", ALWAYS, N_("the test machines that are gone"), machine_fields),
    { 0 }
};
static const HvrAnswerField dry_run_fields[] = {
    OBJECTS("calls", ALWAYS, N_("what would be called, in order"), call_fields),
    { 0 }
};

#define ONE  HVR_ARGUMENT_OBJECT
#define MANY HVR_ARGUMENT_OBJECTS
const HvrAnswer hvr_answer_commands      = { MANY, command_fields };
const HvrAnswer hvr_answer_host          = { ONE,  hvr_command_host_fields };
const HvrAnswer hvr_answer_hosts         = { MANY, hvr_command_hosts_fields };
const HvrAnswer hvr_answer_operations    = { MANY, operation_fields };
const HvrAnswer hvr_answer_jobs          = { ONE,  both_jobs_fields };
const HvrAnswer hvr_answer_replication   = { ONE,  replication_fields };
const HvrAnswer hvr_answer_points        = { MANY, point_fields };
const HvrAnswer hvr_answer_planned       = { ONE,  planned_fields };
const HvrAnswer hvr_answer_statistics    = { ONE,  statistics_fields };
const HvrAnswer hvr_answer_network       = { MANY, adapter_fields };
const HvrAnswer hvr_answer_verb          = { ONE,  verb_fields };
const HvrAnswer hvr_answer_host_verb     = { ONE,  host_verb_fields };
const HvrAnswer hvr_answer_test          = { ONE,  trial_fields };
const HvrAnswer hvr_answer_cleanup       = { ONE,  cleanup_fields };
const HvrAnswer hvr_answer_service       = { ONE,  service_fields };
const HvrAnswer hvr_answer_authorization = { MANY, NULL, HVR_REPL_AUTHORIZATION };
const HvrAnswer hvr_answer_replications  = { MANY, relationship_fields };
const HvrAnswer hvr_answer_measured      = { MANY, measured_fields };
const HvrAnswer hvr_answer_certificates  = { MANY, certificate_fields };
const HvrAnswer hvr_answer_dry_run       = { ONE,  dry_run_fields };
/* clang-format on */
