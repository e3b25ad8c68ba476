/* test_domain_health.c: what is the matter with a replication, and how old the copy is
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "domain_health.h"

#include <string.h>

#include "repl_relationship.h"

/* 2026-05-01 03:00:00 UTC. */
#define NOW  (G_GINT64_CONSTANT(1777604400) * G_USEC_PER_SEC)
#define HOUR 3600

#define UNREACHABLE "the host cannot be reached"

typedef struct {
    const char *name;
    guint state;
    guint health;
    guint age;          /* of the last replication, seconds; 0: there was none */
    const char *text;   /* (nullable) */
    const char *remedy; /* (nullable) */
    gint64 rpo;
} Case;

/* Of a host that was never reached, which is the first of the issues. */
/* clang-format off */
static const Case cases[] = {
    { "fine",               3,  1, 60,       NULL, NULL, 60 },
    { "not-replicated-yet", 3,  1, 0,        NULL, NULL, -1 },
    { "ready",              1,  2, 0,        "nothing has been copied yet",                    "replication-start",         -1 },
    { "initial",            2,  2, 0,        "the first copy is not complete",                 "replication-import",        -1 },
    { "missed",             3,  2, 300,      "more than a fifth of the cycles",                "query-replication-statistics", 300 },
    { "an-hour",            3,  2, HOUR,     "more than a fifth of the cycles",                "query-replication-statistics", HOUR },
    { "silent",             3,  2, HOUR + 1, "nothing has been replicated for more than an hour", "query-replication-statistics", HOUR + 1 },
    { "does-not-arrive",    3,  3, 60,       "what is sent does not arrive",                   "look at the other host",    60 },
    { "prepared",           4,  2, 60,       "replication health is warning",                  "query-replication-statistics", 60 },
    { "failed-over",        5,  1, 60,       "a failover waits for a decision",                "replication-commit, replication-revert", 60 },
    { "committed",          6,  2, 60,       "after its failover the machine is not replicated", "replication-reverse",     60 },
    { "suspended",          7,  2, 60,       "the replication is paused",                      "replication-resume",        60 },
    { "critical",           8,  3, 60,       "an error has stopped the replication",           "replication-resume",        60 },
    { "resync-required",    9,  3, 60,       "both copies have to be compared",                "replication-resynchronize", 60 },
    { "resynchronizing",    10, 2, 60,       "both copies are being compared",                 "wait for it",               60 },
    { "resync-suspended",   11, 3, 60,       "the comparison of both copies is paused",        "replication-resume",        60 },
    { "updating-disks",     15, 2, 60,       "disks are being added or removed",               "wait for it",               60 },
    { "disk-critical",      16, 3, 60,       "an error has stopped the change of the replicated disks", "replication-resume", 60 },
    { "unheard-of-state",   77, 1, 60,       "replication health is ok",                       "query-replication-statistics", 60 },
    { "unheard-of-health",  3,  9, 60,       "replication health is unknown",                  "query-replication-statistics", 60 },
};
/* clang-format on */

static HvrWmiSession *
no_session(gpointer user_data, HvrClock *clock, GError **error)
{
    return NULL;
}

static HvrHost *
new_host(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(NOW);
    HvrHostConfig config;

    hvr_host_config_init(&config);
    config.endpoint.name = "hv01";
    config.open = no_session;

    return hvr_host_new(&config, clock);
}

static HvrDomain *
new_domain(const Case *c)
{
    HvrDomain *domain = hvr_domain_new("11111111-1111-4111-8111-111111111111", "web01");
    HvrReplRelationship *leg = g_atomic_rc_box_new0(HvrReplRelationship);

    leg->vm = g_strdup(domain->guid);
    leg->settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    leg->state = c->state;
    leg->health = c->health;
    if (c->age > 0)
        leg->last_replication = NOW - (gint64)c->age * G_USEC_PER_SEC;
    domain->mode = HVR_REPL_MODE_PRIMARY;
    domain->legs[0] = leg;

    return domain;
}

static void
test_issues(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HvrHost) host = new_host();
    g_autoptr(HvrDomain) domain = new_domain(c);
    g_autoptr(GPtrArray) issues = hvr_domain_health_list_issues(host, domain);
    const HvrDomainIssue *first = issues->pdata[0];
    const HvrDomainIssue *second;

    g_assert_nonnull(strstr(first->text, UNREACHABLE));
    g_assert_cmpint(hvr_domain_health_get_rpo(host, domain->legs[0]), ==, c->rpo);
    g_assert_cmpuint(issues->len, ==, c->text != NULL ? 2 : 1);
    if (c->text != NULL) {
        second = issues->pdata[1];
        g_assert_nonnull(strstr(second->text, c->text));
        g_assert_nonnull(strstr(second->remedy, c->remedy));
    }
    hvr_host_close(host);
}

/* A clock that was set back must not make a copy younger than new. */
static void
test_future(void)
{
    const Case c = { .state = 3, .health = 1, .age = 1 };
    g_autoptr(HvrHost) host = new_host();
    g_autoptr(HvrDomain) domain = new_domain(&c);

    domain->legs[0]->last_replication = NOW + 90 * G_USEC_PER_SEC;
    g_assert_cmpint(hvr_domain_health_get_rpo(host, domain->legs[0]), ==, 0);
    hvr_host_close(host);
}

static void
test_not_replicated(void)
{
    g_autoptr(HvrHost) host = new_host();
    g_autoptr(HvrDomain) domain = hvr_domain_new("11111111-1111-4111-8111-111111111111", "web01");
    g_autoptr(GPtrArray) issues = hvr_domain_health_list_issues(host, domain);

    g_assert_cmpuint(issues->len, ==, 0);
    hvr_host_close(host);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/domain/health/issues/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_issues);
    }
    g_test_add_func("/domain/health/rpo/future", test_future);
    g_test_add_func("/domain/health/issues/not-replicated", test_not_replicated);

    return g_test_run();
}
