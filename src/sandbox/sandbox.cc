#include "sandbox/sandbox.h"

#include <fmt/format.h>

#include <array>
#include <coroutine>

#include "base/json_writer.h"
#include "base/log.h"
#include "sandbox/draw.h"
#include "sandbox/message.h"
#include "sandbox/message_centre.h"
#include "sandbox/receipt_poster.h"
#include "sandbox/record.h"
#include "sandbox/wheel_timer.h"

namespace herald::sandbox {
namespace {

http::Response server_error(int status, const http::Request&, std::string_view) {
    http::Response response;
    response.status = status;
    JsonWriter(response.body).begin_object().member("status", status).end_object();
    return response;
}

std::variant<Message, http::Response> read_message(Provider provider, const http::Request& request) {
    switch (provider) {
        case Provider::mmg:
            return read_mmg(request);
        case Provider::firetext:
            return read_firetext(request);
        case Provider::ses:
            return read_ses(request);
        case Provider::twilio:
            return read_twilio(request);
        case Provider::http_sms:
            break;
    }
    return read_http_sms(request);
}

http::ServerOptions server_options(const SandboxOptions& options) {
    http::ServerOptions server;
    server.address = options.address;
    server.port = options.port;
    server.requests_max = 8192;  // requests whose answers are held back count too
    server.public_headers = false;
    return server;
}

}  // namespace

struct Sandbox::Impl {
    Impl(http::AsioLoop& loop, http::Client& client, Metrics& metrics, const Clock& clock, IdSource& id_source,
         SandboxOptions o);

    void add_routes();
    Task<http::Response> take(Provider provider, const http::Request& request);
    Task<http::Response> answer_later(http::Response response, Duration delay);
    http::Response seen() const;
    http::Response seen_count() const;

    /// Ids are as SES makes them in shape only: a time, a random number, a suffix.
    std::string new_message_id() { return fmt::format("0102{}-000000", ids.next_ordered().to_string()); }

    auto hold(Duration delay) {
        struct Awaiter {
            WheelTimer<std::coroutine_handle<>>& held;
            Duration delay;
            bool await_ready() const noexcept { return false; }
            void await_suspend(std::coroutine_handle<> waiting) const { held.add(delay, waiting); }
            void await_resume() const noexcept {}
        };
        return Awaiter{held, delay};
    }

    const SandboxOptions options;
    IdSource& ids;
    std::mt19937_64 random;
    std::array<Metrics::Counter*, providers_count> taken{};
    WheelTimer<std::coroutine_handle<>> held;
    std::shared_ptr<ReceiptPoster> poster;
    std::shared_ptr<MessageCentre> centre;  ///< null: none is played
    Record record;
    std::uint64_t accepted = 0;
    http::Router router;
    http::Server server;
    bool stopped = false;
};

Sandbox::Impl::Impl(http::AsioLoop& loop, http::Client& client, Metrics& metrics, const Clock& clock,
                    IdSource& id_source, SandboxOptions o)
    : options(std::move(o)),
      ids(id_source),
      random(options.seed),
      held(loop, [](std::coroutine_handle<> waiting) { waiting.resume(); }),
      poster(std::make_shared<ReceiptPoster>(loop, client, metrics, clock, id_source, options)),
      server(loop, metrics, "sandbox", server_options(options), router, server_error) {
    for (const Provider provider :
         {Provider::mmg, Provider::firetext, Provider::ses, Provider::twilio, Provider::http_sms})
        taken[static_cast<std::size_t>(provider)] =
            &metrics.counter("sandbox_messages_total", "Messages that the sandbox has taken",
                             {{"provider", std::string(to_text(provider))}});
    if (options.smpp_listen) centre = std::make_shared<MessageCentre>(loop, metrics, clock, options);
    add_routes();
}

void Sandbox::Impl::add_routes() {
    using http::Method;
    using http::Request;
    router.add(Method::post, "/mmg", [this](const Request& r) { return take(Provider::mmg, r); });
    router.add(Method::post, "/firetext", [this](const Request& r) { return take(Provider::firetext, r); });
    router.add(Method::post, "/v2/email/outbound-emails", [this](const Request& r) { return take(Provider::ses, r); });
    router.add(Method::post, "/2010-04-01/Accounts/{account}/Messages.json",
               [this](const Request& r) { return take(Provider::twilio, r); });
    router.add(Method::post, "/http-sms", [this](const Request& r) { return take(Provider::http_sms, r); });
    router.add(Method::get, "/seen", [this](const Request&) { return answer_later(seen(), {}); });
    router.add(Method::get, "/seen/count", [this](const Request&) { return answer_later(seen_count(), {}); });
    router.add(Method::get, "/", [this](const Request&) {
        http::Response ok;
        ok.body = "ok";
        ok.content_type = "text/plain";
        return answer_later(std::move(ok), {});
    });
}

Task<http::Response> Sandbox::Impl::answer_later(http::Response response, Duration delay) {
    if (delay > Duration::zero() && !stopped) co_await hold(delay);
    co_return response;
}

/// Takes a message, unless a fault is drawn for it, and plans its receipts. They are planned after a slow answer, so
/// that a receipt does not overtake it; an answer that never comes in time does not hold them up.
Task<http::Response> Sandbox::Impl::take(Provider provider, const http::Request& request) {
    if (stopped || poster->pending() >= options.receipts_pending_max) co_return failure(provider, 503);
    if (happens(random, options.error_rate)) co_return failure(provider, random() % 2 == 0 ? 500 : 503);
    std::variant<Message, http::Response> read = read_message(provider, request);
    if (http::Response* refusal = std::get_if<http::Response>(&read)) co_return std::move(*refusal);
    Message message = std::get<Message>(std::move(read));
    if (provider != Provider::mmg && provider != Provider::firetext) message.provider_reference = new_message_id();
    ++accepted;
    taken[static_cast<std::size_t>(provider)]->add();
    // Twilio is not told our id.
    if (options.record && provider != Provider::twilio) record.add(message.notification_id);
    http::Response answer = acceptance(message);

    const bool too_late = happens(random, options.timeout_rate);
    const Duration delay = too_late ? options.timeout_hold : draw_between(random, options.answer_delay);
    const bool tells = provider != Provider::twilio || !message.callback_url.empty();
    if (too_late && tells) poster->schedule(message);
    if (delay > Duration::zero()) co_await hold(delay);
    if (!too_late && tells) poster->schedule(std::move(message));
    co_return answer;
}

http::Response Sandbox::Impl::seen() const {
    http::Response response;
    if (!options.record) return server_error(404, {}, {});
    response.body = record.to_json();
    return response;
}

http::Response Sandbox::Impl::seen_count() const {
    http::Response response;
    JsonWriter out(response.body);
    out.begin_object().member("accepted", accepted + (centre ? centre->accepted() : 0));
    if (options.record) out.member("distinct", record.distinct()).member("more_than_once", record.more_than_once());
    out.member("receipts_posted", poster->totals().posted + (centre ? centre->receipts_acknowledged() : 0))
        .member("receipts_lost", poster->totals().lost)
        .member("receipts_pending", poster->pending() + (centre ? centre->receipts_pending() : 0))
        .end_object();
    return response;
}

Sandbox::Sandbox(http::AsioLoop& loop, http::Client& client, Metrics& metrics, const Clock& clock, IdSource& ids,
                 SandboxOptions options)
    : impl_(std::make_unique<Impl>(loop, client, metrics, clock, ids, std::move(options))) {}

Sandbox::~Sandbox() {
    stop();
}

void Sandbox::start() {
    impl_->server.start();
    if (impl_->centre) impl_->centre->start(impl_->options.smpp_listen->first, impl_->options.smpp_listen->second);
    log::info("sandbox_started", "the sandbox stands in for the providers", {{"port", impl_->server.port()}});
}

std::uint16_t Sandbox::port() const {
    return impl_->server.port();
}

std::uint16_t Sandbox::smpp_port() const {
    return impl_->centre ? impl_->centre->port() : 0;
}

void Sandbox::set_receipts_base_url(std::string url) {
    impl_->poster->set_base_url(std::move(url));
}

void Sandbox::stop() {
    if (std::exchange(impl_->stopped, true)) return;
    impl_->poster->stop();
    if (impl_->centre) impl_->centre->stop();
    impl_->server.stop_accepting();
    impl_->held.flush();
    impl_->server.close();
}

}  // namespace herald::sandbox
