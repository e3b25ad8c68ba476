/* tls_files.c: the certificates, keys and CRLs of the tests of TLS
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "tls_files.h"

#include <string.h>

/* clang-format off */
static const TlsSubject subjects[] = {
    { .name = "contoso",        .is_authority = TRUE },
    { .name = "fabrikam",       .is_authority = TRUE },
    { .name = "branch",         .is_authority = TRUE, .issuer = "contoso" },
    { .name = "good",           .issuer = "contoso" },
    { .name = "chained",        .issuer = "branch" },
    { .name = "revoked",        .issuer = "contoso" },
    { .name = "expired",        .issuer = "contoso", .end = "20260102030405Z" },
    { .name = "future",         .issuer = "contoso", .start = "20980102030405Z", .end = "20990102030405Z" },
    { .name = "other-name",     .issuer = "contoso", .hosts = "DNS:hv02.example.com,IP:192.0.2.7,IP:2001:db8::7,email:a@b.example" },
    { .name = "no-name",        .issuer = "contoso", .hosts = "" },
    { .name = "wildcard",       .issuer = "contoso", .hosts = "DNS:*.example.com" },
    { .name = "half-wildcard",  .issuer = "contoso", .hosts = "DNS:hv*.example.com" },
    { .name = "address",        .issuer = "contoso", .hosts = "IP:127.0.0.1,IP:::1" },
    { .name = "weak-key",       .issuer = "contoso", .rsa_bits = 1024 },
    { .name = "rsa",            .issuer = "contoso", .rsa_bits = 2048 },
    { .name = "weak-signature", .issuer = "contoso", .digest = "SHA1" },
    { .name = "for-clients",    .issuer = "contoso", .usage = "clientAuth" },
    { .name = "self",           .hosts = "DNS:hv01.example.com" },
    { .name = "self-expired",   .end = "20260102030405Z" },
    { .name = "self-weak",      .rsa_bits = 1024 },
    { .name = "weak-ca",        .is_authority = TRUE, .rsa_bits = 1024 },
    { .name = "below-weak",     .issuer = "weak-ca" },
    { .name = "sha1-branch",    .is_authority = TRUE, .issuer = "contoso", .digest = "SHA1" },
    { .name = "below-sha1",     .issuer = "sha1-branch" },
    { .name = "old-branch",     .is_authority = TRUE, .issuer = "contoso", .end = "20260102030405Z" },
    { .name = "below-old",      .issuer = "old-branch" },
    { .name = "no-ca",          .issuer = "contoso", .hosts = "" },
    { .name = "below-no-ca",    .issuer = "no-ca" },
    { .name = "two\nlines",     .hosts = "" },
    { .name = "client",         .issuer = "fabrikam", .usage = "clientAuth" },
    { .name = "client-self",    .usage = "clientAuth" },
    { .name = "client-expired", .issuer = "fabrikam", .end = "20260102030405Z" },
    { .name = "client-future",  .issuer = "fabrikam", .start = "20980102030405Z", .end = "20990102030405Z" },
    { .name = "client-weak",    .issuer = "fabrikam", .rsa_bits = 1024 },
    { .name = "client-locked",  .issuer = "fabrikam", .passphrase = "secret" },
};
/* clang-format on */

/* What the machine's OpenSSL is set up to take must not matter. */
#define LENIENT                                                                                    \
    "openssl_conf = all\n[all]\nssl_conf = ssl\n[ssl]\nsystem_default = weak\n"                    \
    "[weak]\nMinProtocol = None\nCipherString = ALL:@SECLEVEL=0\n"

/* The certificate without those above it. */
static void
add_alone(TlsMaker *maker, const char *name, const char *alone)
{
    static const char end[] = "-----END CERTIFICATE-----\n";
    g_autofree char *path = tls_maker_dup_path(maker, name);
    g_autofree char *text = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    strstr(text, end)[strlen(end)] = '\0';
    tls_maker_add_text(maker, alone, text);
}

TlsMaker *
tls_files_new(void)
{
    TlsMaker *maker = tls_maker_new();
    g_autofree char *configuration = tls_maker_dup_path(maker, "openssl.cnf");

    tls_maker_add_text(maker, "openssl.cnf", LENIENT);
    g_setenv("OPENSSL_CONF", configuration, TRUE);

    for (gsize i = 0; i < G_N_ELEMENTS(subjects); i++)
        tls_maker_add(maker, &subjects[i]);
    tls_maker_add_crl(maker, "contoso", "contoso", "revoked", NULL);
    tls_maker_add_crl(maker, "branch", "branch", NULL, NULL);
    tls_maker_add_crl(maker, "fabrikam", "fabrikam", NULL, NULL);
    tls_maker_add_crl(maker, "old", "contoso", NULL, "20260102030405Z");
    add_alone(maker, "branch.pem", "branch-alone.pem");
    add_alone(maker, "good.pem", "good-alone.pem");
    tls_maker_add_text(maker, "empty", "");
    tls_maker_add_text(maker, "broken",
                       "-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----\n");

    return maker;
}
