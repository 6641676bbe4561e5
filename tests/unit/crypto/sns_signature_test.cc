#include "crypto/sns_signature.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include "crypto/encoding.h"

namespace herald::crypto {
namespace {

constexpr Timestamp now{1'770'000'000'000'000};  // 2026-02-02
constexpr std::int64_t day = 86'400;

using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using CertificatePtr = std::unique_ptr<X509, decltype(&X509_free)>;

/// Made once per name: an RSA key takes long to find.
EVP_PKEY* key_of(const std::string& name) {
    static std::map<std::string, KeyPtr> keys;
    const auto known = keys.find(name);
    if (known != keys.end()) return known->second.get();
    return keys.emplace(name, KeyPtr(EVP_RSA_gen(2048), EVP_PKEY_free)).first->second.get();
}

/// A certificate that is valid from the day before `now` for `valid_days`, issued by `issuer` or by itself.
CertificatePtr make_certificate(const char* name, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key, int valid_days) {
    CertificatePtr made(X509_new(), X509_free);
    X509* const certificate = made.get();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), issuer ? 2 : 1);
    ASN1_TIME_set(X509_getm_notBefore(certificate), now.micros / 1'000'000 - day);
    ASN1_TIME_set(X509_getm_notAfter(certificate), now.micros / 1'000'000 + (valid_days - 1) * day);
    X509_set_pubkey(certificate, key);
    X509_NAME* const subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    X509_set_issuer_name(certificate, issuer ? X509_get_subject_name(issuer) : subject);
    if (!issuer) {
        X509_EXTENSION* const authority =
            X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "critical,CA:TRUE");
        X509_add_ext(certificate, authority, -1);
        X509_EXTENSION_free(authority);
    }
    X509_sign(certificate, issuer_key, EVP_sha256());
    return made;
}

std::string to_pem(X509* certificate) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(bio.get(), certificate);
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

std::string sign(EVP_PKEY* key, const EVP_MD* digest, std::string_view text) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::string signature(512, '\0');
    std::size_t size = signature.size();
    EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key);
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, text.size());
    signature.resize(size);
    return base64_encode(signature);
}

class SnsSignature : public testing::Test {
protected:
    SnsSignature() { std::ofstream(authority_file) << to_pem(authority.get()); }
    ~SnsSignature() override { std::filesystem::remove(authority_file); }

    SnsEnvelope signed_envelope(const char* version) const {
        SnsEnvelope envelope;
        envelope.type = "Notification";
        envelope.message_id = "m-1";
        envelope.topic_arn = "arn:aws:sns:eu-west-1:1:t";
        envelope.message = "{\"a\":1}";
        envelope.timestamp = "2026-02-03T10:15:02.123Z";
        envelope.signature_version = version;
        const EVP_MD* const digest = *version == '1' ? EVP_sha1() : EVP_sha256();
        envelope.signature = sign(leaf_key, digest, sns_string_to_sign(envelope));
        return envelope;
    }

    EVP_PKEY* const authority_key = key_of("authority");
    EVP_PKEY* const leaf_key = key_of("leaf");
    const CertificatePtr authority = make_certificate("Test authority", authority_key, nullptr, authority_key, 30);
    const CertificatePtr leaf = make_certificate("sns.amazonaws.com", leaf_key, authority.get(), authority_key, 10);
    const std::string authority_file = testing::TempDir() + "/sns_authority_" + std::to_string(getpid()) + ".pem";
};

TEST_F(SnsSignature, both_versions_verify) {
    const auto certificate = SnsCertificate::parse(to_pem(leaf.get()));
    ASSERT_TRUE(certificate);
    EXPECT_TRUE(certificate->verifies(signed_envelope("1")));
    EXPECT_TRUE(certificate->verifies(signed_envelope("2")));
}

TEST_F(SnsSignature, what_was_changed_does_not_verify) {
    const auto certificate = SnsCertificate::parse(to_pem(leaf.get()));
    const auto refused = [&](auto change) {
        SnsEnvelope envelope = signed_envelope("2");
        change(envelope);
        return !certificate->verifies(envelope);
    };
    EXPECT_TRUE(refused([](SnsEnvelope& e) { e.message += " "; }));
    EXPECT_TRUE(refused([](SnsEnvelope& e) { e.subject = "s"; }));
    EXPECT_TRUE(refused([](SnsEnvelope& e) { e.signature_version = "1"; }));
    EXPECT_TRUE(refused([](SnsEnvelope& e) { e.signature_version = "3"; }));
    EXPECT_TRUE(refused([](SnsEnvelope& e) { e.signature = "!"; }));
    EXPECT_TRUE(refused([](SnsEnvelope& e) { e.signature = ""; }));
    EXPECT_FALSE(SnsCertificate::parse(to_pem(authority.get()))->verifies(signed_envelope("2")));
}

TEST_F(SnsSignature, a_certificate_is_trusted_by_its_authority_while_it_is_valid) {
    using Trust = SnsCertificate::Trust;
    const auto certificate = SnsCertificate::parse(to_pem(leaf.get()));
    EXPECT_EQ(certificate->trust(now, authority_file), Trust::trusted);
    EXPECT_EQ(certificate->trust(now + std::chrono::hours(24 * 11), authority_file), Trust::expired);
    EXPECT_EQ(certificate->trust(now - std::chrono::hours(24 * 2), authority_file), Trust::expired);
    EXPECT_EQ(certificate->trust(now, ""), Trust::issuer_unknown);
    EXPECT_EQ(certificate->trust(now, "/nowhere.pem"), Trust::issuer_unknown);
}

TEST_F(SnsSignature, a_certificate_that_names_an_authority_but_was_not_signed_by_it_is_not_trusted) {
    EVP_PKEY* const other_key = key_of("other");
    const CertificatePtr forged = make_certificate("sns", leaf_key, authority.get(), other_key, 10);
    EXPECT_NE(SnsCertificate::parse(to_pem(forged.get()))->trust(now, authority_file), SnsCertificate::Trust::trusted);
}

TEST(SnsCertificate, wants_a_certificate) {
    EXPECT_FALSE(SnsCertificate::parse(""));
    EXPECT_FALSE(SnsCertificate::parse("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
}

TEST(SnsStringToSign, of_a_notification_has_its_fields_in_order) {
    auto envelope = parse_sns_envelope(
        R"({"Type":"Notification","MessageId":"i","TopicArn":"t","Message":"a\nb","Timestamp":"w","SignatureVersion":"1",)"
        R"("Signature":"s","SigningCertURL":"u","UnsubscribeURL":"x"})");
    ASSERT_TRUE(envelope);
    EXPECT_EQ(sns_string_to_sign(*envelope),
              "Message\na\nb\nMessageId\ni\nTimestamp\nw\nTopicArn\nt\nType\nNotification\n");
    envelope->subject = "s";
    EXPECT_EQ(sns_string_to_sign(*envelope),
              "Message\na\nb\nMessageId\ni\nSubject\ns\nTimestamp\nw\nTopicArn\nt\nType\nNotification\n");
}

TEST(SnsStringToSign, of_a_confirmation_has_its_token_and_url) {
    const auto envelope = parse_sns_envelope(
        R"({"Type":"SubscriptionConfirmation","MessageId":"i","TopicArn":"t","Message":"m","Timestamp":"w","Token":"k",)"
        R"("SubscribeURL":"l","SignatureVersion":"1","Signature":"s","SigningCertUrl":"u"})");
    ASSERT_TRUE(envelope);
    EXPECT_EQ(envelope->signing_certificate_url, "u");
    EXPECT_EQ(sns_string_to_sign(*envelope),
              "Message\nm\nMessageId\ni\nSubscribeURL\nl\nTimestamp\nw\nToken\nk\nTopicArn\nt\nType\nSubscriptionConfir"
              "mation\n");
}

TEST(SnsEnvelope, lacks_nothing) {
    EXPECT_FALSE(parse_sns_envelope("nothing"));
    EXPECT_FALSE(parse_sns_envelope("[]"));
    EXPECT_FALSE(parse_sns_envelope(R"({"Type":"Notification"})"));
    EXPECT_FALSE(parse_sns_envelope(
        R"({"Type":"SubscriptionConfirmation","MessageId":"i","TopicArn":"t","Message":"m","Timestamp":"w",)"
        R"("SignatureVersion":"1","Signature":"s","SigningCertURL":"u"})"));
}

TEST(SnsUrl, is_https_at_a_regional_host_of_the_service) {
    for (const char* const url : {"https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem",
                                  "https://sns.cn-north-1.amazonaws.com.cn/a.pem"})
        EXPECT_TRUE(is_sns_certificate_url(url)) << url;
    for (const char* const url :
         {"http://sns.eu-west-1.amazonaws.com/a.pem", "https://sns.eu-west-1.amazonaws.com/a.txt",
          "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem", "https://sns.amazonaws.com/a.pem",
          "https://evil.example/sns.eu-west-1.amazonaws.com/a.pem", "https://sns.x@evil.example/a.amazonaws.com/a.pem",
          "https://sns.evil.example#.amazonaws.com/a.pem", "https://sns.evil.example?.amazonaws.com/a.pem",
          "https://sns.a.b.amazonaws.com/a.pem", "https://sns.eu-west-1.amazonaws.com:444/a.pem",
          "https://user@sns.eu-west-1.amazonaws.com/a.pem", "https://sns.eu-west-1.amazonaws.com",
          "https://sns.eu-west-1.amazonaws.com/a?x=.pem", "https://sns.eu-west-1.amazonaws.com/a#.pem",
          "https://bucket.s3.amazonaws.com/a.pem", ""})
        EXPECT_FALSE(is_sns_certificate_url(url)) << url;
    EXPECT_TRUE(is_sns_url("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=a"));
}

}  // namespace
}  // namespace herald::crypto
