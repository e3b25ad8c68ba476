/* command_host.c: what query-host answers
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "command_row.h"
#include "command_value.h"

/* Kerberos allows for no more (RFC 4120 8.2), and the times of a host that is as wrong
 * as that mislead whoever reads them here. */
#define MAX_SKEW (5 * G_TIME_SPAN_MINUTE)

static JsonNode *
new_string(const char *text)
{
    return text != NULL ? json_node_init_string(json_node_alloc(), text) : NULL;
}

static JsonNode *
new_boolean(gboolean value)
{
    return json_node_init_boolean(json_node_alloc(), value);
}

static JsonNode *
new_number(gint64 number)
{
    return json_node_init_int(json_node_alloc(), number);
}

static JsonNode *
get_name(HvrHost *host)
{
    return new_string(hvr_host_get_name(host));
}

static JsonNode *
get_hostname(HvrHost *host)
{
    return new_string(hvr_host_get_facts(host)->hostname);
}

static JsonNode *
get_reachable(HvrHost *host)
{
    return new_boolean(hvr_host_is_reachable(host));
}

static JsonNode *
get_unreachable_since(HvrHost *host)
{
    g_autofree char *time = hvr_command_value_time(hvr_host_get_lost_time(host));

    return hvr_host_get_lost_reason(host) != NULL ? new_string(time) : NULL;
}

static JsonNode *
get_unreachable_reason(HvrHost *host)
{
    return new_string(hvr_host_get_lost_reason(host));
}

static JsonNode *
get_authentication(HvrHost *host)
{
    gboolean is_sealed;

    return new_string(hvr_auth_scheme_get_name(hvr_host_get_scheme(host, &is_sealed)));
}

static JsonNode *
get_sealed(HvrHost *host)
{
    gboolean is_sealed;

    hvr_host_get_scheme(host, &is_sealed);

    return new_boolean(is_sealed);
}

static JsonNode *
get_clock_skew(HvrHost *host)
{
    GTimeSpan skew = hvr_host_get_facts(host)->clock_skew;

    return ABS(skew) > MAX_SKEW ? new_number(skew / G_TIME_SPAN_SECOND) : NULL;
}

static JsonNode *
get_events(HvrHost *host)
{
    return new_string(hvr_host_has_events(host, NULL) ? "subscribed" : "polling");
}

static JsonNode *
get_events_reason(HvrHost *host)
{
    g_autofree char *why_not = NULL;

    hvr_host_has_events(host, &why_not);

    return new_string(why_not);
}

static JsonNode *
get_requests(HvrHost *host)
{
    return new_number(hvr_host_get_n_requests(host));
}

static JsonNode *
get_domains(HvrHost *host)
{
    return new_number(hvr_host_get_domains(host)->len);
}

/* A host that is out of reach is shown as it was when it was last seen. */
/* clang-format off */
const HvrAnswerField hvr_command_host_fields[] = {
    { "name",               HVR_ARGUMENT_STRING,  TRUE,  get_name,               N_("what hosts.conf calls it") },
    { "hostname",           HVR_ARGUMENT_STRING,  TRUE,  get_hostname,           N_("what it calls itself, its DNS name") },
    { "reachable",          HVR_ARGUMENT_BOOLEAN, TRUE,  get_reachable,          N_("whether it answered when it was asked last; if not, all else is as it was seen last") },
    { "unreachable-since",  HVR_ARGUMENT_TIME,    FALSE, get_unreachable_since,  N_("only while it does not answer: since when") },
    { "unreachable-reason", HVR_ARGUMENT_STRING,  FALSE, get_unreachable_reason, N_("only while it does not answer: what asking it failed with last") },
    { "authentication",     HVR_ARGUMENT_STRING,  TRUE,  get_authentication,     N_("how the last call that worked was authorised: a word of 'auth' in hosts.conf, or none") },
    { "sealed",             HVR_ARGUMENT_BOOLEAN, TRUE,  get_sealed,             N_("whether the messages themselves are encrypted, which is only done without TLS") },
    { "clock-skew-seconds", HVR_ARGUMENT_NUMBER,  FALSE, get_clock_skew,         N_("only if its clock is wrong by more than five minutes: by how much it is ahead") },
    { "events",             HVR_ARGUMENT_STRING,  TRUE,  get_events,             N_("subscribed: the host tells of changes at once; polling: a change shows with the next look") },
    { "events-reason",      HVR_ARGUMENT_STRING,  FALSE, get_events_reason,      N_("only if polling: why") },
    { "requests",           HVR_ARGUMENT_NUMBER,  TRUE,  get_requests,           N_("how many it was sent") },
    { "domains",            HVR_ARGUMENT_NUMBER,  TRUE,  get_domains,            N_("how many machines it has") },
    { 0 }
};
/* clang-format on */

void
hvr_command_query_host(HvrCommandCall *call)
{
    JsonObject *object = json_object_new();

    for (const HvrAnswerField *field = hvr_command_host_fields; field->name != NULL; field++) {
        JsonNode *value = field->get(call->host);

        if (value != NULL)
            json_object_set_member(object, field->name, value);
    }

    hvr_command_call_return(call, hvr_command_value_take_object(object));
}
