/* pool_xml.h: a host's drives, and images on them, as documents of libvirt
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "host.h"
#include "image.h"
#include "reading.h"

G_BEGIN_DECLS

/** hvr_pool_xml_format: (transfer full): a <pool> */
char *hvr_pool_xml_format(const HvrDrive *drive);

/** hvr_pool_has: whether the file at @path is on @drive */
gboolean hvr_pool_has(const HvrDrive *drive, const char *path);

/** hvr_pool_list_images: (transfer full) (element-type utf8): paths of what machines of @host have
 * on @drive, each once */
GPtrArray *hvr_pool_list_images(HvrHost *host, const HvrDrive *drive);

/** hvr_pool_is_image: whether some machine of @host has the file at @path */
gboolean hvr_pool_is_image(HvrHost *host, const char *path);

/** hvr_volume_get_name: (transfer none): what a file's volume is called in its pool: the path
 * without the drive */
const char *hvr_volume_get_name(const char *path);

/** hvr_volume_xml_format: (transfer full): a <volume> */
char *hvr_volume_xml_format(const HvrImage *image);

G_END_DECLS
