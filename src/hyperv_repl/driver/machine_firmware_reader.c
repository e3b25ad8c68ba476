/* machine_firmware_reader.c: the os and sysinfo elements of libvirt's documents
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_firmware_reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "machine_field.h"

/* clang-format off */
static const char *const boot_devices[HVR_N_BOOT_CLASSES] = {
    [HVR_BOOT_FLOPPY]  = "fd",
    [HVR_BOOT_CDROM]   = "cdrom",
    [HVR_BOOT_DISK]    = "hd",
    [HVR_BOOT_NETWORK] = "network",
};

static const struct {
    const char *element;
    const char *name;
    goffset field;
} entries[] = {
    { "system",    "serial", G_STRUCT_OFFSET(HvrMachineFirmware, bios_serial) },
    { "baseBoard", "serial", G_STRUCT_OFFSET(HvrMachineFirmware, board_serial) },
    { "chassis",   "serial", G_STRUCT_OFFSET(HvrMachineFirmware, chassis_serial) },
    { "chassis",   "asset",  G_STRUCT_OFFSET(HvrMachineFirmware, chassis_tag) },
};
/* clang-format on */

static gboolean
read_entry(HvrMachineFirmware *firmware, const xmlNode *node, GError **error)
{
    g_autofree char *name = hvr_xml_dup_attribute(node, NULL, "name");

    for (gsize i = 0; i < G_N_ELEMENTS(entries); i++) {
        char **text = (char **)((char *)firmware + entries[i].field);

        if (!hvr_xml_is(node->parent, NULL, entries[i].element) ||
            g_strcmp0(name, entries[i].name) != 0)
            continue;
        g_free(*text);
        *text = hvr_xml_dup_text(node);
        return TRUE;
    }

    return hvr_machine_reader_refuse_value(node, "name", name != NULL ? name : "", error);
}

gboolean
hvr_machine_reader_read_sysinfo(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    static const char *const types[] = { "smbios", NULL };

    if (!hvr_machine_reader_check(node, "type", types, error))
        return FALSE;
    for (const xmlNode *part = hvr_xml_first_element(node); part != NULL;
         part = hvr_xml_next_element(part)) {
        for (const xmlNode *entry = hvr_xml_first_element(part); entry != NULL;
             entry = hvr_xml_next_element(entry)) {
            if (!read_entry(&self->machine->firmware, entry, error))
                return FALSE;
        }
    }

    return TRUE;
}

gboolean
hvr_machine_reader_read_generation(const xmlNode *root, guint *out_generation, GError **error)
{
    const xmlNode *os = hvr_xml_find(root, NULL, "os");
    const xmlNode *metadata = hvr_xml_find(root, NULL, "metadata");
    const xmlNode *machine = hvr_xml_find(metadata, HVR_MACHINE_NS, "machine");
    const xmlNode *configuration = hvr_xml_find(machine, HVR_MACHINE_NS, "configuration");
    g_autofree char *firmware = os != NULL ? hvr_xml_dup_attribute(os, NULL, "firmware") : NULL;
    g_autofree char *noted =
        configuration != NULL ? hvr_xml_dup_attribute(configuration, NULL, "generation") : NULL;

    if (firmware != NULL)
        *out_generation = strcmp(firmware, "efi") == 0 ? 2 : 1;
    else
        *out_generation = g_strcmp0(noted, "2") == 0 ? 2 : 1;
    if (noted != NULL && g_ascii_strtoull(noted, NULL, 10) != *out_generation)
        return hvr_fail(error, HVR_ERROR_XML,
                        _("attribute '%1$s' of element '%2$s' contradicts what the document says "
                          "elsewhere"),
                        "generation", "configuration");

    return TRUE;
}

static gboolean
read_type(HvrMachineReader *self G_GNUC_UNUSED, const xmlNode *node, GError **error)
{
    static const char *const arches[] = { "x86_64", NULL };
    g_autofree char *type = hvr_xml_dup_text(node);

    if (strcmp(type, "hvm") != 0)
        return hvr_machine_reader_refuse_value(node, NULL, type, error);

    return hvr_machine_reader_check(node, "arch", arches, error);
}

static gboolean
read_firmware(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    for (const xmlNode *feature = hvr_xml_first_element(node); feature != NULL;
         feature = hvr_xml_next_element(feature)) {
        g_autofree char *name = hvr_xml_dup_attribute(feature, NULL, "name");
        g_autofree char *enabled = hvr_xml_dup_attribute(feature, NULL, "enabled");

        if (self->machine->generation != 2)
            return hvr_machine_reader_refuse(feature, error);
        if (g_strcmp0(name, "secure-boot") != 0)
            return hvr_machine_reader_refuse_value(feature, "name", name != NULL ? name : "",
                                                   error);
        self->machine->firmware.secure_boot = g_strcmp0(enabled, "yes") == 0;
    }

    return TRUE;
}

/* libvirt's older word for secure boot. */
static gboolean
read_loader(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    static const char *const yes_or_no[] = { "yes", "no", NULL };
    static const char *const own[] = { NULL };
    const xmlNode *firmware = hvr_xml_find(node->parent, NULL, "firmware");
    g_autofree char *path = hvr_xml_dup_text(node);
    g_autofree char *secure = hvr_xml_dup_attribute(node, NULL, "secure");
    gboolean is_secure = g_strcmp0(secure, "yes") == 0;

    if (self->machine->generation != 2 || g_strstrip(path)[0] != '\0')
        return hvr_machine_reader_refuse(node, error);
    if (!hvr_machine_reader_check(node, "secure", yes_or_no, error) ||
        !hvr_machine_reader_check(node, "type", own, error) ||
        !hvr_machine_reader_check(node, "readonly", own, error) ||
        !hvr_machine_reader_check(node, "stateless", own, error))
        return FALSE;
    if (secure == NULL)
        return TRUE;
    if (firmware != NULL && !read_firmware(self, firmware, error))
        return FALSE;
    if (firmware != NULL && hvr_xml_first_element(firmware) != NULL &&
        self->machine->firmware.secure_boot != is_secure)
        return hvr_fail(error, HVR_ERROR_XML,
                        _("attribute '%1$s' of element '%2$s' contradicts what the document says "
                          "elsewhere"),
                        "secure", "loader");
    self->machine->firmware.secure_boot = is_secure;

    return TRUE;
}

static gboolean
has_class(const HvrMachineFirmware *firmware, guint n, HvrBootClass boot_class)
{
    for (guint i = 0; i < n; i++) {
        if (firmware->boot_classes[i] == boot_class)
            return TRUE;
    }

    return FALSE;
}

static gboolean
find_class(const xmlNode *node, HvrBootClass *out_class, GError **error)
{
    g_autofree char *device = hvr_xml_dup_attribute(node, NULL, "dev");

    for (guint i = HVR_BOOT_NONE + 1; i < HVR_N_BOOT_CLASSES; i++) {
        if (g_strcmp0(device, boot_devices[i]) != 0)
            continue;
        *out_class = (HvrBootClass)i;
        return TRUE;
    }

    return hvr_machine_reader_refuse_value(node, "dev", device != NULL ? device : "", error);
}

/* What is not named comes afterwards: a BIOS tries all. */
static gboolean
read_boot(HvrMachineReader *self, const xmlNode *os, GError **error)
{
    const HvrMachineFirmware *base = &self->base->firmware;
    HvrMachineFirmware *firmware = &self->machine->firmware;
    const xmlNode *first = hvr_xml_find(os, NULL, "boot");
    guint n = 0;

    if (first == NULL)
        return TRUE;
    if (self->machine->generation == 2)
        return hvr_fail(
            error, HVR_ERROR_UNFIT,
            _("element 'boot' below 'os' (line %ld): machines of generation 2 boot from "
              "devices that have a boot order of their own"),
            xmlGetLineNo(first));

    for (const xmlNode *node = first; node != NULL; node = hvr_xml_next(node, NULL, "boot")) {
        HvrBootClass boot_class = HVR_BOOT_NONE;

        if (!find_class(node, &boot_class, error))
            return FALSE;
        if (!has_class(firmware, n, boot_class))
            firmware->boot_classes[n++] = boot_class;
    }
    for (guint i = 0; base->boot_classes[i] != HVR_BOOT_NONE; i++) {
        if (!has_class(firmware, n, base->boot_classes[i]))
            firmware->boot_classes[n++] = base->boot_classes[i];
    }
    if (n < HVR_N_BOOT_CLASSES)
        firmware->boot_classes[n] = HVR_BOOT_NONE;

    return TRUE;
}

static gboolean
read_smbios(HvrMachineReader *self G_GNUC_UNUSED, const xmlNode *node, GError **error)
{
    static const char *const modes[] = { "sysinfo", NULL };

    return hvr_machine_reader_check(node, "mode", modes, error);
}

gboolean
hvr_machine_reader_read_os(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    static const HvrMachineElement elements[] = {
        { "type", read_type }, { "firmware", read_firmware }, { "loader", read_loader },
        { "boot", NULL },      { "smbios", read_smbios },     { NULL }
    };
    static const char *const firmwares[] = { "bios", "efi", NULL };
    g_autofree char *firmware = hvr_xml_dup_attribute(node, NULL, "firmware");

    if (!hvr_machine_reader_check(node, "firmware", firmwares, error))
        return FALSE;
    if (firmware != NULL)
        self->machine->generation = strcmp(firmware, "efi") == 0 ? 2 : 1;

    return hvr_machine_reader_read(self, node, elements, error) && read_boot(self, node, error);
}
