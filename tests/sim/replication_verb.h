/* replication_verb.h: the replication methods as functions
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Each verb returns what the method answers; replica_finish() follows its job.
 */

#pragma once

#include "replication_world.h"

#define INSTANCE(type, properties) "<INSTANCE CLASSNAME=\"" type "\">" properties "</INSTANCE>"
#define PROPERTY(name, type, value)                                                                \
    "<PROPERTY NAME=\"" name "\" TYPE=\"" type "\"><VALUE>" value "</VALUE></PROPERTY>"
#define LEG(index)                                                                                 \
    INSTANCE("Msvm_ReplicationRelationship",                                                       \
             PROPERTY("InstanceID", "string", "Microsoft:" GUID "\\HVR\\" index))
#define SETTINGS(properties) INSTANCE("Msvm_ReplicationSettingData", properties)
#define TO(host)                                                                                   \
    PROPERTY("RecoveryConnectionPoint", "string", host)                                            \
    PROPERTY("AuthenticationType", "uint16", "1")

static inline guint32
replica_create(ReplicaWorld *w, HvsHost *host, const char *settings)
{
    return replica_text(w, host, SERVICE(CreateReplicationRelationship), "ReplicationSettingData",
                        settings);
}

static inline guint32
replica_start(ReplicaWorld *w, HvsHost *host, guint type, const char *location, gint64 when)
{
    gpointer input = replica_input(SERVICE(StartReplication));

    hvr_wmi_object_set_uint(input, "InitialReplicationType", type);
    hvr_wmi_object_set_string(input, "InitialReplicationExportLocation", location);
    if (when != 0)
        hvr_wmi_object_set_time(input, "StartTime", when);

    return replica_invoke(w, host, SERVICE(StartReplication), input);
}

static inline guint32
replica_resync(ReplicaWorld *w, HvsHost *host, gint64 when)
{
    gpointer input = replica_input(SERVICE(Resynchronize));

    if (when != 0)
        hvr_wmi_object_set_time(input, "StartTime", when);

    return replica_invoke(w, host, SERVICE(Resynchronize), input);
}

static inline guint32
replica_request(ReplicaWorld *w, HvsHost *host, guint requested)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ComputerSystem_RequestReplicationStateChange;
    gpointer input = hvr_wmi_object_new(method->input);

    hvr_wmi_object_set_uint(input, "RequestedState", requested);

    return replica_invoke(w, host, method, input);
}

static inline guint32
replica_request_ex(ReplicaWorld *w, HvsHost *host, const char *leg, guint requested)
{
    const HvrWmiMethod *method =
        &hvr_wmi_method_Msvm_ComputerSystem_RequestReplicationStateChangeEx;
    gpointer input = hvr_wmi_object_new(method->input);

    hvr_wmi_object_set_string(input, "ReplicationRelationship", leg);
    hvr_wmi_object_set_uint(input, "RequestedState", requested);

    return replica_invoke(w, host, method, input);
}

/* To a point, or to the latest. */
static inline guint32
replica_failover(ReplicaWorld *w, HvsHost *host, const HvsSnapshot *point)
{
    g_autofree char *path = point != NULL
                                ? hvs_cim_dup_key_path(host, "Msvm_VirtualSystemSettingData",
                                                       "InstanceID", point->instance_id)
                                : NULL;

    return replica_text(w, host, SERVICE(InitiateFailover), "SnapshotSettingData", path);
}

static inline guint32
replica_reverse(ReplicaWorld *w, HvsHost *host, const char *settings)
{
    return replica_text(w, host, SERVICE(ReverseReplicationRelationship), "ReplicationSettingData",
                        settings);
}

/* From nothing to both sides in state 3. */
static inline void
replica_replicate(ReplicaWorld *w, HvsHost *from, const char *settings)
{
    g_assert_cmpuint(replica_create(w, from, settings), ==, 4096);
    g_assert_cmpuint(replica_finish(w), ==, 0);
    g_assert_cmpuint(replica_start(w, from, 1, NULL, 0), ==, 4096);
    g_assert_cmpuint(replica_finish(w), ==, 0);
}
