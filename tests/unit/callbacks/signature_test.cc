#include "callbacks/signature.h"

#include <gtest/gtest.h>

#include "callbacks/callback.h"
#include "crypto/encoding.h"
#include "services/signing_secret.h"

namespace herald::callbacks {
namespace {

/// The worked example of the specification's reference implementation.
TEST(CallbackSignature, IsThatOfStandardWebhooks) {
    const auto headers =
        signature_headers("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                          Timestamp{std::int64_t{1614265330} * 1'000'000 + 999'999}, R"({"test": 2432232314})");
    ASSERT_EQ(headers.size(), 3u);
    EXPECT_EQ(headers[0].name, "webhook-id");
    EXPECT_EQ(headers[0].value, "msg_p5jXN8AQM9LWM0D4loKWxJek");
    EXPECT_EQ(headers[1].name, "webhook-timestamp");
    EXPECT_EQ(headers[1].value, "1614265330");
    EXPECT_EQ(headers[2].name, "webhook-signature");
    EXPECT_EQ(headers[2].value, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(CallbackSignature, NeedsASecretOfThatKind) {
    for (const char* secret : {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!!!"})
        EXPECT_TRUE(signature_headers(secret, "id", Timestamp{}, "{}").empty()) << secret;
}

TEST(CallbackSignature, SecretsAreRandomAndLongEnough) {
    const VirtualClock clock{Timestamp{}};
    SeededIdSource ids(clock, 1);
    const auto first = services::make_signing_secret(ids), second = services::make_signing_secret(ids);
    EXPECT_NE(first, second);
    EXPECT_EQ(crypto::base64_decode(first.substr(6))->size(), 32u);
}

// A row that was stored before calls were signed still opens; one that was cut off does not.
TEST(CallbackPayload, OpensWithAndWithoutASigningSecret) {
    const std::vector<std::string> secrets{"the secret of these tests"};
    const crypto::Sealer sealer(secrets);
    Callback callback;
    callback.url = "https://service.example/";
    callback.bearer_token = "token";
    callback.body = "{}";
    callback.signing_secret = "whsec_x";
    const std::string sealed = seal_payload(sealer, callback);
    Callback opened;
    ASSERT_TRUE(open_payload(sealer, sealed, opened));
    EXPECT_EQ(opened.signing_secret, "whsec_x");
    EXPECT_EQ(opened.body, "{}");

    const std::string plain = *sealer.open(sealed, "callback.payload");
    const std::string earlier = plain.substr(0, plain.size() - 4 - callback.signing_secret.size());
    Callback old;
    ASSERT_TRUE(open_payload(sealer, sealer.seal(earlier, "callback.payload"), old));
    EXPECT_EQ(old.url, "https://service.example/");
    EXPECT_EQ(old.signing_secret, "");
    Callback cut;
    EXPECT_FALSE(open_payload(sealer, sealer.seal(plain.substr(0, plain.size() - 1), "callback.payload"), cut));
}

}  // namespace
}  // namespace herald::callbacks
