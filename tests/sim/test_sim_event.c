/* test_sim_event.c: what a subscriber is told
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "subscription_fixture.h"

static void
test_modified(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_CHANGES);
    g_auto(Pull) pull = pull_new(f, context, "uuid:1", "");
    const xmlNode *item;
    const xmlNode *node;
    g_autofree char *next = NULL;
    g_autofree char *type = NULL;
    g_autofree char *nil = NULL;

    g_assert_false(pull_try(f, &pull));
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    node = pull_finish(f, &pull);
    g_assert_cmpuint(count_items(node), ==, 1);
    next = dup_context(node);
    g_assert_cmpstr(next, !=, context);

    item = first_item(node);
    g_assert_true(hvr_xml_is(item, EV, "__InstanceModificationEvent"));
    type = hvr_xml_dup_attribute(item, HVR_NS_XSI, "type");
    g_assert_cmpstr(type, ==, "p:__InstanceModificationEvent_Type");
    node = hvr_xml_find(item, EV, "PreviousInstance");
    assert_text(node, CS, "EnabledState", "3");
    node = hvr_xml_next_element(node);
    g_assert_true(hvr_xml_is(node, EV, "SECURITY_DESCRIPTOR"));
    nil = hvr_xml_dup_attribute(node, HVR_NS_XSI, "nil");
    g_assert_cmpstr(nil, ==, "true");
    node = hvr_xml_next_element(node);
    g_assert_true(hvr_xml_is(node, EV, "TargetInstance"));
    assert_text(node, CS, "EnabledState", "2");
    g_clear_pointer(&type, g_free);
    type = hvr_xml_dup_attribute(node, HVR_NS_XSI, "type");
    g_assert_cmpstr(type, ==, "p1:Msvm_ComputerSystem_Type");
    /* 2026-05-01T03:00:00Z in units of 100 ns since 1601 */
    assert_text(item, EV, "TIME_CREATED", "134220780000000000");
}

typedef struct {
    const char *name;
    const char *query;
    guint n_events;
} MatchCase;

/* What these say of a VM that starts, one that comes and one that goes. */
/* clang-format off */
static const MatchCase match_cases[] = {
    { "all",             ON("__InstanceOperationEvent") "'Msvm_ComputerSystem'",                                          3 },
    { "created",         ON("__InstanceCreationEvent") "'Msvm_ComputerSystem'",                                           1 },
    { "deleted",         ON("__InstanceDeletionEvent") "'Msvm_ComputerSystem'",                                           1 },
    { "modified",        MODIFIED "'Msvm_ComputerSystem'",                                                                1 },
    { "derived",         POLLED("__InstanceOperationEvent") "'CIM_System'",                                               3 },
    { "other-class",     ON("__InstanceOperationEvent") "'Msvm_ReplicationRelationship'",                                 0 },
    { "either",          ON("__InstanceOperationEvent") "'Msvm_ReplicationRelationship' OR TargetInstance ISA 'Msvm_ComputerSystem'", 3 },
    { "both",            ON("__InstanceOperationEvent") "'Msvm_ComputerSystem' AND TargetInstance ISA 'Msvm_ConcreteJob'", 0 },
    { "name",            ON("__InstanceOperationEvent") "'Msvm_ComputerSystem' AND TargetInstance.ElementName = 'NEW'",   1 },
    { "name-like",       ON("__InstanceOperationEvent") "'Msvm_ComputerSystem' AND TargetInstance.ElementName LIKE '%e%'", 2 },
    { "value-first",     ON("__InstanceOperationEvent") "'Msvm_ComputerSystem' AND 'new' = TargetInstance.ElementName",   1 },
    { "state-changed",   MODIFIED "'Msvm_ComputerSystem' AND TargetInstance.EnabledState &lt;> PreviousInstance.EnabledState", 1 },
    { "name-changed",    MODIFIED "'Msvm_ComputerSystem' AND TargetInstance.ElementName &lt;> PreviousInstance.ElementName", 0 },
    { "started",         MODIFIED "'Msvm_ComputerSystem' AND TargetInstance.EnabledState = 2 AND PreviousInstance.EnabledState = 3", 1 },
    { "stopped",         MODIFIED "'Msvm_ComputerSystem' AND TargetInstance.EnabledState = 3 AND PreviousInstance.EnabledState = 2", 0 },
    { "class-property",  ON("__InstanceOperationEvent") "'Msvm_ComputerSystem' AND TargetInstance.__CLASS = 'Msvm_ComputerSystem'", 3 },
    { "event-property",  ON("__InstanceOperationEvent") "'Msvm_ComputerSystem' AND __CLASS = '__InstanceDeletionEvent'",  1 },
    { "of-one-of-two",   ON("__InstanceOperationEvent") "'Msvm_ComputerSystem' AND TargetInstance.EnabledState = 2 OR TargetInstance ISA 'Msvm_ConcreteJob' AND TargetInstance.JobState = 7", 1 },
    { "not-there-null",  "SELECT * FROM __InstanceOperationEvent WHERE (TargetInstance ISA 'Msvm_ComputerSystem' OR TargetInstance ISA 'Msvm_ConcreteJob') AND TargetInstance.JobState IS NULL", 3 },
};
/* clang-format on */

static void
test_match(Fixture *f, gconstpointer data)
{
    const MatchCase *c = data;
    g_autofree char *body = g_strconcat("<e:Subscribe>" PULLED "<w:Filter Dialect=\"" WQL "\">",
                                        c->query, "</w:Filter></e:Subscribe>", NULL);
    HvsVm *old = hvs_vm_new(f->host, "old", NULL);
    g_autofree char *context = subscribe(f, body);
    g_auto(Pull) pull = pull_new(f, context, "uuid:1", "");

    hvs_vm_remove(old);
    hvs_vm_new(f->host, "new", NULL);
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    hvr_clock_step(f->clock, SECONDS(2));

    if (c->n_events == 0)
        g_assert_false(pull_try(f, &pull));
    else
        g_assert_cmpuint(count_items(pull_finish(f, &pull)), ==, c->n_events);
}

/* Only what a look finds is there to tell. */
static void
test_within(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, WANTED(OPERATION_POLL "'Msvm_ComputerSystem'"));
    g_auto(Pull) pull = pull_new(f, context, "uuid:1", "");

    hvs_vm_remove(hvs_vm_new(f->host, "brief", NULL));
    hvs_vm_new(f->host, "new", NULL);
    g_assert_false(pull_try(f, &pull));
    hvr_clock_step(f->clock, SECONDS(2) - 1);
    g_assert_false(pull_try(f, &pull));
    hvr_clock_step(f->clock, 1);
    g_assert_cmpuint(count_items(pull_finish(f, &pull)), ==, 1);
}

/* Whoever asks for something else makes the host look as well. */
static void
test_between_pulls(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_OPERATIONS);
    g_auto(Pull) pull = pull_new(f, context, "uuid:1", "");
    HvsVm *vm = hvs_vm_new(f->host, "brief", NULL);
    g_auto(Answer) other = ask(f, GET, CS, VM_KEYS, "");

    assert_response(&other, CS, "Msvm_ComputerSystem");
    hvs_vm_remove(vm);
    g_assert_cmpuint(count_items(pull_finish(f, &pull)), ==, 2);
}

static void
test_max_elements(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_OPERATIONS);
    guint n_left = 24;

    for (guint i = 0; i < n_left; i++)
        hvs_vm_new(f->host, "another", NULL);
    while (n_left > 0) {
        g_auto(Pull) pull = pull_new(f, context, "uuid:1", "");
        const xmlNode *response = pull_finish(f, &pull);

        g_assert_cmpuint(count_items(response), ==, MIN(n_left, 10));
        n_left -= MIN(n_left, 10);
        g_assert_null(hvr_xml_find(response, HVR_NS_N, "EndOfSequence"));
        g_free(context);
        context = dup_context(response);
    }
}

/* Pages end at half of what the client can take; what fits nowhere is lost. */
static void
test_pages(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_OPERATIONS);
    guint n_items = 0;

    for (guint i = 0; i < 9; i++)
        hvs_vm_new(f->host, "another", NULL);
    while (n_items < 9) {
        g_auto(Pull)
            pull = pull_new(f, context, "uuid:1", "<w:MaxEnvelopeSize>32768</w:MaxEnvelopeSize>");
        const xmlNode *response = pull_finish(f, &pull);

        g_assert_cmpuint(pull.answer.size, <=, 16384);
        g_assert_cmpuint(count_items(response), <, 9);
        n_items += count_items(response);
        g_free(context);
        context = dup_context(response);
    }
}

static void
test_too_big(Fixture *f, gconstpointer data)
{
    g_autofree char *context = subscribe(f, VM_CHANGES);
    g_auto(Pull)
        tight = pull_new(f, context, "uuid:1", "<w:MaxEnvelopeSize>8192</w:MaxEnvelopeSize>");
    g_auto(Pull) wide = pull_new(f, context, "uuid:2", "");

    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_true(pull_try(f, &tight));
    assert_fault(&tight.answer, "w:EncodingLimit", "2150858824");
    g_assert_false(pull_try(f, &wide));
}

/* A client that never pulls gets what is left of it. */
static void
test_overflow(Fixture *f, gconstpointer data)
{
    g_autofree char *context =
        subscribe(f, WANTED(MODIFIED "'Msvm_ComputerSystem' AND TargetInstance.EnabledState = 2"));
    g_autofree char *body = g_strconcat("<n:Pull><n:EnumerationContext>", context,
                                        "</n:EnumerationContext><n:MaxElements>32000"
                                        "</n:MaxElements></n:Pull>",
                                        NULL);
    g_auto(Answer) answer = { 0 };
    const xmlNode *response;
    guint n_items = 0;

    for (guint i = 0; i < 1030; i++) {
        g_auto(Answer) on = { 0 };
        g_auto(Answer) off = { 0 };

        hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
        on = ask(f, GET, CS, VM_KEYS, "");
        hvs_vm_set_state(f->vm, HVS_VM_OFF);
        off = ask(f, GET, CS, VM_KEYS, "");
    }
    f->host->winrm.max_envelope_kb = 1024 * 100;
    answer = ask(f, PULL, V2 "*", "", body);
    response = assert_response(&answer, HVR_NS_N, "PullResponse");
    n_items = count_items(response);
    g_assert_cmpuint(n_items, ==, 1024);
}

static void
test_projection(Fixture *f, gconstpointer data)
{
    g_autofree char *context =
        subscribe(f, WANTED("SELECT TIME_CREATED, TargetInstance FROM __InstanceModificationEvent "
                            "WHERE TargetInstance ISA 'Msvm_ComputerSystem'"));
    g_auto(Pull) pull = pull_new(f, context, "uuid:1", "");
    const xmlNode *item;

    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    item = first_item(pull_finish(f, &pull));
    g_assert_true(hvr_xml_is(item, HVR_NS_W, "XmlFragment"));
    assert_text(item, NULL, "TIME_CREATED", "134220780000000000");
    assert_text(hvr_xml_find(item, NULL, "TargetInstance"), CS, "Name", GUID);
}

/* An older Windows does not know all that a newer one tells. */
static void
test_version(Fixture *f, gconstpointer data)
{
    static const char *const queries[] = {
        VM_CHANGES,
        WANTED("SELECT TargetInstance FROM __InstanceModificationEvent WHERE TargetInstance ISA "
               "'Msvm_ComputerSystem'"),
    };

    hvs_host_set_version(f->host, "2012");
    for (gsize i = 0; i < G_N_ELEMENTS(queries); i++) {
        g_autofree char *context = subscribe(f, queries[i]);
        g_auto(Pull) pull = pull_new(f, context, "uuid:1", "");
        const xmlNode *target;

        hvs_vm_set_state(f->vm, i == 0 ? HVS_VM_RUNNING : HVS_VM_OFF);
        target =
            hvr_xml_find(first_item(pull_finish(f, &pull)), i == 0 ? EV : NULL, "TargetInstance");
        g_assert_nonnull(hvr_xml_find(target, CS, "ReplicationState"));
        g_assert_null(hvr_xml_find(target, CS, "EnhancedSessionModeState"));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_story("/sim/event/modified", test_modified);
    add_cases("/sim/event/match/", match_cases, test_match);
    add_story("/sim/event/within", test_within);
    add_story("/sim/event/between-pulls", test_between_pulls);
    add_story("/sim/event/max-elements", test_max_elements);
    add_story("/sim/event/pages", test_pages);
    add_story("/sim/event/too-big", test_too_big);
    add_story("/sim/event/overflow", test_overflow);
    add_story("/sim/event/projection", test_projection);
    add_story("/sim/event/version", test_version);

    return g_test_run();
}
