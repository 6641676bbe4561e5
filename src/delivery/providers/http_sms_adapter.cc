#include "delivery/providers/http_sms_adapter.h"

#include <algorithm>
#include <array>

#include "delivery/providers/http_sms_placeholders.h"

namespace herald::delivery {
namespace {

/// What is wrong with the file.
struct Mistake {
    std::string what;
};

std::string text_member(JsonValue object, std::string_view name, bool needed = false) {
    const JsonValue value = object[name];
    if (value.exists() && !value.is_string()) throw Mistake{std::string(name) + " must be a text"};
    if (needed && value.text().empty()) throw Mistake{std::string(name) + " is missing"};
    return std::string(value.text());
}

void check_members(JsonValue object, std::string_view what, std::initializer_list<std::string_view> known) {
    if (!object.is_object()) throw Mistake{std::string(what) + " must be an object"};
    for (std::size_t i = 0; i < object.size(); ++i)
        if (std::ranges::find(known, object.member_name(i)) == known.end())
            throw Mistake{std::string(what) + " does not know " + std::string(object.member_name(i))};
}

void check_placeholders(std::string_view text) {
    if (!fill_in(text, HttpSmsValues{}, [](std::string_view value) { return std::string(value); }))
        throw Mistake{"there is no such value: " + std::string(text)};
}

void check_placeholders(JsonValue value) {
    if (value.is_string()) return check_placeholders(value.text());
    for (std::size_t i = 0; i < value.size(); ++i)
        check_placeholders(value.is_object() ? value.member_value(i) : value[i]);
}

http::Pairs read_pairs(JsonValue object, std::string_view what) {
    if (object.exists() && !object.is_object()) throw Mistake{std::string(what) + " must be an object"};
    http::Pairs pairs;
    for (std::size_t i = 0; i < object.size(); ++i) {
        if (!object.member_value(i).is_string()) throw Mistake{std::string(what) + " must hold texts"};
        check_placeholders(object.member_value(i));
        pairs.emplace_back(object.member_name(i), object.member_value(i).text());
    }
    return pairs;
}

http::Method read_method(const std::string& word) {
    if (word.empty() || word == "POST") return http::Method::post;
    if (word == "GET") return http::Method::get;
    if (word == "PUT") return http::Method::put;
    throw Mistake{"method must be POST, PUT or GET"};
}

HttpSmsAdapter::Authentication read_authentication(const std::string& word) {
    using enum HttpSmsAdapter::Authentication;
    if (word.empty()) return none;
    if (word == "basic") return basic;
    if (word == "bearer") return bearer;
    throw Mistake{"authentication must be basic or bearer"};
}

void read_request(JsonValue request, HttpSmsAdapter& adapter) {
    check_members(request, "request", {"method", "url", "headers", "authentication", "json", "form"});
    adapter.method = read_method(text_member(request, "method"));
    adapter.url = text_member(request, "url", true);
    if (!adapter.url.starts_with("http://") && !adapter.url.starts_with("https://"))
        throw Mistake{"url must start with http:// or https://"};
    check_placeholders(adapter.url);
    for (auto& [name, value] : read_pairs(request["headers"], "headers"))
        adapter.headers.push_back({std::move(name), std::move(value)});
    adapter.authentication = read_authentication(text_member(request, "authentication"));
    if (request["json"].exists()) {
        check_placeholders(request["json"]);
        adapter.json = std::make_shared<const JsonDocument>(*JsonDocument::parse(request["json"].to_json()));
    }
    adapter.form = read_pairs(request["form"], "form");
    if (adapter.json && !adapter.form.empty()) throw Mistake{"request must hold json or form, not both"};
}

SendResult::Outcome read_outcome(const std::string& word) {
    using enum SendResult::Outcome;
    constexpr std::array<std::pair<std::string_view, SendResult::Outcome>, 4> words{
        {{"retry", retryable}, {"throttle", throttled}, {"undeliverable", undeliverable}, {"reject", rejected}}};
    for (const auto& [known, outcome] : words)
        if (known == word) return outcome;
    throw Mistake{"outcome must be retry, throttle, undeliverable or reject"};
}

void read_answer(JsonValue answer, HttpSmsAdapter& adapter) {
    if (!answer.exists()) return;
    check_members(answer, "answer", {"statuses", "pointer", "equals", "reference", "errors"});
    for (std::size_t i = 0; i < answer["statuses"].size(); ++i)
        adapter.accepted_statuses.insert(static_cast<int>(answer["statuses"][i].as_integer().value_or(0)));
    adapter.accepted_pointer = text_member(answer, "pointer");
    adapter.accepted_equals = text_member(answer, "equals");
    adapter.reference = text_member(answer, "reference");
    const JsonValue errors = answer["errors"];
    for (std::size_t i = 0; i < errors.size(); ++i) {
        check_members(errors[i], "errors", {"status", "pointer", "equals", "outcome"});
        HttpSmsAdapter::Rule rule;
        if (const auto status = errors[i]["status"].as_integer()) rule.status = static_cast<int>(*status);
        rule.pointer = text_member(errors[i], "pointer");
        rule.equals = text_member(errors[i], "equals");
        rule.outcome = read_outcome(text_member(errors[i], "outcome", true));
        adapter.rules.push_back(std::move(rule));
    }
}

void read_receipts(JsonValue told, HttpSmsAdapter& adapter) {
    if (!told.exists()) return;
    check_members(told, "receipts", {"format", "list", "id", "reference", "status", "error", "statuses"});
    receipts::HttpReceiptFormat format;
    const std::string kind = text_member(told, "format");
    if (!kind.empty() && kind != "json" && kind != "form") throw Mistake{"format must be json or form"};
    format.is_form = kind == "form";
    format.list = text_member(told, "list");
    format.id_is_reference = told["reference"].exists();
    if (format.id_is_reference == told["id"].exists()) throw Mistake{"receipts must hold id or reference"};
    if (format.id_is_reference && adapter.reference.empty())
        throw Mistake{"receipts by reference need answer to say where the reference is"};
    format.id = text_member(told, format.id_is_reference ? "reference" : "id", true);
    format.status = text_member(told, "status", true);
    format.error = text_member(told, "error");
    const JsonValue statuses = told["statuses"];
    for (std::size_t i = 0; i < statuses.size(); ++i) {
        const std::string ours(statuses.member_value(i).text());
        const auto known = notifications::status_from_text(ours);
        if (ours != "ignore" && (!known || !notifications::is_completed(*known)) && ours != "pending")
            throw Mistake{"statuses must be delivered, pending, a failure or ignore"};
        std::string word(statuses.member_name(i));
        std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(tolower(c)); });
        format.statuses[word] = ours;
    }
    adapter.receipts = std::move(format);
}

}  // namespace

std::variant<HttpSmsAdapter, std::string> parse_adapter(std::string_view text) {
    const auto document = JsonDocument::parse(text);
    if (!document || !document->root().is_object()) return "it is not a JSON object";
    try {
        HttpSmsAdapter adapter;
        check_members(document->root(), "the file", {"request", "answer", "receipts"});
        read_request((*document)["request"], adapter);
        read_answer((*document)["answer"], adapter);
        read_receipts((*document)["receipts"], adapter);
        return adapter;
    } catch (const Mistake& mistake) {
        return mistake.what;
    }
}

}  // namespace herald::delivery
