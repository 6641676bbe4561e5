#include "mail/dkim.h"

#include <gtest/gtest.h>

namespace herald::mail {
namespace {

// RFC 6376 §3.4.5, and what it says of empty bodies.
TEST(DkimBody, IsRelaxed) {
    EXPECT_EQ(relaxed_body(" C \r\nD \t E\r\n\r\n\r\n"), " C\r\nD E\r\n");
    EXPECT_EQ(relaxed_body("\r\n\r\n"), "");
    EXPECT_EQ(relaxed_body(""), "");
    EXPECT_EQ(relaxed_body("no end"), "no end\r\n");
    EXPECT_EQ(relaxed_body("a\r\n \r\nb\r\n"), "a\r\n\r\nb\r\n");
}

TEST(DkimField, IsRelaxed) {
    EXPECT_EQ(relaxed_field("A: X"), "a:X");
    EXPECT_EQ(relaxed_field("B : Y\t\r\n\tZ  "), "b:Y Z");
    EXPECT_EQ(relaxed_field("C:"), "c:");
}

TEST(DkimKey, MustBeOneThatReceiversAccept) {
    const auto wrong = [](std::string_view pem) { return std::get<std::string>(DkimSigner::make(pem, "s", "")); };
    EXPECT_EQ(wrong("hello"), "it is not a private key in PEM");
    EXPECT_EQ(wrong("-----BEGIN PRIVATE KEY-----\n"
                    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAZ9Csdw/ouuGIFee\n"
                    "kEk42YOTU7VkdU3aKAOIybIU+8+hRANCAASY1ytn5usJQNIu2aNxHiqo9lbxT2QI\n"
                    "jq+KgWDFa8MR+uERus0SKmZHwbI8WyXAv03WRaXVa2YDBs8iERTyhXjt\n"
                    "-----END PRIVATE KEY-----\n"),
              "it is neither an RSA nor an Ed25519 key");
}

/// The example key of RFC 8463 §A.1.
constexpr std::string_view ed25519 =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE "
    "KEY-----\n";

TEST(DkimSignature, NamesWhatItCovers) {
    const auto signer = std::get<DkimSigner>(DkimSigner::make(ed25519, "brisbane", ""));
    const std::string message =
        "From: a@example.com\r\nSubject: Is dinner\r\n ready?\r\nX-Other: 1\r\nTo: b@example.net\r\n\r\nHi.\r\n";
    const Timestamp now = Timestamp::parse_iso("2026-02-03T10:15:00Z").value();
    const std::string header = signer.header_for(message, "example.com", now);
    EXPECT_TRUE(
        header.starts_with("DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.com; s=brisbane;"));
    EXPECT_NE(header.find("h=from:from:to:subject;"), std::string::npos) << header;
    EXPECT_NE(header.find("t=1770113700;"), std::string::npos) << header;
    EXPECT_TRUE(header.ends_with("\r\n"));
    // The body's hash does not depend on the header.
    const auto hash_of = [](const std::string& text) { return text.substr(text.find("bh="), 47); };
    EXPECT_EQ(hash_of(header), hash_of(signer.header_for("From: c@d\r\n\r\nHi.\r\n\r\n", "d", now)));
    EXPECT_NE(hash_of(header), hash_of(signer.header_for("From: c@d\r\n\r\nHo.\r\n", "d", now)));
}

}  // namespace
}  // namespace herald::mail
