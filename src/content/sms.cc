#include "content/sms.h"

#include <array>

#include "base/text.h"
#include "content/gsm7.h"

namespace herald::content {
namespace {

/// Stands for an unfilled placeholder: holds its place as a non-blank character and then vanishes (content.md §2.2).
/// The byte can't occur in UTF-8.
constexpr char placeholder_mark = '\xFF';

enum class Kind : std::uint8_t { kept, stop, blank, newline, other };

/// What a byte below 0x80 means to the tidier; the rest is `other`.
constexpr std::array<Kind, 256> kinds = [] {
    std::array<Kind, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) table[i] = i > ' ' && i < 0x7F ? Kind::kept : Kind::other;
    for (const char extended_or_unmapped : {'^', '{', '}', '\\', '[', '~', ']', '|', '`'})
        table[static_cast<unsigned char>(extended_or_unmapped)] = Kind::other;
    table['.'] = table[','] = Kind::stop;
    table[' '] = table['\t'] = Kind::blank;
    table['\n'] = Kind::newline;
    return table;
}();

/// One pass over a filled-in text: tightens, squashes each line, limits empty lines, trims, replaces characters and
/// counts (content.md §2.2 steps 3 to 7, §2.3).
class Tidier {
public:
    Tidier(std::string_view source, bool has_marks) : source_(source), has_marks_(has_marks) {
        out_.reserve(source.size());
    }

    void run() {
        while (at_ < source_.size()) {
            const Kind kind = kinds[static_cast<unsigned char>(source_[at_])];
            if (kind == Kind::kept) {
                take_kept();
            } else if (kind == Kind::blank) {
                blank_ = true;
                ++at_;
            } else if (kind == Kind::newline) {
                end_line(1);
            } else if (kind == Kind::stop) {
                if (!blank_stays_) blank_ = false;  // tighten
                take_one(source_.substr(at_, 1), 1);
            } else {
                take_other();
            }
        }
    }

    std::string text() { return std::move(out_); }
    const SmsSize& size() const { return size_; }

private:
    void take_kept() {
        std::size_t end = at_ + 1;
        while (end < source_.size() && kinds[static_cast<unsigned char>(source_[end])] == Kind::kept) ++end;
        before_content();
        out_.append(source_, at_, end - at_);
        size_.characters += end - at_;
        at_ = end;
    }

    void take_one(std::string_view becomes, std::size_t bytes) {
        before_content();
        out_ += becomes;
        ++size_.characters;
        at_ += bytes;
    }

    void take_other() {
        if (has_marks_ && source_[at_] == placeholder_mark) {
            before_content();
            ++at_;
            return;
        }
        const text::CodePoint c = text::decode(source_, at_);
        if (text::is_line_separator(c.value)) {
            const bool crlf = c.value == '\r' && source_.substr(at_, 2) == "\r\n";
            end_line(crlf ? 2 : c.bytes);
        } else if (text::is_zero_width(c.value)) {
            blank_stays_ = blank_;  // The blank before it does not stand directly before what follows.
            at_ += c.bytes;
        } else if (text::is_space(c.value)) {
            blank_ = blank_stays_ = true;  // Not a space or tab, so it is never tightened away.
            at_ += c.bytes;
        } else {
            take_character(c);
        }
    }

    void take_character(text::CodePoint c) {
        const SmsCharacter character = to_sms_character(c.value);
        before_content();
        at_ += c.bytes;
        out_ += character.becomes;
        // Only the ellipsis becomes several characters, and those are ASCII.
        const bool one = character.becomes.size() == 1 || static_cast<unsigned char>(character.becomes[0]) >= 0x80;
        size_.characters += one ? 1 : character.becomes.size();
        if (character.is_extended) ++size_.extended;
        if (character.is_welsh) size_.ucs2 = true;
    }

    void end_line(std::size_t bytes) {
        blank_ = blank_stays_ = false;
        ++newlines_;
        at_ += bytes;
    }

    /// Writes the white space that turned out to stand between two pieces of content.
    void before_content() {
        if (newlines_ > 0 && has_content_) {
            const std::size_t shown = std::min<std::size_t>(newlines_, 2);
            out_.append(shown, '\n');
            size_.characters += shown;
        } else if (newlines_ == 0 && blank_ && has_content_) {
            out_ += ' ';
            ++size_.characters;
        }
        newlines_ = 0;
        blank_ = blank_stays_ = false;
        has_content_ = true;
    }

    std::string_view source_;
    std::size_t at_ = 0;
    std::string out_;
    SmsSize size_;
    std::size_t newlines_ = 0;
    bool has_marks_;
    bool blank_ = false;        ///< white space since the last content of this line
    bool blank_stays_ = false;  ///< some of it does not go before a comma or full stop
    bool has_content_ = false;
};

std::string prefix_of(std::optional<std::string_view> service_name) {
    return service_name ? std::string(text::trim(*service_name)) + ": " : std::string();
}

SmsMessage finish(const std::string& filled, std::optional<std::string_view> service_name, bool has_marks) {
    Tidier tidier(filled, has_marks);
    tidier.run();
    SmsMessage message{tidier.text(), tidier.size(), tidier.size().characters};
    if (service_name) {
        const std::size_t name = text::count_code_points(downgrade_to_sms(text::trim(*service_name)));
        message.characters_without_prefix -= std::min(message.characters_without_prefix, name + 2);
    }
    return message;
}

}  // namespace

SmsMessage render_sms(const Template& body, const Personalisation& values,
                      std::optional<std::string_view> service_name) {
    if (!service_name) return finish(fill(body, values, ListForm::sentence), service_name, false);
    return finish(prefix_of(service_name) + fill(body, values, ListForm::sentence), service_name, false);
}

SmsMessage render_unfilled_sms(const Template& body, std::optional<std::string_view> service_name) {
    std::string filled = text::to_valid_utf8(prefix_of(service_name));
    for (const Template::Part& part : body.parts()) {
        filled += text::to_valid_utf8(part.literal);
        if (part.is_placeholder) filled += placeholder_mark;
    }
    return finish(filled, service_name, true);
}

std::string downgrade_to_sms(std::string_view source) {
    std::string out;
    out.reserve(source.size());
    for (std::size_t at = 0; at < source.size();) {
        const text::CodePoint c = text::decode(source, at);
        out += to_sms_character(c.value).becomes;
        at += c.bytes;
    }
    return out;
}

std::string sms_too_long_message(std::size_t characters) {
    return "Your message is too long. Text messages cannot be longer than " + std::to_string(sms_characters_max) +
           " characters. Your message is " + std::to_string(characters) + " characters long.";
}

}  // namespace herald::content
