/* server_fixture.h: a simulated host with its listeners, as hardened as Windows is by default
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <string.h>

#include "certificate.h"
#include "http_client.h"
#include "hvr_error.h"
#include "sim_server.h"
#include "sim_vm.h"

#define GUID "6DDC63C1-0135-40CA-B998-A606D91080E9"

/* 2026-05-01T03:00:00Z */
#define START (G_GINT64_CONSTANT(1777604400) * G_USEC_PER_SEC)

/* "Administrator:secret" */
#define BASIC "Authorization: Basic QWRtaW5pc3RyYXRvcjpzZWNyZXQ=\r\n"

#define SOAP "Content-Type: application/soap+xml;charset=UTF-8\r\n"

#define IDENTIFY                                                                                   \
    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:w="                     \
    "\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\">"                         \
    "<s:Header/><s:Body><w:Identify/></s:Body></s:Envelope>"

typedef struct {
    HvsWorld *world;
    HvsHost *host;
    HvsServer *server;
    GTlsCertificate *certificate;
} ServerFixture;

static inline void
start_server(ServerFixture *f)
{
    g_autoptr(GError) error = NULL;

    f->server = hvs_server_new(f->host, "127.0.0.1", f->certificate, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(f->host->http_port, !=, 0);
    g_assert_cmpuint(f->host->https_port, !=, 0);
}

/* Without the server, so that the host can still be configured. */
static inline void
set_up_host(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(START);
    g_autoptr(GError) error = NULL;

    f->certificate = g_tls_certificate_new_from_pem(certificate_pem, -1, &error);
    g_assert_no_error(error);
    f->world = hvs_world_new(clock, START, 0, 1);
    f->host = hvs_host_new(f->world, "HV-PRIMARY");
    g_free(f->host->password);
    f->host->password = g_strdup("secret");
    hvs_vm_new(f->host, "web", GUID);
}

/* Basic, even in clear: what is tested has nothing to do with logging in. */
static inline void
set_up_server(ServerFixture *f, gconstpointer data)
{
    set_up_host(f, data);
    f->host->winrm.basic = TRUE;
    f->host->winrm.allow_unencrypted = TRUE;
    start_server(f);
}

static inline void
tear_down_server(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    hvs_server_free(f->server);
    hvs_world_free(f->world);
    g_object_unref(f->certificate);
}

static inline HttpClient *
connect_to(const ServerFixture *f, gboolean tls)
{
    return http_client_new(tls ? f->host->https_port : f->host->http_port, tls, NULL);
}

static inline void
assert_identified(const HttpAnswer *answer)
{
    g_assert_cmpuint(answer->status, ==, 200);
    g_assert_nonnull(strstr(answer->body->str, "OS: 10.0.20348 SP: 0.0 Stack: 3.0"));
}

/* Without a token, and told what there is. */
static inline void
assert_refused(const HttpAnswer *answer)
{
    g_assert_cmpuint(answer->status, ==, 401);
    g_assert_cmpuint(answer->body->len, ==, 0);
    g_assert_true(http_answer_has(answer, "WWW-Authenticate: Negotiate"));
    g_assert_true(http_answer_has(answer, "Connection: close"));
}
