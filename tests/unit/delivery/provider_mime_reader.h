#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace herald::delivery {

/// A second opinion on the messages that we write: reads what a mail program would read. Only what the tests need.
struct ReadMail {
    std::vector<std::pair<std::string, std::string>> headers;  ///< unfolded, not decoded
    std::string body;

    std::vector<std::string> all(std::string_view name) const {
        std::vector<std::string> values;
        for (const auto& [header, value] : headers)
            if (header == name) values.push_back(value);
        return values;
    }
    std::string one(std::string_view name) const {
        const std::vector<std::string> values = all(name);
        return values.size() == 1 ? values.front()
                                  : "(" + std::to_string(values.size()) + " of " + std::string(name) + ")";
    }
};

inline std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (true) {
        const auto end = text.find("\r\n");
        lines.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 2);
    }
}

inline ReadMail read_mail(std::string_view text) {
    ReadMail mail;
    const auto end = text.find("\r\n\r\n");
    mail.body = std::string(text.substr(end + 4));
    for (const std::string& line : lines_of(text.substr(0, end))) {
        if (!line.empty() && (line[0] == ' ' || line[0] == '\t') && !mail.headers.empty()) {
            mail.headers.back().second += line;
            continue;
        }
        const auto colon = line.find(": ");
        mail.headers.emplace_back(line.substr(0, colon), colon == std::string::npos ? "" : line.substr(colon + 2));
    }
    return mail;
}

inline std::string decode_base64(std::string_view text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) break;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out += static_cast<char>(bits >> count & 0xFF);
    }
    return out;
}

/// Encoded words become text; white space between two of them goes (RFC 2047 §6.2).
inline std::string decode_header(std::string_view value) {
    constexpr std::string_view opening = "=?utf-8?B?";
    std::string out, gap;
    bool after_word = false;
    while (!value.empty()) {
        if (value.starts_with(opening)) {
            const auto end = value.find("?=", opening.size());
            if (!after_word) out += gap;
            gap.clear();
            out += decode_base64(value.substr(opening.size(), end - opening.size()));
            value.remove_prefix(end + 2);
            after_word = true;
            continue;
        }
        if (value.front() != ' ') {
            out += gap;
            gap.clear();
            out += value.front();
            after_word = false;
        } else {
            gap += ' ';
        }
        value.remove_prefix(1);
    }
    return out + gap;
}

inline std::string decode_quoted_printable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            out += text[i];
        } else if (text.substr(i + 1, 2) == "\r\n") {
            i += 2;
        } else {
            out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        }
    }
    return out;
}

/// The decoded bodies of a multipart message's parts.
inline std::vector<std::string> parts_of(const ReadMail& mail) {
    const std::string type = mail.one("Content-Type");
    const auto quote = type.find("boundary=\"") + 10;
    const std::string line = "--" + type.substr(quote, type.find('"', quote) - quote);
    std::vector<std::string> parts;
    std::string_view rest = mail.body;
    rest.remove_prefix(std::min(rest.size(), rest.find(line + "\r\n") + line.size() + 2));
    while (true) {
        const auto end = rest.find("\r\n" + line);
        if (end == std::string_view::npos) return parts;
        parts.push_back(decode_quoted_printable(read_mail(rest.substr(0, end)).body));
        rest.remove_prefix(end + 2 + line.size());
        if (rest.starts_with("--")) return parts;
        rest.remove_prefix(2);
    }
}

}  // namespace herald::delivery
