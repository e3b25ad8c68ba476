/* guest.c: what a guest tells its host about itself
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "guest.h"

#include <string.h>

static void
address_free(gpointer data)
{
    HvrGuestAddress *address = data;

    g_free(address->address);
    g_free(address);
}

static void
interface_free(gpointer data)
{
    HvrGuestInterface *interface = data;

    g_free(interface->adapter);
    g_ptr_array_unref(interface->addresses);
    g_free(interface);
}

HvrGuest *
hvr_guest_new(void)
{
    HvrGuest *guest = g_new0(HvrGuest, 1);

    guest->items = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    guest->interfaces = g_ptr_array_new_with_free_func(interface_free);

    return guest;
}

void
hvr_guest_free(HvrGuest *guest)
{
    if (guest == NULL)
        return;

    g_hash_table_unref(guest->items);
    g_ptr_array_unref(guest->interfaces);
    g_free(guest);
}

const char *
hvr_guest_find(const HvrGuest *guest, const char *name)
{
    const char *text = g_hash_table_lookup(guest->items, name);

    return text != NULL && text[0] != '\0' ? text : NULL;
}

/* Bits from the left only, or it is no mask. */
static guint
count_bits(guint32 mask)
{
    guint n = 0;

    for (; mask & 0x80000000u; mask <<= 1)
        n++;

    return mask == 0 ? n : 0;
}

guint
hvr_guest_parse_prefix(const char *subnet)
{
    g_autoptr(GInetAddress) mask = g_inet_address_new_from_string(subnet);
    guint64 bits = 0;
    guint32 network;

    if (mask != NULL && g_inet_address_get_family(mask) == G_SOCKET_FAMILY_IPV4) {
        memcpy(&network, g_inet_address_to_bytes(mask), sizeof network);
        return count_bits(GUINT32_FROM_BE(network));
    }
    if (*subnet == '/')
        subnet++;

    return g_ascii_string_to_unsigned(subnet, 10, 0, 128, &bits, NULL) ? (guint)bits : 0;
}

HvrGuestInterface *
hvr_guest_add_interface(HvrGuest *guest, const char *adapter)
{
    HvrGuestInterface *interface = g_new0(HvrGuestInterface, 1);

    interface->adapter = g_ascii_strup(adapter, -1);
    interface->addresses = g_ptr_array_new_with_free_func(address_free);
    g_ptr_array_add(guest->interfaces, interface);

    return interface;
}

gboolean
hvr_guest_add_address(HvrGuestInterface *interface, const char *text, const char *subnet)
{
    g_autoptr(GInetAddress) parsed = g_inet_address_new_from_string(text);
    HvrGuestAddress *address;

    if (parsed == NULL)
        return FALSE;

    address = g_new0(HvrGuestAddress, 1);
    address->is_ipv6 = g_inet_address_get_family(parsed) == G_SOCKET_FAMILY_IPV6;
    address->address = g_inet_address_to_string(parsed);
    address->prefix = subnet != NULL ? hvr_guest_parse_prefix(subnet) : 0;
    g_ptr_array_add(interface->addresses, address);

    return TRUE;
}
