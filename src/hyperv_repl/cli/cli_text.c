/* cli_text.c: members of records as people read them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli_phrase.h"
#include "cli_word.h"

#define MAGENTA "\033[35m"
#define RED     "\033[31m"

static JsonNode *
find_in(JsonObject *object, const char *member)
{
    g_auto(GStrv) parts = g_strsplit(member, ".", -1);
    JsonNode *node = NULL;

    for (guint i = 0; parts[i] != NULL; i++) {
        if (object == NULL)
            return NULL;
        node = json_object_get_member(object, parts[i]);
        if (node == NULL)
            return NULL;
        object = JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
    }

    return node == NULL || JSON_NODE_HOLDS_NULL(node) ? NULL : node;
}

JsonNode *
hvr_cli_row_find(const HvrCliRow *self, const char *member)
{
    g_auto(GStrv) names = g_strsplit(member, "|", -1);
    JsonNode *node = NULL;

    for (guint i = 0; node == NULL && names[i] != NULL; i++) {
        node = self->element != NULL ? find_in(self->element, names[i]) : NULL;
        if (node == NULL)
            node = find_in(self->record, names[i]);
    }

    return node;
}

static gint64
get_number(JsonNode *node)
{
    return JSON_NODE_HOLDS_VALUE(node) ? json_node_get_int(node) : 0;
}

static const char *
get_word(JsonNode *node)
{
    const char *word = JSON_NODE_HOLDS_VALUE(node) &&
                               json_node_get_value_type(node) == G_TYPE_STRING
                           ? json_node_get_string(node)
                           : NULL;

    return word != NULL ? word : "";
}

/* clang-format off */
static const struct {
    gint64 seconds;
    gint64 part;
    const char *format;
} spans[] = {
    { 86400, 3600, N_("%1$dd %2$dh") },
    { 3600,  60,   N_("%1$dh %2$dm") },
    { 60,    1,    N_("%1$dm %2$ds") },
};
/* clang-format on */

char *
hvr_cli_text_format_age(gint64 seconds)
{
    if (seconds < 0) {
        g_autofree char *opposite = hvr_cli_text_format_age(seconds > G_MININT64 ? -seconds : 0);

        return g_strconcat("-", opposite, NULL);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(spans); i++) {
        if (seconds >= spans[i].seconds)
            return g_strdup_printf(_(spans[i].format), (int)(seconds / spans[i].seconds),
                                   (int)(seconds % spans[i].seconds / spans[i].part));
    }

    return g_strdup_printf(_("%ds"), (int)seconds);
}

/* GLib's blank between number and unit is none that every terminal has. */
static char *
format_size(gint64 bytes)
{
    g_autofree char *text = g_format_size_full((guint64)MAX(bytes, 0), G_FORMAT_SIZE_IEC_UNITS);
    g_auto(GStrv) parts = g_strsplit(text, "\302\240", -1);

    return g_strjoinv(" ", parts);
}

/* The administrator's own clock, with its offset so that nobody has to guess. */
static char *
format_time(const char *text)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text, NULL);
    g_autoptr(GDateTime) local = time != NULL ? g_date_time_to_local(time) : NULL;

    return local != NULL ? g_date_time_format(local, "%Y-%m-%d %H:%M:%S %:z") : g_strdup(text);
}

static char *
format_plain(JsonNode *node)
{
    GType type = JSON_NODE_HOLDS_VALUE(node) ? json_node_get_value_type(node) : G_TYPE_INVALID;

    if (type == G_TYPE_STRING)
        return json_node_dup_string(node);
    if (type == G_TYPE_BOOLEAN)
        return g_strdup(json_node_get_boolean(node) ? _("yes") : _("no"));
    if (type == G_TYPE_INT64)
        return g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(node));
    if (type == G_TYPE_DOUBLE)
        return g_strdup_printf("%.1f", json_node_get_double(node));

    return json_to_string(node, FALSE);
}

static char *
format_list(JsonNode *node, const char *separator)
{
    JsonArray *array = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
    GString *text = g_string_new(NULL);

    for (guint i = 0; array != NULL && i < json_array_get_length(array); i++) {
        g_autofree char *element = format_plain(json_array_get_element(array, i));

        g_string_append_printf(text, "%s%s", i > 0 ? separator : "", element);
    }

    return g_string_free(text, FALSE);
}

static char *
format_members(JsonNode *node)
{
    GString *text = g_string_new(NULL);
    JsonObjectIter iter;
    const char *name;
    JsonNode *member;

    if (!JSON_NODE_HOLDS_OBJECT(node)) {
        g_string_free(text, TRUE);
        return format_plain(node);
    }

    json_object_iter_init_ordered(&iter, json_node_get_object(node));
    while (json_object_iter_next_ordered(&iter, &name, &member)) {
        g_autofree char *value = format_plain(member);

        g_string_append_printf(text, "%s%s=%s", text->len > 0 ? ", " : "", name, value);
    }

    return g_string_free(text, FALSE);
}

/* Returns: (transfer full) (nullable): an object, which the library hands over as text where
 * its members are WMI's and nobody's own */
static JsonNode *
find_inner(JsonNode *member)
{
    g_autoptr(JsonNode) node = NULL;

    if (JSON_NODE_HOLDS_OBJECT(member))
        return json_node_ref(member);
    if (get_word(member)[0] == '{')
        node = json_from_string(get_word(member), NULL);

    return node != NULL && JSON_NODE_HOLDS_OBJECT(node) ? g_steal_pointer(&node) : NULL;
}

static void
append_arguments(GString *text, const char *prefix, JsonObject *object)
{
    JsonObjectIter iter;
    const char *name;
    JsonNode *member;

    json_object_iter_init_ordered(&iter, object);
    while (json_object_iter_next_ordered(&iter, &name, &member)) {
        g_autoptr(JsonNode) inner = find_inner(member);
        g_autofree char *path = g_strconcat(prefix, name, inner != NULL ? "." : "", NULL);
        g_autofree char *value = inner == NULL ? format_plain(member) : NULL;

        if (inner != NULL)
            append_arguments(text, path, json_node_get_object(inner));
        else
            g_string_append_printf(text, "%s%s=%s", text->len > 0 ? "\n" : "", path, value);
    }
}

static char *
format_arguments(JsonNode *node)
{
    GString *text = g_string_new(NULL);

    if (JSON_NODE_HOLDS_OBJECT(node))
        append_arguments(text, "", json_node_get_object(node));

    return g_string_free(text, FALSE);
}

static gboolean
is_breached(const HvrCliRow *row)
{
    JsonNode *node = hvr_cli_row_find(row, "rpo-breached");

    return node != NULL && JSON_NODE_HOLDS_VALUE(node) && json_node_get_boolean(node);
}

/* A mark, since not everybody sees colours. */
static char *
format_rpo(gint64 seconds, gboolean is_bad)
{
    g_autofree char *age = hvr_cli_text_format_age(seconds);

    return g_strconcat(age, is_bad ? "!" : "", NULL);
}

static char *
format_issue(JsonObject *issue)
{
    const char *what = json_object_get_string_member_with_default(issue, "text", "");
    const char *remedy = json_object_get_string_member_with_default(issue, "remedy", NULL);
    g_autofree char *sentence = remedy != NULL ? g_strdup_printf(_("%1$s; %2$s"), what, remedy)
                                               : g_strdup(what);

    return hvr_cli_phrase(sentence);
}

static char *
format_issues(JsonNode *node)
{
    JsonArray *array = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
    GString *text = g_string_new(NULL);

    for (guint i = 0; array != NULL && i < json_array_get_length(array); i++) {
        g_autofree char *issue = format_issue(json_array_get_object_element(array, i));

        g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "", issue);
    }

    return g_string_free(text, FALSE);
}

const char *
hvr_cli_text_translate(HvrCliFormat format, const char *word)
{
    const HvrCliWord *row = hvr_cli_word_find(format, word);

    return row != NULL ? hvr_cli_word_get_title(row) : word;
}

/* What nobody has heard of is shown with its number, and never looks calm. */
static char *
format_word(const HvrCliColumn *column, const HvrCliRow *row, const char *word)
{
    g_autofree char *member = g_strconcat(column->member, "-number", NULL);
    JsonNode *number = hvr_cli_row_find(row, member);

    if (hvr_cli_word_find(column->format, word) != NULL || number == NULL ||
        !hvr_cli_word_is_alarming(column->format))
        return g_strdup(hvr_cli_text_translate(column->format, word));

    return g_strdup_printf(_("Unknown (%d)"), (int)get_number(number));
}

char *
hvr_cli_text_format(const HvrCliColumn *column, const HvrCliRow *row)
{
    JsonNode *node = hvr_cli_row_find(row, column->member);

    if (node == NULL)
        return NULL;

    switch (column->format) {
    case HVR_CLI_AS_ROLE:
    case HVR_CLI_AS_STATE:
    case HVR_CLI_AS_HEALTH:
    case HVR_CLI_AS_RESULT:
    case HVR_CLI_AS_POWER:
    case HVR_CLI_AS_VERDICT:
    case HVR_CLI_AS_JOB:
    case HVR_CLI_AS_STEP:
    case HVR_CLI_AS_CHECK:
        return format_word(column, row, get_word(node));
    case HVR_CLI_AS_KIND:
        return g_str_equal(get_word(node), "none") ? NULL
                                                   : format_word(column, row, get_word(node));
    case HVR_CLI_AS_AGE:
        return hvr_cli_text_format_age(get_number(node));
    case HVR_CLI_AS_MILLISECONDS:
        return g_strdup_printf(_("%.1f s"), (double)get_number(node) / 1000.0);
    case HVR_CLI_AS_SIZE:
        return format_size(get_number(node));
    case HVR_CLI_AS_TIME:
        return format_time(get_word(node));
    case HVR_CLI_AS_PERCENT:
        return g_strdup_printf("%d %%", (int)get_number(node));
    case HVR_CLI_AS_COUNT:
        return g_strdup_printf("%u", JSON_NODE_HOLDS_ARRAY(node)
                                         ? json_array_get_length(json_node_get_array(node))
                                         : 0);
    case HVR_CLI_AS_LIST:
        return format_list(node, ", ");
    case HVR_CLI_AS_MEMBERS:
        return format_members(node);
    case HVR_CLI_AS_LINES:
        return format_list(node, "\n");
    case HVR_CLI_AS_HOURS:
        return get_number(node) > 0 ? hvr_cli_text_format_age(get_number(node) * 3600)
                                    : g_strdup(C_("interval", "never"));
    case HVR_CLI_AS_ARGUMENTS:
        return format_arguments(node);
    case HVR_CLI_AS_RPO:
        return format_rpo(get_number(node), is_breached(row));
    case HVR_CLI_AS_SENTENCE:
        return hvr_cli_phrase(get_word(node));
    case HVR_CLI_AS_ISSUES:
        return format_issues(node);
    case HVR_CLI_AS_TEXT:
    case HVR_CLI_AS_YES_NO:
        break;
    }

    return format_plain(node);
}

const char *
hvr_cli_text_find_colour(const HvrCliColumn *column, const HvrCliRow *row)
{
    JsonNode *node = hvr_cli_row_find(row, column->member);
    const HvrCliWord *word;

    if (column->format == HVR_CLI_AS_RPO)
        return is_breached(row) ? RED : NULL;
    if (node == NULL || !JSON_NODE_HOLDS_VALUE(node) ||
        json_node_get_value_type(node) != G_TYPE_STRING)
        return NULL;

    word = hvr_cli_word_find(column->format, get_word(node));
    if (word == NULL)
        return hvr_cli_word_is_alarming(column->format) ? MAGENTA : NULL;

    return word->colour;
}
