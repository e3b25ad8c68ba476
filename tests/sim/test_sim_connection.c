/* test_sim_connection.c: how many connections a simulated host takes, for how long, and who waits
 * on them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "gss_client.h"
#include "server_fixture.h"
#include "sim_upset.h"

#define V2 "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/virtualization/v2/*"

#define ENVELOPE(id, action, body)                                                                 \
    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "                             \
    "xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" "                                \
    "xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\" "                                  \
    "xmlns:n=\"http://schemas.xmlsoap.org/ws/2004/09/enumeration\" "                               \
    "xmlns:e=\"http://schemas.xmlsoap.org/ws/2004/08/eventing\"><s:Header>"                        \
    "<a:MessageID>" id "</a:MessageID><a:ReplyTo><a:Address>"                                      \
    "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>"      \
    "<a:Action>http://schemas.xmlsoap.org/ws/2004/" action "</a:Action><w:ResourceURI>" V2         \
    "</w:ResourceURI></s:Header><s:Body>" body "</s:Body></s:Envelope>"

#define SUBSCRIBE                                                                                  \
    ENVELOPE("uuid:1", "08/eventing/Subscribe",                                                    \
             "<e:Subscribe><e:Delivery Mode=\"http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull\">"  \
             "<w:Heartbeats>PT30.000S</w:Heartbeats></e:Delivery>"                                 \
             "<w:Filter Dialect=\"http://schemas.microsoft.com/wbem/wsman/1/WQL\">SELECT * FROM "  \
             "__InstanceModificationEvent WHERE TargetInstance ISA 'Msvm_ComputerSystem'"          \
             "</w:Filter></e:Subscribe>")

#define PULL                                                                                       \
    ENVELOPE("uuid:2", "09/enumeration/Pull",                                                      \
             "<n:Pull><n:EnumerationContext>%s</n:EnumerationContext></n:Pull>")

static void
iterate_until(gboolean (*is_so)(const HvsHost *host), const HvsHost *host)
{
    while (!is_so(host))
        g_main_context_iteration(NULL, TRUE);
}

static gboolean
is_alone(const HvsHost *host)
{
    return host->traffic.n_connections == 0;
}

/* One more than there may be; a place that gets free can be taken. */
static void
talk_surplus(gpointer data, gpointer fixture)
{
    ServerFixture *f = fixture;
    g_autoptr(HttpClient) first = connect_to(f, FALSE);
    g_autoptr(HttpClient) second = connect_to(f, TRUE);
    g_auto(HttpAnswer) one = http_client_say(first, BASIC SOAP, IDENTIFY);
    g_auto(HttpAnswer) two = http_client_say(second, BASIC SOAP, IDENTIFY);
    g_autoptr(HttpClient) third = connect_to(f, FALSE);
    g_auto(HttpAnswer) three = http_client_say(third, BASIC SOAP, IDENTIFY);

    assert_identified(&one);
    assert_identified(&two);
    g_assert_cmpuint(three.status, ==, 503);
    g_assert_cmpuint(three.body->len, ==, 0);
    g_assert_true(http_answer_has(&three, "Connection: close"));
}

static void
talk_once(gpointer data, gpointer fixture)
{
    g_autoptr(HttpClient) client = connect_to(fixture, FALSE);
    g_auto(HttpAnswer) answer = http_client_say(client, BASIC SOAP, IDENTIFY);

    assert_identified(&answer);
}

static void
test_surplus(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    f->host->winrm.max_connections = 2;
    http_client_run(talk_surplus, f, NULL);
    g_assert_cmpuint(f->host->traffic.peak_connections, ==, 3);
    iterate_until(is_alone, f->host);
    http_client_run(talk_once, f, NULL);
    g_assert_cmpuint(f->host->traffic.n_accepted, ==, 4);
    g_assert_cmpuint(f->host->traffic.peak_busy, ==, 1);
    g_assert_cmpuint(f->host->traffic.n_busy, ==, 0);
}

/* Closed without a word, whether it has been used or not. */
static void
talk_idle(gpointer data, gpointer fixture)
{
    ServerFixture *f = fixture;
    gboolean tls = GPOINTER_TO_INT(data);
    g_autoptr(HttpClient) client = connect_to(f, tls);
    g_autoptr(HttpClient) unused = connect_to(f, tls);
    g_auto(HttpAnswer) answer = http_client_say(client, BASIC SOAP, IDENTIFY);
    GString *more, *nothing;

    assert_identified(&answer);
    f->host->winrm.idle_ms = 1;
    more = http_client_read(client, 1, NULL);
    nothing = http_client_read(unused, 1, NULL);
    g_assert_cmpuint(more->len, ==, 0);
    g_assert_cmpuint(nothing->len, ==, 0);
    g_string_free(more, TRUE);
    g_string_free(nothing, TRUE);
}

static void
test_idle(ServerFixture *f, gconstpointer data)
{
    http_client_run(talk_idle, f, (gpointer)data);
    iterate_until(is_alone, f->host);
}

static gpointer
once_thread(gpointer data)
{
    talk_once(NULL, data);

    return NULL;
}

static gboolean
is_busy(const HvsHost *host)
{
    return host->traffic.n_busy == 1;
}

/* Who waits for an answer is not idle. */
static void
test_busy(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    GThread *thread;

    g_assert_true(hvs_upset_order(f->host, "delay=250", 1, 0));
    thread = g_thread_new("client", once_thread, f);
    iterate_until(is_busy, f->host);
    f->host->winrm.idle_ms = 1;
    iterate_until(is_alone, f->host);
    g_thread_join(thread);
}

static gboolean
has_two_busy(const HvsHost *host)
{
    return host->traffic.peak_busy == 2;
}

static void
test_peak(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    GThread *threads[2];

    g_assert_true(hvs_upset_order(f->host, "delay=100", 2, 0));
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("client", once_thread, f);
    iterate_until(has_two_busy, f->host);
    iterate_until(is_alone, f->host);
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
    g_assert_cmpuint(f->host->traffic.peak_connections, ==, 2);
}

static char *
dup_context(const HttpAnswer *answer)
{
    const char *start = strstr(answer->body->str, "EnumerationContext>");

    g_assert_nonnull(start);
    start += strlen("EnumerationContext>");

    return g_strndup(start, strcspn(start, "<"));
}

/* A Pull that waits; what it waits for happens in the other thread. */
static void
talk_parked(gpointer data, gpointer fixture)
{
    const gboolean *is_sealed = data;
    g_autoptr(HttpClient) client = connect_to(fixture, FALSE);
    g_auto(GssClient) gss = { 0 };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &(GssUser){ 0 });
    g_auto(HttpAnswer) subscribed = *is_sealed ? gss_client_say(&gss, client, SUBSCRIBE)
                                               : http_client_say(client, BASIC SOAP, SUBSCRIBE);
    g_autofree char *context = dup_context(&subscribed);
    g_autofree char *pull = g_strdup_printf(PULL, context);
    g_auto(HttpAnswer) pulled = *is_sealed ? gss_client_say(&gss, client, pull)
                                           : http_client_say(client, BASIC SOAP, pull);

    g_assert_cmpuint(pulled.status, ==, 200);
    g_assert_nonnull(strstr(pulled.body->str, "__InstanceModificationEvent"));
    g_assert_nonnull(strstr(pulled.body->str, GUID));
}

static gboolean
on_look(gpointer data)
{
    HvsHost *host = data;

    if (host->traffic.n_subscriptions == 0 || host->traffic.n_busy == 0)
        return G_SOURCE_CONTINUE;
    hvs_vm_set_state(g_ptr_array_index(host->vms, 0), HVS_VM_RUNNING);

    return G_SOURCE_REMOVE;
}

static void
test_parked(ServerFixture *f, gconstpointer data)
{
    gboolean is_sealed = GPOINTER_TO_INT(data);

    g_timeout_add(60, on_look, f->host);
    http_client_run(talk_parked, f, &is_sealed);
    g_assert_cmpuint(f->host->n_requests, ==, 2);
    g_assert_cmpuint(f->host->traffic.n_subscriptions, ==, 1);
}

static gpointer
leave_thread(gpointer data)
{
    g_autoptr(HttpClient) client = connect_to(data, FALSE);
    g_auto(HttpAnswer) subscribed = http_client_say(client, BASIC SOAP, SUBSCRIBE);
    g_autofree char *context = dup_context(&subscribed);
    g_autofree char *pull = g_strdup_printf(PULL, context);
    g_autofree char *request = g_strdup_printf("POST /wsman HTTP/1.1\r\nHost: hv\r\n" BASIC SOAP
                                               "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                                               strlen(pull), pull);

    http_client_send(client, request);

    return NULL;
}

static gboolean
has_subscribed(const HvsHost *host)
{
    return host->traffic.n_subscriptions > 0;
}

/* libsoup would not notice that nobody waits any more. */
static void
test_left(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    GThread *thread = g_thread_new("client", leave_thread, f);

    iterate_until(has_subscribed, f->host);
    iterate_until(is_alone, f->host);
    g_thread_join(thread);
    g_assert_cmpuint(f->host->traffic.n_busy, ==, 0);
}

/* A request that never comes whole does not keep the host from ending. */
static void
talk_half(gpointer data, gpointer fixture)
{
    HttpClient **client = data;

    *client = connect_to(fixture, FALSE);
    http_client_send(*client, "POST /wsman HTTP/1.1\r\nHost: hv\r\n" BASIC SOAP
                              "Content-Length: 190\r\n\r\n<s:Envelope");
}

static void
test_half(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(HttpClient) client = NULL;

    http_client_run(talk_half, f, &client);
    iterate_until(is_busy, f->host);
    g_clear_pointer(&f->server, hvs_server_free);
    g_assert_cmpuint(f->host->traffic.n_connections, ==, 0);
    g_assert_cmpuint(f->host->traffic.n_busy, ==, 0);
}

#define add(path, func, data)                                                                      \
    g_test_add(path, ServerFixture, data, set_up_server, func, tear_down_server)

int
main(int argc, char **argv)
{
    gss_client_isolate();
    g_test_init(&argc, &argv, NULL);

    add("/sim/connection/surplus", test_surplus, NULL);
    add("/sim/connection/idle", test_idle, GINT_TO_POINTER(FALSE));
    add("/sim/connection/idle-tls", test_idle, GINT_TO_POINTER(TRUE));
    add("/sim/connection/busy", test_busy, NULL);
    add("/sim/connection/peak", test_peak, NULL);
    add("/sim/connection/parked", test_parked, GINT_TO_POINTER(FALSE));
    add("/sim/connection/parked-sealed", test_parked, GINT_TO_POINTER(TRUE));
    add("/sim/connection/left", test_left, NULL);
    add("/sim/connection/half", test_half, NULL);

    return g_test_run();
}
