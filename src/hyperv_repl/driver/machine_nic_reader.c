/* machine_nic_reader.c: the network adapters of libvirt's documents
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"

#define MAX_VLAN 4094

#define NEW_NAME "Network Adapter" /* Add-VMNetworkAdapter */

static const char *const nothing[] = { NULL };

static gboolean
is_taken(const HvrMachine *machine, const HvrMachineNic *nic)
{
    for (guint i = 0; i < machine->nics->len; i++) {
        const HvrMachineNic *other = machine->nics->pdata[i];

        if (g_strcmp0(other->id, nic->id) == 0)
            return TRUE;
    }

    return FALSE;
}

/* Returns: (nullable): the adapter that an element is about: the one with its address, or the next
 * one without where it has none. */
static const HvrMachineNic *
find_known(const HvrMachineReader *self, const char *mac)
{
    for (guint i = 0; i < self->base->nics->len; i++) {
        const HvrMachineNic *nic = self->base->nics->pdata[i];

        if (mac != NULL && g_strcmp0(nic->mac, mac) == 0)
            return nic;
        if (mac == NULL && nic->mac == NULL && !is_taken(self->machine, nic))
            return nic;
    }

    return NULL;
}

static gboolean
read_mac(const xmlNode *node, HvrMachineNic *place, GError **error)
{
    const xmlNode *element = hvr_xml_find(node, NULL, "mac");
    g_autofree char *text = element != NULL ? hvr_xml_dup_attribute(element, NULL, "address")
                                            : NULL;

    return text == NULL || hvr_machine_nic_parse_mac(place, text) ||
           hvr_fail(error, HVR_ERROR_XML, _("unable to parse mac address '%s'"), text);
}

static void
set_switch(HvrMachineNic *nic, char *name, char *id)
{
    gboolean is_same = name != NULL ? g_strcmp0(nic->switch_name, name) == 0
                                    : g_strcmp0(nic->switch_id, id) == 0;

    nic->is_connected = TRUE;
    if (is_same) {
        g_free(name);
        g_free(id);
        return;
    }
    g_free(nic->switch_name);
    g_free(nic->switch_id);
    nic->switch_name = name;
    nic->switch_id = id;
    g_clear_pointer(&nic->pool, g_free);
}

/* A switch is one of the host's networks; a bridge is a switch, by GUID. */
static gboolean
read_connection(HvrMachineNic *nic, const xmlNode *node, GError **error)
{
    g_autofree char *type = hvr_xml_dup_attribute(node, NULL, "type");
    const xmlNode *source = hvr_xml_find(node, NULL, "source");
    gboolean is_bridge = g_strcmp0(type, "bridge") == 0;
    g_autofree char *name = NULL;

    if (g_strcmp0(type, "null") == 0) {
        nic->is_connected = nic->is_connected && nic->pool != NULL; /* libvirt knows no pools */
        return TRUE;
    }
    if (!is_bridge && g_strcmp0(type, "network") != 0)
        return hvr_machine_reader_refuse_value(node, "type", type != NULL ? type : "", error);
    name = source != NULL ? hvr_xml_dup_attribute(source, NULL, is_bridge ? "bridge" : "network")
                          : NULL;
    if (name == NULL || name[0] == '\0')
        return hvr_fail(error, HVR_ERROR_XML, _("no source of network interface was specified"));
    if (!hvr_machine_reader_check(source, "portgroup", nothing, error))
        return FALSE;
    if (is_bridge && g_uuid_string_is_valid(name))
        set_switch(nic, NULL, g_steal_pointer(&name));
    else
        set_switch(nic, g_steal_pointer(&name), NULL);

    return TRUE;
}

static gboolean
read_model(HvrMachineNic *nic, const HvrMachine *machine, const xmlNode *node, GError **error)
{
    static const char *const types[] = { "netvsc", "tulip", NULL };
    static const char *const new_types[] = { "netvsc", NULL };
    g_autofree char *type = hvr_xml_dup_attribute(node, NULL, "type");

    nic->is_legacy = g_strcmp0(type, "tulip") == 0;

    return hvr_machine_reader_check(node, "type", machine->generation == 2 ? new_types : types,
                                    error);
}

static gboolean
read_tag(HvrNicVlan *vlan, const xmlNode *node, GError **error)
{
    g_autofree char *native = hvr_xml_dup_attribute(node, NULL, "nativeMode");
    guint64 id;
    guint16 tag;

    if (!hvr_machine_reader_parse_number(node, "id", MAX_VLAN, &id, error))
        return FALSE;
    tag = (guint16)id;
    if (native != NULL && strcmp(native, "untagged") != 0)
        return hvr_machine_reader_refuse_value(node, "nativeMode", native, error);
    if (native != NULL)
        vlan->native = tag;
    g_array_append_val(vlan->trunk, tag);

    return TRUE;
}

static gboolean
has_tag(const GArray *tags, guint tag)
{
    for (guint i = 0; tags != NULL && i < tags->len; i++) {
        if (g_array_index(tags, guint16, i) == tag)
            return TRUE;
    }

    return FALSE;
}

/* libvirt has what travels without a tag among the others, a host not always. */
static void
keep_apart(HvrNicVlan *vlan, const GArray *old_trunk, guint old_native)
{
    if (vlan->native == 0 || vlan->native != old_native || has_tag(old_trunk, old_native))
        return;
    for (guint i = 0; i < vlan->trunk->len; i++) {
        if (g_array_index(vlan->trunk, guint16, i) != old_native)
            continue;
        g_array_remove_index(vlan->trunk, i);
        return;
    }
}

static gboolean
read_vlan(HvrMachineNic *nic, const xmlNode *node, GError **error)
{
    g_autofree char *trunk = hvr_xml_dup_attribute(node, NULL, "trunk");
    HvrNicVlan *vlan = &nic->vlan;
    g_autoptr(GArray) old_trunk = g_steal_pointer(&vlan->trunk);
    guint old_native = vlan->native;

    vlan->trunk = g_array_new(FALSE, FALSE, sizeof(guint16));
    vlan->native = 0;
    for (const xmlNode *tag = hvr_xml_find(node, NULL, "tag"); tag != NULL;
         tag = hvr_xml_next(tag, NULL, "tag")) {
        if (!read_tag(vlan, tag, error))
            return FALSE;
    }
    if (vlan->trunk->len == 0)
        return hvr_fail(
            error, HVR_ERROR_XML,
            _("missing tag id - each <vlan> must have at least one <tag id='n'/> subelement"));
    if (g_strcmp0(trunk, "yes") == 0 || vlan->trunk->len > 1) {
        vlan->mode = HVR_VLAN_TRUNK;
        keep_apart(vlan, old_trunk, old_native);
        return TRUE;
    }
    vlan->mode = HVR_VLAN_ACCESS;
    vlan->access = g_array_index(vlan->trunk, guint16, 0);
    g_array_unref(vlan->trunk);
    vlan->trunk = g_steal_pointer(&old_trunk);
    vlan->native = old_native;

    return TRUE;
}

static gboolean
read_link(HvrMachineNic *nic, const xmlNode *node, GError **error)
{
    g_autofree char *state = hvr_xml_dup_attribute(node, NULL, "state");

    if (g_strcmp0(state, "down") == 0)
        nic->is_connected = FALSE;
    else if (g_strcmp0(state, "up") != 0)
        return hvr_machine_reader_refuse_value(node, "state", state != NULL ? state : "", error);
    else if (nic->switch_name == NULL && nic->switch_id == NULL)
        return hvr_fail(error, HVR_ERROR_UNFIT,
                        _("the adapter is connected to no network, so its link cannot be up"));
    else
        nic->is_connected = TRUE;

    return TRUE;
}

static gboolean
read_part(HvrMachineReader *self, HvrMachineNic *nic, const xmlNode *node, GError **error)
{
    static const char *const skipped[] = { "source", "mac", "alias", NULL };
    const char *name = (const char *)node->name;
    guint64 order;

    if (g_strv_contains(skipped, name))
        return TRUE;
    if (strcmp(name, "model") == 0)
        return read_model(nic, self->machine, node, error);
    if (strcmp(name, "vlan") == 0)
        return read_vlan(nic, node, error);
    if (strcmp(name, "link") == 0)
        return read_link(nic, node, error);
    if (strcmp(name, "boot") != 0 || self->machine->generation != 2)
        return hvr_machine_reader_refuse(node, error);
    if (!hvr_machine_reader_parse_number(node, "order", G_MAXINT16, &order, error))
        return FALSE;
    nic->boot_order = (guint)order;

    return TRUE;
}

static HvrMachineNic *
new_nic(const HvrMachineNic *place)
{
    HvrMachineNic *nic = hvr_machine_nic_new();

    nic->name = g_strdup(NEW_NAME);
    nic->mac = g_strdup(place->mac);
    nic->is_mac_static = place->mac != NULL;

    return nic;
}

/* What libvirt cannot say, private VLANs and trunks of nothing, stays. */
static void
forget(HvrMachineNic *nic)
{
    const HvrNicVlan *vlan = &nic->vlan;
    gboolean is_empty = vlan->native == 0 && (vlan->trunk == NULL || vlan->trunk->len == 0);

    nic->boot_order = 0;
    if (vlan->mode == HVR_VLAN_ACCESS || (vlan->mode == HVR_VLAN_TRUNK && !is_empty))
        nic->vlan.mode = HVR_VLAN_NONE;
}

HvrMachineNic *
hvr_machine_reader_read_nic(HvrMachineReader *self, const xmlNode *node, GError **error)
{
    g_autoptr(HvrMachineNic) place = hvr_machine_nic_new();
    g_autoptr(HvrMachineNic) nic = NULL;
    const HvrMachineNic *known;

    if (!read_mac(node, place, error))
        return NULL;
    known = find_known(self, place->mac);
    nic = known != NULL ? hvr_machine_nic_copy(known) : new_nic(place);
    forget(nic);
    if (!read_connection(nic, node, error))
        return NULL;
    for (const xmlNode *part = hvr_xml_first_element(node); part != NULL;
         part = hvr_xml_next_element(part)) {
        if (!read_part(self, nic, part, error))
            return NULL;
    }

    return g_steal_pointer(&nic);
}
