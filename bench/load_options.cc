#include "bench/load_options.h"

#include <CLI/CLI.hpp>
#include <fstream>

namespace herald::bench {

std::optional<LoadOptions> parse_load_options(int argc, char** argv, int& exit_code) {
    using Kind = RequestOptions::Kind;
    const std::map<std::string, Kind> kinds{{"sms", Kind::sms},
                                            {"email", Kind::email},
                                            {"both", Kind::both},
                                            {"get", Kind::get},
                                            {"receipt", Kind::receipt}};
    LoadOptions options;
    std::string ids_in;
    CLI::App app("Sends requests over kept-alive connections on loopback and prints what it measured as JSON");
    app.add_option("--port", options.ports, "Ports of the servers on 127.0.0.1")->required();
    app.add_option("--kind", options.request.kind, "sms, email, both, get or receipt")
        ->transform(CLI::CheckedTransformer(kinds));
    app.add_option("--key", options.request.api_key, "Whole API key")->required();
    app.add_option("--sms-template", options.request.sms_template, "Id of the template for texts");
    app.add_option("--email-template", options.request.email_template, "Id of the template for emails");
    app.add_option("--ids", ids_in, "File of ids to read, one a line");
    app.add_option("--ids-out", options.ids_out, "File for the ids of what was accepted");
    app.add_flag("--idempotency-keys", options.request.idempotency_keys, "Give every request a key of its own");
    app.add_option("--connections", options.connections, "Connections in all")->check(CLI::PositiveNumber);
    app.add_option("--count", options.count, "Requests in all; without it --seconds counts");
    app.add_option("--seconds", options.seconds, "How long");
    app.add_option("--rate", options.rate, "Requests a second, whether answers come or not");
    app.add_option("--callback-port", options.callback_port,
                   "Takes callbacks on this port, until there is one for each");
    app.add_option("--undelivered-max", options.undelivered_max, "Requests that callbacks may lag behind");
    app.add_option("--callback-seconds", options.callback_seconds, "Patience for the last callbacks");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        exit_code = app.exit(wrong);
        return std::nullopt;
    }
    std::ifstream file(ids_in);
    for (std::string id; std::getline(file, id);) options.request.ids.push_back(id);
    return options;
}

}  // namespace herald::bench
