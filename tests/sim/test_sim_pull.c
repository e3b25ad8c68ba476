/* test_sim_pull.c: subscribers that wait, or do not
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "subscription_fixture.h"

/* An idle Pull ends after the heartbeat, counted from the last page. */
static void
test_heartbeat(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_CHANGES);
    g_auto(Pull) first = { 0 };
    g_auto(Pull) second = { 0 };
    g_autofree char *next = NULL;
    const xmlNode *response;

    hvr_clock_step(f->clock, SECONDS(10));
    first = pull_new(f, context, "uuid:1", "");
    g_assert_false(pull_try(f, &first));
    hvr_clock_step(f->clock, SECONDS(20) - 1);
    g_assert_false(pull_try(f, &first));
    hvr_clock_step(f->clock, 1);
    response = pull_finish(f, &first);
    g_assert_cmpuint(count_items(response), ==, 0);
    next = dup_context(response);
    g_assert_cmpstr(next, !=, context);

    second = pull_new(f, next, "uuid:2", "");
    g_assert_false(pull_try(f, &second));
    hvr_clock_step(f->clock, SECONDS(30));
    g_assert_cmpuint(count_items(pull_finish(f, &second)), ==, 0);
}

/* w:TimedOut if that is earlier, and the context stays. */
static void
test_timed_out(Fixture *f, gconstpointer data)
{
    g_autofree char *context =
        subscribe(f, BODY(DELIVERY(MODE_PULL, "<w:Heartbeats>PT90S</w:Heartbeats>")
                              FILTER(MODIFIED "'Msvm_ComputerSystem'")));
    g_auto(Pull) first = pull_new(f, context, "uuid:1", "");
    g_auto(Pull) second = { 0 };

    g_assert_false(pull_try(f, &first));
    hvr_clock_step(f->clock, SECONDS(60) - 1);
    g_assert_false(pull_try(f, &first));
    hvr_clock_step(f->clock, 1);
    g_assert_true(pull_try(f, &first));
    assert_fault(&first.answer, "w:TimedOut", "2150858793");

    second = pull_new(f, context, "uuid:2", "");
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(count_items(pull_finish(f, &second)), ==, 1);
}

/* Without a word about it a Pull waits for MaxTimeoutms, with one as long as it says. */
static void
test_timed_out_default(Fixture *f, gconstpointer data)
{
    g_autofree char *context =
        subscribe(f, BODY(DELIVERY(MODE_PULL, "") FILTER(MODIFIED "'Msvm_ComputerSystem'")));
    g_autofree char *body = g_strconcat("<n:Pull><n:EnumerationContext>", context,
                                        "</n:EnumerationContext></n:Pull>", NULL);
    g_autofree char *text = g_strconcat(
        ID REPLY_TO "<a:Action>" PULL "</a:Action><w:ResourceURI>" V2 "*</w:ResourceURI>", NULL);
    g_autofree char *envelope = build(text, body);
    g_auto(Pull) silent = { .request = g_bytes_new(envelope, strlen(envelope)) };
    g_auto(Pull) patient = { 0 };

    f->host->winrm.max_timeout_ms = 5000;
    g_assert_false(pull_try(f, &silent));
    hvr_clock_step(f->clock, SECONDS(5));
    g_assert_true(pull_try(f, &silent));
    assert_fault(&silent.answer, "w:TimedOut", "2150858793");

    patient = pull_new(f, context, "uuid:2", "");
    hvr_clock_step(f->clock, SECONDS(59));
    g_assert_false(pull_try(f, &patient));
}

static void
test_loopback(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_CHANGES);
    g_auto(Pull) pull = pull_new(f, context, "uuid:1", "");
    g_autoptr(GBytes) reply = hvs_service_answer_loopback(pull.request, f->service, NULL);
    g_autoptr(GBytes) second = NULL;
    gsize length;

    g_assert_nonnull(g_strstr_len(g_bytes_get_data(reply, &length), -1, "Code=\"2150858793\""));
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    second = hvs_service_answer_loopback(pull.request, f->service, NULL);
    g_assert_nonnull(g_strstr_len(g_bytes_get_data(second, &length), -1, "PullResponse>"));
}

static void
test_second_pull(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_CHANGES);
    g_auto(Pull) first = pull_new(f, context, "uuid:1", "");
    g_auto(Pull) second = pull_new(f, context, "uuid:2", "");
    g_auto(Pull) third = pull_new(f, context, "uuid:3", "");
    g_auto(Pull) same_id = { 0 };

    g_assert_false(pull_try(f, &first));
    g_assert_true(pull_try(f, &second));
    assert_fault(&second.answer, "w:Concurrency", "2150858758");
    hvr_clock_step(f->clock, SECONDS(1));
    same_id = pull_new(f, context, "uuid:1", "");
    g_assert_true(pull_try(f, &same_id));
    assert_fault(&same_id.answer, "w:Concurrency", "2150858758");

    /* Nobody asks for the first any more: its connection is gone. */
    hvr_clock_step(f->clock, SECONDS(1) + 1);
    g_assert_false(pull_try(f, &third));
}

static void
test_old_context(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_CHANGES);
    g_auto(Pull) first = pull_new(f, context, "uuid:1", "");
    g_auto(Pull) second = pull_new(f, context, "uuid:2", "");

    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    pull_finish(f, &first);
    g_assert_true(pull_try(f, &second));
    assert_fault(&second.answer, "n:InvalidEnumerationContext", "2150858779");
}

static void
test_contexts_stay(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_CHANGES);
    g_auto(Pull) pull = pull_new(f, context, "uuid:1", "");
    g_autofree char *next = NULL;

    f->world->switches.contexts_stay = TRUE;
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    next = dup_context(pull_finish(f, &pull));
    g_assert_cmpstr(next, ==, context);
}

/* Who stays away is told so, and after a while nobody remembers. */
static void
test_absent(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_CHANGES);
    g_auto(Pull) late = { 0 };
    g_auto(Pull) forgotten = { 0 };

    hvr_clock_step(f->clock, SECONDS(30) + 1);
    late = pull_new(f, context, "uuid:1", "");
    g_assert_true(pull_try(f, &late));
    assert_fault(&late.answer, "n:InvalidEnumerationContext", "2150858762");

    hvr_clock_step(f->clock, SECONDS(60));
    forgotten = pull_new(f, context, "uuid:2", "");
    g_assert_true(pull_try(f, &forgotten));
    assert_fault(&forgotten.answer, "n:InvalidEnumerationContext", "2150858779");
}

/* Without heartbeats it is the time that enumerations have. */
static void
test_absent_no_heartbeat(Fixture *f, gconstpointer data)
{
    g_autofree char *context =
        subscribe(f, BODY(DELIVERY(MODE_PULL, "") FILTER(MODIFIED "'Msvm_ComputerSystem'")));
    g_auto(Pull) early = { 0 };
    g_auto(Pull) late = { 0 };

    hvr_clock_step(f->clock, SECONDS(60));
    early = pull_new(f, context, "uuid:1", "");
    g_assert_false(pull_try(f, &early));
    hvr_clock_step(f->clock, SECONDS(60) + 1);
    late = pull_new(f, context, "uuid:2", "");
    g_assert_true(pull_try(f, &late));
    assert_fault(&late.answer, "n:InvalidEnumerationContext", "2150858779");
}

static void
test_expires(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(
        f, BODY(PULLED "<e:Expires>PT20S</e:Expires>" FILTER(MODIFIED "'Msvm_ComputerSystem'")));
    g_auto(Pull) pull = pull_new(f, context, "uuid:1", "");

    g_assert_false(pull_try(f, &pull));
    hvr_clock_step(f->clock, SECONDS(20) - 1);
    g_assert_false(pull_try(f, &pull));
    hvr_clock_step(f->clock, 1);
    g_assert_true(pull_try(f, &pull));
    assert_fault(&pull.answer, "n:InvalidEnumerationContext", "2150858779");
}

static void
test_restart(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_CHANGES);
    g_auto(Pull) pull = pull_new(f, context, "uuid:1", "");

    g_assert_false(pull_try(f, &pull));
    hvs_host_restart(f->host);
    g_assert_true(pull_try(f, &pull));
    assert_fault(&pull.answer, "n:InvalidEnumerationContext", "2150858779");
}

/* A subscription and its Pull are two operations; nobody is kept from pulling. */
static void
test_quota(Fixture *f, gconstpointer data)
{
    g_autofree char *context = NULL;
    g_auto(Pull) pull = { 0 };
    g_auto(Answer) allowed = { 0 };
    g_auto(Answer) refused = { 0 };
    g_auto(Answer) open = { 0 };

    f->host->winrm.max_user_operations = 2;
    context = subscribe(f, VM_CHANGES);
    allowed = ask(f, GET, CS, VM_KEYS, "");
    g_assert_false(allowed.is_fault);
    pull = pull_new(f, context, "uuid:1", "");
    g_assert_false(pull_try(f, &pull));
    refused = ask(f, GET, CS, VM_KEYS, "");
    assert_fault(&refused, "w:QuotaLimit", "2150859174");
    open = ask(f, SUBSCRIBE, V2 "*", "", VM_CHANGES);
    assert_fault(&open, "w:QuotaLimit", "2150859174");
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(count_items(pull_finish(f, &pull)), ==, 1);
}

/* A parked Pull is one request, however often it is looked after. */
static void
test_counts(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_CHANGES);
    g_auto(Pull) pull = pull_new(f, context, "uuid:1", "");

    for (guint i = 0; i < 5; i++)
        g_assert_false(pull_try(f, &pull));
    hvr_clock_step(f->clock, SECONDS(30));
    pull_finish(f, &pull);
    g_assert_cmpuint(f->host->n_requests, ==, 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_story("/sim/pull/heartbeat", test_heartbeat);
    add_story("/sim/pull/timed-out", test_timed_out);
    add_story("/sim/pull/timed-out/default", test_timed_out_default);
    add_story("/sim/pull/loopback", test_loopback);
    add_story("/sim/pull/second-pull", test_second_pull);
    add_story("/sim/pull/old-context", test_old_context);
    add_story("/sim/pull/contexts-stay", test_contexts_stay);
    add_story("/sim/pull/absent", test_absent);
    add_story("/sim/pull/absent/no-heartbeat", test_absent_no_heartbeat);
    add_story("/sim/pull/expires", test_expires);
    add_story("/sim/pull/restart", test_restart);
    add_story("/sim/pull/quota", test_quota);
    add_story("/sim/pull/counts", test_counts);

    return g_test_run();
}
