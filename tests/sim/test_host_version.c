/* test_host_version.c: whole stories on each release of Windows Server
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Nothing that the driver asks may be refused with a fault: it has to know what
 * the host does not.
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "command.h"
#include "host_story.h"
#include "hvr_error.h"

/* clang-format off */
typedef struct {
    const char *name;
    guint64 version; /* as libvirt packs it */
    guint generation;
} Release;

static const Release releases[] = {
    { "2012",    602009200,  1 },
    { "2012 R2", 603009600,  2 },
    { "2016",    1000014393, 2 },
    { "2019",    1000017763, 2 },
    { "2022",    1000020348, 2 },
    { "2025",    1000026100, 2 },
};
/* clang-format on */

static Story *
new_story(const char *primary, const char *replica)
{
    g_autoptr(HvrClock) clock = hvr_clock_new();
    Story *story = story_new(clock, STORY_IDLE);

    hvs_host_set_version(story->primary.sim, primary);
    hvs_host_set_version(story->replica.sim, replica);
    story_open(&story->primary);
    story_open(&story->replica);

    return story;
}

static void
assert_no_faults(Story *story)
{
    g_mutex_lock(&story->lock);
    g_assert_cmpuint(story->primary.n_faults, ==, 0);
    g_assert_cmpuint(story->replica.n_faults, ==, 0);
    g_mutex_unlock(&story->lock);
}

static void
run_verb(StorySide *side, HvrReplVerb verb)
{
    g_autoptr(HvrJob) job = story_do_verb(side, verb);
}

static gboolean
is_replicating(StorySide *side)
{
    const HvrDomain *domain = story_find(side, "web01");

    return domain != NULL && domain->legs[0] != NULL &&
           domain->legs[0]->state == HVR_REPL_STATE_REPLICATING;
}

static void
replicate(Story *story)
{
    story_enable(story, "web01");
    story_assert_state(&story->primary, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_READY);
    run_verb(&story->primary, HVR_VERB_START);
    story_wait_for(&story->primary, is_replicating);
    story_wait_for(&story->replica, is_replicating);
    story_assert_state(&story->primary, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_REPLICATING);
    story_assert_state(&story->replica, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_REPLICATING);
}

static void
turn_off(StorySide *side)
{
    g_autoptr(GError) error = NULL;

    story_power(side, "web01", HVR_POWER_DESTROY, &error);
    g_assert_no_error(error);
}

static void
test_open(gconstpointer data)
{
    const Release *release = data;
    g_autoptr(Story) story = new_story(release->name, release->name);
    const HvrDomain *web01 = story_find(&story->primary, "web01");

    g_assert_cmpuint(hvr_host_get_facts(story->primary.host)->version, ==, release->version);
    g_assert_cmpuint(hvr_host_get_domains(story->primary.host)->len, ==, 2);
    g_assert_cmpuint(web01->generation, ==, release->generation);
    g_assert_null(web01->legs[0]);
    assert_no_faults(story);
}

/* Enabled, started, paused, changed, failed over to plan, reversed, removed. */
static void
test_planned(gconstpointer data)
{
    const Release *release = data;
    g_autoptr(Story) story = new_story(release->name, release->name);
    StorySide *primary = &story->primary;
    StorySide *replica = &story->replica;
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    HvrReplRequest modify = { .verb = HVR_VERB_MODIFY, .settings = settings };
    g_autoptr(GError) error = NULL;

    replicate(story);
    run_verb(primary, HVR_VERB_SUSPEND);
    story_assert_state(primary, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_SUSPENDED);
    run_verb(primary, HVR_VERB_RESUME);
    hvr_repl_settings_set(settings, "recovery-history", "15", &error);
    g_assert_no_error(error);
    story_verb(primary, "web01", &modify, NULL, &error);
    g_assert_no_error(error);

    turn_off(primary);
    run_verb(primary, HVR_VERB_PREPARE);
    run_verb(replica, HVR_VERB_FAILOVER);
    story_assert_state(replica, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_FAILED_OVER);
    run_verb(replica, HVR_VERB_REVERSE);
    story_assert_state(replica, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_REPLICATING);
    g_assert_true(story_refresh(primary, NULL));
    story_assert_state(primary, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_REPLICATING);

    run_verb(replica, HVR_VERB_RESET_STATISTICS);
    run_verb(replica, HVR_VERB_REMOVE);
    run_verb(primary, HVR_VERB_REMOVE);
    g_assert_null(story_find(primary, "web01")->legs[0]);
    assert_no_faults(story);
}

/* Not planned, undone, then for good; the old primary comes back as the replica. */
static void
test_unplanned(gconstpointer data)
{
    const Release *release = data;
    g_autoptr(Story) story = new_story(release->name, release->name);
    StorySide *primary = &story->primary;
    StorySide *replica = &story->replica;

    replicate(story);
    run_verb(replica, HVR_VERB_FAILOVER);
    run_verb(replica, HVR_VERB_REVERT);
    story_assert_state(replica, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_REPLICATING);
    run_verb(replica, HVR_VERB_FAILOVER);
    run_verb(replica, HVR_VERB_COMMIT);
    story_assert_state(replica, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_COMMITTED);
    turn_off(primary);
    run_verb(primary, HVR_VERB_BECOME_REPLICA);
    run_verb(replica, HVR_VERB_REVERSE);
    story_assert_state(replica, HVR_REPL_MODE_PRIMARY, HVR_REPL_STATE_READY);
    run_verb(replica, HVR_VERB_START);
    story_wait_for(primary, is_replicating);
    story_assert_state(primary, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_REPLICATING);
    assert_no_faults(story);
}

static gboolean
has_looked(StorySide *side)
{
    gboolean enough;

    g_mutex_lock(&side->story->lock);
    enough = side->n_looks >= 10;
    g_mutex_unlock(&side->story->lock);

    return enough;
}

/* A look at which nothing happened costs the same few requests on every release. */
static void
test_idle(gconstpointer data)
{
    const Release *release = data;
    g_autoptr(Story) story = new_story(release->name, release->name);
    StorySide *side = &story->primary;
    guint n_requests;
    guint n_looks;

    replicate(story);
    g_mutex_lock(&story->lock);
    /* So that no cycle comes. */
    story->step = 0;
    side->n_looks = 0;
    side->sim->n_requests = 0;
    g_mutex_unlock(&story->lock);
    story_wait_for(side, has_looked);
    g_mutex_lock(&story->lock);
    n_requests = side->sim->n_requests;
    n_looks = side->n_looks;
    g_mutex_unlock(&story->lock);
    g_test_message("%u requests, %u looks", n_requests, n_looks);
    /* Three queries; the look under way at the start is counted in part. */
    g_assert_cmpuint(n_requests, <=, 6 * (n_looks + 1));
    assert_no_faults(story);
}

typedef struct {
    gboolean on_replica;
    gboolean of_host;
    const char *text;
} Order;

/* What reads or writes anything else than the story above. */
/* clang-format off */
static const Order orders[] = {
    { FALSE, FALSE, "{'execute':'query-replication'}" },
    { FALSE, FALSE, "{'execute':'query-replication-statistics'}" },
    { TRUE,  FALSE, "{'execute':'query-replication-statistics'}" },
    { TRUE,  FALSE, "{'execute':'query-recovery-points'}" },
    { TRUE,  FALSE, "{'execute':'query-failover-network'}" },
    { TRUE,  FALSE, "{'execute':'replication-set-failover-network','arguments':{'dhcp':true}}" },
    { TRUE,  FALSE, "{'execute':'replication-set-test-switch','arguments':{'switch':'Test'}}" },
    { TRUE,  FALSE, "{'execute':'replication-test-failover'}" },
    { TRUE,  FALSE, "{'execute':'replication-test-cleanup'}" },
    { TRUE,  TRUE,  "{'execute':'query-replication-service'}" },
    { TRUE,  TRUE,  "{'execute':'query-replication-authorization'}" },
    { TRUE,  TRUE,  "{'execute':'query-replications'}" },
    { TRUE,  TRUE,  "{'execute':'query-replication-statistics'}" },
    { TRUE,  TRUE,  "{'execute':'query-system-certificates'}" },
    { FALSE, TRUE,  "{'execute':'replication-test-connection','arguments':{'replica-server':'HV-REPLICA'}}" },
    { FALSE, TRUE,  "{'execute':'replication-service-modify','arguments':{'monitoring-interval':3600}}" },
};
/* clang-format on */

static char *
run_command(StorySide *side, gboolean of_host, const char *text, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autofree char *json = g_strdelimit(g_strdup(text), "'", '"');
    HvrDomain *domain = of_host ? hvr_host_get_own_domain(side->host) : story_find(side, "web01");

    hvr_command_run_async(side->host, domain, json, FALSE, NULL, story_keep, &result);
    story_wait(&result);

    return hvr_command_run_finish(result, error);
}

static void
test_commands(gconstpointer data)
{
    const Release *release = data;
    g_autoptr(HvrClock) clock = hvr_clock_new();
    g_autoptr(Story) story = story_new(clock, STORY_IDLE);
    HvsVm *vm = hvs_host_find_vm(story->primary.sim, STORY_WEB01);

    hvs_vm_add_nic(vm, "Network Adapter", "Production");
    hvs_host_set_version(story->primary.sim, release->name);
    hvs_host_set_version(story->replica.sim, release->name);
    story_open(&story->primary);
    story_open(&story->replica);
    replicate(story);
    for (gsize i = 0; i < G_N_ELEMENTS(orders); i++) {
        StorySide *side = orders[i].on_replica ? &story->replica : &story->primary;
        g_autoptr(GError) error = NULL;
        g_autofree char *answer = run_command(side, orders[i].of_host, orders[i].text, &error);

        g_test_message("%s: %s", orders[i].text, answer);
        g_assert_no_error(error);
        g_assert_true(g_str_has_prefix(answer, "{\"return\":"));
        assert_no_faults(story);
    }
}

typedef struct {
    const char *name;
    HvrReplVerb verb;
    const char *setting;
    const char *value;
} Refusal;

/* clang-format off */
static const Refusal refusals[] = {
    { "become-primary", HVR_VERB_BECOME_PRIMARY, NULL,                  NULL },
    { "failback",       HVR_VERB_FAILBACK,       NULL,                  NULL },
    { "frequency",      HVR_VERB_MODIFY,         "frequency",           "30" },
    { "additional",     HVR_VERB_MODIFY,         "additional-settings", "x" },
    { "history",        HVR_VERB_MODIFY,         "recovery-history",    "17" },
};
/* clang-format on */

/* Before anything is sent, with the release that it needs. */
static void
test_refused(gconstpointer data)
{
    const Refusal *c = data;
    g_autoptr(Story) story = new_story("2012", "2012");
    StorySide *side = c->verb == HVR_VERB_MODIFY ? &story->primary : &story->replica;
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    HvrReplRequest request = { .verb = c->verb };
    g_autoptr(GError) error = NULL;
    guint n_asked;

    replicate(story);
    if (c->setting != NULL) {
        hvr_repl_settings_set(settings, c->setting, c->value, &error);
        g_assert_no_error(error);
        request.settings = settings;
    }
    n_asked = side->n_asked;
    g_assert_false(story_verb(side, "web01", &request, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNSUPPORTED);
    g_assert_nonnull(strstr(error->message, "needs Windows Server 2012 R2 or later"));
    g_assert_nonnull(strstr(error->message, "Windows Server 2012"));
    g_assert_cmpuint(side->n_asked, ==, n_asked);
    assert_no_faults(story);
}

static void
test_refused_command(void)
{
    static const char *const texts[] = {
        "{'execute':'replication-service-start'}",
        "{'execute':'replication-service-stop'}",
        "{'execute':'replication-service-request-state','arguments':{'state':2}}",
    };
    g_autoptr(Story) story = new_story("2012", "2012");
    StorySide *side = &story->primary;

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(run_command(side, TRUE, texts[i], &error));
        g_assert_error(error, HVR_ERROR, HVR_ERROR_UNSUPPORTED);
        g_assert_nonnull(strstr(error->message, "needs Windows Server 2012 R2 or later"));
    }
    g_assert_cmpuint(side->n_asked, ==, 0);
    assert_no_faults(story);
}

/* "Upgrade the Replica server first": there is a way to it, and none back. */
static void
test_upgrade(void)
{
    g_autoptr(Story) story = new_story("2012", "2012 R2");
    StorySide *replica = &story->replica;
    HvrReplRequest reverse = { .verb = HVR_VERB_REVERSE };
    g_autoptr(GError) error = NULL;

    replicate(story);
    turn_off(&story->primary);
    run_verb(&story->primary, HVR_VERB_PREPARE);
    run_verb(replica, HVR_VERB_FAILOVER);
    g_assert_false(story_verb(replica, "web01", &reverse, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_JOB_FAILED);
    g_assert_nonnull(strstr(error->message, "configuration version"));
    story_assert_state(replica, HVR_REPL_MODE_REPLICA, HVR_REPL_STATE_FAILED_OVER);
    assert_no_faults(story);
}

static void
add(const char *name, GTestDataFunc func)
{
    for (gsize i = 0; i < G_N_ELEMENTS(releases); i++) {
        g_autofree char *path = g_strconcat("/host/version/", name, "/", releases[i].name, NULL);

        g_test_add_data_func(g_strdelimit(path, " ", '-'), &releases[i], func);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add("open", test_open);
    add("planned", test_planned);
    add("unplanned", test_unplanned);
    add("commands", test_commands);
    add("idle", test_idle);
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path = g_strconcat("/host/version/refused/", refusals[i].name, NULL);

        g_test_add_data_func(path, &refusals[i], test_refused);
    }
    g_test_add_func("/host/version/refused/commands", test_refused_command);
    g_test_add_func("/host/version/upgrade", test_upgrade);

    return g_test_run();
}
