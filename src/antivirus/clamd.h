#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "antivirus/scanner.h"
#include "base/blocking_pool.h"
#include "base/time.h"

namespace herald::antivirus {

/// `/run/clamav/clamd.ctl` or `host:3310`.
struct ClamdAddress {
    std::string path;  ///< of a Unix socket; empty: TCP
    std::string host;
    std::uint16_t port = 0;

    static std::optional<ClamdAddress> parse(std::string_view text);
};

/// ClamAV's daemon, spoken to with INSTREAM (contract providers §11). One connection for each file, on threads of its
/// own, so that a daemon that hangs holds up nothing but scans.
class Clamd final : public Scanner {
public:
    struct Options {
        std::size_t threads = 4;
        std::size_t queue_max = 256;
        Duration timeout = std::chrono::seconds(20);  ///< of one scan, the connection included
    };
    Clamd(ClamdAddress address, Loop& loop, Options options)
        : address_(std::move(address)), loop_(loop), options_(options), pool_(options.threads, options.queue_max) {}

    Task<ScanResult> scan(std::shared_ptr<const std::string> content) override;

private:
    const ClamdAddress address_;
    Loop& loop_;
    const Options options_;
    BlockingPool pool_;
};

/// Whether the daemon answers PING within `timeout`. Blocking.
bool answers(const ClamdAddress& address, Duration timeout = std::chrono::seconds(2));

/// What a reply to INSTREAM says: `stream: OK`, `stream: NAME FOUND`; anything else is unavailable.
ScanResult read_reply(std::string_view reply);

}  // namespace herald::antivirus
