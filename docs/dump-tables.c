/* dump-tables.c: the tables of commands, procedures, verbs, states and settings as JSON
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Never installed: the documents are made of what it prints (generate.py), and
 * the checks of tests/style/ hold it against the schemas.
 */

#include <config.h>

#include <json-glib/json-glib.h>
#include <stdio.h>

#include "command_answer.h"
#include "command_describe.h"
#include "command_row.h"
#include "event_row.h"
#include "hvr_error.h"
#include "repl_settings.h"
#include "repl_state.h"
#include "repl_verb_row.h"
#include "rpc_frame.h"
#include "rpc_procedure.h"
#include "wmi_result.h"
#include "wsman_fault_map.h"

typedef const char *(*GetName)(guint number);

/* clang-format off */
static const struct {
    const char *name;
    guint mode;
    guint leg;
} sides[] = {
    { "none",      HVR_REPL_MODE_NONE,     0 },
    { "primary",   HVR_REPL_MODE_PRIMARY,  0 },
    { "replica",   HVR_REPL_MODE_REPLICA,  0 },
    { "extending", HVR_REPL_MODE_REPLICA,  1 },
    { "extended",  HVR_REPL_MODE_EXTENDED, 0 },
    { "test",      HVR_REPL_MODE_TEST,     0 },
};

static const struct {
    const char *name;
    const HvrWmiClass *class;
} subjects[] = {
    [HVR_REPL_RELATIONSHIP]  = { "relationship",  &hvr_wmi_class_Msvm_ReplicationSettingData },
    [HVR_REPL_SERVICE]       = { "service",       &hvr_wmi_class_Msvm_ReplicationServiceSettingData },
    [HVR_REPL_AUTHORIZATION] = { "authorization", &hvr_wmi_class_Msvm_ReplicationAuthorizationSettingData },
    [HVR_REPL_ADAPTER]       = { "adapter",       &hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData },
};

static const char *const forms[] = {
    [HVR_REPL_FORM_LINE]       = "text",
    [HVR_REPL_FORM_THUMBPRINT] = "thumbprint",
    [HVR_REPL_FORM_SERVERS]    = "server or pattern",
    [HVR_REPL_FORM_ADDRESS]    = "IP address",
    [HVR_REPL_FORM_SUBNET]     = "mask or prefix length",
};

static const char *const types[] = {
    [HVR_REPL_SETTING_NUMBER]  = "number",
    [HVR_REPL_SETTING_BOOLEAN] = "boolean",
    [HVR_REPL_SETTING_STRING]  = "string",
    [HVR_REPL_SETTING_TIME]    = "time of day",
    [HVR_REPL_SETTING_CHOICE]  = "choice",
    [HVR_REPL_SETTING_LIST]    = "list",
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(subjects) == HVR_REPL_N_SUBJECTS);

static void
set_string(JsonBuilder *builder, const char *name, const char *value)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_string_value(builder, value);
}

static void
set_boolean(JsonBuilder *builder, const char *name, gboolean value)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_boolean_value(builder, value);
}

static void
set_number(JsonBuilder *builder, const char *name, gint64 value)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_int_value(builder, value);
}

static void
set_bits(JsonBuilder *builder, const char *name, guint32 bits, guint n_bits, GetName get_name)
{
    json_builder_set_member_name(builder, name);
    json_builder_begin_array(builder);
    for (guint i = 0; i < n_bits; i++) {
        if ((bits & (1u << i)) != 0)
            json_builder_add_string_value(builder, get_name(i));
    }
    json_builder_end_array(builder);
}

static void
set_states(JsonBuilder *builder, const char *name, guint32 states)
{
    set_bits(builder, name, states, HVR_REPL_N_STATES, hvr_repl_state_get_name);
}

/* What is sent, doubtful states included, one list for each side that has any. */
static void
add_allowed(JsonBuilder *builder, HvrReplVerb verb)
{
    json_builder_set_member_name(builder, "allowed");
    json_builder_begin_object(builder);
    for (guint i = 0; i < G_N_ELEMENTS(sides); i++) {
        guint32 states = 0;

        for (guint state = 0; state < HVR_REPL_N_STATES; state++) {
            if (hvr_repl_verb_is_allowed(verb, sides[i].mode, sides[i].leg, state))
                states |= 1u << state;
        }
        set_states(builder, sides[i].name, states);
    }
    json_builder_end_object(builder);
}

static void
add_verb(JsonBuilder *builder, HvrReplVerb verb)
{
    const HvrReplVerbRow *row = hvr_repl_verb_get_row(verb);

    json_builder_begin_object(builder);
    set_string(builder, "name", hvr_repl_verb_get_name(verb));
    set_string(builder, "title", hvr_repl_verb_get_title(verb));
    set_string(builder, "of", hvr_repl_verb_is_of_host(verb) ? "host" : "machine");
    set_boolean(builder, "query", hvr_repl_verb_is_query(verb));
    set_string(builder, "method", hvr_repl_verb_get_method(verb));
    set_string(builder, "extended-method", hvr_repl_verb_get_extended_method(verb));
    set_number(builder, "requested-state", row->requested_state);
    set_bits(builder, "roles", row->modes, HVR_REPL_N_MODES, hvr_repl_mode_get_name);
    set_states(builder, "sender", row->sender);
    set_states(builder, "receiver", row->receiver);
    set_states(builder, "during", row->during);
    set_states(builder, "then", row->then);
    set_string(builder, "partner", row->partner);
    set_string(builder, "source", row->source);
    add_allowed(builder, verb);
    json_builder_end_object(builder);
}

/* As query-commands has them, with the verb behind each, which that keeps to itself. */
static JsonNode *
describe_commands(void)
{
    JsonNode *node = hvr_command_describe();
    JsonArray *array = json_node_get_array(node);
    guint n_rows;
    const HvrCommandRow *rows = hvr_command_row_list(&n_rows);

    g_assert(json_array_get_length(array) == n_rows);
    for (guint i = 0; i < n_rows; i++)
        json_object_set_string_member(
            json_array_get_object_element(array, i), "verb",
            rows[i].verb != HVR_COMMAND_NO_VERB ? hvr_repl_verb_get_name(rows[i].verb) : NULL);

    return node;
}

static JsonNode *
describe_fields(const HvrAnswerField *fields)
{
    JsonNode *node = json_node_new(JSON_NODE_ARRAY);

    json_node_take_array(node, hvr_command_describe_fields(fields));

    return node;
}

static void
add_events(JsonBuilder *builder)
{
    guint n_rows;
    const HvrEventRow *rows = hvr_event_row_list(&n_rows);

    for (guint i = 0; i < n_rows; i++) {
        json_builder_begin_object(builder);
        set_string(builder, "name", rows[i].name);
        set_string(builder, "summary", rows[i].summary);
        json_builder_set_member_name(builder, "members");
        json_builder_add_value(builder, describe_fields(rows[i].fields));
        json_builder_end_object(builder);
    }
}

static void
add_setting(JsonBuilder *builder, const HvrReplSetting *setting)
{
    json_builder_begin_object(builder);
    set_string(builder, "name", setting->name);
    set_string(builder, "property", setting->property);
    set_string(builder, "type", types[setting->type]);
    set_string(builder, "form", forms[setting->form]);
    set_number(builder, "minimum", setting->minimum);
    set_number(builder, "maximum", setting->maximum);
    json_builder_set_member_name(builder, "choices");
    json_builder_begin_array(builder);
    for (guint i = 0; setting->choices != NULL && setting->choices[i] != NULL; i++) {
        if (setting->choices[i][0] != '\0')
            json_builder_add_string_value(builder, setting->choices[i]);
    }
    json_builder_end_array(builder);
    set_string(builder, "unit", setting->unit);
    set_boolean(builder, "read-only", setting->read_only);
    set_string(builder, "summary", setting->summary);
    json_builder_end_object(builder);
}

static void
add_subject(JsonBuilder *builder, HvrReplSubject subject)
{
    guint n_settings;
    const HvrReplSetting *settings = hvr_repl_setting_list(subject, &n_settings);

    json_builder_set_member_name(builder, subjects[subject].name);
    json_builder_begin_object(builder);
    set_string(builder, "class", subjects[subject].class->name);
    json_builder_set_member_name(builder, "rows");
    json_builder_begin_array(builder);
    for (guint i = 0; i < n_settings; i++)
        add_setting(builder, &settings[i]);
    json_builder_end_array(builder);
    json_builder_end_object(builder);
}

static void
add_state(JsonBuilder *builder, guint state)
{
    json_builder_begin_object(builder);
    set_number(builder, "number", state);
    set_string(builder, "name", hvr_repl_state_get_name(state));
    set_string(builder, "title", hvr_repl_state_get_title(state));
    json_builder_end_object(builder);
}

/* Those of libvirt's that are served. */
static void
add_procedures(JsonBuilder *builder, guint32 program)
{
    guint n_rows;
    const HvrRpcRow *rows = hvr_rpc_procedure_list(program, &n_rows);

    for (guint i = 0; i < n_rows; i++) {
        if (rows[i].handler == NULL)
            continue;
        json_builder_begin_object(builder);
        set_string(builder, "function", rows[i].api);
        set_boolean(builder, "from-state", rows[i].mode == HVR_RPC_INLINE);
        set_boolean(builder, "writes", hvr_access_is_write(rows[i].access));
        json_builder_end_object(builder);
    }
}

static const char *
get_error_name(HvrErrorCode code)
{
    g_autoptr(GError) error = g_error_new_literal(HVR_ERROR, (int)code, "");

    return hvr_error_get_name(error);
}

static void
add_errors(JsonBuilder *builder)
{
    for (HvrErrorCode code = 0; code < HVR_N_ERRORS; code++) {
        json_builder_begin_object(builder);
        set_string(builder, "name", get_error_name(code));
        set_string(builder, "remedy", hvr_error_get_remedy(code));
        json_builder_end_object(builder);
    }
}

static void
add_results(JsonBuilder *builder)
{
    guint n_results;
    const HvrWmiResult *results = hvr_wmi_result_list(&n_results);

    for (guint i = 0; i < n_results; i++) {
        json_builder_begin_object(builder);
        set_number(builder, "value", results[i].value);
        set_number(builder, "numberings", results[i].numberings);
        set_string(builder, "text", results[i].text);
        set_string(builder, "error", get_error_name(results[i].code));
        set_string(builder, "remedy", results[i].remedy);
        json_builder_end_object(builder);
    }
}

static void
add_faults(JsonBuilder *builder)
{
    guint n_numbers;
    const HvrWsmanFaultNumber *numbers = hvr_wsman_fault_map_list(&n_numbers);

    for (guint i = 0; i < n_numbers; i++) {
        json_builder_begin_object(builder);
        set_number(builder, "first", numbers[i].first);
        set_number(builder, "last", numbers[i].last);
        set_string(builder, "name", numbers[i].name);
        set_string(builder, "error", get_error_name(numbers[i].code));
        set_string(builder, "hint", numbers[i].hint);
        json_builder_end_object(builder);
    }
}

static void
add_tables(JsonBuilder *builder)
{
    json_builder_set_member_name(builder, "errors");
    json_builder_begin_array(builder);
    add_errors(builder);
    json_builder_end_array(builder);
    json_builder_set_member_name(builder, "results");
    json_builder_begin_array(builder);
    add_results(builder);
    json_builder_end_array(builder);
    json_builder_set_member_name(builder, "faults");
    json_builder_begin_array(builder);
    add_faults(builder);
    json_builder_end_array(builder);

    json_builder_set_member_name(builder, "verbs");
    json_builder_begin_array(builder);
    for (HvrReplVerb verb = 0; verb < HVR_N_VERBS; verb++)
        add_verb(builder, verb);
    json_builder_end_array(builder);

    json_builder_set_member_name(builder, "states");
    json_builder_begin_array(builder);
    for (guint state = 0; state < HVR_REPL_N_STATES; state++)
        add_state(builder, state);
    json_builder_end_array(builder);

    json_builder_set_member_name(builder, "procedures");
    json_builder_begin_array(builder);
    add_procedures(builder, HVR_RPC_PROGRAM_REMOTE);
    add_procedures(builder, HVR_RPC_PROGRAM_QEMU);
    json_builder_end_array(builder);

    json_builder_set_member_name(builder, "settings");
    json_builder_begin_object(builder);
    for (HvrReplSubject subject = 0; subject < HVR_REPL_N_SUBJECTS; subject++)
        add_subject(builder, subject);
    json_builder_end_object(builder);
}

int
main(void)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonGenerator) generator = json_generator_new();
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *text = NULL;

    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "commands");
    json_builder_add_value(builder, describe_commands());
    json_builder_set_member_name(builder, "events");
    json_builder_begin_array(builder);
    add_events(builder);
    json_builder_end_array(builder);
    json_builder_set_member_name(builder, "dry-run");
    json_builder_add_value(builder, describe_fields(hvr_answer_dry_run.fields));
    add_tables(builder);
    json_builder_end_object(builder);

    root = json_builder_get_root(builder);
    json_generator_set_pretty(generator, TRUE);
    json_generator_set_root(generator, root);
    text = json_generator_to_data(generator, NULL);

    return puts(text) < 0;
}
