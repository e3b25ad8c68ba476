/* test_sim_define.c: making, changing and destroying simulated virtual machines
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_call.h"

#define SVC                                                                                        \
    "Msvm_VirtualSystemManagementService.CreationClassName=\"Msvm_"                                \
    "VirtualSystemManagementService\""

#define VSSD(properties)                                                                           \
    "<INSTANCE CLASSNAME=\"Msvm_VirtualSystemSettingData\">" properties "</INSTANCE>"
#define P(name, type, value)                                                                       \
    "<PROPERTY NAME=\"" name "\" TYPE=\"" type "\"><VALUE>" value "</VALUE></PROPERTY>"
#define RESOURCE(type, quantity)                                                                   \
    "<INSTANCE CLASSNAME=\"Msvm_ResourceAllocationSettingData\">" P(                               \
        "ResourceType", "uint16", type) P("VirtualQuantity", "uint64", quantity) "</INSTANCE>"

static guint32
call_service(SimFixture *f, const HvrWmiMethod *method, const char *name, const char *value)
{
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);

    hvr_wmi_object_set_string(input, name, value);

    return sim_call(f->host, method, SVC, input, NULL);
}

static guint32
define(SimFixture *f, const char *settings, const char *resource, gpointer *out_output)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_VirtualSystemManagementService_DefineSystem;
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    const char *resources[] = { resource, NULL };

    hvr_wmi_object_set_string(input, "SystemSettings", settings);
    if (resource != NULL)
        hvr_wmi_object_set_strv(input, "ResourceSettings", resources);

    return sim_call(f->host, method, SVC, input, out_output);
}

static void
test_define(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(Msvm_VirtualSystemManagementService_DefineSystem_OUTPUT) output = NULL;
    gpointer answer = NULL;
    HvsVm *vm;

    g_assert_cmpuint(define(f, VSSD(P("ElementName", "string", "new &amp; shiny")),
                            RESOURCE("4", "4096"), &answer),
                     ==, 4096);
    output = answer;
    vm = hvs_host_find_vm_by_path(f->host, output->ResultingSystem);
    g_assert_nonnull(vm);
    g_assert_cmpstr(vm->name, ==, "new & shiny");
    g_assert_cmpuint(vm->generation, ==, 1);
    g_assert_cmpuint(vm->memory_mb, ==, 4096);
    g_assert_cmpuint(vm->enabled_state, ==, 3);
    g_assert_cmpuint(sim_get_job(f->host, output)->type, ==, 1);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(sim_get_job(f->host, output)->state, ==, 7);
    g_assert_cmpuint(f->host->vms->len, ==, 2);

    /* A definition that fails leaves nothing. */
    f->host->fail_next_job = 32768;
    g_assert_cmpuint(define(f, VSSD(""), NULL, NULL), ==, 4096);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(f->host->vms->len, ==, 2);
}

static void
test_define_refused(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_cmpuint(define(f, NULL, NULL, NULL), ==, 32773);
    g_assert_cmpuint(define(f, "<oops", NULL, NULL), ==, 32773);
    g_assert_cmpuint(define(f, "<INSTANCE CLASSNAME=\"Msvm_MemorySettingData\"/>", NULL, NULL), ==,
                     32776);
    g_assert_cmpuint(define(f, VSSD(P("AutomaticStartupAction", "uint16", "9")), NULL, NULL), ==,
                     32773);
    g_assert_cmpuint(define(f, VSSD(""), RESOURCE("3", "0"), NULL), ==, 32773);
    g_assert_cmpuint(define(f, VSSD(""), RESOURCE("4", "31"), NULL), ==, 32773);
    g_assert_cmpuint(define(f, VSSD(""), RESOURCE("17", "1"), NULL), ==, 1);
    g_assert_cmpuint(define(f, VSSD(""), "<oops", NULL), ==, 32773);
    g_assert_cmpuint(define(f, VSSD(P("Colour", "string", "red")), NULL, NULL), ==, 4096);
    f->world->switches.unknown_property_refused = TRUE;
    g_assert_cmpuint(define(f, VSSD(P("Colour", "string", "red")), NULL, NULL), ==, 32773);
    g_assert_cmpuint(f->host->vms->len, ==, 2);
}

static guint32
modify(SimFixture *f, const char *settings)
{
    return call_service(f, &hvr_wmi_method_Msvm_VirtualSystemManagementService_ModifySystemSettings,
                        "SystemSettings", settings);
}

static void
test_modify(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsSnapshot *snapshot =
        hvs_vm_add_snapshot(f->vm, "Microsoft:Hyper-V:Snapshot:Realized", "one");
    g_autofree char *rename =
        g_strdup_printf(VSSD(P("InstanceID", "string", "%s") P("ElementName", "string", "two")),
                        snapshot->instance_id);

    g_assert_cmpuint(modify(f, VSSD(P("InstanceID", "string", "Microsoft:" SIM_GUID)
                                        P("AutomaticStartupAction", "uint16", "4"))),
                     ==, 4096);
    g_assert_cmpuint(f->vm->automatic_start_action, ==, 3);
    g_assert_cmpuint(modify(f, rename), ==, 32774);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(f->vm->automatic_start_action, ==, 4);
    g_assert_cmpstr(f->vm->name, ==, "web01");
    g_assert_cmpint(f->vm->configured, ==, f->world->now);
    g_assert_cmpuint(modify(f, rename), ==, 4096);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpstr(snapshot->name, ==, "two");

    g_assert_cmpuint(modify(f, NULL), ==, 32773);
    g_assert_cmpuint(modify(f, VSSD("")), ==, 32773);
    g_assert_cmpuint(modify(f, VSSD(P("InstanceID", "string", "Microsoft:x"))), ==, 32773);
    g_assert_cmpuint(modify(f, VSSD(P("InstanceID", "string", "Microsoft:" SIM_GUID)
                                        P("AutomaticStartupAction", "uint16", "5"))),
                     ==, 32773);
}

static guint32
destroy(SimFixture *f, const char *path)
{
    return call_service(f, &hvr_wmi_method_Msvm_VirtualSystemManagementService_DestroySystem,
                        "AffectedSystem", path);
}

static void
test_destroy(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *path = hvs_cim_dup_vm_path(f->vm);
    HvsJob *job;

    g_assert_cmpuint(destroy(f, NULL), ==, 4);
    g_assert_cmpuint(destroy(f, "oops"), ==, 4);
    g_assert_cmpuint(destroy(f, "Msvm_ComputerSystem.Name=\"HV-A\""), ==, 4);
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(destroy(f, path), ==, 32775);
    hvs_vm_set_state(f->vm, HVS_VM_OFF);
    f->vm->replication_mode = 1;
    g_assert_cmpuint(destroy(f, path), ==, 32775);
    f->vm->replication_mode = 2;
    g_assert_cmpuint(destroy(f, path), ==, 32775);

    f->vm->replication_mode = 0;
    g_assert_cmpuint(destroy(f, path), ==, 4096);
    g_assert_cmpuint(destroy(f, path), ==, 32774);
    g_assert_cmpuint(f->host->vms->len, ==, 1);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(f->host->vms->len, ==, 0);
    /* The job is still there for who waits for it. */
    job = g_ptr_array_index(f->host->jobs, 0);
    g_assert_cmpuint(job->type, ==, 3);
    g_assert_cmpuint(job->state, ==, 7);
}

/* "Every success must be followed by DestroySystem": a test VM can be destroyed. */
static void
test_destroy_test_vm(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *path = hvs_cim_dup_vm_path(f->vm);

    f->vm->replication_mode = 3;
    g_assert_cmpuint(destroy(f, path), ==, 4096);
    g_assert_cmpuint(((HvsJob *)g_ptr_array_index(f->host->jobs, 0))->type, ==, 103);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(f->host->vms->len, ==, 0);
}

/* A VM that is gone has no job left that could touch it. */
static void
test_remove_with_job(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsVm *other = hvs_vm_new(f->host, "other", NULL);
    gpointer output = NULL;
    HvsJob *job;

    g_assert_cmpuint(sim_request(other, 2, NULL), ==, 4096);
    g_assert_cmpuint(sim_request(f->vm, 2, &output), ==, 4096);
    job = sim_get_job(f->host, output);
    hvr_wmi_object_free(output);
    hvs_vm_remove(f->vm);
    g_assert_cmpuint(job->state, ==, 10);
    g_assert_cmpuint(job->error_code, ==, 32777);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(other->enabled_state, ==, 2);
    hvs_world_step(f->world, 10 * G_TIME_SPAN_MINUTE);
    g_assert_cmpuint(f->host->jobs->len, ==, 0);
}

/* clang-format off */
static const SimTest tests[] = {
    { "/sim/define/make",          test_define },
    { "/sim/define/refused",  test_define_refused },
    { "/sim/define/modify",          test_modify },
    { "/sim/define/destroy",         test_destroy },
    { "/sim/define/destroy-test-vm", test_destroy_test_vm },
    { "/sim/define/remove-with-job", test_remove_with_job },
};
/* clang-format on */

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    sim_add_tests(tests, G_N_ELEMENTS(tests));

    return g_test_run();
}
