/* test_daemon_hosts.c: the host file, hosts.conf
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gstdio.h>

#include "daemon_hosts.h"
#include "hvr_error.h"

/* A directory with passwords of all sorts and one host file. */
typedef struct {
    char *directory;
    char *path;
} Fixture;

static void
write_file(const Fixture *f, const char *name, const char *text, int mode)
{
    g_autofree char *path = g_build_filename(f->directory, name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    g_assert_cmpint(g_chmod(path, mode), ==, 0);
}

static void
remove_file(const Fixture *f, const char *name)
{
    g_autofree char *path = g_build_filename(f->directory, name, NULL);

    g_assert_cmpint(g_unlink(path), ==, 0);
}

static const char *const names[] = {
    "hosts.conf", "pw", "open", "empty", "lines", "long", "ca", "keys", "open-keys", "auth.conf",
};

/* libvirt's own form of it. */
static const char auth_conf[] = "[credentials-lab]\nusername = LAB\\op\npassword = sesam\n"
                                "[credentials-odd]\nusername=odd\n"
                                "[auth-hyperv-hv01]\ncredentials=lab\n"
                                "[auth-hyperv-hv02]\ncredentials = odd\n"
                                "[auth-hyperv-hv03]\ncredentials = gone\n";

static void
set_up(Fixture *f, const char *text)
{
    g_autofree char *giant = g_strnfill(1025, 'x');

    f->directory = g_dir_make_tmp("hvr-XXXXXX", NULL);
    f->path = g_build_filename(f->directory, "hosts.conf", NULL);
    write_file(f, "pw", "geheim\n", 0600);
    write_file(f, "open", "geheim\n", 0640);
    write_file(f, "empty", "\n\n", 0600);
    write_file(f, "lines", "one\ntwo\n", 0600);
    write_file(f, "long", giant, 0600);
    write_file(f, "ca", "PEM", 0644);
    write_file(f, "keys", "keys", 0600);
    write_file(f, "open-keys", "keys", 0604);
    write_file(f, "auth.conf", auth_conf, 0600);
    write_file(f, "hosts.conf", text, 0644);
}

static void
tear_down(Fixture *f)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        remove_file(f, names[i]);
    g_assert_cmpint(g_rmdir(f->directory), ==, 0);
    g_free(f->directory);
    g_free(f->path);
}

/* @ stands for the directory. */
static char *
expand(const Fixture *f, const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, "@", -1);

    return g_strjoinv(f->directory, parts);
}

#define PIN_REST "000000000000000000000000000000000000000000000000000000000000"
#define USER     "user = u\npassword-file = pw\n"

static void
test_all_keys(void)
{
    const HvrHostConfig *config;
    g_autoptr(HvrDaemonHosts) hosts = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrSecret) secret = NULL;
    g_autofree char *keys = NULL;
    g_autofree char *ca = NULL;
    Fixture f;

    set_up(&f, "[hv01]\naddress = hv01.example.net\nport = 5999\ntransport = https\n" USER
               "auth = kerberos, certificate basic\nkeytab = keys\ncredential-cache = KEYRING:x\n"
               "service-principal = WSMAN\nclient-certificate = ca\nclient-key = keys\n"
               "ca-file = ca\ncrl-file = ca\n"
               "certificate-pin = AB:cd" PIN_REST "\n"
               "allow-basic-over-http = yes\nconnect-timeout = 3\n"
               "request-timeout = 4s\npoll-interval = 2min\nbusy-poll-interval = 250ms\n"
               "events = no\nresync-interval = 3min\njob-timeout = 1h\n");
    hosts = hvr_daemon_hosts_load(f.path, &error);
    g_assert_no_error(error);
    config = hvr_daemon_hosts_lookup(hosts, "hv01", NULL);
    g_assert_cmpstr(config->endpoint.name, ==, "hv01");
    g_assert_cmpstr(config->endpoint.address, ==, "hv01.example.net");
    g_assert_cmpuint(config->endpoint.port, ==, 5999);
    g_assert_true(config->endpoint.use_tls);
    g_assert_cmpuint(config->endpoint.schemes[0], ==, HVR_AUTH_KERBEROS);
    g_assert_cmpuint(config->endpoint.schemes[1], ==, HVR_AUTH_CERTIFICATE);
    g_assert_cmpuint(config->endpoint.schemes[2], ==, HVR_AUTH_BASIC);
    g_assert_cmpuint(config->endpoint.schemes[3], ==, HVR_AUTH_NONE);
    g_assert_true(config->endpoint.allow_plain_basic);
    keys = expand(&f, "@/keys");
    g_assert_cmpstr(config->endpoint.keytab, ==, keys);
    g_assert_cmpstr(config->endpoint.client_key, ==, keys);
    g_assert_cmpstr(config->endpoint.ccache, ==, "KEYRING:x");
    g_assert_cmpstr(config->endpoint.spn, ==, "WSMAN");
    g_assert_cmpstr(config->endpoint.pin, ==, "abcd" PIN_REST);
    g_assert_cmpstr(config->endpoint.user, ==, "u");
    secret = hvr_secret_source_read(config->endpoint.password, NULL);
    g_assert_cmpstr(hvr_secret_get_text(secret), ==, "geheim");
    ca = expand(&f, "@/ca");
    g_assert_cmpstr(config->endpoint.ca_file, ==, ca);
    g_assert_cmpstr(config->endpoint.crl_file, ==, ca);
    g_assert_cmpstr(config->endpoint.client_certificate, ==, ca);
    g_assert_cmpint(config->endpoint.connect_timeout, ==, 3000000);
    g_assert_cmpint(config->endpoint.request_timeout, ==, 4000000);
    g_assert_false(config->want_events);
    g_assert_cmpint(config->idle_interval, ==, 120000000);
    g_assert_cmpint(config->resync_interval, ==, 180000000);
    g_assert_cmpint(config->busy_interval, ==, 250000);
    g_assert_cmpint(config->job_timeout, ==, G_GINT64_CONSTANT(3600000000));
    tear_down(&f);
}

static void
test_defaults(void)
{
    const HvrHostConfig *config;
    g_autoptr(HvrDaemonHosts) hosts = NULL;
    HvrHostConfig expected;
    Fixture f;

    set_up(&f, "[hv01]\n" USER);
    hosts = hvr_daemon_hosts_load(f.path, NULL);
    config = hvr_daemon_hosts_lookup(hosts, "hv01", NULL);
    hvr_host_config_init(&expected);
    g_assert_cmpstr(config->endpoint.address, ==, "hv01");
    g_assert_cmpuint(config->endpoint.port, ==, 0);
    g_assert_true(config->endpoint.use_tls);
    g_assert_false(config->endpoint.allow_plain_basic);
    g_assert_null(config->endpoint.ca_file);
    g_assert_true(config->want_events);
    g_assert_cmpint(config->idle_interval, ==, expected.idle_interval);
    g_assert_cmpint(config->endpoint.connect_timeout, ==, expected.endpoint.connect_timeout);
    tear_down(&f);
}

/* Nothing is tried that the file does not ask for; Basic has to be asked for in words. */
/* clang-format off */
static const struct {
    const char *text;
    HvrAuthScheme scheme;
    const char *user;
    const char *password;
} chosen[] = {
    { "[hv01]\n",                                                       HVR_AUTH_KERBEROS,    NULL,        NULL },
    { "[hv01]\nuser = op@LAB.TEST\npassword-file = pw\n",              HVR_AUTH_KERBEROS,    "op@LAB.TEST", "geheim" },
    { "[hv01]\nuser = op\nkeytab = keys\n",                            HVR_AUTH_KERBEROS,    "op",        NULL },
    { "[hv01]\ncredential-cache = FILE:/run/c\n",                      HVR_AUTH_KERBEROS,    NULL,        NULL },
    { "[hv01]\n" USER,                                                  HVR_AUTH_NTLM,        "u",         "geheim" },
    { "[hv01]\nauth-file = auth.conf\n",                               HVR_AUTH_NTLM,        "LAB\\op",   "sesam" },
    { "[hv01]\nuser = x\nauth-file = auth.conf\n",                     HVR_AUTH_NTLM,        "x",         "sesam" },
    { "[hv01]\n" USER "client-certificate = ca\nclient-key = keys\n",  HVR_AUTH_CERTIFICATE, "u",         "geheim" },
    { "[hv01]\n" USER "auth = basic\n",                                HVR_AUTH_BASIC,       "u",         "geheim" },
};
/* clang-format on */

static void
test_chosen(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(chosen); i++) {
        const HvrEndpoint *endpoint;
        g_autoptr(HvrDaemonHosts) hosts = NULL;
        g_autoptr(HvrSecret) secret = NULL;
        g_autoptr(GError) error = NULL;
        Fixture f;

        set_up(&f, chosen[i].text);
        hosts = hvr_daemon_hosts_load(f.path, &error);
        g_assert_no_error(error);
        endpoint = &hvr_daemon_hosts_lookup(hosts, "hv01", NULL)->endpoint;
        g_assert_cmpuint(endpoint->schemes[0], ==, chosen[i].scheme);
        g_assert_cmpuint(endpoint->schemes[1], ==, HVR_AUTH_NONE);
        g_assert_cmpstr(endpoint->user, ==, chosen[i].user);
        if (endpoint->password != NULL)
            secret = hvr_secret_source_read(endpoint->password, NULL);
        g_assert_cmpstr(secret != NULL ? hvr_secret_get_text(secret) : NULL, ==,
                        chosen[i].password);
        tear_down(&f);
    }
}

typedef struct {
    const char *name;
    const char *text;
    const char *message;
} Case;

/* clang-format off */
static const Case refused[] = {
    { "nothing",         "# no host\n",                            "@/hosts.conf: no host has a section here" },
    { "only-default",    "[default]\n",                            "@/hosts.conf: no host has a section here" },
    { "syntax",          "[hv01\n",                                "@/hosts.conf:1: '[hv01' is no section like [NAME]" },
    { "unknown-key",     "[hv01]\n" USER "pasword = x\n",          "@/hosts.conf:4: unknown key 'pasword'" },
    { "inline-secret",   "[hv01]\nuser = u\npassword = x\n",       "@/hosts.conf:3: unknown key 'password'" },
    { "upper-case",      "[hv01]\nPort = 1\n",                     "@/hosts.conf:2: unknown key 'Port'" },
    { "port-zero",       "[hv01]\nport = 0\n",                     "@/hosts.conf:2: port = '0' is not a port number, 1 to 65535" },
    { "port-large",      "[hv01]\nport = 65536\n",                 "@/hosts.conf:2: port = '65536' is not a port number, 1 to 65535" },
    { "port-text",       "[hv01]\nport = https\n",                 "@/hosts.conf:2: port = 'https' is not a port number, 1 to 65535" },
    { "transport",       "[hv01]\ntransport = HTTPS\n",            "@/hosts.conf:2: transport = 'HTTPS' is not 'https' or 'http'" },
    { "yes",             "[hv01]\nallow-basic-over-http = true\n", "@/hosts.conf:2: allow-basic-over-http = 'true' is not 'yes' or 'no'" },
    { "span-text",       "[hv01]\npoll-interval = often\n",        "@/hosts.conf:2: poll-interval = 'often' is not a time like '250ms', '10s' or '15min' within its bounds" },
    { "span-unit",       "[hv01]\npoll-interval = 1d\n",           "@/hosts.conf:2: poll-interval = '1d' is not a time like '250ms', '10s' or '15min' within its bounds" },
    { "span-small",      "[hv01]\npoll-interval = 49ms\n",         "@/hosts.conf:2: poll-interval = '49ms' is not a time like '250ms', '10s' or '15min' within its bounds" },
    { "span-large",      "[hv01]\nconnect-timeout = 11min\n",      "@/hosts.conf:2: connect-timeout = '11min' is not a time like '250ms', '10s' or '15min' within its bounds" },
    { "span-negative",   "[hv01]\njob-timeout = -1s\n",            "@/hosts.conf:2: job-timeout = '-1s' is not a time like '250ms', '10s' or '15min' within its bounds" },
    { "span-huge",       "[hv01]\njob-timeout = 99999999999999999999h\n", "@/hosts.conf:2: job-timeout = '99999999999999999999h' is not a time like '250ms', '10s' or '15min' within its bounds" },
    { "no-user",         "[hv01]\nauth = ntlm\npassword-file = pw\n", "@/hosts.conf:1: host 'hv01' needs 'user' for 'auth = ntlm'" },
    { "no-user-basic",   "[hv01]\nauth = kerberos basic\n",       "@/hosts.conf:1: host 'hv01' needs 'user' for 'auth = basic'" },
    { "no-password",     "\n[hv01]\nuser = u\n",                   "@/hosts.conf:2: host 'hv01' needs 'password-file' for 'auth = ntlm'" },
    { "no-certificate",  "[hv01]\nauth = certificate\n",           "@/hosts.conf:1: host 'hv01' needs 'client-certificate' for 'auth = certificate'" },
    { "certificate-http", "[hv01]\ntransport = http\nclient-certificate = ca\nclient-key = keys\n", "@/hosts.conf:1: host 'hv01' cannot be shown a certificate over plain HTTP, use https" },
    { "certificate-no-key", "[hv01]\nclient-certificate = ca\n",   "@/hosts.conf:1: host 'hv01' has no 'client-key': others can read '@/ca', its mode is 0644 and must be 0600" },
    { "ca-http",         "[hv01]\ntransport = http\nca-file = ca\n", "@/hosts.conf:1: host 'hv01' has no certificate over plain HTTP, drop 'ca-file' and 'certificate-pin' or use https" },
    { "auth-unknown",    "[hv01]\nauth = kerberos credssp\n",      "@/hosts.conf:2: auth = 'kerberos credssp' is not a list of 'kerberos', 'ntlm', 'certificate' and 'basic', each once" },
    { "auth-twice",      "[hv01]\nauth = ntlm ntlm\n",             "@/hosts.conf:2: auth = 'ntlm ntlm' is not a list of 'kerberos', 'ntlm', 'certificate' and 'basic', each once" },
    { "auth-none",       "[hv01]\nauth = none\n",                  "@/hosts.conf:2: auth = 'none' is not a list of 'kerberos', 'ntlm', 'certificate' and 'basic', each once" },
    { "pin-short",       "[hv01]\ncertificate-pin = ab:cd\n",      "@/hosts.conf:2: certificate-pin = 'ab:cd' is not a SHA-256 fingerprint, 64 hexadecimal digits" },
    { "pin-text",        "[hv01]\ncertificate-pin = wxyz" PIN_REST "\n", "@/hosts.conf:2: certificate-pin = 'wxyz" PIN_REST "' is not a SHA-256 fingerprint, 64 hexadecimal digits" },
    { "keytab-open",     "[hv01]\nkeytab = open-keys\n",           "@/hosts.conf:2: keytab: others can read '@/open-keys', its mode is 0604 and must be 0600" },
    { "keytab-absent",   "[hv01]\nkeytab = gone\n",                "@/hosts.conf:2: keytab: cannot read '@/gone': No such file or directory" },
    { "two-passwords",   "[hv01]\n" USER "auth-file = auth.conf\n", "@/hosts.conf:4: the password comes from somewhere else already" },
    { "credential-path", "[hv01]\npassword-credential = a/b\n",    "@/hosts.conf:2: password-credential = 'a/b' is not the name of a systemd credential" },
    { "credential-absent", "[hv01]\npassword-credential = pw\n",   "@/hosts.conf:2: password-credential: cannot read '$CREDENTIALS_DIRECTORY/pw': No such file or directory" },
    { "auth-file-host",  "[hv09]\nauth-file = auth.conf\n",        "@/hosts.conf:2: auth-file: '@/auth.conf' has no section [auth-hyperv-hv09]" },
    { "auth-file-key",   "[hv02]\nauth-file = auth.conf\n",        "@/hosts.conf:2: auth-file: '@/auth.conf' has no 'password' in section [credentials-odd]" },
    { "auth-file-name",  "[hv03]\nauth-file = auth.conf\n",        "@/hosts.conf:2: auth-file: '@/auth.conf' has no 'password' in section [credentials-gone]" },
    { "password-absent", "[hv01]\npassword-file = gone\n",         "@/hosts.conf:2: password-file: cannot read '@/gone': No such file or directory" },
    { "password-open",   "[hv01]\npassword-file = open\n",         "@/hosts.conf:2: password-file: others can read '@/open', its mode is 0640 and must be 0600" },
    { "password-empty",  "[hv01]\npassword-file = empty\n",        "@/hosts.conf:2: password-file: '@/empty' has no password" },
    { "password-lines",  "[hv01]\npassword-file = lines\n",        "@/hosts.conf:2: password-file: '@/lines' has more than one line" },
    { "password-long",   "[hv01]\npassword-file = long\n",         "@/hosts.conf:2: password-file: '@/long' is too long for a password" },
    { "password-folder", "[hv01]\npassword-file = .\n",            "@/hosts.conf:2: password-file: '@' is no file" },
    { "ca-absent",       "[hv01]\nca-file = gone\n",               "@/hosts.conf:2: ca-file = 'gone' is not a file that can be read" },
    { "plain-http",      "[hv01]\ntransport = http\nauth = basic\n" USER, "@/hosts.conf:1: host 'hv01' would send its password over plain HTTP, allow that with 'allow-basic-over-http = yes' or use https" },
    { "default-unknown", "[default]\nhost = hv02\n[hv01]\n" USER,  "@/hosts.conf:2: there is no section [hv02]" },
    { "default-key",     "[default]\nport = 1\n[hv01]\n" USER,     "@/hosts.conf:2: unknown key 'port', section [default] has only 'host'" },
};
/* clang-format on */

static void
test_refused(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *message = NULL;
    Fixture f;

    set_up(&f, c->text);
    message = expand(&f, c->message);
    g_assert_null(hvr_daemon_hosts_load(f.path, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_cmpstr(error->message, ==, message);
    tear_down(&f);
}

/* What a shell's user types is relative, and so is what the file says. */
static void
test_relative(void)
{
    g_autofree char *before = g_get_current_dir();
    g_autoptr(HvrDaemonHosts) hosts = NULL;
    g_autoptr(GError) error = NULL;
    Fixture f;

    set_up(&f, "[hv01]\n" USER);
    g_assert_cmpint(g_chdir(f.directory), ==, 0);
    hosts = hvr_daemon_hosts_load("hosts.conf", &error);
    g_assert_cmpint(g_chdir(before), ==, 0);
    g_assert_no_error(error);
    g_assert_nonnull(hosts);
    tear_down(&f);
}

static void
test_no_file(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_daemon_hosts_load("/nonexistent/hosts.conf", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_true(g_str_has_prefix(error->message, "cannot read the host file: "));
}

typedef struct {
    const char *name;
    const char *text;
    const char *asked;
    const char *found;
    const char *message;
} LookupCase;

#define TWO "[hv01]\n" USER "[hv02]\n" USER

/* clang-format off */
static const LookupCase lookups[] = {
    { "by-name",          TWO,                          "hv02", "hv02", NULL },
    { "unknown",          TWO,                          "hv03", NULL,   "no host 'hv03' in @/hosts.conf, only 'hv01', 'hv02'" },
    { "case",             TWO,                          "HV01", NULL,   "no host 'HV01' in @/hosts.conf, only 'hv01', 'hv02'" },
    { "no-default",       TWO,                          NULL,   NULL,   "the URI names no host, and @/hosts.conf has no default among 'hv01', 'hv02'" },
    { "default",          TWO "[default]\nhost = hv02", NULL,   "hv02", NULL },
    { "default-first",    "[default]\nhost = hv02\n" TWO, NULL, "hv02", NULL },
    { "default-by-name",  TWO "[default]\nhost = hv02", "default", NULL, "no host 'default' in @/hosts.conf, only 'hv01', 'hv02'" },
    { "only-one",         "[hv01]\n" USER,              NULL,   "hv01", NULL },
};
/* clang-format on */

static void
test_lookup(gconstpointer data)
{
    const LookupCase *c = data;
    g_autoptr(HvrDaemonHosts) hosts = NULL;
    g_autoptr(GError) error = NULL;
    const HvrHostConfig *config;
    Fixture f;

    set_up(&f, c->text);
    hosts = hvr_daemon_hosts_load(f.path, &error);
    g_assert_no_error(error);
    config = hvr_daemon_hosts_lookup(hosts, c->asked, &error);
    g_assert_cmpstr(config != NULL ? config->endpoint.name : NULL, ==, c->found);
    if (c->message != NULL) {
        g_autofree char *message = expand(&f, c->message);

        g_assert_error(error, HVR_ERROR, HVR_ERROR_NO_HOST);
        g_assert_cmpstr(error->message, ==, message);
    }
    tear_down(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_unsetenv("CREDENTIALS_DIRECTORY");

    g_test_add_func("/daemon/hosts/all-keys", test_all_keys);
    g_test_add_func("/daemon/hosts/defaults", test_defaults);
    g_test_add_func("/daemon/hosts/chosen", test_chosen);
    g_test_add_func("/daemon/hosts/no-file", test_no_file);
    g_test_add_func("/daemon/hosts/relative", test_relative);
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autofree char *path = g_strconcat("/daemon/hosts/refused/", refused[i].name, NULL);

        g_test_add_data_func(path, &refused[i], test_refused);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(lookups); i++) {
        g_autofree char *path = g_strconcat("/daemon/hosts/lookup/", lookups[i].name, NULL);

        g_test_add_data_func(path, &lookups[i], test_lookup);
    }

    return g_test_run();
}
