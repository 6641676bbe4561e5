#include "recipients/postal_address.h"

#include <algorithm>

#include "base/text.h"
#include "recipients/letter_case.h"
#include "recipients/uk_postcode.h"

namespace herald::recipients {
namespace {

using Lines = std::vector<std::string>;

void add_tidied(Lines& lines, std::string_view raw) {
    std::string line = text::squash(raw);
    line.erase(line.find_last_not_of(" ,") + 1);
    if (!line.empty()) lines.push_back(text::tighten(line));
}

/// Step 1.
Lines split(std::string_view block) {
    Lines lines;
    std::size_t start = 0;
    for (std::size_t at = 0; at < block.size();) {
        const text::CodePoint c = text::decode(block, at);
        if (text::is_line_separator(c.value)) {
            add_tidied(lines, block.substr(start, at - start));
            start = at + c.bytes;
        }
        at += c.bytes;
    }
    add_tidied(lines, block.substr(start));
    return lines;
}

void skip_spaces(std::string_view& line) {
    while (line.starts_with(' ')) line.remove_prefix(1);
}

/// The digits of a line such as `BFPO c/o 58`, empty if it has none; nothing when it is no such line.
std::optional<std::string_view> bfpo_digits(std::string_view line) {
    constexpr std::string_view name = "bfpo";
    constexpr std::string_view care_of = "c/o";
    if (text::to_lower_ascii(line.substr(0, name.size())) != name) return std::nullopt;
    line.remove_prefix(name.size());
    skip_spaces(line);
    if (text::to_lower_ascii(line.substr(0, care_of.size())) == care_of) line.remove_prefix(care_of.size());
    skip_spaces(line);
    const bool only_digits = line.find_first_not_of("0123456789") == std::string_view::npos;
    return only_digits ? std::optional(line) : std::nullopt;
}

std::string without_leading_zeros(std::string_view digits) {
    return std::string(digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1)));
}

/// Step 2: the first number counts, and all such lines go. Without a number they are lines like any other.
std::optional<std::string> take_bfpo_number(Lines& lines) {
    for (const std::string& line : lines) {
        const auto digits = bfpo_digits(line);
        if (!digits || digits->empty()) continue;
        std::string number = without_leading_zeros(*digits);
        std::erase_if(lines, [](const std::string& other) { return bfpo_digits(other).has_value(); });
        return number;
    }
    return std::nullopt;
}

/// Step 3: takes the country off the end, and the United Kingdom by as many of its names as stand there.
const Country& take_country(Lines& lines) {
    const Country* country = lines.empty() ? nullptr : find_country(lines.back());
    if (country == nullptr) return united_kingdom();
    lines.pop_back();
    if (country == &united_kingdom())
        while (!lines.empty() && find_country(lines.back()) == country) lines.pop_back();
    return *country;
}

}  // namespace

PostalAddress read_postal_address(std::string_view block) {
    PostalAddress address;
    Lines lines = split(block);
    address.bfpo_number = take_bfpo_number(lines);
    address.country = &take_country(lines);
    if (!address.is_abroad() && !lines.empty()) address.postcode = read_uk_postcode(lines.back());
    if (address.postcode) lines.back() = *address.postcode;
    if (address.bfpo_number) lines.push_back("BFPO " + *address.bfpo_number);
    if (address.is_abroad()) lines.emplace_back(address.country->name);
    address.lines = std::move(lines);
    return address;
}

std::string to_recipient(const PostalAddress& address) {
    std::string joined;
    for (const std::string& line : address.lines) {
        if (!joined.empty()) joined += '\n';
        joined += line;
    }
    return joined;
}

std::string to_search_text(const PostalAddress& address) {
    // Squashed lines have no white space but the space.
    std::string joined = to_recipient(address);
    std::erase_if(joined, [](char c) { return c == ' ' || c == '\n'; });
    return to_lower(joined);
}

}  // namespace herald::recipients
