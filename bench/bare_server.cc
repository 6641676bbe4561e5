// What RESTinio does by itself on one thread: the same route and body as the product, JSON parsed and written, and a
// constant answer. The product's rates are told as shares of this one, so that they mean the same on every machine.
//
//   bare_server PORT

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdlib>
#include <iostream>
#include <restinio/all.hpp>

namespace {

/// The 201 of a text message, with constant ids and the request's own number of personalisation keys.
std::string answer(const rapidjson::Document& request) {
    constexpr auto id = "740e5834-3a29-46b4-9a6f-16142fde533a";
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    writer.StartObject();
    writer.Key("id");
    writer.String(id);
    writer.Key("reference");
    writer.Null();
    writer.Key("content");
    writer.StartObject();
    writer.Key("body");
    writer.String("Hello Amala, your case is closed.");
    writer.Key("from_number");
    writer.String("HERALD");
    writer.EndObject();
    writer.Key("uri");
    writer.String("http://127.0.0.1:6011/v2/notifications/740e5834-3a29-46b4-9a6f-16142fde533a");
    writer.Key("template");
    writer.StartObject();
    writer.Key("id");
    writer.String(request["template_id"].GetString());
    writer.Key("version");
    writer.Int(1);
    writer.Key("uri");
    writer.String("http://127.0.0.1:6011/services/2b4d5c9e-1f6a-4d09-8d3b-0c6f6d5b1a22/templates/x");
    writer.EndObject();
    writer.Key("scheduled_for");
    writer.Null();
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

restinio::request_handling_status_t handle(const restinio::request_handle_t& request) {
    if (request->header().path() != "/v2/notifications/sms") return restinio::request_rejected();
    rapidjson::Document body;
    body.Parse(request->body().data(), request->body().size());
    if (body.HasParseError() || !body.IsObject() || !body.HasMember("template_id") || !body["template_id"].IsString()) {
        return request->create_response(restinio::status_bad_request()).done();
    }
    return request->create_response(restinio::status_created())
        .append_header("Content-Type", "application/json")
        .set_body(answer(body))
        .done();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: bare_server PORT\n";
        return 2;
    }
    const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    restinio::run(restinio::on_this_thread<restinio::default_single_thread_traits_t>()
                      .address("127.0.0.1")
                      .port(port)
                      .max_pipelined_requests(4)
                      .request_handler(handle));
}
