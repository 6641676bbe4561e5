#include "mail/return_path.h"

#include <gtest/gtest.h>

namespace herald::mail {
namespace {

const std::vector<std::string> old_secret{"the first secret of these tests"};
const std::vector<std::string> both_secrets{"the second secret of these tests", old_secret[0]};
const Uuid id = Uuid::parse("5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01").value();

TEST(ReturnPath, NamesItsMessage) {
    const crypto::Sealer sealer(old_secret);
    const ReturnPath path(sealer, "Bounces.example");
    const std::string address = path.address_for(id);
    EXPECT_TRUE(address.starts_with("bounce+5b1c0e7a3f7e4a519c7e0d6f7b8a9c01-"));
    EXPECT_LE(address.find('@'), 64U) << "longer local parts are refused on the way";
    EXPECT_EQ(path.read_address(address), id);
    std::string upper = address;
    for (char& c : upper) c = static_cast<char>(toupper(c));
    EXPECT_EQ(path.read_address(upper), id);
    EXPECT_EQ(path.read_token(path.token_for(id)), id);
}

TEST(ReturnPath, CannotBeMadeUp) {
    const crypto::Sealer sealer(old_secret);
    const crypto::Sealer other(std::vector<std::string>{"another installation's secret"});
    const ReturnPath path(sealer, "bounces.example");
    const std::string address = path.address_for(id);
    EXPECT_FALSE(path.read_address(ReturnPath(other, "bounces.example").address_for(id)));
    EXPECT_FALSE(path.read_address("x" + address));
    EXPECT_FALSE(path.read_address(address + ".evil"));
    EXPECT_FALSE(path.read_address("bounce+5b1c0e7a3f7e4a519c7e0d6f7b8a9c01-@bounces.example"));
    EXPECT_FALSE(path.read_address("bounce+@bounces.example"));
    EXPECT_FALSE(path.read_address(""));
    for (std::size_t i = 0; i < address.find('@'); ++i) {
        std::string changed = address;
        changed[i] = changed[i] == 'a' ? 'b' : 'a';
        EXPECT_FALSE(path.read_address(changed)) << i;
    }
}

TEST(ReturnPath, OutlivesAChangeOfTheSecret) {
    const crypto::Sealer before(old_secret), after(both_secrets);
    const std::string address = ReturnPath(before, "bounces.example").address_for(id);
    const ReturnPath path(after, "bounces.example");
    EXPECT_EQ(path.read_address(address), id);
    EXPECT_NE(path.address_for(id), address);
}

TEST(ReturnPath, HasAnAddressForComplaints) {
    const crypto::Sealer sealer(old_secret);
    const ReturnPath path(sealer, "bounces.example");
    EXPECT_TRUE(path.is_for_complaints("Complaints@bounces.example"));
    EXPECT_TRUE(path.is_for_complaints("postmaster@bounces.example"));
    EXPECT_FALSE(path.is_for_complaints("complaints@example"));
}

}  // namespace
}  // namespace herald::mail
