/* guest.h: what a guest tells its host about itself
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Through the services of Hyper-V in the guest, so there is nothing to read of
 * a guest that does not run, or has them not.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** HvrGuestAddress: @is_ipv6; @prefix: 0 if the guest did not say */
typedef struct {
    gboolean is_ipv6;
    char *address;
    guint prefix;
} HvrGuestAddress;

/**
 * HvrGuestInterface:
 * @adapter: GUID, upper case
 * @addresses: (element-type HvrGuestAddress)
 */
typedef struct {
    char *adapter;
    GPtrArray *addresses;
} HvrGuestInterface;

/**
 * HvrGuest:
 * @items: name to text, as the guest wrote them: "OSName", "FullyQualifiedDomainName", ...
 * @interfaces: (element-type HvrGuestInterface): those that have addresses
 */
typedef struct {
    GHashTable *items;
    GPtrArray *interfaces;
} HvrGuest;

/** hvr_guest_new: says nothing yet */
HvrGuest *hvr_guest_new(void);
void hvr_guest_free(HvrGuest *guest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrGuest, hvr_guest_free)

/** hvr_guest_find: (nullable): the text of an item that is not empty */
const char *hvr_guest_find(const HvrGuest *guest, const char *name);

/** hvr_guest_parse_prefix: "255.255.0.0" or "/64" to a number of bits; 0 for what is neither */
guint hvr_guest_parse_prefix(const char *subnet);

/** hvr_guest_add_interface: (transfer none): without addresses; @adapter: a GUID */
HvrGuestInterface *hvr_guest_add_interface(HvrGuest *guest, const char *adapter);

/** hvr_guest_add_address: @subnet: (nullable): see hvr_guest_parse_prefix(); FALSE for what is no
 * address */
gboolean hvr_guest_add_address(HvrGuestInterface *interface, const char *text, const char *subnet);

G_END_DECLS
