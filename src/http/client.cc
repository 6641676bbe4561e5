#include "http/client.h"

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "http/curl_multi.h"
#include "http/http_transfer.h"
#include "http/mail_transfer.h"

namespace herald::http {

namespace {

constexpr std::size_t outcomes = static_cast<std::size_t>(ClientOutcome::shutting_down) + 1;

/// herald_client_requests_total{peer,outcome} and herald_client_request_seconds{peer} of one peer.
struct PeerSeries {
    Metrics::Histogram& seconds;
    std::array<Metrics::Counter*, outcomes> counters;

    PeerSeries(Metrics& metrics, const std::string& peer)
        : seconds(
              metrics.histogram("herald_client_request_seconds", "Time of an exchange with a peer", {{"peer", peer}})) {
        for (std::size_t i = 0; i < outcomes; ++i) {
            const auto outcome = static_cast<ClientOutcome>(i);
            counters[i] = &metrics.counter("herald_client_requests_total", "Exchanges with peers, by how they ended",
                                           {{"peer", peer}, {"outcome", std::string(to_string(outcome))}});
        }
    }
    void count(ClientOutcome outcome, Duration elapsed) {
        counters[static_cast<std::size_t>(outcome)]->add(1);
        seconds.observe(std::chrono::duration<double>(elapsed).count());
    }
};

}  // namespace

std::string_view to_string(ClientOutcome outcome) {
    switch (outcome) {
        case ClientOutcome::answered:
            return "answered";
        case ClientOutcome::refused:
            return "refused";
        case ClientOutcome::timed_out_unsent:
            return "timed_out_unsent";
        case ClientOutcome::timed_out:
            return "timed_out";
        case ClientOutcome::broken:
            return "broken";
        case ClientOutcome::shutting_down:
            return "shutting_down";
    }
    return "broken";
}

namespace {

/// A thread for mails. libcurl holds its thread until a server has answered the end of a message, so mails have threads
/// of their own, which they share only when there are more mails at once than lanes.
struct MailLane {
    MailLane(Loop& loop, std::size_t connections_per_host_max, std::size_t connections_max)
        : multi(loop, connections_per_host_max, connections_max) {}
    CurlMulti multi;
    std::size_t under_way = 0;
};
constexpr std::size_t mail_lanes_max = 8;

}  // namespace

struct Client::Impl {
    Impl(Loop& client_loop, Metrics& all_metrics, Options client_options)
        : loop(client_loop),
          metrics(all_metrics),
          options(std::move(client_options)),
          multi(client_loop, options.connections_per_host_max, options.connections_max) {}

    /// Only on the loop's thread.
    PeerSeries& series(std::string_view peer) {
        const auto found = peers.find(peer);
        if (found != peers.end()) return found->second;
        const std::string name(peer);
        return peers.try_emplace(name, metrics, name).first->second;
    }

    /// The lane with the fewest mails. Only on the loop's thread.
    MailLane& mail_lane() {
        if (mail_lanes.empty())
            for (std::size_t i = 0; i < mail_lanes_max; ++i)
                mail_lanes.push_back(
                    std::make_unique<MailLane>(loop, options.connections_per_host_max, options.connections_max));
        return **std::ranges::min_element(mail_lanes, {}, [](const auto& lane) { return lane->under_way; });
    }

    Loop& loop;
    Metrics& metrics;
    const Options options;
    std::map<std::string, PeerSeries, std::less<>> peers;
    CurlMulti multi;
    std::vector<std::unique_ptr<MailLane>> mail_lanes;
};

Client::Client(Loop& loop, Metrics& metrics, Options options)
    : impl_(std::make_unique<Impl>(loop, metrics, std::move(options))) {}

Client::~Client() = default;

Task<ClientResponse> Client::send(std::string_view peer, ClientRequest request) {
    PeerSeries& series = impl_->series(peer);
    const auto transfer = std::make_shared<HttpTransfer>(std::move(request), impl_->options);
    co_await ended(impl_->multi, transfer);
    series.count(transfer->response.outcome, transfer->response.elapsed);
    co_return std::move(transfer->response);
}

Task<Client::MailResponse> Client::submit_mail(Mail mail) {
    PeerSeries& series = impl_->series("smtp");
    const auto transfer = std::make_shared<MailTransfer>(std::move(mail), impl_->options);
    MailLane& lane = impl_->mail_lane();
    ++lane.under_way;
    co_await ended(lane.multi, transfer);
    --lane.under_way;
    series.count(transfer->response.outcome, transfer->response.elapsed);
    co_return std::move(transfer->response);
}

void Client::stop() {
    impl_->multi.stop();
    for (const auto& lane : impl_->mail_lanes) lane->multi.stop();
}

}  // namespace herald::http
