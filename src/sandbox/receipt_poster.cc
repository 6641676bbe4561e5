#include "sandbox/receipt_poster.h"

#include "sandbox/draw.h"

namespace herald::sandbox {
namespace {

Metrics::Counter& result_counter(Metrics& metrics, const char* result) {
    return metrics.counter("sandbox_receipts_total", "Receipts of the sandbox by what became of them",
                           {{"result", result}});
}

/// 250 ms, doubled with every try, at most 20 s: the default number of tries lasts about two minutes.
Duration back_off(int tries) {
    constexpr Duration first = std::chrono::milliseconds(250);
    constexpr Duration most = std::chrono::seconds(20);
    return tries > 7 ? most : std::min(most, first * (1 << (tries - 1)));
}

/// A receiver that is away or busy will take it later; one that says 4xx never will.
bool worth_another_try(const http::ClientResponse& response) {
    if (response.outcome == http::ClientOutcome::shutting_down) return false;
    if (response.outcome != http::ClientOutcome::answered) return true;
    return response.status >= 500 || response.status == 429 || response.status == 408;
}

std::string without_slash(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    return url;
}

}  // namespace

ReceiptPoster::ReceiptPoster(Loop& loop, http::Client& client, Metrics& metrics, const Clock& clock, IdSource& ids,
                             const SandboxOptions& options)
    : client_(client),
      clock_(clock),
      ids_(ids),
      delay_(options.receipt_delay),
      duplicate_rate_(options.duplicate_receipt_rate),
      posts_max_(options.receipt_posts_max),
      tries_max_(options.receipt_tries_max),
      posted_(result_counter(metrics, "posted")),
      retried_(result_counter(metrics, "retried")),
      lost_(result_counter(metrics, "lost")),
      base_url_(without_slash(options.receipts_base_url)),
      random_(options.seed + 1),
      waiting_(loop, [this](Receipt receipt) {
          ready_.push_back(std::move(receipt));
          start_workers();
      }) {}

void ReceiptPoster::set_base_url(std::string url) {
    base_url_ = without_slash(std::move(url));
}

void ReceiptPoster::schedule(Message message) {
    const Event event = first_event(message);
    std::string envelope_id = envelope_id_for(message);
    wait_for(Receipt{std::move(message), event, clock_.now(), std::move(envelope_id)}, draw_delay());
}

void ReceiptPoster::stop() {
    stopped_ = true;
    ready_.clear();
    waiting_.flush();
    ready_.clear();
}

void ReceiptPoster::wait_for(Receipt receipt, Duration delay) {
    if (stopped_) return;
    if (delay > Duration::zero()) {
        waiting_.add(delay, std::move(receipt));
        return;
    }
    ready_.push_back(std::move(receipt));
    start_workers();
}

void ReceiptPoster::start_workers() {
    while (!stopped_ && under_way_ < posts_max_ && !ready_.empty()) spawn(work(shared_from_this()));
}

Task<void> ReceiptPoster::work(std::shared_ptr<ReceiptPoster> self) {
    ++self->under_way_;
    while (!self->ready_.empty() && !self->stopped_) {
        Receipt receipt = std::move(self->ready_.front());
        self->ready_.pop_front();
        http::ClientRequest request = receipt_request(receipt.message, receipt.event, self->base_url_,
                                                      receipt.envelope_id, receipt.accepted_at, self->clock_.now());
        const http::ClientResponse response = co_await self->client_.send("sandbox_receipt", std::move(request));
        self->finish(std::move(receipt), response);
    }
    --self->under_way_;
}

void ReceiptPoster::finish(Receipt receipt, const http::ClientResponse& response) {
    ++receipt.tries;
    const bool taken = response.outcome == http::ClientOutcome::answered && response.status / 100 == 2;
    if (taken) {
        ++totals_.posted;
        posted_.add();
        if (!receipt.repeat) follow_up(receipt);
    } else if (receipt.tries < tries_max_ && worth_another_try(response)) {
        retried_.add();
        const int tries = receipt.tries;
        wait_for(std::move(receipt), back_off(tries));
    } else {
        ++totals_.lost;
        lost_.add();
    }
}

void ReceiptPoster::follow_up(const Receipt& receipt) {
    if (happens(random_, duplicate_rate_)) {
        Receipt again = receipt;  // the envelope's id is the same too: it is the same event told twice
        again.tries = 0;
        again.repeat = true;
        wait_for(std::move(again), draw_delay());
    }
    if (const std::optional<Event> next = next_event(receipt.message, receipt.event)) {
        Receipt following{receipt.message, *next, receipt.accepted_at, envelope_id_for(receipt.message)};
        wait_for(std::move(following), draw_delay());
    }
}

Duration ReceiptPoster::draw_delay() {
    return draw_between(random_, delay_);
}

std::string ReceiptPoster::envelope_id_for(const Message& message) {
    return message.provider == Provider::ses ? ids_.next_random().to_string() : "";
}

}  // namespace herald::sandbox
