/* test_wsman_initiation.c: a KDC that does not answer holds nobody up
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http_exchange.h"
#include "http_script.h"
#include "http_server.h"
#include "hvr_error.h"
#include "wsman_curl.h"

/* The KDC is a pipe: whoever opens it knows that it is being waited for, and
 * ends that by closing it. */
typedef struct {
    char *directory;
    char *path;
    GCancellable *cancellable; /* (nullable): cancelled once the KDC is asked */
    int fd;
} Kdc;

static void
kdc_init(Kdc *kdc)
{
    kdc->directory = g_dir_make_tmp("kdc-XXXXXX", NULL);
    g_assert_nonnull(kdc->directory);
    kdc->path = g_build_filename(kdc->directory, "pipe", NULL);
    g_assert_cmpint(mkfifo(kdc->path, 0600), ==, 0);
}

/* From now on nobody finds it. */
static void
kdc_clear(Kdc *kdc)
{
    g_unlink(kdc->path);
    g_rmdir(kdc->directory);
    close(kdc->fd);
    g_clear_pointer(&kdc->path, g_free);
    g_clear_pointer(&kdc->directory, g_free);
}

static gpointer
run_kdc(gpointer data)
{
    Kdc *kdc = data;

    kdc->fd = open(kdc->path, O_WRONLY | O_CLOEXEC);
    g_assert_cmpint(kdc->fd, >=, 0);
    if (kdc->cancellable != NULL)
        g_cancellable_cancel(kdc->cancellable);

    return NULL;
}

typedef struct {
    const char *name;
    gboolean is_cancelled;
    GTimeSpan timeout;
    int code; /* an HvrErrorCode */
    const char *message;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "cancelled", TRUE,  HTTP_TIMEOUT,                    HVR_ERROR_CANCELLED,   "the operation was cancelled" },
    { "deadline",  FALSE, 200 * G_TIME_SPAN_MILLISECOND,   HVR_ERROR_UNREACHABLE, "no credentials for 'kerberos' in time, nothing was sent to the host" },
};
/* clang-format on */

static void
test_silent_kdc(gconstpointer data)
{
    const Case *c = data;
    Kdc kdc = { .fd = -1 };
    g_autoptr(GArray) script = http_script_parse("ood1");
    g_autoptr(HttpServer)
        server = http_server_new((const HttpReply *)(void *)script->data, script->len, NULL);
    HvrEndpoint endpoint = {
        .address = "127.0.0.1",
        .port = http_server_get_port(server),
        .schemes = { HVR_AUTH_KERBEROS },
    };
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GBytes) request = g_bytes_new_static("<request/>", 10);
    g_autoptr(HvrWsmanTransport) transport = NULL;
    g_autoptr(GBytes) answer = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *seen = NULL;
    GThread *thread;
    gint64 start = g_get_monotonic_time();

    kdc_init(&kdc);
    kdc.cancellable = c->is_cancelled ? cancellable : NULL;
    endpoint.ccache = kdc.path;
    transport = hvr_wsman_curl_new(&endpoint, NULL);
    thread = g_thread_new("kdc", run_kdc, &kdc);
    answer = hvr_wsman_transport_exchange(transport, request, c->timeout, cancellable, &error);
    g_assert_null(answer);
    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_cmpstr(error->message, ==, c->message);
    g_assert_cmpint(g_get_monotonic_time() - start, <, HTTP_AT_ONCE);
    g_thread_join(thread);

    /* What was left behind ends by itself, and the next one is not held up. */
    kdc_clear(&kdc);
    http_assert_ok(transport);
    seen = http_script_dup_seen(server);
    g_assert_cmpstr(seen, ==, "|e|eas");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wsman/initiation/silent-kdc/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_silent_kdc);
    }

    return g_test_run();
}
