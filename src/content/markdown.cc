#include "content/markdown.h"

#include <algorithm>

#include "base/text.h"
#include "content/markdown_fences.h"
#include "content/markdown_lines.h"
#include "content/markdown_prepare.h"

namespace herald::content {
namespace {

constexpr int depth_max = 6;

/// Which blocks a text can hold.
enum class Context { body, list_item, footnote };

struct Depth {
    int lists = 0;
    int insets = 0;
};

std::string without_final_newlines(std::string text) {
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

class BlockParser {
public:
    BlockParser(Document& document, Format format) : document_(document), format_(format) {}

    Blocks parse(std::string source, Context context, Depth depth) {
        source = without_final_newlines(std::move(source));
        Text text{source, FenceFinder(source), context, depth, {}};
        for (std::size_t at = 0; at < source.size();) at = take_block(text, at);
        return std::move(text.blocks);
    }

private:
    struct Text {
        std::string_view source;
        FenceFinder fences;
        Context context;
        Depth depth;
        Blocks blocks;
    };
    using Position = std::optional<std::size_t>;

    /// Adds the block that starts at `at` and gives the position behind it (content.md §3.2, in its order).
    std::size_t take_block(Text& text, std::size_t at) {
        const bool in_item = text.context == Context::list_item;
        if (text.source[at] == '\n') return take_newlines(text, at);
        if (!in_item)
            if (const auto end = take_rule(text, at)) return *end;
        if (const auto end = take_indented(text, at)) return *end;
        if (const auto end = take_fence(text, at)) return *end;
        if (!in_item) {
            if (const auto end = take_heading(text, at)) return *end;
            if (const auto end = lines::bare_table(text.source, at)) return *end;
        }
        if (const auto end = take_underlined_heading(text, at)) return *end;
        if (in_item)
            if (const auto end = take_rule(text, at)) return *end;
        if (const auto end = take_inset(text, at)) return *end;
        if (const auto end = take_list(text, at)) return *end;
        if (text.context == Context::body)
            if (const auto end = take_definition(text, at)) return *end;
        if (in_item) return take_line(text, at);
        if (const auto end = lines::edged_table(text.source, at)) return *end;
        return take_paragraph(text, at);
    }

    static std::size_t take_newlines(Text& text, std::size_t at) {
        const std::size_t end = lines::skip_newlines(text.source, at);
        if (end - at > 1) text.blocks.push_back({Block::Kind::line_break, {}, 0, false, false, {}});
        return end;
    }

    static Position take_rule(Text& text, std::size_t at) {
        const auto end = lines::rule(text.source, at);
        if (end) text.blocks.push_back({Block::Kind::rule, {}, 0, false, false, {}});
        return end;
    }

    static Position take_indented(Text& text, std::size_t at) {
        constexpr std::string_view indent = "    ";
        std::size_t end = at;
        while (text.source.substr(end).starts_with(indent) && lines::line_end(text.source, end) > end + indent.size())
            end = lines::skip_newlines(text.source, lines::line_end(text.source, end));
        if (end == at) return std::nullopt;
        std::string raw = outdent(text.source.substr(at, end - at), indent.size());
        text.blocks.push_back({Block::Kind::raw, std::move(raw), 0, false, false, {}});
        return end;
    }

    static Position take_fence(Text& text, std::size_t at) {
        const auto fence = text.fences.find(at);
        if (!fence) return std::nullopt;
        text.blocks.push_back({Block::Kind::raw, std::string(fence->text), 0, false, false, {}});
        return fence->end;
    }

    static Position add_heading(Text& text, const std::optional<lines::Heading>& heading) {
        if (!heading) return std::nullopt;
        text.blocks.push_back({Block::Kind::heading, std::string(heading->text), heading->level, false, false, {}});
        return heading->end;
    }
    static Position take_heading(Text& text, std::size_t at) {
        return add_heading(text, lines::heading(text.source, at));
    }
    static Position take_underlined_heading(Text& text, std::size_t at) {
        return add_heading(text, lines::underlined_heading(text.source, at));
    }

    Position take_inset(Text& text, std::size_t at) {
        const auto inset = lines::inset(text.source, at);
        if (!inset) return std::nullopt;
        const std::string_view source = text.source.substr(at, inset->end - at);
        if (text.depth.insets >= depth_max) {
            const auto kind = text.context == Context::list_item ? Block::Kind::text : Block::Kind::paragraph;
            text.blocks.push_back({kind, std::string(source), 0, false, false, {}});
            return inset->end;
        }
        Depth inner = text.depth;
        ++inner.insets;
        Blocks children = parse(without_inset_marks(source), Context::body, inner);
        text.blocks.push_back({Block::Kind::inset, {}, 0, false, false, std::move(children)});
        return inset->end;
    }

    Position take_list(Text& text, std::size_t at) {
        const auto mark = lines::list_mark(text.source, at);
        if (!mark || mark->end >= text.source.size()) return std::nullopt;
        const std::size_t end = list_end(text.source, mark->end + 1, mark->indent);
        const std::string_view source = text.source.substr(at, end - at);
        if (text.depth.lists >= depth_max) {
            Block line{Block::Kind::text, std::string(source), 0, false, false, {}};
            Block item{Block::Kind::item, {}, 0, false, false, {std::move(line)}};
            text.blocks.push_back({Block::Kind::list, {}, 0, mark->is_number, false, {std::move(item)}});
            return end;
        }
        Depth inner = text.depth;
        ++inner.lists;
        Blocks items = parse_items(source, mark->indent, inner);
        text.blocks.push_back({Block::Kind::list, {}, 0, mark->is_number, false, std::move(items)});
        return end;
    }

    /// Where a list ends whose first item begins before `at`: `at` is the first position that can be its end.
    static std::size_t list_end(std::string_view source, std::size_t at, std::size_t indent) {
        while (true) {
            const std::size_t newline = source.find('\n', at);
            if (newline == std::string_view::npos) return source.size();
            const std::size_t next = lines::skip_newlines(source, newline);
            if (next == source.size() || ends_list(source, next, indent)) return next;
            const std::size_t blank_lines = next - newline - 1;
            if (blank_lines >= 2) return next;
            if (blank_lines == 1 && source[next] != ' ' && !is_item_with_space(source, next, indent)) return next;
            at = next;
        }
    }

    static bool has_indent(std::string_view source, std::size_t at, std::size_t indent) {
        return lines::skip_spaces(source, at) - at >= indent;
    }

    static bool ends_list(std::string_view source, std::size_t at, std::size_t indent) {
        if (lines::rule(source, at, false)) return true;
        if (has_indent(source, at, indent) && lines::rule(source, at + indent, false)) return true;
        return lines::link_definition(source, at) || lines::footnote_definition(source, at);
    }

    static bool is_item_with_space(std::string_view source, std::size_t at, std::size_t indent) {
        const auto mark = lines::list_mark(source, at);
        return mark && mark->indent == indent && mark->end < source.size() && source[mark->end] == ' ';
    }

    Blocks parse_items(std::string_view source, std::size_t indent, Depth depth) {
        Blocks items;
        bool gap_before = false;
        for (std::size_t at = 0; at < source.size();) {
            std::size_t end = lines::line_end(source, at);
            while (end < source.size() && !starts_item(source, end + 1, indent)) end = lines::line_end(source, end + 1);
            const bool is_last = end >= source.size();
            const std::string_view item = source.substr(at, end - at);
            items.push_back(parse_item(item, gap_before, is_last, depth));
            gap_before = !is_last && item.ends_with('\n');
            at = is_last ? end : end + 1;
        }
        return items;
    }

    static bool starts_item(std::string_view source, std::size_t at, std::size_t indent) {
        const auto mark = lines::list_mark(source, at);
        return mark && mark->indent == indent;
    }

    Block parse_item(std::string_view source, bool gap_before, bool is_last, Depth depth) {
        constexpr std::string_view bullet = "•";
        const auto mark = lines::list_mark(source, 0);
        std::string inside(source.substr(mark->end));
        // The width of the mark in characters: a round bullet is one.
        const bool is_round = source.substr(mark->indent).starts_with(bullet);
        if (inside.find("\n ") != std::string::npos) inside = outdent(inside, is_round ? mark->indent + 1 : mark->end);
        const bool is_loose = gap_before || has_gap(inside) || (!is_last && inside.ends_with('\n'));
        return {Block::Kind::item, {}, 0, false, is_loose, parse(std::move(inside), Context::list_item, depth)};
    }

    /// An empty line with something below it.
    static bool has_gap(std::string_view inside) {
        const std::size_t gap = inside.find("\n\n");
        return gap != std::string_view::npos && !text::trim(inside.substr(gap)).empty();
    }

    Position take_definition(Text& text, std::size_t at) {
        if (const auto link = lines::link_definition(text.source, at)) {
            document_.links[reference_key(link->name)] = link->target;
            return link->end;
        }
        const auto footnote = lines::footnote_definition(text.source, at);
        if (!footnote) return std::nullopt;
        const std::string key = reference_key(footnote->name);
        if (!document_.footnotes.contains(key)) {
            document_.footnotes[key] = {};
            Blocks blocks = parse(outdent_below(footnote->text), Context::footnote, text.depth);
            document_.footnotes[key] = std::move(blocks);
        }
        return footnote->end;
    }

    /// Takes the indentation that all lines but the first share off those lines.
    static std::string outdent_below(std::string_view source) {
        const std::size_t first = lines::line_end(source, 0);
        if (first == source.size()) return std::string(source);
        std::size_t shared = std::string_view::npos;
        for (std::size_t at = first + 1; at < source.size(); at = lines::line_end(source, at) + 1) {
            const std::size_t spaces = lines::skip_spaces(source, at) - at;
            if (spaces > 0) shared = std::min(shared, spaces);
        }
        if (shared == std::string_view::npos) return std::string(source);
        return std::string(source.substr(0, first + 1)) + outdent(source.substr(first + 1), shared);
    }

    static std::size_t take_line(Text& text, std::size_t at) {
        const std::size_t end = lines::line_end(text.source, at);
        std::string line(text.source.substr(at, end - at));
        text.blocks.push_back({Block::Kind::text, std::move(line), 0, false, false, {}});
        return end;
    }

    std::size_t take_paragraph(Text& text, std::size_t at) {
        std::size_t end = lines::line_end(text.source, at);
        while (end + 1 < text.source.size() && text.source[end + 1] != '\n' && !cuts_paragraph(text, end + 1))
            end = lines::line_end(text.source, end + 1);
        std::string paragraph(text.source.substr(at, end - at));
        text.blocks.push_back({Block::Kind::paragraph, std::move(paragraph), 0, false, false, {}});
        return lines::skip_newlines(text.source, end);
    }

    bool cuts_paragraph(Text& text, std::size_t at) {
        const std::string_view source = text.source;
        if (format_ == Format::plain) {
            const std::size_t first = lines::skip_spaces(source, at);
            if (source.substr(first, 1) == ">" && lines::line_end(source, first) > first + 1) return true;
        }
        return text.fences.find(at) || lines::cuts_like_list(source, at) || lines::rule(source, at) ||
               lines::heading(source, at) || lines::underlined_heading(source, at) ||
               lines::link_definition(source, at) || lines::footnote_definition(source, at);
    }

    Document& document_;
    Format format_;
};

}  // namespace

std::string reference_key(std::string_view name) {
    return text::squash(text::to_lower_ascii(name));
}

Document parse_markdown(std::string_view source, Format format) {
    Document document;
    document.blocks = BlockParser(document, format).parse(prepare_lines(source), Context::body, {});
    return document;
}

}  // namespace herald::content
