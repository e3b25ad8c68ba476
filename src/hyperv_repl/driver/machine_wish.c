/* machine_wish.c: what somebody wants of a machine's configuration
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_wish.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "hvr_error.h"

#define KIB_PER_MIB 1024
#define PAGE_MIB    2 /* libvirt's own driver rounds, too */
#define MAX_MIB     (G_GUINT64_CONSTANT(1) << 32)
#define MAX_VCPUS   2048

/* What the host's processors have to give, msvm-processorsettingdata.md: in thousandths of
 * a percent, weights to 10000. */
#define ALL        100000
#define MAX_WEIGHT 10000

/* AutomaticStartupAction: as libvirt's own driver has it. */
#define START_NEVER  2
#define START_ALWAYS 4

HvrMachineWish *
hvr_machine_wish_new(HvrWishKind kind, guint64 number, const char *text)
{
    HvrMachineWish *wish = g_new0(HvrMachineWish, 1);

    wish->kind = kind;
    wish->number = number;
    wish->text = g_strdup(text);
    wish->limit = -1;
    wish->reservation = -1;
    wish->weight = -1;

    return wish;
}

void
hvr_machine_wish_free(gpointer data)
{
    HvrMachineWish *wish = data;

    g_free(wish->text);
    g_free(wish);
}

static gboolean
set_vcpus(const HvrMachineWish *wish, HvrMachine *machine, GError **error)
{
    if (wish->number == 0 || wish->number > MAX_VCPUS)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("a Hyper-V machine has 1 to %1$u vCPUs, not %2$" PRIu64), MAX_VCPUS,
                        wish->number);
    machine->cpu.count = (guint)wish->number;

    return TRUE;
}

static gboolean
parse_size(guint64 kib, guint64 *out_mib, GError **error)
{
    guint64 mib = kib / KIB_PER_MIB + (kib % KIB_PER_MIB != 0);

    *out_mib = (mib + PAGE_MIB - 1) / PAGE_MIB * PAGE_MIB;
    if (*out_mib > 0 && *out_mib <= MAX_MIB)
        return TRUE;

    return hvr_fail(error, HVR_ERROR_INVALID, _("no machine can have %" PRIu64 " KiB of memory"),
                    kib);
}

/* Of static memory there is one size; dynamic memory starts with what libvirt calls current. */
static gboolean
set_memory(const HvrMachineWish *wish, HvrMachine *machine, GError **error)
{
    HvrMachineMemory *memory = &machine->memory;
    guint64 mib;

    if (!parse_size(wish->number, &mib, error))
        return FALSE;
    if (memory->is_dynamic && wish->kind == HVR_WISH_MEMORY && mib > memory->maximum)
        return hvr_fail(error, HVR_ERROR_INVALID, _("cannot set memory higher than max memory"));
    if (memory->is_dynamic && wish->kind == HVR_WISH_MEMORY && mib < memory->minimum)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("the machine's dynamic memory has a minimum of %" PRIu64 " MiB"),
                        memory->minimum);
    if (memory->is_dynamic && wish->kind == HVR_WISH_MAX_MEMORY && mib < memory->startup)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("the machine starts with %" PRIu64 " MiB of dynamic memory"),
                        memory->startup);

    if (memory->is_dynamic && wish->kind == HVR_WISH_MAX_MEMORY)
        memory->maximum = mib;
    else
        memory->startup = mib;

    return TRUE;
}

static gboolean
set_autostart(const HvrMachineWish *wish, HvrMachine *machine, GError **error G_GNUC_UNUSED)
{
    if (wish->number != 0)
        machine->actions.start = START_ALWAYS;
    else if (machine->actions.start == START_ALWAYS)
        machine->actions.start = START_NEVER;

    return TRUE;
}

static gboolean
set_name(const HvrMachineWish *wish, HvrMachine *machine, GError **error)
{
    if (wish->text == NULL || wish->text[0] == '\0' || strchr(wish->text, '\n') != NULL ||
        strchr(wish->text, '/') != NULL)
        return hvr_fail(error, HVR_ERROR_INVALID, _("'%s' is no name for a domain"),
                        wish->text != NULL ? wish->text : "");
    g_free(machine->name);
    machine->name = g_strdup(wish->text);

    return TRUE;
}

static gboolean
set_description(const HvrMachineWish *wish, HvrMachine *machine, GError **error G_GNUC_UNUSED)
{
    g_free(machine->notes);
    machine->notes = g_strdup(wish->text != NULL ? wish->text : "");

    return TRUE;
}

static gboolean
set_share(const char *name, gint64 value, gint64 min, gint64 max, guint *out_value, GError **error)
{
    if (value == -1)
        return TRUE;
    if (value < min || value > max)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("scheduler parameter '%1$s' is %2$" PRId64 ", but goes from %3$" PRId64
                          " to %4$" PRId64),
                        name, value, min, max);
    *out_value = (guint)value;

    return TRUE;
}

static gboolean
set_scheduler(const HvrMachineWish *wish, HvrMachine *machine, GError **error)
{
    HvrMachineCpu *cpu = &machine->cpu;

    return set_share("limit", wish->limit, 0, ALL, &cpu->limit, error) &&
           set_share("reservation", wish->reservation, 0, ALL, &cpu->reservation, error) &&
           set_share("weight", wish->weight, 1, MAX_WEIGHT, &cpu->weight, error);
}

static gboolean
set_device(const HvrMachineWish *wish, HvrMachine *machine, GError **error)
{
    return hvr_machine_parse_device(wish->text, wish->verb, machine, error);
}

/* clang-format off */
static const struct {
    const char *title;
    gboolean (*apply)(const HvrMachineWish *wish, HvrMachine *machine, GError **error);
    gboolean is_of_guest; /* whoever sees it is the guest, so that it matters when */
} rows[] = {
    [HVR_WISH_VCPUS]       = { "set-vcpus",       set_vcpus,       TRUE },
    [HVR_WISH_MEMORY]      = { "set-memory",      set_memory,      TRUE },
    [HVR_WISH_MAX_MEMORY]  = { "set-max-memory",  set_memory,      TRUE },
    [HVR_WISH_AUTOSTART]   = { "set-autostart",   set_autostart,   FALSE },
    [HVR_WISH_NAME]        = { "rename",          set_name,        FALSE },
    [HVR_WISH_DESCRIPTION] = { "set-description", set_description, FALSE },
    [HVR_WISH_SCHEDULER]   = { "set-scheduler",   set_scheduler,   TRUE },
    [HVR_WISH_DEVICE]      = { "change-device",   set_device,      TRUE },
    [HVR_WISH_DOCUMENT]    = { "define",          NULL,            FALSE },
};
/* clang-format on */

const char *
hvr_machine_wish_get_title(const HvrMachineWish *wish)
{
    return rows[wish->kind].title;
}

/* There is one configuration, of the machine that runs and of its next start. */
gboolean
hvr_machine_wish_check(const HvrMachineWish *wish, const HvrDomain *domain, GError **error)
{
    gboolean is_active = hvr_domain_is_active(domain);

    if (domain->is_host)
        return hvr_fail(error, HVR_ERROR_UNSUPPORTED, _("'%1$s' is the host itself"), domain->name);
    if (wish->is_live_only && !is_active)
        return hvr_fail(error, HVR_ERROR_STATE, _("domain is not running"));
    if (wish->is_config_only && is_active && rows[wish->kind].is_of_guest)
        return hvr_fail(error, HVR_ERROR_UNHONOURED,
                        _("a Hyper-V machine that runs has no other configuration for its next "
                          "start: set flag 'live' beside 'config', or shut it down first"));

    return TRUE;
}

HvrMachine *
hvr_machine_wish_apply(const HvrMachineWish *wish, const HvrMachine *machine, GError **error)
{
    g_autoptr(HvrMachine) wanted = NULL;

    if (wish->kind == HVR_WISH_DOCUMENT)
        return hvr_machine_parse(wish->text, machine, FALSE, error);

    wanted = hvr_machine_copy(machine);

    return rows[wish->kind].apply(wish, wanted, error) ? g_steal_pointer(&wanted) : NULL;
}
