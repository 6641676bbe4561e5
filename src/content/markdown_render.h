#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "content/markdown.h"

namespace herald::content {

/// How the blocks and marks of a text are written. Texts come in with their inline marks already written.
class Writer {
public:
    virtual ~Writer() = default;
    virtual Format format() const = 0;
    /// Headings of a level past this one are paragraphs.
    virtual int heading_levels() const { return 2; }
    /// Another writer for a paragraph, known by its text with the marks still in it; null: this one.
    virtual const Writer* paragraph_writer(std::string_view) const { return nullptr; }

    virtual std::string heading(const std::string& text, int level) const = 0;
    virtual std::string paragraph(const std::string& text) const = 0;
    virtual std::string rule() const = 0;
    virtual std::string inset(const std::string& inside) const = 0;
    virtual std::string list(const std::vector<std::string>& items, bool is_ordered) const = 0;
    virtual std::string link(const LinkTarget& target, const std::string& text) const = 0;
    virtual std::string bare_link(std::string_view address) const = 0;
    virtual std::string line_break() const = 0;
};

/// HTML with inline styles (content.md §3.4).
class HtmlWriter final : public Writer {
public:
    Format format() const override { return Format::html; }
    std::string heading(const std::string& text, int level) const override;
    std::string paragraph(const std::string& text) const override;
    std::string rule() const override;
    std::string inset(const std::string& inside) const override;
    std::string list(const std::vector<std::string>& items, bool is_ordered) const override;
    std::string link(const LinkTarget& target, const std::string& text) const override;
    std::string bare_link(std::string_view address) const override;
    std::string line_break() const override;
};

/// Plain text (content.md §3.7). Its text is escaped; references are decoded once at the very end.
class TextWriter : public Writer {
public:
    Format format() const override { return Format::plain; }
    std::string heading(const std::string& text, int level) const override;
    std::string paragraph(const std::string& text) const override;
    std::string rule() const override;
    std::string inset(const std::string& inside) const override;
    std::string list(const std::vector<std::string>& items, bool is_ordered) const override;
    std::string link(const LinkTarget& target, const std::string& text) const override;
    std::string bare_link(std::string_view address) const override;
    std::string line_break() const override;
};

/// The line that mail programs show before the message is opened (content.md §3.4, preheader).
class PreheaderWriter final : public TextWriter {
public:
    Format format() const override { return Format::html; }
    int heading_levels() const override { return 0; }
    std::string rule() const override;
    std::string link(const LinkTarget& target, const std::string& text) const override;
};

/// Writes a document that was parsed in the writer's format. With `enough` it may stop behind a block when it has
/// written so many characters, white space not counted.
std::string write_document(const Document& document, const Writer& writer, std::size_t enough = std::string_view::npos);
/// Parses and writes a filled-in body.
std::string render_markdown(std::string_view text, const Writer& writer);

/// `<`, `>` and every & that does not begin a character reference become references. Placeholder spans stay.
std::string escape_marks(std::string_view text);

}  // namespace herald::content
