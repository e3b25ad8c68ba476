/* pool_xml.c: a host's drives, and images on them, as documents of libvirt
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "pool_xml.h"

#include <string.h>

#include "hvr_xml.h"

static void
add_size(xmlNode *parent, const char *name, guint64 bytes)
{
    hvr_xml_set(hvr_xml_add_format(parent, NULL, name, "%" G_GUINT64_FORMAT, bytes), "unit",
                "bytes");
}

char *
hvr_pool_xml_format(const HvrDrive *drive)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "pool", NULL);
    g_autofree char *guid = hvr_domain_format_guid(drive->uuid);
    g_autofree char *uuid = g_ascii_strdown(guid, -1);
    g_autofree char *path = g_strconcat(drive->name, "\\", NULL);

    xmlDocSetRootElement(doc, root);
    hvr_xml_set(root, "type", "dir");
    hvr_xml_add(root, NULL, "name", drive->name);
    hvr_xml_add(root, NULL, "uuid", uuid);
    add_size(root, "capacity", drive->capacity);
    add_size(root, "allocation", drive->capacity - drive->available);
    add_size(root, "available", drive->available);
    hvr_xml_add(root, NULL, "source", NULL);
    hvr_xml_add(hvr_xml_add(root, NULL, "target", NULL), NULL, "path", path);

    return hvr_xml_format(root);
}

gboolean
hvr_pool_has(const HvrDrive *drive, const char *path)
{
    gsize length = strlen(drive->name);

    return g_ascii_strncasecmp(path, drive->name, length) == 0 && path[length] == '\\';
}

static gboolean
has_path(GPtrArray *paths, const char *path)
{
    for (guint i = 0; i < paths->len; i++) {
        if (g_ascii_strcasecmp(paths->pdata[i], path) == 0)
            return TRUE;
    }

    return FALSE;
}

GPtrArray *
hvr_pool_list_images(HvrHost *host, const HvrDrive *drive)
{
    GPtrArray *domains = hvr_host_get_domains(host);
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < domains->len; i++) {
        const HvrDomain *domain = domains->pdata[i];

        for (guint d = 0; d < domain->disks->len; d++) {
            const HvrDisk *disk = domain->disks->pdata[d];

            /* The host's image service knows nothing of what is in other drives. */
            if (disk->path != NULL && strcmp(disk->device, "disk") == 0 &&
                hvr_pool_has(drive, disk->path) && !has_path(paths, disk->path))
                g_ptr_array_add(paths, g_strdup(disk->path));
        }
    }

    return paths;
}

gboolean
hvr_pool_is_image(HvrHost *host, const char *path)
{
    GPtrArray *domains = hvr_host_get_domains(host);

    for (guint i = 0; i < domains->len; i++) {
        const HvrDomain *domain = domains->pdata[i];

        for (guint d = 0; d < domain->disks->len; d++) {
            const HvrDisk *disk = domain->disks->pdata[d];

            if (disk->path != NULL && g_ascii_strcasecmp(disk->path, path) == 0)
                return TRUE;
        }
    }

    return FALSE;
}

const char *
hvr_volume_get_name(const char *path)
{
    const char *slash = strchr(path, '\\');

    return slash != NULL ? slash + 1 : path;
}

char *
hvr_volume_xml_format(const HvrImage *image)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "volume", NULL);
    xmlNode *target;

    xmlDocSetRootElement(doc, root);
    hvr_xml_set(root, "type", "file");
    hvr_xml_add(root, NULL, "name", hvr_volume_get_name(image->path));
    hvr_xml_add(root, NULL, "key", image->path);
    add_size(root, "capacity", image->capacity);
    add_size(root, "allocation", image->allocation);
    target = hvr_xml_add(root, NULL, "target", NULL);
    hvr_xml_add(target, NULL, "path", image->path);
    hvr_xml_set(hvr_xml_add(target, NULL, "format", NULL), "type", image->format);
    if (image->parent != NULL)
        hvr_xml_add(hvr_xml_add(root, NULL, "backingStore", NULL), NULL, "path", image->parent);

    return hvr_xml_format(root);
}
