/* replication_world.h: three hosts and one VM, and calling methods on them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * hv-primary has web01, 10 GiB, off; all three take replicas.  An initial
 * replication takes 10 s, any other job 300 ms.
 */

#pragma once

#include <string.h>

#include "sim_call.h"
#include "sim_replication.h"
#include "sim_world.h"
#include "wmi_embedded.h"

#define GUID       "5BBE9A63-7A55-4A0C-9E0F-1E6A3C1D0A01"
#define GIB        (G_GUINT64_CONSTANT(1) << 30)
#define SECOND     G_TIME_SPAN_SECOND
#define MINUTE     G_TIME_SPAN_MINUTE
#define HOUR       G_TIME_SPAN_HOUR
#define SERVICE(m) (&hvr_wmi_method_Msvm_ReplicationService_##m)

typedef struct {
    HvsWorld *world;
    HvsHost *p, *r, *x;
    HvsVm *vm;     /* on hv-primary */
    HvsHost *host; /* whom the last call went to */
    HvsJob *job;   /* its job, NULL if there is none */
} ReplicaWorld;

static inline void
replica_world_clear(ReplicaWorld *w)
{
    hvs_world_free(w->world);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ReplicaWorld, replica_world_clear)

static inline void
replica_world_init(ReplicaWorld *w)
{
    w->world = sim_new_world();
    w->p = hvs_host_new(w->world, "hv-primary");
    w->r = hvs_host_new(w->world, "hv-replica");
    w->x = hvs_host_new(w->world, "hv-third");
    hvs_replication_open_listener(w->p, "D:\\Replica");
    hvs_replication_open_listener(w->r, "D:\\Replica");
    hvs_replication_open_listener(w->x, "D:\\Replica");
    w->vm = hvs_vm_new(w->p, "web01", GUID);
    hvs_vm_add_disk(w->vm, "C:\\VMs\\web01.vhdx", 10 * GIB);
    hvs_vm_add_nic(w->vm, "Network Adapter", "Production");
}

static inline HvsVm *
replica_find_vm(HvsHost *host)
{
    return hvs_host_find_vm(host, GUID);
}

/* 0: no relationship. */
static inline guint
replica_state(HvsHost *host, guint index)
{
    const HvsVm *vm = replica_find_vm(host);

    return vm != NULL && vm->relationships[index] != NULL ? vm->relationships[index]->state : 0;
}

static inline guint
replica_mode(HvsHost *host)
{
    const HvsVm *vm = replica_find_vm(host);

    return vm != NULL ? vm->replication_mode : 99;
}

/* Invokes on the service; @input (transfer full) may be NULL for no parameters but the VM. */
static inline guint32
replica_invoke(ReplicaWorld *w, HvsHost *host, const HvrWmiMethod *method, gpointer input)
{
    g_autoptr(HvrWmiObject) given = input;
    g_autoptr(HvrWmiObject) output = NULL;
    gpointer answer = NULL;
    g_autofree char *path = NULL;
    gboolean is_vm = strcmp(method->owner->name, "Msvm_ComputerSystem") == 0;
    guint32 result;

    path = is_vm ? hvr_wmi_path_build_system(GUID)
                 : hvr_wmi_path_build("Msvm_ReplicationService", "Name", "replicasvc");
    result = sim_call(host, method, path, given, &answer);
    output = answer;
    w->host = host;
    w->job = result == 4096 ? sim_get_job(host, output) : NULL;

    return result;
}

/* A parameter list with the VM in it. */
static inline gpointer
replica_input(const HvrWmiMethod *method)
{
    gpointer input = hvr_wmi_object_new(method->input);
    g_autofree char *path = hvr_wmi_path_build_system(GUID);

    hvr_wmi_object_set_string(input, "ComputerSystem", path);

    return input;
}

static inline guint32
replica_plain(ReplicaWorld *w, HvsHost *host, const HvrWmiMethod *method)
{
    return replica_invoke(w, host, method, replica_input(method));
}

static inline guint32
replica_text(ReplicaWorld *w,
             HvsHost *host,
             const HvrWmiMethod *method,
             const char *parameter,
             const char *text)
{
    gpointer input = replica_input(method);

    hvr_wmi_object_set_string(input, parameter, text);

    return replica_invoke(w, host, method, input);
}

/* Lets the last call's job end; 0, or its ErrorCode.  A call without job has ended. */
static inline guint32
replica_finish(ReplicaWorld *w)
{
    if (w->job == NULL)
        return 0;

    for (guint i = 0; w->job->ended == 0 && i < 1000000; i++)
        hvs_world_step(w->world, 100 * G_TIME_SPAN_MILLISECOND);
    g_assert_cmpint(w->job->ended, !=, 0);
    g_assert_cmpuint(w->job->state, ==, w->job->error_code == 0 ? 7 : 10);

    return w->job->error_code;
}

/* The call started a job, and it ended well. */
#define DO(call)                                                                                   \
    G_STMT_START                                                                                   \
    {                                                                                              \
        g_assert_cmpuint((call), ==, 4096);                                                        \
        g_assert_cmpuint(replica_finish(&w), ==, 0);                                               \
    }                                                                                              \
    G_STMT_END
