#include "app/sandbox_thread.h"

namespace herald::app {
namespace {

sandbox::SandboxOptions sandbox_options(const Settings& settings, const std::string& receipts_base_url) {
    using std::chrono::milliseconds;
    sandbox::SandboxOptions options;
    options.address = settings.sandbox_listen.host;
    options.port = settings.sandbox_listen.port;
    if (settings.sandbox_smpp_listen)
        options.smpp_listen = {settings.sandbox_smpp_listen->host, settings.sandbox_smpp_listen->port};
    options.receipts_base_url = receipts_base_url;
    options.answer_delay = {milliseconds(settings.sandbox_latency_ms_min),
                            milliseconds(settings.sandbox_latency_ms_max)};
    options.receipt_delay = {milliseconds(settings.sandbox_receipt_delay_ms_min),
                             milliseconds(settings.sandbox_receipt_delay_ms_max)};
    options.error_rate = settings.sandbox_error_rate;
    options.timeout_rate = settings.sandbox_timeout_rate;
    options.duplicate_receipt_rate = settings.sandbox_duplicate_rate;
    options.record = settings.sandbox_record;
    return options;
}

/// Receipts that need credentials get them, as the real providers do, in the URL they are given.
std::string with_credentials(const Settings& settings, const std::string& url) {
    if (settings.receipts_user.empty()) return url;
    const std::size_t host = url.find("://") + 3;
    return url.substr(0, host) + http::percent_encode(settings.receipts_user) + ":" +
           http::percent_encode(settings.receipts_password) + "@" + url.substr(host);
}

}  // namespace

SandboxThread::SandboxThread(const Settings& settings, Metrics& metrics, const std::string& receipts_base_url)
    : ids_(clock_) {
    http::Client::Options client_options;
    client_options.user_agent = "herald-sandbox";
    client_ = std::make_unique<http::Client>(loop_, metrics, client_options);
    sandbox_ =
        std::make_unique<sandbox::Sandbox>(loop_, *client_, metrics, clock_, ids_,
                                           sandbox_options(settings, with_credentials(settings, receipts_base_url)));
    sandbox_->start();
    thread_ = std::thread([this] { loop_.run(); });
}

SandboxThread::~SandboxThread() {
    client_->stop();
    loop_.post([this] {
        sandbox_->stop();
        loop_.stop();
    });
    thread_.join();
}

}  // namespace herald::app
