/* repl_setting.c: the tables of settings, and each one as text
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_setting.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "repl_form.h"

/* How much of a wrong value a message repeats, in bytes. */
#define MAX_SHOWN 80

static const char *const authentications[] = { "", "kerberos", "certificate", NULL };
static const char *const allowed_authentications[] = { "", "kerberos", "certificate", "both",
                                                       NULL };
static const char *const frequencies[] = { "30", "300", "900", NULL };

/* clang-format off */
#define NUMBER(minimum, maximum)     HVR_REPL_SETTING_NUMBER,  HVR_REPL_FORM_LINE, minimum, maximum
#define BOOLEAN                      HVR_REPL_SETTING_BOOLEAN, HVR_REPL_FORM_LINE, 0, 0
#define TIME                         HVR_REPL_SETTING_TIME,    HVR_REPL_FORM_LINE, 0, 0
#define CHOICE                       HVR_REPL_SETTING_CHOICE,  HVR_REPL_FORM_LINE, 0, 0
#define STRING(form, maximum)        HVR_REPL_SETTING_STRING,  HVR_REPL_FORM_##form, 1, maximum
#define LIST(form, maximum)          HVR_REPL_SETTING_LIST,    HVR_REPL_FORM_##form, 1, maximum

/* msvm-replicationsettingdata.md; 0 hours is Enable-VMReplication's "off", and
 * port 0 stands for none.  Texts without a documented limit get a generous one,
 * inferred: an envelope has to carry them. */
static const HvrReplSetting relationship_settings[] = {
    /* name                          property                                    type                      choices          unit  read-only */
    { "replica-server",              "RecoveryConnectionPoint",                  STRING(LINE, 256),        NULL,            NULL, FALSE,
      N_("the server to replicate to: a host's name, or the replica broker's of a cluster") },
    { "replica-host",                "RecoveryHostSystem",                       STRING(LINE, 256),        NULL,            NULL, TRUE,
      N_("the host that has the replica") },
    { "primary-server",              "PrimaryConnectionPoint",                   STRING(LINE, 256),        NULL,            NULL, TRUE,
      N_("the server that replicates: a host's name, or the replica broker's of a cluster") },
    { "primary-host",                "PrimaryHostSystem",                        STRING(LINE, 256),        NULL,            NULL, TRUE,
      N_("the host that has the primary machine") },
    { "port",                        "RecoveryServerPortNumber",                 NUMBER(1, 65535),         NULL,            NULL, FALSE,
      N_("the port that the replica server listens on, usually 80 for kerberos and 443 for certificate") },
    { "authentication",              "AuthenticationType",                       CHOICE,                   authentications, NULL, FALSE,
      N_("how the two servers trust each other: kerberos over HTTP, or certificate over HTTPS") },
    { "certificate-thumbprint",      "CertificateThumbPrint",                    STRING(THUMBPRINT, 128),  NULL,            NULL, FALSE,
      N_("the certificate of this host's computer store to authenticate with") },
    { "root-certificate-thumbprint", "RootCertificateThumbPrint",                STRING(THUMBPRINT, 128),  NULL,            NULL, TRUE,
      N_("the root of that certificate") },
    { "compression",                 "CompressionEnabled",                       BOOLEAN,                  NULL,            NULL, FALSE,
      N_("compress what is sent") },
    { "bypass-proxy",                "BypassProxyServer",                        BOOLEAN,                  NULL,            NULL, FALSE,
      N_("go past the host's proxy server") },
    { "replicate-kvp",               "ReplicateHostKvpItems",                    BOOLEAN,                  NULL,            NULL, FALSE,
      N_("replicate the key-value pairs that only the host sees, too") },
    { "frequency",                   "ReplicationInterval",                      NUMBER(30, 900),          frequencies,     "s",  FALSE,
      N_("the time between two cycles of replication") },
    { "recovery-history",            "RecoveryHistory",                          NUMBER(0, 24),            NULL,            NULL, FALSE,
      N_("how many hourly recovery points the replica keeps besides the latest; Windows Server 2012 allows 16") },
    { "consistent-interval",         "ApplicationConsistentSnapshotInterval",    NUMBER(0, 12),            NULL,            "h",  FALSE,
      N_("the time between two application-consistent recovery points, 0 for none; needs a recovery history") },
    { "auto-resync",                 "AutoResynchronizeEnabled",                 BOOLEAN,                  NULL,            NULL, FALSE,
      N_("resynchronize without being asked when that is needed") },
    { "auto-resync-start",           "AutoResynchronizeIntervalStart",           TIME,                     NULL,            NULL, FALSE,
      N_("from when on it may do so, in the host's local time") },
    { "auto-resync-end",             "AutoResynchronizeIntervalEnd",             TIME,                     NULL,            NULL, FALSE,
      N_("until when it may do so, in the host's local time; may be past midnight") },
    { "write-order",                 "EnableWriteOrderPreservationAcrossDisks",  BOOLEAN,                  NULL,            NULL, FALSE,
      N_("keep the order of writes across disks; Windows Server 2012 R2 and later always do") },
    { "included-disks",              "IncludedDisks",                            LIST(LINE, 32767),        NULL,            NULL, FALSE,
      N_("the disks to replicate") },
    { "provider",                    "ReplicationProvider",                      STRING(LINE, 1024),       NULL,            NULL, FALSE,
      N_("the object path of a replication provider other than Hyper-V's own") },
    { "additional-settings",         "AdditionalSettings",                       STRING(LINE, 32767),      NULL,            NULL, FALSE,
      N_("what such a provider needs besides") },
};

/* msvm-replicationservicesettingdata.md. */
static const HvrReplSetting service_settings[] = {
    { "enabled",                     "RecoveryServerEnabled",                    BOOLEAN,                  NULL,            NULL, FALSE,
      N_("accept replication from other hosts") },
    { "authentication",              "AllowedAuthenticationType",                CHOICE,                   allowed_authentications, NULL, FALSE,
      N_("how other hosts may authenticate: kerberos over HTTP, certificate over HTTPS, or both") },
    { "certificate-thumbprint",      "CertificateThumbPrint",                    STRING(THUMBPRINT, 128),  NULL,            NULL, FALSE,
      N_("the certificate of this host's computer store to show to other hosts") },
    { "http-port",                   "HttpPort",                                 NUMBER(1, 65535),         NULL,            NULL, FALSE,
      N_("the port to listen on for kerberos, usually 80") },
    { "https-port",                  "HttpsPort",                                NUMBER(1, 65535),         NULL,            NULL, FALSE,
      N_("the port to listen on for certificates, usually 443") },
    { "monitoring-start",            "MonitoringStartTime",                      TIME,                     NULL,            NULL, FALSE,
      N_("when the first monitoring interval of a day begins, in UTC") },
    { "monitoring-interval",         "MonitoringInterval",                       NUMBER(3600, 604800),     NULL,            "s",  FALSE,
      N_("how long statistics are gathered before they start again") },
};

/* msvm-replicationauthorizationsettingdata.md; New-VMReplicationAuthorizationEntry:
 * "only the first label may be a wildcard". */
static const HvrReplSetting authorization_settings[] = {
    { "allowed-primary",             "AllowedPrimaryHostSystem",                 STRING(SERVERS, 256),     NULL,            NULL, FALSE,
      N_("who may replicate to this host: a server's full name, '*.example.com' or '*'") },
    { "storage-location",            "ReplicaStorageLocation",                   STRING(LINE, 1024),       NULL,            NULL, FALSE,
      N_("the folder for replicas that come from there") },
    { "trust-group",                 "TrustGroup",                               STRING(LINE, 256),        NULL,            NULL, FALSE,
      N_("servers with the same group may take over each other's machines") },
};

/* msvm-failovernetworkadaptersettingdata.md. */
static const HvrReplSetting adapter_settings[] = {
    { "dhcp",                        "DHCPEnabled",                              BOOLEAN,                  NULL,            NULL, FALSE,
      N_("ask a DHCP server for IPv4 addresses") },
    { "addresses",                   "IPAddresses",                              LIST(ADDRESS, 64),        NULL,            NULL, FALSE,
      N_("IPv4 and IPv6 addresses after a failover") },
    { "subnets",                     "Subnets",                                  LIST(SUBNET, 64),         NULL,            NULL, FALSE,
      N_("one for each address, in the same order: an IPv4 mask or a prefix's length in bits") },
    { "gateways",                    "DefaultGateways",                          LIST(ADDRESS, 64),        NULL,            NULL, FALSE,
      N_("default gateways, at most five") },
    { "dns-servers",                 "DNSServers",                               LIST(ADDRESS, 64),        NULL,            NULL, FALSE,
      N_("DNS servers, the preferred ones first") },
};

#define TABLE(settings) { settings, G_N_ELEMENTS(settings) }
static const struct {
    const HvrReplSetting *settings;
    guint n_settings;
} tables[] = {
    [HVR_REPL_RELATIONSHIP]  = TABLE(relationship_settings),
    [HVR_REPL_SERVICE]       = TABLE(service_settings),
    [HVR_REPL_AUTHORIZATION] = TABLE(authorization_settings),
    [HVR_REPL_ADAPTER]       = TABLE(adapter_settings),
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(tables) == HVR_REPL_N_SUBJECTS);

const HvrReplSetting *
hvr_repl_setting_list(HvrReplSubject subject, guint *out_n_settings)
{
    *out_n_settings = tables[subject].n_settings;

    return tables[subject].settings;
}

const HvrReplSetting *
hvr_repl_setting_find(HvrReplSubject subject, const char *name)
{
    for (guint i = 0; i < tables[subject].n_settings; i++) {
        if (g_strcmp0(tables[subject].settings[i].name, name) == 0)
            return &tables[subject].settings[i];
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

char *
hvr_repl_setting_dup_shown(const char *value)
{
    char *shown = g_utf8_make_valid(value, (gssize)MIN(strlen(value), MAX_SHOWN));

    for (char *byte = shown; *byte != '\0'; byte++) {
        if (g_ascii_iscntrl(*byte))
            *byte = '?';
    }

    return shown;
}

static gboolean
fail(const HvrReplSetting *setting, const char *value, const char *wanted, GError **error)
{
    g_autofree char *shown = hvr_repl_setting_dup_shown(value);

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
            hvr_error_append_quoted(text, *choices);
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
parse_number(const HvrReplSetting *setting,
             const char *value,
             HvrReplParsed *out_parsed,
             GError **error)
{
    g_autofree char *wanted = NULL;
    guint64 number;

    if (setting->choices != NULL && !g_strv_contains(setting->choices, value))
        return fail_choice(setting, value, error);
    if (g_ascii_string_to_unsigned(value, 10, setting->minimum, setting->maximum, &number, NULL)) {
        out_parsed->number = (guint)number;
        return TRUE;
    }
    wanted =
        g_strdup_printf(_("a whole number from %1$u to %2$u"), setting->minimum, setting->maximum);

    return fail(setting, value, wanted, error);
}

static gboolean
parse_boolean(const HvrReplSetting *setting,
              const char *value,
              HvrReplParsed *out_parsed,
              GError **error)
{
    if (!g_str_equal(value, "yes") && !g_str_equal(value, "no"))
        return fail(setting, value, _("'yes' or 'no'"), error);
    out_parsed->number = value[0] == 'y';

    return TRUE;
}

static gboolean
parse_text(const HvrReplSetting *setting,
           const char *value,
           HvrReplParsed *out_parsed,
           GError **error)
{
    g_autofree char *kept = is_line(value) ? hvr_repl_form_parse(setting->form, value) : NULL;
    g_autofree char *wanted = NULL;

    if (kept != NULL) {
        glong length = g_utf8_strlen(kept, -1);

        if (length >= (glong)setting->minimum && length <= (glong)setting->maximum) {
            out_parsed->text = g_steal_pointer(&kept);
            return TRUE;
        }
    }
    wanted = hvr_repl_form_describe(setting->form, setting->minimum, setting->maximum);

    return fail(setting, value, wanted, error);
}

static gboolean
parse_time(const HvrReplSetting *setting,
           const char *value,
           HvrReplParsed *out_parsed,
           GError **error)
{
    if (strlen(value) == 5 && value[2] == ':' && g_ascii_isdigit(value[0]) &&
        g_ascii_isdigit(value[1]) && g_ascii_isdigit(value[3]) && g_ascii_isdigit(value[4])) {
        guint hours = (guint)(value[0] - '0') * 10 + (guint)(value[1] - '0');
        guint minutes = (guint)(value[3] - '0') * 10 + (guint)(value[4] - '0');

        if (hours < 24 && minutes < 60) {
            out_parsed->number = hours * 60 + minutes;
            return TRUE;
        }
    }

    return fail(setting, value, _("a time of day like '18:30'"), error);
}

static gboolean
parse_choice(const HvrReplSetting *setting,
             const char *value,
             HvrReplParsed *out_parsed,
             GError **error)
{
    for (guint i = 0; value[0] != '\0' && setting->choices[i] != NULL; i++) {
        if (g_str_equal(setting->choices[i], value)) {
            out_parsed->number = i;
            return TRUE;
        }
    }

    return fail_choice(setting, value, error);
}

gboolean
hvr_repl_setting_parse(const HvrReplSetting *setting,
                       const char *value,
                       HvrReplParsed *out_parsed,
                       GError **error)
{
    static gboolean (*const parsers[])(const HvrReplSetting *, const char *, HvrReplParsed *,
                                       GError **) = {
        [HVR_REPL_SETTING_NUMBER] = parse_number, [HVR_REPL_SETTING_BOOLEAN] = parse_boolean,
        [HVR_REPL_SETTING_STRING] = parse_text,   [HVR_REPL_SETTING_TIME] = parse_time,
        [HVR_REPL_SETTING_CHOICE] = parse_choice, [HVR_REPL_SETTING_LIST] = parse_text,
    };

    return parsers[setting->type](setting, value, out_parsed, error);
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
