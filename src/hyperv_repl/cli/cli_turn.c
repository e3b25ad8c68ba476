/* cli_turn.c: one command line from its words to its exit status
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_command.h"

#include <glib/gi18n-lib.h>

#include "cli_confirm.h"
#include "cli_errand.h"
#include "cli_help.h"
#include "cli_operand.h"
#include "cli_output.h"
#include "cli_selection.h"
#include "cli_shared.h"

/* clang-format off */
static const HvrCliColumn result_columns[] = {
    { N_("MACHINE"), "name",    HVR_CLI_AS_TEXT,   HVR_CLI_CUT },
    { N_("HOST"),    "host",    HVR_CLI_AS_TEXT,   HVR_CLI_IF_MANY_HOSTS | HVR_CLI_CUT },
    { N_("RESULT"),  "result",  HVR_CLI_AS_RESULT, 0 },
    { N_("DETAIL"),  "message", HVR_CLI_AS_TEXT,   HVR_CLI_IF_ANY | HVR_CLI_WRAP },
    { NULL }
};
static const HvrCliColumn plan_columns[] = {
    { N_("For"),       "name",      HVR_CLI_AS_TEXT,      0 },
    { N_("Host"),      "host",      HVR_CLI_AS_TEXT,      0 },
    { N_("Calls"),     "method",    HVR_CLI_AS_TEXT,      0 },
    { N_("Of class"),  "class",     HVR_CLI_AS_TEXT,      0 },
    { N_("Object"),    "object",    HVR_CLI_AS_TEXT,      0 },
    { N_("Arguments"), "arguments", HVR_CLI_AS_ARGUMENTS, 0 },
    { NULL }
};
static const HvrCliLayout result_layout = { "Result", NULL, result_columns, FALSE, N_("nothing to do") };
static const HvrCliLayout plan_layout = { "Plan", "calls", plan_columns, TRUE, N_("no calls") };
/* clang-format on */

/* What went well and what did not. */
typedef struct {
    HvrCliExit first; /* of what failed */
    guint n_done;
    guint n_failed;
} Tally;

/* A changing command has one record for each target, whatever became of it. */
static void
add_result(HvrCliCall *call, const GError *error)
{
    JsonObject *record;

    if (error != NULL) {
        hvr_cli_call_set_result(call, "failed", error->message, NULL);
        json_object_set_int_member(call->result, "exit-status", hvr_cli_error_get_exit(error));
    } else if (call->result == NULL) {
        hvr_cli_call_set_result(call, "done", NULL, NULL);
    }

    record = g_steal_pointer(&call->result);
    json_object_set_string_member(record, "name",
                                  call->machine != NULL ? call->machine : call->host->name);
    json_object_set_string_member(record, "host", call->host->name);
    hvr_cli_report_add(call->report, record);
}

static void
count(Tally *tally, HvrCliExit status)
{
    if (status == HVR_CLI_EXIT_DONE) {
        tally->n_done++;
        return;
    }
    /* That nobody knows what became of one is worse than any failure. */
    if (tally->n_failed++ == 0 || status == HVR_CLI_EXIT_UNKNOWN)
        tally->first = status;
}

static HvrCliExit
conclude(const Tally *tally)
{
    if (tally->n_failed > 0 && tally->n_done > 0 && tally->first != HVR_CLI_EXIT_UNKNOWN)
        return HVR_CLI_EXIT_PARTLY;

    return tally->first;
}

/* Object, reason, remedy: the last two are in the message. */
static void
complain_of(const HvrCliCall *call, const GError *error)
{
    g_autoptr(GError) line = NULL;

    if (call->machine != NULL)
        hvr_cli_fail(&line, HVR_CLI_EXIT_FAILED, _("'%1$s' on '%2$s': %3$s"), call->machine,
                     call->host->name, error->message);
    else if (call->host != NULL && !hvr_cli_error_tells(error, call->host->name))
        hvr_cli_fail(&line, HVR_CLI_EXIT_FAILED, _("'%1$s': %2$s"), call->host->name,
                     error->message);
    hvr_cli_complain(call->session, line != NULL ? line : error);
}

/* Where nothing was to be changed, a broken connection leaves nothing unknown. */
static HvrCliExit
get_status(const HvrCliCall *call, const GError *error)
{
    HvrCliExit status = hvr_cli_error_get_exit(error);

    if (status == HVR_CLI_EXIT_UNKNOWN && !(call->command->traits & HVR_CLI_CHANGES))
        return HVR_CLI_EXIT_UNREACHABLE;

    return status;
}

/* Whatever is said of a target after its turn. */
static HvrCliExit
tell(HvrCliCall *call, gboolean ok, const GError *error)
{
    if (!ok)
        complain_of(call, error);
    if (call->command->traits & HVR_CLI_CHANGES && call->host != NULL)
        add_result(call, error);

    return ok ? HVR_CLI_EXIT_DONE : get_status(call, error);
}

/* Those whose long part was left for later, all at a time. */
static void
run_errands(HvrCliCall *call, Tally *tally)
{
    if (call->errands == NULL)
        return;

    hvr_cli_errand_run(call->errands, call->session);
    for (guint i = 0; i < call->errands->len; i++) {
        g_autoptr(GError) error = NULL;
        gboolean ok = hvr_cli_errand_settle(call->errands->pdata[i], call, &error);

        count(tally, tell(call, ok, error));
    }
    g_clear_pointer(&call->errands, g_ptr_array_unref);
}

static void
set_target(HvrCliCall *call, HvrCliChosen *chosen)
{
    call->chosen = chosen;
    call->host = chosen != NULL ? chosen->host : NULL;
    call->domain = chosen != NULL ? chosen->domain : NULL;
    call->machine = call->domain != NULL ? virDomainGetName(call->domain) : NULL;
    call->conn = NULL;
}

/* Who asked for an order relies on those before: databases first, or none at all. */
static void
leave_out(HvrCliCall *call, HvrCliChosen *chosen, const char *failed, Tally *tally)
{
    g_autofree char *why = NULL;

    if (failed != NULL)
        why = g_strdup_printf(_("because '%s' failed"), failed);
    else
        why = g_strdup(_("because of Ctrl-C"));
    count(tally, HVR_CLI_EXIT_FAILED);
    set_target(call, chosen);
    if (!(call->command->traits & HVR_CLI_CHANGES))
        return;

    hvr_cli_call_set_result(call, "not-begun", why, NULL);
    add_result(call, NULL);
}

static void
run_for(HvrCliCall *call, HvrCliChosen *chosen, Tally *tally)
{
    g_autoptr(GError) error = NULL;
    gboolean ok = TRUE;

    set_target(call, chosen);
    if (call->host != NULL) {
        call->conn = hvr_cli_host_open(call->host, &error);
        ok = call->conn != NULL;
    }
    call->is_pending = FALSE;
    ok = ok && call->command->run(call, &error);
    if (!call->is_pending)
        count(tally, tell(call, ok, error));
}

static void
run_each(HvrCliCall *call, const HvrCliSelection *selection, Tally *tally)
{
    const char *failed = NULL;

    for (guint i = 0; i < selection->chosen->len; i++) {
        HvrCliChosen *chosen = selection->chosen->pdata[i];
        guint n_failed = tally->n_failed;

        if (failed != NULL || call->session->is_interrupted) {
            leave_out(call, chosen, failed, tally);
            continue;
        }
        run_for(call, chosen, tally);
        if (hvr_cli_call_is_in_order(call) && tally->n_failed > n_failed &&
            !call->session->is_interrupted)
            failed = virDomainGetName(chosen->domain);
    }
}

static HvrCliExit
run_for_all(HvrCliCall *call, const HvrCliSelection *selection)
{
    Tally tally = { .first = HVR_CLI_EXIT_DONE };
    HvrCliExit finished = HVR_CLI_EXIT_DONE;

    call->n_targets = selection->chosen->len;
    call->n_hosts = selection->n_hosts;
    for (guint i = 0; i < selection->lost->len; i++) {
        hvr_cli_complain(call->session, selection->lost->pdata[i]);
        count(&tally, hvr_cli_error_get_exit(selection->lost->pdata[i]));
    }
    if (call->command->target == HVR_CLI_ON_NOTHING)
        run_for(call, NULL, &tally);
    run_each(call, selection, &tally);
    run_errands(call, &tally);

    call->n_failed = tally.n_failed;
    if (call->command->finish != NULL)
        finished = call->command->finish(call);

    return finished != HVR_CLI_EXIT_DONE ? finished : conclude(&tally);
}

/* In a table what failed has just been said; saying it again would bury the rest.  A table of
 * anything but results has no place for it at all. */
static void
forget_failures(HvrCliReport *report)
{
    gboolean has_results = hvr_cli_report_get_layout(report) == &result_layout;
    JsonArray *records = hvr_cli_report_get_records(report);

    for (guint i = json_array_get_length(records); i > 0; i--) {
        JsonObject *record = json_array_get_object_element(records, i - 1);
        const char *result = json_object_get_string_member_with_default(record, "result", "");

        if (!g_str_equal(result, "failed") && !g_str_equal(result, "not-begun"))
            continue;
        if (!has_results)
            json_array_remove_element(records, i - 1);
        else if (g_str_equal(result, "failed"))
            json_object_remove_member(record, "message");
    }
}

static HvrCliExit
run_and_print(HvrCliCall *call, const HvrCliSelection *selection)
{
    g_autoptr(GError) error = NULL;
    HvrCliExit status = run_for_all(call, selection);
    HvrCliSession *session = call->session;
    gboolean was_quiet = session->is_quiet;
    gboolean ok;

    if (call->command->traits & HVR_CLI_STREAMS || hvr_cli_report_get_layout(call->report) == NULL)
        return status;

    /* One result needs no heading, and what failed was said already. */
    if (hvr_cli_report_get_layout(call->report) == &result_layout && call->n_targets == 1) {
        if (status != HVR_CLI_EXIT_DONE && session->output == HVR_CLI_OUTPUT_TABLE)
            return status;
        session->is_quiet = TRUE;
    }
    if (session->output == HVR_CLI_OUTPUT_TABLE)
        forget_failures(call->report);
    if (status == HVR_CLI_EXIT_DONE && hvr_cli_output_is_empty(session, call->report))
        hvr_cli_note(session, "%s", _(hvr_cli_report_get_layout(call->report)->empty));
    ok = hvr_cli_output_print(session, call->report, selection->n_hosts, &error);
    session->is_quiet = was_quiet;
    if (!ok)
        hvr_cli_complain(session, error);

    return ok ? status : HVR_CLI_EXIT_FAILED;
}

static const HvrCliLayout *
choose_layout(const HvrCliCommand *command, const HvrCliOptions *options)
{
    if (hvr_cli_options_is_set(options, "dry-run"))
        return &plan_layout;
    if (command->layout == NULL && command->traits & HVR_CLI_CHANGES)
        return &result_layout;

    return command->layout;
}

static gboolean
check_access(const HvrCliCommand *command, const HvrCliSession *session, GError **error)
{
    if (command->traits & HVR_CLI_CHANGES && session->is_read_only)
        return hvr_cli_fail(
            error, HVR_CLI_EXIT_DENIED,
            _("'%s' changes something, and the connection is read-only; leave out -r"),
            command->name);

    return TRUE;
}

static gboolean
check_order(const HvrCliOptions *options, GError **error)
{
    if (hvr_cli_options_is_set(options, "one-by-one") && hvr_cli_options_is_set(options, "no-wait"))
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("'--%1$s' and '--%2$s' exclude each other"), "one-by-one", "no-wait");

    return TRUE;
}

/* Returns: (transfer full): what to run for, or %NULL with an error */
static HvrCliSelection *
prepare(const HvrCliCommand *command,
        HvrCliSession *session,
        HvrCliOptions *options,
        GError **error)
{
    g_autoptr(HvrCliSelection) selection = NULL;
    g_auto(GStrv) selectors = NULL;
    const char *what;

    if (!check_access(command, session, error) || !check_order(options, error) ||
        !hvr_cli_operands_assign(command, options, &selectors, error) ||
        (command->check != NULL && !command->check(options, error)))
        return NULL;

    selection = hvr_cli_selection_new(session, command->target, (const char *const *)selectors,
                                      hvr_cli_options_is_set(options, "all"), error);
    if (selection != NULL)
        hvr_cli_selection_keep(selection, command->suits, options);
    what = command->warn != NULL && !hvr_cli_options_is_set(options, "dry-run")
               ? command->warn(options)
               : NULL;
    if (selection != NULL && what != NULL && selection->chosen->len > 0 &&
        !hvr_cli_confirm(session, command, options, selection, what, error))
        return NULL;

    return g_steal_pointer(&selection);
}

static HvrCliExit
run_options(const HvrCliCommand *command, HvrCliSession *session, HvrCliOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrCliSelection) selection = prepare(command, session, options, &error);
    g_autoptr(HvrCliReport) report = hvr_cli_report_new(choose_layout(command, options));
    HvrCliCall call = {
        .command = command, .session = session, .options = options, .report = report
    };

    call.is_chosen = hvr_cli_options_get_operands(options)[0] != NULL;

    if (selection == NULL) {
        hvr_cli_complain(session, error);
        return hvr_cli_error_get_exit(error);
    }

    return run_and_print(&call, selection);
}

HvrCliExit
hvr_cli_command_run(const HvrCliCommand *self, HvrCliSession *session, const char *const *words)
{
    g_autoptr(GError) error = NULL;
    g_autofree const HvrCliOption **tables = hvr_cli_command_list_options(self);
    g_autoptr(HvrCliOptions) options = hvr_cli_options_parse(tables, words, FALSE, &error);
    HvrCliSession lasting = *session;
    HvrCliExit status;

    if (options != NULL && hvr_cli_options_is_set(options, "help"))
        return hvr_cli_help_print_command(self);
    if (options == NULL || !hvr_cli_shared_apply(session, options, &error)) {
        hvr_cli_complain(session, error);
        return hvr_cli_error_get_exit(error);
    }

    hvr_cli_session_forget_losses(session);
    status = run_options(self, session, options);
    /* What stood after the command was for it alone. */
    if (!(self->traits & HVR_CLI_STAYS))
        *session = lasting;

    return status;
}
