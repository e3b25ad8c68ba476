/* machine_parser.h: what a libvirt document wants a virtual machine to be
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The other way round of machine_xml.h and machine_metadata.h.  What stands in a
 * document twice, in libvirt's words and in the driver's own, may be changed in
 * either place.  What Hyper-V cannot do is refused by the name of the element:
 * %HVR_ERROR_UNFIT; what is wrong whoever reads it is %HVR_ERROR_XML.
 */

#pragma once

#include "machine.h"

G_BEGIN_DECLS

/**
 * HvrMachineHead:
 * @uuid: (nullable): upper case
 *
 * Who a document is about.
 */
typedef struct {
    char *name;
    char *uuid;
    guint generation;
} HvrMachineHead;

void hvr_machine_head_clear(HvrMachineHead *head);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HvrMachineHead, hvr_machine_head_clear)

/** hvr_machine_parse_head: @out_head: to be cleared */
gboolean hvr_machine_parse_head(const char *xml, HvrMachineHead *out_head, GError **error);

/**
 * hvr_machine_parse:
 * @xml: a whole domain
 * @base: the machine as it is, or as the host makes new ones; settings that are not
 *   mentioned stay, drives and adapters that are not mentioned go
 * @is_new: nobody has changed @base: what is said twice counts as libvirt's words say it
 *
 * Returns: (transfer full): the machine that is wanted
 */
HvrMachine *
hvr_machine_parse(const char *xml, const HvrMachine *base, gboolean is_new, GError **error);

/** hvr_machine_new_blank: (transfer full): a base for checking a document before there is a machine
 */
HvrMachine *hvr_machine_new_blank(guint generation);

typedef enum {
    HVR_DEVICE_ATTACH,
    HVR_DEVICE_UPDATE,
    HVR_DEVICE_DETACH,
} HvrDeviceVerb;

/**
 * hvr_machine_parse_device:
 * @xml: one device
 * @machine: a copy of the machine as it is; becomes what is wanted
 */
gboolean
hvr_machine_parse_device(const char *xml, HvrDeviceVerb verb, HvrMachine *machine, GError **error);

G_END_DECLS
