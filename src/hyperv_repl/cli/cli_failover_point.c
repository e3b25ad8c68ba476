/* cli_failover_point.c: what a machine fails over to, and what is lost by that
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_failover_point.h"

#include <glib/gi18n-lib.h>

#include "cli_answer.h"
#include "cli_machine.h"
#include "cli_text.h"
#include "cli_time.h"
#include "cli_wrap.h"
#include "libvirt-hyperv-repl.h"

#define INDENT 6

static virDomainSnapshotPtr
lookup_point_by_time(const HvrCliCall *call, const char *text, unsigned int flags, GError **error)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_local();
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    virDomainSnapshotPtr point;
    gint64 seconds;

    if (!hvr_cli_time_parse(text, now, zone, HVR_CLI_TIME_PAST, &seconds))
        return hvr_cli_fail_null(error, HVR_CLI_EXIT_USAGE,
                                 _("'%s' is no time; write one like 03:00, '2 hours ago' or "
                                   "2026-05-01T03:00:00Z"),
                                 text);

    point = virDomainHypervReplPointLookupByTime(call->domain, seconds, flags);
    if (point == NULL) {
        hvr_cli_fail_libvirt(error);
        return NULL;
    }
    return point;
}

static virDomainSnapshotPtr
lookup_point(const HvrCliCall *call, GError **error)
{
    const char *at = hvr_cli_options_get_text(call->options, "at");
    const char *before = hvr_cli_options_get_text(call->options, "before");
    virDomainSnapshotPtr point;

    if (at != NULL)
        return lookup_point_by_time(call, at, 0, error);
    if (before != NULL)
        return lookup_point_by_time(call, before, VIR_HYPERV_REPL_BEFORE, error);

    point = virDomainSnapshotLookupByName(call->domain,
                                          hvr_cli_options_get_text(call->options, "point"), 0);
    if (point == NULL)
        hvr_cli_fail_libvirt(error);

    return point;
}

static gboolean
wants_point(const HvrCliCall *call)
{
    return hvr_cli_options_has(call->options, "point") ||
           hvr_cli_options_has(call->options, "at") || hvr_cli_options_has(call->options, "before");
}

/* Returns: (transfer full) (nullable): what the host tells of a point */
static JsonObject *
fetch_point(const HvrCliCall *call, const char *name)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virDomainHypervReplGetPoints(call->domain, &params, &n_params, 0);
    g_autoptr(JsonObject) answer = hvr_cli_answer_take(status, params, n_params, NULL);
    JsonArray *points = answer != NULL ? hvr_cli_answer_get_array(answer, "point") : NULL;

    for (guint i = 0; points != NULL && i < json_array_get_length(points); i++) {
        JsonObject *point = json_array_get_object_element(points, i);

        if (g_strcmp0(hvr_cli_answer_get_text(point, "name"), name) == 0)
            return json_object_ref(point);
    }

    return NULL;
}

/* Returns: (transfer full) (nullable): the relationship whose changes arrive here */
static JsonObject *
get_leg(JsonObject *machine)
{
    JsonArray *legs = machine != NULL ? hvr_cli_machine_list_legs(machine) : NULL;

    return legs != NULL && json_array_get_length(legs) > 0
               ? json_object_ref(json_array_get_object_element(legs, 0))
               : NULL;
}

static char *
format_member(JsonObject *facts, const char *member, HvrCliFormat format)
{
    const HvrCliColumn column = { "", member, format, 0 };
    const HvrCliRow row = { NULL, facts };

    return hvr_cli_text_format(&column, &row);
}

static char *
format_target(virDomainSnapshotPtr point, JsonObject *facts)
{
    const char *name = point != NULL ? virDomainSnapshotGetName(point) : NULL;
    g_autofree char *time = NULL;
    g_autofree char *kind = NULL;

    if (facts != NULL) {
        time = format_member(facts, name != NULL ? "created" : "last-replication", HVR_CLI_AS_TIME);
        kind = format_member(facts, "kind", HVR_CLI_AS_KIND);
    }
    if (name == NULL)
        return time != NULL ? g_strdup_printf(_("the latest state, of %s"), time)
                            : g_strdup(_("the latest state"));
    if (time == NULL || kind == NULL)
        return g_strdup_printf(_("recovery point '%s'"), name);

    return g_strdup_printf(_("recovery point '%1$s' (%2$s), of %3$s"), name, kind, time);
}

/* By the clock of the host that made it.  Returns: -1 if nobody can tell */
static gint64
get_age(JsonObject *machine, JsonObject *facts, const char *member)
{
    const char *text =
        facts != NULL ? json_object_get_string_member_with_default(facts, member, NULL) : NULL;
    g_autoptr(GDateTime) time = text != NULL ? g_date_time_new_from_iso8601(text, NULL) : NULL;

    if (machine == NULL || time == NULL)
        return -1;

    return MAX(hvr_cli_machine_get_host_time(machine) - g_date_time_to_unix(time), 0);
}

/* Returns: (transfer full): what is failed over to, and, but for a test, what is lost by that */
static char *
describe(const HvrCliCall *call, virDomainSnapshotPtr point)
{
    g_autoptr(JsonObject) machine = hvr_cli_machine_fetch(call, NULL);
    g_autoptr(JsonObject) facts = point != NULL ? fetch_point(call, virDomainSnapshotGetName(point))
                                                : get_leg(machine);
    g_autofree char *target = format_target(point, facts);
    gint64 age = get_age(machine, facts, point != NULL ? "created" : "last-replication");
    g_autofree char *time = NULL;
    g_autofree char *lost = NULL;

    if (age < 0 || hvr_cli_options_is_set(call->options, "test"))
        return g_steal_pointer(&target);

    time = hvr_cli_text_format_age(age);
    lost = g_strdup_printf(_("changes of the %s since then are lost"), time);

    return g_strdup_printf(_("%1$s; %2$s"), target, lost);
}

static char *
indent(const HvrCliSession *session, const char *text)
{
    guint columns = hvr_cli_session_width(session);
    g_auto(GStrv) lines = hvr_cli_wrap(text, columns > 2 * INDENT ? columns - INDENT - 1 : INDENT);
    GString *block = g_string_new(NULL);

    for (guint i = 0; lines[i] != NULL; i++)
        g_string_append_printf(block, "%*s%s\n", INDENT, "", lines[i]);

    return g_string_free(block, FALSE);
}

void
hvr_cli_failover_look(const HvrCliCall *call)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    if (hvr_cli_options_is_set(call->options, "planned") ||
        hvr_cli_options_is_set(call->options, "cleanup"))
        return;

    if (wants_point(call))
        call->chosen->point = lookup_point(call, &error);
    text = error != NULL ? g_strdup(error->message) : describe(call, call->chosen->point);
    call->chosen->detail = indent(call->session, text);
}

gboolean
hvr_cli_failover_choose(const HvrCliCall *call,
                        virDomainSnapshotPtr *out_point,
                        char **out_note,
                        GError **error)
{
    g_autofree char *text = NULL;
    g_autofree char *lines = NULL;

    *out_note = NULL;
    *out_point = g_steal_pointer(&call->chosen->point);
    if (*out_point == NULL && wants_point(call)) {
        *out_point = lookup_point(call, error);
        if (*out_point == NULL)
            return FALSE;
    }
    if (call->chosen->detail != NULL)
        return TRUE;

    text = describe(call, *out_point);
    if (call->session->draws) {
        lines = indent(call->session, text);
        *out_note = g_strdup_printf("%s:\n%s", call->machine, g_strchomp(lines));
    } else {
        *out_note = g_strdup_printf(_("%1$s: %2$s"), call->machine, text);
    }

    return TRUE;
}
