/* test_wsman_client.c: the operations against a host that answers by script
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_client.h"

#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_loopback.h"
#include "wsman_names.h"

#define OPEN                                                                                       \
    "<s:Envelope xmlns:s=\"" HVR_NS_S "\" xmlns:a=\"" HVR_NS_A "\" xmlns:w=\"" HVR_NS_W            \
    "\" xmlns:n=\"" HVR_NS_N "\">"
#define CLOSE         "</s:Envelope>"
#define BODY(content) OPEN "<s:Body>" content "</s:Body>" CLOSE

/* The last answer is given to all further requests. */
typedef struct {
    const char *const *answers;
    GPtrArray *requests; /* char* */
} Host;

static GBytes *
answer(GBytes *request, gpointer user_data, GError **error)
{
    Host *host = user_data;
    guint i = 0;

    g_ptr_array_add(host->requests,
                    g_strndup(g_bytes_get_data(request, NULL), g_bytes_get_size(request)));
    while (i + 1 < host->requests->len && host->answers[i + 1] != NULL)
        i++;
    if (host->answers[i] == NULL)
        return hvr_fail_null(error, HVR_ERROR_LOST, "the line is dead");

    return g_bytes_new(host->answers[i], strlen(host->answers[i]));
}

typedef struct {
    Host host;
    HvrWsmanClient *client;
    HvrWsmanEpr *target;
    GString *seen; /* what was visited */
    GError *error;
} Fixture;

static Fixture *
fixture_new(const char *const *answers, GTimeSpan timeout)
{
    Fixture *fixture = g_new0(Fixture, 1);

    fixture->host.answers = answers;
    fixture->host.requests = g_ptr_array_new_with_free_func(g_free);
    fixture->client = hvr_wsman_client_new(hvr_wsman_loopback_new(answer, &fixture->host), timeout);
    fixture->target = hvr_wsman_epr_new("u:C");
    fixture->seen = g_string_new(NULL);

    return fixture;
}

static void
fixture_free(Fixture *fixture)
{
    hvr_wsman_client_free(fixture->client);
    hvr_wsman_epr_free(fixture->target);
    g_ptr_array_unref(fixture->host.requests);
    g_string_free(fixture->seen, TRUE);
    g_clear_error(&fixture->error);
    g_free(fixture);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fixture, fixture_free)

static gboolean
note(const xmlNode *item, gpointer user_data, GError **error)
{
    Fixture *fixture = user_data;

    g_string_append_printf(fixture->seen, "%s ", item->name);

    return TRUE;
}

static gboolean
run_invoke(Fixture *fixture, GCancellable *cancellable)
{
    return hvr_wsman_client_invoke(fixture->client, fixture->target, "Fly", NULL, note, fixture,
                                   cancellable, &fixture->error);
}

static gboolean
run_get(Fixture *fixture, GCancellable *cancellable)
{
    return hvr_wsman_client_get(fixture->client, fixture->target, note, fixture, cancellable,
                                &fixture->error);
}

static gboolean
run_enumerate(Fixture *fixture, GCancellable *cancellable)
{
    return hvr_wsman_client_enumerate(fixture->client, "u:*", "SELECT", note, fixture, cancellable,
                                      &fixture->error);
}

static gboolean
run_identify(Fixture *fixture, GCancellable *cancellable)
{
    g_autoptr(HvrWsmanIdentity)
        identity = hvr_wsman_client_identify(fixture->client, cancellable, &fixture->error);

    return identity != NULL;
}

typedef gboolean (*Run)(Fixture *fixture, GCancellable *cancellable);

/* clang-format off */
static const struct {
    const char *name;
    Run run;
} operations[] = {
    { "Identify",  run_identify },
    { "Get",       run_get },
    { "Enumerate", run_enumerate },
    { "Fly",       run_invoke },
};

/* Whatever the operation: none of these is its answer. */
static const struct {
    const char *name;
    const char *answer;
    HvrErrorCode code;
    const char *message;
} bad_answers[] = {
    { "dead",       NULL,                                                       HVR_ERROR_LOST,     "the line is dead" },
    { "empty",      "",                                                         HVR_ERROR_PROTOCOL, "cannot be read" },
    { "html",       "<html/>",                                                  HVR_ERROR_PROTOCOL, "cannot be read" },
    { "doctype",    "<!DOCTYPE x>" BODY(""),                                    HVR_ERROR_PROTOCOL, "document type" },
    { "cut-off",    OPEN "<s:Body>",                                            HVR_ERROR_PROTOCOL, "cannot be read" },
    { "empty-body", BODY(""),                                                   HVR_ERROR_PROTOCOL, "has no element" },
    { "stranger",   OPEN "<s:Header><a:RelatesTo>uuid:0</a:RelatesTo></s:Header><s:Body/>" CLOSE, HVR_ERROR_LOST, "another request" },
    { "fault",      BODY("<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>w:AccessDenied</s:Value></s:Subcode></s:Code></s:Fault>"),
                                                                                HVR_ERROR_DENIED,   "AccessDenied" },
};
/* clang-format on */

static void
test_bad_answers(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(operations); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(bad_answers); j++) {
            const char *answers[] = { bad_answers[j].answer, NULL };
            g_autoptr(Fixture) fixture = fixture_new(answers, G_TIME_SPAN_MINUTE);
            g_autofree char *quoted = g_strdup_printf("'%s' failed", operations[i].name);

            g_test_message("%s: %s", operations[i].name, bad_answers[j].name);
            g_assert_false(operations[i].run(fixture, NULL));
            g_assert_error(fixture->error, HVR_ERROR, (int)bad_answers[j].code);
            g_assert_true(g_str_has_prefix(fixture->error->message, quoted));
            g_assert_nonnull(strstr(fixture->error->message, bad_answers[j].message));
            g_assert_cmpstr(fixture->seen->str, ==, "");

            /* Nothing is ever sent a second time. */
            g_assert_cmpuint(fixture->host.requests->len, ==, 1);
            g_assert_cmpuint(hvr_wsman_client_get_n_requests(fixture->client), ==, 1);
        }
    }
}

static void
test_cancelled(void)
{
    const char *answers[] = { NULL };
    g_autoptr(GCancellable) cancellable = g_cancellable_new();

    g_cancellable_cancel(cancellable);
    for (gsize i = 0; i < G_N_ELEMENTS(operations); i++) {
        g_autoptr(Fixture) fixture = fixture_new(answers, G_TIME_SPAN_MINUTE);

        g_assert_false(operations[i].run(fixture, cancellable));
        g_assert_error(fixture->error, HVR_ERROR, HVR_ERROR_CANCELLED);
        g_assert_cmpuint(fixture->host.requests->len, ==, 0);
    }
}

static void
test_no_time(void)
{
    const char *answers[] = { NULL };

    for (gsize i = 0; i < G_N_ELEMENTS(operations); i++) {
        g_autoptr(Fixture) fixture = fixture_new(answers, 0);

        g_assert_false(operations[i].run(fixture, NULL));
        g_assert_error(fixture->error, HVR_ERROR, HVR_ERROR_TIMEOUT);
        g_assert_cmpstr(hvr_error_get_detail(fixture->error)->operation, ==, operations[i].name);
        g_assert_cmpuint(fixture->host.requests->len, ==, 0);
    }
}

#define CONTEXT "<n:EnumerationContext>uuid:1</n:EnumerationContext>"

/* Where things stand differs between Windows versions and stacks. */
typedef struct {
    const char *name;
    const char *answers[4];
    const char *expect;
} Pages;

/* clang-format off */
static const Pages pages[] = {
    { "n-items-first",   { BODY("<n:EnumerateResponse><n:Items><A/><B/></n:Items><n:EndOfSequence/>" CONTEXT "</n:EnumerateResponse>") },        "A B " },
    { "w-in-pull",       { BODY("<n:EnumerateResponse>" CONTEXT "</n:EnumerateResponse>"),
                           BODY("<n:PullResponse>" CONTEXT "<w:Items><A/></w:Items><w:EndOfSequence/></n:PullResponse>") },                      "A " },
    { "blank-context",   { BODY("<n:EnumerateResponse><n:EnumerationContext> \n</n:EnumerationContext></n:EnumerateResponse>") },                "" },
    { "no-context",      { BODY("<n:EnumerateResponse/>") },                                                                                     "" },
    { "no-items-at-end", { BODY("<n:EnumerateResponse>" CONTEXT "</n:EnumerateResponse>"),
                           BODY("<n:PullResponse>" CONTEXT "<n:Items/></n:PullResponse>"),
                           BODY("<n:PullResponse><n:EndOfSequence/></n:PullResponse>") },                                                        "" },
    { "wrapped",         { BODY("<n:EnumerateResponse><w:Items><w:Item><A/><a:EndpointReference/></w:Item><w:Item/><B/></w:Items></n:EnumerateResponse>") }, "A B " },
    { "fragment",        { BODY("<n:EnumerateResponse><w:Items><w:XmlFragment><Name>x</Name></w:XmlFragment></w:Items></n:EnumerateResponse>") },  "XmlFragment " },
};
/* clang-format on */

static void
test_pages(gconstpointer data)
{
    const Pages *c = data;
    g_autoptr(Fixture) fixture = fixture_new(c->answers, G_TIME_SPAN_MINUTE);

    g_assert_true(run_enumerate(fixture, NULL));
    g_assert_no_error(fixture->error);
    g_assert_cmpstr(fixture->seen->str, ==, c->expect);
    g_assert_cmpuint(fixture->host.requests->len, ==, g_strv_length((char **)c->answers));
}

/* A Pull that is answered with something else, or fails, ends the story; the host
 * may still hold the context, so it is given back. */
static void
test_broken_pull(void)
{
    const char *answers[] = { BODY("<n:EnumerateResponse>" CONTEXT
                                   "<w:Items><A/></w:Items></n:EnumerateResponse>"),
                              BODY("<n:EnumerateResponse/>"), BODY("<n:ReleaseResponse/>"), NULL };
    g_autoptr(Fixture) fixture = fixture_new(answers, G_TIME_SPAN_MINUTE);

    g_assert_false(run_enumerate(fixture, NULL));
    g_assert_error(fixture->error, HVR_ERROR, HVR_ERROR_PROTOCOL);
    g_assert_nonnull(strstr(fixture->error->message, "'PullResponse'"));
    g_assert_cmpstr(fixture->seen->str, ==, "A ");
    g_assert_cmpuint(fixture->host.requests->len, ==, 3);
    g_assert_nonnull(strstr(g_ptr_array_index(fixture->host.requests, 2), "<n:Release>"));
}

/* A host that never comes to an end is left at the deadline. */
static void
test_endless_pages(void)
{
    const char *answers[] = { BODY("<n:EnumerateResponse>" CONTEXT "</n:EnumerateResponse>"),
                              BODY("<n:PullResponse>" CONTEXT "<n:Items/></n:PullResponse>"),
                              NULL };
    g_autoptr(Fixture) fixture = fixture_new(answers, 50 * G_TIME_SPAN_MILLISECOND);

    g_assert_false(run_enumerate(fixture, NULL));
    g_assert_error(fixture->error, HVR_ERROR, HVR_ERROR_TIMEOUT);
}

static gboolean
stop(const xmlNode *item, gpointer user_data, GError **error)
{
    return hvr_fail(error, HVR_ERROR_STATE, "enough");
}

/* There is nothing to give back once the host said that this was all. */
static void
test_stop_on_last_page(void)
{
    const char *answers[] = {
        BODY("<n:EnumerateResponse><w:Items><A/></w:Items></n:EnumerateResponse>"), NULL
    };
    g_autoptr(Fixture) fixture = fixture_new(answers, G_TIME_SPAN_MINUTE);

    g_assert_false(hvr_wsman_client_enumerate(fixture->client, "u:*", NULL, stop, NULL, NULL,
                                              &fixture->error));
    g_assert_error(fixture->error, HVR_ERROR, HVR_ERROR_STATE);
    g_assert_cmpuint(fixture->host.requests->len, ==, 1);
    g_assert_null(strstr(g_ptr_array_index(fixture->host.requests, 0), "Filter"));
}

/* That the context cannot be given back changes nothing of why we stopped. */
static void
test_failing_release(void)
{
    const char *answers[] = { BODY("<n:EnumerateResponse>" CONTEXT
                                   "<w:Items><A/></w:Items></n:EnumerateResponse>"),
                              BODY("<s:Fault/>"), NULL };
    g_autoptr(Fixture) fixture = fixture_new(answers, G_TIME_SPAN_MINUTE);

    g_assert_false(hvr_wsman_client_enumerate(fixture->client, "u:*", NULL, stop, NULL, NULL,
                                              &fixture->error));
    g_assert_error(fixture->error, HVR_ERROR, HVR_ERROR_STATE);
    g_assert_cmpuint(fixture->host.requests->len, ==, 2);
    g_assert_nonnull(strstr(g_ptr_array_index(fixture->host.requests, 1), "<n:Release>"));
}

/* Other stacks put the output into another namespace; the name must be right. */
static void
test_output(void)
{
    const char *good[] = { BODY("<Fly_OUTPUT/>"), NULL };
    const char *bad[] = { BODY("<Flee_OUTPUT/>"), NULL };
    g_autoptr(Fixture) fixture = fixture_new(good, G_TIME_SPAN_MINUTE);
    g_autoptr(Fixture) other = fixture_new(bad, G_TIME_SPAN_MINUTE);

    g_assert_true(run_invoke(fixture, NULL));
    g_assert_cmpstr(fixture->seen->str, ==, "Fly_OUTPUT ");
    g_assert_false(run_invoke(other, NULL));
    g_assert_error(other->error, HVR_ERROR, HVR_ERROR_PROTOCOL);
    g_assert_nonnull(strstr(other->error->message, "'Fly_OUTPUT'"));
}

/* An older host leaves the vendor out. */
static void
test_identity(void)
{
    const char *answers[] = {
        BODY("<i:IdentifyResponse xmlns:i=\"" HVR_NS_WSMID "\">"
             "<i:ProductVersion> OS: 6.2 </i:ProductVersion></i:IdentifyResponse>"),
        NULL
    };
    g_autoptr(Fixture) fixture = fixture_new(answers, G_TIME_SPAN_MINUTE);
    g_autoptr(HvrWsmanIdentity)
        identity = hvr_wsman_client_identify(fixture->client, NULL, &fixture->error);

    g_assert_no_error(fixture->error);
    g_assert_cmpstr(identity->vendor, ==, "");
    g_assert_cmpstr(identity->version, ==, "OS: 6.2");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wsman/client/bad-answers", test_bad_answers);
    g_test_add_func("/wsman/client/cancelled", test_cancelled);
    g_test_add_func("/wsman/client/no-time", test_no_time);
    for (gsize i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autofree char *path = g_strconcat("/wsman/client/pages/", pages[i].name, NULL);

        g_test_add_data_func(path, &pages[i], test_pages);
    }
    g_test_add_func("/wsman/client/pages/broken", test_broken_pull);
    g_test_add_func("/wsman/client/pages/endless", test_endless_pages);
    g_test_add_func("/wsman/client/stop/last-page", test_stop_on_last_page);
    g_test_add_func("/wsman/client/stop/failing-release", test_failing_release);
    g_test_add_func("/wsman/client/output", test_output);
    g_test_add_func("/wsman/client/identity", test_identity);

    return g_test_run();
}
