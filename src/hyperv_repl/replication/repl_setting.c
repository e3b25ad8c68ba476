/* repl_setting.c: the table of settings, and each one as text
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_setting.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"

/* How much of a wrong value a message repeats, in bytes. */
#define MAX_SHOWN 80

static const char *const authentications[] = { "", "kerberos", "certificate", NULL };
static const char *const frequencies[] = { "30", "300", "900", NULL };

/* msvm-replicationsettingdata.md; 0 hours is Enable-VMReplication's "off", and
 * port 0 stands for none.  Texts without a documented limit get a generous one,
 * inferred: an envelope has to carry them. */
/* clang-format off */
static const HvrReplSetting table[] = {
    /* name                          property                                    type                      minimum, maximum, choices     unit  read-only */
    { "replica-server",              "RecoveryConnectionPoint",                  HVR_REPL_SETTING_STRING,  1, 256,   NULL,            NULL, FALSE },
    { "replica-host",                "RecoveryHostSystem",                       HVR_REPL_SETTING_STRING,  1, 256,   NULL,            NULL, TRUE  },
    { "primary-server",              "PrimaryConnectionPoint",                   HVR_REPL_SETTING_STRING,  1, 256,   NULL,            NULL, TRUE  },
    { "primary-host",                "PrimaryHostSystem",                        HVR_REPL_SETTING_STRING,  1, 256,   NULL,            NULL, TRUE  },
    { "port",                        "RecoveryServerPortNumber",                 HVR_REPL_SETTING_NUMBER,  1, 65535, NULL,            NULL, FALSE },
    { "authentication",              "AuthenticationType",                       HVR_REPL_SETTING_CHOICE,  0, 0,     authentications, NULL, FALSE },
    { "certificate-thumbprint",      "CertificateThumbPrint",                    HVR_REPL_SETTING_STRING,  1, 128,   NULL,            NULL, FALSE },
    { "root-certificate-thumbprint", "RootCertificateThumbPrint",                HVR_REPL_SETTING_STRING,  1, 128,   NULL,            NULL, TRUE  },
    { "compression",                 "CompressionEnabled",                       HVR_REPL_SETTING_BOOLEAN, 0, 0,     NULL,            NULL, FALSE },
    { "bypass-proxy",                "BypassProxyServer",                        HVR_REPL_SETTING_BOOLEAN, 0, 0,     NULL,            NULL, FALSE },
    { "replicate-kvp",               "ReplicateHostKvpItems",                    HVR_REPL_SETTING_BOOLEAN, 0, 0,     NULL,            NULL, FALSE },
    { "frequency",                   "ReplicationInterval",                      HVR_REPL_SETTING_NUMBER,  30, 900,  frequencies,     "s",  FALSE },
    { "recovery-history",            "RecoveryHistory",                          HVR_REPL_SETTING_NUMBER,  0, 24,    NULL,            NULL, FALSE },
    { "consistent-interval",         "ApplicationConsistentSnapshotInterval",    HVR_REPL_SETTING_NUMBER,  0, 12,    NULL,            "h",  FALSE },
    { "auto-resync",                 "AutoResynchronizeEnabled",                 HVR_REPL_SETTING_BOOLEAN, 0, 0,     NULL,            NULL, FALSE },
    { "auto-resync-start",           "AutoResynchronizeIntervalStart",           HVR_REPL_SETTING_TIME,    0, 0,     NULL,            NULL, FALSE },
    { "auto-resync-end",             "AutoResynchronizeIntervalEnd",             HVR_REPL_SETTING_TIME,    0, 0,     NULL,            NULL, FALSE },
    { "write-order",                 "EnableWriteOrderPreservationAcrossDisks",  HVR_REPL_SETTING_BOOLEAN, 0, 0,     NULL,            NULL, FALSE },
    { "included-disks",              "IncludedDisks",                            HVR_REPL_SETTING_LIST,    1, 32767, NULL,            NULL, FALSE },
    { "provider",                    "ReplicationProvider",                      HVR_REPL_SETTING_STRING,  1, 1024,  NULL,            NULL, FALSE },
    { "additional-settings",         "AdditionalSettings",                       HVR_REPL_SETTING_STRING,  1, 32767, NULL,            NULL, FALSE },
};
/* clang-format on */

const HvrReplSetting *
hvr_repl_setting_list(guint *out_n_settings)
{
    *out_n_settings = G_N_ELEMENTS(table);

    return table;
}

const HvrReplSetting *
hvr_repl_setting_find(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
        if (g_strcmp0(table[i].name, name) == 0)
            return &table[i];
    }

    return NULL;
}

/* XML 1.0 cannot carry most control characters, nor these two; what the other
 * ones would do to a log is nobody's wish. */
static gboolean
is_plain(gunichar c)
{
    return !g_unichar_iscntrl(c) && c != 0xfffe && c != 0xffff;
}

static gboolean
is_line(const char *text)
{
    if (!g_utf8_validate(text, -1, NULL))
        return FALSE;
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        if (!is_plain(g_utf8_get_char(text)))
            return FALSE;
    }

    return TRUE;
}

static gboolean
fail(const HvrReplSetting *setting, const char *value, const char *wanted, GError **error)
{
    g_autofree char *shown = g_utf8_make_valid(value, MIN(strlen(value), MAX_SHOWN));

    for (char *byte = shown; *byte != '\0'; byte++) {
        if (g_ascii_iscntrl(*byte))
            *byte = '?';
    }

    return hvr_fail(error, HVR_ERROR_INVALID, _("setting '%1$s' cannot be '%2$s', it must be %3$s"),
                    setting->name, shown, wanted);
}

/* Returns: (transfer full): "'a', 'b'", without what cannot be chosen. */
static char *
join_choices(const char *const *choices)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (; *choices != NULL; choices++) {
        if (**choices != '\0')
            g_string_append_printf(text, "%s'%s'", text->len > 0 ? ", " : "", *choices);
    }

    return g_string_free(g_steal_pointer(&text), FALSE);
}

static gboolean
fail_choice(const HvrReplSetting *setting, const char *value, GError **error)
{
    g_autofree char *choices = join_choices(setting->choices);
    g_autofree char *wanted = g_strdup_printf(_("one of %s"), choices);

    return fail(setting, value, wanted, error);
}

static gboolean
parse_number(const HvrReplSetting *setting, const char *value, guint *out_number, GError **error)
{
    g_autofree char *wanted = NULL;
    guint64 number;

    if (setting->choices != NULL && !g_strv_contains(setting->choices, value))
        return fail_choice(setting, value, error);
    if (g_ascii_string_to_unsigned(value, 10, setting->minimum, setting->maximum, &number, NULL)) {
        *out_number = (guint)number;
        return TRUE;
    }
    wanted =
        g_strdup_printf(_("a whole number from %1$u to %2$u"), setting->minimum, setting->maximum);

    return fail(setting, value, wanted, error);
}

static gboolean
parse_boolean(const HvrReplSetting *setting, const char *value, guint *out_number, GError **error)
{
    if (!g_str_equal(value, "yes") && !g_str_equal(value, "no"))
        return fail(setting, value, _("'yes' or 'no'"), error);
    *out_number = value[0] == 'y';

    return TRUE;
}

static gboolean
parse_text(const HvrReplSetting *setting,
           const char *value,
           guint *out_number G_GNUC_UNUSED,
           GError **error)
{
    g_autofree char *wanted = NULL;

    if (is_line(value)) {
        glong length = g_utf8_strlen(value, -1);

        if (length >= (glong)setting->minimum && length <= (glong)setting->maximum)
            return TRUE;
    }
    wanted = g_strdup_printf(_("one line of text, %1$u to %2$u characters"), setting->minimum,
                             setting->maximum);

    return fail(setting, value, wanted, error);
}

static gboolean
parse_time(const HvrReplSetting *setting, const char *value, guint *out_number, GError **error)
{
    if (strlen(value) == 5 && value[2] == ':' && g_ascii_isdigit(value[0]) &&
        g_ascii_isdigit(value[1]) && g_ascii_isdigit(value[3]) && g_ascii_isdigit(value[4])) {
        guint hours = (guint)(value[0] - '0') * 10 + (guint)(value[1] - '0');
        guint minutes = (guint)(value[3] - '0') * 10 + (guint)(value[4] - '0');

        if (hours < 24 && minutes < 60) {
            *out_number = hours * 60 + minutes;
            return TRUE;
        }
    }

    return fail(setting, value, _("a time of day like '18:30'"), error);
}

static gboolean
parse_choice(const HvrReplSetting *setting, const char *value, guint *out_number, GError **error)
{
    for (guint i = 0; value[0] != '\0' && setting->choices[i] != NULL; i++) {
        if (g_str_equal(setting->choices[i], value)) {
            *out_number = i;
            return TRUE;
        }
    }

    return fail_choice(setting, value, error);
}

gboolean
hvr_repl_setting_parse(const HvrReplSetting *setting,
                       const char *value,
                       guint *out_number,
                       GError **error)
{
    static gboolean (*const parsers[])(const HvrReplSetting *, const char *, guint *, GError **) = {
        [HVR_REPL_SETTING_NUMBER] = parse_number, [HVR_REPL_SETTING_BOOLEAN] = parse_boolean,
        [HVR_REPL_SETTING_STRING] = parse_text,   [HVR_REPL_SETTING_TIME] = parse_time,
        [HVR_REPL_SETTING_CHOICE] = parse_choice, [HVR_REPL_SETTING_LIST] = parse_text,
    };

    return parsers[setting->type](setting, value, out_number, error);
}

char *
hvr_repl_setting_format(const HvrReplSetting *setting, guint number)
{
    switch (setting->type) {
    case HVR_REPL_SETTING_BOOLEAN:
        return g_strdup(number != 0 ? "yes" : "no");
    case HVR_REPL_SETTING_TIME:
        return g_strdup_printf("%02u:%02u", number / 60, number % 60);
    case HVR_REPL_SETTING_CHOICE:
        return g_strdup(number < g_strv_length((GStrv)setting->choices) ? setting->choices[number]
                                                                        : "unknown");
    case HVR_REPL_SETTING_NUMBER:
    case HVR_REPL_SETTING_STRING:
    case HVR_REPL_SETTING_LIST:
        break;
    }

    return g_strdup_printf("%u", number);
}
