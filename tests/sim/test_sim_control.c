/* test_sim_control.c: commands to a running simulator, and the socket they come by
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "hvr_error.h"
#include "sim_call.h"
#include "sim_console.h"
#include "sim_control.h"

/* Run in this order on one world of the hosts HV-A, with the VM web01, and HV-B. */
/* clang-format off */
static const struct {
    const char *line;
    const char *answer;
} commands[] = {
    { "now",                          "ok 2026-05-01T03:00:00Z" },
    { "step 90.5",                    "ok 2026-05-01T03:01:30Z" },
    { "step 0",                       "ok 2026-05-01T03:01:30Z" },
    { "  step\t0.5 \r",               "ok 2026-05-01T03:01:31Z" },
    { "step",                         "error usage: step SECONDS" },
    { "step 1 2",                     "error usage: step SECONDS" },
    { "step -1",                      "error '-1' is no number of seconds" },
    { "step soon",                    "error 'soon' is no number of seconds" },
    { "step inf",                     "error 'inf' is no number of seconds" },
    { "step 1e30",                    "error '1e30' is no number of seconds" },
    { "speed 2.5",                    "ok" },
    { "speed 0",                      "ok" },
    { "speed fast",                   "error 'fast' is no speed" },
    { "speed",                        "error usage: speed N" },
    { "link hv-a hv-b down",          "ok" },
    { "link hv-b HV-A up",            "ok" },
    { "link hv-a hv-a down",          "error 'hv-a' has no link to itself" },
    { "link hv-a hv-b broken",        "error a link is up or down, not 'broken'" },
    { "link hv-a hv-z down",          "error no host is called 'hv-z'" },
    { "link hv-z hv-a down",          "error no host is called 'hv-z'" },
    { "link hv-a hv-b",               "error usage: link A B up|down" },
    { "host hv-a down",               "ok" },
    { "host hv-a up",                 "ok" },
    { "host hv-a sideways",           "error a host is up or down, not 'sideways'" },
    { "host hv-z up",                 "error no host is called 'hv-z'" },
    { "host hv-a",                    "error usage: host NAME up|down" },
    { "restart hv-a",                 "ok" },
    { "restart hv-z",                 "error no host is called 'hv-z'" },
    { "restart",                      "error usage: restart NAME [SECONDS]" },
    { "restart hv-a later",           "error 'later' is no number of seconds" },
    { "rename-host hv-a HV-A2",       "ok" },
    { "rename-host hv-a hv-a",        "ok" },
    { "rename-host hv-a HV-B",        "error 'HV-B' is or was the name of 'HV-B'" },
    { "rename-host hv-a hv_new",      "error 'hv_new' is no name of a computer" },
    { "rename-host hv-a sixteen-letters-", "error 'sixteen-letters-' is no name of a computer" },
    { "rename-host hv-z HV-NEW",      "error no host is called 'hv-z'" },
    { "rename-host hv-a",             "error usage: rename-host HOST NEW" },
    { "fail-next-job hv-a 32768",     "ok" },
    { "fail-next-job hv-a 65536",     "error '65536' is no number from 0 to 65535" },
    { "fail-next-job hv-z 1",         "error no host is called 'hv-z'" },
    { "fail-next-job hv-z 1 9",       "error no host is called 'hv-z'" },
    { "fail-next-job hv-a",           "error usage: fail-next-job HOST CODE [STATE] [ERRORS]" },
    { "fail-next-job hv-a 1 9 2 3",   "error usage: fail-next-job HOST CODE [STATE] [ERRORS]" },
    { "fail-next-job hv-a 1 6",       "error '6' is no state that a job ends in" },
    { "fail-next-job hv-a 1 ends",    "error 'ends' is no state that a job ends in" },
    { "fail-next-job hv-a 1 9 11",    "error '11' is no number from 0 to 10" },
    { "fail-next-job hv-a 32768 9 3", "ok" },
    { "fail-next-call hv-a none",     "ok" },
    { "fail-next-call hv-a 32775",    "ok" },
    { "fail-next-call hv-a 65536",    "error '65536' is no number from 0 to 65535" },
    { "fail-next-call hv-z none",     "error no host is called 'hv-z'" },
    { "fail-next-call hv-a",          "error usage: fail-next-call HOST VALUE" },
    { "storage-free hv-a 2G",         "ok" },
    { "storage-free hv-a much",       "error 'much' is no size like 512M or 40G" },
    { "storage-free hv-z 2G",         "error no host is called 'hv-z'" },
    { "storage-free hv-a",            "error usage: storage-free HOST SIZE" },
    { "fail-vss hv-a web01 2",        "ok" },
    { "fail-vss hv-a " SIM_GUID " 3", "ok" },
    { "fail-vss hv-a web01 some",     "error 'some' is no number from 0 to 2147483647" },
    { "fail-vss hv-a web02 2",        "error 'hv-a' has no VM called 'web02'" },
    { "fail-vss hv-z web01 2",        "error no host is called 'hv-z'" },
    { "fail-vss hv-a web01",          "error usage: fail-vss HOST VM N" },
    { "lose-baseline hv-a web01 crash", "error 'web01' cannot lose a baseline so" },
    { "lose-baseline hv-a web01 flood", "error no cause is called 'flood'" },
    { "lose-baseline hv-a web02 crash", "error 'hv-a' has no VM called 'web02'" },
    { "lose-baseline hv-z web01 crash", "error no host is called 'hv-z'" },
    { "lose-baseline hv-a web01",     "error usage: lose-baseline HOST VM CAUSE" },
    { "drop-requests hv-a 2",         "error no command is called 'drop-requests'; try 'help'" },
    { "drop-replies hv-a 3",          "error no command is called 'drop-replies'; try 'help'" },
    { "delay hv-a 500",               "error no command is called 'delay'; try 'help'" },
    { "upset hv-a drop-request 2",    "ok" },
    { "upset hv-a drop-request many", "error 'many' is no number from 0 to 2147483647" },
    { "upset hv-a drop-reply 3",      "ok" },
    { "upset hv-a drop-reply -1",     "error '-1' is no number from 0 to 2147483647" },
    { "upset hv-a none",              "ok" },
    { "upset hv-a drop-reply 0",      "ok" },
    { "upset hv-a garbage",           "ok" },
    { "upset hv-a status-503 2 1",    "ok" },
    { "upset hv-a delay=20 0",        "ok" },
    { "upset hv-a flood",             "error nothing is upset by 'flood'; try 'list-upsets'" },
    { "upset hv-a delay",             "error nothing is upset by 'delay'; try 'list-upsets'" },
    { "upset hv-a garbage often",     "error 'often' is no number from 0 to 2147483647" },
    { "upset hv-a garbage 1 -1",      "error '-1' is no number from 0 to 2147483647" },
    { "upset hv-z garbage",           "error no host is called 'hv-z'" },
    { "upset hv-a",                   "error usage: upset HOST KIND [COUNT] [AFTER]" },
    { "list-upsets now",              "error usage: list-upsets" },
    { "set-password hv-a s;cret",     "ok" },
    { "set-password hv-z s;cret",     "error no host is called 'hv-z'" },
    { "set-password hv-a",            "error usage: set-password HOST NEW" },
    { "expire-password hv-a yes",     "ok" },
    { "expire-password hv-a soon",    "error a password has expired, yes or no, not 'soon'" },
    { "expire-password hv-z yes",     "error no host is called 'hv-z'" },
    { "counters hv-a",                "ok requests 0; connections 0; peak-connections 0; accepted-connections 0; "
                                      "busy-connections 0; peak-requests 0; subscriptions 0" },
    { "counters hv-a clear",          "error counters can be reset, not 'clear'" },
    { "counters hv-z",                "error no host is called 'hv-z'" },
    { "keys hv-a web01",              "ok" },
    { "keys hv-a web02",              "error 'hv-a' has no VM called 'web02'" },
    { "keys hv-a",                    "error usage: keys HOST VM" },
    { "screen hv-a web01 800 600",    "ok" },
    { "screen hv-a web01 0 600",      "error a screen is WIDTH HEIGHT, at least one pixel each" },
    { "screen hv-a web01 800 wide",   "error a screen is WIDTH HEIGHT, at least one pixel each" },
    { "screen hv-z web01 800 600",    "error no host is called 'hv-z'" },
    { "disk-full hv-a web01 yes",     "ok" },
    { "disk-full hv-a web01 soon",    "error it is yes or no, not 'soon'" },
    { "disk-full hv-z web01 yes",     "error no host is called 'hv-z'" },
    { "interrupts hv-a web01",        "ok 0" },
    { "interrupts hv-a web02",        "error 'hv-a' has no VM called 'web02'" },
    { "requests hv-a",                "ok 0" },
    { "requests hv-z",                "error no host is called 'hv-z'" },
    { "vms hv-a",                     "ok web01 3 0 0 0" },
    { "vms hv-b",                     "ok" },
    { "vms hv-z",                     "error no host is called 'hv-z'" },
    { "add-vms hv-b 2",               "ok 2" },
    { "vms hv-b",                     "ok vm00001 3 0 0 0; vm00002 3 0 0 0" },
    { "add-vms hv-b 100001",          "error '100001' is no number from 0 to 100000" },
    { "add-vms hv-z 1",               "error no host is called 'hv-z'" },
    { "",                             "error no command; try 'help'" },
    { " \t ",                         "error no command; try 'help'" },
    { "dance",                        "error no command is called 'dance'; try 'help'" },
    { "STEP 1",                       "error no command is called 'STEP'; try 'help'" },
    { "now now",                      "error usage: now" },
    { "step \xff",                    "error the line is no UTF-8" },
};
/* clang-format on */

static void
test_commands(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsHost *other = hvs_host_new(f->world, "HV-B");

    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        g_autofree char *answer = hvs_control_run(f->world, commands[i].line);

        g_test_message("command %" G_GSIZE_FORMAT, i);
        g_assert_cmpstr(answer, ==, commands[i].answer);
        if (strcmp(commands[i].line, "link hv-a hv-b down") == 0)
            g_assert_false(hvs_world_is_linked(f->world, f->host, other));
        if (strcmp(commands[i].line, "speed 2.5") == 0)
            g_assert_true(f->world->speed == 2.5);
        if (strcmp(commands[i].line, "host hv-a down") == 0)
            g_assert_false(f->host->up);
    }
    g_assert_true(hvs_world_is_linked(f->world, f->host, other));
    g_assert_true(f->host->up);
    g_assert_true(f->world->speed == 0);
    g_assert_cmpint(f->host->booted - SIM_START, ==, 91 * G_TIME_SPAN_SECOND);
    g_assert_cmpuint(f->host->fail_next_job, ==, 32768);
    g_assert_cmpuint(f->host->fail_next_state, ==, 9);
    g_assert_cmpuint(f->host->fail_next_errors, ==, 3);
    g_assert_cmpuint(f->host->fail_next_call, ==, 32775);
    g_assert_cmpuint(f->host->upsets.length, ==, 2);
    g_assert_cmpstr(f->host->password, ==, "s;cret");
    g_assert_true(f->host->winrm.password_expired);
    g_assert_cmpuint(f->host->storage_free, ==, G_GUINT64_CONSTANT(2) << 30);
    g_assert_cmpuint(f->vm->n_vss_failures, ==, 3);
    g_assert_cmpuint(f->vm->health_state, ==, 25);
    g_assert_cmpuint(f->vm->console->width, ==, 800);
    g_assert_cmpuint(f->vm->console->height, ==, 600);
}

static gboolean
has_case(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (g_str_has_prefix(commands[i].line, name))
            return TRUE;
    }

    return FALSE;
}

/* Help names all commands, and each of them but help itself has cases above. */
static void
test_help(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *answer = hvs_control_run(f->world, "help");
    g_auto(GStrv) items = g_strsplit(answer + strlen("ok "), "; ", -1);

    g_assert_true(g_str_has_prefix(answer, "ok help: "));
    g_assert_cmpuint(g_strv_length(items), ==, 25);
    for (guint i = 1; items[i] != NULL; i++) {
        items[i][strcspn(items[i], " :")] = '\0';
        g_assert_true(has_case(items[i]));
    }
}

/* One that takes its time is not there meanwhile. */
static void
test_restart(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *answer = hvs_control_run(f->world, "restart hv-a 90");

    g_assert_cmpstr(answer, ==, "ok");
    g_assert_false(f->host->up);
    hvs_world_step(f->world, 89 * G_TIME_SPAN_SECOND);
    g_assert_false(f->host->up);
    g_assert_cmpuint(f->host->n_restarts, ==, 0);
    hvs_world_step(f->world, G_TIME_SPAN_SECOND);
    g_assert_true(f->host->up);
    g_assert_cmpuint(f->host->n_restarts, ==, 1);
    g_assert_cmpint(f->host->booted - SIM_START, ==, 90 * G_TIME_SPAN_SECOND);
}

/* With the restart, not before; the old names find the host, but not on the network. */
static void
test_rename(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *answer = hvs_control_run(f->world, "rename-host hv-a HV-New");
    g_autofree char *restarted = NULL;
    g_autofree char *back = NULL;

    g_assert_cmpstr(answer, ==, "ok");
    g_assert_cmpstr(f->host->netbios, ==, "HV-A");
    g_assert_null(hvs_world_find_host(f->world, "HV-NEW"));
    restarted = hvs_control_run(f->world, "restart hv-a");
    g_assert_cmpstr(f->host->name, ==, "HV-A");
    g_assert_cmpstr(f->host->netbios, ==, "HV-New");
    g_assert_cmpstr(f->host->fqdn, ==, "hv-new.sim.test");
    g_assert_true(hvs_world_find_host(f->world, "hv-a") == f->host);
    g_assert_null(hvs_world_resolve_host(f->world, "hv-a"));
    g_assert_null(hvs_world_resolve_host(f->world, "hv-a.sim.test"));
    g_assert_true(hvs_world_resolve_host(f->world, "hv-new.sim.test") == f->host);

    /* And back again. */
    back = hvs_control_run(f->world, "rename-host hv-a hv-a");
    hvs_host_restart(f->host);
    g_assert_true(hvs_world_resolve_host(f->world, "hv-a.sim.test") == f->host);
    hvs_host_restart(f->host);
    g_assert_cmpuint(f->host->former_names->len, ==, 4);
}

/* Peaks go back to what is, the rest stays. */
static void
test_counters(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;

    f->host->n_requests = 9;
    f->host->traffic = (HvsTraffic){
        .n_accepted = 8,
        .n_connections = 3,
        .peak_connections = 5,
        .n_busy = 2,
        .peak_busy = 4,
        .n_subscriptions = 1,
    };
    before = hvs_control_run(f->world, "counters hv-a reset");
    after = hvs_control_run(f->world, "counters hv-a");
    f->host->traffic = (HvsTraffic){ 0 };
    g_assert_cmpstr(before, ==,
                    "ok requests 9; connections 3; peak-connections 5; accepted-connections 8; "
                    "busy-connections 2; peak-requests 4; subscriptions 1");
    g_assert_cmpstr(after, ==,
                    "ok requests 9; connections 3; peak-connections 3; accepted-connections 8; "
                    "busy-connections 2; peak-requests 2; subscriptions 1");
}

static void
test_list_upsets(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *answer = hvs_control_run(f->world, "list-upsets");
    g_auto(GStrv) items = g_strsplit(answer, "; ", -1);

    g_assert_cmpstr(items[0], ==, "ok none: what was ordered is taken back");
    g_assert_cmpstr(items[1], ==, "drop-request: closed before it takes effect");
    g_assert_cmpuint(g_strv_length(items), ==, 23);
}

/* The relationship's state and health are the last two numbers. */
static void
test_vms(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsRelationship relationship = { .state = 3, .health = 2 };
    g_autofree char *answer = NULL;

    f->vm->replication_mode = 1;
    f->vm->relationships[0] = &relationship;
    answer = hvs_control_run(f->world, "vms hv-a");
    f->vm->relationships[0] = NULL;
    g_assert_cmpstr(answer, ==, "ok web01 3 1 3 2");
}

typedef struct {
    const char *path;
    const char *line;
    char *answer;
    GError *error;
    GMainLoop *loop;
} Sender;

static gpointer
send_line(gpointer data)
{
    Sender *sender = data;

    sender->answer = hvs_control_send(sender->path, sender->line, &sender->error);
    g_main_loop_quit(sender->loop);

    return NULL;
}

static char *
send_from_thread(const char *path, const char *line)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    Sender sender = { path, line, NULL, NULL, loop };
    GThread *thread = g_thread_new("sender", send_line, &sender);

    g_main_loop_run(loop);
    g_thread_join(thread);
    g_assert_no_error(sender.error);

    return sender.answer;
}

static void
test_socket(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *folder = g_dir_make_tmp("test-sim-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "control", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvsControl) control = hvs_control_listen(f->world, path, &error);
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;
    g_autofree char *refused = NULL;
    GStatBuf status;

    g_assert_no_error(error);
    g_assert_cmpint(g_stat(path, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0600);
    first = send_from_thread(path, "step 60");
    g_assert_cmpstr(first, ==, "ok 2026-05-01T03:01:00Z");
    second = send_from_thread(path, "dance");
    g_assert_cmpstr(second, ==, "error no command is called 'dance'; try 'help'");
    refused = hvs_control_send(path, "now\nnow", &error);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_null(refused);
    g_clear_error(&error);

    g_clear_pointer(&control, hvs_control_free);
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    refused = hvs_control_send(path, "now", &error);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNREACHABLE);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

/* What a killed simulator left is replaced, what is no socket stays. */
static void
test_stale_socket(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *folder = g_dir_make_tmp("test-sim-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "control", NULL);
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    g_autoptr(GError) error = NULL;
    g_autoptr(HvsControl) control = NULL;
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    g_assert_cmpuint(g_strlcpy(address.sun_path, path, sizeof(address.sun_path)), <,
                     sizeof(address.sun_path));
    g_assert_cmpint(bind(fd, (struct sockaddr *)&address, sizeof(address)), ==, 0);
    g_close(fd, NULL);
    control = hvs_control_listen(f->world, path, &error);
    g_assert_no_error(error);
    g_clear_pointer(&control, hvs_control_free);

    g_assert_true(g_file_set_contents(path, "mine", -1, NULL));
    control = hvs_control_listen(f->world, path, &error);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_null(control);
    g_assert_true(g_file_test(path, G_FILE_TEST_IS_REGULAR));
    g_unlink(path);
    g_rmdir(folder);
}

static int
connect_to(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    g_strlcpy(address.sun_path, path, sizeof(address.sun_path));
    g_assert_cmpint(connect(fd, (struct sockaddr *)&address, sizeof(address)), ==, 0);

    return fd;
}

/* Sends @bytes, lets the loop turn, and reads until nothing more comes. */
static gssize
talk(int fd, const char *bytes, gsize n, char *answer, gsize size)
{
    gssize got = -1;

    g_assert_cmpint(send(fd, bytes, n, 0), ==, n);
    for (guint i = 0; i < 1000 && got < 0; i++) {
        while (g_main_context_iteration(NULL, FALSE))
            ;
        got = recv(fd, answer, size, MSG_DONTWAIT);
    }

    return got;
}

/* Two commands in one packet, one in two, a line too long, a NUL, a client that leaves. */
static void
test_hostile_socket(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *folder = g_dir_make_tmp("test-sim-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "control", NULL);
    g_autoptr(HvsControl) control = hvs_control_listen(f->world, path, NULL);
    g_autofree char *flood = g_strnfill(5000, 'x');
    char answer[256] = "";
    int fd = connect_to(path);

    g_assert_cmpint(talk(fd, "speed 1\nspeed 0\nspe", 19, answer, sizeof(answer)), ==, 6);
    g_assert_cmpmem(answer, 6, "ok\nok\n", 6);
    g_assert_cmpint(talk(fd, "ed 3\n", 5, answer, sizeof(answer)), ==, 3);
    g_assert_true(f->world->speed == 3);
    g_assert_cmpint(talk(fd, flood, 5000, answer, sizeof(answer)), ==, 0);
    g_close(fd, NULL);

    fd = connect_to(path);
    g_assert_cmpint(talk(fd, "no\0w\n", 5, answer, sizeof(answer)), ==, 0);
    g_close(fd, NULL);

    fd = connect_to(path);
    while (g_main_context_iteration(NULL, FALSE))
        ;
    g_clear_pointer(&control, hvs_control_free);
    g_close(fd, NULL);
    g_rmdir(folder);
}

/* clang-format off */
static const SimTest tests[] = {
    { "/sim/control/commands",       test_commands },
    { "/sim/control/help",           test_help },
    { "/sim/control/restart",        test_restart },
    { "/sim/control/rename",         test_rename },
    { "/sim/control/counters",       test_counters },
    { "/sim/control/list-upsets",    test_list_upsets },
    { "/sim/control/vms",            test_vms },
    { "/sim/control/socket/talk",    test_socket },
    { "/sim/control/socket/stale",   test_stale_socket },
    { "/sim/control/socket/hostile", test_hostile_socket },
};
/* clang-format on */

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    sim_add_tests(tests, G_N_ELEMENTS(tests));

    return g_test_run();
}
