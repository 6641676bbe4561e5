#include "content/markdown_render.h"

#include <algorithm>

#include "base/find_any.h"
#include "base/text.h"
#include "content/characters.h"
#include "content/markdown_inline.h"
#include "content/markdown_tags.h"

namespace herald::content {
namespace {

class DocumentWriter {
public:
    DocumentWriter(const Document& document, const Writer& writer)
        : document_(document), writer_(writer), inline_(document, writer) {}

    std::string write(std::size_t enough) {
        std::string out;
        std::size_t written = 0;
        for (const Block& block : document_.blocks) {
            const std::size_t begin = out.size();
            out += write_block(block);
            if (enough == std::string_view::npos) continue;
            written += count_shown(std::string_view(out).substr(begin));
            if (written >= enough) return out;
        }
        // A footnote's own references count too; each is written once.
        for (std::size_t i = 0; i < inline_.footnotes().size(); ++i)
            out += write_blocks(document_.footnotes.at(inline_.footnotes()[i]));
        return out;
    }

private:
    static std::size_t count_shown(std::string_view text) {
        const auto is_shown = [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0) != 0x80 &&
                   !text::is_ascii_space(static_cast<unsigned char>(c));
        };
        return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_shown));
    }

    std::string write_blocks(const Blocks& blocks) {
        std::string out;
        for (const Block& block : blocks) out += write_block(block);
        return out;
    }

    std::string write_block(const Block& block) {
        switch (block.kind) {
            case Block::Kind::line_break:
                return writer_.line_break();
            case Block::Kind::rule:
                return writer_.rule();
            case Block::Kind::raw:
                return writer_.format() == Format::html ? escape_marks(block.text) : block.text;
            case Block::Kind::heading:
                if (block.level > writer_.heading_levels()) break;
                return writer_.heading(inline_.write(block.text), block.level);
            case Block::Kind::inset:
                return writer_.inset(write_blocks(block.children));
            case Block::Kind::list:
                return write_list(block);
            case Block::Kind::item:
                return write_item(block);
            case Block::Kind::paragraph:
            case Block::Kind::text:
                break;
        }
        return write_paragraph(block.text);
    }

    std::string write_paragraph(const std::string& text) {
        const Writer* other = writer_.paragraph_writer(text);
        if (other == nullptr) return writer_.paragraph(inline_.write(text));
        return other->paragraph(InlineWriter(document_, *other).write(text));
    }

    std::string write_list(const Block& list) {
        std::vector<std::string> items;
        for (const Block& item : list.children) items.push_back(write_item(item));
        return writer_.list(items, list.is_ordered);
    }

    /// Plain lines in a row form one text; a loose item's texts are paragraphs.
    std::string write_item(const Block& item) {
        std::string out;
        for (std::size_t i = 0; i < item.children.size(); ++i) {
            const Block& child = item.children[i];
            if (child.kind != Block::Kind::text) {
                out += write_block(child);
                continue;
            }
            std::string lines = child.text;
            while (i + 1 < item.children.size() && item.children[i + 1].kind == Block::Kind::text)
                lines += "\n" + item.children[++i].text;
            out += item.is_loose ? write_paragraph(lines) : inline_.write(lines);
        }
        return std::string(text::trim(out));
    }

    const Document& document_;
    const Writer& writer_;
    InlineWriter inline_;
};

/// The length of what looks like a character reference at `at`: & and #, letters or digits up to a semicolon.
bool is_reference(std::string_view source, std::size_t at) {
    constexpr std::size_t length_max = 64;
    const std::string_view ahead = source.substr(at + 1, length_max);
    std::size_t end = ahead.starts_with('#') ? 1 : 0;
    const std::size_t first = end;
    while (end < ahead.size()) {
        const text::CodePoint c = text::decode(ahead, end);
        if (!is_word(c.value)) break;
        end += c.bytes;
    }
    return end > first && end < ahead.size() && ahead[end] == ';';
}

}  // namespace

std::string write_document(const Document& document, const Writer& writer, std::size_t enough) {
    return DocumentWriter(document, writer).write(enough);
}

std::string render_markdown(std::string_view source, const Writer& writer) {
    return write_document(parse_markdown(source, writer.format()), writer);
}

std::string escape_marks(std::string_view source) {
    std::string out;
    out.reserve(source.size());
    for (std::size_t at = 0; at < source.size();) {
        const std::size_t next = text::find_any<'&', '<', '>'>(source, at);
        out += source.substr(at, next - at);
        at = next;
        if (at == source.size()) break;
        const auto span = source[at] == '<' ? placeholder_span_end(source, at) : std::nullopt;
        const std::size_t end = span.value_or(at + 1);
        if (span || (source[at] == '&' && is_reference(source, at))) {
            out += source.substr(at, end - at);
        } else {
            out += source[at] == '&' ? "&amp;" : source[at] == '<' ? "&lt;" : "&gt;";
        }
        at = end;
    }
    return out;
}

}  // namespace herald::content
