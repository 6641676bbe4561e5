// MMG writes texts with the escapes of three languages, one inside the other.
#include "base/text.h"
#include "http/message.h"
#include "inbound/inbound_text.h"

namespace herald::inbound {
namespace {

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 16;
}

/// Reads a text in which backslash escapes stand; each function takes what it has understood off the front of `rest`.
class Unescaper {
public:
    explicit Unescaper(std::string_view text) : rest_(text) {}

    std::string run() && {
        while (!rest_.empty()) {
            const std::size_t backslash = std::min(rest_.find('\\'), rest_.size());
            out_ += rest_.substr(0, backslash);
            rest_.remove_prefix(backslash);
            if (!rest_.empty() && !take_escape()) {
                out_ += '\\';
                rest_.remove_prefix(1);
            }
        }
        return std::move(out_);
    }

private:
    /// `rest_` starts with a backslash. False when it is none of an escape.
    bool take_escape() {
        if (rest_.size() < 2) return false;
        switch (rest_[1]) {
            case 'x':
                return take_code(2);
            case 'u':
                return take_code(4);
            case 'U':
                return take_code(8);
            case '\n':
                rest_.remove_prefix(2);
                return true;
            default:
                return take_simple() || take_octal();
        }
    }

    bool take_simple() {
        constexpr std::string_view names = "\\'\"abfnrtv", meanings = "\\'\"\a\b\f\n\r\t\v";
        const std::size_t which = names.find(rest_[1]);
        if (which == std::string_view::npos) return false;
        out_ += meanings[which];
        rest_.remove_prefix(2);
        return true;
    }

    bool take_octal() {
        std::size_t digits = 0;
        char32_t value = 0;
        while (digits < 3 && digits + 1 < rest_.size() && digit_value(rest_[digits + 1]) < 8) {
            value = value * 8 + static_cast<char32_t>(digit_value(rest_[digits + 1]));
            ++digits;
        }
        if (digits == 0) return false;
        text::append(out_, value);
        rest_.remove_prefix(1 + digits);
        return true;
    }

    /// The value of an escape of exactly so many hexadecimal digits, without taking it.
    std::optional<char32_t> code_at(std::size_t start, std::size_t digits) const {
        if (rest_.size() < start + 2 + digits) return std::nullopt;
        char32_t value = 0;
        for (const char c : rest_.substr(start + 2, digits)) {
            if (digit_value(c) > 15) return std::nullopt;
            value = value * 16 + static_cast<char32_t>(digit_value(c));
        }
        return value;
    }

    bool take_code(std::size_t digits) {
        auto code = code_at(0, digits);
        if (!code) return false;
        std::size_t taken = 2 + digits;
        const bool is_high_surrogate = digits == 4 && *code >= 0xD800 && *code < 0xDC00;
        if (is_high_surrogate && rest_.substr(taken).starts_with("\\u")) {
            const auto low = code_at(taken, 4);
            if (low && *low >= 0xDC00 && *low < 0xE000) {
                code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
                taken += 6;
            }
        }
        text::append(out_, *code);
        rest_.remove_prefix(taken);
        return true;
    }

    std::string_view rest_;
    std::string out_;
};

}  // namespace

std::string decode_mmg_text(std::string_view text) {
    std::string spaced(text);
    for (char& c : spaced)
        if (c == '+') c = ' ';
    return Unescaper(http::percent_decode(spaced)).run();
}

}  // namespace herald::inbound
