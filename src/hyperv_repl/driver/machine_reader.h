/* machine_reader.h: elements of libvirt's documents, for the files that read them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "machine.h"

G_BEGIN_DECLS

/* libxml2's, which not every reader of this header has. */
typedef struct _xmlNode xmlNode;

/**
 * HvrMachineReader:
 * @base: the machine as it is
 * @machine: what it shall be
 */
typedef struct {
    const HvrMachine *base;
    HvrMachine *machine;
} HvrMachineReader;

/**
 * HvrMachineElement:
 * @read: (nullable): %NULL: nothing to do, every machine is so
 */
typedef struct {
    const char *name;
    gboolean (*read)(HvrMachineReader *self, const xmlNode *node, GError **error);
} HvrMachineElement;

/** hvr_machine_reader_read: each element below @parent by its row; one without is refused */
gboolean hvr_machine_reader_read(HvrMachineReader *self,
                                 const xmlNode *parent,
                                 const HvrMachineElement *elements,
                                 GError **error);

/** hvr_machine_reader_refuse: what Hyper-V has not; always %FALSE */
gboolean hvr_machine_reader_refuse(const xmlNode *node, GError **error);

/** hvr_machine_reader_refuse_value: an attribute or text that cannot be honoured; always %FALSE */
gboolean hvr_machine_reader_refuse_value(const xmlNode *node,
                                         const char *attribute,
                                         const char *value,
                                         GError **error);

/** hvr_machine_reader_check: refuse the attribute unless it is missing or one of @values (ends with
 * %NULL) */
gboolean hvr_machine_reader_check(const xmlNode *node,
                                  const char *attribute,
                                  const char *const *values,
                                  GError **error);

/** hvr_machine_reader_parse_number: the attribute, or the text where it is %NULL, as a number */
gboolean hvr_machine_reader_parse_number(
    const xmlNode *node, const char *attribute, guint64 max, guint64 *out_number, GError **error);

/** hvr_machine_reader_parse_mib: an amount of memory with its unit, rounded up as hosts want it */
gboolean hvr_machine_reader_parse_mib(const xmlNode *node, guint64 *out_mib, GError **error);

/** hvr_machine_reader_read_devices: a devices element */
gboolean
hvr_machine_reader_read_devices(HvrMachineReader *self, const xmlNode *node, GError **error);

/** hvr_machine_reader_read_disk: (transfer full): at its place; nothing is added to the machine */
HvrMachineDisk *
hvr_machine_reader_read_disk(HvrMachineReader *self, const xmlNode *node, GError **error);

/** hvr_machine_reader_keep_floppy: the diskette drive, whatever the document says of it */
void hvr_machine_reader_keep_floppy(HvrMachineReader *self);

/** hvr_machine_reader_find_disk: (transfer none) (nullable): in @disks, what is at that place */
HvrMachineDisk *hvr_machine_reader_find_disk(const GPtrArray *disks, const HvrMachineDisk *place);

/** hvr_machine_reader_read_nic: (transfer full): likewise */
HvrMachineNic *
hvr_machine_reader_read_nic(HvrMachineReader *self, const xmlNode *node, GError **error);

/** hvr_machine_reader_read_serial, hvr_machine_reader_read_controller: into the machine */
gboolean
hvr_machine_reader_read_serial(HvrMachineReader *self, const xmlNode *node, GError **error);
gboolean
hvr_machine_reader_read_controller(HvrMachineReader *self, const xmlNode *node, GError **error);

/** hvr_machine_reader_add_controllers: those that the disk at its place needs */
gboolean
hvr_machine_reader_add_controllers(HvrMachine *machine, const HvrMachineDisk *disk, GError **error);

G_END_DECLS
