#pragma once

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "app/installation.h"
#include "base/ids.h"
#include "http/client.h"

namespace herald::app {

/// The demo service with what it needs to send.
struct DemoService {
    std::string key;  ///< name-serviceid-secret
    std::string sms_template, email_template;
};

/// Finds the demo service, its templates and its key, or makes what is missing.
DemoService prepare_demo(Installation& installation, const Settings& settings, const Clock& clock, IdSource& ids);

/// Sends messages through the public API of a running server and watches what becomes of them, as a client would.
class Demo {
public:
    struct Options {
        std::string api_url;
        std::size_t messages = 1000;
        Duration patience = std::chrono::seconds(120);  ///< how long to wait for the last one
        bool draws_bar = true;                          ///< a terminal, not a file
    };
    Demo(Loop& loop, http::Client& client, const Clock& clock, DemoService service, Options options, std::ostream& out)
        : loop_(loop),
          client_(client),
          clock_(clock),
          service_(std::move(service)),
          options_(std::move(options)),
          out_(out) {}

    /// True when every message reached the status it should; else what fell short has been printed.
    Task<bool> run();

private:
    struct Message {
        std::string id;
        std::string expected, status = "not accepted";
        Timestamp created_at, completed_at;
        bool is_sms = true;
        bool is_final() const { return status == expected || (completed_at.micros != 0 && status != "sent"); }
    };

    std::string request_body(std::size_t number, const Message& message) const;
    Task<http::ClientResponse> post(std::size_t number, const Message& message);
    Task<void> send_share(std::size_t first, std::size_t step);
    Task<void> watch_share(std::size_t first, std::size_t step);
    Task<void> look(Message& message);
    Task<http::ClientResponse> call(http::Method method, const std::string& path, std::string body);
    Task<void> all_of(std::vector<Task<void>> tasks);
    void draw();
    void print_table(Duration sending, Duration whole);
    void print_next_steps();
    std::size_t count(std::string_view status) const;

    Loop& loop_;
    http::Client& client_;
    const Clock& clock_;
    DemoService service_;
    Options options_;
    std::ostream& out_;
    std::vector<Message> messages_;
    std::size_t accepted_ = 0;
    Timestamp drawn_at_;
};

}  // namespace herald::app
