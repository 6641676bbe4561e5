#include "support/examples/comparison.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace herald::test {
namespace {

using Json = rapidjson::Value;

/// A value that refers to a text for as long as it is compared.
Json referring_to(std::string_view text) {
    return Json(rapidjson::StringRef(text.data(), static_cast<rapidjson::SizeType>(text.size())));
}

}  // namespace

bool has_member(const Json& object, const char* name) {
    return object.IsObject() && object.HasMember(name);
}

const Json& member(const Json& object, const char* name) {
    if (!has_member(object, name)) throw MalformedExample(std::string("it has no `") + name + "`");
    return object[name];
}

std::string to_text(const Json& value) {
    if (!value.IsString()) throw MalformedExample("not a text: " + to_json(value));
    return {value.GetString(), value.GetStringLength()};
}

std::optional<std::string> optional_text(const Json& object, const char* name) {
    if (!has_member(object, name) || object[name].IsNull()) return std::nullopt;
    return to_text(object[name]);
}

bool to_flag(const Json& value) {
    if (!value.IsBool()) throw MalformedExample("neither true nor false: " + to_json(value));
    return value.GetBool();
}

std::string to_json(const Json& value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

Comparison::Comparison(const Json& expected) : expected_(expected) {
    if (!expected.IsObject()) throw MalformedExample("`expected` is not an object");
}

void Comparison::compare(const char* name, const Json& actual) {
    compared_.insert(name);
    const Json& wanted = member(expected_, name);
    if (wanted == actual) return;
    differences_ +=
        std::string(name) + " is\n      " + to_json(actual) + "\n    instead of\n      " + to_json(wanted) + "\n";
}

void Comparison::text(const char* name, std::string_view actual) {
    compare(name, referring_to(actual));
}

void Comparison::optional_text(const char* name, const std::optional<std::string>& actual) {
    compare(name, actual ? referring_to(*actual) : Json());
}

void Comparison::number(const char* name, std::int64_t actual) {
    compare(name, Json(actual));
}

void Comparison::optional_number(const char* name, std::optional<std::int64_t> actual) {
    compare(name, actual ? Json(*actual) : Json());
}

void Comparison::flag(const char* name, bool actual) {
    compare(name, Json(actual));
}

void Comparison::texts(const char* name, const std::vector<std::string>& actual) {
    rapidjson::Document list;
    list.SetArray();
    for (const std::string& one : actual) list.PushBack(referring_to(one), list.GetAllocator());
    compare(name, list);
}

void Comparison::object(const char* name, const Comparison& inner) {
    compared_.insert(name);
    if (const Outcome wrong = inner.outcome()) differences_ += std::string(name) + ": " + *wrong;
}

Outcome Comparison::outcome() const {
    std::string all = differences_;
    for (const auto& wanted : expected_.GetObject())
        if (!compared_.contains(wanted.name.GetString()))
            all += std::string(wanted.name.GetString()) + " is not something that this area tells\n";
    return all.empty() ? Outcome() : Outcome(std::move(all));
}

}  // namespace herald::test
