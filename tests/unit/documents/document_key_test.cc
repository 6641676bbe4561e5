#include "documents/document_key.h"

#include <gmock/gmock.h>

#include "documents/confirmation.h"

namespace herald::documents {
namespace {

const Uuid service_id = *Uuid::parse("5b1e5b6d-0000-4000-8000-0000000000ff");
const Uuid document_id = *Uuid::parse("6c2f6c7e-0000-4000-8000-0000000000fe");
const Uuid other_id = *Uuid::parse("6c2f6c7e-0000-4000-8000-0000000000fd");

TEST(DocumentKeys, AreInTheLinkAndNowhereElse) {
    const auto key = DocumentKey::random();
    const std::string link = document_link("https://files.example.com", service_id, document_id, key);
    EXPECT_THAT(link, testing::MatchesRegex("https://files.example.com/d/[A-Za-z0-9_-]{22}/[A-Za-z0-9_-]{22}"
                                            "\\?key=[A-Za-z0-9_-]{43}"));
    EXPECT_EQ(link.substr(28, 22), "Wx5bbQAAQACAAAAAAAAA_w");
    EXPECT_EQ(parse_link_id("Wx5bbQAAQACAAAAAAAAA_w"), service_id);
    EXPECT_EQ(DocumentKey::parse(link.substr(link.size() - 43))->to_text(), key.to_text());
    EXPECT_NE(DocumentKey::random().to_text(), key.to_text());
}

TEST(DocumentKeys, OfTheWrongLengthAreNone) {
    for (const auto text : {"", "AAAA", "Wx5bbQAAQACAAAAAAAAA_w", "!"}) EXPECT_FALSE(DocumentKey::parse(text)) << text;
    EXPECT_FALSE(parse_link_id("AAAA"));
    EXPECT_FALSE(parse_link_id("5b1e5b6d-0000-4000-8000-0000000000ff"));
}

TEST(DocumentKeys, OpenWhatTheySealedForThatDocumentAndPurposeOnly) {
    const auto key = DocumentKey::random();
    const auto sealed = key.seal("content of the file", document_id, "content");
    EXPECT_EQ(sealed.find("content of"), std::string::npos);
    EXPECT_EQ(key.open(sealed, document_id, "content"), "content of the file");
    EXPECT_FALSE(key.open(sealed, other_id, "content"));
    EXPECT_FALSE(key.open(sealed, document_id, "details"));
    EXPECT_FALSE(DocumentKey::random().open(sealed, document_id, "content"));
}

TEST(DocumentKeys, DigestsTellARecipientAgainWithoutTellingWhoItIs) {
    const auto key = DocumentKey::random();
    EXPECT_EQ(key.digest_of("ada@example.com"), key.digest_of("ada@example.com"));
    EXPECT_NE(key.digest_of("ada@example.com"), key.digest_of("eve@example.com"));
    EXPECT_NE(key.digest_of("ada@example.com"), DocumentKey::random().digest_of("ada@example.com"));
}

TEST(TestDocuments, HaveALinkOfTheirOwn) {
    EXPECT_EQ(test_document_link("https://api", service_id),
              "https://api/services/5b1e5b6d-0000-4000-8000-0000000000ff/documents/test-document");
}

TEST(Confirmations, HoldForAnHourAndForOneDocument) {
    const std::vector<std::string> secrets{"the secret of these tests"};
    const crypto::Sealer sealer(secrets);
    const Timestamp now = *Timestamp::parse_iso("2026-11-02T10:00:00Z");
    const auto confirmation = make_confirmation(sealer, document_id, now);
    EXPECT_TRUE(is_confirmed(sealer, document_id, confirmation, now));
    EXPECT_TRUE(is_confirmed(sealer, document_id, confirmation, now + std::chrono::minutes(59)));
    EXPECT_FALSE(is_confirmed(sealer, document_id, confirmation, now + std::chrono::hours(1)));
    EXPECT_FALSE(is_confirmed(sealer, other_id, confirmation, now));
    for (const auto text : {"", "x", "AAAA"}) EXPECT_FALSE(is_confirmed(sealer, document_id, text, now)) << text;
}

}  // namespace
}  // namespace herald::documents
