#include <gtest/gtest.h>

#include "delivery/providers/firetext.h"
#include "delivery/providers/http_sms.h"
#include "delivery/providers/mmg.h"
#include "delivery/providers/ses.h"
#include "delivery/providers/smtp.h"
#include "delivery/providers/twilio.h"
#include "provider_fault_server.h"
#include "provider_messages.h"
#include "support/test_loop.h"

namespace herald::delivery {
namespace {

using Outcome = SendResult::Outcome;
using Fault = FaultServer::Fault;

constexpr Duration timeout = std::chrono::milliseconds(200);

std::string http_reply(int status, std::string_view body, std::string_view header = "X-Nothing: 1") {
    return "HTTP/1.1 " + std::to_string(status) + " Words\r\nConnection: close\r\n" + std::string(header) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

struct FaultCase {
    std::string name;
    Fault fault;
    std::string reply;
    Outcome mmg, firetext, ses, http_sms, twilio;
};

class Faults : public testing::TestWithParam<FaultCase> {
protected:
    Faults() : server(GetParam().fault, GetParam().reply) {}

    MmgSettings mmg_settings() const {
        MmgSettings settings;
        settings.url = server.url() + "/mmg";
        settings.timeout = timeout;
        return settings;
    }
    FiretextSettings firetext_settings() const {
        FiretextSettings settings;
        settings.url = server.url() + "/firetext";
        settings.timeout = timeout;
        return settings;
    }
    SesSettings ses_settings() const {
        SesSettings settings;
        settings.endpoint = server.url();
        settings.timeout = timeout;
        return settings;
    }

    FaultServer server;
    test::TestLoop loop;
    Metrics metrics;
    SystemClock clock;
    http::Client client{loop, metrics, {}};
};

INSTANTIATE_TEST_SUITE_P(
    Table, Faults,
    testing::Values(FaultCase{"MmgAccepts", Fault::none, http_reply(200, R"({"Reference":1})"), Outcome::accepted,
                              Outcome::retryable, Outcome::unknown, Outcome::unknown, Outcome::unknown},
                    FaultCase{"FiretextAccepts", Fault::none, http_reply(200, R"({"code":0})"), Outcome::accepted,
                              Outcome::accepted, Outcome::unknown, Outcome::unknown, Outcome::unknown},
                    FaultCase{"SesAccepts", Fault::none, http_reply(200, R"({"MessageId":"m"})"), Outcome::accepted,
                              Outcome::retryable, Outcome::accepted, Outcome::accepted, Outcome::unknown},
                    FaultCase{"ServerError", Fault::none, http_reply(500, "{}"), Outcome::retryable, Outcome::retryable,
                              Outcome::retryable, Outcome::retryable, Outcome::retryable},
                    FaultCase{"Unavailable", Fault::none, http_reply(503, "busy"), Outcome::retryable,
                              Outcome::retryable, Outcome::retryable, Outcome::retryable, Outcome::retryable},
                    FaultCase{"TooMany", Fault::none, http_reply(429, "{}"), Outcome::retryable, Outcome::retryable,
                              Outcome::throttled, Outcome::throttled, Outcome::throttled},
                    FaultCase{"Rejected", Fault::none, http_reply(400, "{}", "x-amzn-ErrorType: MessageRejected"),
                              Outcome::retryable, Outcome::retryable, Outcome::rejected, Outcome::rejected,
                              Outcome::rejected},
                    FaultCase{"Garbage", Fault::none, http_reply(200, "\x01garbage"), Outcome::retryable,
                              Outcome::retryable, Outcome::unknown, Outcome::unknown, Outcome::unknown},
                    FaultCase{"NoHttp", Fault::none, "hello\r\n\r\n", Outcome::unknown, Outcome::unknown,
                              Outcome::unknown, Outcome::unknown, Outcome::unknown},
                    FaultCase{"CutShort", Fault::none, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{",
                              Outcome::unknown, Outcome::unknown, Outcome::unknown, Outcome::unknown, Outcome::unknown},
                    FaultCase{"TwilioAccepts", Fault::none, http_reply(201, R"({"sid":"SM1"})"), Outcome::accepted,
                              Outcome::retryable, Outcome::unknown, Outcome::unknown, Outcome::accepted},
                    FaultCase{"SlowBody", Fault::stall, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{",
                              Outcome::unknown, Outcome::unknown, Outcome::unknown, Outcome::unknown, Outcome::unknown},
                    FaultCase{"SlowHeaders", Fault::stall, "HTTP/1.1 200 OK\r\nContent-", Outcome::unknown,
                              Outcome::unknown, Outcome::unknown, Outcome::unknown, Outcome::unknown},
                    FaultCase{"Silent", Fault::silence, "", Outcome::unknown, Outcome::unknown, Outcome::unknown,
                              Outcome::unknown, Outcome::unknown},
                    FaultCase{"Reset", Fault::reset, "", Outcome::unknown, Outcome::unknown, Outcome::unknown,
                              Outcome::unknown, Outcome::unknown}),
    [](const auto& fault) { return fault.param.name; });

TEST_P(Faults, AreClassifiedByTheRealClients) {
    MmgProvider mmg(client, mmg_settings());
    FiretextProvider firetext(client, firetext_settings());
    SesProvider ses(client, clock, ses_settings());
    const OutgoingSms sms = text_message();
    const OutgoingEmail mail = email();
    EXPECT_EQ(loop.run(mmg.send(sms)).outcome, GetParam().mmg);
    EXPECT_EQ(loop.run(firetext.send(sms)).outcome, GetParam().firetext);
    EXPECT_EQ(loop.run(ses.send(mail)).outcome, GetParam().ses);
    TwilioSettings twilio_settings;
    twilio_settings.url = server.url();
    twilio_settings.timeout = timeout;
    TwilioProvider twilio(client, twilio_settings);
    HttpSmsSettings http_sms_settings;
    http_sms_settings.adapter.url = server.url();
    http_sms_settings.adapter.form = {{"to", "((to))"}};
    http_sms_settings.adapter.reference = "/MessageId";
    http_sms_settings.timeout = timeout;
    HttpSmsProvider http_sms(client, http_sms_settings);
    EXPECT_EQ(loop.run(http_sms.send(sms)).outcome, GetParam().http_sms);
    EXPECT_EQ(loop.run(twilio.send(sms)).outcome, GetParam().twilio);
    EXPECT_EQ(server.requests(), 5) << "a message goes out once for one call";
}

TEST(NoPeer, IsRetryable) {
    std::string url;
    { url = FaultServer(Fault::none, "").url(); }
    test::TestLoop loop;
    Metrics metrics;
    SystemClock clock;
    http::Client client(loop, metrics, {});
    MmgSettings settings;
    settings.url = url;
    MmgProvider mmg(client, settings);
    const OutgoingSms sms = text_message();
    const SendResult result = loop.run(mmg.send(sms));
    EXPECT_EQ(result.outcome, Outcome::retryable);
    EXPECT_EQ(result.error, "refused");

    SmtpSettings smtp_settings;
    smtp_settings.url = "smtp://" + url.substr(7);
    SmtpProvider smtp(client, clock, smtp_settings);
    const OutgoingEmail mail = email();
    EXPECT_EQ(loop.run(smtp.send(mail)).outcome, Outcome::retryable);
}

}  // namespace
}  // namespace herald::delivery
