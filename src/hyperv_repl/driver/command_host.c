/* command_host.c: what query-host answers
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <string.h>

#include "command_row.h"
#include "command_value.h"
#include "directory.h"

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
get_address(HvrHost *host)
{
    return new_string(hvr_host_get_address(host));
}

/* A host that nobody has asked for yet has no state. */
static gboolean
is_open(HvrHost *host)
{
    return hvr_host_get_facts(host) != NULL && hvr_host_get_domains(host) != NULL;
}

static JsonNode *
get_open(HvrHost *host)
{
    return new_boolean(is_open(host));
}

/* As libvirt packs it. */
static JsonNode *
get_version(HvrHost *host)
{
    guint64 version = hvr_host_get_facts(host)->version;
    g_autofree char *text = g_strdup_printf("%u.%u.%u", (guint)(version / 100000000),
                                            (guint)(version / 1000000 % 100),
                                            (guint)(version % 1000000));

    return version != 0 ? new_string(text) : NULL;
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

    return ABS(skew) > HVR_HOST_SKEW_MAX ? new_number(skew / G_TIME_SPAN_SECOND) : NULL;
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
    { "name",               HVR_ARGUMENT_STRING,  HVR_ANSWER_ALWAYS,    N_("what hosts.conf calls it"), get_name },
    { "address",            HVR_ARGUMENT_STRING,  HVR_ANSWER_ALWAYS,    N_("where it is reached: a name or an address"), get_address },
    { "hostname",           HVR_ARGUMENT_STRING,  HVR_ANSWER_ALWAYS,    N_("what it calls itself, its DNS name"), get_hostname },
    { "version",            HVR_ARGUMENT_STRING,  HVR_ANSWER_SOMETIMES, N_("of Windows, e.g. 10.0.20348; only if it said so"), get_version },
    { "reachable",          HVR_ARGUMENT_BOOLEAN, HVR_ANSWER_ALWAYS,    N_("whether it answered when it was asked last; if not, all else is as it was seen last"), get_reachable },
    { "unreachable-since",  HVR_ARGUMENT_TIME,    HVR_ANSWER_SOMETIMES, N_("only while it does not answer: since when"), get_unreachable_since },
    { "unreachable-reason", HVR_ARGUMENT_STRING,  HVR_ANSWER_SOMETIMES, N_("only while it does not answer: what asking it failed with last"), get_unreachable_reason },
    { "authentication",     HVR_ARGUMENT_STRING,  HVR_ANSWER_ALWAYS,    N_("how the last call that worked was authorised: a word of 'auth' in hosts.conf, or none"), get_authentication },
    { "sealed",             HVR_ARGUMENT_BOOLEAN, HVR_ANSWER_ALWAYS,    N_("whether the messages themselves are encrypted, which is only done without TLS"), get_sealed },
    { "clock-skew-seconds", HVR_ARGUMENT_NUMBER,  HVR_ANSWER_SOMETIMES, N_("only if its clock is wrong by more than five minutes: by how much it is ahead"), get_clock_skew },
    { "events",             HVR_ARGUMENT_STRING,  HVR_ANSWER_ALWAYS,    N_("subscribed: the host tells of changes at once; polling: a change shows with the next look"), get_events },
    { "events-reason",      HVR_ARGUMENT_STRING,  HVR_ANSWER_SOMETIMES, N_("only if polling: why"), get_events_reason },
    { "requests",           HVR_ARGUMENT_NUMBER,  HVR_ANSWER_ALWAYS,    N_("how many it was sent"), get_requests },
    { "domains",            HVR_ARGUMENT_NUMBER,  HVR_ANSWER_ALWAYS,    N_("how many machines it has"), get_domains },
    { 0 }
};

const HvrAnswerField hvr_command_hosts_fields[] = {
    { "open",               HVR_ARGUMENT_BOOLEAN, HVR_ANSWER_ALWAYS,    N_("whether anybody has asked for it since the daemon started; if not, only its name and address are known"), get_open },
    { "name",               HVR_ARGUMENT_STRING,  HVR_ANSWER_ALWAYS,    N_("what hosts.conf calls it"), get_name },
    { "address",            HVR_ARGUMENT_STRING,  HVR_ANSWER_ALWAYS,    N_("where it is reached: a name or an address"), get_address },
    { "hostname",           HVR_ARGUMENT_STRING,  HVR_ANSWER_SOMETIMES, N_("what it calls itself, its DNS name"), get_hostname },
    { "version",            HVR_ARGUMENT_STRING,  HVR_ANSWER_SOMETIMES, N_("of Windows"), get_version },
    { "reachable",          HVR_ARGUMENT_BOOLEAN, HVR_ANSWER_SOMETIMES, N_("whether it answered when it was asked last"), get_reachable },
    { "unreachable-since",  HVR_ARGUMENT_TIME,    HVR_ANSWER_SOMETIMES, N_("only while it does not answer: since when"), get_unreachable_since },
    { "unreachable-reason", HVR_ARGUMENT_STRING,  HVR_ANSWER_SOMETIMES, N_("only while it does not answer: what asking it failed with last"), get_unreachable_reason },
    { "clock-skew-seconds", HVR_ARGUMENT_NUMBER,  HVR_ANSWER_SOMETIMES, N_("only if its clock is wrong by more than five minutes: by how much it is ahead"), get_clock_skew },
    { "events",             HVR_ARGUMENT_STRING,  HVR_ANSWER_SOMETIMES, N_("subscribed or polling"), get_events },
    { "domains",            HVR_ARGUMENT_NUMBER,  HVR_ANSWER_SOMETIMES, N_("how many machines it has"), get_domains },
    { 0 }
};
/* clang-format on */

/* What a host has that was never open stands in front, and is always there. */
static JsonObject *
format_fields(HvrHost *host, const HvrAnswerField *fields)
{
    JsonObject *object = json_object_new();

    for (const HvrAnswerField *field = fields; field->name != NULL; field++) {
        JsonNode *value = is_open(host) || field->presence == HVR_ANSWER_ALWAYS ? field->get(host)
                                                                                : NULL;

        if (value != NULL)
            json_object_set_member(object, field->name, value);
    }

    return object;
}

void
hvr_command_query_host(HvrCommandCall *call)
{
    hvr_command_call_return(
        call, hvr_command_value_take_object(format_fields(call->host, hvr_command_host_fields)));
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(hvr_host_get_name(*(HvrHost *const *)a), hvr_host_get_name(*(HvrHost *const *)b));
}

/* Whoever may read one host's state may read every host's: the right is not by host. */
void
hvr_command_query_hosts(HvrCommandCall *call)
{
    HvrDirectory *directory = hvr_host_get_directory(call->host);
    g_autoptr(GPtrArray) hosts = directory != NULL ? hvr_directory_list(directory)
                                                   : g_ptr_array_new();
    JsonArray *array = json_array_new();

    if (hosts->len == 0)
        json_array_add_object_element(array, format_fields(call->host, hvr_command_hosts_fields));
    g_ptr_array_sort(hosts, compare_names);
    for (guint i = 0; i < hosts->len; i++)
        json_array_add_object_element(array,
                                      format_fields(hosts->pdata[i], hvr_command_hosts_fields));

    hvr_command_call_return(call, hvr_command_value_take_array(array));
}
