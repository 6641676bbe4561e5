#pragma once

#include "delivery/provider.h"
#include "http/client.h"

namespace herald::delivery {

inline OutgoingSms text_message() {
    OutgoingSms sms;
    sms.notification_id = Uuid::parse("5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01").value();
    sms.recipient = "447700900123";
    sms.sender = "Council";
    sms.content = "Borough: bins & \"bags\" £5\n+1";
    return sms;
}

inline OutgoingEmail email() {
    OutgoingEmail mail;
    mail.notification_id = Uuid::parse("5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01").value();
    mail.recipient = "user@bücher.example";
    mail.from_name = "Borough \"B\"";
    mail.from_address = "borough@mail.example";
    mail.subject = "Grüße";
    mail.text = "Hello";
    mail.html = "<p>Hello</p>";
    return mail;
}

inline http::ClientResponse answer(int status, std::string body, std::vector<http::Header> headers = {}) {
    http::ClientResponse response;
    response.outcome = http::ClientOutcome::answered;
    response.status = status;
    response.body = std::move(body);
    response.headers = std::move(headers);
    return response;
}

inline http::ClientResponse silence(http::ClientOutcome outcome) {
    http::ClientResponse response;
    response.outcome = outcome;
    return response;
}

inline std::string header_of(const http::ClientRequest& request, std::string_view name) {
    for (const http::Header& header : request.headers)
        if (header.name == name) return header.value;
    return {};
}

}  // namespace herald::delivery
