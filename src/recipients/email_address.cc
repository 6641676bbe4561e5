#include "recipients/email_address.h"

#include <algorithm>

#include "base/text.h"
#include "recipients/letter_case.h"
#include "recipients/phone_number.h"

namespace herald::recipients {
namespace {

constexpr std::size_t address_length_max = 320;
constexpr std::size_t host_length_max = 253;
constexpr std::size_t label_length_max = 63;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_letter_or_digit(char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
}

bool is_valid_local_part(std::string_view local) {
    constexpr std::string_view symbols = ".!#$%&'*+/=?^_`{|}~-";
    return !local.empty() && std::all_of(local.begin(), local.end(), [symbols](char c) {
        return is_letter_or_digit(c) || symbols.find(c) != std::string_view::npos;
    });
}

bool has_space(std::string_view source) {
    for (std::size_t at = 0; at < source.size();) {
        const text::CodePoint c = text::decode(source, at);
        if (text::is_space(c.value)) return true;
        at += c.bytes;
    }
    return false;
}

bool is_valid_label(std::string_view label) {
    if (label.empty() || label.size() > label_length_max) return false;
    if (label.front() == '-' || label.back() == '-' || label.find("---") != std::string_view::npos) return false;
    return std::all_of(label.begin(), label.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

/// The last label: letters only, or an encoded one. `label` has passed is_valid_label.
bool is_valid_top_level(std::string_view label) {
    if (label.starts_with("xn--")) {
        const std::string_view encoded = label.substr(4);
        return !encoded.empty() && encoded.front() != '-' && encoded.find("--") == std::string_view::npos;
    }
    return label.size() >= 2 && std::all_of(label.begin(), label.end(), is_letter);
}

bool is_valid_ascii_host(std::string_view host) {
    if (host.size() > host_length_max) return false;
    std::size_t labels = 0;
    while (true) {
        const std::size_t dot = host.find('.');
        const std::string_view label = host.substr(0, dot);
        if (!is_valid_label(label)) return false;
        ++labels;
        if (dot == std::string_view::npos) return labels >= 2 && is_valid_top_level(label);
        host.remove_prefix(dot + 1);
    }
}

bool is_valid_host(std::string_view host) {
    if (text::count_code_points(host) < 2 || host.front() == '.' || has_space(host)) return false;
    const auto ascii = host_to_ascii(host);
    return ascii && is_valid_ascii_host(*ascii);
}

}  // namespace

std::optional<EmailAddress> parse_email_address(std::string_view source) {
    std::string address = text::strip(source);
    if (text::count_code_points(address) > address_length_max) return std::nullopt;
    if (address.find("..") != std::string::npos) return std::nullopt;
    const std::size_t at = address.find('@');
    if (at == std::string::npos || address.find('@', at + 1) != std::string::npos) return std::nullopt;
    const std::string_view whole = address;
    if (!is_valid_local_part(whole.substr(0, at)) || !is_valid_host(whole.substr(at + 1))) return std::nullopt;
    std::string normalised = to_lower(address);
    return EmailAddress{std::move(address), std::move(normalised)};
}

std::string to_ascii_address(std::string_view address) {
    const std::size_t at = address.rfind('@');
    if (at == std::string_view::npos) return std::string(address);
    const auto host = host_to_ascii(address.substr(at + 1));
    return host ? std::string(address.substr(0, at + 1)) + *host : std::string(address);
}

std::string normalise_recipient(std::string_view recipient) {
    const auto number = parse_phone_number(recipient);
    if (const auto* valid = std::get_if<PhoneNumber>(&number)) return valid->normalised;
    if (const auto email = parse_email_address(recipient)) return email->normalised;
    return std::string(recipient);
}

}  // namespace herald::recipients
