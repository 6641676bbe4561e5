#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "base/metrics.h"
#include "http/client.h"
#include "http/server.h"

namespace herald::sandbox {

/// A span of time from which each message draws its own; both ends included.
struct DurationRange {
    Duration min{};
    Duration max{};
};

struct SandboxOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 6300;  ///< one port for all emulators; 0: any free one
    /// Address and port of the emulated message centre; port 0: any free one; null: none.
    std::optional<std::pair<std::string, std::uint16_t>> smpp_listen;
    /// Where receipts go: the base URL of Herald's API, with credentials (`http://user:password@host:port`) if wanted.
    std::string receipts_base_url = "http://127.0.0.1:6011";
    DurationRange answer_delay{};
    DurationRange receipt_delay{std::chrono::milliseconds(100), std::chrono::milliseconds(1000)};
    double error_rate = 0;              ///< share of requests that are refused with a 5xx
    double timeout_rate = 0;            ///< share that is taken but answered only after `timeout_hold`
    double duplicate_receipt_rate = 0;  ///< share of receipts that are posted twice
    Duration timeout_hold = std::chrono::seconds(20);
    std::uint64_t seed = 1;  ///< of all draws; ids are random whatever it is
    bool record = false;     ///< remember every reference, for GET /seen: memory grows with the messages
    std::size_t receipts_pending_max = 200'000;  ///< beyond it, messages are refused with 503
    std::size_t receipt_posts_max = 32;          ///< receipts under way at once
    int receipt_tries_max = 12;                  ///< with back-off; after them the receipt is lost and counted
};

/// Emulators of the providers, spoken to over HTTP by the real provider clients (contract providers §17, §18):
/// `POST /mmg`, `POST /firetext`, `POST /v2/email/outbound-emails`, Twilio's `POST …/Messages.json`, `POST /http-sms`
/// (see `read_http_sms`), `GET /` → `ok`. What became of a message is posted
/// back later, in the provider's own format, to the receipt endpoints of Herald's API:
///
/// | recipient | outcome |
/// |---|---|
/// | number ending 7700900003, temp-fail@simulator.notify | temporary failure (Firetext: pending, then failed) |
/// | number ending 7700900002, perm-fail@simulator.notify | permanent failure |
/// | complaint@simulator.notify | delivered, then a complaint |
/// | any other | delivered |
///
/// With `smpp_listen`, an emulated message centre takes text messages by SMPP and sends their receipts that way.
///
/// With `record`, `GET /seen` tells how often each notification id was accepted; `GET /seen/count` gives totals always.
/// Receipts are kept in memory only; a server that is restarting is tried again for about two minutes.
class Sandbox {
public:
    Sandbox(http::AsioLoop& loop, http::Client& client, Metrics& metrics, const Clock& clock, IdSource& ids,
            SandboxOptions options);
    ~Sandbox();

    /// Listens; throws when the address is taken.
    void start();
    std::uint16_t port() const;
    std::uint16_t smpp_port() const;  ///< 0 when there is no message centre
    /// For a receiver whose port is known only after it has started.
    void set_receipts_base_url(std::string url);
    /// Stops listening and forgets the receipts that have not been posted.
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace herald::sandbox
