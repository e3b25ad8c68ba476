/* command_describe.c: the table of commands as JSON
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command_describe.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const char *const argument_types[] = {
    [HVR_ARGUMENT_BOOLEAN]  = "boolean",
    [HVR_ARGUMENT_NUMBER]   = "number",
    [HVR_ARGUMENT_STRING]   = "string",
    [HVR_ARGUMENT_LIST]     = "list",
    [HVR_ARGUMENT_CHOICE]   = "choice",
    [HVR_ARGUMENT_TIME]     = "time",
    [HVR_ARGUMENT_POINT]    = "point",
    [HVR_ARGUMENT_DOCUMENT] = "document",
    [HVR_ARGUMENT_OBJECT]   = "object",
    [HVR_ARGUMENT_OBJECTS]  = "objects",
    [HVR_ARGUMENT_SETTINGS] = "settings",
    [HVR_ARGUMENT_VARIABLE] = "variable",
};

static const char *const subjects[] = {
    [HVR_REPL_RELATIONSHIP]  = "relationship",
    [HVR_REPL_SERVICE]       = "service",
    [HVR_REPL_AUTHORIZATION] = "authorization",
    [HVR_REPL_ADAPTER]       = "adapter",
};
G_STATIC_ASSERT(G_N_ELEMENTS(subjects) == HVR_REPL_N_SUBJECTS);

static const char *const setting_types[] = {
    [HVR_REPL_SETTING_NUMBER]  = "number",
    [HVR_REPL_SETTING_BOOLEAN] = "boolean",
    [HVR_REPL_SETTING_STRING]  = "string",
    [HVR_REPL_SETTING_TIME]    = "time-of-day",
    [HVR_REPL_SETTING_CHOICE]  = "choice",
    [HVR_REPL_SETTING_LIST]    = "list",
};

static const char *const scopes[] = {
    [HVR_COMMAND_ANY]  = "any",
    [HVR_COMMAND_VM]   = "vm",
    [HVR_COMMAND_HOST] = "host",
};
/* clang-format on */

static void
set_text(JsonObject *object, const char *name, const char *text)
{
    if (text != NULL && text[0] != '\0')
        json_object_set_string_member(object, name, g_dgettext(GETTEXT_PACKAGE, text));
}

static JsonObject *
describe(const char *name, const char *type, gboolean required)
{
    JsonObject *object = json_object_new();

    json_object_set_string_member(object, "name", name);
    json_object_set_string_member(object, "type", type);
    json_object_set_boolean_member(object, "required", required);

    return object;
}

static void
set_range(JsonObject *object, guint minimum, guint maximum)
{
    json_object_set_int_member(object, "minimum", minimum);
    json_object_set_int_member(object, "maximum", maximum);
}

/* Takes @choices over; without any there is no such member. */
static void
take_choices(JsonObject *object, JsonArray *choices)
{
    if (json_array_get_length(choices) > 0)
        json_object_set_array_member(object, "choices", choices);
    else
        json_array_unref(choices);
}

static JsonObject *
describe_argument(const HvrArgument *argument)
{
    JsonObject *object =
        describe(argument->name, argument_types[argument->type], argument->required);
    JsonArray *choices = json_array_new();
    const char *word;

    if (argument->type == HVR_ARGUMENT_NUMBER)
        set_range(object, argument->minimum, argument->maximum);
    if (argument->unit != NULL)
        json_object_set_string_member(object, "unit", argument->unit);
    for (guint i = 0; (word = hvr_argument_get_choice(argument, i)) != NULL; i++)
        json_array_add_string_element(choices, word);
    take_choices(object, choices);
    set_text(object, "summary", argument->summary);

    return object;
}

static JsonObject *
describe_setting(const HvrCommandSettings *takes, const HvrReplSetting *setting)
{
    gboolean required = takes->required != NULL && g_strv_contains(takes->required, setting->name);
    JsonObject *object = describe(setting->name, setting_types[setting->type], required);
    JsonArray *choices = json_array_new();

    if (setting->type == HVR_REPL_SETTING_NUMBER)
        set_range(object, setting->minimum, setting->maximum);
    if (setting->unit != NULL)
        json_object_set_string_member(object, "unit", setting->unit);
    for (guint i = 0; setting->choices != NULL && setting->choices[i] != NULL; i++) {
        if (setting->choices[i][0] != '\0')
            json_array_add_string_element(choices, setting->choices[i]);
    }
    take_choices(object, choices);
    set_text(object, "summary", setting->summary);

    return object;
}

static JsonArray *
describe_arguments(const HvrCommandRow *row)
{
    JsonArray *array = json_array_new();
    guint n_settings = 0;
    const HvrReplSetting *settings = NULL;

    for (const HvrArgument *argument = row->arguments; argument->name != NULL; argument++)
        json_array_add_object_element(array, describe_argument(argument));
    if (row->settings != NULL)
        settings = hvr_repl_setting_list(row->settings->subject, &n_settings);
    for (guint i = 0; i < n_settings; i++) {
        if (hvr_command_row_has_setting(row, &settings[i]))
            json_array_add_object_element(array, describe_setting(row->settings, &settings[i]));
    }

    return array;
}

static gboolean
is_settings(const HvrAnswerField *field)
{
    return field->type == HVR_ARGUMENT_SETTINGS ||
           (field->type == HVR_ARGUMENT_OBJECTS && field->members == NULL);
}

JsonArray *
hvr_command_describe_fields(const HvrAnswerField *fields)
{
    JsonArray *array = json_array_new();

    for (const HvrAnswerField *field = fields; field->name != NULL; field++) {
        JsonObject *object = json_object_new();

        json_object_set_string_member(object, "name", field->name);
        json_object_set_string_member(object, "type", argument_types[field->type]);
        json_object_set_boolean_member(object, "always", field->presence != HVR_ANSWER_SOMETIMES);
        json_object_set_boolean_member(object, "nullable", field->presence == HVR_ANSWER_NULLABLE);
        if (field->unit != NULL)
            json_object_set_string_member(object, "unit", field->unit);
        set_text(object, "summary", field->summary);
        if (is_settings(field))
            json_object_set_string_member(object, "subject", subjects[field->subject]);
        if (field->members != NULL)
            json_object_set_array_member(object, "members",
                                         hvr_command_describe_fields(field->members));
        json_array_add_object_element(array, object);
    }

    return array;
}

static void
set_answer(JsonObject *object, const HvrAnswer *answer)
{
    json_object_set_string_member(object, "answer-type",
                                  answer != NULL ? argument_types[answer->type] : "null");
    if (answer != NULL && answer->fields != NULL)
        json_object_set_array_member(object, "answer", hvr_command_describe_fields(answer->fields));
    else if (answer != NULL)
        json_object_set_string_member(object, "answer-subject", subjects[answer->subject]);
}

static JsonObject *
describe_command(const HvrCommandRow *row)
{
    JsonObject *object = json_object_new();

    json_object_set_string_member(object, "name", row->name);
    json_object_set_string_member(object, "scope", scopes[row->scope]);
    json_object_set_string_member(object, "access",
                                  hvr_access_is_write(row->access) ? "write" : "read");
    json_object_set_string_member(object, "right", hvr_access_get_name(row->access));
    if (row->verb != HVR_COMMAND_NO_VERB) {
        const char *extended = hvr_repl_verb_get_extended_method(row->verb);

        json_object_set_string_member(object, "method", hvr_repl_verb_get_method(row->verb));
        if (extended != NULL)
            json_object_set_string_member(object, "extended-method", extended);
    }
    set_text(object, "summary", row->summary);
    json_object_set_array_member(object, "arguments", describe_arguments(row));
    set_answer(object, row->answer);

    return object;
}

JsonNode *
hvr_command_describe(void)
{
    JsonNode *node = json_node_new(JSON_NODE_ARRAY);
    JsonArray *array = json_array_new();
    guint n_rows;
    const HvrCommandRow *rows = hvr_command_row_list(&n_rows);

    for (guint i = 0; i < n_rows; i++)
        json_array_add_object_element(array, describe_command(&rows[i]));
    json_node_take_array(node, array);

    return node;
}
