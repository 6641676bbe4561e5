// A notification that moto, an implementation that is not ours, made and signed; its certificate vouches for itself.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "crypto/sns_signature.h"

namespace herald::crypto {
namespace {

std::string file(const std::string& name) {
    std::ifstream in(HERALD_SOURCE_DIR "/tests/data/sns/" + name, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

TEST(SnsNotification, OfAnotherImplementationVerifies) {
    auto envelope = parse_sns_envelope(file("notification.json"));
    const auto certificate = SnsCertificate::parse(file("certificate.pem"));
    ASSERT_TRUE(envelope);
    ASSERT_TRUE(certificate);
    EXPECT_EQ(envelope->signature_version, "2");
    EXPECT_TRUE(is_sns_certificate_url(envelope->signing_certificate_url));
    EXPECT_TRUE(certificate->verifies(*envelope));
    envelope->message += " ";
    EXPECT_FALSE(certificate->verifies(*envelope));
    const Timestamp then = Timestamp::parse_iso("2026-12-01T00:00:00Z").value();
    EXPECT_NE(certificate->trust(then, ""), SnsCertificate::Trust::trusted);
}

}  // namespace
}  // namespace herald::crypto
