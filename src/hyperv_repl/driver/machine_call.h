/* machine_call.h: one change of one part of a machine, as the host is asked for it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the files that find out and make changes.
 */

#pragma once

#include "wmi_session.h"

G_BEGIN_DECLS

typedef enum {
    HVR_MACHINE_ADD,
    HVR_MACHINE_MODIFY,
    HVR_MACHINE_REMOVE,
    HVR_MACHINE_ADD_FEATURE,
    HVR_MACHINE_MODIFY_FEATURE,
    HVR_MACHINE_REMOVE_FEATURE,
    HVR_MACHINE_MODIFY_SYSTEM,
} HvrMachineVerb;

/**
 * HvrMachineWhen:
 * @HVR_MACHINE_ALWAYS: whatever the machine does
 * @HVR_MACHINE_RUNNING: while it runs or is off, but not while it is saved
 * @HVR_MACHINE_OFF: only while it is off
 *
 * When a host takes a change.  Inferred from what Hyper-V's own tools offer.
 */
typedef enum {
    HVR_MACHINE_ALWAYS,
    HVR_MACHINE_RUNNING,
    HVR_MACHINE_OFF,
} HvrMachineWhen;

/**
 * HvrMachineCall:
 * @title: what it is about, for messages
 * @place: (nullable): path of what something is added to
 * @object: (nullable): the instance that is added, or of which something is modified
 * @path: (nullable): of what is removed
 */
typedef struct {
    HvrMachineVerb verb;
    HvrMachineWhen when;
    char *title;
    char *place;
    gpointer object;
    char *path;
} HvrMachineCall;

/** hvr_machine_call_new: @title: (transfer full); @object: (transfer full) (nullable) */
HvrMachineCall *
hvr_machine_call_new(HvrMachineVerb verb, HvrMachineWhen when, char *title, gpointer object);
void hvr_machine_call_free(gpointer call);

/** hvr_machine_call_format: (transfer full): what tells it from others */
char *hvr_machine_call_format(const HvrMachineCall *call);

/** hvr_machine_call_build_path: (transfer full): of a part, as it may stand in an embedded instance
 */
char *hvr_machine_call_build_path(const char *class_name, const char *id);

/** hvr_machine_call_run: in a worker; blocks until the host's job has ended */
gboolean hvr_machine_call_run(const HvrMachineCall *call,
                              HvrWmiSession *session,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
