#include "content/markdown_inline.h"

#include <algorithm>

#include "base/find_any.h"
#include "base/text.h"
#include "content/markdown_link.h"
#include "content/markdown_tags.h"

namespace herald::content {

/// One text on its way through the inline rules.
class InlineText {
public:
    InlineText(InlineWriter& owner, std::string_view source, int link_depth)
        : owner_(owner),
          source_(source),
          content_end_(content_end(source)),
          links_(source),
          tags_(source),
          link_depth_(link_depth) {}

    std::string write() {
        while (at_ < source_.size()) {
            const std::size_t special = next_special();
            out_ += escape_marks(source_.substr(at_, special - at_));
            at_ = special;
            if (at_ < source_.size()) take_special();
        }
        return std::move(out_);
    }

private:
    static std::size_t content_end(std::string_view source) {
        const std::string_view trimmed = text::trim(source);
        return static_cast<std::size_t>(trimmed.data() - source.data()) + trimmed.size();
    }

    /// The next place where a rule other than plain text can apply.
    std::size_t next_special() {
        if (next_mark_ < at_) next_mark_ = find_mark(at_);
        const std::size_t mark = next_mark_;
        if (next_address_ < at_) next_address_ = find_address(at_);
        if (next_address_ < mark) return next_address_;
        if (mark == source_.size() || source_[mark] != '\n') return mark;
        return mark == 0 ? 0 : std::max(at_, source_.find_last_not_of(' ', mark - 1) + 1);
    }

    std::size_t find_mark(std::size_t from) const { return text::find_any<'\\', '<', '!', '[', '\n'>(source_, from); }

    /// The next http:// or https:// at or after `from`; the text's size when there is none.
    std::size_t find_address(std::size_t from) const {
        constexpr std::string_view slashes = "://";
        for (std::size_t at = source_.find(slashes, from); at != std::string_view::npos;
             at = source_.find(slashes, at + 1)) {
            for (const std::string_view scheme : {"http", "https"}) {
                const bool is_scheme = source_.substr(0, at).ends_with(scheme) && at - scheme.size() >= from;
                if (is_scheme) return at - scheme.size();
            }
        }
        return source_.size();
    }

    void take_special() {
        const char c = source_[at_];
        const bool taken = (c == '\\' && take_escaped()) || (c == '<' && take_tag()) || (c == 'h' && take_address()) ||
                           ((c == '[' || c == '!') && (take_footnote() || take_link())) ||
                           ((c == ' ' || c == '\n') && take_line_break());
        if (!taken) take_plain();
    }

    void take_plain() {
        // Spaces and a final newline that are no line break, or a mark that stands for itself.
        std::size_t end = at_ + 1;
        if (source_[at_] == ' ') end = std::min(source_.find_first_not_of(' ', at_), source_.size());
        out_ += escape_marks(source_.substr(at_, end - at_));
        at_ = end;
    }

    bool take_escaped() {
        constexpr std::string_view escapable = "\\`*{}[]()#+-.!_>~|";
        if (at_ + 1 >= source_.size() || escapable.find(source_[at_ + 1]) == std::string_view::npos) return false;
        out_ += escape_marks(source_.substr(at_ + 1, 1));
        at_ += 2;
        return true;
    }

    bool take_tag() {
        const bool html = owner_.writer_.format() == Format::html;
        const auto end = html ? placeholder_span_end(source_, at_) : tags_.find(at_);
        if (end) {
            out_ += source_.substr(at_, *end - at_);
            at_ = *end;
            return true;
        }
        const auto address = html ? std::nullopt : tags_.find_address(at_);
        if (!address) return false;
        out_ += owner_.writer_.bare_link(*address);
        at_ += address->size() + 2;
        return true;
    }

    bool take_address() {
        const auto end = LinkFinder::bare_address_end(source_, at_);
        if (!end) return false;
        const std::string_view address = source_.substr(at_, *end - at_);
        out_ += link_depth_ > 0 ? escape_marks(address) : owner_.writer_.bare_link(address);
        at_ = *end;
        return true;
    }

    bool take_footnote() {
        constexpr std::size_t name_length_max = 1000;
        if (source_.substr(at_, 2) != "[^" || owner_.document_.footnotes.empty()) return false;
        const std::size_t length = source_.substr(at_ + 2, name_length_max).find(']');
        if (length == std::string_view::npos || length == 0) return false;
        const std::size_t close = at_ + 2 + length;
        const std::string key = reference_key(source_.substr(at_ + 2, close - at_ - 2));
        if (!owner_.document_.footnotes.contains(key)) return false;
        auto& seen = owner_.footnotes_;
        if (std::find(seen.begin(), seen.end(), key) == seen.end()) seen.push_back(key);
        at_ = close + 1;
        return true;
    }

    bool take_link() {
        constexpr int link_depth_max = 6;
        if (link_depth_ >= link_depth_max) return false;
        const bool is_image = source_[at_] == '!';
        const std::size_t open = is_image ? at_ + 1 : at_;
        if (open >= source_.size() || source_[open] != '[') return false;
        const auto link = links_.find(open, owner_.document_);
        if (!link) return false;
        if (!is_image) {
            const std::string_view shown = link->text.empty() ? std::string_view(link->target.address) : link->text;
            out_ += owner_.writer_.link(link->target, owner_.write(shown, link_depth_ + 1));
        }
        at_ = link->end;
        return true;
    }

    bool take_line_break() {
        const std::size_t newline = std::min(source_.find_first_not_of(' ', at_), source_.size());
        if (newline == source_.size() || source_[newline] != '\n') return false;
        if (newline >= content_end_) return false;
        out_ += owner_.writer_.line_break();
        at_ = newline + 1;
        return true;
    }

    InlineWriter& owner_;
    std::string_view source_;
    std::size_t content_end_;  ///< behind it there is only white space
    LinkFinder links_;
    TagFinder tags_;
    int link_depth_;
    std::size_t at_ = 0;
    // Looked for once and kept until they are passed, or many of one kind would each look for the other to the end.
    std::size_t next_mark_ = find_mark(0);
    std::size_t next_address_ = find_address(0);
    std::string out_;
};

std::string InlineWriter::write(std::string_view text, int link_depth) {
    while (text.ends_with('\n')) text.remove_suffix(1);
    return InlineText(*this, text, link_depth).write();
}

}  // namespace herald::content
