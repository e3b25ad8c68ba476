/* test_wsman_binding.c: the channel binding of certificates of each kind
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_binding.h"

#include <string.h>

#define PREFIX "tls-server-end-point:"

typedef struct {
    const char *name;
    const char *hash; /* as `openssl dgst` says it of the DER */
    const char *certificate;
} Case;

/* Made by `openssl req -x509`; the hash is the signature's unless the name says otherwise (RFC
 * 5929 4.1). */
/* clang-format off */
static const Case cases[] = {
    { "sha256",
      "d3d0a08d5d1b2f3d3e25929b96dd4e56a0884b5e9813ae33edb81023aa48325a",
      "MIIBeDCCAR+gAwIBAgIUewLn8FZp8wW79QTSmyRtaaoXoigwCgYIKoZIzj0EAwIwETEPMA0GA1UEAwwGc2hhMjU2MCAXDTI2MTEyMTEyNTYyM1oYDzIxMj"
      "YxMDI4MTI1NjIzWjARMQ8wDQYDVQQDDAZzaGEyNTYwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASUgwGYzxufPNHFUBk7gsGQOX4OVJRi3Kl3u/J3mQsC"
      "ZSwXijaLfdT1vxFGTOO8FU3TC9dveGM01jfHERDUYbqlo1MwUTAdBgNVHQ4EFgQUg8IuHyHJ8lI/vP74sK0lEQtaWQwwHwYDVR0jBBgwFoAUg8IuHyHJ8l"
      "I/vP74sK0lEQtaWQwwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAcfjIAtoFGWZ+jE308jFkKld6LMcwpLPexQTqZzBFR9AIgMSetJRRL"
      "smO6aIH+hkJB1uGd2ogswd1Wv2dl8mJoQ3U=" },
    { "sha384",
      "8c4cbc1afb239ce64a78494b30429d535a26be38144bb0853fdca55cc636315cd8dad9d6a0c76ef0f14714f42c6a1359",
      "MIIBeDCCAR+gAwIBAgIUOYtYtqq/G+8iKcp2qRg3s363nSEwCgYIKoZIzj0EAwMwETEPMA0GA1UEAwwGc2hhMzg0MCAXDTI2MTEyMTEyNTYyM1oYDzIxMj"
      "YxMDI4MTI1NjIzWjARMQ8wDQYDVQQDDAZzaGEzODQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQzoVvrkdmrMJbrByFVkchLeo3o8uF3Qy6TmQ51i/HC"
      "awnMY52/JDDg9R4qL+UGkfk6tEkiJptt3WMSWxlSFBdMo1MwUTAdBgNVHQ4EFgQUxkE9Qi3BJ0OS/Ol3bJX+zg/GE9owHwYDVR0jBBgwFoAUxkE9Qi3BJ0"
      "OS/Ol3bJX+zg/GE9owDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAwNHADBEAiA0ahGp1UGeJWzFCtmE83PwZGv/zY2nuSYkcZvt3ImHCgIgIEnJbtMl"
      "lO+X9GNiWn8Bm+pLl+LqUQ2YOenAbmoSigQ=" },
    { "sha512",
      "13e456ed0ead6b9d80156fdc6d49d75e1bdd7fa0f62424bc96b89085a006d02bc5bef1d646b6f705a0312bba3c4fb22f939b856619ae8bac8a07f7eafdceb8cc",
      "MIIBeTCCAR+gAwIBAgIUSeNXqcwikFfsCqx/kR5pQeeVLrcwCgYIKoZIzj0EAwQwETEPMA0GA1UEAwwGc2hhNTEyMCAXDTI2MTEyMTEyNTYyM1oYDzIxMj"
      "YxMDI4MTI1NjIzWjARMQ8wDQYDVQQDDAZzaGE1MTIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQPDBWZXPt8GeWt5WvHJo8pcKmlIbuDLiJJkmE1y1jE"
      "fsJoFf30doPKHZlNk9XwuImZCyal7fdgwOOCVeVQUoPno1MwUTAdBgNVHQ4EFgQUiYLYgruXX0j/7WdH6YEGC2D24OQwHwYDVR0jBBgwFoAUiYLYgruXX0"
      "j/7WdH6YEGC2D24OQwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDBANIADBFAiEAms5kIaP6+3vFKdhFyS7Bl3qFh6AIn4G8u4YOhvTjYqECIH6PrZyA"
      "Ipyx6vbgRn0ttQ83iV3PGzmpr135htdwTubt" },
    { "sha1-is-sha256",
      "adceb9f57923832b725c0c3d2186d225b87620698c0d5333c36df2af5aedced4",
      "MIIBdDCCARqgAwIBAgIUBja4abpzoN0iq9zeegR06QYjwmMwCQYHKoZIzj0EATAPMQ0wCwYDVQQDDARzaGExMCAXDTI2MTEyMTEyNTYyM1oYDzIxMjYxMD"
      "I4MTI1NjIzWjAPMQ0wCwYDVQQDDARzaGExMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEW7VVEw2x0bDSi3f/T2gUAmiqPQM8nExcljgeG8OWP+jnWoMH"
      "rLMydxJppzIvJtGFtNoXimaa5jP8l+nc8FdnHaNTMFEwHQYDVR0OBBYEFKqQmvBpOVWmxApjY3nOtgOU1xwDMB8GA1UdIwQYMBaAFKqQmvBpOVWmxApjY3"
      "nOtgOU1xwDMA8GA1UdEwEB/wQFMAMBAf8wCQYHKoZIzj0EAQNJADBGAiEAzZwjk5kiuZavSi4SRoJcFpIf2nfd4eSWsFKzwzbw8R0CIQCAQLtsMhMnzl5D"
      "Lva9qM7utRLeS5c2ZFSq0s4PLTsCRQ==" },
    { "md5-is-sha256",
      "7a3da9da854e40cb603393c8dceec1526c99a17120ee9be68c6c5b6b02f8206b",
      "MIIB+jCCAWOgAwIBAgIUByl20bZ76bOGAjPiCF2P0ypHLw8wDQYJKoZIhvcNAQEEBQAwDjEMMAoGA1UEAwwDbWQ1MCAXDTI2MTEyMTEyNTYyM1oYDzIxMj"
      "YxMDI4MTI1NjIzWjAOMQwwCgYDVQQDDANtZDUwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBALlaK43EEXPXd9YmlO9MjxW+OuLLZV2/boQqGzCOY7lO"
      "o/aTcaRIqSdyiJS4evLC8pJhX4BLMwRxwbnFHTwWo2xezgUS/jec/ar+yAYi/MnXXo+JPaE/HIq1c9ZukxRSybt1jlo+CWonhTOmr+6GYeDyuBAPkjA5hV"
      "/BucWgDm0dAgMBAAGjUzBRMB0GA1UdDgQWBBTs94Sq3luK7J29SsWCQlnmCZXOxjAfBgNVHSMEGDAWgBTs94Sq3luK7J29SsWCQlnmCZXOxjAPBgNVHRMB"
      "Af8EBTADAQH/MA0GCSqGSIb3DQEBBAUAA4GBAHrmqM5nIUE9Az+t+a6u2FgX3ktlmQmFvHxoLq32Lc8ydMlPoYvOtK5R2T52DIbinHkEJQz4rL3pYIIybp"
      "ZJqEtey1p9MO2rj7g5beormo2oNTiHSMt8WCVwZEeJCsqusNYxR92yv6tkM5CWVgRb76SGLsItnnO3HCx1YmGZzLP/" },
    { "rsa-sha384",
      "6acffd5a9eb31419648404c42a9200746fd5ca83932131954e8949f5d451b684cf15518a839165b503e12de18c1b182c",
      "MIICADCCAWmgAwIBAgIUPfjXdcW2rYwMMUbNXei7Z+HkjLYwDQYJKoZIhvcNAQEMBQAwETEPMA0GA1UEAwwGcnNhMzg0MCAXDTI2MTEyMTEyNTYyM1oYDz"
      "IxMjYxMDI4MTI1NjIzWjARMQ8wDQYDVQQDDAZyc2EzODQwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBALmXaKH/0OSVUsYDhrxgIFFtJ0uF2v4pQROQ"
      "UAun8QTzzi3hoYQeyqoKMh+1iMCnzqGm4CBKTEACTo7D5pFXGEGTw8ayHp+xJ0TaSLYIt20jXHwykVS3m5tf6quAfYMDkt2P43YB9iiqpLDH6R+D4wDikJ"
      "mUewAWHbdDcCmJnKVhAgMBAAGjUzBRMB0GA1UdDgQWBBSg/UhoOSBxAK/92jM3JWFE9utdfDAfBgNVHSMEGDAWgBSg/UhoOSBxAK/92jM3JWFE9utdfDAP"
      "BgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBDAUAA4GBAHvq11T+teTfbi4tnSTEdQ42+g6jaxsoMOi0q30RbVkKT3dkVmMMincp69DWYIv1Zsxq3l5bM1"
      "tGXVWpsbRvcRA4GFIubzm63vAPd7AxSORM2ChJpX/mpJ6mmPbC6oXYcihYQ7zgcTuCPvv5ulWlBe9dEGgBe0lLerMoUF3PyGlZ" },
    { "pss-sha384",
      "b4f7ac388034ded5ac05a222f11e558d66ecf552e681c99e80efcf3c1aaf66fcde1cb5c1dad1b2d7b86ed37ab5ef3146",
      "MIICYjCCAZegAwIBAgIUCPGtN0D1yjKOGu3n1g4vilqHrV0wQQYJKoZIhvcNAQEKMDSgDzANBglghkgBZQMEAgIFAKEcMBoGCSqGSIb3DQEBCDANBglghk"
      "gBZQMEAgIFAKIDAgEwMA4xDDAKBgNVBAMMA3BzczAgFw0yNjExMjExMjU2MjNaGA8yMTI2MTAyODEyNTYyM1owDjEMMAoGA1UEAwwDcHNzMIGfMA0GCSqG"
      "SIb3DQEBAQUAA4GNADCBiQKBgQDQT7JhnVN4yma2TjsoxGyuX3S/byKpUxHNIsHesa4vaO6lg16XEoq1uVpD+IQhe0dqb8bVsCVTJHJHH2Q/EP//r9Nvrh"
      "2nghg/wNbtZv7Jm1ITdKv8sulZMca5xofW4KnlYR4KZ6xhaEv92K5BzvGX1vu22+cLAuD3trCTH67KxwIDAQABo1MwUTAdBgNVHQ4EFgQUvMTKfw08Ts8V"
      "ImJ3COz/aVFUjlEwHwYDVR0jBBgwFoAUvMTKfw08Ts8VImJ3COz/aVFUjlEwDwYDVR0TAQH/BAUwAwEB/zBBBgkqhkiG9w0BAQowNKAPMA0GCWCGSAFlAw"
      "QCAgUAoRwwGgYJKoZIhvcNAQEIMA0GCWCGSAFlAwQCAgUAogMCATADgYEAwT2sT8wIyvSJD1JwilArEG+igpttS81pVG+sVZ2PYfAyeFA0b3e7bkCYdNrf"
      "HVCk6a1fZLQd0zCHprB0I7/i2qeHwOBVgPAGIyg592gOVMJRJ9uJzGIpuppSbKB/B3nYJ1m+bvlSSg7+2klWJwHpOLeGH/xE7v9sqNlO4/KQBCs=" },
    { "pss-sha1-is-sha256",
      "18c3cb686942685e3c7fdb2e8efe37a3447165b52ebcd917f3b88f9b2d7cacf7",
      "MIIB/DCCAWWgAwIBAgIUSr/W3jPwuWE9bzfZQTRIsrox0BgwDQYJKoZIhvcNAQEKMAAwDzENMAsGA1UEAwwEcHNzMTAgFw0yNjExMjExMjU2MjNaGA8yMT"
      "I2MTAyODEyNTYyM1owDzENMAsGA1UEAwwEcHNzMTCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEAzge8aguSm+XO11uHAsDLgpI5foiQq7vPditgs9Dz"
      "2leBY76cezvrmfQvzuelLvebh8F3/jKuIDGCcUnhdIYpsUnC3yk1iaGmoK8KH+pxDWqLbYMPy4CBtABU3FS7yKMmFAbZy1AzRSGrADgCHi2Efhua8q/vaF"
      "MGqICiii3wlEkCAwEAAaNTMFEwHQYDVR0OBBYEFEKMH6wDjnu2DY9ASKM5DWCyKR4yMB8GA1UdIwQYMBaAFEKMH6wDjnu2DY9ASKM5DWCyKR4yMA8GA1Ud"
      "EwEB/wQFMAMBAf8wDQYJKoZIhvcNAQEKMAADgYEAy64tMokkL2s2jfPlXTfbSOQsADrE/JvDS33EslKe5SEODQIO3E/PBN3jtWuDw5t8OTkBvebnEKJfX0"
      "QSHdQAARC4vFhuD3IyMGTXrtCv1IgbHNbFhjMvH6gxdD72hcrzW4wxdR2xTYQdVEL1ezLIxrbpvXc5QJZzlf1QxWxWFxw=" },
    { "ed25519-is-sha256",
      "c63d2c96b80be079b2d2ed51268ec5753549d0f0b5f827c8191139d126ed56ec",
      "MIIBOjCB7aADAgECAhQzm7pSh3y7vzoqKo5JPCk+N1S97TAFBgMrZXAwEjEQMA4GA1UEAwwHZWQyNTUxOTAgFw0yNjExMjExMjU2MjNaGA8yMTI2MTAyOD"
      "EyNTYyM1owEjEQMA4GA1UEAwwHZWQyNTUxOTAqMAUGAytlcAMhABGQBke1LIHOR9XovqIY+dQuCfV3Djw++xIUoe2AVIiKo1MwUTAdBgNVHQ4EFgQUnzu2"
      "zSgwvGt/+/t7meiwNiIEyqswHwYDVR0jBBgwFoAUnzu2zSgwvGt/+/t7meiwNiIEyqswDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQD4u8MXBHzNjmwCO4"
      "upXtwwy3K7v4TEXdgk4tSRbeFIylnQ3vSLOGDKXzD9RJhiqY1sl/b3qejO2WSiU6mHgLkA" },
};
/* clang-format on */

static char *
format_hex(const guint8 *bytes, gsize n_bytes)
{
    GString *text = g_string_new(NULL);

    for (gsize i = 0; i < n_bytes; i++)
        g_string_append_printf(text, "%02x", bytes[i]);

    return g_string_free(text, FALSE);
}

static void
test_hash(gconstpointer user_data)
{
    const Case *c = user_data;
    gsize n_certificate;
    gsize n_bytes;
    g_autofree guint8 *certificate = g_base64_decode(c->certificate, &n_certificate);
    g_autoptr(GBytes) binding = hvr_wsman_binding_new(certificate, n_certificate);
    const guint8 *bytes;
    g_autofree char *hash = NULL;

    g_assert_nonnull(binding);
    bytes = g_bytes_get_data(binding, &n_bytes);
    g_assert_cmpmem(bytes, MIN(n_bytes, strlen(PREFIX)), PREFIX, strlen(PREFIX));
    hash = format_hex(bytes + strlen(PREFIX), n_bytes - strlen(PREFIX));
    g_assert_cmpstr(hash, ==, c->hash);
}

/* Cut anywhere, or with one byte more, it is no certificate. */
static void
test_garbage(void)
{
    gsize length;
    g_autofree guint8 *certificate = g_base64_decode(cases[0].certificate, &length);
    g_autofree guint8 *longer = g_malloc0(length + 1);

    memcpy(longer, certificate, length);
    for (gsize i = 0; i < length; i++)
        g_assert_null(hvr_wsman_binding_new(certificate, i));
    g_assert_null(hvr_wsman_binding_new(longer, length + 1));
    memset(longer, 0x30, length);
    g_assert_null(hvr_wsman_binding_new(longer, length));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wsman/binding/hash/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_hash);
    }
    g_test_add_func("/wsman/binding/garbage", test_garbage);

    return g_test_run();
}
