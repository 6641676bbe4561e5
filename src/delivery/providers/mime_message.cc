#include "delivery/providers/mime_message.h"

#include <fmt/format.h>
#include <unicode/idna.h>

#include <chrono>

#include "base/text.h"
#include "mail/report.h"

namespace herald::delivery {
namespace {

/// Preferred length of a header line, and of a body line in quoted-printable (RFC 5322 §2.1.1, RFC 2045 §6.7).
constexpr std::size_t line_length = 76;
/// Words of ASCII text up to this length are left alone; with the header's name they stay below 998 bytes.
constexpr std::size_t word_length_max = 900;
/// Bytes of text in one encoded word: 60 characters of base64, so that the word stays below 75 (RFC 2047 §2).
constexpr std::size_t encoded_word_bytes = 45;

constexpr std::string_view hex_digits = "0123456789ABCDEF";

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string without_controls(std::string_view text) {
    std::string out(text);
    std::ranges::replace_if(out, is_control, ' ');
    return out;
}

/// An address or URL as it may stand between angle brackets: what could end the brackets or the line is left out.
std::string bracket_safe(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (is_control(c) || c == ' ' || c == '<' || c == '>') continue;
        out += static_cast<unsigned char>(c) < 0x80 ? c : '?';
    }
    return out;
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k) out += k <= count ? alphabet[group >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}

/// Length of the longest prefix of at most `bytes` bytes that does not cut a character of (valid) UTF-8.
std::size_t whole_characters(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text.size();
    std::size_t end = bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return end;
}

std::string encoded_words(std::string_view bytes) {
    const std::string valid = text::to_valid_utf8(bytes);
    std::string_view text = valid;
    std::string out;
    while (!text.empty()) {
        const std::size_t length = whole_characters(text, encoded_word_bytes);
        if (!out.empty()) out += ' ';
        out += "=?utf-8?B?" + base64(text.substr(0, length)) + "?=";
        text.remove_prefix(length);
    }
    return out;
}

bool has_overlong_word(std::string_view text) {
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        if (space > word_length_max) return true;
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    return false;
}

/// True for what a reader shows as it stands on the wire.
bool is_plain(std::string_view text) {
    if (!is_ascii(text) || has_overlong_word(text) || text.find("=?") != std::string_view::npos) return false;
    return text.empty() || (text.front() != ' ' && text.back() != ' ');
}

/// Breaks `Name: value` before spaces, which a reader undoes by removing the line breaks (RFC 5322 §2.2.3). A line
/// never consists of white space alone.
void append_header(std::string& out, std::string_view name, std::string_view value) {
    std::string line = fmt::format("{}: ", name);
    std::size_t word_start = 0;
    while (word_start < value.size()) {
        std::size_t end = value.find_first_not_of(' ', word_start);
        end = std::min(value.find(' ', std::min(end, value.size())), value.size());
        const std::string_view word = value.substr(word_start, end - word_start);
        if (word_start > 0 && line.size() + word.size() > line_length) {
            out += line + "\r\n";
            line.clear();
        }
        line += word;
        word_start = end;
    }
    out += line + "\r\n";
}

std::string date_text(Timestamp t) {
    using namespace std::chrono;
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_time<microseconds> instant{microseconds(t.micros)};
    const sys_days midnight = floor<std::chrono::days>(instant);
    const year_month_day date(midnight);
    const hh_mm_ss time(floor<seconds>(instant) - midnight);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", days[weekday(midnight).c_encoding()],
                       unsigned(date.day()), months[unsigned(date.month()) - 1], int(date.year()), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

/// `=_` occurs in no quoted-printable text, so such a boundary needs no search for one that is free (RFC 2045 §6.7).
std::string boundary_for(std::string_view message_id) {
    std::string boundary = "=_";
    for (const char c : message_id.substr(0, message_id.find('@')))
        if (boundary.size() < 60 && isalnum(static_cast<unsigned char>(c))) boundary += c;
    return boundary + "_part";
}

void append_part(std::string& out, std::string_view boundary, std::string_view type, std::string_view body) {
    out += fmt::format("--{}\r\nContent-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
                       boundary, type);
    out += quoted_printable(body);
    out += "\r\n";
}

/// Collects quoted-printable text, line by line.
class QuotedPrintableWriter {
public:
    void put(char c, bool literal) {
        const std::size_t width = literal ? 1 : 3;
        if (column_ + width >= line_length) soft_break();  // leaves room for the `=` of a soft line break
        if (literal) {
            out_ += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out_ += {'=', hex_digits[byte >> 4], hex_digits[byte & 15]};
        }
        column_ += width;
    }
    void line_break() {
        out_ += "\r\n";
        column_ = 0;
    }
    std::string take() { return std::move(out_); }

private:
    void soft_break() {
        out_ += '=';
        line_break();
    }
    std::string out_;
    std::size_t column_ = 0;
};

}  // namespace

std::string quoted_printable(std::string_view text) {
    QuotedPrintableWriter out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r' || c == '\n') {
            if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
            out.line_break();
            continue;
        }
        const bool blank = c == ' ' || c == '\t';
        const bool ends_line = i + 1 == text.size() || text[i + 1] == '\r' || text[i + 1] == '\n';
        out.put(c, blank ? !ends_line : c > ' ' && c < 0x7F && c != '=');
    }
    return out.take();
}

std::string encode_header_text(std::string_view text) {
    std::string clean = without_controls(text);
    return is_plain(clean) ? clean : encoded_words(clean);
}

std::string mailbox(std::string_view name, std::string_view address) {
    const std::string clean = without_controls(name);
    std::string safe_address = wire_address(address);
    if (clean.empty()) return safe_address;
    if (!is_ascii(clean) || has_overlong_word(clean) || clean.find("=?") != std::string::npos)
        return fmt::format("{} <{}>", encoded_words(clean), safe_address);
    std::string quoted;
    for (const char c : clean) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return fmt::format("\"{}\" <{}>", quoted, safe_address);
}

std::string with_ascii_host(std::string_view address) {
    const auto at = address.rfind('@');
    if (at == std::string_view::npos) return std::string(address);
    const std::string_view host = address.substr(at + 1);
    if (is_ascii(host)) return std::string(address);
    UErrorCode failure = U_ZERO_ERROR;
    static const std::unique_ptr<const icu::IDNA> idna(
        icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_ASCII, failure));
    if (!idna) return std::string(address);
    failure = U_ZERO_ERROR;
    std::string ascii;
    icu::StringByteSink<std::string> sink(&ascii);
    icu::IDNAInfo info;
    idna->nameToASCII_UTF8({host.data(), static_cast<std::int32_t>(host.size())}, sink, info, failure);
    if (U_FAILURE(failure) || info.hasErrors()) return std::string(address);
    return std::string(address.substr(0, at + 1)) + ascii;
}

std::string wire_address(std::string_view address) {
    return bracket_safe(with_ascii_host(address));
}

std::string to_mime(const MimeMessage& message) {
    const std::string boundary = boundary_for(message.message_id);
    std::string out;
    out.reserve(1024 + (message.text.size() + message.html.size()) * 5 / 4);
    append_header(out, "Date", date_text(message.date));
    append_header(out, "From", mailbox(message.from_name, message.from_address));
    append_header(out, "To", wire_address(message.to_address));
    if (message.reply_to) append_header(out, "Reply-To", wire_address(*message.reply_to));
    append_header(out, "Subject", encode_header_text(message.subject));
    append_header(out, "Message-ID", fmt::format("<{}>", bracket_safe(message.message_id)));
    if (message.unsubscribe_url) {
        const std::string url = bracket_safe(*message.unsubscribe_url);
        if (url.size() <= word_length_max) {  // a longer one could not be written: the text's own link remains
            append_header(out, "List-Unsubscribe", fmt::format("<{}>", url));
            append_header(out, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
    }
    if (!message.token.empty()) append_header(out, mail::token_header, bracket_safe(message.token));
    append_header(out, "Auto-Submitted", "auto-generated");
    append_header(out, "MIME-Version", "1.0");
    append_header(out, "Content-Type", fmt::format("multipart/alternative; boundary=\"{}\"", boundary));
    out += "\r\n";
    append_part(out, boundary, "text/plain", message.text);
    append_part(out, boundary, "text/html", message.html);
    out += fmt::format("--{}--\r\n", boundary);
    return out;
}

}  // namespace herald::delivery
