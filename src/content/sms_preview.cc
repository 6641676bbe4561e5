#include "content/sms_preview.h"

#include <algorithm>

#include "base/text.h"
#include "content/escape.h"
#include "content/fill_parts.h"
#include "content/href.h"
#include "content/sms_tidy.h"
#include "content/web_address.h"

namespace herald::content {
namespace {

/// Where a link ends that reaches to `end`: closing punctuation stays outside, a bracket if it was opened outside.
std::size_t link_end(std::string_view text, std::size_t begin, std::size_t end) {
    std::ptrdiff_t round = 0;  // closing brackets that have no opening one
    std::ptrdiff_t square = 0;
    for (const char c : text.substr(begin, end - begin)) {
        if (c == '(' || c == ')') round += c == ')' ? 1 : -1;
        if (c == '[' || c == ']') square += c == ']' ? 1 : -1;
    }
    for (; end > begin; --end) {
        const char last = text[end - 1];
        if (last == ')' && round > 0) --round;
        else if (last == ']' && square > 0) --square;
        else if (last != '.' && last != ',' && last != ':') break;
    }
    return end;
}

void append_with_line_breaks(std::string& out, std::string_view html) {
    for (const char c : html) {
        if (c == '\n') out += "<br>";
        else out += c;
    }
}

void append_line(std::string& out, std::string_view html_class, std::string_view label,
                 std::optional<std::string_view> value) {
    if (!value) return;
    out.append("<p class=\"").append(html_class).append("\">").append(label).append(": ");
    out.append(escape_html(*value)).append("</p>\n");
}

/// The span of a placeholder; the text of a conditional goes through the tidier with the rest.
std::string span_of(const Template::Part& part, Unfilled unfilled) {
    Template::Part escaped = part;
    escaped.name = escape_html(text::to_valid_utf8(part.name));
    escaped.conditional.clear();
    std::string span = highlight_html(escaped, unfilled);
    span.resize(span.find("</span>") + std::string_view("</span>").size());
    return span;
}

}  // namespace

std::string link_web_addresses(std::string_view escaped) {
    std::string out;
    std::size_t at = 0;
    while (const auto found = find_web_address(escaped, at)) {
        const std::size_t end = link_end(escaped, found->begin, found->end);
        const std::string_view address = escaped.substr(found->begin, end - found->begin);
        out += escaped.substr(at, found->begin - at);
        out.append("<a href=\"").append(to_href(address)).append("\">").append(address).append("</a>");
        out += escaped.substr(end, found->end - end);
        at = found->end;
    }
    return out.append(escaped.substr(at));
}

std::string render_sms_preview(const Template& body, const Personalisation& values, const SmsPreviewFrame& frame,
                               Unfilled unfilled) {
    std::vector<std::string> spans;
    const auto mark = [&](std::string& out, const Template::Part& part) {
        spans.push_back(span_of(part, unfilled));
        out += placeholder_mark;
        if (part.is_conditional && unfilled != Unfilled::redacted)
            out.append(text::to_valid_utf8(part.conditional)).append("))");
    };
    std::string filled = text::to_valid_utf8(sms_prefix(frame.service_name));
    filled += fill_parts(body, values, {ListForm::sentence, unfilled == Unfilled::redacted, false, true}, mark);
    const std::string tidied = tidy_sms(filled, PlaceholderMarks::stay).text;

    std::string out;
    append_line(out, "sms-sender", "From", frame.sender);
    append_line(out, "sms-recipient", "To", frame.recipient);
    out += "<div class=\"sms-message\" dir=\"auto\">";
    std::size_t shown = 0;
    for (std::size_t at = 0; at < tidied.size();) {
        const std::size_t end = std::min(tidied.find(placeholder_mark, at), tidied.size());
        append_with_line_breaks(out, link_web_addresses(escape_html(std::string_view(tidied).substr(at, end - at))));
        if (end < tidied.size()) out += spans[shown++];
        at = end + 1;
    }
    return out + "</div>";
}

}  // namespace herald::content
