#pragma once

#include <map>

#include "base/clock.h"
#include "base/metrics.h"
#include "crypto/old_signature.h"
#include "crypto/sealer.h"
#include "db/store.h"
#include "http/router.h"
#include "receipts/letter_statuses.h"

namespace herald::receipts {

/// `POST /notifications/letter/status?token=…`, by which the printer tells what became of a letter (contract public-api
/// §6.3). The token is looked at before the body is; what is told is stored before the answer.
class LetterStatusRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        Metrics& metrics;
        const crypto::Sealer& sealer;
        const crypto::OldSignature* old_signature;  ///< null: only our own tokens are taken
        std::int64_t count_shard = 0;
    };
    explicit LetterStatusRoutes(Parts parts);

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    Task<http::Response> post(const http::Request& request);
    void report(const LetterStatus& told, const AppliedLetterStatus& applied);

    Parts parts_;
    std::map<AppliedLetterStatus::Result, Metrics::Counter*> counters_;
};

}  // namespace herald::receipts
