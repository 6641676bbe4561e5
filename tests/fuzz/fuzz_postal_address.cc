// Whatever is given as an address: it is tidied into lines that can be printed, once and for all where it is known
// where the letter goes, and it is checked alike for the API and for spreadsheets.

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "recipients/address_values.h"
#include "recipients/postal_address_check.h"

namespace {

using namespace herald;
using namespace herald::recipients;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_line(const std::string& line) {
    require(!line.empty() && line.front() != ' ' && line.back() != ' ' && line.back() != ',');
    require(text::squash(line) == line && text::tighten(line) == line);
}

// What has been tidied stays as it is. One country has two standard names in the contract's data, of which the second
// is an alias of the first: that one changes its name when it is read again, once.
PostalAddress with_lasting_name(PostalAddress address) {
    if (!address.is_abroad()) return address;
    address.country = find_country(address.country->name);
    address.lines.back() = address.country->name;
    return address;
}

void check_again(const PostalAddress& once) {
    const PostalAddress expected = with_lasting_name(once);
    const PostalAddress twice = read_postal_address(to_recipient(once));
    require(twice.lines == expected.lines && twice.country == expected.country && twice.postcode == expected.postcode &&
            twice.bfpo_number == expected.bfpo_number);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const PostalAddress address = read_postal_address({reinterpret_cast<const char*>(data), size});
    for (const std::string& line : address.lines) check_line(line);
    require(!address.postcode || !address.is_abroad());
    if (address.postcode || (address.is_abroad() && !address.bfpo_number)) check_again(address);
    for (const bool may_post_abroad : {false, true})
        require(check_address(address, may_post_abroad).has_value() ==
                check_address_row(address, may_post_abroad).has_value());
    require(check_address(address, false).has_value() || !check_address(address, true).has_value());
    require(to_search_text(address).find_first_of(" \n") == std::string::npos);
    const AddressValues values = to_values(address);
    require(address.lines.empty() || values.lines.back() == address.lines.back());
    return 0;
}
