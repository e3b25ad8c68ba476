/* test_line.c: how the threads of one host reach it, and when they had better not try
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "line.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "hvr_error.h"
#include "workers.h"
#include "wsman_client.h"
#include "wsman_loopback.h"

/* A host that is asked for nothing, and how often somebody wanted a session to it. */
typedef struct {
    guint n_opened;
} Door;

static GBytes *
say_nothing(GBytes *request, gpointer user_data, GError **error)
{
    return hvr_fail_null(error, HVR_ERROR_LOST, "nobody there");
}

static HvrWmiSession *
open_door(gpointer user_data, HvrClock *clock, GError **error)
{
    Door *door = user_data;

    door->n_opened++;

    return hvr_wmi_session_new(
        hvr_wsman_client_new(hvr_wsman_loopback_new(say_nothing, NULL), G_TIME_SPAN_SECOND), "hv01",
        clock);
}

typedef struct {
    Door door;
    HvrClock *clock;
    char *password;
    HvrSecretSource *source;
    HvrLine *line;
} Fixture;

static void
write_file(const char *path, const char *text, gint64 time)
{
    struct utimbuf times = { time, time };

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    g_assert_cmpint(g_utime(path, &times), ==, 0);
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
    HvrHostConfig config;
    int file = g_file_open_tmp("hvr-line-XXXXXX", &fixture->password, NULL);

    g_assert_cmpint(file, >=, 0);
    g_close(file, NULL);
    write_file(fixture->password, "secret", 1000);
    fixture->source = hvr_secret_source_new_file(fixture->password);
    fixture->clock = hvr_clock_new_stepped(0);
    hvr_host_config_init(&config);
    config.endpoint.name = "hv01";
    config.endpoint.password = fixture->source;
    config.open = open_door;
    config.open_data = &fixture->door;
    fixture->line = hvr_line_new(&config, fixture->clock);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    hvr_line_unref(fixture->line);
    hvr_secret_source_unref(fixture->source);
    hvr_clock_unref(fixture->clock);
    g_unlink(fixture->password);
    g_free(fixture->password);
}

/* As the transport tells what the host said. */
static void
blame_host(GError *error)
{
    HvrErrorDetail detail = { .http_status = 401 };

    hvr_error_set_detail(error, &detail);
}

/* Somebody opens a session and meets @code; 0: nothing. */
static void
meet(Fixture *fixture, int code)
{
    g_autoptr(HvrWmiSession) session = hvr_line_open(fixture->line, NULL);
    g_autoptr(GError) error = NULL;

    g_assert_nonnull(session);
    if (code != 0)
        hvr_fail(&error, (HvrErrorCode)code, "host 'hv01': no, says number %u",
                 fixture->door.n_opened);
    if (code == HVR_ERROR_AUTH)
        blame_host(error);
    hvr_line_note(fixture->line, session, error);
}

static void
assert_refused(Fixture *fixture, const char *message)
{
    guint before = fixture->door.n_opened;
    g_autoptr(HvrWmiSession) session = NULL;
    g_autoptr(GError) error = NULL;

    session = hvr_line_open(fixture->line, &error);
    g_assert_null(session);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_AUTH);
    g_assert_cmpstr(error->message, ==, message);
    g_assert_cmpuint(fixture->door.n_opened, ==, before);

    /* Who was not let through has nothing to tell. */
    hvr_line_note(fixture->line, NULL, error);
}

#define NO_1 "host 'hv01': no, says number 1"
#define NO_2 "host 'hv01': no, says number 2"

/* Wrong credentials are not tried again for half a minute, however often somebody asks. */
static void
test_refusal(Fixture *fixture, gconstpointer data)
{
    meet(fixture, HVR_ERROR_AUTH);
    for (guint i = 0; i < 29; i++) {
        hvr_clock_step(fixture->clock, G_TIME_SPAN_SECOND);
        assert_refused(fixture, NO_1);
    }
    hvr_clock_step(fixture->clock, G_TIME_SPAN_SECOND);
    meet(fixture, HVR_ERROR_AUTH);
    assert_refused(fixture, NO_2);
}

/* After the half minute one finds out; the others wait for what becomes of it. */
static void
test_one_asks(Fixture *fixture, gconstpointer data)
{
    g_autoptr(HvrWmiSession) asking = NULL;

    meet(fixture, HVR_ERROR_AUTH);
    hvr_clock_step(fixture->clock, 30 * G_TIME_SPAN_SECOND);
    asking = hvr_line_open(fixture->line, NULL);
    g_assert_nonnull(asking);
    assert_refused(fixture, NO_1);
    hvr_line_note(fixture->line, asking, NULL);
    meet(fixture, 0);
    meet(fixture, 0);
}

/* An older connection that goes on to work proves nothing. */
static void
test_older(Fixture *fixture, gconstpointer data)
{
    g_autoptr(HvrWmiSession) older = hvr_line_open(fixture->line, NULL);
    g_autoptr(HvrWmiSession) newer = hvr_line_open(fixture->line, NULL);
    g_autoptr(GError) error = NULL;

    hvr_fail(&error, HVR_ERROR_AUTH, "host 'hv01': no, says number 2");
    blame_host(error);
    hvr_line_note(fixture->line, newer, error);
    hvr_line_note(fixture->line, older, NULL);
    assert_refused(fixture, NO_2);
}

/* What only this machine said, nobody has to wait for: there were no tickets yet. */
static void
test_local(Fixture *fixture, gconstpointer data)
{
    g_autoptr(HvrWmiSession) session = hvr_line_open(fixture->line, NULL);
    g_autoptr(GError) error = NULL;

    hvr_fail(&error, HVR_ERROR_AUTH, "host 'hv01': there are no tickets");
    hvr_line_note(fixture->line, session, error);
    meet(fixture, 0);
}

/* Another password is tried at once, and only once. */
static void
test_changed(Fixture *fixture, gconstpointer data)
{
    meet(fixture, HVR_ERROR_AUTH);
    assert_refused(fixture, NO_1);
    write_file(fixture->password, "another", 2000);
    meet(fixture, HVR_ERROR_AUTH);
    assert_refused(fixture, NO_2);
}

/* What is not about credentials keeps nobody from trying. */
static void
test_others(Fixture *fixture, gconstpointer data)
{
    static const HvrErrorCode codes[] = { HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST, HVR_ERROR_TLS,
                                          HVR_ERROR_DENIED, HVR_ERROR_TIMEOUT };

    for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
        meet(fixture, (int)codes[i]);
        g_assert_cmpuint(fixture->door.n_opened, ==, i + 1);
    }
}

typedef struct {
    GMutex lock;
    GCond changed;
    guint n_running;
    guint n_ended;
    guint peak;
} Crowd;

#define N_WORKS 12

static gpointer
join_crowd(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    Crowd *crowd = input;
    gint64 end = g_get_monotonic_time() + 50 * G_TIME_SPAN_MILLISECOND;

    g_mutex_lock(&crowd->lock);
    crowd->n_running++;
    crowd->peak = MAX(crowd->peak, crowd->n_running);
    /* As many as there can be come together, or nobody comes any more. */
    while (crowd->n_running <= HVR_LINE_MAX_WORKERS &&
           g_cond_wait_until(&crowd->changed, &crowd->lock, end))
        ;
    crowd->n_running--;
    crowd->n_ended++;
    g_mutex_unlock(&crowd->lock);

    return NULL;
}

/* However many workers are asked for, a host is not burdened with more than it was agreed. */
static void
test_workers(Fixture *fixture, gconstpointer data)
{
    Crowd crowd = { 0 };
    HvrWork work = { join_crowd, &crowd, NULL, NULL };
    HvrWorkers *workers;

    fixture->line->config.n_workers = 50;
    workers = hvr_workers_new(fixture->line);
    for (guint i = 0; i < N_WORKS; i++)
        hvr_workers_run(workers, &work, NULL, NULL);
    hvr_workers_free(workers);
    g_assert_cmpuint(crowd.n_ended, ==, N_WORKS);
    g_assert_cmpuint(crowd.peak, ==, 3);
    g_assert_cmpuint(fixture->door.n_opened, <=, 3);
    while (g_main_context_iteration(NULL, FALSE))
        ;
}

int
main(int argc, char **argv)
{
    /* clang-format off */
    static const struct {
        const char *path;
        void (*run)(Fixture *fixture, gconstpointer data);
    } tests[] = {
        { "/line/refusal",  test_refusal },
        { "/line/one-asks", test_one_asks },
        { "/line/older",    test_older },
        { "/line/local",  test_local },
        { "/line/changed",  test_changed },
        { "/line/others",   test_others },
        { "/line/workers",  test_workers },
    };
    /* clang-format on */

    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);

    return g_test_run();
}
