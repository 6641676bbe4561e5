#include "documents/pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/london.h"
#include "documents/media_types.h"

namespace herald::documents {
namespace {

http::Response html(const Frame& frame, int status, std::string_view title, std::string_view body) {
    http::Response response{status, frame.page(title, body), "text/html; charset=utf-8", {}};
    // The address of the page holds the document's key: neither search engines nor other sites are to learn it.
    response.headers = {{"X-Robots-Tag", "noindex, nofollow"},
                        {"Referrer-Policy", "no-referrer"},
                        {"Content-Security-Policy", frame.policy()}};
    return response;
}

std::string heading(std::string_view text) {
    return fmt::format("<h1>{}</h1>\n", escape(text));
}

std::string paragraph(std::string_view text) {
    return fmt::format("<p>{}</p>\n", escape(text));
}

bool is_phone_number(std::string_view text) {
    return std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; }) >= 5 &&
           text.find_first_not_of("0123456789+() -") == std::string_view::npos;
}

/// A link where it can be one; what a service has typed is never taken for markup or script.
std::string contact_html(const std::string& contact) {
    const auto link = [&](std::string_view scheme) {
        return fmt::format("<a href=\"{}{}\">{}</a>", scheme, escape(contact), escape(contact));
    };
    if (contact.starts_with("https://") || contact.starts_with("http://")) return link("");
    if (contact.find('@') != std::string::npos && contact.find(' ') == std::string::npos) return link("mailto:");
    if (!is_phone_number(contact)) return escape(contact);
    std::string digits = contact;
    std::erase_if(digits, [](char c) { return c != '+' && (c < '0' || c > '9'); });
    return fmt::format("<a href=\"tel:{}\">{}</a>", digits, escape(contact));
}

std::string contact_section(const Sender& sender) {
    if (sender.contact_link.empty()) return {};
    return fmt::format(
        "<section class=\"contact\">\n<h2>Questions about this file</h2>\n<p>Contact {}: {}</p>\n</section>\n",
        escape(sender.name), contact_html(sender.contact_link));
}

std::string row(std::string_view what, std::string_view value) {
    return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", what, escape(value));
}

std::string_view describe(const DocumentDetails& details) {
    const MediaType* const type = media_type_of_extension(details.extension);
    return type == nullptr ? std::string_view(details.media_type) : type->description;
}

std::string_view problem_text(AddressProblem problem) {
    switch (problem) {
        case AddressProblem::none:
            return {};
        case AddressProblem::not_an_address:
            return "Enter an email address in the form name@example.com";
        case AddressProblem::not_the_recipient:
            return "The file was not sent to this address – enter the address at which you got the email";
    }
    return {};
}

std::string problem_summary(std::string_view problem) {
    return fmt::format("<div class=\"summary\" role=\"alert\">\n<p><a href=\"#email_address\">{}</a></p>\n</div>\n",
                       escape(problem));
}

std::string address_form(const std::string& action, std::string_view problem, const std::string& typed) {
    const bool wrong = !problem.empty();
    std::string form = fmt::format("<form method=\"post\" action=\"{}\" novalidate=\"\">\n", escape(action));
    form += fmt::format("<div class=\"field{}\">\n<label for=\"email_address\">Your email address</label>\n",
                        wrong ? " wrong" : "");
    form += "<p class=\"hint\" id=\"hint\">The one at which you got the email with the link to this page.</p>\n";
    if (wrong) form += fmt::format("<p class=\"problem\" id=\"problem\">{}</p>\n", escape(problem));
    form += fmt::format(
        "<input id=\"email_address\" name=\"email_address\" type=\"email\" autocomplete=\"email\" spellcheck=\"false\" "
        "autocapitalize=\"none\" aria-describedby=\"hint{}\"{} value=\"{}\">\n</div>\n",
        wrong ? " problem" : "", wrong ? " aria-invalid=\"true\"" : "", escape(typed));
    return form + "<button class=\"button\" type=\"submit\">Continue</button>\n</form>\n";
}

}  // namespace

std::string size_for_people(std::uint64_t bytes) {
    if (bytes == 1) return "1 byte";
    if (bytes < 1000) return fmt::format("{} bytes", bytes);
    if (bytes < 999'500) return fmt::format("{} KB", (bytes + 500) / 1000);
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string date_for_people(Timestamp instant) {
    constexpr std::string_view months[] = {"January", "February", "March",     "April",   "May",      "June",
                                           "July",    "August",   "September", "October", "November", "December"};
    const LocalDate date = london_date(instant);
    return fmt::format("{} {} {}", static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()));
}

http::Response download_page(const Frame& frame, const Sender& sender, const Document& document,
                             const std::string& download_url) {
    const auto& details = document.details;
    std::string body = heading("Download your file") + paragraph(sender.name + " has sent you a file.");
    body += "<dl>\n";
    if (!details.filename.empty()) body += row("Name", details.filename);
    body += row("Kind", describe(details)) + row("Size", size_for_people(details.size));
    body += row("Available until", date_for_people(document.available_until)) + "</dl>\n";
    body += fmt::format("<p><a class=\"button\" href=\"{}\">Download the file ({}, {})</a></p>\n", escape(download_url),
                        escape(describe(details)), size_for_people(details.size));
    return html(frame, 200, "Download your file", body + contact_section(sender));
}

http::Response address_page(const Frame& frame, const Sender& sender, const std::string& action, AddressProblem problem,
                            const std::string& typed) {
    const auto text = problem_text(problem);
    std::string body = text.empty() ? std::string() : problem_summary(text);
    body += heading("Confirm your email address");
    body +=
        paragraph(sender.name + " has sent you a file. Before you can download it, we need to know that it is you.");
    body += address_form(action, text, typed);
    const int status = problem == AddressProblem::none ? 200 : problem == AddressProblem::not_an_address ? 400 : 403;
    return html(frame, status, text.empty() ? "Confirm your email address" : "Error: Confirm your email address",
                body + contact_section(sender));
}

http::Response too_many_attempts_page(const Frame& frame, const Sender& sender, Duration wait) {
    const auto seconds = std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(wait).count());
    const auto body = heading("Too many attempts") +
                      paragraph(
                          "An email address has been entered too often for this file. Wait 5 minutes, then "
                          "open the link in your email again.");
    auto response = html(frame, 429, "Too many attempts", body + contact_section(sender));
    response.headers.push_back({"Retry-After", std::to_string(seconds)});
    return response;
}

http::Response expired_page(const Frame& frame, const Sender& sender, Timestamp available_until) {
    const auto body = heading("This file is no longer available") +
                      paragraph("It could be downloaded until " + date_for_people(available_until) + ".");
    return html(frame, 410, "This file is no longer available", body + contact_section(sender));
}

http::Response not_found_page(const Frame& frame, const std::optional<Sender>& sender) {
    std::string body = heading("There is no file at this address");
    body += paragraph(
        "The file may have been removed because its time was over, or the link is not complete. If you copied it, "
        "check that you have all of it.");
    if (!sender || sender->contact_link.empty()) body += paragraph("Whoever sent you the link can tell you more.");
    else body += contact_section(*sender);
    return html(frame, 404, "There is no file at this address", body);
}

http::Response test_document_page(const Frame& frame) {
    const auto body = heading("This is where a file would be") +
                      paragraph("The message with this link was sent to an address for tests, so no file was stored.");
    return html(frame, 200, "This is where a file would be", body);
}

std::string attachment_header(std::string_view filename) {
    std::string plain;
    for (const char c : filename) {
        const bool is_safe = c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '/' && c != '%';
        plain += is_safe ? c : '_';
    }
    std::string tidy(filename);
    std::ranges::replace_if(
        tidy, [](unsigned char c) { return c < 0x20 || c == 0x7F || c == '/' || c == '\\'; }, '_');
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + http::percent_encode(tidy);
}

}  // namespace herald::documents
