/* cli_machine.c: one machine and its replication as a record
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_machine.h"

#include "cli_answer.h"
#include "libvirt-hyperv-repl.h"

/* A cycle may be late once; who is three intervals behind has missed some. */
#define BREACH 3

/* clang-format off */
static const char *const powers[] = {
    [VIR_DOMAIN_NOSTATE]     = "no-state",
    [VIR_DOMAIN_RUNNING]     = "running",
    [VIR_DOMAIN_BLOCKED]     = "blocked",
    [VIR_DOMAIN_PAUSED]      = "paused",
    [VIR_DOMAIN_SHUTDOWN]    = "shutting-down",
    [VIR_DOMAIN_SHUTOFF]     = "off",
    [VIR_DOMAIN_CRASHED]     = "crashed",
    [VIR_DOMAIN_PMSUSPENDED] = "suspended",
};
/* clang-format on */

static void
set_power(JsonObject *record, virDomainPtr domain)
{
    int state = VIR_DOMAIN_NOSTATE;
    const char *word = powers[VIR_DOMAIN_NOSTATE];

    if (virDomainGetState(domain, &state, NULL, 0) == 0 && state > 0 &&
        (guint)state < G_N_ELEMENTS(powers))
        word = powers[state];
    json_object_set_string_member(record, "power", word);
}

JsonArray *
hvr_cli_machine_list_legs(JsonObject *machine)
{
    return hvr_cli_answer_get_array(machine, "relationships");
}

/* Returns: when something happened, in seconds since 1970, or 0 */
static gint64
get_time(JsonObject *object, const char *name)
{
    const char *text = json_object_get_string_member_with_default(object, name, NULL);
    g_autoptr(GDateTime) time = text != NULL ? g_date_time_new_from_iso8601(text, NULL) : NULL;

    return time != NULL ? g_date_time_to_unix(time) : 0;
}

/* An older daemon, or a read-only connection, does not tell: then our clock has to do. */
static void
set_rpo(JsonObject *leg)
{
    gint64 last = get_time(leg, "last-replication");
    JsonObject *settings = hvr_cli_answer_get_object(leg, "settings");
    gint64 frequency =
        settings != NULL ? json_object_get_int_member_with_default(settings, "frequency", 0) : 0;
    gint64 age;

    if (!json_object_has_member(leg, "rpo-seconds") && last > 0)
        json_object_set_int_member(leg, "rpo-seconds",
                                   MAX(g_get_real_time() / G_USEC_PER_SEC - last, 0));
    age = json_object_get_int_member_with_default(leg, "rpo-seconds", -1);
    if (age >= 0 && frequency > 0)
        json_object_set_boolean_member(leg, "rpo-breached", age > BREACH * frequency);
}

static void
set_partner(JsonObject *leg, const char *role, gboolean is_extended)
{
    JsonObject *settings = hvr_cli_answer_get_object(leg, "settings");
    gboolean sends = g_strcmp0(role, "primary") == 0 || is_extended;
    const char *server;
    JsonObject *partner;

    if (json_object_has_member(leg, "partner") || settings == NULL)
        return;

    server = json_object_get_string_member_with_default(
        settings, sends ? "replica-server" : "primary-server", NULL);
    if (server == NULL)
        return;
    partner = json_object_new();
    json_object_set_string_member(partner, "server", server);
    json_object_set_object_member(leg, "partner", partner);
}

static void
complete_leg(JsonObject *leg, const char *role)
{
    gboolean is_extended = json_object_get_int_member_with_default(leg, "index", 0) == 1;

    json_object_set_string_member(leg, "relationship", is_extended ? "extended" : "primary");
    set_partner(leg, role, is_extended && g_strcmp0(role, "replica") == 0);
    set_rpo(leg);
}

static void
copy_members(JsonObject *from, JsonObject *to)
{
    JsonObjectIter iter;
    const char *name;
    JsonNode *member;

    json_object_iter_init_ordered(&iter, from);
    while (json_object_iter_next_ordered(&iter, &name, &member))
        json_object_set_member(to, name, json_node_copy(member));
}

JsonObject *
hvr_cli_machine_fetch(const HvrCliCall *call, GError **error)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    char uuid[VIR_UUID_STRING_BUFLEN] = "";
    int status = virDomainHypervReplGetState(call->domain, &params, &n_params, 0);
    g_autoptr(JsonObject) answer = hvr_cli_answer_take(status, params, n_params, error);
    JsonObject *record;
    JsonArray *legs;

    if (answer == NULL)
        return NULL;

    record = json_object_new();
    json_object_set_string_member(record, "name", call->machine);
    json_object_set_string_member(record, "host", call->host->name);
    if (virDomainGetUUIDString(call->domain, uuid) == 0)
        json_object_set_string_member(record, "uuid", uuid);
    set_power(record, call->domain);
    copy_members(answer, record);

    legs = hvr_cli_machine_list_legs(record);
    for (guint i = 0; legs != NULL && i < json_array_get_length(legs); i++)
        complete_leg(json_array_get_object_element(legs, i),
                     json_object_get_string_member_with_default(record, "role", NULL));

    return record;
}

gboolean
hvr_cli_machine_is_replicated(JsonObject *machine)
{
    JsonArray *legs = hvr_cli_machine_list_legs(machine);

    for (guint i = 0; legs != NULL && i < json_array_get_length(legs); i++) {
        JsonObject *leg = json_array_get_object_element(legs, i);

        if (g_strcmp0(json_object_get_string_member_with_default(leg, "state", NULL), "disabled") !=
            0)
            return TRUE;
    }

    return FALSE;
}

gint64
hvr_cli_machine_get_host_time(JsonObject *machine)
{
    JsonArray *legs = hvr_cli_machine_list_legs(machine);
    JsonObject *leg = legs != NULL && json_array_get_length(legs) > 0
                          ? json_array_get_object_element(legs, 0)
                          : NULL;
    gint64 last = leg != NULL ? get_time(leg, "last-replication") : 0;

    if (last == 0)
        return g_get_real_time() / G_USEC_PER_SEC;

    return last + json_object_get_int_member_with_default(leg, "rpo-seconds", 0);
}
