/* command_value.c: our values as JSON
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command_value.h"

#include "directory.h"
#include "domain_health.h"
#include "job_value.h"
#include "repl_point.h"
#include "repl_relationship.h"

char *
hvr_command_value_time(gint64 usec)
{
    g_autoptr(GDateTime) time = NULL;

    if (usec == 0)
        return NULL;

    time = g_date_time_new_from_unix_utc(usec / G_USEC_PER_SEC);
    return time != NULL ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

JsonNode *
hvr_command_value_take_object(JsonObject *object)
{
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);

    json_node_take_object(node, object);

    return node;
}

JsonNode *
hvr_command_value_take_array(JsonArray *array)
{
    JsonNode *node = json_node_new(JSON_NODE_ARRAY);

    json_node_take_array(node, array);

    return node;
}

void
hvr_command_value_set_time(JsonObject *object, const char *name, gint64 usec)
{
    g_autofree char *text = hvr_command_value_time(usec);

    if (text != NULL)
        json_object_set_string_member(object, name, text);
    else
        json_object_set_null_member(object, name);
}

static JsonNode *
format_list(const char *const *elements)
{
    JsonArray *array = json_array_new();

    for (guint i = 0; elements != NULL && elements[i] != NULL; i++)
        json_array_add_string_element(array, elements[i]);

    return hvr_command_value_take_array(array);
}

static JsonNode *
format_setting(const HvrReplSettings *settings, const HvrReplSetting *setting)
{
    g_autofree char *text = NULL;

    switch (setting->type) {
    case HVR_REPL_SETTING_NUMBER:
        return json_node_init_int(json_node_alloc(),
                                  hvr_repl_settings_get_number(settings, setting));
    case HVR_REPL_SETTING_BOOLEAN:
        return json_node_init_boolean(json_node_alloc(),
                                      hvr_repl_settings_get_number(settings, setting) != 0);
    case HVR_REPL_SETTING_LIST:
        return format_list(hvr_repl_settings_get_list(settings, setting));
    case HVR_REPL_SETTING_STRING:
    case HVR_REPL_SETTING_TIME:
    case HVR_REPL_SETTING_CHOICE:
        break;
    }

    text = hvr_repl_settings_dup_text(settings, setting);
    return json_node_init_string(json_node_alloc(), text);
}

JsonNode *
hvr_command_value_settings(const HvrReplSettings *settings)
{
    JsonObject *object = json_object_new();
    HvrReplSubject subject = hvr_repl_settings_get_subject(settings);
    guint n_settings;
    const HvrReplSetting *table = hvr_repl_setting_list(subject, &n_settings);

    for (guint i = 0; i < n_settings; i++) {
        if (hvr_repl_settings_has(settings, &table[i]))
            json_object_set_member(object, table[i].name, format_setting(settings, &table[i]));
    }

    return hvr_command_value_take_object(object);
}

/* Numbers stand beside names, so that a state nobody has heard of is not lost. */
static void
set_numbered(JsonObject *object, const char *name, const char *word, guint number)
{
    g_autofree char *number_name = g_strconcat(name, "-number", NULL);

    json_object_set_string_member(object, name, word);
    json_object_set_int_member(object, number_name, number);
}

/* Of a leg that sends the other end is the replica; of an extended replica it is its primary. */
static char *
dup_partner(const HvrDomain *domain, const HvrReplRelationship *leg)
{
    gboolean sends = domain->mode == HVR_REPL_MODE_PRIMARY || leg->index > 0;
    const char *const names[2][2] = { { "primary-host", "primary-server" },
                                      { "replica-host", "replica-server" } };
    char *partner = NULL;

    for (guint i = 0; i < 2 && partner == NULL; i++)
        partner = hvr_repl_settings_dup_text(
            leg->settings, hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, names[sends][i]));

    return partner;
}

/* The host at the other end, as far as this daemon has already seen it. */
static void
set_partner(JsonObject *object,
            HvrHost *host,
            const HvrDomain *domain,
            const HvrReplRelationship *leg)
{
    HvrDirectory *directory = hvr_host_get_directory(host);
    g_autofree char *name = dup_partner(domain, leg);
    g_autoptr(HvrHost) partner =
        name != NULL && directory != NULL ? hvr_directory_find_open(directory, name) : NULL;
    JsonObject *members;

    if (name == NULL)
        return;

    members = json_object_new();
    json_object_set_string_member(members, "server", name);
    if (partner != NULL) {
        json_object_set_string_member(members, "host", hvr_host_get_name(partner));
        json_object_set_boolean_member(members, "reachable", hvr_host_is_reachable(partner));
    }
    json_object_set_object_member(object, "partner", members);
}

static void
set_leg(JsonObject *object, HvrHost *host, const HvrDomain *domain, const HvrReplRelationship *leg)
{
    gint64 rpo = hvr_domain_health_get_rpo(host, leg);

    set_numbered(object, "state", hvr_repl_state_get_name(leg->state), leg->state);
    set_numbered(object, "health", hvr_repl_health_get_name(leg->health), leg->health);
    json_object_set_string_member(object, "failed-over-kind",
                                  hvr_repl_kind_get_name(leg->failed_over_kind));
    json_object_set_string_member(object, "last-kind", hvr_repl_kind_get_name(leg->last_kind));
    hvr_command_value_set_time(object, "last-replication", leg->last_replication);
    hvr_command_value_set_time(object, "last-apply", leg->last_apply);
    hvr_command_value_set_time(object, "last-consistent", leg->last_consistent);
    if (rpo >= 0)
        json_object_set_int_member(object, "rpo-seconds", rpo);
    set_partner(object, host, domain, leg);
    json_object_set_member(object, "settings", hvr_command_value_settings(leg->settings));
}

static JsonNode *
format_leg(HvrHost *host, const HvrDomain *domain, const HvrReplRelationship *leg)
{
    JsonObject *object = json_object_new();

    json_object_set_int_member(object, "index", leg->index);
    set_leg(object, host, domain, leg);

    return hvr_command_value_take_object(object);
}

JsonObject *
hvr_command_value_machine(const HvrDomain *domain)
{
    JsonObject *object = json_object_new();
    g_autofree char *uuid = g_ascii_strdown(domain->guid, -1);

    json_object_set_string_member(object, "name", domain->name);
    json_object_set_string_member(object, "uuid", uuid);

    return object;
}

JsonObject *
hvr_command_value_relationship(HvrHost *host,
                               const HvrDomain *domain,
                               const HvrReplRelationship *leg)
{
    JsonObject *object = json_object_new();
    g_autofree char *uuid = g_ascii_strdown(domain->guid, -1);

    json_object_set_string_member(object, "domain", domain->name);
    json_object_set_string_member(object, "uuid", uuid);
    set_numbered(object, "role", hvr_repl_mode_get_name(domain->mode), domain->mode);
    json_object_set_string_member(object, "relationship", leg->index == 0 ? "primary" : "extended");
    set_leg(object, host, domain, leg);

    return object;
}

static JsonArray *
format_issues(HvrHost *host, const HvrDomain *domain)
{
    g_autoptr(GPtrArray) issues = hvr_domain_health_list_issues(host, domain);
    JsonArray *array = json_array_new();

    for (guint i = 0; i < issues->len; i++) {
        const HvrDomainIssue *issue = issues->pdata[i];
        JsonObject *object = json_object_new();

        json_object_set_string_member(object, "text", issue->text);
        json_object_set_string_member(object, "remedy", issue->remedy);
        json_array_add_object_element(array, object);
    }

    return array;
}

JsonNode *
hvr_command_value_replication(HvrHost *host, const HvrDomain *domain)
{
    JsonObject *object = json_object_new();
    JsonArray *legs = json_array_new();

    for (guint i = 0; i < G_N_ELEMENTS(domain->legs); i++) {
        if (domain->legs[i] != NULL)
            json_array_add_element(legs, format_leg(host, domain, domain->legs[i]));
    }
    set_numbered(object, "role", hvr_repl_mode_get_name(domain->mode), domain->mode);
    if (domain->forced != NULL)
        json_object_set_string_member(object, "forced", domain->forced);
    json_object_set_array_member(object, "relationships", legs);
    json_object_set_array_member(object, "issues", format_issues(host, domain));

    return hvr_command_value_take_object(object);
}

JsonNode *
hvr_command_value_state(const HvrDomain *domain, const HvrReplRelationship *leg)
{
    JsonObject *object = json_object_new();
    guint state = leg != NULL ? leg->state : HVR_REPL_STATE_DISABLED;
    guint health = leg != NULL ? leg->health : HVR_REPL_HEALTH_NONE;

    set_numbered(object, "role", hvr_repl_mode_get_name(domain->mode), domain->mode);
    set_numbered(object, "state", hvr_repl_state_get_name(state), state);
    set_numbered(object, "health", hvr_repl_health_get_name(health), health);

    return hvr_command_value_take_object(object);
}

JsonNode *
hvr_command_value_points(const HvrDomain *domain)
{
    JsonArray *array = json_array_new();

    for (guint i = 0; i < domain->snapshots->len; i++) {
        const HvrSnapshot *snapshot = domain->snapshots->pdata[i];
        JsonObject *object;

        if (snapshot->kind == HVR_POINT_CHECKPOINT)
            continue;

        object = json_object_new();
        json_object_set_string_member(object, "name", snapshot->name);
        json_object_set_string_member(object, "kind", hvr_repl_point_kind_get_name(snapshot->kind));
        hvr_command_value_set_time(object, "created", snapshot->created * G_USEC_PER_SEC);
        json_object_set_string_member(object, "title", snapshot->title);
        json_object_set_string_member(object, "id", snapshot->id);
        json_array_add_object_element(array, object);
    }

    return hvr_command_value_take_array(array);
}

JsonNode *
hvr_command_value_job(const HvrJob *job)
{
    return job != NULL ? hvr_command_value_take_object(hvr_job_value_format(job))
                       : json_node_new(JSON_NODE_NULL);
}
