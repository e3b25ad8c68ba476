/* command_settings.c: settings out of arguments, and sets of them side by side
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command_settings.h"

#include <glib/gi18n-lib.h>

/* As hvr_repl_settings_set() takes it; its type has been checked. */
static char *
dup_text(JsonNode *value)
{
    switch (json_node_get_value_type(value)) {
    case G_TYPE_BOOLEAN:
        return g_strdup(json_node_get_boolean(value) ? "yes" : "no");
    case G_TYPE_INT64:
        return g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(value));
    default:
        return g_strdup(json_node_get_string(value));
    }
}

static gboolean
set_text(HvrReplSettings *settings, const char *name, JsonNode *value, GError **error)
{
    g_autofree char *text = dup_text(value);

    return hvr_repl_settings_set(settings, name, text, error);
}

static gboolean
set_list(HvrReplSettings *settings, const char *name, JsonArray *array, GError **error)
{
    for (guint i = 0; i < json_array_get_length(array); i++) {
        if (!set_text(settings, name, json_array_get_element(array, i), error))
            return FALSE;
    }

    return TRUE;
}

HvrReplSettings *
hvr_command_settings_parse(HvrCommandCall *call, GError **error)
{
    HvrReplSubject subject = call->row->settings->subject;
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(subject);
    JsonObjectIter iter;
    const char *name;
    JsonNode *value;

    json_object_iter_init(&iter, call->arguments);
    while (json_object_iter_next(&iter, &name, &value)) {
        gboolean ok;

        if (hvr_command_row_find_argument(call->row, name) != NULL)
            continue;
        ok = JSON_NODE_HOLDS_ARRAY(value)
                 ? set_list(settings, name, json_node_get_array(value), error)
                 : set_text(settings, name, value, error);
        if (!ok) {
            g_prefix_error(error, _("argument '%1$s' of '%2$s': "), name, call->row->name);
            return NULL;
        }
    }

    return g_steal_pointer(&settings);
}

gboolean
hvr_command_settings_are_given(HvrCommandCall *call)
{
    JsonObjectIter iter;
    const char *name;

    json_object_iter_init(&iter, call->arguments);
    while (json_object_iter_next(&iter, &name, NULL)) {
        if (hvr_command_row_find_argument(call->row, name) == NULL)
            return TRUE;
    }

    return FALSE;
}

static gboolean
is_equal(const HvrReplSettings *a, const HvrReplSettings *b, const HvrReplSetting *setting)
{
    const char *const *list = hvr_repl_settings_get_list(a, setting);
    const char *const *other_list = hvr_repl_settings_get_list(b, setting);
    g_autofree char *text = hvr_repl_settings_dup_text(a, setting);
    g_autofree char *other = hvr_repl_settings_dup_text(b, setting);

    if (list == NULL || other_list == NULL)
        return list == other_list && g_strcmp0(text, other) == 0;

    return g_strv_equal(list, other_list);
}

/* What a host sent may be beyond our table: then it cannot be said again, and
 * is left out. */
static void
copy(HvrReplSettings *to, const HvrReplSettings *from, const HvrReplSetting *setting)
{
    const char *const *list = hvr_repl_settings_get_list(from, setting);
    g_autofree char *text = hvr_repl_settings_dup_text(from, setting);

    for (guint i = 0; list != NULL && list[i] != NULL; i++)
        hvr_repl_settings_set(to, setting->name, list[i], NULL);
    if (text != NULL)
        hvr_repl_settings_set(to, setting->name, text, NULL);
}

HvrReplSettings *
hvr_command_settings_diff(const HvrReplSettings *wanted, const HvrReplSettings *present)
{
    HvrReplSubject subject = hvr_repl_settings_get_subject(wanted);
    g_autoptr(HvrReplSettings) differing = hvr_repl_settings_new(subject);
    gboolean is_any = FALSE;
    guint n_settings;
    const HvrReplSetting *table = hvr_repl_setting_list(subject, &n_settings);

    for (guint i = 0; i < n_settings; i++) {
        if (table[i].read_only || !hvr_repl_settings_has(wanted, &table[i]) ||
            is_equal(wanted, present, &table[i]))
            continue;
        copy(differing, wanted, &table[i]);
        is_any = TRUE;
    }

    return is_any ? g_steal_pointer(&differing) : NULL;
}

HvrReplSettings *
hvr_command_settings_merge(const HvrReplSettings *present, const HvrReplSettings *given)
{
    HvrReplSubject subject = hvr_repl_settings_get_subject(given);
    HvrReplSettings *merged = hvr_repl_settings_new(subject);
    guint n_settings;
    const HvrReplSetting *table = hvr_repl_setting_list(subject, &n_settings);

    for (guint i = 0; i < n_settings; i++) {
        if (hvr_repl_settings_has(given, &table[i]))
            copy(merged, given, &table[i]);
        else if (!table[i].read_only && hvr_repl_settings_has(present, &table[i]))
            copy(merged, present, &table[i]);
    }

    return merged;
}

gboolean
hvr_command_settings_is(const HvrReplSettings *settings, const char *name, const char *value)
{
    const HvrReplSetting *setting =
        hvr_repl_setting_find(hvr_repl_settings_get_subject(settings), name);
    g_autofree char *text = hvr_repl_settings_dup_text(settings, setting);

    return value == NULL || (text != NULL && g_ascii_strcasecmp(text, value) == 0);
}
