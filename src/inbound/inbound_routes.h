#pragma once

#include <string>
#include <vector>

#include "http/router.h"
#include "inbound/inbound_texts.h"

namespace herald::inbound {

/// `POST /notifications/sms/receive/{mmg,firetext}` (contract public-api §6.4). Answers after the text is durable.
class InboundRoutes {
public:
    /// Who may hand texts over, by HTTP Basic. Lists, so that a password can be changed without a gap; with an empty
    /// list nobody may.
    struct Options {
        std::vector<std::string> mmg_users, mmg_passwords;
        std::vector<std::string> firetext_passwords;  ///< the user is `notify`
    };
    InboundRoutes(InboundTexts& texts, db::Store& store, Loop& loop, Options options)
        : texts_(texts), store_(store), loop_(loop), options_(std::move(options)) {}

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    Task<http::Response> mmg(const http::Request& request);
    Task<http::Response> firetext(const http::Request& request);
    /// `unwanted`: what a text gets that nobody wants.
    Task<http::Response> take(InboundParse parsed, http::Response unwanted);

    InboundTexts& texts_;
    db::Store& store_;
    Loop& loop_;
    Options options_;
};

}  // namespace herald::inbound
