#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "content/personalisation.h"

namespace herald::content {

/// A template's text, parsed once into plain stretches and placeholders (content.md §1.1). Immutable; cheap to fill
/// many times, from many threads.
class Template {
public:
    struct Part {
        std::string literal;      ///< plain text that stands before the placeholder
        bool is_placeholder;      ///< false only for the last part
        bool is_conditional;      ///< `((name??text))`
        std::string name;         ///< as written, surrounding spaces kept
        std::string key;          ///< the normalised name
        std::string conditional;  ///< the text after the first `??`
    };

    /// Takes any text: what is not a placeholder is plain text.
    static Template parse(std::string_view text);
    /// The text escaped for HTML, then parsed (content.md §1.5). Names still match values by their unescaped spelling.
    static Template parse_for_html(std::string_view text);

    const std::string& text() const { return text_; }
    const std::vector<Part>& parts() const { return parts_; }
    /// Distinct names in order of first appearance, spelled as first written.
    const std::vector<std::string>& placeholders() const { return placeholders_; }

private:
    std::string text_;
    std::vector<Part> parts_;
    std::vector<std::string> placeholders_;
};

using Templates = std::initializer_list<const Template*>;

/// The placeholders of several texts of one template, for example subject and body, in that order (content.md §1.2).
std::vector<std::string> placeholders(Templates templates);
/// The placeholders without a value, in template order, as the template spells them (content.md §1.6).
std::vector<std::string> missing(Templates templates, const Personalisation& values);
/// `Missing personalisation: a, b` (content.md §1.6).
std::string missing_message(const std::vector<std::string>& names);

enum class ListForm {
    sentence,  ///< `a, b and c`: text messages, subjects
    bullets,   ///< an empty line, then `* item` lines: bodies of emails and letters
};

/// How a placeholder without a value is shown (content.md §1.6).
enum class Unfilled {
    in_brackets,       ///< `((name))`, a conditional as `((name??text))`
    without_brackets,  ///< `name`: the lines of a recipient's address
    redacted,          ///< every placeholder, with a value or not: `[hidden]`, in HTML the word alone
};

/// The text with its values filled in, nothing escaped. What has no value stands as `unfilled` says.
std::string fill(const Template& source, const Personalisation& values, ListForm lists,
                 Unfilled unfilled = Unfilled::in_brackets);
/// The same for a template from parse_for_html: values are escaped; what has no value stands in a highlighting span.
std::string fill_html(const Template& source, const Personalisation& values, ListForm lists,
                      Unfilled unfilled = Unfilled::in_brackets);
/// A placeholder of a template from parse_for_html in its highlighting span, with what follows it.
std::string highlight_html(const Template::Part& part, Unfilled unfilled);

}  // namespace herald::content
