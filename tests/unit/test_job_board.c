/* test_job_board.c: which jobs hold a domain, and what is told of them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "job_board.h"

#include <libvirt/libvirt.h>
#include <string.h>

#define GUID  "6DDC63C1-0135-40CA-B998-A606D91080E9"
#define OTHER "7DDC63C1-0135-40CA-B998-A606D91080E9"

#define BOUNDED   VIR_DOMAIN_JOB_BOUNDED
#define COMPLETED VIR_DOMAIN_JOB_COMPLETED
#define FAILED    VIR_DOMAIN_JOB_FAILED

typedef struct {
    const char *id; /* NULL ends the list */
    const char *guid;
    int type;
    guint percent;
    gboolean is_held;
    gboolean is_replication;
    guint64 elapsed_ms;
} Row;

/* Pictures one after the other, and what follows from each. */
typedef struct {
    Row rows[4];
    const char *events[4];
    const char *current; /* id */
    const char *last;    /* id */
} Step;

typedef struct {
    const char *name;
    const char *expected; /* a job we started */
    Step steps[4];
    guint n_steps;
} Case;

#define JOB(percent, status) JOB_AFTER(percent, status, "0")
#define JOB_AFTER(percent, status, elapsed)                                                        \
    "REPLICATION_JOB {\"id\":\"J1\",\"kind\":\"k\",\"percent\":" percent ",\"status\":\"" status   \
    "\",\"elapsed-ms\":" elapsed ",\"remaining-ms\":0,\"cancellable\":false}"

/* clang-format off */
static const Case cases[] = {
    { "seen-to-its-end", NULL,
      { { { { "J1", GUID, BOUNDED, 0, TRUE, TRUE } },    { JOB("0", "running") },                    "J1", NULL },
        { { { "J1", GUID, BOUNDED, 0, TRUE, TRUE } },    { NULL },                                   "J1", NULL },
        { { { "J1", GUID, BOUNDED, 40, TRUE, TRUE } },   { JOB("40", "running") },                   "J1", NULL },
        { { { "J1", GUID, COMPLETED, 100, TRUE, TRUE } }, { JOB("100", "completed"), "completed J1" }, NULL, "J1" } }, 4 },
    { "end-told-once", NULL,
      { { { { "J1", GUID, BOUNDED, 9, TRUE, TRUE } },  { JOB("9", "running") },                  "J1", NULL },
        { { { "J1", GUID, FAILED, 9, TRUE, TRUE } },   { JOB("9", "failed"), "completed J1" },   NULL, "J1" },
        { { { "J1", GUID, FAILED, 9, TRUE, TRUE } },   { NULL },                                 NULL, "J1" },
        { { { NULL } },                                { NULL },                                 NULL, "J1" } }, 4 },
    { "ended-before-our-time", NULL,
      { { { { "J1", GUID, COMPLETED, 100, TRUE, TRUE } }, { NULL }, NULL, NULL } }, 1 },
    { "ours-and-quick", "J1",
      { { { { NULL } },                                   { NULL },                                   NULL, NULL },
        { { { "J1", GUID, COMPLETED, 100, TRUE, TRUE } }, { JOB("100", "completed"), "completed J1" }, NULL, "J1" },
        { { { "J1", GUID, COMPLETED, 100, TRUE, TRUE } }, { NULL },                                   NULL, "J1" } }, 3 },
    { "vanished", NULL,
      { { { { "J1", GUID, BOUNDED, 9, TRUE, TRUE } }, { JOB("9", "running") }, "J1", NULL },
        { { { NULL } },                               { JOB("9", "unknown") }, NULL, NULL } }, 2 },
    { "scheduled-does-not-hold", NULL,
      { { { { "J1", GUID, BOUNDED, 0, FALSE, TRUE } }, { NULL },               NULL, NULL },
        { { { "J1", GUID, BOUNDED, 0, TRUE, TRUE } },  { JOB("0", "running") }, "J1", NULL } }, 2 },
    { "nobodys", NULL,
      { { { { "J1", NULL, BOUNDED, 0, TRUE, TRUE } }, { NULL }, NULL, NULL } }, 1 },
    { "of-a-machine-not-here", NULL,
      { { { { "J1", "8DDC63C1-0135-40CA-B998-A606D91080E9", BOUNDED, 0, TRUE, TRUE } }, { NULL }, NULL, NULL } }, 1 },
    { "of-another-machine", NULL,
      { { { { "J1", OTHER, BOUNDED, 0, TRUE, TRUE } }, { JOB("0", "running") }, NULL, NULL } }, 1 },
    { "power-is-no-replication", NULL,
      { { { { "J1", GUID, BOUNDED, 0, TRUE, FALSE } },     { NULL },           "J1", NULL },
        { { { "J1", GUID, COMPLETED, 100, TRUE, FALSE } }, { "completed J1" }, NULL, "J1" } }, 2 },
    { "replication-first", NULL,
      { { { { "P1", GUID, BOUNDED, 0, TRUE, FALSE, 1 }, { "J1", GUID, BOUNDED, 0, TRUE, TRUE, 9 } },
          { JOB_AFTER("0", "running", "9") }, "J1", NULL } }, 1 },
    { "newest-first", NULL,
      { { { { "P1", GUID, BOUNDED, 0, TRUE, FALSE, 9 }, { "P2", GUID, BOUNDED, 0, TRUE, FALSE, 1 }, { "P3", GUID, BOUNDED, 0, TRUE, FALSE, 5 } },
          { NULL }, "P2", NULL } }, 1 },
};
/* clang-format on */

static HvrPicture *
make_picture(const Step *step)
{
    HvrPicture *picture = hvr_picture_new();

    hvr_picture_add(picture, hvr_domain_new(GUID, "web01"));
    hvr_picture_add(picture, hvr_domain_new(OTHER, "web02"));
    for (const Row *row = step->rows; row->id != NULL; row++) {
        HvrJob *job = hvr_job_new(row->id, row->guid);

        job->type = row->type;
        job->percent = row->percent;
        job->kind = g_strdup("k");
        job->is_held = row->is_held;
        job->is_replication = row->is_replication;
        job->elapsed_ms = row->elapsed_ms;
        g_ptr_array_add(picture->jobs, job);
    }

    return picture;
}

static char *
format(const HvrEvent *event)
{
    if (event->kind == HVR_EVENT_JOB_COMPLETED)
        return g_strdup_printf("completed %s", event->job->id);
    g_assert_cmpint(event->kind, ==, HVR_EVENT_MONITOR);

    return g_strdup_printf("%s %s", event->name, event->details);
}

static void
test_update(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HvrJobBoard) board = hvr_job_board_new();

    if (c->expected != NULL)
        hvr_job_board_expect(board, c->expected);

    for (guint i = 0; i < c->n_steps; i++) {
        const Step *step = &c->steps[i];
        g_autoptr(HvrPicture) picture = make_picture(step);
        g_autoptr(HvrEventList) list = hvr_event_list_new(0);
        const HvrJob *job;

        hvr_job_board_update(board, picture, list);
        for (guint j = 0; j < list->events->len; j++) {
            g_autofree char *text = format(list->events->pdata[j]);

            g_assert_cmpstr(text, ==, step->events[j]);
        }
        g_assert_null(step->events[list->events->len]);
        job = hvr_job_board_find(board, GUID);
        g_assert_cmpstr(job != NULL ? job->id : NULL, ==, step->current);
        job = hvr_job_board_find_last(board, GUID);
        g_assert_cmpstr(job != NULL ? job->id : NULL, ==, step->last);
        if (step->current != NULL)
            g_assert_true(hvr_job_board_is_busy(board));
    }
}

static void
test_forget(void)
{
    static const Step running = { { { "J1", GUID, BOUNDED, 0, TRUE, TRUE } } };
    static const Step ended = { { { "J1", GUID, COMPLETED, 100, TRUE, TRUE } } };
    g_autoptr(HvrJobBoard) board = hvr_job_board_new();
    g_autoptr(HvrPicture) first = make_picture(&running);
    g_autoptr(HvrPicture) second = make_picture(&ended);
    g_autoptr(HvrEventList) list = hvr_event_list_new(0);

    hvr_job_board_update(board, first, list);
    hvr_job_board_update(board, second, list);
    g_assert_nonnull(hvr_job_board_find_last(board, GUID));
    g_assert_false(hvr_job_board_is_busy(board));
    hvr_job_board_forget_last(board, GUID);
    g_assert_null(hvr_job_board_find_last(board, GUID));
    hvr_job_board_update(board, second, list);
    g_assert_null(hvr_job_board_find_last(board, GUID));
}

/* Whoever makes a machine of the same GUID again does not inherit. */
static void
test_machine_removed(void)
{
    static const Step running = { { { "J1", GUID, BOUNDED, 0, TRUE, TRUE } } };
    static const Step ended = { { { "J1", GUID, COMPLETED, 100, TRUE, TRUE } } };
    g_autoptr(HvrJobBoard) board = hvr_job_board_new();
    g_autoptr(HvrPicture) first = make_picture(&running);
    g_autoptr(HvrPicture) second = make_picture(&ended);
    g_autoptr(HvrPicture) empty = hvr_picture_new();
    g_autoptr(HvrEventList) list = hvr_event_list_new(0);

    hvr_job_board_update(board, first, list);
    hvr_job_board_update(board, second, list);
    hvr_job_board_update(board, empty, list);
    g_assert_null(hvr_job_board_find_last(board, GUID));

    hvr_job_board_update(board, first, list);
    hvr_job_board_update(board, empty, list);
    g_assert_null(hvr_job_board_find(board, GUID));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/job/board/update/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_update);
    }
    g_test_add_func("/job/board/forget", test_forget);
    g_test_add_func("/job/board/machine-removed", test_machine_removed);

    return g_test_run();
}
