/* gss_world.h: a realm without a KDC, and the host's end of a GSS context
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Tickets are forged with the service's key, NTLM users stand in a file; all of
 * it lies in a directory of the test's own, and nothing of the machine's is read.
 */

#pragma once

#include <gssapi/gssapi.h>

#include "hvr_endpoint.h"
#include "wsman_gss.h"

G_BEGIN_DECLS

#define GSS_REALM    "HYPERV.TEST"
#define GSS_HOST     "hv01.hyperv.test"
#define GSS_SERVICE  "HTTP/" GSS_HOST "@" GSS_REALM
#define GSS_USER     "administrator@" GSS_REALM
#define GSS_PASSWORD "Pa55-word"

/** gss_world_enter: at the top of main(), before there are threads */
void gss_world_enter(void);

/** gss_world_leave: remove what is left; returns @status */
int gss_world_leave(int status);

/** gss_world_dup_path: (transfer full): of a file in the test's directory */
char *gss_world_dup_path(const char *name);

/** gss_world_allow: from now on only this encryption, as krb5.conf calls it */
void gss_world_allow(const char *enctype);

/**
 * gss_world_forge:
 * @service: whose ticket it is
 * @ccache: file that gets it
 * @keytab: (nullable): file that gets the service's key
 * @seconds: how long it is valid; negative if it has ended
 *
 * A ticket of %GSS_USER.
 */
void gss_world_forge(
    const char *enctype, const char *service, const char *ccache, const char *keytab, int seconds);

/** GssAcceptor: the host */
typedef struct {
    gss_cred_id_t credential;
    gss_ctx_id_t context;
    GBytes *binding; /* (nullable) */
    OM_uint32 major; /* of the last step */
} GssAcceptor;

/** gss_acceptor_new: @keytab is %NULL for NTLM */
GssAcceptor *gss_acceptor_new(const char *keytab, GBytes *binding);
void gss_acceptor_free(GssAcceptor *acceptor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GssAcceptor, gss_acceptor_free)

/** gss_acceptor_step: (transfer full) (nullable): the host's answer to @token */
GBytes *gss_acceptor_step(GssAcceptor *acceptor, GBytes *token);

/** gss_acceptor_meet: all legs; returns how many tokens went either way */
guint gss_acceptor_meet(GssAcceptor *acceptor, HvrWsmanGss *gss);

/**
 * GssPair: both ends, established
 */
typedef struct {
    HvrWsmanGss *gss;
    GssAcceptor *acceptor;
} GssPair;

/** gss_pair_new: @enctype is %NULL for NTLM */
GssPair *gss_pair_new(const char *enctype);
void gss_pair_free(GssPair *pair);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GssPair, gss_pair_free)

G_END_DECLS
