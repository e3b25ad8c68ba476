/* machine_wish.h: what somebody wants of a machine's configuration
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Each turns a copy of the machine as it is into what it shall be, or says why
 * not; whoever makes it so finds out what that takes.
 */

#pragma once

#include "domain.h"
#include "machine_parser.h"

G_BEGIN_DECLS

typedef enum {
    HVR_WISH_VCPUS,
    HVR_WISH_MEMORY,
    HVR_WISH_MAX_MEMORY,
    HVR_WISH_AUTOSTART,
    HVR_WISH_NAME,
    HVR_WISH_DESCRIPTION,
    HVR_WISH_SCHEDULER,
    HVR_WISH_DEVICE,
    HVR_WISH_DOCUMENT,
} HvrWishKind;

/**
 * HvrMachineWish:
 * @number: vCPUs; KiB; whether to start by itself
 * @text: (nullable): the name; the notes; a device; a whole domain
 * @limit: (nullable): of the scheduler, likewise the others: -1 leaves what is
 * @is_config_only: not for the machine that runs, but for its next start
 * @is_live_only: for the machine that runs
 */
typedef struct {
    HvrWishKind kind;
    guint64 number;
    char *text;
    gint64 limit, reservation, weight;
    HvrDeviceVerb verb;
    gboolean is_config_only;
    gboolean is_live_only;
} HvrMachineWish;

/** hvr_machine_wish_new: @text: (nullable): copied */
HvrMachineWish *hvr_machine_wish_new(HvrWishKind kind, guint64 number, const char *text);
void hvr_machine_wish_free(gpointer wish);

/** hvr_machine_wish_get_title: what it is, for errors */
const char *hvr_machine_wish_get_title(const HvrMachineWish *wish);

/** hvr_machine_wish_check: whether it can be wanted in the domain's state at all */
gboolean
hvr_machine_wish_check(const HvrMachineWish *wish, const HvrDomain *domain, GError **error);

/** hvr_machine_wish_apply: (transfer full): @machine as it shall be */
HvrMachine *
hvr_machine_wish_apply(const HvrMachineWish *wish, const HvrMachine *machine, GError **error);

G_END_DECLS
