/* test_wsman_subscription.c: WS-Eventing against a host that answers by script
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_subscription.h"

#include <string.h>

#include "hvr_error.h"
#include "wsman_loopback.h"
#include "wsman_names.h"

/* clang-format off */
#define OPEN \
    "<s:Envelope xmlns:s=\"" HVR_NS_S "\" xmlns:a=\"" HVR_NS_A "\" xmlns:w=\"" HVR_NS_W \
    "\" xmlns:n=\"" HVR_NS_N "\" xmlns:e=\"" HVR_NS_E "\" xmlns:f=\"" HVR_NS_F "\"><s:Body>"
#define CLOSE "</s:Body></s:Envelope>"

#define MANAGER(references) \
    "<e:SubscriptionManager><a:Address>http://hv:5985/wsman</a:Address>" references "</e:SubscriptionManager>"
#define PROPERTIES \
    "<a:ReferenceProperties><w:ResourceURI>u:manager</w:ResourceURI><e:Identifier> 885E9924 </e:Identifier></a:ReferenceProperties>"
#define PARAMETERS "<a:ReferenceParameters><e:Identifier>885E9924</e:Identifier></a:ReferenceParameters>"
#define CONTEXT(text) "<n:EnumerationContext>" text "</n:EnumerationContext>"
#define GRANTED(content) OPEN "<e:SubscribeResponse>" content "</e:SubscribeResponse>" CLOSE
#define PLAIN GRANTED(MANAGER(PROPERTIES) "<e:Expires>PT600.000S</e:Expires>" CONTEXT("uuid:1"))
#define PULLED(content) OPEN "<n:PullResponse>" content "</n:PullResponse>" CLOSE
#define FAULT(subcode, code) \
    OPEN "<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>" subcode "</s:Value></s:Subcode></s:Code>" \
    "<s:Reason><s:Text xml:lang=\"en-US\">So it is.</s:Text></s:Reason>" \
    "<s:Detail><f:WSManFault Code=\"" code "\" Machine=\"hv\"><f:Message>So it is.</f:Message></f:WSManFault></s:Detail>" \
    "</s:Fault>" CLOSE
#define DONE OPEN CLOSE
/* clang-format on */

/* An answer that never comes. */
#define SILENCE "silence"

#define HEARTBEAT (30 * G_TIME_SPAN_SECOND)
#define EXPIRES   (600 * G_TIME_SPAN_SECOND)

typedef struct {
    const char *const *answers;
    GPtrArray *requests; /* char* */
    HvrWsmanClient *client;
    GString *seen;
    GError *error;
} Fixture;

static GBytes *
answer(GBytes *request, gpointer user_data, GError **error)
{
    Fixture *fixture = user_data;
    const char *text = fixture->answers[fixture->requests->len];

    g_assert_nonnull(text);
    g_ptr_array_add(fixture->requests,
                    g_strndup(g_bytes_get_data(request, NULL), g_bytes_get_size(request)));
    if (strcmp(text, SILENCE) == 0)
        return hvr_fail_null(error, HVR_ERROR_TIMEOUT, "the deadline passed");

    return g_bytes_new(text, strlen(text));
}

static Fixture *
fixture_new(const char *const *answers)
{
    Fixture *fixture = g_new0(Fixture, 1);

    fixture->answers = answers;
    fixture->requests = g_ptr_array_new_with_free_func(g_free);
    fixture->client =
        hvr_wsman_client_new(hvr_wsman_loopback_new(answer, fixture), G_TIME_SPAN_MINUTE);
    fixture->seen = g_string_new(NULL);

    return fixture;
}

/* Every answer has been asked for. */
static void
fixture_free(Fixture *fixture)
{
    g_assert_null(fixture->answers[fixture->requests->len]);
    hvr_wsman_client_free(fixture->client);
    g_ptr_array_unref(fixture->requests);
    g_string_free(fixture->seen, TRUE);
    g_clear_error(&fixture->error);
    g_free(fixture);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fixture, fixture_free)

static void
assert_asked(const Fixture *fixture, guint index, const char *text)
{
    const char *request = fixture->requests->pdata[index];

    if (strstr(request, text) == NULL)
        g_test_fail_printf("'%s' is not in: %s", text, request);
}

static HvrWsmanSubscription *
open_one(Fixture *fixture)
{
    return hvr_wsman_subscription_open(fixture->client, "u:*", "SELECT * FROM E WHERE A <> 'b'",
                                       HEARTBEAT, EXPIRES, NULL, &fixture->error);
}

static gboolean
note(const xmlNode *item, gpointer user_data, GError **error)
{
    Fixture *fixture = user_data;

    g_string_append_printf(fixture->seen, "%s ", item->name);

    return TRUE;
}

static gboolean
pull(Fixture *fixture, HvrWsmanSubscription *subscription, GCancellable *cancellable)
{
    return hvr_wsman_subscription_pull(subscription, fixture->client, G_TIME_SPAN_MINUTE, note,
                                       fixture, cancellable, &fixture->error);
}

static void
test_requests(void)
{
    static const char *const answers[] = { PLAIN, PULLED(CONTEXT("uuid:2") "<n:Items/>"), DONE,
                                           NULL };
    g_autoptr(Fixture) fixture = fixture_new(answers);
    HvrWsmanSubscription *subscription = open_one(fixture);

    g_assert_no_error(fixture->error);
    assert_asked(fixture, 0,
                 ">http://schemas.xmlsoap.org/ws/2004/08/eventing/Subscribe</a:Action>");
    assert_asked(fixture, 0, ">u:*</w:ResourceURI>");
    assert_asked(fixture, 0,
                 "<s:Body><e:Subscribe xmlns:e=\"http://schemas.xmlsoap.org/ws/2004/08/eventing\">"
                 "<e:Delivery Mode=\"http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull\">"
                 "<w:Heartbeats>PT30.000S</w:Heartbeats>"
                 "<w:Locale xml:lang=\"en-US\" s:mustUnderstand=\"false\"/>"
                 "<p:DataLocale xml:lang=\"en-US\" s:mustUnderstand=\"false\"/>"
                 "<w:ContentEncoding>UTF-8</w:ContentEncoding></e:Delivery>"
                 "<e:Expires>PT600.000S</e:Expires>"
                 "<w:Filter Dialect=\"http://schemas.microsoft.com/wbem/wsman/1/WQL\">"
                 "SELECT * FROM E WHERE A &lt;&gt; 'b'</w:Filter></e:Subscribe></s:Body>");

    g_assert_true(pull(fixture, subscription, NULL));
    g_assert_no_error(fixture->error);
    assert_asked(fixture, 1, ">http://schemas.xmlsoap.org/ws/2004/09/enumeration/Pull</a:Action>");
    assert_asked(fixture, 1, ">u:*</w:ResourceURI>");
    assert_asked(fixture, 1, "<w:OperationTimeout>PT5");
    assert_asked(fixture, 1,
                 "<n:Pull><n:EnumerationContext>uuid:1</n:EnumerationContext>"
                 "<n:MaxElements>100</n:MaxElements></n:Pull>");

    hvr_wsman_subscription_close(subscription, fixture->client, NULL);
    assert_asked(fixture, 2,
                 ">http://schemas.xmlsoap.org/ws/2004/08/eventing/Unsubscribe</a:Action>");
    assert_asked(fixture, 2, ">u:manager</w:ResourceURI>");
    assert_asked(fixture, 2,
                 "<e:Identifier xmlns:e=\"http://schemas.xmlsoap.org/ws/2004/08/eventing\">"
                 "885E9924</e:Identifier></s:Header>");
    assert_asked(fixture, 2, "<s:Body><e:Unsubscribe");
}

typedef struct {
    const char *name;
    const char *answer;
    GTimeSpan expires; /* seconds */
    gboolean has_identifier;
    const char *resource_uri;
} Grant;

/* clang-format off */
static const Grant grants[] = {
    { "windows",    PLAIN,                                                                                 600, TRUE,  ">u:manager<" },
    { "parameters", GRANTED(MANAGER(PARAMETERS) "<e:Expires>PT60S</e:Expires>" CONTEXT("uuid:1")),         60,  TRUE,  ">u:*<" },
    { "for-ever",   GRANTED(MANAGER(PROPERTIES) "<e:Expires>PT0.000S</e:Expires>" CONTEXT("uuid:1")),      0,   TRUE,  ">u:manager<" },
    { "no-word",    GRANTED(MANAGER(PROPERTIES) CONTEXT("uuid:1")),                                        600, TRUE,  ">u:manager<" },
    { "a-date",     GRANTED(MANAGER(PROPERTIES) "<e:Expires>2026-05-01T03:00:00Z</e:Expires>" CONTEXT("uuid:1")), 600, TRUE,  ">u:manager<" },
    { "no-manager", GRANTED(CONTEXT("uuid:1")),                                                            600, FALSE, NULL },
    { "no-name",    GRANTED(MANAGER("<a:ReferenceProperties><e:Identifier/></a:ReferenceProperties>") CONTEXT("uuid:1")), 600, FALSE, NULL },
    { "disorder",   GRANTED(CONTEXT(" uuid:1\n") "<e:Expires> PT5M </e:Expires>" MANAGER(PARAMETERS)),     300, TRUE,  ">u:*<" },
};
/* clang-format on */

static void
test_grant(gconstpointer data)
{
    const Grant *c = data;
    const char *const answers[] = { c->answer, PULLED(CONTEXT("uuid:2") "<n:Items/>"),
                                    c->has_identifier ? DONE : NULL, NULL };
    g_autoptr(Fixture) fixture = fixture_new(answers);
    HvrWsmanSubscription *subscription = open_one(fixture);

    g_assert_no_error(fixture->error);
    g_assert_cmpint(hvr_wsman_subscription_get_expires(subscription), ==,
                    c->expires * G_TIME_SPAN_SECOND);
    g_assert_true(pull(fixture, subscription, NULL));
    assert_asked(fixture, 1, ">uuid:1<");
    hvr_wsman_subscription_close(subscription, fixture->client, NULL);
    if (c->has_identifier)
        assert_asked(fixture, 2, c->resource_uri);
}

typedef struct {
    const char *name;
    const char *answer;
    int code; /* an HvrErrorCode */
} Refusal;

/* clang-format off */
static const Refusal refusals[] = {
    { "no-pull-mode",  FAULT("e:DeliveryModeRequestedUnavailable", "2150858782"), HVR_ERROR_UNSUPPORTED },
    { "no-dialect",    FAULT("e:FilteringRequestedUnavailable", "2150858786"),    HVR_ERROR_UNSUPPORTED },
    { "no-source",     FAULT("e:EventSourceUnableToProcess", "2150858787"),       HVR_ERROR_UNSUPPORTED },
    { "no-action",     FAULT("a:ActionNotSupported", "2150858771"),               HVR_ERROR_UNSUPPORTED },
    { "only-push",     FAULT("w:UnsupportedFeature", "2150859007"),               HVR_ERROR_UNSUPPORTED },
    { "denied",        FAULT("w:AccessDenied", "5"),                              HVR_ERROR_DENIED },
    { "quota",         FAULT("w:QuotaLimit", "2150859240"),                       HVR_ERROR_BUSY },
    { "other-answer",  PULLED("<n:Items/>"),                                      HVR_ERROR_PROTOCOL },
    { "empty",         DONE,                                                      HVR_ERROR_PROTOCOL },
    { "no-context",    GRANTED(MANAGER(PROPERTIES)),                              HVR_ERROR_PROTOCOL },
    { "empty-context", GRANTED(MANAGER(PROPERTIES) CONTEXT("")),                  HVR_ERROR_PROTOCOL },
    { "cut-off",       OPEN "<e:SubscribeResponse>",                              HVR_ERROR_PROTOCOL },
    { "silence",       SILENCE,                                                   HVR_ERROR_TIMEOUT },
};
/* clang-format on */

static void
test_refusal(gconstpointer data)
{
    const Refusal *c = data;
    const char *const answers[] = { c->answer, NULL };
    g_autoptr(Fixture) fixture = fixture_new(answers);

    g_assert_null(open_one(fixture));
    g_assert_error(fixture->error, HVR_ERROR, c->code);
    g_assert_nonnull(strstr(fixture->error->message, "'Subscribe' failed"));
}

#define OK (-1)

typedef struct {
    const char *name;
    const char *answer;
    int code; /* an HvrErrorCode, or OK */
    const char *seen;
    const char
        *next; /* (nullable): context of the next pull; NULL: Unsubscribe is not sent either */
} Outcome;

#define EVENTS "<n:Items><p:A xmlns:p=\"u:A\"/><p:B xmlns:p=\"u:B\"/></n:Items>"

/* clang-format off */
static const Outcome outcomes[] = {
    { "events",        PULLED(CONTEXT("uuid:2") EVENTS),                                  OK,                "A B ", "uuid:2" },
    { "wrapped",       PULLED(CONTEXT("uuid:2") "<w:Items><w:Item><p:A xmlns:p=\"u:A\"/></w:Item></w:Items>"), OK, "A ", "uuid:2" },
    { "heartbeat",     PULLED(CONTEXT("uuid:2") "<n:Items/>"),                            OK,                "",     "uuid:2" },
    { "no-items",      PULLED(CONTEXT("uuid:2")),                                         OK,                "",     "uuid:2" },
    { "same-context",  PULLED(EVENTS),                                                    OK,                "A B ", "uuid:1" },
    { "timed-out",     FAULT("w:TimedOut", "2150858793"),                                 OK,                "",     "uuid:1" },
    { "timed-out-omi", FAULT("w:TimedOut", "0"),                                          OK,                "",     "uuid:1" },
    { "forgotten",     FAULT("n:InvalidEnumerationContext", "2150858779"),                HVR_ERROR_LOST,    "",     NULL },
    { "closed",        FAULT("w:InternalError", "2150858760"),                            HVR_ERROR_LOST,    "",     NULL },
    { "closing",       FAULT("w:InternalError", "2150858761"),                            HVR_ERROR_LOST,    "",     NULL },
    { "too-late",      FAULT("w:InternalError", "2150858762"),                            HVR_ERROR_LOST,    "",     NULL },
    { "end",           PULLED("<n:Items><p:A xmlns:p=\"u:A\"/></n:Items><n:EndOfSequence/>"), HVR_ERROR_LOST, "A ",  NULL },
    { "end-of-omi",    PULLED(CONTEXT("uuid:2") "<n:Items/><w:EndOfSequence/>"),          HVR_ERROR_LOST,    "",     NULL },
    { "empty-context", PULLED(CONTEXT("") "<n:Items/>"),                                  HVR_ERROR_LOST,    "",     NULL },
    { "denied",        FAULT("w:AccessDenied", "5"),                                      HVR_ERROR_DENIED,  "",     "uuid:1" },
    { "nonsense",      DONE,                                                              HVR_ERROR_PROTOCOL, "",    "uuid:1" },
    { "half-open",     SILENCE,                                                           HVR_ERROR_TIMEOUT, "",     "uuid:1" },
};
/* clang-format on */

static void
test_outcome(gconstpointer data)
{
    const Outcome *c = data;
    const char *const gone[] = { PLAIN, c->answer, NULL };
    const char *const there[] = { PLAIN, c->answer, PULLED(CONTEXT("uuid:9")), DONE, NULL };
    g_autoptr(Fixture) fixture = fixture_new(c->next != NULL ? there : gone);
    HvrWsmanSubscription *subscription = open_one(fixture);
    g_autofree char *next = g_strdup_printf(">%s<", c->next);

    g_assert_cmpint(pull(fixture, subscription, NULL), ==, c->code == OK);
    if (c->code == OK)
        g_assert_no_error(fixture->error);
    else
        g_assert_error(fixture->error, HVR_ERROR, c->code);
    g_assert_cmpstr(fixture->seen->str, ==, c->seen);
    if (c->next != NULL) {
        g_clear_error(&fixture->error);
        g_assert_true(pull(fixture, subscription, NULL));
        assert_asked(fixture, 2, next);
    }
    hvr_wsman_subscription_close(subscription, fixture->client, NULL);
}

static void
test_cancelled(void)
{
    static const char *const answers[] = { PLAIN, DONE, NULL };
    g_autoptr(Fixture) fixture = fixture_new(answers);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    HvrWsmanSubscription *subscription = open_one(fixture);

    g_cancellable_cancel(cancellable);
    g_assert_false(pull(fixture, subscription, cancellable));
    g_assert_error(fixture->error, HVR_ERROR, HVR_ERROR_CANCELLED);

    /* Saying good-bye is still possible. */
    hvr_wsman_subscription_close(subscription, fixture->client, NULL);
    assert_asked(fixture, 1, "885E9924");
}

static gboolean
stop(const xmlNode *item, gpointer user_data, GError **error)
{
    return hvr_fail(error, HVR_ERROR_INTERNAL, "enough");
}

static void
test_visitor_stops(void)
{
    static const char *const answers[] = { PLAIN, PULLED(CONTEXT("uuid:2") EVENTS), DONE, NULL };
    g_autoptr(Fixture) fixture = fixture_new(answers);
    HvrWsmanSubscription *subscription = open_one(fixture);

    g_assert_false(hvr_wsman_subscription_pull(subscription, fixture->client, G_TIME_SPAN_MINUTE,
                                               stop, NULL, NULL, &fixture->error));
    g_assert_error(fixture->error, HVR_ERROR, HVR_ERROR_INTERNAL);
    hvr_wsman_subscription_close(subscription, fixture->client, NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wsman/subscription/requests", test_requests);
    g_test_add_func("/wsman/subscription/cancelled", test_cancelled);
    g_test_add_func("/wsman/subscription/visitor-stops", test_visitor_stops);
    for (gsize i = 0; i < G_N_ELEMENTS(grants); i++) {
        g_autofree char *path = g_strconcat("/wsman/subscription/grant/", grants[i].name, NULL);

        g_test_add_data_func(path, &grants[i], test_grant);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path = g_strconcat("/wsman/subscription/refusal/", refusals[i].name, NULL);

        g_test_add_data_func(path, &refusals[i], test_refusal);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(outcomes); i++) {
        g_autofree char *path = g_strconcat("/wsman/subscription/pull/", outcomes[i].name, NULL);

        g_test_add_data_func(path, &outcomes[i], test_outcome);
    }

    return g_test_run();
}
