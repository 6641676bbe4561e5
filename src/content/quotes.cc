#include "content/quotes.h"

#include <optional>
#include <vector>

#include "base/find_any.h"
#include "base/text.h"
#include "content/characters.h"

namespace herald::content {
namespace {

constexpr char32_t open_single = U'\u2018';
constexpr char32_t close_single = U'\u2019';
constexpr char32_t open_double = U'\u201C';
constexpr char32_t close_double = U'\u201D';

std::u32string to_utf32(std::string_view source) {
    std::u32string out;
    out.reserve(source.size());
    for (std::size_t at = 0; at < source.size();) {
        const text::CodePoint c = text::decode(source, at);
        out += c.value;
        at += c.bytes;
    }
    return out;
}

std::string to_utf8(std::u32string_view source) {
    std::string out;
    out.reserve(source.size());
    for (const char32_t c : source) text::append(out, c);
    return out;
}

/// One run of text between tags. Each step looks at the text as the steps before it left it. A character that a step
/// has used as the one before a mark does not serve it again, so positions move on past each match.
class Run {
public:
    explicit Run(std::u32string source) : text_(std::move(source)) {}

    std::u32string curl() {
        if (text_.find_first_of(U"'\"") == std::u32string::npos) return std::move(text_);
        curl_pairs(U"\"'", U"\u201C\u2018");
        curl_pairs(U"'\"", U"\u2018\u201C");
        curl_decades();
        open_before_words(U'\'', open_single);
        close_before_others();
        close_before_gaps();
        replace_all(U'\'', open_single);
        open_before_words(U'"', open_double);
        close_doubles_before_space();
        close_doubles_after_characters();
        replace_all(U'"', open_double);
        return std::move(text_);
    }

private:
    bool is_word_at(std::size_t i) const { return i < text_.size() && is_word(text_[i]); }
    bool is_space_at(std::size_t i) const { return i < text_.size() && text::is_space(text_[i]); }
    bool is_lone_s(std::size_t i) const { return i < text_.size() && text_[i] == U's' && !is_word_at(i + 1); }

    /// A character after which a mark closes.
    static bool closes(char32_t c) { return std::u32string_view(U" \t\r\n[{(-").find(c) == std::u32string_view::npos; }

    void curl_pairs(std::u32string_view typed, std::u32string_view curled) {
        for (std::size_t i = text_.find(typed); i != std::u32string::npos; i = text_.find(typed, i + 1))
            if (is_word_at(i + 2)) text_.replace(i, 2, curled);
    }

    void curl_decades() {
        for (std::size_t i = text_.find(U'\'', 1); i != std::u32string::npos; i = text_.find(U'\'', i + 1)) {
            if (i + 3 >= text_.size() || !is_word(text_[i - 1])) continue;
            if (is_digit(text_[i + 1]) && is_digit(text_[i + 2]) && text_[i + 3] == U's') text_[i] = close_single;
        }
    }

    /// White space or a dash directly before `i`.
    bool is_after_gap(std::size_t i) const {
        if (i == 0) return false;
        if (text::is_space(text_[i - 1])) return true;
        const std::u32string_view before = std::u32string_view(text_).substr(0, i);
        for (const std::u32string_view gap :
             {U"&nbsp;", U"--", U"&mdash;", U"&ndash;", U"&#8211;", U"&#8212;", U"&#x2013;", U"&#x2014;"})
            if (before.ends_with(gap)) return true;
        return false;
    }

    void open_before_words(char32_t mark, char32_t curled) {
        for (std::size_t i = text_.find(mark); i != std::u32string::npos; i = text_.find(mark, i + 1))
            if (is_word_at(i + 1) && is_after_gap(i)) text_[i] = curled;
    }

    /// Before anything but white space, a lone s or a digit.
    void close_before_others() {
        for (std::size_t i = 0; i + 1 < text_.size(); ++i) {
            if (text_[i + 1] != U'\'' || !closes(text_[i])) continue;
            if (is_space_at(i + 2) || is_lone_s(i + 2) || (i + 2 < text_.size() && is_digit(text_[i + 2]))) continue;
            text_[i + 1] = close_single;
            ++i;
        }
    }

    /// Before white space or a lone s, which is used up with the mark.
    void close_before_gaps() {
        for (std::size_t i = 0; i + 2 < text_.size(); ++i) {
            if (text_[i + 1] != U'\'' || !closes(text_[i])) continue;
            if (!is_space_at(i + 2) && !is_lone_s(i + 2)) continue;
            text_[i + 1] = close_single;
            i += 2;
        }
    }

    void close_doubles_before_space() {
        for (std::size_t i = text_.find(U'"'); i != std::u32string::npos; i = text_.find(U'"', i + 1))
            if (is_space_at(i + 1)) text_[i] = close_double;
    }

    void close_doubles_after_characters() {
        for (std::size_t i = 0; i + 1 < text_.size(); ++i) {
            if (text_[i + 1] != U'"' || !closes(text_[i])) continue;
            text_[i + 1] = close_double;
            ++i;
        }
    }

    void replace_all(char32_t mark, char32_t curled) {
        for (char32_t& c : text_)
            if (c == mark) c = curled;
    }

    std::u32string text_;
};

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// A backslash protects the character behind it by turning both into a numeric reference.
std::string protect_escaped(std::string_view source) {
    constexpr std::string_view protectable = "\\\"'.-`";
    std::string out;
    out.reserve(source.size());
    for (std::size_t at = 0; at < source.size(); ++at) {
        const bool pair =
            source[at] == '\\' && at + 1 < source.size() && protectable.find(source[at + 1]) != std::string_view::npos;
        if (!pair) {
            out += source[at];
            continue;
        }
        ++at;
        out += "&#" + std::to_string(static_cast<int>(source[at])) + ";";
    }
    return out;
}

/// Curls the marks of one run. They depend on a few characters on either side, so only what is near a mark is looked at
/// character by character.
void append_curled(std::string& out, std::string_view run) {
    // The longest thing looked for before a mark is `&#x2014;`, and behind it four characters.
    constexpr std::size_t reach = 16;
    const auto next_mark = [run](std::size_t at) { return text::find_any<'\'', '"', '\\'>(run, at); };
    std::size_t done = 0;
    for (std::size_t mark = next_mark(0); mark < run.size();) {
        std::size_t begin = mark > done + reach ? mark - reach : done;
        while (begin > done && is_continuation(run[begin])) --begin;
        std::size_t end = mark;
        for (; mark < run.size() && mark < end + 2 * reach; mark = next_mark(mark + 1)) end = mark;
        end = std::min(end + reach, run.size());
        while (end < run.size() && is_continuation(run[end])) ++end;
        out.append(run, done, begin - done);
        out += to_utf8(Run(to_utf32(protect_escaped(run.substr(begin, end - begin)))).curl());
        done = end;
    }
    out.append(run, done);
}

struct SkippedTag {
    std::string_view name;
    bool is_end;
};

/// A tag whose inside keeps its straight marks. Names are compared by their beginning: `a` also stands for `abbr`.
std::optional<SkippedTag> skipped_tag(std::string_view tag) {
    const bool is_end = tag.starts_with("</");
    // Most tags are none of these; their first letters tell.
    if (tag.size() < 3 || std::string_view("psctkmaPSCTKMA").find(tag[is_end ? 2 : 1]) == std::string_view::npos)
        return std::nullopt;
    const std::string start = text::to_lower_ascii(tag.substr(is_end ? 2 : 1, 6));
    for (const std::string_view name : {"pre", "samp", "code", "tt", "kbd", "script", "style", "math", "a"})
        if (start.starts_with(name)) return SkippedTag{name, is_end};
    return std::nullopt;
}

/// Walks over text and tags, and knows which tags are open whose inside is left alone.
class Curler {
public:
    explicit Curler(std::string_view source) : source_(source) { out_.reserve(source.size() + source.size() / 8); }

    std::string run() {
        while (at_ < source_.size()) {
            const std::size_t open = source_.find('<', at_);
            const std::size_t end = open == std::string_view::npos ? open : tag_end(open);
            const std::size_t run_end = end == std::string_view::npos ? source_.size() : open;
            if (run_end > at_) take_run(source_.substr(at_, run_end - at_));
            if (end != std::string_view::npos) take_tag(source_.substr(open, end - open));
            at_ = end == std::string_view::npos ? source_.size() : end;
        }
        return std::move(out_);
    }

private:
    std::size_t tag_end(std::size_t open) const {
        if (source_.substr(open, 4) == "<!--") {
            const std::size_t close = source_.find("-->", open + 4);
            if (close != std::string_view::npos) return close + 3;
        }
        const std::size_t close = source_.find('>', open);
        return close == std::string_view::npos ? close : close + 1;
    }

    void take_tag(std::string_view tag) {
        out_ += tag;
        const auto skipped = skipped_tag(tag);
        if (!skipped) return;
        if (!skipped->is_end) {
            open_tags_.push_back(skipped->name);
        } else if (!open_tags_.empty() && open_tags_.back() == skipped->name) {
            open_tags_.pop_back();
        }
    }

    void take_run(std::string_view run) {
        const bool alone = run == "'" || run == "\"";
        if (!open_tags_.empty()) {
            out_ += run;
        } else if (alone) {
            const char32_t opening = run == "'" ? open_single : open_double;
            text::append(out_, after_text_ ? opening + 1 : opening);
        } else {
            append_curled(out_, run);
        }
        after_text_ = text::trim(run.substr(last_character(run))) != "";
    }

    static std::size_t last_character(std::string_view run) {
        std::size_t at = run.size() - 1;
        while (at > 0 && (static_cast<unsigned char>(run[at]) & 0xC0) == 0x80) --at;
        return at;
    }

    std::string_view source_;
    std::size_t at_ = 0;
    std::string out_;
    std::vector<std::string_view> open_tags_;
    bool after_text_ = false;  ///< the run before ended in something other than white space
};

}  // namespace

std::string curl_quotes(std::string_view source) {
    return Curler(source).run();
}

}  // namespace herald::content
