/* sim_control_vm.c: control commands about what a virtual machine's guest sees and does
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_console.h"
#include "sim_control_private.h"
#include "sim_vm.h"

/* More than any guest's screen has. */
#define MAX_PIXELS 16384

/* What was typed is told once. */
char *
hvs_control_keys(HvsWorld *world, char **words)
{
    char *answer = NULL;
    HvsVm *vm = hvs_control_lookup_vm(world, words, &answer);

    if (vm == NULL)
        return answer;

    answer = g_strchomp(g_strdup_printf("ok %s", vm->console->typed->str));
    g_string_set_size(vm->console->typed, 0);

    return answer;
}

char *
hvs_control_screen(HvsWorld *world, char **words)
{
    char *answer = NULL;
    HvsVm *vm = hvs_control_lookup_vm(world, words, &answer);
    guint width, height;

    if (vm == NULL)
        return answer;
    if (!hvs_control_parse_count(words[2], MAX_PIXELS, &width) ||
        !hvs_control_parse_count(words[3], MAX_PIXELS, &height) || width == 0 || height == 0)
        return g_strdup("error a screen is WIDTH HEIGHT, at least one pixel each");

    vm->console->width = width;
    vm->console->height = height;

    return g_strdup("ok");
}

/* A machine whose disks are nearly full is paused by its host (msvm-computersystem.md). */
char *
hvs_control_disk_full(HvsWorld *world, char **words)
{
    char *answer = NULL;
    HvsVm *vm = hvs_control_lookup_vm(world, words, &answer);
    gboolean is_full = g_strcmp0(words[2], "yes") == 0;

    if (vm == NULL)
        return answer;
    if (!is_full && g_strcmp0(words[2], "no") != 0)
        return g_strdup_printf("error it is yes or no, not '%s'", words[2]);

    vm->health_state = is_full ? HVS_VM_CRITICAL : HVS_VM_HEALTHY;
    if (vm->enabled_state == HVS_VM_RUNNING && is_full)
        hvs_vm_set_state(vm, HVS_VM_PAUSED);
    else if (vm->enabled_state == HVS_VM_PAUSED && !is_full)
        hvs_vm_set_state(vm, HVS_VM_RUNNING);

    return g_strdup("ok");
}

char *
hvs_control_interrupts(HvsWorld *world, char **words)
{
    char *answer = NULL;
    HvsVm *vm = hvs_control_lookup_vm(world, words, &answer);

    return vm != NULL ? g_strdup_printf("ok %u", vm->n_interrupts) : answer;
}
