/* reading_fetch.h: what makes the readings of a host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to reading*.c.
 */

#pragma once

#include "msvm_tables.h"
#include "reading.h"
#include "wmi_session.h"

G_BEGIN_DECLS

/* Each runs in a worker and returns (transfer full) what its kind says in reading.h. */
GPtrArray *hvr_reading_fetch_cpu(HvrWmiSession *, guint64 windows, GCancellable *, GError **error);
GPtrArray *
hvr_reading_fetch_memory(HvrWmiSession *, guint64 windows, GCancellable *, GError **error);
GPtrArray *
hvr_reading_fetch_disks(HvrWmiSession *, guint64 windows, GCancellable *, GError **error);
GPtrArray *
hvr_reading_fetch_traffic(HvrWmiSession *, guint64 windows, GCancellable *, GError **error);
GPtrArray *
hvr_reading_fetch_adapters(HvrWmiSession *, guint64 windows, GCancellable *, GError **error);
GPtrArray *hvr_reading_fetch_node(HvrWmiSession *, guint64 windows, GCancellable *, GError **error);
GPtrArray *
hvr_reading_fetch_processors(HvrWmiSession *, guint64 windows, GCancellable *, GError **error);
GPtrArray *
hvr_reading_fetch_networks(HvrWmiSession *, guint64 windows, GCancellable *, GError **error);
GPtrArray *
hvr_reading_fetch_interfaces(HvrWmiSession *, guint64 windows, GCancellable *, GError **error);
GPtrArray *
hvr_reading_fetch_drives(HvrWmiSession *, guint64 windows, GCancellable *, GError **error);
GPtrArray *
hvr_reading_fetch_storage(HvrWmiSession *, guint64 windows, GCancellable *, GError **error);
GPtrArray *
hvr_reading_fetch_system(HvrWmiSession *, guint64 windows, GCancellable *, GError **error);

/** hvr_reading_list: (transfer full) (element-type HvrWmiObject): @properties of all instances of
 * @type that the host's Windows knows */
GPtrArray *hvr_reading_list(HvrWmiSession *session,
                            const HvrWmiClass *type,
                            const char *properties,
                            guint64 windows,
                            GCancellable *cancellable,
                            GError **error);

/**
 * HvrReadingQuery:
 * @properties: those that are read
 * @make: (transfer full) (nullable result): the value that an instance of @host makes, if any
 * @free_value: frees it
 *
 * A reading that has one value, or none, for each instance of a class.
 */
typedef struct {
    const HvrWmiClass *type;
    const char *properties;
    gpointer (*make)(gconstpointer object, const char *host);
    GDestroyNotify free_value;
} HvrReadingQuery;

/** hvr_reading_collect: (transfer full): the values */
GPtrArray *hvr_reading_collect(const HvrReadingQuery *query,
                               HvrWmiSession *session,
                               guint64 windows,
                               GCancellable *cancellable,
                               GError **error);

/** hvr_reading_format_mac: (transfer full): "00155D010203" to "00:15:5d:01:02:03"; "" for what is
 * no address, and for none */
char *hvr_reading_format_mac(const char *digits);

/** hvr_reading_parse_index: the number behind @prefix; FALSE if @name is not such a name, e.g.
 * "_Total" */
gboolean hvr_reading_parse_index(const char *name, const char *prefix, guint *out_index);

G_END_DECLS
