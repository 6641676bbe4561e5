#include "content/sms_tidy.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "content/gsm7.h"

namespace herald::content {
namespace {

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
    Tidier(std::string_view source, PlaceholderMarks marks) : source_(source), marks_(marks) {
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
        if (marks_ != PlaceholderMarks::none && source_[at_] == placeholder_mark) {
            before_content();
            if (marks_ == PlaceholderMarks::stay) out_ += placeholder_mark;
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
    PlaceholderMarks marks_;
    bool blank_ = false;        ///< white space since the last content of this line
    bool blank_stays_ = false;  ///< some of it does not go before a comma or full stop
    bool has_content_ = false;
};

}  // namespace

TidiedSms tidy_sms(std::string_view filled, PlaceholderMarks marks) {
    Tidier tidier(filled, marks);
    tidier.run();
    return {tidier.text(), tidier.size()};
}

}  // namespace herald::content
