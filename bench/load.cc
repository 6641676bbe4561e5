// The load generator: one thread, epoll, requests made ahead of time, so that it takes as little as possible of the two
// cores that it shares with the server. `load --help` lists what it can do.

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <map>
#include <memory>

#include "bench/callback_receiver.h"
#include "bench/client_connection.h"
#include "bench/histogram.h"
#include "bench/load_options.h"

namespace herald::bench {

namespace {

std::int64_t steady_micros() {
    const auto since_boot = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(since_boot).count();
}

class Load {
public:
    explicit Load(LoadOptions options)
        : options_(std::move(options)), source_(clock_, options_.request), ids_out_(options_.ids_out) {
        if (options_.callback_port != 0) {
            receiver_ = std::make_unique<CallbackReceiver>(poller_, options_.callback_port, [this] { on_callback(); });
        }
        for (int i = 0; i < options_.connections; ++i) {
            const auto port = options_.ports[static_cast<std::size_t>(i) % options_.ports.size()];
            connections_.push_back(std::make_unique<ClientConnection>(
                poller_, port, [this](ClientConnection& connection, int status, std::string_view body) {
                    on_answer(connection, status, body);
                }));
            idle_.push_back(connections_.back().get());
        }
    }

    void run() {
        began_ = steady_micros();
        while (!requests_done() || idle_.size() < connections_.size()) {
            start_requests();
            poller_.wait(patience());
        }
        ended_ = steady_micros();
        const auto limit = ended_ + static_cast<std::int64_t>(options_.callback_seconds * 1e6);
        while (receiver_ && callbacks_ < accepted_ && steady_micros() < limit)
            poller_.wait(std::chrono::milliseconds(100));
    }

    void report(std::ostream& out) const {
        const double seconds = static_cast<double>(ended_ - began_) / 1e6;
        std::string answers;
        for (const auto& [status, count] : answers_) {
            answers += fmt::format("{}\"{}\":{}", answers.empty() ? "" : ",", status, count);
        }
        out << fmt::format(
            R"({{"requests":{},"answers":{{{}}},"seconds":{:.4f},"per_second":{:.1f},"p50_ms":{:.3f},"p99_ms":{:.3f},"max_ms":{:.3f},"callbacks":{},"callback_seconds":[{}]}})",
            started_, answers, seconds, static_cast<double>(latency_.count()) / seconds,
            milliseconds(latency_.quantile(0.5)), milliseconds(latency_.quantile(0.99)), milliseconds(latency_.max()),
            callbacks_, callback_times());
        out << "\n";
    }

private:
    static double milliseconds(std::uint64_t micros) { return static_cast<double>(micros) / 1e3; }

    /// Seconds from the first request to each twentieth of the callbacks, the very first one before all.
    std::string callback_times() const {
        std::string text;
        for (std::size_t part = 0; part <= 20 && !callback_at_.empty(); ++part) {
            const auto index = std::max<std::size_t>(callback_at_.size() * part / 20, 1) - 1;
            text +=
                fmt::format("{}{:.4f}", part == 0 ? "" : ",", static_cast<double>(callback_at_[index] - began_) / 1e6);
        }
        return text;
    }

    bool requests_done() const {
        if (options_.count != 0) return started_ >= options_.count;
        return static_cast<double>(steady_micros() - began_) >= options_.seconds * 1e6;
    }

    /// When the next request is due; now, unless a rate is kept.
    std::int64_t next_due(std::int64_t now) const {
        if (options_.rate <= 0) return now;
        return began_ + static_cast<std::int64_t>(static_cast<double>(started_) * 1e6 / options_.rate);
    }

    void start_requests() {
        while (!idle_.empty() && !requests_done()) {
            if (options_.undelivered_max != 0 && started_ >= callbacks_ + options_.undelivered_max) return;
            const auto now = steady_micros();
            const auto due = next_due(now);
            if (due > now) return;
            ClientConnection& connection = *idle_.back();
            idle_.pop_back();
            // Counted from when it was due: a server that stalls does not hide what waited meanwhile.
            connection.due_micros = due;
            ++started_;
            connection.send(source_.next());
        }
    }

    std::chrono::nanoseconds patience() const {
        const auto now = steady_micros();
        if (options_.rate <= 0 || idle_.empty()) return std::chrono::milliseconds(50);
        return std::chrono::microseconds(std::clamp<std::int64_t>(next_due(now) - now, 0, 50'000));
    }

    void on_answer(ClientConnection& connection, int status, std::string_view body) {
        latency_.add(steady_micros() - connection.due_micros);
        ++answers_[status];
        idle_.push_back(&connection);
        if (status != 201) return;
        ++accepted_;
        if (!ids_out_.is_open()) return;
        constexpr std::string_view key = "\"id\":\"";
        if (const auto at = body.find(key); at != std::string_view::npos)
            ids_out_ << body.substr(at + key.size(), 36) << '\n';
    }

    void on_callback() {
        ++callbacks_;
        callback_at_.push_back(steady_micros());
    }

    SystemClock clock_;
    LoadOptions options_;
    RequestSource source_;
    std::ofstream ids_out_;
    Poller poller_;
    std::unique_ptr<CallbackReceiver> receiver_;
    std::vector<std::unique_ptr<ClientConnection>> connections_;
    std::vector<ClientConnection*> idle_;
    std::int64_t began_ = 0;
    std::int64_t ended_ = 0;
    std::uint64_t started_ = 0;
    std::uint64_t accepted_ = 0;
    std::uint64_t callbacks_ = 0;
    std::map<int, std::uint64_t> answers_;
    Histogram latency_;
    std::vector<std::int64_t> callback_at_;
};

}  // namespace

}  // namespace herald::bench

int main(int argc, char** argv) {
    int exit_code = 0;
    auto options = herald::bench::parse_load_options(argc, argv, exit_code);
    if (!options) return exit_code;
    try {
        herald::bench::Load load(std::move(*options));
        load.run();
        load.report(std::cout);
    } catch (const std::exception& failure) {
        std::cerr << "load: " << failure.what() << "\n";
        return 1;
    }
}
