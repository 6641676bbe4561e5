// Whatever is given as an email address: it is read or refused, and what was read is one that mail servers take.

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "recipients/email_address.h"

namespace {

using namespace herald::recipients;

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_printable_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto email = parse_email_address(text);
    if (!email) return 0;
    require(std::count(email->address.begin(), email->address.end(), '@') == 1);
    require(herald::text::count_code_points(email->address) <= 320);
    require(is_printable_ascii(to_ascii_address(email->address)));
    const auto again = parse_email_address(email->address);
    require(again && again->address == email->address && again->normalised == email->normalised);
    const auto lower = parse_email_address(email->normalised);
    require(!lower || lower->normalised == email->normalised);
    // Only outside of ASCII a small letter may take more room than its capital, and one too many for a host's name.
    require(lower || !is_printable_ascii(email->address));
    return 0;
}
