/* test_sim_snapshot.c: checkpoints of simulated virtual machines
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_call.h"

#define SVC                                                                                        \
    "Msvm_VirtualSystemSnapshotService.CreationClassName=\"Msvm_VirtualSystemSnapshotService\""

#define METHOD(name) (&hvr_wmi_method_Msvm_VirtualSystemSnapshotService_##name)

#define CHECKPOINT "Microsoft:Hyper-V:Snapshot:Realized"
#define POINT      "Microsoft:Hyper-V:Snapshot:Replica:Standard"

static guint32
create(SimFixture *f, const char *system, const char *settings, guint16 type, gpointer *out_output)
{
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(METHOD(CreateSnapshot)->input);

    hvr_wmi_object_set_string(input, "AffectedSystem", system);
    hvr_wmi_object_set_string(input, "SnapshotSettings", settings);
    hvr_wmi_object_set_uint(input, "SnapshotType", type);

    return sim_call(f->host, METHOD(CreateSnapshot), SVC, input, out_output);
}

static guint32
call(SimFixture *f, const HvrWmiMethod *method, const char *instance_id)
{
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autofree char *path = NULL;

    path = instance_id != NULL ? hvs_cim_dup_key_path(f->host, "Msvm_VirtualSystemSettingData",
                                                      "InstanceID", instance_id)
                               : NULL;
    hvr_wmi_object_set_string(input, method->input->fields[0].name, path);

    return sim_call(f->host, method, SVC, input, NULL);
}

static void
test_create(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *path = hvs_cim_dup_vm_path(f->vm);
    g_autoptr(Msvm_VirtualSystemSnapshotService_CreateSnapshot_OUTPUT) output = NULL;
    g_autoptr(Msvm_ComputerSystem) system = NULL;
    gpointer answer = NULL;
    const HvsSnapshot *snapshot;
    HvsJob *job;

    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(create(f, path, NULL, 2, &answer), ==, 4096);
    output = answer;
    /* "With 4096 not returned": the job's AffectedElement names it. */
    g_assert_null(output->ResultingSnapshot);
    job = sim_get_job(f->host, output);
    g_assert_cmpuint(job->type, ==, 70);
    system = sim_get_system(f->vm);
    g_assert_cmpuint(system->OperationalStatus->len, ==, 2);
    g_assert_cmpuint(g_array_index(system->OperationalStatus, guint16, 0), ==, 11);
    g_assert_cmpuint(g_array_index(system->OperationalStatus, guint16, 1), ==, 32768);
    g_assert_cmpuint(f->vm->snapshots->len, ==, 0);

    hvs_world_step(f->world, f->host->quick_job);
    snapshot = g_ptr_array_index(f->vm->snapshots, 0);
    g_assert_cmpstr(snapshot->name, ==, "web01 - (5/1/2026 - 3:00:00 AM)");
    g_assert_cmpstr(snapshot->type, ==, CHECKPOINT);
    g_assert_true(snapshot->saved);
    g_assert_true(f->vm->current == snapshot);
    g_assert_nonnull(strstr(job->result_path, snapshot->instance_id));
}

static void
test_names(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *path = hvs_cim_dup_vm_path(f->vm);
    const HvsSnapshot *noon, *midnight;

    f->host->quick_job = 0;
    hvs_world_step(f->world, 9 * G_TIME_SPAN_HOUR);
    g_assert_cmpuint(create(f, path, "", 2, NULL), ==, 4096);
    hvs_world_step(f->world, 12 * G_TIME_SPAN_HOUR);
    g_assert_cmpuint(create(f, path, NULL, 3, NULL), ==, 4096);
    hvs_world_step(f->world, 1);
    noon = g_ptr_array_index(f->vm->snapshots, 0);
    midnight = g_ptr_array_index(f->vm->snapshots, 1);
    g_assert_cmpstr(noon->name, ==, "web01 - (5/1/2026 - 12:00:00 PM)");
    g_assert_cmpstr(midnight->name, ==, "web01 - (5/2/2026 - 12:00:00 AM)");
    g_assert_true(midnight->parent == noon);
    g_assert_false(noon->saved);
}

static void
test_create_refused(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    static const char wrong[] = "<INSTANCE CLASSNAME=\"Msvm_MemorySettingData\"/>";
    static const char right[] = "<INSTANCE CLASSNAME=\"Msvm_VirtualSystemSnapshotSettingData\"/>";
    g_autofree char *path = hvs_cim_dup_vm_path(f->vm);

    g_assert_cmpuint(create(f, NULL, NULL, 2, NULL), ==, 4);
    g_assert_cmpuint(create(f, "Msvm_ComputerSystem.Name=\"x\"", NULL, 2, NULL), ==, 4);
    g_assert_cmpuint(create(f, path, NULL, 1, NULL), ==, 6);
    g_assert_cmpuint(create(f, path, NULL, 4, NULL), ==, 6);
    g_assert_cmpuint(create(f, path, "<oops", 2, NULL), ==, 32773);
    g_assert_cmpuint(create(f, path, wrong, 2, NULL), ==, 32776);
    f->vm->replication_mode = 2;
    g_assert_cmpuint(create(f, path, NULL, 2, NULL), ==, 32775);
    f->vm->replication_mode = 0;
    g_assert_cmpuint(create(f, path, right, 2, NULL), ==, 4096);
    g_assert_cmpuint(create(f, path, NULL, 2, NULL), ==, 32774);
}

static void
test_apply(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsSnapshot *cold = hvs_vm_add_snapshot(f->vm, CHECKPOINT, "cold");
    HvsSnapshot *warm;

    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    warm = hvs_vm_add_snapshot(f->vm, CHECKPOINT, "warm");
    g_assert_cmpuint(call(f, METHOD(ApplySnapshot), cold->instance_id), ==, 32775);
    hvs_vm_set_state(f->vm, HVS_VM_OFF);
    g_assert_cmpuint(call(f, METHOD(ApplySnapshot), cold->instance_id), ==, 4096);
    g_assert_cmpuint(call(f, METHOD(ApplySnapshot), warm->instance_id), ==, 32774);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_true(f->vm->current == cold);
    g_assert_cmpuint(f->vm->enabled_state, ==, 3);

    /* A checkpoint that holds memory leaves the VM saved. */
    g_assert_cmpuint(call(f, METHOD(ApplySnapshot), warm->instance_id), ==, 4096);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_true(f->vm->current == warm);
    g_assert_cmpuint(f->vm->enabled_state, ==, 6);

    g_assert_cmpuint(call(f, METHOD(ApplySnapshot), NULL), ==, 4);
    g_assert_cmpuint(call(f, METHOD(ApplySnapshot), "Microsoft:x"), ==, 4);
    g_assert_cmpuint(call(f, METHOD(ApplySnapshot), "Microsoft:" SIM_GUID), ==, 4);
}

/* a - b - c, and b - d; the disks grow from d. */
static void
grow_tree(SimFixture *f, HvsSnapshot *tree[4])
{
    tree[0] = hvs_vm_add_snapshot(f->vm, CHECKPOINT, "a");
    tree[1] = hvs_vm_add_snapshot(f->vm, CHECKPOINT, "b");
    tree[2] = hvs_vm_add_snapshot(f->vm, CHECKPOINT, "c");
    f->vm->current = tree[1];
    tree[3] = hvs_vm_add_snapshot(f->vm, CHECKPOINT, "d");
}

static void
test_destroy(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsSnapshot *tree[4];

    grow_tree(f, tree);
    g_assert_true(tree[3]->parent == tree[1]);
    g_assert_cmpuint(call(f, METHOD(DestroySnapshot), tree[1]->instance_id), ==, 4096);
    g_assert_cmpuint(f->vm->snapshots->len, ==, 4);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(f->vm->snapshots->len, ==, 3);
    g_assert_true(tree[2]->parent == tree[0]);
    g_assert_true(tree[3]->parent == tree[0]);
    g_assert_true(f->vm->current == tree[3]);

    g_assert_cmpuint(call(f, METHOD(DestroySnapshot), tree[3]->instance_id), ==, 4096);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_true(f->vm->current == tree[0]);
    g_assert_cmpuint(call(f, METHOD(DestroySnapshot), "Microsoft:x"), ==, 4);
}

static void
test_destroy_tree(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsSnapshot *tree[4];

    grow_tree(f, tree);
    g_assert_cmpuint(call(f, METHOD(DestroySnapshotTree), tree[1]->instance_id), ==, 4096);
    hvs_world_step(f->world, f->host->quick_job);
    g_assert_cmpuint(f->vm->snapshots->len, ==, 1);
    g_assert_true(g_ptr_array_index(f->vm->snapshots, 0) == tree[0]);
    g_assert_true(f->vm->current == tree[0]);
    g_assert_cmpuint(call(f, METHOD(DestroySnapshotTree), "Microsoft:x"), ==, 32773);
}

/* What Hyper-V Replica keeps is neither applied nor removed by hand (inferred). */
static void
test_points(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsSnapshot *checkpoint = hvs_vm_add_snapshot(f->vm, CHECKPOINT, "c");
    HvsSnapshot *older = hvs_vm_add_snapshot(f->vm, POINT, "1");
    HvsSnapshot *newer = hvs_vm_add_snapshot(f->vm, POINT, "2");

    g_assert_null(older->parent);
    g_assert_true(newer->parent == older);
    g_assert_true(f->vm->current == checkpoint);
    g_assert_cmpuint(call(f, METHOD(ApplySnapshot), older->instance_id), ==, 32775);
    g_assert_cmpuint(call(f, METHOD(DestroySnapshot), older->instance_id), ==, 32775);
    g_assert_cmpuint(call(f, METHOD(DestroySnapshotTree), older->instance_id), ==, 32775);
    f->vm->replication_mode = 2;
    g_assert_cmpuint(call(f, METHOD(DestroySnapshot), checkpoint->instance_id), ==, 32775);
    f->vm->replication_mode = 0;
}

/* What a snapshot removed behind a job's back does to that job. */
static void
test_gone(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsSnapshot *snapshot = hvs_vm_add_snapshot(f->vm, CHECKPOINT, "c");
    const HvsJob *job;

    g_assert_cmpuint(call(f, METHOD(ApplySnapshot), snapshot->instance_id), ==, 4096);
    hvs_vm_remove_snapshot(f->vm, snapshot);
    hvs_world_step(f->world, f->host->quick_job);
    job = g_ptr_array_index(f->host->jobs, 0);
    g_assert_cmpuint(job->state, ==, 10);
    g_assert_cmpuint(job->error_code, ==, 32775);
}

static void
test_cim(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsSnapshot *tree[4];
    g_autofree char *vm_path = hvs_cim_dup_vm_path(f->vm);
    g_autofree char *current_path = NULL;
    g_autofree char *parent_path = NULL;
    g_autoptr(GPtrArray) settings = NULL;
    g_autoptr(Msvm_MostCurrentSnapshotInBranch) most_current = NULL;
    g_autoptr(Msvm_LastAppliedSnapshot) last_applied = NULL;
    const Msvm_VirtualSystemSettingData *active, *child;

    g_assert_cmpuint(sim_count(f->host, &hvr_wmi_class_Msvm_LastAppliedSnapshot), ==, 0);
    grow_tree(f, tree);
    current_path = hvs_cim_dup_key_path(f->host, "Msvm_VirtualSystemSettingData", "InstanceID",
                                        tree[3]->instance_id);
    parent_path = hvs_cim_dup_key_path(f->host, "Msvm_VirtualSystemSettingData", "InstanceID",
                                       tree[1]->instance_id);
    settings =
        hvs_cim_list(f->host, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_VirtualSystemSettingData);
    g_assert_cmpuint(settings->len, ==, 5);
    active = g_ptr_array_index(settings, 0);
    g_assert_cmpstr(active->VirtualSystemType, ==, "Microsoft:Hyper-V:System:Realized");
    g_assert_cmpstr(active->InstanceID, ==, "Microsoft:" SIM_GUID);
    g_assert_cmpstr(active->Parent, ==, current_path);
    child = g_ptr_array_index(settings, 4);
    g_assert_cmpstr(child->ElementName, ==, "d");
    g_assert_cmpstr(child->VirtualSystemIdentifier, ==, SIM_GUID);
    g_assert_cmpstr(child->Description, ==, "Snapshot settings for the virtual machine");
    g_assert_cmpstr(child->Parent, ==, parent_path);

    g_assert_cmpuint(sim_count(f->host, &hvr_wmi_class_Msvm_SnapshotOfVirtualSystem), ==, 4);
    most_current = sim_get_only(f->host, &hvr_wmi_class_Msvm_MostCurrentSnapshotInBranch);
    g_assert_cmpstr(most_current->Antecedent, ==, vm_path);
    g_assert_cmpstr(most_current->Dependent, ==, current_path);
    last_applied = sim_get_only(f->host, &hvr_wmi_class_Msvm_LastAppliedSnapshot);
    g_assert_cmpstr(last_applied->Dependent, ==, vm_path);
    g_assert_cmpstr(last_applied->Antecedent, ==, current_path);
}

/* clang-format off */
static const SimTest tests[] = {
    { "/sim/snapshot/create",         test_create },
    { "/sim/snapshot/names",          test_names },
    { "/sim/snapshot/create-refused", test_create_refused },
    { "/sim/snapshot/apply",          test_apply },
    { "/sim/snapshot/destroy",        test_destroy },
    { "/sim/snapshot/destroy-tree",   test_destroy_tree },
    { "/sim/snapshot/points",         test_points },
    { "/sim/snapshot/gone",           test_gone },
    { "/sim/snapshot/cim",            test_cim },
};
/* clang-format on */

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    sim_add_tests(tests, G_N_ELEMENTS(tests));

    return g_test_run();
}
