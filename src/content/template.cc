#include "content/template.h"

#include <algorithm>

#include "content/escape.h"

namespace herald::content {
namespace {

struct Span {
    std::size_t begin;  ///< of the opening brackets
    std::size_t end;    ///< behind the closing brackets
};

/// The next placeholder at or after `from`: `((`, characters other than brackets, `))`. Each byte is looked at once.
std::optional<Span> next_placeholder(std::string_view text, std::size_t from) {
    std::size_t open = text.find("((", from);
    while (open != std::string_view::npos) {
        const std::size_t bracket = text.find_first_of("()", open + 2);
        if (bracket == std::string_view::npos) return std::nullopt;
        if (bracket == open + 2 && text[bracket] == '(') {
            ++open;  // With extra brackets the innermost pair counts.
            continue;
        }
        const bool closes = text[bracket] == ')' && text.substr(bracket, 2) == "))" && bracket > open + 2;
        if (closes) return Span{open, bracket + 2};
        open = text.find("((", bracket);
    }
    return std::nullopt;
}

Template::Part to_part(std::string_view literal, std::string_view inside, bool is_escaped) {
    Template::Part part{std::string(literal), true, false, {}, {}, {}};
    const std::size_t marks = inside.find("??");
    part.name = std::string(inside.substr(0, marks));
    part.key = normalise_name(is_escaped ? decode_references(part.name) : part.name);
    if (marks != std::string_view::npos) {
        part.is_conditional = true;
        part.conditional = std::string(inside.substr(marks + 2));
    }
    return part;
}

std::vector<Template::Part> to_parts(std::string_view text, bool is_escaped) {
    std::vector<Template::Part> parts;
    std::size_t at = 0;
    while (const auto span = next_placeholder(text, at)) {
        const std::string_view inside = text.substr(span->begin + 2, span->end - span->begin - 4);
        parts.push_back(to_part(text.substr(at, span->begin - at), inside, is_escaped));
        at = span->end;
    }
    parts.push_back({std::string(text.substr(at)), false, false, {}, {}, {}});
    return parts;
}

/// Calls `visit` with the first part of each distinct name.
template <class Visit>
void for_each_distinct(Templates templates, Visit visit) {
    std::vector<std::string_view> seen;
    for (const Template* source : templates) {
        for (const Template::Part& part : source->parts()) {
            if (!part.is_placeholder || std::find(seen.begin(), seen.end(), part.key) != seen.end()) continue;
            seen.push_back(part.key);
            visit(part);
        }
    }
}

}  // namespace

Template Template::parse(std::string_view text) {
    Template result;
    result.text_ = std::string(text);
    result.parts_ = to_parts(result.text_, false);
    result.placeholders_ = content::placeholders({&result});
    return result;
}

Template Template::parse_for_html(std::string_view text) {
    Template result;
    result.text_ = escape_html(text);
    result.parts_ = to_parts(result.text_, true);
    result.placeholders_ = content::placeholders({&result});
    return result;
}

std::vector<std::string> placeholders(Templates templates) {
    std::vector<std::string> names;
    for_each_distinct(templates, [&](const Template::Part& part) { names.push_back(part.name); });
    return names;
}

std::vector<std::string> missing(Templates templates, const Personalisation& values) {
    std::vector<std::string> names;
    for_each_distinct(templates, [&](const Template::Part& part) {
        const Value* value = values.find(part.key);
        if (value == nullptr || std::holds_alternative<std::monostate>(*value)) names.push_back(part.name);
    });
    return names;
}

std::string missing_message(const std::vector<std::string>& names) {
    std::string message = "Missing personalisation: ";
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) message += ", ";
        message += names[i];
    }
    return message;
}

}  // namespace herald::content
