#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/london.h"
#include "content/template.h"

namespace herald::content {

enum class LetterLanguage { english, welsh };

/// One half of a letter: its main heading and its body, parsed from their escaped text.
struct LetterHalf {
    Template heading;
    Template body;

    static LetterHalf parse(std::string_view heading, std::string_view body);
};

/// A letter template, parsed once.
struct LetterTemplate {
    Template sender_block;            ///< from its escaped text
    std::optional<LetterHalf> welsh;  ///< stands before the English half
    LetterHalf english;

    /// Distinct names, in the order of the parts: sender block, Welsh half, English half (content.md §1.2).
    std::vector<std::string> placeholders() const;
    /// Those without a value, in both halves (content.md §1.6).
    std::vector<std::string> missing(const Personalisation& values) const;
};

/// Most bytes of UTF-8 that a letter's QR code can hold, `&` and the like counted as the references they are written
/// as (content.md §4.1).
inline constexpr std::size_t qr_bytes_max = 504;

/// Error `ValidationError` when a letter is sent; beside it stand `data`, `num_bytes` and `max_bytes`.
inline constexpr std::string_view qr_too_long_message = "Cannot create a usable QR code - the link is too long";

struct QrTooLong {
    std::string data;   ///< as it was measured
    std::size_t bytes;  ///< over `qr_bytes_max`
};

/// A body, formatted.
struct LetterBody {
    /// A QR code is `<div class='qrcode'>TEXT</div>` in a paragraph, TEXT being what it encodes, escaped. One with a
    /// placeholder that has no value is `<div class='qrcode-placeholder'>…</div>`, holding the text with its spans.
    std::string html;
    std::optional<QrTooLong> qr_too_long;  ///< the first that is; placeholders without a value count as typed
};

/// The main heading: typography, white space squashed, ordinary hyphens (content.md §4.1).
std::string render_letter_heading(const Template& heading, const Personalisation& values,
                                  Unfilled unfilled = Unfilled::in_brackets);
/// The body of one half (content.md §4.1).
LetterBody render_letter_body(const Template& body, const Personalisation& values,
                              Unfilled unfilled = Unfilled::in_brackets);
/// The sender's address, HTML lines joined by newlines (content.md §4.2).
std::string render_sender_block(const Template& block, const Personalisation& values,
                                Unfilled unfilled = Unfilled::in_brackets);

/// The lines of the address window, as HTML (content.md §4.2): `tidied` when there are 3 to 7, otherwise the seven
/// lines as they were given, those without a value highlighted.
std::vector<std::string> render_recipient_lines(const std::vector<std::string>& tidied, const Personalisation& values);

/// The London day of an instant as a letter shows it, `1 August 2026` or `1 Awst 2026` (content.md §4.2).
std::string letter_date(Timestamp created_at, LetterLanguage language);

}  // namespace herald::content
