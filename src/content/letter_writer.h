#pragma once

#include "content/letter.h"
#include "content/markdown_render.h"

namespace herald::content {

/// The text of a letter's QR code, its scheme kept and nothing bold. Its paragraph becomes an empty element, which gets
/// its content after the typography that would spoil it.
class QrWriter final : public Writer {
public:
    /// What the codes hold is added to `texts`, escaped.
    explicit QrWriter(std::vector<std::string>& texts) : texts_(texts) {}

    /// Whether a paragraph is a code: white space, `qr` in any case, `:`, and something behind it.
    static bool is_code(std::string_view paragraph);

    Format format() const override { return Format::html; }
    std::string heading(const std::string& text, int level) const override;
    std::string paragraph(const std::string& text) const override;
    std::string rule() const override;
    std::string inset(const std::string& inside) const override;
    std::string list(const std::vector<std::string>& items, bool is_ordered) const override;
    std::string link(const LinkTarget& target, const std::string& text) const override;
    std::string bare_link(std::string_view address) const override;
    std::string line_break() const override;

private:
    std::vector<std::string>& texts_;
};

/// The formatting of letters (content.md §4.1).
class LetterWriter final : public Writer {
public:
    explicit LetterWriter(std::vector<std::string>& qr_texts) : qr_(qr_texts) {}

    Format format() const override { return Format::html; }
    int heading_levels() const override { return 1; }
    const Writer* paragraph_writer(std::string_view text) const override;
    std::string heading(const std::string& text, int level) const override;
    std::string paragraph(const std::string& text) const override;
    std::string rule() const override;
    std::string inset(const std::string& inside) const override;
    std::string list(const std::vector<std::string>& items, bool is_ordered) const override;
    std::string link(const LinkTarget& target, const std::string& text) const override;
    std::string bare_link(std::string_view address) const override;
    std::string line_break() const override;

private:
    QrWriter qr_;
};

/// The empty element that stands for the next QR code.
inline constexpr std::string_view qr_element = "<div class='qrcode'></div>";

}  // namespace herald::content
