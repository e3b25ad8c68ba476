/* sim_vm_method.h: methods that act on virtual machines
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_job.h"

G_BEGIN_DECLS

/* Return values of Hyper-V's v2 methods, which are jobs' error codes too. */
#define HVS_RESULT_DONE              0u
#define HVS_RESULT_FAILED            32768u
#define HVS_RESULT_NOT_SUPPORTED     32770u
#define HVS_RESULT_INVALID_PARAMETER 32773u
#define HVS_RESULT_IN_USE            32774u
#define HVS_RESULT_INVALID_STATE     32775u
#define HVS_RESULT_WRONG_TYPE        32776u
#define HVS_RESULT_NOT_AVAILABLE     32777u
#define HVS_RESULT_NO_MEMORY         32778u
#define HVS_RESULT_SHUTTING_DOWN     32782u

/* What the services inherited from CIM answer instead, where their pages list it. */
#define HVS_CIM_NOT_SUPPORTED     1u
#define HVS_CIM_INVALID_PARAMETER 4u
#define HVS_CIM_INVALID_TYPE      6u

/**
 * HvsPowerRow:
 * @requested: RequestedState
 * @accepted_in: EnabledStates as bits
 * @meanwhile: EnabledState while the job runs, 0 for what it was
 * @then: EnabledState afterwards
 */
typedef struct {
    guint requested;
    guint accepted_in;
    guint16 meanwhile;
    guint16 then;
    HvsJobRow job;
} HvsPowerRow;

/** hvs_vm_is_busy: a job on its power, settings or checkpoints runs; replication's do not count */
gboolean hvs_vm_is_busy(HvsVm *vm);

/* HvsCimInvokes of Msvm_VirtualSystemManagementService. */
guint32 hvs_vm_define_system(HvsCall *call);            /* sim_vm_define.c */
guint32 hvs_vm_destroy_system(HvsCall *call);           /* sim_vm_define.c */
guint32 hvs_vm_modify_system_settings(HvsCall *call);   /* sim_vm_define.c */
guint32 hvs_vm_modify_resource_settings(HvsCall *call); /* sim_vm_resource.c */
guint32 hvs_vm_add_resource_settings(HvsCall *call);    /* sim_vm_add.c */
guint32 hvs_vm_remove_resource_settings(HvsCall *call); /* sim_vm_add.c */
guint32 hvs_vm_add_feature_settings(HvsCall *call);     /* sim_vm_feature.c */
guint32 hvs_vm_modify_feature_settings(HvsCall *call);  /* sim_vm_feature.c */
guint32 hvs_vm_remove_feature_settings(HvsCall *call);  /* sim_vm_feature.c */
guint32 hvs_vm_get_summary_information(HvsCall *call);  /* sim_vm_summary.c */

G_END_DECLS
