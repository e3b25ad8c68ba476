/* test_sim_power.c: power of simulated virtual machines: RequestStateChange, shutdown, restart of
 * the host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_call.h"

/* What Msvm_ComputerSystem.RequestStateChange answers in states running, off,
 * saved and paused: a JobType and the state it leads to, or a refusal. */
typedef struct {
    guint16 job_type;
    guint32 result; /* below 100: the EnabledState in the end */
} Cell;

typedef struct {
    guint16 requested;
    Cell cells[4];
} PowerCase;

static const guint16 power_states[] = { 2, 3, 6, 9 };

/* clang-format off */
static const PowerCase power_cases[] = {
    /*         running         off             saved           paused */
    { 0,     { { 0, 32773 },   { 0, 32773 },   { 0, 32773 },   { 0, 32773 } } },
    { 1,     { { 0, 32773 },   { 0, 32773 },   { 0, 32773 },   { 0, 32773 } } },
    { 2,     { { 0, 32775 },   { 12, 2 },      { 15, 2 },      { 27, 2 } } },
    { 3,     { { 13, 3 },      { 0, 32775 },   { 13, 3 },      { 13, 3 } } },
    { 4,     { { 16, 3 },      { 0, 32775 },   { 0, 32775 },   { 0, 32775 } } },
    { 5,     { { 0, 32773 },   { 0, 32773 },   { 0, 32773 },   { 0, 32773 } } },
    { 6,     { { 14, 6 },      { 0, 32775 },   { 0, 32775 },   { 14, 6 } } },
    { 7,     { { 0, 32770 },   { 0, 32770 },   { 0, 32770 },   { 0, 32770 } } },
    { 8,     { { 0, 32770 },   { 0, 32770 },   { 0, 32770 },   { 0, 32770 } } },
    { 9,     { { 26, 9 },      { 0, 32775 },   { 0, 32775 },   { 0, 32775 } } },
    { 10,    { { 29, 2 },      { 0, 32775 },   { 0, 32775 },   { 0, 32775 } } },
    { 11,    { { 28, 2 },      { 0, 32775 },   { 0, 32775 },   { 28, 2 } } },
    { 32773, { { 0, 32773 },   { 0, 32773 },   { 0, 32773 },   { 0, 32773 } } },
    { 65535, { { 0, 32773 },   { 0, 32773 },   { 0, 32773 },   { 0, 32773 } } },
};
/* clang-format on */

static void
check_power(guint16 requested, guint16 from, const Cell *cell)
{
    SimFixture f;
    gpointer output = NULL;
    guint32 result;

    g_test_message("RequestedState %u in EnabledState %u", requested, from);
    sim_set_up(&f, NULL);
    hvs_vm_set_state(f.vm, from);
    result = sim_request(f.vm, requested, &output);
    if (cell->result >= 100) {
        g_assert_cmpuint(result, ==, cell->result);
        g_assert_cmpuint(f.vm->enabled_state, ==, from);
        g_assert_cmpuint(f.host->jobs->len, ==, 0);
    } else {
        g_assert_cmpuint(result, ==, 4096);
        g_assert_cmpuint(sim_get_job(f.host, output)->type, ==, cell->job_type);
        /* One change at a time. */
        g_assert_cmpuint(sim_request(f.vm, 2, NULL), ==, 32774);
        hvs_world_step(f.world, f.host->quick_job);
        g_assert_cmpuint(sim_get_job(f.host, output)->state, ==, 7);
        g_assert_cmpuint(f.vm->enabled_state, ==, cell->result);
        g_assert_cmpint(f.vm->process_id != 0, ==, cell->result == 2 || cell->result == 9);
    }
    hvr_wmi_object_free(output);
    sim_tear_down(&f, NULL);
}

static void
test_power(gconstpointer data)
{
    const PowerCase *c = data;

    for (gsize i = 0; i < G_N_ELEMENTS(power_states); i++)
        check_power(c->requested, power_states[i], &c->cells[i]);
}

/* EnabledState 10 and 4 are only seen on the way, and a failure leads back. */
static void
test_on_the_way(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_cmpuint(sim_request(f->vm, 2, NULL), ==, 4096);
    g_assert_cmpuint(f->vm->enabled_state, ==, 10);
    f->host->fail_next_job = 32768;
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(f->vm->enabled_state, ==, 3);
    g_assert_cmpuint(f->vm->process_id, ==, 0);

    hvs_vm_set_state(f->vm, HVS_VM_SAVED);
    g_assert_cmpuint(sim_request(f->vm, 2, NULL), ==, 4096);
    f->host->fail_next_job = 32768;
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(f->vm->enabled_state, ==, 6);

    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(sim_request(f->vm, 3, NULL), ==, 4096);
    g_assert_cmpuint(f->vm->enabled_state, ==, 4);
    f->host->fail_next_job = 32768;
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(f->vm->enabled_state, ==, 2);
}

static void
test_times(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(Msvm_ComputerSystem) off = sim_get_system(f->vm);
    g_autoptr(Msvm_ComputerSystem) running = NULL;
    g_autoptr(Msvm_ComputerSystem) again = NULL;
    guint32 id;

    g_assert_cmpuint(off->OnTimeInMilliseconds, ==, 0);
    g_assert_false(hvr_wmi_object_has(off, "ProcessID"));

    f->host->quick_job = G_TIME_SPAN_SECOND;
    sim_request(f->vm, 2, NULL);
    hvs_world_step(f->world, 5 * G_TIME_SPAN_SECOND);
    running = sim_get_system(f->vm);
    id = running->ProcessID;
    g_assert_cmpuint(id % 4, ==, 0);
    g_assert_cmpuint(id, !=, 0);
    /* The worker process came with the start, the change was done one second later. */
    g_assert_cmpuint(running->OnTimeInMilliseconds, ==, 5000);
    g_assert_cmpint(running->TimeOfLastStateChange.usec - SIM_START, ==, G_TIME_SPAN_SECOND);

    sim_request(f->vm, 11, NULL);
    hvs_world_step(f->world, 3 * G_TIME_SPAN_SECOND);
    again = sim_get_system(f->vm);
    g_assert_cmpuint(again->ProcessID, ==, id);
    g_assert_cmpuint(again->OnTimeInMilliseconds, ==, 2000);
}

/* Mode, state of relationship 0 (0: none), whether the VM may start.  Microsoft's
 * blog of 2012-06: a replica not before failover, a prepared primary not at all. */
static const struct {
    guint16 mode, state;
    gboolean can_start;
} interlocks[] = {
    { 0, 0, TRUE },   { 1, 1, TRUE }, { 1, 2, TRUE },  { 1, 3, TRUE },  { 1, 4, FALSE },
    { 1, 7, TRUE },   { 1, 8, TRUE }, { 1, 9, TRUE },  { 2, 0, FALSE }, { 2, 2, FALSE },
    { 2, 3, FALSE },  { 2, 5, TRUE }, { 2, 6, TRUE },  { 2, 7, FALSE }, { 2, 8, FALSE },
    { 2, 12, FALSE }, { 3, 0, TRUE }, { 4, 3, FALSE }, { 4, 5, TRUE },  { 4, 6, TRUE },
};

static void
test_interlocks(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(interlocks); i++) {
        SimFixture f;
        HvsRelationship relationship = { .state = interlocks[i].state };
        guint32 expected = interlocks[i].can_start ? 4096 : 32775;

        g_test_message("mode %u state %u", interlocks[i].mode, interlocks[i].state);
        sim_set_up(&f, NULL);
        f.vm->replication_mode = interlocks[i].mode;
        f.vm->relationships[0] = interlocks[i].state != 0 ? &relationship : NULL;
        g_assert_cmpint(hvs_vm_can_start(f.vm), ==, interlocks[i].can_start);
        g_assert_cmpuint(sim_request(f.vm, 2, NULL), ==, expected);
        hvs_world_step(f.world, f.host->quick_job);
        /* A saved state is as good as off, a pause is not. */
        hvs_vm_set_state(f.vm, HVS_VM_SAVED);
        g_assert_cmpuint(sim_request(f.vm, 2, NULL), ==, expected);
        hvs_world_step(f.world, f.host->quick_job);
        hvs_vm_set_state(f.vm, HVS_VM_PAUSED);
        g_assert_cmpuint(sim_request(f.vm, 2, NULL), ==, 4096);
        f.vm->relationships[0] = NULL;
        f.vm->replication_mode = 0;
        sim_tear_down(&f, NULL);
    }
}

static void
test_no_memory(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsVm *big = hvs_vm_new(f->host, "big", NULL);
    gpointer output = NULL;
    HvsJob *job;

    big->memory_mb = 64 * 1024;
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(sim_request(big, 2, &output), ==, 4096);
    hvs_world_step(f->world, f->host->quick_job);
    job = sim_get_job(f->host, output);
    g_assert_cmpuint(job->state, ==, 10);
    g_assert_cmpuint(job->error_code, ==, 32778);
    g_assert_nonnull(strstr(job->error_text, "0x8007000E"));
    g_assert_cmpuint(big->enabled_state, ==, 3);
    hvr_wmi_object_free(output);

    hvs_vm_set_state(f->vm, HVS_VM_OFF);
    g_assert_cmpuint(sim_request(big, 2, NULL), ==, 4096);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(big->enabled_state, ==, 2);
}

static guint32
tell_guest(SimFixture *f, const HvrWmiMethod *method)
{
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);

    hvr_wmi_object_set_boolean(input, "Force", FALSE);
    hvr_wmi_object_set_string(input, "Reason", "test");

    return sim_call(f->host, method, "Msvm_ShutdownComponent.SystemName=\"" SIM_GUID "\"", input,
                    NULL);
}

/* msvm-shutdowncomponent-initiateshutdown.md: 0 without a job, 32782 while one is on. */
static void
test_shutdown(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    const HvrWmiMethod *shut_down = &hvr_wmi_method_Msvm_ShutdownComponent_InitiateShutdown;

    g_assert_cmpuint(sim_count(f->host, &hvr_wmi_class_Msvm_ShutdownComponent), ==, 0);
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(sim_count(f->host, &hvr_wmi_class_Msvm_ShutdownComponent), ==, 1);
    g_assert_cmpuint(tell_guest(f, shut_down), ==, 0);
    g_assert_cmpuint(f->vm->enabled_state, ==, 4);
    g_assert_cmpuint(tell_guest(f, shut_down), ==, 32782);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(f->vm->enabled_state, ==, 3);

    hvs_vm_set_state(f->vm, HVS_VM_PAUSED);
    g_assert_cmpuint(tell_guest(f, shut_down), ==, 32775);

    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    hvs_world_step(f->world, 60 * G_TIME_SPAN_SECOND);
    g_assert_cmpuint(tell_guest(f, &hvr_wmi_method_Msvm_ShutdownComponent_InitiateReboot), ==, 0);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(f->vm->enabled_state, ==, 2);
    g_assert_cmpint(f->vm->started, ==, f->world->now);
}

/* A guest that does not come to an end can be turned off. */
static void
test_power_off_while_shutting_down(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    f->host->quick_job = 10 * G_TIME_SPAN_SECOND;
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(sim_request(f->vm, 4, NULL), ==, 4096);
    hvs_world_step(f->world, G_TIME_SPAN_SECOND);
    f->host->quick_job = G_TIME_SPAN_SECOND;
    g_assert_cmpuint(sim_request(f->vm, 3, NULL), ==, 4096);
    hvs_world_step(f->world, G_TIME_SPAN_SECOND);
    g_assert_cmpuint(f->vm->enabled_state, ==, 3);
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    hvs_world_step(f->world, 60 * G_TIME_SPAN_SECOND);
    g_assert_cmpuint(f->vm->enabled_state, ==, 2);
}

static void
test_host_is_no_vm(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(HvrWmiObject)
        input = hvr_wmi_object_new(hvr_wmi_method_Msvm_ComputerSystem_RequestStateChange.input);

    hvr_wmi_object_set_uint(input, "RequestedState", 3);
    g_assert_cmpuint(sim_call(f->host, &hvr_wmi_method_Msvm_ComputerSystem_RequestStateChange,
                              "Msvm_ComputerSystem.Name=\"hv-a\"", input, NULL),
                     ==, 32770);
}

static void
test_restart(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsVm *never = hvs_vm_new(f->host, "never", NULL);
    HvsVm *always = hvs_vm_new(f->host, "always", NULL);
    guint32 id;

    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    id = f->vm->process_id;
    never->automatic_start_action = 2;
    hvs_vm_set_state(never, HVS_VM_RUNNING);
    always->automatic_start_action = 4;
    g_assert_cmpuint(sim_request(never, 9, NULL), ==, 4096);
    f->host->up = FALSE;
    hvs_world_step(f->world, G_TIME_SPAN_MILLISECOND);
    hvs_host_restart(f->host);

    g_assert_true(f->host->up);
    g_assert_cmpuint(f->host->jobs->len, ==, 0);
    g_assert_cmpuint(f->vm->enabled_state, ==, 2);
    g_assert_cmpuint(f->vm->process_id, !=, id);
    g_assert_cmpint(f->vm->started, ==, f->world->now);
    g_assert_cmpuint(never->enabled_state, ==, 3);
    g_assert_cmpuint(always->enabled_state, ==, 2);
    hvs_world_step(f->world, G_TIME_SPAN_HOUR);
    g_assert_cmpuint(never->enabled_state, ==, 3);
}

/* clang-format off */
static const SimTest tests[] = {
    { "/sim/power/on-the-way",      test_on_the_way },
    { "/sim/power/times",           test_times },
    { "/sim/power/no-memory",       test_no_memory },
    { "/sim/power/shutdown",        test_shutdown },
    { "/sim/power/off-in-shutdown", test_power_off_while_shutting_down },
    { "/sim/power/host",            test_host_is_no_vm },
    { "/sim/power/restart",         test_restart },
};
/* clang-format on */

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(power_cases); i++) {
        g_autofree char *path = g_strdup_printf("/sim/power/request/%u", power_cases[i].requested);

        g_test_add_data_func(path, &power_cases[i], test_power);
    }
    g_test_add_func("/sim/power/interlocks", test_interlocks);
    sim_add_tests(tests, G_N_ELEMENTS(tests));

    return g_test_run();
}
