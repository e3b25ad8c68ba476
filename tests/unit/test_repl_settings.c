/* test_repl_settings.c: every setting, its edges, and values that should not be
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_settings.h"

#include <string.h>

#include "hvr_error.h"
#include "repl_settings_object.h"

/* Every row again, by hand, after msvm-replicationsettingdata.md and
 * Enable-VMReplication: what is taken, and what each value becomes. */
typedef struct {
    const char *name;
    const char *property;
    const char *good[5];
    guint numbers[5];
    const char *bad[12];
} Row;

#define RO                                                                                         \
    { NULL }, { 0 },                                                                               \
    {                                                                                              \
        "anything"                                                                                 \
    }

/* clang-format off */
static const Row rows[] = {
    { "replica-server",              "RecoveryConnectionPoint",
      { "r", "hv-replica.example.com", "\xe4\xbb\xae" }, { 0 },
      { "", "a\nb", "a\tb", "\x7f", "\x01", "\xff", "\xed\xa0\x80", "\xef\xbf\xbe", "\xc2\x85" } },
    { "replica-host",                "RecoveryHostSystem",                      RO },
    { "primary-server",              "PrimaryConnectionPoint",                  RO },
    { "primary-host",                "PrimaryHostSystem",                       RO },
    { "port",                        "RecoveryServerPortNumber",
      { "1", "80", "443", "65535" }, { 1, 80, 443, 65535 },
      { "0", "65536", "-1", "", " 80", "80 ", "+80", "0x50", "80.0", "99999999999999999999", "http", "\xff" } },
    { "authentication",              "AuthenticationType",
      { "kerberos", "certificate" }, { 1, 2 },
      { "", "Kerberos", "kerberos ", "1", "0", "none", "unknown" } },
    { "certificate-thumbprint",      "CertificateThumbPrint",
      { "0123456789abcdef0123456789ABCDEF01234567" }, { 0 }, { "", "ab\r\ncd" } },
    { "root-certificate-thumbprint", "RootCertificateThumbPrint",               RO },
    { "compression",                 "CompressionEnabled",
      { "yes", "no" }, { 1, 0 }, { "", "Yes", "true", "1", "yes\n", "y" } },
    { "bypass-proxy",                "BypassProxyServer",
      { "yes", "no" }, { 1, 0 }, { "", "NO", "false", "0" } },
    { "replicate-kvp",               "ReplicateHostKvpItems",
      { "yes", "no" }, { 1, 0 }, { "", "on" } },
    { "frequency",                   "ReplicationInterval",
      { "30", "300", "900" }, { 30, 300, 900 },
      { "0", "29", "31", "60", "299", "301", "899", "901", "", "030", "-30" } },
    { "recovery-history",            "RecoveryHistory",
      { "0", "1", "24" }, { 0, 1, 24 }, { "25", "-1", "", "1.5", "4294967296" } },
    { "consistent-interval",         "ApplicationConsistentSnapshotInterval",
      { "0", "1", "12" }, { 0, 1, 12 }, { "13", "-1", "", "x" } },
    { "auto-resync",                 "AutoResynchronizeEnabled",
      { "yes", "no" }, { 1, 0 }, { "", "maybe" } },
    { "auto-resync-start",           "AutoResynchronizeIntervalStart",
      { "00:00", "18:30", "09:05", "23:59" }, { 0, 1110, 545, 1439 },
      { "", "24:00", "18:60", "1830", "8:30", "18:3", "18:30:00", "-1:30", "18.30", "ab:cd", "18:30 ", "\xff\xff:\xff\xff" } },
    { "auto-resync-end",             "AutoResynchronizeIntervalEnd",
      { "00:00", "06:00", "23:59" }, { 0, 360, 1439 }, { "", "99:99", "noon" } },
    { "write-order",                 "EnableWriteOrderPreservationAcrossDisks",
      { "yes", "no" }, { 1, 0 }, { "" } },
    { "included-disks",              "IncludedDisks",
      { NULL }, { 0 }, { "", "a\nb", "\xff" } },
    { "provider",                    "ReplicationProvider",
      { "\\\\H\\root\\virtualization\\v2:Msvm_ReplicationProvider.InstanceID=\"a\"" }, { 0 }, { "" } },
    { "additional-settings",         "AdditionalSettings",
      { "<x a=\"1\">&amp;</x>" }, { 0 }, { "", "a\x1b[0m" } },
};
/* clang-format on */

static void
test_good(const Row *row, const HvrReplSetting *setting)
{
    for (guint i = 0; i < G_N_ELEMENTS(row->good) && row->good[i] != NULL; i++) {
        g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new();
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;

        g_assert_false(hvr_repl_settings_has(settings, setting));
        g_assert_cmpuint(hvr_repl_settings_get_number(settings, setting), ==, 0);
        g_assert_null(hvr_repl_settings_dup_text(settings, setting));
        g_assert_true(hvr_repl_settings_is_empty(settings));

        g_assert_true(hvr_repl_settings_set(settings, row->name, row->good[i], &error));
        g_assert_no_error(error);
        g_assert_true(hvr_repl_settings_has(settings, setting));
        text = hvr_repl_settings_dup_text(settings, setting);
        g_assert_cmpstr(text, ==, row->good[i]);
        g_assert_cmpuint(hvr_repl_settings_get_number(settings, setting), ==, row->numbers[i]);
        g_assert_true(hvr_wmi_object_has(hvr_repl_settings_get_object(settings), row->property));
        g_assert_false(hvr_repl_settings_is_empty(settings));
    }
}

static void
test_bad(const Row *row, const HvrReplSetting *setting)
{
    for (guint i = 0; i < G_N_ELEMENTS(row->bad) && row->bad[i] != NULL; i++) {
        g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new();
        g_autoptr(GError) error = NULL;

        g_assert_false(hvr_repl_settings_set(settings, row->name, row->bad[i], &error));
        g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
        g_assert_nonnull(strstr(error->message, row->name));
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
        for (const char *c = error->message; *c != '\0'; c++)
            g_assert_false(g_ascii_iscntrl(*c));
        g_assert_false(hvr_repl_settings_has(settings, setting));
        g_assert_true(hvr_repl_settings_is_empty(settings));
    }
}

static void
test_row(gconstpointer data)
{
    const Row *row = data;
    const HvrReplSetting *setting = hvr_repl_setting_find(row->name);

    g_assert_nonnull(setting);
    g_assert_cmpstr(setting->property, ==, row->property);
    test_good(row, setting);
    test_bad(row, setting);
}

static void
test_table(void)
{
    guint n_settings;
    const HvrReplSetting *table = hvr_repl_setting_list(&n_settings);

    g_assert_cmpuint(n_settings, ==, G_N_ELEMENTS(rows));
    for (guint i = 0; i < n_settings; i++) {
        g_assert_cmpstr(table[i].name, ==, rows[i].name);
        g_assert_nonnull(hvr_wmi_class_find_field(&hvr_wmi_class_Msvm_ReplicationSettingData,
                                                  table[i].property));
        g_assert_true(table[i].read_only == (g_strcmp0(rows[i].bad[0], "anything") == 0));
    }
    g_assert_null(hvr_repl_setting_find("RecoveryHistory"));
    g_assert_null(hvr_repl_setting_find(""));
    g_assert_null(hvr_repl_setting_find(NULL));
    g_assert_cmpstr(hvr_repl_setting_find("frequency")->unit, ==, "s");
    g_assert_cmpstr(hvr_repl_setting_find("consistent-interval")->unit, ==, "h");
}

typedef struct {
    const char *name;
    const char *value;
    const char *message;
} Message;

/* clang-format off */
static const Message messages[] = {
    { "recovery-history", "25",    "setting 'recovery-history' cannot be '25', it must be a whole number from 0 to 24" },
    { "frequency",        "60",    "setting 'frequency' cannot be '60', it must be one of '30', '300', '900'" },
    { "authentication",   "basic", "setting 'authentication' cannot be 'basic', it must be one of 'kerberos', 'certificate'" },
    { "compression",      "on\n",  "setting 'compression' cannot be 'on?', it must be 'yes' or 'no'" },
    { "auto-resync-end",  "24:00", "setting 'auto-resync-end' cannot be '24:00', it must be a time of day like '18:30'" },
    { "replica-server",   "",      "setting 'replica-server' cannot be '', it must be one line of text, 1 to 256 characters" },
    { "primary-host",     "hv",    "setting 'primary-host' is only shown, never set" },
    { "colour",           "red",   "there is no setting 'colour'" },
};
/* clang-format on */

static void
test_message(gconstpointer data)
{
    const Message *c = data;
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new();
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_repl_settings_set(settings, c->name, c->value, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==, c->message);
}

/* Lengths count characters, not bytes, and a huge value is not repeated whole. */
static void
test_lengths(void)
{
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) longest = g_string_new(NULL);
    g_autofree char *thumbprint = g_strnfill(128, 'A');
    g_autofree char *huge = g_strnfill(1000000, 'A');

    for (guint i = 0; i < 256; i++)
        g_string_append(longest, "\xc3\xa4");
    g_assert_true(hvr_repl_settings_set(settings, "replica-server", longest->str, NULL));
    g_string_append(longest, "\xc3\xa4");
    g_assert_false(hvr_repl_settings_set(settings, "replica-server", longest->str, NULL));
    g_assert_true(hvr_repl_settings_set(settings, "certificate-thumbprint", thumbprint, NULL));
    g_assert_false(hvr_repl_settings_set(settings, "certificate-thumbprint", huge, &error));
    g_assert_cmpuint(strlen(error->message), <, 250);
}

static void
test_list(void)
{
    const HvrReplSetting *setting = hvr_repl_setting_find("included-disks");
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new();
    const char *const *disks;

    g_assert_null(hvr_repl_settings_get_list(settings, setting));
    g_assert_true(hvr_repl_settings_set(settings, "included-disks", "C:\\a.vhdx", NULL));
    g_assert_true(hvr_repl_settings_set(settings, "included-disks", "D:\\b.vhdx", NULL));
    g_assert_false(hvr_repl_settings_set(settings, "included-disks", "", NULL));
    disks = hvr_repl_settings_get_list(settings, setting);
    g_assert_cmpstr(disks[0], ==, "C:\\a.vhdx");
    g_assert_cmpstr(disks[1], ==, "D:\\b.vhdx");
    g_assert_null(disks[2]);
    g_assert_null(hvr_repl_settings_dup_text(settings, setting));
    g_assert_null(hvr_repl_settings_get_list(settings, hvr_repl_setting_find("replica-server")));
}

static void
assert_text(const HvrReplSettings *settings, const char *name, const char *expect)
{
    const HvrReplSetting *setting = hvr_repl_setting_find(name);
    g_autofree char *text = hvr_repl_settings_dup_text(settings, setting);

    g_assert_cmpstr(text, ==, expect);
    g_assert_cmpint(hvr_repl_settings_has(settings, setting), ==, expect != NULL);
}

/* What a host may send although no document allows it is shown as unknown. */
static void
test_from_host(void)
{
    Msvm_ReplicationSettingData *object =
        hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationSettingData);
    g_autoptr(HvrReplSettings) settings = NULL;

    hvr_wmi_object_set_uint(object, "AuthenticationType", 3);
    hvr_wmi_object_set_uint(object, "RecoveryHistory", 99);
    hvr_wmi_object_set_uint(object, "RecoveryServerPortNumber", 0);
    hvr_wmi_object_set_string(object, "CertificateThumbPrint", "");
    hvr_wmi_object_set_string(object, "PrimaryHostSystem", "hv-primary.example.com");
    hvr_wmi_object_set_interval(object, "AutoResynchronizeIntervalStart", G_TIME_SPAN_DAY);
    hvr_wmi_object_set_time(object, "AutoResynchronizeIntervalEnd", G_TIME_SPAN_HOUR);
    settings = hvr_repl_settings_new_from_object(object);

    assert_text(settings, "authentication", "unknown");
    assert_text(settings, "recovery-history", "99");
    assert_text(settings, "port", "0");
    assert_text(settings, "certificate-thumbprint", NULL);
    assert_text(settings, "primary-host", "hv-primary.example.com");
    assert_text(settings, "auto-resync-start", "unknown");
    assert_text(settings, "auto-resync-end", "unknown");
    hvr_wmi_object_set_uint(object, "AuthenticationType", 0);
    assert_text(settings, "authentication", NULL);
    hvr_wmi_object_set_interval(object, "AutoResynchronizeIntervalStart",
                                18 * G_TIME_SPAN_HOUR + 30 * G_TIME_SPAN_MINUTE);
    assert_text(settings, "auto-resync-start", "18:30");
}

static void
test_equal(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HvrReplSettings) a = hvr_repl_settings_new();
        g_autoptr(HvrReplSettings) b = hvr_repl_settings_new();

        g_assert_true(hvr_repl_settings_equal(a, b));
        if (rows[i].good[0] == NULL)
            continue;
        g_assert_true(hvr_repl_settings_set(a, rows[i].name, rows[i].good[0], NULL));
        g_assert_false(hvr_repl_settings_equal(a, b));
        g_assert_false(hvr_repl_settings_equal(b, a));
        g_assert_true(hvr_repl_settings_set(b, rows[i].name, rows[i].good[0], NULL));
        g_assert_true(hvr_repl_settings_equal(a, b));
        if (rows[i].good[1] == NULL)
            continue;
        g_assert_true(hvr_repl_settings_set(b, rows[i].name, rows[i].good[1], NULL));
        g_assert_false(hvr_repl_settings_equal(a, b));
    }
}

static void
test_equal_list(void)
{
    g_autoptr(HvrReplSettings) a = hvr_repl_settings_new();
    g_autoptr(HvrReplSettings) b = hvr_repl_settings_new();

    hvr_repl_settings_set(a, "included-disks", "1", NULL);
    hvr_repl_settings_set(a, "included-disks", "2", NULL);
    hvr_repl_settings_set(b, "included-disks", "1", NULL);
    g_assert_false(hvr_repl_settings_equal(a, b));
    hvr_repl_settings_set(b, "included-disks", "3", NULL);
    g_assert_false(hvr_repl_settings_equal(a, b));
}

static void
test_read_only_is_empty(void)
{
    Msvm_ReplicationSettingData *object =
        hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationSettingData);
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new_from_object(object);

    hvr_wmi_object_set_string(object, "PrimaryHostSystem", "hv");
    g_assert_true(hvr_repl_settings_is_empty(settings));
    g_assert_true(hvr_repl_settings_is_empty(NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/repl/settings/table", test_table);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strconcat("/repl/settings/row/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], test_row);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(messages); i++) {
        g_autofree char *path = g_strconcat("/repl/settings/message/", messages[i].name, NULL);

        g_test_add_data_func(path, &messages[i], test_message);
    }
    g_test_add_func("/repl/settings/lengths", test_lengths);
    g_test_add_func("/repl/settings/list", test_list);
    g_test_add_func("/repl/settings/from-host", test_from_host);
    g_test_add_func("/repl/settings/equal", test_equal);
    g_test_add_func("/repl/settings/equal/list", test_equal_list);
    g_test_add_func("/repl/settings/empty/read-only", test_read_only_is_empty);

    return g_test_run();
}
