#include <gmock/gmock.h>

#include "base/log.h"
#include "crypto/encoding.h"
#include "documents/document_routes.h"
#include "documents/retention.h"
#include "documents/uploader.h"
#include "services/service_store.h"
#include "support/captured_log.h"
#include "support/database.h"
#include "support/memory_objects.h"
#include "support/test_loop.h"

namespace herald::documents {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FakeScanner final : public antivirus::Scanner {
public:
    Task<antivirus::ScanResult> scan(std::shared_ptr<const std::string> content) override {
        seen.push_back(*content);
        co_return result;
    }
    antivirus::ScanResult result{antivirus::ScanResult::Verdict::clean, {}};
    std::vector<std::string> seen;
};

std::string file_json(std::string_view content, std::string_view more = "") {
    return R"({"file":")" + crypto::base64_encode(content) + "\"" + std::string(more) + "}";
}

class Documents : public test::StoreTest {
protected:
    Documents() {
        const services::ServiceStore all(clock(), ids(), sealer_);
        service_id_ = store().write_now([&](db::Transaction& tx) {
            const auto id = std::get<Uuid>(all.create(tx, {.name = "Sample", .live = true, .sms_sender = "SAMPLE"}));
            all.set_contact_link(tx, id, " https://example.com/contact ");
            return id;
        });
        routes_.add_to(router_);
    }

    services::ServicePtr service() {
        return store().read_now(
            [&](db::Transaction& tx) { return services::load_service(tx, sealer_, service_id_, clock().now()); });
    }

    using Outcome = std::variant<Uploader::Links, http::Response>;
    Outcome upload(const std::vector<std::string>& files, const Recipient& recipient = {"ada@example.com", false}) {
        return upload(service(), files, recipient);
    }
    Outcome upload(services::ServicePtr from, const std::vector<std::string>& files, const Recipient& recipient) {
        std::vector<JsonDocument> parsed;
        std::vector<JsonValue> values;
        for (const auto& file : files) {
            parsed.push_back(*JsonDocument::parse(file));
            values.push_back(parsed.back().root());
        }
        return loop_.run(uploader_.upload(std::move(from), values, recipient));
    }
    /// Path and query of the link of one file that was taken.
    std::string link(const std::string& file) {
        const auto outcome = upload({file});
        const auto* links = std::get_if<Uploader::Links>(&outcome);
        if (links == nullptr) throw std::runtime_error(std::get<http::Response>(outcome).body);
        return links->front().substr(std::string_view("https://files").size());
    }
    static std::string open_file(std::string_view content, std::string_view more = "") {
        return file_json(content, R"(,"confirm_email_before_download":false)" + std::string(more));
    }

    http::Response request(http::Method method, const std::string& target, const std::string& body = "") {
        http::Request asked;
        asked.method = method;
        const auto mark = target.find('?');
        asked.path = target.substr(0, mark);
        if (mark != std::string::npos) asked.query = target.substr(mark + 1);
        asked.body = body;
        const auto match = router_.match(method, asked.path);
        if (match.handler == nullptr) throw std::runtime_error("no route: " + target);
        asked.params = match.params;
        return loop_.run((*match.handler)(asked));
    }
    http::Response get(const std::string& target) { return request(http::Method::get, target); }
    http::Response post(const std::string& target, const std::string& address) {
        return request(http::Method::post, target, http::encode_form({{"email_address", address}}));
    }
    static std::string download_url(const http::Response& page) {
        const auto from = page.body.find("href=\"/d/");
        if (from == std::string::npos) return {};
        auto url = page.body.substr(from + 6, page.body.find('"', from + 6) - from - 6);
        const auto escaped = url.find("&amp;");
        if (escaped != std::string::npos) url.replace(escaped, 5, "&");
        return url;
    }
    std::int64_t rows() {
        const auto count = test::ad_hoc("SELECT count(*) FROM documents", "SELECT count(*) FROM documents", 0);
        return store().read_now([&](db::Transaction& tx) { return tx.query(count, {})[0].get<std::int64_t>(0); });
    }
    /// The service may send no files of its own then.
    void take_contact_away() {
        const services::ServiceStore all(clock(), ids(), sealer_);
        store().write_now([&](db::Transaction& tx) { EXPECT_FALSE(all.set_contact_link(tx, service_id_, "")); });
    }
    objects::Removal remove_expired(std::size_t batch = 100) {
        return loop_.run(remove_expired_documents(store(), loop_, objects_, clock().now(), batch));
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    test::TestLoop loop_;
    BlockingPool pool_{2, 100};
    test::MemoryObjects objects_;
    FakeScanner scanner_;
    TypeDetector detector_;
    Uuid service_id_;
    Uploader uploader_{
        {store(), loop_, clock(), ids(), objects_, &scanner_, detector_, pool_, "https://files", "https://admin"},
        metrics()};
    services::Directory directory_{store(), loop_, clock(), sealer_};
    DocumentRoutes routes_{{store(), loop_, clock(), sealer_, directory_, objects_, pool_, "Herald", "#1d70b8"},
                           metrics()};
    http::Router router_;

    test::CapturedLog log_;
};
HERALD_ON_BOTH_STORES(Documents);

TEST_P(Documents, ComeOutOfTheirLinkAsTheyWentIn) {
    const auto target = link(open_file("Hello\nworld\n", R"(,"filename":"notes.txt")"));
    const auto page = get(target);
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("Sample has sent you a file."));
    EXPECT_THAT(page.body, HasSubstr("notes.txt"));
    EXPECT_THAT(page.body, HasSubstr("3 May 2027")) << "26 weeks by default";
    const auto file = get(download_url(page));
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.body, "Hello\nworld\n");
    EXPECT_EQ(file.content_type, "text/plain");
    std::string headers;
    for (const auto& header : file.headers) headers += header.name + ": " + header.value + "\n";
    for (const auto text : {"Content-Disposition: attachment; filename=\"notes.txt\"", "X-Robots-Tag: noindex",
                            "Referrer-Policy: no-referrer"})
        EXPECT_THAT(headers, HasSubstr(text));
}

TEST_P(Documents, LieInTheStoreSealedUnderAKeyThatIsNotThere) {
    const std::string target = link(file_json("the secret content", R"(,"filename":"secret-name.txt")"));
    ASSERT_EQ(objects_.all.size(), 1U);
    EXPECT_EQ(objects_.all.begin()->second.find("secret content"), std::string::npos);
    const auto all = test::ad_hoc("SELECT details FROM documents", "SELECT details FROM documents", 0);
    const auto details =
        store().read_now([&](db::Transaction& tx) { return std::string(tx.query(all, {})[0].get<db::Blob>(0).bytes); });
    for (const auto text : {"secret-name", "text/plain", "ada@example.com"})
        EXPECT_EQ(details.find(text), std::string::npos) << text;
    const std::string key = target.substr(target.find("key=") + 4);
    const auto bytes = *crypto::base64url_decode(key);
    EXPECT_EQ(details.find(bytes), std::string::npos);
    EXPECT_EQ(objects_.all.begin()->second.find(bytes), std::string::npos);
}

TEST_P(Documents, AreForTheRecipientWhoSaysTheirAddress) {
    const auto target = link(file_json("for ada"));
    EXPECT_EQ(get(target).status, 200);
    EXPECT_EQ(download_url(get(target)), "");
    EXPECT_EQ(post(target, "eve@example.com").status, 403);
    EXPECT_EQ(post(target, "not an address").status, 400);
    const auto page = post(target, " Ada@Example.com ");
    EXPECT_EQ(page.status, 200);
    const auto url = download_url(page);
    EXPECT_EQ(get(url).body, "for ada");
    const auto mark = target.find('?');
    const auto unconfirmed = get(target.substr(0, mark) + "/download" + target.substr(mark));
    EXPECT_EQ(unconfirmed.status, 303);
    EXPECT_EQ(unconfirmed.headers[0].value, target);
    clock().advance(1h);
    EXPECT_EQ(get(url).status, 303) << "a confirmation holds for an hour";
}

TEST_P(Documents, LetAddressesBeTriedFiftyTimesInFiveMinutes) {
    const auto target = link(file_json("for ada"));
    for (int i = 0; i < 50; ++i) ASSERT_EQ(post(target, "eve@example.com").status, 403) << i;
    clock().advance(299s);
    const auto refused = post(target, "ada@example.com");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.headers.back().name, "Retry-After");
    EXPECT_EQ(refused.headers.back().value, "1");
    clock().advance(1s);
    EXPECT_EQ(post(target, "ada@example.com").status, 200);
}

TEST_P(Documents, AreNotFoundByAWrongKeyIdOrService) {
    const auto target = link(open_file("abc"));
    const auto mark = target.find('?');
    const std::string path = target.substr(0, mark), key = target.substr(mark + 5);
    const std::string other_key = DocumentKey::random().to_text();
    const std::string other_path = document_path(service_id_, ids().next_random());
    for (const auto& wrong : {path, path + "?key=x", path + "?key=" + other_key, other_path + "?key=" + key}) {
        const auto page = get(wrong);
        EXPECT_EQ(page.status, 404) << wrong;
        EXPECT_THAT(page.body, HasSubstr("https://example.com/contact"));
        const auto at = std::min(wrong.find('?'), wrong.size());
        EXPECT_EQ(get(wrong.substr(0, at) + "/download" + wrong.substr(at)).status, 404);
        EXPECT_EQ(post(wrong, "ada@example.com").status, 404);
    }
    EXPECT_EQ(get("/d/x/y?key=" + key).status, 404);
    EXPECT_EQ(get(document_path(ids().next_random(), ids().next_random()) + "?key=" + key).status, 404);
}

TEST_P(Documents, AreGoneFromTheMomentTheyExpire) {
    const auto target = link(open_file("abc", R"(,"retention_period":"1 week")"));
    clock().advance(7 * 24h - 1us);
    const auto url = download_url(get(target));
    EXPECT_EQ(get(url).status, 200);
    clock().advance(1us);
    EXPECT_EQ(get(target).status, 410);
    EXPECT_THAT(get(target).body, HasSubstr("https://example.com/contact"));
    EXPECT_EQ(get(url).status, 410);
    remove_expired();
    EXPECT_EQ(get(target).status, 404);
}

TEST_P(Documents, AreCheckedBeforeAnyIsStored) {
    struct {
        std::vector<std::string> files;
        std::string error, message;
    } const cases[] = {
        {{file_json("abc"), R"({"file":1})"}, "ValidationError", "file 1 is not of type string"},
        {{file_json("abc"), R"({"file":"eA"})"}, "BadRequestError", "Document is not base64 encoded"},
        {{file_json("abc"), file_json("<!DOCTYPE html><html><body>x</body></html>")},
         "BadRequestError",
         "Unsupported file type 'text/html'."},
    };
    for (const auto& [files, error, message] : cases) {
        const auto outcome = upload(files);
        ASSERT_TRUE(std::holds_alternative<http::Response>(outcome));
        const auto& refused = std::get<http::Response>(outcome);
        EXPECT_EQ(refused.status, 400);
        EXPECT_THAT(refused.body, HasSubstr(error));
        EXPECT_THAT(refused.body, HasSubstr(message));
    }
    EXPECT_THAT(objects_.all, IsEmpty());
    EXPECT_EQ(rows(), 0);
}

TEST_P(Documents, NeedAServiceThatCanBeAsked) {
    auto without = std::make_shared<services::Service>(*service());
    without->contact_link.reset();
    const auto wrong = upload(without, {R"({"file":1})"}, {"ada@example.com", false});
    EXPECT_THAT(std::get<http::Response>(wrong).body, HasSubstr("file 1 is not of type string")) << "the schema first";
    const auto refused = upload(without, {R"({"file":"eA"})"}, {"ada@example.com", false});
    EXPECT_THAT(std::get<http::Response>(refused).body,
                HasSubstr("Send files by email has not been set up - add contact details for your service at "
                          "https://admin/services/" +
                          service_id_.to_string() + "/service-settings/send-files-by-email"));
}

TEST_P(Documents, OfSimulatedRecipientsAreNotStored) {
    const auto outcome = upload({file_json("abc"), file_json("abd")}, {"simulate-delivered@example.com", true});
    const std::string path = "/services/" + service_id_.to_string() + "/documents/test-document";
    EXPECT_THAT(std::get<Uploader::Links>(outcome), ElementsAre("https://files" + path, "https://files" + path));
    EXPECT_EQ(rows(), 0);
    EXPECT_EQ(get(path).status, 200);
}

TEST_P(Documents, WithAVirusAreRefusedAndNotStored) {
    scanner_.result = {antivirus::ScanResult::Verdict::infected, "Test.Virus"};
    const auto outcome = upload({file_json("evil")});
    EXPECT_EQ(std::get<http::Response>(outcome).status, 400);
    EXPECT_THAT(std::get<http::Response>(outcome).body, HasSubstr("File did not pass the virus scan"));
    EXPECT_THAT(scanner_.seen, ElementsAre("evil"));
    EXPECT_EQ(rows(), 0);
    EXPECT_THAT(log_.lines(), testing::Contains(HasSubstr("Test.Virus")));
}

TEST_P(Documents, AreNotTakenWhileNobodyCanLookForViruses) {
    scanner_.result = {antivirus::ScanResult::Verdict::unavailable, "no answer"};
    const auto outcome = upload({file_json("abc")});
    EXPECT_EQ(std::get<http::Response>(outcome).status, 500);
    EXPECT_THAT(std::get<http::Response>(outcome).body, HasSubstr("Internal server error"));
    EXPECT_EQ(rows(), 0);
}

TEST_P(Documents, WhoseObjectCannotBeWrittenAreAnError) {
    objects_.is_broken = true;
    EXPECT_THROW(upload({file_json("abc")}), objects::ObjectStoreError);
}

TEST_P(Documents, ThatExpireTogetherAreRemovedInBatches) {
    for (int i = 0; i < 7; ++i) link(file_json("abc", R"(,"retention_period":"1 week")"));
    link(file_json("abc", R"(,"retention_period":"2 weeks")"));
    EXPECT_EQ(remove_expired().removed, 0U);
    clock().advance(7 * 24h);
    EXPECT_EQ(remove_expired(3).removed, 7U);
    EXPECT_EQ(rows(), 1);
    EXPECT_EQ(objects_.all.size(), 1U);
}

// S-017
TEST_P(Documents, ThatCannotBeDeletedAreNamedInTheLogAndTheOthersGo) {
    for (int i = 0; i < 3; ++i) {
        link(file_json("abc", R"(,"retention_period":"1 week")"));
        clock().advance(1s);
    }
    const std::string stubborn = std::next(objects_.all.begin())->first;
    objects_.undeletable.insert(stubborn);
    const std::string missing = objects_.all.rbegin()->first;
    objects_.all.erase(missing);
    clock().advance(7 * 24h);
    log_.clear();
    const auto removal = remove_expired(2);
    EXPECT_EQ(removal.removed, 2U);
    EXPECT_EQ(removal.failed, 1U);
    EXPECT_EQ(rows(), 1);
    EXPECT_THAT(log_.lines(), testing::Contains(testing::AllOf(HasSubstr("error"), HasSubstr(stubborn))));
    EXPECT_THAT(log_.lines(), testing::Contains(testing::AllOf(HasSubstr("warning"), HasSubstr(missing))));
    objects_.undeletable.clear();
    EXPECT_EQ(remove_expired().removed, 1U) << "the next run tries again";
}

TEST_P(Documents, ThatTemplatesOwnAreCopiedForEachRecipient) {
    objects_.all["service/file"] = "The plan is this.\n";
    const std::vector<StoredFile> wanted{{"service/file", {"plan.txt", false, true, 2}}};
    take_contact_away();
    const auto fetched = loop_.run(uploader_.fetch(service(), wanted));
    const auto& files = std::get<std::vector<CheckedFile>>(fetched);
    ASSERT_EQ(files.size(), 1u);
    EXPECT_EQ(scanner_.seen.size(), 1u);
    const auto keep = [&](const char* address) {
        const auto url = loop_.run(uploader_.keep(service(), files[0], {address, true}));
        return url.substr(std::string_view("https://files").size());
    };
    const auto first = keep("ada@example.com"), second = keep("bob@example.com");
    EXPECT_NE(first, second);
    EXPECT_EQ(rows(), 2) << "simulated recipients have their copies, too";
    EXPECT_EQ(post(second, "ada@example.com").status, 403);
    const auto page = post(first, "ada@example.com");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("plan.txt"));
    clock().advance(14 * 24h);
    EXPECT_EQ(get(first).status, 410);
}

TEST_P(Documents, ThatTemplatesOwnAreRefusedAsThoseOfRequestsAre) {
    const auto refusal = [&](const StoredFile& file) {
        const auto fetched = loop_.run(uploader_.fetch(service(), {file}));
        return std::get<http::Response>(fetched);
    };
    const auto missing = refusal({"service/none", {"a.txt", false, true, 1}});
    EXPECT_EQ(missing.status, 500);
    EXPECT_THAT(missing.body, HasSubstr("Internal server error"));
    objects_.all["service/file"] = "<!DOCTYPE html><html></html>";
    const auto html = refusal({"service/file", {"a.txt", false, true, 1}});
    EXPECT_EQ(html.status, 400);
    EXPECT_THAT(html.body, HasSubstr("Unsupported file type 'text/html'"));
    EXPECT_THAT(refusal({"service/file", {"a.exe", false, true, 1}}).body, HasSubstr("'.exe'"));
    scanner_.result.verdict = antivirus::ScanResult::Verdict::infected;
    EXPECT_THAT(refusal({"service/file", {"a.txt", false, true, 1}}).body,
                HasSubstr("File did not pass the virus scan"));
    EXPECT_EQ(rows(), 0);
}

}  // namespace
}  // namespace herald::documents
