/* sim_windows.h: Windows itself as root/cimv2 shows it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_cim.h"

G_BEGIN_DECLS

/* HvsCimLists. */
void hvs_windows_list_systems(HvsHost *host, GPtrArray *objects);
void hvs_windows_list_products(HvsHost *host, GPtrArray *objects);
void hvs_windows_list_operating_systems(HvsHost *host, GPtrArray *objects);
void hvs_windows_list_processors(HvsHost *host, GPtrArray *objects);
void hvs_windows_list_processor_links(HvsHost *host, GPtrArray *objects);

G_END_DECLS
