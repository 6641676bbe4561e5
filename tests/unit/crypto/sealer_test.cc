#include "crypto/sealer.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace herald::crypto {
namespace {

Sealer sealer(std::vector<std::string> secrets) {
    return Sealer(secrets);
}

RC_GTEST_PROP(SealerProperty, opens_what_it_sealed, (const std::string& plain, const std::string& context)) {
    const Sealer subject = sealer({"secret"});
    const std::string sealed = subject.seal(plain, context);
    RC_ASSERT(sealed.size() == plain.size() + 41);
    RC_ASSERT(subject.open(sealed, context) == plain);
}

TEST(Sealer, seals_the_same_text_differently_each_time) {
    const Sealer subject = sealer({"secret"});
    EXPECT_NE(subject.seal("text", "context"), subject.seal("text", "context"));
}

TEST(Sealer, does_not_open_for_another_context) {
    const Sealer subject = sealer({"secret"});
    EXPECT_FALSE(subject.open(subject.seal("text", "api_key.secret"), "callback.bearer_token"));
}

TEST(Sealer, does_not_open_what_was_changed_or_cut) {
    const Sealer subject = sealer({"secret"});
    const std::string sealed = subject.seal("text", "context");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(subject.open(changed, "context")) << i;
        EXPECT_FALSE(subject.open(std::string_view(sealed).substr(0, i), "context")) << i;
    }
}

TEST(Sealer, opens_with_older_secrets_and_seals_with_the_first) {
    const Sealer old = sealer({"old"});
    const Sealer rotated = sealer({"new", "old"});
    EXPECT_EQ(rotated.open(old.seal("text", "context"), "context"), "text");
    EXPECT_FALSE(old.open(rotated.seal("text", "context"), "context"));
    EXPECT_EQ(sealer({"new"}).open(rotated.seal("text", "context"), "context"), "text");
}

TEST(Sealer, wants_secrets) {
    EXPECT_THROW(sealer({}), std::invalid_argument);
    EXPECT_THROW(sealer({"a", ""}), std::invalid_argument);
}

}  // namespace
}  // namespace herald::crypto
