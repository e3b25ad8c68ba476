/* machine_apply.h: a machine made what is wanted, in a worker
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Changes are sent in rounds; after each the machine is read anew, which tells
 * what is still to do, and at last that all of it is done.  Nothing is sent twice.
 */

#pragma once

#include "machine.h"
#include "wmi_session.h"

G_BEGIN_DECLS

/**
 * HvrMachineJob:
 * @base: (nullable): as it was when somebody made up his mind; %NULL: there is none yet
 * @wanted: (nullable): %NULL: what @xml says
 * @xml: (nullable): a new machine
 * @windows: the host's version
 * @guid: of the new machine, once it is there
 */
typedef struct {
    HvrMachine *base;
    HvrMachine *wanted;
    char *xml;
    guint64 windows;
    char *guid;
} HvrMachineJob;

/** hvr_machine_job_new: shared by who waits for it and the worker */
HvrMachineJob *hvr_machine_job_new(void);
HvrMachineJob *hvr_machine_job_ref(HvrMachineJob *job);
void hvr_machine_job_unref(HvrMachineJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrMachineJob, hvr_machine_job_unref)

/** hvr_machine_apply_run: a HvrWorkRun; always %NULL */
gpointer hvr_machine_apply_run(HvrWmiSession *session,
                               gpointer job,
                               GCancellable *cancellable,
                               GError **error);

/** hvr_machine_define_run: a HvrWorkRun; a machine that cannot be made whole is destroyed again */
gpointer hvr_machine_define_run(HvrWmiSession *session,
                                gpointer job,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
