/* test_sim_replication_certificate.c: certificates of simulated hosts, and what their dates do
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The world begins on 2026-05-01 at 03:00 UTC.  The thumbprints are those that an
 * X.509 encoder of its own finds.
 */

#include <config.h>

#include "replication_verb.h"
#include "sim_replication_certificate.h"

#define DAY (24 * HOUR)

#define OF_PRIMARY "80D186C3F689DC106B4A0B689460B19C7E294818"
#define OF_REPLICA "4418B4EF702872948F0DB66C8A87E6E7C6C3DA22"
#define OF_THIRD   "EB3E38AE31DA0939D2414D42F6F43EBF72E153CF"

/* Of hv-primary, its second one: good for the week from the world's first day on. */
#define FROM  (SIM_START - DAY)
#define UNTIL (SIM_START + 7 * DAY)

static char *
dup_settings(const char *thumbprint)
{
    return g_strdup_printf(SETTINGS(PROPERTY("RecoveryConnectionPoint", "string", "hv-replica")
                                        PROPERTY("AuthenticationType", "uint16", "2")
                                            PROPERTY("CertificateThumbPrint", "string", "%s")),
                           thumbprint);
}

static void
test_thumbprints(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    g_assert_cmpstr(hvs_certificate_get_first(w.p)->thumbprint, ==, OF_PRIMARY);
    g_assert_cmpstr(hvs_certificate_get_first(w.r)->thumbprint, ==, OF_REPLICA);
    g_assert_cmpstr(hvs_certificate_get_first(w.x)->thumbprint, ==, OF_THIRD);
    g_assert_nonnull(hvs_certificate_find(w.p, "80d1 86c3 f689 dc10 6b4a0b689460b19c7e294818"));
    g_assert_null(hvs_certificate_find(w.p, OF_REPLICA));
    g_assert_null(hvs_certificate_find(w.p, ""));
    g_assert_null(hvs_certificate_find(w.p, NULL));
}

/* What a TLS library reads in it; all of the store, in order. */
static void
test_store(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(SERVICE(GetSystemCertificates)->input);
    g_autoptr(Msvm_ReplicationService_GetSystemCertificates_OUTPUT) output = NULL;
    g_autoptr(GTlsCertificate) certificate = NULL;
    g_autoptr(GDateTime) not_before = NULL;
    g_autoptr(GDateTime) not_after = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *pem = NULL;
    g_autofree char *subject = NULL;
    gpointer answer = NULL;

    replica_world_init(&w);
    hvs_certificate_add(w.p, FROM, UNTIL);
    g_assert_cmpuint(sim_call(w.p, SERVICE(GetSystemCertificates),
                              "Msvm_ReplicationService.Name=\"replicasvc\"", input, &answer),
                     ==, 0);
    output = answer;
    g_assert_cmpuint(g_strv_length(output->EncodedCertificates), ==, 2);
    pem = g_strdup_printf("-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n",
                          output->EncodedCertificates[1]);
    certificate = g_tls_certificate_new_from_pem(pem, -1, &error);
    g_assert_no_error(error);
    subject = g_tls_certificate_get_subject_name(certificate);
    not_before = g_tls_certificate_get_not_valid_before(certificate);
    not_after = g_tls_certificate_get_not_valid_after(certificate);
    g_assert_cmpstr(subject, ==, "CN=hv-primary.sim.test");
    g_assert_cmpint(g_date_time_to_unix(not_before), ==, FROM / G_USEC_PER_SEC);
    g_assert_cmpint(g_date_time_to_unix(not_after), ==, UNTIL / G_USEC_PER_SEC);
}

static void
test_empty_store(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(SERVICE(GetSystemCertificates)->input);
    g_autoptr(Msvm_ReplicationService_GetSystemCertificates_OUTPUT) output = NULL;
    gpointer answer = NULL;
    HvsHost *bare;

    replica_world_init(&w);
    bare = hvs_host_new(w.world, "hv-bare");
    g_ptr_array_set_size(bare->certificates, 0);
    g_assert_cmpuint(sim_call(bare, SERVICE(GetSystemCertificates),
                              "Msvm_ReplicationService.Name=\"replicasvc\"", input, &answer),
                     ==, 0);
    output = answer;
    g_assert_null(output->EncodedCertificates);
    hvs_replication_open_listener(bare, "D:\\Replica"); /* with Kerberos only */
    g_assert_cmpuint(bare->service_settings->AllowedAuthenticationType, ==, 1);
    g_assert_null(bare->service_settings->CertificateThumbPrint);
}

/* What the hosts are given, then what is asked for and why it is refused. */
typedef struct {
    const char *name;
    void (*spoil)(ReplicaWorld *w);
    const char *thumbprint;
    const char *reason;
} Refusal;

static void
spoil_nothing(ReplicaWorld *w G_GNUC_UNUSED)
{
}

/* They get the thumbprints below whatever their dates: nothing was added before. */
static void
replace(HvsHost *host, gint64 from, gint64 until)
{
    const HvsCertificate *certificate;

    g_ptr_array_set_size(host->certificates, 0);
    certificate = hvs_certificate_add(host, from, until);
    hvr_wmi_object_set_string(host->service_settings, "CertificateThumbPrint",
                              certificate->thumbprint);
}

static void
spoil_expired(ReplicaWorld *w)
{
    replace(w->p, SIM_START - 2 * DAY, SIM_START - DAY);
}

static void
spoil_early(ReplicaWorld *w)
{
    replace(w->p, SIM_START + DAY, SIM_START + 2 * DAY);
}

static void
spoil_listener_expired(ReplicaWorld *w)
{
    replace(w->r, SIM_START - 2 * DAY, SIM_START - DAY);
}

static void
spoil_listener_early(ReplicaWorld *w)
{
    replace(w->r, SIM_START + DAY, SIM_START + 2 * DAY);
}

static void
spoil_listener_missing(ReplicaWorld *w)
{
    hvr_wmi_object_set_string(w->r->service_settings, "CertificateThumbPrint", OF_THIRD);
}

/* clang-format off */
static const Refusal refusals[] = {
    { "unknown",          spoil_nothing,          "00",       "The certificate for replication to 'hv-replica' is not in the personal store" },
    { "of-another-host",  spoil_nothing,          OF_REPLICA, "The certificate for replication to 'hv-replica' is not in the personal store" },
    { "expired",          spoil_expired,          NULL,       "The certificate for replication to 'hv-replica' has expired" },
    { "early",            spoil_early,            NULL,       "The certificate for replication to 'hv-replica' is not valid yet" },
    { "listener-expired", spoil_listener_expired, OF_PRIMARY, "The certificate of the Replica server 'hv-replica' has expired" },
    { "listener-early",   spoil_listener_early,   OF_PRIMARY, "The certificate of the Replica server 'hv-replica' is not valid yet" },
    { "listener-missing", spoil_listener_missing, OF_PRIMARY, "The certificate of the Replica server 'hv-replica' is not in its personal store" },
};
/* clang-format on */

static void
test_refusal(gconstpointer data)
{
    const Refusal *c = data;
    g_auto(ReplicaWorld) w = { 0 };
    g_autofree char *settings = NULL;
    const char *thumbprint = c->thumbprint;

    replica_world_init(&w);
    c->spoil(&w);
    if (thumbprint == NULL)
        thumbprint = hvs_certificate_get_first(w.p)->thumbprint;
    settings = dup_settings(thumbprint);
    g_assert_cmpuint(replica_create(&w, w.p, settings), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_nonnull(strstr(w.job->error_text, c->reason));
    g_assert_cmpuint(replica_mode(w.p), ==, 0);
}

/* Good until a week has passed: then cycles fail, and replication stops until
 * somebody names another one. */
static void
test_expires(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autofree char *settings = NULL;
    const HvsCertificate *week;

    replica_world_init(&w);
    week = hvs_certificate_add(w.p, FROM, UNTIL);
    settings = dup_settings(week->thumbprint);
    replica_replicate(&w, w.p, settings);
    g_assert_cmpstr(w.vm->relationships[0]->settings->RootCertificateThumbPrint, ==,
                    week->thumbprint);
    hvs_world_step(w.world, 7 * DAY - 6 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    g_assert_cmpuint(w.vm->relationships[0]->statistics->ReplicationFailureCount, ==, 0);
    hvs_world_step(w.world, 21 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 8);
    g_assert_cmpuint(w.vm->relationships[0]->statistics->ReplicationFailureCount, ==, 3);
    g_assert_cmpstr(w.vm->relationships[0]->problem, ==,
                    "The certificate for replication to 'hv-replica' has expired.");
    g_assert_cmpuint(replica_request(&w, w.p, 3), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(
        replica_text(&w, w.p, SERVICE(ModifyReplicationSettings), "ReplicationSettingData",
                     SETTINGS(PROPERTY("CertificateThumbPrint", "string", OF_PRIMARY))),
        ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    DO(replica_request(&w, w.p, 3));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/replication/certificate/thumbprints", test_thumbprints);
    g_test_add_func("/sim/replication/certificate/store", test_store);
    g_test_add_func("/sim/replication/certificate/empty-store", test_empty_store);
    g_test_add_func("/sim/replication/certificate/expires", test_expires);
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path =
            g_strconcat("/sim/replication/certificate/refused/", refusals[i].name, NULL);

        g_test_add_data_func(path, &refusals[i], test_refusal);
    }

    return g_test_run();
}
