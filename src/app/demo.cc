#include "app/demo.h"

#include <iomanip>

#include "base/json.h"
#include "crypto/jwt.h"
#include "services/api_key_store.h"

namespace herald::app {
namespace {

constexpr std::size_t connections = 32;

}  // namespace

std::string Demo::request_body(std::size_t number, const Message& message) const {
    // Two in a hundred recipients are ones for which the sandbox plays a failure.
    const std::size_t last_digit = message.expected == "temporary-failure"   ? 3
                                   : message.expected == "permanent-failure" ? 2
                                                                             : 9;
    std::string body;
    JsonWriter json(body);
    json.begin_object();
    if (message.is_sms) {
        json.member("phone_number", last_digit == 9 ? "07700900" + std::to_string(300 + number % 600)
                                                    : "0770090000" + std::to_string(last_digit));
        json.member("template_id", service_.sms_template);
    } else {
        const char* local_part = last_digit == 3 ? "temp-fail" : last_digit == 2 ? "perm-fail" : nullptr;
        json.member("email_address", local_part != nullptr ? std::string(local_part) + "@simulator.notify"
                                                           : "person" + std::to_string(number) + "@example.com");
        json.member("template_id", service_.email_template);
    }
    json.member("reference", "demo-" + std::to_string(number));
    json.key("personalisation").begin_object();
    json.member("name", "Person " + std::to_string(number))
        .member("day", std::to_string(1 + number % 28) + " December");
    json.end_object().end_object();
    return body;
}

Task<http::ClientResponse> Demo::call(http::Method method, const std::string& path, std::string body) {
    const auto key = services::parse_key(service_.key);
    http::ClientRequest request;
    request.method = method;
    request.url = options_.api_url + path;
    request.headers = {
        {"Authorization", "Bearer " + crypto::make_token(key->service_id.to_string(), key->secret, clock_.now())},
        {"Content-Type", "application/json"}};
    request.body = std::move(body);
    request.timeout = std::chrono::seconds(30);
    co_return co_await client_.send("demo", std::move(request));
}

Task<http::ClientResponse> Demo::post(std::size_t number, const Message& message) {
    constexpr int tries_max = 60;
    const std::string path = message.is_sms ? "/v2/notifications/sms" : "/v2/notifications/email";
    auto response = co_await call(http::Method::post, path, request_body(number, message));
    // The service's own limit of requests a minute: a client keeps quiet for a while and goes on.
    for (int tries = 1; response.status == 429 && tries < tries_max; ++tries) {
        co_await sleep(loop_, std::chrono::seconds(1));
        response = co_await call(http::Method::post, path, request_body(number, message));
    }
    co_return response;
}

Task<void> Demo::send_share(std::size_t first, std::size_t step) {
    for (std::size_t i = first; i < messages_.size(); i += step) {
        Message& message = messages_[i];
        const auto response = co_await post(i, message);
        if (response.status == 201) {
            const auto answer = JsonDocument::parse(response.body);
            message.id = (*answer)["id"].text();
            message.status = "created";
            ++accepted_;
        } else {
            message.status = "refused: " + std::to_string(response.status) + " " + response.body + response.error;
        }
        draw();
    }
}

Task<void> Demo::look(Message& message) {
    const auto response = co_await call(http::Method::get, "/v2/notifications/" + message.id, {});
    const auto answer = response.status == 200 ? JsonDocument::parse(response.body) : std::nullopt;
    if (!answer) co_return;
    message.status = (*answer)["status"].text();
    message.created_at = Timestamp::parse_iso((*answer)["created_at"].text()).value_or(Timestamp{});
    message.completed_at = Timestamp::parse_iso((*answer)["completed_at"].text()).value_or(Timestamp{});
}

Task<void> Demo::watch_share(std::size_t first, std::size_t step) {
    const Timestamp deadline = clock_.now() + options_.patience;
    while (clock_.now() < deadline) {
        bool open = false;
        for (std::size_t i = first; i < messages_.size(); i += step) {
            Message& message = messages_[i];
            if (message.id.empty() || message.is_final()) continue;
            co_await look(message);
            open |= !message.is_final();
            draw();
        }
        if (!open) co_return;
        co_await sleep(loop_, std::chrono::milliseconds(50));
    }
}

Task<void> Demo::all_of(std::vector<Task<void>> tasks) {
    std::size_t left = tasks.size();
    Promise<bool> done(loop_);
    const auto run_one = [](Task<void> task, std::size_t& open, Promise<bool> last) -> Task<void> {
        co_await std::move(task);
        if (--open == 0) last.set(true);
    };
    for (auto& task : tasks) spawn(run_one(std::move(task), left, done));
    co_await done.wait();
}

Task<bool> Demo::run() {
    messages_.resize(options_.messages);
    for (std::size_t i = 0; i < messages_.size(); ++i) {
        messages_[i].is_sms = i % 2 == 0;
        messages_[i].expected = i % 100 < 2 ? "temporary-failure" : i % 100 < 4 ? "permanent-failure" : "delivered";
    }
    out_ << "Sending " << messages_.size() << " messages through " << options_.api_url << " to the sandbox\n";
    const Timestamp start = clock_.now();
    std::vector<Task<void>> senders, watchers;
    for (std::size_t i = 0; i < connections; ++i) senders.push_back(send_share(i, connections));
    co_await all_of(std::move(senders));
    const Duration sending = clock_.now() - start;
    for (std::size_t i = 0; i < connections; ++i) watchers.push_back(watch_share(i, connections));
    co_await all_of(std::move(watchers));
    drawn_at_ = {};
    draw();
    if (options_.draws_bar) out_ << "\n";
    print_table(sending, clock_.now() - start);
    print_next_steps();
    co_return std::all_of(messages_.begin(), messages_.end(),
                          [](const Message& message) { return message.status == message.expected; });
}

std::size_t Demo::count(std::string_view status) const {
    return static_cast<std::size_t>(std::count_if(messages_.begin(), messages_.end(),
                                                  [&](const Message& message) { return message.status == status; }));
}

void Demo::draw() {
    constexpr Duration redraw_after = std::chrono::milliseconds(50);
    if (!options_.draws_bar || clock_.now() - drawn_at_ < redraw_after) return;
    drawn_at_ = clock_.now();
    const std::size_t all = messages_.size();
    const std::size_t final_ones = static_cast<std::size_t>(
        std::count_if(messages_.begin(), messages_.end(), [](const Message& message) { return message.is_final(); }));
    const std::size_t sent = accepted_ - count("created");
    constexpr std::size_t width = 40;
    const std::size_t filled = all == 0 ? width : final_ones * width / all;
    out_ << "\r[" << std::string(filled, '#') << std::string(width - filled, '.') << "] accepted " << accepted_
         << "  sent " << sent << "  delivered " << count("delivered") << "  final " << final_ones << "/" << all << "   "
         << std::flush;
}

void Demo::print_table(Duration sending, Duration whole) {
    std::map<std::string, std::pair<std::size_t, std::size_t>> rows;  // status: how many, how many of them as expected
    std::vector<Duration> times;
    for (const auto& message : messages_) {
        auto& [number, expected] = rows[message.status];
        ++number;
        expected += message.status == message.expected;
        if (message.completed_at.micros != 0) times.push_back(message.completed_at - message.created_at);
    }
    out_ << "\n"
         << std::left << std::setw(24) << "final status" << std::right << std::setw(10) << "messages" << std::setw(14)
         << "as expected"
         << "\n";
    for (const auto& [status, row] : rows)
        out_ << std::left << std::setw(24) << status << std::right << std::setw(10) << row.first << std::setw(14)
             << row.second << "\n";
    std::sort(times.begin(), times.end());
    out_ << std::fixed << std::setprecision(3);
    if (!times.empty()) {
        out_ << "\naccepted to final       median " << to_seconds(times[times.size() / 2]) << " s, 99 % within "
             << to_seconds(times[(times.size() - 1) * 99 / 100]) << " s (the sandbox takes 0.1 to 1 s for a receipt)\n";
    }
    out_ << std::setprecision(0) << "accepted per second     " << static_cast<double>(accepted_) / to_seconds(sending)
         << "\n"
         << "finished per second     " << static_cast<double>(times.size()) / to_seconds(whole) << "\n";
}

void Demo::print_next_steps() {
    const std::string token = "$(build/herald token --key " + service_.key + ")";
    out_ << "\nSend one of your own:\n\n"
         << "  curl -X POST " << options_.api_url << "/v2/notifications/sms \\\n"
         << "    -H \"Authorization: Bearer " << token << "\" \\\n"
         << "    -d '{\"phone_number\": \"07700 900123\", \"template_id\": \"" << service_.sms_template
         << "\", \"personalisation\": {\"name\": \"Ada\", \"day\": \"Monday\"}}'\n\n"
         << "  build/herald send email --key " << service_.key << " \\\n"
         << "    --template " << service_.email_template << " --to ada@example.com \\\n"
         << "    --personalisation name=Ada --personalisation day=Monday\n\n"
         << "With HERALD_SMTP_URL=smtp://your.mail.server:587 emails really leave the house.\n"
         << std::flush;
}

}  // namespace herald::app
