/* cli_report.h: what a command found out, as records, and how they are shown
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A command adds records: JSON objects with the daemon's own kebab-case
 * members.  They are printed as JSON, YAML or names as they are, and as a table
 * by the rows of columns, which is where text is translated and coloured.
 */

#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>
#include <libvirt/libvirt.h>

G_BEGIN_DECLS

/**
 * HvrCliFormat:
 * @HVR_CLI_AS_TEXT: as it is; numbers in the locale's way
 * @HVR_CLI_AS_ROLE: name of a role, translated
 * @HVR_CLI_AS_STATE: name of a state, translated, with its number if nobody knows it
 * @HVR_CLI_AS_HEALTH: name of a health, translated and coloured
 * @HVR_CLI_AS_AGE: seconds, as "4m 10s"
 * @HVR_CLI_AS_MILLISECONDS: milliseconds, as "1.2 s"
 * @HVR_CLI_AS_SIZE: bytes, as "1.5 GiB"
 * @HVR_CLI_AS_TIME: RFC 3339, shown in local time with its offset
 * @HVR_CLI_AS_YES_NO: a boolean
 * @HVR_CLI_AS_PERCENT: 0 to 100
 * @HVR_CLI_AS_COUNT: how many members an array has
 * @HVR_CLI_AS_LIST: an array of strings, separated by commas
 * @HVR_CLI_AS_RESULT: "done", "unchanged", "planned", "failed" or "not-begun", translated and
 * coloured
 * @HVR_CLI_AS_POWER: name of a domain's state, translated
 * @HVR_CLI_AS_MEMBERS: an object, as "name=value, name=value"
 * @HVR_CLI_AS_RPO: seconds like an age, with "!" if the row's "rpo-breached" is true
 * @HVR_CLI_AS_HOURS: hours, 0 for "never"
 * @HVR_CLI_AS_LINES: an array of strings, one a line on a card
 * @HVR_CLI_AS_SENTENCE: the daemon's, in this program's words
 * @HVR_CLI_AS_ISSUES: an array of {"text", "remedy"}
 * @HVR_CLI_AS_ARGUMENTS: an object on a card: a line for each member, "a.b=value" for one of an
 * object in it
 * @HVR_CLI_AS_KIND: kind of a recovery point or of a replication, translated
 * @HVR_CLI_AS_VERDICT: what came of looking at something, translated and coloured
 * @HVR_CLI_AS_JOB: kind of a job, translated
 * @HVR_CLI_AS_STEP: step of a planned failover, translated
 * @HVR_CLI_AS_CHECK: what is looked at, translated
 *
 * How a table shows a value.
 */
typedef enum {
    HVR_CLI_AS_TEXT,
    HVR_CLI_AS_ROLE,
    HVR_CLI_AS_STATE,
    HVR_CLI_AS_HEALTH,
    HVR_CLI_AS_AGE,
    HVR_CLI_AS_MILLISECONDS,
    HVR_CLI_AS_SIZE,
    HVR_CLI_AS_TIME,
    HVR_CLI_AS_YES_NO,
    HVR_CLI_AS_PERCENT,
    HVR_CLI_AS_COUNT,
    HVR_CLI_AS_LIST,
    HVR_CLI_AS_RESULT,
    HVR_CLI_AS_POWER,
    HVR_CLI_AS_MEMBERS,
    HVR_CLI_AS_KIND,
    HVR_CLI_AS_ARGUMENTS,
    HVR_CLI_AS_RPO,
    HVR_CLI_AS_HOURS,
    HVR_CLI_AS_LINES,
    HVR_CLI_AS_SENTENCE,
    HVR_CLI_AS_ISSUES,
    HVR_CLI_AS_VERDICT,
    HVR_CLI_AS_JOB,
    HVR_CLI_AS_STEP,
    HVR_CLI_AS_CHECK,
} HvrCliFormat;

/**
 * HvrCliColumnTraits:
 * @HVR_CLI_RIGHT: numbers stand at the right
 * @HVR_CLI_WRAP: goes on in the next line where the terminal is too narrow
 * @HVR_CLI_CUT: is cut where the terminal is too narrow
 * @HVR_CLI_IF_ANY: only if a record has it
 * @HVR_CLI_IF_MANY_HOSTS: only if several hosts were asked
 * @HVR_CLI_IF_VARIED: only if not all rows have the same
 * @HVR_CLI_IF_ROOM: only if the terminal is wide enough for it besides the others
 */
typedef enum {
    HVR_CLI_RIGHT = 1 << 0,
    HVR_CLI_WRAP = 1 << 1,
    HVR_CLI_CUT = 1 << 2,
    HVR_CLI_IF_ANY = 1 << 3,
    HVR_CLI_IF_MANY_HOSTS = 1 << 4,
    HVR_CLI_IF_VARIED = 1 << 5,
    HVR_CLI_IF_ROOM = 1 << 6,
} HvrCliColumnTraits;

/**
 * HvrCliColumn:
 * @title: translatable
 * @member: of the record, "a.b" for one of an object in it, "a|b" for the first that is there
 * @format: how to show it
 * @traits: of #HvrCliColumnTraits
 *
 * A row without a title ends a table.
 */
typedef struct {
    const char *title;
    const char *member;
    HvrCliFormat format;
    guint traits;
} HvrCliColumn;

/**
 * HvrCliLayout:
 * @kind: of the records, the "kind" of JSON output, e.g. "Machine"
 * @expand: (nullable): a member that is an array of objects: a record has one row for
 *   each; what a column names is looked for in that object first, then in the record
 * @columns: what a table shows
 * @only: (nullable): a table shows only those records whose member of this name is true
 * @is_card: one block of "Title: value" lines for each row instead of one line
 * @empty: translatable: said on stderr if there are no records, e.g. N_("no recovery points")
 */
typedef struct {
    const char *kind;
    const char *expand;
    const HvrCliColumn *columns;
    gboolean is_card;
    const char *empty;
    const char *only;
} HvrCliLayout;

/** HvrCliReport: records of one command */
typedef struct _HvrCliReport HvrCliReport;

/**
 * hvr_cli_report_new:
 * @layout: of its records; what it points to is static
 */
HvrCliReport *hvr_cli_report_new(const HvrCliLayout *layout);
void hvr_cli_report_free(HvrCliReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrCliReport, hvr_cli_report_free)

/** hvr_cli_report_set_layout: for commands whose options decide what they show, e.g. --dry-run */
void hvr_cli_report_set_layout(HvrCliReport *self, const HvrCliLayout *layout);
const HvrCliLayout *hvr_cli_report_get_layout(const HvrCliReport *self);

/** hvr_cli_report_add: @record: (transfer full): with at least "name" */
void hvr_cli_report_add(HvrCliReport *self, JsonObject *record);

/** hvr_cli_report_get_records: (transfer none): all of them */
JsonArray *hvr_cli_report_get_records(const HvrCliReport *self);

/**
 * hvr_cli_record_new:
 * @params: as the library's reading functions answer: members joined by '.', "x.count" and "x.0"
 * for arrays
 *
 * Returns: (transfer full): the object that they came from
 */
JsonObject *hvr_cli_record_new(const virTypedParameter *params, int n_params);

G_END_DECLS
