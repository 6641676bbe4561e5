#include "services/names.h"

#include <gtest/gtest.h>

namespace herald::services {
namespace {

struct Case {
    std::string_view name, normalised;
};

class ServiceNames : public testing::TestWithParam<Case> {};

TEST_P(ServiceNames, AreNormalisedAsTheContractSays) {
    EXPECT_EQ(normalise_service_name(GetParam().name), GetParam().normalised);
}

INSTANTIATE_TEST_SUITE_P(Table, ServiceNames,
                         testing::Values(Case{"My Sérvice & Co.", "my.service.co"}, Case{"Pay a fine", "pay.a.fine"},
                                         Case{"  spaced \t out\n", "spaced.out"}, Case{"a..b...c", "a.b.c"},
                                         Case{".dots.", "dots"}, Case{"a & b", "a.b"}, Case{"a-b_c", "abc"},
                                         Case{"ÅÄÖ åäö", "aao.aao"}, Case{"Straße", "straße"}, Case{"ŵŷ", "wy"},
                                         Case{"İstanbul", "istanbul"}, Case{"服务 一", "服务.一"}, Case{"x² ½", "x².½"},
                                         Case{"a\u00A0b", "a.b"}, Case{"a \u200B b", "a.b"}, Case{"&&&", ""},
                                         Case{"", ""}, Case{"…", ""}, Case{"emoji 😀 here", "emoji.here"}));

TEST(ServiceNames, AreTheirOwnNormalForm) {
    for (const std::string_view name : {"My Sérvice & Co.", "服务 一", "a..b"}) {
        const std::string once = normalise_service_name(name);
        EXPECT_EQ(normalise_service_name(once), once);
    }
}

}  // namespace
}  // namespace herald::services
