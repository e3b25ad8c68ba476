/* test_repl_settings.c: every setting, its edges, and values that should not be
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_settings.h"

#include <string.h>

#include "hvr_error.h"
#include "repl_settings_object.h"

/* Every row again, by hand, after Microsoft's pages of the classes and
 * Enable-VMReplication and its kin: what is taken, and what each value becomes. */
typedef struct {
    HvrReplSubject subject;
    const char *name;
    const char *property;
    const char *good[6];
    guint numbers[5];
    const char *bad[15];
} Row;

#define R HVR_REPL_RELATIONSHIP
#define S HVR_REPL_SERVICE
#define E HVR_REPL_AUTHORIZATION
#define A HVR_REPL_ADAPTER

#define RO                                                                                         \
    { NULL }, { 0 },                                                                               \
    {                                                                                              \
        "anything"                                                                                 \
    }

/* clang-format off */
static const Row rows[] = {
    { R, "replica-server",              "RecoveryConnectionPoint",
      { "r", "hv-replica.example.com", "\xe4\xbb\xae" }, { 0 },
      { "", "a\nb", "a\tb", "\x7f", "\x01", "\xff", "\xed\xa0\x80", "\xef\xbf\xbe", "\xc2\x85" } },
    { R, "replica-host",                "RecoveryHostSystem",                      RO },
    { R, "primary-server",              "PrimaryConnectionPoint",                  RO },
    { R, "primary-host",                "PrimaryHostSystem",                       RO },
    { R, "port",                        "RecoveryServerPortNumber",
      { "1", "80", "443", "65535" }, { 1, 80, 443, 65535 },
      { "0", "65536", "-1", "", " 80", "80 ", "+80", "0x50", "80.0", "99999999999999999999", "http", "\xff" } },
    { R, "authentication",              "AuthenticationType",
      { "kerberos", "certificate" }, { 1, 2 },
      { "", "Kerberos", "kerberos ", "1", "0", "none", "unknown" } },
    { R, "certificate-thumbprint",      "CertificateThumbPrint",
      { "0123456789ABCDEF0123456789ABCDEF01234567", "AB" }, { 0 },
      { "", " ", "abc", "ab\r\ncd", "ab\tcd", "0x12", "ab-cd", "g0", "\xe2\x80\x8e", "\xe2\x80\x8f" "ab" } },
    { R, "root-certificate-thumbprint", "RootCertificateThumbPrint",               RO },
    { R, "compression",                 "CompressionEnabled",
      { "yes", "no" }, { 1, 0 }, { "", "Yes", "true", "1", "yes\n", "y" } },
    { R, "bypass-proxy",                "BypassProxyServer",
      { "yes", "no" }, { 1, 0 }, { "", "NO", "false", "0" } },
    { R, "replicate-kvp",               "ReplicateHostKvpItems",
      { "yes", "no" }, { 1, 0 }, { "", "on" } },
    { R, "frequency",                   "ReplicationInterval",
      { "30", "300", "900" }, { 30, 300, 900 },
      { "0", "29", "31", "60", "299", "301", "899", "901", "", "030", "-30" } },
    { R, "recovery-history",            "RecoveryHistory",
      { "0", "1", "24" }, { 0, 1, 24 }, { "25", "-1", "", "1.5", "4294967296" } },
    { R, "consistent-interval",         "ApplicationConsistentSnapshotInterval",
      { "0", "1", "12" }, { 0, 1, 12 }, { "13", "-1", "", "x" } },
    { R, "auto-resync",                 "AutoResynchronizeEnabled",
      { "yes", "no" }, { 1, 0 }, { "", "maybe" } },
    { R, "auto-resync-start",           "AutoResynchronizeIntervalStart",
      { "00:00", "18:30", "09:05", "23:59" }, { 0, 1110, 545, 1439 },
      { "", "24:00", "18:60", "1830", "8:30", "18:3", "18:30:00", "-1:30", "18.30", "ab:cd", "18:30 ", "\xff\xff:\xff\xff" } },
    { R, "auto-resync-end",             "AutoResynchronizeIntervalEnd",
      { "00:00", "06:00", "23:59" }, { 0, 360, 1439 }, { "", "99:99", "noon" } },
    { R, "write-order",                 "EnableWriteOrderPreservationAcrossDisks",
      { "yes", "no" }, { 1, 0 }, { "" } },
    { R, "included-disks",              "IncludedDisks",
      { "C:\\a b.vhdx" }, { 0 }, { "", "a\nb", "\xff" } },
    { R, "provider",                    "ReplicationProvider",
      { "\\\\H\\root\\virtualization\\v2:Msvm_ReplicationProvider.InstanceID=\"a\"" }, { 0 }, { "" } },
    { R, "additional-settings",         "AdditionalSettings",
      { "<x a=\"1\">&amp;</x>" }, { 0 }, { "", "a\x1b[0m" } },

    { S, "enabled",                     "RecoveryServerEnabled",
      { "yes", "no" }, { 1, 0 }, { "", "true" } },
    { S, "authentication",              "AllowedAuthenticationType",
      { "kerberos", "certificate", "both" }, { 1, 2, 3 }, { "", "none", "3", "CertificateAndKerberos" } },
    { S, "certificate-thumbprint",      "CertificateThumbPrint",
      { "AB" }, { 0 }, { "", "abc" } },
    { S, "http-port",                   "HttpPort",
      { "1", "80", "65535" }, { 1, 80, 65535 }, { "0", "65536", "" } },
    { S, "https-port",                  "HttpsPort",
      { "1", "443", "65535" }, { 1, 443, 65535 }, { "0", "65536", "" } },
    { S, "monitoring-start",            "MonitoringStartTime",
      { "00:00", "07:00", "23:59" }, { 0, 420, 1439 }, { "24:00", "", "07:00Z" } },
    { S, "monitoring-interval",         "MonitoringInterval",
      { "3600", "43200", "604800" }, { 3600, 43200, 604800 }, { "3599", "604801", "0", "12h", "" } },
    { E, "allowed-primary",             "AllowedPrimaryHostSystem",
      { "*", "*.contoso.com", "server01.contoso.com", "WORKGROUP-1", "\xe4\xbb\xae.example", "_a.b-c" }, { 0 },
      { "", ".", "*.", "**", "*a.contoso.com", "a.*.com", "a*", "a..b", "a.", ".a", "-a.com", "a-.com", "a b", "a\nb",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com" } },
    { E, "storage-location",            "ReplicaStorageLocation",
      { "D:\\Replica", "\\\\san\\share\\x y" }, { 0 }, { "", "a\nb" } },
    { E, "trust-group",                 "TrustGroup",
      { "DEFAULT", "a b" }, { 0 }, { "", "\x07" } },
    { A, "dhcp",                        "DHCPEnabled",
      { "yes", "no" }, { 1, 0 }, { "", "auto" } },
    { A, "addresses",                   "IPAddresses",
      { "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "0.0.0.0" }, { 0 },
      { "", "192.0.2", "192.0.2.256", "192.0.2.1/24", " 192.0.2.1", "2001:db8::g", "fe80::1%2", "host", ":", "1" } },
    { A, "subnets",                     "Subnets",
      { "255.255.255.0", "0.0.0.0", "255.255.255.255", "0", "24", "128" }, { 0 },
      { "", "255.0.255.0", "0.255.0.0", "129", "-1", "24 ", "/24", "ffff::", "255.255.255", "x" } },
    { A, "gateways",                    "DefaultGateways",
      { "192.0.2.254", "2001:db8::ff" }, { 0 }, { "", "router" } },
    { A, "dns-servers",                 "DNSServers",
      { "192.0.2.53", "2001:db8::53" }, { 0 }, { "", "dns.example.com" } },
};
/* clang-format on */

/* As it was set, a list's only element too. */
static char *
dup_only(const HvrReplSettings *settings, const HvrReplSetting *setting)
{
    const char *const *list = hvr_repl_settings_get_list(settings, setting);

    if (setting->type != HVR_REPL_SETTING_LIST)
        return hvr_repl_settings_dup_text(settings, setting);
    g_assert_null(hvr_repl_settings_dup_text(settings, setting));
    g_assert_true(list[0] != NULL && list[1] == NULL);

    return g_strdup(list[0]);
}

static void
test_good(const Row *row, const HvrReplSetting *setting)
{
    for (guint i = 0; i < G_N_ELEMENTS(row->good) && row->good[i] != NULL; i++) {
        g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(row->subject);
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;

        g_assert_false(hvr_repl_settings_has(settings, setting));
        g_assert_cmpuint(hvr_repl_settings_get_number(settings, setting), ==, 0);
        g_assert_null(hvr_repl_settings_dup_text(settings, setting));
        g_assert_true(hvr_repl_settings_is_empty(settings));

        g_assert_true(hvr_repl_settings_set(settings, row->name, row->good[i], &error));
        g_assert_no_error(error);
        g_assert_true(hvr_repl_settings_has(settings, setting));
        text = dup_only(settings, setting);
        g_assert_cmpstr(text, ==, row->good[i]);
        g_assert_cmpuint(hvr_repl_settings_get_number(settings, setting), ==,
                         i < G_N_ELEMENTS(row->numbers) ? row->numbers[i] : 0);
        g_assert_true(hvr_wmi_object_has(hvr_repl_settings_get_object(settings), row->property));
        g_assert_false(hvr_repl_settings_is_empty(settings));
    }
}

static void
test_bad(const Row *row, const HvrReplSetting *setting)
{
    for (guint i = 0; i < G_N_ELEMENTS(row->bad) && row->bad[i] != NULL; i++) {
        g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(row->subject);
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
    const HvrReplSetting *setting = hvr_repl_setting_find(row->subject, row->name);

    g_assert_nonnull(setting);
    g_assert_cmpstr(setting->property, ==, row->property);
    test_good(row, setting);
    test_bad(row, setting);
}

/* All tables, row by row, in their order; each row has a line for its reader. */
static void
test_table(void)
{
    guint n_rows = 0;

    for (guint i = 0; i < HVR_REPL_N_SUBJECTS; i++) {
        guint n_settings;
        const HvrReplSetting *table = hvr_repl_setting_list(i, &n_settings);

        for (guint j = 0; j < n_settings; j++, n_rows++) {
            g_assert_cmpuint(n_rows, <, G_N_ELEMENTS(rows));
            g_assert_cmpint(rows[n_rows].subject, ==, i);
            g_assert_cmpstr(table[j].name, ==, rows[n_rows].name);
            g_assert_nonnull(
                hvr_wmi_class_find_field(hvr_repl_settings_get_class(i), table[j].property));
            g_assert_true(table[j].read_only == (g_strcmp0(rows[n_rows].bad[0], "anything") == 0));
            g_assert_cmpuint(strlen(table[j].summary), >, 10);
            g_assert_false(g_str_has_suffix(table[j].summary, "."));
        }
    }
    g_assert_cmpuint(n_rows, ==, G_N_ELEMENTS(rows));
    g_assert_null(hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "RecoveryHistory"));
    g_assert_null(hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, ""));
    g_assert_null(hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, NULL));
    g_assert_cmpstr(hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "frequency")->unit, ==, "s");
    g_assert_cmpstr(hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "consistent-interval")->unit, ==,
                    "h");
    g_assert_cmpstr(hvr_repl_setting_find(HVR_REPL_SERVICE, "monitoring-interval")->unit, ==, "s");
}

/* What certutil, Windows' dialogue, PowerShell and openssl show, becomes one and the same. */
static void
test_thumbprint(void)
{
    static const char *const spellings[] = {
        "01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67",
        "\xe2\x80\x8e"
        "0123456789abcdef0123456789abcdef01234567",
        "0123456789ABCDEF0123456789ABCDEF01234567",
        "01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67",
    };
    const HvrReplSetting *setting =
        hvr_repl_setting_find(HVR_REPL_SERVICE, "certificate-thumbprint");

    for (guint i = 0; i < G_N_ELEMENTS(spellings); i++) {
        g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(HVR_REPL_SERVICE);
        g_autofree char *text = NULL;

        g_assert_true(hvr_repl_settings_set(settings, setting->name, spellings[i], NULL));
        text = hvr_repl_settings_dup_text(settings, setting);
        g_assert_cmpstr(text, ==, "0123456789ABCDEF0123456789ABCDEF01234567");
    }
}

typedef struct {
    HvrReplSubject subject;
    const char *name;
    const char *value;
    const char *message;
} Message;

/* clang-format off */
static const Message messages[] = {
    { R, "recovery-history", "25",    "setting 'recovery-history' cannot be '25', it must be a whole number from 0 to 24" },
    { R, "frequency",        "60",    "setting 'frequency' cannot be '60', it must be one of '30', '300', '900'" },
    { R, "authentication",   "basic", "setting 'authentication' cannot be 'basic', it must be one of 'kerberos', 'certificate'" },
    { R, "compression",      "on\n",  "setting 'compression' cannot be 'on?', it must be 'yes' or 'no'" },
    { R, "auto-resync-end",  "24:00", "setting 'auto-resync-end' cannot be '24:00', it must be a time of day like '18:30'" },
    { R, "replica-server",   "",      "setting 'replica-server' cannot be '', it must be one line of text, 1 to 256 characters" },
    { R, "primary-host",     "hv",    "setting 'primary-host' is only shown, never set" },
    { R, "colour",           "red",   "there is no setting 'colour'" },
    { R, "certificate-thumbprint", "xyz", "setting 'certificate-thumbprint' cannot be 'xyz', it must be a certificate's thumbprint, pairs of hexadecimal digits" },
    { S, "monitoring-interval", "60", "setting 'monitoring-interval' cannot be '60', it must be a whole number from 3600 to 604800" },
    { E, "allowed-primary",  "a.*.com", "setting 'allowed-primary' cannot be 'a.*.com', it must be a server's name, '*' instead of its first label, or '*' alone" },
    { A, "addresses",        "host",  "setting 'addresses' cannot be 'host', it must be an IPv4 or IPv6 address" },
    { A, "subnets",          "129",   "setting 'subnets' cannot be '129', it must be an IPv4 mask or the length of a prefix, 0 to 128" },
};
/* clang-format on */

static void
test_message(gconstpointer data)
{
    const Message *c = data;
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(c->subject);
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_repl_settings_set(settings, c->name, c->value, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==, c->message);
}

/* Lengths count characters, not bytes, and a huge value is not repeated whole. */
static void
test_lengths(void)
{
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
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
    const HvrReplSetting *setting = hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "included-disks");
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
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
    g_assert_null(hvr_repl_settings_get_list(
        settings, hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "replica-server")));
}

static void
assert_text(const HvrReplSettings *settings, const char *name, const char *expect)
{
    const HvrReplSetting *setting = hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, name);
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
    settings = hvr_repl_settings_new_from_object(HVR_REPL_RELATIONSHIP, object);

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
        g_autoptr(HvrReplSettings) a = hvr_repl_settings_new(rows[i].subject);
        g_autoptr(HvrReplSettings) b = hvr_repl_settings_new(rows[i].subject);

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
    g_autoptr(HvrReplSettings) a = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    g_autoptr(HvrReplSettings) b = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);

    hvr_repl_settings_set(a, "included-disks", "1", NULL);
    hvr_repl_settings_set(a, "included-disks", "2", NULL);
    hvr_repl_settings_set(b, "included-disks", "1", NULL);
    g_assert_false(hvr_repl_settings_equal(a, b));
    hvr_repl_settings_set(b, "included-disks", "3", NULL);
    g_assert_false(hvr_repl_settings_equal(a, b));
}

/* No list grows without end. */
static void
test_list_limit(void)
{
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < 1024; i++)
        g_assert_true(hvr_repl_settings_set(settings, "included-disks", "a", NULL));
    g_assert_false(hvr_repl_settings_set(settings, "included-disks", "a", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==,
                    "setting 'included-disks' cannot have more than 1024 elements");
}

/* Only what differs, whole lists, and nothing for what is not wanted. */
static void
test_difference(void)
{
    g_autoptr(HvrReplSettings) present = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    g_autoptr(HvrReplSettings) wanted = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    g_autoptr(HvrReplSettings) nothing = hvr_repl_settings_dup_difference(wanted, present);
    g_autoptr(HvrReplSettings) difference = NULL;
    const Msvm_ReplicationSettingData *object;

    g_assert_null(nothing);
    hvr_repl_settings_set(present, "port", "80", NULL);
    hvr_repl_settings_set(present, "recovery-history", "4", NULL);
    hvr_repl_settings_set(present, "compression", "yes", NULL);
    hvr_repl_settings_set(present, "included-disks", "a", NULL);
    hvr_repl_settings_set(wanted, "port", "80", NULL);
    hvr_repl_settings_set(wanted, "recovery-history", "8", NULL);
    hvr_repl_settings_set(wanted, "auto-resync-start", "18:30", NULL);
    hvr_repl_settings_set(wanted, "included-disks", "a", NULL);
    hvr_repl_settings_set(wanted, "included-disks", "b", NULL);

    difference = hvr_repl_settings_dup_difference(wanted, present);
    object = hvr_repl_settings_get_object(difference);
    g_assert_false(hvr_wmi_object_has(object, "RecoveryServerPortNumber"));
    g_assert_false(hvr_wmi_object_has(object, "CompressionEnabled"));
    g_assert_cmpuint(object->RecoveryHistory, ==, 8);
    g_assert_cmpint(object->AutoResynchronizeIntervalStart.usec, ==, 1110 * G_TIME_SPAN_MINUTE);
    g_assert_true(object->AutoResynchronizeIntervalStart.is_interval);
    g_assert_cmpstr(object->IncludedDisks[0], ==, "a");
    g_assert_cmpstr(object->IncludedDisks[1], ==, "b");
}

static void
test_read_only_is_empty(void)
{
    Msvm_ReplicationSettingData *object =
        hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationSettingData);
    g_autoptr(HvrReplSettings)
        settings = hvr_repl_settings_new_from_object(HVR_REPL_RELATIONSHIP, object);

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
        static const char *const subjects[] = { "relationship", "service", "authorization",
                                                "adapter" };
        g_autofree char *path =
            g_strdup_printf("/repl/settings/row/%s/%s", subjects[rows[i].subject], rows[i].name);

        g_test_add_data_func(path, &rows[i], test_row);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(messages); i++) {
        g_autofree char *path = g_strconcat("/repl/settings/message/", messages[i].name, NULL);

        g_test_add_data_func(path, &messages[i], test_message);
    }
    g_test_add_func("/repl/settings/thumbprint", test_thumbprint);
    g_test_add_func("/repl/settings/lengths", test_lengths);
    g_test_add_func("/repl/settings/list", test_list);
    g_test_add_func("/repl/settings/from-host", test_from_host);
    g_test_add_func("/repl/settings/list/limit", test_list_limit);
    g_test_add_func("/repl/settings/difference", test_difference);
    g_test_add_func("/repl/settings/equal", test_equal);
    g_test_add_func("/repl/settings/equal/list", test_equal_list);
    g_test_add_func("/repl/settings/empty/read-only", test_read_only_is_empty);

    return g_test_run();
}
