/* repl_settings.c: what an administrator sets
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_settings.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "repl_setting.h"
#include "repl_settings_object.h"

struct _HvrReplSettings {
    HvrReplSubject subject;
    HvrWmiObject *object;
};

const HvrWmiClass *
hvr_repl_settings_get_class(HvrReplSubject subject)
{
    static const HvrWmiClass *const classes[] = {
        [HVR_REPL_RELATIONSHIP] = &hvr_wmi_class_Msvm_ReplicationSettingData,
        [HVR_REPL_SERVICE] = &hvr_wmi_class_Msvm_ReplicationServiceSettingData,
        [HVR_REPL_AUTHORIZATION] = &hvr_wmi_class_Msvm_ReplicationAuthorizationSettingData,
        [HVR_REPL_ADAPTER] = &hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData,
    };
    G_STATIC_ASSERT(G_N_ELEMENTS(classes) == HVR_REPL_N_SUBJECTS);

    return classes[subject];
}

HvrReplSettings *
hvr_repl_settings_new(HvrReplSubject subject)
{
    return hvr_repl_settings_new_from_object(
        subject, hvr_wmi_object_new(hvr_repl_settings_get_class(subject)));
}

HvrReplSettings *
hvr_repl_settings_new_from_object(HvrReplSubject subject, gpointer object)
{
    HvrReplSettings *settings = g_atomic_rc_box_new0(HvrReplSettings);

    settings->subject = subject;
    settings->object = object;

    return settings;
}

HvrReplSettings *
hvr_repl_settings_ref(HvrReplSettings *settings)
{
    return g_atomic_rc_box_acquire(settings);
}

static void
clear(gpointer settings)
{
    hvr_wmi_object_free(((HvrReplSettings *)settings)->object);
}

void
hvr_repl_settings_unref(HvrReplSettings *settings)
{
    g_atomic_rc_box_release_full(settings, clear);
}

HvrReplSubject
hvr_repl_settings_get_subject(const HvrReplSettings *settings)
{
    return settings->subject;
}

gconstpointer
hvr_repl_settings_get_object(const HvrReplSettings *settings)
{
    return settings->object;
}

static const HvrWmiField *
get_field(const HvrReplSettings *settings, const HvrReplSetting *setting)
{
    return hvr_wmi_class_find_field(settings->object->type, setting->property);
}

static gboolean
set_text(HvrReplSettings *settings, const HvrReplSetting *setting, const char *text, GError **error)
{
    const HvrWmiField *field = get_field(settings, setting);

    if (setting->type == HVR_REPL_SETTING_LIST &&
        hvr_wmi_object_get_n_values(settings->object, field) >= HVR_REPL_MAX_ELEMENTS)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("setting '%1$s' cannot have more than %2$d elements"), setting->name,
                        HVR_REPL_MAX_ELEMENTS);

    return hvr_wmi_object_parse_field(settings->object, field, text, error);
}

static gboolean
set_parsed(HvrReplSettings *settings,
           const HvrReplSetting *setting,
           const HvrReplParsed *parsed,
           GError **error)
{
    switch (setting->type) {
    case HVR_REPL_SETTING_STRING:
    case HVR_REPL_SETTING_LIST:
        return set_text(settings, setting, parsed->text, error);
    case HVR_REPL_SETTING_TIME:
        hvr_wmi_object_set_interval(settings->object, setting->property,
                                    parsed->number * G_TIME_SPAN_MINUTE);
        return TRUE;
    case HVR_REPL_SETTING_NUMBER:
    case HVR_REPL_SETTING_BOOLEAN:
    case HVR_REPL_SETTING_CHOICE:
        break;
    }
    hvr_wmi_object_set_uint(settings->object, setting->property, parsed->number);

    return TRUE;
}

gboolean
hvr_repl_settings_set(HvrReplSettings *settings,
                      const char *name,
                      const char *value,
                      GError **error)
{
    const HvrReplSetting *setting = hvr_repl_setting_find(settings->subject, name);
    HvrReplParsed parsed = { 0 };
    g_autofree char *text = NULL;

    if (setting == NULL)
        return hvr_fail(error, HVR_ERROR_INVALID, _("there is no setting '%s'"), name);
    if (setting->read_only)
        return hvr_fail(error, HVR_ERROR_INVALID, _("setting '%s' is only shown, never set"), name);
    if (!hvr_repl_setting_parse(setting, value, &parsed, error))
        return FALSE;
    text = parsed.text;

    return set_parsed(settings, setting, &parsed, error);
}

/* Returns: (transfer none) (nullable): where the value lies. */
static gconstpointer
get_value(const HvrReplSettings *settings, const HvrReplSetting *setting)
{
    return hvr_wmi_object_get_value(settings->object, get_field(settings, setting), 0);
}

static gboolean
is_time_of_day(const HvrCimDatetime *time)
{
    return time->is_interval && time->usec >= 0 && time->usec < G_TIME_SPAN_DAY;
}

guint
hvr_repl_settings_get_number(const HvrReplSettings *settings, const HvrReplSetting *setting)
{
    gconstpointer value = get_value(settings, setting);

    if (value == NULL)
        return 0;

    switch (setting->type) {
    case HVR_REPL_SETTING_NUMBER:
    case HVR_REPL_SETTING_CHOICE:
        return get_field(settings, setting)->type == HVR_CIM_UINT32 ? *(const guint32 *)value
                                                                    : *(const guint16 *)value;
    case HVR_REPL_SETTING_BOOLEAN:
        return *(const gboolean *)value != FALSE;
    case HVR_REPL_SETTING_TIME:
        return is_time_of_day(value)
                   ? (guint)(((const HvrCimDatetime *)value)->usec / G_TIME_SPAN_MINUTE)
                   : 0;
    case HVR_REPL_SETTING_STRING:
    case HVR_REPL_SETTING_LIST:
        break;
    }

    return 0;
}

/* Windows sends "" for texts and 0 for choices that nobody has made. */
gboolean
hvr_repl_settings_has(const HvrReplSettings *settings, const HvrReplSetting *setting)
{
    gconstpointer value = get_value(settings, setting);

    if (value == NULL)
        return FALSE;
    if (setting->type == HVR_REPL_SETTING_STRING)
        return (*(char *const *)value)[0] != '\0';
    if (setting->type == HVR_REPL_SETTING_CHOICE)
        return *(const guint16 *)value != 0 || setting->choices[0][0] != '\0';

    return TRUE;
}

char *
hvr_repl_settings_dup_text(const HvrReplSettings *settings, const HvrReplSetting *setting)
{
    guint number = hvr_repl_settings_get_number(settings, setting);
    gconstpointer value = get_value(settings, setting);

    if (!hvr_repl_settings_has(settings, setting))
        return NULL;

    switch (setting->type) {
    case HVR_REPL_SETTING_LIST:
        return NULL;
    case HVR_REPL_SETTING_STRING:
        return g_strdup(*(char *const *)value);
    case HVR_REPL_SETTING_TIME:
        return is_time_of_day(value) ? hvr_repl_setting_format(setting, number)
                                     : g_strdup("unknown");
    case HVR_REPL_SETTING_NUMBER:
    case HVR_REPL_SETTING_BOOLEAN:
    case HVR_REPL_SETTING_CHOICE:
        break;
    }

    return hvr_repl_setting_format(setting, number);
}

const char *const *
hvr_repl_settings_get_list(const HvrReplSettings *settings, const HvrReplSetting *setting)
{
    if (setting->type != HVR_REPL_SETTING_LIST)
        return NULL;

    /* Elements lie one after the other, and a NULL ends them. */
    return get_value(settings, setting);
}

gboolean
hvr_repl_settings_says(const HvrReplSettings *settings,
                       const HvrReplSetting *setting,
                       const char *text)
{
    const char *const *elements = hvr_repl_settings_get_list(settings, setting);
    g_autofree char *shown = NULL;

    if (setting->type == HVR_REPL_SETTING_LIST)
        return elements != NULL && g_strv_contains(elements, text);
    shown = hvr_repl_settings_dup_text(settings, setting);

    return g_strcmp0(shown, text) == 0;
}

void
hvr_repl_settings_copy_value(HvrReplSettings *settings,
                             const HvrReplSettings *from,
                             const HvrReplSetting *setting)
{
    const HvrWmiField *field = get_field(settings, setting);
    guint n_values = hvr_wmi_object_get_n_values(from->object, field);

    hvr_wmi_object_clear(settings->object, setting->property);
    for (guint i = 0; i < n_values; i++) {
        g_autofree char *value = hvr_wmi_object_format_field(from->object, field, i);

        hvr_wmi_object_parse_field(settings->object, field, value, NULL);
    }
}

gboolean
hvr_repl_settings_add_element(HvrReplSettings *settings,
                              const HvrReplSetting *setting,
                              const char *text,
                              GError **error)
{
    return set_text(settings, setting, text, error);
}

static gboolean
rows_equal(const HvrReplSettings *a, const HvrReplSettings *b, const HvrReplSetting *setting)
{
    const HvrWmiField *field = get_field(a, setting);
    guint n_values = hvr_wmi_object_get_n_values(a->object, field);

    if (hvr_wmi_object_get_n_values(b->object, field) != n_values)
        return FALSE;
    for (guint i = 0; i < n_values; i++) {
        g_autofree char *left = hvr_wmi_object_format_field(a->object, field, i);
        g_autofree char *right = hvr_wmi_object_format_field(b->object, field, i);

        if (!g_str_equal(left, right))
            return FALSE;
    }

    return TRUE;
}

HvrReplSettings *
hvr_repl_settings_dup_difference(const HvrReplSettings *wanted, const HvrReplSettings *present)
{
    g_autoptr(HvrReplSettings) difference = hvr_repl_settings_new(wanted->subject);
    guint n_settings;
    const HvrReplSetting *table = hvr_repl_setting_list(wanted->subject, &n_settings);

    for (guint i = 0; i < n_settings; i++) {
        if (!rows_equal(wanted, present, &table[i]))
            hvr_repl_settings_copy_value(difference, wanted, &table[i]);
    }

    return hvr_repl_settings_is_empty(difference) ? NULL : g_steal_pointer(&difference);
}

gboolean
hvr_repl_settings_equal(const HvrReplSettings *a, const HvrReplSettings *b)
{
    guint n_settings;
    const HvrReplSetting *table = hvr_repl_setting_list(a->subject, &n_settings);

    for (guint i = 0; i < n_settings; i++) {
        if (!rows_equal(a, b, &table[i]))
            return FALSE;
    }

    return TRUE;
}

gboolean
hvr_repl_settings_is_empty(const HvrReplSettings *settings)
{
    guint n_settings;
    const HvrReplSetting *table;

    if (settings == NULL)
        return TRUE;

    table = hvr_repl_setting_list(settings->subject, &n_settings);
    for (guint i = 0; i < n_settings; i++) {
        if (!table[i].read_only && hvr_repl_settings_has(settings, &table[i]))
            return FALSE;
    }

    return TRUE;
}
