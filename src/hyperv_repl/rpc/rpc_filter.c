/* rpc_filter.c: which domains and snapshots a list's flags ask for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_filter.h"

#include <libvirt/libvirt.h>
#include <string.h>

/* clang-format off */
static const guint domain_groups[] = {
    VIR_CONNECT_LIST_DOMAINS_ACTIVE         | VIR_CONNECT_LIST_DOMAINS_INACTIVE,
    VIR_CONNECT_LIST_DOMAINS_PERSISTENT     | VIR_CONNECT_LIST_DOMAINS_TRANSIENT,
    VIR_CONNECT_LIST_DOMAINS_RUNNING        | VIR_CONNECT_LIST_DOMAINS_PAUSED |
    VIR_CONNECT_LIST_DOMAINS_SHUTOFF        | VIR_CONNECT_LIST_DOMAINS_OTHER,
    VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE    | VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE,
    VIR_CONNECT_LIST_DOMAINS_AUTOSTART      | VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART,
    VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT   | VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT,
    VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT | VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT,
};

static const guint snapshot_groups[] = {
    VIR_DOMAIN_SNAPSHOT_LIST_METADATA | VIR_DOMAIN_SNAPSHOT_LIST_NO_METADATA,
    VIR_DOMAIN_SNAPSHOT_LIST_LEAVES   | VIR_DOMAIN_SNAPSHOT_LIST_NO_LEAVES,
    VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE | VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE | VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY,
    VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL | VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL,
};
/* clang-format on */

static gboolean
matches(const guint *groups, gsize n_groups, guint bits, guint flags)
{
    for (gsize i = 0; i < n_groups; i++) {
        guint asked = flags & groups[i];

        if (asked != 0 && (asked & bits) == 0)
            return FALSE;
    }

    return TRUE;
}

static guint
get_state_bit(int state)
{
    switch (state) {
    case VIR_DOMAIN_RUNNING:
        return VIR_CONNECT_LIST_DOMAINS_RUNNING;
    case VIR_DOMAIN_PAUSED:
        return VIR_CONNECT_LIST_DOMAINS_PAUSED;
    case VIR_DOMAIN_SHUTOFF:
        return VIR_CONNECT_LIST_DOMAINS_SHUTOFF;
    default:
        return VIR_CONNECT_LIST_DOMAINS_OTHER;
    }
}

/* Hyper-V has no transient machines, and nothing like libvirt's checkpoints. */
static guint
get_domain_bits(const HvrDomain *domain)
{
    guint bits = VIR_CONNECT_LIST_DOMAINS_PERSISTENT | VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT;

    bits |= get_state_bit(domain->state);
    bits |= hvr_domain_is_active(domain) ? VIR_CONNECT_LIST_DOMAINS_ACTIVE
                                         : VIR_CONNECT_LIST_DOMAINS_INACTIVE;
    bits |= domain->is_saved ? VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE
                             : VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE;
    bits |= domain->autostart ? VIR_CONNECT_LIST_DOMAINS_AUTOSTART
                              : VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART;
    bits |= domain->snapshots != NULL && domain->snapshots->len > 0
                ? VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT
                : VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT;

    return bits;
}

gboolean
hvr_rpc_filter_has_domain(const HvrDomain *domain, guint flags)
{
    return matches(domain_groups, G_N_ELEMENTS(domain_groups), get_domain_bits(domain), flags);
}

static gboolean
is_leaf(const HvrDomain *domain, const HvrSnapshot *snapshot)
{
    for (guint i = 0; i < domain->snapshots->len; i++) {
        const HvrSnapshot *other = g_ptr_array_index(domain->snapshots, i);

        if (g_strcmp0(other->parent, snapshot->name) == 0)
            return FALSE;
    }

    return TRUE;
}

/* The host keeps all of a snapshot to itself: internal, without metadata of
 * libvirt's.  Its state is the one that hvr_snapshot_xml_format() tells. */
static guint
get_snapshot_bits(const HvrDomain *domain, const HvrSnapshot *snapshot)
{
    guint bits = VIR_DOMAIN_SNAPSHOT_LIST_NO_METADATA | VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL;

    bits |= snapshot->has_memory ? VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE
                                 : VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE;
    bits |= is_leaf(domain, snapshot) ? VIR_DOMAIN_SNAPSHOT_LIST_LEAVES
                                      : VIR_DOMAIN_SNAPSHOT_LIST_NO_LEAVES;

    return bits;
}

gboolean
hvr_rpc_filter_has_snapshot(const HvrDomain *domain, const HvrSnapshot *snapshot, guint flags)
{
    return matches(snapshot_groups, G_N_ELEMENTS(snapshot_groups),
                   get_snapshot_bits(domain, snapshot), flags);
}
