// Contract public-api §6.3 and providers §9: what the letters' printer posts, and what is wrong with other bodies.
#include "receipts/formats/letter_status.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace herald::receipts {
namespace {

constexpr std::string_view id = "26785a09-ab16-4eb0-8407-a37497a57506";

const std::string sheets = R"({"key":"totalSheets","value":"2"})";
const std::string postage = R"({"key":"postageClass","value":"2ND"})";
const std::string product = R"({"key":"mailingProduct","value":"MM"})";
const std::string properties = "[" + sheets + "," + postage + "," + product + "]";

/// A body of which a test changes parts; an empty one is left out.
struct Body {
    std::string id = R"("id":"evt-1")";
    std::string time = R"("time":"2026-02-05T09:00:00Z")";
    std::string content_type = R"("dataContentType":"application/json")";
    std::string metadata = R"("metadata":{"correlationId":"c-1","handler":{"urn":"x"}})";
    std::string job_id = R"("jobId":"26785a09-ab16-4eb0-8407-a37497a57506")";
    std::string status = R"("jobStatus":"DESPATCHED")";
    std::string date = R"("transitionDate":"2026-02-05T08:15:07Z")";
    std::string despatch = R"("despatchProperties":)" + properties;
    std::string data{};  ///< instead of the four

    std::string text() const {
        const std::string inner = data.empty() ? R"("data":)" + object({job_id, status, date, despatch}) : data;
        return object({R"("specVersion":"1")", id, time, content_type, inner, metadata});
    }
    static std::string object(const std::vector<std::string>& members) {
        std::string all;
        for (const auto& member : members)
            if (!member.empty()) all += (all.empty() ? "" : ",") + member;
        return "{" + all + "}";
    }
};

LetterStatus read(const Body& body) {
    const auto parsed = parse_letter_status(body.text(), id);
    if (const auto* error = std::get_if<FormatError>(&parsed)) {
        ADD_FAILURE() << error->body;
        return {};
    }
    return std::get<LetterStatus>(parsed);
}

/// `status error: message; message`.
std::string refusal_of(std::string_view body, std::string_view token_id = id) {
    const auto parsed = parse_letter_status(body, token_id);
    const auto* error = std::get_if<FormatError>(&parsed);
    if (error == nullptr) return "none";
    const auto document = JsonDocument::parse(error->body);
    const JsonValue errors = document->root()["errors"];
    EXPECT_EQ(document->root()["status_code"].as_integer(), error->status);
    std::string text = std::to_string(error->status) + " " + std::string(errors[0]["error"].text()) + ": ";
    for (std::size_t i = 0; i < errors.size(); ++i)
        text += (i == 0 ? "" : "; ") + std::string(errors[i]["message"].text());
    return text;
}
std::string with(std::string Body::*part, std::string value) {
    Body body;
    body.*part = std::move(value);
    return body.text();
}

TEST(LetterStatusFormat, ReadsTheExampleOfTheContract) {
    const auto status = read({});
    EXPECT_EQ(status.notification_id, id);
    ASSERT_TRUE(status.despatch);
    EXPECT_EQ(to_iso(status.despatch->day), "2026-02-05");
    EXPECT_EQ(status.despatch->sheets, 2);
    EXPECT_TRUE(status.despatch->is_sorted);
}

TEST(LetterStatusFormat, ARejectedLetterHasNoDespatch) {
    Body body;
    body.status = R"("jobStatus":"REJECTED")";
    EXPECT_FALSE(read(body).despatch);
    body.despatch = "";
    body.content_type = "";
    EXPECT_FALSE(read(body).despatch);
}

struct PriceCase {
    std::string_view postage, product;
    bool is_sorted;
};
constexpr PriceCase prices[] = {
    {"2ND", "MM", true},
    {"2ND", "MM ECONOMY", true},
    {"2ND", "MM UNSORTED", false},
    {"2ND", "UNCODED", false},
    {"2ND", "UNSORTED", false},
    {"2ND", "UNSORTEDE", false},
    {"1ST", "MM", false},
    {"1ST", "MM ECONOMY", false},
    {"1ST", "UNCODED", false},
    {"INTERNATIONAL", "MM", false},
    {"INTERNATIONAL", "INT EU", false},
    {"INTERNATIONAL", "INT ROW", false},
};

TEST(LetterStatusFormat, SecondClassMailmarkIsSorted) {
    for (const auto& price : prices) {
        Body body;
        body.despatch =
            R"("despatchProperties":[{"key":"postageClass","value":")" + std::string(price.postage) +
            R"("},{"key":"mailingProduct","value":")" + std::string(price.product) +
            R"("},{"key":"totalSheets","value":" 12 "},{"key":"productionRunDate","value":"any","more":1}])";
        const auto status = read(body);
        ASSERT_TRUE(status.despatch);
        EXPECT_EQ(status.despatch->is_sorted, price.is_sorted) << price.postage << " " << price.product;
        EXPECT_EQ(status.despatch->sheets, 12);
    }
}

TEST(LetterStatusFormat, TheDayIsThatOfLondonWhateverTheOffset) {
    const std::pair<std::string_view, std::string_view> days[] = {
        {"2026-02-05T23:59:59Z", "2026-02-05"},           {"2026-02-06T00:00:00Z", "2026-02-06"},
        {"2026-07-05T22:59:59Z", "2026-07-05"},           {"2026-07-05T23:00:00Z", "2026-07-06"},
        {"2026-07-05T23:30:00.123456789Z", "2026-07-06"}, {"2026-07-05t23:30:00z", "2026-07-06"},
        {"2026-02-06T00:30:00+01:00", "2026-02-05"},      {"2026-02-05T20:00:00.5-05:00", "2026-02-06"},
    };
    for (const auto& [instant, day] : days) {
        Body body;
        body.date = R"("transitionDate":")" + std::string(instant) + '"';
        const auto status = read(body);
        ASSERT_TRUE(status.despatch);
        EXPECT_EQ(to_iso(status.despatch->day), day) << instant;
    }
}

TEST(LetterStatusFormat, WhatIsNoJsonIsAnsweredAsInTheReference) {
    for (const std::string_view body : {"", "{", "id=1", "\xff\xfe"})
        EXPECT_EQ(refusal_of(body), "500 Exception: Internal server error") << body;
}

TEST(LetterStatusFormat, EveryFaultOfTheSchemaIsTold) {
    const std::string_view prefix = "400 ValidationError: ";
    const auto faults = [&](const std::string& body) {
        const std::string all = refusal_of(body);
        return all.starts_with(prefix) ? all.substr(prefix.size()) : all;
    };
    EXPECT_EQ(faults("[]"), "[] is not of type object");
    EXPECT_EQ(faults("null"), "None is not of type object");
    EXPECT_EQ(faults("{}"),
              "id is a required property; time is a required property; data is a required property; "
              "metadata is a required property");
    EXPECT_EQ(faults(with(&Body::id, "")), "id is a required property");
    EXPECT_EQ(faults(with(&Body::id, R"("id":7)")), "id 7 is not of type string");
    EXPECT_EQ(faults(with(&Body::time, "")), "time is a required property");
    EXPECT_EQ(faults(with(&Body::time, R"("time":null)")), "time None is not of type string");
    EXPECT_EQ(faults(with(&Body::time, R"("time":"today")")), "time today is not a date-time");
    EXPECT_EQ(faults(with(&Body::content_type, R"("dataContentType":"text/plain")")),
              "dataContentType text/plain is not one of [application/json]");
    EXPECT_EQ(faults(with(&Body::content_type, R"("dataContentType":null)")),
              "dataContentType None is not of type string");
    EXPECT_EQ(faults(with(&Body::metadata, "")), "metadata is a required property");
    EXPECT_EQ(faults(with(&Body::metadata, R"("metadata":"c")")), "metadata c is not of type object");
    EXPECT_EQ(faults(with(&Body::metadata, R"("metadata":{})")), "metadata correlationId is a required property");
    EXPECT_EQ(faults(with(&Body::metadata, R"("metadata":{"correlationId":1})")), "metadata 1 is not of type string");
    EXPECT_EQ(faults(with(&Body::data, R"("data":[])")), "data [] is not of type object");
    EXPECT_EQ(faults(with(&Body::data, R"("data":{})")),
              "data jobId is a required property; data jobStatus is a required property; "
              "data transitionDate is a required property");
    for (const auto* wrong : {"7", "null", R"("x")"})
        EXPECT_EQ(faults(with(&Body::job_id, std::string(R"("jobId":)") + wrong)), "data is not a valid UUID");
    EXPECT_EQ(faults(with(&Body::status, R"("jobStatus":"PRINTED")")),
              "data PRINTED is not one of [DESPATCHED, REJECTED]");
    EXPECT_EQ(faults(with(&Body::status, R"("jobStatus":1)")), "data 1 is not of type string");
    for (const auto* wrong : {"2026-02-05", "2026-02-05T08:15:07", "2026-02-05T08:15Z", "2026-02-05 08:15:07Z",
                              "2026-02-30T08:15:07Z", "2026-02-05T08:15:07+01", "2026-02-05T24:00:00Z"})
        EXPECT_EQ(faults(with(&Body::date, std::string(R"("transitionDate":")") + wrong + '"')),
                  "data " + std::string(wrong) + " is not a date-time");
    // What is wrong in several places is told in the schema's order.
    Body body;
    body.id = R"("id":1)";
    body.time = "";
    body.status = R"("jobStatus":"REJECTED")";
    body.date = "";
    EXPECT_EQ(faults(body.text()),
              "id 1 is not of type string; data transitionDate is a required property; time is a required property");
}

std::string despatch_faults(const std::string& list) {
    return refusal_of(with(&Body::despatch, list.empty() ? "" : R"("despatchProperties":)" + list));
}

TEST(LetterStatusFormat, EveryFaultOfADespatchIsTold) {
    const std::string wrong = "400 ValidationError: data ";
    EXPECT_EQ(despatch_faults(""), wrong + "despatchProperties is a required property");
    EXPECT_EQ(despatch_faults("{}"), wrong + "{} is not of type array");
    EXPECT_EQ(despatch_faults("[" + sheets + "," + postage + "]"),
              wrong + "[{key: totalSheets, value: 2}, {key: postageClass, value: 2ND}] is too short");
    EXPECT_EQ(despatch_faults("[" + sheets + "," + postage + "," + product + "," + sheets + "]"),
              wrong +
                  "[{key: totalSheets, value: 2}, {key: postageClass, value: 2ND}, "
                  "{key: mailingProduct, value: MM}, {key: totalSheets, value: 2}] has non-unique elements");
    EXPECT_EQ(
        despatch_faults("[" + sheets + "," + postage + R"(,{"key":"mailingProduct","value":"BOAT"}])"),
        wrong + "BOAT is not one of [UNCODED, MM UNSORTED, UNSORTED, MM, INT EU, INT ROW, UNSORTEDE, MM ECONOMY]");
    EXPECT_EQ(despatch_faults("[" + sheets + "," + product + R"(,{"key":"postageClass","value":"3RD"}])"),
              wrong + "3RD is not one of [1ST, 2ND, INTERNATIONAL]");
    EXPECT_EQ(despatch_faults("[" + postage + "," + product + R"(,{"key":"totalSheets","value":2}])"),
              wrong + "2 is not of type string");
    EXPECT_EQ(despatch_faults("[" + postage + "," + product + "," + sheets + R"(,{"key":"a"},{"value":"b"},7])"),
              wrong + "value is a required property; data key is a required property; data 7 is not of type object");
}

TEST(LetterStatusFormat, WhatTheSchemaForgetsIsRefusedToo) {
    const std::string wrong = "400 ValidationError: data ";
    EXPECT_EQ(despatch_faults(R"([{"key":"a","value":"1"},{"key":"b","value":"2"},{"key":"c","value":"3"}])"),
              wrong +
                  "totalSheets is a required property; data postageClass is a required property; "
                  "data mailingProduct is a required property");
    for (const std::string count : {"", "two", "2.0", "2x", "99999999999999999999"})
        EXPECT_EQ(
            despatch_faults("[" + postage + "," + product + R"(,{"key":"totalSheets","value":")" + count + "\"}]"),
            wrong + count + " is not of type integer");
}

TEST(LetterStatusFormat, TheIdsAreComparedAsTextAfterTheSchema) {
    const std::string mismatch =
        "400 InvalidRequest: Notification ID in letter callback data does not match ID in token";
    EXPECT_EQ(refusal_of(Body().text(), "11111111-1111-4111-8111-111111111111"), mismatch);
    EXPECT_EQ(refusal_of(Body().text(), "26785A09-AB16-4EB0-8407-A37497A57506"), mismatch) << "case counts";
    EXPECT_EQ(refusal_of(with(&Body::id, ""), "another"), "400 ValidationError: id is a required property");
    Body body;
    body.despatch = R"("despatchProperties":[{"key":"a","value":"1"},{"key":"b","value":"2"},{"key":"c","value":"3"}])";
    EXPECT_EQ(refusal_of(body.text(), "another"), mismatch);
}

}  // namespace
}  // namespace herald::receipts
