/* rpc_guest.c: what guests say of themselves
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Their integration services are what libvirt calls an agent.
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "host_guest.h"
#include "hvr_error.h"
#include "rpc_error.h"
#include "rpc_handler.h"
#include "rpc_reading.h"
#include "rpc_value.h"

#define ADAPTERS HVR_READING_BIT(HVR_READING_ADAPTERS)

/* libvirt gives them a parameter of a type and refuses what it has not served
 * if that was asked for by name; all of them is "as many as there are". */
#define SERVED                                                                                     \
    (VIR_DOMAIN_GUEST_INFO_OS | VIR_DOMAIN_GUEST_INFO_HOSTNAME | VIR_DOMAIN_GUEST_INFO_INTERFACES)

static void
on_hostname(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrGuest) guest = hvr_host_ask_guest_finish(HVR_HOST(source), result, &error);
    const char *name = guest != NULL ? hvr_guest_find(guest, "FullyQualifiedDomainName") : NULL;

    if (guest != NULL && name == NULL)
        hvr_fail(&error, HVR_ERROR_UNSUPPORTED, _("the guest does not tell its name"));
    if (name != NULL)
        hvr_rpc_value_set_text(call->ret, name);
    hvr_rpc_call_end(call, name != NULL, error);
}

gboolean
hvr_rpc_guest_get_hostname(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainFlags *args = call->args;
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->domain, error);

    if (domain == NULL)
        return FALSE;
    if (args->flags & VIR_DOMAIN_GET_HOSTNAME_LEASE)
        return hvr_rpc_fail(error, VIR_ERR_ARGUMENT_UNSUPPORTED,
                            _("Hyper-V gives out no leases, only the guest knows its name"));

    hvr_host_ask_guest_async(call->host, domain, hvr_rpc_session_get_cancellable(call->session),
                             on_hostname, call);

    return TRUE;
}

/* The reply is made of the guest's own words and of the host's adapters. */
typedef gboolean (*Answer)(HvrRpcCall *call, const HvrGuest *guest, GError **error);

typedef struct {
    HvrRpcCall *call;
    Answer answer;
} Question;

static void
on_guest(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autofree Question *question = user_data;
    GError *error = NULL;
    g_autoptr(HvrGuest) guest = hvr_host_ask_guest_finish(HVR_HOST(source), result, &error);
    gboolean ok = guest != NULL && question->answer(question->call, guest, &error);

    hvr_rpc_call_end(question->call, ok, error);
}

static void
on_adapters(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autofree Question *question = user_data;
    HvrRpcCall *call = question->call;
    GError *error = NULL;
    HvrDomain *domain = NULL;

    if (hvr_host_read_finish(HVR_HOST(source), result, &error) &&
        hvr_host_get_reading(call->host, HVR_READING_ADAPTERS, &error) != NULL)
        domain = hvr_rpc_call_lookup_domain(call, call->args, &error);
    if (domain == NULL) {
        hvr_rpc_call_end(call, FALSE, error);
        return;
    }

    hvr_host_ask_guest_async(call->host, domain, hvr_rpc_session_get_cancellable(call->session),
                             on_guest, g_steal_pointer(&question));
}

static gboolean
start(HvrRpcCall *call, Answer answer, GError **error)
{
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);
    Question *question;

    if (domain == NULL)
        return FALSE;
    if (!hvr_domain_is_active(domain))
        return hvr_fail(error, HVR_ERROR_STATE, _("domain is not running"));

    question = g_new0(Question, 1);
    question->call = call;
    question->answer = answer;
    hvr_host_read_async(call->host, ADAPTERS, hvr_rpc_session_get_cancellable(call->session),
                        on_adapters, question);

    return TRUE;
}

/* Returns: (nullable): the adapter that a guest's interface is. */
static const HvrAdapter *
find_adapter(HvrRpcCall *call, const HvrGuestInterface *interface)
{
    const HvrWireDomain *wire = call->args;
    GPtrArray *adapters = hvr_host_get_reading(call->host, HVR_READING_ADAPTERS, NULL);
    g_autofree char *guid = hvr_domain_format_guid((const guchar *)wire->uuid);

    return adapters != NULL ? hvr_adapter_find(adapters, guid, interface->adapter) : NULL;
}

static void
fill_interface(HvrWireGuestInterface *out_wire,
               const HvrAdapter *adapter,
               const HvrGuestInterface *interface)
{
    hvr_rpc_value_set_text(&out_wire->name, adapter->name);
    out_wire->mac = hvr_rpc_value_new_text(adapter->mac);
    out_wire->addresses.addresses_val = g_new0(HvrWireAddress, interface->addresses->len);
    for (guint i = 0; i < interface->addresses->len && i < HVR_WIRE_ADDRESSES_MAX; i++) {
        const HvrGuestAddress *address = interface->addresses->pdata[i];
        HvrWireAddress *wire = &out_wire->addresses.addresses_val[i];

        wire->type = address->is_ipv6 ? VIR_IP_ADDR_TYPE_IPV6 : VIR_IP_ADDR_TYPE_IPV4;
        hvr_rpc_value_set_text(&wire->address, address->address);
        wire->prefix = address->prefix;
        out_wire->addresses.addresses_len++;
    }
}

static gboolean
answer_addresses(HvrRpcCall *call, const HvrGuest *guest, GError **error)
{
    HvrWireGuestInterfaces *ret = call->ret;

    ret->interfaces.interfaces_val = g_new0(HvrWireGuestInterface, guest->interfaces->len);
    for (guint i = 0; i < guest->interfaces->len && i < HVR_WIRE_ADDRESSES_MAX; i++) {
        const HvrGuestInterface *interface = guest->interfaces->pdata[i];
        const HvrAdapter *adapter = find_adapter(call, interface);

        if (adapter != NULL)
            fill_interface(&ret->interfaces.interfaces_val[ret->interfaces.interfaces_len++],
                           adapter, interface);
    }

    return TRUE;
}

gboolean
hvr_rpc_guest_get_addresses(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainNumber *args = call->args;

    if (args->number != VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT)
        return hvr_rpc_fail(error, VIR_ERR_ARGUMENT_UNSUPPORTED,
                            _("Unknown IP address data source %d"), (int)args->number);
    if (hvr_rpc_session_is_read_only(call->session))
        return hvr_fail(error, HVR_ERROR_DENIED, "read only access prevents %s", call->row->api);

    return start(call, answer_addresses, error);
}

/* More than a reply takes is left out: a guest may say what it likes. */
static void G_GNUC_PRINTF(3, 4) add_text(GArray *params, const char *value, const char *format, ...)
{
    HvrWireParam *param;
    va_list args;

    if (value == NULL || params->len >= HVR_WIRE_PARAMS_MAX)
        return;

    g_array_set_size(params, params->len + 1);
    param = &g_array_index(params, HvrWireParam, params->len - 1);
    va_start(args, format);
    param->name = g_strdup_vprintf(format, args);
    va_end(args);
    param->value.type = VIR_TYPED_PARAM_STRING;
    hvr_rpc_value_set_text(&param->value.HvrWireValue_u.s, value);
}

static void G_GNUC_PRINTF(3, 4) add_number(GArray *params, guint value, const char *format, ...)
{
    HvrWireParam *param;
    va_list args;

    if (params->len >= HVR_WIRE_PARAMS_MAX)
        return;

    g_array_set_size(params, params->len + 1);
    param = &g_array_index(params, HvrWireParam, params->len - 1);
    va_start(args, format);
    param->name = g_strdup_vprintf(format, args);
    va_end(args);
    param->value.type = VIR_TYPED_PARAM_UINT;
    param->value.HvrWireValue_u.ui = value;
}

static void
add_os(GArray *params, const HvrGuest *guest)
{
    const char *platform = hvr_guest_find(guest, "OSPlatformId");

    /* VER_PLATFORM_WIN32_NT, msvm-kvpexchangedataitem.md */
    if (g_strcmp0(platform, "2") == 0)
        add_text(params, "mswindows", "os.id");
    add_text(params, hvr_guest_find(guest, "OSName"), "os.name");
    add_text(params, hvr_guest_find(guest, "OSName"), "os.pretty-name");
    add_text(params, hvr_guest_find(guest, "OSVersion"), "os.version");
    add_text(params, hvr_guest_find(guest, "OSVersion"), "os.kernel-release");
}

static void
add_interface(GArray *params, guint index, const HvrAdapter *adapter, const HvrGuestInterface *of)
{
    add_text(params, adapter->name, "if.%u.name", index);
    add_text(params, adapter->mac, "if.%u.hwaddr", index);
    add_number(params, of->addresses->len, "if.%u.addr.count", index);
    for (guint i = 0; i < of->addresses->len; i++) {
        const HvrGuestAddress *address = of->addresses->pdata[i];

        add_text(params, address->is_ipv6 ? "ipv6" : "ipv4", "if.%u.addr.%u.type", index, i);
        add_text(params, address->address, "if.%u.addr.%u.addr", index, i);
        add_number(params, address->prefix, "if.%u.addr.%u.prefix", index, i);
    }
}

static void
add_interfaces(GArray *params, HvrRpcCall *call, const HvrGuest *guest)
{
    guint n = 0;

    for (guint i = 0; i < guest->interfaces->len; i++)
        n += find_adapter(call, guest->interfaces->pdata[i]) != NULL ? 1 : 0;
    add_number(params, n, "if.count");
    n = 0;
    for (guint i = 0; i < guest->interfaces->len; i++) {
        const HvrAdapter *adapter = find_adapter(call, guest->interfaces->pdata[i]);

        if (adapter != NULL)
            add_interface(params, n++, adapter, guest->interfaces->pdata[i]);
    }
}

static gboolean
answer_facts(HvrRpcCall *call, const HvrGuest *guest, GError **error)
{
    const HvrWireDomainNumber *args = call->args;
    guint types = args->number != 0 ? args->number : SERVED;
    GArray *params = g_array_new(FALSE, TRUE, sizeof(HvrWireParam));
    HvrWireGuestFacts *ret = call->ret;

    if (types & VIR_DOMAIN_GUEST_INFO_OS)
        add_os(params, guest);
    if (types & VIR_DOMAIN_GUEST_INFO_HOSTNAME)
        add_text(params, hvr_guest_find(guest, "FullyQualifiedDomainName"), "hostname");
    if (types & VIR_DOMAIN_GUEST_INFO_INTERFACES)
        add_interfaces(params, call, guest);
    ret->params.params_len = params->len;
    ret->params.params_val = (gpointer)g_array_free(params, FALSE);

    return TRUE;
}

gboolean
hvr_rpc_guest_get_facts(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainNumber *args = call->args;

    if (args->number & ~(guint)SERVED)
        return hvr_rpc_fail(error, VIR_ERR_ARGUMENT_UNSUPPORTED,
                            _("guests tell no information of the types 0x%x"),
                            args->number & ~(guint)SERVED);

    return start(call, answer_facts, error);
}
