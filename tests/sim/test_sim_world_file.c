/* test_sim_world_file.c: world files, good ones and bad ones
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gstdio.h>

#include "hvr_error.h"
#include "sim_call.h"
#include "sim_world_value.h"

static const char good_world[] = "# a world\n"
                                 "[replication app]\n"
                                 "replica = hv-b\n"
                                 "points = 3\n"
                                 "[vm app]\n"
                                 "host = HV-A\n"
                                 "guid = 5bbe9a63-7a55-4a0c-9e0f-1e6a3c1d0a03\n"
                                 "memory = 2G\n"
                                 "vcpus = 2\n"
                                 "generation = 1\n"
                                 "state = running\n"
                                 "disks = C:\\VMs\\app.vhdx:30G; D:\\new\\log.vhdx:512M;\n"
                                 "nics = Network Adapter:Production;Spare\n"
                                 "notes = two; words\n"
                                 "checkpoints = first; second\n"
                                 "[vm idle]\n"
                                 "host = hv-a\n"
                                 "[world]\n"
                                 "seed = 7\n"
                                 "start = 2026-05-01T05:00:00+02:00\n"
                                 "speed = 2.5\n"
                                 "[switches]\n"
                                 "methods-start-jobs = no\n"
                                 "external-provider = yes\n"
                                 "failover-in-progress = no\n"
                                 "export-replicates = no\n"
                                 "replica-shows-resync = yes\n"
                                 "resync-critical = yes\n"
                                 "resume-resynchronizes = yes\n"
                                 "port-zero-refused = yes\n"
                                 "disks-as-ids = yes\n"
                                 "second-test-in-use = yes\n"
                                 "first-page-items = 0\n"
                                 "contexts-stay = yes\n"
                                 "wmi-errors = yes\n"
                                 "background-jobs = no\n"
                                 "[host hv-a]\n"
                                 "fqdn = hv-a.example.test\n"
                                 "version = 10.0.17763\n"
                                 "processors = 8\n"
                                 "memory = 32G\n"
                                 "http-port = 5985\n"
                                 "https-port = 5986\n"
                                 "user = operator\n"
                                 "password = s;cret\n"
                                 "basic = yes\n"
                                 "negotiate = no\n"
                                 "kerberos = no\n"
                                 "certificate = yes\n"
                                 "allow-unencrypted = yes\n"
                                 "channel-binding = strict\n"
                                 "keytab = /tmp/a.keytab\n"
                                 "client-ca = /tmp/ca.pem\n"
                                 "client-subject = operator@hv-a\n"
                                 "password-expired = yes\n"
                                 "max-envelope-kb = 150\n"
                                 "max-items = 20\n"
                                 "max-timeout-ms = 5000\n"
                                 "max-user-operations = 15\n"
                                 "max-connections = 5\n"
                                 "idle-ms = 1000\n"
                                 "events = no\n"
                                 "initial-rate = 100M\n"
                                 "quick-job-ms = 250\n"
                                 "delta-rate = 10M\n"
                                 "storage-free = 2T\n"
                                 "timezone = -300\n"
                                 "certificates = 2026-01-01T00:00:00Z/2026-04-01T00:00:00Z; "
                                 "2026-04-01T02:00:00+02:00/2027-04-01T00:00:00Z\n"
                                 "[host hv-b]\n"
                                 "replica-listener = yes\n"
                                 "storage-location = D:\\Replica\n";

static void
check_app(HvsVm *vm)
{
    const HvsDisk *disk = g_ptr_array_index(vm->disks, 1);
    const HvsNic *nic = g_ptr_array_index(vm->nics, 0);
    const HvsNic *spare = g_ptr_array_index(vm->nics, 1);
    const HvsSnapshot *second = g_ptr_array_index(vm->snapshots, 1);

    g_assert_cmpstr(vm->guid, ==, "5BBE9A63-7A55-4A0C-9E0F-1E6A3C1D0A03");
    g_assert_cmpuint(vm->memory_mb, ==, 2048);
    g_assert_cmpuint(vm->n_vcpus, ==, 2);
    g_assert_cmpuint(vm->generation, ==, 1);
    g_assert_cmpuint(vm->enabled_state, ==, 2);
    g_assert_cmpuint(vm->process_id, !=, 0);
    g_assert_cmpstr(vm->notes, ==, "two; words");
    g_assert_cmpuint(vm->disks->len, ==, 2);
    g_assert_cmpstr(disk->path, ==, "D:\\new\\log.vhdx");
    g_assert_cmpuint(disk->size, ==, 536870912);
    g_assert_cmpuint(vm->nics->len, ==, 2);
    g_assert_cmpstr(nic->name, ==, "Network Adapter");
    g_assert_cmpstr(nic->switch_name, ==, "Production");
    g_assert_cmpuint(strlen(nic->mac), ==, 12);
    g_assert_true(g_str_has_prefix(nic->mac, "00155D"));
    g_assert_cmpstr(spare->name, ==, "Spare");
    g_assert_null(spare->switch_name);
    g_assert_cmpuint(vm->snapshots->len, ==, 2);
    g_assert_cmpstr(second->name, ==, "second");
    g_assert_true(second->saved);
    g_assert_true(second->parent == g_ptr_array_index(vm->snapshots, 0));
    g_assert_true(vm->current == second);
    /* Created, then snapshotted, then started, all before the world began. */
    g_assert_cmpint(vm->created, <, second->parent->created);
    g_assert_cmpint(second->parent->created, <, second->created);
    g_assert_cmpint(second->created, <, vm->started);
    g_assert_cmpint(vm->started, <, SIM_START);
    g_assert_cmpint(vm->host->installed, <, vm->created);
}

/* As told, or one for this century; the FQDN is that of the file. */
static void
check_certificates(const HvsHost *a, const HvsHost *b)
{
    const HvsCertificate *expired, *good, *usual;

    g_assert_cmpuint(a->certificates->len, ==, 2);
    g_assert_cmpuint(b->certificates->len, ==, 1);
    expired = g_ptr_array_index(a->certificates, 0);
    good = g_ptr_array_index(a->certificates, 1);
    usual = g_ptr_array_index(b->certificates, 0);
    g_assert_cmpstr(expired->subject, ==, "hv-a.example.test");
    g_assert_cmpint(expired->not_before, ==, G_GINT64_CONSTANT(1767225600) * G_USEC_PER_SEC);
    g_assert_cmpint(expired->not_after, ==, G_GINT64_CONSTANT(1775001600) * G_USEC_PER_SEC);
    g_assert_cmpint(good->not_before, ==, expired->not_after);
    g_assert_cmpstr(expired->thumbprint, !=, good->thumbprint);
    g_assert_cmpint(usual->not_after, ==, G_GINT64_CONSTANT(4733510400) * G_USEC_PER_SEC);
    g_assert_cmpstr(b->service_settings->CertificateThumbPrint, ==, usual->thumbprint);
}

/* The second host is as Windows is by default. */
static void
check_winrm(const HvsHost *a, const HvsHost *b)
{
    g_assert_true(a->winrm.basic);
    g_assert_false(a->winrm.negotiate);
    g_assert_false(a->winrm.kerberos);
    g_assert_true(a->winrm.certificate);
    g_assert_true(a->winrm.allow_unencrypted);
    g_assert_cmpint(a->winrm.binding, ==, HVS_BINDING_STRICT);
    g_assert_cmpstr(a->winrm.keytab, ==, "/tmp/a.keytab");
    g_assert_cmpstr(a->winrm.client_ca, ==, "/tmp/ca.pem");
    g_assert_cmpstr(a->winrm.client_subject, ==, "operator@hv-a");
    g_assert_true(a->winrm.password_expired);
    g_assert_cmpuint(a->winrm.max_envelope_kb, ==, 150);
    g_assert_cmpuint(a->winrm.max_items, ==, 20);
    g_assert_cmpuint(a->winrm.max_timeout_ms, ==, 5000);
    g_assert_cmpuint(a->winrm.max_user_operations, ==, 15);
    g_assert_cmpuint(a->winrm.max_connections, ==, 5);
    g_assert_cmpuint(a->winrm.idle_ms, ==, 1000);
    g_assert_false(a->winrm.events);

    g_assert_false(b->winrm.basic);
    g_assert_true(b->winrm.negotiate);
    g_assert_false(b->winrm.certificate);
    g_assert_false(b->winrm.allow_unencrypted);
    g_assert_cmpint(b->winrm.binding, ==, HVS_BINDING_RELAXED);
    g_assert_null(b->winrm.keytab);
    g_assert_cmpuint(b->winrm.max_envelope_kb, ==, 500);
    g_assert_cmpuint(b->winrm.idle_ms, ==, 120000);
    g_assert_true(b->winrm.events);
}

static void
test_load(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvsWorld) world = hvs_world_load_text(good_world, "good.world", clock, &error);
    HvsHost *a, *b;
    HvsVm *idle;

    g_assert_no_error(error);
    g_assert_cmpint(world->start, ==, SIM_START);
    g_assert_true(world->speed == 2.5);
    g_assert_false(world->switches.methods_start_jobs);
    g_assert_true(world->switches.external_provider);
    g_assert_true(world->switches.reverse_commits);
    g_assert_false(world->switches.failover_in_progress);
    g_assert_false(world->switches.export_replicates);
    g_assert_true(world->switches.replica_shows_resync);
    g_assert_true(world->switches.resync_critical);
    g_assert_true(world->switches.resume_resynchronizes);
    g_assert_true(world->switches.port_zero_refused);
    g_assert_true(world->switches.disks_as_ids);
    g_assert_true(world->switches.second_test_in_use);
    g_assert_cmpuint(world->switches.first_page_items, ==, 0);
    g_assert_true(world->switches.contexts_stay);
    g_assert_true(world->switches.wmi_errors);
    g_assert_false(world->switches.background_jobs);

    a = hvs_world_find_host(world, "hv-a.example.test");
    b = hvs_world_find_host(world, "hv-b");
    g_assert_cmpstr(a->version->name, ==, "2019");
    g_assert_cmpuint(a->n_processors, ==, 8);
    g_assert_cmpuint(a->memory, ==, 34359738368);
    g_assert_cmpuint(a->delta_rate, ==, 10 << 20);
    g_assert_cmpuint(a->storage_free, ==, G_GUINT64_CONSTANT(2) << 40);
    check_certificates(a, b);
    check_winrm(a, b);
    g_assert_cmpint(a->timezone, ==, -300);
    g_assert_cmpint(a->service_settings->MonitoringStartTime.usec, ==, 14 * G_TIME_SPAN_HOUR);
    g_assert_cmpuint(a->http_port, ==, 5985);
    g_assert_cmpuint(a->https_port, ==, 5986);
    g_assert_cmpstr(a->user, ==, "operator");
    g_assert_cmpstr(a->password, ==, "s;cret");
    g_assert_cmpuint(a->initial_rate, ==, 104857600);
    g_assert_cmpint(a->quick_job, ==, 250000);
    g_assert_false(a->service_settings->RecoveryServerEnabled);
    g_assert_true(b->service_settings->RecoveryServerEnabled);

    g_assert_cmpuint(a->vms->len, ==, 2);
    check_app(g_ptr_array_index(a->vms, 0));
    idle = g_ptr_array_index(a->vms, 1);
    g_assert_cmpuint(idle->enabled_state, ==, 3);
    g_assert_cmpuint(idle->generation, ==, 2);
    g_assert_cmpuint(b->vms->len, ==, 1);
}

#define HOST   "[host hv-a]\n"
#define VM     HOST "[vm v]\nhost=hv-a\n"
#define LISTEN "[host hv-b]\nreplica-listener=yes\nstorage-location=D:\\R\n"

typedef struct {
    const char *name;
    const char *text;
    const char *message; /* after "bad.world:" */
} BadWorld;

/* clang-format off */
static const BadWorld bad_worlds[] = {
    { "empty",              "",                                              " a world has at least one [host NAME]" },
    { "no-host",            "[world]\n",                                     " a world has at least one [host NAME]" },
    { "unknown-group",      "[hosts]\n",                                     "1: [hosts]: no such group" },
    { "group-without-name", "[host]\n",                                      "1: [host]: no such group" },
    { "group-with-blank",   "[host ]\n",                                     "1: [host ]: no such group" },
    { "world-with-name",    "[world x]\n",                                   "1: [world x]: no such group" },
    { "unknown-world-key",  "[world]\nspeeed=1\n",                           "2: [world] speeed: no such key" },
    { "seed",               "[world]\nseed=-1\n" HOST,                       "2: [world] seed: not a number in its range" },
    { "seed-too-big",       "[world]\nseed=4294967296\n" HOST,               "2: [world] seed: not a number in its range" },
    { "start",              "[world]\nstart=yesterday\n" HOST,               "2: [world] start: not a time like 2026-05-01T03:00:00Z" },
    { "speed",              "[world]\n\n# fast\nspeed = nan\n" HOST,         "4: [world] speed: not a number in its range" },
    { "speed-negative",     "[world]\nspeed=-1\n" HOST,                      "2: [world] speed: not a number in its range" },
    { "unknown-switch",     "[switches]\nfast=yes\n" HOST,                   "2: [switches] fast: no such key" },
    { "switch",             "[switches]\nreverse-commits=1\n" HOST,          "2: [switches] reverse-commits: neither yes nor no" },
    { "host-name",          "[host hv a]\n",                                 "1: [host hv a]: a host's name has 1 to 15 letters, digits and hyphens" },
    { "host-name-long",     "[host abcdefghijklmnop]\n",                     "1: [host abcdefghijklmnop]: a host's name has 1 to 15 letters, digits and hyphens" },
    { "host-twice",         HOST "[host HV-A]\n",                            "2: [host HV-A]: there is such a host already" },
    { "group-twice",        VM HOST,                                         "4: '[host hv-a]' stands twice" },
    { "key-twice",          HOST "memory=1G\n# no\nmemory = 2G\n",           "4: 'memory' stands twice" },
    { "unknown-host-key",   HOST "cores=2\n",                                "2: [host hv-a] cores: no such key" },
    { "port",               HOST "http-port=65536\n",                        "2: [host hv-a] http-port: not a number in its range" },
    { "processors",         HOST "processors=0\n",                           "2: [host hv-a] processors: not a number in its range" },
    { "host-memory",        HOST "memory=64 GB\n",                           "2: [host hv-a] memory: not a size like 512M or 40G" },
    { "delta-rate",         HOST "delta-rate=0\n",                           "2: [host hv-a] delta-rate: not a size like 512M or 40G" },
    { "storage-free",       HOST "storage-free=all\n",                       "2: [host hv-a] storage-free: not a size like 512M or 40G" },
    { "binding-other",      HOST "channel-binding=maybe\n",                  "2: [host hv-a] channel-binding: neither none, relaxed nor strict" },
    { "envelope-small",     HOST "max-envelope-kb=31\n",                     "2: [host hv-a] max-envelope-kb: not a number in its range" },
    { "connections-none",   HOST "max-connections=0\n",                      "2: [host hv-a] max-connections: not a number in its range" },
    { "timezone-text",      HOST "timezone=CET\n",                           "2: [host hv-a] timezone: not a number of minutes from -720 to 840" },
    { "timezone-far",       HOST "timezone=841\n",                           "2: [host hv-a] timezone: not a number of minutes from -720 to 840" },
    { "certificate",        HOST "certificates=2026-01-01T00:00:00Z\n",      "2: [host hv-a] certificates: not a list of FROM/UNTIL, separated by semicolons" },
    { "certificate-time",   HOST "certificates=2026-01-01T00:00:00Z/soon\n", "2: [host hv-a] certificates: not a list of FROM/UNTIL, separated by semicolons" },
    { "certificate-back",   HOST "certificates=2026-01-02T00:00:00Z/2026-01-01T00:00:00Z\n", "2: [host hv-a] certificates: not a list of FROM/UNTIL, separated by semicolons" },
    { "rate",               HOST "initial-rate=0\n",                         "2: [host hv-a] initial-rate: not a size like 512M or 40G" },
    { "fqdn",               HOST "fqdn=\n",                                  "2: [host hv-a] fqdn: too short or too long" },
    { "listener",           HOST "replica-listener=maybe\n",                 "2: [host hv-a] replica-listener: neither yes nor no" },
    { "listener-nowhere",   HOST "replica-listener=yes\n",                   "2: [host hv-a] replica-listener: storage-location has to say where replicas go" },
    { "location-alone",     HOST "storage-location=D:\\R\n",                 "2: [host hv-a] storage-location: nothing is stored without replica-listener" },
    { "vm-without-host",    HOST "[vm v]\n",                                 "2: [vm v] host: missing" },
    { "vm-other-host",      HOST "[vm v]\nhost=hv-z\n",                      "3: [vm v] host: no such host" },
    { "unknown-vm-key",     VM "colour=red\n",                               "4: [vm v] colour: no such key" },
    { "guid",               VM "guid=5BBE9A63\n",                            "4: [vm v] guid: not a GUID" },
    { "guid-twice",         VM "guid=5BBE9A63-7A55-4A0C-9E0F-1E6A3C1D0A03\n[vm w]\nhost=hv-a\nguid=5bbe9a63-7a55-4a0c-9e0f-1e6a3c1d0a03\n",
                                                                             "7: [vm w] guid: another VM of the host has it" },
    { "memory",             VM "memory=31M\n",                               "4: [vm v] memory: not a size from 32M to 240T" },
    { "memory-overflow",    VM "memory=99999999T\n",                         "4: [vm v] memory: not a size from 32M to 240T" },
    { "vcpus",              VM "vcpus=0\n",                                  "4: [vm v] vcpus: not a number in its range" },
    { "generation",         VM "generation=3\n",                             "4: [vm v] generation: not a number in its range" },
    { "state",              VM "state=on\n",                                 "4: [vm v] state: neither running, off, saved nor paused" },
    { "disk-without-size",  VM "disks=C:\\a.vhdx\n",                         "4: [vm v] disks: not a list of PATH:SIZE, separated by semicolons" },
    { "disk-empty-size",    VM "disks=C:\\a.vhdx:\n",                        "4: [vm v] disks: not a list of PATH:SIZE, separated by semicolons" },
    { "disk-no-path",       VM "disks=:4G\n",                                "4: [vm v] disks: not a list of PATH:SIZE, separated by semicolons" },
    { "disk-zero",          VM "disks=C:\\a.vhdx:0\n",                       "4: [vm v] disks: not a list of PATH:SIZE, separated by semicolons" },
    { "nic-empty-switch",   VM "nics=lan:\n",                                "4: [vm v] nics: not a list of NAME:SWITCH, separated by semicolons" },
    { "replication-no-vm",  HOST LISTEN "[replication x]\nreplica=hv-b\n",   "5: [replication x]: no VM is called so" },
    { "replication-nowhere", VM "[replication v]\n",                         "4: [replication v] replica: missing" },
    { "replication-self",   VM "[replication v]\nreplica=hv-a\n",            "5: [replication v] replica: the VM's own host" },
    { "replication-closed", VM "[host hv-b]\n[replication v]\nreplica=hv-b\n", "6: [replication v] replica: that host has no replica-listener" },
    { "points",             VM LISTEN "[replication v]\nreplica=hv-b\npoints=25\n", "9: [replication v] points: not a number from 0 to 24" },
    { "unknown-replication-key", VM LISTEN "[replication v]\nreplica=hv-b\ncolour=red\n", "9: [replication v] colour: no such key" },
    { "version",            HOST "version=2008 R2\n",                        "2: [host hv-a] version: no Windows Server like 2012 R2 or 6.3.9600" },
    { "version-build",      HOST "version=10.0.19041\n",                     "2: [host hv-a] version: no Windows Server like 2012 R2 or 6.3.9600" },
    { "version-generation", HOST "version=2012\n[vm v]\nhost=hv-a\ngeneration=2\n",
                                                                             "5: [vm v] generation: that Windows Server knows the first one only" },
    { "version-points",     HOST "version=2012\n[vm v]\nhost=hv-a\n" LISTEN "[replication v]\nreplica=hv-b\npoints=17\n",
                                                                             "10: [replication v] points: more than that Windows Server can have" },
    { "version-replica",    VM LISTEN "version=2012\n[replication v]\nreplica=hv-b\n",
                                                                             "9: [replication v] replica: that Windows Server does not run machines of this one" },
    { "no-key-file",        "hello\n",                                       NULL },
    { "key-before-group",   "a=1\n",                                         NULL },
};
/* clang-format on */

/* By the name or by the number; machines are those of the release. */
static void
test_versions(void)
{
    static const char text[] =
        "[host a]\nversion=2012\n[host b]\nversion=6.3.9600\n[host c]\n"
        "[vm old]\nhost=a\n[vm new]\nhost=b\n[vm first]\nhost=c\ngeneration=1\n";
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvsWorld) world = hvs_world_load_text(text, "versions.world", clock, &error);
    static const struct {
        const char *version;
        guint config_version;
        guint generation;
    } expect[] = { { "2012", 40, 1 }, { "2012 R2", 50, 2 }, { "2022", 100, 1 } };

    g_assert_no_error(error);
    for (guint i = 0; i < G_N_ELEMENTS(expect); i++) {
        const HvsHost *host = world->hosts->pdata[i];
        const HvsVm *vm = host->vms->pdata[0];

        g_assert_cmpstr(host->version->name, ==, expect[i].version);
        g_assert_cmpuint(vm->config_version, ==, expect[i].config_version);
        g_assert_cmpuint(vm->generation, ==, expect[i].generation);
    }
}

static void
test_bad_world(gconstpointer data)
{
    const BadWorld *c = data;
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvsWorld) world = hvs_world_load_text(c->text, "bad.world", clock, &error);
    g_autofree char *message = c->message != NULL ? g_strconcat("bad.world:", c->message, NULL)
                                                  : NULL;

    g_assert_null(world);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_true(g_str_has_prefix(error->message, "bad.world:"));
    g_assert_null(strchr(error->message, '\n'));
    if (message != NULL)
        g_assert_cmpstr(error->message, ==, message);
}

static void
test_bad_file(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("test-sim-XXXXXX.world", &path, &error);
    g_autoptr(HvsWorld) world = NULL;

    g_assert_no_error(error);
    g_close(fd, NULL);
    g_assert_true(g_file_set_contents(path, "[host a]\n\0[host b]\n", 19, NULL));
    world = hvs_world_load(path, clock, &error);
    g_assert_null(world);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_true(g_str_has_suffix(error->message, ": not a text in UTF-8"));
    g_clear_error(&error);

    g_assert_true(g_file_set_contents(path, "[host a]\n", -1, NULL));
    world = hvs_world_load(path, clock, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(world->hosts->len, ==, 1);
    g_assert_cmpint(g_unlink(path), ==, 0);

    g_clear_pointer(&world, hvs_world_free);
    world = hvs_world_load(path, clock, &error);
    g_assert_null(world);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
}

typedef struct {
    const char *text;
    gint64 size; /* -1: refused */
} Size;

/* clang-format off */
static const Size sizes[] = {
    { "0", 0 }, { "1", 1 }, { "512K", 524288 }, { "40G", G_GINT64_CONSTANT(42949672960) },
    { "1T", G_GINT64_CONSTANT(1099511627776) }, { "9223372036854775807", G_MAXINT64 },
    { "8388607T", G_GINT64_CONSTANT(9223370937343148032) }, { "8388608T", -1 },
    { "9223372036854775808", -1 }, { "", -1 }, { "G", -1 }, { "40 G", -1 }, { "40GB", -1 },
    { "-1", -1 }, { "0x10", -1 }, { "1.5G", -1 }, { "40g", -1 }, { " 4", -1 },
};
/* clang-format on */

static void
test_sizes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        guint64 size = 0;
        gboolean ok = hvs_world_value_parse_size(sizes[i].text, &size);

        g_assert_cmpint(ok ? (gint64)size : -1, ==, sizes[i].size);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/world_file/load", test_load);
    g_test_add_func("/sim/world_file/sizes", test_sizes);
    g_test_add_func("/sim/world_file/versions", test_versions);
    g_test_add_func("/sim/world_file/bad/file", test_bad_file);
    for (gsize i = 0; i < G_N_ELEMENTS(bad_worlds); i++) {
        g_autofree char *path = g_strconcat("/sim/world_file/bad/", bad_worlds[i].name, NULL);

        g_test_add_data_func(path, &bad_worlds[i], test_bad_world);
    }

    return g_test_run();
}
