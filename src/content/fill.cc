#include "base/text.h"
#include "content/escape.h"
#include "content/fill_parts.h"
#include "content/template.h"

namespace herald::content {
namespace {

/// The items that are shown: stripped, blank ones dropped (content.md §1.4).
List shown_items(const List& items) {
    List shown;
    for (const std::string& item : items) {
        std::string stripped = text::strip(item);
        if (!stripped.empty()) shown.push_back(std::move(stripped));
    }
    return shown;
}

void append_list(std::string& out, const List& items, ListForm form, bool escape) {
    const List shown = shown_items(items);
    const auto append_item = [&](const std::string& item) { out += escape ? escape_html(item) : item; };
    for (std::size_t i = 0; i < shown.size(); ++i) {
        if (form == ListForm::bullets) {
            out += i == 0 ? "\n\n* " : "\n* ";
        } else if (i > 0) {
            out += i + 1 == shown.size() ? " and " : ", ";
        }
        append_item(shown[i]);
    }
}

bool text_switches_on(std::string_view value) {
    const std::string lower = text::to_lower_ascii(value);
    for (const std::string_view word : {"yes", "y", "true", "t", "1", "include", "show"})
        if (lower == word) return true;
    return false;
}

/// Whether a value shows the text of a conditional (content.md §1.3).
bool switches_on(const Value& value, ListForm form) {
    if (const auto* words = std::get_if<std::string>(&value)) return text_switches_on(*words);
    if (const auto* flag = std::get_if<bool>(&value)) return *flag;
    if (const auto* number = std::get_if<Number>(&value)) return number->text == "1";
    if (const auto* list = std::get_if<List>(&value)) {
        const List shown = shown_items(*list);
        return form == ListForm::sentence && shown.size() == 1 && text_switches_on(shown.front());
    }
    return false;
}

void append_value(std::string& out, const Value& value, ListForm form, bool escape) {
    if (const auto* words = std::get_if<std::string>(&value)) {
        out += escape ? escape_html(*words) : *words;
    } else if (const auto* flag = std::get_if<bool>(&value)) {
        out += *flag ? "True" : "False";
    } else if (const auto* number = std::get_if<Number>(&value)) {
        out += number->text;
    } else if (const auto* list = std::get_if<List>(&value)) {
        append_list(out, *list, form, escape);
    }
}

/// What an editor sees where a value is missing, in plain text.
std::string mark_plain(const Template::Part& part, Unfilled unfilled) {
    if (unfilled == Unfilled::redacted) return "[hidden]";
    if (part.is_conditional) return "((" + part.name + "?\?" + part.conditional + "))";
    return unfilled == Unfilled::without_brackets ? part.name : "((" + part.name + "))";
}

}  // namespace

std::string highlight_html(const Template::Part& part, Unfilled unfilled) {
    if (unfilled == Unfilled::redacted) return "<span class='placeholder-redacted'>hidden</span>";
    if (part.is_conditional) {
        return "<span class='placeholder-conditional'>&#40;&#40;" + part.name + "?\?</span>" + part.conditional +
               "&#41;&#41;";
    }
    if (unfilled == Unfilled::without_brackets) return "<span class='placeholder-no-brackets'>" + part.name + "</span>";
    return "<span class='placeholder'>&#40;&#40;" + part.name + "&#41;&#41;</span>";
}

std::string fill_parts(const Template& source, const Personalisation& values, const FillRules& rules,
                       const std::function<void(std::string& out, const Template::Part& part)>& write_missing) {
    std::string out;
    out.reserve(source.text().size() + source.text().size() / 4);
    const auto repair = [&out, &rules](std::size_t from) {
        if (rules.repairs_utf8) out.replace(from, out.npos, text::to_valid_utf8(std::string_view(out).substr(from)));
    };
    for (const Template::Part& part : source.parts()) {
        const std::size_t begin = out.size();
        out += part.literal;
        repair(begin);
        if (!part.is_placeholder) continue;
        const std::size_t value_begin = out.size();
        const Value* value = rules.ignores_values ? nullptr : values.find(part.key);
        if (value == nullptr || std::holds_alternative<std::monostate>(*value)) {
            write_missing(out, part);
            continue;
        }
        if (!part.is_conditional) {
            append_value(out, *value, rules.lists, rules.escapes);
        } else if (switches_on(*value, rules.lists)) {
            out += part.conditional;
        }
        repair(value_begin);
    }
    return out;
}

std::string fill(const Template& source, const Personalisation& values, ListForm lists, Unfilled unfilled) {
    return fill_parts(source, values, {lists, unfilled == Unfilled::redacted, false},
                      [unfilled](std::string& out, const auto& part) { out += mark_plain(part, unfilled); });
}

std::string fill_html(const Template& source, const Personalisation& values, ListForm lists, Unfilled unfilled) {
    return fill_parts(source, values, {lists, unfilled == Unfilled::redacted, true},
                      [unfilled](std::string& out, const auto& part) { out += highlight_html(part, unfilled); });
}

}  // namespace herald::content
