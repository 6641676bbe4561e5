#pragma once

#include <variant>

#include "base/clock.h"
#include "base/ids.h"
#include "base/metrics.h"
#include "crypto/old_signature.h"
#include "crypto/sealer.h"
#include "documents/html.h"
#include "http/router.h"
#include "unsubscribe/request_store.h"

namespace herald::unsubscribe {

/// `POST /unsubscribe/{notification}/{token}` for mail programs (contract public-api §6.5), and a page for people at
/// `/unsubscribe/page/{notification}/{token}`. Looking at the page changes nothing, because programs follow links too.
class UnsubscribeRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        IdSource& ids;
        const crypto::Sealer& sealer;
        Metrics& metrics;
        const crypto::OldSignature* old_signature;  ///< null: only our own links are taken
    };
    UnsubscribeRoutes(Parts parts, documents::Frame frame);

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    enum class Fault { bad_token, unknown_message };
    Task<http::Response> one_click(const http::Request& request);
    Task<http::Response> show(const http::Request& request);
    Task<http::Response> submit(const http::Request& request);
    /// Finds the mail that the path names, and stores the request when `wanted`.
    Task<std::variant<Mail, Fault>> look(const http::Request& request, bool wanted);
    http::Response page(int status, std::string_view title, const std::string& text) const;
    http::Response broken_link() const;

    Parts parts_;
    documents::Frame frame_;
    Metrics::Counter& stored_;
};

}  // namespace herald::unsubscribe
