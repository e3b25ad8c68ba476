/* wmi_path.h: WMI object paths, and their WS-Man form
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * \\HOST\root\virtualization\v2:Msvm_ConcreteJob.InstanceID="..."
 *
 * Inside the quotes backslash and quote are escaped by a backslash; in a
 * selector of an endpoint reference the same value stands as it is.  That
 * difference is known here and nowhere else.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A floor's headers name only its own types: wsman_epr.h has this one. */
typedef struct _HvrWsmanEpr HvrWsmanEpr;

/** HVR_WMI_NAMESPACE: where Hyper-V lives */
#define HVR_WMI_NAMESPACE "root/virtualization/v2"

/** HVR_WMI_CIMV2: where Windows itself lives */
#define HVR_WMI_CIMV2 "root/cimv2"

/**
 * HvrWmiPath:
 * @host: (nullable): without backslashes
 * @wmi_namespace: (nullable): with slashes, e.g. "root/virtualization/v2"
 * @class_name: the class
 * @keys: HvrWsmanSelector, unescaped
 */
typedef struct {
    char *host;
    char *wmi_namespace;
    char *class_name;
    GPtrArray *keys;
} HvrWmiPath;

HvrWmiPath *hvr_wmi_path_new(const char *host, const char *wmi_namespace, const char *class_name);
void hvr_wmi_path_free(HvrWmiPath *path);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWmiPath, hvr_wmi_path_free)

void hvr_wmi_path_add(HvrWmiPath *path, const char *name, const char *value);

/** hvr_wmi_path_get: (nullable): a key's value; names compare case-insensitively */
const char *hvr_wmi_path_get(const HvrWmiPath *path, const char *name);

/** hvr_wmi_path_parse: keys in any order, each once; host and namespace optional;
 * %HVR_ERROR_PROTOCOL
 */
HvrWmiPath *hvr_wmi_path_parse(const char *text, GError **error);

/** hvr_wmi_path_format: (transfer full) */
char *hvr_wmi_path_format(const HvrWmiPath *path);

/** hvr_wmi_path_from_epr: @host may be %NULL; %HVR_ERROR_PROTOCOL for a foreign resource URI */
HvrWmiPath *hvr_wmi_path_from_epr(const HvrWsmanEpr *epr, const char *host, GError **error);

/** hvr_wmi_path_to_epr: (transfer full): a missing namespace is HVR_WMI_NAMESPACE */
HvrWsmanEpr *hvr_wmi_path_to_epr(const HvrWmiPath *path);

/** hvr_wmi_path_equal: all but case; the host only where both have one, "." being none */
gboolean hvr_wmi_path_equal(const HvrWmiPath *a, const HvrWmiPath *b);

/** hvr_wmi_path_build: (transfer full): a path as text with one key, without host */
char *hvr_wmi_path_build(const char *class_name, const char *key, const char *value);

/** hvr_wmi_path_build_system: (transfer full): Msvm_ComputerSystem by GUID, without host */
char *hvr_wmi_path_build_system(const char *guid);

/** hvr_wmi_path_dup_key: (transfer full) (nullable): one key out of a path as text */
char *hvr_wmi_path_dup_key(const char *text, const char *key);

/** hvr_wmi_resource_uri: (transfer full): the class's URI; "*" for all of a namespace */
char *hvr_wmi_resource_uri(const char *wmi_namespace, const char *class_name);

G_END_DECLS
