// Texts signed by the library that installations of the older kind use (itsdangerous 2.2.0), under the keys below:
// URLSafeSerializer(secret).dumps(text, salt), and URLSafeTimedSerializer at 2025-11-24T16:00:00Z.
#include "crypto/old_signature.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "crypto/inflate.h"

namespace herald::crypto {
namespace {

const OldSignature signature("the former secret key", "the former salt");

constexpr std::string_view id = "IjI2Nzg1YTA5LWFiMTYtNGViMC04NDA3LWEzNzQ5N2E1NzUwNiI.Zh9mysq8v_nw0-AdpyEvJ8tC0d4";
constexpr std::string_view compressed = ".eJxTSkxJdEitSMwtyEnVG6XJo5Pzc5UA2VF--g.kfPIxEonU3SZNlcpIIcZW37QIyU";
constexpr std::string_view timed = "ImFkYUBleGFtcGxlLmNvbSI.aSSBAA.cEw2TTlz6rvYeczOHWw_Ig5mxb0";
constexpr std::string_view timed_compressed =
    ".eJxTSkxJdEitSMwtyEnVG6XJo5Pzc5UA2VF--g.aSSBAA.Zh6YVdxPnFFsm7JS1WgTfSFcv5I";

std::string long_address() {
    std::string address = "ada@";
    for (int i = 0; i < 40; ++i) address += "example.";
    return address + "com";
}

TEST(OldSignature, ReadsWhatTheOlderKindHasSigned) {
    EXPECT_EQ(signature.read(id), "26785a09-ab16-4eb0-8407-a37497a57506");
    EXPECT_EQ(signature.read("Ilpvw6sg4oCccXVvdGVk4oCdIg.TggPbV_E5L0IuIZ7JXBMF1lsABM"), "Zoë “quoted”");
    EXPECT_EQ(signature.read(compressed), long_address());
}

TEST(OldSignature, ReadsWhenItWasSigned) {
    for (const auto& [text, expected] :
         {std::pair{timed, std::string("ada@example.com")}, std::pair{timed_compressed, long_address()}}) {
        const auto read = signature.read_timed(text);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->text, expected);
        EXPECT_EQ(read->signed_at.to_iso(), "2025-11-24T16:00:00.000000Z");
    }
}

TEST(OldSignature, ReadsNoTextOfOneKindAsOneOfTheOther) {
    for (const auto text : {id, compressed}) EXPECT_FALSE(signature.read_timed(text)) << text;
    for (const auto text : {timed, timed_compressed}) EXPECT_FALSE(signature.read(text)) << text;
}

TEST(OldSignature, ReadsNothingElse) {
    const OldSignature other_secret("another secret key", "the former salt");
    const OldSignature other_salt("the former secret key", "another");
    EXPECT_FALSE(other_secret.read(id));
    EXPECT_FALSE(other_salt.read(id));
    EXPECT_EQ(other_salt.read("IjI2Nzg1YTA5LWFiMTYtNGViMC04NDA3LWEzNzQ5N2E1NzUwNiI.eWOhUBsQKXoZn9BtMrmI3vh2fk0"),
              "26785a09-ab16-4eb0-8407-a37497a57506");
    EXPECT_FALSE(signature.read("eyJhIjoxfQ.8nQOvFm2wcdpPTp7V13yMj5rcPs")) << "an object";
    for (const std::string_view text : {"", ".", "..", "...", "a", "a.b", ".a.b", "IiI.", "%%.%%"}) {
        EXPECT_FALSE(signature.read(text)) << text;
        EXPECT_FALSE(signature.read_timed(text)) << text;
    }
}

TEST(OldSignature, HoldsForEveryCharacter) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    // All but the last, whose lowest bits stand for nothing.
    for (std::size_t i = 0; i + 1 < id.size(); ++i)
        for (const char c : alphabet) {
            std::string changed(id);
            if (std::exchange(changed[i], c) == c) continue;
            EXPECT_FALSE(signature.read(changed)) << changed;
        }
    for (std::size_t length = 0; length < id.size(); ++length) EXPECT_FALSE(signature.read(id.substr(0, length)));
}

TEST(OldSignature, IsNotBlownUpByAFewBytes) {
    // 20,000 letters in 50 bytes, with a signature that holds.
    EXPECT_FALSE(
        signature.read(".eJztwbEAAAAAAjCXzPKXSKNjWwoAAAAAAAAAAAAAAAAAAAAAAADAhQxgGZwY.PmOMflKB6tJRe9V2Bzwpifv77wo"));
}

TEST(Inflate, TakesWholeTextsUpToTheBound) {
    const auto bytes = base64url_decode("eJxTSkxJdEitSMwtyEnVG6XJo5Pzc5UA2VF--g");
    ASSERT_TRUE(bytes);
    const std::string plain = '"' + long_address() + '"';
    EXPECT_EQ(inflate(*bytes, 10'000), plain);
    EXPECT_EQ(inflate(*bytes, plain.size()), plain);
    EXPECT_FALSE(inflate(*bytes, plain.size() - 1));
    EXPECT_FALSE(inflate(*bytes + "x", 10'000)) << "something follows";
    for (std::size_t length = 0; length < bytes->size(); ++length)
        EXPECT_FALSE(inflate(bytes->substr(0, length), 10'000)) << length;
    EXPECT_FALSE(inflate("no zlib at all", 10'000));
}

}  // namespace
}  // namespace herald::crypto
