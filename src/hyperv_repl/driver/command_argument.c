/* command_argument.c: a command's arguments, held against its row
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "command_row.h"
#include "command_settings.h"
#include "hvr_error.h"
#include "purpose.h"

/* What is wrong is shown, but not without end. */
#define MAX_SHOWN 80

/* Names and paths on Windows are shorter. */

/* Returns: (transfer full): the beginning of @text, on one line. */
static char *
dup_shown(const char *text)
{
    char *shown = g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), MAX_SHOWN));

    for (char *byte = shown; *byte != '\0'; byte++) {
        if (g_ascii_iscntrl(*byte))
            *byte = '?';
    }

    return shown;
}

static gboolean
fail_type(const HvrCommandRow *row, const char *name, const char *wanted, GError **error)
{
    return hvr_fail(error, HVR_ERROR_INVALID, _("argument '%1$s' of '%2$s' must be %3$s"), name,
                    row->name, wanted);
}

static GType
get_type(JsonNode *value)
{
    return JSON_NODE_HOLDS_VALUE(value) ? json_node_get_value_type(value) : G_TYPE_INVALID;
}

static gboolean
check_boolean(const HvrCommandRow *row, const char *name, JsonNode *value, GError **error)
{
    return get_type(value) == G_TYPE_BOOLEAN || fail_type(row, name, _("true or false"), error);
}

static gboolean
check_integer(const HvrCommandRow *row, const char *name, JsonNode *value, GError **error)
{
    return get_type(value) == G_TYPE_INT64 || fail_type(row, name, _("a whole number"), error);
}

static gboolean
check_string(const HvrCommandRow *row, const char *name, JsonNode *value, GError **error)
{
    if (get_type(value) != G_TYPE_STRING)
        return fail_type(row, name, _("a string"), error);

    return json_node_get_string(value)[0] != '\0' ||
           fail_type(row, name, _("more than an empty string"), error);
}

static gboolean
check_line(const HvrCommandRow *row, const char *name, JsonNode *value, GError **error)
{
    g_autofree char *wanted = NULL;

    if (!check_string(row, name, value, error))
        return FALSE;
    if (hvr_purpose_is_line(json_node_get_string(value)))
        return TRUE;

    wanted = g_strdup_printf(_("one line of at most %d characters"), HVR_PURPOSE_MAX_LINE);

    return fail_type(row, name, wanted, error);
}

/* @check_element: of a list that is a setting the table of settings knows more. */
static gboolean
check_list(const HvrCommandRow *row,
           const char *name,
           JsonNode *value,
           gboolean (*check_element)(const HvrCommandRow *, const char *, JsonNode *, GError **),
           GError **error)
{
    JsonArray *array = JSON_NODE_HOLDS_ARRAY(value) ? json_node_get_array(value) : NULL;

    if (array == NULL)
        return fail_type(row, name, _("an array of strings"), error);
    if (json_array_get_length(array) == 0)
        return fail_type(row, name, _("an array of at least one string"), error);

    for (guint i = 0; i < json_array_get_length(array); i++) {
        if (!check_element(row, name, json_array_get_element(array, i), error))
            return FALSE;
    }

    return TRUE;
}

static gboolean
check_range(const HvrCommandRow *row, const HvrArgument *argument, JsonNode *value, GError **error)
{
    gint64 number;

    if (!check_integer(row, argument->name, value, error))
        return FALSE;

    number = json_node_get_int(value);
    if (number < argument->minimum || number > argument->maximum)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("argument '%1$s' of '%2$s' must be from %3$u to %4$u"), argument->name,
                        row->name, argument->minimum, argument->maximum);

    return TRUE;
}

static gboolean
check_choice(const HvrCommandRow *row, const HvrArgument *argument, JsonNode *value, GError **error)
{
    g_autoptr(GString) words = g_string_new(NULL);
    g_autofree char *shown = NULL;
    const char *word;

    if (!check_string(row, argument->name, value, error))
        return FALSE;

    for (guint i = 0; (word = hvr_argument_get_choice(argument, i)) != NULL; i++) {
        if (g_str_equal(word, json_node_get_string(value)))
            return TRUE;
        hvr_error_append_quoted(words, word);
    }

    shown = dup_shown(json_node_get_string(value));

    return hvr_fail(error, HVR_ERROR_INVALID,
                    _("argument '%1$s' of '%2$s' must be one of %3$s, not '%4$s'"), argument->name,
                    row->name, words->str, shown);
}

static gboolean
check_time(const HvrCommandRow *row, const HvrArgument *argument, JsonNode *value, GError **error)
{
    g_autoptr(GDateTime) time = NULL;
    g_autofree char *shown = NULL;

    if (!check_string(row, argument->name, value, error))
        return FALSE;

    shown = dup_shown(json_node_get_string(value));
    time = g_date_time_new_from_iso8601(json_node_get_string(value), NULL);
    if (time == NULL)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("argument '%1$s' of '%2$s': '%3$s' is no time with offset like "
                          "'2026-05-01T03:00:00Z'"),
                        argument->name, row->name, shown);
    /* Zero would mean now to those below. */
    if (g_date_time_to_unix(time) <= 0)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("argument '%1$s' of '%2$s': '%3$s' is long past"), argument->name,
                        row->name, shown);

    return TRUE;
}

static gboolean
check_argument(const HvrCommandRow *row,
               const HvrArgument *argument,
               JsonNode *value,
               GError **error)
{
    switch (argument->type) {
    case HVR_ARGUMENT_BOOLEAN:
        return check_boolean(row, argument->name, value, error);
    case HVR_ARGUMENT_NUMBER:
        return check_range(row, argument, value, error);
    case HVR_ARGUMENT_LIST:
        return check_list(row, argument->name, value, check_line, error);
    case HVR_ARGUMENT_CHOICE:
        return check_choice(row, argument, value, error);
    case HVR_ARGUMENT_TIME:
        return check_time(row, argument, value, error);
    case HVR_ARGUMENT_DOCUMENT:
        return check_string(row, argument->name, value, error);
    case HVR_ARGUMENT_STRING:
    case HVR_ARGUMENT_POINT:
    case HVR_ARGUMENT_OBJECT:
    case HVR_ARGUMENT_OBJECTS:
    case HVR_ARGUMENT_SETTINGS:
    case HVR_ARGUMENT_VARIABLE:
        break;
    }

    return check_line(row, argument->name, value, error);
}

/* The shape alone: ranges and words are the table of settings' business. */
static gboolean
check_setting(const HvrCommandRow *row,
              const HvrReplSetting *setting,
              JsonNode *value,
              GError **error)
{
    switch (setting->type) {
    case HVR_REPL_SETTING_NUMBER:
        return check_integer(row, setting->name, value, error);
    case HVR_REPL_SETTING_BOOLEAN:
        return check_boolean(row, setting->name, value, error);
    case HVR_REPL_SETTING_LIST:
        return check_list(row, setting->name, value, check_string, error);
    case HVR_REPL_SETTING_STRING:
    case HVR_REPL_SETTING_TIME:
    case HVR_REPL_SETTING_CHOICE:
        break;
    }

    return check_string(row, setting->name, value, error);
}

static gboolean
check_member(const HvrCommandRow *row, const char *name, JsonNode *value, GError **error)
{
    const HvrArgument *argument = hvr_command_row_find_argument(row, name);
    const HvrReplSetting *setting =
        row->settings != NULL ? hvr_repl_setting_find(row->settings->subject, name) : NULL;
    g_autofree char *shown = NULL;

    if (argument != NULL)
        return check_argument(row, argument, value, error);
    if (setting != NULL && setting->read_only)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("argument '%1$s' of '%2$s' can only be read, the host sets it"), name,
                        row->name);
    if (setting != NULL && hvr_command_row_has_setting(row, setting))
        return check_setting(row, setting, value, error);

    shown = dup_shown(name);

    return hvr_fail(error, HVR_ERROR_INVALID,
                    _("command '%1$s' has no argument '%2$s', see query-commands"), row->name,
                    shown);
}

static gboolean
check_given(const HvrCommandRow *row, JsonObject *arguments, const char *name, GError **error)
{
    return json_object_has_member(arguments, name) ||
           hvr_fail(error, HVR_ERROR_INVALID, _("command '%1$s' needs the argument '%2$s'"),
                    row->name, name);
}

gboolean
hvr_command_row_check(const HvrCommandRow *row, JsonObject *arguments, GError **error)
{
    const char *const *required = row->settings != NULL ? row->settings->required : NULL;
    JsonObjectIter iter;
    const char *name;
    JsonNode *value;

    json_object_iter_init(&iter, arguments);
    while (json_object_iter_next(&iter, &name, &value)) {
        if (!check_member(row, name, value, error))
            return FALSE;
    }

    for (const HvrArgument *argument = row->arguments; argument->name != NULL; argument++) {
        if (argument->required && !check_given(row, arguments, argument->name, error))
            return FALSE;
    }
    for (guint i = 0; required != NULL && required[i] != NULL; i++) {
        if (!check_given(row, arguments, required[i], error))
            return FALSE;
    }

    return TRUE;
}
