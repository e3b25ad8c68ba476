/* cli_goal.c: whether what a command was to bring about is so already
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_goal.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "cli_answer.h"
#include "libvirt-hyperv-repl.h"

/* clang-format off */
static const struct {
    const char *verb;
    const char *role;    /* of the machine then; NULL: it is an entry of the host */
    guint leg;           /* of the relationship that is meant */
    const char *changer; /* changes settings that are others */
} goals[] = {
    { "replication-enable",            "primary", 0, "set"         },
    { "replication-enable",            "replica", 1, "set"         },
    { "replication-reverse",           "primary", 0, "set"         },
    { "replication-become-replica",    "replica", 0, NULL          },
    { "replication-become-primary",    "primary", 0, NULL          },
    { "replication-authorization-add", NULL,      0, "auth-modify" },
};

/* Arguments that say how a command is run, not what it is to bring about. */
static const char *const manners[] = { "timeout", "reason", NULL };

/* A name may be given without its domain; a thumbprint in small letters. */
static const char *const caseless[] = { "replica-server", "certificate-thumbprint", "allowed-primary", NULL };
/* clang-format on */

static gboolean
has_string(JsonArray *array, const char *wanted)
{
    for (guint i = 0; i < json_array_get_length(array); i++) {
        if (g_strcmp0(json_array_get_string_element(array, i), wanted) == 0)
            return TRUE;
    }

    return FALSE;
}

/* All of a list, and nothing besides. */
static gboolean
is_same_list(JsonArray *array, const char *name, const virTypedParameter *params, int n_params)
{
    guint n_wanted = 0;

    for (int i = 0; i < n_params; i++) {
        if (!g_str_equal(params[i].field, name))
            continue;
        n_wanted++;
        if (!has_string(array, params[i].value.s))
            return FALSE;
    }

    return n_wanted == json_array_get_length(array);
}

static gboolean
is_same_text(const char *name, const char *is, const char *wanted)
{
    gsize n_label = strcspn(is, ".");

    if (!g_strv_contains(caseless, name))
        return g_str_equal(is, wanted);

    return g_ascii_strcasecmp(is, wanted) == 0 ||
           (g_str_equal(name, "replica-server") && strlen(wanted) == n_label &&
            g_ascii_strncasecmp(is, wanted, n_label) == 0);
}

/* A relationship keeps the name that was given, and the host's own. */
static gboolean
is_known_as(JsonObject *settings, const virTypedParameter *param)
{
    return g_str_equal(param->field, VIR_HYPERV_REPL_PARAM_REPLICA_SERVER) &&
           g_ascii_strcasecmp(hvr_cli_answer_get_text(settings, "replica-host"), param->value.s) ==
               0;
}

static gboolean
is_same(JsonNode *node, const virTypedParameter *param)
{
    GType type = json_node_get_value_type(node);

    switch (param->type) {
    case VIR_TYPED_PARAM_BOOLEAN:
        return type == G_TYPE_BOOLEAN && json_node_get_boolean(node) == (param->value.b != 0);
    case VIR_TYPED_PARAM_ULLONG:
        return type == G_TYPE_INT64 && (guint64)json_node_get_int(node) == param->value.ul;
    case VIR_TYPED_PARAM_STRING:
        return type == G_TYPE_STRING &&
               is_same_text(param->field, json_node_get_string(node), param->value.s);
    default:
        return FALSE;
    }
}

char *
hvr_cli_goal_differ(JsonObject *settings, const virTypedParameter *params, int n_params)
{
    for (int i = 0; i < n_params; i++) {
        JsonNode *node = json_object_get_member(settings, params[i].field);
        gboolean is_so = node != NULL;

        if (g_strv_contains(manners, params[i].field))
            continue;
        if (node != NULL && JSON_NODE_HOLDS_ARRAY(node))
            is_so = params[i].type == VIR_TYPED_PARAM_STRING &&
                    is_same_list(json_node_get_array(node), params[i].field, params, n_params);
        else if (node != NULL)
            is_so = JSON_NODE_HOLDS_VALUE(node) &&
                    (is_same(node, &params[i]) || is_known_as(settings, &params[i]));
        if (!is_so)
            return g_strdup(params[i].field);
    }

    return NULL;
}

static JsonObject *
fetch_state(virDomainPtr domain)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virDomainHypervReplGetState(domain, &params, &n_params, 0);

    return hvr_cli_answer_take(status, params, n_params, NULL);
}

static gboolean
has_role(JsonObject *state, const char *role)
{
    return g_str_equal(hvr_cli_answer_get_text(state, "role"), role);
}

/* Returns: (transfer none) (nullable): of a machine in that role, its relationship */
static JsonObject *
find_leg(JsonObject *state, const char *role, guint index)
{
    JsonArray *legs = has_role(state, role) ? hvr_cli_answer_get_array(state, "relationships")
                                            : NULL;
    JsonObject *leg = legs != NULL && index < json_array_get_length(legs)
                          ? json_array_get_object_element(legs, index)
                          : NULL;

    return leg == NULL || g_str_equal(hvr_cli_answer_get_text(leg, "state"), "disabled") ? NULL
                                                                                         : leg;
}

/* Returns: (transfer full) (nullable): the settings of the entry that the arguments name */
static JsonObject *
fetch_entry(const HvrCliErrand *errand)
{
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int status = virConnectHypervReplGetAuthorization(errand->conn, NULL, 0, &params, &n_params, 0);
    g_autoptr(JsonObject) answer = hvr_cli_answer_take(status, params, n_params, NULL);
    JsonArray *entries = answer != NULL ? hvr_cli_answer_get_array(answer, "entry") : NULL;
    const char *wanted = "";

    (void)virTypedParamsGetString(errand->params, errand->n_params,
                                  VIR_HYPERV_REPL_PARAM_ALLOWED_PRIMARY, &wanted);
    for (guint i = 0; entries != NULL && i < json_array_get_length(entries); i++) {
        JsonObject *entry = json_array_get_object_element(entries, i);
        const char *name = hvr_cli_answer_get_text(entry, "allowed-primary");

        if (g_ascii_strcasecmp(name, wanted) == 0)
            return json_object_ref(entry);
    }

    return NULL;
}

/* Returns: (transfer full) (nullable): the settings of what is there already */
static JsonObject *
fetch_settings(const HvrCliErrand *errand, const char *role, guint leg)
{
    g_autoptr(JsonObject) state = NULL;
    JsonObject *found;

    if (role == NULL)
        return fetch_entry(errand);

    state = fetch_state(errand->domain);
    found = state != NULL ? find_leg(state, role, leg) : NULL;

    found = found != NULL ? hvr_cli_answer_get_object(found, "settings") : NULL;

    return found != NULL ? json_object_ref(found) : NULL;
}

/* Starting on a replica is about the one that it replicates to, if there is one. */
static guint
choose_leg(const HvrCliVerb *verb, const HvrCliErrand *errand, JsonObject *state)
{
    JsonArray *legs = hvr_cli_answer_get_array(state, "relationships");

    if (errand->flags & VIR_HYPERV_REPL_EXTENDED)
        return 1;

    return g_str_equal(verb->name, "replication-start") && has_role(state, "replica") &&
           legs != NULL && json_array_get_length(legs) > 1;
}

static gboolean
is_on_side(HvrCliSide side, JsonObject *state, guint leg)
{
    gboolean receives = leg == 0 && (has_role(state, "replica") || has_role(state, "extended"));

    return side == HVR_CLI_EITHER_SIDE || (side == HVR_CLI_RECEIVER) == receives;
}

/* A machine without that relationship is "disabled". */
static gboolean
is_in_state(const HvrCliVerb *verb, const HvrCliErrand *errand)
{
    g_autoptr(JsonObject) state = fetch_state(errand->domain);
    JsonArray *legs = state != NULL ? hvr_cli_answer_get_array(state, "relationships") : NULL;
    guint leg = state != NULL ? choose_leg(verb, errand, state) : 0;
    const char *is = "disabled";

    if (state == NULL)
        return FALSE;
    if (legs != NULL && leg < json_array_get_length(legs))
        is = json_object_get_string_member_with_default(json_array_get_object_element(legs, leg),
                                                        "state", is);

    return g_str_equal(is, verb->goal) && is_on_side(verb->side, state, leg);
}

gboolean
hvr_cli_goal_is_replica(virDomainPtr domain)
{
    g_autoptr(JsonObject) state = fetch_state(domain);
    JsonObject *leg = state != NULL ? find_leg(state, "replica", 0) : NULL;

    return leg != NULL && g_str_equal(hvr_cli_answer_get_text(leg, "state"), "replicating");
}

/* What a rehearsal finds is what the command itself would. */
gboolean
hvr_cli_goal_has_test(virDomainPtr domain)
{
    g_autoptr(JsonObject) state = fetch_state(domain);
    virTypedParameterPtr calls = NULL;
    int n_calls = 0;
    gboolean has_none;

    if (state == NULL)
        return TRUE;
    if (!is_on_side(HVR_CLI_RECEIVER, state, 0))
        return FALSE;
    if (virDomainHypervReplGetPlan(domain, "replication-test-cleanup", NULL, 0, &calls, &n_calls,
                                   0) == 0) {
        virTypedParamsFree(calls, n_calls);
        return TRUE;
    }

    has_none = virGetLastErrorCode() == VIR_ERR_OPERATION_INVALID;
    virResetLastError();

    return !has_none;
}

static gboolean
is_without_test(const HvrCliErrand *errand)
{
    g_autoptr(JsonObject) state = fetch_state(errand->domain);

    return state != NULL && is_on_side(HVR_CLI_RECEIVER, state, 0) &&
           !hvr_cli_goal_has_test(errand->domain);
}

/* Of an entry that is there already, a host says no more than that something is wrong. */
static gboolean
may_be_so(const HvrCliVerb *verb, const GError *error)
{
    HvrCliExit status = hvr_cli_error_get_exit(error);

    return status == HVR_CLI_EXIT_REFUSED ||
           (status == HVR_CLI_EXIT_USAGE &&
            g_str_equal(verb->name, "replication-authorization-add"));
}

gboolean
hvr_cli_goal_is_reached(const HvrCliVerb *verb, HvrCliErrand *errand, GError **error)
{
    if (!may_be_so(verb, *error))
        return FALSE;
    if (verb->goal != NULL)
        return is_in_state(verb, errand);
    if (g_str_equal(verb->name, "replication-test-cleanup"))
        return is_without_test(errand);

    for (gsize i = 0; i < G_N_ELEMENTS(goals); i++) {
        g_autoptr(JsonObject) settings = g_str_equal(goals[i].verb, verb->name)
                                             ? fetch_settings(errand, goals[i].role, goals[i].leg)
                                             : NULL;
        g_autofree char *other =
            settings != NULL ? hvr_cli_goal_differ(settings, errand->params, errand->n_params)
                             : NULL;

        if (settings == NULL)
            continue;
        if (other == NULL || goals[i].changer == NULL)
            return TRUE;
        g_clear_error(error);
        return hvr_cli_fail(error, HVR_CLI_EXIT_REFUSED,
                            _("this is there already, with another '%1$s'; change it with "
                              "'virt-replica %2$s'"),
                            other, goals[i].changer);
    }

    return FALSE;
}
