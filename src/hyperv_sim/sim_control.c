/* sim_control.c: what tests and demonstrations tell a running simulator
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_control_private.h"

#include <math.h>
#include <string.h>

#include "sim_replication_baseline.h"
#include "sim_vm.h"
#include "sim_world_value.h"

#define MAX_ARGUMENTS 4
#define MAX_NEW_VMS   100000
#define MAX_SECONDS   (366.0 * 24 * 3600 * 10)
#define MAX_SPEED     1e6
#define MAX_ERRORS    10

/* CIM_ConcreteJob.JobState: 7 is the first of those that a job ends in. */
#define FIRST_END 7

/**
 * Command:
 * @arguments: for the help; as many words as must follow, in brackets those that may
 * @run: the answer, "ok..." or "error ..."; one line
 */
typedef struct {
    const char *name;
    const char *arguments;
    const char *help;
    char *(*run)(HvsWorld *world, char **words);
} Command;

static char *run_help(HvsWorld *world, char **words);

char *
hvs_control_dup_no_host(const char *name)
{
    return g_strdup_printf("error no host is called '%s'", name);
}

static gboolean
parse_number(const char *text, double max, double *out_number)
{
    char *end = NULL;

    *out_number = g_ascii_strtod(text, &end);

    return end != text && *end == '\0' && isfinite(*out_number) && *out_number >= 0 &&
           *out_number <= max;
}

gboolean
hvs_control_parse_count(const char *text, guint64 max, guint *out_count)
{
    guint64 count;

    if (!g_ascii_string_to_unsigned(text, 10, 0, max, &count, NULL))
        return FALSE;
    *out_count = (guint)count;

    return TRUE;
}

static gboolean
parse_up(const char *text, gboolean *out_up)
{
    *out_up = strcmp(text, "up") == 0;

    return *out_up || strcmp(text, "down") == 0;
}

static char *
run_now(HvsWorld *world, char **words G_GNUC_UNUSED)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(world->now / G_USEC_PER_SEC);
    g_autofree char *text = g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");

    return g_strdup_printf("ok %s", text);
}

static char *
run_step(HvsWorld *world, char **words)
{
    double seconds;

    if (!parse_number(words[0], MAX_SECONDS, &seconds))
        return g_strdup_printf("error '%s' is no number of seconds", words[0]);
    hvs_world_step(world, (GTimeSpan)(seconds * G_USEC_PER_SEC));

    return run_now(world, NULL);
}

static char *
run_speed(HvsWorld *world, char **words)
{
    double speed;

    if (!parse_number(words[0], MAX_SPEED, &speed))
        return g_strdup_printf("error '%s' is no speed", words[0]);
    world->speed = speed;

    return g_strdup("ok");
}

static char *
run_link(HvsWorld *world, char **words)
{
    HvsHost *a = hvs_world_find_host(world, words[0]);
    HvsHost *b = hvs_world_find_host(world, words[1]);
    gboolean up;

    if (a == NULL || b == NULL)
        return hvs_control_dup_no_host(words[a == NULL ? 0 : 1]);
    if (a == b)
        return g_strdup_printf("error '%s' has no link to itself", words[0]);
    if (!parse_up(words[2], &up))
        return g_strdup_printf("error a link is up or down, not '%s'", words[2]);
    hvs_world_set_link(world, a, b, up);

    return g_strdup("ok");
}

static char *
run_host(HvsWorld *world, char **words)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);
    gboolean up;

    if (host == NULL)
        return hvs_control_dup_no_host(words[0]);
    if (!parse_up(words[1], &up))
        return g_strdup_printf("error a host is up or down, not '%s'", words[1]);
    host->up = up;

    return g_strdup("ok");
}

static void
on_restarted(gpointer data)
{
    hvs_host_restart(data);
}

static char *
run_restart(HvsWorld *world, char **words)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);
    double seconds = 0;

    if (host == NULL)
        return hvs_control_dup_no_host(words[0]);
    if (words[1] != NULL && !parse_number(words[1], MAX_SECONDS, &seconds))
        return g_strdup_printf("error '%s' is no number of seconds", words[1]);
    host->up = seconds <= 0;
    if (host->up)
        hvs_host_restart(host);
    else
        hvs_world_schedule(world, (GTimeSpan)(seconds * G_USEC_PER_SEC), on_restarted, host);

    return g_strdup("ok");
}

/* The faults that are a number in the host. */
static char *
set_count(HvsWorld *world, char **words, goffset field, guint max)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);
    guint count;

    if (host == NULL)
        return hvs_control_dup_no_host(words[0]);
    if (!hvs_control_parse_count(words[1], max, &count))
        return g_strdup_printf("error '%s' is no number from 0 to %u", words[1], max);
    G_STRUCT_MEMBER(guint, host, field) = count;

    return g_strdup("ok");
}

/* The host's last states and numbers of errors are forgotten. */
static char *
run_fail_next_job(HvsWorld *world, char **words)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);
    guint state = 0;
    guint n_errors = 0;

    if (words[2] != NULL &&
        (!hvs_control_parse_count(words[2], G_MAXUINT16, &state) || state < FIRST_END))
        return g_strdup_printf("error '%s' is no state that a job ends in", words[2]);
    if (words[2] != NULL && words[3] != NULL &&
        !hvs_control_parse_count(words[3], MAX_ERRORS, &n_errors))
        return g_strdup_printf("error '%s' is no number from 0 to %u", words[3], MAX_ERRORS);
    if (host != NULL) {
        host->fail_next_state = state;
        host->fail_next_errors = n_errors;
    }

    return set_count(world, words, G_STRUCT_OFFSET(HvsHost, fail_next_job), G_MAXUINT16);
}

static char *
run_fail_next_call(HvsWorld *world, char **words)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);

    if (host == NULL || strcmp(words[1], "none") != 0)
        return set_count(world, words, G_STRUCT_OFFSET(HvsHost, fail_next_call), G_MAXUINT16);
    host->fail_next_call = HVS_NO_VALUE;

    return g_strdup("ok");
}

/* By GUID, or by name, of which the first counts. */
static HvsVm *
find_vm(const HvsHost *host, const char *name)
{
    for (guint i = 0; i < host->vms->len; i++) {
        HvsVm *vm = g_ptr_array_index(host->vms, i);

        if (strcmp(vm->name, name) == 0 || g_ascii_strcasecmp(vm->guid, name) == 0)
            return vm;
    }

    return NULL;
}

HvsVm *
hvs_control_lookup_vm(HvsWorld *world, char **words, char **out_answer)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);
    HvsVm *vm = host != NULL ? find_vm(host, words[1]) : NULL;

    if (host == NULL)
        *out_answer = hvs_control_dup_no_host(words[0]);
    else if (vm == NULL)
        *out_answer = g_strdup_printf("error '%s' has no VM called '%s'", words[0], words[1]);

    return vm;
}

static char *
run_storage_free(HvsWorld *world, char **words)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);
    guint64 size;

    if (host == NULL)
        return hvs_control_dup_no_host(words[0]);
    if (!hvs_world_value_parse_size(words[1], &size))
        return g_strdup_printf("error '%s' is no size like 512M or 40G", words[1]);
    host->storage_free = size;

    return g_strdup("ok");
}

static char *
run_fail_vss(HvsWorld *world, char **words)
{
    char *answer = NULL;
    HvsVm *vm = hvs_control_lookup_vm(world, words, &answer);
    guint count;

    if (vm == NULL)
        return answer;
    if (!hvs_control_parse_count(words[2], G_MAXINT, &count))
        return g_strdup_printf("error '%s' is no number from 0 to %u", words[2], G_MAXINT);
    vm->n_vss_failures = count;

    return g_strdup("ok");
}

static gboolean
find_cause(const char *name, HvsBaselineCause *out_cause)
{
    for (HvsBaselineCause i = 0; hvs_baseline_get_name(i) != NULL; i++) {
        if (strcmp(hvs_baseline_get_name(i), name) != 0)
            continue;
        *out_cause = i;
        return TRUE;
    }

    return FALSE;
}

static gboolean
lose_baseline(HvsVm *vm, HvsBaselineCause cause)
{
    gboolean is_lost = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(vm->relationships) && !is_lost; i++)
        is_lost = vm->relationships[i] != NULL && hvs_baseline_lose(vm->relationships[i], cause);

    return is_lost;
}

static char *
run_lose_baseline(HvsWorld *world, char **words)
{
    char *answer = NULL;
    HvsVm *vm = hvs_control_lookup_vm(world, words, &answer);
    HvsBaselineCause cause;

    if (vm == NULL)
        return answer;
    if (!find_cause(words[2], &cause))
        return g_strdup_printf("error no cause is called '%s'", words[2]);
    if (!lose_baseline(vm, cause))
        return g_strdup_printf("error '%s' cannot lose a baseline so", words[1]);

    return g_strdup("ok");
}

static void
append_vm(GString *text, const HvsVm *vm)
{
    const HvsRelationship *first = vm->relationships[0];

    g_string_append_printf(text, "%s%s %u %u %u %u", text->len > 2 ? "; " : " ", vm->name,
                           vm->enabled_state, vm->replication_mode,
                           first != NULL ? first->state : 0, first != NULL ? first->health : 0);
}

static char *
run_vms(HvsWorld *world, char **words)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);
    GString *text;

    if (host == NULL)
        return hvs_control_dup_no_host(words[0]);

    text = g_string_new("ok");
    for (guint i = 0; i < host->vms->len; i++)
        append_vm(text, g_ptr_array_index(host->vms, i));

    return g_string_free(text, FALSE);
}

static char *
run_add_vms(HvsWorld *world, char **words)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);
    guint n;

    if (host == NULL)
        return hvs_control_dup_no_host(words[0]);
    if (!hvs_control_parse_count(words[1], MAX_NEW_VMS, &n))
        return g_strdup_printf("error '%s' is no number from 0 to %u", words[1], MAX_NEW_VMS);

    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("vm%05u", host->vms->len + 1);
        g_autofree char *path = g_strdup_printf("C:\\VMs\\%s.vhdx", name);
        HvsVm *vm = hvs_vm_new(host, name, NULL);

        hvs_vm_add_disk(vm, path, G_GUINT64_CONSTANT(1) << 30);
        hvs_vm_add_nic(vm, "Network Adapter", "Default Switch");
    }

    return g_strdup_printf("ok %u", host->vms->len);
}

/* clang-format off */
static const Command commands[] = {
    { "help",          "",          "these lines",                                        run_help },
    { "now",           "",          "the world's time, UTC",                              run_now },
    { "step",          "SECONDS",   "let that much world time pass at once",              run_step },
    { "speed",         "N",         "world seconds per real second, 0 stops time",        run_speed },
    { "link",          "A B up|down", "mend or cut the link between two hosts",           run_link },
    { "host",          "NAME up|down", "a host that is down answers nobody",              run_host },
    { "restart",       "NAME [SECONDS]", "reboot a host, which takes that much world time: it forgets its jobs", run_restart },
    { "rename-host",   "HOST NEW",  "its computer name from its next restart on, while commands may go on to use the old one", hvs_control_rename_host },
    { "fail-next-job", "HOST CODE [STATE] [ERRORS]",
                                    "the next job that ends has that ErrorCode, no effect, JobState 10 or STATE, as many Msvm_Errors, "
                                    "0 takes it back",                                    run_fail_next_job },
    { "fail-next-call", "HOST VALUE", "the next method call answers that, or nothing for 'none', without effect, 0 takes it back",
                                                                                          run_fail_next_call },
    { "storage-free",  "HOST SIZE", "that many bytes are left for replicas, K, M, G and T for powers of 1024", run_storage_free },
    { "fail-vss",      "HOST VM N", "the next N application-consistent recovery points become ordinary ones", run_fail_vss },
    { "lose-baseline", "HOST VM CAUSE", "a resync is needed: disk-changed, log-full, log-error, crash or reverted on a sender, log-invalid on a replica", run_lose_baseline },
    { "upset",         "HOST KIND [COUNT] [AFTER]",
                                    "that happens to the next request or COUNT of them, once AFTER have been left alone", hvs_control_upset },
    { "list-upsets",   "",          "the kinds of 'upset'",                               hvs_control_list_upsets },
    { "set-password",  "HOST NEW",  "the user's password from now on",                    hvs_control_set_password },
    { "expire-password", "HOST yes|no", "whether the user's password has expired",        hvs_control_expire_password },
    { "requests",      "HOST",      "how many requests the host has answered",            hvs_control_requests },
    { "counters",      "HOST [reset]", "requests, connections and subscriptions, and with reset their peaks begin anew", hvs_control_counters },
    { "vms",           "HOST",      "for each VM NAME EnabledState ReplicationMode ReplicationState ReplicationHealth", run_vms },
    { "keys",          "HOST VM",   "what was typed since this was asked last: +KEY pressed, -KEY released", hvs_control_keys },
    { "screen",        "HOST VM WIDTH HEIGHT", "what the guest's screen shows from now on, pixels", hvs_control_screen },
    { "disk-full",     "HOST VM yes|no", "whether the machine is paused because its disks are full", hvs_control_disk_full },
    { "interrupts",    "HOST VM",   "non-maskable interrupts that the guest got",         hvs_control_interrupts },
    { "add-vms",       "HOST N",    "make that many small VMs, all off",                  run_add_vms },
};
/* clang-format on */

static char *
run_help(HvsWorld *world G_GNUC_UNUSED, char **words G_GNUC_UNUSED)
{
    GString *text = g_string_new("ok");

    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
        g_string_append_printf(text, "%s %s%s%s: %s", i == 0 ? "" : ";", commands[i].name,
                               *commands[i].arguments == '\0' ? "" : " ", commands[i].arguments,
                               commands[i].help);

    return g_string_free(text, FALSE);
}

static const Command *
find_command(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }

    return NULL;
}

static gboolean
takes_arguments(const Command *command, guint n)
{
    g_auto(GStrv) words = g_strsplit(command->arguments, " ", MAX_ARGUMENTS);
    guint n_needed = 0;

    while (words[n_needed] != NULL && *words[n_needed] != '[')
        n_needed++;

    return n >= n_needed && n <= g_strv_length(words);
}

/* Any number of blanks between words, so g_strsplit() does not fit. */
static GPtrArray *
split_words(const char *line)
{
    g_auto(GStrv) parts = g_strsplit_set(line, " \t\r\n", -1);
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; parts[i] != NULL; i++) {
        if (*parts[i] != '\0')
            g_ptr_array_add(words, g_strdup(parts[i]));
    }

    return words;
}

char *
hvs_control_run(HvsWorld *world, const char *line)
{
    g_autoptr(GPtrArray) words = split_words(line);
    const Command *command = NULL;

    if (!g_utf8_validate(line, -1, NULL))
        return g_strdup("error the line is no UTF-8");
    if (words->len == 0)
        return g_strdup("error no command; try 'help'");

    command = find_command(g_ptr_array_index(words, 0));
    if (command == NULL)
        return g_strdup_printf("error no command is called '%s'; try 'help'",
                               (const char *)g_ptr_array_index(words, 0));
    if (!takes_arguments(command, words->len - 1))
        return g_strdup_printf("error usage: %s%s%s", command->name,
                               *command->arguments == '\0' ? "" : " ", command->arguments);
    hvs_world_sync(world);
    g_ptr_array_add(words, NULL);

    return command->run(world, (char **)words->pdata + 1);
}
