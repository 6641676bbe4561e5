// smpp_bench WINDOW SECONDS: how many text messages a second one session hands to the emulated message centre, which
// has a thread of its own and sends a receipt for each. Prints JSON.

#include <cstdio>
#include <cstdlib>
#include <thread>

#include "base/log.h"
#include "delivery/providers/smpp.h"
#include "sandbox/sandbox.h"

namespace {

using namespace herald;

class Bench {
public:
    Bench(std::size_t window, double seconds) : seconds_(seconds) {
        sandbox::SandboxOptions options;
        options.port = 0;
        options.smpp_listen = {"127.0.0.1", 0};
        options.receipt_delay = {};
        sandbox_.emplace(centre_loop_, centre_client_, metrics_, clock_, ids_, options);
        sandbox_->start();
        smpp::Client::Options client_options;
        client_options.window = window;
        const std::uint16_t port = sandbox_->smpp_port();
        client_ = std::make_shared<smpp::Client>(
            loop_, clock_, metrics_,
            [this, port] { return http::connect(loop_, "127.0.0.1", port, std::chrono::seconds(5)); },
            [this](smpp::ShortMessage message) { return take(std::move(message)); }, client_options);
    }

    void run() {
        std::thread centre([this] { centre_loop_.run(); });
        client_->start();
        constexpr int senders = 256;  // as many as a delivery stage has under way
        for (int i = 0; i < senders; ++i) spawn(send_until_the_end());
        loop_.after(std::chrono::microseconds(static_cast<std::int64_t>(seconds_ * 1e6)), [this] {
            over_ = true;
            std::printf("{\"submits\": %.0f, \"receipts\": %.0f, \"failures\": %zu}\n",
                        static_cast<double>(submits_) / seconds_, static_cast<double>(receipts_) / seconds_, failures_);
        });
        loop_.run();
        client_->stop();
        centre_loop_.post([this] {
            sandbox_->stop();
            centre_loop_.stop();
        });
        centre.join();
    }
    bool failed() const { return failures_ > 0 || submits_ == 0; }

private:
    Task<void> send_until_the_end() {
        delivery::SmppProvider provider(client_, {});
        ++senders_;
        while (!over_) {
            delivery::OutgoingSms sms;
            sms.notification_id = ids_.next_ordered();
            sms.recipient = "447700900123";
            sms.sender = "Council";
            sms.content = "Hello Amala, your case is closed.";
            const delivery::SendResult result = co_await provider.send(sms);
            if (over_) break;
            if (result.outcome == delivery::SendResult::Outcome::accepted) ++submits_;
            else ++failures_;
        }
        if (--senders_ == 0) loop_.stop();
    }
    Task<std::uint32_t> take(smpp::ShortMessage message) {
        if (smpp::read_receipt(message) && !over_) ++receipts_;
        co_return 0;
    }

    const double seconds_;
    SystemClock clock_;
    RandomIdSource ids_{clock_};
    Metrics metrics_;
    http::AsioLoop loop_, centre_loop_;
    http::Client centre_client_{centre_loop_, metrics_, {}};
    std::optional<sandbox::Sandbox> sandbox_;
    std::shared_ptr<smpp::Client> client_;
    std::size_t submits_ = 0, receipts_ = 0, failures_ = 0;
    int senders_ = 0;
    bool over_ = false;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    herald::log::set_level(herald::log::Level::error);
    Bench bench(std::stoul(argv[1]), std::stod(argv[2]));
    bench.run();
    return bench.failed() ? 1 : 0;
}
