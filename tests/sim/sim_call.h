/* sim_call.h: a stepped world, and calling methods of its hosts without a wire
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Shared by the simulator's own tests.  World time starts at 2026-05-01
 * 03:00:00 UTC and moves only by hvs_world_step().
 */

#pragma once

#include <string.h>

#include "sim_cim.h"
#include "sim_job.h"
#include "sim_vm.h"
#include "wmi_object.h"

#define SIM_START (G_GINT64_CONSTANT(1777604400) * G_TIME_SPAN_SECOND)

static inline HvsWorld *
sim_new_world(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(SIM_START);

    return hvs_world_new(clock, SIM_START, 0, 1);
}

/* @path may leave out host and namespace.  *out_output is the METHOD_OUTPUT. */
static inline guint32
sim_call(HvsHost *host,
         const HvrWmiMethod *method,
         const char *path,
         gconstpointer input,
         gpointer *out_output)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWmiPath) target = hvr_wmi_path_parse(path, &error);
    g_autoptr(HvrWmiObject) output = hvr_wmi_object_new(method->output);
    g_autoptr(HvrWmiObject) instance = NULL;
    const HvsCimMethod *row = hvs_cim_find_method(method);
    HvsCall call = { host, method, target, input, output };
    guint32 result;

    g_assert_no_error(error);
    g_assert_nonnull(row);
    instance = hvs_cim_find(host, target);
    g_assert_nonnull(instance);
    result = row->invoke(&call);
    if (out_output != NULL)
        *out_output = g_steal_pointer(&output);

    return result;
}

/* The job that an answer names. */
static inline HvsJob *
sim_get_job(HvsHost *host, gpointer output)
{
    const HvrWmiObject *object = output;
    const HvrWmiField *field = hvr_wmi_class_find_field(object->type, "Job");
    g_autofree char *path = hvr_wmi_object_format_field(output, field, 0);
    g_autofree char *id = NULL;
    HvsJob *job;

    g_assert_nonnull(path);
    g_assert_true(g_str_has_prefix(path, "\\\\"));
    id = hvr_wmi_path_dup_key(path, "InstanceID");
    job = hvs_job_find(host, id);
    g_assert_nonnull(job);

    return job;
}

/* The only object of a class; asserts that there is one. */
static inline gpointer
sim_get_only(HvsHost *host, const HvrWmiClass *type)
{
    g_autoptr(GPtrArray) objects = hvs_cim_list(host, HVR_WMI_NAMESPACE, type);

    g_assert_cmpuint(objects->len, ==, 1);

    return g_ptr_array_steal_index(objects, 0);
}

static inline guint
sim_count(HvsHost *host, const HvrWmiClass *type)
{
    g_autoptr(GPtrArray) objects = hvs_cim_list(host, HVR_WMI_NAMESPACE, type);

    return objects->len;
}

/* The Msvm_ComputerSystem of a VM. */
static inline Msvm_ComputerSystem *
sim_get_system(HvsVm *vm)
{
    g_autofree char *text = hvs_cim_dup_vm_path(vm);
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_parse(text, NULL);
    Msvm_ComputerSystem *system = hvs_cim_find(vm->host, path);

    g_assert_nonnull(system);

    return system;
}

/* A host with one small VM that is off. */
#define SIM_GUID "5BBE9A63-7A55-4A0C-9E0F-1E6A3C1D0A01"

typedef struct {
    HvsWorld *world;
    HvsHost *host;
    HvsVm *vm;
} SimFixture;

static inline void
sim_set_up(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    f->world = sim_new_world();
    f->host = hvs_host_new(f->world, "HV-A");
    f->vm = hvs_vm_new(f->host, "web01", SIM_GUID);
    f->vm->memory_mb = 2048;
    f->vm->n_vcpus = 2;
}

static inline void
sim_tear_down(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    hvs_world_free(f->world);
}

static inline guint32
sim_request(HvsVm *vm, guint16 state, gpointer *out_output)
{
    g_autoptr(HvrWmiObject)
        input = hvr_wmi_object_new(hvr_wmi_method_Msvm_ComputerSystem_RequestStateChange.input);
    g_autofree char *path = hvs_cim_dup_vm_path(vm);

    hvr_wmi_object_set_uint(input, "RequestedState", state);

    return sim_call(vm->host, &hvr_wmi_method_Msvm_ComputerSystem_RequestStateChange, path, input,
                    out_output);
}

typedef struct {
    const char *path;
    void (*run)(SimFixture *f, gconstpointer data);
} SimTest;

static inline void
sim_add_tests(const SimTest *tests, gsize n)
{
    for (gsize i = 0; i < n; i++)
        g_test_add(tests[i].path, SimFixture, NULL, sim_set_up, tests[i].run, sim_tear_down);
}
