#include "crypto/encoding.h"

#include <sodium.h>

#include <array>
#include <cstdint>

namespace herald::crypto {

namespace {

constexpr std::string_view standard_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t no_digit = 0xFF;
using Digits = std::array<std::uint8_t, 256>;

constexpr Digits digits_of(std::string_view alphabet) {
    Digits digits{};
    digits.fill(no_digit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        digits[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return digits;
}

constexpr Digits standard_digits = digits_of(standard_alphabet);
constexpr Digits url_digits = digits_of(url_alphabet);

std::string encode(std::string_view bytes, std::string_view alphabet, bool padded) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t taken = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i)
            group = group << 8 | (i < taken ? static_cast<std::uint8_t>(bytes[at + i]) : 0U);
        for (std::size_t i = 0; i <= taken; ++i) out.push_back(alphabet[group >> (18 - 6 * i) & 63]);
        if (padded) out.append(3 - taken, '=');
    }
    return out;
}

/// `text` without padding.
std::optional<std::string> decode(std::string_view text, const Digits& digits) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string out;
    out.resize(text.size() * 3 / 4);
    std::size_t written = 0;
    std::uint32_t group = 0;
    int bits = 0;
    for (const char c : text) {
        const std::uint8_t digit = digits[static_cast<std::uint8_t>(c)];
        if (digit == no_digit) return std::nullopt;
        group = group << 6 | digit;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        out[written++] = static_cast<char>(group >> bits & 0xFF);
    }
    return out;
}

std::string_view without_padding(std::string_view text) {
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    return text;
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
    return encode(bytes, standard_alphabet, true);
}

std::optional<std::string> base64_decode(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    return decode(without_padding(text), standard_digits);
}

std::optional<std::string> base64_decode_leniently(std::string_view text) {
    std::string out;
    out.reserve(text.size() / 4 * 3 + 3);
    std::uint32_t group = 0;
    int digits_in_group = 0, pads = 0;
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (byte > 0x7F) return std::nullopt;
        if (c == '=') {
            ++pads;
            if (digits_in_group >= 2 && digits_in_group + pads >= 4) return out;
            continue;
        }
        const std::uint8_t digit = standard_digits[byte];
        if (digit == no_digit) continue;
        pads = 0;
        group = group << 6 | digit;
        if (digits_in_group > 0) out.push_back(static_cast<char>(group >> (6 - 2 * digits_in_group) & 0xFF));
        digits_in_group = (digits_in_group + 1) % 4;
    }
    // A group that was begun must have been padded to its end.
    return digits_in_group == 0 ? std::optional(std::move(out)) : std::nullopt;
}

std::string base64url_encode(std::string_view bytes) {
    return encode(bytes, url_alphabet, false);
}

std::optional<std::string> base64url_decode(std::string_view text) {
    if (text.ends_with('=') && text.size() % 4 != 0) return std::nullopt;
    return decode(without_padding(text), url_digits);
}

std::string hex_encode(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(2 * bytes.size());
    for (const char c : bytes) {
        const auto byte = static_cast<std::uint8_t>(c);
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

std::optional<std::string> hex_decode(std::string_view text) {
    std::string out(text.size() / 2, '\0');
    std::size_t written = 0;
    auto* const bytes = reinterpret_cast<unsigned char*>(out.data());
    if (text.size() % 2 != 0) return std::nullopt;
    if (sodium_hex2bin(bytes, out.size(), text.data(), text.size(), nullptr, &written, nullptr) != 0 ||
        written != out.size())
        return std::nullopt;
    return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace herald::crypto
