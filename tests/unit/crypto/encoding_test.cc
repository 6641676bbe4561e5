#include "crypto/encoding.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace herald::crypto {
namespace {

TEST(Base64, has_the_values_of_rfc_4648) {
    const std::pair<const char*, const char*> rows[] = {{"", ""},
                                                        {"f", "Zg=="},
                                                        {"fo", "Zm8="},
                                                        {"foo", "Zm9v"},
                                                        {"foob", "Zm9vYg=="},
                                                        {"fooba", "Zm9vYmE="},
                                                        {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : rows) {
        EXPECT_EQ(base64_encode(plain), encoded);
        EXPECT_EQ(base64_decode(encoded), plain);
    }
    EXPECT_EQ(base64url_encode("\xfb\xff\xfe"), "-__-");
    EXPECT_EQ(base64_encode("\xfb\xff\xfe"), "+//+");
}

TEST(Base64, refuses_other_characters_and_wrong_padding) {
    for (const char* const text : {"Zg", "Zg=", "Zg===", "Z===", "====", "Zm9v\n", "Zm-v", "Zg==Zg=="})
        EXPECT_FALSE(base64_decode(text)) << text;
    for (const char* const text : {"Z", "Zm9vZ", "Zm+v", "Zg=", "Zm9v=", "a.b", "é"})
        EXPECT_FALSE(base64url_decode(text)) << text;
    EXPECT_EQ(base64url_decode("Zg"), "f");
    EXPECT_EQ(base64url_decode("Zg=="), "f");
}

TEST(Hex, reads_what_it_writes) {
    EXPECT_EQ(hex_encode("\x01\xab\xff"), "01abff");
    EXPECT_EQ(hex_decode("01ABff"), "\x01\xab\xff");
    EXPECT_EQ(hex_decode(""), "");
    for (const char* const text : {"0", "0g", "zz", "00 11"}) EXPECT_FALSE(hex_decode(text)) << text;
}

RC_GTEST_PROP(EncodingProperty, decoding_undoes_encoding, (const std::string& bytes)) {
    RC_ASSERT(base64_decode(base64_encode(bytes)) == bytes);
    RC_ASSERT(base64url_decode(base64url_encode(bytes)) == bytes);
    RC_ASSERT(hex_decode(hex_encode(bytes)) == bytes);
}

TEST(ConstantTime, compares_content_and_length) {
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abcd"));
}

TEST(Encoding, LenientBase64SkipsWhatIsNotInTheAlphabet) {
    struct {
        std::string_view text;
        std::optional<std::string> decoded;
    } const cases[] = {
        {"", ""},
        {"Zg==", "f"},
        {"Zm8=", "fo"},
        {"Zm9v", "foo"},
        {"Zm 9v\nYm-Fy", "foobar"},
        {"Z=g==", "f"},         // one = in the wrong place is skipped
        {"Zg==Zg==", "f"},      // what follows the padding is not looked at
        {"Zg", std::nullopt},   // no padding
        {"Zg=", std::nullopt},  // too little of it
        {"Z", std::nullopt},
        {"====", ""},
        {"Zm9v\xC3\xA9", std::nullopt},
    };
    for (const auto& [text, decoded] : cases) EXPECT_EQ(base64_decode_leniently(text), decoded) << text;
}

}  // namespace
}  // namespace herald::crypto
